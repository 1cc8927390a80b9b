/* Two schemas -> operations, in a deterministic order (by table, then column
 * position, then name). Touches no connection: what only the server can decide comes back as
 * pairs; the caller's judge answers all of them in one batch, then the diff is finished.
 *
 * The rules are those of the design ("Comparing"): normalise first, compare fields, never text that
 * a server has rewritten. Names fold as the dialect does. Constraints and indexes that one side
 * leaves unnamed (or whose name a template made) match by structure; where both are named, by name.
 * A pure change of column order, and on SQLite of a cosmetic type (unless strict_types), is no
 * difference. */
#ifndef ORQ_DIFF_DIFF_H
#define ORQ_DIFF_DIFF_H

#include "diff/op.h"

/* Two texts that are written differently, and that only the server can judge. */
enum orq_pair_kind {
    ORQ_PAIR_CONSTANT,   /* two constants in a column of `type` (SQLite) */
    ORQ_PAIR_DEFAULT,    /* PostgreSQL: two defaults of a column of `type`, compared without its
                            length: on varchar(2), 'abcdef' and 'abxyz' would both print as 'ab' */
    ORQ_PAIR_GENERATED,  /* two generation expressions of a column of `type` of `table` */
    ORQ_PAIR_EXPRESSION, /* two expressions over the columns of `table`: checks, index parts and
                            predicates, policies; of a domain's check: over VALUE, of `type`,
                            without a table */
    ORQ_PAIR_QUERY       /* two queries of a view */
};
enum orq_tier { /* which one judged */
                ORQ_TIER_NONE,
                ORQ_TIER_EXPLAIN,  /* the planner prints both alike, or not */
                ORQ_TIER_VIEW,     /* a temporary view of the model's text prints as the database's,
                                      or not */
                ORQ_TIER_UNDEFINED /* the model's text names what the database does not have, while
                                      the database's own text stands: they cannot be the same */
};
struct orq_pair {
    enum orq_pair_kind kind;
    const char *type;
    bool strict;
    const struct orq_table *table;           /* the wanted one, whose columns the texts may name */
    const struct orq_definition *definition; /* QUERY: the wanted view; the names of its columns, if
                                                it has any written, are those of want's query */
    const char *a, *b;                       /* have's, want's */
    bool retyped; /* EXPRESSION: a column in them changes its type. The server then reads a again as
                     it stands, with its casts: what it prints of both must be alike, not only what
                     the planner makes of them */
    enum orq_verdict { ORQ_UNDECIDED, ORQ_SAME, ORQ_UNLIKE, ORQ_UNVERIFIED } verdict;
    enum orq_tier tier;
    const char *reason; /* UNVERIFIED: why nobody could tell; else NULL */
};
ORQ_VEC_OF(orq_pairs, struct orq_pair);

struct orq_diff_options {
    bool strict_types;
    bool strict_names; /* PostgreSQL: a name that a template makes counts as given, so that another
                          name is renamed; what matches what is the same */
    /* What the history made: objects of kinds that the model does not manage, but that are in here
     * and no longer in the model, are dropped too. NULL: nothing. */
    const struct orq_schema *history;
    struct orq_renames
        renames; /* already applied to have: index and constraint renames are not drop and add */
    struct orq_strings only; /* objects (as orq_op_object) or tables to keep; empty: all */
};

/* Is it carried out before comparing, because the texts of other objects show it: tables and
 * columns; on PostgreSQL views, sequences and types too? */
bool orq_rename_is_native(const struct orq_dialect *dialect, const struct orq_rename *rename);

struct orq_diff_state;
struct orq_diff {
    struct orq_arena *arena;
    const struct orq_schema *have, *want;
    struct orq_diff_options options;
    struct orq_pairs pairs; /* to be answered between begin and finish; each pair stands once */
    struct orq_diff_state *state; /* diff's own */
};

/* The renames that the model asks for and that have not happened yet: `renamed_from` names
 * something that have holds and whose new name it does not hold. Faults (both exist, two claim one)
 * are reported with the model's position. */
enum orq_status orq_diff_renames(struct orq_arena *arena, const struct orq_schema *have,
                                 const struct orq_schema *want, struct orq_diags *diags,
                                 struct orq_renames *renames);
/* The same seen from the other side: those of tables (and of definitions that are renamed as they
 * are) first, then of columns, then the others, each in reverse order, so that `table` holds when
 * its turn comes. orq_diff_renames gives that order too; a name is freed before it is taken, except
 * in a circle (a to b, b to a). */
struct orq_renames orq_renames_undo(struct orq_arena *arena, const struct orq_renames *renames);

struct orq_diff *orq_diff_begin(struct orq_arena *arena, const struct orq_schema *have,
                                const struct orq_schema *want, struct orq_diff_options options);
/* A pair that nobody answered, or that is unverified, is no difference. Call it once. */
void orq_diff_finish(struct orq_diff *diff, struct orq_ops *ops);

/* Dropped and added objects that look alike: a note for each, with a renamed_from line ready to
 * paste. Never changes the operations. */
void orq_diff_rename_candidates(struct orq_arena *arena, const struct orq_ops *ops,
                                struct orq_diags *diags);

/* Explains an object ("table", "table.column", "table.constraint", "index", "view"): the model's
 * line, the database's value, both canonical forms and the rule that judged, for each of its
 * fields. NULL: neither side has it (near misses are in *similar, may be NULL). */
const char *orq_diff_why(struct orq_diff *diff, const char *object, const char **similar);

#endif
