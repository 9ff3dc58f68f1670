#include "recorder/screen/walk/screen_walkthroughs.h"

#include "recorder/screen/part/part.h"
#include "recorder/screen/walk/walk_chart.h"
#include "recorder/screen/walk/walk_teachers.h"

#include <math.h>
#include <string.h>

static const float CHIP = 56, ROW = 64;

static const char *const chip_names[WALK_CHIP_COUNT] = {
    [WALK_CHIP_BY] = "Show by",          [WALK_CHIP_WHEN] = "When",
    [WALK_CHIP_LOOK_FORS] = "Look-fors", [WALK_CHIP_SCHOOL] = "School",
    [WALK_CHIP_GRADE] = "Grades",        [WALK_CHIP_SUBJECT] = "Subject",
    [WALK_CHIP_PERIOD] = "Period",       [WALK_CHIP_OBSERVER] = "Observers",
    [WALK_CHIP_TEACHER] = "Teacher",
};

static WalkthroughsAsk pick(WalkthroughsAsk a, WalkthroughsAsk b)
{
    return a.kind != WALKS_ASK_NONE ? a : b;
}

/* ---- the top ---- */

static const float BAR = 56, BESIDE_BACK = 56;

typedef struct BarPlaces {
    UiRect back, text, out, fresh;
    const char *out_word; /* "": its icon alone, for want of room */
} BarPlaces;

static BarPlaces bar_places(const Ui *ui, UiRect r)
{
    bool tight = ui->type_scale > 1.3F && r.w < PART_WIDE - 2 * PART_MARGIN;
    BarPlaces p = {.out_word = tight ? "" : "Export"};
    float y = r.y + (r.h - BAR) / 2, w = part_button_width(ui, 168, ICON_PLACE, "New visit");
    p.back = (UiRect){r.x, y, 48, BAR};
    p.fresh = (UiRect){r.x + r.w - w, y, w, BAR};
    w = tight ? BAR : part_button_width(ui, 144, ICON_SHEET, "Export");
    p.out = (UiRect){p.fresh.x - w - PART_GAP, y, w, BAR};
    p.text = (UiRect){r.x + BESIDE_BACK, r.y, p.out.x - r.x - BESIDE_BACK - PART_GAP, r.h};
    return p;
}

static float bar_height(const Ui *ui, UiRect area, const WalkthroughsModel *model)
{
    float w = bar_places(ui, area).text.w;
    return fmaxf(BAR, part_title_height(ui, w, "Walk-throughs", model->summary));
}

static WalkthroughsAsk top_bar(Ui *ui, UiRect r, const WalkthroughsModel *model)
{
    WalkthroughsAsk ask = {0};
    BarPlaces p = bar_places(ui, r);
    if (ui_button(ui, WALKS_ID_BACK, p.back, UI_BUTTON_QUIET, ICON_BACK, "", true))
        ask.kind = WALKS_ASK_BACK;
    part_title(ui, p.text, "Walk-throughs", model->summary);
    if (ui_button(ui, WALKS_ID_EXPORT, p.out, UI_BUTTON_PLAIN, ICON_SHEET, p.out_word,
                  model->view->visits > 0))
        ask.kind = WALKS_ASK_EXPORT;
    ui->barred = model->looks_only;
    if (ui_button(ui, WALKS_ID_NEW, p.fresh, UI_BUTTON_PRIMARY, ICON_PLACE, "New visit", true))
        ask.kind = WALKS_ASK_NEW;
    ui->barred = false;
    return ask;
}

/* ---- chips ---- */

static float chip_width(const Ui *ui, const WalkthroughsModel *model, int32_t chip)
{
    float name = ui_text_width(ui, TYPE_14, chip_names[chip]);
    float value = ui_text_width(ui, TYPE_16_BOLD, model->values[chip]);
    return fminf(fmaxf(fmaxf(name, value) + 62, 112), 236);
}

