/* out.c - where results go: never over the record, whole or not at all, noted, and without
 * orders to a terminal. Whatever a command prints goes through here. */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "protocols/utf8.h"
#include "recorder/platform/platform.h"
#include "recorder/store/export_log.h"
#include "reports/exchange/csv_put.h"

#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- not over the record ---- */

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool stat_folder(const char *path, struct stat *ret_st)
{
    char folder[FILE_MAX_PATH];
    size_t len = (size_t)(name_of(path) - path);
    if (len >= sizeof folder)
        return false;
    memcpy(folder, len > 0 ? path : "./", len > 0 ? len : 2);
    folder[len > 0 ? len : 2] = '\0';
    return stat(folder, ret_st) == 0;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* By whatever names: the file that is there, else the name in the folder that is. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    bool a_is = stat(a, &of_a) == 0, b_is = stat(b, &of_b) == 0;
    if (a_is && b_is)
        return is_same(&of_a, &of_b);
    return !a_is && !b_is && strcmp(name_of(a), name_of(b)) == 0 && stat_folder(a, &of_a) &&
           stat_folder(b, &of_b) && is_same(&of_a, &of_b);
}

/* A file that is in this folder beside the record and is called as the record is and so on. */
static bool is_kept(const char *out, const char *db, const char *folder, const char *so_on)
{
    char place[FILE_MAX_PATH], begin[FILE_MAX_PATH];
    struct stat st, of_out, of_place;
    int len = snprintf(place, sizeof place, "%.*s%s/", (int)(name_of(db) - db), db, folder);
    int begin_len = snprintf(begin, sizeof begin, "%s%s", name_of(db), so_on);
    return len < FILE_MAX_PATH && begin_len < FILE_MAX_PATH && stat(out, &st) == 0 &&
           S_ISREG(st.st_mode) && strncmp(name_of(out), begin, (size_t)begin_len) == 0 &&
           stat_folder(out, &of_out) && stat(place, &of_place) == 0 && is_same(&of_out, &of_place);
}

/* The record, what SQLite and Kenkyu keep beside it, backups, what a restore replaced. */
static bool is_of_record(const char *out, const char *db)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock", "-exports.csv"};
    char beside[FILE_MAX_PATH];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (snprintf(beside, sizeof beside, "%s%s", db, endings[i]) < FILE_MAX_PATH &&
            is_same_file(out, beside))
            return true;
    return is_kept(out, db, "backups", "-") || is_kept(out, db, ".", "-replaced-");
}

bool cli_may_write_to(const CliArgs *args, const char *out, Err *err)
{
    char db[CLI_PATH_SIZE], to[FILE_MAX_PATH], record[FILE_MAX_PATH];
    Err none = {0};
    if (!cli_db_path(args, db, &none) || !file_follow(db, record, &none) ||
        !file_find_place(out, to, &none))
        return true; /* no record, or a pipe or device: what is wrong is said by who opens it */
    return !is_of_record(to, record) ||
           err_set(err, ERR_STATE, "%s: belongs to the record; choose another name", out);
}

/* ---- for people ---- */

/* Takes no place and gives orders to a terminal, or lets text read otherwise than it
 * stands: C0 and C1, what turns the direction of writing, other ends of lines. */
static bool is_order(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* As a person may see it. kept: control characters that are the text's own, as "\n". */
static void put_shown(FILE *out, const char *text, size_t len, const char *kept)
{
    size_t shown = 0;
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        uint32_t c = utf8_decode(text + at, len - at, &bytes);
        bool plain = c < 0x80 && c != '\0' && strchr(kept, (int)c);
        if (plain || (!is_order(c) && (c != 0xFFFD || bytes > 1)))
            continue;
        (void)fwrite(text + shown, 1, at - shown, out);
        (void)fputs("\xEF\xBF\xBD", out);
        shown = at + bytes;
    }
    (void)fwrite(text + shown, 1, len - shown, out);
}

void cli_put_line(FILE *out, const char *text)
{
    put_shown(out, text, strlen(text), "");
}

enum { SAID_SIZE = 3 * FILE_MAX_PATH };

