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
    const char *now;    /* an expression: the time as applied_at has it */
};

/* A change of the ledger: %s is its name, $1 … are the params. */
struct orq_ledger_change {
    const char *sql;
    struct orq_strings params;
};
struct orq_ledger_change orq_ledger_inserting(struct orq_arena *arena,
                                              const struct orq_ledger_row *row);
struct orq_ledger_change orq_ledger_marking(struct orq_arena *arena,
                                            const struct orq_ledger_row *row);
struct orq_ledger_change orq_ledger_deleting(struct orq_arena *arena, const char *revision);

enum { ORQ_LEDGER_APPLIED_AT = 8 }; /* its place among the params of inserting */

/* As SQL to be run by somebody else; a param that is NULL stands for the time of that. Without a
 * semicolon. A name that cannot be a ledger's is reported. */
struct orq_ledger_of {
    const char *dialect;
    const char *name; /* NULL: the default */
};
enum orq_status orq_ledger_text(struct orq_arena *arena, const struct orq_ledger_of *of,
                                const struct orq_ledger_change *change, struct orq_diags *diags,
                                const char **sql);
/* Makes the table where it is missing. */
enum orq_status orq_ledger_create_text(struct orq_arena *arena, const struct orq_ledger_of *of,
                                       struct orq_diags *diags, const char **sql);

extern const struct orq_ledger_engine orq_ledger_sqlite, orq_ledger_postgres;

#endif
