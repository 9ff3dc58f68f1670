#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static const char *clock_text(Layout *l, int64_t seconds)
{
    if (seconds < 3600)
        return layout_printf(l, "%" PRId64 ":%02d", seconds / 60, (int)(seconds % 60));
    return layout_printf(l, "%" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
                         (int)(seconds % 60));
}

const char *words_moment(Layout *l, int64_t at_ms)
{
    return clock_text(l, at_ms / SECOND);
}

const char *words_length(Layout *l, int64_t length_ms)
{
    return clock_text(l, (length_ms + SECOND / 2) / SECOND);
}

const char *words_seconds(Layout *l, double seconds)
{
    if (seconds < 90)
        return layout_printf(l, "%.1f" NBSP "s", seconds);
    return words_length(l, (int64_t)llround(seconds * 1000));
}

const char *words_every(Layout *l, int64_t length_ms)
{
    if (length_ms > 0 && length_ms % MINUTE == 0)
        return layout_printf(l, "%" PRId64 " min", length_ms / MINUTE);
    return layout_printf(l, "%g s", (double)length_ms / 1000);
}

static bool has_interval(Proportion p)
{
    return !p.undefined && p.low < p.high && (p.low > 0 || p.high < 1);
}

const char *words_percent(Layout *l, Proportion p)
{
    if (p.undefined)
        return words_sentence(l, p.undefined);
    if (!has_interval(p))
        return layout_printf(l, "%.0f" PERCENT, 100 * p.share);
    return layout_printf(l, "%.0f" PERCENT " (%.0f" RANGE_DASH "%.0f)", 100 * p.share, 100 * p.low,
                         100 * p.high);
}

const char *words_share(Layout *l, Proportion p)
{
    if (p.undefined)
        return words_sentence(l, p.undefined);
    return layout_printf(l, "%s of %s, %s", words_count(l, p.k), words_count(l, p.n),
                         words_percent(l, p));
}

const char *words_whole_percent(Layout *l, double percent)
{
    if (percent > 0 && percent < 0.5)
        return "<1" NBSP "%";
    return layout_printf(l, "%.0f" PERCENT, percent);
}

const char *words_count(Layout *l, int64_t n)
{
    if (n < 1000)
        return layout_printf(l, "%" PRId64, n);
    if (n < 1000000)
        return layout_printf(l, "%" PRId64 ",%03d", n / 1000, (int)(n % 1000));
    return layout_printf(l, "%" PRId64 ",%03d,%03d", n / 1000000, (int)(n / 1000 % 1000),
                         (int)(n % 1000));
}

const char *words_number(Layout *l, int64_t n, const char *one, const char *many)
{
    return layout_printf(l, "%s %s", words_count(l, n), say(l, n == 1 ? one : many));
}

const char *words_when(Layout *l, int64_t unix_ms, int32_t utc_offset_min, int64_t length_ms)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (unix_ms == 0)
        return "";
    time_t start = (time_t)(unix_ms / 1000 + (int64_t)utc_offset_min * 60);
    time_t stop = start + (time_t)(length_ms / 1000);
    struct tm a, b;
    if (!gmtime_r(&start, &a) || !gmtime_r(&stop, &b))
        return "";
    const char *day =
        layout_printf(l, "%s %d %s %d, %d:%02d", say(l, days[a.tm_wday]), a.tm_mday,
                      say(l, months[a.tm_mon]), a.tm_year + 1900, a.tm_hour, a.tm_min);
    if (a.tm_yday != b.tm_yday || a.tm_year != b.tm_year)
        return day;
    return layout_printf(l, "%s" EN_DASH "%d:%02d", day, b.tm_hour, b.tm_min);
}

const char *words_sentence(Layout *l, const char *text)
{
    text = say(l, text);
    if (text[0] < 'a' || text[0] > 'z')
        return text;
    return layout_printf(l, "%c%s", text[0] - 'a' + 'A', text + 1);
}

