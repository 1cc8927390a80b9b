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

/* false: it cannot stand on one line, or not within the width; out then holds a part of it. forced:
 * it stands there all the same. */
static bool write_flow(struct orq_str *out, const struct orq_node *node, bool forced)
{
    if (node->kind == ORQ_NODE_WORD) {
        orq_str_add(out, node->text);
        return true;
    }
    if (node->kind == ORQ_NODE_TEXT) {
        orq_scalar_write(out, node->text, true, node->quoted);
        return forced || !strchr(node->text, '\n');
    }
    bool fits = forced || !node->block;
    orq_str_addc(out, node->kind == ORQ_NODE_MAP ? '{' : '[');
    for (size_t i = 0; i < node->items->len && fits; i++) {
        const struct orq_node_item *item = &node->items->items[i];
        orq_str_add(out, i > 0 ? ", " : "");
        if (item->key) {
            orq_scalar_write(out, item->key, true, false);
            orq_str_add(out, ": ");
        }
        fits =
            write_flow(out, item->value, forced) &&
            (forced || ((!item->key || strlen(item->key) < LONGEST_KEY) && out->len <= 4 * WIDTH));
    }
    orq_str_addc(out, node->kind == ORQ_NODE_MAP ? '}' : ']');
    return fits;
}

/* Looks back only to the start of the line: the text before it may be long. */
static size_t column_of(const struct orq_str *out)
{
    size_t from = out->len;
    while (from > 0 && out->data[from - 1] != '\n')
        from--;
    return orq_utf8_count(orq_str_text(out) + from);
}

void orq_node_write_flow(struct orq_str *out, const struct orq_node_item *item)
{
    if (item->key) {
        orq_scalar_write(out, item->key, true, false);
        orq_str_add(out, ": ");
    }
    (void)write_flow(out, item->value, true);
}

/* -- block style -- */

static void write_block(struct orq_str *out, const struct orq_node *node,
                        struct orq_node_place place);

static struct orq_node_place inside(struct orq_node_place place)
{
    return (struct orq_node_place){place.indent + place.step, place.step};
}

static void write_scalar(struct orq_str *out, const struct orq_node *node,
                         struct orq_node_place place)
{
    if (node->kind == ORQ_NODE_WORD)
        orq_str_add(out, node->text);
    else if (strchr(node->text, '\n'))
        orq_scalar_write_lines(out, node->text, inside(place).indent);
    else
        orq_scalar_write(out, node->text, false, node->quoted);
}

/* A block in a list begins on the line of its dash, which takes two columns. */
void orq_node_write_value(struct orq_str *out, const struct orq_node_item *item,
                          struct orq_node_place place)
{
    const struct orq_node *node = item->value;
    if (node->kind == ORQ_NODE_WORD || node->kind == ORQ_NODE_TEXT) {
        orq_str_addc(out, ' ');
        write_scalar(out, node, place);
        orq_str_addc(out, '\n');
        return;
    }
    struct orq_str flow = orq_str_new(out->arena);
    if (write_flow(&flow, node, false) &&
        column_of(out) + 1 + orq_utf8_count(orq_str_text(&flow)) <= WIDTH) {
        orq_str_addf(out, " %s\n", orq_str_text(&flow));
        return;
    }
    orq_str_addc(out, item->key ? '\n' : ' ');
    write_block(out, node,
                item->key ? inside(place)
                          : (struct orq_node_place){place.indent + strlen("- "), place.step});
}

void orq_node_write_item(struct orq_str *out, const struct orq_node_item *item,
                         struct orq_node_place place)
{
    /* Where a block begins behind a dash, its first item needs no indentation. */
    bool behind_dash = out->len > 0 && out->data[out->len - 1] == ' ';
    if (!behind_dash)
        orq_str_addf(out, "%*s", (int)place.indent, "");
    if (!item->key) {
        orq_str_addc(out, '-');
    } else if (strlen(item->key) < LONGEST_KEY) {
        orq_scalar_write(out, item->key, false, false);
        orq_str_addc(out, ':');
    } else {
        orq_str_add(out, "? ");
        orq_scalar_write(out, item->key, false, false);
        orq_str_addf(out, "\n%*s:", (int)place.indent, "");
    }
    orq_node_write_value(out, item, place);
}

static void write_block(struct orq_str *out, const struct orq_node *node,
                        struct orq_node_place place)
{
    for (size_t i = 0; i < node->items->len; i++)
        orq_node_write_item(out, &node->items->items[i], place);
}

void orq_node_write(struct orq_str *out, const struct orq_node *root)
{
    write_block(out, root, (struct orq_node_place){0, INDENT});
}

/* -- comparing -- */

struct orq_node *orq_node_get(const struct orq_node *map, const char *key)
{
    for (size_t i = 0; map && map->kind == ORQ_NODE_MAP && i < map->items->len; i++)
        if (strcmp(map->items->items[i].key, key) == 0)
            return map->items->items[i].value;
    return NULL;
}

bool orq_node_equal(const struct orq_node *a, const struct orq_node *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == ORQ_NODE_WORD || a->kind == ORQ_NODE_TEXT)
        return strcmp(a->text, b->text) == 0;
    bool equal = a->items->len == b->items->len;
    for (size_t i = 0; equal && i < a->items->len; i++) {
        const struct orq_node_item *mine = &a->items->items[i];
        const struct orq_node *theirs =
            mine->key ? orq_node_get(b, mine->key) : b->items->items[i].value;
        equal = theirs && orq_node_equal(mine->value, theirs);
    }
    return equal;
}
