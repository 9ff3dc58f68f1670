#include "reports/layout/layout.h"

#include "protocols/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MARGIN 48.0F
#define GUTTER 12.0F
#define LINE_PITCH 22.0F /* of lines to write on */
#define LINE_PITCH_MIN 20.0F
#define LINE_PITCH_MAX 26.0F
#define KICKER_Y 44.0F
#define TITLE_Y 68.0F
#define TITLE_LINES 2
#define KEPT_LINES 6    /* of a text, on one page */
#define FOOT_ROOM 62.0F /* from the end of the body to the bottom edge */

static const char CONTINUED[] = "continued";
static const char ELLIPSIS[] = "\xE2\x80\xA6";

void layout_init(Layout *l, Sheet *sheet)
{
    float width = sheet_width(sheet) - 2 * MARGIN;
    *l = (Layout){
        .sheet = sheet,
        .fonts = sheet_fonts(sheet),
        .left = MARGIN,
        .right = MARGIN + width,
        .width = width,
        .column_width = (width - 11 * GUTTER) / 12,
        .body_end = sheet_height(sheet) - FOOT_ROOM,
        .chapter = "",
        .book = phrasebook_find(sheet_info(sheet)->language),
    };
}

/* ---- text ---- */

const char *say(const Layout *l, const char *english)
{
    return phrasebook_say(l->book, english);
}

const char *layout_printf(Layout *l, const char *fmt, ...)
{
    fmt = say(l, fmt);
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = n < 0 ? NULL : ARENA_PUSH(sheet_arena(l->sheet), char, (size_t)n + 1);
    if (text)
        (void)vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    l->lost = l->lost || !text;
    return text ? text : "";
}

const char *layout_copy(Layout *l, const char *text, size_t len)
{
    char *copy = arena_copy(sheet_arena(l->sheet), text, len);
    l->lost = l->lost || !copy;
    return copy ? copy : "";
}

const char *layout_isolated(Layout *l, const char *name)
{
    return font_has_right_to_left(name, strlen(name)) ? layout_printf(l, "\u2068%s\u2069", name)
                                                      : name;
}

float layout_text_width(const Layout *l, FontStyle style, float size, const char *text)
{
    return font_text_width(l->fonts, style, size, text, strlen(text));
}

const char *layout_shorten(Layout *l, FontStyle style, float size, float width, const char *text)
{
    if (layout_text_width(l, style, size, text) <= width)
        return text;
    float room = width - layout_text_width(l, style, size, ELLIPSIS);
    size_t len = strlen(text), low = 0, high = len;
    while (low < high) {
        size_t mid = utf8_cut(text, len, low + (high - low + 1) / 2);
        if (mid <= low) {
            size_t bytes;
            (void)utf8_decode(text + low, len - low, &bytes);
            mid = low + bytes;
        }
        if (mid > high || font_text_width(l->fonts, style, size, text, mid) > room)
            high = mid > high ? low : mid - 1;
        else
            low = mid;
        if (high > low)
            high = utf8_cut(text, len, high);
    }
    while (low > 0 && text[low - 1] == ' ')
        low--;
    return layout_printf(l, "%.*s%s", (int)low, text, ELLIPSIS);
}

/* ---- what was shortened ---- */

struct Shortened {
    const char *text;
    struct Shortened *next;
};

void layout_remember_shortened(Layout *l, const char *text)
{
    struct Shortened **at = &l->shortened;
    for (; *at; at = &(*at)->next)
        if (strcmp((*at)->text, text) == 0)
            return;
    *at = ARENA_PUSH(sheet_arena(l->sheet), struct Shortened, 1);
    if (*at)
        **at = (struct Shortened){.text = text};
    else
        l->lost = true;
}

bool layout_has_shortened(const Layout *l)
{
    return l->shortened != NULL;
}

