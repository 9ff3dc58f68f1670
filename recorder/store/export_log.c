#include "recorder/store/export_log.h"

#include "reports/exchange/csv_put.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LIST_MOST = 64 << 20, CELLS = 5, WHAT = 1, LESSON = 2, FILE_NAME = 4 };

static const char head[] = EXPORT_LOG_HEAD;

bool export_log_path(const char *db, char ret_path[FILE_MAX_PATH], Err *err)
{
    char record[FILE_MAX_PATH];
    if (!file_follow(db, record, err))
        return false;
    return snprintf(ret_path, FILE_MAX_PATH, "%s-exports.csv", record) < FILE_MAX_PATH ||
           err_set(err, ERR_LIMIT, "%.100s...: the name is too long", db);
}

/* From the root: where somebody stood when they said "sheet.pdf" is known only now. */
static void put_file(FILE *out, const char *file)
{
    char here[FILE_MAX_PATH], whole[2 * FILE_MAX_PATH];
    while (strncmp(file, "./", 2) == 0)
        file += 2;
    bool relative = file[0] != '/' && getcwd(here, sizeof here) &&
                    snprintf(whole, sizeof whole, "%s/%s", here, file) < (int)sizeof whole;
    csv_put_text(out, relative ? whole : file);
}

static void put_line(FILE *out, const ExportEntry *entry)
{
    char when[32], id[UUID_TEXT_SIZE] = "";
    time_t seconds = (time_t)(entry->unix_ms / 1000);
    struct tm t = {0};
    (void)gmtime_r(&seconds, &t);
    (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &t);
    if (entry->lesson)
        uuid_format(*entry->lesson, id);
    csv_put_text(out, when);
    (void)fputc(',', out);
    csv_put_text(out, entry->what);
    (void)fputc(',', out);
    csv_put_text(out, id);
    (void)fputs(entry->names ? ",yes," : ",no,", out);
    if (entry->file)
        put_file(out, entry->file);
    else
        csv_put_text(out, "standard output");
    (void)fputc('\n', out);
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno != EINTR)
            return false;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0;
}

/* What was there before ends where a line ends, but when the power went. */
static bool ends_in_line(int fd, off_t size)
{
    char last = '\n';
    return size == 0 || pread(fd, &last, 1, size - 1) != 1 || last == '\n';
}

/* Under a lock, so that two programs' lines do not mix. Where the list was replaced while
 * its lock was waited for, it is the new one's. */
static int open_locked(const char *path, int flags)
{
    struct stat mine, there;
    for (;;) {
        int fd = open(path, flags | O_CLOEXEC, 0600);
        if (fd < 0)
            return -1;
        if (flock(fd, LOCK_EX) == 0 && fstat(fd, &mine) == 0) {
            if (stat(path, &there) == 0 && mine.st_dev == there.st_dev &&
                mine.st_ino == there.st_ino)
                return fd;
            (void)close(fd);
            continue;
        }
        int why = errno;
        (void)close(fd);
        errno = why;
        return -1;
    }
}

/* A line that the disk did not take whole is taken out again. */
static bool append(int fd, const ExportEntry *entry, bool *ret_begun)
{
    struct stat st;
    char *text = NULL;
    size_t len = 0;
    if (fstat(fd, &st) != 0)
        return false;
    *ret_begun = st.st_size < (off_t)sizeof head - 1; /* or the power went in the first line */
    if (*ret_begun && st.st_size > 0 && ftruncate(fd, 0) != 0)
        return false;
    FILE *memory = open_memstream(&text, &len);
    bool ok = memory != NULL;
    if (memory) {
        (void)fputs(*ret_begun ? head : ends_in_line(fd, st.st_size) ? "" : "\n", memory);
        put_line(memory, entry);
        ok = fclose(memory) == 0;
    }
    if (ok && !write_all(fd, text, len)) {
        int why = errno;
        (void)!ftruncate(fd, *ret_begun ? 0 : st.st_size);
        errno = why;
        ok = false;
    }
    free(text);
    return ok;
}

