/* Ink through the whole app: fingers write, strokes are in the record when they
 * lift, palms and second fingers are nobody's. */
#include "tests/recorder/screen/live.h"

#include <math.h>

static int set_up(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    drive_pass(3000);
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

static void press(Live *l, int64_t finger, UiInputKind kind, float x, float y, float pressure)
{
    UiInput in = {.kind = kind,
                  .finger = finger,
                  .x = x,
                  .y = y,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms,
                  .pressure = pressure};
    app_input(l->drive.app, &in);
}

/* A wave of 20 points, to the right and down. */
static void wave(Live *l, int64_t finger, float x, float y, bool pressed)
{
    for (int32_t i = 0; i <= 20; i++) {
        UiInputKind kind = i == 0 ? UI_INPUT_DOWN : i == 20 ? UI_INPUT_UP : UI_INPUT_MOVE;
        press(l, finger, kind, x + 6 * (float)i, y + 12 * sinf((float)i / 2),
              pressed ? 0.2F + 0.03F * (float)i : 0);
        drive_pass(8);
    }
    drive_frame(&l->drive);
}

static void open_ink(Live *l)
{
    drive_tap(&l->drive, BOARD_ID_INK);
    assert_true(drive_shows(&l->drive, BOARD_ID_INK_PAPER));
}

static int32_t code_of(const Live *l)
{
    return protocol_find_sense(l->protocol, SENSE_INK);
}

/* The standing strokes; the n-th in *ret_event. */
static int32_t strokes(const Live *l, int32_t n, const ObsEvent **ret_event)
{
    size_t count;
    int32_t found = 0;
    const ObsEvent *events = session_events(live_session(l), &count);
    for (size_t i = 0; i < count; i++)
        if (!events[i].voided && events[i].code == code_of(l)) {
            if (found == n)
                *ret_event = &events[i];
            found++;
        }
    return found;
}

static Ink ink_of(Live *l, const ObsEvent *e)
{
    Err err = {0};
    Attachment a;
    AttachmentSource *source = recording_attachments(l->drive.app->lesson.recording);
    assert_ok(source->read(source, e->id, &l->arena, &a, &err), err);
    assert_int_equal(a.kind, ATTACHMENT_INK);
    return a.ink;
}

static void seat_middle(Live *l, const char *label, float *x, float *y)
{
    const BoardState *s = &l->drive.app->lesson.board;
    UiRect chart = {0};
    assert_true(app_find_target(l->drive.app, BOARD_ID_INK_PAPER, &chart));
    const BoardSeat *seat = &s->seating.seats[live_who(l, label)];
    *x = chart.x - s->pan_x + seat->x * s->zoom;
    *y = chart.y - s->pan_y + seat->y * s->zoom;
}

/* The pen is over a seat. */
static void open_ink_at(Live *l, const char *label, float *ret_x, float *ret_y)
{
    open_ink(l);
    seat_middle(l, label, ret_x, ret_y);
}

static void ink__is_about_the_seat__it_begins_near(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    int64_t landed = drive_clock.boot_ms - l->zero_ms;
    wave(l, 7, x + 20, y - 24, true);
    drive_pass(700);
    wave(l, 7, x + 300, y + 200, true); /* the drawing goes on somewhere else */
    assert_int_equal(strokes(l, 0, &e), 2);
    assert_int_equal(e->subject, live_who(l, "P6"));
    assert_int_equal(e->start_ms, landed);
    Ink first = ink_of(l, e);
    assert_int_equal(strokes(l, 1, &e), 2);
    assert_int_equal(e->subject, live_who(l, "P6"));
    assert_int_equal(e->start_ms, landed);
    Ink second = ink_of(l, e);
    assert_int_equal(first.ground, INK_ON_CHART);
    assert_int_equal(first.points[0].ms, 0);
    assert_int_equal(first.points[1].ms, 8);
    assert_true(first.points[0].pressure < first.points[10].pressure);
    assert_int_equal(second.points[0].ms, 21 * 8 + 700);
    assert_int_equal(session_event_count(live_session(l)), 1);

    /* Chart units: the point lies beside the seat on the scale of Subject.x. */
    const Subject *seat = &l->subjects[live_who(l, "P6")];
    float at = (float)first.points[0].x / (float)first.width;
    assert_true(fabsf(at - seat->x) < 0.05F);
    assert_true(drive_says(&l->drive, "About P6"));
}

static void ink__goes_on__moved_to_earlier_in_between(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    int64_t step = l->protocol->rules.backdate_step_ms;
    drive_pass(5000);
    open_ink_at(l, "P6", &x, &y);
    int64_t landed = live_now(l);
    wave(l, 7, x + 20, y - 24, true);
    drive_pass(500);
    wave(l, 7, x + 20, y + 40, true);
    drive_tap(&l->drive, BOARD_ID_BACKDATE);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 2);
    drive_pass(500);
    wave(l, 7, x + 100, y + 40, true);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 3);
    for (int32_t i = 0; i < 3; i++) {
        assert_int_equal(strokes(l, i, &e), 3);
        assert_int_equal(e->start_ms, landed - step);
    }
    assert_int_equal(session_event_count(live_session(l)), 1); /* one drawing */
    drive_tap(&l->drive, BOARD_ID_UNDO);
    drive_tap(&l->drive, BOARD_ID_UNDO); /* where it was */
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 2);
    assert_int_equal(strokes(l, 0, &e), 2);
    assert_int_equal(e->start_ms, landed);
}

