#include "sql/expr_private.h"

#include <string.h>

/* Precedence as in SQLite's grammar, low to high. A prefix NOT reads an operand of its own level.
 */
enum level {
    LEVEL_NONE,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_EQUAL,
    LEVEL_COMPARE,
    LEVEL_BITS,
    LEVEL_ADD,
    LEVEL_MULTIPLY,
    LEVEL_CONCAT,
    LEVEL_COLLATE,
    LEVEL_SIGN
};

struct infix {
    enum level level;
    const char *text; /* canonical */
    struct orq_expr *(*read)(struct orq_expr_reader *reader, const struct infix *infix,
                             struct orq_expr *left);
};

static struct orq_expr *read_level(struct orq_expr_reader *reader, enum level least);

struct orq_expr *orq_expr_node(struct orq_expr_reader *reader, enum orq_expr_kind kind,
                               const char *text, size_t from)
{
    struct orq_expr *node = ORQ_NEW(reader->cursor->arena, struct orq_expr);
    node->kind = kind;
    node->text = text;
    node->depth = 1;
    node->range = (struct orq_range){from, reader->cursor->end};
    return node;
}

void orq_expr_push(struct orq_expr_reader *reader, struct orq_expr *parent,
                   const struct orq_expr *item)
{
    if (!item)
        return;
    ORQ_PUSH(reader->cursor->arena, &parent->items, item);
    parent->range.to = reader->cursor->end;
    if (parent->depth <= item->depth)
        parent->depth = item->depth + 1;
    if (parent->depth > ORQ_EXPR_DEPTH)
        orq_cursor_fail(reader->cursor, "the expression is nested too deeply");
}

const char *orq_expr_tokens(struct orq_expr_reader *reader, struct orq_range range)
{
    return orq_tokens_canonical(reader->cursor->arena, reader->cursor->text + range.from,
                                range.to - range.from);
}

static struct orq_expr *node_of(struct orq_expr_reader *reader, enum orq_expr_kind kind,
                                const char *text, const struct orq_expr *left)
{
    struct orq_expr *node = orq_expr_node(reader, kind, text, left->range.from);
    orq_expr_push(reader, node, left);
    return node;
}

static struct orq_expr *negated(struct orq_expr_reader *reader, struct orq_expr *node)
{
    return node_of(reader, ORQ_EXPR_UNARY, "NOT", node);
}

static struct orq_expr *read_binary(struct orq_expr_reader *reader, const struct infix *infix,
                                    struct orq_expr *left)
{
    orq_cursor_advance(reader->cursor);
    struct orq_expr *node = node_of(reader, ORQ_EXPR_BINARY, infix->text, left);
    orq_expr_push(reader, node, read_level(reader, infix->level + 1));
    return node;
}

static bool is_junction(const struct orq_expr *expr, const char *text)
{
    return expr && expr->kind == ORQ_EXPR_JUNCTION && strcmp(expr->text, text) == 0;
}

/* a AND (b AND c) is (a AND b) AND c: one node with all of them, in order. */
static struct orq_expr *read_junction(struct orq_expr_reader *reader, const struct infix *infix,
                                      struct orq_expr *left)
{
    orq_cursor_advance(reader->cursor);
    struct orq_expr *node = left;
    if (!is_junction(left, infix->text))
        node = node_of(reader, ORQ_EXPR_JUNCTION, infix->text, left);
    const struct orq_expr *right = read_level(reader, infix->level + 1);
    if (is_junction(right, infix->text)) {
        for (size_t i = 0; i < right->items.len; i++)
            orq_expr_push(reader, node, right->items.items[i]);
        node->range.to = reader->cursor->end;
    } else {
        orq_expr_push(reader, node, right);
    }
    return node;
}

