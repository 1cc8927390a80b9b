/* What observing asks of an engine. */
#ifndef ORQ_REVIEW_OBSERVE_PARTS_H
#define ORQ_REVIEW_OBSERVE_PARTS_H

#include "base/map.h"
#include "review/claim.h"
#include "review/observe.h"

/* A table or an index, as it is between two statements. */
struct orq_relation {
    const char *id;    /* stays through renames: PostgreSQL's oid, SQLite's root page */
    const char *owner; /* of an index: its table's id; else its own */
    const char *name;  /* as a person writes it */
    const char *file;  /* where its rows are stored; "0": nowhere */
    bool index;
    int64_t scans; /* from end to end, in this transaction */
};
ORQ_VEC_OF(orq_relation_list, struct orq_relation);

/* Something with a name of its own in a relation: a column, a constraint. */
struct orq_named {
    enum orq_kind kind;
    const char *id, *owner, *name;
};
ORQ_VEC_OF(orq_named_list, struct orq_named);

struct orq_held {
    const char *id;
    enum orq_lock_mode mode;
};
ORQ_VEC_OF(orq_held_list, struct orq_held);

struct orq_moment {
    struct orq_schema *schema;
    struct orq_relation_list relations;
    struct orq_map *by_id, *by_name, *by_file; /* -> struct orq_relation */
    struct orq_named_list named;
    struct orq_map *named_by_id; /* -> struct orq_named */
    struct orq_held_list held;   /* one for each relation, its strongest */
    struct orq_map *held_by_id;  /* -> struct orq_held */
    bool lock_timeout;           /* a wait for a lock ends */
};

struct orq_run;      /* see observe_run.h */
struct orq_run_item; /* a statement of it */

struct orq_observer {
    struct orq_arena *arena;
    const struct orq_engine *engine;
    struct orq_engine comparer; /* the same, with a judge for two schemas of one server */
    struct orq_db *db;
    const struct orq_file_section *section;
    struct orq_diags *diags;
    const struct orq_moment *base; /* before the section */
    const struct orq_moment *last; /* before the statement that runs */
    bool outside;                  /* the step runs outside a transaction */
    struct orq_observed running;   /* sql NULL: none */
    struct orq_claim claim;        /* of it; where it claims something, it is one of the run */
    struct orq_run *run;
    bool singly; /* no runs */
    struct orq_observed_list *list;
    enum orq_status status; /* of looking */
};

/* An engine's ways of looking. */
struct orq_looker {
    const char *dialect;
    /* The tables that are there, what they are made of, and the schema. */
    enum orq_status (*look)(struct orq_observer *observer, struct orq_moment *moment);
    /* Fills touched and lock of what ran between the last moment and to. */
    void (*touch)(struct orq_observer *observer, const struct orq_moment *to,
                  struct orq_observed *observed);
    /* The same of a statement of a run, whose operations are known: by them, and by the locks that
     * it raised. owners: name of a table -> struct orq_held, the strongest lock up to it. */
    void (*touch_part)(struct orq_observer *observer, const struct orq_run_item *item,
                       struct orq_map *owners, struct orq_observed *observed);
    /* The locks alone, as they are now; NULL: none outlasts its statement. */
    enum orq_status (*peek)(struct orq_observer *observer, struct orq_moment *moment);
};
extern const struct orq_looker orq_looker_postgres, orq_looker_sqlite;
const struct orq_looker *orq_looker_of(const struct orq_observer *observer);

/* Renames between two moments, by what stays. */
void orq_renames_between(struct orq_observer *observer, const struct orq_moment *to,
                         struct orq_renames *renames);
/* The entry of a table that was there before the section, added where it is missing; NULL: it was
 * not there. id: of the table, or of one of its indexes. */
struct orq_touched *orq_touched_of(struct orq_observer *observer, struct orq_observed *observed,
                                   const char *id);
/* The table that an operation is about, as it was before the statement; NULL: it was not there. */
const struct orq_relation *orq_op_relation(struct orq_observer *observer, const struct orq_op *op);

/* See struct orq_looker. */
void orq_touch_postgres(struct orq_observer *observer, const struct orq_moment *to,
                        struct orq_observed *observed);
/* Tries the actions of the ALTER TABLE that is about to run. ORQ_DATABASE: the scratch database
 * failed. */
enum orq_status orq_try_actions(struct orq_observer *observer);

enum orq_status orq_observer_look(struct orq_observer *observer, const struct orq_moment **moment);
/* The operations from what was seen last. */
enum orq_status orq_observer_compare(struct orq_observer *observer, const struct orq_moment *to,
                                     struct orq_ops *ops);
void orq_moment_add(struct orq_arena *arena, struct orq_moment *moment,
                    const struct orq_relation *relation);
void orq_moment_name(struct orq_arena *arena, struct orq_moment *moment,
                     const struct orq_named *named);

#endif
