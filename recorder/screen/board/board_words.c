#include "protocols/utf8.h"
#include "recorder/screen/board/board.h"

#include <stdio.h>
#include <string.h>

const char *board_clock(int64_t ms, char ret_text[BOARD_TEXT])
{
    int64_t s = ms > 0 ? ms / 1000 : 0;
    (void)snprintf(ret_text, BOARD_TEXT, "%lld:%02d", (long long)(s / 60), (int)(s % 60));
    return ret_text;
}

const char *board_pad_label(const Protocol *protocol, int32_t code, int32_t option)
{
    const Code *c = &protocol->codes[code];
    if (option != PROTOCOL_NONE && c->pads != PROTOCOL_NONE)
        return protocol->modifiers[c->pads].options[option].short_label;
    return c->short_label;
}

const char *board_option_digit(const Protocol *protocol, int32_t code, int32_t option)
{
    const Code *c = &protocol->codes[code];
    if (option == PROTOCOL_NONE || c->pads == PROTOCOL_NONE)
        return "";
    const char *key = protocol->modifiers[c->pads].options[option].key;
    return key[0] >= '0' && key[0] <= '9' && key[1] == '\0' ? key : "";
}

const char *board_subject_label(const Board *b, int32_t subject)
{
    if (subject == SUBJECT_NONE)
        return "";
    return b->model->called && b->model->shorter ? b->model->shorter[subject].given
                                                 : b->setup->subjects[subject].label;
}

const char *board_subject_name(const Board *b, int32_t subject)
{
    return subject == SUBJECT_NONE ? "" : b->setup->subjects[subject].label;
}

const char *board_short_name(const char *label)
{
    const char *last = strrchr(label, ' ');
    if (last && utf8_count(last + 1, strlen(last + 1)) <= 3)
        return last + 1;
    return label;
}

void board_reason(const char *trouble, char ret_text[BOARD_TEXT])
{
    const char *path_end = trouble[0] == '/' ? strstr(trouble, ": ") : NULL;
    ret_text[0] = '\0';
    board_append(ret_text, path_end ? path_end + 2 : trouble);
    char *number = strstr(ret_text, " (");
    if (number)
        *number = '\0';
}

void board_append(char text[BOARD_TEXT], const char *more)
{
    size_t len = strlen(text);
    size_t add = utf8_cut(more, strlen(more), BOARD_TEXT - 1 - len);
    memcpy(text + len, more, add);
    text[len + add] = '\0';
}

void board_event_words(const Board *b, const ObsEvent *event, char ret_text[BOARD_TEXT])
{
    const Code *code = &b->protocol->codes[event->code];
    bool turn = (code->senses & SENSE_TALK) != 0 && event->subject != SUBJECT_NONE &&
                code->category == b->floor_category;
    ret_text[0] = '\0';
    if (code->senses & SENSE_PLACE) {
        board_append(ret_text, board_subject_label(b, event->subject));
        board_append(ret_text, event->target == SUBJECT_NONE ? " in front" : " at ");
        board_append(ret_text, board_subject_label(b, event->target));
        return;
    }
    if (turn) {
        board_append(ret_text, board_subject_label(b, event->subject));
    } else {
        int32_t option = code->pads != PROTOCOL_NONE ? event->options[code->pads] : PROTOCOL_NONE;
        board_append(ret_text, board_pad_label(b->protocol, event->code, option));
        if (event->subject != SUBJECT_NONE) {
            board_append(ret_text, " on ");
            board_append(ret_text, board_subject_label(b, event->subject));
        }
    }
    if (event->target != SUBJECT_NONE) {
        board_append(ret_text, " to ");
        board_append(ret_text, board_subject_label(b, event->target));
    }
}

/* ---- colours ---- */

typedef struct Hue {
    ThemeColor mark, edge, on, tint;
} Hue;

