#include "sql/token.h"

#include "sql/keyword_private.h"
#include "sql/quote.h"

#include <string.h>

/* Two texts with equal canonical tokens must be the same statement to SQLite.
 * "Foo" is a name in some places and the string 'Foo' in others, and a string's case
 * counts: its case is folded only where it must be a name. A quoted keyword stays quoted
 * ("null" is not null), and so does any name that is no plain word. */
struct canonical {
    struct orq_arena *arena;
    const char *text;
    struct orq_str out;
    struct orq_token last[2];      /* the two tokens before; [0] is the nearer */
    enum orq_keyword last_word[2]; /* what they are as bare keywords */
    bool in_table;                 /* between CREATE TABLE and an AS */
    size_t depth;                  /* of parentheses */
    unsigned long name_lists;      /* bit d: the parentheses of depth d hold a list of names */
};

enum { DEEPEST_LIST = 31 };

static bool is_one_of(enum orq_keyword word, const enum orq_keyword *words, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (words[i] == word)
            return true;
    return false;
}

#define IS_ONE_OF(word, words) is_one_of((word), (words), sizeof(words) / sizeof *(words))

static bool is_punct(const struct canonical *self, struct orq_token token, char byte)
{
    return token.kind == ORQ_TOKEN_PUNCT && token.len == 1 && self->text[token.offset] == byte;
}

/* Does the parenthesis that opens now hold names only? */
static bool opens_names(const struct canonical *self)
{
    enum orq_keyword last = self->last_word[0], before = self->last_word[1];
    return (self->in_table && self->depth == 0) || last == ORQ_KW_UNIQUE ||
           before == ORQ_KW_REFERENCES ||
           (last == ORQ_KW_KEY && (before == ORQ_KW_PRIMARY || before == ORQ_KW_FOREIGN));
}

static void follow_parentheses(struct canonical *self, struct orq_token token)
{
    if (is_punct(self, token, '(')) {
        bool names = opens_names(self);
        self->depth++;
        if (self->depth <= DEEPEST_LIST) {
            self->name_lists &= ~(1UL << self->depth);
            self->name_lists |= (names ? 1UL : 0UL) << self->depth;
        }
    } else if (is_punct(self, token, ')') && self->depth > 0) {
        self->depth--;
    }
}

/* CREATE INDEX i ON "t" ( and CREATE TRIGGER … ON "t" WHEN, unlike JOIN … ON "x" = y. */
static bool names_table_of_on(const struct canonical *self, struct orq_token next)
{
    static const enum orq_keyword behind[] = {ORQ_KW_WHEN, ORQ_KW_BEGIN, ORQ_KW_FOR};
    if (self->last_word[0] != ORQ_KW_ON)
        return false;
    enum orq_keyword word = next.kind == ORQ_TOKEN_WORD
                                ? orq_keyword_of(self->text + next.offset, next.len)
                                : ORQ_KW_NONE;
    return is_punct(self, next, '(') || IS_ONE_OF(word, behind);
}

/* Can the token that comes now only be a name, and no string? */
static bool names_come(const struct canonical *self, struct orq_token next)
{
    static const enum orq_keyword before_names[] = {
        ORQ_KW_TABLE,  ORQ_KW_INDEX, ORQ_KW_REFERENCES, ORQ_KW_INTO,
        ORQ_KW_EXISTS, ORQ_KW_FROM,  ORQ_KW_CONSTRAINT, ORQ_KW_COLLATE};
    bool compares = self->last_word[1] == ORQ_KW_DISTINCT; /* IS DISTINCT FROM "x" */
    if (IS_ONE_OF(self->last_word[0], before_names) && !compares)
        return true;
    if (names_table_of_on(self, next))
        return true;
    if (is_punct(self, self->last[0], '.') || is_punct(self, next, '.'))
        return true;
    bool begins = is_punct(self, self->last[0], '(') || is_punct(self, self->last[0], ',');
    return begins && self->depth > 0 && self->depth <= DEEPEST_LIST &&
           (self->name_lists >> self->depth & 1) != 0;
}

static bool has_upper(const char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            return true;
    return false;
}

