/* The debrief sheet as a whole: golden traces of made-up lessons, and rules that
 * hold for every sheet whatever was recorded. */
#include "check.h"

#include "reports/debrief/debrief.h"
#include "tests/reports/debrief/made_up_team.h"
#include "tests/reports/debrief/sheet_check.h"
#include "tests/reports/golden_trace.h"

#include <math.h>
#include <stdio.h>
#include <turbojpeg.h>
#include <unistd.h>

typedef struct Made {
    LessonBuilder lesson;
    Arena marks, scratch;
    Sheet *sheet;
} Made;

static FontSet *fonts;

static int open_fonts(void **state)
{
    Err err = {0};
    (void)state;
    fonts = font_set_create(&err);
    if (!fonts)
        print_message("%s\n", err.text);
    return fonts ? 0 : -1;
}

static int close_fonts(void **state)
{
    (void)state;
    font_set_destroy(fonts);
    return 0;
}

static void compose_in(Made *made, const DebriefInput *input, SheetPaper paper,
                       const char *language)
{
    Err err = {0};
    arena_init(&made->marks, (size_t)1 << 30);
    arena_init(&made->scratch, (size_t)1 << 30);
    SheetInfo info = {.title = input->observation->setup->title, .language = language};
    made->sheet = sheet_create(&made->marks, fonts, paper, info);
    assert_non_null(made->sheet);
    assert_ok(debrief_compose(input, made->sheet, &made->scratch, &err), err);
}

static void compose(Made *made, const Observation *o, SheetPaper paper)
{
    compose_in(made, &(DebriefInput){.observation = o}, paper, "en");
}

static void unmake(Made *made)
{
    arena_deinit(&made->scratch);
    arena_deinit(&made->marks);
    lesson_free(&made->lesson);
}

static bool says(const Sheet *sheet, int32_t page, const char *words)
{
    size_t count;
    const SheetMark *marks = sheet_marks(sheet, page, &count);
    for (size_t i = 0; i < count; i++)
        if (marks[i].kind == SHEET_MARK_TEXT && strstr(marks[i].text, words))
            return true;
    return false;
}

/* ---- golden traces ---- */

static void check_golden(const Observation *(*make)(LessonBuilder *), const char *name,
                         SheetPaper paper)
{
    Made made;
    compose(&made, make(&made.lesson), paper);
    assert_int_equal(check_sheet(made.sheet, name), 0);
    compare_trace(made.sheet, "debrief", name);
    unmake(&made);
}

static void debrief__draws__a_rich_lesson_on_letter(void **state)
{
    (void)state;
    check_golden(made_up_rich, "rich-letter", SHEET_LETTER);
}

static void debrief__draws__a_rich_lesson_on_a4(void **state)
{
    (void)state;
    check_golden(made_up_rich, "rich-a4", SHEET_A4);
}

static void debrief__draws__a_lecture(void **state)
{
    (void)state;
    check_golden(made_up_lecture, "lecture-a4", SHEET_A4);
}

static void debrief__draws__names_in_many_scripts(void **state)
{
    (void)state;
    check_golden(made_up_names, "names-letter", SHEET_LETTER);
}

static void debrief__draws__a_rich_lesson_in_spanish(void **state)
{
    Made made;
    (void)state;
    DebriefInput input = {.observation = made_up_rich(&made.lesson)};
    compose_in(&made, &input, SHEET_LETTER, "es");
    assert_int_equal(check_sheet(made.sheet, "rich-es-letter"), 0);
    compare_trace(made.sheet, "debrief", "rich-es-letter");
    unmake(&made);
}

/* A theme of 400 characters without a break, and names that no font has whole. */
static void debrief__keeps__a_theme_of_400_characters_whole(void **state)
{
    char theme[401];
    Made made;
    size_t drawn = 0;
    (void)state;
    memset(theme, 'm', 400);
    theme[400] = '\0';
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made.lesson.setup.theme = theme;
    lesson_state(&made.lesson, made.lesson.student,
                 lesson_pupil(&made.lesson, "\U0001F98A Fox", SUBJECT_NONE), 1, 5);
    compose(&made, lesson_end(&made.lesson, 60), SHEET_A4);
    assert_int_equal(check_sheet(made.sheet, "400 characters"), 0);
    size_t count;
    const SheetMark *marks = sheet_marks(made.sheet, 0, &count);
    for (size_t i = 0; i < count; i++)
        if (marks[i].kind == SHEET_MARK_TEXT && marks[i].text[0] == 'm' && marks[i].text[1] == 'm')
            drawn += strlen(marks[i].text);
    assert_int_equal(drawn, 400);
    unmake(&made);
}

