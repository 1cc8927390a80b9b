#include "emit/rebuild.h"

#include "base/hash.h"
#include "emit/archive_sqlite.h"
#include "emit/create.h"
#include "emit/definitions.h"
#include "emit/notes.h"
#include "emit/patch.h"
#include "model/dialect.h"
#include "sql/quote.h"
#include "sql/sqlite_ddl.h"

#include <string.h>

/* -- rowids -- */

const char *orq_free_rowid_name(const struct orq_table *table)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    for (size_t i = 0; !table->without_rowid && i < sizeof names / sizeof *names; i++)
        if (!orq_table_column(table, names[i]))
            return names[i];
    return NULL;
}

static void find_rowids(struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    const struct orq_table *have = rebuild->plan->have;
    const struct orq_column *alias = orq_table_rowid_alias(have);
    if (alias) {
        rebuild->copied_rowid = alias->name;
    } else if (orq_free_rowid_name(have)) {
        struct orq_map *names = orq_map_new(arena, ORQ_KEYS_FOLDED);
        for (size_t i = 0; i < have->columns.len; i++)
            orq_names_take(names, arena, have->columns.items[i]->name);
        rebuild->rowid_name = orq_free_rowid_name(have);
        rebuild->copied_rowid = orq_name_free(arena, names, "orq_rowid");
    }
    if (!orq_table_rowid_alias(rebuild->plan->want))
        rebuild->new_rowid = orq_free_rowid_name(rebuild->plan->want);
}

/* -- how each column gets its value -- */

static const struct orq_op *op_of_column(const struct orq_table_plan *plan,
                                         const struct orq_column *want)
{
    for (size_t i = 0; i < plan->ops.len; i++)
        if (plan->ops.items[i]->kind == ORQ_OP_ALTER_COLUMN &&
            plan->ops.items[i]->to.column == want)
            return plan->ops.items[i];
    return NULL;
}

/* `using:` of a type that changes; of a downgrade it is the model's side that is left. */
static const char *using_of(const struct orq_table_plan *plan, const struct orq_column *want)
{
    const struct orq_op *op = op_of_column(plan, want);
    if (!op || !(op->changed & ORQ_CHANGE_TYPE))
        return NULL;
    const char *up = orq_column_change(want)->using_up.text;
    return up ? up : orq_column_change(op->from.column)->using_down.text;
}

static bool lacks_value(const struct orq_column *column)
{
    const char *value = column->default_expr.text;
    return !column->nullable && (!value || orq_literal_kind(value) == ORQ_TOKEN_WORD);
}

static struct orq_carry carry_kept(struct orq_rebuild *rebuild, const struct orq_column *have,
                                   const struct orq_column *want)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const struct orq_table_plan *plan = rebuild->plan;
    const char *using = using_of(plan, want), *fill = orq_column_change(want)->backfill.text;
    struct orq_carry carry = {.have = have, .want = want};
    carry.source = orq_name_sql(emitter, have->name);
    carry.converted = orq_table_affinity(plan->have, have) != orq_table_affinity(plan->want, want);
    carry.how = carry.converted ? ORQ_CARRIED_CONVERTED : ORQ_CARRIED_SAME;
    if (using) {
        carry.how = ORQ_CARRIED_COMPUTED;
        carry.source = orq_item_sql(emitter->arena, using);
    } else if (fill && have->nullable && !want->nullable) {
        carry.how = ORQ_CARRIED_FILLED;
        carry.source = orq_arena_printf(emitter->arena, "COALESCE(%s, %s)", carry.source,
                                        orq_item_sql(emitter->arena, fill));
    }
    return carry;
}

/* false: the column is left out of the INSERT, and gets its default. */
static bool carry_new(struct orq_rebuild *rebuild, const struct orq_column *want,
                      struct orq_carry *carry)
{
    struct orq_emitter *emitter = rebuild->emitter;
    *carry = (struct orq_carry){.want = want, .how = ORQ_CARRIED_COMPUTED};
    const char *fill = orq_column_change(want)->backfill.text;
    const char *restored = orq_restored_value(emitter, rebuild->plan->want, want);
    if (restored) {
        carry->source = restored;
    } else if (fill) {
        carry->source = orq_item_sql(emitter->arena, fill);
    } else if (orq_table_rowid_alias(rebuild->plan->want) == want) {
        carry->how = ORQ_CARRIED_ROWID;
        carry->source =
            rebuild->copied_rowid ? orq_name_sql(emitter, rebuild->copied_rowid) : "NULL";
    } else if (lacks_value(want)) {
        carry->how = ORQ_CARRIED_UNKNOWN;
        carry->source = "NULL";
    }
    return carry->source != NULL;
}

