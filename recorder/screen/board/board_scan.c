#include "recorder/screen/board/board.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A scan answered at once: the panel has a row of numbers for every table, and the
 * chart takes marks instead of turns. A finger that sweeps over seats marks each as
 * engaged, a tap goes on to the next mark, the third takes it off; Done answers for every table
 * whose pupils are all marked. What is not marked is not answered, and so missing in the end. */

enum { ROW_H = UI_LIVE_TARGET, CANT_W = 56, HEAD_H = 54, BETWEEN = 16 };
static const int64_t LAST_MS = 900; /* before the time is over, what is marked counts */

typedef struct Table {
    int32_t subject; /* SUBJECT_NONE: the class */
    int32_t of;      /* pupils present at the signal */
    int32_t marked, engaged;
    const ObsEvent *answer; /* NULL: not answered yet */
} Table;

typedef struct Scan {
    Board *b;
    const Sampling *sampling;
    Table tables[OBSERVATION_MAX_SUBJECTS];
    int32_t count, whole; /* whole: tables with every pupil marked, not yet answered */
    int32_t most;         /* pupils at one table */
    float name_w;
} Scan;

/* ---- what is asked ---- */

static bool is_asked(const Board *b, int32_t pupil, int32_t table)
{
    const Subject *s = &b->setup->subjects[pupil];
    return s->kind == SUBJECT_PUPIL && !s->several &&
           (table == SUBJECT_NONE || s->group == table) &&
           session_was_present(b->session, pupil, b->prompt.signal_ms);
}

static const ObsEvent *find_answer(const Board *b, const Scan *scan, int32_t subject)
{
    size_t count = 0;
    const ObsEvent *events = session_events(b->session, &count);
    size_t from = count > BOARD_LOOK_BACK ? count - BOARD_LOOK_BACK : 0;
    for (size_t i = count; i-- > from;)
        if (!events[i].voided && events[i].code == scan->sampling->code &&
            events[i].subject == subject && events[i].start_ms == b->prompt.signal_ms)
            return &events[i];
    return NULL;
}

static const char *name_of(const Board *b, int32_t subject)
{
    return subject == SUBJECT_NONE ? "Class" : board_short_name(b->setup->subjects[subject].label);
}

static void add_table(Scan *scan, int32_t subject)
{
    const Board *b = scan->b;
    Table t = {.subject = subject};
    for (int32_t i = 0; i < b->setup->subject_count; i++) {
        if (!is_asked(b, i, subject))
            continue;
        t.of++;
        t.marked += b->state->scan[i] != BOARD_UNMARKED;
        t.engaged += b->state->scan[i] == BOARD_ENGAGED;
    }
    if (t.of == 0)
        return;
    t.answer = find_answer(b, scan, subject);
    scan->whole += !t.answer && t.marked == t.of;
    scan->most = t.of > scan->most ? t.of : scan->most;
    float w = ui_text_width(b->ui, TYPE_20_BOLD, name_of(b, subject)) + 12;
    scan->name_w = fmaxf(scan->name_w, fminf(w, 120));
    scan->tables[scan->count++] = t;
}

static bool has_groups(const Setup *setup)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_GROUP)
            return true;
    return false;
}

static bool asks_class(const Board *b)
{
    return b->protocol->sampling[b->prompt.sampling].ask == SAMPLING_CLASS || !has_groups(b->setup);
}

static void look(Board *b, Scan *scan)
{
    *scan = (Scan){.b = b, .sampling = &b->protocol->sampling[b->prompt.sampling]};
    if (asks_class(b)) {
        add_table(scan, SUBJECT_NONE);
        return;
    }
    for (int32_t i = 0; i < b->setup->subject_count; i++)
        if (b->setup->subjects[i].kind == SUBJECT_GROUP)
            add_table(scan, i);
}

/* ---- marks ---- */

/* Where tables are asked, who sits at none is not. */
static void paint(Board *b, int32_t subject, BoardScanMark mark)
{
    if (subject != SUBJECT_NONE && is_asked(b, subject, SUBJECT_NONE) &&
        (asks_class(b) || b->setup->subjects[subject].group != SUBJECT_NONE))
        b->state->scan[subject] = (uint8_t)mark;
}

static BoardScanMark next_mark(BoardScanMark mark)
{
    return mark == BOARD_UNMARKED  ? BOARD_ENGAGED
           : mark == BOARD_ENGAGED ? BOARD_NOT_ENGAGED
                                   : BOARD_UNMARKED;
}

