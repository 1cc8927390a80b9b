/* Which action of an ALTER TABLE does it: the statement is tried before it runs, and each of its
 * actions alone, all of it rolled back to a savepoint. */
#include "review/observe_parts.h"

#include "sql/classify_postgres.h"

#include <string.h>

/* Beyond that an action is not worth its trial: the statement as a whole is told. */
#define MOST_ACTIONS 40

static bool runs(struct orq_observer *observer, const char *sql)
{
    const struct orq_query query = {.sql = sql};
    return orq_db_query(observer->db, &query, orq_diags_new(observer->arena)) == ORQ_OK;
}

static bool run_all(struct orq_observer *observer, const struct orq_strings *texts)
{
    for (size_t i = 0; i < texts->len; i++) {
        if (!runs(observer, texts->items[i]))
            return false;
    }
    return true;
}

/* What the text does behind those before it; error NULL: it ran. */
static enum orq_status look_at(struct orq_observer *observer, const struct orq_strings *before,
                               const char *sql, struct orq_observed *tried)
{
    const struct orq_moment *now = NULL;
    enum orq_status status = ORQ_OK;
    *tried = (struct orq_observed){.sql = sql, .error = "refused"};
    if (!run_all(observer, before))
        return ORQ_OK;
    if (before->len > 0)
        status = orq_observer_look(observer, &observer->last);
    if (status != ORQ_OK || !runs(observer, sql))
        return status;
    tried->error = NULL;
    status = orq_observer_look(observer, &now);
    if (status == ORQ_OK)
        status = orq_observer_compare(observer, now, &tried->ops);
    if (status == ORQ_OK)
        orq_touch_postgres(observer, now, tried);
    return status;
}

/* The same, taken back. Counters of scans are not: what was seen last is seen anew. */
static enum orq_status try(struct orq_observer *observer, const struct orq_strings *before,
                           const char *sql, struct orq_observed *tried)
{
    if (!runs(observer, "SAVEPOINT orqgen_action"))
        return ORQ_DATABASE;
    enum orq_status status = look_at(observer, before, sql, tried);
    if (!runs(observer, "ROLLBACK TO SAVEPOINT orqgen_action") ||
        !runs(observer, "RELEASE SAVEPOINT orqgen_action"))
        return ORQ_DATABASE;
    return status == ORQ_OK ? orq_observer_look(observer, &observer->last) : status;
}

static bool works_over_rows(const struct orq_observed *tried)
{
    for (size_t i = 0; i < tried->touched.len; i++) {
        const struct orq_touched *touched = &tried->touched.items[i];
        if (touched->rewritten || touched->scanned || touched->built.len > 0)
            return true;
    }
    return false;
}

/* All actions that add a column, but this one: what an action names may come with them. */
static struct orq_strings columns_before(struct orq_arena *arena, const struct orq_strings *alone,
                                         size_t without)
{
    struct orq_strings before = {0};
    for (size_t i = 0; i < alone->len; i++) {
        struct orq_pg_effects effects = orq_pg_effects_of(arena, alone->items[i]);
        if (i != without && effects.len > 0 && effects.items[0].kind == ORQ_PG_ADDS_COLUMN)
            ORQ_PUSH(arena, &before, alone->items[i]);
    }
    return before;
}

enum orq_status orq_try_actions(struct orq_observer *observer)
{
    const struct orq_strings none = {0};
    struct orq_arena *arena = observer->arena;
    struct orq_strings alone = {0};
    struct orq_observed tried;
    orq_pg_alter_actions(arena, observer->running.sql, &alone);
    if (alone.len < 2 || alone.len > MOST_ACTIONS)
        return ORQ_OK;
    enum orq_status status = try(observer, &none, observer->running.sql, &tried);
    if (status != ORQ_OK || !works_over_rows(&tried))
        return status;
    for (size_t i = 0; status == ORQ_OK && i < alone.len; i++) {
        status = try(observer, &none, alone.items[i], &tried);
        struct orq_strings before = columns_before(arena, &alone, i);
        if (status == ORQ_OK && tried.error && before.len > 0)
            status = try(observer, &before, alone.items[i], &tried);
        const struct orq_tried action = {tried.ops, tried.touched};
        if (!tried.error)
            ORQ_PUSH(arena, &observer->running.actions, action);
    }
    return status;
}
