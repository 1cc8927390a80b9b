/* The language: what stands beside tables, and the whole. */
#include "model/kind.h"
#include "model/shape_parts.h"

#define NAMES_OF(shape, text)                                   \
    {                                                           \
        .kind = ORQ_SHAPE_NAMES, .what = (text), .of = &(shape) \
    }

/* -- sequences -- */

#define SEQUENCE_KEYS                                                      \
    KEY("start", orq_shape_integer, "The first number"),                   \
        KEY("unlogged", orq_shape_bool, "PostgreSQL 15: lost in a crash"), \
        KEY("increment", orq_shape_integer, "The step; default 1"),        \
        KEY("min", orq_shape_integer, "The least number"),                 \
        KEY("max", orq_shape_integer, "The greatest number"),              \
        KEY("cache", orq_shape_integer, "How many are fetched at once"),   \
        KEY("cycle", orq_shape_bool, "Begins anew at the end")

static const struct orq_shape identity_word = {
    .kind = ORQ_SHAPE_WORD, .what = "always or by default", .words = WORDS("always", "by default")};
static const struct orq_shape identity_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an identity",
    .keys = KEYS(KEY("generated", identity_word, "Whether a written value is refused"),
                 KEY("name", orq_shape_plain_name, "The sequence's name"), SEQUENCE_KEYS)};
const struct orq_shape orq_shape_identity = {.kind = ORQ_SHAPE_ANY,
                                             .what = "always, by default or {sequence options}",
                                             .varies = true,
                                             .any = SHAPES(&identity_word, &identity_map)};

static const struct orq_shape sequence_type = {.kind = ORQ_SHAPE_WORD,
                                               .what = "smallint, integer or bigint",
                                               .words = WORDS("smallint", "integer", "bigint")};
static const struct orq_shape sequence = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a sequence",
    .name = "sequence",
    .keys = KEYS(KEY("type", sequence_type, "Its type; default bigint"),
                 KEY("owned_by", orq_shape_plain_name, "table.column that it goes with"),
                 SEQUENCE_KEYS, RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_sequences = NAMES_OF(sequence, "a map of sequences");

/* -- types -- */

static const struct orq_shape enum_text = {.kind = ORQ_SHAPE_SCALAR, .what = "a value"};
static const struct orq_shape enum_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a value of an enum",
    .keys = KEYS(MUST("name", enum_text, "The value"),
                 KEY("renamed_from", enum_text, "The value before"))};
static const struct orq_shape enum_value = {.kind = ORQ_SHAPE_ANY,
                                            .what = "a value or {name, renamed_from}",
                                            .any = SHAPES(&enum_text, &enum_map)};
