/* What an object that is no table has besides its name: values by key. Both sides of a comparison
 * keep to one rule, so that comparing is plain: a value that is the server's default is not in the
 * list (https://www.postgresql.org/docs/current/sql-commands.html), a type is spelled as
 * format_type() spells it, a name in the default schema stands without it. Which kind of object has
 * which keys: model/attribute_key.h. */
#ifndef ORQ_MODEL_ATTRIBUTE_H
#define ORQ_MODEL_ATTRIBUTE_H

#include "base/diag.h"
#include "base/vec.h"
#include "model/attribute_key.h"

struct orq_attribute {
    enum orq_attribute_key key;
    const char *text; /* NULL: it is a list */
    struct orq_strings list;
    struct orq_span at;
};
ORQ_VEC_OF(orq_attributes, struct orq_attribute);

/* It, and its text; NULL: not there. */
const struct orq_attribute *orq_attribute_find(const struct orq_attributes *attributes,
                                               enum orq_attribute_key key);
const char *orq_attribute_text(const struct orq_attributes *attributes, enum orq_attribute_key key);
bool orq_attribute_is_set(const struct orq_attributes *attributes, enum orq_attribute_key key);
/* Adds a text or a list; a NULL text and an empty list add nothing. Kept in the order of the keys;
 * a key that is there already is replaced. */
void orq_attribute_put(struct orq_arena *arena, struct orq_attributes *attributes,
                       enum orq_attribute_key key, const char *text, struct orq_span at);
void orq_attribute_put_list(struct orq_arena *arena, struct orq_attributes *attributes,
                            enum orq_attribute_key key, const struct orq_strings *list,
                            struct orq_span at);

#endif
