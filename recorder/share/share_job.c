#include "recorder/share/share.h"

#include "protocols/file.h"
#include "protocols/utf8.h"
#include "recorder/platform/platform.h"
#include "recorder/store/sheet_seal.h"
#include "reports/exchange/csv_put.h"
#include "reports/exchange/evidence/evidence.h"
#include "reports/sheet/sheet_raster.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const size_t ARENA_BYTES = (size_t)1 << 30;
enum { TITLE_BYTES = 80, MOST_NAMES = 1000 };

/* A file in memory: what stands behind the common name ("-1.png"). */
typedef struct MadeFile {
    const char *ending;
    const void *bytes;
    size_t len;
} MadeFile;

typedef enum JobStep {
    STEP_COMPOSE,
    STEP_PDF,
    STEP_PAGES, /* one page a slice */
    STEP_CSV,
    STEP_XLSX,
    STEP_WRITE, /* one file a slice */
    STEP_DONE,
} JobStep;

struct ShareJob {
    Arena arena;
    const DebriefInput *input;
    const FontSet *fonts;
    const ShareChoice *choice;
    const char *base, *folder;
    Observation copy; /* as the choice has it; of the tables */
    JobStep step;
    int32_t next; /* page, or file */
    Sheet *sheet;
    MadeFile *files;
    int32_t count, cap;
    const char *place;      /* folder and common name, once chosen */
    int32_t written;        /* files that are in their place */
    bool is_new;            /* one of them was not there before */
    const char *first_path; /* of the first of them */
};

/* ---- names ---- */

static bool is_plain(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c != 0xFFFD && (c < 0x2000 || c > 0x206F));
}

static void safe_title(const char *title, char ret_name[TITLE_BYTES + 1])
{
    size_t len = strlen(title), used = 0, step = 0;
    for (size_t i = 0; i < len; i += step) {
        uint32_t c = utf8_decode(title + i, len - i, &step);
        if (used + step > TITLE_BYTES)
            break;
        if (is_plain(c)) {
            memcpy(ret_name + used, title + i, step);
            used += step;
        } else if (used > 0 && ret_name[used - 1] != '-') {
            ret_name[used++] = '-';
        }
    }
    while (used > 0 && ret_name[used - 1] == '-')
        used--;
    ret_name[used] = '\0';
    if (used == 0)
        (void)snprintf(ret_name, TITLE_BYTES + 1, "lesson");
}

const char *share_name(const Setup *setup, Arena *arena)
{
    char title[TITLE_BYTES + 1];
    safe_title(setup->title, title);
    time_t local = (time_t)(setup->started_unix_ms / 1000 + (int64_t)setup->utc_offset_min * 60);
    struct tm day;
    if (setup->started_unix_ms <= 0 || !gmtime_r(&local, &day))
        return arena_printf(arena, "%s", title); /* read from a file: its day is not known */
    return arena_printf(arena, "%04d-%02d-%02d-%s", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday,
                        title);
}

/* ---- making ---- */

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "not enough memory for the files of the lesson");
}

static bool add_file(ShareJob *job, const char *ending, const void *bytes, size_t len, Err *err)
{
    if (job->count == job->cap) {
        int32_t cap = job->cap ? 2 * job->cap : 16;
        MadeFile *larger = ARENA_PUSH(&job->arena, MadeFile, (size_t)cap);
        if (!larger)
            return no_memory(err);
        if (job->count > 0)
            memcpy(larger, job->files, (size_t)job->count * sizeof *larger);
        job->files = larger;
        job->cap = cap;
    }
    if (!ending || !bytes)
        return no_memory(err);
    job->files[job->count++] = (MadeFile){ending, bytes, len};
    return true;
}

