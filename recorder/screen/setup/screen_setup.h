/* screen_setup.h - a new observation: what and whom, where, what for.
 *
 *   +--------------------------------------------------------+
 *   | < New lesson                                           |
 *   +---------------+----------------------+-----------------+
 *   | the lesson    | who sits where       | focus pupils    |
 *   | class, adults |   tap: absent        | taught today    |
 *   | what to       |   hold: the pupil    | planned phases  |
 *   | observe       |   drag: move         | the team        |
 *   +---------------+----------------------+-----------------+
 *   | what will be recorded              | Start recording   |
 *   +--------------------------------------------------------+
 *
 * In portrait it is one column that scrolls. Start is always there. Sheets lie over
 * it: arranging seats, names, one pupil, classes. The screen changes the form and
 * its own state, nothing else; drawing it twice is harmless.
 */
#ifndef RECORDER_SCREEN_SCREEN_SETUP_H
#define RECORDER_SCREEN_SCREEN_SETUP_H

#include "recorder/screen/names/screen_names.h"
#include "recorder/screen/setup/setup_arrange.h"
#include "recorder/store/store.h"
#include "recorder/ui/ui.h"

enum { SETUP_COLUMNS = 3, SETUP_MAX_FILES = 24 };

typedef enum SetupSheet {
    SETUP_SHEET_NONE,
    SETUP_SHEET_ARRANGE,
    SETUP_SHEET_NAMES,
    SETUP_SHEET_PUPIL,
    SETUP_SHEET_CLASSES,
} SetupSheet;

/* All zero at first. */
typedef struct SetupState {
    float scroll[SETUP_COLUMNS]; /* portrait: only the first */
    float sheet_scroll;
    bool protocols_open; /* all protocols are shown, not only the chosen one */
    bool leaving;        /* asked to leave with what is not kept */
    bool picks_focus;    /* the next seat tapped is a focus pupil */
    SetupSheet sheet;
    SetupSheet under; /* of a pupil's sheet: where it was opened */
    int32_t pupil;    /* whose sheet it is */
    int32_t phase;    /* chosen to be changed */
    SetupArrange arrange;
    char names[FORM_NAMES_SIZE];
    char notice[400]; /* what became of the names, the class; "" for nothing */
    char key[FORM_ATTRIBUTE_SIZE];
    int32_t class_chosen; /* 1 + the class whose name and removal are asked about */
    bool class_removed;   /* asked once already */
    char class_name[FORM_TEXT_SIZE];
    char asked_of[FORM_TEXT_SIZE]; /* the class whose kept pupils are others; "" for none */
} SetupState;

/* What lies outside the form. */
typedef struct SetupModel {
    const char *trouble; /* why the last start did not work; "" for none */
    const StoreClass *classes;
    int32_t class_count;
    const char *const *files; /* names of class lists (CSV) in folder */
    int32_t file_count;
    const char *folder;
    NamesAre names_are;
    bool names_kept; /* locked: of the form's class there are some */
    FormNames names;
    int64_t now_unix_ms;
    int32_t utc_offset_min;
    bool left_handed; /* the columns change sides, Start goes to the left */
} SetupModel;

typedef enum SetupAskKind {
    SETUP_ASK_NONE,
    SETUP_ASK_BACK,  /* when that loses something, SetupState.leaving asks */
    SETUP_ASK_LEAVE, /* all the same */
    SETUP_ASK_START,
    SETUP_ASK_PASTE,        /* names from the clipboard: setup_take_names() */
    SETUP_ASK_LISTS,        /* the names' sheet opens: which files are there? */
    SETUP_ASK_LIST,         /* a class list: setup_take_list() with the file `index` */
    SETUP_ASK_CLASSES,      /* the classes' sheet opens */
    SETUP_ASK_CLASS,        /* use class `index` */
    SETUP_ASK_KEEP_CLASS,   /* the form's people as a class of the form's name */
    SETUP_ASK_RENAME_CLASS, /* class `index` is called SetupState.class_name */
    SETUP_ASK_REMOVE_CLASS,
    SETUP_ASK_NAMES, /* begin or open the real names, then back here */
} SetupAskKind;

typedef struct SetupAsk {
    SetupAskKind kind;
    int32_t index;
} SetupAsk;

