/* The steps of emitting PostgreSQL, and what every task is made of. */
#include "emit/postgres_archive.h"
#include "emit/postgres_moving.h"
#include "emit/postgres_parts.h"

#include "model/dialect.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <stdarg.h>
#include <string.h>

/* -- names -- */

const char *orq_pg_side_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                                 const struct orq_side *side)
{
    if (side->definition)
        return orq_definition_identity(arena, dialect, side->definition);
    const struct orq_table *table = side->table;
    if (side->index)
        return orq_identity(arena, dialect, ORQ_KIND_INDEX, table->schema, side->index->name);
    const char *relation = orq_qualified(arena, dialect, table->schema, table->name);
    if (side->column)
        return orq_identity_in(arena, dialect, ORQ_KIND_COLUMN, relation, side->column->name);
    if (!side->constraint)
        return orq_table_identity(arena, dialect, table);
    const char *name = side->constraint->name;
    return orq_identity_in(arena, dialect, ORQ_KIND_CHECK, relation,
                           name ? name : orq_side_object(arena, side));
}

const struct orq_table *orq_pg_wanted_relation(const struct orq_pg_emitter *emitter,
                                               const struct orq_table *table)
{
    const struct orq_schema *want = emitter->input->want;
    if (table->kind == ORQ_KIND_TABLE)
        return orq_schema_table(
            want, orq_qualified(emitter->arena, want->dialect, table->schema, table->name));
    const struct orq_definition like = {
        .kind = table->kind, .schema = table->schema, .name = table->name};
    const struct orq_definition *definition =
        orq_schema_definition_like(emitter->arena, want, &like);
    return definition ? definition->relation : NULL;
}

static const char *qualified_sql(struct orq_arena *arena, const char *schema, const char *name)
{
    bool plain = orq_schema_is_default(&orq_postgresql, schema);
    return orq_pg_qualified_name(arena, plain ? NULL : schema, name);
}

const char *orq_pg_table_sql(struct orq_arena *arena, const struct orq_table *table)
{
    return qualified_sql(arena, table->schema, table->name);
}

/* Where the arguments of "f(integer)" begin: at the parenthesis that the last one closes. */
static size_t arguments_at(const char *name)
{
    size_t at = strlen(name), depth = 0;
    while (at-- > 0) {
        depth += name[at] == ')';
        if (name[at] == '(' && --depth == 0)
            return at;
    }
    return strlen(name);
}

const char *orq_pg_definition_sql(struct orq_arena *arena, const struct orq_definition *definition)
{
    const char *name = definition->name;
    enum orq_kind kind = definition->kind;
    bool routine = kind == ORQ_KIND_FUNCTION || kind == ORQ_KIND_AGGREGATE;
    if (kind == ORQ_KIND_CAST)
        return name;
    if (kind == ORQ_KIND_OPERATOR)
        return orq_schema_is_default(&orq_postgresql, definition->schema)
                   ? name
                   : orq_arena_printf(arena, "%s.%s", orq_pg_name(arena, definition->schema), name);
    if (kind == ORQ_KIND_TRIGGER || kind == ORQ_KIND_RULE || kind == ORQ_KIND_POLICY ||
        kind == ORQ_KIND_PUBLISHED)
        return orq_pg_name(arena, name);
    if (!routine || name[strlen(name) - 1] != ')')
        return qualified_sql(arena, definition->schema, name);
    size_t at = arguments_at(name);
    return orq_arena_printf(
        arena, "%s%s", qualified_sql(arena, definition->schema, orq_arena_strndup(arena, name, at)),
        name + at);
}

const char *orq_pg_reference_sql(struct orq_arena *arena, const char *qualified)
{
    struct orq_str out = orq_str_new(arena);
    for (const char *dot = strchr(qualified, '.'); dot; dot = strchr(qualified, '.')) {
        const char *part = orq_arena_strndup(arena, qualified, (size_t)(dot - qualified));
        orq_str_addf(&out, "%s.", orq_pg_name(arena, part));
        qualified = dot + 1;
    }
    orq_str_add(&out, orq_pg_name(arena, qualified));
    return orq_str_text(&out);
}

/* -- tasks -- */

