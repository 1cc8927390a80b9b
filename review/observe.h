/* What the statements of a section really do: the section is run on a scratch database, one
 * statement after the other, and between them is looked at what the server did. No finding is
 * guessed from a text: hand-written SQL is judged like SQL that orqgen wrote. A run of statements
 * that make or drop one thing each, without work over rows that were there, is looked at once,
 * behind its last; each change is the one statement's that names it, and where that is in any doubt
 * the run is looked at in parts, down to each statement by itself (review/observe_run.h). What is
 * told is the same.
 *
 * PostgreSQL: pg_locks of this session behind each statement, what pg_class says of relfilenode
 * before and after (rewrites, index builds), scan counters of the transaction
 * (pg_stat_get_xact_numscans), with rows in every table that takes them. What a statement outside a
 * transaction held is gone when it has ended: the lock is that of the server's documentation
 * (https://www.postgresql.org/docs/current/explicit-locking.html). SQLite: one lock for all, so
 * that only what is changed and rebuilt is told. */
#ifndef ORQ_REVIEW_OBSERVE_H
#define ORQ_REVIEW_OBSERVE_H

#include "diff/op.h"
#include "history/engine.h"
#include "history/migration.h"

/* The table-level locks of PostgreSQL, weakest first; SQLite: WRITE on the whole database. */
enum orq_lock_mode {
    ORQ_LOCK_NONE,
    ORQ_LOCK_ACCESS_SHARE,
    ORQ_LOCK_ROW_SHARE,
    ORQ_LOCK_ROW_EXCLUSIVE,
    ORQ_LOCK_SHARE_UPDATE_EXCLUSIVE,
    ORQ_LOCK_SHARE,
    ORQ_LOCK_SHARE_ROW_EXCLUSIVE,
    ORQ_LOCK_EXCLUSIVE,
    ORQ_LOCK_ACCESS_EXCLUSIVE,
    ORQ_LOCK_DATABASE_WRITE
};
const char *orq_lock_name(enum orq_lock_mode mode);  /* "ACCESS EXCLUSIVE" */
const char *orq_lock_short(enum orq_lock_mode mode); /* "AX" */
/* What others cannot do meanwhile: "reads and writes wait", "writes wait", "goes on". */
const char *orq_lock_effect(enum orq_lock_mode mode);

/* A relation that was there before the section, and what a statement did to it. */
struct orq_touched {
    const char *table;        /* as a person writes it; an index is told as its table */
    enum orq_lock_mode lock;  /* the strongest that is held on it when the statement has run */
    bool scanned;             /* read from end to end */
    bool rewritten;           /* all its rows written anew, with every index */
    struct orq_strings built; /* indexes that were built over its rows */
};
ORQ_VEC_OF(orq_touched_list, struct orq_touched);

/* What one action of a statement does alone. */
struct orq_tried {
    struct orq_ops ops;
    struct orq_touched_list touched;
};
ORQ_VEC_OF(orq_tried_list, struct orq_tried);

struct orq_observed {
    const char *sql; /* one statement, without the comments above it */
    struct orq_span at;
    size_t step; /* of the section, from 1 */
    bool in_transaction;
    size_t batch;      /* of a backfill: rows of each transaction that it is run in; else 0 */
    const char *notes; /* the comment above it, lines joined by "; "; NULL: none, or not read */
    const char
        *summary; /* what it changes: an operation's summary; else its notes, or first words */
    struct orq_ops ops;                      /* found by introspection around it */
    const struct orq_schema *before, *after; /* the schema around it, or around its run */
    struct orq_touched_list touched;         /* strongest lock first; what the section made: not */
    enum orq_lock_mode lock;                 /* the strongest of them */
    struct orq_tried_list actions; /* of an ALTER TABLE of several that works over rows: those that
                                    * ran alone on the scratch database; else none */
    bool waits_for_ever;           /* no lock_timeout held when it began, inside a transaction */
    const char *error;             /* the server refused it, in its words; NULL: it ran */
    const char *sqlstate;          /* of the error; "": none, or an engine without */
    /* With made-up rows in the tables the server refused it in these words, and without them it
     * ran; NULL: it ran with them. */
    const char *refused_rows;
    const char *left_invalid; /* then, outside a transaction: the index that stayed; else NULL */
};
ORQ_VEC_OF(orq_observed_list, struct orq_observed);

/* Where a section is run: a scratch database that holds what was there before it. */
struct orq_stage {
    const struct orq_engine *engine; /* of the database's dialect */
    struct orq_db *db;
};
/* Afterwards the stage holds what is there behind the section. A statement that the server refuses
 * ends the list. ORQ_DATABASE: the scratch database itself failed. */
enum orq_status orq_observe(struct orq_arena *arena, const struct orq_stage *stage,
                            const struct orq_file_section *section, struct orq_diags *diags,
                            struct orq_observed_list *observed);
/* The operations between two schemas of one server: before the statements, and behind them. */
struct orq_observed_ends {
    const struct orq_schema *before, *after;
    const struct orq_observed_list *observed;
};
enum orq_status orq_observe_difference(struct orq_arena *arena, const struct orq_engine *engine,
                                       const struct orq_observed_ends *ends,
                                       struct orq_diags *diags, struct orq_ops *ops);

#endif
