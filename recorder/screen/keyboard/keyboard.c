#include "recorder/screen/keyboard/keyboard.h"

#include "protocols/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float GAP = 8, MARGIN = 8, KEY_MOST = 64, CORNER = 10, CELL = 56;

enum { MOST_ROWS = 5, MOST_KEYS = 12, MOST_ACCENTS = 24, ACCENTS_ACROSS = 10, REPEAT_MS = 70 };

/* ---- what is on the keys ---- */

typedef struct Key {
    const char *text; /* what it types, or the name of what it does */
    float width;      /* in keys */
    bool acts;        /* it does something instead of typing */
} Key;

typedef struct Row {
    Key keys[MOST_KEYS];
    int32_t count;
    float shift; /* empty at its left, in keys */
} Row;

static void add(Row *row, const char *text, float width, bool acts)
{
    row->keys[row->count++] = (Key){text, width, acts};
}

/* The words of a text, one a key. */
static void add_each(Row *row, const char *const *texts)
{
    for (; *texts; texts++)
        add(row, *texts, 1, false);
}

static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", NULL};
static const char *const top[] = {"q", "w", "e", "r", "t", "y", "u", "i", "o", "p", NULL};
static const char *const middle[] = {"a", "s", "d", "f", "g", "h", "j", "k", "l", NULL};
static const char *const low[] = {"z", "x", "c", "v", "b", "n", "m", NULL};
static const char *const signs[] = {"-", "/", ":", ";", "(", ")", "+", "=", "@", "\"", NULL};
static const char *const more[] = {"#", "*", "&", "%", "_", "<", ">", "[", "]", NULL};
static const char *const last[] = {"?", "!", "'", "\xC2\xBF", "\xC2\xA1", "\xE2\x82\xAC",
                                   "$", NULL};

/* The row of digits stays away where the keys would be too low for a finger. */
static int32_t list_rows(const Ui *ui, KeyboardPage page, const char *language, Row rows[MOST_ROWS])
{
    bool letters = page == KEYBOARD_LETTERS, spanish = strncmp(language, "es", 2) == 0;
    float least = MOST_ROWS * UI_MIN_TARGET + (MOST_ROWS - 1) * GAP + 2 * MARGIN;
    int32_t n = 0;
    memset(rows, 0, MOST_ROWS * sizeof rows[0]);
    if (!letters || ui->height * 0.48F >= least)
        add_each(&rows[n++], digits);
    add_each(&rows[n++], letters ? top : signs);
    rows[n].shift = letters && spanish ? 0 : 0.5F;
    add_each(&rows[n], letters ? middle : more);
    if (letters && spanish)
        add(&rows[n], "\xC3\xB1", 1, false);
    n++;
    if (letters)
        add(&rows[n], "shift", 1.5F, true);
    rows[n].shift = letters ? 0 : 1.5F;
    add_each(&rows[n], letters ? low : last);
    add(&rows[n++], "backspace", 1.5F, true);
    add(&rows[n], "page", 1.5F, true);
    add(&rows[n], ",", 1, false);
    add(&rows[n], "space", 3, true);
    add(&rows[n], ".", 1, false);
    add(&rows[n], "left", 1, true);
    add(&rows[n], "right", 1, true);
    add(&rows[n++], "done", 1.5F, true);
    return n;
}

