#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "protocols/uuid.h"

static const uint64_t seed[2] = {0x0123456789ABCDEFU, 0xFEDCBA9876543210U};

static int64_t time_of(Uuid id)
{
    int64_t ms = 0;
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id.bytes[i];
    return ms;
}

static void uuid_next__has_the_bits_of_version_7(void **state)
{
    (void)state;
    UuidSource source;
    uuid_source_init(&source, seed);
    for (int i = 0; i < 10000; i++) {
        Uuid id = uuid_next(&source, INT64_C(1773331500250) + i);
        assert_int_equal(id.bytes[6] >> 4, 7);
        assert_int_equal(id.bytes[8] >> 6, 2);
        assert_int_equal(time_of(id), INT64_C(1773331500250) + i);
    }
}

static void uuid_next__always_grows(void **state)
{
    (void)state;
    UuidSource source;
    uuid_source_init(&source, seed);
    Uuid last = uuid_next(&source, 1000000);
    for (int i = 0; i < 20000; i++) { /* more than 4096 in one millisecond */
        Uuid next = uuid_next(&source, 1000000);
        assert_true(uuid_compare(last, next) < 0);
        last = next;
    }
    assert_true(time_of(last) >= 1000004);
}

static void uuid_next__grows_when_the_clock_goes_back(void **state)
{
    (void)state;
    UuidSource source;
    uuid_source_init(&source, seed);
    Uuid before = uuid_next(&source, 5000);
    Uuid after = uuid_next(&source, 1000);
    assert_true(uuid_compare(before, after) < 0);
    assert_int_equal(time_of(after), 5000);
    assert_int_equal(time_of(uuid_next(&source, 6000)), 6000);
}

static void uuid_next__is_the_same_for_the_same_seed(void **state)
{
    (void)state;
    UuidSource a, b, other;
    const uint64_t seed2[2] = {1, 2};
    uuid_source_init(&a, seed);
    uuid_source_init(&b, seed);
    uuid_source_init(&other, seed2);
    for (int i = 0; i < 100; i++) {
        Uuid id = uuid_next(&a, 77);
        assert_int_equal(uuid_compare(id, uuid_next(&b, 77)), 0);
        assert_int_not_equal(uuid_compare(id, uuid_next(&other, 77)), 0);
    }
}

static void uuid_source__works_with_a_zero_seed(void **state)
{
    (void)state;
    UuidSource source;
    uuid_source_init(&source, (const uint64_t[2]){0, 0});
    Uuid a = uuid_next(&source, 1), b = uuid_next(&source, 2);
    assert_int_not_equal(memcmp(a.bytes + 8, b.bytes + 8, 8), 0);
}

static void uuid_format__and_parse_are_inverse(void **state)
{
    (void)state;
    UuidSource source;
    uuid_source_init(&source, seed);
    for (int i = 0; i < 100; i++) {
        Uuid id = uuid_next(&source, INT64_C(1773331500250)), back;
        char text[UUID_TEXT_SIZE];
        uuid_format(id, text);
        assert_int_equal(strlen(text), UUID_TEXT_SIZE - 1);
        assert_true(uuid_parse(text, &back));
        assert_int_equal(uuid_compare(id, back), 0);
    }
}

static void uuid_parse__takes_both_cases(void **state)
{
    (void)state;
    Uuid a, b;
    assert_true(uuid_parse("019ce1a2-b3c4-7d5e-8f60-718293a4b5c6", &a));
    assert_true(uuid_parse("019CE1A2-B3C4-7D5E-8F60-718293A4B5C6", &b));
    assert_int_equal(uuid_compare(a, b), 0);
}

static void uuid_parse__refuses_and_touches_nothing(void **state)
{
    (void)state;
    static const char good[] = "019ce1a2-b3c4-7d5e-8f60-718293a4b5c6";
    Uuid id = {{7}};
    for (size_t i = 0; i < sizeof good; i++) { /* every prefix, and every place spoilt */
        char text[64];
        memcpy(text, good, sizeof good);
        text[i] = i == sizeof good - 1 ? '0' : '\0';
        text[sizeof good] = '\0';
        assert_false(uuid_parse(text, &id));
        memcpy(text, good, sizeof good);
        text[i] = 'g';
        text[sizeof good] = '\0';
        assert_false(uuid_parse(text, &id));
    }
    assert_false(uuid_parse("", &id));
    assert_int_equal(id.bytes[0], 7);
}

static void uuid_is_nil__knows_only_zeros(void **state)
{
    (void)state;
    assert_true(uuid_is_nil((Uuid){{0}}));
    assert_false(uuid_is_nil((Uuid){{[15] = 1}}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uuid_next__has_the_bits_of_version_7),
        cmocka_unit_test(uuid_next__always_grows),
        cmocka_unit_test(uuid_next__grows_when_the_clock_goes_back),
        cmocka_unit_test(uuid_next__is_the_same_for_the_same_seed),
        cmocka_unit_test(uuid_source__works_with_a_zero_seed),
        cmocka_unit_test(uuid_format__and_parse_are_inverse),
        cmocka_unit_test(uuid_parse__takes_both_cases),
        cmocka_unit_test(uuid_parse__refuses_and_touches_nothing),
        cmocka_unit_test(uuid_is_nil__knows_only_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
