/* Which names are written, and which their template gives. A name is left out only
 * where no other object wants the same, so that reading never has to number it. */
#include "model/naming.h"
#include "model/write_parts.h"
#include "sql/postgres_normal.h"

#include <string.h>

static const enum orq_kind kinds[] = {ORQ_KIND_PRIMARY_KEY, ORQ_KIND_UNIQUE, ORQ_KIND_FOREIGN_KEY,
                                      ORQ_KIND_CHECK};
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

static const char **template_of(struct orq_naming *naming, enum orq_kind kind)
{
    const char **templates[] = {&naming->primary_key, &naming->unique, &naming->foreign_key,
                                &naming->check};
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (kinds[i] == kind)
            return templates[i];
    return NULL;
}

/* false: a part is an expression, whose share in a name is for the reader to say. */
static bool column_names(struct orq_arena *arena, const struct orq_key_parts *parts,
                         struct orq_strings *names)
{
    for (size_t i = 0; i < parts->len; i++) {
        if (!parts->items[i].column)
            return false;
        ORQ_PUSH(arena, names, parts->items[i].column);
    }
    return true;
}

/* The only column that a check names; NULL: it names none, or several. */
static const char *checked_column(const struct orq_writer *writer, const struct orq_table *table,
                                  const char *expression)
{
    struct orq_strings names = {0};
    const char *only = NULL;
    orq_pg_names_in(writer->arena, expression, &names);
    for (size_t i = 0; i < names.len; i++) {
        const struct orq_column *column = orq_table_column(table, names.items[i]);
        if (column && only)
            return NULL;
        only = column ? column->name : only;
    }
    return only;
}

/* What a check beside a column cannot say. */
static bool stands_alone(const struct orq_constraint *check)
{
    return check->no_inherit || check->not_valid || check->not_enforced || check->inherited ||
           check->comment || check->renamed_from;
}

const char *orq_written_column(const struct orq_writer *writer, const struct orq_table *table,
                               const struct orq_constraint *constraint)
{
    if (constraint->column || writer->schema->dialect->stores_texts || !writer->schema->live)
        return constraint->column;
    if (constraint->kind == ORQ_KIND_CHECK)
        return stands_alone(constraint) ? NULL
                                        : checked_column(writer, table, constraint->expr.text);
    return constraint->kind != ORQ_KIND_EXCLUSION && constraint->parts.len == 1
               ? constraint->parts.items[0].column
               : NULL;
}

/* NULL: none. */
static const char *template_name(const struct orq_writer *writer, const struct orq_table *table,
                                 const struct orq_constraint *constraint)
{
    struct orq_strings columns = {0};
    if (constraint->kind == ORQ_KIND_CHECK) {
        const char *column = orq_written_column(writer, table, constraint);
        if (column)
            ORQ_PUSH(writer->arena, &columns, column);
    } else if (!column_names(writer->arena, &constraint->parts, &columns)) {
        return NULL;
    }
    return orq_name_from_template(writer->arena, orq_naming_of(&writer->naming, constraint->kind),
                                  table->name, &columns, NULL);
}

static const char *template_index_name(const struct orq_writer *writer,
                                       const struct orq_table *table, const struct orq_index *index)
{
    struct orq_strings columns = {0};
    if (!column_names(writer->arena, &index->parts, &columns))
        return NULL;
    return orq_name_from_template(writer->arena, writer->naming.index, table->name, &columns, NULL);
}

static void count_name(struct orq_writer *writer, const char *name)
{
    if (!name)
        return;
    size_t *count = orq_map_get(writer->names, name);
    if (!count) {
        count = ORQ_NEW(writer->arena, size_t);
        orq_map_put(writer->names, name, count);
    }
    ++*count;
}

static void learn_table(struct orq_writer *writer, const struct orq_table *table)
{
    count_name(writer, table->name);
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        const char **template = template_of(&writer->naming, constraint->kind);
        count_name(writer, constraint->name);
        if (template && !constraint->name)
            *template = NULL;
    }
    for (size_t i = 0; i < table->indexes.len; i++)
        count_name(writer, table->indexes.items[i]->name);
}

void orq_writer_learn_names_for(struct orq_writer *writer, const struct orq_naming *naming)
{
    orq_writer_learn_names(writer);
    writer->naming = *naming;
}

void orq_writer_learn_names(struct orq_writer *writer)
{
    const struct orq_schema *schema = writer->schema;
    writer->naming = schema->naming;
    writer->names = orq_map_new(writer->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < schema->tables.len; i++)
        learn_table(writer, schema->tables.items[i]);
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        count_name(writer, definition->name);
        for (size_t k = 0; definition->relation && k < definition->relation->indexes.len; k++)
            count_name(writer, definition->relation->indexes.items[k]->name);
    }
}

static const char *unless_given(const struct orq_writer *writer, const char *name,
                                const char *template)
{
    if (!name || !template || strcmp(name, template) != 0)
        return name;
    const size_t *count = orq_map_get(writer->names, name);
    return *count == 1 ? NULL : name;
}

const char *orq_written_name(const struct orq_writer *writer, const struct orq_table *table,
                             const struct orq_constraint *constraint)
{
    if (!constraint->name)
        return NULL;
    return unless_given(writer, constraint->name, template_name(writer, table, constraint));
}

const char *orq_written_index_name(const struct orq_writer *writer, const struct orq_table *table,
                                   const struct orq_index *index)
{
    return unless_given(writer, index->name, template_index_name(writer, table, index));
}
