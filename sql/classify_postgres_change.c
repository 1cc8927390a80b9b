/* ALTER TABLE, ALTER TYPE and UPDATE. */
#include "sql/classify_postgres_private.h"
#include "sql/postgres_create_private.h"

#include <string.h>

static const char *take_column(struct orq_pg_cursor *cursor)
{
    orq_pg_accept(cursor, "column");
    orq_pg_accept(cursor, "attribute");
    if (orq_pg_at(cursor, "if")) {
        cursor->at++;
        orq_pg_accept(cursor, "not");
        orq_pg_accept(cursor, "exists");
    }
    return orq_pg_is_name(orq_pg_ahead(cursor, 0)) ? orq_pg_take(cursor) : NULL;
}

/* ADD also takes constraints; of a name without COLUMN the next word tells. */
static bool is_constraint(const struct orq_pg_cursor *cursor)
{
    static const char *const words[] = {"constraint", "check",   "unique", "primary",
                                        "foreign",    "exclude", "value"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (orq_pg_at(cursor, words[i]))
            return true;
    return false;
}

static struct orq_pg_effect read_rename(struct orq_pg_cursor *cursor, const char *table)
{
    struct orq_pg_effect effect = {.kind = ORQ_PG_RENAMES_COLUMN, .object = table};
    if (orq_pg_accept(cursor, "to")) {
        effect.kind = ORQ_PG_RENAMES_TABLE;
        const char *dot = strrchr(table, '.'), *name = orq_pg_take(cursor);
        effect.renamed =
            dot ? orq_arena_printf(cursor->arena, "%.*s.%s", (int)(dot - table), table, name)
                : name;
        return effect;
    }
    effect.column = take_column(cursor);
    if (orq_pg_accept(cursor, "to"))
        effect.renamed = orq_pg_take(cursor);
    return effect;
}

static const char *in_schema(struct orq_pg_cursor *cursor, const char *table)
{
    const char *dot = strrchr(table, '.'), *schema = orq_pg_take(cursor);
    const char *name = dot ? dot + 1 : table;
    return strcmp(schema, "public") == 0 ? name
                                         : orq_arena_printf(cursor->arena, "%s.%s", schema, name);
}

static void read_action(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects,
                        const char *table)
{
    struct orq_pg_effect effect = {.object = table};
    if (orq_pg_accept(cursor, "rename")) {
        if (!orq_pg_at(cursor, "constraint") && !orq_pg_at(cursor, "value"))
            orq_pg_add_effect(cursor, effects, read_rename(cursor, table));
        return;
    }
    if (orq_pg_at_two(cursor, "set", "schema")) {
        cursor->at += 2;
        effect.kind = ORQ_PG_RENAMES_TABLE;
        effect.renamed = in_schema(cursor, table);
        orq_pg_add_effect(cursor, effects, effect);
        return;
    }
    bool adds = orq_pg_accept(cursor, "add");
    if (!adds && !orq_pg_accept(cursor, "drop"))
        return;
    if (adds ? is_constraint(cursor) : orq_pg_at(cursor, "constraint"))
        return;
    bool maybe_older = adds && orq_pg_has_word(cursor, "exists");
    effect.computed =
        adds && orq_pg_has_word(cursor, "generated") && !orq_pg_has_word(cursor, "identity");
    effect.kind = adds ? ORQ_PG_ADDS_COLUMN : ORQ_PG_DROPS_COLUMN;
    effect.column = take_column(cursor);
    if (effect.column && !maybe_older)
        orq_pg_add_effect(cursor, effects, effect);
}

void orq_pg_alter_effects(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    if (orq_pg_at_two(cursor, "all", "in"))
        return;
    const char *table = orq_pg_take_relation(cursor);
    if (!table)
        return;
    do {
        read_action(cursor, effects, table);
        orq_pg_skip_element(cursor);
    } while (orq_pg_accept(cursor, ","));
}

void orq_pg_alter_actions(struct orq_arena *arena, const char *sql, struct orq_strings *alone)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, sql);
    if (!orq_pg_at_two(&cursor, "alter", "table"))
        return;
    cursor.at += 2;
    if (orq_pg_at_two(&cursor, "all", "in") || !orq_pg_take_relation(&cursor))
        return;
    const char *table = orq_pg_source(&cursor, 0, cursor.at);
    do {
        size_t from = cursor.at;
        orq_pg_skip_element(&cursor);
        size_t to = cursor.at;
        while (to > from && orq_pg_token_is(sql, cursor.tokens[to - 1], ";"))
            to--;
        ORQ_PUSH(arena, alone,
                 orq_arena_printf(arena, "%s %s", table, orq_pg_source(&cursor, from, to)));
    } while (orq_pg_accept(&cursor, ","));
}

