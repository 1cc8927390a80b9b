/* A schema that stands in the place of public is read as if it were public. */
#include "introspect/postgres_parts.h"

#include <string.h>

/* What is called public in such a database is another schema to us. */
#define REAL_PUBLIC "(public)"

static const char *moved_name(const struct orq_catalog_moving *moving, const char *name)
{
    if (strcmp(name, moving->move.from) == 0)
        return moving->move.to;
    return strcmp(name, moving->move.to) == 0 ? REAL_PUBLIC : name;
}

static const char *moved_text(const struct orq_catalog_moving *moving, const char *text)
{
    const char *found = strstr(text, moving->move.from);
    if (!found || !strchr(found, '.'))
        return text;
    const struct orq_slice slice = {text, strlen(text)};
    return orq_pg_moved(moving->catalog->passing, slice, &moving->move, NULL);
}

bool orq_catalog_moved_row(void *context, const struct orq_row *row)
{
    const struct orq_catalog_moving *moving = context;
    struct orq_arena *passing = moving->catalog->passing;
    const char **values = ORQ_NEW_ARRAY(passing, const char *, row->count);
    size_t *lens = ORQ_NEW_ARRAY(passing, size_t, row->count);
    for (size_t i = 0; i < row->count; i++) {
        const char *value = row->values[i];
        if (value)
            value = moving->names ? moved_name(moving, value) : moved_text(moving, value);
        values[i] = value;
        lens[i] = value ? strlen(value) : 0;
    }
    const struct orq_row moved = {row->count, values, lens};
    return moving->row(moving->catalog, &moved);
}
