#include "history/guard_sqlite.h"

#include "base/hash.h"
#include "sql/quote.h"
#include "sql/token.h"

#include <string.h>

struct kept_rows {
    struct orq_arena *arena;
    struct orq_strings *rows;
};

static bool keep_row(void *context, const struct orq_row *row)
{
    struct kept_rows *kept = context;
    struct orq_str text = orq_str_new(kept->arena);
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            orq_str_addc(&text, '\t');
        if (row->values[i])
            orq_str_addn(&text, row->values[i], row->lens[i]);
    }
    ORQ_PUSH(kept->arena, kept->rows, orq_str_text(&text));
    return true;
}

enum orq_status orq_sqlite_rows(const struct orq_guarded *guarded, const char *sql,
                                struct orq_strings *rows)
{
    struct kept_rows kept = {guarded->arena, rows};
    struct orq_query query = {.sql = sql, .fn = keep_row, .context = &kept};
    return orq_db_query(guarded->db, &query, guarded->diags);
}

const char *orq_sqlite_sql(struct orq_arena *arena, const char *format, const char *text)
{
    struct orq_str sql = orq_str_new(arena);
    const char *mark = strstr(format, "%s");
    orq_str_addn(&sql, format, (size_t)(mark - format));
    orq_str_add(&sql, orq_quoted_text(arena, text));
    orq_str_add(&sql, mark + 2);
    return orq_str_text(&sql);
}

const char *orq_name_afterwards(const struct orq_guarded *guarded, const char *table)
{
    for (size_t i = 0; i < guarded->renames.len; i++) {
        const struct orq_statement_class *rename = guarded->renames.items[i];
        if (orq_ascii_equal(rename->object, table))
            table = rename->renamed;
    }
    return table;
}

const char *orq_name_before(const struct orq_guarded *guarded, const char *table)
{
    for (size_t i = guarded->renames.len; i > 0; i--) {
        const struct orq_statement_class *rename = guarded->renames.items[i - 1];
        if (orq_ascii_equal(rename->renamed, table))
            table = rename->object;
    }
    return table;
}

static enum orq_status changed_table(const struct orq_guarded *guarded, const char *table,
                                     bool missing)
{
    const char *shown = orq_shown_name(guarded->arena, table);
    if (missing)
        orq_error(guarded->diags, guarded->section->at,
                  "the section was made for a table %s, which is not there", shown);
    else
        orq_error(guarded->diags, guarded->section->at,
                  "table %s is not the one that the section was made for", shown);
    orq_hint(guarded->diags, "another migration or a person has changed it since; nothing was run");
    orq_hint(guarded->diags, "a branch changed it: orqgen rebase REV --onto REV makes this section "
                             "anew on top of it");
    orq_hint(guarded->diags, "else generate it again: remove this file, then: orqgen revision "
                             "--autogenerate -m \"...\"");
    return ORQ_INVALID;
}

static enum orq_status check_expect(const struct orq_guarded *guarded,
                                    const struct orq_expect *expect)
{
    const char *sql = NULL;
    enum orq_status status =
        orq_db_value(guarded->arena, guarded->db,
                     orq_sqlite_sql(guarded->arena,
                                    "SELECT sql FROM main.sqlite_master WHERE type = 'table'"
                                    " AND name = %s COLLATE NOCASE",
                                    expect->table),
                     guarded->diags, &sql);
    if (status != ORQ_OK)
        return status;
    if (!sql)
        return changed_table(guarded, expect->table, true);
    const char *canonical = orq_tokens_canonical(guarded->arena, sql, strlen(sql));
    const char *hash = orq_sha256(guarded->arena, canonical, strlen(canonical));
    return strcmp(hash, expect->sha256) == 0 ? ORQ_OK
                                             : changed_table(guarded, expect->table, false);
}

/* What the section calls a column of a table when it copies it, at a line; NULL: it has dropped it
 * by then, and that loss is known. */
static const char *column_at(const struct orq_guarded *guarded, size_t line, const char *table,
                             const char *column)
{
    for (size_t i = 0; i < guarded->statements.len; i++) {
        if (guarded->statements.items[i].line >= line)
            break;
        const struct orq_statement_class *class = &guarded->statements.items[i].is;
        bool same = class->object && class->column && orq_ascii_equal(class->object, table) &&
                    orq_ascii_equal(class->column, column);
        if (same && class->kind == ORQ_SQL_DROP_COLUMN)
            return NULL;
        if (same && class->kind == ORQ_SQL_RENAME_COLUMN && class->renamed)
            column = class->renamed;
        if (class->kind == ORQ_SQL_RENAME_TABLE && class->object && class->renamed &&
            orq_ascii_equal(class->object, table))
            table = class->renamed;
    }
    return column;
}

