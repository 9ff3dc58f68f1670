/* Files made from the screen of the debrief: in slices, where somebody wants them, each in
 * the list of exports; and what is said where nothing can be written. */
#include "tests/recorder/screen/debrief_drive.h"

#include "tests/recorder/devices.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void debrief__saves_all_lessons_in_slices(void **state)
{
    (void)state;
    open_with(3);
    d.app->debrief.choice.formats = SHARE_PDF | SHARE_XLSX;
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_SAVE_ALL);
    assert_true(d.app->debrief.working);
    assert_true(drive_shows(&d, DEBRIEF_ID_STOP));
    drive_tap(&d, DEBRIEF_ID_NEXT); /* the finger is heard between two slices */
    assert_int_equal(preview()->page, 1);
    assert_true(run_to_the_end() > 10);
    assert_true(drive_says(&d, "6 files of 3 lessons"));
    assert_int_equal(lines_about("debrief sheet,"), 4); /* and the first, made by itself */
    /* The same lesson three times, but three records with ids of their own. */
    assert_int_equal(count_files(".xlsx"), 3);
    assert_int_equal(count_files(".pdf"), 3);
    drive_deinit(&d);
}

static void debrief__stops_when_asked(void **state)
{
    (void)state;
    open_with(3);
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_SAVE_ALL);
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_STOP);
    assert_false(d.app->debrief.working);
    drive_frame(&d);
    assert_true(drive_says(&d, "then stopped"));
    drive_deinit(&d);
}

/* What was written before somebody stops it, or leaves, left the device as well. */
static void debrief__notes_what_was_made_before_it_was_stopped(void **state)
{
    (void)state;
    for (int leaves = 0; leaves < 2; leaves++) {
        char path[FILE_MAX_PATH];
        Err err = {0};
        open_with(3);
        assert_ok(export_log_path(d.db, path, &err), err);
        assert_int_equal(unlink(path), 0);
        scroll_down();
        drive_tap(&d, DEBRIEF_ID_SAVE_ALL);
        while (d.app->debrief.working && share_batch_progress(d.app->debrief.batch).files < 1)
            drive_frame(&d);
        assert_true(d.app->debrief.working);
        assert_int_not_equal(access(path, F_OK), 0);
        scroll_down();
        drive_tap(&d, leaves ? DEBRIEF_ID_BACK : DEBRIEF_ID_STOP);
        assert_false(d.app->debrief.working);
        assert_true(log_says(",debrief sheet,"));
        assert_false(log_says("sheet,,")); /* of which lesson */
        drive_deinit(&d);
    }
}

static void debrief__lists_what_failed_and_why(void **state)
{
    (void)state;
    open_with(2);
    (void)snprintf(d.app->debrief.state.folder, DEBRIEF_FOLDER_SIZE, "/dev/null/sheets");
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_SAVE_ALL);
    (void)run_to_the_end();
    ShareProgress p = share_batch_progress(d.app->debrief.batch);
    assert_int_equal(p.failed, 2);
    assert_int_equal(p.done, 2);
    assert_string_equal(p.failures[0].reason, "/dev/null: is a file, expected a folder");
    assert_true(drive_says(&d, "0 files of 0 lessons"));
    drive_tap(&d, DEBRIEF_ID_SAVE);
    (void)run_to_the_end();
    assert_string_equal(d.app->debrief.result,
                        "Not saved: /dev/null: is a file, expected a folder");
    drive_deinit(&d);
}

/* Beside one teaching, and then beside another: two sheets; the first once more is the very
 * same and stays. */
static void debrief__keeps_each_cycle_sheet(void **state)
{
    (void)state;
    drive_init(&d);
    for (int i = 0; i < 3; i++)
        replay_demo();
    device_tamper(d.db, "UPDATE observation SET place = 'Room 9'"
                        " WHERE id = (SELECT min(id) FROM observation)");
    drive_open(&d);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_SHEET);
    drive_frame(&d);
    for (uint32_t other = 0; other < 3; other++) {
        scroll_down();
        drive_tap(&d, DEBRIEF_ID_PICK);
        drive_tap(&d, DEBRIEF_ID_TEACHING + other % 2);
        drive_tap(&d, DEBRIEF_ID_SAVE);
        drive_frame(&d);
        assert_int_equal(count_files("-cycle.pdf"), 1);
        assert_int_equal(count_files("-cycle-2.pdf"), other > 0);
        assert_int_equal(count_files("-cycle-3.pdf"), 0);
        assert_true(strstr(d.app->debrief.result, other == 1 ? "-cycle-2.pdf" : "-cycle.pdf"));
        scroll_down();
        drive_tap(&d, DEBRIEF_ID_LESSON);
    }
    drive_deinit(&d);
}

