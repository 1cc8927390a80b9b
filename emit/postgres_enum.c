/* Enums: https://www.postgresql.org/docs/current/sql-altertype.html. Values are added and renamed
 * in place; to take one away, or to change their order, needs a new type. */
#include "emit/postgres_families.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

const char *orq_pg_enum_sql(struct orq_pg_emitter *emitter, const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *values = orq_pg_list(definition, ORQ_ATTRIBUTE_VALUES);
    struct orq_str out = orq_str_new(arena);
    size_t line = 0;
    orq_str_addf(&out, "CREATE TYPE %s AS ENUM (", orq_pg_definition_sql(arena, definition));
    for (size_t i = 0; i < values->len; i++) {
        const char *value = orq_pg_text(arena, values->items[i]);
        bool breaks = i > 0 && out.len - line + strlen(value) > 98;
        if (i > 0)
            orq_str_add(&out, breaks ? "," : ", ");
        if (breaks) {
            line = out.len;
            orq_str_add(&out, "\n    ");
        }
        orq_str_add(&out, value);
    }
    orq_str_addc(&out, ')');
    return orq_str_text(&out);
}

/* -- renamed values -- */

static size_t place_of(const struct orq_strings *values, const char *value)
{
    size_t at = 0;
    while (at < values->len && strcmp(values->items[at], value) != 0)
        at++;
    return at;
}

static bool holds(const struct orq_strings *values, const char *value)
{
    return place_of(values, value) < values->len;
}

struct renames {
    struct orq_strings from, to;
};

static void add_rename(struct orq_arena *arena, struct renames *renames, const char *from,
                       const char *to)
{
    ORQ_PUSH(arena, &renames->from, from);
    ORQ_PUSH(arena, &renames->to, to);
}

/* What the wanted enum says of its values' old names, and the old one of the names that come back:
 * a downgrade undoes a rename. */
static struct renames wanted_renames(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *old = orq_pg_list(change->from, ORQ_ATTRIBUTE_VALUES);
    const struct orq_strings *new = orq_pg_list(change->to, ORQ_ATTRIBUTE_VALUES);
    const struct orq_strings *told = orq_pg_list(change->to, ORQ_ATTRIBUTE_VALUES_BEFORE);
    const struct orq_strings *undone = orq_pg_list(change->from, ORQ_ATTRIBUTE_VALUES_BEFORE);
    struct renames renames = {0};
    for (size_t i = 0; i < told->len && i < new->len; i++)
        if (*told->items[i] && holds(old, told->items[i]) && !holds(new, told->items[i]) &&
            !holds(old, new->items[i]))
            add_rename(arena, &renames, told->items[i], new->items[i]);
    for (size_t i = 0; i < undone->len && i < old->len; i++)
        if (*undone->items[i] && holds(new, undone->items[i]) && !holds(new, old->items[i]) &&
            !holds(old, undone->items[i]))
            add_rename(arena, &renames, old->items[i], undone->items[i]);
    return renames;
}

/* Gives the values as they are after the renames. */
static struct orq_strings rename_values(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *old = orq_pg_list(change->from, ORQ_ATTRIBUTE_VALUES);
    struct renames renames = wanted_renames(change);
    struct orq_strings values = {0};
    for (size_t i = 0; i < old->len; i++) {
        size_t at = place_of(&renames.from, old->items[i]);
        bool renamed = at < renames.from.len;
        ORQ_PUSH(arena, &values, renamed ? renames.to.items[at] : old->items[i]);
        if (renamed)
            orq_pg_say(change, "%s RENAME VALUE %s TO %s", orq_pg_altered(change),
                       orq_pg_text(arena, old->items[i]), orq_pg_text(arena, renames.to.items[at]));
    }
    return values;
}

/* -- new values -- */

/* Are all of them wanted, in this order? */
static bool is_kept(const struct orq_strings *values, const struct orq_strings *wanted)
{
    size_t at = 0;
    for (size_t i = 0; i < wanted->len && at < values->len; i++)
        at += strcmp(values->items[at], wanted->items[i]) == 0;
    return at == values->len;
}

static void add_values(struct orq_pg_change *change, const struct orq_strings *values)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *wanted = orq_pg_list(change->to, ORQ_ATTRIBUTE_VALUES);
    size_t next = 0; /* the first of the old values that is not passed */
    for (size_t i = 0; i < wanted->len; i++) {
        if (next < values->len && strcmp(values->items[next], wanted->items[i]) == 0) {
            next++;
            continue;
        }
        struct orq_str out = orq_str_new(arena);
        orq_str_addf(&out, "%s ADD VALUE %s", orq_pg_altered(change),
                     orq_pg_text(arena, wanted->items[i]));
        if (next < values->len && i > 0)
            orq_str_addf(&out, " AFTER %s", orq_pg_text(arena, wanted->items[i - 1]));
        else if (next < values->len)
            orq_str_addf(&out, " BEFORE %s", orq_pg_text(arena, values->items[next]));
        orq_pg_say(change, "%s", orq_str_text(&out));
    }
}

static void note_removed(struct orq_pg_change *change, const struct orq_strings *values)
{
    struct orq_arena *arena = change->emitter->arena;
    const struct orq_strings *wanted = orq_pg_list(change->to, ORQ_ATTRIBUTE_VALUES);
    struct orq_str removed = orq_str_new(arena);
    for (size_t i = 0; i < values->len; i++)
        if (!holds(wanted, values->items[i]))
            orq_str_addf(&removed, "%s%s", removed.len > 0 ? ", " : "",
                         orq_shown_name(arena, orq_pg_text(arena, values->items[i])));
    if (removed.len > 0)
        ORQ_PUSH(arena, &change->notes,
                 orq_arena_printf(arena, "CAN FAIL: rows that hold %s", orq_str_text(&removed)));
}

void orq_pg_enum_alter(struct orq_pg_change *change)
{
    struct orq_strings values = rename_values(change);
    if (is_kept(&values, orq_pg_list(change->to, ORQ_ATTRIBUTE_VALUES))) {
        add_values(change, &values);
        return;
    }
    note_removed(change, &values);
    change->drop_and_create = true;
}
