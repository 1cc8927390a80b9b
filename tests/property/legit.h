/* When orqgen refuses a migration: would SQLite refuse the rows as well? */
#ifndef ORQ_TESTS_PROPERTY_LEGIT_H
#define ORQ_TESTS_PROPERTY_LEGIT_H

#include "tests/property/world.h"

#include <sqlite3.h>

/* Puts the rows of `from` (a file made by world a) into a fresh database made by world b. Gives why
 * they do not fit, or why a value would change; NULL: they fit, so a refusal is a fault. */
const char *rows_do_not_fit(struct orq_arena *arena, struct world *a, struct world *b,
                            const char *from);

/* What becomes of columns whose type changes. */
enum retyped {
    RETYPED_LEFT_OUT,
    RETYPED_EXACT,
    RETYPED_AS_NUMBERS /* 4, '4' and 4.0 are the same */
};

/* The SQL of the columns of table (in its world) that are also in other and keep their values,
 * comma separated; in the same order for both sides. */
const char *kept_columns(struct orq_arena *arena, struct table *table, struct table *other,
                         enum retyped retyped);

#endif
