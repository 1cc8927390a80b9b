#include "history/squash.h"

#include "base/file.h"
#include "base/str.h"
#include "history/deeds.h"
#include "history/graph_parts.h"
#include "history/plan.h"
#include "history/proof.h"
#include "history/squash_parts.h"
#include "history/state.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct squasher {
    struct orq_arena *arena;
    const struct orq_squash_input *input;
    const struct orq_engine *engine; /* of the dialect that is being made */
    struct orq_diags *diags;
    struct orq_squashed *squashed;
    struct orq_revisions before; /* what the range stands on and needs */
    struct orq_revisions whole;  /* the same, and the range */
};

static const struct orq_revision *last_of(const struct orq_revisions *range)
{
    return range->items[range->len - 1];
}

static void find_paths(struct squasher *squasher)
{
    const struct orq_history *history = squasher->input->history;
    const struct orq_revisions *range = squasher->input->range;
    bool *marks = orq_marks_new(squasher->arena, history);
    orq_marks_add(squasher->arena, last_of(range), ORQ_BEFORE, marks);
    for (size_t i = 0; i < range->len; i++)
        marks[range->items[i]->index] = false;
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (marks[i])
            ORQ_PUSH(squasher->arena, &squasher->before, history->revisions.items[i]);
    }
    for (size_t i = 0; i < squasher->before.len; i++)
        ORQ_PUSH(squasher->arena, &squasher->whole, squasher->before.items[i]);
    for (size_t i = 0; i < range->len; i++)
        ORQ_PUSH(squasher->arena, &squasher->whole, range->items[i]);
}

/* -- one dialect -- */

/* A comparison of two schemas would leave out what happened to the rows. */
static enum orq_status check_deeds(struct squasher *squasher)
{
    struct orq_deeds deeds = {0};
    orq_deeds_find(squasher->arena, squasher->input->range, squasher->engine->dialect->key, &deeds);
    for (size_t i = 0; i < deeds.len; i++) {
        orq_error(squasher->diags, deeds.items[i].at,
                  "this cannot be squashed: what it does to rows or names is not seen in a schema");
        orq_hint(squasher->diags, "%s", deeds.items[i].sql);
        orq_hint(squasher->diags,
                 "squash up to the migration before it, or from the one behind it");
    }
    return deeds.len > 0 ? ORQ_INVALID : ORQ_OK;
}

static enum orq_status check_scratch(struct squasher *squasher)
{
    const struct orq_engine *engine = squasher->engine;
    if (!engine->costly_scratch || engine->server)
        return ORQ_OK;
    orq_error(squasher->diags, ORQ_NOWHERE, "%s: what the migrations build is not known: %s",
              engine->dialect->key, engine->no_scratch);
    orq_hint(squasher->diags, "squashing runs them on a scratch database: --scratch URL");
    return ORQ_INVALID;
}

static enum orq_status refuse_fill_in(struct squasher *squasher, const struct orq_plan *plan)
{
    orq_error(squasher->diags, ORQ_NOWHERE,
              "as one step (%s) it would need what SQL alone cannot decide",
              squasher->engine->dialect->key);
    for (size_t i = 0; i < plan->up_section.fill_in.len; i++)
        orq_hint(squasher->diags, "%s", plan->up_section.fill_in.items[i]);
    orq_hint(squasher->diags, "squash up to the migration that does it, or from behind it");
    return ORQ_INVALID;
}

static enum orq_status make_plan(struct squasher *squasher, struct orq_plan *plan)
{
    const struct orq_engine *engine = squasher->engine;
    const struct orq_replay replay = {engine, squasher->input->history};
    struct orq_schema *have = NULL, *built = NULL;
    struct orq_renames renames = {0};
    enum orq_status status =
        orq_state_replay_path(squasher->arena, &replay, &squasher->before, squasher->diags, &have);
    if (status == ORQ_OK)
        status = orq_state_replay_path(squasher->arena, &replay, &squasher->whole, squasher->diags,
                                       &built);
    if (status != ORQ_OK)
        return status;
    orq_deeds_renames(squasher->arena, squasher->input->range, have, built, &renames);
    struct orq_schema *want = ORQ_NEW(squasher->arena, struct orq_schema);
    *want = *built;
    want->manage = ORQ_EVERY_KIND;
    const struct orq_compare_options options = {
        .have = have, .want = want, .diff = {.strict_types = true}, .renames = &renames};
    status = orq_plan_make(squasher->arena, engine, &options, squasher->diags, plan);
    return status == ORQ_OK && plan->up_section.fill_in.len > 0 ? refuse_fill_in(squasher, plan)
                                                                : status;
}

static void plan_nothing(struct squasher *squasher, struct orq_plan *plan)
{
    const struct orq_section empty = {.dialect = squasher->engine->dialect->key};
    plan->up_text = orq_file_section_of(squasher->arena, ORQ_UPGRADE, &empty);
    plan->down_text = orq_file_section_of(squasher->arena, ORQ_DOWNGRADE, &empty);
}

