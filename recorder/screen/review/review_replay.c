#include "recorder/screen/part/part.h"
#include "recorder/screen/review/review.h"

#include <math.h>
#include <stdio.h>

static const float BAR = 56, CONTROLS = 64, SCRUB = 64, FLOOR = 72;
static const int32_t SPEEDS[] = {1, 5, 20, 60};
enum { SPEED_COUNT = sizeof SPEEDS / sizeof SPEEDS[0], FRAME_MS = 33, KEY_STEP_MS = 5000 };

void review_replay_begin(Review *v, int64_t at_ms)
{
    ReviewReplay *p = &v->state->replay;
    Err ignored = {0}; /* without memory the lanes stay */
    review_replay_end(v->state);
    p->playback = playback_create(v->session, &ignored);
    p->at_ms = (double)at_ms;
    p->speed = SPEEDS[1];
    p->playing = true;
    p->heard_ms = v->ui->in.now_ms;
    board_state_init(&p->board);
    v->ui->rebuild = true;
}

void review_replay_end(ReviewState *state)
{
    playback_destroy(state->replay.playback);
    state->replay.playback = NULL;
    state->replay.playing = false;
}

/* ---- time ---- */

static double length_of(const Review *v)
{
    return fmax((double)v->model->length_ms, 1);
}

static void go_to(Review *v, double ms)
{
    ReviewReplay *p = &v->state->replay;
    p->at_ms = fmin(fmax(ms, 0), length_of(v));
    p->heard_ms = v->ui->in.now_ms;
}

/* Not by what a build takes: by the clock. */
static void pass_time(Review *v)
{
    ReviewReplay *p = &v->state->replay;
    int64_t now_ms = v->ui->in.now_ms;
    if (p->playing && now_ms > p->heard_ms)
        p->at_ms += (double)(now_ms - p->heard_ms) * p->speed;
    p->heard_ms = now_ms;
    if (p->at_ms >= length_of(v)) {
        p->at_ms = length_of(v);
        p->playing = false;
    }
    if (p->playing)
        ui_wake_at(v->ui, now_ms + FRAME_MS);
}

static void toggle(Review *v)
{
    ReviewReplay *p = &v->state->replay;
    if (!p->playing && p->at_ms >= length_of(v))
        p->at_ms = 0;
    p->playing = !p->playing;
    p->heard_ms = v->ui->in.now_ms;
    v->ui->rebuild = true;
}

static void change_speed(Review *v, int32_t step)
{
    ReviewReplay *p = &v->state->replay;
    for (int32_t i = 0; i < SPEED_COUNT; i++)
        if (SPEEDS[i] == p->speed && i + step >= 0 && i + step < SPEED_COUNT) {
            p->speed = SPEEDS[i + step];
            return;
        }
}

/* ---- what can be touched ---- */

static void scrub(Review *v, UiRect r)
{
    Ui *ui = v->ui;
    ReviewReplay *p = &v->state->replay;
    UiTouch t = ui_touch(ui, REVIEW_ID_SCRUB, r);
    if (t.down || t.gesture == UI_GESTURE_TAP || t.gesture == UI_GESTURE_DROP)
        go_to(v, (double)((t.x - r.x) / r.w) * length_of(v));
    UiRect lines = {r.x, r.y + 6, r.w, r.h - 12};
    ui_fill(ui, lines, 8, COLOR_PANEL);
    ui_stroke(ui, lines, 8, 1, COLOR_LINE);
    ui_clip_begin(ui, lines);
    review_overview_rows(v, lines);
    ui_clip_end(ui);
    float x = r.x + (float)(p->at_ms / length_of(v)) * r.w;
    ui_line(ui, x, r.y, x, r.y + r.h, 3, COLOR_INK);
    ui_circle(ui, x, r.y + 6, t.down ? 12 : 9, COLOR_INK);
    if (ui_is_focused(ui, REVIEW_ID_SCRUB))
        ui_draw_focus(ui, lines, 8);
}

