/* The lesson: title, class, room, observer, adults; what to observe. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>

static const float ROW = 48;

static const char TITLE_HINT[] = "What is taught today";

static float title_height(const Ui *ui, const SetupForm *form, float width)
{
    return part_long_field_height(ui, width, TITLE_HINT, form->texts[FORM_TITLE]);
}

static bool text_field(Ui *ui, UiRect r, SetupForm *form, int32_t text, const char *name,
                       const char *placeholder)
{
    return part_field(ui, SETUP_ID_TEXT + (uint32_t)text, r, name, placeholder, form->texts[text],
                      FORM_TEXT_SIZE);
}

/* ---- the lesson ---- */

static float class_row_height(const Ui *ui)
{
    return fmaxf(56, ui_scaled(ui, 48));
}

/* A row that opens a sheet: what it is above how it stands. */
static bool opening_row(Ui *ui, uint32_t id, UiRect r, const char *name, const char *value)
{
    UiTouch touch = ui_touch(ui, id, r);
    ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    ui_stroke(ui, r, 12, 1, COLOR_LINE);
    UiRect text = {r.x + 16, r.y + 4, r.w - 56, (r.h - 8) * 0.45F};
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, name);
    text.y += text.h;
    text.h = r.h - 8 - text.h;
    ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, value);
    ui_icon(ui, r.x + r.w - 24, r.y + r.h / 2, 20, ICON_CHEVRON_DOWN, COLOR_INK2);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    return part_tapped(&touch, r);
}

static bool can_add_adult(const SetupForm *form)
{
    return form->adult_count < FORM_MAX_ADULTS;
}

static float adults_height(const Ui *ui, const SetupForm *form)
{
    float rows = (float)form->adult_count + (can_add_adult(form) ? 1 : 0);
    return 4 + ui_scaled(ui, PART_LABEL) + rows * (ROW + PART_GAP) - PART_GAP;
}

static float lesson_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                           float width)
{
    (void)state;
    return part_head_height(ui) + class_row_height(ui) + PART_GAP + title_height(ui, form, width) +
           part_field_height(ui) + adults_height(ui, form);
}

static void adults(Ui *ui, UiRect r, SetupForm *form)
{
    (void)part_cut_top(&r, 4, 0);
    ui_label(ui, part_cut_top(&r, ui_scaled(ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             "Adults, and their part");
    for (int32_t i = 0; i < form->adult_count; i++) {
        UiRect row = part_cut_top(&r, ROW, PART_GAP), name = row, part = row;
        name.w = fmaxf(80, floorf(row.w * 0.32F));
        part.x += name.w + PART_GAP;
        part.w -= name.w + PART_GAP + (i > 0 ? ROW : 0);
        (void)ui_text_field(ui, SETUP_ID_TEXT + FORM_ADULT + (uint32_t)i, name,
                            i == 0 ? "T" : "initials", form->texts[FORM_ADULT + i], FORM_TEXT_SIZE);
        const char *hint = form->adult_count == 1 ? "teaches alone" : setup_form_part(form, i);
        (void)ui_text_field(ui, SETUP_ID_TEXT + FORM_PART + (uint32_t)i, part, hint,
                            form->texts[FORM_PART + i], FORM_TEXT_SIZE);
        UiRect gone = {row.x + row.w - ROW, row.y, ROW, ROW};
        if (i > 0 && ui_button(ui, SETUP_ID_ADULT_REMOVE + (uint32_t)i, gone, UI_BUTTON_QUIET,
                               ICON_CLOSE, "", true))
            setup_form_remove_adult(form, i);
    }
    if (can_add_adult(form) && ui_button(ui, SETUP_ID_ADULT_ADD, part_cut_top(&r, ROW, 0),
                                         UI_BUTTON_PLAIN, ICON_PLUS, "Another adult", true))
        (void)setup_form_add_adult(form);
}

static SetupAsk lesson_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    char class_text[FORM_TEXT_SIZE + 40];
    int32_t n = form->places.seating.count;
    (void)snprintf(class_text, sizeof class_text, "%s, %d %s",
                   *form->texts[FORM_CLASS] ? form->texts[FORM_CLASS] : "No name yet", (int)n,
                   n == 1 ? "pupil" : "pupils");
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "The lesson", "");
    if (opening_row(ui, SETUP_ID_CLASSES, part_cut_top(&r, class_row_height(ui), PART_GAP), "Class",
                    class_text)) {
        setup_open_sheet(ui, state, SETUP_SHEET_CLASSES);
        ask.kind = SETUP_ASK_CLASSES;
    }
    (void)part_long_field(ui, SETUP_ID_TEXT + FORM_TITLE,
                          part_cut_top(&r, title_height(ui, form, r.w), 0), "Title", TITLE_HINT,
                          form->texts[FORM_TITLE], FORM_TEXT_SIZE);
    UiRect row = part_cut_top(&r, part_field_height(ui), 0);
    (void)text_field(ui, part_column(row, 0, 2, PART_GAP), form, FORM_PLACE, "Room", "Room 12");
    (void)text_field(ui, part_column(row, 1, 2, PART_GAP), form, FORM_OBSERVER, "Observer",
                     "initials");
    adults(ui, r, form);
    return ask;
}

