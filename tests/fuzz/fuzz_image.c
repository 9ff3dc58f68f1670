/* fuzz_image.c - any bytes as a picture: refused with one sentence, or pixels of the
 * size they say, and a new file that can be read again. What is decoded is within the
 * limits of its kind, and takes no more memory than these allow. */
#include <assert.h>
#include <string.h>

#include "protocols/jpeg_head.h"
#include "reports/sheet/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    MOST_PIXELS = 64 << 20, /* bytes of the arena */
    /* And what the decoder holds of a progressive picture: 3 colours of 2 bytes. */
    MOST_BYTES = 2 * MOST_PIXELS + 6 * IMAGE_MAX_PIXELS_PASSES,
};

/* All that was asked for since the input began, freed or not. */
static size_t allocated;

#ifdef __SANITIZE_ADDRESS__ /* gcc */
#define COUNTS_MEMORY
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) /* clang */
#define COUNTS_MEMORY
#endif
#endif

#ifdef COUNTS_MEMORY
/* Of AddressSanitizer; not every compiler comes with its header. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));

static void count_allocated(const volatile void *bytes, size_t size)
{
    (void)bytes;
    allocated += size;
}

static void ignore_freed(const volatile void *bytes)
{
    (void)bytes;
}

static void begin_counting(void)
{
    static int installed;
    if (!installed)
        installed = __sanitizer_install_malloc_and_free_hooks(count_allocated, ignore_freed);
    assert(installed);
    allocated = 0;
}
#else
static void begin_counting(void)
{
    allocated = 0;
}
#endif

/* As the file itself says it, by marks alone. */
static void check_limits(const uint8_t *data, size_t size)
{
    JpegHead head;
    if (data[0] != JPEG_MARK || !jpeg_read_head(data, size, &head))
        return;
    assert((int64_t)head.width * head.height <= IMAGE_MAX_PIXELS);
    if (head.in_one_scan)
        return;
    int32_t passes = 0;
    for (size_t i = 1; i < size; i++)
        passes += data[i - 1] == JPEG_MARK && data[i] == JPEG_SCAN;
    assert(passes <= IMAGE_MAX_PASSES);
    assert((int64_t)head.width * head.height <= IMAGE_MAX_PIXELS_PASSES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err err = {0};
    Image image;
    Arena arena;
    begin_counting();
    arena_init(&arena, MOST_PIXELS);
    if (image_fit(data, size, 200, 100, &arena, &image, &err)) {
        ImagePixels pixels;
        assert(image.width >= 1 && image.width <= 200 && image.height >= 1 && image.height <= 100);
        check_limits(data, size);
        assert(image_decode(image.bytes, image.len, 0, 0, &arena, &pixels, &err));
        assert(pixels.width == image.width && pixels.height == image.height);
    } else {
        assert(err.kind != ERR_NONE && strlen(err.text) > 10);
    }
    arena_deinit(&arena);
    assert(allocated <= MOST_BYTES);
    return 0;
}
