/* Columns of all relations, and their defaults. */
#include "introspect/postgres_parts.h"

#include <string.h>

enum cell {
    RELATION,
    NUMBER,
    NAME,
    TYPE,
    MODIFIER,
    COLLATION,
    NOT_NULL,
    IS_LOCAL,
    IDENTITY,
    GENERATED,
    STORAGE,
    COMPRESSION,
    RARE
};

/* The fields of the rare column's record. */
enum field { STATISTICS, INHERITED, OPTIONS, ACL, FOREIGN_OPTIONS };

#define SERVERS_OWN_OPTION "pg_"
#define NAMES_OTHERS '.' /* in a text that names what is not the server's own */

struct orq_catalog_column *orq_catalog_add_column(struct orq_catalog *catalog,
                                                  struct orq_catalog_relation *relation,
                                                  uint32_t number, const char *name)
{
    while (relation->column_count < number) {
        relation->columns =
            orq_vec_reserve(catalog->passing, relation->columns, relation->column_count,
                            &relation->column_cap, sizeof *relation->columns);
        relation->columns[relation->column_count++] = (struct orq_catalog_column){0};
    }
    struct orq_catalog_column *column = &relation->columns[number - 1];
    column->column = ORQ_NEW(catalog->arena, struct orq_column);
    column->column->name = orq_catalog_word(catalog, name);
    return column;
}

struct orq_catalog_column *orq_catalog_column(const struct orq_catalog_relation *relation,
                                              uint32_t number)
{
    if (number == 0 || number > relation->column_count || !relation->columns[number - 1].column)
        return NULL;
    return &relation->columns[number - 1];
}

struct orq_column_postgres *orq_catalog_column_postgres(struct orq_catalog *catalog,
                                                        struct orq_column *column)
{
    struct orq_column_postgres *postgres = ORQ_NEW(catalog->arena, struct orq_column_postgres);
    *postgres = *orq_column_postgres(column);
    column->postgres = postgres;
    return postgres;
}

/* ---- rows ---- */

static enum orq_generated generated_of(char letter)
{
    return letter == 's'   ? ORQ_GENERATED_STORED
           : letter == 'v' ? ORQ_GENERATED_VIRTUAL
                           : ORQ_NOT_GENERATED;
}

static const char *identity_of(char letter)
{
    return letter == 'a' ? "always" : letter == 'd' ? "by default" : NULL;
}

static const char *compression_of(char letter)
{
    return letter == 'p' ? "pglz" : letter == 'l' ? "lz4" : NULL;
}

static struct orq_strings shown_options(struct orq_catalog *catalog, const char *text)
{
    struct orq_strings options = {0};
    struct orq_strings read = orq_array_read(catalog->passing, text);
    for (size_t i = 0; i < read.len; i++)
        if (!orq_starts_with(read.items[i], SERVERS_OWN_OPTION))
            ORQ_PUSH(catalog->arena, &options, orq_catalog_word(catalog, read.items[i]));
    orq_strings_sort(&options);
    return options;
}

static void read_rare(struct orq_catalog *catalog, struct orq_catalog_column *kept,
                      struct orq_column_postgres *postgres, const char *record)
{
    struct orq_strings fields = orq_record_read(catalog->passing, record);
    if (fields.len <= FOREIGN_OPTIONS)
        return;
    const char *statistics = fields.items[STATISTICS];
    const char *parents = fields.items[INHERITED];
    if (statistics && statistics[0] != '-')
        postgres->statistics = orq_catalog_word(catalog, statistics);
    postgres->inherited = parents && strcmp(parents, "0") != 0;
    postgres->options = shown_options(catalog, fields.items[OPTIONS]);
    kept->foreign_options = fields.items[FOREIGN_OPTIONS];
    if (fields.items[ACL])
        postgres->acl = orq_catalog_acl(catalog, ORQ_KIND_COLUMN, 0, fields.items[ACL]);
}

