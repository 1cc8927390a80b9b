/* PostgreSQL: the queries in their order, each row given to the function of its kind. */
#include "introspect/postgres_parts.h"

#include "model/dialect.h"

#include <string.h>

enum params { NOTHING, SCHEMA_NAMES, SCHEMAS, TYPES, STRANGERS };

struct step {
    enum orq_catalog_query query;
    enum params params;
    orq_row_fn *row;
    const char *rare; /* only where the database has some: see orq_catalog_has_rare */
};

static const struct step steps[] = {
    {ORQ_CATALOG_ROLES, NOTHING, orq_catalog_role_row, NULL},
    {ORQ_CATALOG_MEMBERS, NOTHING, orq_catalog_member_row, NULL},
    {ORQ_CATALOG_NAMESPACES, SCHEMA_NAMES, orq_catalog_namespace_row, NULL},
    {ORQ_CATALOG_NAMES, NOTHING, orq_catalog_name_row, NULL},
    {ORQ_CATALOG_EXTENSIONS, NOTHING, orq_catalog_extension_row, NULL},
    {ORQ_CATALOG_RELATIONS, SCHEMAS, orq_catalog_relation_row, NULL},
    {ORQ_CATALOG_INHERITS, NOTHING, orq_catalog_inherit_row, NULL},
    {ORQ_CATALOG_COLUMNS, SCHEMAS, orq_catalog_column_row, NULL},
    {ORQ_CATALOG_DEFAULTS, SCHEMAS, orq_catalog_default_row, NULL},
    {ORQ_CATALOG_TYPES, SCHEMAS, orq_catalog_type_row, NULL},
    {ORQ_CATALOG_RANGES, SCHEMAS, orq_catalog_range_row, NULL},
    {ORQ_CATALOG_CONSTRAINTS, SCHEMAS, orq_catalog_constraint_row, NULL},
    {ORQ_CATALOG_INDEX_COLUMNS, NOTHING, orq_catalog_index_column_row, NULL},
    {ORQ_CATALOG_INDEXES, SCHEMAS, orq_catalog_index_row, NULL},
    {ORQ_CATALOG_COLUMN_TYPES, TYPES, orq_catalog_column_type_row, NULL},
    {ORQ_CATALOG_STRANGERS, STRANGERS, orq_catalog_stranger_row, NULL},
    {ORQ_CATALOG_SEQUENCES, SCHEMAS, orq_catalog_sequence_row, NULL},
    {ORQ_CATALOG_FUNCTIONS, SCHEMAS, orq_catalog_function_row, NULL},
    {ORQ_CATALOG_AGGREGATES, SCHEMAS, orq_catalog_aggregate_row, NULL},
    {ORQ_CATALOG_TRIGGERS, SCHEMAS, orq_catalog_trigger_row, NULL},
    {ORQ_CATALOG_RULES, SCHEMAS, orq_catalog_rule_row, NULL},
    {ORQ_CATALOG_POLICIES, SCHEMAS, orq_catalog_policy_row, NULL},
    {ORQ_CATALOG_STATISTICS, SCHEMAS, orq_catalog_statistics_row, NULL},
    {ORQ_CATALOG_RARE, NOTHING, orq_catalog_rare_row, NULL},
    {ORQ_CATALOG_COLLATIONS, SCHEMAS, orq_catalog_collation_row, "collation"},
    {ORQ_CATALOG_OPERATORS, SCHEMAS, orq_catalog_operator_row, "operator"},
    {ORQ_CATALOG_CASTS, SCHEMAS, orq_catalog_cast_row, "cast"},
    {ORQ_CATALOG_SERVERS, SCHEMAS, orq_catalog_server_row, "foreign server"},
    {ORQ_CATALOG_FOREIGN_TABLES, SCHEMAS, orq_catalog_foreign_table_row, "foreign table"},
    {ORQ_CATALOG_DICTIONARIES, SCHEMAS, orq_catalog_dictionary_row, "text search dictionary"},
    {ORQ_CATALOG_CONFIGURATIONS, SCHEMAS, orq_catalog_configuration_row,
     "text search configuration"},
    {ORQ_CATALOG_EVENT_TRIGGERS, SCHEMAS, orq_catalog_event_trigger_row, "event trigger"},
    {ORQ_CATALOG_PUBLICATIONS, SCHEMAS, orq_catalog_publication_row, "publication"},
    {ORQ_CATALOG_PUBLISHED, SCHEMAS, orq_catalog_published_row, "publication"},
    {ORQ_CATALOG_COMMENTS, NOTHING, orq_catalog_comment_row, NULL},
    {ORQ_CATALOG_DEPENDS, NOTHING, orq_catalog_depend_row, NULL},
};

#define MOST_PARAMS 2

/* ---- parameters ---- */

/* By the names that they have in the database. */
static const char *wanted_schemas(const struct orq_catalog *catalog)
{
    static const struct orq_strings all = {0};
    const struct orq_strings *wanted = catalog->options ? catalog->options->schemas : NULL;
    const char *instead = orq_db_schema(catalog->db);
    if (!instead)
        return orq_array_text(catalog->passing, wanted ? wanted : &all);
    struct orq_strings names = {0};
    ORQ_PUSH(catalog->passing, &names, instead);
    for (size_t i = 0; wanted && i < wanted->len; i++)
        if (strcmp(wanted->items[i], orq_postgresql.default_schema) != 0)
            ORQ_PUSH(catalog->passing, &names, wanted->items[i]);
    return orq_array_text(catalog->passing, &names);
}

