/* test_setup_arrange.c - seats, tables, adults and the board moved by a finger;
 * groups by tapping and by drawing round pupils. */
#include "check.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/setup/screen_setup.h"
#include "tests/recorder/screen/fake_ui.h"

#include <math.h>

static Arena arena;
static const Protocol *protocols[1];
static SetupForm form;
static SetupState setup_state;
static FakeUi fake;
static const SetupModel model = {.trouble = "", .folder = "Documents"};

static int set_up(void **state)
{
    (void)state;
    Err err = {0};
    arena_init(&arena, (size_t)64 << 20);
    if (!protocol_load_shipped(&arena, "academic-talk", &protocols[0], &err))
        return -1;
    setup_form_init(&form, protocols, 1);
    setup_form_arrange(&form, SEATING_TABLES, 28);
    memset(&setup_state, 0, sizeof setup_state);
    setup_state.sheet = SETUP_SHEET_ARRANGE;
    fake_ui_init(&fake, 1280, 800);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_ui_deinit(&fake);
    arena_deinit(&arena);
    return 0;
}

/* ---- what a finger does ---- */

static void send(UiInput in)
{
    in.at_ms = in.now_ms = fake.now_ms += 10;
    ui_begin(&fake.ui, &in);
    (void)screen_setup(&fake.ui, &form, &setup_state, &model);
    ui_end(&fake.ui);
}

static void step(UiInputKind kind, float x, float y)
{
    send((UiInput){.kind = kind, .finger = 1, .x = x, .y = y});
}

static void press(UiKey key)
{
    send((UiInput){.kind = UI_INPUT_KEY, .key = key});
}

