/* Comments of everything that is read. */
#include "introspect/postgres_parts.h"

static void comment_column(struct orq_catalog *catalog, const struct orq_catalog_relation *relation,
                           const struct orq_row *row)
{
    const struct orq_catalog_column *kept =
        relation ? orq_catalog_column(relation, orq_cell_oid(row, 2)) : NULL;
    if (kept)
        kept->column->comment = orq_arena_strdup(catalog->arena, orq_cell(row, 3));
}

/* The script of an extension gives it the comment of its control file. */
static bool is_own(const struct orq_catalog *catalog, uint32_t class, const struct orq_row *row)
{
    return class == ORQ_CLASS_EXTENSION &&
           orq_str_equal(orq_oids_get(catalog->own_comments, orq_cell_oid(row, 1)),
                         orq_cell(row, 3));
}

bool orq_catalog_comment_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t class = orq_cell_oid(row, 0), oid = orq_cell_oid(row, 1);
    if (orq_cell_oid(row, 2) != 0) {
        if (class == ORQ_CLASS_RELATION)
            comment_column(catalog, orq_catalog_relation(catalog, oid), row);
        return true;
    }
    const struct orq_catalog_object *object = orq_catalog_object(catalog, class, oid);
    if (object && object->comment && !is_own(catalog, class, row))
        *object->comment = orq_arena_strdup(catalog->arena, orq_cell(row, 3));
    return true;
}
