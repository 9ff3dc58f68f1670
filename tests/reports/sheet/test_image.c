/* Pictures made fit to print: size, which way up, what a camera noted, what is none. */
#include "check.h"

#include "reports/sheet/sheet_raster.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

enum { W = 8, H = 4 };

static Arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

/* Left half red, right half blue. */
static void paint(uint8_t *rgb, int32_t w, int32_t h)
{
    for (int32_t i = 0; i < w * h; i++)
        memcpy(rgb + (size_t)i * 3, i % w < w / 2 ? "\xFF\0\0" : "\0\0\xFF", 3);
}

static uint8_t *make_png(int32_t w, int32_t h, size_t *ret_len)
{
    png_image png = {.version = PNG_IMAGE_VERSION,
                     .format = PNG_FORMAT_RGB,
                     .width = (png_uint_32)w,
                     .height = (png_uint_32)h};
    uint8_t *rgb = ARENA_PUSH(&arena, uint8_t, (size_t)w * (size_t)h * 3);
    uint8_t *bytes = ARENA_PUSH(&arena, uint8_t, PNG_IMAGE_PNG_SIZE_MAX(png));
    png_alloc_size_t len = PNG_IMAGE_PNG_SIZE_MAX(png);
    paint(rgb, w, h);
    assert_true(png_image_write_to_memory(&png, bytes, &len, 0, rgb, 0, NULL));
    *ret_len = len;
    return bytes;
}

/* As a camera writes it: with an Exif block that says which way up. */
static uint8_t *make_jpeg(int32_t w, int32_t h, int way, size_t *ret_len)
{
    uint8_t exif[] = {0xFF, 0xE1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                      0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,  0, 0, 0, 0};
    uint8_t *rgb = ARENA_PUSH(&arena, uint8_t, (size_t)w * (size_t)h * 3);
    unsigned long len = tjBufSize(w, h, TJSAMP_444);
    unsigned char *plain = ARENA_PUSH(&arena, unsigned char, len);
    uint8_t *bytes = ARENA_PUSH(&arena, uint8_t, len + sizeof exif);
    tjhandle jpeg = tjInitCompress();
    paint(rgb, w, h);
    assert_int_equal(
        tjCompress2(jpeg, rgb, w, 0, h, TJPF_RGB, &plain, &len, TJSAMP_444, 95, TJFLAG_NOREALLOC),
        0);
    tjDestroy(jpeg);
    exif[29] = (uint8_t)way;
    memcpy(bytes, plain, 2);
    memcpy(bytes + 2, exif, sizeof exif);
    memcpy(bytes + 2 + sizeof exif, plain + 2, len - 2);
    *ret_len = len + sizeof exif;
    return bytes;
}

/* As a program writes it that has web pages in mind. */
static uint8_t *make_progressive(int32_t w, int32_t h, size_t *ret_len)
{
    uint8_t *rgb = ARENA_PUSH(&arena, uint8_t, (size_t)w * (size_t)h * 3);
    unsigned long len = tjBufSize(w, h, TJSAMP_444);
    unsigned char *bytes = ARENA_PUSH(&arena, unsigned char, len);
    tjhandle jpeg = tjInitCompress();
    paint(rgb, w, h);
    assert_int_equal(tjCompress2(jpeg, rgb, w, 0, h, TJPF_RGB, &bytes, &len, TJSAMP_444, 95,
                                 TJFLAG_NOREALLOC | TJFLAG_PROGRESSIVE),
                     0);
    tjDestroy(jpeg);
    *ret_len = len;
    return bytes;
}

/* It says that it is larger than it is. */
static void claim_size(uint8_t *jpeg, size_t len, uint8_t frame, int32_t w, int32_t h)
{
    size_t at = 0;
    while (at + 9 < len && !(jpeg[at] == 0xFF && jpeg[at + 1] == frame))
        at++;
    assert_true(at + 9 < len);
    jpeg[at + 5] = (uint8_t)(h >> 8);
    jpeg[at + 6] = (uint8_t)h;
    jpeg[at + 7] = (uint8_t)(w >> 8);
    jpeg[at + 8] = (uint8_t)w;
}

static bool is_red(const ImagePixels *p, int32_t x, int32_t y)
{
    const uint8_t *rgb = p->rgb + ((size_t)y * (size_t)p->width + (size_t)x) * 3;
    return rgb[0] > 200 && rgb[2] < 60;
}

