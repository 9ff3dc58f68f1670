#include "ui_check.h"

enum { BUTTON = 1, FIELD, OTHER, LIST, ROW = 10 };

static const UiRect field_rect = {20, 20, 132, 48}; /* 100 points of text: 12 characters */

typedef struct Form {
    Bench *b;
    char text[32];
    bool changed, tapped, enabled;
    int64_t now_ms;
} Form;

static void step(Form *f, UiInput in)
{
    f->now_ms += 10;
    in.at_ms = in.now_ms = f->now_ms;
    ui_begin(&f->b->ui, &in);
    f->changed = ui_text_field(&f->b->ui, FIELD, field_rect, "Name", f->text, sizeof f->text);
    f->tapped = ui_button(&f->b->ui, BUTTON, (UiRect){20, 100, 120, 64}, UI_BUTTON_PLAIN, ICON_FLAG,
                          "Return to", f->enabled);
    ui_end(&f->b->ui);
}

static void at(Form *f, UiInputKind kind, float x, float y)
{
    step(f, (UiInput){.kind = kind, .finger = 1, .x = x, .y = y});
}

static void tap(Form *f, float x, float y)
{
    at(f, UI_INPUT_DOWN, x, y);
    at(f, UI_INPUT_UP, x, y);
}

static void key(Form *f, UiKey k)
{
    step(f, (UiInput){.kind = UI_INPUT_KEY, .key = k});
}

static void type(Form *f, const char *text)
{
    UiInput in = {.kind = UI_INPUT_TEXT};
    memcpy(in.text, text, strlen(text));
    step(f, in);
}

static Form *form_create(const char *text)
{
    Form *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->b = bench_create(400, 300);
    f->enabled = true;
    memcpy(f->text, text, strlen(text) + 1);
    step(f, (UiInput){0});
    return f;
}

static void form_destroy(Form *f)
{
    bench_destroy(f->b);
    free(f);
}

static const UiCommand *find_text(const Ui *ui, const char *text)
{
    for (int32_t i = 0; i < ui->command_count; i++)
        if (ui->commands[i].kind == UI_TEXT && strcmp(ui->commands[i].text, text) == 0)
            return &ui->commands[i];
    return NULL;
}

/* ---- button ---- */

static void button__fires__on_lift_over_it(void **state)
{
    (void)state;
    Form *f = form_create("");
    at(f, UI_INPUT_DOWN, 50, 120);
    assert_false(f->tapped);
    at(f, UI_INPUT_UP, 50, 120);
    assert_true(f->tapped);
    step(f, (UiInput){0});
    assert_false(f->tapped);
    form_destroy(f);
}

static void button__fires__after_a_tremble_or_a_long_stay(void **state)
{
    (void)state;
    Form *f = form_create("");
    at(f, UI_INPUT_DOWN, 50, 120);
    at(f, UI_INPUT_MOVE, 90, 120);
    f->now_ms += UI_HOLD_MS;
    step(f, (UiInput){0});
    at(f, UI_INPUT_UP, 90, 120);
    assert_true(f->tapped);
    form_destroy(f);
}

static void button__does_not_fire__when_slid_off_or_disabled(void **state)
{
    (void)state;
    Form *f = form_create("");
    at(f, UI_INPUT_DOWN, 50, 120);
    at(f, UI_INPUT_MOVE, 50, 220);
    at(f, UI_INPUT_UP, 50, 220);
    assert_false(f->tapped);
    f->enabled = false;
    step(f, (UiInput){0});
    tap(f, 50, 120);
    assert_false(f->tapped);
    key(f, UI_KEY_TAB);
    key(f, UI_KEY_TAB);
    assert_false(ui_is_focused(&f->b->ui, BUTTON));
    form_destroy(f);
}

static void button__looks_pressed__only_under_the_finger(void **state)
{
    (void)state;
    Form *f = form_create("");
    uint32_t plain = f->b->ui.commands[3].rgb;
    at(f, UI_INPUT_DOWN, 50, 120);
    const Ui *ui = &f->b->ui;
    bool sunk = false;
    for (int32_t i = 0; i < ui->command_count; i++)
        sunk |= ui->commands[i].kind == UI_FILL && ui->commands[i].rect.y == 100 &&
                ui->commands[i].rgb == ui_color(ui, COLOR_SUNK);
    assert_true(sunk);
    at(f, UI_INPUT_MOVE, 50, 250);
    assert_int_equal(ui->commands[3].rgb, plain);
    form_destroy(f);
}