/* The first is the one most wanted: it comes without sliding. */
static const struct {
    const char *letter, *accents;
} accents[] = {
    {"a", "á à â ä ã å æ ă ả ạ ấ ầ ẩ ẫ ậ ắ ằ ẳ ẵ ặ"},
    {"c", "ç ć č"},
    {"d", "đ ð"},
    {"e", "é è ê ë ẻ ẽ ẹ ế ề ể ễ ệ ę ė"},
    {"g", "ğ"},
    {"i", "í ì î ï ỉ ĩ ị"},
    {"l", "ł"},
    {"n", "ñ ń"},
    {"o", "ó ò ô ö õ ø œ ơ ỏ ọ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ"},
    {"r", "ř"},
    {"s", "ß ś š ş"},
    {"t", "þ"},
    {"u", "ú ù û ü ư ủ ũ ụ ứ ừ ử ữ ự"},
    {"y", "ý ỳ ỷ ỹ ỵ ÿ"},
    {"z", "ž ź ż"},
    {"-", "– — ·"},
    {"/", "\\ | ÷"},
    {"(", "[ { <"},
    {")", "] } >"},
    {"+", "± × ÷"},
    {"=", "≠ ≈ ≤ ≥"},
    {"\"", "“ ” « »"},
    {"'", "’ ‘ `"},
    {"&", "§ ¶"},
    {"%", "‰ °"},
    {"$", "£ ¥ ¢ ₫"},
    {".", "… ! ?"},
    {",", "; :"},
    {"1", "½ ¼ ⅓ ⅛ ¹"},
    {"2", "⅔ ²"},
    {"3", "¾ ⅜ ³"},
    {"5", "⅝"},
    {"7", "⅞"},
};

void keyboard_capital(const char *letter, char ret_text[8])
{
    size_t bytes = 0, len = strlen(letter);
    uint32_t c = utf8_decode(letter, len, &bytes);
    bool latin1 = c >= 0xE0 && c <= 0xFE && c != 0xF7;
    bool odd_small = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || c == 0x1A1 ||
                     (c >= 0x1EA0 && c <= 0x1EF9);
    bool even_small = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) || c == 0x1B0;
    if ((c >= 'a' && c <= 'z') || latin1)
        c -= 0x20;
    else if (c == 0xDF)
        c = 0x1E9E;
    else if (c == 0xFF)
        c = 0x178;
    else if ((odd_small && c % 2 == 1) || (even_small && c % 2 == 0))
        c -= 1;
    size_t n = utf8_encode(c, ret_text);
    ret_text[n] = '\0';
}

/* What the key types now. */
static void text_of(const KeyboardState *state, const char *small, char ret_text[8])
{
    if (state->page == KEYBOARD_LETTERS && state->shift != KEYBOARD_SMALL)
        keyboard_capital(small, ret_text);
    else
        (void)snprintf(ret_text, 8, "%s", small);
}

/* Its accents, as they are typed now; returns how many. */
static int32_t list_accents(const KeyboardState *state, const char *letter,
                            char ret_accents[MOST_ACCENTS][8])
{
    int32_t count = 0;
    for (size_t i = 0; i < sizeof accents / sizeof accents[0]; i++) {
        if (strcmp(accents[i].letter, letter) != 0)
            continue;
        for (const char *at = accents[i].accents; *at && count < MOST_ACCENTS;) {
            size_t len = strcspn(at, " ");
            char small[8] = "";
            memcpy(small, at, len < sizeof small ? len : sizeof small - 1);
            text_of(state, small, ret_accents[count++]);
            at += len + (at[len] == ' ');
        }
    }
    return count;
}

/* ---- where they lie ---- */

static float key_height(const Ui *ui, int32_t rows)
{
    float room = ui->height * 0.48F - 2 * MARGIN - (float)(rows - 1) * GAP;
    return fmaxf(fminf(room / (float)rows, KEY_MOST), UI_MIN_TARGET);
}

UiRect keyboard_rect(const Ui *ui)
{
    Row rows[MOST_ROWS];
    int32_t n = list_rows(ui, KEYBOARD_LETTERS, "", rows);
    float h = (float)n * key_height(ui, n) + (float)(n - 1) * GAP + 2 * MARGIN;
    return (UiRect){0, ui->height - h, ui->width, h};
}

