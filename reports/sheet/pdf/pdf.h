/* pdf.h - a PDF under way: what its parts share. Internal to reports/sheet/pdf/, the
 * only folder that includes hpdf.h.
 *
 *   sheet_pdf.c  the document: pages, bytes, file
 *   pdf_memory.c its memory, and what is done when there is none left
 *   pdf_text.c   fonts, and text in them
 *   pdf_mark.c   lines, shapes and pictures
 *   pdf_info.c   what the document says of itself: title, language, outline
 */
#ifndef REPORTS_SHEET_PDF_PDF_H
#define REPORTS_SHEET_PDF_PDF_H

#include "reports/sheet/sheet.h"

#include <hpdf.h>
#include <setjmp.h>

/* What was seen of libharu 2.3.0, and what is done about it here:
 *
 * - It calls the error handler from the middle of its own functions and goes on;
 *   every later code is 0x1025. The handler notes the first, nothing is saved.
 * - It embeds whole TrueType files: they are cut by font_subset() first, and
 *   every glyph left is marked as used, because its own marking loses the parts
 *   of parts of accented letters.
 * - Its public calls load fonts from files only. LoadTTFontFromStream() of its
 *   hpdf_doc.c is private, so load_font() does the same with the functions that
 *   are exported and in its headers.
 * - Its strings lose characters beyond U+FFFF: titles are written as UTF-16.
 * - Its ToUnicode maps are of the wrong kind (a cidrange, which readers may
 *   ignore), and name Arabic by its joined forms: write_to_unicode() replaces
 *   what is in them.
 * - Dashes are whole points: the operator is written by us.
 * - A text of more than 65,535 bytes breaks the document: TEXT_BYTES.
 * - It never says that the disk was full: file_write() saves.
 * - It writes through the result of a failed malloc (HPDF_Page_New and others): none
 *   fails under it. Its allocator leaves by longjmp, and pdf_with_memory() gives back
 *   all that the document had. While it compresses, which zlib's own memory would not
 *   outlive, what cannot be had comes from a reserve: pdf_keep_reserve().
 */

typedef struct LaidText {
    FontRun *runs;
    int32_t count;
} LaidText;

typedef struct PdfFace {
    uint8_t *used; /* NULL: no character of it is on the sheet */
    HPDF_Font font;
} PdfFace;

/* What the page was last told, so that it is told only changes. */
typedef struct PageState {
    uint32_t fill, stroke;
    float width, on, off;
    float stretch; /* of text, percent */
    HPDF_TextRenderingMode mode;
    bool round; /* ends of lines */
} PageState;

typedef struct PdfBlock PdfBlock;

typedef struct PdfMemory {
    PdfBlock *blocks;
    size_t used; /* bytes that libharu asked for so far */
    max_align_t *reserve;
    size_t reserve_count, reserve_used;
    jmp_buf no_memory;
} PdfMemory;

typedef struct Pdf {
    const Sheet *sheet;
    PdfMemory memory;
    uint8_t *bytes; /* of a font, then of the document, from malloc */
    size_t len;     /* of the document */
    Arena scratch;
    HPDF_Doc doc;
    HPDF_STATUS first_error;
    PdfFace faces[FONT_MAX_FACES];
    LaidText **texts; /* [page][mark] */
    HPDF_Page page;
    PageState state;
    float height;
    HPDF_Outline chapter; /* of the last page that had a label */
} Pdf;

/* libharu's error handler: user_data is the Pdf, the first error is kept. */
void pdf_note_error(HPDF_STATUS status, HPDF_STATUS detail, void *user_data);
bool pdf_no_memory(Err *err);               /* false, and says so */
bool pdf_is_well(const Pdf *pdf, Err *err); /* true while libharu has refused nothing */

/* Calls make(), the one place where libharu may be used, and frees what libharu took:
 * the document is gone afterwards. Where memory ends, make() is left from wherever it is:
 * what it owns itself is in pdf. */
bool pdf_with_memory(Pdf *pdf, bool (*make)(Pdf *pdf, Err *err), Err *err);
HPDF_Doc pdf_new_document(Pdf *pdf);       /* NULL: refused */
bool pdf_keep_reserve(Pdf *pdf, Err *err); /* as much again as the document has */

/* Lays out the texts of all pages and loads the fonts they need, cut to what is used. */
bool pdf_prepare_text(Pdf *pdf, Err *err);
bool pdf_draw_text(Pdf *pdf, const SheetMark *mark, const LaidText *text, Err *err);
bool pdf_draw_separator(Pdf *pdf, const SheetMark *mark, Err *err);

/* One mark on the page; next is the one that follows it, or NULL. */
bool pdf_draw_mark(Pdf *pdf, const SheetMark *mark, const SheetMark *next, const LaidText *text,
                   Err *err);
void pdf_set_fill(Pdf *pdf, uint32_t rgb);
void pdf_set_stroke(Pdf *pdf, SheetInk ink);
bool pdf_differ(float a, float b);

void pdf_describe(Pdf *pdf);
void pdf_add_outline(Pdf *pdf, int32_t page); /* its chapter, if one begins, and its headings */

#endif
