#include "recorder/screen/board/board.h"

#include <math.h>
#include <string.h>

enum {
    SEAT = 72,   /* at its largest */
    MIDDLE = 64, /* of a table */
    APART = 4,   /* at least between two targets */
    EDGE = 8,    /* from the chart's edge to a seat, at least */
    TOP = 24,    /* under the classroom's board */
};

static bool is_seat(const Subject *s)
{
    return s->kind != SUBJECT_GROUP;
}

static int32_t member_count(const Setup *setup, int32_t group)
{
    int32_t count = 0;
    for (int32_t i = 0; i < setup->subject_count; i++)
        count += setup->subjects[i].kind == SUBJECT_PUPIL && setup->subjects[i].group == group;
    return count;
}

/* ---- room ---- */

/* Adults are squares: between them and anything, the longer side counts. */
static float distance(const BoardSeat *a, const BoardSeat *b, bool square)
{
    float dx = fabsf(a->x - b->x), dy = fabsf(a->y - b->y);
    return square ? fmaxf(dx, dy) : hypotf(dx, dy);
}

/* How large a target at (x, y) can be before it comes near another one or the
 * edge. */
static float room_at(const BoardSeating *s, const Setup *setup, float x, float y, bool square)
{
    BoardSeat at = {.x = x, .y = y};
    float room = fminf(fminf(x, s->width - x), fminf(y - TOP + EDGE, s->height - y)) - EDGE;
    for (int32_t i = 0; i < setup->subject_count && room > 0; i++) {
        const BoardSeat *other = &s->seats[i];
        if (other->r <= 0)
            continue;
        bool corners = square || setup->subjects[i].kind == SUBJECT_ADULT;
        room = fminf(room, distance(&at, other, corners) - other->r - APART);
    }
    return room;
}

/* The free place for a target of this radius that is nearest to the wish; false
 * when there is none within reach. */
static bool find_room(const BoardSeating *s, const Setup *setup, BoardSeat *seat, float r,
                      bool square, float reach)
{
    enum { STEPS = 30 }; /* to each side */
    float step = reach / STEPS;
    float best = reach * reach;
    float wish_x = seat->x, wish_y = seat->y;
    bool found = false;
    for (int32_t row = -STEPS; row <= STEPS; row++) {
        for (int32_t column = -STEPS; column <= STEPS; column++) {
            float dx = (float)column * step, dy = (float)row * step;
            float far = dx * dx + dy * dy;
            if (far >= best || room_at(s, setup, wish_x + dx, wish_y + dy, square) < r)
                continue;
            best = far;
            seat->x = wish_x + dx;
            seat->y = wish_y + dy;
            found = true;
        }
    }
    if (found)
        seat->r = r;
    return found;
}

/* ---- where the set-up says ---- */

static float clamped(float v, float low, float high)
{
    return high < low ? (low + high) / 2 : fminf(fmaxf(v, low), high);
}

/* The smallest distance between two pupils. */
static float least_distance(const BoardSeating *s, const Setup *setup)
{
    float least = INFINITY;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        if (setup->subjects[i].kind != SUBJECT_PUPIL)
            continue;
        for (int32_t k = 0; k < i; k++)
            if (setup->subjects[k].kind == SUBJECT_PUPIL)
                least = fminf(least, distance(&s->seats[i], &s->seats[k], false));
    }
    return least;
}

static void put_pupils(BoardSeating *s, const Setup *setup, float d)
{
    float edge = d / 2 + EDGE;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *subject = &setup->subjects[i];
        if (subject->kind != SUBJECT_PUPIL)
            continue;
        s->seats[i].x = clamped(subject->x * s->width, edge, s->width - edge);
        s->seats[i].y = clamped(subject->y * s->height, edge, s->height - edge);
        s->seats[i].r = d / 2;
    }
}

static UiRect around(UiRect r, float x, float y, float by)
{
    if (r.w <= 0)
        return (UiRect){x - by, y - by, 2 * by, 2 * by};
    float x0 = fminf(r.x, x - by), y0 = fminf(r.y, y - by);
    float x1 = fmaxf(r.x + r.w, x + by), y1 = fmaxf(r.y + r.h, y + by);
    return (UiRect){x0, y0, x1 - x0, y1 - y0};
}

/* The ground under a group's pupils. */
static UiRect table_of(const BoardSeating *s, const Setup *setup, int32_t group)
{
    enum { LIP = 6 };
    UiRect r = {0};
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_PUPIL && setup->subjects[i].group == group)
            r = around(r, s->seats[i].x, s->seats[i].y, s->seat / 2 + LIP);
    return r;
}

