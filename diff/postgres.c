#include "diff/dialect.h"

static bool same_type(const char *a, const char *b, bool strict)
{
    return orq_postgresql.same_type(a, b, strict);
}

const struct orq_diff_dialect orq_diff_postgres = {
    .default_schema = "public",
    .match = true,
    .comments = true,
    .immediate = true,
    .same_type = same_type,
};
