#include "ui_check.h"

#include <math.h>

static const float scales[] = {1, 1.5F, 2, 3};
enum { SCALE_COUNT = 4, WIDE = 100, HIGH = 80 /* points */ };

/* A surface with rows longer than the picture: what lies behind a row's end must
 * stay as it was. */
typedef struct Canvas {
    Bench *b;
    Painter *painter;
    PaintSurface s;
    PaintRect dirty[PAINT_MAX_DIRTY];
    int32_t dirty_count;
} Canvas;

enum { PAST = 5 };
static const uint32_t untouched = 0x12345678;

static Canvas *canvas_create(float scale)
{
    Canvas *c = calloc(1, sizeof *c);
    assert_non_null(c);
    c->b = bench_create(WIDE, HIGH);
    PaintText text;
    block_text_paint(&text);
    Err err = {0};
    c->painter = painter_create(text, &err);
    assert_non_null(c->painter);
    int32_t w = (int32_t)(WIDE * scale);
    int32_t h = (int32_t)(HIGH * scale);
    c->s = (PaintSurface){calloc((size_t)(w + PAST) * (size_t)h, 4), w, h, w + PAST, scale};
    assert_non_null(c->s.pixels);
    for (int32_t i = 0; i < (w + PAST) * h; i++)
        c->s.pixels[i] = untouched;
    return c;
}

static void canvas_destroy(Canvas *c)
{
    for (int32_t y = 0; y < c->s.height; y++)
        for (int32_t x = c->s.width; x < c->s.pitch; x++)
            assert_int_equal(c->s.pixels[y * c->s.pitch + x], untouched);
    painter_destroy(c->painter);
    free(c->s.pixels);
    bench_destroy(c->b);
    free(c);
}

static Ui *begin(Canvas *c)
{
    UiInput in = {0};
    ui_begin(&c->b->ui, &in);
    ui_fill(&c->b->ui, (UiRect){0, 0, WIDE, HIGH}, 0, COLOR_SURFACE); /* white */
    return &c->b->ui;
}

static void end(Canvas *c)
{
    ui_end(&c->b->ui);
    c->dirty_count = painter_draw(c->painter, &c->b->ui, &c->s, c->dirty);
}

static uint32_t pixel(const Canvas *c, int32_t x, int32_t y)
{
    return c->s.pixels[y * c->s.pitch + x];
}

/* How much of a pixel is covered by black on white, 0..1. */
static double ink_at(const Canvas *c, int32_t x, int32_t y)
{
    uint32_t p = pixel(c, x, y);
    assert_int_equal(p >> 24, 0xFF);
    return (255 - (double)(p & 0xFF)) / 255;
}

/* The area covered, in square points. */
static double ink_area(const Canvas *c)
{
    double area = 0;
    for (int32_t y = 0; y < c->s.height; y++)
        for (int32_t x = 0; x < c->s.width; x++)
            area += ink_at(c, x, y);
    return area / (double)(c->s.scale * c->s.scale);
}

static const Theme black_on_white = {.name = "Test",
                                     .colors = {[COLOR_SURFACE] = 0xFFFFFF, [COLOR_INK] = 0}};

static void use_black(Canvas *c)
{
    c->b->ui.theme = &black_on_white;
}

static void assert_area(const Canvas *c, double want, double tolerance)
{
    double got = ink_area(c);
    if (fabs(got - want) > want * tolerance)
        fail_msg("scale %g: area %g, wanted %g", (double)c->s.scale, got, want);
}

/* ---- shapes ---- */

static void fill__is_sharp__on_whole_pixels(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_fill(begin(c), (UiRect){10, 20, 30, 16}, 0, COLOR_INK);
        end(c);
        int32_t x0 = (int32_t)(10 * scales[i]);
        int32_t y0 = (int32_t)(20 * scales[i]);
        int32_t x1 = (int32_t)(40 * scales[i]);
        int32_t y1 = (int32_t)(36 * scales[i]);
        for (int32_t y = 0; y < c->s.height; y++)
            for (int32_t x = 0; x < c->s.width; x++) {
                bool inside = x >= x0 && x < x1 && y >= y0 && y < y1;
                assert_true(ink_at(c, x, y) == (inside ? 1 : 0));
            }
        canvas_destroy(c);
    }
}

