/* Sheets over a new observation: the large chart, names and class lists, one pupil. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float ROW = 48;
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

static bool close_bar(Ui *ui, UiRect r, SetupState *state, const char *title, const char *remark)
{
    bool closed = setup_bar(ui, SETUP_ID_CLOSE, r, title, remark);
    if (closed)
        setup_open_sheet(ui, state, state->under);
    return closed;
}

bool setup_sheet_head(Ui *ui, UiRect *area, SetupState *state, const char *title,
                      const char *remark)
{
    float height = setup_bar_height(ui, area->w, remark);
    return close_bar(ui, part_cut_top(area, height, PART_MARGIN), state, title, remark);
}

/* ---- the large chart ---- */

static float undo_width(const Ui *ui)
{
    return 56 + ui_scaled(ui, 56);
}

static void undo_buttons(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupArrange *arrange = &state->arrange;
    float w = undo_width(ui);
    UiRect redo = {r.x + r.w - w, r.y + 4, w, 48}, undo = redo;
    undo.x -= w + PART_GAP;
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

enum { ACTIONS = 6 };

static bool is_narrow(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 900);
}

static int32_t actions_across(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 700) ? ACTIONS / 2 : ACTIONS;
}

/* What a finger can do here, where the bar at the top has no room for it. */
static const char HOW[] = "Drag seats, tables, adults and the board. Tap pupils, or draw "
                          "round them with a finger, to make a group of them.";

static float choose_height(const Ui *ui, float width)
{
    if (!is_narrow(ui, width))
        return ROW;
    float actions = part_grid_height(ACTIONS, actions_across(ui, width), ROW, PART_GAP);
    return fmaxf(ROW + PART_GAP + actions, ui_paragraph_height(ui, width, TYPE_16, HOW));
}