/* The whole table, as its pupils are: all of one mark get the next one. */
static void mark_table(Board *b, int32_t table)
{
    int32_t counts[BOARD_SCAN_MARKS] = {0}, of = 0;
    for (int32_t i = 0; i < b->setup->subject_count; i++) {
        if (is_asked(b, i, table)) {
            counts[b->state->scan[i]]++;
            of++;
        }
    }
    BoardScanMark mark = of > 0 && counts[BOARD_ENGAGED] == of       ? BOARD_NOT_ENGAGED
                         : of > 0 && counts[BOARD_NOT_ENGAGED] == of ? BOARD_UNMARKED
                                                                     : BOARD_ENGAGED;
    for (int32_t i = 0; i < b->setup->subject_count; i++)
        if (is_asked(b, i, table))
            b->state->scan[i] = (uint8_t)mark;
}

static void mark_one(Board *b, int32_t subject)
{
    if (subject == SUBJECT_NONE)
        return;
    if (b->setup->subjects[subject].kind == SUBJECT_GROUP)
        mark_table(b, subject);
    else
        paint(b, subject, next_mark((BoardScanMark)b->state->scan[subject]));
}

/* Every seat on the way is marked, also those that a quick finger jumped over. */
static void sweep(Board *b, const UiTouch *t, BoardSeatUnder under, const void *chart)
{
    static const float STEP = 8;
    BoardState *s = b->state;
    int32_t first = under(chart, t->from_x, t->from_y);
    if (!s->sweeping) {
        bool engaged = first != SUBJECT_NONE && s->scan[first] == BOARD_ENGAGED;
        s->sweeping = true;
        s->scan_paint = engaged ? BOARD_NOT_ENGAGED : BOARD_ENGAGED;
        s->drag_x = t->from_x;
        s->drag_y = t->from_y;
    }
    float dx = t->x - s->drag_x, dy = t->y - s->drag_y;
    int32_t steps = (int32_t)(hypotf(dx, dy) / STEP) + 1;
    for (int32_t i = 0; i <= steps; i++) {
        float share = (float)i / (float)steps;
        paint(b, under(chart, s->drag_x + dx * share, s->drag_y + dy * share), s->scan_paint);
    }
    s->drag_x = t->x;
    s->drag_y = t->y;
}

bool board_scan_takes(const Board *b, const UiTouch *t)
{
    const BoardState *s = b->state;
    bool open = s->panel == BOARD_PANEL_SCAN;
    return t->landed_ms >= s->scan_from_ms && (open || t->landed_ms < s->scan_to_ms);
}

void board_scan_touch(Board *b, int32_t subject, const UiTouch *t, BoardSeatUnder under,
                      const void *chart)
{
    if (b->state->panel != BOARD_PANEL_SCAN)
        return;
    switch (t->gesture) {
    case UI_GESTURE_TAP:
        mark_one(b, subject);
        break;
    case UI_GESTURE_DRAG:
        sweep(b, t, under, chart);
        break;
    case UI_GESTURE_DROP:
        if (t->dragged)
            sweep(b, t, under, chart);
        else
            mark_one(b, subject);
        b->state->sweeping = false;
        break;
    case UI_GESTURE_CANCEL:
        b->state->sweeping = b->state->sweeping && !(t->held || t->dragged);
        break;
    case UI_GESTURE_NONE:
    case UI_GESTURE_DOWN:
    case UI_GESTURE_HOLD:
        break;
    }
}

/* ---- answers ---- */

static void answer_one(Board *b, const Table *t, int32_t value, bool missing)
{
    b->ask = (BoardAsk){.kind = BOARD_ASK_ANSWER,
                        .sampling = b->prompt.sampling,
                        .subject = t->subject,
                        .value = value,
                        .missing = missing,
                        .at_ms = board_at(b, ui_landed_ms(b->ui))};
}

static void answer_marked(const Scan *scan)
{
    Board *b = scan->b;
    SessionAnswer *answers = ARENA_PUSH(b->ui->frame, SessionAnswer, (size_t)scan->count);
    int32_t count = 0;
    for (int32_t i = 0; i < scan->count && answers; i++) {
        const Table *t = &scan->tables[i];
        if (!t->answer && t->marked == t->of)
            answers[count++] = (SessionAnswer){.subject = t->subject, .value = t->engaged};
    }
    if (count == 0)
        return;
    b->ask = (BoardAsk){.kind = BOARD_ASK_ANSWERS,
                        .sampling = b->prompt.sampling,
                        .answers = answers,
                        .answer_count = count,
                        .at_ms = board_at(b, ui_landed_ms(b->ui))};
}

/* ---- the panel ---- */

