/* fuzz_image.c - any bytes as a picture: refused with one sentence, or pixels of the
 * size they say, and a new file that can be read again. */
#include <assert.h>
#include <string.h>

#include "reports/sheet/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err err = {0};
    Image image;
    Arena arena;
    arena_init(&arena, (size_t)64 << 20);
    if (image_fit(data, size, 200, 100, &arena, &image, &err)) {
        ImagePixels pixels;
        assert(image.width >= 1 && image.width <= 200 && image.height >= 1 && image.height <= 100);
        assert(image_decode(image.bytes, image.len, 0, 0, &arena, &pixels, &err));
        assert(pixels.width == image.width && pixels.height == image.height);
    } else {
        assert(err.kind != ERR_NONE && strlen(err.text) > 10);
    }
    arena_deinit(&arena);
    return 0;
}
