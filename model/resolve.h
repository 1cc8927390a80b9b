/* What the files that turn a document into a schema share; nobody else
 * includes it. The document has the right structure and holds the values of one
 * dialect only (orq_shape_pick), so that a key is there with the shape of its
 * table or not at all. */
#ifndef ORQ_MODEL_RESOLVE_H
#define ORQ_MODEL_RESOLVE_H

#include "model/model.h"
#include "model/resolve_doubt.h"
#include "model/resolve_draft.h"
#include "model/resolve_type.h"
#include "model/shape.h"
#include "sql/expr.h"

struct orq_resolver {
    struct orq_arena *arena;
    struct orq_arena *passing;  /* for what is not part of the schema; gone when it is made */
    struct orq_arena *drafting; /* for drafts; gone before names are made */
    struct orq_arena *scratch;  /* for trees that are looked at once; emptied now and then */
    struct orq_diags *diags;
    struct orq_schema *schema;
    const struct orq_dialect *dialect;
    bool sqlite;
    const struct orq_yaml *root;       /* the picked document */
    struct orq_map *enums;             /* name -> struct orq_enum */
    struct orq_strings type_names;     /* enums, domains, …: for "did you mean" */
    struct orq_map *types;             /* name -> the type as SQL: of all but SQLite's enums */
    struct orq_map *known_types[2][2]; /* [native][strict]: as said -> struct orq_type */
    struct orq_map *taken; /* folded names of tables, views and indexes -> struct orq_span */
    bool tables_in_doubt, types_in_doubt; /* one that is not there may have been reported */
    struct orq_map *doubts[2];            /* [enum orq_doubt]: qualified names of tables */
};

const char *orq_text_of(const struct orq_yaml *map, const char *key); /* NULL: no such key */
bool orq_truth_of(const struct orq_yaml *map, const char *key, bool otherwise);
enum orq_on_drop orq_on_drop_of(const struct orq_yaml *map, enum orq_on_drop otherwise);
void orq_names_of(struct orq_resolver *resolver, const struct orq_yaml *list,
                  struct orq_strings *names);
/* An expression, blanks around it cut; on SQLite it is parsed, and a fault reported. table: whose
 * columns it may name; NULL: it names none. */
struct orq_sql orq_sql_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                          const struct orq_table *table);
/* The same over a row as it was before a migration: its columns are not those of the model. */
struct orq_sql orq_row_sql_of(struct orq_resolver *resolver, const struct orq_yaml *node);
/* Without blanks around it. */
const char *orq_trimmed(struct orq_arena *arena, const char *text);
/* The arena for what is not kept beyond the next call. */
struct orq_arena *orq_scratch(struct orq_resolver *resolver);
/* The place of a word in a list that ends with NULL. */
size_t orq_word_index(const char *const *words, const char *word);
/* Where an object's key and its `schema:` and `name:` say that it is. */
void orq_object_name(struct orq_resolver *resolver, const struct orq_yaml_entry *entry,
                     const char **schema, const char **name);
/* Reports that a table has no such column, with the nearest that it has. */
void orq_report_no_column(struct orq_resolver *resolver, struct orq_span at,
                          const struct orq_table *table, const char *column);

/* -- the steps, in this order -- */

void orq_resolve_objects(struct orq_resolver *resolver);
/* Tables with their columns and what stands beside these. */
void orq_resolve_tables(struct orq_resolver *resolver, struct orq_table_drafts *drafts);
/* Keys, constraints and indexes of the table level. */
void orq_resolve_constraints(struct orq_resolver *resolver, struct orq_table_draft *draft);
/* Of SQLite; those of PostgreSQL: resolve_postgres.h. */
void orq_resolve_definitions(struct orq_resolver *resolver, const struct orq_table_drafts *drafts);
void orq_resolve_names(struct orq_resolver *resolver);
/* What only the whole schema shows: foreign keys without a parent, cyclic views, … */
void orq_resolve_check(struct orq_resolver *resolver);

/* -- parts of the steps -- */

/* Reads a draft's columns and options, and adds it. */
void orq_draft_add(struct orq_resolver *resolver, struct orq_table_draft *draft,
                   struct orq_table_drafts *drafts);
void orq_resolve_parts(struct orq_resolver *resolver, const struct orq_yaml *list,
                       const struct orq_table *table, struct orq_key_parts *parts);
/* The sections `checks` and `indexes` alone. */
void orq_resolve_checks(struct orq_resolver *resolver, struct orq_table_draft *draft);
void orq_resolve_indexes(struct orq_resolver *resolver, struct orq_table_draft *draft);
struct orq_constraint *orq_constraint_new(struct orq_resolver *resolver, enum orq_kind kind,
                                          const struct orq_yaml *node);
/* A foreign key's parent and options; node is a text or a map. */
void orq_reference_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                      struct orq_constraint *key);
void orq_reference_options(struct orq_resolver *resolver, const struct orq_yaml *map,
                           struct orq_constraint *key);
void orq_key_options(struct orq_resolver *resolver, const struct orq_yaml *map,
                     struct orq_constraint *constraint);
enum orq_conflict orq_conflict_of(const struct orq_yaml *map, const char *key);
/* Rules that only SQLite has, of one table. */
void orq_resolve_check_sqlite(struct orq_resolver *resolver, const struct orq_table *table);

#endif
