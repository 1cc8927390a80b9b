/* On lines of their own: what goes takes its lines along, and the comment right above it; what
 * comes gets lines like those beside it. */
#include "model/patch_parts.h"

#include <string.h>

static const char *line_at(const struct orq_layout *layout, size_t at)
{
    return layout->text + at;
}

static bool is_blank_line(const struct orq_layout *layout, size_t line)
{
    const char *text = line_at(layout, line);
    return line < layout->len && strchr("\r\n", text[strspn(text, " \t")]) &&
           text[strspn(text, " \t")] != '\0';
}

/* The comment right above it, indented alike, is about it. */
static size_t top_of(const struct orq_layout *layout, const struct orq_layout_entry *entry)
{
    size_t top = orq_patch_line(layout, entry->from);
    size_t indent = entry->from - top;
    while (top > 0) {
        size_t above = orq_patch_line(layout, top - 1);
        const char *text = line_at(layout, above);
        if (strspn(text, " ") != indent || text[indent] != '#')
            break;
        top = above;
    }
    return top;
}

static size_t end_of(const struct orq_layout *layout, const struct orq_layout_entry *entry)
{
    return orq_patch_next_line(layout, orq_patch_end(entry));
}

/* Blank lines that stood on both sides would be one too many. */
static size_t without_blank(const struct orq_layout *layout, size_t top, size_t end)
{
    bool above = top == 0 || is_blank_line(layout, orq_patch_line(layout, top - 1));
    while (above && end < layout->len && is_blank_line(layout, end))
        end = orq_patch_next_line(layout, end);
    return end;
}

static size_t without_blank_above(const struct orq_layout *layout, size_t top)
{
    while (top > 0 && is_blank_line(layout, orq_patch_line(layout, top - 1)))
        top = orq_patch_line(layout, top - 1);
    return top;
}

/* The first of a map behind a dash: the next one takes its place there. */
static void remove_behind_dash(struct orq_patcher *patcher, const struct orq_layout_node *node)
{
    const struct orq_layout_entry *first = node->entries.items[0];
    size_t line = orq_patch_line(patcher->layout, first->from);
    bool dashes = line + strspn(line_at(patcher->layout, line), " -") == first->from;
    bool next = dashes && node->entries.len > 1 && !orq_patch_goes(node->entries.items[1]);
    patcher->impossible = patcher->impossible || !next;
    if (next)
        orq_patch_edit(patcher, first->from, node->entries.items[1]->from, "");
}

void orq_patch_block_removals(struct orq_patcher *patcher, const struct orq_layout_node *node)
{
    const struct orq_layout *layout = patcher->layout;
    for (size_t i = 0; i < node->entries.len; i++) {
        const struct orq_layout_entry *entry = node->entries.items[i];
        if (!orq_patch_goes(entry))
            continue;
        if (!orq_patch_begins_line(layout, entry->from)) {
            patcher->impossible = patcher->impossible || i > 0;
            remove_behind_dash(patcher, node);
            continue;
        }
        size_t top = top_of(layout, entry);
        size_t end = without_blank(layout, top, end_of(layout, entry));
        bool follows = i > 0 && orq_patch_goes(node->entries.items[i - 1]);
        if (end == layout->len && !follows && node->added.len == 0)
            top = without_blank_above(layout, top);
        orq_patch_edit(patcher, top, end, "");
    }
}

/* -- writing -- */

static const char *with_line_ends(const struct orq_layout *layout, const char *text)
{
    struct orq_str out = orq_str_new(layout->arena);
    for (; *text; text++) {
        if (*text == '\n')
            orq_str_add(&out, layout->line_end);
        else
            orq_str_addc(&out, *text);
    }
    return orq_str_text(&out);
}

