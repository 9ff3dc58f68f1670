#include "recorder/screen/settings/screen_settings.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 56, CHIP = 56, GAP = PART_GAP, BETWEEN = 24;
static const float ICON_ROOM = 60; /* the chosen one has a check before its word */
enum { MOST_CHOICES = 5 };

const SettingsLanguage *settings_language(int32_t index)
{
    static const SettingsLanguage LANGUAGES[] = {
        {"en", "English"}, {"es", "Español"}, {"ja", "日本語"}};
    enum { COUNT = sizeof LANGUAGES / sizeof LANGUAGES[0] };
    return index >= 0 && index < COUNT ? &LANGUAGES[index] : NULL;
}

/* ---- one setting ---- */

typedef struct Choice {
    const char *title, *text;
    const char *words[MOST_CHOICES];
    int32_t count, chosen;
    uint32_t id;
} Choice;

/* As many beside each other as have room for the longest word. */
static int32_t choices_across(const Ui *ui, const Choice *c, float width)
{
    float widest = UI_MIN_TARGET;
    for (int32_t i = 0; i < c->count; i++)
        widest = fmaxf(widest, ui_text_width(ui, TYPE_16_BOLD, c->words[i]) + ICON_ROOM);
    int32_t across = (int32_t)((width + GAP) / (widest + GAP));
    if (across == 3 && c->count == 4) /* not one alone */
        across = 2;
    return across < 1 ? 1 : across > c->count ? c->count : across;
}

static float chip_height(const Ui *ui)
{
    return fmaxf(CHIP, ui_scaled(ui, 32));
}

static float choice_height(const Ui *ui, const Choice *c, float width)
{
    int32_t across = choices_across(ui, c, width);
    return ui_scaled(ui, 28) + ui_paragraph_height(ui, width, TYPE_14, c->text) + GAP +
           part_grid_height(c->count, across, chip_height(ui), GAP);
}

/* The one tapped, or -1. */
static int32_t choice(Ui *ui, UiRect r, const Choice *c)
{
    int32_t tapped = -1, across = choices_across(ui, c, r.w);
    ui_label(ui, part_cut_top(&r, ui_scaled(ui, 28), 0), TYPE_16_BOLD, COLOR_INK, UI_LEFT,
             c->title);
    float used = ui_paragraph(ui, r, TYPE_14, COLOR_INK2, c->text);
    (void)part_cut_top(&r, used, GAP);
    for (int32_t i = 0; i < c->count; i++) {
        UiRect cell = part_cell(r, i, across, chip_height(ui), GAP);
        bool is = i == c->chosen;
        if (ui_button(ui, c->id + (uint32_t)i, cell, is ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                      is ? ICON_CHECK : ICON_NONE, c->words[i], true))
            tapped = i;
    }
    return tapped;
}

/* ---- all of them ---- */

enum { SETTING_COUNT = 11 };

static int32_t language_index(const char *code)
{
    for (int32_t i = 0; settings_language(i); i++)
        if (strcmp(settings_language(i)->code, code) == 0)
            return i;
    return -1;
}

static int32_t lock_index(int32_t minutes)
{
    int32_t index = 0;
    while (settings_lock_min(index + 1) >= 0 && settings_lock_min(index) < minutes)
        index++;
    return index;
}

static int32_t years_index(int32_t years)
{
    int32_t index = 0;
    while (settings_keep_years(index + 1) >= 0 && settings_keep_years(index) < years)
        index++;
    return index;
}

/* Said before it happens. */
static const char *forgetting_text(Ui *ui, const Settings *s, const char *due)
{
    const char *how =
        s->forgets_alone ? "When the app starts, what is older goes by itself; the home screen "
                           "says what went, and asks where the clock may be wrong."
                         : "When the app starts, the home screen shows a list; nothing goes before "
                           "you say so.";
    if (!*due)
        return how;
    const char *text = arena_printf(ui->frame, "%s That is %s now.", how, due);
    return text ? text : how;
}

