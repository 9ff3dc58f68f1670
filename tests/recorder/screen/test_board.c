/* The board's strip, row and bar: what each asks for, and what it says. */
#include "tests/recorder/screen/bare_board.h"

/* ---- the strip ---- */

static void board__asks_each_group__prompt_is_on(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 8);
    f->now_ms = 100000;
    assert_false(is_live(f, BOARD_ID_ANSWER));
    f->now_ms = 125000;
    BoardAsk ask = touch(f, BOARD_ID_ANSWER + 3);
    assert_int_equal(ask.kind, BOARD_ASK_ANSWER);
    assert_int_equal(ask.subject, who(f, "Table 1"));
    assert_int_equal(ask.value, 3);
    assert_false(ask.missing);
    apply(f, ask);
    ask = build(f, (UiInput){.kind = UI_INPUT_TEXT, .text = "2"}); /* a digit key */
    assert_int_equal(ask.kind, BOARD_ASK_ANSWER);
    assert_int_equal(ask.value, 2);
    assert_int_equal(build(f, (UiInput){.kind = UI_INPUT_TEXT, .text = "5"}).kind, BOARD_ASK_NONE);
    ask = touch(f, BOARD_ID_CANT_SEE);
    assert_int_equal(ask.subject, who(f, "Table 2"));
    assert_true(ask.missing);
    apply(f, ask);
    assert_false(is_live(f, BOARD_ID_CANT_SEE));
    fixture_free(f);
}

/* Answers leave room for the question. */
static void check_answers(const Fixture *f)
{
    for (int32_t i = 0; i < f->ui.target_count; i++) {
        const UiTarget *t = &f->ui.targets[i];
        if (t->id >= BOARD_ID_ANSWER && t->id < BOARD_ID_PHASE && t->rect.x < 280)
            fail_msg("answer %u lies over the question", t->id - BOARD_ID_ANSWER);
    }
}

/* Groups of thirty: the answer is given by ranges, every number can be said. */
static void board__narrows_down__more_answers_than_fit(void **unused)
{
    (void)unused;
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_load_shipped(&f->arena, "academic-talk", &f->protocol, &err), err);
    int32_t group = add_subject(f, SUBJECT_GROUP, "Everybody", SUBJECT_NONE);
    for (int32_t i = 0; i < 30; i++) {
        char label[24];
        (void)snprintf(label, sizeof label, "P%d", (int)i + 1);
        (void)add_subject(f, SUBJECT_PUPIL, label, group);
    }
    begin_session(f);
    for (int32_t want = 0; want <= 30; want++) {
        f->now_ms = (int64_t)(want + 1) * 120000 + 2000;
        BoardAsk ask = {0};
        for (int32_t step = 0; step < 6 && ask.kind == BOARD_ASK_NONE; step++) {
            (void)idle(f);
            int32_t nearest = -1;
            for (int32_t value = 0; value <= want; value++) {
                UiTarget t = {0};
                if (find_target(f, BOARD_ID_ANSWER + (uint32_t)value, &t))
                    nearest = value;
            }
            assert_true(nearest >= 0);
            check_targets(f, "answers");
            check_answers(f);
            ask = touch(f, BOARD_ID_ANSWER + (uint32_t)nearest);
        }
        assert_int_equal(ask.kind, BOARD_ASK_ANSWER);
        assert_int_equal(ask.value, want);
    }
    f->now_ms = 120000 + 2000;
    (void)touch(f, BOARD_ID_ANSWER);
    assert_true(f->state.answer_high > 0);
    (void)touch(f, BOARD_ID_ANSWER_BACK);
    assert_int_equal(f->state.answer_high, 0);
    fixture_free(f);
}

