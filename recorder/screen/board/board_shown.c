/* The board of a lesson that is played again: looked at, never touched. */
#include "recorder/screen/board/board.h"

#include <stdio.h>

static const float ROW = 40;

/* What happened lately, newest first. */
static void draw_log(Board *b, UiRect r)
{
    size_t count;
    const ObsEvent *events = session_events(b->session, &count);
    float y = r.y;
    for (size_t i = count; i-- > 0 && y + ROW <= r.y + r.h;) {
        const ObsEvent *e = &events[i];
        const Code *code = &b->protocol->codes[e->code];
        char clock[BOARD_TEXT], words[BOARD_TEXT];
        bool repeats = i > 0 && event_is_same_drawing(b->protocol, e, &events[i - 1]);
        if (e->missing || repeats)
            continue;
        ui_label(b->ui, (UiRect){r.x, y, 64, ROW}, TYPE_14, COLOR_INK3, UI_LEFT,
                 board_clock(e->start_ms, clock));
        int32_t option = code->pads != PROTOCOL_NONE ? e->options[code->pads] : PROTOCOL_NONE;
        if (code->kind != CODE_STATE)
            board_mark(b->ui, r.x + 76, y + ROW / 2, 16, code,
                       board_option_digit(b->protocol, e->code, option), true, board_hue(code));
        else
            ui_fill(b->ui, (UiRect){r.x + 68, y + ROW / 2 - 5, 16, 10}, 4, board_hue(code));
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
        ui_label(b->ui, (UiRect){r.x + 96, y, r.w - 96, ROW},
                 i + 1 == count ? TYPE_16_BOLD : TYPE_16, COLOR_INK, UI_LEFT, words);
        y += ROW;
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
