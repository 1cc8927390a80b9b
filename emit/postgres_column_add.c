/* Columns that are added, and what the rows that are there get in them. */
#include "emit/postgres_archive.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"

#include <string.h>

/* What a row gets anew each time, so that adding the column writes every row
 * (https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES). */
static bool rewrites(const struct orq_column *column)
{
    static const char *const volatiles[] = {"nextval(",           "random",    "uuid",
                                            "clock_timestamp",    "timeofday", "txid_current",
                                            "statement_timestamp"};
    const char *value = column->default_expr.text;
    if (orq_column_postgres(column)->identity || column->generated == ORQ_GENERATED_STORED)
        return true;
    for (size_t i = 0; value && i < sizeof volatiles / sizeof *volatiles; i++)
        if (strstr(value, volatiles[i]))
            return true;
    return false;
}

void orq_pg_column_ask(struct orq_pg_work *work, struct orq_pg_piece *piece,
                       const struct orq_table *table, const struct orq_column *column)
{
    struct orq_arena *arena = work->emitter->arena;
    orq_pg_fill_in(work->emitter, piece,
                   orq_arena_printf(arena,
                                    "%s: the value of the rows that are there (a backfill: in the "
                                    "model, or in place of the NULL below)",
                                    orq_pg_shown(arena, table, column->name)));
}

void orq_pg_column_fill(struct orq_pg_work *work, struct orq_pg_task *task, bool where_null,
                        const char *why)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_column *column = work->op->to.column;
    const char *value = orq_column_change(column)->backfill.text;
    const char *name = orq_pg_name(arena, column->name);
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "UPDATE %s SET %s = %s%s",
                   orq_pg_table_sql(arena, work->op->to.table), name, value ? value : "NULL",
                   where_null ? orq_arena_printf(arena, " WHERE %s IS NULL", name) : "");
    if (value)
        orq_pg_note(emitter, piece, "fills %s in the rows that are there", orq_pg_work_shown(work));
    else
        orq_pg_column_ask(work, piece, work->op->to.table, column);
    if (why)
        orq_pg_note(emitter, piece, "in one statement, though the table is large: %s", why);
}

/* A domain that no NULL is in refuses a column without a value, even where there are no rows. */
static bool is_required_domain(const struct orq_pg_emitter *emitter,
                               const struct orq_column *column)
{
    const struct orq_definition *domain =
        orq_schema_definition(emitter->arena, emitter->input->want, ORQ_KIND_DOMAIN, column->type);
    return domain && orq_attribute_is_set(&domain->attributes, ORQ_ATTRIBUTE_NOT_NULL) &&
           !orq_attribute_is_set(&domain->attributes, ORQ_ATTRIBUTE_DEFAULT);
}

bool orq_pg_column_lacks_value(const struct orq_pg_emitter *emitter,
                               const struct orq_column *column)
{
    return (!column->nullable || is_required_domain(emitter, column)) && !orq_column_fills(column);
}

/* New rows have the default, or the application's value, while those that are there are filled. */
static void add_filled_later(struct orq_pg_work *work, struct orq_pg_task *task,
                             const struct orq_backfill *batches)
{
    struct orq_arena *arena = work->emitter->arena;
    struct orq_column bare = *work->op->to.column;
    const char *value = bare.default_expr.text;
    bare.nullable = true;
    bare.default_expr.text = NULL;
    orq_pg_act(work, task, orq_pg_work_head(work), "ADD COLUMN %s",
               orq_pg_column_sql(arena, work->op->to.table, &bare));
    if (value)
        orq_pg_act(work, task, orq_pg_work_head(work), "ALTER COLUMN %s SET DEFAULT %s",
                   orq_pg_name(arena, bare.name), value);
    orq_pg_column_fill_batches(work, batches);
}

/* In steps: the column, its values, and only then what they must be. */
static void add_filled(struct orq_pg_work *work, struct orq_pg_task *task, const char *why)
{
    struct orq_arena *arena = work->emitter->arena;
    struct orq_column bare = *work->op->to.column;
    bool domain = is_required_domain(work->emitter, &bare);
    bool required = !bare.nullable;
    const char *value = bare.default_expr.text;
    const char *name = orq_pg_name(arena, bare.name);
    bare.nullable = true;
    bare.default_expr.text = NULL;
    if (domain)
        bare.type = orq_pg_under_domains(work->emitter, work->emitter->input->want, bare.type);
    orq_pg_act(work, task, orq_pg_work_head(work), "ADD COLUMN %s",
               orq_pg_column_sql(arena, work->op->to.table, &bare));
    orq_pg_column_fill(work, task, false, why);
    if (domain)
        orq_pg_act(work, task, orq_pg_work_head(work), "ALTER COLUMN %s TYPE %s", name,
                   orq_pg_typed(arena, work->op->to.column));
    if (value)
        orq_pg_act(work, task, orq_pg_work_head(work), "ALTER COLUMN %s SET DEFAULT %s", name,
                   value);
    if (required)
        orq_pg_act(work, task, orq_pg_work_head(work), "ALTER COLUMN %s SET NOT NULL", name);
}

