/* Objects one by one, out of the parts that the writer of whole models is made of. */
#include "model/write_parts.h"

static struct orq_node_item named(const struct orq_writer *writer, const char *schema,
                                  const char *name, struct orq_node *object)
{
    struct orq_node *objects = orq_node_map(writer->arena);
    orq_put_named(writer, objects, schema, name, object);
    return objects->items->items[0];
}

struct orq_node_item orq_written_table_item(const struct orq_writer *writer,
                                            const struct orq_table *table)
{
    return named(writer, table->schema, table->name, orq_table_node(writer, table));
}

struct orq_node_item orq_written_definition_item(const struct orq_writer *writer,
                                                 const struct orq_definition *definition)
{
    struct orq_node *node = orq_any_definition_node(writer, definition);
    return definition->on && definition->kind != ORQ_KIND_STATISTICS
               ? (struct orq_node_item){definition->name, node}
               : named(writer, definition->schema, definition->name, node);
}

struct orq_node *orq_written_column_node(const struct orq_writer *writer,
                                         const struct orq_table *table,
                                         const struct orq_column *column)
{
    struct orq_written_table written = orq_written_table(writer, table);
    return orq_column_node(writer, table, column, orq_map_get(written.by_column, column->name));
}

struct orq_node *orq_written_column_alone(const struct orq_writer *writer,
                                          const struct orq_table *table,
                                          const struct orq_column *column)
{
    return orq_column_node(writer, table, column, NULL);
}

bool orq_written_beside(const struct orq_writer *writer, const struct orq_table *table,
                        const struct orq_constraint *constraint)
{
    struct orq_written_table written = orq_written_table(writer, table);
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i] == constraint)
            return written.beside[i];
    return false;
}
