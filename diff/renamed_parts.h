/* What the files that carry out renames on a schema share. */
#ifndef ORQ_DIFF_RENAMED_PARTS_H
#define ORQ_DIFF_RENAMED_PARTS_H

#include "diff/renamed.h"

struct orq_renamer_of_schema {
    struct orq_arena *arena;
    const struct orq_schema *have;
    struct orq_renames renames; /* those in front, in order */
    struct orq_map *by_old;     /* old qualified name -> struct orq_rename, of what is no column */
    struct orq_map *columns;    /* new qualified name of the table -> struct orq_renames */
};

/* -- names: renamed_text.c -- */

/* The new qualified name of a relation, sequence or type; the same pointer: it keeps its name. */
const char *orq_name_renamed(const struct orq_renamer_of_schema *renamer, const char *name);
/* A column of the table, which is given by its new name. */
const char *orq_column_renamed(const struct orq_renamer_of_schema *renamer, const char *table,
                               const char *column);
/* Has the table a column of just this name? NULL: there is no table. */
bool orq_has_column(const struct orq_table *table, const char *name);
const char *orq_identity_renamed(const struct orq_renamer_of_schema *renamer, const char *identity);

/* -- texts -- */

/* Where a text stands: in a relation, whose columns its bare names may be; or anywhere. */
struct orq_text_place {
    const struct orq_table *relation; /* as it was; NULL: none */
    const char *name;                 /* of the relation, as it is now */
    bool view;                        /* the query of a view */
};
/* NULL stays NULL; the same pointer: nothing changed. */
const char *orq_text_renamed(const struct orq_renamer_of_schema *renamer,
                             const struct orq_text_place *place, const char *text);
const char *orq_type_renamed(const struct orq_renamer_of_schema *renamer, const char *type);

/* -- objects: the same pointer where nothing changes -- */

struct orq_table *orq_table_renamed(const struct orq_renamer_of_schema *renamer,
                                    struct orq_table *table);
struct orq_definition *orq_definition_renamed(const struct orq_renamer_of_schema *renamer,
                                              struct orq_definition *definition);

#endif
