/* The values of a row of the catalogue, from the text in which the server sends them. What is NULL
 * or malformed reads as 0, false, NULL or an empty list. */
#ifndef ORQ_INTROSPECT_POSTGRES_ROWS_H
#define ORQ_INTROSPECT_POSTGRES_ROWS_H

#include "base/str.h"
#include "base/vec.h"
#include "db/db.h"

struct orq_numbers {
    uint32_t *items;
    size_t len, cap;
};

const char *orq_cell(const struct orq_row *row, size_t at); /* NULL: SQL NULL */
uint32_t orq_cell_oid(const struct orq_row *row, size_t at);
long orq_cell_number(const struct orq_row *row, size_t at);
bool orq_cell_is(const struct orq_row *row, size_t at); /* a boolean */
char orq_cell_char(const struct orq_row *row, size_t at);
/* int2vector, oidvector ("1 2 3"), int2[], oid[] ("{1,2,3}"). */
struct orq_numbers orq_cell_numbers(struct orq_arena *arena, const struct orq_row *row, size_t at);
/* text[] and its like, of one dimension; an element that is NULL is a NULL. */
struct orq_strings orq_cell_array(struct orq_arena *arena, const struct orq_row *row, size_t at);
/* The same of a text: "{a,\"b c\",NULL}". */
struct orq_strings orq_array_read(struct orq_arena *arena, const char *text);
/* ROW(…)::text: "(1,,\"{a,b}\")"; a field that is NULL is a NULL. */
struct orq_strings orq_record_read(struct orq_arena *arena, const char *text);
/* A text[] with these elements, for a parameter. */
const char *orq_array_text(struct orq_arena *arena, const struct orq_strings *list);

#endif
