#include "emit/rename.h"

#include "emit/archive_sqlite.h"
#include "emit/definitions.h"
#include "emit/notes.h"

struct move {
    const struct orq_rename *rename;
    const char *now; /* its name at the moment */
    enum { WAITING, UNDER_WAY, DONE } state;
};

/* The names of one namespace: all tables (table NULL), or the columns of one table. */
struct space {
    struct orq_emitter *emitter;
    const char *table; /* its new name */
    struct move *moves;
    size_t len;
    struct orq_map *by_from;
    struct orq_map *columns; /* of a table: the names that its columns may not take */
};

static bool is_move(const struct orq_rename *rename)
{
    return rename->kind == ORQ_KIND_TABLE || rename->kind == ORQ_KIND_COLUMN;
}

bool orq_renames_any(const struct orq_emit_input *input)
{
    for (size_t i = 0; input->renames && i < input->renames->len; i++)
        if (is_move(&input->renames->items[i]))
            return true;
    return false;
}

const char *orq_old_table(const struct orq_emitter *emitter, const char *name)
{
    const struct orq_renames *renames = emitter->input->renames;
    for (size_t i = 0; renames && i < renames->len; i++)
        if (renames->items[i].kind == ORQ_KIND_TABLE && orq_ascii_equal(renames->items[i].to, name))
            return renames->items[i].from;
    return name;
}

const char *orq_column_was(const struct orq_emitter *emitter, const char *table, const char *column)
{
    for (size_t i = 0; i < emitter->asides.len; i++)
        if (orq_ascii_equal(emitter->asides.items[i].table, table) &&
            orq_ascii_equal(emitter->asides.items[i].name, column))
            return emitter->asides.items[i].was;
    return column;
}

static void emit_rename(struct space *space, const char *from, const char *to, const char *note)
{
    struct orq_emitter *emitter = space->emitter;
    const char *sql =
        space->table ? orq_arena_printf(emitter->arena, "ALTER TABLE %s RENAME COLUMN %s TO %s",
                                        orq_name_sql(emitter, space->table),
                                        orq_name_sql(emitter, from), orq_name_sql(emitter, to))
                     : orq_arena_printf(emitter->arena, "ALTER TABLE %s RENAME TO %s",
                                        orq_name_sql(emitter, from), orq_name_sql(emitter, to));
    orq_emit_noted(emitter, note, sql);
}

static const char *note_of(struct space *space, const struct orq_rename *rename)
{
    struct orq_emitter *emitter = space->emitter;
    if (!space->table)
        return orq_arena_printf(emitter->arena, "rename table %s to %s",
                                orq_shown(emitter, rename->from), orq_shown(emitter, rename->to));
    return orq_arena_printf(emitter->arena, "rename column %s.%s to %s",
                            orq_shown(emitter, space->table), orq_shown(emitter, rename->from),
                            orq_shown(emitter, rename->to));
}

static const char *free_name(struct space *space, const char *prefix, const char *name)
{
    struct orq_arena *arena = space->emitter->arena;
    return orq_name_free(arena, space->table ? space->columns : space->emitter->taken,
                         orq_arena_printf(arena, "%s%s", prefix, name));
}

static void set_aside(struct space *space, struct move *move)
{
    const char *aside = free_name(space, "orq_swap_", move->now);
    emit_rename(space, move->now, aside,
                orq_arena_printf(space->emitter->arena, "free the name %s",
                                 orq_shown(space->emitter, move->now)));
    move->now = aside;
}

/* -- what holds a name and does not keep it -- */

static void drop_table(struct orq_emitter *emitter, const struct orq_table *table)
{
    struct orq_strings notes = {0};
    orq_definitions_take_down_users(emitter, table->name);
    orq_archive_table(emitter, table, table->name);
    orq_note_add(emitter, &notes, "drop table %s: its name is taken by another",
                 orq_shown(emitter, table->name));
    orq_note_table_gone(emitter, &notes, table->name);
    orq_emit(emitter, &notes,
             orq_arena_printf(emitter->arena, "DROP TABLE %s", orq_name_sql(emitter, table->name)));
    ORQ_PUSH(emitter->arena, &emitter->section->touched, table->name);
    emitter->section->foreign_keys_off = true;
}

static bool drop_index_named(struct orq_emitter *emitter, const char *name)
{
    const struct orq_tables *tables = &emitter->input->have->tables;
    for (size_t i = 0; i < tables->len; i++)
        for (size_t k = 0; k < tables->items[i]->indexes.len; k++) {
            const char *index = tables->items[i]->indexes.items[k]->name;
            if (!orq_ascii_equal(index, name))
                continue;
            orq_emit_noted(
                emitter,
                orq_arena_printf(emitter->arena, "drop index %s: its name is taken by a table",
                                 orq_shown(emitter, index)),
                orq_arena_printf(emitter->arena, "DROP INDEX %s", orq_name_sql(emitter, index)));
            return true;
        }
    return false;
}

