#include "sql/postgres_create_private.h"
#include "sql/postgres_normal.h"

#include <stdlib.h>
#include <string.h>

bool orq_pg_reading_fails(struct orq_pg_reading *reading, const char *error)
{
    if (!reading->error) {
        reading->error = error;
        reading->offset = orq_pg_ahead(&reading->cursor, 0).offset;
    }
    return false;
}

bool orq_pg_expect(struct orq_pg_reading *reading, const char *word)
{
    if (orq_pg_accept(&reading->cursor, word))
        return true;
    return orq_pg_reading_fails(reading, orq_arena_printf(reading->arena, "expected \"%s\"", word));
}

bool orq_pg_read_name(struct orq_pg_reading *reading)
{
    struct orq_pg_create *create = reading->create;
    if (orq_pg_take_qualified(&reading->cursor, &create->schema, &create->name))
        return true;
    return orq_pg_reading_fails(reading, "expected a name");
}

const char *orq_pg_part(struct orq_pg_reading *reading, size_t from, size_t to,
                        const char *(*normal)(struct orq_arena *, const char *))
{
    const char *source = orq_pg_source(&reading->cursor, from, to);
    const char *text = normal(reading->arena, source);
    return text ? text : source;
}

static bool at_end(const struct orq_pg_cursor *cursor)
{
    return orq_pg_at_kind(cursor, ORQ_PG_END) || orq_pg_at(cursor, ";");
}

const char *orq_pg_rest(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    size_t from = cursor->at;
    while (!at_end(cursor))
        cursor->at++;
    return orq_pg_part(reading, from, cursor->at, orq_pg_statement_normal);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void orq_pg_sort(struct orq_strings *list)
{
    if (list->len > 1)
        qsort(list->items, list->len, sizeof *list->items, compare);
}

const char *orq_pg_joined(struct orq_arena *arena, const struct orq_strings *list,
                          const char *between)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < list->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? between : "", list->items[i]);
    return orq_str_text(&out);
}

void orq_pg_skip_element(struct orq_pg_cursor *cursor)
{
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ",") &&
           !orq_pg_at(cursor, ")") && !orq_pg_at(cursor, "]")) {
        if (orq_pg_at(cursor, "(") || orq_pg_at(cursor, "["))
            orq_pg_skip_group(cursor);
        else
            cursor->at++;
    }
}

static bool read_constraint_trigger(struct orq_pg_reading *reading)
{
    return orq_pg_read_trigger(reading, true);
}

static bool read_plain_trigger(struct orq_pg_reading *reading)
{
    return orq_pg_read_trigger(reading, false);
}

static const struct {
    const char *first, *second; /* second NULL: one word */
    enum orq_pg_create_kind kind;
    bool (*read)(struct orq_pg_reading *reading);
} kinds[] = {
    {"function", NULL, ORQ_PG_CREATE_FUNCTION, orq_pg_read_routine},
    {"procedure", NULL, ORQ_PG_CREATE_PROCEDURE, orq_pg_read_routine},
    {"aggregate", NULL, ORQ_PG_CREATE_AGGREGATE, orq_pg_read_aggregate},
    {"trigger", NULL, ORQ_PG_CREATE_TRIGGER, read_plain_trigger},
    {"constraint", "trigger", ORQ_PG_CREATE_TRIGGER, read_constraint_trigger},
    {"event", "trigger", ORQ_PG_CREATE_EVENT_TRIGGER, orq_pg_read_event_trigger},
    {"rule", NULL, ORQ_PG_CREATE_RULE, orq_pg_read_rule},
    {"view", NULL, ORQ_PG_CREATE_VIEW, orq_pg_read_view},
    {"materialized", "view", ORQ_PG_CREATE_MATERIALIZED_VIEW, orq_pg_read_view},
    {"operator", NULL, ORQ_PG_CREATE_OPERATOR, orq_pg_read_operator},
    {"cast", NULL, ORQ_PG_CREATE_CAST, orq_pg_read_cast},
    {"collation", NULL, ORQ_PG_CREATE_COLLATION, orq_pg_read_collation},
    {"server", NULL, ORQ_PG_CREATE_SERVER, orq_pg_read_server},
    {"foreign", "table", ORQ_PG_CREATE_FOREIGN_TABLE, orq_pg_read_foreign_table},
};

/* Operator classes and families are other things. */
static bool is_operator_group(const struct orq_pg_cursor *cursor)
{
    return orq_pg_at(cursor, "class") || orq_pg_at(cursor, "family");
}

static bool read_kind(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool here = kinds[i].second ? orq_pg_at_two(cursor, kinds[i].first, kinds[i].second)
                                    : orq_pg_at(cursor, kinds[i].first);
        if (!here)
            continue;
        cursor->at += kinds[i].second ? 2 : 1;
        if (is_operator_group(cursor))
            return true;
        if (orq_pg_at_two(cursor, "if", "not"))
            cursor->at += 3;
        reading->create->kind = kinds[i].kind;
        return kinds[i].read(reading);
    }
    return true;
}

static bool read_create(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    if (!orq_pg_expect(reading, "create"))
        return false;
    if (orq_pg_at_two(cursor, "or", "replace")) {
        reading->create->or_replace = true;
        cursor->at += 2;
    }
    static const char *const passed[] = {"temp", "temporary", "recursive", "trusted"};
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        orq_pg_accept(cursor, passed[i]);
    return read_kind(reading);
}

const struct orq_pg_create *orq_pg_create_read(struct orq_arena *arena, const char *sql,
                                               const char **error, size_t *offset)
{
    struct orq_pg_reading reading = {.arena = arena,
                                     .cursor = orq_pg_cursor_new(arena, sql),
                                     .create = ORQ_NEW(arena, struct orq_pg_create)};
    bool read = read_create(&reading);
    struct orq_pg_cursor *cursor = &reading.cursor;
    while (read && orq_pg_accept(cursor, ";"))
        continue;
    if (read && reading.create->kind != ORQ_PG_CREATE_OTHER && !orq_pg_at_kind(cursor, ORQ_PG_END))
        read = orq_pg_reading_fails(&reading, "the statement goes on behind its end");
    if (read)
        return reading.create;
    *error = reading.error ? reading.error : "it is not complete";
    *offset = reading.offset;
    return NULL;
}
