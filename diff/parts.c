/* The parts of keys, unique constraints and indexes. */
#include "diff/sides.h"
#include "sql/quote.h"

/* An expression part as one text, its collation and a column alike, so that `(a)` is `a` and
 * `lower(a) COLLATE nocase` is the same wherever the collation was read. */
static const char *part_expression(struct orq_arena *arena, const struct orq_key_part *part)
{
    const char *body = part->column ? orq_quoted_name(arena, part->column)
                                    : orq_arena_printf(arena, "(%s)", part->expr.text);
    if (!part->collation)
        return body;
    return orq_arena_printf(arena, "%s COLLATE %s", body, orq_quoted_name(arena, part->collation));
}

static const char *part_collation(const struct orq_table *table, const struct orq_key_part *part)
{
    const struct orq_column *column = orq_table_column(table, part->column);
    if (part->collation)
        return part->collation;
    return column && column->collation ? column->collation : "BINARY";
}

static enum orq_rule judge_collation(const struct orq_sides *sides, const struct orq_key_part *have,
                                     const struct orq_key_part *want)
{
    if (!have->collation && !want->collation)
        return ORQ_RULE_EQUAL;
    const char *mine = part_collation(sides->have.table, have);
    const char *theirs = part_collation(sides->want.table, want);
    if (!orq_ascii_equal(mine, theirs))
        return ORQ_RULE_DIFFERENT;
    return have->collation && want->collation ? ORQ_RULE_EQUAL : ORQ_RULE_OWN_COLLATION;
}

static enum orq_rule judge_part(const struct orq_sides *sides, const struct orq_key_part *have,
                                const struct orq_key_part *want)
{
    if (have->descending != want->descending)
        return ORQ_RULE_DIFFERENT;
    if (!have->column || !want->column) {
        struct orq_arena *arena = sides->arena;
        return orq_rule_of_expressions(sides, part_expression(arena, have),
                                       part_expression(arena, want));
    }
    if (!orq_ascii_equal(have->column, want->column))
        return ORQ_RULE_DIFFERENT;
    return judge_collation(sides, have, want);
}

enum orq_rule orq_rule_of_parts(const struct orq_sides *sides, const struct orq_key_parts *have,
                                const struct orq_key_parts *want)
{
    enum orq_rule rule = ORQ_RULE_EQUAL;
    if (have->len != want->len)
        return ORQ_RULE_DIFFERENT;
    for (size_t i = 0; i < have->len; i++) {
        enum orq_rule part = judge_part(sides, &have->items[i], &want->items[i]);
        if (orq_rule_verdict(part) != ORQ_SAME)
            return part;
        if (part != ORQ_RULE_EQUAL)
            rule = part;
    }
    return rule;
}

const char *orq_parts_text(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "",
                     part->column ? part->column : part->expr.text);
        if (part->collation)
            orq_str_addf(&out, " COLLATE %s", part->collation);
        if (part->descending)
            orq_str_add(&out, " DESC");
    }
    return orq_str_text(&out);
}

static bool is_column(const struct orq_expr *expr, struct orq_arena *arena,
                      const struct orq_table *table, const char **name)
{
    struct orq_strings columns = {0};
    orq_expr_columns(arena, expr, &columns);
    if (columns.len != 1)
        return false;
    *name = columns.items[0];
    const struct orq_expr *bare =
        orq_expression_of(arena, table, orq_quoted_name(arena, columns.items[0]));
    return bare && orq_expr_equal(expr, bare);
}

/* Equal parts give equal texts, whichever way they are written. */
static const char *part_canonical(struct orq_arena *arena, const struct orq_table *table,
                                  const struct orq_key_part *part)
{
    struct orq_key_part plain = *part;
    if (!part->column) {
        const struct orq_expr *expr = orq_expression_of(arena, table, part->expr.text);
        if (!expr || !is_column(expr, arena, table, &plain.column))
            return orq_expression_canonical(arena, table, part_expression(arena, part));
    }
    return orq_arena_printf(arena, "%s COLLATE %s", orq_ascii_fold(arena, plain.column),
                            orq_ascii_fold(arena, part_collation(table, &plain)));
}

const char *orq_parts_canonical(struct orq_arena *arena, const struct orq_table *table,
                                const struct orq_key_parts *parts)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++)
        orq_str_addf(&out, "%s%s%s", i > 0 ? ", " : "",
                     part_canonical(arena, table, &parts->items[i]),
                     parts->items[i].descending ? " DESC" : "");
    return orq_str_text(&out);
}
