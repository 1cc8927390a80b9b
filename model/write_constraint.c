/* Keys, constraints and indexes in the model language. */
#include "base/str.h"
#include "model/foreign_key.h"
#include "model/write_parts.h"
#include "model/write_postgres.h"

#include <stdlib.h>
#include <string.h>

const char *orq_conflict_word(const struct orq_writer *writer, enum orq_conflict conflict)
{
    return orq_ascii_fold(writer->arena, orq_conflict_sql(conflict));
}

static void put_conflict(const struct orq_writer *writer, struct orq_node *map,
                         enum orq_conflict conflict)
{
    if (conflict != ORQ_CONFLICT_ABORT)
        orq_node_put_text(writer->arena, map, "on_conflict", orq_conflict_word(writer, conflict));
}

static void put_deferrable(const struct orq_writer *writer, struct orq_node *map,
                           enum orq_deferrable deferrable)
{
    static const char *const words[] = {[ORQ_NOT_DEFERRABLE] = NULL,
                                        [ORQ_INITIALLY_IMMEDIATE] = "immediate",
                                        [ORQ_INITIALLY_DEFERRED] = "deferred"};
    orq_node_put_text(writer->arena, map, "deferrable", words[deferrable]);
}

static void put_false(const struct orq_writer *writer, struct orq_node *map, const char *key,
                      bool value)
{
    if (value)
        orq_node_put(writer->arena, map, key, orq_node_word(writer->arena, "false"));
}

/* Of the index behind a key. */
static void put_storage(const struct orq_writer *writer, struct orq_node *map,
                        const struct orq_constraint *key)
{
    orq_node_put(writer->arena, map, "with", orq_parameters_node(writer->arena, &key->with));
    orq_node_put_text(writer->arena, map, "tablespace", key->tablespace);
}

/* -- parts -- */

static struct orq_node *part_node(const struct orq_writer *writer, const struct orq_key_part *part)
{
    struct orq_arena *arena = writer->arena;
    static const char *const nulls[] = {
        [ORQ_NULLS_DEFAULT] = NULL, [ORQ_NULLS_FIRST] = "first", [ORQ_NULLS_LAST] = "last"};
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, part->column ? "column" : "expr",
                      part->column ? part->column : orq_written_sql(writer, part->expr.text));
    orq_node_put_text(arena, map, "collate", part->collation);
    orq_node_put_text(arena, map, "opclass", part->opclass);
    orq_node_put_text(arena, map, "order", part->descending ? "desc" : NULL);
    orq_node_put_text(arena, map, "nulls", nulls[part->nulls]);
    orq_node_put_text(arena, map, "with", part->with);
    if (part->column && map->items->len == 1)
        return map->items->items[0].value;
    return map;
}

static struct orq_node *parts_node(const struct orq_writer *writer,
                                   const struct orq_key_parts *parts)
{
    struct orq_node *list = orq_node_list(writer->arena);
    for (size_t i = 0; i < parts->len; i++)
        orq_node_push(writer->arena, list, part_node(writer, &parts->items[i]));
    return list;
}

static struct orq_node *part_names(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; i < parts->len; i++)
        orq_node_push(arena, list, orq_node_text(arena, parts->items[i].column));
    return list;
}

/* -- references -- */

/* May it stand in `table(column, …)`? */
static bool is_plain_name(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789_") == len;
}

static bool all_plain(const struct orq_constraint *key)
{
    bool plain = is_plain_name(key->ref_table) && !key->ref_schema;
    for (size_t i = 0; i < key->ref_columns.len && plain; i++)
        plain = is_plain_name(key->ref_columns.items[i]);
    return plain;
}

static struct orq_node *parent_text(struct orq_arena *arena, const struct orq_constraint *key)
{
    struct orq_str text = orq_str_new(arena);
    orq_str_add(&text, key->ref_table);
    for (size_t i = 0; i < key->ref_columns.len; i++)
        orq_str_addf(&text, "%s%s", i == 0 ? "(" : ", ", key->ref_columns.items[i]);
    orq_str_add(&text, key->ref_columns.len > 0 ? ")" : "");
    return orq_node_text(arena, orq_str_text(&text));
}

/* A dot in the table's name would be read as the end of a schema's. */
static struct orq_node *parent_map(const struct orq_writer *writer,
                                   const struct orq_constraint *key)
{
    struct orq_arena *arena = writer->arena;
    const char *schema = key->ref_schema;
    if (!schema && strchr(key->ref_table, '.'))
        schema = writer->schema->dialect->default_schema;
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "schema", schema);
    orq_node_put_text(arena, map, "table", key->ref_table);
    if (key->ref_columns.len == 1)
        orq_node_put_text(arena, map, "column", key->ref_columns.items[0]);
    else
        orq_node_put(arena, map, "columns", orq_node_names(arena, &key->ref_columns));
    return map;
}

