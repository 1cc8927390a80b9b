/* A run of migrations as one script for somebody else to run: sqlite3 -bail, or psql. It does what
 * the runner does (transactions, foreign keys, the session's settings, steps outside transactions,
 * the ledger's rows) but for what has to be looked at in between; what that is stands at its top.
 * Before each migration the script itself checks that the ledger is where that begins.
 *
 * No database is asked. The same input gives the same bytes. */
#ifndef ORQ_HISTORY_OFFLINE_H
#define ORQ_HISTORY_OFFLINE_H

#include "base/str.h"
#include "history/graph.h"
#include "history/source.h"

struct orq_offline {
    enum orq_direction direction;
    const char *dialect;
    const char *target; /* "FROM:TO", or TO alone: from base; NULL: from base to head. A downgrade
                           needs FROM. */
    const char *ledger; /* NULL: the default */
    const char *applied_by, *version;
    const struct orq_source *source;
};

/* Appends the script; nothing to run: nothing. ORQ_INVALID, ORQ_AMBIGUOUS: reported. */
enum orq_status orq_offline_script(struct orq_arena *arena, const struct orq_history *history,
                                   const struct orq_offline *offline, struct orq_diags *diags,
                                   struct orq_str *script);

#endif
