/* What a run on a scratch database said when it failed. */
#ifndef ORQ_HISTORY_TRIED_H
#define ORQ_HISTORY_TRIED_H

#include "db/db.h"

/* The first error of `tries`, which holds one, without the database in front. */
const char *orq_tried_why(const struct orq_db *db, const struct orq_diags *tries);
/* As one error, "proof failed: the upgrade does not run on DATABASE: WHY", with all that was said
 * as its hints. what: "upgrade", "downgrade". */
void orq_tried_report(const struct orq_db *db, const struct orq_diags *tries, const char *what,
                      struct orq_diags *diags);

#endif
