/* The process that a private server hangs on. Programs and settings:
 * https://www.postgresql.org/docs/current/app-initdb.html and app-postgres.html */
#define _DEFAULT_SOURCE /* setgroups; NOLINT(bugprone-reserved-identifier) */
#include "db/private_parts.h"

#include "base/file.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#define MOST_DESCRIPTORS 1024
#define LOOK_MS 5
#define START_MS 60000

extern char **environ;

struct keeping {
    struct orq_arena *arena;
    const struct private_place *place;
    const char *data, *log;
    char **environment;
    pid_t postgres;
};

static const int ours[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

static void set_signals(void (*how)(int))
{
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        signal(ours[i], how);
}

/* Nothing of the run is held open any longer than the run does, its output above all; and what a
 * terminal sends is not for us. */
static void step_aside(int tell, int leash)
{
    int nothing = open("/dev/null", O_RDWR);
    setsid();
    set_signals(SIG_IGN);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    for (int fd = STDERR_FILENO + 1; fd < MOST_DESCRIPTORS; fd++) {
        if (fd != tell && fd != leash)
            close(fd);
    }
}

static const char *become(const struct private_place *place)
{
    if (!place->as_other)
        return geteuid() == 0 ? "root may not run it, and there is no user postgres" : NULL;
    if (setgroups(0, NULL) != 0 || setgid(place->gid) != 0 || setuid(place->uid) != 0)
        return strerror(errno);
    return NULL;
}

/* Messages that can be looked for, and no word to libpq. */
static char **environment_of(struct orq_arena *arena)
{
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **all = ORQ_NEW_ARRAY(arena, char *, count + 3);
    for (size_t i = 0; i < count; i++) {
        if (!orq_starts_with(environ[i], "PG") && !orq_starts_with(environ[i], "LC_") &&
            !orq_starts_with(environ[i], "LANG") && !orq_starts_with(environ[i], "TZ="))
            all[kept++] = environ[i];
    }
    all[kept++] = orq_arena_strdup(arena, "LC_ALL=C");
    all[kept++] = orq_arena_strdup(arena, "TZ=UTC");
    return all;
}

/* bound: it ends with the keeper, even with one that is killed. */
static _Noreturn void become_program(const struct keeping *keeping, char **argv, bool bound)
{
    int log = open(keeping->log, O_WRONLY | O_CREAT | O_APPEND, S_IRUSR | S_IWUSR);
    if (log >= 0) {
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
    }
#ifdef __linux__
    if (bound)
        prctl(PR_SET_PDEATHSIG, SIGQUIT);
#else
    (void)bound;
#endif
    set_signals(SIG_DFL);
    execve(argv[0], argv, keeping->environment);
    _exit(127);
}

static pid_t start(struct keeping *keeping, const char *const *words, bool bound)
{
    size_t count = 0;
    while (words[count])
        count++;
    char **argv = ORQ_NEW_ARRAY(keeping->arena, char *, count + 1);
    for (size_t i = 0; i < count; i++)
        argv[i] = orq_arena_strdup(keeping->arena, words[i]);
    pid_t child = fork();
    if (child == 0)
        become_program(keeping, argv, bound);
    return child;
}

/* The line of the log that says it: of those with such a word the first, else the last. */
static const char *said(const struct keeping *keeping)
{
    static const char *const words[] = {"error: ", "FATAL:  ", "PANIC:  "};
    const char *text = NULL, *last = "it was ended without a word";
    size_t len = 0;
    if (orq_file_read(keeping->arena, keeping->log, orq_diags_new(keeping->arena), &text, &len) !=
        ORQ_OK)
        return last;
    for (const char *at = text; *at;) {
        size_t width = strcspn(at, "\n");
        const char *line = orq_arena_strndup(keeping->arena, at, width);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            const char *found = strstr(line, words[i]);
            if (found)
                return found + strlen(words[i]);
        }
        last = width > 0 ? line : last;
        at += width + (at[width] == '\n');
    }
    return last;
}

