#include "introspect/introspect.h"
#include "review/observe_run.h"
#include "sql/classify.h"

#include <string.h>

/* ---- looking ---- */

struct reading {
    struct orq_observer *observer;
    struct orq_moment *moment;
};

/* An index comes behind its table. A join, for which the engine makes itself an index: looking
 * for the table of each row would take time with the square of their number. */
static const char query[] =
    "SELECT s.rootpage, t.rootpage, s.name, s.type = 'index' FROM sqlite_schema s"
    " LEFT JOIN sqlite_schema t ON t.name = s.tbl_name AND t.type = 'table'"
    " WHERE s.type IN ('table', 'index') AND s.rootpage > 0 AND s.name NOT LIKE 'sqlite\\_%'"
    " ESCAPE '\\' ORDER BY s.type DESC, s.name";

static bool add_relation(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    struct orq_arena *arena = reading->observer->arena;
    const char *page = orq_arena_strdup(arena, row->values[0]);
    const struct orq_relation relation = {
        .id = page,
        .owner = row->values[1] ? orq_arena_strdup(arena, row->values[1]) : page,
        .name = orq_arena_strdup(arena, row->values[2]),
        .file = page,
        .index = row->values[3][0] == '1'};
    orq_moment_add(arena, reading->moment, &relation);
    return true;
}

/* A column is known by its place among as many as there were: ALTER TABLE RENAME COLUMN keeps it,
 * adding and dropping change their number. */
static void add_columns(struct orq_observer *observer, struct orq_moment *moment)
{
    for (size_t i = 0; i < moment->schema->tables.len; i++) {
        const struct orq_table *table = moment->schema->tables.items[i];
        const struct orq_relation *relation = orq_map_get(moment->by_name, table->name);
        for (size_t k = 0; relation && k < table->columns.len; k++) {
            const struct orq_named named = {.kind = ORQ_KIND_COLUMN,
                                            .id = orq_arena_printf(observer->arena, "%s.%zu.%zu",
                                                                   relation->id, table->columns.len,
                                                                   k),
                                            .owner = relation->id,
                                            .name = table->columns.items[k]->name};
            orq_moment_name(observer->arena, moment, &named);
        }
    }
}

static enum orq_status look(struct orq_observer *observer, struct orq_moment *moment)
{
    struct reading reading = {observer, moment};
    const struct orq_query relations = {.sql = query, .fn = add_relation, .context = &reading};
    enum orq_status status = orq_db_query(observer->db, &relations, observer->diags);
    if (status == ORQ_OK)
        status =
            orq_introspect(observer->arena, observer->db, NULL, observer->diags, &moment->schema);
    if (status == ORQ_OK)
        add_columns(observer, moment);
    moment->lock_timeout = true;
    return status;
}

/* ---- what was touched ---- */

/* By name: a rebuild puts another table in the place of the one that was there. */
static struct orq_touched *touched_named(struct orq_observer *observer,
                                         struct orq_observed *observed, const char *name)
{
    const struct orq_relation *was = name ? orq_map_get(observer->base->by_name, name) : NULL;
    if (!was || was->index)
        return NULL;
    for (size_t i = 0; i < observed->touched.len; i++) {
        if (strcmp(observed->touched.items[i].table, was->name) == 0)
            return &observed->touched.items[i];
    }
    const struct orq_touched touched = {.table = was->name, .lock = ORQ_LOCK_DATABASE_WRITE};
    ORQ_PUSH(observer->arena, &observed->touched, touched);
    return &observed->touched.items[observed->touched.len - 1];
}

static void touch_changed(struct orq_observer *observer, struct orq_observed *observed)
{
    for (size_t i = 0; i < observed->ops.len; i++) {
        const struct orq_op *op = &observed->ops.items[i];
        const struct orq_table *table = op->from.table ? op->from.table : op->to.table;
        if (table)
            touched_named(observer, observed, table->name);
    }
}

/* A table of that name was there before the section, and is now another one: stored elsewhere, or
 * new on the page that the old one has left. */
static void touch_rebuilt(struct orq_observer *observer, const struct orq_moment *to,
                          struct orq_observed *observed)
{
    for (size_t i = 0; i < to->relations.len; i++) {
        const struct orq_relation *now = &to->relations.items[i];
        const struct orq_relation *was = orq_map_get(observer->last->by_name, now->name);
        const struct orq_relation *first = orq_map_get(observer->base->by_name, now->name);
        const struct orq_relation *owner = orq_map_get(to->by_id, now->owner);
        struct orq_touched *touched = NULL;
        bool other = first && (strcmp(first->file, now->file) != 0 ||
                               !orq_map_get(observer->last->by_id, now->id));
        if (!now->index && !was && other)
            touched = touched_named(observer, observed, now->name);
        if (touched)
            touched->rewritten = true;
        if (now->index && owner && !orq_map_get(observer->last->by_id, now->id))
            touched = touched_named(observer, observed, owner->name);
        if (now->index && touched)
            ORQ_PUSH(observer->arena, &touched->built, now->name);
    }
}

static void touch(struct orq_observer *observer, const struct orq_moment *to,
                  struct orq_observed *observed)
{
    struct orq_statement_class class =
        orq_statement_classify(observer->arena, observed->sql, strlen(observed->sql));
    touch_rebuilt(observer, to, observed);
    touch_changed(observer, observed);
    if (class.kind == ORQ_SQL_INSERT || class.kind == ORQ_SQL_UPDATE ||
        class.kind == ORQ_SQL_DELETE)
        touched_named(observer, observed, class.object);
}

static void touch_part(struct orq_observer *observer, const struct orq_run_item *item,
                       struct orq_map *owners, struct orq_observed *observed)
{
    static const struct orq_moment unchanged;
    (void)item;
    (void)owners;
    touch(observer, &unchanged, observed);
}

const struct orq_looker orq_looker_sqlite = {"sqlite", look, touch, touch_part, NULL};
