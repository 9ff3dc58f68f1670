#include "recorder/screen/debrief/screen_debrief.h"

#include "recorder/screen/debrief/debrief_panel.h"
#include "recorder/screen/part/part.h"

#include <math.h>
#include <string.h>

static const float BAR = 64, BUTTON = 48, PANEL = 352, SWIPE = 60, ZOOM_STEP = 1.5F,
                   WHEEL_TURN = 40;

/* ---- the page ---- */

static bool is_zoomed(const DebriefState *s)
{
    return s->preview.zoom > 1.001F;
}

/* A finger that was not needed to move the paper turns the page. */
static void drag(Ui *ui, const DebriefModel *m, DebriefState *s, UiRect view)
{
    UiTouch touch = ui_touch_ground(ui, DEBRIEF_ID_PAGE, view);
    if (touch.gesture == UI_GESTURE_DOWN)
        s->swipe = 0;
    if (touch.gesture == UI_GESTURE_DRAG && is_zoomed(s))
        preview_move(&s->preview, m->sheet, view, ui->step_dx, ui->step_dy);
    if (touch.gesture == UI_GESTURE_DRAG && !is_zoomed(s))
        s->swipe = touch.x - touch.from_x;
    if (touch.gesture == UI_GESTURE_DROP && !is_zoomed(s) && fabsf(s->swipe) >= SWIPE)
        (void)preview_turn(&s->preview, m->sheet, s->swipe < 0 ? 1 : -1);
    if (touch.gesture == UI_GESTURE_DROP || touch.gesture == UI_GESTURE_CANCEL)
        s->swipe = 0;
}

static void wheel(Ui *ui, const DebriefModel *m, DebriefState *s, UiRect view)
{
    bool over = ui->in.x >= view.x && ui->in.x < view.x + view.w && ui->in.y >= view.y &&
                ui->in.y < view.y + view.h;
    if (ui->in.kind != UI_INPUT_WHEEL || !over)
        return;
    if (is_zoomed(s)) {
        preview_move(&s->preview, m->sheet, view, 0, -ui->in.wheel);
        return;
    }
    s->swipe += ui->in.wheel;
    if (fabsf(s->swipe) >= WHEEL_TURN) {
        (void)preview_turn(&s->preview, m->sheet, s->swipe > 0 ? 1 : -1);
        s->swipe = 0;
    }
}

static void zoom_middle(const DebriefModel *m, DebriefState *s, UiRect view, float by)
{
    preview_zoom(&s->preview, m->sheet, view, by, view.x + view.w / 2, view.y + view.h / 2);
}

static void typed(Ui *ui, const DebriefModel *m, DebriefState *s, UiRect view)
{
    if (ui->in.kind != UI_INPUT_TEXT || ui_edited(ui, &(UiRect){0}))
        return;
    if (strcmp(ui->in.text, "+") == 0)
        zoom_middle(m, s, view, ZOOM_STEP);
    if (strcmp(ui->in.text, "-") == 0)
        zoom_middle(m, s, view, 1 / ZOOM_STEP);
    if (strcmp(ui->in.text, "0") == 0)
        s->preview.zoom = 1;
}

static void keys(Ui *ui, const DebriefModel *m, DebriefState *s, UiRect view)
{
    const float step = 60;
    UiKey key = ui_key(ui);
    int32_t pages = sheet_page_count(m->sheet);
    bool used = true;
    if (key == UI_KEY_RIGHT)
        (void)preview_turn(&s->preview, m->sheet, 1);
    else if (key == UI_KEY_LEFT)
        (void)preview_turn(&s->preview, m->sheet, -1);
    else if (key == UI_KEY_HOME)
        (void)preview_turn(&s->preview, m->sheet, -s->preview.page);
    else if (key == UI_KEY_END)
        (void)preview_turn(&s->preview, m->sheet, pages - 1 - s->preview.page);
    else if ((key == UI_KEY_UP || key == UI_KEY_DOWN) && is_zoomed(s))
        preview_move(&s->preview, m->sheet, view, 0, key == UI_KEY_UP ? step : -step);
    else
        used = false;
    if (used)
        ui_use_key(ui);
    typed(ui, m, s, view);
}

