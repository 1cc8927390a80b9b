/* Renames, in front of everything: a name is freed before it is taken, and names that are exchanged
 * go through a temporary one. */
#include "emit/postgres_parts.h"

#include "diff/renamed.h"
#include "model/identity.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

struct move {
    const struct orq_rename *rename;
    const char *now; /* its name at the moment */
    enum { WAITING, UNDER_WAY, DONE } state;
};

struct mover {
    struct orq_pg_emitter *emitter;
    struct orq_arena *arena;
    struct orq_map *by_from; /* the place and the old name -> struct move */
    struct orq_map *touched;
    size_t aside; /* how many names were given for a while */
};

const char *orq_pg_old_name(const struct orq_pg_emitter *emitter, const char *name)
{
    return orq_renamed_before(emitter->input->renames, name);
}

static bool is_column(const struct orq_rename *rename)
{
    return rename->kind == ORQ_KIND_COLUMN;
}

/* Tables, views, sequences and types share their names; columns have theirs in their table. */
static const char *key_of(struct mover *mover, const struct orq_rename *rename, const char *name)
{
    const char *place = is_column(rename) ? rename->table : "";
    return orq_arena_printf(mover->arena, "%s\x1f%s", place, name);
}

/* -- statements -- */

static const char *word_of(struct mover *mover, const struct orq_rename *rename)
{
    switch (rename->kind) {
    case ORQ_KIND_VIEW: {
        const struct orq_definition *view = orq_schema_definition(
            mover->arena, mover->emitter->input->have, ORQ_KIND_VIEW, rename->from);
        bool materialized =
            view && orq_attribute_is_set(&view->attributes, ORQ_ATTRIBUTE_MATERIALIZED);
        return materialized ? "MATERIALIZED VIEW" : "VIEW";
    }
    case ORQ_KIND_SEQUENCE:
        return "SEQUENCE";
    case ORQ_KIND_DOMAIN:
        return "DOMAIN";
    case ORQ_KIND_ENUM:
    case ORQ_KIND_COMPOSITE:
    case ORQ_KIND_RANGE:
        return "TYPE";
    case ORQ_KIND_TABLE:
    case ORQ_KIND_COLUMN:
    case ORQ_KIND_PRIMARY_KEY:
    case ORQ_KIND_UNIQUE:
    case ORQ_KIND_FOREIGN_KEY:
    case ORQ_KIND_CHECK:
    case ORQ_KIND_EXCLUSION:
    case ORQ_KIND_INDEX:
    case ORQ_KIND_TRIGGER:
    case ORQ_KIND_VIRTUAL_TABLE:
    case ORQ_KIND_STATISTICS:
    case ORQ_KIND_RULE:
    case ORQ_KIND_AGGREGATE:
    case ORQ_KIND_FUNCTION:
    case ORQ_KIND_POLICY:
    case ORQ_KIND_EXTENSION:
    case ORQ_KIND_NAMESPACE:
    case ORQ_KIND_OPERATOR:
    case ORQ_KIND_CAST:
    case ORQ_KIND_COLLATION:
    case ORQ_KIND_SERVER:
    case ORQ_KIND_FOREIGN_TABLE:
    case ORQ_KIND_TEXT_SEARCH_DICTIONARY:
    case ORQ_KIND_TEXT_SEARCH_CONFIGURATION:
    case ORQ_KIND_EVENT_TRIGGER:
    case ORQ_KIND_PUBLICATION:
    case ORQ_KIND_PUBLISHED:
    case ORQ_KIND_COUNT:
        break;
    }
    return "TABLE";
}

static void say(struct mover *mover, const struct move *move, const char *to, const char *note)
{
    struct orq_arena *arena = mover->arena;
    const struct orq_rename *rename = move->rename;
    struct orq_statement statement = {.step = ORQ_STEP_SAME};
    if (is_column(rename))
        statement.sql = orq_arena_printf(arena, "ALTER TABLE %s RENAME COLUMN %s TO %s",
                                         orq_pg_reference_sql(arena, rename->table),
                                         orq_pg_name(arena, move->now), orq_pg_name(arena, to));
    else
        statement.sql = orq_arena_printf(arena, "ALTER %s %s RENAME TO %s", word_of(mover, rename),
                                         orq_pg_reference_sql(arena, move->now),
                                         orq_pg_name(arena, orq_unqualified(to)));
    ORQ_PUSH(arena, &statement.notes, note);
    ORQ_PUSH(arena, &mover->emitter->section->statements, statement);
}

static const char *note_of(struct mover *mover, const struct orq_rename *rename)
{
    struct orq_arena *arena = mover->arena;
    const char *from = orq_shown_name(arena, rename->from), *to = orq_shown_name(arena, rename->to);
    if (is_column(rename))
        return orq_arena_printf(arena, "rename column %s.%s to %s",
                                orq_shown_name(arena, rename->table), from, to);
    return orq_arena_printf(arena, "rename %s %s to %s", orq_kind_word(rename->kind), from, to);
}

/* -- one after those whose names it needs -- */

static void set_aside(struct mover *mover, struct move *move)
{
    struct orq_arena *arena = mover->arena;
    const char *own = is_column(move->rename) ? move->now : orq_unqualified(move->now);
    const char *schema = orq_arena_strndup(arena, move->now, strlen(move->now) - strlen(own));
    const char *aside = orq_arena_printf(arena, "%sorq_swap_%zu", schema, ++mover->aside);
    say(mover, move, aside,
        orq_arena_printf(arena, "free the name %s", orq_shown_name(arena, move->now)));
    move->now = aside;
}

static void run(struct mover *mover, struct move *move)
{
    if (move->state != WAITING)
        return;
    move->state = UNDER_WAY;
    const struct orq_rename *rename = move->rename;
    struct move *holder = orq_map_get(mover->by_from, key_of(mover, rename, rename->to));
    if (holder && holder->state == UNDER_WAY && strcmp(holder->now, rename->to) == 0)
        set_aside(mover, holder);
    else if (holder)
        run(mover, holder);
    say(mover, move, rename->to, note_of(mover, rename));
    move->state = DONE;
}

static void touch(struct mover *mover, const struct orq_rename *rename)
{
    struct orq_pg_emitter *emitter = mover->emitter;
    const char *table = is_column(rename) ? orq_pg_old_name(emitter, rename->table) : rename->from;
    bool is_table = is_column(rename) || rename->kind == ORQ_KIND_TABLE;
    if (is_table && !orq_map_put(mover->touched, table, mover))
        ORQ_PUSH(mover->arena, &emitter->section->touched, table);
}

void orq_pg_renames(struct orq_pg_emitter *emitter)
{
    struct orq_arena *arena = emitter->arena;
    struct mover mover = {.emitter = emitter, .arena = arena};
    const struct orq_renames *asked = emitter->input->renames;
    if (!asked || asked->len == 0)
        return;
    struct orq_renames renames = orq_renames_first(arena, emitter->input->have, asked);
    struct move *moves = ORQ_NEW_ARRAY(arena, struct move, renames.len + 1);
    mover.by_from = orq_map_new(arena, ORQ_KEYS_EXACT);
    mover.touched = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < renames.len; i++) {
        moves[i] = (struct move){.rename = &renames.items[i], .now = renames.items[i].from};
        orq_map_put(mover.by_from, key_of(&mover, moves[i].rename, moves[i].now), &moves[i]);
    }
    for (size_t i = 0; i < renames.len; i++) {
        touch(&mover, moves[i].rename);
        run(&mover, &moves[i]);
    }
}
