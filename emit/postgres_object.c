/* Tasks of all operations on definitions. */
#include "diff/attributes.h"
#include "emit/postgres_families.h"

#include "emit/postgres_owned.h"
#include "emit/postgres_type.h"
#include "model/trigger.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <assert.h>
#include <string.h>

/* -- making and dropping -- */

static const char *shown(struct orq_pg_emitter *emitter, const struct orq_definition *definition)
{
    struct orq_side side = {.definition = definition};
    return orq_arena_printf(emitter->arena, "%s %s",
                            orq_is_trigger_state(definition) ? "state of trigger"
                                                             : orq_kind_word(definition->kind),
                            orq_shown_name(emitter->arena, orq_side_object(emitter->arena, &side)));
}

static struct orq_definition *like(struct orq_pg_emitter *emitter, const struct orq_schema *schema,
                                   const struct orq_definition *definition)
{
    return orq_schema_definition_like(emitter->arena, schema, definition);
}

/* Owners are those who run migrations, so that a file runs anywhere: one is told where want says
 * it, and where an object that comes back had another one than its neighbours. */
static const char *usual_owner(const struct orq_schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        if (orq_table_postgres(schema->tables.items[i])->acl.owner)
            return orq_table_postgres(schema->tables.items[i])->acl.owner;
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->acl.owner)
            return schema->definitions.items[i]->acl.owner;
    return NULL;
}

static struct orq_acl acl_of_new(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition)
{
    const struct orq_schema *renamed = emitter->input->renamed;
    const struct orq_definition *before = like(emitter, renamed, definition);
    struct orq_acl acl = definition->acl;
    if (before && (!acl.owner || before == definition)) {
        bool usual = orq_str_equal(before->acl.owner, usual_owner(renamed));
        acl.owner = usual ? NULL : before->acl.owner;
    }
    if (before && !acl.given) {
        acl.given = before->acl.given;
        acl.grants = before->acl.grants;
    }
    return acl;
}

/* The owner of an owned sequence is that of its table. */
static bool has_own_owner(const struct orq_definition *definition)
{
    const struct orq_pg_object_kind *kind = orq_pg_object_kind(definition->kind);
    return !kind->in_relation && definition->kind != ORQ_KIND_CAST &&
           definition->kind != ORQ_KIND_EXTENSION &&
           !orq_attribute_is_set(&definition->attributes, ORQ_ATTRIBUTE_OWNED_BY);
}

void orq_pg_object_extras(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_definition *definition)
{
    const char *called = orq_pg_object_called(emitter->arena, definition);
    struct orq_acl acl = acl_of_new(emitter, definition);
    if (!has_own_owner(definition))
        acl.owner = NULL;
    if (definition->comment)
        orq_pg_piece(emitter, task, NULL,
                     orq_pg_comment_sql(emitter->arena, called, definition->comment));
    orq_pg_acl(emitter, task, called, NULL, &acl);
}

void orq_pg_object_create(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt)
{
    const struct orq_definition *definition = side->definition;
    const struct orq_pg_object_kind *kind = orq_pg_object_kind(definition->kind);
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_CREATE, kind->create, side);
    task->rebuilt = rebuilt;
    struct orq_pg_piece *piece = orq_pg_piece(emitter, task, NULL, kind->sql(emitter, definition));
    if (!rebuilt)
        orq_pg_note(emitter, piece, "%s %s",
                    like(emitter, emitter->input->renamed, definition) ? "the new" : "create",
                    shown(emitter, definition));
    if (kind->finish)
        kind->finish(emitter, task, definition);
    orq_pg_object_extras(emitter, task, definition);
}

void orq_pg_object_drop(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt)
{
    const struct orq_definition *definition = side->definition;
    const struct orq_pg_object_kind *kind = orq_pg_object_kind(definition->kind);
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_DROP, kind->drop, side);
    task->rebuilt = rebuilt;
    const char *sql = orq_arena_printf(emitter->arena, "DROP %s",
                                       orq_pg_object_called(emitter->arena, definition));
    if (kind->drop_sql)
        sql = rebuilt && orq_is_trigger_state(definition) ? NULL
                                                          : kind->drop_sql(emitter, definition);
    if (!sql)
        return;
    struct orq_pg_piece *piece = orq_pg_piece(emitter, task, NULL, sql);
    if (!rebuilt)
        orq_pg_note(emitter, piece, "drop %s", shown(emitter, definition));
    if (definition->kind == ORQ_KIND_SEQUENCE && !rebuilt)
        orq_pg_note(emitter, piece, "its counter is gone afterwards");
}

