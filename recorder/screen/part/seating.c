#include "recorder/screen/part/seating.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The part of the chart that is the pupils': centres of seats lie inside, with
 * room for half a seat and the speaker's halo to the chart's edge. */
static const float LEFT = 0.065F, RIGHT = 0.935F, TOP = 0.27F, BOTTOM = 0.90F;

/* Seats further apart than this look like separate tables (in chart heights). */
static const float WIDEST = 0.20F;

/* A live seat of 64 points on a chart 500 high: with less, another ring is begun. */
static const float ROOMY = 0.13F;

enum { MAX_RINGS = 5 };

const char *seating_title(SeatingTemplate kind)
{
    static const char *const TITLES[SEATING_TEMPLATE_COUNT] = {
        [SEATING_TABLES] = "Tables of 4",  [SEATING_PAIRS] = "Pairs",   [SEATING_ROWS] = "Rows",
        [SEATING_HORSESHOE] = "Horseshoe", [SEATING_CIRCLE] = "Circle",
    };
    return TITLES[kind];
}

void seating_place_adult(int32_t index, float *ret_x, float *ret_y)
{
    assert(index >= 0 && index < SEATING_MAX_ADULTS);
    static const float X[SEATING_MAX_ADULTS] = {0.27F, 0.73F, 0.10F, 0.90F};
    *ret_x = X[index];
    *ret_y = 0.115F;
}

void seating_place_board(float *ret_x, float *ret_y)
{
    *ret_x = 0.5F;
    *ret_y = 0.012F;
}

float seating_pitch(const Seating *seating)
{
    float least = 1;
    for (int32_t i = 0; i < seating->count; i++) {
        for (int32_t k = 0; k < i; k++) {
            float dx = (seating->seats[i].x - seating->seats[k].x) * SEATING_ASPECT;
            float dy = seating->seats[i].y - seating->seats[k].y;
            least = fminf(least, sqrtf(dx * dx + dy * dy));
        }
    }
    return least;
}

static void add_seat(Seating *s, float x, float y, int32_t group)
{
    s->seats[s->count++] = (Seat){.x = x, .y = y, .group = group};
}

static int32_t part_of(int32_t whole, int32_t parts, int32_t index)
{
    return whole / parts + (index < whole % parts ? 1 : 0);
}

static int32_t ceil_div(int32_t a, int32_t b)
{
    return (a + b - 1) / b;
}

/* ---- tables, pairs, rows: blocks in a grid ---- */

/* A grid of blocks, each `wide` seats across and `deep` seats down. */
typedef struct Grid {
    int32_t across, down;
    float cell_w, cell_h;   /* of a block, in shares of the chart */
    float pitch_x, pitch_y; /* between seats of a block */
} Grid;

/* Within a block, seats take `fill` of an even spread, so that an aisle is left. */
static Grid grid_of(int32_t blocks, int32_t across, int32_t wide, int32_t deep, float fill_x,
                    float fill_y)
{
    Grid g = {.across = across, .down = ceil_div(blocks, across)};
    float spread = (float)(across - 1) + (float)(wide - 1) / (float)wide;
    g.cell_w = fminf((RIGHT - LEFT) / fmaxf(spread, 0.5F), 0.96F / (float)across);
    g.cell_h = 0.78F / (float)g.down;
    g.pitch_x = fminf(g.cell_w / (float)wide * fill_x, WIDEST / SEATING_ASPECT);
    g.pitch_y = fminf(g.cell_h / (float)deep * fill_y, WIDEST);
    return g;
}

static float grid_pitch(const Grid *g, int32_t wide, int32_t deep)
{
    float x = (wide > 1 ? g->pitch_x : g->cell_w) * SEATING_ASPECT;
    float y = deep > 1 ? g->pitch_y : g->cell_h;
    return fminf(x, y);
}

/* The grid that leaves most room between seats; of two that leave nearly the same,
 * the one less wide. */
static Grid best_grid(int32_t blocks, int32_t max_across, int32_t wide, int32_t deep, float fill_x,
                      float fill_y)
{
    Grid best = grid_of(blocks, 1, wide, deep, fill_x, fill_y);
    for (int32_t across = 2; across <= max_across && across <= blocks; across++) {
        Grid g = grid_of(blocks, across, wide, deep, fill_x, fill_y);
        if (grid_pitch(&g, wide, deep) > 1.04F * grid_pitch(&best, wide, deep))
            best = g;
    }
    return best;
}

