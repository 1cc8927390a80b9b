/* CREATE statements of PostgreSQL that a model holds as text, taken apart into what compares: the
 * same reading for what a person wrote and for what the server prints. */
#ifndef ORQ_SQL_POSTGRES_STATEMENT_H
#define ORQ_SQL_POSTGRES_STATEMENT_H

#include "base/str.h"
#include "base/vec.h"

enum orq_pg_create_kind {
    ORQ_PG_CREATE_OTHER,
    ORQ_PG_CREATE_FUNCTION,
    ORQ_PG_CREATE_PROCEDURE,
    ORQ_PG_CREATE_AGGREGATE,
    ORQ_PG_CREATE_TRIGGER, /* and CONSTRAINT TRIGGER */
    ORQ_PG_CREATE_RULE,
    ORQ_PG_CREATE_VIEW,
    ORQ_PG_CREATE_MATERIALIZED_VIEW,
    ORQ_PG_CREATE_OPERATOR,
    ORQ_PG_CREATE_CAST,
    ORQ_PG_CREATE_COLLATION,
    ORQ_PG_CREATE_SERVER,
    ORQ_PG_CREATE_FOREIGN_TABLE,
    ORQ_PG_CREATE_EVENT_TRIGGER
};

/* A statement, read. What it does not have is NULL or empty. */
struct orq_pg_create {
    enum orq_pg_create_kind kind;
    bool or_replace;
    const char *schema, *name; /* unquoted; name of an operator: its bytes; of a cast: "(a AS b)" */
    const char *signature;     /* of routines: "f(integer, text)", canonical types of IN, INOUT and
                                  VARIADIC arguments */
    const char *on_schema, *on; /* of triggers and rules: the relation; of a foreign table: what it
                                   is a partition of */
    const char *bound;          /* of such a one: "for values in (1)", "default" */
    const char *text; /* the canonical rest: of triggers from the time word, of rules from ON, of
                         the others behind the name; normalised (postgres_normal.h), `public.` left
                         out, EXECUTE PROCEDURE as FUNCTION, events of a trigger in one order */
    /* of functions and procedures: */
    const char *arguments; /* canonical: modes but IN, names, types, DEFAULTs */
    const char *returns;   /* "integer", "SETOF t", "TABLE(a integer)"; NULL: a procedure, or OUT */
    const char *language;  /* "sql" where it is not said */
    struct orq_strings options; /* sorted, defaults left out: "cost 5", "immutable", "leakproof",
                                   "parallel safe", "rows 10", "security definer", "strict",
                                   "support s", "transform for type t", "window" */
    struct orq_strings configuration; /* sorted: "search_path = pg_catalog, public" */
    const char *body;   /* of AS: the string's value (of C functions both, by a line end); of RETURN
                           and   BEGIN ATOMIC: its normalised text, from that word on */
    bool standard_body; /* RETURN or BEGIN ATOMIC */
    /* of views: */
    const char *query;
    struct orq_strings columns, with; /* with: sorted "name=value" */
    const char *check_option;         /* "local", "cascaded" */
};

/* NULL: *error says in a person's words what is wrong, *offset where. */
const struct orq_pg_create *orq_pg_create_read(struct orq_arena *arena, const char *sql,
                                               const char **error, size_t *offset);

/* Of a list of routine arguments as pg_get_function_arguments prints it, or as somebody wrote it:
 * the types alone of those that count for the signature. */
const char *orq_pg_arguments_signature(struct orq_arena *arena, const char *text);

/* A type name in the server's spelling: aliases, modifiers, quoting, arrays as T[], `public.` and
 * `pg_catalog.` left out. (model/dialect's native_type and this give the same text.) */
const char *orq_pg_type_normal(struct orq_arena *arena, const char *text);

#endif
