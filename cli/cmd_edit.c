#include "base/file.h"
#include "cli/looking.h"
#include "cli/spawn.h"
#include "history/ledger.h"
#include "sql/quote.h"

#include <stdlib.h>

struct editing {
    struct orq_cli *cli;
    struct orq_project project;
    struct orq_ledger ledger; /* empty where the database could not be asked */
    const struct orq_revision *revision;
};

/* Where the database cannot be reached the file can be edited all the same, but for a target that
 * is counted from there. */
static enum orq_status ask_database(struct editing *editing, const char *target)
{
    struct orq_cli *cli = editing->cli;
    struct orq_diags *told = cli->diags;
    cli->diags = orq_diags_new(cli->arena);
    enum orq_status status =
        orq_project_connect(cli, ORQ_PART_READ | ORQ_PART_PEEK, &editing->project);
    if (status == ORQ_OK) {
        status = orq_ledger_read(cli->arena, editing->project.db, editing->project.ledger,
                                 cli->diags, &editing->ledger);
    }
    struct orq_diags *found = cli->diags;
    cli->diags = told;
    if (status == ORQ_OK)
        return ORQ_OK;
    if (orq_asks_current(target)) {
        orq_diags_append(cli->diags, found);
        return status;
    }
    orq_warning(cli->diags, ORQ_NOWHERE, "%s was not asked whether the migration is applied there",
                editing->project.url.shown);
    if (orq_diags_len(found) > 0)
        orq_hint(cli->diags, "%s", orq_diags_at(found, orq_diags_len(found) - 1)->message);
    return ORQ_OK;
}

static enum orq_status find(struct editing *editing, const char *text)
{
    struct orq_cli *cli = editing->cli;
    struct orq_strings current = {0};
    struct orq_target wish = {.text = text, .current = &current};
    orq_ledger_heads(cli->arena, &editing->ledger, &current);
    enum orq_status status = orq_history_resolve_one(cli->arena, editing->project.history, &wish,
                                                     cli->diags, &editing->revision);
    if (status == ORQ_OK && !editing->revision) {
        orq_error(cli->diags, ORQ_NOWHERE, "there is no migration at base to edit");
        return ORQ_INVALID;
    }
    return status;
}

/* The steps of one that stopped part-way that are still to be done may be corrected. */
static enum orq_status refuse_applied(const struct editing *editing)
{
    struct orq_cli *cli = editing->cli;
    const char *id = editing->revision->migration->revision;
    const struct orq_ledger_row *row = orq_ledger_find(&editing->ledger, id);
    if (!row || !orq_ledger_row_whole(row) || cli->arguments.force)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE,
              "revision %s is applied to %s: an edit of it is in no "
              "database that has run it, and stops every later run",
              id, editing->project.url.shown);
    orq_hint(cli->diags, "take it back first:  orqgen downgrade %s-1", id);
    orq_hint(cli->diags, "or change it later:  orqgen revision -m \"...\"");
    orq_hint(cli->diags, "edit it all the same: orqgen edit %s --force", id);
    return ORQ_INVALID;
}

static const char *editor(void)
{
    static const char *const variables[] = {"VISUAL", "EDITOR"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return "vi";
}

/* The variable may hold arguments, which a shell takes apart. */
static enum orq_status open_editor(struct orq_cli *cli, const char *path)
{
    const char *line = editor();
    const char *items[] = {"/bin/sh", "-c", orq_arena_printf(cli->arena, "%s \"$1\"", line), line,
                           *path == '-' ? orq_arena_printf(cli->arena, "./%s", path) : path};
    struct orq_strings words = {items, sizeof items / sizeof *items, sizeof items / sizeof *items};
    const char *problem = orq_spawn(cli->arena, &words, ORQ_SPAWN_TERMINAL);
    if (!problem)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "the editor \"%s\" %s", orq_shown_name(cli->arena, line),
              problem);
    orq_hint(cli->diags, "VISUAL or EDITOR in the environment says which one is run");
    return ORQ_INVALID;
}

/* What was saved may hold a fault, which is best told now. */
static enum orq_status check_file(struct orq_cli *cli, const char *path)
{
    const char *text = NULL;
    size_t len = 0;
    enum orq_status status = orq_file_read(cli->arena, path, cli->diags, &text, &len);
    if (status != ORQ_OK)
        return status;
    return orq_migration_parse(cli->arena, path, text, len, cli->diags) ? ORQ_OK : ORQ_INVALID;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct editing editing = {.cli = cli};
    const char *text = orq_word(cli, 0);
    enum orq_status status =
        orq_project_open(cli, ORQ_PART_HISTORY | ORQ_PART_APART, &editing.project);
    if (status == ORQ_OK)
        status = ask_database(&editing, text);
    if (status == ORQ_OK)
        status = find(&editing, text);
    if (status == ORQ_OK)
        status = refuse_applied(&editing);
    orq_project_close(&editing.project); /* nobody waits for the editor's end */
    orq_tell_diags(cli);
    if (status == ORQ_OK)
        status = open_editor(cli, editing.revision->migration->path);
    return status == ORQ_OK ? check_file(cli, editing.revision->migration->path) : status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "force", force, "even when the database has it applied"),
};

const struct orq_command orq_cmd_edit = {
    .name = "edit",
    .words = "REV",
    .summary = "open a migration in $VISUAL or $EDITOR",
    .details = "REV is an id or a prefix of one, head, +1, LABEL@head. One that the database has "
               "applied is\n"
               "refused. What was saved is read once more, and its faults are told.",
    .example = "  $ orqgen edit head\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = 1,
    .run = run,
};
