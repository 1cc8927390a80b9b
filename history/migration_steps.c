/* The steps of a section, and whether its statements are whole. */
#include "history/backfill.h"
#include "history/migration_parts.h"
#include "sql/postgres_token.h"
#include "sql/split.h"

#include <string.h>

void orq_section_split(struct orq_arena *arena, const char *dialect, struct orq_slice text,
                       struct orq_statement_texts *statements)
{
    if (orq_str_equal(dialect, "postgresql"))
        orq_pg_split(arena, text.data, text.len, statements);
    else
        orq_split(arena, text.data, text.len, statements);
}

/* Is the line `-- +orqgen step …`? Then the step that it begins, its place left out. */
static bool begins_step(struct orq_arena *arena, const struct orq_line *line,
                        struct orq_file_step *step)
{
    struct orq_slice rest = orq_comment_of(line);
    struct orq_backfill_fault fault;
    if (!line->code || !rest.data || !orq_slice_equal(orq_take_word(&rest), "+orqgen") ||
        !orq_slice_equal(orq_take_word(&rest), "step"))
        return false;
    struct orq_slice kind = orq_take_word(&rest);
    *step = (struct orq_file_step){.no_transaction = orq_slice_equal(kind, ORQ_NO_TRANSACTION)};
    if (orq_slice_equal(kind, ORQ_BACKFILL))
        step->backfill = orq_backfill_read(arena, rest, &fault);
    return true;
}

static struct orq_span line_span(const struct orq_file_section *section, size_t number)
{
    return (struct orq_span){
        .file = section->at.file, .line = section->at.line + number, .column = 1};
}

static bool holds_statements(struct orq_arena *arena, const struct orq_file_section *section,
                             const struct orq_file_step *step)
{
    struct orq_statement_texts statements = {0};
    orq_section_split(arena, section->dialect,
                      (struct orq_slice){section->text + step->offset, step->len}, &statements);
    return statements.len > 0;
}

/* The step before the first line is none where it holds nothing. */
static void close_step(struct orq_arena *arena, const struct orq_file_section *section,
                       struct orq_file_steps *steps, struct orq_file_step *step, size_t end)
{
    step->len = end - step->offset;
    if (step->offset > 0 || step->no_transaction || step->backfill ||
        holds_statements(arena, section, step))
        ORQ_PUSH(arena, steps, *step);
}

void orq_section_find_steps(struct orq_arena *arena, struct orq_file_section *section)
{
    struct orq_file_steps steps = {0};
    struct orq_file_step step = {.at = line_span(section, 1)};
    struct orq_lines lines = {
        .text = section->text, .len = section->len, .quoting = orq_quoting_of(section->dialect)};
    struct orq_line line;
    struct orq_file_step next;
    while (orq_lines_next(&lines, &line)) {
        if (!begins_step(arena, &line, &next))
            continue;
        if (line.offset > 0)
            close_step(arena, section, &steps, &step, line.offset);
        step = next;
        step.offset = line.offset;
        step.at = line_span(section, line.number);
    }
    step.len = section->len - step.offset;
    if (steps.len == 0 || step.offset > 0)
        ORQ_PUSH(arena, &steps, step);
    section->steps = steps;
}

/* The place of a statement of the section in the file. */
static struct orq_span statement_span(const struct orq_file_section *section,
                                      const struct orq_statement_text *statement)
{
    return (struct orq_span){
        .file = section->at.file, .line = section->at.line + statement->line, .column = 0};
}

static bool semicolon_follows(const struct orq_file_section *section, size_t end)
{
    const char *rest = section->text + end;
    if (orq_str_equal(section->dialect, "postgresql")) {
        struct orq_pg_lexer lexer = orq_pg_lexer_new(rest, section->len - end);
        return orq_pg_token_is(rest, orq_pg_lexer_next(&lexer), ";");
    }
    struct orq_lexer lexer = orq_lexer_new(rest, section->len - end);
    return orq_token_is(rest, orq_lexer_next(&lexer), ";");
}

