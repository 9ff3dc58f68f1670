/* The talk map: a circle for each pupil, as large as the number of turns, and
 * arrows between pupils. Seats stand where the seating plan has them; without
 * a plan, on arcs in the order of the list, and the head says so.
 *
 * No two texts meet: a label takes the first free place around its circle, and
 * what has none is named under the map.
 */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAP_HEIGHT 326.0F
#define MAP_TOP 54.0F /* room for the board and the adults */
#define BOARD_WIDTH 216.0F
#define BOARD_HEIGHT 11.0F
#define MAP_SIDE 62.0F
#define MAX_RADIUS 19.0F
#define SILENT_RADIUS 5.0F
#define LABEL_INSIDE 10.5F
#define LABEL_RISE 6.2F /* from the middle of a circle to the top of the label in it */
#define LABEL_FALL 8.0F /* and to the foot of its figure */
#define MANY_PASSES 60
#define MOST_ARROWS 40 /* of those seen more often, when there are many */
#define MAX_SEATS 120  /* more speakers than this are a table, not a map */
#define MAX_LABEL_WIDTH 58.0F
#define HOMELESS_LINES 4
#define UNHEARD_MOST 130.0F /* high: of the names of who was not heard */

typedef struct Seat {
    int32_t subject;
    int32_t turns;
    float x, y, r;
    float outward;        /* -1 or 1: the side of its table, or of the room */
    const char *forms[3]; /* of its label, the longest first */
    int32_t form_count;
    const char *label, *figure; /* the form that is drawn */
    enum { NO_PLACE, INSIDE, OUTSIDE } place;
    float label_x, label_y; /* OUTSIDE */
    float label_width;
} Seat;

typedef struct Box {
    float x0, y0, x1, y1;
} Box;

typedef struct Map {
    Debrief *d;
    Seat *seats;
    int32_t count;
    int32_t left_out; /* silent pupils that are not drawn: too many */
    bool plan;        /* the seating plan gives the places */
    int32_t most;     /* turns of the pupil with most */
    float top, height, words_height;
    Box *boxes;
    int32_t box_count, box_cap;
    const TalkLink *links;
    int32_t link_count;
    int32_t from_times; /* arrows for what was seen at least so often */
    bool directed;      /* links say who was spoken to, not who was followed */
    Box adults;
} Map;

static bool in_map(const Debrief *d, int32_t subject)
{
    return d->m.talk.roster.is_present[subject];
}

/* ---- places ---- */

/* Those that have room beside a circle; when none has, the shortest. */
static void find_forms(Map *m, Seat *s)
{
    const Layout *l = &m->d->l;
    const char *name = m->d->setup->subjects[s->subject].label;
    const DebriefShorter *all = m->d->input->shorter;
    const DebriefShorter shorter = all ? all[s->subject] : (DebriefShorter){name, name};
    const char *forms[] = {name, shorter.given, shorter.label};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (layout_text_width(l, FONT_BOLD, SIZE_NOTE, forms[i]) <= MAX_LABEL_WIDTH &&
            (s->form_count == 0 || strcmp(s->forms[s->form_count - 1], forms[i]) != 0))
            s->forms[s->form_count++] = forms[i];
    if (s->form_count == 0)
        s->forms[s->form_count++] = shorter.label;
    s->label = s->forms[0];
}

static void gather_seats(Map *m)
{
    Debrief *d = m->d;
    int32_t present = d->m.talk.roster.present_count;
    m->seats = ARENA_PUSH(d->scratch, Seat, (size_t)present + 1);
    m->box_cap = present * 2 + 64;
    m->boxes = ARENA_PUSH(d->scratch, Box, (size_t)m->box_cap);
    if (!m->seats || !m->boxes) {
        d->l.lost = true;
        m->count = 0;
        return;
    }
    for (int32_t i = 0; i < d->setup->subject_count; i++) {
        int32_t turns = d->m.talk.subjects[i].turns;
        if (!in_map(d, i))
            continue;
        if (turns == 0 && present > MAX_SEATS / 2) {
            m->left_out++;
            continue;
        }
        m->seats[m->count++] =
            (Seat){.subject = i, .turns = turns, .figure = layout_printf(&d->l, "%d", (int)turns)};
        find_forms(m, &m->seats[m->count - 1]);
        m->most = turns > m->most ? turns : m->most;
    }
}

