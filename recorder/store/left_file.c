#include "recorder/store/left_file.h"

#include "recorder/store/sheet_seal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t FILES_LIMIT = (size_t)256 << 20;
enum { SHEET_MOST = 64 << 20, FIRST_ROOM = 64 };

typedef struct Finding {
    LeftFiles *files;
    int32_t cap;
    ExportGoneFn *is_gone;
    void *context;
} Finding;

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "there is no memory left for the files that were exported");
}

void left_files_deinit(LeftFiles *files)
{
    arena_deinit(&files->arena);
    *files = (LeftFiles){0};
}

int32_t left_files_count(const LeftFiles *files, LeftKind kind)
{
    int32_t count = 0;
    for (int32_t i = 0; i < files->count; i++)
        count += files->items[i].kind == kind;
    return count;
}

static const char *because(Arena *arena, const char *what, int why)
{
    const char *text = arena_printf(arena, "%s (%s)", what, strerror(why));
    return text ? text : what;
}

static bool add(Finding *f, LeftFile file, Err *err)
{
    LeftFiles *files = f->files;
    if (files->count == f->cap) {
        int32_t cap = f->cap ? 2 * f->cap : FIRST_ROOM;
        LeftFile *larger = ARENA_PUSH(&files->arena, LeftFile, (size_t)cap);
        if (!larger)
            return no_memory(err);
        if (files->count > 0)
            memcpy(larger, files->items, (size_t)files->count * sizeof *larger);
        files->items = larger;
        f->cap = cap;
    }
    files->items[files->count++] = file;
    return true;
}

/* ---- one file ---- */

/* An ordinary file, by no link, with the very bytes that were laid down. */
static bool is_untouched(const char *path, Uuid lesson)
{
    struct stat st;
    bool fits = false;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= SHEET_MOST) {
        size_t len = (size_t)st.st_size, done = 0;
        uint8_t *bytes = malloc(len + 1);
        for (ssize_t n = 1; bytes && n > 0 && done <= len; done += n > 0 ? (size_t)n : 0)
            n = read(fd, bytes + done, len + 1 - done);
        fits = bytes && done == len && sheet_seal_fits(bytes, len, lesson);
        free(bytes);
    }
    (void)close(fd);
    return fits;
}

static bool folder_is_here(const char *path)
{
    char folder[FILE_MAX_PATH];
    const char *slash = strrchr(path, '/');
    struct stat st;
    int len = slash && slash > path ? (int)(slash - path) : 1;
    return snprintf(folder, sizeof folder, "%.*s", len, slash ? path : ".") < FILE_MAX_PATH &&
           stat(folder, &st) == 0;
}

/* As it is found at path; with nothing there, nothing is added. */
static bool add_found(Finding *f, LeftFile file, Err *err)
{
    struct stat st;
    if (lstat(file.path, &st) == 0)
        return add(f, file, err);
    if (errno != ENOENT && errno != ENOTDIR) {
        file.reason = because(&f->files->arena, "it cannot be looked at", errno);
        return add(f, file, err);
    }
    if (folder_is_here(file.path))
        return true;
    file.kind = LEFT_AWAY;
    return add(f, file, err);
}

/* ---- what begins with a name ---- */

static bool ends_as_one(const char *rest)
{
    size_t digits = strspn(rest, "-0123456789"),
           letters = strspn(rest, "-abcdefghijklmnopqrstuvwxyz");
    return strcmp(rest, ".pdf") == 0 || strcmp(rest, ".xlsx") == 0 ||
           (rest[0] == '-' && digits > 1 && strcmp(rest + digits, ".png") == 0) ||
           (rest[0] == '-' && letters > 1 && strcmp(rest + letters, ".csv") == 0);
}

static bool is_of_several(const char *path)
{
    static const char *const endings[] = {".pdf", ".png", ".csv", ".xlsx", ".json", ".txt"};
    size_t len = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t end = strlen(endings[i]);
        if (len > end && strcmp(path + len - end, endings[i]) == 0)
            return false;
    }
    return true;
}

