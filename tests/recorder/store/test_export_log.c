/* test_export_log.c - what left the device is noted, once and readably. */
#include "check.h"

#include "recorder/store/export_log.h"
#include "recorder/store_folder.h"

#include <sys/stat.h>

static Folder folder;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove_all(&folder);
    return 0;
}

static void assert_log(const char *want)
{
    char path[FILE_MAX_PATH];
    const char *text;
    size_t len;
    struct stat st;
    Arena arena;
    Err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    assert_ok(export_log_path(folder.db, path, &err), err);
    assert_ok(file_read(&arena, path, 100000, &text, &len, &err), err);
    assert_string_equal(text, want);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    arena_deinit(&arena);
}

static void add__grows_the_list__under_one_head(void **state)
{
    (void)state;
    Err err = {0};
    Uuid lesson = {{0x01, 0x97, 0xc3, 0xa2}};
    ExportEntry sheet = {.unix_ms = INT64_C(1795428000123),
                         .what = "debrief sheet",
                         .lesson = &lesson,
                         .file = "/home/ana/a, b.pdf"};
    ExportEntry names = {.unix_ms = INT64_C(1795428060000), .what = "list of names", .names = true};
    ExportEntry trick = {.unix_ms = 0, .what = "=cmd", .file = "/a.csv"};
    assert_ok(export_log_add(folder.db, &sheet, &err), err);
    assert_ok(export_log_add(folder.db, &names, &err), err);
    assert_ok(export_log_add(folder.db, &trick, &err), err);
    assert_log("time_utc,what,lesson,names,file\n"
               "2026-11-23T10:00:00Z,debrief sheet,0197c3a2-0000-0000-0000-000000000000,no,"
               "\"/home/ana/a, b.pdf\"\n"
               "2026-11-23T10:01:00Z,list of names,,yes,standard output\n"
               "1970-01-01T00:00:00Z,\"'=cmd\",,no,/a.csv\n");
}

/* Whoever reads the list stands elsewhere. */
static void add__says_the_whole_path(void **state)
{
    (void)state;
    Err err = {0};
    char here[FILE_MAX_PATH], want[2 * FILE_MAX_PATH];
    ExportEntry entry = {.unix_ms = 0, .what = "events", .file = "a.csv"};
    ExportEntry dot = {.unix_ms = 0, .what = "events", .file = "./sheets/a.csv"};
    assert_non_null(getcwd(here, sizeof here));
    assert_ok(export_log_add(folder.db, &entry, &err), err);
    assert_ok(export_log_add(folder.db, &dot, &err), err);
    (void)snprintf(want, sizeof want,
                   "time_utc,what,lesson,names,file\n"
                   "1970-01-01T00:00:00Z,events,,no,%s/a.csv\n"
                   "1970-01-01T00:00:00Z,events,,no,%s/sheets/a.csv\n",
                   here, here);
    assert_log(want);
}