static void middle_of(uint32_t id, float *ret_x, float *ret_y)
{
    UiRect r = {0};
    step(UI_INPUT_NONE, 0, 0);
    if (!ui_has(&fake.ui, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    *ret_x = r.x + r.w / 2;
    *ret_y = r.y + r.h / 2;
}

static void tap(uint32_t id)
{
    float x, y;
    middle_of(id, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    step(UI_INPUT_UP, x, y);
    step(UI_INPUT_NONE, 0, 0);
}

static void move_in_steps(float x, float y, float dx, float dy)
{
    enum { STEPS = 12 };
    for (int i = 1; i <= STEPS; i++)
        step(UI_INPUT_MOVE, x + dx * (float)i / STEPS, y + dy * (float)i / STEPS);
}

static void drag(uint32_t id, float dx, float dy)
{
    float x, y;
    middle_of(id, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    move_in_steps(x, y, dx, dy);
    step(UI_INPUT_UP, x + dx, y + dy);
    step(UI_INPUT_NONE, 0, 0);
}

/* Draws round a rectangle by this much outside. */
static void draw_round(UiRect r, float out)
{
    UiRect o = {r.x - out, r.y - out, r.w + 2 * out, r.h + 2 * out};
    step(UI_INPUT_DOWN, o.x, o.y);
    move_in_steps(o.x, o.y, o.w, 0);
    move_in_steps(o.x + o.w, o.y, 0, o.h);
    move_in_steps(o.x + o.w, o.y + o.h, -o.w, 0);
    move_in_steps(o.x, o.y + o.h, 0, -o.h + 6);
    step(UI_INPUT_UP, o.x, o.y + 6);
    step(UI_INPUT_NONE, 0, 0);
}

static UiRect around(int32_t first, int32_t last)
{
    float x0 = 1e9F, y0 = 1e9F, x1 = 0, y1 = 0;
    for (int32_t i = first; i <= last; i++) {
        float x, y;
        middle_of(SETUP_ID_SEAT + (uint32_t)i, &x, &y);
        x0 = fminf(x0, x);
        x1 = fmaxf(x1, x);
        y0 = fminf(y0, y);
        y1 = fmaxf(y1, y);
    }
    return (UiRect){x0, y0, x1 - x0, y1 - y0};
}

static void type(const char *text)
{
    UiInput in = {.kind = UI_INPUT_TEXT};
    (void)snprintf(in.text, sizeof in.text, "%s", text);
    send(in);
}

static const Seat *seat(int32_t i)
{
    return &form.places.seating.seats[i];
}

static bool same_places(const Seating *a, const Seating *b)
{
    bool same = a->count == b->count && a->group_count == b->group_count;
    for (int32_t i = 0; i < a->count && same; i++)
        same = a->seats[i].x == b->seats[i].x && a->seats[i].y == b->seats[i].y &&
               a->seats[i].group == b->seats[i].group;
    return same;
}

/* ---- moving ---- */

/* A finger trembles within the slop, or rests: nobody moves. */
static void arrange__never_moves_a_seat__by_a_tap(void **state)
{
    (void)state;
    Seating before = form.places.seating;
    float x, y;
    for (int32_t i = 0; i < 28; i++) {
        middle_of(SETUP_ID_SEAT + (uint32_t)i, &x, &y);
        step(UI_INPUT_DOWN, x, y);
        step(UI_INPUT_MOVE, x + 7, y - 7);
        step(UI_INPUT_MOVE, x - 5, y + 6);
        if (i % 3 == 0)
            fake.now_ms += 900; /* held */
        step(UI_INPUT_NONE, 0, 0);
        step(UI_INPUT_UP, x - 5, y + 6);
        assert_true(setup_state.arrange.marked[i]);
    }
    assert_true(same_places(&before, &form.places.seating));
    assert_false(arrange_can_undo(&setup_state.arrange));
    assert_false(form.places.by_hand);
}

static void arrange__moves_a_seat__and_takes_it_back(void **state)
{
    (void)state;
    Seating before = form.places.seating;
    drag(SETUP_ID_SEAT + 5, -60, 70);
    Seating moved = form.places.seating;
    assert_true(seat(5)->x < before.seats[5].x - 0.03F);
    assert_true(seat(5)->y > before.seats[5].y + 0.08F);
    assert_true(form.places.by_hand);
    for (int32_t i = 0; i < 28; i++)
        if (i != 5)
            assert_true(seat(i)->x == before.seats[i].x && seat(i)->y == before.seats[i].y);
    tap(SETUP_ID_UNDO);
    assert_true(same_places(&before, &form.places.seating));
    assert_false(form.places.by_hand);
    tap(SETUP_ID_REDO);
    assert_true(same_places(&moved, &form.places.seating));
    press(UI_KEY_UNDO);
    assert_true(same_places(&before, &form.places.seating));
}

/* The oldest steps are forgotten, the rest come back in order. */
static void arrange__undoes__the_last_steps(void **state)
{
    (void)state;
    enum { MOVES = ARRANGE_UNDO + 7 };
    float xs[MOVES + 1];
    for (int i = 0; i < MOVES; i++) {
        xs[i] = seat(0)->x;
        drag(SETUP_ID_SEAT, i % 2 == 0 ? 40 : -40, 0);
        assert_true(seat(0)->x != xs[i]);
    }
    for (int i = MOVES - 1; i >= MOVES - ARRANGE_UNDO; i--) {
        assert_true(arrange_can_undo(&setup_state.arrange));
        tap(SETUP_ID_UNDO);
        assert_true(seat(0)->x == xs[i]);
    }
    assert_false(arrange_can_undo(&setup_state.arrange));
}

static void arrange__moves_together__who_is_chosen(void **state)
{
    (void)state;
    Seating before = form.places.seating;
    tap(SETUP_ID_SEAT + 0);
    tap(SETUP_ID_SEAT + 9);
    drag(SETUP_ID_SEAT + 9, 30, 24);
    float dx = seat(9)->x - before.seats[9].x, dy = seat(9)->y - before.seats[9].y;
    assert_true(dx > 0.01F && dy > 0.01F);
    assert_true(fabsf(seat(0)->x - before.seats[0].x - dx) < 1e-5F);
    assert_true(fabsf(seat(0)->y - before.seats[0].y - dy) < 1e-5F);
    assert_true(seat(1)->x == before.seats[1].x);
}

static void arrange__moves_a_table__with_its_pupils(void **state)
{
    (void)state;
    Seating before = form.places.seating;
    drag(SETUP_ID_TABLE + 2, 0, -40);
    for (int32_t i = 0; i < 28; i++) {
        bool of_table = before.seats[i].group == 2;
        assert_true((seat(i)->y < before.seats[i].y - 0.03F) == of_table);
    }
    tap(SETUP_ID_UNDO);
    assert_true(same_places(&before, &form.places.seating));
}

static void arrange__changes_places__on_another_seat(void **state)
{
    (void)state;
    Seating before = form.places.seating;
    float x0, y0, x1, y1;
    middle_of(SETUP_ID_SEAT + 0, &x0, &y0);
    middle_of(SETUP_ID_SEAT + 20, &x1, &y1);
    drag(SETUP_ID_SEAT + 0, x1 - x0 + 5, y1 - y0 - 4);
    assert_true(seat(0)->x == before.seats[20].x && seat(0)->y == before.seats[20].y);
    assert_true(seat(20)->x == before.seats[0].x && seat(20)->y == before.seats[0].y);
    assert_int_equal(seat(0)->group, before.seats[20].group);
    assert_int_equal(seat(20)->group, before.seats[0].group);
}

/* Dropped anywhere, seats never lie over each other. */
static void arrange__gives_way__where_it_is_too_near(void **state)
{
    (void)state;
    float x0, y0, x1, y1;
    for (int32_t to = 1; to < 28; to += 3) {
        middle_of(SETUP_ID_SEAT + 0, &x0, &y0);
        middle_of(SETUP_ID_SEAT + (uint32_t)to, &x1, &y1);
        drag(SETUP_ID_SEAT + 0, x1 - x0 + 36, y1 - y0 + 14);
        step(UI_INPUT_NONE, 0, 0);
        for (int32_t i = 1; i < 28; i++) {
            UiRect a = {0}, b = {0};
            assert_true(ui_has(&fake.ui, SETUP_ID_SEAT, &a));
            assert_true(ui_has(&fake.ui, SETUP_ID_SEAT + (uint32_t)i, &b));
            if (hypotf(a.x - b.x, a.y - b.y) < a.w - 1)
                fail_msg("seat 0 lies over seat %d", (int)i);
            assert_true(a.w >= UI_MIN_TARGET);
        }
    }
}

static void arrange__stands_in_line__when_nearly_so(void **state)
{
    (void)state;
    float x0, y0, x1, y1;
    middle_of(SETUP_ID_SEAT + 0, &x0, &y0);
    middle_of(SETUP_ID_SEAT + 12, &x1, &y1);
    /* Beside seat 12's table, five points off its line. */
    drag(SETUP_ID_SEAT + 0, x1 - x0 + 5, y1 - y0 - 95);
    assert_true(seat(0)->x == seat(12)->x);
    /* Ten points off is meant. */
    drag(SETUP_ID_SEAT + 0, 16, 0);
    assert_true(seat(0)->x != seat(12)->x);
}

static void arrange__takes_back__what_was_taken_away(void **state)
{
    (void)state;
    Seating before = form.places.seating;
    float x, y;
    middle_of(SETUP_ID_SEAT + 3, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    move_in_steps(x, y, 90, 90);
    assert_false(same_places(&before, &form.places.seating));
    step(UI_INPUT_CANCEL, x, y);
    assert_true(same_places(&before, &form.places.seating));
    /* The tablet is turned in the middle of a drag. */
    middle_of(SETUP_ID_SEAT + 3, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    move_in_steps(x, y, 90, 90);
    ui_resize(&fake.ui, 800, 1280);
    step(UI_INPUT_NONE, 0, 0);
    step(UI_INPUT_MOVE, x + 95, y + 95);
    step(UI_INPUT_UP, x + 95, y + 95);
    assert_true(same_places(&before, &form.places.seating));
    assert_false(arrange_can_undo(&setup_state.arrange));
}

static void arrange__keeps_everybody__on_the_chart(void **state)
{
    (void)state;
    drag(SETUP_ID_SEAT + 0, -900, -900);
    drag(SETUP_ID_SEAT + 27, 900, 900);
    drag(SETUP_ID_ADULT, 900, 900);
    drag(SETUP_ID_TABLE + 3, -900, 900);
    for (int32_t i = 0; i < 28; i++)
        assert_true(seat(i)->x >= 0.05F && seat(i)->x <= 0.951F && seat(i)->y >= 0.059F &&
                    seat(i)->y <= 0.921F);
    assert_true(form.places.adult_x[0] == 0.95F && form.places.adult_y[0] == 0.92F);
}

/* ---- adults, the board ---- */

static void arrange__moves__adults_and_the_board(void **state)
{
    (void)state;
    assert_true(setup_form_add_adult(&form));
    float x = form.places.adult_x[1], y = form.places.adult_y[1];
    drag(SETUP_ID_ADULT + 1, -60, 10);
    assert_true(form.places.adult_x[1] < x && form.places.adult_y[1] > y);
    drag(SETUP_ID_BOARD_BAR, -600, 300);
    assert_true(form.places.board_x < 0.05F); /* at the left wall, in its middle or so */
    assert_true(form.places.board_y > 0.3F && form.places.board_y < 0.8F);
    Setup *setup = setup_form_build(&form, "x", &arena);
    assert_true(setup->board_x == form.places.board_x && setup->board_y == form.places.board_y);
    static SetupForm next;
    setup_form_init(&next, protocols, 1);
    setup_form_fill(&next, setup, protocols[0]);
    assert_true(next.places.board_x == form.places.board_x);
    assert_true(next.places.adult_x[1] == form.places.adult_x[1]);
    tap(SETUP_ID_UNDO);
    tap(SETUP_ID_UNDO);
    assert_true(form.places.adult_x[1] == x && form.places.board_y < 0.05F);
}

/* ---- groups ---- */

static void arrange__makes_a_group__by_tapping(void **state)
{
    (void)state;
    tap(SETUP_ID_SEAT + 0);
    tap(SETUP_ID_SEAT + 5);
    tap(SETUP_ID_SEAT + 10);
    tap(SETUP_ID_SEAT + 10); /* not this one */
    assert_true(ui_says(&fake.ui, "2 chosen"));
    tap(SETUP_ID_GROUP);
    int32_t group = seat(0)->group;
    assert_int_equal(seat(5)->group, group);
    assert_string_equal(form.places.seating.groups[group], "Table 8");
    assert_int_equal(form.places.seating.group_count, 8);
    /* Its name is a field at once. */
    tap(SETUP_ID_GROUP_NAME);
    type(" Owls");
    press(UI_KEY_ENTER);
    assert_string_equal(form.places.seating.groups[group], "Table 8 Owls");
    Setup *setup = setup_form_build(&form, "x", &arena);
    assert_string_equal(setup->subjects[setup->subjects[setup->subject_count - 28].group].label,
                        "Table 8 Owls");
}

static void arrange__makes_a_group__by_drawing_round(void **state)
{
    (void)state;
    UiRect first_row = around(0, 11); /* three tables */
    draw_round(first_row, 46);
    assert_int_equal(arrange_marked_count(&setup_state.arrange, &form), 12);
    tap(SETUP_ID_GROUP);
    int32_t group = seat(0)->group;
    for (int32_t i = 0; i < 28; i++)
        assert_true((seat(i)->group == group) == (i < 12));
    assert_int_equal(form.places.seating.group_count, 5); /* three tables became one group */
    assert_int_equal(arrange_marked_group(&setup_state.arrange, &form), group);
    /* One is taken out, then the group is dissolved. */
    tap(SETUP_ID_CLEAR);
    tap(SETUP_ID_SEAT + 4);
    tap(SETUP_ID_UNGROUP);
    assert_int_equal(seat(4)->group, SEATING_NO_GROUP);
    tap(SETUP_ID_CLEAR);
    tap(SETUP_ID_SEAT + 3);
    tap(SETUP_ID_WHOLE);
    assert_int_equal(arrange_marked_count(&setup_state.arrange, &form), 11);
    tap(SETUP_ID_UNGROUP);
    assert_int_equal(form.places.seating.group_count, 4);
    assert_int_equal(seat(3)->group, SEATING_NO_GROUP);
    tap(SETUP_ID_UNDO);
    assert_int_equal(form.places.seating.group_count, 5);
}

static void arrange__chooses_nobody__beside_everybody(void **state)
{
    (void)state;
    tap(SETUP_ID_SEAT + 4);
    draw_round((UiRect){300, 530, 40, 20}, 4);
    assert_int_equal(arrange_marked_count(&setup_state.arrange, &form), 0);
}

static void arrange__marks_absent__who_is_chosen(void **state)
{
    (void)state;
    tap(SETUP_ID_TABLE + 1);
    tap(SETUP_ID_ABSENT);
    assert_int_equal(setup_form_absent_count(&form), 4);
    tap(SETUP_ID_ABSENT);
    assert_int_equal(setup_form_absent_count(&form), 0);
}

/* ---- keys ---- */

static void focus_on(uint32_t id)
{
    step(UI_INPUT_NONE, 0, 0);
    for (int i = 0; i < 200 && fake.ui.focus_id != id; i++)
        press(UI_KEY_TAB);
    assert_int_equal(fake.ui.focus_id, id);
}

static void arrange__moves_by_keys__what_has_the_focus(void **state)
{
    (void)state;
    focus_on(SETUP_ID_SEAT + 2);
    float x = seat(2)->x, y = seat(2)->y;
    press(UI_KEY_DOWN); /* nobody is chosen: the focus goes on */
    assert_int_not_equal(fake.ui.focus_id, SETUP_ID_SEAT + 2);
    assert_true(seat(2)->y == y);
    focus_on(SETUP_ID_SEAT + 2);
    press(UI_KEY_ENTER);
    assert_true(setup_state.arrange.marked[2]);
    press(UI_KEY_LEFT);
    assert_int_equal(fake.ui.focus_id, SETUP_ID_SEAT + 2);
    assert_true(seat(2)->x < x && seat(2)->y == y);
    press(UI_KEY_UNDO);
    assert_true(seat(2)->x == x);
    press(UI_KEY_ESCAPE);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_NONE);
}

/* Without a hold: chosen, opened, and back to where it was. */
static void arrange__opens_the_pupil__who_is_chosen(void **state)
{
    (void)state;
    tap(SETUP_ID_SEAT + 11);
    tap(SETUP_ID_PUPIL);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_PUPIL);
    assert_int_equal(setup_state.pupil, 11);
    tap(SETUP_ID_PUPIL_FOCUS);
    press(UI_KEY_ESCAPE);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_ARRANGE);
    assert_int_equal(form.focus[11], 'A');
    press(UI_KEY_ESCAPE);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_NONE);
}

/* ---- any number of pupils ---- */

static void check_no_overlap(const char *what, int32_t count)
{
    step(UI_INPUT_NONE, 0, 0);
    for (int32_t i = 0; i < count; i++) {
        UiRect a = {0}, b = {0};
        assert_true(ui_has(&fake.ui, SETUP_ID_SEAT + (uint32_t)i, &a));
        assert_true(a.x >= 0 && a.y >= 0 && a.x + a.w <= fake.ui.width &&
                    a.y + a.h <= fake.ui.height);
        for (int32_t k = 0; k < i; k++) {
            assert_true(ui_has(&fake.ui, SETUP_ID_SEAT + (uint32_t)k, &b));
            if (hypotf(a.x - b.x, a.y - b.y) < a.w)
                fail_msg("%s of %d: seats %d and %d lie over each other", what, (int)count, (int)k,
                         (int)i);
        }
    }
}

static void arrange__lays_out__any_number_of_pupils(void **state)
{
    (void)state;
    static const int32_t COUNTS[] = {0, 1, 28, 45, 120};
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {1024, 600}};
    for (size_t s = 0; s < sizeof SIZES / sizeof SIZES[0]; s++) {
        ui_resize(&fake.ui, SIZES[s][0], SIZES[s][1]);
        for (size_t c = 0; c < sizeof COUNTS / sizeof COUNTS[0]; c++)
            for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
                setup_form_set_count(&form, COUNTS[c]);
                setup_form_arrange(&form, (SeatingTemplate)kind, COUNTS[c]);
                check_no_overlap(seating_title((SeatingTemplate)kind), COUNTS[c]);
            }
    }
}