const SetupSection SETUP_LESSON = {lesson_height, lesson_build};

/* ---- what to observe ---- */

/* Of many protocols only the chosen one stands there until another is wanted. */
static bool is_folded(const SetupForm *form, const SetupState *state)
{
    enum { FEW = 4 };
    return form->protocol_count > FEW && !state->protocols_open;
}

static float choice_height(const Ui *ui, float width, const Protocol *p)
{
    return part_choice_height(ui, width, p->title, p->summary);
}

static float protocol_height(const Ui *ui, const SetupForm *form, const SetupState *state,
                             float width)
{
    float h = part_head_height(ui);
    if (is_folded(form, state))
        return h + choice_height(ui, width, setup_form_protocol(form)) + PART_GAP + ROW;
    for (int32_t i = 0; i < form->protocol_count; i++)
        h += choice_height(ui, width, form->protocols[i]) + PART_GAP;
    return h - PART_GAP;
}

static SetupAsk protocol_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupAsk none = {SETUP_ASK_NONE, 0};
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "What to observe", "");
    bool folded = is_folded(form, state);
    int32_t chosen = form->protocol;
    for (int32_t i = 0; i < form->protocol_count; i++) {
        const Protocol *p = form->protocols[i];
        if (folded && i != chosen)
            continue;
        if (!part_choice(ui, SETUP_ID_PROTOCOL + (uint32_t)i,
                         part_cut_top(&r, choice_height(ui, r.w, p), PART_GAP), p->title,
                         p->summary, i == chosen))
            continue;
        setup_form_choose_protocol(form, i);
        state->protocols_open = folded;
    }
    if (!folded)
        return none;
    char text[48];
    (void)snprintf(text, sizeof text, "%d more to choose from", (int)form->protocol_count - 1);
    UiRect more_row = part_cut_top(&r, ROW, 0);
    if (ui_button(ui, SETUP_ID_PROTOCOLS, more_row, UI_BUTTON_PLAIN, ICON_NONE, text, true))
        state->protocols_open = true;
    return none;
}

const SetupSection SETUP_PROTOCOL = {protocol_height, protocol_build};

/* ---- about the protocol ---- */

static float about_height(const Ui *ui, const SetupForm *form, const SetupState *state, float width)
{
    (void)state;
    const Protocol *p = setup_form_protocol(form);
    float h = part_head_height(ui) + ui_paragraph_height(ui, width, TYPE_14, p->purpose);
    return *p->source ? h + 8 + ui_paragraph_height(ui, width, TYPE_14, p->source) : h;
}

static SetupAsk about_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    (void)state;
    const Protocol *p = setup_form_protocol(form);
    char version[64];
    (void)snprintf(version, sizeof version, "version %.40s", p->version);
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "About this protocol", version);
    float used = ui_paragraph(ui, r, TYPE_14, COLOR_INK2, p->purpose);
    (void)part_cut_top(&r, used, 8);
    (void)ui_paragraph(ui, r, TYPE_14, COLOR_INK3, p->source);
    return (SetupAsk){SETUP_ASK_NONE, 0};
}

const SetupSection SETUP_ABOUT = {about_height, about_build};
