/* fuzz_names.c - any bytes as a list of names: refused with one sentence, or rows
 * within their limits, each label once. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "protocols/observation.h"
#include "protocols/utf8.h"
#include "reports/exchange/names_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    Err err = {0};
    const NameRow *rows = NULL;
    int32_t count = -1;
    arena_init(&arena, (size_t)16 << 20);
    if (names_csv_read("names.csv", (const char *)data, size, "5B", &arena, &rows, &count, &err)) {
        assert(count >= 0 && count <= NAMES_MAX_ROWS);
        for (int32_t i = 0; i < count; i++) {
            size_t label = strlen(rows[i].label), name = strlen(rows[i].name);
            assert(*rows[i].class_name);
            assert(label > 0 && label <= OBSERVATION_MAX_LABEL && name <= NAMES_MAX_TEXT);
            assert(utf8_text_len(rows[i].label, label) == label);
            assert(utf8_text_len(rows[i].name, name) == name);
            for (int32_t k = 0; k < i && count < 100; k++)
                assert(strcmp(rows[i].label, rows[k].label) != 0 ||
                       strcmp(rows[i].class_name, rows[k].class_name) != 0);
        }
    } else {
        assert(count == -1 && strncmp(err.text, "names.csv:", 10) == 0);
    }
    arena_deinit(&arena);
    return 0;
}
