/* The parts of keys, exclusions and indexes. */
#include "diff/postgres_fields.h"
#include "diff/postgres_list.h"
#include "sql/postgres_normal.h"

#include <string.h>

/* A word and then a parenthesis: no name alone, whatever is in it. */
static bool is_call(const char *text)
{
    size_t word = strspn(text, "abcdefghijklmnopqrstuvwxyz_");
    return word > 0 && text[word] == '(';
}

/* `(a)` is the column a: the server stores it so. */
static const char *column_of(struct orq_arena *arena, const struct orq_table *table,
                             const struct orq_key_part *part)
{
    if (part->column)
        return part->column;
    if (is_call(part->expr.text))
        return NULL;
    const char *normal = orq_pg_expression_normal(arena, part->expr.text);
    const char *name = normal ? orq_pg_lone_name(arena, normal) : NULL;
    return name && orq_table_column(table, name) ? name : NULL;
}

/* NULL: the default one. */
static const char *collation_of(struct orq_arena *arena, const struct orq_table *table,
                                const struct orq_key_part *part)
{
    const char *name = column_of(arena, table, part);
    const struct orq_column *column = name ? orq_table_column(table, name) : NULL;
    const char *collation = part->collation ? part->collation : column ? column->collation : NULL;
    return orq_str_equal(collation, "default") ? NULL : collation;
}

static bool nulls_first(const struct orq_key_part *part)
{
    return part->nulls == ORQ_NULLS_DEFAULT ? part->descending : part->nulls == ORQ_NULLS_FIRST;
}

static enum orq_rule judge_body(const struct orq_sides *sides, const struct orq_key_part *have,
                                const struct orq_key_part *want)
{
    if (have->column && want->column)
        return orq_rule_of_texts(have->column, want->column);
    const char *mine = column_of(sides->arena, sides->have.table, have);
    const char *theirs = column_of(sides->arena, sides->want.table, want);
    if (mine || theirs)
        return orq_rule_of_texts(mine, theirs);
    return orq_pg_rule_of_expressions(sides, have->expr.text, want->expr.text);
}

/* An expression may hold its collation: then the texts tell. */
static enum orq_rule judge_collation(const struct orq_sides *sides, const struct orq_key_part *have,
                                     const struct orq_key_part *want)
{
    const char *mine = collation_of(sides->arena, sides->have.table, have);
    const char *theirs = collation_of(sides->arena, sides->want.table, want);
    if (orq_str_equal(mine, theirs))
        return orq_str_equal(have->collation, want->collation) ? ORQ_RULE_EQUAL
                                                               : ORQ_RULE_OWN_COLLATION;
    if (want->expr.text && !want->collation &&
        orq_pg_guards_of(sides->arena, want->expr.text).collations[0])
        return ORQ_RULE_EQUAL;
    return ORQ_RULE_DIFFERENT;
}

static enum orq_rule judge_part(const struct orq_sides *sides, const struct orq_key_part *have,
                                const struct orq_key_part *want)
{
    bool same = have->descending == want->descending && nulls_first(have) == nulls_first(want) &&
                orq_str_equal(have->opclass, want->opclass) &&
                orq_str_equal(have->with, want->with);
    if (!same)
        return ORQ_RULE_DIFFERENT;
    return orq_pg_worse(judge_collation(sides, have, want), judge_body(sides, have, want));
}

enum orq_rule orq_pg_rule_of_parts(const struct orq_sides *sides, const struct orq_key_parts *have,
                                   const struct orq_key_parts *want)
{
    enum orq_rule rule = ORQ_RULE_EQUAL;
    if (have->len != want->len)
        return ORQ_RULE_DIFFERENT;
    for (size_t i = 0; i < have->len; i++)
        rule = orq_pg_worse(rule, judge_part(sides, &have->items[i], &want->items[i]));
    return rule;
}

/* -- as texts -- */

static void add_part(struct orq_str *out, const struct orq_key_part *part, const char *body,
                     const char *collation)
{
    orq_str_addf(out, "%s%s", out->len > 0 ? ", " : "", body);
    if (collation)
        orq_str_addf(out, " COLLATE %s", collation);
    if (part->opclass)
        orq_str_addf(out, " %s", part->opclass);
    if (part->descending)
        orq_str_add(out, " DESC");
    if (nulls_first(part) != part->descending)
        orq_str_add(out, nulls_first(part) ? " NULLS FIRST" : " NULLS LAST");
    if (part->with)
        orq_str_addf(out, " WITH %s", part->with);
}

const char *orq_pg_parts_text(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        add_part(&out, part, part->column ? part->column : part->expr.text, part->collation);
    }
    return orq_str_text(&out);
}

const char *orq_pg_parts_canonical(struct orq_arena *arena, const struct orq_table *table,
                                   const struct orq_key_parts *parts)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        const char *column = column_of(arena, table, part);
        const char *body =
            column ? column : orq_pg_expression_canonical(arena, table, part->expr.text);
        add_part(&out, part, body, collation_of(arena, table, part));
    }
    return orq_str_text(&out);
}
