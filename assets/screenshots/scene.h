/* scene.h - the whole app in a state worth looking at, without a window.
 *
 * A scene is a screen with something on it: the board in mid-lesson, the review
 * of a turn. Fingers and a clock of the scene's own bring the app there, so it
 * looks the same on every machine and every day. For the README's screenshots
 * and for tests that walk every screen.
 */
#ifndef ASSETS_SCREENSHOTS_SCENE_H
#define ASSETS_SCREENSHOTS_SCENE_H

#include "recorder/screen/app_state.h"

typedef enum SceneName {
    SCENE_HOME_FIRST, /* nothing was ever recorded */
    SCENE_HOME,
    SCENE_HOME_RUNNING,
    SCENE_HOME_TROUBLE,
    SCENE_HOME_BESIDE,    /* another Kenkyu records */
    SCENE_HOME_NO_BACKUP, /* none could be made */
    SCENE_SETUP,
    SCENE_SETUP_ARRANGE, /* a table is chosen */
    SCENE_SETUP_NAMES,
    SCENE_SETUP_PUPIL,
    SCENE_SETUP_CLASSES,
    SCENE_SETUP_NAMES_OPEN, /* given, and kept */
    SCENE_SETUP_PUPIL_NAMED,
    SCENE_SETUP_LARGE, /* 120 pupils */
    SCENE_SETUP_NOBODY,
    SCENE_SETUP_LEAVE, /* asked whether to leave it, with names that cannot be kept */
    SCENE_BOARD_SCAN,  /* the first signal: a table is asked for */
    SCENE_BOARD,
    SCENE_BOARD_RING,
    SCENE_BOARD_NOTE,
    SCENE_BOARD_INK,
    SCENE_BOARD_PHOTO, /* a picture is chosen */
    SCENE_BOARD_END,   /* asked whether the lesson is over */
    SCENE_BOARD_NAMES, /* they are open */
    SCENE_SAVED,
    SCENE_SAVED_TROUBLE,      /* its sheet could not be made */
    SCENE_DEBRIEF,            /* the sheet, and what goes in */
    SCENE_DEBRIEF_PASSPHRASE, /* of the names */
    SCENE_DEBRIEF_NAMES,      /* they are open */
    SCENE_REVIEW,
    SCENE_REPLAY,
    SCENE_REVIEW_INK,    /* a drawing is chosen */
    SCENE_REVIEW_BESIDE, /* a turn is chosen; another Kenkyu records */
    SCENE_REVIEW_NAMES,  /* of a turn, names open */
    SCENE_REVIEW_TURN,   /* one is chosen */
    SCENE_PROTOCOLS,
    SCENE_EDITOR,
    SCENE_EDITOR_LOOK_FORS,
    SCENE_EDITOR_DEBRIEF,
    SCENE_EDITOR_RULES,
    SCENE_EDITOR_MODIFIER,
    SCENE_EDITOR_RING,
    SCENE_SETTINGS,
    SCENE_NAMES_BEGIN,     /* none are kept yet */
    SCENE_NAMES_LOCKED,    /* a wrong try, and what can be done without */
    SCENE_NAMES_OPEN,      /* of two classes */
    SCENE_HOME_FORGETTING, /* lessons are older than they are to be kept */
    SCENE_FORGETTING,
    SCENE_VISIT,        /* a new walk-through */
    SCENE_WALK,         /* one under way */
    SCENE_WALKTHROUGHS, /* what 64 visits say */
    SCENE_WALK_CHOICES,
    SCENE_WALK_VISITS,   /* those behind a figure */
    SCENE_WALK_TEACHERS, /* who agreed to be shown alone */
    SCENE_WALK_PERMIT,   /* asked once more */
    SCENE_MENU,
    SCENE_BOARD_MENU,
    SCENE_HELP,
    SCENE_KEYBOARD,
    SCENE_KEYBOARD_ACCENTS,
    SCENE_COUNT,
} SceneName;

/* "board-ring"; NULL beyond the last. */
const char *scene_name(SceneName name);

typedef struct SceneOptions {
    float width, height; /* points */
    float scale;         /* pixels a point; 0: nothing is painted, texts are only measured */
    ThemeName theme;
} SceneOptions;

typedef struct Scene {
    App *app;
    TextRenderer *text;
    PaintSurface surface;
    char folder[64];
} Scene;

/* Shows the scene; what cannot be reached is a bug of ours and asserts. */
bool scene_open(Scene *scene, SceneName name, const SceneOptions *options, Err *err);
void scene_close(Scene *scene); /* accepts a zeroed scene */

/* The same at another size, with other settings; nothing is kept of them. */
void scene_resize(Scene *scene, float width, float height);
void scene_use(Scene *scene, const Settings *settings);

/* ---- what a person does ---- */
void scene_frame(Scene *scene);
void scene_wait(Scene *scene, int64_t ms);
void scene_input(Scene *scene, UiInputKind kind, float x, float y);
void scene_key(Scene *scene, UiKey key);
void scene_tap(Scene *scene, uint32_t id);
void scene_tap_at(Scene *scene, uint32_t id, float part); /* of its width, from its left */
bool scene_has(const Scene *scene, uint32_t id);

#endif
