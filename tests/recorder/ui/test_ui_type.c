/* Text at the size the person chose. */
#include "check.h"

#include "tests/recorder/screen/fake_ui.h"

static FakeUi fake;

static int set_up(void **state)
{
    (void)state;
    fake_ui_init(&fake, 1000, 1000);
    UiInput in = {0};
    ui_begin(&fake.ui, &in);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_ui_deinit(&fake);
    return 0;
}

/* Of the fake text a letter is half as wide as its size. */
static const UiCommand *label(float w, float h, const char *text)
{
    ui_label(&fake.ui, (UiRect){0, 0, w, h}, TYPE_16, COLOR_INK, UI_LEFT, text);
    return &fake.ui.commands[fake.ui.command_count - 1];
}

static void label__with_room__has_the_size_chosen(void **state)
{
    (void)state;
    fake.ui.type_scale = 2;
    assert_float_equal(label(200, 40, "ten letter")->size, 32, 0.01);
    fake.ui.type_scale = 1.5F;
    assert_float_equal(label(200, 40, "ten letter")->size, 24, 0.01);
    fake.ui.type_scale = 1;
    assert_float_equal(label(200, 40, "ten letter")->size, 16, 0.01);
    assert_float_equal(label(200, 4, "ten letter")->size, 16, 0.01);
}

static void label__without_room__is_as_large_as_it_can_be(void **state)
{
    (void)state;
    fake.ui.type_scale = 2;
    assert_float_equal(label(120, 40, "ten letter")->size, 24, 0.01); /* 10 * 12 points wide */
    assert_float_equal(label(200, 25, "ten letter")->size, 20, 0.01); /* 24 points high */
    const UiCommand *c = label(80, 19, "ten letter");
    assert_float_equal(c->size, 16, 0.01);
    assert_string_equal(c->text, "ten letter");
}

static void label__that_fits_at_no_size__is_cut(void **state)
{
    (void)state;
    fake.ui.type_scale = 2;
    const UiCommand *c = label(79, 40, "ten letter");
    assert_float_equal(c->size, 32, 0.01);
    assert_string_equal(c->text, "t\xE2\x80\xA6");
    c = label(79, 25, "ten letter");
    assert_float_equal(c->size, 20, 0.01);
    c = label(79, 19, "ten letter");
    assert_float_equal(c->size, 16, 0.01);
    assert_string_equal(c->text, "ten le\xE2\x80\xA6");
}

static void paragraph__grows__with_its_lines(void **state)
{
    (void)state;
    UiRect r = {0, 0, 100, 0};
    const char *text = "four five six seven";
    assert_float_equal(ui_paragraph(&fake.ui, r, TYPE_16, COLOR_INK, text), 2 * 22.4F, 0.01);
    fake.ui.type_scale = 2;
    float high = ui_paragraph_height(&fake.ui, r.w, TYPE_16, text);
    assert_float_equal(high, 4 * 44.8F, 0.01);
    assert_float_equal(ui_paragraph(&fake.ui, r, TYPE_16, COLOR_INK, text), high, 0.01);
    assert_float_equal(ui_scaled(&fake.ui, 24), 48, 0.01);
    assert_float_equal(ui_face(&fake.ui, TYPE_14_BOLD).size, 28, 0.01);
}

/* Its letters together are wider than one by one: spaces have two points more. */
static float wide_spaces(void *user, bool bold, float size, const char *utf8, size_t len)
{
    float w = fake_width(user, bold, size, utf8, len);
    for (size_t i = 0; i < len; i++)
        w += utf8[i] == ' ' && len > 1 ? 2 : 0;
    return w;
}

static void paragraph__measured_piece_by_piece__is_never_cut(void **state)
{
    (void)state;
    fake.ui.text.width = wide_spaces;
    for (int width = 90; width < 200; width++) {
        float w = (float)width;
        int32_t from = fake.ui.command_count;
        (void)ui_paragraph(&fake.ui, (UiRect){0, 0, w, 0}, TYPE_16, COLOR_INK,
                           "a bb ccc d ee fff g hh iii j kk lll");
        for (int32_t i = from; i < fake.ui.command_count; i++)
            assert_null(strstr(fake.ui.commands[i].text, "\xE2\x80\xA6"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(label__with_room__has_the_size_chosen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(label__without_room__is_as_large_as_it_can_be, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(label__that_fits_at_no_size__is_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paragraph__grows__with_its_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paragraph__measured_piece_by_piece__is_never_cut, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
