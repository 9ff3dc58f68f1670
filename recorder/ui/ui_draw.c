#include "protocols/utf8.h"
#include "recorder/ui/ui.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char ELLIPSIS[] = "\xE2\x80\xA6";

static bool meet(UiRect a, UiRect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static UiRect intersection(UiRect a, UiRect b)
{
    float x0 = fmaxf(a.x, b.x);
    float y0 = fmaxf(a.y, b.y);
    float x1 = fminf(a.x + a.w, b.x + b.w);
    float y1 = fminf(a.y + a.h, b.y + b.h);
    return (UiRect){x0, y0, fmaxf(x1 - x0, 0), fmaxf(y1 - y0, 0)};
}

/* The bounds of points with a line of this width around them. */
static UiRect bounds_of(const float *xy, int32_t count, float width)
{
    UiRect r = {xy[0], xy[1], xy[0], xy[1]};
    for (const float *p = xy + 2; count > 1; count--, p += 2) {
        r.x = fminf(r.x, p[0]);
        r.y = fminf(r.y, p[1]);
        r.w = fmaxf(r.w, p[0]);
        r.h = fmaxf(r.h, p[1]);
    }
    float half = width / 2;
    return (UiRect){r.x - half, r.y - half, r.w - r.x + width, r.h - r.y + width};
}

/* NULL when nothing of it would be seen, or when the step is full. Text may hang
 * over its rectangle, so the painter decides about text. */
static UiCommand *push(Ui *ui, UiCommandKind kind, UiRect rect, ThemeColor color)
{
    if (ui->command_count == UI_MAX_COMMANDS || ui->alpha == 0)
        return NULL;
    if (kind != UI_TEXT && !meet(rect, ui->clip))
        return NULL;
    UiCommand *c = &ui->commands[ui->command_count++];
    *c = (UiCommand){.kind = kind,
                     .rect = rect,
                     .clip = ui->clip,
                     .rgb = ui_color(ui, color),
                     .alpha = ui->alpha};
    return c;
}

uint32_t ui_color(const Ui *ui, ThemeColor color)
{
    assert(color < COLOR_COUNT);
    return ui->theme->colors[color];
}

void ui_set_alpha(Ui *ui, uint8_t alpha)
{
    ui->alpha = alpha;
}

void ui_clip_begin(Ui *ui, UiRect r)
{
    ui->outer_clip = ui->clip;
    ui->clip = intersection(ui->clip, r);
}

void ui_clip_end(Ui *ui)
{
    ui->clip = ui->outer_clip;
    if (!ui->scroll.id)
        ui->outer_clip = (UiRect){0, 0, ui->width, ui->height};
}

/* ---- shapes ---- */

void ui_fill(Ui *ui, UiRect r, float radius, ThemeColor color)
{
    UiCommand *c = push(ui, UI_FILL, r, color);
    if (c)
        c->radius = radius;
}

void ui_stroke(Ui *ui, UiRect r, float radius, float width, ThemeColor color)
{
    ui_dashed(ui, r, radius, width, 0, color);
}

void ui_dashed(Ui *ui, UiRect r, float radius, float width, float dash, ThemeColor color)
{
    UiCommand *c = push(ui, UI_STROKE, r, color);
    if (!c)
        return;
    c->radius = radius;
    c->width = width;
    c->dash = dash;
}

void ui_circle(Ui *ui, float cx, float cy, float r, ThemeColor color)
{
    ui_fill(ui, (UiRect){cx - r, cy - r, 2 * r, 2 * r}, r, color);
}

void ui_ring(Ui *ui, float cx, float cy, float r, float width, ThemeColor color)
{
    ui_stroke(ui, (UiRect){cx - r, cy - r, 2 * r, 2 * r}, r, width, color);
}

void ui_brush(Ui *ui, const float *xyw, int32_t count, ThemeColor color)
{
    enum { PER_POINT = 3 };
    assert(count >= 1 && count <= UI_MAX_BRUSH);
    float xy[2 * UI_MAX_BRUSH], widest = 0;
    for (int32_t i = 0; i < count; i++) {
        const float *p = xyw + (ptrdiff_t)PER_POINT * i;
        memcpy(xy + (ptrdiff_t)2 * i, p, 2 * sizeof *p);
        widest = fmaxf(widest, p[2]);
    }
    float *copy = ARENA_PUSH(ui->frame, float, (size_t)PER_POINT *(size_t)count);
    UiCommand *c = copy ? push(ui, UI_BRUSH, bounds_of(xy, count, widest), color) : NULL;
    if (!c)
        return;
    memcpy(copy, xyw, (size_t)PER_POINT * (size_t)count * sizeof *copy);
    c->brush = copy;
    c->point_count = count;
}

void ui_scaled_picture(Ui *ui, UiRect r, const UiPicture *picture)
{
    UiCommand *c = push(ui, UI_SCALED, r, COLOR_BG);
    if (c)
        c->picture = *picture;
}

static void push_points(Ui *ui, UiCommandKind kind, const float *xy, int32_t count, float width,
                        ThemeColor color)
{
    UiCommand *c = push(ui, kind, bounds_of(xy, count, width), color);
    if (!c)
        return;
    c->width = width;
    c->point_count = count;
    memcpy(c->points, xy, (size_t)count * 2 * sizeof xy[0]);
}

void ui_line(Ui *ui, float x0, float y0, float x1, float y1, float width, ThemeColor color)
{
    push_points(ui, UI_LINE, (const float[4]){x0, y0, x1, y1}, 2, width, color);
}

void ui_curve(Ui *ui, const float xy[8], float width, ThemeColor color)
{
    push_points(ui, UI_CURVE, xy, 4, width, color);
}

void ui_polygon(Ui *ui, const float *xy, int32_t count, ThemeColor color)
{
    assert(count >= 3 && count <= UI_MAX_POLYGON);
    push_points(ui, UI_POLYGON, xy, count, 0, color);
}

void ui_arc(Ui *ui, float cx, float cy, float r, float from, float to, float width,
            ThemeColor color)
{
    float out = r + width / 2;
    UiCommand *c = push(ui, UI_ARC, (UiRect){cx - out, cy - out, 2 * out, 2 * out}, color);
    if (!c)
        return;
    c->radius = r;
    c->width = width;
    c->point_count = 2;
    memcpy(c->points, (const float[4]){cx, cy, from, to}, 4 * sizeof(float));
}

void ui_picture(Ui *ui, float x, float y, float w, float h, const UiPicture *picture)
{
    UiCommand *c = push(ui, UI_PICTURE, (UiRect){x, y, w, h}, COLOR_BG);
    if (c)
        c->picture = *picture;
}

void ui_hatch(Ui *ui, UiRect r, float spacing, float width, ThemeColor color)
{
    UiCommand *c = push(ui, UI_HATCH, r, color);
    if (!c)
        return;
    c->spacing = spacing;
    c->width = width;
}

void ui_icon(Ui *ui, float cx, float cy, float size, ThemeIcon icon, ThemeColor color)
{
    assert(icon < ICON_COUNT);
    if (icon == ICON_NONE)
        return;
    UiRect r = {cx - size / 2, cy - size / 2, size, size};
    UiCommand *c = push(ui, UI_ICON, r, color);
    if (!c)
        return;
    c->icon = icon;
    c->width = size >= 30 ? 2.5F : 2;
}

void ui_draw_focus(Ui *ui, UiRect r, float radius)
{
    UiRect out = {r.x - 4, r.y - 4, r.w + 8, r.h + 8};
    ui_stroke(ui, out, radius + 4, 3, COLOR_FLOOR);
}

/* ---- text ---- */

static ThemeFace face_at(ThemeType type, float scale)
{
    ThemeFace face = theme_face(type);
    face.size *= scale;
    face.leading *= scale;
    return face;
}

ThemeFace ui_face(const Ui *ui, ThemeType type)
{
    return face_at(type, ui->type_scale);
}

float ui_scaled(const Ui *ui, float points)
{
    return points * ui->type_scale;
}

static float width_of(const Ui *ui, ThemeFace face, const char *utf8, size_t len)
{
    return len ? ui->text.width(ui->text.user, face.bold, face.size, utf8, len) : 0;
}

float ui_text_width(const Ui *ui, ThemeType type, const char *utf8)
{
    return width_of(ui, ui_face(ui, type), utf8, strlen(utf8));
}

/* The most bytes, ending between code points, that with an ellipsis fit width. */
static size_t fitting(const Ui *ui, ThemeFace face, const char *utf8, size_t len, float width)
{
    float room = width - width_of(ui, face, ELLIPSIS, sizeof ELLIPSIS - 1);
    size_t low = 0;
    size_t high = len;
    while (low < high) {
        size_t middle = utf8_cut(utf8, len, (low + high + 1) / 2);
        if (middle <= low) { /* one code point is longer than the gap */
            size_t bytes;
            utf8_decode(utf8 + low, len - low, &bytes);
            middle = low + bytes;
        }
        if (middle > high)
            break;
        if (width_of(ui, face, utf8, middle) <= room)
            low = middle;
        else
            high = utf8_cut(utf8, len, middle - 1);
    }
    while (low > 0 && utf8[low - 1] == ' ')
        low--;
    return low;
}

/* Text longer than this never fits a screen; measuring it whole would be slow. */
enum { LONGEST = 1024 };

enum { SIZE_STEPS = 8 }; /* from 100 to 200 % */

/* Descenders and the accents of capitals lie within this, from the middle of the
 * capitals up and down. */
static bool is_high_enough(ThemeFace face, float height)
{
    return face.size * 1.2F <= height + 0.5F;
}

/* At the text size in use, or the largest at which the line fits; when it fits at
 * none, the largest that is high enough, and put_text() cuts it. */
static ThemeFace fit_face(const Ui *ui, UiRect r, ThemeType type, const char *utf8, size_t len)
{
    ThemeFace least = theme_face(type), high = least;
    bool found = false;
    int steps = (int)ceilf((ui->type_scale - 1) * SIZE_STEPS);
    for (int step = 0; step < steps; step++) {
        ThemeFace face = face_at(type, ui->type_scale - (float)step / SIZE_STEPS);
        if (!is_high_enough(face, r.h))
            continue;
        if (len <= LONGEST && width_of(ui, face, utf8, len) <= r.w + 0.5F)
            return face;
        high = found ? high : face;
        found = true;
    }
    if (ui->type_scale <= 1)
        return least;
    bool fits = len <= LONGEST && width_of(ui, least, utf8, len) <= r.w + 0.5F;
    return fits ? least : high;
}

static void put_text(Ui *ui, UiRect r, ThemeFace face, ThemeColor color, UiAlign align,
                     const char *utf8, size_t len)
{
    if (len == 0)
        return;
    bool cut = false;
    if (len > LONGEST) {
        len = utf8_cut(utf8, len, LONGEST);
        cut = true;
    }
    /* Half a point of tolerance: widths are rounded to pixels. */
    if (!cut && width_of(ui, face, utf8, len) > r.w + 0.5F)
        cut = true;
    if (cut)
        len = fitting(ui, face, utf8, len, r.w);
    char *text = ARENA_PUSH(ui->frame, char, len + sizeof ELLIPSIS);
    UiCommand *c = text ? push(ui, UI_TEXT, r, color) : NULL;
    if (!c)
        return;
    memcpy(text, utf8, len);
    if (cut)
        memcpy(text + len, ELLIPSIS, sizeof ELLIPSIS);
    c->text = text;
    c->bold = face.bold;
    c->size = face.size;
    c->align = align;
}

void ui_label(Ui *ui, UiRect r, ThemeType type, ThemeColor color, UiAlign align, const char *utf8)
{
    size_t len = strlen(utf8);
    put_text(ui, r, fit_face(ui, r, type, utf8, len), color, align, utf8, len);
}

float ui_label_width(const Ui *ui, UiRect r, ThemeType type, const char *utf8)
{
    size_t len = strlen(utf8);
    return fminf(width_of(ui, fit_face(ui, r, type, utf8, len), utf8, len), r.w);
}

void ui_labelf(Ui *ui, UiRect r, ThemeType type, ThemeColor color, UiAlign align, const char *fmt,
               ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0)
        return;
    size_t len = strlen(text);
    if ((size_t)n > len)
        len = utf8_cut(text, len, len - 1); /* vsnprintf cuts within characters */
    put_text(ui, r, fit_face(ui, r, type, text, len), color, align, text, len);
}

