/* The copy for others: nothing in it says who it was or what was said. */
#include "tests/reports/handout/rich_lesson.h"

#include "reports/handout/others.h"
#include "reports/measure/lesson.h"

static Observation copy_of(const Observation *o)
{
    Observation copy;
    Err err = {0};
    arena_init(&f.arena, (size_t)1 << 30);
    assert_ok(others_observation(o, &f.arena, &copy, &err), err);
    return copy;
}

static void others_observation__keeps_nothing_that_says_who(void **state)
{
    (void)state;
    const Observation *o = made_up_rich(&f.lesson);
    Observation copy = copy_of(o);
    for (int32_t i = 0; i < copy.setup->subject_count; i++) {
        const Subject *s = &copy.setup->subjects[i];
        if (s->kind == SUBJECT_ADULT)
            continue;
        assert_string_equal(s->label, "");
        assert_string_equal(s->predicted, "");
        assert_int_equal(s->group, SUBJECT_NONE);
        assert_int_equal(s->focus, 0);
        assert_int_equal(s->attribute_count, 0);
        assert_true(s->x == 0 && s->y == 0);
    }
    for (size_t i = 0; i < copy.event_count; i++) {
        assert_string_equal(copy.events[i].text, "");
        assert_int_equal(copy.events[i].target, SUBJECT_NONE);
        assert_int_not_equal(o->protocol->codes[copy.events[i].code].kind, CODE_NOTE);
        if (i > 0)
            assert_true(copy.events[i - 1].start_ms <= copy.events[i].start_ms);
    }
    assert_int_equal(copy.setup->watch_count, 0);
    done();
}

/* What is not about anybody is what it was. */
static void others_observation__keeps_the_figures_of_the_class(void **state)
{
    (void)state;
    Err err = {0};
    LessonMeasures before, after;
    const Observation *o = made_up_rich(&f.lesson);
    Observation copy = copy_of(o);
    assert_ok(lesson_measure(o, &f.arena, &before, &err), err);
    assert_ok(lesson_measure(&copy, &f.arena, &after, &err), err);
    assert_int_equal(before.talk.reach.k, after.talk.reach.k);
    assert_int_equal(before.talk.reach.n, after.talk.reach.n);
    assert_int_equal(before.talk.share.percent[TALK_STUDENT],
                     after.talk.share.percent[TALK_STUDENT]);
    assert_int_equal(before.talk.chains.count, after.talk.chains.count);
    assert_int_equal(before.frames.rate.k, after.frames.rate.k);
    assert_int_equal(before.questions.count, after.questions.count);
    assert_int_equal(before.sampling.rows[0].pooled.k, after.sampling.rows[0].pooled.k);
    assert_int_equal(before.sampling.rows[0].pooled.n, after.sampling.rows[0].pooled.n);
    assert_int_equal(after.sampling.rows[0].series_count, 1);
    done();
}

/* Nine pupils under a limit of ten: how many were heard, and how many were engaged, is
 * not told. */
static void others_observation__counts_no_pupils_of_a_small_class(void **state)
{
    (void)state;
    Err err = {0};
    LessonMeasures m;
    lesson_begin(&f.lesson);
    int32_t teacher = lesson_adult(&f.lesson, "T");
    int32_t table = lesson_group(&f.lesson, "Table 1");
    int32_t first = lesson_pupil(&f.lesson, "1A", table);
    for (int32_t i = 1; i < 9; i++) {
        char label[8];
        (void)snprintf(label, sizeof label, "1%c", 'A' + (int)i);
        (void)lesson_pupil(&f.lesson, arena_copy(&f.lesson.arena, label, 2), table);
    }
    (void)lesson_state(&f.lesson, f.lesson.teacher, teacher, 0, 10);
    (void)lesson_state(&f.lesson, f.lesson.student, first, 12, 20);
    (void)lesson_scan(&f.lesson, table, 30, 7, 9);
    Observation copy = copy_of(lesson_end(&f.lesson, 60));
    assert_ok(lesson_measure(&copy, &f.arena, &m, &err), err);
    assert_int_equal(m.talk.reach.n, 0);
    assert_int_equal(m.sampling.rows[0].pooled.n, 0);
    assert_int_equal(m.talk.share.ms[TALK_STUDENT], 8000);
    done();
}

