/* What the files that read a model share; nobody else includes it. */
#ifndef ORQ_MODEL_READ_PARTS_H
#define ORQ_MODEL_READ_PARTS_H

#include "model/model.h"
#include "model/shape.h"

ORQ_VEC_OF(orq_roots, const struct orq_yaml *);

/* One document of several: sections of named objects are put together, lists one
 * behind the other, and what is neither may stand in one file only, unless it
 * says the same. A name that is defined twice is reported with both places. */
const struct orq_yaml *orq_roots_merge(struct orq_check *check, const struct orq_roots *roots);

#endif