static bool draw_chip(Ui *ui, UiRect r, const WalkthroughsModel *model, int32_t chip, bool open)
{
    uint32_t id = WALKS_ID_CHIP + (uint32_t)chip;
    UiTouch touch = ui_touch(ui, id, r);
    ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    ui_stroke(ui, r, 12, open ? 3 : 1, open ? COLOR_PRIMARY : COLOR_LINE);
    float line = r.h / 2 - 4;
    UiRect text = {r.x + 16, r.y + 4, r.w - 54, line};
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, chip_names[chip]);
    text.y += line;
    ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, model->values[chip]);
    ui_icon(ui, r.x + r.w - 24, r.y + r.h / 2, 24, open ? ICON_CHEVRON_UP : ICON_CHEVRON_DOWN,
            COLOR_INK);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    return part_tapped(&touch, r);
}

static float chip_height(const Ui *ui)
{
    return fmaxf(CHIP, ui_scaled(ui, 44) + 12);
}

/* In rows from the left; returns how high they are. */
static float chips(Ui *ui, UiRect r, const WalkthroughsModel *model, WalkthroughsState *state,
                   WalkthroughsAsk *ask)
{
    float x = r.x, y = r.y, high = chip_height(ui);
    for (int32_t i = 0; i < WALK_CHIP_COUNT; i++) {
        float w = fminf(chip_width(ui, model, i), r.w);
        if (x > r.x && x + w > r.x + r.w) {
            x = r.x;
            y += high + PART_GAP;
        }
        bool open = state->open == i + 1;
        if (draw_chip(ui, (UiRect){x, y, w, high}, model, i, open)) {
            state->open = open ? 0 : i + 1;
            state->list_scroll = 0;
            state->asking = 0;
            state->search[0] = '\0';
            ask->kind = open ? WALKS_ASK_CLOSE : WALKS_ASK_OPEN;
            ask->chip = (WalkChip)i;
        }
        x += w + PART_GAP;
    }
    return y + high - r.y;
}

static WalkthroughsAsk choices(Ui *ui, UiRect r, const WalkthroughsModel *model,
                               WalkthroughsState *state)
{
    WalkthroughsAsk ask = {.chip = (WalkChip)(state->open - 1)};
    part_panel(ui, r);
    UiRect in = part_inset(r, PART_PAD);
    part_head(ui, part_cut_top(&in, PART_HEAD, 4), chip_names[state->open - 1], "");
    int32_t across = in.w >= PART_WIDE ? 3 : in.w >= 560 ? 2 : 1;
    float high = fmaxf(ROW, ui_scaled(ui, 44) + 16);
    float content = part_grid_height(model->choice_count, across, high, PART_GAP);
    float y = ui_scroll_begin(ui, WALKS_ID_LIST, in, content, &state->list_scroll);
    for (int32_t i = 0; i < model->choice_count; i++) {
        UiRect cell = part_cell(in, i, across, high, PART_GAP);
        cell.y += y - in.y;
        const WalkChoice *choice = &model->choices[i];
        if (part_choice(ui, WALKS_ID_CHOICE + (uint32_t)i, cell, choice->label, choice->detail,
                        choice->chosen)) {
            ask.kind = WALKS_ASK_CHOOSE;
            ask.index = i;
            state->open = 0;
        }
    }
    ui_scroll_end(ui);
    if (model->choice_count == 0)
        (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2, "There is nothing to choose from yet.");
    return ask;
}

/* ---- the visits behind a figure ---- */

/* Large words and a narrow screen leave no room for three things beside each other. */
static bool is_stacked(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 900);
}

