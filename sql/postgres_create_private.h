/* The parts of reading PostgreSQL's CREATE statements. Private to sql/. */
#ifndef ORQ_SQL_POSTGRES_CREATE_PRIVATE_H
#define ORQ_SQL_POSTGRES_CREATE_PRIVATE_H

#include "sql/postgres_cursor_private.h"
#include "sql/postgres_statement.h"

struct orq_pg_reading {
    struct orq_arena *arena;
    struct orq_pg_cursor cursor;
    struct orq_pg_create *create;
    const char *error; /* NULL: none yet */
    size_t offset;     /* of the error */
};

/* Notes an error at the cursor, the first alone; false. */
bool orq_pg_reading_fails(struct orq_pg_reading *reading, const char *error);
/* The word has to be here. */
bool orq_pg_expect(struct orq_pg_reading *reading, const char *word);
/* [schema.]name into the statement. */
bool orq_pg_read_name(struct orq_pg_reading *reading);
/* From the cursor to the end, or to the group's end, in the statement's form. */
const char *orq_pg_rest(struct orq_pg_reading *reading);
/* The tokens from a place to another, in the statement's or the query's form; "" where there is
 * none, the source itself where it is not balanced. */
const char *orq_pg_part(struct orq_pg_reading *reading, size_t from, size_t to,
                        const char *(*normal)(struct orq_arena *, const char *));
void orq_pg_sort(struct orq_strings *list);
const char *orq_pg_joined(struct orq_arena *arena, const struct orq_strings *list,
                          const char *between);
/* To a comma or closing mark outside of parentheses, or the end. */
void orq_pg_skip_element(struct orq_pg_cursor *cursor);

/* Each reads from behind the word that tells its kind. */
bool orq_pg_read_routine(struct orq_pg_reading *reading);
bool orq_pg_read_trigger(struct orq_pg_reading *reading, bool constraint);
bool orq_pg_read_event_trigger(struct orq_pg_reading *reading);
bool orq_pg_read_rule(struct orq_pg_reading *reading);
bool orq_pg_read_view(struct orq_pg_reading *reading);
bool orq_pg_read_aggregate(struct orq_pg_reading *reading);
bool orq_pg_read_operator(struct orq_pg_reading *reading);
bool orq_pg_read_cast(struct orq_pg_reading *reading);
bool orq_pg_read_collation(struct orq_pg_reading *reading);
bool orq_pg_read_server(struct orq_pg_reading *reading);
bool orq_pg_read_foreign_table(struct orq_pg_reading *reading);

/* A list of arguments up to its closing parenthesis or the end. */
struct orq_pg_arguments {
    const char *text;         /* canonical */
    struct orq_strings types; /* of the signature */
    bool out;                 /* there are OUT or INOUT ones */
};
struct orq_pg_arguments orq_pg_take_arguments(struct orq_pg_cursor *cursor);
const char *orq_pg_signature(struct orq_arena *arena, const char *name,
                             const struct orq_strings *types);

#endif