static void debrief__draws__an_empty_record(void **state)
{
    (void)state;
    check_golden(made_up_empty, "empty-letter", SHEET_LETTER);
}

static void debrief__draws__two_adults_in_lanes(void **state)
{
    (void)state;
    check_golden(made_up_coteaching, "coteaching-letter", SHEET_LETTER);
}

static void check_observers(size_t others, const char *name, SheetPaper paper)
{
    Made made;
    LessonBuilder builders[3];
    const Observation *list[3];
    for (size_t i = 0; i < others; i++)
        list[i] = made_up_another(&builders[i], 40 + i);
    DebriefInput input = {
        .observation = made_up_rich(&made.lesson), .others = list, .other_count = others};
    compose_in(&made, &input, paper, "en");
    assert_int_equal(check_sheet(made.sheet, name), 0);
    assert_true(sheet_says(made.sheet, "not which pupil; black"));
    compare_trace(made.sheet, "debrief", name);
    for (size_t i = 0; i < others; i++)
        lesson_free(&builders[i]);
    unmake(&made);
}

static void debrief__draws__two_observers(void **state)
{
    (void)state;
    check_observers(1, "two-observers-a4", SHEET_A4);
}

static void debrief__draws__four_observers(void **state)
{
    (void)state;
    check_observers(3, "four-observers-letter", SHEET_LETTER);
}

/* A JPEG with nothing but grey in it, in the arena. */
static const uint8_t *make_photo(Arena *arena, size_t *ret_len)
{
    enum { W = 1600, H = 1200 };
    uint8_t *rgb = ARENA_PUSH(arena, uint8_t, (size_t)W * H * 3);
    memset(rgb, 0x99, (size_t)W * H * 3);
    unsigned long len = tjBufSize(W, H, TJSAMP_420);
    unsigned char *bytes = ARENA_PUSH(arena, unsigned char, len);
    tjhandle jpeg = tjInitCompress();
    assert_int_equal(
        tjCompress2(jpeg, rgb, W, 0, H, TJPF_RGB, &bytes, &len, TJSAMP_420, 80, TJFLAG_NOREALLOC),
        0);
    tjDestroy(jpeg);
    *ret_len = len;
    return bytes;
}

static void debrief__draws__ink_and_photos_beside_what_they_are_about(void **state)
{
    Made made;
    Arena arena;
    MadeUpPictures pictures;
    size_t len = 0, images = 0, count;
    (void)state;
    arena_init(&arena, (size_t)1 << 26);
    const uint8_t *jpeg = make_photo(&arena, &len);
    compose(&made, made_up_pictures(&made.lesson, &pictures, jpeg, len, 1600, 1200), SHEET_LETTER);
    assert_int_equal(check_sheet(made.sheet, "pictures"), 0);
    for (int32_t page = 0; page < sheet_page_count(made.sheet); page++) {
        const SheetMark *marks = sheet_marks(made.sheet, page, &count);
        for (size_t i = 0; i < count; i++)
            if (marks[i].kind == SHEET_MARK_IMAGE) {
                images++;
                assert_true((float)marks[i].image->height <= marks[i].h * 300 / 72 + 1);
                assert_true((float)marks[i].image->height > marks[i].h * 250 / 72);
            }
    }
    assert_int_equal(images, 1);
    assert_true(sheet_says(made.sheet, "Ink, 5:10, 2C"));
    assert_true(sheet_says(made.sheet, "two lines on the"));
    assert_false(sheet_says(made.sheet, "Q2"));
    assert_true(sheet_says(made.sheet, "(cannot be"));
    assert_true(sheet_says(made.sheet, "pictures cannot be shown"));
    compare_trace(made.sheet, "debrief", "pictures-letter");
    unmake(&made);
    arena_deinit(&arena);
}

/* ---- what the sheet says ---- */

static void debrief__says__that_nothing_was_recorded(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_empty(&made.lesson), SHEET_LETTER);
    assert_true(says(made.sheet, 0, "Nothing was recorded in this observation"));
    assert_false(sheet_says(made.sheet, "The flow"));
    assert_true(says(made.sheet, sheet_page_count(made.sheet) - 1, "Before the next teaching"));
    unmake(&made);
}

