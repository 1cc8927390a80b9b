/* Everything that is no table. SQLite's views, triggers and virtual tables are compared by their
 * canonical text. */
#include "diff/definitions.h"

#include "diff/manage.h"
#include "diff/match.h"
#include "diff/show.h"
#include "model/identity.h"

/* -- fields -- */

static enum orq_rule judge_name(const struct orq_sides *sides)
{
    enum orq_rule rule =
        orq_rule_of_words(sides->have.definition->name, sides->want.definition->name);
    return orq_rule_verdict(rule) == ORQ_SAME ? rule : ORQ_RULE_NAMES_DIFFER;
}

static enum orq_rule judge_text(const struct orq_sides *sides)
{
    return orq_str_equal(sides->have.definition->canonical, sides->want.definition->canonical)
               ? ORQ_RULE_TEXTS_EQUAL
               : ORQ_RULE_TEXTS_DIFFER;
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_comments(sides, sides->have.definition->comment,
                                sides->want.definition->comment);
}

static const char *show_text(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->sql;
}

static const char *canonical_text(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->canonical;
}

static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, orq_show_definition_name, NULL, NULL},
    {ORQ_BIT_TEXT, 0, judge_text, show_text, canonical_text, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, orq_show_definition_comment, NULL, NULL},
};
const struct orq_fields orq_definition_fields = {fields, sizeof fields / sizeof fields[0]};

/* -- matching -- */

const struct orq_definition *orq_definition_before(const struct orq_diff *diff,
                                                   const struct orq_definition *want)
{
    const struct orq_dialect *names = diff->state->dialect->names;
    bool inside = orq_is_named_in_relation(names, want->kind);
    const char *name =
        inside ? want->name : orq_qualified(diff->arena, names, want->schema, want->name);
    const struct orq_rename *rename =
        orq_rename_to(diff, want->kind, inside ? want->on : NULL, name);
    struct orq_definition old = *want;
    if (rename) {
        old.name = rename->from;
        old.schema = NULL; /* the old name is qualified */
    }
    return orq_schema_definition_like(diff->arena, diff->have, &old);
}

/* -- relations -- */

static void add_plain_column(struct orq_arena *arena, struct orq_table *table,
                             const struct orq_column *like)
{
    struct orq_column *column = ORQ_NEW(arena, struct orq_column);
    *column = (struct orq_column){.name = like->name, .type = like->type, .nullable = true};
    orq_table_add_column(arena, table, column);
}

/* The relation of a definition, or an empty one. The columns of a composite come and go; those of a
 * view are there with their query, and stand in a relation only where something is said of them. */
static const struct orq_table *relation_of(struct orq_arena *arena,
                                           const struct orq_diff_dialect *dialect,
                                           const struct orq_definition *mine,
                                           const struct orq_definition *other)
{
    struct orq_table *table = orq_table_new(arena, mine->name);
    if (mine->relation)
        *table = *mine->relation;
    table->kind = mine->kind;
    table->schema = mine->schema;
    table->name = mine->name;
    table->columns = (struct orq_columns){0};
    table->by_column = NULL;
    orq_table_set_dialect(arena, table, dialect->names);
    for (size_t i = 0; mine->relation && i < mine->relation->columns.len; i++)
        orq_table_add_column(arena, table, mine->relation->columns.items[i]);
    for (size_t i = 0;
         other->relation && mine->kind != ORQ_KIND_COMPOSITE && i < other->relation->columns.len;
         i++)
        if (!orq_table_column(table, other->relation->columns.items[i]->name))
            add_plain_column(arena, table, other->relation->columns.items[i]);
    return table;
}

void orq_definition_relations(const struct orq_sides *definitions, struct orq_sides *tables)
{
    const struct orq_diff *diff = definitions->diff;
    const struct orq_definition *have = definitions->have.definition;
    const struct orq_definition *want = definitions->want.definition;
    *tables = *definitions;
    tables->have =
        (struct orq_side){.table = relation_of(diff->arena, tables->dialect, have, want)};
    tables->want =
        (struct orq_side){.table = relation_of(diff->arena, tables->dialect, want, have)};
    tables->owner = want;
}

/* -- comparing -- */

static void diff_definition(const struct orq_sides *sides)
{
    const struct orq_definition *have = sides->have.definition, *want = sides->want.definition;
    struct orq_sides tables;
    orq_pending_alter(sides, ORQ_OP_ALTER_DEFINITION, 0);
    if (!have->relation && !want->relation)
        return;
    orq_definition_relations(sides, &tables);
    orq_diff_parts(&tables);
}

void orq_diff_definitions(struct orq_diff *diff)
{
    struct orq_sides sides = {.diff = diff, .arena = diff->arena, .dialect = diff->state->dialect};
    const struct orq_dialect *names = sides.dialect->names;
    /* Those of have that want still holds, under whatever name. */
    struct orq_map *kept = orq_map_new(diff->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < diff->want->definitions.len; i++) {
        struct orq_definition *want = diff->want->definitions.items[i];
        if (orq_is_excluded_definition(diff, want))
            continue;
        sides.want.definition = want;
        sides.have.definition = orq_definition_before(diff, want);
        if (!sides.have.definition) {
            orq_pending_push(&sides, ORQ_OP_CREATE_DEFINITION, 0, false, 0);
            continue;
        }
        diff_definition(&sides);
        orq_map_put(kept, orq_definition_identity(diff->arena, names, sides.have.definition), want);
    }
    sides.want.definition = NULL;
    for (size_t i = 0; i < diff->have->definitions.len; i++) {
        sides.have.definition = diff->have->definitions.items[i];
        if (!orq_map_get(kept,
                         orq_definition_identity(diff->arena, names, sides.have.definition)) &&
            !orq_is_excluded_definition(diff, sides.have.definition) &&
            orq_may_drop_definition(diff, sides.have.definition))
            orq_pending_push(&sides, ORQ_OP_DROP_DEFINITION, 0, false, 0);
    }
}
