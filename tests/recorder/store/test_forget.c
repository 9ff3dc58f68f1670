/* test_forget.c - what is forgotten is in no byte of the record, its journal or
 * its copies; what is not, stays as it was. */
#include "check.h"

#include "recorder/devices.h"
#include "recorder/store/backup_internal.h"
#include "recorder/store/export_log.h"
#include "recorder/store/forget.h"
#include "recorder/store/reread.h"
#include "recorder/store/store_internal.h"
#include "recorder/store/vault.h"
#include "tests/recorder/disk.h"

static const int64_t NOW = INT64_C(1795428000123);
static const int64_t DAY = 86400000;

static Folder folder;
static Store *store;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    store = NULL;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    store_close(store);
    folder_remove_all(&folder);
    return 0;
}

static void open_store(void)
{
    Err err = {0};
    store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
}

/* Ink about A1; what is in it does not matter. */
static void pin_ink(void)
{
    device_tamper(folder.db,
                  "INSERT INTO event SELECT observation, zeroblob(16), 90, 0, said_ms, 'ink',"
                  " subject, NULL, start_ms, start_ms, 0, 0, 0, 0, '{}', '' FROM event"
                  " WHERE subject = 3 LIMIT 1;"
                  "INSERT INTO attachment SELECT observation, id, 'ink',"
                  " CAST('strokes of A1' AS BLOB) FROM event WHERE code = 'ink'");
}

static void finish(int want_removed)
{
    static int64_t now_ms; /* no two copies have the same name */
    Err err = {0};
    bool pending = false;
    int32_t removed = -1;
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_true(pending);
    assert_ok(forget_finish(store, NOW + ++now_ms, &removed, NULL, &err), err);
    assert_int_equal(removed, want_removed);
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_false(pending);
}

static void assert_reads(Uuid id, size_t want_events)
{
    Err err = {0};
    Arena arena;
    Observation observation;
    arena_init(&arena, (size_t)64 << 20);
    assert_ok(reread_observation(store, id, &arena, &observation, &err), err);
    assert_int_equal(observation.event_count, want_events);
    arena_deinit(&arena);
}

/* ---- tests ---- */

static void forget__a_pupil__leaves_no_byte_and_every_count(void **state)
{
    (void)state;
    static const VaultCost cheap = {.passes = 1, .memory_bytes = 8192};
    Err err = {0};
    int32_t lessons = -1;
    Uuid first = device_record(folder.db, 1, 0, true);
    (void)device_record(folder.db, 2, 1, true);
    open_store();
    Vault *vault = vault_create(store, "violet kettle", &cheap, DEVICE_START, &err);
    assert_ok(vault && vault_put_name(vault, "Grade 4", "A1", "Ana", &err), err);
    assert_ok(vault_put_name(vault, "Grade 4", "A2", "Ben", &err), err);
    vault_lock(vault);
    pin_ink();
    disk_back_up(folder.db, NOW - 2 * DAY);
    disk_back_up(folder.db, NOW - DAY);
    assert_true(disk_count_files_with(folder.path, "xylophone words", NULL) >= 3);
    assert_true(disk_count_files_with(folder.path, "strokes of A1", NULL) >= 3);
    assert_true(disk_count_files_with(folder.path, "bar model", NULL) >= 3);

    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    assert_int_equal(lessons, 2);
    finish(2);
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, "bar model", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, "strokes of A1", NULL), 0);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM event WHERE code = 'ink'"), 0);
    assert_true(disk_count_files_with(folder.path, "I disagree because", NULL) >=
                2); /* others stay */
    assert_reads(first, 12);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM vault_name"), 1);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM subject WHERE label = 'A1'"), 0);
    assert_int_equal(
        device_ask(folder.db, "SELECT count(*) FROM subject WHERE label = 'forgotten 3'"), 2);
    assert_int_equal(
        device_ask(folder.db, "SELECT count(*) FROM event WHERE subject = 3 AND text = ''"), 6);
}

