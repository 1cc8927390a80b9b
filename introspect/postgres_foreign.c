/* Foreign servers and foreign tables, as their CREATE statements. */
#include "introspect/postgres_parts.h"

#include "sql/postgres_token.h"

#include <string.h>

/* " OPTIONS (host 'localhost', port '5432')" of "host=localhost", … */
static void add_options(struct orq_catalog *catalog, struct orq_str *sql, const char *text)
{
    struct orq_arena *arena = catalog->passing;
    struct orq_strings options = orq_array_read(arena, text);
    for (size_t i = 0; i < options.len; i++) {
        const char *option = options.items[i];
        size_t len = strcspn(option, "=");
        orq_str_addf(sql, "%s%s %s", i == 0 ? " OPTIONS (" : ", ",
                     orq_pg_name(arena, orq_arena_strndup(arena, option, len)),
                     orq_pg_text(arena, option[len] ? option + len + 1 : ""));
    }
    if (options.len > 0)
        orq_str_addc(sql, ')');
}

bool orq_catalog_server_row(void *context, const struct orq_row *row)
{
    enum { OID, NAME, OWNER, ACL, WRAPPER, TYPE, VERSION, OPTIONS };
    struct orq_catalog *catalog = context;
    struct orq_arena *arena = catalog->passing;
    uint32_t oid = orq_cell_oid(row, OID);
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_SERVER, oid))
        return true;
    struct orq_definition *server =
        orq_catalog_define(catalog, ORQ_KIND_SERVER, 0, orq_cell(row, NAME));
    struct orq_str sql = orq_str_new(arena);
    orq_str_addf(&sql, "CREATE SERVER %s", orq_pg_name(arena, server->name));
    if (orq_cell(row, TYPE))
        orq_str_addf(&sql, " TYPE %s", orq_pg_text(arena, orq_cell(row, TYPE)));
    if (orq_cell(row, VERSION))
        orq_str_addf(&sql, " VERSION %s", orq_pg_text(arena, orq_cell(row, VERSION)));
    orq_str_addf(&sql, " FOREIGN DATA WRAPPER %s", orq_pg_name(arena, orq_cell(row, WRAPPER)));
    add_options(catalog, &sql, orq_cell(row, OPTIONS));
    server->acl =
        orq_catalog_acl(catalog, ORQ_KIND_SERVER, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
    if (orq_catalog_read_sql(catalog, server, orq_str_text(&sql)))
        orq_catalog_keep(catalog, server, ORQ_CLASS_SERVER, oid);
    return true;
}

/* ---- foreign tables ---- */

bool orq_catalog_foreign_table_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct orq_catalog_relation *relation = orq_catalog_relation(catalog, orq_cell_oid(row, 0));
    if (!relation)
        return true;
    struct orq_str tail = orq_str_new(catalog->passing);
    orq_str_addf(&tail, " SERVER %s", orq_pg_name(catalog->passing, orq_cell(row, 1)));
    add_options(catalog, &tail, orq_cell(row, 2));
    relation->foreign = orq_str_text(&tail);
    return true;
}

static void add_column(struct orq_catalog *catalog, struct orq_str *sql,
                       const struct orq_catalog_column *kept)
{
    const struct orq_column *column = kept->column;
    orq_str_addf(sql, "%s %s", orq_pg_name(catalog->passing, column->name), column->type);
    if (kept->foreign_options)
        add_options(catalog, sql, kept->foreign_options);
    if (column->collation)
        orq_str_addf(sql, " COLLATE %s", orq_pg_name(catalog->passing, column->collation));
    if (column->generated_expr.text)
        orq_str_addf(sql, " GENERATED ALWAYS AS (%s) STORED", column->generated_expr.text);
    if (column->default_expr.text)
        orq_str_addf(sql, " DEFAULT %s", column->default_expr.text);
    if (!column->nullable)
        orq_str_add(sql, " NOT NULL");
}

static const char *create_foreign_table(struct orq_catalog *catalog,
                                        const struct orq_catalog_relation *relation)
{
    const struct orq_constraints *checks = &relation->table->constraints;
    const char *comma = "";
    struct orq_str sql = orq_str_new(catalog->passing);
    orq_str_addf(&sql, "CREATE FOREIGN TABLE %s (",
                 orq_pg_qualified_name(catalog->passing, relation->schema, relation->name));
    for (size_t i = 0; i < relation->column_count; i++) {
        if (!relation->columns[i].column)
            continue;
        orq_str_addf(&sql, "%s\n    ", comma);
        add_column(catalog, &sql, &relation->columns[i]);
        comma = ",";
    }
    for (size_t i = 0; i < checks->len; i++) {
        orq_str_addf(&sql, "%s\n    CONSTRAINT %s CHECK (%s)%s", comma,
                     orq_pg_name(catalog->passing, checks->items[i]->name),
                     checks->items[i]->expr.text,
                     checks->items[i]->no_inherit ? " NO INHERIT" : "");
        comma = ",";
    }
    orq_str_addf(&sql, "\n)%s", relation->foreign);
    return orq_str_text(&sql);
}

/* What a CREATE FOREIGN TABLE does not tell. */
static void tell_comments(struct orq_catalog *catalog, const struct orq_catalog_relation *relation)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        if (!relation->columns[i].column || !relation->columns[i].column->comment)
            continue;
        orq_warning(catalog->diags, ORQ_NOWHERE,
                    "comments on columns of foreign table %s are not read", relation->qualified);
        return;
    }
}

static void tell_children(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < catalog->parents.len; i++) {
        const struct orq_catalog_relation *child =
            orq_catalog_relation(catalog, catalog->parents.items[i].child);
        if (child && child->foreign)
            orq_warning(catalog->diags, ORQ_NOWHERE,
                        "foreign table %s is a partition or child of a table: that is not read",
                        child->qualified);
    }
}

/* After the columns, whose types are told late. */
void orq_catalog_finish_foreign(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < catalog->relation_list.len; i++) {
        struct orq_catalog_relation *relation = catalog->relation_list.items[i];
        if (!relation->foreign || !orq_catalog_table_of(catalog, relation))
            continue;
        orq_catalog_read_sql(catalog, relation->definition,
                             create_foreign_table(catalog, relation));
        tell_comments(catalog, relation);
    }
    tell_children(catalog);
}
