/* screen_settings.h - what the person chose for this device.
 *
 *   +--------------------------------------------------------+
 *   | < Settings                                             |
 *   +-------------------------------+------------------------+
 *   | Look      [light][dark] ...   |  so it looks           |
 *   | Text size [100][125] ...      |    seats, pads, words  |
 *   | Hand      [right][left]       |                        |
 *   |   ...                         |  what leaves the device|
 *   +-------------------------------+------------------------+
 *
 * In portrait the example lies above. A choice holds at once, here too. Knows no
 * file.
 */
#ifndef RECORDER_SCREEN_SCREEN_SETTINGS_H
#define RECORDER_SCREEN_SCREEN_SETTINGS_H

#include "recorder/settings/settings.h"
#include "recorder/ui/ui.h"

typedef struct SettingsModel {
    Settings settings;
    const char *path;   /* where they are kept; "" for nowhere */
    const char *notice; /* why they were not kept; "" when they were */
    const char *due;    /* "12 lessons" that are to be forgotten as they are now; "" for none */
} SettingsModel;

/* All zero at first. */
typedef struct SettingsState {
    float scroll;
} SettingsState;

typedef enum SettingsAskKind {
    SETTINGS_ASK_NONE,
    SETTINGS_ASK_BACK,
    SETTINGS_ASK_USE, /* these from now on */
} SettingsAskKind;

typedef struct SettingsAsk {
    SettingsAskKind kind;
    Settings settings;
} SettingsAsk;

SettingsAsk screen_settings(Ui *ui, const SettingsModel *model, SettingsState *state);

enum {
    SETTINGS_ID_BACK = 1,
    SETTINGS_ID_COLUMN,
    SETTINGS_ID_THEME = 10, /* + SettingsTheme */
    SETTINGS_ID_TEXT = 20,  /* + step */
    SETTINGS_ID_HAND = 30,  /* right; + 1: left */
    SETTINGS_ID_MOTION = 40,
    SETTINGS_ID_KEYBOARD = 50,    /* + SettingsKeyboard */
    SETTINGS_ID_PAPER = 60,       /* + SheetPaper */
    SETTINGS_ID_LANGUAGE = 70,    /* + index in settings_languages */
    SETTINGS_ID_LOCK = 80,        /* + index of settings_lock_min() */
    SETTINGS_ID_LESSONS = 90,     /* + index of settings_keep_years() */
    SETTINGS_ID_NAMES = 100,      /* + SettingsNames */
    SETTINGS_ID_FORGETTING = 110, /* asks; + 1: by itself */
};

/* The languages there are sheets in; NULL beyond the last. */
typedef struct SettingsLanguage {
    const char *code, *name; /* as its speakers call it */
} SettingsLanguage;
const SettingsLanguage *settings_language(int32_t index);

#endif
