/* What tables, columns, constraints and indexes depend on. */
#include "model/depend_parts.h"

#include "base/str.h"

/* The table or type, the columns of which `table` holds. */
static const char *identity_of(const struct orq_depender *depender, const struct orq_table *table)
{
    return orq_table_identity(depender->arena, depender->schema->dialect, table);
}

void orq_depends_of_table(struct orq_depender *depender, const struct orq_table *table)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    const char *object = identity_of(depender, table);
    struct orq_depends *sure = &depender->sure;
    orq_depend_add(depender, sure, object, orq_held_schema(depender, table->schema));
    orq_depend_add(depender, sure, object, orq_held_relation(depender, postgres->partition_of));
    for (size_t i = 0; i < postgres->inherits.len; i++)
        orq_depend_add(depender, sure, object,
                       orq_held_relation(depender, postgres->inherits.items[i]));
    orq_depend_on_type(depender, object, postgres->of_type);
    orq_depend_on_text(depender, object, table, postgres->partition_by);
}

/* -- columns -- */

static void depend_column(struct orq_depender *depender, const struct orq_table *table,
                          const struct orq_column *column)
{
    const char *object =
        orq_identity_in(depender->arena, depender->schema->dialect, ORQ_KIND_COLUMN,
                        orq_held_name(depender, table), column->name);
    orq_depend_on_type(depender, object, column->type);
    orq_depend_on_named(depender, object, ORQ_KIND_COLLATION, column->collation);
    orq_depend_on_nextval(depender, object, column->default_expr.text);
    orq_depend_on_text(depender, object, NULL, column->default_expr.text);
    orq_depend_on_text(depender, object, table, column->generated_expr.text);
}

/* -- keys -- */

static void depend_on_column(struct orq_depender *depender, const char *object,
                             const char *relation, const char *column)
{
    orq_depend_add(depender, &depender->sure, object, orq_held_column(depender, relation, column));
}

static void depend_on_parts(struct orq_depender *depender, const char *object,
                            const struct orq_table *table, const struct orq_key_parts *parts)
{
    const char *relation = orq_held_name(depender, table);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        if (part->column)
            depend_on_column(depender, object, relation, part->column);
        orq_depend_on_text(depender, object, table, part->expr.text);
        orq_depend_on_named(depender, object, ORQ_KIND_COLLATION, part->collation);
    }
}

static void depend_on_columns(struct orq_depender *depender, const char *object,
                              const char *relation, const struct orq_strings *columns)
{
    for (size_t i = 0; i < columns->len; i++)
        depend_on_column(depender, object, relation, columns->items[i]);
}

/* -- foreign keys -- */

static const struct orq_table *parent_of(const struct orq_depender *depender,
                                         const struct orq_table *child,
                                         const struct orq_constraint *key)
{
    const struct orq_schema *schema = depender->schema;
    const char *beside = key->ref_schema ? key->ref_schema : child->schema;
    const struct orq_table *table = orq_schema_table(
        schema, orq_qualified(depender->arena, schema->dialect, beside, key->ref_table));
    return table || key->ref_schema ? table : orq_schema_table(schema, key->ref_table);
}

static bool names_column(const struct orq_strings *columns, const char *name)
{
    for (size_t i = 0; i < columns->len; i++)
        if (orq_str_equal(columns->items[i], name))
            return true;
    return false;
}

/* A key serves for its columns in any order. */
static bool is_key_of(const struct orq_key_parts *parts, const struct orq_strings *columns)
{
    if (parts->len != columns->len)
        return false;
    for (size_t i = 0; i < parts->len; i++)
        if (!parts->items[i].column || !names_column(columns, parts->items[i].column))
            return false;
    return true;
}

static bool is_used_key(const struct orq_constraint *candidate, const struct orq_constraint *key)
{
    if (candidate->kind == ORQ_KIND_PRIMARY_KEY)
        return key->ref_columns.len == 0 || is_key_of(&candidate->parts, &key->ref_columns);
    return candidate->kind == ORQ_KIND_UNIQUE && key->ref_columns.len > 0 &&
           is_key_of(&candidate->parts, &key->ref_columns);
}