/* ---- text field ---- */

static void field__takes_text__once_tapped(void **state)
{
    (void)state;
    Form *f = form_create("");
    assert_non_null(find_text(&f->b->ui, "Name"));
    type(f, "x");
    assert_false(f->changed);
    tap(f, 60, 40);
    UiRect r = {0};
    assert_int_equal(ui_edited(&f->b->ui, &r), FIELD);
    assert_true(r.x == field_rect.x && r.w == field_rect.w);
    type(f, "A\xC3\xB1o");
    assert_true(f->changed);
    assert_string_equal(f->text, "A\xC3\xB1o");
    assert_null(find_text(&f->b->ui, "Name"));
    form_destroy(f);
}

static void field__edits_whole_characters__with_their_marks(void **state)
{
    (void)state;
    Form *f = form_create("a\xC3\xB1n\xCC\x83"
                          "b"); /* a ñ n+tilde b */
    tap(f, 150, 40);
    assert_int_equal(f->b->ui.edit_caret, 7);
    key(f, UI_KEY_LEFT);
    key(f, UI_KEY_BACKSPACE);
    assert_true(f->changed);
    assert_string_equal(f->text, "a\xC3\xB1"
                                 "b");
    key(f, UI_KEY_BACKSPACE);
    assert_string_equal(f->text, "ab");
    key(f, UI_KEY_HOME);
    key(f, UI_KEY_BACKSPACE);
    assert_false(f->changed);
    key(f, UI_KEY_DELETE);
    assert_string_equal(f->text, "b");
    key(f, UI_KEY_END);
    key(f, UI_KEY_DELETE);
    assert_false(f->changed);
    key(f, UI_KEY_LEFT);
    type(f, "x");
    assert_string_equal(f->text, "xb");
    key(f, UI_KEY_RIGHT);
    type(f, "y");
    assert_string_equal(f->text, "xby");
    form_destroy(f);
}

static void field__cuts_between_characters__when_it_is_full(void **state)
{
    (void)state;
    Form *f = form_create("12345678901234567890123456789"); /* 29 of 31 bytes */
    tap(f, 150, 40);
    key(f, UI_KEY_END);
    type(f, "\xC3\xB1\xC3\xB1");
    assert_int_equal(strlen(f->text), 31);
    type(f, "x");
    assert_false(f->changed);
    assert_memory_equal(f->text + 29, "\xC3\xB1", 3);
    form_destroy(f);
}

static void field__makes_pasted_text_safe(void **state)
{
    (void)state;
    Form *f = form_create("");
    tap(f, 60, 40);
    type(f, "a\nb\tc\x01\x7F\xFF");
    assert_string_equal(f->text, "a b c\xEF\xBF\xBD");
    form_destroy(f);
}

static void field__ends_editing__by_key_or_touch_elsewhere(void **state)
{
    (void)state;
    Form *f = form_create("ab");
    UiRect r;
    const UiKey ends[] = {UI_KEY_ENTER, UI_KEY_ESCAPE, UI_KEY_TAB};
    for (size_t i = 0; i < 3; i++) {
        tap(f, 60, 40);
        assert_int_equal(ui_edited(&f->b->ui, &r), FIELD);
        key(f, ends[i]);
        assert_int_equal(ui_edited(&f->b->ui, &r), 0);
        assert_int_equal(ui_key(&f->b->ui), UI_KEY_NONE);
    }
    tap(f, 60, 40);
    tap(f, 300, 250);
    assert_int_equal(ui_edited(&f->b->ui, &r), 0);
    form_destroy(f);
}

static void field__begins__when_the_focus_comes_by_tab(void **state)
{
    (void)state;
    Form *f = form_create("ab");
    UiRect r;
    key(f, UI_KEY_TAB);
    assert_int_equal(ui_edited(&f->b->ui, &r), FIELD);
    key(f, UI_KEY_SPACE); /* no tap: the text event brings the space */
    assert_string_equal(f->text, "ab");
    type(f, " c");
    assert_string_equal(f->text, "ab c");
    form_destroy(f);
}

