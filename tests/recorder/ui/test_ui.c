#include "ui_check.h"

#include <math.h>

enum { PAD = 1, SEAT_A, SEAT_B, COVER, GROUND, SMALL };

/* What a small screen saw in the last step. */
typedef struct Screen {
    Bench *b;
    UiTouch pad, seat_a, seat_b, cover, ground, small;
    bool with_pad, with_cover, with_ground;
} Screen;

/*   ground 0..400 x 0..300 (when asked for)
 *   pad    10..110 x 10..74      seats: circles of 40 round (200, 60), (260, 60)
 *   cover  over the pad's right half    small  20 x 20 at 300..320 x 200..220 */
static void build(Screen *s)
{
    Ui *ui = &s->b->ui;
    s->pad = s->cover = s->ground = (UiTouch){0};
    if (s->with_ground)
        s->ground = ui_touch_ground(ui, GROUND, (UiRect){0, 0, 400, 300});
    if (s->with_pad)
        s->pad = ui_touch(ui, PAD, (UiRect){10, 10, 100, 64});
    s->seat_a = ui_touch_round(ui, SEAT_A, 200, 60, 40);
    s->seat_b = ui_touch_round(ui, SEAT_B, 260, 60, 40);
    s->small = ui_touch(ui, SMALL, (UiRect){300, 200, 20, 20});
    if (s->with_cover)
        s->cover = ui_touch(ui, COVER, (UiRect){60, 10, 100, 64});
}

static void step(Screen *s, UiInput in)
{
    in.now_ms = s->b->now_ms > in.at_ms ? s->b->now_ms : in.at_ms;
    s->b->now_ms = in.now_ms;
    if (in.at_ms == 0)
        in.at_ms = in.now_ms;
    ui_begin(&s->b->ui, &in);
    build(s);
    ui_end(&s->b->ui);
}

static void finger(Screen *s, UiInputKind kind, float x, float y, int64_t at_ms)
{
    step(s, (UiInput){.kind = kind, .finger = 7, .x = x, .y = y, .at_ms = at_ms});
}

static void key(Screen *s, UiKey k)
{
    step(s, (UiInput){.kind = UI_INPUT_KEY, .key = k});
}

static void pass(Screen *s, int64_t now_ms)
{
    step(s, (UiInput){.at_ms = now_ms});
}

static Screen *screen_create(void)
{
    Screen *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->b = bench_create(400, 300);
    s->with_pad = true;
    pass(s, 1000);
    return s;
}

static void screen_destroy(Screen *s)
{
    bench_destroy(s->b);
    free(s);
}

/* ---- gestures ---- */

static void touch__taps_on_lift__with_the_landing_time(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    assert_true(s->pad.down);
    finger(s, UI_INPUT_MOVE, 55, 44, 1150);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_UP, 56, 44, 1180);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    assert_false(s->pad.down);
    assert_int_equal(s->pad.landed_ms, 1100);
    assert_true(s->pad.from_x == 50 && s->pad.x == 56);
    pass(s, 1200);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    screen_destroy(s);
}

static void touch__counts_every_tap__at_twenty_a_second(void **state)
{
    (void)state;
    Screen *s = screen_create();
    int32_t taps = 0;
    for (int64_t i = 0; i < 20; i++) {
        finger(s, UI_INPUT_DOWN, 50, 40, 2000 + i * 50);
        finger(s, UI_INPUT_UP, 50, 40, 2001 + i * 50);
        taps += s->pad.gesture == UI_GESTURE_TAP && s->pad.landed_ms == 2000 + i * 50;
    }
    assert_int_equal(taps, 20);
    screen_destroy(s);
}

static void touch__cancels__when_it_slides_off(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 105, 40, 1100);
    finger(s, UI_INPUT_UP, 114, 40, 1150); /* within the slop, beside the pad */
    assert_int_equal(s->pad.gesture, UI_GESTURE_CANCEL);
    screen_destroy(s);
}

static void touch__drags_and_drops__beyond_the_slop(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_MOVE, 50 + UI_DRAG_SLOP, 40, 1110);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_MOVE, 63, 40, 1120);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DRAG);
    finger(s, UI_INPUT_MOVE, 52, 40, 1130); /* once a drag, always a drag */
    assert_int_equal(s->pad.gesture, UI_GESTURE_DRAG);
    assert_true(s->pad.dragged && s->pad.x == 52);
    pass(s, 2000);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE); /* and no hold any more */
    finger(s, UI_INPUT_UP, 200, 60, 2010);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DROP);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE);
    screen_destroy(s);
}

