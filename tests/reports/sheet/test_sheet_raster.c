#include "check.h"

#include "reports/sheet/sheet_raster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 400, HEIGHT = 300, INK = 0x1A1A1A };

typedef struct Fixture {
    FontSet *fonts;
    Arena arena;
    uint32_t pixels[WIDTH * HEIGHT];
} Fixture;

static int set_up(void **state)
{
    static Fixture f;
    Err err = {0};
    arena_init(&f.arena, (size_t)256 << 20);
    f.fonts = font_set_create(&err);
    *state = &f;
    return f.fonts ? 0 : -1;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    font_set_destroy(f->fonts);
    arena_deinit(&f->arena);
    return 0;
}

static Sheet *blank(Fixture *f)
{
    Sheet *sheet = sheet_create(&f->arena, f->fonts, SHEET_LETTER, (SheetInfo){.title = "t"});
    assert_non_null(sheet);
    sheet_add_page(sheet, NULL);
    return sheet;
}

static void paint(Fixture *f, const Sheet *sheet, float scale, float x, float y)
{
    Err err = {0};
    SheetRaster target = {f->pixels, WIDTH, HEIGHT, WIDTH};
    assert_ok(sheet_raster_page(sheet, 0, scale, x, y, &target, &err), err);
}

static uint32_t at(const Fixture *f, int32_t x, int32_t y)
{
    return f->pixels[y * WIDTH + x];
}

/* How dark all pixels are, in pixels of full black. */
static double darkness(const uint32_t *pixels, int32_t count)
{
    double sum = 0;
    for (int32_t i = 0; i < count; i++)
        sum += 255 - (double)(pixels[i] >> 8 & 0xFF);
    return sum / 255;
}

/* ---- shapes ---- */

static void sheet_raster_page__covers_the_share_of_a_pixel_that_lies_inside(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    sheet_rect(sheet, 10, 10, 20.5F, 30.25F, 0, (SheetInk){.rgb = 0});
    paint(f, sheet, 1, 0, 0);
    assert_int_equal(at(f, 9, 20), 0xFFFFFFFF);
    assert_int_equal(at(f, 10, 10), 0xFF000000);
    assert_int_equal(at(f, 29, 39), 0xFF000000);
    assert_int_equal(at(f, 30, 20) & 0xFF, 127);
    assert_int_equal(at(f, 15, 40) & 0xFF, 191);
    assert_int_equal(at(f, 31, 20), 0xFFFFFFFF);
}

static void sheet_raster_page__paints_circles_and_polygons_of_their_area(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    sheet_circle(sheet, 60, 60, 40, (SheetInk){.rgb = 0});
    paint(f, sheet, 2, 0, 0);
    assert_true(fabs(darkness(f->pixels, WIDTH * HEIGHT) - 3.14159 * 80 * 80) < 60);
    sheet = blank(f);
    const SheetPoint corners[] = {{10, 10}, {110, 30}, {40, 120}};
    sheet_polygon(sheet, corners, 3, (SheetInk){.rgb = 0});
    paint(f, sheet, 1, 0, 0);
    assert_true(fabs(darkness(f->pixels, WIDTH * HEIGHT) - (100 * 110 - 20 * 30) / 2.0) < 5);
}

static void sheet_raster_page__strokes_as_wide_as_they_are(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    const SheetPoint bend[] = {{20, 20}, {120, 20}, {20, 21}};
    sheet_line(sheet, 20, 60, 120, 160, (SheetInk){.rgb = 0, .width = 3});
    paint(f, sheet, 1, 0, 0);
    assert_true(fabs(darkness(f->pixels, WIDTH * HEIGHT) - 3 * 141.42) < 4);
    /* a corner is round, and no pixel is painted twice into a hole */
    sheet = blank(f);
    sheet_polyline(sheet, bend, 3, (SheetInk){.rgb = 0, .width = 8});
    paint(f, sheet, 1, 0, 0);
    assert_int_equal(at(f, 122, 20), 0xFF000000);
    assert_int_equal(at(f, 125, 20), 0xFFFFFFFF);
    assert_int_equal(at(f, 60, 20), 0xFF000000);
}

static void sheet_raster_page__keeps_hairlines_on_whole_pixels(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    sheet_line(sheet, 10, 20.3F, 110, 20.3F, (SheetInk){.rgb = 0, .width = 0.4F});
    paint(f, sheet, 1, 0, 0);
    double total = darkness(f->pixels, WIDTH * HEIGHT);
    assert_true(fabs(total - 100) < 0.1);
    assert_int_equal(at(f, 50, 20), 0xFF000000);
    sheet = blank(f);
    sheet_rect(sheet, 10.4F, 10.4F, 100, 50, 0, (SheetInk){.rgb = 0, .width = 0.5F});
    paint(f, sheet, 1, 0, 0);
    for (int32_t i = 0; i < WIDTH * HEIGHT; i++)
        assert_true(f->pixels[i] == 0xFFFFFFFF || f->pixels[i] == 0xFF000000);
}

