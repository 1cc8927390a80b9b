#include "model/table.h"

#include "base/map.h"
#include "base/str.h"

struct orq_table *orq_table_new(struct orq_arena *arena, const char *name)
{
    struct orq_table *table = ORQ_NEW(arena, struct orq_table);
    table->name = name;
    table->by_column = orq_map_new(arena, ORQ_KEYS_FOLDED);
    return table;
}

void orq_table_add_column(struct orq_arena *arena, struct orq_table *table,
                          struct orq_column *column)
{
    ORQ_PUSH(arena, &table->columns, column);
    orq_map_put(table->by_column, column->name, column);
}

struct orq_column *orq_table_column(const struct orq_table *table, const char *name)
{
    return orq_map_get(table->by_column, name);
}

struct orq_constraint *orq_table_primary_key(const struct orq_table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i]->kind == ORQ_KIND_PRIMARY_KEY)
            return table->constraints.items[i];
    return NULL;
}

/* `INTEGER PRIMARY KEY DESC` beside the column is an ordinary key, `PRIMARY KEY (id DESC)` is not:
 * https://www.sqlite.org/lang_createtable.html#rowid */
const struct orq_column *orq_table_rowid_alias(const struct orq_table *table)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    if (!key || table->without_rowid || key->parts.len != 1)
        return NULL;
    if (key->column && key->parts.items[0].descending)
        return NULL;
    const struct orq_column *column = orq_table_column(table, key->parts.items[0].column);
    return column && column->type && orq_ascii_equal(column->type, "INTEGER") ? column : NULL;
}

bool orq_table_autoincrement(const struct orq_table *table)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    return key && key->autoincrement;
}
