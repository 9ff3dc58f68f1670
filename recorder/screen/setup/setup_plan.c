/* What for: focus pupils, frames taught today, planned phases, the team. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>

static const float ROW = 48, CHIP_GAP = 6, BLOCK = 56;

static const SetupAsk NOTHING = {SETUP_ASK_NONE, 0};

/* Of a letter or number in a dot, which stays within its row. */
static float dot_radius(const Ui *ui, float radius)
{
    return fminf(ui_scaled(ui, radius), ROW / 2 - 1);
}

static UiRect in_dot(float cx, float cy, float half)
{
    return (UiRect){cx - half, cy - half, 2 * half, 2 * half};
}

/* ---- focus pupils ---- */

static const char EXPECTS[] = "What the team expects";

static float who_width(const Ui *ui)
{
    return 48 + ui_scaled(ui, 48);
}

static float focus_row_height(const Ui *ui, const SetupForm *form, float width, int32_t focus)
{
    const char *text = form->texts[FORM_PREDICTED + focus];
    return ui_long_field_height(ui, width - who_width(ui) - PART_GAP, EXPECTS, text);
}

static float focus_height(const Ui *ui, const SetupForm *form, const SetupState *state, float width)
{
    (void)state;
    int32_t count = setup_form_focus_count(form);
    float h = part_head_height(ui) - PART_GAP;
    for (int32_t i = 0; i < count; i++)
        h += focus_row_height(ui, form, width, i) + PART_GAP;
    return count < FORM_MAX_FOCUS ? h + ROW + PART_GAP : h;
}

/* The letter and the pupil, who is opened by it; then what the team predicts. */
static void focus_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state, int32_t focus)
{
    int32_t seat = setup_form_focus_seat(form, focus);
    uint32_t id = SETUP_ID_FOCUS + (uint32_t)focus;
    float w = who_width(ui), dot = dot_radius(ui, 13);
    UiRect who = {r.x, r.y, w, ROW}, field = {r.x + w + PART_GAP, r.y, r.w - w - PART_GAP, r.h};
    char letter[2] = {(char)('A' + focus), '\0'};
    UiTouch touch = ui_touch(ui, id, who);
    ui_fill(ui, who, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    ui_stroke(ui, who, 12, 1, COLOR_LINE);
    ui_circle(ui, who.x + 24, who.y + who.h / 2, dot, COLOR_TEACH);
    ui_label(ui, in_dot(who.x + 24, who.y + who.h / 2, dot - 4), TYPE_14_BOLD, COLOR_TEACH_ON,
             UI_CENTRE, letter);
    ui_label(ui, (UiRect){who.x + 44, who.y, who.w - 48, who.h}, TYPE_16_BOLD, COLOR_INK, UI_LEFT,
             setup_form_label(form, seat));
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, who, 12);
    if (part_tapped(&touch, who)) {
        state->pupil = seat;
        setup_open_sheet(ui, state, SETUP_SHEET_PUPIL);
    }
    int32_t text = FORM_PREDICTED + focus;
    (void)ui_long_field(ui, SETUP_ID_TEXT + (uint32_t)text, field, EXPECTS, form->texts[text],
                        FORM_TEXT_SIZE);
}

static SetupAsk focus_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t count = setup_form_focus_count(form);
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Focus pupils", "predicted response");
    for (int32_t i = 0; i < count; i++)
        focus_row(ui, part_cut_top(&r, focus_row_height(ui, form, r.w, i), PART_GAP), form, state,
                  i);
    if (count == FORM_MAX_FOCUS)
        return NOTHING;
    bool any = form->places.seating.count > count;
    const char *word = state->picks_focus ? "Tap the pupil's seat" : "Add a focus pupil";
    if (ui_button(ui, SETUP_ID_FOCUS_ADD, part_cut_top(&r, ROW, 0),
                  state->picks_focus ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                  state->picks_focus ? ICON_NONE : ICON_PLUS, word, any))
        state->picks_focus = !state->picks_focus;
    return NOTHING;
}

const SetupSection SETUP_FOCUS = {focus_height, focus_build};

/* ---- sentence frames taught today ---- */

static const Modifier *target_modifier(const SetupForm *form)
{
    const Protocol *p = setup_form_protocol(form);
    return p->target_modifier == PROTOCOL_NONE ? NULL : &p->modifiers[p->target_modifier];
}

static int32_t chips_across(const Ui *ui, float width)
{
    int32_t across = (int32_t)(width / ui_scaled(ui, 120));
    return across < 1 ? 1 : across > 4 ? 4 : across;
}

static float targets_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                            float width)
{
    (void)state;
    const Modifier *m = target_modifier(form);
    if (!m)
        return 0;
    return part_head_height(ui) +
           part_grid_height(m->option_count, chips_across(ui, width), ROW, CHIP_GAP);
}