SetupAsk screen_setup(Ui *ui, SetupForm *form, SetupState *state, const SetupModel *model);

/* Names from outside (the clipboard) into the form; the state says how it went. A
 * table from a spreadsheet is taken as a class list. */
void setup_take_names(SetupForm *form, SetupState *state, const char *text, const FormNames *names);

/* A class list of this name; what is wrong with it is said in the state. */
void setup_take_list(SetupForm *form, SetupState *state, const char *name, const char *text,
                     size_t len, const FormNames *names);

enum {
    SETUP_ID_BACK = 1,
    SETUP_ID_START,
    SETUP_ID_COLUMN,      /* + column that scrolls */
    SETUP_ID_PUPILS = 10, /* fewer; + 1: more */
    SETUP_ID_NAMES = 20,  /* opens the sheet of names */
    SETUP_ID_NAMES_FIELD,
    SETUP_ID_NAMES_TAKE,
    SETUP_ID_NAMES_PASTE,
    SETUP_ID_NUMBERS,      /* seat numbers instead of initials */
    SETUP_ID_PROTOCOLS,    /* opens the list of protocols */
    SETUP_ID_ARRANGE,      /* opens the large chart */
    SETUP_ID_CLASSES,      /* opens the classes */
    SETUP_ID_SEATING = 30, /* + SeatingTemplate */
    SETUP_ID_CLOSE = 40,   /* of a sheet */
    SETUP_ID_SHEET,        /* what scrolls in it */
    SETUP_ID_UNDO,
    SETUP_ID_REDO,
    SETUP_ID_GROUP, /* the chosen pupils become one */
    SETUP_ID_UNGROUP,
    SETUP_ID_WHOLE, /* everybody of the chosen pupils' groups */
    SETUP_ID_ABSENT,
    SETUP_ID_CLEAR,
    SETUP_ID_GROUP_NAME,
    SETUP_ID_CHART, /* the ground of the chart */
    SETUP_ID_BOARD_BAR,
    SETUP_ID_PUPIL_LABEL,
    SETUP_ID_PUPIL_FOCUS,
    SETUP_ID_PUPIL_REMOVE,
    SETUP_ID_PUPIL_GROUP, /* to the group before; + 1: after */
    SETUP_ID_PUPIL = 57,  /* opens the one chosen */
    SETUP_ID_KEY_FIELD,
    SETUP_ID_KEY_ADD,
    SETUP_ID_FOCUS_ADD,
    SETUP_ID_ADULT_ADD,
    SETUP_ID_WATCH_ADD,
    SETUP_ID_PHASE_EARLIER,
    SETUP_ID_PHASE_LATER,
    SETUP_ID_PHASE_REMOVE,
    SETUP_ID_PHASE_FEWER,
    SETUP_ID_PHASE_MORE,
    SETUP_ID_CLASS_KEEP,
    SETUP_ID_CLASS_NAME,
    SETUP_ID_CLASS_RENAME,
    SETUP_ID_CLASS_REMOVE,
    SETUP_ID_NAMES_OPEN, /* real names: begins or opens them */
    SETUP_ID_PUPIL_NAME,
    SETUP_ID_LEAVE_STAY,
    SETUP_ID_LEAVE_DISCARD,
    SETUP_ID_ADULT_REMOVE = 80, /* + adult */
    SETUP_ID_WATCH_REMOVE = 84, /* + watch */
    SETUP_ID_FOCUS = 92,        /* + focus pupil: opens the pupil's sheet */
    SETUP_ID_TEXT = 100,        /* + FormText */
    SETUP_ID_VALUE = 170,       /* + attribute of the pupil whose sheet is open */
    SETUP_ID_PHASE = 200,       /* + planned phase */
    SETUP_ID_TARGET = 300,      /* + option */
    SETUP_ID_ADULT = 390,       /* + adult on the chart */
    SETUP_ID_SEAT = 400,        /* + seat */
    SETUP_ID_TABLE = 540,       /* + group */
    SETUP_ID_PROTOCOL = 600,    /* + index */
    SETUP_ID_LIST = 700,        /* + file */
    SETUP_ID_CLASS = 800,       /* + class: use it */
    SETUP_ID_CLASS_EDIT = 1100, /* + class: rename, remove */
    SETUP_ID_PHASE_ADD = 1400,  /* + code */
};

#endif
