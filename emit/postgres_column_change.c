/* Columns that go and change. */
#include "emit/postgres_acl.h"
#include "emit/postgres_archive.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* -- dropping -- */

static const char *column_path(struct orq_pg_emitter *emitter, const struct orq_side *side)
{
    const char *table =
        orq_qualified(emitter->arena, emitter->dialect, side->table->schema, side->table->name);
    return orq_arena_printf(emitter->arena, "%s.%s", table, side->column->name);
}

/* Does a child keep the column that this table drops? Then it has to drop it for itself alone. */
static bool is_kept_below(const struct orq_pg_emitter *emitter, const char *table,
                          const char *column)
{
    const struct orq_schema *renamed = emitter->input->renamed, *want = emitter->input->want;
    for (size_t i = 0; i < renamed->tables.len; i++) {
        const struct orq_table *child = renamed->tables.items[i];
        if (!orq_strings_hold(&orq_table_postgres(child)->inherits, table))
            continue;
        const struct orq_table *wanted = orq_schema_table(
            want, orq_qualified(emitter->arena, want->dialect, child->schema, child->name));
        if (wanted && orq_pg_column(wanted, column))
            return true;
    }
    return false;
}

/* Do the parents keep the column, of which only the child's declaration goes? */
static bool is_kept_above(const struct orq_pg_emitter *emitter, const struct orq_strings *parents,
                          const char *column)
{
    for (size_t i = 0; i < parents->len; i++) {
        const struct orq_table *parent = orq_schema_table(emitter->input->want, parents->items[i]);
        if (parent && orq_pg_column(parent, column))
            return true;
    }
    return false;
}

/* A parent that the table leaves has let it go by then. */
static bool keeps_a_parent(const struct orq_pg_emitter *emitter, const struct orq_table *table)
{
    const struct orq_table *wanted =
        orq_schema_table(emitter->input->want, orq_qualified(emitter->arena, emitter->dialect,
                                                             table->schema, table->name));
    const struct orq_table_postgres *had = orq_table_postgres(table);
    const struct orq_table_postgres *has = wanted ? orq_table_postgres(wanted) : had;
    for (size_t i = 0; i < had->inherits.len; i++)
        if (orq_strings_hold(&has->inherits, had->inherits.items[i]))
            return true;
    return had->partition_of && !orq_pg_is_moving(emitter, table);
}

/* Does the column go when the parent's does? */
static bool goes_with_parent(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                             const struct orq_column *column)
{
    const struct orq_strings *parents = &orq_table_postgres(table)->inherits;
    if (!keeps_a_parent(emitter, table))
        return false;
    for (size_t i = 0; i < parents->len; i++)
        if (is_kept_below(emitter, parents->items[i], column->name))
            return false;
    return orq_pg_parent_does(emitter, table, column);
}

/* What the child declares too goes behind the parents' own, for it is inherited until then. A
 * downgrade could not make it the child's again: then it is gone with theirs. */
static bool goes_behind_parents(const struct orq_pg_work *work)
{
    const struct orq_table *table = work->op->from.table;
    return orq_column_postgres(work->op->from.column)->inherited &&
           keeps_a_parent(work->emitter, table) &&
           !is_kept_above(work->emitter, &orq_table_postgres(table)->inherits,
                          work->op->from.column->name);
}

static struct orq_pg_task *dropping_task(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_side table = {.table = work->op->from.table};
    const struct orq_strings *parents = &orq_table_postgres(table.table)->inherits;
    const char *name = work->op->from.column->name;
    if (!goes_behind_parents(work))
        return orq_pg_work_task(work);
    struct orq_pg_task *task =
        orq_pg_task_late(emitter, ORQ_PG_PHASE_ALTER_TABLE, &table,
                         orq_arena_printf(emitter->arena, "declared %s", name));
    for (size_t i = 0; i < parents->len; i++)
        ORQ_PUSH(emitter->arena, &task->after,
                 orq_identity(emitter->arena, emitter->dialect, ORQ_KIND_TABLE, NULL,
                              parents->items[i]));
    return task;
}

void orq_pg_column_drop(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *table = work->op->from.table;
    const struct orq_column *column = work->op->from.column;
    if (table->kind == ORQ_KIND_COMPOSITE) {
        orq_pg_attribute_drop(work);
        return;
    }
    if (table->kind == ORQ_KIND_VIEW || goes_with_parent(emitter, table, column))
        return;
    const char *name = orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name);
    const char *head = is_kept_below(emitter, name, column->name)
                           ? orq_arena_printf(emitter->arena, "ALTER TABLE ONLY %s",
                                              orq_pg_table_sql(emitter->arena, table))
                           : orq_pg_alter_head(emitter->arena, table);
    struct orq_pg_task *task = dropping_task(work);
    orq_pg_archive_columns(emitter, task, table);
    struct orq_pg_piece *piece = orq_pg_act(work, task, head, "DROP COLUMN %s%s",
                                            goes_behind_parents(work) ? "IF EXISTS " : "",
                                            orq_pg_name(emitter->arena, column->name));
    orq_pg_note_gone(emitter, piece, table, column);
}