static void fill__shows_a_hairline__when_thinner_than_a_pixel(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    use_black(c);
    ui_fill(begin(c), (UiRect){10.6F, 20, 0.1F, 16}, 0, COLOR_INK);
    end(c);
    assert_area(c, 16, 0);
    canvas_destroy(c);
}

static void circle__has_its_area__wherever_it_lies(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++)
        for (int32_t third = 0; third < 3; third++) {
            float shift = (float)third / 3;
            Canvas *c = canvas_create(scales[i]);
            use_black(c);
            ui_circle(begin(c), 40 + shift, 38 + shift / 2, 30, COLOR_INK);
            end(c);
            assert_area(c, 3.14159265 * 900, 0.003);
            canvas_destroy(c);
        }
}

static void ring__has_its_area(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_ring(begin(c), 40, 40, 30, 3, COLOR_INK);
        end(c);
        assert_area(c, 3.14159265 * (900 - 27 * 27), 0.01);
        canvas_destroy(c);
    }
}

static void stroke__lies_inside__its_rectangle(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_stroke(begin(c), (UiRect){10, 20, 60, 40}, 12, 2, COLOR_INK);
        end(c);
        double outer = 60 * 40 - (4 - 3.14159265) * 144;
        double inner = 56 * 36 - (4 - 3.14159265) * 100;
        assert_area(c, outer - inner, 0.01);
        for (int32_t y = 0; y < c->s.height; y++)
            assert_true(ink_at(c, (int32_t)(10 * scales[i]) - 1, y) == 0);
        canvas_destroy(c);
    }
}

/* Against 16 x 16 samples a pixel. */
static void corner__is_smooth(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    use_black(c);
    ui_fill(begin(c), (UiRect){10, 20, 60, 40}, 12, COLOR_INK);
    end(c);
    for (int32_t y = 20; y < 32; y++)
        for (int32_t x = 10; x < 22; x++) {
            int32_t inside = 0;
            for (int32_t i = 0; i < 256; i++) {
                double dx = x + (i % 16 + 0.5) / 16 - 22;
                int32_t row = i / 16;
                double dy = y + (row + 0.5) / 16 - 32;
                inside += dx * dx + dy * dy < 144;
            }
            assert_true(fabs(ink_at(c, x, y) - inside / 256.0) < 0.08);
        }
    canvas_destroy(c);
}

static void line__has_round_ends(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_line(begin(c), 20, 20, 60, 50, 4, COLOR_INK);
        end(c);
        assert_area(c, 50 * 4 + 3.14159265 * 4, 0.01);
        canvas_destroy(c);
    }
}

static void brush__grows_evenly__and_is_a_line_when_it_does_not(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_brush(begin(c), (const float[]){20, 20, 4, 60, 50, 4}, 2, COLOR_INK);
        end(c);
        assert_area(c, 50 * 4 + 3.14159265 * 4, 0.01);
        ui_brush(begin(c), (const float[]){20, 20, 2, 60, 50, 6}, 2, COLOR_INK);
        end(c); /* a trapezium and two half discs */
        assert_area(c, 50 * 4 + 3.14159265 * (1 + 9) / 2, 0.02);
        ui_brush(begin(c), (const float[]){30, 30, 10}, 1, COLOR_INK);
        end(c);
        assert_area(c, 3.14159265 * 25, 0.01);
        canvas_destroy(c);
    }
}

