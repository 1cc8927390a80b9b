/* The language: tables and columns. */
#include "model/shape_parts.h"

#define NAMES_OF(shape, text)                                   \
    {                                                           \
        .kind = ORQ_SHAPE_NAMES, .what = (text), .of = &(shape) \
    }

/* -- columns -- */

static const struct orq_shape inline_key_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a column's primary key",
    .keys = KEYS(KEY("name", orq_shape_name, "The constraint's name"),
                 KEY("order", orq_shape_order, "SQLite: `desc` beside the column is no rowid"),
                 KEY("deferrable", orq_shape_deferrable, "PostgreSQL: when it is checked"))};
static const struct orq_shape inline_key = {.kind = ORQ_SHAPE_ANY,
                                            .what = "true or false",
                                            .name = "column_key",
                                            .varies = true,
                                            .any = SHAPES(&orq_shape_plain_bool, &inline_key_map)};
static const struct orq_shape inline_unique_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a column's unique constraint",
    .keys = KEYS(KEY("name", orq_shape_name, "The constraint's name"),
                 KEY("nulls_distinct", orq_shape_bool, "false: two nulls are the same"),
                 KEY("deferrable", orq_shape_deferrable, "PostgreSQL: when it is checked"))};
static const struct orq_shape inline_unique = {
    .kind = ORQ_SHAPE_ANY,
    .what = "true or false",
    .name = "column_unique",
    .varies = true,
    .any = SHAPES(&orq_shape_plain_bool, &inline_unique_map)};
static const struct orq_shape generated = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a generated column",
    .name = "generated",
    .varies = true,
    .hint = "{as: expression, stored: true}",
    .keys =
        KEYS(MUST("as", orq_shape_sql, "What its value is computed from"),
             KEY("stored", orq_shape_bool, "Kept in the row; default: computed when it is read"))};

static const struct orq_shape conflict_word = {
    .kind = ORQ_SHAPE_WORD,
    .what = "what SQLite does on a conflict",
    .words = WORDS("abort", "rollback", "fail", "ignore", "replace")};
static const struct orq_shape conflict_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "conflicts of each constraint",
    .keys = KEYS(KEY("not_null", conflict_word, "Of NOT NULL"),
                 KEY("unique", conflict_word, "Of UNIQUE"),
                 KEY("primary_key", conflict_word, "Of PRIMARY KEY"),
                 KEY("check", conflict_word, "Of CHECK"))};
static const struct orq_shape on_conflict = {.kind = ORQ_SHAPE_ANY,
                                             .what = "what SQLite does on a conflict",
                                             .name = "column_conflict",
                                             .varies = true,
                                             .any = SHAPES(&conflict_word, &conflict_map)};

static const struct orq_shape using_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a type change",
    .keys = KEYS(MUST("up", orq_shape_sql, "The new value"),
                 KEY("down", orq_shape_sql, "The old value again"),
                 KEY("from", orq_shape_type, "The type before; another one is an error"))};
static const struct orq_shape using_sql = {
    .kind = ORQ_SHAPE_SQL, .what = "an expression", .check = orq_check_sql};
static const struct orq_shape using = {.kind = ORQ_SHAPE_ANY,
                                       .what = "an expression or {from, up, down}",
                                       .name = "using",
                                       .varies = true,
                                       .any = SHAPES(&using_sql, &using_map)};
static const struct orq_shape storage = {
    .kind = ORQ_SHAPE_WORD,
    .what = "a storage",
    .varies = true,
    .words = WORDS("plain", "external", "extended", "main", "default")};
static const struct orq_shape compression = {.kind = ORQ_SHAPE_WORD,
                                             .what = "a compression",
                                             .varies = true,
                                             .words = WORDS("pglz", "lz4", "default")};

