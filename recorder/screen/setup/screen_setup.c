#include "recorder/screen/setup/screen_setup.h"

#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>

static const float START = 72;

static SetupAsk pick(SetupAsk a, SetupAsk b)
{
    return a.kind != SETUP_ASK_NONE ? a : b;
}

static SetupAsk asks(bool asked, SetupAskKind kind)
{
    return (SetupAsk){asked ? kind : SETUP_ASK_NONE, 0};
}

/* ---- scrolled columns ---- */

static bool is_edited_in(const Ui *ui, uint32_t scroll_id, const UiTarget *targets, int32_t count)
{
    for (int32_t i = 0; ui->edit_id && i < count; i++)
        if (targets[i].id == ui->edit_id)
            return targets[i].scroll_id == scroll_id;
    return false;
}

/* The lower half of the screen is the keyboard's while text is typed: what is
 * scrolled can go that much further. */
static float keyboard_room(const Ui *ui, uint32_t scroll_id)
{
    return is_edited_in(ui, scroll_id, ui->seen, ui->seen_count) ? ui->height / 2 : 0;
}

static void lift_edited(Ui *ui, uint32_t scroll_id, float *scroll)
{
    UiRect edited = {0};
    float lowest = ui->height * 0.48F;
    (void)ui_edited(ui, &edited);
    if (is_edited_in(ui, scroll_id, ui->targets, ui->target_count) && edited.y + edited.h > lowest)
        *scroll += edited.y + edited.h - lowest;
}

static SetupAsk build_column(Ui *ui, UiRect r, int32_t column, const SetupSection *const *sections,
                             int32_t count, SetupForm *form, SetupState *state)
{
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float w = r.w - 2 * PART_PAD, height = 0, heights[8];
    for (int32_t i = 0; i < count; i++) {
        heights[i] = sections[i]->height(ui, form, state, w);
        height += heights[i] > 0 ? heights[i] + PART_GAP : 0;
    }
    height -= PART_GAP;
    if (count == 1 && height < view.h)
        heights[0] = height = view.h;
    float *scroll = &state->scroll[column];
    uint32_t id = SETUP_ID_COLUMN + (uint32_t)column;
    float y = ui_scroll_begin(ui, id, view, height + keyboard_room(ui, id), scroll);
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    for (int32_t i = 0; i < count; i++) {
        if (heights[i] <= 0)
            continue;
        UiRect section = {r.x + PART_PAD, y, w, heights[i]};
        ask = pick(ask, sections[i]->build(ui, section, form, state));
        y += heights[i] + PART_GAP;
    }
    ui_scroll_end(ui);
    lift_edited(ui, id, scroll);
    return ask;
}

static SetupAsk build_columns(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                              bool left_handed)
{
    static const SetupSection *const LEFT[] = {&SETUP_LESSON, &SETUP_PROTOCOL, &SETUP_ABOUT};
    static const SetupSection *const MIDDLE[] = {&SETUP_SEATS};
    static const SetupSection *const RIGHT[] = {&SETUP_FOCUS, &SETUP_TARGETS, &SETUP_PHASES,
                                                &SETUP_QUESTIONS, &SETUP_WATCHES};
    float w = r.w - 2 * PART_MARGIN;
    UiRect left = {r.x, r.y, floorf(w * 0.25F), r.h};
    UiRect right = {0, r.y, floorf(w * 0.34F), r.h};
    UiRect middle = {left.x + left.w + PART_MARGIN, r.y, w - left.w - right.w, r.h};
    right.x = middle.x + middle.w + PART_MARGIN;
    if (left_handed) {
        left = part_mirrored(left, r);
        middle = part_mirrored(middle, r);
        right = part_mirrored(right, r);
    }
    SetupAsk ask = build_column(ui, left, 0, LEFT, 3, form, state);
    ask = pick(ask, build_column(ui, middle, 1, MIDDLE, 1, form, state));
    return pick(ask, build_column(ui, right, 2, RIGHT, 5, form, state));
}

