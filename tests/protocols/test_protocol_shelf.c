#include "check.h"

#include "protocols/file.h"
#include "protocols/protocol_shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena arena;
static char folder[256];
static char files[8][300];
static int32_t file_count;

static int set_up(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%.200s/kenkyu-XXXXXX", tmp ? tmp : "/tmp");
    file_count = 0;
    arena_init(&arena, (size_t)64 << 20);
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    for (int32_t i = 0; i < file_count; i++)
        (void)unlink(files[i]);
    (void)rmdir(folder);
    arena_deinit(&arena);
    return 0;
}

static void put(const char *name, const char *text)
{
    Err err = {0};
    char *path = files[file_count++];
    (void)snprintf(path, sizeof files[0], "%s/%s", folder, name);
    assert_ok(file_write(path, text, strlen(text), &err), err);
}

#define CODES                                                                                      \
    "version: '1'\ncategories:\n  - key: c\n    title: C\n    codes:\n"                            \
    "      - {key: a, label: A, kind: point, about: [class]}\n"
#define OWN(key) "protocol: 1\nkey: " key "\ntitle: Our " key "\n" CODES

static ProtocolShelf read_all(void)
{
    Err err = {0};
    ProtocolShelf shelf;
    assert_ok(protocol_shelf_read(&arena, folder, "en", &shelf, &err), err);
    return shelf;
}

static void shelf__lists__shipped_then_own_by_name(void **state)
{
    (void)state;
    put("b.yaml", OWN("talk"));
    put("a.yaml", OWN("walk"));
    put("notes.txt", "no protocol");
    put(".hidden.yaml", "no protocol");
    ProtocolShelf shelf = read_all();
    int32_t shipped = protocol_shipped_count();
    assert_int_equal(shelf.count, shipped + 2);
    assert_int_equal(shelf.own_count, 2);
    assert_string_equal(shelf.items[0].key, protocol_shipped(0).key);
    assert_null(shelf.items[0].path);
    assert_string_equal(shelf.items[shipped].key, "walk");
    assert_string_equal(shelf.items[shipped].protocol->title, "Our walk");
    assert_string_equal(shelf.items[shipped + 1].key, "talk");
    assert_string_equal(shelf.items[shipped + 1].path, files[0]);
    assert_string_equal(shelf.items[shipped + 1].text, OWN("talk"));
}

static void shelf__keeps_wrong_files__with_what_is_wrong(void **state)
{
    (void)state;
    put("a.yaml", OWN("talk"));
    put("again.yaml", OWN("talk"));
    put("ours.yaml", OWN("academic-talk"));
    put("wrong.yaml", "protocol: 1\nkey: wrong\ntitle: Wrong\nshape: round\n" CODES);
    const ShelfItem *own = read_all().items + protocol_shipped_count();
    assert_non_null(own[0].protocol);
    assert_null(own[1].protocol);
    assert_string_equal(own[1].trouble,
                        "again.yaml: key 'talk' is taken by a.yaml, expected another");
    assert_string_equal(
        own[2].trouble,
        "ours.yaml: key 'academic-talk' is taken by a protocol of Kenkyu's, expected another");
    assert_string_equal(own[3].key, "wrong");
    assert_null(own[3].protocol);
    assert_int_equal(own[3].faults->count, 1);
    assert_int_equal(own[3].faults->items[0].line, 4);
    assert_non_null(strstr(own[3].trouble, "wrong.yaml:4:1: "));
}

static void shelf__without_a_folder__has_the_shipped_ones(void **state)
{
    (void)state;
    Err err = {0};
    ProtocolShelf shelf;
    char missing[300];
    (void)snprintf(missing, sizeof missing, "%s/none", folder);
    assert_ok(protocol_shelf_read(&arena, missing, "en", &shelf, &err), err);
    assert_int_equal(shelf.count, protocol_shipped_count());
    assert_ok(protocol_shelf_read(&arena, "", "en", &shelf, &err), err);
    assert_int_equal(shelf.count, protocol_shipped_count());
    put("file", "");
    size_t used = arena.used;
    assert_false(protocol_shelf_read(&arena, files[0], "en", &shelf, &err));
    char want[400];
    (void)snprintf(want, sizeof want, "%s: the folder cannot be read (Not a directory)", files[0]);
    assert_err(err, ERR_SYSTEM, want);
    assert_int_equal(arena.used, used);
}