static bool add_to(const char *path, const ExportEntry *entry, Err *err)
{
    bool begun = false;
    int fd = open_locked(path, O_RDWR | O_APPEND | O_CREAT);
    bool ok = fd >= 0 && append(fd, entry, &begun);
    int why = errno;
    if (fd >= 0)
        (void)close(fd);
    if (!ok)
        return err_set(err, ERR_SYSTEM, "%s: what was exported cannot be noted (%s)", path,
                       strerror(why));
    return !begun || file_sync_folder_of(path, err);
}

bool export_log_add(const char *db, const ExportEntry *entry, Err *err)
{
    char path[FILE_MAX_PATH];
    if (strcmp(db, ":memory:") == 0)
        return true;
    return export_log_path(db, path, err) && add_to(path, entry, err);
}

/* ---- its lines ---- */

/* The beginning of the next cell, or of the next line. */
static const char *skip_cell(const char *at, const char *end, bool *ret_line_ends)
{
    bool quoted = false;
    while (at < end && (quoted || (*at != ',' && *at != '\n')))
        quoted ^= *at++ == '"';
    *ret_line_ends = at == end || *at == '\n';
    return at < end ? at + 1 : at;
}

static bool begins_with(const char *cell, const char *end, const char *word)
{
    size_t len = strlen(word);
    return (size_t)(end - cell) >= len && memcmp(cell, word, len) == 0;
}

static bool is_printed(const char *cell, const char *end)
{
    return begins_with(cell, end, "standard output");
}

/* Where the cells of the line begin, of the first CELLS; its end is where the next begins. */
static int part_cells(const char *line, const char *end, const char *cells[CELLS],
                      const char **ret_next)
{
    const char *at = line;
    int count = 0;
    for (bool ends = false; !ends; count++) {
        if (count < CELLS)
            cells[count] = at;
        at = skip_cell(at, end, &ends);
    }
    *ret_next = at;
    return count;
}

static bool read_lesson(const char *const cells[CELLS], Uuid *ret_lesson)
{
    char text[UUID_TEXT_SIZE] = "";
    if (cells[LESSON + 1] - cells[LESSON] != UUID_TEXT_SIZE)
        return false;
    memcpy(text, cells[LESSON], UUID_TEXT_SIZE - 1);
    return uuid_parse(text, ret_lesson);
}

/* The text in the cell: what csv_put_text() was given; NULL when there is no memory. */
static const char *read_cell(Arena *arena, const char *cell, const char *next)
{
    size_t len = (size_t)(next - cell), used = 0;
    while (len > 0 && strchr(",\r\n", cell[len - 1]))
        len--; /* what ended it */
    bool quoted = len >= 2 && cell[0] == '"' && cell[len - 1] == '"';
    char *text = arena_copy(arena, cell + quoted, len - 2 * (size_t)quoted);
    if (!text)
        return NULL;
    for (const char *from = text; *from; from++) {
        if (quoted && from[0] == '"' && from[1] == '"')
            from++;
        text[used++] = *from;
    }
    text[used] = '\0';
    csv_unmark(text);
    return text;
}

static bool read_line(Arena *arena, const char *const cells[CELLS], const char *next,
                      ExportLine *ret_line, Err *err)
{
    ret_line->has_lesson = read_lesson(cells, &ret_line->lesson);
    ret_line->what = read_cell(arena, cells[WHAT], cells[WHAT + 1]);
    ret_line->file = read_cell(arena, cells[FILE_NAME], next);
    return (ret_line->what && ret_line->file) ||
           err_set(err, ERR_SYSTEM, "there is no memory left for the list of exports");
}

/* Those that name a path from the root: not "standard output", "forgotten", or the head. */
static bool read_lines(Arena *arena, const char *text, size_t len, ExportLine *lines,
                       int32_t *ret_count, Err *err)
{
    const char *end = text + len, *next = text;
    int32_t count = 0;
    for (const char *line = text; line < end; line = next) {
        const char *cells[CELLS];
        if (part_cells(line, end, cells, &next) != CELLS)
            continue;
        if (!read_line(arena, cells, next, &lines[count], err))
            return false;
        count += lines[count].file[0] == '/';
    }
    *ret_count = count;
    return true;
}

