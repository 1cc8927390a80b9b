#include "introspect/postgres_rows.h"

#include <stdlib.h>
#include <string.h>

const char *orq_cell(const struct orq_row *row, size_t at)
{
    return at < row->count ? row->values[at] : NULL;
}

uint32_t orq_cell_oid(const struct orq_row *row, size_t at)
{
    const char *text = orq_cell(row, at);
    return text ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

long orq_cell_number(const struct orq_row *row, size_t at)
{
    const char *text = orq_cell(row, at);
    return text ? strtol(text, NULL, 10) : 0;
}

bool orq_cell_is(const struct orq_row *row, size_t at)
{
    return orq_cell_char(row, at) == 't';
}

char orq_cell_char(const struct orq_row *row, size_t at)
{
    const char *text = orq_cell(row, at);
    return text ? text[0] : '\0';
}

static size_t numbers_in(const char *text)
{
    size_t count = 0;
    for (text += strcspn(text, "0123456789"); *text; text += strcspn(text, "0123456789")) {
        count++;
        text += strspn(text, "0123456789");
    }
    return count;
}

struct orq_numbers orq_cell_numbers(struct orq_arena *arena, const struct orq_row *row, size_t at)
{
    struct orq_numbers numbers = {0};
    const char *text = orq_cell(row, at);
    size_t count = text ? numbers_in(text) : 0;
    if (count == 0)
        return numbers;
    numbers.items = ORQ_NEW_ARRAY(arena, uint32_t, count);
    numbers.cap = count;
    while (numbers.len < count) {
        char *end = NULL;
        text += strcspn(text, "0123456789");
        numbers.items[numbers.len++] = (uint32_t)strtoul(text, &end, 10);
        text = end;
    }
    return numbers;
}

/* One element of an array or a record up to `ends`; *text is moved behind it. Within quotes a
 * backslash takes the next byte as it is, and of a record two quotes are one. */
static const char *element(struct orq_arena *arena, const char **text, const char *ends,
                           bool *quoted)
{
    struct orq_str value = orq_str_new(arena);
    bool inside = false;
    const char *at = *text;
    *quoted = false;
    for (; *at && (inside || !strchr(ends, *at)); at++) {
        if ((*at == '\\' && at[1]) || (*at == '"' && inside && at[1] == '"')) {
            orq_str_addc(&value, *++at);
        } else if (*at == '"') {
            inside = !inside;
            *quoted = true;
        } else {
            orq_str_addc(&value, *at);
        }
    }
    *text = at;
    return orq_str_text(&value);
}

struct orq_strings orq_array_read(struct orq_arena *arena, const char *text)
{
    struct orq_strings list = {0};
    if (!text || text[0] != '{' || text[1] == '}')
        return list;
    do {
        bool quoted = false;
        text++;
        const char *value = element(arena, &text, ",}", &quoted);
        ORQ_PUSH(arena, &list, !quoted && strcmp(value, "NULL") == 0 ? NULL : value);
    } while (*text == ',');
    return list;
}

struct orq_strings orq_cell_array(struct orq_arena *arena, const struct orq_row *row, size_t at)
{
    return orq_array_read(arena, orq_cell(row, at));
}

struct orq_strings orq_record_read(struct orq_arena *arena, const char *text)
{
    struct orq_strings list = {0};
    if (!text || text[0] != '(')
        return list;
    do {
        bool quoted = false;
        text++;
        const char *value = element(arena, &text, ",)", &quoted);
        ORQ_PUSH(arena, &list, !quoted && value[0] == '\0' ? NULL : value);
    } while (*text == ',');
    return list;
}

const char *orq_array_text(struct orq_arena *arena, const struct orq_strings *list)
{
    struct orq_str text = orq_str_new(arena);
    orq_str_addc(&text, '{');
    for (size_t i = 0; i < list->len; i++) {
        orq_str_add(&text, i > 0 ? ",\"" : "\"");
        for (const char *at = list->items[i]; *at; at++) {
            if (*at == '"' || *at == '\\')
                orq_str_addc(&text, '\\');
            orq_str_addc(&text, *at);
        }
        orq_str_addc(&text, '"');
    }
    orq_str_addc(&text, '}');
    return orq_str_text(&text);
}
