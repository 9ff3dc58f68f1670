/* screen_home.h - where the app begins: go on, start anew, look back.
 *
 *   +--------------------------------------------------------+
 *   | Kenkyu                              search             |
 *   +----------------------+---------------------------------+
 *   | still running:       | recent lessons                  |
 *   |   its clock, Continue|   title    date     what a tap  |
 *   | New lesson           |   class    length   does      > |
 *   |                      |   ...                           |
 *   | on this device       |                                 |
 *   +----------------------+---------------------------------+
 *
 * What there is to know before anything else (another Kenkyu records; no backup could
 * be made) stands in a banner above both. In portrait the blocks lie under each other. On the first
 * day, and when the lessons cannot be opened, the right half says how it goes, or what is wrong.
 * Looks at what was read of the store; knows no store.
 */
#ifndef RECORDER_SCREEN_SCREEN_HOME_H
#define RECORDER_SCREEN_SCREEN_HOME_H

#include "recorder/store/store.h"
#include "recorder/ui/ui.h"

/* All "" for none. */
typedef struct HomeBanner {
    const char *title, *text, *button;
} HomeBanner;

typedef struct HomeModel {
    const char *trouble;        /* why the lessons cannot be read; "" when they can */
    const char *advice;         /* what to do about it */
    const char *notice;         /* why the last thing asked for was not done; "" for none */
    bool looks_only;            /* another Kenkyu records; what would record here is barred */
    const char *backup_trouble; /* why there is no new copy of the lessons; "" when there is */

    const StoreItem *running; /* NULL: no lesson is running */
    int64_t running_ms;       /* session time now */
    int64_t running_acted_ms; /* of the last act, by which it can be ended */
    int64_t running_saved_ms; /* of the last one on the disk */

    const StoreItem *items; /* newest first, as many as were read so far */
    int32_t count;
    int64_t total;  /* in the store */
    int64_t visits; /* those of them that are walk-throughs */

    int64_t now_unix_ms;
    const char *sheets_folder;
    const char *names;     /* how pupils are called on this device */
    HomeBanner forgetting; /* what is older than it is to be kept */
} HomeModel;

typedef enum HomeAskKind {
    HOME_ASK_NONE,
    HOME_ASK_NEW,
    HOME_ASK_CONTINUE,    /* id */
    HOME_ASK_END,         /* id: it ended where it was cut off */
    HOME_ASK_SHEET,       /* id: make its debrief sheet */
    HOME_ASK_RETRY,       /* open the store again */
    HOME_ASK_RECORD_HERE, /* the other Kenkyu is gone */
    HOME_ASK_BACK_UP,     /* try again now */
    HOME_ASK_FORGETTING,  /* the button of that banner */
    HOME_ASK_PROTOCOLS,
    HOME_ASK_MENU,
    HOME_ASK_VISIT,        /* a new walk-through */
    HOME_ASK_WALKTHROUGHS, /* what many say */
} HomeAskKind;

typedef struct HomeAsk {
    HomeAskKind kind;
    Uuid id;
    bool needs_more; /* the list came to the end of what was read */
} HomeAsk;

enum { HOME_SEARCH_SIZE = 96, HOME_LONG_AGO_MS = 30 * 60 * 1000 };

/* All zero at first. */
typedef struct HomeState {
    char search[HOME_SEARCH_SIZE]; /* part of a title, class or place */
    float scroll, first_scroll;    /* of the list; of what stands before it */
    float how_scroll;              /* of how it goes */
} HomeState;

HomeAsk screen_home(Ui *ui, const HomeModel *model, HomeState *state);

enum {
    HOME_ID_SEARCH = 1,
    HOME_ID_CONTINUE,
    HOME_ID_END, /* when it was cut off HOME_LONG_AGO_MS ago or longer */
    HOME_ID_NEW,
    HOME_ID_RETRY,
    HOME_ID_LIST,
    HOME_ID_FIRST, /* what stands before the list, where it has too little room */
    HOME_ID_HOW,   /* how it goes */
    HOME_ID_CLEAR, /* empties the search */
    HOME_ID_PROTOCOLS,
    HOME_ID_MENU,
    HOME_ID_VISIT,
    HOME_ID_WALKTHROUGHS,
    HOME_ID_RECORD_HERE,
    HOME_ID_BACK_UP,
    HOME_ID_FORGETTING,
    HOME_ID_ROW = 1000, /* + index in model->items */
};

#endif
