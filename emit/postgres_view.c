/* Views and materialized views:
 * https://www.postgresql.org/docs/current/sql-createview.html
 * https://www.postgresql.org/docs/current/sql-creatematerializedview.html */
#include "emit/postgres_families.h"

#include "emit/postgres_acl.h"
#include "sql/postgres_token.h"

#include <string.h>

static bool is_set(const struct orq_definition *definition, enum orq_attribute_key key)
{
    return orq_attribute_is_set(&definition->attributes, key);
}

static const char *text_of(const struct orq_definition *definition, enum orq_attribute_key key)
{
    return orq_attribute_text(&definition->attributes, key);
}

/* -- making -- */

static void add_columns(struct orq_str *out, const struct orq_strings *columns)
{
    for (size_t i = 0; i < columns->len; i++)
        orq_str_addf(out, "%s%s", i == 0 ? " (" : ", ", orq_pg_name(out->arena, columns->items[i]));
    if (columns->len > 0)
        orq_str_addc(out, ')');
}

/* A comment at the end of the query must not swallow what follows. */
static void add_query(struct orq_str *out, const char *query, const char *behind)
{
    orq_str_addf(out, " AS\n%s", query);
    if (*behind)
        orq_str_addf(out, "\n%s", behind);
    else if (strstr(query, "--") && !strchr(strstr(query, "--"), '\n'))
        orq_str_addc(out, '\n');
}

static const char *upper(struct orq_arena *arena, const char *word)
{
    char *copy = orq_arena_strdup(arena, word);
    for (char *at = copy; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return copy;
}

const char *orq_pg_view_sql(struct orq_pg_emitter *emitter, const struct orq_definition *view)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_strings *with = orq_pg_list(view, ORQ_ATTRIBUTE_WITH);
    const char *check = text_of(view, ORQ_ATTRIBUTE_CHECK_OPTION);
    const char *method = text_of(view, ORQ_ATTRIBUTE_METHOD);
    const char *tablespace = text_of(view, ORQ_ATTRIBUTE_TABLESPACE);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %s", orq_pg_object_called(arena, view));
    add_columns(&out, &view->columns);
    if (method)
        orq_str_addf(&out, " USING %s", orq_pg_name(arena, method));
    if (with->len > 0)
        orq_str_addf(&out, " WITH %s", orq_pg_parameters_sql(arena, with));
    if (tablespace)
        orq_str_addf(&out, " TABLESPACE %s", orq_pg_name(arena, tablespace));
    const char *behind = is_set(view, ORQ_ATTRIBUTE_UNPOPULATED) ? "WITH NO DATA" : "";
    if (check)
        behind = orq_arena_printf(arena, "WITH %s CHECK OPTION", upper(arena, check));
    add_query(&out, text_of(view, ORQ_ATTRIBUTE_QUERY), behind);
    return orq_str_text(&out);
}

/* -- columns -- */

static void say(struct orq_pg_emitter *emitter, struct orq_pg_task *task, const char *alter,
                const char *action)
{
    if (action)
        orq_pg_piece(emitter, task, NULL, orq_arena_printf(emitter->arena, "%s %s", alter, action));
}

static void finish_column(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_definition *view, const struct orq_side *side)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_column *column = side->column;
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    const char *called = orq_pg_object_called(arena, view);
    const char *name = orq_pg_name(arena, column->name);
    const char *alter = orq_arena_printf(arena, "ALTER %s ALTER COLUMN %s", called, name);
    if (column->default_expr.text)
        say(emitter, task, alter,
            orq_arena_printf(arena, "SET DEFAULT %s", column->default_expr.text));
    if (is_set(view, ORQ_ATTRIBUTE_MATERIALIZED)) {
        if (postgres->statistics)
            say(emitter, task, alter,
                orq_arena_printf(arena, "SET STATISTICS %s", postgres->statistics));
        if (postgres->storage)
            say(emitter, task, alter,
                orq_arena_printf(arena, "SET STORAGE %s", upper(arena, postgres->storage)));
        if (postgres->compression)
            say(emitter, task, alter,
                orq_arena_printf(arena, "SET COMPRESSION %s", postgres->compression));
        if (postgres->options.len > 0)
            say(emitter, task, alter,
                orq_arena_printf(arena, "SET %s",
                                 orq_pg_parameters_sql(arena, &postgres->options)));
    }
    if (column->comment)
        orq_pg_piece(emitter, task, NULL,
                     orq_pg_comment_sql(arena,
                                        orq_arena_printf(arena, "COLUMN %s.%s",
                                                         orq_pg_definition_sql(arena, view), name),
                                        column->comment));
    orq_pg_column_acl(emitter, task, NULL, side);
}

/* What was dropped with it comes back with it. */
void orq_pg_view_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                        const struct orq_definition *definition)
{
    const struct orq_table *relation = definition->relation;
    if (!relation)
        return;
    for (size_t i = 0; i < relation->columns.len; i++) {
        struct orq_side side = {.table = relation, .column = relation->columns.items[i]};
        finish_column(emitter, task, definition, &side);
    }
    for (size_t i = 0; i < relation->indexes.len; i++) {
        struct orq_side side = {.table = relation, .index = relation->indexes.items[i]};
        orq_pg_create(emitter, &side, task->rebuilt);
    }
}

/* -- altering --
 *
 * Another query is another view: CREATE OR REPLACE takes only those that begin with the same
 * columns, and no text tells which columns a query has. */

static void alter_with(struct orq_pg_change *change)
{
    orq_pg_say_parameters(change, ORQ_ATTRIBUTE_WITH);
}

static void alter_check(struct orq_pg_change *change)
{
    const char *check = text_of(change->to, ORQ_ATTRIBUTE_CHECK_OPTION);
    if (check)
        orq_pg_say(change, "%s SET (check_option=%s)", orq_pg_altered(change), check);
    else
        orq_pg_say(change, "%s RESET (check_option)", orq_pg_altered(change));
}

static void alter_tablespace(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    const char *tablespace = text_of(change->to, ORQ_ATTRIBUTE_TABLESPACE);
    orq_pg_say(change, "%s SET TABLESPACE %s", orq_pg_altered(change),
               orq_pg_name(arena, tablespace ? tablespace : "pg_default"));
}

static void alter_populated(struct orq_pg_change *change)
{
    orq_pg_say(change, "REFRESH %s%s", orq_pg_object_called(change->emitter->arena, change->to),
               is_set(change->to, ORQ_ATTRIBUTE_UNPOPULATED) ? " WITH NO DATA" : "");
}

const struct orq_pg_rule orq_pg_view_rules[] = {
    {ORQ_ATTRIBUTE_WITH, alter_with},
    {ORQ_ATTRIBUTE_CHECK_OPTION, alter_check},
    {ORQ_ATTRIBUTE_TABLESPACE, alter_tablespace},
    {ORQ_ATTRIBUTE_UNPOPULATED, alter_populated},
    {ORQ_ATTRIBUTE_COUNT, NULL},
};
