/* test_forgetting.c - what was kept as long as the settings say, through the whole app:
 * said first, listed, gone from every byte when somebody says so. */
#include "check.h"

#include "recorder/store/forget.h"
#include "recorder/store/vault.h"
#include "tests/recorder/disk.h"
#include "tests/recorder/screen/drive.h"

#include <dirent.h>
#include <sqlite3.h>

static const int64_t DAY = 86400000, HOUR = 3600000;
static const int64_t NOW = INT64_C(1795428000000); /* Monday, 23 November 2026 */
static const struct VaultCost cheap = {.passes = 1, .memory_bytes = 8192};

static Drive d;
static char settings_path_of[400];

static int set_up(void **state)
{
    (void)state;
    drive_init(&d);
    d.options.names_cost = &cheap;
    (void)snprintf(settings_path_of, sizeof settings_path_of, "%s/settings.txt", d.folder);
    d.options.settings_path = settings_path_of;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    drive_deinit(&d);
    return 0;
}

static void choose(const char *text)
{
    FILE *file = fopen(settings_path_of, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
}

/* A lesson of a class with this title, so many days ago; ended, unless it runs. */
static void record(const char *title, const char *class_name, int32_t days_ago, bool ends)
{
    static int64_t nth; /* no two lessons have the same id */
    drive_clock.unix_ms = NOW - days_ago * DAY - HOUR + ++nth;
    drive_open(&d);
    drive_tap(&d, HOME_ID_NEW);
    setup_form_copy_text(d.app->form.texts[FORM_TITLE], FORM_TEXT_SIZE, title);
    setup_form_copy_text(d.app->form.texts[FORM_CLASS], FORM_TEXT_SIZE, class_name);
    drive_tap(&d, SETUP_ID_START);
    assert_int_equal(d.app->screen, APP_BOARD);
    drive_pass(60000);
    if (ends) {
        drive_tap(&d, BOARD_ID_END);
        drive_tap(&d, BOARD_ID_END_YES);
    }
    drive_close(&d);
    drive_pass(1000);
    drive_clock.unix_ms = NOW;
}

static void open_app(void)
{
    drive_open(&d);
    drive_frame(&d); /* it looks once the first frame is drawn */
}

static void record_some(void)
{
    record("Old fractions", "5A", 800, true);
    record("Old and running", "5A", 790, false);
    record("New fractions", "6A", 12, true);
    record("New ratios", "6A", 11, true);
    record("New angles", "6A", 10, true);
    disk_back_up(d.db, NOW - DAY);
}

/* ---- tests ---- */

/* Everything is old by a clock that stands ten years ahead. */
static void lessons__of_a_tablet_whose_clock_stands_ahead__wait_for_somebody(void **state)
{
    (void)state;
    record_some();
    choose("lessons: 2\nforgetting: alone\n");
    drive_clock.unix_ms = NOW + 3653 * DAY;
    open_app();
    assert_int_equal(d.app->home.total, 5);
    assert_true(drive_says(&d, "4 lessons may be forgotten"));
    assert_true(drive_says(&d, "Is today 23 Nov 2036? The clock of this device says so"));
    drive_tap(&d, HOME_ID_FORGETTING);
    assert_true(drive_says(&d, "By this device's clock today is 23 Nov 2036."));
    drive_tap(&d, FORGETTING_ID_LATER);
    drive_close(&d);
    assert_true(disk_count_files_with(d.folder, "New fractions", "sheets") >= 2);

    drive_clock.unix_ms = NOW; /* put right, it goes as was chosen */
    open_app();
    assert_true(drive_says(&d, "Forgotten: 1 lesson"));
    assert_int_equal(d.app->home.total, 4);
}

/* Lessons of one day or two are those of a first try with that clock. */
static void lessons__go_alone__from_the_third_day_on(void **state)
{
    (void)state;
    record("Old fractions", "5A", 800, true);
    record("Long ago", "6A", 101, true);
    record("Before noon", "6A", 1, true);
    record("After noon", "6A", 1, true);
    record("Today", "6A", 0, true);
    choose("lessons: 2\nforgetting: alone\n");
    open_app();
    assert_true(drive_says(&d, "1 lesson may be forgotten"));
    drive_close(&d);
    record("Just so", "6A", 99, true);
    open_app();
    assert_true(drive_says(&d, "Forgotten: 1 lesson"));
}

static void lessons__too_old__are_listed_and_go_when_somebody_says_so(void **state)
{
    (void)state;
    record_some();
    choose("lessons: 2\n");
    assert_true(disk_count_files_with(d.folder, "Old fractions", "sheets") >= 2);
    open_app();
    assert_true(drive_says(&d, "1 lesson may be forgotten"));
    assert_true(drive_says(&d, "Nothing goes before you say so"));
    assert_int_equal(d.app->home.total, 5);
    drive_tap(&d, HOME_ID_FORGETTING);
    assert_int_equal(d.app->screen, APP_FORGETTING);
    assert_true(drive_says(&d, "Old fractions"));
    assert_false(drive_says(&d, "Old and running")); /* never what runs */
    assert_false(drive_says(&d, "New fractions"));
    drive_tap(&d, FORGETTING_ID_LATER);
    assert_int_equal(d.app->screen, APP_HOME);
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
    drive_close(&d);

    open_app();
    drive_tap(&d, HOME_ID_FORGETTING);
    drive_tap(&d, FORGETTING_ID_FORGET);
    assert_true(drive_says(&d, "Really forget 1 lesson"));
    assert_int_equal(d.app->screen, APP_FORGETTING);
    drive_tap(&d, FORGETTING_ID_FORGET);
    assert_int_equal(d.app->screen, APP_HOME);
    assert_true(drive_says(&d, "Forgotten: 1 lesson"));
    assert_int_equal(d.app->home.total, 4);
    drive_tap(&d, HOME_ID_FORGETTING);
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
    drive_close(&d);
    assert_int_equal(disk_count_files_with(d.folder, "Old fractions", "sheets"), 0);
    assert_true(disk_count_files_with(d.folder, "New fractions", "sheets") >=
                2); /* and its fresh backup */
    open_app();
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
}

/* The sheet that the app laid down when that lesson ended; "" when there is none. */
static const char *find_sheet(const char *title)
{
    static char path[1200];
    DIR *dir = opendir(d.sheets);
    assert_non_null(dir);
    path[0] = '\0';
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strstr(entry->d_name, title))
            (void)snprintf(path, sizeof path, "%s/%s", d.sheets, entry->d_name);
    assert_int_equal(closedir(dir), 0);
    return path;
}

