/* How a revision is told: in a line, at length, as JSON. The texts are Alembic's. */
#ifndef ORQ_CLI_DESCRIBE_H
#define ORQ_CLI_DESCRIBE_H

#include "base/json.h"
#include "history/graph.h"

struct orq_describer {
    struct orq_map *current; /* ids that the database is at; NULL: nobody asked */
};

/* current: what the database is at; NULL: not to be told. */
struct orq_describer orq_describer_new(struct orq_arena *arena, const struct orq_strings *current);

/* "4f1c2a9be0d3 (label) (head) (current) (branchpoint)" */
void orq_describe_name(const struct orq_describer *describer, struct orq_str *out,
                       const struct orq_revision *revision);
/* "9d02ab31c5fe -> 4f1c2a9be0d3 (head), add rating" */
void orq_describe_line(const struct orq_describer *describer, struct orq_str *out,
                       const struct orq_revision *revision);
/* "Rev: …" and the lines under it, and an empty one behind them. */
void orq_describe_at_length(const struct orq_describer *describer, struct orq_str *out,
                            const struct orq_revision *revision);

/* Its members, in an object that the caller has opened. */
void orq_describe_json(const struct orq_describer *describer, struct orq_json *json,
                       const struct orq_revision *revision);
/* An array of them. */
void orq_describe_list_json(const struct orq_describer *describer, struct orq_str *out,
                            const struct orq_revisions *revisions);

#endif
