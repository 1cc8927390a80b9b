/* Of a model with faults: what may be missing only because it was reported. */
#ifndef ORQ_MODEL_RESOLVE_DOUBT_H
#define ORQ_MODEL_RESOLVE_DOUBT_H

#include "model/table.h"

struct orq_resolver;
struct orq_yaml;

/* What is not in a table as it was read may have been reported as a fault: whoever misses it
 * keeps silent. */
enum orq_doubt { ORQ_DOUBT_COLUMNS, ORQ_DOUBT_KEYS };

void orq_doubt(struct orq_resolver *resolver, const struct orq_table *table, enum orq_doubt doubt);
bool orq_doubted(const struct orq_resolver *resolver, const struct orq_table *table,
                 enum orq_doubt doubt);
/* Of what a table was read from: doubts where something was left out of it. */
void orq_doubt_lacking(struct orq_resolver *resolver, const struct orq_table *table,
                       const struct orq_yaml *node, enum orq_doubt doubt);

#endif
