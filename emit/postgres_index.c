/* Indexes: https://www.postgresql.org/docs/current/sql-createindex.html */
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* -- text -- */

/* "gin_trgm_ops(siglen=32)": the options are no part of the name. */
static const char *opclass_sql(struct orq_arena *arena, const char *opclass)
{
    size_t name = strcspn(opclass, "(");
    while (name > 0 && opclass[name - 1] == ' ')
        name--;
    return orq_arena_printf(arena, "%s%s",
                            orq_pg_reference_sql(arena, orq_arena_strndup(arena, opclass, name)),
                            opclass + name);
}

static void add_part(struct orq_arena *arena, struct orq_str *out, const struct orq_key_part *part)
{
    static const char *const nulls[] = {[ORQ_NULLS_DEFAULT] = "",
                                        [ORQ_NULLS_FIRST] = " NULLS FIRST",
                                        [ORQ_NULLS_LAST] = " NULLS LAST"};
    orq_str_add(out, part->column ? orq_pg_name(arena, part->column)
                                  : orq_pg_part_expression(arena, part->expr.text));
    if (part->collation)
        orq_str_addf(out, " COLLATE %s", orq_pg_collation(arena, part->collation));
    if (part->opclass)
        orq_str_addf(out, " %s", opclass_sql(arena, part->opclass));
    if (part->descending)
        orq_str_add(out, " DESC");
    orq_str_add(out, nulls[part->nulls]);
    if (part->with)
        orq_str_addf(out, " WITH %s", part->with);
}

const char *orq_pg_parts(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++) {
        orq_str_add(&out, i > 0 ? ", " : "");
        add_part(arena, &out, &parts->items[i]);
    }
    return orq_str_text(&out);
}

/* way: "CONCURRENTLY ", "IF NOT EXISTS " or "". */
static const char *index_text(struct orq_arena *arena, const struct orq_side *side, const char *way)
{
    const struct orq_index *index = side->index;
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %sINDEX %s%s ON %s", index->unique ? "UNIQUE " : "", way,
                 orq_pg_name(arena, index->name), orq_pg_table_sql(arena, side->table));
    if (index->method)
        orq_str_addf(&out, " USING %s", orq_pg_name(arena, index->method));
    orq_str_addf(&out, " (%s)", orq_pg_parts(arena, &index->parts));
    if (index->include.len > 0)
        orq_str_addf(&out, " INCLUDE (%s)", orq_pg_column_list(arena, &index->include));
    if (index->nulls_not_distinct)
        orq_str_add(&out, " NULLS NOT DISTINCT");
    if (index->with.len > 0)
        orq_str_addf(&out, " WITH %s", orq_pg_parameters_sql(arena, &index->with));
    if (index->tablespace)
        orq_str_addf(&out, " TABLESPACE %s", orq_pg_name(arena, index->tablespace));
    if (index->where.text)
        orq_str_addf(&out, " WHERE %s", index->where.text);
    return orq_str_text(&out);
}

const char *orq_pg_index_identity(struct orq_arena *arena, const struct orq_table *table,
                                  const char *name)
{
    return orq_identity(arena, &orq_postgresql, ORQ_KIND_INDEX, table->schema, name);
}

static const char *index_sql(struct orq_arena *arena, const struct orq_side *side)
{
    bool bare = orq_schema_is_default(&orq_postgresql, side->table->schema);
    return orq_pg_qualified_name(arena, bare ? NULL : side->table->schema, side->index->name);
}

/* -- creating -- */

static void set_statistics(struct orq_pg_work *work, struct orq_pg_task *task,
                           const struct orq_side *side, const struct orq_strings *statistics)
{
    struct orq_arena *arena = work->emitter->arena;
    for (size_t i = 0; i < statistics->len; i++) {
        const char *target = strchr(statistics->items[i], '=');
        if (target)
            orq_pg_act(work, task, NULL, "ALTER INDEX %s ALTER COLUMN %.*s SET STATISTICS %s",
                       index_sql(arena, side), (int)(target - statistics->items[i]),
                       statistics->items[i], target + 1);
    }
}