static struct orq_expr *read_collate(struct orq_expr_reader *reader, const struct infix *infix,
                                     struct orq_expr *left)
{
    (void)infix;
    orq_cursor_advance(reader->cursor);
    const char *name = orq_cursor_name(reader->cursor, NULL);
    if (!name)
        return left;
    struct orq_expr *node =
        node_of(reader, ORQ_EXPR_COLLATE, orq_ascii_fold(reader->cursor->arena, name), left);
    node->spelled = name;
    return node;
}

static struct orq_expr *read_null_test(struct orq_expr_reader *reader, const struct infix *infix,
                                       struct orq_expr *left)
{
    orq_cursor_advance(reader->cursor);
    return node_of(reader, ORQ_EXPR_IS_NULL, infix->text, left);
}

/* IS [NOT] [DISTINCT FROM]. IS NULL is a test of its own, as SQLite has it. */
static struct orq_expr *read_is(struct orq_expr_reader *reader, const struct infix *infix,
                                struct orq_expr *left)
{
    struct orq_cursor *cursor = reader->cursor;
    orq_cursor_advance(cursor);
    bool not = orq_cursor_accept_word(cursor, ORQ_KW_NOT);
    if (orq_cursor_accept_word(cursor, ORQ_KW_DISTINCT)) {
        orq_cursor_expect_word(cursor, ORQ_KW_FROM, "FROM is expected behind IS DISTINCT");
        not = !not ;
    }
    const struct orq_expr *right = read_level(reader, infix->level + 1);
    if (right && right->kind == ORQ_EXPR_NULL)
        return node_of(reader, ORQ_EXPR_IS_NULL, not ? "NOTNULL" : "ISNULL", left);
    struct orq_expr *node = node_of(reader, ORQ_EXPR_BINARY, not ? "IS NOT" : "IS", left);
    orq_expr_push(reader, node, right);
    return node;
}

static struct orq_expr *read_like(struct orq_expr_reader *reader, const struct infix *infix,
                                  struct orq_expr *left)
{
    struct orq_expr *node = read_binary(reader, infix, left);
    if (orq_cursor_accept_word(reader->cursor, ORQ_KW_ESCAPE))
        orq_expr_push(reader, node, read_level(reader, infix->level + 1));
    return node;
}

static struct orq_expr *read_between(struct orq_expr_reader *reader, const struct infix *infix,
                                     struct orq_expr *left)
{
    orq_cursor_advance(reader->cursor);
    struct orq_expr *node = node_of(reader, ORQ_EXPR_BETWEEN, NULL, left);
    orq_expr_push(reader, node, read_level(reader, LEVEL_NOT));
    orq_cursor_expect_word(reader->cursor, ORQ_KW_AND, "BETWEEN needs an AND");
    orq_expr_push(reader, node, read_level(reader, infix->level + 1));
    return node;
}

static bool at_subquery(const struct orq_cursor *cursor)
{
    return orq_cursor_at(cursor, '(') &&
           (cursor->ahead_word == ORQ_KW_SELECT || cursor->ahead_word == ORQ_KW_VALUES ||
            cursor->ahead_word == ORQ_KW_WITH);
}

/* IN table, IN schema.table, IN function(…), IN (SELECT …), as tokens. */
static void read_in_table(struct orq_expr_reader *reader, struct orq_expr *node)
{
    struct orq_cursor *cursor = reader->cursor;
    size_t from = cursor->token.offset;
    if (orq_cursor_at(cursor, '(')) {
        orq_cursor_parentheses(cursor);
    } else {
        orq_cursor_object(cursor, NULL);
        if (orq_cursor_at(cursor, '('))
            orq_cursor_parentheses(cursor);
    }
    if (!cursor->failed)
        node->tail = orq_expr_tokens(reader, (struct orq_range){from, cursor->end});
}