static void touch__holds_once__after_the_hold_time(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    assert_int_equal(s->b->ui.wake_ms, 1100 + UI_HOLD_MS);
    pass(s, 1100 + UI_HOLD_MS - 1);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    pass(s, 1100 + UI_HOLD_MS);
    assert_int_equal(s->pad.gesture, UI_GESTURE_HOLD);
    assert_int_equal(s->b->ui.wake_ms, INT64_MAX);
    pass(s, 1700);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    assert_true(s->pad.held && s->pad.down);
    finger(s, UI_INPUT_MOVE, 51, 40, 1710);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DRAG);
    finger(s, UI_INPUT_UP, 51, 40, 1720);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DROP);
    screen_destroy(s);
}

static void touch__is_a_tap__when_nobody_saw_the_hold(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_UP, 50, 40, 1900); /* the machine was busy in between */
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    screen_destroy(s);
}

static void touch__cancels__when_the_system_takes_it(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_CANCEL, 0, 0, 1120);
    assert_int_equal(s->pad.gesture, UI_GESTURE_CANCEL);
    finger(s, UI_INPUT_UP, 50, 40, 1130);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    screen_destroy(s);
}

static void touch__lets_go__of_a_target_that_vanishes(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    s->with_pad = false;
    pass(s, 1110);
    s->with_pad = true;
    pass(s, 1120);
    assert_false(s->pad.down);
    finger(s, UI_INPUT_UP, 50, 40, 1130);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_DOWN, 50, 40, 1140);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    screen_destroy(s);
}

static void other(Screen *s, UiInputKind kind, float x, float y, int64_t at_ms)
{
    step(s, (UiInput){.kind = kind, .finger = 8, .x = x, .y = y, .at_ms = at_ms});
}

static void touch__counts_both_thumbs__in_the_order_of_landing(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    other(s, UI_INPUT_DOWN, 200, 60, 1110);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_DOWN);
    assert_true(s->pad.down && s->pad.x == 50);
    other(s, UI_INPUT_UP, 200, 60, 1120);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE); /* the first landed earlier */
    assert_true(s->seat_a.down);
    finger(s, UI_INPUT_UP, 50, 40, 1130);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    assert_int_equal(s->pad.landed_ms, 1100);
    assert_true(ui_wants_rebuild(&s->b->ui));
    pass(s, 1130);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_TAP);
    assert_int_equal(s->seat_a.landed_ms, 1110);
    assert_false(ui_wants_rebuild(&s->b->ui));
    pass(s, 1140);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE);
    assert_false(s->seat_a.down);
    screen_destroy(s);
}

static void touch__counts_a_tap_at_once__when_the_later_finger_still_rests(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    other(s, UI_INPUT_DOWN, 200, 60, 1110);
    finger(s, UI_INPUT_UP, 50, 40, 1150);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    other(s, UI_INPUT_UP, 200, 60, 1180);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_TAP);
    screen_destroy(s);
}

static void touch__counts_every_tap_of_a_thumb__while_the_other_rests(void **state)
{
    (void)state;
    Screen *s = screen_create();
    int32_t taps = 0;
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    for (int32_t i = 0; i < 3; i++) {
        other(s, UI_INPUT_DOWN, 200, 60, 1110 + 50 * i);
        assert_int_equal(s->seat_a.gesture, UI_GESTURE_DOWN);
        other(s, UI_INPUT_UP, 200, 60, 1130 + 50 * i);
        assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE);
    }
    for (int32_t i = 0; i < 5; i++) {
        pass(s, 1100 + UI_HOLD_MS);
        assert_int_not_equal(s->pad.gesture, UI_GESTURE_HOLD);
        taps += s->seat_a.gesture == UI_GESTURE_TAP;
    }
    assert_int_equal(taps, 3);
    screen_destroy(s);
}

