/* test_store_class.c - classes that are used again, and the record of a version
 * that knew none. */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/store/store.h"
#include "recorder/store_folder.h"

#include <sqlite3.h>

static const ClockAnchor anchor = {.boot_ms = 5, .unix_ms = INT64_C(1790000000000)};
static const Uuid class_a = {{1, 2, 3}}, class_b = {{1, 2, 4}};

static void make_class(Lesson *l)
{
    static const Attribute attributes[] = {{"level", "2"}, {"EL", "yes"}};
    lesson_init(l);
    l->subjects[A1].focus = 'A';
    l->subjects[A1].x = 0.25F;
    l->subjects[A1].predicted = "counts on fingers";
    l->subjects[A1].attributes = attributes;
    l->subjects[A1].attribute_count = 2;
    l->subjects[A2].absent = true;
    l->subjects[TEACHER].detail = "lead";
    l->setup.board_x = 0.5F;
    l->setup.board_y = 1;
}

static void check_class(const Lesson *l, const Setup *setup)
{
    assert_string_equal(setup->class_name, "Grade 4");
    assert_string_equal(setup->place, "Room 12");
    assert_string_equal(setup->title, "");
    assert_string_equal(setup->origin, "");
    assert_true(setup->board_x == 0.5F && setup->board_y == 1);
    assert_int_equal(setup->subject_count, SUBJECT_COUNT);
    for (int32_t i = 0; i < SUBJECT_COUNT; i++) {
        assert_string_equal(setup->subjects[i].label, l->subjects[i].label);
        assert_string_equal(setup->subjects[i].detail, l->subjects[i].detail);
        assert_string_equal(setup->subjects[i].predicted, "");
        assert_int_equal(setup->subjects[i].kind, l->subjects[i].kind);
        assert_int_equal(setup->subjects[i].group, l->subjects[i].group);
        assert_int_equal(setup->subjects[i].focus, l->subjects[i].focus);
        assert_true(setup->subjects[i].x == l->subjects[i].x);
        assert_false(setup->subjects[i].absent);
    }
    assert_int_equal(setup->subjects[A1].attribute_count, 2);
    assert_string_equal(subject_attribute(&setup->subjects[A1], "EL"), "yes");
}

static void save_class__keeps__who_sits_where(void **state)
{
    (void)state;
    Err err = {0};
    Lesson l;
    make_class(&l);
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    assert_ok(store_save_class(store, class_a, &l.setup, "academic-talk", &l.setup.id, 70, &err),
              err);
    l.setup.class_name = "Grade 5";
    assert_ok(store_save_class(store, class_b, &l.setup, "copus", NULL, 90, &err), err);
    l.setup.class_name = "Grade 4";

    StoreClass *classes;
    int32_t count = 0;
    assert_ok(store_list_classes(store, &l.arena, &classes, &count, &err), err);
    assert_int_equal(count, 2);
    assert_string_equal(classes[0].name, "Grade 5"); /* used last */
    assert_false(classes[0].has_lesson);
    assert_string_equal(classes[1].name, "Grade 4");
    assert_string_equal(classes[1].protocol_key, "academic-talk");
    assert_true(classes[1].has_lesson);
    assert_int_equal(uuid_compare(classes[1].lesson, l.setup.id), 0);
    assert_int_equal(classes[1].used_unix_ms, 70);
    assert_int_equal(classes[1].pupil_count, 4 /* A1 to B2 */ + 1 /* SS */);
    Setup *setup;
    assert_ok(store_load_class(store, class_a, &l.arena, &setup, &err), err);
    check_class(&l, setup);

    /* Saved again, it is replaced; the lesson it was used in stays noted. */
    l.setup.subject_count = 1;
    assert_ok(store_save_class(store, class_a, &l.setup, "copus", NULL, 95, &err), err);
    assert_ok(store_load_class(store, class_a, &l.arena, &setup, &err), err);
    assert_int_equal(setup->subject_count, 1);
    assert_ok(store_list_classes(store, &l.arena, &classes, &count, &err), err);
    assert_int_equal(count, 2);
    assert_string_equal(classes[0].name, "Grade 4");
    assert_true(classes[0].has_lesson);
    store_close(store);
    lesson_deinit(&l);
}

