/* golden_trace.h - holds the trace of a sheet to a file; with KENKYU_UPDATE_GOLDEN=1
 * writes it instead. */
#ifndef TESTS_REPORTS_GOLDEN_TRACE_H
#define TESTS_REPORTS_GOLDEN_TRACE_H

#include "check.h"

#include "protocols/file.h"
#include "reports/sheet/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* folder: below tests/reports/, "walkthrough". */
static inline void compare_trace(const Sheet *sheet, const char *folder, const char *name)
{
    Err err = {0};
    Arena arena;
    char path[512], *trace = NULL;
    size_t len = 0, golden_len = 0;
    const char *golden = NULL;
    arena_init(&arena, (size_t)16 << 20);
    (void)snprintf(path, sizeof path, "%s/tests/reports/%s/golden/%s.trace", TEST_SOURCE_DIR,
                   folder, name);
    FILE *memory = open_memstream(&trace, &len);
    assert_non_null(memory);
    assert_ok(sheet_trace_write(sheet, memory, &err), err);
    (void)fclose(memory);
    if (getenv("KENKYU_UPDATE_GOLDEN"))
        assert_ok(file_write(path, trace, len, &err), err);
    assert_ok(file_read(&arena, path, (size_t)4 << 20, &golden, &golden_len, &err), err);
    int line = 1;
    const char *a = trace, *b = golden;
    while (*a && *b) {
        size_t an = strcspn(a, "\n"), bn = strcspn(b, "\n");
        if (an != bn || memcmp(a, b, an) != 0)
            break;
        a += an + (a[an] == '\n');
        b += bn + (b[bn] == '\n');
        line++;
    }
    if (*a || *b)
        fail_msg("%s.trace:%d: now '%.*s', was '%.*s'", name, line, (int)strcspn(a, "\n"), a,
                 (int)strcspn(b, "\n"), b);
    free(trace);
    arena_deinit(&arena);
}

static inline bool sheet_says(const Sheet *sheet, const char *words)
{
    for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++)
            if (marks[i].kind == SHEET_MARK_TEXT && strstr(marks[i].text, words))
                return true;
    }
    return false;
}

#endif
