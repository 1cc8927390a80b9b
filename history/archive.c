#include "history/archive.h"

#include "base/map.h"
#include "base/str.h"
#include "model/table.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

/* Names, and what each keeps: on SQLite behind the first parenthesis of the stored text, on
 * PostgreSQL in the comment. */
struct archive_dialect {
    const char *dialect, *list;
};

static const struct archive_dialect dialects[] = {
    {"sqlite",
     "SELECT name, CASE WHEN instr(sql, '( -- ') > 0 THEN substr(sql, instr(sql, '( -- ') + 5)"
     " ELSE '' END, NULL FROM main.sqlite_master"
     " WHERE type = 'table' AND name LIKE 'orqgen\\_archive\\_%' ESCAPE '\\' ORDER BY name"},
    {"postgresql",
     "SELECT c.relname, pg_catalog.obj_description(c.oid, 'pg_class'),"
     " pg_catalog.pg_total_relation_size(c.oid)"
     " FROM pg_catalog.pg_class AS c"
     " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
     " WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname LIKE 'orqgen\\_archive\\_%'"
     " ORDER BY c.relname"},
};

static const struct archive_dialect *dialect_of(const struct orq_db *db)
{
    return &dialects[strcmp(orq_db_dialect(db), "sqlite") == 0 ? 0 : 1];
}

/* The schema that they stand in. */
static const char *place_of(const struct orq_db *db)
{
    const char *schema = orq_db_schema(db);
    return dialect_of(db) == &dialects[0] ? "main" : schema ? schema : "public";
}

static const char *table_of(struct orq_arena *arena, const struct orq_db *db, const char *name)
{
    return orq_arena_printf(arena, "%s.%s", orq_quoted_name(arena, place_of(db)),
                            orq_quoted_name(arena, name));
}

/* -- listing -- */

struct reading {
    struct orq_arena *arena;
    struct orq_archived_list *list;
};

/* Between the prefix and the number. */
static const char *revision_of(struct orq_arena *arena, const char *name)
{
    const char *from = name + strlen(ORQ_ARCHIVE_PREFIX);
    const char *to = strrchr(from, '_');
    return to ? orq_arena_strndup(arena, from, (size_t)(to - from)) : from;
}

static bool add_archive(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    const char *of = row->values[1] ? row->values[1] : "";
    const char *name = orq_arena_strdup(reading->arena, row->values[0]);
    struct orq_archived_data data = {.name = name,
                                     .revision = revision_of(reading->arena, name),
                                     .of = orq_arena_strndup(reading->arena, of, strcspn(of, "\n")),
                                     .bytes =
                                         row->values[2] ? strtoll(row->values[2], NULL, 10) : -1};
    ORQ_PUSH(reading->arena, reading->list, data);
    return true;
}

static enum orq_status read_names(struct orq_arena *arena, struct orq_db *db,
                                  struct orq_diags *diags, struct orq_archived_list *list)
{
    struct reading reading = {arena, list};
    const char *params[] = {place_of(db)};
    struct orq_query query = {.sql = dialect_of(db)->list,
                              .params = params,
                              .param_count = strchr(dialect_of(db)->list, '$') ? 1 : 0,
                              .fn = add_archive,
                              .context = &reading};
    return orq_db_query(db, &query, diags);
}

static enum orq_status count_rows(struct orq_arena *arena, struct orq_db *db,
                                  struct orq_diags *diags, struct orq_archived_data *data)
{
    const char *count = NULL;
    enum orq_status status = orq_db_value(
        arena, db,
        orq_arena_printf(arena, "SELECT count(*) FROM %s", table_of(arena, db, data->name)), diags,
        &count);
    data->rows = count ? strtoll(count, NULL, 10) : 0;
    return status;
}

/* A long id is cut in the table's name. */
static size_t place_in(const struct orq_ledger *ledger, const char *revision)
{
    for (size_t i = 0; i < ledger->rows.len; i++)
        if (orq_str_equal(ledger->rows.items[i].revision, revision))
            return i;
    for (size_t i = 0; i < ledger->rows.len; i++)
        if (strlen(revision) > 36 && orq_starts_with(ledger->rows.items[i].revision, revision))
            return i;
    return ledger->rows.len;
}

