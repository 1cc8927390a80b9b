/* How the sizes of a database are asked for. */
#ifndef ORQ_REVIEW_STATISTICS_PARTS_H
#define ORQ_REVIEW_STATISTICS_PARTS_H

#include "review/statistics.h"

/* A query whose rows are: schema (NULL: the default one), table, rows, bytes, bytes of its indexes,
 * number of its indexes. A number that nobody knows is NULL. ORQ_DATABASE: it could not be made. */
enum orq_status orq_statistics_postgres(struct orq_arena *arena, struct orq_db *db,
                                        struct orq_diags *diags, const char **sql);
enum orq_status orq_statistics_sqlite(struct orq_arena *arena, struct orq_db *db,
                                      struct orq_diags *diags, const char **sql);

#endif
