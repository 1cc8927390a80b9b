/* Attributes of composite types: https://www.postgresql.org/docs/current/sql-altertype.html */
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

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

void orq_pg_attribute_add(struct orq_pg_work *work)
{
    orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work), "ADD ATTRIBUTE %s%s",
               orq_pg_column_sql(work->emitter->arena, work->op->to.table, work->op->to.column),
               cascade(work));
    orq_pg_column_extras(work, orq_pg_comment_task(work->emitter, work->op->from.table),
                         work->op->to.table, work->op->to.column);
}

void orq_pg_attribute_drop(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->from.column;
    struct orq_pg_piece *piece =
        orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work), "DROP ATTRIBUTE %s%s",
                   orq_pg_name(emitter->arena, column->name), cascade(work));
    orq_pg_loses(emitter, piece,
                 orq_arena_printf(emitter->arena, "%s.%s",
                                  orq_shown_name(emitter->arena, work->op->from.table->name),
                                  orq_shown_name(emitter->arena, column->name)));
}

void orq_pg_attribute_change(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_column *column = work->op->to.column;
    orq_pg_act(work, orq_pg_work_task(work), orq_pg_work_head(work), "ALTER ATTRIBUTE %s TYPE %s%s",
               orq_pg_name(emitter->arena, column->name), orq_pg_typed(emitter->arena, column),
               cascade(work));
    orq_pg_dirty(emitter,
                 orq_pg_column_identity(emitter->arena, work->op->from.table, column->name),
                 "PostgreSQL cannot change the type of an attribute below it");
}
