#include "recorder/screen/board/board.h"

#include <math.h>
#include <string.h>

enum {
    MAX_ROWS = 512,
    BESIDE_W = 112, /* of a pad beside the floor card */
    TABS_H = 48,
    TALLEST = 168,       /* of a pad, where the pads are the whole board */
    TALLEST_BESIDE = 80, /* beside a chart */
    WIDEST = 400,
    LABEL_ROOM = 20, /* between a label and the pad's edges, both */
};

/* How large pads are to be; the first that fits is taken. */
typedef struct Fit {
    float pad_h, least_w, head_h;
    bool small; /* labels in the smaller type when they are long */
} Fit;

static const Fit fits[] = {
    {64, 132, 34, false}, {64, 132, 26, false}, {64, 132, 23, false}, {64, 132, 23, true},
    {64, 72, 23, false},  {64, 72, 22, true},   {60, 72, 21, true},   {56, 64, 20, true},
    {52, 64, 20, true},   {48, 64, 19, true},
};
static const Fit whole_fits[] = {{64, 220, 34, false}, {64, 150, 26, false}};
static const Fit page_fit = {56, 72, 21, true}, low_page_fit = {48, 72, 20, true};
static const Fit full_fit = {64, 132, 24, true};

/* ---- which pads ---- */

static bool somebody_is(const Setup *setup, SubjectKind kind)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == kind)
            return true;
    return false;
}

/* Tapping a seat or a table records it, and nothing else could be meant. */
static bool is_on_chart(const Board *b, int32_t code)
{
    if (!b->has_chart || (b->protocol->codes[code].about & ABOUT_CLASS))
        return false;
    for (int32_t kind = SUBJECT_ADULT; kind <= SUBJECT_GROUP; kind++)
        if (b->talk[kind] == code && somebody_is(b->setup, (SubjectKind)kind))
            return true;
    return false;
}

/* The class has somebody it can be about. */
static bool is_possible(const Board *b, int32_t code)
{
    if (b->protocol->codes[code].about & ABOUT_CLASS)
        return true;
    for (int32_t i = 0; i < b->setup->subject_count; i++)
        if (board_may_be_about(b, code, i))
            return true;
    return false;
}

static bool has_pads(const Board *b, int32_t code)
{
    const Code *c = &b->protocol->codes[code];
    return !c->built_in && is_possible(b, code) && !(c->senses & SENSE_PHASE) &&
           c->kind != CODE_INTERVAL && !is_on_chart(b, code);
}

static void add_pad(BoardPadList *list, int32_t code, int32_t option)
{
    list->pads[list->pad_count++] = (BoardPad){.code = code, .option = option};
    list->heads[list->head_count - 1].count++;
}

static void add_head(BoardPadList *list, const char *text)
{
    list->heads[list->head_count++] = (BoardHead){.text = text, .first = list->pad_count};
}

static void add_code(const Board *b, BoardPadList *list, int32_t code)
{
    const Code *c = &b->protocol->codes[code];
    if (c->pads == PROTOCOL_NONE) {
        add_pad(list, code, PROTOCOL_NONE);
        return;
    }
    for (int32_t i = 0; i < b->protocol->modifiers[c->pads].option_count; i++)
        add_pad(list, code, i);
}

/* The category of plain marks, where the built-in mark belongs too. */
static int32_t mark_category(const Board *b)
{
    int32_t last = PROTOCOL_NONE;
    for (int32_t i = 0; i < b->protocol->code_count; i++)
        if (has_pads(b, i))
            last = b->protocol->codes[i].category;
    if (last == PROTOCOL_NONE || b->protocol->categories[last].exclusive)
        return PROTOCOL_NONE;
    for (int32_t i = 0; i < b->protocol->code_count; i++) {
        const Code *c = &b->protocol->codes[i];
        if (c->category == last && (c->kind != CODE_POINT || c->pads != PROTOCOL_NONE))
            return PROTOCOL_NONE;
    }
    return last;
}

/* Who can have the floor is on the chart; what is left of that category is about
 * the class, and stands under the floor card without a heading. */
static bool is_for_class(const Board *b, int32_t category)
{
    for (int32_t kind = SUBJECT_ADULT; kind <= SUBJECT_GROUP && b->has_chart; kind++)
        if (b->talk[kind] != PROTOCOL_NONE &&
            b->protocol->codes[b->talk[kind]].category == category)
            return true;
    return false;
}

