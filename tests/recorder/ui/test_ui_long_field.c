/* A field of several lines. Every letter is 8 points wide: 12 of them a line. */
#include "ui_check.h"

#include <math.h>

enum { FIELD = 1, OTHER };

static const UiRect field_rect = {20, 20, 132, 0};
static const char hint[] = "What the team sees";

typedef struct Form {
    Bench *b;
    char text[64];
    float height;
    bool changed;
    int64_t now_ms;
} Form;

static void step(Form *f, UiInput in)
{
    f->now_ms += 10;
    in.at_ms = in.now_ms = f->now_ms;
    ui_begin(&f->b->ui, &in);
    UiRect r = field_rect;
    r.h = f->height = ui_long_field_height(&f->b->ui, r.w, hint, f->text);
    f->changed = ui_long_field(&f->b->ui, FIELD, r, hint, f->text, sizeof f->text);
    (void)ui_button(&f->b->ui, OTHER, (UiRect){20, 220, 120, 64}, UI_BUTTON_PLAIN, ICON_NONE, "x",
                    true);
    ui_end(&f->b->ui);
}

static void tap(Form *f, float x, float y)
{
    step(f, (UiInput){.kind = UI_INPUT_DOWN, .finger = 1, .x = x, .y = y});
    step(f, (UiInput){.kind = UI_INPUT_UP, .finger = 1, .x = x, .y = y});
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
    memcpy(f->text, text, strlen(text) + 1);
    step(f, (UiInput){0});
    return f;
}

static void form_destroy(Form *f)
{
    bench_destroy(f->b);
    free(f);
}

/* Top of the line that shows this text, or -1. */
static float line_of(const Ui *ui, const char *text)
{
    for (int32_t i = 0; i < ui->command_count; i++)
        if (ui->commands[i].kind == UI_TEXT && strcmp(ui->commands[i].text, text) == 0)
            return ui->commands[i].rect.y;
    return -1;
}

static void long_field__is_as_high__as_its_text_needs(void **state)
{
    (void)state;
    Form *f = form_create("one");
    assert_true(f->height == UI_MIN_TARGET);
    form_destroy(f);
    f = form_create("one two three four");
    assert_true(fabsf(f->height - (2 * 22.4F + 16)) < 0.1F);
    float first = line_of(&f->b->ui, "one two"), second = line_of(&f->b->ui, "three four");
    assert_true(first > 0 && fabsf(second - first - 22.4F) < 0.1F);
    form_destroy(f);
    f = form_create(""); /* what it is for needs two lines, too */
    assert_true(f->height > UI_MIN_TARGET);
    form_destroy(f);
}

static void long_field__grows_while_it_is_typed_in(void **state)
{
    (void)state;
    Form *f = form_create("one two");
    tap(f, 140, 44);
    float before = f->height;
    type(f, " three four");
    assert_true(f->changed && ui_wants_rebuild(&f->b->ui));
    step(f, (UiInput){0});
    assert_string_equal(f->text, "one two three four");
    assert_true(f->height > before + 10);
    assert_true(line_of(&f->b->ui, "three four") > line_of(&f->b->ui, "one two"));
    UiRect r = {0};
    assert_int_equal(ui_edited(&f->b->ui, &r), FIELD);
    assert_true(r.h < 30 && r.y > 40); /* where the caret is */
    form_destroy(f);
}

static void long_field__puts_the_caret__in_the_line_that_was_tapped(void **state)
{
    (void)state;
    Form *f = form_create("one two three four");
    tap(f, 36 + 8 * 3 + 1, 20 + f->height * 0.75F);
    assert_int_equal(f->b->ui.edit_caret, 8 + 3);
    tap(f, 36 + 8 * 2 - 1, 20 + f->height * 0.25F);
    assert_int_equal(f->b->ui.edit_caret, 2);
    form_destroy(f);
}

static void long_field__moves_between_lines__by_up_and_down(void **state)
{
    (void)state;
    Form *f = form_create("one two three four");
    tap(f, 36 + 8 * 5, 20 + f->height * 0.25F);
    assert_int_equal(f->b->ui.edit_caret, 5);
    key(f, UI_KEY_DOWN);
    assert_int_equal(f->b->ui.edit_caret, 13);
    key(f, UI_KEY_DOWN); /* there is no third */
    assert_int_equal(f->b->ui.edit_caret, 13);
    key(f, UI_KEY_HOME);
    assert_int_equal(f->b->ui.edit_caret, 8);
    key(f, UI_KEY_END);
    assert_int_equal(f->b->ui.edit_caret, 18);
    key(f, UI_KEY_UP);
    assert_int_equal(f->b->ui.edit_caret, 7); /* the line above is shorter */
    key(f, UI_KEY_HOME);
    assert_int_equal(f->b->ui.edit_caret, 0);
    key(f, UI_KEY_UP);
    assert_int_equal(f->b->ui.edit_caret, 0);
    form_destroy(f);
}

static void long_field__edits_where_the_caret_is(void **state)
{
    (void)state;
    Form *f = form_create("one two three four");
    tap(f, 36, 20 + f->height * 0.75F);
    key(f, UI_KEY_BACKSPACE);
    assert_string_equal(f->text, "one twothree four");
    type(f, "\n");
    assert_string_equal(f->text, "one two three four");
    key(f, UI_KEY_ENTER);
    assert_int_equal(ui_edited(&f->b->ui, &(UiRect){0}), 0);
    form_destroy(f);
}

static void long_field__survives__blanks_and_one_long_word(void **state)
{
    (void)state;
    static const char *const texts[] = {"            x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                        "a    ", "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        Form *f = form_create(texts[i]);
        tap(f, 120, 20 + f->height - 8);
        for (int n = 0; n < 40; n++)
            key(f, n % 5 == 0 ? UI_KEY_UP : UI_KEY_LEFT);
        assert_int_equal(f->b->ui.edit_caret, 0);
        for (int n = 0; n < 40; n++)
            key(f, n % 5 == 0 ? UI_KEY_DOWN : UI_KEY_RIGHT);
        assert_int_equal(f->b->ui.edit_caret, (int)strlen(texts[i]));
        form_destroy(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_field__is_as_high__as_its_text_needs),
        cmocka_unit_test(long_field__grows_while_it_is_typed_in),
        cmocka_unit_test(long_field__puts_the_caret__in_the_line_that_was_tapped),
        cmocka_unit_test(long_field__moves_between_lines__by_up_and_down),
        cmocka_unit_test(long_field__edits_where_the_caret_is),
        cmocka_unit_test(long_field__survives__blanks_and_one_long_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