static void field__puts_the_caret__where_it_was_tapped(void **state)
{
    (void)state;
    Form *f = form_create("abcdef"); /* 8 points each from x = 36 */
    tap(f, 36 + 8 * 2 + 3, 40);
    assert_int_equal(f->b->ui.edit_caret, 2);
    tap(f, 36 + 8 * 2 + 5, 40);
    assert_int_equal(f->b->ui.edit_caret, 3);
    tap(f, 22, 40);
    assert_int_equal(f->b->ui.edit_caret, 0);
    form_destroy(f);
}

static void field__keeps_the_caret_in_sight__in_long_text(void **state)
{
    (void)state;
    Form *f = form_create("");
    tap(f, 60, 40);
    for (int32_t i = 0; i < 30; i++)
        type(f, "m");
    float hidden = f->b->ui.edit_scroll;
    assert_true(hidden >= 30 * 8 - 100 && hidden <= 30 * 8 - 100 + 4);
    key(f, UI_KEY_HOME);
    assert_true(f->b->ui.edit_scroll == 0);
    form_destroy(f);
}

static void field__forgets_a_caret__beyond_a_text_that_shrank(void **state)
{
    (void)state;
    Form *f = form_create("abcdef");
    tap(f, 150, 40);
    memcpy(f->text, "ab", 3);
    type(f, "c");
    assert_string_equal(f->text, "abc");
    form_destroy(f);
}

/* ---- labels ---- */

static void label__is_cut__between_characters_with_an_ellipsis(void **state)
{
    (void)state;
    Bench *b = bench_create(400, 300);
    UiInput in = {0};
    ui_begin(&b->ui, &in);
    /* 14 points: 7 each; room for 5 and the ellipsis */
    ui_label(&b->ui, (UiRect){0, 0, 44, 20}, TYPE_14, COLOR_INK, UI_LEFT,
             "\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1");
    ui_label(&b->ui, (UiRect){0, 0, 49, 20}, TYPE_14, COLOR_INK, UI_LEFT, "1234567");
    ui_label(&b->ui, (UiRect){0, 0, 2, 20}, TYPE_14, COLOR_INK, UI_LEFT, "1234567");
    ui_label(&b->ui, (UiRect){0, 0, 42, 20}, TYPE_14, COLOR_INK, UI_LEFT, "a b d    ef");
    ui_label(&b->ui, (UiRect){0, 0, 20, 20}, TYPE_14, COLOR_INK, UI_LEFT, "\xFF\xFF\xFF\xFF");
    ui_end(&b->ui);
    assert_int_equal(b->ui.command_count, 5);
    assert_string_equal(b->commands[0].text,
                        "\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\xE2\x80\xA6");
    assert_string_equal(b->commands[1].text, "1234567");
    assert_string_equal(b->commands[2].text, "\xE2\x80\xA6");
    assert_string_equal(b->commands[3].text, "a b d\xE2\x80\xA6");
    assert_string_equal(b->commands[4].text, "\xFF\xE2\x80\xA6");
    bench_destroy(b);
}

/* Four letters or more stand wider apart together than in pieces. */
static float uneven_width(void *user, bool bold, float size, const char *utf8, size_t len)
{
    return block_width(user, bold, size, utf8, len) + (len > 3 ? 2 : 0);
}

static void paragraph__loses_no_word__to_uneven_widths(void **state)
{
    (void)state;
    Bench *b = bench_create(400, 300);
    b->ui.text.width = uneven_width;
    UiInput in = {0};
    ui_begin(&b->ui, &in);
    (void)ui_paragraph(&b->ui, (UiRect){0, 0, 36, 100}, TYPE_14, COLOR_INK, "ab cd ef");
    ui_end(&b->ui);
    assert_int_equal(b->ui.command_count, 3);
    assert_string_equal(b->commands[0].text, "ab");
    assert_string_equal(b->commands[1].text, "cd");
    assert_string_equal(b->commands[2].text, "ef");
    bench_destroy(b);
}