void layout_flow_shortened(Layout *l)
{
    for (const struct Shortened *at = l->shortened; at; at = at->next) {
        int32_t lines = sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_BODY, at->text);
        (void)layout_need(l, LEAD_BODY * (float)(lines < KEPT_LINES ? lines - 1 : KEPT_LINES));
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK, at->text);
    }
}

/* ---- lines and labels ---- */

static float fitting_size(const Layout *l, float width, FontStyle style, float size,
                          const char *text)
{
    static const float smaller[] = {SIZE_HEAD, SIZE_BODY, SIZE_NOTE};
    for (size_t i = 0; i < sizeof smaller / sizeof *smaller; i++)
        if (smaller[i] < size && layout_text_width(l, style, size, text) > width)
            size = smaller[i];
    return size;
}

static int32_t label_lines(const Layout *l, float width, FontStyle style, float size,
                           const char *text)
{
    if (layout_text_width(l, style, fitting_size(l, width, style, size, text), text) <= width)
        return 1;
    return sheet_count_lines(l->sheet, width, style, SIZE_NOTE, text);
}

float layout_label_height(const Layout *l, float width, FontStyle style, float size,
                          const char *text)
{
    return LEAD_LABEL * (float)label_lines(l, width, style, size, text);
}

void layout_label(Layout *l, float x, float y, float width, FontStyle style, float size,
                  uint32_t rgb, int32_t most, const char *text)
{
    int32_t lines = label_lines(l, width, style, size, text);
    if (lines > most && most > 0)
        layout_remember_shortened(l, text);
    lines = most > 0 && lines > most ? most : lines;
    if (lines == 1) {
        layout_line(l, x, y, width, style, size, rgb, SHEET_LEFT, text);
        return;
    }
    float first = y - LEAD_LABEL * (float)(lines - 1) / 2 - 0.5F;
    sheet_paragraph(l->sheet, x, first, width, LEAD_LABEL, style, SIZE_NOTE, rgb, lines, text);
}

float layout_line(Layout *l, float x, float y, float width, FontStyle style, float size,
                  uint32_t rgb, SheetAlign align, const char *text)
{
    size = fitting_size(l, width, style, size, text);
    if (layout_text_width(l, style, size, text) > width)
        layout_remember_shortened(l, text);
    return sheet_text(l->sheet, x, y, style, size, rgb, align,
                      layout_shorten(l, style, size, width, text));
}

