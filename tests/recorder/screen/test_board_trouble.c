/* The disk refuses in the middle of a lesson, through the whole app: recording goes
 * on, everything is written once it can be, and nothing is lost without being told. */
#include "tests/recorder/screen/live.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

static int set_up(void **state)
{
    static Live live;
    (void)signal(SIGXFSZ, SIG_IGN);
    live_open(&live, "academic-talk", 28);
    *state = &live;
    return 0;
}

static void disk_is_full(bool full)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = full ? 1 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int tear_down(void **state)
{
    disk_is_full(false);
    live_close(*state);
    return 0;
}

/* Turns, frames, a question, an undo, a scan: what a lesson is made of. */
static void record_on(Live *l)
{
    static const char *const seats[] = {"MO", "P3", "P9", "P14", "P22"};
    for (int32_t i = 0; i < 30; i++) {
        drive_pass(900);
        live_tap_seat(l, seats[i % 5]);
        if (i % 5 == 0)
            live_tap_pad(l, "question", i / 5 % 4);
        else if (i % 2 == 0)
            live_tap_pad(l, "frame", i % 12);
        if (i % 7 == 6)
            drive_tap(&l->drive, BOARD_ID_UNDO);
    }
}

typedef struct Reread {
    Store *store;
    Arena arena;
    StoredObservation found;
    Session *session;
    UuidSource ids;
} Reread;