static void seats_observation__calls_pupils_by_table_and_place(void **state)
{
    (void)state;
    Err err = {0};
    Observation copy;
    lesson_begin(&f.lesson);
    (void)lesson_adult(&f.lesson, "T");
    int32_t four = lesson_group(&f.lesson, "Table 4"),
            door = lesson_group(&f.lesson, "by the door");
    int32_t first = lesson_pupil(&f.lesson, "KW", four);
    (void)lesson_pupil(&f.lesson, "DL", four);
    (void)lesson_pupil(&f.lesson, "SA", door);
    (void)lesson_pupil(&f.lesson, "NV", SUBJECT_NONE);
    (void)lesson_pupil(&f.lesson, "4A", four); /* a label that looks like another's seat */
    const Observation *o = lesson_end(&f.lesson, 60);
    arena_init(&f.arena, (size_t)1 << 20);
    assert_ok(seats_observation(o, &f.arena, &copy, &err), err);
    const Subject *s = copy.setup->subjects + first;
    assert_string_equal(s[0].label, "4A");
    assert_string_equal(s[1].label, "4B");
    assert_string_equal(s[2].label, "2A"); /* the second of the tables */
    assert_string_equal(s[3].label, "1");
    assert_string_equal(s[4].label, "4C");
    assert_string_equal(copy.setup->subjects[0].label, "T");
    assert_string_equal(o->setup->subjects[first].label, "KW");
    done();
}

static void handout_compose__by_seat_shows_no_label_as_typed(void **state)
{
    (void)state;
    Err err = {0};
    const Observation *o = made_up_rich(&f.lesson);
    HandoutChoice choice = {.pupils = HANDOUT_SEATS};
    Sheet *sheet = NULL;
    f.lesson.subjects[5].label = "Ximena";
    arena_init(&f.arena, (size_t)1 << 30);
    assert_ok(handout_compose(&(DebriefInput){.observation = o}, f.fonts, &choice, &f.arena, &sheet,
                              &err),
              err);
    assert_int_equal(check_sheet(sheet, "by seat"), 0);
    assert_false(sheet_says(sheet, "Ximena"));
    done();
}

static void handout_compose__for_others_shows_no_seat_and_no_words(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 25; seed++) {
        Err err = {0};
        const Observation *o =
            seed == 0 ? made_up_rich(&f.lesson) : made_up_random(&f.lesson, seed);
        HandoutChoice choice = {.for_others = true};
        DebriefInput input = {.observation = o};
        Sheet *sheet = NULL;
        arena_init(&f.arena, (size_t)1 << 30);
        assert_ok(handout_compose(&input, f.fonts, &choice, &f.arena, &sheet, &err), err);
        assert_int_equal(check_sheet(sheet, "for others"), 0);
        assert_true(sheet_says(sheet, "Copy for others"));
        assert_false(sheet_says(sheet, "Turns, by seat")); /* without labels, but in their order */
        assert_false(sheet_says(sheet, "Pupil to pupil"));
        for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
            size_t count = 0;
            const SheetMark *marks = sheet_marks(sheet, page, &count);
            for (size_t i = 0; i < count; i++)
                for (int32_t s = 0; s < o->setup->subject_count; s++)
                    if (marks[i].kind == SHEET_MARK_TEXT &&
                        o->setup->subjects[s].kind != SUBJECT_ADULT &&
                        strcspn(o->setup->subjects[s].label, "0123456789 ") > 0 &&
                        strcmp(marks[i].text, o->setup->subjects[s].label) == 0)
                        fail_msg("seed %d, page %d: '%s'", (int)seed, (int)page + 1, marks[i].text);
        }
        done();
    }
}

static Sheet *compose_for_others(const Observation *o)
{
    Err err = {0};
    HandoutChoice choice = {.for_others = true};
    Sheet *sheet = NULL;
    arena_init(&f.arena, (size_t)1 << 30);
    assert_ok(handout_compose(&(DebriefInput){.observation = o}, f.fonts, &choice, &f.arena, &sheet,
                              &err),
              err);
    assert_int_equal(check_sheet(sheet, "for others"), 0);
    return sheet;
}

/* What is kept back was recorded: it is not called missing, and no pupil becomes 0. */
static void handout_compose__for_others_says_what_it_withholds(void **state)
{
    (void)state;
    for (int pupils = 8; pupils <= 12; pupils += 4) {
        bool few = pupils < 10;
        lesson_begin(&f.lesson);
        made_up_labels(&f.lesson);
        int32_t teacher = lesson_adult(&f.lesson, "T");
        int32_t table = lesson_group(&f.lesson, "Table 1");
        int32_t first = lesson_pupils(&f.lesson, pupils);
        (void)lesson_state(&f.lesson, f.lesson.teacher, teacher, 0, 10);
        (void)lesson_state(&f.lesson, f.lesson.student, first, 12, 20);
        (void)lesson_point(&f.lesson, f.lesson.frame, first, 13);
        (void)lesson_scan(&f.lesson, table, 30, 4, pupils);
        Sheet *sheet = compose_for_others(lesson_end(&f.lesson, 60));
        assert_int_equal(sheet_says(sheet, "Not in this copy"), few);
        assert_int_equal(sheet_says(sheet, "a class list, samples"), few);
        assert_false(sheet_says(sheet, "not told apart"));
        assert_false(sheet_says(sheet, "told apart in this record"));
        done();
    }
}

