/* What lies over the screens: the menu of home and board, the help. */
#include "recorder/screen/app_state.h"

#include "recorder/screen/part/menu.h"

#include <math.h>

static void open_overlay(App *app, AppOverlayKind kind)
{
    AppOverlay *o = &app->overlay;
    if (o->kind == APP_OVERLAY_NONE)
        o->focus_id = app->ui.focus_id;
    o->kind = kind;
    o->scroll = 0;
    app->ui.focus_id = 0;
    ui_edit_end(&app->ui);
    app->stale = true;
}

static void close_overlay(App *app)
{
    app->overlay.kind = APP_OVERLAY_NONE;
    app->ui.focus_id = app->overlay.focus_id;
    app->stale = true;
}

void app_open_menu(App *app)
{
    open_overlay(app, APP_OVERLAY_MENU);
}

bool app_overlay_takes(App *app, const UiInput *in)
{
    AppOverlay *o = &app->overlay;
    if (in->kind == UI_INPUT_KEY && in->key == UI_KEY_HELP) {
        if (o->kind == APP_OVERLAY_HELP)
            close_overlay(app);
        else
            open_overlay(app, APP_OVERLAY_HELP);
        return true;
    }
    return o->kind != APP_OVERLAY_NONE &&
           (in->kind == UI_INPUT_KEY || in->kind == UI_INPUT_TEXT || in->kind == UI_INPUT_WHEEL);
}

/* ---- the menu ---- */

static const char *names_text(const App *app)
{
    static const char *const TEXT[] = {[NAMES_NONE] = "none are kept; seats have initials",
                                       [NAMES_LOCKED] = "locked; seats have initials",
                                       [NAMES_OPEN] = "open on this device"};
    return TEXT[app_names_state(app)];
}

static uint32_t build_menu(App *app)
{
    enum { MOST = 5 };
    static const MenuItem HOME = {APP_ID_MENU_HOME, ICON_HOME, "Home", "the lesson goes on"};
    static const MenuItem PROTOCOLS = {APP_ID_MENU_PROTOCOLS, ICON_BOARD, "Protocols",
                                       "what can be observed"};
    static const MenuItem LOCK = {APP_ID_MENU_LOCK, ICON_LOCK, "Lock the names",
                                  "seats have initials again"};
    static const MenuItem HELP = {APP_ID_MENU_HELP, ICON_KEYBOARD, "Keys",
                                  "all of it without touching"};
    bool board = app->screen == APP_BOARD;
    const MenuItem settings = {APP_ID_MENU_SETTINGS, ICON_SETTINGS, "Settings",
                               board ? "look, text size, hand" : "look, text size, hand, paper"};
    const MenuItem names = {APP_ID_MENU_NAMES, ICON_PEOPLE, "Pupils' names", names_text(app)};
    MenuItem items[MOST];
    int32_t count = 0;
    items[count++] = board ? HOME : PROTOCOLS;
    items[count++] = settings;
    items[count++] = names;
    if (app_names_are_open(app))
        items[count++] = LOCK;
    items[count++] = HELP;
    return menu_build(&app->ui, board ? MENU_TOP_LEFT : MENU_TOP_RIGHT, items, count);
}

static void apply_menu(App *app, uint32_t id)
{
    if (id == 0)
        return;
    if (id == APP_ID_MENU_HELP) {
        open_overlay(app, APP_OVERLAY_HELP);
        return;
    }
    close_overlay(app);
    switch (id) {
    case APP_ID_MENU_HOME:
        app_show_home(app);
        break;
    case APP_ID_MENU_PROTOCOLS:
        app_show_protocols(app);
        break;
    case APP_ID_MENU_SETTINGS:
        app_show_settings(app);
        break;
    case APP_ID_MENU_NAMES:
        app_show_names(app);
        break;
    case APP_ID_MENU_LOCK:
        app_lock_names(app);
        break;
    default:
        break;
    }
}

/* ---- help ---- */

