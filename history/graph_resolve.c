/* What an identifier means: [BRANCH@][REV][+N|-N]. */
#include "base/similar.h"
#include "base/str.h"
#include "history/graph_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_PREFIX 4

struct resolver {
    struct orq_arena *arena;
    const struct orq_history *history;
    const struct orq_target *target;
    struct orq_diags *diags;
    const struct orq_revision *branch; /* before the @; NULL: none */
    bool *line;                        /* its line */
    struct orq_resolved *resolved;
};

/* -- one revision by its name -- */

/* Does its id, or a name that Alembic had for it? */
static bool begins_with(const struct orq_migration *migration, const char *text)
{
    bool begins = orq_starts_with(migration->revision, text);
    for (size_t i = 0; !begins && i < migration->adopts.len; i++)
        begins = orq_starts_with(migration->adopts.items[i], text);
    return begins;
}

/* The ids that start with text; a hint for each. */
static enum orq_status several_matches(struct resolver *resolver, const char *text)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "several revisions begin with \"%s\"", text);
    for (size_t i = 0; i < resolver->history->revisions.len; i++) {
        const struct orq_migration *migration = resolver->history->revisions.items[i]->migration;
        if (begins_with(migration, text))
            orq_hint(resolver->diags, "%s (%s)", migration->revision, migration->message);
    }
    return ORQ_AMBIGUOUS;
}

/* Every word that names something. */
static void all_names(struct resolver *resolver, struct orq_strings *names)
{
    static const char *const words[] = {"head", "heads", "base", "current"};
    const struct orq_revisions *all = &resolver->history->revisions;
    for (size_t i = 0; i < all->len; i++) {
        const struct orq_migration *migration = all->items[i]->migration;
        ORQ_PUSH(resolver->arena, names, migration->revision);
        for (size_t k = 0; k < migration->labels.len; k++)
            ORQ_PUSH(resolver->arena, names, migration->labels.items[k]);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ORQ_PUSH(resolver->arena, names, words[i]);
}

static enum orq_status unknown(struct resolver *resolver, const char *text)
{
    struct orq_strings names = {0};
    all_names(resolver, &names);
    const char *meant = orq_similar(text, &names);
    if (meant)
        orq_error(resolver->diags, ORQ_NOWHERE, "no revision \"%s\" (did you mean \"%s\"?)", text,
                  meant);
    else
        orq_error(resolver->diags, ORQ_NOWHERE, "no revision \"%s\" in %s", text,
                  resolver->history->folder);
    const struct orq_revision *squashed = orq_map_get(resolver->history->by_replaced, text);
    if (squashed)
        orq_hint(resolver->diags, "it was squashed into %s", squashed->migration->revision);
    if (strlen(text) < SHORTEST_PREFIX)
        orq_hint(resolver->diags, "an id may be cut to %d characters, not less", SHORTEST_PREFIX);
    orq_diags_append(resolver->diags, resolver->history->unplaced);
    return ORQ_INVALID;
}

static enum orq_status find_prefix(struct resolver *resolver, const char *text,
                                   struct orq_revision **found)
{
    for (size_t i = 0; i < resolver->history->revisions.len; i++) {
        struct orq_revision *revision = resolver->history->revisions.items[i];
        if (!begins_with(revision->migration, text))
            continue;
        if (*found)
            return several_matches(resolver, text);
        *found = revision;
    }
    return *found ? ORQ_OK : unknown(resolver, text);
}

/* By id, by label, by prefix. */
static enum orq_status find_named(struct resolver *resolver, const char *text,
                                  struct orq_revision **found)
{
    const struct orq_label *label = orq_map_get(resolver->history->by_label, text);
    *found = orq_map_get(resolver->history->by_id, text);
    if (*found)
        return ORQ_OK;
    if (label && label->faults) {
        orq_diags_append(resolver->diags, label->faults);
        return ORQ_INVALID;
    }
    if (label)
        *found = label->revision;
    if (*found)
        return ORQ_OK;
    return strlen(text) < SHORTEST_PREFIX ? unknown(resolver, text)
                                          : find_prefix(resolver, text, found);
}

/* -- several at once -- */

static void add(struct resolver *resolver, struct orq_revision *revision)
{
    ORQ_PUSH(resolver->arena, &resolver->resolved->revisions, revision);
}

static enum orq_status not_in_files(struct resolver *resolver, const char *id)
{
    orq_error(resolver->diags, ORQ_NOWHERE,
              "the database is at revision %s, which is in no file of %s", id,
              resolver->history->folder);
    orq_hint(resolver->diags, "get the files of that revision, or go back with: orqgen downgrade");
    orq_diags_append(resolver->diags, resolver->history->unplaced);
    return ORQ_INVALID;
}

static size_t current_count(const struct resolver *resolver)
{
    return resolver->target->current ? resolver->target->current->len : 0;
}

/* The last ones of the branch's line that are applied: what stands behind one of the current. */
static void add_current_of_branch(struct resolver *resolver, const bool *applied)
{
    const struct orq_revisions *all = &resolver->history->revisions;
    for (size_t i = 0; i < all->len; i++) {
        const struct orq_revision *at = all->items[i];
        bool last = applied[i] && resolver->line[i];
        for (size_t k = 0; k < at->child_count && last; k++)
            last = !applied[at->children[k]->index] || !resolver->line[at->children[k]->index];
        if (last)
            add(resolver, all->items[i]);
    }
}

static enum orq_status find_current(struct resolver *resolver)
{
    bool *applied = orq_marks_new(resolver->arena, resolver->history);
    for (size_t i = 0; i < current_count(resolver); i++) {
        const char *id = resolver->target->current->items[i];
        struct orq_revision *revision = orq_map_get(resolver->history->by_id, id);
        if (!revision)
            return not_in_files(resolver, id);
        orq_marks_add(resolver->arena, revision, ORQ_BEFORE, applied);
        if (!resolver->branch)
            add(resolver, revision);
    }
    if (resolver->branch)
        add_current_of_branch(resolver, applied);
    return ORQ_OK;
}

static enum orq_status several_on_branch(struct resolver *resolver)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" is ambiguous: %s", resolver->target->text,
              orq_revisions_named(resolver->arena, &resolver->resolved->revisions));
    orq_hint(resolver->diags, "name one of them by its id");
    return ORQ_AMBIGUOUS;
}