/* Half black, half white, made smaller: the mean of what each pixel covers. */
static void picture__is_the_mean__made_smaller(void **state)
{
    (void)state;
    uint32_t rgb[64 * 64];
    for (int32_t i = 0; i < 64 * 64; i++)
        rgb[i] = i % 64 < 32 ? 0 : i % 2 ? 0xFFFFFF : 0x808080;
    const UiPicture picture = {rgb, 64, 64, 64, 7};
    Canvas *c = canvas_create(1);
    use_black(c);
    ui_scaled_picture(begin(c), (UiRect){10, 20, 32, 16}, &picture);
    end(c);
    assert_int_equal(pixel(c, 10, 20) & 0xFFFFFF, 0);
    assert_int_equal(pixel(c, 25, 35) & 0xFFFFFF, 0);
    assert_int_equal(pixel(c, 26, 20) & 0xFFFFFF, 0xBFBFBF);
    assert_int_equal(pixel(c, 41, 35) & 0xFFFFFF, 0xBFBFBF);
    assert_int_equal(pixel(c, 42, 35) & 0xFFFFFF, 0xFFFFFF);
    assert_int_equal(pixel(c, 9, 20) & 0xFFFFFF, 0xFFFFFF);
    canvas_destroy(c);
}

static void line__is_sharp__along_an_axis(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    use_black(c);
    ui_line(begin(c), 20, 30, 60, 30, 1, COLOR_INK);
    end(c);
    for (int32_t y = 0; y < HIGH; y++)
        assert_true(ink_at(c, 40, y) == (y == 30 ? 1 : 0));
    canvas_destroy(c);
}

static void curve__meets_a_line__when_it_is_one(void **state)
{
    (void)state;
    Canvas *c = canvas_create(2);
    use_black(c);
    ui_curve(begin(c), (const float[]){20, 20, 30, 27.5F, 45, 38.75F, 60, 50}, 4, COLOR_INK);
    end(c);
    assert_area(c, 50 * 4 + 3.14159265 * 4, 0.01);
    canvas_destroy(c);
}

static void arc__has_its_length(void **state)
{
    (void)state;
    Canvas *c = canvas_create(2);
    use_black(c);
    ui_arc(begin(c), 50, 40, 26, 0, 0.25F, 5, COLOR_INK);
    end(c);
    assert_area(c, 3.14159265 / 2 * 26 * 5 + 3.14159265 * 6.25, 0.01);
    assert_true(ink_at(c, 2 * 50 + 36, 2 * 40 - 36) == 1); /* upper right */
    assert_true(ink_at(c, 2 * 50 - 36, 2 * 40 - 36) == 0);
    canvas_destroy(c);
}

static void polygon__has_its_area(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_polygon(begin(c), (const float[]){40, 10, 60, 30, 40, 50, 20, 30}, 4, COLOR_INK);
        end(c);
        assert_area(c, 800, 0.005);
        canvas_destroy(c);
    }
}

static void hatch__covers_its_share(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_hatch(begin(c), (UiRect){10, 10, 80, 60}, 8, 2, COLOR_INK);
        end(c);
        assert_area(c, 80 * 60 / 4.0, 0.02);
        canvas_destroy(c);
    }
}

static void dashes__cover_their_share__and_close(void **state)
{
    (void)state;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *c = canvas_create(scales[i]);
        use_black(c);
        ui_dashed(begin(c), (UiRect){10, 10, 80, 60}, 20, 3, 10, COLOR_INK);
        end(c);
        double length = 2 * (40 + 20) + 2 * 3.14159265 * 18.5;
        assert_area(c, length * 3 / 1.7, 0.03);
        canvas_destroy(c);
        c = canvas_create(scales[i]);
        use_black(c);
        ui_dashed(begin(c), (UiRect){20, 10, 60, 60}, 30, 2, 2, COLOR_INK);
        end(c);
        assert_area(c, 2 * 3.14159265 * 29 * 2 / 3, 0.05);
        canvas_destroy(c);
    }
}

