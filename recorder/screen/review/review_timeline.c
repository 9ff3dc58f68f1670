#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"
#include "recorder/screen/review/review.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float GAP = 4, LANE = 44, ROW = 24, TICK_ROOM = 88, NAME_GAP = 8, ROW_NAME = 26;

/* ---- time and place ---- */

float review_x(const Review *v, int64_t ms)
{
    double part = ((double)ms - v->state->from_ms) / v->state->span_ms;
    return v->lanes.x + (float)(part * (double)v->lanes.w);
}

static double ms_at(const Review *v, float x)
{
    return v->state->from_ms + (double)(x - v->lanes.x) / (double)v->lanes.w * v->state->span_ms;
}

static double whole_ms(const Review *v)
{
    return fmax((double)v->model->length_ms, REVIEW_LEAST_SPAN_MS);
}

static void keep_inside(Review *v)
{
    ReviewState *s = v->state;
    double whole = whole_ms(v);
    if (s->span_ms <= 0 || s->span_ms > whole)
        s->span_ms = whole;
    s->span_ms = fmax(s->span_ms, REVIEW_LEAST_SPAN_MS);
    s->from_ms = fmax(fmin(s->from_ms, whole - s->span_ms), 0);
}

void review_zoom(Review *v, double factor, double at_ms)
{
    ReviewState *s = v->state;
    double part = (at_ms - s->from_ms) / s->span_ms;
    s->span_ms = fmin(fmax(s->span_ms / factor, REVIEW_LEAST_SPAN_MS), whole_ms(v));
    s->from_ms = at_ms - part * s->span_ms;
    keep_inside(v);
}

static void bring_into_view(Review *v, int64_t start_ms, int64_t stop_ms)
{
    ReviewState *s = v->state;
    double margin = s->span_ms * 0.06, first = (double)start_ms - margin;
    double last = fmin((double)stop_ms, (double)start_ms + s->span_ms * 0.8) + margin;
    if (first < s->from_ms || last > s->from_ms + s->span_ms)
        s->from_ms = ((double)start_ms + last) / 2 - s->span_ms / 2;
    keep_inside(v);
}

enum { NAME_LINES = 2 };

/* Beside the name of a lane with a row a table stand the tables' numbers. */
static bool has_row_names(const ReviewLane *lane)
{
    bool by_group = lane->kind == REVIEW_LANE_PUPILS || lane->kind == REVIEW_LANE_STATES;
    return by_group && lane->row_count > 1;
}

static float name_width(const Review *v, const ReviewLane *lane)
{
    return v->names.w - NAME_GAP - (has_row_names(lane) ? ROW_NAME : 0);
}

static float name_height(const Review *v, const ReviewLane *lane)
{
    const Ui *ui = v->ui;
    float w = name_width(v, lane);
    float h = part_lines_height(ui, w, TYPE_16_BOLD, NAME_LINES, lane->title);
    return h + (*lane->detail ? part_lines_height(ui, w, TYPE_14, NAME_LINES, lane->detail) : 0);
}

void review_measure_lanes(Review *v)
{
    const ReviewIndex *x = &v->state->index;
    for (int32_t i = 0; i < x->lane_count; i++) {
        const ReviewLane *lane = &x->lanes[i];
        float rows = lane->row_count > 1 ? (float)lane->row_count * ROW : 0;
        v->lane_heights[i] = fmaxf(fmaxf(rows, LANE), name_height(v, lane));
    }
}

static float lanes_height(const Review *v)
{
    float h = 0;
    for (int32_t i = 0; i < v->state->index.lane_count; i++)
        h += v->lane_heights[i] + GAP;
    return h - GAP;
}

/* Where a lane lies on the surface, moved up by the scroll. */
static UiRect lane_rect(const Review *v, int32_t lane)
{
    float y = v->lanes.y - v->state->scroll;
    for (int32_t i = 0; i < lane; i++)
        y += v->lane_heights[i] + GAP;
    return (UiRect){v->lanes.x, y, v->lanes.w, v->lane_heights[lane]};
}

static void clamp_scroll(Review *v)
{
    float most = fmaxf(lanes_height(v) - v->lanes.h, 0);
    v->state->scroll = fminf(fmaxf(v->state->scroll, 0), most);
}

static void bring_selected(Review *v)
{
    const ObsEvent *e = v->selected;
    int32_t lane = 0;
    if (!v->state->bring || !e)
        return;
    v->state->bring = false;
    bring_into_view(v, e->start_ms, e->stop_ms == EVENT_OPEN ? v->model->length_ms : e->stop_ms);
    if (review_row_of(&v->state->index, v->setup, v->protocol, e, &lane) < 0)
        return;
    UiRect r = lane_rect(v, lane);
    if (r.y < v->lanes.y)
        v->state->scroll -= v->lanes.y - r.y;
    else if (r.y + r.h > v->lanes.y + v->lanes.h)
        v->state->scroll += fminf(r.y + r.h - v->lanes.y - v->lanes.h, r.y - v->lanes.y);
}