/* A table is drawn under its pupils when no others sit on it. */
static bool is_shared(const BoardSeating *s, const Setup *setup, int32_t group, UiRect r)
{
    UiRect near = board_inset(r, -s->seat / 4, -s->seat / 4);
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (is_seat(&setup->subjects[i]) && setup->subjects[i].group != group &&
            s->seats[i].r > 0 && board_inside(near, s->seats[i].x, s->seats[i].y))
            return true;
    return false;
}

/* In the middle of its pupils; false when there is no room. */
static bool put_middle(BoardSeating *s, const Setup *setup, int32_t group)
{
    UiRect r = table_of(s, setup, group);
    if (r.w <= 0)
        return true;
    BoardSeat *table = &s->seats[group];
    *table = (BoardSeat){.x = r.x + r.w / 2, .y = r.y + r.h / 2};
    /* Seats and middles meet as circles, so they may stand closer. */
    float room = room_at(s, setup, table->x, table->y, false) + APART;
    if (room < UI_MIN_TARGET / 2.0F)
        return false;
    table->r = fminf(room, MIDDLE / 2.0F);
    return true;
}

/* Near the middle of its pupils, where there is room and no other table; else it
 * has no middle, and its table is what is tapped. */
static void put_middle_near(BoardSeating *s, const Setup *setup, int32_t group)
{
    UiRect r = table_of(s, setup, group);
    BoardSeat *table = &s->seats[group];
    *table = (BoardSeat){.x = r.x + r.w / 2, .y = r.y + r.h / 2};
    float reach = fmaxf(r.w, r.h) / 2;
    if (!find_room(s, setup, table, UI_MIN_TARGET / 2.0F, false, reach))
        return;
    bool near = board_inside(r, table->x, table->y);
    for (int32_t i = 0; i < setup->subject_count && near; i++) {
        if (setup->subjects[i].kind != SUBJECT_GROUP || i == group)
            continue;
        UiRect other = table_of(s, setup, i);
        bool nested = board_inside(other, r.x + r.w / 2, r.y + r.h / 2);
        near = nested || !board_inside(other, table->x, table->y);
    }
    if (!near)
        *table = (BoardSeat){0};
}

static bool try_middles(BoardSeating *s, const Setup *setup)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_GROUP)
            s->seats[i] = (BoardSeat){0};
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_GROUP && !put_middle(s, setup, i))
            return false;
    return true;
}

/* Table middles take from the seats' size, as far as seats may shrink. */
static void put_tables(BoardSeating *s, const Setup *setup)
{
    float largest = s->seat;
    bool fits = try_middles(s, setup);
    while (!fits && s->seat > UI_MIN_TARGET) {
        s->seat = fmaxf(s->seat - 4, UI_MIN_TARGET);
        put_pupils(s, setup, s->seat);
        fits = try_middles(s, setup);
    }
    if (!fits) {
        s->seat = largest;
        put_pupils(s, setup, s->seat);
        for (int32_t i = 0; i < setup->subject_count; i++)
            if (setup->subjects[i].kind == SUBJECT_GROUP && !put_middle(s, setup, i))
                put_middle_near(s, setup, i);
    }
    for (int32_t i = 0; i < setup->subject_count; i++) {
        UiRect r = table_of(s, setup, i);
        if (setup->subjects[i].kind == SUBJECT_GROUP && !is_shared(s, setup, i, r))
            s->seats[i].surface = r;
    }
}

static bool put_adults(BoardSeating *s, const Setup *setup)
{
    float half = s->seat / 2;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *subject = &setup->subjects[i];
        if (subject->kind != SUBJECT_ADULT)
            continue;
        BoardSeat *seat = &s->seats[i];
        seat->x = clamped(subject->x * s->width, half + EDGE, s->width - half - EDGE);
        seat->y = clamped(subject->y * s->height, half + TOP, s->height - half - EDGE);
        float reach = fmaxf(s->width, s->height);
        float room = room_at(s, setup, seat->x, seat->y, true);
        if (room >= fmaxf(0.85F * half, UI_MIN_TARGET / 2.0F))
            seat->r = fminf(room, half);
        else if (!find_room(s, setup, seat, half, true, 160) &&
                 !find_room(s, setup, seat, UI_MIN_TARGET / 2.0F, true, reach))
            return false;
    }
    return true;
}

/* True when everybody has a seat of at least UI_MIN_TARGET. */
static bool place_at(const Setup *setup, float grow_x, float grow_y, BoardSeating *s)
{
    memset(s->seats, 0, sizeof s->seats);
    s->width = s->chart_w * grow_x;
    s->height = s->chart_h * grow_y;
    s->seat = UI_MIN_TARGET;
    put_pupils(s, setup, s->seat);
    float d = floorf(least_distance(s, setup)) - APART;
    if (d < UI_MIN_TARGET)
        return false;
    s->seat = fminf(d, SEAT);
    put_pupils(s, setup, s->seat);
    /* Seats moved in from the edge may have come together. */
    while (s->seat > UI_MIN_TARGET && least_distance(s, setup) < s->seat + APART - 0.5F) {
        s->seat = fmaxf(s->seat - 2, UI_MIN_TARGET);
        put_pupils(s, setup, s->seat);
    }
    if (least_distance(s, setup) < s->seat + APART - 1)
        return false;
    put_tables(s, setup);
    return put_adults(s, setup);
}

