#ifndef ORQ_DIFF_EXPLAIN_H
#define ORQ_DIFF_EXPLAIN_H

#include "diff/sides.h"

/* An object in words: where it stands, each field with both values, both canonical forms and the
 * rule that judged. The exclusions must be open (diff/manage.h). One of the sides may be without
 * it. */
const char *orq_explain(const struct orq_sides *sides);

#endif
