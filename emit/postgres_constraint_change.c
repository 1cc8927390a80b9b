/* Constraints that come, go and change. */
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static const char *head_of(struct orq_pg_work *work, const struct orq_side *side)
{
    return orq_pg_alter_head(work->emitter->arena, side->table);
}

static const char *shown_parts(struct orq_arena *arena, const struct orq_constraint *constraint)
{
    return orq_shown_name(arena, orq_pg_parts(arena, &constraint->parts));
}

static void note_failure(struct orq_pg_work *work, struct orq_pg_piece *piece,
                         const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_constraint *constraint = side->constraint;
    const char *parts = shown_parts(emitter->arena, constraint);
    if (constraint->kind == ORQ_KIND_CHECK)
        orq_pg_note(
            emitter, piece, "CAN FAIL: a row that breaks CHECK %s",
            orq_shown_name(emitter->arena, orq_pg_wrapped(emitter->arena, constraint->expr.text)));
    else if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        orq_pg_note(emitter, piece, "CAN FAIL: a row whose %s is not in %s", parts,
                    orq_shown_name(emitter->arena, constraint->ref_table));
    else if (constraint->kind == ORQ_KIND_EXCLUSION)
        orq_pg_note(emitter, piece, "CAN FAIL: two rows that exclude each other");
    else
        orq_pg_note(emitter, piece, "CAN FAIL: two rows with the same %s%s", parts,
                    constraint->kind == ORQ_KIND_PRIMARY_KEY ? ", or a row without it" : "");
}

void orq_pg_constraint_comment(struct orq_pg_work *work, struct orq_pg_task *task,
                               const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    bool domain = side->table->kind == ORQ_KIND_DOMAIN;
    const char *what =
        orq_arena_printf(arena, "CONSTRAINT %s ON %s%s", orq_pg_name(arena, side->constraint->name),
                         domain ? "DOMAIN " : "", orq_pg_table_sql(arena, side->table));
    orq_pg_act(work, task, NULL, "%s", orq_pg_comment_sql(arena, what, side->constraint->comment));
}

/* -- adding -- */

static bool is_checked_later(const struct orq_constraint *constraint)
{
    return constraint->kind == ORQ_KIND_CHECK || constraint->kind == ORQ_KIND_FOREIGN_KEY;
}

/* NOT VALID is refused for a foreign key of a partitioned table:
 * https://www.postgresql.org/docs/15/sql-altertable.html */
static bool takes_not_valid(const struct orq_side *side)
{
    return side->constraint->kind == ORQ_KIND_CHECK || !orq_pg_is_partitioned(side->table);
}

static void validate_later(struct orq_pg_work *work, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_pg_task *late =
        orq_pg_task_late(emitter, ORQ_PG_PHASE_VALIDATE, side, "\x1fvalidate");
    struct orq_pg_piece *piece =
        orq_pg_act(work, late, head_of(work, side), "VALIDATE CONSTRAINT %s",
                   orq_pg_name(emitter->arena, side->constraint->name));
    piece->step = ORQ_STEP_NEW;
    orq_pg_note(emitter, piece, "validate %s: reads %s while others write",
                orq_shown_name(emitter->arena, side->constraint->name),
                orq_pg_shown(emitter->arena, side->table, NULL));
    note_failure(work, piece, side);
}

