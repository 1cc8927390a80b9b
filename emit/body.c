#include "emit/patch_parts.h"
#include "sql/ddl_comment.h"

#include <stdint.h>
#include <string.h>

/* -- splitting -- */

static const char *bytes(struct orq_arena *arena, const char *text, size_t from, size_t to)
{
    return orq_arena_strndup(arena, text + from, to - from);
}

/* Both lists are in the order of the text, columns and then constraints, but a column can be
 * written behind a table constraint by no grammar: so one after the other is the order. */
static void add_items(struct orq_body *body, const struct orq_ddl_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct orq_item item = {.column = &table->columns.items[i],
                                .range = table->columns.items[i].text};
        ORQ_PUSH(body->arena, &body->items, item);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_item item = {.constraint = &table->constraints.items[i],
                                .range = table->constraints.items[i].text};
        ORQ_PUSH(body->arena, &body->items, item);
    }
}

struct orq_body orq_body_split(struct orq_arena *arena, const struct orq_ddl_table *table)
{
    struct orq_body body = {.arena = arena};
    add_items(&body, table);
    size_t at = table->body.from;
    for (size_t i = 0; i < body.items.len; i++) {
        struct orq_item *item = &body.items.items[i];
        item->first = i == 0;
        item->before = bytes(arena, table->text, at, item->range.from);
        item->text = bytes(arena, table->text, item->range.from, item->range.to);
        struct orq_lexer lexer = orq_lexer_new(table->text, table->len);
        lexer.at = item->range.to;
        struct orq_token token = orq_lexer_next(&lexer);
        item->comma = orq_token_is(table->text, token, ",");
        item->mid = item->comma ? bytes(arena, table->text, item->range.to, token.offset) : "";
        at = item->comma ? token.offset + token.len : item->range.to;
        size_t end = orq_ddl_comment_end(table->text, at, table->body.to);
        item->tail = bytes(arena, table->text, at, end);
        at = end;
    }
    body.closing = bytes(arena, table->text, at, table->body.to);
    return body;
}

/* -- style -- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* From the last line end on; NULL: all on one line. */
static const char *last_line(const char *text)
{
    return strrchr(text, '\n');
}

/* "\n    , b INT": the line end in front of a comma, when the text is written so. */
static const char *leading_comma(const struct orq_body *body)
{
    for (size_t i = 0; i + 1 < body->items.len; i++) {
        const struct orq_item *item = &body->items.items[i];
        if (item->comma && last_line(item->mid) && !last_line(body->items.items[i + 1].before))
            return last_line(item->mid);
    }
    return NULL;
}

/* What stands between a separator and an item in this text, best as at the item `near`. */
static const char *style_before(const struct orq_body *body, size_t near)
{
    const struct orq_items *items = &body->items;
    const char *line = last_line(items->items[near].before);
    for (size_t i = 0; !line && i < items->len; i++)
        line = last_line(items->items[i].before);
    if (line && is_blank(line))
        return line;
    bool second = items->len > 1 && *items->items[1].before;
    return second && is_blank(items->items[1].before) ? items->items[1].before : " ";
}

void orq_body_insert(struct orq_body *body, size_t after, const char *text)
{
    bool in_front = after == SIZE_MAX;
    struct orq_item item = {.fresh = true, .mid = "", .tail = "", .text = text};
    if (leading_comma(body))
        item.before = in_front ? body->items.items[0].before : " ";
    else
        item.before = style_before(body, in_front ? 0 : after);
    size_t at = in_front ? 0 : after + 1;
    ORQ_PUSH(body->arena, &body->items, item);
    memmove(body->items.items + at + 1, body->items.items + at,
            (body->items.len - 1 - at) * sizeof item);
    body->items.items[at] = item;
}

/* -- putting together -- */

struct joiner {
    struct orq_str out;
    bool in_comment; /* the last line of out is a `--` comment, still open */
};

static void join(struct joiner *joiner, const char *text)
{
    if (!*text)
        return;
    if (joiner->in_comment && text[strspn(text, " \t\r")] != '\n')
        orq_str_addc(&joiner->out, '\n');
    orq_str_add(&joiner->out, text);
    joiner->in_comment = false;
}

