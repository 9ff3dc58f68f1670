/* setup_form.h - what a person fills in before a lesson, and the set-up it makes.
 *
 *   setup_form.c        the form: pupils, groups, plan, changes one at a time
 *   setup_form_fill.c   filled in from the last lesson, a class, a class list
 *   setup_form_build.c  the set-up that it makes
 *   setup_form_digest.c whether anything was changed
 *   setup_form_names.c  names: labels of them, and whose they are while they are open
 *
 * Filled in from the last lesson; only what differs is touched. Any state of the
 * form makes a lesson: what is empty gets a plain default. Knows no screen, no
 * clock and no vault. A set-up has labels only; real names are in the form while the
 * names are open (recorder/store/vault.h), and go nowhere from it but there.
 */
#ifndef RECORDER_SCREEN_SETUP_FORM_H
#define RECORDER_SCREEN_SETUP_FORM_H

#include "protocols/observation.h"
#include "recorder/screen/part/seating.h"
#include "reports/exchange/class_list.h"
#include "reports/exchange/names/initials.h"
#include "reports/handout/named.h"

enum {
    FORM_MAX_PROTOCOLS = 96,
    FORM_MAX_PHASES = 12,
    FORM_MAX_QUESTIONS = 6,
    FORM_MAX_MINUTES = 180,
    FORM_MAX_ADULTS = SEATING_MAX_ADULTS,
    FORM_MAX_FOCUS = 8, /* A to H */
    FORM_MAX_WATCHES = 8,
    FORM_TEXT_SIZE = 240, /* bytes of one field, with the zero */
    FORM_NAMES_SIZE = 16384,
    FORM_NAME_SIZE = INITIALS_MAX_NAME + 1, /* of one real name, with the zero */
    FORM_ATTRIBUTE_SIZE = OBSERVATION_MAX_ATTRIBUTE_TEXT + 1,
};

typedef enum FormText {
    FORM_TITLE,
    FORM_CLASS,
    FORM_PLACE,
    FORM_OBSERVER,
    FORM_THEME,
    FORM_GOALS,
    FORM_QUESTION,                                   /* FORM_MAX_QUESTIONS of them */
    FORM_ADULT = FORM_QUESTION + FORM_MAX_QUESTIONS, /* label of an adult; the first teaches */
    FORM_PART = FORM_ADULT + FORM_MAX_ADULTS,        /* and the part */
    FORM_PREDICTED = FORM_PART + FORM_MAX_ADULTS,    /* of focus pupil A, B, ... */
    FORM_WATCHER = FORM_PREDICTED + FORM_MAX_FOCUS,  /* who of the team */
    FORM_WHOM = FORM_WATCHER + FORM_MAX_WATCHES,     /* watches whom */
    FORM_TEXT_COUNT = FORM_WHOM + FORM_MAX_WATCHES,
} FormText;

/* Where everybody is, and in which group: what arranging changes and undo brings
 * back. */
typedef struct FormPlaces {
    SeatingTemplate kind;
    bool by_hand; /* not as the template has it any more */
    Seating seating;
    float adult_x[FORM_MAX_ADULTS], adult_y[FORM_MAX_ADULTS];
    float board_x, board_y; /* middle of the classroom's board */
} FormPlaces;

typedef struct SetupForm {
    const Protocol *protocols[FORM_MAX_PROTOCOLS]; /* to choose from; borrowed */
    int32_t protocol_count, protocol;
    char texts[FORM_TEXT_COUNT][FORM_TEXT_SIZE];
    FormPlaces places;
    /* By seat; what lies behind the last seat waits for more of them. */
    Initials labels[SEATING_MAX_PUPILS]; /* "" where the seat's number is the label */
    bool absent[SEATING_MAX_PUPILS];
    char focus[SEATING_MAX_PUPILS]; /* 'A', 'B', ... or 0 */
    char values[SEATING_MAX_PUPILS][OBSERVATION_MAX_ATTRIBUTES][FORM_ATTRIBUTE_SIZE];
    char names[SEATING_MAX_PUPILS][FORM_NAME_SIZE]; /* "" while they are locked */
    bool written[SEATING_MAX_PUPILS];               /* by hand: the name that is kept gives way */
    char keys[OBSERVATION_MAX_ATTRIBUTES][FORM_ATTRIBUTE_SIZE];
    int32_t key_count;
    int32_t adult_count; /* at least 1 */
    int32_t watch_count;
    int32_t phase_codes[FORM_MAX_PHASES]; /* of the protocol chosen */
    int32_t phase_minutes[FORM_MAX_PHASES];
    int32_t phase_count;
    uint32_t targets;               /* as in Setup */
    bool from_earlier;              /* filled in from an earlier lesson */
    char pupils_of[FORM_TEXT_SIZE]; /* the class they were filled in from; "" for none */
    bool pupils_given;              /* as names or a list, since */
} SetupForm;

/* A form for the first day: the first protocol, 24 pupils at tables of four, seat
 * numbers. The protocols must outlive it; there is at least one. */
void setup_form_init(SetupForm *form, const Protocol *const *protocols, int32_t count);

const Protocol *setup_form_protocol(const SetupForm *form);

/* Phases and targets start anew from the protocol; choosing the same one again
 * changes nothing. */
void setup_form_choose_protocol(SetupForm *form, int32_t index);

/* ---- pupils ---- */

/* As the template has it, whatever was moved by hand. What is known of the pupils
 * stays with them in the order of their seats. */
void setup_form_arrange(SetupForm *form, SeatingTemplate kind, int32_t pupils);

