/* Owners and grants are the model's where it says something of them, else the database's own: they
 * are no difference, and no scratch database has them. */
#ifndef ORQ_HISTORY_RIGHTS_H
#define ORQ_HISTORY_RIGHTS_H

#include "model/schema.h"

/* The same schema without the rights that the model says nothing of. Of an object that the model
 * does not have, grants stay: where a downgrade makes it again, they come back. */
struct orq_schema *orq_rights_as_said(struct orq_arena *arena, const struct orq_schema *schema,
                                      const struct orq_schema *model);
/* The same schema with the rights of `owner`'s objects where the model says nothing of them: what
 * is made anew on the way back is made with these. */
struct orq_schema *orq_rights_lent(struct orq_arena *arena, const struct orq_schema *schema,
                                   const struct orq_schema *owner, const struct orq_schema *model);

#endif
