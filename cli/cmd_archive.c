/* archive list, archive purge: the data that upgrades keep of what they drop. */
#include "cli/project.h"
#include "cli/report.h"
#include "cli/signals.h"
#include "history/archive.h"
#include "history/source.h"
#include "sql/quote.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS_A_DAY = 86400 };

static const char *size_text(struct orq_arena *arena, int64_t bytes)
{
    return bytes < 0 ? "" : orq_arena_printf(arena, ", %" PRId64 " kB", (bytes + 1023) / 1024);
}

/* "orqgen_archive_4f1c2a9be0d3_1  human_feedback.rating, 812 rows, since 2026-…" */
static void add_line(struct orq_str *out, const struct orq_archived_data *data)
{
    orq_str_addf(out, "%s  %s: %s%s", orq_shown_name(out->arena, data->name),
                 orq_shown_name(out->arena, data->of),
                 orq_counted(out->arena, (size_t)data->rows, "row"),
                 size_text(out->arena, data->bytes));
    if (data->since)
        orq_str_addf(out, ", since %s\n", data->since);
    else
        orq_str_addf(out, ", of a revision that is not applied\n");
}

static void add_json(struct orq_json *json, const struct orq_archived_data *data)
{
    orq_json_open_object(json);
    orq_json_member(json, "table", data->name);
    orq_json_member(json, "revision", data->revision);
    orq_json_member(json, "of", data->of);
    orq_json_key(json, "rows");
    orq_json_number(json, data->rows);
    if (data->bytes >= 0) {
        orq_json_key(json, "bytes");
        orq_json_number(json, data->bytes);
    }
    orq_json_key(json, "since");
    orq_json_text(json, data->since);
    orq_json_close_object(json);
}

static void print_list(struct orq_cli *cli, const struct orq_archived_list *list)
{
    struct orq_str out = orq_str_new(cli->arena);
    struct orq_json json = orq_json_new(&out);
    if (cli->arguments.json)
        orq_json_open_array(&json);
    for (size_t i = 0; i < list->len; i++)
        if (cli->arguments.json)
            add_json(&json, &list->items[i]);
        else
            add_line(&out, &list->items[i]);
    if (cli->arguments.json)
        orq_json_close_array(&json);
    orq_print(&out);
}

/* -- purge -- */

static enum orq_status refuse_choice(struct orq_cli *cli)
{
    orq_error(cli->diags, ORQ_NOWHERE, "which archives are to be removed?");
    orq_hint(cli->diags, "those of a revision:  orqgen archive purge 4f1c2a9be0d3 --yes");
    orq_hint(cli->diags, "by their age in days: orqgen archive purge --older-than 90 --yes");
    orq_hint(cli->diags, "every one:            orqgen archive purge --all --yes");
    return ORQ_INVALID;
}

/* Applied before this moment; NULL: age does not count. */
static enum orq_status read_age(struct orq_cli *cli, const char **before)
{
    const char *text = cli->arguments.older_than;
    const struct orq_source *source = &orq_source_system;
    *before = NULL;
    if (!text)
        return ORQ_OK;
    if (*text == '\0' || strlen(text) > 6 || text[strspn(text, "0123456789")] != '\0') {
        orq_error(cli->diags, ORQ_NOWHERE, "--older-than takes a number of days, and not \"%s\"",
                  text);
        return ORQ_INVALID;
    }
    int64_t days = strtoll(text, NULL, 10);
    *before = orq_time_iso(cli->arena, source->now(source) - days * SECONDS_A_DAY);
    return ORQ_OK;
}

/* A revision's id, or the beginning of one that only one has. */
static enum orq_status find_revision(struct orq_cli *cli, const struct orq_archived_list *all,
                                     const char *word, const char **revision)
{
    *revision = NULL;
    for (size_t i = 0; i < all->len; i++) {
        const char *id = all->items[i].revision;
        if (strcmp(id, word) == 0) {
            *revision = id;
            return ORQ_OK;
        }
        if (!orq_starts_with(id, word))
            continue;
        if (*revision && strcmp(*revision, id) != 0) {
            orq_error(cli->diags, ORQ_NOWHERE, "\"%s\" begins several revisions with archives",
                      word);
            return ORQ_AMBIGUOUS;
        }
        *revision = id;
    }
    if (*revision)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "there is no archive of a revision \"%s\"", word);
    orq_hint(cli->diags, "those that are there: orqgen archive list");
    return ORQ_INVALID;
}

static void choose_revision(struct orq_cli *cli, const struct orq_archived_list *all,
                            const char *revision, struct orq_archived_list *chosen)
{
    for (size_t i = 0; i < all->len; i++)
        if (strcmp(all->items[i].revision, revision) == 0)
            ORQ_PUSH(cli->arena, chosen, all->items[i]);
}