static void forget__a_pupil_whom_nobody_knows__says_so(void **state)
{
    (void)state;
    Err err = {0};
    char text[400];
    int32_t lessons = -1;
    bool pending = true;
    (void)device_record(folder.db, 1, 0, true);
    open_store();
    assert_false(forget_pupil(store, "Grade 5", "A1", &lessons, &err));
    (void)snprintf(text, sizeof text, "%s: nobody is called A1 in a class Grade 5", folder.db);
    assert_err(err, ERR_STATE, text);
    assert_int_equal(lessons, -1);
    err = (Err){0};
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_false(pending);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM subject WHERE label = 'A1'"), 1);
}

static void forget__a_lesson__takes_all_of_it_and_no_other(void **state)
{
    (void)state;
    Err err = {0};
    char text[400];
    Uuid first = device_record(folder.db, 1, 0, true),
         second = device_record(folder.db, 2, 1, true);
    open_store();
    int64_t facts = device_ask(folder.db, "SELECT count(*) FROM event");
    assert_ok(forget_lesson(store, first, &err), err);
    finish(0);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM event"), facts / 2);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM subject"), SUBJECT_COUNT);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_reads(second, 12);
    assert_false(forget_lesson(store, first, &err));
    (void)snprintf(text, sizeof text, "%s: there is no such lesson", folder.db);
    assert_err(err, ERR_STATE, text);
    err = (Err){0};
    assert_ok(forget_lesson(store, second, &err), err);
    finish(1); /* the first one's copy, though it is of the same day */
    assert_int_equal(disk_count_files_with(folder.path, "academic-talk", NULL),
                     0); /* its protocol, too */
}

static void forget__before_a_day__keeps_what_runs_and_what_is_newer(void **state)
{
    (void)state;
    Err err = {0};
    int32_t lessons = -1;
    for (uint64_t i = 0; i < 5; i++)
        (void)device_record(folder.db, 10 + i, (int)i, i != 1);
    /* The start of an imported lesson is not known: its id says when it came. */
    device_tamper(folder.db, "UPDATE observation SET started_unix_ms = 0 WHERE id ="
                             " (SELECT min(id) FROM observation)");
    open_store();
    assert_ok(forget_count_before(store, DEVICE_START + 3 * DAY, &lessons, &err), err);
    assert_int_equal(lessons, 2);
    assert_ok(forget_before(store, DEVICE_START + 3 * DAY, &lessons, &err), err);
    assert_int_equal(lessons, 2);
    finish(0);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM observation"), 3);
    bool pending = true;
    assert_ok(forget_before(store, DEVICE_START + 3 * DAY, &lessons, &err), err);
    assert_int_equal(lessons, 0);
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_false(pending); /* nothing was to be done */
}

