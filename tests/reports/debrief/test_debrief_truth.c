/* What the debrief sheet claims is what the record holds: nothing missing is said as
 * zero, nothing there as missing. */
#include "check.h"

#include "reports/debrief/debrief.h"
#include "reports/layout/layout.h"
#include "tests/reports/debrief/made_up.h"
#include "tests/reports/debrief/sheet_check.h"
#include "tests/reports/golden_trace.h"

typedef struct Made {
    LessonBuilder lesson;
    Arena marks, scratch;
    Sheet *sheet;
} Made;

static FontSet *fonts;
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

static void compose(const DebriefInput *input, const char *language)
{
    Err err = {0};
    arena_init(&made.marks, (size_t)1 << 30);
    arena_init(&made.scratch, (size_t)1 << 30);
    made.sheet =
        sheet_create(&made.marks, fonts, SHEET_A4, (SheetInfo){.title = "t", .language = language});
    assert_non_null(made.sheet);
    assert_ok(debrief_compose(input, made.sheet, &made.scratch, &err), err);
    assert_int_equal(check_sheet(made.sheet, "truth"), 0);
}

static void compose_lesson(const Observation *o, const char *language)
{
    compose(&(DebriefInput){.observation = o}, language);
}

/* Composes it again: the first sheet goes. */
static void unmake_sheet(void)
{
    arena_deinit(&made.scratch);
    arena_deinit(&made.marks);
}

static void unmake(void)
{
    unmake_sheet();
    lesson_free(&made.lesson);
}

/* ---- observers who paused ---- */

/* A teacher and a pupil in turn over 600 s. */
static const Observation *make_observer(LessonBuilder *b, uint8_t id, bool pauses)
{
    lesson_begin(b);
    made_up_labels(b);
    b->setup.id.bytes[0] = id;
    int32_t teacher = lesson_adult(b, "T"), pupil = lesson_pupil(b, "1A", SUBJECT_NONE);
    for (int i = 0; i < 60; i++) {
        if (pauses && i >= 20 && i < 40)
            continue;
        lesson_state(b, i % 2 == 0 ? b->teacher : b->student, i % 2 == 0 ? teacher : pupil,
                     10.0 * i, 10.0 * i + 10);
    }
    if (pauses)
        lesson_state(b, b->pause, SUBJECT_NONE, 200, 400);
    return lesson_end(b, 600);
}

/* Solid boxes on the line of the strip that says where the records differ. */
static int count_differ_boxes(void)
{
    int boxes = 0, lines = 0;
    for (int32_t page = 0; page < sheet_page_count(made.sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(made.sheet, page, &count);
        for (size_t i = 0; i < count; i++) {
            if (marks[i].kind != SHEET_MARK_TEXT || strcmp(marks[i].text, "differ") != 0)
                continue;
            lines++;
            for (size_t k = 0; k < count; k++)
                boxes += marks[k].kind == SHEET_MARK_RECT && marks[k].ink.rgb == INK &&
                         marks[k].ink.width == 0 && marks[k].y > marks[i].y - 12 &&
                         marks[k].y < marks[i].y;
        }
    }
    assert_int_equal(lines, 1);
    return boxes;
}

static void debrief_agreement__leaves_out__who_paused(void **state)
{
    LessonBuilder others[2];
    (void)state;
    const Observation *list[] = {make_observer(&others[0], 2, false),
                                 make_observer(&others[1], 3, true)};
    DebriefInput input = {
        .observation = make_observer(&made.lesson, 1, false), .others = list, .other_count = 2};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "second by second: 1.00 (nominal, 600 seconds, 1,600"));
    assert_int_equal(count_differ_boxes(), 0);
    unmake_sheet();
    /* what differs outside the pause is still seen */
    others[1].events[0].code = others[1].student;
    compose(&input, "en");
    assert_false(sheet_says(made.sheet, "second by second: 1.00"));
    assert_int_equal(count_differ_boxes(), 1);
    unmake();
    for (int i = 0; i < 2; i++)
        lesson_free(&others[i]);
}

/* ---- focus pupils ---- */

