/* What the files that read a list of databases share. */
#ifndef ORQ_CLI_TARGETS_PARTS_H
#define ORQ_CLI_TARGETS_PARTS_H

#include "base/map.h"
#include "cli/targets.h"

struct orq_target_reader {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const char *folder;   /* of relative paths; NULL: the current one */
    struct orq_map *seen; /* where each database was listed first, by what it is */
    struct orq_urls *urls;
};

/* Adds a database, unless it is in the list already. */
void orq_target_add(struct orq_target_reader *reader, const struct orq_url *url,
                    struct orq_span at);
/* A URL on a line, or in a row. */
enum orq_status orq_target_url(struct orq_target_reader *reader, const char *text,
                               struct orq_span at);

/* The lines that name many: what stands behind their word. */
enum orq_status orq_target_files(struct orq_target_reader *reader, const char *rest,
                                 struct orq_span at);
enum orq_status orq_target_databases(struct orq_target_reader *reader, const char *rest,
                                     struct orq_span at);
enum orq_status orq_target_schemas(struct orq_target_reader *reader, const char *rest,
                                   struct orq_span at);
enum orq_status orq_target_urls(struct orq_target_reader *reader, const char *rest,
                                struct orq_span at);

#endif