static void page_view(Ui *ui, UiRect view, const DebriefModel *m, DebriefState *s, bool covered)
{
    ui_fill(ui, view, 0, COLOR_SUNK);
    if (!m->sheet) {
        UiRect notice = part_inset(view, PART_MARGIN);
        notice.h = part_notice_height(ui, notice.w, m->trouble);
        part_notice(ui, notice, "There is no sheet to show", m->trouble);
        return;
    }
    if (!covered) {
        UiPinch pinch = ui_pinch(ui, view);
        if (pinch.down && pinch.moved) {
            preview_zoom(&s->preview, m->sheet, view, pinch.scale, pinch.x, pinch.y);
            preview_move(&s->preview, m->sheet, view, pinch.dx, pinch.dy);
        }
        drag(ui, m, s, view);
        wheel(ui, m, s, view);
        keys(ui, m, s, view);
    }
    ui_clip_begin(ui, view);
    UiRect page = preview_page_rect(&s->preview, m->sheet, view);
    ui_fill(ui, (UiRect){page.x - 1, page.y - 1, page.w + 2, page.h + 2}, 0, COLOR_OUTLINE);
    bool ok = preview_draw(&s->preview, ui, m->sheet, view, m->scale, ui->in.kind == UI_INPUT_NONE);
    ui_clip_end(ui);
    if (!ok)
        ui_label(ui, view, TYPE_16, COLOR_INK, UI_CENTRE,
                 "There is not enough memory to show this page so large");
}

/* ---- the bars ---- */

enum { TITLE_LINES = 2 };

typedef struct HeadPlaces {
    UiRect back, text, open;
} HeadPlaces;

static HeadPlaces head_places(const Ui *ui, UiRect r, bool narrow)
{
    HeadPlaces p;
    UiRect in = part_inset(r, PART_GAP);
    float y = in.y + (in.h - BUTTON) / 2;
    p.back = (UiRect){in.x, y, part_button_width(ui, 120, ICON_BACK, "Back"), BUTTON};
    float w = narrow ? part_button_width(ui, 152, ICON_SAVED, "Save ...") : 0;
    p.open = (UiRect){in.x + in.w - w, y, w, BUTTON};
    float x = p.back.x + p.back.w + PART_GAP;
    p.text = (UiRect){x, in.y, p.open.x - (narrow ? PART_GAP : 0) - x, in.h};
    return p;
}

static float head_height(const Ui *ui, UiRect all, const DebriefModel *m, bool narrow)
{
    float w = head_places(ui, all, narrow).text.w;
    float h = part_lines_height(ui, w, TYPE_20_BOLD, TITLE_LINES, m->title);
    return fmaxf(BAR, h + 2 * PART_GAP);
}

static void head_bar(Ui *ui, UiRect r, const DebriefModel *m, DebriefState *s, bool narrow,
                     DebriefAsk *ask)
{
    HeadPlaces p = head_places(ui, r, narrow);
    ui_fill(ui, r, 0, COLOR_PANEL);
    if (ui_button(ui, DEBRIEF_ID_BACK, p.back, UI_BUTTON_QUIET, ICON_BACK, "Back", true))
        ask->kind = DEBRIEF_ASK_BACK;
    if (narrow &&
        ui_button(ui, DEBRIEF_ID_CHOICES, p.open,
                  s->choosing ? UI_BUTTON_CHOSEN : UI_BUTTON_PRIMARY,
                  s->choosing ? ICON_CLOSE : ICON_SAVED, s->choosing ? "Close" : "Save ...", true))
        s->choosing = !s->choosing;
    part_lines(ui, p.text, TYPE_20_BOLD, COLOR_INK, m->title);
}

