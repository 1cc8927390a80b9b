/* What is kept while PostgreSQL is read, until what it points at is known. */
#ifndef ORQ_INTROSPECT_POSTGRES_LINKS_H
#define ORQ_INTROSPECT_POSTGRES_LINKS_H

#include "introspect/postgres_rows.h"
#include "model/schema.h"

/* The oids of the catalogues, which no version changes. */
enum orq_class {
    ORQ_CLASS_TYPE = 1247,
    ORQ_CLASS_ROUTINE = 1255,
    ORQ_CLASS_RELATION = 1259,
    ORQ_CLASS_SERVER = 1417,
    ORQ_CLASS_CAST = 2605,
    ORQ_CLASS_CONSTRAINT = 2606,
    ORQ_CLASS_NAMESPACE = 2615,
    ORQ_CLASS_OPERATOR = 2617,
    ORQ_CLASS_DEFAULT = 2604,
    ORQ_CLASS_REWRITE = 2618,
    ORQ_CLASS_TRIGGER = 2620,
    ORQ_CLASS_EXTENSION = 3079,
    ORQ_CLASS_POLICY = 3256,
    ORQ_CLASS_STATISTICS = 3381,
    ORQ_CLASS_COLLATION = 3456,
    ORQ_CLASS_EVENT_TRIGGER = 3466,
    ORQ_CLASS_TEXT_SEARCH_DICTIONARY = 3600,
    ORQ_CLASS_TEXT_SEARCH_CONFIGURATION = 3602,
    ORQ_CLASS_PUBLICATION = 6104,
    ORQ_CLASS_PUBLISHED = 6106
};

/* A type with its modifier; told once all are known. */
struct orq_catalog_type {
    uint32_t oid;
    int32_t modifier;
    const char *text;
    uint32_t collation;
    char storage;
};
ORQ_VEC_OF(orq_catalog_types, struct orq_catalog_type *);

struct orq_catalog_column {
    struct orq_column *column; /* NULL: dropped */
    struct orq_catalog_type *type;
    uint32_t collation;
    char storage;
    const char *foreign_options; /* of a foreign table */
};

ORQ_VEC_OF(orq_catalog_relations, struct orq_catalog_relation *);

struct orq_catalog_relation {
    uint32_t oid, namespace_oid;
    char kind, replica_identity;
    bool stranger; /* of a schema that is not read, or no part of it: its names alone are known */
    const char *schema, *name, *qualified;
    struct orq_catalog_type *of_type;   /* of a typed table */
    struct orq_catalog_column *columns; /* by number - 1 */
    size_t column_count, column_cap;
    struct orq_table *table;              /* of what is no table: NULL until something is in it */
    struct orq_definition *definition;    /* of what is no table */
    const char *foreign;                  /* of a foreign table: what stands behind its columns */
    const char *bound;                    /* of such a one that is a partition */
    struct orq_catalog_relations parents; /* of such a one */
};

/* What a comment or a dependency can name. */
struct orq_catalog_object {
    enum orq_kind kind;
    const char *relation; /* qualified: the name stands in it; NULL: in the schema */
    const char *schema, *name;
    const char **comment; /* NULL: none is kept */
};

/* A key or an exclusion, until its index is read. */
struct orq_catalog_key {
    struct orq_constraint *constraint;
    struct orq_numbers operators; /* of an exclusion */
};

/* What stands for another object in a dependency: a default for its column, a query for its view.
 */
struct orq_catalog_alias {
    uint32_t relation, column; /* column 0: the whole */
};

struct orq_catalog_foreign_key {
    struct orq_constraint *constraint;
    struct orq_catalog_relation *relation;
    uint32_t parent;
    struct orq_numbers columns;
};
ORQ_VEC_OF(orq_catalog_foreign_keys, struct orq_catalog_foreign_key);

struct orq_catalog_parent {
    uint32_t child, parent;
};
ORQ_VEC_OF(orq_catalog_parents, struct orq_catalog_parent);

#endif
