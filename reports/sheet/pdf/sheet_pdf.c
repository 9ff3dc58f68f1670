#include "protocols/file.h"
#include "reports/sheet/pdf/pdf.h"

#include <stdlib.h>

enum { SCRATCH_BYTES = 512 * 1024 * 1024 };

void pdf_note_error(HPDF_STATUS status, HPDF_STATUS detail, void *user_data)
{
    Pdf *pdf = user_data;
    (void)detail;
    if (pdf->first_error == HPDF_OK)
        pdf->first_error = status;
}

bool pdf_no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "out of memory for the PDF");
}

/* True while libharu has refused nothing. */
bool pdf_is_well(const Pdf *pdf, Err *err)
{
    if (pdf->first_error == HPDF_OK)
        return true;
    if (pdf->first_error == HPDF_FAILD_TO_ALLOC_MEM)
        return pdf_no_memory(err);
    return err_set(err, ERR_RENDER, "the PDF cannot be made: libharu error 0x%04lX",
                   (unsigned long)pdf->first_error);
}

static bool draw_page(Pdf *pdf, int32_t page, Err *err)
{
    pdf->page = HPDF_AddPage(pdf->doc);
    if (!pdf->page)
        return pdf_is_well(pdf, err) && pdf_no_memory(err);
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
        if (!pdf_draw_mark(pdf, &marks[i], i + 1 < count ? &marks[i + 1] : NULL,
                           &pdf->texts[page][i], err))
            return err_prefix(err, "page %d of the sheet", (int)page + 1);
    if (pdf->first_error == HPDF_OK)
        pdf_add_outline(pdf, page);
    return pdf_is_well(pdf, err) || err_prefix(err, "page %d of the sheet", (int)page + 1);
}

/* ---- the document ---- */

static bool take_bytes(Pdf *pdf, Err *err)
{
    if (!pdf_keep_reserve(pdf, err))
        return false;
    HPDF_SaveToStream(pdf->doc);
    if (!pdf_is_well(pdf, err))
        return false;
    HPDF_UINT32 size = HPDF_GetStreamSize(pdf->doc);
    HPDF_UINT32 len = size;
    pdf->bytes = malloc(size ? size : 1);
    if (!pdf->bytes)
        return pdf_no_memory(err);
    HPDF_ResetStream(pdf->doc);
    HPDF_ReadFromStream(pdf->doc, pdf->bytes, &len);
    if (len != size || len == 0)
        return err_set(err, ERR_RENDER, "the PDF cannot be made: libharu gave %lu of %lu bytes",
                       (unsigned long)len, (unsigned long)size);
    pdf->len = len;
    return true;
}

static bool make_document(Pdf *pdf, Err *err)
{
    pdf->doc = pdf_new_document(pdf);
    if (!pdf->doc)
        return pdf_no_memory(err);
    HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(pdf->doc);
    if (!pdf_prepare_text(pdf, err))
        return false;
    for (int32_t page = 0; page < sheet_page_count(pdf->sheet); page++)
        if (!draw_page(pdf, page, err))
            return false;
    pdf_describe(pdf);
    return pdf_is_well(pdf, err) && take_bytes(pdf, err);
}

bool sheet_pdf_render(const Sheet *sheet, uint8_t **ret_bytes, size_t *ret_len, Err *err)
{
    if (sheet_failed(sheet, err))
        return false;
    if (sheet_page_count(sheet) == 0)
        return err_set(err, ERR_STATE, "the sheet has no page");
    Pdf *pdf = calloc(1, sizeof *pdf);
    if (!pdf)
        return pdf_no_memory(err);
    pdf->sheet = sheet;
    pdf->height = sheet_height(sheet);
    arena_init(&pdf->scratch, SCRATCH_BYTES);
    bool ok = pdf_with_memory(pdf, make_document, err);
    if (ok) {
        *ret_bytes = pdf->bytes;
        *ret_len = pdf->len;
    } else {
        free(pdf->bytes);
    }
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
