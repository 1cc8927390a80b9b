/* Ids of revisions that people give, and lists of them. */
#ifndef ORQ_HISTORY_REVISION_ID_H
#define ORQ_HISTORY_REVISION_ID_H

#include "history/migration.h"

/* May a new revision have it? Ids stand in file names and in commands that are offered for pasting:
 * it holds nothing that a shell would read. Letters, digits, _ and . are fine, no dot as the first.
 */
bool orq_revision_id_plain(const char *id);
/* "1a2b, 3c4d" */
const char *orq_revision_ids_text(struct orq_arena *arena, const struct orq_strings *ids);

#endif
