/* Views and materialized views. */
#include "introspect/postgres_parts.h"

#include <string.h>

enum cell { KIND = 3, TABLESPACE = 10, METHOD = 11, OPTIONS = 14, QUERY = 19, POPULATED = 20 };

#define CHECK_OPTION "check_option="
#define DEFAULT_METHOD "heap"

/* pg_get_viewdef begins with a blank and ends with a semicolon. */
const char *orq_catalog_trimmed(struct orq_catalog *catalog, const char *text)
{
    text += strspn(text, " \n");
    size_t len = strlen(text);
    while (len > 0 && strchr("; \n", text[len - 1]))
        len--;
    return orq_arena_strndup(catalog->passing, text, len);
}

static void describe_options(struct orq_catalog *catalog, struct orq_definition *view,
                             const struct orq_row *row)
{
    struct orq_strings read = orq_cell_array(catalog->passing, row, OPTIONS), with = {0};
    for (size_t i = 0; i < read.len; i++) {
        if (orq_starts_with(read.items[i], CHECK_OPTION))
            orq_catalog_put(catalog, view, ORQ_ATTRIBUTE_CHECK_OPTION,
                            read.items[i] + strlen(CHECK_OPTION));
        else
            ORQ_PUSH(catalog->passing, &with, read.items[i]);
    }
    orq_strings_sort(&with);
    orq_catalog_put_list(catalog, view, ORQ_ATTRIBUTE_WITH, &with);
}

static void describe_stored(struct orq_catalog *catalog, struct orq_definition *view,
                            const struct orq_row *row)
{
    const char *method = orq_catalog_named(catalog, 'a', orq_cell_oid(row, METHOD));
    orq_catalog_put(catalog, view, ORQ_ATTRIBUTE_MATERIALIZED, "true");
    orq_catalog_put(catalog, view, ORQ_ATTRIBUTE_TABLESPACE,
                    orq_catalog_named(catalog, 't', orq_cell_oid(row, TABLESPACE)));
    if (method && strcmp(method, DEFAULT_METHOD) != 0)
        orq_catalog_put(catalog, view, ORQ_ATTRIBUTE_METHOD, method);
    if (!orq_cell_is(row, POPULATED))
        orq_catalog_put(catalog, view, ORQ_ATTRIBUTE_UNPOPULATED, "true");
}

void orq_catalog_view(struct orq_catalog *catalog, struct orq_catalog_relation *relation,
                      const struct orq_row *row)
{
    struct orq_definition *view = relation->definition;
    if (orq_cell(row, QUERY))
        orq_catalog_put(catalog, view, ORQ_ATTRIBUTE_QUERY,
                        orq_catalog_trimmed(catalog, orq_cell(row, QUERY)));
    describe_options(catalog, view, row);
    if (orq_cell_char(row, KIND) == 'm')
        describe_stored(catalog, view, row);
}
