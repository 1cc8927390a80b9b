/* The kinds of object that a schema holds, each with its word in messages and
 * its key in the model and in `manage:`. */
#ifndef ORQ_MODEL_KIND_H
#define ORQ_MODEL_KIND_H

#include <stdbool.h>

#define ORQ_KINDS(X)                                                                        \
    X(TABLE, "table", "tables")                                                             \
    X(COLUMN, "column", "columns")                                                          \
    X(PRIMARY_KEY, "primary key", "primary_key")                                            \
    X(UNIQUE, "unique constraint", "unique")                                                \
    X(FOREIGN_KEY, "foreign key", "foreign_keys")                                           \
    X(CHECK, "check", "checks")                                                             \
    X(EXCLUSION, "exclusion constraint", "exclusions")                                      \
    X(INDEX, "index", "indexes")                                                            \
    X(VIEW, "view", "views")                                                                \
    X(TRIGGER, "trigger", "triggers")                                                       \
    X(VIRTUAL_TABLE, "virtual table", "virtual_tables")                                     \
    X(ENUM, "enum", "enums")                                                                \
    X(DOMAIN, "domain", "domains")                                                          \
    X(COMPOSITE, "composite type", "composites")                                            \
    X(RANGE, "range type", "ranges")                                                        \
    X(SEQUENCE, "sequence", "sequences")                                                    \
    X(STATISTICS, "statistics object", "statistics")                                        \
    X(RULE, "rule", "rules")                                                                \
    X(AGGREGATE, "aggregate", "aggregates")                                                 \
    X(FUNCTION, "function", "functions")                                                    \
    X(POLICY, "policy", "policies")                                                         \
    X(EXTENSION, "extension", "extensions")                                                 \
    X(NAMESPACE, "schema", "schemas")                                                       \
    X(OPERATOR, "operator", "operators")                                                    \
    X(CAST, "cast", "casts")                                                                \
    X(COLLATION, "collation", "collations")                                                 \
    X(SERVER, "foreign server", "servers")                                                  \
    X(FOREIGN_TABLE, "foreign table", "foreign_tables")                                     \
    X(TEXT_SEARCH_DICTIONARY, "text search dictionary", "text_search_dictionaries")         \
    X(TEXT_SEARCH_CONFIGURATION, "text search configuration", "text_search_configurations") \
    X(EVENT_TRIGGER, "event trigger", "event_triggers")                                     \
    X(PUBLICATION, "publication", "publications")                                           \
    X(PUBLISHED, "entry in publication", "published_in")

enum orq_kind {
#define ORQ_KIND_ENUM(kind, word, key) ORQ_KIND_##kind,
    ORQ_KINDS(ORQ_KIND_ENUM)
#undef ORQ_KIND_ENUM
        ORQ_KIND_COUNT
};

/* A set of kinds holds a bit of each. */
#define ORQ_KIND_BIT(kind) (1ull << (kind))
#define ORQ_EVERY_KIND (ORQ_KIND_BIT(ORQ_KIND_COUNT) - 1)
_Static_assert(ORQ_KIND_COUNT < 64, "a bit for each kind");

const char *orq_kind_word(enum orq_kind kind); /* "table" */
const char *orq_kind_key(enum orq_kind kind);  /* "tables" */

#endif