static struct orq_expr *read_in(struct orq_expr_reader *reader, const struct infix *infix,
                                struct orq_expr *left)
{
    (void)infix;
    struct orq_cursor *cursor = reader->cursor;
    orq_cursor_advance(cursor);
    struct orq_expr *node = node_of(reader, ORQ_EXPR_IN, NULL, left);
    if (!orq_cursor_at(cursor, '(') || at_subquery(cursor)) {
        read_in_table(reader, node);
    } else {
        orq_cursor_advance(cursor);
        if (!orq_cursor_at(cursor, ')'))
            orq_expr_read_list(reader, node);
        orq_cursor_expect(cursor, ')', "the list of IN is not closed");
    }
    node->range.to = cursor->end;
    return node;
}

static const struct infix *infix_of_word(enum orq_keyword word);

/* NOT behind an operand: NOT NULL, NOT IN, NOT LIKE, NOT BETWEEN … */
static struct orq_expr *read_not(struct orq_expr_reader *reader, const struct infix *infix,
                                 struct orq_expr *left)
{
    (void)infix;
    static const struct infix not_null = {LEVEL_EQUAL, "NOTNULL", read_null_test};
    orq_cursor_advance(reader->cursor);
    enum orq_keyword word = reader->cursor->word;
    if (word == ORQ_KW_NULL)
        return read_null_test(reader, &not_null, left);
    const struct infix *positive = infix_of_word(word);
    return negated(reader, positive->read(reader, positive, left));
}

/* Words that may follow a NOT behind an operand are marked. */
static const struct {
    enum orq_keyword word;
    bool negatable;
    struct infix infix;
} words[] = {
    {ORQ_KW_OR, false, {LEVEL_OR, "OR", read_junction}},
    {ORQ_KW_AND, false, {LEVEL_AND, "AND", read_junction}},
    {ORQ_KW_IS, false, {LEVEL_EQUAL, "IS", read_is}},
    {ORQ_KW_IN, true, {LEVEL_EQUAL, "IN", read_in}},
    {ORQ_KW_NOT, false, {LEVEL_EQUAL, "NOT", read_not}},
    {ORQ_KW_LIKE, true, {LEVEL_EQUAL, "LIKE", read_like}},
    {ORQ_KW_GLOB, true, {LEVEL_EQUAL, "GLOB", read_like}},
    {ORQ_KW_MATCH, true, {LEVEL_EQUAL, "MATCH", read_like}},
    {ORQ_KW_REGEXP, true, {LEVEL_EQUAL, "REGEXP", read_like}},
    {ORQ_KW_BETWEEN, true, {LEVEL_EQUAL, "BETWEEN", read_between}},
    {ORQ_KW_ISNULL, false, {LEVEL_EQUAL, "ISNULL", read_null_test}},
    {ORQ_KW_NOTNULL, false, {LEVEL_EQUAL, "NOTNULL", read_null_test}},
    {ORQ_KW_COLLATE, false, {LEVEL_COLLATE, "COLLATE", read_collate}},
};

static const struct {
    char spelled[4];
    struct infix infix;
} operators[] = {
    {"=", {LEVEL_EQUAL, "=", read_binary}},    {"==", {LEVEL_EQUAL, "=", read_binary}},
    {"!=", {LEVEL_EQUAL, "!=", read_binary}},  {"<>", {LEVEL_EQUAL, "!=", read_binary}},
    {"<", {LEVEL_COMPARE, "<", read_binary}},  {"<=", {LEVEL_COMPARE, "<=", read_binary}},
    {">", {LEVEL_COMPARE, ">", read_binary}},  {">=", {LEVEL_COMPARE, ">=", read_binary}},
    {"&", {LEVEL_BITS, "&", read_binary}},     {"|", {LEVEL_BITS, "|", read_binary}},
    {"<<", {LEVEL_BITS, "<<", read_binary}},   {">>", {LEVEL_BITS, ">>", read_binary}},
    {"+", {LEVEL_ADD, "+", read_binary}},      {"-", {LEVEL_ADD, "-", read_binary}},
    {"*", {LEVEL_MULTIPLY, "*", read_binary}}, {"/", {LEVEL_MULTIPLY, "/", read_binary}},
    {"%", {LEVEL_MULTIPLY, "%", read_binary}}, {"||", {LEVEL_CONCAT, "||", read_binary}},
    {"->", {LEVEL_CONCAT, "->", read_binary}}, {"->>", {LEVEL_CONCAT, "->>", read_binary}},
};

