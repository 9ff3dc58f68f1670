/* preview.h - the visible part of a page of a sheet, painted when it changes.
 *
 * Where the page lies is kept in points of the paper, so that turning the tablet or
 * another page keeps the place; only what is in sight is painted, at the scale of the
 * screen, so that it is sharp at every size.
 */
#ifndef RECORDER_SCREEN_PREVIEW_H
#define RECORDER_SCREEN_PREVIEW_H

#include "recorder/ui/ui.h"
#include "reports/sheet/sheet.h"

#define PREVIEW_MOST_ZOOM 8.0F

/* All zero at first: the first page, whole. */
typedef struct Preview {
    int32_t page;
    float zoom; /* 1: the whole page is in sight; up to PREVIEW_MOST_ZOOM */
    float x, y; /* the point of the paper in the middle of the view */
    /* what was painted */
    uint32_t *pixels; /* malloc'ed */
    size_t cap;       /* pixels there is room for */
    UiPicture picture;
    const Sheet *sheet;
    int32_t painted_page;
    float scale, left, top; /* pixels a point; the corner, points of the paper */
} Preview;

void preview_deinit(Preview *p);
/* Another sheet, or another version of it: paints anew, keeps page and place where
 * they still are. */
void preview_forget(Preview *p, const Sheet *sheet);

/* Where the page lies on the screen in view (points of the screen). */
UiRect preview_page_rect(const Preview *p, const Sheet *sheet, UiRect view);

/* Zooms by a factor; the point of the paper under x, y stays there. */
void preview_zoom(Preview *p, const Sheet *sheet, UiRect view, float by, float x, float y);
/* Moves the paper by so many points of the screen. */
void preview_move(Preview *p, const Sheet *sheet, UiRect view, float dx, float dy);
/* True when there was another page in that direction. */
bool preview_turn(Preview *p, const Sheet *sheet, int32_t by);

/* Draws it in view; paints first unless paint is false (between two frames) or nothing
 * changed. scale: pixels a point of the screen. False when memory ran out. */
bool preview_draw(Preview *p, Ui *ui, const Sheet *sheet, UiRect view, float scale, bool paint);

#endif
