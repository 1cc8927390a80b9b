#include "history/plan.h"

#include "history/overlay.h"
#include "history/rights.h"
#include "history/runner.h"
#include "history/slice.h"
#include "history/slice_depends.h"
#include "history/tried.h"
#include "introspect/introspect.h"
#include "model/identity.h"
#include "sql/token.h"

#include <string.h>

/* Everything in the slice comes from the database and must come back, managed by the model or not.
 */
static struct orq_schema *managing_all(struct orq_arena *arena, const struct orq_schema *schema)
{
    struct orq_schema *copy = ORQ_NEW(arena, struct orq_schema);
    *copy = *schema;
    copy->manage = ORQ_EVERY_KIND;
    copy->exclude = (struct orq_strings){0};
    return copy;
}

static enum orq_status report_remaining(struct orq_arena *arena, const struct orq_ops *ops,
                                        const char *direction, struct orq_diags *diags)
{
    if (ops->len == 0)
        return ORQ_OK;
    orq_error(
        diags, ORQ_NOWHERE,
        "proof failed: the %s does not lead to the wanted schema; still different:", direction);
    for (size_t i = 0; i < ops->len; i++)
        orq_hint(diags, "%s", orq_op_summary(arena, &ops->items[i]));
    orq_hint(diags, "nothing was written");
    return ORQ_FAILED;
}

/* Runs the upgrade where there are no rows: what it cannot do there, the model asks for what is
 * not.
 */
static enum orq_status run_upgrade(struct orq_arena *arena, const struct orq_plan *plan,
                                   struct orq_diags *diags, struct orq_db *db)
{
    struct orq_diags *tries = orq_diags_new(arena);
    enum orq_status status = orq_section_run(arena, db, &plan->up_text, tries);
    if (status != ORQ_FAILED) {
        orq_diags_append(diags, tries);
        return status;
    }
    orq_tried_report(db, tries, "upgrade", diags);
    orq_hint(diags, "nothing was written");
    return status;
}

/* Runs the upgrade on a scratch database without rows and reads what it leaves. */
static enum orq_status simulate(struct orq_arena *arena, struct orq_plan *plan,
                                struct orq_diags *diags, struct orq_db **db)
{
    struct orq_schema *after = NULL;
    enum orq_status status =
        plan->engine->scratch(plan->engine, arena, "a scratch database without rows", diags, db);
    if (status == ORQ_OK)
        status = plan->engine->build(arena, *db, plan->have, diags);
    if (status == ORQ_OK)
        status = run_upgrade(arena, plan, diags, *db);
    if (status == ORQ_OK)
        status = orq_introspect(arena, *db, NULL, diags, &after);
    plan->after = after;
    return status;
}

static bool can_simulate(const struct orq_engine *engine)
{
    return !engine->costly_scratch || engine->server != NULL;
}

static struct orq_map *tables_with_ops(struct orq_arena *arena, const struct orq_ops *ops)
{
    struct orq_map *tables = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < ops->len; i++) {
        if (ops->items[i].to.table != NULL)
            orq_map_put(tables, ops->items[i].to.table->name, tables);
    }
    return tables;
}

/* A table that is the same to every rule, but stored otherwise (the order of its columns, the name
 * of a constraint that a template made): the downgrade gives back the stored text all the same. */
static void restore_texts(struct orq_arena *arena, struct orq_comparison *down)
{
    const struct orq_map *changed = tables_with_ops(arena, &down->ops);
    for (size_t i = 0; i < down->want->tables.len; i++) {
        const struct orq_table *want = down->want->tables.items[i];
        const struct orq_table *have = orq_schema_table(down->renamed, want->name);
        if (have == NULL || orq_map_get(changed, want->name) != NULL)
            continue;
        if (!orq_str_equal(orq_tokens_canonical(arena, have->sql, strlen(have->sql)),
                           orq_tokens_canonical(arena, want->sql, strlen(want->sql)))) {
            struct orq_op op = {.kind = ORQ_OP_ALTER_TABLE,
                                .changed = ORQ_CHANGE_TEXT,
                                .from.table = have,
                                .to.table = want};
            ORQ_PUSH(arena, &down->ops, op);
            ORQ_PUSH(arena, &down->all, op);
        }
    }
}

/* The way back of a type change stands in the model, on the columns that the upgrade leaves. */
static void lend_changes(struct orq_arena *arena, const struct orq_schema *after,
                         const struct orq_schema *want)
{
    for (size_t i = 0; i < after->tables.len; i++) {
        const struct orq_table *table = after->tables.items[i];
        const struct orq_table *wanted =
            orq_schema_table(want, orq_qualified(arena, want->dialect, table->schema, table->name));
        for (size_t k = 0; wanted != NULL && k < table->columns.len; k++) {
            const struct orq_column *column =
                orq_table_column(wanted, table->columns.items[k]->name);
            table->columns.items[k]->change = column == NULL ? NULL : column->change;
        }
    }
}