/* The middle of the frame's line, s points clockwise from the top left. */
static void around(UiRect r, float radius, float s, float *ret_x, float *ret_y)
{
    const float half_pi = 1.57079633F;
    float side[2] = {r.w - 2 * radius, r.h - 2 * radius};
    float corner = half_pi * radius;
    float cx[4] = {r.x + r.w - radius, r.x + r.w - radius, r.x + radius, r.x + radius};
    float cy[4] = {r.y + radius, r.y + r.h - radius, r.y + r.h - radius, r.y + radius};
    for (int32_t i = 0;; i = (i + 1) % 4) {
        float dx = (const float[]){1, 0, -1, 0}[i];
        float dy = (const float[]){0, 1, 0, -1}[i];
        if (s < side[i % 2]) {
            *ret_x = cx[i] + radius * dy - dx * (side[i % 2] - s);
            *ret_y = cy[i] - radius * dx - dy * (side[i % 2] - s);
            return;
        }
        s -= side[i % 2];
        if (s < corner) {
            float a = s / radius + (float)i * half_pi;
            *ret_x = cx[i] + radius * sinf(a);
            *ret_y = cy[i] - radius * cosf(a);
            return;
        }
        s -= corner;
    }
}

static void dashes__are_alike__all_the_way_round(void **state)
{
    (void)state;
    Canvas *c = canvas_create(3);
    use_black(c);
    ui_dashed(begin(c), (UiRect){10, 10, 80, 60}, 20, 3, 10, COLOR_INK);
    end(c);
    UiRect middle = {11.5F, 11.5F, 77, 57};
    float length = 2 * (40 + 20) + 2 * 3.14159265F * 18.5F;
    float period = length / roundf(length / 17);
    int32_t wrong = 0;
    for (int32_t tenth = 0; (float)tenth < 10 * length; tenth++) {
        float s = (float)tenth / 10;
        float x, y;
        around(middle, 18.5F, s, &x, &y);
        bool inked = ink_at(c, (int32_t)(3 * x), (int32_t)(3 * y)) > 0.5;
        float at = fmodf(s, period);
        bool edge = fminf(fabsf(at - period / 1.7F), fminf(at, period - at)) < 0.6F;
        wrong += !edge && inked != (at < period / 1.7F);
    }
    assert_int_equal(wrong, 0);
    canvas_destroy(c);
}

static void alpha__mixes__exactly(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    use_black(c);
    Ui *ui = begin(c);
    ui_set_alpha(ui, 64);
    ui_fill(ui, (UiRect){10, 10, 10, 10}, 0, COLOR_INK);
    ui_set_alpha(ui, 0);
    ui_fill(ui, (UiRect){30, 10, 10, 10}, 0, COLOR_INK);
    end(c);
    assert_int_equal(pixel(c, 15, 15), 0xFFBFBFBF); /* 255 * 191 / 255 */
    assert_int_equal(pixel(c, 35, 15), 0xFFFFFFFF);
    canvas_destroy(c);
}

static void clip__keeps_everything_inside(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    use_black(c);
    Ui *ui = begin(c);
    ui_clip_begin(ui, (UiRect){20, 20, 10, 10});
    ui_circle(ui, 25, 25, 30, COLOR_INK);
    ui_label(ui, (UiRect){0, 15, 90, 20}, TYPE_14, COLOR_INK, UI_LEFT, "a text");
    ui_line(ui, 0, 0, 90, 70, 5, COLOR_INK);
    ui_clip_end(ui);
    end(c);
    assert_area(c, 100, 0);
    canvas_destroy(c);
}

static void shapes__survive__absurd_sizes(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1.5F);
    Ui *ui = begin(c);
    ui_fill(ui, (UiRect){-1e30F, -1e30F, 2e30F, 2e30F}, 1e30F, COLOR_INK);
    ui_stroke(ui, (UiRect){10, 10, -5, 3}, 4, 100, COLOR_INK);
    ui_dashed(ui, (UiRect){10, 10, 0, 0}, 4, 1, 3, COLOR_INK);
    ui_line(ui, -1e20F, 5, 1e20F, 5, 3, COLOR_INK);
    ui_line(ui, 5, 5, 5, 5, 3, COLOR_INK);
    ui_circle(ui, 50, 40, 0, COLOR_INK);
    ui_arc(ui, 50, 40, 20, 0.3F, 0.3F, 5, COLOR_INK);
    ui_arc(ui, 50, 40, 20, 0, 900, 5, COLOR_INK);
    ui_polygon(ui, (const float[]){5, 5, 5, 5, 5, 5}, 3, COLOR_INK);
    end(c);
    canvas_destroy(c);
}