const struct orq_shape orq_shape_column = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a column",
    .name = "column",
    .varies = true,
    .hint = "a column is a map: {type: text}",
    .keys = KEYS(
        MUST("type", orq_shape_type, "A portable type, one of the database, or {native: …}"),
        KEY("nullable", orq_shape_bool, "Default true; false for columns of the primary key"),
        KEY("default", orq_shape_default, "A literal, {sql: …}, or {generate: now | uuid | today}"),
        KEY("primary_key", inline_key, "The column alone is the primary key"),
        KEY("unique", inline_unique, "No two rows may have the same value"),
        KEY("check", orq_shape_sql_list, "What has to be true of the value"),
        KEY("references", orq_shape_references, "The parent: table(column), or {table, column}"),
        KEY("collate", orq_shape_name, "Its collation"),
        KEY("generated", generated, "Computed from other columns"),
        KEY("identity", orq_shape_identity, "PostgreSQL: numbered by the database"),
        KEY("autoincrement", orq_shape_bool, "SQLite: a rowid is never used again"),
        KEY("on_conflict", on_conflict, "SQLite: what an offending row does"),
        KEY("storage", storage, "PostgreSQL: how it is stored"),
        KEY("compression", compression, "PostgreSQL: how it is compressed"),
        KEY("statistics", orq_shape_integer, "PostgreSQL: its statistics target"),
        KEY("using", using, "The new value when its type changes"),
        KEY("backfill", orq_shape_default, "The value of existing rows when it becomes NOT NULL"),
        KEY("grants", orq_shape_grants, "Who may do what with it"), RENAMED_KEY, OBJECT_KEYS)};
const struct orq_shape orq_shape_columns = NAMES_OF(orq_shape_column, "a map of columns");

/* -- triggers, rules, policies -- */

static const struct orq_shape trigger = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a trigger",
    .name = "trigger",
    .hint = "{sql: the whole CREATE TRIGGER statement}",
    .keys = KEYS(MUST("sql", orq_shape_text, "The whole CREATE TRIGGER statement"), RENAMED_KEY,
                 OBJECT_KEYS)};
const struct orq_shape orq_shape_triggers = NAMES_OF(trigger, "a map of triggers");
static const struct orq_shape rule = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a rule",
    .name = "rule",
    .keys = KEYS(MUST("sql", orq_shape_text, "The whole CREATE RULE statement"), OBJECT_KEYS)};
const struct orq_shape orq_shape_rules = NAMES_OF(rule, "a map of rules");

static const struct orq_shape policy_for = {
    .kind = ORQ_SHAPE_WORD,
    .what = "a command",
    .words = WORDS("all", "select", "insert", "update", "delete")};
static const struct orq_shape policy = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a policy",
    .name = "policy",
    .keys = KEYS(KEY("for", policy_for, "The command; default all"),
                 KEY("to", orq_shape_names, "The roles; default public"),
                 KEY("using", orq_shape_sql, "The rows that are seen"),
                 KEY("with_check", orq_shape_sql, "The rows that may be written"),
                 KEY("permissive", orq_shape_bool, "false: restrictive"), OBJECT_KEYS)};
static const struct orq_shape policies = NAMES_OF(policy, "a map of policies");

/* -- options of the dialects -- */

const struct orq_shape orq_shape_table_sqlite = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a table's SQLite options",
    .name = "table_sqlite",
    .keys = KEYS(KEY("strict", orq_shape_plain_bool, "STRICT: types are enforced"),
                 KEY("without_rowid", orq_shape_plain_bool, "WITHOUT ROWID: ordered by its key"))};

static const struct orq_shape partition_by = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a partitioning",
    .name = "partition_by",
    .exactly = WORDS("range", "list", "hash"),
    .keys = KEYS(KEY("range", orq_shape_parts, "By ranges of these"),
                 KEY("list", orq_shape_parts, "By lists of values"),
                 KEY("hash", orq_shape_parts, "By a hash"))};

#define BOUND_KEYS                                                 \
    KEY("from", orq_shape_values, "The first of a range"),         \
        KEY("to", orq_shape_values, "Behind the last of a range"), \
        KEY("in", orq_shape_values, "The values of a list"),       \
        KEY("modulus", orq_shape_integer, "Of a hash"),            \
        KEY("remainder", orq_shape_integer, "Of a hash"),          \
        KEY("default", orq_shape_plain_bool, "Takes what no other partition takes")

static const struct orq_shape partition_of_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a partition",
    .keys = KEYS(MUST("table", orq_shape_plain_name, "The partitioned table"), BOUND_KEYS)};
