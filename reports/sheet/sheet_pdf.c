#include "protocols/file.h"
#include "protocols/utf8.h"
#include "reports/sheet/sheet.h"

#include <hpdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
 */
enum {
    TEXT_BYTES = 3 * 4096, /* in one operator; each character becomes 4 */
    TITLE_BYTES = 1000,
    FONT_BLOCK_BYTES = 64 * 1024,
    SCRATCH_BYTES = 512 * 1024 * 1024,
};

static const float DOT_RADIUS = 6;     /* full circles up to here are ends of lines */
static const float KAPPA = 0.5522847F; /* a quarter circle as a Bezier curve */

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

typedef struct Pdf {
    const Sheet *sheet;
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

static void note_first_error(HPDF_STATUS status, HPDF_STATUS detail, void *user_data)
{
    Pdf *pdf = user_data;
    (void)detail;
    if (pdf->first_error == HPDF_OK)
        pdf->first_error = status;
}

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "out of memory for the PDF");
}

/* True while libharu has refused nothing. */
static bool is_well(const Pdf *pdf, Err *err)
{
    if (pdf->first_error == HPDF_OK)
        return true;
    if (pdf->first_error == HPDF_FAILD_TO_ALLOC_MEM)
        return no_memory(err);
    return err_set(err, ERR_RENDER, "the PDF cannot be made: libharu error 0x%04lX",
                   (unsigned long)pdf->first_error);
}

/* ---- text and fonts ---- */

static bool note_used(Pdf *pdf, const FontRun *run, Err *err)
{
    PdfFace *face = &pdf->faces[run->face];
    if (!face->used)
        face->used = ARENA_PUSH(&pdf->scratch, uint8_t, FONT_USED_BYTES);
    if (!face->used)
        return no_memory(err);
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
        return no_memory(err);
    pdf->texts[page] = texts;
    for (size_t i = 0; i < count; i++) {
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
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!font_subset(sheet_fonts(pdf->sheet), face, pdf->faces[face].used, &bytes, &len, err))
        return false;
    HPDF_FontDef def = add_font_file(pdf, bytes, len);
    free(bytes);
    if (def) {
        tag_font(def, face);
        pdf->faces[face].font = HPDF_GetFont(pdf->doc, def->base_font, "UTF-8");
        if (pdf->faces[face].font)
            write_to_unicode(&pdf->faces[face]);
    }
    if (!pdf->faces[face].font) /* not all that libharu refuses reaches the handler */
        note_first_error(HPDF_GetError(pdf->doc), 0, pdf);
    if (!is_well(pdf, err))
        return err_prefix(err, "%s", font_face_path(sheet_fonts(pdf->sheet), face));
    return pdf->faces[face].font || no_memory(err);
}

static bool prepare_text(Pdf *pdf, Err *err)
{
    int32_t pages = sheet_page_count(pdf->sheet);
    pdf->texts = ARENA_PUSH(&pdf->scratch, LaidText *, (size_t)pages);
    if (!pdf->texts)
        return no_memory(err);
    for (int32_t page = 0; page < pages; page++)
        if (!lay_out_page(pdf, page, err))
            return err_prefix(err, "page %d of the sheet", (int)page + 1);
    for (int32_t face = 0; face < font_face_count(sheet_fonts(pdf->sheet)); face++)
        if (pdf->faces[face].used && !load_font(pdf, face, err))
            return false;
    return true;
}

/* ---- what the document says of itself ---- */

/* UTF-16BE with its mark, as PDF's text strings are; unlike libharu's own
 * strings it keeps what is beyond U+FFFF. */
