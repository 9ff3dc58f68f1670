/* file.h - whole files in and out, safely.
 *
 * Reading has a limit that the message names. Writing is atomic: a temporary
 * file with an unpredictable name in the same folder, write, fsync, rename,
 * fsync of the folder; a failure leaves what was there.
 */
#ifndef PROTOCOLS_FILE_H
#define PROTOCOLS_FILE_H

#include "protocols/base.h"

/* The whole file as bytes in arena with a zero behind them. ERR_LIMIT when it is
 * larger than max_bytes (a 1 GB file is not read to find out); a folder, a
 * missing or unreadable file is ERR_SYSTEM. Messages begin with path. */
bool file_read(Arena *arena, const char *path, size_t max_bytes, const char **ret_text,
               size_t *ret_len, Err *err);

/* Mode 0600; a file that was there keeps its permissions. A link stays, what it
 * leads to is replaced. A pipe or a device is written into. */
bool file_write(const char *path, const void *bytes, size_t len, Err *err);

/* The steps of file_write() for what others write (SQLite) or what is too large
 * for memory: an open new file of mode 0600 with an unpredictable name in the
 * folder of path (-1 on failure), and its move to path once it is on the disk. A
 * failed move removes the temporary file. */
enum { FILE_MAX_PATH = 4096 };
int file_open_temporary(const char *path, char ret_name[FILE_MAX_PATH], Err *err);
bool file_place(const char *temporary, const char *path, Err *err);

/* Where the link at path leads to, through further links; else path itself. Whether there
 * is anything does not matter. ERR_SYSTEM: they lead round in a circle, or one is neither
 * ours nor the owner's of the sticky folder, writable for all, that it lies in. */
bool file_follow(const char *path, char ret_place[FILE_MAX_PATH], Err *err);

/* Where such a file is to be placed when a person said path: where its link leads to,
 * else path itself. ERR_SYSTEM when a folder, a pipe or a device is there. */
bool file_find_place(const char *path, char ret_place[FILE_MAX_PATH], Err *err);

/* How much of a name without its folder is one that file_open_temporary() makes; an
 * ending may follow. 0: it is another's. */
size_t file_temporary_len(const char *name);

/* Removes what programs that were killed left of files they wrote into the folder of path:
 * ordinary files of this account whose whole name is such a one, and which are ten minutes
 * older than path or more. What cannot be removed stays. file_write() does it. */
void file_remove_unfinished(const char *path);

/* What was made, renamed and removed in the folder that path lies in is then on
 * the disk. */
bool file_sync_folder_of(const char *path, Err *err);

/* Makes the folder and those above it (0700) where they are missing, each on the disk
 * before the next. */
bool file_make_folder(const char *path, Err *err);

/* The names of the files in the folder that end so (".csv", whatever the size of its
 * letters), the first cap in their order, in arena; hidden ones are left out. No
 * folder, no names. */
bool file_list(Arena *arena, const char *folder, const char *ending, const char **ret_names,
               int32_t cap, int32_t *ret_count, Err *err);

#endif