static void find_carries(struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    const struct orq_table_plan *plan = rebuild->plan;
    for (size_t i = 0; i < plan->want->columns.len; i++) {
        const struct orq_column *want = plan->want->columns.items[i];
        const struct orq_column *have = orq_table_column(plan->have, want->name);
        struct orq_carry carry;
        if (want->generated)
            continue;
        if (have)
            carry = carry_kept(rebuild, have, want);
        else if (!carry_new(rebuild, want, &carry))
            continue;
        ORQ_PUSH(arena, &rebuild->carries, carry);
    }
}

/* An INSERT needs at least one column. */
static void carry_something(struct orq_rebuild *rebuild)
{
    const struct orq_table *want = rebuild->plan->want;
    if (rebuild->carries.len > 0 || (rebuild->new_rowid && rebuild->copied_rowid))
        return;
    for (size_t i = 0; i < want->columns.len; i++) {
        struct orq_column *column = want->columns.items[i];
        if (column->generated)
            continue;
        const char *value = column->default_expr.text ? column->default_expr.text : "NULL";
        struct orq_carry carry = {.how = ORQ_CARRIED_COMPUTED,
                                  .want = column,
                                  .source = orq_item_sql(rebuild->emitter->arena, value)};
        ORQ_PUSH(rebuild->emitter->arena, &rebuild->carries, carry);
        return;
    }
}

/* -- notes -- */

static void note_losses(struct orq_rebuild *rebuild, struct orq_strings *notes)
{
    const struct orq_table *have = rebuild->plan->have;
    for (size_t i = 0; i < have->columns.len; i++) {
        const struct orq_column *column = have->columns.items[i];
        const struct orq_column *want = orq_table_column(rebuild->plan->want, column->name);
        if (!column->generated && (!want || want->generated))
            orq_note_column_gone(rebuild->emitter, notes, rebuild->plan, column->name);
    }
}

static void note_values(struct orq_rebuild *rebuild, struct orq_strings *notes)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const char *table = rebuild->plan->want->name;
    for (size_t i = 0; i < rebuild->carries.len; i++) {
        const struct orq_carry *carry = &rebuild->carries.items[i];
        const char *name =
            orq_shown(emitter, orq_arena_printf(emitter->arena, "%s.%s", table, carry->want->name));
        if (carry->how == ORQ_CARRIED_UNKNOWN) {
            const char *line =
                orq_arena_printf(emitter->arena,
                                 "%s: the value of the rows that are there (a backfill: in the "
                                 "model, or in place of its NULL below)",
                                 name);
            ORQ_PUSH(emitter->arena, &emitter->section->fill_in, line);
            orq_note_add(emitter, notes, "FILL IN: %s", line);
            orq_note_add(emitter, notes, "CAN FAIL: any row, until that is filled in");
        } else if (carry->how == ORQ_CARRIED_COMPUTED && carry->have) {
            orq_note_add(emitter, notes, "%s is made by the model's `using`, and not compared",
                         name);
        } else if (carry->how == ORQ_CARRIED_COMPUTED) {
            orq_note_restored(emitter, notes, rebuild->plan->want, carry->want);
        }
    }
}

static void note_rebuild(struct orq_rebuild *rebuild, struct orq_strings *notes)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const struct orq_table_plan *plan = rebuild->plan;
    orq_note_ops(emitter, notes, &plan->ops);
    orq_note_add(emitter, notes, "rebuild %s: %s", orq_shown(emitter, plan->have->name), plan->why);
    note_losses(rebuild, notes);
    for (size_t i = 0; i < plan->ops.len; i++)
        orq_note_failures(emitter, notes, plan->ops.items[i]);
    note_values(rebuild, notes);
    if (orq_table_autoincrement(plan->have) && !orq_table_autoincrement(plan->want))
        orq_note_add(emitter, notes,
                     "the AUTOINCREMENT counter goes: ids of deleted rows may come again");
    orq_note_add(emitter, notes, "REWRITES: every row of %s", orq_shown(emitter, plan->have->name));
}

/* -- statements -- */

static bool mentions(struct orq_arena *arena, const char *sql, const char *column)
{
    struct orq_strings names = {0};
    orq_ddl_mentions(arena, sql, &names);
    for (size_t i = 0; i < names.len; i++)
        if (orq_ascii_equal(names.items[i], column))
            return true;
    return false;
}

static bool is_computed(const struct orq_carry *carry)
{
    return carry->how == ORQ_CARRIED_COMPUTED || carry->how == ORQ_CARRIED_FILLED;
}

static bool computes(const struct orq_rebuild *rebuild)
{
    for (size_t i = 0; i < rebuild->carries.len; i++)
        if (is_computed(&rebuild->carries.items[i]))
            return true;
    return false;
}