/* Who is chosen, the name of their group, and what can be done with them. */
static void chosen_bar(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupArrange *arrange = &state->arrange;
    int32_t n = arrange_marked_count(arrange, form), group = arrange_marked_group(arrange, form);
    int32_t across = actions_across(ui, r.w);
    UiRect first = r, buttons = r;
    if (is_narrow(ui, r.w)) {
        first = part_cut_top(&buttons, ROW, PART_GAP);
    } else {
        first.w = floorf(r.w * 0.36F);
        buttons.x += first.w + PART_GAP;
        buttons.w -= first.w + PART_GAP;
    }
    UiRect count = first, field = first;
    count.w = ui_scaled(ui, 104);
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
    if (ui_button(ui, SETUP_ID_GROUP, part_cell(buttons, 0, across, ROW, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Make a group", group == SEATING_NO_GROUP))
        change_groups(form, state, true);
    if (ui_button(ui, SETUP_ID_UNGROUP, part_cell(buttons, 1, across, ROW, PART_GAP),
                  UI_BUTTON_PLAIN, ICON_NONE,
                  group == SEATING_NO_GROUP ? "Out of group" : "Dissolve", true))
        change_groups(form, state, false);
    if (ui_button(ui, SETUP_ID_WHOLE, part_cell(buttons, 2, across, ROW, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Whole group", true))
        arrange_mark_whole_groups(arrange, form);
    if (ui_button(ui, SETUP_ID_ABSENT, part_cell(buttons, 3, across, ROW, PART_GAP),
                  UI_BUTTON_PLAIN, ICON_NONE, absent ? "Present" : "Absent", true))
        for (int32_t i = 0; i < form->places.seating.count; i++)
            form->absent[i] = arrange->marked[i] ? !absent : form->absent[i];
    if (ui_button(ui, SETUP_ID_PUPIL, part_cell(buttons, 4, across, ROW, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Pupil", n == 1))
        open_chosen(ui, form, state);
    if (ui_button(ui, SETUP_ID_CLEAR, part_cell(buttons, 5, across, ROW, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Nobody", true))
        memset(arrange->marked, 0, sizeof arrange->marked);
}

SetupAsk setup_sheet_arrange(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    bool narrow = is_narrow(ui, r.w);
    const char *remark = narrow ? "Every move can be undone."
                                : "Drag seats, tables, adults, the board. Tap pupils, or draw "
                                  "round them, to make a group.";
    float undo = 2 * (undo_width(ui) + PART_GAP);
    UiRect top = part_cut_top(&r, setup_bar_height(ui, r.w - undo, remark), PART_GAP);
    undo_buttons(ui, top, form, state);
    top.w -= undo;
    if (close_bar(ui, top, state, "Arrange", remark))
        return NOTHING;
    float beside = r.w < 900 ? 0 : 156 + ui_scaled(ui, 60) + PART_MARGIN;
    UiRect row = part_cut_top(&r, setup_templates_height(ui, r.w - beside), PART_GAP);
    UiRect stepper = {row.x, row.y, beside - PART_MARGIN, ROW};
    row.x += beside;
    row.w -= beside;
    if (beside > 0)
        setup_pupil_stepper(ui, stepper, form, state);
    setup_templates(ui, row, form, state);
    UiRect bar = part_cut_top(&r, choose_height(ui, r.w), PART_GAP);
    if (state->picks_focus)
        ui_label(ui, bar, TYPE_16, COLOR_INK2, UI_LEFT, "Tap the seat of the focus pupil.");
    else if (arrange_marked_count(&state->arrange, form) > 0)
        chosen_bar(ui, bar, form, state);
    else if (narrow)
        (void)ui_paragraph_in(ui, bar, TYPE_16, COLOR_INK2, HOW);
    else
        ui_label(ui, bar, TYPE_16, COLOR_INK2, UI_LEFT,
                 "Nobody is chosen. Tap pupils, or draw round them with a finger.");
    part_panel(ui, r);
    setup_chart(ui, part_inset(r, 12), SETUP_CHART_LARGE, form, state);
    return NOTHING;
}

/* ---- names and class lists ---- */

static const float CHIP_W = 84, CHIP_H = 32, CHIP_NAMED = 216;

static bool has_names(const SetupForm *form)
{
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (*form->names[i])
            return true;
    return false;
}

static int32_t chips_across(const Ui *ui, const SetupForm *form, float width)
{
    float chip = ui_scaled(ui, has_names(form) ? CHIP_NAMED : CHIP_W);
    return (int32_t)fmaxf((width + PART_GAP) / (chip + PART_GAP), 1);
}

/* What became of the names, as the board will show them; with whom they stand for while
 * the names are open. */
static void label_chips(Ui *ui, UiRect r, const SetupForm *form)
{
    float high = ui_scaled(ui, CHIP_H), room = ui_scaled(ui, 64);
    bool named = has_names(form);
    int32_t across = chips_across(ui, form, r.w);
    for (int32_t i = 0; i < form->places.seating.count; i++) {
        UiRect chip = part_cell(r, i, across, high, PART_GAP), text = part_inset(chip, 2);
        ui_fill(ui, chip, high / 2, COLOR_SURFACE);
        ui_stroke(ui, chip, high / 2, 1, COLOR_LINE);
        if (named) {
            UiRect name = {chip.x + room, text.y, chip.w - room - 12, text.h};
            text.w = room - 4;
            ui_label(ui, name, TYPE_16, COLOR_INK2, UI_LEFT, form->names[i]);
        }
        ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_CENTRE, setup_form_label(form, i));
    }
}

static float label_chips_height(const Ui *ui, const SetupForm *form, float width)
{
    int32_t across = chips_across(ui, form, width), count = form->places.seating.count;
    return count > 0 ? part_grid_height(count, across, ui_scaled(ui, CHIP_H), PART_GAP) : 0;
}

/* The field over the buttons, where side by side both would be too narrow. */
static bool are_names_stacked(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 640);
}

static float names_height(const Ui *ui, float width)
{
    return are_names_stacked(ui, width) ? 2 * ROW + PART_GAP : ROW;
}

static SetupAsk names_field(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                            const FormNames *names)
{
    UiRect field = r, buttons = r, edited;
    if (are_names_stacked(ui, r.w)) {
        field = part_cut_top(&buttons, ROW, PART_GAP);
    } else {
        buttons.w = 3 * ui_scaled(ui, 104) + 2 * PART_GAP;
        buttons.x += r.w - buttons.w;
        field.w -= buttons.w + PART_GAP;
    }
    UiRect take = part_column(buttons, 0, 3, PART_GAP);
    UiRect paste = part_column(buttons, 1, 3, PART_GAP);
    UiRect numbers = part_column(buttons, 2, 3, PART_GAP);
    bool was_edited = ui_edited(ui, &edited) == SETUP_ID_NAMES_FIELD;
    (void)ui_text_field(ui, SETUP_ID_NAMES_FIELD, field, "Ana Ruiz, Ben Lee, \xE2\x80\xA6",
                        state->names, sizeof state->names);
    bool entered =
        was_edited && ui->in.kind == UI_INPUT_KEY && ui->in.key == UI_KEY_ENTER && *state->names;
    if (ui_button(ui, SETUP_ID_NAMES_TAKE, take, UI_BUTTON_CHOSEN, ICON_NONE, "Use",
                  *state->names) ||
        entered)
        setup_take_names(form, state, state->names, names);
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

static const char NO_LIST[] = "None there yet. Columns: name or initials, number, group, and what "
                              "you compare by, like EL.";

static float no_list_height(const Ui *ui, float width)
{
    return fmaxf(32, ui_paragraph_height(ui, width, TYPE_14, NO_LIST));
}

static float lists_height(const Ui *ui, float width, const SetupModel *model)
{
    float rows = (float)model->file_count * (ROW + PART_GAP);
    return part_head_height(ui) + (rows > 0 ? rows : no_list_height(ui, width) + 8);
}

static SetupAsk lists(Ui *ui, UiRect r, const SetupModel *model)
{
    SetupAsk ask = NOTHING;
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Class lists (CSV)", model->folder);
    if (model->file_count == 0)
        (void)ui_paragraph_in(ui, part_cut_top(&r, no_list_height(ui, r.w), 0), TYPE_14, COLOR_INK2,
                              NO_LIST);
    for (int32_t i = 0; i < model->file_count; i++)
        if (ui_button(ui, SETUP_ID_LIST + (uint32_t)i, part_cut_top(&r, ROW, PART_GAP),
                      UI_BUTTON_PLAIN, ICON_SHEET, model->files[i], true))
            ask = (SetupAsk){SETUP_ASK_LIST, i};
    return ask;
}

/* Whether the names are kept, too: the way to it, or the class they are kept with. */
static float keeping_height(const Ui *ui, const SetupModel *model)
{
    return model->names_are == NAMES_OPEN ? part_field_height(ui) + PART_GAP
                                          : fmaxf(ROW, ui_scaled(ui, 32)) + PART_GAP;
}

static bool keeping(Ui *ui, UiRect r, SetupForm *form, const SetupModel *model)
{
    if (model->names_are == NAMES_OPEN) {
        r.w = fminf(r.w, ui_scaled(ui, 420));
        (void)part_field(ui, SETUP_ID_TEXT + FORM_CLASS, r, "The names are kept with the class",
                         "5B", form->texts[FORM_CLASS], FORM_TEXT_SIZE);
        return false;
    }
    r.w = fminf(r.w, ui_scaled(ui, 360));
    r.h -= PART_GAP;
    bool locked = model->names_are == NAMES_LOCKED;
    return ui_button(ui, SETUP_ID_NAMES_OPEN, r, UI_BUTTON_PLAIN,
                     locked ? ICON_LOCK : ICON_LOCK_OPEN,
                     locked ? "Open the names that are kept" : "Keep the names, encrypted", true);
}

SetupAsk setup_sheet_names(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                           const SetupModel *model)
{
    const char *remark = model->names_are == NAMES_OPEN
                             ? "The record has initials only; names lie encrypted beside it."
                         : model->names_kept
                             ? "Names of this class are kept. Open them first, so that everybody "
                               "keeps their initials."
                             : "Names become initials at once and are not kept.";
    if (setup_sheet_head(ui, &r, state, "Names", remark))
        return NOTHING;
    UiRect way = part_cut_top(&r, keeping_height(ui, model), 0);
    UiRect field = part_cut_top(&r, names_height(ui, r.w), PART_GAP);
    SetupAsk ask = names_field(ui, field, form, state, &model->names);
    if (keeping(ui, way, form, model))
        ask.kind = SETUP_ASK_NAMES;
    float notice = *state->notice ? ui_paragraph_height(ui, r.w, TYPE_16, state->notice) + 8 : 0;
    if (*state->notice)
        (void)ui_paragraph(ui, part_cut_top(&r, notice, 0), TYPE_16, COLOR_INK, state->notice);
    int32_t n = form->places.seating.count;
    float w = r.w - 2 * PART_PAD, chips = label_chips_height(ui, form, w);
    float height = part_head_height(ui) + chips + PART_MARGIN + lists_height(ui, w, model);
    r.h = fminf(r.h, height + 24);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float y = ui_scroll_begin(ui, SETUP_ID_SHEET, view, height, &state->sheet_scroll);
    UiRect in = {r.x + PART_PAD, y, w, height};
    char count[48];
    (void)snprintf(count, sizeof count, "%d %s", (int)n, n == 1 ? "pupil" : "pupils");
    part_head(ui, part_cut_top(&in, part_head_height(ui), 0), "As the board shows them", count);
    label_chips(ui, part_cut_top(&in, chips, PART_MARGIN), form);
    SetupAsk list = lists(ui, in, model);
    ui_scroll_end(ui);
    return ask.kind != SETUP_ASK_NONE ? ask : list;
}

/* ---- one pupil ---- */

static int32_t fields_across(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 520) ? 1 : 2;
}

static int32_t buttons_across(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 520) ? 1 : 3;
}

static void group_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    Seating *s = &form->places.seating;
    Seat *seat = &s->seats[state->pupil];
    const char *name = seat->group == SEATING_NO_GROUP ? "no group" : s->groups[seat->group];
    ui_label(ui, part_cut_top(&r, ui_scaled(ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             "Group");
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

static float attributes_height(const Ui *ui, const SetupForm *form, float width)
{
    int32_t across = fields_across(ui, width), rows = (form->key_count + across - 1) / across;
    return part_head_height(ui) + (float)rows * part_field_height(ui) + PART_GAP + ROW;
}

static void attributes(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Compared by",
              "in the team's own words");
    int32_t across = fields_across(ui, r.w);
    for (int32_t k = 0; k < form->key_count; k += across) {
        UiRect row = part_cut_top(&r, part_field_height(ui), 0);
        for (int32_t i = k; i < k + across && i < form->key_count; i++)
            (void)part_field(ui, SETUP_ID_VALUE + (uint32_t)i,
                             part_column(row, i - k, across, PART_GAP), form->keys[i],
                             "yes, no, 2, \xE2\x80\xA6", form->values[state->pupil][i],
                             FORM_ATTRIBUTE_SIZE);
    }
    if (form->key_count > 0)
        (void)part_cut_top(&r, 0, PART_GAP);
    UiRect field = r, add = r;
    field.h = add.h = ROW;
    add.w = ui_scaled(ui, 104);
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

/* What was typed as a label and is a name: initials, as anywhere else. */
static void tidy_label(const Ui *ui, SetupForm *form, SetupState *state, const FormNames *names)
{
    UiRect edited;
    if (ui_edited(ui, &edited) != SETUP_ID_PUPIL_LABEL &&
        setup_form_tidy_label(form, state->pupil, names))
        (void)snprintf(state->notice, sizeof state->notice, "The name became initials%s",
                       names->open ? ", and is kept encrypted." : "; it is not kept.");
}

static bool has_name_row(const SetupModel *model)
{
    return model->names_are == NAMES_OPEN;
}

static void name_row(Ui *ui, UiRect r, SetupForm *form, int32_t seat)
{
    if (part_field(ui, SETUP_ID_PUPIL_NAME, r, "Name, kept encrypted", "Ana Ruiz",
                   form->names[seat], FORM_NAME_SIZE))
        form->written[seat] = true;
}

static void label_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t i = state->pupil;
    int32_t across = fields_across(ui, r.w);
    float high = part_field_height(ui), gap = across > 1 ? PART_GAP : 0;
    (void)part_field(ui, SETUP_ID_PUPIL_LABEL, part_cell(r, 0, across, high, gap),
                     "Initials or number (never the name)", form->places.seating.seats[i].number,
                     form->labels[i].text, sizeof form->labels[i].text);
    group_row(ui, part_cell(r, 1, across, high, gap), form, state);
}

/* True when the pupil is gone. */
static bool pupil_buttons(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t i = state->pupil;
    int32_t across = buttons_across(ui, r.w);
    bool focus = form->focus[i] != 0, absent = form->absent[i];
    char text[32] = "Focus pupil";
    if (focus)
        (void)snprintf(text, sizeof text, "Focus pupil %c", form->focus[i]);
    if (ui_button(ui, SETUP_ID_PUPIL_FOCUS, part_cell(r, 0, across, ROW, PART_GAP),
                  focus ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, text, true) &&
        !setup_form_set_focus(form, i, !focus))
        (void)snprintf(state->notice, sizeof state->notice, "There are %d focus pupils at most",
                       FORM_MAX_FOCUS);
    if (ui_button(ui, SETUP_ID_ABSENT, part_cell(r, 1, across, ROW, PART_GAP),
                  absent ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, "Absent today", true))
        form->absent[i] = !absent;
    if (!ui_button(ui, SETUP_ID_PUPIL_REMOVE, part_cell(r, 2, across, ROW, PART_GAP),
                   UI_BUTTON_PLAIN, ICON_NONE, "Not in this class", true))
        return false;
    setup_form_remove_pupil(form, i);
    setup_forget_moves(state);
    setup_open_sheet(ui, state, state->under);
    return true;
}

static const char EXPECTS[] = "What the team expects of this pupil";
static const char FOCUS[] = "A focus pupil is watched closely; what the team expects stands "
                            "beside what was observed, on the board and on the sheet.";

SetupAsk setup_sheet_pupil(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                           const SetupModel *model)
{
    tidy_label(ui, form, state, &model->names);
    char title[INITIALS_SIZE + 16];
    (void)snprintf(title, sizeof title, "Pupil %s", setup_form_label(form, state->pupil));
    if (setup_sheet_head(ui, &r, state, title,
                         *state->notice ? state->notice : "Changes hold at once."))
        return NOTHING;
    r.w = fminf(r.w, ui_scaled(ui, 960));
    float w = r.w - 2 * PART_PAD;
    bool focus = form->focus[state->pupil] != 0;
    float buttons = part_grid_height(3, buttons_across(ui, w), ROW, PART_GAP);
    float field = part_field_height(ui), labels = field * (fields_across(ui, w) == 1 ? 2 : 1);
    int32_t text = FORM_PREDICTED + (focus ? form->focus[state->pupil] - 'A' : 0);
    float about = focus ? part_long_field_height(ui, w, EXPECTS, form->texts[text])
                        : fmaxf(field, ui_paragraph_height(ui, w, TYPE_14, FOCUS));
    float name = has_name_row(model) ? field : 0;
    float height =
        buttons + PART_MARGIN + about + labels + name + attributes_height(ui, form, w) + PART_PAD;
    r.h = fminf(r.h, height + 16);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float room = part_keyboard_room(ui, height, view.h, state->sheet_scroll);
    float y = ui_scroll_begin(ui, SETUP_ID_SHEET, view, height + room, &state->sheet_scroll);
    UiRect in = {r.x + PART_PAD, y + 8, w, height};
    bool gone = pupil_buttons(ui, part_cut_top(&in, buttons, PART_MARGIN), form, state);
    if (!gone) {
        UiRect predicted = part_cut_top(&in, about, 0);
        if (focus && form->focus[state->pupil])
            (void)part_long_field(ui, SETUP_ID_TEXT + (uint32_t)text, predicted,
                                  "Predicted response", EXPECTS, form->texts[text], FORM_TEXT_SIZE);
        else
            (void)ui_paragraph_in(ui, predicted, TYPE_14, COLOR_INK2, FOCUS);
        label_row(ui, part_cut_top(&in, labels, 0), form, state);
        if (has_name_row(model))
            name_row(ui, part_cut_top(&in, name, 0), form, state->pupil);
        attributes(ui, in, form, state);
    }
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->sheet_scroll);
    return NOTHING;
}
