/* Two Kenkyu on one record: the first records; the second says so, looks and prints,
 * and changes nothing, until it may record in its turn. And what is said when no backup
 * can be made. */
#include "check.h"

#include "recorder/store/backup.h"
#include "tests/recorder/screen/drive.h"

#include <sys/stat.h>

enum { TEACHER = 0, FIRST_PUPIL = 7, MINUTE = 60000 };

/* The first Kenkyu with a lesson that ended; the second one, opened beside it. */
typedef struct Pair {
    Drive first, second;
    char settings[320];
} Pair;

static void begin_lesson(Drive *d)
{
    drive_tap(d, HOME_ID_NEW);
    for (int32_t i = 0; i < d->app->form.protocol_count; i++)
        if (strcmp(d->app->form.protocols[i]->key, "academic-talk") == 0)
            drive_tap(d, SETUP_ID_PROTOCOL + (uint32_t)i);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
    drive_pass(MINUTE);
    drive_tap(d, BOARD_ID_SEAT + FIRST_PUPIL);
    drive_pass(MINUTE);
    drive_tap(d, BOARD_ID_SEAT + TEACHER);
}

static void end_lesson(Drive *d)
{
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    assert_int_equal(d->app->screen, APP_SAVED);
    drive_tap(d, SAVED_ID_HOME);
}

static int set_up(void **state)
{
    static Pair pair;
    drive_init(&pair.first);
    drive_open(&pair.first);
    begin_lesson(&pair.first);
    end_lesson(&pair.first);
    pair.second = (Drive){.surface = pair.first.surface, .options = pair.first.options};
    pair.second.surface.pixels = calloc((size_t)DRIVE_WIDTH * DRIVE_HEIGHT, sizeof(uint32_t));
    assert_non_null(pair.second.surface.pixels);
    (void)snprintf(pair.settings, sizeof pair.settings, "%s/settings.txt", pair.first.folder);
    pair.second.options.settings_path = pair.settings;
    drive_open(&pair.second);
    *state = &pair;
    return 0;
}

static int tear_down(void **state)
{
    Pair *pair = *state;
    drive_close(&pair->second);
    free(pair->second.surface.pixels);
    drive_deinit(&pair->first);
    return 0;
}

/* Everything in the record that a lesson is made of. */
static BackupCounts counts_of(const Pair *pair)
{
    Err err = {0};
    BackupCounts counts;
    assert_ok(backup_verify(pair->first.db, &counts, &err), err);
    return counts;
}

static bool says_barred(Drive *d)
{
    return drive_says(d, "This could not be done") && drive_says(d, "Record here on the home");
}

static void second__says_so__and_shows_the_lessons(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    assert_true(d->app->looks_only);
    assert_true(drive_says(d, "Another Kenkyu is recording into this file"));
    assert_true(drive_says(d, "Here you can look and print, not record"));
    assert_true(drive_says(d, "1 lesson"));
    assert_true(drive_shows(d, HOME_ID_ROW));
    assert_false(drive_says(&pair->first, "Another Kenkyu"));
}

static void second__says_why__where_it_would_write(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    static const uint32_t BARRED[] = {HOME_ID_NEW, HOME_ID_VISIT};
    for (size_t i = 0; i < sizeof BARRED / sizeof BARRED[0]; i++) {
        assert_false(says_barred(d));
        drive_tap(d, BARRED[i]);
        assert_int_equal(d->app->screen, APP_HOME);
        assert_true(says_barred(d));
        app_show_home(d->app);
        drive_frame(d);
    }
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    drive_tap(d, WALKS_ID_NEW);
    assert_int_equal(d->app->screen, APP_HOME);
    assert_true(says_barred(d));
    drive_tap(d, HOME_ID_ROW);
    assert_int_equal(d->app->screen, APP_SAVED);
    drive_tap(d, SAVED_ID_NEXT);
    assert_int_equal(d->app->screen, APP_HOME);
    assert_true(says_barred(d));
    drive_tap(d, HOME_ID_PROTOCOLS);
    drive_tap(d, PROTOCOLS_ID_COPY);
    assert_int_equal(d->app->screen, APP_PROTOCOLS);
    assert_true(says_barred(d));
}