static float nearest(const Map *m)
{
    float best = 1000;
    for (int32_t i = 0; i < m->count; i++)
        for (int32_t j = i + 1; j < m->count; j++)
            best =
                fminf(best, hypotf(m->seats[i].x - m->seats[j].x, m->seats[i].y - m->seats[j].y));
    return best;
}

/* The plan's coordinates stretched over the map. */
static void place_by_plan(Map *m)
{
    const Layout *l = &m->d->l;
    float x0 = 2, x1 = -1, y0 = 2, y1 = -1;
    for (int32_t i = 0; i < m->count; i++) {
        const Subject *s = &m->d->setup->subjects[m->seats[i].subject];
        x0 = fminf(x0, s->x), x1 = fmaxf(x1, s->x);
        y0 = fminf(y0, s->y), y1 = fmaxf(y1, s->y);
    }
    float width = l->width - 2 * MAP_SIDE, height = MAP_HEIGHT - MAP_TOP - 36;
    if (y1 - y0 < 0.08F)
        height = 40;
    else if (y1 - y0 < 0.35F)
        height *= 0.55F;
    m->height = MAP_TOP + 36 + height;
    for (int32_t i = 0; i < m->count; i++) {
        const Subject *s = &m->d->setup->subjects[m->seats[i].subject];
        float u = x1 > x0 ? (s->x - x0) / (x1 - x0) : 0.5F;
        float v = y1 > y0 ? (s->y - y0) / (y1 - y0) : 0.5F;
        m->seats[i].x = l->left + MAP_SIDE + u * width;
        m->seats[i].y = m->top + MAP_TOP + 20 + v * height;
    }
}

/* Arcs open to the front, one behind the other, filled in the order of the list. */
static void place_on_arcs(Map *m)
{
    const Layout *l = &m->d->l;
    int32_t arcs = m->count <= 16 ? 1 : m->count <= 40 ? 2 : m->count <= 72 ? 3 : 4;
    float cx = (l->left + l->right) / 2, cy = m->top + MAP_TOP + 8;
    m->height = m->count <= 3 ? 150 : m->count <= 8 ? 204 : m->count <= 20 ? 272 : MAP_HEIGHT;
    float a = l->width / 2 - MAP_SIDE - 6, b = m->height - MAP_TOP - 34;
    float sum = 0;
    for (int32_t k = 0; k < arcs; k++)
        sum += 1.0F - 0.24F * (float)k;
    int32_t placed = 0;
    for (int32_t k = arcs - 1; k >= 0; k--) {
        float scale = 1.0F - 0.24F * (float)k;
        int32_t here = k == 0 ? m->count - placed : (int32_t)roundf((float)m->count * scale / sum);
        for (int32_t i = 0; i < here && placed < m->count; i++, placed++) {
            float u = here == 1 ? 0.5F : (float)i / (float)(here - 1);
            float angle = 3.14159265F * (1.0F - u);
            m->seats[placed].x = cx + a * scale * cosf(angle);
            m->seats[placed].y = cy + b * scale * sinf(angle);
        }
    }
}

/* A pupil at a table is named on the outer side of it, one without in the half
 * of the room. */
static void face_outward(Map *m)
{
    const Subject *subjects = m->d->setup->subjects;
    for (int32_t i = 0; i < m->count; i++) {
        Seat *s = &m->seats[i];
        int32_t group = subjects[s->subject].group, members = 0;
        float x = 0;
        for (int32_t j = 0; m->plan && group != SUBJECT_NONE && j < m->count; j++)
            if (subjects[m->seats[j].subject].group == group)
                x += m->seats[j].x, members++;
        float middle = members > 1 ? x / (float)members : (m->d->l.left + m->d->l.right) / 2;
        s->outward = s->x >= middle ? 1 : -1;
    }
}

static void place_seats(Map *m)
{
    m->plan = !debrief_knows_only_speakers(m->d);
    place_by_plan(m);
    if (!m->plan || (m->count > 1 && nearest(m) < 16)) {
        m->plan = false;
        place_on_arcs(m);
    }
    face_outward(m);
    float largest = fminf(MAX_RADIUS, 0.47F * nearest(m));
    for (int32_t i = 0; i < m->count; i++) {
        Seat *s = &m->seats[i];
        s->r = s->turns == 0 ? fminf(SILENT_RADIUS, largest * 0.6F)
                             : fmaxf(largest * sqrtf((float)s->turns / (float)m->most), 2);
    }
}

