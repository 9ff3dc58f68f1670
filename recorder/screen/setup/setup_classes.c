/* The sheet of classes: use one again, keep this one, rename, remove. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>

static const float ROW = 48;
static const char NONE[] = "None yet. A class with a name is kept when its lesson starts.";

static float class_height(const Ui *ui)
{
    return ui_scaled(ui, 64);
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

static bool is_stacked(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 480);
}

static float edit_height(const Ui *ui, float width)
{
    return is_stacked(ui, width) ? 2 * ROW + PART_GAP : ROW;
}

/* Its name to change, and a removal that asks once more. */
static SetupAsk class_edit(Ui *ui, UiRect r, SetupState *state)
{
    SetupAsk ask = {SETUP_ASK_NONE, state->class_chosen - 1};
    UiRect buttons = r, field = r;
    buttons.w = is_stacked(ui, r.w) ? r.w : ui_scaled(ui, 288) + PART_GAP;
    if (is_stacked(ui, r.w)) {
        field = part_cut_top(&buttons, ROW, PART_GAP);
    } else {
        field.w -= buttons.w + PART_GAP;
        buttons.x += field.w + PART_GAP;
    }
    UiRect rename = buttons, remove = buttons;
    rename.w = floorf((buttons.w - PART_GAP) * 7 / 18);
    remove.w -= rename.w + PART_GAP;
    remove.x += rename.w + PART_GAP;
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

static float none_height(const Ui *ui, float width)
{
    return fmaxf(32, ui_paragraph_height(ui, width, TYPE_14, NONE));
}

static SetupAsk class_list(Ui *ui, UiRect r, SetupState *state, const SetupModel *model)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Use a class again",
              "seats, groups, adults");
    if (model->class_count == 0)
        (void)ui_paragraph_in(ui, part_cut_top(&r, none_height(ui, r.w), 0), TYPE_14, COLOR_INK2,
                              NONE);
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
        SetupAsk edited =
            class_edit(ui, part_cut_top(&r, edit_height(ui, r.w), PART_MARGIN), state);
        ask = edited.kind != SETUP_ASK_NONE ? edited : ask;
    }
    return ask;
}

SetupAsk setup_sheet_classes(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                             const SetupModel *model)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    if (setup_sheet_head(ui, &r, state, "Classes", "Kept on this device: labels, never names."))
        return ask;
    UiRect top = part_cut_top(&r, part_field_height(ui), PART_GAP), field = top, keep = top;
    keep.w = fminf(ui_scaled(ui, 176), r.w * 0.45F);
    keep.y += ui_scaled(ui, PART_LABEL);
    keep.h = ROW;
    field.w -= keep.w + PART_GAP;
    keep.x = field.x + field.w + PART_GAP;
    (void)part_field(ui, SETUP_ID_TEXT + FORM_CLASS, field, "This class is called", "5B",
                     form->texts[FORM_CLASS], FORM_TEXT_SIZE);
    if (ui_button(ui, SETUP_ID_CLASS_KEEP, keep, UI_BUTTON_PLAIN, ICON_NONE, "Keep as it is",
                  *form->texts[FORM_CLASS]))
        ask.kind = SETUP_ASK_KEEP_CLASS;
    if (*state->notice)
        (void)ui_paragraph_in(
            ui,
            part_cut_top(&r, fmaxf(40, ui_paragraph_height(ui, r.w, TYPE_16, state->notice)), 0),
            TYPE_16, COLOR_INK, state->notice);
    float w = r.w - 2 * PART_PAD;
    float height = part_head_height(ui) +
                   (float)model->class_count * (class_height(ui) + PART_GAP) +
                   (state->class_chosen ? edit_height(ui, w) + PART_MARGIN : 0) + 2 * PART_PAD +
                   (model->class_count == 0 ? none_height(ui, w) : 32);
    r.h = fminf(r.h, height + 16);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float room = part_keyboard_room(ui, height, view.h, state->sheet_scroll);
    float y = ui_scroll_begin(ui, SETUP_ID_SHEET, view, height + room, &state->sheet_scroll);
    UiRect in = {r.x + PART_PAD, y, w, height};
    SetupAsk listed = class_list(ui, in, state, model);
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->sheet_scroll);
    return ask.kind != SETUP_ASK_NONE ? ask : listed;
}
