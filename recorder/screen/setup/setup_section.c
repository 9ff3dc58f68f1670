#include "recorder/screen/setup/setup_section.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>

static const float CHOICE = 72, CHIP = 48, CHIP_GAP = 6, FIELD_ROW = PART_FIELD;

static bool text_field(Ui *ui, UiRect r, SetupForm *form, int32_t text, const char *name,
                       const char *placeholder)
{
    return part_field(ui, SETUP_ID_TEXT + (uint32_t)text, r, name, placeholder, form->texts[text],
                      FORM_TEXT_SIZE);
}

/* ---- the lesson ---- */

static float lesson_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                           float width)
{
    (void)ui;
    (void)form;
    (void)state;
    (void)width;
    return PART_HEAD + 4 * FIELD_ROW + 4;
}

static SetupAsk lesson_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "The lesson", "");
    (void)text_field(ui, part_cut_top(&r, FIELD_ROW, 0), form, FORM_TITLE, "Title",
                     "What is taught today");
    UiRect row = part_cut_top(&r, FIELD_ROW, 0);
    (void)text_field(ui, part_column(row, 0, 2, PART_GAP), form, FORM_CLASS, "Class", "Grade 5");
    (void)text_field(ui, part_column(row, 1, 2, PART_GAP), form, FORM_PLACE, "Room", "Room 12");
    row = part_cut_top(&r, FIELD_ROW, 0);
    (void)text_field(ui, part_column(row, 0, 2, PART_GAP), form, FORM_TEACHER, "Teacher", "T");
    (void)text_field(ui, part_column(row, 1, 2, PART_GAP), form, FORM_ASSISTANT, "Second adult",
                     "nobody");
    (void)text_field(ui, part_cut_top(&r, FIELD_ROW, 0), form, FORM_OBSERVER, "Observer",
                     "your initials");
    return SETUP_ASK_NONE;
}

const SetupSection SETUP_LESSON = {lesson_height, lesson_build};

/* ---- what to observe ---- */

/* Of many protocols only the chosen one stands there until another is wanted. */
static bool is_folded(const SetupForm *form, const SetupState *state)
{
    enum { FEW = 4 };
    return form->protocol_count > FEW && !state->protocols_open;
}

static float protocol_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                             float width)
{
    (void)ui;
    (void)width;
    if (!is_folded(form, state))
        return PART_HEAD + (float)form->protocol_count * (CHOICE + PART_GAP) - PART_GAP;
    return PART_HEAD + CHOICE + PART_GAP + CHIP;
}

static SetupAsk protocol_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "What to observe", "");
    bool folded = is_folded(form, state);
    int32_t chosen = form->protocol;
    for (int32_t i = 0; i < form->protocol_count; i++) {
        const Protocol *p = form->protocols[i];
        if (folded && i != chosen)
            continue;
        if (!part_choice(ui, SETUP_ID_PROTOCOL + (uint32_t)i, part_cut_top(&r, CHOICE, PART_GAP),
                         p->title, p->summary, i == chosen))
            continue;
        setup_form_choose_protocol(form, i);
        state->protocols_open = folded;
    }
    if (!folded)
        return SETUP_ASK_NONE;
    char text[48];
    (void)snprintf(text, sizeof text, "%d more to choose from", (int)form->protocol_count - 1);
    UiRect more_row = part_cut_top(&r, CHIP, 0);
    if (ui_button(ui, SETUP_ID_PROTOCOLS, more_row, UI_BUTTON_PLAIN, ICON_NONE, text, true))
        state->protocols_open = true;
    return SETUP_ASK_NONE;
}

const SetupSection SETUP_PROTOCOL = {protocol_height, protocol_build};

/* ---- sentence frames taught today ---- */

static const Modifier *target_modifier(const SetupForm *form)
{
    const Protocol *p = setup_form_protocol(form);
    return p->target_modifier == PROTOCOL_NONE ? NULL : &p->modifiers[p->target_modifier];
}

static int32_t chips_across(float width)
{
    return width >= 360 ? 3 : 2;
}

static float targets_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                            float width)
{
    (void)ui;
    (void)state;
    const Modifier *m = target_modifier(form);
    if (!m)
        return 0;
    return PART_HEAD + part_grid_height(m->option_count, chips_across(width), CHIP, CHIP_GAP);
}

/* As on the board: a full diamond is taught today, an open one is not. */
static bool target_chip(Ui *ui, uint32_t id, UiRect r, const char *label, bool chosen)
{
    UiTouch touch = ui_touch(ui, id, r);
    ThemeColor ground = chosen ? COLOR_FRAME_TINT : COLOR_SURFACE;
    ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : ground);
    ui_stroke(ui, r, 12, chosen ? 2 : 1, chosen ? COLOR_FRAME : COLOR_LINE);
    float cx = r.x + 16, cy = r.y + r.h / 2, half = 6.5F;
    if (chosen) {
        const float diamond[] = {cx, cy - half, cx + half, cy, cx, cy + half, cx - half, cy};
        ui_polygon(ui, diamond, 4, COLOR_FRAME);
    } else {
        ui_line(ui, cx, cy - half, cx + half, cy, 1.5F, COLOR_FRAME);
        ui_line(ui, cx + half, cy, cx, cy + half, 1.5F, COLOR_FRAME);
        ui_line(ui, cx, cy + half, cx - half, cy, 1.5F, COLOR_FRAME);
        ui_line(ui, cx - half, cy, cx, cy - half, 1.5F, COLOR_FRAME);
    }
    ui_label(ui, (UiRect){r.x + 27, r.y, r.w - 29, r.h}, TYPE_14, COLOR_INK, UI_LEFT, label);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    return part_tapped(&touch, r);
}

