/* Sequences that come and go with the column that owns them. */
#ifndef ORQ_EMIT_POSTGRES_OWNED_H
#define ORQ_EMIT_POSTGRES_OWNED_H

#include "emit/postgres_parts.h"

struct orq_pg_owned;

struct orq_pg_owned *orq_pg_owned_new(struct orq_pg_emitter *emitter);
/* Is it gone without a statement of its own: with its table, with its column, or because the column
 * becomes an identity, which takes its counter over? */
bool orq_pg_owned_goes(const struct orq_pg_owned *owned, const struct orq_definition *definition);

#endif
