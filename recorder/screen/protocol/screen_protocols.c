#include "recorder/screen/protocol/screen_protocols.h"

#include "protocols/protocol_edit.h"
#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 56, BUTTON = 64, FAULT_ROW = 56, LINE = 24;

typedef struct Shown {
    Ui *ui;
    const ProtocolsModel *model;
    ProtocolsState *state;
    ProtocolsAsk ask;
    const ShelfItem *item; /* the chosen one, or NULL */
    float x, y, w;
} Shown;

static int32_t fault_count(const ShelfItem *item)
{
    int32_t count = item->faults ? item->faults->count : 0;
    return count < PROTOCOL_MAX_FAULTS ? count : PROTOCOL_MAX_FAULTS;
}

/* ---- the list ---- */

static void choose(ProtocolsState *state, int32_t item)
{
    state->chosen = item;
    state->fault = 0;
    state->detail_scroll = 0;
    state->typing_id = 0;
}

static void remark_of(const ShelfItem *item, char *ret_text, size_t size)
{
    if (item->protocol)
        (void)snprintf(ret_text, size, "%s", item->path ? "ours" : "");
    else if (fault_count(item) > 0)
        (void)snprintf(ret_text, size, "%d wrong", (int)item->faults->count);
    else
        (void)snprintf(ret_text, size, "not usable");
}

enum { ROW_LINES = 2 };
static const float BESIDE_MARK = 34;

typedef struct ItemWords {
    const char *title, *second;
    char remark[32];
    float x, title_w, second_w, upper, lower; /* x: from the left of the row */
} ItemWords;

static ItemWords item_words(const Ui *ui, const ShelfItem *item, float width)
{
    ItemWords w = {.title = item->protocol ? item->protocol->title : item->key,
                   .second = item->protocol ? item->protocol->summary : item->trouble,
                   .x = PART_PAD + (item->protocol ? 0 : BESIDE_MARK)};
    remark_of(item, w.remark, sizeof w.remark);
    w.second_w = width - w.x - PART_PAD;
    w.title_w = w.second_w;
    if (*w.remark)
        w.title_w -= ui_text_width(ui, TYPE_14_BOLD, w.remark) + 12;
    w.upper = part_lines_height(ui, w.title_w, TYPE_16_BOLD, ROW_LINES, w.title);
    w.lower = part_lines_height(ui, w.second_w, TYPE_14, ROW_LINES, w.second);
    return w;
}

static float row_height(const ItemWords *words)
{
    return fmaxf(68, words->upper + words->lower + 24);
}

static void item_row(Shown *s, int32_t index, UiRect r)
{
    Ui *ui = s->ui;
    const ShelfItem *item = &s->model->shelf->items[index];
    uint32_t id = PROTOCOLS_ID_ITEM + (uint32_t)index;
    bool chosen = index == s->state->chosen;
    UiTouch touch = ui_touch(ui, id, r);
    if (chosen || touch.down)
        ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    if (chosen)
        ui_stroke(ui, r, 12, 3, COLOR_INK);
    ItemWords w = item_words(ui, item, r.w);
    if (!item->protocol)
        ui_icon(ui, r.x + PART_PAD + 10, r.y + r.h / 2, 22, ICON_UNSAVED, COLOR_INK);
    UiRect text = {r.x + w.x, r.y + (r.h - w.upper - w.lower) / 2, w.title_w, w.upper};
    part_lines(ui, text, TYPE_16_BOLD, COLOR_INK, w.title);
    text.w = w.second_w;
    ui_label(ui, (UiRect){text.x, text.y, text.w, ui_scaled(ui, 24)}, TYPE_14_BOLD, COLOR_INK2,
             UI_RIGHT, w.remark);
    text.y += text.h;
    text.h = w.lower;
    part_lines(ui, text, TYPE_14, COLOR_INK2, w.second);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    if (part_tapped(&touch, r))
        choose(s->state, index);
}

