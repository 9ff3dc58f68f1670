/* test_foreign.c - what a record holds that this program did not write: its columns are
 * read as they are, not as the schema promises. */
#include "check.h"

#include "protocols/file.h"
#include "recorder/devices.h"
#include "recorder/store/backup.h"
#include "recorder/store/merge.h"
#include "recorder/store/reread.h"
#include "recorder/store/vault.h"
#include "recorder/store/visit.h"
#include "recorder/visits.h"

enum { TEXT = sizeof((Err *)0)->text };

static const size_t LIMIT = (size_t)256 << 20;

static Folder folder;
static char other[128]; /* a record of ours to join the foreign one to */

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    (void)snprintf(other, sizeof other, "%s/other.kenkyu", folder.path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove_all(&folder);
    return 0;
}

/* A lesson with something in every table of the set-up, ended; and a class. */
static Uuid record_rich(const char *db)
{
    Lesson lesson;
    Err err = {0};
    lesson_init(&lesson);
    const Attribute attribute = {"EL", "yes"};
    const PlannedPhase phase = {protocol_find_code(lesson.protocol, "launch"), 8};
    const WalkThrough walk = {.school = {{1}},
                              .teacher = {{2}},
                              .school_name = "Oak",
                              .teacher_key = "T1",
                              .subject = "science",
                              .grade = 4,
                              .period = 2};
    lesson.subjects[A1].attributes = &attribute;
    lesson.subjects[A1].attribute_count = 1;
    lesson.subjects[A1].predicted = "will use a bar model";
    lesson.subjects[A1].focus = 'A';
    lesson.setup.walk = &walk;
    lesson.setup.phases = &phase;
    lesson.setup.phase_count = 1;
    lesson.setup.targets = 1;
    lesson.setup.questions[lesson.setup.question_count++] = "Who builds on whom?";
    lesson.setup.watches[lesson.setup.watch_count++] = (TeamWatch){"KL", "A1"};
    lesson.setup.board_x = 0.5F;
    Store *store = store_open(db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = "b"};
    Recording *recording =
        recording_begin(store, lesson.protocol, &lesson.setup, &lesson.ids, &anchor, &err);
    assert_ok(recording != NULL, err);
    Session *s = recording_session(recording);
    assert_ok(session_start(s, 0, &err) && recording_commit(recording, NULL, &err), err);
    SessionTap tap = lesson_tap(lesson.note, A1, 1000);
    tap.text = "draws";
    assert_ok(session_tap(s, &tap, 1000, &err) && recording_commit(recording, NULL, &err), err);
    tap = lesson_tap(lesson.student_talk, A2, 2000);
    assert_ok(session_tap(s, &tap, 2000, &err) && recording_commit(recording, NULL, &err), err);
    assert_ok(session_undo(s, 3000, &err) && recording_commit(recording, NULL, &err), err);
    assert_ok(session_end(s, 9000, &err) && recording_commit(recording, NULL, &err), err);
    recording_destroy(recording);
    assert_ok(store_save_class(store, uuid_next(&lesson.ids, DEVICE_START), &lesson.setup,
                               "academic-talk", &lesson.setup.id, DEVICE_START, &err),
              err);
    store_close(store);
    Uuid id = lesson.setup.id;
    lesson_deinit(&lesson);
    return id;
}

/* Refused with a sentence, or done. */
static bool said(bool ok, Err *err, const char *what)
{
    if (ok != (err->kind == ERR_NONE) || ok != (err->text[0] == '\0'))
        fail_msg("%s: '%s'", what, err->text);
    *err = (Err){0};
    return ok;
}

