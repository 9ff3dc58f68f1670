/* devices.h - records of several devices, with whole small lessons in them, for
 * the tests of what goes over a whole record. */
#ifndef TESTS_RECORDER_DEVICES_H
#define TESTS_RECORDER_DEVICES_H

#include "recorder/lesson.h"
#include "recorder/recording/recording.h"
#include "recorder/store_folder.h"

#include <sqlite3.h>

static const int64_t DEVICE_START = INT64_C(1790000000000);

/* A lesson of 12 turns with a note about a pupil, begun day days after the first;
 * nth makes its ids its own. It ends when asked to. */
static inline Uuid device_record(const char *db, uint64_t nth, int day, bool ends)
{
    Lesson lesson;
    Err err = {0};
    lesson_init(&lesson);
    lesson.setup.started_unix_ms = DEVICE_START + day * INT64_C(86400000);
    lesson.subjects[A1].predicted = "will use a bar model";
    lesson.subjects[A1].focus = 'A';
    uuid_source_init(&lesson.ids, (uint64_t[2]){nth, 77});
    lesson.setup.id = uuid_next(&lesson.ids, lesson.setup.started_unix_ms);
    Store *store = store_open(db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    Recording *recording =
        recording_begin(store, lesson.protocol, &lesson.setup, &lesson.ids, &anchor, &err);
    assert_ok(recording != NULL, err);
    Session *s = recording_session(recording);
    assert_ok(session_start(s, 0, &err), err);
    for (int i = 1; i <= 12; i++) {
        assert_ok(recording_commit(recording, NULL, &err), err);
        SessionTap tap = lesson_tap(lesson.student_talk, A1 + i % 4, i * 1000);
        tap.text = i % 4 ? "I disagree because" : "xylophone words of A1";
        assert_ok(session_tap(s, &tap, i * 1000, &err), err);
    }
    assert_ok(recording_commit(recording, NULL, &err), err);
    if (ends)
        assert_ok(session_end(s, 13000, &err), err);
    assert_ok(recording_commit(recording, NULL, &err), err);
    recording_destroy(recording);
    store_close(store);
    Uuid id = lesson.setup.id;
    lesson_deinit(&lesson);
    return id;
}

/* A number that a query asks for. */
static inline int64_t device_ask_of(sqlite3 *connection, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(connection, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(connection));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return value;
}

/* The same from a connection of its own. */
static inline int64_t device_ask(const char *db, const char *sql)
{
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(db, &connection), SQLITE_OK);
    int64_t value = device_ask_of(connection, sql);
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
    return value;
}

/* Changes a file behind the store's back. */
static inline void device_tamper(const char *db, const char *sql)
{
    sqlite3 *connection = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(db, &connection), SQLITE_OK);
    if (sqlite3_exec(connection, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
}

#endif
