#include "protocols/utf8.h"
#include "reports/sheet/pdf/pdf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TEXT_BYTES = 3 * 4096, /* in one operator; each character becomes 4 */
    FONT_BLOCK_BYTES = 64 * 1024,
};

/* Of the main family, to its size. */
static const float ASCENT = 1.069F;
static const float DESCENT = 0.293F;
static const float ADVANCE = 0.6F; /* of the separator */

/* Of separators: the least height of an upright one, three times the body text; of its
 * parts, three times a title; its width; the height of a level one. */
static const float LOW = 40;
static const float PART = 64;
static const float NARROW = 0.5F;
static const float THIN = 1.4F;

/* ---- fonts ---- */

static const char SEPARATOR[] = "\u2063"; /* invisible; in no text, font_layout() leaves it out */

static const FontRun SEPARATOR_RUN = {
    .face = FONT_REGULAR, .utf8 = SEPARATOR, .len = sizeof SEPARATOR - 1};

/* A run beyond U+FFFF is drawn, and a separator stands for it. */
static bool note_used(Pdf *pdf, const FontRun *run, Err *err)
{
    run = run->beyond ? &SEPARATOR_RUN : run;
    PdfFace *face = &pdf->faces[run->face];
    if (!face->used)
        face->used = ARENA_PUSH(&pdf->scratch, uint8_t, FONT_USED_BYTES);
    if (!face->used)
        return pdf_no_memory(err);
    for (size_t at = 0, bytes = 0; at < run->len; at += bytes) {
        uint32_t c = utf8_decode(run->utf8 + at, run->len - at, &bytes);
        face->used[c / 8] |= (uint8_t)(1U << c % 8);
    }
    return true;
}

static bool lay_out_page(Pdf *pdf, int32_t page, Err *err)
{
    size_t count = 0;
    const SheetMark *marks = sheet_marks(pdf->sheet, page, &count);
    LaidText *texts = ARENA_PUSH(&pdf->scratch, LaidText, count);
    if (!texts)
        return pdf_no_memory(err);
    pdf->texts[page] = texts;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].kind == SHEET_MARK_SEPARATOR && !note_used(pdf, &SEPARATOR_RUN, err))
            return false;
        if (marks[i].kind != SHEET_MARK_TEXT)
            continue;
        if (!font_layout(sheet_fonts(pdf->sheet), &pdf->scratch, marks[i].style, marks[i].text,
                         strlen(marks[i].text), &texts[i].runs, &texts[i].count, err))
            return false;
        for (int32_t run = 0; run < texts[i].count; run++)
            if (!note_used(pdf, &texts[i].runs[run], err))
                return false;
    }
    return true;
}

/* libharu takes over the stream, and the font with it. */
static HPDF_FontDef add_font_file(Pdf *pdf, const uint8_t *bytes, size_t len)
{
    HPDF_MMgr memory = pdf->doc->mmgr;
    HPDF_Stream stream = HPDF_MemStream_New(memory, FONT_BLOCK_BYTES);
    if (!stream)
        return NULL;
    if (HPDF_Stream_Write(stream, bytes, (HPDF_UINT)len) != HPDF_OK) {
        HPDF_Stream_Free(stream);
        return NULL;
    }
    HPDF_FontDef def = HPDF_TTFontDef_Load(memory, stream, HPDF_TRUE);
    if (def && HPDF_Doc_RegisterFontDef(pdf->doc, def) != HPDF_OK)
        return NULL; /* registering has freed it */
    return def;
}

/* The tag is what PDF asks of a subset: six letters, another for each. */
static void tag_font(HPDF_FontDef def, int32_t face)
{
    char tag[HPDF_TTF_FONT_TAG_LEN + 1] = "KENKAA";
    tag[4] = (char)('A' + face / 26);
    tag[5] = (char)('A' + face % 26);
    HPDF_TTFontDef_SetTagName(def, tag);
    HPDF_TTFontDefAttr attr = def->attr;
    memset(attr->glyph_tbl.flgs, 1, attr->num_glyphs);
}