/* ---- paragraphs ---- */

static bool is_cjk(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* Punctuation that no line begins with, nor ends with. */
static bool sticks_left(uint32_t c)
{
    static const uint32_t closing[] = {0x3001, 0x3002, 0x300D, 0x300F, 0x3011, 0x3015,
                                       0x3009, 0x300B, 0xFF09, 0xFF0C, 0xFF0E, 0xFF01,
                                       0xFF1F, 0xFF1A, 0xFF1B, 0x30FC, 0x3005, 0x2026};
    for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
        if (closing[i] == c)
            return true;
    return false;
}

static bool sticks_right(uint32_t c)
{
    return c == 0x300C || c == 0x300E || c == 0x3010 || c == 0x3014 || c == 0x3008 || c == 0x300A ||
           c == 0xFF08;
}

/* Where the unbreakable piece at text ends: before a space or newline, or
 * between CJK characters. */
static size_t piece_len(const char *text, size_t len)
{
    size_t n = 0;
    uint32_t before = 0;
    while (n < len && text[n] != ' ' && text[n] != '\n') {
        size_t bytes;
        uint32_t c = utf8_decode(text + n, len - n, &bytes);
        if (n > 0 && (is_cjk(c) || is_cjk(before)) && !sticks_left(c) && !sticks_right(before))
            break;
        before = c;
        n += bytes;
    }
    return n;
}

/* A word that is wider than a line breaks where it must, after at least one
 * code point. */
static size_t break_word(const Ui *ui, ThemeFace face, const char *text, size_t len, float width)
{
    size_t fits = 0;
    while (fits < len) {
        size_t bytes;
        utf8_decode(text + fits, len - fits, &bytes);
        if (fits > 0 && width_of(ui, face, text, fits + bytes) > width)
            break;
        fits += bytes;
    }
    return fits;
}

/* The bytes of the next line; *ret_next: where the line after it begins. */
static size_t line_len(const Ui *ui, ThemeFace face, const char *text, size_t len, float width,
                       size_t *ret_next)
{
    float space = width_of(ui, face, " ", 1);
    float used = 0;
    size_t end = 0; /* of the line so far, without trailing spaces */
    size_t at = 0;
    while (at < len && text[at] != '\n') {
        if (text[at] == ' ') {
            used += space;
            at++;
            continue;
        }
        size_t piece = piece_len(text + at, len - at);
        float wide = width_of(ui, face, text + at, piece);
        if (used + wide > width + 0.5F) {
            if (end == 0) {
                end = at + break_word(ui, face, text + at, piece, width - used);
                at = end;
            }
            break;
        }
        used += wide;
        at += piece;
        end = at;
    }
    bool newline = at < len && text[at] == '\n';
    while (!newline && at < len && text[at] == ' ')
        at++;
    *ret_next = at + newline;
    return end;
}

/* The same, as wide as it is together: pieces are measured one by one. */
static size_t next_line(const Ui *ui, ThemeFace face, const char *text, size_t len, float width,
                        size_t *ret_next)
{
    size_t n = line_len(ui, face, text, len, width, ret_next);
    float least = width / 2, room = width, excess = 0;
    while ((excess = width_of(ui, face, text, n) - width) > 0.5F && room > least) {
        room -= excess + 1;
        n = line_len(ui, face, text, len, room, ret_next);
    }
    return n;
}

size_t ui_line_break(const Ui *ui, ThemeType type, const char *utf8, size_t len, float width,
                     size_t *ret_next)
{
    return next_line(ui, ui_face(ui, type), utf8, len, width, ret_next);
}

/* A word that is wider than r breaks within; *ret_broken (may be NULL) says so. */
static float flow(const Ui *ui, Ui *draw, UiRect r, ThemeFace face, ThemeColor color,
                  const char *utf8, bool *ret_broken)
{
    size_t len = strlen(utf8);
    float y = r.y;
    for (size_t at = 0; at < len;) {
        size_t next;
        size_t n = next_line(ui, face, utf8 + at, len - at, r.w, &next);
        if (ret_broken && n == next && at + n < len && piece_len(utf8 + at, len - at) > n)
            *ret_broken = true;
        UiRect line = {r.x, y, r.w, face.leading};
        bool in_sight = meet(line, ui->clip);
        if (draw && in_sight)
            put_text(draw, line, face, color, UI_LEFT, utf8 + at, n);
        y += face.leading;
        at += next;
    }
    return y - r.y;
}

float ui_paragraph(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *utf8)
{
    return flow(ui, ui, r, ui_face(ui, type), color, utf8, NULL);
}

float ui_paragraph_height(const Ui *ui, float width, ThemeType type, const char *utf8)
{
    return flow(ui, NULL, (UiRect){0, 0, width, 0}, ui_face(ui, type), COLOR_INK, utf8, NULL);
}

float ui_paragraph_in(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *utf8)
{
    ThemeFace face = ui_face(ui, type);
    for (int step = 1; face.size > theme_face(type).size; step++) {
        bool broken = false;
        float h = flow(ui, NULL, r, face, color, utf8, &broken);
        if (!broken && h <= r.h + 0.5F)
            break;
        face = face_at(type, fmaxf(ui->type_scale - (float)step / SIZE_STEPS, 1));
    }
    float h = flow(ui, NULL, r, face, color, utf8, NULL);
    UiRect in = {r.x, r.y + fmaxf(r.h - h, 0) / 2, r.w, h};
    return flow(ui, ui, in, face, color, utf8, NULL);
}