/* bytes on the heap move into the job's arena; of a sheet that stays with the team, sealed. */
static bool add_heap_file(ShareJob *job, const char *ending, void *bytes, size_t len, bool seals,
                          Err *err)
{
    uint8_t *kept = arena_push(&job->arena, len + SHEET_SEAL_BYTES, 1, 1);
    if (kept)
        memcpy(kept, bytes, len);
    free(bytes);
    if (kept && seals)
        len = sheet_seal_put(kept, len, job->input->observation->setup->id);
    return add_file(job, ending, kept, len, err);
}

static bool needs_sheet(const ShareJob *job)
{
    return (job->choice->formats & (SHARE_PDF | SHARE_PNG)) != 0;
}

static bool compose(ShareJob *job, Err *err)
{
    return !needs_sheet(job) || handout_compose(job->input, job->fonts, &job->choice->sheet,
                                                &job->arena, &job->sheet, err);
}

static bool make_pdf(ShareJob *job, Err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    return sheet_pdf_render(job->sheet, &bytes, &len, err) &&
           add_heap_file(job, ".pdf", bytes, len, !job->choice->sheet.for_others, err);
}

static bool make_page(ShareJob *job, int32_t page, Err *err)
{
    float scale = (float)job->choice->dpi / 72;
    int32_t width = (int32_t)ceilf(sheet_width(job->sheet) * scale - 0.01F);
    int32_t height = (int32_t)ceilf(sheet_height(job->sheet) * scale - 0.01F);
    uint32_t *pixels = malloc((size_t)width * (size_t)height * sizeof *pixels);
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!pixels)
        return no_memory(err);
    SheetRaster target = {pixels, width, height, width};
    PaintSurface surface = {pixels, width, height, width, scale};
    bool ok = sheet_raster_page(job->sheet, page, scale, 0, 0, &target, err) &&
              platform_make_png(&surface, &bytes, &len, err);
    free(pixels);
    return ok && add_heap_file(job, arena_printf(&job->arena, "-%d.png", (int)page + 1), bytes, len,
                               false, err);
}

static bool add_table(ShareJob *job, const EvidenceTable *table, Err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&bytes, &len);
    if (!memory)
        return no_memory(err);
    csv_begin_file(memory);
    bool ok = evidence_write_csv(table, memory, err);
    if (fclose(memory) != 0 && ok)
        ok = no_memory(err);
    if (ok)
        return add_heap_file(job, arena_printf(&job->arena, "-%s.csv", table->name), bytes, len,
                             false, err);
    free(bytes);
    return false;
}

/* Of an earlier run under this name. */
static bool is_there(const ShareJob *job, const char *ending)
{
    char path[FILE_MAX_PATH];
    return job->base && snprintf(path, sizeof path, "%s%s", job->base, ending) < FILE_MAX_PATH &&
           access(path, F_OK) == 0;
}

static bool stands_there(const ShareJob *job, const EvidenceTable *table)
{
    char ending[64];
    (void)snprintf(ending, sizeof ending, "-%s.csv", table->name);
    return is_there(job, ending);
}

/* Tables without a row are left out, but where an older one would stay in their place; the
 * events and the settings never. */
static bool make_csv(ShareJob *job, Err *err)
{
    Arena scratch;
    LessonMeasures measures;
    arena_init(&scratch, ARENA_BYTES);
    bool ok = lesson_measure(&job->copy, &scratch, &measures, err);
    for (int32_t kind = 0; ok && kind < EVIDENCE_KIND_COUNT; kind++) {
        ArenaMark mark = arena_mark(&scratch);
        EvidenceTable table;
        ok = evidence_table(&job->copy, &measures, (EvidenceKind)kind,
                            job->choice->sheet.for_others, &scratch, &table, err);
        if (ok && (table.row_count > 0 || kind == EVIDENCE_EVENTS || stands_there(job, &table)))
            ok = add_table(job, &table, err);
        arena_reset(&scratch, mark);
    }
    arena_deinit(&scratch);
    return ok;
}

