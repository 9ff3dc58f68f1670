/* power.h - a disk whose power can be cut.
 *
 * A file layer for SQLite ("power", from then on the usual one) and wrappers of write, ftruncate,
 * rename, link, unlink and fsync for our own code (linked with --wrap). Everything happens in real
 * files as usual; beside that a model keeps what would be there after a power cut:
 *
 *   a file     what was last synced, and since then a list of writes and
 *              truncations that were not
 *   a name     which file it means since the folder was last synced, and now
 *
 * power_cut() writes one folder as the cut might leave it: of what was not
 * synced, every 512-byte sector is there, is not, is there to some byte, or is
 * junk; lengths and names likewise; all independent of order. Bytes that a write
 * did not touch stay as they were (SQLite counts on that: "powersafe overwrite",
 * the default of its own layer for POSIX). Folders are synced as that layer
 * does: with the first sync of a journal, and with a delete that asks for it.
 *
 * The wal-index (-shm) is not part of a disk's promise: the cut leaves junk.
 */
#ifndef TESTS_CRASH_POWER_H
#define TESTS_CRASH_POWER_H

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { POWER_SECTOR = 512, POWER_MAX_FILES = 512, POWER_MAX_NAMES = 256, POWER_PATH = 300 };

typedef struct PowerOp {
    int64_t at, len;      /* a truncation to at when bytes is NULL */
    unsigned char *bytes; /* owned */
} PowerOp;

typedef struct PowerInode {
    unsigned char *synced;
    int64_t synced_len;
    PowerOp *ops;
    size_t op_count, op_cap;
} PowerInode;

typedef struct PowerName {
    char path[POWER_PATH];
    int now, synced; /* index of a file, or -1 */
    bool is_folder;  /* made since power_on(); nothing is in one that is not there */
} PowerName;

typedef struct PowerDisk {
    PowerInode inodes[POWER_MAX_FILES];
    PowerName names[POWER_MAX_NAMES];
    int inode_count, name_count;
    char root[POWER_PATH]; /* what happens elsewhere is not looked at */
    bool on;
    bool no_links;           /* a file has one name, as on FAT */
    bool busy;               /* inside at_sync: what it does is no part of the model */
    void (*at_sync)(void *); /* before and after each sync takes effect, and each rename */
    void *user;
    int64_t syncs;
    uint64_t random;
} PowerDisk;

static PowerDisk power;
static sqlite3_vfs power_vfs, *power_real;
static sqlite3_io_methods power_methods;

typedef struct PowerFile {
    sqlite3_file base;
    int inode; /* or -1: not modelled */
    bool syncs_folder;
    char path[POWER_PATH];
    sqlite3_file *real;
} PowerFile;

static inline uint32_t power_random(uint32_t below)
{
    power.random = power.random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(power.random >> 33) % below;
}

/* ---- the model ---- */

static inline void *power_need(void *memory)
{
    if (!memory)
        fail_msg("the simulated disk has no memory left");
    return memory;
}

static inline void power_point(void)
{
    if (!power.on || power.busy || !power.at_sync)
        return;
    power.busy = true;
    power.at_sync(power.user);
    power.busy = false;
}

static inline bool power_models(const char *path)
{
    size_t len = strlen(power.root);
    return power.on && !power.busy && path && strncmp(path, power.root, len) == 0 &&
           path[len] == '/' && !(strlen(path) > 4 && strcmp(path + strlen(path) - 4, "-shm") == 0);
}

static inline PowerName *power_name(const char *path)
{
    for (int i = 0; i < power.name_count; i++)
        if (strcmp(power.names[i].path, path) == 0)
            return &power.names[i];
    assert_true(power.name_count < POWER_MAX_NAMES && strlen(path) < POWER_PATH);
    PowerName *name = &power.names[power.name_count++];
    (void)snprintf(name->path, sizeof name->path, "%s", path);
    name->now = name->synced = -1;
    return name;
}

