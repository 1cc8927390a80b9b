/* The statements that read PostgreSQL's catalogue, 12 to 18: raw rows, joined by oid on this side.
 * Only what really is an expression or a query is deparsed by the server.
 * https://www.postgresql.org/docs/current/catalogs.html */
#ifndef ORQ_INTROSPECT_POSTGRES_QUERIES_H
#define ORQ_INTROSPECT_POSTGRES_QUERIES_H

#include "base/arena.h"

/* In the order in which they are asked. */
#define ORQ_CATALOG_QUERIES(X) \
    X(ROLES)                   \
    X(MEMBERS)                 \
    X(NAMESPACES)              \
    X(NAMES)                   \
    X(EXTENSIONS)              \
    X(RELATIONS)               \
    X(INHERITS)                \
    X(COLUMNS)                 \
    X(DEFAULTS)                \
    X(TYPES)                   \
    X(RANGES)                  \
    X(CONSTRAINTS)             \
    X(INDEX_COLUMNS)           \
    X(INDEXES)                 \
    X(COLUMN_TYPES)            \
    X(STRANGERS)               \
    X(SEQUENCES)               \
    X(FUNCTIONS)               \
    X(AGGREGATES)              \
    X(TRIGGERS)                \
    X(RULES)                   \
    X(POLICIES)                \
    X(STATISTICS)              \
    X(RARE)                    \
    X(COLLATIONS)              \
    X(OPERATORS)               \
    X(CASTS)                   \
    X(SERVERS)                 \
    X(FOREIGN_TABLES)          \
    X(DICTIONARIES)            \
    X(CONFIGURATIONS)          \
    X(EVENT_TRIGGERS)          \
    X(PUBLICATIONS)            \
    X(PUBLISHED)               \
    X(COMMENTS)                \
    X(DEPENDS)

enum orq_catalog_query {
#define ORQ_CATALOG_QUERY_ENUM(query) ORQ_CATALOG_##query,
    ORQ_CATALOG_QUERIES(ORQ_CATALOG_QUERY_ENUM)
#undef ORQ_CATALOG_QUERY_ENUM
        ORQ_CATALOG_QUERY_COUNT
};

/* The statement for a server of this version (150018). $1 of NAMESPACES: text[] of their names,
 * empty: all; of COLUMN_TYPES (and $2): types and their modifiers; of STRANGERS: relations; ROLES,
 * NAMES, EXTENSIONS, MEMBERS, INHERITS, INDEX_COLUMNS, RARE, COMMENTS and DEPENDS have none; of all
 * others: oid[] of the schemas that are read. */
const char *orq_catalog_sql(struct orq_arena *arena, enum orq_catalog_query query, int version);

#endif
