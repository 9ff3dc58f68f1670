#include "recorder/screen/photo/screen_photo.h"

#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 56, BESIDE_BACK = 64, BESIDE_MARK = 68;

typedef struct Photos {
    Ui *ui;
    const PhotoModel *model;
    PhotoState *state;
    PhotoAsk ask;
    UiRect bar, list, card;
} Photos;

static void ask(Photos *p, PhotoAskKind kind, int32_t entry)
{
    p->ask = (PhotoAsk){kind, entry};
}

/* ---- the list ---- */

/* "Today 10:05, 2.1 MB" */
static const char *entry_words(const Photos *p, const PhotoEntry *e)
{
    char day[WHEN_SIZE], time[WHEN_SIZE];
    const PhotoModel *m = p->model;
    when_format_day(e->changed_unix_ms, m->utc_offset_min, m->now_unix_ms, day);
    when_format_time(e->changed_unix_ms, m->utc_offset_min, time);
    double kb = (double)e->bytes / 1000;
    const char *text = arena_printf(p->ui->frame, kb < 1000 ? "%s %s, %.0f kB" : "%s %s, %.1f MB",
                                    day, time, kb < 1000 ? kb : kb / 1000);
    return text ? text : "";
}

/* A name is as long as its file's; every row is as high as two lines. */
static float row_height(const Ui *ui)
{
    return fmaxf(64, ui_scaled(ui, 46) + 16);
}

static void entry_row(Photos *p, UiRect r, int32_t index)
{
    Ui *ui = p->ui;
    const PhotoEntry *e = &p->model->folder->entries[index];
    uint32_t id = PHOTO_ID_ENTRY + (uint32_t)index;
    UiTouch t = ui_touch(ui, id, r);
    bool chosen = p->state->chosen == index + 1;
    if (t.down || chosen)
        ui_fill(ui, part_inset(r, 2), 12, COLOR_SUNK);
    if (chosen)
        ui_stroke(ui, part_inset(r, 2), 12, 3, COLOR_INK);
    float cy = r.y + r.h / 2;
    UiRect ground = {r.x + 12, cy - 22, 44, 44};
    ui_fill(ui, ground, 10, COLOR_SUNK);
    ui_icon(ui, ground.x + 22, cy, 24, e->is_folder ? ICON_FOLDER : ICON_PHOTO, COLOR_INK);
    float upper = ui_scaled(ui, 26), lower = ui_scaled(ui, 20);
    UiRect text = {r.x + BESIDE_MARK, cy - (upper + lower) / 2 - 1, r.w - BESIDE_MARK - 16, upper};
    if (e->is_folder) {
        text.y = cy - upper / 2;
        text.w -= 24;
        ui_icon(ui, r.x + r.w - 24, cy, 20, ICON_FORWARD, COLOR_INK2);
    }
    ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, e->name);
    text.y += upper;
    text.h = lower;
    if (!e->is_folder)
        ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, entry_words(p, e));
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, part_inset(r, 4), 12);
    if (part_tapped(&t, r))
        ask(p, PHOTO_ASK_OPEN, index);
}

static const char *folder_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static void list(Photos *p)
{
    Ui *ui = p->ui;
    const PhotoFolder *f = p->model->folder;
    UiRect r = p->list;
    part_card(ui, r);
    r = part_inset(r, 8);
    UiRect head = part_cut_top(&r, BAR, PART_GAP);
    UiRect up = {head.x, head.y, part_button_width(ui, 112, ICON_CHEVRON_UP, "Up"), head.h};
    if (ui_button(ui, PHOTO_ID_UP, up, UI_BUTTON_PLAIN, ICON_CHEVRON_UP, "Up",
                  strcmp(p->model->path, "/") != 0))
        ask(p, PHOTO_ASK_UP, 0);
    UiRect name = {up.x + up.w + 16, head.y, head.w - up.w - 24, head.h};
    ui_label(ui, name, TYPE_20_BOLD, COLOR_INK, UI_LEFT, folder_name(p->model->path));
    if (f->count == 0) {
        (void)ui_paragraph(ui, part_inset(r, 16), TYPE_16, COLOR_INK2,
                           *p->model->trouble ? p->model->trouble
                                              : "There is no picture (JPEG or PNG) here.");
        return;
    }
    float tall = row_height(ui), all = (float)(f->count + (f->left_out > 0)) * tall;
    float y = ui_scroll_begin(ui, PHOTO_ID_LIST, r, all, &p->state->scroll);
    for (int32_t i = 0; i < f->count; i++) {
        UiRect row = {r.x, y + (float)i * tall, r.w, tall};
        if (row.y + row.h > r.y - r.h && row.y < r.y + 2 * r.h)
            entry_row(p, row, i);
    }
    if (f->left_out > 0)
        ui_labelf(ui, (UiRect){r.x + 16, y + (float)f->count * tall, r.w - 32, tall}, TYPE_16,
                  COLOR_INK2, UI_LEFT, "and %d older ones", (int)f->left_out);
    ui_scroll_end(ui);
}

