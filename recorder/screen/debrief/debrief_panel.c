#include "recorder/screen/debrief/debrief_panel.h"

#include "recorder/screen/part/part.h"
#include "recorder/screen/settings/screen_settings.h"

#include <math.h>
#include <string.h>

static const float CHIP = 48, GAP = 8, GROUP_GAP = 20, BAR = 12;

/* ---- chips ---- */

enum { MAX_CHIPS = 12 };

/* Some words of which one or several hold. */
typedef struct Chips {
    const char *title, *text;
    const char *words[MAX_CHIPS];
    int32_t count;
    uint32_t chosen; /* set */
    uint32_t id;
} Chips;

static float chip_height(const Ui *ui)
{
    return fmaxf(CHIP, ui_scaled(ui, 32));
}

static int32_t across_of(const Ui *ui, const Chips *c, float width)
{
    const float room = 52; /* of the mark and the edges */
    float widest = CHIP;
    for (int32_t i = 0; i < c->count; i++)
        widest = fmaxf(widest, ui_text_width(ui, TYPE_16_BOLD, c->words[i]) + room);
    int32_t across = (int32_t)((width + GAP) / (widest + GAP));
    if (across > 3 && across < c->count) /* rows of one length */
        across = c->count % 3 == 0 ? 3 : 2;
    return across < 1 ? 1 : across > c->count ? c->count : across;
}

static float chips_height(const Ui *ui, const Chips *c, float width)
{
    float text = c->text[0] ? ui_paragraph_height(ui, width, TYPE_14, c->text) + 4 : 0;
    return ui_scaled(ui, 26) + text +
           part_grid_height(c->count, across_of(ui, c, width), chip_height(ui), GAP) + GROUP_GAP;
}

/* The one tapped, or -1. */
static int32_t chips(Ui *ui, UiRect *area, const Chips *c)
{
    UiRect r = part_cut_top(area, chips_height(ui, c, area->w), 0);
    int32_t tapped = -1, across = across_of(ui, c, r.w);
    ui_label(ui, part_cut_top(&r, ui_scaled(ui, 26), 0), TYPE_14_BOLD, COLOR_INK2, UI_LEFT,
             c->title);
    if (c->text[0])
        (void)part_cut_top(&r, ui_paragraph(ui, r, TYPE_14, COLOR_INK2, c->text), 4);
    for (int32_t i = 0; i < c->count; i++) {
        bool is = c->chosen >> i & 1;
        if (ui_button(ui, c->id + (uint32_t)i, part_cell(r, i, across, chip_height(ui), GAP),
                      is ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, is ? ICON_CHECK : ICON_NONE,
                      c->words[i], true))
            tapped = i;
    }
    return tapped;
}

/* ---- what can be chosen ---- */

enum {
    CHIPS_FOR,
    CHIPS_PUPILS,
    CHIPS_LANGUAGE,
    CHIPS_PAPER,
    CHIPS_SECTION,
    CHIPS_FORMAT,
    CHIPS_DPI,
    CHIPS_COUNT
};

static uint32_t language_set(const char *language)
{
    for (int32_t i = 0; settings_language(i); i++)
        if (strcmp(settings_language(i)->code, language) == 0)
            return 1U << i;
    return 0;
}

static const char *pupils_text(const DebriefModel *m)
{
    return m->choice.sheet.pupils == HANDOUT_NAMES && !m->has_names
               ? "No names of this class are kept: they are called as typed."
               : "";
}

