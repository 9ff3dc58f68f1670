#include "recorder/screen/part/part.h"

#include <math.h>

static const float CORNER = 12, PANEL_CORNER = 16;

UiRect part_inset(UiRect r, float by)
{
    return (UiRect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

UiRect part_cut_top(UiRect *r, float height, float gap)
{
    UiRect top = {r->x, r->y, r->w, height};
    r->y += height + gap;
    r->h -= height + gap;
    return top;
}

UiRect part_cut_bottom(UiRect *r, float height, float gap)
{
    UiRect bottom = {r->x, r->y + r->h - height, r->w, height};
    r->h -= height + gap;
    return bottom;
}

UiRect part_mirrored(UiRect r, UiRect within)
{
    r.x = 2 * within.x + within.w - r.x - r.w;
    return r;
}

UiRect part_column(UiRect r, int32_t column, int32_t count, float gap)
{
    float w = (r.w - (float)(count - 1) * gap) / (float)count;
    return (UiRect){r.x + (float)column * (w + gap), r.y, w, r.h};
}

UiRect part_cell(UiRect r, int32_t index, int32_t across, float height, float gap)
{
    int32_t row = index / across;
    UiRect cell = part_column(r, index % across, across, gap);
    cell.y += (float)row * (height + gap);
    cell.h = height;
    return cell;
}

float part_grid_height(int32_t count, int32_t across, float height, float gap)
{
    int32_t rows = (count + across - 1) / across;
    return (float)rows * (height + gap) - gap;
}

bool part_tapped(const UiTouch *touch, UiRect r)
{
    bool over = touch->x >= r.x && touch->x < r.x + r.w && touch->y >= r.y && touch->y < r.y + r.h;
    return touch->gesture == UI_GESTURE_TAP || (touch->gesture == UI_GESTURE_DROP && over);
}

void part_panel(Ui *ui, UiRect r)
{
    ui_fill(ui, r, PANEL_CORNER, COLOR_PANEL);
}

void part_card(Ui *ui, UiRect r)
{
    ui_fill(ui, r, PANEL_CORNER, COLOR_SURFACE);
    ui_stroke(ui, r, PANEL_CORNER, 1, COLOR_LINE);
}

void part_barred_card(Ui *ui, UiRect r)
{
    ui_fill(ui, r, PANEL_CORNER, COLOR_PANEL);
    ui_dashed(ui, r, PANEL_CORNER, 1, 3, COLOR_OUTLINE);
}

float part_head_height(const Ui *ui)
{
    return fmaxf(PART_HEAD, ui_scaled(ui, 28));
}

void part_head(Ui *ui, UiRect r, const char *text, const char *remark)
{
    float w = ui_text_width(ui, TYPE_16_BOLD, text);
    ui_label(ui, r, TYPE_16_BOLD, COLOR_INK, UI_LEFT, text);
    UiRect rest = {r.x + w + PART_PAD, r.y, r.w - w - PART_PAD, r.h};
    if (*remark && rest.w > 0)
        ui_label(ui, rest, TYPE_14, COLOR_INK2, UI_RIGHT, remark);
}

/* At 100 % it has one line; a text that needs more than two is cut instead. */
static bool wraps(const Ui *ui, float width, ThemeType type, const char *text)
{
    float w = ui_text_width(ui, type, text);
    return ui->type_scale > 1 && w > width && w / ui->type_scale < 1.8F * width;
}

float part_wrapped_height(const Ui *ui, float width, float line, ThemeType type, const char *text)
{
    float h = ui_scaled(ui, line);
    if (!wraps(ui, width, type, text))
        return h;
    return fmaxf(fminf(ui_paragraph_height(ui, width, type, text), 2 * h), h);
}

void part_wrapped(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *text)
{
    float two = 2 * ui_face(ui, type).leading / ui->type_scale;
    if (r.h >= two && wraps(ui, r.w, type, text))
        (void)ui_paragraph_in(ui, r, type, color, text);
    else
        ui_label(ui, r, type, color, UI_LEFT, text);
}

float part_lines_height(const Ui *ui, float width, ThemeType type, int32_t most, const char *text)
{
    float line = ui_face(ui, type).leading;
    if (ui_text_width(ui, type, text) <= width)
        return line;
    return fminf(ui_paragraph_height(ui, width, type, text), (float)most * line);
}

void part_lines(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *text)
{
    float chosen = ui->type_scale;
    ui->type_scale = 1;
    bool fits = ui_paragraph_height(ui, r.w, type, text) <= r.h + 0.5F;
    ui->type_scale = chosen;
    if (!fits || ui_text_width(ui, type, text) <= r.w)
        ui_label(ui, r, type, color, UI_LEFT, text);
    else
        (void)ui_paragraph_in(ui, r, type, color, text);
}

enum { TITLE_LINES = 3 };
static const float BELOW_TITLE = 2;

static ThemeType title_type(const Ui *ui, float width, const char *title)
{
    return ui_text_width(ui, TYPE_24_BOLD, title) > width ? TYPE_20_BOLD : TYPE_24_BOLD;
}

float part_title_height(const Ui *ui, float width, const char *title, const char *second)
{
    float h = part_lines_height(ui, width, title_type(ui, width, title), TITLE_LINES, title);
    if (*second)
        h += BELOW_TITLE + part_lines_height(ui, width, TYPE_14, TITLE_LINES, second);
    return h;
}

void part_title(Ui *ui, UiRect r, const char *title, const char *second)
{
    ThemeType type = title_type(ui, r.w, title);
    r.y += (r.h - part_title_height(ui, r.w, title, second)) / 2;
    r.h = part_lines_height(ui, r.w, type, TITLE_LINES, title);
    part_lines(ui, r, type, COLOR_INK, title);
    r.y += r.h + BELOW_TITLE;
    r.h = part_lines_height(ui, r.w, TYPE_14, TITLE_LINES, second);
    if (*second)
        part_lines(ui, r, TYPE_14, COLOR_INK2, second);
}

float part_button_width(const Ui *ui, float least, ThemeIcon icon, const char *text)
{
    float beside = icon != ICON_NONE ? 36 : 0;
    return fmaxf(least, ui_text_width(ui, TYPE_16_BOLD, text) + beside + 32);
}

float part_field_height(const Ui *ui)
{
    return fmaxf(PART_FIELD, ui_scaled(ui, PART_LABEL) + UI_MIN_TARGET + PART_GAP);
}

/* The name above a field, and what is left for the field: so much. */
static UiRect name_field(Ui *ui, UiRect r, const char *name, float field)
{
    float high = fminf(ui_scaled(ui, PART_LABEL), fmaxf(r.h - field, PART_LABEL));
    UiRect label = part_cut_top(&r, high, 0);
    ui_label(ui, label, TYPE_14, COLOR_INK2, UI_LEFT, name);
    r.h = field;
    return r;
}

bool part_field(Ui *ui, uint32_t id, UiRect r, const char *name, const char *placeholder,
                char *buffer, size_t size)
{
    return ui_text_field(ui, id, name_field(ui, r, name, UI_MIN_TARGET), placeholder, buffer, size);
}

float part_long_field_height(const Ui *ui, float width, const char *placeholder, const char *text)
{
    return part_field_height(ui) - UI_MIN_TARGET +
           ui_long_field_height(ui, width, placeholder, text);
}

bool part_long_field(Ui *ui, uint32_t id, UiRect r, const char *name, const char *placeholder,
                     char *buffer, size_t size)
{
    float high = ui_long_field_height(ui, r.w, placeholder, buffer);
    UiRect box = name_field(ui, r, name, high);
    return ui_long_field(ui, id, box, placeholder, buffer, size);
}

bool part_secret_field(Ui *ui, uint32_t id, UiRect r, const char *name, char *buffer, size_t size)
{
    return ui_secret_field(ui, id, name_field(ui, r, name, UI_MIN_TARGET), "", buffer, size);
}

enum { CHOICE_TITLE_LINES = 2 };
static const float CHOICE_BESIDE = 48, CHOICE_RIGHT = 12;

float part_choice_height(const Ui *ui, float width, const char *title, const char *detail)
{
    float w = width - CHOICE_BESIDE - CHOICE_RIGHT;
    float h = part_lines_height(ui, w, TYPE_16_BOLD, CHOICE_TITLE_LINES, title) +
              ui_paragraph_height(ui, w, TYPE_14, detail);
    return fmaxf(64, h + 2 * PART_GAP);
}

bool part_choice(Ui *ui, uint32_t id, UiRect r, const char *title, const char *detail, bool chosen)
{
    UiTouch touch = ui_touch(ui, id, r);
    ui_fill(ui, r, CORNER, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    ui_stroke(ui, r, CORNER, chosen ? 3 : 1, chosen ? COLOR_PRIMARY : COLOR_LINE);
    float cx = r.x + 24, cy = r.y + r.h / 2;
    ui_ring(ui, cx, cy, 11, chosen ? 2 : 1.5F, chosen ? COLOR_PRIMARY : COLOR_OUTLINE);
    if (chosen)
        ui_circle(ui, cx, cy, 5, COLOR_PRIMARY);
    float w = r.w - CHOICE_BESIDE - CHOICE_RIGHT;
    float line = part_lines_height(ui, w, TYPE_16_BOLD, CHOICE_TITLE_LINES, title);
    float lines = *detail ? ui_paragraph_height(ui, w, TYPE_14, detail) : 0;
    if (line + lines > r.h) { /* no more room was given */
        line = fminf(ui_scaled(ui, 24), *detail ? r.h / 3 : r.h);
        lines = *detail ? r.h - line - 4 : 0;
    }
    UiRect text = {r.x + CHOICE_BESIDE, cy - (line + lines) / 2, w, line};
    part_lines(ui, text, TYPE_16_BOLD, COLOR_INK, title);
    text.y += line;
    text.h = lines;
    (void)ui_paragraph_in(ui, text, TYPE_14, COLOR_INK2, detail);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, CORNER);
    return part_tapped(&touch, r);
}

int32_t part_stepper(Ui *ui, uint32_t id, UiRect r, const char *value, bool can_lower,
                     bool can_raise)
{
    float side = fminf(r.h, 56);
    UiRect minus = {r.x, r.y, side, r.h};
    UiRect plus = {r.x + r.w - side, r.y, side, r.h};
    UiRect middle = {r.x + side, r.y, r.w - 2 * side, r.h};
    int32_t step = 0;
    if (ui_button(ui, id, minus, UI_BUTTON_PLAIN, ICON_MINUS, "", can_lower))
        step = -1;
    ui_label(ui, middle, TYPE_16_BOLD, COLOR_INK, UI_CENTRE, value);
    if (ui_button(ui, id + 1, plus, UI_BUTTON_PLAIN, ICON_PLUS, "", can_raise))
        step = 1;
    return step;
}

void part_fact(Ui *ui, UiRect r, ThemeIcon icon, const char *title, const char *detail)
{
    UiRect ground = {r.x, r.y + (r.h - 48) / 2, 48, 48};
    ui_fill(ui, ground, CORNER, COLOR_SUNK);
    ui_icon(ui, ground.x + 24, ground.y + 24, 24, icon, COLOR_INK);
    float grown = fmaxf(fminf(ui->type_scale, r.h / 46), 1);
    UiRect text = {r.x + 64, r.y + (r.h - 46 * grown) / 2 - 1, r.w - 64, 24 * grown};
    ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, title);
    text.y += 25 * grown;
    text.h = 20 * grown;
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, detail);
}