static void shelf__finds__by_key(void **state)
{
    (void)state;
    put("a.yaml", OWN("talk"));
    put("bad.yaml", "protocol: 2\n");
    Err err = {0};
    const Protocol *p = NULL;
    assert_ok(protocol_shelf_find(&arena, folder, "en", "fill-plus", &p, &err), err);
    assert_string_equal(p->key, "fill-plus");
    assert_ok(protocol_shelf_find(&arena, folder, "en", "talk", &p, &err), err);
    assert_string_equal(p->title, "Our talk");
    assert_false(protocol_shelf_find(&arena, folder, "en", "bad", &p, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_non_null(strstr(err.text, "bad.yaml:1:1: "));
    err = (Err){0};
    assert_false(protocol_shelf_find(&arena, folder, "en", "nothing", &p, &err));
    assert_int_equal(err.kind, ERR_STATE);
    assert_non_null(strstr(err.text, "no protocol 'nothing', expected one of academic-talk, "));
}

static void shelf__more_files_than_fit__keeps_the_first_names(void **state)
{
    (void)state;
    enum { MORE = 3 };
    char path[300];
    Err err = {0};
    for (int i = SHELF_MAX_OWN + MORE - 1; i >= 0; i--) {
        (void)snprintf(path, sizeof path, "%s/p%03d.yaml", folder, i);
        assert_ok(file_write(path, "x", 1, &err), err);
    }
    ProtocolShelf shelf = read_all();
    for (int i = 0; i < SHELF_MAX_OWN + MORE; i++) {
        (void)snprintf(path, sizeof path, "%s/p%03d.yaml", folder, i);
        (void)unlink(path);
    }
    assert_int_equal(shelf.own_count, SHELF_MAX_OWN);
    assert_int_equal(shelf.left_out, MORE);
    assert_string_equal(shelf.items[protocol_shipped_count()].key, "p000");
    assert_string_equal(shelf.items[shelf.count - 1].key, "p063");
}

static void shelf__out_of_memory__is_said(void **state)
{
    (void)state;
    put("a.yaml", OWN("talk"));
    for (size_t limit = 64; limit < (size_t)4 << 20; limit *= 2) {
        Arena small;
        Err err = {0};
        ProtocolShelf shelf;
        arena_init(&small, limit);
        bool ok = protocol_shelf_read(&small, folder, "en", &shelf, &err);
        assert_true(ok || err.kind == ERR_LIMIT);
        assert_true(ok || small.used == 0);
        arena_deinit(&small);
    }
}

static void shelf_folder__is_beside_the_lessons(void **state)
{
    (void)state;
    char out[64];
    assert_true(protocol_shelf_folder("/a/b/kenkyu.db", out, sizeof out));
    assert_string_equal(out, "/a/b/protocols");
    assert_true(protocol_shelf_folder("kenkyu.db", out, sizeof out));
    assert_string_equal(out, "protocols");
    assert_true(protocol_shelf_folder(":memory:", out, sizeof out));
    assert_string_equal(out, "");
    assert_false(protocol_shelf_folder("/a/b/kenkyu.db", out, 14));
}

static void shelf_free_key__counts_up(void **state)
{
    (void)state;
    put("a.yaml", OWN("talk"));
    put("talk-2.yaml", "wrong");
    ProtocolShelf shelf = read_all();
    char key[PROTOCOL_MAX_KEY + 1];
    protocol_shelf_free_key(&shelf, "talk", key);
    assert_string_equal(key, "talk-3");
    protocol_shelf_free_key(&shelf, "chalk", key);
    assert_string_equal(key, "chalk");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shelf__lists__shipped_then_own_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shelf__keeps_wrong_files__with_what_is_wrong, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(shelf__without_a_folder__has_the_shipped_ones, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(shelf__finds__by_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shelf__more_files_than_fit__keeps_the_first_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(shelf__out_of_memory__is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shelf_folder__is_beside_the_lessons, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shelf_free_key__counts_up, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