static void reread(const Live *l, Reread *r)
{
    Err err = {0};
    StoreItem *items = NULL;
    int32_t count = 0;
    *r = (Reread){.store = store_open(l->drive.db, STORE_READ, &err)};
    assert_non_null(r->store);
    arena_init(&r->arena, (size_t)64 << 20);
    assert_ok(store_list(r->store, &r->arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(count, 1);
    assert_ok(store_load(r->store, items[0].id, &r->arena, &r->found, &err), err);
    r->session = session_create(r->found.protocol, r->found.setup, &r->ids, &err);
    assert_non_null(r->session);
    assert_ok(session_apply(r->session, r->found.facts, &err), err);
}

static void reread_close(Reread *r)
{
    session_destroy(r->session);
    store_close(r->store);
    arena_deinit(&r->arena);
}

static void assert_same(const ObsEvent *a, const ObsEvent *z)
{
    assert_int_equal(uuid_compare(a->id, z->id), 0);
    assert_int_equal(a->code, z->code);
    assert_int_equal(a->subject, z->subject);
    assert_int_equal(a->start_ms, z->start_ms);
    assert_int_equal(a->stop_ms, z->stop_ms);
    assert_int_equal(a->voided, z->voided);
    assert_memory_equal(a->options, z->options, sizeof a->options);
}

/* Everything that happened is in the record once, and shown as saved. */
static void assert_all_saved(Live *l)
{
    size_t count = 0, stored_count = 0;
    assert_int_equal(recording_unsaved(l->drive.app->lesson.recording), 0);
    assert_true(drive_says(&l->drive, "Saved"));
    const ObsEvent *events = session_events(live_session(l), &count);
    Reread r;
    reread(l, &r);
    const ObsEvent *stored = session_events(r.session, &stored_count);
    assert_int_equal(stored_count, count);
    for (size_t i = 0; i < count; i++)
        assert_same(&stored[i], &events[i]);
    reread_close(&r);
}

static void app__writes_everything__once_the_disk_takes_it(void **state)
{
    Live *l = *state;
    record_on(l);
    disk_is_full(true);
    record_on(l);
    size_t waiting = recording_unsaved(l->drive.app->lesson.recording);
    bool told = drive_says(&l->drive, "not saved yet") &&
                drive_says(&l->drive, "Recording goes on") &&
                !drive_says(&l->drive, l->drive.folder) && !drive_says(&l->drive, "Saved");
    bool goes_on =
        drive_says(&l->drive, "has the floor") || drive_says(&l->drive, "Waiting for an answer");
    disk_is_full(false);
    assert_true(waiting > 40 && told && goes_on);
    live_rest(l, 31000); /* it is tried again by itself */
    assert_all_saved(l);
}

typedef struct Sheets {
    size_t waiting, first;
    int64_t end_ms, first_ms;
    bool refused;
    char length[64], retried[64], from_home[64];
} Sheets;

/* The disk is full in mid-lesson and stays so; nothing is asserted meanwhile. */
static void look_at_sheets(Live *l, Sheets *s)
{
    Drive *d = &l->drive;
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    s->waiting = recording_unsaved(d->app->lesson.recording);
    s->end_ms = session_end_ms(live_session(l));
    (void)snprintf(s->length, sizeof s->length, "%s", d->app->saved.model.figures[1].value);
    drive_tap(d, SAVED_ID_SHEET);
    s->first = d->app->debrief.observation.event_count;
    s->first_ms = d->app->debrief.observation.end_ms;
    app_apply_debrief(d->app, &(DebriefAsk){.kind = DEBRIEF_ASK_SAVE_ALL});
    s->refused = d->app->debrief.failed && !d->app->debrief.working &&
                 strstr(d->app->debrief.result, "a part of this lesson is not on the disk yet");
    app_apply_debrief(d->app, &(DebriefAsk){.kind = DEBRIEF_ASK_BACK});
    drive_frame(d);
    drive_tap(d, SAVED_ID_REVIEW); /* and back, with a sheet of what was changed */
    app_apply_review(d->app, &(ReviewAsk){.kind = REVIEW_ASK_SHEET});
    drive_frame(d);
    drive_tap(d, SAVED_ID_RETRY);
    (void)snprintf(s->retried, sizeof s->retried, "%s", d->app->saved.model.figures[1].value);
    drive_tap(d, SAVED_ID_HOME);
    app_make_sheet(d->app, l->setup.id);
    (void)snprintf(s->from_home, sizeof s->from_home, "%s", d->app->saved.model.figures[1].value);
}

static void sheet__has_what_waits_too__wherever_it_is_made(void **state)
{
    Live *l = *state;
    Sheets s;
    record_on(l);
    disk_is_full(true);
    record_on(l);
    look_at_sheets(l, &s);
    disk_is_full(false);
    size_t count = 0, standing = 0;
    const ObsEvent *events = session_events(live_session(l), &count);
    for (size_t i = 0; i < count; i++)
        standing += !events[i].voided;
    assert_true(s.waiting > 40);
    assert_int_equal(s.first, standing);
    assert_int_equal(s.first_ms, s.end_ms);
    assert_true(s.refused);
    assert_string_equal(s.retried, s.length);
    assert_string_equal(s.from_home, s.length);
}

/* Wherever somebody is when the window is to be closed. */
static void app__asks_before_it_closes__on_every_screen(void **state)
{
    Live *l = *state;
    App *app = l->drive.app;
    disk_is_full(true);
    live_tap_seat(l, "P1");
    bool asked = recording_unsaved(app->lesson.recording) > 0;
    for (AppScreen screen = APP_HOME; screen <= APP_FORGETTING; screen++) {
        app->screen = screen;
        app->warned.of_quit = false;
        app_quit_asked(app);
        asked &= !app_wants_quit(app);
    }
    app->screen = APP_BOARD;
    disk_is_full(false);
    assert_true(asked);
    assert_non_null(strstr(app->photo.trouble, "not closed yet: "));
}

static void app__says_what_would_be_lost__before_it_closes(void **state)
{
    Live *l = *state;
    record_on(l);
    size_t before = 0;
    (void)session_events(live_session(l), &before);
    int64_t since_s = live_now(l) / 1000;
    disk_is_full(true);
    live_tap_seat(l, "P1");
    live_tap_seat(l, "P2");
    app_quit_asked(l->drive.app);
    drive_frame(&l->drive);
    bool quits = app_wants_quit(l->drive.app);
    char want[120];
    (void)snprintf(want, sizeof want, "what was recorded since %d:%02d", (int)(since_s / 60),
                   (int)(since_s % 60));
    bool told = strstr(l->drive.app->lesson.warning, want) &&
                strstr(l->drive.app->lesson.warning, "would be lost");
    bool shown = drive_says(&l->drive, "Not closed yet");
    live_tap_seat(l, "P3"); /* going on is always possible */
    bool on = drive_says(&l->drive, "P3 has the floor");
    app_quit_asked(l->drive.app);
    bool asks_again = !app_wants_quit(l->drive.app);
    app_quit_asked(l->drive.app);
    bool closes = app_wants_quit(l->drive.app);
    drive_close(&l->drive);
    disk_is_full(false);
    assert_false(quits);
    assert_true(told && shown && on);
    assert_true(asks_again && closes);
    Reread r;
    size_t after = 0;
    reread(l, &r); /* all that was on the disk before is there, and whole */
    (void)session_events(r.session, &after);
    assert_int_equal(after, before);
    reread_close(&r);
}

/* A sample that nobody answered is recorded while somebody thinks about it. */
static void app__asks_again__when_more_would_be_lost(void **state)
{
    Live *l = *state;
    App *app = l->drive.app;
    record_on(l);
    disk_is_full(true);
    live_tap_seat(l, "P1");
    app_quit_asked(app);
    drive_frame(&l->drive);
    size_t told = recording_unsaved(app->lesson.recording);
    for (int s = 0; s < 1200 && recording_unsaved(app->lesson.recording) == told; s++) {
        drive_pass(1000);
        drive_frame(&l->drive);
    }
    bool more = recording_unsaved(app->lesson.recording) > told;
    app_quit_asked(app);
    bool asks = !app_wants_quit(app);
    char want[40];
    (void)snprintf(want, sizeof want, "(%zu entries)", recording_unsaved(app->lesson.recording));
    bool says = strstr(app->lesson.warning, want) != NULL;
    app_quit_asked(app);
    bool closes = app_wants_quit(app);
    disk_is_full(false);
    assert_true(told > 0 && more);
    assert_true(asks && says && closes);
}

/* Somebody moves the file away in mid-lesson, and brings it back. */
static void app__says_so__the_file_is_taken_away(void **state)
{
    Live *l = *state;
    char away[320];
    (void)snprintf(away, sizeof away, "%s.away", l->drive.db);
    record_on(l);
    assert_int_equal(rename(l->drive.db, away), 0);
    record_on(l);
    bool told = drive_says(&l->drive, "not saved yet") && !drive_says(&l->drive, "Saved");
    bool goes_on =
        drive_says(&l->drive, "has the floor") || drive_says(&l->drive, "Waiting for an answer");
    assert_int_equal(rename(away, l->drive.db), 0);
    assert_true(told && goes_on);
    assert_true(recording_unsaved(l->drive.app->lesson.recording) > 40);
    live_rest(l, 31000);
    assert_int_equal(recording_unsaved(l->drive.app->lesson.recording), 0);
    assert_true(drive_says(&l->drive, "Saved"));
    size_t count = 0, stored_count = 0;
    (void)session_events(live_session(l), &count);
    Reread r;
    reread(l, &r);
    (void)session_events(r.session, &stored_count);
    assert_int_equal(stored_count, count);
    reread_close(&r);
}

/* What is open of the record answers no more, as when its card was pulled: reads find
 * nothing, and writes are refused, for good. */
static int kill_descriptors(const char *db)
{
    int killed = 0;
    for (int fd = 3; fd < 256; fd++) {
        char name[64], path[320] = "";
        (void)snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        ssize_t len = readlink(name, path, sizeof path - 1);
        size_t end = strlen(db);
        if (len < (ssize_t)end || strncmp(path, db, end) != 0 ||
            (path[end] != '\0' && strcmp(path + end, "-wal") != 0))
            continue;
        int dead = open("/dev/full", O_RDWR | O_CLOEXEC);
        assert_true(dead >= 0 && dup2(dead, fd) == fd);
        (void)close(dead);
        killed++;
    }
    return killed;
}

static void app__writes_everything__a_card_was_pulled_and_put_back(void **state)
{
    Live *l = *state;
    record_on(l);
    assert_int_equal(kill_descriptors(l->drive.db), 2);
    live_tap_seat(l, "P1");
    assert_true(recording_unsaved(l->drive.app->lesson.recording) > 0);
    record_on(l);
    live_rest(l, 31000);
    assert_all_saved(l);
    record_on(l);
    assert_all_saved(l);
}

static void move(const char *db, const char *ending, const char *to)
{
    char from[400], there[400];
    (void)snprintf(from, sizeof from, "%s%s", db, ending);
    (void)snprintf(there, sizeof there, "%s%s", to, ending);
    assert_true(rename(from, there) == 0 || (strcmp(ending, "-shm") == 0 && errno == ENOENT));
}

static void copy(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in && out);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    (void)fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* Somebody's copy of the file comes back in its place. */
static void app__writes_everything__a_copy_was_put_in_its_place(void **state)
{
    Live *l = *state;
    char away[320];
    (void)snprintf(away, sizeof away, "%s.away", l->drive.db);
    record_on(l);
    assert_int_equal(rename(l->drive.db, away), 0);
    record_on(l);
    assert_true(recording_unsaved(l->drive.app->lesson.recording) > 40);
    copy(away, l->drive.db);
    live_rest(l, 31000);
    assert_all_saved(l);
}

/* Another record lies there: nothing is written into it, and that is said. */
static void app__goes_on_in_memory__another_record_lies_there(void **state)
{
    static const char *const endings[] = {"", "-wal", ".lock", "-shm"};
    Live *l = *state;
    Err err = {0};
    char away[320];
    int64_t count = -1;
    (void)snprintf(away, sizeof away, "%s.away", l->drive.db);
    record_on(l);
    for (int i = 0; i < 4; i++)
        move(l->drive.db, endings[i], away);
    Store *other = store_open(l->drive.db, STORE_WRITE, &err);
    assert_ok(other != NULL, err);
    store_close(other);
    record_on(l);
    live_rest(l, 31000);
    assert_true(recording_unsaved(l->drive.app->lesson.recording) > 40);
    assert_true(drive_says(&l->drive, "not saved yet") && !drive_says(&l->drive, "Saved"));
    assert_non_null(strstr(recording_trouble(l->drive.app->lesson.recording),
                           "what lies there now is not the record this lesson is in"));
    other = store_open(l->drive.db, STORE_READ, &err);
    assert_ok(other && store_count(other, &count, &err), err);
    assert_int_equal(count, 0);
    store_close(other);
    assert_int_equal(unlink(l->drive.db), 0);
    for (int i = 0; i < 4; i++)
        move(away, endings[i], l->drive.db);
    live_rest(l, 31000);
    assert_all_saved(l);
}

/* The card is still away when somebody wants to close: there is something to be done. */
static void app__says_how_to_keep_it__the_record_is_away(void **state)
{
    Live *l = *state;
    App *app = l->drive.app;
    char away[320];
    (void)snprintf(away, sizeof away, "%s.away", l->drive.db);
    assert_int_equal(rename(l->drive.db, away), 0);
    live_tap_seat(l, "P1");
    app_quit_asked(app);
    assert_false(app_wants_quit(app));
    assert_non_null(strstr(app->lesson.warning, "(1 entry) would be lost, unless the record is put "
                                                "back where it was; close again"));
    assert_int_equal(rename(away, l->drive.db), 0);
    app_quit_asked(app);
    assert_true(app_wants_quit(app));
    assert_int_equal(recording_unsaved(app->lesson.recording), 0);
}

/* Nobody can be asked: what can be written is, and the rest is told. */
static void app__writes_what_it_can__when_the_window_is_gone(void **state)
{
    Live *l = *state;
    Err err = {0}, none = {0};
    live_tap_seat(l, "P1");
    disk_is_full(true);
    live_tap_seat(l, "P2");
    bool all = app_lost(l->drive.app, &err);
    disk_is_full(false);
    assert_false(all);
    assert_non_null(strstr(err.text, "the window is gone: what was recorded since"));
    assert_true(app_lost(l->drive.app, &none));
    assert_int_equal(recording_unsaved(l->drive.app->lesson.recording), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(app__writes_everything__once_the_disk_takes_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(sheet__has_what_waits_too__wherever_it_is_made, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__says_what_would_be_lost__before_it_closes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__asks_before_it_closes__on_every_screen, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__asks_again__when_more_would_be_lost, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__says_so__the_file_is_taken_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(app__writes_everything__a_card_was_pulled_and_put_back,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(app__writes_everything__a_copy_was_put_in_its_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__goes_on_in_memory__another_record_lies_there, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__says_how_to_keep_it__the_record_is_away, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(app__writes_what_it_can__when_the_window_is_gone, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
