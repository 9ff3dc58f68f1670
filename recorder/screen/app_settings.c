/* What the person chose for this device: read at the start, applied at once,
 * kept as soon as it changes. */
#include "recorder/screen/app_state.h"

#include <stdio.h>

static ThemeName theme_of(const App *app)
{
    switch (app->settings.theme) {
    case SETTINGS_THEME_LIGHT:
        return THEME_LIGHT;
    case SETTINGS_THEME_DARK:
        return THEME_DARK;
    case SETTINGS_THEME_CONTRAST:
        return THEME_CONTRAST;
    case SETTINGS_THEME_FOLLOW:
        break;
    }
    return app->options.theme;
}

static void apply(App *app)
{
    ThemeName said = app->options.theme;
    app->ui.theme = theme_get(app->options.theme_said ? said : theme_of(app));
    app->ui.reduced_motion = app->settings.reduced_motion;
    app->ui.type_scale = (float)app->settings.text_percent / 100;
    app->stale = true;
}

void app_open_settings(App *app)
{
    Settings usual = settings_usual(app->options.paper);
    Err err = {0};
    app->settings = usual;
    if (app->settings_path && !settings_load(app->settings_path, &usual, &app->settings, &err)) {
        (void)err_prefix(&err, "the usual settings are in use");
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", err.text);
    }
    apply(app);
}

SheetPaper app_paper(const App *app)
{
    return app->options.paper_said ? app->options.paper : app->settings.paper;
}

bool app_use_settings(App *app, const Settings *settings, Err *err)
{
    app->options.theme_said &= settings->theme == app->settings.theme;
    app->options.paper_said &= settings->paper == app->settings.paper;
    bool keeps_alike = settings->keep_years == app->settings.keep_years &&
                       settings->names == app->settings.names &&
                       settings->forgets_alone == app->settings.forgets_alone;
    if (!keeps_alike)
        app_look_again(app);
    app->settings = *settings;
    apply(app);
    if (!app->settings_path)
        return true;
    if (app->looks_only)
        return err_set(err, ERR_STATE,
                       "Another Kenkyu is recording; what is chosen here holds until this one is "
                       "closed, and that one keeps its own settings");
    return settings_save(app->settings_path, settings, err);
}

/* ---- the screen ---- */

static void say_due(App *app)
{
    AppSettings *s = &app->settings_screen;
    (void)snprintf(s->due, sizeof s->due, "%s", app_due_words(app));
}

void app_show_settings(App *app)
{
    app->settings_screen = (AppSettings){.from = app->screen};
    say_due(app);
    app_show(app, APP_SETTINGS);
}

SettingsAsk app_build_settings(App *app)
{
    SettingsModel model = {.settings = app->settings,
                           .path = app->settings_path ? app->settings_path : "",
                           .notice = app->settings_screen.notice,
                           .due = app->settings_screen.due};
    return screen_settings(&app->ui, &model, &app->settings_screen.state);
}

void app_apply_settings(App *app, const SettingsAsk *ask)
{
    AppSettings *s = &app->settings_screen;
    Err err = {0};
    switch (ask->kind) {
    case SETTINGS_ASK_NONE:
        break;
    case SETTINGS_ASK_BACK:
        if (s->from == APP_BOARD)
            app_show(app, APP_BOARD);
        else
            app_show_home(app);
        break;
    case SETTINGS_ASK_USE:
        s->notice[0] = '\0';
        if (!app_use_settings(app, &ask->settings, &err))
            (void)snprintf(s->notice, sizeof s->notice, "%s", err.text);
        say_due(app);
        break;
    }
}