/* ---- text ---- */

static void text__is_centred__on_its_capitals(void **state)
{
    (void)state;
    Canvas *c = canvas_create(2);
    use_black(c);
    Ui *ui = begin(c);
    /* 14 points: 28 pixels high here, all of it capitals; four of 14 pixels */
    ui_label(ui, (UiRect){10, 20, 60, 20}, TYPE_14_BOLD, COLOR_INK, UI_LEFT, "abcd");
    ui_label(ui, (UiRect){10, 50, 60, 20}, TYPE_14_BOLD, COLOR_INK, UI_RIGHT, "abcd");
    end(c);
    assert_true(ink_at(c, 20, 2 * 30 - 14) == 1 && ink_at(c, 20, 2 * 30 - 15) == 0);
    assert_true(ink_at(c, 20, 2 * 30 + 13) == 1 && ink_at(c, 20, 2 * 30 + 14) == 0);
    assert_true(ink_at(c, 19, 60) == 0 && ink_at(c, 75, 60) == 1 && ink_at(c, 76, 60) == 0);
    assert_true(ink_at(c, 139, 120) == 1 && ink_at(c, 140, 120) == 0);
    assert_true(ink_at(c, 84, 120) == 1 && ink_at(c, 83, 120) == 0);
    canvas_destroy(c);
}

/* ---- only what changed ---- */

static void draw__touches_nothing__when_nothing_changed(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    for (int32_t i = 0; i < 2; i++) {
        Ui *ui = begin(c);
        ui_circle(ui, 50, 40, 20, COLOR_FLOOR);
        ui_labelf(ui, (UiRect){0, 0, 90, 20}, TYPE_14, COLOR_INK, UI_LEFT, "%d", 7);
        end(c);
        assert_int_equal(c->dirty_count, i == 0 ? 1 : 0);
    }
    painter_invalidate(c->painter);
    begin(c);
    end(c);
    assert_int_equal(c->dirty_count, 1);
    assert_int_equal(c->dirty[0].w, WIDE);
    canvas_destroy(c);
}

static void draw__redraws_the_cells__of_what_changed(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    for (int32_t i = 0; i < 2; i++) {
        Ui *ui = begin(c);
        ui_fill(ui, (UiRect){36, 36, 24, 20}, 4, i == 0 ? COLOR_PANEL : COLOR_SUNK);
        end(c);
    }
    assert_int_equal(c->dirty_count, 1);
    PaintRect want = {32, 32, 32, 32};
    assert_memory_equal(&c->dirty[0], &want, sizeof want);
    canvas_destroy(c);
}

static void draw__notices__one_changed_letter(void **state)
{
    (void)state;
    const char *texts[] = {"12 of 27 heard", "13 of 27 heard", "13 of 27 heart", "13 of 27 hear"};
    Canvas *c = canvas_create(1);
    for (size_t i = 0; i < 4; i++) {
        ui_label(begin(c), (UiRect){0, 0, 100, 20}, TYPE_14, COLOR_INK, UI_LEFT, texts[i]);
        end(c);
        assert_true(c->dirty_count > 0);
    }
    canvas_destroy(c);
}

static const uint32_t spot = 0x336699;