static void forget__the_last_visit_to_a_teacher__takes_what_they_are_called(void **state)
{
    (void)state;
    Err err = {0};
    Uuid first = device_record(folder.db, 1, 0, true);
    (void)device_record(folder.db, 2, 1, true);
    device_tamper(
        folder.db,
        "INSERT INTO named VALUES (x'01000000000000000000000000000000', 'school'),"
        " (x'02000000000000000000000000000000', 'teacher'),"
        " (x'03000000000000000000000000000000', 'teacher'),"
        " (x'04000000000000000000000000000000', 'school');"
        "INSERT INTO naming SELECT id, id, 0, 'called ' || substr(hex(id), 2, 1) FROM named;"
        "INSERT INTO permission SELECT id, id, 0, 1, 'MR' FROM named WHERE kind = 'teacher';"
        "INSERT INTO visit SELECT id, zeroblob(16), 0, x'01000000000000000000000000000000',"
        " x'02000000000000000000000000000000', 5, '', NULL FROM observation;"
        /* corrected: the first was to another teacher */
        "INSERT INTO visit SELECT min(id), x'00000000000000000000000000000001', 0,"
        " x'01000000000000000000000000000000', x'03000000000000000000000000000000', 5, '', NULL"
        " FROM observation");
    open_store();
    assert_ok(forget_lesson(store, first, &err), err);
    finish(0);
    /* Of the others a visit speaks still, or none ever did. */
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM named"), 3);
    assert_int_equal(disk_count_files_with(folder.path, "called 3", NULL), 0);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM permission"), 1);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/* A lesson after forgetting, then the copy that forgetting made is brought back: it has nothing
 * to forget, and what was there before is not taken for an older copy. */
static void restore__of_the_copy_of_forgetting__forgets_nothing(void **state)
{
    (void)state;
    for (int marked = 0; marked < 2; marked++) {
        Err err = {0};
        Arena arena;
        BackupCopy *copies = NULL;
        BackupCounts counts;
        char aside[FILE_MAX_PATH];
        int32_t count = 0, removed = 0;
        bool pending = true;
        Uuid first = device_record(folder.db, 1, 0, true);
        open_store();
        assert_ok(forget_lesson(store, first, &err) &&
                      forget_finish(store, NOW + marked, &removed, NULL, &err),
                  err);
        store_close(store);
        store = NULL;
        arena_init(&arena, (size_t)1 << 20);
        assert_ok(backup_list(folder.db, &arena, &copies, &count, &err), err);
        assert_int_equal(count, 1);
        if (marked) /* as copies were made before */
            device_tamper(copies[0].path, "INSERT INTO forgetting (one) VALUES (1)");
        else
            assert_int_equal(device_ask(copies[0].path, "SELECT count(*) FROM forgetting"), 0);
        (void)device_record(folder.db, 2, 1, true);
        assert_ok(backup_restore(copies[0].path, folder.db, NOW + 10, false, aside, &counts, &err),
                  err);
        open_store();
        assert_ok(forget_is_pending(store, &pending, &err), err);
        assert_false(pending);
        store_close(store);
        store = NULL;
        assert_int_equal(device_ask(aside, "SELECT count(*) FROM observation"), 1);
        arena_deinit(&arena);
        folder_remove_all(&folder);
        folder_make(&folder);
    }
}

static void finish__that_cannot_make_a_backup__says_what_is_done_and_what_is_not(void **state)
{
    (void)state;
    Err err = {0};
    char backups[200], want[800];
    int32_t removed = -1;
    bool pending = false;
    Uuid first = device_record(folder.db, 1, 0, true);
    (void)snprintf(backups, sizeof backups, "%s/backups", folder.path);
    FILE *file = fopen(backups, "w"); /* no folder can be made there */
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    open_store();
    assert_ok(forget_lesson(store, first, &err), err);
    assert_false(forget_finish(store, NOW, &removed, NULL, &err));
    (void)snprintf(want, sizeof want,
                   "what was forgotten is gone from the record, but not yet from its file and "
                   "every backup; Kenkyu tries again when it starts: %s",
                   backups);
    assert_memory_equal(err.text, want, strlen(want));
    assert_int_equal(removed, -1);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM observation"), 0);
    err = (Err){0};
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_true(pending);
    assert_int_equal(unlink(backups), 0);
    finish(0);
}

static void finish__takes_out__what_exports_of_the_lesson_are_called(void **state)
{
    (void)state;
    Err err = {0};
    Uuid first = device_record(folder.db, 1, 0, true),
         second = device_record(folder.db, 2, 1, true);
    const ExportEntry sheets[] = {
        {.what = "debrief sheet", .lesson = &first, .file = "/2026-11-02 Fractions.pdf"},
        {.what = "debrief sheet", .lesson = &second, .file = "/2026-11-03 Ratios.pdf"}};
    for (int i = 0; i < 2; i++)
        assert_ok(export_log_add(folder.db, &sheets[i], &err), err);
    open_store();
    assert_ok(forget_lesson(store, first, &err), err);
    finish(0);
    assert_int_equal(disk_count_files_with(folder.path, "Fractions.pdf", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, ",no,forgotten\n", NULL), 1);
    assert_int_equal(disk_count_files_with(folder.path, "Ratios.pdf", NULL), 1);
}

static Vault *keep_names(const char *const (*names)[3], int32_t count)
{
    static const VaultCost cheap = {.passes = 1, .memory_bytes = 8192};
    Err err = {0};
    Vault *vault = vault_create(store, "violet kettle", &cheap, DEVICE_START, &err);
    assert_ok(vault != NULL, err);
    for (int32_t i = 0; i < count; i++)
        assert_ok(vault_put_name(vault, names[i][0], names[i][1], names[i][2], &err), err);
    return vault;
}

static void forget__the_last_lesson_of_a_class__takes_its_names(void **state)
{
    (void)state;
    static const char *const names[][3] = {{"Grade 4", "A1", "Ana"}, {"Grade 7", "A1", "Ben"}};
    Err err = {0};
    Uuid first = device_record(folder.db, 1, 0, true),
         second = device_record(folder.db, 2, 1, true);
    open_store();
    vault_lock(keep_names(names, 2));
    assert_ok(forget_lesson(store, first, &err), err);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM vault_name"), 2);
    assert_ok(forget_lesson(store, second, &err), err);
    finish(0);
    /* A class that was never observed has its names still. */
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM vault_name"), 1);
    assert_int_equal(
        device_ask(folder.db, "SELECT count(*) FROM vault_name WHERE class_name = 'Grade 7'"), 1);
}

static void forget__lessons_before_a_day__are_listed_first(void **state)
{
    (void)state;
    Err err = {0};
    Arena arena = {.limit = 1 << 20};
    ForgetItem *items = NULL;
    int32_t count = -1;
    for (uint64_t i = 0; i < 4; i++)
        (void)device_record(folder.db, 10 + i, (int)i, i != 1);
    open_store();
    assert_ok(forget_list_before(store, DEVICE_START + 3 * DAY, &arena, &items, &count, &err), err);
    assert_int_equal(count, 2); /* one still runs */
    assert_true(items[0].started_unix_ms < items[1].started_unix_ms);
    assert_true(items[1].started_unix_ms < DEVICE_START + 3 * DAY);
    assert_string_equal(items[0].class_name, "Grade 4");
    assert_ok(forget_list_before(store, 0, &arena, &items, &count, &err), err);
    assert_int_equal(count, 0);
    arena_deinit(&arena);
}

static void forget__names_before_a_day__keeps_those_in_use(void **state)
{
    (void)state;
    static const char *const names[][3] = {
        {"Grade 4", "A1", "Ana"}, {"Grade 4", "A2", "Ben"}, {"Nowhere", "A1", "Cy"}};
    Err err = {0};
    int32_t count = -1;
    (void)device_record(folder.db, 1, 0, true);
    open_store();
    Vault *vault = keep_names(names, 3);
    assert_ok(vault_put_name(vault, "Grade 4", "A3", "Dee", &err), err);
    device_tamper(folder.db, "UPDATE vault_name SET given_unix_ms = 0 WHERE label = 'A2'");
    /* Dee's was given when the others were old already. */
    device_tamper(folder.db, "UPDATE vault_name SET given_unix_ms = given_unix_ms + 2 * 86400000"
                             " WHERE label = 'A3'");
    assert_ok(forget_count_names_before(store, DEVICE_START, &count, &err), err);
    assert_int_equal(count, 0); /* the class was observed since */
    assert_ok(forget_count_names_before(store, DEVICE_START + DAY, &count, &err), err);
    assert_int_equal(count, 3); /* one is of a class that was never observed */
    assert_ok(forget_names_before(store, DEVICE_START + DAY, &count, &err), err);
    assert_int_equal(count, 3);
    finish(0);
    assert_ok(forget_names_before(store, DEVICE_START + DAY, &count, &err), err);
    assert_int_equal(count, 0);
    Arena arena = {.limit = 1 << 20};
    VaultName *left = NULL;
    assert_ok(vault_list(vault, NULL, &arena, &left, &count, &err), err); /* still open */
    assert_int_equal(count, 1);
    assert_string_equal(left[0].name, "Dee");
    arena_deinit(&arena);
    vault_lock(vault);
}

static void forget__all_names__begins_anew_without_a_passphrase(void **state)
{
    (void)state;
    static const char *const names[][3] = {{"Grade 4", "A1", "Ana"}};
    Err err = {0};
    bool there = true;
    (void)device_record(folder.db, 1, 0, true);
    open_store();
    vault_lock(keep_names(names, 1));
    disk_back_up(folder.db, NOW - DAY);
    assert_ok(forget_all_names(store, &err), err);
    finish(1);
    assert_ok(vault_is_set_up(store, &there, &err), err);
    assert_false(there);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM vault_name"), 0);
    assert_int_equal(device_ask(folder.db, "SELECT count(*) FROM observation"), 1);
    vault_lock(keep_names(names, 1)); /* with another passphrase */
}

/* A record of many photos is written anew without being in memory as a whole. */
static void finish__of_a_record_larger_than_memory__is_done(void **state)
{
    (void)state;
    Err err = {0};
    int32_t lessons = -1, removed = -1;
    LeftFiles left = {0};
    const sqlite3_int64 memory = 12 << 20;
    (void)device_record(folder.db, 1, 0, true);
    (void)device_record(folder.db, 2, 1, true);
    device_tamper(folder.db, "UPDATE event SET text = hex(randomblob(1000000))");
    open_store();
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    sqlite3_int64 before = sqlite3_hard_heap_limit64(memory);
    bool ok = forget_finish(store, NOW, &removed, &left, &err);
    (void)sqlite3_hard_heap_limit64(before);
    assert_ok(ok, err);
    left_files_deinit(&left);
    assert_true(device_ask(folder.db, "PRAGMA page_count") * 4096 > 2 * memory);
}

static void finish__through_a_link__finds_what_lies_beside_the_record(void **state)
{
    (void)state;
    Err err = {0};
    char link[200], copy[FILE_MAX_PATH], replaced[300];
    int32_t lessons;
    (void)device_record(folder.db, 1, 0, true);
    disk_back_up(folder.db, NOW - DAY);
    (void)snprintf(replaced, sizeof replaced, "%s-replaced-20261101T000000000Z", folder.db);
    assert_ok(backup_copy_beside(folder.db, folder.db, copy, &err), err);
    assert_int_equal(rename(copy, replaced), 0);
    (void)snprintf(link, sizeof link, "%s/link", folder.path);
    assert_int_equal(symlink(folder.db, link), 0);
    store = store_open(link, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    finish(2);
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
}

static void finish__takes_away__what_a_restore_kept(void **state)
{
    (void)state;
    Err err = {0};
    char copy[200], aside[FILE_MAX_PATH];
    BackupCounts counts;
    bool done = false;
    int32_t lessons;
    (void)device_record(folder.db, 1, 0, true);
    (void)snprintf(copy, sizeof copy, "%s/copy.backup", folder.path);
    Backup *backup = backup_begin(folder.db, NULL, copy, NOW, &err);
    while (backup && !done)
        assert_ok(backup_step(backup, &done, &err), err);
    backup_destroy(backup);
    assert_ok(backup_restore(copy, folder.db, NOW - DAY, false, aside, &counts, &err), err);
    assert_int_equal(unlink(copy), 0); /* what somebody took elsewhere is out of reach */
    assert_true(strlen(aside) > 0);
    open_store();
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    finish(1);
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
}

static void finish__that_was_cut_off__can_be_made_up_for(void **state)
{
    (void)state;
    Err err = {0};
    int32_t lessons;
    (void)device_record(folder.db, 1, 0, true);
    open_store();
    disk_back_up(folder.db, NOW - DAY);
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    store_close(store); /* the power went */
    open_store();
    finish(1);
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
}

static void finish__beside_somebody_who_reads__says_so_and_stays_to_be_done(void **state)
{
    (void)state;
    Err err = {0};
    char text[400];
    bool pending = false;
    int32_t lessons, removed = -1;
    sqlite3 *reader = NULL;
    (void)device_record(folder.db, 1, 0, true);
    open_store();
    (void)sqlite3_busy_timeout(store->db, 0);
    assert_int_equal(sqlite3_open(folder.db, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM event", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    assert_false(forget_finish(store, NOW, &removed, NULL, &err));
    (void)snprintf(text, sizeof text,
                   "what was forgotten is gone from the record, but not yet from its file and "
                   "every backup; Kenkyu tries again when it starts: %s: is being read by another "
                   "program; close that one",
                   folder.db);
    assert_err(err, ERR_STORE, text);
    assert_int_equal(removed, -1);
    err = (Err){0};
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_true(pending);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    finish(0);
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
}

static void forget__before_a_day_before_1970__finds_nothing(void **state)
{
    (void)state;
    static const char *const names[][3] = {{"Grade 4", "A1", "Ana"}};
    Err err = {0};
    int32_t count = -1;
    bool pending = true;
    (void)device_record(folder.db, 1, 0, true);
    device_tamper(folder.db, "UPDATE observation SET started_unix_ms = 0"); /* imported */
    open_store();
    vault_lock(keep_names(names, 1));
    assert_ok(forget_count_before(store, -DAY, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(forget_before(store, -DAY, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(forget_count_names_before(store, -DAY, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(forget_is_pending(store, &pending, &err), err);
    assert_false(pending);
}

/* An event of a first subject with these words, then a change of these fields. */
static void correct(int nth, const char *subject, const char *words, int fields, const char *change)
{
    char sql[700];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO event SELECT observation, CAST('an event, no %03d' AS BLOB), 90,"
                   " 0, said_ms, code, %s, NULL, start_ms, start_ms, 0, 0, 0, 0, '{}', '%s'"
                   " FROM event LIMIT 1;"
                   "INSERT INTO change (observation, event, id, action, undoes, said_ms, fields,"
                   " %s) SELECT observation, id, CAST('a change, no %03d' AS BLOB), 91, 0, said_ms,"
                   " %d, %d FROM event WHERE text = '%s'",
                   nth, subject, words, change, nth, fields, fields == 2 && nth == 3 ? 4 : 3,
                   words);
    device_tamper(folder.db, sql);
}

static void forget__a_pupil__goes_by_whom_words_are_about_now(void **state)
{
    (void)state;
    Err err = {0};
    int32_t lessons = -1;
    (void)device_record(folder.db, 1, 0, true);
    correct(1, "NULL", "kettle words", 2, "subject"); /* of the class, then of A1 */
    correct(2, "4", "marble words", 4, "target");     /* then spoken to A1 */
    correct(3, "3", "lantern words", 2, "subject");   /* of A1 by mistake */
    device_tamper(folder.db,                          /* once more said, in other words */
                  "INSERT INTO change (observation, event, id, action, undoes, said_ms, fields,"
                  " text) SELECT observation, id, CAST('a change, no 004' AS BLOB), 92, 0, said_ms,"
                  " 128, 'teapot words' FROM event WHERE text = 'kettle words'");
    open_store();
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    assert_int_equal(lessons, 1);
    finish(0);
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, "kettle words", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, "teapot words", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, "marble words", NULL), 0);
    assert_int_equal(disk_count_files_with(folder.path, "lantern words", NULL), 2);
}

static void forget__a_pupil_with_ink__leaves_a_right_count_of_events(void **state)
{
    (void)state;
    Err err = {0};
    Arena arena = {.limit = 1 << 20};
    StoreItem *items = NULL;
    int32_t count = -1;
    (void)device_record(folder.db, 1, 0, true);
    pin_ink();
    device_tamper(folder.db, "DELETE FROM summary");
    open_store();
    assert_ok(store_list(store, &arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(items[0].event_count, 13);
    assert_ok(forget_pupil(store, "Grade 4", "A1", &count, &err), err);
    assert_ok(store_list(store, &arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(items[0].event_count, 12);
    arena_deinit(&arena);
}

/* The record once more under this name, as a killed merge leaves it. */
static void leave(const char *name)
{
    char path[300];
    static char bytes[1 << 20];
    FILE *from = fopen(folder.db, "rb");
    assert_non_null(from);
    size_t len = fread(bytes, 1, sizeof bytes, from);
    (void)fclose(from);
    (void)snprintf(path, sizeof path, "%s/%s", folder.path, name);
    FILE *to = fopen(path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(bytes, 1, len, to), len);
    assert_int_equal(fclose(to), 0);
}

static bool is_left(const char *name)
{
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s", folder.path, name);
    return access(path, F_OK) == 0;
}

static void finish__takes_away__what_was_killed_halfway(void **state)
{
    (void)state;
    static const char *const halves[] = {".kenkyu-0123456789abcdef",
                                         ".kenkyu-0123456789abcdef-wal",
                                         ".kenkyu-0123456789abcdef-shm",
                                         ".kenkyu-0123456789abcdef-journal",
                                         ".kenkyu-0123456789abcdef.lock",
                                         "backups/.kenkyu-fedcba9876543210",
                                         "backups/.kenkyu-fedcba9876543210-wal"};
    static const char *const others[] = {
        ".kenkyu-0123456789abcde", ".kenkyu-0123456789abcdef0",      ".kenkyu-0123456789ABCDEF",
        ".kenkyu-notes",           ".kenkyu-0123456789abcdef.notes", "kenkyu-0123456789abcdef"};
    Err err = {0};
    int32_t lessons;
    char link[300];
    (void)device_record(folder.db, 1, 0, true);
    disk_back_up(folder.db, NOW - DAY);
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        leave(halves[i]);
    open_store();
    assert_ok(forget_pupil(store, "Grade 4", "A1", &lessons, &err), err);
    finish(3); /* the backup, and two unfinished copies */
    assert_int_equal(disk_count_files_with(folder.path, "xylophone words", NULL), 0);
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        assert_false(is_left(halves[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        leave(others[i]);
    (void)snprintf(link, sizeof link, "%s/.kenkyu-00000000000000aa", folder.path);
    assert_int_equal(symlink(folder.db, link), 0);
    assert_ok(forget_all_names(store, &err), err);
    finish(1); /* the copy that the first left */
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(is_left(others[i]));
    assert_int_equal(unlink(link), 0); /* what somebody linked is theirs */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(forget__a_pupil__leaves_no_byte_and_every_count),
        T(forget__a_pupil_whom_nobody_knows__says_so),
        T(forget__a_lesson__takes_all_of_it_and_no_other),
        T(forget__before_a_day__keeps_what_runs_and_what_is_newer),
        T(forget__the_last_lesson_of_a_class__takes_its_names),
        T(forget__lessons_before_a_day__are_listed_first),
        T(forget__names_before_a_day__keeps_those_in_use),
        T(forget__all_names__begins_anew_without_a_passphrase),
        T(forget__the_last_visit_to_a_teacher__takes_what_they_are_called),
        T(restore__of_the_copy_of_forgetting__forgets_nothing),
        T(finish__that_cannot_make_a_backup__says_what_is_done_and_what_is_not),
        T(finish__takes_out__what_exports_of_the_lesson_are_called),
        T(finish__takes_away__what_a_restore_kept),
        T(finish__of_a_record_larger_than_memory__is_done),
        T(finish__through_a_link__finds_what_lies_beside_the_record),
        T(finish__takes_away__what_was_killed_halfway),
        T(finish__that_was_cut_off__can_be_made_up_for),
        T(forget__a_pupil_with_ink__leaves_a_right_count_of_events),
        T(forget__a_pupil__goes_by_whom_words_are_about_now),
        T(forget__before_a_day_before_1970__finds_nothing),
        T(finish__beside_somebody_who_reads__says_so_and_stays_to_be_done),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
