/* share.h - files for people: the sheet as PDF or pictures, the evidence as tables.
 *
 *     ShareJob     one lesson: composes, renders, writes; a slice a step
 *     ShareBatch   many lessons of a store, one job after the other
 *
 * Nothing here blocks for longer than one slice (a sheet composed, a page painted, a
 * file written), so that the app can show progress and stop between two. All files of
 * a lesson are made in memory first and written last, each replaced whole
 * (protocols/file.h): a full disk leaves what was there.
 *
 * Files in a folder are called DAY-TITLE: the name is taken again when it holds the
 * very same bytes, else the next number is (DAY-TITLE-2): a sheet that was written on
 * is not written over, and the same lesson does not pile up.
 */
#ifndef RECORDER_SHARE_SHARE_H
#define RECORDER_SHARE_SHARE_H

#include "recorder/store/store.h"
#include "reports/handout/handout.h"

typedef enum ShareFormat {
    SHARE_PDF = 1 << 0,
    SHARE_PNG = 1 << 1,  /* a picture a page: NAME-1.png, ... */
    SHARE_CSV = 1 << 2,  /* a file a table: NAME-events.csv, ... */
    SHARE_XLSX = 1 << 3, /* one workbook */
} ShareFormat;

enum { SHARE_SCREEN_DPI = 150, SHARE_PRINT_DPI = 300 };

typedef struct ShareChoice {
    HandoutChoice sheet;
    uint32_t formats; /* set of ShareFormat */
    int32_t dpi;      /* of pictures */
    const char *language;
} ShareChoice;

/* ---- one lesson ---- */

typedef struct ShareJob ShareJob;

/* base: where the files go, without an ending ("/home/kn/fractions"): what is there is
 * replaced, so that nothing of another sheet stays: pages that this one has not go, tables
 * that have no row are left with their head. Or folder: see above. The other is NULL. Everything is
 * borrowed until the job is destroyed. NULL when there is no memory. */
ShareJob *share_job_create(const DebriefInput *input, const FontSet *fonts,
                           const ShareChoice *choice, const char *base, const char *folder,
                           Err *err);
void share_job_destroy(ShareJob *job); /* accepts NULL; files not yet written are not */

/* The next slice. False on failure: the job is over. */
bool share_job_step(ShareJob *job, bool *ret_done, Err *err);

/* Once it is done: the files' common name, without folder and ending. */
const char *share_job_name(const ShareJob *job);

/* What is in its place by now; also of a job that failed, or was stopped. */
typedef struct ShareWritten {
    int32_t files;    /* with none there is nothing else to say */
    const char *path; /* of the file; of several what their names begin with */
    Uuid lesson;
    bool names; /* pupils are called by their real names in it */
} ShareWritten;
ShareWritten share_job_written(const ShareJob *job);

/* Whether any of it is new: else the very same bytes lay there before. */
bool share_job_is_new(const ShareJob *job);

/* ---- many ---- */

enum { SHARE_MAX_FAILURES = 1000 /* that are kept word for word */ };

typedef struct ShareFailure {
    const char *title, *reason;
} ShareFailure;

typedef struct ShareProgress {
    int32_t total, done, failed; /* lessons; done counts those that failed */
    int32_t files;               /* that were written */
    const char *title;           /* of the lesson in work; "" at the end */
    const ShareFailure *failures;
    int32_t failure_count;
} ShareProgress;

typedef struct ShareBatch ShareBatch;

/* ids are copied; store, fonts, folder and what choice points to are borrowed. */
ShareBatch *share_batch_create(Store *store, const Uuid *ids, int32_t count, const FontSet *fonts,
                               const ShareChoice *choice, const char *folder, Err *err);
void share_batch_destroy(ShareBatch *batch); /* accepts NULL; stops it */

/* Who hears of each lesson of which files were written, when its last one is; of one
 * that failed or was stopped half-way, too. */
typedef void ShareHear(void *user, const ShareWritten *written);
void share_batch_tell(ShareBatch *batch, ShareHear *hear, void *user);

/* The next slice; false when nothing is left. A lesson that fails is noted with its
 * reason, and the next one begins. */
bool share_batch_step(ShareBatch *batch);
void share_batch_stop(ShareBatch *batch); /* what was made and not written is not */
ShareProgress share_batch_progress(const ShareBatch *batch);

/* DAY-TITLE as every file system and every mail program takes it: letters and digits of
 * any script, hyphens for the rest. In arena; NULL when there is no memory. */
const char *share_name(const Setup *setup, Arena *arena);

/* One sheet as FOLDER/NAME.pdf, or NAME-2.pdf and so on where another stands there; the very
 * same is not written again. The folder is made. *ret_path: in arena. */
bool share_save_pdf(const Sheet *sheet, const char *folder, const char *name, Arena *arena,
                    const char **ret_path, Err *err);

#endif