/* In the order of the screen: the eyes, the hand, the sheets, what is kept. */
static void list_choices(Ui *ui, const Settings *s, const char *due, Choice choices[SETTING_COUNT])
{
    const Choice all[SETTING_COUNT] = {
        {.title = "Look",
         .text = "Dark for a darkened room; high contrast for tired eyes and bright windows.",
         .words = {"As the device", "Light", "Dark", "High contrast"},
         .count = 4,
         .chosen = (int32_t)s->theme,
         .id = SETTINGS_ID_THEME},
        {.title = "Text size",
         .text = "Of everything that is read. What is tapped keeps its place.",
         .words = {"100 %", "125 %", "150 %", "175 %", "200 %"},
         .count = 5,
         .chosen = (s->text_percent - SETTINGS_TEXT_LEAST) / SETTINGS_TEXT_STEP,
         .id = SETTINGS_ID_TEXT},
        {.title = "The hand that taps",
         .text = "With the left, the seating chart and the pads change sides.",
         .words = {"Right", "Left"},
         .count = 2,
         .chosen = s->left_handed,
         .id = SETTINGS_ID_HAND},
        {.title = "Movement",
         .text = "Nothing moves for longer than an eighth of a second; reduced, nothing at all.",
         .words = {"As designed", "Reduced"},
         .count = 2,
         .chosen = s->reduced_motion,
         .id = SETTINGS_ID_MOTION},
        {.title = "Keyboard on the screen",
         .text = "For tablets that bring none.",
         .words = {"When a field is touched", "Always", "Never"},
         .count = 3,
         .chosen = (int32_t)s->keyboard,
         .id = SETTINGS_ID_KEYBOARD},
        {.title = "Paper of the sheets",
         .text = "A4 is 210 by 297 mm, Letter 8.5 by 11 inches.",
         .words = {"A4", "Letter"},
         .count = 2,
         .chosen = s->paper == SHEET_LETTER,
         .id = SETTINGS_ID_PAPER},
        {.title = "Language of sheets and protocols",
         .text = "Of every sheet made and every lesson opened from now on, where a protocol has "
                 "it: in Japanese, the phases of lesson study.",
         .words = {settings_language(0)->name, settings_language(1)->name,
                   settings_language(2)->name},
         .count = 3,
         .chosen = language_index(s->language),
         .id = SETTINGS_ID_LANGUAGE},
        {.title = "Pupils' names are locked after",
         .text = "So long without a touch. Until then board, review and set-up show them.",
         .words = {"1 min", "2 min", "5 min", "15 min", "30 min"},
         .count = 5,
         .chosen = lock_index(s->lock_min),
         .id = SETTINGS_ID_LOCK},
        {.title = "Lessons are kept",
         .text = "Older ones, and walk-throughs, are forgotten for good: from the record, its "
                 "journal and every backup on this device.",
         .words = {"Always", "1 year", "2 years", "3 years", "5 years"},
         .count = 5,
         .chosen = years_index(s->keep_years),
         .id = SETTINGS_ID_LESSONS},
        {.title = "Pupils' names are kept",
         .text = "Until the school year ends: then those of classes that nobody observed since are "
                 "forgotten. Lessons and initials stay.",
         .words = {"With the lessons", "To end of July", "To end of December"},
         .count = 3,
         .chosen = (int32_t)s->names,
         .id = SETTINGS_ID_NAMES},
        {.title = "Forgetting",
         .text = forgetting_text(ui, s, due),
         .words = {"Asks first", "By itself"},
         .count = 2,
         .chosen = s->forgets_alone,
         .id = SETTINGS_ID_FORGETTING},
    };
    memcpy(choices, all, sizeof all);
}

static void take(Settings *s, uint32_t id, int32_t chosen)
{
    switch (id) {
    case SETTINGS_ID_THEME:
        s->theme = (SettingsTheme)chosen;
        break;
    case SETTINGS_ID_TEXT:
        s->text_percent = SETTINGS_TEXT_LEAST + chosen * SETTINGS_TEXT_STEP;
        break;
    case SETTINGS_ID_HAND:
        s->left_handed = chosen == 1;
        break;
    case SETTINGS_ID_MOTION:
        s->reduced_motion = chosen == 1;
        break;
    case SETTINGS_ID_KEYBOARD:
        s->keyboard = (SettingsKeyboard)chosen;
        break;
    case SETTINGS_ID_PAPER:
        s->paper = chosen == 1 ? SHEET_LETTER : SHEET_A4;
        break;
    case SETTINGS_ID_LOCK:
        s->lock_min = settings_lock_min(chosen);
        break;
    case SETTINGS_ID_LESSONS:
        s->keep_years = settings_keep_years(chosen);
        break;
    case SETTINGS_ID_NAMES:
        s->names = (SettingsNames)chosen;
        break;
    case SETTINGS_ID_FORGETTING:
        s->forgets_alone = chosen == 1;
        break;
    default:
        (void)snprintf(s->language, sizeof s->language, "%s", settings_language(chosen)->code);
        break;
    }
}