static void image_fit__large_png__is_cut_down_in_proportion(void **state)
{
    (void)state;
    Err err = {0};
    size_t len = 0;
    Image image;
    uint8_t *bytes = make_png(400, 200, &len);
    assert_true(image_fit(bytes, len, 100, 100, &arena, &image, &err));
    assert_int_equal(image.format, IMAGE_PNG);
    assert_int_equal(image.width, 100);
    assert_int_equal(image.height, 50);
    ImagePixels pixels;
    assert_true(image_decode(image.bytes, image.len, 0, 0, &arena, &pixels, &err));
    assert_true(is_red(&pixels, 10, 10) && !is_red(&pixels, 90, 10));
}

static void image_fit__small_picture__is_not_made_larger(void **state)
{
    (void)state;
    Err err = {0};
    size_t len = 0;
    Image image;
    uint8_t *bytes = make_png(W, H, &len);
    assert_true(image_fit(bytes, len, 100, 100, &arena, &image, &err));
    assert_int_equal(image.width, W);
    assert_int_equal(image.height, H);
}

static void image_fit__camera_notes__do_not_come_along(void **state)
{
    (void)state;
    Err err = {0};
    size_t len = 0;
    Image image;
    uint8_t *bytes = make_jpeg(640, 320, 6, &len);
    assert_true(image_fit(bytes, len, 160, 160, &arena, &image, &err));
    assert_int_equal(image.format, IMAGE_JPEG);
    assert_int_equal(image.width, 80);
    assert_int_equal(image.height, 160);
    for (size_t i = 0; i + 4 < image.len; i++)
        assert_memory_not_equal(image.bytes + i, "Exif", 4);
}

/* Where the red half is, by Exif's number. */
static void image_decode__eight_ways_up__all_turned_upright(void **state)
{
    static const char red_side[] = "?lrrlttbb";
    (void)state;
    for (int way = 1; way <= 8; way++) {
        Err err = {0};
        size_t len = 0;
        ImagePixels p;
        uint8_t *bytes = make_jpeg(64, 32, way, &len);
        assert_true(image_decode(bytes, len, 0, 0, &arena, &p, &err));
        assert_int_equal(p.width, way >= 5 ? 32 : 64);
        assert_int_equal(is_red(&p, 2, 2), red_side[way] == 'l' || red_side[way] == 't');
        assert_int_equal(is_red(&p, p.width - 3, 2), red_side[way] == 'r' || red_side[way] == 't');
        assert_int_equal(is_red(&p, 2, p.height - 3), red_side[way] == 'l' || red_side[way] == 'b');
    }
}

