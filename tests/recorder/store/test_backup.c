/* test_backup.c - copies of the record: whole while it is written to, rotated,
 * checked, and brought back without losing what was there. */
#include "check.h"

#include "recorder/backed_up.h"
#include "recorder/lesson.h"
#include "recorder/older.h"
#include "recorder/recording/recording.h"
#include "recorder/store_folder.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <utime.h>

static const int64_t DAY = 86400000;
static const int64_t NOW = INT64_C(1795428000123); /* 2026-11-23T10:00:00.123Z, a Monday */

static Folder folder;
static Arena arena;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove_all(&folder);
    arena_deinit(&arena);
    return 0;
}

/* ---- a record ---- */

typedef struct Writer {
    Lesson lesson;
    Store *store;
    Recording *recording;
    int64_t now_ms;
} Writer;

static void begin(Writer *w, int64_t started_unix_ms)
{
    static uint64_t nth; /* no two lessons have the same id */
    Err err = {0};
    *w = (Writer){0};
    lesson_init(&w->lesson);
    w->lesson.setup.started_unix_ms = started_unix_ms;
    uuid_source_init(&w->lesson.ids, (uint64_t[2]){++nth, 7});
    w->lesson.setup.id = uuid_next(&w->lesson.ids, started_unix_ms);
    w->store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(w->store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    w->recording = recording_begin(w->store, w->lesson.protocol, &w->lesson.setup, &w->lesson.ids,
                                   &anchor, &err);
    assert_ok(w->recording != NULL, err);
    assert_ok(session_start(recording_session(w->recording), 0, &err), err);
    assert_ok(recording_commit(w->recording, NULL, &err), err);
}

static void tap(Writer *w, int count)
{
    Err err = {0};
    for (int i = 0; i < count; i++) {
        bool saved = false;
        SessionTap frame = lesson_tap(w->lesson.frame, A1, w->now_ms += 1000);
        frame.text = "because three fourths is six eighths";
        assert_ok(session_tap(recording_session(w->recording), &frame, w->now_ms, &err), err);
        assert_ok(recording_commit(w->recording, &saved, &err), err);
        assert_true(saved);
    }
}

static void finish(Writer *w, bool ended)
{
    Err err = {0};
    if (ended) {
        assert_ok(session_end(recording_session(w->recording), w->now_ms, &err), err);
        assert_ok(recording_commit(w->recording, NULL, &err), err);
    }
    recording_destroy(w->recording);
    store_close(w->store);
    lesson_deinit(&w->lesson);
}

static void record(int64_t started_unix_ms, int taps)
{
    Writer w;
    begin(&w, started_unix_ms);
    tap(&w, taps);
    finish(&w, true);
}

static void change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int32_t count_copies(void)
{
    Err err = {0};
    BackupCopy *copies;
    int32_t count;
    assert_ok(backup_list(folder.db, &arena, &copies, &count, &err), err);
    return count;
}

static int32_t count_entries(const char *path)
{
    DIR *dir = opendir(path);
    assert_non_null(dir);
    int32_t count = -2;
    while (readdir(dir))
        count++;
    (void)closedir(dir);
    return count;
}

static int64_t size_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return (int64_t)st.st_size;
}

/* ---- making ---- */