/* The signs have a row of digits where the letters may have none. */
static UiRect key_rect(const Ui *ui, UiRect board, const Row *rows, int32_t count, int32_t row,
                       int32_t place)
{
    float units = 10, x = rows[row].shift;
    float h = (board.h - 2 * MARGIN - (float)(count - 1) * GAP) / (float)count;
    float most = 1200, w = fminf(ui->width - 2 * MARGIN, most), unit = (w + GAP) / units;
    float left = (ui->width - w) / 2;
    for (int32_t i = 0; i < place; i++)
        x += rows[row].keys[i].width;
    return (UiRect){left + x * unit, board.y + MARGIN + (float)row * (h + GAP),
                    rows[row].keys[place].width * unit - GAP, h};
}

static uint32_t key_id(int32_t row, int32_t place)
{
    return KEYBOARD_ID_KEY + (uint32_t)(row * KEYBOARD_ROW + place);
}

uint32_t keyboard_find(const Ui *ui, const KeyboardState *state, const char *language,
                       const char *key)
{
    Row rows[MOST_ROWS];
    int32_t n = list_rows(ui, state->page, language, rows);
    for (int32_t row = 0; row < n; row++)
        for (int32_t place = 0; place < rows[row].count; place++) {
            char text[8] = "";
            if (!rows[row].keys[place].acts)
                text_of(state, rows[row].keys[place].text, text);
            if (strcmp(*text ? text : rows[row].keys[place].text, key) == 0)
                return key_id(row, place);
        }
    return 0;
}

/* ---- a key ---- */

static void draw_key(Ui *ui, UiRect r, const KeyboardState *state, const Key *key, bool down)
{
    bool done = strcmp(key->text, "done") == 0, shift = strcmp(key->text, "shift") == 0;
    bool lit = shift && state->shift != KEYBOARD_SMALL;
    ThemeColor ground = done ? COLOR_PRIMARY : key->acts ? COLOR_PANEL : COLOR_SURFACE;
    ThemeColor ink = done ? COLOR_PRIMARY_ON : COLOR_INK;
    ui_fill(ui, r, CORNER, down ? COLOR_FLOOR_TINT : ground);
    ui_stroke(ui, r, CORNER, down || lit ? 3 : 1, down || lit ? COLOR_INK : COLOR_OUTLINE);
    ink = down ? COLOR_INK : ink;
    UiRect word = {r.x + 4, r.y, r.w - 8, r.h};
    float cx = r.x + r.w / 2, cy = r.y + r.h / 2;
    char text[8];
    if (!key->acts) {
        text_of(state, key->text, text);
        ui_label(ui, word, TYPE_20, ink, UI_CENTRE, text);
    } else if (shift) {
        ui_icon(ui, cx, cy, 24, ICON_SHIFT, ink);
        if (state->shift == KEYBOARD_CAPITALS)
            ui_line(ui, cx - 8, cy + 16, cx + 8, cy + 16, 2, ink);
    } else if (strcmp(key->text, "backspace") == 0) {
        ui_icon(ui, cx, cy, 24, ICON_BACKSPACE, ink);
    } else if (strcmp(key->text, "left") == 0 || strcmp(key->text, "right") == 0) {
        ui_icon(ui, cx, cy, 24, *key->text == 'l' ? ICON_BACK : ICON_FORWARD, ink);
    } else if (strcmp(key->text, "page") == 0) {
        ui_label(ui, word, TYPE_16_BOLD, ink, UI_CENTRE,
                 state->page == KEYBOARD_LETTERS ? "?123" : "abc");
    } else {
        ui_label(ui, word, TYPE_16_BOLD, ink, UI_CENTRE, done ? "Done" : "space");
    }
}

static KeyboardAsk type(KeyboardState *state, const char *text)
{
    KeyboardAsk ask = {.kind = UI_INPUT_TEXT};
    (void)snprintf(ask.text, sizeof ask.text, "%s", text);
    if (state->shift == KEYBOARD_NEXT_CAPITAL)
        state->shift = KEYBOARD_SMALL;
    return ask;
}