/* Everything that is read of a record goes through, or says what is wrong. */
static void read_all(StoreMode mode, const char *what)
{
    Arena arena = {.limit = LIMIT};
    Err err = {0};
    StoreItem *items = NULL;
    StoreClass *classes = NULL;
    StoreNamed *named = NULL;
    int32_t count = 0;
    int64_t visits = 0;
    bool found = false;
    Uuid id;
    WalkOptions options = {.by = WALK_BY_MONTH};
    WalkView view;
    Store *store = store_open(folder.db, mode, &err);
    assert_ok(store != NULL, err);
    if (said(store_list(store, &arena, 0, 40, &items, &count, &err), &err, what))
        for (int32_t i = 0; i < count; i++) {
            Observation o;
            (void)said(reread_observation(store, items[i].id, &arena, &o, &err), &err, what);
        }
    (void)said(store_find_running(store, &found, &id, &err), &err, what);
    if (said(store_list_classes(store, &arena, &classes, &count, &err), &err, what))
        for (int32_t i = 0; i < count; i++) {
            Setup *setup = NULL;
            (void)said(store_load_class(store, classes[i].id, &arena, &setup, &err), &err, what);
        }
    (void)said(store_list_named(store, NAMED_SCHOOL, &arena, &named, &count, &err), &err, what);
    (void)said(vault_is_set_up(store, &found, &err), &err, what);
    (void)said(store_view_visits(store, &options, &arena, &view, &err), &err, what);
    if (mode == STORE_WRITE)
        (void)said(store_rebuild_visits(store, &visits, &err), &err, what);
    store_close(store);
    arena_deinit(&arena);
}