/* Only the rows that can be seen are built. */
static void list(Shown *s, UiRect r)
{
    const ProtocolShelf *shelf = s->model->shelf;
    part_panel(s->ui, r);
    UiRect in = {r.x, r.y + 8, r.w, r.h - 16};
    if (shelf->left_out > 0) {
        UiRect foot = part_cut_bottom(&in, fmaxf(24, ui_scaled(s->ui, 20)), 8);
        ui_labelf(s->ui, (UiRect){foot.x + 24, foot.y, foot.w - 40, foot.h}, TYPE_14, COLOR_INK2,
                  UI_LEFT, "%d more files than the %d that are read", (int)shelf->left_out,
                  SHELF_MAX_OWN);
    }
    UiRect row = {in.x + 8, 0, in.w - 20, 0};
    float *heights = ARENA_PUSH(s->ui->frame, float, (size_t)shelf->count), all = 0;
    for (int32_t i = 0; heights && i < shelf->count; i++) {
        ItemWords words = item_words(s->ui, &shelf->items[i], row.w);
        heights[i] = row_height(&words);
        all += heights[i];
    }
    row.y = ui_scroll_begin(s->ui, PROTOCOLS_ID_LIST, in, all, &s->state->list_scroll);
    for (int32_t i = 0; heights && i < shelf->count; i++) {
        row.h = heights[i];
        if (row.y + row.h > in.y && row.y < in.y + in.h)
            item_row(s, i, (UiRect){row.x, row.y + 2, row.w, row.h - 4});
        row.y += row.h;
    }
    ui_scroll_end(s->ui);
}

/* ---- a good one ---- */

static UiRect take(Shown *s, float height, float gap)
{
    UiRect r = {s->x, s->y, s->w, height};
    s->y += height + gap;
    return r;
}

static void paragraph(Shown *s, ThemeColor color, const char *text, float gap)
{
    if (!*text)
        return;
    float h = ui_paragraph_height(s->ui, s->w, TYPE_16, text);
    (void)ui_paragraph(s->ui, take(s, h, gap), TYPE_16, color, text);
}

static const char *exclusive_text(const Category *category)
{
    if (category->lanes)
        return "one at a time for each person";
    return category->exclusive ? "one at a time" : "";
}

/* The help stands beside the label where it has room on one line, else below. */
static void code_line(Shown *s, const Code *code)
{
    Ui *ui = s->ui;
    const float beside_mark = 32, between = 16;
    float line = fmaxf(28, ui_scaled(ui, 24)), w = s->w - beside_mark;
    float label_w = ui_text_width(ui, TYPE_16, code->label), help_w = w - label_w - between;
    bool beside = ui_text_width(ui, TYPE_14, code->help) <= help_w;
    float label_h = fmaxf(line, ui_paragraph_height(ui, w, TYPE_16, code->label));
    UiRect r = take(s, label_h, 0);
    board_mark(ui, r.x + 12, r.y + line / 2, 14, code, "", true, board_hue(code));
    UiRect text = {r.x + beside_mark, r.y, w, label_h};
    part_lines(ui, text, TYPE_16, COLOR_INK, code->label);
    UiRect help = {text.x + label_w + between, text.y, help_w, line};
    if (beside) {
        ui_label(ui, help, TYPE_14, COLOR_INK2, UI_LEFT, code->help);
        return;
    }
    r = take(s, ui_paragraph_height(ui, w, TYPE_14, code->help), 6);
    (void)ui_paragraph(ui, (UiRect){text.x, r.y, w, r.h}, TYPE_14, COLOR_INK2, code->help);
}

