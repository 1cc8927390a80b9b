#include "history/ledger.h"

#include "base/map.h"
#include "history/ledger_parts.h"
#include "sql/quote.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS                                                                                \
    "revision, parents, labels, depends_on, dialect, message, sha256, downgrade, applied_at, " \
    "applied_by, version, duration_ms, steps_done, steps_total, state"

/* A ledger's name, taken apart. */
struct place {
    const struct orq_ledger_engine *engine;
    const char *schema; /* quoted */
    const char *table;  /* as it is */
    const char *name;   /* quoted and qualified */
    const char *kind_query;
};

static const struct orq_ledger_engine *engine_of(const char *dialect)
{
    static const struct orq_ledger_engine *const engines[] = {&orq_ledger_sqlite,
                                                              &orq_ledger_postgres};
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (strcmp(engines[i]->dialect, dialect) == 0)
            return engines[i];
    }
    return NULL;
}

/* sql with name in the place of its %s. */
static const char *with_name(struct orq_arena *arena, const char *sql, const char *name)
{
    struct orq_str text = orq_str_new(arena);
    const char *mark = strstr(sql, "%s");
    orq_str_addn(&text, sql, (size_t)(mark - sql));
    orq_str_add(&text, name);
    orq_str_add(&text, mark + 2);
    return orq_str_text(&text);
}

static enum orq_status place_of(struct orq_arena *arena, const char *dialect, const char *name,
                                struct orq_diags *diags, struct place *place)
{
    if (!name)
        name = ORQ_LEDGER_DEFAULT;
    const char *dot = strchr(name, '.');
    place->engine = engine_of(dialect);
    if (!place->engine || *name == '\0' || dot == name || (dot && dot[1] == '\0')) {
        orq_error(diags, ORQ_NOWHERE, "\"%s\" cannot be the ledger of this %s database", name,
                  dialect);
        orq_hint(diags, "ledger: is a table, or a schema and a table: schema.table");
        return ORQ_INVALID;
    }
    const char *schema =
        dot ? orq_arena_strndup(arena, name, (size_t)(dot - name)) : place->engine->schema;
    place->table = dot ? dot + 1 : name;
    place->schema = orq_quoted_name(arena, schema);
    place->name =
        orq_arena_printf(arena, "%s.%s", place->schema, orq_quoted_name(arena, place->table));
    place->kind_query =
        with_name(arena, place->engine->kind,
                  place->engine->schema_is_text ? orq_quoted_text(arena, schema) : place->schema);
    return ORQ_OK;
}

struct finding {
    struct orq_arena *arena;
    const char *kind, *grant;
};

static bool keep_kind(void *context, const struct orq_row *row)
{
    struct finding *found = context;
    found->kind = strcmp(row->values[0], "table") == 0 ? "table" : "view";
    if (row->count > 1 && row->values[1])
        found->grant = orq_arena_strdup(found->arena, row->values[1]);
    return false;
}

/* Another object of that name is a fault. */
static enum orq_status find_table(struct orq_arena *arena, struct orq_db *db,
                                  const struct place *place, struct orq_diags *diags,
                                  struct orq_ledger *ledger)
{
    const char *params[] = {place->table};
    struct finding found = {.arena = arena};
    struct orq_query query = {.sql = place->kind_query,
                              .params = params,
                              .param_count = 1,
                              .fn = keep_kind,
                              .context = &found};
    enum orq_status status = orq_db_query(db, &query, diags);
    ledger->exists = found.kind != NULL;
    ledger->grant = found.grant;
    if (status != ORQ_OK || !found.kind || strcmp(found.kind, "table") == 0)
        return status;
    orq_error(diags, ORQ_NOWHERE, "the ledger %s is a %s of this database", place->name,
              found.kind);
    orq_hint(diags, "choose another name: ledger: in orqgen.yaml");
    return ORQ_INVALID;
}

static enum orq_status find_readable(struct orq_arena *arena, struct orq_db *db,
                                     const struct place *place, struct orq_diags *diags,
                                     struct orq_ledger *ledger)
{
    enum orq_status status = find_table(arena, db, place, diags, ledger);
    if (status != ORQ_OK || !ledger->grant)
        return status;
    orq_error(diags, ORQ_NOWHERE, "%s: this role may not read the ledger %s", orq_db_shown(db),
              place->name);
    orq_hint(diags, "let its owner run: %s", ledger->grant);
    return ORQ_DATABASE;
}

