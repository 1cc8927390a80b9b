/* What the judge asks the server, and reading what it answers. */
#include "history/judge_postgres.h"

#include "sql/postgres_token.h"

#include <string.h>

/* ---- types ---- */

/* Past a quoted name, or one byte. */
static size_t past(const char *text, size_t at)
{
    if (text[at] != '"')
        return at + 1;
    const char *end = strchr(text + at + 1, '"');
    return end ? (size_t)(end + 1 - text) : strlen(text);
}

const char *orq_judge_type_without_length(struct orq_arena *arena, const char *type)
{
    /* https://www.postgresql.org/docs/current/datatype-character.html, datatype-bit.html */
    static const char *const unlimited[][2] = {
        {"character", "bpchar"}, {"bit", "pg_catalog.\"bit\""}, {"char", "bpchar"}};
    struct orq_str plain = orq_str_new(arena);
    size_t base = 0; /* the name's length, without an array's brackets */
    for (size_t at = 0; type[at];) {
        size_t next = past(type, at);
        if (type[at] == '(') {
            const char *end = strchr(type + at, ')');
            at = end ? (size_t)(end + 1 - type) : strlen(type);
            continue;
        }
        if (type[at] != '[' && type[at] != ']')
            base = plain.len + next - at;
        orq_str_addn(&plain, type + at, next - at);
        at = next;
    }
    const char *text = orq_str_text(&plain);
    for (size_t i = 0; i < sizeof unlimited / sizeof *unlimited; i++)
        if (base == strlen(unlimited[i][0]) && strncmp(text, unlimited[i][0], base) == 0)
            return orq_arena_printf(arena, "%s%s", unlimited[i][1], text + base);
    return text;
}

/* ---- the question ---- */

const char *orq_judge_operand(struct orq_arena *arena, const struct orq_pair *pair,
                              const char *text)
{
    /* The line break ends a comment at the end of the text. */
    if (pair->kind == ORQ_PAIR_DEFAULT || pair->kind == ORQ_PAIR_GENERATED)
        return orq_arena_printf(arena, "CAST((%s\n) AS %s)", text,
                                orq_judge_type_without_length(arena, pair->type));
    return orq_arena_printf(arena, "(%s\n)", text);
}

/* Does either text hold the name, in any case? More columns than are named do no harm. */
static bool mentioned(const char *text, const char *name)
{
    size_t len = strlen(name);
    for (; *text; text++)
        if (orq_ascii_lower(*text) == orq_ascii_lower(*name) &&
            orq_ascii_equal_n(text, strnlen(text, len), name, len))
            return true;
    return false;
}

static void add_column(struct orq_str *row, const char *type, const char *name)
{
    orq_str_addf(row, "%sNULL::%s AS %s", row->len > 0 ? ", " : "", type,
                 orq_pg_name(row->arena, name));
}

static bool awkward(const char *name)
{
    /* The server doubles quotes inside a name, and may cut it. */
    return strchr(name, '"') != NULL;
}

static bool asks_for(const struct orq_pair *pair, const struct orq_column *column)
{
    return column->type && column->type[0] &&
           (awkward(column->name) || mentioned(pair->a, column->name) ||
            mentioned(pair->b, column->name));
}

const char *orq_judge_row(struct orq_arena *arena, const struct orq_pair *pair)
{
    struct orq_str row = orq_str_new(arena);
    bool domain = pair->kind == ORQ_PAIR_EXPRESSION && pair->type;
    const struct orq_table *table = domain || pair->kind == ORQ_PAIR_DEFAULT ? NULL : pair->table;
    if (table && table->columns.len == 0) /* of a materialized view only the server knows them */
        return orq_arena_printf(arena, "(SELECT * FROM %s OFFSET 0) AS %s",
                                orq_pg_qualified_name(arena, table->schema, table->name),
                                orq_pg_name(arena, table->name));
    for (size_t i = 0; table && i < table->columns.len; i++)
        if (asks_for(pair, table->columns.items[i]))
            add_column(&row, table->columns.items[i]->type, table->columns.items[i]->name);
    if (domain)
        add_column(&row, pair->type, "value");
    /* OFFSET 0 keeps the planner from putting the NULLs in place of the columns. */
    return orq_arena_printf(arena, "(SELECT %s OFFSET 0) AS %s",
                            row.len > 0 ? orq_str_text(&row) : "NULL::integer AS orqgen_nothing",
                            table ? orq_pg_name(arena, table->name) : "orqgen_row");
}

/* ---- the answer ---- */

static unsigned hex_digits(const char *text)
{
    unsigned value = 0;
    for (size_t i = 0; i < 4 && text[i]; i++) {
        char digit = orq_ascii_lower(text[i]);
        value = value * 16 + (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return value;
}

/* The server escapes control characters alone; all else is UTF-8 as it is.
 * https://www.rfc-editor.org/rfc/rfc8259#section-7 */
static const char *read_string(struct orq_arena *arena, const char **at)
{
    static const char escapes[] = "b\bf\fn\nr\rt\t";
    struct orq_str out = orq_str_new(arena);
    const char *p = *at + 1;
    for (; *p && *p != '"'; p++) {
        if (*p != '\\' || !p[1]) {
            orq_str_addc(&out, *p);
            continue;
        }
        p++;
        const char *escape = strchr(escapes, *p);
        if (*p == 'u' && strlen(p) > 4) {
            orq_str_addc(&out, (char)hex_digits(p + 1));
            p += 4;
        } else {
            orq_str_addc(&out, escape ? escape[1] : *p);
        }
    }
    *at = *p ? p + 1 : p;
    return orq_str_text(&out);
}

void orq_judge_output(struct orq_arena *arena, const char *plan, struct orq_strings *output)
{
    static const char key[] = "\"Output\": [";
    const char *at = strstr(plan, key); /* inside a string its quotes would be escaped */
    if (!at)
        return;
    for (at += sizeof key - 1; *at && *at != ']';) {
        if (*at == '"')
            ORQ_PUSH(arena, output, read_string(arena, &at));
        else
            at++;
    }
}