static enum orq_status find_head(struct resolver *resolver, bool several)
{
    struct orq_revision *only = NULL;
    struct orq_revisions heads = {0};
    const struct orq_history *history = resolver->history;
    enum orq_status status = ORQ_OK;
    if (!resolver->branch && !several) {
        status = orq_history_head(resolver->arena, history, resolver->diags, &only);
        if (only)
            add(resolver, only);
        return status;
    }
    if (!resolver->branch && orq_diags_errors(history->unplaced) > 0) {
        orq_diags_append(resolver->diags, history->unplaced);
        return ORQ_INVALID;
    }
    orq_history_heads(resolver->arena, history, &heads);
    bool *behind = orq_marks_new(resolver->arena, history);
    if (resolver->branch)
        orq_marks_add(resolver->arena, resolver->branch, ORQ_TO_CHILDREN, behind);
    for (size_t i = 0; i < heads.len; i++) {
        if (!resolver->branch || behind[heads.items[i]->index])
            add(resolver, heads.items[i]);
    }
    size_t count = resolver->resolved->revisions.len;
    if (count > 1 && !several)
        return several_on_branch(resolver);
    /* Without a head everything stands in a circle. */
    if (count == 0 && history->revisions.len > 0)
        status = orq_revision_sound(
            resolver->branch ? resolver->branch : history->revisions.items[0], resolver->diags);
    return status;
}

static enum orq_status not_on_branch(struct resolver *resolver, const struct orq_revision *revision)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\": revision %s is not on the branch of %s (%s)",
              resolver->target->text, revision->migration->revision,
              resolver->branch->migration->revision, resolver->branch->migration->message);
    return ORQ_INVALID;
}

/* An identifier without branch and step. */
static enum orq_status find_plain(struct resolver *resolver, const char *text)
{
    struct orq_revision *found = NULL;
    if (strcmp(text, "head") == 0 || strcmp(text, "heads") == 0)
        return find_head(resolver, text[4] == 's');
    if (strcmp(text, "base") == 0)
        return ORQ_OK;
    if (strcmp(text, "current") == 0)
        return find_current(resolver);
    enum orq_status status = find_named(resolver, text, &found);
    if (status == ORQ_OK && resolver->line && !resolver->line[found->index])
        return not_on_branch(resolver, found);
    if (status == ORQ_OK)
        add(resolver, found);
    return status;
}

/* -- steps -- */

