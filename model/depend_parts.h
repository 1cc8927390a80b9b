/* What the files that find dependencies share. */
#ifndef ORQ_MODEL_DEPEND_PARTS_H
#define ORQ_MODEL_DEPEND_PARTS_H

#include "model/depend.h"
#include "model/identity.h"

/* An object that the schema holds. */
struct orq_held {
    const char *identity;
    const struct orq_held *relation; /* of a column: what it stands in; else NULL */
};

/* An object that a text can name; several may have one name. */
struct orq_named {
    const struct orq_held *object;
    enum orq_kind kind;
    const char *name; /* as the schema's own texts have it: qualified outside the default schema */
    const struct orq_named *next;
};
ORQ_VEC_OF(orq_named_list, const struct orq_named *);

struct orq_depender {
    struct orq_arena *arena;
    const struct orq_schema *schema;
    struct orq_depends sure, guessed;
    struct orq_map *held;       /* identity -> struct orq_held */
    struct orq_map *by_name;    /* name -> struct orq_named */
    struct orq_map *partitions; /* name of a parent -> struct orq_tables, its partitions */
    struct orq_map *by_type;    /* text of a type -> struct orq_named_list of what it means */
};

/* -- what the schema holds: depend_held.c -- */

void orq_held_gather(struct orq_depender *depender);
/* NULL: the schema does not hold it. */
const struct orq_held *orq_held_find(const struct orq_depender *depender, const char *identity);
const struct orq_held *orq_held_schema(const struct orq_depender *depender, const char *schema);
/* The column of a relation, by its name and the relation's. */
const struct orq_held *orq_held_column(const struct orq_depender *depender, const char *relation,
                                       const char *column);
/* The relation (table, view, …) of that name. */
const struct orq_held *orq_held_relation(const struct orq_depender *depender, const char *name);
/* The name of the relation, or type, in the schema's own texts. */
const char *orq_held_name(const struct orq_depender *depender, const struct orq_table *table);
/* Identity of a constraint of the relation, and of an index. */
const char *orq_held_constraint(const struct orq_depender *depender, const struct orq_table *table,
                                const struct orq_constraint *constraint);
const char *orq_held_index(const struct orq_depender *depender, const struct orq_table *table,
                           const struct orq_index *index);

/* -- edges -- */

/* Adds the edge, and for a column that to its relation. on may be NULL: nothing. */
void orq_depend_add(struct orq_depender *depender, struct orq_depends *depends, const char *object,
                    const struct orq_held *on);

/* -- from texts: depend_text.c -- */

/* On the types that a type's text names. May be NULL. */
void orq_depend_on_type(struct orq_depender *depender, const char *object, const char *type);
/* On the functions of that name, and the collations. name may be NULL. */
void orq_depend_on_named(struct orq_depender *depender, const char *object, enum orq_kind kind,
                         const char *name);
/* On everything that the text names; where it stands in a relation, a bare name of one of its
 * columns is that column. Nothing of a schema whose texts a database has read. */
void orq_depend_on_text(struct orq_depender *depender, const char *object,
                        const struct orq_table *relation, const char *text);
/* On the sequence of a default, and on the function of a trigger: also for a database. text may be
 * NULL. */
void orq_depend_on_executed(struct orq_depender *depender, const char *object, const char *text);
void orq_depend_on_nextval(struct orq_depender *depender, const char *object, const char *text);

/* -- of the kinds -- */

void orq_depends_of_table(struct orq_depender *depender, const struct orq_table *table);
/* Notes whose partition a table is; of all tables, before any edge is looked for. */
void orq_depend_note_partition(struct orq_depender *depender, struct orq_table *table);
/* Of columns, constraints and indexes; of a table, and of a definition's relation. */
void orq_depends_of_parts(struct orq_depender *depender, const struct orq_table *table);
/* Of all edges on columns of children: those on the columns of their parents. */
void orq_depend_climb(struct orq_depender *depender);

#endif