/* Tasks of their own: what relies on the column goes before the one and comes after the other. */
static void replace_column(struct orq_pg_work *work, const struct orq_side *from,
                           const struct orq_side *to)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    struct orq_pg_task *drop = orq_pg_task(emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_TABLE, from);
    struct orq_pg_task *create = orq_pg_task(emitter, ORQ_PG_CREATE, ORQ_PG_PHASE_ALTER_TABLE, to);
    const char *head = orq_pg_alter_head(arena, to->table);
    if (drop->pieces.len > 0)
        return;
    struct orq_pg_piece *piece =
        orq_pg_act(work, drop, head, "DROP COLUMN %s", orq_pg_name(arena, from->column->name));
    if (from->column->generated == ORQ_NOT_GENERATED)
        orq_pg_loses(emitter, piece, column_path(emitter, from));
    piece = orq_pg_act(work, create, head, "ADD COLUMN %s",
                       orq_pg_column_sql(arena, to->table, to->column));
    orq_pg_note(emitter, piece, "REWRITES: %s", orq_pg_shown(arena, to->table, NULL));
    orq_pg_column_storage(work, create, to->table, NULL, to->column);
    orq_pg_column_extras(work, create, to->table, to->column);
}

void orq_pg_column_rebuild(struct orq_pg_work *work, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *want = orq_schema_table(
        emitter->input->want,
        orq_qualified(emitter->arena, emitter->dialect, side->table->schema, side->table->name));
    const struct orq_column *column = want ? orq_pg_column(want, side->column->name) : NULL;
    if (!column || column->generated == ORQ_NOT_GENERATED)
        return;
    const struct orq_side to = {.table = want, .column = column};
    replace_column(work, side, &to);
}

/* -- altering -- */

static void change_default(struct orq_pg_work *work)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_column *column = work->op->to.column;
    const char *name = orq_pg_name(arena, column->name);
    if (work->op->changed & (ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION | ORQ_CHANGE_IDENTITY))
        return; /* those set it again */
    if (column->default_expr.text)
        orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work),
                   "ALTER COLUMN %s SET DEFAULT %s", name, column->default_expr.text);
    else
        orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work),
                   "ALTER COLUMN %s DROP DEFAULT", name);
}

static bool is_taken(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        if (orq_str_equal(table->constraints.items[i]->name, name))
            return true;
    return false;
}

/* A name for the check that proves NOT NULL while others write; 63 bytes are a name's most. */
static const char *helper_name(const struct orq_pg_work *work)
{
    static const char suffix[] = "_not_null";
    struct orq_arena *arena = work->emitter->arena;
    const char *column = work->op->to.column->name;
    size_t len = strlen(column), most = 60 - strlen(suffix);
    if (len > most)
        for (len = most; len > 0 && ((unsigned char)column[len] & 0xC0) == 0x80;)
            len--;
    const char *wish = orq_arena_printf(arena, "%.*s%s", (int)len, column, suffix), *name = wish;
    for (size_t n = 2; is_taken(work->op->from.table, name) || is_taken(work->op->to.table, name);
         n++)
        name = orq_arena_printf(arena, "%s_%zu", wish, n);
    return name;
}

void orq_pg_require_later(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_side table = {.table = work->op->from.table};
    const char *name = orq_pg_name(arena, work->op->to.column->name),
               *head = orq_pg_work_head(work);
    const char *helper = orq_pg_name(arena, helper_name(work));
    struct orq_pg_task *validate = orq_pg_task_late(emitter, ORQ_PG_PHASE_VALIDATE, &table,
                                                    orq_arena_printf(arena, "validate %s", helper));
    struct orq_pg_task *settle = orq_pg_task_late(emitter, ORQ_PG_PHASE_SETTLE, &table,
                                                  orq_arena_printf(arena, "settle %s", helper));
    orq_pg_act(work, task, head, "ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID", helper,
               name);
    struct orq_pg_piece *piece = orq_pg_act(work, validate, head, "VALIDATE CONSTRAINT %s", helper);
    piece->step = ORQ_STEP_NEW;
    orq_pg_note(emitter, piece, "prove that %s is never NULL: reads all of it while others write",
                orq_pg_work_shown(work));
    orq_pg_note(emitter, piece, "CAN FAIL: a row where %s is NULL", orq_pg_work_shown(work));
    piece = orq_pg_act(work, settle, head, "ALTER COLUMN %s SET NOT NULL", name);
    piece->step = ORQ_STEP_NEW;
    orq_pg_note(emitter, piece, "%s is proven by the check: nothing is read again",
                orq_pg_work_shown(work));
    /* A statement of its own: in one ALTER TABLE the server drops first, and reads all rows then.
     */
    orq_pg_act(work, settle, NULL, "%s DROP CONSTRAINT %s", head, helper);
}

