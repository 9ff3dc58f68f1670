/* Ink and photos of the event that is looked at: small in its panel, large when
 * tapped. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/review/review.h"

#include <math.h>

static const float SEAT = 30; /* points of the chart: half a seat, as the board draws it */

bool review_carries(const Review *v, const ObsEvent *e)
{
    return (v->protocol->codes[e->code].senses & (SENSE_INK | SENSE_PHOTO)) != 0;
}

/* ---- ink ---- */

/* What the strokes cover, points of their ground, with some room around. */
static UiRect covered(const InkPad *pad)
{
    const float room = 40;
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int32_t i = 0; i < pad->stroke_count; i++)
        for (int32_t k = 0; k < pad->strokes[i].point_count; k++) {
            float x = (float)pad->strokes[i].points[k].x / INK_UNITS;
            float y = (float)pad->strokes[i].points[k].y / INK_UNITS;
            x0 = fminf(x0, x);
            y0 = fminf(y0, y);
            x1 = fmaxf(x1, x);
            y1 = fmaxf(y1, y);
        }
    return (UiRect){x0 - room, y0 - room, x1 - x0 + 2 * room, y1 - y0 + 2 * room};
}

/* Who sits there, so that ink on the chart is where it was written. */
static void draw_seats(const Review *v, UiRect r, const Ink *ink, InkView view)
{
    float w = (float)ink->width / INK_UNITS, h = (float)ink->height / INK_UNITS;
    for (int32_t i = 0; i < v->setup->subject_count; i++) {
        const Subject *s = &v->setup->subjects[i];
        if (s->kind == SUBJECT_GROUP)
            continue;
        float cx = view.x + s->x * w * view.scale, cy = view.y + s->y * h * view.scale;
        float half = SEAT * view.scale;
        UiRect square = {cx - half, cy - half, 2 * half, 2 * half};
        bool whole = square.x >= r.x && square.x + square.w <= r.x + r.w && square.y >= r.y &&
                     square.y + square.h <= r.y + r.h;
        ui_stroke(v->ui, square, s->kind == SUBJECT_PUPIL ? half : half / 3, 1.5F, COLOR_LINE);
        if (half >= 14 && whole)
            ui_label(v->ui, part_inset(square, 2), TYPE_14, COLOR_INK3, UI_CENTRE, s->label);
    }
}

static void draw_ink(const Review *v, UiRect r)
{
    const InkPad *pad = v->model->ink;
    if (!pad || pad->stroke_count == 0)
        return;
    const Ink *first = &pad->strokes[0];
    UiRect whole = covered(pad);
    float scale = fminf(fminf(r.w / whole.w, r.h / whole.h), 1.5F);
    InkView view = {r.x + (r.w - whole.w * scale) / 2 - whole.x * scale,
                    r.y + (r.h - whole.h * scale) / 2 - whole.y * scale, scale};
    ui_clip_begin(v->ui, r);
    if (first->ground == INK_ON_CHART)
        draw_seats(v, r, first, view);
    for (int32_t i = 0; i < pad->stroke_count; i++)
        ink_draw(v->ui, &pad->strokes[i], view, COLOR_INK);
    ui_clip_end(v->ui);
}

/* ---- a photo ---- */

static void draw_photo(const Review *v, UiRect r)
{
    const UiPicture *p = v->model->photo;
    if (!p)
        return;
    float scale = fminf(fminf(r.w / (float)p->width, r.h / (float)p->height), 2);
    float w = (float)p->width * scale, h = (float)p->height * scale;
    ui_scaled_picture(v->ui, (UiRect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h}, p);
}

static void draw_carried(const Review *v, UiRect r, const ObsEvent *e)
{
    ui_fill(v->ui, r, 8, COLOR_SURFACE);
    if (*v->model->carried_trouble)
        (void)ui_paragraph_in(v->ui, part_inset(r, 12), TYPE_14, COLOR_INK2,
                              v->model->carried_trouble);
    else if (v->protocol->codes[e->code].senses & SENSE_INK)
        draw_ink(v, part_inset(r, 4));
    else
        draw_photo(v, part_inset(r, 4));
    ui_stroke(v->ui, r, 8, 1, COLOR_OUTLINE);
}

/* ---- small and large ---- */

void review_carried(Review *v, UiRect r, const ObsEvent *e)
{
    UiTouch t = ui_touch(v->ui, REVIEW_ID_OPEN, r);
    draw_carried(v, r, e);
    if (t.down)
        ui_stroke(v->ui, r, 8, 3, COLOR_INK);
    if (ui_is_focused(v->ui, REVIEW_ID_OPEN))
        ui_draw_focus(v->ui, part_inset(r, 4), 8);
    if (part_tapped(&t, r)) {
        v->state->viewing = true;
        v->ui->rebuild = true;
    }
}

void review_viewer(Review *v, const ObsEvent *e)
{
    Ui *ui = v->ui;
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    UiRect bar = part_cut_top(&area, 6 + ui_scaled(ui, 50), 12);
    char clock[REVIEW_WORDS];
    bool close = ui_button(ui, REVIEW_ID_CLOSE, (UiRect){bar.x, bar.y, 56, 56}, UI_BUTTON_QUIET,
                           ICON_BACK, "", true);
    const char *whom =
        e->subject == SUBJECT_NONE ? "the lesson" : v->setup->subjects[e->subject].label;
    UiRect text = {bar.x + 64, bar.y + 2, bar.w - 80, ui_scaled(ui, 30)};
    ui_label(ui, text, TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             *e->text ? e->text : v->protocol->codes[e->code].label);
    text.y += text.h + 2;
    text.h = ui_scaled(ui, 20);
    ui_labelf(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, "About %s, %s", whom,
              review_clock(e->start_ms, clock));
    UiTouch t = ui_touch_ground(ui, REVIEW_ID_OPEN, area);
    draw_carried(v, area, e);
    UiKey key = ui_key(ui);
    if (close || t.gesture == UI_GESTURE_TAP || key == UI_KEY_ESCAPE) {
        v->state->viewing = false;
        ui->rebuild = true;
    }
}
