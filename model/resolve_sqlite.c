/* What SQLite refuses of a table: https://www.sqlite.org/lang_createtable.html */
#include "base/str.h"
#include "model/resolve.h"
#include "sql/quote.h"

#include <string.h>

static void check_columns(struct orq_resolver *resolver, const struct orq_table *table)
{
    bool plain = false;
    for (size_t i = 0; i < table->columns.len; i++)
        plain = plain || table->columns.items[i]->generated == ORQ_NOT_GENERATED;
    const char *name = orq_shown_name(resolver->arena, table->name);
    if (orq_doubted(resolver, table, ORQ_DOUBT_COLUMNS))
        return;
    if (table->columns.len == 0)
        orq_error(resolver->diags, table->at, "table \"%s\" has no columns", name);
    else if (!plain)
        orq_error(resolver->diags, table->at,
                  "table \"%s\" has generated columns only: SQLite wants another one", name);
}

static void check_key(struct orq_resolver *resolver, const struct orq_table *table,
                      const struct orq_constraint *key)
{
    for (size_t i = 0; i < key->parts.len; i++) {
        const char *name = key->parts.items[i].column;
        const struct orq_column *column = name ? orq_table_column(table, name) : NULL;
        if (column && column->generated != ORQ_NOT_GENERATED)
            orq_error(resolver->diags, key->at,
                      "the generated column \"%s\" cannot be part of a primary key",
                      orq_shown_name(resolver->arena, name));
    }
    if (!key->autoincrement)
        return;
    if (table->without_rowid)
        orq_error(resolver->diags, key->at, "a WITHOUT ROWID table has no autoincrement");
    else if (!orq_table_rowid_alias(table) && !orq_doubted(resolver, table, ORQ_DOUBT_KEYS))
        orq_error(resolver->diags, key->at,
                  "autoincrement needs a primary key of one column of type integer");
}

void orq_resolve_check_sqlite(struct orq_resolver *resolver, const struct orq_table *table)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    check_columns(resolver, table);
    if (key)
        check_key(resolver, table, key);
    else if (table->without_rowid && !orq_doubted(resolver, table, ORQ_DOUBT_KEYS))
        orq_error(resolver->diags, table->at, "the WITHOUT ROWID table \"%s\" needs a primary key",
                  orq_shown_name(resolver->arena, table->name));
    if (orq_starts_with(orq_ascii_fold(resolver->arena, table->name), "sqlite_"))
        orq_error(resolver->diags, table->at,
                  "names that begin with sqlite_ are SQLite's own: \"%s\"",
                  orq_shown_name(resolver->arena, table->name));
}
