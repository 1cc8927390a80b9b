/* Indexes and triggers that must still be there: DROP TABLE takes them along, and a rebuild puts
 * back only those that it knows of. */
#include "history/guard_sqlite.h"
#include "sql/quote.h"

#include <string.h>

struct object {
    const char *type, *name, *table;
};
ORQ_VEC_OF(object_list, struct object);

struct listing {
    struct orq_arena *arena;
    struct object_list *objects;
};

static bool keep_object(void *context, const struct orq_row *row)
{
    const struct listing *listing = context;
    struct object object = {.type = orq_arena_strdup(listing->arena, row->values[0]),
                            .name = orq_arena_strdup(listing->arena, row->values[1]),
                            .table = orq_arena_strdup(listing->arena, row->values[2])};
    ORQ_PUSH(listing->arena, listing->objects, object);
    return true;
}

static enum orq_status list_objects(const struct orq_guarded *guarded, struct object_list *objects)
{
    struct listing listing = {guarded->arena, objects};
    struct orq_query query = {.sql = "SELECT type, name, tbl_name FROM main.sqlite_master"
                                     " WHERE sql IS NOT NULL",
                              .fn = keep_object,
                              .context = &listing};
    return orq_db_query(guarded->db, &query, guarded->diags);
}

/* Triggers have a space of names of their own. */
static const char *key_of(struct orq_arena *arena, bool trigger, const char *name)
{
    return orq_arena_printf(arena, "%s %s", trigger ? "trigger" : "relation", name);
}

static bool is_trigger(const struct object *object)
{
    return strcmp(object->type, "trigger") == 0;
}

static bool is_taken_along(const struct object *object)
{
    return is_trigger(object) || strcmp(object->type, "index") == 0;
}

static struct orq_map *names_of(const struct orq_guarded *guarded,
                                const struct object_list *objects)
{
    struct orq_map *names = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < objects->len; i++) {
        struct object *object = &objects->items[i];
        orq_map_put(names, key_of(guarded->arena, is_trigger(object), object->name), object);
    }
    return names;
}

/* What a statement drops by its name is meant to be gone. */
static struct orq_map *dropped_names(const struct orq_guarded *guarded)
{
    struct orq_map *names = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < guarded->statements.len; i++) {
        const struct orq_statement_class *class = &guarded->statements.items[i].is;
        if (class->object &&
            (class->kind == ORQ_SQL_DROP_INDEX || class->kind == ORQ_SQL_DROP_TRIGGER))
            orq_map_put(names,
                        key_of(guarded->arena, class->kind == ORQ_SQL_DROP_TRIGGER, class->object),
                        names);
    }
    return names;
}

/* Only what is dropped takes something along: other sections need not read the whole schema, which
 * in a long history would be read again for each of its migrations. */
static bool drops_relation(const struct orq_guarded *guarded)
{
    for (size_t i = 0; i < guarded->statements.len; i++) {
        enum orq_statement_kind kind = guarded->statements.items[i].is.kind;
        if (kind == ORQ_SQL_DROP_TABLE || kind == ORQ_SQL_DROP_VIEW)
            return true;
    }
    return false;
}

enum orq_status orq_note_objects(const struct orq_guarded *guarded,
                                 struct orq_sqlite_before *before)
{
    if (!drops_relation(guarded))
        return ORQ_OK;
    struct object_list *objects = ORQ_NEW(guarded->arena, struct object_list);
    before->objects = objects;
    return list_objects(guarded, objects);
}

enum orq_status orq_check_objects(const struct orq_guarded *guarded,
                                  const struct orq_sqlite_before *before)
{
    const struct object_list *objects = before->objects;
    struct object_list now = {0};
    if (!objects)
        return ORQ_OK;
    enum orq_status status = list_objects(guarded, &now);
    const struct orq_map *names = names_of(guarded, &now);
    const struct orq_map *dropped = dropped_names(guarded);
    for (size_t i = 0; i < objects->len && status == ORQ_OK; i++) {
        const struct object *object = &objects->items[i];
        const char *key = key_of(guarded->arena, is_trigger(object), object->name);
        const char *table = orq_name_afterwards(guarded, object->table);
        if (!is_taken_along(object) || orq_map_get(names, key) || orq_map_get(dropped, key) ||
            !orq_map_get(names, key_of(guarded->arena, false, table)))
            continue;
        orq_error(guarded->diags, guarded->section->at,
                  "the section would take the %s %s of %s along, which it does not know of",
                  object->type, orq_shown_name(guarded->arena, object->name),
                  orq_shown_name(guarded->arena, object->table));
        orq_hint(guarded->diags, "see what the database holds beside its revision:  orqgen check");
        orq_hint(guarded->diags,
                 "drop it first, or take it in:  orqgen revision --autogenerate --include-drift");
        status = ORQ_FAILED;
    }
    return status;
}