/* ---- labels ---- */

static bool taken(const Map *m, Box box)
{
    if (box.x0 < m->d->l.left || box.x1 > m->d->l.right || box.y0 < m->top ||
        box.y1 > m->top + m->height + 6)
        return true;
    for (int32_t i = 0; i < m->box_count; i++) {
        const Box *b = &m->boxes[i];
        if (box.x0 < b->x1 && b->x0 < box.x1 && box.y0 < b->y1 && b->y0 < box.y1)
            return true;
    }
    return false;
}

/* own: the circle that it may touch; NULL for none. */
static bool on_a_circle(const Map *m, Box box, const Seat *own)
{
    for (int32_t i = 0; i < m->count; i++) {
        const Seat *s = &m->seats[i];
        if (own == s)
            continue;
        float x = fminf(fmaxf(s->x, box.x0), box.x1), y = fminf(fmaxf(s->y, box.y0), box.y1);
        if (hypotf(x - s->x, y - s->y) < s->r + 1)
            return true;
    }
    return false;
}

static void take(Map *m, Box box)
{
    if (m->box_count < m->box_cap)
        m->boxes[m->box_count++] = box;
}

static bool place_inside(Map *m, Seat *s)
{
    const Layout *l = &m->d->l;
    float figure = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, s->figure);
    float width = fmaxf(layout_text_width(l, FONT_BOLD, SIZE_NOTE, s->label), figure);
    Box box = {s->x - width / 2, s->y - 7, s->x + width / 2, s->y + 11};
    bool fits = hypotf(width / 2, LABEL_RISE) < s->r - 1 && hypotf(figure / 2, LABEL_FALL) < s->r;
    if (s->r < LABEL_INSIDE || !fits || taken(m, box))
        return false;
    s->place = INSIDE;
    take(m, box);
    return true;
}

static bool place_outside(Map *m, Seat *s)
{
    const Layout *l = &m->d->l;
    float width = layout_text_width(l, FONT_BOLD, SIZE_NOTE, s->label) + 3 +
                  layout_text_width(l, FONT_REGULAR, SIZE_NOTE, s->figure);
    bool right = s->outward > 0;
    float beside[2] = {s->x + s->r + 3, s->x - s->r - 3 - width};
    SheetPoint places[] = {
        {beside[right ? 0 : 1], s->y + 3},
        {beside[right ? 1 : 0], s->y + 3},
        {s->x - width / 2, s->y + s->r + 9},
        {s->x - width / 2, s->y - s->r - 4},
    };
    for (int tries = 0; tries < 2; tries++) /* apart from its neighbours, or at least off them */
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            float air = tries == 0 ? 3 : 1;
            Box box = {places[i].x - air, places[i].y - 8, places[i].x + width + air,
                       places[i].y + 2.2F};
            if (taken(m, box) || on_a_circle(m, box, s))
                continue;
            s->place = OUTSIDE;
            s->label_x = places[i].x, s->label_y = places[i].y;
            s->label_width = width;
            take(m, box);
            return true;
        }
    return false;
}

/* The longest of these forms that has room there. */
static void place_form(Map *m, Seat *s, int32_t from, int32_t to, bool (*place)(Map *m, Seat *s))
{
    for (int32_t i = from; i < to && s->place == NO_PLACE; i++) {
        s->label = s->forms[i];
        (void)place(m, s);
    }
    if (s->place == NO_PLACE)
        s->label = s->forms[0];
}

/* Before the arrows, so that they can keep clear. Large circles choose first; a name
 * beside its circle says more than the label in it. */
static void place_labels(Map *m)
{
    for (int32_t i = 0; i < m->count; i++) {
        Seat *s = &m->seats[i];
        place_form(m, s, 0, s->form_count > 1 ? s->form_count - 1 : 1, place_inside);
    }
    for (int32_t i = 0; i < m->count; i++) {
        Seat *s = &m->seats[i];
        place_form(m, s, 0, s->form_count, place_outside);
        place_form(m, s, s->form_count - 1, s->form_count, place_inside);
    }
}