static enum orq_status make_dialect(struct squasher *squasher)
{
    struct orq_migration *migration = squasher->squashed->migration;
    struct orq_proof_line line = {.dialect = squasher->engine->dialect->key};
    struct orq_plan plan;
    enum orq_status status = check_scratch(squasher);
    if (status == ORQ_OK)
        status = check_deeds(squasher);
    if (status == ORQ_OK)
        status = make_plan(squasher, &plan);
    if (status != ORQ_OK)
        return status;
    if (plan.up.all.len == 0)
        plan_nothing(squasher, &plan);
    else
        status = orq_prove(squasher->arena, &plan, NULL, squasher->diags, &line.text);
    line.up_sha256 = plan.up_text.sha256;
    line.down_sha256 = plan.down_text.sha256;
    if (line.text)
        ORQ_PUSH(squasher->arena, &migration->proofs, line);
    ORQ_PUSH(squasher->arena, &migration->sections, plan.up_text);
    ORQ_PUSH(squasher->arena, &migration->sections, plan.down_text);
    if (squasher->squashed->ops.len == 0) {
        squasher->squashed->ops = plan.up.all;
        squasher->squashed->up_loses = plan.up_section.loses;
        squasher->squashed->down_loses = plan.down_section.loses;
    }
    return status;
}

/* -- the header -- */

static bool in_range(const struct orq_revisions *range, const struct orq_revision *revision)
{
    for (size_t i = 0; i < range->len; i++) {
        if (range->items[i] == revision)
            return true;
    }
    return false;
}

static void add_once(struct orq_arena *arena, struct orq_strings *words, const char *word)
{
    if (!orq_strings_hold(words, word))
        ORQ_PUSH(arena, words, word);
}

static void add_replaced(struct squasher *squasher, const struct orq_migration *one)
{
    struct orq_migration *migration = squasher->squashed->migration;
    struct orq_replaced replaced = {.revision = one->revision};
    for (size_t i = 0; i < one->replaces.len; i++)
        ORQ_PUSH(squasher->arena, &migration->replaces, one->replaces.items[i]);
    for (size_t i = 0; i < one->sections.len; i++) {
        if (one->sections.items[i].direction == ORQ_UPGRADE)
            ORQ_PUSH(squasher->arena, &replaced.sha256s, one->sections.items[i].sha256);
    }
    ORQ_PUSH(squasher->arena, &migration->replaces, replaced);
}

static void make_header(struct squasher *squasher)
{
    struct orq_arena *arena = squasher->arena;
    const struct orq_revisions *range = squasher->input->range;
    const struct orq_migration *first = range->items[0]->migration;
    const struct orq_migration *last = last_of(range)->migration;
    struct orq_migration *migration = ORQ_NEW(arena, struct orq_migration);
    migration->path = last->path;
    migration->revision = last->revision;
    migration->created = last->created;
    migration->message = squasher->input->message ? squasher->input->message : last->message;
    for (size_t i = 0; i < first->parents.len; i++) {
        struct orq_parent parent = first->parents.items[i];
        parent.sha256 = orq_migration_chain_sha256(arena, range->items[0]->parents[i]->migration);
        ORQ_PUSH(arena, &migration->parents, parent);
    }
    squasher->squashed->migration = migration;
    for (size_t i = 0; i < range->len; i++) {
        const struct orq_revision *one = range->items[i];
        for (size_t k = 0; k < one->depends.len; k++) {
            if (!in_range(range, one->depends.items[k]))
                add_once(arena, &migration->depends_on, one->depends.items[k]->migration->revision);
        }
        for (size_t k = 0; k < one->migration->labels.len; k++)
            add_once(arena, &migration->labels, one->migration->labels.items[k]);
        add_replaced(squasher, one->migration);
    }
    for (size_t i = range->len - 1; i > 0; i--)
        ORQ_PUSH(arena, &squasher->squashed->left, range->items[i - 1]->migration->path);
}

enum orq_status orq_squash(struct orq_arena *arena, const struct orq_squash_input *input,
                           struct orq_diags *diags, struct orq_squashed *squashed)
{
    struct squasher squasher = {
        .arena = arena, .input = input, .diags = diags, .squashed = squashed};
    *squashed = (struct orq_squashed){0};
    enum orq_status status = orq_squash_check(arena, input, diags);
    if (status != ORQ_OK)
        return status;
    find_paths(&squasher);
    make_header(&squasher);
    for (size_t i = 0; i < input->engines->len && status == ORQ_OK; i++) {
        squasher.engine = input->engines->items[i];
        status = make_dialect(&squasher);
    }
    return status;
}

/* The new file has the last one's place at one stroke; a run that is killed behind that leaves
 * files which are told to be left over. */
enum orq_status orq_squash_store(struct orq_arena *arena, const struct orq_squashed *squashed,
                                 struct orq_diags *diags)
{
    const char *text = orq_migration_write(arena, squashed->migration);
    enum orq_status status = orq_file_write(squashed->migration->path, text, strlen(text), diags);
    for (size_t i = 0; i < squashed->left.len && status == ORQ_OK; i++) {
        const char *path = squashed->left.items[i];
        if (unlink(path) == 0)
            continue;
        orq_error(diags, (struct orq_span){.file = path}, "cannot be removed: %s", strerror(errno));
        orq_hint(diags, "the new migration is written; remove what it stands for");
        status = ORQ_INVALID;
    }
    return status;
}