enum orq_status orq_ledger_find_table(struct orq_arena *arena, struct orq_db *db, const char *name,
                                      struct orq_diags *diags, struct orq_ledger *ledger)
{
    struct place place;
    *ledger = (struct orq_ledger){0};
    enum orq_status status = place_of(arena, orq_db_dialect(db), name, diags, &place);
    return status == ORQ_OK ? find_table(arena, db, &place, diags, ledger) : status;
}

struct reading {
    struct orq_arena *arena;
    struct orq_ledger *ledger;
};

static const char *copy(struct reading *reading, const struct orq_row *row, size_t column)
{
    return row->values[column]
               ? orq_arena_strndup(reading->arena, row->values[column], row->lens[column])
               : "";
}

static int64_t number(const struct orq_row *row, size_t column)
{
    return row->values[column] ? strtoll(row->values[column], NULL, 10) : 0;
}

static bool keep_row(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    struct orq_ledger_row kept = {
        .revision = copy(reading, row, 0),
        .parents = copy(reading, row, 1),
        .labels = copy(reading, row, 2),
        .depends_on = copy(reading, row, 3),
        .dialect = copy(reading, row, 4),
        .message = copy(reading, row, 5),
        .sha256 = copy(reading, row, 6),
        .downgrade = copy(reading, row, 7),
        .applied_at = copy(reading, row, 8),
        .applied_by = copy(reading, row, 9),
        .version = copy(reading, row, 10),
        .duration_ms = number(row, 11),
        .steps_done = number(row, 12),
        .steps_total = number(row, 13),
        .state = copy(reading, row, 14),
    };
    ORQ_PUSH(reading->arena, &reading->ledger->rows, kept);
    return true;
}

enum orq_status orq_ledger_read(struct orq_arena *arena, struct orq_db *db, const char *name,
                                struct orq_diags *diags, struct orq_ledger *ledger)
{
    struct place place;
    *ledger = (struct orq_ledger){0};
    enum orq_status status = place_of(arena, orq_db_dialect(db), name, diags, &place);
    if (status == ORQ_OK)
        status = find_readable(arena, db, &place, diags, ledger);
    if (status != ORQ_OK || !ledger->exists)
        return status;
    struct reading reading = {arena, ledger};
    struct orq_query query = {
        .sql = orq_arena_printf(arena, "SELECT " COLUMNS " FROM %s ORDER BY position", place.name),
        .fn = keep_row,
        .context = &reading};
    status = orq_db_query(db, &query, diags);
    if (status != ORQ_OK)
        orq_hint(diags, "is %s another program's table? then choose a name: ledger: in orqgen.yaml",
                 orq_shown_name(arena, place.table));
    return status;
}

/* Its name in SQL; NULL: there is no ledger. */
static enum orq_status find_name(struct orq_arena *arena, struct orq_db *db, const char *name,
                                 struct orq_diags *diags, const char **sql)
{
    struct place place;
    struct orq_ledger ledger = {0};
    enum orq_status status = place_of(arena, orq_db_dialect(db), name, diags, &place);
    if (status == ORQ_OK)
        status = find_readable(arena, db, &place, diags, &ledger);
    *sql = status == ORQ_OK && ledger.exists ? place.name : NULL;
    return status;
}

enum orq_status orq_ledger_count(struct orq_arena *arena, struct orq_db *db, const char *name,
                                 struct orq_diags *diags, size_t *count)
{
    const char *sql = NULL, *value = NULL;
    enum orq_status status = find_name(arena, db, name, diags, &sql);
    if (sql)
        status = orq_db_value(arena, db, orq_arena_printf(arena, "SELECT count(*) FROM %s", sql),
                              diags, &value);
    *count = value ? (size_t)strtoull(value, NULL, 10) : 0;
    return status;
}

enum orq_status orq_ledger_last(struct orq_arena *arena, struct orq_db *db, const char *name,
                                struct orq_diags *diags, const char **revision)
{
    const char *sql = NULL;
    *revision = NULL;
    enum orq_status status = find_name(arena, db, name, diags, &sql);
    if (sql)
        status = orq_db_value(
            arena, db,
            orq_arena_printf(arena, "SELECT revision FROM %s ORDER BY position DESC LIMIT 1", sql),
            diags, revision);
    return status;
}