static void backup__is_whole__and_named_for_its_time(void **state)
{
    (void)state;
    record(NOW - DAY, 20);
    char path[FILE_MAX_PATH], want[200], backups[100];
    make_backup(folder.db, NOW, path);
    (void)snprintf(want, sizeof want, "%s/backups/lessons.kenkyu-20261123T100000123Z.backup",
                   folder.path);
    (void)snprintf(backups, sizeof backups, "%s/backups", folder.path);
    assert_string_equal(path, want);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(backups, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    BackupCounts counts = verified(path);
    assert_int_equal(counts.lessons, 1);
    assert_int_equal(counts.facts, 22);          /* start, 20 taps, end */
    assert_int_equal(count_entries(backups), 1); /* looking at it leaves nothing beside it */
}

static void copy_to(const char *out)
{
    Err err = {0};
    bool done = false;
    Backup *backup = backup_begin(folder.db, NULL, out, NOW, &err);
    assert_ok(backup != NULL, err);
    while (!done)
        assert_ok(backup_step(backup, &done, &err), err);
    backup_destroy(backup);
}

static void backup__goes_where_it_is_told__and_rotates_nothing(void **state)
{
    (void)state;
    record(NOW - DAY, 3);
    char out[200];
    (void)snprintf(out, sizeof out, "%s/stick.kenkyu", folder.path);
    copy_to(out);
    assert_int_equal(verified(out).facts, 5);
    assert_int_equal(count_copies(), 0);
}

static void backup__goes_where_a_link_leads__and_replaces_no_device(void **state)
{
    (void)state;
    record(NOW - DAY, 3);
    char link[200], pipe[200], said[300];
    struct stat st;
    (void)snprintf(link, sizeof link, "%s/stick.kenkyu", folder.path);
    (void)snprintf(pipe, sizeof pipe, "%s/pipe", folder.path);
    assert_int_equal(symlink("to.kenkyu", link), 0);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    copy_to(link);
    copy_to(link); /* what it leads to is there now */
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(verified(link).facts, 5);

    const char *const places[] = {pipe, folder.path};
    const char *const are[] = {"is no ordinary file, expected one", "is a folder, expected a file"};
    for (size_t i = 0; i < 2; i++) {
        Err err = {0};
        assert_null(backup_begin(folder.db, NULL, places[i], NOW, &err));
        (void)snprintf(said, sizeof said, "%s: %s", places[i], are[i]);
        assert_err(err, ERR_SYSTEM, said);
    }
    assert_int_equal(lstat(pipe, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
}

/* Every slice has a tap behind it: the copy is of the moment it was begun. */
static void backup__is_of_one_moment__while_recording_goes_on(void **state)
{
    (void)state;
    Writer w;
    begin(&w, NOW);
    tap(&w, 1500);
    Err err = {0};
    bool done = false;
    int slices = 0;
    Backup *backup = backup_begin(folder.db, NULL, NULL, NOW, &err);
    assert_ok(backup != NULL, err);
    for (; !done; slices++) {
        tap(&w, 1);
        assert_ok(backup_step(backup, &done, &err), err);
    }
    assert_true(slices > 10);
    assert_int_equal(verified(backup_path(backup)).facts, 1501);
    backup_destroy(backup);
    finish(&w, false);
    assert_int_equal(verified(folder.db).facts, 1501 + slices);
}

static void backup__leaves_nothing__when_it_is_given_up(void **state)
{
    (void)state;
    record(NOW - DAY, 3);
    Err err = {0};
    bool done = false;
    Backup *backup = backup_begin(folder.db, NULL, NULL, NOW, &err);
    assert_ok(backup_step(backup, &done, &err), err);
    backup_destroy(backup);
    char backups[100];
    (void)snprintf(backups, sizeof backups, "%s/backups", folder.path);
    assert_int_equal(count_entries(backups), 0);
}

static void backup__of_a_damaged_record__is_not_put_anywhere(void **state)
{
    (void)state;
    record(NOW - DAY, 400);
    char path[FILE_MAX_PATH];
    make_backup(folder.db, NOW - 3 * DAY, path);
    int64_t facts = verified(path).facts;
    char junk[4 * 4096]; /* one page alone might be one that is not in use */
    memset(junk, 0x5a, sizeof junk);
    overwrite(folder.db, (long)(size_of(folder.db) / 4096 / 2 * 4096), junk, sizeof junk);
    assert_backup_refused(folder.db, NOW, "the record");
    assert_int_equal(count_copies(), 1); /* the good one is still there */
    assert_int_equal(verified(path).facts, facts);
}

/* Read as a file that never changes, the record would seem damaged or old. */
static void verify__sees_what_was_just_recorded__in_a_record_in_use(void **state)
{
    (void)state;
    Writer w;
    begin(&w, NOW);
    for (int i = 1; i < 6; i++) {
        tap(&w, 1);
        assert_int_equal(verified(folder.db).facts, 1 + i);
    }
    finish(&w, false);
    assert_int_equal(verified(folder.db).facts, 6);
}

/* ---- which are kept ---- */

static void backup__keeps_seven_days__and_four_weeks(void **state)
{
    (void)state;
    record(NOW - 40 * DAY, 1);
    char path[FILE_MAX_PATH];
    for (int64_t day = 40; day >= 0; day--) {
        make_backup(folder.db, NOW - day * DAY - 1000, path);
        make_backup(folder.db, NOW - day * DAY,
                    path); /* the later one of a day is the one that stays */
    }
    Err err = {0};
    BackupCopy *copies;
    int32_t count;
    assert_ok(backup_list(folder.db, &arena, &copies, &count, &err), err);
    /* NOW is a Monday: 7 days reach to last Tuesday; the weeks are this one, the
     * last (both have a copy among the days) and the two Sundays before. */
    const int64_t want[] = {0, 1, 2, 3, 4, 5, 6, 8, 15};
    assert_int_equal(count, 9);
    for (int32_t i = 0; i < count; i++)
        assert_int_equal(copies[i].unix_ms, NOW - want[i] * DAY);
}

static void backup__from_the_future__is_left_alone_and_not_believed(void **state)
{
    (void)state;
    record(NOW - 40 * DAY, 1);
    char path[FILE_MAX_PATH];
    Err err = {0};
    bool due = false;
    make_backup(folder.db, NOW + 400 * DAY, path);
    assert_ok(backup_is_due(folder.db, NULL, NOW, &due, &err), err);
    assert_true(due);
    make_backup(folder.db, NOW, path);
    assert_int_equal(count_copies(), 2);
    assert_ok(backup_is_due(folder.db, NULL, NOW, &due, &err), err);
    assert_false(due);
}

static void backup__takes_other_files__for_what_they_are(void **state)
{
    (void)state;
    record(NOW - 40 * DAY, 1);
    char path[FILE_MAX_PATH], name[200];
    make_backup(folder.db, NOW - 30 * DAY, path);
    static const char *const others[] = {
        "lessons.kenkyu-20261123T10000012Z.backup", "lessons.kenkyu-2026112xT100000123Z.backup",
        "other.kenkyu-20200101T100000123Z.backup", "lessons.kenkyu-20200101T100000123Z.backup.old"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        (void)snprintf(name, sizeof name, "%s/backups/%s", folder.path, others[i]);
        assert_int_equal(fclose(fopen(name, "wb")), 0);
    }
    assert_int_equal(count_copies(), 1);
    make_backup(folder.db, NOW, path);
    (void)snprintf(name, sizeof name, "%s/backups", folder.path);
    assert_int_equal(count_entries(name), 4 + 2);
}

/* ---- when ---- */

static bool is_due(int64_t now_unix_ms)
{
    Err err = {0};
    bool due = false;
    assert_ok(backup_is_due(folder.db, NULL, now_unix_ms, &due, &err), err);
    return due;
}

static void backup__is_due__after_a_day_and_after_a_lesson(void **state)
{
    (void)state;
    Err err = {0};
    store_close(store_open(folder.db, STORE_WRITE, &err));
    assert_false(is_due(NOW)); /* nothing to lose yet */
    record(NOW - DAY, 2);
    assert_true(is_due(NOW));
    char path[FILE_MAX_PATH];
    make_backup(folder.db, NOW, path);
    assert_false(is_due(NOW));
    assert_false(is_due(NOW + DAY));
    assert_true(is_due(NOW + DAY + 1));
    Writer w;
    begin(&w, NOW + 60000);
    tap(&w, 5); /* ends at 5 s */
    assert_false(is_due(NOW + 120000));
    finish(&w, true);
    assert_true(is_due(NOW + 120000));
    assert_false(is_due(NOW + 60000)); /* an end that is yet to come */
}

static void keeper__makes_it_by_itself__slice_by_slice(void **state)
{
    (void)state;
    record(NOW - DAY, 50);
    BackupKeeper keeper = {.db = folder.db};
    assert_false(backup_keeper_step(&keeper, 1000, NOW)); /* the first frames are the person's */
    assert_int_equal(keeper.look_at_ms, 3000);
    assert_true(backup_keeper_step(&keeper, 3000, NOW));
    int slices = 0;
    while (backup_keeper_step(&keeper, 3000 + slices, NOW))
        slices++;
    assert_true(slices > 3);
    assert_int_equal(count_copies(), 1);
    assert_false(backup_keeper_step(&keeper, 63000, NOW + 60000));
    assert_int_equal(keeper.trouble.kind, ERR_NONE);
    backup_keeper_deinit(&keeper);
}

static void keeper__says_what_went_wrong__until_it_is_well(void **state)
{
    (void)state;
    record(NOW - DAY, 2);
    char backups[100], want[200];
    (void)snprintf(backups, sizeof backups, "%s/backups", folder.path);
    assert_int_equal(fclose(fopen(backups, "wb")), 0); /* a file where the folder should be */
    BackupKeeper keeper = {.db = folder.db, .look_at_ms = 1000};
    assert_false(backup_keeper_step(&keeper, 1000, NOW));
    (void)snprintf(want, sizeof want, "%s: the backups cannot be read (Not a directory)", backups);
    assert_err(keeper.trouble, ERR_SYSTEM, want);
    assert_int_equal(keeper.failed_unix_ms, NOW);
    assert_false(backup_keeper_step(&keeper, 61000, NOW + 60000)); /* not tried again so soon */
    assert_int_equal(keeper.failed_unix_ms, NOW);
    assert_false(backup_keeper_step(&keeper, 601000, NOW + 600000));
    assert_err(keeper.trouble, ERR_SYSTEM, want);
    assert_int_equal(keeper.failed_unix_ms, NOW + 600000);
    assert_int_equal(unlink(backups), 0);
    for (bool busy = true; busy;)
        busy = backup_keeper_step(&keeper, 1201000, NOW + 1200000);
    assert_int_equal(keeper.trouble.kind, ERR_NONE);
    assert_int_equal(count_copies(), 1);
    backup_keeper_deinit(&keeper);
}

/* ---- bringing back ---- */

static void restore__brings_it_back__and_keeps_what_was_there(void **state)
{
    (void)state;
    record(NOW - DAY, 10);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH], want[200];
    make_backup(folder.db, NOW, path);
    record(NOW, 30);
    BackupCounts counts;
    Err err = {0};
    assert_ok(backup_restore(path, folder.db, NOW + 1000, false, aside, &counts, &err), err);
    (void)snprintf(want, sizeof want, "%s-replaced-20261123T100001123Z", folder.db);
    assert_string_equal(aside, want);
    assert_int_equal(counts.lessons, 1);
    assert_int_equal(verified(folder.db).facts, 12);
    assert_int_equal(verified(aside).lessons, 2);
    assert_int_equal(verified(aside).facts, 12 + 32);
    assert_int_equal(verified(path).facts, 12);
    record(NOW + DAY, 1); /* and it is recorded into as before */
    assert_int_equal(verified(folder.db).lessons, 2);
}

static void restore__where_nothing_was__keeps_nothing(void **state)
{
    (void)state;
    record(NOW - DAY, 10);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH] = "x", fresh[200];
    make_backup(folder.db, NOW, path);
    (void)snprintf(fresh, sizeof fresh, "%s/fresh.kenkyu", folder.path);
    BackupCounts counts;
    Err err = {0};
    assert_ok(backup_restore(path, fresh, NOW, false, aside, &counts, &err), err);
    assert_string_equal(aside, "");
    assert_int_equal(verified(fresh).facts, 12);
}

static void restore__refuses_a_damaged_copy__and_changes_nothing(void **state)
{
    (void)state;
    record(NOW - DAY, 400);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH] = "x", junk[4096];
    make_backup(folder.db, NOW, path);
    int64_t size = size_of(path), facts = verified(path).facts;
    memset(junk, 0x5a, sizeof junk);
    Err err = {0};
    BackupCounts counts;
    int32_t files = count_entries(folder.path);
    for (long at = 4096; at < size; at += 4096 * 5) {
        char original[4096];
        FILE *file = fopen(path, "rb");
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_equal(fread(original, 1, sizeof original, file), sizeof original);
        (void)fclose(file);
        overwrite(path, at, junk, sizeof junk);
        err = (Err){0};
        assert_false(backup_restore(path, folder.db, NOW, false, aside, &counts, &err));
        assert_int_equal(err.kind, ERR_FORMAT);
        assert_non_null(strstr(err.text, ": the record is damaged ("));
        assert_memory_equal(err.text, path, strlen(path));
        overwrite(path, at, original, sizeof original);
    }
    assert_string_equal(aside, "x");
    assert_int_equal(count_entries(folder.path), files);
    assert_int_equal(verified(folder.db).facts, facts);
    assert_int_equal(verified(path).facts, facts);
}

