/* What the ledger holds of a migration that is applied, whoever records it. */
#ifndef ORQ_HISTORY_RECORDING_H
#define ORQ_HISTORY_RECORDING_H

#include "history/ledger.h"
#include "history/source.h"

struct orq_recording {
    const char *dialect, *applied_by, *version;
    const struct orq_source *source; /* NULL: the system's */
};

/* The row, all steps of `up` (its upgrade section) done, in no time. */
void orq_recording_row(struct orq_arena *arena, const struct orq_recording *recording,
                       const struct orq_migration *migration, const struct orq_file_section *up,
                       struct orq_ledger_row *row);

#endif
