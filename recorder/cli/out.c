/* out.c - where results go: never over the record, whole or not at all, and noted. */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "recorder/platform/platform.h"
#include "recorder/store/export_log.h"
#include "reports/exchange/csv_put.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

bool cli_write_result(const CliArgs *args, CliWriter *writer, void *context, Err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&bytes, &len);
    if (!memory)
        return err_set(err, ERR_SYSTEM, "out of memory");
    size_t stem;
    if (args->out && cli_ending_of(args->out, &stem) == CLI_ENDS_CSV)
        csv_begin_file(memory);
    bool ok = writer(context, memory, err);
    if (fclose(memory) != 0 && ok)
        ok = err_set(err, ERR_SYSTEM, "out of memory");
    if (ok && args->out)
        ok = file_write(args->out, bytes, len, err);
    else if (ok && fwrite(bytes, 1, len, stdout) != len)
        ok = err_set(err, ERR_SYSTEM, "standard output cannot be written");
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
    return (cli_db_path(args, db, err) && export_log_add(db, &entry, err)) ||
           err_prefix(err, "%s%s in the list of exports", file ? file : "what was printed",
                      file ? ": is written, but not" : " is not");
}

bool cli_note_export(const CliArgs *args, const char *what, const Uuid *lesson, bool names,
                     Err *err)
{
    return note(args, what, lesson, names, args->out, err);
}

bool cli_note_written(const CliArgs *args, const char *what, const ShareWritten *written, Err *err)
{
    return note(args, what, &written->lesson, written->names, written->path, err);
}
