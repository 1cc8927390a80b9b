/* Statistics objects. https://www.postgresql.org/docs/current/sql-createstatistics.html */
#include "introspect/postgres_parts.h"

#include "sql/postgres_token.h"

#include <string.h>

enum cell { OID, NAME, NAMESPACE, RELATION, OWNER, COLUMNS, KINDS, TARGET, EXPRESSIONS };

static const struct {
    char letter;
    const char *word;
} kinds[] = {{'f', "dependencies"}, {'m', "mcv"}, {'d', "ndistinct"}};
#define KIND_COUNT (sizeof kinds / sizeof *kinds)

/* All of them are the default; of one expression alone there are none to choose from. */
static void put_kinds(struct orq_catalog *catalog, struct orq_definition *statistics,
                      const struct orq_row *row)
{
    struct orq_strings words = {0};
    const char *letters = orq_cell(row, KINDS);
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strchr(letters, kinds[i].letter))
            ORQ_PUSH(catalog->passing, &words, kinds[i].word);
    if (words.len < KIND_COUNT)
        orq_catalog_put_list(catalog, statistics, ORQ_ATTRIBUTE_KINDS, &words);
}

static void put_elements(struct orq_catalog *catalog, struct orq_definition *statistics,
                         const struct orq_catalog_relation *relation, const struct orq_row *row)
{
    struct orq_strings elements = {0};
    struct orq_numbers numbers = orq_cell_numbers(catalog->passing, row, COLUMNS);
    struct orq_strings expressions = orq_cell_array(catalog->passing, row, EXPRESSIONS);
    for (size_t i = 0; i < numbers.len; i++) {
        const struct orq_catalog_column *column = orq_catalog_column(relation, numbers.items[i]);
        if (column)
            ORQ_PUSH(catalog->passing, &elements,
                     orq_pg_name(catalog->passing, column->column->name));
    }
    for (size_t i = 0; i < expressions.len; i++)
        ORQ_PUSH(catalog->passing, &elements, expressions.items[i]);
    orq_catalog_put_list(catalog, statistics, ORQ_ATTRIBUTE_ELEMENTS, &elements);
}

bool orq_catalog_statistics_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    const struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation || orq_catalog_is_hidden(catalog, ORQ_CLASS_STATISTICS, orq_cell_oid(row, OID)))
        return true;
    struct orq_definition *statistics = orq_catalog_define(
        catalog, ORQ_KIND_STATISTICS, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    const char *target = orq_cell(row, TARGET);
    statistics->on = relation->qualified;
    statistics->acl = orq_catalog_acl(catalog, ORQ_KIND_STATISTICS, orq_cell_oid(row, OWNER), NULL);
    put_kinds(catalog, statistics, row);
    put_elements(catalog, statistics, relation, row);
    if (target && target[0] != '-')
        orq_catalog_put(catalog, statistics, ORQ_ATTRIBUTE_STATISTICS, target);
    orq_catalog_keep(catalog, statistics, ORQ_CLASS_STATISTICS, orq_cell_oid(row, OID));
    return true;
}
