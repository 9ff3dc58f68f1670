/* measured.h - what benchmarks measure by: two clocks, resident memory, the middle of
 * many runs. */
#ifndef TESTS_BENCH_MEASURED_H
#define TESTS_BENCH_MEASURED_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static inline double measured_ms(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* As a person waits. */
static inline double measured_wall_ms(void)
{
    return measured_ms(CLOCK_MONOTONIC);
}

/* Of this process alone: what others do on the machine does not count. */
static inline double measured_cpu_ms(void)
{
    return measured_ms(CLOCK_PROCESS_CPUTIME_ID);
}

/* What is resident now, in KiB; 0 where /proc does not say. */
static inline long measured_resident_kib(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long pages = 0, all = 0;
    if (file && fscanf(file, "%ld %ld", &all, &pages) != 2)
        pages = 0;
    if (file)
        (void)fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static inline int measured_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts them; one at least. */
static inline double measured_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, measured_compare);
    return values[count / 2];
}

#endif
