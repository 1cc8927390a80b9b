/* A schema: plain data, of a model resolved for one dialect or of a live
 * database. Both sides of every comparison are of this type, and every node
 * knows where it came from. Everything lives in the arena of the run. */
#ifndef ORQ_MODEL_SCHEMA_H
#define ORQ_MODEL_SCHEMA_H

#include "base/map.h"
#include "model/table.h"

struct orq_dialect;

/* A view, a trigger, a virtual table: kept and compared by their text. */
struct orq_definition {
    enum orq_kind kind; /* VIEW TRIGGER VIRTUAL_TABLE; later FUNCTION … */
    const char *schema, *name;
    const char *comment, *renamed_from;
    struct orq_span at;
    const char *on;  /* the table or view of a trigger; else NULL */
    const char *sql; /* the complete CREATE statement, as stored or as orqgen would write it */
    const char
        *canonical; /* canonical tokens of the statement, prefix normalised: equal when the same */
    struct orq_strings mentions; /* folded names in it: a superset of what it depends on */
    struct orq_strings columns;  /* of a view, as written before AS */
    const struct orq_yaml *body; /* the model's map, resolved; NULL: a database's */
};
ORQ_VEC_OF(orq_definitions, struct orq_definition *);

/* What only PostgreSQL can hold, and enums: read, checked and kept. */
struct orq_object {
    enum orq_kind kind;
    const char *schema, *name;
    struct orq_span at;
    struct orq_strings values;   /* of an enum */
    const struct orq_yaml *body; /* the model's map, resolved */
};
ORQ_VEC_OF(orq_objects, struct orq_object *);

/* Templates with {table} and {columns}; NULL: constraints of the kind stay unnamed. */
struct orq_naming {
    const char *primary_key, *unique, *foreign_key, *check, *index;
};
extern const struct orq_naming orq_naming_default;

struct orq_schema {
    const struct orq_dialect *dialect;
    struct orq_tables tables;           /* a model: as written; a database: by name */
    struct orq_definitions definitions; /* views, triggers, virtual tables */
    struct orq_objects objects;
    struct orq_naming naming;
    bool strict_default;           /* sqlite: {strict: true} */
    unsigned manage;               /* bits 1u << enum orq_kind */
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
struct orq_definition *orq_schema_definition(struct orq_arena *arena,
                                             const struct orq_schema *schema, enum orq_kind kind,
                                             const char *name);
bool orq_schema_manages(const struct orq_schema *schema, enum orq_kind kind);

/* PCRE2 patterns compiled once: is this object excluded? */
struct orq_excluder;
struct orq_excluder *orq_excluder_new(struct orq_arena *arena, const struct orq_strings *patterns,
                                      struct orq_diags *diags);
/* excluder may be NULL: nothing is. Ask for `schema.name` and for the name where both are known. */
bool orq_excluded(const struct orq_excluder *excluder, const char *name);
void orq_excluder_free(struct orq_excluder *excluder);

#endif
