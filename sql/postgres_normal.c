#include "sql/postgres_normal.h"

#include "sql/postgres_cursor_private.h"
#include "sql/postgres_keyword_private.h"

#include <string.h>

/* A text as a tree: leaves, and what stands in parentheses and brackets. */
struct node {
    struct orq_pg_leaf leaf; /* of a group: its opening mark */
    bool group;
    bool type; /* the leaf is a type behind :: or in a CAST */
    struct nodes *inner;
};
ORQ_VEC_OF(nodes, struct node);

struct builder {
    struct orq_pg_cursor cursor;
    struct orq_arena *arena;
    size_t depth;
    bool broken;
};

enum { DEEPEST = 400 };

static bool is_mark(const struct node *node, const char *text)
{
    return !node->group &&
           (node->leaf.kind == ORQ_PG_PUNCT || node->leaf.kind == ORQ_PG_OPERATOR) &&
           strcmp(node->leaf.text, text) == 0;
}

static bool is_word(const struct node *node, const char *word)
{
    return !node->group && !node->type && node->leaf.kind == ORQ_PG_WORD &&
           strcmp(node->leaf.text, word) == 0;
}

static bool is_parentheses(const struct node *node)
{
    return node->group && *node->leaf.text == '(';
}

static const struct node *at(const struct nodes *nodes, size_t index)
{
    static const struct node none = {.leaf = {ORQ_PG_END, ""}};
    return index < nodes->len ? &nodes->items[index] : &none;
}

static const struct node *before(const struct nodes *nodes, size_t index)
{
    return at(nodes, index > 0 ? index - 1 : (size_t)-1);
}

static bool is_operand_name(const struct node *node)
{
    if (node->group || node->type)
        return false;
    if (node->leaf.kind == ORQ_PG_QUOTED)
        return true;
    return node->leaf.kind == ORQ_PG_WORD &&
           orq_pg_keyword_of(node->leaf.text, strlen(node->leaf.text)) != ORQ_PG_HARD;
}

static bool is_constant_word(const struct node *node)
{
    static const char *const words[] = {"null",         "true",         "false",
                                        "current_date", "current_time", "current_timestamp",
                                        "current_user", "current_role", "session_user",
                                        "user",         "localtime",    "localtimestamp"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(node, words[i]))
            return true;
    return false;
}

static bool has_comma(const struct nodes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++)
        if (is_mark(&nodes->items[i], ","))
            return true;
    return false;
}

static bool is_query(const struct nodes *nodes)
{
    const struct node *first = at(nodes, 0);
    if (is_parentheses(first))
        return is_query(first->inner);
    return is_word(first, "select") || is_word(first, "with") || is_word(first, "values") ||
           is_word(first, "table");
}

/* A name, qualified or not; how many nodes it takes. */
static size_t name_len(const struct nodes *nodes)
{
    if (!is_operand_name(at(nodes, 0)))
        return 0;
    size_t len = 1;
    while (is_mark(at(nodes, len), ".") && !at(nodes, len + 1)->group &&
           (at(nodes, len + 1)->leaf.kind == ORQ_PG_WORD ||
            at(nodes, len + 1)->leaf.kind == ORQ_PG_QUOTED))
        len += 2;
    return len;
}

/* One name, literal or call: what needs no parentheses around it. */
static bool is_single(const struct nodes *nodes)
{
    const struct node *first = at(nodes, 0);
    if (nodes->len == 0 || is_query(nodes))
        return false;
    if (nodes->len == 1 && !first->group &&
        (first->leaf.kind == ORQ_PG_STRING || first->leaf.kind == ORQ_PG_NUMBER ||
         first->leaf.kind == ORQ_PG_BITS || first->leaf.kind == ORQ_PG_PARAMETER ||
         is_constant_word(first)))
        return true;
    size_t len = name_len(nodes);
    if (len == 0)
        return false;
    return nodes->len == len || (nodes->len == len + 1 && is_parentheses(at(nodes, len)));
}

static bool is_negative(const struct nodes *nodes)
{
    return nodes->len == 2 && is_mark(at(nodes, 0), "-") && !at(nodes, 1)->group &&
           at(nodes, 1)->leaf.kind == ORQ_PG_NUMBER;
}

/* Words behind which parentheses only group. */
static bool is_grouping_word(const struct node *node)
{
    static const char *const words[] = {"and",  "or",    "not",    "select",   "where",
                                        "when", "then",  "else",   "having",   "case",
                                        "by",   "limit", "offset", "returning"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(node, words[i]))
            return true;
    return false;
}

static bool only_groups(const struct nodes *nodes, size_t index)
{
    if (index == 0)
        return true;
    const struct node *last = before(nodes, index);
    if (last->group || last->type)
        return false;
    return is_grouping_word(last) || is_mark(last, ",") || last->leaf.kind == ORQ_PG_OPERATOR;
}

