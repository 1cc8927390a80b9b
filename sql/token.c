#include "sql/token.h"

#include <string.h>

/* What a byte starts; WRD to DOL also go on a word. */
enum byte_class {
    BAD,
    SPC,
    WRD,
    HEX,
    BOM,
    DIG,
    DOL,
    QUO,
    BRA,
    MIN,
    SLA,
    LES,
    GRE,
    EQU,
    BAN,
    PIP,
    DOT,
    VAR,
    QUE,
    ONE
};

/* clang-format off */
static const unsigned char classes[256] = {
    BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, SPC, SPC, BAD, SPC, SPC, BAD, BAD,
    BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD,
    SPC, BAN, QUO, VAR, DOL, ONE, ONE, QUO, ONE, ONE, ONE, ONE, ONE, MIN, DOT, SLA,
    DIG, DIG, DIG, DIG, DIG, DIG, DIG, DIG, DIG, DIG, VAR, ONE, LES, EQU, GRE, QUE,
    VAR, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, HEX, WRD, WRD, BRA, BAD, BAD, BAD, WRD,
    QUO, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, HEX, WRD, WRD, BAD, PIP, BAD, ONE, BAD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, BOM,
    WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD, WRD,
};
/* clang-format on */

struct orq_lexer orq_lexer_new(const char *text, size_t len)
{
    return (struct orq_lexer){.text = text, .len = len};
}

static enum byte_class class_at(const struct orq_lexer *lexer, size_t at)
{
    if (at >= lexer->len)
        return BAD;
    return (enum byte_class)classes[(unsigned char)lexer->text[at]];
}

/* The byte at a place, 0 behind the end: no token goes on with a 0. */
static char byte_at(const struct orq_lexer *lexer, size_t at)
{
    return at < lexer->len ? lexer->text[at] : '\0';
}

static bool is_word_byte(const struct orq_lexer *lexer, size_t at)
{
    enum byte_class class = class_at(lexer, at);
    return class >= WRD && class <= DOL;
}

static bool is_digit(const struct orq_lexer *lexer, size_t at)
{
    return class_at(lexer, at) == DIG;
}

static bool is_hex_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

/* Behind the comment that begins at; 0 where it is not closed. */
static size_t block_comment_end(const struct orq_lexer *lexer, size_t at)
{
    const char *from = lexer->text + at + 2;
    const char *end = lexer->text + lexer->len;
    while (from < end) {
        const char *star = memchr(from, '*', (size_t)(end - from));
        if (!star || star + 1 >= end)
            return 0;
        if (star[1] == '/')
            return (size_t)(star + 2 - lexer->text);
        from = star + 1;
    }
    return 0;
}

static size_t line_comment_end(const struct orq_lexer *lexer, size_t at)
{
    const char *newline = memchr(lexer->text + at, '\n', lexer->len - at);
    return newline ? (size_t)(newline + 1 - lexer->text) : lexer->len;
}

/* Passes over blanks and comments; false at a comment that is not closed. */
static bool skip_blanks(struct orq_lexer *lexer)
{
    for (;;) {
        enum byte_class class = class_at(lexer, lexer->at);
        /* \v goes on a run of blanks, but starts none: SQLite's own quirk. */
        if (class == SPC) {
            lexer->at++;
            while (class_at(lexer, lexer->at) == SPC || byte_at(lexer, lexer->at) == '\v')
                lexer->at++;
        } else if (class == BOM && byte_at(lexer, lexer->at + 1) == '\xBB' &&
                   byte_at(lexer, lexer->at + 2) == '\xBF') {
            lexer->at += 3;
        } else if (class == MIN && byte_at(lexer, lexer->at + 1) == '-') {
            lexer->at = line_comment_end(lexer, lexer->at);
        } else if (class == SLA && byte_at(lexer, lexer->at + 1) == '*') {
            size_t end = block_comment_end(lexer, lexer->at);
            if (end == 0)
                return false;
            lexer->at = end;
        } else {
            return true;
        }
    }
}

static size_t word_end(const struct orq_lexer *lexer, size_t at)
{
    while (is_word_byte(lexer, at))
        at++;
    return at;
}

static enum orq_token_kind quoted_kind(char quote)
{
    if (quote == '\'')
        return ORQ_TOKEN_STRING;
    return quote == '"' ? ORQ_TOKEN_QUOTED : ORQ_TOKEN_BACKTICKED;
}

