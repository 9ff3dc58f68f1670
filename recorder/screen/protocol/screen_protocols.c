#include "recorder/screen/protocol/screen_protocols.h"

#include "protocols/protocol_edit.h"
#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 56, BUTTON = 64, FAULT_ROW = 56, LINE = 24;

static float row_height(const Ui *ui)
{
    return 20 + ui_scaled(ui, 48);
}

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

static void item_row(Shown *s, int32_t index, UiRect r)
{
    Ui *ui = s->ui;
    const ShelfItem *item = &s->model->shelf->items[index];
    uint32_t id = PROTOCOLS_ID_ITEM + (uint32_t)index;
    bool chosen = index == s->state->chosen;
    char remark[32];
    UiTouch touch = ui_touch(ui, id, r);
    if (chosen || touch.down)
        ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    if (chosen)
        ui_stroke(ui, r, 12, 3, COLOR_INK);
    remark_of(item, remark, sizeof remark);
    float side = *remark ? ui_text_width(ui, TYPE_14_BOLD, remark) + 12 : 0;
    float upper = ui_scaled(ui, 24), lower = ui_scaled(ui, 20);
    UiRect text = {r.x + 16, r.y + r.h / 2 - upper - 1, r.w - 32, upper};
    if (!item->protocol) {
        ui_icon(ui, text.x + 10, r.y + r.h / 2, 22, ICON_UNSAVED, COLOR_INK);
        text.x += 34;
        text.w -= 34;
    }
    ui_label(ui, text, TYPE_14_BOLD, COLOR_INK2, UI_RIGHT, remark);
    UiRect title = {text.x, text.y, text.w - side, upper};
    ui_label(ui, title, TYPE_16_BOLD, COLOR_INK, UI_LEFT,
             item->protocol ? item->protocol->title : item->key);
    text.y += upper + 3;
    text.h = lower;
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT,
             item->protocol ? item->protocol->summary : item->trouble);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    if (part_tapped(&touch, r))
        choose(s->state, index);
}

/* Only the rows that can be seen are built. */
static void list(Shown *s, UiRect r)
{
    part_panel(s->ui, r);
    UiRect in = {r.x, r.y + 8, r.w, r.h - 16};
    int32_t count = s->model->shelf->count;
    if (s->model->shelf->left_out > 0) {
        UiRect foot = part_cut_bottom(&in, 24, 8);
        ui_labelf(s->ui, (UiRect){foot.x + 24, foot.y, foot.w - 40, foot.h}, TYPE_14, COLOR_INK2,
                  UI_LEFT, "%d more files than the %d that are read",
                  (int)s->model->shelf->left_out, SHELF_MAX_OWN);
    }
    float tall = row_height(s->ui);
    float y =
        ui_scroll_begin(s->ui, PROTOCOLS_ID_LIST, in, (float)count * tall, &s->state->list_scroll);
    int32_t first = (int32_t)fmaxf(0, floorf((in.y - y) / tall));
    int32_t last = (int32_t)fminf((float)count, ceilf((in.y + in.h - y) / tall));
    for (int32_t i = first; i < last; i++)
        item_row(s, i, (UiRect){in.x + 8, y + (float)i * tall + 2, in.w - 20, tall - 4});
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

static void code_line(Shown *s, const Code *code)
{
    UiRect r = take(s, 28, 0);
    board_mark(s->ui, r.x + 12, r.y + 14, 14, code, "", true, board_hue(code));
    UiRect text = {r.x + 32, r.y, r.w - 32, r.h};
    float w = fminf(ui_text_width(s->ui, TYPE_16, code->label), text.w);
    ui_label(s->ui, text, TYPE_16, COLOR_INK, UI_LEFT, code->label);
    UiRect help = {text.x + w + 16, r.y, text.w - w - 16, r.h};
    if (help.w > 80)
        ui_label(s->ui, help, TYPE_14, COLOR_INK2, UI_LEFT, code->help);
}

static void contents(Shown *s, const Protocol *p)
{
    paragraph(s, COLOR_INK, p->purpose, 8);
    paragraph(s, COLOR_INK2, p->source, 8);
    for (int32_t c = 0; c + 1 < p->category_count; c++) {
        part_head(s->ui, take(s, PART_HEAD, 0), p->categories[c].title,
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
    part_head(s->ui, take(s, PART_HEAD, 0), "The place", strrchr(item->path, '/') + 1);
    for (int32_t i = line - AROUND; i <= line + AROUND; i++) {
        size_t len = 0;
        const char *text = protocol_text_line(item->text, item->len, i, &len);
        if (!text)
            continue;
        if (i == line) {
            faulty_line(s, i, text, len);
            continue;
        }
        UiRect r = take(s, LINE, 0);
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
    UiRect first = {r.x + r.w - 220, r.y, 220, r.h}, second = {first.x - 168, r.y, 160, r.h};
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

static void detail(Shown *s, UiRect r)
{
    ProtocolsState *state = s->state;
    part_panel(s->ui, r);
    UiRect in = part_inset(r, PART_PAD);
    const Protocol *p = s->item->protocol;
    UiRect head = part_cut_top(&in, 36, 0);
    ui_label(s->ui, head, TYPE_20_BOLD, COLOR_INK, UI_LEFT, p ? p->title : s->item->key);
    UiRect line = part_cut_top(&in, 24, 8);
    if (p)
        ui_labelf(s->ui, line, TYPE_14, COLOR_INK2, UI_LEFT, "%s \xC2\xB7 version %s \xC2\xB7 %s",
                  s->item->path ? "The team\xE2\x80\x99s own" : "Comes with Kenkyu", p->version,
                  p->key);
    else
        ui_label(s->ui, line, TYPE_14, COLOR_INK2, UI_LEFT, s->item->path);
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

static void top_bar(Shown *s, UiRect r)
{
    UiRect back = {r.x - 8, r.y, 56, 56}, again = {r.x + r.w - 200, r.y, 200, r.h};
    if (ui_button(s->ui, PROTOCOLS_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
        ui_key(s->ui) == UI_KEY_ESCAPE)
        s->ask.kind = PROTOCOLS_ASK_BACK;
    UiRect text = {r.x + 56, r.y - 2, again.x - r.x - 72, 34};
    ui_label(s->ui, text, TYPE_24_BOLD, COLOR_INK, UI_LEFT, "Protocols");
    text.y += 36;
    text.h = 20;
    if (*s->model->folder)
        ui_labelf(s->ui, text, TYPE_14, COLOR_INK2, UI_LEFT, "Your own are files in %s",
                  s->model->folder);
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
    top_bar(&s, part_cut_top(&area, BAR, PART_MARGIN));
    if (*model->notice) {
        float h = part_notice_height(ui, area.w, model->notice);
        part_notice(ui, part_cut_top(&area, h, PART_MARGIN), "This could not be done",
                    model->notice);
    }
    UiRect left = area, right = area;
    if (ui->width >= PART_WIDE) {
        left.w = floorf((area.w - PART_MARGIN) * 0.36F);
        right.x += left.w + PART_MARGIN;
        right.w -= left.w + PART_MARGIN;
    } else {
        left = part_cut_top(&right, floorf(area.h * 0.38F), PART_MARGIN);
    }
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
