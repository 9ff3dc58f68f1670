/* debrief_part.h - the parts of the debrief sheet, in the order of the
 * conversation. Internal to reports/debrief/.
 *
 * Each part draws itself from d->l.y down, turns pages where it must, and folds
 * (draws nothing) when its data are not there; what was not recorded is said
 * once, under Limits. Parts compute no measures: numbers come from d->m.
 */
#ifndef REPORTS_DEBRIEF_DEBRIEF_PART_H
#define REPORTS_DEBRIEF_DEBRIEF_PART_H

#include "reports/debrief/debrief.h"
#include "reports/layout/layout.h"
#include "reports/measure/coteaching.h"
#include "reports/measure/lesson.h"

/* Ink or a photo. */
typedef struct Exhibit {
    const Observation *o;
    size_t event; /* of a drawing: its first stroke */
    int64_t at_ms;
    size_t observer;
    uint32_t questions;
    const char *caption;
} Exhibit;

typedef struct Debrief {
    const Observation *o;
    const DebriefInput *input;
    const Protocol *protocol;
    const Setup *setup;
    LessonMeasures m;
    CoteachingMeasures coteaching;
    Layout l;
    Arena *scratch;
    struct DebriefEquity *equity;
    struct DebriefInFigures *in_figures;
    const Exhibit *exhibits;
    int32_t exhibit_count, bad_exhibits; /* bad: cannot be shown; Limits says so */
    bool tight;                          /* talk share and waits closer together */
    bool lengths_later; /* the lengths of turns found no place beside the rest of the talk */
    bool footer_cut;    /* the protocol's numbers did not fit the foot: Limits has them */
} Debrief;

/* ---- what there is ---- */
bool debrief_wants(const Debrief *d, DebriefSection section); /* was not left out */
bool debrief_has_talk(const Debrief *d);                      /* any talk turn */
bool debrief_lanes_are_roles(const Debrief *d);               /* one state code a kind of talk */
const Code *debrief_code(const Debrief *d, const ObsEvent *event);
const char *debrief_subject(const Debrief *d, int32_t subject); /* its label; "" for the class */
bool debrief_own_choice(const Debrief *d, const FrameUse *use); /* said to be spontaneous */
/* An imported record may name nobody but those who spoke: then who was not
 * heard is not known, and where they sat neither. */
bool debrief_knows_only_speakers(const Debrief *d);
/* Some of those who spoke are told apart. */
bool debrief_tells_speakers(const Debrief *d);
/* Protocols that tell no pupils apart say "students". */
bool debrief_is_about_pupils(const Debrief *d);
const char *debrief_pupil(const Debrief *d); /* "pupil", "student" */
/* A copy for others of a class below the protocol's limit: no pupil is told apart in it. */
bool debrief_withholds_pupils(const Debrief *d);
/* The sentence for a figure about pupils that is undefined. */
const char *debrief_why(Debrief *d, const char *undefined);
DebriefScans debrief_scans(const Debrief *d, const SamplingRow *row); /* also of a copy's record */
const char *debrief_role_label(const Debrief *d, TalkRole role);
Texture debrief_texture(const Code *code);
bool debrief_where_is_cut(Debrief *d); /* the head of the page cannot say all of it */
const char *debrief_rules(Debrief *d); /* the foot: the numbers that figures depend on */

/* Who was not there for a part of the lesson: one stretch for absences that touch, in the
 * order they begin. A pupil came late when an absence lasts from the start and has left
 * when it lasts to the end; who came back was out. */
typedef enum AbsenceKind {
    ABSENCE_LATE,
    ABSENCE_OUT,
    ABSENCE_LEFT,
} AbsenceKind;
typedef struct DebriefAbsence {
    int32_t subject;
    Span span;
    AbsenceKind kind;
} DebriefAbsence;

typedef struct DebriefAbsences {
    const DebriefAbsence *items;
    size_t count;
    int32_t pupils[ABSENCE_LEFT + 1]; /* each pupil in one, by the last absence */
} DebriefAbsences;
bool debrief_absences(Debrief *d, DebriefAbsences *ret); /* false: no memory, said by d->l.lost */

/* ---- parts ---- */
void debrief_lesson(Debrief *d);             /* theme, goals, questions, who, when, present */
void debrief_flow(Debrief *d);               /* the timeline */
void debrief_talk_share(Debrief *d);         /* talk share by phase beside waiting time */
float debrief_talk_share_height(Debrief *d); /* with the space before it */
void debrief_coteaching(Debrief *d);
void debrief_talk_map(Debrief *d);
float debrief_talk_map_height(Debrief *d); /* with its head; 0 when it folds */
void debrief_who_talked(Debrief *d);       /* reach, chains, lengths of turns */
float debrief_who_talked_height(Debrief *d);
void debrief_lengths(Debrief *d); /* of turns, where they had to wait */
/* Beside those: whether groups of pupils have their share of the turns. */
bool debrief_measure_equity(Debrief *d, Err *err);
bool debrief_has_equity(const Debrief *d);
float debrief_equity_height(Debrief *d, float width);
float debrief_draw_equity(Debrief *d, float x, float y, float width); /* returns where it ends */
void debrief_frames(Debrief *d);
void debrief_questions(Debrief *d);
/* Whether a modifier's options go from less to more (depth of knowledge), and are no kinds. */
bool debrief_is_level(const Debrief *d, int32_t modifier);
const char *debrief_question_label(Debrief *d, const QuestionRow *row);
void debrief_engagement(Debrief *d);
void debrief_evidence(Debrief *d); /* by the team's questions, then all else in time order */
void debrief_focus(Debrief *d);    /* focus pupils: predicted | observed */
/* What is to be added to a time of the other observer's record to have ours. */
int64_t debrief_shift_ms(const Debrief *d, const Observation *other);
#define DEBRIEF_ADD_HEIGHT 84.0F         /* the least for lines to write on */
void debrief_space_to_add(Debrief *d);   /* lines to the end of the page */
void debrief_budget(Debrief *d);         /* where the time went, by code and group */
float debrief_budget_height(Debrief *d); /* kept together; with the space before it */
void debrief_agreement(Debrief *d);      /* between observers */
void debrief_limits(Debrief *d);
/* On a page of its own, with so much room left below; whether there is so much. */
void debrief_conversation(Debrief *d, float below);
float debrief_conversation_spare(Debrief *d);
void debrief_pictures_in_figures(Debrief *d); /* every chart as text */
float debrief_in_figures_height(Debrief *d);  /* with the space before it */

/* A dot for each wait, stacked in bins over the line at y; x0..x1 is 0 to 7 s and
 * what is longer stands at the end. */
typedef struct WaitDots {
    const WaitTime *time;
    int32_t row; /* of the questions: only waits after these; -1 for all */
    float x0, x1, y, height, bin_s;
    bool open_teacher; /* waits that the teacher ended are open */
} WaitDots;
void debrief_wait_dots(Debrief *d, const WaitDots *w);

/* Phase lines through a chart of time. */
void debrief_phase_lines(Debrief *d, float x0, float x1, int64_t end_ms, float y0, float y1,
                         uint32_t rgb);

#endif
