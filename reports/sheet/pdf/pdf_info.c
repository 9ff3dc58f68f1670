#include "protocols/utf8.h"
#include "reports/sheet/pdf/pdf.h"

#include <string.h>

enum { TITLE_BYTES = 1000 };

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
void pdf_describe(Pdf *pdf)
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

void pdf_add_outline(Pdf *pdf, int32_t page)
{
    const char *label = sheet_page_label(pdf->sheet, page);
    if (label)
        pdf->chapter = add_outline(pdf, NULL, label, 0);
    size_t count = 0;
    const SheetHeading *headings = sheet_headings(pdf->sheet, page, &count);
    for (size_t i = 0; i < count; i++)
        (void)add_outline(pdf, pdf->chapter, headings[i].text, headings[i].y);
}