/* The palm may come first or second: it stays, and so means nothing. */
static void palm__records_nothing__beside_a_tap(void **state)
{
    (void)state;
    Screen *s = screen_create();
    other(s, UI_INPUT_DOWN, 200, 60, 1050);
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_UP, 50, 40, 1150);
    assert_int_equal(s->b->ui.wake_ms, 1050 + UI_HOLD_MS);
    pass(s, 1050 + UI_HOLD_MS);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_CANCEL);
    assert_false(s->seat_a.down);
    pass(s, 1451);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    assert_int_equal(s->pad.landed_ms, 1100);
    pass(s, 2000);
    other(s, UI_INPUT_UP, 200, 60, 2100);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE);

    finger(s, UI_INPUT_DOWN, 50, 40, 3000);
    other(s, UI_INPUT_DOWN, 200, 60, 3020);
    finger(s, UI_INPUT_UP, 50, 40, 3080);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    other(s, UI_INPUT_MOVE, 205, 60, 3100);
    other(s, UI_INPUT_UP, 205, 60, 3020 + UI_HOLD_MS); /* no step in between */
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_CANCEL);
    screen_destroy(s);
}

static void palm__is_forgotten__once_it_only_rests(void **state)
{
    (void)state;
    Screen *s = screen_create();
    other(s, UI_INPUT_DOWN, 200, 60, 1050);
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_UP, 50, 40, 1150);
    pass(s, 1500);
    pass(s, 1501);
    finger(s, UI_INPUT_DOWN, 50, 40, 1600);
    pass(s, 1600 + UI_HOLD_MS);
    assert_int_equal(s->pad.gesture, UI_GESTURE_HOLD);
    finger(s, UI_INPUT_MOVE, 90, 40, 2100);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DRAG);
    finger(s, UI_INPUT_UP, 90, 40, 2200);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DROP);
    screen_destroy(s);
}

static void touch__goes_on_holding__while_another_finger_taps(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    pass(s, 1500);
    assert_int_equal(s->pad.gesture, UI_GESTURE_HOLD);
    other(s, UI_INPUT_DOWN, 200, 60, 1600);
    other(s, UI_INPUT_UP, 200, 60, 1650);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_TAP);
    assert_true(s->pad.down && s->pad.held);
    finger(s, UI_INPUT_UP, 50, 40, 1700);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DROP);
    screen_destroy(s);
}

static void touch__takes_one_finger__a_target(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    other(s, UI_INPUT_DOWN, 60, 40, 1110); /* one thumb, two contacts */
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    other(s, UI_INPUT_UP, 60, 40, 1120);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_UP, 50, 40, 1130);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    screen_destroy(s);
}

static void touch__is_taken_away__when_the_screen_turns(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_MOVE, 90, 40, 1110);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DRAG);
    ui_resize(&s->b->ui, s->b->ui.width, s->b->ui.height); /* the same */
    pass(s, 1120);
    assert_true(s->pad.down);
    ui_resize(&s->b->ui, 300, 400);
    pass(s, 1130);
    assert_int_equal(s->pad.gesture, UI_GESTURE_CANCEL);
    assert_true(s->pad.dragged);
    assert_false(s->pad.down);
    finger(s, UI_INPUT_MOVE, 50, 40, 1140);
    finger(s, UI_INPUT_UP, 50, 40, 1150);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_DOWN, 50, 40, 1160);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    screen_destroy(s);
}

static void touch__recovers__when_a_lift_was_lost(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_DOWN, 200, 60, 1200); /* the same finger again */
    assert_int_equal(s->pad.gesture, UI_GESTURE_CANCEL);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_DOWN);
    other(s, UI_INPUT_DOWN, 50, 40, 1200 + UI_LOST_MS);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE);
    other(s, UI_INPUT_UP, 50, 40, 1200 + UI_LOST_MS);
    step(s, (UiInput){
                .kind = UI_INPUT_DOWN, .finger = 9, .x = 50, .y = 40, .at_ms = 1201 + UI_LOST_MS});
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_CANCEL);
    screen_destroy(s);
}

static UiPinch pinch_move(Screen *s, int64_t which, float x, float y, int64_t at_ms)
{
    UiInput in = {
        .kind = UI_INPUT_MOVE, .finger = which, .x = x, .y = y, .at_ms = at_ms, .now_ms = at_ms};
    Ui *ui = &s->b->ui;
    ui_begin(ui, &in);
    UiPinch pinch = ui_pinch(ui, (UiRect){0, 0, 400, 300});
    s->pad = ui_touch(ui, 1, (UiRect){10, 20, 80, 40});
    ui_end(ui);
    return pinch;
}

