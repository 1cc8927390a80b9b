/* Dependencies from the names in texts. */
#include "model/depend_parts.h"

#include "base/str.h"
#include "model/dialect.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"

#include <string.h>

static bool has_columns(enum orq_kind kind)
{
    return kind == ORQ_KIND_TABLE || kind == ORQ_KIND_VIEW || kind == ORQ_KIND_FOREIGN_TABLE ||
           kind == ORQ_KIND_COMPOSITE;
}

static bool is_type(enum orq_kind kind)
{
    return has_columns(kind) || kind == ORQ_KIND_ENUM || kind == ORQ_KIND_DOMAIN ||
           kind == ORQ_KIND_RANGE;
}

static bool is_routine(enum orq_kind kind)
{
    return kind == ORQ_KIND_FUNCTION || kind == ORQ_KIND_AGGREGATE;
}

/* -- types -- */

/* "date" is the server's type, not the row of a table of that name. */
static const struct orq_named_list *types_named(struct orq_depender *depender, const char *type)
{
    struct orq_named_list *list = orq_map_get(depender->by_type, type);
    if (list)
        return list;
    list = ORQ_NEW(depender->arena, struct orq_named_list);
    orq_map_put(depender->by_type, type, list);
    if (orq_type_portable(type))
        return list;
    struct orq_strings names = {0};
    orq_pg_names_in(depender->arena, type, &names);
    for (size_t i = 0; i < names.len; i++) {
        const struct orq_named *named = orq_map_get(depender->by_name, names.items[i]);
        for (; named; named = named->next)
            if (is_type(named->kind))
                ORQ_PUSH(depender->arena, list, named);
    }
    return list;
}

void orq_depend_on_type(struct orq_depender *depender, const char *object, const char *type)
{
    if (!type || !*type)
        return;
    const struct orq_named_list *list = types_named(depender, type);
    for (size_t i = 0; i < list->len; i++)
        orq_depend_add(depender, &depender->sure, object, list->items[i]->object);
}

/* -- names in attributes -- */

static bool is_alike(enum orq_kind kind, enum orq_kind wanted)
{
    return kind == wanted || (is_routine(kind) && is_routine(wanted));
}

void orq_depend_on_named(struct orq_depender *depender, const char *object, enum orq_kind kind,
                         const char *name)
{
    const struct orq_named *named = name ? orq_map_get(depender->by_name, name) : NULL;
    for (; named; named = named->next)
        if (is_alike(named->kind, kind))
            orq_depend_add(depender, &depender->sure, object, named->object);
}

/* -- names in texts -- */

static bool is_own_column(struct orq_depender *depender, const struct orq_table *relation,
                          const char *name)
{
    return relation && orq_held_column(depender, orq_held_name(depender, relation), name) != NULL;
}

/* What the names mean by themselves. The relations among them are gathered. */
static void depend_on_objects(struct orq_depender *depender, const char *object,
                              const struct orq_table *relation, const struct orq_strings *names,
                              struct orq_named_list *relations)
{
    for (size_t i = 0; i < names->len; i++) {
        const char *name = names->items[i];
        const struct orq_named *named = orq_map_get(depender->by_name, name);
        bool column = named && is_own_column(depender, relation, name);
        for (; named; named = named->next) {
            if (column && !is_routine(named->kind))
                continue;
            orq_depend_add(depender, &depender->guessed, object, named->object);
            if (has_columns(named->kind))
                ORQ_PUSH(depender->arena, relations, named);
        }
    }
}

static void depend_on_columns(struct orq_depender *depender, const char *object,
                              const char *relation, const struct orq_strings *names)
{
    for (size_t i = 0; i < names->len; i++)
        orq_depend_add(depender, &depender->guessed, object,
                       orq_held_column(depender, relation, names->items[i]));
}

void orq_depend_on_text(struct orq_depender *depender, const char *object,
                        const struct orq_table *relation, const char *text)
{
    struct orq_strings names = {0};
    struct orq_named_list relations = {0};
    if (!text || depender->schema->live)
        return;
    orq_pg_names_in(depender->arena, text, &names);
    depend_on_objects(depender, object, relation, &names, &relations);
    for (size_t i = 0; i < relations.len; i++)
        depend_on_columns(depender, object, relations.items[i]->name, &names);
    if (relation)
        depend_on_columns(depender, object, orq_held_name(depender, relation), &names);
}

void orq_depend_on_nextval(struct orq_depender *depender, const char *object, const char *text)
{
    struct orq_strings names = {0};
    if (!text || !orq_starts_with(text, "nextval("))
        return;
    orq_pg_names_in(depender->arena, text, &names);
    for (size_t i = 0; i < names.len; i++)
        orq_depend_on_named(depender, object, ORQ_KIND_SEQUENCE, names.items[i]);
}

/* The name behind EXECUTE FUNCTION (of old: PROCEDURE), which no condition in front of it holds. */
static const char *executed(struct orq_arena *arena, const char *text)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, text, strlen(text));
    struct orq_str name = orq_str_new(arena);
    size_t at = 0;
    for (size_t i = 0; i + 1 < tokens.len; i++)
        if (orq_pg_token_is(text, tokens.items[i], "execute") &&
            (orq_pg_token_is(text, tokens.items[i + 1], "function") ||
             orq_pg_token_is(text, tokens.items[i + 1], "procedure")))
            at = i + 2;
    for (size_t i = at; at > 0 && i < tokens.len; i++) {
        struct orq_pg_token token = tokens.items[i];
        if (orq_pg_token_is(text, token, "."))
            orq_str_addc(&name, '.');
        else if (token.kind == ORQ_PG_WORD || token.kind == ORQ_PG_QUOTED)
            orq_str_add(&name, orq_pg_token_value(arena, text, token));
        else
            break;
    }
    return orq_str_text(&name);
}

void orq_depend_on_executed(struct orq_depender *depender, const char *object, const char *text)
{
    const char *name = text ? executed(depender->arena, text) : "";
    if (orq_starts_with(name, "public."))
        name += strlen("public.");
    orq_depend_on_named(depender, object, ORQ_KIND_FUNCTION, name);
}
