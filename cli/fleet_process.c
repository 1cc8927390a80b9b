/* The processes of a run over many databases, and what they write. */
#include "cli/fleet.h"
#include "cli/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LISTEN_MS 200 /* also how long a signal may go unnoticed */

/* ---- the process of one ---- */

static void write_all(int file, const char *text)
{
    size_t len = strlen(text);
    while (len > 0) {
        ssize_t written = write(file, text, len);
        if (written < 0 && errno != EINTR)
            return;
        text += written > 0 ? written : 0;
        len -= written > 0 ? (size_t)written : 0;
    }
}

/* What it prints goes to us, and nobody types into it. */
static void redirect(const int *pipes)
{
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    close(nothing);
    dup2(pipes[ORQ_STREAM_OUT], STDOUT_FILENO);
    dup2(pipes[ORQ_STREAM_ERR], STDERR_FILENO);
    close(pipes[ORQ_STREAM_OUT]);
    close(pipes[ORQ_STREAM_ERR]);
}

/* Its own group: a signal of the terminal comes from us alone, and so comes once. */
_Noreturn static void run_one(const struct orq_fleet *fleet, const struct orq_fleet_member *member,
                              const int *pipes, const sigset_t *mask)
{
    struct orq_cli *cli = fleet->cli;
    setpgid(0, 0);
    /* What the run could not write, for nobody reads it, is no output of this database. */
    if (ferror(stdout) && !freopen("/dev/null", "w", stdout))
        exit(ORQ_INVALID);
    orq_signals_start();
    sigprocmask(SIG_SETMASK, mask, NULL);
    redirect(pipes);
    cli->url = member->url;
    cli->colours_out = false;
    cli->colours_err = false;
    /* What went well is told in a line, which is ours to write. */
    if (cli->level == ORQ_LOG_INFO)
        cli->level = ORQ_LOG_WARNING;
    int code = orq_cli_finish(cli, (int)fleet->command->run(cli));
    write_all(pipes[ORQ_STREAM_BRIEF], cli->brief ? cli->brief : "");
    exit(code);
}

/* ---- starting ---- */

static void close_pipes(int (*pipes)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        close(pipes[i][0]);
        close(pipes[i][1]);
    }
}

