#include "introspect/introspect.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "review/observe_run.h"
#include "sql/classify_postgres.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

static const char relations_query[] =
    "SELECT c.oid, coalesce(i.indrelid, c.oid), n.nspname, c.relname, c.relfilenode,"
    " i.indexrelid IS NOT NULL, pg_stat_get_xact_numscans(c.oid)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " LEFT JOIN pg_index i ON i.indexrelid = c.oid"
    " WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v', 'i', 'I')"
    " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY c.oid";

static const char columns_query[] =
    "SELECT a.attrelid || '.' || a.attnum, a.attrelid, a.attname, 'a'"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped"
    " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    " UNION ALL SELECT 'k' || k.oid, k.conrelid, k.conname, k.contype"
    " FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace"
    " WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conrelid <> 0"
    " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1";

/* In an order that is the same in every run; all of one relation beside each other. */
static const char locks_query[] = "SELECT relation, mode FROM pg_locks"
                                  " WHERE pid = pg_backend_pid() AND locktype = 'relation'"
                                  " AND granted ORDER BY relation";

static const struct {
    const char *text;
    enum orq_lock_mode mode;
} modes[] = {
    {"AccessShareLock", ORQ_LOCK_ACCESS_SHARE},
    {"RowShareLock", ORQ_LOCK_ROW_SHARE},
    {"RowExclusiveLock", ORQ_LOCK_ROW_EXCLUSIVE},
    {"ShareUpdateExclusiveLock", ORQ_LOCK_SHARE_UPDATE_EXCLUSIVE},
    {"ShareLock", ORQ_LOCK_SHARE},
    {"ShareRowExclusiveLock", ORQ_LOCK_SHARE_ROW_EXCLUSIVE},
    {"ExclusiveLock", ORQ_LOCK_EXCLUSIVE},
    {"AccessExclusiveLock", ORQ_LOCK_ACCESS_EXCLUSIVE},
};

static const struct {
    const char *text;
    enum orq_kind kind;
} named_kinds[] = {{"a", ORQ_KIND_COLUMN}, {"p", ORQ_KIND_PRIMARY_KEY},
                   {"u", ORQ_KIND_UNIQUE}, {"f", ORQ_KIND_FOREIGN_KEY},
                   {"c", ORQ_KIND_CHECK},  {"x", ORQ_KIND_EXCLUSION}};

struct reading {
    struct orq_observer *observer;
    struct orq_moment *moment;
};

/* ---- looking ---- */

/* What stands in the place of public is public to the schema that is read. */
static const char *schema_of(const struct orq_observer *observer, const char *name)
{
    const char *place = orq_db_schema(observer->db);
    return place && strcmp(place, name) == 0 ? NULL : orq_arena_strdup(observer->arena, name);
}

static bool add_relation(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    struct orq_arena *arena = reading->observer->arena;
    const struct orq_relation relation = {
        .id = orq_arena_strdup(arena, row->values[0]),
        .owner = orq_arena_strdup(arena, row->values[1]),
        .name = orq_qualified(arena, reading->observer->engine->dialect,
                              schema_of(reading->observer, row->values[2]),
                              orq_arena_strdup(arena, row->values[3])),
        .file = orq_arena_strdup(arena, row->values[4]),
        .index = row->values[5][0] == 't',
        .scans = row->values[6] ? strtoll(row->values[6], NULL, 10) : 0};
    orq_moment_add(arena, reading->moment, &relation);
    return true;
}

static bool add_named(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    struct orq_arena *arena = reading->observer->arena;
    size_t at = 0;
    while (strcmp(named_kinds[at].text, row->values[3]) != 0)
        at++;
    const struct orq_named named = {.kind = named_kinds[at].kind,
                                    .id = orq_arena_strdup(arena, row->values[0]),
                                    .owner = orq_arena_strdup(arena, row->values[1]),
                                    .name = orq_arena_strdup(arena, row->values[2])};
    orq_moment_name(arena, reading->moment, &named);
    return true;
}

static bool add_lock(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    struct orq_arena *arena = reading->observer->arena;
    enum orq_lock_mode mode = ORQ_LOCK_NONE;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(modes[i].text, row->values[1]) == 0)
            mode = modes[i].mode;
    }
    struct orq_held *held = orq_map_get(reading->moment->held_by_id, row->values[0]);
    if (!held) {
        held = ORQ_NEW(arena, struct orq_held);
        *held = (struct orq_held){orq_arena_strdup(arena, row->values[0]), mode};
        orq_map_put(reading->moment->held_by_id, held->id, held);
        ORQ_PUSH(arena, &reading->moment->held, *held);
    }
    held->mode = mode > held->mode ? mode : held->mode;
    reading->moment->held.items[reading->moment->held.len - 1] = *held;
    return true;
}

