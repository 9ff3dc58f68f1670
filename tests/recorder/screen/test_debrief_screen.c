/* The sheet in the app: it is the real one, turned and enlarged by finger and key,
 * chosen what goes in, made into files in slices. */
#include "check.h"

#include "protocols/file.h"
#include "recorder/store/export_log.h"
#include "recorder/store/vault.h"
#include "reports/sheet/sheet_raster.h"
#include "tests/recorder/devices.h"
#include "tests/recorder/screen/drive.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

static Drive d;

static void replay_demo(void)
{
    char command[900];
    const char *program = getenv("KENKYU_BIN");
    assert_non_null(program);
    (void)snprintf(command, sizeof command,
                   "%s replay %s/assets/demo-lesson.json --db %s >/dev/null", program,
                   TEST_SOURCE_DIR, d.db);
    assert_int_equal(system(command), 0);
}

/* To the end of the choices. */
static void scroll_down(void)
{
    d.app->debrief.state.scroll = 10000;
    for (int i = 0; i < 3; i++) {
        drive_frame(&d);
        d.app->stale = true;
    }
    drive_frame(&d);
}

static int32_t count_files(const char *ending)
{
    int32_t count = 0;
    DIR *dir = opendir(d.sheets);
    if (!dir)
        return 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name), end = strlen(ending);
        count += len > end && strcmp(entry->d_name + len - end, ending) == 0;
    }
    (void)closedir(dir);
    return count;
}

static void open_with(int lessons)
{
    drive_init(&d);
    for (int i = 0; i < lessons; i++)
        replay_demo();
    drive_open(&d);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_SHEET);
    drive_frame(&d);
    assert_int_equal(d.app->screen, APP_DEBRIEF);
}

static void key(UiKey key)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = key,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d.app, &in);
    drive_frame(&d);
}

static void finger(UiInputKind kind, int64_t which, float x, float y)
{
    UiInput in = {.kind = kind,
                  .finger = which,
                  .x = x,
                  .y = y,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d.app, &in);
}

/* One finger from here to there in a few moves. */
static void swipe(float x0, float y0, float x1, float y1)
{
    enum { MOVES = 6 };
    finger(UI_INPUT_DOWN, 1, x0, y0);
    for (int i = 1; i <= MOVES; i++) {
        drive_pass(16);
        finger(UI_INPUT_MOVE, 1, x0 + (x1 - x0) * (float)i / MOVES,
               y0 + (y1 - y0) * (float)i / MOVES);
    }
    drive_pass(16);
    finger(UI_INPUT_UP, 1, x1, y1);
    drive_frame(&d);
}

/* Gives the slices their frames until the files are there. */
static int32_t run_to_the_end(void)
{
    int32_t frames = 0;
    for (; d.app->debrief.working && frames < 500; frames++)
        drive_frame(&d);
    assert_false(d.app->debrief.working);
    drive_frame(&d);
    return frames;
}

static Preview *preview(void)
{
    return &d.app->debrief.state.preview;
}

/* Every pixel of the page on the screen is the one that the sheet's renderer gives, but
 * for what rounding leaves. */
static void assert_shows_the_sheet(void)
{
    const Preview *p = preview();
    UiRect view = {0, 64, 1280 - 352, 800 - 128};
    UiRect page = preview_page_rect(p, d.app->debrief.sheet, view);
    int32_t x0 = (int32_t)roundf(fmaxf(page.x, view.x)),
            y0 = (int32_t)roundf(fmaxf(page.y, view.y));
    int32_t x1 = (int32_t)roundf(fminf(page.x + page.w, view.x + view.w));
    int32_t y1 = (int32_t)roundf(fminf(page.y + page.h, view.y + view.h));
    float size = page.w / sheet_width(d.app->debrief.sheet);
    int32_t w = x1 - x0, h = y1 - y0, dark = 0;
    uint32_t *pixels = malloc((size_t)w * (size_t)h * sizeof *pixels);
    Err err = {0};
    SheetRaster target = {pixels, w, h, w};
    assert_ok(sheet_raster_page(d.app->debrief.sheet, p->page, size, ((float)x0 - page.x) / size,
                                ((float)y0 - page.y) / size, &target, &err),
              err);
    for (int32_t y = 0; y < h; y++)
        for (int32_t x = 0; x < w; x++) {
            uint32_t shown = d.surface.pixels[(y + y0) * d.surface.pitch + x + x0];
            for (int32_t channel = 0; channel < 24; channel += 8)
                assert_true(abs((int32_t)(shown >> channel & 0xFF) -
                                (int32_t)(pixels[y * w + x] >> channel & 0xFF)) <= 3);
            dark += (shown & 0xFF) < 0x40;
        }
    assert_true(dark > 500);
    free(pixels);
}

