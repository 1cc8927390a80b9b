#include "model/write_node.h"

#include <string.h>

#define WIDTH ((size_t)100)
#define INDENT ((size_t)2)
#define LONGEST_KEY ((size_t)1000) /* YAML's simple keys end at 1,024 characters */

static struct orq_node *node_new(struct orq_arena *arena, enum orq_node_kind kind, const char *text)
{
    struct orq_node *node = ORQ_NEW(arena, struct orq_node);
    node->kind = kind;
    node->text = text;
    if (kind == ORQ_NODE_LIST || kind == ORQ_NODE_MAP)
        node->items = ORQ_NEW(arena, struct orq_node_items);
    return node;
}

struct orq_node *orq_node_word(struct orq_arena *arena, const char *word)
{
    return node_new(arena, ORQ_NODE_WORD, word);
}

struct orq_node *orq_node_text(struct orq_arena *arena, const char *text)
{
    return node_new(arena, ORQ_NODE_TEXT, text);
}

struct orq_node *orq_node_quoted(struct orq_arena *arena, const char *text)
{
    struct orq_node *node = node_new(arena, ORQ_NODE_TEXT, text);
    node->quoted = true;
    return node;
}

struct orq_node *orq_node_list(struct orq_arena *arena)
{
    return node_new(arena, ORQ_NODE_LIST, NULL);
}

struct orq_node *orq_node_map(struct orq_arena *arena)
{
    return node_new(arena, ORQ_NODE_MAP, NULL);
}

struct orq_node *orq_node_block_list(struct orq_arena *arena)
{
    struct orq_node *node = orq_node_list(arena);
    node->block = true;
    return node;
}

struct orq_node *orq_node_block_map(struct orq_arena *arena)
{
    struct orq_node *node = orq_node_map(arena);
    node->block = true;
    return node;
}

void orq_node_put(struct orq_arena *arena, struct orq_node *map, const char *key,
                  struct orq_node *value)
{
    if (value && (!value->items || value->items->len > 0))
        ORQ_PUSH(arena, map->items, ((struct orq_node_item){key, value}));
}

void orq_node_put_text(struct orq_arena *arena, struct orq_node *map, const char *key,
                       const char *text)
{
    if (text)
        orq_node_put(arena, map, key, orq_node_text(arena, text));
}

void orq_node_put_true(struct orq_arena *arena, struct orq_node *map, const char *key, bool value)
{
    if (value)
        orq_node_put(arena, map, key, orq_node_word(arena, "true"));
}

void orq_node_push(struct orq_arena *arena, struct orq_node *list, struct orq_node *value)
{
    ORQ_PUSH(arena, list->items, ((struct orq_node_item){NULL, value}));
}

struct orq_node *orq_node_names(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; i < names->len; i++)
        orq_node_push(arena, list, orq_node_text(arena, names->items[i]));
    return list;
}

/* -- flow style -- */

/* false: it cannot stand on one line, or not within the width; out then holds a part of it. */
static bool write_flow(struct orq_str *out, const struct orq_node *node)
{
    if (node->kind == ORQ_NODE_WORD) {
        orq_str_add(out, node->text);
        return true;
    }
    if (node->kind == ORQ_NODE_TEXT) {
        orq_scalar_write(out, node->text, true, node->quoted);
        return !strchr(node->text, '\n');
    }
    bool fits = !node->block;
    orq_str_addc(out, node->kind == ORQ_NODE_MAP ? '{' : '[');
    for (size_t i = 0; i < node->items->len && fits; i++) {
        const struct orq_node_item *item = &node->items->items[i];
        orq_str_add(out, i > 0 ? ", " : "");
        if (item->key) {
            orq_scalar_write(out, item->key, true, false);
            orq_str_add(out, ": ");
        }
        fits = (!item->key || strlen(item->key) < LONGEST_KEY) && write_flow(out, item->value) &&
               out->len <= 4 * WIDTH;
    }
    orq_str_addc(out, node->kind == ORQ_NODE_MAP ? '}' : ']');
    return fits;
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* Looks back only to the start of the line: the text before it may be long. */
static size_t column_of(const struct orq_str *out)
{
    size_t from = out->len;
    while (from > 0 && out->data[from - 1] != '\n')
        from--;
    return characters(orq_str_text(out) + from);
}

/* -- block style -- */

static void write_block(struct orq_str *out, const struct orq_node *node, size_t indent);

static void write_scalar(struct orq_str *out, const struct orq_node *node, size_t indent)
{
    if (node->kind == ORQ_NODE_WORD)
        orq_str_add(out, node->text);
    else if (strchr(node->text, '\n'))
        orq_scalar_write_lines(out, node->text, indent + INDENT);
    else
        orq_scalar_write(out, node->text, false, node->quoted);
}

/* What stands behind `key:` or `-`. A block in a list begins on the line of its dash. */
static void write_value(struct orq_str *out, const struct orq_node_item *item, size_t indent)
{
    const struct orq_node *node = item->value;
    if (node->kind == ORQ_NODE_WORD || node->kind == ORQ_NODE_TEXT) {
        orq_str_addc(out, ' ');
        write_scalar(out, node, indent);
        orq_str_addc(out, '\n');
        return;
    }
    struct orq_str flow = orq_str_new(out->arena);
    if (write_flow(&flow, node) && column_of(out) + 1 + characters(orq_str_text(&flow)) <= WIDTH) {
        orq_str_addf(out, " %s\n", orq_str_text(&flow));
        return;
    }
    orq_str_addc(out, item->key ? '\n' : ' ');
    write_block(out, node, indent + INDENT);
}

/* Where a block begins behind a dash, its first item needs no indentation. */
static void write_block(struct orq_str *out, const struct orq_node *node, size_t indent)
{
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_node_item *item = &node->items->items[i];
        bool behind_dash = out->len > 0 && out->data[out->len - 1] == ' ';
        if (!behind_dash)
            orq_str_addf(out, "%*s", (int)indent, "");
        if (!item->key) {
            orq_str_addc(out, '-');
        } else if (strlen(item->key) < LONGEST_KEY) {
            orq_scalar_write(out, item->key, false, false);
            orq_str_addc(out, ':');
        } else {
            orq_str_add(out, "? ");
            orq_scalar_write(out, item->key, false, false);
            orq_str_addf(out, "\n%*s:", (int)indent, "");
        }
        write_value(out, item, indent);
    }
}

void orq_node_write(struct orq_str *out, const struct orq_node *root)
{
    write_block(out, root, 0);
}