/* One focus pupil (and one who spoke) in a lesson of 600 s. */
static int32_t begin_focus(void)
{
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    int32_t first = lesson_pupils(b, 2);
    b->subjects[first + 1].focus = 'A';
    lesson_state(b, b->student, first, 1, 5);
    return first + 1;
}

static void compose_focus(const char *language)
{
    compose_lesson(lesson_end(&made.lesson, 600), language);
}

static void debrief_focus__says_not_seen__of_whom_nothing_is_recorded(void **state)
{
    (void)state;
    (void)begin_focus();
    compose_focus("en");
    assert_true(sheet_says(made.sheet, "No turn in whole-class talk"));
    assert_true(sheet_says(made.sheet, "Not seen: no entry about this pupil"));
    unmake();
}

/* What was tapped without a word is an entry, too. */
static void debrief_focus__counts_what_has_no_words(void **state)
{
    (void)state;
    for (int spoke = 0; spoke < 2; spoke++) {
        LessonBuilder *b = &made.lesson;
        int32_t pupil = begin_focus();
        int32_t circle = lesson_category(b, "circle", false);
        int32_t inner = lesson_code(b, circle, "Inner circle", CODE_STATE, 0, ABOUT_PUPIL);
        lesson_state(b, inner, pupil, 10, 30);
        lesson_state(b, inner, pupil, 50, 55);
        lesson_point(b, b->board, pupil, 40);
        lesson_point(b, b->board, pupil, 41);
        if (spoke)
            lesson_state(b, b->student, pupil, 60, 70);
        compose_focus("en");
        char board[80];
        (void)snprintf(board, sizeof board, "%s (2), Inner circle (0:25)",
                       b->protocol.codes[b->board].label);
        assert_true(sheet_says(made.sheet, board));
        assert_false(sheet_says(made.sheet, "Not seen"));
        assert_true(sheet_says(made.sheet, "No notes about this pupil."));
        unmake();
    }
}

static void debrief_focus__of_who_was_not_there__says_so(void **state)
{
    (void)state;
    static const char *const words[][2] = {{"Absent.", "Absent for 8:20 of 10:00."},
                                           {"Ausente.", "Ausente 8:20 de 10:00."}};
    for (int language = 0; language < 2; language++)
        for (int part = 0; part < 2; part++) {
            int32_t pupil = begin_focus();
            lesson_state(&made.lesson, made.lesson.absent, pupil, part ? 100 : 0, 600);
            compose_focus(language ? "es" : "en");
            assert_true(sheet_says(made.sheet, words[language][part]));
            assert_true(sheet_says(made.sheet, language ? "No visto" : "Not seen") == part);
            assert_true(sheet_says(made.sheet, language ? "Ningún turno ante el grupo"
                                                        : "No turn in whole-class") == part);
            unmake();
        }
}

