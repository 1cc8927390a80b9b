/* A schema after renames, without a database that carries them out. */
#ifndef ORQ_DIFF_RENAMED_H
#define ORQ_DIFF_RENAMED_H

#include "diff/diff.h"

/* The renames that stand in front of a migration (orq_rename_is_native): those of tables and
 * definitions, then those of columns. Added are those that set aside what holds a new name and does
 * not keep it: it becomes orq_dropped_NAME, and is dropped under that name, as the difference then
 * says. */
struct orq_renames orq_renames_first(struct orq_arena *arena, const struct orq_schema *have,
                                     const struct orq_renames *renames);
/* have with all names as they are after those renames, in texts and dependencies too. What no
 * rename touches is shared with have. In the text of a view a renamed column keeps its old name as
 * the view's ("t.b AS a"), as the server has it. */
struct orq_schema *orq_schema_renamed(struct orq_arena *arena, const struct orq_schema *have,
                                      const struct orq_renames *renames);

/* The old name of a relation or type, as it was before: of a new one. Both qualified. */
const char *orq_renamed_before(const struct orq_renames *renames, const char *name);

#endif
