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

/* Mode 0600. */
bool file_write(const char *path, const void *bytes, size_t len, Err *err);

/* Makes the folder and those above it (0700) where they are missing. */
bool file_make_folder(const char *path, Err *err);

#endif
