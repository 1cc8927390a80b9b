/* The language: publications. */
#include "model/publication.h"
#include "model/shape_parts.h"

#define ACTION_WORD(action) action,
static const struct orq_shape action = {.kind = ORQ_SHAPE_WORD,
                                        .what = "insert, update, delete or truncate",
                                        .words = WORDS(ORQ_PUBLISHED_ACTIONS(ACTION_WORD) NULL)};
static const struct orq_shape actions = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of actions", .of = &action};
static const struct orq_shape schema_names = {
    .kind = ORQ_SHAPE_LIST, .what = "a list of schemas", .least = 1, .of = &orq_shape_plain_name};
static const struct orq_shape generated = {
    .kind = ORQ_SHAPE_WORD, .what = "none or stored", .words = WORDS("none", "stored")};
static const struct orq_shape publication = {
    .kind = ORQ_SHAPE_MAP,
    .what = "a publication",
    .name = "publication",
    .hint = "{publish: [insert, update]}; its tables say published_in: {NAME: {}}",
    .keys =
        KEYS(KEY("all_tables", orq_shape_plain_bool, "Every table, also those to come"),
             KEY("schemas", schema_names, "Every table of these"),
             KEY("publish", actions, "Default: all"),
             KEY("publish_via_partition_root", orq_shape_plain_bool,
                 "Rows of partitions as those of the table that they are of"),
             KEY("publish_generated_columns", generated, "Default: none"),
             KEY("owner", orq_shape_plain_name, "Compared only where it is written"), OBJECT_KEYS)};
const struct orq_shape orq_shape_publications = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of publications", .of = &publication};

static const struct orq_shape published = {
    .kind = ORQ_SHAPE_MAP,
    .what = "what of a table is in a publication",
    .name = "published",
    .hint = "{columns: [id, name], where: id > 10}, or {} for the whole",
    .keys = KEYS(KEY("columns", orq_shape_names, "Default: all"),
                 KEY("where", orq_shape_sql, "The rows; default: all"),
                 KEY("lint", orq_shape_lint, "Findings of a review that are accepted here"))};
const struct orq_shape orq_shape_published = {
    .kind = ORQ_SHAPE_NAMES, .what = "a map of publications", .of = &published};
