/* Pads, and the ring of modifiers around a finger that stays on one. */
#include "tests/recorder/screen/bare_board.h"

static void board__attaches_to_the_speaker__pad_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    int32_t frame = code_of(f, "frame");
    int32_t function = f->protocol->codes[frame].pads;
    BoardAsk ask = touch(f, board_pad_id(frame, 8));
    assert_int_equal(ask.tap.code, frame);
    assert_int_equal(ask.tap.subject, who(f, "P3"));
    assert_int_equal(ask.tap.options[function], 8);
    apply(f, ask);
    assert_int_equal(session_count_code(f->session, frame, 8), 1);

    /* The teacher answers quickly: a frame still goes to the pupil, a question
     * to the teacher. */
    apply(f, touch(f, seat_of(f, "T")));
    assert_int_equal(touch(f, board_pad_id(frame, 1)).tap.subject, who(f, "P3"));
    int32_t question = code_of(f, "question");
    assert_int_equal(touch(f, board_pad_id(question, 2)).tap.subject, who(f, "T"));
    fixture_free(f);
}

static void board__is_about_the_class__silence_while_a_pupil_speaks(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "Table 1")));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "group-talk"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.subject, SUBJECT_NONE);
    ask = touch(f, board_pad_id(code_of(f, "silence"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.code, code_of(f, "silence"));
    assert_int_equal(ask.tap.subject, SUBJECT_NONE);
    fixture_free(f);
}

static void board__offers_no_pad__nobody_it_can_be_about(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 0);
    assert_false(is_live(f, board_pad_id(code_of(f, "frame"), 0)));
    assert_false(is_live(f, board_pad_id(code_of(f, "student-talk"), PROTOCOL_NONE)));
    assert_true(is_live(f, board_pad_id(code_of(f, "question"), 0)));
    assert_true(is_live(f, board_pad_id(code_of(f, "silence"), PROTOCOL_NONE)));
    fixture_free(f);
}

static void board__ends_the_state_on_lift__pad_held(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    uint32_t pad = board_pad_id(code_of(f, "silence"), PROTOCOL_NONE);
    f->now_ms = 30000;
    apply(f, hold(f, pad));
    assert_int_equal(running(f, "silence")->start_ms, 30000);
    float x, y;
    middle_of(f, pad, &x, &y);
    f->now_ms = 34000;
    BoardAsk ask = finger(f, UI_INPUT_UP, x, y);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(ask.at_ms, 34000);
    apply(f, ask);
    assert_null(running(f, "silence"));
    fixture_free(f);
}

static void board__asks_nothing__finger_slides_off_a_pad(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float x, y;
    middle_of(f, board_pad_id(code_of(f, "question"), 0), &x, &y);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    (void)finger(f, UI_INPUT_MOVE, x - 200, y);
    assert_int_equal(finger(f, UI_INPUT_UP, x - 200, y).kind, BOARD_ASK_NONE);
    fixture_free(f);
}

/* From the pad's middle so far in this direction, lifted there. */
static BoardAsk ring(Fixture *f, uint32_t pad, float dx, float dy)
{
    float x, y;
    middle_of(f, pad, &x, &y);
    assert_int_equal(hold(f, pad).kind, BOARD_ASK_NONE);
    assert_int_equal(f->state.panel, BOARD_PANEL_RING);
    (void)finger(f, UI_INPUT_MOVE, x + dx, y + dy);
    BoardAsk ask = finger(f, UI_INPUT_UP, x + dx, y + dy);
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);
    return ask;
}

static void board__sets_the_petals_options__ring_lifted_on_a_petal(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    int32_t frame = code_of(f, "frame");
    const Code *code = &f->protocol->codes[frame];
    int32_t form = protocol_find_modifier(f->protocol, "form");
    f->now_ms = 50000;
    for (int32_t i = 0; i < code->petal_count; i++) {
        float angle = 6.2831853F * ((float)i + 0.5F) / (float)code->petal_count;
        int64_t landed = f->now_ms;
        BoardAsk ask = ring(f, board_pad_id(frame, 4), 60 * sinf(angle), -60 * cosf(angle));
        assert_int_equal(ask.kind, BOARD_ASK_TAP);
        assert_int_equal(ask.tap.at_ms, landed);
        assert_int_equal(ask.tap.subject, who(f, "P3"));
        assert_int_equal(ask.tap.options[form], code->petals[i].options[form]);
    }
    fixture_free(f);
}

