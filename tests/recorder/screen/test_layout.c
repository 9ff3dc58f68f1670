/* Every screen at every text size, in both orientations, for both hands: what is
 * written can be read, what can be touched can be hit. */
#include "check.h"
#include "layout_check.h"

#include "assets/screenshots/scene.h"

#include <stdlib.h>

static const struct {
    float width, height;
} sizes[] = {{1280, 800}, {820, 1180}};

/* Screens that scroll have room: at most so many of a hundred texts may be smaller
 * than the text size in use wants (words that fit no line at that size). */
static int32_t most_small(SceneName name)
{
    switch (name) {
    case SCENE_HOME_FIRST:
    case SCENE_HOME:
    case SCENE_HOME_TROUBLE:
    case SCENE_SETUP_NAMES:
    case SCENE_SETUP_PUPIL:
    case SCENE_SETUP_NAMES_OPEN:
    case SCENE_SETUP_PUPIL_NAMED:
    case SCENE_SETUP_CLASSES:
    case SCENE_FORGETTING:
    case SCENE_SAVED_TROUBLE:
    case SCENE_DEBRIEF:
    case SCENE_DEBRIEF_PASSPHRASE:
    case SCENE_DEBRIEF_NAMES:
    case SCENE_WALK_CHOICES:
    case SCENE_MENU:
        return 0;
    case SCENE_HOME_RUNNING:
    case SCENE_HOME_BESIDE:
    case SCENE_HOME_NO_BACKUP:
    case SCENE_SETTINGS:
    case SCENE_BOARD_PHOTO:
        return 8;
    case SCENE_SAVED:
        return 12;
    case SCENE_WALK_VISITS:
    case SCENE_SETUP_NOBODY:
    case SCENE_EDITOR:
    case SCENE_EDITOR_RULES:
    case SCENE_EDITOR_MODIFIER:
    case SCENE_PROTOCOLS:
        return 16;
    case SCENE_EDITOR_LOOK_FORS:
    case SCENE_EDITOR_DEBRIEF:
    case SCENE_EDITOR_RING:
    case SCENE_WALK:
    case SCENE_WALKTHROUGHS:
    case SCENE_VISIT:
        return 22;
    /* What is in a lane is as wide as it lasted, and a table's row is as high as it is: some
     * words there are small. */
    case SCENE_REVIEW:
    case SCENE_REVIEW_INK:
    case SCENE_REVIEW_TURN:
    case SCENE_REVIEW_NAMES:
    case SCENE_REVIEW_BESIDE:
        return 28;
    case SCENE_SETUP_ARRANGE: /* labels of seats and what stands beside them */
        return 30;
    case SCENE_SETUP:
        return 35;
    default:
        return 100;
    }
}

static int32_t faults;

/* The panel of a chosen event scrolls: from 150 % on nothing in it is smaller than asked
 * for, and its times are nearly as large as asked for. */
static void judge_panel(const Scene *scene)
{
    const Ui *ui = &scene->app->ui;
    bool wide = ui->width > ui->height, left = scene->app->settings.left_handed;
    float largest = 0;
    for (int32_t i = 0; i < ui->command_count; i++) {
        const UiCommand *c = &ui->commands[i];
        bool beside =
            left ? c->clip.x + c->clip.w < ui->width * 0.35F : c->clip.x > ui->width * 0.65F;
        bool in_panel = wide ? beside : c->clip.y > ui->height * 0.55F;
        if (c->kind != UI_TEXT || !in_panel)
            continue;
        largest = fmaxf(largest, c->size);
        if (c->size < 14 * ui->type_scale - 0.01F) {
            print_error("panel %.0f: '%s' is smaller than asked for\n", (double)ui->width, c->text);
            faults++;
        }
    }
    if (largest < 24 * 0.9F * ui->type_scale) {
        print_error("panel %.0f: the times are at %.0f only\n", (double)ui->width, (double)largest);
        faults++;
    }
}

static void judge(const Scene *scene, SceneName name, const char *how)
{
    const Ui *ui = &scene->app->ui;
    LayoutReport report = {0};
    bool over = name == SCENE_BOARD_RING || name >= SCENE_MENU;
    LayoutScreen screen = over ? LAYOUT_OVERLAY : LAYOUT_PLAIN;
    if (name >= SCENE_REVIEW && name <= SCENE_REVIEW_TURN && name != SCENE_REPLAY)
        screen = LAYOUT_TIMELINE;
    layout_check(ui, UI_MIN_TARGET, screen, &report);
    for (int32_t i = 0; i < report.fault_count && i < LAYOUT_SAYS; i++)
        print_error("%s %.0fx%.0f %d %%%s: %s\n", scene_name(name), (double)ui->width,
                    (double)ui->height, (int)scene->app->settings.text_percent, how,
                    report.faults[i]);
    faults += report.fault_count;
    if (report.small * 100 > report.texts * most_small(name)) {
        print_error("%s: %d of %d texts are smaller than asked for\n", scene_name(name),
                    report.small, report.texts);
        faults++;
    }
    if (getenv("LAYOUT_SHARE"))
        print_message("%s %.0fx%.0f %d %%%s: %d of %d small\n", scene_name(name), (double)ui->width,
                      (double)ui->height, (int)scene->app->settings.text_percent, how, report.small,
                      report.texts);
}

