#include "cli/fleet.h"

#include "cli/signals.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JOBS_MAX 256

bool orq_fleet_asked(const struct orq_cli *cli)
{
    const struct orq_arguments *arguments = &cli->arguments;
    return arguments->target.len > 0 || arguments->targets || arguments->jobs ||
           arguments->keep_going;
}

/* What says nothing together with a list of databases. */
static enum orq_status check_arguments(struct orq_cli *cli, size_t *jobs)
{
    const struct orq_arguments *arguments = &cli->arguments;
    const char *text = arguments->jobs ? arguments->jobs : "1";
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    *jobs = number;
    if (arguments->target.len == 0 && !arguments->targets) {
        orq_error(cli->diags, ORQ_NOWHERE, "%s is for many databases, and none is listed",
                  arguments->jobs ? "--jobs" : "--keep-going");
        orq_hint(cli->diags, "list them: --target URL, or --targets FILE");
    } else if (arguments->database) {
        orq_error(cli->diags, ORQ_NOWHERE, "--db names one database, and a list of many is given");
        orq_hint(cli->diags, "give one of them");
    } else if (arguments->history) {
        orq_error(cli->diags, ORQ_NOWHERE, "--history asks no database, and a list is given");
    } else if (arguments->sql) {
        orq_error(cli->diags, ORQ_NOWHERE, "--sql prints one script, and a list is given");
    } else if (text[0] < '0' || text[0] > '9' || *end || number < 1 || number > JOBS_MAX) {
        orq_error(cli->diags, ORQ_NOWHERE, "--jobs is a number from 1 to %d, not \"%s\"", JOBS_MAX,
                  text);
    } else {
        return ORQ_OK;
    }
    return ORQ_INVALID;
}

static bool at_terminal(const struct orq_cli *cli)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0 &&
           orq_tells(cli, ORQ_LOG_INFO) && !orq_tells(cli, ORQ_LOG_DEBUG);
}

static struct orq_fleet fleet_new(struct orq_cli *cli, const struct orq_command *command,
                                  const struct orq_urls *urls, size_t jobs)
{
    size_t pipes = jobs * ORQ_STREAM_COUNT;
    struct orq_fleet fleet = {.cli = cli, .command = command, .len = urls->len};
    fleet.shows_progress = at_terminal(cli);
    fleet.members = ORQ_NEW_ARRAY(cli->arena, struct orq_fleet_member, urls->len);
    fleet.counts[ORQ_FLEET_WAITING] = urls->len;
    fleet.ears =
        (struct orq_fleet_ears){ORQ_NEW_ARRAY(cli->arena, struct pollfd, pipes),
                                ORQ_NEW_ARRAY(cli->arena, struct orq_fleet_member *, pipes),
                                ORQ_NEW_ARRAY(cli->arena, size_t, pipes)};
    for (size_t i = 0; i < urls->len; i++) {
        fleet.members[i] = (struct orq_fleet_member){.url = &urls->items[i]};
        for (size_t k = 0; k < ORQ_STREAM_COUNT; k++) {
            fleet.members[i].pipes[k] = -1;
            fleet.members[i].texts[k] = orq_str_new(cli->arena);
        }
    }
    return fleet;
}

/* May another one be begun? */
static bool goes_on(const struct orq_fleet *fleet)
{
    bool failed = fleet->counts[ORQ_FLEET_FAILED] > 0;
    return fleet->next < fleet->len && orq_signals_seen() == 0 &&
           (!failed || fleet->cli->arguments.keep_going);
}

static enum orq_status run_all(struct orq_fleet *fleet, size_t jobs)
{
    enum orq_status status = ORQ_OK;
    while ((status == ORQ_OK && goes_on(fleet)) || fleet->counts[ORQ_FLEET_RUNNING] > 0) {
        while (status == ORQ_OK && goes_on(fleet) && fleet->counts[ORQ_FLEET_RUNNING] < jobs) {
            status = orq_fleet_start(fleet, &fleet->members[fleet->next]);
            fleet->next += status == ORQ_OK;
        }
        orq_fleet_progress(fleet);
        orq_fleet_listen(fleet);
        int number = orq_signals_take();
        if (number != 0)
            orq_fleet_signal(fleet, number);
        orq_fleet_tell(fleet);
    }
    return status;
}

/* The highest exit code. That of a signal is ours only when the signal was. */
static enum orq_status worst(const struct orq_fleet *fleet, enum orq_status status)
{
    for (size_t i = 0; i < fleet->len; i++) {
        int code = fleet->members[i].code;
        code = code > ORQ_PARTIAL ? ORQ_FAILED : code;
        status = code > (int)status ? (enum orq_status)code : status;
    }
    bool interrupted = orq_signals_seen() != 0 && fleet->counts[ORQ_FLEET_WAITING] > 0;
    return status == ORQ_OK && interrupted ? ORQ_FAILED : status;
}

enum orq_status orq_fleet_run(struct orq_cli *cli, const struct orq_command *command)
{
    struct orq_urls urls;
    size_t jobs = 0;
    const struct orq_targets_input input = {&cli->arguments.target, cli->arguments.targets};
    enum orq_status status = check_arguments(cli, &jobs);
    if (status == ORQ_OK)
        status = orq_targets_read(cli->arena, &input, cli->diags, &urls);
    if (status == ORQ_OK)
        status = orq_project_share(cli, command->shared, &urls);
    orq_tell_diags(cli);
    if (status != ORQ_OK)
        return status;
    struct orq_fleet fleet = fleet_new(cli, command, &urls, jobs);
    orq_signals_note();
    status = run_all(&fleet, jobs);
    orq_fleet_end(&fleet);
    return worst(&fleet, status);
}