/* Is it all between two commas, or of a list inside parentheses? */
static bool is_element(const struct nodes *nodes, size_t index)
{
    bool from = index == 0 || is_mark(before(nodes, index), ",");
    return from && (index + 1 >= nodes->len || is_mark(at(nodes, index + 1), ","));
}

static bool is_needless(const struct nodes *nodes, size_t index, bool listed)
{
    const struct node *node = at(nodes, index), *next = at(nodes, index + 1);
    if (!is_parentheses(node) || !only_groups(nodes, index) || node->inner->len == 0 ||
        has_comma(node->inner) || is_query(node->inner))
        return false;
    if (listed && is_element(nodes, index))
        return true;
    if (is_mark(next, ".") || next->group)
        return false;
    return is_single(node->inner) || (is_negative(node->inner) && !is_mark(next, "::"));
}

static void append(struct orq_arena *arena, struct nodes *out, const struct nodes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++)
        ORQ_PUSH(arena, out, nodes->items[i]);
}

static struct nodes without_parentheses(struct orq_arena *arena, const struct nodes *nodes,
                                        bool listed)
{
    struct nodes out = {0};
    for (size_t i = 0; i < nodes->len; i++) {
        if (is_needless(nodes, i, listed))
            append(arena, &out, nodes->items[i].inner);
        else
            ORQ_PUSH(arena, &out, nodes->items[i]);
    }
    return out;
}

static struct node mark_node(const char *text)
{
    return (struct node){.leaf = {ORQ_PG_PUNCT, text}};
}

static struct node type_node(const char *type)
{
    return (struct node){.leaf = {*type == '"' ? ORQ_PG_QUOTED : ORQ_PG_WORD, type}, .type = true};
}

static struct node group_node(struct orq_arena *arena, const char *open, struct nodes inner)
{
    struct nodes *kept = ORQ_NEW(arena, struct nodes);
    *kept = inner;
    return (struct node){.leaf = {ORQ_PG_PUNCT, open}, .group = true, .inner = kept};
}

/* '-1'::integer, as the server writes what was -1, as (-1). */
static bool is_negative_text(const struct node *node, const char *type)
{
    const char *text = node->leaf.text;
    if (node->group || node->leaf.kind != ORQ_PG_STRING || !orq_starts_with(text, "'-"))
        return false;
    size_t digits = strspn(text + 2, "0123456789");
    bool whole = digits > 0 && digits < 10 && strcmp(text + 2 + digits, "'") == 0;
    size_t behind = text[2 + digits] == '.' ? strspn(text + 3 + digits, "0123456789") : 0;
    bool fraction = digits > 0 && behind > 0 && strcmp(text + 3 + digits + behind, "'") == 0;
    return (whole && strcmp(type, "integer") == 0) || (fraction && strcmp(type, "numeric") == 0);
}

static struct nodes negative(struct orq_arena *arena, const char *text)
{
    struct nodes out = {0};
    struct node number = {.leaf = {ORQ_PG_NUMBER, NULL}};
    number.leaf.text = orq_arena_strndup(arena, text + 2, strlen(text) - 3);
    struct node minus = {.leaf = {ORQ_PG_OPERATOR, "-"}};
    ORQ_PUSH(arena, &out, minus);
    ORQ_PUSH(arena, &out, number);
    return out;
}

static struct nodes build(struct builder *self, bool cast);

/* :: and its type. */
static void build_cast(struct builder *self, struct nodes *out)
{
    struct orq_pg_cursor *cursor = &self->cursor;
    cursor->at++;
    const char *type = orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_KEPT);
    struct node *last = out->len > 0 ? &out->items[out->len - 1] : NULL;
    bool apart = out->len < 2 || !out->items[out->len - 2].type;
    if (type && last && apart && is_negative_text(last, type)) {
        *last = group_node(self->arena, "(", negative(self->arena, last->leaf.text));
        return;
    }
    ORQ_PUSH(self->arena, out, mark_node("::"));
    if (type)
        ORQ_PUSH(self->arena, out, type_node(type));
}

/* integer date '2020-01-01' is no SQL: what is none stays as it is, whatever it would mean. */
static bool is_behind_type(const struct builder *self)
{
    struct orq_pg_cursor behind = self->cursor;
    if (behind.at == 0)
        return false;
    behind.at--;
    return orq_pg_at_builtin_type(&behind);
}