/* Moved by hand, a pupil more finds a place of its own. */
static void arrange__finds_a_place__for_one_more(void **state)
{
    (void)state;
    drag(SETUP_ID_SEAT + 0, 30, 30);
    Seating before = form.places.seating;
    for (int i = 0; i < 12; i++)
        tap(SETUP_ID_PUPILS + 1);
    assert_int_equal(form.places.seating.count, 40);
    check_no_overlap("by hand", 40);
    for (int32_t i = 0; i < 28; i++)
        assert_true(seat(i)->x == before.seats[i].x && seat(i)->y == before.seats[i].y);
    for (int32_t i = 0; i < 40; i++)
        for (int32_t k = 0; k < i; k++)
            assert_string_not_equal(setup_form_label(&form, i), setup_form_label(&form, k));
}

/* ---- the small chart ---- */

static void chart__opens_the_pupil__on_a_hold(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    float x, y;
    middle_of(SETUP_ID_SEAT + 6, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    fake.now_ms += UI_HOLD_MS;
    step(UI_INPUT_NONE, 0, 0);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_PUPIL);
    assert_int_equal(setup_state.pupil, 6);
    step(UI_INPUT_UP, x, y);
    assert_int_equal(setup_form_absent_count(&form), 0);
    tap(SETUP_ID_PUPIL_FOCUS);
    assert_int_equal(form.focus[6], 'A');
    tap(SETUP_ID_TEXT + FORM_PREDICTED);
    type("Waits for a partner");
    assert_string_equal(form.texts[FORM_PREDICTED], "Waits for a partner");
    tap(SETUP_ID_CLOSE);
    step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "Waits for a partner"));
}

