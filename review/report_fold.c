#include "review/report_fold.h"

#include <string.h>
#include <strings.h>

static bool touches_nothing(const struct orq_observed *observed)
{
    return observed->ops.len == 0 && observed->touched.len == 0 &&
           observed->lock == ORQ_LOCK_NONE && !observed->error;
}

bool orq_observed_is_setting(const struct orq_observed *observed)
{
    return touches_nothing(observed) && strncasecmp(observed->sql, "SET ", strlen("SET ")) == 0;
}

const char *orq_step_settings(struct orq_arena *arena, const struct orq_reviewed *reviewed,
                              size_t step)
{
    struct orq_str settings = orq_str_new(arena);
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        const struct orq_observed *observed = &reviewed->observed.items[i];
        if (observed->step == step && orq_observed_is_setting(observed))
            orq_str_addf(&settings, "%s%s", settings.len > 0 ? "; " : "", observed->sql);
    }
    return orq_str_text(&settings);
}

/* By statement: is there a finding? */
static bool *find_told(struct orq_arena *arena, const struct orq_review *review,
                       enum orq_direction direction, size_t count)
{
    bool *told = ORQ_NEW_ARRAY(arena, bool, count + 1);
    for (size_t i = 0; i < review->findings.len; i++) {
        const struct orq_finding *finding = &review->findings.items[i];
        if (finding->direction == direction && finding->statement < count)
            told[finding->statement] = true;
    }
    return told;
}

void orq_review_folds(struct orq_arena *arena, const struct orq_review *review,
                      enum orq_direction direction, struct orq_folds *folds)
{
    const struct orq_observed_list *observed =
        &(direction == ORQ_UPGRADE ? &review->up : &review->down)->observed;
    const bool *told = find_told(arena, review, direction, observed->len);
    bool open = false; /* the last line takes more */
    for (size_t i = 0; i < observed->len; i++) {
        const struct orq_observed *item = &observed->items[i];
        bool quiet = touches_nothing(item) && !told[i];
        if (quiet && orq_observed_is_setting(item)) {
            open = false;
            continue;
        }
        if (open && quiet && !item->notes && item->step == observed->items[i - 1].step) {
            folds->items[folds->len - 1].len++;
            continue;
        }
        ORQ_PUSH(arena, folds, ((struct orq_fold){i, 1}));
        open = quiet && item->notes;
    }
}

const char *orq_fold_number(struct orq_arena *arena, const struct orq_fold *fold)
{
    return fold->len == 1
               ? orq_arena_printf(arena, "%zu", fold->first + 1)
               : orq_arena_printf(arena, "%zu-%zu", fold->first + 1, fold->first + fold->len);
}