/* ---- one column of panels ---- */

/* Panels side by side; a panel may hold two sections. */
typedef struct PageRow {
    const SetupSection *first, *second, *under_second; /* the last two may be NULL */
} PageRow;

static float half_width(const PageRow *row, float w)
{
    return row->second ? (w - PART_MARGIN) / 2 - 2 * PART_PAD : w - 2 * PART_PAD;
}

static float stack_height(const Ui *ui, const SetupSection *upper, const SetupSection *lower,
                          float inner, const SetupForm *form, const SetupState *state)
{
    float h = upper ? upper->height(ui, form, state, inner) : 0;
    float below = lower ? lower->height(ui, form, state, inner) : 0;
    return h + below + (h > 0 && below > 0 ? PART_MARGIN : 0);
}

static float row_height(const Ui *ui, const PageRow *row, float w, const SetupForm *form,
                        const SetupState *state)
{
    float inner = half_width(row, w);
    float h = fmaxf(stack_height(ui, row->first, NULL, inner, form, state),
                    stack_height(ui, row->second, row->under_second, inner, form, state));
    return h > 0 ? h + 2 * PART_PAD : 0;
}

static SetupAsk build_stack(Ui *ui, UiRect panel, const SetupSection *upper,
                            const SetupSection *lower, SetupForm *form, SetupState *state)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    UiRect in = part_inset(panel, PART_PAD);
    float below = lower ? lower->height(ui, form, state, in.w) : 0;
    float h = lower ? upper->height(ui, form, state, in.w) : in.h;
    if (upper->height(ui, form, state, in.w) <= 0)
        return ask;
    part_panel(ui, panel);
    ask = upper->build(ui, part_cut_top(&in, h, PART_MARGIN), form, state);
    return lower && below > 0 ? pick(ask, lower->build(ui, in, form, state)) : ask;
}

static SetupAsk build_row(Ui *ui, const PageRow *row, UiRect r, SetupForm *form, SetupState *state,
                          bool left_handed)
{
    if (!row->second)
        return build_stack(ui, r, row->first, NULL, form, state);
    UiRect first = part_column(r, left_handed ? 1 : 0, 2, PART_MARGIN);
    UiRect second = part_column(r, left_handed ? 0 : 1, 2, PART_MARGIN);
    SetupAsk ask = build_stack(ui, first, row->first, NULL, form, state);
    return pick(ask, build_stack(ui, second, row->second, row->under_second, form, state));
}

static SetupAsk build_page(Ui *ui, UiRect r, SetupForm *form, SetupState *state, bool left_handed)
{
    static const PageRow TWO[] = {{&SETUP_LESSON, &SETUP_PROTOCOL, &SETUP_PHASES},
                                  {&SETUP_SEATS, NULL, NULL},
                                  {&SETUP_FOCUS, NULL, NULL},
                                  {&SETUP_TARGETS, NULL, NULL},
                                  {&SETUP_QUESTIONS, NULL, NULL},
                                  {&SETUP_WATCHES, NULL, NULL},
                                  {&SETUP_ABOUT, NULL, NULL}};
    static const PageRow ONE[] = {
        {&SETUP_LESSON, NULL, NULL},    {&SETUP_PROTOCOL, NULL, NULL}, {&SETUP_SEATS, NULL, NULL},
        {&SETUP_FOCUS, NULL, NULL},     {&SETUP_TARGETS, NULL, NULL},  {&SETUP_PHASES, NULL, NULL},
        {&SETUP_QUESTIONS, NULL, NULL}, {&SETUP_WATCHES, NULL, NULL},  {&SETUP_ABOUT, NULL, NULL}};
    bool narrow = r.w < ui_scaled(ui, 700);
    const PageRow *rows = narrow ? ONE : TWO;
    size_t count = narrow ? sizeof ONE / sizeof ONE[0] : sizeof TWO / sizeof TWO[0];
    float height = 0;
    for (size_t i = 0; i < count; i++) {
        float h = row_height(ui, &rows[i], r.w, form, state);
        height += h > 0 ? h + PART_MARGIN : 0;
    }
    UiRect view = {r.x, r.y, r.w + PART_MARGIN - 2, r.h}; /* the thumb is in the margin */
    float y = ui_scroll_begin(ui, SETUP_ID_COLUMN, view,
                              height + keyboard_room(ui, SETUP_ID_COLUMN), &state->scroll[0]);
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    for (size_t i = 0; i < count; i++) {
        float h = row_height(ui, &rows[i], r.w, form, state);
        if (h <= 0)
            continue;
        ask =
            pick(ask, build_row(ui, &rows[i], (UiRect){r.x, y, r.w, h}, form, state, left_handed));
        y += h + PART_MARGIN;
    }
    ui_scroll_end(ui);
    lift_edited(ui, SETUP_ID_COLUMN, &state->scroll[0]);
    return ask;
}

