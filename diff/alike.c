#include "diff/alike.h"

#include "base/str.h"
#include "diff/sides.h"

static size_t alike_columns(const struct orq_column *have, const struct orq_column *want)
{
    return (size_t)orq_ascii_equal(have->type, want->type) + (have->nullable == want->nullable) +
           (have->generated == want->generated) +
           orq_str_equal(have->default_expr.text, want->default_expr.text) +
           orq_str_equal(have->collation, want->collation);
}

static size_t alike_tables(const struct orq_table *have, const struct orq_table *want)
{
    size_t alike = 0;
    for (size_t i = 0; i < want->columns.len; i++) {
        const struct orq_column *column = orq_table_column(have, want->columns.items[i]->name);
        if (column)
            alike += 1 + alike_columns(column, want->columns.items[i]);
    }
    return alike;
}

static bool same_parts(struct orq_arena *arena, const struct orq_key_parts *have,
                       const struct orq_key_parts *want)
{
    return orq_ascii_equal(orq_parts_text(arena, have), orq_parts_text(arena, want));
}

static size_t alike_constraints(struct orq_arena *arena, const struct orq_constraint *have,
                                const struct orq_constraint *want)
{
    return (size_t)same_parts(arena, &have->parts, &want->parts) +
           orq_str_equal(have->expr.text, want->expr.text) +
           orq_str_equal(have->ref_table, want->ref_table);
}

static size_t alike_indexes(struct orq_arena *arena, const struct orq_index *have,
                            const struct orq_index *want)
{
    return (size_t)same_parts(arena, &have->parts, &want->parts) + (have->unique == want->unique) +
           orq_str_equal(have->where.text, want->where.text);
}

static bool same_lists(const struct orq_strings *have, const struct orq_strings *want)
{
    bool same = have->len == want->len;
    for (size_t i = 0; same && i < have->len; i++)
        same = orq_str_equal(have->items[i], want->items[i]);
    return same;
}

static size_t alike_definitions(const struct orq_definition *have,
                                const struct orq_definition *want)
{
    size_t alike = orq_str_equal(have->canonical, want->canonical);
    for (size_t i = 0; i < want->attributes.len; i++) {
        const struct orq_attribute *mine = &want->attributes.items[i];
        const struct orq_attribute *theirs = orq_attribute_find(&have->attributes, mine->key);
        alike += theirs && orq_str_equal(theirs->text, mine->text) &&
                 same_lists(&theirs->list, &mine->list);
    }
    if (have->relation && want->relation)
        alike += alike_tables(have->relation, want->relation);
    return alike;
}

size_t orq_alike(struct orq_arena *arena, enum orq_kind kind, const void *have, const void *want)
{
    if (kind == ORQ_KIND_TABLE)
        return alike_tables(have, want);
    if (kind == ORQ_KIND_COLUMN)
        return alike_columns(have, want);
    if (kind == ORQ_KIND_INDEX)
        return alike_indexes(arena, have, want);
    if (kind < ORQ_KIND_INDEX)
        return alike_constraints(arena, have, want);
    return alike_definitions(have, want);
}
