/* What the benchmarks share: a clock, medians, memory, and large schemas. */
#ifndef ORQ_TESTS_BENCH_MEASURE_H
#define ORQ_TESTS_BENCH_MEASURE_H

#include <stddef.h>

/* Seconds of processor time of this process, which other programs do not lengthen. */
double bench_now(void);
/* Seconds on a clock that only runs on. */
double bench_wall(void);
/* The only argument, a number from 1 to most; without one, what is usual. */
int bench_runs(int argc, char **argv, int usual, int most);
/* Removes a folder that holds only files. */
void bench_remove_folder(const char *path);
/* Sorts the samples. */
double bench_median(double *samples, size_t count);
double bench_shortest(const double *samples, size_t count);
/* The peak of this process's memory so far, in bytes. */
size_t bench_peak_memory(void);
/* Ends the program with a message when the condition does not hold. */
void bench_require(int condition, const char *what);

/* Writes an SQLite database without rows: each table has six columns, a key, a foreign key, a
 * check and two indexes, and is four objects with them; one in ten has a trigger and a view beside.
 */
void bench_write_database(const char *path, int tables);

#endif
