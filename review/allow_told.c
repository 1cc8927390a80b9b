/* Allowances that are told of: unknown, and unused. */
#include "review/review_parts.h"

#include "base/similar.h"
#include "base/str.h"
#include "sql/quote.h"

#include <stdint.h>
#include <string.h>

static const char *meant(struct orq_arena *arena, const char *name)
{
    struct orq_strings names = {0};
    for (const struct orq_rule *known = orq_rules; known->id; known++)
        ORQ_PUSH(arena, &names, known->id);
    const char *near = orq_similar(name, &names);
    return near ? orq_arena_printf(arena, " (did you mean \"%s\"?)", near) : "";
}

struct orq_finding orq_allowance_finding(struct orq_arena *arena, const struct orq_review *review,
                                         const char *id, const char *name)
{
    const struct orq_rule *rule = orq_rule_find(id);
    const char *shown = orq_shown_name(arena, name);
    const char *message =
        strcmp(id, "allow-unknown") == 0
            ? orq_arena_printf(arena, "no rule is called \"%s\"%s", shown, meant(arena, name))
            : orq_arena_printf(arena, "%s is not found here", shown);
    return (struct orq_finding){.rule = rule,
                                .level = rule->level,
                                .object = name,
                                .message = message,
                                .dialect = review->dialect,
                                .statement = SIZE_MAX,
                                .rows = -1,
                                .bytes = -1};
}

static void add(struct orq_arena *arena, struct orq_review *review, const char *id,
                const struct orq_lint_allow *allow)
{
    struct orq_finding finding = orq_allowance_finding(arena, review, id, allow->rule);
    finding.at = allow->at;
    finding.direction = ORQ_UPGRADE;
    orq_finding_sign(arena, &finding);
    ORQ_PUSH(arena, &review->findings, finding);
}

void orq_reviews_allowances(struct orq_arena *arena, struct orq_reviews *reviews,
                            const struct orq_lint *lint, bool whole)
{
    struct orq_review *last = reviews->len > 0 ? &reviews->items[reviews->len - 1] : NULL;
    for (size_t i = 0; last && i < lint->allows.len; i++) {
        const struct orq_lint_allow *allow = &lint->allows.items[i];
        const struct orq_rule *rule = orq_rule_find(allow->rule);
        if (*allow->used)
            continue;
        *allow->used = true; /* the object's other names say no more */
        if (!rule && strcmp(allow->rule, ORQ_ALLOW_DATA_LOSS) != 0)
            add(arena, last, "allow-unknown", allow);
        else if (rule && whole && orq_review_judged(last, rule))
            add(arena, last, "allow-unused", allow);
    }
}
