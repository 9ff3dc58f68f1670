/* Two questions at one signal, one after the other, through the whole app: what was meant
 * for the first is no answer to the second. */
#include "tests/recorder/screen/live.h"

enum { SIGNAL_MS = 300000, FIRST_MS = 60000 /* to answer the first question */ };

/* The first question is on. */
static int set_up(void **state)
{
    static Live live;
    live_open(&live, "snapshots", 28);
    drive_pass(SIGNAL_MS + 500);
    drive_frame(&live.drive);
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

static void board__shows_all_answers_again__to_the_next_question(void **state)
{
    Live *l = *state;
    const BoardState *board = &l->drive.app->lesson.board;
    drive_tap(&l->drive, BOARD_ID_ANSWER); /* the first range */
    assert_true(board->answer_high > 0);
    drive_pass(FIRST_MS);
    drive_frame(&l->drive);
    assert_int_equal(board->answer_high, 0);
    assert_true(drive_shows(&l->drive, BOARD_ID_ANSWER));
    assert_false(drive_shows(&l->drive, BOARD_ID_ANSWER_BACK));
}

static void board__takes_no_answer__landed_before_the_question_came(void **state)
{
    Live *l = *state;
    float x, y;
    live_middle(l, BOARD_ID_CANT_SEE, &x, &y);
    drive_pass(SIGNAL_MS + FIRST_MS - 100 - live_now(l));
    drive_frame(&l->drive);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_rest(l, 200);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    assert_true(live_event(l, "offered", 0)->missing); /* its time was over */
    assert_null(live_event(l, "on-task", 0));
    drive_tap(&l->drive, BOARD_ID_CANT_SEE);
    assert_true(live_event(l, "on-task", 0)->missing);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(board__shows_all_answers_again__to_the_next_question),
        CASE(board__takes_no_answer__landed_before_the_question_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
