/* What may be moved: a migration of one parent that no database has, and what stands on it alone.
 */
#include "history/graph_parts.h"
#include "history/rebase_parts.h"

static enum orq_status refuse_merge(const struct orq_revision *revision, struct orq_diags *diags)
{
    orq_error(diags, orq_revision_line(revision->migration),
              "%s is a merge: it stands on what is not moved too", revision->migration->revision);
    orq_hint(diags, "remove its file first, and merge again afterwards where that is needed");
    return ORQ_INVALID;
}

static enum orq_status refuse_applied(const struct orq_revision *revision, struct orq_diags *diags)
{
    orq_error(diags, orq_revision_line(revision->migration),
              "revision %s is applied in the database, on its old parent",
              revision->migration->revision);
    orq_hint(diags, "take it back first: orqgen downgrade %s-1", revision->migration->revision);
    return ORQ_INVALID;
}

static enum orq_status check_one(const struct orq_rebase_input *input,
                                 const struct orq_revision *revision, const bool *moved,
                                 struct orq_diags *diags)
{
    enum orq_status status = orq_revision_sound(revision, diags);
    if (status != ORQ_OK)
        return status;
    if (orq_map_get(input->applied, revision->migration->revision))
        return refuse_applied(revision, diags);
    bool outside = revision->parent_count > 1 && revision == input->revision;
    for (size_t i = 0; i < revision->parent_count && revision != input->revision; i++)
        outside = outside || !moved[revision->parents[i]->index];
    return outside ? refuse_merge(revision, diags) : ORQ_OK;
}

static enum orq_status check_onto(struct orq_arena *arena, const struct orq_rebase_input *input,
                                  const bool *moved, struct orq_diags *diags)
{
    bool *before = orq_marks_new(arena, input->history);
    if (!input->onto)
        return ORQ_OK;
    enum orq_status status = orq_revision_sound(input->onto, diags);
    if (status != ORQ_OK)
        return status;
    orq_marks_add(arena, input->onto, ORQ_BEFORE, before);
    for (size_t i = 0; i < input->history->revisions.len; i++) {
        if (!moved[i] || !before[i])
            continue;
        orq_error(diags, orq_revision_line(input->onto->migration),
                  "%s needs %s itself: it cannot be its new parent",
                  input->onto->migration->revision,
                  input->history->revisions.items[i]->migration->revision);
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

enum orq_status orq_rebase_check(struct orq_arena *arena, const struct orq_rebase_input *input,
                                 const struct orq_revisions *chain, struct orq_diags *diags)
{
    bool *moved = orq_marks_new(arena, input->history);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < chain->len; i++)
        moved[chain->items[i]->index] = true;
    for (size_t i = 0; i < chain->len && status == ORQ_OK; i++)
        status = check_one(input, chain->items[i], moved, diags);
    return status == ORQ_OK ? check_onto(arena, input, moved, diags) : status;
}