/* -- altering -- */

static void add_change(struct orq_pg_change *change, struct orq_pg_task *task)
{
    for (size_t i = 0; i < change->sql.len; i++)
        orq_pg_piece(change->emitter, task, NULL, change->sql.items[i]);
}

/* What the attributes' rules say; false: the object is to be made anew. */
static bool alter_attributes(struct orq_pg_change *change)
{
    assert(change->from && change->to);
    const struct orq_pg_object_kind *kind = orq_pg_object_kind(change->to->kind);
    if (kind->alter) {
        kind->alter(change);
        return !change->drop_and_create;
    }
    bool known = false;
    for (int k = 0; k < ORQ_ATTRIBUTE_COUNT && !change->drop_and_create; k++) {
        enum orq_attribute_key key = (enum orq_attribute_key)k;
        if (!orq_pg_changes(change, key) || orq_attribute_form_of(key) == ORQ_FORM_IGNORED)
            continue;
        const struct orq_pg_rule *rule = kind->rules;
        while (rule && rule->alter && rule->key != key)
            rule++;
        if (!rule || !rule->alter)
            return false;
        rule->alter(change);
        known = true;
    }
    return known && !change->drop_and_create;
}

static void make_anew(struct orq_pg_change *change)
{
    struct orq_pg_emitter *emitter = change->emitter;
    orq_pg_drop(emitter, &change->op->from, false);
    orq_pg_create(emitter, &change->op->to, false);
    orq_pg_dirty(emitter, orq_definition_identity(emitter->arena, emitter->dialect, change->from),
                 orq_arena_printf(emitter->arena, "%s is made anew", shown(emitter, change->from)));
}

/* "f" of "f(integer)": what RENAME TO takes. */
static const char *bare_name(struct orq_arena *arena, const struct orq_definition *definition)
{
    bool routine = definition->kind == ORQ_KIND_FUNCTION || definition->kind == ORQ_KIND_AGGREGATE;
    size_t len = routine ? strcspn(definition->name, "(") : strlen(definition->name);
    return orq_pg_name(arena, orq_arena_strndup(arena, definition->name, len));
}

/* The old object under its new name and in its new schema: what the other statements alter. */
static void say_renamed(struct orq_pg_change *change, struct orq_pg_task *task)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_dialect *dialect = change->emitter->dialect;
    struct orq_definition between = *change->from;
    const char *old = orq_pg_object_called(arena, change->from);
    if (strcmp(bare_name(arena, change->from), bare_name(arena, change->to)) != 0) {
        between.name = change->to->name;
        orq_pg_piece(
            change->emitter, task, NULL,
            orq_arena_printf(arena, "ALTER %s RENAME TO %s", old, bare_name(arena, change->to)));
        old = orq_pg_object_called(arena, &between);
    }
    const char *to = change->to->schema;
    bool moves = !(orq_schema_is_default(dialect, to) &&
                   orq_schema_is_default(dialect, change->from->schema)) &&
                 !orq_str_equal(change->from->schema, to);
    if (moves)
        orq_pg_piece(change->emitter, task, NULL,
                     orq_arena_printf(arena, "ALTER %s SET SCHEMA %s", old,
                                      orq_pg_name(arena, to ? to : dialect->default_schema)));
}

static void say_extras(struct orq_pg_change *change, struct orq_pg_task *task)
{
    struct orq_pg_emitter *emitter = change->emitter;
    const char *called = orq_pg_object_called(emitter->arena, change->to);
    struct orq_acl acl = change->to->acl;
    if (!has_own_owner(change->to))
        acl.owner = NULL;
    if (change->op->changed & ORQ_CHANGE_COMMENT)
        orq_pg_piece(emitter, task, NULL,
                     orq_pg_comment_sql(emitter->arena, called, change->to->comment));
    if (change->op->changed & (ORQ_CHANGE_OWNER | ORQ_CHANGE_GRANTS))
        orq_pg_acl(emitter, task, called, &change->from->acl, &acl);
}