static void sheet__that_somebody_wrote_on__stays_and_is_told(void **state)
{
    (void)state;
    record("Older angles", "5A", 801, true);
    record_some();
    FILE *sheet = fopen(find_sheet("Old-fractions"), "a");
    assert_non_null(sheet);
    assert_true(fputs("% mine\n", sheet) >= 0 && fclose(sheet) == 0);
    choose("lessons: 2\n");
    open_app();
    drive_tap(&d, HOME_ID_FORGETTING);
    assert_true(drive_says(&d, "Old fractions"));
    assert_true(drive_says(&d, "listed last"));
    assert_true(drive_says(&d, strrchr(find_sheet("Old-fractions"), '/') + 1));
    assert_false(drive_says(&d, strrchr(find_sheet("Older-angles"), '/') + 1)); /* it goes */
    drive_tap(&d, FORGETTING_ID_FORGET);
    drive_tap(&d, FORGETTING_ID_FORGET);
    assert_true(drive_says(&d, "Forgotten: 2 lessons"));
    assert_true(drive_says(&d, "every backup here. 1 file that"));
    assert_string_equal(find_sheet("Older-angles"), "");
    drive_tap(&d, HOME_ID_FORGETTING);
    assert_int_equal(d.app->screen, APP_FORGETTING);
    assert_true(drive_says(&d, "Files that stay"));
    assert_true(drive_says(&d, strrchr(find_sheet("Old-fractions"), '/') + 1));
    assert_false(drive_shows(&d, FORGETTING_ID_FORGET));
    drive_tap(&d, FORGETTING_ID_GOOD);
    assert_int_equal(d.app->screen, APP_HOME);
    drive_frame(&d);
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
}

