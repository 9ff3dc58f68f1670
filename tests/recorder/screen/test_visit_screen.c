/* test_visit_screen.c - walk-throughs by finger: a visit, the next room, the end. */
#include "check.h"

#include "recorder/screen/visit_drive.h"
#include "recorder/store/export_log.h"

#include <math.h>
#include <signal.h>
#include <sys/resource.h>

typedef struct Found {
    WalkVisit visits[8];
    char answers[8][PROTOCOL_MAX_CODES + 1], subjects[8][40], observers[8][40], schools[8][40];
    int32_t count;
} Found;

static bool find(void *context, const WalkVisit *visit, Err *err)
{
    (void)err;
    Found *found = context;
    int32_t i = found->count++;
    found->visits[i] = *visit;
    (void)snprintf(found->answers[i], sizeof found->answers[i], "%s", visit->answers);
    (void)snprintf(found->subjects[i], sizeof found->subjects[i], "%s", visit->subject);
    (void)snprintf(found->observers[i], sizeof found->observers[i], "%s", visit->observer);
    (void)snprintf(found->schools[i], sizeof found->schools[i], "%s", visit->school_name);
    return true;
}

static Found read_visits(Drive *d)
{
    Found found = {.count = 0};
    Err err = {0};
    assert_ok(store_each_visit(d->app->store, INT64_MIN, INT64_MAX, find, &found, NULL, &err), err);
    return found;
}

static void visit__keeps_what_was_tapped(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    assert_string_equal(d->app->lesson.protocol->key, "pupil-talk");
    drive_pass(20000);
    drive_tap(d, look(d, "explain", 0));
    drive_tap(d, look(d, "frames", 1));
    drive_tap(d, look(d, "listening", 0));
    drive_tap(d, look(d, "listening", 2)); /* another answer changes the one that was given */
    drive_tap(d, look(d, "purpose", 0));
    drive_tap(d, WALK_ID_UNDO);
    int32_t sample = protocol_find_code(d->app->lesson.protocol, "talk-sample");
    for (uint32_t i = 0; i < 3; i++)
        drive_tap(d, WALK_ID_PAD + 16 * (uint32_t)sample + i);
    drive_tap(d, WALK_ID_SWEEP); /* two are away */
    drive_tap(d, WALK_ID_SWEEP);
    drive_tap(d, WALK_ID_SWEEP + 2);
    drive_tap(d, WALK_ID_NOTE);
    drive_type(d, "Two pupils compare drawings");
    drive_tap(d, WALK_ID_NOTE_KEEP);
    assert_string_equal(d->app->lesson.message, "");
    const Session *s = recording_session(d->app->lesson.recording);
    size_t count;
    const ObsEvent *events = session_events(s, &count);
    int32_t samples = 0, sweeps = 0, notes = 0;
    for (size_t i = 0; i < count; i++) {
        samples += events[i].code == sample && !events[i].voided;
        notes += strcmp(events[i].text, "Two pupils compare drawings") == 0;
        if (d->app->lesson.protocol->codes[events[i].code].kind == CODE_INTERVAL) {
            sweeps++;
            assert_int_equal(events[i].value, 22);
            assert_int_equal(events[i].of, 24);
        }
    }
    assert_int_equal(samples, 3);
    assert_int_equal(sweeps, 1);
    assert_int_equal(notes, 1);
    assert_int_equal(read_visits(d).count, 0); /* it has not ended */
    drive_pass(300000);
    drive_tap(d, WALK_ID_END);
    assert_int_equal(d->app->screen, APP_SAVED);
    Found found = read_visits(d);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.answers[0], "snu-----");
    assert_string_equal(found.subjects[0], "Mathematics");
    assert_string_equal(found.observers[0], "MR");
    assert_string_equal(found.schools[0], "Lincoln");
    assert_int_equal(found.visits[0].grade, 4);
    assert_false(uuid_is_nil(found.visits[0].teacher));
}