static void draw_label(Map *m, const Seat *s)
{
    Layout *l = &m->d->l;
    if (s->place == INSIDE) {
        sheet_text(l->sheet, s->x, s->y - 0.5F, FONT_BOLD, SIZE_NOTE, INK, SHEET_CENTRE, s->label);
        sheet_text(l->sheet, s->x, s->y + 8, FONT_REGULAR, SIZE_NOTE, INK, SHEET_CENTRE, s->figure);
        return;
    }
    sheet_rect(l->sheet, s->label_x - 1, s->label_y - 7.5F, s->label_width + 2, 9.7F, 0,
               ink_fill(INK_WHITE));
    float name = sheet_text(l->sheet, s->label_x, s->label_y, FONT_BOLD, SIZE_NOTE, INK, SHEET_LEFT,
                            s->label);
    sheet_text(l->sheet, s->label_x + name + 3, s->label_y, FONT_REGULAR, SIZE_NOTE, INK,
               SHEET_LEFT, s->figure);
}

static void draw_labels(Map *m)
{
    for (int32_t i = 0; i < m->count; i++)
        if (m->seats[i].place != NO_PLACE)
            draw_label(m, &m->seats[i]);
}

/* ---- arrows ---- */

static const Seat *seat_of(const Map *m, int32_t subject)
{
    for (int32_t i = 0; i < m->count; i++)
        if (m->seats[i].subject == subject)
            return &m->seats[i];
    return NULL;
}

static int32_t links_from(const Map *m, int32_t times)
{
    int32_t n = 0;
    for (int32_t i = 0; i < m->link_count; i++)
        n += m->links[i].count >= times;
    return n;
}

static void gather_links(Map *m)
{
    const TalkMeasures *talk = &m->d->m.talk;
    const TalkLink *sources[2] = {talk->spoken_to, talk->followed};
    int32_t counts[2] = {talk->spoken_to_count, talk->followed_count};
    for (int pass = 0; pass < 2 && m->link_count == 0; pass++) {
        TalkLink *links = ARENA_PUSH(m->d->scratch, TalkLink, (size_t)counts[pass] + 1);
        if (!links) {
            m->d->l.lost = true;
            return;
        }
        for (int32_t i = 0; i < counts[pass]; i++)
            if (seat_of(m, sources[pass][i].from) && seat_of(m, sources[pass][i].to) &&
                sources[pass][i].from != sources[pass][i].to)
                links[m->link_count++] = sources[pass][i];
        m->links = links;
        m->directed = pass == 0;
    }
    m->from_times = m->link_count > MANY_PASSES ? 2 : 1;
    while (m->from_times > 1 && links_from(m, m->from_times) > MOST_ARROWS)
        m->from_times++;
}

static SheetPoint bent(const Seat *a, const Seat *b, float bend)
{
    return (SheetPoint){(a->x + b->x) / 2 - (b->y - a->y) * bend,
                        (a->y + b->y) / 2 + (b->x - a->x) * bend};
}

/* How much of what stands in the map an arrow would run over. */
static float arrow_cost(const Map *m, const Seat *a, const Seat *b, float bend)
{
    SheetPoint c = bent(a, b, bend);
    float cost = fabsf(fabsf(bend) - 0.13F) * 4;
    for (int k = 1; k < 40; k++) {
        float u = (float)k / 40, v = 1 - u;
        float x = v * v * a->x + 2 * u * v * c.x + u * u * b->x;
        float y = v * v * a->y + 2 * u * v * c.y + u * u * b->y;
        for (int32_t i = 0; i < m->count; i++) {
            const Seat *s = &m->seats[i];
            if (s == a || s == b)
                continue;
            float r = s->r + 3;
            if ((x - s->x) * (x - s->x) + (y - s->y) * (y - s->y) < r * r)
                cost += 1;
        }
        for (int32_t i = 0; i < m->count; i++) {
            const Seat *s = &m->seats[i];
            if (s->place == OUTSIDE && x > s->label_x - 2 && x < s->label_x + s->label_width + 2 &&
                y > s->label_y - 9 && y < s->label_y + 3)
                cost += 1;
        }
        if (x > m->adults.x0 - 4 && x < m->adults.x1 + 4 && y < m->adults.y1 + 4)
            cost += 2;
        if (y > m->top + m->height || y < m->top || x < m->d->l.left || x > m->d->l.right)
            cost += 5;
    }
    return cost;
}