static const struct orq_shape enum_values = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of values", .varies = true, .of = &enum_value};
static const struct orq_shape enum_type = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an enum",
    .name = "enum",
    .hint = "{values: [a, b]}",
    .keys = KEYS(MUST("values", enum_values, "Its values, in order"), RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_enums = NAMES_OF(enum_type, "a map of enums");

static const struct orq_shape domain = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a domain",
    .name = "domain",
    .keys = KEYS(MUST("type", orq_shape_type, "The type that it narrows"),
                 KEY("nullable", orq_shape_bool, "Default true"),
                 KEY("default", orq_shape_default, "The default of its columns"),
                 KEY("check", orq_shape_sql_list, "What has to be true of VALUE"),
                 KEY("checks", orq_shape_checks, "The same, named"),
                 KEY("collate", orq_shape_name, "Its collation"), RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_domains = NAMES_OF(domain, "a map of domains");

static const struct orq_shape field_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a field",
    .keys = KEYS(MUST("type", orq_shape_type, "Its type"),
                 KEY("collate", orq_shape_name, "Its collation"), RENAMED_KEY,
                 KEY("comment", orq_shape_text, "What it is for"))};
static const struct orq_shape field_text = {.kind = ORQ_SHAPE_TEXT, .what = "a type"};
static const struct orq_shape field = {
    .kind = ORQ_SHAPE_ANY, .what = "a type or {type: …}", .any = SHAPES(&field_text, &field_map)};
static const struct orq_shape fields = NAMES_OF(field, "a map of fields");
static const struct orq_shape composite = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a composite type",
    .name = "composite",
    .keys = KEYS(MUST("columns", fields, "Its fields, in order"), RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_composites = NAMES_OF(composite, "a map of composite types");

static const struct orq_shape range = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a range type",
    .name = "range",
    .keys = KEYS(MUST("subtype", orq_shape_type, "What it is a range of"),
                 KEY("opclass", orq_shape_plain_name, "Its operator class"),
                 KEY("collate", orq_shape_plain_name, "Its collation"),
                 KEY("canonical", orq_shape_plain_name, "Its canonical function"),
                 KEY("subtype_diff", orq_shape_plain_name, "Its difference function"),
                 KEY("multirange", orq_shape_plain_name, "The name of its multirange"), RENAMED_KEY,
                 TOP_KEYS)};
const struct orq_shape orq_shape_ranges = NAMES_OF(range, "a map of range types");

/* -- virtual tables -- */

static const struct orq_shape argument_text = {.kind = ORQ_SHAPE_TEXT, .what = "arguments"};
static const struct orq_shape argument_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of arguments", .least = 1, .of = &argument_text};
static const struct orq_shape arguments = {.kind = ORQ_SHAPE_ANY,
                                           .what = "the module's arguments",
                                           .any = SHAPES(&argument_text, &argument_list)};
static const struct orq_shape virtual_table = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a virtual table",
    .name = "virtual_table",
    .exactly = WORDS("using", "sql"),
    .keys = KEYS(KEY("using", orq_shape_plain_name, "The module: fts5, rtree, …"),
                 KEY("arguments", arguments, "What stands in the module's parentheses"),
                 KEY("sql", orq_shape_text, "Instead: the whole CREATE VIRTUAL TABLE statement"),
                 RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_virtual_tables =
    NAMES_OF(virtual_table, "a map of virtual tables");

/* -- the whole -- */

static const struct orq_shape null_shape = {.kind = ORQ_SHAPE_NULL, .what = "null"};
static const struct orq_shape template_text = {
    .kind = ORQ_SHAPE_TEXT, .what = "a template", .check = orq_check_template};
static const struct orq_shape template = {.kind = ORQ_SHAPE_ANY,
                                          .what = "a template or null",
                                          .name = "template",
                                          .varies = true,
                                          .any = SHAPES(&template_text, &null_shape)};
static const struct orq_shape naming = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a naming section",
    .name = "naming",
    .keys = KEYS(KEY("primary_key", template, "Default {table}_pkey; null leaves it unnamed"),
                 KEY("unique", template, "Default {table}_{columns}_key"),
                 KEY("foreign_key", template, "Default {table}_{columns}_fkey"),
                 KEY("check", template, "Default {table}_{columns}_check"),
                 KEY("index", template, "Default {table}_{columns}_idx"))};

static const struct orq_shape comments = {
    .kind = ORQ_SHAPE_WORD, .what = "ddl", .words = WORDS("ddl")};
static const struct orq_shape sqlite = {
    .kind = ORQ_SHAPE_MAP,
    .what = "the SQLite section",
    .name = "sqlite",
    .keys =
        KEYS(KEY("strict", orq_shape_plain_bool, "Every table is STRICT unless it says otherwise"),
             KEY("without_rowid", orq_shape_plain_bool, "Every table is WITHOUT ROWID"),
             KEY("comments", comments, "ddl: comments are kept in the stored statement"))};

#define KIND_KEY(kind, word, key) key,
static const struct orq_shape kind_word = {
    .kind = ORQ_SHAPE_WORD, .what = "a kind of object", .words = WORDS(ORQ_KINDS(KIND_KEY) NULL)};
#undef KIND_KEY
static const struct orq_shape all_word = {
    .kind = ORQ_SHAPE_WORD, .what = "all", .words = WORDS("all")};
static const struct orq_shape kind_words = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of kinds", .of = &kind_word};
static const struct orq_shape manage = {.kind = ORQ_SHAPE_ANY,
                                        .what = "all, or a list of kinds",
                                        .varies = true,
                                        .hint = "manage: [tables, views]",
                                        .any = SHAPES(&all_word, &kind_words)};
static const struct orq_shape pattern = {.kind = ORQ_SHAPE_TEXT, .what = "a pattern"};
static const struct orq_shape exclude = {.kind = ORQ_SHAPE_LIST,
                                         .what = "a list of patterns",
                                         .of = &pattern,
                                         .check = orq_check_patterns};
static const struct orq_shape dialect = {
    .kind = ORQ_SHAPE_WORD, .what = "a dialect", .words = WORDS("sqlite", "postgresql")};
static const struct orq_shape dialects = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of dialects", .least = 1, .of = &dialect};

const struct orq_shape orq_shape_root = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a model",
    .keys = KEYS(
        KEY("model", orq_shape_plain_name, "The model's name, for messages"),
        KEY("dialects", dialects, "What a migration is written for"),
        KEY("naming", naming, "How an unnamed constraint or index is named"),
        KEY("sqlite", sqlite, "Defaults for every table on SQLite"),
        KEY("manage", manage, "Kinds whose unmodelled objects are dropped"),
        KEY("exclude", exclude, "PCRE2 patterns of names that are left alone"),
        KEY("on_drop", orq_shape_on_drop, "What becomes of the data of what is dropped"),
        KEY("lint", orq_shape_lint, "Findings of a review that are accepted everywhere"),
        KEY("extensions", orq_shape_extensions, "PostgreSQL: the extensions"),
        KEY("schemas", orq_shape_schemas, "PostgreSQL: schemas that orqgen makes and drops"),
        KEY("enums", orq_shape_enums, "Types with a list of values"),
        KEY("domains", orq_shape_domains, "PostgreSQL: types with checks"),
        KEY("composites", orq_shape_composites, "PostgreSQL: types with fields"),
        KEY("ranges", orq_shape_ranges, "PostgreSQL: range types"),
        KEY("sequences", orq_shape_sequences, "PostgreSQL: sequences"),
        KEY("text_search_dictionaries", orq_shape_dictionaries, "PostgreSQL: name: {template: …}"),
        KEY("text_search_configurations", orq_shape_configurations,
            "PostgreSQL: name: {copy: english, mappings: …}"),
        KEY("tables", orq_shape_tables, "The tables"),
        KEY("views", orq_shape_views, "name: {sql: SELECT …}"),
        KEY("virtual_tables", orq_shape_virtual_tables, "SQLite: name: {using: fts5, …}"),
        KEY("functions", orq_shape_functions, "PostgreSQL: signature: {sql: CREATE …}"),
        KEY("aggregates", orq_shape_aggregates, "PostgreSQL: signature: {sql: CREATE …}"),
        KEY("statistics", orq_shape_statistics, "PostgreSQL: extended statistics"),
        KEY("operators", orq_shape_operators, "PostgreSQL: signature: {sql: CREATE …}"),
        KEY("casts", orq_shape_casts, "PostgreSQL: (a AS b): {sql: CREATE CAST …}"),
        KEY("collations", orq_shape_collations, "PostgreSQL: name: {sql: CREATE …}"),
        KEY("servers", orq_shape_servers, "PostgreSQL: name: {sql: CREATE SERVER …}"),
        KEY("foreign_tables", orq_shape_foreign_tables, "PostgreSQL: name: {sql: CREATE …}"),
        KEY("event_triggers", orq_shape_event_triggers, "PostgreSQL: name: {sql: CREATE …}"),
        KEY("publications", orq_shape_publications, "PostgreSQL: name: {publish, schemas, …}"),
        KEY("rules", orq_shape_rules, "PostgreSQL: name: {sql: CREATE RULE …}"))};