static const char *make_cluster(struct keeping *keeping)
{
    const char *words[] = {orq_path_join(keeping->arena, keeping->place->programs, "initdb"),
                           "--pgdata",
                           keeping->data,
                           "--username=postgres",
                           "--auth=trust",
                           "--encoding=UTF8",
                           "--locale=C",
                           "--wal-segsize=1",
                           "--no-sync",
                           NULL};
    int state = 0;
    pid_t child = start(keeping, words, false);
    while (child > 0 && waitpid(child, &state, 0) < 0 && errno == EINTR)
        continue;
    return child > 0 && state == 0 ? NULL : said(keeping);
}

/* https://www.postgresql.org/docs/current/storage-file-layout.html: the last line of
 * postmaster.pid says what the server is at. */
static bool is_ready(const struct keeping *keeping)
{
    const char *text = NULL;
    size_t len = 0;
    return orq_file_read(keeping->arena,
                         orq_path_join(keeping->arena, keeping->data, "postmaster.pid"),
                         orq_diags_new(keeping->arena), &text, &len) == ORQ_OK &&
           strstr(text, "\nready");
}

static const char *wait_until_ready(struct keeping *keeping)
{
    const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
    for (int waited = 0; waited < START_MS; waited += LOOK_MS) {
        if (is_ready(keeping))
            return NULL;
        if (waitpid(keeping->postgres, NULL, WNOHANG) != 0) {
            keeping->postgres = 0;
            return said(keeping);
        }
        nanosleep(&pause, NULL);
    }
    return "it was not ready within a minute";
}

static const char *start_server(struct keeping *keeping)
{
    const char *words[] = {orq_path_join(keeping->arena, keeping->place->programs, "postgres"),
                           "-D",
                           keeping->data,
                           "-k",
                           keeping->place->folder,
                           "-p5432",
                           "-clisten_addresses=",
                           "-cfsync=off",
                           "-cfull_page_writes=off",
                           "-csynchronous_commit=off",
                           "-cwal_level=minimal",
                           "-cmax_wal_senders=0",
                           "-cautovacuum=off",
                           "-cshared_buffers=32MB",
                           "-cmax_connections=20",
                           "-cmax_locks_per_transaction=1024",
                           NULL};
    keeping->postgres = start(keeping, words, true);
    return keeping->postgres > 0 ? wait_until_ready(keeping) : strerror(errno);
}

static void say(int tell, const char *text)
{
    ssize_t written = write(tell, text, strlen(text));
    (void)written; /* whoever would read it may be gone */
    close(tell);
}

static void wait_for_release(int leash)
{
    char byte;
    ssize_t count;
    do
        count = read(leash, &byte, 1);
    while (count > 0 || (count < 0 && errno == EINTR));
}

/* At once: nothing of it is needed any more. */
static void stop_server(const struct keeping *keeping)
{
    if (keeping->postgres <= 0)
        return;
    kill(keeping->postgres, SIGQUIT);
    while (waitpid(keeping->postgres, NULL, 0) < 0 && errno == EINTR)
        continue;
}

_Noreturn void orq_private_keep(struct orq_arena *arena, const struct private_place *place,
                                int tell, int leash)
{
    struct keeping keeping = {.arena = arena,
                              .place = place,
                              .data = orq_path_join(arena, place->folder, "data"),
                              .log = orq_path_join(arena, place->folder, "log"),
                              .environment = environment_of(arena)};
    step_aside(tell, leash);
    const char *problem = become(place);
    int lock = orq_private_lock(arena, place->folder);
    if (!problem)
        problem = make_cluster(&keeping);
    if (!problem)
        problem = start_server(&keeping);
    say(tell, problem ? problem : PRIVATE_READY);
    if (!problem)
        wait_for_release(leash);
    stop_server(&keeping);
    orq_private_remove(arena, place->folder);
    close(lock);
    _exit(0);
}
