/* out.c - where results go: whole or not at all, and noted. */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "recorder/platform/platform.h"
#include "recorder/store/export_log.h"

#include <stdlib.h>

bool cli_write_result(const CliArgs *args, CliWriter *writer, void *context, Err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&bytes, &len);
    if (!memory)
        return err_set(err, ERR_SYSTEM, "out of memory");
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
