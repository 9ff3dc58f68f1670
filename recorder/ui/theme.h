/* theme.h - colours, type and icons of the screens, by meaning.
 *
 * The values are the design's TOKENS.md. Colour never means "press me", "good"
 * or "late"; every meaning has its shape too.
 */
#ifndef RECORDER_UI_THEME_H
#define RECORDER_UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ThemeColor {
    COLOR_BG,
    COLOR_PANEL,
    COLOR_SURFACE,
    COLOR_SUNK,
    COLOR_LINE,
    COLOR_OUTLINE,
    COLOR_INK,
    COLOR_INK2,
    COLOR_INK3,
    COLOR_FLOOR,
    COLOR_FLOOR_ON,
    COLOR_FLOOR_TINT,
    COLOR_TEACH,
    COLOR_TEACH_ON,
    COLOR_FRAME,
    COLOR_FRAME_TINT,
    COLOR_QUEST,
    COLOR_QUEST_ON,
    COLOR_QUEST_EDGE,
    COLOR_SAMPLE_TINT,
    COLOR_SAMPLE_EDGE,
    COLOR_SAMPLE_TRACK,
    COLOR_MARK,
    COLOR_PRIMARY,
    COLOR_PRIMARY_ON,
    COLOR_COUNT,
} ThemeColor;

typedef enum ThemeType {
    TYPE_32_BOLD, /* the clock, seconds on the floor, the name of the app */
    TYPE_24_BOLD, /* screen title, initials of the speaker */
    TYPE_20_BOLD, /* seat initials, Undo, card titles */
    TYPE_20,
    TYPE_16_BOLD, /* pad labels, values */
    TYPE_16,      /* sentences */
    TYPE_14_BOLD, /* group heads */
    TYPE_14,      /* counts, second lines; nothing is smaller */
    TYPE_COUNT,
} ThemeType;

typedef enum ThemeIcon {
    ICON_NONE,
    ICON_MENU,
    ICON_BACK,
    ICON_FORWARD,
    ICON_PLUS,
    ICON_MINUS,
    ICON_CHECK,
    ICON_SAVED, /* check in a circle */
    ICON_UNSAVED,
    ICON_UNDO,
    ICON_REDO,
    ICON_BACKDATE,
    ICON_NOTE,
    ICON_PAUSE,
    ICON_PLAY,
    ICON_STOP,
    ICON_EYE,
    ICON_EYE_OFF,
    ICON_FLAG,
    ICON_BULB,
    ICON_BOARD,
    ICON_VOICE, /* who has the floor */
    ICON_CLOCK,
    ICON_SEARCH,
    ICON_PEOPLE,
    ICON_PLACE,
    ICON_SHEET, /* the debrief */
    ICON_CLOSE,
    ICON_CHEVRON_DOWN,
    ICON_INK,
    ICON_PHOTO,
    ICON_FILTER,
    ICON_CHEVRON_UP,
    ICON_FOLDER,
    ICON_WHOLE, /* four corners: all of it */
    ICON_HOME,
    ICON_SETTINGS,
    ICON_KEYBOARD,
    ICON_BACKSPACE,
    ICON_SHIFT,
    ICON_LOCK,
    ICON_LOCK_OPEN,
    ICON_COUNT,
} ThemeIcon;

typedef struct Theme {
    const char *name;
    uint32_t colors[COLOR_COUNT]; /* 0xRRGGBB */
} Theme;

typedef enum ThemeName { THEME_LIGHT, THEME_DARK, THEME_CONTRAST, THEME_COUNT } ThemeName;
const Theme *theme_get(ThemeName name);

typedef struct ThemeFace {
    float size, leading; /* points */
    bool bold;
} ThemeFace;
ThemeFace theme_face(ThemeType type);

#endif
