#include "cli/large.h"

#include "review/review.h"

#include <string.h>

#define RULE "backfill-with-ddl"

static bool fills_rows(const struct orq_schema *want)
{
    for (size_t i = 0; i < want->tables.len; i++) {
        const struct orq_columns *columns = &want->tables.items[i]->columns;
        for (size_t k = 0; k < columns->len; k++)
            if (orq_column_change(columns->items[k])->backfill.text)
                return true;
    }
    return false;
}

static struct orq_lint_level limit_of(const struct orq_lint *lint)
{
    for (size_t i = 0; i < lint->levels.len; i++)
        if (strcmp(lint->levels.items[i].rule, RULE) == 0)
            return lint->levels.items[i];
    return (struct orq_lint_level){0};
}

enum orq_status orq_cli_find_large(struct orq_cli *cli, struct orq_project *project)
{
    struct orq_statistics statistics;
    struct orq_lint_level limit = limit_of(&cli->config.lint);
    struct orq_strings *large = ORQ_NEW(cli->arena, struct orq_strings);
    if (strcmp(project->url.dialect, "postgresql") != 0 || !fills_rows(project->want))
        return ORQ_OK;
    enum orq_status status = orq_statistics_of(cli->arena, project->db, cli->diags, &statistics);
    for (size_t i = 0; status == ORQ_OK && i < statistics.sizes.len; i++) {
        const struct orq_size *size = &statistics.sizes.items[i];
        if (orq_size_is_large(size, limit.rows, limit.bytes))
            ORQ_PUSH(cli->arena, large, size->table);
    }
    project->equipped.large = large;
    return status;
}
