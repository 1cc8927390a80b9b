#include "base/edit.h"

#include <stdlib.h>
#include <string.h>

#define AROUND ((size_t)3)

/* -- applying -- */

struct placed {
    struct orq_edit edit;
    size_t number;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    bool x_takes = x->edit.to > x->edit.from, y_takes = y->edit.to > y->edit.from;
    if (x->edit.from != y->edit.from)
        return x->edit.from < y->edit.from ? -1 : 1;
    if (x_takes != y_takes)
        return x_takes ? 1 : -1;
    return x->number < y->number ? -1 : 1;
}

void orq_edits_sort(struct orq_arena *arena, struct orq_edits *edits)
{
    struct placed *placed = ORQ_NEW_ARRAY(arena, struct placed, edits->len);
    for (size_t i = 0; i < edits->len; i++)
        placed[i] = (struct placed){edits->items[i], i};
    if (edits->len > 0)
        qsort(placed, edits->len, sizeof *placed, by_place);
    for (size_t i = 0; i < edits->len; i++)
        edits->items[i] = placed[i].edit;
}

/* The part [from, to) of the text with the edits [first, last). */
static void add_edited(struct orq_str *out, struct orq_slice text, const struct orq_edit *edits,
                       size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        orq_str_addn(out, text.data + at, edits[i].from - at);
        orq_str_add(out, edits[i].text);
        at = edits[i].to;
    }
    orq_str_addn(out, text.data + at, text.len - at);
}

const char *orq_edits_apply(struct orq_arena *arena, const char *text, size_t *len,
                            const struct orq_edits *edits)
{
    struct orq_str out = orq_str_new(arena);
    add_edited(&out, (struct orq_slice){text, *len}, edits->items, edits->len);
    *len = out.len;
    return orq_str_text(&out);
}

/* -- a patch -- */

/* Whole lines that give way to others: the bytes [from, to) of the old text. */
struct change {
    size_t from, to;
    const char *text;
    size_t len;
};
ORQ_VEC_OF(changes, struct change);

static size_t line_start(struct orq_slice text, size_t at)
{
    while (at > 0 && text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(struct orq_slice text, size_t at)
{
    while (at < text.len && text.data[at] != '\n')
        at++;
    return at < text.len ? at + 1 : at;
}

static size_t line_len(const char *text, size_t len)
{
    const char *end = memchr(text, '\n', len);
    return end ? (size_t)(end - text) + 1 : len;
}

/* Lines that are the same at both ends are no change. */
static struct change trimmed(struct orq_slice text, struct change change)
{
    while (change.from < change.to && change.len > 0) {
        size_t line = line_len(text.data + change.from, change.to - change.from);
        if (line != line_len(change.text, change.len) ||
            memcmp(text.data + change.from, change.text, line) != 0)
            break;
        change.from += line;
        change.text += line;
        change.len -= line;
    }
    while (change.from < change.to && change.len > 0) {
        size_t old = line_start((struct orq_slice){text.data, change.to - 1}, change.to - 1);
        size_t new = line_start((struct orq_slice){change.text, change.len - 1}, change.len - 1);
        size_t line = change.to - old;
        if (old < change.from || line != change.len - new ||
            memcmp(text.data + old, change.text + new, line) != 0)
            break;
        change.to = old;
        change.len = new;
    }
    return change;
}

/* An edit that empties the end of a line makes one of it and the next. */
static size_t touched_end(struct orq_slice text, const struct orq_edit *edit)
{
    bool whole = edit->to == line_start(text, edit->to) &&
                 (edit->text[0] == '\0' ? edit->from == line_start(text, edit->from)
                                        : orq_ends_with(edit->text, "\n"));
    return whole ? edit->to : line_end(text, edit->to);
}

/* Changes of lines next to each other are one. */
static void add_change(struct orq_arena *arena, struct changes *changes, struct change change)
{
    struct change *last = changes->len > 0 ? &changes->items[changes->len - 1] : NULL;
    if (!last || last->to != change.from) {
        ORQ_PUSH(arena, changes, change);
        return;
    }
    struct orq_str both = orq_str_new(arena);
    orq_str_addn(&both, last->text, last->len);
    orq_str_addn(&both, change.text, change.len);
    last->to = change.to;
    last->text = orq_str_text(&both);
    last->len = both.len;
}

static struct changes changes_of(struct orq_arena *arena, struct orq_slice text,
                                 const struct orq_edits *edits)
{
    struct changes changes = {0};
    for (size_t i = 0; i < edits->len;) {
        size_t from = line_start(text, edits->items[i].from);
        size_t to = touched_end(text, &edits->items[i]);
        size_t first = i;
        for (i++; i < edits->len && edits->items[i].from < to; i++) {
            size_t end = touched_end(text, &edits->items[i]);
            to = end > to ? end : to;
        }
        struct orq_str out = orq_str_new(arena);
        struct orq_edit *moved = ORQ_NEW_ARRAY(arena, struct orq_edit, i - first);
        for (size_t k = first; k < i; k++)
            moved[k - first] = (struct orq_edit){edits->items[k].from - from,
                                                 edits->items[k].to - from, edits->items[k].text};
        add_edited(&out, (struct orq_slice){text.data + from, to - from}, moved, i - first);
        struct change change = trimmed(
            text,
            (struct change){.from = from, .to = to, .text = orq_str_text(&out), .len = out.len});
        if (change.from < change.to || change.len > 0)
            add_change(arena, &changes, change);
    }
    return changes;
}

static size_t count_lines(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t at = 0; at < len; at += line_len(text + at, len - at))
        count++;
    return count;
}

static void add_lines(struct orq_str *out, char mark, const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t line = line_len(text + at, len - at);
        orq_str_addc(out, mark);
        orq_str_addn(out, text + at, line);
        if (text[at + line - 1] != '\n')
            orq_str_add(out, "\n\\ No newline at end of file\n");
        at += line;
    }
}

