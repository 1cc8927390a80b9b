/* The language: values that stand in many places. */
#include "model/shape_parts.h"

const char *const orq_shape_dialects[] = {"sqlite", "postgresql", NULL};

const struct orq_shape orq_shape_text = {
    .kind = ORQ_SHAPE_TEXT,
    .what = "text",
    .name = "text",
    .varies = true,
    .hint = "text that looks like a number or true stands in quotes"};
const struct orq_shape orq_shape_plain_name = {
    .kind = ORQ_SHAPE_TEXT,
    .what = "a name",
    .hint = "a name that looks like a number or true stands in quotes"};
const struct orq_shape orq_shape_name = {
    .kind = ORQ_SHAPE_TEXT,
    .what = "a name",
    .name = "name",
    .varies = true,
    .hint = "a name that looks like a number or true stands in quotes"};
const struct orq_shape orq_shape_sql = {.kind = ORQ_SHAPE_SQL,
                                        .what = "an expression",
                                        .name = "sql",
                                        .varies = true,
                                        .check = orq_check_sql};
const struct orq_shape orq_shape_bool = {
    .kind = ORQ_SHAPE_BOOL, .what = "true or false", .name = "boolean", .varies = true};
const struct orq_shape orq_shape_plain_bool = {.kind = ORQ_SHAPE_BOOL, .what = "true or false"};
const struct orq_shape orq_shape_integer = {
    .kind = ORQ_SHAPE_INTEGER, .what = "a whole number", .name = "integer", .varies = true};
const struct orq_shape orq_shape_names = {.kind = ORQ_SHAPE_LIST,
                                          .what = "a list of names",
                                          .name = "names",
                                          .varies = true,
                                          .least = 1,
                                          .of = &orq_shape_name};

static const struct orq_shape sql_items = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of expressions", .least = 1, .of = &orq_shape_sql};
const struct orq_shape orq_shape_sql_list = {.kind = ORQ_SHAPE_ANY,
                                             .what = "an expression or a list of expressions",
                                             .name = "sql_or_list",
                                             .varies = true,
                                             .any = SHAPES(&orq_shape_sql, &sql_items)};

const struct orq_shape orq_shape_order = {.kind = ORQ_SHAPE_WORD,
                                          .what = "an order",
                                          .name = "order",
                                          .varies = true,
                                          .words = WORDS("asc", "desc")};
const struct orq_shape orq_shape_nulls = {.kind = ORQ_SHAPE_WORD,
                                          .what = "where nulls stand",
                                          .name = "nulls",
                                          .varies = true,
                                          .words = WORDS("first", "last")};
const struct orq_shape orq_shape_deferrable = {.kind = ORQ_SHAPE_WORD,
                                               .what = "deferred, immediate or false",
                                               .name = "deferrable",
                                               .varies = true,
                                               .words = WORDS("deferred", "immediate", "false")};
const struct orq_shape orq_shape_conflict = {
    .kind = ORQ_SHAPE_WORD,
    .what = "what SQLite does on a conflict",
    .name = "conflict",
    .varies = true,
    .words = WORDS("abort", "rollback", "fail", "ignore", "replace")};
const struct orq_shape orq_shape_only = {
    .kind = ORQ_SHAPE_WORD, .what = "a dialect", .words = WORDS("sqlite", "postgresql")};
const struct orq_shape orq_shape_on_drop = {.kind = ORQ_SHAPE_WORD,
                                            .what = "archive or discard",
                                            .name = "on_drop",
                                            .varies = true,
                                            .words = WORDS("archive", "discard")};

/* -- types and defaults -- */

static const struct orq_shape native_text = {.kind = ORQ_SHAPE_TEXT, .what = "a type's spelling"};
static const struct orq_shape native = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a native type",
    .keys = KEYS(MUST("native", native_text, "Passed to the database as it stands"))};
static const struct orq_shape type_text = {.kind = ORQ_SHAPE_TEXT, .what = "a type"};
const struct orq_shape orq_shape_type = {.kind = ORQ_SHAPE_ANY,
                                         .what = "a type",
                                         .name = "type",
                                         .varies = true,
                                         .any = SHAPES(&type_text, &native)};

static const struct orq_shape literal = {
    .kind = ORQ_SHAPE_LITERAL, .what = "a literal", .check = orq_check_default};
static const struct orq_shape empty = {.kind = ORQ_SHAPE_EMPTY, .what = "{} or []"};
static const struct orq_shape plain_sql = {
    .kind = ORQ_SHAPE_SQL, .what = "an expression", .check = orq_check_sql};