/* Thicker for more often; counted from the least that is drawn dark. */
static float arrow_width(const Map *m, int32_t count)
{
    static const float widths[] = {0.45F, 0.45F, 1.2F, 1.9F, 2.6F, 3.2F};
    int32_t step = m->from_times > 2 ? count - m->from_times + 2 : count;
    return widths[step > 5 ? 5 : step];
}

static bool has_return(const Map *m, const TalkLink *link)
{
    for (int32_t i = 0; i < m->link_count; i++)
        if (m->links[i].from == link->to && m->links[i].to == link->from)
            return true;
    return false;
}

static void draw_arrow(Map *m, const TalkLink *link)
{
    static const float bends[] = {0.13F, -0.13F, 0.05F, -0.05F, 0.22F, -0.22F, 0.3F, -0.3F};
    const Seat *a = seat_of(m, link->from), *b = seat_of(m, link->to);
    float bend = bends[0], best = arrow_cost(m, a, b, bend);
    bool fixed = link->count > 1 && has_return(m, link);
    for (size_t i = 1; !fixed && i < sizeof bends / sizeof *bends; i++) {
        float cost = arrow_cost(m, a, b, bends[i]);
        if (cost < best)
            best = cost, bend = bends[i];
    }
    SheetPoint c = bent(a, b, bend);
    float width = arrow_width(m, link->count);
    uint32_t rgb = link->count == 1 ? INK_ONCE : INK;
    float out = atan2f(c.y - a->y, c.x - a->x), in = atan2f(b->y - c.y, b->x - c.x);
    float head = 3.2F + 1.3F * width, half = 0.42F * head;
    SheetPoint from = {a->x + a->r * cosf(out), a->y + a->r * sinf(out)};
    SheetPoint tip = {b->x - (b->r + 1) * cosf(in), b->y - (b->r + 1) * sinf(in)};
    SheetPoint neck = {tip.x - head * cosf(in), tip.y - head * sinf(in)};
    SheetPoint barbs[3] = {tip,
                           {neck.x - half * sinf(in), neck.y + half * cosf(in)},
                           {neck.x + half * sinf(in), neck.y - half * cosf(in)}};
    sheet_curve(m->d->l.sheet, from, c, neck, ink_stroke(rgb, width));
    sheet_polygon(m->d->l.sheet, barbs, 3, ink_fill(rgb));
}

/* Light ones first, so that the thick ones lie on top. */
static void draw_arrows(Map *m)
{
    int32_t most = 0;
    for (int32_t i = 0; i < m->link_count; i++)
        most = m->links[i].count > most ? m->links[i].count : most;
    for (int32_t times = m->from_times; times <= most; times++)
        for (int32_t i = 0; i < m->link_count; i++)
            if (m->links[i].count == times)
                draw_arrow(m, &m->links[i]);
}

/* ---- tables and adults ---- */

static void draw_tables(Map *m)
{
    Debrief *d = m->d;
    for (int32_t g = 0; m->plan && g < d->setup->subject_count; g++) {
        Box box = {1e6F, 1e6F, -1, -1};
        int32_t members = 0;
        for (int32_t i = 0; i < m->count; i++) {
            if (d->setup->subjects[m->seats[i].subject].group != g)
                continue;
            members++;
            box = (Box){fminf(box.x0, m->seats[i].x), fminf(box.y0, m->seats[i].y),
                        fmaxf(box.x1, m->seats[i].x), fmaxf(box.y1, m->seats[i].y)};
        }
        float w = box.x1 - box.x0, h = box.y1 - box.y0;
        if (members < 2 || w > 150 || h > 150)
            continue;
        float inset = w > 36 ? 9 : -9;
        box = (Box){box.x0 + inset, box.y0 - 9, box.x1 - inset, box.y1 + 9};
        sheet_rect(d->l.sheet, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0, 5,
                   ink_fill(INK_BAND));
    }
}

