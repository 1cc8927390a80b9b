/* A migration file: header, then sections of SQL, as the design's "A migration
 * file" shows. Reading gives every fault of a file with file:line:col; writing gives bytes
 * that read back to the same. Positions of a section's statements are those of the file. */
#ifndef ORQ_HISTORY_MIGRATION_H
#define ORQ_HISTORY_MIGRATION_H

#include "history/replaced.h"
#include "history/section.h"

#include <stdint.h>

struct orq_parent {
    const char *revision;
    const char *sha256; /* of the parent's upgrade section; NULL: not written */
    struct orq_span at;
};
ORQ_VEC_OF(orq_parents, struct orq_parent);
ORQ_VEC_OF(orq_spans, struct orq_span);

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
/* The section for a dialect (its own, else one for any); NULL: the file has none. */
const struct orq_file_section *orq_migration_section(const struct orq_migration *migration,
                                                     enum orq_direction direction,
                                                     const char *dialect);
/* True when the proof of this dialect names the hashes that the sections have now. */
bool orq_migration_proof_current(const struct orq_migration *migration, const char *dialect);

/* The text of a whole file. */
const char *orq_migration_write(struct orq_arena *arena, const struct orq_migration *migration);
/* "20261122154300_4f1c2a9be0d3_add_rating.sql": slug of lower-case words joined by _, cut to 40
 * characters at a word; non-ASCII letters are dropped. file_template: %(year)d-like tokens of
 * Alembic are not taken; {created} {revision} {slug}; NULL: "{created}_{revision}_{slug}". */
const char *orq_migration_file_name(struct orq_arena *arena, const char *file_template,
                                    const char *revision, int64_t created, const char *message);

#endif
