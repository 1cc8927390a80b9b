/* Columns that come, go and change. */
#include "emit/postgres_acl.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

static const char *head_of(const struct orq_pg_work *work)
{
    const struct orq_table *table = work->op->to.table ? work->op->to.table : work->op->from.table;
    return orq_pg_alter_head(work->emitter->arena, table);
}

static struct orq_pg_task *alter_task(const struct orq_pg_work *work)
{
    return orq_pg_alter_task(work->emitter, work->op->from.table);
}

static const char *shown(const struct orq_pg_work *work)
{
    return orq_pg_shown(work->emitter->arena, work->op->to.table, work->op->to.column->name);
}

/* -- adding -- */

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

static bool has_value(const struct orq_column *column)
{
    return column->default_expr.text || column->generated != ORQ_NOT_GENERATED ||
           orq_column_postgres(column)->identity;
}

static void fill(struct orq_pg_work *work, struct orq_pg_task *task, bool where_null)
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
        orq_pg_note(emitter, piece, "fills %s in the rows that are there", shown(work));
    else
        orq_pg_fill_in(emitter, piece,
                       orq_arena_printf(arena,
                                        "%s: the value of the rows that are there (a backfill: in "
                                        "the model, or in place of the NULL below)",
                                        shown(work)));
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

/* In steps: the column, its values, and only then what they must be. */
static void add_filled(struct orq_pg_work *work, struct orq_pg_task *task)
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
    orq_pg_act(work, task, head_of(work), "ADD COLUMN %s",
               orq_pg_column_sql(arena, work->op->to.table, &bare));
    fill(work, task, false);
    if (domain)
        orq_pg_act(work, task, head_of(work), "ALTER COLUMN %s TYPE %s", name,
                   orq_pg_typed(arena, work->op->to.column));
    if (value)
        orq_pg_act(work, task, head_of(work), "ALTER COLUMN %s SET DEFAULT %s", name, value);
    if (required)
        orq_pg_act(work, task, head_of(work), "ALTER COLUMN %s SET NOT NULL", name);
}

static void add_attribute(struct orq_pg_work *work);
static void drop_attribute(struct orq_pg_work *work);

void orq_pg_column_add(struct orq_pg_work *work)
{
    const struct orq_table *table = work->op->to.table;
    const struct orq_column *column = work->op->to.column;
    struct orq_arena *arena = work->emitter->arena;
    if (table->kind == ORQ_KIND_COMPOSITE) {
        add_attribute(work);
        return;
    }
    if (table->kind == ORQ_KIND_VIEW || orq_pg_parent_does(table, column))
        return;
    struct orq_pg_task *task = alter_task(work);
    bool backfill = orq_column_change(column)->backfill.text && !column->generated;
    bool required = !column->nullable || is_required_domain(work->emitter, column);
    if (backfill || (required && !has_value(column))) {
        add_filled(work, task);
    } else {
        struct orq_pg_piece *piece = orq_pg_act(work, task, head_of(work), "ADD COLUMN %s",
                                                orq_pg_column_sql(arena, table, column));
        if (rewrites(column))
            orq_pg_note(work->emitter, piece, "REWRITES: %s", orq_pg_shown(arena, table, NULL));
    }
    orq_pg_column_storage(work, task, table, NULL, column);
    orq_pg_column_extras(work, orq_pg_comment_task(work->emitter, work->op->from.table), table,
                         column);
}

/* -- dropping -- */

static const char *column_path(struct orq_pg_emitter *emitter, const struct orq_side *side)
{
    const char *table =
        orq_qualified(emitter->arena, emitter->dialect, side->table->schema, side->table->name);
    return orq_arena_printf(emitter->arena, "%s.%s", table, side->column->name);
}

/* Does a child keep the column that this table drops? Then it has to drop it for itself alone. */
static bool is_kept_below(const struct orq_pg_emitter *emitter, const char *table,
                          const char *column)
{
    const struct orq_schema *renamed = emitter->input->renamed, *want = emitter->input->want;
    for (size_t i = 0; i < renamed->tables.len; i++) {
        const struct orq_table *child = renamed->tables.items[i];
        if (!orq_pg_strings_hold(&orq_table_postgres(child)->inherits, table))
            continue;
        const struct orq_table *wanted = orq_schema_table(
            want, orq_qualified(emitter->arena, want->dialect, child->schema, child->name));
        if (wanted && orq_pg_column(wanted, column))
            return true;
    }
    return false;
}

