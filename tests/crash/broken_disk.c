#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#define FUSE_USE_VERSION 35
#include "crash/broken_disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH = 400, PATIENCE_MS = 5000 };

static BrokenDisk *disk;
static char behind[64], front[64];
static pid_t answering;

/* ---- the process that answers ---- */

static bool refuses(DiskCall call, const char *path)
{
    size_t len = path ? strlen(path) : 0;
    if (disk->countdown < 0 || !(disk->calls & call) ||
        (len > 4 && strcmp(path + len - 4, "-shm") == 0))
        return false;
    if (disk->countdown > 0) {
        disk->countdown--;
        return false;
    }
    disk->hits++;
    if (disk->once)
        disk->countdown = -1;
    return true;
}

static const char *there(const char *path, char ret_full[PATH])
{
    (void)snprintf(ret_full, PATH, "%s%s", behind, path);
    return ret_full;
}

static int answer(int rc)
{
    return rc < 0 ? -errno : rc;
}

static int disk_getattr(const char *path, struct stat *st, struct fuse_file_info *fi)
{
    char full[PATH];
    return answer(fi ? fstat((int)fi->fh, st) : lstat(there(path, full), st));
}

static int disk_readdir(const char *path, void *to, fuse_fill_dir_t fill, off_t offset,
                        struct fuse_file_info *fi, enum fuse_readdir_flags flags)
{
    char full[PATH];
    (void)offset, (void)fi, (void)flags;
    DIR *dir = opendir(there(path, full));
    if (!dir)
        return -errno;
    for (struct dirent *entry; (entry = readdir(dir));)
        (void)fill(to, entry->d_name, NULL, 0, 0);
    (void)closedir(dir);
    return 0;
}

static int open_there(const char *path, int flags, mode_t mode, struct fuse_file_info *fi)
{
    char full[PATH];
    if (refuses(DISK_OPEN, path))
        return -disk->error;
    int fd = open(there(path, full), flags | O_CLOEXEC, mode);
    fi->fh = (uint64_t)fd;
    return fd < 0 ? -errno : 0;
}

static int disk_open(const char *path, struct fuse_file_info *fi)
{
    return open_there(path, fi->flags & ~O_APPEND, 0, fi); /* the kernel says where */
}

static int disk_create(const char *path, mode_t mode, struct fuse_file_info *fi)
{
    return open_there(path, (fi->flags & ~O_APPEND) | O_CREAT, mode, fi);
}

static int disk_release(const char *path, struct fuse_file_info *fi)
{
    (void)path;
    return answer(close((int)fi->fh));
}

static int disk_read(const char *path, char *to, size_t len, off_t at, struct fuse_file_info *fi)
{
    return refuses(DISK_READ, path) ? -disk->error : answer((int)pread((int)fi->fh, to, len, at));
}

static int disk_write(const char *path, const char *from, size_t len, off_t at,
                      struct fuse_file_info *fi)
{
    return refuses(DISK_WRITE, path) ? -disk->error
                                     : answer((int)pwrite((int)fi->fh, from, len, at));
}

static int disk_truncate(const char *path, off_t size, struct fuse_file_info *fi)
{
    char full[PATH];
    if (refuses(DISK_WRITE, path))
        return -disk->error;
    return answer(fi ? ftruncate((int)fi->fh, size) : truncate(there(path, full), size));
}

/* The folder behind need not be on a disk: nothing is cut off here. */
static int disk_fsync(const char *path, int data_only, struct fuse_file_info *fi)
{
    (void)data_only, (void)fi;
    return refuses(DISK_SYNC, path) ? -disk->error : 0;
}

static int disk_unlink(const char *path)
{
    char full[PATH];
    return refuses(DISK_NAME, path) ? -disk->error : answer(unlink(there(path, full)));
}

static int disk_rmdir(const char *path)
{
    char full[PATH];
    return refuses(DISK_NAME, path) ? -disk->error : answer(rmdir(there(path, full)));
}

