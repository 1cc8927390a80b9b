#include "cli/run.h"
#include "cli/script.h"

static enum orq_status run(struct orq_cli *cli)
{
    if (cli->arguments.sql)
        return orq_print_script(cli, ORQ_UPGRADE);
    return orq_run_to(cli, ORQ_UPGRADE, orq_word(cli, 0));
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "allow-data-loss", allow_data_loss, "run statements that lose data"),
    ORQ_MAYBE(0, "backup", "FILE", backup, "take a verified backup before anything runs"),
    ORQ_FLAG(0, "dry-run", dry_run, "run everything, then roll it back"),
    ORQ_WAIT_OPTION,
    ORQ_FLAG(0, "json", json, "what was run as JSON"),
    ORQ_FLAG(0, "sql", sql, "print a script for sqlite3 or psql, and touch no database"),
    ORQ_CHOICE(0, "dialect", "NAME", "sqlite postgresql", dialect, "of --sql; else the database's"),
};

const struct orq_command orq_cmd_upgrade = {
    .name = "upgrade",
    .words = "[TARGET]",
    .summary = "run pending migrations, oldest first",
    .details =
        "TARGET is a revision, a prefix of one, head (the default), heads (of every branch),\n"
        "LABEL@head or +N. Each migration is one transaction, together with its row in the\n"
        "ledger: it is done whole or not at all. One that loses data runs only when its file says\n"
        "`-- orqgen:allow data-loss -- reason`, or with --allow-data-loss. A SQLite database that\n"
        "does not exist is made.\n"
        "--backup writes the database to FILE first (orqgen help backup); where orqgen.yaml says\n"
        "`backup: required` that is done unasked. With --sql, TARGET may be FROM:TO; without FROM\n"
        "the script begins at base.",
    .example = "  $ orqgen upgrade\n"
               "  upgrade 4f1c2a9be0d3 add rating ... done (3 ms)\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .many = "done",
    .shared = ORQ_PART_HISTORY,
    .run = run,
};
