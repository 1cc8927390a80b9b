/* Growing text in an arena, and slices of text that somebody else owns.
 * The text of an orq_str is always NUL-terminated; it may move when it grows,
 * so take orq_str_text() last. */
#ifndef ORQ_BASE_STR_H
#define ORQ_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>

struct orq_str {
    struct orq_arena *arena;
    char *data; /* NULL until the first byte is added */
    size_t len; /* bytes, without the NUL */
    size_t cap;
};

/* A run of bytes inside a longer text; not NUL-terminated. */
struct orq_slice {
    const char *data;
    size_t len;
};

struct orq_str orq_str_new(struct orq_arena *arena);
void orq_str_add(struct orq_str *str, const char *text);
void orq_str_addn(struct orq_str *str, const char *text, size_t len);
void orq_str_addc(struct orq_str *str, char byte);
/* No argument may be the text of str itself. */
void orq_str_addf(struct orq_str *str, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *orq_str_text(const struct orq_str *str); /* "" when nothing was added */

/* ASCII-only case folding, as SQLite folds identifiers; other bytes stay. */
char orq_ascii_lower(char byte);
bool orq_ascii_equal(const char *a, const char *b); /* ignoring ASCII case */
bool orq_ascii_equal_n(const char *a, size_t alen, const char *b, size_t blen);
int orq_ascii_compare(const char *a, const char *b);
const char *orq_ascii_fold(struct orq_arena *arena, const char *text); /* lower-case copy */

/* NULL-tolerant comparison: two NULLs are equal. */
bool orq_str_equal(const char *a, const char *b);
bool orq_starts_with(const char *text, const char *prefix);
bool orq_ends_with(const char *text, const char *suffix);
bool orq_slice_equal(struct orq_slice slice, const char *text);

/* The bytes of the well-formed UTF-8 character that text[0..len) begins with;
 * 0 when there is none. */
size_t orq_utf8_length(const char *text, size_t len);
/* How many characters a well-formed text has. */
size_t orq_utf8_count(const char *text);
/* Is text[0..len) well-formed UTF-8 without NUL bytes? */
bool orq_utf8_valid(const char *text, size_t len);
/* The code point of the character text[0..len), whose length orq_utf8_length told. */
unsigned long orq_utf8_point(const char *text, size_t len);
/* Control characters, line and paragraph separators, letters without a width, the marks that turn
 * the direction of writing around, and what is no character: legal in a text, but nobody would see
 * them, and a terminal does as they say. */
bool orq_utf8_hidden(unsigned long point);

#endif
