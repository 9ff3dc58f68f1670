/* paint.h - draw commands onto pixels, only where they changed.
 *
 * One software surface, 32 bits a pixel (0xAARRGGBB in native byte order), at
 * points times scale. The painter hashes the commands that touch each cell of a
 * grid; cells whose hash is what it was last time are left alone. What was
 * redrawn comes back as a few rectangles for the platform to present. Drawing
 * only what changed gives the same pixels as drawing everything.
 *
 * Edges are anti-aliased by distance, row by row, in paint_shape.c. Text runs
 * come from the platform's text renderer as cached coverage masks. Boxes and
 * upright lines keep to whole pixels at their outer edges, so that hairlines are
 * sharp at every scale; circles and everything slanted lie where they lie.
 * Knows no widgets and no SDL.
 */
#ifndef RECORDER_UI_PAINT_H
#define RECORDER_UI_PAINT_H

#include "recorder/ui/ui.h"

enum { PAINT_MAX_DIRTY = 16, PAINT_CELL = 32 /* pixels */ };

typedef struct PaintSurface {
    uint32_t *pixels;
    int32_t width, height, pitch; /* pixels; pitch in pixels */
    float scale;                  /* pixels per point */
} PaintSurface;

typedef struct PaintRect {
    int32_t x, y, w, h; /* pixels */
} PaintRect;

/* A text run as coverage, 0..255 a pixel; the baseline is ascent below its top,
 * and its left edge lies left pixels (mostly 0, or a little less) from where the
 * text begins. */
typedef struct PaintMask {
    const uint8_t *coverage;
    int32_t width, height, pitch;
    int32_t left, ascent;
} PaintMask;

/* Where masks come from; the mask is borrowed until the next call. False: draw
 * nothing. size_px is the type size times the scale. */
typedef struct PaintText {
    void *user;
    bool (*mask)(void *user, bool bold, float size_px, const char *utf8, PaintMask *ret_mask);
    float (*cap_height)(void *user, bool bold, float size_px); /* pixels */
    /* Told when the scale of what is drawn on changes, so that text can be measured
     * as it will be drawn; may be NULL. */
    void (*set_scale)(void *user, float scale);
} PaintText;

/* Texts are only measured: none is painted. */
PaintText paint_no_text(void);

typedef struct Painter Painter;
Painter *painter_create(PaintText text, Err *err);
void painter_destroy(Painter *painter); /* accepts NULL */

/* The next draw redraws everything (exposed window); a surface of another size,
 * scale or memory does so by itself. */
void painter_invalidate(Painter *painter);

/* Draws what changed since the last call; returns how many rectangles were
 * filled into dirty (0: nothing changed). */
int32_t painter_draw(Painter *painter, const Ui *ui, PaintSurface *surface,
                     PaintRect dirty[PAINT_MAX_DIRTY]);

#endif
