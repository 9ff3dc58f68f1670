/* screen_debrief.h - the real sheet, and what becomes of it.
 *
 *   +------------------------------------------------+----------------+
 *   | < title                                        | For   team ... |
 *   |  +------------------------------------------+  | Language       |
 *   |  |  the page: pinch, drag, swipe             |  | Paper          |
 *   |  |                                           |  | What goes in   |
 *   |  +------------------------------------------+  | Files          |
 *   |   <   2 of 6   >                 -  whole  +   | [ Save ]       |
 *   +------------------------------------------------+----------------+
 *
 * On a narrow screen the choices lie over the page when they are asked for. What is
 * shown is what is saved: the same composed sheet, painted by sheet_raster.c. A choice
 * holds at once. Nothing is written before Save.
 */
#ifndef RECORDER_SCREEN_SCREEN_DEBRIEF_H
#define RECORDER_SCREEN_SCREEN_DEBRIEF_H

#include "recorder/screen/debrief/preview.h"
#include "recorder/share/share.h"
#include "recorder/store/vault.h"

enum { DEBRIEF_FOLDER_SIZE = 1024, DEBRIEF_MAX_TEACHINGS = 200 };

/* Another lesson under the same protocol. */
typedef struct DebriefTeaching {
    Uuid id;
    const char *title, *when;
} DebriefTeaching;

typedef enum DebriefNames {
    DEBRIEF_NAMES_NONE, /* nobody set them up */
    DEBRIEF_NAMES_LOCKED,
    DEBRIEF_NAMES_OPEN,
} DebriefNames;

typedef struct DebriefModel {
    const char *title;
    const Sheet *sheet;  /* NULL: trouble says why */
    const char *trouble; /* "" for none */
    ShareChoice choice;  /* language: as settings_language() has it */
    DebriefNames names;
    bool has_names;            /* open: there are some of this class */
    const char *names_trouble; /* why they did not open; "" for nothing */
    bool is_walkthrough;       /* one page: no sections to choose */
    bool is_cycle;             /* the sheet of two teachings is shown */
    const DebriefTeaching *teachings;
    int32_t teaching_count;
    int64_t lesson_count;          /* in the store, ended or not */
    bool working;                  /* files are being made */
    const ShareProgress *progress; /* of many lessons; NULL: none were asked for */
    const char *result;            /* "Saved ..."; "" for nothing yet */
    float scale;                   /* pixels a point of the screen */
    bool left_handed;              /* the choices stand at the left */
} DebriefModel;

/* All zero at first; folder filled in. */
typedef struct DebriefState {
    Preview preview;
    bool choosing; /* narrow: the choices lie over the page */
    bool picking;  /* the list of teachings in their place */
    bool naming;   /* the passphrase in their place */
    float scroll, list_scroll, names_scroll;
    float swipe; /* way of the finger that may turn the page */
    char folder[DEBRIEF_FOLDER_SIZE];
    char passphrase[VAULT_MAX_PASSPHRASE + 2]; /* until it was tried */
} DebriefState;

typedef enum DebriefAskKind {
    DEBRIEF_ASK_NONE,
    DEBRIEF_ASK_BACK,
    DEBRIEF_ASK_CHOOSE, /* choice */
    DEBRIEF_ASK_SAVE,
    DEBRIEF_ASK_SAVE_ALL, /* of every lesson in the store */
    DEBRIEF_ASK_STOP,     /* no more of them */
    DEBRIEF_ASK_UNLOCK,   /* the names, with the passphrase of the state */
    DEBRIEF_ASK_LOCK,
    DEBRIEF_ASK_CYCLE,  /* beside the teaching id */
    DEBRIEF_ASK_LESSON, /* back from the cycle to the lesson's own sheet */
} DebriefAskKind;

typedef struct DebriefAsk {
    DebriefAskKind kind;
    ShareChoice choice;
    Uuid id;
} DebriefAsk;

DebriefAsk screen_debrief(Ui *ui, const DebriefModel *model, DebriefState *state);

enum {
    DEBRIEF_ID_BACK = 1,
    DEBRIEF_ID_PAGE,
    DEBRIEF_ID_PREVIOUS,
    DEBRIEF_ID_NEXT,
    DEBRIEF_ID_SMALLER,
    DEBRIEF_ID_LARGER,
    DEBRIEF_ID_WHOLE,
    DEBRIEF_ID_CHOICES, /* narrow: opens and closes them */
    DEBRIEF_ID_COLUMN,
    DEBRIEF_ID_SAVE,
    DEBRIEF_ID_SAVE_ALL,
    DEBRIEF_ID_STOP,
    DEBRIEF_ID_FOLDER,
    DEBRIEF_ID_PICK, /* another teaching; closes the list, too */
    DEBRIEF_ID_LESSON,
    DEBRIEF_ID_LIST,
    DEBRIEF_ID_UNLOCK = 90,
    DEBRIEF_ID_LOCK,
    DEBRIEF_ID_PASSPHRASE,
    DEBRIEF_ID_UNNAMED,       /* back from the passphrase */
    DEBRIEF_ID_FOR = 20,      /* team; + 1: others */
    DEBRIEF_ID_LANGUAGE = 30, /* + index in settings_languages */
    DEBRIEF_ID_PAPER = 40,    /* + SheetPaper */
    DEBRIEF_ID_SECTION = 50,  /* + DebriefSection */
    DEBRIEF_ID_FORMAT = 70,   /* PDF, PNG, CSV, XLSX in this order */
    DEBRIEF_ID_PUPILS = 24,   /* + HandoutPupils */
    DEBRIEF_ID_DPI = 80,      /* for screens; + 1: for paper */
    DEBRIEF_ID_TEACHING = 1000,
};

#endif