/* ---- the whole lesson ---- */

void review_overview_rows(Review *v, UiRect r)
{
    const ReviewIndex *x = &v->state->index;
    double scale = (double)r.w / whole_ms(v);
    for (int32_t i = 0; i < x->lane_count; i++) {
        const ReviewLane *lane = &x->lanes[i];
        bool pupils = lane->kind == REVIEW_LANE_PUPILS;
        if (!pupils && lane->kind != REVIEW_LANE_ADULT && lane->kind != REVIEW_LANE_STATES)
            continue;
        UiRect bar = {0, r.y + (pupils ? r.h / 2 + 2 : 12), 0, r.h / 2 - 14};
        for (int32_t row = lane->first_row; row < lane->first_row + lane->row_count; row++) {
            float right = -INFINITY;
            for (uint32_t k = x->rows[row]; k < x->rows[row + 1]; k++) {
                const ReviewItem *item = &x->items[k];
                int64_t stop = item->stop_ms == EVENT_OPEN ? v->model->length_ms : item->stop_ms;
                bar.x = r.x + (float)((double)item->start_ms * scale);
                bar.w = fmaxf((float)((double)(stop - item->start_ms) * scale), 2);
                if (bar.x + bar.w <= right + 1)
                    continue;
                right = bar.x + bar.w;
                ThemeColor color = lane->kind == REVIEW_LANE_ADULT ? COLOR_TEACH
                                   : pupils                        ? COLOR_FLOOR
                                                                   : COLOR_OUTLINE;
                ui_fill(v->ui, bar, 1, color);
            }
        }
    }
}

static void overview(Review *v)
{
    Ui *ui = v->ui;
    UiRect r = v->overview;
    UiTouch t = ui_touch_ground(ui, REVIEW_ID_OVERVIEW, r);
    if (t.gesture == UI_GESTURE_DRAG || t.gesture == UI_GESTURE_TAP ||
        t.gesture == UI_GESTURE_DROP) {
        double at = (double)((t.x - r.x) / r.w) * whole_ms(v);
        v->state->from_ms = at - v->state->span_ms / 2;
        keep_inside(v);
    }
    ui_fill(ui, r, 8, COLOR_PANEL);
    ui_clip_begin(ui, r);
    review_overview_rows(v, r);
    ui_clip_end(ui);
    double scale = (double)r.w / whole_ms(v);
    UiRect view = {r.x + (float)(v->state->from_ms * scale) - 1, r.y - 2,
                   (float)(v->state->span_ms * scale) + 2, r.h + 4};
    if (view.w < 12) {
        view.x -= (12 - view.w) / 2;
        view.w = 12;
    }
    ui_stroke(ui, view, 8, 3, COLOR_INK);
}

/* ---- the axis ---- */

static int64_t tick_ms(const Review *v)
{
    static const int64_t STEPS[] = {200,   500,    1000,   2000,   5000,   10000,   15000,  30000,
                                    60000, 120000, 300000, 600000, 900000, 1800000, 3600000};
    double room = v->state->span_ms / (double)v->lanes.w * (double)TICK_ROOM;
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++)
        if ((double)STEPS[i] >= room)
            return STEPS[i];
    return (int64_t)ceil(room / 3600000) * 3600000;
}

static void axis(Review *v)
{
    Ui *ui = v->ui;
    int64_t step = tick_ms(v), from = (int64_t)v->state->from_ms;
    int64_t to = from + (int64_t)v->state->span_ms;
    for (int64_t t = (from + step - 1) / step * step; t <= to; t += step) {
        char text[REVIEW_WORDS];
        float x = review_x(v, t);
        (void)review_clock(t, text);
        if (step >= 1000)
            *strrchr(text, '.') = '\0';
        UiRect label = {x - 40, v->axis.y, 80, v->axis.h - 8};
        label.x = fminf(label.x, v->axis.x + v->axis.w - 80 + 24);
        ui_label(ui, label, TYPE_14, COLOR_INK2, UI_CENTRE, text);
        ui_line(ui, x, v->axis.y + label.h, x, v->lanes.y + v->lanes.h, 1, COLOR_LINE);
    }
}

/* ---- touching ---- */

/* How far a finger is from an item; 0 over it, INFINITY when it is not meant. */
static float distance(const Review *v, const ReviewItem *item, float x)
{
    const float reach = UI_MIN_TARGET / 2.0F;
    int64_t stop = item->stop_ms == EVENT_OPEN ? v->model->length_ms : item->stop_ms;
    float x0 = review_x(v, item->start_ms), x1 = review_x(v, stop);
    float d = fmaxf(fmaxf(x0 - x, x - x1), 0);
    return fabsf(x - (x0 + x1) / 2) <= reach || d <= 0 ? d : INFINITY;
}

