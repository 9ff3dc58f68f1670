/* bench_board.c - the real board, from the finger to the disk and to the pixels.
 *
 * Every tap lands, is shown, lifts, is committed to the disk and shown again, as it
 * is in the app; in an empty lesson and in one of 10,000 events. Landing to pixels
 * is a DOWN and a frame; lift to pixels has the commit in it. The budget of 10 ms is
 * for the landing; what a long lesson adds is the ratio.
 */
#include "tests/bench/board_bench.h"

#include <time.h>

enum { TAPS = 500, MANY = 10000 };
static const double BUDGET_MS = 10;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double at_share(const double *values, size_t count, double share)
{
    return values[(size_t)((double)(count - 1) * share)];
}

typedef struct Times {
    double land[TAPS], lift[TAPS];
} Times;

static void measure(BoardBench *b, Times *times)
{
    for (int32_t i = 0; i < TAPS; i++) {
        float x, y;
        bench_pass(2000);
        bench_frame(b);
        bench_find(b, bench_target(b, i), &x, &y);
        double from = now_ms();
        bench_finger(b, UI_INPUT_DOWN, x, y);
        bench_frame(b);
        times->land[i] = now_ms() - from;
        bench_pass(40);
        from = now_ms();
        bench_finger(b, UI_INPUT_UP, x, y);
        bench_frame(b);
        times->lift[i] = now_ms() - from;
    }
    qsort(times->land, TAPS, sizeof times->land[0], by_value);
    qsort(times->lift, TAPS, sizeof times->lift[0], by_value);
}

/* Many events at once: the session folds them, one commit writes them. */
static void fill(BoardBench *b)
{
    enum { MOST = 4 * MANY };
    Err err = {0};
    Session *s = recording_session(b->app->lesson.recording);
    Fact *facts = calloc(MOST, sizeof *facts);
    size_t count = 0;
    int32_t talk = protocol_find_code(b->protocol, "student-talk");
    if (!facts)
        bench_stop("no memory");
    for (int32_t i = 0; session_event_count(s) < MANY; i++) {
        bench_pass(300);
        int64_t now_ms = bench_clock.boot_ms - b->app->lesson.zero_ms;
        SessionTap tap = session_tap_blank(talk, now_ms);
        tap.subject = 8 + i * 5 % BENCH_PUPILS;
        if (!session_tap(s, &tap, now_ms, &err))
            bench_stop(err.text);
        FactSlice plan = session_planned(s);
        if (count + plan.count > MOST)
            bench_stop("too many facts");
        memcpy(facts + count, plan.items, plan.count * sizeof *facts);
        count += plan.count;
        if (!session_apply_planned(s, &err))
            bench_stop(err.text);
    }
    if (!store_add_facts(b->app->store, b->setup.id, b->protocol, (FactSlice){facts, count}, &err))
        bench_stop(err.text);
    free(facts);
}

static void print(const char *what, const double *empty, const double *many)
{
    for (int i = 0; i < 2; i++) {
        double share = i == 0 ? 0.5 : 0.99;
        double a = at_share(empty, TAPS, share), z = at_share(many, TAPS, share);
        printf("  %-22s p%-2.0f  empty %7.3f ms   10,000 events %7.3f ms   ratio %5.2f\n", what,
               share * 100, a, z, z / a);
    }
}

static bool measure_at(int32_t width, int32_t height, float scale)
{
    static Times empty, many;
    BoardBench b;
    bench_open(&b, width, height, scale, NULL);
    bench_begin(&b);
    bench_frame(&b);
    measure(&b, &empty); /* warms the text cache */
    bench_begin(&b);
    bench_frame(&b);
    measure(&b, &empty);
    fill(&b);
    measure(&b, &many);
    printf("%d x %d, %zu events at the end\n", (int)width, (int)height,
           session_event_count(recording_session(b.app->lesson.recording)));
    print("landing to pixels", empty.land, many.land);
    print("lift to disk, pixels", empty.lift, many.lift);
    double worst = at_share(many.land, TAPS, 0.99);
    printf("  budget of %g ms at p99 %s\n", BUDGET_MS, worst <= BUDGET_MS ? "kept" : "missed");
    bench_close(&b);
    return worst <= BUDGET_MS;
}

int main(void)
{
    bool ok = measure_at(1280, 800, 1);
    ok = measure_at(2560, 1600, 2) && ok;
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