static HPDF_Binary title_object(Pdf *pdf, const char *utf8)
{
    uint8_t utf16[2 + 2 * TITLE_BYTES] = {0xFE, 0xFF};
    HPDF_UINT count = 2;
    size_t len = utf8_cut(utf8, strlen(utf8), TITLE_BYTES);
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        uint32_t c = utf8_decode(utf8 + at, len - at, &bytes);
        uint32_t units[2] = {c < ' ' ? ' ' : c, 0};
        size_t unit_count = 1;
        if (c > 0xFFFF) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
            unit_count = 2;
        }
        for (size_t i = 0; i < unit_count; i++) {
            utf16[count++] = (uint8_t)(units[i] >> 8);
            utf16[count++] = (uint8_t)units[i];
        }
    }
    return HPDF_Binary_New(pdf->doc->mmgr, utf16, count);
}

static void add_info(Pdf *pdf, HPDF_InfoType type, const char *key, const char *text)
{
    if (!text[0])
        return;
    HPDF_SetInfoAttr(pdf->doc, type, "-"); /* makes the dictionary */
    HPDF_Binary object = pdf->doc->info ? title_object(pdf, text) : NULL;
    if (object)
        HPDF_Dict_Add(pdf->doc->info, key, object);
}

/* Civil date of a day count (days from 1970-01-01, proleptic Gregorian), after
 * Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static HPDF_Date date_of(int64_t unix_ms)
{
    int64_t seconds = unix_ms / 1000 - (unix_ms % 1000 < 0);
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    int64_t of_day = seconds - days * 86400;
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153; /* months from March */
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (HPDF_Date){
        .year = (HPDF_INT)(year_of_era + era * 400 + (month <= 2)),
        .month = (HPDF_INT)month,
        .day = (HPDF_INT)(day_of_year - (153 * shifted + 2) / 5 + 1),
        .hour = (HPDF_INT)(of_day / 3600),
        .minutes = (HPDF_INT)(of_day / 60 % 60),
        .seconds = (HPDF_INT)(of_day % 60),
        .ind = 'Z',
    };
}

/* libharu has no call for the language or for showing the title in the window's
 * bar: both are entries of the catalog. */
static void describe(Pdf *pdf)
{
    const SheetInfo *info = sheet_info(pdf->sheet);
    HPDF_MMgr memory = pdf->doc->mmgr;
    add_info(pdf, HPDF_INFO_TITLE, "Title", info->title);
    add_info(pdf, HPDF_INFO_AUTHOR, "Author", info->author);
    add_info(pdf, HPDF_INFO_SUBJECT, "Subject", info->subject);
    HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_CREATOR, "Kenkyu " KENKYU_VERSION);
    HPDF_SetInfoDateAttr(pdf->doc, HPDF_INFO_CREATION_DATE, date_of(info->unix_ms));
    HPDF_SetInfoDateAttr(pdf->doc, HPDF_INFO_MOD_DATE, date_of(info->unix_ms));
    HPDF_AddPageLabel(pdf->doc, 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, NULL);
    HPDF_String language = info->language[0] ? HPDF_String_New(memory, info->language, NULL) : NULL;
    if (language)
        HPDF_Dict_Add(pdf->doc->catalog, "Lang", language);
    HPDF_Dict preferences = HPDF_Dict_New(memory);
    if (preferences) {
        HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
        HPDF_Dict_Add(pdf->doc->catalog, "ViewerPreferences", preferences);
    }
}

static HPDF_Outline add_outline(Pdf *pdf, HPDF_Outline parent, const char *text, float y)
{
    HPDF_Outline outline = HPDF_CreateOutline(pdf->doc, parent, "-", NULL);
    HPDF_Binary title = outline ? title_object(pdf, text) : NULL;
    if (!title)
        return NULL;
    HPDF_Dict_Add(outline, "Title", title);
    HPDF_Destination to = HPDF_Page_CreateDestination(pdf->page);
    HPDF_Destination_SetFitH(to, pdf->height - y);
    HPDF_Outline_SetDestination(outline, to);
    return outline;
}

static void add_page_outline(Pdf *pdf, int32_t page)
{
    const char *label = sheet_page_label(pdf->sheet, page);
    if (label)
        pdf->chapter = add_outline(pdf, NULL, label, 0);
    size_t count = 0;
    const SheetHeading *headings = sheet_headings(pdf->sheet, page, &count);
    for (size_t i = 0; i < count; i++)
        (void)add_outline(pdf, pdf->chapter, headings[i].text, headings[i].y);
}