static void debrief__numbers__every_page_and_repeats_the_rules(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_rich(&made.lesson), SHEET_A4);
    int32_t pages = sheet_page_count(made.sheet);
    assert_in_range(pages, 5, 8);
    for (int32_t page = 0; page < pages; page++) {
        char number[32];
        (void)snprintf(number, sizeof number, "%d of %d", (int)page + 1, (int)pages);
        assert_true(says(made.sheet, page, number));
        assert_true(says(made.sheet, page, "Protocol Academic talk 1.0"));
        assert_true(says(made.sheet, page, "waits from 0.4"));
        assert_true(page == 0 || says(made.sheet, page, "Which is larger"));
    }
    unmake(&made);
}

static void debrief__folds__what_was_not_recorded(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_lecture(&made.lesson), SHEET_LETTER);
    const char *absent[] = {"Talk map",        "Reach",        "Sentence frames",
                            "Notes and marks", "Focus pupils", "Actual"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (sheet_says(made.sheet, absent[i]))
            fail_msg("'%s' has no data and is on the sheet", absent[i]);
    assert_true(says(made.sheet, 0, "Vicarious interactive"));
    assert_true(says(made.sheet, 0, "Student discussion"));
    assert_true(says(made.sheet, 0, "Time budget"));
    unmake(&made);
}

static void debrief__names__who_was_not_heard_by_seat(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    int32_t teacher = lesson_adult(&made.lesson, "T");
    int32_t first = lesson_pupils(&made.lesson, 3);
    lesson_state(&made.lesson, made.lesson.teacher, teacher, 0, 10);
    lesson_state(&made.lesson, made.lesson.student, first, 11, 20);
    lesson_state(&made.lesson, made.lesson.student, first + 2, 21, 30);
    compose(&made, lesson_end(&made.lesson, 60), SHEET_LETTER);
    assert_true(sheet_says(made.sheet, "not yet heard"));
    assert_true(sheet_says(made.sheet, "2 of 3"));
    assert_true(sheet_says(made.sheet, "P1"));
    unmake(&made);
}

static void debrief__lists__notes_in_time_order(void **state)
{
    static const char *const notes[] = {"first of all", "then this", "at the end"};
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made_up_note(&made.lesson, 50, SUBJECT_NONE, notes[2]);
    made_up_note(&made.lesson, 10, SUBJECT_NONE, notes[0]);
    made_up_note(&made.lesson, 30, SUBJECT_NONE, notes[1]);
    compose(&made, lesson_end(&made.lesson, 60), SHEET_LETTER);
    size_t count;
    const SheetMark *marks = sheet_marks(made.sheet, 0, &count);
    int found = 0;
    for (size_t i = 0; i < count && found < 3; i++)
        if (marks[i].kind == SHEET_MARK_TEXT && strcmp(marks[i].text, notes[found]) == 0)
            found++;
    assert_int_equal(found, 3);
    assert_true(says(made.sheet, 0, "0:50"));
    unmake(&made);
}

static void debrief__leaves__room_to_write_under_the_notes(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_rich(&made.lesson), SHEET_LETTER);
    assert_true(sheet_says(made.sheet, "Add what you saw"));
    unmake(&made);
    compose(&made, made_up_lecture(&made.lesson), SHEET_LETTER);
    assert_false(sheet_says(made.sheet, "Add what you saw"));
    unmake(&made);
}

static void debrief__repeats__the_head_of_a_section_that_goes_on(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    for (int i = 0; i < 100; i++)
        made_up_note(&made.lesson, i, SUBJECT_NONE, "one more note");
    compose(&made, lesson_end(&made.lesson, 100), SHEET_A4);
    assert_true(says(made.sheet, 1, "Notes and marks"));
    assert_true(says(made.sheet, 1, "continued"));
    assert_true(sheet_says(made.sheet, "100 entries"));
    assert_int_equal(check_sheet(made.sheet, "notes"), 0);
    unmake(&made);
}

static void debrief__does_not_claim__a_reach_when_only_speakers_are_known(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made.lesson.setup.origin = "a-transcript.csv";
    int32_t first = lesson_pupils(&made.lesson, 2);
    lesson_state(&made.lesson, made.lesson.student, first, 1, 5);
    lesson_state(&made.lesson, made.lesson.student, first + 1, 6, 9);
    compose(&made, lesson_end(&made.lesson, 30), SHEET_A4);
    assert_true(sheet_says(made.sheet, "of a class not known"));
    assert_true(sheet_says(made.sheet, "nobody but those who spoke"));
    assert_false(sheet_says(made.sheet, "2 of 2"));
    unmake(&made);
}

