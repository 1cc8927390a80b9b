/* What an upgrade loses, its downgrade cannot bring back; what it keeps, only from where it is. */
#include "review/review_parts.h"

#include "base/str.h"
#include "sql/quote.h"

#include <string.h>

static void found(struct orq_arena *arena, struct orq_review *review, const char *object,
                  const char *message)
{
    const struct orq_rule *rule = orq_rule_find("irreversible-downgrade");
    const struct orq_file_section *down = review->down.section;
    const struct orq_finding finding = {.rule = rule,
                                        .level = rule->level,
                                        .object = object,
                                        .message = message,
                                        .at = down ? down->at : review->migration->at,
                                        .direction = ORQ_DOWNGRADE,
                                        .dialect = review->dialect,
                                        .rows = -1,
                                        .bytes = -1};
    ORQ_PUSH(arena, &review->findings, finding);
}

/* The place, and how it is lost, are no part of what the finding is about. */
static const char *object_of(struct orq_arena *arena, const char *loss)
{
    static const char *const ends[] = {" (line ", ": changes rows", ": deletes rows",
                                       ": replaces rows", ": drops a table"};
    size_t len = strlen(loss);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *last = NULL;
        for (const char *at = strstr(loss, ends[i]); at; at = strstr(at + 1, ends[i]))
            last = at;
        if (last && last < loss + len)
            len = (size_t)(last - loss);
    }
    return orq_arena_strndup(arena, loss, len);
}

static void judge_lost(struct orq_arena *arena, struct orq_review *review)
{
    const struct orq_strings *loses = &review->up.loses;
    if (loses->len == 0)
        return;
    const char *more =
        loses->len > 1 ? orq_arena_printf(arena, ", and %zu more", loses->len - 1) : "";
    found(arena, review, object_of(arena, loses->items[0]),
          orq_arena_printf(arena, "the upgrade loses %s%s, and the downgrade cannot bring it back",
                           orq_shown_name(arena, loses->items[0]), more));
}

static void judge_kept(struct orq_arena *arena, struct orq_review *review)
{
    const struct orq_file_section *down = review->down.section;
    for (size_t i = 0; i < review->up.kept.len; i++) {
        const struct orq_kept *kept = &review->up.kept.items[i];
        const char *object = kept->column
                                 ? orq_arena_printf(arena, "%s.%s", kept->table, kept->column)
                                 : kept->table;
        if (!down || !strstr(down->text, kept->in))
            found(arena, review, object,
                  orq_arena_printf(arena, "the downgrade does not put back what %s keeps of it",
                                   orq_shown_name(arena, kept->in)));
    }
}

void orq_review_way_back(struct orq_arena *arena, struct orq_review *review)
{
    judge_lost(arena, review);
    judge_kept(arena, review);
}
