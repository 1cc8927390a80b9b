#include "model/foreign_key.h"

#include "base/str.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "model/yaml.h"

/* -- the table -- */

static const struct orq_table *find_table(struct orq_arena *arena, const struct orq_schema *schema,
                                          const struct orq_table *child,
                                          const struct orq_constraint *key)
{
    const char *beside = key->ref_schema ? key->ref_schema : child->schema;
    const struct orq_table *table = NULL;
    if (!schema->dialect->folds) /* a model's short name was settled */
        return orq_schema_table(schema,
                                orq_qualified(arena, schema->dialect, beside, key->ref_table));
    if (beside)
        table = orq_schema_table(schema, orq_arena_printf(arena, "%s.%s", beside, key->ref_table));
    return table || key->ref_schema ? table : orq_schema_table(schema, key->ref_table);
}

/* -- its key -- */

static bool is_named(const struct orq_schema *schema, const struct orq_strings *names,
                     const char *name)
{
    bool folded = schema->dialect == &orq_sqlite;
    for (size_t i = 0; i < names->len; i++)
        if (folded ? orq_ascii_equal(names->items[i], name) : orq_str_equal(names->items[i], name))
            return true;
    return false;
}

/* SQLite compares by the column's own collation, and a key of another is no help. */
static bool collates_alike(const struct orq_table *table, const struct orq_key_part *part)
{
    const struct orq_column *column = orq_table_column(table, part->column);
    const char *own = column && column->collation ? column->collation : "BINARY";
    return !part->collation || orq_ascii_equal(part->collation, own);
}

/* Exactly the columns that are named, in any order. */
static bool covers(const struct orq_schema *schema, const struct orq_table *table,
                   const struct orq_key_parts *parts, const struct orq_strings *names)
{
    if (parts->len != names->len)
        return false;
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        if (!part->column || !is_named(schema, names, part->column) ||
            (schema->dialect == &orq_sqlite && !collates_alike(table, part)))
            return false;
    }
    return true;
}

/* A partition has the keys of its table, which the model does not say again. */
static bool inherits_keys(const struct orq_table *table)
{
    return orq_table_postgres(table)->partition_of != NULL;
}

static bool has_key(const struct orq_schema *schema, const struct orq_table *table,
                    const struct orq_strings *names)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *key = table->constraints.items[i];
        bool unique = key->kind == ORQ_KIND_PRIMARY_KEY || key->kind == ORQ_KIND_UNIQUE;
        if (unique && covers(schema, table, &key->parts, names))
            return true;
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        if (index->unique && !index->where.text && covers(schema, table, &index->parts, names))
            return true;
    }
    return inherits_keys(table);
}

static bool has_columns(const struct orq_table *table, const struct orq_strings *names)
{
    for (size_t i = 0; i < names->len; i++)
        if (!orq_table_column(table, names->items[i]))
            return false;
    return true;
}

/* -- both -- */

struct orq_parent orq_parent_of(struct orq_arena *arena, const struct orq_schema *schema,
                                const struct orq_table *child, const struct orq_constraint *key)
{
    struct orq_parent parent = {.table = find_table(arena, schema, child, key)};
    const struct orq_constraint *primary =
        parent.table ? orq_table_primary_key(parent.table) : NULL;
    bool named = key->ref_columns.len > 0;
    parent.columns = named ? key->ref_columns.len : primary ? primary->parts.len : 0;
    if (!parent.table)
        parent.fault = ORQ_PARENT_NO_TABLE;
    else if (!has_columns(parent.table, &key->ref_columns))
        parent.fault = ORQ_PARENT_NO_COLUMN;
    else if (!named && !primary)
        parent.fault = inherits_keys(parent.table) ? ORQ_PARENT_FINE : ORQ_PARENT_NO_PRIMARY_KEY;
    else if (parent.columns != key->parts.len)
        parent.fault = ORQ_PARENT_COUNT;
    else if (named && !has_key(schema, parent.table, &key->ref_columns))
        parent.fault = ORQ_PARENT_NO_KEY;
    return parent;
}
