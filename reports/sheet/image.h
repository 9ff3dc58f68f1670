/* image.h - photos and drawings from files, made fit to print.
 *
 * Takes PNG and JPEG files of any size, cuts them down to the pixels that paper can
 * show, turns them upright as the camera's orientation says, and writes them anew:
 * what a camera notes beside the picture (place, time, device) does not come along.
 *
 * The only file that includes png.h and turbojpeg.h for the sheets is image.c.
 */
#ifndef REPORTS_SHEET_IMAGE_H
#define REPORTS_SHEET_IMAGE_H

#include "protocols/base.h"

typedef enum ImageFormat {
    IMAGE_NONE, /* neither of them */
    IMAGE_PNG,
    IMAGE_JPEG,
} ImageFormat;
const char *image_format_name(ImageFormat format); /* "PNG" */

enum {
    IMAGE_MAX_BYTES = 64 * 1024 * 1024,
    IMAGE_MAX_SIDE = 32000, /* pixels */
    IMAGE_MAX_PIXELS = 200 * 1000000,
    /* Of a JPEG that comes in several passes (progressive): all of it is in memory while it is
     * decoded, and each pass goes over all of it. */
    IMAGE_MAX_PIXELS_PASSES = 24 * 1000000,
    IMAGE_MAX_PASSES = 100,
};

/* A file in memory that was checked: it can be decoded, and says these sizes. */
typedef struct Image {
    ImageFormat format;
    int32_t width, height; /* pixels, upright */
    const uint8_t *bytes;
    size_t len;
} Image;

/* The pixels, upright, 3 bytes each (red, green, blue), rows from the top, without
 * padding; what is transparent stands on white. At most max_width x max_height, by
 * whole averages, the proportions kept (0: as it is). ERR_FORMAT when it is no
 * picture, ERR_LIMIT beyond the limits above. */
typedef struct ImagePixels {
    int32_t width, height;
    uint8_t *rgb; /* in arena */
} ImagePixels;
bool image_decode(const uint8_t *bytes, size_t len, int32_t max_width, int32_t max_height,
                  Arena *arena, ImagePixels *ret_pixels, Err *err);

/* A JPEG of these pixels within max_bytes, as good as fits; in arena. ERR_LIMIT when
 * even the poorest is larger. */
bool image_make_jpeg(const ImagePixels *pixels, size_t max_bytes, Arena *arena, Image *ret_image,
                     Err *err);

/* A new file of at most that many pixels, in arena: a JPEG from a JPEG, a PNG from a
 * PNG. The same file gives the same bytes. */
bool image_fit(const uint8_t *bytes, size_t len, int32_t max_width, int32_t max_height,
               Arena *arena, Image *ret_image, Err *err);

#endif
