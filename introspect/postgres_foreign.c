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

/* What a partition has otherwise than what it is of, which may be of a schema that is not read. */
static bool add_own_column(struct orq_catalog *catalog, struct orq_str *sql, const char *comma,
                           const struct orq_catalog_relation *parent,
                           const struct orq_column *column)
{
    const struct orq_column *above =
        parent->table ? orq_table_column(parent->table, column->name) : NULL;
    const char *own = column->default_expr.text;
    bool defaults = above && !orq_str_equal(own, above->default_expr.text);
    bool required = above && !column->nullable && above->nullable;
    if (!defaults && !required)
        return false;
    orq_str_addf(sql, "%s\n    %s", comma, orq_pg_name(catalog->passing, column->name));
    if (defaults)
        orq_str_addf(sql, " DEFAULT %s", own ? own : "NULL");
    orq_str_add(sql, required ? " NOT NULL" : "");
    return true;
}

static bool add_column(struct orq_catalog *catalog, struct orq_str *sql, const char *comma,
                       const struct orq_catalog_column *kept)
{
    const struct orq_column *column = kept->column;
    if (!orq_column_postgres(column)->local)
        return false;
    orq_str_addf(sql, "%s\n    %s %s", comma, orq_pg_name(catalog->passing, column->name),
                 column->type);
    if (kept->foreign_options)
        add_options(catalog, sql, kept->foreign_options);
    if (column->collation)
        orq_str_addf(sql, " COLLATE %s", orq_pg_name(catalog->passing, column->collation));
    if (column->generated_expr.text)
        orq_str_addf(sql, " GENERATED ALWAYS AS (%s) STORED", column->generated_expr.text);
    if (column->default_expr.text)
        orq_str_addf(sql, " DEFAULT %s", column->default_expr.text);
    orq_str_add(sql, column->nullable ? "" : " NOT NULL");
    return true;
}

static const char *parents_sql(struct orq_catalog *catalog,
                               const struct orq_catalog_relation *relation)
{
    struct orq_str out = orq_str_new(catalog->passing);
    for (size_t i = 0; i < relation->parents.len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "",
                     orq_pg_qualified_name(catalog->passing, relation->parents.items[i]->schema,
                                           relation->parents.items[i]->name));
    return orq_str_text(&out);
}

/* Columns and checks that are its own, in parentheses, which a partition without any leaves out. */
static void add_elements(struct orq_catalog *catalog, struct orq_str *sql,
                         const struct orq_catalog_relation *relation)
{
    const struct orq_constraints *checks = &relation->table->constraints;
    struct orq_str list = orq_str_new(catalog->passing);
    const char *comma = "";
    for (size_t i = 0; i < relation->column_count; i++) {
        const struct orq_catalog_column *kept = &relation->columns[i];
        if (kept->column &&
            (relation->bound
                 ? add_own_column(catalog, &list, comma, relation->parents.items[0], kept->column)
                 : add_column(catalog, &list, comma, kept)))
            comma = ",";
    }
    for (size_t i = 0; i < checks->len; i++) {
        if (checks->items[i]->inherited)
            continue;
        orq_str_addf(&list, "%s\n    CONSTRAINT %s CHECK (%s)%s", comma,
                     orq_pg_name(catalog->passing, checks->items[i]->name),
                     checks->items[i]->expr.text,
                     checks->items[i]->no_inherit ? " NO INHERIT" : "");
        comma = ",";
    }
    if (list.len > 0 || !relation->bound)
        orq_str_addf(sql, " (%s\n)", orq_str_text(&list));
}

static const char *create_foreign_table(struct orq_catalog *catalog,
                                        const struct orq_catalog_relation *relation)
{
    struct orq_str sql = orq_str_new(catalog->passing);
    orq_str_addf(&sql, "CREATE FOREIGN TABLE %s",
                 orq_pg_qualified_name(catalog->passing, relation->schema, relation->name));
    if (relation->bound)
        orq_str_addf(&sql, " PARTITION OF %s", parents_sql(catalog, relation));
    add_elements(catalog, &sql, relation);
    if (relation->bound)
        orq_str_addf(&sql, "\n%s", relation->bound);
    else if (relation->parents.len > 0)
        orq_str_addf(&sql, " INHERITS (%s)", parents_sql(catalog, relation));
    orq_str_add(&sql, relation->foreign);
    return orq_str_text(&sql);
}

/* Of a partition no statement but a further one tells them. */
static void tell_options(struct orq_catalog *catalog, const struct orq_catalog_relation *relation)
{
    for (size_t i = 0; relation->bound && i < relation->column_count; i++) {
        if (!relation->columns[i].column || !relation->columns[i].foreign_options)
            continue;
        orq_warning(catalog->diags, ORQ_NOWHERE,
                    "options of columns of foreign table %s, a partition, are not read",
                    relation->qualified);
        return;
    }
}

/* The columns of which more is said than the statement does. */
static void keep_comments(struct orq_catalog *catalog, const struct orq_catalog_relation *relation)
{
    struct orq_table *kept = orq_table_new(catalog->arena, relation->name);
    kept->kind = ORQ_KIND_FOREIGN_TABLE;
    kept->schema = relation->schema;
    orq_table_set_dialect(catalog->arena, kept, catalog->schema->dialect);
    for (size_t i = 0; i < relation->column_count; i++) {
        const struct orq_column *had = relation->columns[i].column;
        if (!had || !had->comment)
            continue;
        struct orq_column *column = ORQ_NEW(catalog->arena, struct orq_column);
        *column = (struct orq_column){
            .name = had->name, .type = "", .nullable = true, .comment = had->comment};
        orq_table_add_column(catalog->arena, kept, column);
    }
    if (kept->columns.len > 0)
        relation->definition->relation = kept;
}

static void link_parents(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < catalog->parents.len; i++) {
        struct orq_catalog_relation *child =
            orq_catalog_relation(catalog, catalog->parents.items[i].child);
        struct orq_catalog_relation *parent =
            orq_oids_get(catalog->relations, catalog->parents.items[i].parent);
        if (child && child->foreign && parent)
            ORQ_PUSH(catalog->passing, &child->parents, parent);
    }
}

/* After the columns, whose types are told late. */
void orq_catalog_finish_foreign(struct orq_catalog *catalog)
{
    link_parents(catalog);
    for (size_t i = 0; i < catalog->relation_list.len; i++) {
        struct orq_catalog_relation *relation = catalog->relation_list.items[i];
        if (!relation->foreign || !orq_catalog_table_of(catalog, relation))
            continue;
        orq_catalog_read_sql(catalog, relation->definition,
                             create_foreign_table(catalog, relation));
        keep_comments(catalog, relation);
        tell_options(catalog, relation);
    }
}
