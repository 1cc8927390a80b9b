#include "model/definition.h"

#include "sql/quote.h"
#include "sql/sqlite_ddl.h"

#include <string.h>

static const char *range_text(struct orq_arena *arena, const char *sql, struct orq_range range)
{
    return orq_arena_strndup(arena, sql + range.from, range.to - range.from);
}

static void append_canonical(struct orq_arena *arena, struct orq_str *out, const char *text)
{
    orq_str_add(out, orq_tokens_canonical(arena, text, strlen(text)));
}

static struct orq_definition *from_view(struct orq_arena *arena, const char *sql,
                                        struct orq_expr_error *error)
{
    const struct orq_ddl_view *view = orq_ddl_parse_view(arena, sql, error);
    if (!view)
        return NULL;
    struct orq_definition *definition = ORQ_NEW(arena, struct orq_definition);
    struct orq_str canonical = orq_str_new(arena);
    for (size_t i = 0; i < view->columns.len; i++)
        orq_str_addf(&canonical, "%s%s", i == 0 ? "(" : ", ",
                     orq_ascii_fold(arena, orq_quoted_name(arena, view->columns.items[i])));
    orq_str_add(&canonical, view->columns.len > 0 ? ") as " : "as ");
    append_canonical(arena, &canonical, range_text(arena, sql, view->select));
    definition->name = view->name;
    definition->columns = view->columns;
    definition->canonical = orq_str_text(&canonical);
    return definition;
}

/* The name in front of the time word is the trigger's own and says nothing of
 * what it does; without a time word it fires before. */
static struct orq_definition *from_trigger(struct orq_arena *arena, const char *sql,
                                           struct orq_expr_error *error)
{
    const struct orq_ddl_trigger *trigger = orq_ddl_parse_trigger(arena, sql, error);
    if (!trigger)
        return NULL;
    struct orq_definition *definition = ORQ_NEW(arena, struct orq_definition);
    struct orq_str canonical = orq_str_new(arena);
    const char *rest = range_text(arena, sql, trigger->rest);
    struct orq_tokens tokens = orq_tokens_of(arena, rest, strlen(rest));
    bool timed = orq_token_is(rest, tokens.items[0], "BEFORE") ||
                 orq_token_is(rest, tokens.items[0], "AFTER") ||
                 orq_token_is(rest, tokens.items[0], "INSTEAD");
    if (!timed)
        orq_str_add(&canonical, "before ");
    append_canonical(arena, &canonical, rest);
    definition->name = trigger->name;
    definition->on = trigger->table;
    definition->canonical = orq_str_text(&canonical);
    return definition;
}

static struct orq_definition *from_virtual(struct orq_arena *arena, const char *sql,
                                           struct orq_expr_error *error)
{
    const struct orq_ddl_virtual *table = orq_ddl_parse_virtual(arena, sql, error);
    if (!table)
        return NULL;
    struct orq_definition *definition = ORQ_NEW(arena, struct orq_definition);
    struct orq_str canonical = orq_str_new(arena);
    orq_str_addf(&canonical, "%s(", orq_ascii_fold(arena, table->module));
    append_canonical(arena, &canonical, range_text(arena, sql, table->arguments));
    orq_str_addc(&canonical, ')');
    definition->name = table->name;
    definition->canonical = orq_str_text(&canonical);
    return definition;
}

struct orq_definition *orq_definition_from_sql(struct orq_arena *arena, enum orq_kind kind,
                                               const char *sql, struct orq_expr_error *error)
{
    static const struct {
        enum orq_kind kind;
        struct orq_definition *(*read)(struct orq_arena *arena, const char *sql,
                                       struct orq_expr_error *error);
    } readers[] = {{ORQ_KIND_VIEW, from_view},
                   {ORQ_KIND_TRIGGER, from_trigger},
                   {ORQ_KIND_VIRTUAL_TABLE, from_virtual}};
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (readers[i].kind != kind)
            continue;
        struct orq_definition *definition = readers[i].read(arena, sql, error);
        if (!definition)
            return NULL;
        definition->kind = kind;
        definition->sql = sql;
        orq_ddl_mentions(arena, sql, &definition->mentions);
        return definition;
    }
    *error = (struct orq_expr_error){0, "no CREATE statement of this kind is kept as text"};
    return NULL;
}
