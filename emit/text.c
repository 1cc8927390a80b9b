#include "emit/text.h"

#include "base/map.h"
#include "sql/quote.h"

#include <string.h>

const char *orq_names_sql(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", orq_sqlite_name(arena, names->items[i]));
    return orq_str_text(&out);
}

const char *orq_items_sql(struct orq_arena *arena, const struct orq_strings *items, size_t indent)
{
    struct orq_str out = orq_str_new(arena);
    size_t column = indent;
    for (size_t i = 0; i < items->len; i++) {
        size_t len = strlen(items->items[i]) + 2;
        if (i > 0)
            orq_str_addc(&out, ',');
        if (i > 0 && column + len > ORQ_LINE_WIDTH) {
            orq_str_addf(&out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (i > 0) {
            orq_str_addc(&out, ' ');
        }
        orq_str_add(&out, items->items[i]);
        column += len;
    }
    return orq_str_text(&out);
}

const char *orq_list_sql(struct orq_arena *arena, const char *head, const struct orq_strings *items)
{
    size_t len = strlen(head) + strlen(" ()");
    for (size_t i = 0; i < items->len; i++)
        len += strlen(items->items[i]) + (i > 0 ? strlen(", ") : 0);
    bool fits = len <= ORQ_LINE_WIDTH;
    return orq_arena_printf(arena, fits ? "%s (%s)" : "%s (\n    %s\n)", head,
                            orq_items_sql(arena, items, fits ? 0 : 4));
}

/* Does a `--` comment run to the end of the text, without its line end? */
static bool ends_in_line_comment(const char *text)
{
    struct orq_lexer lexer = orq_lexer_new(text, strlen(text));
    struct orq_token token = orq_lexer_next(&lexer);
    while (token.kind != ORQ_TOKEN_END)
        token = orq_lexer_next(&lexer);
    const char *trailing = text + token.leading;
    return strstr(trailing, "--") && !strchr(trailing, '\n');
}

const char *orq_parenthesised(struct orq_arena *arena, const char *expr)
{
    return orq_arena_printf(arena, "(%s%s)", expr, ends_in_line_comment(expr) ? "\n" : "");
}

/* Is the text one pair of parentheses with everything inside? */
static bool is_wrapped(const char *text)
{
    struct orq_lexer lexer = orq_lexer_new(text, strlen(text));
    struct orq_token token = orq_lexer_next(&lexer);
    if (!orq_token_is(text, token, "("))
        return false;
    size_t depth = 0;
    for (; token.kind != ORQ_TOKEN_END; token = orq_lexer_next(&lexer)) {
        if (orq_token_is(text, token, "("))
            depth++;
        else if (orq_token_is(text, token, ")") && --depth == 0)
            return orq_lexer_next(&lexer).kind == ORQ_TOKEN_END;
    }
    return false;
}

/* A function's name, then one pair of parentheses: binds as tightly as a name. */
static bool is_call(struct orq_arena *arena, const char *text)
{
    struct orq_lexer lexer = orq_lexer_new(text, strlen(text));
    struct orq_token token = orq_lexer_next(&lexer);
    return token.kind == ORQ_TOKEN_WORD &&
           !orq_sqlite_reserved(orq_arena_strndup(arena, text + token.offset, token.len)) &&
           is_wrapped(text + lexer.at);
}

/* A text that is one pair of parentheses already stays as it is. */
static const char *wrapped(struct orq_arena *arena, const char *expr)
{
    return is_wrapped(expr) ? expr : orq_parenthesised(arena, expr);
}

const char *orq_operand(struct orq_arena *arena, const char *expr)
{
    return is_call(arena, expr) ? expr : wrapped(arena, expr);
}

static bool is_sign(const char *text, struct orq_token token)
{
    return orq_token_is(text, token, "-") || orq_token_is(text, token, "+");
}

const char *orq_default_sql(struct orq_arena *arena, const char *expr)
{
    struct orq_lexer lexer = orq_lexer_new(expr, strlen(expr));
    struct orq_token first = orq_lexer_next(&lexer);
    bool numeric = is_sign(expr, first);
    struct orq_token value = numeric ? orq_lexer_next(&lexer) : first;
    bool number = value.kind == ORQ_TOKEN_INTEGER || value.kind == ORQ_TOKEN_FLOAT;
    bool alone = orq_lexer_next(&lexer).kind == ORQ_TOKEN_END;
    return alone && (number || !numeric) ? expr : wrapped(arena, expr);
}

static enum orq_token_kind literal_kind(const char *text, struct orq_token token)
{
    static const struct {
        const char *word;
        enum orq_token_kind kind;
    } words[] = {
        {"TRUE", ORQ_TOKEN_INTEGER}, {"FALSE", ORQ_TOKEN_INTEGER}, {"NULL", ORQ_TOKEN_WORD}};
    if (token.kind == ORQ_TOKEN_STRING || token.kind == ORQ_TOKEN_BLOB ||
        token.kind == ORQ_TOKEN_INTEGER || token.kind == ORQ_TOKEN_FLOAT)
        return token.kind;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (orq_token_is(text, token, words[i].word))
            return words[i].kind;
    return ORQ_TOKEN_END;
}

enum orq_token_kind orq_literal_kind(const char *expr)
{
    struct orq_lexer lexer = orq_lexer_new(expr, strlen(expr));
    struct orq_token token = orq_lexer_next(&lexer);
    size_t open = 0;
    bool is_signed = false;
    for (; orq_token_is(expr, token, "(") || is_sign(expr, token); token = orq_lexer_next(&lexer)) {
        if (orq_token_is(expr, token, "("))
            open++;
        else
            is_signed = true;
    }
    enum orq_token_kind kind = literal_kind(expr, token);
    if (is_signed && token.kind != ORQ_TOKEN_INTEGER && token.kind != ORQ_TOKEN_FLOAT)
        return ORQ_TOKEN_END;
    for (; open > 0; open--)
        if (!orq_token_is(expr, orq_lexer_next(&lexer), ")"))
            return ORQ_TOKEN_END;
    return orq_lexer_next(&lexer).kind == ORQ_TOKEN_END ? kind : ORQ_TOKEN_END;
}

const char *orq_item_sql(struct orq_arena *arena, const char *expr)
{
    if (ends_in_line_comment(expr))
        return orq_parenthesised(arena, expr);
    return orq_literal_kind(expr) == ORQ_TOKEN_END ? orq_operand(arena, expr) : expr;
}

/* The comments of a text, in order, each without the blanks around it. */
static void comments_of(struct orq_arena *arena, const char *text, struct orq_strings *comments)
{
    struct orq_lexer lexer = orq_lexer_new(text, strlen(text));
    struct orq_token token;
    do {
        token = orq_lexer_next(&lexer);
        for (size_t at = token.leading; at < token.offset;) {
            const char *end = NULL;
            if (strncmp(text + at, "--", 2) == 0)
                end = strchr(text + at, '\n');
            else if (strncmp(text + at, "/*", 2) == 0)
                end = strstr(text + at + 2, "*/");
            else {
                at++;
                continue;
            }
            size_t to = end ? (size_t)(end - text) : token.offset;
            size_t len = (to < token.offset ? to : token.offset) - at;
            while (len > 0 && strchr(" \t\r", text[at + len - 1]))
                len--;
            ORQ_PUSH(arena, comments, orq_arena_strndup(arena, text + at, len));
            at = to + 1;
        }
    } while (token.kind != ORQ_TOKEN_END);
}

bool orq_same_comments(struct orq_arena *arena, const char *a, const char *b)
{
    struct orq_strings of_a = {0}, of_b = {0};
    comments_of(arena, a, &of_a);
    comments_of(arena, b, &of_b);
    for (size_t i = 0; i < of_a.len && i < of_b.len; i++)
        if (strcmp(of_a.items[i], of_b.items[i]) != 0)
            return false;
    return of_a.len == of_b.len;
}

bool orq_same_text(struct orq_arena *arena, const char *a, const char *b)
{
    return strcmp(orq_tokens_canonical(arena, a, strlen(a)),
                  orq_tokens_canonical(arena, b, strlen(b))) == 0 &&
           orq_same_comments(arena, a, b);
}

bool orq_text_mentions(struct orq_arena *arena, const char *text, const char *name)
{
    struct orq_lexer lexer = orq_lexer_new(text, strlen(text));
    for (struct orq_token token = orq_lexer_next(&lexer); token.kind != ORQ_TOKEN_END;
         token = orq_lexer_next(&lexer)) {
        bool names = token.kind == ORQ_TOKEN_WORD || token.kind == ORQ_TOKEN_QUOTED ||
                     token.kind == ORQ_TOKEN_BRACKETED || token.kind == ORQ_TOKEN_BACKTICKED ||
                     token.kind == ORQ_TOKEN_STRING;
        if (names && orq_ascii_equal(orq_token_name(arena, text, token), name))
            return true;
    }
    return false;
}

enum orq_affinity orq_table_affinity(const struct orq_table *table, const struct orq_column *column)
{
    if (table->strict && orq_ascii_equal(column->type, "ANY"))
        return ORQ_BLOB;
    return orq_sqlite_affinity(column->type);
}

void orq_names_take(struct orq_map *taken, struct orq_arena *arena, const char *name)
{
    char *key = orq_arena_strdup(arena, name);
    orq_map_put(taken, key, key);
}

const char *orq_name_free(struct orq_arena *arena, struct orq_map *taken, const char *wish)
{
    const char *name = wish;
    for (size_t i = 2; orq_map_get(taken, name); i++)
        name = orq_arena_printf(arena, "%s_%zu", wish, i);
    orq_names_take(taken, arena, name);
    return name;
}