/* As on the board: a full diamond is taught today, an open one is not. */
static bool target_chip(Ui *ui, uint32_t id, UiRect r, const char *label, bool chosen)
{
    UiTouch touch = ui_touch(ui, id, r);
    ThemeColor ground = chosen ? COLOR_FRAME_TINT : COLOR_SURFACE;
    ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : ground);
    ui_stroke(ui, r, 12, chosen ? 2 : 1, chosen ? COLOR_FRAME : COLOR_LINE);
    float cx = r.x + 14, cy = r.y + r.h / 2, half = 6.5F;
    if (chosen) {
        const float diamond[] = {cx, cy - half, cx + half, cy, cx, cy + half, cx - half, cy};
        ui_polygon(ui, diamond, 4, COLOR_FRAME);
    } else {
        ui_line(ui, cx, cy - half, cx + half, cy, 1.5F, COLOR_FRAME);
        ui_line(ui, cx + half, cy, cx, cy + half, 1.5F, COLOR_FRAME);
        ui_line(ui, cx, cy + half, cx - half, cy, 1.5F, COLOR_FRAME);
        ui_line(ui, cx - half, cy, cx, cy - half, 1.5F, COLOR_FRAME);
    }
    ui_label(ui, (UiRect){r.x + 25, r.y, r.w - 29, r.h}, TYPE_14, COLOR_INK, UI_LEFT, label);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    return part_tapped(&touch, r);
}

static SetupAsk targets_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    const Modifier *m = target_modifier(form);
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Taught today", m->label);
    int32_t across = chips_across(ui, r.w);
    for (int32_t i = 0; i < m->option_count; i++) {
        UiRect chip = part_cell(r, i, across, ROW, CHIP_GAP);
        uint32_t bit = UINT32_C(1) << i;
        if (target_chip(ui, SETUP_ID_TARGET + (uint32_t)i, chip, m->options[i].short_label,
                        form->targets & bit))
            form->targets ^= bit;
    }
    return NOTHING;
}

const SetupSection SETUP_TARGETS = {targets_height, targets_build};

/* ---- planned phases: a bar, the chosen one under it, what can be added ---- */

static int32_t phase_codes(const Protocol *p, int32_t codes[PROTOCOL_MAX_CODES])
{
    int32_t count = 0;
    for (int32_t i = 0; i < p->code_count; i++)
        if (p->codes[i].senses & SENSE_PHASE)
            codes[count++] = i;
    return count;
}

static float adding_height(const Ui *ui, const SetupForm *form, float width)
{
    int32_t codes[PROTOCOL_MAX_CODES];
    int32_t count = phase_codes(setup_form_protocol(form), codes);
    if (form->phase_count == FORM_MAX_PHASES)
        return 0;
    return PART_GAP + part_grid_height(count, chips_across(ui, width), ROW, CHIP_GAP);
}

static float phases_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                           float width)
{
    int32_t codes[PROTOCOL_MAX_CODES];
    (void)state;
    if (phase_codes(setup_form_protocol(form), codes) == 0)
        return 0;
    float bar = form->phase_count > 0 ? ui_scaled(ui, BLOCK) + PART_GAP + ROW : 0;
    return part_head_height(ui) + bar + adding_height(ui, form, width);
}

/* Steps of a minute below ten, of five above. */
static int32_t fewer(int32_t minutes)
{
    return minutes <= 10 ? minutes - 1 : (minutes - 1) / 5 * 5;
}

static int32_t more(int32_t minutes)
{
    return minutes < 10 ? minutes + 1 : (minutes + 5) / 5 * 5;
}

/* As wide as it is long, but never too narrow for a finger where that fits. */
static void phase_bar(Ui *ui, UiRect r, const SetupForm *form, SetupState *state)
{
    static const float GAP = 4;
    const Protocol *p = setup_form_protocol(form);
    int32_t n = form->phase_count, all = setup_form_planned_min(form);
    float room = r.w - (float)(n - 1) * GAP;
    float least = fminf(UI_MIN_TARGET, room / (float)n);
    float share = room - (float)n * least, x = r.x;
    for (int32_t i = 0; i < n; i++) {
        float part = all > 0 ? (float)form->phase_minutes[i] / (float)all : 1 / (float)n;
        UiRect block = {x, r.y, least + share * part, r.h};
        uint32_t id = SETUP_ID_PHASE + (uint32_t)i;
        UiTouch touch = ui_touch(ui, id, block);
        bool chosen = i == state->phase;
        ui_fill(ui, block, 8, touch.down ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, block, 8, chosen ? 3 : 1.5F, chosen ? COLOR_PRIMARY : COLOR_OUTLINE);
        float line = ui_scaled(ui, 24);
        UiRect word = {block.x + 3, block.y + ui_scaled(ui, 4), block.w - 6, line};
        ui_labelf(ui, word, TYPE_16_BOLD, COLOR_INK, UI_CENTRE, "%d", (int)form->phase_minutes[i]);
        word.y += line;
        ui_label(ui, word, TYPE_14, COLOR_INK2, UI_CENTRE,
                 p->codes[form->phase_codes[i]].short_label);
        if (ui_is_focused(ui, id))
            ui_draw_focus(ui, block, 8);
        if (part_tapped(&touch, block))
            state->phase = i;
        x += block.w + GAP;
    }
}

