#include "recorder/screen/walk/walk_teachers.h"

#include "recorder/screen/part/part.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char permit_words[] = "They agreed", withdraw_words[] = "Withdraw";

/* What was typed stands at the beginning of the key; capitals do not matter. */
static bool is_wanted(const char *name, const char *typed)
{
    for (; *typed; typed++, name++)
        if (tolower((unsigned char)*typed) != tolower((unsigned char)*name))
            return false;
    return true;
}

/* A name, and what it stands for: on two lines where words are large. */
static float row_height(const Ui *ui)
{
    float lines = ui_face(ui, TYPE_14).leading * (ui->type_scale > 1.3F ? 2 : 1);
    return PART_GAP + fmaxf(56, ui_face(ui, TYPE_16_BOLD).leading + lines + 2 * PART_GAP);
}

static float button_width(const Ui *ui)
{
    return fmaxf(ui_text_width(ui, TYPE_16_BOLD, permit_words),
                 ui_text_width(ui, TYPE_16_BOLD, withdraw_words)) +
           40;
}

static void words(Ui *ui, UiRect r, const char *name, const char *detail)
{
    float upper = ui_face(ui, TYPE_16_BOLD).leading;
    float lower = part_lines_height(ui, r.w, TYPE_14, 2, detail);
    UiRect line = {r.x, r.y + (r.h - upper - lower) / 2, r.w, upper};
    ui_label(ui, line, TYPE_16_BOLD, COLOR_INK, UI_LEFT, name);
    line.y += upper;
    line.h = lower;
    part_lines(ui, line, TYPE_14, COLOR_INK2, detail);
}

static WalkthroughsAsk teacher(Ui *ui, UiRect r, const WalkTeacher *item, int32_t index,
                               WalkthroughsState *state)
{
    WalkthroughsAsk ask = {.chip = WALK_CHIP_TEACHER, .index = index};
    uint32_t id = WALKS_ID_TEACHER + 2 * (uint32_t)index;
    float button_w = button_width(ui);
    UiRect left = {r.x, r.y, r.w - button_w - PART_MARGIN, r.h - PART_GAP};
    UiRect button = {r.x + r.w - button_w, r.y + (r.h - PART_GAP - 56) / 2, button_w, 56};
    if (item->permits) {
        if (part_choice(ui, id, left, item->name, item->detail, item->chosen)) {
            ask.kind = WALKS_ASK_CHOOSE;
            state->open = 0;
        }
        if (ui_button(ui, id + 1, button, UI_BUTTON_PLAIN, ICON_NONE, withdraw_words, true))
            ask.kind = WALKS_ASK_WITHDRAW;
    } else {
        words(ui, (UiRect){left.x + 48, left.y, left.w - 48, left.h}, item->name, item->detail);
        if (ui_button(ui, id + 1, button, UI_BUTTON_PLAIN, ICON_NONE, permit_words, true))
            state->asking = index + 1;
    }
    return ask;
}

/* ---- asked once more ---- */

static WalkthroughsAsk confirm(Ui *ui, UiRect r, const WalkTeacher *item, WalkthroughsState *state)
{
    WalkthroughsAsk ask = {.chip = WALK_CHIP_TEACHER, .index = state->asking - 1};
    char text[400];
    (void)snprintf(text, sizeof text,
                   "%s agreed that figures of the visits to them alone may be shown, however few "
                   "they are. It is recorded with today's date, and can be withdrawn at any time.",
                   item->name);
    float h = ui_paragraph_height(ui, r.w, TYPE_16, text);
    (void)ui_paragraph(ui, part_cut_top(&r, h, PART_MARGIN), TYPE_16, COLOR_INK, text);
    UiRect row = part_cut_top(&r, 64, 0);
    row.w = fminf(row.w, 560);
    if (ui_button(ui, WALKS_ID_PERMIT_NO, part_column(row, 0, 2, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_CLOSE, "Cancel", true))
        state->asking = 0;
    if (ui_button(ui, WALKS_ID_PERMIT_YES, part_column(row, 1, 2, PART_GAP), UI_BUTTON_PRIMARY,
                  ICON_CHECK, permit_words, true)) {
        ask.kind = WALKS_ASK_PERMIT;
        state->asking = 0;
    }
    return ask;
}

/* ---- the list ---- */

static int32_t count_wanted(const WalkthroughsModel *model, const char *typed)
{
    int32_t count = 0;
    for (int32_t i = 0; i < model->teacher_count; i++)
        count += is_wanted(model->teachers[i].name, typed);
    return count;
}

static WalkthroughsAsk list(Ui *ui, UiRect r, const WalkthroughsModel *model,
                            WalkthroughsState *state)
{
    WalkthroughsAsk ask = {.chip = WALK_CHIP_TEACHER, .index = -1};
    float high = row_height(ui);
    float content = high * (float)(1 + count_wanted(model, state->search));
    content += part_keyboard_room(ui, content, r.h, state->list_scroll);
    float wide = r.w - (content > r.h ? 12 : 0);
    float y = ui_scroll_begin(ui, WALKS_ID_LIST, r, content, &state->list_scroll);
    if (part_choice(ui, WALKS_ID_ALL, (UiRect){r.x, y, wide, high - PART_GAP},
                    "All teachers together", "nobody in particular", !model->teacher_chosen)) {
        ask.kind = WALKS_ASK_CHOOSE;
        state->open = 0;
    }
    for (int32_t i = 0; i < model->teacher_count; i++) {
        if (!is_wanted(model->teachers[i].name, state->search))
            continue;
        y += high;
        if (y + high < r.y || y > r.y + r.h)
            continue;
        WalkthroughsAsk more =
            teacher(ui, (UiRect){r.x, y, wide, high}, &model->teachers[i], i, state);
        ask = ask.kind == WALKS_ASK_NONE ? more : ask;
    }
    ui_scroll_end(ui);
    return ask;
}

WalkthroughsAsk walk_teachers(Ui *ui, UiRect r, const WalkthroughsModel *model,
                              WalkthroughsState *state)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, PART_PAD);
    part_head(ui, part_cut_top(&in, part_head_height(ui), 4), "Teacher",
              "only who agreed is shown alone");
    if (*model->notice && state->asking == 0) {
        float h = ui_paragraph_height(ui, in.w, TYPE_16, model->notice);
        (void)ui_paragraph(ui, part_cut_top(&in, h, PART_MARGIN), TYPE_16, COLOR_INK,
                           model->notice);
    }
    if (state->asking > model->teacher_count)
        state->asking = 0;
    if (state->asking > 0)
        return confirm(ui, in, &model->teachers[state->asking - 1], state);
    if (model->teacher_count == 0) {
        (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2,
                           "No visit has named a teacher yet. Who was visited can agree here that "
                           "figures of the visits to them alone are shown.");
        return (WalkthroughsAsk){0};
    }
    (void)ui_text_field(ui, WALKS_ID_SEARCH, part_cut_top(&in, 56, PART_MARGIN),
                        "Initials or number", state->search, sizeof state->search);
    return list(ui, in, model, state);
}