/* The event meant at a place of a lane; of several equally near the one after the
 * one selected now. NULL: an empty place. */
static const ObsEvent *event_at(const Review *v, const ReviewLane *lane, UiRect r, float x, float y)
{
    const ReviewIndex *ix = &v->state->index;
    double reach = UI_MIN_TARGET * v->state->span_ms / (double)v->lanes.w;
    int64_t from = (int64_t)(ms_at(v, x) - reach), to = (int64_t)(ms_at(v, x) + reach);
    float row_h = r.h / (float)lane->row_count, best = INFINITY;
    const ObsEvent *found = NULL;
    bool after = false; /* the selected one is as near, and was passed */
    for (int32_t row = 0; row < lane->row_count; row++) {
        float away = fabsf(y - (r.y + ((float)row + 0.5F) * row_h));
        int32_t at = lane->first_row + row;
        for (uint32_t i = 0; (i = review_next_item(ix, at, i, from, to)) != UINT32_MAX; i++) {
            const ObsEvent *e = &v->events[ix->items[i].event];
            /* By time first, by row where the times are the same. */
            float d = distance(v, &ix->items[i], x) + away / 1000;
            bool same = fabsf(d - best) < 0.0005F;
            if (d == INFINITY || (d > best && !same))
                continue;
            if (!same) {
                after = false;
                found = e;
                best = d;
            } else if (after) {
                found = e;
                after = false;
            }
            after = after || (v->selected == e && found != NULL);
        }
    }
    return found;
}

static int32_t lane_at(const Review *v, float y)
{
    const ReviewIndex *x = &v->state->index;
    for (int32_t i = 0; i < x->lane_count; i++) {
        UiRect r = lane_rect(v, i);
        if (y >= r.y - GAP / 2 && y < r.y + r.h + GAP / 2)
            return i;
    }
    return -1;
}

static void tap(Review *v, float x, float y)
{
    int32_t lane = lane_at(v, y);
    if (lane < 0)
        return;
    UiRect r = lane_rect(v, lane);
    const ReviewLane *l = &v->state->index.lanes[lane];
    const ObsEvent *e = event_at(v, l, r, x, y);
    if (e) {
        review_select(v->state, e->id);
        v->selected = e;
        return;
    }
    float part = (y - r.y) / r.h * (float)l->row_count;
    int32_t row = (int32_t)fminf(fmaxf(part, 0), (float)l->row_count - 1);
    review_begin_insert(v, lane, row, (int64_t)ms_at(v, x));
}

static void touch(Review *v)
{
    ReviewState *s = v->state;
    Ui *ui = v->ui;
    UiPinch pinch = ui_pinch(ui, v->lanes);
    if (pinch.moved) {
        review_zoom(v, (double)pinch.scale, ms_at(v, pinch.x));
        s->from_ms -= (double)(pinch.dx / v->lanes.w) * s->span_ms;
        s->scroll -= pinch.dy;
    }
    UiTouch t = ui_touch_ground(ui, REVIEW_ID_LANES, v->lanes);
    if (t.gesture == UI_GESTURE_DOWN) {
        s->drag_from_ms = s->from_ms;
        s->drag_scroll = s->scroll;
    }
    if (t.dragged && (t.gesture == UI_GESTURE_DRAG || t.gesture == UI_GESTURE_DROP)) {
        s->from_ms = s->drag_from_ms - (double)((t.x - t.from_x) / v->lanes.w) * s->span_ms;
        s->scroll = s->drag_scroll - (t.y - t.from_y);
    }
    if (ui->in.kind == UI_INPUT_WHEEL && board_inside(v->lanes, ui->in.x, ui->in.y))
        review_zoom(v, exp2(-(double)ui->in.wheel / 120), ms_at(v, ui->in.x));
    keep_inside(v);
    clamp_scroll(v);
    if (t.gesture == UI_GESTURE_TAP || (t.gesture == UI_GESTURE_DROP && !t.dragged))
        tap(v, t.x, t.y);
}

/* ---- the lanes ---- */

/* Where lanes and page have one colour, an edge tells them apart. */
static void ground(Review *v, UiRect r)
{
    ui_fill(v->ui, r, 8, COLOR_PANEL);
    if (ui_color(v->ui, COLOR_PANEL) == ui_color(v->ui, COLOR_BG))
        ui_stroke(v->ui, r, 8, 1, COLOR_LINE);
}

