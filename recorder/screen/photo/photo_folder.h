/* photo_folder.h - what a folder has to choose from: folders, and pictures by their
 * names, newest first. Reads names and times, never what is in a file.
 */
#ifndef RECORDER_SCREEN_PHOTO_FOLDER_H
#define RECORDER_SCREEN_PHOTO_FOLDER_H

#include "protocols/base.h"

enum { PHOTO_FOLDER_MOST = 2000, PHOTO_MAX_PATH = 1024 };

typedef struct PhotoEntry {
    const char *name;
    bool is_folder;
    int64_t changed_unix_ms;
    int64_t bytes;
} PhotoEntry;

typedef struct PhotoFolder {
    PhotoEntry *entries; /* folders by name, then pictures, newest first; in the arena */
    int32_t count;
    int32_t left_out; /* beyond PHOTO_FOLDER_MOST */
} PhotoFolder;

/* Names that begin with a dot are left out. ERR_SYSTEM when it cannot be read. */
bool photo_folder_read(const char *path, Arena *arena, PhotoFolder *ret_folder, Err *err);

/* "path/name"; ERR_LIMIT when it is too long. */
bool photo_path_join(const char *path, const char *name, char ret_path[PHOTO_MAX_PATH], Err *err);

/* The folder it lies in; "/" lies in itself. */
void photo_path_up(char path[PHOTO_MAX_PATH]);

#endif
