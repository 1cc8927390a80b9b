/* CREATE VIEW and CREATE MATERIALIZED VIEW. */
#include "sql/postgres_create_private.h"
#include "sql/postgres_normal.h"

static bool read_columns(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    if (!orq_pg_accept(cursor, "("))
        return true;
    do
        ORQ_PUSH(reading->arena, &reading->create->columns, orq_pg_take(cursor));
    while (orq_pg_accept(cursor, ","));
    return orq_pg_expect(reading, ")");
}

/* "security_barrier=true" */
static bool read_with(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    if (!orq_pg_expect(reading, "("))
        return false;
    do {
        const char *name = orq_pg_take(cursor), *value = "true";
        while (orq_pg_accept(cursor, "."))
            name = orq_arena_printf(reading->arena, "%s.%s", name, orq_pg_take(cursor));
        if (orq_pg_accept(cursor, "="))
            value = orq_pg_take(cursor);
        ORQ_PUSH(reading->arena, &reading->create->with,
                 orq_arena_printf(reading->arena, "%s=%s", name, value));
    } while (orq_pg_accept(cursor, ","));
    orq_pg_sort(&reading->create->with);
    return orq_pg_expect(reading, ")");
}

static bool ends_with_words(const struct orq_pg_cursor *cursor, size_t end,
                            const char *const words[4], size_t count)
{
    if (end < count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!orq_pg_token_is(cursor->text, cursor->tokens[end - count + i], words[i]))
            return false;
    return true;
}

/* What may stand behind a query; how many words of it. */
static const struct {
    const char *words[4];
    size_t count;
    const char *check;
} endings[] = {
    {{"with", "cascaded", "check", "option"}, 4, "cascaded"},
    {{"with", "local", "check", "option"}, 4, "local"},
    {{"with", "check", "option"}, 3, "cascaded"},
    {{"with", "no", "data"}, 3, NULL},
    {{"with", "data"}, 2, NULL},
};

static void read_query(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    size_t from = cursor->at, to = orq_pg_skip_rest(cursor);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (!ends_with_words(cursor, to, endings[i].words, endings[i].count))
            continue;
        reading->create->check_option = endings[i].check;
        to -= endings[i].count;
        break;
    }
    reading->create->query = orq_pg_source(cursor, from, to);
    reading->create->text = orq_pg_part(reading, from, to, orq_pg_query_normal);
}

bool orq_pg_read_view(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    if (!orq_pg_read_name(reading) || !read_columns(reading))
        return false;
    if (orq_pg_accept(cursor, "using"))
        orq_pg_take(cursor);
    if (orq_pg_accept(cursor, "with") && !read_with(reading))
        return false;
    if (orq_pg_accept(cursor, "tablespace"))
        orq_pg_take(cursor);
    if (!orq_pg_expect(reading, "as"))
        return false;
    read_query(reading);
    return true;
}
