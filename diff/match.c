#include "diff/match.h"

#include "diff/manage.h"
#include "diff/state.h"
#include "model/identity.h"

struct matcher {
    struct orq_arena *arena;
    struct orq_sides sides; /* of the tables; the objects are put in as they are compared */
    struct orq_items *have, *want;
};

static void mate(struct orq_item *have, struct orq_item *want)
{
    have->mate = want;
    want->mate = have;
}

/* -- alike at the same place: most of them -- */

static bool any_given(const struct orq_items *items)
{
    for (size_t i = 0; i < items->len; i++)
        if (items->items[i].given)
            return true;
    return false;
}

/* contested: somebody with a given name may need the unnamed one more. */
static bool names_fit(const struct matcher *matcher, const struct orq_item *have,
                      const struct orq_item *want, bool contested)
{
    if (have->name && want->name)
        return orq_sides_same_name(&matcher->sides, have->name, want->name);
    return !have->given && !want->given && (!contested || !want->name);
}

static bool nothing_differs(struct matcher *matcher, const struct orq_item *have,
                            const struct orq_item *want)
{
    struct orq_sides sides = matcher->sides;
    sides.have.constraint = have->constraint;
    sides.have.index = have->index;
    sides.want.constraint = want->constraint;
    sides.want.index = want->index;
    bool open = false;
    return orq_sides_changed(&sides, &open) == 0 && !open;
}

static void match_places(struct matcher *matcher)
{
    size_t at[ORQ_KIND_COUNT] = {0};
    bool contested = any_given(matcher->want);
    for (size_t i = 0; i < matcher->want->len; i++) {
        struct orq_item *want = &matcher->want->items[i];
        size_t *next = &at[want->kind];
        while (*next < matcher->have->len && matcher->have->items[*next].kind != want->kind)
            (*next)++;
        if (*next == matcher->have->len)
            continue;
        struct orq_item *have = &matcher->have->items[(*next)++];
        if (have->mate || have->absent || want->mate)
            continue;
        if (want->kind == ORQ_KIND_PRIMARY_KEY ||
            (names_fit(matcher, have, want, contested) && nothing_differs(matcher, have, want)))
            mate(have, want);
    }
}

/* -- by keys -- */

enum structure { NO_STRUCTURE, WHOLE_STRUCTURE, LOOSE_STRUCTURE };
enum named { ANY, GIVEN, NOT_GIVEN };

struct pass {
    enum structure structure;
    bool name;
    enum named have, want; /* who takes part */
};

static const struct pass passes[] = {
    {NO_STRUCTURE, true, GIVEN, GIVEN},       {WHOLE_STRUCTURE, true, ANY, ANY},
    {WHOLE_STRUCTURE, false, NOT_GIVEN, ANY}, {WHOLE_STRUCTURE, false, ANY, NOT_GIVEN},
    {NO_STRUCTURE, true, ANY, ANY},           {LOOSE_STRUCTURE, false, NOT_GIVEN, ANY},
    {LOOSE_STRUCTURE, false, ANY, NOT_GIVEN},
};

static bool takes_part(const struct orq_item *item, enum named named)
{
    return !item->mate && !item->absent && (named == ANY || (named == GIVEN) == item->given);
}

static const char *structure_of(struct matcher *matcher, struct orq_item *item, bool of_want,
                                bool loose)
{
    const char **kept = loose ? &item->loose : &item->key;
    if (!*kept) {
        struct orq_side *side = of_want ? &matcher->sides.want : &matcher->sides.have;
        side->constraint = item->constraint;
        side->index = item->index;
        *kept = orq_structure(&matcher->sides, side, loose);
        side->constraint = NULL;
        side->index = NULL;
    }
    return *kept;
}

/* NULL: the item has no part in the pass. */
static const char *pass_key(struct matcher *matcher, const struct pass *pass, struct orq_item *item,
                            bool of_want)
{
    const char *structure = "", *name = "";
    if (!takes_part(item, of_want ? pass->want : pass->have) || (pass->name && !item->name))
        return NULL;
    if (pass->structure != NO_STRUCTURE)
        structure = structure_of(matcher, item, of_want, pass->structure == LOOSE_STRUCTURE);
    if (!structure)
        return NULL;
    if (pass->name)
        name = matcher->sides.dialect->names->folds ? orq_ascii_fold(matcher->arena, item->name)
                                                    : item->name;
    return orq_arena_printf(matcher->arena, "%d\x1f%s\x1f%s", (int)item->kind, name, structure);
}

/* Items of one key, first come first served. */
struct queue {
    struct orq_item **items;
    size_t len, cap;
    size_t served;
};

