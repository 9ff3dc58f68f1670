/* paint_shape.h - shapes onto pixels, anti-aliased by distance.
 *
 * A pixel's coverage is how far its middle lies inside the shape's edge: 0.5
 * minus the signed distance, cut to 0..1. It depends on the pixel and the shape
 * alone, never on the clip, so a part drawn anew gives the pixels of the whole.
 * Units are pixels; pixel (x, y) has its middle at x + 0.5, y + 0.5. Colours
 * mix as they are (no gamma), as browsers do. Knows no commands and no points.
 */
#ifndef RECORDER_UI_PAINT_SHAPE_H
#define RECORDER_UI_PAINT_SHAPE_H

#include "recorder/ui/paint.h"

/* Where and with what is drawn. */
typedef struct Ink {
    uint32_t *pixels;
    int32_t pitch;  /* pixels */
    PaintRect clip; /* lies inside the pixels */
    uint32_t rgb;   /* 0xRRGGBB */
    uint32_t alpha; /* 0..255 */
    uint8_t *row;   /* scratch: as many bytes as a row has pixels */
} Ink;

typedef struct ShapeBox {
    float x0, y0, x1, y1, radius;
} ShapeBox;

typedef struct ShapeLine {
    float x0, y0, x1, y1;
} ShapeLine;

PaintRect paint_rect_meet(PaintRect a, PaintRect b);

void ink_box(const Ink *ink, ShapeBox box);

/* The edge of the box, inside it; on and gap: lengths of dashes, on 0 for a line
 * without. Dashes are stretched a little so that they close. */
void ink_frame(const Ink *ink, ShapeBox box, float width, float on, float gap);

/* Lines with round ends, as one shape: where they meet nothing is covered
 * twice. */
void ink_lines(const Ink *ink, const ShapeLine *lines, int32_t count, float width);

/* A line through count points, each with a width of its own (at least 1), round
 * ends, as one shape. xyw: x, y and width of each. */
void ink_brush(const Ink *ink, const float *xyw, int32_t count);

/* A picture scaled to fill the box: each pixel is the mean of what it covers. */
void ink_scaled(const Ink *ink, PaintRect box, const UiPicture *picture);

/* What the edges enclose (even-odd rule); each ends where the next begins. */
void ink_polygon(const Ink *ink, const ShapeLine *edges, int32_t count);

/* Lines x + y = k * spacing * sqrt(2) in the box. */
void ink_hatch(const Ink *ink, PaintRect box, float spacing, float width);

/* Pixels as they are; at: where they lie. */
void ink_picture(const Ink *ink, const uint32_t *pixels, int32_t pitch, PaintRect at);

/* Coverage whose top left pixel lies at x, y. */
void ink_mask(const Ink *ink, const PaintMask *mask, int32_t x, int32_t y);

#endif
