/* broken_disk.h - a file system that really answers EIO.
 *
 * A folder is mounted through FUSE onto another: what is done below the mount goes
 * through the kernel to a process of ours, which does it to the folder behind, or
 * refuses it. So the errors come as from a dying disk: through open, read, write and
 * fsync themselves, page cache and locks included.
 *
 * Shared memory files ("-shm") are never refused: the kernel writes their pages when
 * it likes, and nobody waits for the answer.
 */
#ifndef TESTS_CRASH_BROKEN_DISK_H
#define TESTS_CRASH_BROKEN_DISK_H

#include <stdbool.h>
#include <stdint.h>

typedef enum DiskCall {
    DISK_OPEN = 1 << 0,
    DISK_READ = 1 << 1,
    DISK_WRITE = 1 << 2, /* and truncations */
    DISK_SYNC = 1 << 3,  /* files and folders */
    DISK_NAME = 1 << 4,  /* rename, link, unlink, folders made */
} DiskCall;

/* Shared with the process that answers; to be changed while nothing is under way. */
typedef struct BrokenDisk {
    volatile uint32_t calls;    /* which kinds are counted and refused */
    volatile int32_t countdown; /* so many still work; below zero: all do */
    volatile int32_t error;     /* EIO, ENOSPC */
    volatile bool once;         /* or from then on */
    volatile bool no_links;     /* a file has one name, as on FAT */
    volatile int32_t hits;      /* refused so far */
} BrokenDisk;

/* Mounted at a new folder, ret_path; the files themselves lie in another. NULL where
 * nothing can be mounted, and *ret_why says why. */
BrokenDisk *broken_disk_mount(char ret_path[64], const char **ret_why);

/* Unmounts it and removes both folders. */
void broken_disk_unmount(BrokenDisk *disk);

#endif
