#include "recorder/screen/board/board.h"
#include "recorder/screen/review/review.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float LEAST_BAR = 3, CORNER = 6, MARK = 16;

/* Items closer than this are drawn thinner, and those that would lie on each other
 * once: a build draws no more than the screen has room for. */
static const float TICK_EVERY = 5, MARK_EVERY = 22;

static float x_of(const Review *v, int64_t ms)
{
    float x = review_x(v, ms);
    return fminf(fmaxf(x, v->lanes.x - 40), v->lanes.x + v->lanes.w + 40);
}

static int64_t stop_of(const Review *v, const ObsEvent *e)
{
    return e->stop_ms == EVENT_OPEN ? v->model->length_ms : e->stop_ms;
}

static const char *subject_label(const Review *v, int32_t subject)
{
    return subject == SUBJECT_NONE ? "" : v->setup->subjects[subject].label;
}

/* The given name, or the label, where the name has no room. */
static const char *subject_within(const Review *v, int32_t subject, float width)
{
    const char *name = subject_label(v, subject);
    const DebriefShorter *shorter = v->model->shorter;
    if (!*name || !v->model->called || !shorter ||
        ui_text_width(v->ui, TYPE_14_BOLD, name) <= width)
        return name;
    name = shorter[subject].given;
    return ui_text_width(v->ui, TYPE_14_BOLD, name) <= width ? name : shorter[subject].label;
}

static bool is_selected(const Review *v, const ObsEvent *e)
{
    return v->selected && uuid_compare(v->selected->id, e->id) == 0;
}

/* ---- states ---- */

typedef struct BarLook {
    ThemeColor fill, edge, text;
    bool hatched;
} BarLook;

static BarLook look_of(const Code *code)
{
    if (code->senses & SENSE_PHASE)
        return (BarLook){COLOR_SUNK, COLOR_SUNK, COLOR_INK, false};
    if (code->built_in)
        return (BarLook){COLOR_PANEL, COLOR_OUTLINE, COLOR_INK2, true};
    if (code->senses & SENSE_SILENCE || (code->hue == HUE_NEUTRAL && !(code->senses & SENSE_TALK)))
        return (BarLook){COLOR_SUNK, COLOR_OUTLINE, COLOR_INK, false};
    if (code->senses & SENSE_GROUP_TALK)
        return (BarLook){COLOR_FLOOR_TINT, COLOR_FLOOR, COLOR_INK, false};
    return (BarLook){board_hue(code), board_hue_edge(code), board_hue_on(code), false};
}

static const char *bar_words(const Review *v, const ReviewLane *lane, const ObsEvent *e,
                             float width)
{
    const Code *code = &v->protocol->codes[e->code];
    bool person = lane->kind == REVIEW_LANE_PUPILS || lane->kind == REVIEW_LANE_AWAY ||
                  (lane->kind == REVIEW_LANE_ADULT && lane->subject == SUBJECT_NONE);
    if (person && e->subject != SUBJECT_NONE)
        return subject_within(v, e->subject, width);
    if (lane->kind == REVIEW_LANE_ADULT && code->senses & SENSE_TEACHER_TALK)
        return subject_within(v, e->target, width);
    if (lane->kind == REVIEW_LANE_STATES && e->subject != SUBJECT_NONE)
        return subject_within(v, e->subject, width);
    return code->short_label;
}

static void draw_bar(Review *v, const ReviewLane *lane, UiRect r, const ObsEvent *e)
{
    Ui *ui = v->ui;
    BarLook look = look_of(&v->protocol->codes[e->code]);
    float corner = fminf(CORNER, r.w / 2);
    ui_fill(ui, r, corner, look.fill);
    if (look.hatched && r.w > 8)
        ui_hatch(ui, r, 8, 1, COLOR_LINE);
    if (look.edge != look.fill && r.w > 6)
        ui_stroke(ui, r, corner, 1.5F, look.edge);
    float pad = lane->kind == REVIEW_LANE_PHASES ? 8 : 4;
    UiRect text = {fmaxf(r.x, v->lanes.x) + pad, r.y, 0, r.h};
    text.w = fminf(r.x + r.w, v->lanes.x + v->lanes.w) - pad - text.x;
    const char *words = bar_words(v, lane, e, text.w);
    bool centred = lane->kind != REVIEW_LANE_PHASES;
    if (*words && text.w >= fminf(ui_text_width(ui, TYPE_14_BOLD, words), 64))
        ui_label(ui, text, TYPE_14_BOLD, look.text, centred ? UI_CENTRE : UI_LEFT, words);
}

static void draw_chosen(Review *v, UiRect r)
{
    UiRect out = {r.x - 4, r.y - 4, r.w + 8, r.h + 8};
    ui_stroke(v->ui, out, CORNER + 3, 3, COLOR_INK);
}

