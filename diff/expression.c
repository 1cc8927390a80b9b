/* Expressions by their trees; where a text is none, by its canonical tokens. */
#include "diff/sides.h"

#include <string.h>

const struct orq_expr *orq_expression_of(struct orq_arena *arena, const struct orq_table *table,
                                         const char *text)
{
    struct orq_scope scope = {.table = table->name, .columns = orq_table_by_column(arena, table)};
    struct orq_expr_error error = {0};
    return orq_expr_parse(arena, text, strlen(text), scope, &error);
}

const char *orq_expression_canonical(struct orq_arena *arena, const struct orq_table *table,
                                     const char *text)
{
    const struct orq_expr *expr = orq_expression_of(arena, table, text);
    return expr ? orq_expr_canonical(arena, expr) : orq_tokens_canonical(arena, text, strlen(text));
}

enum orq_rule orq_rule_of_expressions(const struct orq_sides *sides, const char *have,
                                      const char *want)
{
    struct orq_arena *arena = sides->arena;
    if (!have && !want)
        return ORQ_RULE_NEITHER;
    if (!have || !want)
        return ORQ_RULE_ONE_SIDED;
    if (sides->same_scope && strcmp(have, want) == 0)
        return ORQ_RULE_SAME_TEXT;
    const struct orq_expr *a = orq_expression_of(arena, sides->have.table, have);
    const struct orq_expr *b = orq_expression_of(arena, sides->want.table, want);
    if (a && b)
        return orq_expr_equal(a, b) ? ORQ_RULE_TREES_EQUAL : ORQ_RULE_TREES_DIFFER;
    bool same = strcmp(orq_tokens_canonical(arena, have, strlen(have)),
                       orq_tokens_canonical(arena, want, strlen(want))) == 0;
    return same ? ORQ_RULE_TOKENS_EQUAL : ORQ_RULE_TOKENS_DIFFER;
}
