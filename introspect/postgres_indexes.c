/* Indexes, rebuilt from numbers; those of keys and exclusions go into their constraints. */
#include "introspect/postgres_parts.h"

#include "model/naming.h"

#include <string.h>

enum cell {
    OID,
    RELATION,
    NAME,
    METHOD,
    TABLESPACE,
    KIND,
    IS_PARTITION,
    KEY_COUNT,
    UNIQUE,
    NULLS_NOT_DISTINCT,
    CLUSTERED,
    VALID,
    REPLICA,
    COLUMNS,
    OPCLASSES,
    COLLATIONS,
    ORDERS,
    OPTIONS,
    PREDICATE,
    EXPRESSIONS
};

#define DEFAULT_METHOD "btree"
#define DEFAULT_COLLATION 100 /* pg_collation's "default" */
#define DESCENDING 1          /* bits of pg_index.indoption */
#define NULLS_FIRST 2

/* What pg_attribute says of an index. */
struct index_columns {
    struct orq_strings names;   /* of a partition's: all, in order */
    struct orq_strings targets; /* "2=500" */
    struct orq_oids *options;   /* by number: struct orq_strings */
};

bool orq_catalog_index_column_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t oid = orq_cell_oid(row, 0);
    struct index_columns *columns = orq_oids_get(catalog->index_columns, oid);
    if (!columns) {
        columns = ORQ_NEW(catalog->passing, struct index_columns);
        columns->options = orq_oids_new(catalog->passing);
        orq_oids_put(catalog->index_columns, oid, columns);
    }
    ORQ_PUSH(catalog->passing, &columns->names,
             orq_arena_strdup(catalog->passing, orq_cell(row, 2)));
    if (orq_cell_number(row, 3) > 0)
        ORQ_PUSH(catalog->passing, &columns->targets,
                 orq_arena_printf(catalog->passing, "%s=%s", orq_cell(row, 1), orq_cell(row, 3)));
    if (orq_cell(row, 4)) {
        struct orq_strings *options = ORQ_NEW(catalog->passing, struct orq_strings);
        *options = orq_cell_array(catalog->passing, row, 4);
        orq_oids_put(columns->options, orq_cell_oid(row, 1), options);
    }
    return true;
}

/* ---- key parts ---- */

struct part_reader {
    struct orq_catalog *catalog;
    const struct orq_catalog_relation *relation;
    const struct index_columns *columns; /* NULL: nothing rare */
    struct orq_numbers numbers, opclasses, collations, orders;
    struct orq_strings expressions;
    size_t expression; /* the next */
};

static struct part_reader part_reader_new(struct orq_catalog *catalog,
                                          const struct orq_catalog_relation *relation,
                                          const struct orq_row *row)
{
    return (struct part_reader){.catalog = catalog,
                                .relation = relation,
                                .columns =
                                    orq_oids_get(catalog->index_columns, orq_cell_oid(row, OID)),
                                .numbers = orq_cell_numbers(catalog->passing, row, COLUMNS),
                                .opclasses = orq_cell_numbers(catalog->passing, row, OPCLASSES),
                                .collations = orq_cell_numbers(catalog->passing, row, COLLATIONS),
                                .orders = orq_cell_numbers(catalog->passing, row, ORDERS),
                                .expressions = orq_cell_array(catalog->passing, row, EXPRESSIONS)};
}

static uint32_t number_at(const struct orq_numbers *numbers, size_t at)
{
    return at < numbers->len ? numbers->items[at] : 0;
}

/* "gist_trgm_ops (siglen='32')" */
static const char *with_options(struct orq_catalog *catalog, const char *opclass,
                                const struct orq_strings *options)
{
    struct orq_str text = orq_str_new(catalog->passing);
    orq_str_add(&text, opclass);
    for (size_t i = 0; i < options->len; i++) {
        const char *option = options->items[i];
        size_t name = strcspn(option, "=");
        orq_str_addf(&text, "%s%.*s='%s'", i == 0 ? " (" : ", ", (int)name, option,
                     option[name] ? option + name + 1 : "");
    }
    orq_str_addc(&text, ')');
    return orq_catalog_word(catalog, orq_str_text(&text));
}