static void class__is_renamed_and_removed__and_the_lesson_stays(void **state)
{
    (void)state;
    Err err = {0};
    Lesson l;
    make_class(&l);
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    assert_ok(store_save_class(store, class_a, &l.setup, "academic-talk", &l.setup.id, 70, &err),
              err);
    assert_ok(store_rename_class(store, class_a, "5B", &err), err);
    Setup *setup;
    assert_ok(store_load_class(store, class_a, &l.arena, &setup, &err), err);
    assert_string_equal(setup->class_name, "5B");
    assert_ok(store_remove_class(store, class_a, &err), err);
    assert_ok(store_remove_class(store, class_a, &err), err);
    assert_false(store_load_class(store, class_a, &l.arena, &setup, &err));
    assert_err(err, ERR_STATE, ":memory:: this class is not there any more");
    err = (Err){0};
    const Protocol *protocol;
    assert_ok(store_load_setup(store, l.setup.id, &l.arena, &protocol, &setup, &err), err);
    assert_string_equal(setup->class_name, "Grade 4");
    assert_string_equal(setup->subjects[A1].predicted, "counts on fingers");
    store_close(store);
    lesson_deinit(&l);
}

static void exec_sql(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
}

/* A record as the first version made it: everything in it is read as before. */
static void open__keeps_everything__of_the_first_version(void **state)
{
    (void)state;
    static char sql[64 * 1024];
    Folder folder;
    folder_make(&folder);
    FILE *file = fopen(TEST_SOURCE_DIR "/recorder/store/sql/0001_initial.sql", "rb");
    assert_non_null(file);
    size_t len = fread(sql, 1, sizeof sql - 1, file);
    (void)fclose(file);
    assert_in_range(len, 1000, sizeof sql - 2);
    Lesson l;
    lesson_init(&l);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    exec_sql(db, sql);
    exec_sql(db, "PRAGMA user_version = 1; PRAGMA application_id = 0x4b4e4b59");
    sqlite3_stmt *put;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "INSERT INTO protocol VALUES (zeroblob(16),"
                                        " 'academic-talk', 't', '1', ?1)",
                                        -1, &put, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(put, 1, l.protocol->text, (int)l.protocol->text_len, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(put), SQLITE_DONE);
    (void)sqlite3_finalize(put);
    exec_sql(db, "INSERT INTO observation VALUES (x'01900000000070008000000000000001',"
                 " zeroblob(16), 'Fractions', 'Grade 4', 'Room 12', 'JP', 'Listening', '', '', 1,"
                 " 0, 1);"
                 "INSERT INTO subject VALUES (x'01900000000070008000000000000001', 0, 'pupil',"
                 " 'KW', '', 'waits', 0.5, 0.5, NULL, 'A', 0, 0)");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);

    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    bool found = false;
    const Protocol *protocol;
    Setup *setup;
    assert_ok(store_last_setup(store, &l.arena, &found, &protocol, &setup, &err), err);
    assert_true(found);
    assert_string_equal(setup->theme, "Listening");
    assert_int_equal(setup->subject_count, 1);
    assert_string_equal(setup->subjects[0].predicted, "waits");
    assert_int_equal(setup->watch_count, 0);
    assert_true(setup->board_x == 0 && setup->board_y == 0);
    StoreClass *classes;
    int32_t count = 7;
    assert_ok(store_list_classes(store, &l.arena, &classes, &count, &err), err);
    assert_int_equal(count, 0);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(save_class__keeps__who_sits_where),
        cmocka_unit_test(class__is_renamed_and_removed__and_the_lesson_stays),
        cmocka_unit_test(open__keeps_everything__of_the_first_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
