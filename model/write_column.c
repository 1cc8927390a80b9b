/* Columns and types in the model language. */
#include "base/str.h"
#include "model/write_parts.h"
#include "model/write_postgres.h"
#include "sql/postgres_token.h"
#include "sql/token.h"

#include <string.h>

const char *orq_written_sql(const struct orq_writer *writer, const char *sql)
{
    if (!sql)
        return NULL;
    if (!writer->schema->dialect->stores_texts) {
        struct orq_pg_tokens tokens = orq_pg_tokens_of(writer->arena, sql, strlen(sql));
        size_t begin = tokens.items[0].offset, end = tokens.items[tokens.len - 1].leading;
        return orq_arena_strndup(writer->arena, sql + begin, end > begin ? end - begin : 0);
    }
    struct orq_lexer lexer = orq_lexer_new(sql, strlen(sql));
    struct orq_token token = orq_lexer_next(&lexer);
    size_t from = token.offset, to = token.offset;
    for (; token.kind != ORQ_TOKEN_END; token = orq_lexer_next(&lexer))
        to = token.offset + token.len;
    return orq_arena_strndup(writer->arena, sql + from, to - from);
}

/* -- types -- */

/* "numeric", (10,2) -> "numeric(10,2)" */
static const char *with_arguments(struct orq_arena *arena, const char *name,
                                  const struct orq_strings *arguments)
{
    struct orq_str text = orq_str_new(arena);
    orq_str_add(&text, name);
    for (size_t i = 0; i < arguments->len; i++)
        orq_str_addf(&text, "%c%s", i == 0 ? '(' : ',', arguments->items[i]);
    orq_str_add(&text, arguments->len > 0 ? ")" : "");
    return orq_str_text(&text);
}

/* The portable name that becomes exactly this type; NULL: none does. The case is no difference:
 * only one of the two dialects keeps it, and does not look at it. */
static const char *portable_name(const struct orq_writer *writer, const char *type, bool strict)
{
    struct orq_arena *arena = writer->arena;
    struct orq_type_parts parts;
    if (!orq_type_split(arena, type, &parts) || parts.arrays > 0)
        return NULL;
    for (const char *const *name = orq_portable_names; *name; name++) {
        const char *candidate = with_arguments(arena, *name, &parts.arguments), *problem = NULL;
        if (!orq_type_portable(candidate))
            continue;
        const char *becomes =
            writer->schema->dialect->portable_type(arena, candidate, strict, &problem);
        if (becomes && orq_ascii_equal(becomes, type))
            return candidate;
    }
    return NULL;
}

static struct orq_node *new_type_node(const struct orq_writer *writer, const char *type,
                                      bool strict)
{
    struct orq_arena *arena = writer->arena;
    const char *problem = NULL, *portable = portable_name(writer, type, strict);
    if (portable)
        return orq_node_text(arena, portable);
    if (!orq_type_portable(type) && type[0] != '\0') {
        const char *same = writer->schema->dialect->native_type(arena, type, strict, &problem);
        if (same && strcmp(same, type) == 0)
            return orq_node_text(arena, type);
    }
    struct orq_node *map = orq_node_map(arena);
    orq_node_put_text(arena, map, "native", type);
    return map;
}

/* A database has many columns and few types. */
struct orq_node *orq_type_node(const struct orq_writer *writer, const char *type, bool strict)
{
    struct orq_map *known = strict ? writer->strict_types : writer->types;
    struct orq_node *node = orq_map_get(known, type);
    if (!node) {
        node = new_type_node(writer, type, strict);
        orq_map_put(known, type, node);
    }
    return node;
}

/* -- on_conflict -- */

struct conflict {
    const char *key;
    enum orq_conflict conflict;
};
ORQ_VEC_OF(conflicts, struct conflict);

/* What could have a clause of its own, each kind once: checks beside a column are alike. */
static struct conflicts conflicts_of(struct orq_arena *arena, const struct orq_column *column,
                                     const struct orq_constraints *beside)
{
    struct conflicts conflicts = {0};
    bool checked = false;
    if (!column->nullable)
        ORQ_PUSH(arena, &conflicts, ((struct conflict){"not_null", column->not_null_conflict}));
    for (size_t i = 0; beside && i < beside->len; i++) {
        const struct orq_constraint *constraint = beside->items[i];
        bool check = constraint->kind == ORQ_KIND_CHECK;
        if (constraint->kind == ORQ_KIND_FOREIGN_KEY || (check && checked))
            continue;
        checked = checked || check;
        const char *key = check ? "check" : orq_kind_key(constraint->kind);
        ORQ_PUSH(arena, &conflicts, ((struct conflict){key, constraint->on_conflict}));
    }
    return conflicts;
}

