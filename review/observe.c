#include "review/observe_run.h"

#include "history/backfill.h"
#include "history/compare.h"
#include "history/rows.h"
#include "history/rows_parts.h"
#include "introspect/introspect.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "review/renames.h"
#include "sql/classify_postgres.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* How much of a statement without operations is shown. */
#define FIRST_WORDS 60

/* ---- moments ---- */

void orq_moment_add(struct orq_arena *arena, struct orq_moment *moment,
                    const struct orq_relation *relation)
{
    struct orq_relation *kept = ORQ_NEW(arena, struct orq_relation);
    *kept = *relation;
    ORQ_PUSH(arena, &moment->relations, *relation);
    orq_map_put(moment->by_id, kept->id, kept);
    orq_map_put(moment->by_name, kept->name, kept);
    orq_map_put(moment->by_file, kept->file, kept);
}

void orq_moment_name(struct orq_arena *arena, struct orq_moment *moment,
                     const struct orq_named *named)
{
    struct orq_named *kept = ORQ_NEW(arena, struct orq_named);
    *kept = *named;
    ORQ_PUSH(arena, &moment->named, *named);
    orq_map_put(moment->named_by_id, kept->id, kept);
}

static const struct orq_looker *const lookers[] = {&orq_looker_postgres, &orq_looker_sqlite};

const struct orq_looker *orq_looker_of(const struct orq_observer *observer)
{
    const struct orq_looker *found = lookers[0];
    for (size_t i = 1; i < sizeof lookers / sizeof *lookers; i++) {
        if (strcmp(lookers[i]->dialect, observer->engine->dialect->key) == 0)
            found = lookers[i];
    }
    return found;
}

enum orq_status orq_observer_look(struct orq_observer *observer, const struct orq_moment **moment)
{
    struct orq_arena *arena = observer->arena;
    struct orq_moment *now = ORQ_NEW(arena, struct orq_moment);
    *now =
        (struct orq_moment){.by_id = orq_map_new(arena, ORQ_KEYS_EXACT),
                            .by_name = orq_map_new(arena, orq_name_keys(observer->engine->dialect)),
                            .by_file = orq_map_new(arena, ORQ_KEYS_EXACT),
                            .named_by_id = orq_map_new(arena, ORQ_KEYS_EXACT),
                            .held_by_id = orq_map_new(arena, ORQ_KEYS_EXACT)};
    *moment = now;
    return orq_looker_of(observer)->look(observer, now);
}

/* ---- what is different ---- */

/* Two texts of one server that differ mean different things. */
static enum orq_status tell_apart(struct orq_arena *arena, struct orq_db *db,
                                  struct orq_pairs *pairs, struct orq_diags *diags)
{
    (void)arena;
    (void)db;
    (void)diags;
    for (size_t i = 0; i < pairs->len; i++)
        pairs->items[i].verdict = ORQ_UNLIKE;
    return ORQ_OK;
}

static enum orq_kind kind_of(const struct orq_relation *relation)
{
    return relation->index ? ORQ_KIND_INDEX : ORQ_KIND_TABLE;
}

static const char *own_name(const char *qualified)
{
    const char *dot = strrchr(qualified, '.');
    return dot ? dot + 1 : qualified;
}

static void add_rename(struct orq_observer *observer, struct orq_renames *renames,
                       struct orq_rename rename)
{
    if (strcmp(rename.from, rename.to) != 0)
        ORQ_PUSH(observer->arena, renames, rename);
}

void orq_renames_between(struct orq_observer *observer, const struct orq_moment *to,
                         struct orq_renames *renames)
{
    const struct orq_moment *from = observer->last;
    for (size_t i = 0; i < to->relations.len; i++) {
        const struct orq_relation *now = &to->relations.items[i];
        const struct orq_relation *was = orq_map_get(from->by_id, now->id);
        const struct orq_relation *owner = orq_map_get(to->by_id, now->owner);
        if (!was || was->index != now->index || !owner)
            continue;
        struct orq_rename rename = {
            .kind = kind_of(now), .from = was->name, .to = now->name, .table = owner->name};
        if (now->index) {
            rename.from = own_name(was->name);
            rename.to = own_name(now->name);
        }
        add_rename(observer, renames, rename);
    }
    for (size_t i = 0; i < to->named.len; i++) {
        const struct orq_named *now = &to->named.items[i];
        const struct orq_named *was = orq_map_get(from->named_by_id, now->id);
        const struct orq_relation *owner = orq_map_get(to->by_id, now->owner);
        if (was && owner)
            add_rename(
                observer, renames,
                (struct orq_rename){
                    .kind = now->kind, .table = owner->name, .from = was->name, .to = now->name});
    }
}

