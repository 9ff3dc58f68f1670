/* chart.h - small charts that several sheets draw: a share of time as one bar, a
 * figure with its interval.
 *
 * Knows a Layout and no lesson: what is drawn was measured before.
 */
#ifndef REPORTS_LAYOUT_CHART_H
#define REPORTS_LAYOUT_CHART_H

#include "reports/layout/layout.h"

/* Parts of a bar from left to right. A figure stands inside its part where it fits,
 * else it is dropped. */
typedef struct ChartPart {
    Texture texture;
    double share; /* 0..1 of the width */
    const char *figure;
} ChartPart;
void chart_parts(Layout *l, const ChartPart *parts, int32_t count, float x, float y, float width,
                 float height);

/* A value with its interval over an axis from x0 to x1; all as parts of the axis,
 * 0 left and 1 right. What lies beyond the axis ends in an arrowhead. */
typedef struct ChartInterval {
    float x0, x1;
    double low, value, high;
    bool has_interval; /* false: only the dot */
    float weight;      /* of the line: 0.8 first teaching, 1.2, 1.6 second teaching */
    float r;           /* of the dot */
    bool open;         /* white, with an outline */
    bool caps;         /* small ticks at both bounds */
} ChartInterval;
void chart_interval(Layout *l, const ChartInterval *c, float y);

#endif
