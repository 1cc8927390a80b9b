/* A section of a migration file: the SQL that goes one way on one dialect, in steps. */
#ifndef ORQ_HISTORY_SECTION_H
#define ORQ_HISTORY_SECTION_H

#include "emit/emit.h"

enum orq_direction { ORQ_UPGRADE, ORQ_DOWNGRADE };

struct orq_allow {             /* -- orqgen:allow RULE -- reason */
    const char *rule, *reason; /* reason NULL: none given */
    struct orq_span at;
};
ORQ_VEC_OF(orq_allows, struct orq_allow);
/* PostgreSQL: `-- +orqgen step` begins a new transaction, `-- +orqgen step no-transaction` one that
 * holds exactly one statement and runs outside any transaction, `-- +orqgen step backfill …` one
 * UPDATE that is run in batches (history/backfill.h). A section without such a line is one step;
 * what stands before the first line is a step too, unless it is empty. */
struct orq_file_step {
    bool no_transaction;
    const struct orq_backfill *backfill; /* NULL: it is none */
    size_t offset, len;                  /* of its text in the section's text */
    struct orq_span at;                  /* of its first line */
};
ORQ_VEC_OF(orq_file_steps, struct orq_file_step);

struct orq_file_section {
    enum orq_direction direction;
    const char *dialect; /* NULL: any */
    bool foreign_keys_off;
    struct orq_expects expects;
    struct orq_allows allows;
    const char *text; /* its bytes, LF, behind the section line to the next one */
    size_t len;
    struct orq_file_steps steps; /* at least one */
    const char *sha256; /* over its line's words and its text: LF, no BOM, without trailing blanks
                           of lines and blank lines at the end */
    struct orq_span at; /* of the section line */
};
ORQ_VEC_OF(orq_file_sections, struct orq_file_section);

/* The hash of the section's first steps alone: what the ledger keeps of one that stopped part-way,
 * so that the steps behind them may be corrected. */
const char *orq_section_prefix_sha256(struct orq_arena *arena,
                                      const struct orq_file_section *section, size_t steps);
/* A section as it will stand in a file: its line, expects lines, statements each under its notes.
 * Parsing the file gives the same sha256. An empty section has one comment line that says that it
 * is empty. */
struct orq_file_section orq_file_section_of(struct orq_arena *arena, enum orq_direction direction,
                                            const struct orq_section *section);
/* A section with its line in front, and such a text read back: what the ledger keeps. at: where the
 * text came from; line 0 is fine. False: errors were reported. */
const char *orq_file_section_text(struct orq_arena *arena, const struct orq_file_section *section);
bool orq_file_section_read(struct orq_arena *arena, struct orq_span at, const char *text,
                           struct orq_diags *diags, struct orq_file_section *section);

#endif
