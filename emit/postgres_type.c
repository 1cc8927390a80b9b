#include "emit/postgres_type.h"

#include "emit/postgres_composite.h"
#include "emit/postgres_range.h"
#include "emit/postgres_table.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* -- who uses a type -- */

ORQ_VEC_OF(sides, struct orq_side);

struct orq_pg_types {
    struct orq_pg_emitter *emitter;
    struct orq_map *columns;     /* a type's text -> struct sides: columns of renamed's tables */
    struct orq_map *multiranges; /* a multirange's -> its range's */
    struct orq_map *definitions; /* the same -> struct sides: domains, composites, ranges over it */
    struct orq_map *defaults;    /* identities of columns whose default an operation changes */
    struct orq_map *swapped;     /* identities of both sides */
    struct orq_map *by_cast;     /* names of those that are not cast by way of text */
    struct orq_pg_task *last;    /* drops the old ones */
};

/* "mood" of "mood[]" */
static const char *element_type(struct orq_arena *arena, const char *type)
{
    return orq_ends_with(type, "[]") ? orq_arena_strndup(arena, type, strlen(type) - 2) : type;
}

static void put(struct orq_pg_types *types, struct orq_map *map, const char *type,
                struct orq_side side)
{
    struct orq_arena *arena = types->emitter->arena;
    const char *key = element_type(arena, type);
    const char *range = orq_map_get(types->multiranges, key);
    key = range ? range : key;
    struct sides *list = orq_map_get(map, key);
    if (!list) {
        list = ORQ_NEW(arena, struct sides);
        orq_map_put(map, key, list);
    }
    ORQ_PUSH(arena, list, side);
}

/* What holds a multirange is in the way of its range. */
static void put_multiranges(struct orq_pg_types *types)
{
    struct orq_arena *arena = types->emitter->arena;
    const struct orq_schema *renamed = types->emitter->input->renamed;
    for (size_t i = 0; i < renamed->definitions.len; i++) {
        const struct orq_definition *range = renamed->definitions.items[i];
        if (range->kind == ORQ_KIND_RANGE)
            orq_map_put(types->multiranges, orq_pg_multirange_sql(arena, range),
                        orq_arena_strdup(arena, orq_pg_definition_sql(arena, range)));
    }
}

static void put_columns(struct orq_pg_types *types, const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        put(types, types->columns, table->columns.items[i]->type,
            (struct orq_side){.table = table, .column = table->columns.items[i]});
}

static void put_defaults(struct orq_pg_types *types)
{
    struct orq_pg_emitter *emitter = types->emitter;
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].kind == ORQ_OP_ALTER_COLUMN &&
            (ops->items[i].changed & ORQ_CHANGE_DEFAULT))
            orq_map_put(types->defaults,
                        orq_pg_side_identity(emitter->arena, emitter->dialect, &ops->items[i].from),
                        types);
}

static void put_definition(struct orq_pg_types *types, const struct orq_definition *definition)
{
    static const enum orq_attribute_key keys[] = {ORQ_ATTRIBUTE_TYPE, ORQ_ATTRIBUTE_SUBTYPE};
    struct orq_side side = {.definition = definition};
    if (!orq_pg_object_kind(definition->kind)->is_type)
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (orq_attribute_text(&definition->attributes, keys[i]))
            put(types, types->definitions, orq_attribute_text(&definition->attributes, keys[i]),
                side);
    const struct orq_table *relation =
        definition->kind == ORQ_KIND_COMPOSITE ? definition->relation : NULL;
    for (size_t i = 0; relation && i < relation->columns.len; i++)
        put(types, types->definitions, relation->columns.items[i]->type, side);
}

struct orq_pg_types *orq_pg_types_new(struct orq_pg_emitter *emitter)
{
    struct orq_pg_types *types = ORQ_NEW(emitter->arena, struct orq_pg_types);
    types->emitter = emitter;
    types->swapped = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    types->by_cast = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    return types;
}