/* Noise in a cell is whole to SQLite. */
static void restore__refuses_a_lesson_that_cannot_be_opened__unless_told(void **state)
{
    (void)state;
    Err err = {0};
    BackupCounts counts;
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH] = "x", id[UUID_TEXT_SIZE], want[800];
    Writer w;
    begin(&w, NOW - DAY);
    uuid_format(w.lesson.setup.id, id);
    tap(&w, 3);
    finish(&w, true);
    make_backup(folder.db, NOW, path);
    change(path, "UPDATE protocol SET text = 'noise'");
    assert_false(backup_verify(path, &counts, &err));
    (void)snprintf(want, sizeof want, "%s: the lesson %s cannot be opened (", path, id);
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_memory_equal(err.text, want, strlen(want));
    err = (Err){0};
    assert_false(backup_restore(path, folder.db, NOW, false, aside, &counts, &err));
    assert_memory_equal(err.text, want, strlen(want));
    assert_non_null(strstr(err.text, "; 'kenkyu restore --yes' brings it back all the same"));
    assert_string_equal(aside, "x");
    err = (Err){0};
    assert_ok(backup_restore(path, folder.db, NOW, true, aside, &counts, &err), err);
    assert_int_equal(counts.lessons, 1);
}

/* Copies of before an update are good copies. */
static void verify__opens_every_lesson__of_an_older_version(void **state)
{
    (void)state;
    Err err = {0};
    BackupCounts counts;
    char older[200];
    record(NOW - DAY, 3);
    for (int version = 1; version < store_folder_newest(); version++) {
        (void)snprintf(older, sizeof older, "%s/version-%d.backup", folder.path, version);
        older_make(older, version, folder.db, &arena);
        int32_t files = count_entries(folder.path);
        assert_int_equal(verified(older).lessons, 1);
        change(older, "UPDATE protocol SET text = 'noise'");
        assert_false(backup_verify(older, &counts, &err));
        assert_non_null(strstr(err.text, " cannot be opened ("));
        err = (Err){0};
        assert_int_equal(count_entries(folder.path), files); /* read in memory */
    }
}

