/* Pupils called by their real names, where somebody chose so. */
#include "tests/reports/handout/rich_lesson.h"

enum { NAME_COUNT = 8 };
static const char *const names[NAME_COUNT] = {
    "Lucía García Fernández",
    "Nguyễn Thị Minh Khai",
    "田中 花子",
    "محمد علي",
    "Pérez, Sofía",
    "Đặng Quốc Bảo",
    "María de los Ángeles Villaseñor y Castañeda de la Fuente",
    "佐藤健",
};

/* Every pupil of the lesson; from the ninth on the names come again and so are shared. */
static HandoutChoice name_all(const Observation *o, bool shared)
{
    const Setup *s = o->setup;
    HandoutName *list = ARENA_PUSH(&f.arena, HandoutName, (size_t)s->subject_count + 1);
    int32_t count = 0;
    for (int32_t i = 0; i < s->subject_count; i++) {
        if (s->subjects[i].kind != SUBJECT_PUPIL || (!shared && count == NAME_COUNT))
            continue;
        list[count] = (HandoutName){s->class_name, s->subjects[i].label, names[count % NAME_COUNT]};
        count++;
    }
    return (HandoutChoice){.pupils = HANDOUT_NAMES, .names = list, .name_count = count};
}

static Sheet *compose(const Observation *o, const HandoutChoice *choice)
{
    Err err = {0};
    Sheet *sheet = NULL;
    assert_ok(
        handout_compose(&(DebriefInput){.observation = o}, f.fonts, choice, &f.arena, &sheet, &err),
        err);
    return sheet;
}

static void named_observation__calls_by_name_label_or_both(void **state)
{
    (void)state;
    Err err = {0};
    Observation copy;
    const DebriefShorter *shorter = NULL;
    const HandoutName list[] = {
        {"Grade 5", "LG", "Lucía García"},    {"Grade 5", "AR", "Ana Ruiz"},
        {"Grade 5", "AR2", "Ana Ruiz"},       {"Grade 4", "XX", "Somebody Else"},
        {"Grade 5", "PS", "Pérez, Sofía"},    {"Grade 5", "Table 1", "Not a pupil"},
        {"Grade 5", "LF", "Lucía Fernández"}, {"Grade 5", "MS2", "MS"},
    };
    lesson_begin(&f.lesson);
    (void)lesson_adult(&f.lesson, "MS");
    int32_t table = lesson_group(&f.lesson, "Table 1");
    int32_t first = lesson_pupil(&f.lesson, "LG", table);
    (void)lesson_pupil(&f.lesson, "AR", table);
    (void)lesson_pupil(&f.lesson, "XX", table); /* a name of another class is not theirs */
    (void)lesson_pupil(&f.lesson, "PS", table);
    (void)lesson_pupil(&f.lesson, "LF", table);
    (void)lesson_pupil(&f.lesson, "MS2", table);
    const Observation *o = lesson_end(&f.lesson, 60);
    arena_init(&f.arena, (size_t)1 << 20);
    assert_ok(named_observation(o, "Grade 5", list, 8, &f.arena, &copy, &shorter, &err), err);
    const Subject *s = copy.setup->subjects;
    assert_string_equal(s[0].label, "MS");
    assert_string_equal(s[table].label, "Table 1");
    assert_string_equal(s[first].label, "Lucía García");
    assert_string_equal(shorter[first].given, "LG");          /* two are called Lucía */
    assert_string_equal(s[first + 1].label, "Ana Ruiz (AR)"); /* the other is not here today */
    assert_string_equal(shorter[first + 1].given, "Ana");
    assert_string_equal(s[first + 2].label, "XX");
    assert_string_equal(s[first + 3].label, "Pérez, Sofía");
    assert_string_equal(shorter[first + 3].given, "Sofía");
    assert_string_equal(shorter[first + 3].label, "PS");
    assert_string_equal(s[first + 5].label, "MS (MS2)"); /* the teacher is called so */
    assert_string_equal(o->setup->subjects[first].label, "LG");
    done();
}

static void handout_compose__by_name_is_what_it_was(void **state)
{
    (void)state;
    const Observation *o = made_up_rich(&f.lesson);
    arena_init(&f.arena, (size_t)1 << 30);
    HandoutChoice choice = name_all(o, false);
    Sheet *sheet = compose(o, &choice);
    assert_int_equal(check_sheet(sheet, "by name"), 0);
    assert_true(sheet_says(sheet, "Lucía García Fernández"));
    for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
        size_t count = 0;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++) /* a name that has no room is not cut */
            assert_true(marks[i].kind != SHEET_MARK_TEXT || !strstr(marks[i].text, "…"));
    }
    compare_trace(sheet, "handout", "names-a4");
    done();
}

static void handout_compose__by_name_has_room_for_long_and_shared_names(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        const Observation *o =
            seed == 0 ? made_up_rich(&f.lesson) : made_up_random(&f.lesson, seed);
        arena_init(&f.arena, (size_t)1 << 30);
        HandoutChoice choice = name_all(o, true);
        char what[40];
        (void)snprintf(what, sizeof what, "by name, %d", (int)seed);
        assert_int_equal(check_sheet(compose(o, &choice), what), 0);
        done();
    }
}

static void handout_compose__refuses_names_in_the_copy_for_others(void **state)
{
    (void)state;
    Err err = {0};
    Sheet *sheet = NULL;
    const Observation *o = made_up_rich(&f.lesson);
    arena_init(&f.arena, (size_t)1 << 30);
    HandoutChoice choice = name_all(o, false);
    choice.for_others = true;
    assert_false(handout_compose(&(DebriefInput){.observation = o}, f.fonts, &choice, &f.arena,
                                 &sheet, &err));
    assert_err(err, ERR_STATE, "the copy for others never has pupils' names in it");
    assert_null(sheet);
    done();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_observation__calls_by_name_label_or_both),
        cmocka_unit_test(handout_compose__by_name_is_what_it_was),
        cmocka_unit_test(handout_compose__by_name_has_room_for_long_and_shared_names),
        cmocka_unit_test(handout_compose__refuses_names_in_the_copy_for_others),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
