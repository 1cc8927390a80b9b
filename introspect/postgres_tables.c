/* Relations: tables as such, views, composites and foreign tables as definitions. */
#include "introspect/postgres_parts.h"

#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_LEDGER "orqgen_revisions"
#define FOREIGN_LEDGER "alembic_version"
#define DEFAULT_METHOD "heap"

enum cell {
    OID,
    NAME,
    NAMESPACE,
    KIND,
    PERSISTENCE,
    IS_PARTITION,
    ROW_SECURITY,
    FORCED,
    REPLICA,
    OWNER,
    TABLESPACE,
    METHOD,
    ROW_TYPE,
    OF_TYPE,
    OPTIONS,
    TOAST_OPTIONS,
    ACL,
    PARTITION_KEY,
    PARTITION_BOUND
};

/* ---- what is no part of a schema ---- */

static bool is_ledger(const struct orq_catalog *catalog, uint32_t namespace_oid, const char *name)
{
    const char *ledger =
        catalog->options && catalog->options->ledger ? catalog->options->ledger : DEFAULT_LEDGER;
    const char *schema = orq_oids_get(catalog->namespaces, namespace_oid);
    const char *instead = orq_db_schema(catalog->db);
    if (instead && orq_starts_with(ledger, instead) && ledger[strlen(instead)] == '.')
        ledger += strlen(instead) + 1;
    const char *dot = strchr(ledger, '.');
    if (!dot)
        return strcmp(name, ledger) == 0 && !orq_catalog_schema(catalog, namespace_oid);
    size_t len = (size_t)(dot - ledger);
    return strcmp(name, dot + 1) == 0 && schema && strlen(schema) == len &&
           memcmp(schema, ledger, len) == 0;
}

static bool is_left_out(struct orq_catalog *catalog, const struct orq_row *row)
{
    uint32_t oid = orq_cell_oid(row, OID);
    const char *name = orq_cell(row, NAME);
    if (is_ledger(catalog, orq_cell_oid(row, NAMESPACE), name) ||
        strcmp(name, FOREIGN_LEDGER) == 0 || orq_starts_with(name, ORQ_ARCHIVE_PREFIX))
        orq_catalog_hide(catalog, ORQ_CLASS_RELATION, oid);
    return orq_catalog_is_hidden(catalog, ORQ_CLASS_RELATION, oid);
}

/* ---- options ---- */

void orq_catalog_options(struct orq_catalog *catalog, const struct orq_row *row, size_t at,
                         const char *prefix, struct orq_strings *options)
{
    struct orq_strings read = orq_cell_array(catalog->passing, row, at);
    for (size_t i = 0; i < read.len; i++)
        ORQ_PUSH(catalog->arena, options,
                 orq_catalog_word(
                     catalog, orq_arena_printf(catalog->passing, "%s%s", prefix, read.items[i])));
    orq_strings_sort(options);
}

/* ---- relations ---- */

struct orq_catalog_relation *orq_catalog_relation(const struct orq_catalog *catalog, uint32_t oid)
{
    struct orq_catalog_relation *relation = orq_oids_get(catalog->relations, oid);
    return relation && !relation->stranger ? relation : NULL;
}

static struct orq_catalog_relation *new_relation(struct orq_catalog *catalog, uint32_t oid,
                                                 const char *name, uint32_t namespace_oid)
{
    struct orq_catalog_relation *relation = ORQ_NEW(catalog->passing, struct orq_catalog_relation);
    relation->oid = oid;
    relation->name = orq_arena_strdup(catalog->arena, name);
    relation->namespace_oid = namespace_oid;
    relation->schema = orq_catalog_schema(catalog, namespace_oid);
    relation->qualified =
        orq_qualified(catalog->arena, catalog->schema->dialect, relation->schema, relation->name);
    orq_oids_put(catalog->relations, oid, relation);
    return relation;
}

struct orq_table_postgres *orq_catalog_table_postgres(struct orq_catalog *catalog,
                                                      struct orq_table *table)
{
    if (!table->postgres)
        table->postgres = ORQ_NEW(catalog->arena, struct orq_table_postgres);
    return table->postgres;
}

struct orq_table *orq_catalog_table_of(struct orq_catalog *catalog,
                                       struct orq_catalog_relation *relation)
{
    if (relation->table)
        return relation->table;
    struct orq_table *table = orq_table_new(catalog->arena, relation->name);
    table->kind = relation->definition ? relation->definition->kind : ORQ_KIND_TABLE;
    table->schema = relation->schema;
    relation->table = table;
    orq_table_set_dialect(catalog->arena, table, catalog->schema->dialect);
    if (relation->definition && relation->definition->kind != ORQ_KIND_FOREIGN_TABLE)
        relation->definition->relation = table;
    return table;
}

