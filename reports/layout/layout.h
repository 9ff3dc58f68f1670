/* layout.h - the grid of the sheets: columns, type, ink, heads, pages.
 *
 * Knows a Sheet and no lesson. Everything is drawn from the top down: l->y is
 * where the next thing may begin, nothing above it is touched again, and
 * layout_need() turns to a new page before something would pass the foot. So
 * two texts can only meet when one function draws both, and that function
 * measures them first.
 *
 *   left                                   right
 *    |  kicker                     where     |   44
 *    |  Page title                           |   68
 *    |  ----------------------------------   |   top: first rule
 *    |  12 columns, gutter 12                |
 *    |                                       |   body_end
 *    |  ----------------------------------   |   height - 54
 *    |  the numbers of the protocol   n of m |
 *
 * All measures in points, origin top left, y down; text at its baseline.
 */
#ifndef REPORTS_LAYOUT_LAYOUT_H
#define REPORTS_LAYOUT_LAYOUT_H

#include "reports/layout/phrases.h"
#include "reports/sheet/sheet.h"

/* Four sizes, no others. */
#define SIZE_NOTE 8.0F
#define SIZE_BODY 9.5F
#define SIZE_HEAD 12.0F
#define SIZE_TITLE 18.0F
#define LEAD_NOTE 10.5F
#define LEAD_BODY 13.0F
#define LEAD_HEAD 16.0F
#define LEAD_TITLE 22.0F
#define HEAD_DROP 30.0F /* from a section's rule to its first baseline */
#define SECTION_GAP 10.0F
#define LAYOUT_FIRST_RULE 88.0F /* where the body of a page begins, under a title of one line */

/* Tones that stay apart in grey; none says good or bad. */
enum {
    INK = 0x1A1A1A,
    INK_SECOND = 0x595959,
    INK_AXIS = 0x8C8C8C,
    INK_FAINT = 0xA8A8A8,
    INK_ONCE = 0xBDBDBD,
    INK_GRID = 0xCFCFCF,
    INK_BAND_DARK = 0xE2E2E2,
    INK_BAND = 0xF1F1F1,
    INK_WHITE = 0xFFFFFF,
    INK_TEACHER = 0x1F3B5C,
    INK_PUPIL = 0xE3A33C,
    INK_GROUP = 0x9A6408,
};

typedef struct Layout {
    Sheet *sheet;
    const FontSet *fonts;
    float left, right, width, column_width, body_end;
    float y;                     /* where the next thing may begin */
    float top;                   /* y of this page when nothing was drawn yet */
    const char *chapter;         /* title of the pages that come */
    bool chapter_begun;          /* it stands on a page already */
    const char *section;         /* what goes on when the page turns; NULL: the chapter itself */
    const Phrasebook *book;      /* of the sheet's language; NULL: English */
    bool lost;                   /* a text did not fit into memory */
    struct Shortened *shortened; /* see layout_flow_shortened() */
} Layout;

void layout_init(Layout *l, Sheet *sheet);

/* ---- text ---- */

/* The words in the sheet's language (phrases.h). */
const char *say(const Layout *l, const char *english) FORMAT_OF(2);

/* A formatted string in the sheet's language that lives as long as the sheet; "" when memory ran
 * out (lost is then set). */