static bool number(Board *b, uint32_t id, UiRect r, const char *text, bool given, bool would)
{
    Ui *ui = b->ui;
    UiTouch t = {0};
    if (b->live && !given)
        t = ui_touch(ui, id, r);
    ui_fill(ui, r, BOARD_RADIUS, t.down ? COLOR_SAMPLE_TRACK : COLOR_SURFACE);
    ui_stroke(ui, r, BOARD_RADIUS, would || t.down ? 3 : 1.5F,
              given ? COLOR_LINE : COLOR_SAMPLE_EDGE);
    ui_label(ui, r, TYPE_20_BOLD, given ? COLOR_INK3 : COLOR_INK, UI_CENTRE, text);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, board_inset(r, 4, 4), BOARD_RADIUS - 4);
    return part_tapped(&t, r);
}

/* The answer that stands. */
static void draw_answer(const Board *b, const Table *t, UiRect r)
{
    Ui *ui = b->ui;
    ui_icon(ui, r.x + 16, r.y + r.h / 2, 24, ICON_CHECK, COLOR_SAMPLE_EDGE);
    UiRect line = {r.x + 40, r.y, r.w - 40, r.h};
    if (t->answer->missing)
        ui_label(ui, line, TYPE_16, COLOR_INK2, UI_LEFT, "could not be seen");
    else
        ui_labelf(ui, line, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "%d of %d", (int)t->answer->value,
                  (int)t->answer->of);
}

/* Of one number in a row of this width, answers 0 to of. */
static float number_width(const Scan *scan, float row_w, int32_t of)
{
    float room = row_w - scan->name_w - CANT_W - BOARD_GAP;
    return floorf((room + BOARD_GAP) / (float)(of + 1)) - BOARD_GAP;
}

static void draw_row(Scan *scan, int32_t index, UiRect r)
{
    Board *b = scan->b;
    Ui *ui = b->ui;
    const Table *t = &scan->tables[index];
    uint32_t id = BOARD_ID_GRID + (uint32_t)index * BOARD_GRID_ROW;
    ui_label(ui, (UiRect){r.x, r.y, scan->name_w - 4, r.h}, TYPE_20_BOLD, COLOR_INK2, UI_LEFT,
             name_of(b, t->subject));
    UiRect rest = {r.x + scan->name_w, r.y, r.w - scan->name_w, r.h};
    if (t->answer) {
        draw_answer(b, t, rest);
        return;
    }
    float w = number_width(scan, r.w, t->of);
    if (w < UI_MIN_TARGET) { /* many at one table: swept, or counted in the strip */
        ui_labelf(ui, rest, TYPE_16, COLOR_INK2, UI_LEFT, "%d of %d marked, %d engaged",
                  (int)t->marked, (int)t->of, (int)t->engaged);
        return;
    }
    w = fminf(w, UI_LIVE_TARGET);
    bool whole = t->marked == t->of;
    for (int32_t value = 0; value <= t->of; value++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", (int)value);
        UiRect cell = {rest.x + (float)value * (w + BOARD_GAP), r.y, w, r.h};
        if (number(b, id + (uint32_t)value, cell, text, false, whole && t->engaged == value))
            answer_one(b, t, value, false);
    }
    UiRect cant = {r.x + r.w - CANT_W, r.y, CANT_W, r.h};
    if (number(b, id + BOARD_GRID_ROW - 1, cant, "", false, false))
        answer_one(b, t, 0, true);
    UiRect line = {cant.x, cant.y + cant.h / 2 - 19, cant.w, 20};
    ui_label(ui, line, TYPE_14_BOLD, COLOR_INK, UI_CENTRE, "Can\xE2\x80\x99t");
    line.y += 18;
    ui_label(ui, line, TYPE_14_BOLD, COLOR_INK, UI_CENTRE, "see");
}

typedef struct Rows {
    float h;
    int32_t columns, on_page, pages;
} Rows;

/* Rows a little lower rather than a second page. */
static Rows fit_rows(const Scan *scan, UiRect r)
{
    enum { LEAST = 52 };
    float half = (r.w - BETWEEN) / 2;
    Rows rows = {.columns = number_width(scan, half, scan->most) >= UI_MIN_TARGET ? 2 : 1};
    int32_t lines = (scan->count + rows.columns - 1) / rows.columns;
    lines = lines > 0 ? lines : 1;
    rows.h = fminf(floorf((r.h + BOARD_GAP) / (float)lines) - BOARD_GAP, ROW_H);
    if (rows.h < LEAST) {
        rows.h = ROW_H;
        lines = (int32_t)((r.h + BOARD_GAP) / (ROW_H + BOARD_GAP));
        lines = lines > 0 ? lines : 1;
    }
    rows.on_page = lines * rows.columns;
    rows.pages = (scan->count + rows.on_page - 1) / rows.on_page;
    return rows;
}

