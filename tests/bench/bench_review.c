/* How long the person waits when looking at a lesson of 10,000 events again: to open
 * it, to zoom, to play it; and how long after a finger moved its ink stands on the
 * surface. Baseline: filling the surface once with one colour. Through the whole app,
 * without a window and without text. */
#include "recorder/screen/app_state.h"

#include "protocols/protocol_load.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVENTS = 10000, PUPILS = 28, ROUNDS = 200, STROKE = 1500 };
static const double BUDGET_MS = 10; /* landing to changed pixels, 99th percentile */

static PlatformClock now = {.boot_ms = 5000000, .unix_ms = 1795428000000, .boot_id = "b"};

static void read_clock(PlatformClock *ret_clock)
{
    *ret_clock = now;
}

static void no_text_begin(UiRect rect)
{
    (void)rect;
}

static void no_text_end(void)
{
}

static float some_width(void *user, bool bold, float size, const char *utf8, size_t len)
{
    (void)user;
    (void)bold;
    (void)utf8;
    return size * 0.55F * (float)len;
}

typedef struct Bench {
    App *app;
    PaintSurface surface;
    Arena arena;
    Setup setup;
    Subject subjects[1 + PUPILS];
    char labels[1 + PUPILS][8];
    double *times;
    size_t count;
} Bench;

static double clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double percentile(Bench *b, double part)
{
    qsort(b->times, b->count, sizeof *b->times, by_value);
    return b->times[(size_t)(part * (double)(b->count - 1))];
}

static void frame(Bench *b)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    int64_t wake_ms;
    (void)app_frame(b->app, &b->surface, now.boot_ms, dirty, &wake_ms);
}

static void touch(Bench *b, UiInputKind kind, float x, float y)
{
    UiInput in = {
        .kind = kind, .finger = 1, .x = x, .y = y, .at_ms = now.boot_ms, .now_ms = now.boot_ms};
    app_input(b->app, &in);
}

