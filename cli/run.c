#include "cli/run.h"

#include "cli/backup.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/signals.h"
#include "sql/quote.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

const char *orq_run_by(struct orq_arena *arena)
{
    const struct passwd *entry = getpwuid(geteuid());
    const char *variable = getenv("USER");
    const char *user = entry ? entry->pw_name : (variable ? variable : "?");
    struct utsname system;
    const char *host = uname(&system) >= 0 ? system.nodename : "?";
    return orq_arena_printf(arena, "%s@%s", user, host);
}

static void show_sql(const struct orq_running *running, enum orq_direction direction,
                     const struct orq_migration *migration)
{
    for (size_t i = 0; i < migration->sections.len; i++) {
        const struct orq_file_section *section = &migration->sections.items[i];
        if (section->direction == direction && orq_engine_find(section->dialect))
            orq_tell(running->cli, ORQ_LOG_DEBUG, "\n%.*s", (int)section->len, section->text);
    }
}

/* The whole of a migration is what its steps took. */
static void add_done(struct orq_running *running, const struct orq_progress *progress)
{
    struct orq_ran *last =
        running->done.len > 0 ? &running->done.items[running->done.len - 1] : NULL;
    struct orq_ran ran = {progress->migration, progress->milliseconds};
    if (last && last->migration == progress->migration)
        last->milliseconds += ran.milliseconds;
    else
        ORQ_PUSH(running->cli->arena, &running->done, ran);
}

static void end_line(struct orq_running *running, const struct orq_progress *progress)
{
    struct orq_cli *cli = running->cli;
    add_done(running, progress);
    running->line_open = false;
    orq_progress_end();
    orq_tell(cli, ORQ_LOG_INFO, "done (%" PRId64 " ms)%s", progress->milliseconds,
             cli->arguments.dry_run ? ", rolled back" : "");
}

/* "upgrade 4f1c2a9be0d3 add rating, step 2 of 3 ... " */
static void progress(void *context, const struct orq_progress *progress)
{
    struct orq_running *running = context;
    struct orq_cli *cli = running->cli;
    if (progress->done) {
        end_line(running, progress);
        return;
    }
    orq_tell_diags(cli); /* what was found before it runs comes before it */
    if (!orq_tells(cli, ORQ_LOG_INFO))
        return;
    struct orq_str line = orq_str_new(cli->arena);
    orq_str_add(&line, progress->direction == ORQ_UPGRADE ? "upgrade " : "downgrade ");
    orq_report_revision(&line, progress->migration);
    if (progress->steps > 1)
        orq_str_addf(&line, ", step %zu of %zu", progress->step, progress->steps);
    fprintf(stderr, "%s ... ", orq_str_text(&line));
    fflush(stderr);
    running->line_open = true;
    if (progress->step == 1)
        show_sql(running, progress->direction, progress->migration);
    orq_progress_begin(cli, "");
}

static void show_rows(void *context, const struct orq_filling *filling)
{
    (void)context;
    orq_progress_rows(filling->rows, filling->expected);
}

static void tell_waiting(void *context)
{
    const struct orq_running *running = context;
    orq_tell(running->cli, ORQ_LOG_INFO,
             "waiting: another run of migrations, or another program, holds the lock");
}

struct orq_run_options orq_running_options(struct orq_running *running, const char *ledger)
{
    const struct orq_arguments *arguments = &running->cli->arguments;
    return (struct orq_run_options){.ledger = ledger,
                                    .allow_data_loss = arguments->allow_data_loss,
                                    .dry_run = arguments->dry_run,
                                    .applied_by = orq_run_by(running->cli->arena),
                                    .version = ORQ_VERSION,
                                    .source = &orq_source_system,
                                    .progress = progress,
                                    .filling = show_rows,
                                    .waiting = tell_waiting,
                                    .context = running,
                                    .stopped = orq_signals_stopped};
}

void orq_running_end(struct orq_running *running)
{
    orq_progress_end();
    if (running->line_open) {
        orq_tell(running->cli, ORQ_LOG_INFO, "failed");
        running->line_open = false;
    }
}