static void row_names(Review *v, const ReviewLane *lane, UiRect r)
{
    Ui *ui = v->ui;
    float high = r.h / (float)lane->row_count;
    for (int32_t i = 0; i < v->setup->subject_count; i++) {
        const char *name = board_short_name(v->setup->subjects[i].label);
        if (v->setup->subjects[i].kind != SUBJECT_GROUP ||
            ui_text_width(ui, TYPE_14, name) > ROW_NAME * ui->type_scale)
            continue; /* a name for which there is no room */
        float y = r.y + high * (float)v->state->index.group_rows[i];
        UiRect at = {v->names.x + v->names.w - NAME_GAP - ROW_NAME, y, ROW_NAME, high};
        ui_label(ui, at, TYPE_14, COLOR_INK2, UI_RIGHT, name);
    }
}

static void lane_name(Review *v, const ReviewLane *lane, UiRect r)
{
    Ui *ui = v->ui;
    float high = name_height(v, lane), w = name_width(v, lane);
    if (has_row_names(lane))
        row_names(v, lane, r);
    UiRect text = {v->names.x, r.y + (r.h - high) / 2, w, 0};
    text.h = part_lines_height(ui, w, TYPE_16_BOLD, NAME_LINES, lane->title);
    part_lines(ui, text, TYPE_16_BOLD, COLOR_INK, lane->title);
    text.y += text.h;
    text.h = high - text.h;
    if (*lane->detail)
        part_lines(ui, text, TYPE_14, COLOR_INK2, lane->detail);
}

/* The selected time, a column through all lanes. */
static void column(Review *v)
{
    const ObsEvent *e = review_about(v);
    if (!e)
        return;
    int64_t stop = e->stop_ms == EVENT_OPEN ? v->model->length_ms : e->stop_ms;
    float x0 = fmaxf(review_x(v, e->start_ms), v->lanes.x - 2);
    float x1 = fminf(review_x(v, stop), v->lanes.x + v->lanes.w + 2);
    if (x1 < v->lanes.x || x0 > v->lanes.x + v->lanes.w)
        return;
    UiRect r = {x0 - 1, v->lanes.y, fmaxf(x1 - x0, 0) + 2, v->lanes.h};
    ui_set_alpha(v->ui, 170);
    ui_fill(v->ui, r, 0, COLOR_FLOOR_TINT);
    ui_set_alpha(v->ui, 255);
}

static void lanes(Review *v)
{
    const ReviewIndex *x = &v->state->index;
    UiRect all = {v->names.x, v->lanes.y, v->lanes.x + v->lanes.w - v->names.x, v->lanes.h};
    ui_clip_begin(v->ui, all);
    for (int32_t i = 0; i < x->lane_count; i++) {
        UiRect r = lane_rect(v, i);
        ground(v, r);
        lane_name(v, &x->lanes[i], r);
    }
    ui_clip_end(v->ui);
    axis(v);
    ui_clip_begin(v->ui, v->lanes);
    column(v);
    for (int32_t i = 0; i < x->lane_count; i++) {
        UiRect r = lane_rect(v, i);
        if (r.y < v->lanes.y + v->lanes.h && r.y + r.h > v->lanes.y)
            review_lane(v, &x->lanes[i], r);
    }
    if (v->state->panel == REVIEW_PANEL_INSERT)
        review_draft(v, &x->lanes[v->state->draft_lane], lane_rect(v, v->state->draft_lane));
    ui_clip_end(v->ui);
    if (lanes_height(v) <= v->lanes.h)
        return;
    float part = v->lanes.h / lanes_height(v);
    UiRect thumb = {v->lanes.x + v->lanes.w + 4, v->lanes.y + v->state->scroll * part, 4,
                    v->lanes.h * part};
    ui_fill(v->ui, thumb, 2, COLOR_OUTLINE);
}

void review_timeline(Review *v)
{
    keep_inside(v);
    bring_selected(v);
    clamp_scroll(v);
    overview(v);
    touch(v);
    UiRect name = {v->names.x, v->overview.y, v->names.w, v->overview.h};
    ui_label(v->ui, name, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "Lesson");
    lanes(v);
}

bool review_place_of(const Review *v, const ObsEvent *e, float *ret_x, float *ret_y)
{
    int32_t lane = 0;
    int32_t row = review_row_of(&v->state->index, v->setup, v->protocol, e, &lane);
    if (row < 0)
        return false;
    const ReviewLane *l = &v->state->index.lanes[lane];
    UiRect r = lane_rect(v, lane);
    int64_t stop = e->stop_ms == EVENT_OPEN ? v->model->length_ms : e->stop_ms;
    *ret_x = (review_x(v, e->start_ms) + review_x(v, stop)) / 2;
    *ret_y = r.y + ((float)(row - l->first_row) + 0.5F) * r.h / (float)l->row_count;
    return board_inside(v->lanes, *ret_x, *ret_y);
}