static float block_x(const Grid *g, int32_t blocks, int32_t index)
{
    int32_t row = index / g->across;
    int32_t in_row = row == g->down - 1 ? blocks - row * g->across : g->across;
    return 0.5F + ((float)(index % g->across) - (float)(in_row - 1) / 2) * g->cell_w;
}

static float block_y(const Grid *g, int32_t index)
{
    int32_t row = index / g->across;
    return 0.59F + ((float)row - (float)(g->down - 1) / 2) * g->cell_h;
}

/* A large class needs the whole width. */
static int32_t most_across(int32_t pupils)
{
    enum { LARGE = 60 };
    return pupils > LARGE ? 16 : 8;
}

static void arrange_tables(Seating *s, int32_t pupils)
{
    int32_t tables = ceil_div(pupils, 4);
    Grid g = best_grid(tables, most_across(pupils), 2, 2, 0.93F, 0.90F);
    for (int32_t t = 0; t < tables; t++) {
        float x = block_x(&g, tables, t), y = block_y(&g, t);
        for (int32_t i = 0; i < part_of(pupils, tables, t); i++)
            add_seat(s, x + (i % 2 == 0 ? -0.5F : 0.5F) * g.pitch_x,
                     y + (i < 2 ? -0.5F : 0.5F) * g.pitch_y, t);
    }
    s->group_count = tables;
}

/* Pairs stand in rows; a row is a group, for a pair is too small to be scanned
 * by itself. */
static void arrange_pairs(Seating *s, int32_t pupils)
{
    int32_t pairs = ceil_div(pupils, 2);
    Grid g = best_grid(pairs, most_across(pupils) / 2, 2, 1, 0.86F, 1);
    for (int32_t p = 0; p < pairs; p++) {
        float x = block_x(&g, pairs, p), y = block_y(&g, p);
        bool alone = p == pairs - 1 && pupils % 2 == 1;
        add_seat(s, alone ? x : x - g.pitch_x / 2, y, p / g.across);
        if (!alone)
            add_seat(s, x + g.pitch_x / 2, y, p / g.across);
    }
    s->group_count = g.down;
}

static void arrange_rows(Seating *s, int32_t pupils)
{
    Grid g = best_grid(pupils, most_across(pupils), 1, 1, 1, 1);
    for (int32_t i = 0; i < pupils; i++)
        add_seat(s, block_x(&g, pupils, i), block_y(&g, i), i / g.across);
    s->group_count = g.down;
}

/* ---- horseshoe, circle: seats along paths, one inside the other ---- */

enum { PATH_STEPS = 256 };

typedef struct Path {
    float x[PATH_STEPS + 1], y[PATH_STEPS + 1]; /* x in chart heights */
    float length;
    bool closed;
} Path;

static void path_measure(Path *path)
{
    path->length = 0;
    for (int32_t i = 1; i <= PATH_STEPS; i++)
        path->length += hypotf(path->x[i] - path->x[i - 1], path->y[i] - path->y[i - 1]);
}

static void path_at(const Path *path, float at, float *ret_x, float *ret_y)
{
    float gone = 0;
    int32_t i = 1;
    for (; i < PATH_STEPS; i++) {
        float step = hypotf(path->x[i] - path->x[i - 1], path->y[i] - path->y[i - 1]);
        if (gone + step >= at)
            break;
        gone += step;
    }
    float step = hypotf(path->x[i] - path->x[i - 1], path->y[i] - path->y[i - 1]);
    float share = step > 0 ? fminf((at - gone) / step, 1) : 0;
    *ret_x = (path->x[i - 1] + share * (path->x[i] - path->x[i - 1])) / SEATING_ASPECT;
    *ret_y = path->y[i - 1] + share * (path->y[i] - path->y[i - 1]);
}

/* Down the left side, along the back, up the right side; round corners, for
 * seats at both sides of a sharp one would stand too close. */
