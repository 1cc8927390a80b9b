#include "model/naming.h"

#include "base/str.h"

#include <string.h>

#define LONGEST 63 /* bytes: NAMEDATALEN - 1 */

enum piece_kind { TEXT, TABLE, COLUMNS };

struct piece {
    enum piece_kind kind;
    struct orq_slice text;
};
ORQ_VEC_OF(pieces, struct piece);

static const struct {
    const char *text;
    enum piece_kind kind;
} placeholders[] = {{"{table}", TABLE}, {"{columns}", COLUMNS}};

static enum piece_kind placeholder_at(const char *text, size_t *len)
{
    for (size_t i = 0; i < sizeof placeholders / sizeof placeholders[0]; i++)
        if (orq_starts_with(text, placeholders[i].text)) {
            *len = strlen(placeholders[i].text);
            return placeholders[i].kind;
        }
    return TEXT;
}

static void push_text(struct orq_arena *arena, struct pieces *pieces, const char *from,
                      const char *to)
{
    if (to > from)
        ORQ_PUSH(arena, pieces, ((struct piece){TEXT, {.data = from, .len = (size_t)(to - from)}}));
}

static struct pieces template_pieces(struct orq_arena *arena, const char *template)
{
    struct pieces pieces = {0};
    const char *from = template, *at = template;
    while (*at) {
        size_t len = 1;
        enum piece_kind kind = placeholder_at(at, &len);
        if (kind != TEXT) {
            push_text(arena, &pieces, from, at);
            ORQ_PUSH(arena, &pieces, ((struct piece){.kind = kind}));
            from = at + len;
        }
        at += len;
    }
    push_text(arena, &pieces, from, at);
    return pieces;
}

/* Without columns `{table}_{columns}_check` is `{table}_check`: one of the two underscores goes,
 * and the only one at an end of the template. */
static void drop_columns(struct pieces *pieces)
{
    for (size_t i = 0; i < pieces->len; i++) {
        if (pieces->items[i].kind != COLUMNS)
            continue;
        struct orq_slice *before = i > 0 ? &pieces->items[i - 1].text : NULL;
        struct orq_slice *after = i + 1 < pieces->len ? &pieces->items[i + 1].text : NULL;
        if (after && after->len > 0 && after->data[0] == '_') {
            after->data++;
            after->len--;
        } else if (before && before->len > 0 && before->data[before->len - 1] == '_') {
            before->len--;
        }
    }
}

static const char *joined(struct orq_arena *arena, const struct orq_strings *columns)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; columns && i < columns->len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? "_" : "", columns->items[i]);
    return orq_str_text(&text);
}

/* The longest start of text that fits and ends no character in the middle. */
static size_t clipped(const char *text, size_t limit)
{
    if (strlen(text) <= limit)
        return strlen(text);
    while (limit > 0 && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

/* Shortens the longer of the two, a byte at a time, as PostgreSQL's makeObjectName() does. */
static void shorten(const struct pieces *pieces, size_t room, size_t *table, size_t *columns)
{
    size_t fixed = 0, tables = 0, lists = 0;
    for (size_t i = 0; i < pieces->len; i++) {
        fixed += pieces->items[i].text.len;
        tables += pieces->items[i].kind == TABLE;
        lists += pieces->items[i].kind == COLUMNS;
    }
    while (fixed + tables * *table + lists * *columns > room) {
        bool can_table = tables > 0 && *table > 0, can_columns = lists > 0 && *columns > 0;
        if (!can_table && !can_columns)
            return;
        if (can_table && (!can_columns || *table > *columns))
            --*table;
        else
            --*columns;
    }
}

static const char *filled(struct orq_arena *arena, const struct pieces *pieces, const char *table,
                          const char *columns, const char *number)
{
    size_t room = LONGEST - strlen(number);
    size_t table_len = strlen(table), columns_len = strlen(columns);
    shorten(pieces, room, &table_len, &columns_len);
    table_len = clipped(table, table_len);
    columns_len = clipped(columns, columns_len);

    struct orq_str name = orq_str_new(arena);
    for (size_t i = 0; i < pieces->len; i++) {
        const struct piece *piece = &pieces->items[i];
        switch (piece->kind) {
        case TEXT:
            orq_str_addn(&name, piece->text.data, piece->text.len);
            break;
        case TABLE:
            orq_str_addn(&name, table, table_len);
            break;
        case COLUMNS:
            orq_str_addn(&name, columns, columns_len);
            break;
        }
    }
    const char *whole = orq_str_text(&name);
    return orq_arena_printf(arena, "%.*s%s", (int)clipped(whole, room), whole, number);
}

const char *orq_name_from_template(struct orq_arena *arena, const char *template, const char *table,
                                   const struct orq_strings *columns, struct orq_map *taken)
{
    if (!template)
        return NULL;
    struct orq_arena *scratch = orq_arena_new();
    struct pieces pieces = template_pieces(scratch, template);
    if (!columns || columns->len == 0)
        drop_columns(&pieces);
    const char *list = joined(scratch, columns);

    const char *name = filled(scratch, &pieces, table, list, "");
    const char *folded = orq_ascii_fold(scratch, name);
    for (size_t number = 1; taken && orq_map_get(taken, folded); number++) {
        name = filled(scratch, &pieces, table, list, orq_arena_printf(scratch, "%zu", number));
        folded = orq_ascii_fold(scratch, name);
    }
    char *kept = orq_arena_strdup(arena, name);
    if (taken)
        orq_map_put(taken, strcmp(folded, name) == 0 ? kept : orq_arena_strdup(arena, folded),
                    kept);
    orq_arena_free(scratch);
    return kept;
}

const char *orq_naming_of(const struct orq_naming *naming, enum orq_kind kind)
{
    const struct {
        enum orq_kind kind;
        const char *template;
    } rows[] = {
        {ORQ_KIND_PRIMARY_KEY, naming->primary_key},
        {ORQ_KIND_UNIQUE, naming->unique},
        {ORQ_KIND_FOREIGN_KEY, naming->foreign_key},
        {ORQ_KIND_CHECK, naming->check},
        {ORQ_KIND_INDEX, naming->index},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].kind == kind)
            return rows[i].template;
    return NULL;
}
