/* The sheet of two teachings: what may be called a change, golden traces, and rules
 * that hold whatever was recorded. */
#include "check.h"

#include "reports/cycle/cycle.h"
#include "tests/reports/debrief/made_up.h"
#include "tests/reports/debrief/sheet_check.h"
#include "tests/reports/golden_trace.h"

static FontSet *fonts;

typedef struct Made {
    LessonBuilder a, b;
    Arena marks, scratch;
    Sheet *sheet;
} Made;

static Made made;

static int open_fonts(void **state)
{
    Err err = {0};
    (void)state;
    fonts = font_set_create(&err);
    return fonts ? 0 : -1;
}

static int close_fonts(void **state)
{
    (void)state;
    font_set_destroy(fonts);
    return 0;
}

static bool compose(const Observation *first, const Observation *second, SheetPaper paper,
                    const char *language, Err *err)
{
    arena_init(&made.marks, (size_t)256 << 20);
    arena_init(&made.scratch, (size_t)512 << 20);
    made.sheet = sheet_create(&made.marks, fonts, paper,
                              (SheetInfo){.title = second->setup->title, .language = language});
    assert_non_null(made.sheet);
    return cycle_compose(first, second, made.sheet, &made.scratch, err);
}

static void unmake(void)
{
    arena_deinit(&made.scratch);
    arena_deinit(&made.marks);
    lesson_free(&made.a);
    lesson_free(&made.b);
}

/* The rich lesson twice; the second with its own id, plan and frames in half of the
 * turns that had none. */
static void two_teachings(const Observation **ret_first, const Observation **ret_second)
{
    *ret_first = made_up_rich(&made.a);
    (void)made_up_rich(&made.b);
    LessonBuilder *b = &made.b;
    static PlannedPhase phases[4];
    b->setup.id.bytes[0] = 2;
    b->setup.started_unix_ms += INT64_C(7) * 86400000;
    b->setup.place = "Room 12";
    for (int32_t i = 0; i < b->setup.phase_count && i < 4; i++) {
        phases[i] = b->setup.phases[i];
        phases[i].minutes += i == 1 ? -5 : i == 2 ? 5 : 0;
    }
    b->setup.phases = phases;
    size_t turns = b->event_count;
    for (size_t i = 0, n = 0; i < turns; i++)
        if (b->events[i].code == b->student && n++ % 3 != 0) {
            int32_t subject = b->events[i].subject;
            double at = (double)b->events[i].start_ms / 1000 + 0.5;
            (void)lesson_point(b, b->frame, subject, at);
        }
    *ret_second = lesson_end(b, (double)made.a.observation.end_ms / 1000);
}

static Proportion share(int64_t k, int64_t n)
{
    return measure_proportion(k, n);
}

static void cycle_change__is_one_only_where_the_intervals_are_apart(void **state)
{
    (void)state;
    CycleRow row = {"a", "b", share(33, 116), share(68, 138)};
    assert_int_equal(cycle_change(&row), CYCLE_APART);
    row.second = share(40, 116);
    assert_int_equal(cycle_change(&row), CYCLE_NO_CLEAR_CHANGE);
    /* the other way round is a change, too */
    row = (CycleRow){"a", "b", share(68, 138), share(33, 116)};
    assert_int_equal(cycle_change(&row), CYCLE_APART);
    /* intervals that just touch are not apart */
    row.first.low = row.second.high;
    assert_int_equal(cycle_change(&row), CYCLE_NO_CLEAR_CHANGE);
    row.second = share(0, 0);
    assert_int_equal(cycle_change(&row), CYCLE_UNKNOWN);
    row.second = share(1, 1);
    row.second.has_interval = false;
    assert_int_equal(cycle_change(&row), CYCLE_UNKNOWN);
}

