/* The tiers: equal bytes, one normal spelling, the judge's answer. What the judge cannot tell is no
 * difference, unless the text names a column of which everything is made anew anyway. */
#include "diff/pair.h"
#include "diff/postgres_fields.h"
#include "diff/state.h"
#include "sql/postgres_normal.h"

#include <stdlib.h>
#include <string.h>

static const char *normal_of(struct orq_arena *arena, enum orq_pair_kind kind, const char *text)
{
    const char *normal = kind == ORQ_PAIR_QUERY ? orq_pg_query_normal(arena, text)
                                                : orq_pg_expression_normal(arena, text);
    return normal ? normal : text;
}

static bool names_touched(const struct orq_sides *sides, const struct orq_table *table,
                          const char *text)
{
    const struct orq_diff *diff = sides->diff;
    struct orq_strings names = {0};
    if (!diff->state->touched || !table)
        return false;
    orq_pg_names_in(sides->arena, text, &names);
    for (size_t i = 0; i < names.len; i++)
        if (orq_map_get(diff->state->touched, orq_touched_key(diff, table, names.items[i])))
            return true;
    return false;
}

static enum orq_rule rule_of_same(enum orq_tier tier)
{
    static const enum orq_rule rules[] = {[ORQ_TIER_NONE] = ORQ_RULE_JUDGED_SAME,
                                          [ORQ_TIER_EXPLAIN] = ORQ_RULE_EXPLAIN_SAME,
                                          [ORQ_TIER_VIEW] = ORQ_RULE_VIEW_SAME,
                                          [ORQ_TIER_UNDEFINED] = ORQ_RULE_JUDGED_SAME};
    return rules[tier];
}

static enum orq_rule rule_of_unlike(enum orq_tier tier)
{
    static const enum orq_rule rules[] = {[ORQ_TIER_NONE] = ORQ_RULE_JUDGED_DIFFERENT,
                                          [ORQ_TIER_EXPLAIN] = ORQ_RULE_EXPLAIN_DIFFERS,
                                          [ORQ_TIER_VIEW] = ORQ_RULE_VIEW_DIFFERS,
                                          [ORQ_TIER_UNDEFINED] = ORQ_RULE_UNDEFINED_NAME};
    return rules[tier];
}

static enum orq_rule rule_of_answer(const struct orq_sides *sides, const struct orq_pair *pair)
{
    switch (pair->verdict) {
    case ORQ_UNDECIDED:
        break;
    case ORQ_SAME:
        return rule_of_same(pair->tier);
    case ORQ_UNLIKE:
        return rule_of_unlike(pair->tier);
    case ORQ_UNVERIFIED:
        if (names_touched(sides, pair->table, pair->a) ||
            names_touched(sides, pair->table, pair->b))
            return ORQ_RULE_REMADE;
        if (sides->reason)
            *sides->reason = pair->reason;
        return ORQ_RULE_UNJUDGED;
    }
    return ORQ_RULE_NOT_ASKED;
}

enum orq_rule orq_pg_rule_of_pair(const struct orq_sides *sides, struct orq_pair pair)
{
    if (!pair.a && !pair.b)
        return ORQ_RULE_NEITHER;
    if (!pair.a || !pair.b)
        return ORQ_RULE_ONE_SIDED;
    if (strcmp(pair.a, pair.b) == 0)
        return ORQ_RULE_EQUAL;
    if (strcmp(normal_of(sides->arena, pair.kind, pair.a),
               normal_of(sides->arena, pair.kind, pair.b)) == 0)
        return ORQ_RULE_NORMAL_EQUAL;
    return rule_of_answer(sides, orq_pair_ask(sides->diff, pair));
}

/* Does a column that the text names, and that both tables have, change its type? */
static bool names_retyped(const struct orq_sides *sides, const char *text)
{
    const struct orq_table *have = sides->have.table, *want = sides->want.table;
    struct orq_strings names = {0};
    if (!have || !want || !text)
        return false;
    orq_pg_names_in(sides->arena, text, &names);
    for (size_t i = 0; i < names.len; i++) {
        const struct orq_column *from = orq_table_column(have, names.items[i]);
        const struct orq_column *to = orq_table_column(want, names.items[i]);
        if (from && to && !orq_str_equal(from->type, to->type))
            return true;
    }
    return false;
}

enum orq_rule orq_pg_rule_of_expressions(const struct orq_sides *sides, const char *have,
                                         const char *want)
{
    const struct orq_definition *owner = sides->owner;
    bool domain = owner && owner->kind == ORQ_KIND_DOMAIN;
    return orq_pg_rule_of_pair(
        sides,
        (struct orq_pair){
            .kind = ORQ_PAIR_EXPRESSION,
            .type = domain ? orq_attribute_text(&owner->attributes, ORQ_ATTRIBUTE_TYPE) : NULL,
            .table = domain ? NULL : sides->want.table,
            .a = have,
            .b = want,
            .retyped = !domain && names_retyped(sides, want)});
}

const char *orq_pg_expression_canonical(struct orq_arena *arena, const struct orq_table *table,
                                        const char *text)
{
    (void)table;
    return normal_of(arena, ORQ_PAIR_EXPRESSION, text);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *orq_pg_columns_named(struct orq_arena *arena, const struct orq_table *table,
                                 const char *text)
{
    struct orq_strings names = {0}, columns = {0};
    orq_pg_names_in(arena, text, &names);
    for (size_t i = 0; i < names.len; i++)
        if (orq_table_column(table, names.items[i]))
            ORQ_PUSH(arena, &columns, names.items[i]);
    if (columns.len > 0)
        qsort(columns.items, columns.len, sizeof *columns.items, compare_texts);
    const char *joined = orq_pg_shown_list(arena, &columns);
    return joined ? joined : "";
}
