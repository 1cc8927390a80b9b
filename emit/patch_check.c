#include "emit/patch.h"

#include "sql/ddl_comment.h"

#include <string.h>

static const struct orq_ddl_constraint *clause(const struct orq_ddl_column *column,
                                               enum orq_ddl_kind kind)
{
    const struct orq_ddl_constraint *found = NULL;
    for (size_t i = 0; i < column->constraints.len; i++)
        if (column->constraints.items[i].kind == kind)
            found = &column->constraints.items[i];
    return found;
}

/* A wanted default or expression of the same tokens is surely there; a stored one may be written
 * otherwise, and was judged equal: then its being there is enough. */
static bool column_agrees(const struct orq_ddl_column *ddl, const struct orq_column *column)
{
    const struct orq_ddl_constraint *generated = clause(ddl, ORQ_DDL_GENERATED);
    const struct orq_ddl_constraint *collation = clause(ddl, ORQ_DDL_COLLATE);
    if (!orq_ascii_equal(ddl->name, column->name))
        return false;
    if (column->default_expr.text && !clause(ddl, ORQ_DDL_DEFAULT))
        return false;
    if ((generated != NULL) != (column->generated != ORQ_NOT_GENERATED))
        return false;
    if (generated && generated->stored != (column->generated == ORQ_GENERATED_STORED))
        return false;
    if (column->collation && !collation)
        return false;
    return !column->nullable || !clause(ddl, ORQ_DDL_NOT_NULL);
}

static bool columns_agree(struct orq_arena *arena, const struct orq_ddl_table *ddl,
                          const struct orq_table *table)
{
    if (ddl->columns.len != table->columns.len)
        return false;
    struct orq_map *names = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < ddl->columns.len; i++) {
        struct orq_ddl_column *column = &ddl->columns.items[i];
        const struct orq_column *want = orq_table_column(table, column->name);
        if (!want || !column_agrees(column, want) || orq_map_put(names, column->name, column))
            return false;
    }
    return true;
}

enum { KINDS = 4 };
static const struct {
    enum orq_ddl_kind ddl;
    enum orq_kind kind;
} constraint_kinds[KINDS] = {
    {ORQ_DDL_PRIMARY_KEY, ORQ_KIND_PRIMARY_KEY},
    {ORQ_DDL_UNIQUE, ORQ_KIND_UNIQUE},
    {ORQ_DDL_CHECK, ORQ_KIND_CHECK},
    {ORQ_DDL_REFERENCES, ORQ_KIND_FOREIGN_KEY},
};

static void count_ddl(const struct orq_ddl_constraints *constraints, size_t counts[KINDS])
{
    for (size_t i = 0; i < constraints->len; i++)
        for (size_t k = 0; k < KINDS; k++)
            counts[k] += constraints->items[i].kind == constraint_kinds[k].ddl;
}

static bool constraints_agree(const struct orq_ddl_table *ddl, const struct orq_table *table)
{
    size_t have[KINDS] = {0}, want[KINDS] = {0};
    count_ddl(&ddl->constraints, have);
    for (size_t i = 0; i < ddl->columns.len; i++)
        count_ddl(&ddl->columns.items[i].constraints, have);
    for (size_t i = 0; i < table->constraints.len; i++)
        for (size_t k = 0; k < KINDS; k++)
            want[k] += table->constraints.items[i]->kind == constraint_kinds[k].kind;
    return memcmp(have, want, sizeof have) == 0;
}

/* Those that the model keeps in the text. */
static bool comments_agree(struct orq_arena *arena, const struct orq_ddl_table *ddl,
                           const struct orq_table *table)
{
    const char *comment = orq_comment_words(arena, table->comment);
    if (!table->comments_in_ddl)
        return true;
    if (!orq_str_equal(orq_ddl_table_comment(arena, ddl->text), comment))
        return false;
    for (size_t i = 0; i < ddl->columns.len; i++) {
        const struct orq_ddl_column *column = &ddl->columns.items[i];
        comment = orq_comment_words(arena, orq_table_column(table, column->name)->comment);
        if (!orq_str_equal(orq_ddl_column_comment(arena, ddl->text, column->text.to), comment))
            return false;
    }
    return true;
}

bool orq_text_is_table(struct orq_arena *arena, const char *text, const struct orq_table *table)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_table *ddl = orq_ddl_parse_table(arena, text, &error);
    return ddl && orq_ascii_equal(ddl->name, table->name) && ddl->strict == table->strict &&
           ddl->without_rowid == table->without_rowid && columns_agree(arena, ddl, table) &&
           constraints_agree(ddl, table) && comments_agree(arena, ddl, table);
}
