/* test_migration.c - a record of every older version, brought up to date with
 * everything that was in it. */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/older.h"
#include "recorder/recording/recording.h"
#include "recorder/store/forget.h"
#include "recorder/store/reread.h"
#include "recorder/store/store_internal.h"
#include "recorder/store_folder.h"

static Arena arena;

/* A lesson as today's program records it. */
static Uuid record_lesson(const char *path)
{
    Lesson lesson;
    Err err = {0};
    lesson_init(&lesson);
    Store *store = store_open(path, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    Recording *recording =
        recording_begin(store, lesson.protocol, &lesson.setup, &lesson.ids, &anchor, &err);
    assert_ok(recording != NULL, err);
    Session *s = recording_session(recording);
    assert_ok(session_start(s, 0, &err), err);
    assert_ok(recording_commit(recording, NULL, &err), err);
    for (int i = 1; i <= 20; i++) {
        SessionTap tap = lesson_tap(i % 3 ? lesson.student_talk : lesson.teacher_talk,
                                    i % 3 ? A1 + i % 3 : TEACHER, i * 1000);
        assert_ok(session_tap(s, &tap, i * 1000, &err), err);
        assert_ok(recording_commit(recording, NULL, &err), err);
    }
    assert_ok(session_undo(s, 21000, &err), err);
    assert_ok(recording_commit(recording, NULL, &err), err);
    assert_ok(session_end(s, 22000, &err), err);
    assert_ok(recording_commit(recording, NULL, &err), err);
    recording_destroy(recording);
    store_close(store);
    Uuid id = lesson.setup.id;
    lesson_deinit(&lesson);
    return id;
}

static void assert_same_lesson(const Observation *now, const Observation *was)
{
    assert_int_equal(now->event_count, was->event_count);
    assert_true(now->event_count > 10);
    for (size_t i = 0; i < now->event_count; i++) {
        assert_memory_equal(&now->events[i].id, &was->events[i].id, sizeof(Uuid));
        assert_int_equal(now->events[i].start_ms, was->events[i].start_ms);
        assert_int_equal(now->events[i].stop_ms, was->events[i].stop_ms);
        assert_int_equal(now->events[i].code, was->events[i].code);
        assert_int_equal(now->events[i].subject, was->events[i].subject);
    }
    assert_int_equal(now->end_ms, was->end_ms);
    assert_string_equal(now->setup->title, was->setup->title);
    assert_int_equal(now->setup->subject_count, was->setup->subject_count);
}

static void open__brings_up_to_date__every_older_version(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    arena_init(&arena, (size_t)64 << 20);
    Uuid id = record_lesson(folder.db);
    Err err = {0};
    Observation was;
    Store *store = store_open(folder.db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    assert_ok(reread_observation(store, id, &arena, &was, &err), err);
    store_close(store);
    for (int version = 1; version < store_folder_newest(); version++) {
        char path[200];
        Observation now;
        (void)snprintf(path, sizeof path, "%s/version-%d.kenkyu", folder.path, version);
        older_make(path, version, folder.db, &arena);
        store = store_open(path, STORE_WRITE, &err);
        assert_ok(store != NULL, err);
        assert_int_equal(store_schema_version(store), store_folder_newest());
        assert_ok(reread_observation(store, id, &arena, &now, &err), err);
        assert_same_lesson(&now, &was);
        store_close(store);
    }
    arena_deinit(&arena);
    folder_remove_all(&folder);
}

/* When they were given is not known: they are not old at once. */
static void open__begins_the_time_of_names__that_are_there(void **state)
{
    (void)state;
    enum { BEFORE_NAME_GIVEN = 6 };
    Folder folder;
    Err err = {0};
    char path[200];
    int32_t names = -1;
    sqlite3 *db = NULL;
    folder_make(&folder);
    arena_init(&arena, (size_t)64 << 20);
    (void)record_lesson(folder.db);
    (void)snprintf(path, sizeof path, "%s/older.kenkyu", folder.path);
    older_make(path, BEFORE_NAME_GIVEN, folder.db, &arena);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    older_run_sql(db, "INSERT INTO vault_name (class_name, label, sealed)"
                      " VALUES ('9Z', 'LG', zeroblob(128))");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    Store *store = store_open(path, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_ok(forget_count_names_before(store, INT64_C(1700000000000), &names, &err), err);
    assert_int_equal(names, 0);
    assert_ok(forget_count_names_before(store, INT64_MAX, &names, &err), err);
    assert_int_equal(names, 1);
    store_close(store);
    arena_deinit(&arena);
    folder_remove_all(&folder);
}

/* However it came to be: made at once, brought up to date, written anew. */
static void open__knows_the_newest_schema__by_its_print(void **state)
{
    (void)state;
    Folder folder;
    Err err = {0};
    char older[200], hex[6 * STORE_SCHEMA_PRINT + 1] = "";
    unsigned char print[STORE_SCHEMA_PRINT];
    folder_make(&folder);
    arena_init(&arena, (size_t)64 << 20);
    (void)record_lesson(folder.db);
    (void)snprintf(older, sizeof older, "%s/older.kenkyu", folder.path);
    older_make(older, 1, folder.db, &arena);
    const char *const paths[] = {folder.db, older, older};
    for (int i = 0; i < 3; i++) {
        Store *store = store_open(paths[i], STORE_WRITE, &err);
        assert_ok(store != NULL, err);
        store_allow_attached(store->db, i == 2);
        if (i == 2)
            assert_int_equal(sqlite3_exec(store->db, "VACUUM", NULL, NULL, NULL), SQLITE_OK);
        assert_true(store_schema_print(store->db, print));
        for (int k = 0; k < STORE_SCHEMA_PRINT; k++)
            (void)snprintf(hex + 6 * k, 7, "0x%02x, ", print[k]);
        if (memcmp(print, store_schema_newest, sizeof print) != 0)
            fail_msg("store_schema_newest (recorder/store/store_schema.c) is to be %s", hex);
        store_close(store);
    }
    arena_deinit(&arena);
    folder_remove_all(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open__brings_up_to_date__every_older_version),
        cmocka_unit_test(open__begins_the_time_of_names__that_are_there),
        cmocka_unit_test(open__knows_the_newest_schema__by_its_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