void orq_ledger_heads(struct orq_arena *arena, const struct orq_ledger *ledger,
                      struct orq_strings *heads)
{
    struct orq_map *parents = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ledger->rows.len; i++) {
        char *ids = orq_arena_strdup(arena, ledger->rows.items[i].parents);
        char *rest = NULL;
        for (char *id = strtok_r(ids, " ", &rest); id; id = strtok_r(NULL, " ", &rest))
            orq_map_put(parents, id, id);
    }
    for (size_t i = 0; i < ledger->rows.len; i++) {
        if (!orq_map_get(parents, ledger->rows.items[i].revision))
            ORQ_PUSH(arena, heads, ledger->rows.items[i].revision);
    }
}

struct orq_map *orq_ledger_set(struct orq_arena *arena, const struct orq_ledger *ledger)
{
    struct orq_map *set = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ledger->rows.len; i++)
        orq_map_put(set, ledger->rows.items[i].revision, &ledger->rows.items[i]);
    return set;
}

const struct orq_ledger_row *orq_ledger_find(const struct orq_ledger *ledger, const char *revision)
{
    for (size_t i = 0; i < ledger->rows.len; i++) {
        if (strcmp(ledger->rows.items[i].revision, revision) == 0)
            return &ledger->rows.items[i];
    }
    return NULL;
}

/* Runs sql, whose %s is the ledger's name, with its parameters. */
static enum orq_status change(struct orq_db *db, const char *name, const char *sql,
                              const struct orq_strings *params, struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    struct place place;
    enum orq_status status = place_of(arena, orq_db_dialect(db), name, diags, &place);
    if (status == ORQ_OK) {
        struct orq_query query = {.sql = with_name(arena, sql, place.name),
                                  .params = params ? params->items : NULL,
                                  .param_count = params ? params->len : 0};
        status = orq_db_query(db, &query, diags);
    }
    orq_arena_free(arena);
    return status;
}

enum orq_status orq_ledger_create(struct orq_db *db, const char *name, struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_ledger ledger = {0};
    struct place place;
    enum orq_status status = place_of(arena, orq_db_dialect(db), name, diags, &place);
    if (status == ORQ_OK)
        status = find_table(arena, db, &place, diags, &ledger);
    if (status == ORQ_OK && !ledger.exists)
        status = change(db, name, place.engine->create, NULL, diags);
    orq_arena_free(arena);
    return status;
}

struct orq_ledger_change orq_ledger_inserting(struct orq_arena *arena,
                                              const struct orq_ledger_row *row)
{
    struct orq_ledger_change change = {
        .sql = "INSERT INTO %s (" COLUMNS ") VALUES"
               " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};
    const char *texts[] = {row->revision,   row->parents,    row->labels, row->depends_on,
                           row->dialect,    row->message,    row->sha256, row->downgrade,
                           row->applied_at, row->applied_by, row->version};
    int64_t numbers[] = {row->duration_ms, row->steps_done, row->steps_total};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ORQ_PUSH(arena, &change.params, texts[i] ? texts[i] : "");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        ORQ_PUSH(arena, &change.params, orq_arena_printf(arena, "%" PRId64, numbers[i]));
    ORQ_PUSH(arena, &change.params, row->state ? row->state : "applied");
    return change;
}

struct orq_ledger_change orq_ledger_deleting(struct orq_arena *arena, const char *revision)
{
    struct orq_ledger_change change = {.sql = "DELETE FROM %s WHERE revision = $1"};
    ORQ_PUSH(arena, &change.params, revision);
    return change;
}

struct orq_ledger_change orq_ledger_marking(struct orq_arena *arena,
                                            const struct orq_ledger_row *row)
{
    struct orq_ledger_change change = {
        .sql = "UPDATE %s SET duration_ms = $1, steps_done = $2, state = $3, sha256 = $4,"
               " steps_total = $5 WHERE revision = $6"};
    const char *params[] = {orq_arena_printf(arena, "%" PRId64, row->duration_ms),
                            orq_arena_printf(arena, "%" PRId64, row->steps_done),
                            row->state,
                            row->sha256,
                            orq_arena_printf(arena, "%" PRId64, row->steps_total),
                            row->revision};
    for (size_t i = 0; i < sizeof params / sizeof *params; i++)
        ORQ_PUSH(arena, &change.params, params[i]);
    return change;
}

enum orq_status orq_ledger_insert(struct orq_db *db, const char *name,
                                  const struct orq_ledger_row *row, struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_ledger_change inserting = orq_ledger_inserting(arena, row);
    enum orq_status status = change(db, name, inserting.sql, &inserting.params, diags);
    orq_arena_free(arena);
    return status;
}

enum orq_status orq_ledger_delete(struct orq_db *db, const char *name, const char *revision,
                                  struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_ledger_change deleting = orq_ledger_deleting(arena, revision);
    enum orq_status status = change(db, name, deleting.sql, &deleting.params, diags);
    orq_arena_free(arena);
    return status;
}

enum orq_status orq_ledger_mark(struct orq_db *db, const char *name,
                                const struct orq_ledger_row *row, struct orq_diags *diags)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_ledger_change marking = orq_ledger_marking(arena, row);
    enum orq_status status = change(db, name, marking.sql, &marking.params, diags);
    orq_arena_free(arena);
    return status;
}