/* -- children that have the column already -- */

/* A column of a child stays its own when the parent gets one like it. Where it shall be the
 * parent's alone, it steps aside, and its values are taken over. */
struct heir {
    const struct orq_table *table;
    const char *name, *aside; /* of the column */
};
ORQ_VEC_OF(heirs, struct heir);

static bool is_used(const struct orq_table *table, const char *column)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        for (size_t k = 0; k < table->constraints.items[i]->parts.len; k++)
            if (orq_str_equal(table->constraints.items[i]->parts.items[k].column, column))
                return true;
    for (size_t i = 0; i < table->indexes.len; i++)
        for (size_t k = 0; k < table->indexes.items[i]->parts.len; k++)
            if (orq_str_equal(table->indexes.items[i]->parts.items[k].column, column))
                return true;
    return false;
}

static bool inherits_anew(const struct orq_pg_work *work, const struct orq_table *child)
{
    const struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *parent = work->op->to.table;
    const char *column = work->op->to.column->name;
    const struct orq_table *wanted =
        orq_schema_table(emitter->input->want, orq_qualified(emitter->arena, emitter->dialect,
                                                             child->schema, child->name));
    const char *name =
        orq_qualified(emitter->arena, emitter->dialect, parent->schema, parent->name);
    const struct orq_column *old = orq_pg_column(child, column);
    const struct orq_column *new = wanted ? orq_pg_column(wanted, column) : NULL;
    return old && new &&
           !orq_column_postgres(old)->inherited &&orq_column_postgres(new)->inherited &&
           !orq_column_postgres(new)->local &&orq_strings_hold(&orq_table_postgres(child)->inherits,
                                                               name) &&
           !is_used(child, column);
}

static void find_heirs(const struct orq_pg_work *work, struct heirs *heirs)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_tables *tables = &work->emitter->input->renamed->tables;
    const char *column = work->op->to.column->name;
    for (size_t i = 0; i < tables->len; i++) {
        const struct orq_table *child = tables->items[i];
        if (orq_table_postgres(child)->inherits.len == 0 || !inherits_anew(work, child))
            continue;
        const struct heir heir = {
            .table = child,
            .name = orq_pg_name(arena, column),
            .aside = orq_pg_name(arena, orq_arena_printf(arena, "%.50s_before", column))};
        ORQ_PUSH(arena, heirs, heir);
    }
}

static void step_aside(struct orq_pg_work *work, struct orq_pg_task *task,
                       const struct heirs *heirs)
{
    for (size_t i = 0; i < heirs->len; i++) {
        const struct heir *heir = &heirs->items[i];
        orq_pg_act(work, task, NULL, "%s RENAME COLUMN %s TO %s",
                   orq_pg_alter_head(work->emitter->arena, heir->table), heir->name, heir->aside);
    }
}

static void take_over(struct orq_pg_work *work, struct orq_pg_task *task, const struct heirs *heirs)
{
    struct orq_arena *arena = work->emitter->arena;
    for (size_t i = 0; i < heirs->len; i++) {
        const struct heir *heir = &heirs->items[i];
        orq_pg_act(work, task, NULL, "UPDATE %s SET %s = %s", orq_pg_table_sql(arena, heir->table),
                   heir->name, heir->aside);
        orq_pg_act(work, task, orq_pg_alter_head(arena, heir->table), "DROP COLUMN %s",
                   heir->aside);
        orq_pg_dirty(work->emitter,
                     orq_pg_column_identity(arena, heir->table, work->op->to.column->name),
                     "its column becomes the parent's");
    }
}

/* -- identity above children -- */

static bool descends(const struct orq_schema *schema, const struct orq_table *table,
                     const char *from)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    const struct orq_table *parent;
    if (postgres->partition_of) {
        parent = orq_schema_table(schema, postgres->partition_of);
        return strcmp(postgres->partition_of, from) == 0 ||
               (parent && descends(schema, parent, from));
    }
    for (size_t i = 0; i < postgres->inherits.len; i++) {
        parent = orq_schema_table(schema, postgres->inherits.items[i]);
        if (strcmp(postgres->inherits.items[i], from) == 0 ||
            (parent && descends(schema, parent, from)))
            return true;
    }
    return false;
}

