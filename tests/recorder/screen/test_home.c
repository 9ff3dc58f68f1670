#include "check.h"

#include "recorder/screen/home/screen_home.h"
#include "recorder/screen/home/screen_saved.h"
#include "tests/recorder/screen/fake_ui.h"

enum { LESSONS = 1000 };

static FakeUi fake;
static HomeModel model;
static HomeState home;
static StoreItem items[LESSONS];

static int set_up(void **state)
{
    (void)state;
    static const char *const TITLES[] = {"Area of shapes", "Fish bowl", "\xC3\x89vora"};
    home = (HomeState){0};
    for (int i = 0; i < LESSONS; i++)
        items[i] = (StoreItem){.id = {{(uint8_t)(i / 256), (uint8_t)i}},
                               .title = TITLES[i % 3],
                               .class_name = "Grade 5",
                               .place = i == 500 ? "Attic" : "",
                               .observer = "",
                               .protocol_key = "academic-talk",
                               .protocol_title = "Academic talk",
                               .origin = "",
                               .started_unix_ms = INT64_C(1795428300000) - i * INT64_C(86400000),
                               .length_ms = 3120000,
                               .event_count = i + 1,
                               .ended = i != 1};
    model = (HomeModel){.trouble = "",
                        .advice = "",
                        .notice = "",
                        .backup_trouble = "",
                        .items = items,
                        .count = LESSONS,
                        .total = LESSONS,
                        .now_unix_ms = INT64_C(1795428300000),
                        .sheets_folder = "sheets",
                        .names = "",
                        .forgetting = {"", "", ""}};
    fake_ui_init(&fake, 1280, 800);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_ui_deinit(&fake);
    return 0;
}

static HomeAsk step(UiInputKind kind, float x, float y)
{
    UiInput in = {.kind = kind, .finger = 1, .x = x, .y = y, .wheel = y > 0 ? 100000 : 0};
    in.at_ms = in.now_ms = fake.now_ms += 10;
    ui_begin(&fake.ui, &in);
    HomeAsk ask = screen_home(&fake.ui, &model, &home);
    ui_end(&fake.ui);
    return ask;
}

static HomeAsk tap(uint32_t id)
{
    UiRect r = {0};
    (void)step(UI_INPUT_NONE, 0, 0);
    if (!ui_has(&fake.ui, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    (void)step(UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
    return step(UI_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
}

static void home__asks__for_the_lesson_that_was_tapped(void **state)
{
    (void)state;
    HomeAsk ask = tap(HOME_ID_ROW + 2);
    assert_int_equal(ask.kind, HOME_ASK_SHEET);
    assert_int_equal(uuid_compare(ask.id, items[2].id), 0);
    ask = tap(HOME_ID_ROW + 1);
    assert_int_equal(ask.kind, HOME_ASK_CONTINUE);
    assert_int_equal(uuid_compare(ask.id, items[1].id), 0);
    assert_int_equal(tap(HOME_ID_NEW).kind, HOME_ASK_NEW);
}

static void home__offers_to_go_on__first(void **state)
{
    (void)state;
    model.running = &items[1];
    model.running_ms = 2407000;
    model.running_saved_ms = 2301000;
    HomeAsk ask = tap(HOME_ID_CONTINUE);
    assert_int_equal(ask.kind, HOME_ASK_CONTINUE);
    assert_int_equal(uuid_compare(ask.id, items[1].id), 0);
    assert_true(ui_says(&fake.ui, "40:07"));
    assert_true(ui_says(&fake.ui, "last at 38:21"));
    assert_int_equal(tap(HOME_ID_NEW).kind, HOME_ASK_NEW);
}

/* Only what is seen is built, however many there are. */
static void home__builds_the_rows__that_can_be_seen(void **state)
{
    (void)state;
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_true(fake.ui.target_count < 30 && fake.ui.command_count < 200);
    (void)step(UI_INPUT_WHEEL, 900, 400);
    (void)step(UI_INPUT_NONE, 0, 0);
    UiRect r = {0};
    assert_true(ui_has(&fake.ui, HOME_ID_ROW + LESSONS - 1, &r));
    assert_false(ui_has(&fake.ui, HOME_ID_ROW, &r));
}

static void home__asks_for_more__at_the_end_of_what_was_read(void **state)
{
    (void)state;
    model.count = 64;
    assert_false(step(UI_INPUT_NONE, 0, 0).needs_more);
    (void)step(UI_INPUT_WHEEL, 900, 400);
    assert_true(step(UI_INPUT_NONE, 0, 0).needs_more);
    home = (HomeState){.search = "attic"};
    assert_true(step(UI_INPUT_NONE, 0, 0).needs_more);
    model.count = LESSONS;
    assert_false(step(UI_INPUT_NONE, 0, 0).needs_more);
}

static void home__finds__titles_classes_and_places(void **state)
{
    (void)state;
    static const struct {
        const char *search, *found;
    } CASES[] = {{"FISH", "333 of 1000"},
                 {"grade", "1000 of 1000"},
                 {"attic", "1 of 1000"},
                 {"\xC3\xA9vo", "333 of 1000"}, /* a small e with an accent */
                 {"nowhere", "0 of 1000"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        (void)snprintf(home.search, sizeof home.search, "%s", CASES[i].search);
        (void)step(UI_INPUT_NONE, 0, 0);
        if (!ui_says(&fake.ui, CASES[i].found))
            fail_msg("%s is not %s", CASES[i].search, CASES[i].found);
    }
    assert_true(ui_says(&fake.ui, "No lesson has this"));
    (void)tap(HOME_ID_CLEAR);
    assert_string_equal(home.search, "");
}

static void home__opens_the_right_lesson__of_those_found(void **state)
{
    (void)state;
    (void)snprintf(home.search, sizeof home.search, "attic");
    HomeAsk ask = tap(HOME_ID_ROW + 500);
    assert_int_equal(uuid_compare(ask.id, items[500].id), 0);
}

static void home__invites__on_the_first_day(void **state)
{
    (void)state;
    model.count = 0;
    model.total = 0;
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}};
    for (int i = 0; i < 2; i++) {
        ui_resize(&fake.ui, SIZES[i][0], SIZES[i][1]);
        assert_int_equal(tap(HOME_ID_NEW).kind, HOME_ASK_NEW);
        assert_true(ui_says(&fake.ui, "How it goes"));
        assert_false(ui_says(&fake.ui, "Recent lessons"));
    }
}

static void home__promises_nothing_filled_in__by_lessons_from_files(void **state)
{
    (void)state;
    for (int32_t i = 0; i < LESSONS; i++)
        items[i].origin = "lecture.csv";
    model.count = 2;
    model.total = 2;
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "Your first lesson"));
    assert_false(ui_says(&fake.ui, "filled in"));
    items[1].origin = "";
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "The next lesson"));
    assert_true(ui_says(&fake.ui, "filled in"));
    model.visits = 1;
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "Your first lesson"));
    model.visits = 0;
}

