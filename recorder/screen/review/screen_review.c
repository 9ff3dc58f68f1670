#include "recorder/screen/review/screen_review.h"

#include "recorder/screen/part/part.h"
#include "recorder/screen/review/review.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const float BAR = 56, FOOT = 56, AXIS = 28;

void review_state_init(ReviewState *state)
{
    *state = (ReviewState){.filter_subject = SUBJECT_NONE, .filter_code = PROTOCOL_NONE};
}

void review_state_deinit(ReviewState *state)
{
    review_replay_end(state);
    arena_deinit(&state->index.arena);
    *state = (ReviewState){0};
}

void review_select(ReviewState *state, Uuid event)
{
    state->has_selected = true;
    state->selected = event;
    state->panel = REVIEW_PANEL_EVENT;
    state->field = REVIEW_FIELD_NONE;
    state->panel_scroll = 0;
    state->text_of = (Uuid){{0}};
}

/* Whether an undo takes back something that was said after the lesson: what was
 * recorded live, and the end itself, are not undone here. */
static bool can_undo(const Session *session)
{
    const Fact *fact = session_undo_fact(session);
    return fact && (session_state(session) != SESSION_ENDED ||
                    fact->said_ms > session_end_said_ms(session));
}

const char *review_clock(int64_t ms, char ret_text[REVIEW_WORDS])
{
    (void)snprintf(ret_text, REVIEW_WORDS, "%d:%02d.%d", (int)(ms / 60000), (int)(ms / 1000 % 60),
                   (int)(ms / 100 % 10));
    return ret_text;
}

void review_ask(Review *v, ReviewAskKind kind)
{
    if (v->ask.kind == REVIEW_ASK_NONE)
        v->ask.kind = kind;
}

/* ---- moving from event to event ---- */

static void move_selection(Review *v, int step)
{
    const ReviewIndex *x = &v->state->index;
    if (x->count == 0)
        return;
    uint32_t at = step > 0 ? 0 : x->count - 1;
    if (v->selected) {
        uint32_t event = (uint32_t)(v->selected - v->events);
        uint32_t now = review_find_order(x, v->selected->start_ms, event);
        bool found = now < x->count && x->items[x->order[now]].event == event;
        if (step > 0)
            at = now + (found ? 1 : 0);
        else
            at = now > 0 ? now - 1 : 0;
        if (at >= x->count)
            at = x->count - 1;
    } else if (step > 0) {
        at = review_find_order(x, (int64_t)v->state->from_ms, 0);
        at = at < x->count ? at : x->count - 1;
    }
    const ObsEvent *e = &v->events[x->items[x->order[at]].event];
    review_select(v->state, e->id);
    v->selected = e;
    v->state->bring = true;
}

/* To the event nearest in time in the next lane up or down that has one. */
static void move_across(Review *v, int step)
{
    const ReviewIndex *x = &v->state->index;
    int32_t lane = 0;
    if (!v->selected) {
        move_selection(v, 1);
        return;
    }
    int32_t row = review_row_of(x, v->setup, v->protocol, v->selected, &lane);
    int64_t at_ms = v->selected->start_ms;
    for (row += step; row >= 0 && row < x->row_count; row += step) {
        uint32_t low = x->rows[row], high = x->rows[row + 1];
        if (low == high)
            continue;
        while (low + 1 < high) {
            uint32_t middle = low + (high - low) / 2;
            if (x->items[middle].start_ms <= at_ms)
                low = middle;
            else
                high = middle;
        }
        uint32_t next = low + 1;
        if (next < x->rows[row + 1] &&
            x->items[next].start_ms - at_ms < llabs(at_ms - x->items[low].start_ms))
            low = next;
        v->selected = &v->events[x->items[low].event];
        review_select(v->state, v->selected->id);
        v->state->bring = true;
        return;
    }
}

/* ---- the bar ---- */

typedef struct BarPlaces {
    bool words; /* there is room for them beside the icons */
    UiRect back, text, undo, redo, filter, sheet;
} BarPlaces;