static bool is_used(const PdfFace *face, uint32_t c)
{
    return face->used[c / 8] >> c % 8 & 1;
}

static void write_mapping(HPDF_Stream out, uint32_t c)
{
    char line[24];
    (void)snprintf(line, sizeof line, "<%04X> <%04X>\n", (unsigned)c, (unsigned)font_plain_text(c));
    HPDF_Stream_WriteStr(out, line);
}

/* The map by which a reader searches and copies: each code is its character, or
 * the letter that an Arabic form stands for; at most 100 in a block. */
static void write_to_unicode(const PdfFace *face)
{
    HPDF_Dict map = HPDF_Dict_GetItem(face->font, "ToUnicode", HPDF_OCLASS_DICT);
    uint32_t codes[100];
    int count = 0;
    if (!map)
        return;
    HPDF_MemStream_FreeData(map->stream);
    HPDF_Stream_WriteStr(map->stream, "/CIDInit /ProcSet findresource begin\n12 dict begin\n"
                                      "begincmap\n/CMapName /Kenkyu def\n/CMapType 2 def\n"
                                      "1 begincodespacerange\n<0000> <FFFF>\n"
                                      "endcodespacerange\n");
    for (uint32_t c = 0; c <= 0xFFFF; c++) {
        if (is_used(face, c))
            codes[count++] = c;
        if (count == 0 || (count < 100 && c < 0xFFFF))
            continue;
        HPDF_Stream_WriteInt(map->stream, count);
        HPDF_Stream_WriteStr(map->stream, " beginbfchar\n");
        for (int i = 0; i < count; i++)
            write_mapping(map->stream, codes[i]);
        HPDF_Stream_WriteStr(map->stream, "endbfchar\n");
        count = 0;
    }
    HPDF_Stream_WriteStr(map->stream,
                         "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

static bool load_font(Pdf *pdf, int32_t face, Err *err)
{
    size_t len = 0;
    if (!font_subset(sheet_fonts(pdf->sheet), face, pdf->faces[face].used, &pdf->bytes, &len, err))
        return false;
    HPDF_FontDef def = add_font_file(pdf, pdf->bytes, len);
    free(pdf->bytes);
    pdf->bytes = NULL;
    if (def) {
        tag_font(def, face);
        pdf->faces[face].font = HPDF_GetFont(pdf->doc, def->base_font, "UTF-8");
        if (pdf->faces[face].font)
            write_to_unicode(&pdf->faces[face]);
    }
    if (!pdf->faces[face].font) /* not all that libharu refuses reaches the handler */
        pdf_note_error(HPDF_GetError(pdf->doc), 0, pdf);
    if (!pdf_is_well(pdf, err))
        return err_prefix(err, "%s", font_face_path(sheet_fonts(pdf->sheet), face));
    return pdf->faces[face].font || pdf_no_memory(err);
}

bool pdf_prepare_text(Pdf *pdf, Err *err)
{
    int32_t pages = sheet_page_count(pdf->sheet);
    pdf->texts = ARENA_PUSH(&pdf->scratch, LaidText *, (size_t)pages);
    if (!pdf->texts)
        return pdf_no_memory(err);
    for (int32_t page = 0; page < pages; page++)
        if (!lay_out_page(pdf, page, err))
            return err_prefix(err, "page %d of the sheet", (int)page + 1);
    for (int32_t face = 0; face < font_face_count(sheet_fonts(pdf->sheet)); face++)
        if (pdf->faces[face].used && !load_font(pdf, face, err))
            return false;
    return true;
}

/* ---- text ---- */

static void set_mode(Pdf *pdf, HPDF_TextRenderingMode mode)
{
    if (pdf->state.mode != mode)
        HPDF_Page_SetTextRenderingMode(pdf->page, mode);
    pdf->state.mode = mode;
}

/* One operator takes TEXT_BYTES; pieces of a run follow each other by
 * themselves. */
static void show_run(Pdf *pdf, const FontRun *run)
{
    char piece[TEXT_BYTES + 1];
    for (size_t at = 0; at < run->len;) {
        size_t len = utf8_cut(run->utf8 + at, run->len - at, TEXT_BYTES);
        memcpy(piece, run->utf8 + at, len);
        piece[len] = '\0';
        HPDF_Page_ShowText(pdf->page, piece);
        at += len;
    }
}

/* A quadratic curve is the cubic one whose controls stand two thirds of the way
 * to its control. */
static void quadratic_to(Pdf *pdf, float cx, float cy, float x, float y)
{
    HPDF_Point from = HPDF_Page_GetCurrentPos(pdf->page);
    HPDF_Page_CurveTo(pdf->page, from.x + (cx - from.x) * 2 / 3, from.y + (cy - from.y) * 2 / 3,
                      x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y);
}

static bool fill_outline(Pdf *pdf, const FontRun *run, float left, float base, float size, Err *err)
{
    FontStroke *strokes = NULL;
    int32_t count = 0;
    ArenaMark mark = arena_mark(&pdf->scratch);
    if (!font_outline(sheet_fonts(pdf->sheet), &pdf->scratch, run, &strokes, &count, err))
        return false;
    for (int32_t i = 0; i < count; i++) {
        const FontStroke *s = &strokes[i];
        float x[3];
        float y[3];
        for (int k = 0; k < 3; k++) {
            x[k] = left + s->x[k] * size;
            y[k] = base + s->y[k] * size;
        }
        switch (s->kind) {
        case FONT_MOVE:
            HPDF_Page_MoveTo(pdf->page, x[0], y[0]);
            break;
        case FONT_LINE:
            HPDF_Page_LineTo(pdf->page, x[0], y[0]);
            break;
        case FONT_QUADRATIC:
            quadratic_to(pdf, x[0], y[0], x[1], y[1]);
            break;
        case FONT_CUBIC:
            HPDF_Page_CurveTo(pdf->page, x[0], y[0], x[1], y[1], x[2], y[2]);
            break;
        case FONT_CLOSE:
            HPDF_Page_ClosePath(pdf->page);
            break;
        }
    }
    if (count > 0 && run->thicken)
        HPDF_Page_FillStroke(pdf->page);
    else if (count > 0)
        HPDF_Page_Fill(pdf->page);
    arena_reset(&pdf->scratch, mark);
    return true;
}

/* Through the page's own stream: libharu knows no less than 10 percent. */
static void write_stretch(Pdf *pdf, float percent)
{
    HPDF_PageAttr attr = pdf->page->attr;
    if (!pdf_differ(pdf->state.stretch, percent))
        return;
    HPDF_Stream_WriteReal(attr->stream, percent);
    HPDF_Stream_WriteStr(attr->stream, " Tz\n");
    pdf->state.stretch = percent;
}

/* Stretches the text that is not seen to the width of the outline over it, or
 * readers take the words apart at the wrong places. */
static float stretch_of(const FontRun *run)
{
    return run->shaped && run->plain > 0 ? run->width / run->plain * 100 : 100;
}

/* At its baseline. */
static void show_separator(Pdf *pdf, float x, float base, float size, float width)
{
    HPDF_Page_BeginText(pdf->page);
    set_mode(pdf, HPDF_INVISIBLE);
    HPDF_Page_SetFontAndSize(pdf->page, pdf->faces[FONT_REGULAR].font, size);
    write_stretch(pdf, 100 * width / (ADVANCE * size));
    HPDF_Page_MoveTextPos(pdf->page, x, base);
    HPDF_Page_ShowText(pdf->page, SEPARATOR);
    HPDF_Page_EndText(pdf->page);
}

/* What libharu cannot write: its outline, and unseen a character that stands for the
 * text, which the PDF says in full (ISO 32000-1, 14.9.4: ActualText, UTF-16). */
static bool draw_beyond(Pdf *pdf, const SheetMark *mark, const FontRun *run, float x, float y,
                        Err *err)
{
    HPDF_PageAttr attr = pdf->page->attr;
    float size = mark->size;
    char unit[16];
    if (run->thicken)
        pdf_set_stroke(pdf, (SheetInk){.rgb = mark->ink.rgb, .width = size * FONT_THICKEN});
    if (!fill_outline(pdf, run, x, y, size, err) || !pdf_is_well(pdf, err))
        return false;
    HPDF_Stream_WriteStr(attr->stream, "/Span <</ActualText <FEFF");
    for (size_t at = 0, bytes = 0; at < run->len; at += bytes) {
        uint32_t c = utf8_decode(run->utf8 + at, run->len - at, &bytes) - 0x10000;
        (void)snprintf(unit, sizeof unit, "%04X%04X", (unsigned)(0xD800 + (c >> 10)),
                       (unsigned)(0xDC00 + (c & 0x3FF)));
        HPDF_Stream_WriteStr(attr->stream, unit);
    }
    HPDF_Stream_WriteStr(attr->stream, ">>> BDC\n");
    show_separator(pdf, x, y, size, run->width * size);
    HPDF_Stream_WriteStr(attr->stream, "EMC\n");
    return true;
}

/* A shaped run is drawn by its outline; its text lies there unseen, to be
 * searched and copied. */
bool pdf_draw_text(Pdf *pdf, const SheetMark *mark, const LaidText *text, Err *err)
{
    float x = mark->x;
    float y = pdf->height - mark->y;
    pdf_set_fill(pdf, mark->ink.rgb);
    for (int32_t i = 0; i < text->count; i++) {
        const FontRun *run = &text->runs[i];
        if (run->beyond) {
            if (!draw_beyond(pdf, mark, run, x, y, err))
                return false;
            x += run->width * mark->size;
            continue;
        }
        if (run->shaped && !fill_outline(pdf, run, x, y, mark->size, err))
            return false;
        if (run->thicken && !run->shaped)
            pdf_set_stroke(pdf,
                           (SheetInk){.rgb = mark->ink.rgb, .width = mark->size * FONT_THICKEN});
        HPDF_Page_BeginText(pdf->page);
        set_mode(pdf, run->shaped    ? HPDF_INVISIBLE
                      : run->thicken ? HPDF_FILL_THEN_STROKE
                                     : HPDF_FILL);
        write_stretch(pdf, stretch_of(run));
        HPDF_Page_SetFontAndSize(pdf->page, pdf->faces[run->face].font, mark->size);
        HPDF_Page_MoveTextPos(pdf->page, x, y);
        if (!pdf_is_well(pdf, err))
            return false; /* without a font libharu would read a null pointer */
        show_run(pdf, run);
        HPDF_Page_EndText(pdf->page);
        x += run->width * mark->size;
    }
    return true;
}

/* A character that is not seen, stretched over a box. */
static void draw_separator(Pdf *pdf, float x, float y, float width, float height)
{
    float size = height / (ASCENT + DESCENT);
    show_separator(pdf, x, pdf->height - y - ASCENT * size, size, width);
}

/* Poppler widens a block that has no neighbour on its height over all that stands below
 * it, takes what stands in line both ways for the cells of a table, and what such a block
 * or table parts one after the other. An upright separator is a neighbour for every line
 * of both columns, a level one is such a block itself.
 *
 * Characters one below the other are one block; so are those of nearly one size on one
 * line, as far apart as their size. So an upright one is made of parts that are larger
 * than any text beside it and smaller than the space to the next gutter. Low columns are
 * told apart without. */
bool pdf_draw_separator(Pdf *pdf, const SheetMark *mark, Err *err)
{
    HPDF_PageAttr attr = pdf->page->attr;
    if (!pdf_is_well(pdf, err))
        return false;
    bool level = mark->w > 0;
    if (!level && mark->h < LOW)
        return true;
    HPDF_Stream_WriteStr(attr->stream, "/Artifact BMC\n");
    if (level)
        draw_separator(pdf, mark->x, mark->y - THIN, mark->w, THIN);
    int parts = level ? 0 : (int)fmaxf(mark->h / PART, 1);
    for (int i = 0; i < parts; i++) {
        float height = mark->h / (float)parts;
        draw_separator(pdf, mark->x, mark->y + height * (float)i, NARROW, height);
    }
    HPDF_Stream_WriteStr(attr->stream, "EMC\n");
    return true;
}
