#include "history/verdict.h"

#include "history/applied.h"
#include "history/rights.h"
#include "history/runner.h"
#include "introspect/introspect.h"

struct checker {
    struct orq_arena *arena;
    const struct orq_engine *engine;
    const struct orq_check_input *input;
    struct orq_diags *diags;
    struct orq_verdicts *verdicts;
};

/* What the history built is compared as the model manages it, and what it built of kinds that are
 * not managed is the model's all the same. */
static enum orq_status compare(const struct checker *checker, const struct orq_schema *have,
                               const struct orq_schema *want, const struct orq_schema *history,
                               struct orq_comparison *comparison)
{
    struct orq_compare_options options = {
        .have = have,
        .want = want,
        .diff = {.strict_types = checker->input->strict_types, .history = history}};
    return orq_compare(checker->arena, checker->engine, &options, checker->diags, comparison);
}

static enum orq_status compare_with_built(const struct checker *checker,
                                          const struct orq_schema *built)
{
    const struct orq_schema *model = checker->input->want;
    const struct orq_schema *nobody = orq_state_empty(checker->arena, checker->engine);
    const struct orq_schema *said = checker->engine->dialect->stores_texts
                                        ? built
                                        : orq_rights_lent(checker->arena, built, nobody, model);
    return compare(checker, checker->verdicts->live, orq_state_managed(checker->arena, said, model),
                   NULL, &checker->verdicts->drift);
}

static enum orq_status check_drift(const struct checker *checker,
                                   const struct orq_revisions *current, bool at_head,
                                   const struct orq_schema *at_head_schema)
{
    struct orq_schema *built = NULL;
    if (at_head)
        return compare_with_built(checker, at_head_schema);
    const struct orq_replay replay = {checker->engine, checker->input->history};
    enum orq_status status =
        orq_state_replay_all(checker->arena, &replay, current, checker->diags, &built);
    return status == ORQ_OK ? compare_with_built(checker, built) : status;
}

static bool same(const struct orq_revisions *current, const struct orq_revisions *heads)
{
    bool equal = current->len == heads->len;
    for (size_t i = 0; equal && i < heads->len; i++)
        equal = current->items[i] == heads->items[i];
    return equal;
}

/* The history is replayed on a scratch database: what it builds is what both are measured by. */
static enum orq_status check_by_replay(const struct checker *checker,
                                       const struct orq_revisions *current)
{
    struct orq_verdicts *verdicts = checker->verdicts;
    const struct orq_replay replay = {checker->engine, checker->input->history};
    struct orq_schema *built = NULL;
    enum orq_status status =
        orq_state_replay_all(checker->arena, &replay, &verdicts->heads, checker->diags, &built);
    if (status == ORQ_OK)
        status = check_drift(checker, current, same(current, &verdicts->heads), built);
    if (status == ORQ_OK)
        status = orq_state_made(checker->arena, &replay, built, checker->diags, &verdicts->made);
    return status == ORQ_OK
               ? compare(checker, built, checker->input->want, verdicts->made, &verdicts->missing)
               : status;
}

/* The files of what is current; one that is missing is for orq_applied_check to tell. */
static void find_current(const struct checker *checker, struct orq_revisions *current)
{
    const struct orq_history *history = checker->input->history;
    const struct orq_strings *ids = &checker->verdicts->current;
    for (size_t i = 0; i < ids->len; i++) {
        struct orq_revision *revision = orq_map_get(history->by_id, ids->items[i]);
        if (revision)
            ORQ_PUSH(checker->arena, current, revision);
    }
}

/* What was chosen, beside what is current on other branches; else the only head. */
static enum orq_status find_heads(const struct checker *checker, const struct orq_ledger *ledger)
{
    struct orq_verdicts *verdicts = checker->verdicts;
    const struct orq_history *history = checker->input->history;
    const struct orq_footing *footing = checker->input->footing;
    const struct orq_revision *head = NULL;
    struct orq_revision *only = NULL;
    enum orq_status status = ORQ_OK;
    if (footing && footing->chosen) {
        head = footing->parent;
        find_current(checker, &verdicts->heads);
    } else {
        status = orq_history_head(checker->arena, history, checker->diags, &only);
        head = only;
    }
    if (status != ORQ_OK || !head)
        return status;
    verdicts->head = head->migration->revision;
    if (verdicts->heads.len == 0 || !orq_ledger_find(ledger, verdicts->head))
        ORQ_PUSH(checker->arena, &verdicts->heads, history->revisions.items[head->index]);
    return status;
}

/* ledger NULL: nothing is applied. */
static enum orq_status find_pending(const struct checker *checker, const struct orq_ledger *ledger)
{
    struct orq_verdicts *verdicts = checker->verdicts;
    const struct orq_resolved to = {.revisions = verdicts->heads};
    if (to.revisions.len == 0)
        return ORQ_OK;
    const struct orq_way way = {.to = &to,
                                .applied = ledger ? orq_ledger_set(checker->arena, ledger) : NULL};
    return orq_history_upgrades(checker->arena, checker->input->history, &way, checker->diags,
                                &verdicts->pending);
}

