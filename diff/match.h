/* Which constraint or index of one side is which of the other.
 *
 * In this order, each one only once: those that a rename names; the k-th of a kind with the k-th
 * when nothing differs; given names with given names; equal structure and name; equal structure,
 * the unnamed and template-named ones with the unnamed first, then with any; equal names; and of
 * foreign keys and unique constraints the same columns (on PostgreSQL also of checks, exclusions
 * and indexes whose texts the server may have rewritten). Two that carry given names that differ
 * never match, but for a primary key, of which there is one. What is inherited, or implied by the
 * index of a partitioned table, has no part in it, unless the table leaves its parent and keeps
 * it; nor has what a parent takes over from a table that becomes its partition. An invalid index
 * has no mate. */
#ifndef ORQ_DIFF_MATCH_H
#define ORQ_DIFF_MATCH_H

#include "diff/sides.h"

struct orq_item {
    enum orq_kind kind;
    const char *name; /* NULL: none */
    bool given;       /* a name, and not made by a template */
    const struct orq_constraint *constraint;
    const struct orq_index *index; /* one of the two */
    bool absent;                   /* there, but as good as not: an invalid index */
    struct orq_item *mate;         /* on the other side; NULL: none */
    const char *key, *loose;       /* its structure, once somebody asked; see structure.c */
};
ORQ_VEC_OF(orq_items, struct orq_item);

/* The side holds the item's object; NULL: none. */
void orq_side_set_item(struct orq_side *side, const struct orq_item *item);

/* Fills the lists, in the order of the tables; items of excluded indexes are left out. */
void orq_match_constraints(const struct orq_sides *tables, struct orq_items *have,
                           struct orq_items *want);
void orq_match_indexes(const struct orq_sides *tables, struct orq_items *have,
                       struct orq_items *want);

/* The same text for two objects of equal structure. loose: only what makes a changed foreign key
 * or unique constraint the same one still; NULL: the kind has no such thing. */
const char *orq_structure(const struct orq_sides *sides, const struct orq_side *side, bool loose);
const char *orq_sqlite_structure(const struct orq_sides *sides, const struct orq_side *side,
                                 bool loose);

/* The rename that gave an object its name; NULL: none. table: qualified; NULL for definitions, but
 * for those that have their names in a relation. */
const struct orq_rename *orq_rename_to(const struct orq_diff *diff, enum orq_kind kind,
                                       const char *table, const char *name);

#endif