static void chart__moves_a_seat__by_a_drag(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    Seating before = form.places.seating;
    drag(SETUP_ID_SEAT + 27, 40, 10);
    assert_true(seat(27)->x > before.seats[27].x);
    assert_int_equal(setup_form_absent_count(&form), 0);
    tap(SETUP_ID_UNDO);
    assert_true(same_places(&before, &form.places.seating));
    tap(SETUP_ID_SEAT + 27);
    assert_true(form.absent[27]);
}

/* Where a move can be taken back, nobody's seat lies under the button. */
static void chart__keeps_clear__of_undo(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    setup_form_arrange(&form, SEATING_TABLES, 24);
    drag(SETUP_ID_SEAT + 1, 10, 10);
    UiRect undo = {0}, seat_at = {0};
    assert_true(ui_has(&fake.ui, SETUP_ID_UNDO, &undo));
    for (uint32_t i = 0; i < 24; i++) {
        assert_true(ui_has(&fake.ui, SETUP_ID_SEAT + i, &seat_at));
        if (seat_at.x < undo.x + undo.w && seat_at.x + seat_at.w > undo.x &&
            seat_at.y < undo.y + undo.h && seat_at.y + seat_at.h > undo.y)
            fail_msg("seat %u lies under Undo", (unsigned)i + 1);
    }
}