static bool make_xlsx(ShareJob *job, Err *err)
{
    const char *bytes = NULL;
    size_t len = 0;
    const char *beside = job->base ? job->base : arena_printf(&job->arena, "%s/x", job->folder);
    if (!beside)
        return no_memory(err);
    return evidence_make_xlsx(&job->copy, job->choice->sheet.for_others, beside, &job->arena,
                              &bytes, &len, err) &&
           add_file(job, ".xlsx", bytes, len, err);
}

/* ---- writing ---- */

typedef enum Found { FOUND_NOTHING, FOUND_SAME, FOUND_OTHER } Found;

/* What cannot be opened is not known to be free. */
static Found look_at(const char *path, const MadeFile *file)
{
    Found found = FOUND_OTHER;
    FILE *there = fopen(path, "rb");
    if (!there)
        return errno == ENOENT ? FOUND_NOTHING : FOUND_OTHER;
    char *bytes = malloc(file->len + 1);
    if (bytes && fread(bytes, 1, file->len + 1, there) == file->len &&
        memcmp(bytes, file->bytes, file->len) == 0)
        found = FOUND_SAME;
    free(bytes);
    (void)fclose(there);
    return found;
}

static bool holds_other(ShareJob *job, const char *place)
{
    ArenaMark mark = arena_mark(&job->arena);
    bool other = false;
    for (int32_t i = 0; i < job->count && !other; i++) {
        const char *path = arena_printf(&job->arena, "%s%s", place, job->files[i].ending);
        other = !path || look_at(path, &job->files[i]) == FOUND_OTHER;
    }
    arena_reset(&job->arena, mark);
    return other;
}

/* FOLDER/NAME, FOLDER/NAME-2, ...; NULL when there is no memory. */
static const char *numbered(const char *folder, const char *name, int number, Arena *arena)
{
    return number == 1 ? arena_printf(arena, "%s/%s", folder, name)
                       : arena_printf(arena, "%s/%s-%d", folder, name, number);
}

static bool no_free_name(const char *folder, Err *err)
{
    return err_set(err, ERR_LIMIT, "%s already holds %d files of this lesson", folder, MOST_NAMES);
}

bool share_save_pdf(const Sheet *sheet, const char *folder, const char *name, Arena *arena,
                    const char **ret_path, Err *err)
{
    uint8_t *bytes = NULL;
    MadeFile file = {.ending = ".pdf"};
    if (!file_make_folder(folder, err) || !sheet_pdf_render(sheet, &bytes, &file.len, err))
        return false;
    file.bytes = bytes;
    const char *path = NULL;
    Found found = FOUND_OTHER;
    for (int number = 1; number <= MOST_NAMES && found == FOUND_OTHER; number++) {
        const char *place = numbered(folder, name, number, arena);
        path = place ? arena_printf(arena, "%s%s", place, file.ending) : NULL;
        found = path ? look_at(path, &file) : FOUND_NOTHING;
    }
    bool ok = path ? found != FOUND_OTHER || no_free_name(folder, err) : no_memory(err);
    ok = ok && (found == FOUND_SAME || file_write(path, bytes, file.len, err));
    free(bytes);
    *ret_path = path;
    return ok;
}

/* The first name whose files are free or the very same. */
static bool choose_place(ShareJob *job, Err *err)
{
    if (job->base) {
        job->place = job->base;
        return true;
    }
    const char *name = share_name(job->input->observation->setup, &job->arena);
    for (int number = 1; name && number <= MOST_NAMES; number++) {
        const char *place = numbered(job->folder, name, number, &job->arena);
        if (!place)
            return no_memory(err);
        if (!holds_other(job, place)) {
            job->place = place;
            return true;
        }
    }
    return name ? no_free_name(job->folder, err) : no_memory(err);
}

/* Pages that the sheet under this name had, and now has not. */
static void remove_further_pages(const ShareJob *job)
{
    char ending[24], path[FILE_MAX_PATH];
    for (int32_t page = sheet_page_count(job->sheet) + 1;; page++) {
        (void)snprintf(ending, sizeof ending, "-%d.png", (int)page);
        if (!is_there(job, ending) ||
            snprintf(path, sizeof path, "%s%s", job->base, ending) >= FILE_MAX_PATH ||
            unlink(path) != 0)
            return;
    }
}