/* On each page on which they go on, it is said which column is which. */
static void debrief_focus__heads_its_columns__on_every_page(void **state)
{
    LessonBuilder *b = &made.lesson;
    int heads = 0, pages = 0;
    (void)state;
    (void)begin_focus();
    int32_t first = lesson_pupils(b, 40);
    for (int32_t i = 0; i < 40; i++) {
        b->subjects[first + i].label = arena_printf(&b->arena, "F%d", (int)i);
        b->subjects[first + i].focus = 'B';
    }
    compose_focus("en");
    for (int32_t page = 0; page < sheet_page_count(made.sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(made.sheet, page, &count);
        int labels = 0;
        for (size_t i = 0; i < count; i++) {
            heads += marks[i].kind == SHEET_MARK_TEXT && strcmp(marks[i].text, "Observed") == 0;
            labels += marks[i].kind == SHEET_MARK_TEXT &&
                      strcmp(marks[i].text, "Nothing was predicted.") == 0;
        }
        pages += labels > 0;
    }
    assert_true(pages > 1);
    assert_int_equal(heads, pages);
    unmake();
}

/* No turn is no finding where no pupil's turn can be recorded. */
static void debrief_focus__speaks_of_turns__where_there_could_be_some(void **state)
{
    LessonBuilder *b = &made.lesson;
    (void)state;
    (void)begin_focus();
    b->protocol.codes[b->student].about = ABOUT_CLASS;
    b->events[0].subject = SUBJECT_NONE;
    compose_focus("en");
    assert_false(sheet_says(made.sheet, "No turn in whole-class talk"));
    assert_true(sheet_says(made.sheet, "Not seen: no entry about this pupil"));
    unmake();
}

/* ---- kinds and levels of questions ---- */

static void debrief_questions__speak_of_levels__of_depth_alone(void **state)
{
    (void)state;
    for (int level = 0; level < 2; level++) {
        LessonBuilder *b = &made.lesson;
        lesson_begin(b);
        made_up_labels(b);
        int32_t teacher = lesson_adult(b, "T");
        if (!level)
            b->protocol.modifiers[b->dok].key = "purpose";
        for (int i = 0; i < 4; i++)
            lesson_point(b, b->question, teacher, 10 + 20 * i)->options[b->dok] = (int8_t)i;
        lesson_point(b, b->question, teacher, 200);
        compose_lesson(lesson_end(b, 600), "en");
        assert_true(sheet_says(made.sheet, "the task sets the level") == level);
        assert_true(sheet_says(made.sheet, "tall =") == level);
        assert_true(sheet_says(made.sheet, ", level not said") == level);
        assert_true(sheet_says(made.sheet, ", not said") == !level);
        unmake();
    }
}

static void debrief_waits__speak_of_one_question__as_of_one(void **state)
{
    (void)state;
    static const char *const words[] = {"none of 1 question was followed", "a 1 pregunta no sigui"};
    for (int language = 0; language < 2; language++) {
        LessonBuilder *b = &made.lesson;
        lesson_begin(b);
        made_up_labels(b);
        int32_t teacher = lesson_adult(b, "T");
        lesson_state(b, b->teacher, teacher, 0, 30);
        lesson_point(b, b->question, teacher, 20);
        compose_lesson(lesson_end(b, 60), language ? "es" : "en");
        assert_true(sheet_says(made.sheet, words[language]));
        unmake();
    }
}

/* ---- totals of lanes ---- */

/* Two pupils in the circle at once: its time adds up to more than the lesson's. */
static void debrief_flow__gives_time__where_a_percent_would_pass_100(void **state)
{
    LessonBuilder *b = &made.lesson;
    (void)state;
    lesson_begin(b);
    made_up_labels(b);
    int32_t first = lesson_pupils(b, 2);
    int32_t circle = lesson_category(b, "circle", false);
    b->protocol.categories[circle].lanes = true;
    b->protocol.categories[circle].title = "Circles";
    int32_t inner = lesson_code(b, circle, "Inner circle", CODE_STATE, 0, ABOUT_PUPIL);
    lesson_state(b, inner, first, 0, 600);
    lesson_state(b, inner, first + 1, 0, 590);
    compose_lesson(lesson_end(b, 600), "en");
    assert_true(sheet_says(made.sheet, "19:50"));
    assert_true(sheet_says(made.sheet, "time added up"));
    unmake();
}

/* No talk was recorded: not that nobody talked. */
static void debrief_flow__gives_no_time__of_talk_that_was_not_recorded(void **state)
{
    LessonBuilder *b = &made.lesson;
    (void)state;
    lesson_begin(b);
    made_up_labels(b);
    made_up_class(b, 2, 4);
    lesson_scan(b, setup_find_subject(&b->setup, "Table 1"), 60, 2, 4);
    compose_lesson(lesson_end(b, 300), "en");
    for (int32_t page = 0; page < sheet_page_count(made.sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(made.sheet, page, &count);
        for (size_t i = 0; i < count; i++) /* beside the lanes; axes begin so on the left */
            assert_false(marks[i].kind == SHEET_MARK_TEXT && marks[i].x > 300 &&
                         strcmp(marks[i].text, "0:00") == 0);
    }
    unmake();
}

/* ---- shares of groups ---- */

/* Pupils with an attribute of two values, the first of them few; half of them speak. */
static void begin_groups(int32_t count, int32_t few, const char *const *keys, int32_t key_count)
{
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    int32_t first = lesson_pupils(b, count);
    for (int32_t i = 0; i < count; i++) {
        Attribute *own = ARENA_PUSH(&b->arena, Attribute, (size_t)key_count);
        for (int32_t k = 0; k < key_count; k++)
            own[k] = (Attribute){keys[k], i < few ? "yes" : "no"};
        b->subjects[first + i].attributes = own;
        b->subjects[first + i].attribute_count = key_count;
        lesson_state(b, b->student, first + i, 10 * i, 10 * i + 5);
    }
}

static void debrief_equity__says_why__a_group_of_many_is_not_shown(void **state)
{
    static const char *const key[] = {"EL"};
    (void)state;
    begin_groups(24, 8, key, 1);
    compose_lesson(lesson_end(&made.lesson, 600), "en");
    assert_true(sheet_says(made.sheet, "EL: yes: not shown, too few pupils"));
    assert_true(sheet_says(made.sheet, "EL: no: not shown, it would tell the other"));
    unmake();
}

/* Seven or eight rows do not fit: an attribute is there whole or named as missing. */
static void debrief_equity__names__what_has_no_room(void **state)
{
    static const char *const keys[] = {"EL", "IEP", "band", "choir"};
    (void)state;
    begin_groups(24, 12, keys, 4);
    compose_lesson(lesson_end(&made.lesson, 600), "en");
    assert_true(sheet_says(made.sheet, "band: yes"));
    assert_true(sheet_says(made.sheet, "band: no"));
    assert_false(sheet_says(made.sheet, "choir: yes"));
    assert_true(sheet_says(made.sheet, "no room for: choir"));
    unmake();
}

/* Turns of nobody in particular say nothing of groups; silence alone has no turns. */
static void debrief_equity__is_not_there__without_turns_of_pupils(void **state)
{
    static const char *const key[] = {"EL"};
    (void)state;
    for (int silence = 0; silence < 2; silence++) {
        LessonBuilder *b = &made.lesson;
        begin_groups(24, 12, key, 1);
        b->event_count = 0;
        lesson_state(b, silence ? b->silence : b->student, SUBJECT_NONE, 0, 10);
        compose_lesson(lesson_end(b, 600), "en");
        assert_false(sheet_says(made.sheet, "Share of turns / share of time"));
        assert_true(sheet_says(made.sheet, "Length of turns") == !silence);
        unmake();
    }
}

/* ---- scans ---- */

static void debrief_engagement__says_no_mean__where_every_scan_was_missed(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "es"};
    static const char *const sentences[] = {"is missing, not", "falta, no es"};
    static const char *const means[] = {"mean of", "media de"};
    for (int language = 0; language < 2; language++)
        for (int32_t present = -1; present <= 4; present += 5) {
            LessonBuilder *b = &made.lesson;
            lesson_begin(b);
            made_up_labels(b);
            made_up_class(b, 2, 4);
            lesson_scan(b, setup_find_subject(&b->setup, "Table 1"), 60, 2, present);
            lesson_scan(b, setup_find_subject(&b->setup, "Table 2"), 61, 0, -1);
            compose_lesson(lesson_end(b, 300), languages[language]);
            assert_true(sheet_says(made.sheet, sentences[language]));
            assert_true(sheet_says(made.sheet, means[language]) == (present > 0));
            unmake();
        }
}

/* ---- who was there ---- */

/* Twelve at two tables, read from a file; the last was away, all others spoke. */
static void debrief__knows_a_class_list__read_from_a_file(void **state)
{
    LessonBuilder *b = &made.lesson;
    (void)state;
    lesson_begin(b);
    made_up_labels(b);
    b->setup.origin = "a-lesson.kenkyu.json";
    made_up_class(b, 2, 6);
    int32_t last = SUBJECT_NONE;
    for (int32_t i = 0, at = 10; i < b->setup.subject_count; i++)
        if (b->subjects[i].kind == SUBJECT_PUPIL) {
            last = i;
            if (i + 1 < b->setup.subject_count)
                lesson_state(b, b->student, i, at, at + 8);
            at += 20;
        }
    lesson_state(b, b->absent, last, 0, 600);
    compose_lesson(lesson_end(b, 600), "en");
    assert_false(sheet_says(made.sheet, "nobody but those who spoke"));
    assert_false(sheet_says(made.sheet, "told apart; only those who spoke"));
    assert_false(sheet_says(made.sheet, "of a class not known"));
    assert_true(sheet_says(made.sheet, "11 of 12 pupils"));
    assert_true(sheet_says(made.sheet, "Turns, by seat"));
    unmake();
}

/* Five in a lesson of 600 s; P4 is out twice and comes back. */
static void begin_away(void)
{
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    int32_t first = lesson_pupils(b, 5);
    lesson_state(b, b->student, first, 1, 5);
    lesson_state(b, b->student, first + 1, 6, 9);
    lesson_state(b, b->absent, first + 4, 100, 130);
    lesson_state(b, b->absent, first + 4, 300, 330);
}

/* Who came late is named with the time: it was not silence. */
static void debrief__names__who_came_late(void **state)
{
    (void)state;
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    int32_t first = lesson_pupils(b, 5);
    lesson_state(b, b->student, first, 1, 5);
    lesson_state(b, b->absent, first + 4, 0, 300);
    lesson_state(b, b->absent, first + 3, 0, 600); /* never there */
    DebriefInput input = {.observation = lesson_end(b, 600)};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "P4 came at 5:00"));
    assert_true(sheet_says(made.sheet, "Came late"));
    assert_false(sheet_says(made.sheet, "Left early"));
    unmake_sheet();
    compose(&input, "es");
    assert_true(sheet_says(made.sheet, "P4 llegó a los 5:00"));
    unmake();
}

