/* Anything at any time, on every screen: fingers, palms, keys, a tablet that turns, a disk
 * that fills up and a file that is taken away, clocks that are set. Nothing crashes, and
 * whenever nothing waits the lesson on the disk is the lesson on the board. */
#include "tests/recorder/screen/live.h"

#include <signal.h>
#include <sys/resource.h>

enum { STEPS = 1500, CHECK_EVERY = 50, FINGERS = 3 };

typedef struct Wild {
    Live live;
    uint32_t random;
    float x[FINGERS], y[FINGERS];
    bool down[FINGERS], full, away;
    char aside[320];
    int32_t checked;
} Wild;

static uint32_t dice(Wild *w, uint32_t below)
{
    w->random = w->random * 1664525U + 1013904223U;
    return (w->random >> 8) % below;
}

static void fill_disk(Wild *w, bool full)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = full ? 1 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    w->full = full;
}

static void take_away(Wild *w, bool away)
{
    const char *db = w->live.drive.db;
    if (away != w->away && rename(away ? db : w->aside, away ? w->aside : db) == 0)
        w->away = away;
}

static int set_up(void **state)
{
    static Wild wild;
    wild = (Wild){0};
    (void)signal(SIGXFSZ, SIG_IGN);
    live_open(&wild.live, "academic-talk", 28);
    (void)snprintf(wild.aside, sizeof wild.aside, "%s.aside", wild.live.drive.db);
    *state = &wild;
    return 0;
}

static int tear_down(void **state)
{
    Wild *w = *state;
    fill_disk(w, false);
    live_close(&w->live);
    return 0;
}

/* Mostly on something that can be tapped. */
static void aim(Wild *w, float *ret_x, float *ret_y)
{
    const Ui *ui = &w->live.drive.app->ui;
    if (ui->target_count > 0 && dice(w, 8) != 0) {
        UiRect r = ui->targets[dice(w, (uint32_t)ui->target_count)].rect;
        *ret_x = r.x + r.w / 2;
        *ret_y = r.y + r.h / 2;
        return;
    }
    *ret_x = (float)dice(w, 1400) - 50;
    *ret_y = (float)dice(w, 1400) - 50;
}

static void finger(Wild *w)
{
    uint32_t i = dice(w, 6) == 0 ? dice(w, FINGERS) : 0;
    if (!w->down[i]) {
        aim(w, &w->x[i], &w->y[i]);
        live_finger(&w->live, i, UI_INPUT_DOWN, w->x[i], w->y[i]);
        w->down[i] = true;
    } else if (dice(w, 4) == 0) {
        aim(w, &w->x[i], &w->y[i]);
        live_finger(&w->live, i, UI_INPUT_MOVE, w->x[i], w->y[i]);
    } else {
        live_finger(&w->live, i, dice(w, 20) == 0 ? UI_INPUT_CANCEL : UI_INPUT_UP, w->x[i],
                    w->y[i]);
        w->down[i] = false;
    }
}

static void press_key(Wild *w)
{
    UiInput in = {.kind = dice(w, 4) == 0 ? UI_INPUT_TEXT : UI_INPUT_KEY,
                  .key = (UiKey)(1 + dice(w, UI_KEY_PASTE)),
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms,
                  .text = {(char)(' ' + dice(w, 95)), '\0'}};
    app_input(w->live.drive.app, &in);
}

/* The tablet turns, the machine sleeps, somebody sets its clock. */
static void disturb(Wild *w)
{
    static const float sizes[][3] = {{1280, 800, 1}, {820, 1180, 1}, {640, 400, 2}};
    const float *size = sizes[dice(w, 3)];
    switch (dice(w, 7)) {
    case 0:
        app_resize(w->live.drive.app, size[0], size[1], 1);
        break;
    case 1:
        fill_disk(w, !w->full);
        break;
    case 2:
        take_away(w, !w->away);
        break;
    case 3:
        drive_clock.unix_ms -= 3600000;
        break;
    case 4:
        drive_clock.unix_ms += 3600000;
        break;
    case 5:
        drive_pass(20 * 60000);
        break;
    default:
        drive_pass(3000);
        break;
    }
}

/* What is held is under a finger, or nobody would hear of its end. */
static void check_hold(const Wild *w)
{
    const App *app = w->live.drive.app;
    const BoardState *board = &app->lesson.board;
    if (app->lesson.recording && app->screen == APP_BOARD &&
        (board->dragging || board->pad_dragging))
        assert_true(ui_has_finger(&app->ui));
    if (!app->lesson.recording || !board->held_turn)
        return;
    assert_int_equal(app->screen, APP_BOARD);
    assert_true(ui_is_down(&app->ui, board->held_id));
}

static void step(Wild *w)
{
    uint32_t what = dice(w, 100);
    if (what < 80)
        finger(w);
    else if (what < 95)
        press_key(w);
    else
        disturb(w);
    drive_pass(dice(w, 3) == 0 ? dice(w, 900) : dice(w, 30));
    if (dice(w, 3) == 0)
        return;
    drive_frame(&w->live.drive);
    check_hold(w);
}

static void compare(const Session *board, const Session *disk)
{
    size_t count = 0, stored_count = 0;
    const ObsEvent *events = session_events(board, &count);
    const ObsEvent *stored = session_events(disk, &stored_count);
    assert_int_equal(stored_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(uuid_compare(stored[i].id, events[i].id), 0);
        assert_int_equal(stored[i].start_ms, events[i].start_ms);
        assert_int_equal(stored[i].stop_ms, events[i].stop_ms);
        assert_int_equal(stored[i].subject, events[i].subject);
        assert_int_equal(stored[i].voided, events[i].voided);
    }
}

/* Where nothing waits, the disk has the same. */
static void check(Wild *w)
{
    const App *app = w->live.drive.app;
    const Recording *recording = app->lesson.recording;
    if (!recording || recording_unsaved(recording) > 0 || w->full || w->away)
        return;
    Err err = {0};
    Arena arena;
    StoredObservation found;
    UuidSource ids = {0};
    const Session *board = recording_session(recording);
    Store *store = store_open(w->live.drive.db, STORE_READ, &err);
    if (!store)
        fail_msg("%s", err.text);
    arena_init(&arena, (size_t)64 << 20);
    assert_ok(store_load(store, session_setup(board)->id, &arena, &found, &err), err);
    Session *disk = session_create(found.protocol, found.setup, &ids, &err);
    assert_non_null(disk);
    assert_ok(session_apply(disk, found.facts, &err), err);
    compare(board, disk);
    w->checked++;
    session_destroy(disk);
    store_close(store);
    arena_deinit(&arena);
}

static void go_wild(Wild *w, uint32_t seed)
{
    w->random = seed;
    for (int32_t i = 0; i < STEPS; i++) {
        step(w);
        if (i % CHECK_EVERY == 0)
            check(w);
    }
    fill_disk(w, false);
    take_away(w, false);
    print_message("%d times the same on the disk\n", (int)w->checked);
    assert_true(w->checked > 0);
}

static void app__keeps_the_record_whole__whatever_is_done(void **state)
{
    Wild *w = *state;
    const char *seed = getenv("KENKYU_WILD_SEED");
    go_wild(w, seed ? (uint32_t)strtoul(seed, NULL, 10) : 1);
}

static void app__keeps_the_record_whole__done_otherwise(void **state)
{
    go_wild(*state, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(app__keeps_the_record_whole__whatever_is_done, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__keeps_the_record_whole__done_otherwise, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
