/* A live database as a schema. Set-based: a fixed number of queries, whatever
 * the number of objects. SQLite's stored statements are parsed (sql/sqlite_ddl.h), not
 * asked for by pragmas, which are slower and know less. */
#ifndef ORQ_INTROSPECT_INTROSPECT_H
#define ORQ_INTROSPECT_INTROSPECT_H

#include "db/db.h"
#include "model/schema.h"
#include "sql/expr.h"

/* What is never part of a schema: sqlite_*, the shadow tables of a virtual table (known modules
 * by their suffixes, unknown ones by the name's prefix), the ledger, archives and
 * alembic_version. */
struct orq_introspect_options {
    const char *ledger;                /* table name; NULL: orqgen_revisions */
    const struct orq_strings *schemas; /* PostgreSQL: those to read; NULL: every one but the
                                          server's own */
    bool last; /* nothing more is asked of the connection: less memory for a large schema */
};

/* Reads everything in one snapshot (PostgreSQL: REPEATABLE READ, READ ONLY, the queries of
 * introspect/postgres_queries.c; needs no privilege beyond the catalogue, works on a standby). A
 * stored statement that cannot be parsed is reported as a warning and kept out. ORQ_DATABASE:
 * nothing was read. Tables come ordered by name; definitions in the order in which they were
 * created. */
enum orq_status orq_introspect(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_introspect_options *options,
                               struct orq_diags *diags, struct orq_schema **schema);

/* SQLite: a table, with its columns and constraints, of its stored text. NULL with *error. */
struct orq_table *orq_table_from_ddl(struct orq_arena *arena, const char *sql,
                                     struct orq_expr_error *error);
/* Adds an index that is stored as sql to the table. */
struct orq_index *orq_index_from_ddl(struct orq_arena *arena, const char *sql,
                                     struct orq_expr_error *error);

#endif