/* The key's index is built beside the writers, and becomes the constraint's. */
static void add_key_by_index(struct orq_pg_work *work, struct orq_pg_task *task,
                             const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_constraint *key = side->constraint;
    const char *name = orq_pg_name(arena, key->name);
    struct orq_str sql = orq_str_new(arena);
    orq_str_addf(&sql, "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s)", name,
                 orq_pg_table_sql(arena, side->table), orq_pg_parts(arena, &key->parts));
    if (key->include.len > 0)
        orq_str_addf(&sql, " INCLUDE (%s)", orq_pg_column_list(arena, &key->include));
    if (key->nulls_not_distinct)
        orq_str_add(&sql, " NULLS NOT DISTINCT");
    if (key->with.len > 0)
        orq_str_addf(&sql, " WITH %s", orq_pg_parameters_sql(arena, &key->with));
    if (key->tablespace)
        orq_str_addf(&sql, " TABLESPACE %s", orq_pg_name(arena, key->tablespace));
    struct orq_pg_piece *piece = orq_pg_act(work, task, NULL, "%s", orq_str_text(&sql));
    piece->step = ORQ_STEP_NO_TRANSACTION;
    note_failure(work, piece, side);
    static const char *const deferrable[] = {
        [ORQ_NOT_DEFERRABLE] = "",
        [ORQ_INITIALLY_IMMEDIATE] = " DEFERRABLE",
        [ORQ_INITIALLY_DEFERRED] = " DEFERRABLE INITIALLY DEFERRED",
    };
    const char *kind = key->kind == ORQ_KIND_PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE";
    piece = orq_pg_act(work, task, head_of(work, side), "ADD CONSTRAINT %s %s USING INDEX %s%s",
                       name, kind, name, deferrable[key->deferrable]);
    piece->step = ORQ_STEP_NEW;
}

static void add_constraint(struct orq_pg_work *work, struct orq_pg_task *task,
                           const struct orq_side *side, bool later)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_constraint *constraint = side->constraint;
    bool fresh = orq_pg_is_fresh(emitter, side->table);
    bool domain = side->table->kind == ORQ_KIND_DOMAIN;
    const char *text =
        orq_pg_constraint_text(emitter->arena, emitter->input->want, side->table, constraint);
    struct orq_pg_piece *piece = orq_pg_act(work, task, head_of(work, side), "ADD %s%s", text,
                                            later || constraint->not_valid ? " NOT VALID" : "");
    if (fresh || later || constraint->not_valid)
        return;
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        orq_pg_note(emitter, piece, "reads all of %s; no one writes to either table meanwhile",
                    orq_pg_shown(emitter->arena, side->table, NULL));
    else if (!domain)
        orq_pg_note(emitter, piece, "reads all of %s; no one else can use it meanwhile",
                    orq_pg_shown(emitter->arena, side->table, NULL));
    note_failure(work, piece, side);
}

static bool is_key(const struct orq_constraint *constraint)
{
    return constraint->kind == ORQ_KIND_PRIMARY_KEY || constraint->kind == ORQ_KIND_UNIQUE;
}

/* A key that ends in WITHOUT OVERLAPS has no index that could be built first. */
static bool can_take_index(const struct orq_side *side)
{
    return is_key(side->constraint) && !side->constraint->without_overlaps &&
           !orq_pg_is_partitioned(side->table);
}

/* The same constraint of the partitions comes first, so that the parent's finds it. */
static void after_partitions(struct orq_pg_work *work, struct orq_pg_task *task,
                             const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_schema *want = work->emitter->input->want;
    const char *name = orq_qualified(arena, want->dialect, side->table->schema, side->table->name);
    if (!orq_pg_is_partitioned(side->table) || !is_key(side->constraint))
        return;
    for (size_t i = 0; i < want->tables.len; i++) {
        const struct orq_table *child = want->tables.items[i];
        const char *parent = orq_table_postgres(child)->partition_of;
        if (!parent || strcmp(parent, name) != 0)
            continue;
        for (size_t k = 0; k < child->constraints.len; k++)
            if (child->constraints.items[k]->kind == side->constraint->kind &&
                child->constraints.items[k]->name && !child->constraints.items[k]->inherited)
                ORQ_PUSH(
                    arena, &task->after,
                    orq_pg_constraint_identity(arena, child, child->constraints.items[k]->name));
    }
}

/* A table has its parent's checks before it is a child. */
static void before_joining(struct orq_pg_work *work, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_side table = {.table = side->table};
    ORQ_PUSH(emitter->arena, &orq_pg_joining_task(emitter, &table)->after,
             orq_pg_side_identity(emitter->arena, emitter->dialect, side));
}

