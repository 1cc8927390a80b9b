#include "diff/dialect.h"

static const struct {
    const struct orq_dialect *dialect;
    const struct orq_diff_dialect *answers;
} dialects[] = {
    {&orq_sqlite, &orq_diff_sqlite},
    {&orq_postgresql, &orq_diff_postgres},
};

const struct orq_diff_dialect *orq_diff_dialect_of(const struct orq_dialect *dialect)
{
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++)
        if (dialects[i].dialect == dialect)
            return dialects[i].answers;
    return &orq_diff_sqlite;
}
