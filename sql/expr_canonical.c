#include "sql/expr_private.h"

#include "sql/quote.h"

#include <string.h>

struct writer {
    struct orq_arena *arena;
    struct orq_str out;
};

static void write_expr(struct writer *writer, const struct orq_expr *expr);

const char *orq_expr_name(struct orq_arena *arena, const char *folded)
{
    size_t len = strlen(folded);
    struct orq_lexer lexer = orq_lexer_new(folded, len);
    struct orq_token token = orq_lexer_next(&lexer);
    if (token.kind == ORQ_TOKEN_WORD && token.offset == 0 && token.len == len &&
        orq_keyword_of(folded, len) == ORQ_KW_NONE)
        return folded;
    struct orq_str out = orq_str_new(arena);
    orq_str_addc(&out, '`');
    for (; *folded; folded++) {
        if (*folded == '`')
            orq_str_addc(&out, '`');
        orq_str_addc(&out, *folded);
    }
    orq_str_addc(&out, '`');
    return orq_str_text(&out);
}

static bool is_composite(const struct orq_expr *expr)
{
    switch (expr->kind) {
    case ORQ_EXPR_UNARY:
    case ORQ_EXPR_BINARY:
    case ORQ_EXPR_JUNCTION:
    case ORQ_EXPR_IS_NULL:
    case ORQ_EXPR_BETWEEN:
    case ORQ_EXPR_IN:
    case ORQ_EXPR_COLLATE:
        return true;
    case ORQ_EXPR_NULL:
    case ORQ_EXPR_BOOLEAN:
    case ORQ_EXPR_INTEGER:
    case ORQ_EXPR_FLOAT:
    case ORQ_EXPR_STRING:
    case ORQ_EXPR_BLOB:
    case ORQ_EXPR_NOW:
    case ORQ_EXPR_VARIABLE:
    case ORQ_EXPR_COLUMN:
    case ORQ_EXPR_CASE:
    case ORQ_EXPR_CAST:
    case ORQ_EXPR_FUNCTION:
    case ORQ_EXPR_ROW:
    case ORQ_EXPR_SUBQUERY:
    case ORQ_EXPR_EXISTS:
    case ORQ_EXPR_RAISE:
        break;
    }
    return false;
}

static void write_operand(struct writer *writer, const struct orq_expr *expr)
{
    bool composite = is_composite(expr);
    if (composite)
        orq_str_addc(&writer->out, '(');
    write_expr(writer, expr);
    if (composite)
        orq_str_addc(&writer->out, ')');
}

static void write_list(struct writer *writer, const struct orq_expr *expr, size_t first)
{
    for (size_t i = first; i < expr->items.len; i++) {
        if (i > first)
            orq_str_add(&writer->out, ", ");
        write_expr(writer, expr->items.items[i]);
    }
}

static void write_word(struct writer *writer, const char *before, const char *text,
                       const char *after)
{
    orq_str_add(&writer->out, before);
    orq_str_add(&writer->out, text);
    orq_str_add(&writer->out, after);
}

static void write_column(struct writer *writer, const struct orq_expr *expr)
{
    if (expr->qualifier)
        write_word(writer, "", expr->qualifier, ".");
    orq_str_add(&writer->out, orq_expr_name(writer->arena, expr->text));
}

/* Only LIKE and its like have a third operand, which comes behind ESCAPE. */
static void write_joined(struct writer *writer, const struct orq_expr *expr)
{
    for (size_t i = 0; i < expr->items.len; i++) {
        bool escape = i > 1 && expr->kind == ORQ_EXPR_BINARY;
        if (i > 0)
            write_word(writer, " ", escape ? "ESCAPE" : expr->text, " ");
        write_operand(writer, expr->items.items[i]);
    }
}

static void write_in(struct writer *writer, const struct orq_expr *expr)
{
    write_operand(writer, expr->items.items[0]);
    orq_str_add(&writer->out, " IN ");
    if (expr->tail) {
        orq_str_add(&writer->out, expr->tail);
        return;
    }
    orq_str_addc(&writer->out, '(');
    write_list(writer, expr, 1);
    orq_str_addc(&writer->out, ')');
}

static void write_case(struct writer *writer, const struct orq_expr *expr)
{
    size_t i = 0, pairs_end = expr->items.len - (expr->other ? 1 : 0);
    orq_str_add(&writer->out, "CASE");
    if (expr->based) {
        orq_str_addc(&writer->out, ' ');
        write_expr(writer, expr->items.items[i++]);
    }
    for (; i < pairs_end; i += 2) {
        orq_str_add(&writer->out, " WHEN ");
        write_expr(writer, expr->items.items[i]);
        orq_str_add(&writer->out, " THEN ");
        write_expr(writer, expr->items.items[i + 1]);
    }
    if (expr->other) {
        orq_str_add(&writer->out, " ELSE ");
        write_expr(writer, expr->items.items[i]);
    }
    orq_str_add(&writer->out, " END");
}

