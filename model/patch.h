/* Changes to a YAML text, noted on its layout, and then made at the bytes that they are about:
 * comments, blank lines and everything that does not change stay as a person wrote them. What is
 * new is written in the style of what stands beside it.
 *
 * Whether the patched text means what it should is for the caller to prove, by reading it. */
#ifndef ORQ_MODEL_PATCH_H
#define ORQ_MODEL_PATCH_H

#include "base/edit.h"
#include "model/layout.h"

/* Sets a key of a map: its value changes where it is, or it is added at the end. A map that stands
 * there as an alias is written out as {<<: *alias, …}; nothing becomes a map. */
void orq_patch_put(const struct orq_layout *layout, struct orq_layout_node *map, const char *key,
                   struct orq_node *value);
/* Takes a key off a map, if it has it. A list, a map or a table that is left without anything goes
 * as a whole. */
void orq_patch_take(const struct orq_layout *layout, const struct orq_layout_node *map,
                    const char *key);
/* Adds to a map or a list, behind an entry of it (NULL: in front). */
void orq_patch_add(const struct orq_layout *layout, struct orq_layout_node *to,
                   const struct orq_layout_entry *after, struct orq_node_item item);
/* Puts another value in the place of a node. */
void orq_patch_replace(struct orq_layout_node *node, struct orq_node *value);
/* Changes in a node what differs between two values, of which it is the first in whatever words:
 * key by key where all are maps, else as a whole. */
void orq_patch_sync(const struct orq_layout *layout, struct orq_layout_node *node,
                    const struct orq_node *from, struct orq_node *to);

/* The value of the layout's dialect, where it differs by dialect; else the node itself. NULL: the
 * dialect has none. */
struct orq_layout_node *orq_patch_variant(const struct orq_layout *layout,
                                          struct orq_layout_node *node);
/* The last entry of a list or map that stays; NULL: there is none. */
struct orq_layout_entry *orq_patch_last(const struct orq_layout_node *node);

/* What has been noted as edits of the text, sorted. false: something stands where it cannot be
 * changed (behind a `? ` key, …): *edits is no measure then. */
bool orq_patch_edits(const struct orq_layout *layout, struct orq_edits *edits);

#endif