/* A mark that says that a turn had no frame is no frame in the time budget either. */
static void debrief__counts__no_frame_as_none(void **state)
{
    (void)state;
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    int32_t first = lesson_pupils(b, 2);
    for (int i = 0; i < 7; i++) {
        lesson_state(b, b->student, first, 10 * i, 10 * i + 5);
        lesson_point(b, b->frame, first, 10 * i + 1)->options[b->form] = (int8_t)(i < 4 ? 0 : 3);
    }
    DebriefInput input = {.observation = lesson_end(b, 600)};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "In no row: 3 marks of turns without a frame."));
    assert_true(sheet_says(made.sheet, "0.40")); /* 4 in ten minutes */
    unmake();
}

/* Codes of two categories that are called alike bear the category. */
static void debrief__tells__codes_of_one_name_apart(void **state)
{
    (void)state;
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    b->protocol.codes[b->board].label = "Strategy";
    b->protocol.codes[b->board].category = b->protocol.codes[b->frame].category;
    b->protocol.codes[b->question].label = "Talk turns";
    lesson_point(b, b->question, SUBJECT_NONE, 5);
    lesson_point(b, b->board, SUBJECT_NONE, 10);
    lesson_point(b, b->strategy, SUBJECT_NONE, 20);
    DebriefInput input = {.observation = lesson_end(b, 600)};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "Strategy (Sentence frames)"));
    assert_true(sheet_says(made.sheet, "Strategy (Marks)"));
    assert_true(sheet_says(made.sheet, "Talk turns (Questions)"));
    assert_false(sheet_says(made.sheet, "Teacher talk ("));
    unmake();
}

