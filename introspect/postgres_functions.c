/* Functions, procedures and aggregates: their CREATE statements, written from the fields. */
#include "introspect/postgres_parts.h"

#include "sql/postgres_token.h"

#include <stdlib.h>
#include <string.h>

enum cell {
    OID,
    NAME,
    NAMESPACE,
    KIND,
    OWNER,
    ACL,
    LANGUAGE,
    VOLATILITY,
    STRICT,
    SECURITY_DEFINER,
    LEAKPROOF,
    PARALLEL,
    COST,
    ROWS,
    RETURNS_SET,
    CONFIGURATION,
    SUPPORT,
    ARGUMENTS,
    RESULT,
    TRANSFORMS,
    SOURCE,
    LIBRARY,
    STANDARD_BODY,
    MODES
};

#define DEFAULT_ROWS 1000

/* ---- CREATE FUNCTION ---- */

/* What it returns is told by its OUT arguments, but that they are a set. */
static bool says_result(const struct orq_row *row)
{
    const char *modes = orq_cell(row, MODES);
    return orq_cell(row, RESULT) &&
           (orq_cell_is(row, RETURNS_SET) || !modes || !strpbrk(modes, "ob"));
}

static void add_transforms(struct orq_catalog *catalog, struct orq_str *sql,
                           const struct orq_row *row)
{
    struct orq_strings types = orq_cell_array(catalog->passing, row, TRANSFORMS);
    for (size_t i = 0; i < types.len; i++)
        orq_str_addf(sql, "%s FOR TYPE %s", i == 0 ? " TRANSFORM" : ",", types.items[i]);
}

/* https://www.postgresql.org/docs/current/sql-createfunction.html: COST */
static bool is_usual_cost(const struct orq_row *row)
{
    const char *language = orq_cell(row, LANGUAGE);
    bool compiled = strcmp(language, "c") == 0 || strcmp(language, "internal") == 0;
    return strcmp(orq_cell(row, COST), compiled ? "1" : "100") == 0;
}

static void add_options(struct orq_catalog *catalog, struct orq_str *sql, const struct orq_row *row)
{
    char volatility = orq_cell_char(row, VOLATILITY), parallel = orq_cell_char(row, PARALLEL);
    orq_str_addf(sql, "\n    LANGUAGE %s", orq_pg_name(catalog->passing, orq_cell(row, LANGUAGE)));
    add_transforms(catalog, sql, row);
    const struct {
        bool said;
        const char *text;
    } options[] = {{orq_cell_char(row, KIND) == 'w', " WINDOW"},
                   {volatility == 'i', " IMMUTABLE"},
                   {volatility == 's', " STABLE"},
                   {orq_cell_is(row, STRICT), " STRICT"},
                   {orq_cell_is(row, SECURITY_DEFINER), " SECURITY DEFINER"},
                   {orq_cell_is(row, LEAKPROOF), " LEAKPROOF"}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].said)
            orq_str_add(sql, options[i].text);
    if (!is_usual_cost(row))
        orq_str_addf(sql, " COST %s", orq_cell(row, COST));
    if (orq_cell_is(row, RETURNS_SET) && orq_cell_number(row, ROWS) != DEFAULT_ROWS)
        orq_str_addf(sql, " ROWS %s", orq_cell(row, ROWS));
    if (orq_cell(row, SUPPORT))
        orq_str_addf(sql, " SUPPORT %s", orq_cell(row, SUPPORT));
    if (parallel == 's' || parallel == 'r')
        orq_str_addf(sql, " PARALLEL %s", parallel == 's' ? "SAFE" : "RESTRICTED");
}

/* Of these the value is a list of names, quoted where they must be.
 * https://www.postgresql.org/docs/current/runtime-config-client.html */
