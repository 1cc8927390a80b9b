/* Drawing a graph at a terminal, newest first, as `git log --graph` does: each node is a line, and
 * columns beside it lead to the parents that are still to come.
 *
 *   *   merge        A node stands in the column that waits for it, else in a new one at the right.
 *   |\               Its first parent takes over the column, the others open columns beside it, and
 *   | * right        columns that wait for the same node join into the left one.
 *   * | left
 *   |/
 *   * base */
#ifndef ORQ_CLI_GRAPH_DRAWING_H
#define ORQ_CLI_GRAPH_DRAWING_H

#include "base/str.h"
#include "base/vec.h"

struct orq_drawing {
    struct orq_str *out;
    bool boxes;                 /* box characters instead of ASCII */
    struct orq_strings columns; /* the ids that they wait for */
};

struct orq_drawn {
    const char *id;
    const struct orq_strings *parents; /* those that come later; a parent that does not is none */
    const char *text;                  /* one line or several */
};

struct orq_drawing orq_drawing_new(struct orq_str *out, bool boxes);
/* Children before their parents. The ids must outlive the drawing. */
void orq_drawing_add(struct orq_drawing *drawing, const struct orq_drawn *node);

/* Can the characters of boxes be shown on stdout: a terminal whose locale is UTF-8? */
bool orq_drawing_boxes(void);

#endif