static const struct orq_constraint *used_key(const struct orq_table *parent,
                                             const struct orq_constraint *key)
{
    for (size_t i = 0; i < parent->constraints.len; i++)
        if (parent->constraints.items[i]->name && is_used_key(parent->constraints.items[i], key))
            return parent->constraints.items[i];
    return NULL;
}

static const struct orq_index *used_index(const struct orq_table *parent,
                                          const struct orq_constraint *key)
{
    for (size_t i = 0; i < parent->indexes.len; i++) {
        const struct orq_index *index = parent->indexes.items[i];
        if (index->unique && !index->where.text && is_key_of(&index->parts, &key->ref_columns))
            return index;
    }
    return NULL;
}

void orq_depend_note_partition(struct orq_depender *depender, struct orq_table *table)
{
    const char *parent = orq_table_postgres(table)->partition_of;
    if (!parent)
        return;
    struct orq_tables *partitions = orq_map_get(depender->partitions, parent);
    if (!partitions) {
        partitions = ORQ_NEW(depender->arena, struct orq_tables);
        orq_map_put(depender->partitions, parent, partitions);
    }
    ORQ_PUSH(depender->arena, partitions, table);
}

/* The server makes a foreign key to each partition of its parent too: none of them can go first. */
static void depend_on_partitions(struct orq_depender *depender, const char *object,
                                 const struct orq_table *parent)
{
    const struct orq_tables *partitions =
        orq_map_get(depender->partitions, orq_held_name(depender, parent));
    for (size_t i = 0; partitions && i < partitions->len; i++) {
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_find(depender, identity_of(depender, partitions->items[i])));
        depend_on_partitions(depender, object, partitions->items[i]);
    }
}

static void depend_on_parent(struct orq_depender *depender, const char *object,
                             const struct orq_table *child, const struct orq_constraint *key)
{
    const struct orq_table *parent = parent_of(depender, child, key);
    if (!parent)
        return;
    const struct orq_constraint *constraint = used_key(parent, key);
    const struct orq_index *index = constraint ? NULL : used_index(parent, key);
    orq_depend_add(depender, &depender->sure, object,
                   orq_held_find(depender, identity_of(depender, parent)));
    depend_on_partitions(depender, object, parent);
    depend_on_columns(depender, object, orq_held_name(depender, parent), &key->ref_columns);
    if (constraint)
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_find(depender, orq_held_constraint(depender, parent, constraint)));
    if (constraint && key->ref_columns.len == 0)
        depend_on_parts(depender, object, parent, &constraint->parts);
    if (index)
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_find(depender, orq_held_index(depender, parent, index)));
}

/* -- the parts of a relation -- */

static void depend_constraint(struct orq_depender *depender, const struct orq_table *table,
                              const struct orq_constraint *constraint)
{
    const char *object = orq_held_constraint(depender, table, constraint);
    const char *relation = orq_held_name(depender, table);
    orq_depend_add(depender, &depender->sure, object,
                   orq_held_find(depender, identity_of(depender, table)));
    depend_on_parts(depender, object, table, &constraint->parts);
    depend_on_columns(depender, object, relation, &constraint->include);
    orq_depend_on_text(depender, object, table, constraint->expr.text);
    orq_depend_on_text(depender, object, table, constraint->where.text);
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        depend_on_parent(depender, object, table, constraint);
}

static void depend_index(struct orq_depender *depender, const struct orq_table *table,
                         const struct orq_index *index)
{
    const char *object = orq_held_index(depender, table, index);
    orq_depend_add(depender, &depender->sure, object,
                   orq_held_find(depender, identity_of(depender, table)));
    depend_on_parts(depender, object, table, &index->parts);
    depend_on_columns(depender, object, orq_held_name(depender, table), &index->include);
    orq_depend_on_text(depender, object, table, index->where.text);
}

void orq_depends_of_parts(struct orq_depender *depender, const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        depend_column(depender, table, table->columns.items[i]);
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i]->name)
            depend_constraint(depender, table, table->constraints.items[i]);
    for (size_t i = 0; i < table->indexes.len; i++)
        depend_index(depender, table, table->indexes.items[i]);
}