/* Does the column go when the parent's does? */
static bool goes_with_parent(const struct orq_pg_emitter *emitter, const struct orq_table *table,
                             const struct orq_column *column)
{
    const struct orq_strings *parents = &orq_table_postgres(table)->inherits;
    for (size_t i = 0; i < parents->len; i++)
        if (is_kept_below(emitter, parents->items[i], column->name))
            return false;
    return orq_pg_parent_does(table, column);
}

void orq_pg_column_drop(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *table = work->op->from.table;
    const struct orq_column *column = work->op->from.column;
    if (table->kind == ORQ_KIND_COMPOSITE) {
        drop_attribute(work);
        return;
    }
    if (table->kind == ORQ_KIND_VIEW || goes_with_parent(emitter, table, column))
        return;
    const char *name = orq_qualified(emitter->arena, emitter->dialect, table->schema, table->name);
    const char *head = is_kept_below(emitter, name, column->name)
                           ? orq_arena_printf(emitter->arena, "ALTER TABLE ONLY %s",
                                              orq_pg_table_sql(emitter->arena, table))
                           : orq_pg_alter_head(emitter->arena, table);
    struct orq_pg_piece *piece = orq_pg_act(work, alter_task(work), head, "DROP COLUMN %s",
                                            orq_pg_name(emitter->arena, column->name));
    if (column->generated == ORQ_NOT_GENERATED)
        orq_pg_loses(emitter, piece, column_path(emitter, &work->op->from));
}

/* Tasks of their own: what relies on the column goes before the one and comes after the other. */
void orq_pg_column_replace(struct orq_pg_work *work, const struct orq_side *from,
                           const struct orq_side *to)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    struct orq_pg_task *drop = orq_pg_task(emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_TABLE, from);
    struct orq_pg_task *create = orq_pg_task(emitter, ORQ_PG_CREATE, ORQ_PG_PHASE_ALTER_TABLE, to);
    const char *head = orq_pg_alter_head(arena, to->table);
    if (drop->pieces.len > 0)
        return;
    struct orq_pg_piece *piece =
        orq_pg_act(work, drop, head, "DROP COLUMN %s", orq_pg_name(arena, from->column->name));
    if (from->column->generated == ORQ_NOT_GENERATED)
        orq_pg_loses(emitter, piece, column_path(emitter, from));
    piece = orq_pg_act(work, create, head, "ADD COLUMN %s",
                       orq_pg_column_sql(arena, to->table, to->column));
    orq_pg_note(emitter, piece, "REWRITES: %s", orq_pg_shown(arena, to->table, NULL));
    orq_pg_column_storage(work, create, to->table, NULL, to->column);
    orq_pg_column_extras(work, create, to->table, to->column);
}

void orq_pg_column_rebuild(struct orq_pg_work *work, const struct orq_side *side)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_table *want = orq_schema_table(
        emitter->input->want,
        orq_qualified(emitter->arena, emitter->dialect, side->table->schema, side->table->name));
    const struct orq_column *column = want ? orq_pg_column(want, side->column->name) : NULL;
    if (!column || column->generated == ORQ_NOT_GENERATED)
        return;
    const struct orq_side to = {.table = want, .column = column};
    orq_pg_column_replace(work, side, &to);
}

/* -- attributes of composite types -- */

/* Tables of the type have the attribute as a column. */
static const char *cascade(const struct orq_pg_work *work)
{
    const struct orq_schema *schema = work->emitter->input->renamed;
    const struct orq_table *type = work->op->from.table;
    const char *name =
        orq_qualified(work->emitter->arena, schema->dialect, type->schema, type->name);
    for (size_t i = 0; i < schema->tables.len; i++)
        if (orq_str_equal(orq_table_postgres(schema->tables.items[i])->of_type, name))
            return " CASCADE";
    return "";
}