static void list_chips(const DebriefModel *m, Chips all[CHIPS_COUNT])
{
    const ShareChoice *c = &m->choice;
    const uint32_t by_seat = 1U << DEBRIEF_MAP | 1U << DEBRIEF_EVIDENCE;
    all[CHIPS_FOR] = (Chips){
        .title = "For whom",
        .text = c->sheet.for_others
                    ? "Seats, tables, focus pupils and words stay with the team; small groups are "
                      "hidden."
                : c->sheet.pupils == HANDOUT_NAMES && m->has_names
                    ? "With seats, what was said and pupils' real names. It stays with the team."
                    : "With seats and what was said. Pupils' names only where you choose them.",
        .words = {"The team", "Others"},
        .count = 2,
        .chosen = c->sheet.for_others ? 2 : 1,
        .id = DEBRIEF_ID_FOR};
    all[CHIPS_PUPILS] = (Chips){.title = "Pupils are called",
                                .text = pupils_text(m),
                                .words = {"As typed", "By seat", "Names"},
                                .count = c->sheet.for_others ? 0 : 3,
                                .chosen = 1U << c->sheet.pupils,
                                .id = DEBRIEF_ID_PUPILS};
    all[CHIPS_LANGUAGE] = (Chips){.title = "Language",
                                  .text = "",
                                  .chosen = language_set(c->language),
                                  .id = DEBRIEF_ID_LANGUAGE};
    for (int32_t i = 0; settings_language(i) && i < MAX_CHIPS; i++)
        all[CHIPS_LANGUAGE].words[all[CHIPS_LANGUAGE].count++] = settings_language(i)->name;
    all[CHIPS_PAPER] = (Chips){.title = "Paper",
                               .text = "",
                               .words = {[SHEET_A4] = "A4", [SHEET_LETTER] = "Letter"},
                               .count = 2,
                               .chosen = 1U << c->sheet.paper,
                               .id = DEBRIEF_ID_PAPER};
    all[CHIPS_SECTION] =
        (Chips){.title = "What goes in",
                .text = "",
                .words = {[DEBRIEF_FLOW] = "The flow",
                          [DEBRIEF_TALK] = "Talk",
                          [DEBRIEF_MAP] = "Talk map",
                          [DEBRIEF_FRAMES] = "Frames",
                          [DEBRIEF_QUESTIONS] = "Questions",
                          [DEBRIEF_ENGAGEMENT] = "On task",
                          [DEBRIEF_EVIDENCE] = "Evidence",
                          [DEBRIEF_TIME] = "Time",
                          [DEBRIEF_CONVERSATION] = "To talk"},
                .count = m->is_walkthrough || m->is_cycle ? 0 : (int32_t)DEBRIEF_SECTION_COUNT,
                .chosen = ~c->sheet.without & ~(c->sheet.for_others ? by_seat : 0),
                .id = DEBRIEF_ID_SECTION};
    all[CHIPS_FORMAT] = (Chips){.title = "Files",
                                .text = "",
                                .words = {"PDF", "Pictures", "Tables", "Excel"},
                                .count = m->is_cycle ? 0 : 4,
                                .chosen = c->formats,
                                .id = DEBRIEF_ID_FORMAT};
    all[CHIPS_DPI] = (Chips){.title = "Pictures for",
                             .text = "",
                             .words = {"Screens", "Paper"},
                             .count = c->formats & SHARE_PNG && !m->is_cycle ? 2 : 0,
                             .chosen = c->dpi >= SHARE_PRINT_DPI ? 2 : 1,
                             .id = DEBRIEF_ID_DPI};
    if (m->is_cycle) /* nothing in it is by seat */
        all[CHIPS_FOR].count = all[CHIPS_PUPILS].count = 0;
}

static void choose(DebriefAsk *ask, const DebriefModel *m, DebriefState *state, int32_t group,
                   int32_t tapped)
{
    ShareChoice c = m->choice;
    switch (group) {
    case CHIPS_FOR:
        c.sheet.for_others = tapped == 1;
        if (c.sheet.for_others && c.sheet.pupils == HANDOUT_NAMES)
            c.sheet.pupils = HANDOUT_LABELS;
        break;
    case CHIPS_PUPILS:
        c.sheet.pupils = (HandoutPupils)tapped;
        if (c.sheet.pupils == HANDOUT_NAMES && m->names != DEBRIEF_NAMES_OPEN) {
            state->naming = true;
            return;
        }
        break;
    case CHIPS_LANGUAGE:
        c.language = settings_language(tapped)->code;
        break;
    case CHIPS_PAPER:
        c.sheet.paper = (SheetPaper)tapped;
        break;
    case CHIPS_SECTION:
        c.sheet.without ^= 1U << tapped;
        break;
    case CHIPS_FORMAT:
        if ((c.formats ^ 1U << tapped) == 0)
            return; /* one stays */
        c.formats ^= 1U << tapped;
        break;
    case CHIPS_DPI:
        c.dpi = tapped == 1 ? SHARE_PRINT_DPI : SHARE_SCREEN_DPI;
        break;
    default:
        return;
    }
    ask->kind = DEBRIEF_ASK_CHOOSE;
    ask->choice = c;
}

