#include "recorder/ui/ui.h"

#include <assert.h>
#include <math.h>

static bool contains(UiRect r, float x, float y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static UiRect inset(UiRect r, float by)
{
    return (UiRect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

/* ---- button ---- */

enum { RADIUS = 12, ICON_SIZE = 24, GAP = 12 };

/* Ground and edge; returns the colour of what stands on it. Pressed and disabled
 * are changes of shape too (an inner or heavier edge, a dotted one), so that they
 * show in every theme. */
static ThemeColor draw_ground(Ui *ui, UiRect r, UiButtonStyle style, bool pressed)
{
    switch (style) {
    case UI_BUTTON_PRIMARY:
        ui_fill(ui, r, RADIUS, COLOR_PRIMARY);
        if (pressed)
            ui_stroke(ui, inset(r, 4), RADIUS - 4, 2, COLOR_PRIMARY_ON);
        return COLOR_PRIMARY_ON;
    case UI_BUTTON_CHOSEN:
        ui_fill(ui, r, RADIUS, pressed ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, r, RADIUS, 3, COLOR_INK);
        break;
    case UI_BUTTON_PLAIN:
        ui_fill(ui, r, RADIUS, pressed ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, r, RADIUS, pressed ? 2 : 1, pressed ? COLOR_OUTLINE : COLOR_LINE);
        break;
    case UI_BUTTON_QUIET:
        if (pressed)
            ui_fill(ui, r, RADIUS, COLOR_SUNK);
        break;
    }
    return COLOR_INK;
}

static ThemeColor draw_disabled(Ui *ui, UiRect r, UiButtonStyle style)
{
    if (style != UI_BUTTON_QUIET) {
        ui_fill(ui, r, RADIUS, COLOR_PANEL);
        ui_dashed(ui, r, RADIUS, style == UI_BUTTON_CHOSEN ? 3 : 1, 3, COLOR_OUTLINE);
    }
    return COLOR_INK3;
}

/* The largest of the button's types in which the word fits. */
static ThemeType fit_type(const Ui *ui, ThemeType type, const char *text, float width)
{
    if (type == TYPE_20_BOLD && ui_text_width(ui, type, text) > width)
        type = TYPE_16_BOLD;
    if (type == TYPE_16_BOLD && ui_text_width(ui, type, text) > width)
        type = TYPE_14_BOLD;
    return type;
}

static void draw_face(Ui *ui, UiRect r, UiButtonStyle style, ThemeIcon icon, const char *text,
                      ThemeColor color)
{
    bool word = text && text[0] != '\0';
    float cx = r.x + r.w / 2;
    float cy = r.y + r.h / 2;
    bool above = icon != ICON_NONE && word && r.h >= UI_LIVE_TARGET && r.w < 2.5F * r.h;
    if (!word) {
        ui_icon(ui, cx, cy, fminf(ICON_SIZE + 4, r.h - 16), icon, color);
        return;
    }
    const float alone = 260; /* a narrower one is one of several */
    bool large = style == UI_BUTTON_PRIMARY && r.h >= UI_LIVE_TARGET && r.w >= alone && !above;
    ThemeType type = large ? TYPE_20_BOLD : TYPE_16_BOLD;
    if (above) {
        type = fit_type(ui, type, text, r.w - 16);
        ui_icon(ui, cx, r.y + r.h * 0.33F, ICON_SIZE, icon, color);
        float high = fmaxf(r.h * 0.44F, 22); /* large words stay clear of the icon */
        UiRect line = {r.x + 8, r.y + r.h * 0.73F - high / 2, r.w - 16, high};
        ui_label(ui, line, type, color, UI_CENTRE, text);
        return;
    }
    float beside = icon != ICON_NONE ? ICON_SIZE + GAP : 0;
    type = fit_type(ui, type, text, r.w - 24 - beside);
    float room = fmaxf(r.w - 24 - beside, 0);
    float wide = fminf(ui_text_width(ui, type, text), room);
    float left = cx - (wide + beside) / 2;
    ui_icon(ui, left + ICON_SIZE / 2.0F, cy, large ? ICON_SIZE + 4 : ICON_SIZE, icon, color);
    ui_label(ui, (UiRect){left + beside, r.y, wide + 1, r.h}, type, color, UI_LEFT, text);
}

bool ui_button(Ui *ui, uint32_t id, UiRect r, UiButtonStyle style, ThemeIcon icon, const char *text,
               bool enabled)
{
    UiTouch t = enabled ? ui_touch(ui, id, r) : ui_touch_ground(ui, id, r);
    bool over = contains(r, t.x, t.y);
    ThemeColor color = enabled && !ui->barred ? draw_ground(ui, r, style, t.down && over)
                                              : draw_disabled(ui, r, style);
    draw_face(ui, r, style, icon, text, color);
    if (enabled && ui_is_focused(ui, id))
        ui_draw_focus(ui, r, RADIUS);
    /* A tremble or a long stay is no reason to lose a tap. */
    bool lifted = t.gesture == UI_GESTURE_TAP || (t.gesture == UI_GESTURE_DROP && over);
    return enabled && lifted;
}

/* ---- scroll ---- */

static float clamp_offset(const UiScroll *s, float offset)
{
    float most = fmaxf(s->content_height - s->rect.h, 0);
    return fminf(fmaxf(offset, 0), most);
}

/* A mainly vertical drag that began on something in this column: take the finger
 * over. Only the step in which it becomes a drag decides. */
static void take_over(Ui *ui, uint32_t id)
{
    UiFinger *f = ui->step;
    if (!f || !ui->drag_began || ui->step_gesture != UI_GESTURE_DRAG || f->held || f->id == id ||
        fabsf(f->y - f->from_y) < fabsf(f->x - f->from_x))
        return;
    for (int32_t i = 0; i < ui->seen_count; i++) {
        if (ui->seen[i].id != f->id || ui->seen[i].scroll_id != id)
            continue;
        f->cancel_id = f->id;
        f->id = ui->step_id = id;
        f->ground = true;
        return;
    }
}

float ui_scroll_begin(Ui *ui, uint32_t id, UiRect r, float content_height, float *offset)
{
    assert(ui->scroll.id == 0);
    UiScroll s = {.id = id, .rect = r, .content_height = content_height, .offset = offset};
    if (content_height > r.h)
        take_over(ui, id);
    UiTouch t = ui_touch_ground(ui, id, r);
    if (t.gesture == UI_GESTURE_DRAG || t.gesture == UI_GESTURE_DROP)
        *offset -= t.dragged ? ui->step_dy : 0;
    if (ui->in.kind == UI_INPUT_WHEEL && contains(r, ui->in.x, ui->in.y))
        *offset += ui->in.wheel;
    *offset = clamp_offset(&s, *offset);
    ui_clip_begin(ui, r);
    ui->scroll = s;
    return r.y - *offset;
}

/* The focus came by a key onto something outside the view. */
static void show_focus(Ui *ui)
{
    UiScroll *s = &ui->scroll;
    if (!ui->bring_focus || !ui->focus_id)
        return;
    for (int32_t i = 0; i < ui->target_count; i++) {
        const UiTarget *t = &ui->targets[i];
        if (t->id != ui->focus_id || t->scroll_id != s->id)
            continue;
        float margin = 16;
        float offset = *s->offset;
        float over = s->rect.y - (t->rect.y - margin);
        float under = t->rect.y + t->rect.h + margin - (s->rect.y + s->rect.h);
        if (over > 0)
            offset -= over;
        else if (under > 0)
            offset += fminf(under, -over);
        offset = clamp_offset(s, offset);
        ui->rebuild |= offset != *s->offset;
        *s->offset = offset;
    }
}

void ui_scroll_end(Ui *ui)
{
    assert(ui->scroll.id != 0);
    UiScroll s = ui->scroll;
    show_focus(ui);
    if (s.content_height > s.rect.h) {
        float shown = s.rect.h / s.content_height;
        float length = fmaxf(s.rect.h * shown, 24);
        float most = s.content_height - s.rect.h;
        float y = s.rect.y + (s.rect.h - length) * (clamp_offset(&s, *s.offset) / most);
        UiRect thumb = {s.rect.x + s.rect.w - 6, y + 2, 4, length - 4};
        ui_fill(ui, thumb, 2, COLOR_OUTLINE);
    }
    ui->scroll = (UiScroll){0};
    ui->clip = (UiRect){0, 0, ui->width, ui->height};
    ui->outer_clip = ui->clip;
}
