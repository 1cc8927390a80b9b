#include "history/engine.h"

#include "base/str.h"
#include "history/engine_postgres.h"
#include "history/engine_sqlite.h"

static const struct orq_engine *const engines[] = {&orq_engine_sqlite, &orq_engine_postgres};

const struct orq_engine *orq_engine_find(const char *dialect)
{
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (orq_str_equal(engines[i]->dialect->key, dialect))
            return engines[i];
    }
    return NULL;
}
