/* A YAML document that is about to be written: a tree of nodes, and its text.
 *
 * Every text reads back as the same text, under the rules of YAML 1.2 and under
 * those of 1.1 (no, on, 12:30): quotes stand exactly where a plain scalar would be
 * read as something else. Maps and lists are written in flow style while they fit
 * on the line, unless they are asked to be blocks. */
#ifndef ORQ_MODEL_WRITE_NODE_H
#define ORQ_MODEL_WRITE_NODE_H

#include "base/str.h"
#include "base/vec.h"

enum orq_node_kind {
    ORQ_NODE_WORD, /* null, true, a number: as it stands */
    ORQ_NODE_TEXT,
    ORQ_NODE_LIST,
    ORQ_NODE_MAP
};

struct orq_node {
    enum orq_node_kind kind;
    const char *text;
    bool quoted; /* TEXT: quoted even where it need not be */
    bool block;  /* LIST, MAP: a line for each item */
    struct orq_node_items *items;
};

struct orq_node_item {
    const char *key; /* NULL: of a list */
    struct orq_node *value;
};
ORQ_VEC_OF(orq_node_items, struct orq_node_item);

struct orq_node *orq_node_word(struct orq_arena *arena, const char *word);
struct orq_node *orq_node_text(struct orq_arena *arena, const char *text);
struct orq_node *orq_node_quoted(struct orq_arena *arena, const char *text);
struct orq_node *orq_node_list(struct orq_arena *arena);
struct orq_node *orq_node_map(struct orq_arena *arena);
/* The same, a line for each item. */
struct orq_node *orq_node_block_list(struct orq_arena *arena);
struct orq_node *orq_node_block_map(struct orq_arena *arena);

/* Adds at the end; a NULL value, or a list or map without items, is left out. */
void orq_node_put(struct orq_arena *arena, struct orq_node *map, const char *key,
                  struct orq_node *value);
void orq_node_put_text(struct orq_arena *arena, struct orq_node *map, const char *key,
                       const char *text); /* NULL: left out */
void orq_node_put_true(struct orq_arena *arena, struct orq_node *map, const char *key, bool value);
void orq_node_push(struct orq_arena *arena, struct orq_node *list, struct orq_node *value);
struct orq_node *orq_node_names(struct orq_arena *arena, const struct orq_strings *names);

/* A map's items as a document. */
void orq_node_write(struct orq_str *out, const struct orq_node *root);

/* Where a part of a document stands: by how much its line is indented, and by how much more each
 * block in it. */
struct orq_node_place {
    size_t indent, step;
};
/* An item on its lines: "key: value\n", "- value\n". */
void orq_node_write_item(struct orq_str *out, const struct orq_node_item *item,
                         struct orq_node_place place);
/* What stands behind its "key:" or "-", which is the end of out: " value\n", or lines of its own.
 */
void orq_node_write_value(struct orq_str *out, const struct orq_node_item *item,
                          struct orq_node_place place);
/* An item between brackets, on one line however long. */
void orq_node_write_flow(struct orq_str *out, const struct orq_node_item *item);

/* Do they read back as the same? */
bool orq_node_equal(const struct orq_node *a, const struct orq_node *b);
/* The value of a key of a map; NULL: it has none. */
struct orq_node *orq_node_get(const struct orq_node *map, const char *key);

/* A scalar on one line. flow: it stands between brackets. */
void orq_scalar_write(struct orq_str *out, const char *text, bool flow, bool quoted);
/* A text of several lines, behind its key, whose lines are indented by so much. */
void orq_scalar_write_lines(struct orq_str *out, const char *text, size_t indent);

#endif