static void ink__of_the_class__between_the_seats_and_on_a_page(void **state)
{
    Live *l = *state;
    const ObsEvent *e = NULL;
    UiRect paper;
    open_ink(l);
    assert_true(app_find_target(l->drive.app, BOARD_ID_INK_PAPER, &paper));
    wave(l, 7, paper.x + 30, paper.y + 14, false);
    assert_int_equal(strokes(l, 0, &e), 1);
    assert_int_equal(e->subject, SUBJECT_NONE);
    assert_int_equal(ink_of(l, e).points[3].pressure, INK_NO_PRESSURE);
    drive_tap(&l->drive, BOARD_ID_INK_PAGE);
    wave(l, 7, paper.x + 200, paper.y + 200, false);
    assert_int_equal(strokes(l, 1, &e), 2);
    Ink ink = ink_of(l, e);
    assert_int_equal(ink.ground, INK_ON_PAGE);
    assert_int_equal(ink.width, (int32_t)lroundf(paper.w * INK_UNITS));
    assert_int_equal(session_event_count(live_session(l)), 2);
    drive_tap(&l->drive, BOARD_ID_PANEL_OK);
    assert_false(drive_shows(&l->drive, BOARD_ID_INK_PAPER));
    assert_true(drive_shows(&l->drive, live_seat_id(l, "P6")));
}

/* A finger on the paper is nothing but a pen: no turn, no drag, no pad. */
static void ink__records_nothing_else__written_over_seats(void **state)
{
    Live *l = *state;
    float x, y;
    open_ink_at(l, "P6", &x, &y);
    for (int32_t i = 0; i < 4; i++)
        wave(l, 3, x - 60, y + 30 * (float)i, false);
    press(l, 3, UI_INPUT_DOWN, x, y, 0); /* a dot, held */
    drive_pass(900);
    drive_frame(&l->drive);
    press(l, 3, UI_INPUT_UP, x, y, 0);
    const ObsEvent *e = NULL;
    assert_int_equal(strokes(l, 4, &e), 5);
    assert_int_equal(ink_of(l, e).point_count, 1);
    size_t count;
    (void)session_events(live_session(l), &count);
    assert_int_equal(count, 5);
}

static void turn(Live *l, float width, float height)
{
    app_resize(l->drive.app, width, height, 1);
    drive_frame(&l->drive);
}

/* Upright everybody sits elsewhere: what was drawn stays about whom it was, in its own
 * size, and what comes is another drawing. */
static void turn__between_strokes__begins_another_drawing(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *first = NULL, *second = NULL, *third = NULL;
    open_ink_at(l, "P6", &x, &y);
    wave(l, 7, x, y, false);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 1);
    turn(l, 820, 1180);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 0); /* none lies round another */
    assert_true(drive_says(&l->drive, "Begin near whom it is about"));
    seat_middle(l, "P11", &x, &y);
    wave(l, 7, x, y, false);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 1);
    assert_true(drive_says(&l->drive, "About P11"));
    turn(l, 1280, 800);
    turn(l, 820, 1180);
    seat_middle(l, "P6", &x, &y);
    wave(l, 7, x, y, false);
    assert_int_equal(strokes(l, 0, &first), 3);
    (void)strokes(l, 1, &second);
    (void)strokes(l, 2, &third);
    assert_int_equal(first->subject, live_who(l, "P6"));
    assert_int_equal(second->subject, live_who(l, "P11"));
    assert_int_equal(third->subject, live_who(l, "P6"));
    assert_true(second->start_ms > first->start_ms && third->start_ms > second->start_ms);
    Ink wide = ink_of(l, first), high = ink_of(l, second);
    assert_true(wide.width > wide.height);
    assert_true(high.width != wide.width && high.height != wide.height);
    const Subject *seat = &l->subjects[live_who(l, "P11")];
    assert_true(fabsf((float)high.points[0].x / (float)high.width - seat->x) < 0.06F);
}