/* A rebuild that does not copy a column loses it, though no statement says so. */
static enum orq_status check_rebuild(const struct orq_guarded *guarded,
                                     const struct orq_rebuild *rebuild)
{
    struct orq_strings columns = {0};
    struct orq_map *copied = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    const char *table = orq_name_before(guarded, rebuild->table);
    enum orq_status status = orq_sqlite_rows(
        guarded,
        orq_sqlite_sql(guarded->arena,
                       "SELECT name FROM pragma_table_xinfo(%s, 'main') WHERE hidden = 0", table),
        &columns);
    for (size_t i = 0; i < rebuild->copied.len; i++)
        orq_map_put(copied, rebuild->copied.items[i], copied);
    for (size_t i = 0; i < columns.len && status == ORQ_OK; i++) {
        const char *column = column_at(guarded, rebuild->line, table, columns.items[i]);
        if (!column || orq_map_get(copied, column))
            continue;
        orq_error(guarded->diags, orq_section_line(guarded->section, rebuild->line),
                  "column %s of %s is lost: the section does not copy it",
                  orq_shown_name(guarded->arena, column),
                  orq_shown_name(guarded->arena, rebuild->table));
        orq_hint(guarded->diags, "copy it too; or, when it is meant, allow it: --allow-data-loss");
        status = ORQ_INVALID;
    }
    return status;
}

static enum orq_status check_before(const struct orq_guarded *guarded)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < guarded->section->expects.len && status == ORQ_OK; i++)
        status = check_expect(guarded, &guarded->section->expects.items[i]);
    for (size_t i = 0; i < guarded->losses.rebuilds.len && status == ORQ_OK; i++) {
        const struct orq_rebuild *rebuild = &guarded->losses.rebuilds.items[i];
        if (!rebuild->every_column && !guarded->may_lose)
            status = check_rebuild(guarded, rebuild);
    }
    return status;
}

/* With enforcement on, DROP TABLE deletes its rows first, and cascades. */
static bool drops_table(const struct orq_guarded *guarded)
{
    for (size_t i = 0; i < guarded->statements.len; i++) {
        if (guarded->statements.items[i].is.kind == ORQ_SQL_DROP_TABLE)
            return true;
    }
    return false;
}

static enum orq_status begin(struct orq_guarded *guarded)
{
    struct orq_sqlite_before *before = ORQ_NEW(guarded->arena, struct orq_sqlite_before);
    guarded->before = before;
    enum orq_status status = check_before(guarded);
    if (status == ORQ_OK)
        status = orq_note_objects(guarded, before);
    if (status == ORQ_OK)
        status = orq_note_rows(guarded, !guarded->enforced || drops_table(guarded), before);
    if (status != ORQ_OK || guarded->enforced)
        return status;
    before->sound = orq_integrity_problem(guarded) == NULL;
    status = orq_note_violations(guarded, before);
    return status == ORQ_OK ? orq_note_statistics(guarded, before) : status;
}

static enum orq_status check_integrity(const struct orq_guarded *guarded)
{
    const char *problem = orq_integrity_problem(guarded);
    if (!problem)
        return ORQ_OK;
    orq_error(guarded->diags, guarded->section->at, "the section leaves a broken database: %s",
              problem);
    return ORQ_FAILED;
}

/* A temporary table would stand in front of a table of that name for the migrations behind. */
static enum orq_status check_temporary(const struct orq_guarded *guarded)
{
    const char *name = NULL;
    enum orq_status status = orq_db_value(
        guarded->arena, guarded->db,
        "SELECT name FROM sqlite_temp_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' LIMIT 1",
        guarded->diags, &name);
    if (status != ORQ_OK || !name)
        return status;
    orq_error(guarded->diags, guarded->section->at, "the section leaves the temporary %s behind",
              orq_shown_name(guarded->arena, name));
    orq_hint(guarded->diags, "drop it at the end of the section");
    return ORQ_FAILED;
}

static enum orq_status check(struct orq_guarded *guarded)
{
    const struct orq_sqlite_before *before = guarded->before;
    enum orq_status status =
        orq_db_exec(guarded->db, "PRAGMA legacy_alter_table = OFF", guarded->diags);
    if (status == ORQ_OK)
        status = check_temporary(guarded);
    if (status == ORQ_OK && !guarded->scratch)
        status = orq_check_collations(guarded);
    if (status == ORQ_OK && !guarded->enforced)
        status = orq_check_violations(guarded, before);
    if (status == ORQ_OK)
        status = orq_check_objects(guarded, before);
    if (status == ORQ_OK)
        status = orq_check_rows(guarded, before);
    if (status == ORQ_OK && before->sound)
        status = check_integrity(guarded);
    return status == ORQ_OK ? orq_check_statistics(guarded, before) : status;
}

const struct orq_guard orq_guard_sqlite = {
    .dialect = "sqlite", .refuse = orq_sqlite_refuse, .begin = begin, .check = check};