static struct orq_pg_task *task_of(struct orq_pg_emitter *emitter, const char *key)
{
    struct orq_pg_task *task = orq_map_get(emitter->by_task, key);
    if (task)
        return task;
    task = ORQ_NEW(emitter->arena, struct orq_pg_task);
    task->index = emitter->tasks.len;
    ORQ_PUSH(emitter->arena, &emitter->tasks, task);
    orq_map_put(emitter->by_task, key, task);
    return task;
}

static const char *task_key(struct orq_arena *arena, enum orq_pg_do does, const char *identity)
{
    static const char letters[] = {
        [ORQ_PG_DROP] = 'd', [ORQ_PG_ALTER] = 'a', [ORQ_PG_CREATE] = 'c'};
    return orq_arena_printf(arena, "%c:%s", letters[does], identity);
}

struct orq_pg_task *orq_pg_find_task(const struct orq_pg_emitter *emitter, enum orq_pg_do does,
                                     const char *identity)
{
    return orq_map_get(emitter->by_task, task_key(emitter->arena, does, identity));
}

struct orq_pg_task *orq_pg_task(struct orq_pg_emitter *emitter, enum orq_pg_do does,
                                enum orq_pg_phase phase, const struct orq_side *side)
{
    struct orq_arena *arena = emitter->arena;
    const char *object = orq_pg_side_identity(arena, emitter->dialect, side);
    struct orq_pg_task *task = task_of(emitter, task_key(arena, does, object));
    if (!task->object) {
        task->does = does;
        task->phase = phase;
        task->object = object;
        task->sort = orq_side_object(arena, side);
        task->side = *side;
    }
    return task;
}

struct orq_pg_task *orq_pg_task_late(struct orq_pg_emitter *emitter, enum orq_pg_phase phase,
                                     const struct orq_side *side, const char *word)
{
    struct orq_arena *arena = emitter->arena;
    const char *object = orq_pg_side_identity(arena, emitter->dialect, side);
    word += *word == '\x1f';
    struct orq_pg_task *task =
        task_of(emitter, orq_arena_printf(arena, "l:%s\x1f%s", object, word));
    if (!task->object) {
        task->does = ORQ_PG_ALTER;
        task->late = true;
        task->phase = phase;
        task->object = object;
        task->sort = orq_side_object(arena, side);
        task->side = *side;
    }
    return task;
}

struct orq_pg_piece *orq_pg_piece(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                  const char *alter, const char *sql)
{
    struct orq_pg_piece piece = {.alter = alter, .sql = sql};
    ORQ_PUSH(emitter->arena, &task->pieces, piece);
    return &task->pieces.items[task->pieces.len - 1];
}

void orq_pg_note(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece, const char *format,
                 ...)
{
    va_list args;
    va_start(args, format);
    ORQ_PUSH(emitter->arena, &piece->notes, orq_arena_vprintf(emitter->arena, format, args));
    va_end(args);
}

void orq_pg_loses(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece, const char *what)
{
    ORQ_PUSH(emitter->arena, &piece->loses, what);
    orq_pg_note(emitter, piece, "LOSES DATA: %s", orq_shown_name(emitter->arena, what));
}

void orq_pg_fill_in(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece, const char *what)
{
    const char *shown = orq_shown_name(emitter->arena, what);
    ORQ_PUSH(emitter->arena, &piece->fill_in, shown);
    orq_pg_note(emitter, piece, "FILL IN: %s", shown);
}

void orq_pg_dirty(struct orq_pg_emitter *emitter, const char *identity, const char *why)
{
    if (orq_map_get(emitter->dirty, identity))
        return;
    ORQ_PUSH(emitter->arena, &emitter->dirties, identity);
    orq_map_put(emitter->dirty, identity, orq_arena_strdup(emitter->arena, why));
}

/* -- what is new -- */

static void set_fresh(struct orq_pg_emitter *emitter, const struct orq_side *side)
{
    const char *identity = orq_pg_side_identity(emitter->arena, emitter->dialect, side);
    orq_map_put(emitter->fresh, identity, emitter);
}

static bool creates_relation(const struct orq_op *op)
{
    return op->kind == ORQ_OP_CREATE_TABLE ||
           (op->kind == ORQ_OP_CREATE_DEFINITION && op->to.definition->relation);
}

