#include "recorder/share/share.h"

#include "protocols/protocol_load.h"
#include "recorder/store/reread.h"

#include <stdlib.h>
#include <string.h>

static const size_t LESSON_BYTES = (size_t)1 << 30;
static const size_t WORDS_BYTES = (size_t)16 << 20;

struct ShareBatch {
    Arena words; /* titles, reasons, ids */
    Store *store;
    const FontSet *fonts;
    const ShareChoice *choice;
    const char *folder;
    Uuid *ids;
    int32_t count, next;
    Arena lesson; /* of the one in work */
    Observation observation;
    DebriefInput input;
    ShareJob *job;
    const char *title;
    int32_t done, failed, files;
    ShareFailure *failures;
    int32_t failure_count;
    ShareHear *hear;
    void *user;
};

ShareBatch *share_batch_create(Store *store, const Uuid *ids, int32_t count, const FontSet *fonts,
                               const ShareChoice *choice, const char *folder, Err *err)
{
    ShareBatch *batch = calloc(1, sizeof *batch);
    if (batch) {
        arena_init(&batch->words, WORDS_BYTES);
        batch->ids = ARENA_PUSH(&batch->words, Uuid, (size_t)count + 1);
        batch->failures = ARENA_PUSH(&batch->words, ShareFailure, SHARE_MAX_FAILURES);
    }
    if (!batch || !batch->ids || !batch->failures) {
        (void)err_set(err, ERR_SYSTEM, "not enough memory to share %d lessons", (int)count);
        share_batch_destroy(batch);
        return NULL;
    }
    if (count > 0)
        memcpy(batch->ids, ids, (size_t)count * sizeof *ids);
    batch->count = count;
    batch->store = store;
    batch->fonts = fonts;
    batch->choice = choice;
    batch->folder = folder;
    batch->title = "";
    return batch;
}

static void close_lesson(ShareBatch *batch)
{
    if (batch->job) {
        ShareWritten written = share_job_written(batch->job);
        batch->files += written.files;
        if (written.files > 0 && batch->hear)
            batch->hear(batch->user, &written);
    }
    share_job_destroy(batch->job);
    batch->job = NULL;
    arena_deinit(&batch->lesson);
}

void share_batch_tell(ShareBatch *batch, ShareHear *hear, void *user)
{
    batch->hear = hear;
    batch->user = user;
}

void share_batch_stop(ShareBatch *batch)
{
    close_lesson(batch);
    batch->next = batch->count;
}

void share_batch_destroy(ShareBatch *batch)
{
    if (!batch)
        return;
    close_lesson(batch);
    arena_deinit(&batch->words);
    free(batch);
}

static void note_failure(ShareBatch *batch, const Err *err)
{
    batch->failed++;
    if (batch->failure_count == SHARE_MAX_FAILURES)
        return;
    const char *reason = arena_copy(&batch->words, err->text, strlen(err->text));
    batch->failures[batch->failure_count++] = (ShareFailure){batch->title, reason ? reason : ""};
}

static bool open_lesson(ShareBatch *batch, Uuid id, Err *err)
{
    char text[UUID_TEXT_SIZE];
    arena_init(&batch->lesson, LESSON_BYTES);
    uuid_format(id, text);
    const char *title = arena_copy(&batch->words, text, strlen(text));
    batch->title = title ? title : "";
    if (!reread_observation(batch->store, id, &batch->lesson, &batch->observation, err))
        return false;
    const char *named = batch->observation.setup->title;
    if (named[0] && (title = arena_copy(&batch->words, named, strlen(named))) != NULL)
        batch->title = title;
    if (!protocol_in_language(&batch->lesson, batch->observation.protocol, batch->choice->language,
                              &batch->observation.protocol, err))
        return false;
    batch->input = (DebriefInput){.observation = &batch->observation};
    batch->job =
        share_job_create(&batch->input, batch->fonts, batch->choice, NULL, batch->folder, err);
    return batch->job != NULL;
}

bool share_batch_step(ShareBatch *batch)
{
    Err err = {0};
    bool over = false;
    if (!batch->job) {
        if (batch->next == batch->count) {
            batch->title = "";
            return false;
        }
        if (open_lesson(batch, batch->ids[batch->next++], &err))
            return true;
        over = true;
    } else {
        (void)share_job_step(batch->job, &over, &err);
    }
    if (err.kind != ERR_NONE)
        note_failure(batch, &err);
    if (over) {
        batch->done++;
        close_lesson(batch);
    }
    return true;
}

ShareProgress share_batch_progress(const ShareBatch *batch)
{
    return (ShareProgress){.total = batch->count,
                           .done = batch->done,
                           .failed = batch->failed,
                           .files = batch->files +
                                    (batch->job ? share_job_written(batch->job).files : 0),
                           .title = batch->title,
                           .failures = batch->failures,
                           .failure_count = batch->failure_count};
}
