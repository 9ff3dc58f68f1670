/* The tables of phrases: in order, and with the conversions of the English. */
#include "check.h"

#include "reports/layout/phrases.h"

#include <string.h>

static const Phrasebook *spanish(void)
{
    const Phrasebook *book = phrasebook_find("es-MX");
    assert_non_null(book);
    return book;
}

static void phrasebook__is_in_order__and_has_each_phrase_once(void **state)
{
    const Phrasebook *book = spanish();
    (void)state;
    for (size_t i = 1; i < book->count; i++)
        if (strcmp(book->pairs[i - 1].english, book->pairs[i].english) >= 0)
            fail_msg("'%s' stands behind '%s'", book->pairs[i].english, book->pairs[i - 1].english);
}

/* The next conversion of a format with its end, or NULL; "%%" is none. */
static const char *next_conversion(const char *fmt, size_t *ret_len)
{
    for (; *fmt; fmt++) {
        if (*fmt != '%')
            continue;
        size_t len = 1 + strspn(fmt + 1, "-+#0123456789.*lhzjt");
        if (fmt[len] == '%') {
            fmt += len;
            continue;
        }
        *ret_len = len + 1;
        return fmt;
    }
    return NULL;
}

static void phrasebook__keeps_the_conversions__of_every_format(void **state)
{
    const Phrasebook *book = spanish();
    (void)state;
    for (size_t i = 0; i < book->count; i++) {
        const char *a = book->pairs[i].english, *b = book->pairs[i].other;
        size_t an = 0, bn = 0;
        for (bool more = true; more;) {
            const char *in_a = next_conversion(a, &an), *in_b = next_conversion(b, &bn);
            more = in_a && in_b;
            if (!in_a != !in_b || (more && (an != bn || memcmp(in_a, in_b, an) != 0)))
                fail_msg("'%s' does not take what '%s' takes", book->pairs[i].other,
                         book->pairs[i].english);
            a = more ? in_a + an : a;
            b = more ? in_b + bn : b;
        }
    }
}

static void phrasebook_say__without_a_book_or_a_phrase__says_it_in_english(void **state)
{
    (void)state;
    assert_null(phrasebook_find("en"));
    assert_null(phrasebook_find(""));
    assert_string_equal(phrasebook_say(NULL, "continued"), "continued");
    assert_string_equal(phrasebook_say(spanish(), "no such words"), "no such words");
    assert_string_equal(phrasebook_say(spanish(), "continued"), "continúa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrasebook__is_in_order__and_has_each_phrase_once),
        cmocka_unit_test(phrasebook__keeps_the_conversions__of_every_format),
        cmocka_unit_test(phrasebook_say__without_a_book_or_a_phrase__says_it_in_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