static bool is_bare(const char *name)
{
    size_t len = strlen(name);
    struct orq_lexer lexer = orq_lexer_new(name, len);
    struct orq_token token = orq_lexer_next(&lexer);
    return token.kind == ORQ_TOKEN_WORD && token.offset == 0 && token.len == len &&
           orq_keyword_of(name, len) == ORQ_KW_NONE;
}

static void add_name(struct canonical *self, struct orq_token token, struct orq_token next)
{
    const char *name = orq_token_name(self->arena, self->text, token);
    /* DEFAULT Foo, DEFAULT [Foo] and DEFAULT "Foo" all mean the string 'Foo'. */
    bool folds = token.kind == ORQ_TOKEN_QUOTED ? names_come(self, next)
                                                : self->last_word[0] != ORQ_KW_DEFAULT;
    if (folds)
        name = orq_ascii_fold(self->arena, name);
    bool bare = is_bare(name) && (folds || !has_upper(name));
    orq_str_add(&self->out, bare ? name : orq_quoted_name(self->arena, name));
}

static void add_word(struct canonical *self, struct orq_token token, enum orq_keyword word)
{
    bool value = self->last_word[0] == ORQ_KW_DEFAULT && word == ORQ_KW_NONE;
    for (size_t i = 0; i < token.len; i++) {
        char byte = self->text[token.offset + i];
        orq_str_addc(&self->out, value ? byte : orq_ascii_lower(byte));
    }
}

static void add_punct(struct canonical *self, struct orq_token token)
{
    if (orq_token_is(self->text, token, "=="))
        orq_str_add(&self->out, "=");
    else if (orq_token_is(self->text, token, "<>"))
        orq_str_add(&self->out, "!=");
    else
        orq_str_addn(&self->out, self->text + token.offset, token.len);
}

static void follow_table(struct canonical *self, enum orq_keyword word)
{
    static const enum orq_keyword makers[] = {ORQ_KW_CREATE, ORQ_KW_TEMP, ORQ_KW_TEMPORARY};
    if (self->depth > 0)
        return;
    if (word == ORQ_KW_TABLE && IS_ONE_OF(self->last_word[0], makers))
        self->in_table = true;
    else if (word == ORQ_KW_AS)
        self->in_table = false;
}

static void add_token(struct canonical *self, struct orq_token token, struct orq_token next)
{
    enum orq_keyword word = ORQ_KW_NONE;
    /* Behind a blank, \v would be one too, and no fault any more. */
    if (self->out.len > 0 && self->text[token.offset] != '\v')
        orq_str_addc(&self->out, ' ');
    switch (token.kind) {
    case ORQ_TOKEN_QUOTED:
    case ORQ_TOKEN_BRACKETED:
    case ORQ_TOKEN_BACKTICKED:
        add_name(self, token, next);
        break;
    case ORQ_TOKEN_WORD:
        word = orq_keyword_of(self->text + token.offset, token.len);
        add_word(self, token, word);
        break;
    case ORQ_TOKEN_PUNCT:
        add_punct(self, token);
        follow_parentheses(self, token);
        break;
    case ORQ_TOKEN_END:
    case ORQ_TOKEN_STRING:
    case ORQ_TOKEN_BLOB:
    case ORQ_TOKEN_INTEGER:
    case ORQ_TOKEN_FLOAT:
    case ORQ_TOKEN_VARIABLE:
    case ORQ_TOKEN_INVALID:
        orq_str_addn(&self->out, self->text + token.offset, token.len);
        break;
    }
    follow_table(self, word);
    self->last[1] = self->last[0];
    self->last[0] = token;
    self->last_word[1] = self->last_word[0];
    self->last_word[0] = word;
}

const char *orq_tokens_canonical(struct orq_arena *arena, const char *text, size_t len)
{
    struct canonical self = {.arena = arena, .text = text, .out = orq_str_new(arena)};
    struct orq_lexer lexer = orq_lexer_new(text, len);
    struct orq_token token = orq_lexer_next(&lexer);
    while (token.kind != ORQ_TOKEN_END) {
        struct orq_token next = orq_lexer_next(&lexer);
        add_token(&self, token, next);
        token = next;
    }
    return orq_str_text(&self.out);
}
