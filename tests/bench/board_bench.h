/* board_bench.h - the whole app with a lesson on its board, for benchmarks: no window,
 * real text, a store on the disk, a clock that the benchmark turns. */
#ifndef TESTS_BENCH_BOARD_BENCH_H
#define TESTS_BENCH_BOARD_BENCH_H

#include "protocols/protocol_load.h"
#include "recorder/screen/app_state.h"
#include "recorder/screen/part/seating.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BENCH_PUPILS = 28, BENCH_PATH = 256, BENCH_MAX_FILES = 64 };

typedef struct BoardBench {
    char folder[BENCH_PATH], db[BENCH_PATH + 40];
    Arena arena;
    const Protocol *protocol;
    Subject subjects[64];
    char labels[64][24];
    Setup setup;
    TextRenderer *text;
    App *app;
    PaintSurface surface;
    int64_t wake_ms;
} BoardBench;

static PlatformClock bench_clock = {
    .boot_ms = 5000000, .unix_ms = INT64_C(1795428000000), .boot_id = "bench"};

static inline void bench_stop(const char *what)
{
    (void)fprintf(stderr, "%s\n", what);
    exit(1);
}

static inline void bench_read_clock(PlatformClock *ret_clock)
{
    *ret_clock = bench_clock;
}

static inline void bench_pass(int64_t ms)
{
    bench_clock.boot_ms += ms;
    bench_clock.unix_ms += ms;
}

static inline void bench_seat_class(BoardBench *b)
{
    Seating seating = seating_arrange(SEATING_TABLES, BENCH_PUPILS);
    int32_t n = 0;
    (void)snprintf(b->labels[n], sizeof b->labels[n], "MO");
    b->subjects[n] = (Subject){.kind = SUBJECT_ADULT, .group = SUBJECT_NONE};
    seating_place_adult(0, &b->subjects[n].x, &b->subjects[n].y);
    n++;
    for (int32_t i = 0; i < seating.group_count; i++, n++) {
        (void)snprintf(b->labels[n], sizeof b->labels[n], "%s", seating.groups[i]);
        b->subjects[n] = (Subject){.kind = SUBJECT_GROUP, .group = SUBJECT_NONE};
    }
    for (int32_t i = 0; i < seating.count; i++, n++) {
        (void)snprintf(b->labels[n], sizeof b->labels[n], "%s", seating.seats[i].number);
        b->subjects[n] = (Subject){.kind = SUBJECT_PUPIL,
                                   .x = seating.seats[i].x,
                                   .y = seating.seats[i].y,
                                   .group = seating.seats[i].group + 1};
    }
    for (int32_t i = 0; i < n; i++) {
        b->subjects[i].label = b->labels[i];
        b->subjects[i].detail = b->subjects[i].predicted = "";
    }
    b->setup = (Setup){.title = "Fractions",
                       .class_name = "Grade 5",
                       .place = "Room 12",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = b->subjects,
                       .subject_count = n,
                       .resolution_ms = 1};
    for (int32_t i = 0; i < OBSERVATION_MAX_QUESTIONS; i++)
        b->setup.questions[i] = "";
}

static inline void bench_frame(BoardBench *b)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    (void)app_frame(b->app, &b->surface, bench_clock.boot_ms, dirty, &b->wake_ms);
}

/* clock: NULL for the one that the benchmark turns. */
static inline void bench_open(BoardBench *b, int32_t width, int32_t height, float scale,
                              void (*clock)(PlatformClock *))
{
    Err err = {0};
    *b =
        (BoardBench){.surface = {.width = width, .height = height, .pitch = width, .scale = scale}};
    (void)snprintf(b->folder, sizeof b->folder, "kenkyu-bench-XXXXXX");
    if (!mkdtemp(b->folder))
        bench_stop("no folder can be made here");
    (void)snprintf(b->db, sizeof b->db, "%s/kenkyu.db", b->folder);
    arena_init(&b->arena, (size_t)64 << 20);
    if (!protocol_load_shipped(&b->arena, "academic-talk", &b->protocol, &err))
        bench_stop(err.text);
    bench_seat_class(b);
    b->surface.pixels = calloc((size_t)width * (size_t)height, sizeof(uint32_t));
    b->text = text_renderer_create(&err);
    if (!b->surface.pixels || !b->text)
        bench_stop("no memory");
    AppOptions options = {.db_path = b->db,
                          .sheets_folder = b->folder,
                          .seed = {1, 2},
                          .clock = clock ? clock : bench_read_clock};
    b->app = app_create(&options, text_renderer_ui(b->text), text_renderer_paint(b->text), &err);
    if (!b->app)
        bench_stop(err.text);
    app_resize(b->app, (float)width / scale, (float)height / scale, scale);
}

/* A lesson of this class begins, on the board. */
static inline void bench_begin(BoardBench *b)
{
    Err err = {0};
    b->app->options.clock(&b->app->clock);
    b->setup.id = uuid_next(&b->app->ids, b->app->clock.unix_ms);
    b->setup.started_unix_ms = b->app->clock.unix_ms;
    app_close_lesson(b->app);
    if (!app_begin_lesson(b->app, &b->setup, b->protocol, &err))
        bench_stop(err.text);
    Recording *recording = b->app->lesson.recording;
    if (!session_start(recording_session(recording), 0, &err) ||
        !recording_commit(recording, NULL, &err))
        bench_stop(err.text);
    app_show(b->app, APP_BOARD);
}

static inline void bench_find(BoardBench *b, uint32_t id, float *ret_x, float *ret_y)
{
    UiRect r;
    if (!app_find_target(b->app, id, &r))
        bench_stop("a target is not on the board");
    *ret_x = r.x + r.w / 2;
    *ret_y = r.y + r.h / 2;
}

static inline void bench_finger(BoardBench *b, UiInputKind kind, float x, float y)
{
    UiInput in = {.kind = kind,
                  .finger = 1,
                  .x = x,
                  .y = y,
                  .at_ms = bench_clock.boot_ms,
                  .now_ms = bench_clock.boot_ms};
    app_input(b->app, &in);
}

/* The i-th thing a person taps: a seat, a frame, another seat, a question. */
static inline uint32_t bench_target(const BoardBench *b, int32_t i)
{
    if (i % 2 == 0)
        return BOARD_ID_SEAT + 8 + (uint32_t)(i / 2 * 5 % BENCH_PUPILS);
    int32_t frame = protocol_find_code(b->protocol, "frame");
    return board_pad_id(frame, i / 2 % 12);
}

static inline void bench_close(BoardBench *b)
{
    char command[BENCH_PATH + 16];
    app_destroy(b->app);
    text_renderer_destroy(b->text);
    free(b->surface.pixels);
    arena_deinit(&b->arena);
    (void)snprintf(command, sizeof command, "rm -r %s", b->folder);
    if (system(command) != 0) /* NOLINT(cert-env33-c): our own folder */
        bench_stop("the benchmark's folder stays");
}

#endif
