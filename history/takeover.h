/* Drift that the model takes over: the files of the model, changed at the lines of what drifted so
 * that they say what the database has. Everything else in them stays byte for byte. Nothing is
 * written here, and nothing may be before it is proven. */
#ifndef ORQ_HISTORY_TAKEOVER_H
#define ORQ_HISTORY_TAKEOVER_H

#include "base/edit.h"
#include "diff/op.h"
#include "history/compare.h"
#include "model/model.h"

struct orq_takeover_file {
    const char *path;
    struct orq_slice before, after;
    struct orq_edits edits; /* none: it stays as it is */
};
ORQ_VEC_OF(orq_takeover_files, struct orq_takeover_file);

struct orq_takeover_input {
    const struct orq_model *model;        /* whose files are read again */
    const struct orq_schema *live, *want; /* want: the model, resolved, with its document */
    const struct orq_ops *ops;            /* live -> want: what is to be taken over */
};

struct orq_takeover {
    struct orq_takeover_files files;
    struct orq_ops left; /* that have no place in the text where they could be changed */
};

enum orq_status orq_takeover(struct orq_arena *arena, const struct orq_takeover_input *input,
                             struct orq_diags *diags, struct orq_takeover *takeover);

/* Of the operations live -> model (ops) those that drift is the reason of are taken over; the rest
 * is what the model says otherwise than the database's revision builds (expected), or what drift
 * is not told of. An operation that is both is divided by what it changes. */
struct orq_drifted {
    struct orq_ops taken, rest;
};
struct orq_drifted orq_drifted_ops(struct orq_arena *arena, const struct orq_ops *ops,
                                   const struct orq_ops *drift, const struct orq_ops *expected);

struct orq_takeover_proof {
    const struct orq_schema *live;
    const struct orq_schema *history; /* see struct orq_diff_options */
    const struct orq_ops *rest;       /* that the patched model may have otherwise */
    bool strict_types;
    struct orq_ops remaining; /* what it has otherwise all the same */
};
/* Reads the patched files and compares with the database. ORQ_OK: `remaining` tells. ORQ_INVALID:
 * they are no model any more, in any dialect that it names; reported. */
enum orq_status orq_takeover_prove(struct orq_arena *arena, const struct orq_engine *engine,
                                   const struct orq_takeover *takeover, struct orq_diags *diags,
                                   struct orq_takeover_proof *proof);

#endif
