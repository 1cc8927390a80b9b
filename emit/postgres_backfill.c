/* Columns of large tables: their rows are filled in batches, in the order of a key, behind all else
 * that the migration does, so that nobody waits for long; and only then is NOT NULL proven. */
#include "emit/postgres_table.h"

#include "base/str.h"
#include "sql/postgres_token.h"

#include <string.h>

/* A batch holds its rows' locks for some 10 ms. */
#define BATCH_ROWS 1000

/* -- may it be? -- */

static bool is_large(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    const struct orq_strings *large = emitter->input->large;
    const char *name = orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name);
    return large && orq_strings_hold(large, orq_pg_old_name(emitter, name));
}

/* The keys of children are their own: in one order with their parent's they would not be. */
static bool has_heirs(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    return orq_pg_has_children(
        emitter->input->renamed,
        orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name));
}

/* A key that admits no NULL, or not two, is made before the rows are filled. */
static bool is_of_strict_key(const struct orq_table *table, const char *column)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *key = table->constraints.items[i];
        if (key->kind != ORQ_KIND_PRIMARY_KEY && !key->nulls_not_distinct)
            continue;
        for (size_t k = 0; k < key->parts.len; k++)
            if (orq_str_equal(key->parts.items[k].column, column))
                return true;
    }
    return false;
}

/* -- the key -- */

/* A step's line holds no control bytes. */
static bool fits_a_line(const char *name)
{
    for (const char *byte = name; *byte; byte++)
        if ((unsigned char)*byte < ' ' || *byte == 0x7F)
            return false;
    return true;
}

/* There before and behind what the migration does. */
static bool is_usable_column(const struct orq_table *from, const struct orq_table *to,
                             const char *name)
{
    const struct orq_column *was = name ? orq_pg_column(from, name) : NULL;
    const struct orq_column *is = name ? orq_pg_column(to, name) : NULL;
    return was && is && !was->nullable && !is->nullable && strcmp(was->type, is->type) == 0 &&
           fits_a_line(name);
}

static bool is_usable(const struct orq_table *from, const struct orq_table *to,
                      const struct orq_key_parts *parts)
{
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        if (!is_usable_column(from, to, part->column) || part->opclass || part->collation ||
            part->descending)
            return false;
    }
    return parts->len > 0;
}

static bool same_parts(const struct orq_key_parts *a, const struct orq_key_parts *b)
{
    bool same = a->len == b->len;
    for (size_t i = 0; same && i < a->len; i++)
        same = orq_str_equal(a->items[i].column, b->items[i].column);
    return same;
}

/* Has the table, as it will be, a primary key or a unique constraint over the same columns? */
static bool keeps_key(const struct orq_table *to, const struct orq_key_parts *parts)
{
    for (size_t i = 0; i < to->constraints.len; i++) {
        const struct orq_constraint *key = to->constraints.items[i];
        if ((key->kind == ORQ_KIND_PRIMARY_KEY || key->kind == ORQ_KIND_UNIQUE) &&
            same_parts(&key->parts, parts))
            return true;
    }
    return false;
}

static bool keeps_index(const struct orq_table *to, const struct orq_index *index)
{
    for (size_t i = 0; i < to->indexes.len; i++)
        if (strcmp(to->indexes.items[i]->name, index->name) == 0 &&
            same_parts(&to->indexes.items[i]->parts, &index->parts))
            return true;
    return false;
}

/* The primary key, else the first unique key of columns that are never NULL. */
static const struct orq_key_parts *key_of(const struct orq_table *from, const struct orq_table *to)
{
    const struct orq_key_parts *found = NULL;
    for (size_t i = 0; i < from->constraints.len; i++) {
        const struct orq_constraint *key = from->constraints.items[i];
        bool primary = key->kind == ORQ_KIND_PRIMARY_KEY;
        if ((primary || (key->kind == ORQ_KIND_UNIQUE && !found)) && !key->without_overlaps &&
            is_usable(from, to, &key->parts) && keeps_key(to, &key->parts))
            found = &key->parts;
        if (primary && found == &key->parts)
            return found;
    }
    for (size_t i = 0; !found && i < from->indexes.len; i++) {
        const struct orq_index *index = from->indexes.items[i];
        if (index->unique && !index->method && !index->where.text && !index->invalid &&
            is_usable(from, to, &index->parts) && keeps_index(to, index))
            found = &index->parts;
    }
    return found;
}

const struct orq_backfill *orq_pg_batches(const struct orq_pg_work *work, const char **why)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *from = work->op->from.table, *to = work->op->to.table;
    *why = NULL;
    if (!from || orq_pg_is_plain(work, to) || !is_large(work->emitter, to))
        return NULL;
    const struct orq_key_parts *key = key_of(from, to);
    if (!fits_a_line(to->name) || (to->schema && !fits_a_line(to->schema)))
        *why = "its name does not fit on the line of a step";
    else if (!key)
        *why = "it has no key to go by in batches, a primary key or a unique one without NULL";
    else if (has_heirs(work->emitter, from))
        *why = "it has children, which its key does not order";
    else if (orq_pg_is_moving(work->emitter, from) || orq_pg_is_receiving(work->emitter, to))
        *why = "partitions move, which need the value before";
    else if (is_of_strict_key(to, work->op->to.column->name))
        *why = "the column becomes part of a key";
    if (*why)
        return NULL;
    struct orq_backfill *batches = ORQ_NEW(arena, struct orq_backfill);
    *batches = (struct orq_backfill){.schema = to->schema, .table = to->name, .batch = BATCH_ROWS};
    for (size_t i = 0; i < key->len; i++)
        ORQ_PUSH(arena, &batches->key, key->items[i].column);
    return batches;
}

/* -- the statements -- */

static struct orq_pg_piece *add_update(struct orq_pg_work *work, struct orq_pg_task *task,
                                       const struct orq_backfill *batches)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_column *column = work->op->to.column;
    const char *name = orq_pg_name(arena, column->name);
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "UPDATE %s SET %s = %s WHERE %s IS NULL",
                   orq_pg_table_sql(arena, work->op->to.table), name,
                   orq_column_change(column)->backfill.text, name);
    piece->step = ORQ_STEP_BACKFILL;
    piece->backfill = batches;
    return piece;
}

/* What writes NULL meanwhile, behind the key that the batches have come to, is met by a second
 * pass: by then the check keeps further ones away. A default leaves nothing for it to do. */
void orq_pg_column_fill_batches(struct orq_pg_work *work, const struct orq_backfill *batches)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->to.column;
    const struct orq_side table = {.table = work->op->from.table};
    struct orq_pg_task *task =
        orq_pg_task_late(emitter, ORQ_PG_PHASE_BACKFILL, &table,
                         orq_arena_printf(emitter->arena, "backfill %s", column->name));
    orq_pg_note(emitter, add_update(work, task, batches),
                "fills %s in the rows that are there, %zu at a time while others write",
                orq_pg_work_shown(work), batches->batch);
    if (column->nullable)
        return;
    orq_pg_require_later(work, task);
    if (!column->default_expr.text)
        orq_pg_note(emitter, add_update(work, task, batches),
                    "and in those that were written without it meanwhile");
}