static const char *opclass_of(const struct part_reader *reader, size_t at)
{
    uint32_t oid = number_at(&reader->opclasses, at);
    const char *name = orq_catalog_named(reader->catalog, 'o', oid);
    const struct orq_strings *options =
        reader->columns ? orq_oids_get(reader->columns->options, at + 1) : NULL;
    if (options && name)
        return with_options(reader->catalog, name, options);
    return orq_catalog_is_default(reader->catalog, oid) ? NULL : name;
}

static bool has_collation(const struct orq_catalog_relation *relation, uint32_t collation)
{
    for (size_t i = 0; i < relation->column_count; i++)
        if (relation->columns[i].column && relation->columns[i].collation == collation)
            return true;
    return false;
}

/* An expression has the collation of what it is made of, which the catalogue does not keep. */
static bool is_own_collation(const struct part_reader *reader, const struct orq_key_part *part,
                             uint32_t collation, const struct orq_catalog_column *column)
{
    if (column)
        return column->collation == collation;
    return collation == DEFAULT_COLLATION || strstr(part->expr.text, "COLLATE") ||
           has_collation(reader->relation, collation);
}

static struct orq_key_part part_at(struct part_reader *reader, size_t at)
{
    struct orq_key_part part = {0};
    uint32_t collation = number_at(&reader->collations, at);
    uint32_t order = number_at(&reader->orders, at);
    const struct orq_catalog_column *column =
        orq_catalog_column(reader->relation, number_at(&reader->numbers, at));
    if (column)
        part.column = column->column->name;
    else if (reader->expression < reader->expressions.len)
        part.expr.text = orq_arena_strdup(reader->catalog->arena,
                                          reader->expressions.items[reader->expression++]);
    part.opclass = opclass_of(reader, at);
    part.descending = (order & DESCENDING) != 0;
    if (((order & NULLS_FIRST) != 0) != part.descending)
        part.nulls = part.descending ? ORQ_NULLS_LAST : ORQ_NULLS_FIRST;
    if (collation != 0 && (column || part.expr.text) &&
        !is_own_collation(reader, &part, collation, column))
        part.collation = orq_catalog_named(reader->catalog, 'c', collation);
    return part;
}

static struct orq_key_parts parts_of(struct part_reader *reader, size_t count)
{
    struct orq_key_parts parts = {
        .items = ORQ_NEW_ARRAY(reader->catalog->arena, struct orq_key_part, count + 1),
        .cap = count + 1};
    while (parts.len < count) {
        parts.items[parts.len] = part_at(reader, parts.len);
        parts.len++;
    }
    return parts;
}

static struct orq_strings include_of(const struct part_reader *reader, size_t from)
{
    struct orq_strings include = {0};
    for (size_t i = from; i < reader->numbers.len; i++) {
        const struct orq_catalog_column *column =
            orq_catalog_column(reader->relation, reader->numbers.items[i]);
        if (column)
            ORQ_PUSH(reader->catalog->arena, &include, column->column->name);
    }
    return include;
}

/* ---- indexes ---- */

static const char *method_of(const struct orq_catalog *catalog, const struct orq_row *row)
{
    const char *method = orq_catalog_named(catalog, 'a', orq_cell_oid(row, METHOD));
    return method && strcmp(method, DEFAULT_METHOD) != 0 ? method : NULL;
}

static struct orq_sql predicate_of(struct orq_catalog *catalog, const struct orq_row *row)
{
    const char *text = orq_cell(row, PREDICATE);
    return (struct orq_sql){.text = text ? orq_arena_strdup(catalog->arena, text) : NULL};
}

static void complete_constraint(struct part_reader *reader, const struct orq_catalog_key *key,
                                const struct orq_row *row)
{
    struct orq_catalog *catalog = reader->catalog;
    struct orq_constraint *constraint = key->constraint;
    size_t count = (size_t)orq_cell_number(row, KEY_COUNT);
    constraint->parts = parts_of(reader, count);
    for (size_t i = 0; i < key->operators.len && i < count; i++)
        constraint->parts.items[i].with = orq_catalog_named(catalog, 'p', key->operators.items[i]);
    constraint->include = include_of(reader, count);
    constraint->nulls_not_distinct = orq_cell_is(row, NULLS_NOT_DISTINCT);
    constraint->tablespace = orq_catalog_named(catalog, 't', orq_cell_oid(row, TABLESPACE));
    orq_catalog_options(catalog, row, OPTIONS, "", &constraint->with);
    if (constraint->kind == ORQ_KIND_EXCLUSION) {
        constraint->method = method_of(catalog, row);
        constraint->where = predicate_of(catalog, row);
    }
}

