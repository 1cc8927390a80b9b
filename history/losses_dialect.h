/* How each dialect's statements are classed and judged. */
#ifndef ORQ_HISTORY_LOSSES_DIALECT_H
#define ORQ_HISTORY_LOSSES_DIALECT_H

#include "history/losses.h"

struct orq_losses orq_sqlite_losses(struct orq_arena *arena,
                                    const struct orq_judged_list *statements);
/* Rows of a table are lost by what drops, empties or changes it, unless the section made the table
 * (or the column) itself, or fills in what was NULL. */
struct orq_losses orq_postgres_losses(struct orq_arena *arena,
                                      const struct orq_judged_list *statements);

#endif
