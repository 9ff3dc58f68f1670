/* fuzz_pasted.c - any bytes as names that are pasted: labels that differ from each other
 * and are no whole name; the same list gives the same labels to the same pupils. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/utf8.h"
#include "recorder/screen/setup/setup_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static SetupForm form;
static HandoutName known[SEATING_MAX_PUPILS];
static Initials labels[SEATING_MAX_PUPILS];
static char names[SEATING_MAX_PUPILS][FORM_NAME_SIZE];

static void check_text(const char *text, size_t size)
{
    size_t len = strnlen(text, size);
    assert(len > 0 && len < size && utf8_valid_len(text, len) == len);
}

/* Of more than a few letters, of which one is small. */
static bool is_plainly_a_name(const char *name)
{
    bool small = false;
    size_t letters = 0;
    for (const char *c = name; *c; c++) {
        bool lower = *c >= 'a' && *c <= 'z', upper = *c >= 'A' && *c <= 'Z';
        if (!lower && !upper)
            return false;
        small |= lower;
        letters++;
    }
    return small && letters > 2;
}

static void check_form(void)
{
    for (int32_t i = 0; i < form.places.seating.count; i++) {
        check_text(form.labels[i].text, sizeof form.labels[i].text);
        check_text(form.names[i], sizeof form.names[i]);
        assert(!is_plainly_a_name(form.names[i]) ||
               strcmp(form.names[i], form.labels[i].text) != 0);
        for (int32_t k = 0; k < i; k++)
            assert(strcmp(form.labels[i].text, form.labels[k].text) != 0);
    }
}

static void check_again(const char *text)
{
    int32_t count = form.places.seating.count;
    memcpy(labels, form.labels, sizeof labels);
    memcpy(names, form.names, sizeof names);
    for (int32_t i = 0; i < count; i++)
        known[i] = (HandoutName){"5B", labels[i].text, names[i]};
    const FormNames open = {.open = true, .all = known, .count = count};
    (void)setup_form_take_names(&form, text, &open);
    assert(form.places.seating.count == count);
    assert(memcmp(labels, form.labels, sizeof labels) == 0);
    check_form();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    memset(&form, 0, sizeof form);
    setup_form_copy_text(form.texts[FORM_CLASS], FORM_TEXT_SIZE, " 5B");
    const FormNames open = {.open = true};
    int32_t over = setup_form_take_names(&form, text, &open);
    assert(over >= 0 && (over == 0 || form.places.seating.count == SEATING_MAX_PUPILS));
    check_form();
    check_again(text);
    setup_form_drop_names(&form);
    free(text);
    return 0;
}