/* Names of the tables, where nothing else stands; after the seats' labels. */
static void name_tables(Map *m)
{
    Debrief *d = m->d;
    for (int32_t g = 0; m->plan && g < d->setup->subject_count; g++) {
        float x = 0, y = 0;
        int32_t members = 0;
        for (int32_t i = 0; i < m->count; i++)
            if (d->setup->subjects[m->seats[i].subject].group == g)
                x += m->seats[i].x, y += m->seats[i].y, members++;
        if (members < 2)
            continue;
        x /= (float)members, y /= (float)members;
        const char *label = d->setup->subjects[g].label;
        const char *last = strrchr(label, ' ');
        if (layout_text_width(&d->l, FONT_BOLD, SIZE_HEAD, label) > 30 && last && last[1] != '\0')
            label = last + 1;
        float half = layout_text_width(&d->l, FONT_BOLD, SIZE_HEAD, label) / 2;
        Box box = {x - half, y - 7, x + half, y + 6};
        if (taken(m, box) || on_a_circle(m, box, NULL))
            continue;
        sheet_text(d->l.sheet, x, y + 3.5F, FONT_BOLD, SIZE_HEAD, INK_FAINT, SHEET_CENTRE, label);
        take(m, box);
    }
}

/* Where the class looks: at the top unless the seating chart says another side. */
static void draw_board(Map *m)
{
    const Setup *setup = m->d->setup;
    Layout *l = &m->d->l;
    bool said = setup->board_x > 0 || setup->board_y > 0;
    float across = said ? fabsf(setup->board_x - 0.5F) : 0;
    float along = said ? setup->board_y - 0.5F : -0.5F;
    if (!m->plan)
        return;
    if (across > fabsf(along)) { /* on a side wall */
        bool right = setup->board_x > 0.5F;
        float x = right ? l->right - BOARD_HEIGHT : l->left;
        float y = m->top + MAP_TOP + 10, h = m->height - MAP_TOP - 30;
        sheet_rect(l->sheet, x, y, BOARD_HEIGHT, h, 0, ink_fill(INK_BAND_DARK));
        take(m, (Box){x, y, x + BOARD_HEIGHT, y + h});
        return;
    }
    float x = (l->left + l->right - BOARD_WIDTH) / 2;
    float y = along > 0 ? m->top + m->height - BOARD_HEIGHT + 8 : m->top;
    sheet_rect(l->sheet, x, y, BOARD_WIDTH, BOARD_HEIGHT, 0, ink_fill(INK_BAND_DARK));
    sheet_text(l->sheet, x + BOARD_WIDTH / 2, y + 8.4F, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
               SHEET_CENTRE, say(l, "board"));
    take(m, (Box){x, y, x + BOARD_WIDTH, y + BOARD_HEIGHT});
}

/* The adults at the front, each with turns; as one where they have no room beside
 * each other, or are more than four. */
static void draw_adults(Map *m)
{
    enum { MAX_BOXES = 4 };
    Debrief *d = m->d;
    Layout *l = &d->l;
    const char *texts[MAX_BOXES];
    float widths[MAX_BOXES], total = 0;
    int32_t count = 0, adults = 0;
    for (int32_t i = 0; i < d->setup->subject_count; i++) {
        if (d->setup->subjects[i].kind != SUBJECT_ADULT || d->m.talk.subjects[i].turns == 0)
            continue;
        if (adults++ >= MAX_BOXES)
            continue;
        texts[count] = layout_printf(l, "%s  %d", d->setup->subjects[i].label,
                                     (int)d->m.talk.subjects[i].turns);
        widths[count] = fmaxf(layout_text_width(l, FONT_BOLD, SIZE_BODY, texts[count]) + 14, 68);
        total += widths[count] + (count > 0 ? 8 : 0);
        count++;
    }
    int32_t all = d->m.talk.count[TALK_TEACHER];
    if (adults == 0 || adults > MAX_BOXES || total > l->width) {
        count = all > 0;
        texts[0] = layout_printf(l, adults <= 1 ? "Teacher  %d" : "Adults  %d", (int)all);
        widths[0] = fmaxf(layout_text_width(l, FONT_BOLD, SIZE_BODY, texts[0]) + 14, 68);
        total = count > 0 ? widths[0] : 0;
    }
    float x = (l->left + l->right - total) / 2, y = m->top + (m->plan ? 18 : 4);
    m->adults = (Box){x, y, x + total, y + 17};
    for (int32_t i = 0; i < count; i++) {
        sheet_rect(l->sheet, x, y, widths[i], 17, 3, ink_fill(INK_TEACHER));
        sheet_text(l->sheet, x + widths[i] / 2, y + 12, FONT_BOLD, SIZE_BODY, INK_WHITE,
                   SHEET_CENTRE, texts[i]);
        x += widths[i] + 8;
    }
    if (count > 0)
        take(m, m->adults);
}