static void draw_rows(Scan *scan, UiRect r)
{
    BoardState *s = scan->b->state;
    Rows rows = fit_rows(scan, r);
    s->scan_page = s->scan_page < rows.pages ? s->scan_page : 0;
    float w = (r.w - (float)(rows.columns - 1) * BETWEEN) / (float)rows.columns;
    int32_t first = s->scan_page * rows.on_page;
    for (int32_t i = 0; i < rows.on_page && first + i < scan->count; i++) {
        int32_t column = i % rows.columns, line = i / rows.columns;
        UiRect row = {r.x + (float)column * (w + BETWEEN), r.y + (float)line * (rows.h + BOARD_GAP),
                      w, rows.h};
        draw_row(scan, first + i, row);
    }
}

static void buttons(Scan *scan, UiRect r, int32_t pages)
{
    Board *b = scan->b;
    BoardState *s = b->state;
    int32_t cells = pages > 1 ? 3 : 2;
    float w = (r.w - (float)(cells - 1) * BOARD_GAP) / (float)cells;
    UiRect close = {r.x, r.y, w, r.h}, done = {r.x + r.w - w, r.y, w, r.h};
    UiRect next = {r.x + w + BOARD_GAP, r.y, w, r.h};
    if (ui_button(b->ui, BOARD_ID_SCAN_CLOSE, close, UI_BUTTON_PLAIN, ICON_CLOSE, "One by one",
                  true))
        s->panel = BOARD_PANEL_NONE;
    if (pages > 1 &&
        ui_button(b->ui, BOARD_ID_SCAN_NEXT, next, UI_BUTTON_PLAIN, ICON_FORWARD, "More", true))
        s->scan_page = (s->scan_page + 1) % pages;
    char words[BOARD_TEXT];
    (void)snprintf(words, sizeof words, scan->whole == 1 ? "Done: %d table" : "Done: %d tables",
                   (int)scan->whole);
    bool class_only = scan->count == 1 && scan->tables[0].subject == SUBJECT_NONE;
    if (ui_button(b->ui, BOARD_ID_SCAN_DONE, done, UI_BUTTON_PRIMARY, ICON_CHECK,
                  class_only || scan->whole == 0 ? "Done" : words, b->live && scan->whole > 0)) {
        answer_marked(scan);
        s->panel = BOARD_PANEL_NONE;
    }
}

void board_scan_open(Board *b)
{
    BoardState *s = b->state;
    board_keep_note(b);
    if (s->scan_signal != b->prompt.signal || s->scan_sampling != b->prompt.sampling)
        memset(s->scan, BOARD_UNMARKED, sizeof s->scan);
    s->scan_signal = b->prompt.signal;
    s->scan_sampling = b->prompt.sampling;
    s->scan_page = 0;
    s->scan_from_ms = b->ui->in.at_ms;
    s->sweeping = false;
    s->panel = BOARD_PANEL_SCAN;
}

bool board_scan_is_over(const Board *b)
{
    return b->prompt.sampling == PROTOCOL_NONE || b->prompt.sampling != b->state->scan_sampling ||
           b->prompt.signal != b->state->scan_signal;
}

/* Time is nearly up: what was marked is not lost for want of a touch. */
static void answer_in_time(const Scan *scan)
{
    const Board *b = scan->b;
    int64_t left = b->prompt.until_ms - b->now_ms;
    if (left <= LAST_MS && b->ask.kind == BOARD_ASK_NONE)
        answer_marked(scan);
    else if (left > LAST_MS)
        ui_wake_at(b->ui, b->ui->in.now_ms + left - LAST_MS);
}

void board_scan(Board *b)
{
    Ui *ui = b->ui;
    Scan scan;
    look(b, &scan);
    float bottom = b->pads.y + b->pads.h;
    UiRect card = {b->pads.x, b->floor.y, b->pads.w, bottom - b->floor.y};
    ui_fill(ui, card, BOARD_PANEL_RADIUS, COLOR_PANEL);
    ui_stroke(ui, card, BOARD_PANEL_RADIUS, 1.5F, COLOR_SAMPLE_EDGE);
    UiRect r = board_inset(card, 12, 12);
    ui_labelf(ui, (UiRect){r.x, r.y, r.w, 28}, TYPE_20_BOLD, COLOR_INK, UI_LEFT, "Scan %d: %s",
              (int)b->prompt.signal, scan.sampling->question);
    ui_label(ui, (UiRect){r.x, r.y + 26, r.w, 20}, TYPE_14, COLOR_INK2, UI_LEFT,
             "Tap a number at each table, or mark the seats");
    UiRect rows = {r.x, r.y + HEAD_H, r.w, r.h - HEAD_H - UI_LIVE_TARGET - 12};
    draw_rows(&scan, rows);
    UiRect row = {r.x, r.y + r.h - UI_LIVE_TARGET, r.w, UI_LIVE_TARGET};
    buttons(&scan, row, fit_rows(&scan, rows).pages);
    answer_in_time(&scan);
}