/* A lesson that the other one records can be neither gone on with nor ended. */
static void second__leaves_a_running_lesson__to_the_first(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    begin_lesson(&pair->first);
    drive_pass(HOME_LONG_AGO_MS);
    drive_frame(d); /* what is new shows by itself */
    assert_true(drive_says(d, "Still running"));
    assert_true(drive_says(d, "2 lessons"));
    static const uint32_t BARRED[] = {HOME_ID_CONTINUE, HOME_ID_END, HOME_ID_NEW, HOME_ID_ROW};
    BackupCounts before = counts_of(pair);
    for (size_t i = 0; i < sizeof BARRED / sizeof BARRED[0]; i++) {
        drive_tap(d, BARRED[i]);
        assert_int_equal(d->app->screen, APP_HOME);
        assert_true(says_barred(d));
    }
    assert_int_equal(counts_of(pair).facts, before.facts);
    drive_tap(&pair->first, BOARD_ID_SEAT + FIRST_PUPIL); /* and the first goes on */
    assert_true(drive_says(&pair->first, "Saved"));
}

static void second__looks_at_a_lesson_again__and_changes_nothing(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    BackupCounts before = counts_of(pair);
    drive_tap(d, HOME_ID_ROW);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_int_equal(d->app->screen, APP_REVIEW);
    assert_true(drive_says(d, "here you can look, not change"));
    drive_tap(d, REVIEW_ID_NEXT);
    size_t count = 0;
    const ObsEvent *events = session_events(recording_session(d->app->lesson.recording), &count);
    int64_t start_ms = events[0].start_ms;
    static const uint32_t BARRED[] = {REVIEW_ID_START + 1, REVIEW_ID_STOP, REVIEW_ID_TAKE_BACK};
    for (size_t i = 0; i < sizeof BARRED / sizeof BARRED[0]; i++) {
        if (!drive_shows(d, BARRED[i]))
            drive_tap(d, REVIEW_ID_NEXT);
        d->app->lesson.message[0] = '\0';
        drive_tap(d, BARRED[i]);
        assert_true(drive_says(d, "close that one"));
        assert_non_null(strstr(d->app->lesson.message, "Record here on the home screen"));
        assert_int_equal(recording_unsaved(d->app->lesson.recording), 0);
    }
    assert_int_equal(events[0].start_ms, start_ms);
    drive_tap(d, REVIEW_ID_REPLAY);
    drive_tap(d, REVIEW_ID_BACK);
    drive_tap(d, REVIEW_ID_SHEET); /* makes the file again */
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_true(drive_says(d, "Debrief sheet, ready to print"));
    assert_int_equal(counts_of(pair).facts, before.facts);
    Err err = {0};
    assert_ok(app_may_close_lesson(d->app, &err), err);
}

static void second__makes_files__and_they_are_noted(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    drive_tap(d, HOME_ID_ROW);
    drive_tap(d, SAVED_ID_SHEET);
    assert_int_equal(d->app->screen, APP_DEBRIEF);
    drive_tap(d, DEBRIEF_ID_FORMAT + 2); /* CSV, too */
    drive_tap(d, DEBRIEF_ID_SAVE);
    for (int i = 0; i < 100 && d->app->debrief.working; i++)
        drive_frame(d);
    assert_non_null(strstr(d->app->debrief.result, "Saved as"));
    char log[340];
    struct stat st;
    (void)snprintf(log, sizeof log, "%s-exports.csv", pair->first.db);
    assert_int_equal(stat(log, &st), 0);
    drive_tap(d, DEBRIEF_ID_BACK);
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    assert_int_equal(d->app->screen, APP_WALKTHROUGHS);
}

/* What is chosen is in use at once, and the first one's choices stay what they are. */
static void second__keeps_no_settings(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    struct stat st;
    app_show_settings(d->app);
    drive_tap(d, SETTINGS_ID_THEME + SETTINGS_THEME_DARK);
    assert_int_equal(d->app->settings.theme, SETTINGS_THEME_DARK);
    assert_true(drive_says(d, "In use, but not kept"));
    assert_true(drive_says(d, "keeps its own settings"));
    assert_int_not_equal(stat(pair->settings, &st), 0);
}

static void second__records_in_its_turn__when_the_first_is_closed(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    begin_lesson(&pair->first);
    drive_tap(d, HOME_ID_ROW + 1);
    drive_tap(d, SAVED_ID_REVIEW); /* a lesson that was looked at is no hindrance */
    drive_tap(d, REVIEW_ID_BACK);
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_RECORD_HERE);
    assert_true(d->app->looks_only);
    assert_true(drive_says(d, "close that one first"));
    assert_true(drive_says(d, "2 lessons"));
    drive_close(&pair->first);
    drive_tap(d, HOME_ID_RECORD_HERE);
    assert_false(d->app->looks_only);
    assert_false(drive_says(d, "Another Kenkyu"));
    drive_tap(d, HOME_ID_CONTINUE); /* the first one's lesson, its clock right */
    assert_int_equal(d->app->screen, APP_BOARD);
    drive_tap(d, BOARD_ID_SEAT + FIRST_PUPIL);
    assert_true(drive_says(d, "Saved"));
    end_lesson(d);
    drive_open(&pair->first);
    assert_true(pair->first.app->looks_only); /* and now it is the other way round */
}

