/* The record: opened to be written to, or, where another Kenkyu does that, to be
 * looked at; and its backups, which are made by themselves. */
#include "recorder/screen/app_state.h"

#include <stdio.h>

enum {
    LOOK_MS = 5000, /* beside another Kenkyu: is there something new? */
    WAIT_MS = 1000, /* while another Kenkyu is just making the record */
    BREATH_MS = 20, /* between two slices of a backup: fingers come first */
};

/* ---- opening ---- */

/* There is no record to be had because another Kenkyu has it. */
static bool waits(const App *app)
{
    return !app->store && app->home.trouble.kind == ERR_STATE;
}

static void look_later(App *app)
{
    app->look_at_ms = app->clock.boot_ms + (app->looks_only ? LOOK_MS : WAIT_MS);
}

/* That another one records is no reason to show nothing. While that one is still
 * making the record there is nothing to read. */
void app_open_store(App *app)
{
    Err trouble = {0}, ignored = {0};
    app_close_names(app);
    store_close(app->store);
    app->store = store_open(app->db_path, STORE_WRITE, &trouble);
    app->looks_only = false;
    if (!app->store && trouble.kind == ERR_STATE) {
        app->store = store_open(app->db_path, STORE_READ, &ignored);
        app->looks_only = app->store != NULL;
    }
    app->home.trouble = (Err){0};
    if (!app->store)
        app->home.trouble = trouble;
    app_find_names(app);
    look_later(app);
}

bool app_may_write(const App *app, Err *err)
{
    return !app->looks_only ||
           err_set(err, ERR_STATE,
                   "Another Kenkyu is recording into this file; close that one, then choose "
                   "Record here on the home screen");
}

/* The lesson that was looked at borrows the store that closes. */
bool app_record_here(App *app, Err *err)
{
    Store *store = store_open(app->db_path, STORE_WRITE, err);
    if (!store)
        return false;
    app_close_lesson(app);
    app_close_names(app);
    store_close(app->store);
    app->store = store;
    app->looks_only = false;
    app_find_names(app);
    return true;
}

void app_watch_store(App *app)
{
    bool looks = app->looks_only;
    if (app->screen != APP_HOME || (!looks && !waits(app)) || app->clock.boot_ms < app->look_at_ms)
        return;
    if (!looks)
        app_open_store(app);
    if (app->store && (!looks || store_has_changed(app->store)))
        app_read_home(app);
    look_later(app);
}

void app_wake_for_store(App *app)
{
    if (app->screen == APP_HOME && (app->looks_only || waits(app)))
        app_wake_at(app, app->look_at_ms);
}

/* ---- backups ---- */

static bool keeps_backups(const App *app)
{
    return app->options.keeps_backups && app->store && !app->looks_only;
}

/* After the frame is drawn; the Kenkyu that records makes them. */
void app_keep_backups(App *app, int64_t *wake_ms)
{
    BackupKeeper *keeper = &app->keeper;
    ErrKind before = keeper->trouble.kind;
    if (!keeps_backups(app))
        return;
    bool busy = backup_keeper_step(keeper, app->clock.boot_ms, app->clock.unix_ms);
    int64_t again_ms = busy ? app->clock.boot_ms + BREATH_MS : keeper->look_at_ms;
    if (app->screen == APP_HOME && keeper->trouble.kind != before) {
        app->stale = true;
        again_ms = app->clock.boot_ms;
    }
    if (*wake_ms > again_ms)
        *wake_ms = again_ms;
}

void app_back_up_now(App *app)
{
    app->keeper.look_at_ms = app->clock.boot_ms;
    app->stale = true;
}
