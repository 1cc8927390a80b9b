#include "sql/postgres_token.h"

#include <string.h>

struct orq_pg_lexer orq_pg_lexer_new(const char *text, size_t len)
{
    return (struct orq_pg_lexer){.text = text, .len = len};
}

/* The byte at a place, 0 behind the end: no token goes on with a 0. */
static char byte_at(const struct orq_pg_lexer *lexer, size_t at)
{
    return at < lexer->len ? lexer->text[at] : '\0';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool starts_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (unsigned char)byte >= 0x80;
}

static bool is_word_byte(char byte)
{
    return starts_word(byte) || is_digit(byte) || byte == '$';
}

static bool is_operator_byte(char byte)
{
    return byte != '\0' && strchr("+-*/<>=~!@#%^&|`?", byte) != NULL;
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool pair_at(const struct orq_pg_lexer *lexer, size_t at, char first, char second)
{
    return byte_at(lexer, at) == first && byte_at(lexer, at + 1) == second;
}

/* Behind the comment that begins at, with those inside it; 0 where it is not closed. */
static size_t block_comment_end(const struct orq_pg_lexer *lexer, size_t at)
{
    size_t depth = 0;
    while (at < lexer->len) {
        if (pair_at(lexer, at, '/', '*')) {
            depth++;
            at += 2;
        } else if (pair_at(lexer, at, '*', '/')) {
            at += 2;
            if (--depth == 0)
                return at;
        } else {
            at++;
        }
    }
    return 0;
}

static size_t line_comment_end(const struct orq_pg_lexer *lexer, size_t at)
{
    while (at < lexer->len && !is_line_end(lexer->text[at]))
        at++;
    return at;
}

/* Passes over blanks and comments; false at a comment that is not closed. */
static bool skip_blanks(struct orq_pg_lexer *lexer)
{
    for (;;) {
        if (is_blank(byte_at(lexer, lexer->at))) {
            lexer->at++;
        } else if (pair_at(lexer, lexer->at, '-', '-')) {
            lexer->at = line_comment_end(lexer, lexer->at);
        } else if (pair_at(lexer, lexer->at, '/', '*')) {
            size_t end = block_comment_end(lexer, lexer->at);
            if (end == 0)
                return false;
            lexer->at = end;
        } else {
            return true;
        }
    }
}

/* Behind the quote that closes, where the inside of the quotes begins at; 0: not closed. */
static size_t quoted_end(const struct orq_pg_lexer *lexer, size_t at, char quote, bool escapes)
{
    for (; at < lexer->len && lexer->text[at] != '\0'; at++) {
        if (escapes && lexer->text[at] == '\\') {
            at++;
        } else if (lexer->text[at] == quote) {
            if (byte_at(lexer, at + 1) != quote)
                return at + 1;
            at++;
        }
    }
    return 0;
}

/* Strings go on behind blanks with a line end in them: where the inside of the next piece begins;
 * 0: there is none. */
static size_t continuation(const struct orq_pg_lexer *lexer, size_t at)
{
    bool line_end = false;
    for (;;) {
        if (is_blank(byte_at(lexer, at))) {
            line_end |= is_line_end(lexer->text[at]);
            at++;
        } else if (pair_at(lexer, at, '-', '-')) {
            at = line_comment_end(lexer, at);
        } else {
            break;
        }
    }
    return line_end && byte_at(lexer, at) == '\'' ? at + 1 : 0;
}

/* Behind UESCAPE 'x' where it follows, else at. */
static size_t uescape_end(const struct orq_pg_lexer *lexer, size_t at)
{
    struct orq_pg_lexer ahead = *lexer;
    ahead.at = at;
    struct orq_pg_token word = orq_pg_lexer_next(&ahead);
    if (!orq_pg_token_is(lexer->text, word, "uescape"))
        return at;
    struct orq_pg_token mark = orq_pg_lexer_next(&ahead);
    bool right = mark.kind == ORQ_PG_STRING && mark.len == 3 && lexer->text[mark.offset] == '\'';
    return right ? ahead.at : at;
}

/* From the quote that begins behind a prefix of so many bytes. */
static enum orq_pg_token_kind read_string(struct orq_pg_lexer *lexer, size_t prefix)
{
    char mark = orq_ascii_lower(lexer->text[lexer->at]);
    size_t at = lexer->at + prefix + 1, end = 0;
    while (at > 0) {
        end = quoted_end(lexer, at, '\'', prefix == 1 && mark == 'e');
        if (end == 0)
            return ORQ_PG_INVALID;
        at = continuation(lexer, end);
    }
    lexer->at = prefix == 2 ? uescape_end(lexer, end) : end;
    return prefix == 1 && (mark == 'b' || mark == 'x') ? ORQ_PG_BITS : ORQ_PG_STRING;
}

static enum orq_pg_token_kind read_quoted(struct orq_pg_lexer *lexer, size_t prefix)
{
    size_t end = quoted_end(lexer, lexer->at + prefix + 1, '"', false);
    if (end == 0)
        return ORQ_PG_INVALID;
    lexer->at = prefix == 2 ? uescape_end(lexer, end) : end;
    return ORQ_PG_QUOTED;
}

static size_t word_end(const struct orq_pg_lexer *lexer, size_t at)
{
    while (is_word_byte(byte_at(lexer, at)))
        at++;
    return at;
}

static enum orq_pg_token_kind read_word(struct orq_pg_lexer *lexer)
{
    char second = byte_at(lexer, lexer->at + 1);
    char mark = orq_ascii_lower(lexer->text[lexer->at]);
    if (second == '\'' && strchr("enbx", mark) && mark != '\0')
        return read_string(lexer, 1);
    if (mark == 'u' && second == '&' && byte_at(lexer, lexer->at + 2) == '\'')
        return read_string(lexer, 2);
    if (mark == 'u' && second == '&' && byte_at(lexer, lexer->at + 2) == '"')
        return read_quoted(lexer, 2);
    lexer->at = word_end(lexer, lexer->at + 1);
    return ORQ_PG_WORD;
}

/* The first place of a mark in the rest of the text, its end; 0: none. */
static size_t behind(const struct orq_pg_lexer *lexer, size_t at, const char *mark, size_t len)
{
    while (at + len <= lexer->len) {
        const char *found = memchr(lexer->text + at, *mark, lexer->len - at - len + 1);
        if (!found)
            return 0;
        at = (size_t)(found - lexer->text);
        if (memcmp(found, mark, len) == 0)
            return at + len;
        at++;
    }
    return 0;
}

/* $1, or $tag$ … $tag$ */
static enum orq_pg_token_kind read_dollar(struct orq_pg_lexer *lexer)
{
    size_t at = lexer->at + 1;
    if (is_digit(byte_at(lexer, at))) {
        while (is_digit(byte_at(lexer, at)))
            at++;
        lexer->at = at;
        return ORQ_PG_PARAMETER;
    }
    if (starts_word(byte_at(lexer, at)))
        while (is_word_byte(byte_at(lexer, at)) && lexer->text[at] != '$')
            at++;
    if (byte_at(lexer, at) != '$')
        return ORQ_PG_INVALID;
    size_t end = behind(lexer, at + 1, lexer->text + lexer->at, at + 1 - lexer->at);
    if (end == 0)
        return ORQ_PG_INVALID;
    lexer->at = end;
    return ORQ_PG_STRING;
}

static bool is_digit_of(char byte, char base)
{
    switch (base) {
    case 'x':
        return is_digit(byte) || (orq_ascii_lower(byte) >= 'a' && orq_ascii_lower(byte) <= 'f');
    case 'o':
        return byte >= '0' && byte <= '7';
    case 'b':
        return byte == '0' || byte == '1';
    }
    return is_digit(byte);
}

/* Digits, single underscores between them. */
static size_t digits_end(const struct orq_pg_lexer *lexer, size_t at, char base)
{
    while (is_digit_of(byte_at(lexer, at), base) ||
           (byte_at(lexer, at) == '_' && is_digit_of(byte_at(lexer, at + 1), base)))
        at++;
    return at;
}

static size_t exponent_end(const struct orq_pg_lexer *lexer, size_t at)
{
    if (orq_ascii_lower(byte_at(lexer, at)) != 'e')
        return at;
    char sign = byte_at(lexer, at + 1);
    size_t digits = sign == '+' || sign == '-' ? at + 2 : at + 1;
    return is_digit(byte_at(lexer, digits)) ? digits_end(lexer, digits, 'd') : at;
}

static enum orq_pg_token_kind read_number(struct orq_pg_lexer *lexer)
{
    size_t at = lexer->at;
    char base = orq_ascii_lower(byte_at(lexer, at + 1));
    bool other = byte_at(lexer, at) == '0' && base != '\0' && strchr("xob", base) != NULL;
    if (other && digits_end(lexer, at + 2, base) > at + 2) {
        lexer->at = digits_end(lexer, at + 2, base);
        return ORQ_PG_NUMBER;
    }
    at = digits_end(lexer, at, 'd');
    if (byte_at(lexer, at) == '.' && byte_at(lexer, at + 1) != '.')
        at = digits_end(lexer, at + 1, 'd');
    lexer->at = exponent_end(lexer, at);
    return ORQ_PG_NUMBER;
}

/* The manual: an operator of several bytes ends in + or - only where it holds one of these. */
static size_t without_signs(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (strchr("~!@#%^&|`?", text[i]))
            return len;
    while (len > 1 && (text[len - 1] == '+' || text[len - 1] == '-'))
        len--;
    return len;
}

static enum orq_pg_token_kind read_operator(struct orq_pg_lexer *lexer)
{
    size_t at = lexer->at;
    while (is_operator_byte(byte_at(lexer, at)) && !pair_at(lexer, at, '-', '-') &&
           !pair_at(lexer, at, '/', '*'))
        at++;
    lexer->at += without_signs(lexer->text + lexer->at, at - lexer->at);
    return ORQ_PG_OPERATOR;
}

static enum orq_pg_token_kind read_punct(struct orq_pg_lexer *lexer)
{
    char byte = lexer->text[lexer->at], second = byte_at(lexer, lexer->at + 1);
    if (byte == '\0' || !strchr("()[],;.:", byte))
        return ORQ_PG_INVALID;
    bool two = (byte == ':' && (second == ':' || second == '=')) || (byte == '.' && second == '.');
    lexer->at += two ? 2 : 1;
    return ORQ_PG_PUNCT;
}

static enum orq_pg_token_kind read_token(struct orq_pg_lexer *lexer)
{
    char byte = lexer->text[lexer->at];
    if (starts_word(byte))
        return read_word(lexer);
    if (is_digit(byte) || (byte == '.' && is_digit(byte_at(lexer, lexer->at + 1))))
        return read_number(lexer);
    if (byte == '\'')
        return read_string(lexer, 0);
    if (byte == '"')
        return read_quoted(lexer, 0);
    if (byte == '$')
        return read_dollar(lexer);
    return is_operator_byte(byte) ? read_operator(lexer) : read_punct(lexer);
}

struct orq_pg_token orq_pg_lexer_next(struct orq_pg_lexer *lexer)
{
    struct orq_pg_token token = {.kind = ORQ_PG_INVALID, .leading = lexer->at};
    bool closed = skip_blanks(lexer);
    token.offset = lexer->at;
    if (lexer->at >= lexer->len)
        token.kind = ORQ_PG_END;
    else if (closed)
        token.kind = read_token(lexer);
    if (token.kind == ORQ_PG_INVALID)
        lexer->at = lexer->len;
    token.len = lexer->at - token.offset;
    return token;
}

struct orq_pg_tokens orq_pg_tokens_of(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_pg_lexer lexer = orq_pg_lexer_new(text, len);
    struct orq_pg_tokens tokens = {0};
    struct orq_pg_token token;
    do {
        token = orq_pg_lexer_next(&lexer);
        ORQ_PUSH(arena, &tokens, token);
    } while (token.kind != ORQ_PG_END);
    return tokens;
}

bool orq_pg_token_is(const char *text, struct orq_pg_token token, const char *word)
{
    if (token.kind != ORQ_PG_WORD && token.kind != ORQ_PG_OPERATOR && token.kind != ORQ_PG_PUNCT)
        return false;
    return orq_ascii_equal_n(text + token.offset, token.len, word, strlen(word));
}
