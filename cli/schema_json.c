#include "cli/report.h"
#include "cli/schema_text.h"

static void parts_json(struct orq_json *json, const struct orq_key_parts *parts)
{
    orq_json_key(json, "columns");
    orq_json_open_array(json);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        orq_json_open_object(json);
        orq_json_member(json, "column", part->column);
        orq_json_member(json, "expression", part->column ? NULL : part->expr.text);
        orq_json_member(json, "collate", part->collation);
        orq_json_member(json, "order", part->descending ? "desc" : NULL);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

static void column_json(struct orq_json *json, const struct orq_column *column)
{
    orq_json_open_object(json);
    orq_json_member(json, "name", column->name);
    orq_json_member(json, "type", column->type);
    orq_json_key(json, "nullable");
    orq_json_bool(json, column->nullable);
    orq_json_member(json, "default", column->default_expr.text);
    orq_json_member(json, "generated", column->generated_expr.text);
    orq_json_member(json, "collate", column->collation);
    orq_json_member(json, "comment", column->comment);
    orq_json_close_object(json);
}

static void constraint_json(struct orq_json *json, const struct orq_constraint *constraint)
{
    orq_json_open_object(json);
    orq_json_member(json, "kind", orq_kind_word(constraint->kind));
    orq_json_member(json, "name", constraint->name);
    if (constraint->kind == ORQ_KIND_CHECK)
        orq_json_member(json, "expression", constraint->expr.text);
    else
        parts_json(json, &constraint->parts);
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY) {
        orq_json_member(json, "table", constraint->ref_table);
        orq_report_strings_json(json, "references", &constraint->ref_columns);
        orq_json_member(json, "on_delete", orq_action_sql(constraint->on_delete));
        orq_json_member(json, "on_update", orq_action_sql(constraint->on_update));
    }
    orq_json_close_object(json);
}

static void index_json(struct orq_json *json, const struct orq_index *index)
{
    orq_json_open_object(json);
    orq_json_member(json, "name", index->name);
    orq_json_key(json, "unique");
    orq_json_bool(json, index->unique);
    parts_json(json, &index->parts);
    orq_json_member(json, "where", index->where.text);
    orq_json_close_object(json);
}

static void columns_json(struct orq_json *json, const struct orq_table *table)
{
    orq_json_key(json, "columns");
    orq_json_open_array(json);
    for (size_t i = 0; i < table->columns.len; i++)
        column_json(json, table->columns.items[i]);
    orq_json_close_array(json);
}

static void constraints_json(struct orq_json *json, const struct orq_table *table)
{
    orq_json_key(json, "constraints");
    orq_json_open_array(json);
    for (size_t i = 0; i < table->constraints.len; i++)
        constraint_json(json, table->constraints.items[i]);
    orq_json_close_array(json);
    orq_json_key(json, "indexes");
    orq_json_open_array(json);
    for (size_t i = 0; i < table->indexes.len; i++)
        index_json(json, table->indexes.items[i]);
    orq_json_close_array(json);
}

void orq_table_json(struct orq_json *json, const struct orq_table *table)
{
    orq_json_open_object(json);
    orq_json_member(json, "schema", table->schema);
    orq_json_member(json, "name", table->name);
    orq_json_member(json, "comment", table->comment);
    columns_json(json, table);
    constraints_json(json, table);
    orq_json_close_object(json);
}

static void attributes_json(struct orq_json *json, const struct orq_definition *definition)
{
    for (size_t i = 0; i < definition->attributes.len; i++) {
        const struct orq_attribute *attribute = &definition->attributes.items[i];
        const char *word = orq_attribute_word(attribute->key);
        if (!orq_attribute_is_shown(definition, attribute))
            continue;
        if (attribute->text)
            orq_json_member(json, word, attribute->text);
        else
            orq_report_strings_json(json, word, &attribute->list);
    }
}

void orq_definition_json(struct orq_json *json, const struct orq_definition *definition)
{
    orq_json_open_object(json);
    orq_json_member(json, "kind", orq_kind_word(definition->kind));
    orq_json_member(json, "schema", definition->schema);
    orq_json_member(json, "name", definition->name);
    orq_json_member(json, "on", definition->on);
    orq_json_member(json, "sql", definition->sql);
    orq_json_key(json, "attributes");
    orq_json_open_object(json);
    attributes_json(json, definition);
    orq_json_close_object(json);
    if (definition->relation) {
        if (definition->kind == ORQ_KIND_COMPOSITE)
            columns_json(json, definition->relation);
        constraints_json(json, definition->relation);
    }
    orq_json_close_object(json);
}
