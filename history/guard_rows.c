/* Rows that must still be there: of the tables that no statement names, and of
 * those that are rebuilt. */
#include "history/guard_sqlite.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

static enum orq_status count_rows(const struct orq_guarded *guarded, const char *table,
                                  const char **count)
{
    return orq_db_value(guarded->arena, guarded->db,
                        orq_arena_printf(guarded->arena, "SELECT count(*) FROM main.%s",
                                         orq_quoted_name(guarded->arena, table)),
                        guarded->diags, count);
}

static struct orq_map *named_tables(const struct orq_guarded *guarded)
{
    struct orq_map *named = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < guarded->statements.len; i++) {
        const struct orq_statement_class *class = &guarded->statements.items[i].is;
        if (class->object)
            orq_map_put(named, class->object, named);
        if (class->renamed)
            orq_map_put(named, class->renamed, named);
    }
    return named;
}

static struct orq_map *rebuilt_tables(const struct orq_guarded *guarded)
{
    struct orq_map *rebuilt = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < guarded->losses.rebuilds.len && !guarded->may_lose; i++) {
        struct orq_rebuild *rebuild = &guarded->losses.rebuilds.items[i];
        orq_map_put(rebuilt, orq_name_before(guarded, rebuild->table), rebuild);
    }
    return rebuilt;
}

/* Does the table keep the data of a virtual one? Its rows come and go as the module likes. */
static bool is_shadow(const struct orq_strings *virtuals, const char *table)
{
    for (size_t i = 0; i < virtuals->len; i++) {
        size_t len = strlen(virtuals->items[i]);
        if (strlen(table) > len && table[len] == '_' &&
            orq_ascii_equal_n(table, len, virtuals->items[i], len))
            return true;
    }
    return false;
}

/* Those with rows of their own. With foreign keys enforced only one that has some can lose rows
 * without being named. */
static enum orq_status ordinary_tables(const struct orq_guarded *guarded,
                                       struct orq_strings *tables)
{
#define ORDINARY                                                                \
    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0" \
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    struct orq_strings all = {0};
    struct orq_strings virtuals = {0};
    bool keyed = guarded->enforced && guarded->losses.rebuilds.len == 0;
    enum orq_status status = orq_sqlite_rows(
        guarded, "SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage = 0",
        &virtuals);
    if (status == ORQ_OK)
        status = orq_sqlite_rows(guarded,
                                 keyed ? ORDINARY " AND sql LIKE '%references%'" : ORDINARY, &all);
#undef ORDINARY
    for (size_t i = 0; i < all.len; i++) {
        if (!is_shadow(&virtuals, all.items[i]))
            ORQ_PUSH(guarded->arena, tables, all.items[i]);
    }
    return status;
}

enum orq_status orq_note_rows(const struct orq_guarded *guarded, bool unnamed,
                              struct orq_sqlite_before *before)
{
    struct orq_strings all = {0};
    if (!unnamed && guarded->losses.rebuilds.len == 0)
        return ORQ_OK;
    const struct orq_map *named = named_tables(guarded);
    const struct orq_map *rebuilt = rebuilt_tables(guarded);
    enum orq_status status = ordinary_tables(guarded, &all);
    for (size_t i = 0; i < all.len && status == ORQ_OK; i++) {
        const char *name = all.items[i];
        const struct orq_rebuild *rebuild = orq_map_get(rebuilt, name);
        const char *holder = rebuild != NULL && rebuild->kept_in != NULL ? rebuild->kept_in : name;
        struct orq_counted counted = {.table = orq_name_afterwards(guarded, holder),
                                      .rebuilt = rebuild != NULL};
        if (!counted.rebuilt && (!unnamed || orq_map_get(named, name)))
            continue;
        status = count_rows(guarded, name, &counted.rows);
        ORQ_PUSH(guarded->arena, &before->counted, counted);
    }
    return status;
}

static enum orq_status report(const struct orq_guarded *guarded, const struct orq_counted *counted,
                              const char *rows)
{
    orq_error(guarded->diags, guarded->section->at, "%s had %s rows and has %s after the section",
              orq_shown_name(guarded->arena, counted->table), counted->rows, rows);
    orq_hint(guarded->diags, counted->rebuilt
                                 ? "a rebuild must put every row back"
                                 : "no statement names it: a trigger or a cascade changed it");
    return ORQ_FAILED;
}

enum orq_status orq_check_rows(const struct orq_guarded *guarded,
                               const struct orq_sqlite_before *before)
{
    for (size_t i = 0; i < before->counted.len; i++) {
        const struct orq_counted *counted = &before->counted.items[i];
        const char *rows = NULL;
        enum orq_status status = count_rows(guarded, counted->table, &rows);
        if (status != ORQ_OK)
            return status;
        long long was = strtoll(counted->rows, NULL, 10);
        long long is = strtoll(rows, NULL, 10);
        if (counted->rebuilt ? is < was : is != was)
            return report(guarded, counted, rows);
    }
    return ORQ_OK;
}
