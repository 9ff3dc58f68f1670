/* fault.h - a file layer over SQLite's own that refuses the n-th call of a kind, once or
 * from then on: so each place where a call can fail can be walked through.
 * install_faults() first; countdown says which n.
 */
#ifndef TESTS_RECORDER_FAULT_H
#define TESTS_RECORDER_FAULT_H

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

typedef struct FaultFile {
    sqlite3_file base;
    sqlite3_file *real;
} FaultFile;

typedef enum FaultKind {
    FAULT_WRITE = 1 << 0,
    FAULT_SYNC = 1 << 1,
    FAULT_READ = 1 << 2,
    FAULT_OPEN = 1 << 3,
    FAULT_LOCK = 1 << 4,
    FAULT_TRUNCATE = 1 << 5,
    FAULT_SIZE = 1 << 6,
    FAULT_SHM = 1 << 7,
    FAULT_DELETE = 1 << 8,
    FAULT_OWN = 1 << 9,     /* calls of our own code, where a test is linked so */
    FAULT_SYSTEM = 1 << 10, /* the system's calls under SQLite's layer: fault_code is errno */
} FaultKind;

/* Each kind with the code its calls are refused with. */
static const struct {
    FaultKind kind;
    const char *name;
    int code;
} fault_rows[] = {{FAULT_WRITE, "write, full", SQLITE_FULL},
                  {FAULT_WRITE, "write, broken", SQLITE_IOERR_WRITE},
                  {FAULT_SYNC, "sync", 0},
                  {FAULT_READ, "read", 0},
                  {FAULT_OPEN, "open", 0},
                  {FAULT_LOCK, "lock", 0},
                  {FAULT_TRUNCATE, "truncate", 0},
                  {FAULT_SIZE, "size", 0},
                  {FAULT_SHM, "shared memory", 0},
                  {FAULT_DELETE, "delete", 0},
                  {FAULT_SYSTEM, "system, full", ENOSPC},
                  {FAULT_SYSTEM, "system, broken", EIO},
                  {FAULT_OWN, "our own", 0}};
enum { FAULT_ROWS = sizeof fault_rows / sizeof fault_rows[0], FAULT_OWN_ROW = FAULT_ROWS - 1 };

static sqlite3_vfs fault_vfs, *real_vfs;
static sqlite3_io_methods fault_methods;
static uint32_t fault_kinds = FAULT_WRITE | FAULT_SYNC;
static int countdown; /* calls of these kinds that still work; below zero: all do */
static bool fault_once;
static bool fault_kills; /* the process dies at the call */
static int fault_code;   /* of writes; of the system's calls */
static int hits;

static bool refused(FaultKind kind)
{
    if (countdown < 0 || !(fault_kinds & kind))
        return false;
    if (countdown > 0) {
        countdown--;
        return false;
    }
    hits++; /* and stays refused, as a full disk does */
    if (fault_kills)
        (void)raise(SIGKILL);
    if (fault_once)
        countdown = -1;
    return true;
}

#define REAL(file) (((FaultFile *)(file))->real)

static int f_close(sqlite3_file *f)
{
    return REAL(f)->pMethods->xClose(REAL(f));
}
static int f_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return refused(FAULT_READ) ? SQLITE_IOERR_READ : REAL(f)->pMethods->xRead(REAL(f), to, n, at);
}
static int f_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    return refused(FAULT_WRITE) ? fault_code : REAL(f)->pMethods->xWrite(REAL(f), from, n, at);
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return refused(FAULT_TRUNCATE) ? SQLITE_IOERR_TRUNCATE
                                   : REAL(f)->pMethods->xTruncate(REAL(f), size);
}
static int f_sync(sqlite3_file *f, int flags)
{
    return refused(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : REAL(f)->pMethods->xSync(REAL(f), flags);
}
static int f_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return refused(FAULT_SIZE) ? SQLITE_IOERR_FSTAT : REAL(f)->pMethods->xFileSize(REAL(f), size);
}
static int f_lock(sqlite3_file *f, int level)
{
    return refused(FAULT_LOCK) ? SQLITE_IOERR_LOCK : REAL(f)->pMethods->xLock(REAL(f), level);
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
    return refused(FAULT_SHM) ? SQLITE_IOERR_SHMMAP
                              : REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
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
    file->base.pMethods = NULL;
    if (refused(FAULT_OPEN))
        return SQLITE_CANTOPEN;
    int rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out);
    file->base.pMethods = file->real->pMethods ? &fault_methods : NULL;
    return rc;
}

static int v_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    return refused(FAULT_DELETE) ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
}

/* ---- under SQLite's own layer, which makes its own sense of errno ---- */

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);

static bool system_refused(void)
{
    if (!refused(FAULT_SYSTEM))
        return false;
    errno = fault_code;
    return true;
}

/* A full disk takes a part of it first. */
static ssize_t s_pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    if (!system_refused())
        return real_pwrite(fd, bytes, len, at);
    return fault_code == ENOSPC && hits == 1 && len > 1 ? real_pwrite(fd, bytes, len / 2, at) : -1;
}
static ssize_t s_write(int fd, const void *bytes, size_t len)
{
    return system_refused() ? -1 : real_write(fd, bytes, len);
}
static ssize_t s_pread(int fd, void *bytes, size_t len, off_t at)
{
    return fault_code != ENOSPC && system_refused() ? -1 : real_pread(fd, bytes, len, at);
}
static int s_ftruncate(int fd, off_t size)
{
    return system_refused() ? -1 : real_ftruncate(fd, size);
}

static void hook(const char *name, sqlite3_syscall_ptr mine, void *real)
{
    sqlite3_syscall_ptr was = real_vfs->xGetSystemCall(real_vfs, name);
    if (!was)
        return;
    memcpy(real, &was, sizeof was);
    assert_int_equal(real_vfs->xSetSystemCall(real_vfs, name, mine), SQLITE_OK);
}

static void install_system_faults(void)
{
    hook("pwrite", (sqlite3_syscall_ptr)s_pwrite, &real_pwrite);
    hook("pwrite64", (sqlite3_syscall_ptr)s_pwrite, &real_pwrite);
    hook("write", (sqlite3_syscall_ptr)s_write, &real_write);
    hook("pread", (sqlite3_syscall_ptr)s_pread, &real_pread);
    hook("pread64", (sqlite3_syscall_ptr)s_pread, &real_pread);
    hook("ftruncate", (sqlite3_syscall_ptr)s_ftruncate, &real_ftruncate);
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
    fault_vfs.xDelete = v_delete;
    assert_int_equal(sqlite3_vfs_register(&fault_vfs, 1), SQLITE_OK);
    install_system_faults();
}

#endif
