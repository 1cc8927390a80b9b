#include "tests/helpers/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lines {
    struct orq_arena *arena;
    sqlite3 *db;
    enum oracle_depth depth;
    struct orq_strings all;
};

static void add_line(struct lines *lines, const char *line)
{
    ORQ_PUSH(lines->arena, &lines->all, line);
}

const char *oracle_exec(struct orq_arena *arena, sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK)
        return NULL;
    const char *copy = orq_arena_strdup(arena, message == NULL ? "failed" : message);
    sqlite3_free(message);
    return copy;
}

/* The query must run: an oracle that sees less than there is would judge wrongly. */
static sqlite3_stmt *query(sqlite3 *db, const char *sql, const char *parameter)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "oracle: %s: %s\n", sql, sqlite3_errmsg(db));
        abort();
    }
    if (parameter != NULL)
        sqlite3_bind_text(statement, 1, parameter, -1, SQLITE_TRANSIENT);
    return statement;
}

static const char *column(sqlite3_stmt *row, int index)
{
    const char *text = (const char *)sqlite3_column_text(row, index);
    return text == NULL ? "NULL" : text;
}

static const char *joined(struct orq_arena *arena, const char *const *items, size_t len)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < len; i++)
        orq_str_addf(&text, "%s%s", i == 0 ? "" : " ", items[i]);
    return orq_str_text(&text);
}

/* Section 3.1 of https://www.sqlite.org/datatype3.html; a key that is INTEGER may be the rowid. */
static const char *affinity(struct orq_arena *arena, const char *type, bool key)
{
    const char *t = orq_ascii_fold(arena, type);
    if (key && strcmp(t, "integer") == 0)
        return "integer!";
    if (strstr(t, "int") != NULL)
        return "integer";
    if (strstr(t, "char") || strstr(t, "clob") || strstr(t, "text"))
        return "text";
    if (*t == '\0' || strstr(t, "blob"))
        return "blob";
    return strstr(t, "real") || strstr(t, "floa") || strstr(t, "doub") ? "real" : "numeric";
}

/* A default that is a literal counts by its value, any other by its tokens. */
static const char *default_value(struct lines *lines, const char *text)
{
    struct oracle_tokens tokens = {0};
    oracle_tokens_of(lines->arena, text, &tokens);
    const char *spelled = joined(lines->arena, tokens.items, tokens.len);
    if (strchr(spelled, '(') != NULL || strstr(spelled, "current") != NULL)
        return spelled;
    sqlite3_stmt *row = NULL;
    const char *sql = orq_arena_printf(lines->arena, "SELECT quote(%s), typeof(%s)", text, text);
    if (sqlite3_prepare_v2(lines->db, sql, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        spelled = orq_arena_printf(lines->arena, "%s %s", column(row, 1), column(row, 0));
    sqlite3_finalize(row);
    return spelled;
}

static void add_columns(struct lines *lines, const char *table)
{
    sqlite3_stmt *row = query(lines->db,
                              "SELECT name, type, \"notnull\", dflt_value, pk, hidden, cid "
                              "FROM pragma_table_xinfo(?1, 'main')",
                              table);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *value = sqlite3_column_type(row, 3) == SQLITE_NULL
                                ? "none"
                                : default_value(lines, column(row, 3));
        add_line(lines,
                 orq_arena_printf(
                     lines->arena, "%s column %s type=%s notnull=%s default=%s pk=%s hidden=%s",
                     table, orq_ascii_fold(lines->arena, column(row, 0)),
                     affinity(lines->arena, column(row, 1), sqlite3_column_int(row, 4) > 0),
                     sqlite3_column_int(row, 4) > 0 ? "key" : column(row, 2),
                     strcmp(value, "null NULL") == 0 ? "none" : value, column(row, 4),
                     column(row, 5)));
    }
    sqlite3_finalize(row);
}

static void add_index(struct lines *lines, const char *table, const char *name, const char *facts)
{
    struct orq_str parts = orq_str_new(lines->arena);
    sqlite3_stmt *row = query(lines->db,
                              "SELECT coalesce(name, cid), \"desc\", coll FROM "
                              "pragma_index_xinfo(?1, 'main') WHERE key",
                              name);
    while (sqlite3_step(row) == SQLITE_ROW) {
        /* of two UNIQUEs over the same columns SQLite keeps the first one's order only */
        orq_str_addf(&parts, " (%s %s %s)", orq_ascii_fold(lines->arena, column(row, 0)),
                     strstr(facts, "origin=u") != NULL ? "-" : column(row, 1),
                     orq_ascii_fold(lines->arena, column(row, 2)));
    }
    sqlite3_finalize(row);
    /* a constraint's own index has no name that a person gave it */
    const char *shown = strstr(facts, "origin=c") != NULL ? name : "";
    add_line(lines,
             orq_arena_printf(lines->arena, "%s index %s %s%s", table,
                              orq_ascii_fold(lines->arena, shown), facts, orq_str_text(&parts)));
}

static void add_indexes(struct lines *lines, const char *table)
{
    sqlite3_stmt *row =
        query(lines->db,
              "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1, 'main')", table);
    while (sqlite3_step(row) == SQLITE_ROW) {
        add_index(lines, table, column(row, 0),
                  orq_arena_printf(lines->arena, "unique=%s origin=%s partial=%s", column(row, 1),
                                   column(row, 2), column(row, 3)));
    }
    sqlite3_finalize(row);
}

/* Foreign keys as sets of column pairs; the parent's key where its columns are left out. */
static void add_foreign_keys(struct lines *lines, const char *table)
{
    sqlite3_stmt *row = query(lines->db,
                              "SELECT group_concat(lower(f.\"from\") || '>' || "
                              "lower(coalesce(f.\"to\", (SELECT p.name FROM "
                              "pragma_table_info(f.\"table\", 'main') p WHERE p.pk = f.seq + 1))), "
                              "' '), lower(max(f.\"table\")), "
                              "max(f.on_update), max(f.on_delete) FROM (SELECT * FROM "
                              "pragma_foreign_key_list(?1, 'main') "
                              "ORDER BY id, seq) f GROUP BY f.id",
                              table);
    while (sqlite3_step(row) == SQLITE_ROW) {
        add_line(lines,
                 orq_arena_printf(lines->arena, "%s references %s %s update=%s delete=%s", table,
                                  column(row, 1), column(row, 0), column(row, 2), column(row, 3)));
    }
    sqlite3_finalize(row);
}

/* From tokens[at] == "(" to the ")" that closes it. */
static size_t closing(const struct oracle_tokens *tokens, size_t at)
{
    size_t depth = 0;
    for (; at < tokens->len; at++) {
        depth += strcmp(tokens->items[at], "(") == 0;
        depth -= strcmp(tokens->items[at], ")") == 0;
        if (depth == 0)
            return at;
    }
    return tokens->len - 1;
}

/* What no pragma tells: CHECK, generated expressions, ON CONFLICT, DEFERRABLE, AUTOINCREMENT. */
static void add_clauses(struct lines *lines, const char *table, const char *sql)
{
    struct oracle_tokens tokens = {0};
    oracle_tokens_of(lines->arena, sql, &tokens);
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        const char *word = tokens.items[i];
        size_t end = i;
        if ((strcmp(word, "check") == 0 || strcmp(word, "as") == 0) &&
            strcmp(tokens.items[i + 1], "(") == 0)
            end = closing(&tokens, i + 1);
        else if (strcmp(word, "unique") == 0 && strcmp(tokens.items[i + 1], "(") == 0 &&
                 strcmp(tokens.items[closing(&tokens, i + 1) - 1], "desc") == 0)
            end = closing(&tokens, i + 1);
        else if (strcmp(word, "conflict") == 0 && strcmp(tokens.items[i + 1], "abort") != 0)
            end = i + 1;
        else if (strcmp(word, "initially") == 0 && strcmp(tokens.items[i + 1], "deferred") == 0 &&
                 (i < 2 || strcmp(tokens.items[i - 2], "not") != 0))
            end = i + 1;
        else if (strcmp(word, "autoincrement") != 0)
            continue;
        add_line(lines, orq_arena_printf(lines->arena, "%s clause %s", table,
                                         joined(lines->arena, tokens.items + i, end - i + 1)));
    }
}

