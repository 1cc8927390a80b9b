#include "model/table.h"

#include "base/map.h"
#include "base/str.h"
#include "model/dialect.h"
#include "sql/sqlite_ddl.h"

/* Up to here looking at each column is as quick as hashing, and a map is larger than most tables.
 */
#define FEW_COLUMNS 12

const struct orq_column_change *orq_column_change(const struct orq_column *column)
{
    static const struct orq_column_change none;
    return column->change ? column->change : &none;
}

const struct orq_ddl_table *orq_table_ddl(struct orq_arena *arena, const struct orq_table *table)
{
    return table->sql ? orq_ddl_parse_table(arena, table->sql, NULL) : NULL;
}

const struct orq_ddl_column *orq_column_ddl(const struct orq_ddl_table *ddl,
                                            const struct orq_column *column)
{
    for (size_t i = 0; ddl && column->place.to > 0 && i < ddl->columns.len; i++)
        if (ddl->columns.items[i].text.from == column->place.from)
            return &ddl->columns.items[i];
    return NULL;
}

struct orq_table *orq_table_new(struct orq_arena *arena, const char *name)
{
    struct orq_table *table = ORQ_NEW(arena, struct orq_table);
    table->name = name;
    return table;
}

static bool names_fold(const struct orq_table *table)
{
    return !table->dialect || table->dialect->folds;
}

static struct orq_map *map_columns(struct orq_arena *arena, const struct orq_table *table)
{
    struct orq_map *map = orq_map_new(arena, names_fold(table) ? ORQ_KEYS_FOLDED : ORQ_KEYS_EXACT);
    for (size_t i = 0; i < table->columns.len; i++)
        orq_map_put(map, table->columns.items[i]->name, table->columns.items[i]);
    return map;
}

void orq_table_set_dialect(struct orq_arena *arena, struct orq_table *table,
                           const struct orq_dialect *dialect)
{
    bool folded = names_fold(table);
    table->dialect = dialect;
    if (table->by_column && names_fold(table) != folded)
        table->by_column = map_columns(arena, table);
}

const struct orq_map *orq_table_by_column(struct orq_arena *arena, const struct orq_table *table)
{
    return table->by_column ? table->by_column : map_columns(arena, table);
}

void orq_table_add_column(struct orq_arena *arena, struct orq_table *table,
                          struct orq_column *column)
{
    ORQ_PUSH(arena, &table->columns, column);
    if (table->by_column)
        orq_map_put(table->by_column, column->name, column);
    else if (table->columns.len > FEW_COLUMNS)
        table->by_column = map_columns(arena, table);
}

struct orq_column *orq_table_column(const struct orq_table *table, const char *name)
{
    if (table->by_column)
        return orq_map_get(table->by_column, name);
    bool (*same)(const char *, const char *) = names_fold(table) ? orq_ascii_equal : orq_str_equal;
    for (size_t i = table->columns.len; name && i > 0; i--)
        if (same(table->columns.items[i - 1]->name, name))
            return table->columns.items[i - 1];
    return NULL;
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

const struct orq_table_postgres *orq_table_postgres(const struct orq_table *table)
{
    static const struct orq_table_postgres nothing;
    return table->postgres ? table->postgres : &nothing;
}

const struct orq_column_postgres *orq_column_postgres(const struct orq_column *column)
{
    static const struct orq_column_postgres nothing = {.local = true};
    return column->postgres ? column->postgres : &nothing;
}

bool orq_column_fills(const struct orq_column *column)
{
    return column->default_expr.text || column->generated != ORQ_NOT_GENERATED ||
           orq_column_postgres(column)->identity;
}

bool orq_table_has_identity(const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (orq_column_postgres(table->columns.items[i])->identity)
            return true;
    return false;
}