static enum orq_token_kind read_quoted(struct orq_lexer *lexer)
{
    char quote = lexer->text[lexer->at];
    size_t at = lexer->at + 1;
    for (; at < lexer->len && lexer->text[at] != '\0'; at++) {
        if (lexer->text[at] != quote)
            continue;
        if (byte_at(lexer, at + 1) != quote) {
            lexer->at = at + 1;
            return quoted_kind(quote);
        }
        at++;
    }
    return ORQ_TOKEN_INVALID;
}

static enum orq_token_kind read_bracketed(struct orq_lexer *lexer)
{
    for (size_t at = lexer->at + 1; at < lexer->len && lexer->text[at] != '\0'; at++) {
        if (lexer->text[at] == ']') {
            lexer->at = at + 1;
            return ORQ_TOKEN_BRACKETED;
        }
    }
    return ORQ_TOKEN_INVALID;
}

static enum orq_token_kind read_word(struct orq_lexer *lexer)
{
    lexer->at = word_end(lexer, lexer->at + 1);
    return ORQ_TOKEN_WORD;
}

/* x'00', or a word that begins with x. */
static enum orq_token_kind read_x(struct orq_lexer *lexer)
{
    if (byte_at(lexer, lexer->at + 1) != '\'')
        return read_word(lexer);
    size_t at = lexer->at + 2;
    while (is_hex_digit(byte_at(lexer, at)))
        at++;
    if (byte_at(lexer, at) != '\'' || (at - lexer->at) % 2 != 0)
        return ORQ_TOKEN_INVALID;
    lexer->at = at + 1;
    return ORQ_TOKEN_BLOB;
}

static size_t digits_end(const struct orq_lexer *lexer, size_t at)
{
    while (is_digit(lexer, at))
        at++;
    return at;
}

/* Behind the exponent at, or at itself where there is none. */
static size_t exponent_end(const struct orq_lexer *lexer, size_t at)
{
    char byte = byte_at(lexer, at);
    if (byte != 'e' && byte != 'E')
        return at;
    char sign = byte_at(lexer, at + 1);
    size_t digits = sign == '+' || sign == '-' ? at + 2 : at + 1;
    return is_digit(lexer, digits) ? digits_end(lexer, digits) : at;
}

static enum orq_token_kind read_number(struct orq_lexer *lexer)
{
    enum orq_token_kind kind = ORQ_TOKEN_INTEGER;
    size_t at = lexer->at;
    char second = byte_at(lexer, at + 1);
    if (lexer->text[at] == '0' && (second == 'x' || second == 'X') &&
        is_hex_digit(byte_at(lexer, at + 2))) {
        for (at += 3; is_hex_digit(byte_at(lexer, at));)
            at++;
    } else {
        at = digits_end(lexer, at);
        size_t whole = at;
        if (byte_at(lexer, at) == '.')
            at = digits_end(lexer, at + 1);
        at = exponent_end(lexer, at);
        if (at > whole)
            kind = ORQ_TOKEN_FLOAT;
    }
    if (is_word_byte(lexer, at))
        return ORQ_TOKEN_INVALID;
    lexer->at = at;
    return kind;
}

static enum orq_token_kind read_dot(struct orq_lexer *lexer)
{
    if (is_digit(lexer, lexer->at + 1))
        return read_number(lexer);
    lexer->at++;
    return ORQ_TOKEN_PUNCT;
}

/* :a @a $a #a $a::b. Tcl's $a(b) is read as a variable and a parenthesis. */
static enum orq_token_kind read_variable(struct orq_lexer *lexer)
{
    size_t at = lexer->at + 1, named = 0;
    for (;; at++) {
        if (is_word_byte(lexer, at))
            named++;
        else if (byte_at(lexer, at) == ':' && byte_at(lexer, at + 1) == ':')
            at++;
        else
            break;
    }
    if (named == 0)
        return ORQ_TOKEN_INVALID;
    lexer->at = at;
    return ORQ_TOKEN_VARIABLE;
}

static enum orq_token_kind read_numbered_variable(struct orq_lexer *lexer)
{
    lexer->at = digits_end(lexer, lexer->at + 1);
    return ORQ_TOKEN_VARIABLE;
}