const char *layout_printf(Layout *l, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *layout_copy(Layout *l, const char *text, size_t len);

/* A name in a running text: kept by itself where it runs from right to left, so that the
 * figures beside it stay beside it. */
const char *layout_isolated(Layout *l, const char *name);

float layout_text_width(const Layout *l, FontStyle style, float size, const char *text);

/* The text itself when it is at most width wide, else its longest beginning
 * with an ellipsis. */
const char *layout_shorten(Layout *l, FontStyle style, float size, float width, const char *text);

/* One line, drawn; the next smaller sizes are tried before it is shortened to
 * width, and then it is remembered for layout_flow_shortened(). Returns its width. */
float layout_line(Layout *l, float x, float y, float width, FontStyle style, float size,
                  uint32_t rgb, SheetAlign align, const char *text);

/* A label: one line of size or a smaller size where that fits, else as many lines of 8 as
 * it takes, or as most allows (0: any; what is shortened is remembered), centred about the
 * line whose baseline is y. layout_label_height() is of all its lines. */
#define LEAD_LABEL 9.0F
void layout_label(Layout *l, float x, float y, float width, FontStyle style, float size,
                  uint32_t rgb, int32_t most, const char *text);
float layout_label_height(const Layout *l, float width, FontStyle style, float size,
                          const char *text);

/* As layout_line() does of what it shortens. */
void layout_remember_shortened(Layout *l, const char *text);
/* What had to be shortened so far, each once, in full, from l->y (a baseline) down. It has
 * to stand somewhere on the sheet. */
bool layout_has_shortened(const Layout *l);
void layout_flow_shortened(Layout *l);

/* Centred between x0 and x1: the first of the two forms, and of the sizes from size down
 * to 8, that fits; nothing when none does (the number stands elsewhere). */
void layout_fitting(Layout *l, float x0, float x1, float y, FontStyle style, float size,
                    uint32_t rgb, const char *form, const char *shorter);

/* A piece of a paragraph in one style. */
typedef struct Phrase {
    FontStyle style;
    const char *text;
} Phrase;

/* Phrases set one after the other in lines of at most width. y is the first
 * baseline; returns the baseline that would come next. draw false measures
 * only. */
float layout_phrases(Layout *l, float x, float y, float width, float size, uint32_t rgb,
                     const Phrase *phrases, size_t count, bool draw);

/* The same for one style, drawn. */
float layout_paragraph(Layout *l, float x, float y, float width, FontStyle style, float size,
                       uint32_t rgb, const char *text);

/* From l->y (a baseline) down, line by line on to the next pages; l->y is then
 * the baseline that would come next. For words of any length. */
void layout_flow_text(Layout *l, float x, float width, FontStyle style, float size, uint32_t rgb,
                      const char *text);

/* ---- grid ---- */
float layout_column(const Layout *l, int32_t index);
float layout_span(const Layout *l, int32_t columns);

/* ---- pages ---- */

/* The chapter's title heads the next new page; the chapter's sections begin
 * where the last one ended when there is room. */
void layout_chapter(Layout *l, const char *title);
void layout_new_page(Layout *l);
float layout_room(const Layout *l);

/* A block that is kept together: turns to a new page unless height still fits.
 * What is higher than a page begins at the top of one and is the caller's to
 * break. l->y is then its rule. */
void layout_block(Layout *l, float height);

/* A section over the full width that keeps at least height together (its head
 * included): rule, head, quiet words beside it. l->y is then the first
 * baseline of the content. */
void layout_section(Layout *l, const char *title, const char *aside, float height);

/* Goes on within a section: on a new page under its head again, with
 * "continued". layout_need() does so unless height still fits (true when it
 * turned). l->y is a baseline before and after. */
void layout_continue(Layout *l);
bool layout_need(Layout *l, float height);

/* A head at y over part of the width; returns the first baseline of the
 * content. The aside goes under the title where it does not fit beside it. */
float layout_head(Layout *l, float x, float y, float width, const char *title, const char *aside);

/* What is read first (see sheet_separator()): what stands above y, a rule, before what
 * stands below it, which blocks and sections say of themselves; of two columns from y0 to
 * y1 the one left of x. */
void layout_read_first(Layout *l, float y);
void layout_read_left(Layout *l, float x, float y0, float y1);

/* ---- ink ---- */
SheetInk ink_fill(uint32_t rgb);
SheetInk ink_stroke(uint32_t rgb, float width);
SheetInk ink_dashes(uint32_t rgb, float width);

/* The four kinds of talk differ by tone and by texture: dark, plain, hatched,
 * empty. What is neither is a neutral bar. */
typedef enum Texture {
    TEXTURE_TEACHER,
    TEXTURE_PUPIL,
    TEXTURE_GROUP,
    TEXTURE_SILENCE,
    TEXTURE_NEUTRAL,
    TEXTURE_SECOND, /* another adult: crossed */
} Texture;
void layout_texture(Layout *l, Texture texture, float x, float y, float w, float h);
/* A figure's colour on that texture; a figure on a hatch needs a white box. */
uint32_t texture_ink(Texture texture);

/* A circle with outline, and a triangle standing on y. */
void layout_dot(Layout *l, float x, float y, float r, uint32_t fill_rgb, float outline);
void layout_triangle(Layout *l, float x, float y, float size, bool filled);

/* A figure on a hatch: text in bold, centred at x, on white. */
void layout_boxed(Layout *l, float x, float y, float size, const char *figure);

/* Lines to write on from y down to end, 20 to 26 apart. */
void layout_writing_lines(Layout *l, float x, float width, float y, float end);

/* ---- what stands on every page: set last, when the pages are known ---- */

typedef struct LayoutFrame {
    const char *kicker;  /* top left of the first page: what kind of sheet */
    const char *running; /* top left of the others: the lesson */
    const char *where;   /* top right: date and place; up to six tenths of the width */
    const char *foot;    /* the numbers that figures depend on, in two lines */
} LayoutFrame;
void layout_frame(Layout *l, const LayoutFrame *frame);

/* For the top right: the parts with dots between, the first of them that fit whole in
 * two lines. What is left out is the caller's to say elsewhere. */
const char *layout_where(Layout *l, const char *const *parts, int32_t count, bool *ret_whole);
/* What does not fit is cut there, and is the caller's to say elsewhere. */
bool layout_foot_is_cut(const Layout *l, const char *foot);

#endif