static enum orq_status ask(struct reading *reading, const char *sql, orq_row_fn *fn)
{
    const struct orq_query query = {.sql = sql, .fn = fn, .context = reading};
    return orq_db_query(reading->observer->db, &query, reading->observer->diags);
}

static enum orq_status set_path(struct orq_observer *observer, const char *path)
{
    const char *const params[] = {path};
    const struct orq_query query = {
        .sql = "SELECT set_config('search_path', $1, true)", .params = params, .param_count = 1};
    return orq_db_query(observer->db, &query, observer->diags);
}

/* Locks first: looking at the rest takes some. The catalogue is read with an empty search_path;
 * inside a script it is another one. */
static enum orq_status look(struct orq_observer *observer, struct orq_moment *moment)
{
    struct reading reading = {observer, moment};
    bool inside = orq_db_in_transaction(observer->db);
    const struct orq_introspect_options options = {.schemas = observer->engine->schemas};
    const char *path = NULL, *timeout = NULL;
    enum orq_status status = ask(&reading, locks_query, add_lock);
    if (status == ORQ_OK)
        status = ask(&reading, relations_query, add_relation);
    if (status == ORQ_OK)
        status = ask(&reading, columns_query, add_named);
    if (status == ORQ_OK)
        status = orq_db_value(observer->arena, observer->db,
                              "SELECT current_setting('lock_timeout')", observer->diags, &timeout);
    if (status == ORQ_OK && inside)
        status = orq_db_value(observer->arena, observer->db,
                              "SELECT current_setting('search_path')", observer->diags, &path);
    if (status == ORQ_OK && inside)
        status = set_path(observer, "");
    if (status == ORQ_OK)
        status = orq_introspect(observer->arena, observer->db, &options, observer->diags,
                                &moment->schema);
    if (status == ORQ_OK && inside)
        status = set_path(observer, path);
    moment->lock_timeout = timeout && strcmp(timeout, "0") != 0;
    return status;
}

static enum orq_status peek(struct orq_observer *observer, struct orq_moment *moment)
{
    struct reading reading = {observer, moment};
    return ask(&reading, locks_query, add_lock);
}

/* ---- what was touched ---- */

static enum orq_lock_mode held_on(const struct orq_moment *moment, const char *id)
{
    const struct orq_held *held = orq_map_get(moment->held_by_id, id);
    return held ? held->mode : ORQ_LOCK_NONE;
}

/* What somebody else's reading would hold too is not told. */
static bool is_told(enum orq_lock_mode mode)
{
    return mode > ORQ_LOCK_ACCESS_SHARE;
}

static void touch_locked(struct orq_observer *observer, const struct orq_moment *to,
                         struct orq_observed *observed)
{
    for (size_t i = 0; i < to->held.len; i++) {
        const char *id = to->held.items[i].id;
        enum orq_lock_mode mode = held_on(to, id);
        if (is_told(mode) && mode > held_on(observer->last, id))
            orq_touched_of(observer, observed, id);
    }
}

static bool empties(struct orq_arena *arena, const char *sql)
{
    struct orq_pg_effects effects = orq_pg_effects_of(arena, sql);
    for (size_t i = 0; i < effects.len; i++) {
        if (effects.items[i].kind == ORQ_PG_EMPTIES)
            return true;
    }
    return false;
}

static void touch_table(struct orq_observer *observer, const struct orq_relation *now,
                        bool truncates, struct orq_observed *observed)
{
    const struct orq_relation *was = orq_map_get(observer->last->by_id, now->id);
    bool rewritten = was && !truncates && strcmp(was->file, now->file) != 0;
    bool scanned = was && !truncates && !observer->outside && now->scans > was->scans;
    struct orq_touched *touched =
        rewritten || scanned ? orq_touched_of(observer, observed, now->id) : NULL;
    if (touched) {
        touched->rewritten |= rewritten;
        touched->scanned |= scanned;
    }
}

