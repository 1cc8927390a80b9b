/* What the files that write patches share; nobody else includes it. */
#ifndef ORQ_MODEL_PATCH_PARTS_H
#define ORQ_MODEL_PATCH_PARTS_H

#include "model/patch.h"

struct orq_patcher {
    const struct orq_layout *layout;
    struct orq_edits *edits;
    bool impossible;
};

/* Does it go, itself or because nothing is left in it? */
bool orq_patch_goes(const struct orq_layout_entry *entry);
void orq_patch_edit(struct orq_patcher *patcher, size_t from, size_t to, const char *text);
/* Where a line begins, and where the next one does. */
size_t orq_patch_line(const struct orq_layout *layout, size_t at);
size_t orq_patch_next_line(const struct orq_layout *layout, size_t at);
/* Is there nothing but blanks in front of it on its line? */
bool orq_patch_begins_line(const struct orq_layout *layout, size_t at);
/* Behind an entry's value, or behind its key where there is none. */
size_t orq_patch_end(const struct orq_layout_entry *entry);

/* -- patch_flow.c: between brackets -- */

void orq_patch_flow_removals(struct orq_patcher *patcher, const struct orq_layout_node *node);
void orq_patch_flow_additions(struct orq_patcher *patcher, const struct orq_layout_node *node);

/* -- patch_block.c: on lines of their own -- */

void orq_patch_block_removals(struct orq_patcher *patcher, const struct orq_layout_node *node);
void orq_patch_block_additions(struct orq_patcher *patcher, const struct orq_layout_node *node);
/* The value of an entry of a block gives way. */
void orq_patch_block_value(struct orq_patcher *patcher, const struct orq_layout_entry *entry,
                           struct orq_node *value);

#endif
