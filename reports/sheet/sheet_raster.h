/* sheet_raster.h - a page of a sheet as pixels, at any size.
 *
 * The third renderer beside pdf/ and sheet_trace.c: the preview in the
 * app and the PNG pages are what it paints. Text is filled by the outlines of
 * the very fonts that the PDF embeds, letter by letter where the PDF sets it so;
 * nothing is hinted, so that a page is the same page at every size. Areas are
 * covered exactly (the share of each pixel that lies inside); upright and level
 * lines are put on whole pixels and are never thinner than one, as PDF readers
 * draw them.
 */
#ifndef REPORTS_SHEET_SHEET_RASTER_H
#define REPORTS_SHEET_SHEET_RASTER_H

#include "reports/sheet/sheet.h"

/* 0xFFRRGGBB a pixel, pitch in pixels. */
typedef struct SheetRaster {
    uint32_t *pixels;
    int32_t width, height, pitch;
} SheetRaster;

enum { SHEET_RASTER_MAX_SIDE = 16384 /* pixels */ };

/* Paints the part of the page that begins at x, y points: white paper, scale
 * pixels a point (150 dpi: 150 / 72), as far as target reaches. Beyond the page
 * there is no paper: such pixels are white, too. Fails when memory runs out. */
bool sheet_raster_page(const Sheet *sheet, int32_t page, float scale, float x, float y,
                       const SheetRaster *target, Err *err);

#endif