static void pinch__takes_both_fingers__once_both_move(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    other(s, UI_INPUT_DOWN, 250, 240, 1150);
    assert_false(pinch_move(s, 7, 50, 30, 1160).down);
    assert_true(s->pad.down);
    assert_false(pinch_move(s, 8, 250, 245, 1170).down); /* it hardly moves */
    UiPinch pinch = pinch_move(s, 8, 250, 260, 1180);
    assert_true(pinch.down && pinch.moved);
    assert_int_equal(s->pad.gesture, UI_GESTURE_CANCEL);
    pinch = pinch_move(s, 8, 250, 280, 1190);
    assert_true(pinch.scale > 1 && pinch.scale < 1.2F);
    assert_true(pinch.dx == 0 && pinch.dy == 10);
    assert_true(pinch.x == 150 && pinch.y == 155);
    other(s, UI_INPUT_UP, 250, 280, 1200);
    assert_false(pinch_move(s, 7, 60, 40, 1210).down);
    finger(s, UI_INPUT_UP, 60, 40, 1220);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    screen_destroy(s);
}

static void pinch__leaves_fingers_alone__that_came_one_after_the_other(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    other(s, UI_INPUT_DOWN, 250, 240, 1101 + UI_PINCH_MS);
    (void)pinch_move(s, 7, 50, 20, 1360);
    assert_false(pinch_move(s, 8, 250, 280, 1370).down);
    screen_destroy(s);
}

static void touch__has_room__for_more_fingers_than_a_person_has(void **state)
{
    (void)state;
    Screen *s = screen_create();
    for (int32_t i = 0; i < UI_MAX_FINGERS + 5; i++)
        step(s,
             (UiInput){.kind = UI_INPUT_DOWN, .finger = 20 + i, .x = 390, .y = 290, .at_ms = 1100});
    for (int32_t i = 0; i < UI_MAX_FINGERS + 5; i++)
        step(s,
             (UiInput){.kind = UI_INPUT_UP, .finger = 20 + i, .x = 390, .y = 290, .at_ms = 1110});
    finger(s, UI_INPUT_DOWN, 50, 40, 1200);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    screen_destroy(s);
}

/* ---- what a finger lands on ---- */

static void landing__takes_the_topmost__where_targets_overlap(void **state)
{
    (void)state;
    Screen *s = screen_create();
    s->with_cover = s->with_ground = true;
    pass(s, 1050);
    finger(s, UI_INPUT_DOWN, 80, 40, 1100);
    assert_int_equal(s->cover.gesture, UI_GESTURE_DOWN);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_UP, 80, 40, 1110);
    finger(s, UI_INPUT_DOWN, 380, 280, 1120);
    assert_int_equal(s->ground.gesture, UI_GESTURE_DOWN);
    screen_destroy(s);
}

static void landing__takes_the_nearer_centre__among_circles(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 228, 60, 1100); /* in both, nearer to the first */
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_DOWN);
    finger(s, UI_INPUT_UP, 228, 60, 1110);
    finger(s, UI_INPUT_DOWN, 232, 60, 1120);
    assert_int_equal(s->seat_b.gesture, UI_GESTURE_DOWN);
    finger(s, UI_INPUT_UP, 232, 60, 1130);
    finger(s, UI_INPUT_DOWN, 170, 30, 1140); /* in the square, not in the circle */
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_UP, 170, 30, 1150);
    UiRect r = {0};
    for (int32_t i = 0; i < s->b->ui.target_count; i++)
        if (s->b->ui.targets[i].round && r.w == 0)
            r = s->b->ui.targets[i].rect;
    float edge = fminf(r.w / 2 + 4, UI_ROUND_TARGET / 2 - 1); /* just beside it */
    finger(s, UI_INPUT_DOWN, r.x + r.w / 2 - edge, r.y + r.h / 2, 1160);
    assert_int_equal(s->seat_a.gesture, UI_GESTURE_DOWN);
    screen_destroy(s);
}

static void landing__uses_what_was_seen__not_what_is_built(void **state)
{
    (void)state;
    Screen *s = screen_create();
    s->with_cover = true; /* built for the first time in the step of the landing */
    finger(s, UI_INPUT_DOWN, 80, 40, 1100);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    assert_int_equal(s->cover.gesture, UI_GESTURE_NONE);
    screen_destroy(s);
}

static void landing__reaches_small_targets__over_bare_ground(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 290, 190, 1100);
    assert_int_equal(s->small.gesture, UI_GESTURE_DOWN);
    finger(s, UI_INPUT_UP, 290, 190, 1110);
    assert_int_equal(s->small.gesture, UI_GESTURE_TAP);
    finger(s, UI_INPUT_DOWN, 285, 190, 1120); /* more than 24 points away */
    assert_int_equal(s->small.gesture, UI_GESTURE_NONE);
    screen_destroy(s);
}

