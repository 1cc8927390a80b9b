#include "sql/expr_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char largest_integer[] = "9223372036854775807";

/* The one spelling of a double: the shortest that reads back as it, with a point or an exponent. */
static const char *float_text(struct orq_arena *arena, const char *spelled)
{
    double value = strtod(spelled, NULL);
    if (isinf(value))
        return "9e999";
    for (int digits = 15; digits <= 17; digits++) {
        const char *text = orq_arena_printf(arena, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return strpbrk(text, ".e") ? text : orq_arena_printf(arena, "%s.0", text);
    }
    return spelled;
}

static const char *hex_text(struct orq_arena *arena, const char *spelled)
{
    const char *digits = spelled + 2;
    while (*digits == '0')
        digits++;
    if (strlen(digits) > 16)
        return NULL;
    unsigned long long value = strtoull(spelled, NULL, 16);
    if (value > 0x7FFFFFFFFFFFFFFFULL)
        return orq_arena_printf(arena, "0x%llx", value);
    return orq_arena_printf(arena, "%llu", value);
}

/* Leaves out leading zeros. 9223372036854775808 is kept as an integer: behind a minus it is one. */
static bool fits_integer(const char *digits)
{
    size_t len = strlen(digits);
    if (len != sizeof largest_integer - 1)
        return len < sizeof largest_integer - 1;
    return strcmp(digits, largest_integer) <= 0 || strcmp(digits, "9223372036854775808") == 0;
}

static struct orq_expr *number_node(struct orq_expr_reader *reader, const char *spelled,
                                    size_t from)
{
    struct orq_arena *arena = reader->cursor->arena;
    if (spelled[0] == '0' && (spelled[1] == 'x' || spelled[1] == 'X')) {
        const char *text = hex_text(arena, spelled);
        if (!text)
            orq_cursor_fail(reader->cursor, "a hexadecimal number has at most 16 digits");
        return orq_expr_node(reader, ORQ_EXPR_INTEGER, text, from);
    }
    while (spelled[0] == '0' && spelled[1] != '\0')
        spelled++;
    if (fits_integer(spelled))
        return orq_expr_node(reader, ORQ_EXPR_INTEGER, spelled, from);
    return orq_expr_node(reader, ORQ_EXPR_FLOAT, float_text(arena, spelled), from);
}

struct orq_expr *orq_expr_read_literal(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    struct orq_token token = cursor->token;
    const char *from = cursor->text + token.offset;
    orq_cursor_advance(cursor);
    if (token.kind == ORQ_TOKEN_BLOB) {
        const char *hex = orq_arena_strndup(cursor->arena, from + 2, token.len - 3);
        return orq_expr_node(reader, ORQ_EXPR_BLOB, orq_ascii_fold(cursor->arena, hex),
                             token.offset);
    }
    const char *spelled = orq_arena_strndup(cursor->arena, from, token.len);
    if (token.kind == ORQ_TOKEN_INTEGER)
        return number_node(reader, spelled, token.offset);
    return orq_expr_node(reader, ORQ_EXPR_FLOAT, float_text(cursor->arena, spelled), token.offset);
}