/* A transcript: fourteen who spoke, one of them with a long name, and a teacher with one. */
static const Observation *made_up_transcript(LessonBuilder *b)
{
    static const char *const names[] = {"Silas", "Josephine of the front row", "Madelien"};
    lesson_begin(b);
    made_up_labels(b);
    b->setup.origin = "a-transcript.csv";
    int32_t teacher = lesson_adult(b, "The presenter of the video");
    int32_t first = b->setup.subject_count;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)lesson_pupil(b, names[i], SUBJECT_NONE);
    (void)lesson_pupils(b, 11);
    for (int32_t i = 0; i < 60; i++) {
        double at = 10.0 * i;
        int32_t pupil = first + (i < 12 ? 3 : i < 14 ? 0 : i % 14);
        lesson_state(b, b->teacher, teacher, at, at + 6);
        lesson_state(b, b->student, pupil, at + 6, at + 10);
    }
    return lesson_end(b, 620);
}

static void debrief__fills__the_pages_of_a_transcript(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_transcript(&made.lesson), SHEET_LETTER);
    assert_int_equal(sheet_page_count(made.sheet), 3);
    assert_true(says(made.sheet, 0, "Time budget"));
    assert_true(says(made.sheet, 1, "Talk map"));
    assert_true(says(made.sheet, 1, "Limits of this record"));
    assert_true(says(made.sheet, 1, "What the charts show"));
    assert_true(says(made.sheet, 1, "Turns, by pupil"));
    assert_int_equal(check_sheet(made.sheet, "a transcript"), 0);
    unmake(&made);
}

static void debrief__names__all_in_full(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_transcript(&made.lesson), SHEET_LETTER);
    assert_false(sheet_says(made.sheet, "\u2026"));
    assert_true(says(made.sheet, 1, "The presenter of the video  60"));
    unmake(&made);
}

static void debrief__counts__what_came_at_one_moment(void **state)
{
    const char *name = "A strategy with a name as long as this";
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made_up_label(&made.lesson, made.lesson.strategy, name);
    int32_t pupil = lesson_pupil(&made.lesson, "1A", SUBJECT_NONE);
    lesson_state(&made.lesson, made.lesson.student, pupil, 5, 9);
    for (int i = 0; i < 4; i++)
        lesson_point(&made.lesson, made.lesson.strategy, pupil, i < 3 ? 40 : 50);
    compose(&made, lesson_end(&made.lesson, 90), SHEET_LETTER);
    assert_true(sheet_says(made.sheet, "0:40\u00A0×3, 0:50"));
    assert_true(sheet_says(made.sheet, name));
    unmake(&made);
}

/* The corners of a name in a circle are in it too. */
static void debrief__keeps__a_name_inside_its_circle(void **state)
{
    Made made;
    size_t count, inside = 0;
    (void)state;
    compose(&made, made_up_transcript(&made.lesson), SHEET_LETTER);
    const SheetMark *marks = sheet_marks(made.sheet, 1, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; marks[i].kind == SHEET_MARK_CIRCLE && marks[i].radius > 9 && j < count;
             j++) {
            const SheetMark *t = &marks[j];
            float middle = t->x + t->w / 2, dx = fabsf(middle - marks[i].x);
            if (t->kind != SHEET_MARK_TEXT || dx > 0.5F || t->y > marks[i].y ||
                t->y < marks[i].y - marks[i].radius)
                continue;
            inside++;
            assert_true(hypotf(t->w / 2, marks[i].y - t->y + 0.7F * t->size) <
                        marks[i].radius - 0.5F);
        }
    assert_true(inside > 0);
    unmake(&made);
}

static void debrief__says__one_pupil_as_one(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made.lesson.setup.origin = "a-transcript.csv";
    int32_t only = lesson_pupils(&made.lesson, 1);
    lesson_state(&made.lesson, made.lesson.student, only, 1, 5);
    compose(&made, lesson_end(&made.lesson, 30), SHEET_A4);
    assert_true(sheet_says(made.sheet, "1 pupil told apart"));
    assert_true(sheet_says(made.sheet, "pupil spoke"));
    assert_true(sheet_says(made.sheet, "Gini undefined: one pupil only"));
    assert_true(sheet_says(made.sheet, "0 of 1"));
    assert_false(sheet_says(made.sheet, "turns in a row"));
    assert_false(sheet_says(made.sheet, "Talk map"));
    unmake(&made);
}