static bool is_list(const char *parameter)
{
    static const char *const lists[] = {"search_path",
                                        "temp_tablespaces",
                                        "local_preload_libraries",
                                        "session_preload_libraries",
                                        "shared_preload_libraries",
                                        "unix_socket_directories"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (orq_ascii_equal(lists[i], parameter))
            return true;
    return false;
}

static void add_names(struct orq_arena *arena, struct orq_str *sql, const char *value)
{
    struct orq_str name = orq_str_new(arena);
    bool quoted = false;
    size_t count = 0;
    for (const char *at = value;; at++) {
        if (*at == '"' && quoted && at[1] == '"') {
            orq_str_addc(&name, *++at);
        } else if (*at == '"') {
            quoted = !quoted;
        } else if (*at == '\0' || (*at == ',' && !quoted)) {
            orq_str_addf(sql, "%s%s", count++ > 0 ? ", " : "",
                         orq_pg_text(arena, orq_str_text(&name)));
            name = orq_str_new(arena);
            if (*at == '\0')
                return;
        } else if (*at != ' ' || quoted) {
            orq_str_addc(&name, *at);
        }
    }
}

static void add_configuration(struct orq_catalog *catalog, struct orq_str *sql,
                              const struct orq_row *row)
{
    struct orq_arena *arena = catalog->passing;
    struct orq_strings settings = orq_cell_array(arena, row, CONFIGURATION);
    for (size_t i = 0; i < settings.len; i++) {
        const char *equals = strchr(settings.items[i], '=');
        if (!equals)
            continue;
        const char *name =
            orq_arena_strndup(arena, settings.items[i], (size_t)(equals - settings.items[i]));
        orq_str_addf(sql, "\n    SET %s TO ", name);
        if (is_list(name))
            add_names(arena, sql, equals + 1);
        else
            orq_str_add(sql, orq_pg_text(arena, equals + 1));
    }
}

static void add_body(struct orq_catalog *catalog, struct orq_str *sql, const struct orq_row *row)
{
    struct orq_arena *arena = catalog->passing;
    const char *source = orq_cell(row, SOURCE);
    if (orq_cell(row, STANDARD_BODY))
        orq_str_addf(sql, "\n    %s", orq_cell(row, STANDARD_BODY));
    else if (orq_cell(row, LIBRARY))
        orq_str_addf(sql, "\n    AS %s, %s", orq_pg_text(arena, orq_cell(row, LIBRARY)),
                     orq_pg_text(arena, source));
    else
        orq_str_addf(sql, "\n    AS %s", orq_pg_dollar_quoted(arena, source));
}

static const char *create_function(struct orq_catalog *catalog,
                                   const struct orq_definition *function, const struct orq_row *row)
{
    struct orq_str sql = orq_str_new(catalog->passing);
    orq_str_addf(&sql, "CREATE %s %s(%s)",
                 orq_cell_char(row, KIND) == 'p' ? "PROCEDURE" : "FUNCTION",
                 orq_pg_qualified_name(catalog->passing, function->schema, orq_cell(row, NAME)),
                 orq_cell(row, ARGUMENTS));
    if (says_result(row))
        orq_str_addf(&sql, " RETURNS %s", orq_cell(row, RESULT));
    add_options(catalog, &sql, row);
    add_configuration(catalog, &sql, row);
    add_body(catalog, &sql, row);
    return orq_str_text(&sql);
}

bool orq_catalog_function_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t oid = orq_cell_oid(row, OID);
    if (orq_cell_char(row, KIND) == 'a' || orq_catalog_is_hidden(catalog, ORQ_CLASS_ROUTINE, oid))
        return true;
    struct orq_definition *function = orq_catalog_define(
        catalog, ORQ_KIND_FUNCTION, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    function->acl =
        orq_catalog_acl(catalog, ORQ_KIND_FUNCTION, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
    if (orq_catalog_read_sql(catalog, function, create_function(catalog, function, row)))
        orq_catalog_keep(catalog, function, ORQ_CLASS_ROUTINE, oid);
    return true;
}