/* `using:` and `backfill:` may read any column, and not only their own. */
static bool is_asked_for(const struct orq_rebuild *rebuild, const struct orq_column *column)
{
    for (size_t i = 0; i < rebuild->carries.len; i++) {
        const struct orq_carry *carry = &rebuild->carries.items[i];
        if (is_computed(carry) && mentions(rebuild->emitter->arena, carry->source, column->name))
            return true;
    }
    return false;
}

/* A generated column is copied when it becomes an ordinary one, or an expression asks for it. */
static bool is_copied(const struct orq_rebuild *rebuild, const struct orq_column *column)
{
    const struct orq_column *want = orq_table_column(rebuild->plan->want, column->name);
    return !column->generated || (want && !want->generated) || is_asked_for(rebuild, column);
}

/* A CREATE TABLE AS would name its columns by rules of its own: not one `true`, or `false`. */
static void copy_out(struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *have = rebuild->plan->have;
    struct orq_strings columns = {0}, values = {0}, notes = {0};
    if (rebuild->rowid_name) {
        ORQ_PUSH(arena, &columns, orq_name_sql(emitter, rebuild->copied_rowid));
        ORQ_PUSH(arena, &values, rebuild->rowid_name);
    }
    for (size_t i = 0; i < have->columns.len; i++) {
        const char *name = orq_name_sql(emitter, have->columns.items[i]->name);
        if (!is_copied(rebuild, have->columns.items[i]))
            continue;
        ORQ_PUSH(arena, &columns, name);
        ORQ_PUSH(arena, &values, name);
    }
    const char *copy = orq_name_sql(emitter, rebuild->copy);
    note_rebuild(rebuild, &notes);
    orq_emit(emitter, &notes,
             orq_list_sql(arena, orq_arena_printf(arena, "CREATE TEMP TABLE %s", copy), &columns));
    orq_emit_noted(emitter, NULL,
                   orq_arena_printf(arena, "INSERT INTO temp.%s\nSELECT %s\nFROM main.%s", copy,
                                    orq_items_sql(arena, &values, 7),
                                    orq_name_sql(emitter, have->name)));
}

static const char *order_of(const struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const struct orq_constraint *key = orq_table_primary_key(rebuild->plan->have);
    if (rebuild->copied_rowid)
        return orq_name_sql(emitter, rebuild->copied_rowid);
    struct orq_strings names = {0};
    for (size_t i = 0; key && i < key->parts.len; i++)
        ORQ_PUSH(emitter->arena, &names, key->parts.items[i].column);
    return names.len > 0 ? orq_names_sql(emitter->arena, &names) : "rowid";
}

static void copy_back(struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    struct orq_strings into = {0}, from = {0};
    if (rebuild->new_rowid && rebuild->copied_rowid) {
        ORQ_PUSH(emitter->arena, &into, rebuild->new_rowid);
        ORQ_PUSH(emitter->arena, &from, orq_name_sql(emitter, rebuild->copied_rowid));
    }
    for (size_t i = 0; i < rebuild->carries.len; i++) {
        ORQ_PUSH(emitter->arena, &into,
                 orq_name_sql(emitter, rebuild->carries.items[i].want->name));
        ORQ_PUSH(emitter->arena, &from, rebuild->carries.items[i].source);
    }
    const char *name = orq_name_sql(emitter, rebuild->plan->have->name);
    const char *alias = computes(rebuild) ? orq_arena_printf(emitter->arena, " AS %s", name) : "";
    orq_emit_noted(
        emitter, "copy the rows back",
        orq_arena_printf(
            emitter->arena, "%s\nSELECT %s\nFROM temp.%s%s\nORDER BY %s",
            orq_list_sql(emitter->arena,
                         orq_arena_printf(emitter->arena, "INSERT OR ABORT INTO main.%s", name),
                         &into),
            orq_items_sql(emitter->arena, &from, 7), orq_name_sql(emitter, rebuild->copy), alias,
            order_of(rebuild)));
}

static const char *counted_name(struct orq_rebuild *rebuild, const struct orq_table *table)
{
    return orq_quoted_text(rebuild->emitter->arena, table->name);
}

static void save_counter(struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    orq_emit_noted(
        emitter, "keep the AUTOINCREMENT counter",
        orq_arena_printf(
            emitter->arena,
            "CREATE TEMP TABLE %s AS\nSELECT seq FROM main.sqlite_sequence WHERE name = %s",
            orq_name_sql(emitter, rebuild->counter), counted_name(rebuild, rebuild->plan->have)));
}

static void restore_counter(struct orq_rebuild *rebuild, const char *name)
{
    struct orq_emitter *emitter = rebuild->emitter;
    orq_emit_counter_back(
        emitter, name,
        orq_arena_printf(emitter->arena, "temp.%s", orq_name_sql(emitter, rebuild->counter)));
}

