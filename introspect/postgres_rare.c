/* What few databases have: asked for only where there is some, or said to be left out. */
#include "introspect/postgres_parts.h"

#include "sql/postgres_token.h"

#include <string.h>

static const struct rare {
    const char *catalogue, *word;
    bool read;
} kinds[] = {
    {"pg_collation", "collation", true},
    {"pg_operator", "operator", true},
    {"pg_cast", "cast", true},
    {"pg_foreign_server", "foreign server", true},
    {"pg_foreign_table", "foreign table", true},
    {"pg_event_trigger", "event trigger", true},
    {"pg_publication", "publication", true},
    {"pg_subscription", "subscription", false},
    {"pg_opclass", "operator class", false},
    {"pg_ts_config", "text search configuration", true},
    {"pg_ts_dict", "text search dictionary", true},
    {"pg_ts_parser", "text search parser", false},
    {"pg_ts_template", "text search template", false},
    {"pg_language", "language", false},
    {"pg_conversion", "conversion", false},
    {"pg_transform", "transform", false},
    {"pg_am", "access method", false},
    {"pg_foreign_data_wrapper", "foreign-data wrapper", false},
    {"pg_type", "base type", false},
    {"pg_seclabel", "security label", false},
    {"pg_user_mappings", "user mapping", false},
};

static const struct rare *find_kind(const char *catalogue)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].catalogue, catalogue) == 0)
            return &kinds[i];
    return NULL;
}

bool orq_catalog_has_rare(const struct orq_catalog *catalog, const char *word)
{
    return orq_map_get(catalog->rare, word) != NULL;
}

bool orq_catalog_rare_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    const struct rare *kind = find_kind(orq_cell(row, 0));
    long count = orq_cell_number(row, 1);
    if (kind && kind->read)
        orq_map_put(catalog->rare, kind->word, catalog);
    else if (kind)
        orq_warning(catalog->diags, ORQ_NOWHERE, "%ld %s%s not read", count, kind->word,
                    count == 1 ? " is" : "s are");
    return true;
}

static void keep_statement(struct orq_catalog *catalog, struct orq_definition *definition,
                           enum orq_class class, uint32_t oid, const struct orq_str *sql)
{
    if (!orq_catalog_is_hidden(catalog, class, oid) &&
        orq_catalog_read_sql(catalog, definition, orq_str_text(sql)))
        orq_catalog_keep(catalog, definition, class, oid);
}

/* ---- collations ---- */

static const char *provider_word(char letter)
{
    return letter == 'i' ? "icu" : letter == 'b' ? "builtin" : letter == 'd' ? "default" : "libc";
}

static void add_locale(struct orq_arena *arena, struct orq_str *sql, const struct orq_row *row)
{
    enum { COLLATE = 6, CTYPE, LOCALE };
    const char *collate = orq_cell(row, COLLATE), *ctype = orq_cell(row, CTYPE);
    const char *locale = orq_cell(row, LOCALE);
    if (!locale && orq_str_equal(collate, ctype))
        locale = collate;
    if (locale)
        orq_str_addf(sql, ", locale = %s", orq_pg_text(arena, locale));
    else
        orq_str_addf(sql, ", lc_collate = %s, lc_ctype = %s",
                     orq_pg_text(arena, collate ? collate : ""),
                     orq_pg_text(arena, ctype ? ctype : ""));
}