/* Neighbouring codes of one group stand under one heading; mark, if there is one,
 * is the first pad. */
static void add_category(const Board *b, BoardPadList *list, int32_t category, int32_t mark)
{
    bool of_class = is_for_class(b, category);
    const char *group = NULL;
    for (int32_t i = 0; i < b->protocol->code_count; i++) {
        const Code *c = &b->protocol->codes[i];
        if (c->category != category || !has_pads(b, i))
            continue;
        bool goes_on = group && (of_class || strcmp(group, c->group) == 0);
        if (!goes_on) {
            const char *title = c->group[0] ? c->group : b->protocol->categories[category].title;
            add_head(list, of_class ? "" : title);
        }
        if (!group && mark != PROTOCOL_NONE)
            add_pad(list, mark, PROTOCOL_NONE);
        add_code(b, list, i);
        group = c->group;
    }
}

static bool list_pads(const Board *b, BoardPadList *list)
{
    const Protocol *p = b->protocol;
    size_t pads = (size_t)p->code_count + 1;
    for (int32_t i = 0; i < p->code_count; i++)
        if (p->codes[i].pads != PROTOCOL_NONE)
            pads += (size_t)p->modifiers[p->codes[i].pads].option_count;
    list->pads = ARENA_PUSH(b->ui->frame, BoardPad, pads);
    list->heads = ARENA_PUSH(b->ui->frame, BoardHead, (size_t)p->code_count + 1);
    if (!list->pads || !list->heads)
        return false;
    int32_t mark = protocol_find_code(p, "mark");
    int32_t with_mark = mark_category(b);
    for (int32_t i = 0; i < p->category_count; i++)
        if (is_for_class(b, i))
            add_category(b, list, i, PROTOCOL_NONE);
    for (int32_t i = 0; i < p->category_count; i++)
        if (!is_for_class(b, i))
            add_category(b, list, i, i == with_mark ? mark : PROTOCOL_NONE);
    if (mark != PROTOCOL_NONE && with_mark == PROTOCOL_NONE) {
        add_head(list, "Mark");
        add_pad(list, mark, PROTOCOL_NONE);
    }
    return true;
}

/* ---- where they lie ---- */

typedef struct Row {
    float top, bottom; /* with its heading */
    int32_t head;      /* the heading above it or above the rows before it */
} Row;

typedef struct Packing {
    BoardPadList *list;
    const Ui *ui;
    const Protocol *protocol;
    Row rows[MAX_ROWS];
    int32_t row_count;
    float width, pad_h;
    float least_h; /* no pad is lower */
    const Fit *fit;
    float widest;    /* no pad is wider */
    float narrowest; /* of all pads so far */
    float above;     /* width of the pads in the row above; 0: none */
} Packing;

static const float LEAST_MM = 9.6F, WISHED_MM = 12;

static float least_width(const Packing *p, const BoardHead *head)
{
    float least = head->count > 4 || p->fit->least_w > 132 ? p->fit->least_w : 72;
    for (int32_t i = 0; i < head->count; i++) {
        const BoardPad *pad = &p->list->pads[head->first + i];
        const char *label = board_pad_label(p->protocol, pad->code, pad->option);
        float w = ui_text_width(p->ui, p->fit->small ? TYPE_14_BOLD : TYPE_16_BOLD, label);
        w /= p->ui->type_scale; /* a pad keeps its place at every text size */
        least = fmaxf(least, fminf(w, 180) + LABEL_ROOM);
    }
    least = fmaxf(least, LEAST_MM * p->ui->mm);
    return fminf(least, p->width);
}

static float even_width(const Packing *p, int32_t pads, int32_t sections)
{
    float gaps = (float)(pads - sections) * BOARD_GAP + (float)(sections - 1) * BOARD_MARGIN;
    return (p->width - gaps) / (float)pads;
}

static void add_row(Packing *p, float top, float bottom, int32_t head)
{
    if (p->row_count < MAX_ROWS)
        p->rows[p->row_count++] = (Row){top, bottom, head};
}