static void cycle_check__refuses_what_cannot_be_compared(void **state)
{
    (void)state;
    Err err = {0};
    const Observation *first, *second;
    two_teachings(&first, &second);
    assert_false(cycle_check(first, first, &err));
    assert_err(err, ERR_STATE, "the first and the second teaching are the same lesson");
    err = (Err){0};
    made.b.protocol.key = "other";
    made.b.protocol.title = "Other";
    assert_false(compose(first, second, SHEET_A4, "en", &err));
    assert_err(err, ERR_STATE,
               "the first teaching was observed with Academic talk, the second with Other: what "
               "they count is not the same");
    unmake();
}

static void cycle_compose__is_as_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *name, *language;
        SheetPaper paper;
    } cases[] = {{"cycle-letter", "en", SHEET_LETTER},
                 {"cycle-a4", "en", SHEET_A4},
                 {"cycle-letter-es", "es", SHEET_LETTER}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        const Observation *first, *second;
        two_teachings(&first, &second);
        assert_ok(compose(first, second, cases[i].paper, cases[i].language, &err), err);
        assert_int_equal(check_sheet(made.sheet, cases[i].name), 0);
        assert_int_equal(sheet_page_count(made.sheet), 1);
        compare_trace(made.sheet, "cycle", cases[i].name);
        unmake();
    }
}

static void cycle_compose__calls_the_same_lesson_no_clear_change(void **state)
{
    (void)state;
    Err err = {0};
    const Observation *first = made_up_rich(&made.a);
    (void)made_up_rich(&made.b);
    made.b.setup.id.bytes[0] = 2;
    assert_ok(compose(first, &made.b.observation, SHEET_LETTER, "en", &err), err);
    assert_true(sheet_says(made.sheet, "no clear change"));
    assert_false(sheet_says(made.sheet, "intervals apart"));
    assert_true(sheet_says(made.sheet, "the plans of both are the same"));
    unmake();
}

/* Two plans of launch 5, explore 10, launch 5. */
typedef struct Plans {
    PlannedPhase first[4], second[4];
    Setup *a, *b;
} Plans;

static void begin_plans(Plans *plans)
{
    (void)made_up_rich(&made.a);
    (void)made_up_rich(&made.b);
    made.b.setup.id.bytes[0] = 2;
    plans->a = &made.a.setup, plans->b = &made.b.setup;
    for (int i = 0; i < 2; i++) {
        PlannedPhase *phases = i == 0 ? plans->first : plans->second;
        LessonBuilder *b = i == 0 ? &made.a : &made.b;
        phases[0] = phases[2] = (PlannedPhase){b->launch, 5};
        phases[1] = (PlannedPhase){b->explore, 10};
        phases[3] = (PlannedPhase){b->reflect, 0};
        b->setup.phases = phases;
        b->setup.phase_count = 3;
    }
}

static void assert_changes(const char *const *lines, const char *language)
{
    Err err = {0};
    assert_ok(compose(&made.a.observation, &made.b.observation, SHEET_LETTER, language, &err), err);
    assert_int_equal(check_sheet(made.sheet, "changes"), 0);
    for (; *lines; lines++)
        if (!sheet_says(made.sheet, *lines))
            fail_msg("nowhere '%s'", *lines);
    bool same = sheet_says(made.sheet, "the plans of both are the same") ||
                sheet_says(made.sheet, "planes son iguales");
    assert_false(same);
    unmake();
}
#define CHANGES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void cycle_compose__says__what_was_dropped(void **state)
{
    Plans plans;
    (void)state;
    begin_plans(&plans);
    plans.b->question_count = 2;
    assert_changes(CHANGES("Not asked any more: What do pupils do"), "en");
    begin_plans(&plans);
    plans.b->question_count = 2;
    assert_changes(CHANGES("Ya no se pregunta: What do pupils"), "es");
    begin_plans(&plans);
    plans.b->goals = "";
    assert_changes(CHANGES("No goals any more.", "Before: Place 5/8"), "en");
    begin_plans(&plans);
    plans.b->theme = "";
    assert_changes(CHANGES("No theme any more.", "Before: Pupils who build"), "en");
    begin_plans(&plans);
    plans.a->theme = "";
    assert_changes(CHANGES("Theme: Pupils who build"), "en");
}