static void visit_words(Ui *ui, UiRect r, const WalkListItem *item)
{
    UiRect when = {r.x, r.y, r.w * 0.3F, r.h}, where = when, answer = when;
    where.x = r.x + r.w * 0.32F;
    where.w = r.w * 0.44F;
    answer.x = where.x + where.w;
    answer.w = r.x + r.w - answer.x;
    if (is_stacked(ui, r.w)) {
        float line = ui_scaled(ui, 22);
        when.y = answer.y = r.y + r.h / 2 - line;
        when.h = answer.h = where.h = line;
        answer.w = ui_text_width(ui, TYPE_16, item->answer);
        answer.x = r.x + r.w - answer.w;
        when.w = answer.x - r.x - PART_PAD;
        where = (UiRect){r.x, r.y + r.h / 2, r.w, line};
    }
    ui_label(ui, when, TYPE_16_BOLD, COLOR_INK, UI_LEFT, item->when);
    ui_label(ui, where, TYPE_16, COLOR_INK2, UI_LEFT, item->where);
    ui_label(ui, answer, TYPE_16, COLOR_INK, UI_RIGHT, item->answer);
}

static WalkthroughsAsk visit_rows(Ui *ui, UiRect in, const WalkthroughsModel *model, float *scroll)
{
    WalkthroughsAsk ask = {0};
    float high =
        fmaxf(ROW, is_stacked(ui, in.w - 56) ? ui_scaled(ui, 44) + 24 : ui_scaled(ui, 44) + 12);
    float y = ui_scroll_begin(ui, WALKS_ID_LIST, in, (float)model->list_count * high, scroll);
    int32_t first = (int32_t)fmaxf(0, floorf((in.y - y) / high));
    int32_t last = (int32_t)fminf((float)model->list_count, ceilf((in.y + in.h - y) / high));
    for (int32_t i = first; i < last; i++) {
        UiRect row = {in.x, y + (float)i * high, in.w, high};
        uint32_t id = WALKS_ID_VISIT + (uint32_t)i;
        UiTouch touch = ui_touch(ui, id, row);
        if (touch.down)
            ui_fill(ui, row, 12, COLOR_SUNK);
        visit_words(ui, (UiRect){row.x + 8, row.y, row.w - 56, row.h}, &model->list[i]);
        ui_icon(ui, row.x + row.w - 20, row.y + row.h / 2, 22, ICON_FORWARD, COLOR_INK2);
        ui_line(ui, row.x + 8, row.y + row.h, row.x + row.w - 8, row.y + row.h, 1, COLOR_LINE);
        if (ui_is_focused(ui, id))
            ui_draw_focus(ui, row, 12);
        if (part_tapped(&touch, row)) {
            ask.kind = WALKS_ASK_VISIT;
            ask.index = i;
        }
    }
    ui_scroll_end(ui);
    return ask;
}

static WalkthroughsAsk visits(Ui *ui, UiRect r, const WalkthroughsModel *model,
                              WalkthroughsState *state)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, PART_PAD);
    float w = in.w - 64;
    float high = part_title_height(ui, w, model->list_title, model->list_detail);
    UiRect top = part_cut_top(&in, fmaxf(BAR, high), 8);
    part_title(ui, (UiRect){top.x, top.y, w, top.h}, model->list_title, model->list_detail);
    UiRect close = {top.x + top.w - BAR, top.y + (top.h - BAR) / 2, BAR, BAR};
    bool closed = ui_button(ui, WALKS_ID_CLOSE, close, UI_BUTTON_QUIET, ICON_CLOSE, "", true);
    WalkthroughsAsk ask = visit_rows(ui, in, model, &state->list_scroll);
    if (closed)
        ask.kind = WALKS_ASK_CLOSE;
    return ask;
}

/* ---- the cards ---- */

/* As many points as there are want room: fewer cards beside each other. */
static int32_t cards_across(const Ui *ui, UiRect r, const WalkView *view)
{
    int32_t most = r.w >= PART_WIDE ? 4 : 2;
    int32_t wanted = view->group_count < 24 ? view->group_count : 24;
    for (int32_t across = most; across > 1; across--) {
        float w = part_column(r, 0, across, PART_MARGIN).w;
        if (walk_card_room(ui, w) >= wanted && w >= ui_scaled(ui, 240))
            return across;
    }
    return 1;
}