static enum orq_status too_far(struct resolver *resolver, const char *what)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" leads %s", resolver->target->text, what);
    orq_hint(resolver->diags, "see the order of the revisions:  orqgen history");
    return ORQ_INVALID;
}

static const struct orq_revision *place_of(const struct resolver *resolver)
{
    const struct orq_revisions *at = &resolver->resolved->revisions;
    return at->len > 0 ? at->items[0] : NULL;
}

static void go_to(struct resolver *resolver, struct orq_revision *revision)
{
    resolver->resolved->revisions.len = 0;
    if (revision)
        add(resolver, revision);
}

static enum orq_status several_next(struct resolver *resolver, const struct orq_revisions *next)
{
    const struct orq_revision *at = place_of(resolver);
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" is ambiguous: %zu revisions follow %s",
              resolver->target->text, next->len, at ? at->migration->revision : "the base");
    orq_hint(resolver->diags, "name one by its id: %s", orq_revisions_named(resolver->arena, next));
    return ORQ_AMBIGUOUS;
}

static void add_next(struct resolver *resolver, struct orq_revision *revision,
                     struct orq_revisions *next)
{
    if (!resolver->line || resolver->line[revision->index])
        ORQ_PUSH(resolver->arena, next, revision);
}

static enum orq_status step_up(struct resolver *resolver)
{
    const struct orq_revision *at = place_of(resolver);
    const struct orq_revisions *all = &resolver->history->revisions;
    struct orq_revisions next = {0};
    for (size_t i = 0; at && i < at->child_count; i++)
        add_next(resolver, at->children[i], &next);
    for (size_t i = 0; !at && i < all->len; i++) {
        if (orq_revision_is_base(all->items[i]))
            add_next(resolver, all->items[i], &next);
    }
    if (next.len == 0)
        return too_far(resolver, "beyond the head");
    if (next.len > 1)
        return several_next(resolver, &next);
    go_to(resolver, next.items[0]);
    return ORQ_OK;
}

static enum orq_status several_before(struct resolver *resolver, const struct orq_revision *merge)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" is ambiguous: it leads back over the merge %s",
              resolver->target->text, merge->migration->revision);
    for (size_t i = 0; i < merge->parent_count; i++)
        orq_hint(resolver->diags, "one of its parents: %s", merge->parents[i]->migration->revision);
    return ORQ_AMBIGUOUS;
}

/* Back over a merge leads to all of its parents, and from there no step further. */
static enum orq_status step_down(struct resolver *resolver, bool last)
{
    const struct orq_revision *at = place_of(resolver);
    struct orq_revisions before = {0};
    if (!at)
        return too_far(resolver, "below the base");
    for (size_t i = 0; i < at->parent_count; i++) {
        if (!at->parents[i])
            return orq_revision_sound(at, resolver->diags);
        add_next(resolver, at->parents[i], &before);
    }
    if (before.len > 1 && !last)
        return several_before(resolver, at);
    if (resolver->resolved->branch)
        resolver->resolved->branch = at;
    resolver->resolved->revisions = before;
    return ORQ_OK;
}

/* The sign that begins a step at the end of text; NULL: there is none. */
static const char *step_of(const char *text, long *steps)
{
    const char *sign = strrchr(text, '+');
    const char *minus = strrchr(text, '-');
    if (minus && (!sign || minus > sign))
        sign = minus;
    if (!sign || sign[1] == '\0' || strspn(sign + 1, "0123456789") != strlen(sign + 1))
        return NULL;
    errno = 0;
    *steps = strtol(sign, NULL, 10);
    return sign;
}

/* A label that none of the others has; NULL: there is none. */
static const char *own_label(const struct orq_revisions *starts, size_t at)
{
    const struct orq_strings *labels = &starts->items[at]->labels;
    for (size_t i = labels->len; i > 0; i--) {
        bool alone = true;
        for (size_t k = 0; k < starts->len && alone; k++)
            alone = k == at || !orq_strings_hold(&starts->items[k]->labels, labels->items[i - 1]);
        if (alone)
            return labels->items[i - 1];
    }
    return NULL;
}