static enum orq_pg_phase alter_phase(const struct orq_pg_change *change)
{
    if (change->to->kind == ORQ_KIND_ENUM && change->sql.len > 0)
        return ORQ_PG_PHASE_ADD_VALUE;
    if (change->to->kind == ORQ_KIND_SEQUENCE)
        return orq_pg_sequence_phase(change);
    return orq_pg_object_kind(change->to->kind)->create;
}

static void note_change(struct orq_pg_change *change, struct orq_pg_task *task)
{
    struct orq_arena *arena = change->emitter->arena;
    if (task->pieces.len == 0)
        return;
    struct orq_pg_piece *piece = &task->pieces.items[0];
    orq_pg_note(change->emitter, piece, "%s (%s)", orq_op_summary(arena, change->op),
                orq_op_changes_words(arena, change->op));
    for (size_t i = 0; i < change->notes.len; i++)
        ORQ_PUSH(arena, &piece->notes, change->notes.items[i]);
}

static void alter(struct orq_pg_emitter *emitter, const struct orq_op *op)
{
    const unsigned plain =
        ORQ_CHANGE_NAME | ORQ_CHANGE_COMMENT | ORQ_CHANGE_OWNER | ORQ_CHANGE_GRANTS;
    struct orq_pg_change change = {
        .emitter = emitter, .op = op, .from = op->from.definition, .to = op->to.definition};
    assert(change.from && change.to);
    if ((op->changed & ~plain) && !alter_attributes(&change)) {
        make_anew(&change);
        return;
    }
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_ALTER, alter_phase(&change), &op->from);
    size_t first = task->pieces.len;
    if (op->changed & ORQ_CHANGE_NAME)
        say_renamed(&change, task);
    add_change(&change, task);
    say_extras(&change, task);
    if (first == 0)
        note_change(&change, task);
    if (op->to.definition->kind == ORQ_KIND_SEQUENCE)
        orq_pg_sequence_settle(&change);
}

/* -- types that are cast over -- */

/* Types created by operations, by the names they take. */
static struct orq_map *created_types(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    struct orq_map *map = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_definition *to = ops->items[i].to.definition;
        if (ops->items[i].kind == ORQ_OP_CREATE_DEFINITION && orq_pg_object_kind(to->kind)->is_type)
            orq_map_put(map, orq_pg_definition_sql(emitter->arena, to), &ops->items[i]);
    }
    return map;
}

static const char *in_the_way(enum orq_kind kind)
{
    if (kind == ORQ_KIND_ENUM)
        return "PostgreSQL takes no value from an enum, and moves none";
    if (kind == ORQ_KIND_COMPOSITE)
        return "PostgreSQL adds an attribute only behind the others";
    return kind == ORQ_KIND_DOMAIN ? "PostgreSQL does not change the type of a domain"
                                   : "PostgreSQL cannot alter it";
}

static bool has_tables(const struct orq_pg_emitter *emitter, const char *type)
{
    const struct orq_tables *tables = &emitter->input->renamed->tables;
    for (size_t i = 0; i < tables->len; i++)
        if (orq_str_equal(orq_table_postgres(tables->items[i])->of_type, type))
            return true;
    return false;
}

/* An attribute changes its type in place where no column holds rows of it; tables of the type
 * follow it. */
static void swap_of_attribute(struct orq_pg_emitter *emitter, struct orq_pg_types *types,
                              const struct orq_op *op)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *table = op->from.table;
    if (op->kind != ORQ_OP_ALTER_COLUMN || table->kind != ORQ_KIND_COMPOSITE ||
        !(op->changed & (ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION)))
        return;
    const char *name = orq_qualified(arena, emitter->dialect, table->schema, table->name);
    struct orq_pg_type_swap swap = {
        .from = orq_schema_definition(arena, emitter->input->renamed, ORQ_KIND_COMPOSITE, name),
        .to = orq_schema_definition(arena, emitter->input->want, ORQ_KIND_COMPOSITE, name),
        .why = "PostgreSQL does not change the type of an attribute of stored rows"};
    if (swap.from && swap.to && orq_pg_type_is_held(types, swap.from) && !has_tables(emitter, name))
        orq_pg_type_swap(types, &swap);
}

