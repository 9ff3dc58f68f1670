/* fuzz_class_list.c - any bytes as a class list: refused with one sentence, or pupils
 * whom a lesson can have. */
#include <assert.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/class_list.h"
#include "reports/exchange/csv_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t most)
{
    size_t len = strlen(text);
    assert(len <= most && utf8_text_len(text, len) == len);
}

static void check_pupil(const ClassList *list, const ListedPupil *pupil)
{
    const char *const texts[] = {pupil->given, pupil->family, pupil->initials, pupil->number,
                                 pupil->group};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_text(texts[i], CLASS_LIST_MAX_TEXT);
    assert(*pupil->given || *pupil->initials || *pupil->number);
    for (int32_t i = 0; i < OBSERVATION_MAX_ATTRIBUTES; i++) {
        check_text(pupil->values[i], OBSERVATION_MAX_ATTRIBUTE_TEXT);
        assert(i < list->key_count || !*pupil->values[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    arena_init(&arena, (size_t)8 << 20);
    ClassList list = {0};
    Err err = {0};
    (void)class_list_is_one((const char *)data, size);
    assert(class_list_title_len((const char *)data, size) <= size);
    if (class_list_read("x.csv", (const char *)data, size, &arena, &list, &err)) {
        assert(err.kind == ERR_NONE);
        assert(list.pupil_count >= 1 && list.pupil_count <= CLASS_LIST_MAX_PUPILS);
        check_text(list.left_out, CSV_MAX_COLUMNS * (sizeof(Utf8Quote) + 2));
        for (int32_t i = 0; i < list.key_count; i++)
            assert(attribute_key_is_valid(list.keys[i]));
        for (int32_t i = 0; i < list.pupil_count; i++)
            check_pupil(&list, &list.pupils[i]);
    } else {
        assert(err.kind != ERR_NONE && strncmp(err.text, "x.csv:", 6) == 0);
        assert(list.pupils == NULL);
        check_text(err.text, sizeof err.text);
    }
    arena_deinit(&arena);
    return 0;
}
