#include "sql/cursor_private.h"

static enum orq_keyword word_of(const char *text, struct orq_token token)
{
    return token.kind == ORQ_TOKEN_WORD ? orq_keyword_of(text + token.offset, token.len)
                                        : ORQ_KW_NONE;
}

struct orq_cursor orq_cursor_new(struct orq_arena *arena, const char *text, size_t len,
                                 struct orq_expr_error *error)
{
    struct orq_cursor cursor = {.arena = arena, .text = text, .len = len, .error = error};
    cursor.lexer = orq_lexer_new(text, len);
    cursor.ahead = orq_lexer_next(&cursor.lexer);
    cursor.ahead_word = word_of(text, cursor.ahead);
    orq_cursor_advance(&cursor);
    cursor.end = 0;
    return cursor;
}

void orq_cursor_advance(struct orq_cursor *cursor)
{
    if (cursor->failed)
        return;
    cursor->end = cursor->token.offset + cursor->token.len;
    cursor->token = cursor->ahead;
    cursor->word = cursor->ahead_word;
    cursor->ahead = orq_lexer_next(&cursor->lexer);
    cursor->ahead_word = word_of(cursor->text, cursor->ahead);
}

bool orq_cursor_fail(struct orq_cursor *cursor, const char *message)
{
    if (cursor->failed)
        return false;
    cursor->failed = true;
    if (cursor->error)
        *cursor->error =
            (struct orq_expr_error){.offset = cursor->token.offset, .message = message};
    cursor->token.kind = ORQ_TOKEN_END;
    cursor->ahead.kind = ORQ_TOKEN_END;
    cursor->word = cursor->ahead_word = ORQ_KW_NONE;
    return false;
}

static bool is_punct(const char *text, struct orq_token token, char byte)
{
    return token.kind == ORQ_TOKEN_PUNCT && token.len == 1 && text[token.offset] == byte;
}

bool orq_cursor_at(const struct orq_cursor *cursor, char punct)
{
    return is_punct(cursor->text, cursor->token, punct);
}

bool orq_cursor_ahead(const struct orq_cursor *cursor, char punct)
{
    return is_punct(cursor->text, cursor->ahead, punct);
}

bool orq_cursor_accept(struct orq_cursor *cursor, char punct)
{
    if (!orq_cursor_at(cursor, punct))
        return false;
    orq_cursor_advance(cursor);
    return true;
}

bool orq_cursor_accept_word(struct orq_cursor *cursor, enum orq_keyword word)
{
    if (cursor->word != word)
        return false;
    orq_cursor_advance(cursor);
    return true;
}

bool orq_cursor_expect(struct orq_cursor *cursor, char punct, const char *message)
{
    return orq_cursor_accept(cursor, punct) || orq_cursor_fail(cursor, message);
}

bool orq_cursor_expect_word(struct orq_cursor *cursor, enum orq_keyword word, const char *message)
{
    return orq_cursor_accept_word(cursor, word) || orq_cursor_fail(cursor, message);
}

bool orq_token_may_name(enum orq_token_kind kind, enum orq_keyword word, bool strings)
{
    switch (kind) {
    case ORQ_TOKEN_WORD:
        return orq_keyword_class(word) != ORQ_KEYWORD_HARD;
    case ORQ_TOKEN_QUOTED:
    case ORQ_TOKEN_BRACKETED:
    case ORQ_TOKEN_BACKTICKED:
        return true;
    case ORQ_TOKEN_STRING:
        return strings;
    case ORQ_TOKEN_END:
    case ORQ_TOKEN_BLOB:
    case ORQ_TOKEN_INTEGER:
    case ORQ_TOKEN_FLOAT:
    case ORQ_TOKEN_VARIABLE:
    case ORQ_TOKEN_PUNCT:
    case ORQ_TOKEN_INVALID:
        break;
    }
    return false;
}

bool orq_cursor_at_name(const struct orq_cursor *cursor, bool strings)
{
    return orq_token_may_name(cursor->token.kind, cursor->word, strings);
}

const char *orq_cursor_name(struct orq_cursor *cursor, struct orq_range *range)
{
    if (!orq_cursor_at_name(cursor, true)) {
        orq_cursor_fail(cursor, "a name is expected here");
        return NULL;
    }
    const char *name = orq_token_name(cursor->arena, cursor->text, cursor->token);
    size_t from = cursor->token.offset;
    orq_cursor_advance(cursor);
    if (range)
        *range = (struct orq_range){from, cursor->end};
    return name;
}

const char *orq_cursor_object(struct orq_cursor *cursor, struct orq_range *range)
{
    const char *name = orq_cursor_name(cursor, range);
    if (name && orq_cursor_accept(cursor, '.'))
        name = orq_cursor_name(cursor, range);
    return name;
}

void orq_cursor_if_not_exists(struct orq_cursor *cursor)
{
    if (cursor->word != ORQ_KW_IF || cursor->ahead_word != ORQ_KW_NOT)
        return;
    orq_cursor_advance(cursor);
    orq_cursor_advance(cursor);
    orq_cursor_expect_word(cursor, ORQ_KW_EXISTS, "EXISTS is expected behind IF NOT");
}

struct orq_range orq_cursor_parentheses(struct orq_cursor *cursor)
{
    if (!orq_cursor_expect(cursor, '(', "( is expected here"))
        return (struct orq_range){0};
    struct orq_range range = {cursor->token.offset, cursor->token.offset};
    for (size_t depth = 1;; orq_cursor_advance(cursor)) {
        if (cursor->token.kind == ORQ_TOKEN_END || cursor->token.kind == ORQ_TOKEN_INVALID) {
            orq_cursor_fail(cursor, "a parenthesis is not closed");
            return (struct orq_range){0};
        }
        if (orq_cursor_at(cursor, '('))
            depth++;
        if (orq_cursor_at(cursor, ')') && --depth == 0)
            break;
        range.to = cursor->token.offset + cursor->token.len;
    }
    orq_cursor_advance(cursor);
    return range;
}

bool orq_cursor_finish(struct orq_cursor *cursor)
{
    orq_cursor_accept(cursor, ';');
    bool comment =
        cursor->token.kind == ORQ_TOKEN_INVALID && cursor->text[cursor->token.offset] == '/';
    if (cursor->failed)
        return false;
    if (cursor->token.kind == ORQ_TOKEN_END || comment)
        return true;
    return orq_cursor_fail(cursor, "nothing may follow here");
}