static void board__records_nothing__ring_back_in_the_middle(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    uint32_t pad = board_pad_id(code_of(f, "frame"), 4);
    assert_int_equal(ring(f, pad, 2, 3).kind, BOARD_ASK_NONE);
    fixture_free(f);
}

static void board__reaches_every_petal__pad_in_any_corner(void **unused)
{
    (void)unused;
    static const float sizes[][2] = {{1280, 800}, {820, 1180}, {1024, 600}};
    Fixture *f = fixture_of("academic-talk", 28);
    int32_t frame = code_of(f, "frame");
    const Code *code = &f->protocol->codes[frame];
    int32_t options = f->protocol->modifiers[code->pads].option_count;
    for (int32_t size = 0; size < 3; size++) {
        ui_resize(&f->ui, sizes[size][0], sizes[size][1]);
        for (int32_t option = 0; option < options; option++) {
            uint32_t pad = board_pad_id(frame, option);
            if (!is_live(f, pad))
                continue;
            float x, y;
            middle_of(f, pad, &x, &y);
            for (int32_t i = 0; i < code->petal_count; i++) {
                float angle = 6.2831853F * ((float)i + 0.5F) / (float)code->petal_count;
                float room = fminf(fminf(x, f->ui.width - x), fminf(y, f->ui.height - y)) - 2;
                float far = fminf(room, 90);
                BoardAsk ask = ring(f, pad, far * sinf(angle), -far * cosf(angle));
                assert_int_equal(ask.kind, BOARD_ASK_TAP);
            }
            assert_true(f->state.ring_x - 188 >= 0 && f->state.ring_x + 188 <= f->ui.width);
            assert_true(f->state.ring_y - 188 >= 0 && f->state.ring_y + 188 <= f->ui.height);
        }
    }
    fixture_free(f);
}

/* A finger at the very edge of the screen has little way to go outwards. */
static void board__reaches_outward_petals__landed_at_the_edge(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    uint32_t pad = board_pad_id(code_of(f, "frame"), 2); /* the last of its row */
    UiTarget t = {0};
    assert_true(is_live(f, pad) && find_target(f, pad, &t));
    float x = t.rect.x + t.rect.w - 2, y = t.rect.y + t.rect.h / 2;
    assert_true(f->ui.width - x < 20);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    f->now_ms += UI_HOLD_MS + 20;
    (void)idle(f);
    (void)finger(f, UI_INPUT_MOVE, f->ui.width - 1, y + 4);
    assert_int_equal(f->state.ring_petal, 2); /* right of the middle, below it */
    fixture_free(f);
}

static void board__opens_by_key__ring_of_the_focused_pad(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    int32_t frame = code_of(f, "frame");
    uint32_t pad = board_pad_id(frame, 0);
    (void)idle(f);
    for (int32_t i = 0; i < UI_MAX_TARGETS && f->ui.focus_id != pad; i++)
        (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_TAB});
    assert_int_equal(f->ui.focus_id, pad);
    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_RIGHT});
    assert_int_equal(f->state.panel, BOARD_PANEL_RING);
    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_RIGHT});
    BoardAsk ask = build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER});
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    int32_t form = protocol_find_modifier(f->protocol, "form");
    assert_int_equal(ask.tap.options[form], f->protocol->codes[frame].petals[1].options[form]);

    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_RIGHT});
    assert_int_equal(f->state.panel, BOARD_PANEL_RING);
    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ESCAPE});
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board__attaches_to_the_speaker__pad_tapped),
        cmocka_unit_test(board__is_about_the_class__silence_while_a_pupil_speaks),
        cmocka_unit_test(board__offers_no_pad__nobody_it_can_be_about),
        cmocka_unit_test(board__ends_the_state_on_lift__pad_held),
        cmocka_unit_test(board__asks_nothing__finger_slides_off_a_pad),
        cmocka_unit_test(board__sets_the_petals_options__ring_lifted_on_a_petal),
        cmocka_unit_test(board__records_nothing__ring_back_in_the_middle),
        cmocka_unit_test(board__reaches_every_petal__pad_in_any_corner),
        cmocka_unit_test(board__reaches_outward_petals__landed_at_the_edge),
        cmocka_unit_test(board__opens_by_key__ring_of_the_focused_pad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
