#include "recorder/store/export_log.h"

#include "reports/exchange/csv_put.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char head[] = "time_utc,what,lesson,names,file\n";

bool export_log_path(const char *db, char ret_path[FILE_MAX_PATH], Err *err)
{
    return snprintf(ret_path, FILE_MAX_PATH, "%s-exports.csv", db) < FILE_MAX_PATH ||
           err_set(err, ERR_LIMIT, "%.100s...: the name is too long", db);
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
    csv_put_text(out, entry->file ? entry->file : "standard output");
    (void)fputc('\n', out);
}

/* One write, so that two programs' lines do not mix. */
static bool append(int fd, const char *bytes, size_t len)
{
    ssize_t n;
    do
        n = write(fd, bytes, len);
    while (n < 0 && errno == EINTR);
    return n >= 0 && (size_t)n == len && fsync(fd) == 0;
}

static bool add_to(const char *path, const ExportEntry *entry, Err *err)
{
    struct stat st;
    char *text = NULL;
    size_t len = 0;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && fstat(fd, &st) == 0;
    FILE *memory = ok ? open_memstream(&text, &len) : NULL;
    if (memory) {
        if (st.st_size == 0)
            (void)fputs(head, memory);
        put_line(memory, entry);
        ok = fclose(memory) == 0 && append(fd, text, len);
    }
    ok = ok && memory;
    int why = errno;
    if (fd >= 0)
        (void)close(fd);
    free(text);
    return ok || err_set(err, ERR_SYSTEM, "%s: what was exported cannot be noted (%s)", path,
                         strerror(why));
}

bool export_log_add(const char *db, const ExportEntry *entry, Err *err)
{
    char path[FILE_MAX_PATH];
    if (strcmp(db, ":memory:") == 0)
        return true;
    return export_log_path(db, path, err) && add_to(path, entry, err);
}
