/* What lint and review share: migrations that are observed on a scratch database, and judged. */
#ifndef ORQ_CLI_REVIEWING_H
#define ORQ_CLI_REVIEWING_H

#include "cli/project.h"
#include "review/review.h"

struct orq_reviewing {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_strings current; /* what the database is at, where that was asked for */
    struct orq_str out;         /* stdout */
    struct orq_revisions revisions;
    struct orq_lint lint;
    const struct orq_statistics *statistics; /* NULL: none */
    struct orq_reviews reviews;
};

/* Reads `lint:` of the configuration and the model, and reviews the revisions, in their order.
 * may_be_whole: where they are the whole history, allowances that allowed nothing are told. */
enum orq_status orq_reviewing_make(struct orq_reviewing *reviewing, bool may_be_whole);

#endif