/* Reading ends are ours: no other process of the run keeps them, nor what it starts. */
static bool make_pipes(int (*pipes)[2])
{
    for (size_t i = 0; i < ORQ_STREAM_COUNT; i++) {
        if (pipe(pipes[i]) != 0) {
            close_pipes(pipes, i);
            return false;
        }
        fcntl(pipes[i][0], F_SETFD, FD_CLOEXEC);
        fcntl(pipes[i][1], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

static void close_others(const struct orq_fleet *fleet)
{
    for (size_t i = fleet->told; i < fleet->next; i++) {
        for (size_t k = 0; k < ORQ_STREAM_COUNT; k++)
            if (fleet->members[i].pipes[k] >= 0)
                close(fleet->members[i].pipes[k]);
    }
}

/* Signals wait until the new process can tell what to do with them. */
static pid_t begin(const struct orq_fleet *fleet, const struct orq_fleet_member *member,
                   int (*pipes)[2])
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    fflush(stdout);
    fflush(stderr);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t process = fork();
    if (process == 0) {
        int ends[ORQ_STREAM_COUNT];
        close_others(fleet);
        for (size_t i = 0; i < ORQ_STREAM_COUNT; i++) {
            close(pipes[i][0]);
            ends[i] = pipes[i][1];
        }
        run_one(fleet, member, ends, &before);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return process;
}

static void become(struct orq_fleet *fleet, struct orq_fleet_member *member,
                   enum orq_fleet_state state)
{
    fleet->counts[member->state]--;
    fleet->counts[state]++;
    member->state = state;
}

enum orq_status orq_fleet_start(struct orq_fleet *fleet, struct orq_fleet_member *member)
{
    int pipes[ORQ_STREAM_COUNT][2];
    bool piped = make_pipes(pipes);
    pid_t process = piped ? begin(fleet, member, pipes) : -1;
    if (process < 0) {
        orq_error(fleet->cli->diags, ORQ_NOWHERE, "%s: cannot start a process: %s",
                  member->url->shown, strerror(errno));
        orq_hint(fleet->cli->diags, "run it again, with fewer --jobs");
        if (piped)
            close_pipes(pipes, ORQ_STREAM_COUNT);
        return ORQ_INVALID;
    }
    for (size_t i = 0; i < ORQ_STREAM_COUNT; i++) {
        close(pipes[i][1]);
        member->pipes[i] = pipes[i][0];
    }
    member->process = process;
    become(fleet, member, ORQ_FLEET_RUNNING);
    return ORQ_OK;
}

/* ---- listening ---- */

/* Takes what is there; at its end the pipe is closed. */
static void take(struct orq_fleet_member *member, size_t stream)
{
    char buffer[16384];
    ssize_t got = read(member->pipes[stream], buffer, sizeof buffer);
    if (got > 0) {
        orq_str_addn(&member->texts[stream], buffer, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        close(member->pipes[stream]);
        member->pipes[stream] = -1;
    }
}

static bool is_open(const struct orq_fleet_member *member)
{
    for (size_t i = 0; i < ORQ_STREAM_COUNT; i++)
        if (member->pipes[i] >= 0)
            return true;
    return false;
}

/* A process that was killed is not known to have rolled back: `current` is to be asked. */
static void end(struct orq_fleet *fleet, struct orq_fleet_member *member)
{
    int how = 0;
    while (waitpid(member->process, &how, 0) < 0 && errno == EINTR) {
    }
    member->code = WIFEXITED(how) ? WEXITSTATUS(how) : ORQ_PARTIAL;
    if (WIFSIGNALED(how)) {
        orq_str_addf(&member->texts[ORQ_STREAM_ERR],
                     "orqgen: error: its process was ended by signal %d\n", WTERMSIG(how));
    }
    become(fleet, member,
           member->code == ORQ_OK          ? ORQ_FLEET_DONE
           : member->code == ORQ_DIFFERENT ? ORQ_FLEET_DIFFERENT
                                           : ORQ_FLEET_FAILED);
}

/* The pipes of those that run. */
static nfds_t gather(struct orq_fleet *fleet)
{
    struct orq_fleet_ears *ears = &fleet->ears;
    nfds_t count = 0;
    for (size_t i = fleet->told; i < fleet->next; i++) {
        for (size_t k = 0; k < ORQ_STREAM_COUNT; k++) {
            if (fleet->members[i].pipes[k] >= 0) {
                ears->members[count] = &fleet->members[i];
                ears->streams[count] = k;
                ears->files[count++] =
                    (struct pollfd){.fd = fleet->members[i].pipes[k], .events = POLLIN};
            }
        }
    }
    return count;
}

void orq_fleet_listen(struct orq_fleet *fleet)
{
    const struct orq_fleet_ears *ears = &fleet->ears;
    nfds_t count = gather(fleet);
    if (poll(ears->files, count, LISTEN_MS) <= 0)
        return;
    for (nfds_t i = 0; i < count; i++)
        if (ears->files[i].revents != 0)
            take(ears->members[i], ears->streams[i]);
    for (size_t i = fleet->told; i < fleet->next; i++)
        if (fleet->members[i].state == ORQ_FLEET_RUNNING && !is_open(&fleet->members[i]))
            end(fleet, &fleet->members[i]);
}

void orq_fleet_signal(const struct orq_fleet *fleet, int number)
{
    for (size_t i = fleet->told; i < fleet->next; i++)
        if (fleet->members[i].state == ORQ_FLEET_RUNNING)
            kill(fleet->members[i].process, number);
}
