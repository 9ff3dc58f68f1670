#include "reports/exchange/csv_put.h"
#include "reports/exchange/evidence/evidence.h"

/* Numbers are ours and need no quotes; the C locale gives them a point. */
static void put_cell(FILE *out, const EvidenceCell *cell)
{
    if (cell->text)
        csv_put_text(out, cell->text);
    else
        (void)fprintf(out, "%.*f", (int)cell->decimals, cell->number);
}

bool evidence_write_csv(const EvidenceTable *table, FILE *out, Err *err)
{
    for (int32_t i = 0; i < table->column_count; i++)
        (void)fprintf(out, "%s%s", i > 0 ? "," : "", table->columns[i]);
    (void)fputs("\r\n", out);
    for (size_t row = 0; row < table->row_count; row++) {
        const EvidenceCell *cells = table->cells + row * (size_t)table->column_count;
        for (int32_t i = 0; i < table->column_count; i++) {
            if (i > 0)
                (void)fputc(',', out);
            put_cell(out, &cells[i]);
        }
        (void)fputs("\r\n", out);
    }
    return !ferror(out) || err_set(err, ERR_SYSTEM, "the table cannot be written");
}