static BarPlaces bar_places(const Review *v, UiRect r)
{
    BarPlaces p = {.words = r.w >= 1200 && v->ui->type_scale < 1.3F};
    float y = r.y + (r.h - BAR) / 2, gap = PART_GAP, small = p.words ? 112 : 56;
    float sheet_w = part_button_width(v->ui, r.w >= 1200 ? 184 : 136, ICON_SHEET, "Debrief");
    float filter_w = p.words ? 120 : 56;
    p.back = (UiRect){r.x, y, 56, 56};
    p.sheet = (UiRect){r.x + r.w - sheet_w, y, sheet_w, 56};
    p.filter = (UiRect){p.sheet.x - gap - filter_w, y, filter_w, 56};
    p.redo = (UiRect){p.filter.x - gap - small, y, small, 56};
    p.undo = (UiRect){p.redo.x - gap - small, y, small, 56};
    p.text = (UiRect){r.x + 64, r.y, p.undo.x - r.x - 80, r.h};
    return p;
}

static void bar(Review *v)
{
    Ui *ui = v->ui;
    BarPlaces p = bar_places(v, v->bar);
    if (ui_button(ui, REVIEW_ID_BACK, p.back, UI_BUTTON_QUIET, ICON_BACK, "", true))
        review_ask(v, REVIEW_ASK_BACK);
    part_title(ui, p.text, v->model->title, v->model->where);
    bool filtered =
        v->state->filter_subject != SUBJECT_NONE || v->state->filter_code != PROTOCOL_NONE;
    ui->barred = v->model->looks_only;
    if (ui_button(ui, REVIEW_ID_UNDO, p.undo, UI_BUTTON_PLAIN, ICON_UNDO, p.words ? "Undo" : "",
                  can_undo(v->session)))
        review_ask(v, REVIEW_ASK_UNDO);
    if (ui_button(ui, REVIEW_ID_REDO, p.redo, UI_BUTTON_PLAIN, ICON_REDO, p.words ? "Redo" : "",
                  session_redo_fact(v->session) != NULL))
        review_ask(v, REVIEW_ASK_REDO);
    ui->barred = false;
    if (ui_button(ui, REVIEW_ID_FILTER, p.filter, filtered ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                  ICON_FILTER, p.words ? "Filter" : "", true)) {
        bool open = v->state->panel == REVIEW_PANEL_FILTER;
        v->state->panel = open ? REVIEW_PANEL_EVENT : REVIEW_PANEL_FILTER;
        v->state->field = REVIEW_FIELD_NONE;
        v->state->choice_scroll = 0;
    }
    if (ui_button(ui, REVIEW_ID_SHEET, p.sheet, UI_BUTTON_PRIMARY, ICON_SHEET, "Debrief", true))
        review_ask(v, REVIEW_ASK_SHEET);
}

/* ---- the foot ---- */

static const char *span_words(const Review *v)
{
    double s = v->state->span_ms / 1000;
    const char *text = s < 10    ? arena_printf(v->ui->frame, "%.1f s shown", s)
                       : s < 120 ? arena_printf(v->ui->frame, "%.0f s shown", s)
                                 : arena_printf(v->ui->frame, "%.0f min shown", s / 60);
    return text ? text : "";
}

static double zoom_centre(const Review *v)
{
    const ReviewState *s = v->state;
    const ObsEvent *e = review_about(v);
    if (e && (double)e->start_ms >= s->from_ms && (double)e->start_ms <= s->from_ms + s->span_ms)
        return (double)e->start_ms;
    return s->from_ms + s->span_ms / 2;
}

