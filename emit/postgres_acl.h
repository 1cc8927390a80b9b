/* Owners and grants as statements. orq_pg_acl is in postgres_parts.h. */
#ifndef ORQ_EMIT_POSTGRES_ACL_H
#define ORQ_EMIT_POSTGRES_ACL_H

#include "emit/postgres_parts.h"

/* The grants of a column of a table or view; from NULL: it is new. */
void orq_pg_column_acl(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                       const struct orq_column *from, const struct orq_side *to);

#endif