/* In the ledger's order, each revision's by their number; those without a row come last. */
static void sort(struct orq_arena *arena, const struct orq_ledger *ledger,
                 struct orq_archived_list *list)
{
    struct orq_archived_list sorted = {0};
    for (size_t at = 0; at <= ledger->rows.len; at++)
        for (size_t i = 0; i < list->len; i++)
            if (place_in(ledger, list->items[i].revision) == at)
                ORQ_PUSH(arena, &sorted, list->items[i]);
    *list = sorted;
}

static enum orq_status read_all(struct orq_arena *arena, struct orq_db *db, const char *ledger_name,
                                struct orq_diags *diags, struct orq_archived_list *list)
{
    struct orq_ledger ledger = {0};
    *list = (struct orq_archived_list){0};
    enum orq_status status = read_names(arena, db, diags, list);
    if (status == ORQ_OK)
        status = orq_ledger_read(arena, db, ledger_name, diags, &ledger);
    for (size_t i = 0; i < list->len && status == ORQ_OK; i++) {
        size_t at = place_in(&ledger, list->items[i].revision);
        if (at < ledger.rows.len)
            list->items[i].since = ledger.rows.items[at].applied_at;
        status = count_rows(arena, db, diags, &list->items[i]);
    }
    if (status == ORQ_OK)
        sort(arena, &ledger, list);
    return status;
}

enum orq_status orq_archived_list_read(struct orq_arena *arena, struct orq_db *db,
                                       const char *ledger, struct orq_diags *diags,
                                       struct orq_archived_list *list)
{
    enum orq_status status = orq_db_snapshot(db, diags);
    if (status != ORQ_OK)
        return status;
    status = read_all(arena, db, ledger, diags, list);
    orq_db_end_snapshot(db);
    return status;
}

enum orq_status orq_archives_missing(struct orq_arena *arena, struct orq_db *db,
                                     const struct orq_strings *names, struct orq_diags *diags,
                                     struct orq_strings *missing)
{
    struct orq_archived_list list = {0};
    struct orq_map *known = orq_map_new(arena, ORQ_KEYS_EXACT);
    if (names->len == 0)
        return ORQ_OK;
    enum orq_status status = read_names(arena, db, diags, &list);
    for (size_t i = 0; i < list.len; i++)
        orq_map_put(known, list.items[i].name, known);
    for (size_t i = 0; i < names->len && status == ORQ_OK; i++)
        if (!orq_map_put(known, names->items[i], known))
            ORQ_PUSH(arena, missing, names->items[i]);
    return status;
}

enum orq_status orq_archives_of(struct orq_arena *arena, struct orq_db *db, const char *revision,
                                struct orq_diags *diags, struct orq_strings *names)
{
    struct orq_archived_list list = {0};
    enum orq_status status = read_names(arena, db, diags, &list);
    for (size_t i = 0; i < list.len && status == ORQ_OK; i++)
        if (strcmp(list.items[i].revision, revision) == 0)
            ORQ_PUSH(arena, names, list.items[i].name);
    return status;
}

/* -- removing -- */

static enum orq_status drop_all(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_archived_list *list, struct orq_diags *diags)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < list->len && status == ORQ_OK; i++)
        status = orq_db_exec(
            db, orq_arena_printf(arena, "DROP TABLE %s", table_of(arena, db, list->items[i].name)),
            diags);
    return status;
}

enum orq_status orq_archived_purge(struct orq_arena *arena, struct orq_db *db, const char *ledger,
                                   const struct orq_archived_list *list, struct orq_diags *diags)
{
    enum orq_status status =
        orq_db_lock(db, ledger ? ledger : ORQ_LEDGER_DEFAULT, NULL, NULL, diags);
    if (status != ORQ_OK)
        return status;
    status = orq_db_begin(db, diags);
    if (status == ORQ_OK)
        status = drop_all(arena, db, list, diags);
    if (status == ORQ_OK)
        status = orq_db_commit(db, diags);
    else
        orq_db_rollback(db);
    orq_db_unlock(db);
    return status;
}
