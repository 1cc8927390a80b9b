#include "introspect/introspect.h"

#include "introspect/postgres_steps.h"
#include "introspect/sqlite_parts.h"
#include "model/dialect.h"

#include <string.h>

typedef enum orq_status read_fn(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_introspect_options *options,
                                struct orq_diags *diags, struct orq_schema **schema);

static const struct reader {
    const char *dialect;
    read_fn *read;
} readers[] = {{"sqlite", orq_introspect_sqlite}, {"postgresql", orq_introspect_postgres}};

static read_fn *reader_of(const struct orq_db *db)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(readers[i].dialect, orq_db_dialect(db)) == 0)
            return readers[i].read;
    return NULL;
}

/* A caller that holds a transaction already sees one moment. */
enum orq_status orq_introspect(struct orq_arena *arena, struct orq_db *db,
                               const struct orq_introspect_options *options,
                               struct orq_diags *diags, struct orq_schema **schema)
{
    *schema = NULL;
    read_fn *read = reader_of(db);
    if (!read) {
        orq_error(diags, ORQ_NOWHERE, "%s: a %s database cannot be read", orq_db_shown(db),
                  orq_db_dialect(db));
        return ORQ_DATABASE;
    }
    bool own = !orq_db_in_transaction(db);
    if (own && orq_db_snapshot(db, diags) != ORQ_OK)
        return ORQ_DATABASE;
    enum orq_status status = read(arena, db, options, diags, schema);
    if (own)
        orq_db_end_snapshot(db);
    return status;
}