static void debrief__shows_the_very_sheet_at_every_size(void **state)
{
    (void)state;
    open_with(1);
    assert_shows_the_sheet();
    drive_tap(&d, DEBRIEF_ID_LARGER);
    drive_tap(&d, DEBRIEF_ID_LARGER);
    assert_true(preview()->zoom > 2);
    assert_shows_the_sheet();
    drive_tap(&d, DEBRIEF_ID_WHOLE);
    assert_true(preview()->zoom <= 1);
    assert_shows_the_sheet();
    drive_deinit(&d);
}

static void debrief__turns_pages_by_button_swipe_and_key(void **state)
{
    (void)state;
    open_with(1);
    int32_t last = sheet_page_count(d.app->debrief.sheet) - 1;
    drive_tap(&d, DEBRIEF_ID_NEXT);
    assert_int_equal(preview()->page, 1);
    assert_shows_the_sheet();
    swipe(600, 400, 300, 410);
    assert_int_equal(preview()->page, 2);
    swipe(300, 400, 600, 410);
    assert_int_equal(preview()->page, 1);
    swipe(300, 400, 320, 400); /* a finger that only trembles */
    assert_int_equal(preview()->page, 1);
    key(UI_KEY_RIGHT);
    assert_int_equal(preview()->page, 2);
    key(UI_KEY_END);
    assert_int_equal(preview()->page, last);
    key(UI_KEY_RIGHT);
    assert_int_equal(preview()->page, last);
    key(UI_KEY_HOME);
    key(UI_KEY_LEFT);
    assert_int_equal(preview()->page, 0);
    drive_deinit(&d);
}

static void debrief__is_enlarged_by_two_fingers_where_they_are(void **state)
{
    (void)state;
    open_with(1);
    UiRect view = {0, 64, 1280 - 352, 800 - 128};
    UiRect before = preview_page_rect(preview(), d.app->debrief.sheet, view);
    float at = (300 - before.y) / before.h; /* of the page, under the fingers */
    finger(UI_INPUT_DOWN, 1, 420, 300);
    finger(UI_INPUT_DOWN, 2, 500, 300);
    for (int i = 1; i <= 8; i++) {
        drive_pass(16);
        finger(UI_INPUT_MOVE, 1, 420 - 10 * (float)i, 300);
        finger(UI_INPUT_MOVE, 2, 500 + 10 * (float)i, 300);
        drive_frame(&d);
    }
    finger(UI_INPUT_UP, 1, 340, 300);
    finger(UI_INPUT_UP, 2, 580, 300);
    drive_frame(&d);
    UiRect after = preview_page_rect(preview(), d.app->debrief.sheet, view);
    assert_true(after.w > 1.7F * before.w);
    assert_true(fabsf((300 - after.y) / after.h - at) < 0.03F);
    assert_int_equal(preview()->page, 0);
    /* then one finger moves the paper and turns nothing */
    float y = after.y;
    swipe(400, 300, 400, 200);
    assert_true(preview_page_rect(preview(), d.app->debrief.sheet, view).y < y - 50);
    assert_int_equal(preview()->page, 0);
    assert_shows_the_sheet();
    drive_deinit(&d);
}

static float left_of(uint32_t id)
{
    UiRect r;
    assert_true(app_find_target(d.app, id, &r));
    return r.x;
}

