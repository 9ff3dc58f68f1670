/* ground_check.h - the colour that really lies under what a screen draws, and the
 * contrast with it (WCAG 2). */
#ifndef TESTS_RECORDER_SCREEN_GROUND_CHECK_H
#define TESTS_RECORDER_SCREEN_GROUND_CHECK_H

#include "recorder/ui/ui.h"

#include <math.h>

static inline double ground_channel(uint32_t value)
{
    double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static inline double ground_luminance(uint32_t rgb)
{
    return 0.2126 * ground_channel(rgb >> 16 & 0xFF) + 0.7152 * ground_channel(rgb >> 8 & 0xFF) +
           0.0722 * ground_channel(rgb & 0xFF);
}

static inline double ground_contrast(uint32_t a, uint32_t b)
{
    double la = ground_luminance(a), lb = ground_luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static inline bool ground_inside(UiRect r, float x, float y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

/* A filled box, circle or polygon's bounds covers the point. */
static inline bool ground_covers(const UiCommand *c, float x, float y)
{
    if (c->kind != UI_FILL || !ground_inside(c->rect, x, y) || !ground_inside(c->clip, x, y))
        return false;
    float r = fminf(c->radius, fminf(c->rect.w, c->rect.h) / 2);
    float cx = fminf(fmaxf(x, c->rect.x + r), c->rect.x + c->rect.w - r);
    float cy = fminf(fmaxf(y, c->rect.y + r), c->rect.y + c->rect.h - r);
    return hypotf(x - cx, y - cy) <= r + 0.01F;
}

static inline uint32_t ground_mix(uint32_t under, uint32_t over, uint8_t alpha)
{
    uint32_t mixed = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t a = under >> shift & 0xFF, b = over >> shift & 0xFF;
        mixed |= (a + (uint32_t)(((int32_t)b - (int32_t)a) * alpha / 255)) << shift;
    }
    return mixed;
}

/* What the commands before this one leave at a point. */
static inline uint32_t ground_at(const Ui *ui, int32_t before, float x, float y)
{
    uint32_t rgb = 0;
    for (int32_t i = 0; i < before; i++)
        if (ground_covers(&ui->commands[i], x, y))
            rgb = ground_mix(rgb, ui->commands[i].rgb, ui->commands[i].alpha);
    return rgb;
}

/* Something drawn later hides it, or fades it on purpose. */
static inline bool ground_hidden(const Ui *ui, int32_t at, float x, float y)
{
    if (!ground_inside(ui->commands[at].clip, x, y))
        return true;
    for (int32_t i = at + 1; i < ui->command_count; i++)
        if (ground_covers(&ui->commands[i], x, y))
            return true;
    return false;
}

#endif