static void landing__finds_nothing__after_forget(void **state)
{
    (void)state;
    Screen *s = screen_create();
    ui_forget(&s->b->ui);
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    finger(s, UI_INPUT_UP, 50, 40, 1110);
    finger(s, UI_INPUT_DOWN, 50, 40, 1120);
    assert_int_equal(s->pad.gesture, UI_GESTURE_DOWN);
    screen_destroy(s);
}

static void landing__keeps_out__of_what_is_clipped(void **state)
{
    (void)state;
    Bench *b = bench_create(400, 300);
    UiInput in = {0};
    UiTouch t = {0};
    for (int32_t i = 0; i < 3; i++) {
        if (i == 1)
            in = (UiInput){.kind = UI_INPUT_DOWN, .x = 50, .y = 90};
        if (i == 2)
            in = (UiInput){.kind = UI_INPUT_DOWN, .x = 50, .y = 70, .finger = 0};
        ui_begin(&b->ui, &in);
        ui_clip_begin(&b->ui, (UiRect){0, 0, 400, 80});
        t = ui_touch(&b->ui, PAD, (UiRect){10, 40, 100, 64});
        ui_clip_end(&b->ui);
        ui_end(&b->ui);
        assert_int_equal(t.gesture, i == 2 ? UI_GESTURE_DOWN : UI_GESTURE_NONE);
    }
    bench_destroy(b);
}

/* ---- keys ---- */

static void keys__move_the_focus__in_the_order_of_building(void **state)
{
    (void)state;
    Screen *s = screen_create();
    s->with_ground = true;
    pass(s, 1010);
    const uint32_t order[] = {PAD, SEAT_A, SEAT_B, SMALL, PAD};
    for (size_t i = 0; i < 5; i++) {
        key(s, UI_KEY_TAB);
        assert_true(ui_is_focused(&s->b->ui, order[i]));
    }
    key(s, UI_KEY_BACK_TAB);
    assert_true(ui_is_focused(&s->b->ui, SMALL));
    assert_int_equal(ui_key(&s->b->ui), UI_KEY_NONE);
    screen_destroy(s);
}

static void keys__start_at_the_end__going_back(void **state)
{
    (void)state;
    Screen *s = screen_create();
    key(s, UI_KEY_BACK_TAB);
    assert_true(ui_is_focused(&s->b->ui, SMALL));
    screen_destroy(s);
}

static void keys__tap_the_focus__in_its_middle(void **state)
{
    (void)state;
    Screen *s = screen_create();
    key(s, UI_KEY_TAB);
    step(s, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER, .at_ms = 1234});
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    assert_int_equal(s->pad.landed_ms, 1234);
    assert_true(s->pad.x == 60 && s->pad.y == 42);
    assert_int_equal(ui_key(&s->b->ui), UI_KEY_NONE);
    key(s, UI_KEY_SPACE);
    assert_int_equal(s->pad.gesture, UI_GESTURE_TAP);
    screen_destroy(s);
}

static void keys__tap_nothing__before_the_focus_shows(void **state)
{
    (void)state;
    Screen *s = screen_create();
    finger(s, UI_INPUT_DOWN, 50, 40, 1100);
    finger(s, UI_INPUT_UP, 50, 40, 1110);
    assert_false(ui_is_focused(&s->b->ui, PAD));
    key(s, UI_KEY_ENTER);
    assert_int_equal(s->pad.gesture, UI_GESTURE_NONE);
    assert_int_equal(ui_key(&s->b->ui), UI_KEY_ENTER); /* free for the screen */
    key(s, UI_KEY_TAB);                                /* goes on from where the finger was */
    assert_true(ui_is_focused(&s->b->ui, SEAT_A));
    finger(s, UI_INPUT_DOWN, 50, 40, 1200);
    assert_false(ui_is_focused(&s->b->ui, SEAT_A));
    assert_false(ui_is_focused(&s->b->ui, PAD));
    screen_destroy(s);
}

static void keys__do_nothing__without_targets(void **state)
{
    (void)state;
    Bench *b = bench_create(400, 300);
    UiInput in = {.kind = UI_INPUT_KEY, .key = UI_KEY_TAB};
    ui_begin(&b->ui, &in);
    ui_end(&b->ui);
    in.key = UI_KEY_ENTER;
    ui_begin(&b->ui, &in);
    ui_end(&b->ui);
    assert_int_equal(b->ui.focus_id, 0);
    bench_destroy(b);
}