static void make_link(const char *name, const char *to, char ret_path[200])
{
    (void)snprintf(ret_path, 200, "%s/%s", folder.path, name);
    assert_int_equal(symlink(to, ret_path), 0);
}

/* What lies beside a record lies where the record is. */
static void restore__through_a_link__keeps_what_was_there_beside_the_record(void **state)
{
    (void)state;
    Err err = {0};
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH] = "", want[300], link[200], away[200];
    BackupCounts counts;
    BackupCopy *copies;
    int32_t count = -1;
    struct stat st;
    (void)snprintf(away, sizeof away, "%s/away", folder.path);
    assert_int_equal(mkdir(away, 0700), 0);
    make_link("away/link.kenkyu", folder.db, link);
    record(NOW - DAY, 3);
    make_backup(folder.db, NOW, path);
    assert_ok(backup_list(link, &arena, &copies, &count, &err), err);
    assert_int_equal(count, 1);
    assert_ok(backup_restore(path, link, NOW + 1000, false, aside, &counts, &err), err);
    (void)snprintf(want, sizeof want, "%s-replaced-", folder.db);
    assert_memory_equal(aside, want, strlen(want));
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(verified(folder.db).facts, 5);
    assert_int_equal(count_entries(away), 1); /* the link alone */
}

static void restore__from_a_link__sees_the_journal_of_the_file(void **state)
{
    (void)state;
    Err err = {0};
    char link[200], fresh[200], aside[FILE_MAX_PATH] = "x";
    BackupCounts counts;
    Writer w;
    begin(&w, NOW - DAY);
    tap(&w, 3); /* in the journal, not in the file */
    make_link("link.kenkyu", folder.db, link);
    (void)snprintf(fresh, sizeof fresh, "%s/fresh.kenkyu", folder.path);
    assert_false(backup_restore(link, fresh, NOW, false, aside, &counts, &err));
    assert_non_null(strstr(err.text, ": was not closed properly"));
    assert_int_equal(verified(link).facts, 4);
    finish(&w, true);
}