/* Scans that nobody answered have no scale, and tables whose names begin alike keep them
 * apart over small charts. */
static void debrief__draws__scans_that_nobody_answered(void **state)
{
    (void)state;
    LessonBuilder *b = &made.lesson;
    lesson_begin(b);
    made_up_labels(b);
    static const char *const names[] = {"The table next to the door",
                                        "The table next to the wall",
                                        "The table next to the sink",
                                        "The table by the window that we call number 4",
                                        "By the board",
                                        "Middle",
                                        "Back"};
    for (int i = 0; i < 7; i++) {
        int32_t table = lesson_group(b, names[i]);
        for (int k = 1; k < 5; k++)
            lesson_scan(b, table, 60 * k, 0, 4)->missing = true;
    }
    lesson_pupils(b, 1);
    DebriefInput input = {.observation = lesson_end(b, 600)};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "no scan was answered"));
    assert_false(sheet_says(made.sheet, "0 to 1"));
    assert_true(sheet_says(made.sheet, "the door"));
    assert_true(sheet_says(made.sheet, "the sink"));
    assert_true(sheet_says(made.sheet, "number 4"));
    assert_false(sheet_says(made.sheet, "The table next to th…"));
    assert_true(sheet_says(made.sheet, "1 of 1 pupil,"));
    assert_false(sheet_says(made.sheet, "What the talk was made of"));
    unmake();
}

