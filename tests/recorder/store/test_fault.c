/* test_fault.c - the disk says no: recording goes on in memory, nothing is
 * shown as saved that is not, and everything is written when the disk is back.
 *
 * A layer over SQLite's own file layer refuses the n-th write or sync, for
 * every n; so each place where a commit can fail is walked through.
 */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/session/recording.h"
#include "recorder/store_folder.h"

#include <sqlite3.h>

typedef struct FaultFile {
    sqlite3_file base;
    sqlite3_file *real;
} FaultFile;

static sqlite3_vfs fault_vfs, *real_vfs;
static sqlite3_io_methods fault_methods;
static int countdown; /* writes and syncs that still work; below zero: all do */
static int fault_code;
static int hits;

static bool refused(void)
{
    if (countdown < 0)
        return false;
    if (countdown > 0) {
        countdown--;
        return false;
    }
    hits++; /* and stays refused, as a full disk does */
    return true;
}

#define REAL(file) (((FaultFile *)(file))->real)

static int f_close(sqlite3_file *f)
{
    return REAL(f)->pMethods->xClose(REAL(f));
}
static int f_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return REAL(f)->pMethods->xRead(REAL(f), to, n, at);
}
static int f_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    return refused() ? fault_code : REAL(f)->pMethods->xWrite(REAL(f), from, n, at);
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return REAL(f)->pMethods->xTruncate(REAL(f), size);
}
static int f_sync(sqlite3_file *f, int flags)
{
    return refused() ? SQLITE_IOERR_FSYNC : REAL(f)->pMethods->xSync(REAL(f), flags);
}
static int f_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return REAL(f)->pMethods->xFileSize(REAL(f), size);
}
static int f_lock(sqlite3_file *f, int level)
{
    return REAL(f)->pMethods->xLock(REAL(f), level);
}
static int f_unlock(sqlite3_file *f, int level)
{
    return REAL(f)->pMethods->xUnlock(REAL(f), level);
}
static int f_reserved(sqlite3_file *f, int *out)
{
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out);
}
static int f_control(sqlite3_file *f, int op, void *arg)
{
    return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}
static int f_sector(sqlite3_file *f)
{
    return REAL(f)->pMethods->xSectorSize(REAL(f));
}
static int f_traits(sqlite3_file *f)
{
    return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f));
}
static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
}
static int f_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return REAL(f)->pMethods->xShmLock(REAL(f), offset, n, flags);
}
static void f_shm_barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}
static int f_shm_unmap(sqlite3_file *f, int delete)
{
    return REAL(f)->pMethods->xShmUnmap(REAL(f), delete);
}

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    (void)vfs;
    FaultFile *file = (FaultFile *)f;
    file->real = (sqlite3_file *)(file + 1);
    int rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out);
    file->base.pMethods = file->real->pMethods ? &fault_methods : NULL;
    return rc;
}

static void install_faults(void)
{
    fault_methods = (sqlite3_io_methods){
        2,          f_close,       f_read,      f_write,   f_truncate, f_sync,   f_size,
        f_lock,     f_unlock,      f_reserved,  f_control, f_sector,   f_traits, f_shm_map,
        f_shm_lock, f_shm_barrier, f_shm_unmap, NULL,      NULL};
    real_vfs = sqlite3_vfs_find(NULL);
    fault_vfs = *real_vfs;
    fault_vfs.zName = "fault";
    fault_vfs.szOsFile += (int)sizeof(FaultFile);
    fault_vfs.xOpen = v_open;
    assert_int_equal(sqlite3_vfs_register(&fault_vfs, 1), SQLITE_OK);
}

/* Everything that the session holds is in the file, read anew. */
static void check_saved(const char *db, const Session *s)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, (size_t)16 << 20);
    Store *store = store_open(db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    StoredObservation stored;
    assert_ok(store_load(store, session_setup(s)->id, &arena, &stored, &err), err);
    UuidSource ids;
    uuid_source_init(&ids, lesson_seed);
    Session *again = session_create(stored.protocol, stored.setup, &ids, &err);
    assert_ok(session_apply(again, stored.facts, &err), err);
    size_t count, other;
    const ObsEvent *events = session_events(s, &count), *others = session_events(again, &other);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(events[i].id.bytes, others[i].id.bytes, 16);
        assert_int_equal(events[i].stop_ms, others[i].stop_ms);
        assert_string_equal(events[i].text, others[i].text);
    }
    session_destroy(again);
    store_close(store);
    arena_deinit(&arena);
}