void orq_pg_constraint_create(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_constraint *constraint = side->constraint;
    bool demanded = orq_pg_is_demanded(emitter, side);
    bool plain = rebuilt || demanded || orq_pg_is_plain(work, side->table);
    bool by_index = !plain && can_take_index(side);
    bool later = !plain && !constraint->not_valid && !constraint->not_enforced &&
                 is_checked_later(constraint) && takes_not_valid(side);
    enum orq_pg_phase phase = constraint->kind == ORQ_KIND_FOREIGN_KEY ? ORQ_PG_PHASE_FOREIGN_KEY
                                                                       : ORQ_PG_PHASE_CONSTRAINT;
    struct orq_pg_task *task =
        orq_pg_task(emitter, ORQ_PG_CREATE, by_index ? ORQ_PG_PHASE_CONCURRENT : phase, side);
    if (constraint->inherited || task->pieces.len > 0)
        return;
    task->rebuilt = rebuilt;
    after_partitions(work, task, side);
    if (by_index)
        add_key_by_index(work, task, side);
    else
        add_constraint(work, task, side, later);
    if (constraint->comment)
        orq_pg_constraint_comment(work, task, side);
    if (constraint->kind != ORQ_KIND_CHECK && constraint->kind != ORQ_KIND_FOREIGN_KEY)
        orq_pg_index_marks(work, task, side->table, constraint->name);
    if (later)
        validate_later(work, side);
    if (demanded)
        before_joining(work, side);
}

/* -- dropping -- */

/* A foreign key of a table to itself holds its partitions as well: none of them can leave first. */
static bool holds_itself(const struct orq_pg_emitter *emitter, const struct orq_side *side)
{
    return side->constraint->kind == ORQ_KIND_FOREIGN_KEY &&
           orq_pg_parent(emitter->arena, emitter->input->renamed, side->table, side->constraint) ==
               side->table;
}

static bool was_inherited(const struct orq_side *side)
{
    for (size_t i = 0; i < side->table->constraints.len; i++) {
        const struct orq_constraint *was = side->table->constraints.items[i];
        if (was->inherited && was->kind == side->constraint->kind &&
            orq_str_equal(was->name, side->constraint->name))
            return true;
    }
    return false;
}

void orq_pg_constraint_drop(struct orq_pg_work *work, const struct orq_side *side, bool rebuilt)
{
    struct orq_pg_emitter *emitter = work->emitter;
    bool key = side->constraint->kind == ORQ_KIND_FOREIGN_KEY;
    struct orq_pg_task *task =
        orq_pg_task(emitter, ORQ_PG_DROP,
                    key ? ORQ_PG_PHASE_DROP_FOREIGN_KEY : ORQ_PG_PHASE_DROP_CONSTRAINT, side);
    if (was_inherited(side) || task->pieces.len > 0)
        return;
    task->rebuilt = rebuilt;
    if (!holds_itself(emitter, side))
        orq_pg_after_leavers(emitter, task, side->table);
    orq_pg_act(work, task, head_of(work, side), "DROP CONSTRAINT %s",
               orq_pg_name(emitter->arena, side->constraint->name));
}

/* -- altering -- */

static struct orq_pg_task *alter_task(struct orq_pg_work *work, enum orq_pg_phase phase)
{
    return orq_pg_task(work->emitter, ORQ_PG_ALTER, phase, &work->op->from);
}

/* In front of what takes the name that this frees. */
static void rename_constraint(struct orq_pg_work *work)
{
    struct orq_arena *arena = work->emitter->arena;
    orq_pg_act(work, alter_task(work, ORQ_PG_PHASE_DROP_INDEX), NULL,
               "%s RENAME CONSTRAINT %s TO %s", head_of(work, &work->op->from),
               orq_pg_name(arena, work->op->from.constraint->name),
               orq_pg_name(arena, work->op->to.constraint->name));
}

static void change_comment(struct orq_pg_work *work)
{
    orq_pg_constraint_comment(work, alter_task(work, ORQ_PG_PHASE_COMMENT), &work->op->to);
}

static void change_deferrable(struct orq_pg_work *work)
{
    const struct orq_constraint *to = work->op->to.constraint;
    static const char *const words[] = {
        [ORQ_NOT_DEFERRABLE] = "NOT DEFERRABLE",
        [ORQ_INITIALLY_IMMEDIATE] = "DEFERRABLE INITIALLY IMMEDIATE",
        [ORQ_INITIALLY_DEFERRED] = "DEFERRABLE INITIALLY DEFERRED",
    };
    orq_pg_act(work, alter_task(work, ORQ_PG_PHASE_ALTER_TABLE), head_of(work, &work->op->to),
               "ALTER CONSTRAINT %s %s", orq_pg_name(work->emitter->arena, to->name),
               words[to->deferrable]);
}

