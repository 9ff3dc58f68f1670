/* The sheet of one visit: golden traces, and rules that hold whatever was seen. */
#include "check.h"

#include "reports/walkthrough/walkthrough.h"
#include "tests/reports/debrief/sheet_check.h"
#include "tests/reports/golden_trace.h"
#include "tests/reports/walkthrough/visits.h"

static FontSet *fonts;

typedef struct Made {
    Arena marks, scratch;
    Sheet *sheet;
} Made;

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

static void compose(Made *made, const Observation *o, SheetPaper paper, bool for_others)
{
    Err err = {0};
    arena_init(&made->marks, (size_t)256 << 20);
    arena_init(&made->scratch, (size_t)256 << 20);
    made->sheet =
        sheet_create(&made->marks, fonts, paper,
                     (SheetInfo){.title = o->setup->title, .language = o->protocol->language});
    assert_non_null(made->sheet);
    assert_ok(walkthrough_compose(o, for_others, made->sheet, &made->scratch, &err), err);
}

static void unmake(Made *made)
{
    arena_deinit(&made->scratch);
    arena_deinit(&made->marks);
}

static Visit visit;

static void walkthrough_is_one__knows_a_protocol_of_look_fors(void **state)
{
    (void)state;
    Err err = {0};
    const Protocol *p = NULL;
    visit_begin(&visit, "en");
    assert_true(walkthrough_is_one(visit.protocol));
    assert_ok(protocol_load_shipped(&visit.arena, "lesson-study", &p, &err), err);
    assert_false(walkthrough_is_one(p));
    assert_ok(protocol_load_shipped(&visit.arena, "workshop-follow-up", &p, &err), err);
    assert_false(walkthrough_is_one(p));
    arena_deinit(&visit.arena);
}

/* A quote beside it is no evidence of what could not be told. */
static void walkthrough_compose__keeps_a_note_from__what_could_not_be_told(void **state)
{
    (void)state;
    static const LookForAnswer answers[] = {LOOK_FOR_UNSURE, LOOK_FOR_SEEN};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        Made made;
        visit_begin(&visit, "en");
        visit_answer(&visit, "pupils-talk", 240, answers[i]);
        visit_note(&visit, "quote", 1 + 5, 241, "Mine is past the half.");
        compose(&made, visit_end(&visit, 600), SHEET_A4, false);
        assert_true(sheet_says(made.sheet, "It could not be told") ==
                    (answers[i] == LOOK_FOR_UNSURE));
        unmake(&made);
        arena_deinit(&visit.arena);
    }
}

static void walkthrough_compose__is_as_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *name, *language;
        SheetPaper paper;
        bool for_others;
    } cases[] = {
        {"visit-a4", "en", SHEET_A4, false},
        {"visit-letter", "en", SHEET_LETTER, false},
        {"visit-a4-es", "es", SHEET_A4, false},
        {"visit-others-letter", "en", SHEET_LETTER, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Made made;
        const Observation *o = visit_rich(&visit, cases[i].language);
        compose(&made, o, cases[i].paper, cases[i].for_others);
        assert_int_equal(check_sheet(made.sheet, cases[i].name), 0);
        assert_int_equal(sheet_page_count(made.sheet), 1);
        compare_trace(made.sheet, "walkthrough", cases[i].name);
        unmake(&made);
        arena_deinit(&visit.arena);
    }
}

static void walkthrough_compose__tells_three_states_apart_by_their_words(void **state)
{
    (void)state;
    Made made;
    compose(&made, visit_rich(&visit, "en"), SHEET_A4, false);
    assert_true(sheet_says(made.sheet, "seen, 3 times"));
    assert_true(sheet_says(made.sheet, "not in these 15 min"));
    assert_true(sheet_says(made.sheet, "could not tell"));
    assert_true(sheet_says(made.sheet, "not looked for"));
    assert_true(sheet_says(made.sheet, "Because two eighths fit"));
    assert_true(sheet_says(made.sheet, "At table 7 the circle came out first"));
    assert_false(sheet_says(made.sheet, "score of"));
    unmake(&made);
    arena_deinit(&visit.arena);
}

static void walkthrough_compose__tells_others_no_words_and_no_seats(void **state)
{
    (void)state;
    Made made;
    compose(&made, visit_rich(&visit, "en"), SHEET_A4, true);
    assert_false(sheet_says(made.sheet, "Because"));
    assert_false(sheet_says(made.sheet, "4C"));
    assert_false(sheet_says(made.sheet, "able 7"));
    assert_true(sheet_says(made.sheet, "Copy for others"));
    unmake(&made);
    arena_deinit(&visit.arena);
}