/* Each draws within the same bounds and differs in one thing. */
static void draw_variant(Ui *ui, int32_t i)
{
    ui_set_alpha(ui, i == 1 ? 200 : 255);
    if (i == 2)
        ui_clip_begin(ui, (UiRect){0, 0, 33, 33});
    ui_line(ui, 10, i == 3 ? 40 : 10, 40, i == 3 ? 10 : 40, 2, COLOR_INK);
    ui_arc(ui, 30, 30, 20, 0, i == 4 ? 0.3F : 0.4F, 2, COLOR_INK);
    ui_icon(ui, 30, 30, 24, i == 5 ? ICON_PLUS : ICON_FLAG, COLOR_INK);
    ui_dashed(ui, (UiRect){5, 5, 50, 50}, i == 6 ? 4 : 5, i == 7 ? 2 : 1, i == 8 ? 4 : 5,
              COLOR_INK);
    ui_hatch(ui, (UiRect){5, 60, 50, 10}, i == 9 ? 5 : 6, 1, COLOR_INK);
    ui_label(ui, (UiRect){50, 0, 40, 20}, i == 10 ? TYPE_16_BOLD : TYPE_16,
             i == 11 ? COLOR_INK2 : COLOR_INK, i == 12 ? UI_RIGHT : UI_LEFT, "a");
    ui_brush(ui, (const float[]){60, 40, 3, 70, 50, i == 14 ? 3 : 4}, 2, COLOR_INK);
    ui_scaled_picture(ui, (UiRect){60, 60, 10, 10}, &(UiPicture){&spot, 1, 1, 1, i == 15 ? 2 : 1});
    if (i == 2)
        ui_clip_end(ui);
    if (i == 13) { /* another order */
        ui_fill(ui, (UiRect){5, 5, 9, 9}, 0, COLOR_INK2);
        ui_fill(ui, (UiRect){5, 5, 9, 9}, 0, COLOR_INK);
    } else {
        ui_fill(ui, (UiRect){5, 5, 9, 9}, 0, COLOR_INK);
        ui_fill(ui, (UiRect){5, 5, 9, 9}, 0, COLOR_INK2);
    }
}

static void draw__notices__each_kind_of_change(void **state)
{
    (void)state;
    Canvas *c = canvas_create(1);
    for (int32_t i = 1; i <= 15; i++)
        for (int32_t k = 0; k < 2; k++) {
            draw_variant(begin(c), k == 0 ? 0 : i);
            end(c);
            if (c->dirty_count == 0)
                fail_msg("change %d went unnoticed", i);
        }
    canvas_destroy(c);
}

static void draw__starts_anew__on_another_surface(void **state)
{
    (void)state;
    Canvas *c = canvas_create(2);
    begin(c);
    end(c);
    begin(c);
    c->s.scale = 1.5F;
    end(c);
    assert_int_equal(c->dirty_count, 1);
    assert_int_equal(c->dirty[0].w, 2 * WIDE);
    c->s.width -= 1;
    begin(c);
    end(c);
    assert_int_equal(c->dirty_count, 1);
    c->s.width += 1;
    PaintSurface none = {.scale = 1};
    assert_int_equal(painter_draw(c->painter, &c->b->ui, &none, c->dirty), 0);
    canvas_destroy(c);
}