static size_t type_params(const struct orq_catalog *catalog, const char **params)
{
    struct orq_str oids = orq_str_new(catalog->passing), modifiers = orq_str_new(catalog->passing);
    for (size_t i = 0; i < catalog->type_list.len; i++) {
        char comma = i == 0 ? '{' : ',';
        orq_str_addf(&oids, "%c%lu", comma, (unsigned long)catalog->type_list.items[i]->oid);
        orq_str_addf(&modifiers, "%c%ld", comma, (long)catalog->type_list.items[i]->modifier);
    }
    if (catalog->type_list.len == 0)
        return 0;
    orq_str_addc(&oids, '}');
    orq_str_addc(&modifiers, '}');
    params[0] = orq_str_text(&oids);
    params[1] = orq_str_text(&modifiers);
    return 2;
}

static void add_stranger(const struct orq_catalog *catalog, struct orq_str *oids, uint32_t oid)
{
    if (!orq_oids_get(catalog->relations, oid))
        orq_str_addf(oids, "%c%lu", oids->len == 0 ? '{' : ',', (unsigned long)oid);
}

static size_t stranger_params(const struct orq_catalog *catalog, const char **params)
{
    struct orq_str oids = orq_str_new(catalog->passing);
    for (size_t i = 0; i < catalog->foreign_keys.len; i++)
        add_stranger(catalog, &oids, catalog->foreign_keys.items[i].parent);
    for (size_t i = 0; i < catalog->parents.len; i++)
        add_stranger(catalog, &oids, catalog->parents.items[i].parent);
    if (oids.len == 0)
        return 0;
    orq_str_addc(&oids, '}');
    params[0] = orq_str_text(&oids);
    return 1;
}

/* How many there are; of a query that has some, 0: there is nothing to ask for. */
static size_t params_of(const struct orq_catalog *catalog, enum params which, const char **params)
{
    switch (which) {
    case NOTHING:
        break;
    case SCHEMA_NAMES:
        params[0] = wanted_schemas(catalog);
        return 1;
    case SCHEMAS:
        params[0] = catalog->read;
        return 1;
    case TYPES:
        return type_params(catalog, params);
    case STRANGERS:
        return stranger_params(catalog, params);
    }
    return 0;
}

/* ---- reading ---- */

static enum orq_status take(struct orq_catalog *catalog, const struct step *step)
{
    const char *params[MOST_PARAMS] = {0};
    if (step->rare && !orq_catalog_has_rare(catalog, step->rare))
        return ORQ_OK;
    size_t count = params_of(catalog, step->params, params);
    if (count == 0 && step->params != NOTHING)
        return ORQ_OK;
    struct orq_catalog_moving moving = {catalog,
                                        step->row,
                                        {orq_db_schema(catalog->db), orq_postgresql.default_schema},
                                        step->query == ORQ_CATALOG_NAMESPACES};
    const struct orq_query query = {
        .sql = orq_catalog_sql(catalog->passing, step->query, orq_db_version(catalog->db)),
        .params = params,
        .param_count = count,
        .fn = orq_db_schema(catalog->db) ? orq_catalog_moved_row : step->row,
        .context = orq_db_schema(catalog->db) ? (void *)&moving : (void *)catalog};
    enum orq_status status = orq_db_query(catalog->db, &query, catalog->diags);
    if (step->query == ORQ_CATALOG_NAMESPACES)
        catalog->read =
            orq_arena_printf(catalog->passing, "%s}", catalog->read[0] ? catalog->read : "{");
    return status;
}

static enum orq_status read_all(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (take(catalog, &steps[i]) != ORQ_OK)
            return ORQ_DATABASE;
    if (catalog->ambiguous)
        return ORQ_INVALID;
    orq_catalog_finish_columns(catalog);
    orq_catalog_finish_foreign(catalog);
    orq_catalog_finish_constraints(catalog);
    orq_catalog_finish_tables(catalog);
    return ORQ_OK;
}

static void begin(struct orq_catalog *catalog)
{
    struct orq_arena *passing = catalog->passing;
    catalog->schema = orq_schema_new(catalog->arena, &orq_postgresql);
    catalog->schema->live = true;
    catalog->words = orq_map_new(passing, ORQ_KEYS_EXACT);
    catalog->rare = orq_map_new(passing, ORQ_KEYS_EXACT);
    catalog->read = "";
    struct orq_oids **maps[] = {
        &catalog->hidden, &catalog->namespaces,    &catalog->roles,        &catalog->names,
        &catalog->types,  &catalog->relations,     &catalog->objects,      &catalog->typed,
        &catalog->keys,   &catalog->index_columns, &catalog->own_comments, &catalog->aliases};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        *maps[i] = orq_oids_new(passing);
}

enum orq_status orq_introspect_postgres(struct orq_arena *arena, struct orq_db *db,
                                        const struct orq_introspect_options *options,
                                        struct orq_diags *diags, struct orq_schema **schema)
{
    struct orq_catalog catalog = {
        .arena = arena, .passing = orq_arena_new(), .db = db, .diags = diags, .options = options};
    begin(&catalog);
    enum orq_status status = read_all(&catalog);
    orq_arena_free(catalog.passing);
    *schema = status == ORQ_OK ? catalog.schema : NULL;
    return status;
}