/* The server's own choice of a name for a partition's index: of the table and the columns' names in
 * the index, and a number where that is taken. */
static bool is_implied(const struct part_reader *reader, const struct orq_row *row)
{
    struct orq_catalog *catalog = reader->catalog;
    if (!orq_cell_is(row, IS_PARTITION) || !reader->columns)
        return false;
    const char *name = orq_cell(row, NAME);
    size_t end = strlen(name);
    while (end > 0 && strchr("0123456789", name[end - 1]))
        end--;
    const char *template =
        orq_arena_printf(catalog->passing, "%s%s", orq_naming_default.index, name + end);
    return strcmp(name, orq_name_from_template(catalog->passing, template, reader->relation->name,
                                               &reader->columns->names, NULL)) == 0;
}

static struct orq_index *new_index(struct part_reader *reader, const struct orq_row *row)
{
    struct orq_catalog *catalog = reader->catalog;
    struct orq_index *index = ORQ_NEW(catalog->arena, struct orq_index);
    size_t count = (size_t)orq_cell_number(row, KEY_COUNT);
    index->name = orq_arena_strdup(catalog->arena, orq_cell(row, NAME));
    index->name_given = true;
    index->unique = orq_cell_is(row, UNIQUE);
    index->nulls_not_distinct = orq_cell_is(row, NULLS_NOT_DISTINCT);
    index->parts = parts_of(reader, count);
    index->include = include_of(reader, count);
    index->where = predicate_of(catalog, row);
    index->method = method_of(catalog, row);
    index->tablespace = orq_catalog_named(catalog, 't', orq_cell_oid(row, TABLESPACE));
    index->implied = is_implied(reader, row);
    index->invalid = orq_cell_char(row, KIND) == 'i' && !orq_cell_is(row, VALID);
    orq_catalog_options(catalog, row, OPTIONS, "", &index->with);
    for (size_t i = 0; reader->columns && i < reader->columns->targets.len; i++)
        ORQ_PUSH(catalog->arena, &index->statistics,
                 orq_catalog_word(catalog, reader->columns->targets.items[i]));
    return index;
}

static void mark_table(struct orq_catalog *catalog, struct orq_table *table, const char *name,
                       const struct orq_row *row)
{
    if (orq_cell_is(row, CLUSTERED))
        orq_catalog_table_postgres(catalog, table)->cluster_on = name;
    if (orq_cell_is(row, REPLICA))
        orq_catalog_table_postgres(catalog, table)->replica_identity =
            orq_arena_printf(catalog->arena, "index %s", name);
}

/* What an exclusion's expressions and predicate read, its index depends on. */
static void stand_for_constraint(struct orq_catalog *catalog,
                                 const struct orq_catalog_relation *relation,
                                 const struct orq_constraint *constraint, const struct orq_row *row)
{
    if (constraint->kind == ORQ_KIND_EXCLUSION)
        orq_catalog_add_object(catalog, ORQ_CLASS_RELATION, orq_cell_oid(row, OID),
                               &(struct orq_catalog_object){.kind = ORQ_KIND_CHECK,
                                                            .relation = relation->qualified,
                                                            .name = constraint->name});
}

bool orq_catalog_index_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation)
        return true;
    struct part_reader reader = part_reader_new(catalog, relation, row);
    struct orq_table *table = orq_catalog_table_of(catalog, relation);
    const struct orq_catalog_key *key = orq_oids_get(catalog->keys, orq_cell_oid(row, OID));
    if (key) {
        complete_constraint(&reader, key, row);
        mark_table(catalog, table, key->constraint->name, row);
        stand_for_constraint(catalog, relation, key->constraint, row);
        return true;
    }
    struct orq_index *index = new_index(&reader, row);
    ORQ_PUSH(catalog->arena, &table->indexes, index);
    mark_table(catalog, table, index->name, row);
    orq_catalog_add_object(catalog, ORQ_CLASS_RELATION, orq_cell_oid(row, OID),
                           &(struct orq_catalog_object){.kind = ORQ_KIND_INDEX,
                                                        .schema = relation->schema,
                                                        .name = index->name,
                                                        .comment = &index->comment});
    return true;
}