/* The sentence with which the lesson is refused; "" when it is read. */
static void reread(Uuid id, char ret_text[TEXT])
{
    Arena arena = {.limit = LIMIT};
    Err err = {0};
    Observation o;
    Store *store = store_open(folder.db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    (void)reread_observation(store, id, &arena, &o, &err);
    (void)snprintf(ret_text, TEXT, "%s", err.text);
    store_close(store);
    arena_deinit(&arena);
}

static void assert_refused(Uuid id, const char *what)
{
    char got[TEXT], want[TEXT];
    (void)snprintf(want, sizeof want, "%s: the record is damaged (%s)", folder.db, what);
    reread(id, got);
    assert_string_equal(got, want);
}

/* verify and merge say of it what reading says. */
static void assert_verdict(bool good)
{
    Err err = {0};
    BackupCounts counts;
    MergeCounts merged;
    bool verified = backup_verify(folder.db, &counts, &err);
    if (verified != good)
        fail_msg("verify: %s", err.text);
    err = (Err){0};
    Store *store = store_open(other, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    bool taken = merge_record(store, folder.db, &merged, &err);
    if (taken != good)
        fail_msg("merge: %s", err.text);
    store_close(store);
    (void)unlink(other);
}

/* ---- a column that is not what the schema says ---- */

static void tamper(const char *sql, const char *table)
{
    char all[1000];
    (void)snprintf(all, sizeof all,
                   "PRAGMA synchronous = OFF; PRAGMA writable_schema = ON; %s '%s'", sql, table);
    device_tamper(folder.db, all);
}

/* The table takes anything, until its schema is put back as it was, to the letter. What even
 * then cannot be (NULL in a key) stays as it is. */
static void change_column(const char *table, const char *column, const char *value)
{
    char sql[400];
    tamper("UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql, 'IS NOT NULL',"
           " 'NOTNULL '), 'NOT NULL', '/*NOT_NULL*/'), ' STRICT,', '/*STRICT_AND*/'), ' STRICT',"
           " '/*STRICT*/') WHERE name =",
           table);
    (void)snprintf(sql, sizeof sql,
                   "PRAGMA ignore_check_constraints = ON; UPDATE OR IGNORE %s SET %s = %s"
                   " WHERE '' <>",
                   table, column, value);
    tamper(sql, table);
    tamper("UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql, '/*NOT_NULL*/',"
           " 'NOT NULL'), 'NOTNULL ', 'IS NOT NULL'), '/*STRICT_AND*/', ' STRICT,'),"
           " '/*STRICT*/', ' STRICT') WHERE name =",
           table);
}

static void reading__says_damaged__where_there_is_no_text(void **state)
{
    static const struct {
        const char *table, *column, *shown;
    } columns[] = {
        {"subject", "kind", "kind"},    {"planned_phase", "code", "code"},
        {"target", "option", "option"}, {"event", "code", "code"},
        {"milestone", "kind", "kind"},  {"clock_anchor", "boot_id", "boot_id"},
        {"protocol", "key", "key"},     {"protocol", "text", "text"},
    };
    static const char *const values[3] = {"NULL", "x'61c3'", "x'00'"};
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (size_t k = strcmp(columns[i].table, "target") == 0; k < 3; k++) { /* it is a key */
            char what[100];
            Uuid id = record_rich(folder.db);
            change_column(columns[i].table, columns[i].column, values[k]);
            (void)snprintf(what, sizeof what, "no text in '%s'", columns[i].shown);
            assert_refused(id, what);
            read_all(STORE_WRITE, what);
            assert_verdict(false);
            folder_empty(folder.path);
        }
}

static void rebuilding__says_damaged__where_a_visit_has_no_observer(void **state)
{
    char want[300];
    int64_t visits = 0;
    Err err = {0};
    (void)state;
    (void)record_rich(folder.db);
    change_column("observation", "observer", "NULL");
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    (void)snprintf(want, sizeof want, "%s: the record is damaged (no text in 'observer')",
                   folder.db);
    assert_false(store_rebuild_visits(store, &visits, &err));
    assert_err(err, ERR_FORMAT, want);
    store_close(store);
}

/* Of every table every column, one after the other. */
static void reading__goes_through__whatever_a_column_holds(void **state)
{
    static const char *const values[] = {"NULL", "x'61c3'", "-9223372036854775808"};
    enum { MOST = 200 };
    static char names[MOST][2][64];
    int count = 0;
    Err err = {0};
    Arena arena = {.limit = LIMIT};
    const char *bytes = NULL;
    size_t len = 0;
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    (void)state;
    (void)record_rich(folder.db);
    device_tamper(folder.db, "PRAGMA journal_mode = DELETE");
    assert_ok(file_read(&arena, folder.db, LIMIT, &bytes, &len, &err), err);
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT s.name, c.name FROM sqlite_schema s,"
                                        " pragma_table_info(s.name) c WHERE s.type = 'table'",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW && count < MOST; count++)
        for (int k = 0; k < 2; k++)
            (void)snprintf(names[count][k], sizeof names[count][k], "%s",
                           (const char *)sqlite3_column_text(stmt, k));
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_in_range(count, 100, MOST - 1);
    for (int i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            char what[200];
            (void)snprintf(what, sizeof what, "%s.%s = %s", names[i][0], names[i][1], values[k]);
            change_column(names[i][0], names[i][1], values[k]);
            read_all(STORE_READ, what);
            FILE *file = fopen(folder.db, "wb");
            assert_true(file && fwrite(bytes, 1, len, file) == len && fclose(file) == 0);
        }
    arena_deinit(&arena);
}

/* ---- values that are none of ours ---- */

#define ESC "' || char(27) || '"

static void change_all(void)
{
    static const char *const changes[] = {
        "UPDATE observation SET title = CAST(x'41ff1b5b42' AS TEXT), class_name = '5' || char(155),"
        " origin = 'a' || char(65535), theme = printf('%.*c', 300000, 'x'),"
        " place = printf('%.*c', 2000000, 'x'), started_unix_ms = -30610137600001,"
        " utc_offset_min = 4000000000, resolution_ms = 0",
        "UPDATE subject SET label = 'A" ESC "1', x = 9e999, y = -1 WHERE label = 'A1'",
        "UPDATE subject_attribute SET value = CAST(x'79ff' AS TEXT)",
        "UPDATE planned_phase SET minutes = -4294967295",
        "UPDATE team_question SET text = 'Who" ESC "?'",
        "UPDATE team_watch SET whom = 'A" ESC "'",
        "UPDATE event SET text = 'draws" ESC "[2J' WHERE text <> ''",
        "UPDATE naming SET name = 'Oak" ESC "'",
        "UPDATE visit SET subject = CAST(x'e9' AS TEXT)",
        "UPDATE board_place SET y = 9e999",
        "UPDATE clock_anchor SET session_ms = -9223372036854775807",
        "UPDATE class SET name = '5" ESC "'",
        "UPDATE class_subject SET label = 'A" ESC "1', x = 9e999 WHERE label = 'A1'",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        device_tamper(folder.db, changes[i]);
}

static void assert_mended(const Setup *setup)
{
    const Subject *pupil = &setup->subjects[A1];
    assert_string_equal(setup->title, "A??[B");
    assert_string_equal(setup->class_name, "5?");
    assert_string_equal(setup->origin, "a?");
    assert_int_equal(strlen(setup->theme), OBSERVATION_MAX_TEXT);
    assert_int_equal(strlen(setup->place), OBSERVATION_MAX_LINE);
    assert_int_equal(setup->started_unix_ms, 0);
    assert_int_equal(setup->utc_offset_min, OBSERVATION_MAX_OFFSET_MIN);
    assert_int_equal(setup->resolution_ms, 1);
    assert_string_equal(pupil->label, "A?1");
    assert_float_equal(pupil->x, 1, 0);
    assert_float_equal(pupil->y, 0, 0);
    assert_string_equal(pupil->attributes[0].value, "y?");
    assert_int_equal(setup->phases[0].minutes, 0);
    assert_string_equal(setup->questions[0], "Who??");
    assert_string_equal(setup->watches[0].whom, "A?");
    assert_string_equal(setup->walk->school_name, "Oak?");
    assert_string_equal(setup->walk->subject, "?");
    assert_float_equal(setup->board_y, 1, 0);
}

/* They are read, listed, found good and joined; what is shown has none of it. */
static void reading__mends__what_is_no_reason_to_lose_a_lesson(void **state)
{
    Arena arena = {.limit = LIMIT};
    Err err = {0};
    StoreItem *items;
    StoreClass *classes;
    StoreNamed *named;
    Setup *class_setup;
    Observation o;
    StoredObservation stored;
    int32_t count = 0;
    (void)state;
    Uuid id = record_rich(folder.db);
    change_all();
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store && reread_observation(store, id, &arena, &o, &err), err);
    assert_mended(o.setup);
    assert_string_equal(o.events[0].text, "draws?[2J");
    assert_ok(store_load(store, id, &arena, &stored, &err), err);
    assert_int_equal(stored.anchor.session_ms, 0);
    assert_ok(store_list(store, &arena, 0, 0, &items, &count, &err), err);
    assert_string_equal(items[0].title, "A??[B");
    assert_int_equal(items[0].started_unix_ms, 0);
    assert_ok(store_list_named(store, NAMED_SCHOOL, &arena, &named, &count, &err), err);
    assert_string_equal(named[0].name, "Oak?");
    assert_ok(store_list_classes(store, &arena, &classes, &count, &err), err);
    assert_string_equal(classes[0].name, "5?");
    assert_ok(store_load_class(store, classes[0].id, &arena, &class_setup, &err), err);
    assert_string_equal(class_setup->subjects[A1].label, "A?1");
    assert_float_equal(class_setup->subjects[A1].x, 1, 0);
    store_close(store);
    assert_verdict(true);
    arena_deinit(&arena);
}

static void reading__refuses__what_no_set_up_can_be(void **state)
{
    static const struct {
        const char *sql, *what;
    } cases[] = {
        {"UPDATE subject SET label = 'A1' WHERE label = 'A2'", "a label stands twice"},
        {"UPDATE subject SET label = '' WHERE label = 'A2'", "somebody without a label"},
        {"UPDATE subject SET focus = 'é' WHERE label = 'A1'", "a focus pupil without a letter"},
        {"UPDATE subject SET in_group = 0 WHERE label = 'A1'", "a pupil's group is not there"},
        {"UPDATE planned_phase SET code = 'silence'",
         "a planned phase that the protocol does not have"},
        {"UPDATE subject_attribute SET key = 'a b'", "an attribute without a key or a value"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Uuid id = record_rich(folder.db);
        device_tamper(folder.db, cases[i].sql);
        assert_refused(id, cases[i].what);
        assert_verdict(false);
        folder_empty(folder.path);
    }
}

/* A lesson that goes on, its numbers at the end of what there is. */
static void going_on__is_possible__whatever_the_numbers_are(void **state)
{
    const ClockAnchor now = {0, 5000, DEVICE_START + 60000, "b"};
    Arena arena = {.limit = LIMIT};
    Err err = {0};
    StoredObservation stored;
    UuidSource ids;
    int64_t now_ms = 0;
    char trouble[TEXT];
    (void)state;
    Uuid id = device_record(folder.db, 1, 0, false);
    device_tamper(folder.db, "UPDATE event SET action = 9223372036854775807;"
                             "UPDATE clock_anchor SET session_ms = -9223372036854775807,"
                             " boot_ms = -9223372036854775807, unix_ms = -9223372036854775807");
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    uuid_source_init(&ids, lesson_seed);
    assert_ok(store && store_load(store, id, &arena, &stored, &err), err);
    Recording *recording = recording_resume(store, &stored, &ids, &now, &now_ms, &err);
    assert_ok(recording != NULL, err);
    Session *s = recording_session(recording);
    assert_ok(session_undo(s, now_ms, &err) && recording_commit(recording, NULL, &err), err);
    assert_ok(session_end(s, now_ms, &err) && recording_commit(recording, NULL, &err), err);
    recording_destroy(recording);
    store_close(store);
    reread(id, trouble);
    assert_string_equal(trouble, "");
    device_tamper(folder.db, "UPDATE milestone SET id = x'fffffffffffffffffffffffffffffff0'"
                             " WHERE kind = 'end'");
    reread(id, trouble);
    assert_string_equal(trouble, "entry ffffffff-ffff-ffff-ffff-fffffffffff0: of a time eight "
                                 "thousand years from now");
    arena_deinit(&arena);
}

static bool see(void *context, const WalkVisit *visit, Err *err)
{
    WalkVisit *seen = context;
    (void)err;
    assert_string_equal(visit->observer, "J?P");
    assert_string_equal(visit->school_name, "Oak");
    *seen = *visit;
    return true;
}

/* Of a visit that was added up by this program, and of one that was not. */
static void visits__are_mended__as_they_are_given(void **state)
{
    (void)state;
    for (int rebuilds = 0; rebuilds < 2; rebuilds++) {
        Visits v;
        Err err = {0};
        WalkVisit seen = {.day = 1};
        int64_t visits = 0;
        VisitWish wish = {DEVICE_START, visits_walk(), "JP", "sn", NULL};
        wish.walk.school = visits_key(1);
        wish.walk.school_name = "Oak";
        visits_init(&v, folder.db);
        (void)visits_add(&v, &wish);
        visits_deinit(&v);
        device_tamper(folder.db, "UPDATE observation SET observer = 'J" ESC
                                 "P', started_unix_ms = -30610137600001");
        device_tamper(folder.db, "DELETE FROM visit_summary");
        Store *store = store_open(folder.db, rebuilds ? STORE_WRITE : STORE_READ, &err);
        assert_ok(store != NULL, err);
        if (rebuilds)
            assert_ok(store_rebuild_visits(store, &visits, &err), err);
        assert_ok(store_each_visit(store, INT64_MIN, INT64_MAX, see, &seen, NULL, &err), err);
        assert_int_equal(seen.day, 0);
        assert_int_equal(seen.started_unix_ms, 0);
        store_close(store);
        folder_empty(folder.path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(reading__says_damaged__where_there_is_no_text),
        T(rebuilding__says_damaged__where_a_visit_has_no_observer),
        T(reading__goes_through__whatever_a_column_holds),
        T(reading__mends__what_is_no_reason_to_lose_a_lesson),
        T(reading__refuses__what_no_set_up_can_be),
        T(going_on__is_possible__whatever_the_numbers_are),
        T(visits__are_mended__as_they_are_given),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