/* A step begins at one revision. */
static enum orq_status one_start(struct resolver *resolver, const char *sign)
{
    const struct orq_revisions *starts = &resolver->resolved->revisions;
    if (starts->len < 2)
        return ORQ_OK;
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" is ambiguous: it counts from %zu revisions: %s",
              resolver->target->text, starts->len, orq_revisions_named(resolver->arena, starts));
    for (size_t i = 0; i < starts->len; i++)
        orq_hint(resolver->diags, "say which: %s%s", starts->items[i]->migration->revision, sign);
    for (size_t i = 0; i < starts->len; i++) {
        const char *label = own_label(starts, i);
        if (label)
            orq_hint(resolver->diags, "or by its label: %s@%s", label, sign);
    }
    return ORQ_AMBIGUOUS;
}

/* Back on a branch of which nothing is applied would take back what the branch stands on. */
static enum orq_status check_begun(struct resolver *resolver)
{
    const struct orq_revision *at = place_of(resolver);
    bool *behind = orq_marks_new(resolver->arena, resolver->history);
    orq_marks_add(resolver->arena, resolver->branch, ORQ_TO_CHILDREN, behind);
    if (at && behind[at->index])
        return ORQ_OK;
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\": nothing of the branch of %s (%s) is applied",
              resolver->target->text, resolver->branch->migration->revision,
              resolver->branch->migration->message);
    orq_hint(resolver->diags, "see where the database is:  orqgen current");
    return ORQ_INVALID;
}

/* From a revision that was named, only its own way back is meant: what stands on the target beside
 * it stays. */
static enum orq_status find_stepped(struct resolver *resolver, const char *start, const char *sign,
                                    long steps)
{
    enum orq_status status = find_plain(resolver, *start == '\0' ? "current" : start);
    if (status == ORQ_OK)
        status = one_start(resolver, sign);
    if (status == ORQ_OK && steps < 0 && resolver->branch && *start == '\0')
        status = check_begun(resolver);
    if (status == ORQ_OK && steps < 0 && *start != '\0')
        resolver->resolved->branch = place_of(resolver);
    for (; status == ORQ_OK && steps > 0; steps--)
        status = step_up(resolver);
    for (; status == ORQ_OK && steps < 0; steps++)
        status = step_down(resolver, steps == -1);
    return status;
}

static enum orq_status find_branch(struct resolver *resolver, const char *name)
{
    struct orq_revision *found = NULL;
    enum orq_status status = find_named(resolver, name, &found);
    if (status != ORQ_OK)
        return status;
    resolver->branch = resolver->resolved->branch = found;
    resolver->line = orq_marks_line(resolver->arena, resolver->history, found);
    return ORQ_OK;
}

enum orq_status orq_history_resolve(struct orq_arena *arena, const struct orq_history *history,
                                    const struct orq_target *target, struct orq_diags *diags,
                                    struct orq_resolved *resolved)
{
    struct resolver resolver = {
        .arena = arena, .history = history, .target = target, .diags = diags, .resolved = resolved};
    const char *text = target->text;
    const char *at = strchr(text, '@');
    long steps = 0;
    *resolved = (struct orq_resolved){0};
    struct orq_revision *exact = orq_map_get(history->by_id, text);
    if (exact) { /* a name of Alembic's may hold what is a sign here */
        add(&resolver, exact);
        return ORQ_OK;
    }
    if (at) {
        enum orq_status status =
            find_branch(&resolver, orq_arena_strndup(arena, text, (size_t)(at - text)));
        if (status != ORQ_OK)
            return status;
        text = at + 1;
    }
    const char *sign = step_of(text, &steps);
    if (!sign)
        return find_plain(&resolver, text);
    return find_stepped(&resolver, orq_arena_strndup(arena, text, (size_t)(sign - text)), sign,
                        steps);
}

enum orq_status orq_history_resolve_one(struct orq_arena *arena, const struct orq_history *history,
                                        const struct orq_target *target, struct orq_diags *diags,
                                        const struct orq_revision **revision)
{
    struct orq_resolved resolved;
    enum orq_status status = orq_history_resolve(arena, history, target, diags, &resolved);
    *revision = status == ORQ_OK && resolved.revisions.len > 0 ? resolved.revisions.items[0] : NULL;
    if (status != ORQ_OK || resolved.revisions.len < 2)
        return status;
    *revision = NULL;
    orq_error(diags, ORQ_NOWHERE, "\"%s\" means %zu revisions, and one is asked for: %s",
              target->text, resolved.revisions.len,
              orq_revisions_named(arena, &resolved.revisions));
    orq_hint(diags, "name one of them by its id");
    return ORQ_AMBIGUOUS;
}