static void debrief__changes_sides__left_handed(void **state)
{
    (void)state;
    open_with(1);
    float width = d.app->ui.width;
    assert_true(left_of(DEBRIEF_ID_SAVE) > width / 2 && left_of(DEBRIEF_ID_BACK) < 100);
    d.app->settings.left_handed = true;
    d.app->stale = true;
    drive_frame(&d);
    assert_true(left_of(DEBRIEF_ID_SAVE) < 100 && left_of(DEBRIEF_ID_BACK) > width / 4);
    drive_tap(&d, DEBRIEF_ID_NEXT);
    assert_int_equal(d.app->debrief.state.preview.page, 1);
    drive_tap(&d, DEBRIEF_ID_BACK);
    assert_int_equal(d.app->screen, APP_SAVED);
    assert_true(left_of(SAVED_ID_NEXT) < 100);
    drive_tap(&d, SAVED_ID_NEXT);
    assert_int_equal(d.app->screen, APP_SETUP);
    drive_deinit(&d);
}

static void debrief__choices_hold_at_once(void **state)
{
    (void)state;
    open_with(1);
    int32_t pages = sheet_page_count(d.app->debrief.sheet);
    drive_tap(&d, DEBRIEF_ID_FOR + 1);
    assert_true(d.app->debrief.choice.sheet.for_others);
    assert_true(sheet_page_count(d.app->debrief.sheet) < pages);
    drive_tap(&d, DEBRIEF_ID_FOR);
    assert_int_equal(sheet_page_count(d.app->debrief.sheet), pages);
    drive_tap(&d, DEBRIEF_ID_PUPILS + 1);
    assert_int_equal(d.app->debrief.choice.sheet.pupils, HANDOUT_SEATS);
    drive_tap(&d, DEBRIEF_ID_PAPER + SHEET_LETTER);
    assert_true(sheet_width(d.app->debrief.sheet) > 611);
    drive_tap(&d, DEBRIEF_ID_LANGUAGE + 1);
    assert_string_equal(sheet_info(d.app->debrief.sheet)->language, "es");
    drive_tap(&d, DEBRIEF_ID_SECTION + DEBRIEF_MAP);
    assert_int_equal(d.app->debrief.choice.sheet.without, 1 << DEBRIEF_MAP);
    drive_deinit(&d);
}

static void debrief__writes_nothing_before_save_and_the_same_file_again(void **state)
{
    (void)state;
    open_with(1);
    assert_int_equal(count_files(".pdf"), 1); /* of the saved screen */
    drive_tap(&d, DEBRIEF_ID_NEXT);
    key(UI_KEY_ESCAPE);
    assert_int_equal(d.app->screen, APP_SAVED);
    drive_tap(&d, SAVED_ID_HOME);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_SHEET);
    assert_int_equal(count_files(".pdf"), 1);
    drive_tap(&d, DEBRIEF_ID_SAVE);
    (void)run_to_the_end();
    assert_int_equal(count_files(".pdf"), 1);
    assert_int_equal(strncmp(d.app->debrief.result, "Saved as 2026-03-12-Which", 25), 0);
    drive_deinit(&d);
}

static int lines_about(const char *words)
{
    char path[FILE_MAX_PATH], line[1000];
    Err err = {0};
    int count = 0;
    assert_ok(export_log_path(d.db, path, &err), err);
    FILE *log = fopen(path, "r");
    assert_non_null(log);
    while (fgets(line, sizeof line, log))
        count += strstr(line, words) != NULL;
    (void)fclose(log);
    return count;
}

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

static bool log_says(const char *words)
{
    char path[FILE_MAX_PATH];
    Err err = {0};
    Arena arena;
    const char *text = "";
    size_t len = 0;
    arena_init(&arena, (size_t)1 << 20);
    assert_ok(export_log_path(d.db, path, &err), err);
    assert_ok(file_read(&arena, path, (size_t)1 << 19, &text, &len, &err), err);
    bool says = strstr(text, words) != NULL;
    arena_deinit(&arena);
    return says;
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

static void debrief__lays_another_teaching_beside_it(void **state)
{
    (void)state;
    open_with(2);
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_PICK);
    drive_tap(&d, DEBRIEF_ID_TEACHING);
    assert_true(d.app->debrief.is_cycle);
    assert_int_equal(sheet_page_count(d.app->debrief.sheet), 1);
    assert_shows_the_sheet();
    drive_tap(&d, DEBRIEF_ID_SAVE);
    drive_frame(&d);
    assert_int_equal(count_files("-cycle.pdf"), 1);
    assert_int_equal(lines_about("cycle sheet,"), 2); /* one about each lesson */
    assert_int_equal(lines_about("cycle sheet,,"), 0);
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_LESSON);
    assert_false(d.app->debrief.is_cycle);
    assert_true(sheet_page_count(d.app->debrief.sheet) > 1);
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

