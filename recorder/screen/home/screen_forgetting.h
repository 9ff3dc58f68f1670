/* screen_forgetting.h - what has been kept as long as the settings say, and goes for
 * good when somebody says so.
 *
 *   +--------------------------------------------------------+
 *   | < Forgetting                                           |
 *   |  what happens, in words                                |
 *   |  the lessons: title, class, day                        |
 *   |   ...                                                  |
 *   |  files that were made of them and stay                 |
 *   | Keep them for now              Forget 12 lessons       |
 *   +--------------------------------------------------------+
 *
 * The last button asks once more. Once they are gone, the files alone, to be looked after.
 * Knows no store.
 */
#ifndef RECORDER_SCREEN_SCREEN_FORGETTING_H
#define RECORDER_SCREEN_SCREEN_FORGETTING_H

#include "recorder/store/forget.h"
#include "recorder/ui/ui.h"

typedef struct ForgettingModel {
    const ForgetItem *items; /* oldest first */
    int32_t count;
    int32_t name_count;      /* real names that go besides */
    const LeftFiles *files;  /* that were made of them */
    bool done;               /* all of it is gone, but for the files */
    const char *lessons_why; /* "Lessons are kept for 2 years." */
    const char *names_why;
    int64_t now_unix_ms;
    int32_t utc_offset_min;
} ForgettingModel;

/* All zero at first. */
typedef struct ForgettingState {
    float scroll;
    bool sure; /* asked once already */
} ForgettingState;

typedef enum ForgettingAsk {
    FORGETTING_ASK_NONE,
    FORGETTING_ASK_LATER,
    FORGETTING_ASK_FORGET, /* asked twice */
    FORGETTING_ASK_GOOD,   /* the files were looked at */
} ForgettingAsk;

ForgettingAsk screen_forgetting(Ui *ui, const ForgettingModel *model, ForgettingState *state);

/* How many files stay where they are. */
int32_t forgetting_files_left(const LeftFiles *files);

/* "12 lessons and 3 names"; in frame memory. */
const char *forgetting_words(Arena *frame, int32_t lessons, int32_t names);

enum {
    FORGETTING_ID_BACK = 1,
    FORGETTING_ID_LIST,
    FORGETTING_ID_LATER,
    FORGETTING_ID_FORGET,
    FORGETTING_ID_GOOD,
};

#endif