/* ---- so it looks ---- */

static const float SEAT = 36;
static const char WORDS[] = "EH has the floor. Every tap is saved.";

static void example_seat(Ui *ui, float x, float y, const char *name, bool speaks)
{
    if (speaks) {
        ui_circle(ui, x, y, SEAT + 16, COLOR_FLOOR_TINT);
        ui_circle(ui, x, y, SEAT + 8, COLOR_FLOOR);
    } else {
        ui_circle(ui, x, y, SEAT, COLOR_SURFACE);
        ui_ring(ui, x, y, SEAT, 1.5F, COLOR_OUTLINE);
    }
    UiRect line = {x - SEAT + 6, y - 18, 2 * SEAT - 12, 36};
    ui_label(ui, line, speaks ? TYPE_24_BOLD : TYPE_20_BOLD, speaks ? COLOR_FLOOR_ON : COLOR_INK,
             UI_CENTRE, name);
}

static void example_pad(Ui *ui, UiRect r, bool diamond, const char *word)
{
    ui_fill(ui, r, 12, COLOR_SURFACE);
    ui_stroke(ui, r, 12, 1, COLOR_LINE);
    float x = r.x + 24, y = r.y + r.h / 2;
    if (diamond) {
        ui_polygon(ui, (const float[8]){x, y - 9, x + 9, y, x, y + 9, x - 9, y}, 4, COLOR_FRAME);
    } else {
        UiRect square = {x - 10, y - 10, 20, 20};
        ui_fill(ui, square, 4, COLOR_QUEST);
        ui_stroke(ui, square, 4, 1.5F, COLOR_QUEST_EDGE);
        ui_label(ui, square, TYPE_14_BOLD, COLOR_QUEST_ON, UI_CENTRE, "2");
    }
    ui_label(ui, (UiRect){r.x + 44, r.y, r.w - 56, r.h}, TYPE_16_BOLD, COLOR_INK, UI_LEFT, word);
}

static float example_height(const Ui *ui, float width)
{
    return 24 + ui_scaled(ui, 28) + 16 + 136 + 16 +
           ui_paragraph_height(ui, width - 48, TYPE_16, WORDS) + 24;
}

/* A little of the board: a table that talks, two pads, the hand they lie under. */
static void example(Ui *ui, UiRect r, bool left)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, 24);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 28), 16), TYPE_20_BOLD, COLOR_INK, UI_LEFT,
             "So it looks");
    UiRect seats = part_cut_top(&in, 136, 16), pads = seats;
    float half = floorf((seats.w - 24) / 2);
    seats.w = pads.w = half;
    *(left ? &seats : &pads) = (UiRect){in.x + half + 24, seats.y, half, seats.h};
    UiRect table = {seats.x + seats.w / 2 - 100, seats.y + 12, 200, 112};
    table.x = fmaxf(table.x, seats.x);
    table.w = fminf(table.w, seats.w);
    ui_fill(ui, table, 24, COLOR_SUNK);
    example_seat(ui, table.x + 48, table.y + table.h / 2, "EH", true);
    example_seat(ui, table.x + table.w - 44, table.y + table.h / 2, "LG", false);
    pads.h = 64;
    example_pad(ui, pads, true, "Opinion");
    pads.y += 72;
    example_pad(ui, pads, false, "How");
    (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2, WORDS);
}

static float privacy_height(const Ui *ui, float width, const char *text)
{
    return 2 * 24 + ui_scaled(ui, 28) + 8 + ui_paragraph_height(ui, width - 48, TYPE_16, text);
}

static void privacy(Ui *ui, UiRect r, const char *text)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, 24);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 28), 8), TYPE_20_BOLD, COLOR_INK, UI_LEFT,
             "What leaves this device");
    (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2, text);
}