static void make_horseshoe(Path *path, float inset)
{
    static const float QUARTER = 1.57079633F, OUTER_RADIUS = 0.26F;
    float left = LEFT * SEATING_ASPECT + inset, right = RIGHT * SEATING_ASPECT - inset;
    float bottom = BOTTOM - inset, radius = fmaxf(OUTER_RADIUS - inset, 0.02F);
    float side = bottom - radius - TOP, back = right - left - 2 * radius, bend = radius * QUARTER;
    float whole = 2 * side + 2 * bend + back;
    for (int32_t i = 0; i <= PATH_STEPS; i++) {
        float at = whole * (float)i / PATH_STEPS;
        bool on_right = at > whole / 2;
        at = on_right ? whole - at : at;
        float x = left, y = TOP + at;
        if (at > side) {
            float angle = fminf((at - side) / radius, QUARTER);
            x = left + radius * (1 - cosf(angle)) + fmaxf(at - side - bend, 0);
            y = bottom - radius * (1 - sinf(angle));
        }
        path->x[i] = on_right ? left + right - x : x;
        path->y[i] = y;
    }
    path->closed = false;
    path_measure(path);
}

static void make_circle(Path *path, float inset)
{
    static const float TURN = 6.28318531F;
    float rx = (RIGHT - LEFT) / 2 * SEATING_ASPECT * 0.9F - inset, ry = (BOTTOM - TOP) / 2 - inset;
    for (int32_t i = 0; i <= PATH_STEPS; i++) {
        float angle = TURN * (float)i / PATH_STEPS;
        path->x[i] = 0.5F * SEATING_ASPECT + rx * sinf(angle);
        path->y[i] = (TOP + BOTTOM) / 2 - ry * cosf(angle);
    }
    path->closed = true;
    path_measure(path);
}

static void seat_along(Seating *s, const Path *path, int32_t count, int32_t group)
{
    for (int32_t i = 0; i < count; i++) {
        float share = 0.5F;
        if (path->closed)
            share = (float)i / (float)count;
        else if (count > 1)
            share = (float)i / (float)(count - 1);
        float x = 0, y = 0;
        path_at(path, share * path->length, &x, &y);
        add_seat(s, x, y, group);
    }
}

/* From one ring to the next, in chart heights. */
static float ring_step(SeatingTemplate kind, int32_t rings)
{
    return kind == SEATING_CIRCLE ? 0.31F / (float)rings : fminf(0.17F, 0.5F / (float)rings);
}

static void arrange_rings(Seating *s, SeatingTemplate kind, int32_t pupils, int32_t rings)
{
    Path paths[MAX_RINGS];
    float whole = 0;
    for (int32_t r = 0; r < rings; r++) {
        float inset = (float)r * ring_step(kind, rings);
        if (kind == SEATING_CIRCLE)
            make_circle(&paths[r], inset);
        else
            make_horseshoe(&paths[r], inset);
        whole += paths[r].length;
    }
    int32_t left = pupils;
    for (int32_t r = 0; r < rings; r++) {
        int32_t count = (int32_t)lroundf((float)pupils * paths[r].length / whole);
        count = r == rings - 1 || count > left ? left : count;
        seat_along(s, &paths[r], count, kind == SEATING_CIRCLE && rings > 1 ? r : SEATING_NO_GROUP);
        left -= count;
    }
    s->group_count = kind == SEATING_CIRCLE && rings > 1 ? rings : 0;
}

/* The sides of a horseshoe are its groups once each has somebody to scan. */
static void group_sides(Seating *s)
{
    enum { LEAST = 9 };
    if (s->count < LEAST)
        return;
    for (int32_t i = 0; i < s->count; i++) {
        const Seat *seat = &s->seats[i];
        float to_left = seat->x * SEATING_ASPECT, to_right = (1 - seat->x) * SEATING_ASPECT;
        float to_back = 1 - seat->y;
        float side = fminf(to_left, to_right);
        s->seats[i].group = to_back <= side ? 1 : (to_left < to_right ? 0 : 2);
    }
    s->group_count = 3;
}

/* As few rings as leave room for a whole seat; else those that leave most. */
static void arrange_paths(Seating *s, SeatingTemplate kind, int32_t pupils)
{
    float best = -1;
    for (int32_t rings = 1; rings <= MAX_RINGS && best < ROOMY; rings++) {
        Seating tried = {0};
        arrange_rings(&tried, kind, pupils, rings);
        float pitch = seating_pitch(&tried);
        if (pitch > best) {
            best = pitch;
            *s = tried;
        }
    }
    if (kind == SEATING_HORSESHOE)
        group_sides(s);
}

