/* How diagnostics look on a terminal. */
#include "base/diag.h"
#include "base/str.h"
#include "base/term.h"

#include <stdlib.h>
#include <string.h>

struct wording {
    const char *word;
    enum orq_style style;
};

static const struct wording wordings[] = {
    [ORQ_NOTE] = {"note", ORQ_STYLE_BOLD},
    [ORQ_WARNING] = {"warning", ORQ_STYLE_WARNING},
    [ORQ_ERROR] = {"error", ORQ_STYLE_ERROR},
};

struct ordered {
    const struct orq_diag *diag;
    size_t index;
};

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* Those of a file first, by place; then the rest, as reported. */
static int compare_places(const void *left, const void *right)
{
    const struct ordered *a = left;
    const struct ordered *b = right;
    const struct orq_span *at = &a->diag->at;
    const struct orq_span *bt = &b->diag->at;
    int order = (at->file == NULL) - (bt->file == NULL);
    if (order == 0 && at->file)
        order = strcmp(at->file, bt->file);
    if (order == 0)
        order = compare_numbers(at->line, bt->line);
    if (order == 0)
        order = compare_numbers(at->column, bt->column);
    return order != 0 ? order : compare_numbers(a->index, b->index);
}

/* Writes text[0..len) so that it cannot steer a terminal: control characters
 * (C0, DEL, C1) and bytes that are no UTF-8 appear as escapes. */
static void print_escaped(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t step = orq_utf8_length(text + i, len - i);
        unsigned char byte = (unsigned char)text[i];
        bool control = byte < 0x20 || byte == 0x7F;
        bool c1 = step == 2 && byte == 0xC2 && (unsigned char)text[i + 1] < 0xA0;
        if (byte == '\n')
            fputs("\\n", out);
        else if (byte == '\t')
            fputs("\\t", out);
        else if (c1)
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)text[i + 1]);
        else if (step == 0 || control)
            fprintf(out, "\\x%02x", (unsigned)byte);
        else
            fwrite(text + i, 1, step, out);
        i += step > 0 ? step : 1;
    }
}

static void print_place(FILE *out, const struct orq_span *at)
{
    if (!at->file) {
        fputs("orqgen: ", out);
        return;
    }
    print_escaped(out, at->file, strlen(at->file));
    if (at->line > 0)
        fprintf(out, ":%zu", at->line);
    if (at->line > 0 && at->column > 0)
        fprintf(out, ":%zu", at->column);
    fputs(": ", out);
}

static void print_hint(FILE *out, const char *hint)
{
    while (*hint) {
        size_t len = strcspn(hint, "\n");
        fputs("  ", out);
        print_escaped(out, hint, len);
        fputc('\n', out);
        hint += len;
        if (*hint == '\n')
            hint++;
    }
}

static void print_diag(FILE *out, const struct orq_diag *diag, bool colour)
{
    const struct wording *wording = &wordings[diag->severity];
    fputs(orq_term_style(colour, ORQ_STYLE_BOLD), out);
    print_place(out, &diag->at);
    fputs(orq_term_style(colour, wording->style), out);
    fprintf(out, "%s:", wording->word);
    fputs(orq_term_style(colour, ORQ_STYLE_NONE), out);
    fputc(' ', out);
    print_escaped(out, diag->message, strlen(diag->message));
    fputc('\n', out);
    if (diag->hint)
        print_hint(out, diag->hint);
}

void orq_diags_print(const struct orq_diags *diags, size_t from, FILE *out, bool colour)
{
    size_t len = orq_diags_len(diags);
    if (from >= len)
        return;
    struct orq_arena *arena = orq_arena_new();
    struct ordered *order = ORQ_NEW_ARRAY(arena, struct ordered, len - from);
    for (size_t i = from; i < len; i++)
        order[i - from] = (struct ordered){.diag = orq_diags_at(diags, i), .index = i};
    qsort(order, len - from, sizeof *order, compare_places);
    for (size_t i = 0; i < len - from; i++)
        print_diag(out, order[i].diag, colour);
    orq_arena_free(arena);
}