static void paragraph__breaks__at_spaces_newlines_and_between_cjk(void **state)
{
    (void)state;
    Bench *b = bench_create(400, 300);
    UiInput in = {0};
    ui_begin(&b->ui, &in);
    float line = theme_face(TYPE_14).leading;
    UiRect r = {0, 0, 35, 300}; /* five characters */
    assert_true(ui_paragraph(&b->ui, r, TYPE_14, COLOR_INK, "ab cd ef") == 2 * line);
    assert_true(ui_paragraph(&b->ui, r, TYPE_14, COLOR_INK, "abcdefg") == 2 * line);
    assert_true(ui_paragraph(&b->ui, r, TYPE_14, COLOR_INK, "a\n\nb") == 3 * line);
    /* the full stop may not begin a line: the fifth goes with it */
    assert_true(ui_paragraph(&b->ui, r, TYPE_14, COLOR_INK,
                             "\xE5\xB1\xB1\xE5\xB1\xB1\xE5\xB1\xB1\xE5\xB1\xB1\xE7\x94\xB0"
                             "\xE3\x80\x82") == 2 * line);
    assert_true(ui_paragraph(&b->ui, r, TYPE_14, COLOR_INK, "ab cd\xE5\xB1\xB1x") == 2 * line);
    assert_true(ui_paragraph_height(&b->ui, 35, TYPE_14, "ab cd ef") == 2 * line);
    ui_end(&b->ui);
    const char *want[] = {"ab cd",
                          "ef",
                          "abcde",
                          "fg",
                          "a",
                          "b",
                          "\xE5\xB1\xB1\xE5\xB1\xB1\xE5\xB1\xB1\xE5\xB1\xB1",
                          "\xE7\x94\xB0\xE3\x80\x82",
                          "ab cd",
                          "\xE5\xB1\xB1x"};
    assert_int_equal(b->ui.command_count, 10);
    for (size_t i = 0; i < 10; i++)
        assert_string_equal(b->commands[i].text, want[i]);
    bench_destroy(b);
}

static void drawing__leaves_out__what_is_too_much(void **state)
{
    (void)state;
    Bench *b = bench_create(400, 300);
    UiInput in = {0};
    ui_begin(&b->ui, &in);
    for (int32_t i = 0; i < UI_MAX_COMMANDS + 10; i++)
        ui_fill(&b->ui, (UiRect){0, 0, 10, 10}, 0, COLOR_INK);
    for (uint32_t i = 0; i < UI_MAX_TARGETS + 10; i++)
        ui_touch(&b->ui, i + 1, (UiRect){0, 0, 50, 50});
    ui_end(&b->ui);
    assert_int_equal(b->ui.command_count, UI_MAX_COMMANDS);
    assert_int_equal(b->ui.target_count, UI_MAX_TARGETS);
    bench_destroy(b);
}

/* ---- scroll ---- */

typedef struct List {
    Bench *b;
    float offset;
    uint32_t tapped;
    UiTouch first;
    int64_t now_ms;
} List;

/* Ten rows of 60 points in a view of 200. */
static void list_step(List *l, UiInput in)
{
    Ui *ui = &l->b->ui;
    l->now_ms += 10;
    in.at_ms = in.now_ms = l->now_ms;
    ui_begin(ui, &in);
    l->tapped = 0;
    float y = ui_scroll_begin(ui, LIST, (UiRect){0, 50, 300, 200}, 600, &l->offset);
    for (uint32_t i = 0; i < 10; i++)
        if (ui_button(ui, ROW + i, (UiRect){0, y + 60 * (float)i, 300, 56}, UI_BUTTON_PLAIN,
                      ICON_NONE, "row", true))
            l->tapped = ROW + i;
    ui_scroll_end(ui);
    ui_end(ui);
}

static void list_at(List *l, UiInputKind kind, float x, float y)
{
    list_step(l, (UiInput){.kind = kind, .finger = 1, .x = x, .y = y});
}

static List *list_create(void)
{
    List *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->b = bench_create(400, 300);
    list_step(l, (UiInput){0});
    return l;
}

static void list_destroy(List *l)
{
    bench_destroy(l->b);
    free(l);
}

static void scroll__takes_a_vertical_drag__from_a_row(void **state)
{
    (void)state;
    List *l = list_create();
    list_at(l, UI_INPUT_DOWN, 100, 180);
    list_at(l, UI_INPUT_MOVE, 100, 160);
    assert_true(l->offset == 20);
    list_at(l, UI_INPUT_MOVE, 100, 120);
    assert_true(l->offset == 60);
    list_at(l, UI_INPUT_UP, 100, 120);
    assert_int_equal(l->tapped, 0);
    assert_true(l->offset == 60);
    list_at(l, UI_INPUT_DOWN, 100, 100); /* what is there now: the second row */
    list_at(l, UI_INPUT_UP, 100, 100);
    assert_int_equal(l->tapped, ROW + 1);
    list_destroy(l);
}

