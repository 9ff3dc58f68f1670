/* seating.h - where pupils sit: the templates of a seating chart.
 *
 *   tables of four     pairs          rows          horseshoe       circle
 *     o o   o o      oo oo oo      o o o o o      o         o      o o o
 *     o o   o o      oo oo oo      o o o o o      o         o     o     o
 *      1     2       oo oo oo      o o o o o      o o o o o o      o o o
 *
 * Positions are centres on the chart, 0..1 from its top left; the board of the
 * classroom is at the top. The top fifth is left to the adults. Pure functions:
 * no screen, no names.
 */
#ifndef RECORDER_SCREEN_SEATING_H
#define RECORDER_SCREEN_SEATING_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SEATING_MAX_PUPILS = 120,
    SEATING_MAX_GROUPS = 40,
    SEATING_MAX_ADULTS = 4,
    SEATING_NO_GROUP = -1,
};

typedef enum SeatingTemplate {
    SEATING_TABLES, /* of four, as even as they come: 25 pupils are 4 4 4 4 3 3 3 */
    SEATING_PAIRS,
    SEATING_ROWS,
    SEATING_HORSESHOE, /* open to the board; a second one inside when one is too tight */
    SEATING_CIRCLE,    /* an inner circle too when one is too tight */
    SEATING_TEMPLATE_COUNT,
} SeatingTemplate;

typedef struct Seat {
    float x, y;
    int32_t group;   /* or SEATING_NO_GROUP */
    char number[16]; /* "1A": group and place in it; "7" where there are no groups to count by */
} Seat;

typedef struct Seating {
    Seat seats[SEATING_MAX_PUPILS];
    int32_t count;
    char groups[SEATING_MAX_GROUPS][24]; /* "Table 1", "Row 2", "Left side", "Inner circle" */
    int32_t group_count;
} Seating;

/* "Tables of 4", "Pairs", ... */
const char *seating_title(SeatingTemplate kind);

/* pupil_count is taken into 0..SEATING_MAX_PUPILS. */
Seating seating_arrange(SeatingTemplate kind, int32_t pupil_count);

/* Groups of these sizes, each around a table of its own, in rows over the chart;
 * then pupils of no group in a row. Groups are without names. */
Seating seating_arrange_groups(const int32_t *sizes, int32_t group_count, int32_t alone);

/* A group is called so. */
bool seating_has_group(const Seating *seating, const char *name);

/* The middle of the classroom's board: above everybody. */
void seating_place_board(float *ret_x, float *ret_y);

/* Where the adult with this index (0..SEATING_MAX_ADULTS-1) stands: beside the
 * board. */
void seating_place_adult(int32_t index, float *ret_x, float *ret_y);

/* The smallest distance between two seats, in heights of a chart that is
 * SEATING_ASPECT as wide as high. One seat: 1. */
#define SEATING_ASPECT 1.6F
float seating_pitch(const Seating *seating);

#endif
