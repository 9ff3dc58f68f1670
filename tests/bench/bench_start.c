/* bench_start.c - from nothing to the first frame, with 0 and with 1,000 lessons.
 *
 * Each start is a process of its own (so that its resident memory is its own):
 * text renderer, store, home screen, one frame of 1280x800. The baseline is the
 * same start with an empty store: what 1,000 lessons add is the ratio.
 */
#include "recorder/recording/recording.h"
#include "recorder/screen/app.h"

#include "protocols/protocol_load.h"
#include "tests/bench/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WIDTH = 1280, HEIGHT = 800, STARTS = 15, TAPS = 40 };

static void stop(const Err *err)
{
    fprintf(stderr, "bench_start: %s\n", err->text);
    exit(1);
}

static void commit(Recording *r, bool planned, Err *err)
{
    if (!planned || !recording_commit(r, NULL, err))
        stop(err);
}

static void add_lesson(Store *store, const Protocol *protocol, UuidSource *ids, int number)
{
    Err err = {0};
    char title[64];
    (void)snprintf(title, sizeof title, "Lesson %d", number);
    Setup setup = {.title = title,
                   .class_name = "Grade 5",
                   .place = "Room 12",
                   .observer = "MO",
                   .theme = "",
                   .goals = "",
                   .origin = "",
                   .started_unix_ms = INT64_C(1700000000000) + number * INT64_C(3600000),
                   .resolution_ms = 1};
    setup.id = uuid_next(ids, setup.started_unix_ms);
    ClockAnchor anchor = {.unix_ms = setup.started_unix_ms};
    Recording *r = recording_begin(store, protocol, &setup, ids, &anchor, &err);
    if (!r)
        stop(&err);
    Session *s = recording_session(r);
    commit(r, session_start(s, 0, &err), &err);
    int32_t code = protocol_find_code(protocol, "LT");
    for (int i = 0; i < TAPS; i++) {
        SessionTap tap = session_tap_blank(code + i % 2, i * 1000);
        commit(r, session_tap(s, &tap, i * 1000, &err), &err);
    }
    commit(r, session_end(s, TAPS * 1000, &err), &err);
    recording_destroy(r);
}

static void make_store(const char *path, int lessons)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, (size_t)64 << 20);
    const Protocol *protocol = NULL;
    Store *store = store_open(path, STORE_WRITE, &err);
    if (!store || !protocol_load_shipped(&arena, "fill-plus", &protocol, &err))
        stop(&err);
    UuidSource ids;
    uuid_source_init(&ids, (const uint64_t[2]){1, 2});
    for (int i = 0; i < lessons; i++)
        add_lesson(store, protocol, &ids, i);
    store_close(store);
    arena_deinit(&arena);
}

typedef struct Start {
    double ms;
    long kib;
} Start;

static Start start_once(const char *db, const char *folder)
{
    Err err = {0};
    double begun = measured_wall_ms();
    AppOptions options = {.db_path = db, .sheets_folder = folder, .seed = {3, 4}};
    TextRenderer *text = text_renderer_create(&err);
    App *app =
        text ? app_create(&options, text_renderer_ui(text), text_renderer_paint(text), &err) : NULL;
    PaintSurface surface = {.pixels = calloc((size_t)WIDTH * HEIGHT, 4),
                            .width = WIDTH,
                            .height = HEIGHT,
                            .pitch = WIDTH,
                            .scale = 1};
    if (!app || !surface.pixels)
        stop(&err);
    PlatformClock clock;
    platform_clock(&clock);
    PaintRect dirty[PAINT_MAX_DIRTY];
    int64_t wake_ms = 0;
    app_resize(app, WIDTH, HEIGHT, 1);
    if (app_frame(app, &surface, clock.boot_ms, dirty, &wake_ms) == 0) {
        (void)fputs("bench_start: nothing was drawn\n", stderr);
        exit(1);
    }
    Start start = {measured_wall_ms() - begun, measured_resident_kib()};
    app_destroy(app);
    text_renderer_destroy(text);
    free(surface.pixels);
    return start;
}

static int by_ms(const void *a, const void *b)
{
    double x = ((const Start *)a)->ms, y = ((const Start *)b)->ms;
    return (x > y) - (x < y);
}

static Start median_start(const char *db, const char *folder)
{
    Start starts[STARTS];
    for (int i = 0; i < STARTS; i++) {
        int pipes[2];
        if (pipe(pipes) != 0)
            exit(1);
        pid_t child = fork();
        if (child == 0) {
            Start start = start_once(db, folder);
            _exit(write(pipes[1], &start, sizeof start) == (ssize_t)sizeof start ? 0 : 1);
        }
        int status = 0;
        close(pipes[1]);
        if (read(pipes[0], &starts[i], sizeof starts[i]) != (ssize_t)sizeof starts[i] ||
            waitpid(child, &status, 0) != child || status != 0)
            exit(1);
        close(pipes[0]);
    }
    qsort(starts, STARTS, sizeof starts[0], by_ms);
    return starts[STARTS / 2];
}

int main(void)
{
    char folder[] = "bench_start_XXXXXX", empty[64], full[64], command[128];
    if (!mkdtemp(folder))
        return 1;
    (void)snprintf(empty, sizeof empty, "%s/empty.db", folder);
    (void)snprintf(full, sizeof full, "%s/full.db", folder);
    make_store(empty, 0);
    make_store(full, 1000);
    Start none = median_start(empty, folder), many = median_start(full, folder);
    printf("first frame, no lessons:     %6.1f ms  %6.1f MiB\n", none.ms, (double)none.kib / 1024);
    printf("first frame, 1,000 lessons:  %6.1f ms  %6.1f MiB\n", many.ms, (double)many.kib / 1024);
    printf("ratio %.2f (budget: 80 ms, 32 MiB)\n", many.ms / none.ms);
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 ? 0 : 1; /* NOLINT(cert-env33-c): our own folder */
}