static void add_attribute(struct orq_pg_work *work)
{
    orq_pg_act(work, alter_task(work), head_of(work), "ADD ATTRIBUTE %s%s",
               orq_pg_column_sql(work->emitter->arena, work->op->to.table, work->op->to.column),
               cascade(work));
    orq_pg_column_extras(work, orq_pg_comment_task(work->emitter, work->op->from.table),
                         work->op->to.table, work->op->to.column);
}

static void drop_attribute(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->from.column;
    struct orq_pg_piece *piece =
        orq_pg_act(work, alter_task(work), head_of(work), "DROP ATTRIBUTE %s%s",
                   orq_pg_name(emitter->arena, column->name), cascade(work));
    orq_pg_note(emitter, piece, "values of the type lose %s",
                orq_shown_name(emitter->arena, column->name));
}

void orq_pg_attribute_change(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->to.column;
    orq_pg_act(work, alter_task(work), head_of(work), "ALTER ATTRIBUTE %s TYPE %s%s",
               orq_pg_name(emitter->arena, column->name), orq_pg_typed(emitter->arena, column),
               cascade(work));
    orq_pg_dirty(emitter,
                 orq_pg_column_identity(emitter->arena, work->op->from.table, column->name),
                 "PostgreSQL cannot change the type of an attribute below it");
}

/* -- altering -- */

static void change_default(struct orq_pg_work *work)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_column *column = work->op->to.column;
    const char *name = orq_pg_name(arena, column->name);
    if (work->op->changed & (ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION | ORQ_CHANGE_IDENTITY))
        return; /* those set it again */
    if (column->default_expr.text)
        orq_pg_act(work, alter_task(work), head_of(work), "ALTER COLUMN %s SET DEFAULT %s", name,
                   column->default_expr.text);
    else
        orq_pg_act(work, alter_task(work), head_of(work), "ALTER COLUMN %s DROP DEFAULT", name);
}

static bool is_taken(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        if (orq_str_equal(table->constraints.items[i]->name, name))
            return true;
    return false;
}

/* A name for the check that proves NOT NULL while others write; 63 bytes are a name's most. */
static const char *helper_name(const struct orq_pg_work *work)
{
    static const char suffix[] = "_not_null";
    struct orq_arena *arena = work->emitter->arena;
    const char *column = work->op->to.column->name;
    size_t len = strlen(column), most = 60 - strlen(suffix);
    if (len > most)
        for (len = most; len > 0 && ((unsigned char)column[len] & 0xC0) == 0x80;)
            len--;
    const char *wish = orq_arena_printf(arena, "%.*s%s", (int)len, column, suffix), *name = wish;
    for (size_t n = 2; is_taken(work->op->from.table, name) || is_taken(work->op->to.table, name);
         n++)
        name = orq_arena_printf(arena, "%s_%zu", wish, n);
    return name;
}

static void require_later(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_side table = {.table = work->op->from.table};
    const char *name = orq_pg_name(arena, work->op->to.column->name), *head = head_of(work);
    const char *helper = orq_pg_name(arena, helper_name(work));
    struct orq_pg_task *validate = orq_pg_task_late(emitter, ORQ_PG_PHASE_VALIDATE, &table,
                                                    orq_arena_printf(arena, "validate %s", helper));
    struct orq_pg_task *settle = orq_pg_task_late(emitter, ORQ_PG_PHASE_SETTLE, &table,
                                                  orq_arena_printf(arena, "settle %s", helper));
    orq_pg_act(work, alter_task(work), head, "ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID",
               helper, name);
    struct orq_pg_piece *piece = orq_pg_act(work, validate, head, "VALIDATE CONSTRAINT %s", helper);
    piece->step = ORQ_STEP_NEW;
    orq_pg_note(emitter, piece, "prove that %s is never NULL: reads all of it while others write",
                shown(work));
    orq_pg_note(emitter, piece, "CAN FAIL: a row where %s is NULL", shown(work));
    piece = orq_pg_act(work, settle, head, "ALTER COLUMN %s SET NOT NULL", name);
    piece->step = ORQ_STEP_NEW;
    orq_pg_note(emitter, piece, "%s is proven by the check: nothing is read again", shown(work));
    orq_pg_act(work, settle, head, "DROP CONSTRAINT %s", helper);
}

