/* Sheets over a new observation: the large chart, names and class lists, one pupil. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 56, ROW = 48;
static const SetupAsk NOTHING = {SETUP_ASK_NONE, 0};

void setup_open_sheet(Ui *ui, SetupState *state, SetupSheet sheet)
{
    ui_edit_end(ui);
    state->under = sheet == SETUP_SHEET_PUPIL ? state->sheet : SETUP_SHEET_NONE;
    state->sheet = sheet;
    state->sheet_scroll = 0;
    state->notice[0] = '\0';
    state->key[0] = '\0';
    state->class_chosen = 0;
    state->picks_focus = false;
}

bool setup_sheet_head(Ui *ui, UiRect r, SetupState *state, const char *title, const char *remark)
{
    UiRect back = {r.x - 8, r.y, 56, 56};
    UiRect text = {r.x + 56, r.y - 2, r.w - 56, 34};
    ui_label(ui, text, TYPE_24_BOLD, COLOR_INK, UI_LEFT, title);
    text.y += 36;
    text.h = 20;
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, remark);
    bool closed = ui_button(ui, SETUP_ID_CLOSE, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
                  ui_key(ui) == UI_KEY_ESCAPE;
    if (closed)
        setup_open_sheet(ui, state, state->under);
    return closed;
}

/* ---- the large chart ---- */

static void undo_buttons(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupArrange *arrange = &state->arrange;
    UiRect redo = {r.x + r.w - 112, r.y + 4, 112, 48}, undo = redo;
    undo.x -= 112 + PART_GAP;
    UiKey key = ui_key(ui);
    if (ui_button(ui, SETUP_ID_UNDO, undo, UI_BUTTON_PLAIN, ICON_UNDO, "Undo",
                  arrange_can_undo(arrange)) ||
        key == UI_KEY_UNDO)
        arrange_undo(arrange, form);
    if (ui_button(ui, SETUP_ID_REDO, redo, UI_BUTTON_PLAIN, ICON_REDO, "Redo",
                  arrange_can_redo(arrange)) ||
        key == UI_KEY_REDO)
        arrange_redo(arrange, form);
}

static bool all_absent(const SetupForm *form, const bool *marked)
{
    bool all = true;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        all &= !marked[i] || form->absent[i];
    return all;
}

static void change_groups(SetupForm *form, SetupState *state, bool together)
{
    FormPlaces before = form->places;
    if (!together)
        setup_form_ungroup(form, state->arrange.marked);
    else if (setup_form_group(form, state->arrange.marked) == SEATING_NO_GROUP)
        (void)snprintf(state->notice, sizeof state->notice, "There are %d groups at most",
                       SEATING_MAX_GROUPS);
    arrange_note(&state->arrange, &before);
}

/* The one pupil who is chosen; a finger can hold the seat instead. */
static void open_chosen(Ui *ui, const SetupForm *form, SetupState *state)
{
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (state->arrange.marked[i])
            state->pupil = i;
    setup_open_sheet(ui, state, SETUP_SHEET_PUPIL);
}