static void change_validity(struct orq_pg_work *work)
{
    const struct orq_side *to = &work->op->to;
    if (!orq_pg_is_plain(work, to->table)) {
        validate_later(work, to);
        return;
    }
    struct orq_pg_piece *piece = orq_pg_act(
        work, alter_task(work, ORQ_PG_PHASE_CONSTRAINT), head_of(work, to),
        "VALIDATE CONSTRAINT %s", orq_pg_name(work->emitter->arena, to->constraint->name));
    note_failure(work, piece, to);
}

static void change_options(struct orq_pg_work *work)
{
    const struct orq_constraint *from = work->op->from.constraint;
    const struct orq_constraint *to = work->op->to.constraint;
    const struct orq_pg_index_options had = {&from->with, from->tablespace};
    const struct orq_pg_index_options wanted = {&to->with, to->tablespace};
    const char *schema = work->op->to.table->schema;
    orq_pg_index_options(work, alter_task(work, ORQ_PG_PHASE_ALTER_TABLE),
                         orq_pg_qualified_name(work->emitter->arena, schema, to->name), &had,
                         &wanted);
}

static bool always(const struct orq_op *op)
{
    (void)op;
    return true;
}

static bool is_foreign_key(const struct orq_op *op)
{
    return op->to.constraint->kind == ORQ_KIND_FOREIGN_KEY;
}

static bool becomes_valid(const struct orq_op *op)
{
    return !op->to.constraint->not_valid;
}

static bool has_index(const struct orq_op *op)
{
    return op->to.constraint->kind != ORQ_KIND_CHECK && !is_foreign_key(op);
}

/* What ALTER can do; every other change, and these where they do not apply, is a new constraint. */
static const struct {
    unsigned bit;
    bool (*applies)(const struct orq_op *op);
    void (*act)(struct orq_pg_work *work);
} alterations[] = {
    {ORQ_CHANGE_NAME, always, rename_constraint},
    {ORQ_CHANGE_DEFERRABLE, is_foreign_key, change_deferrable},
    {ORQ_CHANGE_OPTIONS, has_index, change_options},
    {ORQ_CHANGE_VALIDITY, becomes_valid, change_validity},
    {ORQ_CHANGE_COMMENT, always, change_comment},
};

/* A name that the model leaves to a template is not asked for: the one that is there stays. */
static struct orq_op under_its_name(struct orq_arena *arena, const struct orq_op *op)
{
    struct orq_op kept = *op;
    if ((op->changed & ORQ_CHANGE_NAME) || !op->from.constraint->name)
        return kept;
    struct orq_constraint *constraint = ORQ_NEW(arena, struct orq_constraint);
    *constraint = *op->to.constraint;
    constraint->name = op->from.constraint->name;
    kept.to.constraint = constraint;
    return kept;
}

static bool is_remade(const struct orq_op *op)
{
    unsigned left = op->changed;
    for (size_t i = 0; i < sizeof alterations / sizeof *alterations; i++)
        if (alterations[i].applies(op))
            left &= ~alterations[i].bit;
    return left != 0;
}

void orq_pg_constraint_leave(struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    if (was_inherited(&op->from) && (op->kind == ORQ_OP_DROP_CONSTRAINT || is_remade(op)))
        orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work), "DROP CONSTRAINT %s",
                   orq_pg_name(work->emitter->arena, op->from.constraint->name));
}

void orq_pg_constraint_alter(struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    if (is_remade(op)) {
        orq_pg_constraint_drop(work, &op->from, false);
        orq_pg_constraint_create(work, &op->to, false);
        return;
    }
    struct orq_op kept = under_its_name(work->emitter->arena, op);
    work->op = &kept;
    for (size_t i = 0; i < sizeof alterations / sizeof *alterations; i++)
        if (kept.changed & alterations[i].bit)
            alterations[i].act(work);
    work->op = op;
}
