/* A table in the model language, and what every named object shares. */
#include "base/str.h"
#include "model/identity.h"
#include "model/write_parts.h"
#include "model/write_postgres.h"

#include <string.h>

void orq_put_named(const struct orq_writer *writer, struct orq_node *objects, const char *schema,
                   const char *name, struct orq_node *object)
{
    struct orq_arena *arena = writer->arena;
    const char *key = schema ? orq_arena_printf(arena, "%s.%s", schema, name) : name;
    if (!strchr(name, '.') && !(schema && strchr(schema, '.'))) {
        ORQ_PUSH(arena, objects->items, ((struct orq_node_item){key, object}));
        return;
    }
    struct orq_node *whole = orq_node_map(arena);
    whole->block = object->block;
    orq_node_put_text(arena, whole, "schema", schema);
    orq_node_put_text(arena, whole, "name", name);
    for (size_t i = 0; i < object->items->len; i++)
        ORQ_PUSH(arena, whole->items, object->items->items[i]);
    orq_node_put(arena, objects, key, whole);
}

/* -- which constraints stand beside their column -- */

static bool is_bare(const struct orq_constraint *constraint)
{
    return !constraint->comment && !constraint->renamed_from && constraint->include.len == 0 &&
           constraint->with.len == 0 && !constraint->tablespace && !constraint->without_overlaps &&
           !constraint->inherited;
}

static bool is_bare_part(const struct orq_constraint *key)
{
    if (key->parts.len != 1)
        return false;
    const struct orq_key_part *part = &key->parts.items[0];
    return part->column && !part->collation && !part->opclass &&
           (!part->descending || key->kind == ORQ_KIND_PRIMARY_KEY);
}

/* Beside a column stand one key, one unique constraint, one reference, and any number of
 * unnamed checks that treat a conflict alike. */
static bool has_room(const struct orq_constraints *beside, const struct orq_constraint *constraint)
{
    for (size_t i = 0; i < beside->len; i++) {
        const struct orq_constraint *other = beside->items[i];
        if (other->kind == constraint->kind &&
            (other->kind != ORQ_KIND_CHECK || other->on_conflict != constraint->on_conflict))
            return false;
    }
    return true;
}

bool orq_may_stand_beside(const struct orq_writer *writer, const struct orq_table *table,
                          const struct orq_constraint *constraint)
{
    const char *column = orq_written_column(writer, table, constraint);
    if (!column || !is_bare(constraint) || !orq_table_column(table, column))
        return false;
    if (constraint->kind == ORQ_KIND_CHECK)
        return !constraint->no_inherit && !constraint->not_valid && !constraint->not_enforced &&
               !orq_written_name(writer, table, constraint);
    return constraint->kind != ORQ_KIND_EXCLUSION && is_bare_part(constraint);
}

struct orq_written_table orq_written_table(const struct orq_writer *writer,
                                           const struct orq_table *table)
{
    struct orq_arena *arena = writer->arena;
    struct orq_written_table written = {
        .table = table,
        .beside = ORQ_NEW_ARRAY(arena, bool, table->constraints.len),
        .by_column = orq_map_new(arena, orq_name_keys(writer->schema->dialect))};
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = table->constraints.items[i];
        if (!orq_may_stand_beside(writer, table, constraint))
            continue;
        const char *column = orq_written_column(writer, table, constraint);
        struct orq_constraints *beside = orq_map_get(written.by_column, column);
        if (!beside) {
            beside = ORQ_NEW(arena, struct orq_constraints);
            orq_map_put(written.by_column, column, beside);
        }
        written.beside[i] = has_room(beside, constraint);
        if (written.beside[i])
            ORQ_PUSH(arena, beside, constraint);
    }
    return written;
}

/* -- the table -- */

static void put_sqlite(const struct orq_writer *writer, const struct orq_table *table,
                       struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *options = orq_node_map(arena);
    if (table->strict != writer->strict)
        orq_node_put(arena, options, "strict",
                     orq_node_word(arena, table->strict ? "true" : "false"));
    orq_node_put_true(arena, options, "without_rowid", table->without_rowid);
    orq_node_put(arena, map, "sqlite", options);
}

struct orq_node *orq_triggers_node(const struct orq_writer *writer, const char *on)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_definitions *triggers = orq_map_get(writer->triggers, on);
    if (!triggers)
        return NULL;
    struct orq_node *map = orq_node_block_map(arena);
    for (size_t i = 0; i < triggers->len; i++)
        orq_node_put(arena, map, triggers->items[i]->name,
                     orq_any_definition_node(writer, triggers->items[i]));
    return map;
}

struct orq_node *orq_written_table_options(const struct orq_writer *writer,
                                           const struct orq_table *table)
{
    static const char *const on_drop[] = {[ORQ_ON_DROP_DEFAULT] = NULL,
                                          [ORQ_ON_DROP_ARCHIVE] = "archive",
                                          [ORQ_ON_DROP_DISCARD] = "discard"};
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_block_map(arena);
    orq_node_put_text(arena, map, "comment", table->comment);
    orq_node_put_text(arena, map, "renamed_from", table->renamed_from);
    orq_node_put_text(arena, map, "on_drop", on_drop[table->on_drop]);
    if (writer->schema->dialect->stores_texts)
        put_sqlite(writer, table, map);
    else
        orq_put_table_postgres(writer, table, map);
    return map;
}

struct orq_node *orq_table_node(const struct orq_writer *writer, const struct orq_table *table)
{
    struct orq_arena *arena = writer->arena;
    struct orq_written_table written = orq_written_table(writer, table);
    struct orq_node *map = orq_written_table_options(writer, table);
    orq_node_put(arena, map, "columns", orq_columns_node(writer, &written));
    orq_put_constraints(writer, &written, map);
    if (writer->schema->dialect->stores_texts)
        orq_node_put(arena, map, "triggers", orq_triggers_node(writer, table->name));
    else
        orq_put_defined_on(
            writer, orq_qualified(arena, writer->schema->dialect, table->schema, table->name), map);
    map->block = map->items->len > 0; /* PostgreSQL has tables without columns */
    return map;
}