static void debrief__gives__a_reason_where_a_figure_is_undefined(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    int32_t pupil = lesson_pupil(&made.lesson, "1A", SUBJECT_NONE);
    lesson_state(&made.lesson, made.lesson.student, pupil, 5, 9);
    compose(&made, lesson_end(&made.lesson, 30), SHEET_LETTER);
    assert_true(sheet_says(made.sheet, "Undefined"));
    assert_false(sheet_says(made.sheet, "nan"));
    assert_int_equal(check_sheet(made.sheet, "one turn"), 0);
    unmake(&made);
}

/* A record of whole seconds: every wait is too short to be seen. */
static void debrief__says__in_spanish_too_why_a_figure_is_undefined(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    made.lesson.setup.resolution_ms = 1000;
    int32_t first = lesson_pupils(&made.lesson, 2), adult = lesson_adult(&made.lesson, "T");
    lesson_state(&made.lesson, made.lesson.student, first, 1, 5);
    lesson_state(&made.lesson, made.lesson.teacher, adult, 5, 9);
    lesson_state(&made.lesson, made.lesson.student, first + 1, 9, 4000);
    compose_in(&made, &(DebriefInput){.observation = lesson_end(&made.lesson, 4000)}, SHEET_A4,
               "es");
    assert_false(sheet_says(made.sheet, "Undefined"));
    assert_false(sheet_says(made.sheet, "undefined"));
    assert_true(sheet_says(made.sheet, "Sin definir: no se registró ninguna pregunta"));
    assert_true(says(made.sheet, 0, "más en Límites."));
    assert_true(sheet_says(made.sheet, "Sin definir: de 2 turnos de alumno no se pudo medir"));
    assert_true(sheet_says(made.sheet, "horas:minutos:segundos"));
    assert_int_equal(check_sheet(made.sheet, "undefined"), 0);
    unmake(&made);
}

static void debrief__speaks__of_a_lecture_as_a_lecture(void **state)
{
    Made made;
    (void)state;
    compose(&made, made_up_lecture(&made.lesson), SHEET_LETTER);
    assert_true(sheet_says(made.sheet, "s questions"));
    assert_false(sheet_says(made.sheet, "the task sets the level"));
    assert_true(sheet_says(made.sheet, "resample students"));
    assert_true(sheet_says(made.sheet, "rank students"));
    assert_false(sheet_says(made.sheet, "pupils plain"));
    unmake(&made);
}

