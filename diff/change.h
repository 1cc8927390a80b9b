/* What an alteration changes: fields of a table, column, constraint or index. */
#ifndef ORQ_DIFF_CHANGE_H
#define ORQ_DIFF_CHANGE_H

#include "base/arena.h"

/* A bit set. */
#define ORQ_CHANGES(X)                \
    X(NAME, "name")                   \
    X(TYPE, "type")                   \
    X(NULLABLE, "nullable")           \
    X(DEFAULT, "default")             \
    X(COLLATION, "collation")         \
    X(GENERATED, "generated")         \
    X(CONFLICT, "on conflict")        \
    X(PARTS, "columns")               \
    X(REFERENCE, "references")        \
    X(ACTIONS, "actions")             \
    X(MATCH, "match")                 \
    X(DEFERRABLE, "deferrable")       \
    X(EXPRESSION, "expression")       \
    X(UNIQUENESS, "unique")           \
    X(WHERE, "where")                 \
    X(AUTOINCREMENT, "autoincrement") \
    X(STRICT, "strict")               \
    X(ROWID, "without rowid")         \
    X(COMMENT, "comment")             \
    X(TEXT, "definition")             \
    X(IDENTITY, "identity")           \
    X(STORAGE, "storage")             \
    X(OPTIONS, "options")             \
    X(VALIDITY, "not valid")          \
    X(INHERITANCE, "inheritance")     \
    X(SECURITY, "row level security") \
    X(OWNER, "owner")                 \
    X(GRANTS, "grants")               \
    X(ATTRIBUTES, "attributes")

/* IDENTITY: of a column. STORAGE: of a column, its storage, compression, statistics and options.
 * OPTIONS: of tables, indexes and keys, what stands in WITH, the tablespace, the access method,
 * UNLOGGED, CLUSTER, the replica identity; of constraints, NO INHERIT and NOT ENFORCED. VALIDITY:
 * only one side is NOT VALID. INHERITANCE: parents, partitioning, the bound. ATTRIBUTES: of a
 * definition; struct orq_op and diff/attributes.h tell which. */
enum orq_change_bit {
#define ORQ_CHANGE_BIT(name, word) ORQ_BIT_##name,
    ORQ_CHANGES(ORQ_CHANGE_BIT)
#undef ORQ_CHANGE_BIT
        ORQ_CHANGE_COUNT
};
enum orq_change {
#define ORQ_CHANGE_ENUM(name, word) ORQ_CHANGE_##name = 1 << ORQ_BIT_##name,
    ORQ_CHANGES(ORQ_CHANGE_ENUM)
#undef ORQ_CHANGE_ENUM
};

/* "type, default": the changed bits in words; "" for none. */
const char *orq_changes_words(struct orq_arena *arena, unsigned changed);

#endif