static void print_json(const struct orq_running *running, const struct orq_project *project,
                       enum orq_direction direction, const struct orq_strings *current)
{
    struct orq_str out = orq_str_new(running->cli->arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_object(&json);
    orq_json_member(&json, "database", project->url.shown);
    orq_json_member(&json, "direction", direction == ORQ_UPGRADE ? "upgrade" : "downgrade");
    orq_json_key(&json, "dry_run");
    orq_json_bool(&json, running->cli->arguments.dry_run);
    orq_json_key(&json, "current");
    orq_json_text(&json, current->len > 0 ? orq_current_named(running->cli->arena, current) : NULL);
    orq_json_key(&json, "backup");
    orq_json_text(&json, running->backup);
    orq_json_key(&json, "migrations");
    orq_json_open_array(&json);
    for (size_t i = 0; i < running->done.len; i++) {
        const struct orq_ran *ran = &running->done.items[i];
        orq_json_open_object(&json);
        orq_json_member(&json, "revision", ran->migration->revision);
        orq_json_member(&json, "message", ran->migration->message);
        orq_json_key(&json, "milliseconds");
        orq_json_number(&json, ran->milliseconds);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
    orq_json_close_object(&json);
    orq_print(&out);
}

/* Whether there is something to do cannot be told from a revision that nobody knows. */
static enum orq_status tell_nothing(const struct orq_running *running,
                                    const struct orq_project *project,
                                    const struct orq_strings *current)
{
    struct orq_cli *cli = running->cli;
    for (size_t i = 0; i < current->len; i++) {
        if (orq_history_find(project->history, current->items[i]))
            continue;
        orq_error(cli->diags, ORQ_NOWHERE,
                  "the database is at revision %s, which is in no file of %s", current->items[i],
                  project->folder);
        orq_hint(cli->diags, "get the missing file from the branch that applied it");
        return ORQ_INVALID;
    }
    if (project->history->revisions.len == 0 && current->len == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "nothing to do: no migrations in %s",
                 orq_shown_name(cli->arena, project->folder));
        return ORQ_OK;
    }
    /* A dry run may have ended before the first migration, and says why. */
    bool ended = cli->arguments.dry_run && cli->told < orq_diags_len(cli->diags);
    orq_tell(cli, ORQ_LOG_INFO, "%s: the database is at %s",
             ended ? "nothing was tried" : "nothing to do",
             orq_shown_name(cli->arena, orq_current_named(cli->arena, current)));
    return ORQ_OK;
}

static const char *brief(const struct orq_running *running, const struct orq_strings *current)
{
    struct orq_arena *arena = running->cli->arena;
    const char *at = orq_shown_name(arena, orq_current_named(arena, current));
    if (running->done.len == 0)
        return orq_arena_printf(arena, "nothing to do, at %s", at);
    return orq_arena_printf(arena, "%s%s, at %s",
                            orq_counted(arena, running->done.len, "migration"),
                            running->cli->arguments.dry_run ? " run and rolled back" : "", at);
}

static enum orq_status report(const struct orq_running *running, const struct orq_project *project,
                              enum orq_direction direction)
{
    struct orq_cli *cli = running->cli;
    struct orq_strings current;
    enum orq_status status =
        orq_current(cli->arena, project->db, project->ledger, cli->diags, &current);
    if (status == ORQ_OK && running->done.len == 0)
        status = tell_nothing(running, project, &current);
    if (status != ORQ_OK)
        return status;
    cli->brief = brief(running, &current);
    if (cli->arguments.json)
        print_json(running, project, direction, &current);
    return ORQ_OK;
}

static void note_backup(void *context, const struct orq_backup_made *made)
{
    struct orq_running *running = context;
    running->backup = made->file;
    orq_tell_backup(running->cli, made);
}

static bool names_head(const char *target)
{
    return !target || orq_starts_with(target, "head");
}

#define USUAL_WAIT_S 600

/* A second run comes to its turn: when the first is done, it finds nothing left to do. */
void orq_run_wait(const struct orq_cli *cli, struct orq_db *db)
{
    const struct orq_count *wait = &cli->arguments.wait;
    orq_db_set_wait(db, 1000 * (wait->given ? wait->value : USUAL_WAIT_S));
}

enum orq_status orq_run_to(struct orq_cli *cli, enum orq_direction direction, const char *target)
{
    struct orq_project project = {0};
    struct orq_running running = {.cli = cli};
    unsigned part = direction == ORQ_DOWNGRADE ? ORQ_PART_WRITE
                    : cli->arguments.dry_run   ? ORQ_PART_WRITE | ORQ_PART_PEEK
                                               : ORQ_PART_CREATE;
    if (direction == ORQ_UPGRADE && names_head(target))
        part |= ORQ_PART_HEAD;
    enum orq_status status = orq_check_backup_option(cli);
    if (status == ORQ_OK)
        status = orq_project_open(cli, ORQ_PART_HISTORY | part, &project);
    if (status == ORQ_OK) {
        struct orq_run_options options = orq_running_options(&running, project.ledger);
        struct orq_backup backup;
        options.target = target;
        if (orq_cli_wants_backup(cli)) {
            backup = orq_cli_backup(&project, cli->arguments.backup);
            backup.made = note_backup;
            backup.context = &running;
            options.backup = &backup;
        }
        if (cli->arguments.partial) {
            project.equipped.plain = true; /* in one transaction */
            options.engine = project.engine;
        }
        orq_tell_diags(cli);
        orq_signals_guard(project.db);
        orq_run_wait(cli, project.db);
        status = direction == ORQ_UPGRADE
                     ? orq_upgrade(cli->arena, project.db, project.history, &options, cli->diags)
                     : orq_downgrade(cli->arena, project.db, project.history, &options, cli->diags);
        orq_running_end(&running);
        if (status == ORQ_OK)
            status = report(&running, &project, direction);
        orq_signals_guard(NULL);
    }
    orq_project_close(&project);
    return status;
}