/* ---- the whole ---- */

float setup_bar_height(const Ui *ui, float width, const char *remark)
{
    float lines = ui_paragraph_height(ui, width - 56, TYPE_14, remark);
    return fmaxf(56, ui_scaled(ui, 34) + 2 + fmaxf(lines, ui_scaled(ui, 20)));
}

bool setup_bar(Ui *ui, uint32_t id, UiRect r, const char *title, const char *remark)
{
    UiRect back = {r.x - 8, r.y, 56, 56};
    UiRect text = {r.x + 56, r.y - 2, r.w - 56, ui_scaled(ui, 34)};
    ui_label(ui, text, TYPE_24_BOLD, COLOR_INK, UI_LEFT, title);
    text.y += text.h + 2;
    text.h = r.h - text.h;
    if (ui_text_width(ui, TYPE_14, remark) > text.w) {
        (void)ui_paragraph(ui, text, TYPE_14, COLOR_INK2, remark);
    } else {
        text.h = ui_scaled(ui, 20);
        ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, remark);
    }
    return ui_button(ui, id, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
           ui_key(ui) == UI_KEY_ESCAPE;
}

static SetupAsk top_bar(Ui *ui, UiRect *area, const SetupForm *form)
{
    const char *remark = form->from_earlier
                             ? "Filled in from your last lesson. Change only what is different."
                             : "Change what you like; you can start at once.";
    UiRect r = part_cut_top(area, setup_bar_height(ui, area->w, remark), PART_MARGIN);
    return asks(setup_bar(ui, SETUP_ID_BACK, r, "New lesson", remark), SETUP_ASK_BACK);
}

static float start_width(const Ui *ui, float width)
{
    return fminf(ui_scaled(ui, 336), width * 0.5F);
}

static void say_plan(const SetupForm *form, char *text, size_t size)
{
    int32_t planned = setup_form_planned_min(form), count = form->places.seating.count;
    char minutes[40] = "";
    if (planned > 0)
        (void)snprintf(minutes, sizeof minutes, ", %d min planned", (int)planned);
    (void)snprintf(text, size, "%d of %d pupils present%s",
                   (int)(count - setup_form_absent_count(form)), (int)count, minutes);
}

static float bottom_height(const Ui *ui, float width, const SetupForm *form, const char *trouble)
{
    char plan[96];
    float w = width - start_width(ui, width) - 32;
    say_plan(form, plan, sizeof plan);
    float lines = *trouble ? ui_paragraph_height(ui, w - 40, TYPE_16, trouble)
                           : ui_scaled(ui, 24) + ui_paragraph_height(ui, w, TYPE_14, plan);
    return fmaxf(START, lines);
}

