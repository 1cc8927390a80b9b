#include "sql/split.h"

#include "sql/keyword_private.h"

/* sqlite3_complete's states: where a semicolon ends the statement, and where it does not. */
enum state {
    FRESH,     /* no token yet */
    EXPLAINED, /* EXPLAIN … */
    CREATED,   /* CREATE [TEMP] */
    ORDINARY,  /* any statement but CREATE TRIGGER */
    TRIGGER,   /* inside a trigger */
    SEMICOLON, /* inside a trigger, behind a semicolon */
    ENDED      /* … and the END behind it */
};

struct splitter {
    struct orq_arena *arena;
    const char *text;
    struct orq_lexer lexer;
    struct orq_statement_texts *statements;
    struct orq_statement_text statement; /* the one being read */
    enum state state;
    size_t depth;   /* of parentheses */
    size_t end;     /* behind its last token */
    size_t counted; /* newlines were counted up to here */
    size_t line;
};

static enum state state_behind(enum state state, enum orq_keyword word)
{
    bool temporary = word == ORQ_KW_TEMP || word == ORQ_KW_TEMPORARY;
    switch (state) {
    case FRESH:
        if (word == ORQ_KW_EXPLAIN)
            return EXPLAINED;
        return word == ORQ_KW_CREATE ? CREATED : ORDINARY;
    case EXPLAINED:
        return word == ORQ_KW_CREATE ? CREATED : EXPLAINED;
    case CREATED:
        if (temporary)
            return CREATED;
        return word == ORQ_KW_TRIGGER ? TRIGGER : ORDINARY;
    case ORDINARY:
        return ORDINARY;
    case SEMICOLON:
        return word == ORQ_KW_END ? ENDED : TRIGGER;
    case TRIGGER:
    case ENDED:
        break;
    }
    return TRIGGER;
}

static bool in_trigger(enum state state)
{
    return state == TRIGGER || state == SEMICOLON;
}

static void count_lines(struct splitter *self, size_t to)
{
    for (; self->counted < to; self->counted++)
        if (self->text[self->counted] == '\n')
            self->line++;
}

static void finish(struct splitter *self, size_t end, bool complete)
{
    if (self->state != FRESH) {
        self->statement.len = end - self->statement.offset;
        self->statement.complete = complete && self->depth == 0 && !in_trigger(self->state);
        ORQ_PUSH(self->arena, self->statements, self->statement);
    }
    self->state = FRESH;
    self->depth = 0;
}

static bool is_punct(const struct splitter *self, struct orq_token token, char byte)
{
    return token.kind == ORQ_TOKEN_PUNCT && token.len == 1 && self->text[token.offset] == byte;
}

/* A quote or comment that is not closed hides the rest of the script; any other byte that
 * SQLite does not know is passed over with its word, so that what follows is still split. */
static bool is_unclosed(const struct splitter *self, struct orq_token token)
{
    char byte = self->text[token.offset];
    return byte == '\'' || byte == '"' || byte == '`' || byte == '[' || byte == '/';
}

static bool is_word_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '_' || (unsigned char)byte >= 0x80;
}

static void pass_unknown(struct splitter *self, struct orq_token token)
{
    size_t at = token.offset + 1;
    while (at < self->lexer.len && is_word_byte(self->text[at]))
        at++;
    self->lexer.at = at;
    self->end = at;
}

static void begin(struct splitter *self, struct orq_token token)
{
    count_lines(self, token.offset);
    self->statement = (struct orq_statement_text){.offset = token.offset, .line = self->line};
}

static void follow_token(struct splitter *self, struct orq_token token)
{
    enum orq_keyword word = ORQ_KW_NONE;
    if (self->state == FRESH)
        begin(self, token);
    if (token.kind == ORQ_TOKEN_WORD)
        word = orq_keyword_of(self->text + token.offset, token.len);
    if (is_punct(self, token, '('))
        self->depth++;
    else if (is_punct(self, token, ')') && self->depth > 0)
        self->depth--;
    self->state = state_behind(self->state, word);
    self->end = token.offset + token.len;
    if (token.kind == ORQ_TOKEN_INVALID && !is_unclosed(self, token))
        pass_unknown(self, token);
}

static void follow_semicolon(struct splitter *self, struct orq_token token)
{
    if (self->depth > 0 || in_trigger(self->state)) {
        self->end = token.offset + token.len;
        if (self->depth == 0)
            self->state = SEMICOLON;
        return;
    }
    finish(self, token.offset, true);
}

void orq_split(struct orq_arena *arena, const char *script, size_t len,
               struct orq_statement_texts *statements)
{
    struct splitter self = {.arena = arena,
                            .text = script,
                            .lexer = orq_lexer_new(script, len),
                            .statements = statements,
                            .line = 1};
    bool closed = true;
    for (;;) {
        struct orq_token token = orq_lexer_next(&self.lexer);
        if (token.kind == ORQ_TOKEN_END)
            break;
        if (token.kind == ORQ_TOKEN_INVALID && is_unclosed(&self, token))
            closed = false;
        if (is_punct(&self, token, ';'))
            follow_semicolon(&self, token);
        else
            follow_token(&self, token);
    }
    finish(&self, self.end, closed);
}