/* Only where a type is replaced. */
static void gather(struct orq_pg_types *types)
{
    const struct orq_schema *renamed = types->emitter->input->renamed;
    if (types->columns)
        return;
    types->columns = orq_map_new(types->emitter->arena, ORQ_KEYS_EXACT);
    types->definitions = orq_map_new(types->emitter->arena, ORQ_KEYS_EXACT);
    types->defaults = orq_map_new(types->emitter->arena, ORQ_KEYS_EXACT);
    types->multiranges = orq_map_new(types->emitter->arena, ORQ_KEYS_EXACT);
    put_defaults(types);
    put_multiranges(types);
    for (size_t i = 0; i < renamed->tables.len; i++)
        put_columns(types, renamed->tables.items[i]);
    for (size_t i = 0; i < renamed->definitions.len; i++)
        put_definition(types, renamed->definitions.items[i]);
}

static const char *identity(struct orq_pg_types *types, const struct orq_definition *definition)
{
    return orq_definition_identity(types->emitter->arena, types->emitter->dialect, definition);
}

bool orq_pg_type_is_held(struct orq_pg_types *types, const struct orq_definition *type)
{
    const char *name = orq_pg_definition_sql(types->emitter->arena, type);
    gather(types);
    return orq_map_get(types->columns, name) || orq_map_get(types->definitions, name);
}

/* A domain over a domain is seen through; any other type of types holds values inside. */
static bool is_container(const struct orq_definition *type)
{
    const char *base = orq_attribute_text(&type->attributes, ORQ_ATTRIBUTE_TYPE);
    return type->kind != ORQ_KIND_DOMAIN || (base && orq_ends_with(base, "[]"));
}

bool orq_pg_type_is_inside(struct orq_pg_types *types, const struct orq_definition *type)
{
    const char *name = orq_pg_definition_sql(types->emitter->arena, type);
    gather(types);
    const struct sides *columns = orq_map_get(types->columns, name);
    const struct sides *users = orq_map_get(types->definitions, name);
    for (size_t i = 0; columns && i < columns->len; i++)
        if (orq_ends_with(columns->items[i].column->type, "[]"))
            return true;
    for (size_t i = 0; users && i < users->len; i++) {
        const struct orq_definition *user = users->items[i].definition;
        if (is_container(user) ? orq_pg_type_is_held(types, user)
                               : orq_pg_type_is_inside(types, user))
            return true;
    }
    return false;
}

bool orq_pg_type_is_swapped(const struct orq_pg_types *types,
                            const struct orq_definition *definition)
{
    return orq_map_get(types->swapped,
                       orq_definition_identity(types->emitter->arena, types->emitter->dialect,
                                               definition)) != NULL;
}

/* -- the old type, out of the way -- */

/* A name of the server's length that nothing in the schema has. */
static const char *aside(struct orq_pg_types *types, const struct orq_definition *definition)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_ENUM, ORQ_KIND_DOMAIN, ORQ_KIND_COMPOSITE,
                                          ORQ_KIND_RANGE, ORQ_KIND_VIEW};
    struct orq_arena *arena = types->emitter->arena;
    const struct orq_schema *renamed = types->emitter->input->renamed;
    size_t len = strlen(definition->name);
    if (len > 50)
        len = 50;
    while (len > 0 && (definition->name[len] & 0xC0) == 0x80)
        len--;
    for (unsigned n = 1;; n++) {
        const char *name = orq_arena_printf(arena, "%.*s_replaced", (int)len, definition->name);
        if (n > 1)
            name = orq_arena_printf(arena, "%s%u", name, n);
        const char *qualified =
            orq_qualified(arena, types->emitter->dialect, definition->schema, name);
        bool taken = orq_schema_table(renamed, qualified) != NULL;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !taken; i++)
            taken = orq_schema_definition(arena, renamed, kinds[i], qualified) != NULL;
        if (!taken)
            return name;
    }
}

