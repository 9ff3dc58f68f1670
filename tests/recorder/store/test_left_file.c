/* test_left_file.c - what becomes of files that were made of lessons: the app's own sheets go
 * with the lesson, all else that is still there is listed, and nothing else is touched. */
#include "check.h"

#include "recorder/store/left_file.h"
#include "recorder/store/sheet_seal.h"
#include "recorder/store_folder.h"

#include <sys/stat.h>

static const Uuid gone = {{0x01, 0x97, [15] = 1}}, kept = {{0x01, 0x97, [15] = 2}};
static const char pdf[] = "%PDF-1.3\n1 0 obj\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n";
static Folder folder;
static LeftFiles files;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    left_files_deinit(&files);
    folder_remove_all(&folder);
    return 0;
}

static bool is_first(void *context, Uuid lesson, bool *ret_gone, Err *err)
{
    (void)context;
    (void)err;
    *ret_gone = uuid_compare(lesson, gone) == 0;
    return true;
}

static const char *in_folder(const char *name)
{
    static char paths[8][FILE_MAX_PATH];
    static int next;
    char *path = paths[next++ % 8];
    (void)snprintf(path, FILE_MAX_PATH, "%s/%s", folder.path, name);
    return path;
}

static void write_file(const char *name, const void *bytes, size_t len)
{
    Err err = {0};
    assert_ok(file_write(in_folder(name), bytes, len, &err), err);
}

/* A sheet of that lesson, as the app seals it. */
static void write_sheet(const char *name, Uuid lesson)
{
    uint8_t bytes[sizeof pdf + SHEET_SEAL_BYTES];
    memcpy(bytes, pdf, sizeof pdf - 1);
    write_file(name, bytes, sheet_seal_put(bytes, sizeof pdf - 1, lesson));
}

static void note(const char *what, const Uuid *lesson, const char *name)
{
    Err err = {0};
    ExportEntry entry = {.what = what, .lesson = lesson, .file = name ? in_folder(name) : NULL};
    assert_ok(export_log_add(folder.db, &entry, &err), err);
}

static void find(void)
{
    Err err = {0};
    assert_ok(left_files_find(folder.db, is_first, NULL, &files, &err), err);
}

/* The kind of the file that is called so; -1: it is not listed. */
static int kind_of(const char *name)
{
    int found = -1;
    for (int32_t i = 0; i < files.count; i++)
        if (strcmp(files.items[i].path, in_folder(name)) == 0) {
            assert_int_equal(found, -1); /* once */
            found = (int)files.items[i].kind;
        }
    return found;
}

static bool is_there(const char *name)
{
    struct stat st;
    return lstat(in_folder(name), &st) == 0;
}

static void own_sheet__untouched__goes_with_its_lesson(void **state)
{
    (void)state;
    write_sheet("own.pdf", gone);
    write_sheet("other.pdf", kept);
    note(EXPORT_BY_ITSELF, &gone, "own.pdf");
    note(EXPORT_BY_ITSELF, &kept, "other.pdf");
    find();
    assert_int_equal(kind_of("own.pdf"), LEFT_GOES);
    assert_int_equal(kind_of("other.pdf"), -1);
    assert_true(is_there("own.pdf")); /* looking changes nothing */
    left_files_remove(&files);
    assert_false(is_there("own.pdf"));
    assert_true(is_there("other.pdf"));
    find();
    assert_int_equal(files.count, 0);
}

static void own_sheet__that_somebody_touched_or_asked_for__stays_and_is_listed(void **state)
{
    (void)state;
    static const char *const names[] = {"written-on.pdf", "asked.pdf", "both.pdf", "its.pdf",
                                        "none.pdf"};
    uint8_t bytes[sizeof pdf + SHEET_SEAL_BYTES + 3];
    memcpy(bytes, pdf, sizeof pdf - 1);
    size_t len = sheet_seal_put(bytes, sizeof pdf - 1, gone);
    bytes[12] ^= 1;
    write_file("written-on.pdf", bytes, len);
    for (int i = 1; i < 3; i++)
        write_sheet(names[i], gone);
    write_sheet("its.pdf", kept); /* of another record: the same name, another lesson */
    write_file("none.pdf", pdf, sizeof pdf - 1);
    for (size_t i = 0; i < 5; i++)
        note(EXPORT_BY_ITSELF, &gone, names[i]);
    note("debrief sheet", &gone, "asked.pdf");
    note(EXPORT_BY_ITSELF, &kept, "both.pdf");
    find();
    left_files_remove(&files);
    assert_int_equal(files.count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(kind_of(names[i]), LEFT_STAYS);
        assert_true(is_there(names[i]));
    }
    assert_string_equal(files.items[0].what, "debrief sheet");
    assert_string_equal(files.items[0].path, in_folder("asked.pdf"));
}

