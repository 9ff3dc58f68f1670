/* The keyboard on the glass, touched through the whole app. */
#include "check.h"
#include "drive.h"

#include "assets/screenshots/scene.h"

static Drive drive;

static int set_up(void **state)
{
    (void)state;
    drive_init(&drive);
    drive_open(&drive);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    drive_deinit(&drive);
    return 0;
}

static uint32_t find_key(const char *key)
{
    const App *app = drive.app;
    uint32_t id = keyboard_find(&app->ui, &app->keyboard.state, app->settings.language, key);
    if (id == 0)
        fail_msg("there is no key '%s' on this page", key);
    return id;
}

static void press(const char *key)
{
    drive_tap(&drive, find_key(key));
}

static bool is_shown(void)
{
    UiRect r = {0};
    return app_find_target(drive.app, KEYBOARD_ID_GROUND, &r);
}

static const char *title(void)
{
    return drive.app->form.texts[FORM_TITLE];
}

static void open_title(void)
{
    drive_tap(&drive, HOME_ID_NEW);
    drive_tap(&drive, SETUP_ID_TEXT + FORM_TITLE);
    assert_true(is_shown());
}

/* Lands on a key, stays until its accents open, slides, lifts. */
static void hold_and_slide(const char *key, float dx, float dy)
{
    UiRect r = {0};
    assert_true(app_find_target(drive.app, find_key(key), &r));
    float x = r.x + r.w / 2, y = r.y + r.h / 2;
    drive_touch(&drive, UI_INPUT_DOWN, x, y);
    drive_pass(UI_HOLD_MS + 20);
    drive_frame(&drive);
    if (dx != 0 || dy != 0)
        drive_touch(&drive, UI_INPUT_MOVE, x + dx, y + dy);
    drive_touch(&drive, UI_INPUT_UP, x + dx, y + dy);
    drive_frame(&drive);
}

static void keys__type__what_is_on_them(void **state)
{
    (void)state;
    open_title();
    press("shift");
    press("T");
    press("a");
    press("space");
    press("7");
    press("page");
    press("?");
    press("page");
    press("b");
    assert_string_equal(title(), "Ta 7?b");
    press("backspace");
    press("left");
    press("z");
    assert_string_equal(title(), "Ta 7z?");
    press("right");
    press("shift");
    press("shift"); /* from now on capitals */
    press("X");
    press("Y");
    press("shift");
    press("x");
    assert_string_equal(title(), "Ta 7z?XYx");
    press("done");
    assert_false(is_shown());
    assert_int_equal(drive.app->ui.edit_id, 0);
    assert_string_equal(title(), "Ta 7z?XYx");
}

static void letters__held__open_their_accents(void **state)
{
    (void)state;
    open_title();
    hold_and_slide("n", 0, 0); /* in place: the first */
    hold_and_slide("u", 0, 0);
    assert_string_equal(title(), "\xC3\xB1\xC3\xBA");
    hold_and_slide("d", 0, -64); /* a stroke through it: Vietnamese */
    press("shift");
    hold_and_slide("E", 0, 0);
    assert_string_equal(title(), "\xC3\xB1\xC3\xBA\xC4\x91\xC3\x89");
    hold_and_slide("a", 0, 300); /* far below: nothing */
    assert_string_equal(title(), "\xC3\xB1\xC3\xBA\xC4\x91\xC3\x89");
    press("a");
    assert_string_equal(title(), "\xC3\xB1\xC3\xBA\xC4\x91\xC3\x89"
                                 "a");
}

/* A key without accents, pressed firmly. */
static void keys__held__type_on_lift(void **state)
{
    (void)state;
    open_title();
    press("h");
    hold_and_slide("space", 0, 0);
    hold_and_slide("shift", 0, 0);
    hold_and_slide("K", 0, 0);
    hold_and_slide("page", 0, 0);
    hold_and_slide("page", 0, 0);
    hold_and_slide("m", 3, 2);
    hold_and_slide("m", 300, -60); /* slid off */
    assert_string_equal(title(), "h Km");
    hold_and_slide("left", 0, 0); /* once, when it was held */
    hold_and_slide("backspace", 0, 0);
    assert_string_equal(title(), "h m");
    hold_and_slide("done", 0, 0);
    assert_false(is_shown());
}

