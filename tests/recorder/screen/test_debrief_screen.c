/* The sheet in the app: it is the real one, turned and enlarged by finger and key,
 * chosen what goes in; with pupils' names while they are open. */
#include "tests/recorder/screen/debrief_drive.h"

#include "recorder/store/vault.h"
#include "reports/sheet/sheet_raster.h"

#include <math.h>

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
        cmocka_unit_test(debrief__lays_another_teaching_beside_it),
        cmocka_unit_test(debrief__is_left_in_the_middle_of_work_without_harm),
        cmocka_unit_test(debrief__names_are_on_it_while_they_are_open),
        cmocka_unit_test(debrief__names_on_it__closed_in_the_middle_of_work),
        cmocka_unit_test(debrief__names_are_locked_when_nobody_touches_it),
        cmocka_unit_test(debrief__names_wait_after_wrong_tries_and_say_what_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
