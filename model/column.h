/* Columns. */
#ifndef ORQ_MODEL_COLUMN_H
#define ORQ_MODEL_COLUMN_H

#include "model/acl.h"
#include "model/attribute.h"
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

/* What only PostgreSQL has; what is the server's default is NULL, empty or false. */
struct orq_column_postgres {
    const char *identity;              /* "always", "by default"; NULL: none */
    struct orq_attributes sequence;    /* of an identity: as a sequence's */
    const char *sequence_name;         /* qualified; NULL: the server's own choice */
    const char *storage, *compression; /* lower case; NULL: that of the type */
    const char *statistics;            /* a number; NULL: the server's default */
    struct orq_strings options;        /* "n_distinct=5", sorted, without what the server hides */
    bool inherited; /* from a parent; a column that is not local stands in no CREATE TABLE */
    bool local;     /* declared here too; true of every column that is not inherited */
    struct orq_acl acl;
};

struct orq_column {
    const char *name;
    const char *type; /* canonical spelling in the dialect; "": SQLite's no type */
    bool nullable;    /* as declared: of key columns true only where NULL is really admitted */
    struct orq_sql default_expr; /* SQL of the dialect, a literal quoted by its column's type */
    const char *collation;       /* NULL: the default */
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

/* Never NULL: what a migration needs to know of it, and what it has of PostgreSQL; or all defaults.
 */
const struct orq_column_change *orq_column_change(const struct orq_column *column);
const struct orq_column_postgres *orq_column_postgres(const struct orq_column *column);
/* Does it give every row a value of its own: a default, an expression, an identity? */
bool orq_column_fills(const struct orq_column *column);
/* The column in the tree of its table; NULL: it does not stand there. */
const struct orq_ddl_column *orq_column_ddl(const struct orq_ddl_table *ddl,
                                            const struct orq_column *column);

#endif