/* Pages, tables and a workbook whose names begin so. */
static bool add_several(Finding *f, LeftFile file, Err *err)
{
    const char *begin = strrchr(file.path, '/') + 1;
    size_t len = strlen(begin);
    int folder = (int)(begin - file.path);
    const char *name = arena_printf(&f->files->arena, "%.*s", folder, file.path);
    DIR *dir = name ? opendir(name) : NULL;
    bool ok = name != NULL || no_memory(err);
    for (struct dirent *entry; ok && dir && (entry = readdir(dir));) {
        if (strncmp(entry->d_name, begin, len) != 0 || !ends_as_one(entry->d_name + len))
            continue;
        file.path = arena_printf(&f->files->arena, "%s%s", name, entry->d_name);
        ok = file.path ? add(f, file, err) : no_memory(err);
    }
    if (dir)
        (void)closedir(dir);
    return ok;
}

/* ---- all lines about one path ---- */

static bool add_path(Finding *f, const ExportLine *lines, int32_t count, Err *err)
{
    bool gone = false, several = false, own = true;
    const char *what = lines[0].what;
    for (int32_t i = 0; i < count; i++) {
        bool it_is = false;
        if (lines[i].has_lesson && !f->is_gone(f->context, lines[i].lesson, &it_is, err))
            return false;
        gone |= it_is;
        several |= !lines[i].has_lesson;
        bool unasked = strcmp(lines[i].what, EXPORT_BY_ITSELF) == 0;
        own &= it_is && unasked && uuid_compare(lines[i].lesson, lines[0].lesson) == 0;
        what = unasked ? what : lines[i].what;
    }
    if (!gone && !several)
        return true;
    LeftFile file = {.kind = gone ? LEFT_STAYS : LEFT_SEVERAL,
                     .path = lines[0].file,
                     .what = what,
                     .reason = "",
                     .lesson = lines[0].lesson};
    if (own && is_untouched(file.path, file.lesson))
        file.kind = LEFT_GOES;
    return add_found(f, file, err) && (!is_of_several(file.path) || add_several(f, file, err));
}

static int by_file(const void *a, const void *b)
{
    const ExportLine *x = a, *y = b;
    return strcmp(x->file, y->file);
}

static int by_kind(const void *a, const void *b)
{
    const LeftFile *x = a, *y = b;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->path, y->path);
}

static bool add_all(Finding *f, ExportLine *lines, int32_t count, Err *err)
{
    if (count > 0)
        qsort(lines, (size_t)count, sizeof *lines, by_file);
    for (int32_t i = 0, next = 0; i < count; i = next) {
        for (next = i + 1; next < count && strcmp(lines[i].file, lines[next].file) == 0;)
            next++;
        if (!add_path(f, &lines[i], next - i, err))
            return false;
    }
    return true;
}

bool left_files_find(const char *db, ExportGoneFn *is_gone, void *context, LeftFiles *ret_files,
                     Err *err)
{
    Finding f = {.files = ret_files, .is_gone = is_gone, .context = context};
    ExportLine *lines = NULL;
    int32_t count = 0;
    left_files_deinit(ret_files);
    arena_init(&ret_files->arena, FILES_LIMIT);
    if (!export_log_read(db, &ret_files->arena, &lines, &count, err) ||
        !add_all(&f, lines, count, err))
        return false;
    if (ret_files->count > 0)
        qsort(ret_files->items, (size_t)ret_files->count, sizeof *ret_files->items, by_kind);
    return true;
}

void left_files_remove(LeftFiles *files)
{
    for (int32_t i = 0; i < files->count; i++) {
        LeftFile *file = &files->items[i];
        Err untold = {0}; /* it is gone; after a power cut it may be there again */
        if (file->kind != LEFT_GOES)
            continue;
        if (unlink(file->path) == 0 || errno == ENOENT) {
            (void)file_sync_folder_of(file->path, &untold);
            continue;
        }
        file->kind = LEFT_STAYS;
        file->reason = because(&files->arena, "it cannot be removed", errno);
    }
    if (files->count > 0)
        qsort(files->items, (size_t)files->count, sizeof *files->items, by_kind);
}
