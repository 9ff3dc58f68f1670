/* setup_section.h - the sections of a new observation, each by itself.
 *
 * screen_setup.c puts them in columns (landscape) or under each other
 * (portrait). A section says how high it wants to be for a width, 0 when it has
 * nothing to ask, and builds itself into the rectangle it is given.
 */
#ifndef RECORDER_SCREEN_SETUP_SECTION_H
#define RECORDER_SCREEN_SETUP_SECTION_H

#include "recorder/screen/setup/screen_setup.h"

typedef struct SetupSection {
    float (*height)(const Ui *ui, const SetupForm *form, const SetupState *state, float width);
    SetupAsk (*build)(Ui *ui, UiRect r, SetupForm *form, SetupState *state);
} SetupSection;

extern const SetupSection SETUP_LESSON;    /* title, class, place, adults, observer */
extern const SetupSection SETUP_PROTOCOL;  /* what to observe */
extern const SetupSection SETUP_SEATS;     /* setup_seats.c: who sits where */
extern const SetupSection SETUP_TARGETS;   /* sentence frames taught today */
extern const SetupSection SETUP_PHASES;    /* planned minutes */
extern const SetupSection SETUP_QUESTIONS; /* the team's theme and questions */
extern const SetupSection SETUP_ABOUT;     /* of the protocol */

#endif