/* ---- marks ---- */

static float part(uint32_t rgb, int shift)
{
    return (float)(rgb >> shift & 0xFF) / 255.0F;
}

static void set_fill(Pdf *pdf, uint32_t rgb)
{
    if (pdf->state.fill != rgb)
        HPDF_Page_SetRGBFill(pdf->page, part(rgb, 16), part(rgb, 8), part(rgb, 0));
    pdf->state.fill = rgb;
}

/* Through the page's own stream: libharu rounds dashes to whole points. */
static void write_dash(Pdf *pdf, float on, float off)
{
    HPDF_PageAttr attr = pdf->page->attr;
    HPDF_Stream_WriteStr(attr->stream, "[");
    if (on > 0) {
        HPDF_Stream_WriteReal(attr->stream, on);
        HPDF_Stream_WriteStr(attr->stream, " ");
        HPDF_Stream_WriteReal(attr->stream, off > 0 ? off : on);
    }
    HPDF_Stream_WriteStr(attr->stream, "] 0 d\012");
}

static bool differ(float a, float b)
{
    return a < b || a > b;
}

static void set_stroke(Pdf *pdf, SheetInk ink)
{
    PageState *state = &pdf->state;
    if (state->stroke != ink.rgb)
        HPDF_Page_SetRGBStroke(pdf->page, part(ink.rgb, 16), part(ink.rgb, 8), part(ink.rgb, 0));
    if (differ(state->width, ink.width))
        HPDF_Page_SetLineWidth(pdf->page, ink.width);
    if (differ(state->on, ink.on) || differ(state->off, ink.off))
        write_dash(pdf, ink.on, ink.off);
    state->stroke = ink.rgb;
    state->width = ink.width;
    state->on = ink.on;
    state->off = ink.off;
}

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
    if (count > 0)
        HPDF_Page_Fill(pdf->page);
    arena_reset(&pdf->scratch, mark);
    return true;
}

/* Stretches the text that is not seen to the width of the outline over it, or
 * readers take the words apart at the wrong places. */
static void set_stretch(Pdf *pdf, const FontRun *run)
{
    float percent = 100;
    if (run->shaped && run->plain > 0)
        percent = fminf(fmaxf(run->width / run->plain * 100, 10), 300); /* libharu's bounds */
    if (differ(pdf->state.stretch, percent))
        HPDF_Page_SetHorizontalScalling(pdf->page, percent);
    pdf->state.stretch = percent;
}

/* A shaped run is drawn by its outline; its text lies there unseen, to be
 * searched and copied. */
static bool draw_text(Pdf *pdf, const SheetMark *mark, const LaidText *text, Err *err)
{
    float x = mark->x;
    float y = pdf->height - mark->y;
    set_fill(pdf, mark->ink.rgb);
    for (int32_t i = 0; i < text->count; i++) {
        const FontRun *run = &text->runs[i];
        if (run->shaped && !fill_outline(pdf, run, x, y, mark->size, err))
            return false;
        if (run->thicken && !run->shaped)
            set_stroke(pdf, (SheetInk){.rgb = mark->ink.rgb, .width = mark->size * FONT_THICKEN});
        HPDF_Page_BeginText(pdf->page);
        set_mode(pdf, run->shaped    ? HPDF_INVISIBLE
                      : run->thicken ? HPDF_FILL_THEN_STROKE
                                     : HPDF_FILL);
        set_stretch(pdf, run);
        HPDF_Page_SetFontAndSize(pdf->page, pdf->faces[run->face].font, mark->size);
        HPDF_Page_MoveTextPos(pdf->page, x, y);
        if (!is_well(pdf, err))
            return false; /* without a font libharu would read a null pointer */
        show_run(pdf, run);
        HPDF_Page_EndText(pdf->page);
        x += run->width * mark->size;
    }
    return true;
}