static void restore__refuses_half_a_copy__and_what_is_none(void **state)
{
    (void)state;
    record(NOW - DAY, 100);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH], want[FILE_MAX_PATH + 100];
    make_backup(folder.db, NOW, path);
    Err err = {0};
    BackupCounts counts;
    assert_int_equal(truncate(path, size_of(path) / 4096 / 2 * 4096), 0);
    assert_false(backup_restore(path, folder.db, NOW, false, aside, &counts, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    overwrite(path, 0, "no database at all ", 19);
    err = (Err){0};
    assert_false(backup_restore(path, folder.db, NOW, false, aside, &counts, &err));
    (void)snprintf(want, sizeof want, "%s: this is not a record of lessons, nor any database",
                   path);
    assert_err(err, ERR_FORMAT, want);
    err = (Err){0};
    assert_false(backup_restore("no-such.backup", folder.db, NOW, false, aside, &counts, &err));
    assert_err(err, ERR_SYSTEM, "no-such.backup: there is no such file");
}

static void restore__refuses__while_somebody_records(void **state)
{
    (void)state;
    record(NOW - DAY, 3);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH], want[200];
    make_backup(folder.db, NOW, path);
    Writer w;
    begin(&w, NOW);
    BackupCounts counts;
    Err err = {0};
    assert_false(backup_restore(path, folder.db, NOW, false, aside, &counts, &err));
    (void)snprintf(want, sizeof want,
                   "%s: is being recorded into by another Kenkyu (process %ld); close that one "
                   "first",
                   folder.db, (long)getpid());
    assert_err(err, ERR_STATE, want);
    tap(&w, 1);
    finish(&w, true);
}