/* While the first is still making the record, there is nothing to read; then there is. */
static void second__waits__while_the_record_is_made(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->second;
    drive_close(d);
    char moved[320];
    (void)snprintf(moved, sizeof moved, "%s.away", pair->first.db);
    assert_int_equal(rename(pair->first.db, moved), 0);
    drive_open(d);
    assert_null(d->app->store);
    assert_true(drive_says(d, "Your lessons are out of reach"));
    assert_int_equal(rename(moved, pair->first.db), 0);
    drive_pass(1000);
    assert_true(d->wake_ms <= drive_clock.boot_ms);
    drive_frame(d);
    assert_true(d->app->looks_only);
    assert_true(drive_says(d, "Another Kenkyu is recording into this file"));
    assert_true(drive_says(d, "1 lesson"));
}

/* ---- backups ---- */

static void pass_frames(Drive *d, int64_t ms)
{
    for (int64_t passed = 0; passed < ms; passed += 500) {
        drive_pass(500);
        drive_frame(d);
    }
}

static int32_t count_backups(const Pair *pair)
{
    Arena arena;
    Err err = {0};
    BackupCopy *copies = NULL;
    int32_t count = 0;
    arena_init(&arena, (size_t)1 << 20);
    (void)backup_list(pair->first.db, &arena, &copies, &count, &err);
    arena_deinit(&arena);
    return count;
}

static void app__makes_backups__where_it_records(void **state)
{
    Pair *pair = *state;
    drive_close(&pair->first);
    drive_close(&pair->second);
    pair->first.options.keeps_backups = pair->second.options.keeps_backups = true;
    drive_open(&pair->first);
    drive_open(&pair->second);
    pass_frames(&pair->second, 2 * (int64_t)MINUTE);
    assert_int_equal(count_backups(pair), 0); /* that is the other one's to do */
    pass_frames(&pair->first, MINUTE);
    assert_int_equal(count_backups(pair), 1);
    assert_false(drive_says(&pair->first, "No backup"));
}

static void app__says_calmly__that_no_backup_could_be_made(void **state)
{
    Pair *pair = *state;
    Drive *d = &pair->first;
    char backups[320];
    (void)snprintf(backups, sizeof backups, "%s/backups", d->folder);
    assert_int_equal(fclose(fopen(backups, "wb")), 0); /* a file where the folder should be */
    drive_close(&pair->second);
    drive_close(d);
    d->options.keeps_backups = true;
    drive_open(d);
    assert_false(drive_says(d, "No backup could be made"));
    pass_frames(d, 5000);
    assert_true(drive_says(d, "No backup could be made"));
    assert_true(drive_says(d, "Your lessons are safe where they are"));
    assert_true(drive_says(d, "Tried at"));
    begin_lesson(d); /* a lesson is not disturbed by it */
    assert_false(drive_says(d, "No backup could be made"));
    end_lesson(d);
    assert_true(drive_says(d, "No backup could be made"));
    int64_t tried_ms = d->app->keeper.failed_unix_ms;
    drive_tap(d, HOME_ID_BACK_UP);
    assert_true(d->app->keeper.failed_unix_ms > tried_ms);
    assert_true(drive_says(d, "No backup could be made"));
    assert_int_equal(unlink(backups), 0);
    drive_tap(d, HOME_ID_BACK_UP);
    pass_frames(d, 30000);
    assert_int_equal(count_backups(pair), 1);
    assert_false(drive_says(d, "No backup could be made"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(second__says_so__and_shows_the_lessons),
        TEST(second__says_why__where_it_would_write),
        TEST(second__leaves_a_running_lesson__to_the_first),
        TEST(second__looks_at_a_lesson_again__and_changes_nothing),
        TEST(second__makes_files__and_they_are_noted),
        TEST(second__keeps_no_settings),
        TEST(second__records_in_its_turn__when_the_first_is_closed),
        TEST(second__waits__while_the_record_is_made),
        TEST(app__makes_backups__where_it_records),
        TEST(app__says_calmly__that_no_backup_could_be_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
