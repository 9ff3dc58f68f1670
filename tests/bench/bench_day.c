/* bench_day.c - memory over a day of recording, hour by hour.
 *
 * Eight lessons of an hour, one after the other in the same app, a tap every four
 * seconds, a frame every second, scans unanswered, a sheet at every end. Then one lesson
 * that runs for eight hours. After each hour: what is resident of our own (the pages of
 * the libraries' files are left out, the disk has them), what the program has allocated,
 * what lies free between that, what SQLite holds, and what is recorded.
 */
#include "tests/bench/board_bench.h"

#include <malloc.h>
#include <sqlite3.h>

enum { HOURS = 8, HOUR_S = 3600, TAP_EVERY_S = 4 };

typedef struct Hour {
    double resident, allocated, between, sqlite; /* MiB */
    size_t events;
} Hour;

static double mib(double bytes)
{
    return bytes / (1 << 20);
}

static Hour look(const BoardBench *b)
{
    long all = 0, pages = 0, shared = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld %ld %ld", &all, &pages, &shared) != 3)
        bench_stop("this machine does not say how much memory is used");
    (void)fclose(f);
    struct mallinfo2 heap = mallinfo2();
    Hour h = {.resident = mib((double)(pages - shared) * (double)sysconf(_SC_PAGESIZE)),
              .allocated = mib((double)(heap.uordblks + heap.hblkhd)),
              .between = mib((double)heap.fordblks),
              .sqlite = mib((double)sqlite3_memory_used())};
    if (b->app->lesson.recording)
        (void)session_events(recording_session(b->app->lesson.recording), &h.events);
    return h;
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

static void print_hours(const char *what, const Hour hours[HOURS])
{
    printf("%s\n  hour  resident  allocated  between  sqlite  events\n", what);
    for (int32_t i = 0; i < HOURS; i++)
        printf("%6d %9.2f %10.2f %8.2f %7.2f %7zu\n", (int)i + 1, hours[i].resident,
               hours[i].allocated, hours[i].between, hours[i].sqlite, hours[i].events);
    const Hour *first = &hours[1], *last = &hours[HOURS - 1];
    double more = last->resident - first->resident;
    printf("since hour 2: %+.2f MiB", more);
    if (last->events > first->events)
        printf(", %.0f bytes an event", more * (1 << 20) / (double)(last->events - first->events));
    printf("\n");
}

int main(void)
{
    Hour lessons[HOURS], one[HOURS];
    BoardBench b;
    bench_open(&b, 1280, 800, 1, NULL);
    for (int32_t i = 0; i < HOURS; i++) {
        bench_begin(&b);
        record_hour(&b);
        end_lesson(&b);
        lessons[i] = look(&b);
    }
    print_hours("eight lessons of an hour, MiB", lessons);
    bench_begin(&b);
    for (int32_t i = 0; i < HOURS; i++) {
        record_hour(&b);
        one[i] = look(&b);
    }
    print_hours("one lesson of eight hours, MiB", one);
    bench_close(&b);
    return EXIT_SUCCESS;
}
