#include "recorder/settings/settings.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "protocols/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Settings settings_usual(SheetPaper paper)
{
    return (Settings){.text_percent = SETTINGS_TEXT_LEAST,
                      .paper = paper,
                      .language = PROTOCOL_LANGUAGE,
                      .lock_min = 5};
}

int32_t settings_lock_min(int32_t index)
{
    static const int32_t MINUTES[] = {1, 2, 5, 15, 30};
    enum { COUNT = sizeof MINUTES / sizeof MINUTES[0] };
    return index >= 0 && index < COUNT ? MINUTES[index] : -1;
}

int32_t settings_keep_years(int32_t index)
{
    static const int32_t YEARS[] = {0, 1, 2, 3, 5};
    enum { COUNT = sizeof YEARS / sizeof YEARS[0] };
    return index >= 0 && index < COUNT ? YEARS[index] : -1;
}

/* ---- the words of the file ---- */

enum { MOST_WORDS = 5 };

typedef enum Key {
    KEY_THEME,
    KEY_HAND,
    KEY_TEXT,
    KEY_MOTION,
    KEY_KEYBOARD,
    KEY_PAPER,
    KEY_FOLDER,
    KEY_LANGUAGE,
    KEY_LOCK,
    KEY_LESSONS,
    KEY_NAMES,
    KEY_FORGETTING,
    KEY_COUNT,
} Key;

/* The words stand for 0, 1, 2 ...; a key without words is read by itself. */
static const struct {
    const char *name, *words[MOST_WORDS], *expected;
} keys[KEY_COUNT] = {
    [KEY_THEME] = {"theme",
                   {"follow", "light", "dark", "contrast"},
                   "follow, light, dark or contrast"},
    [KEY_HAND] = {"hand", {"right", "left"}, "right or left"},
    [KEY_TEXT] = {"text", {NULL}, "100, 125, 150, 175 or 200"},
    [KEY_MOTION] = {"motion", {"usual", "reduced"}, "usual or reduced"},
    [KEY_KEYBOARD] = {"keyboard", {"touch", "always", "never"}, "touch, always or never"},
    [KEY_PAPER] = {"paper", {"a4", "letter"}, "a4 or letter"},
    [KEY_FOLDER] = {"folder", {NULL}, "a folder that begins with /"},
    [KEY_LANGUAGE] = {"language", {NULL}, "a language such as en or es"},
    [KEY_LOCK] = {"lock", {"1", "2", "5", "15", "30"}, "1, 2, 5, 15 or 30"},
    [KEY_LESSONS] = {"lessons", {"always", "1", "2", "3", "5"}, "always, 1, 2, 3 or 5"},
    [KEY_NAMES] = {"names", {"keep", "july", "december"}, "keep, july or december"},
    [KEY_FORGETTING] = {"forgetting", {"ask", "alone"}, "ask or alone"},
};

static int word_index(Key key, const char *value)
{
    for (int i = 0; i < MOST_WORDS && keys[key].words[i]; i++)
        if (strcmp(keys[key].words[i], value) == 0)
            return i;
    return -1;
}

static bool read_text(const char *value, Settings *s)
{
    char *end;
    long percent = strtol(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || percent < SETTINGS_TEXT_LEAST ||
        percent > SETTINGS_TEXT_MOST || percent % SETTINGS_TEXT_STEP != 0)
        return false;
    s->text_percent = (int32_t)percent;
    return true;
}

static bool read_language(const char *value, Settings *s)
{
    char code[PROTOCOL_LANGUAGE_SIZE];
    protocol_language_code(value, code);
    if (!*code || strcmp(code, value) != 0)
        return false;
    memcpy(s->language, code, sizeof code);
    return true;
}

static bool read_folder(const char *value, Settings *s)
{
    size_t len = strlen(value);
    if (value[0] != '/' || len >= sizeof s->folder)
        return false;
    memcpy(s->folder, value, len + 1);
    return true;
}

static bool read_value(Key key, const char *value, Settings *s)
{
    int word = word_index(key, value);
    if (keys[key].words[0] && word < 0)
        return false;
    switch (key) {
    case KEY_THEME:
        s->theme = (SettingsTheme)word;
        return true;
    case KEY_HAND:
        s->left_handed = word == 1;
        return true;
    case KEY_TEXT:
        return read_text(value, s);
    case KEY_MOTION:
        s->reduced_motion = word == 1;
        return true;
    case KEY_KEYBOARD:
        s->keyboard = (SettingsKeyboard)word;
        return true;
    case KEY_PAPER:
        s->paper = word == 1 ? SHEET_LETTER : SHEET_A4;
        return true;
    case KEY_FOLDER:
        return read_folder(value, s);
    case KEY_LANGUAGE:
        return read_language(value, s);
    case KEY_LOCK:
        s->lock_min = settings_lock_min(word);
        return true;
    case KEY_LESSONS:
        s->keep_years = settings_keep_years(word);
        return true;
    case KEY_NAMES:
        s->names = (SettingsNames)word;
        return true;
    case KEY_FORGETTING:
        s->forgets_alone = word == 1;
        return true;
    case KEY_COUNT:
        break;
    }
    return false;
}

/* ---- reading ---- */

enum { LINE_SIZE = SETTINGS_FOLDER_SIZE + 64 };