/* ---- saving ---- */

static const char *progress_words(Ui *ui, const ShareProgress *p, bool working)
{
    int32_t lessons = p->done - p->failed;
    const char *text = working ? arena_printf(ui->frame, "%d of %d lessons: %s", (int)p->done,
                                              (int)p->total, p->title)
                               : arena_printf(ui->frame, "%d %s of %d %s%s", (int)p->files,
                                              p->files == 1 ? "file" : "files", (int)lessons,
                                              lessons == 1 ? "lesson" : "lessons",
                                              p->done < p->total ? ", then stopped" : "");
    return text ? text : "";
}

static float failures_height(const Ui *ui, const ShareProgress *p, float width)
{
    float h = 0;
    for (int32_t i = 0; i < p->failure_count; i++)
        h += ui_scaled(ui, 22) + ui_paragraph_height(ui, width, TYPE_14, p->failures[i].reason) +
             GAP;
    return h;
}

static float many_height(const Ui *ui, const DebriefModel *m, float width)
{
    if (!m->progress)
        return 0;
    return BAR + 2 * GAP + ui_scaled(ui, 22) + (m->working ? CHIP + GAP : 0) +
           failures_height(ui, m->progress, width) + GAP;
}

static void draw_many(Ui *ui, UiRect *area, const DebriefModel *m, DebriefAsk *ask)
{
    const ShareProgress *p = m->progress;
    UiRect bar = part_cut_top(area, BAR, GAP);
    ui_fill(ui, bar, BAR / 2, COLOR_SUNK);
    float share = p->total > 0 ? (float)p->done / (float)p->total : 1;
    if (share > 0)
        ui_fill(ui, (UiRect){bar.x, bar.y, fmaxf(bar.w * share, BAR), bar.h}, BAR / 2,
                COLOR_PRIMARY);
    ui_label(ui, part_cut_top(area, ui_scaled(ui, 22), GAP), TYPE_14, COLOR_INK, UI_LEFT,
             progress_words(ui, p, m->working));
    if (m->working && ui_button(ui, DEBRIEF_ID_STOP, part_cut_top(area, CHIP, GAP), UI_BUTTON_PLAIN,
                                ICON_STOP, "Stop", true))
        ask->kind = DEBRIEF_ASK_STOP;
    for (int32_t i = 0; i < p->failure_count; i++) {
        ui_label(ui, part_cut_top(area, ui_scaled(ui, 22), 0), TYPE_14_BOLD, COLOR_INK, UI_LEFT,
                 p->failures[i].title);
        (void)part_cut_top(
            area, ui_paragraph(ui, *area, TYPE_14, COLOR_INK2, p->failures[i].reason), GAP);
    }
}

static const char *all_words(Ui *ui, const DebriefModel *m)
{
    const char *text = arena_printf(ui->frame, "All %lld lessons", (long long)m->lesson_count);
    return text ? text : "All lessons";
}

/* What is seldom needed: at the end of the column. */
static float more_height(const Ui *ui, const DebriefModel *m, float width)
{
    float all = m->lesson_count > 1 && !m->is_cycle ? 56 + GAP : 0;
    float pick = m->is_cycle || m->teaching_count > 0 ? 56 + GAP : 0;
    return part_field_height(ui) + GAP + all + pick + many_height(ui, m, width);
}