static void path__that_is_no_ordinary_file__is_never_removed(void **state)
{
    (void)state;
    write_sheet("away.pdf", gone);
    assert_int_equal(symlink(in_folder("away.pdf"), in_folder("link.pdf")), 0);
    assert_int_equal(mkdir(in_folder("folder.pdf"), 0700), 0);
    assert_int_equal(mkfifo(in_folder("pipe.pdf"), 0600), 0); /* is not waited for */
    assert_int_equal(symlink(in_folder("nothing"), in_folder("dead.pdf")), 0);
    static const char *const names[] = {"link.pdf", "folder.pdf", "pipe.pdf", "dead.pdf"};
    for (size_t i = 0; i < 4; i++)
        note(EXPORT_BY_ITSELF, &gone, names[i]);
    find();
    left_files_remove(&files);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(kind_of(names[i]), LEFT_STAYS);
        assert_true(is_there(names[i]));
    }
    assert_true(is_there("away.pdf"));
}

static void files__of_one_lesson_and_of_several__are_listed_as_far_as_they_are_there(void **state)
{
    (void)state;
    static const char *const there[] = {"set.pdf",        "set-1.png",        "set-12.png",
                                        "set.xlsx",       "set-by-group.csv", "e.csv",
                                        "a \"b\",c.json", "all.backup"};
    static const char *const others[] = {"set-2.pdf",   "set.doc",   "set-1.png.bak",
                                         "setting.pdf", "set12.png", "set-x.png"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        write_file(there[i], "x", 1);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        write_file(others[i], "x", 1);
    note("sheet and tables", &gone, "set");
    note("events", &gone, "e.csv");
    note("events", &gone, "e.csv");
    note("record", &gone, "a \"b\",c.json");
    note("record", &gone, NULL);
    note("record", &gone, "was-removed.json");
    note("record", &kept, "not-this.json");
    note("backup", NULL, "all.backup");
    note("events", &gone, "stick/e.csv");
    find();
    assert_int_equal(files.count, 9);
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        assert_int_equal(kind_of(there[i]),
                         i + 1 < sizeof there / sizeof *there ? LEFT_STAYS : LEFT_SEVERAL);
    assert_int_equal(kind_of("stick/e.csv"), LEFT_AWAY);
    assert_int_equal(left_files_count(&files, LEFT_STAYS), 7);
}

static void own_sheet__that_cannot_be_removed__is_listed_with_the_reason(void **state)
{
    (void)state;
    const uid_t nobody = 65534, me = geteuid();
    if (me == 0) /* to whom nothing is refused */
        assert_true(chown(folder.path, nobody, (gid_t)-1) == 0 && seteuid(nobody) == 0);
    assert_int_equal(mkdir(in_folder("sheets"), 0700), 0);
    write_sheet("sheets/own.pdf", gone);
    note(EXPORT_BY_ITSELF, &gone, "sheets/own.pdf");
    assert_int_equal(chmod(in_folder("sheets"), 0500), 0);
    find();
    left_files_remove(&files);
    assert_int_equal(chmod(in_folder("sheets"), 0700), 0);
    assert_int_equal(seteuid(me), 0);
    assert_int_equal(kind_of("sheets/own.pdf"), LEFT_STAYS);
    assert_string_equal(files.items[0].reason, "it cannot be removed (Permission denied)");
}

static void list__of_nothing_or_of_nonsense__names_no_files(void **state)
{
    (void)state;
    Err err = {0};
    char path[FILE_MAX_PATH];
    find();
    assert_int_equal(files.count, 0);
    assert_ok(export_log_path(folder.db, path, &err), err);
    FILE *list = fopen(path, "w");
    assert_true(list && fputs("a,b,\"c\nd,e,f,g,/h\n,,,,\n1,2,3,4,forgotten\n\"/", list) >= 0);
    assert_int_equal(fclose(list), 0);
    find();
    assert_int_equal(files.count, 0);
    assert_ok(left_files_find(":memory:", is_first, NULL, &files, &err), err);
    assert_int_equal(files.count, 0);
}

static void seal__fits__the_lesson_and_every_byte(void **state)
{
    (void)state;
    uint8_t bytes[sizeof pdf + SHEET_SEAL_BYTES];
    memcpy(bytes, pdf, sizeof pdf - 1);
    size_t len = sheet_seal_put(bytes, sizeof pdf - 1, gone);
    assert_int_equal(len, sizeof pdf - 1 + SHEET_SEAL_BYTES);
    assert_true(sheet_seal_fits(bytes, len, gone));
    assert_false(sheet_seal_fits(bytes, len, kept));
    for (size_t i = 0; i < len; i++) {
        bytes[i] ^= 1;
        assert_false(sheet_seal_fits(bytes, len, gone));
        bytes[i] ^= 1;
        assert_false(sheet_seal_fits(bytes, i, gone));
    }
    static const uint8_t no_pdf[40] = "no PDF";
    memcpy(bytes, no_pdf, sizeof no_pdf);
    assert_int_equal(sheet_seal_put(bytes, sizeof no_pdf, gone), sizeof no_pdf);
    assert_memory_equal(bytes, no_pdf, sizeof no_pdf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(own_sheet__untouched__goes_with_its_lesson),
        T(own_sheet__that_somebody_touched_or_asked_for__stays_and_is_listed),
        T(own_sheet__that_cannot_be_removed__is_listed_with_the_reason),
        T(path__that_is_no_ordinary_file__is_never_removed),
        T(files__of_one_lesson_and_of_several__are_listed_as_far_as_they_are_there),
        T(list__of_nothing_or_of_nonsense__names_no_files),
        T(seal__fits__the_lesson_and_every_byte),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
