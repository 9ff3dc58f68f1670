#include "protocols/file.h"
#include "reports/exchange/csv_put.h"
#include "reports/exchange/evidence/evidence.h"

#include <stdlib.h>

static const size_t ARENA_LIMIT = (size_t)1 << 30;

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

static bool save_table(const EvidenceTable *table, const char *path, Err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&bytes, &len);
    if (!memory)
        return err_set(err, ERR_SYSTEM, "out of memory for the table of %s", table->name);
    bool ok = evidence_write_csv(table, memory, err);
    if (fclose(memory) != 0 && ok)
        ok = err_set(err, ERR_SYSTEM, "out of memory for the table of %s", table->name);
    ok = ok && file_write(path, bytes, len, err);
    free(bytes);
    return ok;
}

bool evidence_save_csv(const Observation *o, bool for_others, const char *path, int32_t *ret_count,
                       Err *err)
{
    Arena arena;
    LessonMeasures measures;
    int32_t count = 0;
    arena_init(&arena, ARENA_LIMIT);
    bool ok = lesson_measure(o, &arena, &measures, err);
    for (int32_t kind = 0; ok && kind < EVIDENCE_KIND_COUNT; kind++) {
        ArenaMark mark = arena_mark(&arena);
        EvidenceTable table;
        ok = evidence_table(o, &measures, (EvidenceKind)kind, for_others, &arena, &table, err);
        const char *file =
            arena_printf(&arena, "%s-%s.csv", path, evidence_name((EvidenceKind)kind));
        if (ok && !file)
            ok = err_set(err, ERR_SYSTEM, "out of memory for the name of a table");
        bool needed = ok && (table.row_count > 0 || kind == EVIDENCE_EVENTS);
        if (needed)
            ok = save_table(&table, file, err);
        count += needed && ok;
        arena_reset(&arena, mark);
    }
    arena_deinit(&arena);
    if (ok)
        *ret_count = count;
    return ok;
}