static KeyboardAsk press(KeyboardState *state, const Key *key)
{
    char text[8];
    if (!key->acts) {
        text_of(state, key->text, text);
        return type(state, text);
    }
    if (strcmp(key->text, "space") == 0)
        return type(state, " ");
    if (strcmp(key->text, "shift") == 0)
        state->shift = (KeyboardShift)((state->shift + 1) % 3);
    else if (strcmp(key->text, "page") == 0)
        state->page = state->page == KEYBOARD_LETTERS ? KEYBOARD_SIGNS : KEYBOARD_LETTERS;
    else
        return (KeyboardAsk){.kind = UI_INPUT_KEY,
                             .key = strcmp(key->text, "left") == 0        ? UI_KEY_LEFT
                                    : strcmp(key->text, "right") == 0     ? UI_KEY_RIGHT
                                    : strcmp(key->text, "backspace") == 0 ? UI_KEY_BACKSPACE
                                                                          : UI_KEY_ENTER};
    return (KeyboardAsk){0};
}

/* Backspace and the arrows go on while they are held. */
static bool may_repeat(const Key *key)
{
    return strcmp(key->text, "backspace") == 0 || strcmp(key->text, "left") == 0 ||
           strcmp(key->text, "right") == 0;
}

static bool repeats(Ui *ui, KeyboardState *state, const Key *key, const UiTouch *t)
{
    if (!may_repeat(key) || !t->held || !t->down)
        return false;
    bool now = t->gesture == UI_GESTURE_HOLD || ui->in.now_ms >= state->repeat_ms;
    if (now)
        state->repeat_ms = ui->in.now_ms + REPEAT_MS;
    ui_wake_at(ui, state->repeat_ms);
    return now;
}

/* ---- accents ---- */

static UiRect accents_rect(const Ui *ui, UiRect key, int32_t count)
{
    int32_t across = count < ACCENTS_ACROSS ? count : ACCENTS_ACROSS;
    int32_t rows = (count + ACCENTS_ACROSS - 1) / ACCENTS_ACROSS;
    float cell = fminf(CELL, (ui->width - 2 * MARGIN - 16) / ACCENTS_ACROSS);
    UiRect r = {key.x, 0, (float)across * cell + 16, (float)rows * CELL + 16};
    r.x = fmaxf(fminf(r.x, ui->width - MARGIN - r.w), MARGIN);
    r.y = key.y - GAP - r.h;
    return r;
}

/* The finger is over one of them, or still on its key (the first). -1: elsewhere
 * far below. */
static int32_t accent_under(UiRect r, UiRect key, int32_t count, float x, float y)
{
    int32_t across = count < ACCENTS_ACROSS ? count : ACCENTS_ACROSS;
    if (y > key.y + key.h + CELL)
        return -1;
    if (x >= key.x && x < key.x + key.w && y >= key.y)
        return 0;
    float cell = (r.w - 16) / (float)across;
    int32_t rows = (count + ACCENTS_ACROSS - 1) / ACCENTS_ACROSS;
    int32_t column = (int32_t)fminf(fmaxf(floorf((x - r.x - 8) / cell), 0), (float)across - 1);
    int32_t row = (int32_t)fminf(fmaxf(floorf((y - r.y - 8) / CELL), 0), (float)rows - 1);
    int32_t index = row * ACCENTS_ACROSS + column;
    return index < count ? index : count - 1;
}