/* The semicolon is wanted too: what a half-written file has lost may be a WHERE. */
static void check_statement(struct orq_migration_reader *reader,
                            const struct orq_statement_text *statement)
{
    const struct orq_file_section *section = &reader->section;
    struct orq_span at = statement_span(section, statement);
    if (!statement->complete) {
        orq_error(reader->diags, at,
                  "this statement is not complete: a quote, a comment, a parenthesis or the body "
                  "of a trigger or function is not closed");
    } else if (!semicolon_follows(section, statement->offset + statement->len)) {
        orq_error(reader->diags, at, "this statement does not end with a semicolon");
        orq_hint(reader->diags, "is the file cut off? add the semicolon if it is whole");
    }
}

/* A comment that came with the text of a stored view or table must not allow anything. */
static void check_allows(struct orq_migration_reader *reader,
                         const struct orq_statement_text *statement)
{
    const struct orq_file_section *section = &reader->section;
    size_t from = statement_span(section, statement).line;
    size_t to = from;
    for (size_t i = 0; i < statement->len; i++)
        to += section->text[statement->offset + i] == '\n' ? 1 : 0;
    for (size_t i = 0; i < section->allows.len; i++) {
        struct orq_span at = section->allows.items[i].at;
        if (at.line > from && at.line <= to)
            orq_error(reader->diags, at, "an allowance inside a statement: it stands above one");
    }
}

/* Outside a transaction what has run cannot be taken back: one statement, so that it is known which
 * ran. */
static void check_alone(struct orq_migration_reader *reader, const struct orq_file_step *step)
{
    const struct orq_file_section *section = &reader->section;
    struct orq_statement_texts statements = {0};
    if (!step->no_transaction)
        return;
    orq_section_split(reader->arena, section->dialect,
                      (struct orq_slice){section->text + step->offset, step->len}, &statements);
    if (statements.len != 1)
        orq_error(reader->diags, step->at,
                  "a step outside a transaction holds exactly one statement; this one holds %zu",
                  statements.len);
}

/* What is run for some rows at a time has to be one UPDATE that can be told which. */
static void check_backfill(struct orq_migration_reader *reader, const struct orq_file_step *step)
{
    const struct orq_file_section *section = &reader->section;
    struct orq_statement_texts statements = {0};
    struct orq_pg_update update;
    if (!step->backfill)
        return;
    orq_section_split(reader->arena, section->dialect,
                      (struct orq_slice){section->text + step->offset, step->len}, &statements);
    if (statements.len != 1) {
        orq_error(reader->diags, step->at,
                  "a backfill holds exactly one statement, an UPDATE; this one holds %zu",
                  statements.len);
        return;
    }
    struct orq_statement_text statement = statements.items[0];
    const char *sql = orq_arena_strndup(
        reader->arena, section->text + step->offset + statement.offset, statement.len);
    const char *why = orq_backfill_refuses(reader->arena, step->backfill, sql, &update);
    statement.line += step->at.line - section->at.line - 1;
    if (why)
        orq_error(reader->diags, statement_span(section, &statement), "%s", why);
}

void orq_section_check(struct orq_migration_reader *reader)
{
    const struct orq_file_section *section = &reader->section;
    struct orq_statement_texts statements = {0};
    orq_section_split(reader->arena, section->dialect,
                      (struct orq_slice){section->text, section->len}, &statements);
    for (size_t i = 0; i < statements.len; i++) {
        check_statement(reader, &statements.items[i]);
        if (section->allows.len > 0)
            check_allows(reader, &statements.items[i]);
    }
    for (size_t i = 0; i < section->steps.len; i++) {
        check_alone(reader, &section->steps.items[i]);
        check_backfill(reader, &section->steps.items[i]);
    }
}

const char *orq_section_prefix_sha256(struct orq_arena *arena,
                                      const struct orq_file_section *section, size_t steps)
{
    struct orq_file_section prefix = *section;
    if (steps < section->steps.len)
        prefix.len = section->steps.items[steps].offset;
    return orq_section_sha256(arena, &prefix);
}
