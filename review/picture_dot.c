/* The picture for Graphviz: https://graphviz.org/doc/info/shapes.html#html */
#include "review/picture.h"
#include "review/picture_colours.h"
#include "review/report_words.h"

#include <string.h>

#define COLUMNS_MOST 16

static const char *const fills[] = {
    [ORQ_SIGN_SAME] = ORQ_FILL_PLAIN,
    [ORQ_SIGN_ADDED] = ORQ_FILL_ADDED,
    [ORQ_SIGN_CHANGED] = ORQ_FILL_CHANGED,
    [ORQ_SIGN_DROPPED] = ORQ_FILL_DROPPED,
};
static const char *const heads[] = {
    [ORQ_SIGN_SAME] = ORQ_HEAD_PLAIN,
    [ORQ_SIGN_ADDED] = ORQ_HEAD_ADDED,
    [ORQ_SIGN_CHANGED] = ORQ_HEAD_CHANGED,
    [ORQ_SIGN_DROPPED] = ORQ_HEAD_DROPPED,
};

static void add_text(struct orq_str *out, const char *text, size_t most)
{
    for (const char *at = orq_cut(out->arena, orq_plain(out->arena, text), most); *at; at++) {
        if (strchr("&<>\"'[]\\", *at))
            orq_str_addf(out, "&#%d;", *at);
        else
            orq_str_addc(out, *at);
    }
}

static void add_cell(struct orq_str *out, const char *fill, const char *align)
{
    orq_str_addf(out, "<TD ALIGN=\"%s\" BGCOLOR=\"%s\">", align, fill);
}

static void add_column(struct orq_str *out, const struct orq_figure *figure,
                       const struct orq_facet *column)
{
    enum orq_sign sign = figure->sign == ORQ_SIGN_ADDED || figure->sign == ORQ_SIGN_DROPPED
                             ? figure->sign
                             : column->sign;
    const char *fill = fills[sign];
    orq_str_add(out, "<TR>");
    add_cell(out, fill, "CENTER");
    orq_str_addf(out, "%c</TD>", orq_sign_mark(sign));
    add_cell(out, fill, "LEFT");
    add_text(out, column->name, 40);
    orq_str_add(out, column->key ? " &#9679;" : "");
    orq_str_add(out, column->reference ? " &#8599;" : "");
    orq_str_add(out, "</TD>");
    add_cell(out, fill, "LEFT");
    add_text(out, *column->type ? column->type : "(no type)", 32);
    orq_str_add(out, "</TD></TR>\n");
}

static void add_figure(struct orq_str *out, const struct orq_figure *figure, size_t index)
{
    size_t left_out = 0;
    const char mark[3] = {orq_sign_mark(figure->sign), ' ', '\0'};
    orq_str_addf(out, "t%zu [label=<<TABLE BORDER=\"1\" COLOR=\"%s\" CELLBORDER=\"0\" CELLSPACING=",
                 index + 1, heads[figure->sign]);
    orq_str_addf(out, "\"0\" CELLPADDING=\"5\">\n<TR><TD COLSPAN=\"3\" BGCOLOR=\"%s\">",
                 heads[figure->sign]);
    orq_str_addf(out, "<FONT COLOR=\"%s\"><B>%s", ORQ_INK_HEAD,
                 figure->sign == ORQ_SIGN_SAME ? "" : mark);
    add_text(out, figure->name, 50);
    orq_str_add(out, "</B></FONT></TD></TR>\n");
    for (size_t i = 0; i < figure->columns.len; i++) {
        if (orq_figure_shows(figure, &figure->columns.items[i], COLUMNS_MOST))
            add_column(out, figure, &figure->columns.items[i]);
        else
            left_out++;
    }
    if (left_out > 0)
        orq_str_addf(out,
                     "<TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\" BGCOLOR=\"%s\">%zu more column%s</TD>"
                     "</TR>\n",
                     ORQ_FILL_PLAIN, left_out, left_out == 1 ? "" : "s");
    orq_str_add(out, "</TABLE>>];\n");
}

static void add_link(struct orq_str *out, const struct orq_link *link)
{
    const char mark[3] = {orq_sign_mark(link->sign), ' ', '\0'};
    orq_str_addf(out, "t%zu -> t%zu [color=\"%s\" style=%s arrowtail=crow arrowhead=%s label=<",
                 link->child + 1, link->parent + 1, heads[link->sign],
                 link->sign == ORQ_SIGN_DROPPED ? "dashed" : "solid",
                 link->optional ? "teeodot" : "teetee");
    orq_str_add(out, link->sign == ORQ_SIGN_SAME ? " " : mark);
    add_text(out, link->label, 40);
    orq_str_add(out, ">];\n");
}

const char *orq_picture_dot(struct orq_arena *arena, const struct orq_picture *picture)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, "digraph picture {\ncharset=\"UTF-8\"; bgcolor=\"transparent\"; rankdir=LR; "
                      "nodesep=0.4; ranksep=1.0; pad=0.1;\n");
    orq_str_addf(&out,
                 "node [shape=plain fontname=\"Helvetica,Arial,sans-serif\" fontsize=12 "
                 "fontcolor=\"%s\"];\n"
                 "edge [dir=both fontname=\"Helvetica,Arial,sans-serif\" fontsize=11 "
                 "fontcolor=\"%s\"];\n",
                 ORQ_INK, ORQ_INK);
    for (size_t i = 0; i < picture->figures.len; i++)
        add_figure(&out, &picture->figures.items[i], i);
    for (size_t i = 0; i < picture->links.len; i++)
        add_link(&out, &picture->links.items[i]);
    orq_str_add(&out, "}\n");
    return orq_str_text(&out);
}