/* Attributes come and go with the type: nobody alters the old one. What was said of it stays. */
static void take_notes(struct orq_pg_types *types, struct orq_pg_task *task,
                       struct orq_pg_piece *into)
{
    struct orq_arena *arena = types->emitter->arena;
    for (size_t i = 0; i < task->pieces.len; i++) {
        const struct orq_pg_piece *piece = &task->pieces.items[i];
        for (size_t k = 0; k < piece->notes.len; k++)
            ORQ_PUSH(arena, &into->notes, piece->notes.items[k]);
        for (size_t k = 0; k < piece->loses.len; k++)
            ORQ_PUSH(arena, &into->loses, piece->loses.items[k]);
    }
    task->pieces.len = 0;
}

static void make_new(struct orq_pg_types *types, const struct orq_pg_type_swap *swap,
                     const char *old_name)
{
    struct orq_pg_emitter *emitter = types->emitter;
    struct orq_side from = {.definition = swap->from}, to = {.definition = swap->to};
    const struct orq_pg_object_kind *kind = orq_pg_object_kind(swap->to->kind);
    struct orq_pg_task *old = orq_pg_task(emitter, ORQ_PG_ALTER, ORQ_PG_PHASE_TYPE, &from);
    struct orq_pg_task *task = old;
    struct orq_pg_piece said = {.sql = NULL};
    take_notes(types, old, &said);
    for (size_t i = 0; i < swap->first.len; i++)
        orq_pg_piece(emitter, old, NULL, swap->first.items[i]);
    const char *sql = orq_arena_printf(emitter->arena, "ALTER %s RENAME TO %s",
                                       orq_pg_object_called(emitter->arena, swap->from),
                                       orq_pg_name(emitter->arena, old_name));
    struct orq_pg_piece *piece = orq_pg_piece(emitter, old, NULL, sql);
    piece->notes = said.notes;
    piece->loses = said.loses;
    orq_pg_note(emitter, piece, "%s %s is made anew, and its columns are cast over: %s",
                orq_kind_word(swap->to->kind), orq_shown_name(emitter->arena, swap->to->name),
                swap->why);
    for (size_t i = 0; i < swap->notes.len; i++)
        orq_pg_note(emitter, piece, "%s", swap->notes.items[i]);
    if (swap->from->kind == ORQ_KIND_RANGE)
        orq_pg_range_step_aside(emitter, old, swap->from, old_name);
    if (swap->from->kind != swap->to->kind) {
        task = orq_pg_task(emitter, ORQ_PG_CREATE, kind->create, &to);
        ORQ_PUSH(emitter->arena, &task->after, old->object);
    }
    orq_pg_piece(emitter, task, NULL, kind->sql(emitter, swap->to));
    if (kind->finish)
        kind->finish(emitter, task, swap->to);
    orq_pg_object_extras(emitter, task, swap->to);
    if (swap->by_cast && swap->to->kind == ORQ_KIND_COMPOSITE) {
        const struct orq_pg_composite_cast cast = {swap->from, swap->to, old_name};
        orq_pg_composite_cast_create(emitter, task, &cast);
    }
}

/* -- its columns -- */

static const struct orq_table *wanted_table(struct orq_pg_types *types,
                                            const struct orq_table *table)
{
    struct orq_pg_emitter *emitter = types->emitter;
    return orq_schema_table(emitter->input->want, orq_qualified(emitter->arena, emitter->dialect,
                                                                table->schema, table->name));
}

static const struct orq_column *wanted_column(struct orq_pg_types *types,
                                              const struct orq_side *side)
{
    const struct orq_table *table = wanted_table(types, side->table);
    return table ? orq_pg_column(table, side->column->name) : NULL;
}

static struct orq_side wanted_constraint(struct orq_pg_types *types, const struct orq_side *side)
{
    struct orq_side found = {.table = wanted_table(types, side->table)};
    for (size_t i = 0; found.table && i < found.table->constraints.len; i++)
        if (orq_str_equal(found.table->constraints.items[i]->name, side->constraint->name))
            found.constraint = found.table->constraints.items[i];
    return found;
}

