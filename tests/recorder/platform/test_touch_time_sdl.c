#include "check.h"

#include "recorder/platform/touch_time_sdl.h"

#include <SDL.h>

static SDL_Event finger(uint32_t type, int64_t id)
{
    return (SDL_Event){.tfinger = {.type = type, .fingerId = id}};
}

static void note(TouchTime *times, uint32_t type, int64_t id, uint32_t time)
{
    touch_time_note(times, (TouchNote){id, type, time});
}

static void touch_time__gives_each_event_its_own__two_fingers(void **state)
{
    (void)state;
    TouchTime times = {.count = 0};
    note(&times, SDL_FINGERDOWN, 1, 100);
    note(&times, SDL_FINGERDOWN, 2, 105);
    note(&times, SDL_FINGERUP, 1, 140);
    note(&times, SDL_FINGERUP, 2, 150);
    SDL_Event events[] = {finger(SDL_FINGERDOWN, 1), finger(SDL_FINGERDOWN, 2),
                          finger(SDL_FINGERUP, 1), finger(SDL_FINGERUP, 2)};
    static const uint32_t want[] = {100, 105, 140, 150};
    for (size_t i = 0; i < 4; i++) {
        uint32_t time = 0;
        assert_true(touch_time_take(&times, &events[i], &time));
        assert_int_equal(time, want[i]);
    }
    assert_int_equal(times.count, 0);
}

static void touch_time__drops__what_sdl_left_out(void **state)
{
    (void)state;
    TouchTime times = {.count = 0};
    note(&times, SDL_FINGERDOWN, 1, 100);
    note(&times, SDL_FINGERMOTION, 1, 110); /* no further than it was */
    note(&times, SDL_FINGERMOTION, 1, 120);
    note(&times, SDL_FINGERUP, 1, 130);
    SDL_Event down = finger(SDL_FINGERDOWN, 1), up = finger(SDL_FINGERUP, 1);
    uint32_t time = 0;
    assert_true(touch_time_take(&times, &down, &time));
    assert_true(touch_time_take(&times, &up, &time));
    assert_int_equal(time, 130);
    assert_int_equal(times.count, 0);
    assert_false(touch_time_take(&times, &up, &time));
}

static void touch_time__keeps_the_newest__nobody_asks(void **state)
{
    (void)state;
    TouchTime times = {.count = 0};
    for (uint32_t i = 0; i < 3 * TOUCH_TIME_MOST; i++)
        note(&times, SDL_FINGERDOWN, i, i);
    SDL_Event last = finger(SDL_FINGERDOWN, 3 * TOUCH_TIME_MOST - 1);
    SDL_Event first = finger(SDL_FINGERDOWN, 0);
    uint32_t time = 0;
    assert_false(touch_time_take(&times, &first, &time));
    assert_true(touch_time_take(&times, &last, &time));
    assert_int_equal(time, 3 * TOUCH_TIME_MOST - 1);
}

static void touch_time__maps_to_the_boot_clock__which_counted_a_suspend(void **state)
{
    (void)state;
    int64_t at_ms = 0;
    /* Booted long ago, asleep for an hour of it; the server's 32 bits have wrapped. */
    int64_t mono_ms = (INT64_C(1) << 32) + 5000, boot_ms = mono_ms + 3600000;
    assert_true(touch_time_on_boot(4950, boot_ms, mono_ms, &at_ms));
    assert_int_equal(at_ms, boot_ms - 50);
    assert_true(touch_time_on_boot(UINT32_MAX - 99, boot_ms, mono_ms, &at_ms));
    assert_int_equal(at_ms, boot_ms - 5100);
    assert_true(touch_time_on_boot(5001, boot_ms, mono_ms, &at_ms)); /* read a moment later */
    assert_int_equal(at_ms, boot_ms);
}

static void touch_time__knows_nothing__server_counts_otherwise(void **state)
{
    (void)state;
    int64_t at_ms = 7;
    assert_false(touch_time_on_boot(123456789, 5000000, 5000000, &at_ms));
    assert_false(touch_time_on_boot(5001000, 5000000, 5000000, &at_ms));
    assert_int_equal(at_ms, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(touch_time__gives_each_event_its_own__two_fingers),
        cmocka_unit_test(touch_time__drops__what_sdl_left_out),
        cmocka_unit_test(touch_time__keeps_the_newest__nobody_asks),
        cmocka_unit_test(touch_time__maps_to_the_boot_clock__which_counted_a_suspend),
        cmocka_unit_test(touch_time__knows_nothing__server_counts_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