/* Earlier, shorter, minutes, longer, later, gone. */
static void phase_controls(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t i = state->phase, *minutes = &form->phase_minutes[i];
    UiRect b = {r.x, r.y, ROW, r.h};
    if (ui_button(ui, SETUP_ID_PHASE_EARLIER, b, UI_BUTTON_PLAIN, ICON_BACK, "", i > 0) &&
        setup_form_move_phase(form, i, -1))
        state->phase--;
    b.x += ROW + PART_GAP;
    if (ui_button(ui, SETUP_ID_PHASE_LATER, b, UI_BUTTON_PLAIN, ICON_FORWARD, "",
                  i + 1 < form->phase_count) &&
        setup_form_move_phase(form, i, 1))
        state->phase++;
    UiRect gone = {r.x + r.w - ROW, r.y, ROW, r.h};
    UiRect middle = {b.x + ROW + PART_GAP, r.y, gone.x - b.x - ROW - 2 * PART_GAP, r.h};
    UiRect minus = middle, plus = middle;
    minus.w = plus.w = ROW;
    plus.x = middle.x + middle.w - ROW;
    if (ui_button(ui, SETUP_ID_PHASE_FEWER, minus, UI_BUTTON_PLAIN, ICON_MINUS, "", *minutes > 1))
        *minutes = fewer(*minutes);
    UiRect value = {minus.x + ROW + 4, r.y, plus.x - minus.x - ROW - 8, r.h};
    ui_labelf(ui, value, TYPE_16_BOLD, COLOR_INK, UI_CENTRE, "%d min", (int)*minutes);
    if (ui_button(ui, SETUP_ID_PHASE_MORE, plus, UI_BUTTON_PLAIN, ICON_PLUS, "",
                  *minutes < FORM_MAX_MINUTES))
        *minutes = more(*minutes);
    if (ui_button(ui, SETUP_ID_PHASE_REMOVE, gone, UI_BUTTON_PLAIN, ICON_CLOSE, "", true))
        setup_form_remove_phase(form, i);
}

static SetupAsk phases_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t codes[PROTOCOL_MAX_CODES];
    const Protocol *p = setup_form_protocol(form);
    int32_t count = phase_codes(p, codes);
    char sum[40];
    (void)snprintf(sum, sizeof sum, "%d min in all", (int)setup_form_planned_min(form));
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Phases, planned", sum);
    if (form->phase_count > 0) {
        state->phase = state->phase < form->phase_count ? state->phase : form->phase_count - 1;
        phase_bar(ui, part_cut_top(&r, ui_scaled(ui, BLOCK), PART_GAP), form, state);
        phase_controls(ui, part_cut_top(&r, ROW, PART_GAP), form, state);
    }
    int32_t across = chips_across(ui, r.w);
    for (int32_t i = 0; i < count && form->phase_count < FORM_MAX_PHASES; i++) {
        UiRect chip = part_cell(r, i, across, ROW, CHIP_GAP);
        if (ui_button(ui, SETUP_ID_PHASE_ADD + (uint32_t)codes[i], chip, UI_BUTTON_PLAIN, ICON_PLUS,
                      p->codes[codes[i]].short_label, true) &&
            setup_form_add_phase(form, codes[i]))
            state->phase = form->phase_count - 1;
    }
    return NOTHING;
}

const SetupSection SETUP_PHASES = {phases_height, phases_build};

/* ---- the team: questions, theme, goals ---- */

/* The questions there are, and an empty one to write the next in. */
static int32_t questions_shown(const SetupForm *form)
{
    int32_t count = 1;
    for (int32_t i = 0; i < FORM_MAX_QUESTIONS; i++)
        if (*form->texts[FORM_QUESTION + i] && i + 2 > count)
            count = i + 2;
    return count < FORM_MAX_QUESTIONS ? count : FORM_MAX_QUESTIONS;
}