static void image_decode__a_text_called_photo__says_what_it_is_not(void **state)
{
    (void)state;
    Err err = {0};
    ImagePixels p;
    assert_false(image_decode((const uint8_t *)"shopping list", 13, 0, 0, &arena, &p, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_string_equal(err.text, "the file is neither a PNG nor a JPEG picture");
}

static void image_decode__cut_png__is_refused(void **state)
{
    (void)state;
    size_t len = 0;
    uint8_t *bytes = make_png(64, 32, &len);
    for (size_t cut = 9; cut < len - 12; cut += 7) {
        Err err = {0};
        ImagePixels p;
        assert_false(image_decode(bytes, cut, 0, 0, &arena, &p, &err));
        assert_int_equal(err.kind, ERR_FORMAT);
        assert_memory_equal(err.text, "the PNG cannot be read: ", 24);
    }
}

static void image_decode__a_gigapixel__is_over_the_limit(void **state)
{
    (void)state;
    Err err = {0};
    size_t len = 0;
    ImagePixels p;
    uint8_t *bytes = make_jpeg(64, 32, 1, &len);
    for (size_t i = 2; i + 9 < len; i++)
        if (bytes[i] == 0xFF && bytes[i + 1] == 0xC0)
            memcpy(bytes + i + 5, "\x75\x30\x75\x30", 4);
    assert_false(image_decode(bytes, len, 0, 0, &arena, &p, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_string_equal(err.text, "the picture has 30000 x 30000 pixels, 200 million is the most");
}

static void image_decode__progressive_jpeg__up_to_its_own_limit(void **state)
{
    (void)state;
    Err err = {0};
    ImagePixels pixels;
    size_t len;
    uint8_t *jpeg = make_progressive(W * 4, H * 4, &len);
    assert_ok(image_decode(jpeg, len, 0, 0, &arena, &pixels, &err), err);
    assert_int_equal(pixels.width, W * 4);
    assert_true(is_red(&pixels, 1, 1) && !is_red(&pixels, W * 4 - 2, 1));
    claim_size(jpeg, len, 0xC2, 5000, 5000);
    assert_false(image_decode(jpeg, len, 100, 100, &arena, &pixels, &err));
    assert_err(err, ERR_LIMIT,
               "the picture has 5000 x 5000 pixels, 24 million is the most for a progressive JPEG");
    err = (Err){0};
    uint8_t *plain = make_jpeg(W * 4, H * 4, 1, &len);
    claim_size(plain, len, 0xC0, 5000, 5000);
    assert_ok(image_decode(plain, len, 100, 100, &arena, &pixels, &err), err);
    assert_int_equal(pixels.width, 100);
}

/* Each pass goes over the whole picture, however little it says. */
static void image_decode__many_passes__are_refused(void **state)
{
    (void)state;
    static const uint8_t pass[] = {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0x10};
    enum { PASSES = 5000 };
    Err err = {0};
    ImagePixels pixels;
    size_t len;
    uint8_t *jpeg = make_progressive(W * 4, H * 4, &len);
    size_t all = len + PASSES * sizeof pass;
    uint8_t *many = ARENA_PUSH(&arena, uint8_t, all);
    memcpy(many, jpeg, len - 2);
    for (size_t i = 0; i < PASSES; i++)
        memcpy(many + len - 2 + i * sizeof pass, pass, sizeof pass);
    memcpy(many + all - 2, jpeg + len - 2, 2);
    claim_size(many, all, 0xC2, 2048, 2048);
    assert_false(image_decode(many, all, 100, 100, &arena, &pixels, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_non_null(strstr(err.text, "the JPEG comes in 50"));
    assert_non_null(strstr(err.text, " passes, 100 are the most"));
}

static void sheet_image__png_and_jpeg__stand_in_the_pdf_and_the_preview(void **state)
{
    (void)state;
    Err err = {0};
    FontSet *fonts = font_set_create(&err);
    assert_non_null(fonts);
    Sheet *sheet = sheet_create(&arena, fonts, SHEET_A4, (SheetInfo){.title = "Pictures"});
    sheet_add_page(sheet, "One");
    for (int i = 0; i < 2; i++) {
        size_t len = 0;
        Image image;
        uint8_t *bytes = i ? make_jpeg(640, 320, 1, &len) : make_png(400, 200, &len);
        assert_true(image_fit(bytes, len, 300, 300, &arena, &image, &err));
        sheet_image(sheet, 50, 50 + 200 * (float)i, 144, 72, &image);
    }
    uint8_t *pdf = NULL;
    size_t len = 0, found = 0;
    assert_true(sheet_pdf_render(sheet, &pdf, &len, &err));
    for (size_t i = 0; i + 15 < len; i++)
        found += memcmp(pdf + i, "/Subtype /Image", 15) == 0;
    assert_int_equal(found, 2);
    free(pdf);
    enum { SIDE = 300 };
    static uint32_t seen[SIDE * SIDE];
    SheetRaster target = {seen, SIDE, SIDE, SIDE};
    assert_true(sheet_raster_page(sheet, 0, 1, 0, 0, &target, &err));
    assert_int_equal(seen[60 * SIDE + 60], 0xFFFF0000);  /* left half, red */
    assert_int_equal(seen[60 * SIDE + 190], 0xFF0000FF); /* right half, blue */
    assert_int_equal(seen[60 * SIDE + 195], 0xFFFFFFFF); /* beside it, paper */
    assert_int_equal(seen[122 * SIDE + 60], 0xFFFFFFFF); /* under it, paper */
    assert_in_range(seen[260 * SIDE + 60] >> 16 & 0xFF, 200, 255);
    font_set_destroy(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_fit__large_png__is_cut_down_in_proportion),
        cmocka_unit_test(image_fit__small_picture__is_not_made_larger),
        cmocka_unit_test(image_fit__camera_notes__do_not_come_along),
        cmocka_unit_test(image_decode__eight_ways_up__all_turned_upright),
        cmocka_unit_test(image_decode__a_text_called_photo__says_what_it_is_not),
        cmocka_unit_test(image_decode__cut_png__is_refused),
        cmocka_unit_test(image_decode__a_gigapixel__is_over_the_limit),
        cmocka_unit_test(image_decode__progressive_jpeg__up_to_its_own_limit),
        cmocka_unit_test(image_decode__many_passes__are_refused),
        cmocka_unit_test(sheet_image__png_and_jpeg__stand_in_the_pdf_and_the_preview),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
