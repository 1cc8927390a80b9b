#include "history/losses.h"

#include "history/runner.h"
#include "sql/quote.h"
#include "sql/split.h"

void orq_section_statements(struct orq_arena *arena, const struct orq_file_section *section,
                            struct orq_judged_list *statements)
{
    struct orq_statement_texts texts = {0};
    orq_split(arena, section->text, section->len, &texts);
    for (size_t i = 0; i < texts.len; i++) {
        struct orq_judged statement = {.len = texts.items[i].len,
                                       .line = section->at.line + texts.items[i].line};
        statement.sql =
            orq_arena_strndup(arena, section->text + texts.items[i].offset, statement.len);
        statement.is = orq_statement_classify(arena, statement.sql, statement.len);
        ORQ_PUSH(arena, statements, statement);
    }
}

const char *orq_loss_line(struct orq_arena *arena, const char *table, const char *column,
                          size_t line)
{
    return orq_arena_printf(arena, "%s%s%s (line %zu)", orq_shown_name(arena, table),
                            column ? "." : "", column ? orq_shown_name(arena, column) : "", line);
}

void orq_section_losses(struct orq_arena *arena, const struct orq_file_section *section,
                        struct orq_strings *losses)
{
    struct orq_judged_list statements = {0};
    orq_section_statements(arena, section, &statements);
    struct orq_losses found = orq_statements_losses(arena, &statements);
    for (size_t i = 0; i < found.lines.len; i++)
        ORQ_PUSH(arena, losses, found.lines.items[i]);
}
