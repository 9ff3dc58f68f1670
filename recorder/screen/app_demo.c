/* A lesson from a file, played on the board through the same recording a finger
 * uses. Session time runs as many times faster as the demo is asked to. */
#include "recorder/screen/app_state.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"

#include <stdio.h>

static const size_t DEMO_LIMIT = (size_t)256 << 20;

static bool read_demo(App *app, const Protocol **ret_protocol, Err *err)
{
    AppDemo *demo = &app->demo;
    const char *text = NULL, *key = NULL;
    size_t len = 0;
    ScriptFormat format;
    return file_read(&demo->arena, app->demo_path, SCRIPT_MAX_BYTES, &text, &len, err) &&
           script_detect(app->demo_path, text, len, &demo->arena, &format, &key, err) &&
           protocol_load_shipped(&demo->arena, key, ret_protocol, err) &&
           script_read(app->demo_path, text, len, format, *ret_protocol, &(ScriptChoice){0},
                       &demo->arena, &demo->script, err);
}

static bool begin(App *app, Err *err)
{
    AppDemo *demo = &app->demo;
    const Protocol *protocol = NULL;
    if (!app->store)
        return err_set(err, ERR_STATE, "there is nowhere to record the demo lesson");
    if (!app_may_write(app, err) || !read_demo(app, &protocol, err))
        return false;
    demo->script.setup.id = uuid_next(&app->ids, app->clock.unix_ms);
    if (!app_begin_lesson(app, &demo->script.setup, protocol, err))
        return false;
    demo->replay = replay_create(&demo->script, app->lesson.recording, err);
    if (!demo->replay) {
        app_close_lesson(app);
        return false;
    }
    demo->begun_ms = app->clock.boot_ms;
    app_show(app, APP_BOARD);
    return true;
}

void app_begin_demo(App *app)
{
    Err err = {0};
    arena_init(&app->demo.arena, DEMO_LIMIT);
    if (!begin(app, &err)) {
        app_end_demo(app);
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", err.text);
    }
}

void app_end_demo(App *app)
{
    replay_destroy(app->demo.replay);
    app->demo.replay = NULL;
}

void app_play_demo(App *app)
{
    enum { STEPS = 64, STAY_MS = 15000 }; /* of one frame; after the end */
    AppDemo *demo = &app->demo;
    if (demo->leave_ms > 0 && app->clock.boot_ms >= demo->leave_ms)
        app->quit = true;
    if (!demo->replay)
        return;
    double gone_ms = (double)(app->clock.boot_ms - demo->begun_ms);
    int64_t now_ms = (int64_t)(gone_ms * app->options.demo_speed);
    Err err = {0};
    bool ok = true;
    for (int i = 0; i < STEPS && ok && replay_next_ms(demo->replay) <= now_ms; i++) {
        ok = replay_step(demo->replay, NULL, &err);
        app->stale = true;
    }
    int64_t next_ms = replay_next_ms(demo->replay);
    /* Acts that are late (a slow disk, a short frame) hold the clock back. */
    now_ms = next_ms < now_ms ? next_ms : now_ms;
    app->lesson.zero_ms = app->clock.boot_ms - now_ms;
    if (!ok) {
        (void)snprintf(app->lesson.message, sizeof app->lesson.message, "%s", err.text);
        app_end_demo(app);
    } else if (next_ms == EVENT_OPEN) {
        app_finish_lesson(app);
        demo->leave_ms = app->clock.boot_ms + STAY_MS;
    }
}

void app_wake_for_demo(App *app)
{
    const AppDemo *demo = &app->demo;
    if (demo->leave_ms > 0)
        app_wake_at(app, demo->leave_ms);
    if (!demo->replay)
        return;
    double next_ms = (double)replay_next_ms(demo->replay) / app->options.demo_speed;
    app_wake_at(app, demo->begun_ms + (int64_t)next_ms + 1);
}