static void comment(struct orq_pg_work *work, struct orq_pg_task *task, const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *what = orq_arena_printf(arena, "INDEX %s", index_sql(arena, side));
    orq_pg_act(work, task, NULL, "%s", orq_pg_comment_sql(arena, what, side->index->comment));
}

/* The marks that the table had on an index of this name; new ones are a change of the table. */
void orq_pg_index_marks(struct orq_pg_work *work, struct orq_pg_task *task,
                        const struct orq_table *table, const char *index)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_table_postgres *want = orq_table_postgres(table);
    const struct orq_table *before =
        orq_schema_table(emitter->input->renamed,
                         orq_qualified(arena, emitter->dialect, table->schema, table->name));
    const struct orq_table_postgres *had =
        before && !orq_pg_is_fresh(emitter, table) ? orq_table_postgres(before) : want;
    const char *head = orq_pg_alter_head(arena, table);
    const char *identity = orq_arena_printf(arena, "index %s", index);
    if (orq_str_equal(want->cluster_on, index) && orq_str_equal(had->cluster_on, index))
        orq_pg_act(work, task, head, "CLUSTER ON %s", orq_pg_name(arena, index));
    if (orq_str_equal(want->replica_identity, identity) &&
        orq_str_equal(had->replica_identity, identity))
        orq_pg_act(work, task, head, "REPLICA IDENTITY USING INDEX %s", orq_pg_name(arena, index));
}

static bool same_parts(struct orq_arena *arena, const struct orq_index *a,
                       const struct orq_index *b)
{
    return strcmp(orq_pg_parts(arena, &a->parts), orq_pg_parts(arena, &b->parts)) == 0;
}

/* Has the partition the server's own index for this one of its parent? */
static bool has_implied(struct orq_arena *arena, const struct orq_table *child,
                        const struct orq_index *index)
{
    for (size_t i = 0; i < child->indexes.len; i++)
        if (child->indexes.items[i]->implied && same_parts(arena, child->indexes.items[i], index))
            return true;
    return false;
}

/* Indexes of the partitions come first: the parent's takes those that are like it. One that shall
 * stand beside the parent's comes when that has made its own. */
static void after_partitions(struct orq_pg_work *work, struct orq_pg_task *task,
                             const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_schema *want = work->emitter->input->want;
    const char *name = orq_qualified(arena, want->dialect, side->table->schema, side->table->name);
    for (size_t i = 0; orq_pg_is_partitioned(side->table) && i < want->tables.len; i++) {
        const struct orq_table *child = want->tables.items[i];
        const char *parent = orq_table_postgres(child)->partition_of;
        if (!parent || strcmp(parent, name) != 0 || has_implied(arena, child, side->index))
            continue;
        for (size_t k = 0; k < child->indexes.len; k++)
            if (!child->indexes.items[k]->implied)
                ORQ_PUSH(arena, &task->after,
                         orq_pg_index_identity(arena, child, child->indexes.items[k]->name));
    }
}

static void beside_parents(struct orq_pg_work *work, struct orq_pg_task *task,
                           const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *name = orq_table_postgres(side->table)->partition_of;
    const struct orq_table *parent =
        name ? orq_schema_table(work->emitter->input->want, name) : NULL;
    for (size_t i = 0; parent && i < parent->indexes.len; i++)
        if (same_parts(arena, parent->indexes.items[i], side->index) &&
            has_implied(arena, side->table, side->index))
            ORQ_PUSH(arena, &task->after,
                     orq_pg_index_identity(arena, parent, parent->indexes.items[i]->name));
}

/* "code, lower(name)": what two rows must not share, however it is sorted. */
static const char *shown_parts(struct orq_arena *arena, const struct orq_index *index)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct orq_key_part *part = &index->parts.items[i];
        const char *text = part->column ? part->column : part->expr.text;
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", text);
    }
    return orq_shown_name(arena, orq_str_text(&out));
}

