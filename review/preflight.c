#include "review/preflight.h"

#include "introspect/introspect.h"
#include "model/dialect.h"
#include "review/asked.h"
#include "sql/quote.h"

#include <stdlib.h>

#define MOST_ROWS 5

const char *orq_precheck_verdict_name(enum orq_precheck_verdict verdict)
{
    static const char *const names[] = {[ORQ_PRECHECK_PASSES] = "passes",
                                        [ORQ_PRECHECK_FAILS] = "fails",
                                        [ORQ_PRECHECK_NOT_JUDGED] = "not judged"};
    return names[verdict];
}

/* ---- which prechecks ---- */

static void collect(const struct orq_flying *flying, struct orq_prechecks *prechecks)
{
    const struct orq_rule *dependent = orq_rule_find("data-dependent");
    for (size_t i = 0; i < flying->reviews->len; i++) {
        const struct orq_review *review = &flying->reviews->items[i];
        for (size_t k = 0; k < review->findings.len; k++) {
            const struct orq_finding *finding = &review->findings.items[k];
            struct orq_precheck precheck = {.review = review, .finding = finding, .count = -1};
            if (finding->direction == ORQ_UPGRADE && (finding->asked || finding->rule == dependent))
                ORQ_PUSH(flying->arena, prechecks, precheck);
        }
    }
}

static void leave(struct orq_precheck *precheck, const char *why)
{
    precheck->verdict = ORQ_PRECHECK_NOT_JUDGED;
    precheck->why = why;
}

static void prepare(const struct orq_flying *flying, struct orq_precheck *precheck)
{
    struct orq_answerable answerable;
    if (!precheck->finding->asked) {
        leave(precheck, "no SELECT can tell it");
        return;
    }
    orq_precheck_trace(flying, precheck, &answerable);
    precheck->sql = answerable.sql;
    precheck->precheck = answerable.precheck;
    precheck->filled = answerable.filled;
    precheck->table = answerable.table;
    precheck->parent = answerable.parent;
    if (answerable.why)
        leave(precheck, answerable.why);
}

/* ---- asking ---- */

struct answer {
    struct orq_arena *arena;
    struct orq_precheck *precheck;
};

/* Behind the values comes how many rows there are in all. */
static bool take_row(void *context, const struct orq_row *row)
{
    const struct answer *answer = context;
    struct orq_precheck *precheck = answer->precheck;
    size_t count = precheck->finding->asked->columns.len;
    struct orq_precheck_row kept = {ORQ_NEW_ARRAY(answer->arena, const char *, count + 1)};
    for (size_t i = 0; i < count; i++)
        kept.values[i] = row->values[i] ? orq_arena_strdup(answer->arena, row->values[i]) : NULL;
    precheck->count = strtoll(row->values[count], NULL, 10);
    ORQ_PUSH(answer->arena, &precheck->rows, kept);
    return true;
}

/* One reading of the table for both the count and the first rows. */
static const char *asking_sql(struct orq_arena *arena, const struct orq_precheck *precheck)
{
    const struct orq_asked *asked = precheck->finding->asked;
    struct orq_str sql = orq_str_new(arena);
    orq_str_addf(&sql, "SELECT q.*, count(*) OVER () FROM (%s\n) AS q", precheck->sql);
    for (size_t i = 0; asked->ordered && i < asked->columns.len; i++)
        orq_str_addf(&sql, "%s%zu", i > 0 ? ", " : " ORDER BY ", i + 1);
    orq_str_addf(&sql, " LIMIT %d", MOST_ROWS);
    return orq_str_text(&sql);
}

static void conclude(const struct orq_flying *flying, struct orq_precheck *precheck,
                     const struct orq_outcome *outcome)
{
    const struct orq_observed *changes = NULL;
    if (outcome->failed) {
        leave(precheck, outcome->message);
        return;
    }
    if (precheck->rows.len == 0)
        precheck->count = 0;
    precheck->verdict = precheck->count > 0 ? ORQ_PRECHECK_FAILS : ORQ_PRECHECK_PASSES;
    if (precheck->count > 0 || precheck->filled)
        changes = orq_precheck_changed(flying, precheck);
    if (changes)
        leave(precheck,
              orq_arena_printf(flying->arena, "%s:%zu changes rows before",
                               orq_shown_name(flying->arena, changes->at.file), changes->at.line));
}

static enum orq_status ask(const struct orq_flying *flying, struct orq_db *db,
                           struct orq_prechecks *prechecks, struct orq_diags *diags)
{
    struct orq_arena *arena = flying->arena;
    const char *schema = orq_db_schema(db);
    struct orq_query *queries = ORQ_NEW_ARRAY(arena, struct orq_query, prechecks->len + 1);
    struct orq_outcome *outcomes = ORQ_NEW_ARRAY(arena, struct orq_outcome, prechecks->len + 1);
    struct answer *answers = ORQ_NEW_ARRAY(arena, struct answer, prechecks->len + 1);
    size_t count = 0;
    for (size_t i = 0; i < prechecks->len; i++) {
        if (prechecks->items[i].why)
            continue;
        answers[count] = (struct answer){arena, &prechecks->items[i]};
        queries[count] = (struct orq_query){.sql = asking_sql(arena, &prechecks->items[i]),
                                            .fn = take_row,
                                            .context = &answers[count]};
        count++;
    }
    const struct orq_batch batch = {.queries = queries,
                                    .count = count,
                                    .read_only = true,
                                    .search_path =
                                        flying->dialect->quoted(arena, schema ? schema : "public")};
    enum orq_status status = orq_db_snapshot(db, diags);
    if (status == ORQ_OK) {
        status = orq_db_batch(arena, db, &batch, diags, outcomes);
        orq_db_end_snapshot(db);
    }
    for (size_t i = 0; status == ORQ_OK && i < count; i++)
        conclude(flying, answers[i].precheck, &outcomes[i]);
    return status;
}

enum orq_status orq_preflight(struct orq_arena *arena, const struct orq_preflight_input *input,
                              struct orq_diags *diags, struct orq_prechecks *prechecks)
{
    struct orq_schema *live = NULL;
    const struct orq_introspect_options options = {.schemas = input->engine->schemas};
    enum orq_status status = orq_introspect(arena, input->db, &options, diags, &live);
    if (status != ORQ_OK)
        return status;
    const struct orq_flying flying = {arena, input->engine->dialect, input->reviews, live};
    collect(&flying, prechecks);
    for (size_t i = 0; i < prechecks->len; i++)
        prepare(&flying, &prechecks->items[i]);
    return ask(&flying, input->db, prechecks, diags);
}
