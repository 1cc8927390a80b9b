/* The condition of a trigger (WHEN) or a rule (WHERE) inside its text. The server writes it anew,
 * and judges no more than expressions over the columns of a row: so `old.a` and `new.a` become two
 * columns of one row, named "old.a" and "new.a". */
#include "diff/postgres_fields.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"

#include <string.h>

struct parts {
    const char *head, *condition, *tail; /* condition NULL: none */
};

static bool is_mark(const char *text, struct orq_pg_token token, char mark)
{
    return token.kind == ORQ_PG_PUNCT && token.len == 1 && text[token.offset] == mark;
}

/* The first of two words outside parentheses, from `at` on; the index of END: neither is there. */
static size_t find_word(const char *text, const struct orq_pg_tokens *tokens, size_t at,
                        const char *const words[2])
{
    size_t depth = 0;
    for (; tokens->items[at].kind != ORQ_PG_END; at++) {
        struct orq_pg_token token = tokens->items[at];
        depth += is_mark(text, token, '(');
        depth -= depth > 0 && is_mark(text, token, ')');
        if (depth == 0 &&
            (orq_pg_token_is(text, token, words[0]) || orq_pg_token_is(text, token, words[1])))
            break;
    }
    return at;
}

/* "… WHEN (c) EXECUTE …", "… WHERE c DO …": what stands before, between and behind the words. */
static struct parts parts_of(struct orq_arena *arena, const char *text, bool rule)
{
    const char *const begin[2] = {rule ? "where" : "when", rule ? "do" : "execute"};
    const char *const end[2] = {begin[1], begin[1]};
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    size_t from = find_word(text, &tokens, 0, begin);
    size_t to = find_word(text, &tokens, from, end);
    if (!orq_pg_token_is(text, tokens.items[from], begin[0]) || to == from)
        return (struct parts){.head = text, .tail = ""};
    size_t inside = tokens.items[from].offset + tokens.items[from].len;
    return (struct parts){
        .head = orq_arena_strndup(arena, text, tokens.items[from].offset),
        .condition = orq_arena_strndup(arena, text + inside, tokens.items[to].leading - inside),
        .tail = text + tokens.items[to].offset};
}

/* -- two rows as one -- */

static const char *const rows[] = {"old", "new"};

static const char *flat_name(struct orq_arena *arena, const char *row, const char *column)
{
    return orq_arena_printf(arena, "%s.%s", row, column);
}

static const struct orq_table *flat_table(struct orq_arena *arena, const struct orq_table *ground)
{
    struct orq_table *table = orq_table_new(arena, ground->name);
    table->schema = ground->schema;
    orq_table_set_dialect(arena, table, ground->dialect);
    for (size_t row = 0; row < 2; row++)
        for (size_t i = 0; i < ground->columns.len; i++) {
            struct orq_column *column = ORQ_NEW(arena, struct orq_column);
            column->type = ground->columns.items[i]->type;
            column->name = flat_name(arena, rows[row], ground->columns.items[i]->name);
            orq_table_add_column(arena, table, column);
        }
    return table;
}

static void add_row(struct orq_str *out, const struct orq_table *ground, const char *row)
{
    orq_str_add(out, "ROW(");
    for (size_t i = 0; i < ground->columns.len; i++)
        orq_str_addf(
            out, "%s%s", i > 0 ? ", " : "",
            orq_pg_name(out->arena, flat_name(out->arena, row, ground->columns.items[i]->name)));
    orq_str_addc(out, ')');
}

/* Adds `old.a` or `old.*`, which the tokens begin with; false: it is something else. */
static bool add_reference(struct orq_str *out, const struct orq_table *ground, const char *text,
                          const struct orq_pg_token *tokens)
{
    for (size_t row = 0; row < 2; row++) {
        if (!orq_pg_token_is(text, tokens[0], rows[row]) || !is_mark(text, tokens[1], '.'))
            continue;
        if (orq_pg_token_is(text, tokens[2], "*")) {
            add_row(out, ground, rows[row]);
            return true;
        }
        const char *name = orq_pg_token_value(out->arena, text, tokens[2]);
        orq_str_add(out, orq_pg_name(out->arena, flat_name(out->arena, rows[row], name)));
        return true;
    }
    return false;
}

static const char *flat_condition(struct orq_arena *arena, const struct orq_table *ground,
                                  const char *text)
{
    struct orq_str out = orq_str_new(arena);
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    for (size_t at = 0; tokens.items[at].kind != ORQ_PG_END; at++) {
        struct orq_pg_token token = tokens.items[at];
        if (token.offset > token.leading)
            orq_str_addc(&out, ' ');
        if (at + 3 < tokens.len && add_reference(&out, ground, text, &tokens.items[at]))
            at += 2;
        else
            orq_str_addn(&out, text + token.offset, token.len);
    }
    return orq_str_text(&out);
}

enum orq_rule orq_pg_rule_of_conditions(const struct orq_sides *sides,
                                        const struct orq_table *ground, const char *have,
                                        const char *want)
{
    struct orq_arena *arena = sides->arena;
    bool is_rule = sides->want.definition->kind == ORQ_KIND_RULE;
    struct parts mine = parts_of(arena, have, is_rule), theirs = parts_of(arena, want, is_rule);
    if (!ground || !mine.condition || !theirs.condition || strcmp(mine.head, theirs.head) != 0 ||
        strcmp(mine.tail, theirs.tail) != 0)
        return ORQ_RULE_DIFFERENT;
    return orq_pg_rule_of_pair(
        sides, (struct orq_pair){.kind = ORQ_PAIR_EXPRESSION,
                                 .table = flat_table(sides->diff->arena, ground),
                                 .a = flat_condition(arena, ground, mine.condition),
                                 .b = flat_condition(arena, ground, theirs.condition)});
}
