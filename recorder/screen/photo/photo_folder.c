#include "recorder/screen/photo/photo_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t len = strlen(name), end = strlen(ending);
    if (len <= end)
        return false;
    for (size_t i = 0; i < end; i++)
        if (lower(name[len - end + i]) != ending[i])
            return false;
    return true;
}

static bool is_picture(const char *name)
{
    return ends_with(name, ".jpg") || ends_with(name, ".jpeg") || ends_with(name, ".png");
}

bool photo_path_join(const char *path, const char *name, char ret_path[PHOTO_MAX_PATH], Err *err)
{
    const char *between = strcmp(path, "/") == 0 ? "" : "/";
    int n = snprintf(ret_path, PHOTO_MAX_PATH, "%s%s%s", path, between, name);
    return (n > 0 && n < PHOTO_MAX_PATH) ||
           err_set(err, ERR_LIMIT, "%.60s...: the path is longer than %d bytes", path,
                   PHOTO_MAX_PATH - 1);
}

void photo_path_up(char path[PHOTO_MAX_PATH])
{
    char *slash = strrchr(path, '/');
    if (slash && slash != path)
        *slash = '\0';
    else if (slash)
        slash[1] = '\0';
}

/* False: nothing to choose. */
static bool look_at(const char *path, const char *name, PhotoEntry *entry)
{
    char full[PHOTO_MAX_PATH];
    struct stat st;
    Err ignored = {0};
    if (name[0] == '.' || !photo_path_join(path, name, full, &ignored) || stat(full, &st) != 0)
        return false;
    *entry = (PhotoEntry){.is_folder = S_ISDIR(st.st_mode),
                          .changed_unix_ms = (int64_t)st.st_mtime * 1000,
                          .bytes = (int64_t)st.st_size};
    return entry->is_folder || (S_ISREG(st.st_mode) && is_picture(name));
}

static int compare(const void *left, const void *right)
{
    const PhotoEntry *a = left, *b = right;
    if (a->is_folder != b->is_folder)
        return a->is_folder ? -1 : 1;
    if (!a->is_folder && a->changed_unix_ms != b->changed_unix_ms)
        return a->changed_unix_ms > b->changed_unix_ms ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* Twice as many as there may be, so that a large folder is sorted now and then and not for
 * each of its files. */
enum { ROOM = 2 * PHOTO_FOLDER_MOST };

/* The newest stay. */
static void sort_and_cut(PhotoFolder *folder)
{
    qsort(folder->entries, (size_t)folder->count, sizeof *folder->entries, compare);
    int32_t over = folder->count > PHOTO_FOLDER_MOST ? folder->count - PHOTO_FOLDER_MOST : 0;
    folder->count -= over;
    folder->left_out += over;
}

static bool read_all(DIR *dir, const char *path, Arena *arena, PhotoFolder *folder, Err *err)
{
    for (struct dirent *d; (d = readdir(dir));) {
        PhotoEntry entry;
        if (!look_at(path, d->d_name, &entry))
            continue;
        entry.name = arena_copy(arena, d->d_name, strlen(d->d_name));
        if (!entry.name)
            return err_set(err, ERR_SYSTEM, "%s: there is not enough memory for its list", path);
        if (folder->count == ROOM)
            sort_and_cut(folder);
        folder->entries[folder->count++] = entry;
    }
    return true;
}

bool photo_folder_read(const char *path, Arena *arena, PhotoFolder *ret_folder, Err *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_set(err, ERR_SYSTEM, "%s: %s", path,
                       errno == EACCES ? "this folder may not be read" : strerror(errno));
    PhotoFolder folder = {.entries = ARENA_PUSH(arena, PhotoEntry, ROOM)};
    bool ok = folder.entries ? read_all(dir, path, arena, &folder, err)
                             : err_set(err, ERR_SYSTEM, "%s: there is not enough memory", path);
    (void)closedir(dir);
    if (!ok)
        return false;
    sort_and_cut(&folder);
    *ret_folder = folder;
    return true;
}