/* ---- the picture ---- */

/* As large as fits, its shape kept. */
static UiRect fit(UiRect r, const UiPicture *pixels)
{
    float w = (float)pixels->width, h = (float)pixels->height;
    float scale = fminf(fminf(r.w / w, r.h / h), 2);
    w *= scale;
    h *= scale;
    return (UiRect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
}

static void nothing_chosen(Photos *p, UiRect r)
{
    float cy = r.y + r.h / 2;
    ui_icon(p->ui, r.x + r.w / 2, cy - 28, 48, ICON_PHOTO, COLOR_OUTLINE);
    UiRect line = {r.x, cy + 8, r.w, 48};
    if (*p->model->trouble && p->model->folder->count > 0) {
        line = (UiRect){r.x, cy + 12, r.w, r.y + r.h - cy - 12};
        (void)ui_paragraph(p->ui, line, TYPE_16_BOLD, COLOR_INK, p->model->trouble);
        return;
    }
    ui_label(p->ui, line, TYPE_16, COLOR_INK2, UI_CENTRE, "Choose a picture");
}

static void card(Photos *p)
{
    Ui *ui = p->ui;
    const UiPicture *picture = p->model->picture;
    UiRect r = p->card;
    part_card(ui, r);
    r = part_inset(r, PART_PAD);
    if (!picture) {
        nothing_chosen(p, r);
        return;
    }
    UiRect field = part_cut_top(&r, part_field_height(ui), PART_GAP);
    (void)part_field(ui, PHOTO_ID_CAPTION, field, "Caption", "What it shows", p->state->caption,
                     sizeof p->state->caption);
    UiRect foot = part_cut_bottom(&r, BAR, PART_GAP);
    UiRect keep = {foot.x + foot.w - 184, foot.y, 184, foot.h};
    ui_label(ui, (UiRect){foot.x, foot.y, foot.w - 200, foot.h}, TYPE_14, COLOR_INK2, UI_LEFT,
             p->model->picture_words);
    if (ui_button(ui, PHOTO_ID_KEEP, keep, UI_BUTTON_PRIMARY, ICON_CHECK, "Keep", true))
        ask(p, PHOTO_ASK_KEEP, 0);
    UiRect at = fit(r, picture);
    ui_scaled_picture(ui, at, picture);
    ui_stroke(ui, at, 0, 1, COLOR_OUTLINE);
}

/* ---- the whole ---- */

static const char TITLE[] = "Photo from a file";

static float bar_height(const Photos *p, float width)
{
    return fmaxf(BAR, part_title_height(p->ui, width - BESIDE_BACK, TITLE, p->model->about));
}

static void bar(Photos *p)
{
    UiRect r = p->bar, back = {r.x, r.y + (r.h - BAR) / 2, BAR, BAR};
    if (ui_button(p->ui, PHOTO_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true))
        ask(p, PHOTO_ASK_BACK, 0);
    UiRect text = {r.x + BESIDE_BACK, r.y, r.w - BESIDE_BACK, r.h};
    part_title(p->ui, text, TITLE, p->model->about);
}

static void lay_out(Photos *p)
{
    UiRect area = part_inset((UiRect){0, 0, p->ui->width, p->ui->height}, PART_MARGIN);
    p->bar = part_cut_top(&area, bar_height(p, area.w), 12);
    if (p->ui->width < PART_WIDE) {
        p->list = part_cut_top(&area, area.h * 0.46F, PART_MARGIN);
        p->card = area;
        return;
    }
    p->list = part_column(area, 0, 2, PART_MARGIN);
    p->card = part_column(area, 1, 2, PART_MARGIN);
}

PhotoAsk screen_photo(Ui *ui, const PhotoModel *model, PhotoState *state)
{
    Photos p = {.ui = ui, .model = model, .state = state};
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    lay_out(&p);
    bar(&p);
    list(&p);
    card(&p);
    if (ui_key(ui) == UI_KEY_ESCAPE)
        ask(&p, PHOTO_ASK_BACK, 0);
    return p.ask;
}