static const struct orq_shape partition_of = {.kind = ORQ_SHAPE_ANY,
                                              .what = "a table's name or {table: …}",
                                              .any =
                                                  SHAPES(&orq_shape_plain_name, &partition_of_map)};
static const struct orq_shape partitions;
static const struct orq_shape partition = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a partition",
    .name = "partition",
    .keys = KEYS(BOUND_KEYS, KEY("partition_by", partition_by, "How it is partitioned itself"),
                 KEY("partitions", partitions, "Its own partitions"),
                 KEY("with", orq_shape_parameters, "Its storage parameters"),
                 KEY("tablespace", orq_shape_plain_name, "Where it is kept"),
                 KEY("schema", orq_shape_plain_name, "The schema that it is in"),
                 KEY("comment", orq_shape_text, "What it is for"))};
static const struct orq_shape partitions = NAMES_OF(partition, "a map of partitions");

static const struct orq_shape name_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of names", .least = 1, .of = &orq_shape_plain_name};
static const struct orq_shape inherits = {.kind = ORQ_SHAPE_ANY,
                                          .what = "a table's name or a list of them",
                                          .any = SHAPES(&orq_shape_plain_name, &name_list)};
static const struct orq_shape row_security = {.kind = ORQ_SHAPE_WORD,
                                              .what = "true, false or forced",
                                              .words = WORDS("true", "false", "forced")};
static const struct orq_shape identity_word = {.kind = ORQ_SHAPE_WORD,
                                               .what = "a replica identity",
                                               .words = WORDS("default", "full", "nothing")};
static const struct orq_shape identity_index = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a replica identity",
    .keys = KEYS(MUST("index", orq_shape_plain_name, "The unique index that identifies a row"))};
static const struct orq_shape replica_identity = {.kind = ORQ_SHAPE_ANY,
                                                  .what = "default, full, nothing or {index: …}",
                                                  .any = SHAPES(&identity_word, &identity_index)};
const struct orq_shape orq_shape_table_postgresql = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a table's PostgreSQL options",
    .name = "table_postgresql",
    .keys = KEYS(KEY("unlogged", orq_shape_plain_bool, "UNLOGGED: lost in a crash"),
                 KEY("with", orq_shape_parameters, "Its storage parameters"),
                 KEY("tablespace", orq_shape_plain_name, "Where it is kept"),
                 KEY("partition_by", partition_by, "How it is partitioned"),
                 KEY("partition_of", partition_of, "The table that it is a partition of"),
                 KEY("partitions", partitions, "Its partitions"),
                 KEY("inherits", inherits, "The tables that it inherits from"),
                 KEY("row_level_security", row_security, "Whether its policies hold"),
                 KEY("replica_identity", replica_identity, "What identifies a row to replicas"))};

/* -- tables -- */

static const struct orq_shape table = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a table",
    .name = "table",
    .hint = "a table is a map: {columns: {…}}",
    .keys = KEYS(KEY("columns", orq_shape_columns, "Its columns, in order"),
                 KEY("primary_key", orq_shape_primary_key, "[a, b], or {columns, name, …}"),
                 KEY("unique", orq_shape_uniques, "[[a, b]], or a map of names"),
                 KEY("foreign_keys", orq_shape_foreign_keys, "A list, or a map of names"),
                 KEY("checks", orq_shape_checks, "A list, or a map of names"),
                 KEY("exclusions", orq_shape_exclusions, "PostgreSQL: a list, or a map of names"),
                 KEY("indexes", orq_shape_indexes, "[[a, b]], or a map of names"),
                 KEY("triggers", orq_shape_triggers, "name: {sql: CREATE TRIGGER …}"),
                 KEY("rules", orq_shape_rules, "PostgreSQL: name: {sql: CREATE RULE …}"),
                 KEY("policies", policies, "PostgreSQL: row level security"),
                 KEY("sqlite", orq_shape_table_sqlite, "What only SQLite has"),
                 KEY("postgresql", orq_shape_table_postgresql, "What only PostgreSQL has"),
                 RENAMED_KEY, TOP_KEYS)};
const struct orq_shape orq_shape_tables = NAMES_OF(table, "a map of tables");