/* Sections side by side, one row of pads of one width. */
static float pack_line(Packing *p, int32_t first, int32_t count, float y)
{
    int32_t pads = 0;
    bool titled = false;
    for (int32_t i = first; i < first + count; i++) {
        pads += p->list->heads[i].count;
        titled |= p->list->heads[i].text[0] != '\0';
    }
    float w = fminf(even_width(p, pads, count), p->widest);
    if (pads == 1 && p->above > 0) /* one by itself is as wide as those above */
        w = fmaxf(p->above, fminf(w, least_width(p, &p->list->heads[first])));
    p->above = w;
    p->narrowest = fminf(p->narrowest, w);
    float head_h = titled ? p->fit->head_h : 0;
    float x = 0;
    for (int32_t i = first; i < first + count; i++) {
        BoardHead *head = &p->list->heads[i];
        float span = (float)head->count * (w + BOARD_GAP) - BOARD_GAP;
        head->rect = (UiRect){x, y, span, head_h};
        for (int32_t k = 0; k < head->count; k++) {
            p->list->pads[head->first + k].rect = (UiRect){x, y + head_h, w, p->pad_h};
            x += w + BOARD_GAP;
        }
        x += BOARD_MARGIN - BOARD_GAP;
    }
    add_row(p, y, y + head_h + p->pad_h, first);
    return y + head_h + p->pad_h;
}

/* One section in as many rows as it needs. */
static float pack_block(Packing *p, int32_t index, float least, float y)
{
    BoardHead *head = &p->list->heads[index];
    int32_t columns = (int32_t)((p->width + BOARD_GAP) / (least + BOARD_GAP));
    columns = columns > 1 ? columns : 1;
    int32_t rows = (head->count + columns - 1) / columns;
    columns = (head->count + rows - 1) / rows;
    float w = fminf(even_width(p, columns, 1), p->widest);
    p->above = w;
    p->narrowest = fminf(p->narrowest, w);
    float head_h = head->text[0] ? p->fit->head_h : 0;
    head->rect = (UiRect){0, y, p->width, head_h};
    float top = y;
    y += head_h;
    for (int32_t i = 0; i < head->count; i++) {
        int32_t column = i % columns;
        if (column == 0 && i > 0)
            y += p->pad_h + BOARD_GAP;
        if (column == 0)
            add_row(p, i == 0 ? top : y, y + p->pad_h, index);
        UiRect r = {(float)column * (w + BOARD_GAP), y, w, p->pad_h};
        p->list->pads[head->first + i].rect = r;
    }
    return y + p->pad_h;
}

/* Lays everything into a column from 0 down; returns its height. */
static float pack(Packing *p, int32_t from)
{
    float y = 0;
    p->row_count = 0;
    p->above = 0;
    p->narrowest = p->width;
    for (int32_t i = from; i < p->list->head_count;) {
        const BoardHead *head = &p->list->heads[i];
        float least = least_width(p, head);
        int32_t pads = head->count, count = 1;
        bool fits_line = even_width(p, pads, 1) >= least;
        while (fits_line && i + count < p->list->head_count) {
            const BoardHead *next = &p->list->heads[i + count];
            float both = fmaxf(least, least_width(p, next));
            if (even_width(p, pads + next->count, count + 1) < both)
                break;
            least = both;
            pads += next->count;
            count++;
        }
        if (y > 0 && head->text[0] == '\0')
            y += BOARD_GAP;
        y = fits_line ? pack_line(p, i, count, y) : pack_block(p, i, least, y);
        i += count;
    }
    return y;
}

static float pack_fit(Packing *p, const Fit *fit, int32_t from)
{
    p->fit = fit;
    p->pad_h = fmaxf(fit->pad_h, p->least_h);
    return pack(p, from);
}

/* Pads of the class stand beside a wide floor card; returns the first heading
 * that is left for the column. */
static int32_t put_beside(BoardPadList *list, UiRect floor, bool place)
{
    if (list->head_count == 0 || list->heads[0].text[0] || floor.w < 640 ||
        list->heads[0].count > 3)
        return 0;
    int32_t count = list->heads[0].count;
    list->beside_count = count;
    list->beside = (float)count * (BESIDE_W + BOARD_GAP);
    float x = floor.x + floor.w - list->beside + BOARD_GAP;
    for (int32_t i = 0; i < count && place; i++) {
        list->pads[i].rect = (UiRect){x, floor.y, BESIDE_W, floor.h};
        x += BESIDE_W + BOARD_GAP;
    }
    return 1;
}