/* Where a replay is costly it is left out when nothing depends on it: a database at head that is
 * like the model. Where it cannot be had, what differs is told without saying whose change it is.
 */
static enum orq_status check_with_ledger(const struct checker *checker,
                                         const struct orq_ledger *ledger)
{
    struct orq_verdicts *verdicts = checker->verdicts;
    const struct orq_engine *engine = checker->engine;
    const struct orq_history *history = checker->input->history;
    struct orq_revisions current = {0};
    enum orq_status status = orq_applied_check(history, ledger, checker->diags);
    if (status == ORQ_OK) {
        find_current(checker, &current);
        status = find_pending(checker, ledger);
    }
    bool at_head = same(&current, &verdicts->heads);
    if (verdicts->unfinished) /* the database is between two revisions */
        return status;
    if (status == ORQ_OK && engine->costly_scratch && at_head) {
        status = compare(checker, verdicts->live, checker->input->want, NULL, &verdicts->model);
        bool alike = verdicts->model.all.len == 0 && !checker->input->thorough;
        if (status != ORQ_OK || alike || engine->server == NULL)
            return status;
        verdicts->model = (struct orq_comparison){0};
    }
    if (status == ORQ_OK && engine->costly_scratch && engine->server == NULL) {
        orq_note(checker->diags, ORQ_NOWHERE, "drift was not looked for: %s", engine->no_scratch);
        return ORQ_OK;
    }
    return status == ORQ_OK ? check_by_replay(checker, &current) : status;
}

static enum orq_status check_without_ledger(const struct checker *checker, bool readable)
{
    struct orq_verdicts *verdicts = checker->verdicts;
    enum orq_status status = readable ? find_pending(checker, NULL) : ORQ_OK;
    return status == ORQ_OK
               ? compare(checker, verdicts->live, checker->input->want, NULL, &verdicts->model)
               : status;
}

/* Without the right to it nobody knows what was run; the model can be compared all the same. */
static enum orq_status read_ledger(const struct checker *checker, struct orq_ledger *ledger)
{
    struct orq_verdicts *verdicts = checker->verdicts;
    struct orq_db *db = checker->input->db;
    const char *name = checker->input->ledger ? checker->input->ledger : ORQ_LEDGER_DEFAULT;
    enum orq_status status =
        orq_ledger_find_table(checker->arena, db, name, checker->diags, ledger);
    if (status != ORQ_OK)
        return status;
    if (ledger->grant) {
        orq_warning(checker->diags, ORQ_NOWHERE,
                    "this role may not read the ledger %s: which migrations were run is not known, "
                    "and the database is compared with the model alone",
                    name);
        orq_hint(checker->diags, "let its owner run: %s", ledger->grant);
        return ORQ_OK;
    }
    verdicts->ledger = ledger->exists;
    status = orq_ledger_read(checker->arena, db, name, checker->diags, ledger);
    if (status == ORQ_OK)
        status = orq_current(checker->arena, db, name, checker->diags, &verdicts->current);
    verdicts->unfinished = orq_ledger_unfinished(ledger);
    return status;
}

/* Everything of one moment. The judge is asked afterwards: a view that tells whether two queries
 * are the same cannot be made inside a transaction that only reads. */
static enum orq_status read_database(const struct checker *checker, struct orq_ledger *ledger)
{
    const struct orq_check_input *input = checker->input;
    struct orq_introspect_options options = {
        .ledger = input->ledger, .schemas = checker->engine->schemas, .last = true};
    enum orq_status status = orq_db_snapshot(input->db, checker->diags);
    if (status != ORQ_OK)
        return status;
    status = read_ledger(checker, ledger);
    if (status == ORQ_OK)
        status = find_heads(checker, ledger);
    if (status == ORQ_OK)
        status = orq_introspect(checker->arena, input->db, &options, checker->diags,
                                &checker->verdicts->live);
    orq_db_end_snapshot(input->db);
    return status;
}

static enum orq_status check_all(const struct checker *checker)
{
    const struct orq_verdicts *verdicts = checker->verdicts;
    struct orq_ledger ledger;
    enum orq_status status = read_database(checker, &ledger);
    if (status != ORQ_OK)
        return status;
    return verdicts->ledger ? check_with_ledger(checker, &ledger)
                            : check_without_ledger(checker, !ledger.grant);
}

enum orq_status orq_check(struct orq_arena *arena, const struct orq_engine *engine,
                          const struct orq_check_input *input, struct orq_diags *diags,
                          struct orq_verdicts *verdicts)
{
    *verdicts = (struct orq_verdicts){0};
    struct checker checker = {
        .arena = arena, .engine = engine, .input = input, .diags = diags, .verdicts = verdicts};
    enum orq_status status = check_all(&checker);
    verdicts->clean = status == ORQ_OK && verdicts->pending.len == 0 && !verdicts->unfinished &&
                      verdicts->drift.all.len == 0 && verdicts->missing.all.len == 0 &&
                      verdicts->model.all.len == 0;
    return status;
}
