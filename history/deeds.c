#include "history/deeds.h"

#include "base/str.h"
#include "history/losses.h"
#include "history/losses_shape.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "model/schema.h"

#include <ctype.h>
#include <string.h>

/* -- data -- */

/* The counters and the statistics that go with a rebuild. */
static bool is_internal(const char *table)
{
    static const char *const internal[] = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"};
    for (size_t i = 0; i < sizeof internal / sizeof *internal; i++) {
        if (orq_ascii_equal(table, internal[i]))
            return true;
    }
    return false;
}

static bool begins_with(const char *sql, const char *word)
{
    size_t len = strlen(word);
    return orq_ascii_equal_n(sql, strnlen(sql, len), word, len) &&
           !isalnum((unsigned char)sql[len]) && sql[len] != '_';
}

/* The statement behind blanks and comments. */
static const char *code_of(const char *sql)
{
    for (;;) {
        sql += strspn(sql, " \t\r\n");
        if (sql[0] == '-' && sql[1] == '-') {
            sql += strcspn(sql, "\n");
        } else if (sql[0] == '/' && sql[1] == '*') {
            const char *end = strstr(sql + 2, "*/");
            sql = end ? end + 2 : sql + strlen(sql);
        } else {
            return sql;
        }
    }
}

/* What no class has a name for, and what may write all the same. */
static bool may_write(const char *code)
{
    static const char *const words[] = {"WITH",   "COPY",   "DO",      "CALL",    "MERGE",
                                        "VALUES", "SELECT", "EXECUTE", "TRUNCATE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (begins_with(code, words[i]))
            return true;
    }
    return false;
}

static bool renames_another(const struct orq_judged *statement, const char *code)
{
    static const char *const fine[] = {"ALTER INDEX"};
    bool renames = orq_has_words(statement->sql, statement->len, "RENAME", "TO") ||
                   orq_has_words(statement->sql, statement->len, "RENAME", "VALUE") ||
                   orq_has_words(statement->sql, statement->len, "RENAME", "ATTRIBUTE");
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        renames = renames && !orq_starts_with(code, fine[i]);
    return renames && statement->is.kind == ORQ_SQL_OTHER;
}

/* made: the tables that the section created so far. */
static bool is_deed(struct orq_map *made, const struct orq_judged *statement)
{
    const char *object = statement->is.object;
    const char *code = code_of(statement->sql);
    if (statement->is.kind == ORQ_SQL_CREATE_TABLE ||
        statement->is.kind == ORQ_SQL_CREATE_TABLE_AS) {
        if (object)
            orq_map_put(made, object, made);
        return object && orq_starts_with(object, ORQ_ARCHIVE_PREFIX);
    }
    if (statement->is.kind == ORQ_SQL_UPDATE || statement->is.kind == ORQ_SQL_DELETE)
        return !object || !is_internal(object);
    if (statement->is.kind == ORQ_SQL_INSERT)
        return !object || !(is_internal(object) ||
                            (orq_map_get(made, object) &&
                             !orq_has_words(statement->sql, statement->len, "DEFAULT", "VALUES") &&
                             strstr(code, "SELECT")));
    if (statement->is.kind == ORQ_SQL_OTHER || statement->is.kind == ORQ_SQL_SELECT)
        return may_write(code) || renames_another(statement, code);
    return false;
}

static void find_in(struct orq_arena *arena, const struct orq_file_section *section,
                    struct orq_deeds *deeds)
{
    struct orq_judged_list statements = {0};
    struct orq_map *made = orq_map_new(arena, ORQ_KEYS_FOLDED);
    orq_section_statements(arena, section, &statements);
    for (size_t i = 0; i < statements.len; i++) {
        const struct orq_judged *statement = &statements.items[i];
        if (!is_deed(made, statement))
            continue;
        const char *code = code_of(statement->sql);
        struct orq_deed deed = {.at = {.file = section->at.file, .line = statement->line},
                                .sql = orq_arena_strndup(arena, code, strcspn(code, "\n"))};
        ORQ_PUSH(arena, deeds, deed);
    }
}

void orq_deeds_find(struct orq_arena *arena, const struct orq_revisions *revisions,
                    const char *dialect, struct orq_deeds *deeds)
{
    for (size_t i = 0; i < revisions->len; i++) {
        const struct orq_file_section *section =
            orq_migration_section(revisions->items[i]->migration, ORQ_UPGRADE, dialect);
        if (section)
            find_in(arena, section, deeds);
    }
}

/* -- renames -- */

struct renamed {
    const char *table; /* as it was called at first */
    const char *from, *to;
};
ORQ_VEC_OF(renamed_list, struct renamed);