static void debrief__is_left_in_the_middle_of_work_without_harm(void **state)
{
    (void)state;
    open_with(2);
    scroll_down();
    drive_tap(&d, DEBRIEF_ID_SAVE_ALL);
    drive_tap(&d, DEBRIEF_ID_BACK);
    assert_int_equal(d.app->screen, APP_SAVED);
    drive_frame(&d);
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

/* As on a device from which nothing has left. */
static void forget_sheets_and_log(void)
{
    char path[FILE_MAX_PATH];
    Err err = {0};
    assert_ok(export_log_path(d.db, path, &err), err);
    assert_int_equal(unlink(path), 0);
    drive_remove_folder(d.sheets);
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

/* ---- names ---- */

static const char PASSPHRASE[] = "violet kettle 42";

/* A vault with the name of the first pupil of the lesson that is shown. */
static void keep_a_name(void)
{
    static const VaultCost cheap = {1, 8 << 20};
    Err err = {0};
    const Setup *s = d.app->debrief.observation.setup;
    int32_t pupil = 0;
    while (s->subjects[pupil].kind != SUBJECT_PUPIL)
        pupil++;
    Vault *vault = vault_create(d.app->store, PASSPHRASE, &cheap, drive_clock.unix_ms, &err);
    assert_ok(vault != NULL, err);
    assert_ok(vault_put_name(vault, s->class_name, s->subjects[pupil].label, "Lucía Quispe", &err),
              err);
    vault_lock(vault);
}

static void open_with_a_name(void)
{
    open_with(1);
    keep_a_name();
    drive_tap(&d, DEBRIEF_ID_BACK);
    drive_tap(&d, SAVED_ID_SHEET);
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES);
}

static void try_passphrase(const char *passphrase)
{
    drive_tap(&d, DEBRIEF_ID_PASSPHRASE);
    drive_type(&d, passphrase);
    assert_false(drive_says(&d, passphrase));
    drive_tap(&d, DEBRIEF_ID_UNLOCK);
    assert_int_equal(d.app->debrief.state.passphrase[0], 0);
}

static bool page_says_the_name(void)
{
    const Sheet *sheet = d.app->debrief.sheet;
    for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
        size_t count = 0;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++)
            if (marks[i].kind == SHEET_MARK_TEXT && strstr(marks[i].text, "Quispe"))
                return true;
    }
    return false;
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

static void debrief__names_are_on_it_while_they_are_open(void **state)
{
    (void)state;
    open_with_a_name();
    drive_tap(&d, DEBRIEF_ID_UNNAMED);
    assert_int_equal(d.app->debrief.choice.sheet.pupils, HANDOUT_LABELS);
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES);
    try_passphrase("violet kettle");
    assert_string_equal(d.app->debrief.names_trouble,
                        "Not opened: this is not the passphrase of the names");
    assert_false(page_says_the_name());
    try_passphrase(PASSPHRASE);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
    assert_true(page_says_the_name());
    assert_shows_the_sheet();
    drive_tap(&d, DEBRIEF_ID_SAVE);
    (void)run_to_the_end();
    assert_true(log_says(",yes,"));
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_SEATS);
    assert_false(page_says_the_name());
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES); /* still open */
    assert_true(page_says_the_name());
    drive_tap(&d, DEBRIEF_ID_FOR + 1);
    assert_false(page_says_the_name());
    drive_tap(&d, DEBRIEF_ID_FOR);
    assert_int_equal(d.app->debrief.choice.sheet.pupils, HANDOUT_LABELS);
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES);
    drive_tap(&d, DEBRIEF_ID_LOCK);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    assert_false(page_says_the_name());
    drive_deinit(&d);
}

/* The app is closed while files with names are being made: those that were are noted. */
static void debrief__names_on_it__closed_in_the_middle_of_work(void **state)
{
    (void)state;
    open_with_a_name();
    try_passphrase(PASSPHRASE);
    forget_sheets_and_log();
    d.app->debrief.choice.formats = SHARE_PDF | SHARE_XLSX;
    drive_tap(&d, DEBRIEF_ID_SAVE);
    while (d.app->debrief.working && count_files(".pdf") == 0)
        drive_frame(&d);
    assert_true(d.app->debrief.working);
    drive_close(&d);
    assert_true(log_says(",yes,"));
    drive_deinit(&d);
}