/* ---- words under the map ---- */

/* How many names a list says before it says how many more there are. */
typedef struct Named {
    int32_t unheard, homeless;
} Named;

static const char *unheard_list(Map *m, int32_t named, int32_t *ret_silent)
{
    Layout *l = &m->d->l;
    const char *list = "";
    int32_t silent = 0;
    for (int32_t i = 0; i < m->d->setup->subject_count; i++) {
        if (!in_map(m->d, i) || m->d->m.talk.subjects[i].turns > 0)
            continue;
        if (silent++ < named)
            list = layout_printf(l, "%s%s%s", list, list[0] ? ", " : "",
                                 layout_isolated(l, m->d->setup->subjects[i].label));
    }
    *ret_silent = silent;
    return silent <= named ? list : layout_printf(l, "%s and %d more", list, (int)(silent - named));
}

/* The labels that found no place in the map, "" when all did. */
static const char *homeless_list(Map *m, int32_t named)
{
    Layout *l = &m->d->l;
    const char *list = "";
    int32_t count = 0;
    for (int32_t i = 0; i < m->count; i++)
        if (m->seats[i].place == NO_PLACE && count++ < named)
            list = layout_printf(l, "%s%s%s %s", list, list[0] ? ", " : "",
                                 layout_isolated(l, m->seats[i].label), m->seats[i].figure);
    return count <= named ? list : layout_printf(l, "%s and %d more", list, (int)(count - named));
}

/* Returns the baseline that would come next. */
static float set_unheard(Map *m, SheetPoint at, float width, Named named, bool draw)
{
    Layout *l = &m->d->l;
    int32_t silent = 0;
    const char *list = unheard_list(m, named.unheard, &silent);
    const char *homeless = named.homeless > 0 ? homeless_list(m, named.homeless) : "";
    bool groups = m->d->m.talk.count[TALK_GROUP] > 0;
    const char *rest = layout_printf(
        l, "%s%s%s%s%s", silent > 0 ? "." : "",
        silent > 0 && groups ? say(l, " Their talk at tables is not in this count.") : "",
        homeless[0] ? say(l, " No room for a label: ") : "", homeless, homeless[0] ? "." : "");
    Phrase phrases[] = {
        {FONT_REGULAR, silent > 0 && m->d->m.talk.unidentified_turns > 0
                           ? say(l, "Open circles: not known to have spoken to the whole class: ")
                       : silent > 0 ? say(l, "Open circles: not yet heard in whole-class talk: ")
                       : debrief_knows_only_speakers(m->d)
                           ? say(l, "The record names nobody but those who spoke.")
                           : say(l, "Everyone present was heard in whole-class talk.")},
        {FONT_BOLD, list},
        {FONT_REGULAR, rest},
    };
    return layout_phrases(l, at.x, at.y, width, SIZE_BODY, INK, phrases, 3, draw);
}

/* As many names as have room in the height; labelled: those without a label, too. */
static float unheard_words(Map *m, SheetPoint at, float width, bool labelled, float height,
                           bool draw)
{
    static const Named tries[] = {{60, 10}, {30, 10}, {15, 10}, {6, 10},
                                  {6, 5},   {6, 2},   {3, 2},   {1, 1}};
    Named named = {0};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        named = (Named){tries[i].unheard, labelled ? tries[i].homeless : 0};
        if (set_unheard(m, (SheetPoint){0, 0}, width, named, false) <= height)
            break;
    }
    return set_unheard(m, at, width, named, draw);
}