enum orq_status orq_observer_compare(struct orq_observer *observer, const struct orq_moment *to,
                                     struct orq_ops *ops)
{
    struct orq_renames renames = {0};
    orq_renames_between(observer, to, &renames);
    const struct orq_compare_options options = {
        .have = observer->last->schema, .want = to->schema, .renames = &renames};
    struct orq_comparison comparison;
    enum orq_status status =
        orq_compare(observer->arena, &observer->comparer, &options, observer->diags, &comparison);
    if (status == ORQ_OK)
        *ops = comparison.all;
    return status;
}

enum orq_status orq_observe_difference(struct orq_arena *arena, const struct orq_engine *engine,
                                       const struct orq_observed_ends *ends,
                                       struct orq_diags *diags, struct orq_ops *ops)
{
    struct orq_engine comparer = *engine;
    struct orq_renames renames = {0};
    orq_renames_of_section(arena, ends->observed, ends->before, ends->after, &renames);
    const struct orq_compare_options options = {
        .have = ends->before, .want = ends->after, .renames = &renames};
    struct orq_comparison comparison;
    comparer.judge = tell_apart;
    enum orq_status status = orq_compare(arena, &comparer, &options, diags, &comparison);
    if (status == ORQ_OK)
        *ops = comparison.all;
    return status;
}

const struct orq_relation *orq_op_relation(struct orq_observer *observer, const struct orq_op *op)
{
    const struct orq_table *table = op->from.table ? op->from.table : op->to.table;
    if (!table)
        return NULL;
    const char *name =
        orq_qualified(observer->arena, observer->engine->dialect, table->schema, table->name);
    return orq_map_get(observer->last->by_name, name);
}

struct orq_touched *orq_touched_of(struct orq_observer *observer, struct orq_observed *observed,
                                   const char *id)
{
    const struct orq_relation *relation = orq_map_get(observer->last->by_id, id);
    const struct orq_relation *owner =
        relation ? orq_map_get(observer->last->by_id, relation->owner) : NULL;
    if (!owner || !orq_map_get(observer->base->by_id, owner->id))
        return NULL;
    for (size_t i = 0; i < observed->touched.len; i++) {
        if (strcmp(observed->touched.items[i].table, owner->name) == 0)
            return &observed->touched.items[i];
    }
    ORQ_PUSH(observer->arena, &observed->touched, (struct orq_touched){.table = owner->name});
    return &observed->touched.items[observed->touched.len - 1];
}

/* Strongest first; of equal ones in the order in which they were found. */
static void sort_touched(struct orq_observed *observed)
{
    struct orq_touched *items = observed->touched.items;
    for (size_t i = 1; i < observed->touched.len; i++) {
        struct orq_touched moving = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].lock < moving.lock; at--)
            items[at] = items[at - 1];
        items[at] = moving;
    }
    observed->lock = observed->touched.len > 0 ? items[0].lock : ORQ_LOCK_NONE;
}

/* What is run for some rows at a time is told as that. */
static const char *summary_of(struct orq_arena *arena, const struct orq_file_section *section,
                              const struct orq_observed *observed)
{
    const struct orq_backfill *backfill = section->steps.items[observed->step - 1].backfill;
    if (backfill)
        return orq_arena_printf(arena, "fill %s in batches of %zu rows",
                                orq_shown_name(arena, orq_backfill_table(arena, backfill)),
                                backfill->batch);
    if (observed->ops.len > 0) {
        const char *first = orq_op_summary(arena, &observed->ops.items[0]);
        return observed->ops.len == 1
                   ? first
                   : orq_arena_printf(arena, "%s, and %zu more", first, observed->ops.len - 1);
    }
    struct orq_str words = orq_str_new(arena);
    const char *at = observed->sql;
    for (; *at && words.len < FIRST_WORDS; at++) {
        bool blank = strchr(" \t\r\n", *at) != NULL;
        if (!blank)
            orq_str_addc(&words, *at);
        else if (words.len > 0 && words.data[words.len - 1] != ' ')
            orq_str_addc(&words, ' ');
    }
    return *at ? orq_arena_printf(arena, "%s…", orq_str_text(&words)) : orq_str_text(&words);
}

