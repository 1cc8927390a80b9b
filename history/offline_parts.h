/* How a script is written for an engine's own shell. */
#ifndef ORQ_HISTORY_OFFLINE_PARTS_H
#define ORQ_HISTORY_OFFLINE_PARTS_H

#include "base/str.h"
#include "history/migration.h"

struct orq_offline_engine {
    const char *dialect;
    const char *shell;  /* a command line that runs it */
    const char *checks; /* comment lines: what else the runner looks at */
    const char *start;  /* lines at the top */
    /* In front of a migration. */
    void (*prepare)(struct orq_str *script, const struct orq_file_section *section);
    const char *begin;   /* a transaction */
    const char *alone;   /* in front of a statement outside one */
    const char *batches; /* in front of a backfill */
    /* Fails with the message where the condition does not hold. */
    void (*require)(struct orq_str *script, const char *condition, const char *message);
};

extern const struct orq_offline_engine orq_offline_sqlite, orq_offline_postgres;

#endif
