/* The rows that a precheck counts, by what tells them apart. */
#include "review/rules_parts.h"

const char *orq_asked_count(struct orq_judging *judging, const struct orq_table *table,
                            const char *alias, const char *where)
{
    return orq_arena_printf(judging->arena, "SELECT count(*) FROM %s%s%s%s%s",
                            orq_sql_table(judging, table), alias[0] ? " " : "", alias,
                            where ? " WHERE " : "", where ? where : "");
}

static void choose_columns(struct orq_judging *judging, const struct orq_table *table,
                           struct orq_asked *asked)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    for (size_t i = 0; key && i < key->parts.len; i++)
        ORQ_PUSH(judging->arena, &asked->columns, key->parts.items[i].column);
    asked->ordered = key != NULL;
    for (size_t i = 0; !key && i < table->columns.len; i++)
        ORQ_PUSH(judging->arena, &asked->columns, table->columns.items[i]->name);
}

struct orq_asked *orq_asked_rows(struct orq_judging *judging, const struct orq_table *table,
                                 const char *alias, const char *where)
{
    struct orq_asked *asked = ORQ_NEW(judging->arena, struct orq_asked);
    struct orq_str list = orq_str_new(judging->arena);
    asked->table = table;
    choose_columns(judging, table, asked);
    for (size_t i = 0; i < asked->columns.len; i++)
        orq_str_addf(&list, "%s%s%s%s", i > 0 ? ", " : "", alias, alias[0] ? "." : "",
                     orq_sql_name(judging, asked->columns.items[i]));
    asked->sql = orq_arena_printf(judging->arena, "SELECT %s FROM %s%s%s%s%s", orq_str_text(&list),
                                  orq_sql_table(judging, table), alias[0] ? " " : "", alias,
                                  where ? " WHERE " : "", where ? where : "");
    return asked;
}