/* Without the space around it, which may hold a carriage return. */
static char *trim(char *text)
{
    static const char SPACE[] = " \t\r";
    text += strspn(text, SPACE);
    size_t len = strlen(text);
    while (len > 0 && strchr(SPACE, text[len - 1]))
        len--;
    text[len] = '\0';
    return text;
}

static bool read_line(char *line, int number, Settings *s, Err *err)
{
    char *name = trim(line);
    if (!*name || *name == '#')
        return true;
    char *colon = strchr(name, ':');
    if (!colon)
        return err_set(err, ERR_FORMAT, "line %d: '%s' is no 'setting: value'", number,
                       utf8_quote(name, strlen(name)).text);
    *colon = '\0';
    name = trim(name);
    char *value = trim(colon + 1);
    for (int key = 0; key < KEY_COUNT; key++) {
        if (strcmp(keys[key].name, name) != 0)
            continue;
        return read_value((Key)key, value, s) ||
               err_set(err, ERR_FORMAT, "line %d: %s is '%s', expected %s", number, name,
                       utf8_quote(value, strlen(value)).text, keys[key].expected);
    }
    return err_set(err, ERR_FORMAT, "line %d: '%s' is not a setting", number,
                   utf8_quote(name, strlen(name)).text);
}

bool settings_parse(const char *text, size_t len, const Settings *usual, Settings *ret_settings,
                    Err *err)
{
    Settings s = *usual;
    int number = 1;
    for (size_t at = 0; at < len; number++) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t n = end ? (size_t)(end - text) - at : len - at;
        char line[LINE_SIZE];
        if (n >= sizeof line)
            return err_set(err, ERR_LIMIT, "line %d: longer than %d bytes", number, LINE_SIZE - 1);
        if (memchr(text + at, '\0', n))
            return err_set(err, ERR_FORMAT, "line %d: is no text", number);
        memcpy(line, text + at, n);
        line[n] = '\0';
        if (!read_line(line, number, &s, err))
            return false;
        at += n + 1;
    }
    *ret_settings = s;
    return true;
}

bool settings_load(const char *path, const Settings *usual, Settings *ret_settings, Err *err)
{
    Arena arena = {.limit = (size_t)4 * SETTINGS_MAX_BYTES};
    const char *text = NULL;
    size_t len = 0;
    errno = 0;
    FILE *file = fopen(path, "rb");
    bool there = file || errno != ENOENT; /* what cannot be opened is no missing file */
    if (file)
        (void)fclose(file);
    bool ok = !there || file_read(&arena, path, SETTINGS_MAX_BYTES, &text, &len, err);
    if (ok && there && !settings_parse(text, len, usual, ret_settings, err))
        ok = err_prefix(err, "%s", path);
    if (ok && !there)
        *ret_settings = *usual;
    arena_deinit(&arena);
    return ok;
}

/* ---- writing ---- */

static int32_t years_index(int32_t years)
{
    int32_t index = 0;
    while (settings_keep_years(index) >= 0 && settings_keep_years(index) != years)
        index++;
    return settings_keep_years(index) < 0 ? 0 : index;
}

/* As it would be read again: a line that would not is left out. */
static const char *folder_line(const Settings *s, char line[SETTINGS_FOLDER_SIZE + 16])
{
    char copy[SETTINGS_FOLDER_SIZE];
    (void)snprintf(copy, sizeof copy, "%s", s->folder);
    bool readable =
        s->folder[0] == '/' && !strpbrk(s->folder, "\n") && strcmp(trim(copy), s->folder) == 0;
    line[0] = '\0';
    if (readable)
        (void)snprintf(line, SETTINGS_FOLDER_SIZE + 16, "folder: %s\n", s->folder);
    return line;
}

bool settings_save(const char *path, const Settings *s, Err *err)
{
    char text[SETTINGS_MAX_BYTES], folder[SETTINGS_FOLDER_SIZE + 16];
    int len = snprintf(
        text, sizeof text,
        "# Kenkyu settings: of this device, not of the lessons\n"
        "theme: %s\nhand: %s\ntext: %d\nmotion: %s\nkeyboard: %s\npaper: %s\n"
        "%slanguage: %s\nlock: %d\nlessons: %s\nnames: %s\nforgetting: %s\n",
        keys[KEY_THEME].words[s->theme], keys[KEY_HAND].words[s->left_handed], (int)s->text_percent,
        keys[KEY_MOTION].words[s->reduced_motion], keys[KEY_KEYBOARD].words[s->keyboard],
        keys[KEY_PAPER].words[s->paper == SHEET_LETTER], folder_line(s, folder), s->language,
        (int)s->lock_min, keys[KEY_LESSONS].words[years_index(s->keep_years)],
        keys[KEY_NAMES].words[s->names], keys[KEY_FORGETTING].words[s->forgets_alone]);
    return file_write(path, text, (size_t)len, err);
}

bool settings_path(const char *db_path, char ret_path[SETTINGS_PATH_SIZE])
{
    const char *slash = strrchr(db_path, '/');
    size_t folder = slash ? (size_t)(slash - db_path) + 1 : 0;
    if (strcmp(db_path, ":memory:") == 0)
        return false;
    int len = snprintf(ret_path, SETTINGS_PATH_SIZE, "%.*ssettings.txt", (int)folder, db_path);
    return len > 0 && len < SETTINGS_PATH_SIZE;
}
