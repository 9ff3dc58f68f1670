/* bench_session.c - a tap, an undo and a back-dated start in an empty lesson
 * and in long ones (the disk left out), and opening a record again: the ratios
 * are what counts. */
#include "protocols/protocol_load.h"
#include "recorder/session/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 400 };

typedef struct Bench {
    Arena arena;
    const Protocol *protocol;
    Subject subjects[3];
    Setup setup;
    UuidSource ids;
    Session *session;
    int64_t now_ms;
    Fact *facts;
    size_t fact_count, fact_cap;
} Bench;

static void stop(const char *what)
{
    (void)fprintf(stderr, "bench_session: %s\n", what);
    exit(1);
}

static double clock_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void begin(Bench *b)
{
    Err err = {0};
    const uint64_t seed[2] = {3, 4};
    uuid_source_init(&b->ids, seed);
    b->now_ms = 0;
    b->fact_count = 0;
    b->session = session_create(b->protocol, &b->setup, &b->ids, &err);
    if (!b->session || !session_start(b->session, 0, &err))
        stop(err.text);
}

static void apply(Bench *b)
{
    Err err = {0};
    FactSlice plan = session_planned(b->session);
    if (b->fact_count + plan.count > b->fact_cap) {
        b->fact_cap = b->fact_cap * 2 + 1024;
        b->facts = realloc(b->facts, b->fact_cap * sizeof *b->facts);
        if (!b->facts)
            stop("no memory");
    }
    memcpy(b->facts + b->fact_count, plan.items, plan.count * sizeof *plan.items);
    b->fact_count += plan.count;
    if (!session_apply_planned(b->session, &err))
        stop(err.text);
}

static void tap(Bench *b)
{
    static const char *const codes[] = {"teacher-talk", "student-talk", "student-talk"};
    Err err = {0};
    int32_t who = (int32_t)(b->now_ms / 40 % 3);
    b->now_ms += 40;
    SessionTap t = session_tap_blank(protocol_find_code(b->protocol, codes[who]), b->now_ms);
    t.subject = who;
    if (!session_tap(b->session, &t, b->now_ms, &err))
        stop(err.text);
    apply(b);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, compare);
    return values[ROUNDS / 2];
}

/* Medians of a tap, of a back-dating and of the undo of both. */
static void time_acts(Bench *b, double ret_us[3])
{
    static double taps[ROUNDS], backdates[ROUNDS], undos[ROUNDS];
    Err err = {0};
    for (int i = 0; i < ROUNDS; i++) {
        double start = clock_us();
        tap(b);
        taps[i] = clock_us() - start;
        start = clock_us();
        if (!session_backdate(b->session, 3, b->now_ms, &err))
            stop(err.text);
        apply(b);
        backdates[i] = clock_us() - start;
        start = clock_us();
        for (int k = 0; k < 2; k++) {
            if (!session_undo(b->session, b->now_ms, &err))
                stop(err.text);
            apply(b);
        }
        undos[i] = clock_us() - start;
    }
    ret_us[0] = median(taps);
    ret_us[1] = median(backdates);
    ret_us[2] = median(undos);
}

static double time_fold(Bench *b)
{
    Err err = {0};
    UuidSource ids = b->ids;
    Session *again = session_create(b->protocol, &b->setup, &ids, &err);
    double start = clock_us();
    if (!again || !session_apply(again, (FactSlice){b->facts, b->fact_count}, &err))
        stop(err.text);
    double us = clock_us() - start;
    session_destroy(again);
    return us;
}

/* One drawing after the other, and some strokes of each. */
static void draw(Bench *b)
{
    static const InkPoint dot = {1, 1, 0, INK_NO_PRESSURE};
    static const Attachment ink = {.kind = ATTACHMENT_INK, .ink = {INK_ON_PAGE, 100, 100, &dot, 1}};
    enum { STROKES = 3 };
    Err err = {0};
    b->now_ms += 40;
    SessionTap t = session_tap_blank(protocol_find_code(b->protocol, "ink"),
                                     b->now_ms - b->now_ms / 40 % STROKES * 40);
    t.attachment = &ink;
    if (!session_tap(b->session, &t, b->now_ms, &err))
        stop(err.text);
    apply(b);
}

/* Ink against other codes: how the cost of an event grows with how many there are. */
static void bench_ink(Bench *b)
{
    static const int sizes[] = {3000, 30000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double us[2];
        for (int ink = 0; ink < 2; ink++) {
            begin(b);
            apply(b);
            for (int n = 0; n < sizes[i]; n++)
                ink ? draw(b) : tap(b);
            us[ink] = time_fold(b) / sizes[i];
            session_destroy(b->session);
        }
        (void)printf("%7d strokes: open again %5.2f us an event (%.2f of other events)\n", sizes[i],
                     us[1], us[1] / us[0]);
    }
}

int main(void)
{
    static Bench b;
    static const size_t sizes[] = {10, 10000, 100000, 900000};
    Err err = {0};
    arena_init(&b.arena, (size_t)16 << 20);
    if (!protocol_load_shipped(&b.arena, "academic-talk", &b.protocol, &err))
        stop(err.text);
    for (int i = 0; i < 3; i++)
        b.subjects[i] = (Subject){.kind = i == 0 ? SUBJECT_ADULT : SUBJECT_PUPIL,
                                  .label = i == 0   ? "T"
                                           : i == 1 ? "A1"
                                                    : "A2",
                                  .detail = "",
                                  .predicted = "",
                                  .group = SUBJECT_NONE};
    b.setup = (Setup){.title = "",
                      .class_name = "",
                      .place = "",
                      .observer = "",
                      .theme = "",
                      .goals = "",
                      .origin = "",
                      .subjects = b.subjects,
                      .subject_count = 3,
                      .started_unix_ms = 1,
                      .resolution_ms = 1};
    double first[3] = {0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        begin(&b);
        apply(&b);
        while (session_event_count(b.session) < sizes[i])
            tap(&b);
        double fold = time_fold(&b), us[3];
        time_acts(&b, us);
        if (i == 0)
            memcpy(first, us, sizeof first);
        (void)printf("%7zu events: tap %6.2f us (%.2f), back-date %8.2f us, two undos %6.2f us "
                     "(%.2f), open again %5.2f us an event\n",
                     sizes[i], us[0], us[0] / first[0], us[1], us[2], us[2] / first[2],
                     fold / (double)sizes[i]);
        session_destroy(b.session);
    }
    bench_ink(&b);
    free(b.facts);
    arena_deinit(&b.arena);
    return 0;
}
