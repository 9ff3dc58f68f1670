/* Text being edited, on one line or on as many as it needs: a caret between code points
 * (marks stay with their letter), no selection. */
#include "protocols/utf8.h"
#include "recorder/ui/ui.h"

#include <math.h>
#include <string.h>

enum { RADIUS = 12, PAD = 16 };

/* Combining marks, joiners, variation selectors and skin tones: never apart from
 * what stands before them. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7) ||
           (c >= 0x064B && c <= 0x065F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) || c == 0x200D ||
           (c >= 0x3099 && c <= 0x309A) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xFE20 && c <= 0xFE2F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

static size_t after(const char *text, size_t len, size_t at)
{
    size_t bytes = 0;
    uint32_t c = 0;
    if (at < len) {
        c = utf8_decode(text + at, len - at, &bytes);
        at += bytes;
    }
    while (at < len) {
        bool joined = c == 0x200D;
        c = utf8_decode(text + at, len - at, &bytes);
        if (!is_mark(c) && !joined)
            break;
        at += bytes;
    }
    return at;
}

static size_t before(const char *text, size_t len, size_t at)
{
    size_t last = 0;
    for (size_t i = 0; i < at; i = after(text, len, i))
        last = i;
    return last;
}

static void cut_out(char *text, size_t from, size_t to)
{
    memmove(text + from, text + to, strlen(text + to) + 1);
}

/* What can be typed and fits, whole code points; newlines and tabs of pasted
 * text become spaces. */
static bool insert(Ui *ui, char *text, size_t size)
{
    const char *in = ui->in.text;
    size_t in_len = strlen(in);
    size_t caret = (size_t)ui->edit_caret;
    bool changed = false;
    for (size_t at = 0, bytes = 0; at < in_len; at += bytes) {
        uint32_t c = utf8_decode(in + at, in_len - at, &bytes);
        char out[4];
        size_t n = utf8_encode(c == '\n' || c == '\t' ? ' ' : c, out);
        size_t len = strlen(text);
        bool control = c < 0x20 && c != '\n' && c != '\t';
        if (control || c == 0x7F)
            continue;
        if (len + n >= size)
            break;
        memmove(text + caret + n, text + caret, len - caret + 1);
        memcpy(text + caret, out, n);
        caret += n;
        changed = true;
    }
    ui->edit_caret = (int32_t)caret;
    return changed;
}

static bool edit_key(Ui *ui, char *text)
{
    size_t len = strlen(text);
    size_t caret = (size_t)ui->edit_caret;
    size_t to = caret;
    bool changed = false;
    switch (ui->in.key) {
    case UI_KEY_LEFT:
        to = before(text, len, caret);
        break;
    case UI_KEY_RIGHT:
        to = after(text, len, caret);
        break;
    case UI_KEY_HOME:
        to = 0;
        break;
    case UI_KEY_END:
        to = len;
        break;
    case UI_KEY_BACKSPACE:
        to = before(text, len, caret);
        changed = to < caret;
        cut_out(text, to, caret);
        break;
    case UI_KEY_DELETE:
        changed = caret < len;
        cut_out(text, caret, after(text, len, caret));
        break;
    case UI_KEY_ENTER:
    case UI_KEY_ESCAPE:
        ui->edit_id = 0;
        break;
    default:
        break;
    }
    ui->key_used = true;
    ui->edit_caret = (int32_t)to;
    return changed;
}

static float width_to(const Ui *ui, const char *text, size_t len)
{
    ThemeFace face = ui_face(ui, TYPE_16);
    return len ? ui->text.width(ui->text.user, face.bold, face.size, text, len) : 0;
}

/* The caret place nearest to x points from the text's left end. */
static size_t caret_at(const Ui *ui, const char *text, float x)
{
    size_t len = strlen(text);
    size_t best = 0;
    float least = fabsf(x);
    for (size_t at = 0; at < len;) {
        at = after(text, len, at);
        float far = fabsf(width_to(ui, text, at) - x);
        if (far > least)
            break;
        least = far;
        best = at;
    }
    return best;
}

static void begin(Ui *ui, uint32_t id, const char *text)
{
    ui->edit_id = ui->focus_id = id;
    ui->edit_caret = (int32_t)strlen(text);
    ui->edit_scroll = 0;
}

/* The caret stays in sight, and no room is left empty behind the text. */
static void scroll_to_caret(Ui *ui, const char *text, size_t at, float room)
{
    float caret = width_to(ui, text, at);
    float all = width_to(ui, text, strlen(text));
    float scroll = ui->edit_scroll;
    scroll = fminf(scroll, fmaxf(all + 2 - room, 0));
    scroll = fminf(scroll, caret);
    scroll = fmaxf(scroll, caret + 2 - room);
    ui->edit_scroll = fmaxf(scroll, 0);
}

