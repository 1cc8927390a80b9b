/* Comments in the body of a CREATE TABLE: the table's stays behind the parenthesis whatever column
 * comes first, and those that the model keeps there are put on their lines. */
#include "emit/create.h"
#include "emit/patch_parts.h"
#include "sql/ddl_comment.h"

#include <string.h>

const char *orq_body_take_comment(struct orq_body *body)
{
    struct orq_item *first = &body->items.items[0];
    size_t end = orq_ddl_comment_end(first->before, 0, strlen(first->before));
    const char *taken = orq_arena_strndup(body->arena, first->before, end);
    first->before += end;
    return taken;
}

static void put_table_comment(struct orq_body *body, const struct orq_table_plan *plan,
                              const char *taken)
{
    const struct orq_table *want = plan->want;
    struct orq_item *first = &body->items.items[0];
    const char *had = orq_ddl_table_comment(body->arena, plan->have->sql);
    if (want->comments_in_ddl && !orq_str_equal(had, orq_comment_words(body->arena, want->comment)))
        taken = orq_emit_comment(body->arena, want, want->comment);
    if (*taken)
        first->before =
            orq_arena_printf(body->arena, "%s%s%s", taken,
                             strchr(first->before, '\n') ? "" : "\n    ", first->before);
}

/* true: there is a comment now that was not there. */
static bool put_column_comment(struct orq_body *body, const struct orq_table_plan *plan,
                               struct orq_item *item)
{
    const char *comment = item->wanted->comment;
    const char *had =
        item->column ? orq_ddl_column_comment(body->arena, plan->have->sql, item->range.to) : NULL;
    const char *text = orq_emit_comment(body->arena, plan->want, comment);
    if (orq_str_equal(had, orq_comment_words(body->arena, comment)))
        return false;
    item->mid += orq_ddl_comment_end(item->mid, 0, strlen(item->mid));
    if (strchr(item->mid, '\n'))
        item->mid = orq_arena_printf(body->arena, "%s%s", text, item->mid);
    else
        item->tail = text;
    return *text != '\0';
}

void orq_body_put_comments(struct orq_body *body, const struct orq_table_plan *plan,
                           const char *taken)
{
    struct orq_items *items = &body->items;
    put_table_comment(body, plan, taken);
    for (size_t i = 0; plan->want->comments_in_ddl && i < items->len; i++) {
        if (!items->items[i].wanted || !put_column_comment(body, plan, &items->items[i]))
            continue;
        struct orq_item *next = i + 1 < items->len ? &items->items[i + 1] : NULL;
        if (next && !strchr(items->items[i].mid, '\n') && !strchr(next->before, '\n'))
            next->before = orq_arena_printf(body->arena, "\n    %s",
                                            next->before + strspn(next->before, " \t"));
    }
}