static bool is_partition_key(struct orq_arena *arena, const struct orq_side *side)
{
    const char *key = orq_table_postgres(side->table)->partition_by;
    struct orq_strings names = {0};
    if (key)
        orq_pg_names_in(arena, key, &names);
    return orq_strings_hold(&names, side->column->name);
}

static void refuse(struct orq_pg_types *types, const struct orq_side *side,
                   const struct orq_definition *type)
{
    struct orq_pg_emitter *emitter = types->emitter;
    orq_error(emitter->diags, type->at, "%s %s cannot be replaced: table %s is partitioned by %s",
              orq_kind_word(type->kind), orq_shown_name(emitter->arena, type->name),
              orq_shown_name(emitter->arena, side->table->name),
              orq_shown_name(emitter->arena, side->column->name));
    orq_hint(emitter->diags, "PostgreSQL does not change the type of a partition key: make a new "
                             "table, and copy the rows in a migration of your own");
    emitter->failed = true;
}

/* A default of the old type would stop the cast. That of a column that keeps its default is taken
 * down and brought back with all that depends on the type; a changed one only goes. */
static void drop_default(struct orq_pg_types *types, const struct orq_side *side,
                         const char *column)
{
    struct orq_pg_emitter *emitter = types->emitter;
    struct orq_arena *arena = emitter->arena;
    if (!side->column->default_expr.text || !orq_map_get(types->defaults, column))
        return;
    struct orq_pg_task *task =
        orq_pg_task(emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_CONSTRAINT, side);
    orq_pg_piece(
        emitter, task,
        orq_arena_printf(arena, "ALTER TABLE ONLY %s", orq_pg_table_sql(arena, side->table)),
        orq_arena_printf(arena, "ALTER COLUMN %s DROP DEFAULT",
                         orq_pg_name(arena, side->column->name)));
}

static void cast(struct orq_pg_types *types, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = types->emitter;
    struct orq_arena *arena = emitter->arena;
    struct orq_side table = {.table = side->table};
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_ALTER, ORQ_PG_PHASE_ALTER_TABLE, &table);
    const char *name = orq_pg_name(arena, side->column->name), *type = side->column->type;
    const char *way = orq_map_get(types->by_cast, element_type(arena, type)) ? ""
                      : orq_ends_with(type, "[]")                            ? "::text[]"
                                                                             : "::text";
    struct orq_pg_piece *piece =
        orq_pg_piece(emitter, task, orq_pg_alter_head(arena, side->table),
                     orq_arena_printf(arena, "ALTER COLUMN %s TYPE %s USING %s%s::%s", name, type,
                                      name, way, type));
    orq_pg_note(emitter, piece, "column %s of the new type",
                orq_pg_shown(arena, side->table, side->column->name));
    orq_pg_note(emitter, piece, "REWRITES: %s", orq_pg_shown(arena, side->table, NULL));
    /* the new type brings its own storage, although it has the same name */
    struct orq_pg_work work = orq_pg_work_of(emitter, NULL);
    struct orq_column was = *side->column;
    was.type = "";
    orq_pg_column_storage(&work, task, side->table, &was, wanted_column(types, side));
}

/* Both columns of a foreign key have the type: between their casts it would not hold. */
static void take_foreign_keys(struct orq_pg_types *types, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = types->emitter;
    for (size_t i = 0; i < side->table->constraints.len; i++) {
        struct orq_side key = {.table = side->table,
                               .constraint = side->table->constraints.items[i]};
        struct orq_side again = wanted_constraint(types, &key);
        bool uses = false;
        for (size_t p = 0; p < key.constraint->parts.len; p++)
            uses |= orq_str_equal(key.constraint->parts.items[p].column, side->column->name);
        if (!uses || key.constraint->kind != ORQ_KIND_FOREIGN_KEY || key.constraint->inherited ||
            !again.constraint)
            continue;
        orq_pg_drop(emitter, &key, true);
        orq_pg_create(emitter, &again, true);
    }
}

/* Only where the column keeps the type by name: any other change of type is an operation.
 * Generated columns are made anew, and those of children follow their parents'. */