float part_keyboard_room(const Ui *ui, float content, float view, float scroll)
{
    bool touched = ui->finger_count > 0 || ui->in.kind != UI_INPUT_NONE;
    if (ui->edit_id)
        return ui->height / 2;
    return touched ? fmaxf(scroll + view - content, 0) : 0;
}

void part_lift_edited(Ui *ui, float *scroll)
{
    UiRect edited = {0};
    float lowest = ui->height * 0.48F;
    if (ui_edited(ui, &edited) && edited.y + edited.h > lowest)
        *scroll += edited.y + edited.h - lowest;
}

float part_notice_height(const Ui *ui, float width, const char *text)
{
    return 24 + ui_scaled(ui, 32) + ui_paragraph_height(ui, width - 88, TYPE_16, text);
}

void part_notice(Ui *ui, UiRect r, const char *title, const char *text)
{
    ui_fill(ui, r, PANEL_CORNER, COLOR_SURFACE);
    ui_stroke(ui, r, PANEL_CORNER, 1.5F, COLOR_OUTLINE);
    ui_icon(ui, r.x + 36, r.y + 36, 28, ICON_UNSAVED, COLOR_INK);
    UiRect line = {r.x + 72, r.y + 12, r.w - 88, ui_scaled(ui, 32)};
    ui_label(ui, line, TYPE_16_BOLD, COLOR_INK, UI_LEFT, title);
    line.y += line.h;
    line.h = r.h - line.h - 12;
    (void)ui_paragraph(ui, line, TYPE_16, COLOR_INK2, text);
}

