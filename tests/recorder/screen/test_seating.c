#include "check.h"

#include "recorder/screen/part/seating.h"

#include <math.h>

static bool is_on_chart(const Seat *seat)
{
    return seat->x > 0.04F && seat->x < 0.96F && seat->y > 0.2F && seat->y < 0.94F;
}

static void seating__arranges__every_number_of_pupils_on_the_chart(void **state)
{
    (void)state;
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        for (int32_t n = 0; n <= SEATING_MAX_PUPILS; n++) {
            Seating s = seating_arrange((SeatingTemplate)kind, n);
            assert_int_equal(s.count, n);
            for (int32_t i = 0; i < n; i++) {
                assert_true(is_on_chart(&s.seats[i]));
                assert_true(s.seats[i].group < s.group_count);
                assert_true(s.group_count == 0 || s.seats[i].group >= 0);
            }
        }
    }
}

/* A live seat is 64 points; the chart of the board about 500 high. */
static void seating__leaves_room__for_a_finger_up_to_thirty_two(void **state)
{
    (void)state;
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        for (int32_t n = 2; n <= 32; n++) {
            Seating s = seating_arrange((SeatingTemplate)kind, n);
            if (seating_pitch(&s) * 500 < 64)
                fail_msg("%s of %d: %f", seating_title((SeatingTemplate)kind), (int)n,
                         (double)(seating_pitch(&s) * 500));
        }
    }
}

/* Seats of 30 points on a chart 500 high. */
static void seating__lays_no_seat_over_another__up_to_a_hundred_and_twenty(void **state)
{
    (void)state;
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        for (int32_t n = 2; n <= SEATING_MAX_PUPILS; n++) {
            Seating s = seating_arrange((SeatingTemplate)kind, n);
            if (seating_pitch(&s) * 500 < 30)
                fail_msg("%s of %d: %f", seating_title((SeatingTemplate)kind), (int)n,
                         (double)(seating_pitch(&s) * 500));
            for (int32_t i = 0; i < n; i++)
                for (int32_t k = 0; k < i; k++)
                    assert_string_not_equal(s.seats[i].number, s.seats[k].number);
        }
    }
}

static void seating__leaves_room__beside_the_adults(void **state)
{
    (void)state;
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        Seating s = seating_arrange((SeatingTemplate)kind, 32);
        for (int32_t a = 0; a < SEATING_MAX_ADULTS; a++) {
            float x, y;
            seating_place_adult(a, &x, &y);
            for (int32_t i = 0; i < s.count; i++)
                assert_true(hypotf((s.seats[i].x - x) * SEATING_ASPECT, s.seats[i].y - y) > 0.13F);
        }
    }
}

static void seating__evens_tables_out__when_fours_do_not_go_up(void **state)
{
    (void)state;
    Seating s = seating_arrange(SEATING_TABLES, 25);
    static const int32_t WANT[] = {4, 4, 4, 4, 3, 3, 3};
    assert_int_equal(s.group_count, 7);
    int32_t members[SEATING_MAX_GROUPS] = {0};
    for (int32_t i = 0; i < s.count; i++)
        members[s.seats[i].group]++;
    for (int32_t g = 0; g < 7; g++)
        assert_int_equal(members[g], WANT[g]);
    assert_string_equal(s.groups[6], "Table 7");
    assert_string_equal(s.seats[24].number, "7C");
}

static void seating__puts_pairs_closer__than_neighbours(void **state)
{
    (void)state;
    Seating s = seating_arrange(SEATING_PAIRS, 24);
    float pair = s.seats[1].x - s.seats[0].x, aisle = s.seats[2].x - s.seats[1].x;
    assert_true(pair > 0 && pair < aisle);
    assert_string_equal(s.groups[0], "Row 1");
}

static void seating__opens_the_horseshoe__to_the_board(void **state)
{
    (void)state;
    Seating s = seating_arrange(SEATING_HORSESHOE, 15);
    assert_int_equal(s.group_count, 3);
    assert_string_equal(s.groups[s.seats[0].group], "Left side");
    assert_string_equal(s.groups[s.seats[7].group], "Back");
    assert_string_equal(s.groups[s.seats[14].group], "Right side");
    for (int32_t i = 0; i < s.count; i++) {
        assert_false(s.seats[i].y < 0.5F && s.seats[i].x > 0.2F && s.seats[i].x < 0.8F);
        assert_true(fabsf(s.seats[i].x + s.seats[14 - i].x - 1) < 0.01F);
    }
    assert_string_equal(s.seats[14].number, "15");
}

static void seating__makes_an_inner_circle__when_one_is_too_tight(void **state)
{
    (void)state;
    Seating one = seating_arrange(SEATING_CIRCLE, 16), two = seating_arrange(SEATING_CIRCLE, 28);
    assert_int_equal(one.group_count, 0);
    assert_int_equal(one.seats[3].group, SEATING_NO_GROUP);
    assert_int_equal(two.group_count, 2);
    assert_string_equal(two.groups[two.seats[27].group], "Inner circle");
}

static void seating__takes_the_nearest_number__out_of_its_range(void **state)
{
    (void)state;
    assert_int_equal(seating_arrange(SEATING_ROWS, 0).count, 0);
    assert_int_equal(seating_arrange(SEATING_ROWS, -5).count, 0);
    assert_int_equal(seating_arrange(SEATING_ROWS, 400).count, SEATING_MAX_PUPILS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seating__arranges__every_number_of_pupils_on_the_chart),
        cmocka_unit_test(seating__leaves_room__for_a_finger_up_to_thirty_two),
        cmocka_unit_test(seating__lays_no_seat_over_another__up_to_a_hundred_and_twenty),
        cmocka_unit_test(seating__leaves_room__beside_the_adults),
        cmocka_unit_test(seating__evens_tables_out__when_fours_do_not_go_up),
        cmocka_unit_test(seating__puts_pairs_closer__than_neighbours),
        cmocka_unit_test(seating__opens_the_horseshoe__to_the_board),
        cmocka_unit_test(seating__makes_an_inner_circle__when_one_is_too_tight),
        cmocka_unit_test(seating__takes_the_nearest_number__out_of_its_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
