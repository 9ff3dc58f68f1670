/* font.h - the typefaces of the sheets: which file draws a character, and how
 * wide it is.
 *
 * Three styles of one family (Noto Sans), and for what it lacks a list of
 * further faces: the scripts of the world, symbols, Japanese, Chinese, Korean.
 * Only the main family must be there (Debian: fonts-noto-core); a file is
 * looked for when the first character asks for it, mapped and kept for the life
 * of the set, so a sheet without Japanese never opens the Japanese font.
 *
 * Only TrueType outlines are taken, because libharu embeds no others; but for Han beyond
 * U+FFFF, which it cannot write at all: it is drawn (fonts-noto-cjk, where installed). Widths
 * are sums of advances in thousandths of the size, cut as libharu cuts them, so
 * what is measured here is what a PDF reader draws (libharu neither shapes nor
 * kerns). Scripts whose letters change places or shapes (Devanagari, Tamil,
 * Thai, Khmer, ...) are shaped by HarfBuzz and drawn as outlines. No face has a bold or slanted
 * Japanese: bold is drawn thicker (see FontRun.thicken), italic stays upright.
 *
 * A set fills caches while it measures: one thread at a time.
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

enum { FONT_MAX_FACES = 64 };

/* Thickness of the stroke that stands for a missing bold, to the size. */
#define FONT_THICKEN 0.032F

typedef struct FontSet FontSet;

/* The set of the fonts this machine has. ERR_SYSTEM names the file and the
 * package to install when the main family is missing; missing fallbacks are no
 * error. */
FontSet *font_set_create(Err *err);
/* The same from these folders alone, tried in turn; NULL ends the list. */
FontSet *font_set_create_in(const char *const *folders, Err *err);
void font_set_destroy(FontSet *set); /* accepts NULL */

int32_t font_face_count(const FontSet *set);
/* The file's bytes (borrowed); NULL when the machine lacks it. */
const uint8_t *font_face_data(const FontSet *set, int32_t face, size_t *ret_len);
/* Where the face was found; its file name alone while nobody has asked for it
 * or when it is missing. */
const char *font_face_path(const FontSet *set, int32_t face);
/* True once a character asked for the face and the file was there. */
bool font_face_is_open(const FontSet *set, int32_t face);

/* The face that has a glyph for this code point in this style, or a fallback;
 * -1 when none has. Of what lies beyond U+FFFF only Han is looked for. */
int32_t font_find_face(const FontSet *set, FontStyle style, uint32_t code_point);

/* A stretch of text that one face draws. Text is made fit to print first:
 * invalid UTF-8 and control characters become U+FFFD (tabs and line ends a
 * space), what no face has becomes U+25A1 or "?", letters with loose accents
 * are composed, right-to-left runs are put in visual order (FriBidi), Arabic is
 * joined by its presentation forms where the face has them, marks that have no
 * width and no ink (joiners, direction marks) are left out. */
typedef struct FontRun {
    int32_t face;
    const char *utf8; /* len bytes, in visual order, in arena */
    size_t len;
    float width;  /* at size 1 */
    bool thicken; /* bold was asked for and the face has none: stroke it too */
    bool shaped;  /* to be drawn by font_outline(), not letter by letter */
    bool beyond;  /* all of it lies beyond U+FFFF, which libharu cannot write: drawn by outlines */
    float plain;  /* the width letter by letter, at size 1 */
} FontRun;
bool font_layout(const FontSet *set, Arena *arena, FontStyle style, const char *utf8, size_t len,
                 FontRun **ret_runs, int32_t *ret_count, Err *err);

/* A piece of an outline at size 1: x to the right from the run's left, y *up*
 * from the baseline. Areas are filled by the nonzero winding rule. */
typedef struct FontStroke {
    enum { FONT_MOVE, FONT_LINE, FONT_QUADRATIC, FONT_CUBIC, FONT_CLOSE } kind;
    float x[3], y[3]; /* controls, then the end; 1, 1, 2, 3, 0 points */
} FontStroke;
/* The shape of a run, in arena: as its script asks for when it is shaped, else
 * letter by letter. */
bool font_outline(const FontSet *set, Arena *arena, const FontRun *run, FontStroke **ret_strokes,
                  int32_t *ret_count, Err *err);

/* What a character of a run stands for in plain text: an Arabic form is its
 * letter, a joined pair stays one character (readers take pairs apart in
 * different orders), all else is itself. */
uint32_t font_plain_text(uint32_t code_point);

/* Width in points of what font_layout() makes of the text. Cached advances; no
 * arena, no error. */
float font_text_width(const FontSet *set, FontStyle style, float size, const char *utf8,
                      size_t len);

/* True when the first letter with a direction runs from right to left: the
 * paragraph is set flush right. */
bool font_is_right_to_left(const char *utf8, size_t len);

/* True when any letter runs from right to left: figures after it would change places. */
bool font_has_right_to_left(const char *utf8, size_t len);

/* Where the next line ends: the largest number of bytes that fits width_pt,
 * broken after a space or hyphen or between CJK characters (kinsoku: no line
 * begins with closing punctuation, none ends with opening), within a word only
 * when the word alone is wider, never between a letter and its accent. A line
 * feed ends the line. *ret_next: where the line after begins (spaces skipped).
 * Always makes progress while len > 0. */
size_t font_break_line(const FontSet *set, FontStyle style, float size, float width_pt,
                       const char *utf8, size_t len, size_t *ret_next);

/* The file of one face cut down to the characters in `used`, bit n of byte
 * n / 8 for code point n: a TrueType file of its own (malloc'ed, the caller's
 * to free). */
enum { FONT_USED_BYTES = 0x10000 / 8 };
bool font_subset(const FontSet *set, int32_t face, const uint8_t used[FONT_USED_BYTES],
                 uint8_t **ret_bytes, size_t *ret_len, Err *err);

#endif