static const struct orq_shape sql_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an expression",
    .keys = KEYS(MUST("sql", orq_shape_sql, "An expression of the database"))};
static const struct orq_shape generator = {.kind = ORQ_SHAPE_WORD,
                                           .what = "a generator",
                                           .varies = true,
                                           .words = WORDS("now", "uuid", "today")};
static const struct orq_shape generate_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a generator",
    .keys = KEYS(MUST("generate", generator, "The present time, a new uuid, the present day"))};
const struct orq_shape orq_shape_default = {
    .kind = ORQ_SHAPE_ANY,
    .what = "a literal, {sql: …} or {generate: …}",
    .name = "default",
    .varies = true,
    .hint = "JSON other than {} and [] stands in quotes: '{\"a\": 1}'",
    .any = SHAPES(&literal, &empty, &sql_map, &generate_map)};

/* A bound of a partition: a literal or an expression. */
static const struct orq_shape plain_literal = {.kind = ORQ_SHAPE_LITERAL, .what = "a literal"};
static const struct orq_shape plain_sql_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an expression",
    .keys = KEYS(MUST("sql", plain_sql, "An expression of the database"))};
static const struct orq_shape value = {.kind = ORQ_SHAPE_ANY,
                                       .what = "a literal or {sql: …}",
                                       .any = SHAPES(&plain_literal, &plain_sql_map)};
const struct orq_shape orq_shape_values = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of values", .name = "values", .least = 1, .of = &value};
const struct orq_shape orq_shape_bound = {
    .kind = ORQ_SHAPE_ANY,
    .what = "a value or a list of values",
    .name = "bound",
    .any = SHAPES(&plain_literal, &plain_sql_map, &orq_shape_values)};

/* -- storage parameters, grants, lint -- */

/* The grants of an object, a map of roles:
 *   reader: select
 *   writer: [select, insert, {privileges: [update], grant_option: true}]
 *   public: none     what PUBLIC has by default is taken from it
 *   admin: all       every privilege of the kind, without `maintain`
 * Without a word of PUBLIC it keeps its default, without a word of a role that has none. What the
 * owner has is not said. */

static const struct orq_shape scalar = {.kind = ORQ_SHAPE_SCALAR, .what = "a value"};
const struct orq_shape orq_shape_parameters = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of parameters", .of = &scalar};

static const struct orq_shape privilege = {
    .kind = ORQ_SHAPE_WORD,
    .what = "a privilege",
    .name = "privilege",
    .words =
        WORDS("all", "select", "insert", "update", "delete", "truncate", "references", "trigger",
              "usage", "execute", "create", "connect", "temporary", "maintain", "none")};
static const struct orq_shape privilege_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of privileges", .least = 1, .of = &privilege};
static const struct orq_shape privileges = {.kind = ORQ_SHAPE_ANY,
                                            .what = "a privilege or a list of privileges",
                                            .any = SHAPES(&privilege, &privilege_list)};
static const struct orq_shape grant_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a grant",
    .keys = KEYS(MUST("privileges", privileges, "What the role may do"),
                 KEY("grant_option", orq_shape_plain_bool, "Whether it may pass that on"))};
static const struct orq_shape grant_item = {.kind = ORQ_SHAPE_ANY,
                                            .what = "a privilege or {privileges, grant_option}",
                                            .any = SHAPES(&privilege, &grant_map)};
static const struct orq_shape grant_list = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of privileges", .least = 1, .of = &grant_item};
static const struct orq_shape grant = {
    .kind = ORQ_SHAPE_ANY,
    .what = "a privilege, a list of privileges or {privileges, grant_option}",
    .name = "grant",
    .any = SHAPES(&privilege, &grant_list, &grant_map)};
const struct orq_shape orq_shape_grants = {.kind = ORQ_SHAPE_NAMES,
                                           .what = "a map of roles to privileges",
                                           .name = "grants",
                                           .of = &grant};

static const struct orq_shape reason = {.kind = ORQ_SHAPE_TEXT, .what = "a reason"};
static const struct orq_shape allowance = {
    .kind = ORQ_SHAPE_NAMES, .what = "rule: reason", .of = &reason};
static const struct orq_shape allowances = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of rule: reason", .least = 1, .of = &allowance};
const struct orq_shape orq_shape_lint = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a lint section",
    .name = "lint",
    .keys =
        KEYS(MUST("allow", allowances, "The rules that are allowed here, each with its reason"))};
