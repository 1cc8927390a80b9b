/* What Alembic says of a database: its table alembic_version has a row for each head. It is only
 * ever read. */
#ifndef ORQ_HISTORY_ALEMBIC_H
#define ORQ_HISTORY_ALEMBIC_H

#include "db/db.h"
#include "history/migration.h"

struct orq_alembic {
    struct orq_strings tables; /* as they are written in SQL; empty: the database never saw it */
    struct orq_strings heads;  /* of all of them, in byte order, each once; empty: at its base */
};

/* PostgreSQL: in whatever schema. */
enum orq_status orq_alembic_read(struct orq_arena *arena, struct orq_db *db,
                                 struct orq_diags *diags, struct orq_alembic *alembic);
/* Is it where Alembic had the database that the baseline was made from? Nothing speaks against it
 * where one of the two was never Alembic's. */
bool orq_alembic_agrees(const struct orq_alembic *alembic, const struct orq_migration *baseline);
/* Reports that it is not: ORQ_INVALID. */
enum orq_status orq_alembic_refuse(struct orq_arena *arena, const struct orq_alembic *alembic,
                                   const struct orq_migration *baseline, struct orq_diags *diags);

#endif