static void debrief__marks__times_on_the_axis_that_suit_the_length(void **state)
{
    static const struct {
        double end_s;
        const char *unit, *tick;
    } cases[] = {
        {20, "min:s", "0:10"},    {180, "min:s", "2:30"},    {3000, "minutes", "45"},
        {28800, "h:min", "7:00"}, {75000, "h:min", "18:00"}, {4000000, "days", "45"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Made made;
        lesson_begin(&made.lesson);
        made_up_labels(&made.lesson);
        lesson_state(&made.lesson, made.lesson.teacher, SUBJECT_NONE, 1, 9);
        compose(&made, lesson_end(&made.lesson, cases[i].end_s), SHEET_A4);
        if (!says(made.sheet, 0, cases[i].unit) || !says(made.sheet, 0, cases[i].tick))
            fail_msg("%g s has no '%s' in '%s'", cases[i].end_s, cases[i].tick, cases[i].unit);
        assert_int_equal(check_sheet(made.sheet, cases[i].unit), 0);
        unmake(&made);
    }
}

static void debrief__draws__twenty_thousand_events(void **state)
{
    Made made;
    (void)state;
    lesson_begin(&made.lesson);
    made_up_labels(&made.lesson);
    int32_t teacher = lesson_adult(&made.lesson, "T"), first = lesson_pupils(&made.lesson, 30);
    for (int32_t i = 0; i < 10000; i++) {
        lesson_state(&made.lesson, i % 2 == 0 ? made.lesson.teacher : made.lesson.student,
                     i % 2 == 0 ? teacher : first + i % 30, 0.5 * i, 0.5 * i + 0.5);
        lesson_point(&made.lesson, i % 3 == 0 ? made.lesson.frame : made.lesson.mark, first,
                     0.5 * i);
    }
    compose(&made, lesson_end(&made.lesson, 5000), SHEET_LETTER);
    assert_int_equal(check_sheet(made.sheet, "20,000 events"), 0);
    assert_in_range(sheet_page_count(made.sheet), 9, 20);
    size_t count;
    (void)sheet_marks(made.sheet, 0, &count);
    assert_in_range(count, 50, 2000);
    assert_true(sheet_says(made.sheet, "6,666 marks without words"));
    unmake(&made);
}

/* ---- memory and files ---- */

/* Every size of arena from too small to large enough: the sheet is whole, or
 * there is a sentence that says why not. */
static void debrief__says__when_memory_runs_out(void **state)
{
    LessonBuilder lesson;
    int failed = 0, made = 0;
    (void)state;
    const Observation *o = made_up_rich(&lesson);
    for (size_t limit = 2000; limit < 8000000; limit += limit / 5) {
        for (int which = 0; which < 2; which++) {
            Arena marks, scratch;
            Err err = {0};
            arena_init(&marks, which == 0 ? limit : (size_t)1 << 30);
            arena_init(&scratch, which == 1 ? limit : (size_t)1 << 30);
            Sheet *sheet = sheet_create(&marks, fonts, SHEET_LETTER, (SheetInfo){.title = "t"});
            if (sheet &&
                !debrief_compose(&(DebriefInput){.observation = o}, sheet, &scratch, &err)) {
                assert_true(err.kind == ERR_SYSTEM || err.kind == ERR_LIMIT);
                assert_true(strlen(err.text) > 10);
                failed++;
            } else if (sheet) {
                assert_int_equal(err.kind, ERR_NONE);
                made++;
            }
            arena_deinit(&scratch);
            arena_deinit(&marks);
        }
    }
    lesson_free(&lesson);
    assert_true(failed > 10 && made > 4);
}

static void debrief__saves__a_pdf(void **state)
{
    char folder[] = "/tmp/kenkyu-debrief-XXXXXX", path[80], start[6] = {0};
    LessonBuilder lesson;
    Err err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/lesson.pdf", folder);
    assert_ok(debrief_save_pdf(&(DebriefInput){.observation = made_up_names(&lesson)}, fonts,
                               SHEET_A4, path, &err),
              err);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(start, 1, 5, file), 5);
    assert_string_equal(start, "%PDF-");
    (void)fclose(file);
    assert_int_equal(remove(path), 0);
    assert_int_equal(rmdir(folder), 0);
    lesson_free(&lesson);
}