static void next_room__is_two_taps(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, look(d, "explain", 0));
    drive_pass(400000);
    drive_tap(d, WALK_ID_NEXT);
    assert_int_equal(d->app->screen, APP_VISIT);
    drive_tap(d, VISIT_ID_START);
    assert_int_equal(d->app->screen, APP_WALK);
    const WalkThrough *walk = d->app->lesson.setup->walk;
    assert_string_equal(walk->school_name, "Lincoln");
    assert_string_equal(walk->subject, "Mathematics");
    assert_int_equal(walk->grade, 4);
    assert_string_equal(walk->teacher_key, ""); /* another room, another teacher */
    drive_pass(300000);
    drive_tap(d, WALK_ID_END);
    Found found = read_visits(d);
    assert_int_equal(found.count, 2);
    assert_int_equal(uuid_compare(found.visits[0].school, found.visits[1].school), 0);
    assert_true(uuid_is_nil(found.visits[1].teacher));
    assert_true(found.visits[1].started_unix_ms >= found.visits[0].started_unix_ms + 400000);
}

static void back__from_the_next_room__goes_on_with_the_visit(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    Uuid id = d->app->lesson.setup->id;
    drive_tap(d, WALK_ID_NEXT);
    drive_tap(d, VISIT_ID_BACK);
    assert_int_equal(d->app->screen, APP_WALK);
    assert_int_equal(uuid_compare(d->app->lesson.setup->id, id), 0);
    assert_int_equal(session_state(recording_session(d->app->lesson.recording)), SESSION_RUNNING);
    drive_tap(d, look(d, "frames", 1));
    drive_tap(d, WALK_ID_END);
    Found found = read_visits(d);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.answers[0], "-n------");
}

/* Looked at again, and then a visit is to be begun: the old one is as it was. */
static void back__from_a_new_visit__leaves_an_old_one_alone(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, look(d, "frames", 1));
    drive_tap(d, WALK_ID_NEXT); /* which could be gone on with */
    drive_tap(d, VISIT_ID_START);
    drive_tap(d, WALK_ID_END);
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_ROW + 1);
    drive_tap(d, SAVED_ID_REVIEW);
    drive_tap(d, REVIEW_ID_BACK);
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_VISIT);
    assert_false(drive_says(d, "back goes on with it"));
    drive_tap(d, VISIT_ID_BACK);
    assert_int_equal(d->app->screen, APP_HOME);
    assert_int_equal(read_visits(d).count, 2); /* both have ended */
}

/* What is said at its end and at home is about a visit, and what comes next is one. */
static void end__of_a_visit__speaks_of_a_visit(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, WALK_ID_END);
    assert_true(drive_says(d, "The visit is recorded"));
    assert_false(drive_says(d, "lesson"));
    assert_false(drive_says(d, "pupils heard")); /* nobody was told apart */
    drive_tap(d, SAVED_ID_HOME);
    assert_true(drive_says(d, "1 visit"));
    assert_false(drive_says(d, "1 lesson"));
    assert_true(drive_says(d, "Today 10:00"));
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    assert_true(drive_says(d, "1 visit per teacher"));
    drive_tap(d, WALKS_ID_BACK);
    drive_tap(d, HOME_ID_ROW);
    assert_true(drive_says(d, "The sheet of this visit"));
    drive_tap(d, SAVED_ID_NEXT);
    assert_int_equal(d->app->screen, APP_VISIT);
}

static int count_lines(const Drive *d, const char *words)
{
    char path[FILE_MAX_PATH], line[1000];
    Err err = {0};
    int count = 0;
    assert_ok(export_log_path(d->db, path, &err), err);
    FILE *log = fopen(path, "r");
    assert_non_null(log);
    while (fgets(line, sizeof line, log))
        count += strstr(line, words) != NULL;
    (void)fclose(log);
    return count;
}

/* Two visits of a day have one title; each has its sheet, and each sheet its line. */
static void sheets__of_one_day__are_all_in_the_list_of_exports(void **state)
{
    Drive *d = *state;
    char id[2][UUID_TEXT_SIZE];
    drive_open(d);
    begin_visit(d);
    for (int i = 0; i < 2; i++) {
        uuid_format(d->app->lesson.setup->id, id[i]);
        drive_pass(200000 + 100000 * i);
        drive_tap(d, WALK_ID_END);
        if (i == 0) {
            drive_tap(d, SAVED_ID_NEXT);
            drive_tap(d, VISIT_ID_START);
        }
    }
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_ROW); /* made again, the same */
    assert_int_equal(count_lines(d, id[0]), 1);
    assert_int_equal(count_lines(d, id[1]), 1);
    assert_int_equal(count_lines(d, "debrief sheet,"), 2);
}

