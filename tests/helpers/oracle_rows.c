#include "tests/helpers/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_result(struct orq_str *text, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK) {
        fprintf(stderr, "oracle: %s: %s\n", sql, sqlite3_errmsg(db));
        abort();
    }
    while (sqlite3_step(row) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            const char *value = (const char *)sqlite3_column_text(row, i);
            orq_str_addf(text, "%s%s", i == 0 ? "" : " | ", value == NULL ? "" : value);
        }
        orq_str_addc(text, '\n');
    }
    sqlite3_finalize(row);
}

/* One exact text per value: quote() alone gives only 15 digits of a real. */
static const char *exact(struct orq_arena *arena, const char *column)
{
    return orq_arena_printf(
        arena, "CASE typeof(%s) WHEN 'real' THEN 'r' || printf('%%!.17g', %s) ELSE quote(%s) END",
        column, column, column);
}

const char *oracle_rows(struct orq_arena *arena, sqlite3 *db, const char *table,
                        const char *columns)
{
    struct orq_str sql = orq_str_new(arena), order = orq_str_new(arena);
    const char *rest = columns;
    for (int i = 1; *rest != '\0'; i++) {
        size_t len = strcspn(rest, ",");
        orq_str_addf(&sql, "%s%s", i == 1 ? "SELECT " : ", ",
                     exact(arena, orq_arena_strndup(arena, rest, len)));
        orq_str_addf(&order, "%s%d", i == 1 ? " ORDER BY " : ", ", i);
        rest += len + (rest[len] == ',');
    }
    struct orq_str text = orq_str_new(arena);
    if (sql.len > 0) {
        char *quoted = sqlite3_mprintf(" FROM main.\"%w\"", table);
        orq_str_add(&sql, quoted);
        sqlite3_free(quoted);
        orq_str_add(&sql, orq_str_text(&order));
        add_result(&text, db, orq_str_text(&sql));
    }
    return orq_str_text(&text);
}

/* All columns that can be read by name, and the rowid where no column hides it. */
static const char *all_columns(struct orq_arena *arena, sqlite3 *db, const char *table)
{
    struct orq_str list = orq_str_new(arena);
    bool rowid = true;
    char *sql =
        sqlite3_mprintf("SELECT '\"' || replace(x.name, '\"', '\"\"') || '\"', lower(x.name), l.wr "
                        "FROM pragma_table_xinfo(%Q, 'main') x, pragma_table_list(%Q) l "
                        "WHERE x.hidden <> 1",
                        table, table);
    sqlite3_stmt *row = NULL;
    sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *quoted = (const char *)sqlite3_column_text(row, 0);
        rowid = rowid && strcmp((const char *)sqlite3_column_text(row, 1), "rowid") != 0 &&
                sqlite3_column_int(row, 2) == 0;
        if (strchr(quoted, ',') == NULL)
            orq_str_addf(&list, "%s%s", list.len == 0 ? "" : ",", quoted);
    }
    sqlite3_finalize(row);
    sqlite3_free(sql);
    if (rowid)
        orq_str_addf(&list, "%srowid", list.len == 0 ? "" : ",");
    return orq_str_text(&list);
}

const char *oracle_all_rows(struct orq_arena *arena, sqlite3 *db)
{
    struct orq_str text = orq_str_new(arena);
    struct orq_strings tables = {0};
    sqlite3_stmt *row = NULL;
    sqlite3_prepare_v2(db,
                       "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE "
                       "'create virtual%' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> "
                       "'orqgen_revisions' ORDER BY lower(name)",
                       -1, &row, NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        ORQ_PUSH(arena, &tables,
                 orq_arena_strdup(arena, (const char *)sqlite3_column_text(row, 0)));
    }
    sqlite3_finalize(row);
    for (size_t i = 0; i < tables.len; i++) {
        orq_str_addf(
            &text, "table %s\n%s", orq_ascii_fold(arena, tables.items[i]),
            oracle_rows(arena, db, tables.items[i], all_columns(arena, db, tables.items[i])));
    }
    if (sqlite3_table_column_metadata(db, "main", "sqlite_sequence", NULL, NULL, NULL, NULL, NULL,
                                      NULL) == SQLITE_OK) {
        add_result(&text, db,
                   "SELECT 'counter', lower(s.name), s.seq FROM main.sqlite_sequence s "
                   "WHERE s.name IN (SELECT name FROM main.sqlite_schema) ORDER BY 2");
    }
    return orq_str_text(&text);
}