/* date '2020-01-01' as '2020-01-01'::date. */
static bool build_typed_string(struct builder *self, struct nodes *out)
{
    struct orq_pg_cursor ahead = self->cursor;
    if (!orq_pg_at_builtin_type(&ahead) || is_mark(before(out, out->len), ".") ||
        is_behind_type(self))
        return false;
    const char *type = orq_pg_take_type(&ahead, ORQ_PG_MODIFIERS_KEPT);
    if (!type || !orq_pg_at_kind(&ahead, ORQ_PG_STRING))
        return false;
    struct orq_pg_cursor string = ahead;
    ahead.at++;
    static const char *const fields[] = {"year", "month", "day", "hour", "minute", "second", "("};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (orq_pg_at(&ahead, fields[i]))
            return false;
    const struct orq_pg_leaf nothing = {ORQ_PG_END, ""};
    struct node value = {.leaf = orq_pg_leaf_of(&string, nothing, ORQ_PG_FORM_EXPRESSION)};
    ORQ_PUSH(self->arena, out, value);
    ORQ_PUSH(self->arena, out, mark_node("::"));
    ORQ_PUSH(self->arena, out, type_node(type));
    self->cursor = ahead;
    return true;
}

/* Would what follows be read as a part of the type, or of its value? */
static bool is_joined(const struct orq_pg_cursor *cursor, const char *type)
{
    bool word = orq_pg_at_kind(cursor, ORQ_PG_WORD) && orq_starts_with(type, "interval");
    return word || orq_pg_at(cursor, "[") || orq_pg_at(cursor, ".") || orq_pg_at(cursor, "(");
}

/* (x AS type) of a CAST, as (x)::type. */
static void finish_cast(struct builder *self, struct nodes *out, struct nodes *inner)
{
    struct node type = inner->len > 0 ? inner->items[inner->len - 1] : mark_node("");
    bool right = inner->len > 2 && type.type && is_word(at(inner, inner->len - 2), "as");
    if (!right || is_joined(&self->cursor, type.leaf.text)) {
        ORQ_PUSH(self->arena, out, group_node(self->arena, "(", *inner));
        return;
    }
    out->len--;
    inner->len -= 2;
    if (is_single(inner) || (inner->len == 1 && is_parentheses(at(inner, 0))))
        append(self->arena, out, inner);
    else
        ORQ_PUSH(self->arena, out, group_node(self->arena, "(", *inner));
    ORQ_PUSH(self->arena, out, mark_node("::"));
    ORQ_PUSH(self->arena, out, type);
}

/* nextval('t_id_seq') takes a regclass. */
static void name_sequence(struct builder *self, const struct nodes *out, struct nodes *inner)
{
    const struct node *name = before(out, out->len);
    bool sequence = is_word(name, "nextval") || is_word(name, "currval") || is_word(name, "setval");
    bool bare = inner->len > 0 && at(inner, 0)->leaf.kind == ORQ_PG_STRING &&
                (inner->len == 1 || is_mark(at(inner, 1), ","));
    bool qualified = out->len > 1 && is_mark(before(out, out->len - 1), ".");
    if (!sequence || qualified || !bare)
        return;
    struct nodes typed = {0};
    ORQ_PUSH(self->arena, &typed, inner->items[0]);
    ORQ_PUSH(self->arena, &typed, mark_node("::"));
    ORQ_PUSH(self->arena, &typed, type_node("regclass"));
    for (size_t i = 1; i < inner->len; i++)
        ORQ_PUSH(self->arena, &typed, inner->items[i]);
    *inner = typed;
}

/* 'public.t'::regclass as 't'::regclass. */
static void shorten_registered(struct builder *self, struct nodes *nodes)
{
    for (size_t i = 0; i + 2 < nodes->len; i++) {
        struct node *string = &nodes->items[i];
        const struct node *type = at(nodes, i + 2);
        if (!string->group && string->leaf.kind == ORQ_PG_STRING &&
            is_mark(at(nodes, i + 1), "::") && type->type &&
            strcmp(type->leaf.text, "regclass") == 0 &&
            orq_starts_with(string->leaf.text, "'public.") &&
            !orq_starts_with(string->leaf.text, "'public.pg_"))
            string->leaf.text =
                orq_arena_printf(self->arena, "'%s", string->leaf.text + strlen("'public."));
    }
}

static void build_group(struct builder *self, struct nodes *out)
{
    struct orq_pg_cursor *cursor = &self->cursor;
    bool round = orq_pg_at(cursor, "(");
    bool cast = round && is_word(before(out, out->len), "cast");
    cursor->at++;
    /* What no type takes as its modifiers would be taken so, once it is shorter. */
    if (++self->depth > DEEPEST || before(out, out->len)->type) {
        self->broken = true;
        return;
    }
    struct nodes inner = build(self, cast);
    self->depth--;
    if (!orq_pg_accept(cursor, round ? ")" : "]"))
        self->broken = true;
    name_sequence(self, out, &inner);
    shorten_registered(self, &inner);
    inner = without_parentheses(self->arena, &inner, true);
    if (cast)
        finish_cast(self, out, &inner);
    else
        ORQ_PUSH(self->arena, out, group_node(self->arena, round ? "(" : "[", inner));
}