static void contents(Shown *s, const Protocol *p)
{
    paragraph(s, COLOR_INK, p->purpose, 8);
    paragraph(s, COLOR_INK2, p->source, 8);
    for (int32_t c = 0; c + 1 < p->category_count; c++) {
        part_head(s->ui, take(s, part_head_height(s->ui), 0), p->categories[c].title,
                  exclusive_text(&p->categories[c]));
        for (int32_t i = 0; i < p->code_count; i++)
            if (p->codes[i].category == c)
                code_line(s, &p->codes[i]);
        s->y += 8;
    }
}

/* ---- a wrong one ---- */

static void fault_row(Shown *s, int32_t index)
{
    Ui *ui = s->ui;
    const ProtocolFault *fault = &s->item->faults->items[index];
    uint32_t id = PROTOCOLS_ID_FAULT + (uint32_t)index;
    float wide = s->w - 108;
    float h = fmaxf(FAULT_ROW, ui_paragraph_height(ui, wide, TYPE_16, fault->text) + 16);
    UiRect r = take(s, h, 4);
    bool chosen = index == s->state->fault;
    UiTouch touch = ui_touch(ui, id, r);
    ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    ui_stroke(ui, r, 12, chosen ? 3 : 1, chosen ? COLOR_INK : COLOR_LINE);
    UiRect place = {r.x + 12, r.y, 76, r.h};
    if (fault->line > 0)
        ui_labelf(ui, place, TYPE_14_BOLD, COLOR_INK2, UI_LEFT, "line %d", (int)fault->line);
    else
        ui_label(ui, place, TYPE_14_BOLD, COLOR_INK2, UI_LEFT, "all of it");
    float used = ui_paragraph_height(ui, wide, TYPE_16, fault->text);
    UiRect text = {r.x + 96, r.y + (r.h - used) / 2, wide, used};
    (void)ui_paragraph(ui, text, TYPE_16, COLOR_INK, fault->text);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    if (part_tapped(&touch, r)) {
        s->state->fault = index;
        s->state->typing_id = 0;
    }
}

/* The line with the fault, to be mended. */
static void faulty_line(Shown *s, int32_t line, const char *text, size_t len)
{
    ProtocolsState *state = s->state;
    bool typing = state->typing_id == PROTOCOLS_ID_LINE;
    if (!typing)
        (void)snprintf(state->line, sizeof state->line, "%.*s", (int)len, text);
    UiRect r = take(s, 48, 4);
    ui_labelf(s->ui, (UiRect){r.x, r.y, 40, r.h}, TYPE_14_BOLD, COLOR_INK, UI_RIGHT, "%d",
              (int)line);
    UiRect mend = {r.x + r.w - 128, r.y, 128, 48};
    UiRect field = {r.x + 48, r.y, r.w - 48 - 136, 48};
    bool whole = len < sizeof state->line; /* what does not fit is not shortened */
    if (whole && ui_text_field(s->ui, PROTOCOLS_ID_LINE, field, "an empty line", state->line,
                               sizeof state->line))
        state->typing_id = PROTOCOLS_ID_LINE;
    else if (!whole)
        ui_label(s->ui, field, TYPE_16, COLOR_INK, UI_LEFT, state->line);
    bool other = strlen(state->line) != len || memcmp(state->line, text, len) != 0;
    if (ui_button(s->ui, PROTOCOLS_ID_MEND, mend, UI_BUTTON_PLAIN, ICON_CHECK, "Mend",
                  whole && other)) {
        s->ask = (ProtocolsAsk){.kind = PROTOCOLS_ASK_MEND,
                                .item = state->chosen,
                                .line = line,
                                .text = arena_copy(s->ui->frame, state->line, strlen(state->line))};
        if (!s->ask.text)
            s->ask.kind = PROTOCOLS_ASK_NONE;
    }
}