static struct orq_node *on_delete_node(struct orq_arena *arena, const struct orq_constraint *key)
{
    const char *word = orq_ascii_fold(arena, orq_action_sql(key->on_delete));
    if (key->set_columns.len == 0)
        return orq_node_text(arena, word);
    struct orq_node *map = orq_node_map(arena);
    orq_node_put(arena, map, word, orq_node_names(arena, &key->set_columns));
    return map;
}

/* Where reading it without a word would find a fault. */
static bool lacks_parent(const struct orq_writer *writer, const struct orq_table *table,
                         const struct orq_constraint *key)
{
    return key->kind == ORQ_KIND_FOREIGN_KEY &&
           orq_parent_of(writer->arena, writer->schema, table, key).fault != ORQ_PARENT_FINE;
}

static void put_rules(const struct orq_writer *writer, struct orq_node *map,
                      const struct orq_constraint *key)
{
    struct orq_arena *arena = writer->arena;
    if (key->on_delete != ORQ_NO_ACTION)
        orq_node_put(arena, map, "on_delete", on_delete_node(arena, key));
    if (key->on_update != ORQ_NO_ACTION)
        orq_node_put_text(arena, map, "on_update",
                          orq_ascii_fold(arena, orq_action_sql(key->on_update)));
    if (key->match != ORQ_MATCH_SIMPLE)
        orq_node_put_text(arena, map, "match", orq_ascii_fold(arena, orq_match_sql(key->match)));
    put_deferrable(writer, map, key->deferrable);
    orq_node_put_true(arena, map, "not_valid", key->not_valid);
    orq_node_put_true(arena, map, "not_enforced", key->not_enforced);
    orq_node_put_true(arena, map, "period", key->without_overlaps);
}

struct orq_node *orq_inline_reference_node(const struct orq_writer *writer,
                                           const struct orq_table *table,
                                           const struct orq_constraint *reference)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = parent_map(writer, reference);
    size_t parent_items = map->items->len;
    orq_node_put_text(arena, map, "name", orq_written_name(writer, table, reference));
    put_rules(writer, map, reference);
    orq_node_put_true(arena, map, "missing", lacks_parent(writer, table, reference));
    orq_node_put_text(arena, map, "comment", reference->comment);
    if (map->items->len == parent_items && all_plain(reference))
        return parent_text(arena, reference);
    return map;
}

/* -- beside a column -- */

struct orq_node *orq_inline_key_node(const struct orq_writer *writer, const struct orq_table *table,
                                     const struct orq_constraint *key)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "name", orq_written_name(writer, table, key));
    orq_node_put_text(arena, map, "order", key->parts.items[0].descending ? "desc" : NULL);
    put_false(writer, map, "nulls_distinct", key->nulls_not_distinct);
    put_deferrable(writer, map, key->deferrable);
    return map->items->len > 0 ? map : orq_node_word(arena, "true");
}

/* -- at table level -- */

static struct orq_node *key_map(const struct orq_writer *writer, const struct orq_constraint *key)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena);
    orq_node_put(arena, map, "columns", parts_node(writer, &key->parts));
    orq_node_put(arena, map, "include", orq_node_names(arena, &key->include));
    put_false(writer, map, "nulls_distinct", key->nulls_not_distinct);
    put_deferrable(writer, map, key->deferrable);
    orq_node_put_true(arena, map, "without_overlaps", key->without_overlaps);
    put_storage(writer, map, key);
    orq_node_put_true(arena, map, "autoincrement", key->autoincrement);
    put_conflict(writer, map, key->on_conflict);
    return map;
}

static struct orq_node *foreign_key_map(const struct orq_writer *writer,
                                        const struct orq_constraint *key)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena);
    orq_node_put(arena, map, "columns", part_names(arena, &key->parts));
    orq_node_put(arena, map, "references",
                 all_plain(key) ? parent_text(arena, key) : parent_map(writer, key));
    put_rules(writer, map, key);
    return map;
}

static struct orq_node *check_map(const struct orq_writer *writer,
                                  const struct orq_constraint *check)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "sql", orq_written_sql(writer, check->expr.text));
    orq_node_put_true(arena, map, "no_inherit", check->no_inherit);
    orq_node_put_true(arena, map, "not_valid", check->not_valid);
    orq_node_put_true(arena, map, "not_enforced", check->not_enforced);
    put_conflict(writer, map, check->on_conflict);
    return map;
}