/* Keywords that are functions too: replace(…), like(…). */
static const char *function_name(struct orq_arena *arena, const char *folded)
{
    static const enum orq_keyword callable[] = {ORQ_KW_REPLACE, ORQ_KW_LIKE,   ORQ_KW_GLOB,
                                                ORQ_KW_MATCH,   ORQ_KW_REGEXP, ORQ_KW_IF};
    enum orq_keyword word = orq_keyword_of(folded, strlen(folded));
    for (size_t i = 0; i < sizeof callable / sizeof *callable; i++)
        if (callable[i] == word)
            return folded;
    return orq_expr_name(arena, folded);
}

static void write_call(struct writer *writer, const struct orq_expr *expr)
{
    write_word(writer, "", function_name(writer->arena, expr->text), "(");
    if (expr->distinct)
        orq_str_add(&writer->out, "DISTINCT ");
    if (expr->star)
        orq_str_addc(&writer->out, '*');
    write_list(writer, expr, 0);
    if (expr->inner)
        write_word(writer, " ", expr->inner, "");
    orq_str_addc(&writer->out, ')');
    if (expr->tail)
        write_word(writer, " ", expr->tail, "");
}

static void write_raise(struct writer *writer, const struct orq_expr *expr)
{
    write_word(writer, "RAISE(", expr->text, expr->items.len > 0 ? ", " : "");
    write_list(writer, expr, 0);
    orq_str_addc(&writer->out, ')');
}

static void write_unary(struct writer *writer, const struct orq_expr *expr)
{
    write_word(writer, "", expr->text, strcmp(expr->text, "NOT") == 0 ? " " : "");
    write_operand(writer, expr->items.items[0]);
}

static void write_between(struct writer *writer, const struct orq_expr *expr)
{
    static const char *const before[] = {"", " BETWEEN ", " AND "};
    for (size_t i = 0; i < expr->items.len; i++) {
        orq_str_add(&writer->out, before[i]);
        write_operand(writer, expr->items.items[i]);
    }
}

static void write_literal(struct writer *writer, const struct orq_expr *expr)
{
    if (expr->kind == ORQ_EXPR_NULL)
        orq_str_add(&writer->out, "NULL");
    else if (expr->kind == ORQ_EXPR_STRING)
        orq_str_add(&writer->out, orq_quoted_text(writer->arena, expr->text));
    else if (expr->kind == ORQ_EXPR_BLOB)
        write_word(writer, "x'", expr->text, "'");
    else
        orq_str_add(&writer->out, expr->text);
}

static void write_null_test(struct writer *writer, const struct orq_expr *expr)
{
    write_operand(writer, expr->items.items[0]);
    orq_str_add(&writer->out, *expr->text == 'I' ? " IS NULL" : " IS NOT NULL");
}

static void write_cast(struct writer *writer, const struct orq_expr *expr)
{
    orq_str_add(&writer->out, "CAST(");
    write_list(writer, expr, 0);
    write_word(writer, " AS ", expr->text, ")");
}

static void write_collate(struct writer *writer, const struct orq_expr *expr)
{
    write_operand(writer, expr->items.items[0]);
    write_word(writer, " COLLATE ", orq_expr_name(writer->arena, expr->text), "");
}

static void write_row(struct writer *writer, const struct orq_expr *expr)
{
    orq_str_addc(&writer->out, '(');
    write_list(writer, expr, 0);
    orq_str_addc(&writer->out, ')');
}

static void write_subquery(struct writer *writer, const struct orq_expr *expr)
{
    write_word(writer, expr->kind == ORQ_EXPR_EXISTS ? "EXISTS (" : "(", expr->tail, ")");
}

typedef void expr_writer(struct writer *writer, const struct orq_expr *expr);

static expr_writer *writer_of(enum orq_expr_kind kind)
{
    switch (kind) {
    case ORQ_EXPR_NULL:
    case ORQ_EXPR_BOOLEAN:
    case ORQ_EXPR_INTEGER:
    case ORQ_EXPR_FLOAT:
    case ORQ_EXPR_STRING:
    case ORQ_EXPR_BLOB:
    case ORQ_EXPR_NOW:
    case ORQ_EXPR_VARIABLE:
        break;
    case ORQ_EXPR_COLUMN:
        return write_column;
    case ORQ_EXPR_UNARY:
        return write_unary;
    case ORQ_EXPR_BINARY:
    case ORQ_EXPR_JUNCTION:
        return write_joined;
    case ORQ_EXPR_IS_NULL:
        return write_null_test;
    case ORQ_EXPR_BETWEEN:
        return write_between;
    case ORQ_EXPR_IN:
        return write_in;
    case ORQ_EXPR_CASE:
        return write_case;
    case ORQ_EXPR_CAST:
        return write_cast;
    case ORQ_EXPR_COLLATE:
        return write_collate;
    case ORQ_EXPR_FUNCTION:
        return write_call;
    case ORQ_EXPR_ROW:
        return write_row;
    case ORQ_EXPR_SUBQUERY:
    case ORQ_EXPR_EXISTS:
        return write_subquery;
    case ORQ_EXPR_RAISE:
        return write_raise;
    }
    return write_literal;
}

static void write_expr(struct writer *writer, const struct orq_expr *expr)
{
    writer_of(expr->kind)(writer, expr);
}

const char *orq_expr_canonical(struct orq_arena *arena, const struct orq_expr *expr)
{
    struct writer writer = {.arena = arena, .out = orq_str_new(arena)};
    write_expr(&writer, expr);
    return orq_str_text(&writer.out);
}
