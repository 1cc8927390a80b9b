/* Differences and statements as lines and as JSON. */
#ifndef ORQ_CLI_REPORT_H
#define ORQ_CLI_REPORT_H

#include "base/json.h"
#include "emit/emit.h"
#include "history/graph.h"

/* "1 migration", "2 migrations" */
const char *orq_counted(struct orq_arena *arena, size_t count, const char *noun);

/* "drift: the database is not what revision 4f1c2a9be0d3 builds" */
void orq_report_verdict(struct orq_str *out, bool colours, const char *verdict, const char *text);
/* A command line that writes the migration of these operations. */
const char *orq_autogenerate_command(struct orq_arena *arena, const struct orq_ops *ops);

/* An operation a line, behind two blanks. */
void orq_report_ops(struct orq_str *out, const struct orq_ops *ops);
/* The same differences seen from the database, without asking for anything: what it has too much,
 * lacks, or has otherwise. */
void orq_report_drift(struct orq_str *out, const struct orq_ops *drift);
void orq_report_ops_json(struct orq_json *json, const char *key, const struct orq_ops *ops);
void orq_report_strings_json(struct orq_json *json, const char *key,
                             const struct orq_strings *strings);

/* A section as a script that may be run as it stands. */
void orq_report_script(struct orq_str *out, const struct orq_section *section);

/* "4f1c2a9be0d3 add rating" */
void orq_report_revision(struct orq_str *out, const struct orq_migration *migration);
void orq_report_revision_json(struct orq_json *json, const struct orq_migration *migration);

#endif
