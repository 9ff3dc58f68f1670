#include "recorder/ui/icon.h"

#include <assert.h>
#include <math.h>

/* Absolute path commands: M move, L line, H and V along an axis, C cubic, A
 * circular arc (radius, large, sweep clockwise, end), O circle (centre, radius),
 * Z close. */
static const char *const paths[ICON_COUNT] = {
    [ICON_NONE] = "",
    [ICON_MENU] = "M4 7H20 M4 12H20 M4 17H20",
    [ICON_BACK] = "M15 5L8 12L15 19",
    [ICON_FORWARD] = "M9 5L16 12L9 19",
    [ICON_PLUS] = "M12 5V19 M5 12H19",
    [ICON_MINUS] = "M5 12H19",
    [ICON_CHECK] = "M5 12.5L10 17.5L19 7.5",
    [ICON_SAVED] = "O12 12 10 M7.8 12.4L10.8 15.4L16.2 9.2",
    [ICON_UNSAVED] = "O12 12 10 M12 7V12.8 M12 16.8V16.8",
    [ICON_UNDO] = "M9 7L4 12L9 17 M4 12H15A5 0 1 15 22H12",
    [ICON_REDO] = "M15 7L20 12L15 17 M20 12H9A5 0 0 9 22H12",
    [ICON_BACKDATE] = "M20 12A8 1 1 6 6.7 M6 3V7H10 M12 8V12L15 14",
    [ICON_NOTE] = "M5 4H19V15L14 20H5Z M14 20V15H19 M8 9H16 M8 12.5H13",
    [ICON_PAUSE] = "M9 5V19 M15 5V19",
    [ICON_PLAY] = "M8 5L19 12L8 19Z",
    [ICON_STOP] = "M6 6H18V18H6Z",
    [ICON_EYE] = "M2.5 12C6 6.5 18 6.5 21.5 12C18 17.5 6 17.5 2.5 12 O12 12 3",
    [ICON_EYE_OFF] = "M2.5 12C6 6.5 18 6.5 21.5 12C18 17.5 6 17.5 2.5 12 O12 12 3 M5 20L19 4",
    [ICON_FLAG] = "M6 21V4H18L15 8.5L18 13H6",
    [ICON_BULB] = "M12 3A6 0 1 15 14V17H9V14A6 0 1 12 3 M10 20.5H14",
    [ICON_BOARD] = "M3 5H21V16H3Z M8 20L10 16 M16 20L14 16",
    [ICON_VOICE] = "M4 10V14 M8 7V17 M12 4V20 M16 7V17 M20 10V14",
    [ICON_CLOCK] = "O12 12 8 M12 7.5V12L15 14",
    [ICON_SEARCH] = "O10.5 10.5 5.5 M14.5 14.5L20 20",
    [ICON_PEOPLE] =
        "O8.5 8 3.5 M2 20C2 14 15 14 15 20 M16 5A3.3 0 1 16 11.5 M17.5 15C20 15 22 17 22 20",
    [ICON_PLACE] = "M12 21C12 21 5 14.5 5 9.5A7 0 1 19 9.5C19 14.5 12 21 12 21 O12 9.5 2.5",
    [ICON_SHEET] = "M6 3H15L19 7V21H6Z M9 11H16 M9 14.5H16 M9 18H13",
    [ICON_CLOSE] = "M6 6L18 18 M18 6L6 18",
    [ICON_CHEVRON_DOWN] = "M5 9L12 16L19 9",
    [ICON_CHEVRON_UP] = "M5 15L12 8L19 15",
    [ICON_INK] = "M4 20L5 15L16 4L20 8L9 19Z M13.5 6.5L17.5 10.5",
    [ICON_PHOTO] = "M4 8H8L9.5 5.5H14.5L16 8H20V19H4Z O12 13 3.5",
    [ICON_FILTER] = "M4 6H20 M7 12H17 M10 18H14",
    [ICON_FOLDER] = "M3 6H10L12 8.5H21V19H3Z",
    [ICON_WHOLE] = "M4 9V4H9 M15 4H20V9 M20 15V20H15 M9 20H4V15",
    [ICON_HOME] = "M3 11.5L12 4L21 11.5 M6 9.5V20H18V9.5 M10 20V14H14V20",
    [ICON_SETTINGS] = "M4 7H6.5 M11.5 7H20 O9 7 2.5 M4 17H12.5 M17.5 17H20 O15 17 2.5",
    [ICON_KEYBOARD] =
        "M2.5 6H21.5V18H2.5Z M6.5 10V10 M10.2 10V10 M13.8 10V10 M17.5 10V10 M8 14.2H16",
    [ICON_BACKSPACE] = "M8 5H21V19H8L2 12Z M12 9.5L17 14.5 M17 9.5L12 14.5",
    [ICON_SHIFT] = "M12 4L4 12H8V20H16V12H20Z",
    [ICON_LOCK] = "M5 11H19V20H5Z M8 11V7.5A4 0 1 16 7.5V11 M12 15V16.5",
    [ICON_LOCK_OPEN] = "M5 11H19V20H5Z M8 11V6.5A4 0 1 15.5 4.8 M12 15V16.5",
};