/* A change's SQL with literals in the place of its $1, $2. */
static const char *with_literals(struct orq_arena *arena, const struct orq_ledger_change *change,
                                 const char *now)
{
    const char *sql = change->sql;
    struct orq_str text = orq_str_new(arena);
    while (*sql) {
        size_t plain = strcspn(sql, "$");
        orq_str_addn(&text, sql, plain);
        sql += plain;
        if (*sql == '$') {
            char *end = NULL;
            size_t index = (size_t)strtoul(sql + 1, &end, 10);
            const char *value = change->params.items[index - 1];
            orq_str_add(&text, value ? orq_quoted_text(arena, value) : now);
            sql = end;
        }
    }
    return orq_str_text(&text);
}

enum orq_status orq_ledger_text(struct orq_arena *arena, const struct orq_ledger_of *of,
                                const struct orq_ledger_change *change, struct orq_diags *diags,
                                const char **sql)
{
    struct place place;
    *sql = "";
    enum orq_status status = place_of(arena, of->dialect, of->name, diags, &place);
    if (status == ORQ_OK)
        *sql = with_name(arena, with_literals(arena, change, place.engine->now), place.name);
    return status;
}

enum orq_status orq_ledger_create_text(struct orq_arena *arena, const struct orq_ledger_of *of,
                                       struct orq_diags *diags, const char **sql)
{
    static const char create[] = "CREATE TABLE ";
    struct place place;
    *sql = "";
    enum orq_status status = place_of(arena, of->dialect, of->name, diags, &place);
    if (status == ORQ_OK)
        *sql =
            orq_arena_printf(arena, "%sIF NOT EXISTS %s", create,
                             with_name(arena, place.engine->create, place.name) + strlen(create));
    return status;
}

bool orq_ledger_row_whole(const struct orq_ledger_row *row)
{
    return row->steps_done >= row->steps_total;
}

const struct orq_ledger_row *orq_ledger_unfinished(const struct orq_ledger *ledger)
{
    for (size_t i = 0; i < ledger->rows.len; i++)
        if (!orq_ledger_row_whole(&ledger->rows.items[i]))
            return &ledger->rows.items[i];
    return NULL;
}

bool orq_ledger_row_goes_up(const struct orq_ledger_row *row)
{
    return orq_starts_with(row->state, "up");
}

size_t orq_ledger_row_begun(const struct orq_ledger_row *row)
{
    char *behind = NULL;
    const char *end = row->state + strcspn(row->state, " :");
    size_t step = *end == ' ' ? (size_t)strtoul(end, &behind, 10) : 0;
    return behind && *behind == ' ' ? 0 : step; /* a batch is a transaction */
}

const char *orq_ledger_row_why(const struct orq_ledger_row *row)
{
    const char *colon = strstr(row->state, ": ");
    return colon ? colon + 2 : "";
}

const char *orq_ledger_row_next(struct orq_arena *arena, const struct orq_ledger_row *row)
{
    /* not the head: there may be several; and not its parent: what else stands on that would go */
    return orq_ledger_row_goes_up(row)
               ? orq_arena_printf(arena, "orqgen upgrade %s", row->revision)
               : orq_arena_printf(arena, "orqgen downgrade %s-1", row->revision);
}
