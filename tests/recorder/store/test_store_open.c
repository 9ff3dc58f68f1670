/* test_store_open.c - what is opened and what is refused, each with its own
 * sentence and the file untouched. */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/recording/recording.h"
#include "recorder/store/backup.h"
#include "recorder/store_folder.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void write_file(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* Opening refuses with "path: sentence", makes no file and changes none. */
static void check_refused(const char *path, StoreMode mode, ErrKind kind, const char *sentence)
{
    Err err = {0};
    char want[400];
    (void)snprintf(want, sizeof want, "%s: %s", path, sentence);
    assert_null(store_open(path, mode, &err));
    assert_err(err, kind, want);
}

static void make_database(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void open__makes_a_file_of_its_owner__when_there_is_none(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_int_equal(store_schema_version(store), store_folder_newest());
    struct stat st;
    assert_int_equal(stat(folder.db, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    store_close(store);

    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA application_id", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(stmt, 0), 0x4b4e4b59);
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    folder_remove(&folder);
}

/* A record that was copied here, say. Its journal takes the same mode. */
static void open__makes_it_private__what_others_could_read(void **state)
{
    (void)state;
    static const char *const endings[] = {"", "-wal", "-shm"};
    Folder folder;
    char name[128];
    Err err = {0};
    struct stat st;
    folder_make(&folder);
    store_close(store_open(folder.db, STORE_WRITE, &err));
    assert_int_equal(chmod(folder.db, 0644), 0);
    Store *reads = store_open(folder.db, STORE_READ, &err);
    assert_ok(reads != NULL, err);
    assert_int_equal(stat(folder.db, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0644); /* reading changes nothing */
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    for (int i = 0; i < 3; i++) {
        (void)snprintf(name, sizeof name, "%s%s", folder.db, endings[i]);
        assert_int_equal(stat(name, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    store_close(reads);
    store_close(store);
    folder_remove(&folder);
}

static void open__refuses__what_is_no_database(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    char text[300];
    memset(text, 'x', sizeof text);
    const char *sentence = "this is not a record of lessons, nor any database";
    for (size_t len = 1; len <= sizeof text; len += 23) {
        write_file(folder.db, text, len);
        check_refused(folder.db, STORE_WRITE, ERR_FORMAT, sentence);
        check_refused(folder.db, STORE_READ, ERR_FORMAT, sentence);
    }
    char back[300];
    FILE *file = fopen(folder.db, "rb");
    assert_int_equal(fread(back, 1, sizeof back, file), sizeof text);
    (void)fclose(file);
    assert_memory_equal(back, text, sizeof text);
    folder_remove(&folder); /* which fails when anything was left beside it */
}

static void open__refuses__a_database_of_another_program(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    make_database(folder.db, "CREATE TABLE t (x); PRAGMA user_version = 3");
    check_refused(folder.db, STORE_WRITE, ERR_FORMAT,
                  "this is the database of another program (application id 0x00000000)");
    make_database(folder.db, "PRAGMA application_id = 0x0f055112");
    check_refused(folder.db, STORE_READ, ERR_FORMAT,
                  "this is the database of another program (application id 0x0f055112)");
    folder_remove(&folder);
}

static void newer_sentence(char ret_text[100])
{
    (void)snprintf(ret_text, 100,
                   "written by a newer Kenkyu (version 700 of the record, this one knows %d)",
                   store_folder_newest());
}

static void open__refuses__a_newer_version(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    make_database(folder.db, "PRAGMA application_id = 0x4b4e4b59; PRAGMA user_version = 700");
    char sentence[100];
    newer_sentence(sentence);
    check_refused(folder.db, STORE_WRITE, ERR_FORMAT, sentence);
    check_refused(folder.db, STORE_READ, ERR_FORMAT, sentence);
    folder_remove(&folder);
}

/* The file's own header says another one than its journal. */
static void refuse_version_in_journal(const char *pragma, uint32_t version)
{
    Folder folder;
    char sentence[200];
    folder_make(&folder);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    store_close(store);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, pragma, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    (void)snprintf(sentence, sizeof sentence,
                   "written by a newer Kenkyu (version %u of the record, this one knows %d)",
                   (unsigned)version, store_folder_newest());
    check_refused(folder.db, STORE_WRITE, ERR_FORMAT, sentence);
    check_refused(folder.db, STORE_READ, ERR_FORMAT, sentence);
    BackupCounts counts;
    assert_false(backup_verify(folder.db, &counts, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    folder_remove(&folder);
}

static void open__refuses__a_newer_version_in_the_journal(void **state)
{
    (void)state;
    refuse_version_in_journal("PRAGMA user_version = 700", 700);
    refuse_version_in_journal("PRAGMA user_version = -3", UINT32_MAX - 2); /* SQLite knows signs */
}

static void open__refuses__folders_and_missing_files(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    check_refused(folder.path, STORE_WRITE, ERR_SYSTEM, "this is a folder, not a file");
    check_refused(folder.db, STORE_READ, ERR_SYSTEM, "there is no such file");
    char deep[160], sentence[200];
    (void)snprintf(deep, sizeof deep, "%s/none/x.kenkyu", folder.path);
    (void)snprintf(sentence, sizeof sentence, "there is no folder %s/none", folder.path);
    check_refused(deep, STORE_WRITE, ERR_SYSTEM, sentence);
    check_refused("/dev/null", STORE_WRITE, ERR_SYSTEM, "this is not an ordinary file");
    write_file(folder.db, "", 0);
    check_refused(folder.db, STORE_READ, ERR_FORMAT, "this file is empty, not a record of lessons");
    Err err = {0};
    assert_null(store_open("", STORE_WRITE, &err));
    assert_err(err, ERR_STATE, "a record of lessons needs a file name");
    folder_remove(&folder);
}

static void open__refuses_a_second_writer__and_names_the_first(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Err err = {0};
    Store *first = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(first != NULL, err);
    char sentence[200];
    (void)snprintf(sentence, sizeof sentence,
                   "is being recorded into by another Kenkyu (process %ld); close that one first",
                   (long)getpid());
    check_refused(folder.db, STORE_WRITE, ERR_STATE, sentence);
    Store *reader = store_open(folder.db, STORE_READ, &err); /* readers are welcome */
    assert_ok(reader != NULL, err);
    store_close(reader);
    store_close(first);
    first = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(first != NULL, err);
    store_close(first);
    folder_remove(&folder);
}

/* By whatever name: the lock lies beside the file. */
static void open__refuses_a_second_writer__through_a_link(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Err err = {0};
    char link[200], want[400];
    (void)snprintf(link, sizeof link, "%s/link", folder.path);
    const char *name = strrchr(folder.db, '/') + 1; /* as from the link's folder */
    assert_int_equal(symlink(name, link), 0);
    Store *first = store_open(link, STORE_WRITE, &err); /* made where it leads to */
    assert_ok(first != NULL, err);
    (void)snprintf(want, sizeof want,
                   "is being recorded into by another Kenkyu (process %ld); close that one first",
                   (long)getpid());
    check_refused(folder.db, STORE_WRITE, ERR_STATE, want);
    assert_null(store_open(link, STORE_WRITE, &err));
    assert_int_equal(err.kind, ERR_STATE);
    store_close(first);
    assert_int_equal(unlink(link), 0);
    folder_remove(&folder);
}

static void read__does_not_write__whatever_is_asked(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    ClockAnchor anchor = {.boot_id = ""};
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    store_close(store);
    store = store_open(folder.db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    char want[200];
    (void)snprintf(want, sizeof want, "%s: was opened for reading only", folder.db);
    assert_false(store_add_anchor(store, l.setup.id, &anchor, &err));
    assert_err(err, ERR_STATE, want);
    StoreItem *items;
    int32_t count;
    err = (Err){0};
    assert_ok(store_list(store, &l.arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(count, 1);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
}

/* As somebody who may not write: what root may do says nothing. */
static int as_nobody(const char *db)
{
    Err err = {0};
    char want[200];
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 77;
    (void)snprintf(want, sizeof want, "%s: nothing can be recorded in this folder, it is read-only",
                   db);
    Store *store = store_open(db, STORE_WRITE, &err);
    if (store || strcmp(err.text, want) != 0 || err.kind != ERR_SYSTEM)
        return 1;
    err = (Err){0};
    int64_t count = 0;
    store = store_open(db, STORE_READ, &err);
    if (!store)
        (void)fprintf(stderr, "%s\n", err.text);
    bool ok = store && store_count(store, &count, &err) && count == 1;
    store_close(store);
    return ok ? 0 : 2;
}

/* Runs as_nobody() on a folder and its files that nobody may write to. */
static void check_as_nobody(Folder *folder)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char name[128];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(name, sizeof name, "%s%s", folder->db, endings[i]);
        (void)chmod(name, 0444);
    }
    (void)snprintf(name, sizeof name, "%s.lock", folder->db);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(chmod(folder->path, 0555), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(as_nobody(folder->db));
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(folder->path, 0755), 0);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        print_message("cannot become nobody here, skipped\n");
    else
        assert_int_equal(WEXITSTATUS(status), 0);
}

static void read__works__in_a_read_only_folder(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    ClockAnchor anchor = {.boot_id = ""};
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    store_close(store);
    check_as_nobody(&folder);
    lesson_deinit(&l);
    folder_remove(&folder);
}

/* The writer was killed: the lesson is in the journal, not yet in the file. */
static void read__works__in_a_read_only_folder_with_a_journal(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    pid_t child = fork();
    if (child == 0) {
        Lesson l;
        lesson_init(&l);
        Err err = {0};
        ClockAnchor anchor = {.boot_id = ""};
        Store *store = store_open(folder.db, STORE_WRITE, &err);
        _exit(store && store_add_observation(store, &l.setup, l.protocol, &anchor, &err) ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    check_as_nobody(&folder);
    folder_remove(&folder);
}

/* A copy of a record with its journal, the first page overwritten, as a power cut
 * in the middle of a checkpoint may leave it. */
static void tear_first_page(const Folder *from, const Folder *to)
{
    static const char *const endings[] = {"", "-wal"};
    for (size_t i = 0; i < 2; i++) {
        char name[128], *bytes = malloc(1 << 20);
        (void)snprintf(name, sizeof name, "%s%s", from->db, endings[i]);
        FILE *in = fopen(name, "rb");
        assert_non_null(bytes);
        assert_non_null(in);
        size_t len = fread(bytes, 1, 1 << 20, in);
        (void)fclose(in);
        assert_in_range(len, 4096, (1 << 20) - 1);
        if (i == 0)
            memset(bytes, 'x', 512);
        (void)snprintf(name, sizeof name, "%s%s", to->db, endings[i]);
        write_file(name, bytes, len);
        free(bytes);
    }
}

static void open__mends_a_torn_first_page__from_the_journal(void **state)
{
    (void)state;
    Folder folder, torn;
    folder_make(&folder);
    folder_make(&torn);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    ClockAnchor anchor = {.boot_id = ""};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    tear_first_page(&folder, &torn);
    store_close(store);
    for (StoreMode mode = STORE_WRITE; mode <= STORE_READ; mode++) {
        int64_t count = 0;
        store = store_open(torn.db, mode, &err);
        assert_ok(store != NULL, err);
        assert_ok(store_count(store, &count, &err), err);
        assert_int_equal(count, 1);
        store_close(store);
    }
    lesson_deinit(&l);
    folder_remove(&folder);
    folder_remove(&torn);
}

/* The header alone would pass: what counts is what the journal makes of it. */
/* What somebody put into the file cannot eat what is recorded. */
static void open__ignores__triggers(void **state)
{
    (void)state;
    Folder folder;
    Err err = {0};
    folder_make(&folder);
    store_close(store_open(folder.db, STORE_WRITE, &err));
    make_database(folder.db, "CREATE TRIGGER t AFTER INSERT ON observation BEGIN DELETE FROM "
                             "observation; DELETE FROM event; END");
    Lesson l;
    lesson_init(&l);
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    ClockAnchor anchor = {.boot_id = ""};
    assert_ok(store && store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    int64_t count = 0;
    assert_ok(store_count(store, &count, &err), err);
    assert_int_equal(count, 1);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
}

/* Reading of it would run what somebody wrote there, for ever if they like. */
static void check_other_tables(const char *sql)
{
    static const char sentence[] = "its tables are not those of a record of lessons";
    Folder folder;
    Err err = {0};
    BackupCounts counts;
    char want[400];
    folder_make(&folder);
    store_close(store_open(folder.db, STORE_WRITE, &err));
    make_database(folder.db, sql);
    check_refused(folder.db, STORE_READ, ERR_FORMAT, sentence);
    check_refused(folder.db, STORE_WRITE, ERR_FORMAT, sentence);
    (void)snprintf(want, sizeof want, "%s: %s", folder.db, sentence);
    assert_false(backup_verify(folder.db, &counts, &err));
    assert_err(err, ERR_FORMAT, want);
    folder_remove(&folder);
}

#define ENDLESS                                                                                    \
    " AS WITH RECURSIVE r(observation, length_ms, event_count, ended) AS (SELECT 1, 2, 3, 4"       \
    " UNION ALL SELECT * FROM r) SELECT * FROM r"

/* Nothing that a file's own names can stand for, and nothing hidden behind a zero, gets a view
 * past the check. */
static void open__refuses__a_view__whatever_hides_it(void **state)
{
    (void)state;
    check_other_tables("CREATE TABLE pragma_table_list(schema, name, type);"
                       "DROP VIEW summary_now; CREATE VIEW summary_now" ENDLESS);
    check_other_tables(
        "CREATE INDEX own ON protocol (key); PRAGMA writable_schema = 1;"
        "UPDATE sqlite_schema SET name = 'summary_now' || char(0), sql = 'CREATE VIEW "
        "summary_now" ENDLESS "' WHERE name = 'summary_now';"
        "UPDATE sqlite_schema SET name = 'summary_now', sql = 'CREATE INDEX summary_now ON"
        " protocol (key)' WHERE name = 'own'");
    check_other_tables("CREATE INDEX own ON event (abs(start_ms))");
    check_other_tables("CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END;"
                       "ALTER TABLE summary ADD COLUMN more INTEGER");
}

/* What somebody wrote into their own tables and views is not run, and is no reason to refuse:
 * a sum that cannot be made, more rows than there is time for, a name that is SQLite's. */
static void verify__runs_nothing__of_what_is_not_ours(void **state)
{
    static const char *const own[] = {
        "CREATE TABLE x (a); INSERT INTO x VALUES (-9223372036854775807 - 1);"
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql ="
        " 'CREATE TABLE x (a, b AS (abs(a)) NOT NULL)' WHERE name = 'x'",
        "CREATE VIEW pragma_user_version AS WITH RECURSIVE r(user_version) AS (SELECT 1 UNION ALL"
        " SELECT user_version + 1 FROM r) SELECT count(*) AS user_version FROM r",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id));"
        "INSERT INTO c VALUES (7)",
        "ANALYZE",
    };
    (void)state;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        Folder folder;
        Err err = {0};
        BackupCounts counts;
        folder_make(&folder);
        store_close(store_open(folder.db, STORE_WRITE, &err));
        make_database(folder.db, own[i]);
        assert_ok(backup_verify(folder.db, &counts, &err), err);
        assert_int_equal(counts.version, store_folder_newest());
        Store *store = store_open(folder.db, STORE_WRITE, &err);
        assert_ok(store, err);
        store_close(store);
        folder_remove(&folder);
    }
}

/* The columns of forty views, each of which joins the one before to itself. */
static void open__counts_no_columns__of_somebody_s_views(void **state)
{
    enum { VIEWS = 40, MOST = 4000 };
    char sql[MOST] = "CREATE VIEW v0 AS SELECT 1 AS x;";
    Folder folder;
    Err err = {0};
    (void)state;
    for (int i = 1; i <= VIEWS; i++) {
        size_t len = strlen(sql);
        (void)snprintf(sql + len, sizeof sql - len,
                       "CREATE VIEW v%d AS SELECT a.x FROM v%d a, v%d b;", i, i - 1, i - 1);
    }
    folder_make(&folder);
    store_close(store_open(folder.db, STORE_WRITE, &err));
    make_database(folder.db, sql);
    Store *store = store_open(folder.db, STORE_READ, &err);
    assert_ok(store, err);
    store_close(store);
    folder_remove(&folder);
}

static void open__refuses__a_view_that_is_not_as_written_here(void **state)
{
    (void)state;
    check_other_tables("DROP VIEW summary_now; CREATE VIEW Summary_Now AS WITH RECURSIVE"
                       " r(observation, events, length_ms) AS (SELECT 1, 2, 3 UNION ALL"
                       " SELECT * FROM r) SELECT * FROM r");
}

static void open__refuses__a_table_that_is_none(void **state)
{
    (void)state;
    check_other_tables("DROP TABLE summary; CREATE VIEW Summary AS WITH RECURSIVE"
                       " r(observation, events, length_ms) AS (SELECT 1, 2, 3 UNION ALL"
                       " SELECT * FROM r) SELECT * FROM r");
    check_other_tables("DROP TABLE summary; CREATE VIRTUAL TABLE summary USING"
                       " fts5(observation, events, length_ms)");
}

/* Somebody's own question to their own record is theirs to keep. */
static void open__takes__a_view_beside_the_tables(void **state)
{
    (void)state;
    Folder folder;
    Err err = {0};
    folder_make(&folder);
    store_close(store_open(folder.db, STORE_WRITE, &err));
    make_database(folder.db, "CREATE VIEW questions AS SELECT * FROM event");
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store, err);
    store_close(store);
    folder_remove(&folder);
}

static void open__refuses__another_program_whose_journal_says_so(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA journal_mode = WAL; CREATE TABLE t (x);"
                                  "PRAGMA application_id = 0x4b4e4b59;"
                                  "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA application_id = 5",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    const char *sentence = "this is the database of another program (application id 0x00000005)";
    check_refused(folder.db, STORE_WRITE, ERR_FORMAT, sentence);
    check_refused(folder.db, STORE_READ, ERR_FORMAT, sentence);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open__makes_a_file_of_its_owner__when_there_is_none),
        cmocka_unit_test(open__makes_it_private__what_others_could_read),
        cmocka_unit_test(open__refuses__what_is_no_database),
        cmocka_unit_test(open__refuses__a_database_of_another_program),
        cmocka_unit_test(open__refuses__a_newer_version),
        cmocka_unit_test(open__refuses__a_newer_version_in_the_journal),
        cmocka_unit_test(open__refuses__folders_and_missing_files),
        cmocka_unit_test(open__refuses_a_second_writer__and_names_the_first),
        cmocka_unit_test(open__refuses_a_second_writer__through_a_link),
        cmocka_unit_test(open__mends_a_torn_first_page__from_the_journal),
        cmocka_unit_test(open__ignores__triggers),
        cmocka_unit_test(open__refuses__a_view__whatever_hides_it),
        cmocka_unit_test(verify__runs_nothing__of_what_is_not_ours),
        cmocka_unit_test(open__counts_no_columns__of_somebody_s_views),
        cmocka_unit_test(open__refuses__a_table_that_is_none),
        cmocka_unit_test(open__refuses__a_view_that_is_not_as_written_here),
        cmocka_unit_test(open__takes__a_view_beside_the_tables),
        cmocka_unit_test(open__refuses__another_program_whose_journal_says_so),
        cmocka_unit_test(read__does_not_write__whatever_is_asked),
        cmocka_unit_test(read__works__in_a_read_only_folder),
        cmocka_unit_test(read__works__in_a_read_only_folder_with_a_journal),
    };
    return cmocka_run_group_tests_name("store_open", tests, NULL, NULL);
}
