#include "history/tried.h"

#include "base/str.h"

#include <string.h>

static const struct orq_diag *first_error(const struct orq_diags *tries)
{
    size_t at = 0;
    while (orq_diags_at(tries, at)->severity != ORQ_ERROR)
        at++;
    return orq_diags_at(tries, at);
}

static const char *words_of(const struct orq_db *db, const struct orq_diag *error)
{
    const char *shown = orq_db_shown(db);
    bool in_front = orq_starts_with(error->message, shown) &&
                    orq_starts_with(error->message + strlen(shown), ": ");
    return in_front ? error->message + strlen(shown) + strlen(": ") : error->message;
}

const char *orq_tried_why(const struct orq_db *db, const struct orq_diags *tries)
{
    return words_of(db, first_error(tries));
}

void orq_tried_report(const struct orq_db *db, const struct orq_diags *tries, const char *what,
                      struct orq_diags *diags)
{
    const struct orq_diag *first = first_error(tries);
    orq_error(diags, ORQ_NOWHERE, "proof failed: the %s does not run on %s: %s", what,
              orq_db_shown(db), words_of(db, first));
    for (size_t i = 0; i < orq_diags_len(tries); i++) {
        const struct orq_diag *diag = orq_diags_at(tries, i);
        if (diag != first)
            orq_hint(diags, "%s", diag->message);
        if (diag->hint != NULL)
            orq_hint(diags, "%s", diag->hint);
    }
}