static bool is_ready(const DebriefModel *m, const DebriefState *state)
{
    return m->sheet && !m->working && state->folder[0];
}

static void draw_more(Ui *ui, UiRect *area, const DebriefModel *m, DebriefState *state,
                      DebriefAsk *ask)
{
    (void)part_field(ui, DEBRIEF_ID_FOLDER, part_cut_top(area, part_field_height(ui), GAP),
                     "Files go to the folder", "a folder", state->folder, sizeof state->folder);
    if (m->progress)
        draw_many(ui, area, m, ask);
    if (m->lesson_count > 1 && !m->is_cycle &&
        ui_button(ui, DEBRIEF_ID_SAVE_ALL, part_cut_top(area, 56, GAP), UI_BUTTON_PLAIN, ICON_SHEET,
                  all_words(ui, m), is_ready(m, state)))
        ask->kind = DEBRIEF_ASK_SAVE_ALL;
    if (m->is_cycle && ui_button(ui, DEBRIEF_ID_LESSON, part_cut_top(area, 56, GAP),
                                 UI_BUTTON_PLAIN, ICON_BACK, "This lesson alone", true))
        ask->kind = DEBRIEF_ASK_LESSON;
    if (!m->is_cycle && m->teaching_count > 0 &&
        ui_button(ui, DEBRIEF_ID_PICK, part_cut_top(area, 56, GAP), UI_BUTTON_PLAIN, ICON_PEOPLE,
                  "Beside another teaching", !m->working))
        state->picking = true;
}

/* Always in sight, with what became of it. */
static void draw_save(Ui *ui, UiRect *area, const DebriefModel *m, const DebriefState *state,
                      DebriefAsk *ask)
{
    if (ui_button(ui, DEBRIEF_ID_SAVE, part_cut_bottom(area, 64, GAP), UI_BUTTON_PRIMARY,
                  ICON_SAVED, m->working ? "Saving" : "Save", is_ready(m, state)))
        ask->kind = DEBRIEF_ASK_SAVE;
    if (!m->result[0])
        return;
    float h = ui_paragraph_height(ui, area->w, TYPE_14, m->result);
    (void)ui_paragraph(ui, part_cut_bottom(area, h, GAP), TYPE_14, COLOR_INK, m->result);
}

/* ---- another teaching ---- */

static void draw_list(Ui *ui, UiRect r, const DebriefModel *m, DebriefState *state, DebriefAsk *ask)
{
    UiRect area = r;
    float row = fmaxf(64, ui_scaled(ui, 56));
    if (ui_button(ui, DEBRIEF_ID_PICK, part_cut_top(&area, CHIP, GAP), UI_BUTTON_QUIET, ICON_BACK,
                  "Back to the choices", true))
        state->picking = false;
    const char *text = "Which lesson was taught first? The one shown comes second.";
    (void)part_cut_top(&area, ui_paragraph(ui, area, TYPE_14, COLOR_INK2, text), GAP);
    float y = ui_scroll_begin(ui, DEBRIEF_ID_LIST, area, (float)m->teaching_count * (row + GAP),
                              &state->list_scroll);
    for (int32_t i = 0; i < m->teaching_count; i++, y += row + GAP) {
        if (y + row < area.y || y > area.y + area.h)
            continue;
        UiRect at = {area.x, y, area.w, row};
        if (part_choice(ui, DEBRIEF_ID_TEACHING + (uint32_t)i, at, m->teachings[i].title,
                        m->teachings[i].when, false)) {
            *ask = (DebriefAsk){.kind = DEBRIEF_ASK_CYCLE, .id = m->teachings[i].id};
            state->picking = false;
        }
    }
    ui_scroll_end(ui);
}

/* ---- the names ---- */

static float lock_height(const DebriefModel *m)
{
    return m->names == DEBRIEF_NAMES_OPEN && !m->choice.sheet.for_others && !m->is_cycle
               ? 56 + GROUP_GAP
               : 0;
}

