/* screen_visit.h - a new walk-through: whom, where, what to look for.
 *
 *   +--------------------------------------------------------+
 *   | < New walk-through                                     |
 *   +--------------------------+-----------------------------+
 *   | look-fors                | teacher (or none)           |
 *   | school                   | grade, subject, period      |
 *   | who observes             | pupils in the room          |
 *   +--------------------------+-----------------------------+
 *   | what will be recorded              | Start             |
 *   +--------------------------------------------------------+
 *
 * Everything but the teacher is as in the room before, so Start is the next tap. In
 * portrait it is one column that scrolls. Changes the form and its own state only.
 */
#ifndef RECORDER_SCREEN_SCREEN_VISIT_H
#define RECORDER_SCREEN_SCREEN_VISIT_H

#include "recorder/screen/walk/visit_form.h"
#include "recorder/ui/ui.h"

/* All zero at first. */
typedef struct VisitState {
    float scroll[2], height[2]; /* of each column */
} VisitState;

typedef enum VisitAsk {
    VISIT_ASK_NONE,
    VISIT_ASK_BACK, /* home, or to the visit that was just ended: it goes on */
    VISIT_ASK_START,
} VisitAsk;

typedef struct VisitModel {
    const char *trouble; /* why the last start did not work; "" for none */
    const char *ended;   /* "7 min kept" of the visit just ended; "" when there is none */
} VisitModel;

VisitAsk screen_visit(Ui *ui, VisitForm *form, VisitState *state, const VisitModel *model);

enum {
    VISIT_ID_BACK = 1,
    VISIT_ID_START,
    VISIT_ID_COLUMN, /* and the next one */
    VISIT_ID_PUPILS = 10,
    VISIT_ID_SCHOOL = 20,
    VISIT_ID_TEACHER,
    VISIT_ID_SUBJECT,
    VISIT_ID_OBSERVER,
    VISIT_ID_NO_TEACHER,
    VISIT_ID_KNOWN_SCHOOL = 30,  /* + index */
    VISIT_ID_KNOWN_TEACHER = 50, /* + index */
    VISIT_ID_USUAL_SUBJECT = 70, /* + index */
    VISIT_ID_GRADE = 100,        /* + grade */
    VISIT_ID_PERIOD = 120,       /* + period */
    VISIT_ID_PROTOCOL = 200,     /* + index */
};

#endif