/* The list of that record, held until *ret_fd is closed; -1: there is none. */
static bool hold_list(const char *db, char ret_path[FILE_MAX_PATH], int *ret_fd, Err *err)
{
    *ret_fd = -1;
    if (strcmp(db, ":memory:") == 0)
        return true;
    if (!export_log_path(db, ret_path, err))
        return false;
    *ret_fd = open_locked(ret_path, O_RDONLY);
    return *ret_fd >= 0 || errno == ENOENT ||
           err_set(err, ERR_SYSTEM, "%s: cannot be read (%s)", ret_path, strerror(errno));
}

bool export_log_read(const char *db, Arena *arena, ExportLine **ret_lines, int32_t *ret_count,
                     Err *err)
{
    char path[FILE_MAX_PATH];
    const char *text;
    size_t len, most = 1;
    int fd;
    *ret_count = 0;
    if (!hold_list(db, path, &fd, err))
        return false;
    if (fd < 0)
        return true;
    bool ok = file_read(arena, path, LIST_MOST, &text, &len, err);
    (void)close(fd);
    for (size_t i = 0; ok && i < len; i++)
        most += text[i] == '\n';
    ExportLine *lines = ok ? ARENA_PUSH(arena, ExportLine, most) : NULL;
    if (ok && !lines)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", path);
    *ret_lines = lines;
    return ok && read_lines(arena, text, len, lines, ret_count, err);
}

/* ---- lessons that are gone ---- */

typedef struct Forgetting {
    ExportGoneFn *is_gone;
    void *context;
    FILE *out;
    bool any;
} Forgetting;

/* Whether that line is to lose its file's name. */
static bool is_to_lose(const Forgetting *f, const char *const cells[CELLS], int count,
                       const char *end, bool *ret_loses, Err *err)
{
    Uuid lesson;
    *ret_loses = false;
    return count != CELLS || is_printed(cells[FILE_NAME], end) || !read_lesson(cells, &lesson) ||
           f->is_gone(f->context, lesson, ret_loses, err);
}

static bool put_lines(Forgetting *f, const char *text, size_t len, Err *err)
{
    const char *end = text + len;
    for (const char *at = text, *line = at; at < end; line = at) {
        const char *cells[CELLS];
        bool loses;
        int count = part_cells(line, end, cells, &at);
        if (!is_to_lose(f, cells, count, at, &loses, err))
            return false;
        (void)fwrite(line, 1, (size_t)((loses ? cells[FILE_NAME] : at) - line), f->out);
        if (loses)
            (void)fputs("forgotten\n", f->out);
        f->any |= loses;
    }
    return true;
}

static bool put_all(Forgetting *f, const char *path, Err *err)
{
    Arena arena;
    const char *text;
    size_t len, made = 0;
    char *anew = NULL;
    arena_init(&arena, (size_t)LIST_MOST + 4096);
    bool ok = file_read(&arena, path, LIST_MOST, &text, &len, err);
    if (ok) {
        f->out = open_memstream(&anew, &made);
        ok = f->out && put_lines(f, text, len, err);
        if ((!f->out || fclose(f->out) != 0) && err->kind == ERR_NONE)
            ok = err_set(err, ERR_SYSTEM, "%s: there is no memory left", path);
    }
    ok = ok && (!f->any || file_write(path, anew, made, err));
    free(anew);
    arena_deinit(&arena);
    return ok;
}

bool export_log_forget(const char *db, ExportGoneFn *is_gone, void *context, Err *err)
{
    Forgetting f = {.is_gone = is_gone, .context = context};
    char path[FILE_MAX_PATH];
    int fd;
    if (!hold_list(db, path, &fd, err))
        return false;
    if (fd < 0)
        return true;
    bool ok = put_all(&f, path, err);
    (void)close(fd);
    return ok;
}