static const char inside[] = "PostgreSQL checks no values inside of arrays, composites and ranges";

/* A new check of a domain, or another one, valid at once. */
static void swap_of_check(struct orq_pg_emitter *emitter, struct orq_pg_types *types,
                          const struct orq_op *op)
{
    const struct orq_table *table = op->to.table;
    bool checks = op->kind == ORQ_OP_ADD_CONSTRAINT ||
                  (op->kind == ORQ_OP_ALTER_CONSTRAINT &&
                   (op->changed & (ORQ_CHANGE_EXPRESSION | ORQ_CHANGE_VALIDITY)));
    if (!checks || table->kind != ORQ_KIND_DOMAIN || op->to.constraint->not_valid)
        return;
    const char *name = orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name);
    struct orq_pg_type_swap swap = {
        .from =
            orq_schema_definition(emitter->arena, emitter->input->renamed, ORQ_KIND_DOMAIN, name),
        .to = orq_schema_definition(emitter->arena, emitter->input->want, ORQ_KIND_DOMAIN, name),
        .why = inside};
    if (swap.from && swap.to && orq_pg_type_is_inside(types, swap.from))
        orq_pg_type_swap(types, &swap);
}

static bool refuses_null_inside(struct orq_pg_types *types, const struct orq_op *op)
{
    return op->kind == ORQ_OP_ALTER_DEFINITION && op->from.definition->kind == ORQ_KIND_DOMAIN &&
           orq_op_changes_attribute(op, ORQ_ATTRIBUTE_NOT_NULL) &&
           orq_attribute_is_set(&op->to.definition->attributes, ORQ_ATTRIBUTE_NOT_NULL) &&
           orq_pg_type_is_inside(types, op->from.definition);
}

static void swap_types(struct orq_pg_emitter *emitter, struct orq_pg_types *types)
{
    const struct orq_ops *ops = emitter->input->ops;
    struct orq_map *created = created_types(emitter);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        const struct orq_definition *from = op->from.definition;
        swap_of_attribute(emitter, types, op);
        swap_of_check(emitter, types, op);
        if (!from || !orq_pg_object_kind(from->kind)->is_type)
            continue;
        struct orq_pg_type_swap swap = {.from = from, .to = op->to.definition};
        struct orq_pg_change change = {
            .emitter = emitter, .op = op, .from = from, .to = op->to.definition};
        if (op->kind == ORQ_OP_DROP_DEFINITION) {
            const struct orq_op *other =
                orq_map_get(created, orq_pg_definition_sql(emitter->arena, from));
            swap.to = other ? other->to.definition : NULL;
            swap.why = "another kind of type takes its name";
        } else if (refuses_null_inside(types, op)) {
            swap.why = inside;
            ORQ_PUSH(emitter->arena, &swap.notes,
                     "CAN FAIL: rows that hold NULL in a column of the domain");
        } else if (!(op->changed & (ORQ_CHANGE_ATTRIBUTES | ORQ_CHANGE_TEXT)) ||
                   alter_attributes(&change)) {
            continue;
        } else {
            swap.why = in_the_way(from->kind);
            swap.notes = change.notes;
            swap.first = change.sql;
        }
        if (swap.to)
            orq_pg_type_swap(types, &swap);
    }
}

void orq_pg_objects(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    struct orq_pg_types *types = orq_pg_types_new(emitter);
    struct orq_pg_owned *owned = orq_pg_owned_new(emitter);
    swap_types(emitter, types);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        const struct orq_definition *definition =
            op->to.definition ? op->to.definition : op->from.definition;
        if (!definition || orq_pg_type_is_swapped(types, definition))
            continue;
        if (op->kind == ORQ_OP_ALTER_DEFINITION)
            alter(emitter, op);
        else if (op->kind == ORQ_OP_CREATE_DEFINITION)
            orq_pg_create(emitter, &op->to, false);
        else if (op->kind == ORQ_OP_DROP_DEFINITION && !orq_pg_owned_goes(owned, definition))
            orq_pg_drop(emitter, &op->from, false);
    }
    orq_pg_trigger_states(emitter);
}
