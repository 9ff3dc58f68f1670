#include "protocols/file.h"
#include "recorder/platform/platform.h"

#include <png.h>
#include <stdlib.h>

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

bool platform_save_png(const PaintSurface *surface, const char *path, Err *err)
{
    bool ok = false;
    png_alloc_size_t size = 0;
    uint8_t *file = NULL;
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)surface->width,
                       .height = (png_uint_32)surface->height,
                       .format = PNG_FORMAT_RGB};
    uint8_t *rgb = rgb_of(surface);
    if (!rgb) {
        err_set(err, ERR_SYSTEM, "%s: out of memory for the picture", path);
        goto done;
    }
    if (png_image_write_to_memory(&image, NULL, &size, 0, rgb, 0, NULL))
        file = malloc(size);
    if (!file || !png_image_write_to_memory(&image, file, &size, 0, rgb, 0, NULL)) {
        err_set(err, ERR_SYSTEM, "%s: %s", path,
                image.message[0] ? image.message : "out of memory for the picture");
        goto done;
    }
    ok = file_write(path, file, size, err);
done:
    png_image_free(&image);
    free(file);
    free(rgb);
    return ok;
}
