/* icon.h - the icons as strokes: straight pieces on the 24-point grid.
 *
 * One idea each, lines of 2 points with round ends and joins, no fill. Knows no
 * colour and no pixel.
 */
#ifndef RECORDER_UI_ICON_H
#define RECORDER_UI_ICON_H

#include "recorder/ui/theme.h"

enum { ICON_GRID = 24, ICON_MAX_LINES = 192 };

typedef struct IconLine {
    float x0, y0, x1, y1; /* grid units, 0..ICON_GRID; a dot has no length */
} IconLine;

/* Curves are broken into pieces that stay within 0.03 units of them. Returns how
 * many lines were filled in; 0 for ICON_NONE. */
int32_t icon_flatten(ThemeIcon icon, IconLine lines[ICON_MAX_LINES]);

#endif
