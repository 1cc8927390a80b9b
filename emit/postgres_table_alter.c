/* What changes of a table as a whole. */
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"

#include <string.h>

typedef void action(struct orq_pg_work *work, struct orq_pg_task *task, const char *head);

static const struct orq_table_postgres *had(const struct orq_pg_work *work)
{
    return orq_table_postgres(work->op->from.table);
}

static const struct orq_table_postgres *wanted(const struct orq_pg_work *work)
{
    return orq_table_postgres(work->op->to.table);
}

static void change_logging(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    if (had(work)->unlogged == wanted(work)->unlogged)
        return;
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, head, "SET %s", wanted(work)->unlogged ? "UNLOGGED" : "LOGGED");
    orq_pg_note(work->emitter, piece, "REWRITES: %s",
                orq_pg_shown(work->emitter->arena, work->op->to.table, NULL));
}

/* SET ACCESS METHOD is there from version 15 on. */
static void change_method(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    const char *method = wanted(work)->method;
    if (orq_str_equal(had(work)->method, method))
        return;
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, head, "SET ACCESS METHOD %s",
                   orq_pg_name(work->emitter->arena, method ? method : "heap"));
    orq_pg_note(work->emitter, piece, "REWRITES: %s",
                orq_pg_shown(work->emitter->arena, work->op->to.table, NULL));
}

static void change_with(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    struct orq_arena *arena = work->emitter->arena;
    struct orq_strings set = {0}, reset = {0};
    orq_pg_with_change(arena, &had(work)->with, &wanted(work)->with, &set, &reset);
    orq_pg_toast_set(work, &set);
    if (set.len > 0)
        orq_pg_act(work, task, head, "SET %s", orq_pg_parameters_sql(arena, &set));
    if (reset.len > 0)
        orq_pg_act(work, task, head, "RESET %s", orq_pg_parameters_sql(arena, &reset));
}

/* ALTER TABLE takes SET TABLESPACE with nothing beside it that rewrites. */
static void change_tablespace(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    const char *tablespace = wanted(work)->tablespace;
    if (orq_str_equal(had(work)->tablespace, tablespace))
        return;
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "%s SET TABLESPACE %s", head,
                   orq_pg_name(work->emitter->arena, tablespace ? tablespace : "pg_default"));
    orq_pg_note(work->emitter, piece, "REWRITES: %s",
                orq_pg_shown(work->emitter->arena, work->op->to.table, NULL));
}

/* What names an index comes when the index does. */
static struct orq_pg_task *behind_index(struct orq_pg_work *work, const char *index,
                                        const char *word)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *to = work->op->to.table;
    struct orq_pg_task *task =
        orq_pg_task_late(emitter, ORQ_PG_PHASE_COMMENT, &work->op->from, word);
    ORQ_PUSH(emitter->arena, &task->after, orq_pg_index_identity(emitter->arena, to, index));
    ORQ_PUSH(emitter->arena, &task->after, orq_pg_constraint_identity(emitter->arena, to, index));
    return task;
}

static void change_cluster(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    const char *index = wanted(work)->cluster_on;
    if (orq_str_equal(had(work)->cluster_on, index))
        return;
    if (index)
        orq_pg_act(work, behind_index(work, index, "cluster"), head, "CLUSTER ON %s",
                   orq_pg_name(work->emitter->arena, index));
    else
        orq_pg_act(work, task, head, "SET WITHOUT CLUSTER");
}

static void change_replica(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    const char *identity = wanted(work)->replica_identity;
    if (orq_str_equal(had(work)->replica_identity, identity))
        return;
    if (!identity)
        orq_pg_act(work, task, head, "REPLICA IDENTITY DEFAULT");
    else if (orq_starts_with(identity, "index "))
        orq_pg_act(work, behind_index(work, identity + strlen("index "), "replica"), head,
                   "REPLICA IDENTITY USING INDEX %s",
                   orq_pg_name(work->emitter->arena, identity + strlen("index ")));
    else
        orq_pg_act(work, task, head, "REPLICA IDENTITY %s",
                   strcmp(identity, "full") == 0 ? "FULL" : "NOTHING");
}

static void change_options(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    static action *const actions[] = {change_logging,    change_method,  change_with,
                                      change_tablespace, change_cluster, change_replica};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        actions[i](work, task, head);
}

static void change_security(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    if (had(work)->row_security != wanted(work)->row_security)
        orq_pg_act(work, task, head, "%s ROW LEVEL SECURITY",
                   wanted(work)->row_security ? "ENABLE" : "DISABLE");
    if (had(work)->force_row_security != wanted(work)->force_row_security)
        orq_pg_act(work, task, head, "%s ROW LEVEL SECURITY",
                   wanted(work)->force_row_security ? "FORCE" : "NO FORCE");
}

static void change_inheritance(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    (void)task;
    (void)head;
    orq_pg_partition_alter(work);
}

static void change_comment(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *to = work->op->to.table;
    const char *what = orq_arena_printf(arena, "TABLE %s", orq_pg_table_sql(arena, to));
    (void)task;
    (void)head;
    orq_pg_act(work, orq_pg_comment_task(work->emitter, work->op->from.table), NULL, "%s",
               orq_pg_comment_sql(arena, what, to->comment));
}

static void change_acl(struct orq_pg_work *work, struct orq_pg_task *task, const char *head)
{
    struct orq_arena *arena = work->emitter->arena;
    struct orq_pg_task *late =
        orq_pg_task_late(work->emitter, ORQ_PG_PHASE_ACL, &work->op->from, "acl");
    const char *what =
        orq_arena_printf(arena, "TABLE %s", orq_pg_table_sql(arena, work->op->to.table));
    (void)task;
    (void)head;
    orq_pg_acl(work->emitter, late, what, &had(work)->acl, &wanted(work)->acl);
}

static const struct {
    unsigned bits;
    action *act;
} actions_of[] = {
    {ORQ_CHANGE_INHERITANCE, change_inheritance},
    {ORQ_CHANGE_OPTIONS, change_options},
    {ORQ_CHANGE_SECURITY, change_security},
    {ORQ_CHANGE_COMMENT, change_comment},
    {ORQ_CHANGE_OWNER | ORQ_CHANGE_GRANTS, change_acl},
};

void orq_pg_table_alter(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_pg_task *task = orq_pg_alter_task(emitter, work->op->from.table);
    const char *head = orq_pg_alter_head(emitter->arena, work->op->to.table);
    for (size_t i = 0; i < sizeof actions_of / sizeof *actions_of; i++)
        if (work->op->changed & actions_of[i].bits)
            actions_of[i].act(work, task, head);
}
