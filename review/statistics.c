#include "review/statistics_parts.h"

#include "base/file.h"
#include "base/json.h"
#include "history/source.h"
#include "model/dialect.h"
#include "model/yaml.h"

#include <stdlib.h>
#include <string.h>

static const struct source {
    const char *dialect;
    enum orq_status (*query)(struct orq_arena *arena, struct orq_db *db, struct orq_diags *diags,
                             const char **sql);
} sources[] = {
    {"postgresql", orq_statistics_postgres},
    {"sqlite", orq_statistics_sqlite},
};

/* Adds one, under its name. */
static void add_size(struct orq_arena *arena, struct orq_statistics *statistics,
                     const struct orq_size *size)
{
    struct orq_size *kept = ORQ_NEW(arena, struct orq_size);
    *kept = *size;
    ORQ_PUSH(arena, &statistics->sizes, *size);
    orq_map_put(statistics->by_table, kept->table, kept);
}

const struct orq_size *orq_size_find(const struct orq_statistics *statistics, const char *table)
{
    return statistics ? orq_map_get(statistics->by_table, table) : NULL;
}

bool orq_size_is_large(const struct orq_size *size, int64_t rows, int64_t bytes)
{
    if (rows == 0 && bytes == 0)
        rows = ORQ_LARGE_ROWS;
    if (size->rows < 0 && bytes == 0)
        bytes = ORQ_LARGE_BYTES;
    return (rows > 0 && size->rows >= rows) || (bytes > 0 && size->bytes >= bytes);
}

static void begin(struct orq_arena *arena, const char *dialect, struct orq_statistics *statistics)
{
    bool folded = dialect && strcmp(dialect, "sqlite") == 0;
    *statistics = (struct orq_statistics){.dialect = dialect};
    statistics->by_table = orq_map_new(arena, folded ? ORQ_KEYS_FOLDED : ORQ_KEYS_EXACT);
}

/* -- of a database -- */

struct reading {
    struct orq_arena *arena;
    struct orq_statistics *statistics;
};

static int64_t number(const char *text)
{
    return text ? strtoll(text, NULL, 10) : -1;
}

static bool take(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    struct orq_arena *arena = reading->arena;
    const char *schema = row->values[0], *table = row->values[1];
    const struct orq_size size = {
        .table = schema ? orq_arena_printf(arena, "%s.%s", schema, table)
                        : orq_arena_strdup(arena, table),
        .rows = number(row->values[2]),
        .bytes = number(row->values[3]),
        .index_bytes = number(row->values[4]),
        .indexes = number(row->values[5]),
    };
    add_size(arena, reading->statistics, &size);
    return true;
}

enum orq_status orq_statistics_of(struct orq_arena *arena, struct orq_db *db,
                                  struct orq_diags *diags, struct orq_statistics *statistics)
{
    struct reading reading = {arena, statistics};
    struct orq_query query = {.fn = take, .context = &reading};
    begin(arena, orq_db_dialect(db), statistics);
    statistics->database = orq_db_shown(db);
    statistics->version = orq_db_version(db);
    statistics->taken = orq_time_iso(arena, orq_source_system.now(&orq_source_system));
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < sizeof sources / sizeof sources[0] && !query.sql; i++) {
        if (strcmp(sources[i].dialect, statistics->dialect) == 0)
            status = sources[i].query(arena, db, diags, &query.sql);
    }
    return status == ORQ_OK ? orq_db_query(db, &query, diags) : status;
}

/* -- written and read -- */

static void write_number(struct orq_json *json, const char *key, int64_t value)
{
    orq_json_key(json, key);
    orq_json_number(json, value);
}

const char *orq_statistics_write(struct orq_arena *arena, const struct orq_statistics *statistics)
{
    struct orq_str out = orq_str_new(arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_object(&json);
    write_number(&json, "orqgen_statistics", 1);
    orq_json_member(&json, "database", statistics->database);
    orq_json_member(&json, "dialect", statistics->dialect);
    write_number(&json, "version", statistics->version);
    orq_json_member(&json, "taken", statistics->taken);
    orq_json_key(&json, "tables");
    orq_json_open_array(&json);
    for (size_t i = 0; i < statistics->sizes.len; i++) {
        const struct orq_size *size = &statistics->sizes.items[i];
        orq_json_open_object(&json);
        orq_json_member(&json, "table", size->table);
        write_number(&json, "rows", size->rows);
        write_number(&json, "bytes", size->bytes);
        write_number(&json, "index_bytes", size->index_bytes);
        write_number(&json, "indexes", size->indexes);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
    orq_json_close_object(&json);
    return orq_str_text(&out);
}

static const char *text_of(const struct orq_yaml *map, const char *key)
{
    const struct orq_yaml *value = orq_yaml_get(map, key);
    return value && value->kind == ORQ_YAML_TEXT ? value->text : NULL;
}

/* -1: not a whole number, or not there. */
static int64_t number_of(const struct orq_yaml *map, const char *key)
{
    const struct orq_yaml *value = orq_yaml_get(map, key);
    return value && value->kind == ORQ_YAML_NUMBER ? number(value->text) : -1;
}

static void read_table(struct orq_arena *arena, const struct orq_yaml *item,
                       struct orq_diags *diags, struct orq_statistics *statistics)
{
    const struct orq_size size = {
        .table = text_of(item, "table"),
        .rows = number_of(item, "rows"),
        .bytes = number_of(item, "bytes"),
        .index_bytes = number_of(item, "index_bytes"),
        .indexes = number_of(item, "indexes"),
    };
    if (size.table)
        add_size(arena, statistics, &size);
    else
        orq_error(diags, orq_yaml_at(item), "a table of the statistics needs its name: \"table\"");
}

enum orq_status orq_statistics_read(struct orq_arena *arena, const char *path,
                                    struct orq_diags *diags, struct orq_statistics *statistics)
{
    const char *text = NULL;
    size_t len = 0;
    enum orq_status status = orq_file_read(arena, path, diags, &text, &len);
    if (status != ORQ_OK)
        return status;
    size_t errors = orq_diags_errors(diags);
    struct orq_str yaml = orq_json_as_yaml(arena, text, len);
    const struct orq_yaml *root = orq_yaml_parse(arena, path, orq_str_text(&yaml), yaml.len, diags);
    const struct orq_yaml *tables = orq_yaml_get(root, "tables");
    if (root && (number_of(root, "orqgen_statistics") != 1 || !tables ||
                 tables->kind != ORQ_YAML_LIST || !text_of(root, "dialect"))) {
        orq_error(diags, (struct orq_span){.file = path}, "this is no file of statistics");
        orq_hint(diags, "write one with: orqgen stats URL > %s", path);
    } else if (root) {
        begin(arena, text_of(root, "dialect"), statistics);
        statistics->database = text_of(root, "database");
        statistics->version = (int)number_of(root, "version");
        statistics->taken = text_of(root, "taken");
        for (size_t i = 0; i < tables->items->len; i++)
            read_table(arena, tables->items->items[i], diags, statistics);
    }
    return root && orq_diags_errors(diags) == errors ? ORQ_OK : ORQ_INVALID;
}
