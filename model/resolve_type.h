/* Types and defaults of columns, as the resolver's files share them: resolve_type.c,
 * resolve_default.c. */
#ifndef ORQ_MODEL_RESOLVE_TYPE_H
#define ORQ_MODEL_RESOLVE_TYPE_H

#include "model/schema.h"
#include "model/yaml.h"

struct orq_resolver;

/* An enum of the model: what literals of a column may be, and on SQLite what its check says. */
struct orq_enum {
    const char *name;
    struct orq_strings values;
    const struct orq_yaml *body; /* the model's map, resolved */
};

/* What literals of a column are. */
enum orq_literal_class {
    ORQ_LITERAL_ANY, /* each as it is */
    ORQ_LITERAL_TEXT,
    ORQ_LITERAL_NUMBER,
    ORQ_LITERAL_BOOLEAN,
    ORQ_LITERAL_JSON,
    ORQ_LITERAL_BLOB,
    ORQ_LITERAL_ENUM
};
struct orq_type {
    const char *text; /* canonical; "" where there is none, or a fault was reported */
    const char *said; /* as the model says it; for messages */
    enum orq_literal_class literals;
    const struct orq_enum *enumeration; /* NULL: no enum */
};
struct orq_type orq_type_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                            bool strict);
/* The SQL of a default or backfill; text NULL: none, or a fault was reported. */
struct orq_sql orq_default_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                              const struct orq_type *type);

#endif