/* Upright the chart is still: a drag that was under way ends there, so that nothing
 * chosen afterwards is taken back with it. */
static void chart__takes_back_a_drag__when_the_tablet_is_turned(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    Seating before = form.places.seating;
    float x, y;
    middle_of(SETUP_ID_SEAT + 27, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    move_in_steps(x, y, 40, 10);
    assert_false(same_places(&before, &form.places.seating));
    ui_resize(&fake.ui, 820, 1180);
    step(UI_INPUT_NONE, 0, 0);
    assert_true(same_places(&before, &form.places.seating));
    step(UI_INPUT_MOVE, x + 45, y + 10);
    step(UI_INPUT_UP, x + 45, y + 10);
    assert_true(same_places(&before, &form.places.seating));
    setup_form_arrange(&form, SEATING_HORSESHOE, 30);
    Seating chosen = form.places.seating;
    step(UI_INPUT_NONE, 0, 0);
    ui_resize(&fake.ui, 1280, 800);
    step(UI_INPUT_NONE, 0, 0);
    step(UI_INPUT_NONE, 0, 0);
    assert_true(same_places(&chosen, &form.places.seating));
    assert_int_equal(form.places.kind, SEATING_HORSESHOE);
}

/* The same when the finger is still there: the words grew, and the column scrolls. */
static void chart__takes_back_a_drag__when_it_stands_still(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    Seating before = form.places.seating;
    float x, y;
    middle_of(SETUP_ID_SEAT + 27, &x, &y);
    step(UI_INPUT_DOWN, x, y);
    move_in_steps(x, y, 40, 10);
    fake.ui.type_scale = 2;
    for (int i = 0; i < 3; i++)
        step(UI_INPUT_NONE, 0, 0);
    assert_true(same_places(&before, &form.places.seating));
    assert_int_equal(setup_state.arrange.drag, ARRANGE_STILL);
}

static void chart__opens_large__with_too_many_for_a_finger(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    setup_form_arrange(&form, SEATING_ROWS, 120);
    UiRect r;
    step(UI_INPUT_NONE, 0, 0);
    assert_false(ui_has(&fake.ui, SETUP_ID_SEAT, &r));
    tap(SETUP_ID_CHART);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_ARRANGE);
    assert_true(ui_has(&fake.ui, SETUP_ID_SEAT + 119, &r));
    press(UI_KEY_ESCAPE);
    float x, y;
    middle_of(SETUP_ID_CHART, &x, &y);
    step(UI_INPUT_DOWN, x, y); /* pressed firmly */
    fake.now_ms += UI_HOLD_MS;
    step(UI_INPUT_NONE, 0, 0);
    step(UI_INPUT_UP, x, y);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_ARRANGE);
}