/* at: where the caret stands in what is shown. */
static void draw_edited(Ui *ui, UiRect inner, const char *text, size_t at)
{
    ThemeFace face = ui_face(ui, TYPE_16);
    scroll_to_caret(ui, text, at, inner.w);
    float x = inner.x - ui->edit_scroll;
    UiRect view = {inner.x - 2, inner.y, inner.w + 4, inner.h};
    ui_clip_begin(ui, view);
    float all = fmaxf(width_to(ui, text, strlen(text)), inner.w) + 8;
    ui_label(ui, (UiRect){x, inner.y, all, inner.h}, TYPE_16, COLOR_INK, UI_LEFT, text);
    float caret = x + width_to(ui, text, at);
    float tall = face.size * 1.3F;
    ui_fill(ui, (UiRect){caret, inner.y + (inner.h - tall) / 2, 2, tall}, 0, COLOR_INK);
    ui_clip_end(ui);
}

static bool edit(Ui *ui, UiRect r, char *buffer, size_t size)
{
    size_t len = strlen(buffer);
    if ((size_t)ui->edit_caret > len)
        ui->edit_caret = (int32_t)len;
    ui->edit_built = true;
    ui->edit_rect = r;
    if (ui->in.kind == UI_INPUT_TEXT)
        return insert(ui, buffer, size);
    if (ui->in.kind == UI_INPUT_KEY && !ui->key_used)
        return edit_key(ui, buffer);
    return false;
}

/* A dot for each letter of the first len bytes. */
static const char *dots(Ui *ui, const char *text, size_t len)
{
    static const char dot[] = "\u2022";
    const size_t wide = sizeof dot - 1;
    char *shown = arena_push(ui->frame, len * wide + 1, 1, 1);
    size_t count = 0;
    for (size_t at = 0; shown && at < len; at = after(text, len, at))
        memcpy(shown + wide * count++, dot, wide);
    if (!shown)
        return "";
    shown[wide * count] = '\0';
    return shown;
}

/* ---- several lines ---- */

typedef struct Line {
    size_t from, end, next; /* end: without the blanks that follow */
    int32_t row;
} Line;

static Line line_from(const Ui *ui, const char *text, size_t from, int32_t row, float width)
{
    size_t len = strlen(text), next = 0;
    size_t n = ui_line_break(ui, TYPE_16, text + from, len - from, width, &next);
    return (Line){from, from + n, from + next, row};
}

/* The line the caret is in, or the row-th one: what comes first. */
static Line line_of(const Ui *ui, const char *text, size_t caret, int32_t row, float width)
{
    Line line = line_from(ui, text, 0, 0, width);
    size_t len = strlen(text);
    while (line.next < len && caret >= line.next && line.row < row)
        line = line_from(ui, text, line.next, line.row + 1, width);
    return line;
}

static float x_in_line(const Ui *ui, const char *text, const Line *line, size_t at)
{
    return width_to(ui, text + line->from, at - line->from);
}

/* The caret place of the line nearest to x. Where the next line begins is there. */
static size_t caret_in_line(const Ui *ui, const char *text, const Line *line, float x)
{
    size_t len = strlen(text), best = line->from;
    float least = fabsf(x);
    for (size_t at = line->from; at < line->end;) {
        at = after(text, len, at);
        float far = fabsf(x_in_line(ui, text, line, at) - x);
        if (far > least || (at >= line->next && line->next < len))
            break;
        least = far;
        best = at;
    }
    return best;
}

/* Keys that mean something else where there are several lines. */
static bool line_key(Ui *ui, const char *text, float width)
{
    size_t caret = (size_t)ui->edit_caret, to = caret;
    Line line = line_of(ui, text, caret, INT32_MAX, width);
    float x = x_in_line(ui, text, &line, caret);
    switch (ui->in.key) {
    case UI_KEY_HOME:
        to = line.from;
        break;
    case UI_KEY_END:
        to = line.next < strlen(text) ? line.end : strlen(text);
        break;
    case UI_KEY_UP:
        if (line.row > 0) {
            line = line_of(ui, text, SIZE_MAX, line.row - 1, width);
            to = caret_in_line(ui, text, &line, x);
        }
        break;
    case UI_KEY_DOWN:
        if (line.next < strlen(text)) {
            line = line_from(ui, text, line.next, 0, width);
            to = caret_in_line(ui, text, &line, x);
        }
        break;
    default:
        return false;
    }
    ui->key_used = true;
    ui->edit_caret = (int32_t)to;
    return true;
}

static float lines_top(const Ui *ui, UiRect inner, const char *text)
{
    return inner.y + (inner.h - ui_paragraph_height(ui, inner.w, TYPE_16, text)) / 2;
}

