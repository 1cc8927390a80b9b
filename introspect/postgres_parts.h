/* What the files that read PostgreSQL share.
 *
 *   postgres.c              the queries in their order, and what ends the reading
 *   postgres_queries.c      their statements        postgres_rows.c      values of rows
 *   postgres_names.c        schemas, roles, types, access methods: what others are named by
 *   postgres_tables.c … postgres_rare.c             a file for each family of objects
 *   postgres_comments.c, postgres_depend.c          what is said of all of them
 *
 * Rows become nodes of the schema as they come. What links them is kept by oid until the end. */
#ifndef ORQ_INTROSPECT_POSTGRES_PARTS_H
#define ORQ_INTROSPECT_POSTGRES_PARTS_H

#include "base/map.h"
#include "introspect/introspect.h"
#include "introspect/postgres_links.h"
#include "introspect/postgres_oids.h"
#include "introspect/postgres_queries.h"
#include "model/identity.h"
#include "sql/postgres_move.h"

struct orq_catalog {
    struct orq_arena *arena;   /* of the schema */
    struct orq_arena *passing; /* of what is gone after reading */
    struct orq_db *db;
    struct orq_diags *diags;
    const struct orq_introspect_options *options;
    struct orq_schema *schema;
    struct orq_map *words;       /* texts that stand in many objects, each once */
    const char *read;            /* oid[]: the schemas that are read */
    struct orq_oids *hidden;     /* class and oid: what is no part of a schema */
    struct orq_oids *namespaces; /* name */
    struct orq_oids *roles;      /* name */
    struct orq_oids *names;      /* letter and oid: see orq_catalog_named */
    struct orq_oids *types;      /* oid and modifier: struct orq_catalog_type */
    struct orq_catalog_types type_list;
    struct orq_oids *relations; /* struct orq_catalog_relation */
    struct orq_catalog_relations relation_list;
    struct orq_oids *objects; /* class and oid: struct orq_catalog_object */
    struct orq_oids *aliases; /* class and oid: struct orq_catalog_alias */
    struct orq_oids *typed;   /* domains and ranges: struct orq_definition */
    struct orq_oids *keys;    /* oid of an index: struct orq_catalog_key */
    struct orq_oids *index_columns;
    struct orq_catalog_foreign_keys foreign_keys;
    struct orq_catalog_parents parents;
    struct orq_oids *own_comments; /* of extensions: what the server says of them by itself */
    struct orq_map *rare;          /* words of what there is some of */
    bool ambiguous;                /* reported: two tables have one name */
};

/* Where a schema stands in the place of public (orq_db_schema), rows come by way of this: they say
 * public for it. */
struct orq_catalog_moving {
    struct orq_catalog *catalog;
    orq_row_fn *row; /* whose row it is */
    struct orq_pg_move move;
    bool names; /* a row of names, not of SQL */
};
orq_row_fn orq_catalog_moved_row;

#include "introspect/postgres_steps.h"

#endif
