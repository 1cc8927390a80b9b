/* Tables. */
#ifndef ORQ_MODEL_TABLE_H
#define ORQ_MODEL_TABLE_H

#include "model/column.h"

struct orq_ddl_table;
struct orq_dialect;

/* What only PostgreSQL has; what is the server's default is NULL, empty or false. */
struct orq_table_postgres {
    bool unlogged, row_security, force_row_security;
    const char *method, *tablespace;
    struct orq_strings with;      /* "fillfactor=70", "toast.autovacuum_enabled=false", sorted */
    const char *partition_by;     /* "RANGE (created_at)", as pg_get_partkeydef gives it */
    const char *partition_of;     /* the parent, qualified; NULL: no partition */
    const char *partition_bound;  /* "FOR VALUES FROM (1) TO (9)", "DEFAULT" */
    struct orq_strings inherits;  /* qualified parents, in order; not those of a partition */
    const char *of_type;          /* qualified; NULL: none */
    const char *replica_identity; /* "full", "nothing", "index NAME" */
    const char *cluster_on;       /* the index; NULL: none */
    struct orq_acl acl;
};

/* What becomes of the data of what is dropped; DEFAULT: as the configuration says. Of a column it
 * is that of its table. Archives are tables with this prefix, and no part of any schema. */
#define ORQ_ARCHIVE_PREFIX "orqgen_archive_"
enum orq_on_drop { ORQ_ON_DROP_DEFAULT, ORQ_ON_DROP_ARCHIVE, ORQ_ON_DROP_DISCARD };

struct orq_table {
    enum orq_kind kind; /* TABLE; of a definition's `relation`: that of the definition */
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
    struct orq_table_postgres *postgres; /* NULL: nothing of it; ask orq_table_postgres */
    const struct orq_dialect *dialect;   /* whose names it has; NULL: they fold */
    struct orq_map *by_column; /* of a wide table; ask orq_table_column, orq_table_by_column */
    const char *sql;           /* stored CREATE TABLE; NULL: a model's */
};
ORQ_VEC_OF(orq_tables, struct orq_table *);

/* The tree of the table's stored text, read anew at each call: trees are large, and needed of few
 * tables. NULL: a model's table. */
const struct orq_ddl_table *orq_table_ddl(struct orq_arena *arena, const struct orq_table *table);

/* Never NULL: what it has of PostgreSQL, or all defaults. */
const struct orq_table_postgres *orq_table_postgres(const struct orq_table *table);

/* Empty; its names fold until it is said whose they are, as putting it, or the definition whose
 * relation it is, into a schema does. */
struct orq_table *orq_table_new(struct orq_arena *arena, const char *name);
void orq_table_set_dialect(struct orq_arena *arena, struct orq_table *table,
                           const struct orq_dialect *dialect);
/* Adds a column at the end and to the lookup. */
void orq_table_add_column(struct orq_arena *arena, struct orq_table *table,
                          struct orq_column *column);
/* By name, as the dialect compares names; NULL: none. */
struct orq_column *orq_table_column(const struct orq_table *table, const char *name);
/* All columns by their names, folded where the dialect folds; of few made anew in the arena. */
const struct orq_map *orq_table_by_column(struct orq_arena *arena, const struct orq_table *table);
/* The table's primary key; NULL: none. */
struct orq_constraint *orq_table_primary_key(const struct orq_table *table);
/* SQLite: the column that is the rowid (INTEGER, sole key column, not inline DESC); NULL: none. */
const struct orq_column *orq_table_rowid_alias(const struct orq_table *table);
/* PostgreSQL: is a column of it an identity? */
bool orq_table_has_identity(const struct orq_table *table);
bool orq_table_autoincrement(const struct orq_table *table);

#endif
