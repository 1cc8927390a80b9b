#include "emit/postgres_composite.h"

#include "emit/postgres_table.h"
#include "sql/postgres_token.h"

#include <string.h>

bool orq_pg_composite_needs_cast(const struct orq_definition *from, const struct orq_definition *to)
{
    const struct orq_table *had = from->relation, *wanted = to->relation;
    if (from->kind != ORQ_KIND_COMPOSITE || to->kind != ORQ_KIND_COMPOSITE || !had || !wanted)
        return false;
    if (had->columns.len != wanted->columns.len)
        return true;
    for (size_t i = 0; i < had->columns.len; i++)
        if (strcmp(had->columns.items[i]->name, wanted->columns.items[i]->name) != 0 ||
            strcmp(had->columns.items[i]->type, wanted->columns.items[i]->type) != 0)
            return true;
    return false;
}

static const char *old_type(struct orq_arena *arena, const struct orq_pg_composite_cast *cast)
{
    struct orq_definition old = *cast->from;
    old.name = cast->old_name;
    return orq_pg_definition_sql(arena, &old);
}

/* The old name is free among the types; with something in front it is among the functions. */
static const char *function(struct orq_arena *arena, const struct orq_pg_composite_cast *cast)
{
    struct orq_definition named = *cast->from;
    size_t len = strlen(cast->old_name), most = 54;
    for (len = len > most ? most : len; ((unsigned char)cast->old_name[len] & 0xC0) == 0x80;)
        len--;
    named.name = orq_arena_printf(arena, "orq_cast_%.*s", (int)len, cast->old_name);
    return orq_pg_definition_sql(arena, &named);
}

/* An enum may be one that is replaced too: its text is read by either. */
static const char *attribute(struct orq_pg_emitter *emitter, const struct orq_table *had,
                             const struct orq_column *wanted)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_column *old = orq_pg_column(had, wanted->name);
    if (!old)
        return "NULL";
    bool array = orq_ends_with(wanted->type, "[]");
    const char *element =
        array ? orq_arena_strndup(arena, wanted->type, strlen(wanted->type) - 2) : wanted->type;
    bool by_text =
        strcmp(old->type, wanted->type) != 0 ||
        orq_schema_definition(arena, emitter->input->want, ORQ_KIND_ENUM, element) != NULL;
    return orq_arena_printf(arena, "($1).%s%s::%s", orq_pg_name(arena, wanted->name),
                            !by_text ? ""
                            : array  ? "::text[]"
                                     : "::text",
                            wanted->type);
}

void orq_pg_composite_cast_create(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                  const struct orq_pg_composite_cast *cast)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *had = cast->from->relation, *wanted = cast->to->relation;
    const char *old = old_type(arena, cast), *new = orq_pg_definition_sql(arena, cast->to);
    const char *name = function(arena, cast);
    struct orq_str body = orq_str_new(arena);
    orq_str_add(&body, "SELECT ROW(");
    for (size_t i = 0; i < wanted->columns.len; i++)
        orq_str_addf(&body, "%s%s", i > 0 ? ", " : "",
                     attribute(emitter, had, wanted->columns.items[i]));
    orq_str_addf(&body, ")::%s", new);
    orq_pg_piece(emitter, task, NULL,
                 orq_arena_printf(arena,
                                  "CREATE FUNCTION %s(%s) RETURNS %s LANGUAGE sql STRICT AS %s",
                                  name, old, new, orq_pg_text(arena, orq_str_text(&body))));
    orq_pg_piece(emitter, task, NULL,
                 orq_arena_printf(arena, "CREATE CAST (%s AS %s) WITH FUNCTION %s(%s)", old, new,
                                  name, old));
}

void orq_pg_composite_cast_drop(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                const struct orq_pg_composite_cast *cast)
{
    struct orq_arena *arena = emitter->arena;
    const char *old = old_type(arena, cast);
    orq_pg_piece(emitter, task, NULL,
                 orq_arena_printf(arena, "DROP CAST (%s AS %s)", old,
                                  orq_pg_definition_sql(arena, cast->to)));
    orq_pg_piece(emitter, task, NULL,
                 orq_arena_printf(arena, "DROP FUNCTION %s(%s)", function(arena, cast), old));
}
