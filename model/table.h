/* Tables and columns. */
#ifndef ORQ_MODEL_TABLE_H
#define ORQ_MODEL_TABLE_H

#include "model/constraint.h"

struct orq_ddl_table;
struct orq_ddl_column;

enum orq_generated { ORQ_NOT_GENERATED, ORQ_GENERATED_VIRTUAL, ORQ_GENERATED_STORED };

/* What only a migration needs to know of a column; never compared. */
struct orq_column_change {
    struct orq_sql using_up, using_down; /* type change: `using:` */
    const char *using_from;              /* the type it must come from; NULL: any */
    struct orq_sql backfill;             /* value of existing rows when it becomes NOT NULL */
};

/* What only PostgreSQL has. */
struct orq_column_postgres {
    const struct orq_yaml *identity; /* always | by default | {options}; NULL: none */
    const char *storage, *compression, *statistics;
};

struct orq_column {
    const char *name;
    const char *type; /* canonical spelling in the dialect; "": SQLite's no type */
    bool nullable;    /* as declared: of key columns true only where NULL is really admitted */
    struct orq_sql
        default_expr;      /* SQL of the dialect, a literal already quoted by its column's type */
    const char *collation; /* NULL: the default */
    enum orq_generated generated;
    struct orq_sql generated_expr;
    enum orq_conflict not_null_conflict;
    const char *comment, *renamed_from;
    struct orq_span at;
    struct orq_column_change *change;           /* NULL: nothing; see orq_column_change */
    const struct orq_column_postgres *postgres; /* NULL: nothing of it */
    struct orq_place place;
};
ORQ_VEC_OF(orq_columns, struct orq_column *);

/* Never NULL. */
const struct orq_column_change *orq_column_change(const struct orq_column *column);

enum orq_on_drop { ORQ_ON_DROP_DEFAULT, ORQ_ON_DROP_ARCHIVE, ORQ_ON_DROP_DISCARD };

struct orq_table {
    const char *schema; /* NULL: the default one */
    const char *name;
    const char *comment, *renamed_from;
    struct orq_span at;
    struct orq_columns columns;         /* in order */
    struct orq_constraints constraints; /* every one, those beside a column too; in order */
    struct orq_indexes indexes;
    bool strict, without_rowid; /* SQLite */
    bool comments_in_ddl;       /* sqlite: {comments: ddl}: comments are kept in the stored text */
    enum orq_on_drop on_drop;
    const struct orq_yaml *postgresql; /* the `postgresql:` map, resolved; NULL: none */
    const struct orq_yaml *policies, *grants, *rules; /* kept for PostgreSQL */
    const char *owner;
    struct orq_map *by_column; /* of a wide table; ask orq_table_column, orq_table_by_column */
    const char *sql;           /* stored CREATE TABLE; NULL: a model's */
};
ORQ_VEC_OF(orq_tables, struct orq_table *);

/* The tree of the table's stored text, read anew at each call: trees are large, and needed of few
 * tables. NULL: a model's table. */
const struct orq_ddl_table *orq_table_ddl(struct orq_arena *arena, const struct orq_table *table);
/* The column in the tree of its table; NULL: it does not stand there. */
const struct orq_ddl_column *orq_column_ddl(const struct orq_ddl_table *ddl,
                                            const struct orq_column *column);

/* A new table with empty lists; names fold as the dialect does. */
struct orq_table *orq_table_new(struct orq_arena *arena, const char *name);
/* Adds a column at the end and to the lookup. */
void orq_table_add_column(struct orq_arena *arena, struct orq_table *table,
                          struct orq_column *column);
/* By name, ASCII case ignored; NULL: none. */
struct orq_column *orq_table_column(const struct orq_table *table, const char *name);
/* All columns by their folded names. Of a table with few columns it is made anew in the arena. */
const struct orq_map *orq_table_by_column(struct orq_arena *arena, const struct orq_table *table);
/* The table's primary key; NULL: none. */
struct orq_constraint *orq_table_primary_key(const struct orq_table *table);
/* SQLite: the column that is the rowid (type exactly INTEGER, sole primary key column, not
 * inline DESC, not WITHOUT ROWID); NULL: none. */
const struct orq_column *orq_table_rowid_alias(const struct orq_table *table);
bool orq_table_autoincrement(const struct orq_table *table);

#endif