static struct orq_node *exclusion_map(const struct orq_writer *writer,
                                      const struct orq_constraint *exclusion)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *elements = orq_node_list(arena), *map = orq_node_map(arena);
    for (size_t i = 0; i < exclusion->parts.len; i++)
        orq_node_push(arena, elements, part_node(writer, &exclusion->parts.items[i]));
    orq_node_put_text(arena, map, "using", exclusion->method);
    orq_node_put(arena, map, "elements", elements);
    orq_node_put_text(arena, map, "where", orq_written_sql(writer, exclusion->where.text));
    orq_node_put(arena, map, "include", orq_node_names(arena, &exclusion->include));
    put_deferrable(writer, map, exclusion->deferrable);
    put_storage(writer, map, exclusion);
    return map;
}

/* "2=500": beside the second part, which is an expression. */
static void put_part_statistics(const struct orq_writer *writer, struct orq_node *parts,
                                const struct orq_strings *statistics)
{
    for (size_t i = 0; i < statistics->len; i++) {
        char *end = NULL;
        size_t part = (size_t)strtoul(statistics->items[i], &end, 10);
        if (part > 0 && part <= parts->items->len)
            orq_node_put(writer->arena, parts->items->items[part - 1].value, "statistics",
                         orq_node_word(writer->arena, end + 1));
    }
}

static struct orq_node *index_map(const struct orq_writer *writer, const struct orq_index *index)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena);
    struct orq_node *parts = parts_node(writer, &index->parts);
    put_part_statistics(writer, parts, &index->statistics);
    orq_node_put(arena, map, "columns", parts);
    orq_node_put_true(arena, map, "unique", index->unique);
    orq_node_put_text(arena, map, "using", index->method);
    orq_node_put(arena, map, "include", orq_node_names(arena, &index->include));
    orq_node_put_text(arena, map, "where", orq_written_sql(writer, index->where.text));
    put_false(writer, map, "nulls_distinct", index->nulls_not_distinct);
    orq_node_put(arena, map, "with", orq_parameters_node(arena, &index->with));
    orq_node_put_text(arena, map, "tablespace", index->tablespace);
    return map;
}

/* -- a list, or a map of names -- */

struct member {
    const char *name; /* to be written; NULL: none */
    struct orq_node *map;
};
ORQ_VEC_OF(members, struct member);

static void add_member(const struct orq_writer *writer, struct members *members, const char *name,
                       struct orq_node *map, const char *const extra[2])
{
    orq_node_put_text(writer->arena, map, "comment", extra[0]);
    orq_node_put_text(writer->arena, map, "renamed_from", extra[1]);
    ORQ_PUSH(writer->arena, members, ((struct member){name, map}));
}

/* {columns: [a]} is [a], {sql: a > 0} is a > 0. */
struct orq_node *orq_node_shortest(struct orq_node *map)
{
    if (map->kind != ORQ_NODE_MAP || map->items->len != 1)
        return map;
    const struct orq_node_item *only = &map->items->items[0];
    bool shortens = strcmp(only->key, "columns") == 0 || strcmp(only->key, "sql") == 0;
    return shortens ? only->value : map;
}

/* SQLite lets constraints share a name, which no map can hold. */
static bool all_named(struct orq_arena *arena, const struct members *members)
{
    struct orq_map *seen = orq_map_new(arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < members->len; i++) {
        const struct member *member = &members->items[i];
        if (!member->name || orq_map_put(seen, member->name, member->map))
            return false;
    }
    return true;
}

static struct orq_node *members_node(struct orq_arena *arena, const struct members *members)
{
    bool named = all_named(arena, members);
    struct orq_node *node = named ? orq_node_block_map(arena) : orq_node_block_list(arena);
    for (size_t i = 0; i < members->len; i++) {
        const struct member *member = &members->items[i];
        if (named) {
            orq_node_put(arena, node, member->name, orq_node_shortest(member->map));
            continue;
        }
        orq_node_put_text(arena, member->map, "name", member->name);
        orq_node_push(arena, node, orq_node_shortest(member->map));
    }
    return node;
}

typedef struct orq_node *map_of(const struct orq_writer *writer,
                                const struct orq_constraint *constraint);

static map_of *const maps[ORQ_KIND_COUNT] = {
    [ORQ_KIND_PRIMARY_KEY] = key_map,         [ORQ_KIND_UNIQUE] = key_map,
    [ORQ_KIND_FOREIGN_KEY] = foreign_key_map, [ORQ_KIND_CHECK] = check_map,
    [ORQ_KIND_EXCLUSION] = exclusion_map,
};

