/* Rights. */
#ifndef ORQ_MODEL_ACL_H
#define ORQ_MODEL_ACL_H

#include "base/vec.h"

#include <stdbool.h>

/* Who owns an object and who may do what with it. Compared only where the model says something. */
struct orq_acl {
    const char *owner;         /* NULL: not said */
    bool given;                /* grants are said; of a database always */
    struct orq_strings grants; /* sorted: "SELECT TO reader", "USAGE TO app WITH GRANT OPTION"; what
                                  the owner has goes without saying; "REVOKE EXECUTE FROM PUBLIC"
                                  where PUBLIC lacks what it has by default */
};

#endif
