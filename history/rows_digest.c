#include "history/rows.h"

#include "base/hash.h"
#include "history/rows_parts.h"

#include <inttypes.h>
#include <stdlib.h>

struct counting {
    struct orq_row_count *count;
};

static bool add_count(void *context, const struct orq_row *row)
{
    struct counting *counting = context;
    int64_t rows = row->values[0] == NULL ? 0 : strtoll(row->values[0], NULL, 10);
    counting->count->rows += rows;
    counting->count->filled += rows > 0;
    return true;
}

enum orq_status orq_rows_count(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_schema *schema, struct orq_diags *diags,
                               struct orq_row_count *count)
{
    const struct orq_rows_engine *engine = orq_rows_engine_of(db);
    *count = (struct orq_row_count){0};
    struct counting counting = {.count = count};
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        if (!engine->holds_rows(table))
            continue;
        count->tables++;
        const char *sql = orq_arena_printf(arena, "SELECT count(*) FROM %s%s", engine->own(table),
                                           engine->table(arena, table));
        struct orq_query query = {.sql = sql, .fn = add_count, .context = &counting};
        enum orq_status status = orq_db_query(db, &query, diags);
        if (status != ORQ_OK)
            return status;
    }
    return ORQ_OK;
}

struct digesting {
    struct orq_hash **hashes;
    size_t count;
};

static bool add_row(void *context, const struct orq_row *row)
{
    const struct digesting *digesting = context;
    for (size_t i = 0; i < digesting->count; i++) {
        const char *value = row->values[i] == NULL ? "" : row->values[i];
        orq_hash_add(digesting->hashes[i], value, row->values[i] == NULL ? 0 : row->lens[i]);
        orq_hash_add(digesting->hashes[i], "\n", 1);
    }
    return true;
}

static const char *digest_query(struct orq_arena *arena, const struct orq_rows_engine *engine,
                                const struct orq_row_values *values)
{
    const struct orq_strings *columns = &values->columns;
    struct orq_str sql = orq_str_new(arena);
    orq_str_add(&sql, "SELECT ");
    for (size_t i = 0; i < columns->len; i++)
        orq_str_addf(&sql, "%s%s", i == 0 ? "" : ", ", engine->exact(arena, columns->items[i]));
    orq_str_addf(&sql, " FROM %s%s ORDER BY ", engine->own(values->table),
                 engine->table(arena, values->table));
    for (size_t i = 0; i < columns->len; i++)
        orq_str_addf(&sql, "%s%zu", i == 0 ? "" : ", ", i + 1);
    return orq_str_text(&sql);
}

enum orq_status orq_rows_digest(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_row_values *values, struct orq_diags *diags,
                                struct orq_strings *digests)
{
    const size_t count = values->columns.len;
    if (count == 0)
        return ORQ_OK;
    struct digesting digesting = {.hashes = ORQ_NEW_ARRAY(arena, struct orq_hash *, count),
                                  .count = count};
    for (size_t i = 0; i < count; i++)
        digesting.hashes[i] = orq_hash_new(arena);
    struct orq_query query = {.sql = digest_query(arena, orq_rows_engine_of(db), values),
                              .fn = add_row,
                              .context = &digesting};
    enum orq_status status = orq_db_query(db, &query, diags);
    for (size_t i = 0; i < count; i++)
        ORQ_PUSH(arena, digests, orq_hash_hex(arena, digesting.hashes[i]));
    return status;
}
