#include "recorder/screen/home/screen_saved.h"

#include "recorder/screen/part/part.h"

#include <math.h>

static const float BUTTON = 72;

static float figure_height(const Ui *ui)
{
    return 40 + ui_scaled(ui, 88);
}

static float sheet_height(const Ui *ui)
{
    return 60 + ui_scaled(ui, 76);
}

static SavedAsk sheet_card(Ui *ui, UiRect r, const SavedModel *model)
{
    part_card(ui, r);
    UiRect in = part_inset(r, 24);
    bool made = *model->file != '\0';
    bool see = false, retry = false, wide = in.w >= 900, narrow = in.w < 640;
    UiRect text = in;
    if (made || !narrow) { /* what is wrong needs the room more than its mark */
        UiRect ground = {in.x, in.y + (in.h - 72) / 2, 72, 72};
        ui_fill(ui, ground, 16, COLOR_SUNK);
        ui_icon(ui, ground.x + 36, ground.y + 36, 32, made ? ICON_SHEET : ICON_UNSAVED, COLOR_INK);
        text = (UiRect){in.x + 96, in.y, in.w - 96, in.h};
    }
    float side = narrow ? 100 : 136;
    UiRect button = {0, in.y + (in.h - 64) / 2, wide ? 232 : side, 64};
    button.x = text.x + text.w - button.w;
    bool review = ui_button(ui, SAVED_ID_REVIEW, button, UI_BUTTON_PLAIN, ICON_CLOCK,
                            wide ? "Review the lesson" : "Review", true);
    text.w -= button.w + 8;
    float other_w = wide ? 176 : side;
    button = (UiRect){text.x + text.w - other_w, button.y, other_w, 64};
    if (made)
        see = ui_button(ui, SAVED_ID_SHEET, button, UI_BUTTON_CHOSEN, ICON_EYE,
                        wide ? "See the sheet" : "See it", true);
    else
        retry =
            ui_button(ui, SAVED_ID_RETRY, button, UI_BUTTON_PLAIN, ICON_REDO, "Try again", true);
    text.w -= other_w + (made || !wide ? 24 : 8);
    if (!made && wide) { /* it can be looked at, and saved to another folder */
        button = (UiRect){text.x + text.w - side, button.y, side, 64};
        see = ui_button(ui, SAVED_ID_SHEET, button, UI_BUTTON_PLAIN, ICON_EYE, "See it", true);
        text.w -= side + 24;
    }
    ui_label(ui, part_cut_top(&text, ui_scaled(ui, 22), 2), TYPE_14_BOLD, COLOR_INK2, UI_LEFT,
             made ? "Debrief sheet, ready to print"
                  : (*model->unsaved ? "The sheet is not made"
                                     : "The record is safe; the sheet is not made"));
    if (made) {
        ui_label(ui, part_cut_top(&text, ui_scaled(ui, 30), 2), TYPE_20_BOLD, COLOR_INK, UI_LEFT,
                 model->file);
        ui_labelf(ui, part_cut_top(&text, ui_scaled(ui, 22), 0), TYPE_14, COLOR_INK2, UI_LEFT,
                  "in %s", model->folder);
    } else {
        (void)ui_paragraph_in(ui, text, TYPE_16, COLOR_INK, model->trouble);
    }
    if (review)
        return SAVED_ASK_REVIEW;
    if (see)
        return SAVED_ASK_SHEET;
    return retry ? SAVED_ASK_RETRY : SAVED_ASK_NONE;
}

static void figure_card(Ui *ui, UiRect r, const SavedFigure *figure)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, 20);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 40), 4), TYPE_32_BOLD, COLOR_INK, UI_LEFT,
             figure->value);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 24), 0), TYPE_16_BOLD, COLOR_INK, UI_LEFT,
             figure->label);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 20), 0), TYPE_14, COLOR_INK2, UI_LEFT, figure->of);
}

static void figures(Ui *ui, UiRect *area, const SavedModel *model)
{
    int32_t across = area->w >= PART_WIDE - 2 * PART_MARGIN ? 3 : 2;
    float tall = figure_height(ui);
    for (int32_t i = 0; i < model->figure_count && area->h >= tall; i += across) {
        UiRect row = part_cut_top(area, tall, PART_MARGIN);
        for (int32_t k = i; k < i + across && k < model->figure_count; k++)
            figure_card(ui, part_column(row, k - i, across, PART_MARGIN), &model->figures[k]);
    }
}