static int disk_mkdir(const char *path, mode_t mode)
{
    char full[PATH];
    return refuses(DISK_NAME, path) ? -disk->error : answer(mkdir(there(path, full), mode));
}

static int disk_rename(const char *from, const char *to, unsigned flags)
{
    char a[PATH], b[PATH];
    if (flags)
        return -EINVAL;
    return refuses(DISK_NAME, to) ? -disk->error : answer(rename(there(from, a), there(to, b)));
}

static int disk_link(const char *from, const char *to)
{
    char a[PATH], b[PATH];
    if (disk->no_links)
        return -EPERM;
    return refuses(DISK_NAME, to) ? -disk->error : answer(link(there(from, a), there(to, b)));
}

static int disk_chmod(const char *path, mode_t mode, struct fuse_file_info *fi)
{
    char full[PATH];
    (void)fi;
    return answer(chmod(there(path, full), mode));
}

static void *disk_init(struct fuse_conn_info *connection, struct fuse_config *config)
{
    (void)connection;
    config->use_ino = 1;
    config->hard_remove = 1;
    config->entry_timeout = config->attr_timeout = 0;
    return NULL;
}

static const struct fuse_operations operations = {
    .init = disk_init,
    .getattr = disk_getattr,
    .readdir = disk_readdir,
    .open = disk_open,
    .create = disk_create,
    .release = disk_release,
    .read = disk_read,
    .write = disk_write,
    .truncate = disk_truncate,
    .fsync = disk_fsync,
    .fsyncdir = disk_fsync,
    .unlink = disk_unlink,
    .rmdir = disk_rmdir,
    .mkdir = disk_mkdir,
    .rename = disk_rename,
    .link = disk_link,
    .chmod = disk_chmod,
};

static void answer_calls(void)
{
    char name[] = "broken";
    char *words[] = {name, NULL};
    struct fuse_args args = FUSE_ARGS_INIT(1, words);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    struct fuse *fuse = fuse_new(&args, &operations, sizeof operations, NULL);
    if (!fuse || fuse_mount(fuse, front) != 0)
        _exit(1);
    (void)fuse_set_signal_handlers(fuse_get_session(fuse));
    (void)fuse_loop(fuse);
    fuse_unmount(fuse);
    _exit(0);
}

/* ---- the test ---- */

static bool is_mounted(void)
{
    struct stat here, above;
    return stat(front, &here) == 0 && stat("/tmp", &above) == 0 && here.st_dev != above.st_dev;
}

static bool wait_until_mounted(void)
{
    for (int ms = 0; ms < PATIENCE_MS; ms++) {
        if (is_mounted())
            return true;
        if (waitpid(answering, NULL, WNOHANG) == answering)
            return false;
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return false;
}

static void remove_folders(void)
{
    (void)rmdir(front);
    (void)rmdir(behind);
}

BrokenDisk *broken_disk_mount(char ret_path[64], const char **ret_why)
{
    (void)snprintf(behind, sizeof behind, "/tmp/kenkyu-behind-XXXXXX");
    (void)snprintf(front, sizeof front, "/tmp/kenkyu-broken-XXXXXX");
    *ret_why = "no temporary folder can be made";
    if (!mkdtemp(behind) || !mkdtemp(front))
        return NULL;
    disk = mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *ret_why = "nothing can be mounted through FUSE here";
    if (disk == MAP_FAILED || access("/dev/fuse", R_OK | W_OK) != 0) {
        remove_folders();
        return NULL;
    }
    disk->countdown = -1;
    answering = fork();
    if (answering == 0)
        answer_calls();
    if (answering < 0 || !wait_until_mounted()) {
        remove_folders();
        return NULL;
    }
    (void)snprintf(ret_path, sizeof front, "%s", front);
    return disk;
}

void broken_disk_unmount(BrokenDisk *mounted)
{
    (void)kill(answering, SIGTERM);
    (void)waitpid(answering, NULL, 0);
    (void)munmap(mounted, sizeof *mounted);
    remove_folders();
}
