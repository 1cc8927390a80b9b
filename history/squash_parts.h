/* What the files of squashing share. */
#ifndef ORQ_HISTORY_SQUASH_PARTS_H
#define ORQ_HISTORY_SQUASH_PARTS_H

#include "history/squash.h"

/* May this range be one migration? All that stands in the way is reported. */
enum orq_status orq_squash_check(struct orq_arena *arena, const struct orq_squash_input *input,
                                 struct orq_diags *diags);

#endif
