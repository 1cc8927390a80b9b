/* PostgreSQL's tokens: https://www.postgresql.org/docs/current/sql-syntax-lexical.html, with
 * standard_conforming_strings on. Reading never fails: a byte that starts no token, and a quote or
 * comment that is not closed, give INVALID up to the end of the text. */
#ifndef ORQ_SQL_POSTGRES_TOKEN_H
#define ORQ_SQL_POSTGRES_TOKEN_H

#include "base/str.h"
#include "base/vec.h"

enum orq_pg_token_kind {
    ORQ_PG_END,
    ORQ_PG_WORD,      /* bare identifier or keyword */
    ORQ_PG_QUOTED,    /* "x", U&"x" */
    ORQ_PG_STRING,    /* 'x', E'x', U&'x', N'x', also continued over lines; $tag$x$tag$ */
    ORQ_PG_BITS,      /* B'01', X'1F' */
    ORQ_PG_NUMBER,    /* 12, 1.5e3, 0x1F, 1_000 */
    ORQ_PG_PARAMETER, /* $1 */
    ORQ_PG_OPERATOR,  /* as many operator bytes as belong together, by the manual's rule of + and -
                       */
    ORQ_PG_PUNCT,     /* ( ) [ ] , ; . : :: := .. */
    ORQ_PG_INVALID
};

struct orq_pg_token {
    enum orq_pg_token_kind kind;
    size_t offset, len;
    size_t leading; /* where the blanks and comments before it begin; comments nest */
};
ORQ_VEC_OF(orq_pg_tokens, struct orq_pg_token);

struct orq_pg_lexer {
    const char *text;
    size_t len, at;
};
struct orq_pg_lexer orq_pg_lexer_new(const char *text, size_t len);
struct orq_pg_token orq_pg_lexer_next(struct orq_pg_lexer *lexer);
/* All tokens, END last. */
struct orq_pg_tokens orq_pg_tokens_of(struct orq_arena *arena, const char *text, size_t len);

/* Is it this bare word (any case), operator or punctuation? Never true of a quoted one. */
bool orq_pg_token_is(const char *text, struct orq_pg_token token, const char *word);
/* What an identifier means (bare: folded, quoted: undone, U& decoded), or a string's value. */
const char *orq_pg_token_value(struct orq_arena *arena, const char *text,
                               struct orq_pg_token token);

/* A script as statements: a semicolon ends one unless it stands in quotes, parentheses, or the
 * BEGIN ATOMIC … END body of a routine. Empty ones are left out. Uses struct orq_statement_text. */
struct orq_statement_texts;
void orq_pg_split(struct orq_arena *arena, const char *script, size_t len,
                  struct orq_statement_texts *statements);

/* Is the word reserved (cannot be a bare column or table name)? Any case. */
bool orq_pg_reserved(const char *word);
/* The name as a person would write it: bare where that means the same. */
const char *orq_pg_name(struct orq_arena *arena, const char *name);
/* "name", or "schema.name", each part as above. schema NULL: none. */
const char *orq_pg_qualified_name(struct orq_arena *arena, const char *schema, const char *name);
/* 'text', E'' where a backslash is in it. */
const char *orq_pg_text(struct orq_arena *arena, const char *text);
/* $$text$$, with a tag that the text does not hold. */
const char *orq_pg_dollar_quoted(struct orq_arena *arena, const char *text);

#endif
