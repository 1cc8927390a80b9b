#include "history/losses.h"

#include "history/losses_dialect.h"
#include "history/migration_parts.h"
#include "history/runner.h"
#include "sql/classify_postgres.h"
#include "sql/quote.h"
#include "sql/split.h"

struct losses_dialect {
    const char *dialect;
    struct orq_statement_class (*classify)(struct orq_arena *arena, const char *sql, size_t len);
    struct orq_losses (*judge)(struct orq_arena *arena, const struct orq_judged_list *statements);
};

static const struct losses_dialect dialects[] = {
    {"sqlite", orq_statement_classify, orq_sqlite_losses},
    {"postgresql", orq_pg_statement_classify, orq_postgres_losses},
};

/* A section for any dialect is read as the first one's. */
static const struct losses_dialect *dialect_find(const char *dialect)
{
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        if (orq_str_equal(dialects[i].dialect, dialect))
            return &dialects[i];
    return &dialects[0];
}

void orq_section_statements(struct orq_arena *arena, const struct orq_file_section *section,
                            struct orq_judged_list *statements)
{
    struct orq_statement_texts texts = {0};
    const struct losses_dialect *dialect = dialect_find(section->dialect);
    orq_section_split(arena, section->dialect, (struct orq_slice){section->text, section->len},
                      &texts);
    for (size_t i = 0; i < texts.len; i++) {
        struct orq_judged statement = {.len = texts.items[i].len,
                                       .offset = texts.items[i].offset,
                                       .line = section->at.line + texts.items[i].line};
        statement.sql =
            orq_arena_strndup(arena, section->text + texts.items[i].offset, statement.len);
        statement.is = dialect->classify(arena, statement.sql, statement.len);
        ORQ_PUSH(arena, statements, statement);
    }
}

struct orq_losses orq_statements_losses(struct orq_arena *arena, const char *dialect,
                                        const struct orq_judged_list *statements)
{
    return dialect_find(dialect)->judge(arena, statements);
}

const char *orq_loss_line(struct orq_arena *arena, const char *table, const char *column,
                          size_t line)
{
    return orq_arena_printf(arena, "%s%s%s (line %zu)", orq_shown_name(arena, table),
                            column ? "." : "", column ? orq_shown_name(arena, column) : "", line);
}

struct orq_losses orq_section_judge(struct orq_arena *arena, const struct orq_file_section *section)
{
    struct orq_judged_list statements = {0};
    orq_section_statements(arena, section, &statements);
    return orq_statements_losses(arena, section->dialect, &statements);
}

void orq_section_losses(struct orq_arena *arena, const struct orq_file_section *section,
                        struct orq_strings *losses)
{
    struct orq_losses found = orq_section_judge(arena, section);
    for (size_t i = 0; i < found.lines.len; i++)
        ORQ_PUSH(arena, losses, found.lines.items[i]);
}
