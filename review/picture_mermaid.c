/* Mermaid's erDiagram: https://mermaid.js.org/syntax/entityRelationshipDiagram.html
 * Nothing in it can be escaped, so that what is not plain becomes _ there. */
#include "review/picture.h"
#include "review/report_words.h"

#include <string.h>

#define COLUMNS_MOST 14

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* Letters, digits and what `also` holds; letters beyond ASCII stay in texts in quotes. */
static const char *safe(struct orq_arena *arena, const char *text, const char *also, bool quoted)
{
    struct orq_str out = orq_str_new(arena);
    for (const char *at = orq_cut(arena, orq_plain(arena, text), 60); *at; at++) {
        bool kept = is_word(*at) || strchr(also, *at) || (quoted && (unsigned char)*at >= 0x80);
        orq_str_addc(&out, kept ? *at : '_');
    }
    return orq_str_text(&out);
}

static const char *label(struct orq_arena *arena, const char *text)
{
    return safe(arena, text, " .-+()[]=,'?", true);
}

/* Of an attribute: begins with a letter. */
static const char *word(struct orq_arena *arena, const char *text)
{
    const char *name = safe(arena, text, "-[]()", false);
    bool letter = is_word(*name) && !(*name >= '0' && *name <= '9') && *name != '_';
    return letter ? name : orq_arena_printf(arena, "n%s", name);
}

static void add_column(struct orq_str *out, const struct orq_figure *figure,
                       const struct orq_facet *column)
{
    struct orq_arena *arena = out->arena;
    const char *type = *column->type ? column->type : "any";
    orq_str_addf(out, "    %s %s", word(arena, type), word(arena, column->name));
    if (column->key || column->reference)
        orq_str_addf(out, " %s",
                     column->key && column->reference ? "PK, FK"
                     : column->key                    ? "PK"
                                                      : "FK");
    bool whole = figure->sign == ORQ_SIGN_ADDED || figure->sign == ORQ_SIGN_DROPPED;
    if (column->sign != ORQ_SIGN_SAME && !whole) {
        bool was = column->sign == ORQ_SIGN_CHANGED;
        orq_str_addf(out, " \"%c %s%s\"", orq_sign_mark(column->sign),
                     was ? "was " : orq_sign_word(column->sign),
                     was ? label(arena, column->before) : "");
    }
    orq_str_addc(out, '\n');
}

static void add_figure(struct orq_str *out, const struct orq_figure *figure, size_t index)
{
    const char mark[3] = {orq_sign_mark(figure->sign), ' ', '\0'};
    size_t left_out = 0;
    orq_str_addf(out, "  t%zu[\"%s%s\"] {\n", index + 1, figure->sign == ORQ_SIGN_SAME ? "" : mark,
                 label(out->arena, figure->name));
    for (size_t i = 0; i < figure->columns.len; i++) {
        if (orq_figure_shows(figure, &figure->columns.items[i], COLUMNS_MOST))
            add_column(out, figure, &figure->columns.items[i]);
        else
            left_out++;
    }
    if (left_out > 0)
        orq_str_addf(out, "    and n%zu_more\n", left_out);
    orq_str_add(out, "  }\n");
}

void orq_picture_mermaid(struct orq_str *out, const struct orq_picture *picture)
{
    orq_str_add(out, "erDiagram\n");
    for (size_t i = 0; i < picture->figures.len; i++)
        add_figure(out, &picture->figures.items[i], i);
    for (size_t i = 0; i < picture->links.len; i++) {
        const struct orq_link *link = &picture->links.items[i];
        const char mark[3] = {orq_sign_mark(link->sign), ' ', '\0'};
        orq_str_addf(out, "  t%zu %s--o{ t%zu : \"%s%s\"\n", link->parent + 1,
                     link->optional ? "|o" : "||", link->child + 1,
                     link->sign == ORQ_SIGN_SAME ? "" : mark, label(out->arena, link->label));
    }
}
