/* The language: keys, constraints, indexes. */
#include "model/shape_parts.h"

#define LIST_OR_NAMES(list, names, text)                                        \
    {                                                                           \
        .kind = ORQ_SHAPE_ANY, .what = (text), .any = SHAPES(&(list), &(names)) \
    }

/* -- what keys and indexes are made of -- */

static const struct orq_shape part_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a part of a key or an index",
    .name = "part_map",
    .exactly = WORDS("column", "expr"),
    .keys = KEYS(KEY("column", orq_shape_name, "The column"),
                 KEY("expr", orq_shape_sql, "An expression in place of a column"),
                 KEY("order", orq_shape_order, "Ascending is the default"),
                 KEY("nulls", orq_shape_nulls, "PostgreSQL: where nulls stand"),
                 KEY("collate", orq_shape_name, "Its collation"),
                 KEY("opclass", orq_shape_name, "PostgreSQL: its operator class"),
                 KEY("statistics", orq_shape_integer,
                     "PostgreSQL: the statistics target of an expression"))};
static const struct orq_shape part = {.kind = ORQ_SHAPE_ANY,
                                      .what = "a column's name, {column: …} or {expr: …}",
                                      .name = "part",
                                      .varies = true,
                                      .any = SHAPES(&orq_shape_plain_name, &part_map)};
const struct orq_shape orq_shape_parts = {.kind = ORQ_SHAPE_LIST,
                                          .what = "a list of columns",
                                          .name = "parts",
                                          .varies = true,
                                          .least = 1,
                                          .hint = "one column is a list too: [name]",
                                          .of = &part};
static const struct orq_shape plain_parts = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of columns", .least = 1, .of = &part};

/* -- primary key and unique -- */

/* Of keys and exclusions: what their index has. */
#define INDEX_KEYS                                                                        \
    KEY("include", orq_shape_names, "PostgreSQL: columns that its index carries along"),  \
        KEY("with", orq_shape_parameters, "PostgreSQL: storage parameters of its index"), \
        KEY("tablespace", orq_shape_name, "PostgreSQL: where its index is kept")

static const struct orq_shape primary_key_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a primary key",
    .name = "primary_key_map",
    .keys =
        KEYS(MUST("columns", orq_shape_parts, "Its columns, in order"), NAMED_KEYS, INDEX_KEYS,
             KEY("without_overlaps", orq_shape_bool, "PostgreSQL 18: its last column is a period"),
             KEY("deferrable", orq_shape_deferrable, "PostgreSQL: when it is checked"),
             KEY("autoincrement", orq_shape_bool, "SQLite: a rowid is never used again"),
             KEY("on_conflict", orq_shape_conflict, "SQLite: what an offending row does"))};
const struct orq_shape orq_shape_primary_key = {.kind = ORQ_SHAPE_ANY,
                                                .what = "a list of columns or {columns: …}",
                                                .name = "primary_key",
                                                .varies = true,
                                                .hint = "a key of one column is a list too: [name]",
                                                .any = SHAPES(&plain_parts, &primary_key_map)};

static const struct orq_shape unique_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a unique constraint",
    .name = "unique_map",
    .keys =
        KEYS(MUST("columns", orq_shape_parts, "Its columns, in order"), NAMED_KEYS, INDEX_KEYS,
             KEY("without_overlaps", orq_shape_bool, "PostgreSQL 18: its last column is a period"),
             KEY("nulls_distinct", orq_shape_bool, "false: two nulls are the same"),
             KEY("deferrable", orq_shape_deferrable, "PostgreSQL: when it is checked"),
             KEY("on_conflict", orq_shape_conflict, "SQLite: what an offending row does"))};
static const struct orq_shape unique = {.kind = ORQ_SHAPE_ANY,
                                        .what = "a list of columns or {columns: …}",
                                        .name = "unique",
                                        .varies = true,
                                        .any = SHAPES(&plain_parts, &unique_map)};
static const struct orq_shape unique_list = {.kind = ORQ_SHAPE_LIST,
                                             .what = "a list of unique constraints",
                                             .of = &unique,
                                             .instead = orq_check_bare_names};
static const struct orq_shape unique_names = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of unique constraints", .of = &unique};
const struct orq_shape orq_shape_uniques = LIST_OR_NAMES(
    unique_list, unique_names, "a list of unique constraints, or a map of names to them");

