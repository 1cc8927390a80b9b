/* Tasks: what is done to one object, as pieces of SQL. */
#ifndef ORQ_EMIT_POSTGRES_TASK_H
#define ORQ_EMIT_POSTGRES_TASK_H

#include "emit/emit.h"

/* The order among tasks that no edge orders. */
#define ORQ_PG_PHASES(X)                                                 \
    X(ADD_VALUE) /* enum values: committed before anything uses them */  \
    X(NAMESPACE)                                                         \
    X(EXTENSION)                                                         \
    X(DROP_POLICY)                                                       \
    X(DROP_RULE)                                                         \
    X(DROP_TRIGGER)                                                      \
    X(DROP_VIEW)                                                         \
    X(DROP_FOREIGN_KEY)                                                  \
    X(DROP_CONSTRAINT)                                                   \
    X(DROP_INDEX)                                                        \
    X(DROP_STATISTICS)                                                   \
    X(DROP_TABLE)                                                        \
    X(SEQUENCE)                                                          \
    X(TYPE)                                                              \
    X(FUNCTION)                                                          \
    X(TABLE)                                                             \
    X(ALTER_TABLE)                                                       \
    X(CONSTRAINT)                                                        \
    X(INDEX)                                                             \
    X(FOREIGN_KEY)                                                       \
    X(STATISTICS)                                                        \
    X(VIEW)                                                              \
    X(RULE)                                                              \
    X(TRIGGER)                                                           \
    X(POLICY)                                                            \
    X(COMMENT)                                                           \
    X(ACL)                                                               \
    X(DROP_FUNCTION)                                                     \
    X(DROP_SEQUENCE)                                                     \
    X(DROP_TYPE)                                                         \
    X(DROP_EXTENSION)                                                    \
    X(DROP_NAMESPACE)                                                    \
    X(BACKFILL)   /* rows in batches, among all that was made so far */  \
    X(CONCURRENT) /* steps outside a transaction, and what needs them */ \
    X(VALIDATE)                                                          \
    X(SETTLE) /* what follows a validation: SET NOT NULL, dropping its check */

enum orq_pg_phase {
#define ORQ_PG_PHASE_ENUM(phase) ORQ_PG_PHASE_##phase,
    ORQ_PG_PHASES(ORQ_PG_PHASE_ENUM)
#undef ORQ_PG_PHASE_ENUM
};

enum orq_pg_do { ORQ_PG_DROP, ORQ_PG_ALTER, ORQ_PG_CREATE };

/* A statement, or one action of an ALTER. */
struct orq_pg_piece {
    const char *alter; /* "ALTER TABLE t": joined to its neighbours of the same text as further
                          actions; NULL: sql is a statement */
    const char *sql;   /* without the semicolon */
    struct orq_strings notes;
    struct orq_strings loses, fill_in; /* what the section says of it; see orq_pg_loses */
    enum orq_step_mark step;           /* NEW: in a later transaction than what stands before it */
    const struct orq_backfill *backfill; /* of ORQ_STEP_BACKFILL */
};
ORQ_VEC_OF(orq_pg_pieces, struct orq_pg_piece);

struct orq_pg_task {
    enum orq_pg_do does;
    enum orq_pg_phase phase;
    const char *object; /* its identity: in `renamed` of what is dropped or altered, in want of what
                           is created */
    const char *sort;   /* for ties within a phase: the qualified name, with columns' positions
                           padded where their order counts */
    struct orq_side side; /* the object, on the side of `object` */
    struct orq_strings
        after; /* identities of further objects whose tasks come first, of any kind */
    struct orq_strings holds; /* identities in `renamed` that are still there when it begins, under
                                 another name: what they depend on is dropped behind it */
    bool rebuilt;             /* nobody asked for it: a dependent that comes back as it was */
    bool late;                /* of orq_pg_task_late: nothing waits for it but what names it */
    struct orq_pg_pieces pieces;
    size_t index; /* in the list */
};
ORQ_VEC_OF(orq_pg_tasks, struct orq_pg_task *);

struct orq_pg_emitter;

/* Adds a task; of the same object and doing there is one: it is given again, its pieces to be added
 * to. */
struct orq_pg_task *orq_pg_task(struct orq_pg_emitter *emitter, enum orq_pg_do does,
                                enum orq_pg_phase phase, const struct orq_side *side);
/* The same by its identity; NULL: there is none. */
struct orq_pg_task *orq_pg_find_task(const struct orq_pg_emitter *emitter, enum orq_pg_do does,
                                     const char *identity);
/* A task with a further word behind the identity ("\x1fvalidate"), for what comes later. It
 * follows the task of the object itself. */
struct orq_pg_task *orq_pg_task_late(struct orq_pg_emitter *emitter, enum orq_pg_phase phase,
                                     const struct orq_side *side, const char *word);
/* Adds a piece. alter may be NULL. What it gives holds until the task's next piece. */
struct orq_pg_piece *orq_pg_piece(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                  const char *alter, const char *sql);
void orq_pg_note(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));
/* Notes LOSES DATA, and tells section->loses ("t", "t.c"), where the piece is printed. */
void orq_pg_loses(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece, const char *what);
/* Notes FILL IN, and tells section->fill_in. */
void orq_pg_fill_in(struct orq_pg_emitter *emitter, struct orq_pg_piece *piece, const char *what);
/* What depends on the object (an identity in `renamed`; a column's too) has to go first and come
 * back. why: for the note above what is rebuilt: "view v is made again: PostgreSQL cannot …". */
void orq_pg_dirty(struct orq_pg_emitter *emitter, const char *identity, const char *why);
bool orq_pg_is_fresh(const struct orq_pg_emitter *emitter, const struct orq_table *table);

#endif