static enum orq_status plan_down(struct orq_arena *arena, struct orq_plan *plan,
                                 struct orq_db *judge, struct orq_diags *diags)
{
    struct orq_renames undone = orq_renames_undo(arena, &plan->up.renames);
    bool has_rights = !plan->engine->dialect->stores_texts;
    struct orq_compare_options options = {
        .have = has_rights ? orq_rights_lent(arena, plan->after, plan->up.have, plan->up.want)
                           : plan->after,
        .want = managing_all(arena, plan->have),
        .judge = judge,
        .diff = {.strict_types = true, .strict_names = has_rights},
        .restore = &plan->up_section.archives,
        .renames = &undone};
    enum orq_status status = orq_compare(arena, plan->engine, &options, diags, &plan->down);
    if (status != ORQ_OK)
        return status;
    if (plan->engine->dialect->stores_texts)
        restore_texts(arena, &plan->down);
    status = orq_comparison_emit(arena, plan->engine, &plan->down, diags, &plan->down_section);
    plan->down_text = orq_file_section_of(arena, ORQ_DOWNGRADE, &plan->down_section);
    return status;
}

/* Is what the upgrade leaves what was wanted? Compared by the same rules, renames done. */
static enum orq_status check_after(struct orq_arena *arena, struct orq_plan *plan,
                                   const struct orq_schema *want,
                                   const struct orq_compare_options *options,
                                   struct orq_diags *diags)
{
    const struct orq_renames none = {0};
    struct orq_compare_options again = *options;
    again.have = plan->after;
    again.want = want;
    again.renames = &none;
    struct orq_comparison left;
    enum orq_status status = orq_compare(arena, plan->engine, &again, diags, &left);
    return status == ORQ_OK ? report_remaining(arena, &left.ops, "upgrade", diags) : status;
}

/* Both sides of the same part: what the operations touch in either schema. Gives want's. */
static const struct orq_schema *take_slices(struct orq_arena *arena, struct orq_plan *plan)
{
    if (!plan->engine->dialect->stores_texts) {
        const struct orq_map *touched = orq_slice_touched(arena, &plan->up);
        plan->have = orq_rights_as_said(arena, orq_schema_pick(arena, plan->up.have, touched),
                                        plan->up.want);
        return orq_schema_pick(arena, plan->up.want, touched);
    }
    struct orq_strings touched = {0};
    orq_ops_touched(arena, &plan->up.ops, &plan->up.renames, &touched);
    for (size_t i = 0; i < plan->up.broken.len; i++) { /* taken down for a while */
        ORQ_PUSH(arena, &touched, orq_ascii_fold(arena, plan->up.broken.items[i]));
    }
    struct orq_strings names = {0};
    orq_schema_names(arena, orq_schema_slice(arena, plan->up.want, &touched, NULL), &names);
    plan->have = orq_schema_slice(arena, plan->up.have, &touched, &names);
    orq_schema_names(arena, plan->have, &names);

    struct orq_map *both = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < names.len; i++)
        orq_map_put(both, names.items[i], both);
    for (size_t i = 0; i < touched.len; i++)
        orq_map_put(both, touched.items[i], both);
    return orq_schema_pick(arena, plan->up.want, both);
}

enum orq_status orq_plan_make(struct orq_arena *arena, const struct orq_engine *engine,
                              const struct orq_compare_options *options, struct orq_diags *diags,
                              struct orq_plan *plan)
{
    *plan = (struct orq_plan){.engine = engine};
    enum orq_status status = orq_compare(arena, engine, options, diags, &plan->up);
    if (status == ORQ_OK && plan->up.all.len > 0)
        status = orq_comparison_emit(arena, engine, &plan->up, diags, &plan->up_section);
    if (status != ORQ_OK || plan->up.all.len == 0)
        return status;
    plan->up_text = orq_file_section_of(arena, ORQ_UPGRADE, &plan->up_section);

    struct orq_db *db = NULL;
    const struct orq_schema *want_slice = take_slices(arena, plan);
    if (!can_simulate(engine)) {
        plan->after = orq_schema_overlaid(arena, &plan->up);
        return plan_down(arena, plan, NULL, diags);
    }
    status = simulate(arena, plan, diags, &db);
    if (status == ORQ_OK) {
        struct orq_compare_options on_scratch = *options;
        on_scratch.judge = db;
        status = check_after(arena, plan, want_slice, &on_scratch, diags);
    }
    if (status == ORQ_OK) {
        lend_changes(arena, plan->after, want_slice);
        status = plan_down(arena, plan, db, diags);
    }
    orq_db_close(db);
    return status;
}