static void clear_table_name(struct space *space, const char *name)
{
    struct orq_emitter *emitter = space->emitter;
    const struct orq_table *table = orq_schema_table(emitter->input->have, name);
    const struct orq_definition *view =
        orq_schema_definition(emitter->arena, emitter->input->have, ORQ_KIND_VIEW, name);
    if (table)
        drop_table(emitter, table);
    else if (view)
        orq_definitions_drop_view(emitter, view);
    else
        drop_index_named(emitter, name);
}

static void clear_column_name(struct space *space, const char *name)
{
    struct orq_emitter *emitter = space->emitter;
    const struct orq_table *table =
        orq_schema_table(emitter->input->have, orq_old_table(emitter, space->table));
    const struct orq_column *column = table ? orq_table_column(table, name) : NULL;
    if (!column)
        return;
    const char *aside = free_name(space, "orq_dropped_", column->name);
    emit_rename(
        space, column->name, aside,
        orq_arena_printf(emitter->arena,
                         "free the name %s.%s, which another column takes; this one is dropped",
                         orq_shown(emitter, space->table), orq_shown(emitter, column->name)));
    struct orq_aside entry = {.table = space->table, .name = aside, .was = column->name};
    ORQ_PUSH(emitter->arena, &emitter->asides, entry);
}

/* -- one rename after those whose names it needs -- */

static void run_move(struct space *space, struct move *move)
{
    const struct orq_rename *rename = move->rename;
    if (move->state != WAITING)
        return;
    move->state = UNDER_WAY;
    if (orq_ascii_equal(rename->from, rename->to)) {
        if (!space->table) /* a case-only rename of a table is refused */
            set_aside(space, move);
    } else {
        struct move *holder = orq_map_get(space->by_from, rename->to);
        if (holder && holder->state == UNDER_WAY && orq_ascii_equal(holder->now, rename->to))
            set_aside(space, holder);
        else if (holder)
            run_move(space, holder);
        else if (space->table)
            clear_column_name(space, rename->to);
        else
            clear_table_name(space, rename->to);
    }
    emit_rename(space, move->now, rename->to, note_of(space, rename));
    move->state = DONE;
}

static void run_space(struct space *space)
{
    space->by_from = orq_map_new(space->emitter->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < space->len; i++)
        orq_map_put(space->by_from, space->moves[i].rename->from, &space->moves[i]);
    for (size_t i = 0; i < space->len; i++)
        run_move(space, &space->moves[i]);
}

/* A column that stands aside must not take the name of any other, old or new. */
static struct orq_map *column_names(struct space *space)
{
    struct orq_emitter *emitter = space->emitter;
    struct orq_map *names = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    const struct orq_table *sides[] = {
        orq_schema_table(emitter->input->have, orq_old_table(emitter, space->table)),
        emitter->input->want ? orq_schema_table(emitter->input->want, space->table) : NULL};
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; sides[side] && i < sides[side]->columns.len; i++)
            orq_names_take(names, emitter->arena, sides[side]->columns.items[i]->name);
    for (size_t i = 0; i < space->len; i++)
        orq_names_take(names, emitter->arena, space->moves[i].rename->to);
    return names;
}

/* The moves of one namespace, in the order given: every table's columns are one. */
static void run_moves_of(struct orq_emitter *emitter, const char *table)
{
    const struct orq_renames *renames = emitter->input->renames;
    struct space space = {.emitter = emitter, .table = table};
    space.moves = ORQ_NEW_ARRAY(emitter->arena, struct move, renames->len);
    for (size_t i = 0; i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        bool here = table ? rename->kind == ORQ_KIND_COLUMN && orq_ascii_equal(rename->table, table)
                          : rename->kind == ORQ_KIND_TABLE;
        if (here)
            space.moves[space.len++] = (struct move){.rename = rename, .now = rename->from};
    }
    if (table)
        space.columns = column_names(&space);
    run_space(&space);
}

void orq_renames_emit(struct orq_emitter *emitter)
{
    const struct orq_renames *renames = emitter->input->renames;
    struct orq_map *seen = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    if (!orq_renames_any(emitter->input))
        return;
    orq_renames_unstick(emitter);
    run_moves_of(emitter, NULL);
    for (size_t i = 0; i < renames->len; i++) {
        struct orq_rename *rename = &renames->items[i];
        if (!is_move(rename))
            continue;
        const char *table = rename->kind == ORQ_KIND_TABLE ? rename->to : rename->table;
        if (!orq_map_put(seen, table, rename)) {
            ORQ_PUSH(emitter->arena, &emitter->section->touched, orq_old_table(emitter, table));
            run_moves_of(emitter, table);
        }
    }
}