static void tap(Bench *b, uint32_t id)
{
    UiRect r = {0};
    frame(b);
    bool found = app_find_target(b->app, id, &r);
    assert(found);
    (void)found;
    touch(b, UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
    now.boot_ms += 30;
    touch(b, UI_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
}

static void open_app(Bench *b)
{
    Err err = {0};
    const Protocol *protocol = NULL;
    AppOptions options = {.db_path = ":memory:",
                          .sheets_folder = "/dev/null/sheets",
                          .seed = {1, 2},
                          .clock = read_clock,
                          .text_begin = no_text_begin,
                          .text_end = no_text_end};
    b->app = app_create(&options, (UiText){NULL, some_width}, paint_no_text(), &err);
    arena_init(&b->arena, (size_t)256 << 20);
    bool ok = b->app && protocol_load_shipped(&b->arena, "academic-talk", &protocol, &err);
    for (int i = 0; i <= PUPILS; i++) {
        (void)snprintf(b->labels[i], sizeof b->labels[i], i ? "P%d" : "T", i);
        b->subjects[i] = (Subject){.kind = i ? SUBJECT_PUPIL : SUBJECT_ADULT,
                                   .label = b->labels[i],
                                   .detail = "",
                                   .predicted = "",
                                   .x = 0.1F + 0.8F * (float)(i % 7) / 6,
                                   .y = i ? 0.25F + 0.15F * (float)((i - 1) / 7) : 0.08F,
                                   .group = SUBJECT_NONE};
    }
    b->setup = (Setup){.title = "Long",
                       .class_name = "",
                       .place = "",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = b->subjects,
                       .subject_count = 1 + PUPILS,
                       .started_unix_ms = now.unix_ms,
                       .resolution_ms = 1};
    b->setup.id = uuid_next(&b->app->ids, now.unix_ms);
    ok = ok && app_begin_lesson(b->app, &b->setup, protocol, &err);
    assert(ok);
    Session *s = recording_session(b->app->lesson.recording);
    ok = session_start(s, 0, &err) && recording_commit(b->app->lesson.recording, NULL, &err);
    int32_t teacher = protocol_find_code(protocol, "teacher-talk");
    int32_t pupil = protocol_find_code(protocol, "student-talk");
    for (int i = 1; i <= EVENTS && ok; i++) {
        SessionTap t = session_tap_blank(i % 3 ? pupil : teacher, (int64_t)i * 600);
        t.subject = i % 3 ? 1 + i % PUPILS : 0;
        ok = session_tap(s, &t, (int64_t)i * 600, &err) &&
             recording_commit(b->app->lesson.recording, NULL, &err);
    }
    assert(ok);
    (void)ok;
    now.boot_ms += (int64_t)EVENTS * 600 + 5000;
    app_resize(b->app, 1280, 800, b->surface.scale);
    app_show(b->app, APP_BOARD);
    frame(b);
}

static double fill_once(Bench *b)
{
    double least = 1e9;
    for (int k = 0; k < 9; k++) {
        double t = clock_ms();
        for (int32_t i = 0; i < b->surface.width * b->surface.height; i++)
            b->surface.pixels[i] = 0xFF000000U | (uint32_t)k;
        t = clock_ms() - t;
        least = t < least ? t : least;
    }
    return least;
}

static void say(const char *what, double p50, double p99, double base)
{
    (void)printf("  %-42s p50 %7.2f ms  p99 %7.2f ms  %6.1f fills\n", what, p50, p99, p99 / base);
}

/* A long line over the chart: each move until its pixels stand. */
static bool ink(Bench *b, double base)
{
    UiRect paper = {0};
    tap(b, BOARD_ID_INK);
    frame(b);
    (void)app_find_target(b->app, BOARD_ID_INK_PAPER, &paper);
    b->count = 0;
    for (int i = 0; i < STROKE; i++) {
        float x = paper.x + 20 + (float)((i * 7) % (int)(paper.w - 40));
        float y = paper.y + 40 + (float)(i / 110) * 30 + (float)(i % 13);
        double t = clock_ms();
        touch(b, i % 110 == 0 ? UI_INPUT_DOWN : i % 110 == 109 ? UI_INPUT_UP : UI_INPUT_MOVE, x, y);
        frame(b);
        b->times[b->count++] = clock_ms() - t;
        now.boot_ms += 8;
    }
    double p50 = percentile(b, 0.5), p99 = percentile(b, 0.99);
    say("ink: finger to pixels", p50, p99, base);
    tap(b, BOARD_ID_INK);
    return p99 <= BUDGET_MS;
}

static void end_lesson(Bench *b)
{
    tap(b, BOARD_ID_END);
    tap(b, BOARD_ID_END_YES);
    frame(b);
}

static bool review(Bench *b, double base)
{
    double t = clock_ms();
    tap(b, SAVED_ID_REVIEW);
    frame(b);
    double opened = clock_ms() - t;
    say("review: opened", opened, opened, base);
    b->count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        t = clock_ms();
        tap(b, i / 12 % 2 ? REVIEW_ID_OUT : REVIEW_ID_IN);
        frame(b);
        b->times[b->count++] = clock_ms() - t;
    }
    double zoomed = percentile(b, 0.99);
    say("review: one zoom", percentile(b, 0.5), zoomed, base);
    t = clock_ms();
    tap(b, REVIEW_ID_REPLAY);
    frame(b);
    say("replay: begun", clock_ms() - t, clock_ms() - t, base);
    b->count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        now.boot_ms += 33;
        t = clock_ms();
        b->app->stale = true;
        frame(b);
        b->times[b->count++] = clock_ms() - t;
    }
    say("replay: a frame", percentile(b, 0.5), percentile(b, 0.99), base);
    return zoomed <= 5 * BUDGET_MS;
}

int main(void)
{
    bool good = true;
    for (int scale = 1; scale <= 2; scale++) {
        Bench b = {.surface = {.width = 1280 * scale,
                               .height = 800 * scale,
                               .pitch = 1280 * scale,
                               .scale = (float)scale}};
        b.surface.pixels =
            calloc((size_t)b.surface.width * (size_t)b.surface.height, sizeof(uint32_t));
        b.times = calloc(STROKE + ROUNDS, sizeof *b.times);
        assert(b.surface.pixels && b.times);
        open_app(&b);
        double base = fill_once(&b);
        (void)printf("%d x %d, %d events; one fill %.2f ms\n", (int)b.surface.width,
                     (int)b.surface.height, EVENTS, base);
        painter_invalidate(b.app->painter);
        frame(&b);
        good = ink(&b, base) && good;
        end_lesson(&b);
        good = review(&b, base) && good;
        app_destroy(b.app);
        arena_deinit(&b.arena);
        free(b.surface.pixels);
        free(b.times);
    }
    return good ? 0 : 1;
}
