#include "history/merge.h"

#include "base/str.h"
#include "history/compare.h"
#include "history/graph_parts.h"
#include "history/state.h"
#include "history/texts.h"
#include "sql/quote.h"

#include <assert.h>
#include <string.h>

struct merger {
    struct orq_arena *arena;
    const struct orq_merge_input *input;
    const struct orq_engine *engine; /* of the dialect that is being tried */
    struct orq_diags *diags;
    struct orq_merged *merged;
    struct orq_map *touched; /* object -> the head whose branch changes it */
};

void orq_revisions_dialects(struct orq_arena *arena, const struct orq_revisions *revisions,
                            struct orq_strings *dialects)
{
    for (size_t i = 0; i < revisions->len; i++) {
        const struct orq_file_sections *sections = &revisions->items[i]->migration->sections;
        for (size_t k = 0; k < sections->len; k++) {
            bool known = sections->items[k].direction != ORQ_UPGRADE;
            for (size_t d = 0; d < dialects->len && !known; d++)
                known = orq_str_equal(dialects->items[d], sections->items[k].dialect);
            if (!known)
                ORQ_PUSH(arena, dialects, sections->items[k].dialect);
        }
    }
}

bool orq_revisions_serve(struct orq_arena *arena, const struct orq_revisions *revisions,
                         const char *dialect)
{
    struct orq_strings dialects = {0};
    orq_revisions_dialects(arena, revisions, &dialects);
    bool found = revisions->len == 0;
    for (size_t i = 0; i < dialects.len; i++)
        found = found || !dialects.items[i] || orq_str_equal(dialects.items[i], dialect);
    return found;
}

/* -- what the branches change -- */

/* "table t", "view v" */
static const char *object_of(struct orq_arena *arena, const struct orq_op *op)
{
    const struct orq_side *side = op->to.table || op->to.definition ? &op->to : &op->from;
    if (side->table)
        return orq_arena_printf(arena, "table %s", orq_shown_name(arena, side->table->name));
    return orq_arena_printf(arena, "%s", orq_shown_name(arena, orq_op_object(arena, op)));
}

static void touch(struct merger *merger, const struct orq_ops *ops, struct orq_revision *head)
{
    for (size_t i = 0; i < ops->len; i++) {
        const char *object = object_of(merger->arena, &ops->items[i]);
        struct orq_revision *known = orq_map_get(merger->touched, object);
        if (known && known != head && !orq_strings_hold(&merger->merged->shared, object))
            ORQ_PUSH(merger->arena, &merger->merged->shared, object);
        orq_map_put(merger->touched, object, head);
    }
}

/* What a head stands on, and which part of that the other heads stand on too. */
static void take_branch(struct merger *merger, size_t at, struct orq_revisions *before,
                        struct orq_revisions *after)
{
    const struct orq_revisions *heads = merger->input->heads;
    const struct orq_history *history = merger->input->history;
    bool *own = orq_marks_new(merger->arena, history);
    bool *others = orq_marks_new(merger->arena, history);
    for (size_t i = 0; i < heads->len; i++)
        orq_marks_add(merger->arena, heads->items[i], ORQ_BEFORE, i == at ? own : others);
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (own[i])
            ORQ_PUSH(merger->arena, after, history->revisions.items[i]);
        if (own[i] && others[i])
            ORQ_PUSH(merger->arena, before, history->revisions.items[i]);
    }
}

/* Both are what a database holds: nothing is renamed, and nothing is left out. */
static enum orq_status compare(struct merger *merger, const struct orq_schema *have,
                               const struct orq_schema *want, struct orq_comparison *comparison)
{
    const struct orq_renames none = {0};
    struct orq_schema whole = *want;
    whole.manage = ORQ_EVERY_KIND;
    whole.exclude = (struct orq_strings){0};
    struct orq_schema *copy = ORQ_NEW(merger->arena, struct orq_schema);
    *copy = whole;
    struct orq_compare_options options = {
        .have = have, .want = copy, .diff = {.strict_types = true}, .renames = &none};
    return orq_compare(merger->arena, merger->engine, &options, merger->diags, comparison);
}