static void gather_fresh(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (creates_relation(&ops->items[i]))
            set_fresh(emitter, &ops->items[i].to);
}

bool orq_pg_is_fresh(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return orq_map_get(emitter->fresh,
                       orq_table_identity(emitter->arena, emitter->dialect, table)) != NULL;
}

/* -- what the server is too old for -- */

#define VIRTUAL_SINCE 180000

static void refuse_virtual(struct orq_pg_emitter *emitter, const struct orq_table *table,
                           const struct orq_column *column)
{
    if (column->generated != ORQ_GENERATED_VIRTUAL)
        return;
    orq_error(emitter->diags, column->at,
              "column %s.%s is generated and not stored, which PostgreSQL knows from 18 on",
              orq_shown_name(emitter->arena, table->name),
              orq_shown_name(emitter->arena, column->name));
    orq_hint(emitter->diags, "add to generated:  stored: true");
    emitter->failed = true;
}

static void refuse_too_new(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    if (emitter->input->version == 0 || emitter->input->version >= VIRTUAL_SINCE)
        return;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_side *to = &ops->items[i].to;
        bool whole = ops->items[i].kind == ORQ_OP_CREATE_TABLE;
        for (size_t k = 0; whole && k < to->table->columns.len; k++)
            refuse_virtual(emitter, to->table, to->table->columns.items[k]);
        if (to->column)
            refuse_virtual(emitter, to->table, to->column);
    }
}

/* -- every kind -- */

static bool has_task(struct orq_pg_emitter *emitter, enum orq_pg_do does,
                     const struct orq_side *side)
{
    const char *object = orq_pg_side_identity(emitter->arena, emitter->dialect, side);
    return orq_pg_find_task(emitter, does, object) != NULL;
}

void orq_pg_drop(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt)
{
    if (has_task(emitter, ORQ_PG_DROP, side))
        return;
    if (side->definition)
        orq_pg_object_drop(emitter, side, rebuilt);
    else
        orq_pg_table_drop(emitter, side, rebuilt);
}

/* What is dropped and made again has no rows to take care of until it is filled: its indexes need
 * no caution. */
void orq_pg_create(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt)
{
    if (has_task(emitter, ORQ_PG_CREATE, side))
        return;
    if (side->definition && side->definition->relation)
        set_fresh(emitter, side);
    if (side->definition)
        orq_pg_object_create(emitter, side, rebuilt);
    else
        orq_pg_table_create(emitter, side, rebuilt);
}

/* -- the section -- */

enum orq_status orq_emit_postgres(struct orq_arena *arena, const struct orq_emit_input *input,
                                  struct orq_diags *diags, struct orq_section *section)
{
    *section = (struct orq_section){.dialect = orq_postgresql.key};
    struct orq_pg_emitter emitter = {.arena = arena,
                                     .input = input,
                                     .dialect = &orq_postgresql,
                                     .diags = diags,
                                     .section = section,
                                     .by_task = orq_map_new(arena, ORQ_KEYS_EXACT),
                                     .fresh = orq_map_new(arena, ORQ_KEYS_EXACT),
                                     .moving = orq_map_new(arena, ORQ_KEYS_EXACT),
                                     .receiving = orq_map_new(arena, ORQ_KEYS_EXACT),
                                     .left = orq_map_new(arena, ORQ_KEYS_EXACT),
                                     .dirty = orq_map_new(arena, ORQ_KEYS_EXACT),
                                     .restored = orq_map_new(arena, ORQ_KEYS_EXACT)};
    orq_pg_renames(&emitter);
    if (input->rename_only || input->ops->len == 0)
        return emitter.failed ? ORQ_INVALID : ORQ_OK;
    orq_depends_of(arena, input->renamed, &emitter.before);
    orq_depends_of(arena, input->want, &emitter.after);
    gather_fresh(&emitter);
    refuse_too_new(&emitter);
    orq_pg_moving_gather(&emitter);
    orq_pg_tables(&emitter);
    orq_pg_objects(&emitter);
    orq_pg_dependents(&emitter);
    orq_pg_order(&emitter);
    orq_pg_emit_tasks(&emitter);
    orq_pg_restore_finish(&emitter);
    return emitter.failed ? ORQ_INVALID : ORQ_OK;
}