/* One pupil more or fewer: moved by hand, the others keep their places and a new
 * one gets a free one. */
void setup_form_set_count(SetupForm *form, int32_t pupils);

/* The pupil is not of this class. */
void setup_form_remove_pupil(SetupForm *form, int32_t seat);

/* The names that are kept, of every class; all zero while they are locked. */
typedef struct FormNames {
    bool open;
    const HandoutName *all;
    int32_t count;
} FormNames;

/* Makes labels of the names, and as many seats as there are names. Returns how
 * many names did not fit (0: all did); no names change nothing. While names are open
 * they stay in the form, and who is known in the class keeps the label. What is known of a
 * pupil goes with the label, and is gone when nobody has it any more; seats that had
 * numbers keep it. */
int32_t setup_form_take_names(SetupForm *form, const char *text, const FormNames *names);

/* A class list: labels (initials as they are, else of the names, else numbers), groups as
 * tables, attributes. False when there are more groups than SEATING_MAX_GROUPS:
 * nothing is changed then. */
bool setup_form_take_list(SetupForm *form, const ClassList *list, const FormNames *names);

/* The label of one more pupil when so many seats have theirs; ret_name is the whole
 * name. same: somebody before has this very name. */
Initials setup_form_label_of(const SetupForm *form, const char *given, const char *family,
                             bool same, int32_t seats, const FormNames *names,
                             char ret_name[FORM_NAME_SIZE]);

/* What was typed as a label and is a name becomes initials, too; true when it did. Who is
 * known in the class keeps the label, and nobody else gets it. */
bool setup_form_tidy_label(SetupForm *form, int32_t seat, const FormNames *names);

/* Overwrites the names in the form. */
void setup_form_drop_names(SetupForm *form);

/* Pupils of the form's class get the names that are kept under their labels. */
void setup_form_name_pupils(SetupForm *form, const FormNames *names);

/* Whether the pupils may be those of the class: filled in from it, or given anew. */
bool setup_form_has_pupils_of(const SetupForm *form, const char *class_name);

/* What is to be kept anew: names of the pupils in setup, which the form made; "" for one
 * that is to go. ret_changed has room for SEATING_MAX_PUPILS; texts are borrowed. Only a
 * name that was written by hand takes the place of another: ret_other is the label of the
 * first that may not, "" for none. */
int32_t setup_form_changed_names(const SetupForm *form, const Setup *setup, const FormNames *names,
                                 HandoutName *ret_changed, const char **ret_other);

/* Seat numbers instead of initials. */
void setup_form_number_seats(SetupForm *form);

/* The label of a seat: its initials or its number. */
const char *setup_form_label(const SetupForm *form, int32_t seat);

int32_t setup_form_absent_count(const SetupForm *form);

/* Makes the pupil the next focus pupil, or no longer one: the letters after it
 * move up with what was predicted. False when there are FORM_MAX_FOCUS already. */
bool setup_form_set_focus(SetupForm *form, int32_t seat, bool focus);
int32_t setup_form_focus_count(const SetupForm *form);
int32_t setup_form_focus_seat(const SetupForm *form, int32_t focus); /* -1: nobody */

/* The index of the key, made when it is new; -1: it cannot be one, or there are
 * too many. */
int32_t setup_form_key(SetupForm *form, const char *key);

/* ---- groups: seats whose mark is set (by seat) ---- */

/* The marked pupils become a group of their own, with the first free number; its
 * index, or SEATING_NO_GROUP when there are too many or nobody is marked. */
int32_t setup_form_group(SetupForm *form, const bool *marked);
void setup_form_join(SetupForm *form, const bool *marked, int32_t group);
/* Out of their groups; a group without pupils is gone. */
void setup_form_ungroup(SetupForm *form, const bool *marked);

/* ---- adults, the team, the plan ---- */

bool setup_form_add_adult(SetupForm *form);
void setup_form_remove_adult(SetupForm *form, int32_t adult);       /* not the first */
const char *setup_form_adult(const SetupForm *form, int32_t adult); /* label */
const char *setup_form_part(const SetupForm *form, int32_t adult);  /* "" alone */

bool setup_form_add_watch(SetupForm *form);
void setup_form_remove_watch(SetupForm *form, int32_t watch);

bool setup_form_add_phase(SetupForm *form, int32_t code);
void setup_form_remove_phase(SetupForm *form, int32_t phase);
bool setup_form_move_phase(SetupForm *form, int32_t phase, int32_t by); /* -1, 1 */
int32_t setup_form_planned_min(const SetupForm *form);

/* ---- from what there is, to a set-up ---- */

/* Takes over what is usually the same as last time: everything but the title, who
 * was absent, and what was predicted. An imported lesson gives only its protocol.
 * last_protocol is found among the form's by its key; it is left alone when it is
 * not there. */
void setup_form_fill(SetupForm *form, const Setup *last, const Protocol *last_protocol);

/* Only the people of a class: name, room, who sits where with groups and
 * attributes, adults, focus pupils. */
void setup_form_fill_class(SetupForm *form, const Setup *class_setup);

/* The set-up, in arena; id and wall clock are the caller's to fill in. default_title
 * stands in for an empty title. NULL when memory runs out. */
Setup *setup_form_build(const SetupForm *form, const char *default_title, Arena *arena);

/* Of everything that is filled in, but names: another one when anything was changed. */
uint64_t setup_form_digest(const SetupForm *form);

/* For the files of the form: from, cut between code points. */
void setup_form_copy_text(char *to, size_t size, const char *from);

#endif
