/* Many statements that are looked at as one.
 *
 * Looking reads the whole schema, so that looking behind each of the thousands of statements of a
 * first migration would take time and memory with their square. Statements that claim to make or
 * drop one thing each (review/claim.h), on tables that the section itself made, or to drop what was
 * there, run behind a savepoint without a look between them. What the server shows behind the last
 * of them is then shared out (orq_run_share): each thing that is new, or gone, to the one statement
 * that claims it. Nothing is guessed: where anything is left over, is missing, is claimed twice,
 * was renamed, scanned, written anew or built over old rows, the run is taken back to its savepoint
 * and run again in halves, down to single statements, each looked at by itself. So is what ran
 * before a statement that the server refuses.
 *
 * Locks that outlast their statement are attributed by looking at pg_locks alone behind each: of a
 * run that drops at once, of one that makes once it turned out to lock something old. */
#ifndef ORQ_REVIEW_OBSERVE_RUN_H
#define ORQ_REVIEW_OBSERVE_RUN_H

#include "review/observe_parts.h"

/* A statement of a run, which has ended. */
struct orq_run_item {
    struct orq_observed observed;
    struct orq_claim claim;
    struct orq_held_list raised; /* locks that nothing before it held as strongly */
};
ORQ_VEC_OF(orq_run_items, struct orq_run_item);

struct orq_run {
    struct orq_run_items items;
    bool open;            /* the savepoint before it stands */
    bool drops, makes;    /* what its statements claim */
    bool peeks;           /* the locks behind each of its statements are looked at */
    struct orq_map *held; /* then: -> struct orq_held, the strongest so far */
};

/* Asked before the statement that is `running` runs: sets observer->claim, which is nothing where
 * it is to be looked at by itself, closes the run that it does not fit into, and opens one where it
 * begins one. */
enum orq_status orq_run_admit(struct orq_observer *observer);
/* The statement that ran is one of the run. */
enum orq_status orq_run_add(struct orq_observer *observer);
/* Looks behind the run, and lists its statements. refused: the statement behind it failed, so that
 * the run is taken back and run again first. */
enum orq_status orq_run_close(struct orq_observer *observer, bool refused);

/* The statement that ran, looked at by itself. In observe.c. */
enum orq_status orq_observe_alone(struct orq_observer *observer);
/* What follows from its operations and from what it touched. In observe.c. */
void orq_observed_finish(struct orq_observer *observer, const struct orq_moment *now,
                         struct orq_observed *observed);

/* ---- observe_share.c ---- */

/* Gives each statement the operations of what it claims. *sure false: in doubt, none is given. */
enum orq_status orq_run_share(struct orq_observer *observer, const struct orq_moment *now,
                              struct orq_run_items *part, bool *sure);

#endif