/* An index whose file was nobody's before. One that is made anew over the old file is not built. */
static void touch_index(struct orq_observer *observer, const struct orq_relation *now,
                        bool truncates, struct orq_observed *observed)
{
    bool built = !truncates && strcmp(now->file, "0") != 0 &&
                 !orq_map_get(observer->last->by_file, now->file);
    struct orq_touched *touched = built ? orq_touched_of(observer, observed, now->owner) : NULL;
    if (touched)
        ORQ_PUSH(observer->arena, &touched->built, now->name);
}

static void touch_files(struct orq_observer *observer, const struct orq_moment *to,
                        struct orq_observed *observed)
{
    bool truncates = empties(observer->arena, observed->sql);
    for (size_t i = 0; i < to->relations.len; i++) {
        const struct orq_relation *now = &to->relations.items[i];
        if (now->index)
            touch_index(observer, now, truncates, observed);
        else
            touch_table(observer, now, truncates, observed);
    }
}

/* What it changes is touched, though an earlier statement took the lock. */
static void touch_changed(struct orq_observer *observer, struct orq_observed *observed)
{
    for (size_t i = 0; i < observed->ops.len; i++) {
        const struct orq_relation *relation = orq_op_relation(observer, &observed->ops.items[i]);
        if (relation)
            orq_touched_of(observer, observed, relation->id);
    }
}

static void set_locks(struct orq_observer *observer, const struct orq_moment *to,
                      struct orq_observed *observed)
{
    for (size_t i = 0; i < to->held.len; i++) {
        const struct orq_relation *relation =
            orq_map_get(observer->last->by_id, to->held.items[i].id);
        const struct orq_relation *owner =
            relation ? orq_map_get(observer->last->by_id, relation->owner) : NULL;
        enum orq_lock_mode mode = held_on(to, to->held.items[i].id);
        for (size_t k = 0; owner && k < observed->touched.len; k++) {
            struct orq_touched *touched = &observed->touched.items[k];
            if (strcmp(touched->table, owner->name) == 0 && mode > touched->lock)
                touched->lock = mode;
        }
    }
}

/* Outside a transaction nothing is held any more, and counters begin anew when they please. What
 * goes there and touches a table without rewriting it is CONCURRENTLY or VACUUM; see the head of
 * review/observe.h. */
static void set_documented_locks(struct orq_observed *observed)
{
    for (size_t i = 0; i < observed->touched.len; i++) {
        struct orq_touched *touched = &observed->touched.items[i];
        touched->scanned = touched->rewritten || touched->built.len > 0;
        touched->lock =
            touched->rewritten ? ORQ_LOCK_ACCESS_EXCLUSIVE : ORQ_LOCK_SHARE_UPDATE_EXCLUSIVE;
    }
}

void orq_touch_postgres(struct orq_observer *observer, const struct orq_moment *to,
                        struct orq_observed *observed)
{
    touch_locked(observer, to, observed);
    touch_files(observer, to, observed);
    touch_changed(observer, observed);
    if (!observer->outside)
        set_locks(observer, to, observed);
    else
        set_documented_locks(observed);
}

/* The strongest lock on a table is that on it or on one of its indexes. */
static void raise_owner(struct orq_observer *observer, const struct orq_held *held,
                        struct orq_map *owners)
{
    const struct orq_relation *relation = orq_map_get(observer->last->by_id, held->id);
    const struct orq_relation *owner =
        relation ? orq_map_get(observer->last->by_id, relation->owner) : NULL;
    struct orq_held *strongest = owner ? orq_map_get(owners, owner->name) : NULL;
    if (!owner || (strongest && strongest->mode >= held->mode))
        return;
    strongest = ORQ_NEW(observer->arena, struct orq_held);
    *strongest = *held;
    orq_map_put(owners, owner->name, strongest);
}

static void touch_part(struct orq_observer *observer, const struct orq_run_item *item,
                       struct orq_map *owners, struct orq_observed *observed)
{
    for (size_t i = 0; i < item->raised.len; i++) {
        if (is_told(item->raised.items[i].mode))
            orq_touched_of(observer, observed, item->raised.items[i].id);
        raise_owner(observer, &item->raised.items[i], owners);
    }
    touch_changed(observer, observed);
    for (size_t i = 0; i < observed->touched.len; i++) {
        const struct orq_held *held = orq_map_get(owners, observed->touched.items[i].table);
        observed->touched.items[i].lock = held ? held->mode : ORQ_LOCK_NONE;
    }
}

const struct orq_looker orq_looker_postgres = {"postgresql", look, orq_touch_postgres, touch_part,
                                               peek};