static const Hue hues[HUE_COUNT] = {
    [HUE_NEUTRAL] = {COLOR_INK, COLOR_INK, COLOR_PRIMARY_ON, COLOR_SUNK},
    [HUE_FLOOR] = {COLOR_FLOOR, COLOR_FLOOR, COLOR_FLOOR_ON, COLOR_FLOOR_TINT},
    [HUE_TEACHER] = {COLOR_TEACH, COLOR_TEACH, COLOR_TEACH_ON, COLOR_SUNK},
    [HUE_FRAME] = {COLOR_FRAME, COLOR_FRAME, COLOR_SURFACE, COLOR_FRAME_TINT},
    [HUE_QUESTION] = {COLOR_QUEST, COLOR_QUEST_EDGE, COLOR_QUEST_ON, COLOR_SUNK},
    [HUE_SAMPLE] = {COLOR_SAMPLE_EDGE, COLOR_SAMPLE_EDGE, COLOR_SAMPLE_TINT, COLOR_SAMPLE_TINT},
    [HUE_MARK] = {COLOR_MARK, COLOR_MARK, COLOR_SURFACE, COLOR_SUNK},
};

ThemeColor board_hue(const Code *code)
{
    return hues[code->hue].mark;
}

ThemeColor board_hue_edge(const Code *code)
{
    return hues[code->hue].edge;
}

ThemeColor board_hue_on(const Code *code)
{
    return hues[code->hue].on;
}

ThemeColor board_hue_tint(const Code *code)
{
    return hues[code->hue].tint;
}

/* ---- marks ---- */

void board_diamond(Ui *ui, float cx, float cy, float r, bool filled, ThemeColor color)
{
    if (filled) {
        const float xy[8] = {cx, cy - r - 1, cx + r + 1, cy, cx, cy + r + 1, cx - r - 1, cy};
        ui_polygon(ui, xy, 4, color);
        return;
    }
    ui_line(ui, cx, cy - r, cx + r, cy, 2, color);
    ui_line(ui, cx + r, cy, cx, cy + r, 2, color);
    ui_line(ui, cx, cy + r, cx - r, cy, 2, color);
    ui_line(ui, cx - r, cy, cx, cy - r, 2, color);
}

static void square(Ui *ui, float cx, float cy, float size, const Code *code, const char *digit,
                   ThemeColor color)
{
    float half = size / 2 + 2;
    UiRect r = {cx - half, cy - half, 2 * half, 2 * half};
    bool own = color == board_hue(code);
    ui_fill(ui, r, 4, color);
    if (own && code->hue == HUE_QUESTION)
        ui_stroke(ui, r, 4, 1.5F, COLOR_QUEST_EDGE);
    ui_label(ui, r, TYPE_14_BOLD, own ? board_hue_on(code) : board_hue(code), UI_CENTRE, digit);
}

void board_mark(Ui *ui, float cx, float cy, float size, const Code *code, const char *digit,
                bool filled, ThemeColor color)
{
    float r = size / 2;
    switch (code->shape) {
    case SHAPE_DIAMOND:
        board_diamond(ui, cx, cy, r - 2, filled, color);
        break;
    case SHAPE_SQUARE:
        square(ui, cx, cy, size, code, digit, color);
        break;
    case SHAPE_CIRCLE:
        if (filled)
            ui_circle(ui, cx, cy, r - 1, color);
        else
            ui_ring(ui, cx, cy, r - 1, 2, color);
        break;
    case SHAPE_TRIANGLE:
        ui_polygon(ui, (const float[6]){cx, cy - r + 1, cx + r, cy + r - 2, cx - r, cy + r - 2}, 3,
                   color);
        break;
    case SHAPE_FLAG:
        ui_icon(ui, cx, cy, size + 5, ICON_FLAG, color);
        break;
    case SHAPE_BULB:
        ui_icon(ui, cx, cy, size + 5, ICON_BULB, color);
        break;
    case SHAPE_BOARD:
        ui_icon(ui, cx, cy, size + 5, ICON_BOARD, color);
        break;
    case SHAPE_NOTE:
        ui_icon(ui, cx, cy, size + 5, ICON_NOTE, color);
        break;
    case SHAPE_BAR:
    case SHAPE_COUNT:
        ui_fill(ui, (UiRect){cx - r, cy - 4, size, 8}, 4, color);
        break;
    }
}
