/* One object on both sides, compared field by field. Every kind of object has a
 * table of its fields; comparing asks each field's judge for the rule that holds, and
 * `--why` shows the same fields with the same judges. */
#ifndef ORQ_DIFF_SIDES_H
#define ORQ_DIFF_SIDES_H

#include "base/str.h"
#include "diff/dialect.h"
#include "diff/rule.h"
#include "sql/expr.h"

struct orq_sides {
    struct orq_diff *diff;
    struct orq_arena *arena; /* for what is made on the way; emptied between tables */
    const struct orq_diff_dialect *dialect;
    struct orq_side have, want;
    bool same_scope; /* names in expressions mean the same: both tables have the same columns */
    const struct orq_definition *owner; /* the wanted one, of which the tables are the relation */
    const char **reason; /* where a judge says why nobody could tell; NULL: nobody asks */
};

struct orq_field {
    enum orq_change_bit bit;
    unsigned kinds; /* bits 1u << enum orq_kind of the constraints that have it; 0: all */
    enum orq_rule (*judge)(const struct orq_sides *sides);
    /* The value as the side has it; NULL: none. */
    const char *(*show)(const struct orq_sides *sides, const struct orq_side *side);
    /* Its canonical form; NULL: the value is canonical. */
    const char *(*canonical)(const struct orq_sides *sides, const struct orq_side *side);
    const char *word; /* what it is called; NULL: as the bit */
};
struct orq_fields {
    const struct orq_field *items;
    size_t len;
};

extern const struct orq_fields orq_table_fields, orq_column_fields, orq_constraint_fields,
    orq_index_fields, orq_definition_fields;
const struct orq_fields *orq_sqlite_fields(const struct orq_sides *sides);

/* The fields of the kind of object that the sides hold. */
const struct orq_fields *orq_sides_fields(const struct orq_sides *sides);
/* Has the object of the sides this field? */
bool orq_sides_have(const struct orq_sides *sides, const struct orq_field *field);
/* What differs, as bits of enum orq_change. *open (may be NULL): a pair is not
 * answered yet, or cannot be. */
unsigned orq_sides_changed(const struct orq_sides *sides, bool *open);

/* -- questions that several kinds of object ask -- */

/* Have the names of two objects the same meaning? */
bool orq_sides_same_name(const struct orq_sides *sides, const char *have, const char *want);
enum orq_rule orq_rule_of_flags(bool have, bool want);
/* Two texts of which each byte counts; NULL: absent. */
enum orq_rule orq_rule_of_texts(const char *have, const char *want);
/* Two texts of which case means nothing; NULL: absent. */
enum orq_rule orq_rule_of_words(const char *have, const char *want);
/* Is the comment of this table or column kept in its stored text (`sqlite: {comments: ddl}`)? */
bool orq_sides_keep_comments(const struct orq_sides *sides);
enum orq_rule orq_rule_of_comments(const struct orq_sides *sides, const char *have,
                                   const char *want);
/* Two expressions in the tables of the sides. */
enum orq_rule orq_rule_of_expressions(const struct orq_sides *sides, const char *have,
                                      const char *want);
/* The parts of two keys or indexes. */
enum orq_rule orq_rule_of_parts(const struct orq_sides *sides, const struct orq_key_parts *have,
                                const struct orq_key_parts *want);
/* Two defaults: constants that are written differently become a pair for the judge. */
enum orq_rule orq_rule_of_defaults(const struct orq_sides *sides);

/* One spelling for all equal expressions of a table; its canonical tokens where it is none. */
const char *orq_expression_canonical(struct orq_arena *arena, const struct orq_table *table,
                                     const char *text);
/* The tree of an expression in a table's scope; NULL: it is none. */
const struct orq_expr *orq_expression_of(struct orq_arena *arena, const struct orq_table *table,
                                         const char *text);
const char *orq_default_canonical(struct orq_arena *arena, const char *text);
/* "a DESC, lower(b)"; canonical: folded, every collation written. */
const char *orq_parts_text(struct orq_arena *arena, const struct orq_key_parts *parts);
const char *orq_parts_canonical(struct orq_arena *arena, const struct orq_table *table,
                                const struct orq_key_parts *parts);
/* The columns that a foreign key points at, folded and joined; an implied target is looked up. */
const char *orq_target_columns(struct orq_arena *arena, const struct orq_schema *schema,
                               const struct orq_table *table,
                               const struct orq_constraint *constraint);
const char *orq_folded_names(struct orq_arena *arena, const struct orq_strings *names);
/* Do both have columns of the same names, in any order? */
bool orq_same_columns(const struct orq_table *have, const struct orq_table *want);
/* The name of a table, relation or definition, qualified outside the default schema. */
const char *orq_table_name(struct orq_arena *arena, const struct orq_diff_dialect *dialect,
                           const struct orq_table *table);

#endif
