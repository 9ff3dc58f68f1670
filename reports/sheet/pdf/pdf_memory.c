#include "reports/sheet/pdf/pdf.h"

#include <stddef.h>
#include <stdlib.h>

struct PdfBlock {
    PdfBlock *next, *previous;
    max_align_t bytes[];
};

/* libharu's allocator is called without a context: this is it, of the one document that
 * a thread can have in the making. */
static _Thread_local PdfMemory *making;

static void *take_from_reserve(PdfMemory *memory, size_t size)
{
    size_t whole = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t);
    if (whole > memory->reserve_count - memory->reserve_used)
        longjmp(memory->no_memory, 1);
    max_align_t *bytes = memory->reserve + memory->reserve_used;
    memory->reserve_used += whole;
    return bytes;
}

static void *allocate(HPDF_UINT size)
{
    PdfMemory *memory = making;
    PdfBlock *block = malloc(sizeof *block + size);
    if (!block)
        return take_from_reserve(memory, size);
    *block = (PdfBlock){.next = memory->blocks};
    if (memory->blocks)
        memory->blocks->previous = block;
    memory->blocks = block;
    memory->used += size;
    return block->bytes;
}

static bool is_of_reserve(const PdfMemory *memory, const max_align_t *bytes)
{
    return memory->reserve && bytes >= memory->reserve &&
           bytes < memory->reserve + memory->reserve_count;
}

static void release(void *bytes)
{
    PdfMemory *memory = making;
    if (!bytes || is_of_reserve(memory, bytes))
        return;
    PdfBlock *block = (PdfBlock *)((char *)bytes - offsetof(PdfBlock, bytes));
    if (block->next)
        block->next->previous = block->previous;
    if (block->previous)
        block->previous->next = block->next;
    else
        memory->blocks = block->next;
    free(block);
}

static void release_all(PdfMemory *memory)
{
    while (memory->blocks) {
        PdfBlock *block = memory->blocks;
        memory->blocks = block->next;
        free(block);
    }
    free(memory->reserve);
}

bool pdf_with_memory(Pdf *pdf, bool (*make)(Pdf *pdf, Err *err), Err *err)
{
    making = &pdf->memory;
    bool ok = setjmp(pdf->memory.no_memory) == 0 ? make(pdf, err) : pdf_no_memory(err);
    release_all(&pdf->memory);
    making = NULL;
    return ok;
}

HPDF_Doc pdf_new_document(Pdf *pdf)
{
    return HPDF_NewEx(pdf_note_error, allocate, release, 0, pdf);
}

bool pdf_keep_reserve(Pdf *pdf, Err *err)
{
    PdfMemory *memory = &pdf->memory;
    memory->reserve_count = memory->used / sizeof(max_align_t) + 1;
    memory->reserve = malloc(memory->reserve_count * sizeof(max_align_t));
    return memory->reserve || pdf_no_memory(err);
}
