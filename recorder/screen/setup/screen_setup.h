/* screen_setup.h - a new observation: what and whom, where, what for.
 *
 *   +--------------------------------------------------------+
 *   | < New lesson                                           |
 *   +---------------+----------------------+-----------------+
 *   | the lesson    | who sits where       | taught today    |
 *   | what to       |   seats: tap when    | planned phases  |
 *   | observe       |   absent             | the team's      |
 *   |               | sampling             | questions       |
 *   +---------------+----------------------+-----------------+
 *   | what will be recorded              | Start recording   |
 *   +--------------------------------------------------------+
 *
 * In portrait it is one column that scrolls. Start is always there. The screen
 * changes the form and its own state, nothing else; drawing it twice is
 * harmless.
 */
#ifndef RECORDER_SCREEN_SCREEN_SETUP_H
#define RECORDER_SCREEN_SCREEN_SETUP_H

#include "recorder/screen/setup/setup_form.h"
#include "recorder/ui/ui.h"

enum { SETUP_COLUMNS = 3 };

/* All zero at first. */
typedef struct SetupState {
    float scroll[SETUP_COLUMNS]; /* portrait: only the first */
    bool names_open;             /* the field for names is shown */
    bool protocols_open;         /* all protocols are shown, not only the chosen one */
    char names[FORM_NAMES_SIZE];
    char notice[160]; /* what became of the names; "" for nothing */
} SetupState;

typedef enum SetupAsk {
    SETUP_ASK_NONE,
    SETUP_ASK_BACK,
    SETUP_ASK_START,
    SETUP_ASK_PASTE, /* names from the clipboard: setup_take_names() */
} SetupAsk;

/* trouble: why the last start did not work; "" for none. */
SetupAsk screen_setup(Ui *ui, SetupForm *form, SetupState *state, const char *trouble);

/* Names from outside (the clipboard) into the form; the state says how it went. */
void setup_take_names(SetupForm *form, SetupState *state, const char *names);

enum {
    SETUP_ID_BACK = 1,
    SETUP_ID_START,
    SETUP_ID_COLUMN,      /* + column that scrolls */
    SETUP_ID_PUPILS = 10, /* fewer; + 1: more */
    SETUP_ID_NAMES = 20,  /* opens and closes the field for names */
    SETUP_ID_NAMES_FIELD,
    SETUP_ID_NAMES_TAKE,
    SETUP_ID_NAMES_PASTE,
    SETUP_ID_NUMBERS,        /* seat numbers instead of initials */
    SETUP_ID_PROTOCOLS,      /* opens and closes the list of protocols */
    SETUP_ID_SEATING = 30,   /* + SeatingTemplate */
    SETUP_ID_TEXT = 100,     /* + FormText */
    SETUP_ID_PHASE = 200,    /* shorter: + 2 x index; longer: + 1 */
    SETUP_ID_TARGET = 300,   /* + option */
    SETUP_ID_SEAT = 400,     /* + seat */
    SETUP_ID_PROTOCOL = 600, /* + index */
};

#endif
