/* Every pair of colours that is really drawn, on every screen in every theme: 4.5
 * to 1 for text, 3 to 1 for marks. */
#include "check.h"
#include "ground_check.h"
#include "layout_check.h"

#include "assets/screenshots/scene.h"

static const double TEXT_LEAST = 4.5, MARK_LEAST = 3;

static int32_t faults, seen;

static void say(const Scene *scene, SceneName name, const UiCommand *c, uint32_t ground,
                double contrast, const char *what)
{
    print_error("%s, %s: %s #%06X on #%06X is %.2f at %.0f,%.0f %.0fx%.0f\n", scene_name(name),
                scene->app->ui.theme->name, what, (unsigned)c->rgb, (unsigned)ground, contrast,
                (double)c->rect.x, (double)c->rect.y, (double)c->rect.w, (double)c->rect.h);
    faults++;
}

/* At its left, in its middle, at its right. */
static void judge_text(const Scene *scene, SceneName name, int32_t at)
{
    const Ui *ui = &scene->app->ui;
    const UiCommand *c = &ui->commands[at];
    UiRect letters = layout_letters(ui, c);
    for (int part = 0; part < 3; part++) {
        float x = letters.x + letters.w * (0.05F + 0.45F * (float)part);
        float y = letters.y + letters.h * 0.4F;
        if (c->alpha < 255 || ground_hidden(ui, at, x, y))
            continue;
        uint32_t ground = ground_at(ui, at, x, y);
        double contrast = ground_contrast(c->rgb, ground);
        seen++;
        if (contrast < TEXT_LEAST) {
            say(scene, name, c, ground, contrast, c->text);
            return;
        }
    }
}

static void judge_icon(const Scene *scene, SceneName name, int32_t at)
{
    const Ui *ui = &scene->app->ui;
    const UiCommand *c = &ui->commands[at];
    float x = c->rect.x + c->rect.w / 2, y = c->rect.y + c->rect.h / 2;
    if (c->alpha < 255 || ground_hidden(ui, at, x, y))
        return;
    uint32_t ground = ground_at(ui, at, x, y);
    double contrast = ground_contrast(c->rgb, ground);
    seen++;
    if (contrast < MARK_LEAST)
        say(scene, name, c, ground, contrast, "an icon");
}

/* An edge is told from what lies in it or from what lies around it. Hairlines and
 * the track on which a countdown runs only adorn. */
static void judge_edge(const Scene *scene, SceneName name, int32_t at)
{
    const Ui *ui = &scene->app->ui;
    const UiCommand *c = &ui->commands[at];
    float x = c->rect.x, y = c->rect.y + c->rect.h / 2;
    bool adorns = c->rgb == ui_color(ui, COLOR_LINE) || c->rgb == ui_color(ui, COLOR_SAMPLE_TRACK);
    if (adorns || c->alpha < 255 || ground_hidden(ui, at, x + c->width / 2, y) || x < 2)
        return;
    uint32_t in = ground_at(ui, at, x + c->width + 1, y), out = ground_at(ui, at, x - 1, y);
    double contrast = fmax(ground_contrast(c->rgb, in), ground_contrast(c->rgb, out));
    seen++;
    if (contrast < MARK_LEAST)
        say(scene, name, c, in, contrast, "an edge");
}

static void judge_shape(const Scene *scene, SceneName name, int32_t at)
{
    const Ui *ui = &scene->app->ui;
    const UiCommand *c = &ui->commands[at];
    float x = c->rect.x + c->rect.w / 2, y = c->rect.y + c->rect.h / 2;
    bool casing = c->kind == UI_CURVE && c->rgb == ui_color(ui, COLOR_PANEL); /* of another */
    if (c->rgb == ui_color(ui, COLOR_LINE) || casing || c->alpha < 255 ||
        ground_hidden(ui, at, x, y))
        return;
    uint32_t ground = ground_at(ui, at, x, y);
    double contrast = ground_contrast(c->rgb, ground);
    seen++;
    if (contrast < MARK_LEAST)
        say(scene, name, c, ground, contrast, c->kind == UI_POLYGON ? "a shape" : "a line");
}

static void judge(const Scene *scene, SceneName name)
{
    const Ui *ui = &scene->app->ui;
    for (int32_t i = 0; i < ui->command_count; i++) {
        switch (ui->commands[i].kind) {
        case UI_TEXT:
            judge_text(scene, name, i);
            break;
        case UI_ICON:
            judge_icon(scene, name, i);
            break;
        case UI_STROKE:
            judge_edge(scene, name, i);
            break;
        case UI_LINE:
        case UI_CURVE:
        case UI_POLYGON:
            judge_shape(scene, name, i);
            break;
        default:
            break;
        }
    }
}

static void pairs__on_every_screen__have_their_contrast(void **state)
{
    (void)state;
    for (int name = 0; name < SCENE_COUNT; name++) {
        Scene scene;
        Err err = {0};
        SceneOptions options = {.width = 1280, .height = 800};
        assert_ok(scene_open(&scene, (SceneName)name, &options, &err), err);
        Settings settings = scene.app->settings;
        for (int theme = SETTINGS_THEME_LIGHT; theme <= SETTINGS_THEME_CONTRAST; theme++) {
            settings.theme = (SettingsTheme)theme;
            scene_use(&scene, &settings);
            judge(&scene, (SceneName)name);
        }
        scene_close(&scene);
    }
    assert_true(seen > 3000);
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs__on_every_screen__have_their_contrast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
