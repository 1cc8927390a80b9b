/* Operations: what has to be done to one object so that a database becomes
 * like its model. Plain data; emit/ turns them into statements, cli/ into
 * lines and JSON.
 *
 * Creating or dropping a table is one operation: its columns, constraints and indexes come and go
 * with it, and have none of their own. Triggers have, those of a dropped table too. A new column's
 * constraints and indexes are operations beside ADD_COLUMN, a dropped column's beside DROP_COLUMN.
 * Renames that other texts show (orq_rename_is_native) are no result of comparing: they are done
 * before it; the others are ALTER_… with ORQ_CHANGE_NAME.
 *
 * Columns of composites and views, checks of domains and indexes of materialized views have
 * operations as those of tables have: their side.table is the definition's `relation` (its kind
 * says so), on both sides; where one side has no relation, an empty one stands for it. */
#ifndef ORQ_DIFF_OP_H
#define ORQ_DIFF_OP_H

#include "diff/change.h"
#include "model/schema.h"

#define ORQ_OPS(X)                    \
    X(CREATE_TABLE, "create table")   \
    X(DROP_TABLE, "drop table")       \
    X(RENAME_TABLE, "rename table")   \
    X(ALTER_TABLE, "alter table")     \
    X(ADD_COLUMN, "add column")       \
    X(DROP_COLUMN, "drop column")     \
    X(RENAME_COLUMN, "rename column") \
    X(ALTER_COLUMN, "alter column")   \
    X(ADD_CONSTRAINT, "add")          \
    X(DROP_CONSTRAINT, "drop")        \
    X(ALTER_CONSTRAINT, "alter")      \
    X(CREATE_INDEX, "create index")   \
    X(DROP_INDEX, "drop index")       \
    X(ALTER_INDEX, "alter index")     \
    X(CREATE_DEFINITION, "create")    \
    X(DROP_DEFINITION, "drop")        \
    X(ALTER_DEFINITION, "alter")

enum orq_op_kind {
#define ORQ_OP_ENUM(kind, word) ORQ_OP_##kind,
    ORQ_OPS(ORQ_OP_ENUM)
#undef ORQ_OP_ENUM
};

/* One side of an operation: the object (NULL: absent on this side), and the table that it belongs
 * to, which is there on both sides unless it is itself created or dropped. */
struct orq_side {
    const struct orq_table *table; /* of tables, columns, constraints, indexes; or a relation */
    const struct orq_column *column;
    const struct orq_constraint *constraint;
    const struct orq_index *index;
    const struct orq_definition *definition;
};

struct orq_op {
    enum orq_op_kind kind;
    unsigned changed;              /* of enum orq_change; 0 for creating and dropping */
    unsigned long long attributes; /* with ORQ_CHANGE_ATTRIBUTES: bits 1ull << enum
                                      orq_attribute_key; see diff/attributes.h */
    struct orq_side from, to;
};
ORQ_VEC_OF(orq_ops, struct orq_op);

/* Is the object of such an operation there on this side: before it, or after it? */
bool orq_op_has(enum orq_op_kind kind, bool before);

/* A rename of a table, a column, an index or a definition, known before comparing. */
struct orq_rename {
    enum orq_kind kind;    /* TABLE COLUMN INDEX VIEW … and the constraint kinds */
    const char *table;     /* of a column, index or constraint: its table's name on the new side (or
                              its relation's); of PostgreSQL's triggers, rules and policies too */
    const char *from, *to; /* names on the old and the new side */
    struct orq_span at;
};
ORQ_VEC_OF(orq_renames, struct orq_rename);

/* "add column human_feedback.rating", "drop check human_feedback_rating_check on human_feedback";
 * names shown safely (sql/quote.h). */
const char *orq_op_summary(struct orq_arena *arena, const struct orq_op *op);
/* "type, default", of a definition "values", "query": what it changes; "" for nothing. */
const char *orq_op_changes_words(struct orq_arena *arena, const struct orq_op *op);
/* The object that it is about, as `--only` and `--why` name it, its name unchanged:
 * "human_feedback.rating", an index or view by its name alone, an unnamed constraint as
 * "human_feedback.check (rating > 0)", a trigger, rule or policy of PostgreSQL as "t.name". */
const char *orq_op_object(struct orq_arena *arena, const struct orq_op *op);
/* The same of one side that has the object. */
const char *orq_side_object(struct orq_arena *arena, const struct orq_side *side);
/* Its kind, its own name (NULL: an unnamed constraint), and where it was written. */
enum orq_kind orq_side_kind(const struct orq_side *side);
const char *orq_side_name(const struct orq_side *side);
struct orq_span orq_side_span(const struct orq_side *side);

#endif