bool part_banner(Ui *ui, UiRect *area, const PartBanner *banner)
{
    const float mark = 72, button_h = 48;
    float button_w = ui_text_width(ui, TYPE_16_BOLD, banner->button) + 48;
    float beside = area->w - mark - button_w - 2 * PART_PAD;
    bool under = beside < ui_scaled(ui, 320);
    float w = under ? area->w - mark - PART_PAD : beside;
    float head = ui_paragraph_height(ui, w, TYPE_16_BOLD, banner->title);
    float lines = ui_paragraph_height(ui, w, TYPE_16, banner->text);
    float h = fmaxf(head + 2 + lines, button_h) + 24 + (under ? button_h + PART_GAP : 0);
    UiRect r = part_cut_top(area, h, PART_MARGIN);
    ui_fill(ui, r, PANEL_CORNER, COLOR_SURFACE);
    ui_stroke(ui, r, PANEL_CORNER, 1.5F, COLOR_OUTLINE);
    ui_icon(ui, r.x + mark / 2, r.y + mark / 2, 28, banner->icon, COLOR_INK);
    UiRect text = {r.x + mark, r.y + 12, w, head};
    if (!under)
        text.y = r.y + (h - head - 2 - lines) / 2;
    (void)ui_paragraph_in(ui, text, TYPE_16_BOLD, COLOR_INK, banner->title);
    text.y += head + 2;
    text.h = lines;
    (void)ui_paragraph_in(ui, text, TYPE_16, COLOR_INK2, banner->text);
    UiRect button = {r.x + r.w - PART_PAD - button_w, r.y + (h - button_h) / 2, button_w, button_h};
    if (under) {
        button.x = text.x;
        button.y = r.y + h - 12 - button_h;
    }
    return ui_button(ui, banner->id, button, UI_BUTTON_PLAIN, ICON_NONE, banner->button, true);
}

