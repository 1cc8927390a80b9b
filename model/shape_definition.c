/* The language: schemas, extensions, views, and what is written as a whole statement. */
#include "model/shape_parts.h"

#include "model/text_search.h"

#define NAMES_OF(shape, text)                                   \
    {                                                           \
        .kind = ORQ_SHAPE_NAMES, .what = (text), .of = &(shape) \
    }

/* -- schemas and extensions -- */

static const struct orq_shape schema_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a schema",
    .keys = KEYS(OBJECT_KEYS, RENAMED_KEY, KEY("owner", orq_shape_plain_name, "Its owner"),
                 KEY("grants", orq_shape_grants, "Who may do what with it"))};
static const struct orq_shape schema_names = NAMES_OF(schema_map, "a map of schemas");
static const struct orq_shape schema_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of schemas", .of = &orq_shape_plain_name};
const struct orq_shape orq_shape_schemas = {.kind = ORQ_SHAPE_ANY,
                                            .what = "a list or a map of schemas",
                                            .any = SHAPES(&schema_list, &schema_names)};

static const struct orq_shape extension_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an extension",
    .keys = KEYS(MUST("name", orq_shape_plain_name, "The extension"),
                 KEY("schema", orq_shape_plain_name, "The schema that it is in"),
                 KEY("version", orq_shape_plain_name, "Its version"),
                 KEY("comment", orq_shape_text, "What it is for"))};
static const struct orq_shape extension = {.kind = ORQ_SHAPE_ANY,
                                           .what = "an extension's name or {name, schema, version}",
                                           .any = SHAPES(&orq_shape_plain_name, &extension_map)};
const struct orq_shape orq_shape_extensions = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of extensions", .of = &extension};

/* -- statistics -- */

static const struct orq_shape statistics_kind = {.kind = ORQ_SHAPE_WORD,
                                                 .what = "a kind of statistics",
                                                 .words =
                                                     WORDS("ndistinct", "dependencies", "mcv")};
static const struct orq_shape statistics_kinds = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of kinds", .least = 1, .of = &statistics_kind};
static const struct orq_shape statistics = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a statistics object",
    .name = "statistics",
    .keys = KEYS(MUST("table", orq_shape_plain_name, "The table"),
                 MUST("columns", orq_shape_parts, "Its columns and expressions"),
                 KEY("kinds", statistics_kinds, "Default: all"),
                 KEY("target", orq_shape_integer, "Its statistics target"), RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_statistics = NAMES_OF(statistics, "a map of statistics objects");

/* -- views -- */

static const struct orq_shape check_option = {
    .kind = ORQ_SHAPE_WORD, .what = "local or cascaded", .words = WORDS("local", "cascaded")};
static const struct orq_shape column_comments = NAMES_OF(orq_shape_text, "a map of comments");
static const struct orq_shape column_defaults = NAMES_OF(orq_shape_default, "a map of defaults");
static const struct orq_shape column_grants = NAMES_OF(orq_shape_grants, "a map of grants");
static const struct orq_shape view = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a view",
    .name = "view",
    .hint = "{sql: SELECT …}",
    .keys = KEYS(
        MUST("sql", orq_shape_text, "Its SELECT"),
        KEY("columns", orq_shape_names, "The names of its columns"),
        KEY("materialized", orq_shape_bool, "PostgreSQL: its rows are stored"),
        KEY("with", orq_shape_parameters, "PostgreSQL: its options"),
        KEY("check_option", check_option, "PostgreSQL: rows that it does not show are refused"),
        KEY("tablespace", orq_shape_plain_name, "PostgreSQL: where a materialized view is kept"),
        KEY("access_method", orq_shape_plain_name, "PostgreSQL: of a materialized view"),
        KEY("populated", orq_shape_plain_bool, "PostgreSQL: false: a materialized view is empty"),
        KEY("column_comments", column_comments, "PostgreSQL: column: comment"),
        KEY("column_defaults", column_defaults, "PostgreSQL: column: default of INSERT"),
        KEY("column_grants", column_grants, "PostgreSQL: column: {role: privileges}"),
        KEY("indexes", orq_shape_indexes, "PostgreSQL: of a materialized view"),
        KEY("triggers", orq_shape_triggers, "name: {sql: CREATE TRIGGER …}"),
        KEY("rules", orq_shape_rules, "PostgreSQL: name: {sql: CREATE RULE …}"), RENAMED_KEY,
        TOP_KEYS)};
