/* Proving a migration: up, compare with what is wanted; down, compare with what was; up
 * again; with rows, whose values are compared after each step column by column. On a copy of the
 * live database when it is small enough, else on generated rows. */
#ifndef ORQ_HISTORY_PROOF_H
#define ORQ_HISTORY_PROOF_H

#include "history/plan.h"

/* A database larger than this is not copied for a proof. */
#define ORQ_PROOF_COPY_LIMIT (INT64_C(64) * 1024 * 1024)

/* live: the database whose rows to use; NULL or too large: generated rows. *text is for the file's
 * header: "up, down and up again on a copy with 812 rows in 4 of 4 tables". ORQ_FAILED: the proof
 * failed; the counterexample is reported. */
enum orq_status orq_prove(struct orq_arena *arena, const struct orq_plan *plan, struct orq_db *live,
                          struct orq_diags *diags, const char **text);

#endif