void layout_fitting(Layout *l, float x0, float x1, float y, FontStyle style, float size,
                    uint32_t rgb, const char *form, const char *shorter)
{
    const float sizes[] = {size, SIZE_BODY, SIZE_NOTE};
    const char *forms[] = {form, shorter};
    for (size_t f = 0; f < 2; f++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            if (sizes[i] <= size &&
                layout_text_width(l, style, sizes[i], forms[f]) <= x1 - x0 - 4) {
                sheet_text(l->sheet, (x0 + x1) / 2, y, style, sizes[i], rgb, SHEET_CENTRE,
                           forms[f]);
                return;
            }
}

static float lead_of(float size)
{
    if (size < 9)
        return LEAD_NOTE;
    if (size < 11)
        return LEAD_BODY;
    return size < 15 ? LEAD_HEAD : LEAD_TITLE;
}

static bool is_letter(uint32_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           (c >= 0xC0 && c < 0x2000) || (c > 0x206F && c < 0x2E80);
}

/* A break between two letters of one word: better to begin a new line first. */
static bool breaks_a_word(const char *text, size_t at, size_t next, size_t len)
{
    if (at == 0 || at >= len || next != at)
        return false;
    size_t bytes, last = utf8_cut(text, len, at - 1);
    uint32_t before = utf8_decode(text + last, len - last, &bytes);
    return is_letter(before) && is_letter(utf8_decode(text + at, len - at, &bytes));
}

/* Where a paragraph has got to. */
typedef struct Pen {
    float x, y, left, right, size;
    uint32_t rgb;
    bool draw;
} Pen;

static void pen_newline(Pen *pen)
{
    pen->x = pen->left;
    pen->y += lead_of(pen->size);
}

static void set_phrase(Layout *l, Pen *pen, Phrase phrase)
{
    const char *rest = phrase.text;
    size_t len = strlen(rest);
    while (len > 0) {
        if (rest[0] == '\n') {
            pen_newline(pen);
            rest++, len--;
            continue;
        }
        const char *line_end = memchr(rest, '\n', len);
        size_t piece = line_end ? (size_t)(line_end - rest) : len;
        size_t next, fit = font_break_line(l->fonts, phrase.style, pen->size, pen->right - pen->x,
                                           rest, piece, &next);
        float width = font_text_width(l->fonts, phrase.style, pen->size, rest, fit);
        bool begun = pen->x > pen->left;
        if (begun &&
            (pen->x + width > pen->right + 0.01F || breaks_a_word(rest, fit, next, piece))) {
            pen_newline(pen);
            while (len > 0 && rest[0] == ' ')
                rest++, len--;
            continue;
        }
        if (pen->draw && fit > 0)
            sheet_text(l->sheet, pen->x, pen->y, phrase.style, pen->size, pen->rgb, SHEET_LEFT,
                       layout_copy(l, rest, fit));
        pen->x += width;
        /* What was skipped at the end of the phrase is space before the next. */
        if (next >= piece)
            pen->x += font_text_width(l->fonts, phrase.style, pen->size, rest + fit, piece - fit);
        else
            pen_newline(pen);
        rest += next, len -= next;
    }
}

float layout_phrases(Layout *l, float x, float y, float width, float size, uint32_t rgb,
                     const Phrase *phrases, size_t count, bool draw)
{
    Pen pen = {x, y, x, x + width, size, rgb, draw};
    for (size_t i = 0; i < count; i++)
        set_phrase(l, &pen, phrases[i]);
    return pen.y + lead_of(size);
}

float layout_paragraph(Layout *l, float x, float y, float width, FontStyle style, float size,
                       uint32_t rgb, const char *text)
{
    Phrase phrase = {style, text};
    return layout_phrases(l, x, y, width, size, rgb, &phrase, 1, true);
}

void layout_flow_text(Layout *l, float x, float width, FontStyle style, float size, uint32_t rgb,
                      const char *text)
{
    size_t len = strlen(text);
    while (len > 0) {
        const char *line_end = memchr(text, '\n', len);
        size_t piece = line_end ? (size_t)(line_end - text) : len;
        size_t next = 0, fit = 0;
        if (piece > 0)
            fit = font_break_line(l->fonts, style, size, width, text, piece, &next);
        if (l->y > l->body_end)
            layout_continue(l);
        if (fit > 0)
            sheet_text(l->sheet, x, l->y, style, size, rgb, SHEET_LEFT, layout_copy(l, text, fit));
        l->y += lead_of(size);
        next += next >= piece && line_end ? 1 : 0;
        text += next, len -= next;
    }
}

/* ---- grid ---- */

float layout_column(const Layout *l, int32_t index)
{
    return l->left + (float)index * (l->column_width + GUTTER);
}

float layout_span(const Layout *l, int32_t columns)
{
    return (float)columns * l->column_width + (float)(columns - 1) * GUTTER;
}

/* ---- pages ---- */

void layout_chapter(Layout *l, const char *title)
{
    l->chapter = title;
    l->chapter_begun = false;
    l->section = NULL;
}

/* The title, of two lines at most, or of one with "continued" beside it. Returns
 * the lines. */
static int32_t draw_title(Layout *l, bool continued)
{
    if (!continued) {
        int32_t lines = sheet_count_lines(l->sheet, l->width, FONT_BOLD, SIZE_TITLE, l->chapter);
        sheet_paragraph(l->sheet, l->left, TITLE_Y, l->width, LEAD_TITLE, FONT_BOLD, SIZE_TITLE,
                        INK, TITLE_LINES, l->chapter);
        return lines < TITLE_LINES ? lines : TITLE_LINES;
    }
    float more = layout_text_width(l, FONT_REGULAR, SIZE_BODY, say(l, CONTINUED)) + 10;
    const char *title = layout_shorten(l, FONT_BOLD, SIZE_TITLE, l->width - more, l->chapter);
    float width =
        sheet_text(l->sheet, l->left, TITLE_Y, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT, title);
    sheet_text(l->sheet, l->left + width + 10, TITLE_Y, FONT_REGULAR, SIZE_BODY, INK_SECOND,
               SHEET_LEFT, say(l, CONTINUED));
    return 1;
}

static void turn_page(Layout *l, bool continued)
{
    sheet_add_page(l->sheet, l->chapter_begun ? NULL : l->chapter);
    int32_t lines = draw_title(l, continued && !l->section);
    l->chapter_begun = true;
    l->top = LAYOUT_FIRST_RULE + (float)(lines > 1 ? lines - 1 : 0) * LEAD_TITLE;
    l->y = l->top;
    if (continued && l->section)
        l->y = layout_head(l, l->left, l->y, l->width, l->section, say(l, CONTINUED));
}

void layout_new_page(Layout *l)
{
    turn_page(l, l->chapter_begun);
}

static bool is_at_top(const Layout *l)
{
    return l->y <= l->top;
}

float layout_room(const Layout *l)
{
    return sheet_page_count(l->sheet) == 0 ? 0 : l->body_end - l->y;
}

void layout_continue(Layout *l)
{
    turn_page(l, true);
    if (!l->section)
        l->y += 8;
}

bool layout_need(Layout *l, float height)
{
    if (height <= layout_room(l) || is_at_top(l))
        return false;
    layout_continue(l);
    return true;
}

static bool aside_fits_beside(const Layout *l, float width, const char *title, const char *aside)
{
    return layout_text_width(l, FONT_BOLD, SIZE_HEAD, title) + 8 +
               layout_text_width(l, FONT_REGULAR, SIZE_NOTE, aside) <=
           width;
}

float layout_head(Layout *l, float x, float y, float width, const char *title, const char *aside)
{
    sheet_line(l->sheet, x, y, x + width, y, ink_stroke(INK, 0.75F));
    float end = x + layout_line(l, x, y + 15, width, FONT_BOLD, SIZE_HEAD, INK, SHEET_LEFT, title);
    if (aside[0] == '\0')
        return y + HEAD_DROP;
    if (aside_fits_beside(l, width, title, aside)) {
        sheet_text(l->sheet, end + 8, y + 15, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                   aside);
        return y + HEAD_DROP;
    }
    float next = layout_paragraph(l, x, y + 27, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND, aside);
    return next + HEAD_DROP - 27 - 3;
}

void layout_read_first(Layout *l, float y)
{
    sheet_separator(l->sheet, l->left, y - 0.4F, l->right, y - 0.4F);
}

void layout_read_left(Layout *l, float x, float y0, float y1)
{
    sheet_separator(l->sheet, x, y0, x, y1);
}

void layout_block(Layout *l, float height)
{
    bool first = sheet_page_count(l->sheet) == 0;
    l->section = NULL;
    if (!first && !is_at_top(l))
        l->y += SECTION_GAP;
    if (first || (height > layout_room(l) && !is_at_top(l)))
        turn_page(l, false);
    layout_read_first(l, l->y);
}

void layout_section(Layout *l, const char *title, const char *aside, float height)
{
    layout_block(l, height);
    sheet_add_heading(l->sheet, l->y, title);
    l->y = layout_head(l, l->left, l->y, l->width, title, aside);
    l->section = title;
}

/* ---- ink ---- */

SheetInk ink_fill(uint32_t rgb)
{
    return (SheetInk){.rgb = rgb};
}

SheetInk ink_stroke(uint32_t rgb, float width)
{
    return (SheetInk){.rgb = rgb, .width = width};
}

SheetInk ink_dashes(uint32_t rgb, float width)
{
    return (SheetInk){.rgb = rgb, .width = width, .on = 2, .off = 2};
}

void layout_texture(Layout *l, Texture texture, float x, float y, float w, float h)
{
    switch (texture) {
    case TEXTURE_TEACHER:
        sheet_rect(l->sheet, x, y, w, h, 0, ink_fill(INK_TEACHER));
        break;
    case TEXTURE_PUPIL:
        sheet_rect(l->sheet, x, y, w, h, 0, ink_fill(INK_PUPIL));
        break;
    case TEXTURE_GROUP:
        sheet_rect(l->sheet, x, y, w, h, 0, ink_fill(INK_WHITE));
        sheet_hatch(l->sheet, x, y, w, h, 3, false, ink_stroke(INK_GROUP, 0.6F));
        sheet_rect(l->sheet, x, y, w, h, 0, ink_stroke(INK_GROUP, 0.4F));
        break;
    case TEXTURE_SILENCE:
        sheet_rect(l->sheet, x, y, w, h, 0, ink_fill(INK_WHITE));
        sheet_rect(l->sheet, x, y, w, h, 0, ink_stroke(INK_AXIS, 0.4F));
        break;
    case TEXTURE_NEUTRAL:
        sheet_rect(l->sheet, x, y, w, h, 0, ink_fill(INK_AXIS));
        break;
    case TEXTURE_SECOND:
        sheet_rect(l->sheet, x, y, w, h, 0, ink_fill(INK_WHITE));
        sheet_hatch(l->sheet, x, y, w, h, 3, false, ink_stroke(INK_TEACHER, 0.7F));
        sheet_hatch(l->sheet, x, y, w, h, 3, true, ink_stroke(INK_TEACHER, 0.7F));
        sheet_rect(l->sheet, x, y, w, h, 0, ink_stroke(INK_TEACHER, 0.4F));
        break;
    }
}

uint32_t texture_ink(Texture texture)
{
    return texture == TEXTURE_TEACHER || texture == TEXTURE_NEUTRAL ? INK_WHITE : INK;
}

void layout_dot(Layout *l, float x, float y, float r, uint32_t fill_rgb, float outline)
{
    if (fill_rgb == INK) { /* the outline is no other colour: one mark */
        sheet_circle(l->sheet, x, y, r + outline / 2, ink_fill(INK));
        return;
    }
    sheet_circle(l->sheet, x, y, r, ink_fill(fill_rgb));
    sheet_circle(l->sheet, x, y, r, ink_stroke(INK, outline));
}

void layout_triangle(Layout *l, float x, float y, float size, bool filled)
{
    SheetPoint points[3] = {{x - size / 2, y}, {x + size / 2, y}, {x, y - size}};
    sheet_polygon(l->sheet, points, 3, ink_fill(filled ? INK : INK_WHITE));
    if (!filled)
        sheet_polygon(l->sheet, points, 3, ink_stroke(INK, 0.6F));
}

void layout_boxed(Layout *l, float x, float y, float size, const char *figure)
{
    float width = layout_text_width(l, FONT_BOLD, size, figure);
    float height = size > SIZE_BODY ? 15 : 12;
    sheet_rect(l->sheet, x - width / 2 - 2, y - height / 2 - size * 0.36F, width + 4, height, 0,
               ink_fill(INK_WHITE));
    sheet_text(l->sheet, x, y, FONT_BOLD, size, INK, SHEET_CENTRE, figure);
}

void layout_writing_lines(Layout *l, float x, float width, float y, float end)
{
    int32_t count = (int32_t)((end - y) / LINE_PITCH);
    if ((end - y) / (float)(count + 1) >= LINE_PITCH_MIN)
        count++;
    if (count < 1)
        return;
    float pitch = fminf((end - y) / (float)count, LINE_PITCH_MAX);
    for (int32_t i = 1; i <= count; i++)
        sheet_line(l->sheet, x, y + (float)i * pitch, x + width, y + (float)i * pitch,
                   ink_stroke(INK_GRID, 0.5F));
}