static void draw_names(Ui *ui, UiRect r, const DebriefModel *m, DebriefState *state,
                       DebriefAsk *ask)
{
    bool none = m->names == DEBRIEF_NAMES_NONE;
    const char *text = none ? "No names are kept on this device yet. Begin on the home screen: "
                              "menu, Pupils' names."
                            : "Names open with their passphrase, and are locked again after a "
                              "while without a touch (Settings).";
    const float track = 12;
    UiRect all = {r.x, 0, r.w - track, 0};
    float text_height = ui_paragraph_height(ui, all.w, TYPE_14, text) + GAP;
    float trouble = ui_paragraph_height(ui, all.w, TYPE_14, m->names_trouble) + GAP;
    all.h = CHIP + GAP + text_height + part_field_height(ui) + 2 * GAP + 64 + GAP + trouble;
    all.h += part_keyboard_room(ui, all.h, r.h, state->names_scroll);
    all.y = ui_scroll_begin(ui, DEBRIEF_ID_LIST, r, all.h, &state->names_scroll);
    if (ui_button(ui, DEBRIEF_ID_UNNAMED, part_cut_top(&all, CHIP, GAP), UI_BUTTON_QUIET, ICON_BACK,
                  "Back to the choices", true))
        state->naming = false;
    (void)ui_paragraph(ui, part_cut_top(&all, text_height, 0), TYPE_14, COLOR_INK, text);
    if (!none) {
        (void)part_secret_field(ui, DEBRIEF_ID_PASSPHRASE,
                                part_cut_top(&all, part_field_height(ui), 2 * GAP), "Passphrase",
                                state->passphrase, sizeof state->passphrase);
        if (ui_button(ui, DEBRIEF_ID_UNLOCK, part_cut_top(&all, 64, GAP), UI_BUTTON_PRIMARY,
                      ICON_NONE, "Open the names", state->passphrase[0] && !m->working))
            ask->kind = DEBRIEF_ASK_UNLOCK;
        (void)ui_paragraph(ui, all, TYPE_14, COLOR_INK, m->names_trouble);
    }
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->names_scroll);
}

/* ---- the panel ---- */

void debrief_panel(Ui *ui, UiRect r, const DebriefModel *m, DebriefState *state, DebriefAsk *ask)
{
    ui_fill(ui, r, 0, COLOR_PANEL);
    UiRect in = part_inset(r, PART_PAD);
    if (state->picking || state->naming) {
        if (state->naming)
            draw_names(ui, in, m, state, ask);
        else
            draw_list(ui, in, m, state, ask);
        return;
    }
    Chips all[CHIPS_COUNT];
    list_chips(m, all);
    draw_save(ui, &in, m, state, ask);
    const float track = 12; /* beside the column, for where it is scrolled to */
    float width = in.w - track, content = more_height(ui, m, width) + lock_height(m);
    for (int32_t i = 0; i < CHIPS_COUNT; i++)
        content += all[i].count > 0 ? chips_height(ui, &all[i], width) : 0;
    content += part_keyboard_room(ui, content, in.h, state->scroll);
    float y = ui_scroll_begin(ui, DEBRIEF_ID_COLUMN, in, content, &state->scroll);
    UiRect area = {in.x, y, width, content};
    for (int32_t i = 0; i < CHIPS_COUNT; i++) {
        int32_t tapped = all[i].count > 0 ? chips(ui, &area, &all[i]) : -1;
        if (tapped >= 0)
            choose(ask, m, state, i, tapped);
        if (i == CHIPS_PUPILS && lock_height(m) > 0 &&
            ui_button(ui, DEBRIEF_ID_LOCK, part_cut_top(&area, 56, GROUP_GAP), UI_BUTTON_PLAIN,
                      ICON_NONE, "Lock the names", !m->working))
            ask->kind = DEBRIEF_ASK_LOCK;
    }
    draw_more(ui, &area, m, state, ask);
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->scroll);
}
