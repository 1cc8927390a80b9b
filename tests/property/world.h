/* Random schemas for the property test: plain structs that are generated,
 * changed, and rendered as SQL. References are by uid, never by name, so that
 * a renamed object keeps its dependents. */
#ifndef ORQ_TESTS_PROPERTY_WORLD_H
#define ORQ_TESTS_PROPERTY_WORLD_H

#include "base/str.h"
#include "base/vec.h"

#include <stdint.h>

#define MAX_TABLES 6
#define MAX_COLUMNS 10
#define MAX_PARTS 3
#define MAX_CLAUSES 4
#define MAX_VIEWS 3

struct rng {
    uint64_t state;
};
uint64_t rng_next(struct rng *rng);
unsigned rng_below(struct rng *rng, unsigned limit); /* 0 … limit-1 */
bool rng_chance(struct rng *rng, unsigned percent);

struct column {
    unsigned uid, name; /* name: index of the name pool, with uid as its suffix */
    unsigned type;      /* index of types[] */
    bool not_null, renamed, backfilled, retyped;
    const char *default_sql, *collate, *conflict;
    unsigned generated;            /* 0 no, 1 virtual, 2 stored */
    unsigned source;               /* uid of the column that a generated one reads */
    unsigned old_name, old_suffix; /* when renamed */
    unsigned suffix;
};

struct key { /* primary key, unique, index */
    bool used, named, unique, inline_form;
    unsigned uid;
    unsigned parts[MAX_PARTS], count;
    bool descending[MAX_PARTS];
    bool nocase[MAX_PARTS];
    unsigned where;      /* uid of the column of WHERE c IS NOT NULL; 0: none */
    unsigned expression; /* uid of the column of a lower(c) part; 0: none */
    const char *conflict;
};

struct reference {
    bool used, named, deferred;
    unsigned uid, parent; /* uids; it refers to the parent's primary key */
    unsigned columns[MAX_PARTS], count;
    const char *on_delete, *on_update;
};

struct check {
    bool used, named;
    unsigned uid, column, shape;
};

struct trigger {
    bool used;
    unsigned uid, event, column; /* column: read by it; uid */
    unsigned other;              /* uid of a table that it writes to; 0: none */
};

struct table {
    bool used, strict, without_rowid, autoincrement, rekeyed, renamed;
    unsigned uid, name, suffix, old_name, old_suffix;
    struct column columns[MAX_COLUMNS];
    unsigned column_count;
    struct key primary_key, uniques[MAX_CLAUSES], indexes[MAX_CLAUSES];
    struct reference references[MAX_CLAUSES];
    struct check checks[MAX_CLAUSES];
    struct trigger triggers[2];
};

struct view {
    bool used, instead;
    unsigned uid, name, suffix, table, column, shape;
};

struct world {
    struct table tables[MAX_TABLES];
    unsigned table_count;
    struct view views[MAX_VIEWS];
    unsigned next_uid;
};

struct world world_generate(struct rng *rng);
/* One random change. Gives its name, NULL: it did not apply. */
const char *world_change(struct world *world, struct rng *rng);

/* The parts of both, made at random; a reference or a view may stay unused. */
struct column column_random(struct world *world, struct table *table, struct rng *rng);
void key_random(struct world *world, struct table *table, struct rng *rng, struct key *key);
void reference_random(struct world *world, struct table *table, struct rng *rng,
                      struct reference *reference);
void check_random(struct world *world, struct table *table, struct rng *rng, struct check *check);
void trigger_random(struct world *world, struct table *table, struct rng *rng,
                    struct trigger *trigger);
void view_random(struct world *world, struct rng *rng, struct view *view);
struct table table_random(struct world *world, struct rng *rng);

struct table *world_table(struct world *world, unsigned uid);
struct column *table_column(struct table *table, unsigned uid);
/* The column that is the rowid; NULL: none. */
const struct column *table_rowid(const struct table *table);
const char *type_sql(const struct table *table, const struct column *column);
unsigned type_count(bool strict);

/* Plain name, and the name in one of SQLite's quotings. */
const char *pool_name(struct orq_arena *arena, unsigned name, unsigned suffix);
const char *quoted(struct orq_arena *arena, const char *name, struct rng *style);

/* All CREATE statements; style decides quoting, spacing, comments and where constraints stand. */
const char *world_sql(struct orq_arena *arena, struct world *world, struct rng *style);
/* INSERTs and a few DELETEs, each a statement that may fail by itself. */
void world_rows(struct orq_arena *arena, struct world *world, struct rng *rng,
                struct orq_strings *statements);

#endif
