/* Every screen by keyboard alone: each target is reached, in the order of the eye
 * within its column, and it is seen which has the focus. */
#include "check.h"
#include "drive.h"
#include "ground_check.h"
#include "layout_check.h"

#include "assets/screenshots/scene.h"

enum { MOST_STOPS = 400 };

/* The edge that shows the focus: drawn around the target, 3 to 1 against what lies
 * around it. */
static bool shows_focus(const Ui *ui, const UiTarget *t)
{
    const float reach = 24;
    UiRect around = {t->rect.x - reach, t->rect.y - reach, t->rect.w + 2 * reach,
                     t->rect.h + 2 * reach};
    for (int32_t i = 0; i < ui->command_count; i++) {
        const UiCommand *c = &ui->commands[i];
        bool floor = c->rgb == ui_color(ui, COLOR_FLOOR) && c->width >= 3;
        bool edited = ui->edit_id == t->id && c->rgb == ui_color(ui, COLOR_INK) && c->width >= 3;
        bool about = layout_within(around, c->rect) || layout_within(c->rect, t->rect);
        if (c->kind != UI_STROKE || !(floor || edited) || !about)
            continue;
        float x = c->rect.x, y = c->rect.y + c->rect.h / 2;
        uint32_t out = ground_at(ui, i, x - 1, y), in = ground_at(ui, i, x + c->width + 1, y);
        if (x < 2 || fmax(ground_contrast(c->rgb, out), ground_contrast(c->rgb, in)) >= 3)
            return true;
    }
    return false;
}

static const UiTarget *focused(const Ui *ui)
{
    for (int32_t i = 0; i < ui->target_count; i++)
        if (ui->targets[i].id == ui->focus_id)
            return &ui->targets[i];
    return NULL;
}

static bool was_reached(const uint32_t *stops, int32_t count, uint32_t id)
{
    for (int32_t i = 0; i < count; i++)
        if (stops[i] == id)
            return true;
    return false;
}

/* Once round with Tab. */
static int32_t go_round(Scene *scene, SceneName name, uint32_t stops[MOST_STOPS])
{
    const Ui *ui = &scene->app->ui;
    int32_t count = 0;
    while (count < MOST_STOPS) {
        scene_key(scene, UI_KEY_TAB);
        scene_frame(scene);
        const UiTarget *t = focused(ui);
        if (!t)
            fail_msg("%s: Tab leads nowhere after %d stops", scene_name(name), (int)count);
        if (count > 0 && t->id == stops[0])
            return count;
        UiRect sight = layout_common(t->rect, t->clip);
        if (sight.w < t->rect.w / 2 || sight.h < t->rect.h / 2)
            fail_msg("%s: target %u has the focus out of sight", scene_name(name), (unsigned)t->id);
        if (!shows_focus(ui, t))
            fail_msg("%s: it is not seen that target %u has the focus", scene_name(name),
                     (unsigned)t->id);
        stops[count++] = t->id;
    }
    return count;
}

static void tab__on_every_screen__reaches_every_target(void **state)
{
    (void)state;
    for (int name = 0; name < SCENE_COUNT; name++) {
        if (name == SCENE_BOARD_RING || name == SCENE_KEYBOARD_ACCENTS)
            continue; /* a finger is on the glass */
        Scene scene;
        Err err = {0};
        SceneOptions options = {.width = 1280, .height = 800};
        assert_ok(scene_open(&scene, (SceneName)name, &options, &err), err);
        scene_frame(&scene);
        uint32_t stops[MOST_STOPS];
        int32_t count = go_round(&scene, (SceneName)name, stops);
        const Ui *ui = &scene.app->ui;
        for (int32_t i = 0; i < ui->target_count; i++) {
            const UiTarget *t = &ui->targets[i];
            if (t->focusable && !t->aside && !was_reached(stops, count, t->id))
                fail_msg("%s: Tab does not reach target %u", scene_name((SceneName)name),
                         (unsigned)t->id);
        }
        scene_key(&scene, UI_KEY_BACK_TAB);
        assert_int_equal(ui->focus_id, stops[count - 1]);
        scene_close(&scene);
    }
}

