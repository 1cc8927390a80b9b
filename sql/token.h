/* SQLite's tokens: https://www.sqlite.org/lang_keywords.html and the tokenizer's
 * own rules (identifier bytes >= 0x80, [x] without an escape, '' "" `` doubled).
 * Reading never fails: a byte that starts no token, and a quote or comment
 * that is not closed, give ORQ_TOKEN_INVALID up to the end of the text. */
#ifndef ORQ_SQL_TOKEN_H
#define ORQ_SQL_TOKEN_H

#include "base/str.h"
#include "base/vec.h"

enum orq_token_kind {
    ORQ_TOKEN_END,
    ORQ_TOKEN_WORD,      /* bare identifier or keyword */
    ORQ_TOKEN_QUOTED,    /* "x": an identifier, or a string where no such name exists */
    ORQ_TOKEN_BRACKETED, /* [x] */
    ORQ_TOKEN_BACKTICKED,
    ORQ_TOKEN_STRING,   /* 'x' */
    ORQ_TOKEN_BLOB,     /* x'00' */
    ORQ_TOKEN_INTEGER,  /* 12, 0x1F */
    ORQ_TOKEN_FLOAT,    /* 1.5, 1e3, .5 */
    ORQ_TOKEN_VARIABLE, /* ?1 :a @a $a */
    ORQ_TOKEN_PUNCT,    /* ( ) , ; . and every operator, the longest that fits */
    ORQ_TOKEN_INVALID
};

struct orq_token {
    enum orq_token_kind kind;
    size_t offset;  /* of the first byte in the text */
    size_t len;     /* bytes */
    size_t leading; /* offset where the blanks and comments before it begin */
};

struct orq_lexer {
    const char *text;
    size_t len;
    size_t at;
};

struct orq_lexer orq_lexer_new(const char *text, size_t len);
/* The next token; blanks and comments are passed over. After the last: END. */
struct orq_token orq_lexer_next(struct orq_lexer *lexer);

ORQ_VEC_OF(orq_tokens, struct orq_token);
/* All tokens of a text, the END token last. */
struct orq_tokens orq_tokens_of(struct orq_arena *arena, const char *text, size_t len);

/* Is the token this bare word (any case) or this punctuation? Never true of quoted ones. */
bool orq_token_is(const char *text, struct orq_token token, const char *word);
/* What an identifier or string token means: unquoted, doubled quotes undone, case kept. */
const char *orq_token_name(struct orq_arena *arena, const char *text, struct orq_token token);

/* One spelling for all texts that are the same tokens: comments dropped, one
 * space between tokens, bare words folded to lower case, every quoted identifier as
 * the bare (folded) name where it can be bare and "folded" where not, == as =, <> as !=.
 * Strings and numbers stay as they are. This is what `expects` hashes. */
const char *orq_tokens_canonical(struct orq_arena *arena, const char *text, size_t len);

#endif