static void move_all(BoardPadList *list, int32_t from, float dx, float dy)
{
    for (int32_t i = from; i < list->head_count; i++) {
        list->heads[i].rect.x += dx;
        list->heads[i].rect.y += dy;
        for (int32_t k = 0; k < list->heads[i].count; k++) {
            list->pads[list->heads[i].first + k].rect.x += dx;
            list->pads[list->heads[i].first + k].rect.y += dy;
        }
    }
}

/* A page is named by the first heading that stands on it. */
static void name_page(BoardPadList *list, const Row *row)
{
    const char **name = &list->tab_text[list->pages - 1];
    const BoardHead *head = &list->heads[row->head];
    if (!**name && head->rect.h > 0 && head->rect.y == row->top)
        *name = head->text;
}

/* Rows that fit together are a page; what lies on other pages moves out of the
 * area. */
static void turn_page(const Board *b, Packing *p, UiRect area, int32_t from)
{
    BoardPadList *list = p->list;
    list->tabs = (UiRect){area.x, area.y + area.h - TABS_H, area.w, TABS_H};
    list->area.h = area.h - TABS_H - BOARD_GAP;
    float starts[BOARD_MAX_PAGES] = {0}, ends[BOARD_MAX_PAGES] = {0};
    list->pages = 0;
    for (int32_t i = 0; i < p->row_count; i++) {
        const Row *row = &p->rows[i];
        bool next = list->pages == 0 || row->bottom - starts[list->pages - 1] > list->area.h;
        if (next && list->pages < BOARD_MAX_PAGES) {
            starts[list->pages] = row->top;
            list->tab_text[list->pages++] = "";
        }
        ends[list->pages - 1] = row->bottom;
        name_page(list, row);
    }
    int32_t page = b->state->pad_page < list->pages ? b->state->pad_page : list->pages - 1;
    list->page = page > 0 ? page : 0;
    /* The area ends with its page, so that the next one does not show. */
    list->area.h = fminf(list->area.h, ends[list->page] - starts[list->page] + 1);
    move_all(list, from, area.x, area.y - starts[list->page]);
}

/* Never under 9.6 mm on the glass, where its size is known: pads go on another page
 * before they get lower. */
static float least_height(const Ui *ui)
{
    return fmaxf(UI_MIN_TARGET, ceilf(LEAST_MM * ui->mm));
}

BoardPadList board_pad_list(const Board *b, UiRect floor, UiRect area)
{
    BoardPadList list = {.pages = 1, .area = area};
    Packing p = {.list = &list,
                 .ui = b->ui,
                 .protocol = b->protocol,
                 .width = area.w,
                 .widest = WIDEST,
                 .least_h = least_height(b->ui)};
    if (!list_pads(b, &list))
        return (BoardPadList){0};
    int32_t from = put_beside(&list, floor, true);
    enum { WHOLE = sizeof whole_fits / sizeof whole_fits[0], COUNT = sizeof fits / sizeof fits[0] };
    float height = INFINITY;
    for (int32_t i = b->has_chart ? WHOLE : 0; i < WHOLE + COUNT && height > area.h; i++)
        height = pack_fit(&p, i < WHOLE ? &whole_fits[i] : &fits[i - WHOLE], from);
    if (height > area.h) {
        (void)pack_fit(&p, area.h < 400 ? &low_page_fit : &page_fit, from);
        turn_page(b, &p, area, from);
        return list;
    }
    if (!b->has_chart) /* columns that line up */
        p.widest = p.narrowest;
    float most = b->has_chart ? fmaxf(TALLEST_BESIDE, WISHED_MM * b->ui->mm) : TALLEST;
    int32_t rows = p.row_count > 0 ? p.row_count : 1;
    p.pad_h = fminf(p.pad_h + floorf((area.h - height) / (float)rows), fmaxf(most, p.pad_h));
    (void)pack(&p, from);
    move_all(&list, from, area.x, area.y);
    return list;
}

float board_pads_height(const Board *b, UiRect floor, float width)
{
    BoardPadList list = {0};
    Packing p = {.list = &list,
                 .ui = b->ui,
                 .protocol = b->protocol,
                 .width = width,
                 .widest = WIDEST,
                 .least_h = least_height(b->ui)};
    if (!list_pads(b, &list))
        return 0;
    return pack_fit(&p, &full_fit, put_beside(&list, floor, false));
}