static void foot(Review *v)
{
    Ui *ui = v->ui;
    UiRect r = v->foot;
    float w = fminf(64, (r.w - 200) / 6), gap = PART_GAP;
    UiRect previous = {r.x, r.y, w, r.h}, next = {r.x + w + gap, r.y, w, r.h};
    UiRect in = {r.x + r.w - w, r.y, w, r.h}, out = {in.x - gap - w, r.y, w, r.h};
    UiRect replay = {next.x + w + gap, r.y, part_button_width(ui, 128, ICON_PLAY, "Replay"), r.h};
    float room = out.x - replay.x - replay.w - 3 * gap;
    float fit_w = fminf(part_button_width(ui, 80, ICON_NONE, "Fit"), room / 2);
    float shown_w = fminf(fmaxf(136, ui_text_width(ui, TYPE_16, span_words(v))), room - fit_w);
    UiRect shown = {out.x - gap - shown_w, r.y, shown_w, r.h};
    UiRect fit = {shown.x - gap - fit_w, r.y, fit_w, r.h};
    if (ui_button(ui, REVIEW_ID_PREVIOUS, previous, UI_BUTTON_PLAIN, ICON_BACK, "", true))
        move_selection(v, -1);
    if (ui_button(ui, REVIEW_ID_NEXT, next, UI_BUTTON_PLAIN, ICON_FORWARD, "", true))
        move_selection(v, 1);
    if (ui_button(ui, REVIEW_ID_REPLAY, replay, UI_BUTTON_PLAIN, ICON_PLAY, "Replay", true))
        review_replay_begin(v, v->selected ? v->selected->start_ms : (int64_t)v->state->from_ms);
    UiRect text = {replay.x + replay.w + PART_MARGIN, r.y,
                   fit.x - replay.x - replay.w - 2 * PART_MARGIN, r.h};
    const ReviewState *s = v->state;
    bool filtered = s->filter_subject != SUBJECT_NONE || s->filter_code != PROTOCOL_NONE;
    /* All of them as they are counted everywhere: absences and pauses are shown, too. */
    size_t count = filtered ? s->index.count : session_event_count(v->session);
    if (text.w > ui_scaled(ui, 80))
        ui_labelf(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, "%zu %s", count,
                  count == 1 ? "event" : "events");
    if (ui_button(ui, REVIEW_ID_FIT, fit, UI_BUTTON_PLAIN, ICON_NONE, "Fit",
                  v->state->span_ms < (double)v->model->length_ms))
        v->state->span_ms = 0;
    ui_label(ui, shown, TYPE_16, COLOR_INK, UI_CENTRE, span_words(v));
    if (ui_button(ui, REVIEW_ID_OUT, out, UI_BUTTON_PLAIN, ICON_MINUS, "", true))
        review_zoom(v, 0.5, zoom_centre(v));
    if (ui_button(ui, REVIEW_ID_IN, in, UI_BUTTON_PLAIN, ICON_PLUS, "", true))
        review_zoom(v, 2, zoom_centre(v));
}

/* ---- keys ---- */

static void escape(Review *v)
{
    ReviewState *s = v->state;
    if (s->field != REVIEW_FIELD_NONE || s->panel == REVIEW_PANEL_FILTER)
        return; /* the list takes it */
    if (s->panel == REVIEW_PANEL_INSERT || s->has_selected) {
        s->panel = REVIEW_PANEL_EVENT;
        s->has_selected = false;
        v->selected = NULL;
        return;
    }
    review_ask(v, REVIEW_ASK_BACK);
}

/* Enter on the selected event goes to its first control, from where Tab goes on. Samples
 * cannot be moved: theirs is the count. */
static void enter_panel(Review *v)
{
    const ObsEvent *e = review_about(v);
    if (!e || v->state->field != REVIEW_FIELD_NONE)
        return;
    bool sample = v->protocol->codes[e->code].kind == CODE_INTERVAL;
    bool counted = !e->missing && e->of > 0;
    v->ui->focus_id = !sample ? REVIEW_ID_START : counted ? REVIEW_ID_VALUE : REVIEW_ID_MISSING;
    v->ui->focus_visible = true;
}

static void take_back(Review *v)
{
    if (!v->selected || v->state->panel != REVIEW_PANEL_EVENT)
        return;
    ObsEvent to = *v->selected;
    to.voided = true;
    review_say(v, FIELD_VOIDED, &to);
    v->state->has_selected = false;
}

