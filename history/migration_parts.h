/* What the reading and the writing of migration files share. */
#ifndef ORQ_HISTORY_MIGRATION_PARTS_H
#define ORQ_HISTORY_MIGRATION_PARTS_H

#include "history/migration.h"
#include "history/migration_lines.h"
#include "sql/split.h"

/* A file while it is being read. */
struct orq_migration_reader {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const char *path;
    struct orq_lines lines;
    struct orq_migration *migration;
    struct orq_file_section section; /* the one being read */
    bool in_section;
    bool titled;   /* the first line was seen */
    bool conflict; /* a merge conflict was reported */
    bool astray;   /* why statements stand before the first section was reported */
};

/* The place of text + offset (a byte of the current line). */
struct orq_span orq_reader_span(const struct orq_migration_reader *reader,
                                const struct orq_line *line, size_t offset);

/* What is behind "--" and blanks; data NULL: the line is no comment. */
struct orq_slice orq_comment_of(const struct orq_line *line);
/* Takes the next word, up to a blank, off the front of rest; len 0: none. */
struct orq_slice orq_take_word(struct orq_slice *rest);
struct orq_slice orq_slice_trimmed(struct orq_slice text);
/* "sha256:" and 64 hex digits as those digits; NULL: it is none. */
const char *orq_sha256_word(struct orq_arena *arena, struct orq_slice word);

/* A line before the first section. */
void orq_read_header_line(struct orq_migration_reader *reader, const struct orq_line *line);
/* A comment line of a section, or one that begins a section. */
void orq_read_directive(struct orq_migration_reader *reader, const struct orq_line *line);
/* Ends the section at byte `end`, and checks that its statements are whole. */
void orq_close_section(struct orq_migration_reader *reader, size_t end);

/* -- migration_steps.c -- */

#define ORQ_NO_TRANSACTION "no-transaction"

/* The statements of a text in a dialect's syntax; NULL: SQLite's. */
void orq_section_split(struct orq_arena *arena, const char *dialect, struct orq_slice text,
                       struct orq_statement_texts *statements);
/* Fills in section->steps from its text. A backfill's line with a fault in it is one of a plain
 * step: the fault is reported where the line is read. */
void orq_section_find_steps(struct orq_arena *arena, struct orq_file_section *section);
/* Reports statements that are not whole, and steps that hold what they cannot. */
void orq_section_check(struct orq_migration_reader *reader);

/* "upgrade sqlite foreign-keys-off" */
const char *orq_section_words(struct orq_arena *arena, const struct orq_file_section *section);
const char *orq_section_sha256(struct orq_arena *arena, const struct orq_file_section *section);

#endif
