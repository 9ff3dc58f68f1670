#include "check.h"

#include "tests/recorder/screen/editor_drive.h"

static uint32_t petal_id(int32_t petal, int32_t modifier)
{
    return EDITOR_ID_PETAL + 16 * (uint32_t)petal + 2 * (uint32_t)modifier;
}

static void editor__a_ring__is_made_changed_and_taken_away(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "question");
    const char *before = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    int32_t level = 0;
    while (!(code(d, "question")->modifiers & 1U << level))
        level++;
    bool had = code(d, "question")->petal_count > 0;
    if (had)
        tap_field(d, EDITOR_ID_NO_RING);
    assert_int_equal(code(d, "question")->petal_count, 0);
    tap_field(d, EDITOR_ID_LIST_ADD);
    assert_int_equal(code(d, "question")->petal_count, 2);
    tap_field(d, petal_id(1, level) + 1);
    assert_int_equal(code(d, "question")->petals[1].options[level], 1);
    tap_field(d, EDITOR_ID_LIST_ADD);
    assert_int_equal(code(d, "question")->petal_count, 3);
    tap_field(d, editor_list_id(1, LIST_UP));
    assert_int_equal(code(d, "question")->petals[0].options[level], 1);
    tap_field(d, petal_id(0, level));
    tap_field(d, petal_id(0, level)); /* what it sets stays one option at least */
    assert_int_equal(code(d, "question")->petals[0].options[level], 0);
    tap_field(d, editor_list_id(0, LIST_TEXT));
    clear_field(d);
    drive_type(d, "Deep");
    assert_string_equal(code(d, "question")->petals[0].label, "Deep");
    tap_field(d, editor_list_id(2, LIST_REMOVE));
    assert_int_equal(code(d, "question")->petal_count, 2);
    tap_field(d, EDITOR_ID_NO_RING);
    assert_int_equal(code(d, "question")->petal_count, 0);
    if (!had)
        assert_string_equal(draft(d)->text, before);
}

static void editor__a_petal__sets_one_more_and_leaves_it_again(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "frame");
    const char *before = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    int32_t source = protocol_find_modifier(draft(d), "source");
    assert_int_equal(code(d, "frame")->petals[0].options[source], PROTOCOL_NONE);
    tap_field(d, petal_id(0, source) + 1);
    assert_int_equal(code(d, "frame")->petals[0].options[source], 0);
    tap_field(d, petal_id(0, source));
    assert_int_equal(code(d, "frame")->petals[0].options[source], PROTOCOL_NONE);
    assert_string_equal(draft(d)->text, before);
}

static void editor__a_scale__is_set_and_named(void **state)
{
    Drive *d = *state;
    open_list(d);
    tap_item(d, "pupil-talk");
    drive_tap(d, PROTOCOLS_ID_COPY);
    drive_frame(d);
    int32_t first = 0;
    while (draft(d)->codes[first].kind != CODE_RATING)
        first++;
    const char *key =
        arena_copy(&arena, draft(d)->codes[first].key, strlen(draft(d)->codes[first].key));
    const char *before = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    choose_code(d, key);
    assert_string_equal(code(d, key)->anchors->key, "evidence");
    tap_field(d, EDITOR_ID_SCALE + 1); /* with names both ends go up */
    assert_int_equal(code(d, key)->scale_min, 1);
    assert_int_equal(code(d, key)->scale_max, 3);
    tap_field(d, EDITOR_ID_SCALE);
    assert_string_equal(draft(d)->text, before);
    tap_field(d, EDITOR_ID_ANCHORS);
    assert_null(code(d, key)->anchors);
    for (int i = 0; i < 2; i++)
        tap_field(d, EDITOR_ID_SCALE + 3);
    assert_int_equal(code(d, key)->scale_max, 4);
    int32_t evidence = protocol_find_modifier(draft(d), "evidence");
    tap_field(d, EDITOR_ID_ANCHORS + 1 + (uint32_t)evidence);
    assert_string_equal(code(d, key)->anchors->key, "evidence");
    assert_int_equal(code(d, key)->scale_max, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(editor__a_ring__is_made_changed_and_taken_away),
        TEST(editor__a_petal__sets_one_more_and_leaves_it_again),
        TEST(editor__a_scale__is_set_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