/* A lesson is set up as the last lesson was, whatever was visited since. */
static void new_lesson__after_a_visit__is_like_the_last_lesson(void **state)
{
    Drive *d = *state;
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    setup_form_choose_protocol(&d->app->form, 1);
    drive_tap(d, SETUP_ID_SEATING + SEATING_HORSESHOE);
    char key[64];
    (void)snprintf(key, sizeof key, "%s", setup_form_protocol(&d->app->form)->key);
    drive_tap(d, SETUP_ID_START);
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    drive_tap(d, SAVED_ID_HOME);
    begin_visit(d);
    drive_tap(d, WALK_ID_END);
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_NEW);
    assert_string_equal(setup_form_protocol(&d->app->form)->key, key);
    assert_int_equal(d->app->form.places.seating.count, 24);
}

static void resume__opens_the_visit_again(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, WALK_ID_END);
    drive_tap(d, SAVED_ID_REOPEN);
    assert_int_equal(d->app->screen, APP_WALK);
    drive_tap(d, look(d, "frames", 1));
    drive_tap(d, WALK_ID_END);
    assert_string_equal(read_visits(d).answers[0], "-n------");
}

static void visit__that_was_cut_off__opens_where_it_was(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, look(d, "explain", 0));
    drive_close(d);
    drive_open(d);
    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(d->app->screen, APP_WALK);
    drive_tap(d, look(d, "frames", 0));
    drive_tap(d, WALK_ID_END);
    assert_string_equal(read_visits(d).answers[0], "ss------");
}

/* What is tapped standing is large, at any size of the screen and of the text. */
static void panel__has_large_targets(void **state)
{
    Drive *d = *state;
    static const struct {
        float w, h;
    } sizes[] = {{1280, 800}, {820, 1180}};
    drive_open(d);
    begin_visit(d);
    for (int i = 0; i < 2; i++)
        for (int32_t percent = 100; percent <= 200; percent += 50) {
            Settings settings = d->app->settings;
            Err err = {0};
            settings.text_percent = percent;
            assert_ok(app_use_settings(d->app, &settings, &err), err);
            app_resize(d->app, sizes[i].w, sizes[i].h, 1);
            drive_pass(100);
            drive_frame(d);
            drive_pass(100);
            drive_frame(d);
            int32_t live = 0;
            for (int32_t k = 0; k < d->app->ui.target_count; k++) {
                const UiTarget *t = &d->app->ui.targets[k];
                if (t->id < WALK_ID_SWEEP || t->scroll_id == 0)
                    continue;
                live++;
                if (t->rect.w < UI_LIVE_TARGET - 0.5F || t->rect.h < UI_LIVE_TARGET - 0.5F)
                    fail_msg("target %u is %.0f x %.0f at %d %%", (unsigned)t->id, t->rect.w,
                             t->rect.h, (int)percent);
            }
            assert_true(live >= 12);
        }
}

static bool has_keyboard(Drive *d)
{
    UiRect r;
    drive_frame(d);
    return app_find_target(d->app, KEYBOARD_ID_GROUND, &r);
}

/* A tablet brings no keyboard: ours is there wherever there is something to type. */
static void keyboard__comes__to_every_field_of_a_visit(void **state)
{
    Drive *d = *state;
    drive_open(d);
    drive_tap(d, HOME_ID_VISIT);
    static const uint32_t fields[] = {VISIT_ID_TEACHER, VISIT_ID_SUBJECT, VISIT_ID_SCHOOL,
                                      VISIT_ID_OBSERVER};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        drive_tap(d, fields[i]);
        assert_true(has_keyboard(d));
        drive_tap(d, keyboard_find(&d->app->ui, &d->app->keyboard.state, "en", "t"));
        drive_tap(d, keyboard_find(&d->app->ui, &d->app->keyboard.state, "en", "done"));
    }
    assert_string_equal(d->app->visit.form.observer, "t");
    drive_tap(d, VISIT_ID_START);
    drive_tap(d, WALK_ID_NOTE);
    assert_true(has_keyboard(d));
    drive_tap(d, WALK_ID_NOTE_CANCEL);
    drive_tap(d, WALK_ID_END);
    app_show_walkthroughs(d->app);
    drive_frame(d);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
    drive_tap(d, WALKS_ID_SEARCH);
    assert_true(has_keyboard(d));
}

