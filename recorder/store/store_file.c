/* store_file.c - the file from outside: is it ours, and who else writes to it.
 *
 * Nothing here opens a database, and nothing is written before a file is known
 * to be ours. The file is read through SQLite's own file layer: closing a
 * descriptor of our own would drop the POSIX locks that another connection of
 * this process holds on the same file.
 */
#include "recorder/store/store_internal.h"

#include "protocols/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_BYTES = 100, /* sqlite.org/fileformat2.html, 1.3 */
    USER_VERSION_AT = 60,
    APPLICATION_ID_AT = 68,
    PATH_SIZE = 4096,
};

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool read_header(const char *path, const char *vfs_name, unsigned char *header, Err *err)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(vfs_name);
    char full[PATH_SIZE];
    sqlite3_file *file = vfs ? calloc(1, (size_t)vfs->szOsFile) : NULL;
    bool ok = false;
    if (!file) {
        err_set(err, ERR_SYSTEM, "%s: there is no memory left", path);
        goto done;
    }
    /* xFullPathname may answer SQLITE_OK_SYMLINK, whose low byte is SQLITE_OK. */
    if (vfs->mxPathname >= PATH_SIZE || vfs->xFullPathname(vfs, path, PATH_SIZE, full) & 0xFF ||
        vfs->xOpen(vfs, full, file, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY, NULL) !=
            SQLITE_OK ||
        file->pMethods->xRead(file, header, HEADER_BYTES, 0) != SQLITE_OK) {
        err_set(err, ERR_SYSTEM, "%s: this file may not be read", path);
        goto done;
    }
    ok = true;
done:
    if (file && file->pMethods)
        (void)file->pMethods->xClose(file);
    free(file);
    return ok;
}

/* A power cut in the middle of a checkpoint, or of the very first commit, may
 * leave a first page that is torn; what it should be is in the journal beside,
 * and SQLite sees to it. open_database() then asks once more whose file it is. */
static bool may_be_mended(const char *path, const unsigned char *header)
{
    bool torn =
        memcmp(header, "SQLite format 3", 16) != 0 || big_endian(header + APPLICATION_ID_AT) == 0;
    return torn && store_file_has_journal(path);
}

static bool check_header(const char *path, int64_t size, StoreMode mode, const char *vfs,
                         int32_t newest_version, Err *err)
{
    unsigned char header[HEADER_BYTES] = {0};
    if (size == 0)
        return mode == STORE_WRITE ||
               err_set(err, ERR_FORMAT, "%s: this file is empty, not a record of lessons", path);
    if (size >= HEADER_BYTES && !read_header(path, vfs, header, err))
        return false;
    if (may_be_mended(path, header))
        return true;
    if (memcmp(header, "SQLite format 3", 16) != 0)
        return err_set(err, ERR_FORMAT, "%s: this is not a record of lessons, nor any database",
                       path);
    if (!store_file_check_id(path, big_endian(header + APPLICATION_ID_AT), err))
        return false;
    return store_file_check_version(path, big_endian(header + USER_VERSION_AT), newest_version,
                                    err);
}

bool store_file_check_version(const char *path, uint32_t version, int32_t newest_version, Err *err)
{
    return version <= (uint32_t)newest_version ||
           err_set(err, ERR_FORMAT,
                   "%s: written by a newer Kenkyu (version %u of the record, this one knows %d)",
                   path, (unsigned)version, (int)newest_version);
}

bool store_file_check_id(const char *path, uint32_t id, Err *err)
{
    return id == STORE_APPLICATION_ID ||
           err_set(err, ERR_FORMAT,
                   "%s: this is the database of another program (application id 0x%08x)", path,
                   (unsigned)id);
}

bool store_file_is_foreign(const char *path)
{
    unsigned char header[HEADER_BYTES] = {0};
    struct stat st;
    Err ignored = {0};
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < HEADER_BYTES ||
        !read_header(path, NULL, header, &ignored) || memcmp(header, "SQLite format 3", 16) != 0)
        return false;
    uint32_t id = big_endian(header + APPLICATION_ID_AT);
    return id != STORE_APPLICATION_ID && id != 0;
}

/* The folder a file lies in. */
static bool folder_of(const char *path, char ret_folder[PATH_SIZE])
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 1;
    if (len >= PATH_SIZE)
        return false;
    memcpy(ret_folder, slash ? path : ".", len);
    if (slash == path)
        ret_folder[len++] = '/';
    ret_folder[len] = '\0';
    return true;
}

bool store_file_check(const char *path, StoreMode mode, const char *vfs, int32_t newest_version,
                      Err *err)
{
    struct stat st;
    char folder[PATH_SIZE];
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return err_set(err, ERR_SYSTEM, "%s: this is a folder, not a file", path);
        if (!S_ISREG(st.st_mode))
            return err_set(err, ERR_SYSTEM, "%s: this is not an ordinary file", path);
        return check_header(path, (int64_t)st.st_size, mode, vfs, newest_version, err);
    }
    if (errno != ENOENT)
        return err_set(err, ERR_SYSTEM, "%s: %s", path, strerror(errno));
    if (!folder_of(path, folder))
        return err_set(err, ERR_LIMIT, "%s: the name is too long", path);
    if (stat(folder, &st) != 0)
        return err_set(err, ERR_SYSTEM, "%s: there is no folder %s", path, folder);
    return mode == STORE_WRITE || err_set(err, ERR_SYSTEM, "%s: there is no such file", path);
}