/* Each column that scrolls, page by page to its end. */
static void judge_scrolled(Scene *scene, SceneName name)
{
    enum { PAGES = 12 };
    const Ui *ui = &scene->app->ui;
    for (int part = 0; part < 3; part++) {
        float x = ui->width * (0.2F + 0.3F * (float)part), y = ui->height * 0.6F;
        for (int page = 0; page < PAGES; page++) {
            scene_input(scene, UI_INPUT_WHEEL, x, y);
            scene_frame(scene);
            judge(scene, name, " scrolled");
        }
    }
}

static void walk(SceneName name)
{
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Scene scene;
        Err err = {0};
        SceneOptions options = {.width = sizes[i].width, .height = sizes[i].height};
        assert_ok(scene_open(&scene, name, &options, &err), err);
        for (int32_t percent = 100; percent <= 200; percent += SETTINGS_TEXT_STEP)
            for (int left = 0; left < 2; left++) {
                Settings settings = scene.app->settings;
                settings.text_percent = percent;
                settings.left_handed = left != 0;
                scene_use(&scene, &settings);
                judge(&scene, name, left ? " left" : "");
                if (name == SCENE_REVIEW_TURN && percent >= 150)
                    judge_panel(&scene);
            }
        judge_scrolled(&scene, name);
        scene_close(&scene);
    }
}

static void screens__at_every_text_size__keep_their_order(void **state)
{
    (void)state;
    const char *only = getenv("LAYOUT_SCENE");
    for (int name = 0; name < SCENE_COUNT; name++)
        if (!only || strcmp(only, scene_name((SceneName)name)) == 0)
            walk((SceneName)name);
    assert_int_equal(faults, 0);
}

static int32_t count_texts(const Ui *ui, const char *text)
{
    int32_t count = 0;
    for (int32_t i = 0; i < ui->command_count; i++)
        count += ui->commands[i].kind == UI_TEXT && strcmp(ui->commands[i].text, text) == 0;
    return count;
}

static int32_t count_given_names(const Scene *scene)
{
    const App *app = scene->app;
    int32_t count = 0;
    for (int32_t i = 0; i < app->lesson.setup->subject_count; i++)
        count += app->lesson.setup->subjects[i].kind == SUBJECT_PUPIL &&
                 count_texts(&app->ui, app->names.shorter[i].given) > 0;
    return count;
}

/* Large words shrink where there is no room: a name is a name before it is initials. */
static void names__on_the_board__stay_at_large_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Scene scene;
        Err err = {0};
        SceneOptions options = {.width = sizes[i].width, .height = sizes[i].height};
        assert_ok(scene_open(&scene, SCENE_BOARD_NAMES, &options, &err), err);
        int32_t usual = count_given_names(&scene);
        assert_true(usual > 8);
        Settings settings = scene.app->settings;
        settings.text_percent = 200;
        scene_use(&scene, &settings);
        int32_t large = count_given_names(&scene);
        if (large * 4 < usual * 3)
            fail_msg("%d names at 100 %%, %d at 200 %%", (int)usual, (int)large);
        scene_close(&scene);
    }
}

/* As many intervals as totals. */
static void look_fors__on_every_card__have_their_interval(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Scene scene;
        Err err = {0};
        SceneOptions options = {.width = sizes[i].width, .height = sizes[i].height};
        assert_ok(scene_open(&scene, SCENE_WALKTHROUGHS, &options, &err), err);
        const Ui *ui = &scene.app->ui;
        int32_t totals = 0, intervals = 0;
        for (int32_t k = 0; k < ui->command_count; k++) {
            const UiCommand *c = &ui->commands[k];
            int n = 0, from = 0, to = 0;
            totals += c->kind == UI_TEXT && c->bold &&
                      sscanf(c->text, "%9d of %9d%n", &from, &to, &n) == 2;
            n = 0;
            intervals += c->kind == UI_TEXT &&
                         sscanf(c->text, "%9d to %9d %%%n", &from, &to, &n) == 2 && n > 0;
        }
        assert_true(totals >= 3);
        assert_int_equal(intervals, totals);
        scene_close(&scene);
    }
}

/* A row of the pupils' lane says which table it is. */
static void rows__of_the_review__have_their_tables_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Scene scene;
        Err err = {0};
        SceneOptions options = {.width = sizes[i].width, .height = sizes[i].height};
        assert_ok(scene_open(&scene, SCENE_REVIEW, &options, &err), err);
        char table[8];
        for (int n = 5; n <= 7; n++) { /* no other figure there is so high */
            (void)snprintf(table, sizeof table, "%d", n);
            assert_true(count_texts(&scene.app->ui, table) > 0);
        }
        scene_close(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names__on_the_board__stay_at_large_text),
        cmocka_unit_test(look_fors__on_every_card__have_their_interval),
        cmocka_unit_test(rows__of_the_review__have_their_tables_number),
        cmocka_unit_test(screens__at_every_text_size__keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