static void turn__in_the_middle_of_a_stroke__keeps_what_there_was(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    int64_t landed = drive_clock.boot_ms - l->zero_ms;
    press(l, 7, UI_INPUT_DOWN, x, y, 0);
    for (int32_t i = 1; i <= 10; i++) {
        drive_pass(8);
        press(l, 7, UI_INPUT_MOVE, x + 6 * (float)i, y, 0);
    }
    int32_t width = l->drive.app->lesson.ink->width;
    turn(l, 820, 1180);
    for (int32_t i = 1; i <= 5; i++) { /* the same finger, where it now is */
        drive_pass(8);
        press(l, 7, UI_INPUT_MOVE, y + 6 * (float)i, x, 0);
    }
    press(l, 7, UI_INPUT_UP, y + 30, x, 0);
    drive_frame(&l->drive);
    assert_int_equal(strokes(l, 0, &e), 1);
    assert_int_equal(e->subject, live_who(l, "P6"));
    assert_int_equal(e->start_ms, landed);
    Ink ink = ink_of(l, e);
    assert_int_equal(ink.width, width);
    assert_int_equal(ink.point_count, 11);
    assert_int_equal(ink.points[10].y, ink.points[0].y);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 0);
    seat_middle(l, "P11", &x, &y);
    wave(l, 7, x, y, false);
    assert_int_equal(strokes(l, 1, &e), 2);
    assert_int_equal(e->subject, live_who(l, "P11"));
    assert_true(ink_of(l, e).width != width);
}

static void undo__takes_the_last_stroke__redo_brings_it(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    wave(l, 7, x, y, false);
    wave(l, 7, x, y + 40, false);
    int64_t began = 0;
    assert_int_equal(strokes(l, 0, &e), 2);
    began = e->start_ms;
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_int_equal(strokes(l, 0, &e), 1);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 1);
    drive_tap(&l->drive, BOARD_ID_REDO);
    assert_int_equal(l->drive.app->lesson.ink->stroke_count, 2);
    drive_tap(&l->drive, BOARD_ID_UNDO);
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_int_equal(strokes(l, 0, &e), 0);
    seat_middle(l, "P7", &x, &y); /* begun anew: another seat, another time */
    wave(l, 7, x, y, false);
    assert_int_equal(strokes(l, 0, &e), 1);
    assert_int_equal(e->subject, live_who(l, "P7"));
    assert_true(e->start_ms > began);
}

static void palm__that_rests_first__gives_way_to_the_finger(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    press(l, 1, UI_INPUT_DOWN, x + 160, y + 120, 0);
    drive_pass(60);
    press(l, 1, UI_INPUT_MOVE, x + 164, y + 122, 0);
    wave(l, 2, x, y, false);
    wave(l, 2, x, y + 40, false);
    press(l, 1, UI_INPUT_UP, x + 164, y + 122, 0);
    drive_frame(&l->drive);
    assert_int_equal(strokes(l, 0, &e), 2);
    assert_true(ink_of(l, e).point_count > 15);
    assert_int_equal(e->subject, live_who(l, "P6"));
}

static void palm__that_comes_later__is_ignored(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    press(l, 1, UI_INPUT_DOWN, x, y, 0);
    for (int32_t i = 1; i < 30; i++) {
        drive_pass(8);
        press(l, 1, UI_INPUT_MOVE, x + 4 * (float)i, y, 0);
        if (i == 10)
            press(l, 2, UI_INPUT_DOWN, x + 200, y + 100, 0);
        if (i > 10)
            press(l, 2, UI_INPUT_MOVE, x + 200 - 3 * (float)i, y + 100, 0);
    }
    press(l, 1, UI_INPUT_UP, x + 116, y, 0);
    press(l, 2, UI_INPUT_MOVE, x + 20, y + 100, 0);
    press(l, 2, UI_INPUT_UP, x + 20, y + 100, 0);
    drive_frame(&l->drive);
    assert_int_equal(strokes(l, 0, &e), 1);
    Ink ink = ink_of(l, e);
    for (int32_t i = 0; i < ink.point_count; i++)
        assert_int_equal(ink.points[i].y, ink.points[0].y);
}

/* The palm came after the pen, before the pen had moved. */
static void palm__between_landing_and_move__does_not_take_the_pen(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    press(l, 1, UI_INPUT_DOWN, x, y, 0);
    drive_pass(8);
    press(l, 2, UI_INPUT_DOWN, x + 150, y + 120, 0);
    for (int32_t i = 1; i <= 20; i++) {
        drive_pass(8);
        press(l, 1, UI_INPUT_MOVE, x + 5 * (float)i, y, 0);
    }
    press(l, 1, UI_INPUT_UP, x + 100, y, 0);
    press(l, 2, UI_INPUT_UP, x + 150, y + 120, 0);
    drive_frame(&l->drive);
    assert_int_equal(strokes(l, 0, &e), 1);
    assert_int_equal(e->subject, live_who(l, "P6"));
}

