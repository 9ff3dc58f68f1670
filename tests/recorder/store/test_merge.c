/* test_merge.c - records of several devices joined: in any order the same, again
 * the same, and nothing taken from a file that is not what it says. */
#include "check.h"

#include "recorder/backed_up.h"
#include "recorder/devices.h"
#include "recorder/store/forget.h"
#include "recorder/store/merge.h"
#include "recorder/store/store_internal.h"
#include "recorder/store/vault.h"

static Folder folder;
static char a[200], b[200], c[200];

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    (void)snprintf(a, sizeof a, "%s/a.kenkyu", folder.path);
    (void)snprintf(b, sizeof b, "%s/b.kenkyu", folder.path);
    (void)snprintf(c, sizeof c, "%s/c.kenkyu", folder.path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove_all(&folder);
    return 0;
}

static MergeCounts merge(const char *into, const char *from)
{
    Err err = {0};
    MergeCounts counts;
    Store *store = store_open(into, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_ok(merge_record(store, from, &counts, &err), err);
    store_close(store);
    return counts;
}

static void refuse(const char *into, const char *from, ErrKind kind, const char *want)
{
    Err err = {0};
    char text[500];
    MergeCounts counts = {.lessons = -1};
    int64_t before = device_ask(into, "SELECT count(*) FROM event");
    Store *store = store_open(into, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_false(merge_record(store, from, &counts, &err));
    (void)snprintf(text, sizeof text, "%s: %s", from, want);
    assert_err(err, kind, text);
    assert_int_equal(counts.lessons, -1);
    store_close(store);
    assert_int_equal(device_ask(into, "SELECT count(*) FROM event"), before);
}

/* The files in the folder; what merging makes beside must be gone. */
static int count_files(void)
{
    int count = 0;
    DIR *dir = opendir(folder.path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.' && !strstr(entry->d_name, ".lock");
    (void)closedir(dir);
    return count;
}

/* Every row of every table of facts is in both, and nothing else. */
static void assert_same_facts(const char *one, const char *other)
{
    sqlite3 *db = NULL;
    char sql[600];
    assert_int_equal(sqlite3_open(one, &db), SQLITE_OK);
    (void)snprintf(sql, sizeof sql, "ATTACH '%s' AS other", other);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < store_table_count; i++) {
        sqlite3_stmt *stmt = NULL;
        if (store_tables[i].role != TABLE_FACTS)
            continue;
        const char *t = store_tables[i].name;
        (void)snprintf(sql, sizeof sql,
                       "SELECT (SELECT count(*) FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM "
                       "other.%s)) + (SELECT count(*) FROM (SELECT * FROM other.%s EXCEPT SELECT "
                       "* FROM main.%s))",
                       t, t, t, t);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(stmt, 0), 0);
        (void)sqlite3_finalize(stmt);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[4096];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    (void)fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* ---- tests ---- */

static void tables__of_the_record__are_all_known(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int found = 0;
    assert_int_equal(sqlite3_open(a, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                        " AND name NOT LIKE 'sqlite_%'",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        int known = 0;
        for (int i = 0; i < store_table_count; i++)
            known += strcmp(store_tables[i].name, name) == 0;
        if (known != 1)
            fail_msg("the table %s stands %d times in store_tables.c", name, known);
        found++;
    }
    assert_int_equal(found, store_table_count);
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void merge__in_any_order_and_again__is_the_same_record(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    (void)device_record(a, 2, 1, false);
    (void)device_record(b, 3, 0, true);
    (void)device_record(b, 4, 2, true);
    copy_file(b, c);
    MergeCounts counts = merge(c, a);
    assert_int_equal(counts.lessons, 2);
    assert_int_equal(counts.known, 0);
    assert_int_equal(counts.facts, 2 * (1 + 12 + 11) + 2); /* starts, turns, their ends; the end */
    counts = merge(a, b);
    assert_int_equal(counts.lessons, 2);
    assert_same_facts(a, c);
    counts = merge(a, c);
    assert_int_equal(counts.lessons, 0);
    assert_int_equal(counts.facts, 0);
    assert_int_equal(counts.known, 4);
    assert_same_facts(a, c);
    assert_int_equal(count_files(), 3);
}

static void merge__of_a_lesson_that_went_on__brings_the_rest(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    copy_file(a, b);
    device_tamper(
        a, "DELETE FROM milestone WHERE kind = 'end';"
           "DELETE FROM change WHERE said_ms > 9000; DELETE FROM event WHERE said_ms > 9000");
    MergeCounts counts = merge(a, b);
    assert_int_equal(counts.lessons, 0);
    assert_int_equal(counts.known, 1);
    assert_true(counts.facts > 3);
    assert_same_facts(a, b);
    Err err = {0};
    Arena arena;
    StoreItem *items;
    int32_t count;
    arena_init(&arena, (size_t)1 << 20);
    Store *store = store_open(a, STORE_WRITE, &err);
    assert_ok(store_list(store, &arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(items[0].event_count, 12); /* the summary is of now */
    assert_true(items[0].ended);
    store_close(store);
    arena_deinit(&arena);
}

static void merge__leaves_alone__what_is_the_device_s_own(void **state)
{
    (void)state;
    static const VaultCost cheap = {.passes = 1, .memory_bytes = 8192};
    Err err = {0};
    (void)device_record(a, 1, 0, true);
    (void)device_record(b, 2, 0, true);
    Store *store = store_open(b, STORE_WRITE, &err);
    Vault *vault = vault_create(store, "violet kettle", &cheap, DEVICE_START, &err);
    assert_ok(vault && vault_put_name(vault, "Grade 4", "A1", "Ana", &err), err);
    vault_lock(vault);
    store_close(store);
    (void)merge(a, b);
    assert_int_equal(device_ask(a, "SELECT count(*) FROM vault_name"), 0);
    assert_int_equal(device_ask(a, "SELECT count(*) FROM vault"), 0);
}

static void merge__refuses__what_contradicts(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    copy_file(a, b);
    device_tamper(b,
                  "UPDATE event SET start_ms = start_ms + 1, stop_ms = NULL WHERE said_ms = 3000");
    refuse(a, b, ERR_FORMAT,
           "1 rows of 'event' differ from those of the same id here; nothing was taken over");
    assert_int_equal(count_files(), 2);
}

static void merge__refuses__facts_that_make_no_lesson(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    (void)device_record(b, 2, 0, true);
    device_tamper(b, "UPDATE event SET code = 'no-such-code' WHERE said_ms = 3000");
    Err err = {0};
    MergeCounts counts;
    Store *store = store_open(a, STORE_WRITE, &err);
    assert_false(merge_record(store, b, &counts, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_memory_equal(err.text, b, strlen(b));
    assert_non_null(strstr(err.text, "no-such-code"));
    store_close(store);
    assert_int_equal(device_ask(a, "SELECT count(*) FROM observation"), 1);
}

static void merge__refuses__another_schema(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    (void)device_record(b, 2, 0, true);
    device_tamper(b, "ALTER TABLE event ADD COLUMN more INTEGER");
    refuse(a, b, ERR_FORMAT, "its tables are not those of a record of lessons");
}

/* What somebody has for themselves, here or there, stays where it is and does nothing. */
static void merge__takes_what_is_ours__beside_what_is_not(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    (void)device_record(b, 2, 0, true);
    device_tamper(a, "CREATE VIEW questions AS SELECT * FROM event; ANALYZE");
    device_tamper(b, "CREATE TABLE own (x); CREATE VIEW w AS SELECT 1;"
                     "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM change; END");
    MergeCounts counts = merge(a, b);
    assert_int_equal(counts.lessons, 1);
    assert_int_equal(device_ask(a, "SELECT count(*) FROM sqlite_schema WHERE name IN"
                                   " ('own', 'w', 't')"),
                     0);
    assert_same_facts(a, merge(b, a).lessons == 1 ? b : "");
}

static void merge__refuses__files_that_are_no_record(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    refuse(a, a, ERR_STATE, "this is the record itself");
    refuse(a, b, ERR_SYSTEM, "there is no such file");
    FILE *file = fopen(b, "wb");
    (void)fputs("a list of things", file);
    (void)fclose(file);
    refuse(a, b, ERR_FORMAT, "this is not a record of lessons, nor any database");
    (void)unlink(b);
    (void)device_record(c, 2, 0, true);
    copy_file(c, b);
    file = fopen(b, "r+b");
    for (long at = 8192; at < 12288; at += 4) {
        (void)fseek(file, at, SEEK_SET);
        (void)fputs("dead", file);
    }
    (void)fclose(file);
    Err err = {0};
    MergeCounts counts;
    Store *store = store_open(a, STORE_WRITE, &err);
    assert_false(merge_record(store, b, &counts, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_non_null(strstr(err.text, "the record is damaged"));
    store_close(store);
    assert_int_equal(count_files(), 3);
}

/* The pupil goes from the record, and its bytes, too. */
static void forget(const char *db, const char *label)
{
    Err err = {0};
    int32_t lessons = -1, copies;
    Store *store = store_open(db, STORE_WRITE, &err);
    assert_ok(store && forget_pupil(store, "Grade 4", label, &lessons, &err) &&
                  forget_finish(store, DEVICE_START, &copies, NULL, &err),
              err);
    store_close(store);
}

static void
merge__of_a_lesson__with_a_pupil_forgotten_here__keeps_it_and_takes_the_rest(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    copy_file(a, b);
    (void)device_record(b, 2, 1, true); /* new on the other device */
    device_tamper(b, "INSERT INTO class (id, name, place, protocol, board_x, board_y,"
                     " used_unix_ms, lesson)"
                     " SELECT zeroblob(16), 'Grade 4', '', '', 0, 0, 0, min(id) FROM observation");
    forget(a, "A1");
    MergeCounts counts = merge(a, b);
    assert_int_equal(counts.lessons, 1);
    assert_int_equal(counts.known, 1);
    assert_int_equal(counts.kept, 1);
    assert_int_equal(counts.facts, 1 + 12 + 12 + 1); /* start, turns, their ends, end */
    assert_int_equal(device_ask(a, "SELECT count(*) FROM observation"), 2);
    /* Nothing of the pupil came back into the first lesson; the second one has them. */
    assert_int_equal(device_ask(a, "SELECT count(*) FROM subject WHERE label = 'A1'"), 1);
    assert_int_equal(device_ask(a, "SELECT count(*) FROM event WHERE text LIKE 'xylophone%'"), 3);
    assert_int_equal(device_ask(a, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    counts = merge(a, b);
    assert_int_equal(counts.lessons + counts.facts, 0);
    assert_int_equal(counts.known, 2);
    assert_int_equal(counts.kept, 1);
    assert_int_equal(count_files(), 3); /* and a's backups */
}

static void merge__of_a_lesson_that_was_forgotten_here__leaves_it_out(void **state)
{
    (void)state;
    Err err = {0};
    int32_t copies;
    Uuid gone = device_record(a, 1, 0, true);
    copy_file(a, b);
    (void)device_record(b, 2, 1, true); /* new on the other device */
    device_tamper(
        b, "INSERT INTO named VALUES (x'01000000000000000000000000000000', 'school'),"
           " (x'02000000000000000000000000000000', 'teacher'),"
           " (x'03000000000000000000000000000000', 'teacher');"
           "INSERT INTO naming SELECT id, id, 0, 'called ' || substr(hex(id), 2, 1) FROM named;"
           "INSERT INTO permission SELECT id, id, 0, 1, 'MR' FROM named WHERE kind = 'teacher';"
           /* each lesson is a visit to another teacher of the same school */
           "INSERT INTO visit SELECT id, zeroblob(16), 0, x'01000000000000000000000000000000',"
           " CASE WHEN id = (SELECT min(id) FROM observation) THEN"
           " x'02000000000000000000000000000000' ELSE x'03000000000000000000000000000000' END,"
           " 5, '', NULL FROM observation");
    Store *store = store_open(a, STORE_WRITE, &err);
    assert_ok(store && forget_lesson(store, gone, &err) &&
                  forget_finish(store, DEVICE_START, &copies, NULL, &err),
              err);
    store_close(store);
    for (int again = 0; again < 2; again++) {
        MergeCounts counts = merge(a, b);
        assert_int_equal(counts.lessons, again ? 0 : 1);
        assert_int_equal(counts.known, again ? 1 : 0);
        assert_int_equal(counts.kept, 0);
        assert_int_equal(counts.forgotten, 1);
        assert_int_equal(device_ask(a, "SELECT count(*) FROM observation"), 1);
        assert_int_equal(device_ask(a, "SELECT count(*) FROM named"), 2);
        assert_int_equal(device_ask(a, "SELECT count(*) FROM naming WHERE name = 'called 2'"), 0);
        assert_int_equal(device_ask(a, "SELECT count(*) FROM permission"), 1);
        assert_int_equal(device_ask(a, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }
    /* Another device never forgot it. */
    assert_int_equal(merge(c, b).lessons, 2);
    assert_int_equal(merge(c, a).forgotten, 0);
    assert_int_equal(device_ask(c, "SELECT count(*) FROM observation"), 2);
}

static void merge__of_a_lesson__with_a_pupil_forgotten_there__says_what_helps(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    copy_file(a, b);
    (void)device_record(b, 2, 1, true);
    forget(b, "A1");
    refuse(a, b, ERR_STATE,
           "nothing was taken over; forget the pupil A1 of Grade 4 here too, then merge: there the "
           "pupil was forgotten, in the lesson 'Fractions'");
    forget(a, "A1");
    MergeCounts counts = merge(a, b);
    assert_int_equal(counts.lessons, 1);
    assert_int_equal(counts.kept, 0); /* the lesson is the same again */
    assert_same_facts(a, b);
}

static void merge__where_each_forgot_another_pupil__takes_nothing(void **state)
{
    (void)state;
    (void)device_record(a, 1, 0, true);
    copy_file(a, b);
    forget(a, "A1");
    forget(b, "A2");
    refuse(a, b, ERR_STATE,
           "nothing was taken over; forget the pupil A2 of Grade 4 here too, then merge: there the "
           "pupil was forgotten, in the lesson 'Fractions'");
    forget(a, "A2");
    MergeCounts counts = merge(a, b);
    assert_int_equal(counts.kept, 1);
}

/* A home folder "/" makes names such as "//.local/share"; and a name may have in it what
 * means something in an address. */
static void records__are_copied_verified_and_joined__whatever_their_path_is_like(void **state)
{
    static const char *const paths[][2] = {
        {"/", "a?b#c%41.kenkyu"}, {"//", "a.kenkyu"}, {"///", "/a.kenkyu"}};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char path[300], copy[FILE_MAX_PATH];
        (void)snprintf(path, sizeof path, "%s%s/%s", paths[i][0], folder.path + 1, paths[i][1]);
        (void)device_record(path, 1, 0, true);
        (void)device_record(b, 2, 1, true);
        make_backup(path, DEVICE_START, copy);
        assert_int_equal(verified(path).lessons, 1);
        assert_int_equal(verified(copy).lessons, 1);
        assert_int_equal(merge(b, path).lessons, 1);
        assert_int_equal(merge(b, copy).lessons, 0);
        folder_empty(folder.path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(tables__of_the_record__are_all_known),
        T(merge__in_any_order_and_again__is_the_same_record),
        T(merge__of_a_lesson_that_went_on__brings_the_rest),
        T(merge__leaves_alone__what_is_the_device_s_own),
        T(merge__of_a_lesson__with_a_pupil_forgotten_here__keeps_it_and_takes_the_rest),
        T(merge__of_a_lesson_that_was_forgotten_here__leaves_it_out),
        T(merge__of_a_lesson__with_a_pupil_forgotten_there__says_what_helps),
        T(merge__where_each_forgot_another_pupil__takes_nothing),
        T(records__are_copied_verified_and_joined__whatever_their_path_is_like),
        T(merge__refuses__what_contradicts),
        T(merge__refuses__facts_that_make_no_lesson),
        T(merge__refuses__another_schema),
        T(merge__takes_what_is_ours__beside_what_is_not),
        T(merge__refuses__files_that_are_no_record),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
