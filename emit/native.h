/* What ALTER TABLE can do, and what it would leave behind
 * (https://www.sqlite.org/lang_altertable.html, and what was measured of 3.40). */
#ifndef ORQ_EMIT_NATIVE_H
#define ORQ_EMIT_NATIVE_H

#include "emit/parts.h"

/* Decides plan->rebuild, with plan->why. Of created and dropped tables nothing is to decide. */
void orq_native_decide(struct orq_emitter *emitter, struct orq_table_plan *plan);

void orq_native_drop_columns(struct orq_emitter *emitter, const struct orq_table_plan *plan);
void orq_native_add_columns(struct orq_emitter *emitter, const struct orq_table_plan *plan);

#endif
