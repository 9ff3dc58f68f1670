#include "recorder/screen/board/board.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIELD_H = 56, BUTTON_H = 64, NAMED_W = 320, MAX_RATES = 21 };

void board_panel_open(Board *b, BoardPanel panel, int32_t code, int32_t option, int32_t subject,
                      int64_t at_ms)
{
    BoardState *s = b->state;
    board_keep_note(b);
    s->panel = panel;
    s->panel_code = code;
    s->panel_option = option;
    s->panel_subject =
        subject != SUBJECT_NONE && board_may_be_about(b, code, subject) ? subject : SUBJECT_NONE;
    s->panel_at_ms = at_ms;
    s->note[0] = '\0';
    s->panel_new = true;
}

static void close_panel(BoardState *s)
{
    s->panel = BOARD_PANEL_NONE;
    s->panel_code = PROTOCOL_NONE;
}

static SessionTap tap_of(const BoardState *s, const Protocol *protocol)
{
    const Code *c = &protocol->codes[s->panel_code];
    SessionTap tap = session_tap_blank(s->panel_code, s->panel_at_ms);
    tap.subject = s->panel_subject;
    if (s->panel_option != PROTOCOL_NONE && c->pads != PROTOCOL_NONE)
        tap.options[c->pads] = (int8_t)s->panel_option;
    return tap;
}

static void record_rating(Board *b, int32_t value)
{
    SessionTap tap = tap_of(b->state, b->protocol);
    tap.value = value;
    board_ask_tap(b, &tap);
    close_panel(b->state);
}

bool screen_board_has_note(const BoardState *state)
{
    return state->panel == BOARD_PANEL_NOTE && state->note[strspn(state->note, " \t\n")] != '\0';
}

SessionTap screen_board_take_note(BoardState *state, const Protocol *protocol)
{
    SessionTap tap = tap_of(state, protocol);
    memcpy(state->kept, state->note, sizeof state->kept);
    tap.text = state->kept;
    close_panel(state);
    return tap;
}

bool board_has_note(const Board *b)
{
    return screen_board_has_note(b->state);
}

void board_keep_note(Board *b)
{
    if (!board_has_note(b) || b->ask.kind != BOARD_ASK_NONE)
        return;
    SessionTap tap = screen_board_take_note(b->state, b->protocol);
    board_ask_tap(b, &tap);
}

/* Whom it is about: pressing makes it about nobody in particular. */
static float whom(Board *b, UiRect r)
{
    BoardState *s = b->state;
    char words[BOARD_TEXT] = "About ";
    if (s->panel_subject == SUBJECT_NONE || !board_may_be_about(b, s->panel_code, SUBJECT_NONE)) {
        board_append(words, s->panel_subject == SUBJECT_NONE
                                ? "the lesson"
                                : board_subject_label(b, s->panel_subject));
        ui_label(b->ui, (UiRect){r.x, r.y, r.w, 28}, TYPE_16, COLOR_INK2, UI_LEFT, words);
        return 28;
    }
    board_append(words, board_subject_label(b, s->panel_subject));
    UiRect chip = {r.x, r.y, fminf(r.w, ui_text_width(b->ui, TYPE_16_BOLD, words) + 84),
                   UI_MIN_TARGET};
    if (ui_button(b->ui, BOARD_ID_PANEL_SUBJECT, chip, UI_BUTTON_PLAIN, ICON_CLOSE, words, true))
        s->panel_subject = SUBJECT_NONE;
    return UI_MIN_TARGET;
}

static float title(Board *b, UiRect r)
{
    const BoardState *s = b->state;
    char clock[BOARD_TEXT];
    ui_label(b->ui, (UiRect){r.x, r.y, r.w - 80, 32}, TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             b->protocol->codes[s->panel_code].label);
    ui_label(b->ui, (UiRect){r.x, r.y, r.w, 32}, TYPE_20, COLOR_INK3, UI_RIGHT,
             board_clock(s->panel_at_ms, clock));
    return 32;
}