static void draw_lines(Ui *ui, UiRect inner, const char *text, bool edited)
{
    ThemeFace face = ui_face(ui, TYPE_16);
    size_t len = strlen(text);
    float top = *text ? lines_top(ui, inner, text) : inner.y + (inner.h - face.leading) / 2;
    UiRect r = {inner.x, top, inner.w + 2, face.leading};
    for (size_t from = 0; from < len; r.y += face.leading) {
        Line line = line_from(ui, text, from, 0, inner.w);
        const char *words = arena_copy(ui->frame, text + from, line.end - from);
        ui_label(ui, r, TYPE_16, COLOR_INK, UI_LEFT, words ? words : "");
        from = line.next;
    }
    if (!edited)
        return;
    Line line = line_of(ui, text, (size_t)ui->edit_caret, INT32_MAX, inner.w);
    float x = inner.x + fminf(x_in_line(ui, text, &line, (size_t)ui->edit_caret), inner.w);
    float tall = face.size * 1.3F, y = top + (float)line.row * face.leading;
    ui_fill(ui, (UiRect){x, y + (face.leading - tall) / 2, 2, tall}, 0, COLOR_INK);
    ui->edit_rect = (UiRect){ui->edit_rect.x, y, ui->edit_rect.w, face.leading};
}

/* ---- the field ---- */

typedef enum FieldKind { FIELD_LINE, FIELD_SECRET, FIELD_LONG } FieldKind;

static int32_t touched_caret(const Ui *ui, UiRect inner, FieldKind kind, const char *text, float x,
                             float y)
{
    x -= inner.x;
    if (kind == FIELD_SECRET)
        return (int32_t)strlen(text);
    if (kind == FIELD_LINE)
        return (int32_t)caret_at(ui, text, x + ui->edit_scroll);
    float row = (y - lines_top(ui, inner, text)) / ui_face(ui, TYPE_16).leading;
    Line line = line_of(ui, text, SIZE_MAX, (int32_t)fmaxf(row, 0), inner.w);
    return (int32_t)caret_in_line(ui, text, &line, x);
}

static void draw_text(Ui *ui, UiRect inner, FieldKind kind, const char *text, bool edited)
{
    if (kind == FIELD_LONG) {
        draw_lines(ui, inner, text, edited);
        return;
    }
    bool secret = kind == FIELD_SECRET;
    const char *shown = secret ? dots(ui, text, strlen(text)) : text;
    size_t caret = (size_t)ui->edit_caret;
    if (edited)
        draw_edited(ui, inner, shown, secret ? strlen(dots(ui, text, caret)) : caret);
    else if (*text)
        ui_label(ui, inner, TYPE_16, COLOR_INK, UI_LEFT, shown);
}

static bool field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer, size_t size,
                  FieldKind kind)
{
    UiRect inner = {r.x + PAD, r.y, r.w - 2 * PAD, r.h};
    UiTouch t = ui_touch(ui, id, r);
    bool by_tab = ui->in.kind == UI_INPUT_KEY &&
                  (ui->in.key == UI_KEY_TAB || ui->in.key == UI_KEY_BACK_TAB) && ui->focus_id == id;
    bool by_key = t.gesture == UI_GESTURE_TAP && ui->in.kind == UI_INPUT_KEY;
    if ((by_tab || by_key) && ui->edit_id != id) {
        begin(ui, id, buffer);
    } else if (t.gesture == UI_GESTURE_TAP) {
        if (ui->edit_id != id)
            begin(ui, id, buffer);
        ui->edit_caret = touched_caret(ui, inner, kind, buffer, t.x, t.y);
    }
    bool edited = ui->edit_id == id;
    bool lines = edited && kind == FIELD_LONG && ui->in.kind == UI_INPUT_KEY && !ui->key_used;
    if (lines)
        (void)line_key(ui, buffer, inner.w);
    bool changed = edited && edit(ui, r, buffer, size);
    edited = ui->edit_id == id;
    ui->rebuild |= changed && kind == FIELD_LONG; /* it may be higher now */

    ui_fill(ui, r, RADIUS, COLOR_SURFACE);
    ui_stroke(ui, r, RADIUS, edited ? 3 : 1.5F, edited ? COLOR_INK : COLOR_OUTLINE);
    if (buffer[0] == '\0' && kind == FIELD_LONG)
        (void)ui_paragraph_in(ui, inner, TYPE_16, COLOR_INK3, placeholder);
    else if (buffer[0] == '\0')
        ui_label(ui, inner, TYPE_16, COLOR_INK3, UI_LEFT, placeholder);
    draw_text(ui, inner, kind, buffer, edited);
    if (!edited && ui_is_focused(ui, id))
        ui_draw_focus(ui, r, RADIUS);
    return changed;
}

bool ui_text_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                   size_t size)
{
    return field(ui, id, r, placeholder, buffer, size, FIELD_LINE);
}

bool ui_secret_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                     size_t size)
{
    return field(ui, id, r, placeholder, buffer, size, FIELD_SECRET);
}

float ui_long_field_height(const Ui *ui, float width, const char *placeholder, const char *text)
{
    const float around = 16; /* above and below several lines */
    float line = ui_face(ui, TYPE_16).leading;
    float h = ui_paragraph_height(ui, width - 2 * PAD, TYPE_16, *text ? text : placeholder);
    return h > 1.5F * line ? h + around : UI_MIN_TARGET;
}

bool ui_long_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                   size_t size)
{
    return field(ui, id, r, placeholder, buffer, size, FIELD_LONG);
}
