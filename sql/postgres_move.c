#include "sql/postgres_move.h"

#include "sql/postgres_token.h"

#include <ctype.h>
#include <string.h>

struct mover {
    struct orq_arena *arena;
    const struct orq_pg_move *move;
    const char *text;
    struct orq_pg_tokens tokens;
    struct orq_str out;
    bool inside; /* a routine's body */
    bool stuck;
};

static const char *moved(struct orq_arena *arena, struct orq_slice text,
                         const struct orq_pg_move *move, bool inside, bool *stuck);

/* The token at an index; END before the first. */
static struct orq_pg_token token_at(const struct mover *mover, size_t at, size_t back)
{
    static const struct orq_pg_token none = {.kind = ORQ_PG_END};
    return at >= back ? mover->tokens.items[at - back] : none;
}

static bool is_before(const struct mover *mover, size_t at, size_t back, const char *word)
{
    return orq_pg_token_is(mover->text, token_at(mover, at, back), word);
}

static bool is_behind(const struct mover *mover, size_t at, size_t on, const char *word)
{
    return at + on < mover->tokens.len &&
           orq_pg_token_is(mover->text, mover->tokens.items[at + on], word);
}

/* Does the name at this token say a schema? */
static bool says_schema(const struct mover *mover, size_t at)
{
    if (is_before(mover, at, 1, "."))
        return false;
    if (is_behind(mover, at, 1, ".") || is_before(mover, at, 1, "schema"))
        return true;
    return is_before(mover, at, 2, "search_path") &&
           (is_before(mover, at, 1, "=") || is_before(mover, at, 1, "to"));
}

static bool takes_names(const struct mover *mover, size_t at)
{
    static const char *const functions[] = {"nextval", "currval", "setval"};
    if (is_behind(mover, at, 1, "::") && is_behind(mover, at, 2, "regclass"))
        return true;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (is_before(mover, at, 1, "(") && is_before(mover, at, 2, functions[i]))
            return true;
    return false;
}

static bool name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
           ((unsigned char)byte & 0x80) != 0;
}

/* Does the text hold the schema's name and a point, whatever stands around them? */
static bool mentions(const struct mover *mover, const char *text)
{
    size_t len = strlen(mover->move->from);
    for (const char *p = strstr(text, mover->move->from); p; p = strstr(p + 1, mover->move->from)) {
        const char *end = p + len + (p[len] == '"');
        if ((p == text || !name_byte(p[-1])) && *end == '.')
            return true;
    }
    return false;
}

static void add_text(struct mover *mover, size_t at, struct orq_pg_token token)
{
    const char *value = orq_pg_token_value(mover->arena, mover->text, token);
    bool dollars = mover->text[token.offset] == '$';
    bool body = !mover->inside && (dollars || is_before(mover, at, 1, "as"));
    const char *other = value;
    if (body || takes_names(mover, at)) {
        const struct orq_slice slice = {value, strlen(value)};
        other = moved(mover->arena, slice, mover->move, body, &mover->stuck);
    } else if (mover->inside && mentions(mover, value)) {
        mover->stuck = true;
    }
    if (strcmp(other, value) == 0)
        orq_str_addn(&mover->out, mover->text + token.offset, token.len);
    else
        orq_str_add(&mover->out, dollars ? orq_pg_dollar_quoted(mover->arena, other)
                                         : orq_pg_text(mover->arena, other));
}

static void add_token(struct mover *mover, size_t at)
{
    struct orq_pg_token token = mover->tokens.items[at];
    bool name = token.kind == ORQ_PG_WORD || token.kind == ORQ_PG_QUOTED;
    if (token.kind == ORQ_PG_STRING)
        add_text(mover, at, token);
    else if (name && says_schema(mover, at) &&
             strcmp(orq_pg_token_value(mover->arena, mover->text, token), mover->move->from) == 0)
        orq_str_add(&mover->out, orq_pg_name(mover->arena, mover->move->to));
    else
        orq_str_addn(&mover->out, mover->text + token.offset, token.len);
}

static const char *moved(struct orq_arena *arena, struct orq_slice text,
                         const struct orq_pg_move *move, bool inside, bool *stuck)
{
    const char *copy = orq_arena_strndup(arena, text.data, text.len);
    struct mover mover = {.arena = arena,
                          .move = move,
                          .text = copy,
                          .tokens = orq_pg_tokens_of(arena, copy, text.len),
                          .out = orq_str_new(arena),
                          .inside = inside};
    for (size_t i = 0; i < mover.tokens.len; i++) {
        struct orq_pg_token token = mover.tokens.items[i];
        orq_str_addn(&mover.out, copy + token.leading, token.offset - token.leading);
        add_token(&mover, i);
    }
    *stuck |= mover.stuck;
    return orq_str_text(&mover.out);
}

const char *orq_pg_moved(struct orq_arena *arena, struct orq_slice text,
                         const struct orq_pg_move *move, bool *stuck)
{
    bool unasked = false;
    return moved(arena, text, move, false, stuck ? stuck : &unasked);
}