static inline int power_new_inode(void)
{
    assert_true(power.inode_count < POWER_MAX_FILES);
    power.inodes[power.inode_count] = (PowerInode){0};
    return power.inode_count++;
}

/* The file a path means; one that came to be unseen has nothing synced. */
static inline int power_inode(const char *path)
{
    PowerName *name = power_name(path);
    if (name->now < 0)
        name->now = power_new_inode();
    return name->now;
}

static inline void power_apply(unsigned char **bytes, int64_t *len, const PowerOp *op, int64_t from,
                               int64_t n)
{
    int64_t end = op->bytes ? op->at + from + n : op->at;
    if (!op->bytes || end > *len) {
        *bytes = power_need(realloc(*bytes, (size_t)end + 1));
        if (end > *len)
            memset(*bytes + *len, 0, (size_t)(end - *len));
        *len = end;
    }
    if (op->bytes)
        memcpy(*bytes + op->at + from, op->bytes + from, (size_t)n);
}

static inline void power_forget_ops(PowerInode *inode)
{
    for (size_t i = 0; i < inode->op_count; i++)
        free(inode->ops[i].bytes);
    inode->op_count = 0;
}

static inline void power_add_op(int index, const void *bytes, int64_t len, int64_t at)
{
    PowerInode *inode = &power.inodes[index];
    if (inode->op_count == inode->op_cap) {
        inode->op_cap = inode->op_cap * 2 + 16;
        inode->ops = power_need(realloc(inode->ops, inode->op_cap * sizeof *inode->ops));
    }
    PowerOp op = {.at = at, .len = len};
    if (bytes)
        op.bytes = memcpy(power_need(malloc((size_t)len)), bytes, (size_t)len);
    inode->ops[inode->op_count++] = op;
}

static inline void power_sync_file(int index)
{
    PowerInode *inode = &power.inodes[index];
    for (size_t i = 0; i < inode->op_count; i++)
        power_apply(&inode->synced, &inode->synced_len, &inode->ops[i], 0, inode->ops[i].len);
    power_forget_ops(inode);
}

static inline void power_sync_folder(const char *folder)
{
    size_t len = strlen(folder);
    for (int i = 0; i < power.name_count; i++) {
        PowerName *name = &power.names[i];
        if (strncmp(name->path, folder, len) == 0 && name->path[len] == '/' &&
            !strchr(name->path + len + 1, '/'))
            name->synced = name->now;
    }
}

static inline void power_sync_folder_of(const char *path)
{
    char folder[POWER_PATH];
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    power_sync_folder(folder);
}

/* The file as it lies there, synced by our own code. */
static inline void power_take_whole(int index, int fd)
{
    PowerInode *inode = &power.inodes[index];
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    power_forget_ops(inode);
    inode->synced = power_need(realloc(inode->synced, (size_t)st.st_size + 1));
    inode->synced_len = (int64_t)st.st_size;
    assert_int_equal(pread(fd, inode->synced, (size_t)st.st_size, 0), st.st_size);
}

/* ---- our own code: ld --wrap ---- */

ssize_t __real_write(int fd, const void *bytes, size_t len);
int __real_ftruncate(int fd, off_t size);
int __real_rename(const char *from, const char *to);
int __real_link(const char *from, const char *to);
int __real_unlink(const char *path);
int __real_fsync(int fd);
ssize_t __wrap_write(int fd, const void *bytes, size_t len);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_rename(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_unlink(const char *path);
int __wrap_fsync(int fd);
int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);

int __wrap_mkdir(const char *path, mode_t mode)
{
    int rc = __real_mkdir(path, mode);
    if (rc != 0 || !power_models(path))
        return rc;
    power_name(path)->is_folder = true;
    (void)power_inode(path);
    power_point();
    return rc;
}

int __wrap_rename(const char *from, const char *to)
{
    int rc = __real_rename(from, to);
    if (rc != 0 || !power_models(from))
        return rc;
    int inode = power_inode(from);
    power_name(to)->now = inode;
    power_name(from)->now = -1;
    power_point();
    return rc;
}