static void drop_temporary(struct orq_rebuild *rebuild, const char *name, const char *note)
{
    if (name)
        orq_emit_noted(rebuild->emitter, note,
                       orq_arena_printf(rebuild->emitter->arena, "DROP TABLE temp.%s",
                                        orq_name_sql(rebuild->emitter, name)));
}

/* An index that names a collation can equal one that has it from its column; when that changes, it
 * is the wanted one that is right. */
static const struct orq_index *index_to_put_back(const struct orq_table_plan *plan,
                                                 const struct orq_index *index)
{
    bool collation = false;
    for (size_t i = 0; i < plan->ops.len; i++)
        collation = collation || (plan->ops.items[i]->changed & ORQ_CHANGE_COLLATION);
    for (size_t i = 0; collation && i < plan->want->indexes.len; i++)
        if (orq_ascii_equal(plan->want->indexes.items[i]->name, index->name))
            return plan->want->indexes.items[i];
    return index;
}

/* Indexes go with their table; those that no operation drops or changes come back as they were. */
static void put_indexes_back(struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const struct orq_table *have = rebuild->plan->have;
    for (size_t i = 0; i < have->indexes.len; i++) {
        const struct orq_index *index = index_to_put_back(rebuild->plan, have->indexes.items[i]);
        if (rebuild->plan->interim || !orq_map_get(emitter->dropped, index->name))
            orq_emit_noted(emitter,
                           orq_arena_printf(emitter->arena, "put index %s back as it was",
                                            orq_shown(emitter, index->name)),
                           orq_emit_create_index(emitter->arena, have, index));
    }
}

/* The stored text of the table before the section, so that the runner can tell when another
 * branch has changed it. */
static void expect(struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const char *now = rebuild->plan->have->name;
    const char *old = rebuild->plan->interim ? now : orq_old_table(emitter, now);
    struct orq_table *table = orq_schema_table(emitter->input->have, old);
    if (!table || !table->sql || orq_map_put(emitter->expected, table->name, table))
        return;
    const char *tokens = orq_tokens_canonical(emitter->arena, table->sql, strlen(table->sql));
    struct orq_expect guard = {.table = table->name,
                               .sha256 = orq_sha256(emitter->arena, tokens, strlen(tokens))};
    ORQ_PUSH(emitter->arena, &emitter->section->expects, guard);
}

static const char *new_text(const struct orq_rebuild *rebuild, const struct orq_table **named)
{
    const struct orq_table_plan *plan = rebuild->plan;
    const char *patched = plan->want->sql ? NULL : orq_patch_table(rebuild->emitter->arena, plan);
    *named = patched ? plan->have : plan->want;
    return patched ? patched : orq_emit_create_table(rebuild->emitter->arena, plan->want);
}

static void name_temporaries(struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    const char *table = rebuild->plan->have->name;
    rebuild->copy = orq_name_free(emitter->arena, emitter->taken,
                                  orq_arena_printf(emitter->arena, "orq_%s", table));
    rebuild->check = orq_name_free(emitter->arena, emitter->taken,
                                   orq_arena_printf(emitter->arena, "orq_%s_check", table));
    if (orq_table_autoincrement(rebuild->plan->have) &&
        orq_table_autoincrement(rebuild->plan->want))
        rebuild->counter = orq_name_free(emitter->arena, emitter->taken,
                                         orq_arena_printf(emitter->arena, "orq_%s_counter", table));
}

void orq_rebuild_emit(struct orq_emitter *emitter, const struct orq_table_plan *plan)
{
    struct orq_rebuild rebuild = {.emitter = emitter, .plan = plan};
    const struct orq_table *named = NULL;
    name_temporaries(&rebuild);
    find_rowids(&rebuild);
    find_carries(&rebuild);
    carry_something(&rebuild);
    expect(&rebuild);
    emitter->section->foreign_keys_off = true;

    if (!plan->interim)
        orq_archive_columns(emitter, plan);
    copy_out(&rebuild);
    if (rebuild.counter)
        save_counter(&rebuild);
    orq_emit_noted(emitter, "drop the old table, and create the new one under its name",
                   orq_arena_printf(emitter->arena, "DROP TABLE main.%s",
                                    orq_name_sql(emitter, plan->have->name)));
    orq_emit_noted(emitter, NULL, new_text(&rebuild, &named));
    copy_back(&rebuild);
    if (rebuild.counter)
        restore_counter(&rebuild, counted_name(&rebuild, named));
    orq_rebuild_assert(&rebuild);
    drop_temporary(&rebuild, rebuild.check, "remove the copy");
    drop_temporary(&rebuild, rebuild.counter, NULL);
    drop_temporary(&rebuild, rebuild.copy, NULL);
    put_indexes_back(&rebuild);
    if (plan->interim)
        orq_definitions_put_triggers_back(emitter, plan->have->name);
    else
        orq_definitions_lost_with_table(emitter, plan->have->name, true);
}