/* ---- running ---- */

void orq_observed_finish(struct orq_observer *observer, const struct orq_moment *now,
                         struct orq_observed *observed)
{
    observed->before = observer->last->schema;
    observed->after = now->schema;
    observed->waits_for_ever = observed->in_transaction && !observer->last->lock_timeout;
    observed->summary = summary_of(observer->arena, observer->section, observed);
    sort_touched(observed);
    ORQ_PUSH(observer->arena, observer->list, *observed);
}

enum orq_status orq_observe_alone(struct orq_observer *observer)
{
    struct orq_observed *running = &observer->running;
    const struct orq_moment *now = NULL;
    enum orq_status status = orq_observer_look(observer, &now);
    if (status == ORQ_OK)
        status = orq_observer_compare(observer, now, &running->ops);
    if (status != ORQ_OK)
        return status;
    orq_looker_of(observer)->touch(observer, now, running);
    orq_observed_finish(observer, now, running);
    observer->last = now;
    running->sql = NULL;
    return ORQ_OK;
}

/* The statement that ran has done what it does. */
static enum orq_status end_statement(struct orq_observer *observer)
{
    if (!observer->running.sql)
        return ORQ_OK;
    return observer->claim.act != ORQ_CLAIMS_NOTHING ? orq_run_add(observer)
                                                     : orq_observe_alone(observer);
}

static void begin_statement(struct orq_observer *observer, const char *sql, size_t len,
                            struct orq_span at)
{
    observer->running = (struct orq_observed){.sql = orq_arena_strndup(observer->arena, sql, len),
                                              .at = at,
                                              .step = observer->running.step,
                                              .in_transaction = observer->running.in_transaction,
                                              .batch = observer->running.batch,
                                              .sqlstate = ""};
}

static bool on_statement(void *context, const char *sql, size_t len, struct orq_span at)
{
    struct orq_observer *observer = context;
    observer->status = end_statement(observer);
    begin_statement(observer, sql, len, at);
    if (observer->status == ORQ_OK)
        observer->status = orq_run_admit(observer);
    if (observer->status == ORQ_OK && observer->claim.act == ORQ_CLAIMS_NOTHING &&
        observer->engine->costly_scratch && !observer->outside)
        observer->status = orq_try_actions(observer);
    return observer->status == ORQ_OK;
}

static struct orq_script script_of(struct orq_observer *observer, const struct orq_file_step *step)
{
    const struct orq_file_section *section = observer->section;
    size_t line = section->at.line + 1;
    for (size_t i = 0; i < step->offset; i++)
        line += section->text[i] == '\n';
    return (struct orq_script){.text = section->text + step->offset,
                               .len = step->len,
                               .at = {section->at.file, line, 1},
                               .before = on_statement,
                               .context = observer,
                               .no_transaction = observer->outside};
}

/* An engine that reads a statement before it tells of it has refused the one behind the one that
 * ran. */
static enum orq_status find_refused(struct orq_observer *observer, const struct orq_diags *told)
{
    const struct orq_file_section *section = observer->section;
    size_t count = orq_diags_len(told), line = section->at.line + 1;
    const struct orq_span at = count > 0 ? orq_diags_at(told, count - 1)->at : ORQ_NOWHERE;
    const struct orq_span *ran = &observer->running.at;
    bool behind = !observer->running.sql || at.line > ran->line ||
                  (at.line == ran->line && at.column > ran->column);
    if (observer->engine->costly_scratch || at.line < line || !behind)
        return ORQ_OK;
    enum orq_status status = end_statement(observer);
    const char *text = section->text, *end = section->text + section->len;
    for (; text < end && line < at.line; text++)
        line += *text == '\n';
    size_t len = strcspn(text, ";\n");
    begin_statement(observer, text, len, (struct orq_span){at.file, at.line, 1});
    return status;
}

