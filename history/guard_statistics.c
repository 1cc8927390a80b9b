/* What ANALYZE found, of tables and indexes that are still there. */
#include "history/guard_sqlite.h"
#include "sql/quote.h"

#include <string.h>

#define ROWS_OF(table)                                                                   \
    "SELECT DISTINCT s.tbl, s.idx FROM main." table " AS s JOIN main.sqlite_master AS t" \
    " ON t.name = s.tbl COLLATE NOCASE AND t.type = 'table'"                             \
    " WHERE s.idx IS NULL OR EXISTS (SELECT 1 FROM main.sqlite_master AS i"              \
    " WHERE i.name = s.idx COLLATE NOCASE AND i.tbl_name = s.tbl COLLATE NOCASE)"

static enum orq_status read_statistics(const struct orq_guarded *guarded,
                                       struct orq_strings *statistics)
{
    static const char *const queries[][2] = {
        {"sqlite_stat1", ROWS_OF("sqlite_stat1")},
        {"sqlite_stat4", ROWS_OF("sqlite_stat4")},
    };
    struct orq_strings there = {0};
    enum orq_status status = orq_sqlite_rows(
        guarded,
        "SELECT name FROM main.sqlite_master WHERE name IN ('sqlite_stat1', 'sqlite_stat4')",
        &there);
    for (size_t i = 0; i < there.len && status == ORQ_OK; i++) {
        size_t which = strcmp(there.items[i], queries[0][0]) == 0 ? 0 : 1;
        status = orq_sqlite_rows(guarded, queries[which][1], statistics);
    }
    return status;
}

enum orq_status orq_note_statistics(const struct orq_guarded *guarded,
                                    struct orq_sqlite_before *before)
{
    return read_statistics(guarded, &before->statistics);
}

static struct orq_map *set_of(struct orq_arena *arena, const struct orq_strings *items)
{
    struct orq_map *set = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < items->len; i++)
        orq_map_put(set, items->items[i], set);
    return set;
}

static enum orq_status report(const struct orq_guarded *guarded, const char *statistic)
{
    const char *table = orq_arena_strndup(guarded->arena, statistic, strcspn(statistic, "\t"));
    orq_error(guarded->diags, guarded->section->at, "the section loses the statistics of %s",
              orq_shown_name(guarded->arena, table));
    orq_hint(guarded->diags, "put the rows of sqlite_stat1 back, or run ANALYZE at the end");
    return ORQ_FAILED;
}

/* The index of a statistic is on its table still, or it is about the table itself. */
enum orq_status orq_check_statistics(const struct orq_guarded *guarded,
                                     const struct orq_sqlite_before *before)
{
    struct orq_strings now = {0};
    struct orq_strings objects = {0};
    if (before->statistics.len == 0)
        return ORQ_OK;
    enum orq_status status = read_statistics(guarded, &now);
    if (status == ORQ_OK)
        status = orq_sqlite_rows(guarded,
                                 "SELECT tbl_name, name FROM main.sqlite_master"
                                 " WHERE type = 'index' UNION ALL SELECT name, name"
                                 " FROM main.sqlite_master WHERE type = 'table' UNION ALL"
                                 " SELECT name, '' FROM main.sqlite_master WHERE type = 'table'",
                                 &objects);
    const struct orq_map *known = set_of(guarded->arena, &now);
    const struct orq_map *there = set_of(guarded->arena, &objects);
    for (size_t i = 0; i < before->statistics.len && status == ORQ_OK; i++) {
        const char *statistic = before->statistics.items[i];
        if (!orq_map_get(known, statistic) && orq_map_get(there, statistic))
            status = report(guarded, statistic);
    }
    return status;
}
