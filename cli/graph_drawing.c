#include "cli/graph_drawing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A line of the columns; column k stands at 2k, what leads from one to another between them. */
struct row {
    char *cells;
    size_t len;
};

static struct row row_new(const struct orq_drawing *drawing)
{
    size_t len = 2 * (drawing->columns.len + 1);
    struct row row = {ORQ_NEW_ARRAY(drawing->out->arena, char, len), len};
    memset(row.cells, ' ', len);
    return row;
}

static void put(struct row *row, size_t from, size_t to, char cell)
{
    for (size_t column = from; column < to; column++)
        row->cells[2 * column] = cell;
}

static const char *box_of(char cell)
{
    static const char *const boxes[][2] = {
        {"*", "●"}, {"|", "│"}, {"/", "╱"}, {"\\", "╲"}, {"_", "_"}};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
        if (*boxes[i][0] == cell)
            return boxes[i][1];
    return " ";
}

/* The row with text behind it; "": none, and no blanks at the end. */
static void end_row(struct orq_drawing *drawing, const struct row *row, struct orq_slice text)
{
    size_t len = 2 * drawing->columns.len;
    while (text.len == 0 && len > 0 && row->cells[len - 1] == ' ')
        len--;
    for (size_t i = 0; i < len; i++)
        if (drawing->boxes)
            orq_str_add(drawing->out, box_of(row->cells[i]));
        else
            orq_str_addc(drawing->out, row->cells[i]);
    orq_str_addn(drawing->out, text.data, text.len);
    orq_str_addc(drawing->out, '\n');
}

static const struct orq_slice no_text = {"", 0};

/* From the column `from`, the first that waits for id; columns.len: none. */
static size_t waiting(const struct orq_drawing *drawing, const char *id, size_t from)
{
    size_t column = from;
    while (column < drawing->columns.len && strcmp(drawing->columns.items[column], id) != 0)
        column++;
    return column;
}

static void insert_column(struct orq_drawing *drawing, size_t column, const char *id)
{
    ORQ_PUSH(drawing->out->arena, &drawing->columns, id);
    const char **at = drawing->columns.items + column;
    memmove(at + 1, at, (drawing->columns.len - 1 - column) * sizeof *at);
    *at = id;
}

static void remove_column(struct orq_drawing *drawing, size_t column)
{
    const char **at = drawing->columns.items + column;
    memmove(at, at + 1, (drawing->columns.len - 1 - column) * sizeof *at);
    drawing->columns.len--;
}

static void draw_text(struct orq_drawing *drawing, size_t column, const struct orq_drawn *node)
{
    const char *text = node->text;
    for (char mark = '*'; mark; text++) {
        struct row row = row_new(drawing);
        size_t len = strcspn(text, "\n");
        put(&row, 0, drawing->columns.len, '|');
        put(&row, column, column + 1, mark);
        end_row(drawing, &row, (struct orq_slice){text, len});
        text += len;
        mark = node->parents->len > 0 ? '|' : ' ';
        if (*text == '\0' || text[1] == '\0')
            break;
    }
}

/* Nothing comes below the node: those to the right of it move up to its column. */
static void draw_end(struct orq_drawing *drawing, size_t column)
{
    if (column + 1 < drawing->columns.len) {
        struct row row = row_new(drawing);
        put(&row, 0, column, '|');
        for (size_t k = column + 1; k < drawing->columns.len; k++)
            row.cells[2 * k - 1] = '/';
        end_row(drawing, &row, no_text);
    }
    remove_column(drawing, column);
}

/* A column to the right of the node, for one parent more. */
static void draw_fork(struct orq_drawing *drawing, size_t column, const char *parent)
{
    insert_column(drawing, column + 1, parent);
    struct row row = row_new(drawing);
    put(&row, 0, column + 1, '|');
    for (size_t k = column; k + 1 < drawing->columns.len; k++)
        row.cells[2 * k + 1] = '\\';
    end_row(drawing, &row, no_text);
}

/* The column `right` goes over to `left`, across those between them; what is right of it moves up.
 */
static void draw_join(struct orq_drawing *drawing, size_t left, size_t right)
{
    struct row row = row_new(drawing);
    put(&row, 0, right, '|');
    for (size_t k = right; k < drawing->columns.len; k++)
        row.cells[2 * k - 1] = '/';
    for (size_t k = left + 1; k + 1 < right; k++)
        row.cells[2 * k + 1] = '_';
    end_row(drawing, &row, no_text);
    remove_column(drawing, right);
    if (right > left + 1) {
        struct row last = row_new(drawing);
        put(&last, 0, drawing->columns.len, '|');
        last.cells[2 * left + 1] = '/';
        end_row(drawing, &last, no_text);
    }
}

struct orq_drawing orq_drawing_new(struct orq_str *out, bool boxes)
{
    return (struct orq_drawing){.out = out, .boxes = boxes};
}

void orq_drawing_add(struct orq_drawing *drawing, const struct orq_drawn *node)
{
    size_t column = waiting(drawing, node->id, 0);
    if (column == drawing->columns.len)
        insert_column(drawing, column, node->id);
    draw_text(drawing, column, node);
    if (node->parents->len == 0) {
        draw_end(drawing, column);
        return;
    }
    drawing->columns.items[column] = node->parents->items[0];
    for (size_t i = node->parents->len; i > 1; i--)
        draw_fork(drawing, column, node->parents->items[i - 1]);
    for (size_t i = 0; i < node->parents->len; i++) {
        const char *parent = node->parents->items[i];
        size_t left = waiting(drawing, parent, 0);
        size_t right = waiting(drawing, parent, left + 1);
        if (right < drawing->columns.len)
            draw_join(drawing, left, right);
    }
}

bool orq_drawing_boxes(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = NULL;
    for (size_t i = 0; i < sizeof variables / sizeof *variables && (!locale || !*locale); i++)
        locale = getenv(variables[i]);
    const char *dot = locale ? strchr(locale, '.') : NULL;
    if (!dot || !isatty(STDOUT_FILENO))
        return false;
    return strncasecmp(dot + 1, "utf-8", 5) == 0 || strncasecmp(dot + 1, "utf8", 4) == 0;
}
