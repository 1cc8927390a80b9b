/* What the files that change a model's text share; nobody else includes it. */
#ifndef ORQ_HISTORY_TAKEOVER_PARTS_H
#define ORQ_HISTORY_TAKEOVER_PARTS_H

#include "history/takeover.h"
#include "model/patch.h"
#include "model/write_object.h"

ORQ_VEC_OF(orq_layouts, struct orq_layout *);

struct orq_taker {
    struct orq_arena *arena;
    const struct orq_schema *live, *want;
    const struct orq_writer *of_live, *of_want;
    struct orq_layouts layouts;
    struct orq_takeover *takeover;
    struct orq_map *met; /* identities of definitions that were seen to -> anything */
};

/* A place in a file; both NULL: none was found. */
struct orq_taken {
    struct orq_layout *layout;
    struct orq_layout_entry *entry;
};

/* The entry of a key of the model, by where its object was read. */
struct orq_taken orq_taker_find(const struct orq_taker *taker, struct orq_span at);
/* The map of an entry that may differ by dialect; NULL: there is none. */
struct orq_layout_node *orq_taken_map(const struct orq_taken *taken);
/* The file that has a section at its top last; else that of the last table, else the first. */
struct orq_layout *orq_taker_file(const struct orq_taker *taker, const char *section);

/* Adds an item to a section of a map, which is made where it is not there: behind an entry of it,
 * NULL: at its end. Items have a key, or all have none. */
struct orq_taken_item {
    const char *section;
    const struct orq_layout_entry *after;
    struct orq_node_item item;
};
void orq_taker_add(const struct orq_layout *layout, struct orq_layout_node *map,
                   const struct orq_taken_item *item);
/* What was added to a section that is not in the text yet; NULL: nothing. */
struct orq_node *orq_taker_pending(const struct orq_layout_node *map, const char *section);
/* Puts a value, or takes the key off where it is NULL. */
void orq_taker_set(const struct orq_layout *layout, struct orq_layout_node *map, const char *key,
                   struct orq_node *value);
/* A map without what only a model says: renamed_from, owner, …, and what is defined on it. */
struct orq_node *orq_taker_own(struct orq_arena *arena, const struct orq_node *map);

/* -- one operation; false: it has no place -- */

bool orq_take_table(struct orq_taker *taker, const struct orq_op *op);
bool orq_take_column(struct orq_taker *taker, const struct orq_op *op);
bool orq_take_constraint(struct orq_taker *taker, const struct orq_op *op);
bool orq_take_index(struct orq_taker *taker, const struct orq_op *op);
bool orq_take_definition(struct orq_taker *taker, const struct orq_op *op);
/* Of what is no table: its columns, checks and indexes are in its own map. */
bool orq_take_relation(struct orq_taker *taker, const struct orq_op *op);
/* Adds what a table, or a column of it, needs and the model does not have: its sequence, its type.
 */
void orq_take_needs(struct orq_taker *taker, const struct orq_table *table,
                    const struct orq_column *column);

#endif
