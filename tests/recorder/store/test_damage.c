/* test_damage.c - a page that the disk gave back wrong: where it held what can be made
 * again, recording and the list of lessons go on. */
#include "check.h"

#include "protocols/file.h"
#include "recorder/backed_up.h"
#include "recorder/devices.h"

#include <sqlite3.h>

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

/* The first page of a table becomes nonsense. */
static void damage_table(const char *table)
{
    char sql[200];
    (void)snprintf(sql, sizeof sql, "SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
    device_tamper(folder.db, "PRAGMA wal_checkpoint(TRUNCATE)");
    long page = (long)device_ask(folder.db, sql);
    long size = (long)device_ask(folder.db, "PRAGMA page_size");
    FILE *file = fopen(folder.db, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (page - 1) * size, SEEK_SET), 0);
    for (long i = 0; i < size; i += 4)
        assert_true(fputs("dead", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_listed(StoreMode mode, int32_t want_count, int64_t want_events)
{
    Err err = {0};
    Arena arena = {.limit = 1 << 20};
    StoreItem *items = NULL;
    int32_t count = -1;
    Store *store = store_open(folder.db, mode, &err);
    assert_ok(store && store_list(store, &arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(count, want_count);
    for (int32_t i = 0; i < count; i++) {
        assert_int_equal(items[i].event_count, want_events);
        assert_int_equal(items[i].length_ms, 13000);
        assert_true(items[i].ended);
        assert_string_equal(items[i].class_name, "Grade 4");
    }
    assert_ok(store_list(store, &arena, 1, 1, &items, &count, &err), err);
    assert_int_equal(count, 1);
    store_close(store);
    arena_deinit(&arena);
}

/* ---- tests ---- */

static void recording__goes_on__beside_a_damaged_summary(void **state)
{
    (void)state;
    (void)device_record(folder.db, 1, 0, true);
    damage_table("summary");
    (void)device_record(folder.db, 2, 1, true);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM event"), 24);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM milestone WHERE kind = 'end'"), 2);
    assert_listed(STORE_WRITE, 2, 12);
    assert_listed(STORE_READ, 2, 12);
}

static void recording__goes_on__when_both_summaries_are_damaged(void **state)
{
    (void)state;
    (void)device_record(folder.db, 1, 0, true);
    damage_table("summary");
    damage_table("visit_summary");
    (void)device_record(folder.db, 2, 1, true);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM event"), 24);
    assert_listed(STORE_WRITE, 2, 12);
}

/* Where another table is damaged, a summary that can be read is of now all the same. */
static void summary__stays_right__beside_a_damaged_one_of_visits(void **state)
{
    (void)state;
    Lesson lesson;
    Err err = {0};
    Uuid first = device_record(folder.db, 1, 0, false);
    Fact end = {.kind = FACT_END, .action = 99, .said_ms = 13000, .event = {.start_ms = 13000}};
    lesson_init(&lesson);
    uuid_source_init(&lesson.ids, (uint64_t[2]){5, 78});
    end.id = uuid_next(&lesson.ids, DEVICE_START + 13000);
    device_tamper(folder.db, "INSERT INTO summary SELECT * FROM summary_now");
    damage_table("visit_summary");
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store && store_add_facts(store, first, lesson.protocol, (FactSlice){&end, 1}, &err),
              err);
    store_close(store);
    (void)device_record(folder.db, 2, 1, true);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM summary"), 2);
    assert_listed(STORE_WRITE, 2, 12);
    lesson_deinit(&lesson);
}

static void facts__are_refused__where_they_would_lie_in_what_is_damaged(void **state)
{
    (void)state;
    Lesson lesson;
    Err err = {0};
    Uuid first = device_record(folder.db, 1, 0, false);
    Fact end = {.kind = FACT_END, .action = 99, .said_ms = 13000, .event = {.start_ms = 13000}};
    lesson_init(&lesson);
    uuid_source_init(&lesson.ids, (uint64_t[2]){5, 78});
    end.id = uuid_next(&lesson.ids, DEVICE_START + 13000);
    damage_table("milestone");
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_false(store_add_facts(store, first, lesson.protocol, (FactSlice){&end, 1}, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_non_null(strstr(err.text, "the record is damaged"));
    store_close(store);
    lesson_deinit(&lesson);
}

/* ---- a backup of it ---- */

static int32_t count_copies(Arena *arena)
{
    Err err = {0};
    BackupCopy *copies;
    int32_t count;
    assert_ok(backup_list(folder.db, arena, &copies, &count, &err), err);
    return count;
}

/* The roots of all tables and indexes, and their names, in arena. */
static int32_t find_roots(Arena *arena, const char **ret_names, long *ret_pages, int32_t cap)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int32_t count = 0;
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0", -1,
                           &stmt, NULL),
        SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; count++) {
        assert_true(count < cap);
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        ret_names[count] = arena_copy(arena, name, strlen(name));
        ret_pages[count] = (long)sqlite3_column_int64(stmt, 1);
    }
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return count;
}

/* No part of the record is left unlooked at. */
static void backup__refuses__damage_in_any_table_or_index(void **state)
{
    (void)state;
    enum { CAP = 120 };
    const char *names[CAP], *bytes;
    long pages[CAP];
    size_t len;
    Err err = {0};
    Arena arena = {.limit = (size_t)64 << 20};
    (void)device_record(folder.db, 1, 0, true);
    int32_t count = find_roots(&arena, names, pages, CAP);
    assert_true(count > 20);
    assert_ok(file_read(&arena, folder.db, (size_t)16 << 20, &bytes, &len, &err), err);
    for (int32_t i = 0; i < count; i++) {
        static const char none[8] = {0}; /* no kind of page begins so */
        overwrite(folder.db, (pages[i] - 1) * 4096, none, sizeof none);
        assert_backup_refused(folder.db, DEVICE_START, names[i]);
        assert_int_equal(count_copies(&arena), 0);
        overwrite(folder.db, 0, bytes, len);
    }
    char path[FILE_MAX_PATH];
    make_backup(folder.db, DEVICE_START, path);
    print_message("%d tables and indexes\n", (int)count);
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(recording__goes_on__beside_a_damaged_summary),
        T(recording__goes_on__when_both_summaries_are_damaged),
        T(summary__stays_right__beside_a_damaged_one_of_visits),
        T(facts__are_refused__where_they_would_lie_in_what_is_damaged),
        T(backup__refuses__damage_in_any_table_or_index),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