static void debrief__names__the_place_where_a_pdf_cannot_be(void **state)
{
    char folder[] = "/tmp/kenkyu-debrief-XXXXXX", path[80];
    LessonBuilder lesson;
    Err err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/none/lesson.pdf", folder);
    assert_false(debrief_save_pdf(&(DebriefInput){.observation = made_up_names(&lesson)}, fonts,
                                  SHEET_A4, path, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    if (strncmp(err.text, path, strlen(path)) != 0)
        fail_msg("'%s' does not begin with the path", err.text);
    assert_int_equal(rmdir(folder), 0);
    lesson_free(&lesson);
}

/* ---- what is long ---- */

/* Every name of the protocol as long as teams write them: rows grow, nothing is
 * shortened, and no moment of a list is left out. */
static void debrief__gives__long_names_their_room(void **state)
{
    Made made;
    (void)state;
    const Observation *o = made_up_rich(&made.lesson);
    for (int32_t i = 0; i < made.lesson.protocol.code_count; i++) {
        Code *code = &made.lesson.protocol.codes[i];
        code->label = arena_printf(&made.lesson.arena, "%.12s as pupils do it together at tables",
                                   code->label);
    }
    compose(&made, o, SHEET_LETTER);
    assert_int_equal(check_sheet(made.sheet, "long names"), 0);
    char *all = check_letters(made.sheet, 0, sheet_page_count(made.sheet), NULL, 0);
    assert_null(strstr(all, "\xE2\x80\xA6"));
    free(all);
    unmake(&made);
}

/* A few figures do not take a page: they stand under the conversation. */
static void debrief__leaves__no_page_for_a_few_figures(void **state)
{
    Made made;
    size_t count;
    (void)state;
    compose(&made, made_up_lecture(&made.lesson), SHEET_A4);
    const SheetHeading *headings =
        sheet_headings(made.sheet, sheet_page_count(made.sheet) - 1, &count);
    assert_string_equal(sheet_page_label(made.sheet, sheet_page_count(made.sheet) - 1),
                        "The conversation");
    assert_int_equal(count, 1);
    assert_string_equal(headings[0].text, "What the charts show");
    unmake(&made);
}

/* ---- whatever was recorded ---- */

static void debrief__keeps_texts_apart__on_random_sheets(void **state)
{
    const uint64_t sheets = (uint64_t)check_rounds(100);
    int faults = 0;
    (void)state;
    for (uint64_t seed = 0; seed < sheets; seed++) {
        Made made;
        LessonBuilder builders[2];
        const Observation *others[2];
        char name[40];
        size_t count = seed % 4 == 3 ? 1 + seed / 4 % 2 : 0;
        for (size_t i = 0; i < count; i++)
            others[i] = made_up_random(&builders[i], 1000 + 2 * seed + i);
        (void)snprintf(name, sizeof name, "seed %d", (int)seed);
        compose_in(&made,
                   &(DebriefInput){.observation = made_up_random(&made.lesson, seed),
                                   .others = others,
                                   .other_count = count},
                   seed % 2 == 0 ? SHEET_A4 : SHEET_LETTER, seed % 3 == 0 ? "es" : "en");
        faults += check_sheet(made.sheet, name);
        unmake(&made);
        for (size_t i = 0; i < count; i++)
            lesson_free(&builders[i]);
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(debrief__draws__a_rich_lesson_on_letter),
        cmocka_unit_test(debrief__draws__a_rich_lesson_on_a4),
        cmocka_unit_test(debrief__draws__a_lecture),
        cmocka_unit_test(debrief__draws__names_in_many_scripts),
        cmocka_unit_test(debrief__draws__a_rich_lesson_in_spanish),
        cmocka_unit_test(debrief__keeps__a_theme_of_400_characters_whole),
        cmocka_unit_test(debrief__draws__an_empty_record),
        cmocka_unit_test(debrief__draws__two_adults_in_lanes),
        cmocka_unit_test(debrief__draws__two_observers),
        cmocka_unit_test(debrief__draws__four_observers),
        cmocka_unit_test(debrief__draws__ink_and_photos_beside_what_they_are_about),
        cmocka_unit_test(debrief__says__that_nothing_was_recorded),
        cmocka_unit_test(debrief__numbers__every_page_and_repeats_the_rules),
        cmocka_unit_test(debrief__folds__what_was_not_recorded),
        cmocka_unit_test(debrief__names__who_was_not_heard_by_seat),
        cmocka_unit_test(debrief__lists__notes_in_time_order),
        cmocka_unit_test(debrief__leaves__room_to_write_under_the_notes),
        cmocka_unit_test(debrief__repeats__the_head_of_a_section_that_goes_on),
        cmocka_unit_test(debrief__does_not_claim__a_reach_when_only_speakers_are_known),
        cmocka_unit_test(debrief__fills__the_pages_of_a_transcript),
        cmocka_unit_test(debrief__names__all_in_full),
        cmocka_unit_test(debrief__counts__what_came_at_one_moment),
        cmocka_unit_test(debrief__keeps__a_name_inside_its_circle),
        cmocka_unit_test(debrief__says__one_pupil_as_one),
        cmocka_unit_test(debrief__gives__a_reason_where_a_figure_is_undefined),
        cmocka_unit_test(debrief__says__in_spanish_too_why_a_figure_is_undefined),
        cmocka_unit_test(debrief__speaks__of_a_lecture_as_a_lecture),
        cmocka_unit_test(debrief__marks__times_on_the_axis_that_suit_the_length),
        cmocka_unit_test(debrief__draws__twenty_thousand_events),
        cmocka_unit_test(debrief__says__when_memory_runs_out),
        cmocka_unit_test(debrief__saves__a_pdf),
        cmocka_unit_test(debrief__names__the_place_where_a_pdf_cannot_be),
        cmocka_unit_test(debrief__gives__long_names_their_room),
        cmocka_unit_test(debrief__leaves__no_page_for_a_few_figures),
        cmocka_unit_test(debrief__keeps_texts_apart__on_random_sheets),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
