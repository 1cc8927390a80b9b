#include "sql/ddl_comment.h"

#include "sql/token.h"

#include <string.h>

size_t orq_ddl_comment_end(const char *text, size_t at, size_t limit)
{
    size_t from = at;
    while (from < limit && strchr(" \t", text[from]))
        from++;
    if (limit - from < 2)
        return at;
    size_t end = from;
    if (strncmp(text + from, "--", 2) == 0) {
        while (end < limit && text[end] != '\n')
            end++;
        return end;
    }
    if (strncmp(text + from, "/*", 2) != 0)
        return at;
    const char *close = strstr(text + from + 2, "*/");
    if (!close || (size_t)(close - text) + 2 > limit)
        return at;
    end = (size_t)(close - text) + 2;
    size_t rest = end;
    while (rest < limit && strchr(" \t\r", text[rest]))
        rest++;
    if (rest == limit || text[rest] == '\n')
        return end;
    size_t further = orq_ddl_comment_end(text, end, limit);
    return further > end ? further : at;
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void add_words(struct orq_str *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (is_blank(text[i]))
            continue;
        if (out->len > 0 && (i == 0 || is_blank(text[i - 1])))
            orq_str_addc(out, ' ');
        orq_str_addc(out, text[i]);
    }
}

const char *orq_comment_words(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    if (text)
        add_words(&out, text, strlen(text));
    return out.len > 0 ? orq_str_text(&out) : NULL;
}

/* The words of the comments between two bytes that hold nothing else. */
static const char *words_between(struct orq_arena *arena, const char *text, size_t from, size_t to)
{
    struct orq_str out = orq_str_new(arena);
    while (from < to) {
        if (is_blank(text[from])) {
            from++;
            continue;
        }
        const char *close = text[from] == '/' ? strstr(text + from + 2, "*/") : NULL;
        size_t end = close ? (size_t)(close - text) : to;
        add_words(&out, text + from + 2, end - from - 2);
        from = close ? end + 2 : to;
    }
    return out.len > 0 ? orq_str_text(&out) : NULL;
}

const char *orq_ddl_table_comment(struct orq_arena *arena, const char *sql)
{
    struct orq_lexer lexer = orq_lexer_new(sql, strlen(sql));
    struct orq_token token = orq_lexer_next(&lexer);
    while (token.kind != ORQ_TOKEN_END && !orq_token_is(sql, token, "("))
        token = orq_lexer_next(&lexer);
    size_t at = token.offset + token.len;
    return words_between(arena, sql, at, orq_ddl_comment_end(sql, at, lexer.len));
}

const char *orq_ddl_column_comment(struct orq_arena *arena, const char *sql, size_t at)
{
    struct orq_lexer lexer = orq_lexer_new(sql, strlen(sql));
    size_t end = orq_ddl_comment_end(sql, at, lexer.len);
    lexer.at = at;
    struct orq_token token = orq_lexer_next(&lexer);
    if (end == at && orq_token_is(sql, token, ",") && !memchr(sql + at, '\n', token.offset - at)) {
        at = token.offset + token.len;
        end = orq_ddl_comment_end(sql, at, lexer.len);
    }
    return words_between(arena, sql, at, end);
}
