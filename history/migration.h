/* A migration file: header, then sections of SQL, as the design's "A migration
 * file" shows. Reading gives every fault of a file with file:line:col; writing gives bytes
 * that read back to the same. Positions of a section's statements are those of the file. */
#ifndef ORQ_HISTORY_MIGRATION_H
#define ORQ_HISTORY_MIGRATION_H

#include "emit/emit.h"
#include "history/replaced.h"

#include <stdint.h>

enum orq_direction { ORQ_UPGRADE, ORQ_DOWNGRADE };

struct orq_parent {
    const char *revision;
    const char *sha256; /* of the parent's upgrade section; NULL: not written */
    struct orq_span at;
};
ORQ_VEC_OF(orq_parents, struct orq_parent);
ORQ_VEC_OF(orq_spans, struct orq_span);

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

struct orq_proof_line { /* -- proof: sqlite sha256:UP sha256:DOWN: what was proven | not proven: why
                         */
    const char *dialect, *up_sha256, *down_sha256, *text; /* hashes NULL: not proven */
    struct orq_span at;
};
ORQ_VEC_OF(orq_proof_lines, struct orq_proof_line);

struct orq_migration {
    const char *path; /* NULL: not from a file */
    const char *message, *revision, *created;
    /* Of what was made from a database that was there first: the digest of what it builds
     * (history/texts.h). A database that holds just that is only recorded at it. NULL: none. */
    const char *baseline_sha256;
    struct orq_strings baseline_schemas; /* PostgreSQL: the schemas that it is of */
    struct orq_strings adopts;         /* Alembic's revisions that it stands for: names of it too */
    struct orq_replaced_list replaces; /* empty: not squashed */
    struct orq_parents parents;        /* empty: a base */
    struct orq_strings depends_on, labels;
    struct orq_spans depends_on_at, labels_at; /* their lines; empty: not from a file */
    struct orq_proof_lines proofs;
    struct orq_file_sections sections;
    struct orq_span at; /* of the revision line */
};
ORQ_VEC_OF(orq_migrations, struct orq_migration *);

/* May a revision have this id? No blanks, control bytes, quotes or any of @ : + - / \\ , ~ in it;
 * none of head, heads, base, current. */
bool orq_revision_id_valid(const char *id);

/* NULL: errors were reported. An empty file, one without a revision line, is an error too. */
struct orq_migration *orq_migration_parse(struct orq_arena *arena, const char *path,
                                          const char *text, size_t len, struct orq_diags *diags);
/* The same, but never NULL: what could be read is given (revision NULL: not found). */
struct orq_migration *orq_migration_read(struct orq_arena *arena, const char *path,
                                         const char *text, size_t len, struct orq_diags *diags);
/* What a child's parent line holds: the hash of the upgrade section, of several the hash over
 * their hashes; NULL: it has none. */
const char *orq_migration_chain_sha256(struct orq_arena *arena,
                                       const struct orq_migration *migration);
/* The hash of the section's first steps alone: what the ledger keeps of one that stopped part-way,
 * so that the steps behind them may be corrected. */
const char *orq_section_prefix_sha256(struct orq_arena *arena,
                                      const struct orq_file_section *section, size_t steps);
/* The section for a dialect (its own, else one for any); NULL: the file has none. */
const struct orq_file_section *orq_migration_section(const struct orq_migration *migration,
                                                     enum orq_direction direction,
                                                     const char *dialect);
/* True when the proof of this dialect names the hashes that the sections have now. */
bool orq_migration_proof_current(const struct orq_migration *migration, const char *dialect);

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
/* The text of a whole file. */
const char *orq_migration_write(struct orq_arena *arena, const struct orq_migration *migration);
/* "20261122154300_4f1c2a9be0d3_add_rating.sql": slug of lower-case words joined by _, cut to 40
 * characters at a word; non-ASCII letters are dropped. file_template: %(year)d-like tokens of
 * Alembic are not taken; {created} {revision} {slug}; NULL: "{created}_{revision}_{slug}". */
const char *orq_migration_file_name(struct orq_arena *arena, const char *file_template,
                                    const char *revision, int64_t created, const char *message);

#endif
