#include "recorder/screen/part/menu.h"

#include "recorder/screen/part/part.h"

#include <math.h>

static const float CORNER = 16, TOP = 88, VEIL = 140;

/* Everything below fades and can no longer be touched; a touch there closes. */
static bool cover(Ui *ui)
{
    UiRect all = {0, 0, ui->width, ui->height};
    ui_cover(ui);
    UiTouch t = ui_touch_ground(ui, MENU_ID_GROUND, all);
    ui_set_alpha(ui, (uint8_t)VEIL);
    ui_fill(ui, all, 0, COLOR_BG);
    ui_set_alpha(ui, 255);
    return t.gesture == UI_GESTURE_TAP || ui_key(ui) == UI_KEY_ESCAPE;
}

static void panel(Ui *ui, UiRect r)
{
    ui_fill(ui, r, CORNER, COLOR_SURFACE);
    ui_stroke(ui, r, CORNER, 1.5F, COLOR_OUTLINE);
}

/* ---- menu ---- */

static float item_width(const Ui *ui, const MenuItem *item)
{
    return 64 +
           fmaxf(ui_text_width(ui, TYPE_16_BOLD, item->title),
                 ui_text_width(ui, TYPE_14, item->text)) +
           32;
}

static bool item(Ui *ui, UiRect r, const MenuItem *item)
{
    UiTouch t = ui_touch(ui, item->id, r);
    if (t.down)
        ui_fill(ui, r, 12, COLOR_SUNK);
    ui_icon(ui, r.x + 32, r.y + r.h / 2, 24, item->icon, COLOR_INK);
    UiRect text = {r.x + 64, r.y, r.w - 72, r.h};
    if (*item->text) {
        float line = ui_scaled(ui, 24), second = ui_scaled(ui, 20);
        UiRect below = {text.x, r.y + (r.h + line - second) / 2 + 1, text.w, second};
        ui_label(ui, below, TYPE_14, COLOR_INK2, UI_LEFT, item->text);
        text.y = r.y + (r.h - line - second) / 2 - 1;
        text.h = line;
    }
    ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, item->title);
    if (ui_is_focused(ui, item->id))
        ui_draw_focus(ui, part_inset(r, 4), 10);
    return part_tapped(&t, r);
}

uint32_t menu_build(Ui *ui, MenuAnchor anchor, const MenuItem *items, int32_t count)
{
    uint32_t tapped = cover(ui) ? MENU_ID_CLOSE : 0;
    float row = fmaxf(UI_LIVE_TARGET, ui_scaled(ui, 44) + 16), w = 280;
    for (int32_t i = 0; i < count; i++)
        w = fmaxf(w, item_width(ui, &items[i]));
    w = fminf(w, ui->width - 2 * PART_MARGIN);
    UiRect r = {PART_MARGIN, TOP, w, (float)count * row + 16};
    r.x = anchor == MENU_TOP_RIGHT ? ui->width - PART_MARGIN - w : r.x;
    panel(ui, r);
    UiRect in = part_inset(r, 8);
    for (int32_t i = 0; i < count; i++)
        if (item(ui, part_cut_top(&in, row, 0), &items[i]))
            tapped = items[i].id;
    return tapped;
}

/* ---- help ---- */

bool help_build(Ui *ui, const char *title, const HelpKey *keys, int32_t count, float *scroll)
{
    bool close = cover(ui);
    float w = fminf(ui->width - 2 * PART_MARGIN, 640 + 160 * (ui->type_scale - 1));
    float line = ui_scaled(ui, 32), name = 0, content = 0;
    for (int32_t i = 0; i < count; i++)
        name = fmaxf(name, ui_text_width(ui, TYPE_16_BOLD, keys[i].keys));
    name = fminf(name + 24, (w - 48) * 0.5F);
    for (int32_t i = 0; i < count; i++)
        content += fmaxf(line, 10 + ui_paragraph_height(ui, w - 48 - name, TYPE_16, keys[i].what));
    float h = fminf(24 + 56 + 16 + content + 24, ui->height - 2 * PART_MARGIN);
    UiRect r = {(ui->width - w) / 2, (ui->height - h) / 2, w, h};
    panel(ui, r);
    UiRect in = part_inset(r, 24);
    UiRect head = part_cut_top(&in, 56, 16);
    UiRect shut = {head.x + head.w - 56, head.y, 56, 56};
    close |= ui_button(ui, MENU_ID_CLOSE, shut, UI_BUTTON_QUIET, ICON_CLOSE, "", true);
    head.w -= 64;
    ui_label(ui, head, TYPE_24_BOLD, COLOR_INK, UI_LEFT, title);
    UiKey key = ui_key(ui);
    if (key == UI_KEY_DOWN || key == UI_KEY_UP) {
        *scroll += key == UI_KEY_DOWN ? line : -line;
        ui_use_key(ui);
    }
    UiRect view = {in.x, in.y, in.w + 12, in.h};
    float y = ui_scroll_begin(ui, MENU_ID_ITEM, view, content, scroll);
    for (int32_t i = 0; i < count; i++) {
        float used = ui_paragraph_height(ui, in.w - name, TYPE_16, keys[i].what);
        UiRect left = {in.x, y, name - 16, ui_face(ui, TYPE_16).leading};
        ui_label(ui, left, TYPE_16_BOLD, COLOR_INK, UI_LEFT, keys[i].keys);
        (void)ui_paragraph(ui, (UiRect){in.x + name, y, in.w - name, used}, TYPE_16, COLOR_INK2,
                           keys[i].what);
        y += fmaxf(line, 10 + used);
    }
    ui_scroll_end(ui);
    return close;
}
