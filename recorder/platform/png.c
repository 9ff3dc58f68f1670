#include "protocols/file.h"
#include "recorder/platform/platform.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { AFTER_IHDR = 33, PHYS_BYTES = 21 };

static uint8_t *rgb_of(const PaintSurface *s)
{
    uint8_t *rgb = malloc((size_t)s->width * (size_t)s->height * 3);
    uint8_t *to = rgb;
    for (int32_t y = 0; rgb && y < s->height; y++)
        for (int32_t x = 0; x < s->width; x++) {
            uint32_t pixel = s->pixels[(ptrdiff_t)y * s->pitch + x];
            *to++ = (uint8_t)(pixel >> 16);
            *to++ = (uint8_t)(pixel >> 8);
            *to++ = (uint8_t)pixel;
        }
    return rgb;
}

static void put_32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* The checksum of PNG chunks (ISO 3309). */
static uint32_t crc_of(const uint8_t *bytes, size_t len)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < len; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}

/* How large it is on paper, in pixels a metre: libpng's simple way of writing cannot
 * say it. */
static void put_size(uint8_t chunk[PHYS_BYTES], float scale)
{
    uint32_t per_metre = (uint32_t)lrintf(scale * 72 / 0.0254F);
    put_32(chunk, PHYS_BYTES - 12);
    put_32(chunk + 4, 0x70485973); /* pHYs */
    put_32(chunk + 8, per_metre);
    put_32(chunk + 12, per_metre);
    chunk[16] = 1;
    put_32(chunk + 17, crc_of(chunk + 4, PHYS_BYTES - 8));
}

bool platform_make_png(const PaintSurface *surface, uint8_t **ret_bytes, size_t *ret_len, Err *err)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)surface->width,
                       .height = (png_uint_32)surface->height,
                       .format = PNG_FORMAT_RGB};
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *rgb = rgb_of(surface);
    uint8_t *file = malloc(size + PHYS_BYTES);
    bool ok = rgb && file && png_image_write_to_memory(&image, file, &size, 0, rgb, 0, NULL);
    if (ok) {
        memmove(file + AFTER_IHDR + PHYS_BYTES, file + AFTER_IHDR, size - AFTER_IHDR);
        put_size(file + AFTER_IHDR, surface->scale);
        *ret_bytes = file;
        *ret_len = size + PHYS_BYTES;
    } else {
        err_set(err, ERR_SYSTEM, "%s",
                image.message[0] ? image.message : "out of memory for the picture");
        free(file);
    }
    png_image_free(&image);
    free(rgb);
    return ok;
}

bool platform_save_png(const PaintSurface *surface, const char *path, Err *err)
{
    uint8_t *file = NULL;
    size_t size = 0;
    if (!platform_make_png(surface, &file, &size, err))
        return err_prefix(err, "%s", path);
    bool ok = file_write(path, file, size, err);
    free(file);
    return ok;
}
