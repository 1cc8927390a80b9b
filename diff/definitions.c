/* Views, triggers and virtual tables: compared by their canonical text. */
#include "diff/definitions.h"

#include "diff/manage.h"
#include "diff/match.h"

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

static const char *show_name(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->name;
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

static const char *show_comment(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->definition->comment;
}

static const struct orq_field fields[] = {
    {ORQ_BIT_NAME, 0, judge_name, show_name, NULL},
    {ORQ_BIT_TEXT, 0, judge_text, show_text, canonical_text},
    {ORQ_BIT_COMMENT, 0, judge_comment, show_comment, NULL},
};
const struct orq_fields orq_definition_fields = {fields, sizeof fields / sizeof fields[0]};

/* -- matching -- */

const struct orq_definition *orq_definition_before(const struct orq_diff *diff,
                                                   const struct orq_definition *want)
{
    const char *name = orq_qualified_name(diff->arena, want->schema, want->name);
    const struct orq_rename *rename = orq_rename_to(diff, want->kind, NULL, name);
    if (rename)
        name = rename->from;
    return orq_schema_definition(diff->arena, diff->have, want->kind, name);
}

static void push(struct orq_diff *diff, enum orq_op_kind kind, unsigned changed,
                 const struct orq_definition *const sides[2])
{
    struct orq_pending pending = {.op = {.kind = kind,
                                         .changed = changed,
                                         .from.definition = sides[0],
                                         .to.definition = sides[1]}};
    ORQ_PUSH(diff->arena, &diff->state->pending, pending);
}

static void diff_definition(struct orq_diff *diff, const struct orq_definition *have,
                            const struct orq_definition *want)
{
    struct orq_sides sides = {.diff = diff,
                              .arena = diff->arena,
                              .dialect = diff->state->dialect,
                              .have.definition = have,
                              .want.definition = want};
    const struct orq_definition *both[2] = {have, want};
    if (!have) {
        push(diff, ORQ_OP_CREATE_DEFINITION, 0, both);
        return;
    }
    unsigned changed = orq_sides_changed(&sides, NULL);
    if (changed)
        push(diff, ORQ_OP_ALTER_DEFINITION, changed, both);
}

void orq_diff_definitions(struct orq_diff *diff)
{
    /* Those of have that want still holds, under whatever name. */
    struct orq_map *kept = orq_map_new(diff->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < diff->want->definitions.len; i++) {
        struct orq_definition *want = diff->want->definitions.items[i];
        if (orq_is_excluded_definition(diff, want))
            continue;
        const struct orq_definition *have = orq_definition_before(diff, want);
        diff_definition(diff, have, want);
        if (have)
            orq_map_put(
                kept, orq_arena_printf(diff->arena, "%d\x1f%s", (int)have->kind, have->name), want);
    }
    for (size_t i = 0; i < diff->have->definitions.len; i++) {
        const struct orq_definition *have = diff->have->definitions.items[i];
        const char *key = orq_arena_printf(diff->arena, "%d\x1f%s", (int)have->kind, have->name);
        const struct orq_definition *both[2] = {have, NULL};
        if (!orq_map_get(kept, key) && !orq_is_excluded_definition(diff, have) &&
            orq_may_drop_definition(diff, have))
            push(diff, ORQ_OP_DROP_DEFINITION, 0, both);
    }
}
