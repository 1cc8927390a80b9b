#include "cli/spawn.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char **argv_of(struct orq_arena *arena, const struct orq_strings *words)
{
    char **argv = ORQ_NEW_ARRAY(arena, char *, words->len + 1);
    for (size_t i = 0; i < words->len; i++)
        argv[i] = orq_arena_strdup(arena, words->items[i]);
    return argv;
}

/* What this program ignores or catches is nothing that another should begin with. */
static void set_signals(posix_spawnattr_t *attributes)
{
    static const int ours[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ};
    sigset_t signals;
    sigemptyset(&signals);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        sigaddset(&signals, ours[i]);
    posix_spawnattr_setsigdefault(attributes, &signals);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

static int start(char **argv, enum orq_spawn_mode mode, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    set_signals(&attributes);
    if (mode == ORQ_SPAWN_BESIDE) {
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    }
    int error = posix_spawnp(child, argv[0], &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static int wait_for(pid_t child)
{
    int state = 0;
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            return -1;
    return state;
}

/* Signals that a terminal sends go to both; they are meant for the one that has it. */
static int wait_at_terminal(pid_t child)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    struct sigaction interrupt;
    struct sigaction quit;
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGINT, &ignored, &interrupt);
    sigaction(SIGQUIT, &ignored, &quit);
    int state = wait_for(child);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return state;
}

const char *orq_spawn(struct orq_arena *arena, const struct orq_strings *words,
                      enum orq_spawn_mode mode)
{
    pid_t child = 0;
    int error = start(argv_of(arena, words), mode, &child);
    if (error != 0)
        return orq_arena_printf(arena, "cannot be run: %s", strerror(error));
    int state = mode == ORQ_SPAWN_TERMINAL ? wait_at_terminal(child) : wait_for(child);
    if (WIFSIGNALED(state))
        return orq_arena_printf(arena, "was ended by signal %d", WTERMSIG(state));
    int code = WEXITSTATUS(state);
    return code == 0 ? NULL : orq_arena_printf(arena, "ended with exit code %d", code);
}