static void home__says_what_to_do__without_a_record(void **state)
{
    (void)state;
    model = (HomeModel){.trouble = "kenkyu.db: this is not a record of lessons",
                        .advice = "Move it away.",
                        .notice = "",
                        .backup_trouble = "",
                        .sheets_folder = "",
                        .names = "",
                        .forgetting = {"", "", ""}};
    assert_int_equal(tap(HOME_ID_RETRY).kind, HOME_ASK_RETRY);
    UiRect r = {0};
    assert_false(ui_has(&fake.ui, HOME_ID_NEW, &r));
    assert_true(ui_says(&fake.ui, "Move it away."));
}

static void home__says_why__something_was_not_done(void **state)
{
    (void)state;
    model.notice = "the record is damaged";
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "the record is damaged"));
}

/* ---- saved ---- */

static SavedAsk saved_tap(const SavedModel *saved, uint32_t id)
{
    SavedAsk ask = SAVED_ASK_NONE;
    UiRect r = {0};
    static const UiInputKind STEPS[] = {UI_INPUT_NONE, UI_INPUT_DOWN, UI_INPUT_UP};
    for (int i = 0; i < 3; i++) {
        UiInput in = {.kind = STEPS[i], .finger = 1, .x = r.x + r.w / 2, .y = r.y + r.h / 2};
        in.at_ms = in.now_ms = fake.now_ms += 10;
        ui_begin(&fake.ui, &in);
        ask = screen_saved(&fake.ui, saved, &(float){0});
        ui_end(&fake.ui);
        if (i == 0 && !ui_has(&fake.ui, id, &r))
            fail_msg("target %u is not on the screen", (unsigned)id);
    }
    return ask;
}

static void saved__asks__what_comes_next(void **state)
{
    (void)state;
    SavedModel saved = {.title = "Fractions",
                        .where = "Today",
                        .file = "fractions.pdf",
                        .folder = "sheets",
                        .trouble = "",
                        .unsaved = "",
                        .refused = "",
                        .just_ended = true,
                        .figures = {{"17", "pupils heard", "of 27 present"}},
                        .figure_count = 1};
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {600, 900}};
    for (int i = 0; i < 3; i++) {
        ui_resize(&fake.ui, SIZES[i][0], SIZES[i][1]);
        assert_int_equal(saved_tap(&saved, SAVED_ID_NEXT), SAVED_ASK_NEXT);
        assert_int_equal(saved_tap(&saved, SAVED_ID_HOME), SAVED_ASK_HOME);
        assert_int_equal(saved_tap(&saved, SAVED_ID_REOPEN), SAVED_ASK_REOPEN);
        assert_true(ui_says(&fake.ui, "fractions.pdf") && ui_says(&fake.ui, "of 27 present"));
    }
    saved.file = "";
    saved.trouble = "sheets: no space left on the disk";
    assert_int_equal(saved_tap(&saved, SAVED_ID_RETRY), SAVED_ASK_RETRY);
    assert_int_equal(saved_tap(&saved, SAVED_ID_REVIEW), SAVED_ASK_REVIEW);
    assert_true(ui_says(&fake.ui, "no space left"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(home__asks__for_the_lesson_that_was_tapped),
        TEST(home__offers_to_go_on__first),
        TEST(home__builds_the_rows__that_can_be_seen),
        TEST(home__asks_for_more__at_the_end_of_what_was_read),
        TEST(home__finds__titles_classes_and_places),
        TEST(home__opens_the_right_lesson__of_those_found),
        TEST(home__invites__on_the_first_day),
        TEST(home__promises_nothing_filled_in__by_lessons_from_files),
        TEST(home__says_what_to_do__without_a_record),
        TEST(home__says_why__something_was_not_done),
        TEST(saved__asks__what_comes_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