static void controls(Review *v, UiRect r)
{
    Ui *ui = v->ui;
    ReviewReplay *p = &v->state->replay;
    char now[REVIEW_WORDS];
    UiRect play = {r.x, r.y, part_button_width(ui, 168, ICON_PAUSE, "Pause"), r.h};
    if (ui_button(ui, REVIEW_ID_PLAY, play, UI_BUTTON_PRIMARY, p->playing ? ICON_PAUSE : ICON_PLAY,
                  p->playing ? "Pause" : "Play", true))
        toggle(v);
    float x = play.x + play.w + PART_MARGIN, w = v->portrait ? 76 : 88;
    for (int32_t i = 0; i < SPEED_COUNT; i++) {
        char word[16];
        UiRect cell = {x + (float)i * (w + PART_GAP), r.y, w, r.h};
        (void)snprintf(word, sizeof word, "%d\xC3\x97", (int)SPEEDS[i]);
        if (ui_button(ui, REVIEW_ID_SPEED + (uint32_t)i, cell,
                      p->speed == SPEEDS[i] ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, word,
                      true))
            p->speed = SPEEDS[i];
    }
    x += (float)SPEED_COUNT * (w + PART_GAP);
    (void)review_clock((int64_t)p->at_ms, now);
    UiRect clock = {x + 8, r.y, r.x + r.w - x - 8, r.h};
    ui_label(ui, clock, TYPE_32_BOLD, COLOR_INK, UI_RIGHT, now);
}

static const float BESIDE_BACK = 64;

static const char *law(const Review *v)
{
    const char *text = arena_printf(v->ui->frame, "%s. Nothing is recorded here.", v->model->title);
    return text ? text : "";
}

static float bar_height(const Review *v, float width)
{
    return fmaxf(BAR, part_title_height(v->ui, width - BESIDE_BACK, "Replay", law(v)));
}

static void bar(Review *v, UiRect r)
{
    UiRect back = {r.x, r.y + (r.h - BAR) / 2, BAR, BAR};
    if (ui_button(v->ui, REVIEW_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true)) {
        review_replay_end(v->state);
        v->ui->rebuild = true;
        return;
    }
    UiRect text = {r.x + BESIDE_BACK, r.y, r.w - BESIDE_BACK, r.h};
    part_title(v->ui, text, "Replay", law(v));
}

static void keys(Review *v)
{
    ReviewReplay *p = &v->state->replay;
    switch (ui_key(v->ui)) {
    case UI_KEY_SPACE:
        toggle(v);
        break;
    case UI_KEY_LEFT:
        go_to(v, p->at_ms - KEY_STEP_MS);
        break;
    case UI_KEY_RIGHT:
        go_to(v, p->at_ms + KEY_STEP_MS);
        break;
    case UI_KEY_UP:
        change_speed(v, 1);
        break;
    case UI_KEY_DOWN:
        change_speed(v, -1);
        break;
    case UI_KEY_ESCAPE:
        review_replay_end(v->state);
        v->ui->rebuild = true;
        break;
    default:
        return;
    }
    v->ui->rebuild = true;
}

/* ---- the whole ---- */

static void show(Review *v, UiRect area)
{
    ReviewReplay *p = &v->state->replay;
    UiRect chart = area, side = area;
    if (v->portrait) {
        chart.h = floorf(area.h * 0.62F);
        side.y += chart.h + PART_GAP;
        side.h -= chart.h + PART_GAP;
    } else {
        side.w = 368;
        chart.w -= side.w + PART_MARGIN;
        side.x += chart.w + PART_MARGIN;
        if (v->model->left_handed) {
            chart = part_mirrored(chart, area);
            side = part_mirrored(side, area);
        }
    }
    UiRect floor = part_cut_top(&side, FLOOR, PART_GAP);
    part_card(v->ui, side);
    BoardModel model = {.session = playback_session(p->playback),
                        .now_ms = (int64_t)p->at_ms,
                        .clock_text = "",
                        .trouble = "",
                        .message = "",
                        .called = v->model->called,
                        .shorter = v->model->shorter};
    board_show(v->ui, &model, &p->board, chart, floor, part_inset(side, 16));
}

void review_replay(Review *v)
{
    ReviewReplay *p = &v->state->replay;
    Err err = {0};
    UiRect area = part_inset((UiRect){0, 0, v->ui->width, v->ui->height}, PART_MARGIN);
    UiRect top = part_cut_top(&area, bar_height(v, area.w), 12);
    UiRect low = part_cut_bottom(&area, CONTROLS, PART_GAP);
    UiRect line = part_cut_bottom(&area, SCRUB, 12);
    keys(v);
    if (!p->playback)
        return;
    pass_time(v);
    scrub(v, line);
    controls(v, low);
    bar(v, top);
    if (!p->playback)
        return;
    if (playback_seek(p->playback, (int64_t)p->at_ms, &err))
        show(v, area);
    else
        part_notice(v->ui, area, "The lesson cannot be shown further", err.text);
}