static void cycle_compose__adds_up__a_phase_that_comes_twice(void **state)
{
    Plans plans;
    (void)state;
    begin_plans(&plans);
    plans.second[2].minutes = 20;
    assert_changes(CHANGES("Launch planned for 25 min, before for 10."), "en");
    /* the same minutes in other parts */
    begin_plans(&plans);
    plans.second[0].minutes = 3, plans.second[2].minutes = 7;
    assert_changes(
        CHANGES("Phases planned: Launch 3 min, Explore", "Before: Launch 5 min, Explore"), "en");
}

/* Nothing is known of days and classes; on one day the clock tells the two apart. */
static void cycle_compose__says_the_time__of_two_lessons_of_one_day(void **state)
{
    (void)state;
    for (int days = 0; days <= 1; days++) {
        Err err = {0};
        const Observation *first, *second;
        two_teachings(&first, &second);
        made.b.setup.started_unix_ms =
            made.a.setup.started_unix_ms + 7200000 + days * INT64_C(86400000);
        assert_ok(compose(first, second, SHEET_LETTER, "en", &err), err);
        assert_int_equal(sheet_says(made.sheet, ", 9:05"), days == 0);
        assert_int_equal(sheet_says(made.sheet, ", 11:05"), days == 0);
        assert_false(sheet_says(made.sheet, "Two classes"));
        unmake();
    }
}

/* A phase whose bar is too narrow for its name is named under the table. */
static void cycle_compose__names__every_phase(void **state)
{
    (void)state;
    Err err = {0};
    const Observation *first, *second;
    two_teachings(&first, &second);
    for (size_t i = 0; i < made.b.event_count; i++)
        if (made.b.events[i].code == made.b.reflect)
            made.b.events[i].stop_ms = made.b.events[i].start_ms + 30000;
    assert_ok(compose(first, second, SHEET_LETTER, "en", &err), err);
    assert_true(sheet_says(made.sheet, "Reflect\u00A00:30"));
    unmake();
}

static void cycle_compose__says__that_phases_are_in_another_order(void **state)
{
    Plans plans;
    (void)state;
    begin_plans(&plans);
    plans.a->phase_count = plans.b->phase_count = 2;
    plans.second[0] = plans.first[1], plans.second[1] = plans.first[0];
    assert_changes(
        CHANGES("Phases planned: Explore 10 min, Launch", "Before: Launch 5 min, Explore"), "en");
    begin_plans(&plans);
    plans.b->phase_count = 4; /* of no minutes */
    assert_changes(CHANGES("Reflect 0 min.", "Before: Launch 5 min, Explore"), "en");
}

/* A phase that the protocol's second version has not, in a plan. */
static void cycle_compose__says__that_a_phase_is_gone_with_its_code(void **state)
{
    Plans plans;
    (void)state;
    begin_plans(&plans);
    plans.first[1] = (PlannedPhase){made.a.reflect, 7};
    plans.b->phase_count = 1;
    plans.a->phase_count = 2;
    made.b.protocol.codes[made.b.reflect].key = "other";
    assert_changes(CHANGES("Reflect planned for 0 min, before for 7."), "en");
}

static void cycle_compose__does_not_call__questions_in_another_order_the_same(void **state)
{
    Plans plans;
    (void)state;
    begin_plans(&plans);
    const char *first = plans.b->questions[0];
    plans.b->questions[0] = plans.b->questions[1];
    plans.b->questions[1] = first;
    assert_changes(CHANGES("no change found in these plans"), "en");
}