static bool is_placed(const Setup *setup)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (is_seat(&setup->subjects[i]) && (setup->subjects[i].x > 0 || setup->subjects[i].y > 0))
            return true;
    return false;
}

static bool place(const Setup *setup, BoardSeating *s)
{
    static const float grow[][2] = {{1, 1},       {1, 1.25F}, {1, 1.5F}, {1.25F, 1.25F},
                                    {1.5F, 1.5F}, {1.5F, 2},  {2, 2},    {3, 3}};
    if (!is_placed(setup))
        return false;
    for (size_t i = 0; i < sizeof grow / sizeof grow[0]; i++)
        if (place_at(setup, grow[i][0], grow[i][1], s))
            return true;
    return false;
}

/* ---- a plan of our own: adults in front, then the tables in rows ---- */

typedef struct Block {
    int32_t group; /* SUBJECT_NONE: pupils without one; its seats in the order of subjects */
    bool adults;
    int32_t count, columns, rows;
    float w, h;
} Block;

enum { MAX_BLOCKS = OBSERVATION_MAX_SUBJECTS + 2 };

typedef struct Plan {
    Block blocks[MAX_BLOCKS];
    int32_t count;
    float d, gap;           /* of a seat, between loose seats */
    float pitch_x, pitch_y; /* within a table: its middle lies between four seats */
} Plan;

static void add_block(Plan *plan, Block block, float pitch_x, float pitch_y, int32_t most)
{
    if (block.count == 0)
        return;
    int32_t columns = block.columns < most ? block.columns : most;
    columns = columns > 1 ? columns : 1;
    block.rows = (block.count + columns - 1) / columns;
    if (block.group != SUBJECT_NONE && block.rows < 2)
        block.rows = 2;
    block.columns =
        block.group != SUBJECT_NONE ? columns : (block.count + block.rows - 1) / block.rows;
    block.w = (float)(block.columns - 1) * pitch_x + plan->d;
    block.h = (float)(block.rows - 1) * pitch_y + plan->d;
    if (plan->count < MAX_BLOCKS)
        plan->blocks[plan->count++] = block;
}

static void make_plan(const Setup *setup, float width, Plan *plan)
{
    float loose = plan->d + plan->gap;
    int32_t across = (int32_t)((width - 2 * EDGE + plan->gap) / loose);
    int32_t across_table = (int32_t)((width - 2 * EDGE - plan->d) / plan->pitch_x) + 1;
    int32_t adults = 0, alone = 0;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        adults += setup->subjects[i].kind == SUBJECT_ADULT;
        alone +=
            setup->subjects[i].kind == SUBJECT_PUPIL && setup->subjects[i].group == SUBJECT_NONE;
    }
    plan->count = 0;
    add_block(plan,
              (Block){.group = SUBJECT_NONE, .adults = true, .count = adults, .columns = adults},
              loose, loose, across);
    for (int32_t g = 0; g < setup->subject_count; g++) {
        if (setup->subjects[g].kind != SUBJECT_GROUP)
            continue;
        int32_t count = member_count(setup, g);
        int32_t columns = (int32_t)ceilf(sqrtf((float)count));
        add_block(plan, (Block){.group = g, .count = count, .columns = columns > 2 ? columns : 2},
                  plan->pitch_x, plan->pitch_y, across_table);
    }
    add_block(plan, (Block){.group = SUBJECT_NONE, .count = alone, .columns = alone}, loose, loose,
              across);
}

static bool in_block(const Setup *setup, int32_t subject, const Block *block)
{
    const Subject *s = &setup->subjects[subject];
    if (block->adults)
        return s->kind == SUBJECT_ADULT;
    return s->kind == SUBJECT_PUPIL && s->group == block->group;
}

static void seat_block(const Setup *setup, const Plan *plan, const Block *block, float x, float y,
                       BoardSeating *s)
{
    bool table = block->group != SUBJECT_NONE;
    float px = table ? plan->pitch_x : plan->d + plan->gap;
    float py = table ? plan->pitch_y : plan->d + plan->gap;
    int32_t n = 0;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        if (!in_block(setup, i, block))
            continue;
        int32_t column = n % block->columns, row = n / block->columns;
        s->seats[i].x = x + plan->d / 2 + (float)column * px;
        s->seats[i].y = y + plan->d / 2 + (float)row * py;
        s->seats[i].r = plan->d / 2;
        n++;
    }
    if (!table)
        return;
    s->seats[block->group] = (BoardSeat){
        .x = x + plan->d / 2 + px / 2,
        .y = y + plan->d / 2 + py / 2,
        .r = fminf(hypotf(px, py) / 2 - plan->d / 2, MIDDLE / 2.0F),
        .surface = board_inset((UiRect){x, y, block->w, block->h}, -6, -6),
    };
}