static void note_building(struct orq_pg_work *work, struct orq_pg_piece *piece,
                          const struct orq_side *side, bool concurrently)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    if (orq_pg_is_fresh(emitter, side->table))
        return;
    orq_pg_note(emitter, piece,
                concurrently ? "reads all of %s twice, while others write"
                             : "reads all of %s; no one writes to it meanwhile",
                orq_pg_shown(arena, side->table, NULL));
    if (side->index->unique)
        orq_pg_note(emitter, piece, "CAN FAIL: two rows with the same %s",
                    shown_parts(arena, side->index));
}

/* What belongs to an index and is said in statements of its own. */
static void create_extras(struct orq_pg_work *work, struct orq_pg_task *task,
                          const struct orq_side *side)
{
    set_statistics(work, task, side, &side->index->statistics);
    if (side->index->comment)
        comment(work, task, side);
    orq_pg_index_marks(work, task, side->table, side->index->name);
}

void orq_pg_index_create(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_emitter *emitter = work->emitter;
    bool concurrently =
        !rebuilt && !orq_pg_is_plain(work, side->table) && !orq_pg_is_partitioned(side->table);
    struct orq_pg_task *task = orq_pg_task(
        emitter, ORQ_PG_CREATE, concurrently ? ORQ_PG_PHASE_CONCURRENT : ORQ_PG_PHASE_INDEX, side);
    if (side->index->implied || side->index->invalid || task->pieces.len > 0)
        return;
    task->rebuilt = rebuilt;
    after_partitions(work, task, side);
    beside_parents(work, task, side);
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "%s",
                   index_text(emitter->arena, side, concurrently ? "CONCURRENTLY " : ""));
    piece->step = concurrently ? ORQ_STEP_NO_TRANSACTION : ORQ_STEP_SAME;
    note_building(work, piece, side, concurrently);
    size_t made = task->pieces.len;
    create_extras(work, task, side);
    if (concurrently && task->pieces.len > made)
        task->pieces.items[made].step = ORQ_STEP_NEW;
}

/* -- dropping -- */

/* Is a column made again, or made a plain one, in a task of its own? */
static bool column_changes(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *identity =
            orq_pg_column_identity(emitter->arena, table, table->columns.items[i]->name);
        if (orq_pg_find_task(emitter, ORQ_PG_DROP, identity) ||
            orq_pg_find_task(emitter, ORQ_PG_ALTER, identity))
            return true;
    }
    return false;
}

/* Does the section do something to the table that the index would be in the way of? */
static bool table_changes(const struct orq_pg_work *work, const struct orq_table *table)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const char *identity = orq_table_identity(emitter->arena, emitter->dialect, table);
    const struct orq_pg_task *alter = orq_pg_find_task(emitter, ORQ_PG_ALTER, identity);
    return (alter && alter->pieces.len > 0) || orq_pg_find_task(emitter, ORQ_PG_DROP, identity) ||
           table->kind != ORQ_KIND_TABLE || column_changes(emitter, table);
}

/* What is done to a parent is done to its children. */
static bool tree_changes(const struct orq_pg_work *work, const struct orq_table *table)
{
    const struct orq_schema *schema = work->emitter->input->renamed;
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    const struct orq_table *parent =
        postgres->partition_of ? orq_schema_table(schema, postgres->partition_of) : NULL;
    if (table_changes(work, table) || (parent && tree_changes(work, parent)))
        return true;
    for (size_t i = 0; i < postgres->inherits.len; i++) {
        parent = orq_schema_table(schema, postgres->inherits.items[i]);
        if (parent && tree_changes(work, parent))
            return true;
    }
    return false;
}

static bool was_implied(const struct orq_side *side)
{
    for (size_t i = 0; i < side->table->indexes.len; i++)
        if (side->table->indexes.items[i]->implied &&
            strcmp(side->table->indexes.items[i]->name, side->index->name) == 0)
            return true;
    return false;
}