/* Who is chosen, the name of their group, and what can be done with them. */
static void chosen_bar(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupArrange *arrange = &state->arrange;
    int32_t n = arrange_marked_count(arrange, form), group = arrange_marked_group(arrange, form);
    enum { ACTIONS = 6 };
    bool narrow = r.w < 900;
    UiRect first = r, buttons = r;
    if (narrow) {
        first.h = buttons.h = (r.h - PART_GAP) / 2;
        buttons.y += first.h + PART_GAP;
    } else {
        first.w = floorf(r.w * 0.36F);
        buttons.x += first.w + PART_GAP;
        buttons.w -= first.w + PART_GAP;
    }
    UiRect count = first, field = first;
    count.w = 104;
    field.x += count.w + PART_GAP;
    field.w -= count.w + PART_GAP;
    ui_labelf(ui, count, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "%d chosen", (int)n);
    if (group != SEATING_NO_GROUP)
        (void)ui_text_field(ui, SETUP_ID_GROUP_NAME, field, "Name of the group",
                            form->places.seating.groups[group],
                            sizeof form->places.seating.groups[group]);
    else
        ui_label(ui, field, TYPE_14, COLOR_INK2, UI_LEFT, state->notice);
    bool absent = all_absent(form, arrange->marked);
    if (ui_button(ui, SETUP_ID_GROUP, part_column(buttons, 0, ACTIONS, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Make a group", group == SEATING_NO_GROUP))
        change_groups(form, state, true);
    if (ui_button(ui, SETUP_ID_UNGROUP, part_column(buttons, 1, ACTIONS, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, group == SEATING_NO_GROUP ? "Out of group" : "Dissolve", true))
        change_groups(form, state, false);
    if (ui_button(ui, SETUP_ID_WHOLE, part_column(buttons, 2, ACTIONS, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Whole group", true))
        arrange_mark_whole_groups(arrange, form);
    if (ui_button(ui, SETUP_ID_ABSENT, part_column(buttons, 3, ACTIONS, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, absent ? "Present" : "Absent", true))
        for (int32_t i = 0; i < form->places.seating.count; i++)
            form->absent[i] = arrange->marked[i] ? !absent : form->absent[i];
    if (ui_button(ui, SETUP_ID_PUPIL, part_column(buttons, 4, ACTIONS, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Pupil", n == 1))
        open_chosen(ui, form, state);
    if (ui_button(ui, SETUP_ID_CLEAR, part_column(buttons, 5, ACTIONS, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Nobody", true))
        memset(arrange->marked, 0, sizeof arrange->marked);
}

SetupAsk setup_sheet_arrange(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    UiRect top = part_cut_top(&r, BAR, PART_GAP);
    undo_buttons(ui, top, form, state);
    top.w -= 2 * (112 + PART_GAP);
    bool narrow = r.w < 900;
    if (setup_sheet_head(ui, top, state, "Arrange",
                         narrow ? "Every move can be undone."
                                : "Drag seats, tables, adults, the board. Tap pupils, or draw "
                                  "round them, to make a group."))
        return NOTHING;
    UiRect row = part_cut_top(&r, ROW, PART_GAP), stepper = row;
    if (!narrow) {
        stepper.w = 216;
        row.x += stepper.w + PART_MARGIN;
        row.w -= stepper.w + PART_MARGIN;
        setup_pupil_stepper(ui, stepper, form, state);
    }
    setup_templates(ui, row, form, state);
    UiRect bar = part_cut_top(&r, narrow ? 2 * ROW + PART_GAP : ROW, PART_GAP);
    if (arrange_marked_count(&state->arrange, form) > 0)
        chosen_bar(ui, bar, form, state);
    else if (narrow)
        (void)ui_paragraph_in(ui, bar, TYPE_16, COLOR_INK2,
                              "Drag seats, tables, adults and the board. Tap pupils, or draw "
                              "round them with a finger, to make a group of them.");
    else
        ui_label(ui, bar, TYPE_16, COLOR_INK2, UI_LEFT,
                 "Nobody is chosen. Tap pupils, or draw round them with a finger.");
    part_panel(ui, r);
    setup_chart(ui, part_inset(r, 12), SETUP_CHART_LARGE, form, state);
    return NOTHING;
}

/* ---- names and class lists ---- */

/* What became of the names, as the board will show them. */
static void label_chips(Ui *ui, UiRect r, const SetupForm *form)
{
    static const float CHIP_W = 84, CHIP_H = 32;
    int32_t across = (int32_t)fmaxf((r.w + PART_GAP) / (CHIP_W + PART_GAP), 1);
    for (int32_t i = 0; i < form->places.seating.count; i++) {
        UiRect chip = part_cell(r, i, across, CHIP_H, PART_GAP);
        ui_fill(ui, chip, CHIP_H / 2, COLOR_SURFACE);
        ui_stroke(ui, chip, CHIP_H / 2, 1, COLOR_LINE);
        ui_label(ui, part_inset(chip, 2), TYPE_16_BOLD, COLOR_INK, UI_CENTRE,
                 setup_form_label(form, i));
    }
}

static float label_chips_height(float width, int32_t count)
{
    int32_t across = (int32_t)fmaxf((width + PART_GAP) / (84 + PART_GAP), 1);
    return count > 0 ? part_grid_height(count, across, 32, PART_GAP) : 0;
}

static SetupAsk names_field(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    static const float BUTTON = 104;
    UiRect field = r, take = r, paste = r, numbers = r, edited;
    take.w = paste.w = numbers.w = BUTTON;
    field.w = r.w - 3 * (BUTTON + PART_GAP);
    take.x = field.x + field.w + PART_GAP;
    paste.x = take.x + BUTTON + PART_GAP;
    numbers.x = paste.x + BUTTON + PART_GAP;
    bool was_edited = ui_edited(ui, &edited) == SETUP_ID_NAMES_FIELD;
    (void)ui_text_field(ui, SETUP_ID_NAMES_FIELD, field, "Ana Ruiz, Ben Lee, \xE2\x80\xA6",
                        state->names, sizeof state->names);
    bool entered =
        was_edited && ui->in.kind == UI_INPUT_KEY && ui->in.key == UI_KEY_ENTER && *state->names;
    if (ui_button(ui, SETUP_ID_NAMES_TAKE, take, UI_BUTTON_CHOSEN, ICON_NONE, "Use",
                  *state->names) ||
        entered)
        setup_take_names(form, state, state->names);
    bool named = false;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        named |= *form->labels[i].text != '\0';
    if (ui_button(ui, SETUP_ID_NUMBERS, numbers, UI_BUTTON_PLAIN, ICON_NONE, "Numbers", named)) {
        setup_form_number_seats(form);
        state->notice[0] = '\0';
    }
    if (ui_button(ui, SETUP_ID_NAMES_PASTE, paste, UI_BUTTON_PLAIN, ICON_NONE, "Paste", true))
        return (SetupAsk){SETUP_ASK_PASTE, 0};
    return NOTHING;
}

static float lists_height(const SetupModel *model)
{
    return PART_HEAD + (model->file_count > 0 ? (float)model->file_count * (ROW + PART_GAP) : 40);
}

static SetupAsk lists(Ui *ui, UiRect r, const SetupModel *model)
{
    SetupAsk ask = NOTHING;
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "Class lists (CSV)", model->folder);
    if (model->file_count == 0)
        ui_label(ui, part_cut_top(&r, 32, 0), TYPE_14, COLOR_INK2, UI_LEFT,
                 "None there yet. Columns: name or initials, number, group, and what you compare "
                 "by, like EL.");
    for (int32_t i = 0; i < model->file_count; i++)
        if (ui_button(ui, SETUP_ID_LIST + (uint32_t)i, part_cut_top(&r, ROW, PART_GAP),
                      UI_BUTTON_PLAIN, ICON_SHEET, model->files[i], true))
            ask = (SetupAsk){SETUP_ASK_LIST, i};
    return ask;
}

SetupAsk setup_sheet_names(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                           const SetupModel *model)
{
    if (setup_sheet_head(ui, part_cut_top(&r, BAR, PART_MARGIN), state, "Names",
                         "Names become initials at once and are not kept."))
        return NOTHING;
    SetupAsk ask = names_field(ui, part_cut_top(&r, ROW, PART_GAP), form, state);
    float notice = *state->notice ? ui_paragraph_height(ui, r.w, TYPE_16, state->notice) + 8 : 0;
    if (*state->notice)
        (void)ui_paragraph(ui, part_cut_top(&r, notice, 0), TYPE_16, COLOR_INK, state->notice);
    int32_t n = form->places.seating.count;
    float w = r.w - 2 * PART_PAD, chips = label_chips_height(w, n);
    float height = PART_HEAD + chips + PART_MARGIN + lists_height(model);
    r.h = fminf(r.h, height + 24);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float y = ui_scroll_begin(ui, SETUP_ID_SHEET, view, height, &state->sheet_scroll);
    UiRect in = {r.x + PART_PAD, y, w, height};
    char remark[48];
    (void)snprintf(remark, sizeof remark, "%d %s", (int)n, n == 1 ? "pupil" : "pupils");
    part_head(ui, part_cut_top(&in, PART_HEAD, 0), "As the board shows them", remark);
    label_chips(ui, part_cut_top(&in, chips, PART_MARGIN), form);
    SetupAsk list = lists(ui, in, model);
    ui_scroll_end(ui);
    return ask.kind != SETUP_ASK_NONE ? ask : list;
}

/* ---- one pupil ---- */

static void group_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    Seating *s = &form->places.seating;
    Seat *seat = &s->seats[state->pupil];
    const char *name = seat->group == SEATING_NO_GROUP ? "no group" : s->groups[seat->group];
    ui_label(ui, part_cut_top(&r, PART_LABEL, 0), TYPE_14, COLOR_INK2, UI_LEFT, "Group");
    r.h = ROW;
    int32_t step = part_stepper(ui, SETUP_ID_PUPIL_GROUP, r, name, seat->group != SEATING_NO_GROUP,
                                seat->group + 1 < s->group_count);
    if (step == 0)
        return;
    FormPlaces before = form->places;
    bool marked[SEATING_MAX_PUPILS] = {false};
    marked[state->pupil] = true;
    setup_form_join(form, marked, seat->group + step);
    arrange_note(&state->arrange, &before);
}

static float attributes_height(const SetupForm *form)
{
    return PART_HEAD + ceilf((float)form->key_count / 2) * PART_FIELD + PART_GAP + ROW;
}

static void attributes(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "Compared by", "in the team's own words");
    for (int32_t k = 0; k < form->key_count; k += 2) {
        UiRect row = part_cut_top(&r, PART_FIELD, 0);
        for (int32_t i = k; i < k + 2 && i < form->key_count; i++)
            (void)part_field(ui, SETUP_ID_VALUE + (uint32_t)i, part_column(row, i - k, 2, PART_GAP),
                             form->keys[i], "yes, no, 2, \xE2\x80\xA6",
                             form->values[state->pupil][i], FORM_ATTRIBUTE_SIZE);
    }
    if (form->key_count > 0)
        (void)part_cut_top(&r, 0, PART_GAP);
    UiRect field = r, add = r;
    field.h = add.h = ROW;
    add.w = 104;
    field.w -= add.w + PART_GAP;
    add.x = field.x + field.w + PART_GAP;
    (void)ui_text_field(ui, SETUP_ID_KEY_FIELD, field, "One more, like EL or level", state->key,
                        sizeof state->key);
    if (ui_button(ui, SETUP_ID_KEY_ADD, add, UI_BUTTON_PLAIN, ICON_NONE, "Add", *state->key)) {
        if (setup_form_key(form, state->key) < 0)
            (void)snprintf(state->notice, sizeof state->notice,
                           "At most %d, each a short word of letters and digits",
                           OBSERVATION_MAX_ATTRIBUTES);
        else
            state->notice[0] = '\0';
        memset(state->key, 0, sizeof state->key);
    }
}

static void label_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t i = state->pupil;
    (void)part_field(ui, SETUP_ID_PUPIL_LABEL, part_column(r, 0, 2, PART_GAP),
                     "Initials or number (never the name)", form->places.seating.seats[i].number,
                     form->labels[i].text, sizeof form->labels[i].text);
    group_row(ui, part_column(r, 1, 2, PART_GAP), form, state);
}

/* True when the pupil is gone. */
static bool pupil_buttons(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t i = state->pupil;
    bool focus = form->focus[i] != 0, absent = form->absent[i];
    char text[32] = "Focus pupil";
    if (focus)
        (void)snprintf(text, sizeof text, "Focus pupil %c", form->focus[i]);
    if (ui_button(ui, SETUP_ID_PUPIL_FOCUS, part_column(r, 0, 3, PART_GAP),
                  focus ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, text, true) &&
        !setup_form_set_focus(form, i, !focus))
        (void)snprintf(state->notice, sizeof state->notice, "There are %d focus pupils at most",
                       FORM_MAX_FOCUS);
    if (ui_button(ui, SETUP_ID_ABSENT, part_column(r, 1, 3, PART_GAP),
                  absent ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, "Absent today", true))
        form->absent[i] = !absent;
    if (!ui_button(ui, SETUP_ID_PUPIL_REMOVE, part_column(r, 2, 3, PART_GAP), UI_BUTTON_PLAIN,
                   ICON_NONE, "Not in this class", true))
        return false;
    setup_form_remove_pupil(form, i);
    setup_forget_moves(state);
    setup_open_sheet(ui, state, state->under);
    return true;
}

SetupAsk setup_sheet_pupil(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    char title[INITIALS_SIZE + 16];
    (void)snprintf(title, sizeof title, "Pupil %s", setup_form_label(form, state->pupil));
    if (setup_sheet_head(ui, part_cut_top(&r, BAR, PART_MARGIN), state, title,
                         *state->notice ? state->notice : "Changes hold at once."))
        return NOTHING;
    r.w = fminf(r.w, 960);
    float w = r.w - 2 * PART_PAD;
    bool focus = form->focus[state->pupil] != 0;
    float height = ROW + PART_MARGIN + 2 * PART_FIELD + attributes_height(form) + PART_PAD;
    r.h = fminf(r.h, height + 16);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float room = part_keyboard_room(ui, height, view.h, state->sheet_scroll);
    float y = ui_scroll_begin(ui, SETUP_ID_SHEET, view, height + room, &state->sheet_scroll);
    UiRect in = {r.x + PART_PAD, y + 8, w, height};
    bool gone = pupil_buttons(ui, part_cut_top(&in, ROW, PART_MARGIN), form, state);
    if (!gone) {
        int32_t text = FORM_PREDICTED + (focus ? form->focus[state->pupil] - 'A' : 0);
        UiRect predicted = part_cut_top(&in, PART_FIELD, 0);
        if (focus && form->focus[state->pupil])
            (void)part_field(ui, SETUP_ID_TEXT + (uint32_t)text, predicted, "Predicted response",
                             "What the team expects of this pupil", form->texts[text],
                             FORM_TEXT_SIZE);
        else
            (void)ui_paragraph_in(ui, predicted, TYPE_14, COLOR_INK2,
                                  "A focus pupil is watched closely; what the team expects stands "
                                  "beside what was observed, on the board and on the sheet.");
        label_row(ui, part_cut_top(&in, PART_FIELD, 0), form, state);
        attributes(ui, in, form, state);
    }
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->sheet_scroll);
    return NOTHING;
}
