/* Tables on their way into a schema. */
#ifndef ORQ_MODEL_RESOLVE_DRAFT_H
#define ORQ_MODEL_RESOLVE_DRAFT_H

#include "model/table.h"
#include "model/yaml.h"

ORQ_VEC_OF(orq_nodes, const struct orq_yaml *);
struct orq_table_draft;
ORQ_VEC_OF(orq_table_drafts, struct orq_table_draft *);

/* How far a table's share of its parents is. */
enum orq_adoption {
    ORQ_ADOPTION_NEW,
    ORQ_ADOPTION_OPEN,
    ORQ_ADOPTION_DONE,   /* its columns stand */
    ORQ_ADOPTION_SETTLED /* its NOT NULLs and checks too */
};

/* A table on its way into the schema, with the maps that it comes from. */
struct orq_table_draft {
    struct orq_table *table;
    const struct orq_yaml *node;
    struct orq_nodes column_nodes; /* one for each column of the table; NULL: only a parent's */
    /* PostgreSQL */
    const struct orq_yaml *options;     /* `postgresql:`, or the map of a nested partition */
    const struct orq_yaml *bound;       /* what says the bounds of a partition; NULL: it is none */
    struct orq_table_draft *parent;     /* of a nested partition */
    struct orq_strings parents;         /* as written */
    struct orq_key_parts partition_key; /* NULL where it is text */
    struct orq_table_drafts adopted_by;
    enum orq_adoption adoption;
};

#endif