static void sheet_raster_page__leaves_gaps_between_dashes(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    sheet_line(sheet, 10, 20, 110, 20, (SheetInk){.rgb = 0, .width = 1, .on = 4, .off = 6});
    paint(f, sheet, 1, 0, 0);
    assert_true(fabs(darkness(f->pixels, WIDTH * HEIGHT) - 40) < 0.5);
    assert_int_equal(at(f, 12, 19) & at(f, 12, 20) & 0xFF, 0);
    assert_int_equal(at(f, 17, 19) & at(f, 17, 20), 0xFFFFFFFF);
}

/* ---- parts and sizes ---- */

static void sheet_raster_page__gives_a_part_as_it_is_in_the_whole(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    static uint32_t part[WIDTH * HEIGHT];
    sheet_text(sheet, 60, 100, FONT_BOLD, 18, INK, SHEET_LEFT, "What pupils got to do");
    sheet_curve(sheet, (SheetPoint){10, 10}, (SheetPoint){150, 120}, (SheetPoint){190, 30},
                (SheetInk){.rgb = 0xE3A33C, .width = 2});
    sheet_circle(sheet, 100, 90, 30, (SheetInk){.rgb = 0x1F3B5C});
    paint(f, sheet, 2, 0, 0);
    SheetRaster target = {part, 200, 150, 200};
    Err err = {0};
    assert_ok(sheet_raster_page(sheet, 0, 2, 50, 60, &target, &err), err);
    for (int32_t y = 0; y < 150; y++)
        for (int32_t x = 0; x < 200; x++) {
            int32_t a = (int32_t)(part[y * 200 + x] >> 8 & 0xFF);
            int32_t b = (int32_t)(at(f, x + 100, y + 120) >> 8 & 0xFF);
            assert_true(abs(a - b) <= 2);
        }
}

static void sheet_raster_page__is_the_same_page_at_every_size(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    sheet_text(sheet, 5, 40, FONT_REGULAR, 9.5F, 0, SHEET_LEFT, "Año: Because two eighths fit");
    paint(f, sheet, 1, 0, 0);
    double once = darkness(f->pixels, WIDTH * HEIGHT);
    paint(f, sheet, 2.5F, 0, 0);
    double larger = darkness(f->pixels, WIDTH * HEIGHT) / 2.5 / 2.5;
    assert_true(once > 100 && fabs(once - larger) < 0.02 * once);
}

static void sheet_raster_page__paints_what_the_document_would_not_shape_alone(void **state)
{
    Fixture *f = *state;
    static const char *const texts[] = {"हिन्दी", "ไทย", "العربية", "山田太郎", "Nguyễn"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Sheet *sheet = blank(f);
        sheet_text(sheet, 10, 60, FONT_BOLD, 24, 0, SHEET_LEFT, texts[i]);
        paint(f, sheet, 1, 0, 0);
        assert_true(darkness(f->pixels, WIDTH * HEIGHT) > 50);
    }
}

/* ---- failures ---- */

static void sheet_raster_page__refuses_what_is_too_large_and_what_failed(void **state)
{
    Fixture *f = *state;
    Sheet *sheet = blank(f);
    Err err = {0};
    SheetRaster wide = {f->pixels, SHEET_RASTER_MAX_SIDE + 1, 1, WIDTH};
    assert_false(sheet_raster_page(sheet, 0, 1, 0, 0, &wide, &err));
    assert_err(err, ERR_LIMIT, "a picture of a page is at most 16384 pixels wide and high");
    SheetRaster target = {f->pixels, WIDTH, HEIGHT, WIDTH};
    err = (Err){0};
    sheet_line(sheet, 0, 0, NAN, 10, (SheetInk){.rgb = 0, .width = 1});
    assert_false(sheet_raster_page(sheet, 0, 1, 0, 0, &target, &err));
    assert_err(err, ERR_LIMIT, "page 1 of the sheet: a mark has no place on paper");
}

/* ---- beside a PDF reader ---- */