/* -- foreign keys -- */

static const struct orq_shape action_word = {
    .kind = ORQ_SHAPE_WORD,
    .what = "an action",
    .words = WORDS("no action", "restrict", "cascade", "set null", "set default")};
static const struct orq_shape action_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an action with columns",
    .exactly = WORDS("set null", "set default"),
    .keys = KEYS(KEY("set null", orq_shape_names, "PostgreSQL 15: only these become null"),
                 KEY("set default", orq_shape_names, "PostgreSQL 15: only these become default"))};
static const struct orq_shape on_delete = {.kind = ORQ_SHAPE_ANY,
                                           .what = "an action",
                                           .name = "on_delete",
                                           .varies = true,
                                           .any = SHAPES(&action_word, &action_map)};
static const struct orq_shape on_update = {
    .kind = ORQ_SHAPE_WORD,
    .what = "an action",
    .name = "on_update",
    .varies = true,
    .words = WORDS("no action", "restrict", "cascade", "set null", "set default")};
static const struct orq_shape match = {.kind = ORQ_SHAPE_WORD,
                                       .what = "simple, full or partial",
                                       .name = "match",
                                       .varies = true,
                                       .words = WORDS("simple", "full", "partial")};

#define FOREIGN_KEY_KEYS                                                                         \
    KEY("on_delete", on_delete, "What becomes of the row when its parent is deleted"),           \
        KEY("on_update", on_update, "What becomes of the row when its parent's key changes"),    \
        KEY("match", match, "How keys of several columns compare"),                              \
        KEY("deferrable", orq_shape_deferrable, "When it is checked"),                           \
        KEY("missing", orq_shape_bool, "SQLite: its parent, or the parent's key, is not there"), \
        KEY("not_valid", orq_shape_bool, "PostgreSQL: existing rows are not checked"),           \
        KEY("not_enforced", orq_shape_bool, "PostgreSQL 18: no row is checked"),                 \
        KEY("period", orq_shape_bool, "PostgreSQL 18: its last column is a period")

static const struct orq_shape references_text = {.kind = ORQ_SHAPE_TEXT, .what = "table(column)"};
static const struct orq_shape references_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a reference",
    .name = "references_map",
    .keys = KEYS(MUST("table", orq_shape_name, "The parent table"),
                 KEY("schema", orq_shape_name, "The parent's schema"),
                 KEY("column", orq_shape_name, "The parent's column; default: its primary key"),
                 KEY("columns", orq_shape_names, "The parent's columns, where it is several"),
                 FOREIGN_KEY_KEYS, NAMED_KEYS)};
const struct orq_shape orq_shape_references = {.kind = ORQ_SHAPE_ANY,
                                               .what = "table(column) or {table: …}",
                                               .name = "references",
                                               .varies = true,
                                               .any = SHAPES(&references_text, &references_map)};

static const struct orq_shape parent_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a reference",
    .keys = KEYS(MUST("table", orq_shape_name, "The parent table"),
                 KEY("schema", orq_shape_name, "The parent's schema"),
                 KEY("column", orq_shape_name, "The parent's column; default: its primary key"),
                 KEY("columns", orq_shape_names, "The parent's columns, where it is several"))};
static const struct orq_shape parent = {.kind = ORQ_SHAPE_ANY,
                                        .what = "table(columns) or {table: …}",
                                        .name = "parent",
                                        .varies = true,
                                        .any = SHAPES(&references_text, &parent_map)};
static const struct orq_shape foreign_key = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a foreign key",
    .name = "foreign_key",
    .varies = true,
    .hint = "{columns: [a], references: other(x)}",
    .keys = KEYS(MUST("columns", orq_shape_names, "The columns of this table"),
                 MUST("references", parent, "The parent: table(columns), or {table, columns}"),
                 FOREIGN_KEY_KEYS, NAMED_KEYS)};
static const struct orq_shape foreign_key_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of foreign keys", .of = &foreign_key};
static const struct orq_shape foreign_key_names = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of foreign keys", .of = &foreign_key};
const struct orq_shape orq_shape_foreign_keys = LIST_OR_NAMES(
    foreign_key_list, foreign_key_names, "a list of foreign keys, or a map of names to them");

