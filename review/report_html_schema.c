/* The schema in the page: the picture, and each changed table before and after. */
#include "review/report_html.h"

#include <string.h>

static void add_picture(const struct orq_html *html, const struct orq_picture *picture)
{
    const char *svg = orq_picture_svg(html->arena, picture);
    if (!svg)
        return;
    orq_str_add(html->out, "<figure>\n<div role=\"img\" aria-label=\"The tables that change, and "
                           "those beside them\">\n");
    orq_str_add(html->out, svg);
    orq_str_add(html->out,
                "</div>\n<figcaption><span class=\"added\"><b>+</b> added</span>"
                "<span class=\"changed\"><b>~</b> changed</span>"
                "<span class=\"dropped\"><b>-</b> dropped</span>"
                "<span>● primary key</span><span>↗ foreign key</span></figcaption>\n</figure>\n");
}

static void add_side(const struct orq_html *html, const char *class, const char *text)
{
    if (text && *text)
        orq_str_addf(html->out, "<td class=\"%s\"><code>%s</code></td>", class,
                     orq_html_text(html, text));
    else
        orq_str_addf(html->out, "<td class=\"%s none\">%s</td>", class, text ? "" : "–");
}

static void add_facet(const struct orq_html *html, const struct orq_facet *facet)
{
    bool column = strcmp(facet->kind, "column") == 0;
    orq_str_addf(html->out, "<tr class=\"%s\"><td class=\"sign\" title=\"%s\">%c</td>",
                 orq_sign_word(facet->sign), orq_sign_word(facet->sign),
                 orq_sign_mark(facet->sign));
    orq_str_addf(html->out, "<td class=\"name\">%s%s<code>%s</code></td>",
                 column ? "" : facet->kind, column ? "" : " ", orq_html_text(html, facet->name));
    add_side(html, "before", facet->before);
    add_side(html, "after", facet->after);
    orq_str_add(html->out, "</tr>\n");
}

static void add_facets(const struct orq_html *html, const struct orq_facets *facets, bool same)
{
    for (size_t i = 0; i < facets->len; i++) {
        if ((facets->items[i].sign == ORQ_SIGN_SAME) == same)
            add_facet(html, &facets->items[i]);
    }
}

static size_t count_same(const struct orq_facets *facets)
{
    size_t count = 0;
    for (size_t i = 0; i < facets->len; i++)
        count += facets->items[i].sign == ORQ_SIGN_SAME;
    return count;
}

static void open_table(const struct orq_html *html)
{
    orq_str_add(html->out, "<table class=\"cols\"><thead><tr><th class=\"sign\"></th><th>name</th>"
                           "<th>before</th><th>after</th></tr></thead><tbody>\n");
}

static void add_figure(const struct orq_html *html, const struct orq_figure *figure)
{
    size_t same = count_same(&figure->columns);
    orq_str_addf(html->out, "<h4><span class=\"%s\">%c %s</span> <code>%s</code>",
                 orq_sign_word(figure->sign), orq_sign_mark(figure->sign),
                 orq_sign_word(figure->sign), orq_html_text(html, figure->name));
    if (figure->was)
        orq_str_addf(html->out, " <span class=\"soft\">was <code>%s</code></span>",
                     orq_html_text(html, figure->was));
    if (figure->size)
        orq_str_addf(html->out, " <span class=\"soft\">%s</span>",
                     orq_size_text(html->arena, figure->size));
    orq_str_add(html->out, "</h4>\n");
    if (figure->columns.len + figure->rest.len > same) {
        open_table(html);
        add_facets(html, &figure->columns, false);
        add_facets(html, &figure->rest, false);
        orq_str_add(html->out, "</tbody></table>\n");
    }
    if (same == 0)
        return;
    orq_str_addf(html->out, "<details><summary>%zu column%s that stay%s as %s</summary>\n", same,
                 same == 1 ? "" : "s", same == 1 ? "s" : "", same == 1 ? "it is" : "they are");
    open_table(html);
    add_facets(html, &figure->columns, true);
    orq_str_add(html->out, "</tbody></table>\n</details>\n");
}

void orq_html_schema(const struct orq_html *html)
{
    struct orq_picture picture;
    orq_picture_of(html->arena, html->review, &picture);
    if (picture.figures.len + picture.others.len == 0)
        return;
    orq_str_add(html->out, "<section>\n<h3>What changes</h3>\n");
    add_picture(html, &picture);
    for (size_t i = 0; i < picture.figures.len; i++) {
        if (!picture.figures.items[i].neighbour)
            add_figure(html, &picture.figures.items[i]);
    }
    if (picture.others.len > 0) {
        orq_str_add(html->out, "<h4>Beside the tables</h4>\n");
        open_table(html);
        add_facets(html, &picture.others, false);
        orq_str_add(html->out, "</tbody></table>\n");
    }
    orq_str_add(html->out, "</section>\n");
}
