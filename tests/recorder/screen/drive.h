/* drive.h - drives the whole app by finger: no window, a clock of the test's, a
 * folder of its own. */
#ifndef TESTS_RECORDER_SCREEN_DRIVE_H
#define TESTS_RECORDER_SCREEN_DRIVE_H

#include "recorder/screen/app_state.h"
#include "tests/recorder/screen/fake_ui.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

enum { DRIVE_WIDTH = 1280, DRIVE_HEIGHT = 800, DRIVE_TOUCH_MS = 40 };

typedef struct Drive {
    App *app;
    char folder[256], db[300], sheets[300];
    PaintSurface surface;
    int64_t wake_ms;
    int32_t dirty_count;
    AppOptions options;
} Drive;

/* The clock and the keyboard are the machine's: one of each. */
static PlatformClock drive_clock;
static UiRect drive_keyboard;
static bool drive_keyboard_open;
static const char *drive_clipboard;

static inline void drive_read_clock(PlatformClock *ret_clock)
{
    *ret_clock = drive_clock;
}

static inline void drive_text_begin(UiRect rect)
{
    drive_keyboard = rect;
    drive_keyboard_open = true;
}

static inline void drive_text_end(void)
{
    drive_keyboard_open = false;
}

static inline char *drive_paste(void)
{
    if (!drive_clipboard)
        return NULL;
    size_t size = strlen(drive_clipboard) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, drive_clipboard, size) : NULL;
}

static inline void drive_frame(Drive *d)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    d->dirty_count = app_frame(d->app, &d->surface, drive_clock.boot_ms, dirty, &d->wake_ms);
}

static inline void drive_open(Drive *d)
{
    Err err = {0};
    PaintText no_text = paint_no_text();
    d->app = app_create(&d->options, fake_text(), no_text, &err);
    if (!d->app)
        fail_msg("%s", err.text);
    app_resize(d->app, DRIVE_WIDTH, DRIVE_HEIGHT, 1);
    drive_frame(d);
}

/* A folder of its own, nothing in it. */
static inline void drive_init(Drive *d)
{
    const char *tmp = getenv("TMPDIR");
    *d = (Drive){
        .surface = {
            .width = DRIVE_WIDTH, .height = DRIVE_HEIGHT, .pitch = DRIVE_WIDTH, .scale = 1}};
    (void)snprintf(d->folder, sizeof d->folder, "%.200s/kenkyu-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(d->folder));
    (void)snprintf(d->db, sizeof d->db, "%s/kenkyu.db", d->folder);
    (void)snprintf(d->sheets, sizeof d->sheets, "%s/sheets", d->folder);
    d->surface.pixels = calloc((size_t)DRIVE_WIDTH * DRIVE_HEIGHT, sizeof(uint32_t));
    assert_non_null(d->surface.pixels);
    d->options = (AppOptions){.db_path = d->db,
                              .sheets_folder = d->sheets,
                              .photos_folder = d->folder,
                              .seed = {1, 2},
                              .clock = drive_read_clock,
                              .text_begin = drive_text_begin,
                              .text_end = drive_text_end,
                              .paste = drive_paste};
    drive_clock = (PlatformClock){.boot_ms = 5000000,
                                  .unix_ms = INT64_C(1795428000000), /* 2026-11-23 10:00 UTC */
                                  .boot_id = "first"};
    drive_keyboard_open = false;
    drive_clipboard = NULL;
}

static inline void drive_close(Drive *d)
{
    app_destroy(d->app);
    d->app = NULL;
}

static inline void drive_remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[600];
        if (entry->d_name[0] == '.' && (!entry->d_name[1] || entry->d_name[1] == '.'))
            continue;
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        if (unlink(name) != 0)
            drive_remove_folder(name);
    }
    (void)closedir(dir);
    (void)rmdir(path);
}

static inline void drive_deinit(Drive *d)
{
    drive_close(d);
    drive_remove_folder(d->folder);
    free(d->surface.pixels);
}

static inline void drive_pass(int64_t ms)
{
    drive_clock.boot_ms += ms;
    drive_clock.unix_ms += ms;
}

static inline void drive_touch(Drive *d, UiInputKind kind, float x, float y)
{
    UiInput in = {.kind = kind,
                  .finger = 1,
                  .x = x,
                  .y = y,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d->app, &in);
}

/* A finger lands now and lifts DRIVE_TOUCH_MS later. */
static inline void drive_tap(Drive *d, uint32_t id)
{
    UiRect r;
    drive_frame(d);
    if (!app_find_target(d->app, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    drive_touch(d, UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
    drive_pass(DRIVE_TOUCH_MS);
    drive_touch(d, UI_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
    drive_frame(d);
}

static inline void drive_type(Drive *d, const char *text)
{
    UiInput in = {
        .kind = UI_INPUT_TEXT, .at_ms = drive_clock.boot_ms, .now_ms = drive_clock.boot_ms};
    (void)snprintf(in.text, sizeof in.text, "%s", text);
    app_input(d->app, &in);
    drive_frame(d);
}

static inline bool drive_shows(Drive *d, uint32_t id)
{
    UiRect r;
    return ui_has(&d->app->ui, id, &r);
}

static inline bool drive_says(Drive *d, const char *text)
{
    return ui_says(&d->app->ui, text);
}

#endif
