/* The entry of orqgen in a .pre-commit-config.yaml. */
#ifndef ORQ_CLI_PRECOMMIT_H
#define ORQ_CLI_PRECOMMIT_H

#include "base/diag.h"

/* The text of a file without one: with the entry behind its other repos. NULL text: a new
 * file. NULL: it has the entry already, or its layout is none that something can be put into. */
const char *orq_precommit_with_entry(struct orq_arena *arena, const char *text, size_t len);
/* Does it have the entry? */
bool orq_precommit_has_entry(const char *text);
/* The entry, for pasting. */
const char *orq_precommit_entry(struct orq_arena *arena, int indent);

#endif