static void board__moves_nothing__prompt_comes(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    f->now_ms = 119000;
    (void)idle(f);
    int32_t count = f->ui.target_count;
    UiTarget *before = malloc((size_t)count * sizeof *before);
    assert_non_null(before);
    memcpy(before, f->ui.targets, (size_t)count * sizeof *before);
    f->now_ms = 121000;
    (void)idle(f);
    assert_true(f->ui.target_count > count);
    for (int32_t i = 0; i < count; i++) {
        UiTarget now = {0};
        assert_true(find_target(f, before[i].id, &now));
        assert_memory_equal(&now.rect, &before[i].rect, sizeof now.rect);
    }
    free(before);
    fixture_free(f);
}

/* ---- the row and the bar ---- */

static void type(Fixture *f, const char *words)
{
    UiInput in = {.kind = UI_INPUT_TEXT};
    (void)snprintf(in.text, sizeof in.text, "%s", words);
    (void)build(f, in);
}

static void board__asks_once__each_button(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    BoardAsk ask = touch(f, BOARD_ID_BACKDATE);
    assert_int_equal(ask.kind, BOARD_ASK_BACKDATE);
    assert_int_equal(ask.delta_ms, 3000);
    assert_int_equal(touch(f, BOARD_ID_TOTALS).kind, BOARD_ASK_TOTALS);
    assert_int_equal(touch(f, BOARD_ID_MENU).kind, BOARD_ASK_MENU);
    assert_false(is_live(f, BOARD_ID_REDO));
    ask = touch(f, BOARD_ID_UNDO);
    assert_int_equal(ask.kind, BOARD_ASK_UNDO);
    apply(f, ask);
    assert_null(running(f, "student-talk"));
    assert_int_equal(touch(f, BOARD_ID_REDO).kind, BOARD_ASK_REDO);
    assert_int_equal(touch(f, BOARD_ID_PAUSE).kind, BOARD_ASK_PAUSE);
    assert_int_equal(build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_REDO}).kind,
                     BOARD_ASK_REDO);
    assert_int_equal(build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_UNDO}).kind,
                     BOARD_ASK_UNDO);
    fixture_free(f);
}

static void board__goes_on__end_tapped_twice_in_one_place(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float x, y;
    middle_of(f, BOARD_ID_END, &x, &y);
    for (int32_t i = 0; i < 4; i++) {
        (void)finger(f, UI_INPUT_DOWN, x, y);
        assert_int_equal(finger(f, UI_INPUT_UP, x, y).kind, BOARD_ASK_NONE);
        (void)idle(f);
    }
    assert_int_equal(touch(f, BOARD_ID_END).kind, BOARD_ASK_NONE);
    assert_int_equal(touch(f, BOARD_ID_END_YES).kind, BOARD_ASK_END);

    /* A question that nobody answers goes away. */
    (void)touch(f, BOARD_ID_END);
    f->now_ms += 16000;
    assert_false(is_live(f, BOARD_ID_END_YES));
    assert_true(is_live(f, BOARD_ID_END));
    fixture_free(f);
}

static void board__offers_only_what_is_possible__paused(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, BOARD_ID_PAUSE));
    f->now_ms += 1000;
    assert_false(is_live(f, seat_of(f, "P3")));
    assert_false(is_live(f, board_pad_id(code_of(f, "frame"), 0)));
    assert_false(is_live(f, BOARD_ID_BACKDATE));
    assert_false(is_live(f, BOARD_ID_PHASE + (uint32_t)code_of(f, "launch")));
    assert_true(is_live(f, BOARD_ID_UNDO));
    assert_true(is_live(f, BOARD_ID_NOTE));
    assert_int_equal(touch(f, BOARD_ID_PAUSE).kind, BOARD_ASK_RESUME);
    fixture_free(f);
}

static void board__changes_sides__left_handed(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float undo, pad, seat, y;
    for (int32_t left = 0; left < 2; left++) {
        f->model.left_handed = left;
        middle_of(f, BOARD_ID_UNDO, &undo, &y);
        middle_of(f, board_pad_id(code_of(f, "frame"), 0), &pad, &y);
        middle_of(f, seat_of(f, "P1"), &seat, &y);
        assert_int_equal(undo > 640, left);
        assert_int_equal(pad < seat, left);
    }
    fixture_free(f);
}

