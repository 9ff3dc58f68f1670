/* setup_section.h - the sections of a new observation, each by itself, and the
 * sheets that lie over it.
 *
 *   setup_lesson.c   the lesson, the class, adults; what to observe
 *   setup_seats.c    who sits where: how many, names, templates, the chart
 *   setup_chart.c    the chart itself, small and large
 *   setup_plan.c     focus pupils, frames taught today, phases, the team
 *   setup_sheet.c    sheets: the large chart, names and class lists, one pupil
 *   setup_classes.c  the sheet of classes
 *
 * screen_setup.c puts sections in columns (landscape) or under each other
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

extern const SetupSection SETUP_LESSON;    /* title, class, room, observer, adults */
extern const SetupSection SETUP_PROTOCOL;  /* what to observe */
extern const SetupSection SETUP_ABOUT;     /* of the protocol */
extern const SetupSection SETUP_SEATS;     /* who sits where */
extern const SetupSection SETUP_FOCUS;     /* focus pupils and what is predicted */
extern const SetupSection SETUP_TARGETS;   /* sentence frames taught today */
extern const SetupSection SETUP_PHASES;    /* planned minutes */
extern const SetupSection SETUP_QUESTIONS; /* the team's questions, theme, goals */
extern const SetupSection SETUP_WATCHES;   /* who watches whom */

/* ---- setup_chart.c ---- */

typedef enum SetupChart {
    SETUP_CHART_PICTURE, /* a tap opens the large one: too many for a finger each */
    SETUP_CHART_STILL,   /* taps and holds only: it lies in what scrolls */
    SETUP_CHART_SMALL,
    SETUP_CHART_LARGE, /* taps choose, the ground draws the lasso */
} SetupChart;
void setup_chart(Ui *ui, UiRect r, SetupChart kind, SetupForm *form, SetupState *state);

/* ---- setup_sheet.c, setup_classes.c: over the whole of r ---- */
SetupAsk setup_sheet_arrange(Ui *ui, UiRect r, SetupForm *form, SetupState *state);
SetupAsk setup_sheet_names(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                           const SetupModel *model);
SetupAsk setup_sheet_pupil(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                           const SetupModel *model);
SetupAsk setup_sheet_classes(Ui *ui, UiRect r, SetupForm *form, SetupState *state,
                             const SetupModel *model);

/* The bar at the top with its title, and the remark under it; true when it is left. */
float setup_bar_height(const Ui *ui, float width, const char *remark);
bool setup_bar(Ui *ui, uint32_t id, UiRect r, const char *title, const char *remark);

/* The bar of a sheet, cut off area; true when it is closed. */
bool setup_sheet_head(Ui *ui, UiRect *area, SetupState *state, const char *title,
                      const char *remark);
void setup_open_sheet(Ui *ui, SetupState *state, SetupSheet sheet);

/* The five templates as chips, over each other where they do not fit side by side. */
float setup_templates_height(const Ui *ui, float width);
void setup_templates(Ui *ui, UiRect r, SetupForm *form, SetupState *state);

/* Moved by hand or grouped: nothing of it is undone any more (other pupils came). */
void setup_forget_moves(SetupState *state);

/* Fewer, how many pupils, more. */
void setup_pupil_stepper(Ui *ui, UiRect r, SetupForm *form, SetupState *state);

#endif