static void debrief__says__who_came_back_was_out(void **state)
{
    (void)state;
    begin_away();
    DebriefInput input = {.observation = lesson_end(&made.lesson, 600)};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "P4 out from 1:40"));
    assert_false(sheet_says(made.sheet, "left at"));
    assert_false(sheet_says(made.sheet, "Left early"));
    assert_true(sheet_says(made.sheet, "Out for a time"));
    unmake_sheet();
    compose(&input, "es");
    assert_true(sheet_says(made.sheet, "P4 fuera de 1:40"));
    assert_false(sheet_says(made.sheet, "sali"));
    assert_true(sheet_says(made.sheet, "Fuera por un rato"));
    unmake_sheet();
    input.for_others = true;
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "1 out for a time"));
    assert_false(sheet_says(made.sheet, "left early"));
    unmake();
}

/* Absences that touch are one, and who leaves in the end has left, once. */
static void debrief__counts__who_left_once(void **state)
{
    (void)state;
    begin_away();
    int32_t fourth = setup_find_subject(&made.lesson.setup, "P3");
    int32_t third = setup_find_subject(&made.lesson.setup, "P2");
    lesson_state(&made.lesson, made.lesson.absent, fourth + 1, 400, 500);
    lesson_state(&made.lesson, made.lesson.absent, fourth + 1, 450, 480);
    lesson_state(&made.lesson, made.lesson.absent, fourth + 1, 500, 600);
    lesson_state(&made.lesson, made.lesson.absent, fourth, 200, 210);
    lesson_state(&made.lesson, made.lesson.absent, third, 0, 60); /* came late */
    DebriefInput input = {.observation = lesson_end(&made.lesson, 600), .for_others = true};
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "1 came late; 1 left early"));
    unmake_sheet();
    compose(&input, "es");
    assert_true(sheet_says(made.sheet, "1 llegó tarde;"));
    unmake_sheet();
    input.for_others = false;
    compose(&input, "en");
    assert_true(sheet_says(made.sheet, "1 came late; 1 left early")); /* six stretches */
    assert_true(sheet_says(made.sheet, "P2\u00A01:00"));
    assert_true(sheet_says(made.sheet, "P4\u00A06:40"));
    assert_true(sheet_says(made.sheet, "P3\u00A03:20"));
    unmake();
}

/* ---- limits ---- */

static void debrief_limits__do_not_miss__what_was_coded_as_none(void **state)
{
    LessonBuilder *b = &made.lesson;
    (void)state;
    for (int coded = 0; coded < 2; coded++) {
        lesson_begin(b);
        made_up_labels(b);
        int32_t pupil = lesson_pupil(b, "1A", SUBJECT_NONE);
        lesson_state(b, b->student, pupil, 5, 15);
        if (coded)
            lesson_point(b, b->frame, pupil, 10)->options[b->form] = 3;
        compose_lesson(lesson_end(b, 60), "en");
        assert_true(sheet_says(made.sheet, "sentence frames,") == !coded);
        assert_true(sheet_says(made.sheet, " phases, questions, samples.") == coded);
        unmake();
    }
}

