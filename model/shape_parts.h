/* Shapes that the files of the language's tables share, and the macros that
 * write them. Included by model/shape_*.c only. */
#ifndef ORQ_MODEL_SHAPE_PARTS_H
#define ORQ_MODEL_SHAPE_PARTS_H

#include "model/shape.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SHAPES(...) ((const struct orq_shape *const[]){__VA_ARGS__, NULL})
#define KEYS(...) ((const struct orq_shape_key[]){__VA_ARGS__, {0}})

#define KEY(key, shape, about)      \
    {                               \
        key, &(shape), about, false \
    }
#define MUST(key, shape, about)    \
    {                              \
        key, &(shape), about, true \
    }

extern const struct orq_shape orq_shape_text, orq_shape_plain_name, orq_shape_name, orq_shape_sql,
    orq_shape_bool, orq_shape_plain_bool, orq_shape_integer, orq_shape_type, orq_shape_default,
    orq_shape_names, orq_shape_sql_list, orq_shape_order, orq_shape_nulls, orq_shape_deferrable,
    orq_shape_conflict, orq_shape_parameters, orq_shape_grants, orq_shape_lint, orq_shape_only,
    orq_shape_on_drop, orq_shape_values, orq_shape_bound;

extern const struct orq_shape orq_shape_parts, orq_shape_primary_key, orq_shape_uniques,
    orq_shape_foreign_keys, orq_shape_checks, orq_shape_exclusions, orq_shape_indexes,
    orq_shape_references, orq_shape_column, orq_shape_columns, orq_shape_tables, orq_shape_triggers,
    orq_shape_rules, orq_shape_policies, orq_shape_table_sqlite, orq_shape_table_postgresql;

extern const struct orq_shape orq_shape_enums, orq_shape_domains, orq_shape_composites,
    orq_shape_ranges, orq_shape_sequences, orq_shape_statistics, orq_shape_aggregates,
    orq_shape_functions, orq_shape_views, orq_shape_virtual_tables, orq_shape_schemas,
    orq_shape_identity, orq_shape_extensions, orq_shape_operators, orq_shape_casts,
    orq_shape_collations, orq_shape_servers, orq_shape_foreign_tables, orq_shape_dictionaries,
    orq_shape_configurations, orq_shape_event_triggers, orq_shape_publications, orq_shape_published;

/* Keys that every object takes; those of what may be renamed; of what stands at the top. */
#define OBJECT_KEYS                                                                 \
    KEY("comment", orq_shape_text, "What it is for"),                               \
        KEY("lint", orq_shape_lint, "Findings of a review that are accepted here"), \
        KEY("only", orq_shape_only, "The only dialect that has it")
#define RENAMED_KEY                           \
    KEY("renamed_from", orq_shape_plain_name, \
        "Its name before: renames it instead of making it anew")
#define TOP_KEYS                                                                               \
    OBJECT_KEYS, KEY("schema", orq_shape_name, "The schema that it is in"),                    \
        KEY("name", orq_shape_name, "Its name, where it has a dot in it"),                     \
        KEY("owner", orq_shape_name, "Compared only where it is written"),                     \
        KEY("grants", orq_shape_grants, "Who may do what; compared only where it is written"), \
        KEY("on_drop", orq_shape_on_drop, "What becomes of its data when it is dropped")
/* Of constraints and indexes. */
#define NAMED_KEYS            \
    OBJECT_KEYS, RENAMED_KEY, \
        KEY("name", orq_shape_name, "Its name in the database; default: from the naming template")

/* The values that only the reader can judge: read_value.c. */
void orq_check_sql(struct orq_check *check, const struct orq_yaml *node);
void orq_check_default(struct orq_check *check, const struct orq_yaml *node);
void orq_check_template(struct orq_check *check, const struct orq_yaml *node);
void orq_check_patterns(struct orq_check *check, const struct orq_yaml *node);
bool orq_check_bare_names(struct orq_check *check, const struct orq_yaml *node);

#endif
