/* setup_form.h - what a person fills in before a lesson, and the set-up it makes.
 *
 * Filled in from the last lesson; only what differs is touched. Any state of the
 * form makes a lesson: what is empty gets a plain default. Knows no screen and
 * no clock; keeps no names, only initials.
 */
#ifndef RECORDER_SCREEN_SETUP_FORM_H
#define RECORDER_SCREEN_SETUP_FORM_H

#include "protocols/observation.h"
#include "recorder/screen/part/initials.h"
#include "recorder/screen/part/seating.h"

enum {
    FORM_MAX_PROTOCOLS = 96,
    FORM_MAX_PHASES = 12,
    FORM_MAX_QUESTIONS = 4,
    FORM_MAX_MINUTES = 180,
    FORM_TEXT_SIZE = 240, /* bytes of one field, with the zero */
    FORM_NAMES_SIZE = 8192,
};

typedef enum FormText {
    FORM_TITLE,
    FORM_CLASS,
    FORM_PLACE,
    FORM_OBSERVER,
    FORM_TEACHER,   /* initials or seat label of the adult who teaches */
    FORM_ASSISTANT, /* second adult, "" for none */
    FORM_THEME,
    FORM_QUESTION, /* FORM_MAX_QUESTIONS of them */
    FORM_TEXT_COUNT = FORM_QUESTION + FORM_MAX_QUESTIONS,
} FormText;

typedef struct SetupForm {
    const Protocol *protocols[FORM_MAX_PROTOCOLS]; /* to choose from; borrowed */
    int32_t protocol_count, protocol;
    char texts[FORM_TEXT_COUNT][FORM_TEXT_SIZE];
    SeatingTemplate seating_kind;
    Seating seating;                      /* of that kind for the pupils there are */
    Initials labels[SEATING_MAX_PUPILS];  /* "" where the seat's number is the label */
    bool absent[SEATING_MAX_PUPILS];      /* by seat */
    int32_t phase_codes[FORM_MAX_PHASES]; /* of the protocol chosen */
    int32_t phase_minutes[FORM_MAX_PHASES];
    int32_t phase_count;
    uint32_t targets;  /* as in Setup */
    bool from_earlier; /* filled in from an earlier lesson */
} SetupForm;

/* A form for the first day: the first protocol, 24 pupils at tables of four, seat
 * numbers. The protocols must outlive it; there is at least one. */
void setup_form_init(SetupForm *form, const Protocol *const *protocols, int32_t count);

/* Takes over what is usually the same as last time: everything but the title and
 * who was absent. An imported lesson gives only its protocol. last_protocol is
 * found among the form's by its key; it is left alone when it is not there. */
void setup_form_fill(SetupForm *form, const Setup *last, const Protocol *last_protocol);

const Protocol *setup_form_protocol(const SetupForm *form);

/* Phases and targets start anew from the protocol; choosing the same one again
 * changes nothing. */
void setup_form_choose_protocol(SetupForm *form, int32_t index);

/* Labels stay with their seats' order; who was absent is forgotten when the
 * seats move. */
void setup_form_arrange(SetupForm *form, SeatingTemplate kind, int32_t pupils);

/* Makes labels of the names, and as many seats as there are names. Returns how
 * many names did not fit (0: all did); no names change nothing. */
int32_t setup_form_take_names(SetupForm *form, const char *names);

/* Seat numbers instead of initials. */
void setup_form_number_seats(SetupForm *form);

/* The label of a seat: its initials or its number. */
const char *setup_form_label(const SetupForm *form, int32_t seat);

int32_t setup_form_absent_count(const SetupForm *form);
int32_t setup_form_planned_min(const SetupForm *form);

/* The set-up, in arena; id and wall clock are the caller's to fill in. default_title
 * stands in for an empty title. NULL when memory runs out. */
Setup *setup_form_build(const SetupForm *form, const char *default_title, Arena *arena);

#endif
