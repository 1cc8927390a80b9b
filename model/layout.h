/* A YAML text as it is laid out: its nodes with the bytes that they stand in, so that a part can be
 * changed while all else stays byte for byte (model/patch.h). It says nothing about what a node
 * means: the document of model/yaml.h does, and positions are the same in both. */
#ifndef ORQ_MODEL_LAYOUT_H
#define ORQ_MODEL_LAYOUT_H

#include "base/vec.h"
#include "model/write_node.h"

enum orq_layout_kind { ORQ_LAYOUT_SCALAR, ORQ_LAYOUT_LIST, ORQ_LAYOUT_MAP, ORQ_LAYOUT_ALIAS };

struct orq_layout_node;
struct orq_layout_entry {
    const char *key;     /* NULL: an item of a list */
    size_t from;         /* of the key; of an item */
    size_t line, column; /* of that, as a span counts them */
    size_t key_to;       /* behind the key; of an item: where it begins */
    struct orq_layout_node *value;
    bool gone; /* is to go: model/patch.h */
};
ORQ_VEC_OF(orq_layout_entries, struct orq_layout_entry *);

/* What is to be added behind an entry. */
struct orq_layout_addition {
    const struct orq_layout_entry *after; /* NULL: before all */
    struct orq_node_item item;
};
ORQ_VEC_OF(orq_layout_additions, struct orq_layout_addition);

struct orq_layout_node {
    enum orq_layout_kind kind;
    bool flow;     /* LIST, MAP: between brackets */
    bool anchored; /* others may share it */
    size_t from, to;
    size_t line, column;
    const char *text;                  /* SCALAR: its value; ALIAS: the anchor's name */
    struct orq_layout_node *target;    /* ALIAS: what it stands for; NULL: nothing that is known */
    struct orq_layout_entries entries; /* LIST, MAP */
    /* What is to become of it: model/patch.h. */
    struct orq_layout_additions added;
    struct orq_node *instead; /* NULL: it stays */
};

struct orq_layout {
    struct orq_arena *arena;
    const char *file, *text; /* the text has to stay */
    size_t len;
    const char *dialect;  /* whose value changes where one differs by dialect; NULL: none does */
    size_t step;          /* by how much a block is indented in its block */
    const char *line_end; /* "\n", "\r\n" */
    struct orq_layout_node *root; /* of an empty document: an empty map at its end */
};

/* NULL: the text is no YAML document. Reports nothing: whoever reads it for its meaning does. */
struct orq_layout *orq_layout_parse(struct orq_arena *arena, const char *file, const char *text,
                                    size_t len);

/* An alias stands for its target; any other node, and NULL, for itself. */
struct orq_layout_node *orq_layout_meant(struct orq_layout_node *node);
/* The entry of a map, written in it, that does not go; NULL: none, or no map. */
struct orq_layout_entry *orq_layout_get(const struct orq_layout_node *map, const char *key);
/* The entry whose key, or the item, begins at a position; of several the innermost map's key. NULL:
 * none. */
struct orq_layout_entry *orq_layout_key_at(const struct orq_layout *layout, size_t line,
                                           size_t column);

#endif