static void debrief__names_are_locked_when_nobody_touches_it(void **state)
{
    (void)state;
    open_with_a_name();
    try_passphrase(PASSPHRASE);
    drive_pass(299000);
    drive_frame(&d);
    assert_true(page_says_the_name());
    drive_tap(&d, DEBRIEF_ID_NEXT); /* counts anew */
    drive_pass(299000);
    drive_frame(&d);
    assert_true(page_says_the_name());
    drive_pass(1001);
    drive_frame(&d);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    assert_null(d.app->debrief.choice.sheet.names);
    assert_false(page_says_the_name());
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES);
    try_passphrase(PASSPHRASE);
    drive_tap(&d, DEBRIEF_ID_BACK);
    drive_tap(&d, SAVED_ID_SHEET);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
    assert_false(page_says_the_name()); /* only where it is chosen */
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES);
    assert_true(page_says_the_name());
    drive_deinit(&d);
}

static void debrief__names_wait_after_wrong_tries_and_say_what_is_missing(void **state)
{
    (void)state;
    open_with(1);
    drive_tap(&d, DEBRIEF_ID_PUPILS + HANDOUT_NAMES);
    assert_true(drive_shows(&d, DEBRIEF_ID_UNNAMED)); /* nothing to open yet */
    assert_false(drive_shows(&d, DEBRIEF_ID_PASSPHRASE));
    key(UI_KEY_ESCAPE);
    assert_int_equal(d.app->screen, APP_DEBRIEF);
    drive_deinit(&d);

    open_with_a_name();
    for (int i = 0; i < VAULT_FREE_TRIES; i++)
        try_passphrase("not this one");
    try_passphrase(PASSPHRASE);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    drive_pass(INT64_C(1000) * VAULT_FIRST_WAIT_S);
    try_passphrase(PASSPHRASE);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
    drive_deinit(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(debrief__shows_the_very_sheet_at_every_size),
        cmocka_unit_test(debrief__turns_pages_by_button_swipe_and_key),
        cmocka_unit_test(debrief__is_enlarged_by_two_fingers_where_they_are),
        cmocka_unit_test(debrief__changes_sides__left_handed),
        cmocka_unit_test(debrief__choices_hold_at_once),
        cmocka_unit_test(debrief__writes_nothing_before_save_and_the_same_file_again),
        cmocka_unit_test(debrief__saves_all_lessons_in_slices),
        cmocka_unit_test(debrief__stops_when_asked),
        cmocka_unit_test(debrief__notes_what_was_made_before_it_was_stopped),
        cmocka_unit_test(debrief__lists_what_failed_and_why),
        cmocka_unit_test(debrief__on_a_full_disk__says_that_nothing_is_saved),
        cmocka_unit_test(debrief__into_a_folder_that_takes_nothing__notes_nothing),
        cmocka_unit_test(debrief__stopped_before_the_first_file__notes_nothing),
        cmocka_unit_test(debrief__of_which_a_part_is_written__says_and_notes_it),
        cmocka_unit_test(debrief__where_nothing_can_be_noted__says_both),
        cmocka_unit_test(debrief__lays_another_teaching_beside_it),
        cmocka_unit_test(debrief__keeps_each_cycle_sheet),
        cmocka_unit_test(debrief__keeps_the_folder_that_files_went_to__whatever_is_typed_meanwhile),
        cmocka_unit_test(debrief__notes_the_sheet_that_was_made_by_itself),
        cmocka_unit_test(debrief__keeps_the_folder_that_was_chosen),
        cmocka_unit_test(debrief__names_are_on_it_while_they_are_open),
        cmocka_unit_test(debrief__names_on_it__closed_in_the_middle_of_work),
        cmocka_unit_test(debrief__names_are_locked_when_nobody_touches_it),
        cmocka_unit_test(debrief__names_wait_after_wrong_tries_and_say_what_is_missing),
        cmocka_unit_test(debrief__is_left_in_the_middle_of_work_without_harm),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
