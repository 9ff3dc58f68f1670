/* bench_measure.c - all measures of a lesson, from 2,000 to 1,000,000 events.
 *
 * The budget is 0.5 ms at 2,000 events and a straight line from there. The
 * baseline is one plain loop over the same events in the same run, summing what
 * lasts: what the measures cost beyond reading the record once is the ratio. The
 * bootstrap (2,000 resamples of the pupils) is the same at every length; it is
 * shown alone as the time of an empty lesson with the same class.
 */
#include "reports/lesson_builder.h"
#include "reports/measure/lesson.h"

#include <stdio.h>
#include <time.h>

enum { PUPILS = 30, GROUPS = 7, ROUNDS_MS = 400, MAX_ROUNDS = 201 };

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A lesson like a real one: of ten events four are turns, and turns of pupils come
 * with frames, the teacher's with questions; scans every two minutes; a pause and
 * an absence; phases. */
static void build(LessonBuilder *b, size_t events)
{
    lesson_begin(b);
    int32_t teacher = lesson_adult(b, "MS"), group = b->setup.subject_count;
    for (int i = 0; i < GROUPS; i++)
        lesson_group(b, arena_printf(&b->arena, "Table %d", i + 1));
    int32_t pupil = lesson_pupils(b, PUPILS);
    uint32_t draw = 1;
    int64_t at = 0, scan_at = 120000;
    while (b->event_count < events) {
        draw = draw * 1664525U + 1013904223U;
        int64_t length = 500 + (draw >> 8) % 5000, gap = (draw >> 20) % 4000;
        int32_t who = pupil + (int32_t)((draw >> 12) % PUPILS * ((draw >> 24) % 3 > 0));
        if (draw >> 31) {
            lesson_event(b, b->teacher, teacher, at, at + length);
            lesson_event(b, b->question, teacher, at + length / 2, at + length / 2)
                ->options[b->dok] = (int8_t)((draw >> 16) % 4);
        } else {
            lesson_event(b, b->student, who, at, at + length);
            ObsEvent *frame = lesson_event(b, b->frame, who, at + 200, at + 200);
            frame->options[b->function] = (int8_t)((draw >> 16) % 12);
            frame->options[b->source] = (int8_t)((draw >> 18) % 2);
            frame->options[b->prompting] = (int8_t)((draw >> 19) % 2);
        }
        at += length + gap;
        for (int i = 0; at > scan_at && i < GROUPS; i++) {
            ObsEvent *scan = lesson_event(b, b->engaged, group + i, scan_at, scan_at);
            scan->value = 3;
            scan->of = 4;
        }
        scan_at = at > scan_at ? scan_at + 120000 : scan_at;
    }
    lesson_event(b, b->launch, SUBJECT_NONE, 0, at / 4);
    lesson_event(b, b->discuss, SUBJECT_NONE, at / 4, at);
    lesson_event(b, b->pause, SUBJECT_NONE, at / 3, at / 3 + 60000);
    lesson_event(b, b->absent, pupil, at / 2, at);
    lesson_end(b, (double)at / 1000.0);
}

static int64_t read_once(const Observation *o)
{
    int64_t sums[PROTOCOL_MAX_CODES] = {0}, sum = 0;
    for (size_t i = 0; i < o->event_count; i++)
        sums[o->events[i].code] += o->events[i].stop_ms - o->events[i].start_ms;
    for (int i = 0; i < PROTOCOL_MAX_CODES; i++)
        sum += sums[i];
    return sum;
}

static double measure_once(const Observation *o, Arena *arena)
{
    LessonMeasures m;
    Err err = {0};
    if (!lesson_measure(o, arena, &m, &err)) {
        fprintf(stderr, "bench_measure: %s\n", err.text);
        exit(1);
    }
    return m.talk.gini_turns.plain;
}

/* An arena whose one block holds all that the lesson takes, as it is for whoever
 * measures one lesson after the other: what the heap and the system take to hand out
 * memory for the first is not counted. */
static void warm(const Observation *o, Arena *arena)
{
    arena_init(arena, (size_t)1 << 30);
    ArenaMark empty = arena_mark(arena);
    (void)measure_once(o, arena);
    size_t used = arena->used;
    arena_reset(arena, empty);
    if (!ARENA_PUSH(arena, char, used + used / 4))
        exit(1);
    arena_reset(arena, empty);
}

typedef struct Times {
    double loop_us, measure_us, slow_us; /* medians, and the 99th percentile */
} Times;

static Times run(const Observation *o)
{
    static double loops[MAX_ROUNDS], measures[MAX_ROUNDS];
    volatile double keep = 0.0;
    Arena arena;
    warm(o, &arena);
    ArenaMark empty = arena_mark(&arena);
    size_t rounds = 0;
    double began = now_us();
    while (rounds < MAX_ROUNDS && (rounds < 5 || now_us() - began < ROUNDS_MS * 1e3)) {
        double start = now_us();
        keep = keep + (double)read_once(o);
        double middle = now_us();
        keep = keep + measure_once(o, &arena);
        arena_reset(&arena, empty);
        loops[rounds] = middle - start;
        measures[rounds++] = now_us() - middle;
    }
    arena_deinit(&arena);
    qsort(loops, rounds, sizeof *loops, compare);
    qsort(measures, rounds, sizeof *measures, compare);
    return (Times){loops[rounds / 2], measures[rounds / 2], measures[rounds * 99 / 100]};
}

int main(void)
{
    const size_t sizes[] = {0, 2000, 10000, 50000, 200000, 1000000};
    double first_ns = 0.0;
    printf("%10s %12s %12s %12s %10s %12s %8s\n", "events", "loop us", "measures us", "p99 us",
           "ratio", "ns an event", "line");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        LessonBuilder *b = malloc(sizeof *b);
        if (!b)
            return 1;
        build(b, sizes[i]);
        Times t = run(&b->observation);
        double ns = t.measure_us * 1e3 / (double)b->event_count;
        first_ns = i == 1 ? ns : first_ns;
        printf("%10zu %12.1f %12.1f %12.1f %10.1f %12.1f", b->event_count, t.loop_us, t.measure_us,
               t.slow_us, t.measure_us / (t.loop_us > 0.0 ? t.loop_us : 1.0), ns);
        if (i > 0)
            printf(" %8.2f", ns / first_ns); /* 1 or less: no worse than a straight line */
        printf("\n");
        lesson_free(b);
        free(b);
    }
    return 0;
}