/* What is typed while files are being made is for the next ones. */
static void debrief__keeps_the_folder_that_files_went_to__whatever_is_typed_meanwhile(void **state)
{
    (void)state;
    char settings[320], elsewhere[320];
    drive_init(&d);
    replay_demo();
    (void)snprintf(settings, sizeof settings, "%s/settings.txt", d.folder);
    (void)snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", d.folder);
    d.options.settings_path = settings;
    drive_open(&d);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_SHEET);
    drive_frame(&d);
    (void)snprintf(d.app->debrief.state.folder, DEBRIEF_FOLDER_SIZE, "%s", elsewhere);
    drive_tap(&d, DEBRIEF_ID_SAVE);
    assert_true(d.app->debrief.working);
    (void)snprintf(d.app->debrief.state.folder, DEBRIEF_FOLDER_SIZE, "%s-half-ty", elsewhere);
    (void)run_to_the_end();
    assert_string_equal(d.app->settings.folder, elsewhere);
    assert_int_equal(access(elsewhere, F_OK), 0);
    (void)strncat(elsewhere, "-half-ty", sizeof elsewhere - strlen(elsewhere) - 1);
    assert_int_not_equal(access(elsewhere, F_OK), 0);
    drive_deinit(&d);
}

/* The sheet that a lesson gets by itself lies where people look for it: it is in the list
 * of what left, once. */
static void debrief__notes_the_sheet_that_was_made_by_itself(void **state)
{
    (void)state;
    open_with(1);
    assert_int_equal(count_files(".pdf"), 1);
    assert_true(log_says("debrief sheet,"));
    drive_close(&d);
    char path[FILE_MAX_PATH];
    Err err = {0};
    assert_ok(export_log_path(d.db, path, &err), err);
    assert_int_equal(unlink(path), 0);
    drive_open(&d);
    drive_tap(&d, HOME_ID_ROW); /* made again, in the same file */
    assert_int_not_equal(access(path, F_OK), 0);
    drive_deinit(&d);
}

/* Where files went is where the next go, after a new start too. */
static void debrief__keeps_the_folder_that_was_chosen(void **state)
{
    char settings[320], elsewhere[320];
    (void)state;
    open_with(1);
    drive_close(&d);
    (void)snprintf(settings, sizeof settings, "%s/settings.txt", d.folder);
    (void)snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", d.folder);
    d.options.settings_path = settings;
    for (int start = 0; start < 2; start++) {
        drive_open(&d);
        drive_tap(&d, HOME_ID_ROW);
        drive_tap(&d, SAVED_ID_SHEET);
        drive_frame(&d);
        assert_string_equal(d.app->debrief.state.folder, start == 0 ? d.sheets : elsewhere);
        (void)snprintf(d.app->debrief.state.folder, sizeof d.app->debrief.state.folder, "%s",
                       elsewhere);
        drive_tap(&d, DEBRIEF_ID_SAVE);
        (void)run_to_the_end();
        assert_int_equal(strncmp(d.app->debrief.result, "Saved as ", 9), 0);
        drive_close(&d);
    }
    d.options.sheets_said = true; /* a folder on the command line is the one */
    drive_open(&d);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_SHEET);
    assert_string_equal(d.app->debrief.state.folder, d.sheets);
    drive_deinit(&d);
}

/* ---- what is not written ---- */

static void disk_is_full(bool full)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = full ? 1 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static bool has_log(void)
{
    char path[FILE_MAX_PATH];
    Err err = {0};
    assert_ok(export_log_path(d.db, path, &err), err);
    return access(path, F_OK) == 0;
}

static void save(void)
{
    drive_tap(&d, DEBRIEF_ID_SAVE);
    (void)run_to_the_end();
}

static void debrief__on_a_full_disk__says_that_nothing_is_saved(void **state)
{
    (void)state;
    open_with(1);
    forget_sheets_and_log();
    disk_is_full(true);
    save();
    disk_is_full(false);
    assert_int_equal(count_files(".pdf"), 0);
    assert_int_equal(strncmp(d.app->debrief.result, "Not saved: ", 11), 0);
    assert_false(has_log());
    drive_deinit(&d);
}

