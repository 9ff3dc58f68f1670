/* settings.h - what the person chose for this device: look, hand, text, sheets.
 *
 * Kept in a small text file beside the record, not in it: the record is copied,
 * merged and restored on other devices, where other eyes and hands are.
 *
 *     # Kenkyu settings
 *     theme: dark
 *     text: 150
 *
 * One setting a line; what is not there is as usual. A person may change it in
 * any text editor. Knows no screen and no store.
 */
#ifndef RECORDER_SETTINGS_SETTINGS_H
#define RECORDER_SETTINGS_SETTINGS_H

#include "protocols/protocol.h"
#include "reports/sheet/sheet.h"

enum {
    SETTINGS_MAX_BYTES = 4096, /* of the file */
    SETTINGS_PATH_SIZE = 4096,
    SETTINGS_FOLDER_SIZE = 1024,
    SETTINGS_TEXT_LEAST = 100, /* percent */
    SETTINGS_TEXT_MOST = 200,
    SETTINGS_TEXT_STEP = 25,
};

typedef enum SettingsTheme {
    SETTINGS_THEME_FOLLOW, /* as the machine is */
    SETTINGS_THEME_LIGHT,
    SETTINGS_THEME_DARK,
    SETTINGS_THEME_CONTRAST,
} SettingsTheme;

/* When our own keyboard is shown. */
typedef enum SettingsKeyboard {
    SETTINGS_KEYBOARD_TOUCH, /* a field was touched: there may be no other */
    SETTINGS_KEYBOARD_ALWAYS,
    SETTINGS_KEYBOARD_NEVER,
} SettingsKeyboard;

/* When real names are forgotten of classes that nobody observed since. */
typedef enum SettingsNames {
    SETTINGS_NAMES_KEEP,     /* with the lessons they belong to */
    SETTINGS_NAMES_JULY,     /* the school year ends with July */
    SETTINGS_NAMES_DECEMBER, /* or with December */
} SettingsNames;

typedef struct Settings {
    SettingsTheme theme;
    bool left_handed;
    int32_t text_percent;
    bool reduced_motion;
    SettingsKeyboard keyboard;
    SheetPaper paper;
    char folder[SETTINGS_FOLDER_SIZE];     /* where files for people go; "": where sheets go */
    char language[PROTOCOL_LANGUAGE_SIZE]; /* of sheets and protocols */
    int32_t lock_min;                      /* names are locked so long after the last touch */
    int32_t keep_years;                    /* how long lessons are kept; 0: always */
    SettingsNames names;
    bool forgets_alone; /* what is to be forgotten is, without a question */
} Settings;

/* What can be chosen for lock_min and keep_years; -1 beyond the last. */
int32_t settings_lock_min(int32_t index);
int32_t settings_keep_years(int32_t index);

Settings settings_usual(SheetPaper paper);

/* The settings in a text; usual: of what it does not say. ERR_FORMAT names the
 * line, what stands there and what was expected; ERR_LIMIT a line that is too long. */
bool settings_parse(const char *text, size_t len, const Settings *usual, Settings *ret_settings,
                    Err *err);

/* The same of a file; one that is not there says nothing. Messages begin with
 * path. */
bool settings_load(const char *path, const Settings *usual, Settings *ret_settings, Err *err);
bool settings_save(const char *path, const Settings *settings, Err *err);

/* Where the settings of this record lie; false for one that is in no file, or in one whose
 * path is too long. */
bool settings_path(const char *db_path, char ret_path[SETTINGS_PATH_SIZE]);

#endif