/* In the server's own words. */
struct refusal {
    const char *words, *state;
};

static struct refusal refusal_of(const struct orq_observer *observer)
{
    return (struct refusal){orq_arena_strdup(observer->arena, orq_db_message(observer->db)),
                            orq_arena_strdup(observer->arena, orq_db_sqlstate(observer->db))};
}

/* The server refused the statement that is running, or the commit behind the last one. */
static void refuse(struct orq_observer *observer, const struct refusal *refusal)
{
    struct orq_arena *arena = observer->arena;
    struct orq_observed *running = &observer->running;
    struct orq_observed_list *list = observer->list;
    if (running->sql) {
        running->before = running->after = observer->last->schema;
        running->summary = summary_of(arena, observer->section, running);
        ORQ_PUSH(arena, list, *running);
        running->sql = NULL;
    }
    if (list->len > 0) {
        list->items[list->len - 1].error = refusal->words;
        list->items[list->len - 1].sqlstate = refusal->state;
    }
}

/* What could run inside a transaction is looked at in one, where its locks are seen. */
static bool runs_outside(struct orq_observer *observer, const struct orq_file_step *step)
{
    const char *words = NULL;
    const char *text =
        orq_arena_strndup(observer->arena, observer->section->text + step->offset, step->len);
    return step->no_transaction && orq_pg_place_of(observer->arena, text, &words) == ORQ_PG_OUTSIDE;
}

static enum orq_status run_step(struct orq_observer *observer, size_t at);

/* The refusal ended the transaction, and with it the savepoint of a run. */
static enum orq_status run_singly(struct orq_observer *observer, size_t at, size_t listed)
{
    observer->list->len = listed;
    observer->singly = true;
    return run_step(observer, at);
}

/* ORQ_FAILED: the server refused a statement, which is part of what was observed. */
static enum orq_status run_step(struct orq_observer *observer, size_t at)
{
    const struct orq_file_step *step = &observer->section->steps.items[at];
    struct orq_diags *unheard = orq_diags_new(observer->arena);
    size_t listed = observer->list->len;
    observer->outside = runs_outside(observer, step);
    struct orq_script script = script_of(observer, step);
    observer->running = (struct orq_observed){.step = at + 1,
                                              .in_transaction = !step->no_transaction,
                                              .batch = step->backfill ? step->backfill->batch : 0};
    *observer->run = (struct orq_run){0};
    observer->status = ORQ_OK;
    if (!observer->outside && orq_db_begin(observer->db, observer->diags) != ORQ_OK)
        return ORQ_DATABASE;
    enum orq_status status = orq_observer_look(observer, &observer->last);
    if (status != ORQ_OK)
        return status;
    status = orq_db_run(observer->db, &script, unheard);
    struct refusal refusal = refusal_of(observer);
    if (status != ORQ_OK && observer->run->open && !orq_db_in_transaction(observer->db))
        return run_singly(observer, at, listed);
    if (observer->status == ORQ_OK)
        observer->status =
            status == ORQ_OK ? end_statement(observer) : find_refused(observer, unheard);
    if (observer->status == ORQ_OK)
        observer->status = orq_run_close(observer, status != ORQ_OK);
    if (observer->status != ORQ_OK)
        return observer->status;
    if (status == ORQ_OK && !observer->outside) {
        status = orq_db_commit(observer->db, unheard);
        refusal = refusal_of(observer);
    }
    if (status != ORQ_OK) {
        refuse(observer, &refusal);
        orq_db_rollback(observer->db);
    }
    return status == ORQ_OK ? ORQ_OK : ORQ_FAILED;
}

/* ---- rows ---- */

/* Would the statement have run without these rows? Integrity (class 23), and data that does not fit
 * (22), of PostgreSQL; SQLite has no classes. */