static void join_comment(struct joiner *joiner, const char *text)
{
    join(joiner, text);
    if (*text)
        joiner->in_comment = text[strspn(text, " \t")] == '-';
}

/* Comment lines above an item that goes: they may be about what follows, so they stay. */
static const char *kept_lines(struct orq_arena *arena, const char *before)
{
    const char *line = last_line(before);
    if (!line)
        return "";
    const char *kept = orq_arena_strndup(arena, before, (size_t)(line - before));
    return is_blank(kept) ? "" : kept;
}

/* In place of the first item its follower takes over the blanks behind the parenthesis. */
static const char *before_of(const struct orq_item *item, const char *first_before)
{
    if (!first_before || !is_blank(item->before))
        return item->before;
    const char *line = last_line(first_before);
    return line ? line : is_blank(first_before) ? first_before : "";
}

static bool needs_comma(const struct orq_body *body, size_t index, size_t next)
{
    const struct orq_item *item = &body->items.items[index];
    return item->comma || item->fresh || next != index + 1 || body->items.items[next].fresh;
}

static size_t next_kept(const struct orq_body *body, size_t from)
{
    while (from < body->items.len && body->items.items[from].removed)
        from++;
    return from;
}

/* What stood in front of a comma that is gone: a comment, without the indent of the comma. */
static const char *without_last_line(struct orq_arena *arena, const char *mid)
{
    const char *line = last_line(mid);
    if (is_blank(mid))
        return "";
    return line && is_blank(line) ? orq_arena_strndup(arena, mid, (size_t)(line - mid)) : mid;
}

static void join_separator(struct joiner *joiner, const struct orq_body *body, size_t index,
                           size_t next)
{
    const struct orq_item *item = &body->items.items[index];
    const char *leading = leading_comma(body);
    if (next == body->items.len) {
        join_comment(joiner, without_last_line(body->arena, item->mid));
        join_comment(joiner, item->tail);
    } else if (leading && !last_line(item->mid) && needs_comma(body, index, next)) {
        join(joiner, item->mid);
        join_comment(joiner, item->tail);
        join(joiner, leading);
        join(joiner, ",");
    } else {
        join(joiner, item->mid);
        join(joiner, needs_comma(body, index, next) ? "," : "");
        join_comment(joiner, item->tail);
    }
}

const char *orq_body_text(const struct orq_body *body)
{
    struct joiner joiner = {.out = orq_str_new(body->arena)};
    const char *first_before = NULL; /* until something is written: of a first item that went */
    bool written = false;
    for (size_t i = 0; i < body->items.len; i++) {
        const struct orq_item *item = &body->items.items[i];
        if (item->removed) {
            join_comment(&joiner, kept_lines(body->arena, item->before));
            joiner.in_comment = joiner.in_comment || strstr(item->before, "--");
            if (item->first)
                first_before = item->before;
            continue;
        }
        join(&joiner, written ? item->before : before_of(item, first_before));
        join(&joiner, item->text);
        written = true;
        join_separator(&joiner, body, i, next_kept(body, i + 1));
    }
    join(&joiner, joiner.in_comment && !*body->closing ? "\n" : body->closing);
    return orq_str_text(&joiner.out);
}

/* What is put in at a place comes in front of what is taken out there. */
static bool comes_before(struct orq_range a, struct orq_range b)
{
    return a.from < b.from || (a.from == b.from && a.to == a.from && b.to > b.from);
}

const char *orq_edited(struct orq_arena *arena, const char *text, struct orq_range range,
                       const struct orq_edits *edits)
{
    struct orq_str out = orq_str_new(arena);
    size_t at = range.from;
    bool *done = ORQ_NEW_ARRAY(arena, bool, edits->len + 1);
    for (;;) {
        size_t best = edits->len;
        for (size_t i = 0; i < edits->len; i++) {
            struct orq_range r = edits->items[i].range;
            if (!done[i] && r.from >= at && r.to <= range.to &&
                (best == edits->len || comes_before(r, edits->items[best].range)))
                best = i;
        }
        if (best == edits->len)
            break;
        done[best] = true;
        orq_str_addn(&out, text + at, edits->items[best].range.from - at);
        orq_str_add(&out, edits->items[best].text);
        at = edits->items[best].range.to;
    }
    orq_str_addn(&out, text + at, range.to - at);
    return orq_str_text(&out);
}
