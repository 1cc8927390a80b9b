/* How a table is partitioned, and the bound of a partition: words, and values that the server
 * writes in its own way ('2026-01-01' of a timestamp is '2026-01-01 00:00:00'). */
#include "diff/postgres_fields.h"
#include "diff/postgres_list.h"

#include <string.h>

static enum orq_rule rule_of_words(const char *have, const char *want)
{
    return orq_ascii_equal(have, want) ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

enum orq_rule orq_pg_rule_of_partition_keys(const struct orq_sides *sides, const char *have,
                                            const char *want)
{
    enum orq_rule rule = orq_rule_of_texts(have, want);
    struct orq_strings mine = {0}, theirs = {0};
    if (rule != ORQ_RULE_DIFFERENT)
        return rule;
    rule = rule_of_words(orq_pg_list_inside(sides->arena, have, &mine),
                         orq_pg_list_inside(sides->arena, want, &theirs));
    if (mine.len != theirs.len)
        return ORQ_RULE_DIFFERENT;
    for (size_t i = 0; i < mine.len; i++)
        rule =
            orq_pg_worse(rule, orq_pg_rule_of_expressions(sides, mine.items[i], theirs.items[i]));
    return rule;
}

/* -- bounds -- */

struct value {
    const char *text;
    size_t key; /* which of the partition's keys it belongs to */
};
ORQ_VEC_OF(values, struct value);

struct bound {
    struct orq_str words; /* all but the values */
    struct values values;
};

/* FROM (a, b) TO (a, b) holds a value for each key, IN (a, b) several of the only one. */
static struct bound read_bound(struct orq_arena *arena, const char *text)
{
    struct bound bound = {.words = orq_str_new(arena)};
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    bool of_one = false;
    for (size_t at = 0; tokens.items[at].kind != ORQ_PG_END; at++) {
        struct orq_pg_token token = tokens.items[at];
        const char *word = orq_arena_strndup(arena, text + token.offset, token.len);
        orq_str_addf(&bound.words, " %s", orq_ascii_fold(arena, word));
        if (strcmp(word, "(") != 0) {
            of_one = orq_pg_token_is(text, token, "in");
            continue;
        }
        struct orq_strings items = {0};
        at = orq_pg_list_split(arena, text, &tokens, at + 1, &items);
        for (size_t i = 0; i < items.len; i++)
            ORQ_PUSH(arena, &bound.values,
                     ((struct value){.text = items.items[i], .key = of_one ? 0 : i}));
        if (tokens.items[at].kind == ORQ_PG_END)
            break;
    }
    return bound;
}

/* NULL: it cannot be told. */
static const char *type_of_key(const struct orq_sides *sides, const struct orq_table *parent,
                               size_t key)
{
    const char *by = parent ? orq_table_postgres(parent)->partition_by : NULL;
    struct orq_strings keys = {0};
    if (!by)
        return NULL;
    orq_pg_list_inside(sides->arena, by, &keys);
    const char *name = key < keys.len ? orq_pg_lone_name(sides->arena, keys.items[key]) : NULL;
    const struct orq_column *column = name ? orq_table_column(parent, name) : NULL;
    return column ? column->type : NULL;
}

/* Words that stand where values do, and those of WITH (MODULUS 4, REMAINDER 0). */
static bool is_words(struct orq_arena *arena, const char *text)
{
    const char *folded = orq_ascii_fold(arena, text);
    return strcmp(folded, "minvalue") == 0 || strcmp(folded, "maxvalue") == 0 ||
           orq_starts_with(folded, "modulus") || orq_starts_with(folded, "remainder");
}

static enum orq_rule rule_of_values(const struct orq_sides *sides, const struct orq_table *parent,
                                    const struct value *have, const struct value *want)
{
    if (is_words(sides->arena, have->text) || is_words(sides->arena, want->text))
        return rule_of_words(have->text, want->text);
    const char *type = type_of_key(sides, parent, want->key);
    return orq_pg_rule_of_pair(
        sides, (struct orq_pair){.kind = type ? ORQ_PAIR_DEFAULT : ORQ_PAIR_EXPRESSION,
                                 .type = type,
                                 .table = parent ? parent : sides->want.table,
                                 .a = have->text,
                                 .b = want->text});
}

enum orq_rule orq_pg_rule_of_bounds(const struct orq_sides *sides, const char *of, const char *have,
                                    const char *want)
{
    enum orq_rule rule = orq_rule_of_texts(have, want);
    if (rule != ORQ_RULE_DIFFERENT)
        return rule;
    const struct orq_table *parent = of ? orq_schema_table(sides->diff->want, of) : NULL;
    struct bound mine = read_bound(sides->arena, have), theirs = read_bound(sides->arena, want);
    if (mine.values.len != theirs.values.len)
        return ORQ_RULE_DIFFERENT;
    rule = rule_of_words(orq_str_text(&mine.words), orq_str_text(&theirs.words));
    for (size_t i = 0; i < mine.values.len; i++)
        rule = orq_pg_worse(
            rule, rule_of_values(sides, parent, &mine.values.items[i], &theirs.values.items[i]));
    return rule;
}
