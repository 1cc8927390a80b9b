/* One migration on another parent: tried as it is, else made anew. */
#include "base/str.h"
#include "history/deeds.h"
#include "history/graft.h"
#include "history/graph_parts.h"
#include "history/plan.h"
#include "history/proof.h"
#include "history/rebase_parts.h"
#include "history/runner.h"
#include "history/state.h"
#include "history/texts.h"
#include "introspect/introspect.h"

#include <string.h>

/* Everything before the revision, in order. */
static struct orq_revisions path_before(struct orq_arena *arena, const struct orq_history *history,
                                        const struct orq_revision *revision)
{
    struct orq_revisions path = {0};
    bool *marks = orq_marks_new(arena, history);
    orq_marks_add(arena, revision, ORQ_BEFORE, marks);
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (marks[i] && history->revisions.items[i] != revision)
            ORQ_PUSH(arena, &path, history->revisions.items[i]);
    }
    return path;
}

/* What it did on the old parent. */
struct deed {
    struct orq_schema *before, *after;
    struct orq_ops ops;
};

static enum orq_status compare(struct orq_moving *moving, const struct orq_schema *have,
                               const struct orq_schema *want, struct orq_db *judge,
                               struct orq_ops *ops)
{
    const struct orq_renames none = {0};
    struct orq_comparison comparison;
    struct orq_schema *whole = ORQ_NEW(moving->arena, struct orq_schema);
    *whole = *want;
    whole->manage = ORQ_EVERY_KIND;
    const struct orq_compare_options options = {.have = have,
                                                .want = whole,
                                                .judge = judge,
                                                .diff = {.strict_types = true},
                                                .renames = &none};
    enum orq_status status =
        orq_compare(moving->arena, moving->engine, &options, moving->diags, &comparison);
    *ops = comparison.all;
    return status;
}

static enum orq_status find_deed(struct orq_moving *moving, struct deed *deed)
{
    struct orq_revisions path = path_before(moving->arena, moving->was, moving->old);
    const struct orq_replay replay = {moving->engine, moving->was};
    enum orq_status status =
        orq_state_replay_path(moving->arena, &replay, &path, moving->diags, &deed->before);
    ORQ_PUSH(moving->arena, &path, moving->was->revisions.items[moving->old->index]);
    if (status == ORQ_OK)
        status = orq_state_replay_path(moving->arena, &replay, &path, moving->diags, &deed->after);
    return status == ORQ_OK ? compare(moving, deed->before, deed->after, NULL, &deed->ops) : status;
}

/* -- as it is -- */

struct trial {
    struct orq_moving *moving;
    struct orq_db *db;
    struct orq_schema *before, *after;
    const char *reason; /* why it cannot stay as it is; NULL: it can */
    bool back;          /* its way back is right too */
};

static const struct orq_file_section *section_of(const struct orq_moving *moving,
                                                 enum orq_direction direction)
{
    return orq_migration_section(moving->node->migration, direction, moving->engine->dialect->key);
}

/* Runs a section and reads what it leaves; false: it does not run, and the reason says why. */
static bool run_and_read(struct trial *trial, enum orq_direction direction,
                         struct orq_schema **schema)
{
    struct orq_moving *moving = trial->moving;
    struct orq_diags *tries = orq_diags_new(moving->arena);
    enum orq_status status =
        orq_section_run(moving->arena, trial->db, section_of(moving, direction), tries);
    if (status == ORQ_OK)
        status = orq_introspect(moving->arena, trial->db, NULL, tries, schema);
    if (status == ORQ_OK)
        return true;
    trial->reason = "it does not run";
    for (size_t i = orq_diags_len(tries); i > 0; i--) {
        if (orq_diags_at(tries, i - 1)->severity == ORQ_ERROR)
            trial->reason = orq_diags_at(tries, i - 1)->message;
    }
    return false;
}

/* NULL: there is none. */
static const char *difference(struct trial *trial, const struct orq_schema *is,
                              const struct orq_schema *wanted)
{
    struct orq_moving *moving = trial->moving;
    struct orq_ops ops = {0};
    if (compare(moving, is, wanted, trial->db, &ops) != ORQ_OK)
        return "it cannot be compared";
    if (ops.len > 0)
        return orq_op_summary(moving->arena, &ops.items[0]);
    return moving->generated && moving->engine->dialect->stores_texts
               ? orq_texts_difference(moving->arena, wanted, is)
               : NULL;
}

/* The same operations as on the old parent, no more and no less. */
static bool same_effect(struct trial *trial, const struct deed *deed)
{
    struct orq_moving *moving = trial->moving;
    struct orq_ops ops = {0};
    bool same = compare(moving, trial->before, trial->after, trial->db, &ops) == ORQ_OK &&
                ops.len == deed->ops.len;
    for (size_t i = 0; i < ops.len && same; i++)
        same = strcmp(orq_op_summary(moving->arena, &ops.items[i]),
                      orq_op_summary(moving->arena, &deed->ops.items[i])) == 0;
    if (!same)
        trial->reason = "it would do something else there than it did on its old parent";
    return same;
}

static void try_back(struct trial *trial)
{
    struct orq_schema *back = NULL, *again = NULL;
    const char *different = NULL;
    if (!section_of(trial->moving, ORQ_DOWNGRADE)) {
        trial->reason = "it has no downgrade";
        return;
    }
    if (!run_and_read(trial, ORQ_DOWNGRADE, &back))
        return;
    different = difference(trial, back, trial->before);
    if (!different && run_and_read(trial, ORQ_UPGRADE, &again))
        different = difference(trial, again, trial->after);
    if (different)
        trial->reason = orq_arena_printf(trial->moving->arena,
                                         "its downgrade does not lead back: %s", different);
    trial->back = !trial->reason;
}

