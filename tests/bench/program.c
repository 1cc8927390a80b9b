#include "tests/bench/program.h"

#include "tests/bench/measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int bench_program(char *const argv[], const char *input, const char *output)
{
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int status = 0;
    posix_spawn_file_actions_init(&actions);
    if (input)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    bench_require(posix_spawnp(&child, argv[0], &actions, NULL, argv, environ) == 0,
                  "a program cannot be started");
    posix_spawn_file_actions_destroy(&actions);
    bench_require(waitpid(child, &status, 0) == child, "a program was lost");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static double processor_time(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

void bench_sample(struct bench_samples *samples, int i, int (*program)(const char *output))
{
    double start = bench_wall(), used = processor_time();
    bench_require(program("/dev/null") == 0, "a run failed");
    samples->wall[i] = bench_wall() - start;
    samples->processor[i] = processor_time() - used;
}

void bench_ratio(const char *what, const char *names[2], double *ours, double *others, int runs)
{
    double own = bench_median(ours, (size_t)runs), other = bench_median(others, (size_t)runs);
    printf("%s: %s %.3f ms, %s %.3f ms, ratio %.2f\n", what, names[0], own * 1e3, names[1],
           other * 1e3, own / other);
}