static size_t lines_back(struct orq_slice text, size_t at, size_t least)
{
    for (size_t i = 0; i < AROUND && at > least; i++)
        at = line_start(text, at - 1);
    return at;
}

static size_t lines_on(struct orq_slice text, size_t at, size_t most)
{
    for (size_t i = 0; i < AROUND && at < most; i++)
        at = line_end(text, at);
    return at;
}

struct hunk {
    size_t from, to;    /* of the old text, with the lines around */
    size_t first, last; /* of the changes */
};

/* Where a file has no line, its number is that of the line before. */
static void add_range(struct orq_str *out, char mark, size_t before, size_t lines)
{
    orq_str_addf(out, "%c%zu", mark, lines > 0 ? before + 1 : before);
    if (lines != 1)
        orq_str_addf(out, ",%zu", lines);
}

/* grown: by how many lines the new text is ahead so far. */
static void add_hunk(struct orq_str *out, struct orq_slice text, const struct changes *changes,
                     const struct hunk *hunk, long *grown)
{
    size_t before = count_lines(text.data, hunk->from);
    size_t old = count_lines(text.data + hunk->from, hunk->to - hunk->from);
    long more = 0;
    for (size_t i = hunk->first; i <= hunk->last; i++) {
        const struct change *change = &changes->items[i];
        more += (long)count_lines(change->text, change->len) -
                (long)count_lines(text.data + change->from, change->to - change->from);
    }
    orq_str_add(out, "@@ ");
    add_range(out, '-', before, old);
    orq_str_addc(out, ' ');
    add_range(out, '+', (size_t)((long)before + *grown), (size_t)((long)old + more));
    orq_str_add(out, " @@\n");
    size_t at = hunk->from;
    for (size_t i = hunk->first; i <= hunk->last; i++) {
        const struct change *change = &changes->items[i];
        add_lines(out, ' ', text.data + at, change->from - at);
        add_lines(out, '-', text.data + change->from, change->to - change->from);
        add_lines(out, '+', change->text, change->len);
        at = change->to;
    }
    add_lines(out, ' ', text.data + at, hunk->to - at);
    *grown += more;
}

/* Names with blanks end at a tab; others that a shell or a person would misread stand in quotes, as
 * git writes them. */
static void add_name(struct orq_str *out, const char *mark, const char *side, const char *name)
{
    bool quoted = false;
    for (const char *at = name; *at; at++)
        quoted = quoted || (unsigned char)*at < 0x20 || *at == '"' || *at == '\\' || *at == 0x7F;
    orq_str_addf(out, "%s %s%s", mark, quoted ? "\"" : "", side);
    for (const char *at = name; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            orq_str_addf(out, "\\%03o", (unsigned)(unsigned char)*at);
        else
            orq_str_addf(out, quoted && (*at == '"' || *at == '\\') ? "\\%c" : "%c", *at);
    }
    orq_str_add(out, quoted ? "\"" : strchr(name, ' ') ? "\t" : "");
    orq_str_addc(out, '\n');
}

void orq_edits_diff(struct orq_str *out, const char *name, struct orq_slice text,
                    const struct orq_edits *edits)
{
    struct changes changes = changes_of(out->arena, text, edits);
    long grown = 0;
    if (changes.len == 0)
        return;
    add_name(out, "---", "a/", name);
    add_name(out, "+++", "b/", name);
    for (size_t i = 0; i < changes.len;) {
        struct hunk hunk = {.first = i, .last = i};
        hunk.from = lines_back(text, changes.items[i].from, 0);
        hunk.to = lines_on(text, changes.items[i].to, text.len);
        for (i++; i < changes.len && lines_back(text, changes.items[i].from, 0) <= hunk.to; i++) {
            hunk.last = i;
            hunk.to = lines_on(text, changes.items[i].to, text.len);
        }
        add_hunk(out, text, &changes, &hunk, &grown);
    }
}