void orq_patch_block_value(struct orq_patcher *patcher, const struct orq_layout_entry *entry,
                           struct orq_node *value)
{
    const struct orq_layout *layout = patcher->layout;
    const char *text = layout->text;
    size_t line = orq_patch_line(layout, entry->from);
    size_t colon = entry->key ? entry->key_to : entry->from;
    colon += entry->key ? strcspn(text + colon, ":") + 1 : 1;
    struct orq_str out = orq_str_new(layout->arena);
    orq_str_addn(&out, text + line, colon - line);
    size_t before = out.len;
    orq_node_write_value(&out, &(struct orq_node_item){entry->key, value},
                         (struct orq_node_place){entry->column - 1, layout->step});
    const char *written = with_line_ends(
        layout, orq_arena_strndup(layout->arena, out.data + before, out.len - before - 1));
    const struct orq_layout_node *old = entry->value;
    bool beside = old->to > old->from && !memchr(text + colon, '\n', old->from - colon);
    if (beside && written[0] == ' ')
        orq_patch_edit(patcher, old->from, old->to, written + 1);
    else
        orq_patch_edit(patcher, colon, old->to > colon ? old->to : colon, written);
}

/* -- additions -- */

/* Is there a blank line between two entries, as between tables? */
static bool are_apart(const struct orq_layout *layout, const struct orq_layout_node *node)
{
    for (size_t i = 1; i < node->entries.len; i++)
        if (is_blank_line(layout, end_of(layout, node->entries.items[i - 1])))
            return true;
    return false;
}

/* Is it a block that says some of the same things? */
static bool is_block_like(const struct orq_layout_node *node, const struct orq_node *value)
{
    bool shares = false;
    for (size_t i = 0; value->kind == ORQ_NODE_MAP && i < value->items->len; i++)
        shares = shares || orq_layout_get(node, value->items->items[i].key);
    return node->kind == ORQ_LAYOUT_MAP && !node->flow && shares;
}

/* Lines for an item like those of a sibling: a block where that is one. */
static const char *item_text(const struct orq_layout *layout, const struct orq_layout_node *node,
                             const struct orq_node_item *item, size_t indent)
{
    struct orq_str out = orq_str_new(layout->arena);
    struct orq_node_item written = *item;
    const struct orq_layout_node *like =
        node->entries.len > 0 ? node->entries.items[node->entries.len - 1]->value : NULL;
    if (item->key && like && is_block_like(like, item->value)) {
        written.value = ORQ_NEW(layout->arena, struct orq_node);
        *written.value = *item->value;
        written.value->block = true;
    }
    orq_node_write_item(&out, &written, (struct orq_node_place){indent, layout->step});
    return with_line_ends(layout, orq_str_text(&out));
}

/* Where lines behind an entry begin. */
static size_t place_behind(const struct orq_layout *layout, const struct orq_layout_entry *entry)
{
    return orq_patch_goes(entry) ? top_of(layout, entry) : end_of(layout, entry);
}

static void add_lines(struct orq_patcher *patcher, size_t at, const char *text, bool apart_before,
                      bool apart_after)
{
    const struct orq_layout *layout = patcher->layout;
    bool open = at > 0 && layout->text[at - 1] != '\n';
    bool apart_already = at == 0 || is_blank_line(layout, orq_patch_line(layout, at - 1));
    const char *end = layout->line_end;
    size_t len = strlen(text) - (open ? strlen(end) : 0);
    const char *lines = orq_arena_printf(layout->arena, "%s%s%.*s%s", open ? end : "",
                                         apart_before && !apart_already ? end : "", (int)len, text,
                                         apart_after ? end : "");
    orq_patch_edit(patcher, at, at, lines);
}

void orq_patch_block_additions(struct orq_patcher *patcher, const struct orq_layout_node *node)
{
    const struct orq_layout *layout = patcher->layout;
    const struct orq_layout_entry *first = node->entries.len > 0 ? node->entries.items[0] : NULL;
    size_t indent = 0;
    if (first)
        indent = first->key ? first->column - 1 : first->from - orq_patch_line(layout, first->from);
    bool apart = are_apart(layout, node);
    for (size_t i = 0; i < node->added.len; i++) {
        const struct orq_layout_addition *addition = &node->added.items[i];
        const struct orq_layout_entry *after = addition->after;
        const char *text = item_text(layout, node, &addition->item, indent);
        if (!after && first && !orq_patch_begins_line(layout, first->from))
            after = first;
        if (!first)
            add_lines(patcher, node->to, text, false, false);
        else if (!after)
            add_lines(patcher, top_of(layout, first), text, false, apart);
        else
            add_lines(patcher, place_behind(layout, after), text, apart, false);
    }
}
