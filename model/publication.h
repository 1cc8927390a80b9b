/* What a publication publishes. https://www.postgresql.org/docs/current/sql-createpublication.html
 */
#ifndef ORQ_MODEL_PUBLICATION_H
#define ORQ_MODEL_PUBLICATION_H

#include "base/vec.h"

#include <stdbool.h>

#define ORQ_PUBLISHED_ACTIONS(X) \
    X("insert")                  \
    X("update")                  \
    X("delete")                  \
    X("truncate")

/* In the server's order; NULL behind the last. */
extern const char *const orq_published_actions[];
/* "insert, update", whatever the order of the list; "" of none, NULL of all, which goes without
 * saying: ORQ_ATTRIBUTE_PUBLISH. */
const char *orq_publish_text(struct orq_arena *arena, const struct orq_strings *actions);
/* The text of all: "insert, update, delete, truncate". */
const char *orq_publish_everything(void);

#endif
