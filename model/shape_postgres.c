/* The language: what a table has on PostgreSQL alone. */
#include "model/shape_parts.h"

#define NAMES_OF(shape, text)                                   \
    {                                                           \
        .kind = ORQ_SHAPE_NAMES, .what = (text), .of = &(shape) \
    }

/* -- partitions -- */

static const struct orq_shape partition_by_text = {.kind = ORQ_SHAPE_TEXT,
                                                   .what = "a partitioning"};
static const struct orq_shape partition_by_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a partitioning",
    .exactly = WORDS("range", "list", "hash"),
    .keys = KEYS(KEY("range", orq_shape_parts, "By ranges of these"),
                 KEY("list", orq_shape_parts, "By lists of values"),
                 KEY("hash", orq_shape_parts, "By a hash"))};
static const struct orq_shape partition_by = {.kind = ORQ_SHAPE_ANY,
                                              .what =
                                                  "{range: …}, {list: …}, {hash: …}, or their SQL",
                                              .name = "partition_by",
                                              .any = SHAPES(&partition_by_text, &partition_by_map)};

#define BOUND_KEYS                                                                   \
    KEY("from", orq_shape_bound, "The first of a range"),                            \
        KEY("to", orq_shape_bound, "Behind the last of a range"),                    \
        KEY("in", orq_shape_bound, "The values of a list"),                          \
        KEY("modulus", orq_shape_integer, "Of a hash"),                              \
        KEY("remainder", orq_shape_integer, "Of a hash"),                            \
        KEY("default", orq_shape_plain_bool, "Takes what no other partition takes"), \
        KEY("bound", orq_shape_plain_name, "Instead: its SQL, FOR VALUES … or DEFAULT")

#define STORAGE_KEYS                                                         \
    KEY("unlogged", orq_shape_plain_bool, "UNLOGGED: lost in a crash"),      \
        KEY("with", orq_shape_parameters, "Its storage parameters"),         \
        KEY("tablespace", orq_shape_plain_name, "Where it is kept"),         \
        KEY("access_method", orq_shape_plain_name, "How its rows are kept"), \
        KEY("partition_by", partition_by, "How it is partitioned"),          \
        KEY("partitions", partitions, "Its partitions")

static const struct orq_shape partition_of_map = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a partition",
    .keys = KEYS(MUST("table", orq_shape_plain_name, "The partitioned table"), BOUND_KEYS)};
static const struct orq_shape partition_of = {.kind = ORQ_SHAPE_ANY,
                                              .what = "{table: …} with its bounds",
                                              .any =
                                                  SHAPES(&orq_shape_plain_name, &partition_of_map)};
static const struct orq_shape partitions;
static const struct orq_shape partition = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a partition",
    .name = "partition",
    .hint = "{from: [a], to: [b]}, {in: [a, b]}, {modulus: 4, remainder: 0} or {default: true}",
    .keys = KEYS(BOUND_KEYS, STORAGE_KEYS,
                 KEY("schema", orq_shape_plain_name, "The schema that it is in"),
                 KEY("name", orq_shape_plain_name, "Its name, where it has a dot in it"),
                 KEY("comment", orq_shape_text, "What it is for"),
                 KEY("owner", orq_shape_plain_name, "Compared only where it is written"),
                 KEY("grants", orq_shape_grants, "Who may do what with it"))};
static const struct orq_shape partitions = NAMES_OF(partition, "a map of partitions");

/* -- the options of a table -- */

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
    .keys =
        KEYS(STORAGE_KEYS, KEY("partition_of", partition_of, "The table that it is a partition of"),
             KEY("inherits", inherits, "The tables that it inherits from"),
             KEY("of_type", orq_shape_plain_name, "The composite type that it is made of"),
             KEY("row_level_security", row_security, "Whether its policies hold"),
             KEY("force_row_level_security", orq_shape_plain_bool,
                 "They hold for its owner, once they are on"),
             KEY("replica_identity", replica_identity, "What identifies a row to replicas"),
             KEY("cluster_on", orq_shape_plain_name, "The index that CLUSTER goes by"))};

/* -- triggers, rules, policies -- */

static const struct orq_shape enabled = {.kind = ORQ_SHAPE_WORD,
                                         .what = "disabled, replica or always",
                                         .varies = true,
                                         .words = WORDS("disabled", "replica", "always")};
static const struct orq_shape trigger_enabled = {
    .kind = ORQ_SHAPE_WORD,
    .what = "origin, disabled, replica or always",
    .varies = true,
    .words = WORDS("origin", "disabled", "replica", "always")};
static const struct orq_shape trigger = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a trigger",
    .name = "trigger",
    .hint = "{sql: the whole CREATE TRIGGER statement}",
    .keys = KEYS(KEY("sql", orq_shape_text,
                     "The whole CREATE TRIGGER statement; none: a partition's copy of a trigger "
                     "above it, switched apart by `enabled`"),
                 KEY("enabled", trigger_enabled,
                     "PostgreSQL: when it fires; default: origin, but on replicas"),
                 RENAMED_KEY, OBJECT_KEYS)};
static const struct orq_shape event_trigger = {
    .kind = ORQ_SHAPE_MAP,
    .what = "an event trigger",
    .name = "event_trigger",
    .hint = "{sql: the whole CREATE EVENT TRIGGER statement}",
    .keys = KEYS(MUST("sql", orq_shape_text, "The whole CREATE EVENT TRIGGER statement"),
                 KEY("enabled", enabled, "When it fires; default: but on replicas"), OBJECT_KEYS)};
const struct orq_shape orq_shape_event_triggers =
    NAMES_OF(event_trigger, "a map of event triggers");
const struct orq_shape orq_shape_triggers = NAMES_OF(trigger, "a map of triggers");
static const struct orq_shape rule = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a rule",
    .name = "rule",
    .keys = KEYS(MUST("sql", orq_shape_text, "The whole CREATE RULE statement"),
                 KEY("enabled", enabled, "When it holds; default: but on replicas"), RENAMED_KEY,
                 OBJECT_KEYS)};
const struct orq_shape orq_shape_rules = NAMES_OF(rule, "a map of rules");

static const struct orq_shape policy_for = {
    .kind = ORQ_SHAPE_WORD,
    .what = "a command",
    .words = WORDS("all", "select", "insert", "update", "delete")};
static const struct orq_shape policy = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a policy",
    .name = "policy",
    .keys =
        KEYS(KEY("for", policy_for, "The command; default all"),
             KEY("to", orq_shape_names, "The roles; default public"),
             KEY("using", orq_shape_sql, "The rows that are seen"),
             KEY("with_check", orq_shape_sql, "The rows that may be written"),
             KEY("permissive", orq_shape_bool, "false: restrictive"), RENAMED_KEY, OBJECT_KEYS)};
const struct orq_shape orq_shape_policies = NAMES_OF(policy, "a map of policies");