/* Five taps while the disk refuses from the n-th call on. */
static int record_with_fault(int n, int code)
{
    Folder folder;
    folder_make(&folder);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    assert_ok(session_start(s, 0, &err), err);
    assert_ok(recording_commit(r, NULL, &err), err);

    countdown = n;
    fault_code = code;
    hits = 0;
    size_t waiting = 0;
    const int32_t codes[] = {l.teacher_talk, l.student_talk, l.frame, l.note, l.student_talk};
    const int32_t subjects[] = {TEACHER, A1, A1, SUBJECT_NONE, B1};
    for (int i = 0; i < 5; i++) {
        SessionTap tap = lesson_tap(codes[i], subjects[i], 1000 * i);
        tap.text = "heard";
        bool saved = false;
        assert_ok(session_tap(s, &tap, 1000 * i, &err), err);
        size_t planned = session_planned(s).count;
        assert_ok(recording_commit(r, &saved, &err), err);
        waiting = saved ? 0 : waiting + planned;
        assert_int_equal(recording_unsaved(r), waiting);
        assert_true(saved == (recording_trouble(r)[0] == '\0'));
    }
    int had = hits;
    if (waiting > 0) {
        char want[200];
        (void)snprintf(want, sizeof want, "%s: the disk is full", folder.db);
        if (code == SQLITE_FULL && countdown == 0 && strstr(recording_trouble(r), "full"))
            assert_string_equal(recording_trouble(r), want);
        assert_false(recording_flush(r, &err));
        assert_string_equal(err.text, recording_trouble(r));
        err = (Err){0};
    }
    countdown = -1;
    assert_ok(recording_flush(r, &err), err);
    assert_int_equal(recording_unsaved(r), 0);
    assert_string_equal(recording_trouble(r), "");
    check_saved(folder.db, s);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
    return had;
}

static void commit__keeps_in_memory_and_flushes__for_every_refused_write(void **state)
{
    (void)state;
    static const int codes[] = {SQLITE_FULL, SQLITE_IOERR_WRITE};
    for (size_t c = 0; c < 2; c++) {
        int n = 0;
        while (record_with_fault(n, codes[c]) > 0)
            n++;
        assert_in_range(n, 10, 1000); /* at least a write and a sync for each tap */
    }
}

static void begin__says_so__on_a_full_disk(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    countdown = 0;
    fault_code = SQLITE_FULL;
    assert_null(recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err));
    char want[200];
    (void)snprintf(want, sizeof want, "%s: the disk is full", folder.db);
    assert_err(err, ERR_STORE, want);
    countdown = -1;
    err = (Err){0};
    int64_t count = -1;
    assert_ok(store_count(store, &count, &err), err);
    assert_int_equal(count, 0);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
}

static void open__leaves_no_half_made_file__for_every_refused_write(void **state)
{
    (void)state;
    bool opened = false;
    for (int n = 0; !opened; n++) {
        assert_in_range(n, 0, 200);
        Folder folder;
        folder_make(&folder);
        Err err = {0};
        countdown = n;
        fault_code = SQLITE_FULL;
        Store *store = store_open(folder.db, STORE_WRITE, &err);
        opened = store && countdown > 0;
        countdown = -1;
        store_close(store);
        err = (Err){0};
        store = store_open(folder.db, STORE_WRITE, &err); /* whatever was left is good */
        assert_ok(store != NULL, err);
        assert_int_equal(store_schema_version(store), 1);
        store_close(store);
        folder_remove(&folder);
    }
}

int main(void)
{
    install_faults();
    countdown = -1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commit__keeps_in_memory_and_flushes__for_every_refused_write),
        cmocka_unit_test(begin__says_so__on_a_full_disk),
        cmocka_unit_test(open__leaves_no_half_made_file__for_every_refused_write),
    };
    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
