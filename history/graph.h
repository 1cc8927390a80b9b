/* The revisions of a migrations folder, their order, and what an identifier means among them. Every
 * fault (a missing parent, a cycle, a duplicate id or label, a bad header) is reported with file
 * and line, and never stops a command that does not need the broken part: the fault is an error
 * only once such a revision is asked for.
 *
 * Edges: a parent is what a revision stands on; depends_on orders two revisions and is followed by
 * upgrades and downgrades, but never makes something not a head. A branch label means the revision
 * that has it, and what stands on that is on the branch too. */
#ifndef ORQ_HISTORY_GRAPH_H
#define ORQ_HISTORY_GRAPH_H

#include "base/map.h"
#include "history/migration.h"

struct orq_revision;
ORQ_VEC_OF(orq_revisions, struct orq_revision *);

struct orq_revision { /* a node */
    struct orq_migration *migration;
    struct orq_revision **parents; /* NULL entries: missing */
    size_t parent_count;
    struct orq_revision **children; /* by file name */
    size_t child_count;
    struct orq_revisions depends;    /* depends_on; those that are there */
    struct orq_revisions dependents; /* who depends on it, by file name */
    struct orq_strings labels;       /* its own and those of what it stands on */
    size_t index;                    /* in the history's revisions */
    size_t rank;                     /* the same; SIZE_MAX: in or behind a broken part */
    struct orq_diags *faults;        /* its own; NULL: none */
};

struct orq_history {
    const char *folder;
    struct orq_revisions revisions; /* topological, ties by file name */
    struct orq_map *by_id;
    struct orq_map *by_label;       /* -> struct orq_label, history/graph_parts.h */
    struct orq_map *by_replaced;    /* id -> the squashed revision that stands for it */
    struct orq_diags *faults;       /* all */
    struct orq_diags *label_faults; /* those of them that only a label needs */
    struct orq_diags
        *unplaced; /* those of files whose revision could not be read: any could be a head */
};

/* A missing folder is an empty history. */
enum orq_status orq_history_read(struct orq_arena *arena, const char *folder,
                                 struct orq_diags *diags, struct orq_history **history);
/* A history of migrations that need no files (the ledger's); places in messages are theirs. */
struct orq_history *orq_history_of(struct orq_arena *arena, const char *folder,
                                   const struct orq_migrations *migrations);
/* Is it, or what it stands on, broken? Then the faults are reported, ORQ_INVALID. */
enum orq_status orq_revision_sound(const struct orq_revision *revision, struct orq_diags *diags);
const struct orq_revision *orq_history_find(const struct orq_history *history, const char *id);
/* Nobody's parents, in order. */
void orq_history_heads(struct orq_arena *arena, const struct orq_history *history,
                       struct orq_revisions *heads);
/* The only head (*head NULL: empty history). Several: ORQ_AMBIGUOUS, reported with their messages.
 */
enum orq_status orq_history_head(struct orq_arena *arena, const struct orq_history *history,
                                 struct orq_diags *diags, struct orq_revision **head);

/* Identifiers: an exact id, a label, a unique prefix of an id (4 characters at least), head, heads,
 * base, current; +N and -N from current; REV+N and REV-N; and BRANCH@ before any of these, BRANCH
 * being a label or an id. -N that ends at a merge means all of its parents.
 *
 * Unknown: ORQ_INVALID with near misses. A prefix of several, several heads, +N and -N where
 * several revisions are current: ORQ_AMBIGUOUS with the choices. */
struct orq_target {
    const char *text;
    const struct orq_strings *current; /* the ledger's heads; NULL or empty: base */
};
struct orq_resolved {
    struct orq_revisions revisions; /* empty: base. One, unless it was heads, BRANCH@heads, a step
                                       back over a merge, or current of several */
    const struct orq_revision *branch; /* only what is on the way through this one; NULL: all */
};
enum orq_status orq_history_resolve(struct orq_arena *arena, const struct orq_history *history,
                                    const struct orq_target *target, struct orq_diags *diags,
                                    struct orq_resolved *resolved);
/* For who can use one only (*revision NULL: base). Several: ORQ_AMBIGUOUS with the choices. */
enum orq_status orq_history_resolve_one(struct orq_arena *arena, const struct orq_history *history,
                                        const struct orq_target *target, struct orq_diags *diags,
                                        const struct orq_revision **revision);
/* "A:B", "A:", ":B", "current:", "-3:current", "current:+1": what stands on A and B stands on, both
 * included, in topological order, by parents alone. +N counts from A, -N from B where that is
 * given. B that does not stand on A: ORQ_INVALID. */
enum orq_status orq_history_range(struct orq_arena *arena, const struct orq_history *history,
                                  const struct orq_target *target, struct orq_diags *diags,
                                  struct orq_revisions *range);

/* From what is applied to a target. */
struct orq_way {
    const struct orq_resolved *to;
    const struct orq_map *applied; /* ids; NULL: none */
};
/* What is to run, in order: the targets and their ancestors (parents and depends_on) that are not
 * applied. Each is sound, and stands on the upgrade of its parent that its hash names; else
 * ORQ_INVALID with both files. */
enum orq_status orq_history_upgrades(struct orq_arena *arena, const struct orq_history *history,
                                     const struct orq_way *way, struct orq_diags *diags,
                                     struct orq_revisions *path);
/* What is to be taken back, newest first: what is applied and stands on the targets, and what
 * depends on that; the targets stay, and so does all that they need. Base with a branch: that
 * revision and what stands on it. */
enum orq_status orq_history_downgrades(struct orq_arena *arena, const struct orq_history *history,
                                       const struct orq_way *way, struct orq_diags *diags,
                                       struct orq_revisions *path);

#endif
