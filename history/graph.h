/* The revisions of a migrations folder and their order. Every fault (a missing parent, a
 * cycle, a duplicate id, a bad header) is reported with file and line, and never stops a command
 * that does not need the broken part: the fault is an error only once such a revision is asked for.
 * Identifiers are Alembic's: exact id, unique prefix (4 characters at least), head, heads, base,
 * current, +N, -N, REV+N, REV-N. */
#ifndef ORQ_HISTORY_GRAPH_H
#define ORQ_HISTORY_GRAPH_H

#include "base/map.h"
#include "history/migration.h"

struct orq_revision { /* a node */
    struct orq_migration *migration;
    struct orq_revision **parents; /* NULL entries: missing */
    size_t parent_count;
    struct orq_revision **children; /* by file name */
    size_t child_count;
    size_t rank;              /* topological position; SIZE_MAX: in or behind a broken part */
    struct orq_diags *faults; /* its own; NULL: none */
};
ORQ_VEC_OF(orq_revisions, struct orq_revision *);

struct orq_history {
    const char *folder;
    struct orq_revisions revisions; /* topological, ties by file name */
    struct orq_map *by_id;
    struct orq_diags *faults; /* all */
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
/* Nobody's parents, in order. */
void orq_history_heads(struct orq_arena *arena, const struct orq_history *history,
                       struct orq_revisions *heads);
/* The only head (*head NULL: empty history). Several: ORQ_AMBIGUOUS, reported with their messages.
 */
enum orq_status orq_history_head(struct orq_arena *arena, const struct orq_history *history,
                                 struct orq_diags *diags, struct orq_revision **head);
const struct orq_revision *orq_history_find(const struct orq_history *history, const char *id);

/* Resolves an identifier against the database's current revision (NULL: base). *revision NULL:
 * base. Unknown: ORQ_INVALID with near misses; ambiguous prefix: ORQ_AMBIGUOUS with the matches. */
struct orq_target {
    const char *text;
    const char *current; /* id; NULL: base */
};
enum orq_status orq_history_resolve(struct orq_arena *arena, const struct orq_history *history,
                                    const struct orq_target *target, struct orq_diags *diags,
                                    const struct orq_revision **revision);
/* from (excluded; NULL: base) up to to (included), oldest first. Not an ancestor: ORQ_INVALID,
 * reported. Hash chain: a parent line whose sha256 is not that of the parent's upgrade is an error
 * that shows both files. */
enum orq_status orq_history_path(struct orq_arena *arena, const struct orq_history *history,
                                 const struct orq_revision *from, const struct orq_revision *to,
                                 struct orq_diags *diags, struct orq_revisions *path);

#endif