static float notices(Ui *ui, UiRect r, const WalkthroughsModel *model)
{
    float y = r.y;
    const WalkView *view = model->view;
    for (int32_t i = -1; i < view->notice_count; i++) {
        const char *text = i < 0 ? model->notice : view->notices[i];
        if (!*text)
            continue;
        float h = ui_paragraph_height(ui, r.w - 64, TYPE_16, text);
        UiRect box = {r.x, y, r.w, fmaxf(h + 24, 48)};
        part_card(ui, box);
        ui_icon(ui, box.x + 28, box.y + box.h / 2, 24, i < 0 ? ICON_SAVED : ICON_BULB, COLOR_INK2);
        (void)ui_paragraph(ui, (UiRect){box.x + 56, box.y + (box.h - h) / 2, box.w - 64, h},
                           TYPE_16, COLOR_INK, text);
        y += box.h + PART_GAP;
    }
    return y > r.y ? y - r.y + PART_GAP : 0;
}

static WalkthroughsAsk cards(Ui *ui, UiRect r, const WalkthroughsModel *model,
                             WalkthroughsState *state)
{
    WalkthroughsAsk ask = {0};
    const WalkView *view = model->view;
    int32_t across = cards_across(ui, r, view);
    float high = walk_card_height(ui);
    float y = ui_scroll_begin(ui, WALKS_ID_GRID, r, state->height, &state->scroll), from = y;
    y += notices(ui, (UiRect){r.x, y, r.w, 0}, model);
    for (int32_t i = 0; i < view->row_count; i++) {
        UiRect cell = part_cell((UiRect){r.x, y, r.w, 0}, i, across, high, PART_MARGIN);
        if (cell.y + cell.h >= r.y && cell.y <= r.y + r.h)
            ask = pick(walk_card(ui, cell, view, i), ask);
    }
    y += part_grid_height(view->row_count, across, high, PART_MARGIN) + PART_MARGIN;
    y += walk_legend(ui, (UiRect){r.x, y, r.w, 0}, view, true) + 8;
    ui_scroll_end(ui);
    if (fabsf(y - from - state->height) > 0.5F) {
        state->height = y - from;
        ui->rebuild = true;
    }
    return ask;
}

/* What is open closes, the innermost first; else back. */
static WalkthroughsAsk escape(Ui *ui, WalkthroughsState *state)
{
    WalkthroughsAsk ask = {0};
    if (ui_key(ui) != UI_KEY_ESCAPE)
        return ask;
    ui_use_key(ui);
    if (state->asking > 0)
        state->asking = 0;
    else if (state->open > 0)
        ask.kind = WALKS_ASK_CLOSE;
    else
        ask.kind = WALKS_ASK_BACK; /* from the list of visits, too */
    return ask;
}

WalkthroughsAsk screen_walkthroughs(Ui *ui, const WalkthroughsModel *model,
                                    WalkthroughsState *state)
{
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    area.y -= 4;
    area.h += 4;
    WalkthroughsAsk ask = escape(ui, state);
    ask = pick(ask, top_bar(ui, part_cut_top(&area, bar_height(ui, area, model), 20), model));
    if (model->list_title)
        return pick(ask, visits(ui, area, model, state));
    float used = chips(ui, area, model, state, &ask);
    (void)part_cut_top(&area, used, PART_MARGIN);
    if (state->open == 1 + WALK_CHIP_TEACHER && ask.kind == WALKS_ASK_NONE)
        return walk_teachers(ui, area, model, state);
    if (state->open > 0 && ask.kind == WALKS_ASK_NONE && model->choices)
        return choices(ui, area, model, state);
    if (state->open > 0)
        return ask;
    return pick(ask, cards(ui, area, model, state));
}
