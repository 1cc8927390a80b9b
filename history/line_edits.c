#include "history/line_edits.h"

#include "base/str.h"

#include <string.h>

const char *orq_parent_line(struct orq_arena *arena, const struct orq_parent *parent)
{
    return orq_arena_printf(arena, "-- parent: %s%s%s", parent->revision,
                            parent->sha256 ? " sha256:" : "", parent->sha256 ? parent->sha256 : "");
}

static const struct orq_line_edit *edit_of(const struct orq_line_edits *edits, size_t line)
{
    for (size_t i = 0; i < edits->len; i++) {
        if (edits->items[i].line == line)
            return &edits->items[i];
    }
    return NULL;
}

const char *orq_lines_edited(struct orq_arena *arena, const char *text,
                             const struct orq_line_edits *edits)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t line = 1; *text; line++) {
        size_t len = strcspn(text, "\n");
        size_t whole = text[len] == '\n' ? len + 1 : len;
        size_t end = len > 0 && text[len - 1] == '\r' ? len - 1 : len;
        const struct orq_line_edit *edit = edit_of(edits, line);
        if (!edit)
            orq_str_addn(&out, text, whole);
        else if (edit->text)
            orq_str_add(&out, edit->text);
        if (edit && edit->text)
            orq_str_addn(&out, text + end, whole - end);
        text += whole;
    }
    return orq_str_text(&out);
}