/* ---- arrows ---- */

static void arrows__lead_to_the_nearest__on_that_side(void **state)
{
    (void)state;
    Scene scene;
    Err err = {0};
    SceneOptions options = {.width = 1280, .height = 800};
    assert_ok(scene_open(&scene, SCENE_HOME, &options, &err), err);
    const Ui *ui = &scene.app->ui;
    while (ui->focus_id != HOME_ID_NEW)
        scene_key(&scene, UI_KEY_TAB);
    scene_key(&scene, UI_KEY_RIGHT);
    assert_true(ui->focus_id >= HOME_ID_ROW);
    uint32_t row = ui->focus_id;
    scene_key(&scene, UI_KEY_DOWN);
    assert_int_equal(ui->focus_id, row + 1);
    scene_key(&scene, UI_KEY_UP);
    assert_int_equal(ui->focus_id, row);
    scene_key(&scene, UI_KEY_LEFT);
    assert_int_equal(ui->focus_id, HOME_ID_NEW);
    scene_close(&scene);
}

/* ---- a lesson ---- */

static Drive drive;

static void key(UiKey which)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = which,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(drive.app, &in);
    drive_frame(&drive);
    drive_pass(100);
}

static void tab_to(uint32_t id)
{
    for (int i = 0; i < MOST_STOPS; i++) {
        if (drive.app->ui.focus_id == id && drive.app->ui.focus_visible)
            return;
        key(UI_KEY_TAB);
    }
    fail_msg("Tab does not reach target %u", (unsigned)id);
}

static void press(uint32_t id)
{
    tab_to(id);
    key(UI_KEY_ENTER);
}

static uint32_t pupil(int32_t nth)
{
    const Setup *setup = drive.app->lesson.setup;
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_PUPIL && nth-- == 0)
            return BOARD_ID_SEAT + (uint32_t)i;
    return 0;
}

static int32_t count_events(void)
{
    size_t all = 0;
    const ObsEvent *events = session_events(recording_session(drive.app->lesson.recording), &all);
    int32_t count = 0;
    for (size_t i = 0; i < all; i++)
        count += !events[i].voided;
    return count;
}

static void lesson__by_keyboard_alone__is_recorded(void **state)
{
    (void)state;
    drive_init(&drive);
    drive_open(&drive);
    press(HOME_ID_NEW);
    assert_int_equal(drive.app->screen, APP_SETUP);
    tab_to(SETUP_ID_TEXT + FORM_TITLE);
    drive_type(&drive, "By keys");
    press(SETUP_ID_START);
    assert_int_equal(drive.app->screen, APP_BOARD);
    int32_t before = count_events();
    press(pupil(0));
    drive_pass(3000);
    press(pupil(1));
    drive_pass(2000);
    assert_int_equal(count_events(), before + 2);
    key(UI_KEY_UNDO);
    assert_int_equal(count_events(), before + 1);
    key(UI_KEY_REDO);
    press(BOARD_ID_NOTE);
    drive_type(&drive, "seen by keys");
    key(UI_KEY_ENTER);
    assert_int_equal(count_events(), before + 3);
    press(BOARD_ID_MENU);
    key(UI_KEY_ESCAPE);
    assert_int_equal(drive.app->screen, APP_BOARD);
    press(BOARD_ID_END);
    press(BOARD_ID_END_YES);
    assert_int_equal(drive.app->screen, APP_SAVED);
    assert_true(drive_says(&drive, "By keys"));
    press(SAVED_ID_HOME);
    assert_int_equal(drive.app->screen, APP_HOME);
    drive_deinit(&drive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tab__on_every_screen__reaches_every_target),
        cmocka_unit_test(arrows__lead_to_the_nearest__on_that_side),
        cmocka_unit_test(lesson__by_keyboard_alone__is_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