/* ADD COLUMN of an identity reaches no child, and is refused where there is one; from version 17 on
 * it does so for partitions. */
static bool is_identity_above_children(const struct orq_pg_work *work)
{
    const struct orq_emit_input *input = work->emitter->input;
    const struct orq_table *table = work->op->to.table;
    const char *name =
        orq_qualified(work->emitter->arena, work->emitter->dialect, table->schema, table->name);
    if (!orq_column_postgres(work->op->to.column)->identity ||
        (input->version >= 170000 && orq_pg_is_partitioned(table)))
        return false;
    for (size_t i = 0; i < input->renamed->tables.len; i++)
        if (descends(input->renamed, input->renamed->tables.items[i], name))
            return true;
    return false;
}

/* Children that have the column already keep its values. */
static const char *where_new(const struct orq_pg_work *work)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_schema *renamed = work->emitter->input->renamed;
    const struct orq_table *table = work->op->to.table;
    const char *name = orq_qualified(arena, renamed->dialect, table->schema, table->name);
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < renamed->tables.len; i++) {
        const struct orq_table *child = renamed->tables.items[i];
        if (orq_pg_column(child, work->op->to.column->name) && descends(renamed, child, name))
            orq_str_addf(&out, " %s tableoid <> %s::regclass", out.len == 0 ? "WHERE" : "AND",
                         orq_pg_text(arena, orq_pg_table_sql(arena, child)));
    }
    return orq_str_text(&out);
}

/* A plain column reaches the children; the counter is the parent's alone, and fills all of them. */
static void add_identity_above(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_table *table = work->op->to.table;
    const struct orq_column *column = work->op->to.column;
    const char *name = orq_pg_name(arena, column->name);
    const char *value = orq_column_change(column)->backfill.text;
    orq_pg_act(work, task, orq_pg_work_head(work), "ADD COLUMN %s %s DEFAULT 0 NOT NULL", name,
               orq_pg_typed(arena, column));
    orq_pg_act(work, task, NULL, "%s ALTER COLUMN %s DROP DEFAULT, %s", orq_pg_work_head(work),
               name, orq_pg_add_identity(arena, column));
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, NULL, "UPDATE %s SET %s = %s%s", orq_pg_table_sql(arena, table),
                   name, value ? value : "DEFAULT", where_new(work));
    orq_pg_note(work->emitter, piece, "numbers the rows of %s and of its children",
                orq_pg_shown(arena, table, NULL));
}

void orq_pg_column_add(struct orq_pg_work *work)
{
    const struct orq_table *table = work->op->to.table;
    const struct orq_column *column = work->op->to.column;
    struct orq_arena *arena = work->emitter->arena;
    if (table->kind == ORQ_KIND_COMPOSITE) {
        orq_pg_attribute_add(work);
        return;
    }
    if (table->kind == ORQ_KIND_VIEW || orq_pg_parent_does(work->emitter, table, column))
        return;
    struct orq_pg_task *task = orq_pg_work_task(work);
    struct heirs heirs = {0};
    find_heirs(work, &heirs);
    step_aside(work, task, &heirs);
    bool backfill = orq_column_change(column)->backfill.text && !column->generated;
    const char *why = NULL;
    const struct orq_backfill *batches = orq_pg_batches(work, &why);
    /* An identity fills itself, and a domain that takes no NULL has to have its values at once. */
    if (heirs.len > 0 || orq_column_postgres(column)->identity ||
        is_required_domain(work->emitter, column))
        batches = NULL;
    bool restored = orq_pg_restore_column(work, task);
    if (!restored && is_identity_above_children(work)) {
        add_identity_above(work, task);
    } else if (!restored && backfill && batches) {
        add_filled_later(work, task, batches);
    } else if (!restored && (backfill || orq_pg_column_lacks_value(work->emitter, column))) {
        add_filled(work, task, backfill ? why : NULL);
    } else if (!restored) {
        struct orq_pg_piece *piece = orq_pg_act(work, task, orq_pg_work_head(work), "ADD COLUMN %s",
                                                orq_pg_column_sql(arena, table, column));
        if (rewrites(column))
            orq_pg_note(work->emitter, piece, "REWRITES: %s", orq_pg_shown(arena, table, NULL));
    }
    take_over(work, task, &heirs);
    orq_pg_column_storage(work, task, table, NULL, column);
    orq_pg_column_extras(work, orq_pg_comment_task(work->emitter, work->op->from.table), table,
                         column);
}