bool orq_catalog_column_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation)
        return true;
    struct orq_catalog_column *kept =
        orq_catalog_add_column(catalog, relation, orq_cell_oid(row, NUMBER), orq_cell(row, NAME));
    struct orq_column *column = kept->column;
    kept->type =
        orq_catalog_type(catalog, orq_cell_oid(row, TYPE), (int32_t)orq_cell_number(row, MODIFIER));
    kept->collation = orq_cell_oid(row, COLLATION);
    kept->storage = orq_cell_char(row, STORAGE);
    column->nullable = !orq_cell_is(row, NOT_NULL);
    column->generated = generated_of(orq_cell_char(row, GENERATED));
    const char *identity = identity_of(orq_cell_char(row, IDENTITY));
    const char *compression = compression_of(orq_cell_char(row, COMPRESSION));
    const char *rare = orq_cell(row, RARE);
    if (!identity && !compression && !rare && orq_cell_is(row, IS_LOCAL))
        return true;
    struct orq_column_postgres *postgres = orq_catalog_column_postgres(catalog, column);
    postgres->identity = identity;
    postgres->compression = compression;
    postgres->local = orq_cell_is(row, IS_LOCAL);
    read_rare(catalog, kept, postgres, rare);
    return true;
}

bool orq_catalog_default_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    const struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, 0));
    const struct orq_catalog_column *kept =
        relation ? orq_catalog_column(relation, orq_cell_oid(row, 1)) : NULL;
    if (!kept)
        return true;
    struct orq_sql sql = {.text = orq_catalog_word(catalog, orq_cell(row, 2))};
    struct orq_catalog_alias alias = {orq_cell_oid(row, 0), orq_cell_oid(row, 1)};
    if (kept->column->generated != ORQ_NOT_GENERATED || strchr(sql.text, NAMES_OTHERS))
        orq_catalog_add_alias(catalog, ORQ_CLASS_DEFAULT, orq_cell_oid(row, 3), alias);
    if (kept->column->generated == ORQ_NOT_GENERATED)
        kept->column->default_expr = sql;
    else
        kept->column->generated_expr = sql;
    return true;
}

/* ---- the end ---- */

static const char *storage_word(char letter)
{
    return letter == 'p'   ? "plain"
           : letter == 'e' ? "external"
           : letter == 'm' ? "main"
                           : "extended";
}

static void finish_column(struct orq_catalog *catalog, const struct orq_catalog_column *kept)
{
    const struct orq_catalog_type *type = kept->type;
    kept->column->type = type->text;
    if (kept->collation != type->collation)
        kept->column->collation = orq_catalog_named(catalog, 'c', kept->collation);
    if (type->storage && kept->storage != type->storage)
        orq_catalog_column_postgres(catalog, kept->column)->storage = storage_word(kept->storage);
}

/* Of a view the columns and their types are those of its query: what more is said of them is kept.
 */
static bool is_view(const struct orq_catalog_relation *relation)
{
    return relation->kind == 'v' || relation->kind == 'm';
}

static bool is_said(const struct orq_column *column)
{
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    return column->comment || column->default_expr.text || postgres->statistics ||
           postgres->storage || postgres->options.len > 0 || postgres->acl.given;
}

/* After the comments, which tell whether a view's column is worth keeping. */
void orq_catalog_finish_columns(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < catalog->relation_list.len; i++) {
        struct orq_catalog_relation *relation = catalog->relation_list.items[i];
        for (size_t c = 0; c < relation->column_count; c++) {
            struct orq_catalog_column *kept = &relation->columns[c];
            if (!kept->column)
                continue;
            finish_column(catalog, kept);
            if (is_view(relation))
                kept->column->type = "";
            if (!is_view(relation) || is_said(kept->column))
                orq_table_add_column(catalog->arena, orq_catalog_table_of(catalog, relation),
                                     kept->column);
        }
    }
}