static void scroll__leaves_a_sideways_drag__to_the_row(void **state)
{
    (void)state;
    List *l = list_create();
    list_at(l, UI_INPUT_DOWN, 100, 100);
    list_at(l, UI_INPUT_MOVE, 140, 95);
    list_at(l, UI_INPUT_MOVE, 140, 60);
    assert_true(l->offset == 0);
    list_at(l, UI_INPUT_UP, 140, 60);
    assert_int_equal(l->tapped, ROW);
    list_destroy(l);
}

static void scroll__stops__at_both_ends(void **state)
{
    (void)state;
    List *l = list_create();
    list_at(l, UI_INPUT_DOWN, 100, 80);
    list_at(l, UI_INPUT_MOVE, 100, 240);
    assert_true(l->offset == 0);
    list_at(l, UI_INPUT_MOVE, 100, -900);
    assert_true(l->offset == 400);
    list_at(l, UI_INPUT_UP, 100, -900);
    list_step(l, (UiInput){.kind = UI_INPUT_WHEEL, .x = 50, .y = 100, .wheel = -48});
    assert_true(l->offset == 352);
    list_step(l, (UiInput){.kind = UI_INPUT_WHEEL, .x = 350, .y = 100, .wheel = -48});
    assert_true(l->offset == 352); /* beside it */
    list_destroy(l);
}

static void scroll__brings_the_focus_into_view(void **state)
{
    (void)state;
    List *l = list_create();
    for (int32_t i = 0; i < 5; i++) {
        list_step(l, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_TAB});
        if (ui_wants_rebuild(&l->b->ui))
            list_step(l, (UiInput){0});
    }
    assert_true(ui_is_focused(&l->b->ui, ROW + 4));
    float top = 50 + 4 * 60 - l->offset;
    assert_true(top >= 50 && top + 56 <= 250);
    for (int32_t i = 0; i < 4; i++)
        list_step(l, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_BACK_TAB});
    assert_true(l->offset == 0);
    list_destroy(l);
}

static void scroll__keeps_fingers_off__what_is_scrolled_out(void **state)
{
    (void)state;
    List *l = list_create();
    list_at(l, UI_INPUT_DOWN, 100, 270); /* below the view, over a hidden row */
    list_at(l, UI_INPUT_UP, 100, 270);
    assert_int_equal(l->tapped, 0);
    list_destroy(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(button__fires__on_lift_over_it),
        cmocka_unit_test(button__fires__after_a_tremble_or_a_long_stay),
        cmocka_unit_test(button__does_not_fire__when_slid_off_or_disabled),
        cmocka_unit_test(button__looks_pressed__only_under_the_finger),
        cmocka_unit_test(field__takes_text__once_tapped),
        cmocka_unit_test(field__edits_whole_characters__with_their_marks),
        cmocka_unit_test(field__cuts_between_characters__when_it_is_full),
        cmocka_unit_test(field__makes_pasted_text_safe),
        cmocka_unit_test(field__ends_editing__by_key_or_touch_elsewhere),
        cmocka_unit_test(field__begins__when_the_focus_comes_by_tab),
        cmocka_unit_test(field__puts_the_caret__where_it_was_tapped),
        cmocka_unit_test(field__keeps_the_caret_in_sight__in_long_text),
        cmocka_unit_test(field__forgets_a_caret__beyond_a_text_that_shrank),
        cmocka_unit_test(label__is_cut__between_characters_with_an_ellipsis),
        cmocka_unit_test(paragraph__loses_no_word__to_uneven_widths),
        cmocka_unit_test(paragraph__breaks__at_spaces_newlines_and_between_cjk),
        cmocka_unit_test(drawing__leaves_out__what_is_too_much),
        cmocka_unit_test(scroll__takes_a_vertical_drag__from_a_row),
        cmocka_unit_test(scroll__leaves_a_sideways_drag__to_the_row),
        cmocka_unit_test(scroll__stops__at_both_ends),
        cmocka_unit_test(scroll__brings_the_focus_into_view),
        cmocka_unit_test(scroll__keeps_fingers_off__what_is_scrolled_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