static void lessons__too_old__go_by_themselves_where_that_was_chosen(void **state)
{
    (void)state;
    record_some();
    choose("lessons: 2\nforgetting: alone\n");
    assert_string_not_equal(find_sheet("Old-fractions"), "");
    open_app();
    assert_string_equal(find_sheet("Old-fractions"), "");
    assert_string_not_equal(find_sheet("New-fractions"), "");
    assert_true(drive_says(&d, "For good: from the record, its journal and every backup here."));
    assert_true(drive_says(&d, "Forgotten: 1 lesson"));
    assert_int_equal(d.app->home.total, 4);
    assert_int_equal(disk_count_files_with(d.folder, "Old fractions", "sheets"), 0);
}

static void lessons__are_kept__while_nothing_else_is_chosen(void **state)
{
    (void)state;
    record_some();
    open_app();
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
    assert_int_equal(d.app->home.total, 5);
    /* What a choice would mean is said beside it, before the app looks. */
    drive_tap(&d, HOME_ID_MENU);
    drive_tap(&d, APP_ID_MENU_SETTINGS);
    app_resize(d.app, 1280, 2400, 1);
    assert_string_equal(d.app->settings_screen.due, "");
    drive_tap(&d, SETTINGS_ID_LESSONS + 2);
    assert_int_equal(d.app->settings.keep_years, 2);
    assert_string_equal(d.app->settings_screen.due, "1 lesson");
    drive_tap(&d, SETTINGS_ID_FORGETTING + 1);
    assert_true(d.app->settings.forgets_alone);
    assert_true(drive_says(&d, "goes by itself"));
    drive_tap(&d, SETTINGS_ID_FORGETTING);
    app_resize(d.app, 1280, 800, 1);
    drive_tap(&d, SETTINGS_ID_BACK);
    drive_frame(&d);
    assert_true(drive_says(&d, "1 lesson may be forgotten"));
    assert_int_equal(d.app->home.total, 5);
}

static void names__of_last_year__go_and_their_lessons_stay(void **state)
{
    (void)state;
    Err err = {0};
    record("May", "5A", 180, true);
    record("October", "6A", 30, true);
    Store *store = store_open(d.db, STORE_WRITE, &err);
    Vault *vault = vault_create(store, "violet kettle", &cheap, NOW - 180 * DAY, &err);
    const VaultName kept[] = {{"5A", "1", "Lucía Quispe"}, {"6A", "1", "Bo Li"}};
    assert_ok(vault && vault_put_names(vault, kept, 2, &err), err);
    vault_lock(vault);
    store_close(store);
    choose("names: july\n");
    open_app();
    assert_true(drive_says(&d, "1 name may be forgotten"));
    assert_true(drive_says(&d, "not observed since July"));
    drive_tap(&d, HOME_ID_FORGETTING);
    drive_tap(&d, FORGETTING_ID_FORGET);
    drive_tap(&d, FORGETTING_ID_FORGET);
    assert_true(drive_says(&d, "Forgotten: 1 name"));
    assert_int_equal(d.app->home.total, 2);
    assert_ok(app_open_names(d.app, "violet kettle", &err), err);
    assert_int_equal(d.app->names.count, 1);
    assert_string_equal(d.app->names.all[0].name, "Bo Li");
}

static void forgetting__that_was_cut_off__is_finished_at_the_next_start(void **state)
{
    (void)state;
    Err err = {0};
    int32_t lessons = 0;
    bool pending = true;
    record_some();
    Store *store = store_open(d.db, STORE_WRITE, &err);
    assert_ok(store && forget_before(store, NOW - 700 * DAY, &lessons, &err), err);
    store_close(store); /* the power went */
    assert_true(disk_count_files_with(d.folder, "Old fractions", "sheets") >= 1);
    open_app();
    assert_ok(forget_is_pending(d.app->store, &pending, &err), err);
    assert_false(pending);
    assert_int_equal(disk_count_files_with(d.folder, "Old fractions", "sheets"), 0);
}