int __wrap_link(const char *from, const char *to)
{
    bool models = power_models(from);
    if (models && power.no_links)
        errno = EPERM;
    int rc = models && power.no_links ? -1 : __real_link(from, to);
    if (rc != 0 || !models)
        return rc;
    int inode = power_inode(from);
    power_name(to)->now = inode;
    power_point();
    return rc;
}

int __wrap_unlink(const char *path)
{
    int rc = __real_unlink(path);
    if (rc != 0 || !power_models(path))
        return rc;
    power_name(path)->now = -1;
    power_point();
    return rc;
}

/* What is open there, or "". */
static inline void power_path_of(int fd, char path[POWER_PATH])
{
    char link_name[64];
    (void)snprintf(link_name, sizeof link_name, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link_name, path, POWER_PATH - 1);
    path[n > 0 ? n : 0] = '\0';
}

/* (What the C library's streams write is seen when it is synced.) */
ssize_t __wrap_write(int fd, const void *bytes, size_t len)
{
    char path[POWER_PATH];
    ssize_t n = __real_write(fd, bytes, len);
    off_t end = n > 0 ? lseek(fd, 0, SEEK_CUR) : -1;
    if (end < n)
        return n;
    power_path_of(fd, path);
    if (power_models(path))
        power_add_op(power_inode(path), bytes, (int64_t)n, (int64_t)(end - n));
    return n;
}

int __wrap_ftruncate(int fd, off_t size)
{
    char path[POWER_PATH];
    int rc = __real_ftruncate(fd, size);
    power_path_of(fd, path);
    if (rc == 0 && power_models(path))
        power_add_op(power_inode(path), NULL, 0, (int64_t)size);
    return rc;
}

int __wrap_fsync(int fd)
{
    char path[POWER_PATH];
    struct stat st;
    power_path_of(fd, path);
    bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    bool models =
        power_models(path) || (folder && power.on && !power.busy && strcmp(path, power.root) == 0);
    if (models)
        power_point();
    int rc = __real_fsync(fd);
    if (rc != 0 || !models)
        return rc;
    power.syncs++;
    if (folder)
        power_sync_folder(path);
    else
        power_take_whole(power_inode(path), fd);
    power_point();
    return rc;
}

/* ---- SQLite's files ---- */

#define POWER_REAL(file) (((PowerFile *)(file))->real)

static int pw_close(sqlite3_file *f)
{
    return POWER_REAL(f)->pMethods->xClose(POWER_REAL(f));
}
static int pw_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return POWER_REAL(f)->pMethods->xRead(POWER_REAL(f), to, n, at);
}
static int pw_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    PowerFile *file = (PowerFile *)f;
    int rc = file->real->pMethods->xWrite(file->real, from, n, at);
    if (rc == SQLITE_OK && file->inode >= 0 && power.on)
        power_add_op(file->inode, from, n, at);
    return rc;
}
static int pw_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    PowerFile *file = (PowerFile *)f;
    int rc = file->real->pMethods->xTruncate(file->real, size);
    if (rc == SQLITE_OK && file->inode >= 0 && power.on)
        power_add_op(file->inode, NULL, 0, size);
    return rc;
}
static int pw_sync(sqlite3_file *f, int flags)
{
    PowerFile *file = (PowerFile *)f;
    bool models = file->inode >= 0 && power.on;
    if (models)
        power_point();
    int rc = file->real->pMethods->xSync(file->real, flags);
    if (rc != SQLITE_OK || !models)
        return rc;
    power.syncs++;
    power_sync_file(file->inode);
    if (file->syncs_folder) {
        power_point(); /* the file is there, its name may not be */
        power_sync_folder_of(file->path);
        file->syncs_folder = false;
    }
    power_point();
    return rc;
}
static int pw_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return POWER_REAL(f)->pMethods->xFileSize(POWER_REAL(f), size);
}
static int pw_lock(sqlite3_file *f, int level)
{
    return POWER_REAL(f)->pMethods->xLock(POWER_REAL(f), level);
}
static int pw_unlock(sqlite3_file *f, int level)
{
    return POWER_REAL(f)->pMethods->xUnlock(POWER_REAL(f), level);
}
static int pw_reserved(sqlite3_file *f, int *out)
{
    return POWER_REAL(f)->pMethods->xCheckReservedLock(POWER_REAL(f), out);
}
/* Size hints change the file behind the model's back: there are none. */
static int pw_control(sqlite3_file *f, int op, void *arg)
{
    if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE)
        return SQLITE_OK;
    return POWER_REAL(f)->pMethods->xFileControl(POWER_REAL(f), op, arg);
}
static int pw_sector(sqlite3_file *f)
{
    return POWER_REAL(f)->pMethods->xSectorSize(POWER_REAL(f));
}
static int pw_traits(sqlite3_file *f)
{
    return POWER_REAL(f)->pMethods->xDeviceCharacteristics(POWER_REAL(f));
}
static int pw_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return POWER_REAL(f)->pMethods->xShmMap(POWER_REAL(f), page, size, extend, out);
}
static int pw_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return POWER_REAL(f)->pMethods->xShmLock(POWER_REAL(f), offset, n, flags);
}
static void pw_shm_barrier(sqlite3_file *f)
{
    POWER_REAL(f)->pMethods->xShmBarrier(POWER_REAL(f));
}
static int pw_shm_unmap(sqlite3_file *f, int delete)
{
    return POWER_REAL(f)->pMethods->xShmUnmap(POWER_REAL(f), delete);
}