static const struct orq_index *find_like(struct orq_arena *arena, const struct orq_table *table,
                                         const struct orq_index *index)
{
    for (size_t i = 0; table && i < table->indexes.len; i++) {
        const struct orq_index *found = table->indexes.items[i];
        if (strcmp(found->name, index->name) == 0 && !found->implied &&
            same_parts(arena, found, index))
            return found;
    }
    return NULL;
}

/* An index of a partitioned table has taken in one that is like it of each partition, and takes it
 * along when it is dropped; which one of several, the server chose. Those that shall stay come
 * back. */
static void bring_back(struct orq_pg_work *work, struct orq_pg_task *task,
                       const struct orq_table *parent, const struct orq_index *dropped)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_schema *renamed = work->emitter->input->renamed;
    const char *above = orq_qualified(arena, renamed->dialect, parent->schema, parent->name);
    for (size_t i = 0; orq_pg_is_partitioned(parent) && i < renamed->tables.len; i++) {
        const struct orq_table *child = renamed->tables.items[i];
        if (!orq_str_equal(orq_table_postgres(child)->partition_of, above))
            continue;
        const char *name = orq_qualified(arena, renamed->dialect, child->schema, child->name);
        struct orq_side side = {.table = orq_schema_table(work->emitter->input->want, name)};
        for (size_t k = 0; k < child->indexes.len; k++) {
            side.index = find_like(arena, side.table, child->indexes.items[k]);
            if (!side.index || !same_parts(arena, side.index, dropped))
                continue;
            struct orq_pg_piece *piece =
                orq_pg_act(work, task, NULL, "%s", index_text(arena, &side, "IF NOT EXISTS "));
            orq_pg_note(work->emitter, piece, "bring back index %s of %s",
                        orq_shown_name(arena, side.index->name), orq_pg_shown(arena, child, NULL));
            note_building(work, piece, &side, false);
            create_extras(work, task, &side);
        }
        bring_back(work, task, child, dropped);
    }
}

void orq_pg_index_drop(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_emitter *emitter = work->emitter;
    bool concurrently = !rebuilt && !orq_pg_is_plain(work, side->table) &&
                        !orq_pg_is_partitioned(side->table) && !tree_changes(work, side->table);
    enum orq_pg_phase phase = concurrently ? ORQ_PG_PHASE_CONCURRENT : ORQ_PG_PHASE_DROP_INDEX;
    struct orq_pg_task *task = orq_pg_task(emitter, ORQ_PG_DROP, phase, side);
    if (was_implied(side) || task->pieces.len > 0)
        return;
    task->rebuilt = rebuilt;
    orq_pg_after_leavers(emitter, task, side->table);
    /* A scratch database, where the way is proven, is built without an invalid one. */
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "DROP INDEX %s%s%s", concurrently ? "CONCURRENTLY " : "",
                   side->index->invalid ? "IF EXISTS " : "", index_sql(emitter->arena, side));
    piece->step = concurrently ? ORQ_STEP_NO_TRANSACTION : ORQ_STEP_SAME;
    if (!rebuilt)
        bring_back(work, task, side->table, side->index);
}

/* -- altering -- */

static void rename_index(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    orq_pg_act(work, task, NULL, "ALTER INDEX %s RENAME TO %s", index_sql(arena, &work->op->from),
               orq_pg_name(arena, work->op->to.index->name));
}

static void change_comment(struct orq_pg_work *work, struct orq_pg_task *task)
{
    comment(work, task, &work->op->to);
}

