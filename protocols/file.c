#include "protocols/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_PATH = FILE_MAX_PATH, NAME_TRIES = 16, LINK_DEPTH = 16 };

static bool refuse(Err *err, const char *path, const char *act)
{
    return err_set(err, ERR_SYSTEM, "%s: %s (%s)", path, act, strerror(errno));
}

static bool refuse_irregular(Err *err, const char *path, mode_t mode)
{
    return err_set(err, ERR_SYSTEM,
                   S_ISDIR(mode) ? "%s: is a folder, expected a file"
                                 : "%s: is no ordinary file, expected one",
                   path);
}

/* ---- reading ---- */

/* A device or pipe says nothing about its size, and a file may grow while it is
 * read: the bytes that come are what counts. */
static bool read_all(int fd, char *bytes, size_t room, size_t *ret_len)
{
    size_t len = 0;
    while (len < room) {
        ssize_t n = read(fd, bytes + len, room - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        len += (size_t)n;
    }
    *ret_len = len;
    return true;
}

static bool too_large(Err *err, const char *path, size_t max_bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB"};
    int unit = 0;
    for (; unit < 2 && max_bytes >= 1024 && max_bytes % 1024 == 0; unit++)
        max_bytes /= 1024;
    return err_set(err, ERR_LIMIT, "%s: larger than %zu %s, the most that is read", path, max_bytes,
                   units[unit]);
}

static bool read_open_file(Arena *arena, int fd, const char *path, size_t max_bytes,
                           const char **ret_text, size_t *ret_len, Err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return refuse(err, path, "cannot be read");
    if (!S_ISREG(st.st_mode))
        return refuse_irregular(err, path, st.st_mode);
    if (st.st_size < 0 || (uintmax_t)st.st_size > max_bytes)
        return too_large(err, path, max_bytes);

    ArenaMark mark = arena_mark(arena);
    size_t len = 0, room = (size_t)st.st_size + 1; /* one more shows a file that grew */
    char *bytes = ARENA_PUSH(arena, char, room + 1);
    bool ok = bytes || err_set(err, ERR_LIMIT, "%s: no memory for %zu bytes", path, room);
    if (ok && !read_all(fd, bytes, room, &len))
        ok = refuse(err, path, "cannot be read");
    if (ok && len == room)
        ok = err_set(err, ERR_SYSTEM, "%s: changed while it was read", path);
    if (!ok) {
        arena_reset(arena, mark);
        return false;
    }
    bytes[len] = '\0';
    *ret_text = bytes;
    *ret_len = len;
    return true;
}

bool file_read(Arena *arena, const char *path, size_t max_bytes, const char **ret_text,
               size_t *ret_len, Err *err)
{
    /* O_NONBLOCK: a pipe without a writer must not hang us. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return refuse(err, path, "cannot be opened");
    bool ok = read_open_file(arena, fd, path, max_bytes, ret_text, ret_len, err);
    close(fd);
    return ok;
}

/* ---- writing ---- */

/* The folder part of path, "." when there is none. */
static bool folder_of(const char *path, char ret_folder[MAX_PATH], Err *err)
{
    size_t len = strlen(path);
    if (len == 0 || len >= MAX_PATH - 32)
        return err_set(err, ERR_LIMIT, "a file name of %zu bytes, expected 1 to %d", len,
                       MAX_PATH - 33);
    const char *slash = strrchr(path, '/');
    if (!slash)
        memcpy(ret_folder, ".", 2);
    else if (slash == path)
        memcpy(ret_folder, "/", 2);
    else {
        memcpy(ret_folder, path, (size_t)(slash - path));
        ret_folder[slash - path] = '\0';
    }
    return true;
}

static const char temporary_begin[] = ".kenkyu-";
enum { TEMPORARY_DIGITS = 16 };

size_t file_temporary_len(const char *name)
{
    const size_t begin = sizeof temporary_begin - 1;
    return strncmp(name, temporary_begin, begin) == 0 &&
                   strspn(name + begin, "0123456789abcdef") == TEMPORARY_DIGITS
               ? begin + TEMPORARY_DIGITS
               : 0;
}

/* Creates FOLDER/.kenkyu-RANDOM; -1 with errno when it cannot. */
static int create_temporary(const char *folder, char ret_path[MAX_PATH])
{
    for (int i = 0; i < NAME_TRIES; i++) {
        uint64_t random = 0;
        if (getentropy(&random, sizeof random) != 0)
            return -1;
        (void)snprintf(ret_path, MAX_PATH, "%s/%s%0*llx", folder, temporary_begin, TEMPORARY_DIGITS,
                       (unsigned long long)random);
        int fd = open(ret_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

static bool write_bytes(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    return write_bytes(fd, bytes, len) && fsync(fd) == 0;
}

/* A rename is on the disk when its folder is. Some file systems cannot sync a
 * folder (EINVAL): then there is nothing more to be had. */
static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES; /* may be written to but not read: nothing to sync by */
    bool ok = fsync(fd) == 0 || errno == EINVAL;
    int noted = errno;
    close(fd);
    errno = noted;
    return ok;
}

int file_open_temporary(const char *path, char ret_name[FILE_MAX_PATH], Err *err)
{
    char folder[MAX_PATH];
    if (!folder_of(path, folder, err))
        return -1;
    int fd = create_temporary(folder, ret_name);
    if (fd < 0)
        (void)refuse(err, path, "cannot be written");
    return fd;
}

bool file_sync_folder_of(const char *path, Err *err)
{
    char folder[MAX_PATH];
    return folder_of(path, folder, err) &&
           (sync_folder(folder) || refuse(err, path, "is written but not yet safe on the disk"));
}

bool file_place(const char *temporary, const char *path, Err *err)
{
    if (rename(temporary, path) != 0) {
        int noted = errno;
        unlink(temporary);
        errno = noted;
        return refuse(err, path, "cannot be written");
    }
    return file_sync_folder_of(path, err);
}

/* Whoever wrote it last did so long before: nobody writes it any more. */
static bool is_unfinished(const char *path, int64_t now_s)
{
    enum { WRITING_S = 600 };
    struct stat st;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
           (int64_t)st.st_mtime <= now_s - WRITING_S;
}

void file_remove_unfinished(const char *path)
{
    char folder[MAX_PATH], left[MAX_PATH];
    Err none = {0};
    struct stat st; /* says what time it is where the files are */
    DIR *dir = folder_of(path, folder, &none) && stat(path, &st) == 0 ? opendir(folder) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        size_t len = file_temporary_len(entry->d_name);
        if (len > 0 && entry->d_name[len] == '\0' &&
            snprintf(left, sizeof left, "%s/%s", folder, entry->d_name) < MAX_PATH &&
            is_unfinished(left, (int64_t)st.st_mtime))
            (void)unlink(left);
    }
    if (dir)
        (void)closedir(dir);
}

/* In a folder where anybody may put one, a link is followed if it is ours or the folder's
 * owner's: Linux says so (protected_symlinks) to who opens a link, but links are read here. */
static bool is_safe_link(const char *path, const char *folder)
{
    struct stat st, at;
    const mode_t sticky = 01000; /* S_ISVTX, an extension's name */
    const mode_t shared = sticky | S_IWOTH;
    return lstat(path, &st) == 0 && stat(folder, &at) == 0 &&
           ((at.st_mode & shared) != shared || st.st_uid == geteuid() || st.st_uid == at.st_uid);
}

bool file_follow(const char *path, char ret_place[FILE_MAX_PATH], Err *err)
{
    char folder[MAX_PATH], to[MAX_PATH];
    if (!folder_of(path, folder, err))
        return false;
    (void)snprintf(ret_place, MAX_PATH, "%s", path);
    for (int i = 0; i < LINK_DEPTH; i++) {
        ssize_t len = readlink(ret_place, to, sizeof to - 1);
        if (len < 0)
            return true;
        to[len] = '\0';
        if (!folder_of(ret_place, folder, err))
            return false;
        if (!is_safe_link(ret_place, folder))
            return err_set(err, ERR_SYSTEM,
                           "%s: is a link that somebody else put into a folder for all; it is not "
                           "followed",
                           ret_place);
        int n = to[0] == '/' ? snprintf(ret_place, MAX_PATH, "%s", to)
                             : snprintf(ret_place, MAX_PATH, "%s/%s", folder, to);
        if (n < 0 || n >= MAX_PATH)
            return err_set(err, ERR_LIMIT, "%s: leads to a name of more than %d bytes", path,
                           MAX_PATH - 1);
    }
    return err_set(err, ERR_SYSTEM, "%s: links lead round in a circle", path);
}

bool file_find_place(const char *path, char ret_place[FILE_MAX_PATH], Err *err)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return refuse_irregular(err, path, st.st_mode);
    return file_follow(path, ret_place, err);
}

/* A pipe or device is written into: in its place a file would be of no use, and a
 * machine without /dev/null of little. */
static bool write_through(const char *path, const void *bytes, size_t len, Err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return refuse(err, path, "cannot be written");
    bool ok = write_bytes(fd, bytes, len);
    int noted = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        noted = errno;
    }
    errno = noted;
    return ok || refuse(err, path, "cannot be written");
}

bool file_write(const char *path, const void *bytes, size_t len, Err *err)
{
    struct stat st;
    bool exists = stat(path, &st) == 0;
    if (exists && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return write_through(path, bytes, len, err);
    char place[MAX_PATH], temporary[MAX_PATH];
    if (!file_follow(path, place, err))
        return false;
    int fd = file_open_temporary(place, temporary, err);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, bytes, len) && (!exists || fchmod(fd, st.st_mode & 0777) == 0);
    int noted = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        noted = errno;
    }
    if (!ok) {
        unlink(temporary);
        errno = noted;
        return refuse(err, path, "cannot be written");
    }
    if (!file_place(temporary, place, err))
        return false;
    file_remove_unfinished(place);
    return true;
}