static int pw_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out)
{
    (void)vfs;
    PowerFile *file = (PowerFile *)f;
    memset(file, 0, sizeof *file);
    file->real = (sqlite3_file *)(file + 1);
    int rc = power_real->xOpen(power_real, path, file->real, flags, out);
    file->base.pMethods = file->real->pMethods ? &power_methods : NULL;
    bool models = rc == SQLITE_OK && power_models(path);
    file->inode = models ? power_inode(path) : -1;
    if (models)
        (void)snprintf(file->path, sizeof file->path, "%s", path);
    file->syncs_folder =
        models && flags & SQLITE_OPEN_CREATE &&
        flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL);
    return rc;
}

static int pw_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    (void)vfs;
    int rc = power_real->xDelete(power_real, path, sync_folder);
    if (rc != SQLITE_OK || !power_models(path))
        return rc;
    power_name(path)->now = -1;
    if (sync_folder)
        power_sync_folder_of(path);
    power_point();
    return rc;
}

static inline void power_install(void)
{
    power_methods = (sqlite3_io_methods){
        2,           pw_close,       pw_read,      pw_write,   pw_truncate, pw_sync,   pw_size,
        pw_lock,     pw_unlock,      pw_reserved,  pw_control, pw_sector,   pw_traits, pw_shm_map,
        pw_shm_lock, pw_shm_barrier, pw_shm_unmap, NULL,       NULL};
    power_real = sqlite3_vfs_find(NULL);
    power_vfs = *power_real;
    power_vfs.zName = "power";
    power_vfs.szOsFile += (int)sizeof(PowerFile);
    power_vfs.xOpen = pw_open;
    power_vfs.xDelete = pw_delete;
    assert_int_equal(sqlite3_vfs_register(&power_vfs, 1), SQLITE_OK);
}

/* ---- on, off, cut ---- */

/* From now on root (a real folder, absolute) is watched; what is in it counts as
 * synced only after power_adopt(). */
static inline void power_on(const char *root, uint64_t seed, void (*at_sync)(void *), void *user)
{
    power = (PowerDisk){.on = true, .at_sync = at_sync, .user = user, .random = seed};
    (void)snprintf(power.root, sizeof power.root, "%s", root);
}

/* A file that has long been there. */
static inline void power_adopt(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    PowerName *name = power_name(path);
    name->now = name->synced = power_new_inode();
    power_take_whole(name->now, fd);
    (void)close(fd);
}