static void cast_column(struct orq_pg_types *types, const struct orq_side *side,
                        const struct orq_definition *type)
{
    const struct orq_column *want = wanted_column(types, side);
    struct orq_pg_emitter *emitter = types->emitter;
    if (!want || strcmp(want->type, side->column->type) != 0 || side->column->generated_expr.text)
        return;
    if (is_partition_key(emitter->arena, side)) {
        refuse(types, side, type);
        return;
    }
    const char *column = orq_pg_column_identity(emitter->arena, side->table, side->column->name);
    orq_pg_dirty(emitter, column, "the type of a column that it uses is replaced");
    drop_default(types, side, column);
    take_foreign_keys(types, side);
    if (!orq_column_postgres(side->column)->inherited)
        cast(types, side);
}

/* -- everything -- */

/* One task drops all of them, what is made of a type before the type. */
static struct orq_pg_task *last_task(struct orq_pg_types *types, const struct orq_definition *type)
{
    struct orq_side side = {.definition = type};
    if (!types->last)
        types->last = orq_pg_task_late(types->emitter, ORQ_PG_PHASE_DROP_TYPE, &side, "replaced");
    return types->last;
}

/* As long as the old type is there it holds on to what it is made of. */
static void hold(struct orq_pg_types *types, struct orq_pg_task *task,
                 const struct orq_definition *type)
{
    struct orq_arena *arena = types->emitter->arena;
    const struct orq_table *relation = type->kind == ORQ_KIND_COMPOSITE ? type->relation : NULL;
    ORQ_PUSH(arena, &task->holds, identity(types, type));
    for (size_t i = 0; relation && i < relation->columns.len; i++)
        ORQ_PUSH(arena, &task->holds,
                 orq_pg_column_identity(arena, relation, relation->columns.items[i]->name));
}

static void drop_old(struct orq_pg_types *types, const struct orq_pg_type_swap *swap,
                     const char *old_name)
{
    struct orq_pg_emitter *emitter = types->emitter;
    struct orq_definition old = *swap->from;
    struct orq_pg_task *task = last_task(types, swap->from);
    old.name = old_name;
    ORQ_PUSH(emitter->arena, &task->after, identity(types, swap->from));
    hold(types, task, swap->from);
    if (swap->by_cast && swap->to->kind == ORQ_KIND_COMPOSITE) {
        const struct orq_pg_composite_cast cast = {swap->from, swap->to, old_name};
        orq_pg_composite_cast_drop(emitter, task, &cast);
    }
    const char *sql =
        orq_arena_printf(emitter->arena, "DROP %s", orq_pg_object_called(emitter->arena, &old));
    struct orq_pg_piece *piece = orq_pg_piece(emitter, task, NULL, sql);
    orq_pg_note(emitter, piece, "drop the old %s %s", orq_kind_word(swap->from->kind),
                orq_shown_name(emitter->arena, swap->from->name));
}

/* What is made of the type is cast over too; what is dropped goes before it. */
static void swap_users(struct orq_pg_types *types, const struct orq_pg_type_swap *of,
                       const struct sides *users)
{
    struct orq_pg_emitter *emitter = types->emitter;
    const struct orq_definition *type = of->from;
    struct orq_pg_task *last = last_task(types, type);
    for (size_t i = 0; users && i < users->len; i++) {
        const struct orq_definition *user = users->items[i].definition;
        struct orq_pg_type_swap swap = {
            .from = user,
            .by_cast = of->by_cast,
            .to = orq_schema_definition_like(emitter->arena, emitter->input->want, user),
            .why = orq_arena_printf(emitter->arena, "%s %s is replaced", orq_kind_word(type->kind),
                                    orq_shown_name(emitter->arena, type->name))};
        ORQ_PUSH(emitter->arena, &last->after, identity(types, user));
        if (swap.to)
            orq_pg_type_swap(types, &swap);
    }
}

static const struct orq_constraints *checks_of(const struct orq_definition *type)
{
    static const struct orq_constraints none;
    return type->kind == ORQ_KIND_DOMAIN && type->relation ? &type->relation->constraints : &none;
}