/* Of a file that does not exist there is no line, and its folder is not where the next
 * one goes. */
static void debrief__into_a_folder_that_takes_nothing__notes_nothing(void **state)
{
    (void)state;
    open_with(1);
    forget_sheets_and_log();
    (void)snprintf(d.app->debrief.state.folder, DEBRIEF_FOLDER_SIZE, "/proc");
    save();
    assert_int_equal(strncmp(d.app->debrief.result, "Not saved: /proc/", 17), 0);
    assert_false(has_log());
    assert_string_equal(d.app->settings.folder, "");
    drive_deinit(&d);
}

static void debrief__stopped_before_the_first_file__notes_nothing(void **state)
{
    (void)state;
    for (int leaves = 0; leaves < 2; leaves++) {
        open_with(leaves ? 1 : 2);
        forget_sheets_and_log();
        d.app->debrief.choice.formats = SHARE_PDF | SHARE_PNG;
        scroll_down();
        drive_tap(&d, leaves ? DEBRIEF_ID_SAVE : DEBRIEF_ID_SAVE_ALL);
        scroll_down(); /* meanwhile it is composed, and there are pages in memory */
        assert_true(d.app->debrief.working);
        drive_tap(&d, leaves ? DEBRIEF_ID_BACK : DEBRIEF_ID_STOP);
        assert_false(d.app->debrief.working);
        assert_int_equal(count_files(".pdf"), 0);
        assert_false(has_log());
        drive_deinit(&d);
    }
}

/* One of two files: it is there, it is noted, and what is missing is said. */
static void debrief__of_which_a_part_is_written__says_and_notes_it(void **state)
{
    char path[700];
    (void)state;
    open_with(1);
    forget_sheets_and_log();
    d.app->debrief.choice.formats = SHARE_PDF | SHARE_XLSX;
    drive_tap(&d, DEBRIEF_ID_SAVE);
    while (d.app->debrief.working && count_files(".pdf") == 0)
        drive_frame(&d);
    assert_true(d.app->debrief.working);
    (void)snprintf(path, sizeof path, "%s/%s.xlsx", d.sheets, share_job_name(d.app->debrief.job));
    assert_int_equal(mkdir(path, 0700), 0);
    (void)run_to_the_end();
    assert_int_equal(strncmp(d.app->debrief.result, "Not all saved: ", 15), 0);
    assert_true(log_says("debrief sheet,"));
    drive_deinit(&d);
}

/* A list that cannot be written hides no trouble of the files. */
static void debrief__where_nothing_can_be_noted__says_both(void **state)
{
    char path[FILE_MAX_PATH];
    Err err = {0};
    (void)state;
    open_with(1);
    forget_sheets_and_log();
    assert_ok(export_log_path(d.db, path, &err), err);
    assert_int_equal(mkdir(path, 0700), 0);
    save();
    assert_int_equal(count_files(".pdf"), 1);
    assert_int_equal(strncmp(d.app->debrief.result, "Saved, but not noted: ", 22), 0);
    disk_is_full(true);
    drive_remove_folder(d.sheets);
    save();
    disk_is_full(false);
    assert_int_equal(strncmp(d.app->debrief.result, "Not saved: ", 11), 0);
    assert_null(strstr(d.app->debrief.result, "noted"));
    drive_deinit(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(debrief__saves_all_lessons_in_slices),
        cmocka_unit_test(debrief__stops_when_asked),
        cmocka_unit_test(debrief__notes_what_was_made_before_it_was_stopped),
        cmocka_unit_test(debrief__lists_what_failed_and_why),
        cmocka_unit_test(debrief__keeps_each_cycle_sheet),
        cmocka_unit_test(debrief__keeps_the_folder_that_files_went_to__whatever_is_typed_meanwhile),
        cmocka_unit_test(debrief__notes_the_sheet_that_was_made_by_itself),
        cmocka_unit_test(debrief__keeps_the_folder_that_was_chosen),
        cmocka_unit_test(debrief__on_a_full_disk__says_that_nothing_is_saved),
        cmocka_unit_test(debrief__into_a_folder_that_takes_nothing__notes_nothing),
        cmocka_unit_test(debrief__stopped_before_the_first_file__notes_nothing),
        cmocka_unit_test(debrief__of_which_a_part_is_written__says_and_notes_it),
        cmocka_unit_test(debrief__where_nothing_can_be_noted__says_both),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