static void wake__keeps_the_earliest__and_starts_anew(void **state)
{
    (void)state;
    Screen *s = screen_create();
    assert_int_equal(s->b->ui.wake_ms, INT64_MAX);
    ui_wake_at(&s->b->ui, 3000);
    ui_wake_at(&s->b->ui, 2000);
    ui_wake_at(&s->b->ui, 4000);
    assert_int_equal(s->b->ui.wake_ms, 2000);
    pass(s, 2000);
    assert_int_equal(s->b->ui.wake_ms, INT64_MAX);
    screen_destroy(s);
}

/* Whatever comes in, every target is let go of in the end and nothing crashes. */
static void touch__stays_balanced__under_random_input(void **state)
{
    (void)state;
    Screen *s = screen_create();
    uint64_t random = 88172645463325252U;
    bool down = false;
    for (int32_t i = 0; i < 20000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        s->with_pad = random >> 9 & 15;
        s->with_cover = random >> 13 & 1;
        UiInput in = {.kind = (UiInputKind)(random % 8),
                      .finger = (int64_t)(random >> 20 & 3),
                      .x = (float)(random >> 24 & 511),
                      .y = (float)(random >> 34 & 511),
                      .key = (UiKey)(random >> 44 & 15),
                      .at_ms = s->b->now_ms + (int64_t)(random >> 50 & 255)};
        step(s, in);
        if (s->seat_a.gesture == UI_GESTURE_DOWN) {
            assert_false(down);
            down = true;
        }
        bool over = s->seat_a.gesture == UI_GESTURE_DROP ||
                    s->seat_a.gesture == UI_GESTURE_CANCEL ||
                    (s->seat_a.gesture == UI_GESTURE_TAP && in.kind != UI_INPUT_KEY);
        if (over) {
            assert_true(down);
            down = false;
        }
    }
    screen_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(touch__taps_on_lift__with_the_landing_time),
        cmocka_unit_test(touch__counts_every_tap__at_twenty_a_second),
        cmocka_unit_test(touch__cancels__when_it_slides_off),
        cmocka_unit_test(touch__drags_and_drops__beyond_the_slop),
        cmocka_unit_test(touch__holds_once__after_the_hold_time),
        cmocka_unit_test(touch__is_a_tap__when_nobody_saw_the_hold),
        cmocka_unit_test(touch__cancels__when_the_system_takes_it),
        cmocka_unit_test(touch__lets_go__of_a_target_that_vanishes),
        cmocka_unit_test(touch__counts_both_thumbs__in_the_order_of_landing),
        cmocka_unit_test(touch__counts_a_tap_at_once__when_the_later_finger_still_rests),
        cmocka_unit_test(touch__counts_every_tap_of_a_thumb__while_the_other_rests),
        cmocka_unit_test(palm__records_nothing__beside_a_tap),
        cmocka_unit_test(palm__is_forgotten__once_it_only_rests),
        cmocka_unit_test(touch__goes_on_holding__while_another_finger_taps),
        cmocka_unit_test(touch__takes_one_finger__a_target),
        cmocka_unit_test(touch__is_taken_away__when_the_screen_turns),
        cmocka_unit_test(pinch__takes_both_fingers__once_both_move),
        cmocka_unit_test(pinch__leaves_fingers_alone__that_came_one_after_the_other),
        cmocka_unit_test(touch__has_room__for_more_fingers_than_a_person_has),
        cmocka_unit_test(touch__recovers__when_a_lift_was_lost),
        cmocka_unit_test(landing__takes_the_topmost__where_targets_overlap),
        cmocka_unit_test(landing__takes_the_nearer_centre__among_circles),
        cmocka_unit_test(landing__uses_what_was_seen__not_what_is_built),
        cmocka_unit_test(landing__reaches_small_targets__over_bare_ground),
        cmocka_unit_test(landing__finds_nothing__after_forget),
        cmocka_unit_test(landing__keeps_out__of_what_is_clipped),
        cmocka_unit_test(keys__move_the_focus__in_the_order_of_building),
        cmocka_unit_test(keys__start_at_the_end__going_back),
        cmocka_unit_test(keys__tap_the_focus__in_its_middle),
        cmocka_unit_test(keys__tap_nothing__before_the_focus_shows),
        cmocka_unit_test(keys__do_nothing__without_targets),
        cmocka_unit_test(wake__keeps_the_earliest__and_starts_anew),
        cmocka_unit_test(touch__stays_balanced__under_random_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
