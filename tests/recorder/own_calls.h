/* own_calls.h - what our own code asks of files can be refused (FAULT_OWN of fault.h), in
 * a test that tests/CMakeLists.txt links with --wrap. A close that is refused has closed all
 * the same, as on Linux.
 */
#ifndef TESTS_RECORDER_OWN_CALLS_H
#define TESTS_RECORDER_OWN_CALLS_H

#include "recorder/fault.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool own_has_no_links; /* a file system without second names for a file (FAT) */

int __real_open(const char *path, int flags, ...);
int __real_close(int fd);
ssize_t __real_write(int fd, const void *bytes, size_t len);
ssize_t __real_pwrite(int fd, const void *bytes, size_t len, off_t at);
ssize_t __real_read(int fd, void *bytes, size_t len);
ssize_t __real_pread(int fd, void *bytes, size_t len, off_t at);
int __real_ftruncate(int fd, off_t size);
int __real_fchmod(int fd, mode_t mode);
int __real_flock(int fd, int how);
int __real_fsync(int fd);
int __real_mkdir(const char *path, mode_t mode);
int __real_rename(const char *from, const char *to);
int __real_link(const char *from, const char *to);
int __real_unlink(const char *path);
DIR *__real_opendir(const char *path);
FILE *__real_fopen(const char *path, const char *mode);
int __wrap_open(const char *path, int flags, ...);
int __wrap_close(int fd);
ssize_t __wrap_write(int fd, const void *bytes, size_t len);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t len, off_t at);
ssize_t __wrap_read(int fd, void *bytes, size_t len);
ssize_t __wrap_pread(int fd, void *bytes, size_t len, off_t at);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_fchmod(int fd, mode_t mode);
int __wrap_flock(int fd, int how);
int __wrap_fsync(int fd);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_rename(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_unlink(const char *path);
DIR *__wrap_opendir(const char *path);
FILE *__wrap_fopen(const char *path, const char *mode);

static bool own_refused(int why)
{
    if (!refused(FAULT_OWN))
        return false;
    errno = why;
    return true;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    unsigned mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    return own_refused(EMFILE) ? -1 : __real_open(path, flags, mode);
}

int __wrap_close(int fd)
{
    bool no = own_refused(EIO);
    int rc = __real_close(fd);
    if (no)
        errno = EIO;
    return no ? -1 : rc;
}

/* A full disk takes a part of it. */
ssize_t __wrap_write(int fd, const void *bytes, size_t len)
{
    if (!own_refused(ENOSPC))
        return __real_write(fd, bytes, len);
    return len > 1 && hits == 1 ? __real_write(fd, bytes, len / 2) : -1;
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return own_refused(ENOSPC) ? -1 : __real_pwrite(fd, bytes, len, at);
}

ssize_t __wrap_read(int fd, void *bytes, size_t len)
{
    return own_refused(EIO) ? -1 : __real_read(fd, bytes, len);
}

ssize_t __wrap_pread(int fd, void *bytes, size_t len, off_t at)
{
    return own_refused(EIO) ? -1 : __real_pread(fd, bytes, len, at);
}

int __wrap_ftruncate(int fd, off_t size)
{
    return own_refused(EIO) ? -1 : __real_ftruncate(fd, size);
}

int __wrap_fchmod(int fd, mode_t mode)
{
    return own_refused(EPERM) ? -1 : __real_fchmod(fd, mode);
}

int __wrap_flock(int fd, int how)
{
    return own_refused(ENOLCK) ? -1 : __real_flock(fd, how);
}

int __wrap_fsync(int fd)
{
    return own_refused(EIO) ? -1 : __real_fsync(fd);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    return own_refused(ENOSPC) ? -1 : __real_mkdir(path, mode);
}

int __wrap_rename(const char *from, const char *to)
{
    return own_refused(EIO) ? -1 : __real_rename(from, to);
}

int __wrap_link(const char *from, const char *to)
{
    if (own_has_no_links)
        errno = EPERM;
    return own_has_no_links || own_refused(EPERM) ? -1 : __real_link(from, to);
}

int __wrap_unlink(const char *path)
{
    return own_refused(EIO) ? -1 : __real_unlink(path);
}

DIR *__wrap_opendir(const char *path)
{
    return own_refused(EMFILE) ? NULL : __real_opendir(path);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
    return own_refused(EMFILE) ? NULL : __real_fopen(path, mode);
}

#endif
