/* Programs that are started again and again, and what each run takes. */
#ifndef ORQ_TESTS_BENCH_PROGRAM_H
#define ORQ_TESTS_BENCH_PROGRAM_H

#define BENCH_MOST_RUNS 10001

struct bench_samples { /* seconds; that of processors with what the kernel does */
    double wall[BENCH_MOST_RUNS], processor[BENCH_MOST_RUNS];
};

/* Runs argv to its end, with its input from a file (NULL: none) and its output in another; gives
 * its exit code. */
int bench_program(char *const argv[], const char *input, const char *output);

/* Takes the i-th sample of a function that runs a program and gives its exit code, which must be 0.
 */
void bench_sample(struct bench_samples *samples, int i, int (*program)(const char *output));

/* "wall clock: orqgen check 2.8 ms, bare program 1.5 ms, ratio 1.90" */
void bench_ratio(const char *what, const char *names[2], double *ours, double *others, int runs);

#endif