static void keys(Review *v)
{
    Ui *ui = v->ui;
    if (ui->in.kind == UI_INPUT_TEXT && !ui_edited(ui, &(UiRect){0})) {
        char c = ui->in.text[0];
        if (c == '+' || c == '=')
            review_zoom(v, 2, zoom_centre(v));
        if (c == '-')
            review_zoom(v, 0.5, zoom_centre(v));
        if (c == '0')
            v->state->span_ms = 0;
    }
    switch (ui_key(ui)) {
    case UI_KEY_LEFT:
    case UI_KEY_RIGHT:
        move_selection(v, ui->in.key == UI_KEY_RIGHT ? 1 : -1);
        ui_use_key(ui);
        break;
    case UI_KEY_UP:
    case UI_KEY_DOWN:
        move_across(v, ui->in.key == UI_KEY_DOWN ? 1 : -1);
        ui_use_key(ui);
        break;
    case UI_KEY_ENTER:
        enter_panel(v);
        break;
    case UI_KEY_ESCAPE:
        escape(v);
        break;
    case UI_KEY_DELETE:
    case UI_KEY_BACKSPACE:
        take_back(v);
        break;
    case UI_KEY_UNDO:
        if (can_undo(v->session))
            review_ask(v, REVIEW_ASK_UNDO);
        break;
    case UI_KEY_REDO:
        if (session_redo_fact(v->session))
            review_ask(v, REVIEW_ASK_REDO);
        break;
    default:
        break;
    }
}

/* ---- the whole ---- */

static void lay_out(Review *v)
{
    UiRect area = part_inset((UiRect){0, 0, v->ui->width, v->ui->height}, PART_MARGIN);
    v->portrait = v->ui->width < PART_WIDE;
    float title_w = bar_places(v, area).text.w;
    float title_h = part_title_height(v->ui, title_w, v->model->title, v->model->where);
    v->bar = part_cut_top(&area, fmaxf(BAR, title_h), 12);
    if (v->portrait) {
        v->panel = part_cut_bottom(&area, fminf(area.h * 0.42F, 440), PART_MARGIN);
    } else {
        float w = v->ui->width < 1200 ? 336 : 368;
        UiRect whole = area;
        v->panel = (UiRect){area.x + area.w - w, area.y, w, area.h};
        area.w -= w + PART_MARGIN;
        if (v->model->left_handed) {
            v->panel = part_mirrored(v->panel, whole);
            area = part_mirrored(area, whole);
        }
    }
    v->foot = part_cut_bottom(&area, FOOT, 12);
    float names = v->portrait || area.w < 700 ? 96 : 120;
    names *= 0.25F + 0.75F * v->ui->type_scale;
    v->overview = part_cut_top(&area, 52, 8);
    v->axis = part_cut_top(&area, 8 + ui_scaled(v->ui, AXIS - 8), 0);
    v->lanes = area;
    v->names = (UiRect){area.x, area.y, names, area.h};
    v->lanes.x += names;
    v->lanes.w -= names + 8;
    v->overview.x = v->axis.x = v->lanes.x;
    v->overview.w = v->axis.w = v->lanes.w;
}

static void look(Review *v)
{
    size_t count = 0;
    v->session = v->model->session;
    v->protocol = session_protocol(v->session);
    v->setup = v->model->called ? v->model->called : session_setup(v->session);
    v->events = session_events(v->session, &count);
    v->selected =
        v->state->has_selected ? session_find_event(v->session, v->state->selected) : NULL;
    if (v->selected && v->selected->voided)
        v->selected = NULL;
    v->state->has_selected = v->selected != NULL;
    if (!v->selected && v->state->panel == REVIEW_PANEL_EVENT)
        v->state->field = REVIEW_FIELD_NONE;
}

ReviewAsk screen_review(Ui *ui, const ReviewModel *model, ReviewState *state)
{
    Review v = {.ui = ui, .model = model, .state = state};
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    look(&v);
    lay_out(&v);
    bool whole = review_index(&v);
    review_measure_lanes(&v);
    state->viewing = state->viewing && v.selected && review_carries(&v, v.selected);
    if (state->viewing) {
        review_viewer(&v, v.selected);
        return v.ask;
    }
    if (whole && state->replay.playback) {
        review_replay(&v);
        return v.ask;
    }
    bar(&v);
    if (!whole) {
        part_notice(ui, v.overview, "There is not enough memory to show this lesson", "");
        return v.ask;
    }
    review_timeline(&v);
    foot(&v);
    review_panel(&v);
    keys(&v);
    return v.ask;
}

bool review_find_event(Ui *ui, const ReviewModel *model, ReviewState *state, Uuid event,
                       float *ret_x, float *ret_y)
{
    Review v = {.ui = ui, .model = model, .state = state};
    look(&v);
    lay_out(&v);
    review_measure_lanes(&v);
    const ObsEvent *e = session_find_event(model->session, event);
    return e && review_place_of(&v, e, ret_x, ret_y);
}