static const HelpKey everywhere[] = {
    {"Tab, Shift + Tab", "to the next thing that can be tapped, and back"},
    {"Arrows", "to the nearest one on that side"},
    {"Enter, Space", "tap it"},
    {"Esc", "close what is open, or go back"},
    {"Ctrl + Z, Ctrl + Y", "undo, redo: on the board, in the review and the protocol editor"},
    {"F1 or ?", "these keys"},
};

static const HelpKey on_board[] = {
    {"Enter on a seat", "gives that pupil the floor; on a pad, records it"},
    {"Right on a pad", "opens its ring; Left and Right go round, Enter records, Esc closes"},
    {"T on a seat", "who has the floor talks to them"},
    {"P on a pad", "picks it up; T on a seat records it for that pupil, Esc lets it go"},
    {"P on an adult",
     "picks them up; T on a seat sends them to its table, on their own to the front"},
    {"0 to 9", "answers the scan that is due"},
    {"+ and \xE2\x88\x92", "enlarge the chart and make it whole again; Arrows move it then"},
};

static const HelpKey in_review[] = {
    {"Left, Right", "the event before, the event after"},
    {"Up, Down", "the lane above, the lane below"},
    {"Enter", "into the panel of the event"},
    {"Delete", "takes the event back; the record keeps it"},
    {"+, \xE2\x88\x92 and 0", "show less time, more time, the whole lesson"},
};

enum { EVERYWHERE = sizeof everywhere / sizeof everywhere[0], MOST_KEYS = EVERYWHERE + 8 };

static bool build_help(App *app)
{
    HelpKey keys[MOST_KEYS];
    const HelpKey *own = NULL;
    int32_t count = 0, own_count = 0;
    if (app->screen == APP_BOARD) {
        own = on_board;
        own_count = sizeof on_board / sizeof on_board[0];
    } else if (app->screen == APP_REVIEW) {
        own = in_review;
        own_count = sizeof in_review / sizeof in_review[0];
    }
    for (int32_t i = 0; i < own_count; i++)
        keys[count++] = own[i];
    for (int32_t i = 0; i < EVERYWHERE; i++)
        keys[count++] = everywhere[i];
    return help_build(&app->ui, "Keys", keys, count, &app->overlay.scroll);
}

uint32_t app_build_overlay(App *app)
{
    switch (app->overlay.kind) {
    case APP_OVERLAY_MENU:
        return build_menu(app);
    case APP_OVERLAY_HELP:
        return build_help(app) ? MENU_ID_CLOSE : 0;
    case APP_OVERLAY_NONE:
        break;
    }
    return 0;
}

/* ---- the keyboard ---- */

KeyboardAsk app_build_keyboard(App *app)
{
    AppKeyboard *k = &app->keyboard;
    SettingsKeyboard when = app->settings.keyboard;
    UiRect field = {0};
    bool editing = ui_edited(&app->ui, &field) != 0;
    bool wanted =
        when == SETTINGS_KEYBOARD_ALWAYS || (when == SETTINGS_KEYBOARD_TOUCH && k->by_touch);
    if (!editing || !wanted || app->overlay.kind != APP_OVERLAY_NONE) {
        k->state = (KeyboardState){0};
        k->lift = ui_has_finger(&app->ui) ? k->lift : 0; /* nothing moves under a finger */
        if (k->lift > 0)
            ui_lift(&app->ui, k->lift, app->ui.height);
        return (KeyboardAsk){0};
    }
    const float gap = 16;
    float top = keyboard_rect(&app->ui).y;
    if (!ui_has_finger(&app->ui))
        k->lift = fmaxf(field.y + field.h + gap - top, 0);
    ui_lift(&app->ui, k->lift, top);
    return keyboard_build(&app->ui, &k->state, app->settings.language);
}

void app_apply_overlay(App *app, uint32_t tapped)
{
    if (app->overlay.kind == APP_OVERLAY_MENU)
        apply_menu(app, tapped);
    else if (tapped == MENU_ID_CLOSE && app->overlay.kind == APP_OVERLAY_HELP)
        close_overlay(app);
}