static const struct infix *infix_of_word(enum orq_keyword word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].word == word)
            return &words[i].infix;
    return NULL;
}

static bool may_follow_not(enum orq_keyword word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].word == word)
            return words[i].negatable;
    return word == ORQ_KW_NULL;
}

static const struct infix *infix_at(const struct orq_cursor *cursor)
{
    if (cursor->token.kind == ORQ_TOKEN_WORD) {
        if (cursor->word == ORQ_KW_NOT && !may_follow_not(cursor->ahead_word))
            return NULL;
        return cursor->word == ORQ_KW_NONE ? NULL : infix_of_word(cursor->word);
    }
    if (cursor->token.kind != ORQ_TOKEN_PUNCT)
        return NULL;
    const char *text = cursor->text + cursor->token.offset;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strncmp(operators[i].spelled, text, cursor->token.len) == 0 &&
            operators[i].spelled[cursor->token.len] == '\0')
            return &operators[i].infix;
    return NULL;
}

static struct orq_expr *read_prefixed(struct orq_expr_reader *reader, const char *text,
                                      enum level operand)
{
    size_t from = reader->cursor->token.offset;
    orq_cursor_advance(reader->cursor);
    struct orq_expr *node = orq_expr_node(reader, ORQ_EXPR_UNARY, text, from);
    orq_expr_push(reader, node, read_level(reader, operand));
    return node;
}

static struct orq_expr *read_operand(struct orq_expr_reader *reader)
{
    struct orq_cursor *cursor = reader->cursor;
    if (cursor->word == ORQ_KW_NOT)
        return read_prefixed(reader, "NOT", LEVEL_NOT);
    if (orq_cursor_at(cursor, '-'))
        return read_prefixed(reader, "-", LEVEL_SIGN);
    if (orq_cursor_at(cursor, '+'))
        return read_prefixed(reader, "+", LEVEL_SIGN);
    if (orq_cursor_at(cursor, '~'))
        return read_prefixed(reader, "~", LEVEL_SIGN);
    return orq_expr_read_primary(reader);
}

/* Everything that binds at least as tightly as least. */
static struct orq_expr *read_level(struct orq_expr_reader *reader, enum level least)
{
    struct orq_cursor *cursor = reader->cursor;
    if (++reader->depth > ORQ_EXPR_NESTING)
        orq_cursor_fail(cursor, "the expression is nested too deeply");
    struct orq_expr *left = cursor->failed ? NULL : read_operand(reader);
    while (left && !cursor->failed) {
        const struct infix *infix = infix_at(cursor);
        if (!infix || infix->level < least)
            break;
        left = infix->read(reader, infix, left);
    }
    reader->depth--;
    return cursor->failed ? NULL : left;
}

const struct orq_expr *orq_expr_read(struct orq_expr_reader *reader)
{
    return read_level(reader, LEVEL_OR);
}

const struct orq_expr *orq_expr_parse(struct orq_arena *arena, const char *text, size_t len,
                                      struct orq_scope scope, struct orq_expr_error *error)
{
    struct orq_cursor cursor = orq_cursor_new(arena, text, len, error);
    struct orq_expr_reader reader = {.cursor = &cursor, .scope = scope};
    const struct orq_expr *expr = orq_expr_read(&reader);
    if (expr && cursor.token.kind == ORQ_TOKEN_INVALID)
        orq_cursor_fail(&cursor, "a quote or comment is not closed, or this is no SQL");
    else if (expr && cursor.token.kind != ORQ_TOKEN_END)
        orq_cursor_fail(&cursor, "the expression ends before this");
    return cursor.failed ? NULL : expr;
}