/* How long the operator is that begins at; 0: none. */
static size_t operator_len(const struct orq_lexer *lexer, enum byte_class class)
{
    char second = byte_at(lexer, lexer->at + 1);
    if (class == MIN && second == '>')
        return byte_at(lexer, lexer->at + 2) == '>' ? 3 : 2;
    if (class == LES)
        return second == '=' || second == '>' || second == '<' ? 2 : 1;
    if (class == GRE)
        return second == '=' || second == '>' ? 2 : 1;
    if (class == BAN)
        return second == '=' ? 2 : 0;
    if (class == EQU)
        return second == '=' ? 2 : 1;
    if (class == PIP)
        return second == '|' ? 2 : 1;
    return 1;
}

static enum orq_token_kind read_operator(struct orq_lexer *lexer, enum byte_class class)
{
    size_t len = operator_len(lexer, class);
    lexer->at += len;
    return len > 0 ? ORQ_TOKEN_PUNCT : ORQ_TOKEN_INVALID;
}

static enum orq_token_kind read_token(struct orq_lexer *lexer)
{
    enum byte_class class = class_at(lexer, lexer->at);
    switch (class) {
    case WRD:
    case BOM:
        return read_word(lexer);
    case HEX:
        return read_x(lexer);
    case DIG:
        return read_number(lexer);
    case QUO:
        return read_quoted(lexer);
    case BRA:
        return read_bracketed(lexer);
    case DOT:
        return read_dot(lexer);
    case DOL:
    case VAR:
        return read_variable(lexer);
    case QUE:
        return read_numbered_variable(lexer);
    case MIN:
    case SLA:
    case LES:
    case GRE:
    case EQU:
    case BAN:
    case PIP:
    case ONE:
        return read_operator(lexer, class);
    case BAD:
    case SPC:
        break;
    }
    return ORQ_TOKEN_INVALID;
}

struct orq_token orq_lexer_next(struct orq_lexer *lexer)
{
    struct orq_token token = {.kind = ORQ_TOKEN_INVALID, .leading = lexer->at};
    bool closed = skip_blanks(lexer);
    token.offset = lexer->at;
    if (lexer->at >= lexer->len)
        token.kind = ORQ_TOKEN_END;
    else if (closed)
        token.kind = read_token(lexer);
    if (token.kind == ORQ_TOKEN_INVALID)
        lexer->at = lexer->len;
    token.len = lexer->at - token.offset;
    return token;
}

struct orq_tokens orq_tokens_of(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_lexer lexer = orq_lexer_new(text, len);
    struct orq_tokens tokens = {0};
    struct orq_token token;
    do {
        token = orq_lexer_next(&lexer);
        ORQ_PUSH(arena, &tokens, token);
    } while (token.kind != ORQ_TOKEN_END);
    return tokens;
}

bool orq_token_is(const char *text, struct orq_token token, const char *word)
{
    if (token.kind != ORQ_TOKEN_WORD && token.kind != ORQ_TOKEN_PUNCT)
        return false;
    return orq_ascii_equal_n(text + token.offset, token.len, word, strlen(word));
}

const char *orq_token_name(struct orq_arena *arena, const char *text, struct orq_token token)
{
    const char *from = text + token.offset;
    switch (token.kind) {
    case ORQ_TOKEN_BRACKETED:
        return orq_arena_strndup(arena, from + 1, token.len - 2);
    case ORQ_TOKEN_QUOTED:
    case ORQ_TOKEN_BACKTICKED:
    case ORQ_TOKEN_STRING:
        break;
    case ORQ_TOKEN_END:
    case ORQ_TOKEN_WORD:
    case ORQ_TOKEN_BLOB:
    case ORQ_TOKEN_INTEGER:
    case ORQ_TOKEN_FLOAT:
    case ORQ_TOKEN_VARIABLE:
    case ORQ_TOKEN_PUNCT:
    case ORQ_TOKEN_INVALID:
        return orq_arena_strndup(arena, from, token.len);
    }
    char *name = orq_arena_alloc(arena, token.len);
    size_t used = 0;
    for (size_t i = 1; i + 1 < token.len; i++) {
        name[used++] = from[i];
        if (from[i] == from[0])
            i++;
    }
    name[used] = '\0';
    return name;
}
