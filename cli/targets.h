/* The list of databases that a command runs on: of --target, and of the lines of --targets FILE.
 *
 * A line is a database's URL, or it names many of them:
 *   files GLOB            the SQLite files that it matches
 *   databases URL QUERY   PostgreSQL: each row names a database of that server
 *   schemas URL QUERY     PostgreSQL: each row names a schema of that database, which stands in the
 *                         place of public
 *   urls URL QUERY        each row is a URL
 * Blank lines, and those that begin with #, say nothing. ${VAR} and ${VAR:-default} expand.
 * Relative paths are taken from the folder of FILE. */
#ifndef ORQ_CLI_TARGETS_H
#define ORQ_CLI_TARGETS_H

#include "base/vec.h"
#include "db/url.h"

ORQ_VEC_OF(orq_urls, struct orq_url);

struct orq_targets_input {
    const struct orq_strings *lines; /* of --target */
    const char *file;                /* of --targets; "-": standard input; NULL: none */
};
/* In the order of the list, each database once: a repeated one is a warning. All faults of the list
 * are reported in one run; so is a list that names nothing (ORQ_INVALID), and a query that could
 * not be asked (ORQ_DATABASE). */
enum orq_status orq_targets_read(struct orq_arena *arena, const struct orq_targets_input *input,
                                 struct orq_diags *diags, struct orq_urls *urls);

/* A text of such lines: what --targets reads, and tests do. */
struct orq_target_text {
    const char *text;
    const char *name;   /* for messages */
    const char *folder; /* of relative paths; NULL: the current one */
};
enum orq_status orq_targets_parse(struct orq_arena *arena, const struct orq_target_text *text,
                                  struct orq_diags *diags, struct orq_urls *urls);

#endif