static SavedAsk buttons(Ui *ui, UiRect r, const SavedModel *model)
{
    SavedAsk ask = SAVED_ASK_NONE;
    bool wide = r.w >= PART_WIDE - 2 * PART_MARGIN;
    UiRect next = r, home = r, reopen = r;
    next.w = wide ? 336 : floorf(r.w * 0.4F);
    next.x = r.x + r.w - next.w;
    home.w = wide ? 232 : floorf((r.w - next.w) / 2 - PART_GAP);
    home.x = next.x - PART_GAP - home.w;
    reopen.w = fminf(260, home.x - PART_GAP - r.x);
    if (model->just_ended && !model->is_demo &&
        ui_button(ui, SAVED_ID_REOPEN, reopen, UI_BUTTON_QUIET, ICON_UNDO,
                  wide ? "Resume the lesson" : "Resume", true))
        ask = SAVED_ASK_REOPEN;
    if (ui_button(ui, SAVED_ID_HOME, home, UI_BUTTON_PLAIN, ICON_BACK,
                  wide ? "Back to home" : "Home", true) ||
        ui_key(ui) == UI_KEY_ESCAPE)
        ask = SAVED_ASK_HOME;
    ui->barred = model->looks_only;
    if (ui_button(ui, SAVED_ID_NEXT, next, UI_BUTTON_PRIMARY, ICON_PLUS, "Next lesson", true))
        ask = SAVED_ASK_NEXT;
    ui->barred = false;
    return ask;
}

static float height_of(const Ui *ui, const SavedModel *model, float width)
{
    int32_t across = width >= PART_WIDE - 2 * PART_MARGIN ? 3 : 2;
    int32_t rows = (model->figure_count + across - 1) / across;
    float h = 56 + 24 + ui_scaled(ui, 40 + 28) + 32 + sheet_height(ui) +
              (float)rows * (figure_height(ui) + PART_MARGIN);
    if (*model->unsaved)
        h += part_notice_height(ui, width, model->unsaved) + PART_MARGIN;
    return h;
}

static SavedAsk build(Ui *ui, const SavedModel *model)
{
    UiRect all = {0, 0, ui->width, ui->height};
    ui_fill(ui, all, 0, COLOR_BG);
    UiRect area = part_inset(all, PART_MARGIN);
    SavedAsk ask = buttons(ui, part_cut_bottom(&area, BUTTON, PART_MARGIN), model);
    /* A column of reading width in the middle of what is left. */
    float w = fminf(area.w, 1248);
    area.x += (area.w - w) / 2;
    area.w = w;
    float spare = area.h - height_of(ui, model, w);
    (void)part_cut_top(&area, fmaxf(spare * 0.4F, 0), 0);

    UiRect mark = part_cut_top(&area, 56, 24);
    ui_circle(ui, mark.x + 28, mark.y + 28, 28, COLOR_PRIMARY);
    ui_icon(ui, mark.x + 28, mark.y + 28, 32, ICON_CHECK, COLOR_PRIMARY_ON);
    const char *what =
        model->is_demo ? "The lesson was replayed and recorded" : "The lesson is recorded";
    ui_label(ui, (UiRect){mark.x + 76, mark.y, mark.w - 76, mark.h}, TYPE_20, COLOR_INK2, UI_LEFT,
             model->just_ended ? what : "The sheet of this lesson");
    ui_label(ui, part_cut_top(&area, ui_scaled(ui, 40), 0), TYPE_32_BOLD, COLOR_INK, UI_LEFT,
             model->title);
    ui_label(ui, part_cut_top(&area, ui_scaled(ui, 28), 24), TYPE_16, COLOR_INK2, UI_LEFT,
             model->where);
    if (*model->unsaved) {
        float h = part_notice_height(ui, w, model->unsaved);
        part_notice(ui, part_cut_top(&area, h, PART_MARGIN), "Not everything is on the disk yet",
                    model->unsaved);
    }
    SavedAsk asked = sheet_card(ui, part_cut_top(&area, sheet_height(ui), PART_MARGIN), model);
    figures(ui, &area, model);
    return asked != SAVED_ASK_NONE ? asked : ask;
}

/* Everything on one page: at the largest text size, up to the one in use, at which
 * it has room. */
SavedAsk screen_saved(Ui *ui, const SavedModel *model)
{
    const float step = 0.125F;
    float chosen = ui->type_scale;
    float w = fminf(ui->width - 2 * PART_MARGIN, 1248);
    float room = ui->height - 3 * PART_MARGIN - BUTTON;
    while (ui->type_scale > 1 && height_of(ui, model, w) > room)
        ui->type_scale = fmaxf(ui->type_scale - step, 1);
    SavedAsk ask = build(ui, model);
    ui->type_scale = chosen;
    return ask;
}
