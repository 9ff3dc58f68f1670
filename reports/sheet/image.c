#include "reports/sheet/image.h"

#include <png.h>
#include <string.h>
#include <turbojpeg.h>

#include "protocols/jpeg_head.h"

enum { JPEG_QUALITY = 82, RGB = 3 };

const char *image_format_name(ImageFormat format)
{
    static const char *const names[] = {"none", "PNG", "JPEG"};
    return names[format];
}

/* By its first bytes. */
static ImageFormat format_of(const uint8_t *bytes, size_t len)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    static const uint8_t jpeg[] = {0xFF, 0xD8, 0xFF};
    if (len > sizeof png && memcmp(bytes, png, sizeof png) == 0)
        return IMAGE_PNG;
    return len > sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0 ? IMAGE_JPEG : IMAGE_NONE;
}

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "out of memory for the picture");
}

static bool is_within_limits(int64_t width, int64_t height, Err *err)
{
    if (width < 1 || height < 1)
        return err_set(err, ERR_FORMAT, "the picture has no pixels");
    if (width > IMAGE_MAX_SIDE || height > IMAGE_MAX_SIDE || width * height > IMAGE_MAX_PIXELS)
        return err_set(err, ERR_LIMIT, "the picture has %lld x %lld pixels, %d million is the most",
                       (long long)width, (long long)height, IMAGE_MAX_PIXELS / 1000000);
    return true;
}

static bool push_pixels(Arena *arena, int32_t width, int32_t height, ImagePixels *ret, Err *err)
{
    uint8_t *rgb = ARENA_PUSH(arena, uint8_t, (size_t)width * (size_t)height * RGB);
    if (!rgb)
        return no_memory(err);
    *ret = (ImagePixels){width, height, rgb};
    return true;
}

/* ---- which way up ---- */

static uint32_t read_number(const uint8_t *bytes, int count, bool little)
{
    uint32_t n = 0;
    for (int i = 0; i < count; i++)
        n = n << 8 | bytes[little ? count - 1 - i : i];
    return n;
}

/* 1 to 8, from the first directory of the Exif block (Exif 2.3, 4.6.2 and tag
 * 0x0112); 1 where there is none. */
