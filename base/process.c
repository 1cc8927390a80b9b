#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_MS 200 /* how often `stopped` is asked */
#define CHUNK 4096
#define SOURCES (ORQ_PIPELINE_MOST + 1) /* the stderr of each, and the last one's stdout */

extern char **environ;

struct run {
    struct orq_arena *arena;
    struct orq_pipeline *pipeline;
    char **environment;
    pid_t children[ORQ_PIPELINE_MOST]; /* 0: it has ended */
    size_t started;
    struct orq_str texts[SOURCES];
    int sources[SOURCES]; /* -1: at its end */
};

static bool same_variable(const char *a, const char *b)
{
    size_t len = strcspn(a, "=");
    return len == strcspn(b, "=") && memcmp(a, b, len) == 0;
}

static bool is_replaced(const struct orq_strings *wanted, const char *ours)
{
    for (size_t i = 0; wanted && i < wanted->len; i++) {
        if (same_variable(wanted->items[i], ours))
            return true;
    }
    return false;
}

static char **environment_of(struct orq_arena *arena, const struct orq_strings *wanted)
{
    size_t ours = 0;
    while (environ[ours])
        ours++;
    size_t count = 0;
    char **all = ORQ_NEW_ARRAY(arena, char *, ours + (wanted ? wanted->len : 0) + 1);
    for (size_t i = 0; i < ours; i++) {
        if (!is_replaced(wanted, environ[i]))
            all[count++] = environ[i];
    }
    for (size_t i = 0; wanted && i < wanted->len; i++)
        all[count++] = orq_arena_strdup(arena, wanted->items[i]);
    return all;
}

/* Both ends are closed in whatever is started, but for those that are given to it. */
static int open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static char **argv_of(struct orq_arena *arena, const char *const *argv)
{
    size_t count = 0;
    while (argv[count])
        count++;
    char **copy = ORQ_NEW_ARRAY(arena, char *, count + 1);
    for (size_t i = 0; i < count; i++)
        copy[i] = orq_arena_strdup(arena, argv[i]);
    return copy;
}

/* in: -1: nothing is read. */
static int spawn(struct run *run, int in, int out, int err)
{
    size_t index = run->started;
    char **argv = argv_of(run->arena, run->pipeline->processes[index].argv);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (in < 0)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    else
        posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    int reason =
        posix_spawn(&run->children[index], argv[0], &actions, NULL, argv, run->environment);
    posix_spawn_file_actions_destroy(&actions);
    run->started += reason == 0;
    return reason;
}

static int start_all(struct run *run)
{
    int reason = 0;
    int in = -1;
    size_t count = run->pipeline->count;
    for (size_t i = 0; i < count && reason == 0; i++) {
        int out[2] = {-1, -1}, err[2] = {-1, -1};
        reason = open_pipe(out);
        if (reason == 0)
            reason = open_pipe(err);
        if (reason == 0)
            reason = spawn(run, in, out[1], err[1]);
        close_end(&in);
        close_end(&out[1]);
        close_end(&err[1]);
        run->sources[i] = err[0];
        in = out[0];
    }
    run->sources[count] = in;
    return reason;
}

static void end_all(const struct run *run)
{
    for (size_t i = 0; i < run->started; i++) {
        if (run->children[i] != 0)
            kill(run->children[i], SIGTERM);
    }
}

/* Takes the codes of those that have ended; false: some have not. */
static bool reap(struct run *run, int options)
{
    bool all = true;
    for (size_t i = 0; i < run->started; i++) {
        int state = 0;
        pid_t ended = 0;
        if (run->children[i] == 0)
            continue;
        do
            ended = waitpid(run->children[i], &state, options);
        while (ended < 0 && errno == EINTR);
        if (ended == 0) {
            all = false;
            continue;
        }
        run->children[i] = 0;
        run->pipeline->processes[i].code =
            WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    }
    return all;
}

static void read_source(struct run *run, size_t index)
{
    char chunk[CHUNK];
    ssize_t count = read(run->sources[index], chunk, sizeof chunk);
    if (count > 0)
        orq_str_addn(&run->texts[index], chunk, (size_t)count);
    else if (count == 0 || errno != EINTR)
        close_end(&run->sources[index]);
}

/* Until every one has closed what it writes to; of those that were ended, until they have: what
 * they had started in turn may keep it open. */
static void listen_to(struct run *run, bool ended)
{
    struct orq_pipeline *pipeline = run->pipeline;
    while (!ended || !reap(run, WNOHANG)) {
        struct pollfd fds[SOURCES];
        size_t open = 0;
        for (size_t i = 0; i <= pipeline->count; i++) {
            fds[i] = (struct pollfd){.fd = run->sources[i], .events = POLLIN};
            open += run->sources[i] >= 0;
        }
        if (open == 0)
            return;
        int ready = poll(fds, (nfds_t)pipeline->count + 1, LOOK_MS);
        if (!ended && pipeline->stopped && pipeline->stopped()) {
            end_all(run);
            ended = true;
        }
        for (size_t i = 0; ready > 0 && i <= pipeline->count; i++) {
            if (fds[i].revents != 0)
                read_source(run, i);
        }
    }
}

int orq_pipeline_run(struct orq_arena *arena, struct orq_pipeline *pipeline)
{
    struct run run = {.arena = arena,
                      .pipeline = pipeline,
                      .environment = environment_of(arena, pipeline->environment)};
    for (size_t i = 0; i < SOURCES; i++) {
        run.sources[i] = -1;
        run.texts[i] = orq_str_new(arena);
    }
    int reason = start_all(&run);
    if (reason != 0)
        end_all(&run);
    listen_to(&run, reason != 0);
    reap(&run, 0);
    for (size_t i = 0; i <= pipeline->count; i++)
        close_end(&run.sources[i]);
    for (size_t i = 0; i < pipeline->count; i++)
        pipeline->processes[i].err = orq_str_text(&run.texts[i]);
    pipeline->out = orq_str_text(&run.texts[pipeline->count]);
    return reason;
}

const char *orq_process_said(struct orq_arena *arena, const struct orq_process *process)
{
    const char *line = process->err;
    const char *name = strrchr(process->argv[0], '/');
    name = name ? name + 1 : process->argv[0];
    if (orq_starts_with(line, name) && orq_starts_with(line + strlen(name), ": "))
        line += strlen(name) + 2;
    if (orq_starts_with(line, "error: "))
        line += strlen("error: ");
    return orq_arena_strndup(arena, line, strcspn(line, "\n"));
}