bool orq_catalog_collation_row(void *context, const struct orq_row *row)
{
    enum { OID, NAME, NAMESPACE, OWNER, PROVIDER, DETERMINISTIC, RULES = 9 };
    struct orq_catalog *catalog = context;
    struct orq_arena *arena = catalog->passing;
    struct orq_definition *collation = orq_catalog_define(
        catalog, ORQ_KIND_COLLATION, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    struct orq_str sql = orq_str_new(arena);
    orq_str_addf(&sql, "CREATE COLLATION %s (provider = %s",
                 orq_pg_qualified_name(arena, collation->schema, collation->name),
                 provider_word(orq_cell_char(row, PROVIDER)));
    if (!orq_cell_is(row, DETERMINISTIC))
        orq_str_add(&sql, ", deterministic = false");
    add_locale(arena, &sql, row);
    if (orq_cell(row, RULES))
        orq_str_addf(&sql, ", rules = %s", orq_pg_text(arena, orq_cell(row, RULES)));
    orq_str_addc(&sql, ')');
    collation->acl = orq_catalog_acl(catalog, ORQ_KIND_COLLATION, orq_cell_oid(row, OWNER), NULL);
    keep_statement(catalog, collation, ORQ_CLASS_COLLATION, orq_cell_oid(row, OID), &sql);
    return true;
}

/* ---- operators ---- */

static void add_part(struct orq_str *sql, const char *word, const char *value)
{
    if (value && strcmp(value, "-") != 0)
        orq_str_addf(sql, ",\n    %s = %s", word, value);
}

static const char *operator_at(struct orq_catalog *catalog, const struct orq_row *row, size_t at)
{
    const char *name = orq_cell(row, at);
    return name ? orq_catalog_operator(catalog, orq_cell_oid(row, at + 1), name) : NULL;
}

bool orq_catalog_operator_row(void *context, const struct orq_row *row)
{
    enum {
        OID,
        NAME,
        NAMESPACE,
        OWNER,
        LEFT,
        RIGHT,
        CODE,
        COMMUTATOR,
        NEGATOR = 9,
        RESTRICT = 11,
        JOIN,
        HASHES,
        MERGES
    };
    struct orq_catalog *catalog = context;
    struct orq_arena *arena = catalog->passing;
    const char *left = orq_catalog_type_text(catalog, orq_cell(row, LEFT));
    const char *right = orq_catalog_type_text(catalog, orq_cell(row, RIGHT));
    struct orq_definition *made =
        orq_catalog_define(catalog, ORQ_KIND_OPERATOR, orq_cell_oid(row, NAMESPACE),
                           orq_arena_printf(arena, "%s(%s, %s)", orq_cell(row, NAME),
                                            left ? left : "NONE", right ? right : "NONE"));
    struct orq_str sql = orq_str_new(arena);
    orq_str_add(&sql, "CREATE OPERATOR ");
    if (made->schema)
        orq_str_addf(&sql, "%s.", orq_pg_name(arena, made->schema));
    orq_str_addf(&sql, "%s (\n    FUNCTION = %s", orq_cell(row, NAME), orq_cell(row, CODE));
    add_part(&sql, "LEFTARG", left);
    add_part(&sql, "RIGHTARG", right);
    add_part(&sql, "COMMUTATOR", operator_at(catalog, row, COMMUTATOR));
    add_part(&sql, "NEGATOR", operator_at(catalog, row, NEGATOR));
    add_part(&sql, "RESTRICT", orq_cell(row, RESTRICT));
    add_part(&sql, "JOIN", orq_cell(row, JOIN));
    orq_str_add(&sql, orq_cell_is(row, HASHES) ? ",\n    HASHES" : "");
    orq_str_add(&sql, orq_cell_is(row, MERGES) ? ",\n    MERGES\n)" : "\n)");
    made->acl = orq_catalog_acl(catalog, ORQ_KIND_OPERATOR, orq_cell_oid(row, OWNER), NULL);
    keep_statement(catalog, made, ORQ_CLASS_OPERATOR, orq_cell_oid(row, OID), &sql);
    return true;
}

/* ---- casts ---- */

bool orq_catalog_cast_row(void *context, const struct orq_row *row)
{
    enum { OID, SOURCE, TARGET, METHOD, CONTEXT, FUNCTION };
    struct orq_catalog *catalog = context;
    char method = orq_cell_char(row, METHOD), when = orq_cell_char(row, CONTEXT);
    const char *name = orq_arena_printf(catalog->passing, "(%s AS %s)",
                                        orq_catalog_type_text(catalog, orq_cell(row, SOURCE)),
                                        orq_catalog_type_text(catalog, orq_cell(row, TARGET)));
    struct orq_definition *cast = orq_catalog_define(catalog, ORQ_KIND_CAST, 0, name);
    struct orq_str sql = orq_str_new(catalog->passing);
    orq_str_addf(&sql, "CREATE CAST %s ", name);
    if (method == 'f')
        orq_str_addf(&sql, "WITH FUNCTION %s", orq_cell(row, FUNCTION));
    else
        orq_str_add(&sql, method == 'i' ? "WITH INOUT" : "WITHOUT FUNCTION");
    orq_str_add(&sql, when == 'a' ? " AS ASSIGNMENT" : when == 'i' ? " AS IMPLICIT" : "");
    keep_statement(catalog, cast, ORQ_CLASS_CAST, orq_cell_oid(row, OID), &sql);
    return true;
}
