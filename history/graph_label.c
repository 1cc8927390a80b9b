/* Branch labels: who has one, and what it flows to. */
#include "base/str.h"
#include "history/graph_parts.h"

#include <stdint.h>

static struct orq_span label_line(const struct orq_migration *migration, size_t at)
{
    return at < migration->labels_at.len ? migration->labels_at.items[at]
                                         : orq_revision_line(migration);
}

static void report_twice(struct orq_arena *arena, struct orq_history *history,
                         struct orq_label *label, const struct orq_migration *second, size_t at)
{
    const struct orq_migration *first = label->revision->migration;
    const char *name = second->labels.items[at];
    struct orq_diags *faults = orq_diags_new(arena);
    size_t first_at = 0;
    while (!orq_str_equal(first->labels.items[first_at], name))
        first_at++;
    struct orq_span there = label_line(first, first_at);
    orq_error(faults, label_line(second, at), "the label \"%s\" is also that of %s", name,
              first->revision);
    if (there.file)
        orq_hint(faults, "the other: %s:%zu", there.file, there.line);
    orq_hint(faults, "a label belongs to one revision, and flows to all that stands on it");
    if (label->faults)
        orq_diags_append(label->faults, faults);
    else
        label->faults = faults;
    orq_diags_append(history->label_faults, faults);
}

/* The id is what such a word means; the label can only be a mistake. */
static void report_id(struct orq_history *history, const struct orq_migration *migration, size_t at)
{
    const struct orq_revision *other = orq_history_find(history, migration->labels.items[at]);
    orq_error(history->label_faults, label_line(migration, at),
              "the label \"%s\" is also the id of a revision", migration->labels.items[at]);
    if (other->migration->path)
        orq_hint(history->label_faults, "the other: %s:%zu", other->migration->path,
                 other->migration->at.line);
}

static void add_label(struct orq_arena *arena, struct orq_history *history,
                      struct orq_revision *revision, size_t at)
{
    const char *name = revision->migration->labels.items[at];
    struct orq_label *known = orq_map_get(history->by_label, name);
    if (orq_history_find(history, name)) {
        report_id(history, revision->migration, at);
    } else if (known) {
        report_twice(arena, history, known, revision->migration, at);
    } else {
        struct orq_label *label = ORQ_NEW(arena, struct orq_label);
        label->revision = revision;
        orq_map_put(history->by_label, name, label);
    }
}

void orq_history_label(struct orq_arena *arena, struct orq_history *history)
{
    for (size_t i = 0; i < history->revisions.len; i++) {
        struct orq_revision *revision = history->revisions.items[i];
        for (size_t k = 0; k < revision->migration->labels.len; k++)
            add_label(arena, history, revision, k);
    }
}

static void add_once(struct orq_arena *arena, struct orq_strings *labels,
                     const struct orq_strings *more)
{
    for (size_t i = 0; i < more->len; i++) {
        bool there = false;
        for (size_t k = 0; k < labels->len && !there; k++)
            there = orq_str_equal(labels->items[k], more->items[i]);
        if (!there)
            ORQ_PUSH(arena, labels, more->items[i]);
    }
}

/* Parents come before their children. What has one parent and no label of its own shares the
 * parent's, which nothing is added to any more. */
void orq_history_inherit_labels(struct orq_arena *arena, struct orq_history *history)
{
    for (size_t i = 0; i < history->revisions.len; i++) {
        struct orq_revision *revision = history->revisions.items[i];
        const struct orq_strings *own = &revision->migration->labels;
        if (revision->rank != SIZE_MAX && revision->parent_count == 1 && own->len == 0) {
            revision->labels = revision->parents[0]->labels;
            continue;
        }
        add_once(arena, &revision->labels, own);
        for (size_t k = 0; k < revision->parent_count && revision->rank != SIZE_MAX; k++)
            add_once(arena, &revision->labels, &revision->parents[k]->labels);
    }
}