static void states(Review *v, const ReviewLane *lane, int32_t row, UiRect r)
{
    const ReviewIndex *x = &v->state->index;
    int64_t from = (int64_t)v->state->from_ms;
    int64_t to = from + (int64_t)v->state->span_ms + 1;
    float right = -INFINITY;
    UiRect chosen = {0};
    for (uint32_t i = 0; (i = review_next_item(x, row, i, from, to)) != UINT32_MAX; i++) {
        const ObsEvent *e = &v->events[x->items[i].event];
        float x0 = x_of(v, e->start_ms);
        float x1 = fmaxf(x_of(v, stop_of(v, e)), x0 + LEAST_BAR);
        UiRect bar = {x0, r.y, x1 - x0, r.h};
        if (is_selected(v, e))
            chosen = bar;
        if (x1 <= right + 1)
            continue;
        if (bar.w > 2 * LEAST_BAR)
            bar.w -= 1; /* turns that follow each other stay two */
        draw_bar(v, lane, bar, e);
        right = x1;
    }
    if (chosen.w > 0)
        draw_chosen(v, chosen);
}

/* ---- instants ---- */

static const char *point_digit(const Review *v, const ObsEvent *e)
{
    const Code *c = &v->protocol->codes[e->code];
    int32_t option = c->pads != PROTOCOL_NONE ? e->options[c->pads] : PROTOCOL_NONE;
    const char *text = "";
    if (c->kind == CODE_RATING)
        text = arena_printf(v->ui->frame, "%d", (int)e->value);
    else if (c->shape == SHAPE_SQUARE && option != PROTOCOL_NONE)
        text = v->protocol->modifiers[c->pads].options[option].key;
    if (text && strlen(text) > 1)
        text = "";
    return text ? text : "";
}

static bool is_filled(const Review *v, const ObsEvent *e)
{
    int32_t source = v->protocol->source_modifier;
    return source == PROTOCOL_NONE || !(v->protocol->codes[e->code].modifiers & 1U << source) ||
           e->options[source] <= 0;
}

static const char *point_words(const Review *v, const ObsEvent *e)
{
    const Code *c = &v->protocol->codes[e->code];
    if (*e->text)
        return e->text;
    int32_t option = c->pads != PROTOCOL_NONE ? e->options[c->pads] : PROTOCOL_NONE;
    if (c->shape == SHAPE_SQUARE)
        return subject_label(v, e->subject);
    return board_pad_label(v->protocol, e->code, option);
}

static void draw_point(Review *v, float cx, float cy, const ObsEvent *e, float room)
{
    const Code *code = &v->protocol->codes[e->code];
    if (review_carries(v, e))
        ui_icon(v->ui, cx, cy, MARK + 6, code->senses & SENSE_INK ? ICON_INK : ICON_PHOTO,
                COLOR_INK);
    else
        board_mark(v->ui, cx, cy, MARK, code, point_digit(v, e), is_filled(v, e), board_hue(code));
    float h = ui_scaled(v->ui, 24);
    UiRect text = {cx + MARK / 2 + 8, cy - h / 2, room - MARK - 14, h};
    const char *words = point_words(v, e);
    if (*words && text.w >= 32)
        ui_label(v->ui, text, TYPE_14, COLOR_INK, UI_LEFT, words);
}

static void points(Review *v, int32_t row, UiRect r)
{
    const ReviewIndex *x = &v->state->index;
    int64_t from = (int64_t)(v->state->from_ms - MARK * v->state->span_ms / (double)v->lanes.w);
    int64_t to = (int64_t)(v->state->from_ms + v->state->span_ms) + 1;
    float cy = r.y + r.h / 2, tick_from = -INFINITY, mark_from = -INFINITY;
    for (uint32_t i = review_next_item(x, row, 0, from, to); i != UINT32_MAX;) {
        const ObsEvent *e = &v->events[x->items[i].event];
        uint32_t next = review_next_item(x, row, i + 1, from, to);
        float cx = review_x(v, e->start_ms), room = v->lanes.x + v->lanes.w - cx;
        if (next != UINT32_MAX)
            room = fminf(room, review_x(v, x->items[next].start_ms) - cx);
        bool chosen = is_selected(v, e);
        if (cx >= mark_from || chosen) {
            draw_point(v, cx, cy, e, room);
            tick_from = cx + MARK_EVERY - MARK / 2;
            mark_from = cx + MARK_EVERY;
        } else if (cx >= tick_from) {
            UiRect tick = {cx - 1.5F, cy - 8, 3, 16};
            ui_fill(v->ui, tick, 1.5F, board_hue(&v->protocol->codes[e->code]));
            tick_from = cx + TICK_EVERY;
            mark_from = cx + MARK_EVERY - MARK / 2;
        }
        if (chosen)
            draw_chosen(v, (UiRect){cx - 12, cy - 12, 24, 24});
        i = next;
    }
}

