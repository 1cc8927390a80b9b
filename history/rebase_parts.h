/* What the files of rebasing share. */
#ifndef ORQ_HISTORY_REBASE_PARTS_H
#define ORQ_HISTORY_REBASE_PARTS_H

#include "history/rebase.h"

/* One migration in one dialect. */
struct orq_moving {
    struct orq_arena *arena;
    const struct orq_engine *engine;
    struct orq_diags *diags;
    const struct orq_history *was, *now;   /* the histories before and after */
    const struct orq_revision *old, *node; /* the revision in each */
    bool generated;                        /* its sections are as they were generated */
    bool anew;                             /* they were made anew */
    const char *proof;                     /* what was proven; NULL: nothing */
};

/* Makes sure that the sections do on the new parent what they did on the old one, or makes them
 * anew. */
enum orq_status orq_move_sections(struct orq_moving *moving);

/* Is it known that it may be moved? All that stands in the way is reported. */
enum orq_status orq_rebase_check(struct orq_arena *arena, const struct orq_rebase_input *input,
                                 const struct orq_revisions *chain, struct orq_diags *diags);

#endif
