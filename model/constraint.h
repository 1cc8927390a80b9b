/* Constraints and indexes. */
#ifndef ORQ_MODEL_CONSTRAINT_H
#define ORQ_MODEL_CONSTRAINT_H

#include "base/diag.h"
#include "base/vec.h"
#include "model/kind.h"

#include <stdint.h>

struct orq_yaml;

/* The bytes [from, to) of the stored CREATE TABLE that a column or a constraint is written in:
 * from its name, or CONSTRAINT, to its end. to 0: a model's. SQLite's texts are shorter than 4 GiB
 * (https://www.sqlite.org/limits.html). */
struct orq_place {
    uint32_t from, to;
};

/* An expression of the model or of the database, as its SQL text. Comparing parses it. */
struct orq_sql {
    const char *text; /* NULL: absent */
    struct orq_span at;
};

enum orq_nulls { ORQ_NULLS_DEFAULT, ORQ_NULLS_FIRST, ORQ_NULLS_LAST };

struct orq_key_part {
    const char *column; /* NULL: an expression */
    struct orq_sql expr;
    const char *collation; /* NULL: the column's own */
    const char *opclass;   /* PostgreSQL; NULL: the default */
    const char *with;      /* operator of an exclusion element; else NULL */
    bool descending;
    enum orq_nulls nulls;
};
ORQ_VEC_OF(orq_key_parts, struct orq_key_part);

enum orq_action { /* of a foreign key; NO_ACTION is SQL's default */
                  ORQ_NO_ACTION,
                  ORQ_RESTRICT,
                  ORQ_CASCADE,
                  ORQ_SET_NULL,
                  ORQ_SET_DEFAULT
};
enum orq_match { ORQ_MATCH_SIMPLE, ORQ_MATCH_FULL, ORQ_MATCH_PARTIAL };
enum orq_deferrable { ORQ_NOT_DEFERRABLE, ORQ_INITIALLY_IMMEDIATE, ORQ_INITIALLY_DEFERRED };
enum orq_conflict { /* SQLite's ON CONFLICT; ABORT is its default */
                    ORQ_CONFLICT_ABORT,
                    ORQ_CONFLICT_ROLLBACK,
                    ORQ_CONFLICT_FAIL,
                    ORQ_CONFLICT_IGNORE,
                    ORQ_CONFLICT_REPLACE
};

const char *orq_action_sql(enum orq_action action);       /* "SET NULL" */
const char *orq_match_sql(enum orq_match match);          /* "FULL" */
const char *orq_conflict_sql(enum orq_conflict conflict); /* "REPLACE" */

struct orq_constraint {
    enum orq_kind kind; /* PRIMARY_KEY UNIQUE FOREIGN_KEY CHECK EXCLUSION */
    bool name_given; /* written by a person, or by the database; false: made by a naming template */
    const char *name; /* as it stands in SQL; NULL: none */
    const char *comment, *renamed_from;
    struct orq_span at;
    const char *column; /* the column beside which it is written; NULL: at table level */

    struct orq_key_parts parts; /* key, unique, exclusion; the child's columns of a foreign key */
    struct orq_strings include; /* PostgreSQL */
    struct orq_sql expr;        /* CHECK */
    const char *ref_schema;     /* NULL: the table's own */
    const char *ref_table;
    struct orq_strings ref_columns; /* empty: the parent's primary key */
    enum orq_action on_delete, on_update;
    struct orq_strings set_columns; /* on_delete: {set null: […]} */
    enum orq_match match;
    enum orq_deferrable deferrable;
    bool missing; /* the model says that the parent, or its key, is not there; never compared */
    enum orq_conflict on_conflict;
    bool autoincrement;
    bool nulls_not_distinct, no_inherit, not_valid;
    const char *method;   /* exclusion: gist, …; NULL: default */
    struct orq_sql where; /* exclusion */
    /* PostgreSQL */
    struct orq_strings with;             /* storage parameters of its index, sorted */
    const char *tablespace;              /* of its index */
    bool inherited;                      /* only from a parent: never written, never compared */
    bool not_enforced, without_overlaps; /* 18: of checks and foreign keys; the last key column */
    struct orq_place place;
};
ORQ_VEC_OF(orq_constraints, struct orq_constraint *);

struct orq_index {
    const char *name; /* never NULL */
    bool name_given, unique, nulls_not_distinct;
    const char *comment, *renamed_from;
    struct orq_span at;
    struct orq_key_parts parts;
    struct orq_strings include;
    struct orq_sql where;
    const char *method; /* NULL: btree */
    const char *tablespace;
    struct orq_strings with;       /* "fillfactor=70", sorted */
    struct orq_strings statistics; /* of expressions: "2=500", the part's number and its target */
    bool implied; /* made by the server for a partition, from its parent's index and under the name
                     that the server chose: never written, never compared */
    bool invalid; /* left behind by a CREATE INDEX CONCURRENTLY that failed: counts as absent, and
                     has to be dropped */
    const char *sql; /* stored CREATE INDEX; NULL: a model's, or PostgreSQL's */
};
ORQ_VEC_OF(orq_indexes, struct orq_index *);

#endif