static void board__starts_a_phase__tapped_in_the_bar(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    uint32_t explore = BOARD_ID_PHASE + (uint32_t)code_of(f, "explore");
    BoardAsk ask = touch(f, explore);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "explore"));
    apply(f, ask);
    assert_int_equal(touch(f, explore).kind, BOARD_ASK_NONE); /* it is on already */
    fixture_free(f);
}

static void board__pins_a_note__to_when_and_whom(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    f->now_ms = 60000;
    (void)touch(f, BOARD_ID_NOTE);
    assert_int_equal(f->ui.edit_id, BOARD_ID_PANEL_FIELD);
    assert_false(is_live(f, BOARD_ID_PANEL_OK)); /* nothing to keep */
    f->now_ms = 75000;
    type(f, "says \xC2\xBD of \xC2\xBD");
    BoardAsk ask = touch(f, BOARD_ID_PANEL_OK);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "note"));
    assert_int_equal(ask.tap.subject, who(f, "P3"));
    assert_int_equal(ask.tap.at_ms, 60000);
    assert_string_equal(ask.tap.text, "says \xC2\xBD of \xC2\xBD");
    apply(f, ask);
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);

    (void)touch(f, BOARD_ID_NOTE);
    (void)touch(f, BOARD_ID_PANEL_SUBJECT);
    assert_int_equal(f->state.panel_subject, SUBJECT_NONE);
    type(f, "quiet room");
    (void)touch(f, BOARD_ID_PANEL_CANCEL);
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);
    assert_true(is_live(f, board_pad_id(code_of(f, "frame"), 0)));
    fixture_free(f);
}

static void board__keeps_a_note__enter_in_the_field(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("lesson-study", 5);
    (void)touch(f, board_pad_id(code_of(f, "quote"), PROTOCOL_NONE));
    type(f, "it is less");
    BoardAsk ask = build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER});
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "quote"));
    assert_string_equal(ask.tap.text, "it is less");
    fixture_free(f);
}

/* A look-for: its values have names. */
static void board__names_the_values__of_a_scale_with_anchors(void **unused)
{
    (void)unused;
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {1024, 600}, {600, 960}};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        Fixture *f = fixture_of("shifts-math", 28);
        ui_resize(&f->ui, SIZES[i][0], SIZES[i][1]);
        int32_t code = code_of(f, "focus-goal");
        (void)touch(f, board_pad_id(code, PROTOCOL_NONE));
        (void)build(f, (UiInput){.kind = UI_INPUT_NONE});
        assert_int_equal(f->state.panel, BOARD_PANEL_RATING);
        assert_true(says(f, "Could not tell") && says(f, "Not seen") && says(f, "Seen"));
        BoardAsk ask = touch(f, BOARD_ID_RATE + 2);
        assert_int_equal(ask.kind, BOARD_ASK_TAP);
        assert_int_equal(ask.tap.code, code);
        assert_int_equal(ask.tap.value, 2);
        fixture_free(f);
    }
}

static void board__records_the_value__rating_chosen(void **unused)
{
    (void)unused;
    static const char text[] =
        "protocol: 1\nkey: rated\ntitle: Rated\nversion: \"1\"\nsummary: s\npurpose: p\n"
        "source: s\ncategories:\n  - key: clear\n    title: Clear\n    codes:\n"
        "      - {key: goal, label: Goal is clear, kind: rating, about: [class], "
        "scale: {min: 1, max: 5}}\n";
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "rated", text, sizeof text - 1, &f->protocol, NULL, &err),
              err);
    begin_session(f);
    f->now_ms = 30000;
    (void)touch(f, board_pad_id(code_of(f, "goal"), PROTOCOL_NONE));
    f->now_ms = 33000;
    BoardAsk ask = touch(f, BOARD_ID_RATE + 3);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.value, 4);
    assert_int_equal(ask.tap.at_ms, 30000);
    fixture_free(f);
}