static void restore__takes_the_place__of_a_damaged_record(void **state)
{
    (void)state;
    record(NOW - DAY, 100);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH];
    make_backup(folder.db, NOW, path);
    overwrite(folder.db, 0, "gone gone gone gone gone", 24);
    BackupCounts counts;
    Err err = {0};
    int64_t size = size_of(folder.db);
    assert_ok(backup_restore(path, folder.db, NOW, false, aside, &counts, &err), err);
    assert_int_equal(size_of(aside), size);
    assert_int_equal(verified(folder.db).facts, 102);
}

static void restore__refuses__the_place_of_another_program(void **state)
{
    (void)state;
    record(NOW - DAY, 3);
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH], other[200], want[300];
    make_backup(folder.db, NOW, path);
    (void)snprintf(other, sizeof other, "%s/mail.db", folder.path);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(other, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA application_id = 7; CREATE TABLE mail (a)", NULL, NULL, NULL),
        SQLITE_OK);
    (void)sqlite3_close(db);
    BackupCounts counts;
    Err err = {0};
    assert_false(backup_restore(path, other, NOW, false, aside, &counts, &err));
    (void)snprintf(want, sizeof want, "%s: this is the database of another program", other);
    assert_err(err, ERR_FORMAT, want);
}

static void backup__removes__what_was_killed_a_day_ago(void **state)
{
    (void)state;
    static const char *const names[] = {".kenkyu-0123456789abcdef", ".kenkyu-0123456789abcdef.lock",
                                        "backups/.kenkyu-0123456789abcdef",
                                        ".kenkyu-aaaaaaaaaaaaaaaa",
                                        "backups/.kenkyu-aaaaaaaaaaaaaaaa"};
    char path[FILE_MAX_PATH], name[300];
    record(NOW - 40 * DAY, 1);
    for (int round = 0; round < 2; round++) {
        make_backup(folder.db, NOW + round, path);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            bool old = i < 3;
            struct utimbuf times = {.modtime = NOW / 1000 - (old ? 86401 : 80000)};
            (void)snprintf(name, sizeof name, "%s/%s", folder.path, names[i]);
            assert_int_equal(access(name, F_OK) == 0, round == 1 && !old);
            assert_int_equal(fclose(fopen(name, "wb")), 0);
            assert_int_equal(utime(name, &times), 0);
        }
    }
}

