/* A YAML document as a tree with positions, over libyaml's events. Scalars are
 * read by the YAML 1.2 core rules: only true and false are booleans, numbers
 * keep their spelling, null is ~, null or nothing. Anchors, aliases and << are
 * resolved (an alias shares its node; a document that expands beyond 1,000,000 nodes, or deeper
 * than 100 levels, is refused). Duplicate keys, tabs, tags, several documents and bad UTF-8 are
 * errors with a position; an expression in flow style that breaks the YAML gets the hint to quote
 * it. */
#ifndef ORQ_MODEL_YAML_H
#define ORQ_MODEL_YAML_H

#include "base/diag.h"
#include "base/vec.h"

#include <stdint.h>

enum orq_yaml_kind {
    ORQ_YAML_NULL,
    ORQ_YAML_BOOL,
    ORQ_YAML_NUMBER, /* integer or float; the spelling is in text */
    ORQ_YAML_TEXT,
    ORQ_YAML_LIST,
    ORQ_YAML_MAP
};

#define ORQ_YAML_LONGEST 0xFFFFFFu

/* As small as it goes: a model of many tables is a million of these. */
struct orq_yaml {
    const char *file; /* where it stands: orq_yaml_at */
    uint32_t line;    /* a longer line than ORQ_YAML_LONGEST ends there */
    unsigned column : 24;
    enum orq_yaml_kind kind : 4;
    bool quoted : 1;  /* '…', "…", | or >: always TEXT */
    bool truth : 1;   /* of a BOOL */
    bool lacking : 1; /* LIST, MAP: something that belongs into it was reported and left out */
    const char *text; /* every scalar's spelling; of a plain or quoted scalar its value. NULL of a
                       * NULL: stands for what was reported (orq_yaml_was_reported) */
    union {
        struct orq_yaml_items *items;     /* LIST */
        struct orq_yaml_entries *entries; /* MAP, in the file's order, << already merged */
    };
};
ORQ_VEC_OF(orq_yaml_items, const struct orq_yaml *);

struct orq_yaml_entry {
    const char *key;       /* always text, whatever it looks like */
    uint32_t line, column; /* of the key: orq_yaml_key_at */
    const struct orq_yaml *value;
};
ORQ_VEC_OF(orq_yaml_entries, struct orq_yaml_entry);

struct orq_span orq_yaml_at(const struct orq_yaml *node);
struct orq_span orq_yaml_key_at(const struct orq_yaml_entry *entry);
/* Parses text; file is its name in spans. NULL when there were errors (all of them
 * reported) ; an empty document gives an empty MAP. */
const struct orq_yaml *orq_yaml_parse(struct orq_arena *arena, const char *file, const char *text,
                                      size_t len, struct orq_diags *diags);
/* The value of a key; NULL: the node is no map or has no such key. */
const struct orq_yaml *orq_yaml_get(const struct orq_yaml *map, const char *key);
/* Does it stand in the place of something that was reported: an alias without an anchor, a value
 * that cannot be there? Asked of it, it has no key and no text. */
bool orq_yaml_was_reported(const struct orq_yaml *node);
/* "a map", "a list", "text", "a number", "true or false", "nothing". */
const char *orq_yaml_kind_word(const struct orq_yaml *node);

#endif
