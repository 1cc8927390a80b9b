/* What may be squashed: a closed run of migrations that a database has whole, or not at all. */
#include "base/str.h"
#include "history/applied.h"
#include "history/graph_parts.h"
#include "history/squash_parts.h"

struct checker {
    const struct orq_squash_input *input;
    struct orq_diags *diags;
    bool *inside; /* marks of the range */
};

static enum orq_status refuse(struct checker *checker, const struct orq_revision *revision,
                              const struct orq_revision *other, const char *what)
{
    orq_error(checker->diags, orq_revision_line(revision->migration),
              "%s cannot be part of a squashed migration: %s %s", revision->migration->revision,
              other->migration->revision, what);
    orq_hint(checker->diags, "what is squashed begins in one revision, ends in one, and has no "
                             "branches that leave or enter between");
    return ORQ_INVALID;
}

/* But for the first one, everything stands on the range alone. */
static enum orq_status check_before(struct checker *checker, const struct orq_revision *revision)
{
    for (size_t i = 0; i < revision->parent_count; i++) {
        if (revision != checker->input->range->items[0] &&
            !checker->inside[revision->parents[i]->index])
            return refuse(checker, revision, revision->parents[i],
                          "is a parent of it, and not in the range");
    }
    return ORQ_OK;
}

/* But for the last one, nothing from outside stands on it or needs it. */
static enum orq_status check_behind(struct checker *checker, const struct orq_revision *revision)
{
    const struct orq_revisions *range = checker->input->range;
    const struct orq_revision *last = range->items[range->len - 1];
    if (revision == last)
        return ORQ_OK;
    for (size_t i = 0; i < revision->child_count; i++) {
        if (!checker->inside[revision->children[i]->index])
            return refuse(checker, revision, revision->children[i], "stands on it too");
    }
    for (size_t i = 0; i < revision->dependents.len; i++) {
        if (!checker->inside[revision->dependents.items[i]->index])
            return refuse(checker, revision, revision->dependents.items[i], "depends on it");
    }
    if (revision->child_count == 0)
        return refuse(checker, revision, last, "is a head beside it");
    return ORQ_OK;
}

static enum orq_status check_kind(struct checker *checker, const struct orq_revision *revision)
{
    const struct orq_migration *migration = revision->migration;
    if (!migration->baseline_sha256 && migration->adopts.len == 0)
        return orq_revision_sound(revision, checker->diags);
    orq_error(checker->diags, orq_revision_line(migration),
              "%s is a baseline: databases that were there first are recognised by it",
              migration->revision);
    if (revision->child_count > 0)
        orq_hint(checker->diags, "squash from behind it: %s",
                 revision->children[0]->migration->revision);
    return ORQ_INVALID;
}

/* The configured database has all of them or none. */
static enum orq_status check_database(struct checker *checker)
{
    const struct orq_revisions *range = checker->input->range;
    const struct orq_revision *without = NULL, *with = NULL;
    for (size_t i = 0; i < range->len; i++) {
        if (orq_ledger_find(checker->input->ledger, range->items[i]->migration->revision))
            with = range->items[i];
        else if (!without)
            without = range->items[i];
    }
    if (!with || !without)
        return ORQ_OK;
    orq_error(checker->diags, orq_revision_line(without->migration),
              "the database stands inside the range: %s is applied, %s is not",
              with->migration->revision, without->migration->revision);
    orq_hint(checker->diags, "bring it to its end first: orqgen upgrade %s",
             range->items[range->len - 1]->migration->revision);
    return ORQ_INVALID;
}

enum orq_status orq_squash_check(struct orq_arena *arena, const struct orq_squash_input *input,
                                 struct orq_diags *diags)
{
    struct checker checker = {.input = input, .diags = diags};
    const struct orq_revisions *range = input->range;
    if (range->len < 2) {
        orq_error(diags, ORQ_NOWHERE, "there are no two migrations in this range");
        return ORQ_INVALID;
    }
    checker.inside = orq_marks_new(arena, input->history);
    for (size_t i = 0; i < range->len; i++)
        checker.inside[range->items[i]->index] = true;
    enum orq_status status = orq_applied_check(input->history, input->ledger, diags);
    for (size_t i = 0; i < range->len && status == ORQ_OK; i++) {
        status = check_kind(&checker, range->items[i]);
        if (status == ORQ_OK)
            status = check_before(&checker, range->items[i]);
        if (status == ORQ_OK)
            status = check_behind(&checker, range->items[i]);
    }
    return status == ORQ_OK ? check_database(&checker) : status;
}