static void add_object(struct lines *lines, sqlite3_stmt *row)
{
    const char *type = orq_arena_strdup(lines->arena, column(row, 0));
    const char *name = orq_ascii_fold(lines->arena, column(row, 1));
    const char *sql = orq_arena_strdup(lines->arena, column(row, 3));
    struct oracle_tokens tokens = {0};
    oracle_tokens_of(lines->arena, sql, &tokens);
    const char *text = joined(lines->arena, tokens.items, tokens.len);
    bool virtual_table = orq_starts_with(text, "create virtual");
    if (lines->depth == ORACLE_EXACT || strcmp(type, "table") != 0 || virtual_table) {
        add_line(lines, orq_arena_printf(lines->arena, "%s %s: %s", type, name, text));
        return;
    }
    add_columns(lines, name);
    add_indexes(lines, name);
    add_foreign_keys(lines, name);
    add_clauses(lines, name, sql);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* An index whose WHERE or expressions matter shows them in its own statement; others are told by
 * pragmas alone, so that ASC and the like do not count. */
const char *oracle_schema(struct orq_arena *arena, sqlite3 *db, enum oracle_depth depth)
{
    struct lines lines = {.arena = arena, .db = db, .depth = depth};
    sqlite3_stmt *row = query(
        db,
        "SELECT s.type, s.name, s.tbl_name, s.sql FROM main.sqlite_schema s WHERE s.sql IS NOT "
        "NULL "
        "AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND s.name NOT IN ('orqgen_revisions') "
        "AND (?1 IS NULL OR s.type <> 'index' OR s.sql LIKE '%where%' OR EXISTS (SELECT 1 FROM "
        "pragma_index_xinfo(s.name, 'main') x WHERE x.cid = -2))",
        depth == ORACLE_EXACT ? NULL : "meaning");
    while (sqlite3_step(row) == SQLITE_ROW)
        add_object(&lines, row);
    sqlite3_finalize(row);
    row = query(db,
                "SELECT lower(name), type, wr, strict FROM pragma_table_list WHERE schema = 'main' "
                "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('orqgen_revisions')",
                NULL);
    while (sqlite3_step(row) == SQLITE_ROW) {
        add_line(&lines, orq_arena_printf(arena, "%s %s without_rowid=%s strict=%s", column(row, 0),
                                          column(row, 1), column(row, 2), column(row, 3)));
    }
    sqlite3_finalize(row);
    if (lines.all.len > 0)
        qsort(lines.all.items, lines.all.len, sizeof *lines.all.items, by_text);
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < lines.all.len; i++)
        orq_str_addf(&text, "%s\n", lines.all.items[i]);
    return orq_str_text(&text);
}

const char *oracle_difference(struct orq_arena *arena, const char *expected, const char *found)
{
    while (*expected != '\0' || *found != '\0') {
        size_t a = strcspn(expected, "\n"), b = strcspn(found, "\n");
        if (a != b || memcmp(expected, found, a) != 0) {
            return orq_arena_printf(arena, "expected: %.*s\n   found: %.*s", (int)a, expected,
                                    (int)b, found);
        }
        expected += a + (expected[a] == '\n');
        found += b + (found[b] == '\n');
    }
    return NULL;
}