static void put_kind(const struct orq_writer *writer, const struct orq_written_table *written,
                     struct orq_node *map, enum orq_kind kind)
{
    struct members members = {0};
    const struct orq_table *table = written->table;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        if (constraint->kind != kind || written->beside[i] || constraint->inherited)
            continue;
        struct orq_node *member = maps[kind](writer, constraint);
        orq_node_put_true(writer->arena, member, "missing",
                          lacks_parent(writer, table, constraint));
        add_member(writer, &members, orq_written_name(writer, table, constraint), member,
                   (const char *const[]){constraint->comment, constraint->renamed_from});
    }
    orq_node_put(writer->arena, map, orq_kind_key(kind), members_node(writer->arena, &members));
}

static void put_primary_key(const struct orq_writer *writer,
                            const struct orq_written_table *written, struct orq_node *map)
{
    const struct orq_table *table = written->table;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *key = table->constraints.items[i];
        if (key->kind != ORQ_KIND_PRIMARY_KEY || written->beside[i] || key->inherited)
            continue;
        struct orq_node *node = key_map(writer, key);
        orq_node_put_text(writer->arena, node, "name", orq_written_name(writer, table, key));
        orq_node_put_text(writer->arena, node, "comment", key->comment);
        orq_node_put(writer->arena, map, orq_kind_key(key->kind), orq_node_shortest(node));
    }
}

static int by_name(const void *a, const void *b)
{
    const struct orq_index *const *x = a, *const *y = b;
    int order = orq_ascii_compare((*x)->name, (*y)->name);
    return order != 0 ? order : strcmp((*x)->name, (*y)->name);
}

void orq_put_indexes(const struct orq_writer *writer, const struct orq_table *table,
                     struct orq_node *map)
{
    struct members members = {0};
    struct orq_arena *arena = writer->arena;
    const struct orq_index **sorted =
        ORQ_NEW_ARRAY(arena, const struct orq_index *, table->indexes.len);
    size_t count = 0;
    for (size_t i = 0; i < table->indexes.len; i++)
        if (!table->indexes.items[i]->implied && !table->indexes.items[i]->invalid)
            sorted[count++] = table->indexes.items[i];
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_name);
    for (size_t i = 0; i < count; i++)
        add_member(writer, &members, orq_written_index_name(writer, table, sorted[i]),
                   index_map(writer, sorted[i]),
                   (const char *const[]){sorted[i]->comment, sorted[i]->renamed_from});
    orq_node_put(arena, map, "indexes", members_node(arena, &members));
}

void orq_put_constraints(const struct orq_writer *writer, const struct orq_written_table *written,
                         struct orq_node *map)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_UNIQUE, ORQ_KIND_FOREIGN_KEY, ORQ_KIND_CHECK,
                                          ORQ_KIND_EXCLUSION};
    put_primary_key(writer, written, map);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        put_kind(writer, written, map, kinds[i]);
    orq_put_indexes(writer, written->table, map);
}

/* -- one by one -- */

static struct orq_node *beside_node(const struct orq_writer *writer, const struct orq_table *table,
                                    const struct orq_constraint *constraint)
{
    if (constraint->kind == ORQ_KIND_CHECK)
        return orq_node_text(writer->arena, orq_written_sql(writer, constraint->expr.text));
    return constraint->kind == ORQ_KIND_FOREIGN_KEY
               ? orq_inline_reference_node(writer, table, constraint)
               : orq_inline_key_node(writer, table, constraint);
}

struct orq_written_member orq_written_constraint(const struct orq_writer *writer,
                                                 const struct orq_table *table,
                                                 const struct orq_constraint *constraint)
{
    static const char *const keys[ORQ_KIND_COUNT] = {[ORQ_KIND_PRIMARY_KEY] = "primary_key",
                                                     [ORQ_KIND_UNIQUE] = "unique",
                                                     [ORQ_KIND_FOREIGN_KEY] = "references",
                                                     [ORQ_KIND_CHECK] = "check"};
    struct orq_written_member member = {.name = orq_written_name(writer, table, constraint),
                                        .map = maps[constraint->kind](writer, constraint)};
    orq_node_put_true(writer->arena, member.map, "missing",
                      lacks_parent(writer, table, constraint));
    orq_node_put_text(writer->arena, member.map, "comment", constraint->comment);
    bool plain = constraint->on_conflict == ORQ_CONFLICT_ABORT && !constraint->autoincrement;
    if (plain && orq_may_stand_beside(writer, table, constraint)) {
        member.column = orq_written_column(writer, table, constraint);
        member.key = keys[constraint->kind];
        member.beside = beside_node(writer, table, constraint);
    }
    return member;
}

struct orq_written_member orq_written_index(const struct orq_writer *writer,
                                            const struct orq_table *table,
                                            const struct orq_index *index)
{
    struct orq_written_member member = {.name = orq_written_index_name(writer, table, index),
                                        .map = index_map(writer, index)};
    orq_node_put_text(writer->arena, member.map, "comment", index->comment);
    return member;
}
