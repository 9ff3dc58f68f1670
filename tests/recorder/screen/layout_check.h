/* layout_check.h - looks over what a screen has drawn: every text in its box and
 * on the glass, no two texts over each other, no two targets either, and each
 * target large enough for a finger. */
#ifndef TESTS_RECORDER_SCREEN_LAYOUT_CHECK_H
#define TESTS_RECORDER_SCREEN_LAYOUT_CHECK_H

#include "recorder/ui/ui.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LAYOUT_SAYS = 16 };

typedef enum LayoutScreen {
    LAYOUT_PLAIN,
    LAYOUT_TIMELINE, /* texts may run out at the sides of what is shown */
    LAYOUT_OVERLAY,  /* something lies over the rest */
} LayoutScreen;

typedef struct LayoutReport {
    int32_t fault_count;
    char faults[LAYOUT_SAYS][256]; /* the first ones */
    int32_t texts, small;          /* drawn; smaller than the text size in use wants */
} LayoutReport;

static inline void layout_say(LayoutReport *report, const char *what, UiRect r, const char *text)
{
    if (report->fault_count < LAYOUT_SAYS)
        (void)snprintf(report->faults[report->fault_count], sizeof report->faults[0],
                       "%s: %.140s at %.0f,%.0f %.0fx%.0f", what, text, (double)r.x, (double)r.y,
                       (double)r.w, (double)r.h);
    report->fault_count++;
}

static inline bool layout_meet(UiRect a, UiRect b)
{
    const float slack = 0.75F; /* a pixel's rounding */
    return a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h &&
           b.y + slack < a.y + a.h;
}

static inline bool layout_within(UiRect in, UiRect r)
{
    const float slack = 1;
    return r.x >= in.x - slack && r.y >= in.y - slack && r.x + r.w <= in.x + in.w + slack &&
           r.y + r.h <= in.y + in.h + slack;
}

static inline UiRect layout_common(UiRect a, UiRect b)
{
    float x = fmaxf(a.x, b.x), y = fmaxf(a.y, b.y);
    return (UiRect){x, y, fmaxf(fminf(a.x + a.w, b.x + b.w) - x, 0),
                    fmaxf(fminf(a.y + a.h, b.y + b.h) - y, 0)};
}

/* Where the letters are: from the top of the capitals to the end of what hangs
 * below the line, as wide as they run. */
static inline UiRect layout_letters(const Ui *ui, const UiCommand *c)
{
    float w = ui->text.width(ui->text.user, c->bold, c->size, c->text, strlen(c->text));
    float x = c->rect.x;
    if (c->align == UI_CENTRE)
        x += (c->rect.w - w) / 2;
    else if (c->align == UI_RIGHT)
        x += c->rect.w - w;
    float cap = c->size * 0.714F, below = c->size * 0.21F;
    return (UiRect){x, c->rect.y + c->rect.h / 2 - cap / 2, w, cap + below};
}

static inline bool layout_contains(UiRect r, UiRect text)
{
    float x = text.x + text.w / 2, y = text.y + text.h / 2;
    return x >= r.x && x <= r.x + r.w && y >= r.y && y <= r.y + r.h;
}

/* What lies under the middle of a text: the topmost thing filled, or a smaller one
 * framed on it. A veil counts. */
static inline const UiCommand *layout_box(const Ui *ui, int32_t at, UiRect text)
{
    enum { VEIL = 180 };
    const UiCommand *best = NULL;
    for (int32_t i = 0; i < at; i++) {
        const UiCommand *c = &ui->commands[i];
        UiRect seen = layout_common(c->rect, c->clip);
        if (c->alpha < VEIL || !layout_contains(seen, text) || seen.h < 8 || seen.w < 8)
            continue;
        bool smaller = best && c->rect.w * c->rect.h <= best->rect.w * best->rect.h;
        if (c->kind == UI_FILL || (c->kind == UI_STROKE && smaller))
            best = c;
    }
    return best;
}

/* Something opaque was drawn over it since. */
static inline bool layout_covered(const Ui *ui, int32_t from, int32_t to, UiRect r)
{
    for (int32_t i = from; i < to; i++) {
        const UiCommand *c = &ui->commands[i];
        if (c->kind == UI_FILL && c->alpha == 255 && layout_within(c->rect, r))
            return true;
    }
    return false;
}

/* As drawn: a circle leaves its corners free. */
static inline bool layout_fills(const UiCommand *c, UiRect r)
{
    enum { CARET = 3 };
    if (c->kind != UI_FILL || c->alpha < 255 || c->rect.w < CARET)
        return false;
    float half = fminf(c->rect.w, c->rect.h) / 2, slack = 4;
    if (c->radius < half - 1 || fabsf(c->rect.w - c->rect.h) > 1)
        return layout_meet(c->rect, r);
    float cx = c->rect.x + c->rect.w / 2, cy = c->rect.y + c->rect.h / 2;
    float dx = cx - fminf(fmaxf(cx, r.x), r.x + r.w), dy = cy - fminf(fmaxf(cy, r.y), r.y + r.h);
    return hypotf(dx, dy) + slack < half;
}

