#include "review/statistics_parts.h"

#include "sql/quote.h"

/* Sizes by the pages of each tree (https://www.sqlite.org/dbstat.html). The cells of a table's
 * leaves are its rows; in a table without rowid those of inner pages too. */
#define BY_PAGES                                                                                  \
    "SELECT NULL, m.tbl_name,"                                                                    \
    " sum(CASE WHEN m.type = 'table' AND (s.pagetype = 'leaf' OR l.wr) THEN s.ncell ELSE 0 END)," \
    " sum(CASE WHEN m.type = 'table' THEN s.pgsize ELSE 0 END),"                                  \
    " sum(CASE WHEN m.type = 'index' THEN s.pgsize ELSE 0 END),"                                  \
    " count(DISTINCT CASE WHEN m.type = 'index' THEN m.name END)"                                 \
    " FROM sqlite_master m JOIN pragma_table_list l ON l.schema = 'main' AND l.name = m.tbl_name" \
    " JOIN dbstat s ON s.name = m.name"                                                           \
    " WHERE m.rootpage > 0 AND m.tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"                      \
    " AND m.tbl_name NOT LIKE 'orqgen\\_%' ESCAPE '\\' GROUP BY 2 ORDER BY 2"

#define NAMES                                                                                \
    "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"                   \
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'orqgen\\_%' ESCAPE '\\'" \
    " ORDER BY name"

struct counting {
    struct orq_str sql;
};

static bool add_count(void *context, const struct orq_row *row)
{
    struct counting *counting = context;
    struct orq_arena *arena = counting->sql.arena;
    const char *name = row->values[0];
    orq_str_addf(&counting->sql, "%sSELECT NULL, %s, (SELECT count(*) FROM main.%s), NULL, NULL,",
                 counting->sql.len > 0 ? " UNION ALL " : "", orq_quoted_text(arena, name),
                 orq_quoted_name(arena, name));
    orq_str_addf(&counting->sql,
                 " (SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = %s)",
                 orq_quoted_text(arena, name));
    return true;
}

/* A library without dbstat: rows are counted, bytes are not known. */
static enum orq_status count_rows(struct orq_arena *arena, struct orq_db *db,
                                  struct orq_diags *diags, const char **sql)
{
    struct counting counting = {.sql = orq_str_new(arena)};
    const struct orq_query names = {.sql = NAMES, .fn = add_count, .context = &counting};
    enum orq_status status = orq_db_query(db, &names, diags);
    *sql = counting.sql.len > 0 ? orq_str_text(&counting.sql) : "SELECT NULL WHERE false";
    return status;
}

enum orq_status orq_statistics_sqlite(struct orq_arena *arena, struct orq_db *db,
                                      struct orq_diags *diags, const char **sql)
{
    const char *found = NULL;
    enum orq_status status = orq_db_value(
        arena, db, "SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'", diags, &found);
    *sql = BY_PAGES;
    return status == ORQ_OK && !found ? count_rows(arena, db, diags, sql) : status;
}