static void enqueue(struct orq_arena *arena, struct orq_map *queues, const char *key,
                    struct orq_item *item)
{
    struct queue *queue = orq_map_get(queues, key);
    if (!queue) {
        queue = ORQ_NEW(arena, struct queue);
        orq_map_put(queues, key, queue);
    }
    ORQ_PUSH(arena, queue, item);
}

/* The wanted ones whose given, or not given, names allow the fewest partners go first. */
static void serve(struct matcher *matcher, const struct pass *pass, struct orq_map *queues,
                  bool given)
{
    for (size_t i = 0; i < matcher->want->len; i++) {
        struct orq_item *want = &matcher->want->items[i];
        const char *key = want->given == given ? pass_key(matcher, pass, want, true) : NULL;
        struct queue *queue = orq_map_get(queues, key);
        if (queue && queue->served < queue->len)
            mate(queue->items[queue->served++], want);
    }
}

static void run_pass(struct matcher *matcher, const struct pass *pass)
{
    struct orq_map *queues = orq_map_new(matcher->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < matcher->have->len; i++) {
        struct orq_item *have = &matcher->have->items[i];
        const char *key = pass_key(matcher, pass, have, false);
        if (key)
            enqueue(matcher->arena, queues, key, have);
    }
    if (orq_map_len(queues) == 0)
        return;
    serve(matcher, pass, queues, true);
    serve(matcher, pass, queues, false);
}

/* -- by renames -- */

const struct orq_rename *orq_rename_to(const struct orq_diff *diff, enum orq_kind kind,
                                       const char *table, const char *name)
{
    if (!diff->state->renames || !name)
        return NULL;
    const char *key =
        orq_arena_printf(diff->arena, "%d\x1f%s\x1f%s", (int)kind, table ? table : "", name);
    return orq_map_get(diff->state->renames, key);
}

static void match_renames(struct matcher *matcher)
{
    if (!matcher->sides.diff->state->renames)
        return;
    const struct orq_diff_dialect *dialect = matcher->sides.dialect;
    const char *table = orq_table_name(matcher->arena, dialect, matcher->sides.want.table);
    struct orq_map *by_name = orq_map_new(matcher->arena, orq_name_keys(dialect->names));
    for (size_t i = 0; i < matcher->have->len; i++)
        if (matcher->have->items[i].name)
            orq_map_put(by_name, matcher->have->items[i].name, &matcher->have->items[i]);
    for (size_t i = 0; i < matcher->want->len; i++) {
        struct orq_item *want = &matcher->want->items[i];
        const struct orq_rename *rename =
            orq_rename_to(matcher->sides.diff, want->kind, table, want->name);
        struct orq_item *have = rename ? orq_map_get(by_name, rename->from) : NULL;
        if (have && !have->mate && !have->absent && have->kind == want->kind)
            mate(have, want);
    }
}

/* -- all of it -- */

static bool any_alone(const struct orq_items *items)
{
    for (size_t i = 0; i < items->len; i++)
        if (!items->items[i].mate)
            return true;
    return false;
}

static void match(struct matcher *matcher)
{
    match_renames(matcher);
    match_places(matcher);
    for (size_t i = 0; i < sizeof passes / sizeof passes[0]; i++)
        if (any_alone(matcher->have) && any_alone(matcher->want))
            run_pass(matcher, &passes[i]);
}

/* -- what goes with a child, and what comes -- */

static const char *partition_of(const struct orq_side *side)
{
    return orq_table_postgres(side->table)->partition_of;
}

static const struct orq_constraint *check_of(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; table && i < table->constraints.len; i++)
        if (table->constraints.items[i]->kind == ORQ_KIND_CHECK &&
            orq_str_equal(table->constraints.items[i]->name, name))
            return table->constraints.items[i];
    return NULL;
}

/* Is the check from parents that the table leaves, and from none that stays? Where it shall have
 * one of the name from its parents again, it is that one. */
static bool leaves_check(const struct orq_sides *tables, const struct orq_constraint *check)
{
    const struct orq_strings *had = &orq_table_postgres(tables->have.table)->inherits;
    const struct orq_strings *wanted = &orq_table_postgres(tables->want.table)->inherits;
    const struct orq_constraint *again = check_of(tables->want.table, check->name);
    bool left = false;
    for (size_t i = 0; i < had->len; i++) {
        if (!orq_strings_hold(wanted, had->items[i]))
            left = true;
        else if (check_of(orq_schema_table(tables->diff->have, had->items[i]), check->name))
            return false;
    }
    return left && !(again && again->inherited);
}

/* A table that leaves its parent keeps what it had from it: all of that is its own then. */
static bool leaves(const struct orq_sides *tables, const struct orq_side *side,
                   const struct orq_constraint *constraint)
{
    const char *parent = partition_of(&tables->have);
    if (side != &tables->have)
        return false;
    return parent ? !orq_str_equal(parent, partition_of(&tables->want))
                  : constraint && leaves_check(tables, constraint);
}