static enum orq_status choose(struct orq_cli *cli, const struct orq_archived_list *all,
                              struct orq_archived_list *chosen)
{
    const struct orq_strings *words = &cli->arguments.words;
    const char *before = NULL;
    enum orq_status status = read_age(cli, &before);
    for (size_t i = 1; i < words->len && status == ORQ_OK; i++) {
        const char *revision = NULL;
        status = find_revision(cli, all, words->items[i], &revision);
        if (status == ORQ_OK)
            choose_revision(cli, all, revision, chosen);
    }
    for (size_t i = 0; i < all->len && status == ORQ_OK && words->len == 1; i++) {
        const char *since = all->items[i].since;
        if (cli->arguments.all || (since && before && strcmp(since, before) < 0))
            ORQ_PUSH(cli->arena, chosen, all->items[i]);
    }
    return status;
}

static enum orq_status remove_chosen(struct orq_cli *cli, const struct orq_project *project,
                                     const struct orq_archived_list *chosen)
{
    if (!cli->arguments.yes) {
        orq_error(cli->diags, ORQ_NOWHERE,
                  "the downgrades that put this back will refuse to run afterwards");
        orq_hint(cli->diags, "if that is what you want: the same command with --yes");
        return ORQ_INVALID;
    }
    orq_signals_guard(project->db);
    enum orq_status status =
        orq_archived_purge(cli->arena, project->db, project->ledger, chosen, cli->diags);
    orq_signals_guard(NULL);
    if (status == ORQ_OK)
        orq_tell(cli, ORQ_LOG_INFO, "removed %s", orq_counted(cli->arena, chosen->len, "archive"));
    return status;
}

static enum orq_status purge(struct orq_cli *cli, const struct orq_project *project,
                             const struct orq_archived_list *all)
{
    struct orq_archived_list chosen = {0};
    enum orq_status status = choose(cli, all, &chosen);
    if (status != ORQ_OK)
        return status;
    if (chosen.len == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "nothing to remove");
        return ORQ_OK;
    }
    print_list(cli, &chosen);
    return remove_chosen(cli, project, &chosen);
}

/* -- both -- */

static enum orq_status check_words(struct orq_cli *cli, bool *purges)
{
    const struct orq_arguments *arguments = &cli->arguments;
    const struct orq_strings *words = &arguments->words;
    *purges = strcmp(words->items[0], "purge") == 0;
    if (!*purges && strcmp(words->items[0], "list") != 0) {
        orq_error(cli->diags, ORQ_NOWHERE, "archive takes list or purge, and not \"%s\"",
                  words->items[0]);
        return ORQ_INVALID;
    }
    bool chooses = arguments->all || arguments->older_than || words->len > 1;
    if (!*purges && (chooses || arguments->yes)) {
        orq_error(cli->diags, ORQ_NOWHERE, "archive list shows every archive, and removes none");
        return ORQ_INVALID;
    }
    int ways =
        (arguments->all ? 1 : 0) + (arguments->older_than ? 1 : 0) + (words->len > 1 ? 1 : 0);
    if (*purges && ways > 1) {
        orq_error(cli->diags, ORQ_NOWHERE, "revisions, --all or --older-than: one of them");
        return ORQ_INVALID;
    }
    return *purges && !chooses ? refuse_choice(cli) : ORQ_OK;
}

static enum orq_status run(struct orq_cli *cli)
{
    bool purges = false;
    struct orq_project project = {0};
    struct orq_archived_list list = {0};
    enum orq_status status = check_words(cli, &purges);
    if (status != ORQ_OK)
        return status;
    bool writes = purges && cli->arguments.yes;
    status = orq_project_open(cli, writes ? ORQ_PART_WRITE : ORQ_PART_READ, &project);
    if (status == ORQ_OK)
        status = orq_archived_list_read(cli->arena, project.db, project.ledger, cli->diags, &list);
    if (status == ORQ_OK && purges) {
        status = purge(cli, &project, &list);
    } else if (status == ORQ_OK) {
        print_list(cli, &list);
        if (list.len == 0)
            orq_tell(cli, ORQ_LOG_INFO, "no archives in %s", project.url.shown);
    }
    orq_project_close(&project);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the archives as JSON"),
    ORQ_FLAG(0, "all", all, "purge: every archive"),
    ORQ_VALUE(0, "older-than", "DAYS", older_than,
              "purge: those of revisions that were applied before that"),
    ORQ_FLAG(0, "yes", yes, "purge: do it"),
};

const struct orq_command orq_cmd_archive = {
    .name = "archive",
    .words = "list|purge [REV...]",
    .summary = "the data that upgrades kept of what they dropped (on_drop: archive)",
    .details =
        "Where the model, a table of it or " ORQ_CONFIG_NAME
        " says `on_drop: archive`, an upgrade\n"
        "first copies the data of dropped tables and columns to tables orqgen_archive_REV_N, and\n"
        "the downgrade puts it back. list shows them; purge removes them: afterwards those\n"
        "downgrades refuse to run. Without --yes it only says what it would remove.",
    .example = "  $ orqgen archive list\n"
               "  orqgen_archive_4f1c2a9be0d3_1  human_feedback.rating: 812 rows, since "
               "2026-11-22T15:43:00Z\n"
               "  $ orqgen archive purge --older-than 90 --yes\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = 1000,
    .run = run,
};
