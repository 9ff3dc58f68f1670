#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "protocols/utf8.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

/* ---- errors ---- */

static void err_set__fills_kind_and_text(void **state)
{
    (void)state;
    Err err = {0};
    assert_false(err_set(&err, ERR_LIMIT, "more than %d codes", 96));
    assert_err(err, ERR_LIMIT, "more than 96 codes");
}

static void err_set__cuts_a_long_message_between_code_points(void **state)
{
    (void)state;
    for (size_t pad = 0; pad < 4; pad++) {
        char text[600] = "";
        memset(text, 'x', pad);
        for (size_t i = pad; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE6\x8E\x88", 4); /* three bytes */
        Err err = {0};
        err_set(&err, ERR_FORMAT, "%s", text);
        size_t len = strlen(err.text);
        assert_true(len < sizeof err.text && len > sizeof err.text - 8);
        assert_string_equal(err.text + len - 3, "...");
        assert_int_equal(utf8_valid_len(err.text, len), len);
    }
}

static void err_prefix__puts_the_context_in_front(void **state)
{
    (void)state;
    Err err = {0};
    err_set(&err, ERR_SYSTEM, "no such file");
    assert_false(err_prefix(&err, "%s", "lesson.csv"));
    assert_err(err, ERR_SYSTEM, "lesson.csv: no such file");
}

static void err_prefix__keeps_to_the_buffer(void **state)
{
    (void)state;
    char name[1000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    Err err = {0};
    err_set(&err, ERR_SYSTEM, "no such file");
    err_prefix(&err, "%s", name);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_string_equal(err.text + sizeof err.text - 4, "...");
}

/* ---- arenas ---- */

static void arena__gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 100; i++) {
        char *byte = ARENA_PUSH(&arena, char, 1);
        *byte = 'x';
        double *numbers = ARENA_PUSH(&arena, double, 3);
        assert_int_equal((uintptr_t)numbers % _Alignof(double), 0);
        assert_true(numbers[0] == 0 && numbers[2] == 0);
        numbers[2] = 1;
    }
    arena_deinit(&arena);
}

static void arena__refuses_what_passes_its_limit_and_goes_on(void **state)
{
    (void)state;
    for (size_t limit = 0; limit < 200; limit++) {
        Arena arena;
        arena_init(&arena, limit);
        size_t got = 0;
        while (ARENA_PUSH(&arena, char, 7))
            got += 7;
        assert_int_equal(got, limit / 7 * 7);
        assert_int_equal(arena.used, got);
        if (limit % 7 > 0)
            assert_non_null(ARENA_PUSH(&arena, char, limit % 7));
        arena_deinit(&arena);
    }
}

static void arena__refuses_a_size_that_overflows(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, SIZE_MAX);
    assert_null(arena_push(&arena, SIZE_MAX / 4, 8, 8));
    assert_int_equal(arena.used, 0);
    arena_deinit(&arena);
}

static void arena__takes_more_than_a_block_at_once(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    char *small = ARENA_PUSH(&arena, char, 10);
    memset(small, 's', 10);
    char *large = ARENA_PUSH(&arena, char, 300000);
    memset(large, 'l', 300000);
    assert_int_equal(small[9], 's');
    arena_deinit(&arena);
}

static void arena_reset__gives_back_and_reuses(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    char *kept = arena_copy(&arena, "kept", 4);
    ArenaMark mark = arena_mark(&arena);
    char *first = ARENA_PUSH(&arena, char, 100);
    memset(first, 'x', 100);
    for (int i = 0; i < 10; i++)
        assert_non_null(ARENA_PUSH(&arena, char, 60000));
    arena_reset(&arena, mark);
    assert_int_equal(arena.used, mark.used);
    char *again = ARENA_PUSH(&arena, char, 100);
    assert_ptr_equal(again, first);
    assert_int_equal(again[0], 0);
    assert_string_equal(kept, "kept");
    arena_deinit(&arena);
}

/* What was given back, and what was never given out, must not be touched:
 * AddressSanitizer is told so. */
static void arena__poisons_what_is_not_in_use(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    Arena arena;
    arena_init(&arena, 1 << 20);
    char *kept = ARENA_PUSH(&arena, char, 16);
    ArenaMark mark = arena_mark(&arena);
    char *freed = ARENA_PUSH(&arena, char, 16);
    assert_false(__asan_address_is_poisoned(freed));
    assert_true(__asan_address_is_poisoned(freed + 16));
    arena_reset(&arena, mark);
    assert_true(__asan_address_is_poisoned(freed));
    assert_false(__asan_address_is_poisoned(kept + 15));
    arena_deinit(&arena);
#else
    print_message("skipped: not built with AddressSanitizer\n");
    skip();
#endif
}

static void arena_deinit__accepts_a_zeroed_arena(void **state)
{
    (void)state;
    Arena arena = {0};
    arena_deinit(&arena);
    assert_null(ARENA_PUSH(&arena, char, 1));
}

static void arena_copy__ends_in_a_zero(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 100);
    assert_string_equal(arena_copy(&arena, "teacher", 5), "teach");
    assert_string_equal(arena_copy(&arena, "", 0), "");
    arena_deinit(&arena);
}

static void arena_printf__formats_or_refuses(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 8);
    assert_null(arena_printf(&arena, "%d pupils", 27));
    assert_string_equal(arena_printf(&arena, "%d of 5", 2), "2 of 5");
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err_set__fills_kind_and_text),
        cmocka_unit_test(err_set__cuts_a_long_message_between_code_points),
        cmocka_unit_test(err_prefix__puts_the_context_in_front),
        cmocka_unit_test(err_prefix__keeps_to_the_buffer),
        cmocka_unit_test(arena__gives_zeroed_aligned_memory),
        cmocka_unit_test(arena__refuses_what_passes_its_limit_and_goes_on),
        cmocka_unit_test(arena__refuses_a_size_that_overflows),
        cmocka_unit_test(arena__takes_more_than_a_block_at_once),
        cmocka_unit_test(arena_reset__gives_back_and_reuses),
        cmocka_unit_test(arena__poisons_what_is_not_in_use),
        cmocka_unit_test(arena_deinit__accepts_a_zeroed_arena),
        cmocka_unit_test(arena_copy__ends_in_a_zero),
        cmocka_unit_test(arena_printf__formats_or_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
