/* What a review draws: the tables that change, those beside them, and what refers to what. Plain
 * data; texts are as they are, and every format escapes them for itself. */
#ifndef ORQ_REVIEW_PICTURE_H
#define ORQ_REVIEW_PICTURE_H

#include "review/review.h"

enum orq_sign { ORQ_SIGN_SAME, ORQ_SIGN_ADDED, ORQ_SIGN_CHANGED, ORQ_SIGN_DROPPED };
char orq_sign_mark(enum orq_sign sign);        /* ' ' '+' '~' '-' */
const char *orq_sign_word(enum orq_sign sign); /* "same" "added" "changed" "dropped" */

struct orq_facet { /* a column, constraint, index, or what is no table */
    enum orq_sign sign;
    const char *kind;           /* "column", "foreign key", "view" */
    const char *name;           /* "": a constraint without one */
    const char *before, *after; /* "varchar(50) NOT NULL"; NULL: not there */
    const char *type;           /* of a column: its type alone */
    bool key;                   /* a column of the primary key */
    bool reference;             /* a column of a foreign key */
};
ORQ_VEC_OF(orq_facets, struct orq_facet);

struct orq_figure { /* a table */
    enum orq_sign sign;
    const char *name, *was; /* was: its name before, where it is another; else NULL */
    const struct orq_table *before, *after; /* NULL: not there */
    bool neighbour;                         /* nothing of it changes */
    const struct orq_size *size;            /* NULL: not known */
    struct orq_facets columns;              /* all, dropped ones last */
    struct orq_facets rest; /* constraints and indexes that change, and table options */
};
ORQ_VEC_OF(orq_figures, struct orq_figure);

/* Is the column drawn, where a figure has room for so many that do not change? */
bool orq_figure_shows(const struct orq_figure *figure, const struct orq_facet *column, size_t most);

struct orq_link { /* a foreign key */
    enum orq_sign sign;
    size_t child, parent; /* of the figures */
    const char *label;    /* the child's columns */
    bool optional;        /* a row need not have a parent */
};
ORQ_VEC_OF(orq_links, struct orq_link);

struct orq_picture {
    struct orq_figures figures; /* changed ones in the order of the operations, then neighbours */
    struct orq_links links;
    struct orq_facets others; /* views, functions, types, … that change */
};
void orq_picture_of(struct orq_arena *arena, const struct orq_review *review,
                    struct orq_picture *picture);

/* As SVG without any script, font or address of another file, by Graphviz's `dot`; NULL: it is not
 * installed, failed, or there is nothing to draw. Colours are those of picture_colours.h: a
 * style sheet may give them others. */
const char *orq_picture_svg(struct orq_arena *arena, const struct orq_picture *picture);
/* What `dot` is given. */
const char *orq_picture_dot(struct orq_arena *arena, const struct orq_picture *picture);
/* Mermaid's erDiagram. */
void orq_picture_mermaid(struct orq_str *out, const struct orq_picture *picture);

#endif
