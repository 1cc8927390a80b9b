#include "review/review.h"

#include "base/hash.h"
#include "history/state.h"
#include "introspect/introspect.h"
#include "model/dialect.h"
#include "review/review_parts.h"
#include "review/rules_parts.h"
#include "sql/quote.h"

#include <string.h>

struct making {
    struct orq_arena *arena;
    const struct orq_engine *engine;
    const struct orq_review_input *input;
    struct orq_diags *diags;
    struct orq_review *review;
};

/* ---- observing ---- */

static enum orq_status build_parents(const struct making *making, struct orq_db **db)
{
    const struct orq_revision *revision = making->input->revision;
    const struct orq_history *history = making->input->history;
    const struct orq_replay replay = {making->engine, history};
    struct orq_resolved to = {0};
    struct orq_revisions path = {0};
    for (size_t i = 0; i < revision->parent_count; i++) {
        if (revision->parents[i])
            ORQ_PUSH(making->arena, &to.revisions, revision->parents[i]);
    }
    for (size_t i = 0; i < revision->depends.len; i++)
        ORQ_PUSH(making->arena, &to.revisions, revision->depends.items[i]);
    const struct orq_way way = {.to = &to};
    enum orq_status status = ORQ_OK;
    if (to.revisions.len > 0)
        status = orq_history_upgrades(making->arena, history, &way, making->diags, &path);
    return status == ORQ_OK ? orq_state_build(making->arena, &replay, &path, making->diags, db)
                            : status;
}

static enum orq_status look(const struct making *making, struct orq_db *db,
                            const struct orq_schema **schema)
{
    struct orq_schema *read = NULL;
    const struct orq_introspect_options options = {.schemas = making->engine->schemas};
    enum orq_status status = orq_introspect(making->arena, db, &options, making->diags, &read);
    *schema = read;
    return status;
}

static bool ran_whole(const struct orq_reviewed *reviewed)
{
    const struct orq_observed_list *list = &reviewed->observed;
    return list->len == 0 || !list->items[list->len - 1].error;
}

static void find_losses(const struct making *making, struct orq_reviewed *reviewed)
{
    const struct orq_losses losses = orq_section_judge(making->arena, reviewed->section);
    reviewed->loses = losses.lines;
    reviewed->kept = losses.kept;
}

static enum orq_status observe(const struct making *making, struct orq_db *db,
                               struct orq_reviewed *reviewed, const struct orq_schema *before,
                               const struct orq_schema **after)
{
    if (!reviewed->section) {
        *after = before;
        return ORQ_OK;
    }
    find_losses(making, reviewed);
    const struct orq_stage stage = {making->engine, db};
    enum orq_status status =
        orq_observe(making->arena, &stage, reviewed->section, making->diags, &reviewed->observed);
    orq_review_notes(making->arena, making->engine->dialect->key, reviewed);
    if (status == ORQ_OK && ran_whole(reviewed))
        status = look(making, db, after);
    else if (status == ORQ_OK) /* it was rolled back: what it came to before that is judged */
        *after = reviewed->observed.items[reviewed->observed.len - 1].after;
    const struct orq_observed_ends ends = {before, *after, &reviewed->observed};
    if (status == ORQ_OK)
        status = orq_observe_difference(making->arena, making->engine, &ends, making->diags,
                                        &reviewed->ops);
    return status;
}

static enum orq_status observe_both(const struct making *making, struct orq_db *db,
                                    const struct orq_schema **undone)
{
    struct orq_review *review = making->review;
    enum orq_status status = look(making, db, &review->before);
    if (status == ORQ_OK)
        status = observe(making, db, &review->up, review->before, &review->after);
    *undone = review->after;
    if (status == ORQ_OK && ran_whole(&review->up))
        status = observe(making, db, &review->down, review->after, undone);
    return status;
}

/* ---- judging ---- */

static void judge(const struct making *making, const struct orq_reviewed *reviewed,
                  const struct orq_schema *before, const struct orq_schema *after)
{
    struct orq_judging judging = {.arena = making->arena,
                                  .dialect = making->engine->dialect,
                                  .reviewed = reviewed,
                                  .before = before,
                                  .after = after,
                                  .statistics = making->input->statistics,
                                  .findings = &making->review->findings};
    if (reviewed->section)
        orq_judge_section(&judging);
}

/* What the statement did to the table that the finding is about, else to the one that is locked
 * most. */
static const struct orq_touched *touched_by(const struct making *making,
                                            const struct orq_finding *finding)
{
    const struct orq_review *review = making->review;
    const struct orq_reviewed *reviewed =
        finding->direction == ORQ_UPGRADE ? &review->up : &review->down;
    if (!reviewed->section || finding->at.line <= reviewed->section->at.line ||
        finding->statement >= reviewed->observed.len)
        return NULL;
    const struct orq_touched_list *touched = &reviewed->observed.items[finding->statement].touched;
    for (size_t i = 0; i < touched->len; i++) {
        if (orq_str_equal(touched->items[i].table, finding->table) ||
            strcmp(touched->items[i].table, finding->object) == 0)
            return &touched->items[i];
    }
    return touched->len > 0 ? &touched->items[0] : NULL;
}