static enum orq_status try_as_it_is(struct trial *trial, const struct deed *deed)
{
    struct orq_moving *moving = trial->moving;
    const struct orq_revisions path = path_before(moving->arena, moving->now, moving->node);
    const struct orq_replay replay = {moving->engine, moving->now};
    enum orq_status status =
        orq_state_build(moving->arena, &replay, &path, moving->diags, &trial->db);
    if (status == ORQ_OK)
        status = orq_introspect(moving->arena, trial->db, NULL, moving->diags, &trial->before);
    if (status == ORQ_OK && run_and_read(trial, ORQ_UPGRADE, &trial->after) &&
        same_effect(trial, deed))
        try_back(trial);
    orq_db_close(trial->db);
    trial->db = NULL;
    return status;
}

/* -- anew -- */

static enum orq_status cannot_move(struct orq_moving *moving, const char *reason)
{
    const struct orq_migration *migration = moving->node->migration;
    orq_error(moving->diags, orq_revision_line(migration),
              "%s cannot stand on its new parent as it is (%s): %s", migration->revision,
              moving->engine->dialect->key, reason);
    if (moving->engine->dialect->stores_texts)
        orq_hint(moving->diags, "only one that was generated, and not edited since, is made anew");
    orq_hint(moving->diags, "write it anew by hand, or remove its file and run: orqgen "
                            "--autogenerate -m \"...\"");
    return ORQ_INVALID;
}

static void put_section(struct orq_moving *moving, const struct orq_file_section *section)
{
    struct orq_file_sections *sections = &moving->node->migration->sections;
    for (size_t i = 0; i < sections->len; i++) {
        if (sections->items[i].direction == section->direction &&
            orq_str_equal(sections->items[i].dialect, section->dialect)) {
            struct orq_span at = sections->items[i].at;
            sections->items[i] = *section;
            sections->items[i].at = at;
        }
    }
}

/* What a person allowed was allowed of the statements that go. */
static void tell_allowances(struct orq_moving *moving)
{
    const struct orq_file_sections *sections = &moving->node->migration->sections;
    for (size_t i = 0; i < sections->len; i++) {
        const struct orq_file_section *section = &sections->items[i];
        if (section->allows.len > 0 &&
            orq_str_equal(section->dialect, moving->engine->dialect->key))
            orq_warning(moving->diags, section->allows.items[0].at,
                        "this orqgen:allow line is gone: the section was made anew");
    }
}

static enum orq_status make_anew(struct orq_moving *moving, const struct deed *deed,
                                 const struct orq_schema *onto)
{
    struct orq_revisions one = {0};
    struct orq_renames renames = {0};
    struct orq_schema *want = NULL;
    struct orq_plan plan;
    ORQ_PUSH(moving->arena, &one, moving->was->revisions.items[moving->old->index]);
    orq_deeds_renames(moving->arena, &one, deed->before, deed->after, &renames);
    const struct orq_graft_input input = {.before = deed->before,
                                          .after = deed->after,
                                          .onto = onto,
                                          .renames = &renames,
                                          .at = orq_revision_line(moving->old->migration)};
    enum orq_status status = orq_graft(moving->arena, moving->engine, &input, moving->diags, &want);
    if (status != ORQ_OK) {
        orq_hint(moving->diags,
                 "nothing was moved. Where the model holds what both should come to: "
                 "remove this file, orqgen upgrade, then: orqgen --autogenerate "
                 "-m \"...\"");
        return status;
    }
    want->manage = ORQ_EVERY_KIND;
    const struct orq_compare_options options = {
        .have = onto, .want = want, .diff = {.strict_types = true}, .renames = &renames};
    status = orq_plan_make(moving->arena, moving->engine, &options, moving->diags, &plan);
    if (status == ORQ_OK && plan.up_section.fill_in.len > 0)
        return cannot_move(moving, plan.up_section.fill_in.items[0]);
    if (status == ORQ_OK)
        status = orq_prove(moving->arena, &plan, NULL, moving->diags, &moving->proof);
    if (status != ORQ_OK)
        return status;
    tell_allowances(moving);
    put_section(moving, &plan.up_text);
    put_section(moving, &plan.down_text);
    moving->anew = true;
    return ORQ_OK;
}

/* What a person wrote is tried, and what it does not do by itself is told; what was generated can
 * be generated again. */
enum orq_status orq_move_sections(struct orq_moving *moving)
{
    struct trial trial = {.moving = moving};
    struct deed deed = {0};
    struct orq_deeds deeds = {0};
    struct orq_revisions one = {0};
    enum orq_status status = find_deed(moving, &deed);
    if (status == ORQ_OK)
        status = try_as_it_is(&trial, &deed);
    if (status != ORQ_OK)
        return status;
    if (!trial.reason) {
        moving->proof = "up, down and up again on empty tables, on its new parent";
        return ORQ_OK;
    }
    bool up = trial.after && same_effect(&trial, &deed);
    if (!moving->generated && up) {
        orq_warning(moving->diags, orq_revision_line(moving->node->migration), "%s (%s): %s",
                    moving->node->migration->revision, moving->engine->dialect->key, trial.reason);
        return ORQ_OK;
    }
    ORQ_PUSH(moving->arena, &one, moving->was->revisions.items[moving->old->index]);
    orq_deeds_find(moving->arena, &one, moving->engine->dialect->key, &deeds);
    return moving->generated && moving->engine->dialect->stores_texts && deeds.len == 0
               ? make_anew(moving, &deed, trial.before)
               : cannot_move(moving, trial.reason);
}
