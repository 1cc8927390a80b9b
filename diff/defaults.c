/* Defaults: the same tree, or two constants whose values only the server can
 * compare (facts: '1e3' in a column of one affinity is 1000 in another). */
#include "diff/pair.h"
#include "diff/sides.h"

#include <string.h>

struct read_default {
    const char *text;            /* NULL: no default */
    bool was_null;               /* written, but as NULL */
    const struct orq_expr *expr; /* NULL: not readable */
};

static struct read_default read_default(struct orq_arena *arena, const char *text)
{
    struct read_default read = {.text = text};
    if (!text)
        return read;
    struct orq_expr_error error = {0};
    read.expr = orq_default_parse(arena, text, strlen(text), &error);
    if (read.expr && orq_ascii_equal(orq_expr_canonical(arena, read.expr), "null"))
        read = (struct read_default){.was_null = true};
    return read;
}

static enum orq_rule rule_of_answer(enum orq_verdict verdict)
{
    switch (verdict) {
    case ORQ_UNDECIDED:
        break;
    case ORQ_SAME:
        return ORQ_RULE_VALUES_SAME;
    case ORQ_UNLIKE:
        return ORQ_RULE_VALUES_DIFFER;
    case ORQ_UNVERIFIED:
        return ORQ_RULE_UNVERIFIED;
    }
    return ORQ_RULE_CONSTANTS;
}

static enum orq_rule rule_of_tokens(struct orq_arena *arena, const char *have, const char *want)
{
    bool same = strcmp(orq_tokens_canonical(arena, have, strlen(have)),
                       orq_tokens_canonical(arena, want, strlen(want))) == 0;
    return same ? ORQ_RULE_TOKENS_EQUAL : ORQ_RULE_TOKENS_DIFFER;
}

enum orq_rule orq_rule_of_defaults(const struct orq_sides *sides)
{
    const char *have_text = sides->have.column->default_expr.text;
    const char *want_text = sides->want.column->default_expr.text;
    if (have_text && want_text && strcmp(have_text, want_text) == 0)
        return ORQ_RULE_EQUAL;
    struct read_default have = read_default(sides->arena, have_text);
    struct read_default want = read_default(sides->arena, want_text);
    if (!have.text && !want.text)
        return have.was_null || want.was_null ? ORQ_RULE_NULL_DEFAULT : ORQ_RULE_NEITHER;
    if (!have.text || !want.text)
        return ORQ_RULE_ONE_SIDED;
    if (!have.expr || !want.expr)
        return rule_of_tokens(sides->arena, have.text, want.text);
    if (orq_expr_equal(have.expr, want.expr))
        return ORQ_RULE_TREES_EQUAL;
    if (!orq_expr_constant(have.expr) || !orq_expr_constant(want.expr))
        return ORQ_RULE_TREES_DIFFER;
    struct orq_pair pair = {.type = sides->want.column->type,
                            .strict = sides->want.table->strict,
                            .a = have.text,
                            .b = want.text};
    return rule_of_answer(orq_pair_ask(sides->diff, pair)->verdict);
}

const char *orq_default_canonical(struct orq_arena *arena, const char *text)
{
    struct orq_expr_error error = {0};
    const struct orq_expr *expr = orq_default_parse(arena, text, strlen(text), &error);
    return expr ? orq_expr_canonical(arena, expr) : orq_tokens_canonical(arena, text, strlen(text));
}
