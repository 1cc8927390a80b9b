/* Operations -> the statements of one section of a migration, in the order in
 * which they must run. Plain data, deterministic bytes; touches no connection. */
#ifndef ORQ_EMIT_EMIT_H
#define ORQ_EMIT_EMIT_H

#include "diff/diff.h"

/* How a statement stands in the section's steps (PostgreSQL; SQLite knows one step). */
enum orq_step_mark {
    ORQ_STEP_SAME,           /* goes on in the step before it */
    ORQ_STEP_NEW,            /* begins a new transaction */
    ORQ_STEP_NO_TRANSACTION, /* is a step of its own, outside any transaction */
    ORQ_STEP_BACKFILL        /* is a step of its own, run for some rows at a time */
};
/* Does nothing else stand in its step? */
bool orq_step_stands_alone(enum orq_step_mark mark);

/* PostgreSQL: an UPDATE that is run for so many rows at a time, in the order of a key whose columns
 * cannot be NULL. */
struct orq_backfill {
    const char *schema;     /* NULL: public */
    const char *table;      /* its name, as it is */
    struct orq_strings key; /* columns, as they are */
    size_t batch;           /* rows; at least 1 */
};

struct orq_statement {
    enum orq_step_mark step;
    const struct orq_backfill *backfill; /* of ORQ_STEP_BACKFILL; else NULL */
    const char *sql;                     /* without the semicolon; may span lines */
    struct orq_strings notes;            /* comment lines above it, without "-- " */
};
ORQ_VEC_OF(orq_statements, struct orq_statement);

/* A guard: the table's stored statement must be the one that this was made for. */
struct orq_expect {
    const char *table;
    const char *sha256; /* of orq_tokens_canonical of the stored CREATE TABLE */
};
ORQ_VEC_OF(orq_expects, struct orq_expect);

/* What an upgrade drops and keeps: a table of its own with the data, from which the downgrade puts
 * it back (emit/archive.h). Names are those in front of the upgrade's renames. */
enum orq_archived { ORQ_ARCHIVED_TABLE, ORQ_ARCHIVED_COLUMNS, ORQ_ARCHIVED_COUNTER };
struct orq_archive {
    enum orq_archived what;
    const char *name;  /* of the archive table */
    const char *of;    /* "t", "t.a, t.b", or a sequence: for people */
    const char *table; /* qualified; of a counter: its table, or the sequence itself */
    struct orq_strings
        columns;            /* those that were dropped; of a whole table: all that were copied */
    struct orq_strings key; /* of COLUMNS: what its rows are found by */
    const char *rowid;      /* SQLite, of a whole table: the column that holds it; NULL: none */
    const char *counter;    /* PostgreSQL: the sequence, qualified */
};
ORQ_VEC_OF(orq_archives, struct orq_archive);

struct orq_archive_policy {
    const char *revision;       /* whose upgrade it is; NULL: nothing is archived */
    enum orq_on_drop otherwise; /* where the model does not say */
};

struct orq_section {
    const char *dialect; /* key of the dialect */
    bool foreign_keys_off;
    struct orq_expects expects;
    struct orq_statements statements;
    struct orq_strings loses;     /* "human_feedback.rating": data that is gone afterwards */
    struct orq_strings fill_in;   /* what SQL cannot decide: the -- FILL IN: lines */
    struct orq_strings touched;   /* tables (old names) that it changes */
    struct orq_archives archives; /* what it keeps of what it drops */
};

struct orq_emit_input {
    const struct orq_schema *have;    /* as it is before the section runs */
    const struct orq_schema *renamed; /* have after the renames (the same when there are none) */
    const struct orq_schema *want;
    const struct orq_renames *renames; /* tables and columns, in the order to run them */
    const struct orq_ops *ops;         /* renamed -> want */
    const struct orq_strings *broken;  /* views and triggers that do not compile in have: a native
                                          RENAME or DROP COLUMN needs them out of the way */
    int version;                       /* of the engine: 3040001 */
    bool rename_only;                  /* only the part that renames: for making `renamed` */
    bool plain; /* PostgreSQL: the short forms, all in one transaction where that is possible */
    /* PostgreSQL: tables (qualified names in have) whose rows are too many to be filled by one
     * statement; NULL: none */
    const struct orq_strings *large;
    struct orq_archive_policy archive;
    const struct orq_archives *restore; /* of a downgrade: what its upgrade keeps; NULL: nothing */
};

/* Reports what no statement can do, with the reason and the next step. */
enum orq_status orq_emit_sqlite(struct orq_arena *arena, const struct orq_emit_input *input,
                                struct orq_diags *diags, struct orq_section *section);

/* PostgreSQL: emit/postgres_parts.h tells how. */
enum orq_status orq_emit_postgres(struct orq_arena *arena, const struct orq_emit_input *input,
                                  struct orq_diags *diags, struct orq_section *section);

/* The CREATE TABLE of a table: its stored text when it has one, else laid out as a person would. */
const char *orq_emit_create_table(struct orq_arena *arena, const struct orq_table *table);
const char *orq_emit_create_index(struct orq_arena *arena, const struct orq_table *table,
                                  const struct orq_index *index);

#endif
