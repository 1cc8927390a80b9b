/* Comparing two schemas completely: renames first, carried out on a scratch
 * database so that what the engine rewrites (foreign keys, views, triggers) is exactly what
 * it will be; then the diff, with its undecided pairs judged. */
#ifndef ORQ_HISTORY_COMPARE_H
#define ORQ_HISTORY_COMPARE_H

#include "history/engine.h"

struct orq_compare_options {
    const struct orq_schema *have; /* from a database: its nodes carry their stored text (see
                                      orq_schema_materialise) */
    const struct orq_schema *want;
    struct orq_db *judge; /* a connection to the like of have; NULL: the engine's live one */
    struct orq_diff_options diff;
    struct orq_archive_policy archive;  /* of an upgrade: what to keep of what is dropped */
    const struct orq_archives *restore; /* of a downgrade: what is kept; NULL: nothing */
    /* The renames to carry out; NULL: those that want asks for with renamed_from. */
    const struct orq_renames *renames;
};

struct orq_comparison {
    const struct orq_schema *have, *want;
    const struct orq_schema *renamed; /* have after the renames; have itself when there are none */
    struct orq_renames renames;
    struct orq_ops ops; /* renamed -> want */
    struct orq_ops all; /* the renames as operations, then ops: what a person wants to see */
    struct orq_archive_policy archive;
    const struct orq_archives *restore;
    struct orq_strings broken; /* stand in the way of a native ALTER; looked for only when needed */
    struct orq_diff *diff;     /* for --why */
};

enum orq_status orq_compare(struct orq_arena *arena, const struct orq_engine *engine,
                            const struct orq_compare_options *options, struct orq_diags *diags,
                            struct orq_comparison *comparison);

/* The statements that lead from have to want. */
enum orq_status orq_comparison_emit(struct orq_arena *arena, const struct orq_engine *engine,
                                    const struct orq_comparison *comparison,
                                    struct orq_diags *diags, struct orq_section *section);

/* A model's schema, built on a scratch database and read back: the same schema as a database holds
 * it. */
enum orq_status orq_schema_materialise(struct orq_arena *arena, const struct orq_engine *engine,
                                       const struct orq_schema *schema, struct orq_diags *diags,
                                       struct orq_schema **built);

#endif