/* ---- folders ---- */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_make_folder(const char *path, Err *err)
{
    char at[MAX_PATH];
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof at)
        return err_set(err, ERR_LIMIT, "a folder name of %zu bytes, expected 1 to %d", len,
                       MAX_PATH - 1);
    memcpy(at, path, len + 1);
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        at[i] = '\0';
        int noted = mkdir(at, 0700) == 0 ? 0 : errno;
        if (noted == 0 && !file_sync_folder_of(at, err))
            return false;
        if (noted != 0 && !is_folder(at)) {
            errno = noted;
            return noted == EEXIST
                       ? err_set(err, ERR_SYSTEM, "%s: is a file, expected a folder", at)
                       : refuse(err, at, "the folder cannot be made");
        }
        at[i] = path[i];
    }
    return true;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t len = strlen(name), end_len = strlen(ending);
    return len > end_len && *name != '.' && strcasecmp(name + len - end_len, ending) == 0;
}

/* In order; of more than cap the first. */
static void keep_name(const char **names, int32_t cap, int32_t *count, const char *name)
{
    int32_t at = *count;
    while (at > 0 && strcmp(name, names[at - 1]) < 0)
        at--;
    if (at == cap)
        return;
    *count -= *count == cap ? 1 : 0;
    memmove(&names[at + 1], &names[at], (size_t)(*count - at) * sizeof *names);
    names[at] = name;
    (*count)++;
}

bool file_list(Arena *arena, const char *folder, const char *ending, const char **ret_names,
               int32_t cap, int32_t *ret_count, Err *err)
{
    int32_t count = 0;
    DIR *dir = opendir(folder);
    if (!dir && errno != ENOENT)
        return err_set(err, ERR_SYSTEM, "%s: the folder cannot be read (%s)", folder,
                       strerror(errno));
    bool ok = true;
    for (struct dirent *entry; dir && ok && (entry = readdir(dir));) {
        if (!ends_in(entry->d_name, ending))
            continue;
        const char *name = arena_copy(arena, entry->d_name, strlen(entry->d_name));
        ok = name || err_set(err, ERR_SYSTEM, "%s: no memory to list it", folder);
        if (ok)
            keep_name(ret_names, cap, &count, name);
    }
    if (dir)
        (void)closedir(dir);
    if (ok)
        *ret_count = count;
    return ok;
}