/* Also one who has it open and asks nothing just now. */
static void restore__refuses__while_somebody_reads(void **state)
{
    (void)state;
    Err err = {0};
    char path[FILE_MAX_PATH], aside[FILE_MAX_PATH] = "untouched", want[200];
    BackupCounts counts = {0};
    sqlite3 *reader = NULL;
    record(NOW - 40 * DAY, 3);
    make_backup(folder.db, NOW - 30 * DAY, path);
    Writer w;
    begin(&w, NOW - DAY);
    tap(&w, 30);
    assert_int_equal(sqlite3_open(folder.db, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "SELECT count(*) FROM event", NULL, NULL, NULL),
                     SQLITE_OK);
    finish(&w, true);
    int32_t entries = count_entries(folder.path);
    assert_false(backup_restore(path, folder.db, NOW, false, aside, &counts, &err));
    (void)snprintf(want, sizeof want, "%s: is being read by another program; close that one first",
                   folder.db);
    assert_err(err, ERR_STATE, want);
    assert_string_equal(aside, "untouched");
    assert_int_equal(count_entries(folder.path), entries);
    assert_int_equal(sqlite3_exec(reader, "SELECT count(*) FROM event", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    assert_int_equal(verified(folder.db).lessons, 2);
    err = (Err){0};
    assert_ok(backup_restore(path, folder.db, NOW, false, aside, &counts, &err), err);
    assert_int_equal(verified(folder.db).lessons, 1);
    assert_int_equal(verified(aside).lessons, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(backup__is_whole__and_named_for_its_time),
        TEST(backup__goes_where_it_is_told__and_rotates_nothing),
        TEST(backup__goes_where_a_link_leads__and_replaces_no_device),
        TEST(backup__is_of_one_moment__while_recording_goes_on),
        TEST(backup__leaves_nothing__when_it_is_given_up),
        TEST(backup__of_a_damaged_record__is_not_put_anywhere),
        TEST(verify__sees_what_was_just_recorded__in_a_record_in_use),
        TEST(backup__keeps_seven_days__and_four_weeks),
        TEST(backup__from_the_future__is_left_alone_and_not_believed),
        TEST(backup__takes_other_files__for_what_they_are),
        TEST(backup__removes__what_was_killed_a_day_ago),
        TEST(backup__is_due__after_a_day_and_after_a_lesson),
        TEST(keeper__makes_it_by_itself__slice_by_slice),
        TEST(keeper__says_what_went_wrong__until_it_is_well),
        TEST(restore__brings_it_back__and_keeps_what_was_there),
        TEST(restore__where_nothing_was__keeps_nothing),
        TEST(restore__refuses_a_damaged_copy__and_changes_nothing),
        TEST(restore__refuses_a_lesson_that_cannot_be_opened__unless_told),
        TEST(verify__opens_every_lesson__of_an_older_version),
        TEST(restore__through_a_link__keeps_what_was_there_beside_the_record),
        TEST(restore__from_a_link__sees_the_journal_of_the_file),
        TEST(restore__refuses_half_a_copy__and_what_is_none),
        TEST(restore__refuses__while_somebody_records),
        TEST(restore__refuses__while_somebody_reads),
        TEST(restore__takes_the_place__of_a_damaged_record),
        TEST(restore__refuses__the_place_of_another_program),
    };
    return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