/* As much as the disk took before the power went. */
static void put_torn(const char *text)
{
    Err err = {0};
    char path[FILE_MAX_PATH];
    assert_ok(export_log_path(folder.db, path, &err), err);
    FILE *log = fopen(path, "ab");
    assert_non_null(log);
    assert_true(fputs(text, log) >= 0);
    assert_int_equal(fclose(log), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static void add__begins_anew__after_a_head_that_was_cut(void **state)
{
    (void)state;
    Err err = {0};
    ExportEntry entry = {.unix_ms = 0, .what = "events", .file = "/a.csv"};
    put_torn("time_utc,what");
    assert_ok(export_log_add(folder.db, &entry, &err), err);
    assert_log("time_utc,what,lesson,names,file\n"
               "1970-01-01T00:00:00Z,events,,no,/a.csv\n");
}

static void add__begins_a_line__after_one_that_was_cut(void **state)
{
    (void)state;
    Err err = {0};
    ExportEntry entry = {.unix_ms = 0, .what = "events", .file = "/a.csv"};
    assert_ok(export_log_add(folder.db, &entry, &err), err);
    put_torn("1970-01-01T00:0");
    assert_ok(export_log_add(folder.db, &entry, &err), err);
    assert_log("time_utc,what,lesson,names,file\n"
               "1970-01-01T00:00:00Z,events,,no,/a.csv\n"
               "1970-01-01T00:0\n"
               "1970-01-01T00:00:00Z,events,,no,/a.csv\n");
}

static void add__says_so__when_it_cannot(void **state)
{
    (void)state;
    Err err = {0};
    char path[FILE_MAX_PATH], want[FILE_MAX_PATH];
    ExportEntry entry = {.what = "events"};
    assert_ok(export_log_path(folder.db, path, &err), err);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(export_log_add(folder.db, &entry, &err));
    (void)snprintf(want, sizeof want, "%s: what was exported cannot be noted (Is a directory)",
                   path);
    assert_err(err, ERR_SYSTEM, want);
    err = (Err){0};
    assert_ok(export_log_add(":memory:", &entry, &err), err); /* has no file beside it */
}

static bool is_not_the_second(void *context, Uuid lesson, bool *ret_gone, Err *err)
{
    int *asked = context;
    (void)err;
    ++*asked;
    *ret_gone = lesson.bytes[15] != 2;
    return true;
}

static void forget__takes_out__the_files_of_lessons_that_are_gone(void **state)
{
    (void)state;
    Err err = {0};
    int asked = 0;
    Uuid one = {.bytes = {[15] = 1}}, two = {.bytes = {[15] = 2}};
    const ExportEntry entries[] = {
        {.what = "sheet, \"bold\"", .lesson = &one, .file = "/2025 Fractions, a\nb.pdf"},
        {.what = "sheet", .lesson = &two, .file = "/Ratios, again.pdf"},
        {.what = "backup", .file = "/stick.backup"},
        {.what = "events", .lesson = &one},
    };
    for (size_t i = 0; i < 4; i++)
        assert_ok(export_log_add(folder.db, &entries[i], &err), err);
    put_torn("1970-01-01T00:0");
    for (int i = 0; i < 2; i++) {
        assert_ok(export_log_forget(folder.db, is_not_the_second, &asked, &err), err);
        assert_log("time_utc,what,lesson,names,file\n"
                   "1970-01-01T00:00:00Z,\"sheet, \"\"bold\"\"\","
                   "00000000-0000-0000-0000-000000000001,no,forgotten\n"
                   "1970-01-01T00:00:00Z,sheet,00000000-0000-0000-0000-000000000002,no,"
                   "\"/Ratios, again.pdf\"\n"
                   "1970-01-01T00:00:00Z,backup,,no,/stick.backup\n"
                   "1970-01-01T00:00:00Z,events,00000000-0000-0000-0000-000000000001,no,"
                   "standard output\n"
                   "1970-01-01T00:0");
    }
    assert_int_equal(asked, 4); /* the two that have a file, each time */
}

static void forget__without_a_list__does_nothing(void **state)
{
    (void)state;
    Err err = {0};
    int asked = 0;
    char path[FILE_MAX_PATH];
    assert_ok(export_log_forget(folder.db, is_not_the_second, &asked, &err), err);
    assert_ok(export_log_forget(":memory:", is_not_the_second, &asked, &err), err);
    assert_ok(export_log_path(folder.db, path, &err), err);
    assert_int_not_equal(access(path, F_OK), 0);
    put_torn("\"a\n,,\"\"\",,,,,\n,,\n\n\"");
    assert_ok(export_log_forget(folder.db, is_not_the_second, &asked, &err), err);
    assert_log("\"a\n,,\"\"\",,,,,\n,,\n\n\"");
    assert_int_equal(asked, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(add__grows_the_list__under_one_head, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forget__takes_out__the_files_of_lessons_that_are_gone,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(forget__without_a_list__does_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(add__says_the_whole_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(add__begins_anew__after_a_head_that_was_cut, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(add__begins_a_line__after_one_that_was_cut, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(add__says_so__when_it_cannot, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
