/* Tables of PostgreSQL in the model language: their options, and what a child says again. */
#include "base/str.h"
#include "model/identity.h"
#include "model/write_postgres.h"

#include <string.h>

static void put_partition_of(const struct orq_writer *writer,
                             const struct orq_table_postgres *postgres, struct orq_node *options)
{
    struct orq_arena *arena = writer->arena;
    if (!postgres->partition_of)
        return;
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "table", postgres->partition_of);
    orq_node_put_text(arena, map, "bound", postgres->partition_bound);
    orq_node_put(arena, options, "partition_of", map);
}

static void put_replica_identity(const struct orq_writer *writer, const char *identity,
                                 struct orq_node *options)
{
    static const char index[] = "index ";
    struct orq_arena *arena = writer->arena;
    if (!identity || !orq_starts_with(identity, index)) {
        orq_node_put_text(arena, options, "replica_identity", identity);
        return;
    }
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "index", identity + strlen(index));
    orq_node_put(arena, options, "replica_identity", map);
}

void orq_put_table_postgres(const struct orq_writer *writer, const struct orq_table *table,
                            struct orq_node *map)
{
    struct orq_arena *arena = writer->arena;
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    struct orq_node *options = orq_node_map(arena);
    orq_put_acl(writer, &postgres->acl, map);
    orq_node_put_true(arena, options, "unlogged", postgres->unlogged);
    orq_node_put(arena, options, "with", orq_parameters_node(arena, &postgres->with));
    orq_node_put_text(arena, options, "tablespace", postgres->tablespace);
    orq_node_put_text(arena, options, "access_method", postgres->method);
    orq_node_put_text(arena, options, "partition_by", postgres->partition_by);
    put_partition_of(writer, postgres, options);
    orq_node_put(arena, options, "inherits", orq_node_names(arena, &postgres->inherits));
    orq_node_put_text(arena, options, "of_type", postgres->of_type);
    if (postgres->row_security && postgres->force_row_security)
        orq_node_put_text(arena, options, "row_level_security", "forced");
    else
        orq_node_put_true(arena, options, "row_level_security", postgres->row_security);
    orq_node_put_true(arena, options, "force_row_level_security",
                      postgres->force_row_security && !postgres->row_security);
    put_replica_identity(writer, postgres->replica_identity, options);
    orq_node_put_text(arena, options, "cluster_on", postgres->cluster_on);
    orq_node_put(arena, map, "postgresql", options);
}

/* -- columns of children -- */

static bool same_attributes(const struct orq_column *a, const struct orq_column *b)
{
    const struct orq_column_postgres *mine = orq_column_postgres(a);
    const struct orq_column_postgres *theirs = orq_column_postgres(b);
    return orq_str_equal(a->type, b->type) && orq_str_equal(a->collation, b->collation) &&
           orq_str_equal(a->default_expr.text, b->default_expr.text) &&
           a->generated == b->generated &&
           orq_str_equal(a->generated_expr.text, b->generated_expr.text) &&
           orq_str_equal(mine->storage, theirs->storage) &&
           orq_str_equal(mine->compression, theirs->compression);
}

static bool says_more(const struct orq_column *column)
{
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    return column->comment || postgres->statistics || postgres->options.len > 0 ||
           postgres->identity || postgres->acl.given;
}

/* The first parent that has it, and whether any of them forbids NULL. */
static const struct orq_column *parents_column(const struct orq_writer *writer,
                                               const struct orq_table *table, const char *name,
                                               bool *nullable)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    struct orq_strings parents = postgres->inherits;
    const struct orq_column *found = NULL;
    if (postgres->partition_of)
        ORQ_PUSH(writer->arena, &parents, postgres->partition_of);
    *nullable = true;
    for (size_t i = 0; i < parents.len; i++) {
        const struct orq_table *parent = orq_schema_table(writer->schema, parents.items[i]);
        const struct orq_column *column = parent ? orq_table_column(parent, name) : NULL;
        found = found ? found : column;
        *nullable = *nullable && (!column || column->nullable);
    }
    return found;
}

bool orq_column_is_inherited(const struct orq_writer *writer, const struct orq_table *table,
                             const struct orq_column *column)
{
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    bool nullable = true;
    if (!postgres->inherited || postgres->local || says_more(column))
        return false;
    const struct orq_column *parent = parents_column(writer, table, column->name, &nullable);
    return parent && same_attributes(column, parent) && column->nullable == nullable;
}