/* Some lines around the fault. */
static void place(Shown *s)
{
    enum { AROUND = 4 };
    const ShelfItem *item = s->item;
    int32_t line = item->faults->items[s->state->fault].line;
    if (line <= 0)
        return;
    part_head(s->ui, take(s, part_head_height(s->ui), 0), "The place",
              strrchr(item->path, '/') + 1);
    for (int32_t i = line - AROUND; i <= line + AROUND; i++) {
        size_t len = 0;
        const char *text = protocol_text_line(item->text, item->len, i, &len);
        if (!text)
            continue;
        if (i == line) {
            faulty_line(s, i, text, len);
            continue;
        }
        UiRect r = take(s, ui_scaled(s->ui, LINE), 0);
        ui_labelf(s->ui, (UiRect){r.x, r.y, 40, r.h}, TYPE_14, COLOR_INK3, UI_RIGHT, "%d", (int)i);
        const char *shown = arena_printf(s->ui->frame, "%.*s", (int)(len < 200 ? len : 200), text);
        ui_label(s->ui, (UiRect){r.x + 64, r.y, r.w - 64, r.h}, TYPE_14, COLOR_INK2, UI_LEFT,
                 shown ? shown : "");
    }
    s->y += 8;
}

static void what_is_wrong(Shown *s)
{
    int32_t count = fault_count(s->item);
    if (count == 0) {
        paragraph(s, COLOR_INK, s->item->trouble, 8);
        return;
    }
    if (s->state->fault >= count)
        s->state->fault = 0;
    paragraph(
        s, COLOR_INK2,
        "It cannot be used for a lesson until this is mended, here or in any text editor:", 8);
    /* The place stays near what is said about it. */
    for (int32_t i = 0; i < count; i++) {
        fault_row(s, i);
        if (i == s->state->fault)
            place(s);
    }
    if (s->item->faults->count > count)
        ui_labelf(s->ui, take(s, 24, 0), TYPE_14, COLOR_INK2, UI_LEFT, "and %d more",
                  (int)(s->item->faults->count - count));
}

/* ---- the chosen one ---- */

static void detail_buttons(Shown *s, UiRect r)
{
    const ShelfItem *item = s->item;
    bool own = item->path != NULL;
    float w = own ? 220 : part_button_width(s->ui, 220, ICON_PLUS, "Copy to change");
    UiRect first = {r.x + r.w - w, r.y, w, r.h}, second = {first.x - 168, r.y, 160, r.h};
    ProtocolsAskKind kind = PROTOCOLS_ASK_NONE;
    s->ui->barred = s->model->looks_only;
    if (!own) {
        if (ui_button(s->ui, PROTOCOLS_ID_COPY, first, UI_BUTTON_PRIMARY, ICON_PLUS,
                      "Copy to change", *s->model->folder != '\0'))
            kind = PROTOCOLS_ASK_COPY;
    } else {
        if (ui_button(s->ui, PROTOCOLS_ID_EDIT, first, UI_BUTTON_PRIMARY, ICON_INK, "Edit", true))
            kind = PROTOCOLS_ASK_EDIT;
        if (ui_button(s->ui, PROTOCOLS_ID_COPY, second, UI_BUTTON_PLAIN, ICON_PLUS, "Copy", true))
            kind = PROTOCOLS_ASK_COPY;
    }
    s->ui->barred = false;
    if (kind != PROTOCOLS_ASK_NONE)
        s->ask = (ProtocolsAsk){.kind = kind, .item = s->state->chosen};
}

static const char *origin(const Shown *s)
{
    const Protocol *p = s->item->protocol;
    if (!p)
        return s->item->path;
    const char *whose = s->item->path ? "The team\xE2\x80\x99s own" : "Comes with Kenkyu";
    const char *text =
        arena_printf(s->ui->frame, "%s \xC2\xB7 version %s \xC2\xB7 %s", whose, p->version, p->key);
    return text ? text : "";
}