static inline void power_off(void)
{
    for (int i = 0; i < power.inode_count; i++) {
        power_forget_ops(&power.inodes[i]);
        free(power.inodes[i].ops);
        free(power.inodes[i].synced);
    }
    power = (PowerDisk){0};
}

typedef enum PowerCut {
    POWER_NOTHING, /* nothing that was not synced is there */
    POWER_ALL,     /* all of it is */
    POWER_ANY,     /* any of it, torn and shuffled */
    POWER_CUTS,
} PowerCut;

static inline void power_scatter(unsigned char **bytes, int64_t *len, const PowerOp *op)
{
    for (int64_t from = 0; from < op->len;) {
        int64_t n = POWER_SECTOR - (op->at + from) % POWER_SECTOR;
        n = n < op->len - from ? n : op->len - from;
        switch (power_random(5)) {
        case 0: /* not there */
            break;
        case 1: /* there to some byte */
            power_apply(bytes, len, op, from, (int64_t)power_random((uint32_t)n + 1));
            break;
        case 2: { /* junk */
            power_apply(bytes, len, op, from, n);
            for (int64_t i = 0; i < n; i++)
                (*bytes)[op->at + from + i] = (unsigned char)power_random(256);
            break;
        }
        default:
            power_apply(bytes, len, op, from, n);
        }
        from += n;
    }
}

static inline void power_write_image(int index, PowerCut cut, const char *path)
{
    const PowerInode *inode = &power.inodes[index];
    int64_t len = inode->synced_len;
    unsigned char *bytes = power_need(malloc((size_t)len + 1));
    if (len > 0)
        memcpy(bytes, inode->synced, (size_t)len);
    for (size_t i = 0; i < inode->op_count && cut != POWER_NOTHING; i++) {
        const PowerOp *op = &inode->ops[i];
        if (cut == POWER_ALL || (!op->bytes && power_random(2)))
            power_apply(&bytes, &len, op, 0, op->len);
        else if (op->bytes)
            power_scatter(&bytes, &len, op);
    }
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, (size_t)len, out), (size_t)len);
    assert_int_equal(fclose(out), 0);
    free(bytes);
}

/* The folder of the name at index, if it was made since: is it there? */
static inline bool power_has_folder(int index, const bool there[POWER_MAX_NAMES])
{
    const char *path = power.names[index].path;
    size_t len = (size_t)(strrchr(path, '/') - path);
    for (int i = 0; i < index; i++)
        if (power.names[i].is_folder && strlen(power.names[i].path) == len &&
            strncmp(power.names[i].path, path, len) == 0)
            return there[i];
    return true;
}

/* Leaves in folder (there, empty) what such a cut would leave of root. */
static inline void power_cut(PowerCut cut, const char *folder)
{
    char path[POWER_PATH * 2], first[POWER_PATH * 2];
    char *written[POWER_MAX_FILES] = {0}; /* a file with two names is one file */
    bool there[POWER_MAX_NAMES] = {false};
    for (int i = 0; i < power.name_count; i++) {
        const PowerName *name = &power.names[i];
        bool now = cut == POWER_ALL || (cut == POWER_ANY && power_random(2));
        int inode = now ? name->now : name->synced;
        there[i] = inode >= 0 && power_has_folder(i, there);
        if (!there[i])
            continue;
        (void)snprintf(path, sizeof path, "%s%s", folder, name->path + strlen(power.root));
        if (name->is_folder) {
            assert_int_equal(__real_mkdir(path, 0700), 0);
            continue;
        }
        (void)snprintf(first, sizeof first, "%.*s", (int)(strrchr(path, '/') - path), path);
        (void)__real_mkdir(first, 0700);
        if (written[inode]) {
            assert_int_equal(__real_link(written[inode], path), 0);
            continue;
        }
        power_write_image(inode, cut, path);
        written[inode] = power_need(malloc(strlen(path) + 1));
        memcpy(written[inode], path, strlen(path) + 1);
    }
    for (int i = 0; i < POWER_MAX_FILES; i++)
        free(written[i]);
}

#endif
