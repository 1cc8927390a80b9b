/* Identifiers as Alembic's: exact id, unique prefix, head, base, current, and
 * steps from one of them. */
#include "base/similar.h"
#include "base/str.h"
#include "history/graph.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_PREFIX 4

struct resolver {
    struct orq_arena *arena;
    const struct orq_history *history;
    const struct orq_target *target;
    struct orq_diags *diags;
};

/* The ids that start with text; a hint for each. */
static enum orq_status several_matches(struct resolver *resolver, const char *text)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "several revisions begin with \"%s\"", text);
    for (size_t i = 0; i < resolver->history->revisions.len; i++) {
        const struct orq_migration *migration = resolver->history->revisions.items[i]->migration;
        if (orq_starts_with(migration->revision, text))
            orq_hint(resolver->diags, "%s (%s)", migration->revision, migration->message);
    }
    return ORQ_AMBIGUOUS;
}

static enum orq_status unknown(struct resolver *resolver, const char *text)
{
    struct orq_strings ids = {0};
    for (size_t i = 0; i < resolver->history->revisions.len; i++)
        ORQ_PUSH(resolver->arena, &ids, resolver->history->revisions.items[i]->migration->revision);
    static const char *const words[] = {"head", "base", "current"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ORQ_PUSH(resolver->arena, &ids, words[i]);
    const char *meant = orq_similar(text, &ids);
    if (meant)
        orq_error(resolver->diags, ORQ_NOWHERE, "no revision \"%s\" (did you mean \"%s\"?)", text,
                  meant);
    else
        orq_error(resolver->diags, ORQ_NOWHERE, "no revision \"%s\" in %s", text,
                  resolver->history->folder);
    if (strlen(text) < SHORTEST_PREFIX)
        orq_hint(resolver->diags, "an id may be cut to %d characters, not less", SHORTEST_PREFIX);
    orq_diags_append(resolver->diags, resolver->history->unplaced);
    return ORQ_INVALID;
}

static enum orq_status find_prefix(struct resolver *resolver, const char *text,
                                   const struct orq_revision **found)
{
    for (size_t i = 0; i < resolver->history->revisions.len; i++) {
        const struct orq_revision *revision = resolver->history->revisions.items[i];
        if (!orq_starts_with(revision->migration->revision, text))
            continue;
        if (*found)
            return several_matches(resolver, text);
        *found = revision;
    }
    return *found ? ORQ_OK : unknown(resolver, text);
}

static enum orq_status find_current(struct resolver *resolver, const struct orq_revision **found)
{
    const char *current = resolver->target->current;
    if (!current)
        return ORQ_OK;
    *found = orq_history_find(resolver->history, current);
    if (*found)
        return ORQ_OK;
    orq_error(resolver->diags, ORQ_NOWHERE,
              "the database is at revision %s, which is in no file of %s", current,
              resolver->history->folder);
    orq_hint(resolver->diags, "get the files of that revision, or go back with: orqgen downgrade");
    orq_diags_append(resolver->diags, resolver->history->unplaced);
    return ORQ_INVALID;
}

/* An identifier without a step. */
static enum orq_status find_plain(struct resolver *resolver, const char *text,
                                  const struct orq_revision **found)
{
    *found = NULL;
    const struct orq_revision *exact = orq_history_find(resolver->history, text);
    if (exact) {
        *found = exact;
        return ORQ_OK;
    }
    if (strcmp(text, "head") == 0 || strcmp(text, "heads") == 0) {
        struct orq_revision *head = NULL;
        enum orq_status status =
            orq_history_head(resolver->arena, resolver->history, resolver->diags, &head);
        *found = head;
        return status;
    }
    if (strcmp(text, "base") == 0)
        return ORQ_OK;
    if (strcmp(text, "current") == 0)
        return find_current(resolver, found);
    return strlen(text) < SHORTEST_PREFIX ? unknown(resolver, text)
                                          : find_prefix(resolver, text, found);
}

static enum orq_status too_far(struct resolver *resolver, const char *what)
{
    orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" leads %s", resolver->target->text, what);
    orq_hint(resolver->diags, "see the order of the revisions:  orqgen history");
    return ORQ_INVALID;
}

static enum orq_status step_down(struct resolver *resolver, const struct orq_revision **at)
{
    if (!*at)
        return too_far(resolver, "below the base");
    if ((*at)->parent_count > 1) {
        orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" is ambiguous: %s has %zu parents",
                  resolver->target->text, (*at)->migration->revision, (*at)->parent_count);
        orq_hint(resolver->diags, "name one by its id:  orqgen history");
        return ORQ_AMBIGUOUS;
    }
    if ((*at)->parent_count == 1 && !(*at)->parents[0])
        return orq_revision_sound(*at, resolver->diags);
    *at = (*at)->parent_count == 0 ? NULL : (*at)->parents[0];
    return ORQ_OK;
}

/* The children of the base are the revisions without parents. */
static size_t children_of(struct resolver *resolver, const struct orq_revision *at,
                          const struct orq_revision **child)
{
    if (at) {
        *child = at->child_count > 0 ? at->children[0] : NULL;
        return at->child_count;
    }
    size_t count = 0;
    for (size_t i = 0; i < resolver->history->revisions.len; i++) {
        if (resolver->history->revisions.items[i]->parent_count == 0) {
            *child = resolver->history->revisions.items[i];
            count++;
        }
    }
    return count;
}

static enum orq_status step_up(struct resolver *resolver, const struct orq_revision **at)
{
    const struct orq_revision *child = NULL;
    size_t count = children_of(resolver, *at, &child);
    if (count == 0)
        return too_far(resolver, "beyond the head");
    if (count > 1) {
        orq_error(resolver->diags, ORQ_NOWHERE, "\"%s\" is ambiguous: %zu revisions follow %s",
                  resolver->target->text, count, *at ? (*at)->migration->revision : "the base");
        orq_hint(resolver->diags, "name one by its id:  orqgen history");
        return ORQ_AMBIGUOUS;
    }
    *at = child;
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

enum orq_status orq_history_resolve(struct orq_arena *arena, const struct orq_history *history,
                                    const struct orq_target *target, struct orq_diags *diags,
                                    const struct orq_revision **revision)
{
    struct resolver resolver = {
        .arena = arena, .history = history, .target = target, .diags = diags};
    long steps = 0;
    const char *sign = step_of(target->text, &steps);
    if (!sign)
        return find_plain(&resolver, target->text, revision);
    const char *start = orq_arena_strndup(arena, target->text, (size_t)(sign - target->text));
    enum orq_status status = find_plain(&resolver, *start == '\0' ? "current" : start, revision);
    for (; status == ORQ_OK && steps > 0; steps--)
        status = step_up(&resolver, revision);
    for (; status == ORQ_OK && steps < 0; steps++)
        status = step_down(&resolver, revision);
    return status;
}
