/* Views, triggers and virtual tables: what operations do to them, and taking down and putting
 * back what only stands in the way, or went with its table or view. */
#ifndef ORQ_EMIT_DEFINITIONS_H
#define ORQ_EMIT_DEFINITIONS_H

#include "emit/parts.h"

/* Notes what the operations settle; before anything is taken down. */
void orq_definitions_settle(struct orq_emitter *emitter);

/* Views and triggers that do not compile stop every RENAME and DROP COLUMN. */
void orq_definitions_take_down_broken(struct orq_emitter *emitter);
/* Those that mention a table of have that is dropped in the middle of the renames. */
void orq_definitions_take_down_users(struct orq_emitter *emitter, const char *table);
/* A view whose name a table takes goes for good. */
void orq_definitions_drop_view(struct orq_emitter *emitter, const struct orq_definition *view);
/* DROP TABLE takes the table's triggers along: they are to be put back, if the table is. */
void orq_definitions_lost_with_table(struct orq_emitter *emitter, const char *table,
                                     bool comes_back);
/* At once, as they are in have: the table is dropped and created again before the renames. */
void orq_definitions_put_triggers_back(struct orq_emitter *emitter, const char *table);

void orq_definitions_drop(struct orq_emitter *emitter);
void orq_definitions_create(struct orq_emitter *emitter);
/* All that went and that no operation settles, with the text that it has after the renames. */
void orq_definitions_put_back(struct orq_emitter *emitter);

#endif