static void add_sizes(const struct making *making, struct orq_finding *finding)
{
    const struct orq_statistics *statistics = making->input->statistics;
    const struct orq_touched *touched = statistics ? touched_by(making, finding) : NULL;
    const struct orq_size *size = touched ? orq_size_find(statistics, touched->table) : NULL;
    if (!size)
        return;
    finding->size = size;
    finding->rows = size->rows;
    finding->bytes = size->bytes;
    if (touched->rewritten)
        orq_work_range(ORQ_WORK_REWRITE, size->bytes + size->index_bytes, &finding->low,
                       &finding->high);
    else if (touched->built.len > 0)
        orq_work_range(ORQ_WORK_INDEX, size->bytes, &finding->low, &finding->high);
    else if (touched->scanned)
        orq_work_range(ORQ_WORK_SCAN, size->bytes, &finding->low, &finding->high);
}

void orq_finding_sign(struct orq_arena *arena, struct orq_finding *finding)
{
    const char *text =
        orq_arena_printf(arena, "%s\n%s\n%s\n%s", finding->rule->id, finding->object,
                         finding->dialect, finding->direction == ORQ_UPGRADE ? "up" : "down");
    finding->fingerprint = orq_sha256(arena, text, strlen(text));
}

static void finish(const struct making *making)
{
    struct orq_findings *findings = &making->review->findings;
    for (size_t i = 0; i < findings->len; i++)
        add_sizes(making, &findings->items[i]);
    orq_review_allow(making->arena, making->review, making->input->lint);
    for (size_t i = 0; i < findings->len; i++)
        orq_finding_sign(making->arena, &findings->items[i]);
}

/* By line; those of one line as they were found. */
static void sort(struct orq_findings *findings)
{
    for (size_t i = 1; i < findings->len; i++) {
        struct orq_finding moving = findings->items[i];
        size_t at = i;
        for (; at > 0 && findings->items[at - 1].at.line > moving.at.line; at--)
            findings->items[at] = findings->items[at - 1];
        findings->items[at] = moving;
    }
}

static void prepare(const struct making *making)
{
    const struct orq_migration *migration = making->input->revision->migration;
    const char *dialect = making->engine->dialect->key;
    struct orq_review *review = making->review;
    *review = (struct orq_review){
        .migration = migration,
        .dialect = dialect,
        .version = making->engine->version,
        .up.section = orq_migration_section(migration, ORQ_UPGRADE, dialect),
        .down.section = orq_migration_section(migration, ORQ_DOWNGRADE, dialect),
        .statistics = making->input->statistics,
        .proof_current = orq_migration_proof_current(migration, dialect)};
    for (size_t i = 0; i < migration->proofs.len; i++) {
        if (strcmp(migration->proofs.items[i].dialect, dialect) == 0)
            review->proof = &migration->proofs.items[i];
    }
}

/* All rules but those that look at the file alone. */
static void leave_unjudged(const struct making *making)
{
    struct orq_review *review = making->review;
    review->why_not = making->engine->no_scratch;
    review->before = review->after = orq_state_empty(making->arena, making->engine);
    if (review->up.section)
        find_losses(making, &review->up);
    for (const struct orq_rule *rule = orq_rules; rule->id; rule++) {
        if (strstr(rule->dialects, review->dialect) && !orq_rule_reads_file(rule))
            ORQ_PUSH(making->arena, &review->not_judged, rule->id);
    }
}

enum orq_status orq_review_make(struct orq_arena *arena, const struct orq_engine *engine,
                                const struct orq_review_input *input, struct orq_diags *diags,
                                struct orq_review *review)
{
    struct making making = {arena, engine, input, diags, review};
    struct orq_db *db = NULL;
    const struct orq_schema *undone = NULL;
    enum orq_status status = orq_revision_sound(input->revision, diags);
    if (status != ORQ_OK)
        return status;
    prepare(&making);
    bool nowhere = engine->costly_scratch && !engine->server;
    if (nowhere)
        leave_unjudged(&making);
    else
        status = build_parents(&making, &db);
    if (status == ORQ_OK && db)
        status = observe_both(&making, db, &undone);
    if (status == ORQ_OK && db) {
        review->version = orq_db_version(db);
        judge(&making, &review->up, review->before, review->after);
        if (ran_whole(&review->up))
            judge(&making, &review->down, review->after, undone);
    }
    orq_db_close(db);
    if (status != ORQ_OK)
        return status;
    orq_review_way_back(arena, review);
    finish(&making);
    sort(&review->findings);
    return ORQ_OK;
}
