#include "cli/reviewing.h"

#include "cli/lint_model.h"

enum orq_status orq_reviewing_make(struct orq_reviewing *reviewing, bool may_be_whole)
{
    struct orq_cli *cli = reviewing->cli;
    const struct orq_project *project = &reviewing->project;
    enum orq_status status = orq_project_lint(cli, project, &reviewing->lint);
    for (size_t i = 0; status == ORQ_OK && i < reviewing->revisions.len; i++) {
        const struct orq_review_input input = {.history = project->history,
                                               .revision = reviewing->revisions.items[i],
                                               .lint = &reviewing->lint,
                                               .statistics = reviewing->statistics};
        struct orq_review review;
        status = orq_review_make(cli->arena, project->engine, &input, cli->diags, &review);
        if (status == ORQ_OK)
            ORQ_PUSH(cli->arena, &reviewing->reviews, review);
    }
    if (status != ORQ_OK)
        return status;
    bool whole = may_be_whole && reviewing->revisions.len == project->history->revisions.len;
    orq_reviews_allowances(cli->arena, &reviewing->reviews, &reviewing->lint, whole);
    return ORQ_OK;
}
