/* fuzz_debrief.c - any bytes as the dice of a lesson, seen by one to three observers:
 * the sheet is composed, nothing leaves its pages, no text stands on another. */
#include "reports/debrief/debrief.h"
#include "tests/reports/debrief/made_up.h"
#include "tests/reports/debrief/sheet_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_OTHERS = 2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FontSet *fonts;
    static LessonBuilder builders[MOST_OTHERS + 1];
    const Observation *seen[MOST_OTHERS + 1];
    Err err = {0};
    if (!fonts && !(fonts = font_set_create(&err)))
        abort();
    if (size < 4)
        return 0;
    size_t others = data[0] % (MOST_OTHERS + 1);
    for (size_t i = 0; i <= others; i++) {
        size_t share = (size - 3) / (others + 1);
        Dice dice = {data[1], data + 3 + i * share, share};
        seen[i] = made_up_thrown(&builders[i], &dice);
    }
    Arena marks, scratch;
    arena_init(&marks, (size_t)1 << 30);
    arena_init(&scratch, (size_t)1 << 30);
    Sheet *sheet = sheet_create(&marks, fonts, data[2] & 1 ? SHEET_A4 : SHEET_LETTER,
                                (SheetInfo){.language = data[2] & 2 ? "es" : "en"});
    DebriefInput input = {.observation = seen[0], .others = seen + 1, .other_count = others};
    if (!sheet || !debrief_compose(&input, sheet, &scratch, &err)) {
        printf("%s\n", err.text);
        abort();
    }
    if (check_sheet(sheet, "fuzzed") > 0)
        abort();
    arena_deinit(&scratch);
    arena_deinit(&marks);
    for (size_t i = 0; i <= others; i++)
        lesson_free(&builders[i]);
    return 0;
}