/* Fewer pupils than the protocol's limit: how many were heard is not told. */
static void walkthrough_compose__hides_a_small_class_from_others(void **state)
{
    (void)state;
    Made made;
    (void)visit_rich(&visit, "en");
    visit.setup.subject_count = 8 + 9;
    for (size_t i = 0; i < visit.o.event_count; i++)
        if (visit.events[i].subject >= visit.setup.subject_count)
            visit.events[i].subject = 8;
    compose(&made, &visit.o, SHEET_A4, true);
    assert_false(sheet_says(made.sheet, " of 9"));
    assert_false(sheet_says(made.sheet, "9 pupils present"));
    unmake(&made);
    arena_deinit(&visit.arena);
}

static int count_texts(const Sheet *sheet, const char *text)
{
    size_t count = 0;
    const SheetMark *marks = sheet_marks(sheet, 0, &count);
    int found = 0;
    for (size_t i = 0; i < count; i++)
        found += marks[i].kind == SHEET_MARK_TEXT && strcmp(marks[i].text, text) == 0;
    return found;
}

/* A part of the bar that has room for its name takes none from the next. */
static void walkthrough_compose__names__every_part_that_has_room(void **state)
{
    (void)state;
    int named = 0;
    for (int s = 30; s < 120; s++) {
        Made made;
        visit_begin(&visit, "en");
        (void)visit_code(&visit, "teacher-talk", 0, 0, s);
        (void)visit_code(&visit, "student-talk", visit_pupil(0), s, 600);
        visit.o.end_ms = 600000;
        compose(&made, &visit.o, SHEET_LETTER, false);
        named += count_texts(made.sheet, "teacher");
        if (count_texts(made.sheet, "pupils") != 1)
            fail_msg("%d of 600 s: the pupils' part has no name", s);
        unmake(&made);
        arena_deinit(&visit.arena);
    }
    assert_true(named > 10 && named < 80);
}

static void walkthrough_compose__keeps_a_visit_without_anything(void **state)
{
    (void)state;
    Made made;
    visit_begin(&visit, "en");
    compose(&made, visit_end(&visit, 0), SHEET_LETTER, false);
    assert_int_equal(sheet_page_count(made.sheet), 1);
    assert_int_equal(check_sheet(made.sheet, "empty visit"), 0);
    assert_true(sheet_says(made.sheet, "not looked for"));
    unmake(&made);
    arena_deinit(&visit.arena);
}

static void walkthrough_compose__never_overlaps_or_leaves_the_page(void **state)
{
    (void)state;
    int faults = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        Made made;
        char name[32];
        LessonBuilder words;
        lesson_begin(&words);
        const Observation *o = visit_random(&visit, &words, seed);
        compose(&made, o, seed % 2 ? SHEET_A4 : SHEET_LETTER, seed % 5 == 0);
        (void)snprintf(name, sizeof name, "seed %d", (int)seed);
        faults += check_sheet(made.sheet, name);
        /* A second page has only what the first had no room for. */
        const char *second =
            sheet_page_count(made.sheet) > 1 ? sheet_page_label(made.sheet, 1) : "";
        if (second[0] != '\0' && strcmp(second, "Lo que no cupo en la primera página") != 0)
            assert_string_equal(second, "What had no room on the first page");
        unmake(&made);
        lesson_free(&words);
        arena_deinit(&visit.arena);
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walkthrough_is_one__knows_a_protocol_of_look_fors),
        cmocka_unit_test(walkthrough_compose__keeps_a_note_from__what_could_not_be_told),
        cmocka_unit_test(walkthrough_compose__is_as_it_was),
        cmocka_unit_test(walkthrough_compose__tells_three_states_apart_by_their_words),
        cmocka_unit_test(walkthrough_compose__tells_others_no_words_and_no_seats),
        cmocka_unit_test(walkthrough_compose__hides_a_small_class_from_others),
        cmocka_unit_test(walkthrough_compose__names__every_part_that_has_room),
        cmocka_unit_test(walkthrough_compose__keeps_a_visit_without_anything),
        cmocka_unit_test(walkthrough_compose__never_overlaps_or_leaves_the_page),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