/* Two samplings of which only the second was answered. */
static void debrief_limits__do_not_miss__samples_of_any_kind(void **state)
{
    LessonBuilder *b = &made.lesson;
    (void)state;
    lesson_begin(b);
    made_up_labels(b);
    int32_t other = lesson_code(b, b->protocol.codes[b->engaged].category, "writing", CODE_INTERVAL,
                                0, ABOUT_GROUP);
    b->protocol.sampling[b->protocol.sampling_count++] =
        (Sampling){.code = other, .every_ms = 120000, .answer_ms = 60000, .question = "writing?"};
    made_up_class(b, 2, 4);
    int32_t table = setup_find_subject(&b->setup, "Table 1");
    lesson_state(b, b->student, table + 1, 5, 15);
    lesson_scan(b, table, 60, 2, 4)->code = other;
    compose_lesson(lesson_end(b, 300), "en");
    assert_true(sheet_says(made.sheet, "Not recorded:"));
    assert_false(sheet_says(made.sheet, "samples."));
    unmake();
}

/* ---- in the sheet's language ---- */

/* A frame, but no turn that could carry it; observers who all say the same. */
static void debrief__says_in_spanish__why_there_is_no_rate(void **state)
{
    LessonBuilder others[2];
    LessonBuilder *all[] = {&made.lesson, &others[0], &others[1]};
    (void)state;
    for (int i = 0; i < 3; i++) {
        lesson_begin(all[i]);
        made_up_labels(all[i]);
        all[i]->setup.id.bytes[0] = (uint8_t)(i + 1);
        int32_t pupil = lesson_pupil(all[i], "1A", SUBJECT_NONE);
        lesson_point(all[i], all[i]->frame, pupil, 10)->options[all[i]->function] = 1;
        lesson_state(all[i], all[i]->teacher, lesson_adult(all[i], "T"), 0, 60);
        (void)lesson_end(all[i], 60);
    }
    const Observation *list[] = {&others[0].observation, &others[1].observation};
    compose(
        &(DebriefInput){.observation = &made.lesson.observation, .others = list, .other_count = 2},
        "es");
    assert_true(sheet_says(made.sheet, "Tasa de marcos: sin definir: no se"));
    assert_true(sheet_says(made.sheet, "alfa sin definir: "));
    assert_false(sheet_says(made.sheet, "undefined"));
    unmake();
    for (int i = 0; i < 2; i++)
        lesson_free(&others[i]);
}

static bool says_on_page(int32_t page, const char *words)
{
    size_t count;
    const SheetMark *marks = sheet_marks(made.sheet, page, &count);
    for (size_t i = 0; i < count; i++)
        if (marks[i].kind == SHEET_MARK_TEXT && strstr(marks[i].text, words))
            return true;
    return false;
}

/* Two who used one code only: in full beside the figures. */
static void debrief_agreement__says_in_spanish__why_there_is_no_kappa(void **state)
{
    LessonBuilder other;
    LessonBuilder *both[] = {&made.lesson, &other};
    (void)state;
    for (int i = 0; i < 2; i++) {
        lesson_begin(both[i]);
        made_up_labels(both[i]);
        both[i]->setup.id.bytes[0] = (uint8_t)(i + 1);
        lesson_state(both[i], both[i]->teacher, lesson_adult(both[i], "T"), 0, 60);
        (void)lesson_end(both[i], 60);
    }
    const Observation *list[] = {&other.observation};
    DebriefInput input = {
        .observation = &made.lesson.observation, .others = list, .other_count = 1};
    compose(&input, "es");
    assert_true(says_on_page(0, "Sin definir: ambos"));
    assert_true(says_on_page(0, "código"));
    assert_false(sheet_says(made.sheet, "undefined"));
    unmake_sheet();
    compose(&input, "en");
    assert_true(says_on_page(0, "Undefined: both observers"));
    assert_true(says_on_page(0, "only"));
    assert_false(says_on_page(0, "both observers…"));
    unmake();
    lesson_free(&other);
}

/* ---- what is not known ---- */