void orq_pg_index_options(struct orq_pg_work *work, struct orq_pg_task *task, const char *index,
                          const struct orq_pg_index_options *from,
                          const struct orq_pg_index_options *to)
{
    struct orq_arena *arena = work->emitter->arena;
    struct orq_strings set = {0}, reset = {0};
    orq_pg_with_change(arena, from->with, to->with, &set, &reset);
    if (set.len > 0)
        orq_pg_act(work, task, NULL, "ALTER INDEX %s SET %s", index,
                   orq_pg_parameters_sql(arena, &set));
    if (reset.len > 0)
        orq_pg_act(work, task, NULL, "ALTER INDEX %s RESET %s", index,
                   orq_pg_parameters_sql(arena, &reset));
    if (!orq_str_equal(from->tablespace, to->tablespace))
        orq_pg_act(work, task, NULL, "ALTER INDEX %s SET TABLESPACE %s", index,
                   orq_pg_name(arena, to->tablespace ? to->tablespace : "pg_default"));
}

static void change_statistics(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_strings *had = &work->op->from.index->statistics;
    const struct orq_strings *wanted = &work->op->to.index->statistics;
    struct orq_strings set = {0}, reset = {0}, lines = {0};
    orq_pg_with_change(arena, had, wanted, &set, &reset);
    for (size_t i = 0; i < reset.len; i++)
        ORQ_PUSH(arena, &lines, orq_arena_printf(arena, "%s=-1", reset.items[i]));
    for (size_t i = 0; i < set.len; i++)
        ORQ_PUSH(arena, &lines, set.items[i]);
    set_statistics(work, task, &work->op->to, &lines);
}

static void change_options(struct orq_pg_work *work, struct orq_pg_task *task)
{
    const struct orq_index *from = work->op->from.index, *to = work->op->to.index;
    const struct orq_pg_index_options had = {&from->with, from->tablespace};
    const struct orq_pg_index_options wanted = {&to->with, to->tablespace};
    orq_pg_index_options(work, task, index_sql(work->emitter->arena, &work->op->to), &had, &wanted);
    change_statistics(work, task);
}

static const struct {
    unsigned bit;
    void (*act)(struct orq_pg_work *work, struct orq_pg_task *task);
} alterations[] = {
    {ORQ_CHANGE_NAME, rename_index},
    {ORQ_CHANGE_OPTIONS, change_options},
    {ORQ_CHANGE_STORAGE, change_options},
    {ORQ_CHANGE_COMMENT, change_comment},
};

/* Another access method is no storage parameter. */
static bool is_alterable(const struct orq_op *op)
{
    unsigned left = op->changed;
    for (size_t i = 0; i < sizeof alterations / sizeof *alterations; i++)
        left &= ~alterations[i].bit;
    return left == 0 && orq_str_equal(op->from.index->method, op->to.index->method);
}

/* A name that the model leaves to a template is not asked for: the one that is there stays. */
static struct orq_op under_its_name(struct orq_arena *arena, const struct orq_op *op)
{
    struct orq_op kept = *op;
    if ((op->changed & ORQ_CHANGE_NAME) || !op->from.index->name)
        return kept;
    struct orq_index *index = ORQ_NEW(arena, struct orq_index);
    *index = *op->to.index;
    index->name = op->from.index->name;
    kept.to.index = index;
    return kept;
}

void orq_pg_index_leave(struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    if (was_implied(&op->from) && (op->kind == ORQ_OP_DROP_INDEX || !is_alterable(op)))
        orq_pg_act(work, orq_pg_work_task(work), NULL, "DROP INDEX %s",
                   index_sql(work->emitter->arena, &op->from));
}

void orq_pg_index_alter(struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    if (!is_alterable(op)) {
        orq_pg_index_drop(work, &op->from, false);
        orq_pg_index_create(work, &op->to, false);
        return;
    }
    bool renames = op->changed & ORQ_CHANGE_NAME;
    struct orq_pg_task *task =
        orq_pg_task(work->emitter, ORQ_PG_ALTER,
                    renames ? ORQ_PG_PHASE_DROP_INDEX : ORQ_PG_PHASE_COMMENT, &op->from);
    struct orq_op kept = under_its_name(work->emitter->arena, op);
    work->op = &kept;
    for (size_t i = 0; i < sizeof alterations / sizeof *alterations; i++)
        if (kept.changed & alterations[i].bit)
            alterations[i].act(work, task);
    work->op = op;
}
