/* screen_names.h - pupils' real names: begun, opened, locked, forgotten.
 *
 *   none yet    what it means, a new passphrase twice      Keep names
 *   locked      the passphrase                             Open the names
 *               "Forgotten it?" what can be done, in words
 *   open        whose names there are, another passphrase  Lock
 *
 * One column in the middle; a lesson under way goes on behind it. Knows no vault: what
 * was typed lies in the state until the app has tried it, and is wiped then.
 */
#ifndef RECORDER_SCREEN_SCREEN_NAMES_H
#define RECORDER_SCREEN_SCREEN_NAMES_H

#include "recorder/store/vault.h"
#include "recorder/ui/ui.h"

enum { NAMES_SECRET_SIZE = VAULT_MAX_PASSPHRASE + 2, NAMES_MAX_CLASSES = 64 };

typedef enum NamesAre { NAMES_NONE, NAMES_LOCKED, NAMES_OPEN } NamesAre;

typedef struct NamesClass {
    const char *name;
    int32_t count; /* of names */
} NamesClass;

typedef struct NamesModel {
    NamesAre are;
    const NamesClass *classes; /* open: by name */
    int32_t class_count, name_count;
    int32_t lock_min;
    const char *trouble; /* why the last thing asked for was not done; "" for none */
    const char *done;    /* what was done; "" for nothing */
} NamesModel;

/* All zero at first. */
typedef struct NamesState {
    char secret[NAMES_SECRET_SIZE], again[NAMES_SECRET_SIZE];
    bool forgotten; /* locked: what can be done without the passphrase */
    bool changing;  /* open: another passphrase */
    bool removing;  /* asked once already */
    float scroll;
} NamesState;

typedef enum NamesAskKind {
    NAMES_ASK_NONE,
    NAMES_ASK_BACK,
    NAMES_ASK_BEGIN, /* with the secret, typed twice */
    NAMES_ASK_OPEN,
    NAMES_ASK_LOCK,
    NAMES_ASK_CHANGE, /* the secret, typed twice, opens them from now on */
    NAMES_ASK_REMOVE, /* all of them, for good; asked twice */
} NamesAskKind;

NamesAskKind screen_names(Ui *ui, const NamesModel *model, NamesState *state);

enum {
    NAMES_ID_BACK = 1,
    NAMES_ID_COLUMN,
    NAMES_ID_SECRET,
    NAMES_ID_AGAIN,
    NAMES_ID_GO, /* keep, open, lock: the main one */
    NAMES_ID_FORGOTTEN,
    NAMES_ID_REMOVE,
    NAMES_ID_KEEP, /* nothing is removed after all */
    NAMES_ID_CHANGE,
    NAMES_ID_CHANGE_GO,
};

#endif