static int orientation_of(const uint8_t *exif, size_t len)
{
    if (len < 14 || memcmp(exif, "Exif\0\0", 6) != 0)
        return 1;
    const uint8_t *tiff = exif + 6;
    size_t size = len - 6;
    bool little = tiff[0] == 'I';
    size_t at = read_number(tiff + 4, 4, little);
    if (at > size || size - at < 2)
        return 1;
    uint32_t count = read_number(tiff + at, 2, little);
    for (at += 2; count > 0 && size - at >= 12; count--, at += 12) {
        uint32_t value = read_number(tiff + at + 8, 2, little);
        if (read_number(tiff + at, 2, little) == 0x0112)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

/* Walks the segments of a JPEG up to its picture. */
static int jpeg_orientation(const uint8_t *bytes, size_t len)
{
    JpegSegment segment = {0};
    for (size_t at = 2; jpeg_next_segment(bytes, len, &at, &segment);) {
        int found = segment.marker == JPEG_APP1 ? orientation_of(segment.bytes, segment.len) : 1;
        if (found != 1 || segment.marker == JPEG_SCAN)
            return found;
    }
    return 1;
}

/* Exif's eight ways: 5 to 8 change width and height. */
static bool turn_upright(ImagePixels *pixels, int way, Arena *arena, Err *err)
{
    bool swap = way >= 5;
    ImagePixels out = {0};
    int32_t w = pixels->width, h = pixels->height;
    if (way == 1)
        return true;
    if (!push_pixels(arena, swap ? h : w, swap ? w : h, &out, err))
        return false;
    for (int32_t y = 0; y < h; y++)
        for (int32_t x = 0; x < w; x++) {
            int32_t right = w - 1 - x, down = h - 1 - y;
            int32_t tx[] = {0, x, right, right, x, y, down, down, y};
            int32_t ty[] = {0, y, y, down, down, x, x, right, right};
            memcpy(out.rgb + ((size_t)ty[way] * (size_t)out.width + (size_t)tx[way]) * RGB,
                   pixels->rgb + ((size_t)y * (size_t)w + (size_t)x) * RGB, RGB);
        }
    *pixels = out;
    return true;
}

/* ---- reading ---- */

/* The smallest of the decoder's own scales that is still as large as asked for. */
static tjscalingfactor scale_for(int32_t width, int32_t height, int32_t want_w, int32_t want_h)
{
    tjscalingfactor best = {1, 1};
    for (int eighths = 7; eighths >= 1 && want_w > 0; eighths--) {
        tjscalingfactor factor = {eighths, 8};
        if (TJSCALED(width, factor) >= want_w && TJSCALED(height, factor) >= want_h)
            best = factor;
    }
    return best;
}

/* Marks of a scan; in what they code none stands. */
static int32_t count_scans(const uint8_t *bytes, size_t len)
{
    int32_t count = 0;
    for (size_t i = 0; i + 1 < len; i++)
        count += bytes[i] == JPEG_MARK && bytes[i + 1] == JPEG_SCAN;
    return count;
}

/* A head that is not understood may hide as much. */
static bool check_passes(const uint8_t *bytes, size_t len, int64_t width, int64_t height, Err *err)
{
    JpegHead head;
    if (jpeg_read_head(bytes, len, &head) && head.in_one_scan)
        return true;
    int32_t passes = count_scans(bytes, len);
    if (passes > IMAGE_MAX_PASSES)
        return err_set(err, ERR_LIMIT, "the JPEG comes in %d passes, %d are the most", (int)passes,
                       IMAGE_MAX_PASSES);
    return width * height <= IMAGE_MAX_PIXELS_PASSES ||
           err_set(err, ERR_LIMIT,
                   "the picture has %lld x %lld pixels, %d million is the most for a progressive "
                   "JPEG",
                   (long long)width, (long long)height, IMAGE_MAX_PIXELS_PASSES / 1000000);
}

static bool read_jpeg(const uint8_t *bytes, size_t len, int32_t want_w, int32_t want_h,
                      Arena *arena, ImagePixels *ret, Err *err)
{
    int width = 0, height = 0, sub = 0, colours = 0;
    bool ok = false;
    tjhandle jpeg = tjInitDecompress();
    if (!jpeg)
        return no_memory(err);
    if (tjDecompressHeader3(jpeg, bytes, len, &width, &height, &sub, &colours) != 0) {
        err_set(err, ERR_FORMAT, "the JPEG cannot be read: %s", tjGetErrorStr2(jpeg));
        goto end;
    }
    if (!is_within_limits(width, height, err) || !check_passes(bytes, len, width, height, err))
        goto end;
    tjscalingfactor scale = scale_for(width, height, want_w, want_h);
    int32_t w = TJSCALED(width, scale), h = TJSCALED(height, scale);
    if (!push_pixels(arena, w, h, ret, err))
        goto end;
    if (tjDecompress2(jpeg, bytes, len, ret->rgb, w, 0, h, TJPF_RGB, TJFLAG_LIMITSCANS) != 0 &&
        tjGetErrorCode(jpeg) == TJERR_FATAL) {
        err_set(err, ERR_FORMAT, "the JPEG cannot be read: %s", tjGetErrorStr2(jpeg));
        goto end;
    }
    ok = true;
end:
    tjDestroy(jpeg);
    return ok;
}

static bool read_png(const uint8_t *bytes, size_t len, Arena *arena, ImagePixels *ret, Err *err)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    static const png_color white = {255, 255, 255};
    bool ok = false;
    if (!png_image_begin_read_from_memory(&png, bytes, len)) {
        err_set(err, ERR_FORMAT, "the PNG cannot be read: %s", png.message);
        goto end;
    }
    png.format = PNG_FORMAT_RGB;
    if (!is_within_limits(png.width, png.height, err) ||
        !push_pixels(arena, (int32_t)png.width, (int32_t)png.height, ret, err))
        goto end;
    if (!png_image_finish_read(&png, &white, ret->rgb, 0, NULL)) {
        err_set(err, ERR_FORMAT, "the PNG cannot be read: %s", png.message);
        goto end;
    }
    ok = true;
end:
    png_image_free(&png);
    return ok;
}

/* ---- making smaller ---- */

/* The pixels of the large picture that fall into each of the small one, averaged. */
static void average(const ImagePixels *from, ImagePixels *to)
{
    for (int32_t y = 0; y < to->height; y++) {
        int32_t y0 = (int32_t)((int64_t)y * from->height / to->height);
        int32_t y1 = (int32_t)((int64_t)(y + 1) * from->height / to->height);
        for (int32_t x = 0; x < to->width; x++) {
            int32_t x0 = (int32_t)((int64_t)x * from->width / to->width);
            int32_t x1 = (int32_t)((int64_t)(x + 1) * from->width / to->width);
            uint64_t sum[RGB] = {0}, n = (uint64_t)(y1 - y0) * (uint64_t)(x1 - x0);
            for (int32_t sy = y0; sy < y1; sy++)
                for (int32_t sx = x0; sx < x1; sx++)
                    for (int c = 0; c < RGB; c++)
                        sum[c] += from->rgb[((size_t)sy * (size_t)from->width + (size_t)sx) * RGB +
                                            (size_t)c];
            for (int c = 0; c < RGB; c++)
                to->rgb[((size_t)y * (size_t)to->width + (size_t)x) * RGB + (size_t)c] =
                    (uint8_t)((sum[c] + n / 2) / n);
        }
    }
}

/* The size within the bounds, proportions kept; never larger than it is. */
static void fit_size(int32_t *width, int32_t *height, int32_t max_width, int32_t max_height)
{
    int64_t w = *width, h = *height;
    if (max_width <= 0 || max_height <= 0)
        return;
    if (w > max_width)
        h = h * max_width / w, w = max_width;
    if (h > max_height)
        w = w * max_height / h, h = max_height;
    *width = w > 0 ? (int32_t)w : 1;
    *height = h > 0 ? (int32_t)h : 1;
}

static bool make_smaller(ImagePixels *pixels, int32_t max_width, int32_t max_height, Arena *arena,
                         Err *err)
{
    ImagePixels small = {0};
    int32_t w = pixels->width, h = pixels->height;
    fit_size(&w, &h, max_width, max_height);
    if (w == pixels->width && h == pixels->height)
        return true;
    if (!push_pixels(arena, w, h, &small, err))
        return false;
    average(pixels, &small);
    *pixels = small;
    return true;
}

bool image_decode(const uint8_t *bytes, size_t len, int32_t max_width, int32_t max_height,
                  Arena *arena, ImagePixels *ret_pixels, Err *err)
{
    ImagePixels pixels = {0};
    ImageFormat format = format_of(bytes, len);
    if (format == IMAGE_NONE)
        return err_set(err, ERR_FORMAT, "the file is neither a PNG nor a JPEG picture");
    if (len > IMAGE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a picture has at most %d MB",
                       IMAGE_MAX_BYTES / 1024 / 1024);
    int way = format == IMAGE_JPEG ? jpeg_orientation(bytes, len) : 1;
    int32_t want_w = way >= 5 ? max_height : max_width, want_h = way >= 5 ? max_width : max_height;
    bool read = format == IMAGE_JPEG ? read_jpeg(bytes, len, want_w, want_h, arena, &pixels, err)
                                     : read_png(bytes, len, arena, &pixels, err);
    if (!read || !make_smaller(&pixels, want_w, want_h, arena, err) ||
        !turn_upright(&pixels, way, arena, err))
        return false;
    *ret_pixels = pixels;
    return true;
}

/* ---- writing ---- */

static bool write_jpeg(const ImagePixels *pixels, int quality, Arena *arena, Image *ret, Err *err)
{
    unsigned long len = tjBufSize(pixels->width, pixels->height, TJSAMP_420);
    tjhandle jpeg = tjInitCompress();
    unsigned char *bytes = ARENA_PUSH(arena, unsigned char, len);
    bool ok = jpeg && bytes;
    if (!ok) {
        no_memory(err);
    } else if (tjCompress2(jpeg, pixels->rgb, pixels->width, 0, pixels->height, TJPF_RGB, &bytes,
                           &len, TJSAMP_420, quality, TJFLAG_NOREALLOC) != 0) {
        ok = err_set(err, ERR_SYSTEM, "the picture cannot be written: %s", tjGetErrorStr2(jpeg));
    }
    if (jpeg)
        tjDestroy(jpeg);
    if (ok)
        *ret = (Image){IMAGE_JPEG, pixels->width, pixels->height, bytes, len};
    return ok;
}

bool image_make_jpeg(const ImagePixels *pixels, size_t max_bytes, Arena *arena, Image *ret_image,
                     Err *err)
{
    enum { BEST = 88, STEP = 16, POOREST = 24 };
    ArenaMark mark = arena_mark(arena);
    Image made;
    for (int quality = BEST; quality >= POOREST; quality -= STEP) {
        arena_reset(arena, mark);
        if (!write_jpeg(pixels, quality, arena, &made, err))
            return false;
        if (made.len <= max_bytes) {
            *ret_image = made;
            return true;
        }
    }
    return err_set(err, ERR_LIMIT, "the picture is too rich for %zu kB", max_bytes / 1000);
}

static bool write_png(const ImagePixels *pixels, Arena *arena, Image *ret, Err *err)
{
    png_image png = {.version = PNG_IMAGE_VERSION,
                     .format = PNG_FORMAT_RGB,
                     .width = (png_uint_32)pixels->width,
                     .height = (png_uint_32)pixels->height};
    png_alloc_size_t len = PNG_IMAGE_PNG_SIZE_MAX(png);
    uint8_t *bytes = ARENA_PUSH(arena, uint8_t, len);
    bool ok = bytes && png_image_write_to_memory(&png, bytes, &len, 0, pixels->rgb, 0, NULL);
    if (!ok)
        err_set(err, ERR_SYSTEM, "the picture cannot be written: %s",
                png.message[0] ? png.message : "out of memory");
    png_image_free(&png);
    if (ok)
        *ret = (Image){IMAGE_PNG, pixels->width, pixels->height, bytes, len};
    return ok;
}

bool image_fit(const uint8_t *bytes, size_t len, int32_t max_width, int32_t max_height,
               Arena *arena, Image *ret_image, Err *err)
{
    ImagePixels pixels = {0};
    if (!image_decode(bytes, len, max_width, max_height, arena, &pixels, err))
        return false;
    return format_of(bytes, len) == IMAGE_JPEG
               ? write_jpeg(&pixels, JPEG_QUALITY, arena, ret_image, err)
               : write_png(&pixels, arena, ret_image, err);
}
