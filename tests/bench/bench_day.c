/* bench_day.c - memory over a day of recording.
 *
 * Eight lessons of an hour, one after the other in the same app, a tap every four
 * seconds, a frame every second, scans unanswered, a sheet at every end: resident
 * memory after each hour. Then one lesson that runs for eight hours.
 */
#include "tests/bench/board_bench.h"

enum { HOURS = 8, HOUR_S = 3600, TAP_EVERY_S = 4 };

static double resident_mib(void)
{
    long pages = 0, all = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld %ld", &all, &pages) != 2)
        bench_stop("this machine does not say how much memory is used");
    (void)fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / (1 << 20);
}

static void record_hour(BoardBench *b)
{
    static int32_t nth;
    for (int32_t s = 0; s < HOUR_S; s++) {
        float x, y;
        bench_pass(s % TAP_EVERY_S == 0 ? 960 : 1000);
        bench_frame(b);
        if (s % TAP_EVERY_S != 0)
            continue;
        bench_find(b, bench_target(b, nth++), &x, &y);
        bench_finger(b, UI_INPUT_DOWN, x, y);
        bench_pass(40);
        bench_finger(b, UI_INPUT_UP, x, y);
        bench_frame(b);
    }
}

static void tap(BoardBench *b, uint32_t id)
{
    float x, y;
    bench_frame(b);
    bench_find(b, id, &x, &y);
    bench_finger(b, UI_INPUT_DOWN, x, y);
    bench_pass(40);
    bench_finger(b, UI_INPUT_UP, x, y);
    bench_frame(b);
}

static void end_lesson(BoardBench *b)
{
    tap(b, BOARD_ID_END);
    tap(b, BOARD_ID_END_YES);
}

static void print_hours(const char *what, const double *mib)
{
    printf("%-28s", what);
    for (int32_t i = 0; i < HOURS; i++)
        printf(" %6.1f", mib[i]);
    printf("  MiB, last to second %.2f\n", mib[HOURS - 1] / mib[1]);
}

int main(void)
{
    double lessons[HOURS], one[HOURS];
    BoardBench b;
    bench_open(&b, 1280, 800, 1, NULL);
    for (int32_t i = 0; i < HOURS; i++) {
        bench_begin(&b);
        record_hour(&b);
        end_lesson(&b);
        lessons[i] = resident_mib();
    }
    print_hours("eight lessons of an hour", lessons);
    bench_begin(&b);
    for (int32_t i = 0; i < HOURS; i++) {
        record_hour(&b);
        one[i] = resident_mib();
    }
    print_hours("one lesson of eight hours", one);
    printf("%zu events in it\n", session_event_count(recording_session(b.app->lesson.recording)));
    bench_close(&b);
    return EXIT_SUCCESS;
}