static void backspace__held__goes_on(void **state)
{
    (void)state;
    open_title();
    for (int i = 0; i < 8; i++)
        press("m");
    UiRect r = {0};
    assert_true(app_find_target(drive.app, find_key("backspace"), &r));
    drive_touch(&drive, UI_INPUT_DOWN, r.x + 10, r.y + 10);
    for (int i = 0; i < 14; i++) {
        drive_pass(50);
        drive_frame(&drive);
    }
    drive_touch(&drive, UI_INPUT_UP, r.x + 10, r.y + 10);
    drive_frame(&drive);
    assert_true(strlen(title()) < 6 && strlen(title()) > 0);
}

static void fingers__that_slip_or_come_together__type_as_meant(void **state)
{
    (void)state;
    open_title();
    UiRect a = {0}, b = {0};
    assert_true(app_find_target(drive.app, find_key("a"), &a));
    assert_true(app_find_target(drive.app, find_key("b"), &b));
    drive_touch(&drive, UI_INPUT_DOWN, a.x + 5, a.y + 5); /* slides to another key */
    drive_touch(&drive, UI_INPUT_MOVE, b.x + 5, b.y + 5);
    drive_touch(&drive, UI_INPUT_UP, b.x + 5, b.y + 5);
    drive_frame(&drive);
    assert_string_equal(title(), "");
    /* Two thumbs: the second lands before the first lifts. */
    UiInput in = {.kind = UI_INPUT_DOWN, .finger = 1, .x = a.x + 9, .y = a.y + 9};
    in.at_ms = in.now_ms = drive_clock.boot_ms;
    app_input(drive.app, &in);
    in.finger = 2;
    in.x = b.x + 9;
    in.y = b.y + 9;
    app_input(drive.app, &in);
    in.kind = UI_INPUT_UP;
    app_input(drive.app, &in);
    in.finger = 1;
    in.x = a.x + 9;
    in.y = a.y + 9;
    app_input(drive.app, &in);
    drive_frame(&drive);
    drive_frame(&drive);
    assert_string_equal(title(), "ab");
    drive_touch(&drive, UI_INPUT_DOWN, 2, DRIVE_HEIGHT - 2); /* between the keys */
    drive_touch(&drive, UI_INPUT_UP, 2, DRIVE_HEIGHT - 2);
    drive_frame(&drive);
    assert_true(is_shown());
}

static void keyboard__is_shown__as_the_person_chose(void **state)
{
    (void)state;
    Err err = {0};
    open_title();
    drive_type(&drive, "real keys"); /* there is another one */
    assert_false(is_shown());
    drive_tap(&drive, SETUP_ID_TEXT + FORM_TITLE);
    drive_tap(&drive, SETUP_ID_TEXT + FORM_PLACE);
    assert_true(is_shown());
    Settings settings = drive.app->settings;
    settings.keyboard = SETTINGS_KEYBOARD_NEVER;
    assert_ok(app_use_settings(drive.app, &settings, &err), err);
    drive_frame(&drive);
    assert_false(is_shown());
    settings.keyboard = SETTINGS_KEYBOARD_ALWAYS;
    assert_ok(app_use_settings(drive.app, &settings, &err), err);
    UiInput tab = {.kind = UI_INPUT_KEY, .key = UI_KEY_TAB};
    tab.at_ms = tab.now_ms = drive_clock.boot_ms;
    app_input(drive.app, &tab);
    drive_frame(&drive);
    assert_true(drive.app->ui.edit_id != 0 && is_shown());
}

static void keyboard__in_spanish__has_its_letter(void **state)
{
    (void)state;
    (void)snprintf(drive.app->settings.language, sizeof drive.app->settings.language, "es");
    open_title();
    press("\xC3\xB1");
    press("shift");
    press("\xC3\x91");
    assert_string_equal(title(), "\xC3\xB1\xC3\x91");
}

static void capitals__of_all_letters__are_right(void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = {
        {"a", "A"}, {"é", "É"}, {"ñ", "Ñ"}, {"ß", "ẞ"}, {"ÿ", "Ÿ"}, {"đ", "Đ"}, {"ă", "Ă"},
        {"ơ", "Ơ"}, {"ư", "Ư"}, {"ự", "Ự"}, {"ł", "Ł"}, {"ž", "Ž"}, {"œ", "Œ"}, {"ń", "Ń"},
        {"÷", "÷"}, {"7", "7"}, {"?", "?"}, {"ş", "Ş"}, {"ĩ", "Ĩ"}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        char capital[8];
        keyboard_capital(PAIRS[i][0], capital);
        assert_string_equal(capital, PAIRS[i][1]);
    }
}

