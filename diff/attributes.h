/* Definitions that are told by attributes (model/attribute.h), compared key by key. */
#ifndef ORQ_DIFF_ATTRIBUTES_H
#define ORQ_DIFF_ATTRIBUTES_H

#include "diff/op.h"

struct orq_sides;

/* Does an operation on a definition change this attribute? Not of one that creates or drops. */
bool orq_op_changes_attribute(const struct orq_op *op, enum orq_attribute_key key);
/* Which keys differ between the definitions of the sides, as bits 1ull << key. A text that only
 * the server can judge counts as equal until it is answered. */
unsigned long long orq_attributes_changed(const struct orq_sides *sides);

#endif