static float arrow_words(Map *m, float x, float y, float width, bool draw)
{
    Layout *l = &m->d->l;
    int32_t passes = 0, once = 0, unknown = m->d->m.talk.unidentified_turns;
    for (int32_t i = 0; i < m->link_count; i++) {
        passes += m->links[i].count;
        once += m->links[i].count == 1;
    }
    const char *turns = words_number(l, passes, say(l, "pupil turn"), say(l, "pupil turns"));
    const char *what = m->directed ? say(l, "said to another pupil")
                                   : say(l, "directly after another pupil" APOSTROPHE "s");
    const char *text;
    if (passes == 0)
        text = say(l, "No pupil" APOSTROPHE "s turn directly followed another pupil" APOSTROPHE
                      "s, so there are no arrows.");
    else if (m->from_times <= 1)
        text = layout_printf(l,
                             "Arrows: %s %s; dark" NBSP "=" NBSP "twice or more, light" NBSP
                             "=" NBSP "once (%d).",
                             turns, what, (int)once);
    else
        text = layout_printf(
            l, "Arrows: of %s %s, what was seen %d times or more (%d of %d pairs).", turns, what,
            (int)m->from_times, (int)links_from(m, m->from_times), (int)m->link_count);
    const char *more =
        unknown > 0 ? layout_printf(l, " %s by pupils who were not told apart.",
                                    words_number(l, unknown, say(l, "turn"), say(l, "turns")))
                    : "";
    Phrase phrases[] = {{FONT_REGULAR, text},
                        {FONT_REGULAR, more},
                        {FONT_REGULAR, say(l, " Talk to and from the teacher is not drawn.")}};
    return layout_phrases(l, x, y, width, SIZE_BODY, INK, phrases, 3, draw);
}

/* Everything but where the map stands. False: it folds. */
static bool prepare(Map *m, Debrief *d)
{
    Layout *l = &d->l;
    *m = (Map){.d = d};
    if (d->m.talk.count[TALK_STUDENT] == 0 || !debrief_tells_speakers(d))
        return false;
    gather_seats(m);
    if (m->count == 0 || m->count > MAX_SEATS)
        return false;
    if (m->count == 1 && debrief_knows_only_speakers(d)) /* one circle says no more than Reach */
        return false;
    place_seats(m);
    gather_links(m);
    float half = layout_span(l, 6) - 6;
    m->words_height = fmaxf(unheard_words(m, (SheetPoint){0, 0}, half, false, UNHEARD_MOST, false),
                            arrow_words(m, 0, 0, half, false)) +
                      HOMELESS_LINES * LEAD_BODY;
    return true;
}

float debrief_talk_map_height(Debrief *d)
{
    Map m;
    return prepare(&m, d) ? SECTION_GAP + HEAD_DROP + m.height + m.words_height : 0;
}

static const char *map_aside(Map *m)
{
    Layout *l = &m->d->l;
    const char *arrow =
        m->link_count == 0 ? ""
        : m->directed      ? say(l, "  " MIDDLE_DOT "  arrow: to whom it was said")
                           : say(l, "  " MIDDLE_DOT "  arrow: to the pupil whose turn it followed");
    return layout_printf(
        l, "%s  " MIDDLE_DOT "  area of a circle = turns%s%s",
        words_number(l, m->d->m.talk.count[TALK_STUDENT], say(l, "pupil turn"),
                     say(l, "pupil turns")),
        arrow,
        m->plan ? "" : say(l, "  " MIDDLE_DOT "  places are the order of the list, not seats"));
}

void debrief_talk_map(Debrief *d)
{
    Layout *l = &d->l;
    Map m;
    if (!prepare(&m, d))
        return;
    layout_section(l, say(l, "Talk map"), map_aside(&m), HEAD_DROP + m.height + m.words_height);
    m.top = l->y - 8;
    place_seats(&m);
    draw_board(&m);
    draw_adults(&m);
    draw_tables(&m);
    place_labels(&m);
    draw_arrows(&m);
    for (int32_t i = 0; i < m.count; i++)
        layout_dot(l, m.seats[i].x, m.seats[i].y, m.seats[i].r,
                   m.seats[i].turns > 0 ? INK_PUPIL : INK_WHITE,
                   m.seats[i].turns > 0 ? 0.6F : 0.9F);
    draw_labels(&m);
    name_tables(&m);
    l->y = m.top + m.height + 22;
    float half = layout_span(l, 6) - 6;
    float y1 = unheard_words(&m, (SheetPoint){l->left, l->y}, half, true, m.words_height, true);
    layout_read_left(l, layout_column(l, 6) - 6, l->y - LEAD_BODY,
                     l->y + m.words_height - LEAD_BODY * (HOMELESS_LINES + 1));
    float y2 = arrow_words(&m, layout_column(l, 6), l->y, half + 6, true);
    l->y = fmaxf(y1, y2) - LEAD_BODY + 4;
}
