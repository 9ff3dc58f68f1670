/* font.h - the typefaces of the sheets: which file draws a character, and how
 * wide it is.
 *
 * Four styles of one family (Noto Sans), and for what it lacks a list of
 * further faces: Japanese, other CJK, Arabic, Hebrew, symbols. Files come from
 * Debian's font packages; the first that exists of a list is taken. Files are
 * read once and kept for the life of the set. HarfBuzz measures; widths are
 * sums of advances (libharu neither shapes nor kerns).
 */
#ifndef REPORTS_SHEET_FONT_H
#define REPORTS_SHEET_FONT_H

#include "protocols/base.h"

typedef enum FontStyle {
    FONT_REGULAR,
    FONT_BOLD,
    FONT_ITALIC,
    FONT_STYLE_COUNT,
} FontStyle;

enum { FONT_MAX_FACES = 12 };

typedef struct FontSet FontSet;

/* ERR_SYSTEM names the file and the package to install when the main family is
 * missing; missing fallbacks are no error. */
FontSet *font_set_create(Err *err);
void font_set_destroy(FontSet *set); /* accepts NULL */

int32_t font_face_count(const FontSet *set);
/* The file's bytes (borrowed). */
const uint8_t *font_face_data(const FontSet *set, int32_t face, size_t *ret_len);
const char *font_face_path(const FontSet *set, int32_t face);

/* The face that has a glyph for this code point in this style, or a fallback;
 * -1 when none has. */
int32_t font_find_face(const FontSet *set, FontStyle style, uint32_t code_point);

/* A stretch of text that one face draws. Text is made fit to print first:
 * invalid UTF-8 becomes U+FFFD, what no face has becomes U+25A1 or "?", right-
 * to-left runs are put in visual order (FriBidi), Arabic is joined by its
 * presentation forms. */
typedef struct FontRun {
    int32_t face;
    const char *utf8; /* len bytes, in visual order, in arena */
    size_t len;
    float width; /* at size 1 */
} FontRun;
bool font_layout(const FontSet *set, Arena *arena, FontStyle style, const char *utf8, size_t len,
                 FontRun **ret_runs, int32_t *ret_count, Err *err);

/* Width in points. Cached advances; no arena, no error. */
float font_text_width(const FontSet *set, FontStyle style, float size, const char *utf8,
                      size_t len);

/* Where the next line ends: the largest number of bytes that fits width_pt,
 * broken after a space or between CJK characters (kinsoku: no line begins with
 * closing punctuation, none ends with opening), within a word only when the
 * word alone is wider. *ret_next: where the line after begins (spaces
 * skipped). Always makes progress. */
size_t font_break_line(const FontSet *set, FontStyle style, float size, float width_pt,
                       const char *utf8, size_t len, size_t *ret_next);

#endif