static void say(FILE *out, const char *fmt, va_list values) PRINTF_LIKE(2, 0);
static void say(FILE *out, const char *fmt, va_list values)
{
    char said[SAID_SIZE];
    int len = vsnprintf(said, sizeof said, fmt, values);
    size_t end = strlen(fmt);
    bool ends = end > 0 && fmt[end - 1] == '\n';
    if (len < 0)
        return;
    size_t shown = (size_t)len < sizeof said ? (size_t)len - ends : sizeof said - 1;
    put_shown(out, said, shown, "");
    if (ends)
        (void)fputc('\n', out);
}

void cli_print(const char *fmt, ...)
{
    va_list values;
    va_start(values, fmt);
    say(stdout, fmt, values);
    va_end(values);
}

void cli_notice(const char *fmt, ...)
{
    va_list values;
    va_start(values, fmt);
    say(stderr, fmt, values);
    va_end(values);
}

/* ---- results ---- */

/* Into a file that stays; else it has left with its first byte. */
static bool stays(const char *out)
{
    struct stat st;
    return out && (stat(out, &st) != 0 || S_ISREG(st.st_mode));
}

bool cli_output_is_closed(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/* Nobody is there to read the rest: that is no error. */
static bool print(const char *bytes, size_t len, bool is_text, Err *err)
{
    if (is_text || isatty(STDOUT_FILENO) == 1)
        put_shown(stdout, bytes, len, "\n\t");
    else
        (void)fwrite(bytes, 1, len, stdout);
    return (fflush(stdout) == 0 && !ferror(stdout)) || cli_output_is_closed() ||
           err_set(err, ERR_SYSTEM, "standard output cannot be written");
}

static bool save(const char *out, const char *bytes, size_t len, bool is_text, Err *err)
{
    char *shown = NULL;
    size_t shown_len = 0;
    if (!is_text)
        return file_write(out, bytes, len, err);
    FILE *memory = open_memstream(&shown, &shown_len);
    if (memory)
        put_shown(memory, bytes, len, "\n\t");
    bool ok = (memory && fclose(memory) == 0) || err_set(err, ERR_SYSTEM, "out of memory");
    ok = ok && file_write(out, shown, shown_len, err);
    free(shown);
    return ok;
}

bool cli_write_result(const CliArgs *args, const CliResult *result, Err *err)
{
    char *bytes = NULL;
    size_t len = 0, stem;
    FILE *memory = open_memstream(&bytes, &len);
    if (!memory)
        return err_set(err, ERR_SYSTEM, "out of memory");
    if (args->out && cli_ending_of(args->out, &stem) == CLI_ENDS_CSV)
        csv_begin_file(memory);
    bool ok = result->write(result->context, memory, err);
    if (fclose(memory) != 0 && ok)
        ok = err_set(err, ERR_SYSTEM, "out of memory");
    ok = ok &&
         (!result->what ||
          cli_note_before(args, result->what, result->lesson, result->names, err)) &&
         (args->out ? save(args->out, bytes, len, result->is_text, err)
                    : print(bytes, len, result->is_text, err)) &&
         (!result->what || cli_note_after(args, result->what, result->lesson, result->names, err));
    free(bytes);
    return ok;
}

/* ---- noted ---- */

static bool note(const CliArgs *args, const char *what, const Uuid *lesson, bool names,
                 const char *file, Err *err)
{
    char db[CLI_PATH_SIZE];
    PlatformClock clock;
    platform_clock(&clock);
    ExportEntry entry = {
        .unix_ms = clock.unix_ms, .what = what, .lesson = lesson, .names = names, .file = file};
    return cli_db_path(args, db, err) && export_log_add(db, &entry, err);
}

bool cli_note_before(const CliArgs *args, const char *what, const Uuid *lesson, bool names,
                     Err *err)
{
    return stays(args->out) || note(args, what, lesson, names, args->out, err) ||
           err_prefix(err, "nothing is %s that is not in the list of exports",
                      args->out ? "written" : "printed");
}

bool cli_note_after(const CliArgs *args, const char *what, const Uuid *lesson, bool names, Err *err)
{
    return !stays(args->out) || note(args, what, lesson, names, args->out, err) ||
           err_prefix(err, "%s: is written, but not in the list of exports", args->out);
}

bool cli_note_written(const CliArgs *args, const char *what, const ShareWritten *written, Err *err)
{
    return note(args, what, &written->lesson, written->names, written->path, err) ||
           err_prefix(err, "%s: is written, but not in the list of exports", written->path);
}