static void build_leaf(struct builder *self, struct nodes *out, bool cast)
{
    struct orq_pg_cursor *cursor = &self->cursor;
    struct orq_pg_leaf last = before(out, out->len)->leaf;
    if (before(out, out->len)->group)
        last.text = *last.text == '(' ? ")" : "]";
    size_t silent = orq_pg_silent_qualifier(cursor, last, ORQ_PG_FORM_EXPRESSION);
    if (silent == 0 && build_typed_string(self, out))
        return;
    cursor->at += silent;
    struct node node = {.leaf = orq_pg_leaf_of(cursor, last, ORQ_PG_FORM_EXPRESSION)};
    ORQ_PUSH(self->arena, out, node);
    cursor->at++;
    if (!cast || !is_word(&node, "as"))
        return;
    const char *type = orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_KEPT);
    if (type)
        ORQ_PUSH(self->arena, out, type_node(type));
}

/* Up to a closing mark, or the end. */
static struct nodes build(struct builder *self, bool cast)
{
    struct orq_pg_cursor *cursor = &self->cursor;
    struct nodes out = {0};
    while (!self->broken && !orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ")") &&
           !orq_pg_at(cursor, "]")) {
        if (orq_pg_at_kind(cursor, ORQ_PG_INVALID))
            self->broken = true;
        else if (orq_pg_at(cursor, "(") || orq_pg_at(cursor, "["))
            build_group(self, &out);
        else if (orq_pg_at(cursor, "::"))
            build_cast(self, &out);
        else
            build_leaf(self, &out, cast);
    }
    return out;
}

static void print(struct orq_pg_printer *printer, const struct nodes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++) {
        const struct node *node = &nodes->items[i];
        orq_pg_print(printer, node->leaf);
        if (!node->group)
            continue;
        print(printer, node->inner);
        struct orq_pg_leaf close = {ORQ_PG_PUNCT, *node->leaf.text == '(' ? ")" : "]"};
        orq_pg_print(printer, close);
    }
}

static struct nodes tree_of(struct builder *self)
{
    struct nodes nodes = build(self, false);
    if (!orq_pg_at_kind(&self->cursor, ORQ_PG_END))
        self->broken = true;
    shorten_registered(self, &nodes);
    return nodes;
}

static const char *printed(struct orq_arena *arena, const struct nodes *nodes)
{
    struct orq_pg_printer printer = orq_pg_printer_new(arena);
    print(&printer, nodes);
    return orq_str_text(&printer.out);
}

const char *orq_pg_expression_normal(struct orq_arena *arena, const char *text)
{
    struct builder self = {.cursor = orq_pg_cursor_new(arena, text), .arena = arena};
    struct nodes nodes = tree_of(&self);
    if (self.broken)
        return NULL;
    while (nodes.len == 1 && is_parentheses(at(&nodes, 0)) && !is_query(at(&nodes, 0)->inner) &&
           !has_comma(at(&nodes, 0)->inner) && at(&nodes, 0)->inner->len > 0)
        nodes = *at(&nodes, 0)->inner;
    nodes = without_parentheses(arena, &nodes, false);
    return printed(arena, &nodes);
}

const char *orq_pg_query_normal(struct orq_arena *arena, const char *text)
{
    struct builder self = {.cursor = orq_pg_cursor_new(arena, text), .arena = arena};
    struct nodes nodes = tree_of(&self);
    if (self.broken)
        return NULL;
    while (nodes.len > 0 && is_mark(at(&nodes, nodes.len - 1), ";"))
        nodes.len--;
    nodes = without_parentheses(arena, &nodes, false);
    return printed(arena, &nodes);
}

const char *orq_pg_statement_normal(struct orq_arena *arena, const char *text)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, text);
    struct orq_pg_printer printer = orq_pg_printer_new(arena);
    long depth = 0;
    while (!orq_pg_at_kind(&cursor, ORQ_PG_END)) {
        cursor.at += orq_pg_silent_qualifier(&cursor, printer.last, ORQ_PG_FORM_STATEMENT);
        depth += orq_pg_at(&cursor, "(") || orq_pg_at(&cursor, "[");
        depth -= orq_pg_at(&cursor, ")") || orq_pg_at(&cursor, "]");
        if (depth < 0 || orq_pg_at_kind(&cursor, ORQ_PG_INVALID))
            return NULL;
        orq_pg_print(&printer, orq_pg_leaf_of(&cursor, printer.last, ORQ_PG_FORM_STATEMENT));
        cursor.at++;
    }
    return depth == 0 ? orq_str_text(&printer.out) : NULL;
}
