#include "recorder/screen/debrief/preview.h"

#include "reports/sheet/sheet_raster.h"

#include <math.h>
#include <stdlib.h>

static const float EDGE = 12; /* around a whole page, points of the screen */

void preview_deinit(Preview *p)
{
    free(p->pixels);
    *p = (Preview){0};
}

void preview_forget(Preview *p, const Sheet *sheet)
{
    p->sheet = NULL;
    if (p->page >= sheet_page_count(sheet))
        p->page = sheet_page_count(sheet) - 1;
    if (p->page < 0)
        p->page = 0;
}

/* Points of the screen for a point of the paper. */
static float size_of(const Preview *p, const Sheet *sheet, UiRect view)
{
    float whole =
        fminf((view.w - 2 * EDGE) / sheet_width(sheet), (view.h - 2 * EDGE) / sheet_height(sheet));
    return fmaxf(whole, 0.05F) * (p->zoom > 1 ? p->zoom : 1);
}

/* The middle of the view keeps to the paper: what fits is centred, what does not ends
 * at the edges of the view. */
static float kept(float at, float paper, float view)
{
    if (view >= paper)
        return paper / 2;
    return fminf(fmaxf(at, view / 2), paper - view / 2);
}

static void keep(Preview *p, const Sheet *sheet, UiRect view)
{
    float size = size_of(p, sheet, view), edge = 2 * EDGE / size;
    p->x = kept(p->x + edge / 2, sheet_width(sheet) + edge, view.w / size) - edge / 2;
    p->y = kept(p->y + edge / 2, sheet_height(sheet) + edge, view.h / size) - edge / 2;
}

UiRect preview_page_rect(const Preview *p, const Sheet *sheet, UiRect view)
{
    Preview at = *p;
    keep(&at, sheet, view);
    float size = size_of(p, sheet, view);
    return (UiRect){view.x + view.w / 2 - at.x * size, view.y + view.h / 2 - at.y * size,
                    sheet_width(sheet) * size, sheet_height(sheet) * size};
}

void preview_zoom(Preview *p, const Sheet *sheet, UiRect view, float by, float x, float y)
{
    keep(p, sheet, view);
    float before = size_of(p, sheet, view);
    p->zoom = fminf(fmaxf((p->zoom > 1 ? p->zoom : 1) * by, 1), PREVIEW_MOST_ZOOM);
    float after = size_of(p, sheet, view);
    float dx = x - view.x - view.w / 2, dy = y - view.y - view.h / 2;
    p->x += dx / before - dx / after;
    p->y += dy / before - dy / after;
    keep(p, sheet, view);
}

void preview_move(Preview *p, const Sheet *sheet, UiRect view, float dx, float dy)
{
    float size = size_of(p, sheet, view);
    keep(p, sheet, view);
    p->x -= dx / size;
    p->y -= dy / size;
    keep(p, sheet, view);
}

bool preview_turn(Preview *p, const Sheet *sheet, int32_t by)
{
    int32_t page = p->page + by;
    if (page < 0 || page >= sheet_page_count(sheet))
        return false;
    p->page = page;
    p->y = 0; /* a page is read from its top */
    return true;
}

/* ---- painting ---- */

/* The part of the page that is in sight, in whole pixels of the screen. */
typedef struct Sight {
    int32_t x, y, width, height;
    float left, top; /* points of the paper */
} Sight;

static Sight sight_of(UiRect page, UiRect view, float size, float scale)
{
    float x0 = fmaxf(page.x, view.x), y0 = fmaxf(page.y, view.y);
    float x1 = fminf(page.x + page.w, view.x + view.w);
    float y1 = fminf(page.y + page.h, view.y + view.h);
    Sight s = {.x = (int32_t)roundf(x0 * scale), .y = (int32_t)roundf(y0 * scale)};
    s.width = (int32_t)roundf(x1 * scale) - s.x;
    s.height = (int32_t)roundf(y1 * scale) - s.y;
    s.left = ((float)s.x / scale - page.x) / size;
    s.top = ((float)s.y / scale - page.y) / size;
    return s;
}

static bool same(float a, float b)
{
    return fabsf(a - b) < 0.0005F;
}

static bool is_painted(const Preview *p, const Sheet *sheet, const Sight *s, float scale)
{
    return p->sheet == sheet && p->painted_page == p->page && p->picture.width == s->width &&
           p->picture.height == s->height && same(p->scale, scale) && same(p->left, s->left) &&
           same(p->top, s->top);
}

static bool paint_sight(Preview *p, const Sheet *sheet, const Sight *s, float scale)
{
    size_t need = (size_t)s->width * (size_t)s->height;
    if (need > p->cap) {
        free(p->pixels);
        p->pixels = malloc(need * sizeof *p->pixels);
        p->cap = p->pixels ? need : 0;
        p->sheet = NULL;
        if (!p->pixels)
            return false;
    }
    SheetRaster target = {p->pixels, s->width, s->height, s->width};
    Err err = {0};
    if (!sheet_raster_page(sheet, p->page, scale, s->left, s->top, &target, &err))
        return false;
    p->picture = (UiPicture){p->pixels, s->width, s->height, s->width, p->picture.version + 1};
    p->sheet = sheet;
    p->painted_page = p->page;
    p->scale = scale;
    p->left = s->left;
    p->top = s->top;
    return true;
}

bool preview_draw(Preview *p, Ui *ui, const Sheet *sheet, UiRect view, float scale, bool paint)
{
    UiRect page = preview_page_rect(p, sheet, view);
    float size = size_of(p, sheet, view);
    Sight s = sight_of(page, view, size, scale);
    if (s.width <= 0 || s.height <= 0)
        return true;
    if (paint && !is_painted(p, sheet, &s, size * scale) &&
        !paint_sight(p, sheet, &s, size * scale))
        return false;
    if (p->sheet == sheet)
        ui_picture(ui, (float)s.x / scale, (float)s.y / scale, (float)p->picture.width / scale,
                   (float)p->picture.height / scale, &p->picture);
    return true;
}
