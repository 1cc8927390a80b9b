#include "sql/postgres_token.h"
#include "sql/split.h"

struct splitter {
    struct orq_arena *arena;
    struct orq_pg_lexer lexer;
    struct orq_statement_texts *statements;
    struct orq_statement_text statement; /* the one being read */
    bool begun;
    bool creates; /* it begins with CREATE */
    bool after_begin;
    size_t depth;  /* of parentheses and brackets */
    size_t blocks; /* BEGIN ATOMIC, and each CASE in it */
    size_t end;    /* behind its last token */
    size_t counted, line;
};

static void count_lines(struct splitter *self, size_t to)
{
    for (; self->counted < to; self->counted++)
        if (self->lexer.text[self->counted] == '\n')
            self->line++;
}

static void finish(struct splitter *self, size_t end, bool closed)
{
    if (self->begun) {
        self->statement.len = end - self->statement.offset;
        self->statement.complete = closed && self->depth == 0 && self->blocks == 0;
        ORQ_PUSH(self->arena, self->statements, self->statement);
    }
    self->begun = self->creates = self->after_begin = false;
    self->depth = self->blocks = 0;
}

/* A quote or comment that is not closed hides the rest; any other byte that starts no token is
 * passed over, so that what follows is still split. */
static bool is_unclosed(const char *text, struct orq_pg_token token)
{
    char byte = text[token.offset];
    return byte != '\\' && byte != '{' && byte != '}' && (unsigned char)byte > ' ';
}

static void begin(struct splitter *self, struct orq_pg_token token)
{
    count_lines(self, token.offset);
    self->begun = true;
    self->creates = orq_pg_token_is(self->lexer.text, token, "create");
    self->statement = (struct orq_statement_text){.offset = token.offset, .line = self->line};
}

/* BEGIN ATOMIC … END of a routine, with CASE … END in it. */
static void follow_word(struct splitter *self, struct orq_pg_token token)
{
    const char *text = self->lexer.text;
    bool begins = self->after_begin && orq_pg_token_is(text, token, "atomic");
    self->after_begin = self->creates && orq_pg_token_is(text, token, "begin");
    if (begins || (self->blocks > 0 && orq_pg_token_is(text, token, "case")))
        self->blocks++;
    else if (self->blocks > 0 && orq_pg_token_is(text, token, "end"))
        self->blocks--;
}

static void follow(struct splitter *self, struct orq_pg_token token)
{
    const char *text = self->lexer.text;
    if (!self->begun)
        begin(self, token);
    self->end = token.offset + token.len;
    if (token.kind == ORQ_PG_WORD)
        follow_word(self, token);
    else if (orq_pg_token_is(text, token, "(") || orq_pg_token_is(text, token, "["))
        self->depth++;
    else if (self->depth > 0 &&
             (orq_pg_token_is(text, token, ")") || orq_pg_token_is(text, token, "]")))
        self->depth--;
    if (token.kind == ORQ_PG_INVALID && !is_unclosed(text, token))
        self->end = self->lexer.at = token.offset + 1;
}

void orq_pg_split(struct orq_arena *arena, const char *script, size_t len,
                  struct orq_statement_texts *statements)
{
    struct splitter self = {.arena = arena,
                            .lexer = orq_pg_lexer_new(script, len),
                            .statements = statements,
                            .line = 1};
    bool closed = true;
    for (;;) {
        struct orq_pg_token token = orq_pg_lexer_next(&self.lexer);
        if (token.kind == ORQ_PG_END)
            break;
        if (token.kind == ORQ_PG_INVALID && is_unclosed(script, token))
            closed = false;
        if (orq_pg_token_is(script, token, ";") && self.depth == 0 && self.blocks == 0)
            finish(&self, token.offset, true);
        else
            follow(&self, token);
    }
    finish(&self, self.end, closed);
}