static void note(Board *b, UiRect r)
{
    BoardState *s = b->state;
    if (s->panel_new) { /* ready to be typed into */
        b->ui->edit_id = b->ui->focus_id = BOARD_ID_PANEL_FIELD;
        b->ui->edit_caret = 0;
        s->panel_new = false;
    }
    bool was_edited = b->ui->edit_id == BOARD_ID_PANEL_FIELD;
    UiRect field = {r.x, r.y, r.w, FIELD_H};
    (void)ui_text_field(b->ui, BOARD_ID_PANEL_FIELD, field, "What you saw or heard", s->note,
                        sizeof s->note);
    bool entered = was_edited && b->ui->in.kind == UI_INPUT_KEY && b->ui->in.key == UI_KEY_ENTER;
    float half = (r.w - BOARD_GAP) / 2;
    UiRect cancel = {r.x, r.y + FIELD_H + 16, half, BUTTON_H};
    UiRect ok = {r.x + half + BOARD_GAP, cancel.y, half, BUTTON_H};
    UiRect photo = {r.x, cancel.y + BUTTON_H + BOARD_GAP, r.w, BUTTON_H};
    if (ui_button(b->ui, BOARD_ID_PANEL_CANCEL, cancel, UI_BUTTON_PLAIN, ICON_CLOSE, "Cancel",
                  true))
        close_panel(s);
    else if (b->portrait && board_has_photo(b) &&
             ui_button(b->ui, BOARD_ID_PHOTO, photo, UI_BUTTON_PLAIN, ICON_PHOTO,
                       "Photo from a file", true))
        board_photo(b);
    else if ((ui_button(b->ui, BOARD_ID_PANEL_OK, ok, UI_BUTTON_PRIMARY, ICON_CHECK, "Keep",
                        board_has_note(b)) ||
              entered))
        board_keep_note(b);
}

/* How the values of a scale lie: bare numbers side by side, names one under the
 * other. */
typedef struct Scale {
    int32_t count, columns;
    float w, h;
} Scale;

static Scale scale_of(const Code *c, UiRect r)
{
    int32_t count = c->scale_max - c->scale_min + 1;
    count = count < MAX_RATES ? count : MAX_RATES;
    if (c->anchors && count * (BUTTON_H + BOARD_GAP) + BUTTON_H + 16 <= (int32_t)r.h)
        return (Scale){count, 1, fminf(r.w, NAMED_W), BUTTON_H};
    int32_t columns = (int32_t)((r.w + BOARD_GAP) / (UI_LIVE_TARGET + BOARD_GAP));
    columns = count < columns ? count : columns;
    float w = (r.w - (float)(columns - 1) * BOARD_GAP) / (float)columns;
    return (Scale){count, columns, c->anchors ? w : fminf(w, 120), BUTTON_H};
}

/* One value; its name where it has one. */
static bool rate(Board *b, const Code *c, int32_t index, UiRect cell)
{
    int32_t value = c->scale_min + index;
    char number[16];
    (void)snprintf(number, sizeof number, "%d", (int)value);
    const char *name = code_anchor_label(c, value);
    return ui_button(b->ui, BOARD_ID_RATE + (uint32_t)index, cell, UI_BUTTON_PLAIN, ICON_NONE,
                     name[0] ? name : number, true);
}

static void rating(Board *b, UiRect r)
{
    BoardState *s = b->state;
    const Code *c = &b->protocol->codes[s->panel_code];
    Scale scale = scale_of(c, r);
    float y = r.y;
    int32_t chosen = -1;
    for (int32_t i = 0; i < scale.count; i++) {
        int32_t column = i % scale.columns;
        if (column == 0 && i > 0)
            y += scale.h + BOARD_GAP;
        UiRect cell = {r.x + (float)column * (scale.w + BOARD_GAP), y, scale.w, scale.h};
        if (rate(b, c, i, cell))
            chosen = i;
    }
    UiRect cancel = {r.x, y + BUTTON_H + 16, fminf(r.w, 200), BUTTON_H};
    if (ui_button(b->ui, BOARD_ID_PANEL_CANCEL, cancel, UI_BUTTON_PLAIN, ICON_CLOSE, "Cancel",
                  true))
        close_panel(s);
    else if (chosen >= 0)
        record_rating(b, c->scale_min + chosen);
}

void board_panel(Board *b)
{
    const BoardState *s = b->state;
    UiRect card = b->panel;
    ui_fill(b->ui, card, BOARD_PANEL_RADIUS, COLOR_PANEL);
    ui_stroke(b->ui, card, BOARD_PANEL_RADIUS, 1.5F, COLOR_LINE);
    UiRect r = board_inset(card, 24, 20);
    r.w = fminf(r.w, 720);
    float y = r.y + title(b, r) + 8;
    y += whom(b, (UiRect){r.x, y, r.w, UI_MIN_TARGET}) + 12;
    const char *help = b->protocol->codes[s->panel_code].help;
    UiRect rest = {r.x, y, r.w, r.y + r.h - y};
    if (s->panel == BOARD_PANEL_NOTE)
        note(b, rest);
    else
        rating(b, rest);
    float used = s->panel == BOARD_PANEL_NOTE ? FIELD_H + 16 + BUTTON_H + 20 : 0;
    if (used > 0 && b->portrait && board_has_photo(b))
        used += BUTTON_H + BOARD_GAP; /* in landscape it has a place in the row */
    UiRect under = {r.x, y + used, r.w, rest.h - used};
    if (used > 0 && board_is_warned(b)) /* above where a keyboard may come */
        board_floor(b, (UiRect){under.x, under.y, under.w, b->floor.h});
    else if (used > 0 && help && help[0] && under.h > 44)
        (void)ui_paragraph(b->ui, under, TYPE_14, COLOR_INK3, help);
}
