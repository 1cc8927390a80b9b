#include "review/observe_run.h"

#include "model/dialect.h"

#include <string.h>

static const char savepoint[] = "SAVEPOINT orqgen_run";
static const char go_back[] = "ROLLBACK TO SAVEPOINT orqgen_run";
static const char release[] = "RELEASE SAVEPOINT orqgen_run";

static enum orq_status run(struct orq_observer *observer, const char *sql)
{
    const struct orq_query query = {.sql = sql};
    return orq_db_query(observer->db, &query, observer->diags);
}

/* ---- which statements ---- */

/* Was it there before the section, under whatever name; or is something in the place of what was?
 */
static bool is_old(const struct orq_observer *observer, const char *name)
{
    const struct orq_relation *relation = name ? orq_map_get(observer->last->by_name, name) : NULL;
    return name && (orq_map_get(observer->base->by_name, name) ||
                    (relation && orq_map_get(observer->base->by_id, relation->id)));
}

static bool is_claimed(const struct orq_observer *observer, const struct orq_claim *claim)
{
    switch (claim->act) {
    case ORQ_CLAIMS_NOTHING:
        return false;
    case ORQ_CLAIMS_MADE:
    case ORQ_CLAIMS_COMMENTED:
    case ORQ_CLAIMS_OWNED:
    case ORQ_CLAIMS_SECURED:
        return !is_old(observer, claim->table) &&
               !(claim->kind != ORQ_KIND_CHECK && is_old(observer, claim->name));
    case ORQ_CLAIMS_DROPPED:
    case ORQ_CLAIMS_ROWS:
        break;
    }
    return true;
}

/* Names that the script says in another schema than it runs in are the script runner's to move. */
static bool can_run_again(const struct orq_observer *observer)
{
    return !observer->singly && !observer->outside && !orq_db_schema(observer->db) &&
           orq_db_in_transaction(observer->db);
}

static bool makes(const struct orq_claim *claim)
{
    return claim->act != ORQ_CLAIMS_NOTHING && claim->act != ORQ_CLAIMS_DROPPED &&
           claim->act != ORQ_CLAIMS_ROWS;
}

static enum orq_status open_run(struct orq_observer *observer)
{
    enum orq_status status = run(observer, savepoint);
    *observer->run = (struct orq_run){.open = status == ORQ_OK};
    return status;
}

enum orq_status orq_run_admit(struct orq_observer *observer)
{
    struct orq_run *all = observer->run;
    struct orq_claim claim =
        orq_claim_of(observer->arena, observer->engine->dialect, observer->running.sql);
    bool joins = can_run_again(observer) && is_claimed(observer, &claim);
    bool making = makes(&claim), dropping = claim.act == ORQ_CLAIMS_DROPPED;
    enum orq_status status = ORQ_OK;
    if (!joins || (making && all->drops) || (dropping && all->makes))
        status = orq_run_close(observer, false);
    observer->claim = joins ? claim : (struct orq_claim){.act = ORQ_CLAIMS_NOTHING};
    if (status != ORQ_OK || !joins)
        return status;
    if (!all->open)
        status = open_run(observer);
    all->makes |= making;
    all->drops |= dropping;
    return status;
}

/* ---- locks ---- */

static bool has_locks(const struct orq_observer *observer)
{
    return orq_looker_of(observer)->peek && observer->base->relations.len > 0;
}

static void raise(struct orq_observer *observer, const struct orq_held *now,
                  struct orq_held_list *raised)
{
    struct orq_held *held = orq_map_get(observer->run->held, now->id);
    if (held && held->mode >= now->mode)
        return;
    held = ORQ_NEW(observer->arena, struct orq_held);
    *held = (struct orq_held){orq_arena_strdup(observer->arena, now->id), now->mode};
    orq_map_put(observer->run->held, held->id, held);
    ORQ_PUSH(observer->arena, raised, *held);
}

/* From what was held when the run began. */
static void begin_peeking(struct orq_observer *observer)
{
    struct orq_held_list already = {0};
    observer->run->peeks = true;
    observer->run->held = orq_map_new(observer->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < observer->last->held.len; i++)
        raise(observer, &observer->last->held.items[i], &already);
}

static enum orq_status peek(struct orq_observer *observer, struct orq_run_item *item)
{
    struct orq_observer passing = *observer;
    passing.arena = orq_arena_new();
    struct orq_moment moment = {.held_by_id = orq_map_new(passing.arena, ORQ_KEYS_EXACT)};
    enum orq_status status = orq_looker_of(observer)->peek(&passing, &moment);
    item->raised = (struct orq_held_list){0};
    for (size_t i = 0; i < moment.held.len; i++)
        raise(observer, &moment.held.items[i], &item->raised);
    orq_arena_free(passing.arena);
    return status;
}

enum orq_status orq_run_add(struct orq_observer *observer)
{
    struct orq_run *all = observer->run;
    struct orq_run_item item = {.observed = observer->running, .claim = observer->claim};
    enum orq_status status = ORQ_OK;
    observer->running.sql = NULL;
    if (all->drops && !all->peeks && all->items.len == 0 && has_locks(observer))
        begin_peeking(observer);
    if (all->peeks)
        status = peek(observer, &item);
    ORQ_PUSH(observer->arena, &all->items, item);
    return status;
}

/* ---- the look behind them ---- */