/* ---- by keyboard ---- */

static void key(Drive *d, UiKey which)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = which,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d->app, &in);
    drive_frame(d);
}

static int32_t notes_of(const Drive *d, const char *text)
{
    size_t count;
    const ObsEvent *events = session_events(recording_session(d->app->lesson.recording), &count);
    int32_t notes = 0;
    for (size_t i = 0; i < count; i++)
        notes += !events[i].voided && strcmp(events[i].text, text) == 0;
    return notes;
}

/* Back and Escape leave a note that is being typed, not the visit; what was typed is
 * there again, also after Home. */
static void note__that_is_left__goes_on_where_it_was(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_pass(20000);
    drive_tap(d, WALK_ID_NOTE);
    drive_type(d, "Two pupils");
    int64_t at_ms = d->app->visit.walk.note_at_ms;
    drive_tap(d, WALK_ID_HOME);
    assert_int_equal(d->app->screen, APP_WALK);
    assert_false(drive_shows(d, WALK_ID_NOTE_FIELD));
    drive_pass(20000);
    drive_tap(d, WALK_ID_NOTE);
    drive_type(d, " compare");
    key(d, UI_KEY_ESCAPE); /* no longer typed into */
    assert_true(drive_shows(d, WALK_ID_NOTE_FIELD));
    key(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_WALK);
    assert_false(drive_shows(d, WALK_ID_NOTE_FIELD));
    key(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_HOME);
    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(d->app->screen, APP_WALK);
    drive_tap(d, WALK_ID_NOTE);
    drive_type(d, " drawings");
    drive_tap(d, WALK_ID_NOTE_KEEP);
    assert_int_equal(notes_of(d, "Two pupils compare drawings"), 1);
    size_t count;
    const ObsEvent *events = session_events(recording_session(d->app->lesson.recording), &count);
    assert_int_equal(events[count - 1].start_ms, at_ms);
    drive_tap(d, WALK_ID_NOTE); /* the next one is empty; cancelled it stays so */
    assert_string_equal(d->app->visit.walk.note, "");
    drive_type(d, "x");
    drive_tap(d, WALK_ID_NOTE_CANCEL);
    drive_tap(d, WALK_ID_NOTE);
    assert_string_equal(d->app->visit.walk.note, "");
}

static void visit__does_not_end__before_its_note_is_kept(void **state)
{
    Drive *d = *state;
    static const uint32_t ends[2] = {WALK_ID_END, WALK_ID_NEXT};
    drive_open(d);
    begin_visit(d);
    for (int i = 0; i < 2; i++) {
        drive_tap(d, WALK_ID_NOTE);
        drive_type(d, "Two pupils");
        drive_tap(d, WALK_ID_HOME);
        drive_tap(d, ends[i]);
        assert_int_equal(d->app->screen, APP_WALK);
        assert_true(drive_says(d, "This note is not kept yet"));
        assert_string_equal(d->app->visit.walk.note, "Two pupils");
        drive_tap(d, i == 0 ? WALK_ID_NOTE_CANCEL : WALK_ID_NOTE_KEEP);
    }
    assert_int_equal(notes_of(d, "Two pupils"), 1);
    drive_tap(d, WALK_ID_NEXT);
    assert_int_equal(d->app->screen, APP_VISIT);
    drive_tap(d, VISIT_ID_START);
    assert_string_equal(d->app->visit.walk.note, "");
}

