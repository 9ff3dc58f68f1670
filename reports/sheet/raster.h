/* raster.h - areas onto pixels: each pixel is covered by the share of it that
 * lies inside. Inside reports/sheet/ only.
 *
 *     raster_begin(ink)   polygons, strokes and boxes are gathered as edges
 *     raster_fill()       and painted at once, so that pieces of one shape that
 *                         touch leave no seam and are not painted twice
 *
 * Coverage is the signed area to the right of each edge, summed along the row
 * (as in Raph Levien's font-rs): nonzero winding for contours that do not cross
 * each other the wrong way round. Knows pixels, no points and no fonts.
 */
#ifndef REPORTS_SHEET_RASTER_H
#define REPORTS_SHEET_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct RasterPoint {
    float x, y; /* pixels; y down */
} RasterPoint;

typedef struct RasterEdge {
    RasterPoint from, to;
} RasterEdge;

typedef struct Raster {
    uint32_t *pixels;
    int32_t width, height, pitch;
    uint32_t rgb;
    RasterEdge *edges;
    int32_t count, cap;
    float *band; /* sums of a few rows */
    bool lost;   /* memory ran out: what is painted is not whole */
} Raster;

/* pixels are the caller's: width by height, pitch apart. */
void raster_init(Raster *raster, uint32_t *pixels, int32_t width, int32_t height, int32_t pitch);
void raster_deinit(Raster *raster);

void raster_begin(Raster *raster, uint32_t rgb);
void raster_polygon(Raster *raster, const RasterPoint *points, int32_t count);
void raster_rect(Raster *raster, float x0, float y0, float x1, float y1);
/* Round joins, ends cut square at the last point. */
void raster_stroke(Raster *raster, const RasterPoint *points, int32_t count, bool closed,
                   float width);
void raster_fill(Raster *raster);

#endif
