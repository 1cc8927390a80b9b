/* Random PostgreSQL schemas: a list of objects, each a kind, what it stands on, and dice that were
 * thrown once. Its SQL is a function of these, so a change is an object more, an object less, or
 * one die thrown again; an object whose support is gone is not written. */
#ifndef ORQ_TESTS_PROPERTY_POSTGRES_WORLD_H
#define ORQ_TESTS_PROPERTY_POSTGRES_WORLD_H

#include "tests/property/world.h"

#define PG_DICE 10
#define PG_COLUMNS 3

/* A kind, and how many of it a new schema may have. */
#define PG_KINDS(X)  \
    X(NAMESPACE, 2)  \
    X(ENUM, 2)       \
    X(DOMAIN, 2)     \
    X(COMPOSITE, 1)  \
    X(SEQUENCE, 2)   \
    X(FUNCTION, 3)   \
    X(TABLE, 4)      \
    X(COLUMN, 16)    \
    X(PARTITION, 3)  \
    X(KEY, 4)        \
    X(CHECK, 3)      \
    X(REFERENCE, 3)  \
    X(INDEX, 4)      \
    X(EXCLUSION, 1)  \
    X(STATISTICS, 1) \
    X(VIEW, 3)       \
    X(ROUTINE, 2)    \
    X(TRIGGER, 2)    \
    X(POLICY, 1)     \
    X(RULE, 1)

enum pg_kind {
#define X(name, count) PG_##name,
    PG_KINDS(X)
#undef X
        PG_KIND_COUNT
};

struct pg_object {
    enum pg_kind kind;
    unsigned uid;
    unsigned of;    /* uid of the table that it is a part of, or reads; 0: none */
    unsigned other; /* uid of what else it may use; 0: none */
    unsigned columns[PG_COLUMNS];
    unsigned dice[PG_DICE]; /* [0] its name, [1] its schema, [2] its comment, the others its own */
};

ORQ_VEC_OF(pg_objects, struct pg_object);

struct pg_world {
    struct pg_objects objects;
    unsigned next_uid;
};

struct pg_world pg_world_generate(struct orq_arena *arena, struct rng *rng);
struct pg_world pg_world_copy(struct orq_arena *arena, const struct pg_world *world);
/* One random change; gives what was done, for the reader of a failure. */
const char *pg_world_change(struct orq_arena *arena, struct pg_world *world, struct rng *rng);

/* NULL: gone, or of another kind than wanted. */
const struct pg_object *pg_find(const struct pg_world *world, unsigned uid);
const struct pg_object *pg_find_kind(const struct pg_world *world, unsigned uid, enum pg_kind kind);
unsigned pg_die(const struct pg_object *object, unsigned die, unsigned sides);
/* The die that says whether a constraint has a name of its own; 0: not asked for this kind. */
unsigned pg_name_die(enum pg_kind kind);
/* Two of three have. */
bool pg_is_named(const struct pg_object *object);
const char *pg_kind_name(enum pg_kind kind);

/* -- words: names and types -- */

enum pg_class { PG_NUMBER, PG_TEXT, PG_TIME, PG_RANGE, PG_PLAIN };

struct pg_type {
    const char *sql;
    enum pg_class class;
    const char *defaults[3];
};

const struct pg_type *pg_type_word(unsigned type);
/* Another type of the same family: they cast to each other without USING. */
unsigned pg_type_family(unsigned type, struct rng *rng);
const char *pg_literal(struct orq_arena *arena, const char *text);
const char *pg_quoted(struct orq_arena *arena, const char *text);
const char *pg_name(struct orq_arena *arena, const struct pg_object *object);

/* -- rendering -- */

struct pg_render {
    struct orq_arena *arena;
    const struct pg_world *world;
    struct orq_str sql;
};

/* All statements, each on its own: what the server refuses is left out of the schema. */
const char *pg_world_sql(struct orq_arena *arena, const struct pg_world *world);

/* The column that divides a partitioned table: it stays, and its keys hold it. */
#define PG_PARTITION_KEY "\"Part of\""
bool pg_is_parted(const struct pg_object *table);

/* Pieces that the files of rendering share. */
const char *pg_plain_name(struct pg_render *render, const struct pg_object *object);
const char *pg_qualified(struct pg_render *render, const struct pg_object *object);
/* The table that an object is of, qualified; NULL: gone. */
const char *pg_table_of(struct pg_render *render, const struct pg_object *object);
/* NULL: the column is gone. */
const char *pg_column(struct pg_render *render, unsigned uid);
struct pg_type pg_column_type(struct pg_render *render, const struct pg_object *column);
/* A condition over a column; NULL: it is gone. */
const char *pg_condition(struct pg_render *render, unsigned column, unsigned shape,
                         const char *prefix);
void pg_render_types(struct pg_render *render, const struct pg_object *object);
void pg_render_table(struct pg_render *render, const struct pg_object *object);
void pg_render_clause(struct pg_render *render, const struct pg_object *object);
void pg_render_code(struct pg_render *render, const struct pg_object *object);
void pg_render_comment(struct pg_render *render, const struct pg_object *object, const char *word,
                       const char *name);

#endif
