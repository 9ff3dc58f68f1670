/* test_walkthroughs_app.c - what many visits say, by finger: filters, a figure and its visits,
 * what leaves the device, a teacher alone. */
#include "check.h"

#include "recorder/screen/visit_drive.h"
#include "recorder/store/export_log.h"

static void walkthroughs__show__what_the_visits_say(void **state)
{
    Drive *d = *state;
    make_term(d);
    drive_open(d);
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    assert_true(drive_says(d, "60 visits"));
    assert_true(drive_says(d, "40 of 60")); /* the first look-for: s s n by turns */
    assert_int_equal(d->app->walks.by, WALK_BY_MONTH);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_BY);
    drive_tap(d, WALKS_ID_CHOICE + 2);
    assert_int_equal(d->app->walks.by, WALK_BY_SCHOOL);
    assert_true(drive_says(d, "Lincoln"));
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_SCHOOL);
    drive_tap(d, WALKS_ID_CHOICE + 1);
    assert_int_equal(d->app->walks.view.visits, 30);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_SCHOOL);
    drive_tap(d, WALKS_ID_CHOICE + 0);
    assert_int_equal(d->app->walks.view.visits, 60);
}

static void figure__opens_its_visits__and_a_visit_its_record(void **state)
{
    Drive *d = *state;
    make_term(d);
    drive_open(d);
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    drive_tap(d, WALKS_ID_ROW);
    assert_int_equal(d->app->walks.list_total, 60);
    assert_true(drive_says(d, "seen in 40 of 60"));
    int64_t n = 0;
    drive_tap(d, WALKS_ID_CLOSE);
    for (int32_t i = 0; i < d->app->walks.view.group_count; i++) {
        const WalkCell *cell = &d->app->walks.view.rows[0].cells[i];
        uint32_t point = WALKS_ID_POINT + (uint32_t)i;
        if (cell->hidden) { /* no figure, nothing behind it */
            assert_false(drive_shows(d, point) && app_find_target(d->app, point, &(UiRect){0}));
            continue;
        }
        drive_tap(d, point);
        assert_int_equal(d->app->walks.list_total, cell->share.n + cell->unsure + cell->open);
        n += cell->share.n;
        drive_tap(d, WALKS_ID_CLOSE);
    }
    assert_true(n > 0);
    drive_tap(d, WALKS_ID_ROW);
    Uuid id = d->app->walks.list[0].id;
    drive_tap(d, WALKS_ID_VISIT);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_int_equal(uuid_compare(d->app->saved.id, id), 0);
}

static void filter__that_leaves_out_few__says_so(void **state)
{
    Drive *d = *state;
    make_term(d);
    drive_open(d);
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_SUBJECT);
    drive_tap(d, WALKS_ID_CHOICE + 1); /* mathematics: all but four */
    assert_true(d->app->walks.view.all_hidden);
    assert_true(drive_says(d, "leaves out fewer than 10 visits"));
    assert_true(drive_says(d, "Hidden"));
    assert_false(app_find_target(d->app, WALKS_ID_ROW, &(UiRect){0}));
}

static void export__leaves__a_sheet_and_a_workbook(void **state)
{
    Drive *d = *state;
    make_term(d);
    drive_open(d);
    drive_tap(d, HOME_ID_WALKTHROUGHS);
    drive_tap(d, WALKS_ID_EXPORT);
    static const char *const endings[] = {"pdf", "xlsx"};
    for (int i = 0; i < 2; i++) {
        char path[700];
        (void)snprintf(path, sizeof path, "%s/2026-11-23-walk-throughs.%s", d->sheets, endings[i]);
        FILE *file = fopen(path, "rb");
        if (!file)
            fail_msg("%s is not there: %s", path, d->app->walks.notice);
        char start[5] = "";
        assert_int_equal(fread(start, 1, 4, file), 4);
        assert_string_equal(start, i == 0 ? "%PDF" : "PK\x03\x04");
        (void)fclose(file);
    }
    assert_non_null(strstr(d->app->walks.notice, "2026-11-23-walk-throughs.pdf"));
    char log[FILE_MAX_PATH];
    const char *text = NULL;
    size_t len = 0;
    Arena arena;
    Err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    assert_ok(export_log_path(d->db, log, &err), err);
    assert_ok(file_read(&arena, log, 100000, &text, &len, &err), err);
    assert_non_null(strstr(text, "walk-throughs.pdf"));
    assert_non_null(strstr(text, ",walk-throughs,,no,"));
    assert_non_null(strstr(text, "walk-throughs.xlsx"));
    arena_deinit(&arena);
}

