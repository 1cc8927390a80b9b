#include "sql/postgres_update.h"

#include "sql/classify_postgres_private.h"

static void take_alias(struct orq_pg_cursor *cursor, struct orq_pg_update *update)
{
    bool named = orq_pg_accept(cursor, "as");
    if (!named && (orq_pg_at(cursor, "set") || !orq_pg_is_name(orq_pg_ahead(cursor, 0))))
        return;
    update->called = orq_pg_source(cursor, cursor->at, cursor->at + 1);
    cursor->at++;
}

static bool take_target(struct orq_pg_cursor *cursor, struct orq_pg_update *update)
{
    size_t from = cursor->at;
    orq_pg_accept(cursor, "only");
    size_t name = cursor->at;
    if (!orq_pg_take_qualified(cursor, &update->schema, &update->name))
        return false;
    update->called = orq_pg_source(cursor, name, cursor->at);
    orq_pg_accept(cursor, "*");
    take_alias(cursor, update);
    update->target = orq_pg_source(cursor, from, cursor->at);
    return orq_pg_at(cursor, "set");
}

static void find_condition(struct orq_pg_cursor *cursor, struct orq_pg_update *update)
{
    bool found = false;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ";")) {
        update->returns |= orq_pg_at(cursor, "returning");
        if (!found && orq_pg_accept(cursor, "where")) {
            found = true;
            update->condition = orq_pg_ahead(cursor, 0).offset;
            update->by_cursor = orq_pg_at_two(cursor, "current", "of");
            continue;
        }
        if (orq_pg_at(cursor, "(") || orq_pg_at(cursor, "["))
            orq_pg_skip_group(cursor);
        else
            cursor->at++;
    }
    update->end = orq_pg_ahead(cursor, 0).leading;
    if (!found)
        update->condition = update->end;
}

bool orq_pg_update_read(struct orq_arena *arena, const char *sql, struct orq_pg_update *update)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, sql);
    *update = (struct orq_pg_update){0};
    if (!orq_pg_accept(&cursor, "update") || !take_target(&cursor, update))
        return false;
    find_condition(&cursor, update);
    struct orq_pg_effects effects = orq_pg_effects_of(arena, sql);
    for (size_t i = 0; i < effects.len; i++)
        if (effects.items[i].kind == ORQ_PG_UPDATES && effects.items[i].column)
            ORQ_PUSH(arena, &update->columns, effects.items[i].column);
    return true;
}
