/* app.h - the app: which screen is shown, and what happens to what it asks for.
 *
 * A function of (state, input, now): the platform calls app_input() for every
 * event and app_frame() once nothing waits. Screens (screen_*.h) get the model
 * as const and return what the person asked for; app.c applies it. Knows no
 * SDL; tests drive it without a window, with a surface of their own.
 */
#ifndef RECORDER_SCREEN_APP_H
#define RECORDER_SCREEN_APP_H

#include "recorder/platform/platform.h"
#include "reports/sheet/sheet.h"

typedef struct App App;

/* Strings are copied. */
typedef struct AppOptions {
    const char *db_path;         /* where the lessons are kept */
    const char *sheets_folder;   /* where debrief sheets go */
    bool sheets_said;            /* on the command line: no setting says otherwise */
    const char *photos_folder;   /* where photos are chosen first; NULL: the person's pictures */
    ThemeName theme;             /* without settings, or with theme_said */
    SheetPaper paper;            /* where no settings say otherwise, or with paper_said */
    bool theme_said, paper_said; /* this time, whatever the settings are */
    const char *settings_path;   /* settings.h; NULL: the usual ones, not kept */
    uint64_t seed[2];            /* of ids */
    bool keeps_backups;          /* beside the lessons, by itself, between the frames */
    const struct VaultCost *names_cost;      /* of a try at the passphrase; NULL: the usual one */
    void (*clock)(PlatformClock *ret_clock); /* NULL: platform_clock */
    const char *demo_path; /* replay this lesson on the board, show what was saved, and close
                              after a while unless somebody touches it; NULL for none */
    double demo_speed;     /* lesson seconds a second */
    /* Text entry and clipboard; NULL: the platform's (platform.h). */
    void (*text_begin)(UiRect rect);
    void (*text_end)(void);
    char *(*paste)(void);
} AppOptions;

/* A store that cannot be opened is not a failure: the home screen says why, and
 * tries again when asked. One that another Kenkyu records into is opened to be looked
 * at. */
App *app_create(const AppOptions *options, UiText ui_text, PaintText paint_text, Err *err);
void app_destroy(App *app); /* accepts NULL */

void app_measured(App *app, float points_a_mm); /* of the glass; 0: not known */
void app_resize(App *app, float width_pt, float height_pt, float scale);
void app_input(App *app, const UiInput *in);
int32_t app_frame(App *app, PaintSurface *surface, int64_t now_ms, PaintRect dirty[PAINT_MAX_DIRTY],
                  int64_t *ret_wake_ms);
bool app_wants_quit(const App *app);
void app_quit_asked(App *app);

/* The window is gone, and nobody can be asked: what waits is written. False: err says
 * what is not on the disk. */
bool app_lost(App *app, Err *err);

/* The same as the platform wants it. */
PlatformApp app_platform(App *app);

/* For tests: where a target is (points); false when it is not on the screen. */
bool app_find_target(const App *app, uint32_t id, UiRect *ret_rect);

#endif
