#include "diff/postgres_fields.h"
#include "diff/state.h"

static bool same_type(const char *a, const char *b, bool strict)
{
    return orq_postgresql.same_type(a, b, strict);
}

/* -- parents -- */

static bool has_parent(const struct orq_table_postgres *table, const char *parent)
{
    if (orq_str_equal(table->partition_of, parent))
        return true;
    for (size_t i = 0; i < table->inherits.len; i++)
        if (orq_str_equal(table->inherits.items[i], parent))
            return true;
    return false;
}

/* A partition that gets another bound is detached, and attached again when it has the columns for
 * it. As long as nobody told whether two bounds are the same, its columns are compared as if they
 * were not. */
static bool stays_partition(const struct orq_sides *sides)
{
    const struct orq_table_postgres *have = orq_table_postgres(sides->have.table);
    const struct orq_table_postgres *want = orq_table_postgres(sides->want.table);
    if (!have->partition_of || !orq_str_equal(have->partition_of, want->partition_of))
        return false;
    enum orq_verdict verdict = orq_rule_verdict(orq_pg_rule_of_bounds(
        sides, want->partition_of, have->partition_bound, want->partition_bound));
    return verdict == ORQ_SAME || (verdict != ORQ_UNLIKE && sides->diff->state->touched);
}

/* Has the table, before and after, the same parent? What comes from that one is none of its own
 * operations. */
static bool keeps_a_parent(const struct orq_sides *sides)
{
    const struct orq_table_postgres *have = orq_table_postgres(sides->have.table);
    const struct orq_table_postgres *want = orq_table_postgres(sides->want.table);
    if (stays_partition(sides))
        return true;
    for (size_t i = 0; i < have->inherits.len; i++)
        if (has_parent(want, have->inherits.items[i]))
            return true;
    return false;
}

static bool is_parents(const struct orq_sides *tables, const struct orq_column *column)
{
    return orq_column_postgres(column)->inherited && keeps_a_parent(tables);
}

/* What a child declares too stays when its parent lets it go. */
static bool comes_with_parent(const struct orq_sides *tables, const struct orq_column *column)
{
    bool goes = orq_table_column(tables->have.table, column->name) != NULL;
    bool declared =
        orq_column_postgres(column)->local && !orq_table_postgres(tables->have.table)->partition_of;
    return is_parents(tables, column) && !(goes && declared);
}

/* -- fields -- */

static bool is_of_parent(const struct orq_sides *sides)
{
    return is_parents(sides, sides->have.column) || is_parents(sides, sides->want.column);
}

static const struct orq_fields *column_fields(const struct orq_sides *sides)
{
    enum orq_kind kind = sides->want.table->kind;
    if (kind != ORQ_KIND_TABLE && kind != ORQ_KIND_COMPOSITE)
        return &orq_pg_view_column_fields;
    bool both = sides->have.column && sides->want.column;
    return both && is_of_parent(sides) ? &orq_pg_child_column_fields : &orq_pg_column_fields;
}

static const struct orq_fields *fields_of(const struct orq_sides *sides)
{
    const struct orq_side *want = &sides->want;
    if (want->definition)
        return &orq_pg_definition_fields;
    if (want->column)
        return column_fields(sides);
    if (want->constraint)
        return &orq_pg_constraint_fields;
    return want->index ? &orq_pg_index_fields : &orq_pg_table_fields;
}

const struct orq_diff_dialect orq_diff_postgres = {
    .names = &orq_postgresql,
    .match = true,
    .comments = true,
    .immediate = true,
    .same_type = same_type,
    .comes_with_parent = comes_with_parent,
    .fields = fields_of,
    .structure = orq_pg_structure,
    .expression = orq_pg_expression_canonical,
    .parts = orq_pg_parts_canonical,
};
