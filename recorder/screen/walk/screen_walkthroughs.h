/* screen_walkthroughs.h - what many visits say together: small multiples on one scale.
 *
 *   +--------------------------------------------------------+
 *   | < Walk-throughs                     Export | New visit |
 *   |   64 visits, 21 teachers, 5 observers                  |
 *   | [When v] [Grades v] [Subject v] [Look-fors v] ...      |
 *   +-------------+-------------+-------------+--------------+
 *   | look-for    | look-for    | ...         |              |
 *   |  k of n     |  changed    |             |              |
 *   |  .  i  i  I |             |   hidden    |              |
 *   +-------------+-------------+-------------+--------------+
 *   | what the marks mean                                    |
 *   +--------------------------------------------------------+
 *
 * A chip opens a list of choices; a figure opens the visits behind it; a visit opens
 * its record. What is hidden is no figure and opens nothing. Order: the protocol's, and
 * time's; never by a figure. Looks at a WalkView and lists that were made before; knows
 * no store.
 */
#ifndef RECORDER_SCREEN_SCREEN_WALKTHROUGHS_H
#define RECORDER_SCREEN_SCREEN_WALKTHROUGHS_H

#include "recorder/ui/ui.h"
#include "reports/walk/walk.h"

/* What a chip chooses. */
typedef enum WalkChip {
    WALK_CHIP_BY,
    WALK_CHIP_WHEN,
    WALK_CHIP_LOOK_FORS,
    WALK_CHIP_SCHOOL,
    WALK_CHIP_GRADE,
    WALK_CHIP_SUBJECT,
    WALK_CHIP_PERIOD,
    WALK_CHIP_OBSERVER,
    WALK_CHIP_TEACHER, /* walk_teachers.h */
    WALK_CHIP_COUNT,
} WalkChip;

typedef struct WalkChoice {
    const char *label, *detail; /* "Science", "31 visits" */
    bool chosen;
} WalkChoice;

typedef struct WalkTeacher {
    const char *name, *detail; /* "T14", "agreed on 12 Nov 2026" */
    bool permits, chosen;
} WalkTeacher;

/* One visit behind a figure. */
typedef struct WalkListItem {
    Uuid id;
    const char *when, *where, *answer; /* "Thu 19 Nov, 10:23", "Grade 4, Science", "Seen" */
} WalkListItem;

typedef struct WalkthroughsModel {
    const WalkView *view;
    const char *summary;                 /* "64 visits, 21 teachers, 5 observers ..." */
    const char *values[WALK_CHIP_COUNT]; /* what is chosen, as the chip says it */
    const WalkChoice *choices;           /* of the chip that is open */
    int32_t choice_count;
    const WalkTeacher *teachers; /* while their chip is open */
    int32_t teacher_count;
    bool teacher_chosen;
    const char *list_title, *list_detail; /* of the visits shown; NULL: no list is open */
    const WalkListItem *list;
    int32_t list_count;
    int64_t list_total; /* that there are; the list may be cut */
    const char *notice; /* what became of an export, or why not; "" for nothing */
    bool looks_only;    /* another Kenkyu records: a new visit is barred */
} WalkthroughsModel;

typedef enum WalkthroughsAskKind {
    WALKS_ASK_NONE,
    WALKS_ASK_BACK,
    WALKS_ASK_NEW,
    WALKS_ASK_EXPORT,
    WALKS_ASK_OPEN,     /* chip: make its choices */
    WALKS_ASK_CHOOSE,   /* chip, index; of teachers -1: all */
    WALKS_ASK_PERMIT,   /* index: this teacher agreed */
    WALKS_ASK_WITHDRAW, /* index: and no longer does */
    WALKS_ASK_LIST,     /* the visits behind a figure: row, group (-1: all) */
    WALKS_ASK_VISIT,    /* index in the list */
    WALKS_ASK_CLOSE,    /* the list, or the choices */
} WalkthroughsAskKind;

typedef struct WalkthroughsAsk {
    WalkthroughsAskKind kind;
    WalkChip chip;
    int32_t index, row, group;
} WalkthroughsAsk;

/* All zero at first. */
typedef struct WalkthroughsState {
    float scroll, height, list_scroll;
    int32_t open;    /* 1 + WalkChip whose choices are shown; 0: none */
    int32_t asking;  /* 1 + teacher whose yes is asked for once more; 0: none */
    char search[81]; /* keys of teachers that begin so */
} WalkthroughsState;

WalkthroughsAsk screen_walkthroughs(Ui *ui, const WalkthroughsModel *model,
                                    WalkthroughsState *state);

enum {
    WALKS_ID_BACK = 1,
    WALKS_ID_EXPORT,
    WALKS_ID_NEW,
    WALKS_ID_GRID,
    WALKS_ID_CLOSE,
    WALKS_ID_LIST,
    WALKS_ID_SEARCH,
    WALKS_ID_ALL,
    WALKS_ID_PERMIT_YES,
    WALKS_ID_PERMIT_NO,
    WALKS_ID_CHIP = 20,         /* + WalkChip */
    WALKS_ID_CHOICE = 100,      /* + index */
    WALKS_ID_VISIT = 1000,      /* + index */
    WALKS_ID_ROW = 2000,        /* + row: its total */
    WALKS_ID_POINT = 100000,    /* + WALK_MAX_GROUPS x row + group */
    WALKS_ID_TEACHER = 1000000, /* + 2 x index; + 1 what they say about it */
};

#endif