const struct orq_shape orq_shape_views = NAMES_OF(view, "a map of views");

/* -- full text search -- */

static const struct orq_shape dictionary = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a text search dictionary",
    .name = "text_search_dictionary",
    .hint = "{template: simple, settings: {stopwords: english}}",
    .keys = KEYS(MUST("template", orq_shape_plain_name, "simple, snowball, synonym, …"),
                 KEY("settings", orq_shape_parameters, "What the template is told"), TOP_KEYS)};
const struct orq_shape orq_shape_dictionaries = NAMES_OF(dictionary, "a map of dictionaries");

static const struct orq_shape language = {.kind = ORQ_SHAPE_WORD,
                                          .what = "a configuration that comes with the server",
                                          .words = orq_text_search_languages};
static const struct orq_shape dictionary_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of dictionaries", .of = &orq_shape_name};
static const struct orq_shape dictionaries = {.kind = ORQ_SHAPE_ANY,
                                              .what = "a dictionary, or a list of them",
                                              .any = SHAPES(&orq_shape_name, &dictionary_list)};
static const struct orq_shape mappings = NAMES_OF(dictionaries, "a map of types of token");
static const struct orq_shape configuration = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a text search configuration",
    .name = "text_search_configuration",
    .hint = "{copy: english, mappings: {word: [unaccent, english_stem]}}",
    .keys = KEYS(KEY("parser", orq_shape_plain_name, "Default: the server's own"),
                 KEY("copy", language, "The mappings that it has unless `mappings` says otherwise"),
                 KEY("mappings", mappings, "type of token: dictionaries, in order; []: none"),
                 TOP_KEYS)};
const struct orq_shape orq_shape_configurations =
    NAMES_OF(configuration, "a map of configurations");

/* -- whole statements -- */

#define STATEMENT(what_, name_)                                                                    \
    {                                                                                              \
        .kind = ORQ_SHAPE_MAP, .what = (what_), .name = (name_),                                   \
        .hint = "{sql: the whole CREATE statement}",                                               \
        .keys =                                                                                    \
            KEYS(MUST("sql", orq_shape_text, "The whole CREATE statement"), TOP_KEYS, RENAMED_KEY) \
    }
static const struct orq_shape function = STATEMENT("a function", "function");
static const struct orq_shape aggregate = STATEMENT("an aggregate", "aggregate");
static const struct orq_shape operator= STATEMENT("an operator", "operator");
static const struct orq_shape cast = STATEMENT("a cast", "cast");
static const struct orq_shape collation = STATEMENT("a collation", "collation");
static const struct orq_shape server = STATEMENT("a foreign server", "server");
static const struct orq_shape foreign_table = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a foreign table",
    .name = "foreign_table",
    .hint = "{sql: the whole CREATE statement}",
    .keys = KEYS(MUST("sql", orq_shape_text, "The whole CREATE statement"),
                 KEY("column_comments", column_comments, "column: comment"),
                 KEY("triggers", orq_shape_triggers, "name: {sql: CREATE TRIGGER …}"), TOP_KEYS,
                 RENAMED_KEY)};
const struct orq_shape orq_shape_functions = NAMES_OF(function, "a map of signatures to functions");
const struct orq_shape orq_shape_aggregates = NAMES_OF(aggregate, "a map of aggregates");
const struct orq_shape orq_shape_operators = NAMES_OF(operator, "a map of operators");
const struct orq_shape orq_shape_casts = NAMES_OF(cast, "a map of casts");
const struct orq_shape orq_shape_collations = NAMES_OF(collation, "a map of collations");
const struct orq_shape orq_shape_servers = NAMES_OF(server, "a map of foreign servers");
const struct orq_shape orq_shape_foreign_tables =
    NAMES_OF(foreign_table, "a map of foreign tables");
