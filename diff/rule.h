/* The rules that judge one field of one object: each says whether the two
 * sides are the same there, and why. `--why` prints the text. */
#ifndef ORQ_DIFF_RULE_H
#define ORQ_DIFF_RULE_H

#include "diff/diff.h"

#define ORQ_RULES(X)                                                                              \
    X(EQUAL, ORQ_SAME, "equal")                                                                   \
    X(NEITHER, ORQ_SAME, "neither side has one")                                                  \
    X(FOLDED, ORQ_SAME, "equal but for letter case")                                              \
    X(DIFFERENT, ORQ_UNLIKE, "the values differ")                                                 \
    X(ONE_SIDED, ORQ_UNLIKE, "only one side has it")                                              \
    X(AFFINITY, ORQ_SAME, "same affinity: cosmetic outside STRICT")                               \
    X(SPELLING, ORQ_UNLIKE, "spelled differently (--strict-types)")                               \
    X(TYPE, ORQ_UNLIKE, "the types do not hold the same values in the same way")                  \
    X(ROWID_ALIAS, ORQ_UNLIKE, "only one of them is the rowid: INTEGER PRIMARY KEY, so spelled")  \
    X(NEVER_NULL, ORQ_SAME, "a key column that cannot be NULL, declared so or not")               \
    X(SAME_TEXT, ORQ_SAME, "equal texts over the same columns")                                   \
    X(TREES_EQUAL, ORQ_SAME, "expression trees are equal")                                        \
    X(TREES_DIFFER, ORQ_UNLIKE, "expression trees differ")                                        \
    X(TOKENS_EQUAL, ORQ_SAME, "no readable expression: the tokens are equal")                     \
    X(TOKENS_DIFFER, ORQ_UNLIKE, "no readable expression: the tokens differ")                     \
    X(TEXTS_EQUAL, ORQ_SAME, "canonical texts are equal")                                         \
    X(TEXTS_DIFFER, ORQ_UNLIKE, "canonical texts differ")                                         \
    X(NULL_DEFAULT, ORQ_SAME, "DEFAULT NULL is no default")                                       \
    X(CONSTANTS, ORQ_UNDECIDED, "constants written differently: not evaluated yet, so no change") \
    X(VALUES_SAME, ORQ_SAME, "evaluated: both give the same value")                               \
    X(VALUES_DIFFER, ORQ_UNLIKE, "evaluated: they give different values")                         \
    X(UNVERIFIED, ORQ_UNVERIFIED, "could not be evaluated, so no change")                         \
    X(BINARY, ORQ_SAME, "BINARY is the default collation")                                        \
    X(OWN_COLLATION, ORQ_SAME, "the column's own collation, written or not")                      \
    X(ROWID_KEY, ORQ_SAME, "the key is the rowid: its order and collation mean nothing")          \
    X(UNNAMED, ORQ_SAME, "matched by structure: one side leaves it unnamed")                      \
    X(TEMPLATE, ORQ_SAME, "matched by structure: the name is made by a template")                 \
    X(NAME_GIVEN, ORQ_UNLIKE, "the model gives a name, the database has none")                    \
    X(NAMES_DIFFER, ORQ_UNLIKE, "both are named, and differently")                                \
    X(IMPLIED_TARGET, ORQ_SAME, "the target is the parent's primary key, written or not")         \
    X(MATCH_IGNORED, ORQ_SAME, "this database ignores MATCH")                                     \
    X(IMMEDIATE, ORQ_SAME, "INITIALLY IMMEDIATE acts as if not deferrable")                       \
    X(UNCOMMENTED, ORQ_SAME, "comments are not compared here (SQLite: comments: ddl)")            \
    X(NORMAL_EQUAL, ORQ_SAME, "equal but for spelling")                                           \
    X(NOT_ASKED, ORQ_UNDECIDED, "written differently, and the server was not asked: no change")   \
    X(JUDGED_SAME, ORQ_SAME, "the server takes both as the same")                                 \
    X(JUDGED_DIFFERENT, ORQ_UNLIKE, "the server tells them apart")                                \
    X(EXPLAIN_SAME, ORQ_SAME, "EXPLAIN: the planner prints both alike")                           \
    X(EXPLAIN_DIFFERS, ORQ_UNLIKE, "EXPLAIN: the planner prints them differently")                \
    X(VIEW_SAME, ORQ_SAME, "temporary view: the server prints both alike")                        \
    X(VIEW_DIFFERS, ORQ_UNLIKE, "temporary view: the server prints them differently")             \
    X(UNDEFINED_NAME, ORQ_UNLIKE, "the model's text names what the database does not have")       \
    X(UNJUDGED, ORQ_UNVERIFIED, "unverified, so no change")                                       \
    X(REMADE, ORQ_UNLIKE, "unverified, but a column that it names changes: it is made anew")      \
    X(RETYPED, ORQ_UNLIKE, "written differently, and the type changes: it is set anew")           \
    X(NOT_SAID, ORQ_SAME, "the model says nothing of it")                                         \
    X(OWN_NAME, ORQ_SAME, "the model leaves the name to the server")                              \
    X(DATA, ORQ_SAME, "a matter of data, not of the schema")

enum orq_rule {
#define ORQ_RULE_ENUM(name, verdict, text) ORQ_RULE_##name,
    ORQ_RULES(ORQ_RULE_ENUM)
#undef ORQ_RULE_ENUM
};

enum orq_verdict orq_rule_verdict(enum orq_rule rule);
const char *orq_rule_text(enum orq_rule rule);

#endif