/* ---- names ---- */

static void name_groups(Seating *s, SeatingTemplate kind)
{
    static const char *const SIDES[] = {"Left side", "Back", "Right side"};
    static const char *const CIRCLES[MAX_RINGS] = {"Outer circle", "Inner circle", "Third circle",
                                                   "Fourth circle", "Fifth circle"};
    for (int32_t g = 0; g < s->group_count; g++) {
        char *name = s->groups[g];
        size_t size = sizeof s->groups[g];
        if (kind == SEATING_HORSESHOE)
            (void)snprintf(name, size, "%s", SIDES[g]);
        else if (kind == SEATING_CIRCLE)
            (void)snprintf(name, size, "%s", CIRCLES[g]);
        else
            (void)snprintf(name, size, "%s %d", kind == SEATING_TABLES ? "Table" : "Row",
                           (int)g + 1);
    }
}

static void number_seats(Seating *s, SeatingTemplate kind)
{
    bool by_group = kind != SEATING_HORSESHOE && kind != SEATING_CIRCLE;
    int32_t in_group[SEATING_MAX_GROUPS] = {0};
    for (int32_t i = 0; i < s->count; i++) {
        Seat *seat = &s->seats[i];
        if (by_group)
            (void)snprintf(seat->number, sizeof seat->number, "%d%c", (int)seat->group + 1,
                           (char)('A' + in_group[seat->group]++));
        else
            (void)snprintf(seat->number, sizeof seat->number, "%d", (int)i + 1);
    }
}

Seating seating_arrange(SeatingTemplate kind, int32_t pupil_count)
{
    int32_t pupils = pupil_count < 0 ? 0 : pupil_count;
    pupils = pupils > SEATING_MAX_PUPILS ? SEATING_MAX_PUPILS : pupils;
    Seating s = {0};
    switch (kind) {
    case SEATING_TABLES:
        arrange_tables(&s, pupils);
        break;
    case SEATING_PAIRS:
        arrange_pairs(&s, pupils);
        break;
    case SEATING_ROWS:
        arrange_rows(&s, pupils);
        break;
    case SEATING_HORSESHOE:
    case SEATING_CIRCLE:
        arrange_paths(&s, kind, pupils);
        break;
    case SEATING_TEMPLATE_COUNT:
        assert(false);
    }
    name_groups(&s, kind);
    number_seats(&s, kind);
    return s;
}

Seating seating_arrange_groups(const int32_t *sizes, int32_t group_count, int32_t alone)
{
    assert(group_count <= SEATING_MAX_GROUPS);
    Seating s = {.group_count = group_count};
    int32_t largest = 1, pupils = alone;
    for (int32_t g = 0; g < group_count; g++) {
        largest = sizes[g] > largest ? sizes[g] : largest;
        pupils += sizes[g];
    }
    assert(pupils <= SEATING_MAX_PUPILS);
    /* The pupils of no group take the room of as many groups as they would fill. */
    int32_t wide = largest > 6 ? 3 : 2, deep = ceil_div(largest, wide);
    int32_t blocks = group_count + ceil_div(alone, wide * deep);
    Grid g = best_grid(blocks, most_across(pupils), wide, deep, 0.93F, 0.90F);
    for (int32_t b = 0; b < blocks; b++) {
        float x = block_x(&g, blocks, b), y = block_y(&g, b);
        int32_t in_block =
            b < group_count ? sizes[b] : part_of(alone, blocks - group_count, b - group_count);
        int32_t rows = ceil_div(in_block, wide);
        for (int32_t i = 0, row = 0; i < in_block; i++, row = i / wide)
            add_seat(&s, x + ((float)(i % wide) - (float)(wide - 1) / 2) * g.pitch_x,
                     y + ((float)row - (float)(rows - 1) / 2) * g.pitch_y,
                     b < group_count ? b : SEATING_NO_GROUP);
    }
    for (int32_t i = 0; i < s.count; i++)
        (void)snprintf(s.seats[i].number, sizeof s.seats[i].number, "%d", (int)i + 1);
    return s;
}

bool seating_has_group(const Seating *seating, const char *name)
{
    for (int32_t g = 0; g < seating->group_count; g++)
        if (strcmp(seating->groups[g], name) == 0)
            return true;
    return false;
}