static SetupAsk targets_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    const Modifier *m = target_modifier(form);
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "Taught today", m->label);
    int32_t across = chips_across(r.w);
    for (int32_t i = 0; i < m->option_count; i++) {
        UiRect chip = part_cell(r, i, across, CHIP, CHIP_GAP);
        uint32_t bit = UINT32_C(1) << i;
        if (target_chip(ui, SETUP_ID_TARGET + (uint32_t)i, chip, m->options[i].short_label,
                        form->targets & bit))
            form->targets ^= bit;
    }
    return SETUP_ASK_NONE;
}

const SetupSection SETUP_TARGETS = {targets_height, targets_build};

/* ---- planned phases ---- */

enum { PHASES_ACROSS = 4 };
static const float PHASE = 24 + 3 * 48;

static float phases_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                           float width)
{
    (void)ui;
    (void)state;
    (void)width;
    if (form->phase_count == 0)
        return 0;
    return PART_HEAD + part_grid_height(form->phase_count, PHASES_ACROSS, PHASE, PART_GAP);
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

static void phase_column(Ui *ui, UiRect r, uint32_t id, const char *label, int32_t *minutes)
{
    ui_label(ui, part_cut_top(&r, 24, 0), TYPE_14, COLOR_INK2, UI_CENTRE, label);
    ui_fill(ui, r, 12, COLOR_SURFACE);
    ui_stroke(ui, r, 12, 1, COLOR_LINE);
    UiRect plus = part_cut_top(&r, 48, 0), value = part_cut_top(&r, 48, 0);
    if (ui_button(ui, id + 1, plus, UI_BUTTON_QUIET, ICON_PLUS, "", *minutes < FORM_MAX_MINUTES))
        *minutes = more(*minutes);
    if (*minutes > 0)
        ui_labelf(ui, value, TYPE_20_BOLD, COLOR_INK, UI_CENTRE, "%d", (int)*minutes);
    else
        ui_label(ui, value, TYPE_20_BOLD, COLOR_INK3, UI_CENTRE, "\xE2\x80\x93");
    if (ui_button(ui, id, r, UI_BUTTON_QUIET, ICON_MINUS, "", *minutes > 0))
        *minutes = fewer(*minutes);
}

static SetupAsk phases_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    const Protocol *p = setup_form_protocol(form);
    char sum[40];
    (void)snprintf(sum, sizeof sum, "%d min in all", (int)setup_form_planned_min(form));
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "Minutes planned", sum);
    int32_t across = form->phase_count < PHASES_ACROSS ? form->phase_count : PHASES_ACROSS;
    for (int32_t i = 0; i < form->phase_count; i++) {
        UiRect column = part_cell(r, i, across, PHASE, PART_GAP);
        phase_column(ui, column, SETUP_ID_PHASE + 2 * (uint32_t)i,
                     p->codes[form->phase_codes[i]].short_label, &form->phase_minutes[i]);
    }
    return SETUP_ASK_NONE;
}

const SetupSection SETUP_PHASES = {phases_height, phases_build};

/* ---- the team's theme and questions ---- */

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

static float questions_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                              float width)
{
    (void)ui;
    (void)state;
    (void)width;
    return PART_HEAD + FIELD_ROW + 20 + (float)questions_shown(form) * 56 - PART_GAP;
}

static SetupAsk questions_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "The team", "printed on the debrief sheet");
    (void)text_field(ui, part_cut_top(&r, FIELD_ROW, 0), form, FORM_THEME, "Theme",
                     "What the team works on this year");
    ui_label(ui, part_cut_top(&r, 20, 0), TYPE_14, COLOR_INK2, UI_LEFT, "Questions to watch for");
    for (int32_t i = 0; i < questions_shown(form); i++) {
        UiRect field = part_cut_top(&r, 48, PART_GAP);
        int32_t text = FORM_QUESTION + i;
        (void)ui_text_field(ui, SETUP_ID_TEXT + (uint32_t)text, field, question_hint(form, i),
                            form->texts[text], FORM_TEXT_SIZE);
    }
    return SETUP_ASK_NONE;
}

const SetupSection SETUP_QUESTIONS = {questions_height, questions_build};

/* ---- about the protocol ---- */

static float about_height(const Ui *ui, const SetupForm *form, const SetupState *state, float width)
{
    (void)state;
    const Protocol *p = setup_form_protocol(form);
    float h = PART_HEAD + ui_paragraph_height(ui, width, TYPE_14, p->purpose);
    return *p->source ? h + 8 + ui_paragraph_height(ui, width, TYPE_14, p->source) : h;
}

static SetupAsk about_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    const Protocol *p = setup_form_protocol(form);
    char version[64];
    (void)snprintf(version, sizeof version, "version %.40s", p->version);
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "About this protocol", version);
    float used = ui_paragraph(ui, r, TYPE_14, COLOR_INK2, p->purpose);
    (void)part_cut_top(&r, used, 8);
    (void)ui_paragraph(ui, r, TYPE_14, COLOR_INK3, p->source);
    return SETUP_ASK_NONE;
}

const SetupSection SETUP_ABOUT = {about_height, about_build};
