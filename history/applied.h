/* What was applied must stand in the migrations folder as it was: an edit that came afterwards is
 * in no database that ran the migration before, and makes every replay of the history a lie. */
#ifndef ORQ_HISTORY_APPLIED_H
#define ORQ_HISTORY_APPLIED_H

#include "history/graph.h"
#include "history/ledger.h"

/* ORQ_INVALID: the file of an applied migration is missing or broken, or its upgrade section was
 * edited. All of them are reported. */
enum orq_status orq_applied_check(const struct orq_history *history,
                                  const struct orq_ledger *ledger, struct orq_diags *diags);

#endif