/* One word where it is said of all of them; a key implies a NOT NULL that may have none. */
static struct orq_node *conflict_node(const struct orq_writer *writer,
                                      const struct conflicts *conflicts)
{
    bool alike = true;
    struct orq_node *map = orq_node_map(writer->arena);
    for (size_t i = 0; i < conflicts->len; i++) {
        const struct conflict *row = &conflicts->items[i];
        alike = alike && row->conflict == conflicts->items[0].conflict &&
                strcmp(row->key, orq_kind_key(ORQ_KIND_PRIMARY_KEY)) != 0;
        if (row->conflict != ORQ_CONFLICT_ABORT)
            orq_node_put_text(writer->arena, map, row->key,
                              orq_conflict_word(writer, row->conflict));
    }
    return alike && map->items->len > 0 ? map->items->items[0].value : map;
}

/* -- columns -- */

static bool in_key(const struct orq_constraint *key, const char *column)
{
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (key->parts.items[i].column && orq_ascii_equal(key->parts.items[i].column, column))
            return true;
    return false;
}

/* A key has a NOT NULL of its own, which is written only for the sake of its conflict clause. */
static void put_nullable(const struct orq_writer *writer, const struct orq_table *table,
                         const struct orq_column *column, struct orq_node *map)
{
    bool usual = !in_key(orq_table_primary_key(table), column->name);
    bool clause = !column->nullable && column->not_null_conflict != ORQ_CONFLICT_ABORT;
    if (column->nullable != usual || clause)
        orq_node_put(writer->arena, map, "nullable",
                     orq_node_word(writer->arena, column->nullable ? "true" : "false"));
}

static struct orq_node *checks_node(const struct orq_writer *writer,
                                    const struct orq_constraints *beside)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *list = orq_node_list(arena);
    for (size_t i = 0; beside && i < beside->len; i++)
        if (beside->items[i]->kind == ORQ_KIND_CHECK)
            orq_node_push(
                arena, list,
                orq_node_text(arena, orq_written_sql(writer, beside->items[i]->expr.text)));
    return list->items->len == 1 ? list->items->items[0].value : list;
}

static const struct orq_constraint *beside_of(const struct orq_constraints *beside,
                                              enum orq_kind kind)
{
    for (size_t i = 0; beside && i < beside->len; i++)
        if (beside->items[i]->kind == kind)
            return beside->items[i];
    return NULL;
}

static void put_generated(const struct orq_writer *writer, const struct orq_column *column,
                          struct orq_node *map)
{
    if (column->generated == ORQ_NOT_GENERATED)
        return;
    struct orq_node *generated = orq_node_map(writer->arena);
    orq_node_put_text(writer->arena, generated, "as",
                      orq_written_sql(writer, column->generated_expr.text));
    orq_node_put_true(writer->arena, generated, "stored",
                      column->generated == ORQ_GENERATED_STORED);
    orq_node_put(writer->arena, map, "generated", generated);
}

struct orq_node *orq_column_node(const struct orq_writer *writer, const struct orq_table *table,
                                 const struct orq_column *column,
                                 const struct orq_constraints *beside)
{
    struct orq_arena *arena = writer->arena;
    struct orq_node *map = orq_node_map(arena);
    const struct orq_constraint *key = beside_of(beside, ORQ_KIND_PRIMARY_KEY);
    const struct orq_constraint *unique = beside_of(beside, ORQ_KIND_UNIQUE);
    const struct orq_constraint *reference = beside_of(beside, ORQ_KIND_FOREIGN_KEY);
    struct conflicts conflicts = conflicts_of(arena, column, beside);

    orq_node_put(arena, map, "type", orq_type_node(writer, column->type, table->strict));
    if (key)
        orq_node_put(arena, map, "primary_key", orq_inline_key_node(writer, table, key));
    orq_node_put_true(arena, map, "autoincrement", key && key->autoincrement);
    put_nullable(writer, table, column, map);
    if (unique)
        orq_node_put(arena, map, "unique", orq_inline_key_node(writer, table, unique));
    if (column->default_expr.text)
        ORQ_PUSH(arena, map->items,
                 ((struct orq_node_item){"default", orq_default_node(writer, table, column)}));
    orq_node_put(arena, map, "check", checks_node(writer, beside));
    if (reference)
        orq_node_put(arena, map, "references", orq_inline_reference_node(writer, table, reference));
    orq_node_put_text(arena, map, "collate", column->collation);
    put_generated(writer, column, map);
    orq_put_column_postgres(writer, column, map);
    orq_node_put_true(arena, map, "inherited",
                      orq_column_postgres(column)->inherited &&
                          !orq_column_postgres(column)->local &&
                          !orq_table_postgres(table)->partition_of);
    orq_node_put(arena, map, "on_conflict", conflict_node(writer, &conflicts));
    orq_node_put_text(arena, map, "comment", column->comment);
    orq_node_put_text(arena, map, "renamed_from", column->renamed_from);
    return map;
}

struct orq_node *orq_columns_node(const struct orq_writer *writer,
                                  const struct orq_written_table *written)
{
    const struct orq_table *table = written->table;
    struct orq_node *columns = orq_node_block_map(writer->arena);
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *column = table->columns.items[i];
        const struct orq_constraints *beside = orq_map_get(written->by_column, column->name);
        if (!beside && orq_column_is_inherited(writer, table, column))
            continue;
        orq_node_put(writer->arena, columns, column->name,
                     orq_column_node(writer, table, column, beside));
    }
    return columns;
}
