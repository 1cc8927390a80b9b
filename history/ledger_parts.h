/* What the ledger asks of an engine. */
#ifndef ORQ_HISTORY_LEDGER_PARTS_H
#define ORQ_HISTORY_LEDGER_PARTS_H

#include "history/ledger.h"

struct orq_ledger_engine {
    const char *dialect;
    const char *schema;  /* of a ledger whose name has none */
    bool schema_is_text; /* the %s of kind is a text, not a name */
    /* The kind of the object ("table", "view"), and, where the engine knows rights and this role
     * may not read it, the GRANT for that; $1: its name; %s: its quoted schema. */
    const char *kind;
    const char *create; /* %s: the quoted, qualified name */
};

extern const struct orq_ledger_engine orq_ledger_sqlite, orq_ledger_postgres;

#endif