/* The blocks from first that stand side by side. */
static int32_t row_of_blocks(const Plan *plan, int32_t first, float width, float between,
                             float *ret_w, float *ret_h)
{
    *ret_w = plan->blocks[first].w;
    *ret_h = plan->blocks[first].h;
    int32_t count = 1;
    while (!plan->blocks[first].adults && first + count < plan->count) {
        const Block *next = &plan->blocks[first + count];
        if (*ret_w + between + next->w > width - 2 * EDGE - 12)
            break;
        *ret_w += between + next->w;
        *ret_h = fmaxf(*ret_h, next->h);
        count++;
    }
    return count;
}

/* Seats everybody when s is given; returns the height used. */
static float flow(const Setup *setup, const Plan *plan, float width, float down, BoardSeating *s)
{
    float between = 26;
    float y = TOP;
    for (int32_t i = 0; i < plan->count;) {
        float w, h;
        int32_t n = row_of_blocks(plan, i, width, between, &w, &h);
        float x = (width - w) / 2;
        for (int32_t k = i; k < i + n && s; k++) {
            seat_block(setup, plan, &plan->blocks[k], x, y, s);
            x += plan->blocks[k].w + between;
        }
        y += h + down;
        i += n;
    }
    return y - down + EDGE + 6;
}

static int32_t row_count(const Plan *plan, float width)
{
    int32_t rows = 0;
    for (int32_t i = 0; i < plan->count; rows++) {
        float w, h;
        i += row_of_blocks(plan, i, width, 26, &w, &h);
    }
    return rows;
}

static void arrange(const Setup *setup, BoardSeating *s)
{
    static const float sizes[][2] = {{72, 26}, {72, 14}, {66, 12}, {60, 10}, {54, 8}, {48, 8}};
    enum { COUNT = sizeof sizes / sizeof sizes[0], DOWN = 22, MOST_DOWN = 40 };
    Plan plan = {0};
    float height = 0;
    for (int32_t i = 0; i < COUNT; i++) {
        plan.d = sizes[i][0];
        plan.gap = sizes[i][1];
        plan.pitch_x = plan.d + 26;
        plan.pitch_y = plan.d + 22;
        make_plan(setup, s->chart_w, &plan);
        height = flow(setup, &plan, s->chart_w, DOWN, NULL);
        if (height <= s->chart_h)
            break;
    }
    float spare = fmaxf(s->chart_h - height, 0) / (float)(row_count(&plan, s->chart_w) + 1);
    memset(s->seats, 0, sizeof s->seats);
    s->seat = plan.d;
    s->width = s->chart_w;
    (void)flow(setup, &plan, s->chart_w, fminf(DOWN + spare, MOST_DOWN), s);
    s->height = fmaxf(height, s->chart_h);
}

void board_seating(const Setup *setup, float width, float height, BoardSeating *s)
{
    if (s->count > 0 && s->count == setup->subject_count && s->chart_w == width &&
        s->chart_h == height && uuid_compare(s->setup, setup->id) == 0)
        return;
    s->setup = setup->id;
    s->count = setup->subject_count;
    s->chart_w = width;
    s->chart_h = height;
    if (!place(setup, s))
        arrange(setup, s);
    memcpy(s->homes, s->seats, sizeof s->homes);
    for (int32_t i = 0; i < OBSERVATION_MAX_SUBJECTS; i++)
        s->stands[i] = SUBJECT_NONE;
}

void board_seating_stand(BoardSeating *s, const Setup *setup, int32_t adult, int32_t beside)
{
    if (s->stands[adult] == beside)
        return;
    BoardSeat *seat = &s->seats[adult];
    const BoardSeat *home = &s->homes[adult];
    s->stands[adult] = beside;
    *seat = (BoardSeat){.r = 0}; /* its own place is free */
    if (beside != SUBJECT_NONE) {
        const BoardSeat *there = &s->seats[beside];
        *seat = (BoardSeat){.x = there->x, .y = there->y};
        float half = s->seat / 2, least = UI_MIN_TARGET / 2.0F;
        if (find_room(s, setup, seat, half, true, 3 * s->seat) ||
            find_room(s, setup, seat, least, true, 4 * s->seat))
            return;
    }
    *seat = *home;
}