/* Of two files the second is refused: the first left the device all the same. */
static void export__of_which_a_part_is_written__notes_it(void **state)
{
    Drive *d = *state;
    char link[700], log[FILE_MAX_PATH];
    const char *text = NULL;
    size_t len = 0;
    Arena arena;
    Err err = {0};
    drive_open(d);
    begin_visit(d);
    drive_tap(d, look(d, "explain", 0));
    drive_tap(d, WALK_ID_END);
    app_show_walkthroughs(d->app);
    drive_frame(d);
    assert_ok(file_make_folder(d->sheets, &err), err);
    (void)snprintf(link, sizeof link, "%s/2026-11-23-walk-throughs.xlsx", d->sheets);
    assert_int_equal(symlink("/nowhere/at/all.xlsx", link), 0);
    drive_tap(d, WALKS_ID_EXPORT);
    assert_non_null(strstr(d->app->walks.notice, "/nowhere/at/all.xlsx: cannot be written"));
    arena_init(&arena, (size_t)1 << 20);
    assert_ok(export_log_path(d->db, log, &err), err);
    assert_ok(file_read(&arena, log, 100000, &text, &len, &err), err);
    assert_non_null(strstr(text, "walk-throughs.pdf"));
    assert_null(strstr(text, "walk-throughs.xlsx"));
    arena_deinit(&arena);
}

/* What is recorded about the only teacher there is. */
static StoreNamed teacher_of(Drive *d)
{
    Err err = {0};
    StoreNamed *teachers;
    int32_t count;
    assert_ok(store_list_named(d->app->store, NAMED_TEACHER, &d->app->walks.arena, &teachers,
                               &count, &err),
              err);
    assert_int_equal(count, 1);
    return teachers[0];
}

static void teacher__is_shown_alone__only_when_they_agreed(void **state)
{
    Drive *d = *state;
    drive_open(d);
    begin_visit(d);
    drive_tap(d, look(d, "explain", 0));
    drive_tap(d, WALK_ID_END);
    app_show_walkthroughs(d->app);
    drive_frame(d);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
    assert_true(drive_says(d, "T14"));
    assert_true(drive_says(d, "has not agreed"));
    assert_false(app_find_target(d->app, WALKS_ID_TEACHER, &(UiRect){0})); /* not to be chosen */
    drive_tap(d, WALKS_ID_TEACHER + 1);
    assert_true(drive_says(d, "T14 agreed that figures"));
    drive_tap(d, WALKS_ID_PERMIT_NO); /* not now */
    assert_false(teacher_of(d).permits);
    drive_tap(d, WALKS_ID_TEACHER + 1);
    drive_tap(d, WALKS_ID_PERMIT_YES);
    assert_true(teacher_of(d).permits);
    assert_int_equal(teacher_of(d).permitted_unix_ms, drive_clock.unix_ms);
    assert_true(drive_says(d, "agreed on 23 Nov 2026"));
    drive_tap(d, WALKS_ID_TEACHER);
    assert_int_equal(d->app->walks.view.visits, 1);
    assert_false(d->app->walks.view.rows[0].total.hidden);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
    drive_tap(d, WALKS_ID_TEACHER + 1); /* withdrawn: at once, and no longer shown */
    assert_false(teacher_of(d).permits);
    assert_true(drive_says(d, "withdrawn on 23 Nov 2026"));
    assert_false(d->app->walks.has_teacher);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
    assert_true(d->app->walks.view.rows[0].total.hidden);
}

static void teacher__is_found__by_the_beginning_of_the_key(void **state)
{
    Drive *d = *state;
    Err err = {0};
    drive_open(d);
    for (int i = 0; i < 300; i++) {
        char name[16];
        Uuid id = uuid_next(&d->app->ids, drive_clock.unix_ms);
        (void)snprintf(name, sizeof name, "T%03d", i);
        assert_ok(store_add_name(d->app->store, NAMED_TEACHER, id, &d->app->ids,
                                 drive_clock.unix_ms, name, &err),
                  err);
    }
    app_show_walkthroughs(d->app);
    drive_frame(d);
    drive_tap(d, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
    assert_false(drive_says(d, "T287"));
    drive_tap(d, WALKS_ID_SEARCH);
    drive_type(d, "t287");
    assert_true(drive_says(d, "T287"));
    assert_false(drive_says(d, "T001"));
    drive_tap(d, WALKS_ID_TEACHER + 2 * 287 + 1);
    assert_true(drive_says(d, "T287 agreed that figures"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(walkthroughs__show__what_the_visits_say, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(figure__opens_its_visits__and_a_visit_its_record,
                                        visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(filter__that_leaves_out_few__says_so, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(export__leaves__a_sheet_and_a_workbook, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(export__of_which_a_part_is_written__notes_it, visit_set_up,
                                        visit_tear_down),
        cmocka_unit_test_setup_teardown(teacher__is_shown_alone__only_when_they_agreed,
                                        visit_set_up, visit_tear_down),
        cmocka_unit_test_setup_teardown(teacher__is_found__by_the_beginning_of_the_key,
                                        visit_set_up, visit_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
