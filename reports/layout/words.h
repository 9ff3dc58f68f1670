/* words.h - numbers and times as a teacher reads them.
 *
 * All strings live as long as the sheet. En dash between bounds, a no-break
 * space before %, m:ss for times.
 */
#ifndef REPORTS_LAYOUT_WORDS_H
#define REPORTS_LAYOUT_WORDS_H

#include "reports/layout/layout.h"
#include "reports/measure/measure.h"

#define NBSP "\xC2\xA0"
#define EN_DASH "\xE2\x80\x93"
#define WORD_JOINER "\xE2\x81\xA0"
#define RANGE_DASH WORD_JOINER EN_DASH WORD_JOINER /* no line ends at it */
#define MIDDLE_DOT "\xC2\xB7"
#define APOSTROPHE "\xE2\x80\x99"
#define PERCENT NBSP "%%" /* within a format */

/* "4:05", "1:15:02" from an hour on, "26:00:00" from a day on. A moment is cut
 * to the second that a clock shows, a length is rounded. */
const char *words_moment(Layout *l, int64_t at_ms);
const char *words_length(Layout *l, int64_t length_ms);

/* "1.9 s" under a minute and a half, "m:ss" above. */
const char *words_seconds(Layout *l, double seconds);

/* "2 min", "90 s": a setting. */
const char *words_every(Layout *l, int64_t length_ms);

/* "20 of 28, 71 % (51-87)"; without the interval where none could be found; the
 * reason where the share is undefined. */
const char *words_share(Layout *l, Proportion p);
/* "71 % (51-87)" */
const char *words_percent(Layout *l, Proportion p);

/* "27 %", "<1 %" for what is there but rounds to nothing. */
const char *words_whole_percent(Layout *l, double percent);

/* "12,345" */
const char *words_count(Layout *l, int64_t n);

/* "1 turn", "2 turns": many is printed unless n is 1; in the sheet's language. */
const char *words_number(Layout *l, int64_t n, const char *one, const char *many);

/* "Thu 12 March 2026, 9:05-9:55"; "" when the wall clock is not known. */
const char *words_when(Layout *l, int64_t unix_ms, int32_t utc_offset_min, int64_t length_ms);

/* In the sheet's language, its first letter made a capital (ASCII); for reasons that
 * begin a line. */
const char *words_sentence(Layout *l, const char *text);

/* ---- a time axis ---- */

/* What the figures of an axis are: minutes, hours, days. */
const char *axis_unit(int64_t step_ms);

/* A stretch of time drawn from x0 to x1. */
typedef struct Axis {
    float x0, x1;
    int64_t end_ms;
    int64_t step_ms;
} Axis;
Axis axis_make(float x0, float x1, int64_t end_ms, int32_t max_ticks);
float axis_x(const Axis *axis, int64_t at_ms); /* kept within x0..x1 */

/* Vertical lines at every tick, and the figures under the line at y, where they do not
 * touch. The unit is not drawn. */
void axis_grid(Layout *l, const Axis *axis, float y0, float y1);
void axis_figures(Layout *l, const Axis *axis, float y, float size, uint32_t rgb);

#endif