static void board__is_all_pads__nobody_to_tap(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("fill-plus", 28); /* its codes are about the class only */
    assert_false(is_live(f, seat_of(f, "P1")));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "LT"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.subject, SUBJECT_NONE);
    apply(f, ask);
    f->now_ms += 2000;
    apply(f, touch(f, board_pad_id(code_of(f, "SQ"), PROTOCOL_NONE)));
    assert_int_equal(running(f, "LT")->code, code_of(f, "SQ"));
    fixture_free(f);
}

/* What went wrong beside a lesson that began is no tap that was lost. */
static void board__says_that_the_lesson_runs__class_not_kept(void **state)
{
    (void)state;
    Fixture *f = fixture_of("academic-talk", 28);
    f->model.notice = "the class is not kept for next time: the disk is full";
    (void)idle(f);
    bool found = false;
    for (int32_t i = 0; i < f->ui.command_count; i++) {
        const UiCommand *c = &f->ui.commands[i];
        found |= c->kind == UI_TEXT && strncmp(c->text, "The lesson runs", 15) == 0;
        assert_false(c->kind == UI_TEXT && strncmp(c->text, "Not recorded", 12) == 0);
    }
    assert_true(found);
    fixture_free(f);
}

/* Every word of a refusal stands on the board, in lines that its card holds. */
static void board__says_the_whole_reason__tap_refused(void **state)
{
    (void)state;
    const float card_height = 60;
    static const struct {
        float width, height;
    } sizes[] = {{1280, 800}, {1024, 600}, {820, 1180}};
    Fixture *f = fixture_of("academic-talk", 28);
    f->model.message = "Engaged with the task cannot become Sentence frame, they are recorded in "
                       "different ways";
    for (int i = 0; i < 3; i++) {
        ui_resize(&f->ui, sizes[i].width, sizes[i].height);
        (void)idle(f);
        (void)idle(f);
        bool begun = false, ended = false;
        float top = 0;
        for (int32_t k = 0; k < f->ui.command_count; k++) {
            const UiCommand *c = &f->ui.commands[k];
            if (c->kind != UI_TEXT)
                continue;
            bool begins = strncmp(c->text, "Not recorded", 12) == 0;
            size_t len = strlen(c->text);
            bool ends = len >= 4 && strcmp(c->text + len - 4, "ways") == 0;
            if (begins || (begun && !ended))
                assert_null(strstr(c->text, "\xE2\x80\xA6"));
            if (ends)
                assert_true(c->rect.y + c->rect.h - top <= card_height);
            if (begins)
                top = c->rect.y;
            begun = begun || begins;
            ended = ended || ends;
        }
        assert_true(begun && ended);
    }
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board__asks_each_group__prompt_is_on),
        cmocka_unit_test(board__narrows_down__more_answers_than_fit),
        cmocka_unit_test(board__moves_nothing__prompt_comes),
        cmocka_unit_test(board__asks_once__each_button),
        cmocka_unit_test(board__goes_on__end_tapped_twice_in_one_place),
        cmocka_unit_test(board__offers_only_what_is_possible__paused),
        cmocka_unit_test(board__changes_sides__left_handed),
        cmocka_unit_test(board__starts_a_phase__tapped_in_the_bar),
        cmocka_unit_test(board__pins_a_note__to_when_and_whom),
        cmocka_unit_test(board__keeps_a_note__enter_in_the_field),
        cmocka_unit_test(board__names_the_values__of_a_scale_with_anchors),
        cmocka_unit_test(board__records_the_value__rating_chosen),
        cmocka_unit_test(board__is_all_pads__nobody_to_tap),
        cmocka_unit_test(board__says_the_whole_reason__tap_refused),
        cmocka_unit_test(board__says_that_the_lesson_runs__class_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