/* ---- paths: written by us, to a hundredth of a point ----
 *
 * libharu writes five decimals and looks at its state before each; a sheet has
 * thousands of marks. */

/* The number and a space; returns where the next goes. */
static char *put_number(char *at, float value)
{
    char digits[12] = "";
    int count = 0;
    long n = lroundf(value * 100);
    if (n < 0) {
        *at++ = '-';
        n = -n;
    }
    int decimals = n % 100 == 0 ? 0 : n % 10 == 0 ? 1 : 2;
    for (long rest = n / 100; rest > 0 || count == 0; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    while (count > 0)
        *at++ = digits[--count];
    if (decimals > 0) {
        *at++ = '.';
        *at++ = (char)('0' + n / 10 % 10);
    }
    if (decimals > 1)
        *at++ = (char)('0' + n % 10);
    *at++ = ' ';
    return at;
}

/* Numbers, six at most, and their operator. */
static void put(Pdf *pdf, const float *numbers, int count, const char *operator)
{
    HPDF_PageAttr attr = pdf->page->attr;
    char line[6 * 16 + 8];
    char *at = line;
    for (int i = 0; i < count; i++)
        at = put_number(at, numbers[i]);
    (void)snprintf(at, 8, "%s\n", operator);
    HPDF_Stream_WriteStr(attr->stream, line);
}

static void begin_path(Pdf *pdf, SheetInk ink)
{
    HPDF_PageAttr attr = pdf->page->attr;
    if (ink.width > 0 && pdf->state.round) {
        HPDF_Stream_WriteStr(attr->stream, "0 J\n");
        pdf->state.round = false;
    }
    if (ink.width > 0)
        set_stroke(pdf, ink);
    else
        set_fill(pdf, ink.rgb);
}

static void end_path(Pdf *pdf, SheetInk ink)
{
    put(pdf, NULL, 0, ink.width > 0 ? "S" : "f");
}

static void put_move(Pdf *pdf, float x, float y)
{
    put(pdf, (const float[]){x, y}, 2, "m");
}

static void put_line(Pdf *pdf, float x, float y)
{
    put(pdf, (const float[]){x, y}, 2, "l");
}

static void put_curve(Pdf *pdf, float ax, float ay, float bx, float by, float x, float y)
{
    put(pdf, (const float[]){ax, ay, bx, by, x, y}, 6, "c");
}

static void path_rect(Pdf *pdf, const SheetMark *m)
{
    float x0 = m->x;
    float x1 = m->x + m->w;
    float y0 = pdf->height - m->y - m->h;
    float y1 = pdf->height - m->y;
    float r = m->radius;
    float k = r * (1 - KAPPA);
    if (!(r > 0)) {
        put(pdf, (const float[]){x0, y0, m->w, m->h}, 4, "re");
        return;
    }
    put_move(pdf, x0 + r, y0);
    put_line(pdf, x1 - r, y0);
    put_curve(pdf, x1 - k, y0, x1, y0 + k, x1, y0 + r);
    put_line(pdf, x1, y1 - r);
    put_curve(pdf, x1, y1 - k, x1 - k, y1, x1 - r, y1);
    put_line(pdf, x0 + r, y1);
    put_curve(pdf, x0 + k, y1, x0, y1 - k, x0, y1 - r);
    put_line(pdf, x0, y0 + r);
    put_curve(pdf, x0, y0 + k, x0 + k, y0, x0 + r, y0);
    put(pdf, NULL, 0, "h");
}

static void path_circle(Pdf *pdf, float x, float y, float r)
{
    float k = r * KAPPA;
    put_move(pdf, x - r, y);
    put_curve(pdf, x - r, y + k, x - k, y + r, x, y + r);
    put_curve(pdf, x + k, y + r, x + r, y + k, x + r, y);
    put_curve(pdf, x + r, y - k, x + k, y - r, x, y - r);
    put_curve(pdf, x - k, y - r, x - r, y - k, x - r, y);
    put(pdf, NULL, 0, "h");
}

static void path_points(Pdf *pdf, const SheetMark *m)
{
    put_move(pdf, m->points[0].x, pdf->height - m->points[0].y);
    for (int32_t i = 1; i < m->point_count; i++)
        put_line(pdf, m->points[i].x, pdf->height - m->points[i].y);
    if (m->kind == SHEET_MARK_POLYGON)
        put(pdf, NULL, 0, "h");
}

/* A quadratic curve is the cubic one whose controls stand two thirds of the way
 * to its control. */
static void path_curve(Pdf *pdf, const SheetMark *m)
{
    const SheetPoint *p = m->points;
    float cx = p[1].x, cy = p[1].y;
    put_move(pdf, p[0].x, pdf->height - p[0].y);
    put_curve(pdf, p[0].x + (cx - p[0].x) * 2 / 3, pdf->height - (p[0].y + (cy - p[0].y) * 2 / 3),
              p[2].x + (cx - p[2].x) * 2 / 3, pdf->height - (p[2].y + (cy - p[2].y) * 2 / 3),
              p[2].x, pdf->height - p[2].y);
}

/* The bytes were made by image_fit(), so libharu's loaders meet nothing they do not
 * know. */
static void draw_image(Pdf *pdf, const SheetMark *m)
{
    HPDF_UINT len = (HPDF_UINT)m->image->len;
    HPDF_Image image = m->image->format == IMAGE_JPEG
                           ? HPDF_LoadJpegImageFromMem(pdf->doc, m->image->bytes, len)
                           : HPDF_LoadPngImageFromMem(pdf->doc, m->image->bytes, len);
    if (image)
        HPDF_Page_DrawImage(pdf->page, image, m->x, pdf->height - m->y - m->h, m->w, m->h);
}

/* A full circle is the round end of a line as good as without length: a tenth of the
 * bytes of four curves, and a sheet has hundreds. */
static void draw_dot(Pdf *pdf, const SheetMark *m)
{
    HPDF_PageAttr attr = pdf->page->attr;
    float y = pdf->height - m->y;
    if (!pdf->state.round)
        HPDF_Stream_WriteStr(attr->stream, "1 J\n");
    pdf->state.round = true;
    set_stroke(pdf, (SheetInk){.rgb = m->ink.rgb, .width = 2 * m->radius});
    put_move(pdf, m->x, y);
    put_line(pdf, m->x + 0.01F, y);
    put(pdf, NULL, 0, "S");
}

/* Readers may shift such an end by part of a pixel: not where an outline follows. */
static bool is_dot(const SheetMark *m, const SheetMark *next)
{
    bool outlined =
        next && next->kind == SHEET_MARK_CIRCLE && !differ(next->x, m->x) && !differ(next->y, m->y);
    return m->kind == SHEET_MARK_CIRCLE && !(m->ink.width > 0) && m->radius < DOT_RADIUS &&
           !outlined;
}

static bool draw_mark(Pdf *pdf, const SheetMark *m, const SheetMark *next, const LaidText *text,
                      Err *err)
{
    if (m->kind == SHEET_MARK_TEXT)
        return draw_text(pdf, m, text, err);
    if (m->kind == SHEET_MARK_IMAGE) {
        draw_image(pdf, m);
        return true;
    }
    if (is_dot(m, next)) {
        draw_dot(pdf, m);
        return true;
    }
    begin_path(pdf, m->ink);
    switch (m->kind) {
    case SHEET_MARK_TEXT:
    case SHEET_MARK_IMAGE:
        break;
    case SHEET_MARK_LINE:
        put_move(pdf, m->x, pdf->height - m->y);
        put_line(pdf, m->x + m->w, pdf->height - m->y - m->h);
        break;
    case SHEET_MARK_RECT:
        path_rect(pdf, m);
        break;
    case SHEET_MARK_CIRCLE:
        path_circle(pdf, m->x, pdf->height - m->y, m->radius);
        break;
    case SHEET_MARK_CURVE:
        path_curve(pdf, m);
        break;
    case SHEET_MARK_POLYGON:
    case SHEET_MARK_POLYLINE:
        path_points(pdf, m);
        break;
    }
    end_path(pdf, m->ink);
    return true;
}

static bool draw_page(Pdf *pdf, int32_t page, Err *err)
{
    pdf->page = HPDF_AddPage(pdf->doc);
    if (!pdf->page)
        return is_well(pdf, err) && no_memory(err);
    HPDF_Page_SetWidth(pdf->page, sheet_width(pdf->sheet));
    HPDF_Page_SetHeight(pdf->page, pdf->height);
    HPDF_Page_SetLineJoin(pdf->page, HPDF_ROUND_JOIN);
    pdf->state = (PageState){
        .width = 1,
        .stretch = 100,
        .mode = HPDF_FILL}; /* how every page begins: black, 1 wide, solid, text filled */
    size_t count = 0;
    const SheetMark *marks = sheet_marks(pdf->sheet, page, &count);
    for (size_t i = 0; i < count && pdf->first_error == HPDF_OK; i++)
        if (!draw_mark(pdf, &marks[i], i + 1 < count ? &marks[i + 1] : NULL, &pdf->texts[page][i],
                       err))
            return err_prefix(err, "page %d of the sheet", (int)page + 1);
    if (pdf->first_error == HPDF_OK)
        add_page_outline(pdf, page);
    return is_well(pdf, err) || err_prefix(err, "page %d of the sheet", (int)page + 1);
}

/* ---- the document ---- */

static bool take_bytes(Pdf *pdf, uint8_t **ret_bytes, size_t *ret_len, Err *err)
{
    HPDF_SaveToStream(pdf->doc);
    if (!is_well(pdf, err))
        return false;
    HPDF_UINT32 size = HPDF_GetStreamSize(pdf->doc);
    HPDF_UINT32 len = size;
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes)
        return no_memory(err);
    HPDF_ResetStream(pdf->doc);
    HPDF_ReadFromStream(pdf->doc, bytes, &len);
    if (len != size || len == 0) {
        free(bytes);
        return err_set(err, ERR_RENDER, "the PDF cannot be made: libharu gave %lu of %lu bytes",
                       (unsigned long)len, (unsigned long)size);
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return true;
}

static bool make_document(Pdf *pdf, Err *err)
{
    pdf->doc = HPDF_New(note_first_error, pdf);
    if (!pdf->doc)
        return no_memory(err);
    HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(pdf->doc);
    if (!prepare_text(pdf, err))
        return false;
    for (int32_t page = 0; page < sheet_page_count(pdf->sheet); page++)
        if (!draw_page(pdf, page, err))
            return false;
    describe(pdf);
    return is_well(pdf, err);
}

bool sheet_pdf_render(const Sheet *sheet, uint8_t **ret_bytes, size_t *ret_len, Err *err)
{
    if (sheet_failed(sheet, err))
        return false;
    if (sheet_page_count(sheet) == 0)
        return err_set(err, ERR_STATE, "the sheet has no page");
    Pdf *pdf = calloc(1, sizeof *pdf);
    if (!pdf)
        return no_memory(err);
    pdf->sheet = sheet;
    pdf->height = sheet_height(sheet);
    arena_init(&pdf->scratch, SCRATCH_BYTES);
    bool ok = make_document(pdf, err) && take_bytes(pdf, ret_bytes, ret_len, err);
    if (pdf->doc)
        HPDF_Free(pdf->doc);
    arena_deinit(&pdf->scratch);
    free(pdf);
    return ok;
}

bool sheet_pdf_save(const Sheet *sheet, const char *path, Err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!sheet_pdf_render(sheet, &bytes, &len, err))
        return err_prefix(err, "%s", path);
    bool ok = file_write(path, bytes, len, err);
    free(bytes);
    return ok;
}
