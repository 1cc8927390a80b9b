/* What the files that look for renames share; nobody else includes it. */
#ifndef ORQ_DIFF_RENAMES_H
#define ORQ_DIFF_RENAMES_H

#include "diff/claims.h"

struct orq_renamer {
    struct orq_arena *arena;
    const struct orq_dialect *names;
    const struct orq_schema *have, *want;
    struct orq_diags *diags;
    struct orq_renames *renames;
    struct orq_map *old_tables;      /* old name -> struct orq_claim, of tables that are renamed */
    struct orq_map *old_definitions; /* wanted identity -> struct orq_definition of have, of those
                                        that are renamed; NULL: not looked for yet */
};

/* Puts an object under its name, unless it has none, into a map of the place. */
void orq_claim_put(struct orq_claim_place *place, struct orq_map *map, enum orq_kind kind,
                   const char *name, void *object);

/* The table as the database has it, under the name that it has before the renames; NULL: it is new.
 */
const struct orq_table *orq_table_before(const struct orq_renamer *renamer,
                                         const struct orq_table *table);

/* -- rename_definitions.c -- */

/* The renames of definitions: of those that are renamed before comparing, or of the others. */
void orq_rename_definitions(struct orq_renamer *renamer, bool native);
/* The definition as the database has it, under the name that it has before the renames; NULL: it is
 * new. */
const struct orq_definition *orq_definition_of_claims(const struct orq_renamer *renamer,
                                                      const struct orq_definition *want);

#endif
