/* screen_saved.h - the lesson or the visit is recorded, and here is its sheet.
 *
 * Says where the sheet lies, a few figures with their denominators, and what
 * can come next. A sheet that could not be made says why and can be tried again;
 * the record is safe either way.
 */
#ifndef RECORDER_SCREEN_SCREEN_SAVED_H
#define RECORDER_SCREEN_SCREEN_SAVED_H

#include "recorder/ui/ui.h"

enum { SAVED_MAX_FIGURES = 6 };

typedef struct SavedFigure {
    const char *value; /* "17" */
    const char *label; /* "pupils heard" */
    const char *of;    /* its denominator: "of 27 present" */
} SavedFigure;

typedef struct SavedModel {
    const char *title, *where; /* the lesson; "Grade 5, Room 12, today 10:23" */
    const char *file, *folder; /* of the sheet; file "" when there is none */
    const char *trouble;       /* why the sheet was not made; "" when it was */
    const char *unsaved;       /* what still waits for the disk; "" for nothing */
    const char *refused;       /* why the review did not open; "" when it did */
    SavedFigure figures[SAVED_MAX_FIGURES];
    int32_t figure_count;
    bool is_visit;    /* a walk-through, not a lesson */
    bool just_ended;  /* else the sheet of an earlier lesson was made */
    bool is_demo;     /* the lesson was replayed from a file */
    bool looks_only;  /* another Kenkyu records: the next lesson is barred */
    bool left_handed; /* the next lesson stands at the left */
} SavedModel;

typedef enum SavedAsk {
    SAVED_ASK_NONE,
    SAVED_ASK_NEXT, /* a new lesson, or the next visit */
    SAVED_ASK_HOME,
    SAVED_ASK_REOPEN, /* resume: the end is taken back */
    SAVED_ASK_RETRY,  /* make the sheet again */
    SAVED_ASK_SHEET,  /* see it, choose what goes in, make files */
    SAVED_ASK_REVIEW, /* look at the lesson again, put right what was recorded */
} SavedAsk;

/* scroll: of what large words make longer than the screen; 0 at first. */
SavedAsk screen_saved(Ui *ui, const SavedModel *model, float *scroll);

enum {
    SAVED_ID_NEXT = 1,
    SAVED_ID_HOME,
    SAVED_ID_REOPEN,
    SAVED_ID_RETRY,
    SAVED_ID_REVIEW,
    SAVED_ID_SHEET,
    SAVED_ID_BODY,
};

#endif
