/* fuzz_class_list.c - any bytes as a class list: refused with one sentence, or pupils
 * whom a lesson can have. */
#include <assert.h>
#include <string.h>
#include <strings.h>

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

/* Letters of ASCII: what is neither them nor a sign between words is another's to judge. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t word_len(const char *text)
{
    size_t len = 0;
    while (is_letter(text[len]) || (unsigned char)text[len] >= 0x80)
        len++;
    for (size_t i = 0; i < len; i++)
        if (!is_letter(text[i]))
            return 0;
    return len;
}

static void has_no_word(const char *text, const char *word, size_t len)
{
    for (size_t i = 0; text[i]; i++) {
        bool begins = i == 0 || (!is_letter(text[i - 1]) && (unsigned char)text[i - 1] < 0x80);
        assert(!begins || word_len(text + i) != len || strncasecmp(text + i, word, len) != 0);
    }
}

/* No long word of anybody's name where it would be kept; short ones may be answers, colours. */
static void check_names(const ClassList *list, const char *name)
{
    enum { LONG = 9, CUT = 40 };
    for (size_t i = 0; name[i]; i++) {
        bool begins = i == 0 || (!is_letter(name[i - 1]) && (unsigned char)name[i - 1] < 0x80);
        size_t len = word_len(name + i);
        if (!begins || len < LONG || len > CUT)
            continue;
        for (int32_t p = 0; p < list->pupil_count; p++) {
            has_no_word(list->pupils[p].group, name + i, len);
            for (int32_t k = 0; k < list->key_count; k++)
                has_no_word(list->pupils[p].values[k], name + i, len);
        }
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
        for (int32_t i = 0; i < list.pupil_count; i++) {
            check_names(&list, list.pupils[i].given);
            check_names(&list, list.pupils[i].family);
        }
    } else {
        assert(err.kind != ERR_NONE && strncmp(err.text, "x.csv:", 6) == 0);
        assert(list.pupils == NULL);
        check_text(err.text, sizeof err.text);
    }
    arena_deinit(&arena);
    return 0;
}