/* An identity column is NOT NULL for as long as it is one: that order among the actions. */
static void admit_null(struct orq_pg_work *work)
{
    if (work->op->to.column->nullable)
        orq_pg_act(work, alter_task(work), head_of(work), "ALTER COLUMN %s DROP NOT NULL",
                   orq_pg_name(work->emitter->arena, work->op->to.column->name));
}

static void refuse_null(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->to.column;
    const char *name = orq_pg_name(emitter->arena, column->name);
    struct orq_pg_task *task = alter_task(work);
    bool identity = work->op->changed & ORQ_CHANGE_IDENTITY;
    if (column->nullable)
        return;
    if (orq_column_change(column)->backfill.text)
        fill(work, task, true);
    if (!identity && !orq_pg_is_plain(work, work->op->to.table)) {
        require_later(work);
        return;
    }
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, head_of(work), "ALTER COLUMN %s SET NOT NULL", name);
    orq_pg_note(emitter, piece, "reads all of %s; no one else can use it meanwhile",
                orq_pg_shown(emitter->arena, work->op->to.table, NULL));
    orq_pg_note(emitter, piece, "CAN FAIL: a row where %s is NULL", shown(work));
}

static void change_storage(struct orq_pg_work *work)
{
    orq_pg_column_storage(work, alter_task(work), work->op->to.table, work->op->from.column,
                          work->op->to.column);
}

static void change_comment(struct orq_pg_work *work)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_side *to = &work->op->to;
    orq_pg_act(work, orq_pg_comment_task(work->emitter, work->op->from.table), NULL, "%s",
               orq_pg_comment_sql(arena, orq_pg_column_object(arena, to->table, to->column),
                                  to->column->comment));
}

static void change_grants(struct orq_pg_work *work)
{
    const struct orq_side side = {.table = work->op->from.table};
    orq_pg_column_acl(work->emitter,
                      orq_pg_task_late(work->emitter, ORQ_PG_PHASE_ACL, &side, "acl"),
                      work->op->from.column, &work->op->to);
}

/* Only to a plain column can a generated one be changed. */
static void change_generated(struct orq_pg_work *work)
{
    const struct orq_column *to = work->op->to.column;
    orq_pg_act(work, alter_task(work), head_of(work), "ALTER COLUMN %s DROP EXPRESSION",
               orq_pg_name(work->emitter->arena, to->name));
}

/* In this order: a value first goes, the type changes, then what the new column is. */
static const struct {
    unsigned bits;
    void (*act)(struct orq_pg_work *work);
} actions[] = {
    {ORQ_CHANGE_GENERATED, change_generated},
    {ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION, orq_pg_column_type},
    {ORQ_CHANGE_DEFAULT, change_default},
    {ORQ_CHANGE_NULLABLE, refuse_null},
    {ORQ_CHANGE_IDENTITY, orq_pg_column_identity_change},
    {ORQ_CHANGE_NULLABLE, admit_null},
    {ORQ_CHANGE_STORAGE, change_storage},
    {ORQ_CHANGE_COMMENT, change_comment},
    {ORQ_CHANGE_OWNER | ORQ_CHANGE_GRANTS, change_grants},
};

static bool must_be_new(const struct orq_op *op)
{
    return (op->changed & ORQ_CHANGE_GENERATED) && op->to.column->generated != ORQ_NOT_GENERATED;
}

/* What the parent's ALTER does is not done again; a default may be the child's own. */
static unsigned left_to_do(const struct orq_op *op)
{
    const unsigned parents = ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION | ORQ_CHANGE_GENERATED;
    return orq_pg_parent_does(op->to.table, op->to.column) ? op->changed & ~parents : op->changed;
}

void orq_pg_column_alter(struct orq_pg_work *work)
{
    const struct orq_op *op = work->op;
    unsigned left = left_to_do(op);
    if (op->to.table->kind == ORQ_KIND_COMPOSITE &&
        (left & (ORQ_CHANGE_TYPE | ORQ_CHANGE_COLLATION))) {
        orq_pg_attribute_change(work);
        left &= ORQ_CHANGE_COMMENT;
    }
    if (must_be_new(op) && (left & ORQ_CHANGE_GENERATED)) {
        orq_pg_column_replace(work, &op->from, &op->to);
        return;
    }
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (left & actions[i].bits)
            actions[i].act(work);
}
