/* By keys what a finger does by drawing: T on a seat says to whom the one who has the
 * floor talks. P picks up a pad, or an adult; T then drops it on the seat that has the
 * focus, as the finger would, and an adult at the table of that seat. Esc, P once more,
 * any finger and what opens over the pads let it go. */
#include "recorder/screen/board/board.h"

/* The letter that was typed in this step, small; '\0': none. */
static char typed(const Board *b)
{
    const UiInput *in = &b->ui->in;
    if (!b->live || b->state->panel != BOARD_PANEL_NONE || in->kind != UI_INPUT_TEXT ||
        b->ui->edit_id || in->text[0] == '\0' || in->text[1] != '\0')
        return '\0';
    char c = in->text[0];
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static const UiTarget *find_target(const Board *b, uint32_t id)
{
    for (int32_t i = 0; id && i < b->ui->target_count; i++)
        if (b->ui->targets[i].id == id && b->ui->targets[i].focusable)
            return &b->ui->targets[i];
    return NULL;
}

static int32_t seat_of(const Board *b, uint32_t id)
{
    bool seat = id >= BOARD_ID_SEAT && id < BOARD_ID_SEAT + (uint32_t)b->setup->subject_count;
    return seat ? (int32_t)(id - BOARD_ID_SEAT) : SUBJECT_NONE;
}

/* The seat that is seen to have the focus. */
static int32_t focused_seat(const Board *b)
{
    uint32_t id = b->ui->focus_id;
    return ui_is_focused(b->ui, id) && find_target(b, id) ? seat_of(b, id) : SUBJECT_NONE;
}

static bool find_pad(const Board *b, uint32_t id, BoardPad *ret_pad)
{
    BoardPadList list = board_pad_list(b, b->floor, b->pads);
    for (int32_t i = 0; i < list.pad_count; i++)
        if (board_pad_id(list.pads[i].code, list.pads[i].option) == id) {
            *ret_pad = list.pads[i];
            return true;
        }
    return false;
}

static void pick_up(Board *b)
{
    BoardState *s = b->state;
    uint32_t id = b->ui->focus_id;
    int32_t subject = focused_seat(b);
    BoardPad pad;
    bool adult = subject != SUBJECT_NONE && b->place != PROTOCOL_NONE &&
                 b->setup->subjects[subject].kind == SUBJECT_ADULT;
    if (s->carried == id)
        s->carried = 0;
    else if (adult || (ui_is_focused(b->ui, id) && find_pad(b, id, &pad)))
        s->carried = id;
}

/* At the table of the seat; on their own seat, or another adult's: in front. */
static int32_t place_of(const Board *b, int32_t seat)
{
    const Subject *subject = &b->setup->subjects[seat];
    if (subject->kind == SUBJECT_ADULT)
        return SUBJECT_NONE;
    return subject->kind == SUBJECT_PUPIL && subject->group != SUBJECT_NONE ? subject->group : seat;
}

static void drop(Board *b, int32_t seat)
{
    BoardState *s = b->state;
    int32_t adult = seat_of(b, s->carried);
    BoardPad pad;
    int64_t at_ms = b->ui->in.at_ms;
    if (adult != SUBJECT_NONE) {
        board_send(b, adult, place_of(b, seat), at_ms);
    } else if (find_pad(b, s->carried, &pad)) {
        if (!board_may_be_about(b, pad.code, seat))
            return; /* it is for somebody else */
        board_drop_pad(b, pad.code, pad.option, seat, at_ms);
    }
    s->carried = 0;
}

static void talk_to(Board *b, int32_t seat)
{
    if (b->speaker == SUBJECT_NONE || b->speaker == seat ||
        b->talk[b->setup->subjects[b->speaker].kind] == PROTOCOL_NONE)
        return;
    board_take_floor(b, b->speaker, seat, b->ui->in.at_ms);
}

/* What is picked up is dashed where it lies, and shown over the seat it would go to. */
static void draw_carried(const Board *b)
{
    Ui *ui = b->ui;
    uint32_t id = b->state->carried;
    const UiTarget *from = find_target(b, id), *to = find_target(b, ui->focus_id);
    int32_t adult = seat_of(b, id), seat = focused_seat(b);
    BoardPad pad;
    if (from)
        ui_dashed(ui, board_inset(from->rect, -4, -4), BOARD_RADIUS + 4, 3, 8, COLOR_INK);
    if (seat == SUBJECT_NONE || !to || ui->focus_id == id)
        return;
    float x = to->rect.x + to->rect.w / 2, y = to->rect.y - 20;
    if (adult != SUBJECT_NONE) {
        UiRect square = {x - 24, y - 20, 48, 40};
        ui_fill(ui, board_inset(square, -2, -2), BOARD_RADIUS, COLOR_SURFACE);
        ui_fill(ui, square, BOARD_RADIUS, COLOR_TEACH);
        ui_label(ui, square, TYPE_16_BOLD, COLOR_TEACH_ON, UI_CENTRE,
                 board_subject_label(b, adult));
    } else if (find_pad(b, id, &pad)) {
        board_draw_carried(b, pad.code, x, y, board_may_be_about(b, pad.code, seat));
    }
}

void board_keys(Board *b)
{
    BoardState *s = b->state;
    int32_t seat = focused_seat(b);
    char c = typed(b);
    if (!b->live || s->panel != BOARD_PANEL_NONE || b->ui->in.kind == UI_INPUT_DOWN)
        s->carried = 0;
    if (c == 'p')
        pick_up(b);
    else if (c == 't' && seat != SUBJECT_NONE && s->carried)
        drop(b, seat);
    else if (c == 't' && seat != SUBJECT_NONE)
        talk_to(b, seat);
    if (s->carried)
        draw_carried(b);
}