static enum orq_status look_at_branches(struct merger *merger)
{
    const struct orq_merge_input *input = merger->input;
    const struct orq_replay replay = {merger->engine, input->history};
    enum orq_status status = ORQ_OK;
    merger->touched = orq_map_new(merger->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < input->heads->len && status == ORQ_OK; i++) {
        struct orq_revisions before = {0}, after = {0};
        struct orq_schema *have = NULL, *want = NULL;
        struct orq_comparison comparison;
        take_branch(merger, i, &before, &after);
        status = orq_state_replay_path(merger->arena, &replay, &before, merger->diags, &have);
        if (status == ORQ_OK)
            status = orq_state_replay_path(merger->arena, &replay, &after, merger->diags, &want);
        if (status == ORQ_OK)
            status = compare(merger, have, want, &comparison);
        if (status == ORQ_OK)
            touch(merger, &comparison.all, input->heads->items[i]);
    }
    merger->merged->compared = status == ORQ_OK;
    return status;
}

/* -- the order in which a database got them -- */

/* One head after the other, each with what it needs. */
static enum orq_status path_of(struct merger *merger, const struct orq_revisions *order,
                               struct orq_revisions *path)
{
    struct orq_map *applied = orq_map_new(merger->arena, ORQ_KEYS_EXACT);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < order->len && status == ORQ_OK; i++) {
        struct orq_resolved to = {0};
        const struct orq_way way = {.to = &to, .applied = applied};
        size_t from = path->len;
        ORQ_PUSH(merger->arena, &to.revisions, order->items[i]);
        status =
            orq_history_upgrades(merger->arena, merger->input->history, &way, merger->diags, path);
        for (; from < path->len; from++)
            orq_map_put(applied, path->items[from]->migration->revision, path->items[from]);
    }
    return status;
}

static const char *order_named(struct orq_arena *arena, const struct orq_revisions *order)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < order->len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? ", then " : "", order->items[i]->migration->revision);
    return orq_str_text(&text);
}

static enum orq_status cannot_run(struct merger *merger, const struct orq_revisions *order)
{
    assert(order->len > 0);
    const char *last = order->items[order->len - 1]->migration->revision;
    orq_error(merger->diags, ORQ_NOWHERE, "the branches cannot be run in this order: %s",
              order_named(merger->arena, order));
    orq_hint(merger->diags, "a database that got the first of them first could not go on");
    orq_hint(merger->diags, "make the one anew on the other: orqgen rebase %s --onto %s", last,
             order->items[0]->migration->revision);
    orq_hint(merger->diags, "nothing was written; --no-proof writes the merge all the same");
    return ORQ_FAILED;
}

static enum orq_status build_in_order(struct merger *merger, const struct orq_revisions *order,
                                      struct orq_schema **schema)
{
    const struct orq_replay replay = {merger->engine, merger->input->history};
    struct orq_revisions path = {0};
    enum orq_status status = path_of(merger, order, &path);
    if (status != ORQ_OK)
        return status;
    status = orq_state_replay_path(merger->arena, &replay, &path, merger->diags, schema);
    return status == ORQ_FAILED || status == ORQ_INVALID ? cannot_run(merger, order) : status;
}

static enum orq_status differ(struct merger *merger, const struct orq_ops *ops,
                              const struct orq_revisions *first, const struct orq_revisions *order)
{
    orq_error(merger->diags, ORQ_NOWHERE,
              "the branches lead to different schemas (%s), by the order in which they are run",
              merger->engine->dialect->key);
    orq_hint(merger->diags, "from %s to %s it would take:", order_named(merger->arena, first),
             order_named(merger->arena, order));
    for (size_t i = 0; i < ops->len && i < 5; i++)
        orq_hint(merger->diags, "  %s", orq_op_summary(merger->arena, &ops->items[i]));
    orq_hint(merger->diags, "make the one anew on the other: orqgen rebase %s --onto %s",
             order->items[order->len - 1]->migration->revision,
             order->items[0]->migration->revision);
    orq_hint(merger->diags, "nothing was written; --no-proof writes the merge all the same");
    return ORQ_FAILED;
}

/* The at-th head first, then the others. */
static struct orq_revisions order_from(struct merger *merger, size_t at)
{
    const struct orq_revisions *heads = merger->input->heads;
    struct orq_revisions order = {0};
    for (size_t i = 0; i < heads->len; i++)
        ORQ_PUSH(merger->arena, &order, heads->items[(at + i) % heads->len]);
    return order;
}