/* AGAIN: as a whole, with its locks. */
enum seen { SURE, IN_DOUBT, AGAIN };

static bool works_over_rows(const struct orq_touched_list *touched)
{
    for (size_t i = 0; i < touched->len; i++) {
        const struct orq_touched *each = &touched->items[i];
        if (each->rewritten || each->scanned || each->built.len > 0)
            return true;
    }
    return false;
}

/* What the run as a whole did to what is old. */
static enum seen look_at_old(struct orq_observer *observer, const struct orq_moment *now)
{
    struct orq_observed whole = {.sql = ""};
    struct orq_renames renames = {0};
    orq_renames_between(observer, now, &renames);
    orq_looker_of(observer)->touch(observer, now, &whole);
    if (renames.len > 0 || works_over_rows(&whole.touched))
        return IN_DOUBT;
    return whole.touched.len > 0 && has_locks(observer) && !observer->run->peeks ? AGAIN : SURE;
}

static void list(struct orq_observer *observer, const struct orq_moment *now,
                 const struct orq_run_items *part)
{
    struct orq_map *owners = orq_map_new(observer->arena, ORQ_KEYS_EXACT);
    const struct orq_run_item before = {.raised = observer->last->held};
    struct orq_observed nobody = {.sql = ""};
    const struct orq_looker *looker = orq_looker_of(observer);
    looker->touch_part(observer, &before, owners, &nobody);
    for (size_t i = 0; i < part->len; i++) {
        struct orq_observed *observed = &part->items[i].observed;
        looker->touch_part(observer, &part->items[i], owners, observed);
        orq_observed_finish(observer, now, observed);
    }
    observer->last = now;
}

/* Lists the statements, where nothing is in doubt. */
static enum orq_status see(struct orq_observer *observer, struct orq_run_items *part,
                           enum seen *seen)
{
    const struct orq_moment *now = NULL;
    bool sure = false;
    *seen = SURE;
    if (part->len == 0)
        return ORQ_OK;
    if (part->len == 1) {
        observer->running = part->items[0].observed;
        return orq_observe_alone(observer);
    }
    enum orq_status status = orq_observer_look(observer, &now);
    if (status != ORQ_OK)
        return status;
    *seen = look_at_old(observer, now);
    if (*seen == SURE)
        status = orq_run_share(observer, now, part, &sure);
    if (*seen == SURE && status == ORQ_OK && sure)
        list(observer, now, part);
    else if (*seen == SURE)
        *seen = IN_DOUBT;
    return status;
}

/* ---- again, in halves ---- */

static enum orq_status settle(struct orq_observer *observer, struct orq_run_items part);

/* Counters of scans are not taken back: what was seen last is seen anew. */
static enum orq_status take_back(struct orq_observer *observer)
{
    enum orq_status status = run(observer, go_back);
    if (status == ORQ_OK)
        status = run(observer, release);
    return status == ORQ_OK && orq_looker_of(observer)->peek
               ? orq_observer_look(observer, &observer->last)
               : status;
}

static enum orq_status run_again(struct orq_observer *observer, struct orq_run_items *part)
{
    enum orq_status status = run(observer, savepoint);
    if (has_locks(observer))
        begin_peeking(observer);
    for (size_t i = 0; status == ORQ_OK && i < part->len; i++) {
        status = run(observer, part->items[i].observed.sql);
        if (status == ORQ_OK && observer->run->peeks)
            status = peek(observer, &part->items[i]);
    }
    return status;
}

static enum orq_status settle_halves(struct orq_observer *observer, struct orq_run_items part)
{
    struct orq_run_items first = {.items = part.items, .len = part.len / 2};
    struct orq_run_items second = {.items = part.items + first.len, .len = part.len - first.len};
    enum orq_status status = settle(observer, first);
    return status == ORQ_OK ? settle(observer, second) : status;
}

static enum orq_status settle(struct orq_observer *observer, struct orq_run_items part)
{
    enum seen seen = IN_DOUBT;
    enum orq_status status = ORQ_OK;
    if (part.len == 0)
        return ORQ_OK;
    if (part.len == 1) {
        status = run(observer, part.items[0].observed.sql);
        return status == ORQ_OK ? see(observer, &part, &seen) : status;
    }
    status = run_again(observer, &part);
    if (status == ORQ_OK)
        status = see(observer, &part, &seen);
    if (status == ORQ_OK && seen == SURE)
        return run(observer, release);
    if (status == ORQ_OK)
        status = take_back(observer);
    return status == ORQ_OK ? settle_halves(observer, part) : status;
}

enum orq_status orq_run_close(struct orq_observer *observer, bool refused)
{
    struct orq_run_items part = observer->run->items;
    struct orq_observed running = observer->running;
    enum seen seen = AGAIN;
    enum orq_status status = ORQ_OK;
    if (!observer->run->open)
        return ORQ_OK;
    if (!refused)
        status = see(observer, &part, &seen);
    if (status == ORQ_OK)
        status = seen == SURE ? run(observer, release) : take_back(observer);
    if (status == ORQ_OK && seen == AGAIN)
        status = settle(observer, part);
    else if (status == ORQ_OK && seen == IN_DOUBT)
        status = settle_halves(observer, part);
    observer->running = running;
    *observer->run = (struct orq_run){0};
    return status;
}