/* ---- the whole ---- */

typedef struct Page {
    Ui *ui;
    const SettingsModel *model;
    Choice choices[SETTING_COUNT];
    SettingsAsk ask;
} Page;

static float choices_height(const Page *p, float width)
{
    float h = 2 * 24 - BETWEEN;
    for (int32_t i = 0; i < SETTING_COUNT; i++)
        h += choice_height(p->ui, &p->choices[i], width - 48) + BETWEEN;
    return h;
}

static void build_choices(Page *p, UiRect r)
{
    part_panel(p->ui, r);
    UiRect in = part_inset(r, 24);
    for (int32_t i = 0; i < SETTING_COUNT; i++) {
        const Choice *c = &p->choices[i];
        float h = choice_height(p->ui, c, in.w);
        int32_t tapped = choice(p->ui, part_cut_top(&in, h, BETWEEN), c);
        if (tapped < 0 || tapped == c->chosen)
            continue;
        p->ask = (SettingsAsk){.kind = SETTINGS_ASK_USE, .settings = p->model->settings};
        take(&p->ask.settings, c->id, tapped);
    }
}

static const char *privacy_text(Ui *ui, const SettingsModel *model)
{
    const char *kept = model->path;
    const char *text =
        arena_printf(ui->frame,
                     "Nothing over a network: there is no account. When a lesson ends, is changed "
                     "in Review or is opened from home, its sheet is written as a file; anything "
                     "else when you ask for it. Pupils' names are in it only where you choose "
                     "them.%s%s",
                     *kept ? " These settings are kept in " : "", kept);
    return text ? text : "";
}

static void build_page(Page *p, UiRect area, SettingsState *state)
{
    Ui *ui = p->ui;
    const char *text = privacy_text(ui, p->model);
    bool wide = ui->width >= PART_WIDE, left = p->model->settings.left_handed;
    float side = wide ? floorf(area.w * 0.38F) : area.w;
    float main_w = wide ? area.w - side - PART_MARGIN : area.w;
    float example_h = example_height(ui, side), privacy_h = privacy_height(ui, side, text);
    float aside = example_h + PART_MARGIN + privacy_h, list = choices_height(p, main_w);
    UiRect view = {area.x, area.y, area.w + PART_MARGIN - 2, area.h};
    float content = wide ? fmaxf(aside, list) : aside + PART_MARGIN + list;
    float y = ui_scroll_begin(ui, SETTINGS_ID_COLUMN, view, content, &state->scroll);
    UiRect main = {area.x, y, main_w, list};
    UiRect beside = {wide ? area.x + main_w + PART_MARGIN : area.x, y, side, example_h};
    main.y += wide ? 0 : example_h + PART_MARGIN;
    UiRect below = beside;
    below.h = privacy_h;
    below.y = wide ? beside.y + example_h + PART_MARGIN : main.y + list + PART_MARGIN;
    build_choices(p, main);
    example(ui, beside, left);
    privacy(ui, below, text);
    ui_scroll_end(ui);
}

SettingsAsk screen_settings(Ui *ui, const SettingsModel *model, SettingsState *state)
{
    Page p = {.ui = ui, .model = model};
    list_choices(ui, &model->settings, model->due, p.choices);
    UiRect all = {0, 0, ui->width, ui->height};
    ui_fill(ui, all, 0, COLOR_BG);
    UiRect area = part_inset(all, PART_MARGIN);
    UiRect bar = part_cut_top(&area, BAR, PART_MARGIN);
    UiRect back = {bar.x - 8, bar.y, 56, bar.h};
    bool leave = ui_button(ui, SETTINGS_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true);
    ui_label(ui, (UiRect){bar.x + 56, bar.y, bar.w - 56, bar.h}, TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             "Settings");
    if (*model->notice) {
        float h = part_notice_height(ui, area.w, model->notice);
        part_notice(ui, part_cut_top(&area, h, PART_MARGIN), "In use, but not kept", model->notice);
    }
    build_page(&p, area, state);
    if (leave || ui_key(ui) == UI_KEY_ESCAPE)
        p.ask.kind = SETTINGS_ASK_BACK;
    return p.ask;
}