static const char *replica_identity(char letter)
{
    return letter == 'f' ? "full" : letter == 'n' ? "nothing" : NULL;
}

static void describe_table(struct orq_catalog *catalog, struct orq_table *table,
                           const struct orq_row *row)
{
    struct orq_table_postgres *postgres = orq_catalog_table_postgres(catalog, table);
    const char *method = orq_catalog_named(catalog, 'a', orq_cell_oid(row, METHOD));
    const char *key = orq_cell(row, PARTITION_KEY), *bound = orq_cell(row, PARTITION_BOUND);
    postgres->unlogged = orq_cell_char(row, PERSISTENCE) == 'u';
    postgres->row_security = orq_cell_is(row, ROW_SECURITY);
    postgres->force_row_security = orq_cell_is(row, FORCED);
    postgres->method = method && strcmp(method, DEFAULT_METHOD) != 0 ? method : NULL;
    postgres->tablespace = orq_catalog_named(catalog, 't', orq_cell_oid(row, TABLESPACE));
    postgres->replica_identity = replica_identity(orq_cell_char(row, REPLICA));
    orq_catalog_options(catalog, row, OPTIONS, "", &postgres->with);
    orq_catalog_options(catalog, row, TOAST_OPTIONS, "toast.", &postgres->with);
    postgres->partition_by = key ? orq_arena_strdup(catalog->arena, key) : NULL;
    postgres->partition_bound = bound ? orq_arena_strdup(catalog->arena, bound) : NULL;
    postgres->acl =
        orq_catalog_acl(catalog, ORQ_KIND_TABLE, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
}

/* A table "a.b" of the default schema and a table b of the schema a: only one would be seen. */
static void report_twin(struct orq_catalog *catalog, const struct orq_table *table)
{
    const char *name =
        orq_qualified(catalog->passing, catalog->schema->dialect, table->schema, table->name);
    orq_error(catalog->diags, ORQ_NOWHERE,
              "two tables are called %s: by schema and name, and by name",
              orq_shown_name(catalog->passing, name));
    orq_hint(catalog->diags, "rename the one that has a dot in its own name");
    catalog->ambiguous = true;
}

static void add_table(struct orq_catalog *catalog, struct orq_catalog_relation *relation,
                      const struct orq_row *row)
{
    struct orq_table *table = orq_catalog_table_of(catalog, relation);
    describe_table(catalog, table, row);
    uint32_t type = orq_cell_oid(row, OF_TYPE);
    if (type != 0)
        relation->of_type = orq_catalog_type(catalog, type, -1);
    if (!orq_schema_add_table(catalog->arena, catalog->schema, table))
        report_twin(catalog, table);
    struct orq_catalog_object object = {.kind = ORQ_KIND_TABLE,
                                        .schema = table->schema,
                                        .name = table->name,
                                        .comment = &table->comment};
    orq_catalog_add_object(catalog, ORQ_CLASS_RELATION, relation->oid, &object);
    object.comment = NULL;
    orq_catalog_add_object(catalog, ORQ_CLASS_TYPE, orq_cell_oid(row, ROW_TYPE), &object);
}

static void add_definition(struct orq_catalog *catalog, struct orq_catalog_relation *relation,
                           enum orq_kind kind, const struct orq_row *row)
{
    struct orq_definition *definition =
        orq_catalog_define(catalog, kind, relation->namespace_oid, relation->name);
    relation->definition = definition;
    definition->acl = orq_catalog_acl(catalog, kind, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
    if (kind == ORQ_KIND_VIEW)
        orq_catalog_view(catalog, relation, row);
    orq_catalog_keep(catalog, definition, ORQ_CLASS_RELATION, relation->oid);
    struct orq_catalog_object object = {
        .kind = kind, .schema = definition->schema, .name = definition->name};
    if (kind == ORQ_KIND_COMPOSITE)
        object.comment = &definition->comment;
    orq_catalog_add_object(catalog, ORQ_CLASS_TYPE, orq_cell_oid(row, ROW_TYPE), &object);
}

bool orq_catalog_relation_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    if (is_left_out(catalog, row))
        return true;
    struct orq_catalog_relation *relation = new_relation(
        catalog, orq_cell_oid(row, OID), orq_cell(row, NAME), orq_cell_oid(row, NAMESPACE));
    relation->kind = orq_cell_char(row, KIND);
    ORQ_PUSH(catalog->passing, &catalog->relation_list, relation);
    switch (relation->kind) {
    case 'v':
    case 'm':
        add_definition(catalog, relation, ORQ_KIND_VIEW, row);
        break;
    case 'c':
        add_definition(catalog, relation, ORQ_KIND_COMPOSITE, row);
        break;
    case 'f':
        if (orq_cell(row, PARTITION_BOUND))
            relation->bound = orq_arena_strdup(catalog->passing, orq_cell(row, PARTITION_BOUND));
        add_definition(catalog, relation, ORQ_KIND_FOREIGN_TABLE, row);
        break;
    default:
        add_table(catalog, relation, row);
        break;
    }
    return true;
}

/* ---- parents ---- */

bool orq_catalog_inherit_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct orq_catalog_parent link = {orq_cell_oid(row, 0), orq_cell_oid(row, 1)};
    if (orq_catalog_relation(catalog, link.child))
        ORQ_PUSH(catalog->passing, &catalog->parents, link);
    return true;
}

