/* A schema: plain data, of a model resolved for one dialect or of a live
 * database. Both sides of every comparison are of this type, and every node
 * knows where it came from. Everything lives in the arena of the run. */
#ifndef ORQ_MODEL_SCHEMA_H
#define ORQ_MODEL_SCHEMA_H

#include "base/map.h"
#include "model/attribute.h"
#include "model/table.h"

struct orq_dialect;

/* Every object that is no table: on SQLite views, triggers and virtual tables, kept and compared by
 * their text; on PostgreSQL also schemas, extensions, types, sequences, functions, …, which have
 * attributes (model/attribute.h says which). Of a function, a procedure, an aggregate the name is
 * its signature with the types of its input arguments as format_type() spells them:
 * "f(integer, text)"; of an operator "~<(text, text)"; of a cast "(color AS json)". */
struct orq_definition {
    enum orq_kind kind;
    const char *schema, *name;
    const char *comment, *renamed_from;
    struct orq_span at;
    const char *on;  /* the table or view of a trigger, rule, policy or statistics object, qualified
                        outside the default schema; else NULL */
    const char *sql; /* the complete CREATE statement, as stored or as orqgen would write it; NULL:
                        of PostgreSQL, a kind that attributes alone tell */
    const char
        *canonical; /* canonical tokens of the statement, prefix normalised: equal when the same */
    struct orq_strings mentions; /* folded names in it: a superset of what it depends on */
    struct orq_strings columns;  /* of a view, as written before AS */
    const struct orq_yaml *body; /* the model's map, resolved; NULL: a database's */
    struct orq_attributes attributes;
    struct orq_table *relation; /* columns, checks and indexes of what is no table, its `kind` that
                                   of the definition; NULL: none */
    struct orq_acl acl;
};
ORQ_VEC_OF(orq_definitions, struct orq_definition *);

/* object depends on `on`, by identities (model/identity.h). */
struct orq_depend {
    const char *object, *on;
};
ORQ_VEC_OF(orq_depends, struct orq_depend);

/* Templates with {table} and {columns}; NULL: constraints of the kind stay unnamed. */
struct orq_naming {
    const char *primary_key, *unique, *foreign_key, *check, *index;
};
extern const struct orq_naming orq_naming_default;

struct orq_schema {
    const struct orq_dialect *dialect;
    struct orq_tables tables;           /* a model: as written; a database: by name */
    struct orq_definitions definitions; /* everything else */
    struct orq_depends depends; /* what texts depend on, of a PostgreSQL database; see depend.h */
    bool live;                  /* read from a database: depends is complete */
    struct orq_strings schemas; /* PostgreSQL: those that were read, or that the model names */
    struct orq_naming naming;
    bool strict_default;           /* sqlite: {strict: true} */
    enum orq_on_drop on_drop;      /* of tables that the model no longer has */
    unsigned long long manage;     /* ORQ_KIND_BITs */
    struct orq_strings exclude;    /* PCRE2 patterns, already checked */
    struct orq_map *by_table;      /* folded name -> struct orq_table */
    struct orq_map *by_definition; /* folded "kind-key:name" -> struct orq_definition */
};

struct orq_schema *orq_schema_new(struct orq_arena *arena, const struct orq_dialect *dialect);
/* Add to the list and to the lookup. A name that is already there: false, nothing added. */
bool orq_schema_add_table(struct orq_arena *arena, struct orq_schema *schema,
                          struct orq_table *table);
bool orq_schema_add_definition(struct orq_arena *arena, struct orq_schema *schema,
                               struct orq_definition *definition);
struct orq_table *orq_schema_table(const struct orq_schema *schema, const char *name);
/* By kind and name; what has its name in a relation (PostgreSQL's triggers, rules, policies) is
 * found by orq_schema_definition_like alone. */
struct orq_definition *orq_schema_definition(struct orq_arena *arena,
                                             const struct orq_schema *schema, enum orq_kind kind,
                                             const char *name);
/* The one of the same identity; NULL: none. */
struct orq_definition *orq_schema_definition_like(struct orq_arena *arena,
                                                  const struct orq_schema *schema,
                                                  const struct orq_definition *definition);
bool orq_schema_manages(const struct orq_schema *schema, enum orq_kind kind);

/* PCRE2 patterns compiled once: is this object excluded? */
struct orq_excluder;
struct orq_excluder *orq_excluder_new(struct orq_arena *arena, const struct orq_strings *patterns,
                                      struct orq_diags *diags);
/* excluder may be NULL: nothing is. Ask for `schema.name` and for the name where both are known. */
bool orq_excluded(const struct orq_excluder *excluder, const char *name);
void orq_excluder_free(struct orq_excluder *excluder);

#endif
