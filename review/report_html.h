/* What the files of the HTML format share. */
#ifndef ORQ_REVIEW_REPORT_HTML_H
#define ORQ_REVIEW_REPORT_HTML_H

#include "review/report_parts.h"

extern const char *const orq_html_style[]; /* ends with NULL */

struct orq_html {
    struct orq_str *out;
    struct orq_arena *arena;
    const struct orq_review *review;
};

/* Escaped, on one line; and with its lines. */
const char *orq_html_text(const struct orq_html *html, const char *text);
const char *orq_html_lines(const struct orq_html *html, const char *text);
void orq_html_schema(const struct orq_html *html);     /* the picture, before and after */
void orq_html_statements(const struct orq_html *html); /* up and down, locks */

#endif
