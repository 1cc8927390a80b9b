/* Between brackets: an entry that has its lines for itself goes and comes with them, any other with
 * its comma. */
#include "model/patch_parts.h"

#include <string.h>

static const struct orq_layout_entry *entry_at(const struct orq_layout_node *node, size_t index)
{
    return node->entries.items[index];
}

/* The first thing behind an entry that is no blank. */
static size_t behind(const struct orq_layout *layout, size_t at)
{
    return at + strspn(layout->text + at, " ");
}

static bool has_comma(const struct orq_layout *layout, const struct orq_layout_entry *entry)
{
    return layout->text[behind(layout, orq_patch_end(entry))] == ',';
}

/* Is nothing on the entry's lines but itself, its comma and a comment? */
static bool has_own_lines(const struct orq_layout *layout, const struct orq_layout_entry *entry)
{
    size_t at = behind(layout, orq_patch_end(entry));
    if (layout->text[at] == ',')
        at = behind(layout, at + 1);
    return orq_patch_begins_line(layout, entry->from) && strchr("#\r\n", layout->text[at]) &&
           layout->text[at] != '\0';
}

static bool all_have_own_lines(const struct orq_layout *layout, const struct orq_layout_node *node)
{
    for (size_t i = 0; i < node->entries.len; i++)
        if (!has_own_lines(layout, entry_at(node, i)))
            return false;
    return node->entries.len > 0;
}

static void remove_run(struct orq_patcher *patcher, const struct orq_layout_node *node,
                       size_t first, size_t last)
{
    size_t from = entry_at(node, first)->from, to = orq_patch_end(entry_at(node, last));
    if (last + 1 < node->entries.len)
        to = entry_at(node, last + 1)->from;
    else if (first > 0)
        from = orq_patch_end(entry_at(node, first - 1));
    orq_patch_edit(patcher, from, to, "");
}

void orq_patch_flow_removals(struct orq_patcher *patcher, const struct orq_layout_node *node)
{
    const struct orq_layout *layout = patcher->layout;
    bool lines = all_have_own_lines(layout, node);
    for (size_t i = 0; i < node->entries.len; i++) {
        size_t first = i;
        if (!orq_patch_goes(entry_at(node, i)))
            continue;
        if (lines) {
            orq_patch_edit(patcher, orq_patch_line(layout, entry_at(node, i)->from),
                           orq_patch_next_line(layout, orq_patch_end(entry_at(node, i))), "");
            continue;
        }
        while (i + 1 < node->entries.len && orq_patch_goes(entry_at(node, i + 1)))
            i++;
        remove_run(patcher, node, first, i);
    }
}

/* -- additions -- */

static const char *item_text(const struct orq_layout *layout, const char *before,
                             const struct orq_node_item *item, const char *after)
{
    struct orq_str out = orq_str_new(layout->arena);
    orq_str_add(&out, before);
    orq_node_write_flow(&out, item);
    orq_str_add(&out, after);
    return orq_str_text(&out);
}

/* On a line of its own behind that of another entry. */
static void add_line(struct orq_patcher *patcher, const struct orq_layout_entry *after,
                     const struct orq_node_item *item, bool comma)
{
    const struct orq_layout *layout = patcher->layout;
    size_t line = orq_patch_line(layout, after->from);
    const char *indent = orq_arena_strndup(layout->arena, layout->text + line, after->from - line);
    const char *end = orq_arena_printf(layout->arena, "%s%s", comma ? "," : "", layout->line_end);
    size_t at = orq_patch_goes(after) ? line : orq_patch_next_line(layout, orq_patch_end(after));
    orq_patch_edit(patcher, at, at, item_text(layout, indent, item, end));
}

/* The last entry that stays, up to one of them, or the first; NULL: none does. */
static const struct orq_layout_entry *
neighbour(const struct orq_layout_node *node, const struct orq_layout_entry *upto, bool *behind_it)
{
    const struct orq_layout_entry *before = NULL, *first = NULL;
    bool passed = upto == NULL;
    for (size_t i = 0; i < node->entries.len; i++) {
        const struct orq_layout_entry *entry = entry_at(node, i);
        if (!orq_patch_goes(entry)) {
            before = passed ? before : entry;
            first = first ? first : entry;
        }
        passed = passed || entry == upto;
    }
    *behind_it = before != NULL;
    return before ? before : first;
}

static void add_inline(struct orq_patcher *patcher, const struct orq_layout_node *node,
                       const struct orq_layout_addition *addition, size_t number)
{
    const struct orq_layout *layout = patcher->layout;
    bool behind_it;
    const struct orq_layout_entry *beside = neighbour(node, addition->after, &behind_it);
    if (beside && behind_it) {
        orq_patch_edit(patcher, orq_patch_end(beside), orq_patch_end(beside),
                       item_text(layout, ", ", &addition->item, ""));
    } else if (beside) {
        orq_patch_edit(patcher, beside->from, beside->from,
                       item_text(layout, "", &addition->item, ", "));
    } else {
        size_t at = node->entries.len > 0 ? entry_at(node, 0)->from : node->to - 1;
        orq_patch_edit(patcher, at, at,
                       item_text(layout, number > 0 ? ", " : "", &addition->item, ""));
    }
}

void orq_patch_flow_additions(struct orq_patcher *patcher, const struct orq_layout_node *node)
{
    const struct orq_layout *layout = patcher->layout;
    bool lines = all_have_own_lines(layout, node);
    const struct orq_layout_entry *ended = NULL;
    for (size_t i = 0; i < node->added.len; i++) {
        const struct orq_layout_addition *addition = &node->added.items[i];
        const struct orq_layout_entry *after = addition->after;
        if (!lines || !after) {
            add_inline(patcher, node, addition, i);
            continue;
        }
        bool comma = has_comma(layout, after) || orq_patch_goes(after);
        if (!comma && ended != after)
            orq_patch_edit(patcher, orq_patch_end(after), orq_patch_end(after), ",");
        ended = after;
        bool more = i + 1 < node->added.len && node->added.items[i + 1].after == after;
        add_line(patcher, after, &addition->item, comma || more);
    }
}
