#include "cli/run.h"
#include "cli/script.h"

static enum orq_status run(struct orq_cli *cli)
{
    if (cli->arguments.sql)
        return orq_print_script(cli, ORQ_DOWNGRADE);
    const char *target = orq_word(cli, 0);
    if (cli->arguments.partial == !target)
        return orq_run_to(cli, ORQ_DOWNGRADE, target);
    orq_error(cli->diags, ORQ_NOWHERE,
              target ? "--partial goes to the parent of what stopped part-way: it has no TARGET"
                     : "downgrade needs a TARGET: a revision, -N or base");
    return ORQ_INVALID;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "allow-data-loss", allow_data_loss, "run statements that lose data"),
    ORQ_MAYBE(0, "backup", "FILE", backup, "take a verified backup before anything runs"),
    ORQ_FLAG(0, "partial", partial, "of a migration that stopped part-way: back to its parent"),
    ORQ_FLAG(0, "dry-run", dry_run, "run everything, then roll it back"),
    ORQ_WAIT_OPTION,
    ORQ_FLAG(0, "json", json, "what was run as JSON"),
    ORQ_FLAG(0, "sql", sql, "print a script for sqlite3 or psql, and touch no database"),
    ORQ_CHOICE(0, "dialect", "NAME", "sqlite postgresql", dialect, "of --sql; else the database's"),
};

const struct orq_command orq_cmd_downgrade = {
    .name = "downgrade",
    .words = "TARGET | --partial",
    .summary = "take migrations back, newest first",
    .details =
        "TARGET is a revision, a prefix of one, -N or base. The SQL is that of the file, "
        "or, where\n"
        "the file is gone, what the ledger kept of it. Losing data needs --allow-data-loss,\n"
        "or --backup. What stopped part-way goes back to its parent with --partial, whose SQL is\n"
        "worked out from what is there, and proven on a scratch database first. With --sql, "
        "TARGET\n"
        "is FROM:TO: head:-1.",
    .example = "  $ orqgen downgrade -1 --allow-data-loss\n"
               "  downgrade 4f1c2a9be0d3 add rating ... done (4 ms)\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .many = "done",
    .shared = ORQ_PART_HISTORY,
    .run = run,
};