static const float TURN = 6.28318530718F;

typedef struct Pen {
    const char *at; /* of the path */
    IconLine *lines;
    int32_t count;
    float x, y, start_x, start_y;
} Pen;

/* Not strtof: its decimal point depends on the locale. */
static float number(Pen *pen)
{
    while (*pen->at == ' ')
        pen->at++;
    float value = 0;
    while (*pen->at >= '0' && *pen->at <= '9')
        value = value * 10 + (float)(*pen->at++ - '0');
    if (*pen->at == '.') {
        pen->at++;
        for (float unit = 0.1F; *pen->at >= '0' && *pen->at <= '9'; unit /= 10)
            value += unit * (float)(*pen->at++ - '0');
    }
    return value;
}

static void line_to(Pen *pen, float x, float y)
{
    assert(pen->count < ICON_MAX_LINES);
    pen->lines[pen->count++] = (IconLine){pen->x, pen->y, x, y};
    pen->x = x;
    pen->y = y;
}

static void cubic(Pen *pen)
{
    enum { PIECES = 14 };
    float p[8] = {pen->x, pen->y};
    for (int32_t i = 2; i < 8; i++)
        p[i] = number(pen);
    for (int32_t i = 1; i <= PIECES; i++) {
        float t = (float)i / PIECES;
        float u = 1 - t;
        float a = u * u * u;
        float b = 3 * u * u * t;
        float c = 3 * u * t * t;
        float d = t * t * t;
        line_to(pen, a * p[0] + b * p[2] + c * p[4] + d * p[6],
                a * p[1] + b * p[3] + c * p[5] + d * p[7]);
    }
}

/* From an angle over a signed angle, 7.5 degrees or less a piece. */
static void sweep(Pen *pen, float cx, float cy, float r, float from, float by)
{
    int32_t pieces = (int32_t)ceilf(fabsf(by) / (TURN / 48) - 1e-3F);
    for (int32_t i = 1; i <= pieces; i++) {
        float a = from + by * (float)i / (float)pieces;
        line_to(pen, cx + r * cosf(a), cy + r * sinf(a));
    }
}

/* Centre of an arc between two points: SVG 2, appendix B.2.4, for a circle. */
static void arc(Pen *pen)
{
    float r = number(pen);
    bool large = number(pen) > 0;
    bool clockwise = number(pen) > 0;
    float x = number(pen);
    float y = number(pen);
    float dx = (x - pen->x) / 2;
    float dy = (y - pen->y) / 2;
    float half = hypotf(dx, dy);
    r = fmaxf(r, half);
    float away = sqrtf(fmaxf(r * r - half * half, 0)) / half;
    if (large == clockwise)
        away = -away;
    float cx = pen->x + dx - away * dy;
    float cy = pen->y + dy + away * dx;
    float from = atan2f(pen->y - cy, pen->x - cx);
    float by = atan2f(y - cy, x - cx) - from;
    if (clockwise && by < 0)
        by += TURN;
    if (!clockwise && by > 0)
        by -= TURN;
    sweep(pen, cx, cy, r, from, by);
}

static void circle(Pen *pen)
{
    float cx = number(pen);
    float cy = number(pen);
    float r = number(pen);
    pen->x = cx + r;
    pen->y = cy;
    sweep(pen, cx, cy, r, 0, TURN);
}

static void step(Pen *pen, char op)
{
    switch (op) {
    case 'M':
        pen->x = pen->start_x = number(pen);
        pen->y = pen->start_y = number(pen);
        break;
    case 'L': {
        float x = number(pen);
        line_to(pen, x, number(pen));
        break;
    }
    case 'H':
        line_to(pen, number(pen), pen->y);
        break;
    case 'V':
        line_to(pen, pen->x, number(pen));
        break;
    case 'C':
        cubic(pen);
        break;
    case 'A':
        arc(pen);
        break;
    case 'O':
        circle(pen);
        break;
    case 'Z':
        line_to(pen, pen->start_x, pen->start_y);
        break;
    default:
        assert(op == ' ');
        break;
    }
}

int32_t icon_flatten(ThemeIcon icon, IconLine lines[ICON_MAX_LINES])
{
    assert(icon < ICON_COUNT);
    Pen pen = {.at = paths[icon], .lines = lines};
    while (*pen.at)
        step(&pen, *pen.at++);
    return pen.count;
}
