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
        KEY("options", orq_shape_parameters, "PostgreSQL: n_distinct, n_distinct_inherited"),
        KEY("inherited", orq_shape_plain_bool,
            "PostgreSQL: the parent's, but for what stands here"),
        KEY("using", using, "The new value when its type changes"),
        KEY("backfill", orq_shape_default, "The value of existing rows when it becomes NOT NULL"),
        KEY("grants", orq_shape_grants, "Who may do what with it"), RENAMED_KEY, OBJECT_KEYS)};
const struct orq_shape orq_shape_columns = NAMES_OF(orq_shape_column, "a map of columns");

/* -- options of SQLite -- */

const struct orq_shape orq_shape_table_sqlite = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a table's SQLite options",
    .name = "table_sqlite",
    .keys = KEYS(KEY("strict", orq_shape_plain_bool, "STRICT: types are enforced"),
                 KEY("without_rowid", orq_shape_plain_bool, "WITHOUT ROWID: ordered by its key"))};

/* -- tables -- */

static const struct orq_shape table = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a table",
    .name = "table",
    .hint = "a table is a map: {columns: {…}}",
    .keys =
        KEYS(KEY("columns", orq_shape_columns, "Its columns, in order"),
             KEY("primary_key", orq_shape_primary_key, "[a, b], or {columns, name, …}"),
             KEY("unique", orq_shape_uniques, "[[a, b]], or a map of names"),
             KEY("foreign_keys", orq_shape_foreign_keys, "A list, or a map of names"),
             KEY("checks", orq_shape_checks, "A list, or a map of names"),
             KEY("exclusions", orq_shape_exclusions, "PostgreSQL: a list, or a map of names"),
             KEY("indexes", orq_shape_indexes, "[[a, b]], or a map of names"),
             KEY("triggers", orq_shape_triggers, "name: {sql: CREATE TRIGGER …}"),
             KEY("rules", orq_shape_rules, "PostgreSQL: name: {sql: CREATE RULE …}"),
             KEY("policies", orq_shape_policies, "PostgreSQL: row level security"),
             KEY("published_in", orq_shape_published, "PostgreSQL: publication: {columns, where}"),
             KEY("sqlite", orq_shape_table_sqlite, "What only SQLite has"),
             KEY("postgresql", orq_shape_table_postgresql, "What only PostgreSQL has"), RENAMED_KEY,
             TOP_KEYS)};
const struct orq_shape orq_shape_tables = NAMES_OF(table, "a map of tables");