/* A focus pupil is picked there, and what is expected is written back on the form. */
static void chart__picks_a_focus_pupil__with_too_many_for_a_finger(void **state)
{
    (void)state;
    setup_state.sheet = SETUP_SHEET_NONE;
    setup_form_arrange(&form, SEATING_ROWS, 61);
    setup_state.arrange.marked[7] = true; /* chosen before */
    step(UI_INPUT_NONE, 0, 0);
    tap(SETUP_ID_FOCUS_ADD);
    step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "Tap the chart, then the seat of the focus pupil."));
    tap(SETUP_ID_CHART);
    step(UI_INPUT_NONE, 0, 0);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_ARRANGE);
    assert_true(ui_says(&fake.ui, "Tap the seat of the focus pupil."));
    tap(SETUP_ID_SEAT + 3);
    assert_int_equal(form.focus[3], 'A');
    assert_false(setup_state.arrange.marked[3]);
    step(UI_INPUT_NONE, 0, 0);
    UiRect r;
    assert_true(ui_has(&fake.ui, SETUP_ID_FOCUS, &r));
    tap(SETUP_ID_FOCUS_ADD); /* thought better of */
    tap(SETUP_ID_CHART);
    press(UI_KEY_ESCAPE);
    assert_int_equal(setup_state.sheet, SETUP_SHEET_NONE);
    assert_false(setup_state.picks_focus);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(arrange__never_moves_a_seat__by_a_tap),
        TEST(arrange__moves_a_seat__and_takes_it_back),
        TEST(arrange__undoes__the_last_steps),
        TEST(arrange__moves_together__who_is_chosen),
        TEST(arrange__moves_a_table__with_its_pupils),
        TEST(arrange__changes_places__on_another_seat),
        TEST(arrange__gives_way__where_it_is_too_near),
        TEST(arrange__stands_in_line__when_nearly_so),
        TEST(arrange__takes_back__what_was_taken_away),
        TEST(arrange__keeps_everybody__on_the_chart),
        TEST(arrange__moves__adults_and_the_board),
        TEST(arrange__makes_a_group__by_tapping),
        TEST(arrange__makes_a_group__by_drawing_round),
        TEST(arrange__chooses_nobody__beside_everybody),
        TEST(arrange__marks_absent__who_is_chosen),
        TEST(arrange__moves_by_keys__what_has_the_focus),
        TEST(arrange__opens_the_pupil__who_is_chosen),
        TEST(arrange__lays_out__any_number_of_pupils),
        TEST(arrange__finds_a_place__for_one_more),
        TEST(chart__opens_the_pupil__on_a_hold),
        TEST(chart__moves_a_seat__by_a_drag),
        TEST(chart__keeps_clear__of_undo),
        TEST(chart__takes_back_a_drag__when_the_tablet_is_turned),
        TEST(chart__takes_back_a_drag__when_it_stands_still),
        TEST(chart__opens_large__with_too_many_for_a_finger),
        TEST(chart__picks_a_focus_pupil__with_too_many_for_a_finger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