/* The parent that a table becomes a partition of: it takes over what is like its own. */
static const struct orq_table *joined(const struct orq_sides *tables, const struct orq_side *side)
{
    const char *parent = partition_of(&tables->want);
    if (side != &tables->have || !parent || orq_str_equal(parent, partition_of(&tables->have)))
        return NULL;
    return orq_schema_table(tables->diff->want, parent);
}

static bool is_alike(const struct orq_sides *tables, const struct orq_side *own,
                     const struct orq_side *parents)
{
    struct orq_sides sides = *tables;
    sides.have = *own;
    sides.want = *parents;
    return orq_str_equal(orq_structure(&sides, &sides.have, false),
                         orq_structure(&sides, &sides.want, false));
}

static bool takes_constraint(const struct orq_sides *tables, const struct orq_table *parent,
                             const struct orq_constraint *own)
{
    const struct orq_side have = {.table = tables->have.table, .constraint = own};
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        const struct orq_constraint *constraint = parent->constraints.items[i];
        const struct orq_side want = {.table = parent, .constraint = constraint};
        if (constraint->kind == own->kind && !constraint->no_inherit &&
            (own->kind != ORQ_KIND_CHECK || orq_str_equal(constraint->name, own->name)) &&
            is_alike(tables, &have, &want))
            return true;
    }
    return false;
}

static bool takes_index(const struct orq_sides *tables, const struct orq_table *parent,
                        const struct orq_index *own)
{
    const struct orq_side have = {.table = tables->have.table, .index = own};
    for (size_t i = 0; parent && i < parent->indexes.len; i++) {
        const struct orq_side want = {.table = parent, .index = parent->indexes.items[i]};
        if (is_alike(tables, &have, &want))
            return true;
    }
    return false;
}

/* -- the lists -- */

static const struct orq_constraint *own_constraint(struct orq_arena *arena,
                                                   const struct orq_constraint *inherited)
{
    struct orq_constraint *own = ORQ_NEW(arena, struct orq_constraint);
    *own = *inherited;
    own->inherited = false;
    return own;
}

static void add_constraints(const struct orq_sides *tables, const struct orq_side *side,
                            struct orq_items *items)
{
    const struct orq_table *table = side->table, *parent = joined(tables, side);
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        if ((constraint->inherited && !leaves(tables, side, constraint)) ||
            takes_constraint(tables, parent, constraint))
            continue;
        if (constraint->inherited)
            constraint = own_constraint(tables->diff->arena, constraint);
        struct orq_item item = {.kind = constraint->kind,
                                .name = constraint->name,
                                .given = constraint->name && constraint->name_given,
                                .constraint = constraint};
        ORQ_PUSH(tables->arena, items, item);
    }
}

static const struct orq_index *own_index(struct orq_arena *arena, const struct orq_index *implied)
{
    struct orq_index *own = ORQ_NEW(arena, struct orq_index);
    *own = *implied;
    own->implied = false;
    return own;
}

static void add_indexes(const struct orq_sides *tables, const struct orq_side *side,
                        struct orq_items *items)
{
    const struct orq_table *table = side->table, *parent = joined(tables, side);
    bool keeps = leaves(tables, side, NULL);
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        if ((index->implied && !keeps) || takes_index(tables, parent, index) ||
            orq_is_excluded(tables->diff, table->schema, index->name))
            continue;
        if (index->implied)
            index = own_index(tables->diff->arena, index);
        struct orq_item item = {.kind = ORQ_KIND_INDEX,
                                .name = index->name,
                                .given = index->name_given,
                                .absent = index->invalid,
                                .index = index};
        ORQ_PUSH(tables->arena, items, item);
    }
}

void orq_side_set_item(struct orq_side *side, const struct orq_item *item)
{
    side->constraint = item ? item->constraint : NULL;
    side->index = item ? item->index : NULL;
}

void orq_match_constraints(const struct orq_sides *tables, struct orq_items *have,
                           struct orq_items *want)
{
    struct matcher matcher = {.arena = tables->arena, .sides = *tables, .have = have, .want = want};
    add_constraints(tables, &tables->have, have);
    add_constraints(tables, &tables->want, want);
    match(&matcher);
}

void orq_match_indexes(const struct orq_sides *tables, struct orq_items *have,
                       struct orq_items *want)
{
    struct matcher matcher = {.arena = tables->arena, .sides = *tables, .have = have, .want = want};
    add_indexes(tables, &tables->have, have);
    add_indexes(tables, &tables->want, want);
    match(&matcher);
}
