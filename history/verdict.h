/* The three verdicts of `check`, kept apart: pending (the database is behind head), drift (it
 * differs from what its revision builds), missing migration (the model differs from what head
 * builds). A database without a ledger is compared with the model alone. */
#ifndef ORQ_HISTORY_VERDICT_H
#define ORQ_HISTORY_VERDICT_H

#include "history/footing.h"
#include "history/ledger.h"
#include "history/state.h"

struct orq_check_input {
    struct orq_db *db;
    const struct orq_schema *want; /* the model, resolved for the database's dialect */
    const struct orq_history *history;
    const char *ledger;                /* NULL: ORQ_LEDGER_DEFAULT */
    const struct orq_footing *footing; /* what is to be at head, where it was chosen; else NULL */
    bool strict_types;
    bool thorough; /* replay the history even where that is costly and the database, at head, is
                      like the model: the history may lack what was made by hand */
};

struct orq_verdicts {
    bool ledger;                /* the database has one that this role may read */
    struct orq_strings current; /* revisions; empty: base */
    const char *head;           /* NULL: no migrations */
    struct orq_revisions heads; /* what the database is to be at: the head; where another was
                                   chosen, that, and whatever else is current */
    struct orq_revisions pending;
    const struct orq_ledger_row *unfinished; /* stopped part-way; NULL: none */
    struct orq_comparison drift;   /* have: the database; want: what its revision builds */
    struct orq_comparison missing; /* have: what head builds; want: the model */
    struct orq_comparison model;   /* without a ledger: have: the database; want: the model */
    const struct orq_schema
        *made; /* what the migrations made, of kinds managed or not; NULL: none */
    struct orq_schema *live;
    bool clean;
};

/* An applied migration whose file is missing or was edited afterwards is ORQ_INVALID: what the
 * history builds is then no measure. */
enum orq_status orq_check(struct orq_arena *arena, const struct orq_engine *engine,
                          const struct orq_check_input *input, struct orq_diags *diags,
                          struct orq_verdicts *verdicts);

#endif