/* ---- the field stays in sight ---- */

static void check_field(Scene *scene, uint32_t id, const char *name)
{
    enum { PAGES = 30 };
    const Ui *ui = &scene->app->ui;
    UiRect field = {0}, board = {0};
    if (ui->edit_id != id)
        scene_tap(scene, id);
    scene_wait(scene, 300);
    if (ui->edit_id != id)
        fail_msg("%s: field %u is not edited", name, (unsigned)id);
    assert_true(app_find_target(scene->app, id, &field));
    assert_true(app_find_target(scene->app, KEYBOARD_ID_GROUND, &board));
    if (field.y < 0 || field.y + field.h > board.y)
        fail_msg("%s: field %u at %.0f to %.0f, the keyboard at %.0f", name, (unsigned)id,
                 (double)field.y, (double)(field.y + field.h), (double)board.y);
    if (board.y < ui->height / 2)
        fail_msg("the keyboard is higher than half the screen");
}

static void keyboard__over_any_screen__leaves_the_field_in_sight(void **state)
{
    (void)state;
    static const struct {
        SceneName scene;
        uint32_t first, count;
    } CASES[] = {
        {SCENE_HOME, HOME_ID_SEARCH, 1},
        {SCENE_SETUP, SETUP_ID_TEXT, FORM_TEXT_COUNT},
        {SCENE_EDITOR, EDITOR_ID_TEXT, 8},
        {SCENE_REVIEW_TURN, REVIEW_ID_TEXT, 1},
        {SCENE_BOARD_NOTE, BOARD_ID_PANEL_FIELD, 1},
    };
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {800, 560}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
            int32_t checked = 0;
            for (uint32_t n = 0; n < CASES[i].count; n++) {
                Scene scene;
                Err err = {0};
                SceneOptions options = {.width = SIZES[k][0], .height = SIZES[k][1]};
                assert_ok(scene_open(&scene, CASES[i].scene, &options, &err), err);
                scene_frame(&scene);
                UiRect r = {0};
                uint32_t id = CASES[i].first + n;
                /* What is scrolled out of sight is not touched. */
                bool there = app_find_target(scene.app, id, &r) && r.y > 80 &&
                             r.y + r.h < options.height - 100;
                if (there || (id == HOME_ID_SEARCH && r.h > 0)) {
                    check_field(&scene, id, scene_name(CASES[i].scene));
                    checked++;
                }
                scene_close(&scene);
            }
            if (checked == 0 && SIZES[k][1] > 600)
                fail_msg("no field of %s was checked", scene_name(CASES[i].scene));
        }
}

static void keys__at_every_size__are_large_and_apart(void **state)
{
    (void)state;
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {800, 480}, {2048, 1536}};
    open_title();
    for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
        app_resize(drive.app, SIZES[k][0], SIZES[k][1], 1);
        drive_frame(&drive);
        const Ui *ui = &drive.app->ui;
        for (int32_t i = 0; i < ui->target_count; i++) {
            UiRect a = ui->targets[i].rect;
            if (!ui->targets[i].aside || !ui->targets[i].focusable)
                continue;
            assert_true(a.w >= UI_MIN_TARGET && a.h >= UI_MIN_TARGET);
            assert_true(a.x >= 0 && a.x + a.w <= ui->width && a.y + a.h <= ui->height);
            for (int32_t n = i + 1; n < ui->target_count; n++) {
                UiRect b = ui->targets[n].rect;
                assert_true(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y ||
                            b.y + b.h <= a.y);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys__type__what_is_on_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(letters__held__open_their_accents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys__held__type_on_lift, set_up, tear_down),
        cmocka_unit_test_setup_teardown(backspace__held__goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fingers__that_slip_or_come_together__type_as_meant, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(keyboard__is_shown__as_the_person_chose, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keyboard__in_spanish__has_its_letter, set_up, tear_down),
        cmocka_unit_test(capitals__of_all_letters__are_right),
        cmocka_unit_test_setup_teardown(keys__at_every_size__are_large_and_apart, set_up,
                                        tear_down),
        cmocka_unit_test(keyboard__over_any_screen__leaves_the_field_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
