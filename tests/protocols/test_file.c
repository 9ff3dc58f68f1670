#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocols/file.h"

/* Every test has a folder of its own and stands in it, so that messages have
 * names that do not depend on where that is. */
typedef struct Folder {
    char path[64];
    Arena arena;
} Folder;

static int setup(void **state)
{
    Folder *folder = calloc(1, sizeof *folder);
    (void)strcpy(folder->path, "/tmp/kenkyu-file-XXXXXX");
    arena_init(&folder->arena, 1 << 20);
    *state = folder;
    return !mkdtemp(folder->path) || chdir(folder->path) != 0;
}

static void remove_tree(const char *path)
{
    (void)chmod(path, 0700);
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
        char name[600];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (unlink(name) != 0)
            remove_tree(name);
    }
    if (dir)
        closedir(dir);
    (void)rmdir(path);
}

static int teardown(void **state)
{
    Folder *folder = *state;
    arena_deinit(&folder->arena);
    int failed = chdir("/") != 0;
    remove_tree(folder->path);
    free(folder);
    return failed;
}

static int count_files(void)
{
    int count = 0;
    DIR *dir = opendir(".");
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

static void file__reads_what_was_written(void **state)
{
    Folder *folder = *state;
    static const char bytes[] = "one\0two\n";
    Err err = {0};
    const char *text = NULL;
    size_t len = 0;
    assert_ok(file_write("lesson.csv", bytes, sizeof bytes, &err), err);
    assert_ok(file_read(&folder->arena, "lesson.csv", 100, &text, &len, &err), err);
    assert_int_equal(len, sizeof bytes);
    assert_memory_equal(text, bytes, len);
    assert_int_equal(text[len], '\0');
    struct stat st;
    assert_int_equal(stat("lesson.csv", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(count_files(), 1); /* nothing temporary is left */
}

static void file_read__takes_an_empty_file(void **state)
{
    Folder *folder = *state;
    Err err = {0};
    const char *text = NULL;
    size_t len = 1;
    assert_ok(file_write("empty", "", 0, &err), err);
    assert_ok(file_read(&folder->arena, "empty", 0, &text, &len, &err), err);
    assert_int_equal(len, 0);
    assert_string_equal(text, "");
}

static void file_read__names_the_limit(void **state)
{
    Folder *folder = *state;
    const char *text = "untouched";
    size_t len = 9;
    Err err = {0};
    assert_ok(file_write("five", "12345", 5, &err), err);
    assert_ok(file_read(&folder->arena, "five", 5, &text, &len, &err), err);
    text = "untouched";
    size_t used = folder->arena.used;
    assert_false(file_read(&folder->arena, "five", 4, &text, &len, &err));
    assert_err(err, ERR_LIMIT, "five: larger than 4 bytes, the most that is read");
    assert_string_equal(text, "untouched");
    assert_int_equal(folder->arena.used, used);
}

/* A sparse gigabyte: refused by its size, without being read. */
static void file_read__refuses_a_huge_file_unread(void **state)
{
    Folder *folder = *state;
    const char *text = NULL;
    size_t len = 0;
    Err err = {0};
    FILE *file = fopen("huge", "wb");
    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), (off_t)1 << 30), 0);
    fclose(file);
    assert_false(file_read(&folder->arena, "huge", 1000, &text, &len, &err));
    assert_err(err, ERR_LIMIT, "huge: larger than 1000 bytes, the most that is read");
    err = (Err){0};
    assert_false(file_read(&folder->arena, "huge", 256 * 1024, &text, &len, &err));
    assert_err(err, ERR_LIMIT, "huge: larger than 256 KiB, the most that is read");
}

static void file_read__refuses_what_is_no_file(void **state)
{
    Folder *folder = *state;
    const char *text = NULL;
    size_t len = 0;
    Err err = {0};
    assert_false(file_read(&folder->arena, "nothing", 10, &text, &len, &err));
    assert_err(err, ERR_SYSTEM, "nothing: cannot be opened (No such file or directory)");
    err = (Err){0};
    assert_false(file_read(&folder->arena, ".", 10, &text, &len, &err));
    assert_err(err, ERR_SYSTEM, ".: is a folder, expected a file");
    err = (Err){0};
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_false(file_read(&folder->arena, "pipe", 10, &text, &len, &err));
    assert_err(err, ERR_SYSTEM, "pipe: is no ordinary file, expected one");
}

