/* Walking the graph: what edges lead to. */
#include "base/str.h"
#include "history/graph_parts.h"

bool *orq_marks_new(struct orq_arena *arena, const struct orq_history *history)
{
    return ORQ_NEW_ARRAY(arena, bool, history->revisions.len + 1);
}

struct walk {
    struct orq_arena *arena;
    struct orq_revisions open;
    bool *marks;
};

static void reach(struct walk *walk, struct orq_revision *const *revisions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!revisions[i] || walk->marks[revisions[i]->index])
            continue;
        walk->marks[revisions[i]->index] = true;
        ORQ_PUSH(walk->arena, &walk->open, revisions[i]);
    }
}

void orq_marks_add(struct orq_arena *arena, const struct orq_revision *revision, unsigned edges,
                   bool *marks)
{
    struct walk walk = {.arena = arena, .marks = marks};
    const struct orq_revision *at = revision;
    marks[revision->index] = true;
    for (;;) {
        if (edges & ORQ_TO_PARENTS)
            reach(&walk, at->parents, at->parent_count);
        if (edges & ORQ_TO_DEPENDS)
            reach(&walk, at->depends.items, at->depends.len);
        if (edges & ORQ_TO_CHILDREN)
            reach(&walk, at->children, at->child_count);
        if (edges & ORQ_TO_DEPENDENTS)
            reach(&walk, at->dependents.items, at->dependents.len);
        if (walk.open.len == 0)
            return;
        at = walk.open.items[--walk.open.len];
    }
}

bool *orq_marks_line(struct orq_arena *arena, const struct orq_history *history,
                     const struct orq_revision *revision)
{
    bool *line = orq_marks_new(arena, history);
    orq_marks_add(arena, revision, ORQ_TO_PARENTS, line);
    bool *behind = orq_marks_new(arena, history);
    orq_marks_add(arena, revision, ORQ_TO_CHILDREN, behind);
    for (size_t i = 0; i < history->revisions.len; i++)
        line[i] = line[i] || behind[i];
    return line;
}

bool orq_revision_is_base(const struct orq_revision *revision)
{
    return revision->parent_count == 0;
}

const char *orq_revisions_named(struct orq_arena *arena, const struct orq_revisions *revisions)
{
    struct orq_str names = orq_str_new(arena);
    for (size_t i = 0; i < revisions->len; i++) {
        const struct orq_migration *migration = revisions->items[i]->migration;
        orq_str_addf(&names, "%s%s", i > 0 ? ", " : "", migration->revision);
        if (migration->message)
            orq_str_addf(&names, " (%s)", migration->message);
    }
    return orq_str_text(&names);
}

void orq_history_heads(struct orq_arena *arena, const struct orq_history *history,
                       struct orq_revisions *heads)
{
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (history->revisions.items[i]->child_count == 0)
            ORQ_PUSH(arena, heads, history->revisions.items[i]);
    }
}