/* An identity column is NOT NULL for as long as it is one: that order among the actions. */
static void admit_null(struct orq_pg_work *work)
{
    if (work->op->to.column->nullable)
        orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work),
                   "ALTER COLUMN %s DROP NOT NULL",
                   orq_pg_name(work->emitter->arena, work->op->to.column->name));
}

static void refuse_null(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->to.column;
    const char *name = orq_pg_name(emitter->arena, column->name);
    struct orq_pg_task *task = orq_pg_work_task(work);
    bool identity = work->op->changed & ORQ_CHANGE_IDENTITY;
    if (column->nullable || orq_pg_parent_refuses_null(work))
        return;
    if (orq_column_change(column)->backfill.text) {
        const char *why = NULL;
        const struct orq_backfill *batches = identity ? NULL : orq_pg_batches(work, &why);
        if (batches) {
            orq_pg_column_fill_batches(work, batches);
            return;
        }
        orq_pg_column_fill(work, task, true, why);
    }
    /* What is attached to a partitioned table has its checks and its NOT NULL by then. */
    bool attached = orq_pg_is_moving(emitter, work->op->from.table) ||
                    orq_pg_is_receiving(emitter, work->op->to.table);
    if (!identity && !attached && !orq_pg_is_plain(work, work->op->to.table)) {
        orq_pg_require_later(work, task);
        return;
    }
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, orq_pg_work_head(work), "ALTER COLUMN %s SET NOT NULL", name);
    orq_pg_note(emitter, piece, "reads all of %s; no one else can use it meanwhile",
                orq_pg_shown(emitter->arena, work->op->to.table, NULL));
    orq_pg_note(emitter, piece, "CAN FAIL: a row where %s is NULL", orq_pg_work_shown(work));
}

static void change_storage(struct orq_pg_work *work)
{
    orq_pg_column_storage(work, orq_pg_work_task(work), work->op->to.table, work->op->from.column,
                          work->op->to.column);
}

static void change_comment(struct orq_pg_work *work)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_side *to = &work->op->to;
    orq_pg_act(work, orq_pg_comment_task(work->emitter, work->op->from.table), NULL, "%s",
               orq_pg_comment_sql(arena, orq_pg_column_object(arena, to->table, to->column),
                                  to->column->comment));
}

static void change_grants(struct orq_pg_work *work)
{
    const struct orq_side side = {.table = work->op->from.table};
    orq_pg_column_acl(work->emitter,
                      orq_pg_task_late(work->emitter, ORQ_PG_PHASE_ACL, &side, "acl"),
                      work->op->from.column, &work->op->to);
}

/* Only to a plain column can a generated one be changed. Said before everything else: as long as it
 * is one, its type takes no USING, and the columns that it reads cannot be dropped. */
static void change_generated(struct orq_pg_work *work)
{
    struct orq_pg_task *task =
        orq_pg_task(work->emitter, ORQ_PG_ALTER, ORQ_PG_PHASE_DROP_STATISTICS, &work->op->from);
    orq_pg_act(work, task, NULL, "%s ALTER COLUMN %s DROP EXPRESSION", orq_pg_work_head(work),
               orq_pg_name(work->emitter->arena, work->op->to.column->name));
}

/* In this order: a value first goes, the type changes, then what the new column is. */
static const struct {
    unsigned bits;
    void (*act)(struct orq_pg_work *work);
} actions[] = {
    {ORQ_CHANGE_GENERATED, change_generated},
    {ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION, orq_pg_column_type},
    {ORQ_CHANGE_DEFAULT, change_default},
    {ORQ_CHANGE_NULLABLE, refuse_null},
    {ORQ_CHANGE_IDENTITY, orq_pg_column_identity_change},
    {ORQ_CHANGE_NULLABLE, admit_null},
    {ORQ_CHANGE_STORAGE, change_storage},
    {ORQ_CHANGE_COMMENT, change_comment},
    {ORQ_CHANGE_OWNER | ORQ_CHANGE_GRANTS, change_grants},
};

static bool must_be_new(const struct orq_op *op)
{
    return (op->changed & ORQ_CHANGE_GENERATED) && op->to.column->generated != ORQ_NOT_GENERATED;
}

/* What the parent's ALTER does is not done again; a default may be the child's own. */
static unsigned left_to_do(const struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    unsigned parents = ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION | ORQ_CHANGE_GENERATED;
    if (op->to.column->generated != ORQ_NOT_GENERATED)
        parents |= ORQ_CHANGE_DEFAULT; /* it went with the old column */
    return orq_pg_parent_does(work->emitter, op->to.table, op->to.column) ? op->changed & ~parents
                                                                          : op->changed;
}

void orq_pg_column_alter(struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    unsigned left = left_to_do(work);
    if (op->to.table->kind == ORQ_KIND_COMPOSITE &&
        (left & (ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION))) {
        orq_pg_attribute_change(work);
        left &= ORQ_CHANGE_COMMENT;
    }
    if (must_be_new(op) && (left & ORQ_CHANGE_GENERATED)) {
        replace_column(work, &op->from, &op->to);
        return;
    }
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (left & actions[i].bits)
            actions[i].act(work);
}