bool store_file_is_strange(const char *path)
{
    char name[PATH_SIZE];
    struct stat st;
    return stat(path, &st) == 0 && st.st_size > 0 &&
           snprintf(name, sizeof name, "%s.lock", path) < (int)sizeof name &&
           access(name, F_OK) != 0;
}

bool store_file_identify(const char *path, struct StoreFile *ret_file)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    *ret_file = (struct StoreFile){(uint64_t)st.st_dev, (uint64_t)st.st_ino};
    return true;
}

bool store_file_try_folder(const char *path, Err *err)
{
    static const char bytes[4096];
    char name[FILE_MAX_PATH];
    int fd = file_open_temporary(path, name, err);
    if (fd < 0)
        return false;
    bool ok = write(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes && fsync(fd) == 0;
    int why = errno;
    (void)close(fd);
    (void)unlink(name);
    return ok ||
           err_set(err, ERR_STORE, "%s: nothing can be written there (%s)", path, strerror(why));
}

/* The process that wrote itself into the lock file, or 0. */
static long read_owner(int lock)
{
    char text[32] = "";
    ssize_t n = pread(lock, text, sizeof text - 1, 0);
    return n > 0 ? strtol(text, NULL, 10) : 0;
}

static bool take_lock(const char *path, int lock, Err *err)
{
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        char text[32];
        int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());
        /* Only what the message says to others depends on it. */
        if (ftruncate(lock, 0) == 0)
            (void)!pwrite(lock, text, (size_t)len, 0);
        return true;
    }
    if (errno != EWOULDBLOCK)
        return err_set(err, ERR_SYSTEM, "%s: cannot be locked: %s", path, strerror(errno));
    long owner = read_owner(lock);
    if (owner > 0)
        return err_set(err, ERR_STATE,
                       "%s: is being recorded into by another Kenkyu (process %ld); close that "
                       "one first",
                       path, owner);
    return err_set(err, ERR_STATE,
                   "%s: is being recorded into by another Kenkyu; close that one first", path);
}

/* Beside the file, and left there: a lock file that is deleted can be locked by
 * two. */
bool store_file_lock(const char *path, int *ret_lock, Err *err)
{
    char name[PATH_SIZE];
    if (snprintf(name, sizeof name, "%s.lock", path) >= (int)sizeof name)
        return err_set(err, ERR_LIMIT, "%s: the name is too long", path);
    int lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0 && (errno == EACCES || errno == EROFS || errno == EPERM))
        return err_set(err, ERR_SYSTEM,
                       "%s: nothing can be recorded in this folder, it is read-only", path);
    if (lock < 0)
        return err_set(err, ERR_SYSTEM, "%s: %s", path, strerror(errno));
    if (!take_lock(path, lock, err)) {
        (void)close(lock);
        return false;
    }
    *ret_lock = lock;
    return true;
}

/* A record that came here readable for others, and what SQLite made beside it in its image,
 * is ours alone from now on. By name: see above. */
static void make_private(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char name[PATH_SIZE];
    struct stat st;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (snprintf(name, sizeof name, "%s%s", path, endings[i]) >= (int)sizeof name ||
            lstat(name, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 077) == 0)
            continue;
        int refused = fchmodat(AT_FDCWD, name, st.st_mode & 0700, AT_SYMLINK_NOFOLLOW);
        (void)refused; /* a file system without modes keeps its own */
    }
}

bool store_file_claim(const char *path, int *ret_lock, Err *err)
{
    int lock = -1;
    if (!store_file_lock(path, &lock, err))
        return false;
    /* Made here and not by SQLite, for its mode: journals take the same. */
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int why = file < 0 ? errno : 0;
    if (file >= 0)
        (void)close(file);
    if (why == EEXIST && access(path, R_OK | W_OK) != 0)
        why = errno;
    if (why == 0 || why == EEXIST) {
        make_private(path);
        *ret_lock = lock;
        return true;
    }
    (void)close(lock);
    if (why == EACCES || why == EROFS || why == EPERM)
        return err_set(err, ERR_SYSTEM, "%s: this file is read-only", path);
    return err_set(err, ERR_SYSTEM, "%s: %s", path, strerror(why));
}

bool store_file_has_journal(const char *path)
{
    static const char *const endings[] = {"-wal", "-journal"};
    char name[PATH_SIZE];
    struct stat st;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (snprintf(name, sizeof name, "%s%s", path, endings[i]) < (int)sizeof name &&
            stat(name, &st) == 0 && st.st_size > 0)
            return true;
    return false;
}
