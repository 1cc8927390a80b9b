#include "cli/backup.h"

#include "cli/signals.h"

bool orq_cli_wants_backup(const struct orq_cli *cli)
{
    return cli->arguments.backup || cli->config.backup_required;
}

enum orq_status orq_check_backup_option(struct orq_cli *cli)
{
    if (!cli->url || !cli->arguments.backup || !*cli->arguments.backup)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "--backup=%s is one file, and there are many databases",
              cli->arguments.backup);
    orq_hint(cli->diags, "--backup alone gives each a name of its own");
    return ORQ_INVALID;
}

struct orq_backup orq_cli_backup(const struct orq_project *project, const char *file)
{
    return (struct orq_backup){.url = &project->url,
                               .ledger = project->ledger,
                               .file = file && *file ? file : NULL,
                               .source = &orq_source_system,
                               .stopped = orq_signals_stopped,
                               .guard = orq_signals_guard};
}

static const char *size_of(struct orq_arena *arena, int64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    double size = (double)bytes;
    while (size >= 1000 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1000;
        unit++;
    }
    return orq_arena_printf(arena, "%.*f %s", unit == 0 ? 0 : 1, size, units[unit]);
}

void orq_tell_backup(const struct orq_cli *cli, const struct orq_backup_made *made)
{
    if (!made->file) {
        orq_tell(cli, ORQ_LOG_INFO, "no backup: the database is empty");
        return;
    }
    orq_tell(cli, ORQ_LOG_INFO, "backup of %s: %s (%s, verified)",
             made->revision ? made->revision : "base", made->file,
             size_of(cli->arena, made->bytes));
}
