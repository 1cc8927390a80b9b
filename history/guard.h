/* What keeps a database whole while a section runs on it: which statements are refused, what must
 * be so before, and what must still be so before the commit. One const table per engine. */
#ifndef ORQ_HISTORY_GUARD_H
#define ORQ_HISTORY_GUARD_H

#include "db/db.h"
#include "history/losses.h"

ORQ_VEC_OF(orq_statement_classes, const struct orq_statement_class *);

/* A section on its way to a database. */
struct orq_guarded {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_file_section *section;
    struct orq_judged_list statements;
    struct orq_statement_classes renames; /* those of the statements that rename a table */
    struct orq_losses losses;
    bool enforced; /* foreign keys are enforced while it runs */
    bool may_lose; /* the data loss is allowed */
    bool scratch;  /* a replay or a proof: nobody reads the rows afterwards */
    void *before;  /* the engine's notes of how things were */
    struct orq_diags *diags;
};

struct orq_guard {
    const char *dialect;
    /* Statements that cannot run inside orqgen's transaction: all are reported, ORQ_INVALID. */
    enum orq_status (*refuse)(const struct orq_guarded *guarded);
    /* Under the lock: the expects lines hold, and what the rebuilds do not copy may be lost
     * (ORQ_INVALID); notes how things are. */
    enum orq_status (*begin)(struct orq_guarded *guarded);
    /* Before the commit: ORQ_FAILED, reported, when something did not survive. */
    enum orq_status (*check)(struct orq_guarded *guarded);
};

/* NULL: no engine of that dialect. */
const struct orq_guard *orq_guard_find(const char *dialect);
extern const struct orq_guard orq_guard_sqlite, orq_guard_postgres;

struct orq_guarded orq_guarded_new(struct orq_arena *arena, struct orq_db *db,
                                   const struct orq_file_section *section, struct orq_diags *diags);
/* The place of a line of the section's file. */
struct orq_span orq_section_line(const struct orq_file_section *section, size_t line);

#endif