static void foot_bar(Ui *ui, UiRect r, UiRect view, const DebriefModel *m, DebriefState *s)
{
    ui_fill(ui, r, 0, COLOR_PANEL);
    if (!m->sheet)
        return;
    UiRect in = part_inset(r, PART_GAP);
    int32_t pages = sheet_page_count(m->sheet), page = s->preview.page;
    UiRect previous = {in.x, in.y, 64, in.h};
    UiRect where = {previous.x + 64, in.y, fmaxf(96, ui_scaled(ui, 96)), in.h};
    UiRect next = {where.x + where.w, in.y, 64, in.h};
    if (ui_button(ui, DEBRIEF_ID_PREVIOUS, previous, UI_BUTTON_PLAIN, ICON_BACK, "", page > 0))
        (void)preview_turn(&s->preview, m->sheet, -1);
    ui_labelf(ui, where, TYPE_16_BOLD, COLOR_INK, UI_CENTRE, "%d of %d", (int)s->preview.page + 1,
              (int)pages);
    if (ui_button(ui, DEBRIEF_ID_NEXT, next, UI_BUTTON_PLAIN, ICON_FORWARD, "", page + 1 < pages))
        (void)preview_turn(&s->preview, m->sheet, 1);
    UiRect larger = {in.x + in.w - 64, in.y, 64, in.h};
    float whole_w = part_button_width(ui, 96, ICON_NONE, "Whole");
    UiRect whole = {larger.x - PART_GAP - whole_w, in.y, whole_w, in.h};
    UiRect smaller = {whole.x - PART_GAP - 64, in.y, 64, in.h};
    if (ui_button(ui, DEBRIEF_ID_SMALLER, smaller, UI_BUTTON_PLAIN, ICON_MINUS, "", is_zoomed(s)))
        zoom_middle(m, s, view, 1 / ZOOM_STEP);
    if (ui_button(ui, DEBRIEF_ID_WHOLE, whole, UI_BUTTON_PLAIN, ICON_NONE, "Whole", is_zoomed(s)))
        s->preview.zoom = 1;
    if (ui_button(ui, DEBRIEF_ID_LARGER, larger, UI_BUTTON_PLAIN, ICON_PLUS, "",
                  s->preview.zoom < PREVIEW_MOST_ZOOM))
        zoom_middle(m, s, view, ZOOM_STEP);
}

/* ---- the screen ---- */

DebriefAsk screen_debrief(Ui *ui, const DebriefModel *m, DebriefState *s)
{
    DebriefAsk ask = {.kind = DEBRIEF_ASK_NONE};
    UiRect all = {0, 0, ui->width, ui->height};
    ui_fill(ui, all, 0, COLOR_BG);
    bool narrow = all.w < PART_WIDE;
    bool covered = narrow && (s->choosing || s->picking || s->naming);
    float panel = fminf(ui_scaled(ui, PANEL), all.w * 0.45F);
    float bar = fmaxf(BAR, ui_scaled(ui, 48));
    UiRect page = narrow ? all : (UiRect){0, 0, all.w - panel, all.h};
    UiRect beside = {all.w - panel, 0, panel, all.h};
    if (m->left_handed) {
        page = part_mirrored(page, all);
        beside = part_mirrored(beside, all);
    }
    UiRect head = part_cut_top(&page, head_height(ui, page, m, narrow), 0);
    UiRect foot = part_cut_bottom(&page, bar, 0);
    page_view(ui, page, m, s, covered);
    if (!covered)
        foot_bar(ui, foot, page, m, s);
    head_bar(ui, head, m, s, narrow, &ask);
    if (!narrow)
        debrief_panel(ui, beside, m, s, &ask);
    else if (covered)
        debrief_panel(ui, (UiRect){0, head.h, all.w, all.h - head.h}, m, s, &ask);
    if (ui_key(ui) == UI_KEY_ESCAPE) {
        ui_use_key(ui);
        if (s->picking || s->naming || covered)
            s->picking = s->naming = s->choosing = false;
        else
            ask.kind = DEBRIEF_ASK_BACK;
    }
    return ask;
}