/* Three tables of six at four signals; which scans of which tables nobody answered. */
static Sheet *compose_scans(bool (*is_missing)(int signal, int table))
{
    lesson_begin(&f.lesson);
    made_up_labels(&f.lesson);
    int32_t tables[3] = {lesson_group(&f.lesson, "Table 1"), lesson_group(&f.lesson, "Table 2"),
                         lesson_group(&f.lesson, "Table 3")};
    (void)lesson_pupils(&f.lesson, 18);
    for (int signal = 1; signal <= 4; signal++)
        for (int i = 0; i < 3; i++) {
            ObsEvent *scan = lesson_scan(&f.lesson, tables[i], 60 * signal, 4, 6);
            scan->missing = is_missing(signal, i);
        }
    return compose_for_others(lesson_end(&f.lesson, 300));
}

static bool is_of_last_table(int signal, int table)
{
    (void)signal;
    return table == 2;
}

static bool is_of_second_signal(int signal, int table)
{
    return signal == 2 && table > 0;
}

static bool is_none(int signal, int table)
{
    (void)signal, (void)table;
    return false;
}

/* One scan a signal is drawn; how many of the groups' were missed is still said. */
static void handout_compose__for_others_counts_the_scans_of_groups(void **state)
{
    (void)state;
    Sheet *sheet = compose_scans(is_of_last_table);
    assert_true(sheet_says(sheet, "4 missed"));
    assert_true(sheet_says(sheet, "4 of 12"));
    assert_false(sheet_says(sheet, "none missed"));
    done();
}

/* A signal at which too few pupils were counted is not in the copy, which says so. */
static void handout_compose__for_others_says_which_signals_it_withholds(void **state)
{
    (void)state;
    for (int few = 0; few < 2; few++) {
        Sheet *sheet = compose_scans(few ? is_of_second_signal : is_none);
        assert_true(sheet_says(sheet, few ? "3 signals, all groups" : "4 signals, all groups"));
        assert_true(sheet_says(sheet, "Not in this copy: 1 signal of") == few);
        done();
    }
}

static void handout_compose__leaves_out_what_was_not_chosen(void **state)
{
    (void)state;
    Err err = {0};
    const Observation *o = made_up_rich(&f.lesson);
    DebriefInput input = {.observation = o};
    Sheet *whole = NULL, *part = NULL;
    arena_init(&f.arena, (size_t)1 << 30);
    HandoutChoice all = {.paper = SHEET_LETTER}, some = {.paper = SHEET_LETTER};
    some.without = 1U << DEBRIEF_CONVERSATION | 1U << DEBRIEF_FRAMES;
    assert_ok(handout_compose(&input, f.fonts, &all, &f.arena, &whole, &err), err);
    assert_ok(handout_compose(&input, f.fonts, &some, &f.arena, &part, &err), err);
    assert_true(sheet_says(whole, "The conversation"));
    assert_false(sheet_says(part, "The conversation"));
    assert_true(sheet_page_count(part) < sheet_page_count(whole));
    done();
}

static void handout_parse_sections__names_what_is_none(void **state)
{
    (void)state;
    Err err = {0};
    uint32_t sections = 0;
    assert_ok(handout_parse_sections("flow,map", &sections, &err), err);
    assert_int_equal(sections, 1U << DEBRIEF_FLOW | 1U << DEBRIEF_MAP);
    assert_false(handout_parse_sections("flow,maps", &sections, &err));
    assert_err(err, ERR_FORMAT,
               "there is no section 'maps'; sections are flow, talk, map, frames, questions, "
               "engagement, evidence, time, conversation");
    err = (Err){0};
    assert_false(handout_parse_sections("", &sections, &err));
    assert_err(err, ERR_FORMAT, "no section is named");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_observation__keeps_nothing_that_says_who),
        cmocka_unit_test(others_observation__keeps_the_figures_of_the_class),
        cmocka_unit_test(others_observation__counts_no_pupils_of_a_small_class),
        cmocka_unit_test(seats_observation__calls_pupils_by_table_and_place),
        cmocka_unit_test(handout_compose__by_seat_shows_no_label_as_typed),
        cmocka_unit_test(handout_compose__for_others_shows_no_seat_and_no_words),
        cmocka_unit_test(handout_compose__for_others_says_what_it_withholds),
        cmocka_unit_test(handout_compose__for_others_says_which_signals_it_withholds),
        cmocka_unit_test(handout_compose__for_others_counts_the_scans_of_groups),
        cmocka_unit_test(handout_compose__leaves_out_what_was_not_chosen),
        cmocka_unit_test(handout_parse_sections__names_what_is_none),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