bool orq_catalog_stranger_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct orq_catalog_relation *relation = orq_oids_get(catalog->relations, orq_cell_oid(row, 0));
    if (!relation) {
        relation =
            new_relation(catalog, orq_cell_oid(row, 0), orq_cell(row, 1), orq_cell_oid(row, 2));
        relation->stranger = true;
    }
    orq_catalog_add_column(catalog, relation, orq_cell_oid(row, 3), orq_cell(row, 4));
    return true;
}

static void link_parents(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < catalog->parents.len; i++) {
        struct orq_catalog_parent link = catalog->parents.items[i];
        struct orq_catalog_relation *child = orq_catalog_relation(catalog, link.child);
        const struct orq_catalog_relation *parent = orq_oids_get(catalog->relations, link.parent);
        if (!parent || !child->table)
            continue;
        struct orq_table_postgres *postgres = orq_catalog_table_postgres(catalog, child->table);
        if (postgres->partition_bound)
            postgres->partition_of = parent->qualified;
        else
            ORQ_PUSH(catalog->arena, &postgres->inherits, parent->qualified);
    }
}

/* ---- the end ---- */

static int compare_names(const char *schema_a, const char *a, const char *schema_b, const char *b)
{
    int order = strcmp(a, b);
    return order != 0 ? order : strcmp(schema_a ? schema_a : "", schema_b ? schema_b : "");
}

static int by_name(const void *a, const void *b)
{
    const struct orq_table *const *left = a;
    const struct orq_table *const *right = b;
    return compare_names((*left)->schema, (*left)->name, (*right)->schema, (*right)->name);
}

static int by_kind_and_name(const void *a, const void *b)
{
    const struct orq_definition *const *left = a;
    const struct orq_definition *const *right = b;
    if ((*left)->kind != (*right)->kind)
        return (*left)->kind < (*right)->kind ? -1 : 1;
    int order = compare_names((*left)->schema, (*left)->name, (*right)->schema, (*right)->name);
    return order != 0 || !(*left)->on || !(*right)->on ? order : strcmp((*left)->on, (*right)->on);
}

static int by_constraint_name(const void *a, const void *b)
{
    const struct orq_constraint *const *left = a;
    const struct orq_constraint *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static int by_index_name(const void *a, const void *b)
{
    const struct orq_index *const *left = a;
    const struct orq_index *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static void sort_table(struct orq_table *table)
{
    if (table->constraints.len > 1)
        qsort(table->constraints.items, table->constraints.len, sizeof *table->constraints.items,
              by_constraint_name);
    if (table->indexes.len > 1)
        qsort(table->indexes.items, table->indexes.len, sizeof *table->indexes.items,
              by_index_name);
}

/* The catalogue has no order that would be the same tomorrow. */
void orq_catalog_finish_tables(struct orq_catalog *catalog)
{
    struct orq_tables *tables = &catalog->schema->tables;
    struct orq_definitions *definitions = &catalog->schema->definitions;
    link_parents(catalog);
    for (size_t i = 0; i < catalog->relation_list.len; i++) {
        const struct orq_catalog_relation *relation = catalog->relation_list.items[i];
        if (!relation->table)
            continue;
        sort_table(relation->table);
        if (relation->of_type)
            relation->table->postgres->of_type = relation->of_type->text;
    }
    if (tables->len > 1)
        qsort(tables->items, tables->len, sizeof *tables->items, by_name);
    if (definitions->len > 1)
        qsort(definitions->items, definitions->len, sizeof *definitions->items, by_kind_and_name);
    orq_strings_sort(&catalog->schema->schemas);
}