static void detail(Shown *s, UiRect r)
{
    ProtocolsState *state = s->state;
    part_panel(s->ui, r);
    UiRect in = part_inset(r, PART_PAD);
    const Protocol *p = s->item->protocol;
    enum { HEAD_LINES = 3 };
    const char *title = p ? p->title : s->item->key, *from = origin(s);
    float h = part_lines_height(s->ui, in.w, TYPE_20_BOLD, HEAD_LINES, title);
    part_lines(s->ui, part_cut_top(&in, h, 4), TYPE_20_BOLD, COLOR_INK, title);
    h = part_lines_height(s->ui, in.w, TYPE_14, HEAD_LINES, from);
    part_lines(s->ui, part_cut_top(&in, h, 8), TYPE_14, COLOR_INK2, from);
    if (p)
        detail_buttons(s, part_cut_bottom(&in, BUTTON, 8));
    UiRect view = {r.x, in.y, r.w, in.h};
    float room = part_keyboard_room(s->ui, state->detail_height, view.h, state->detail_scroll);
    float top = ui_scroll_begin(s->ui, PROTOCOLS_ID_DETAIL, view, state->detail_height + room,
                                &state->detail_scroll);
    s->x = in.x;
    s->y = top;
    s->w = in.w;
    if (p)
        contents(s, p);
    else
        what_is_wrong(s);
    ui_scroll_end(s->ui);
    part_lift_edited(s->ui, &state->detail_scroll);
    /* How high it is is known once it is built. */
    if (fabsf(s->y - top - state->detail_height) > 0.5F) {
        state->detail_height = s->y - top;
        ui_wake_at(s->ui, s->ui->in.now_ms);
    }
}

/* ---- the whole ---- */

static const float BESIDE_BACK = 56;

static const char *own_text(const Shown *s)
{
    const char *folder = s->model->folder;
    const char *text =
        *folder ? arena_printf(s->ui->frame, "Your own are files in %s", folder) : "";
    return text ? text : "";
}

static float again_width(const Ui *ui)
{
    return part_button_width(ui, 200, ICON_REDO, "Check again");
}

static float bar_height(const Shown *s, float width)
{
    float w = width - BESIDE_BACK - PART_MARGIN - again_width(s->ui);
    return fmaxf(BAR, part_title_height(s->ui, w, "Protocols", own_text(s)));
}

static void top_bar(Shown *s, UiRect r)
{
    float y = r.y + (r.h - BAR) / 2, w = again_width(s->ui);
    UiRect back = {r.x - 8, y, BAR, BAR}, again = {r.x + r.w - w, y, w, BAR};
    if (ui_button(s->ui, PROTOCOLS_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
        ui_key(s->ui) == UI_KEY_ESCAPE)
        s->ask.kind = PROTOCOLS_ASK_BACK;
    UiRect text = {r.x + BESIDE_BACK, r.y, again.x - r.x - BESIDE_BACK - PART_MARGIN, r.h};
    part_title(s->ui, text, "Protocols", own_text(s));
    if (ui_button(s->ui, PROTOCOLS_ID_AGAIN, again, UI_BUTTON_PLAIN, ICON_REDO, "Check again",
                  true))
        s->ask.kind = PROTOCOLS_ASK_AGAIN;
}

ProtocolsAsk screen_protocols(Ui *ui, const ProtocolsModel *model, ProtocolsState *state)
{
    Shown s = {.ui = ui, .model = model, .state = state};
    if (state->chosen >= model->shelf->count)
        choose(state, 0);
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    top_bar(&s, part_cut_top(&area, bar_height(&s, area.w), PART_MARGIN));
    UiRect left, right;
    part_not_done(ui, &area, model->notice);
    part_list_and_chosen(ui, area, 0.36F, 0.38F, &left, &right);
    /* What is shown is what was chosen when the step began. */
    int32_t chosen = state->chosen;
    list(&s, left);
    s.item = model->shelf->count > 0 ? &model->shelf->items[chosen] : NULL;
    if (s.item && chosen == state->chosen)
        detail(&s, right);
    else
        ui_wake_at(ui, ui->in.now_ms);
    return s.ask;
}