/* What the protocol would look for, as examples. */
static const char *question_hint(const SetupForm *form, int32_t question)
{
    const Protocol *p = setup_form_protocol(form);
    return question < p->look_for_count ? p->look_fors[question] : "One more question";
}

static float beside_dot(const Ui *ui)
{
    return 2 * dot_radius(ui, 14) + PART_GAP;
}

static float question_height(const Ui *ui, const SetupForm *form, float width, int32_t question)
{
    return ui_long_field_height(ui, width - beside_dot(ui), question_hint(form, question),
                                form->texts[FORM_QUESTION + question]);
}

/* Of the team, not of one lesson. */
typedef struct Long {
    int32_t text;
    const char *name, *hint;
} Long;

static const Long longs[] = {
    {FORM_THEME, "Research theme", "What the team works on this year"},
    {FORM_GOALS, "Goals of the lesson", "What pupils are to understand"},
};
enum { LONGS = sizeof longs / sizeof longs[0] };

static float long_height(const Ui *ui, const SetupForm *form, float width, const Long *field)
{
    return part_long_field_height(ui, width, field->hint, form->texts[field->text]);
}

static float questions_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                              float width)
{
    (void)state;
    float h = part_head_height(ui) - PART_GAP;
    for (int32_t i = 0; i < questions_shown(form); i++)
        h += question_height(ui, form, width, i) + PART_GAP;
    for (int32_t i = 0; i < LONGS; i++)
        h += long_height(ui, form, width, &longs[i]);
    return h;
}

static SetupAsk questions_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Questions of the team",
              "printed on the sheet");
    for (int32_t i = 0; i < questions_shown(form); i++) {
        UiRect row = part_cut_top(&r, question_height(ui, form, r.w, i), PART_GAP);
        float cy = row.y + ROW / 2, dot = dot_radius(ui, 14);
        int32_t text = FORM_QUESTION + i;
        ui_circle(ui, row.x + dot, cy, dot, COLOR_SUNK);
        ui_labelf(ui, in_dot(row.x + dot, cy, dot - 5), TYPE_14_BOLD, COLOR_INK, UI_CENTRE, "%d",
                  (int)i + 1);
        row.x += beside_dot(ui);
        row.w -= beside_dot(ui);
        (void)ui_long_field(ui, SETUP_ID_TEXT + (uint32_t)text, row, question_hint(form, i),
                            form->texts[text], FORM_TEXT_SIZE);
    }
    for (int32_t i = 0; i < LONGS; i++)
        (void)part_long_field(ui, SETUP_ID_TEXT + (uint32_t)longs[i].text,
                              part_cut_top(&r, long_height(ui, form, r.w, &longs[i]), 0),
                              longs[i].name, longs[i].hint, form->texts[longs[i].text],
                              FORM_TEXT_SIZE);
    return NOTHING;
}

const SetupSection SETUP_QUESTIONS = {questions_height, questions_build};

/* ---- who watches whom ---- */

static float watches_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                            float width)
{
    (void)state;
    (void)width;
    int32_t rows = form->watch_count + (form->watch_count < FORM_MAX_WATCHES ? 1 : 0);
    return part_head_height(ui) + (float)rows * (ROW + PART_GAP) - PART_GAP;
}

static SetupAsk watches_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Who watches whom", "");
    for (int32_t i = 0; i < form->watch_count; i++) {
        UiRect row = part_cut_top(&r, ROW, PART_GAP), who = row, whom = row;
        who.w = ui_scaled(ui, 96);
        whom.x += who.w + PART_GAP;
        whom.w -= who.w + PART_GAP + ROW;
        int32_t watcher = FORM_WATCHER + i, watched = FORM_WHOM + i;
        (void)ui_text_field(ui, SETUP_ID_TEXT + (uint32_t)watcher, who, "initials",
                            form->texts[watcher], FORM_TEXT_SIZE);
        (void)ui_text_field(ui, SETUP_ID_TEXT + (uint32_t)watched, whom, "Table 3, pupils A and B",
                            form->texts[watched], FORM_TEXT_SIZE);
        UiRect gone = {row.x + row.w - ROW, row.y, ROW, ROW};
        if (ui_button(ui, SETUP_ID_WATCH_REMOVE + (uint32_t)i, gone, UI_BUTTON_QUIET, ICON_CLOSE,
                      "", true))
            setup_form_remove_watch(form, i);
    }
    if (form->watch_count < FORM_MAX_WATCHES &&
        ui_button(ui, SETUP_ID_WATCH_ADD, part_cut_top(&r, ROW, 0), UI_BUTTON_PLAIN, ICON_PLUS,
                  "Another observer", true))
        (void)setup_form_add_watch(form);
    return NOTHING;
}

const SetupSection SETUP_WATCHES = {watches_height, watches_build};