static void forgetting__that_cannot_make_a_backup__says_what_is_done_and_tries_again(void **state)
{
    (void)state;
    char backups[500], away[500];
    record_some();
    choose("lessons: 2\nforgetting: alone\n");
    (void)snprintf(backups, sizeof backups, "%s/backups", d.folder);
    (void)snprintf(away, sizeof away, "%s/away", d.folder);
    assert_int_equal(rename(backups, away), 0);
    FILE *file = fopen(backups, "w"); /* no folder can be made there */
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    open_app();
    assert_true(drive_says(&d, "Forgetting did not come to its end"));
    assert_true(drive_says(&d, "What was forgotten is gone from the record, but not yet from its "
                               "file and every backup"));
    assert_int_equal(d.app->home.total, 4); /* the lesson is gone already */
    assert_int_equal(unlink(backups), 0);
    assert_int_equal(rename(away, backups), 0);
    drive_tap(&d, HOME_ID_FORGETTING);
    drive_frame(&d);
    assert_false(drive_says(&d, "Forgetting did not come to its end"));
    assert_int_equal(disk_count_files_with(d.folder, "Old fractions", "sheets"), 0);
}

static void forgetting__waits__while_a_lesson_is_in_use(void **state)
{
    (void)state;
    record_some();
    choose("lessons: 2\nforgetting: alone\n");
    drive_clock.unix_ms = NOW - 780 * DAY; /* nothing is old yet */
    open_app();
    drive_tap(&d, HOME_ID_CONTINUE);
    drive_clock.unix_ms = NOW;
    d.app->forgetting.looked = false;
    drive_tap(&d, BOARD_ID_MENU);
    drive_tap(&d, APP_ID_MENU_HOME);
    drive_frame(&d);
    assert_int_equal(d.app->home.total, 5);
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
}

static void lessons__of_a_tablet_that_thinks_it_is_1970__are_kept(void **state)
{
    (void)state;
    Err err = {0};
    record("Old fractions", "5A", 800, true);
    Store *store = store_open(d.db, STORE_WRITE, &err);
    Vault *vault = vault_create(store, "violet kettle", &cheap, NOW - 180 * DAY, &err);
    const VaultName kept[] = {{"5A", "1", "Bo Li"}};
    assert_ok(vault && vault_put_names(vault, kept, 1, &err), err);
    vault_lock(vault);
    store_close(store);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(d.db, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE observation SET started_unix_ms = 0", NULL, NULL, NULL),
        SQLITE_OK); /* as of an imported one: its id says when it came */
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    choose("lessons: 2\nnames: july\nforgetting: alone\n");
    drive_clock.unix_ms = DAY;
    open_app();
    assert_false(drive_shows(&d, HOME_ID_FORGETTING));
    assert_int_equal(d.app->home.total, 1);
    assert_int_equal(d.app->forgetting.lessons_before_ms, 0);
    assert_int_equal(d.app->forgetting.names_before_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(lessons__too_old__are_listed_and_go_when_somebody_says_so),
        T(sheet__that_somebody_wrote_on__stays_and_is_told),
        T(lessons__too_old__go_by_themselves_where_that_was_chosen),
        T(lessons__of_a_tablet_whose_clock_stands_ahead__wait_for_somebody),
        T(lessons__go_alone__from_the_third_day_on),
        T(lessons__are_kept__while_nothing_else_is_chosen),
        T(names__of_last_year__go_and_their_lessons_stay),
        T(forgetting__that_was_cut_off__is_finished_at_the_next_start),
        T(forgetting__that_cannot_make_a_backup__says_what_is_done_and_tries_again),
        T(forgetting__waits__while_a_lesson_is_in_use),
        T(lessons__of_a_tablet_that_thinks_it_is_1970__are_kept),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