static uint64_t next_random(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static float within(uint64_t *random, float most)
{
    return (float)(next_random(random) % 1000) / 1000 * most;
}

/* Shape number i of a picture, always the same for the same seed. */
static void draw_random(Ui *ui, uint64_t seed)
{
    uint64_t r = seed * 0x9E3779B97F4A7C15U + 1;
    next_random(&r);
    float x = within(&r, WIDE);
    float y = within(&r, HIGH);
    float w = within(&r, 40);
    float h = within(&r, 40);
    ThemeColor color = (ThemeColor)(next_random(&r) % COLOR_COUNT);
    ui_set_alpha(ui, next_random(&r) % 3 ? 255 : (uint8_t)next_random(&r));
    bool clipped = next_random(&r) % 4 == 0;
    if (clipped)
        ui_clip_begin(ui, (UiRect){x - 3.3F, y - 3.3F, w / 2 + 5, h / 2 + 5});
    switch (next_random(&r) % 12) {
    case 0:
        ui_fill(ui, (UiRect){x, y, w, h}, within(&r, 15), color);
        break;
    case 1:
        ui_stroke(ui, (UiRect){x, y, w, h}, within(&r, 15), within(&r, 4), color);
        break;
    case 2:
        ui_dashed(ui, (UiRect){x, y, w, h}, within(&r, 15), within(&r, 4), 1 + within(&r, 9),
                  color);
        break;
    case 3:
        ui_circle(ui, x, y, w / 2, color);
        break;
    case 4:
        ui_line(ui, x, y, x + w, y - h, within(&r, 5), color);
        break;
    case 5:
        ui_curve(ui, (const float[]){x, y, x + w, y, x, y - h, w, h}, within(&r, 5), color);
        break;
    case 6:
        ui_polygon(ui, (const float[]){x, y, x + w, y + h, x - w, y + h}, 3, color);
        break;
    case 7:
        ui_arc(ui, x, y, w / 2, within(&r, 1), within(&r, 1), within(&r, 6), color);
        break;
    case 8:
        ui_hatch(ui, (UiRect){x, y, w, h}, 3 + within(&r, 9), within(&r, 3), color);
        break;
    case 9:
        ui_brush(ui, (const float[]){x, y, within(&r, 9), x + w, y - h, within(&r, 9), x, h, 2}, 3,
                 color);
        break;
    case 10:
        ui_scaled_picture(ui, (UiRect){x, y, w, h}, &(UiPicture){&spot, 1, 1, 1, 1});
        break;
    default:
        ui_icon(ui, x, y, 14 + w, (ThemeIcon)(1 + next_random(&r) % (ICON_COUNT - 1)), color);
        ui_labelf(ui, (UiRect){x, y, w, h}, TYPE_16, color, UI_CENTRE, "%d",
                  (int)(next_random(&r) % 100));
        break;
    }
    if (clipped)
        ui_clip_end(ui);
}

static void draw_picture(Canvas *c, const uint64_t *seeds, int32_t count)
{
    UiInput in = {0};
    ui_begin(&c->b->ui, &in);
    for (int32_t i = 0; i < count; i++)
        draw_random(&c->b->ui, seeds[i]);
    end(c);
}

static void draw__gives_the_same_pixels__bit_by_bit_or_anew(void **state)
{
    (void)state;
    enum { SHAPES = 24, ROUNDS = 60 };
    uint64_t random = 88172645463325252U;
    for (int32_t i = 0; i < SCALE_COUNT; i++) {
        Canvas *step = canvas_create(scales[i]);
        uint64_t seeds[SHAPES];
        for (int32_t k = 0; k < SHAPES; k++)
            seeds[k] = next_random(&random);
        for (int32_t round = 0; round < ROUNDS; round++) {
            Canvas *anew = canvas_create(scales[i]);
            draw_picture(step, seeds, SHAPES);
            draw_picture(anew, seeds, SHAPES);
            size_t bytes = (size_t)anew->s.pitch * (size_t)anew->s.height * 4;
            assert_memory_equal(step->s.pixels, anew->s.pixels, bytes);
            canvas_destroy(anew);
            for (uint64_t n = next_random(&random) % 4; n > 0; n--)
                seeds[next_random(&random) % SHAPES] = next_random(&random);
        }
        canvas_destroy(step);
    }
}

/* What comes back covers every pixel that changed, in sixteen at most. */
static void dirty__covers_every_changed_pixel(void **state)
{
    (void)state;
    enum { SHAPES = 40 };
    uint64_t random = 362436069U;
    Canvas *c = canvas_create(3);
    uint64_t seeds[SHAPES];
    for (int32_t k = 0; k < SHAPES; k++)
        seeds[k] = next_random(&random);
    draw_picture(c, seeds, SHAPES);
    size_t count = (size_t)c->s.pitch * (size_t)c->s.height;
    uint32_t *before = calloc(count, sizeof *before);
    assert_non_null(before);
    for (int32_t round = 0; round < 50; round++) {
        memcpy(before, c->s.pixels, count * sizeof *before);
        for (int32_t k = 0; k < SHAPES; k += 1 + (int32_t)(next_random(&random) % 8))
            seeds[k] = next_random(&random);
        draw_picture(c, seeds, SHAPES);
        assert_in_range(c->dirty_count, 1, PAINT_MAX_DIRTY);
        for (int32_t i = 0; i < c->dirty_count; i++) {
            PaintRect d = c->dirty[i];
            assert_true(d.x >= 0 && d.y >= 0 && d.w > 0 && d.h > 0);
            assert_true(d.x + d.w <= c->s.width && d.y + d.h <= c->s.height);
            for (int32_t y = d.y; y < d.y + d.h; y++)
                memcpy(&before[y * c->s.pitch + d.x], &c->s.pixels[y * c->s.pitch + d.x],
                       (size_t)d.w * sizeof *before);
        }
        assert_memory_equal(before, c->s.pixels, count * sizeof *before);
    }
    free(before);
    canvas_destroy(c);
}

/* ---- pictures ---- */

static void paint__keeps_every_pixel_of_a_picture_within_its_clip(void **state)
{
    (void)state;
    enum { W = 20, H = 12 };
    uint32_t given[W * (H + 1)];
    Canvas *c = canvas_create(2);
    for (uint32_t i = 0; i < sizeof given / sizeof *given; i++)
        given[i] = 0xFF000000 | i * 0x010305;
    UiPicture picture = {given, W, H, W, 1};
    Ui *ui = begin(c);
    ui_clip_begin(ui, (UiRect){0, 0, 18, 14});
    ui_picture(ui, 10, 10, W / 2.0F, H / 2.0F, &picture);
    ui_clip_end(ui);
    end(c);
    for (int32_t y = 0; y < H; y++)
        for (int32_t x = 0; x < W; x++) {
            bool seen = x + 20 < 36 && y + 20 < 28;
            assert_int_equal(pixel(c, x + 20, y + 20), seen ? given[y * W + x] : 0xFFFFFFFF);
        }
    /* it is drawn anew when its version says so, and only then */
    given[0] = 0xFFABCDEF;
    for (uint64_t version = 1; version <= 2; version++) {
        picture.version = version;
        ui = begin(c);
        ui_clip_begin(ui, (UiRect){0, 0, 18, 14});
        ui_picture(ui, 10, 10, W / 2.0F, H / 2.0F, &picture);
        ui_clip_end(ui);
        end(c);
        assert_int_equal(c->dirty_count, version == 2);
    }
    assert_int_equal(pixel(c, 20, 20), 0xFFABCDEF);
    canvas_destroy(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fill__is_sharp__on_whole_pixels),
        cmocka_unit_test(fill__shows_a_hairline__when_thinner_than_a_pixel),
        cmocka_unit_test(circle__has_its_area__wherever_it_lies),
        cmocka_unit_test(ring__has_its_area),
        cmocka_unit_test(stroke__lies_inside__its_rectangle),
        cmocka_unit_test(corner__is_smooth),
        cmocka_unit_test(line__has_round_ends),
        cmocka_unit_test(brush__grows_evenly__and_is_a_line_when_it_does_not),
        cmocka_unit_test(picture__is_the_mean__made_smaller),
        cmocka_unit_test(line__is_sharp__along_an_axis),
        cmocka_unit_test(curve__meets_a_line__when_it_is_one),
        cmocka_unit_test(arc__has_its_length),
        cmocka_unit_test(polygon__has_its_area),
        cmocka_unit_test(hatch__covers_its_share),
        cmocka_unit_test(dashes__cover_their_share__and_close),
        cmocka_unit_test(dashes__are_alike__all_the_way_round),
        cmocka_unit_test(alpha__mixes__exactly),
        cmocka_unit_test(clip__keeps_everything_inside),
        cmocka_unit_test(shapes__survive__absurd_sizes),
        cmocka_unit_test(text__is_centred__on_its_capitals),
        cmocka_unit_test(draw__touches_nothing__when_nothing_changed),
        cmocka_unit_test(draw__redraws_the_cells__of_what_changed),
        cmocka_unit_test(draw__notices__one_changed_letter),
        cmocka_unit_test(draw__notices__each_kind_of_change),
        cmocka_unit_test(draw__starts_anew__on_another_surface),
        cmocka_unit_test(draw__gives_the_same_pixels__bit_by_bit_or_anew),
        cmocka_unit_test(dirty__covers_every_changed_pixel),
        cmocka_unit_test(paint__keeps_every_pixel_of_a_picture_within_its_clip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