static void draw_accents(Ui *ui, UiRect r, char texts[MOST_ACCENTS][8], int32_t count,
                         int32_t choice)
{
    int32_t across = count < ACCENTS_ACROSS ? count : ACCENTS_ACROSS;
    float cell = (r.w - 16) / (float)across;
    ui_fill(ui, r, 12, COLOR_SURFACE);
    ui_stroke(ui, r, 12, 1.5F, COLOR_OUTLINE);
    for (int32_t i = 0; i < count; i++) {
        int32_t column = i % ACCENTS_ACROSS, row = i / ACCENTS_ACROSS;
        UiRect c = {r.x + 8 + (float)column * cell, r.y + 8 + (float)row * CELL, cell, CELL};
        if (i == choice)
            ui_fill(ui, c, CORNER, COLOR_PRIMARY);
        ui_label(ui, c, TYPE_20_BOLD, i == choice ? COLOR_PRIMARY_ON : COLOR_INK, UI_CENTRE,
                 texts[i]);
    }
}

/* The letter is held: its accents, and the one that lifting types. */
static KeyboardAsk hold_accents(Ui *ui, KeyboardState *state, UiRect key_at, const Key *key,
                                const UiTouch *t)
{
    char texts[MOST_ACCENTS][8];
    int32_t count = list_accents(state, key->text, texts);
    UiRect r = accents_rect(ui, key_at, count);
    state->choice = accent_under(r, key_at, count, t->x, t->y);
    if (t->down) {
        draw_accents(ui, r, texts, count, state->choice);
        return (KeyboardAsk){0};
    }
    state->held = 0;
    bool lifted = t->gesture == UI_GESTURE_DROP && state->choice >= 0;
    return lifted ? type(state, texts[state->choice]) : (KeyboardAsk){0};
}

/* ---- the whole ---- */

static bool over(UiRect r, const UiTouch *t)
{
    return t->x >= r.x && t->x < r.x + r.w && t->y >= r.y && t->y < r.y + r.h;
}

static bool has_accents(const KeyboardState *state, const Key *key)
{
    char texts[MOST_ACCENTS][8];
    return !key->acts && list_accents(state, key->text, texts) > 0;
}

/* Lifted over the key; of one that was held only where holding meant nothing else. */
static bool is_pressed(const KeyboardState *state, const Key *key, UiRect r, const UiTouch *t)
{
    bool meant = t->held && (may_repeat(key) || has_accents(state, key));
    return t->gesture == UI_GESTURE_TAP || (t->gesture == UI_GESTURE_DROP && over(r, t) && !meant);
}

KeyboardAsk keyboard_build(Ui *ui, KeyboardState *state, const char *language)
{
    Row rows[MOST_ROWS];
    int32_t n = list_rows(ui, state->page, language, rows);
    UiRect board = keyboard_rect(ui);
    KeyboardAsk ask = {0};
    int32_t held = 0;
    UiRect held_rect = {0};
    UiTouch held_touch = {0};
    (void)ui_touch_aside(ui, KEYBOARD_ID_GROUND, board, true);
    ui_fill(ui, board, 0, COLOR_SUNK);
    ui_line(ui, 0, board.y, board.w, board.y, 1, COLOR_OUTLINE);
    for (int32_t row = 0; row < n; row++)
        for (int32_t place = 0; place < rows[row].count; place++) {
            const Key *key = &rows[row].keys[place];
            UiRect r = key_rect(ui, board, rows, n, row, place);
            UiTouch t = ui_touch_aside(ui, key_id(row, place), r, false);
            int32_t self = row * KEYBOARD_ROW + place + 1;
            if (t.gesture == UI_GESTURE_HOLD && has_accents(state, key))
                state->held = self;
            draw_key(ui, r, state, key, t.down && (over(r, &t) || state->held == self));
            if (state->held == self) {
                held = self;
                held_rect = r;
                held_touch = t;
            } else if (repeats(ui, state, key, &t) || is_pressed(state, key, r, &t)) {
                ask = press(state, key);
            }
        }
    if (held == 0)
        state->held = 0; /* another page, another size: the finger lost it */
    else
        ask = hold_accents(ui, state, held_rect,
                           &rows[(held - 1) / KEYBOARD_ROW].keys[(held - 1) % KEYBOARD_ROW],
                           &held_touch);
    return ask;
}