void part_not_done(Ui *ui, UiRect *area, const char *text)
{
    if (!*text)
        return;
    UiRect r = part_cut_top(area, part_notice_height(ui, area->w, text), PART_MARGIN);
    part_notice(ui, r, "This could not be done", text);
}

void part_list_and_chosen(const Ui *ui, UiRect area, float across, float down, UiRect *ret_list,
                          UiRect *ret_chosen)
{
    *ret_list = *ret_chosen = area;
    if (ui->width < PART_WIDE) {
        *ret_list = part_cut_top(ret_chosen, floorf(area.h * down), PART_MARGIN);
        return;
    }
    ret_list->w = floorf((area.w - PART_MARGIN) * across);
    ret_chosen->x += ret_list->w + PART_MARGIN;
    ret_chosen->w -= ret_list->w + PART_MARGIN;
}

UiRect part_question(Ui *ui, const char *title, const char *text, const char *more, int32_t buttons)
{
    enum { INSET = 24, BUTTON = 64 };
    float w = fminf(ui_scaled(ui, 560), ui->width - 2 * PART_MARGIN), inner = w - 2 * INSET;
    float head = ui_scaled(ui, 40), says = ui_paragraph_height(ui, inner, TYPE_16, text);
    float also = *more ? ui_paragraph_height(ui, inner, TYPE_16, more) : 0;
    float words = head + says + PART_GAP + (*more ? also + PART_GAP : 0) + PART_GAP;
    float h = 2 * INSET + words + (BUTTON + PART_GAP) * (float)buttons - PART_GAP;
    UiRect r = {(ui->width - w) / 2, fminf(ui->height * 0.24F, fmaxf(ui->height - h, 0) / 2), w, h};
    part_card(ui, r);
    UiRect in = part_inset(r, INSET);
    ui_label(ui, part_cut_top(&in, head, 0), TYPE_24_BOLD, COLOR_INK, UI_LEFT, title);
    (void)ui_paragraph(ui, part_cut_top(&in, says, PART_GAP), TYPE_16, COLOR_INK2, text);
    if (*more)
        (void)ui_paragraph(ui, part_cut_top(&in, also, PART_GAP), TYPE_16, COLOR_INK, more);
    (void)part_cut_top(&in, 0, PART_GAP);
    return in;
}