/* What operations on a check would do is done with the type; what was said of it stays. */
static void withdraw(struct orq_pg_types *types, char letter, const char *rest,
                     struct orq_pg_type_swap *swap)
{
    struct orq_arena *arena = types->emitter->arena;
    const char *key = orq_arena_printf(arena, "%c:%s", letter, rest);
    struct orq_pg_task *task = orq_map_get(types->emitter->by_task, key);
    for (size_t i = 0; task && i < task->pieces.len; i++)
        for (size_t k = 0; k < task->pieces.items[i].notes.len; k++)
            if (!orq_starts_with(task->pieces.items[i].notes.items[k], "validate "))
                ORQ_PUSH(arena, &swap->notes, task->pieces.items[i].notes.items[k]);
    if (!task)
        return;
    task->pieces.len = 0;
    orq_map_remove(types->emitter->by_task, key);
}

/* Behind its columns a check that looks inside of them would come too late. */
static void take_checks(struct orq_pg_types *types, struct orq_pg_type_swap *swap)
{
    struct orq_pg_emitter *emitter = types->emitter;
    const struct orq_constraints *had = checks_of(swap->from), *checks = checks_of(swap->to);
    if (had->len + checks->len == 0 || !orq_pg_type_is_inside(types, swap->from))
        return;
    for (size_t i = 0; i < had->len + checks->len; i++) {
        bool old = i < had->len;
        struct orq_side side = {.table = old ? swap->from->relation : swap->to->relation,
                                .constraint = old ? had->items[i] : checks->items[i - had->len]};
        const char *check = orq_pg_side_identity(emitter->arena, emitter->dialect, &side);
        withdraw(types, old ? 'd' : 'c', check, swap);
        withdraw(types, 'l', orq_arena_printf(emitter->arena, "%s\x1fvalidate", check), swap);
    }
}

/* The old domain's checks go with it, and the new one has its own: nobody else takes them down. */
static void keep_checks(struct orq_pg_types *types, const struct orq_definition *domain)
{
    const struct orq_constraints *checks = checks_of(domain);
    for (size_t i = 0; i < checks->len; i++) {
        struct orq_side side = {.table = domain->relation, .constraint = checks->items[i]};
        orq_pg_task(types->emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_CONSTRAINT, &side);
    }
}

void orq_pg_type_swap(struct orq_pg_types *types, const struct orq_pg_type_swap *asked)
{
    struct orq_pg_emitter *emitter = types->emitter;
    struct orq_pg_type_swap whole = *asked, *swap = &whole;
    struct orq_arena *arena = emitter->arena;
    if (orq_map_put(types->swapped, identity(types, swap->from), types))
        return;
    orq_map_put(types->swapped, identity(types, swap->to), types);
    gather(types);
    swap->by_cast = swap->by_cast || orq_pg_composite_needs_cast(swap->from, swap->to);
    if (swap->by_cast)
        orq_map_put(types->by_cast, orq_pg_definition_sql(arena, swap->to), types);
    take_checks(types, swap);
    keep_checks(types, swap->from);
    const char *name = orq_pg_definition_sql(arena, swap->from);
    const char *old_name = aside(types, swap->from);
    const struct sides *columns = orq_map_get(types->columns, name);
    struct orq_pg_task *last = last_task(types, swap->from);
    make_new(types, swap, old_name);
    orq_pg_dirty(emitter, identity(types, swap->from),
                 orq_arena_printf(arena, "%s %s is replaced", orq_kind_word(swap->from->kind),
                                  orq_shown_name(arena, swap->from->name)));
    for (size_t i = 0; columns && i < columns->len; i++) {
        ORQ_PUSH(arena, &last->after,
                 orq_table_identity(arena, emitter->dialect, columns->items[i].table));
        cast_column(types, &columns->items[i], swap->from);
    }
    swap_users(types, swap, orq_map_get(types->definitions, name));
    drop_old(types, swap, old_name);
}