/* Who spoke is not told: nobody is said to have been silent. */
static void debrief__blames_no_pupil__when_speakers_are_not_told_apart(void **state)
{
    (void)state;
    for (int known = 0; known <= 1; known++) {
        lesson_begin(&made.lesson);
        made_up_labels(&made.lesson);
        int32_t teacher = lesson_adult(&made.lesson, "T");
        int32_t first = lesson_pupils(&made.lesson, 4);
        lesson_state(&made.lesson, made.lesson.teacher, teacher, 0, 10);
        lesson_state(&made.lesson, made.lesson.student, SUBJECT_NONE, 11, 20);
        if (known > 0)
            lesson_state(&made.lesson, made.lesson.student, first, 21, 30);
        compose_lesson(lesson_end(&made.lesson, 60), "en");
        assert_false(sheet_says(made.sheet, "not yet heard"));
        assert_false(sheet_says(made.sheet, "silent pupils"));
        assert_false(sheet_says(made.sheet, "0 of 4"));
        assert_true(sheet_says(made.sheet, known > 0 ? "at least 25" : "Undefined: no pupil"));
        assert_int_equal(sheet_says(made.sheet, "not known to have spoken"), known);
        assert_true(sheet_says(made.sheet, "not told apart\u00A01"));
        unmake();
    }
}

/* A transcript has starts alone: what is between turns is not called silence, nor short. */
static void debrief__claims__no_pauses_where_only_starts_are_known(void **state)
{
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made.lesson.setup.origin = "transcript.csv";
    made.lesson.setup.resolution_ms = 1000;
    int32_t teacher = lesson_adult(&made.lesson, "T"), first = lesson_pupils(&made.lesson, 4);
    for (int i = 0; i < 20; i++)
        lesson_state(&made.lesson, i % 2 ? made.lesson.student : made.lesson.teacher,
                     i % 2 ? first + i % 4 : teacher, 1500 * i, 1500 * (i + 1));
    compose_lesson(lesson_end(&made.lesson, 30000), "en");
    assert_false(sheet_says(made.sheet, "Silence 0"));
    assert_false(sheet_says(made.sheet, "silence white"));
    assert_false(sheet_says(made.sheet, "came"));
    assert_true(sheet_says(made.sheet, "Only starts"));
    assert_true(sheet_says(made.sheet, "8:20:00"));
    unmake();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(debrief_questions__speak_of_levels__of_depth_alone),
        cmocka_unit_test(debrief_waits__speak_of_one_question__as_of_one),
        cmocka_unit_test(debrief_flow__gives_time__where_a_percent_would_pass_100),
        cmocka_unit_test(debrief_equity__says_why__a_group_of_many_is_not_shown),
        cmocka_unit_test(debrief_equity__names__what_has_no_room),
        cmocka_unit_test(debrief_equity__is_not_there__without_turns_of_pupils),
        cmocka_unit_test(debrief_flow__gives_no_time__of_talk_that_was_not_recorded),
        cmocka_unit_test(debrief_focus__says_not_seen__of_whom_nothing_is_recorded),
        cmocka_unit_test(debrief_focus__counts_what_has_no_words),
        cmocka_unit_test(debrief_focus__of_who_was_not_there__says_so),
        cmocka_unit_test(debrief_focus__speaks_of_turns__where_there_could_be_some),
        cmocka_unit_test(debrief_focus__heads_its_columns__on_every_page),
        cmocka_unit_test(debrief_agreement__leaves_out__who_paused),
        cmocka_unit_test(debrief_engagement__says_no_mean__where_every_scan_was_missed),
        cmocka_unit_test(debrief__knows_a_class_list__read_from_a_file),
        cmocka_unit_test(debrief__draws__scans_that_nobody_answered),
        cmocka_unit_test(debrief__names__who_came_late),
        cmocka_unit_test(debrief__counts__no_frame_as_none),
        cmocka_unit_test(debrief__tells__codes_of_one_name_apart),
        cmocka_unit_test(debrief__says__who_came_back_was_out),
        cmocka_unit_test(debrief__counts__who_left_once),
        cmocka_unit_test(debrief_limits__do_not_miss__what_was_coded_as_none),
        cmocka_unit_test(debrief_limits__do_not_miss__samples_of_any_kind),
        cmocka_unit_test(debrief__says_in_spanish__why_there_is_no_rate),
        cmocka_unit_test(debrief_agreement__says_in_spanish__why_there_is_no_kappa),
        cmocka_unit_test(debrief__blames_no_pupil__when_speakers_are_not_told_apart),
        cmocka_unit_test(debrief__claims__no_pauses_where_only_starts_are_known),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