/* -- checks and exclusions -- */

static const struct orq_shape check_sql = {
    .kind = ORQ_SHAPE_SQL, .what = "an expression", .check = orq_check_sql};
static const struct orq_shape check_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a check",
    .name = "check_map",
    .keys = KEYS(MUST("sql", orq_shape_sql, "What has to be true of every row"), NAMED_KEYS,
                 KEY("no_inherit", orq_shape_bool, "PostgreSQL: not passed on to children"),
                 KEY("not_valid", orq_shape_bool, "PostgreSQL: existing rows are not checked"),
                 KEY("not_enforced", orq_shape_bool, "PostgreSQL 18: no row is checked"),
                 KEY("on_conflict", orq_shape_conflict, "SQLite: what an offending row does"))};
static const struct orq_shape check = {.kind = ORQ_SHAPE_ANY,
                                       .what = "an expression or {sql: …}",
                                       .name = "check",
                                       .varies = true,
                                       .any = SHAPES(&check_sql, &check_map)};
static const struct orq_shape check_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of checks", .of = &check};
static const struct orq_shape check_names = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of checks", .of = &check};
const struct orq_shape orq_shape_checks =
    LIST_OR_NAMES(check_list, check_names, "a list of checks, or a map of names to them");

static const struct orq_shape element = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an element of an exclusion",
    .exactly = WORDS("column", "expr"),
    .keys = KEYS(KEY("column", orq_shape_name, "The column"),
                 KEY("expr", orq_shape_sql, "An expression in place of a column"),
                 MUST("with", orq_shape_text, "The operator that may not hold for two rows"),
                 KEY("order", orq_shape_order, "Ascending is the default"),
                 KEY("nulls", orq_shape_nulls, "Where nulls stand"),
                 KEY("collate", orq_shape_name, "Its collation"),
                 KEY("opclass", orq_shape_name, "Its operator class"))};
static const struct orq_shape elements = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of elements", .least = 1, .of = &element};
static const struct orq_shape exclusion = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an exclusion constraint",
    .name = "exclusion",
    .varies = true,
    .keys = KEYS(MUST("elements", elements, "What is compared, and how"),
                 KEY("using", orq_shape_name, "The index method: gist, …"),
                 KEY("where", orq_shape_sql, "The rows that it holds for"), INDEX_KEYS,
                 KEY("deferrable", orq_shape_deferrable, "When it is checked"), NAMED_KEYS)};
static const struct orq_shape exclusion_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of exclusion constraints", .of = &exclusion};
static const struct orq_shape exclusion_names = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of exclusion constraints", .of = &exclusion};
const struct orq_shape orq_shape_exclusions = LIST_OR_NAMES(
    exclusion_list, exclusion_names, "a list of exclusion constraints, or a map of names to them");

/* -- indexes -- */

static const struct orq_shape index_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an index",
    .name = "index_map",
    .keys = KEYS(MUST("columns", orq_shape_parts, "Its columns and expressions, in order"),
                 NAMED_KEYS, KEY("unique", orq_shape_bool, "No two rows may be alike in it"),
                 KEY("where", orq_shape_sql, "The rows that it holds"),
                 KEY("using", orq_shape_name, "PostgreSQL: its method; default btree"),
                 KEY("include", orq_shape_names, "PostgreSQL: columns that it carries along"),
                 KEY("with", orq_shape_parameters, "PostgreSQL: its storage parameters"),
                 KEY("nulls_distinct", orq_shape_bool, "false: two nulls are the same"),
                 KEY("tablespace", orq_shape_name, "PostgreSQL: where it is kept"))};
static const struct orq_shape index_any = {.kind = ORQ_SHAPE_ANY,
                                           .what = "a list of columns or {columns: …}",
                                           .name = "index",
                                           .varies = true,
                                           .any = SHAPES(&plain_parts, &index_map)};
static const struct orq_shape index_list = {.kind = ORQ_SHAPE_LIST,
                                            .what = "a list of indexes",
                                            .of = &index_any,
                                            .instead = orq_check_bare_names};
static const struct orq_shape index_names = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of indexes", .of = &index_any};
const struct orq_shape orq_shape_indexes =
    LIST_OR_NAMES(index_list, index_names, "a list of indexes, or a map of names to them");
