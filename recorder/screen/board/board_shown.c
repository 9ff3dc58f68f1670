/* The board of a lesson that is played again: looked at, never touched. */
#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>

static const float ROW = 40;

static void log_words(const Board *b, const ObsEvent *e, char words[BOARD_TEXT])
{
    const Code *code = &b->protocol->codes[e->code];
    board_event_words(b, e, words);
    if (code->kind == CODE_NOTE) {
        words[0] = '\0';
        board_append(words, e->text);
    }
    if (code->kind == CODE_INTERVAL) {
        char share[32];
        (void)snprintf(share, sizeof share, ", %d of %d", (int)e->value, (int)e->of);
        board_append(words, share);
    }
}

static void log_mark(const Board *b, const ObsEvent *e, float cx, float cy)
{
    const Code *code = &b->protocol->codes[e->code];
    int32_t option = code->pads != PROTOCOL_NONE ? e->options[code->pads] : PROTOCOL_NONE;
    if (code->kind != CODE_STATE)
        board_mark(b->ui, cx, cy, 16, code, board_option_digit(b->protocol, e->code, option), true,
                   board_hue(code));
    else
        ui_fill(b->ui, (UiRect){cx - 8, cy - 5, 16, 10}, 4, board_hue(code));
}

/* What happened lately, newest first, as much as has room; large words stand below
 * their time. */
static void draw_log(Board *b, UiRect r)
{
    enum { LINES = 3 };
    size_t count;
    const ObsEvent *events = session_events(b->session, &count);
    bool below = r.w < ui_scaled(b->ui, 240);
    float y = r.y, times = ui_scaled(b->ui, 44), mark = times + 24, text = below ? 0 : mark + 20;
    for (size_t i = count; i-- > 0;) {
        const ObsEvent *e = &events[i];
        char clock[BOARD_TEXT], words[BOARD_TEXT];
        bool repeats = i > 0 && event_is_same_drawing(b->protocol, e, &events[i - 1]);
        if (e->missing || repeats)
            continue;
        log_words(b, e, words);
        ThemeType type = i + 1 == count ? TYPE_16_BOLD : TYPE_16;
        float high = part_lines_height(b->ui, r.w - text, type, LINES, words);
        float line = ui_face(b->ui, type).leading, row = fmaxf(ROW, high + 12);
        row += below ? line : 0;
        if (y + row > r.y + r.h)
            return;
        UiRect first = {r.x, y + (below ? 6 : (row - high) / 2), times, line};
        ui_label(b->ui, first, TYPE_14, COLOR_INK3, UI_LEFT, board_clock(e->start_ms, clock));
        log_mark(b, e, r.x + mark, first.y + first.h / 2);
        UiRect says = {r.x + text, first.y + (below ? line : 0), r.w - text, high};
        part_lines(b->ui, says, type, COLOR_INK, words);
        y += row;
    }
}

void board_show(Ui *ui, const BoardModel *model, BoardState *state, UiRect chart, UiRect floor,
                UiRect log)
{
    if (!state->ready)
        board_state_init(state);
    Board b = board_look_around(ui, model, state);
    b.shown = true;
    b.chart = chart;
    if (b.has_chart)
        board_chart(&b);
    board_floor(&b, floor);
    draw_log(&b, log);
}
