/* font_face.h - what font.c and font_break.c share of the font files: one
 * character at a time, cached. Inside reports/sheet/ only. */
#ifndef REPORTS_SHEET_FONT_FACE_H
#define REPORTS_SHEET_FONT_FACE_H

#include "reports/sheet/font.h"

typedef struct FontGlyph {
    int16_t face;     /* -1: no face has it */
    uint16_t advance; /* thousandths of the size */
} FontGlyph;

FontGlyph font_face_glyph(const FontSet *set, FontStyle style, uint32_t code_point);
/* The same in one face: false when it has none. */
bool font_face_has(const FontSet *set, int32_t face, uint32_t code_point, uint16_t *ret_advance);

/* Is this face drawn thicker to stand for style? */
bool font_face_must_thicken(const FontSet *set, int32_t face, FontStyle style);

/* Does the script of this face need shaping? */
bool font_face_is_shaped(const FontSet *set, int32_t face);
/* The width at size 1 of what font_outline() draws. */
float font_shaped_width(const FontSet *set, const FontRun *run);
/* HarfBuzz's view of an open face (borrowed). */
struct hb_font_t *font_face_hb(const FontSet *set, int32_t face);

/* The two faces for Han characters, tried in this order. */
int32_t font_face_japanese(const FontSet *set);
int32_t font_face_chinese(const FontSet *set);

/* ---- facts about characters (Unicode, by HarfBuzz) ---- */
bool font_is_mark(uint32_t code_point); /* combines with the letter before */
bool font_is_han(uint32_t code_point);
/* The precomposed letter, or 0. */
uint32_t font_compose(uint32_t base, uint32_t mark);
/* Has no ink and no width by definition: joiners, selectors, direction marks. */
bool font_is_invisible(uint32_t code_point);

#endif