static Sheet *draw_everything(Fixture *f)
{
    static const char *const lines[] = {
        "Año, Nguyễn Thị Ánh, 山田太郎, 王小明, 김민준", "wait ≥ 3 seconds − seen ✓ face",
        "العربية שלום", "हिन्दी की ไทย ਪੰਜਾਬੀ",
        "“Because two eighths fit in one fourth, so it has to be six.” Seat 4C, 6:36"};
    const SheetPoint points[] = {{300, 300}, {320, 260}, {340, 300}};
    Sheet *sheet = blank(f);
    for (int32_t i = 0; i < 15; i++)
        sheet_text(sheet, 48, 60 + 14 * (float)i, (FontStyle)(i % 3), i < 5 ? 12 : 9.5F, INK,
                   SHEET_LEFT, lines[i % 5]);
    SheetInk thin = {.rgb = 0x595959, .width = 0.5F, .on = 2, .off = 2};
    SheetInk fill = {.rgb = 0xE3A33C};
    sheet_line(sheet, 48, 350, 300, 350, thin);
    sheet_rect(sheet, 48, 360, 100, 40, 0, (SheetInk){.rgb = INK, .width = 0.75F});
    sheet_rect(sheet, 48, 410, 100, 40, 8, fill);
    sheet_rect(sheet, 248, 410, 100, 40, 8, (SheetInk){.rgb = INK, .width = 2});
    sheet_circle(sheet, 200, 500, 20, (SheetInk){.rgb = 0x1F3B5C, .width = 1.2F});
    sheet_circle(sheet, 250, 500, 20, fill);
    sheet_polygon(sheet, points, 3, fill);
    sheet_polyline(sheet, points, 3, (SheetInk){.rgb = INK, .width = 1.6F});
    sheet_curve(sheet, (SheetPoint){300, 500}, (SheetPoint){400, 400}, (SheetPoint){500, 560},
                (SheetInk){.rgb = 0xBDBDBD, .width = 3.2F});
    sheet_hatch(sheet, 400, 360, 60, 30, 3, false, (SheetInk){.rgb = 0x9A6408, .width = 0.6F});
    return sheet;
}

static uint8_t *read_ppm(Fixture *f, const char *path, int32_t *ret_width, int32_t *ret_height)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "P6 %d %d 255", ret_width, ret_height), 2);
    (void)fgetc(file);
    size_t size = (size_t)*ret_width * (size_t)*ret_height * 3;
    uint8_t *rgb = ARENA_PUSH(&f->arena, uint8_t, size);
    assert_non_null(rgb);
    assert_int_equal(fread(rgb, 1, size, file), size);
    (void)fclose(file);
    return rgb;
}

/* Means of blocks: readers smooth edges and move hairlines each in their way, but
 * no letter, line or area may be missing, elsewhere or of another colour. */
static void sheet_raster_page__looks_as_a_pdf_reader_shows_it(void **state)
{
    enum { DPI = 150, BLOCK = 12 };
    Fixture *f = *state;
    Err err = {0};
    if (system("command -v pdftoppm >/dev/null") != 0)
        skip();
    Sheet *sheet = draw_everything(f);
    assert_ok(sheet_pdf_save(sheet, "raster_page.pdf", &err), err);
    assert_int_equal(system("pdftoppm -r 150 -singlefile raster_page.pdf raster_page"), 0);
    int32_t width, height;
    const uint8_t *rgb = read_ppm(f, "raster_page.ppm", &width, &height);
    uint32_t *pixels = ARENA_PUSH(&f->arena, uint32_t, (size_t)width * (size_t)height);
    SheetRaster target = {pixels, width, height, width};
    assert_ok(sheet_raster_page(sheet, 0, DPI / 72.0F, 0, 0, &target, &err), err);
    double all = 0, worst = 0;
    for (int32_t y = 0; y + BLOCK <= height; y += BLOCK)
        for (int32_t x = 0; x + BLOCK <= width; x += BLOCK)
            for (int32_t channel = 0; channel < 3; channel++) {
                double ours = 0, theirs = 0;
                for (int32_t i = 0; i < BLOCK * BLOCK; i++) {
                    size_t place =
                        (size_t)(y + i / BLOCK) * (size_t)width + (size_t)(x + i % BLOCK);
                    ours += (double)(pixels[place] >> (16 - 8 * channel) & 0xFF);
                    theirs += rgb[3 * place + (size_t)channel];
                }
                double difference = fabs(ours - theirs) / (BLOCK * BLOCK);
                worst = fmax(worst, difference);
                all += difference / ((double)width / BLOCK * ((double)height / BLOCK) * 3);
            }
    (void)unlink("raster_page.pdf");
    (void)unlink("raster_page.ppm");
    print_message("beside pdftoppm: mean difference %.3f, worst block %.1f of 255\n", all, worst);
    assert_true(all < 0.4);
    assert_true(worst < 45);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet_raster_page__covers_the_share_of_a_pixel_that_lies_inside),
        cmocka_unit_test(sheet_raster_page__paints_circles_and_polygons_of_their_area),
        cmocka_unit_test(sheet_raster_page__strokes_as_wide_as_they_are),
        cmocka_unit_test(sheet_raster_page__keeps_hairlines_on_whole_pixels),
        cmocka_unit_test(sheet_raster_page__leaves_gaps_between_dashes),
        cmocka_unit_test(sheet_raster_page__gives_a_part_as_it_is_in_the_whole),
        cmocka_unit_test(sheet_raster_page__is_the_same_page_at_every_size),
        cmocka_unit_test(sheet_raster_page__paints_what_the_document_would_not_shape_alone),
        cmocka_unit_test(sheet_raster_page__refuses_what_is_too_large_and_what_failed),
        cmocka_unit_test(sheet_raster_page__looks_as_a_pdf_reader_shows_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
