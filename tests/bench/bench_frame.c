/* How long a frame takes: a board-like screen (40 rounded buttons, 340 labels)
 * drawn in full, with one changed pad, and unchanged; and how long after a finger
 * landed the changed pixels stand on the surface. Baseline: filling the same
 * surface once with one colour. */
#include "recorder/platform/platform.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PADS = 40, LABELS = 340, ROUNDS = 200, TAPS = 2000 };
static const double BUDGET_MS = 10; /* landing to changed pixels, 99th percentile */

typedef struct Board {
    Ui ui;
    Arena arena;
    UiCommand *commands;
    Painter *painter;
    PaintSurface surface;
    int32_t counts[PADS];
} Board;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static UiRect pad_rect(int32_t i)
{
    int32_t row = i / 8;
    return (UiRect){16 + (float)(i % 8) * 157, 16 + (float)row * 76, 149, 68};
}

static void build(Board *b)
{
    Ui *ui = &b->ui;
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    for (int32_t i = 0; i < PADS; i++) {
        UiRect r = pad_rect(i);
        if (ui_button(ui, (uint32_t)(i + 1), r, UI_BUTTON_PLAIN, ICON_NONE, "Paraphrase", true))
            b->counts[i]++;
        ui_labelf(ui, (UiRect){r.x, r.y + 4, r.w - 12, 18}, TYPE_14, COLOR_INK3, UI_RIGHT, "%d",
                  (int)b->counts[i]);
    }
    /* with the 80 of the pads, 340 labels */
    for (int32_t i = 0; i < LABELS - 2 * PADS; i++) {
        int32_t row = i / 13;
        UiRect r = {16 + (float)(i % 13) * 96, 404 + (float)row * 19, 92, 18};
        ui_labelf(ui, r, TYPE_14, COLOR_INK, UI_LEFT, "label %d", (int)i);
    }
}

static void step(Board *b, UiInput in)
{
    ui_begin(&b->ui, &in);
    build(b);
    ui_end(&b->ui);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(double *values, int32_t count, double share)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return values[(int32_t)((double)(count - 1) * share)];
}

static double fill_surface(const PaintSurface *s)
{
    double times[ROUNDS];
    for (int32_t i = 0; i < ROUNDS; i++) {
        double from = now_ms();
        memset(s->pixels, i, (size_t)s->pitch * (size_t)s->height * sizeof s->pixels[0]);
        times[i] = now_ms() - from;
    }
    return percentile(times, ROUNDS, 0.5);
}

typedef enum Change { ALL, ONE_PAD, NOTHING } Change;

static double draw_frames(Board *b, Change change)
{
    double times[ROUNDS];
    PaintRect dirty[PAINT_MAX_DIRTY];
    for (int32_t i = 0; i < ROUNDS; i++) {
        if (change == ALL)
            painter_invalidate(b->painter);
        if (change == ONE_PAD)
            b->counts[i % PADS]++;
        double from = now_ms();
        step(b, (UiInput){0});
        painter_draw(b->painter, &b->ui, &b->surface, dirty);
        times[i] = now_ms() - from;
    }
    return percentile(times, ROUNDS, 0.5);
}

/* From the event being handed over to the pixels: the step, a second one as the
 * app makes it after a change, and the drawing. */
static double tap_pads(Board *b)
{
    double *times = calloc(TAPS, sizeof *times);
    if (!times)
        return 0;
    PaintRect dirty[PAINT_MAX_DIRTY];
    for (int32_t i = 0; i < TAPS; i++) {
        UiRect r = pad_rect(i * 7 % PADS);
        UiInput in = {.kind = UI_INPUT_DOWN, .x = r.x + 20, .y = r.y + 20};
        double from = now_ms();
        step(b, in);
        step(b, (UiInput){0});
        painter_draw(b->painter, &b->ui, &b->surface, dirty);
        times[i] = now_ms() - from;
        in.kind = UI_INPUT_UP;
        step(b, in);
        step(b, (UiInput){0});
        painter_draw(b->painter, &b->ui, &b->surface, dirty);
    }
    double p99 = percentile(times, TAPS, 0.99);
    free(times);
    return p99;
}

static void print_line(const char *what, double ms, double fill_ms)
{
    printf("  %-28s %8.3f ms  %6.2f x filling\n", what, ms, ms / fill_ms);
}

static bool measure(TextRenderer *text, int32_t width, int32_t height, Err *err)
{
    Board b = {.surface = {
                   .width = width, .height = height, .pitch = width, .scale = (float)width / 1280}};
    bool ok = false;
    text_renderer_set_scale(text, b.surface.scale);
    arena_init(&b.arena, 4 << 20);
    b.commands = calloc(UI_MAX_COMMANDS, sizeof *b.commands);
    b.surface.pixels = calloc((size_t)width * (size_t)height, sizeof *b.surface.pixels);
    b.painter = painter_create(text_renderer_paint(text), err);
    if (!b.commands || !b.surface.pixels || !b.painter)
        goto done;
    ui_init(&b.ui, theme_get(THEME_LIGHT), text_renderer_ui(text), b.commands, &b.arena);
    ui_resize(&b.ui, 1280, 800);
    double fill = fill_surface(&b.surface);
    draw_frames(&b, ALL); /* warms the text cache */
    double all = draw_frames(&b, ALL);
    double pad = draw_frames(&b, ONE_PAD);
    double nothing = draw_frames(&b, NOTHING);
    double landing = tap_pads(&b);
    printf("%" PRId32 " x %" PRId32 ", %d commands, filling the surface %.3f ms\n", width, height,
           (int)b.ui.command_count, fill);
    print_line("full frame", all, fill);
    print_line("one changed pad", pad, fill);
    print_line("unchanged frame", nothing, fill);
    print_line("landing to pixels, p99", landing, fill);
    ok = landing <= BUDGET_MS;
    printf("  budget of %g ms %s\n", BUDGET_MS, ok ? "kept" : "missed");
done:
    painter_destroy(b.painter);
    free(b.surface.pixels);
    free(b.commands);
    arena_deinit(&b.arena);
    return ok;
}

int main(void)
{
    Err err = {0};
    TextRenderer *text = text_renderer_create(&err);
    if (!text) {
        fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    bool ok = measure(text, 1280, 800, &err);
    ok = measure(text, 2560, 1600, &err) && ok;
    text_renderer_destroy(text);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