static bool write_file(ShareJob *job, const MadeFile *file, Err *err)
{
    const char *path = arena_printf(&job->arena, "%s%s", job->place, file->ending);
    if (!path)
        return no_memory(err);
    bool same = look_at(path, file) == FOUND_SAME;
    bool ok = same || file_write(path, file->bytes, file->len, err);
    if (ok || look_at(path, file) == FOUND_SAME) { /* in its place, if not yet safe there */
        job->is_new |= !same;
        job->written++;
        job->first_path = job->written == 1 ? path : job->first_path;
    }
    return ok;
}

/* ---- steps ---- */

ShareJob *share_job_create(const DebriefInput *input, const FontSet *fonts,
                           const ShareChoice *choice, const char *base, const char *folder,
                           Err *err)
{
    ShareJob *job = calloc(1, sizeof *job);
    if (!job) {
        (void)no_memory(err);
        return NULL;
    }
    arena_init(&job->arena, ARENA_BYTES);
    job->input = input;
    job->fonts = fonts;
    job->choice = choice;
    job->base = base;
    job->folder = folder;
    return job;
}

void share_job_destroy(ShareJob *job)
{
    if (!job)
        return;
    arena_deinit(&job->arena);
    free(job);
}

static bool has(const ShareJob *job, ShareFormat format)
{
    return (job->choice->formats & (uint32_t)format) != 0;
}

static bool begin(ShareJob *job, Err *err)
{
    return handout_record(job->input->observation, &job->choice->sheet, &job->arena, &job->copy,
                          err) &&
           (!job->folder || file_make_folder(job->folder, err)) && compose(job, err);
}

/* What this slice did; false on failure. job->step is then the next. */
static bool work(ShareJob *job, Err *err)
{
    switch (job->step) {
    case STEP_COMPOSE:
        job->step = STEP_PDF;
        return begin(job, err);
    case STEP_PDF:
        job->step = STEP_PAGES;
        return !has(job, SHARE_PDF) || make_pdf(job, err);
    case STEP_PAGES:
        if (has(job, SHARE_PNG) && job->next < sheet_page_count(job->sheet))
            return make_page(job, job->next++, err);
        job->step = STEP_CSV;
        return true;
    case STEP_CSV:
        job->step = STEP_XLSX;
        return !has(job, SHARE_CSV) || make_csv(job, err);
    case STEP_XLSX:
        job->step = STEP_WRITE;
        job->next = 0;
        return (!has(job, SHARE_XLSX) || make_xlsx(job, err)) && choose_place(job, err);
    case STEP_WRITE:
        if (job->next < job->count)
            return write_file(job, &job->files[job->next++], err);
        if (has(job, SHARE_PNG))
            remove_further_pages(job);
        job->step = STEP_DONE;
        return true;
    case STEP_DONE:
        break;
    }
    return true;
}

bool share_job_step(ShareJob *job, bool *ret_done, Err *err)
{
    bool ok = work(job, err);
    if (!ok)
        job->step = STEP_DONE;
    *ret_done = job->step == STEP_DONE;
    return ok;
}

const char *share_job_name(const ShareJob *job)
{
    const char *slash = job->place ? strrchr(job->place, '/') : NULL;
    return slash ? slash + 1 : job->place ? job->place : "";
}

bool share_job_is_new(const ShareJob *job)
{
    return job->is_new;
}

ShareWritten share_job_written(const ShareJob *job)
{
    const Setup *setup = job->input->observation->setup;
    const HandoutChoice *choice = &job->choice->sheet;
    return (ShareWritten){.files = job->written,
                          .path = job->written == 1 ? job->first_path : job->place,
                          .lesson = setup->id,
                          .names = choice->pupils == HANDOUT_NAMES &&
                                   handout_has_names(choice, setup->class_name)};
}