/* -- UPDATE -- */

static bool ends_assignments(const struct orq_pg_cursor *cursor)
{
    return orq_pg_at_kind(cursor, ORQ_PG_END) || orq_pg_at(cursor, "from") ||
           orq_pg_at(cursor, "where") || orq_pg_at(cursor, "returning");
}

static void skip_value(struct orq_pg_cursor *cursor)
{
    while (!ends_assignments(cursor) && !orq_pg_at(cursor, ",")) {
        if (orq_pg_at(cursor, "(") || orq_pg_at(cursor, "["))
            orq_pg_skip_group(cursor);
        else
            cursor->at++;
    }
}

/* c, c[1], c.f, (c, d) */
static void take_targets(struct orq_pg_cursor *cursor, struct orq_strings *columns)
{
    bool list = orq_pg_accept(cursor, "(");
    do {
        ORQ_PUSH(cursor->arena, columns, orq_pg_take(cursor));
        while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, "=") &&
               !orq_pg_at(cursor, ",") && !orq_pg_at(cursor, ")"))
            cursor->at++;
    } while (list && orq_pg_accept(cursor, ","));
    orq_pg_accept(cursor, ")");
}

/* WHERE [… AND] column IS NULL [AND …], without an OR. */
static bool filters_null(const struct orq_pg_cursor *where, const char *column)
{
    struct orq_pg_cursor cursor = *where;
    bool found = false;
    for (bool first = true; !orq_pg_at_kind(&cursor, ORQ_PG_END); first = false) {
        bool begins = first || orq_pg_at(&cursor, "and");
        if (orq_pg_at(&cursor, "or"))
            return false;
        if (orq_pg_at(&cursor, "(")) {
            orq_pg_skip_group(&cursor);
            continue;
        }
        cursor.at++;
        if (!begins || !orq_pg_is_name(orq_pg_ahead(&cursor, 0)))
            continue;
        struct orq_pg_cursor ahead = cursor;
        bool named = strcmp(orq_pg_take(&ahead), column) == 0;
        bool null = named && orq_pg_at_two(&ahead, "is", "null");
        ahead.at += null ? 2 : 0;
        found |= null && (orq_pg_at_kind(&ahead, ORQ_PG_END) || orq_pg_at(&ahead, "and") ||
                          orq_pg_at(&ahead, "returning"));
    }
    return found;
}

/* = column, and nothing else: neither a value that is worked out, nor a choice of rows. */
static const char *copied_column(const struct orq_pg_cursor *value)
{
    struct orq_pg_cursor cursor = *value;
    if (!orq_pg_accept(&cursor, "=") || !orq_pg_is_name(orq_pg_ahead(&cursor, 0)))
        return NULL;
    const char *name = orq_pg_take(&cursor);
    return orq_pg_at_kind(&cursor, ORQ_PG_END) ? name : NULL;
}

void orq_pg_update_effects(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    struct orq_strings columns = {0};
    const char *table = orq_pg_take_relation(cursor), *copied = NULL;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_accept(cursor, "set"))
        cursor->at++;
    while (!ends_assignments(cursor)) {
        take_targets(cursor, &columns);
        copied = columns.len == 1 ? copied_column(cursor) : NULL;
        skip_value(cursor);
        orq_pg_accept(cursor, ",");
    }
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, "where"))
        cursor->at++;
    bool alone = columns.len == 1 && filters_null(cursor, columns.items[0]);
    for (size_t i = 0; i < columns.len; i++)
        orq_pg_add_effect(cursor, effects,
                          (struct orq_pg_effect){.kind = ORQ_PG_UPDATES,
                                                 .object = table,
                                                 .column = columns.items[i],
                                                 .copied = copied,
                                                 .only_null = alone});
    if (columns.len == 0)
        orq_pg_add_effect(cursor, effects,
                          (struct orq_pg_effect){.kind = ORQ_PG_UNKNOWN, .object = table});
}
