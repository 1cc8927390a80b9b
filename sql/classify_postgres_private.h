/* The parts of classifying. Private to sql/. */
#ifndef ORQ_SQL_CLASSIFY_POSTGRES_PRIVATE_H
#define ORQ_SQL_CLASSIFY_POSTGRES_PRIVATE_H

#include "sql/classify_postgres.h"
#include "sql/postgres_cursor_private.h"

/* [ONLY] [IF [NOT] EXISTS] [schema.]name [*] as an effect's object; NULL: no name here. */
const char *orq_pg_take_relation(struct orq_pg_cursor *cursor);
void orq_pg_add_effect(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects,
                       struct orq_pg_effect effect);
/* From behind ALTER TABLE, and ALTER TYPE. */
void orq_pg_alter_effects(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects);
/* From behind UPDATE. */
void orq_pg_update_effects(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects);
/* Is the word anywhere from the cursor on? Strings and quoted names are not looked into. */
bool orq_pg_has_word(const struct orq_pg_cursor *cursor, const char *word);

#endif
