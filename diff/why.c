/* Finding the object that is to be explained, on whichever side it is. */
#include "base/similar.h"
#include "diff/definitions.h"
#include "diff/explain.h"
#include "diff/manage.h"
#include "diff/match.h"
#include "model/identity.h"

/* -- finding it -- */

struct search {
    struct orq_diff *diff;
    const char *object;
    struct orq_strings names; /* every name that was passed by, for a near miss */
    bool found;
    struct orq_sides sides;
};

static bool is_it(struct search *search, const struct orq_side *side)
{
    const char *name = orq_side_object(search->diff->arena, side);
    ORQ_PUSH(search->diff->arena, &search->names, name);
    return orq_same_name(search->diff->state->dialect->names, name, search->object);
}

/* One of two that are matched, or one alone. */
static void look_at(struct search *search, const struct orq_sides *sides, bool have, bool want)
{
    if (search->found)
        return;
    if ((want && is_it(search, &sides->want)) || (have && is_it(search, &sides->have))) {
        search->found = true;
        search->sides = *sides;
    }
}

static void look_at_columns(struct search *search, const struct orq_sides *tables)
{
    struct orq_sides sides = *tables;
    const struct orq_table *have = tables->have.table, *want = tables->want.table;
    for (size_t i = 0; want && i < want->columns.len; i++) {
        sides.want.column = want->columns.items[i];
        sides.have.column = have ? orq_table_column(have, sides.want.column->name) : NULL;
        look_at(search, &sides, false, true);
    }
    sides.want.column = NULL;
    for (size_t i = 0; have && i < have->columns.len; i++) {
        sides.have.column = have->columns.items[i];
        if (!want || !orq_table_column(want, sides.have.column->name))
            look_at(search, &sides, true, false);
    }
}

static void look_at_items(struct search *search, const struct orq_sides *tables,
                          const struct orq_items *have, const struct orq_items *want)
{
    struct orq_sides sides = *tables;
    for (size_t i = 0; i < want->len; i++) {
        orq_side_set_item(&sides.want, &want->items[i]);
        orq_side_set_item(&sides.have, want->items[i].mate);
        look_at(search, &sides, want->items[i].mate, true);
    }
    orq_side_set_item(&sides.want, NULL);
    for (size_t i = 0; i < have->len; i++) {
        orq_side_set_item(&sides.have, &have->items[i]);
        if (!have->items[i].mate)
            look_at(search, &sides, true, false);
    }
}

static void look_at_parts(struct search *search, const struct orq_sides *tables)
{
    struct orq_items old = {0}, new = {0}, old_indexes = {0}, new_indexes = {0};
    orq_match_constraints(tables, &old, &new);
    look_at_items(search, tables, &old, &new);
    orq_match_indexes(tables, &old_indexes, &new_indexes);
    look_at_items(search, tables, &old_indexes, &new_indexes);
}

static void look_at_table(struct search *search, const struct orq_table *have,
                          const struct orq_table *want)
{
    static const struct orq_table none = {0};
    struct orq_sides sides = {.diff = search->diff,
                              .arena = search->diff->arena,
                              .dialect = search->diff->state->dialect,
                              .have.table = have,
                              .want.table = want,
                              .same_scope = have && want && orq_same_columns(have, want)};
    look_at(search, &sides, have, want);
    look_at_columns(search, &sides);
    sides.have.table = have ? have : &none;
    sides.want.table = want ? want : &none;
    look_at_parts(search, &sides);
}

static void look_at_tables(struct search *search)
{
    const struct orq_diff *diff = search->diff;
    for (size_t i = 0; !search->found && i < diff->want->tables.len; i++) {
        const struct orq_table *want = diff->want->tables.items[i];
        const char *name = orq_table_name(diff->arena, diff->state->dialect, want);
        look_at_table(search, orq_schema_table(diff->have, name), want);
    }
    for (size_t i = 0; !search->found && i < diff->have->tables.len; i++) {
        const struct orq_table *have = diff->have->tables.items[i];
        const char *name = orq_table_name(diff->arena, diff->state->dialect, have);
        if (!orq_schema_table(diff->want, name))
            look_at_table(search, have, NULL);
    }
}

static void look_at_definitions(struct search *search)
{
    const struct orq_diff *diff = search->diff;
    struct orq_sides sides = {
        .diff = search->diff, .arena = diff->arena, .dialect = diff->state->dialect};
    for (size_t i = 0; i < diff->want->definitions.len; i++) {
        sides.want.definition = diff->want->definitions.items[i];
        sides.have.definition = orq_definition_before(diff, sides.want.definition);
        look_at(search, &sides, sides.have.definition, true);
        if (sides.have.definition &&
            (sides.have.definition->relation || sides.want.definition->relation)) {
            struct orq_sides tables;
            orq_definition_relations(&sides, &tables);
            look_at_columns(search, &tables);
            look_at_parts(search, &tables);
        }
    }
    sides.want.definition = NULL;
    for (size_t i = 0; i < diff->have->definitions.len; i++) {
        sides.have.definition = diff->have->definitions.items[i];
        look_at(search, &sides, true, false);
    }
}

const char *orq_diff_why(struct orq_diff *diff, const char *object, const char **similar)
{
    struct search search = {.diff = diff, .object = object};
    const char *text = NULL;
    /* Opened for what follows only: matching must see the excluded ones to explain them. */
    look_at_tables(&search);
    if (!search.found)
        look_at_definitions(&search);
    orq_exclusion_open(diff);
    if (search.found)
        text = orq_explain(&search.sides);
    orq_exclusion_close(diff);
    if (similar)
        *similar = text ? NULL : orq_similar(object, &search.names);
    return text;
}