/* ---- a time axis ---- */

/* Marks of equal distance so that at most max_ticks stand on the axis. */
static int64_t axis_step(int64_t length_ms, int32_t max_ticks)
{
    static const int64_t steps[] = {
        SECOND,     2 * SECOND, 5 * SECOND,  10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE,
        2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR,
        2 * HOUR,   3 * HOUR,   4 * HOUR,    6 * HOUR,    12 * HOUR,   DAY,         2 * DAY,
        5 * DAY,    10 * DAY,   20 * DAY,    50 * DAY,    100 * DAY,   200 * DAY,   500 * DAY,
    };
    enum { COUNT = sizeof steps / sizeof *steps };
    for (int i = 0; i < COUNT; i++)
        if (length_ms / steps[i] <= max_ticks)
            return steps[i];
    return steps[COUNT - 1];
}

/* The figure at a tick: minutes ("5"), or "0:30", "1:30" h, "2 d" where the step asks for
 * it. */
static const char *axis_tick(Layout *l, int64_t at_ms, int64_t step_ms)
{
    if (step_ms < MINUTE)
        return layout_printf(l, "%" PRId64 ":%02d", at_ms / MINUTE, (int)(at_ms % MINUTE / SECOND));
    if (step_ms < 30 * MINUTE)
        return layout_printf(l, "%" PRId64, at_ms / MINUTE);
    if (step_ms < DAY)
        return layout_printf(l, "%" PRId64 ":%02d", at_ms / HOUR, (int)(at_ms % HOUR / MINUTE));
    return layout_printf(l, "%" PRId64, at_ms / DAY);
}

const char *axis_unit(int64_t step_ms)
{
    if (step_ms < MINUTE)
        return "min:s";
    if (step_ms < 30 * MINUTE)
        return "minutes";
    return step_ms < DAY ? "h:min" : "days";
}

Axis axis_make(float x0, float x1, int64_t end_ms, int32_t max_ticks)
{
    int64_t end = end_ms > 0 ? end_ms : 1;
    return (Axis){x0, x1, end, axis_step(end, max_ticks)};
}

float axis_x(const Axis *axis, int64_t at_ms)
{
    double share = (double)at_ms / (double)axis->end_ms;
    return axis->x0 + (axis->x1 - axis->x0) * (float)fmin(fmax(share, 0), 1);
}

void axis_grid(Layout *l, const Axis *axis, float y0, float y1)
{
    for (int64_t at = 0; at <= axis->end_ms; at += axis->step_ms)
        sheet_line(l->sheet, axis_x(axis, at), y0, axis_x(axis, at), y1,
                   ink_stroke(INK_GRID, 0.4F));
}

/* Each figure has room, or every second one, or third: as many as do not touch. */
static int64_t figures_every(Layout *l, const Axis *axis, float size)
{
    float widest = 0;
    for (int64_t at = 0; at <= axis->end_ms; at += axis->step_ms)
        widest = fmaxf(widest,
                       layout_text_width(l, FONT_REGULAR, size, axis_tick(l, at, axis->step_ms)));
    float room = axis_x(axis, axis->step_ms) - axis->x0;
    return room > 0 ? (int64_t)ceilf((widest + 1) / room) : 1;
}

void axis_figures(Layout *l, const Axis *axis, float y, float size, uint32_t rgb)
{
    int64_t every = figures_every(l, axis, size);
    for (int64_t at = 0; at <= axis->end_ms; at += axis->step_ms) {
        float x = axis_x(axis, at);
        sheet_line(l->sheet, x, y, x, y + 3, ink_stroke(INK, 0.5F));
        if (at / axis->step_ms % every != 0)
            continue;
        sheet_text(l->sheet, x, y + 3 + size, FONT_REGULAR, size, rgb, SHEET_CENTRE,
                   axis_tick(l, at, axis->step_ms));
    }
}