/* What is open closes, the innermost first; then it goes back. */
static void escape__on_the_walk_screens__closes_or_goes_back(void **state)
{
    Drive *d = *state;
    Err err = {0};
    make_term(d);
    drive_open(d);
    Uuid id = uuid_next(&d->app->ids, drive_clock.unix_ms);
    assert_ok(store_add_name(d->app->store, NAMED_TEACHER, id, &d->app->ids, 1, "T14", &err), err);
    drive_tap(d, HOME_ID_VISIT);
    drive_tap(d, VISIT_ID_TEACHER);
    key(d, UI_KEY_ESCAPE); /* no longer typed into */
    assert_int_equal(d->app->screen, APP_VISIT);
    key(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_HOME);
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_BY);
    assert_true(drive_shows(d, WALKS_ID_CHOICE));
    key(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_WALKTHROUGHS);
    assert_false(drive_shows(d, WALKS_ID_CHOICE));
    drive_tap(d, WALKS_ID_ROW);
    assert_true(drive_shows(d, WALKS_ID_VISIT));
    key(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_WALKTHROUGHS);
    assert_false(drive_shows(d, WALKS_ID_VISIT));
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
    drive_tap(d, WALKS_ID_TEACHER + 1);
    assert_true(drive_shows(d, WALKS_ID_PERMIT_YES));
    key(d, UI_KEY_ESCAPE);
    assert_false(drive_shows(d, WALKS_ID_PERMIT_YES));
    assert_true(drive_shows(d, WALKS_ID_TEACHER + 1));
    key(d, UI_KEY_ESCAPE);
    assert_false(drive_shows(d, WALKS_ID_TEACHER + 1));
    key(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_HOME);
}

static void disk_is_full(bool full)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = full ? 1 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Somebody is warned, goes on all the same, and closes later: more would be lost. */
static void closing__asks_again__when_more_would_be_lost(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    disk_is_full(true);
    drive_pass(20000);
    drive_tap(d, look(d, "explain", 0));
    app_quit_asked(d->app);
    drive_frame(d);
    bool asks = !app_wants_quit(d->app) && drive_says(d, "(1 entry) would be lost");
    static const char *const codes[] = {"frames", "listening", "purpose"};
    for (int i = 0; i < 3; i++) {
        drive_pass(60000);
        drive_tap(d, look(d, codes[i], i % 2));
    }
    app_quit_asked(d->app);
    drive_frame(d);
    bool asks_again = !app_wants_quit(d->app) && drive_says(d, "(4 entries) would be lost");
    app_quit_asked(d->app);
    bool closes = app_wants_quit(d->app);
    disk_is_full(false);
    assert_true(asks);
    assert_true(asks_again);
    assert_true(closes);
}

static void closing__asks__while_a_note_is_begun(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, WALK_ID_NOTE);
    drive_type(d, "Counts on");
    app_quit_asked(d->app);
    drive_frame(d);
    assert_false(app_wants_quit(d->app));
    assert_true(drive_shows(d, WALK_ID_NOTE_FIELD));
    assert_true(drive_says(d, "a note that was begun would be lost"));
    key(d, UI_KEY_ESCAPE); /* no longer typed into */
    key(d, UI_KEY_ESCAPE); /* out of sight, and still begun */
    assert_false(drive_shows(d, WALK_ID_NOTE_FIELD));
    app_quit_asked(d->app);
    drive_frame(d);
    assert_false(app_wants_quit(d->app));
    assert_true(drive_says(d, "a note that was begun would be lost"));
    drive_tap(d, WALK_ID_NOTE);
    drive_tap(d, WALK_ID_NOTE_KEEP);
    app_quit_asked(d->app);
    assert_true(app_wants_quit(d->app));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(visit__keeps_what_was_tapped, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(next_room__is_two_taps, visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(back__from_a_new_visit__leaves_an_old_one_alone,
                                        visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(new_lesson__after_a_visit__is_like_the_last_lesson,
                                        visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(end__of_a_visit__speaks_of_a_visit, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(sheets__of_one_day__are_all_in_the_list_of_exports,
                                        visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(resume__opens_the_visit_again, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(back__from_the_next_room__goes_on_with_the_visit,
                                        visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(visit__that_was_cut_off__opens_where_it_was, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(panel__has_large_targets, visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(keyboard__comes__to_every_field_of_a_visit, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(note__that_is_left__goes_on_where_it_was, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(visit__does_not_end__before_its_note_is_kept, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(closing__asks_again__when_more_would_be_lost, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(closing__asks__while_a_note_is_begun, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(escape__on_the_walk_screens__closes_or_goes_back,
                                        visit_set_up, visit_tear_down),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