/* ---- samples ---- */

/* All answers to one signal are one strip. */
static void samples(Review *v, int32_t row, UiRect r)
{
    const ReviewIndex *x = &v->state->index;
    Ui *ui = v->ui;
    int64_t from = (int64_t)(v->state->from_ms - v->state->span_ms / 4);
    int64_t to = (int64_t)(v->state->from_ms + v->state->span_ms) + 1;
    float right = -INFINITY;
    for (uint32_t i = review_next_item(x, row, 0, from, to); i != UINT32_MAX;) {
        int64_t at_ms = x->items[i].start_ms;
        const ObsEvent *chosen = NULL;
        int32_t value = 0, of = 0;
        for (; i != UINT32_MAX && x->items[i].start_ms == at_ms;
             i = review_next_item(x, row, i + 1, from, to)) {
            const ObsEvent *e = &v->events[x->items[i].event];
            value += e->missing ? 0 : e->value;
            of += e->missing ? 0 : e->of;
            chosen = is_selected(v, e) ? e : chosen;
        }
        float cx = review_x(v, at_ms), room = v->lanes.x + v->lanes.w - cx;
        if (i != UINT32_MAX)
            room = fminf(room, review_x(v, x->items[i].start_ms) - cx);
        const char *words = of > 0 ? arena_printf(ui->frame, "%d/%d", (int)value, (int)of) : "none";
        words = words ? words : "";
        float h = fminf(ui_scaled(ui, 26), r.h - 8);
        UiRect pill = {cx, r.y + (r.h - h) / 2, ui_text_width(ui, TYPE_14_BOLD, words) + 20, h};
        if (room < pill.w + 4 || cx <= right + 4) {
            pill = (UiRect){cx, pill.y, 8, pill.h};
            ui_fill(ui, pill, 4, COLOR_SAMPLE_TINT);
            ui_stroke(ui, pill, 4, 1.5F, COLOR_SAMPLE_EDGE);
        } else {
            ui_fill(ui, pill, h / 2, COLOR_SAMPLE_TINT);
            ui_stroke(ui, pill, h / 2, 1.5F, COLOR_SAMPLE_EDGE);
            ui_label(ui, pill, TYPE_14_BOLD, of > 0 ? COLOR_INK : COLOR_INK2, UI_CENTRE, words);
            right = pill.x + pill.w;
        }
        if (chosen)
            draw_chosen(v, pill);
    }
}

/* ---- a lane ---- */

void review_lane(Review *v, const ReviewLane *lane, UiRect r)
{
    switch (lane->kind) {
    case REVIEW_LANE_POINTS:
    case REVIEW_LANE_NOTES:
        points(v, lane->first_row, r);
        return;
    case REVIEW_LANE_SAMPLES:
        samples(v, lane->first_row, r);
        return;
    default:
        break;
    }
    const float tallest = 52; /* where a name takes more lines */
    float h = r.h / (float)lane->row_count, inset = lane->row_count > 1 ? 1.5F : 7;
    if (lane->row_count == 1 && lane->kind != REVIEW_LANE_PHASES)
        inset = fmaxf(inset, (h - tallest) / 2);
    for (int32_t i = 0; i < lane->row_count; i++) {
        UiRect row = {r.x, r.y + (float)i * h, r.w, h};
        if (i > 0)
            ui_line(v->ui, row.x, row.y, row.x + row.w, row.y, 1, COLOR_LINE);
        UiRect in = {row.x, row.y + inset, row.w, row.h - 2 * inset};
        states(v, lane, lane->first_row + i, in);
    }
}

void review_draft(Review *v, const ReviewLane *lane, UiRect r)
{
    const ObsEvent *e = &v->state->draft;
    bool state = v->protocol->codes[e->code].kind == CODE_STATE;
    float x0 = x_of(v, e->start_ms), x1 = x_of(v, e->stop_ms);
    UiRect mark = {x0, r.y + 4, fmaxf(x1 - x0, LEAST_BAR), r.h - 8};
    int32_t at = 0;
    int32_t row = review_row_of(&v->state->index, v->setup, v->protocol, e, &at) - lane->first_row;
    if (lane->row_count > 1 && row >= 0 && row < lane->row_count) {
        mark.h = r.h / (float)lane->row_count;
        mark.y = r.y + (float)row * mark.h;
    }
    if (!state)
        mark = (UiRect){x0 - 14, r.y + r.h / 2 - 14, 28, 28};
    ui_fill(v->ui, mark, CORNER, COLOR_SURFACE);
    ui_dashed(v->ui, mark, CORNER, 2, 3, COLOR_INK);
    if (!state || mark.w >= 24)
        ui_icon(v->ui, mark.x + mark.w / 2, mark.y + mark.h / 2, 18, ICON_PLUS, COLOR_INK);
}