static void file_read__says_when_memory_is_short(void **state)
{
    (void)state;
    const char *text = NULL;
    size_t len = 0;
    Err err = {0};
    assert_ok(file_write("five", "12345", 5, &err), err);
    for (size_t limit = 0; limit < 9; limit++) {
        Arena arena;
        arena_init(&arena, limit);
        err = (Err){0};
        bool ok = file_read(&arena, "five", 100, &text, &len, &err);
        assert_int_equal(ok, limit >= 7); /* 5 bytes, one to see that it ends, and the zero */
        if (!ok)
            assert_err(err, ERR_LIMIT, "five: no memory for 6 bytes");
        arena_deinit(&arena);
    }
}

static void file_write__replaces_as_a_whole(void **state)
{
    Folder *folder = *state;
    Err err = {0};
    const char *text = NULL;
    size_t len = 0;
    assert_ok(file_write("sheet.pdf", "the old one", 11, &err), err);
    assert_ok(file_write("./sheet.pdf", "new", 3, &err), err);
    assert_ok(file_read(&folder->arena, "sheet.pdf", 100, &text, &len, &err), err);
    assert_string_equal(text, "new");
    assert_int_equal(count_files(), 1);
}

static void file_write__keeps_permissions_and_links(void **state)
{
    Folder *folder = *state;
    Err err = {0};
    struct stat st;
    const char *text = NULL;
    size_t len = 0;
    assert_ok(file_write("sheet.pdf", "one", 3, &err), err);
    assert_int_equal(stat("sheet.pdf", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(chmod("sheet.pdf", 0664), 0);
    assert_int_equal(symlink("sheet.pdf", "one.pdf"), 0);
    assert_int_equal(symlink("one.pdf", "two.pdf"), 0);
    assert_ok(file_write("two.pdf", "two", 3, &err), err);
    assert_int_equal(lstat("two.pdf", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat("sheet.pdf", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0664);
    assert_ok(file_read(&folder->arena, "sheet.pdf", 100, &text, &len, &err), err);
    assert_string_equal(text, "two");

    assert_int_equal(symlink("round", "round"), 0);
    assert_false(file_write("round", "x", 1, &err));
    assert_err(err, ERR_SYSTEM, "round: links lead round in a circle");
    assert_int_equal(count_files(), 4);
}

static void file_write__writes_into__a_pipe(void **state)
{
    (void)state;
    Err err = {0};
    struct stat st;
    char text[8] = "";
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int fd = open("pipe", O_RDONLY | O_NONBLOCK);
    assert_ok(file_write("pipe", "sheet", 5, &err), err);
    assert_int_equal(read(fd, text, sizeof text - 1), 5);
    assert_string_equal(text, "sheet");
    assert_int_equal(close(fd), 0);
    assert_int_equal(lstat("pipe", &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_int_equal(count_files(), 1);
}

/* Root may write anywhere, so this is tried as nobody. */
static void file_write__leaves_the_old_one_when_it_cannot(void **state)
{
    Folder *folder = *state;
    enum { NOBODY = 65534 };
    Err err = {0}, refused = {0};
    const char *text = NULL;
    size_t len = 0;
    assert_int_equal(mkdir("locked", 0700), 0);
    assert_ok(file_write("locked/a", "old", 3, &err), err);
    bool root = geteuid() == 0;
    assert_int_equal(chmod("locked", 0555), 0);
    assert_int_equal(chmod(".", 0755), 0);
    assert_true(!root || seteuid(NOBODY) == 0);
    bool written = file_write("locked/a", "new", 3, &refused);
    assert_true(!root || seteuid(0) == 0);
    assert_false(written);
    assert_err(refused, ERR_SYSTEM, "locked/a: cannot be written (Permission denied)");
    assert_ok(file_read(&folder->arena, "locked/a", 100, &text, &len, &err), err);
    assert_string_equal(text, "old");
}

static void file_write__leaves_nothing_when_the_name_is_a_folder(void **state)
{
    (void)state;
    Err err = {0};
    assert_int_equal(mkdir("sub", 0700), 0);
    assert_false(file_write("sub", "x", 1, &err));
    assert_err(err, ERR_SYSTEM, "sub: cannot be written (Is a directory)");
    assert_int_equal(count_files(), 1);
    err = (Err){0};
    assert_false(file_write("missing/x", "x", 1, &err));
    assert_err(err, ERR_SYSTEM, "missing/x: cannot be written (No such file or directory)");
}

static void file_write__refuses_names_without_sense(void **state)
{
    (void)state;
    Err err = {0};
    assert_false(file_write("", "x", 1, &err));
    assert_err(err, ERR_LIMIT, "a file name of 0 bytes, expected 1 to 4063");
    char name[5000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    err = (Err){0};
    assert_false(file_write(name, "x", 1, &err));
    assert_err(err, ERR_LIMIT, "a file name of 4999 bytes, expected 1 to 4063");
}

static void file_make_folder__makes_those_above_too(void **state)
{
    (void)state;
    Err err = {0};
    assert_ok(file_make_folder("a/b/c", &err), err);
    assert_ok(file_make_folder("a/b/c/", &err), err);
    struct stat st;
    assert_int_equal(stat("a/b", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_ok(file_write("a/b/c/x", "x", 1, &err), err);
    assert_false(file_make_folder("a/b/c/x/d", &err));
    assert_err(err, ERR_SYSTEM, "a/b/c/x: is a file, expected a folder");
}

/* In a folder like /tmp somebody else's link must not lead our bytes elsewhere. */
static void file_write__follows_no_link__of_somebody_else_in_a_shared_folder(void **state)
{
    Folder *folder = *state;
    enum { SOMEBODY = 65534, ELSE = 65533 };
    Err err = {0};
    char place[FILE_MAX_PATH];
    const char *text;
    size_t len;
    if (geteuid() != 0)
        skip();
    assert_int_equal(mkdir("shared", 0700), 0);
    assert_int_equal(chmod("shared", 01777), 0);
    assert_ok(file_write("mine", "old", 3, &err), err);
    assert_int_equal(symlink("../mine", "shared/sheet.pdf"), 0);
    assert_ok(file_follow("shared/sheet.pdf", place, &err), err); /* our own */
    assert_int_equal(lchown("shared/sheet.pdf", SOMEBODY, SOMEBODY), 0);
    assert_false(file_write("shared/sheet.pdf", "new", 3, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_string_equal(err.text,
                        "shared/sheet.pdf: is a link that somebody else put into a folder "
                        "for all; it is not followed");
    err = (Err){0};
    assert_false(file_find_place("shared/sheet.pdf", place, &err));
    err = (Err){0};
    assert_ok(file_read(&folder->arena, "mine", 100, &text, &len, &err), err);
    assert_string_equal(text, "old");
    assert_int_equal(lchown("shared", SOMEBODY, SOMEBODY), 0);
    assert_ok(file_follow("shared/sheet.pdf", place, &err), err); /* the folder's owner's */
    assert_int_equal(lchown("shared", ELSE, ELSE), 0);
    assert_false(file_follow("shared/sheet.pdf", place, &err));
    err = (Err){0};
    assert_int_equal(chmod("shared", 0777), 0);
    assert_ok(file_follow("shared/sheet.pdf", place, &err), err); /* as Linux has it */
}

static void put_of_age(const char *name, int minutes)
{
    Err err = {0};
    struct stat st;
    assert_ok(file_write("now", "x", 1, &err), err);
    assert_int_equal(stat("now", &st), 0);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    struct timespec times[2] = {st.st_mtim, st.st_mtim};
    times[1].tv_sec -= 60 * minutes;
    assert_int_equal(futimens(fd, times), 0);
    assert_int_equal(close(fd), 0);
}

/* What a program that was killed left of a file; nothing else, and not what another one
 * may still write. */
static void file_write__removes__what_was_left_unfinished(void **state)
{
    (void)state;
    Err err = {0};
    struct stat st;
    static const char *const stay[] = {
        ".kenkyu-0123456789abcde",      ".kenkyu-0123456789abcdef0",    ".kenkyu-0123456789ABCDEF",
        ".kenkyu-0123456789abcdef-wal", ".kenkyu-0123456789abcdef.pdf", ".other-0123456789abcdef",
        "kenkyu-0123456789abcdef"};
    enum { STAY = sizeof stay / sizeof *stay };
    put_of_age(".kenkyu-00000000000000aa", 9);
    put_of_age("target", 100);
    assert_int_equal(symlink("target", ".kenkyu-00000000000000bb"), 0);
    assert_int_equal(mkdir(".kenkyu-00000000000000cc", 0700), 0);
    assert_int_equal(mkdir("in", 0700), 0);
    for (int i = 0; i < STAY; i++)
        put_of_age(stay[i], 100);
    put_of_age("in/.kenkyu-0123456789abcdef", 100);
    put_of_age(".kenkyu-0123456789abcdef", 11);
    assert_ok(file_write("in/x.pdf", "x", 1, &err), err);
    assert_int_equal(lstat("in/.kenkyu-0123456789abcdef", &st), -1);
    assert_int_equal(lstat(".kenkyu-0123456789abcdef", &st), 0); /* of another folder */
    assert_ok(file_write("x.pdf", "x", 1, &err), err);
    assert_int_equal(lstat(".kenkyu-0123456789abcdef", &st), -1);
    assert_int_equal(lstat(".kenkyu-00000000000000aa", &st), 0);
    assert_int_equal(lstat(".kenkyu-00000000000000bb", &st), 0);
    assert_int_equal(lstat(".kenkyu-00000000000000cc", &st), 0);
    for (int i = 0; i < STAY; i++)
        assert_int_equal(lstat(stay[i], &st), 0);
    if (geteuid() != 0)
        return;
    put_of_age(".kenkyu-00000000000000dd", 100); /* somebody else's */
    assert_int_equal(chown(".kenkyu-00000000000000dd", 12345, (gid_t)-1), 0);
    assert_ok(file_write("x.pdf", "y", 1, &err), err);
    assert_int_equal(lstat(".kenkyu-00000000000000dd", &st), 0);
}

static void file_temporary__is_known__by_its_name(void **state)
{
    (void)state;
    Err err = {0};
    char name[FILE_MAX_PATH];
    int fd = file_open_temporary("x", name, &err);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(file_temporary_len(strrchr(name, '/') + 1), strlen(strrchr(name, '/') + 1));
    assert_int_equal(unlink(name), 0);
    assert_int_equal(file_temporary_len(".kenkyu-0123456789abcdef-wal"), 24);
    assert_int_equal(file_temporary_len(".kenkyu-0123456789abcde"), 0);
    assert_int_equal(file_temporary_len(".kenkyu-0123456789abcdef0"), 0);
    assert_int_equal(file_temporary_len(".kenkyu-0123456789ABCDEF"), 0);
    assert_int_equal(file_temporary_len("kenkyu-0123456789abcdef"), 0);
    assert_int_equal(file_temporary_len(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(file__reads_what_was_written, setup, teardown),
        cmocka_unit_test_setup_teardown(file_read__takes_an_empty_file, setup, teardown),
        cmocka_unit_test_setup_teardown(file_read__names_the_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(file_read__refuses_a_huge_file_unread, setup, teardown),
        cmocka_unit_test_setup_teardown(file_read__refuses_what_is_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(file_read__says_when_memory_is_short, setup, teardown),
        cmocka_unit_test_setup_teardown(file_write__replaces_as_a_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(file_write__keeps_permissions_and_links, setup, teardown),
        cmocka_unit_test_setup_teardown(file_write__writes_into__a_pipe, setup, teardown),
        cmocka_unit_test_setup_teardown(file_write__leaves_the_old_one_when_it_cannot, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(file_write__leaves_nothing_when_the_name_is_a_folder, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(file_write__refuses_names_without_sense, setup, teardown),
        cmocka_unit_test_setup_teardown(
            file_write__follows_no_link__of_somebody_else_in_a_shared_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(file_make_folder__makes_those_above_too, setup, teardown),
        cmocka_unit_test_setup_teardown(file_write__removes__what_was_left_unfinished, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(file_temporary__is_known__by_its_name, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