static SetupAsk bottom_bar(Ui *ui, UiRect r, const SetupForm *form, const SetupModel *model)
{
    const char *trouble = model->trouble;
    UiRect start = r;
    start.w = start_width(ui, r.w);
    start.x = r.x + r.w - start.w;
    UiRect text = {r.x + 8, r.y, r.w - start.w - 32, r.h};
    if (model->left_handed) {
        start = part_mirrored(start, r);
        text = part_mirrored(text, r);
    }
    if (*trouble) {
        ui_icon(ui, text.x + 14, text.y + r.h / 2, 28, ICON_UNSAVED, COLOR_INK);
        text.x += 40;
        text.w -= 40;
        float h = ui_paragraph_height(ui, text.w, TYPE_16, trouble);
        text.y += fmaxf((r.h - h) / 2, 0);
        (void)ui_paragraph(ui, text, TYPE_16, COLOR_INK, trouble);
    } else {
        char plan[96];
        say_plan(form, plan, sizeof plan);
        float line = ui_scaled(ui, 24), lines = ui_paragraph_height(ui, text.w, TYPE_14, plan);
        text.y += fmaxf(r.h / 2 - fmaxf(line, (line + lines) / 2), 0);
        text.h = line;
        ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, setup_form_protocol(form)->title);
        text.y += line + 1;
        text.h = lines;
        (void)ui_paragraph_in(ui, text, TYPE_14, COLOR_INK2, plan);
    }
    bool go =
        ui_button(ui, SETUP_ID_START, start, UI_BUTTON_PRIMARY, ICON_PLAY, "Start recording", true);
    return asks(go, SETUP_ASK_START);
}

/* Large words need wider columns, and leave the seats between them no less room. */
static bool has_columns(const Ui *ui)
{
    return ui->width >= PART_WIDE + 1200 * (ui->type_scale - 1);
}

static SetupAsk form_page(Ui *ui, UiRect area, SetupForm *form, SetupState *state,
                          const SetupModel *model)
{
    SetupAsk ask = top_bar(ui, &area, form);
    float high = bottom_height(ui, area.w, form, model->trouble);
    UiRect bottom = part_cut_bottom(&area, high, PART_MARGIN);
    if (has_columns(ui))
        ask = pick(ask, build_columns(ui, area, form, state, model->left_handed));
    else
        ask = pick(ask, build_page(ui, area, form, state, model->left_handed));
    return pick(ask, bottom_bar(ui, bottom, form, model));
}

/* ---- leaving ---- */

static SetupAsk leave_card(Ui *ui, SetupState *state, const char *trouble)
{
    char also[480] = "";
    if (*trouble)
        (void)snprintf(also, sizeof also, "And %s.", trouble);
    UiRect in = part_question(ui, "Leave this lesson?",
                              "It has not begun, and what is filled in here is not kept.", also, 2);
    if (ui_button(ui, SETUP_ID_LEAVE_STAY, part_cut_top(&in, 64, PART_GAP), UI_BUTTON_PRIMARY,
                  ICON_NONE, "Go on with it", true) ||
        ui_key(ui) == UI_KEY_ESCAPE)
        state->leaving = false;
    return asks(ui_button(ui, SETUP_ID_LEAVE_DISCARD, part_cut_top(&in, 64, 0), UI_BUTTON_PLAIN,
                          ICON_NONE, "Leave without starting", true),
                SETUP_ASK_LEAVE);
}

SetupAsk screen_setup(Ui *ui, SetupForm *form, SetupState *state, const SetupModel *model)
{
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    if (state->leaving)
        return leave_card(ui, state, model->trouble);
    if (state->sheet == SETUP_SHEET_PUPIL && state->pupil >= form->places.seating.count)
        state->sheet = SETUP_SHEET_NONE;
    switch (state->sheet) {
    case SETUP_SHEET_ARRANGE:
        return setup_sheet_arrange(ui, area, form, state);
    case SETUP_SHEET_NAMES:
        return setup_sheet_names(ui, area, form, state, model);
    case SETUP_SHEET_PUPIL:
        return setup_sheet_pupil(ui, area, form, state, model);
    case SETUP_SHEET_CLASSES:
        return setup_sheet_classes(ui, area, form, state, model);
    default:
        return form_page(ui, area, form, state, model);
    }
}
