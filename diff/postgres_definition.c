/* Everything of PostgreSQL that is no table: a field for each attribute, and what all have. */
#include "diff/attributes.h"
#include "diff/match.h"
#include "diff/postgres_fields.h"
#include "diff/show.h"
#include "model/identity.h"

#include <string.h>

static enum orq_rule judge_name(const struct orq_sides *sides)
{
    return orq_str_equal(sides->have.definition->name, sides->want.definition->name)
               ? ORQ_RULE_EQUAL
               : ORQ_RULE_NAMES_DIFFER;
}

static enum orq_rule judge_attribute(const struct orq_sides *sides, enum orq_attribute_key key)
{
    return orq_pg_rule_of_attribute(sides, &sides->have.definition->attributes,
                                    &sides->want.definition->attributes, key);
}

static const char *show_attribute(const struct orq_sides *sides, const struct orq_side *side,
                                  enum orq_attribute_key key)
{
    return orq_pg_shown_attribute(sides->arena, &side->definition->attributes, key);
}

#define ATTRIBUTE_FUNCTIONS(key, word, form)                                                  \
    static enum orq_rule judge_##key(const struct orq_sides *sides)                           \
    {                                                                                         \
        return judge_attribute(sides, ORQ_ATTRIBUTE_##key);                                   \
    }                                                                                         \
    static const char *show_##key(const struct orq_sides *sides, const struct orq_side *side) \
    {                                                                                         \
        return show_attribute(sides, side, ORQ_ATTRIBUTE_##key);                              \
    }
ORQ_ATTRIBUTES(ATTRIBUTE_FUNCTIONS)
#undef ATTRIBUTE_FUNCTIONS

/* -- the order of a composite's attributes -- */

static const struct orq_table *attributes_of(const struct orq_side *side)
{
    return side->definition->kind == ORQ_KIND_COMPOSITE ? side->definition->relation : NULL;
}

static bool has_table_of(const struct orq_sides *sides)
{
    const struct orq_definition *type = sides->have.definition;
    const struct orq_tables *tables = &sides->diff->have->tables;
    const char *name = orq_qualified(sides->arena, &orq_postgresql, type->schema, type->name);
    for (size_t i = 0; i < tables->len; i++)
        if (orq_str_equal(orq_table_postgres(tables->items[i])->of_type, name))
            return true;
    return false;
}

/* The attributes' names, of want as they were before they were renamed. */
static void names_before(const struct orq_sides *sides, const struct orq_side *side,
                         struct orq_strings *names)
{
    const struct orq_definition *type = side->definition;
    const struct orq_table *relation = attributes_of(side);
    const char *table = orq_qualified(sides->arena, &orq_postgresql, type->schema, type->name);
    for (size_t i = 0; relation && i < relation->columns.len; i++) {
        const char *name = relation->columns.items[i]->name;
        const struct orq_rename *rename =
            side == &sides->want ? orq_rename_to(sides->diff, ORQ_KIND_COLUMN, table, name) : NULL;
        ORQ_PUSH(sides->arena, names, rename ? rename->from : name);
    }
}

static struct orq_map *map_of(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < names->len; i++)
        orq_map_put(map, names->items[i], map);
    return map;
}

/* Those that stay, in their order, and what is new behind them. */
static bool is_order_kept(struct orq_arena *arena, const struct orq_strings *have,
                          const struct orq_strings *want)
{
    struct orq_map *old = map_of(arena, have), *new = map_of(arena, want);
    size_t next = 0;
    bool behind = false;
    for (size_t i = 0; i < want->len; i++) {
        bool stays = orq_map_get(old, want->items[i]) != NULL;
        while (stays && !orq_map_get(new, have->items[next]))
            next++;
        if (stays && (behind || strcmp(have->items[next++], want->items[i]) != 0))
            return false;
        behind = behind || !stays;
    }
    return true;
}

/* A row of a composite goes by their places. A table of the type holds them as columns, whose order
 * means nothing. */
static enum orq_rule judge_order(const struct orq_sides *sides)
{
    struct orq_strings have = {0}, want = {0};
    if (!attributes_of(&sides->have) || !attributes_of(&sides->want))
        return ORQ_RULE_EQUAL;
    names_before(sides, &sides->have, &have);
    names_before(sides, &sides->want, &want);
    bool kept = is_order_kept(sides->arena, &have, &want) || has_table_of(sides);
    return kept ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

static const char *show_order(const struct orq_sides *sides, const struct orq_side *side)
{
    struct orq_strings names = {0};
    names_before(sides, side, &names);
    return orq_pg_shown_list(sides->arena, &names);
}

/* -- fields -- */

static enum orq_rule judge_owner(const struct orq_sides *sides)
{
    return orq_pg_rule_of_owners(&sides->have.definition->acl, &sides->want.definition->acl);
}

static enum orq_rule judge_grants(const struct orq_sides *sides)
{
    return orq_pg_rule_of_grants(&sides->have.definition->acl, &sides->want.definition->acl);
}

/* An extension brings its own. */
static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    const char *want = sides->want.definition->comment;
    if (!want && sides->want.definition->kind == ORQ_KIND_EXTENSION)
        return ORQ_RULE_NOT_SAID;
    return orq_rule_of_texts(sides->have.definition->comment, want);
}

static const char *show_owner(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->acl.owner;
}

static const char *show_grants(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_grants(sides->arena, &side->definition->acl);
}

static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, orq_show_definition_name, NULL, NULL},
#define ATTRIBUTE_FIELD(key, word, form) \
    {ORQ_BIT_ATTRIBUTES, 0, judge_##key, show_##key, NULL, (word)},
    ORQ_ATTRIBUTES(ATTRIBUTE_FIELD)
#undef ATTRIBUTE_FIELD
        {ORQ_BIT_ATTRIBUTES, 0, judge_order, show_order, NULL, "order"},
    {ORQ_BIT_OWNER, 0, judge_owner, show_owner, NULL, NULL},
    {ORQ_BIT_GRANTS, 0, judge_grants, show_grants, NULL, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, orq_show_definition_comment, NULL, NULL},
};
const struct orq_fields orq_pg_definition_fields = {fields, sizeof fields / sizeof fields[0]};

_Static_assert(ORQ_ATTRIBUTE_COUNT <= 64, "a bit for each attribute");

unsigned long long orq_attributes_changed(const struct orq_sides *sides)
{
    unsigned long long changed = 0;
    for (unsigned key = 0; sides->want.definition && key < ORQ_ATTRIBUTE_COUNT; key++)
        if (orq_rule_verdict(judge_attribute(sides, (enum orq_attribute_key)key)) == ORQ_UNLIKE)
            changed |= 1ull << key;
    return changed;
}

bool orq_op_changes_attribute(const struct orq_op *op, enum orq_attribute_key key)
{
    return (op->attributes & (1ull << key)) != 0;
}