/* Something opaque that was drawn later cuts into it. */
static inline bool layout_half_covered(const Ui *ui, int32_t at, UiRect letters, UiRect clip)
{
    for (int32_t i = at + 1; i < ui->command_count; i++) {
        const UiCommand *c = &ui->commands[i];
        UiRect over = layout_common(layout_common(c->rect, c->clip), clip);
        if (layout_meet(over, letters) && layout_fills(c, letters))
            return !layout_covered(ui, i, ui->command_count, letters);
    }
    return false;
}

static inline void layout_check_texts(const Ui *ui, LayoutScreen screen, LayoutReport *report)
{
    UiRect glass = {0, 0, ui->width, ui->height};
    for (int32_t i = 0; i < ui->command_count; i++) {
        const UiCommand *c = &ui->commands[i];
        if (c->kind != UI_TEXT)
            continue;
        UiRect letters = layout_letters(ui, c);
        UiRect seen = layout_common(letters, c->clip);
        if (seen.w <= 0 || seen.h <= 0)
            continue;
        report->texts++;
        report->small += c->size < 14 * ui->type_scale - 0.01F;
        if (!layout_within(glass, seen))
            layout_say(report, "off the glass", letters, c->text);
        /* What scrolls may be cut above and below, but not at its sides; the text of a
         * field that is typed in runs on behind its edges. */
        bool typed = ui->edit_id && layout_meet(ui->edit_rect, seen);
        if (!typed && screen != LAYOUT_TIMELINE &&
            (letters.x < c->clip.x - 1 || letters.x + letters.w > c->clip.x + c->clip.w + 1))
            layout_say(report, "cut at its side", letters, c->text);
        const UiCommand *box = layout_box(ui, i, seen);
        UiRect in_box = letters;
        if (box && seen.h < letters.h - 1) { /* scrolled half out of sight */
            in_box.y = box->rect.y;
            in_box.h = 0;
        }
        if (!typed && box && !layout_within(box->rect, in_box))
            layout_say(report, "out of its box", letters, c->text);
        bool keyboard = ui->target_count > 0 && ui->targets[ui->target_count - 1].aside;
        if (screen != LAYOUT_OVERLAY && !keyboard && layout_half_covered(ui, i, seen, c->clip))
            layout_say(report, "half covered", letters, c->text);
        for (int32_t k = 0; k < i; k++) {
            const UiCommand *other = &ui->commands[k];
            if (other->kind != UI_TEXT)
                continue;
            UiRect theirs = layout_common(layout_letters(ui, other), other->clip);
            if (theirs.w > 0 && theirs.h > 0 && layout_meet(seen, theirs) &&
                !layout_covered(ui, k + 1, i, layout_common(theirs, seen))) {
                char both[200];
                (void)snprintf(both, sizeof both, "'%.60s' over '%.60s'", c->text, other->text);
                layout_say(report, "texts over each other", letters, both);
            }
        }
    }
}

static inline bool layout_circles_meet(UiRect a, UiRect b)
{
    float apart = hypotf(a.x + a.w / 2 - b.x - b.w / 2, a.y + a.h / 2 - b.y - b.h / 2);
    return apart + 1 < (a.w + b.w) / 2;
}

/* A ground that was built between them takes what lands there: a menu is open. */
static inline bool layout_is_under(const Ui *ui, int32_t from, int32_t to, UiRect r)
{
    for (int32_t i = from; i < to; i++)
        if (!ui->targets[i].focusable && layout_within(ui->targets[i].rect, r))
            return true;
    return false;
}

static inline void layout_check_targets(const Ui *ui, float least, LayoutReport *report)
{
    for (int32_t i = 0; i < ui->target_count; i++) {
        const UiTarget *t = &ui->targets[i];
        UiRect seen = layout_common(t->rect, t->clip);
        char name[48];
        if (!t->focusable || seen.w <= 0 || seen.h <= 0)
            continue;
        (void)snprintf(name, sizeof name, "target %u", (unsigned)t->id);
        if (t->rect.w < least - 0.5F || t->rect.h < least - 0.5F)
            layout_say(report, "too small for a finger", t->rect, name);
        for (int32_t k = 0; k < i; k++) {
            const UiTarget *other = &ui->targets[k];
            UiRect theirs = layout_common(other->rect, other->clip);
            bool meet = t->round && other->round ? layout_circles_meet(t->rect, other->rect)
                                                 : layout_meet(seen, theirs);
            if (!other->focusable || theirs.w <= 0 || theirs.h <= 0 || !meet ||
                layout_is_under(ui, k + 1, i, theirs))
                continue;
            (void)snprintf(name, sizeof name, "targets %u and %u", (unsigned)t->id,
                           (unsigned)other->id);
            layout_say(report, "over each other", t->rect, name);
        }
    }
}

static inline void layout_check(const Ui *ui, float least_target, LayoutScreen screen,
                                LayoutReport *report)
{
    layout_check_texts(ui, screen, report);
    layout_check_targets(ui, least_target, report);
}

#endif
