/* The comment lines above statements: what they do, and what a reviewer should know of them. */
#ifndef ORQ_EMIT_NOTES_H
#define ORQ_EMIT_NOTES_H

#include "emit/parts.h"

/* What the operations do, one line when it fits, else a line each. */
void orq_note_ops(struct orq_emitter *emitter, struct orq_strings *notes,
                  const struct orq_op_refs *ops);
void orq_note_op(struct orq_emitter *emitter, struct orq_strings *notes, const struct orq_op *op);
/* How a new full-text index over another table's rows gets them: it is empty at first. */
void orq_note_filling(struct orq_emitter *emitter, struct orq_strings *notes,
                      const struct orq_definition *table);
/* The CAN FAIL lines of an operation on a table that may have rows. */
void orq_note_failures(struct orq_emitter *emitter, struct orq_strings *notes,
                       const struct orq_op *op);

#endif
