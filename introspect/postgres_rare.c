/* What few databases have: asked for only where there is some, or said to be left out. */
#include "introspect/postgres_parts.h"

#include <string.h>

/* Those of the rare kinds that are read. */
static const char *const read_words[] = {"collation", "operator", "cast", "foreign server",
                                         "foreign table"};

static bool is_read(const char *word)
{
    for (size_t i = 0; i < sizeof read_words / sizeof *read_words; i++)
        if (strcmp(read_words[i], word) == 0)
            return true;
    return false;
}

bool orq_catalog_has_rare(const struct orq_catalog *catalog, const char *word)
{
    return orq_map_get(catalog->rare, word) != NULL;
}

bool orq_catalog_rare_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    const char *word = orq_catalog_word(catalog, orq_cell(row, 0));
    long count = orq_cell_number(row, 1);
    if (count == 0)
        return true;
    if (is_read(word))
        orq_map_put(catalog->rare, word, catalog);
    else
        orq_warning(catalog->diags, ORQ_NOWHERE,
                    count == 1 ? "%ld %s is not read" : "%ld %ss are not read", count, word);
    return true;
}