static bool is_of_data(const struct orq_observed *observed)
{
    return orq_starts_with(observed->sqlstate, "23") || orq_starts_with(observed->sqlstate, "22") ||
           orq_starts_with(observed->error, "UNIQUE constraint failed") ||
           orq_starts_with(observed->error, "NOT NULL constraint failed") ||
           orq_starts_with(observed->error, "Cannot add a NOT NULL column") ||
           orq_starts_with(observed->error, "CHECK constraint failed") ||
           orq_starts_with(observed->error, "FOREIGN KEY constraint failed");
}

/* Made-up rows are worth only so much: those that stand in the way go. schema: as the step, which
 * was rolled back, has found it. */
static void take_rows_out(struct orq_observer *observer, const struct orq_schema *schema)
{
    struct orq_diags *unheard = orq_diags_new(observer->arena);
    const struct orq_rows_engine *rows = orq_rows_engine_of(observer->db);
    const struct orq_tables *tables = &schema->tables;
    bool postgres = observer->engine->costly_scratch;
    for (size_t i = 0; i < tables->len; i++) {
        const char *name = rows->table(observer->arena, tables->items[i]);
        const char *sql = postgres ? orq_arena_printf(observer->arena, "TRUNCATE %s CASCADE", name)
                                   : orq_arena_printf(observer->arena, "DELETE FROM %s", name);
        orq_db_exec(observer->db, sql, unheard);
    }
}

/* The first index that a CREATE INDEX CONCURRENTLY which failed has left, and takes it out again.
 */
static const char *take_invalid_out(struct orq_observer *observer)
{
    struct orq_schema *now = NULL;
    struct orq_diags *unheard = orq_diags_new(observer->arena);
    const char *name = NULL;
    if (orq_introspect(observer->arena, observer->db, NULL, unheard, &now) != ORQ_OK)
        return NULL;
    for (size_t i = 0; i < now->tables.len; i++) {
        const struct orq_table *table = now->tables.items[i];
        for (size_t k = 0; k < table->indexes.len; k++) {
            if (!table->indexes.items[k]->invalid)
                continue;
            name = table->indexes.items[k]->name;
            orq_db_exec(observer->db,
                        orq_arena_printf(
                            observer->arena, "DROP INDEX %s",
                            orq_pg_qualified_name(observer->arena,
                                                  table->schema ? table->schema : "public", name)),
                        unheard);
        }
    }
    return name;
}

static enum orq_status observe_step(struct orq_observer *observer, size_t at)
{
    struct orq_observed_list *list = observer->list;
    size_t before = list->len;
    enum orq_status status = run_step(observer, at);
    const struct orq_observed *last = list->len > before ? &list->items[list->len - 1] : NULL;
    if (status != ORQ_FAILED || !last || !is_of_data(last))
        return status;
    size_t refused = list->len - 1;
    const char *words = last->error;
    const char *left = last->in_transaction ? NULL : take_invalid_out(observer);
    const struct orq_schema *schema = list->items[before].before;
    list->len = before;
    take_rows_out(observer, schema);
    status = run_step(observer, at);
    if (refused < list->len && !list->items[refused].error) {
        list->items[refused].refused_rows = words;
        list->items[refused].left_invalid = left;
    }
    return status;
}

enum orq_status orq_observe(struct orq_arena *arena, const struct orq_stage *stage,
                            const struct orq_file_section *section, struct orq_diags *diags,
                            struct orq_observed_list *observed)
{
    struct orq_db *db = stage->db;
    struct orq_run run = {0};
    struct orq_observer observer = {.arena = arena,
                                    .engine = stage->engine,
                                    .comparer = *stage->engine,
                                    .db = db,
                                    .section = section,
                                    .run = &run,
                                    .diags = diags,
                                    .list = observed};
    observer.comparer.judge = tell_apart;
    bool enforced = orq_db_foreign_keys(db, true);
    enum orq_status status = orq_observer_look(&observer, &observer.base);
    if (status != ORQ_OK)
        return status;
    orq_rows_generate(arena, db, observer.base->schema, observer.base->schema);
    orq_db_foreign_keys(db, !section->foreign_keys_off);
    for (size_t i = 0; status == ORQ_OK && i < section->steps.len; i++)
        status = observe_step(&observer, i);
    orq_db_rollback(db);
    orq_db_foreign_keys(db, enforced);
    return status == ORQ_FAILED ? ORQ_OK : status;
}