/* The tablet takes the touch away, a lift gets lost: what was written is kept. */
static void stroke__is_kept__cancelled_or_never_lifted(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    for (int32_t i = 0; i < 10; i++)
        press(l, 1, i == 0 ? UI_INPUT_DOWN : UI_INPUT_MOVE, x + 8 * (float)i, y, 0);
    press(l, 1, UI_INPUT_CANCEL, x, y, 0);
    assert_int_equal(strokes(l, 0, &e), 1);
    for (int32_t i = 0; i < 10; i++)
        press(l, 2, i == 0 ? UI_INPUT_DOWN : UI_INPUT_MOVE, x + 8 * (float)i, y + 50, 0);
    drive_pass(UI_LOST_MS + 1000);
    wave(l, 3, x, y + 100, false);
    assert_int_equal(strokes(l, 2, &e), 3);
    assert_true(ink_of(l, e).point_count > 15);
}

/* A line of more points than a stroke may have goes on, point for point. */
static void stroke__that_is_too_long__goes_on_as_the_next(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    open_ink_at(l, "P6", &x, &y);
    press(l, 1, UI_INPUT_DOWN, x, y, 0);
    for (int32_t i = 1; i < INK_MAX_POINTS + 50; i++) {
        drive_pass(4);
        press(l, 1, UI_INPUT_MOVE, x + (float)(i % 2 ? 3 : -3), y + (float)(i % 100), 0);
    }
    press(l, 1, UI_INPUT_UP, x, y, 0);
    drive_frame(&l->drive);
    assert_int_equal(strokes(l, 0, &e), 2);
    Ink first = ink_of(l, e);
    assert_int_equal(strokes(l, 1, &e), 2);
    Ink second = ink_of(l, e);
    assert_int_equal(first.point_count, INK_MAX_POINTS);
    assert_int_equal(second.points[0].x, first.points[INK_MAX_POINTS - 1].x);
    assert_int_equal(second.points[0].ms, first.points[INK_MAX_POINTS - 1].ms);
}

/* Little is drawn anew while the finger moves. */
static void stroke__redraws_only_where_it_grows(void **state)
{
    Live *l = *state;
    float x, y;
    open_ink_at(l, "P6", &x, &y);
    press(l, 1, UI_INPUT_DOWN, x, y, 0);
    for (int32_t i = 1; i < 60; i++) {
        drive_pass(8);
        press(l, 1, UI_INPUT_MOVE, x + 5 * (float)i, y + 20 * sinf((float)i / 5), 0);
        PaintRect dirty[PAINT_MAX_DIRTY];
        int32_t count = app_frame(l->drive.app, &l->drive.surface, drive_clock.boot_ms, dirty,
                                  &l->drive.wake_ms);
        int64_t area = 0;
        for (int32_t k = 0; k < count; k++)
            area += (int64_t)dirty[k].w * dirty[k].h;
        if (i > 1 && drive_clock.boot_ms / 1000 == (drive_clock.boot_ms - 8) / 1000 &&
            area > 20 * PAINT_CELL * PAINT_CELL)
            fail_msg("move %d: %lld pixels drawn anew", (int)i, (long long)area);
    }
    press(l, 1, UI_INPUT_UP, x + 300, y, 0);
}

static void ink__waits_with_its_stroke__when_the_lesson_is_paused(void **state)
{
    Live *l = *state;
    float x, y;
    const ObsEvent *e = NULL;
    drive_tap(&l->drive, BOARD_ID_PAUSE);
    open_ink_at(l, "P6", &x, &y);
    wave(l, 7, x, y, false);
    assert_int_equal(strokes(l, 0, &e), 1);
    drive_tap(&l->drive, BOARD_ID_INK); /* the same button closes */
    assert_false(drive_shows(&l->drive, BOARD_ID_INK_PAPER));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(ink__is_about_the_seat__it_begins_near),
        CASE(ink__goes_on__moved_to_earlier_in_between),
        CASE(ink__of_the_class__between_the_seats_and_on_a_page),
        CASE(ink__records_nothing_else__written_over_seats),
        CASE(turn__between_strokes__begins_another_drawing),
        CASE(turn__in_the_middle_of_a_stroke__keeps_what_there_was),
        CASE(undo__takes_the_last_stroke__redo_brings_it),
        CASE(palm__that_rests_first__gives_way_to_the_finger),
        CASE(palm__that_comes_later__is_ignored),
        CASE(palm__between_landing_and_move__does_not_take_the_pen),
        CASE(stroke__is_kept__cancelled_or_never_lifted),
        CASE(stroke__that_is_too_long__goes_on_as_the_next),
        CASE(stroke__redraws_only_where_it_grows),
        CASE(ink__waits_with_its_stroke__when_the_lesson_is_paused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