struct following {
    struct orq_arena *arena;
    const struct orq_schema *before, *after;
    struct renamed_list tables, columns;
};

/* What the table that is called so now was called at first. */
static const char *first_name(const struct following *following, const char *now)
{
    for (size_t i = following->tables.len; i > 0; i--) {
        if (orq_ascii_equal(following->tables.items[i - 1].to, now))
            return following->tables.items[i - 1].from;
    }
    return now;
}

static const char *last_name(const struct following *following, const char *first)
{
    for (size_t i = 0; i < following->tables.len; i++) {
        if (orq_ascii_equal(following->tables.items[i].from, first))
            return following->tables.items[i].to;
    }
    return first;
}

static void follow(struct orq_arena *arena, struct renamed_list *list, const char *table,
                   const char *from, const char *to)
{
    for (size_t i = 0; i < list->len; i++) {
        struct renamed *known = &list->items[i];
        bool same = (!table && !known->table) ||
                    (table && known->table && orq_ascii_equal(table, known->table));
        if (same && orq_ascii_equal(known->to, from)) {
            known->to = to;
            return;
        }
    }
    ORQ_PUSH(arena, list, ((struct renamed){table, from, to}));
}

/* A table with its schema, where that is not the default one. */
static const char *qualified(const struct following *following, const struct orq_judged *statement,
                             const char *name)
{
    return orq_qualified(following->arena, following->before->dialect, statement->is.schema, name);
}

static void follow_statement(struct following *following, struct orq_map *made,
                             const struct orq_judged *statement)
{
    const struct orq_statement_class *is = &statement->is;
    if ((is->kind == ORQ_SQL_CREATE_TABLE || is->kind == ORQ_SQL_CREATE_TABLE_AS) && is->object)
        orq_map_put(made, is->object, made);
    if (!is->object || !is->renamed || orq_map_get(made, is->object))
        return;
    const char *table = qualified(following, statement, is->object);
    if (is->kind == ORQ_SQL_RENAME_TABLE)
        follow(following->arena, &following->tables, NULL, table,
               qualified(following, statement, is->renamed));
    if (is->kind == ORQ_SQL_RENAME_COLUMN && is->column)
        follow(following->arena, &following->columns, first_name(following, table), is->column,
               is->renamed);
}

static void follow_migration(struct following *following, const struct orq_migration *migration)
{
    const struct orq_file_section *section =
        orq_migration_section(migration, ORQ_UPGRADE, following->before->dialect->key);
    struct orq_judged_list statements = {0};
    struct orq_map *made = orq_map_new(following->arena, ORQ_KEYS_FOLDED);
    if (!section)
        return;
    orq_section_statements(following->arena, section, &statements);
    for (size_t i = 0; i < statements.len; i++)
        follow_statement(following, made, &statements.items[i]);
}

/* Only what is there before under the old name alone, and afterwards under the new one. */
static void add_tables(const struct following *following, struct orq_renames *renames)
{
    for (size_t i = 0; i < following->tables.len; i++) {
        const struct renamed *renamed = &following->tables.items[i];
        if (!orq_schema_table(following->before, renamed->from) ||
            orq_schema_table(following->after, renamed->from) ||
            orq_schema_table(following->before, renamed->to) ||
            !orq_schema_table(following->after, renamed->to))
            continue;
        struct orq_rename rename = {
            .kind = ORQ_KIND_TABLE, .table = renamed->to, .from = renamed->from, .to = renamed->to};
        ORQ_PUSH(following->arena, renames, rename);
    }
}

static void add_columns(const struct following *following, struct orq_renames *renames)
{
    for (size_t i = 0; i < following->columns.len; i++) {
        const struct renamed *renamed = &following->columns.items[i];
        const char *now = last_name(following, renamed->table);
        const struct orq_table *before = orq_schema_table(following->before, renamed->table);
        const struct orq_table *after = orq_schema_table(following->after, now);
        if (!before || !after || !orq_table_column(before, renamed->from) ||
            orq_table_column(before, renamed->to) || orq_table_column(after, renamed->from) ||
            !orq_table_column(after, renamed->to))
            continue;
        struct orq_rename rename = {
            .kind = ORQ_KIND_COLUMN, .table = now, .from = renamed->from, .to = renamed->to};
        ORQ_PUSH(following->arena, renames, rename);
    }
}

void orq_deeds_renames(struct orq_arena *arena, const struct orq_revisions *revisions,
                       const struct orq_schema *before, const struct orq_schema *after,
                       struct orq_renames *renames)
{
    struct following following = {.arena = arena, .before = before, .after = after};
    for (size_t i = 0; i < revisions->len; i++)
        follow_migration(&following, revisions->items[i]->migration);
    add_tables(&following, renames);
    add_columns(&following, renames);
}
