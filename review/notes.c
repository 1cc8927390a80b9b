/* What a file says of its statements in the comments above them. */
#include "review/review_parts.h"

#include "history/migration_lines.h"

#include <string.h>

/* Lines that are there for a program, or that the review tells in its own place. */
static const char *const other_lines[] = {
    "+orqgen", "orqgen:", "LOSES DATA:", "CAN FAIL", "FILL IN", "REWRITES"};

static bool says_what_is_done(const char *words)
{
    for (size_t i = 0; i < sizeof other_lines / sizeof *other_lines; i++) {
        if (strncmp(words, other_lines[i], strlen(other_lines[i])) == 0)
            return false;
    }
    return *words != '\0';
}

static void take_line(struct orq_arena *arena, const struct orq_line *line, struct orq_str *notes)
{
    const char *words = orq_arena_strndup(arena, line->text, line->len);
    if (!line->code || line->statement || strncmp(words, "--", 2) != 0)
        return;
    words += 2 + strspn(words + 2, " \t");
    if (says_what_is_done(words))
        orq_str_addf(notes, "%s%s", notes->len > 0 ? "; " : "", words);
}

void orq_review_notes(struct orq_arena *arena, const char *dialect, struct orq_reviewed *reviewed)
{
    const struct orq_file_section *section = reviewed->section;
    struct orq_lines lines = {
        .text = section->text, .len = section->len, .quoting = orq_quoting_of(dialect)};
    struct orq_str notes = orq_str_new(arena);
    struct orq_line line;
    size_t next = 0;
    while (next < reviewed->observed.len && orq_lines_next(&lines, &line)) {
        size_t number = section->at.line + line.number;
        take_line(arena, &line, &notes);
        for (; next < reviewed->observed.len; next++) {
            struct orq_observed *observed = &reviewed->observed.items[next];
            if (observed->at.line > number)
                break;
            if (notes.len == 0)
                continue;
            observed->notes = orq_str_text(&notes);
            if (observed->ops.len == 0)
                observed->summary = observed->notes;
            notes = orq_str_new(arena);
        }
    }
}
