/* Every connection is guarded, whatever it is for; and a record that nobody recorded into
 * here before is looked through before it is used. */
#include "check.h"

#include "recorder/devices.h"
#include "recorder/store/backup_internal.h"
#include "recorder/store/forget.h"
#include "recorder/store/merge.h"

#include <sys/stat.h>

static void assert_guarded(sqlite3 *db)
{
    int on = 0;
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1), 16 << 20);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, -1), 0);
    assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, -1), 25000);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
    assert_int_equal(on, 1);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, -1, &on);
    assert_int_equal(on, 0);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, -1, &on);
    assert_int_equal(on, 0);
    assert_int_equal(device_ask_of(db, "PRAGMA cell_size_check"), 1);
}

static void open__guards_the_connection__for_each_mode(void **state)
{
    (void)state;
    Folder folder;
    char theirs[200];
    Err err = {0};
    MergeCounts joined;
    int32_t lessons = 0;
    folder_make(&folder);
    (void)snprintf(theirs, sizeof theirs, "%s/theirs.kenkyu", folder.path);
    (void)device_record(theirs, 2, 5, true);
    (void)device_record(folder.db, 1, 0, true);
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_guarded(store->db);
    Store *reads = store_open(folder.db, STORE_READ, &err);
    assert_ok(reads != NULL, err);
    assert_guarded(reads->db);
    store_close(reads);
    Store *memory = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(memory != NULL, err);
    assert_guarded(memory->db);
    store_close(memory);
    assert_ok(merge_record(store, theirs, &joined, &err), err);
    assert_int_equal(joined.lessons, 1);
    assert_guarded(store->db);
    assert_ok(forget_before(store, DEVICE_START + 86400000, &lessons, &err), err);
    assert_int_equal(lessons, 1);
    assert_guarded(store->db);
    store_close(store);
    folder_remove_all(&folder);
}

/* ---- a record from elsewhere ---- */

static char *read_bytes(const char *path, size_t *ret_len)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    char *bytes = malloc((size_t)st.st_size);
    FILE *in = fopen(path, "rb");
    assert_true(bytes && in && fread(bytes, 1, (size_t)st.st_size, in) == (size_t)st.st_size);
    (void)fclose(in);
    *ret_len = (size_t)st.st_size;
    return bytes;
}

static void put_bytes(const char *path, const char *bytes, size_t len)
{
    FILE *out = fopen(path, "wb");
    assert_true(out && fwrite(bytes, 1, len, out) == len);
    assert_int_equal(fclose(out), 0);
}

/* Each page of it in turn is no page. */
static void open__refuses__a_damaged_record_from_elsewhere(void **state)
{
    (void)state;
    enum { PAGE = 4096 };
    Folder folder;
    char theirs[200], lock[220];
    size_t len;
    int opened = 0;
    folder_make(&folder);
    (void)snprintf(theirs, sizeof theirs, "%s/theirs.kenkyu", folder.path);
    (void)snprintf(lock, sizeof lock, "%s.lock", theirs);
    (void)device_record(folder.db, 1, 0, true);
    char *bytes = read_bytes(folder.db, &len);
    for (size_t at = PAGE; at + PAGE <= len; at += PAGE) {
        char page[PAGE];
        Err err = {0};
        memcpy(page, bytes + at, PAGE);
        memset(bytes + at, 0xFF, PAGE);
        put_bytes(theirs, bytes, len);
        for (int mode = STORE_WRITE; mode <= STORE_READ; mode++) {
            (void)unlink(lock);
            err = (Err){0};
            Store *store = store_open(theirs, (StoreMode)mode, &err);
            assert_null(store);
            assert_int_equal(err.kind, ERR_FORMAT);
            assert_non_null(strstr(err.text, "the record is damaged"));
        }
        put_bytes(lock, "", 0); /* as if it were our own */
        err = (Err){0};
        Store *store = store_open(theirs, STORE_READ, &err);
        opened += store != NULL;
        store_close(store);
        memcpy(bytes + at, page, PAGE);
    }
    assert_true(opened > 5); /* what the check adds */
    put_bytes(theirs, bytes, len);
    (void)unlink(lock);
    Err err = {0};
    Store *store = store_open(theirs, STORE_READ, &err);
    assert_ok(store != NULL, err);
    store_close(store);
    free(bytes);
    folder_remove_all(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open__guards_the_connection__for_each_mode),
        cmocka_unit_test(open__refuses__a_damaged_record_from_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
