/* The sheet of classes: use one again, keep this one, rename, remove. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>

static const float BAR = 56, ROW = 48;

static float class_height(const Ui *ui)
{
    return fmaxf(64, ui_scaled(ui, 56));
}

/* The class as a row that is used by a tap. */
static bool class_row(Ui *ui, uint32_t id, UiRect r, const StoreClass *class,
                      const SetupModel *model)
{
    char day[WHEN_SIZE] = "", detail[WHEN_SIZE + 200];
    if (class->used_unix_ms > 0)
        when_format_day(class->used_unix_ms, model->utc_offset_min, model->now_unix_ms, day);
    (void)snprintf(detail, sizeof detail, "%d %s%s%.100s, last used: %s", (int)class->pupil_count,
                   class->pupil_count == 1 ? "pupil" : "pupils", *class->place ? ", " : "",
                   class->place, *day ? day : "never");
    return part_choice(ui, id, r, class->name, detail, false);
}

/* Its name to change, and a removal that asks once more. */
static SetupAsk class_edit(Ui *ui, UiRect r, SetupState *state)
{
    SetupAsk ask = {SETUP_ASK_NONE, state->class_chosen - 1};
    UiRect rename = r, remove = r, field = r;
    rename.w = 112;
    remove.w = 176;
    field.w -= rename.w + remove.w + 2 * PART_GAP;
    rename.x = field.x + field.w + PART_GAP;
    remove.x = rename.x + rename.w + PART_GAP;
    (void)ui_text_field(ui, SETUP_ID_CLASS_NAME, field, "Name of the class", state->class_name,
                        sizeof state->class_name);
    if (ui_button(ui, SETUP_ID_CLASS_RENAME, rename, UI_BUTTON_PLAIN, ICON_NONE, "Rename",
                  *state->class_name))
        ask.kind = SETUP_ASK_RENAME_CLASS;
    if (!ui_button(ui, SETUP_ID_CLASS_REMOVE, remove,
                   state->class_removed ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE,
                   state->class_removed ? "Really remove" : "Remove", true))
        return ask;
    if (state->class_removed)
        ask.kind = SETUP_ASK_REMOVE_CLASS;
    state->class_removed = true;
    return ask;
}

static void open_class(SetupState *state, const StoreClass *class, int32_t index)
{
    bool open = state->class_chosen == index + 1;
    state->class_chosen = open ? 0 : index + 1;
    state->class_removed = false;
    setup_form_copy_text(state->class_name, sizeof state->class_name, class->name);
}

static SetupAsk class_list(Ui *ui, UiRect r, SetupState *state, const SetupModel *model)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "Use a class again", "seats, groups, adults");
    if (model->class_count == 0)
        ui_label(ui, part_cut_top(&r, 32, 0), TYPE_14, COLOR_INK2, UI_LEFT,
                 "None yet. A class with a name is kept when its lesson starts.");
    for (int32_t i = 0; i < model->class_count; i++) {
        UiRect row = part_cut_top(&r, class_height(ui), PART_GAP), edit = row;
        edit.w = 64;
        edit.x = row.x + row.w - edit.w;
        row.w -= edit.w + PART_GAP;
        if (class_row(ui, SETUP_ID_CLASS + (uint32_t)i, row, &model->classes[i], model))
            ask = (SetupAsk){SETUP_ASK_CLASS, i};
        bool open = state->class_chosen == i + 1;
        if (ui_button(ui, SETUP_ID_CLASS_EDIT + (uint32_t)i, edit, UI_BUTTON_PLAIN,
                      open ? ICON_CHEVRON_UP : ICON_CHEVRON_DOWN, "", true))
            open_class(state, &model->classes[i], i);
        if (!open)
            continue;
        SetupAsk edited = class_edit(ui, part_cut_top(&r, ROW, PART_MARGIN), state);
        ask = edited.kind != SETUP_ASK_NONE ? edited : ask;
    }
    return ask;
}

SetupAsk setup_sheet_classes(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                             const SetupModel *model)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    if (setup_sheet_head(ui, part_cut_top(&r, BAR, PART_MARGIN), state, "Classes",
                         "Kept on this device: labels, never names."))
        return ask;
    UiRect top = part_cut_top(&r, PART_FIELD, PART_GAP), field = top, keep = top;
    keep.w = 176;
    keep.y += PART_LABEL;
    keep.h = ROW;
    field.w -= keep.w + PART_GAP;
    keep.x = field.x + field.w + PART_GAP;
    (void)part_field(ui, SETUP_ID_TEXT + FORM_CLASS, field, "This class is called", "5B",
                     form->texts[FORM_CLASS], FORM_TEXT_SIZE);
    if (ui_button(ui, SETUP_ID_CLASS_KEEP, keep, UI_BUTTON_PLAIN, ICON_NONE, "Keep as it is",
                  *form->texts[FORM_CLASS]))
        ask.kind = SETUP_ASK_KEEP_CLASS;
    if (*state->notice)
        (void)ui_paragraph_in(ui, part_cut_top(&r, 40, 0), TYPE_16, COLOR_INK, state->notice);
    float height = PART_HEAD + (float)model->class_count * (class_height(ui) + PART_GAP) +
                   (state->class_chosen ? ROW + PART_MARGIN : 0) + 2 * PART_PAD + 32;
    r.h = fminf(r.h, height + 16);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float room = part_keyboard_room(ui, height, view.h, state->sheet_scroll);
    float y = ui_scroll_begin(ui, SETUP_ID_SHEET, view, height + room, &state->sheet_scroll);
    UiRect in = {r.x + PART_PAD, y, r.w - 2 * PART_PAD, height};
    SetupAsk listed = class_list(ui, in, state, model);
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->sheet_scroll);
    return ask.kind != SETUP_ASK_NONE ? ask : listed;
}
