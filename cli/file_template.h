/* The setting file_template: names of migration files, with {created}, {revision} and {slug}. */
#ifndef ORQ_CLI_FILE_TEMPLATE_H
#define ORQ_CLI_FILE_TEMPLATE_H

#include "base/diag.h"

/* A name that it makes must be one that reading the migrations folder finds again, and must not be
 * the same for two revisions. ORQ_INVALID: it would not, reported at `at`. */
enum orq_status orq_file_template_check(struct orq_arena *arena, const char *text,
                                        struct orq_span at, struct orq_diags *diags);

#endif