/* Each head is once the first and once the last. */
static enum orq_status try_orders(struct merger *merger, const char **text)
{
    struct orq_schema *first = NULL;
    const struct orq_revisions begin = order_from(merger, 0);
    enum orq_status status = build_in_order(merger, &begin, &first);
    const char *stored = NULL;
    for (size_t i = 1; i < merger->input->heads->len && status == ORQ_OK; i++) {
        const struct orq_revisions order = order_from(merger, i);
        struct orq_schema *schema = NULL;
        struct orq_comparison comparison;
        status = build_in_order(merger, &order, &schema);
        if (status == ORQ_OK)
            status = compare(merger, first, schema, &comparison);
        if (status == ORQ_OK && comparison.all.len > 0)
            status = differ(merger, &comparison.all, &begin, &order);
        if (status == ORQ_OK && !stored && merger->engine->dialect->stores_texts)
            stored = orq_texts_difference(merger->arena, first, schema);
    }
    *text = stored ? orq_arena_printf(merger->arena,
                                      "the branches lead to the same schema in any order, but for "
                                      "the order of what stands in %s",
                                      stored)
                   : "the branches lead to the same schema in any order";
    return status;
}

/* -- the file -- */

static const struct orq_file_section *section_of(const struct orq_migration *migration,
                                                 enum orq_direction direction, const char *dialect)
{
    return orq_migration_section(migration, direction, dialect);
}

static enum orq_status prove(struct merger *merger)
{
    struct orq_migration *migration = merger->merged->migration;
    const char *dialect = merger->engine->dialect->key;
    struct orq_proof_line line = {.dialect = dialect};
    enum orq_status status = ORQ_OK;
    if (merger->input->no_proof) {
        line.text = "not proven: --no-proof";
    } else if (merger->engine->costly_scratch && !merger->engine->server) {
        line.text = orq_arena_printf(merger->arena, "not proven: %s", merger->engine->no_scratch);
    } else {
        line.up_sha256 = section_of(migration, ORQ_UPGRADE, dialect)->sha256;
        line.down_sha256 = section_of(migration, ORQ_DOWNGRADE, dialect)->sha256;
        status = try_orders(merger, &line.text);
        if (status == ORQ_OK)
            status = look_at_branches(merger);
    }
    ORQ_PUSH(merger->arena, &migration->proofs, line);
    return status;
}

static void make_file(struct merger *merger)
{
    const struct orq_merge_input *input = merger->input;
    struct orq_arena *arena = merger->arena;
    struct orq_migration *migration = ORQ_NEW(arena, struct orq_migration);
    migration->message = input->message;
    migration->revision =
        input->revision ? input->revision : input->source->revision(input->source, arena);
    migration->created = orq_time_iso(arena, input->shelf->created);
    for (size_t i = 0; i < input->heads->len; i++) {
        const struct orq_migration *parent = input->heads->items[i]->migration;
        ORQ_PUSH(arena, &migration->parents,
                 ((struct orq_parent){.revision = parent->revision,
                                      .sha256 = orq_migration_chain_sha256(arena, parent)}));
    }
    for (size_t i = 0; i < input->dialects->len; i++) {
        const struct orq_section empty = {.dialect = input->dialects->items[i]};
        ORQ_PUSH(arena, &migration->sections, orq_file_section_of(arena, ORQ_UPGRADE, &empty));
        ORQ_PUSH(arena, &migration->sections, orq_file_section_of(arena, ORQ_DOWNGRADE, &empty));
    }
    merger->merged->migration = migration;
}

enum orq_status orq_merge(struct orq_arena *arena, const struct orq_merge_input *input,
                          struct orq_diags *diags, struct orq_merged *merged)
{
    struct merger merger = {.arena = arena, .input = input, .diags = diags, .merged = merged};
    enum orq_status status = ORQ_OK;
    *merged = (struct orq_merged){0};
    make_file(&merger);
    for (size_t i = 0; i < input->engines->len && status == ORQ_OK; i++) {
        merger.engine = input->engines->items[i];
        status = prove(&merger);
    }
    return status == ORQ_OK ? orq_migration_store(arena, input->shelf, merged->migration, diags)
                            : status;
}