static void cycle_compose__says_what_one_teaching_lacks(void **state)
{
    (void)state;
    Err err = {0};
    const Observation *first = made_up_empty(&made.a);
    const Observation *second = made_up_rich(&made.b);
    made.a.protocol.key = made.b.protocol.key;
    made.b.setup.id.bytes[0] = 2;
    assert_ok(compose(first, second, SHEET_LETTER, "en", &err), err);
    assert_true(sheet_says(made.sheet, "first: none to count"));
    assert_int_equal(check_sheet(made.sheet, "lacks"), 0);
    unmake();
}

/* The second one minute long, of an hour: its bar has no room for words. */
static void cycle_compose__claims_no_share_of_a_class_that_is_not_known(void **state)
{
    (void)state;
    Err err = {0};
    LessonBuilder *both[] = {&made.a, &made.b};
    const Observation *teachings[2];
    for (int i = 0; i < 2; i++) {
        lesson_begin(both[i]);
        both[i]->setup.origin = "a-transcript.csv";
        both[i]->setup.id.bytes[0] = (uint8_t)(1 + i);
        both[i]->setup.started_unix_ms = 0;
        both[i]->setup.place = "";
        int32_t pupil = lesson_pupils(both[i], 1 + i);
        for (int32_t k = 0; k <= i; k++)
            lesson_state(both[i], both[i]->student, pupil + k, 1 + 6 * k, 5 + 6 * k);
        teachings[i] = lesson_end(both[i], i == 0 ? 3600 : 60);
    }
    assert_ok(compose(teachings[0], teachings[1], SHEET_LETTER, "en", &err), err);
    assert_false(sheet_says(made.sheet, "Pupils heard"));
    assert_true(sheet_says(made.sheet, "1 pupil told apart"));
    assert_true(sheet_says(made.sheet, "1 comparison:"));
    assert_true(sheet_says(made.sheet, "2 pupils told apart"));
    assert_false(sheet_says(made.sheet, "\u2026"));
    assert_int_equal(check_sheet(made.sheet, "not known"), 0);
    unmake();
}

static void cycle_compose__never_overlaps_or_leaves_the_page(void **state)
{
    (void)state;
    int faults = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        Err err = {0};
        char name[32];
        const Observation *first = made_up_random(&made.a, seed);
        const Observation *second = made_up_random(&made.b, seed + 1000);
        made.a.protocol.key = made.b.protocol.key;
        made.b.setup.id.bytes[0] = 2;
        assert_ok(compose(first, second, seed % 2 ? SHEET_A4 : SHEET_LETTER, seed % 3 ? "en" : "es",
                          &err),
                  err);
        (void)snprintf(name, sizeof name, "seed %d", (int)seed);
        faults += check_sheet(made.sheet, name);
        unmake();
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cycle_change__is_one_only_where_the_intervals_are_apart),
        cmocka_unit_test(cycle_check__refuses_what_cannot_be_compared),
        cmocka_unit_test(cycle_compose__is_as_it_was),
        cmocka_unit_test(cycle_compose__calls_the_same_lesson_no_clear_change),
        cmocka_unit_test(cycle_compose__claims_no_share_of_a_class_that_is_not_known),
        cmocka_unit_test(cycle_compose__says__what_was_dropped),
        cmocka_unit_test(cycle_compose__adds_up__a_phase_that_comes_twice),
        cmocka_unit_test(cycle_compose__says_the_time__of_two_lessons_of_one_day),
        cmocka_unit_test(cycle_compose__names__every_phase),
        cmocka_unit_test(cycle_compose__says__that_phases_are_in_another_order),
        cmocka_unit_test(cycle_compose__says__that_a_phase_is_gone_with_its_code),
        cmocka_unit_test(cycle_compose__does_not_call__questions_in_another_order_the_same),
        cmocka_unit_test(cycle_compose__says_what_one_teaching_lacks),
        cmocka_unit_test(cycle_compose__never_overlaps_or_leaves_the_page),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
