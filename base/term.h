/* Whether, and how, to use a terminal's colours and width. */
#ifndef ORQ_BASE_TERM_H
#define ORQ_BASE_TERM_H

#include <stdbool.h>
#include <stdio.h>

enum orq_colour { ORQ_COLOUR_AUTO, ORQ_COLOUR_ALWAYS, ORQ_COLOUR_NEVER };

/* AUTO: only when out is a terminal, NO_COLOR is unset or empty, and TERM is
 * not "dumb". */
bool orq_term_colours(FILE *out, enum orq_colour wish);

enum orq_style {
    ORQ_STYLE_NONE,
    ORQ_STYLE_BOLD,
    ORQ_STYLE_ERROR,
    ORQ_STYLE_WARNING,
    ORQ_STYLE_GOOD,
    ORQ_STYLE_FAINT
};

/* The escape sequence that starts a style; "" when colours are off. NONE ends all. */
const char *orq_term_style(bool colours, enum orq_style style);

#endif
