/* fuzz_attachment.c - any bytes as a stroke or a photo from a store: refused with a
 * sentence, or a thing that may be recorded and packs into bytes that unpack to it. */
#include "protocols/attachment.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    Err err = {0}, none = {0};
    Attachment a, again;
    const uint8_t *bytes;
    size_t len;
    AttachmentKind kind = size > 0 && data[0] == 'p' ? ATTACHMENT_PHOTO : ATTACHMENT_INK;
    arena_init(&arena, (size_t)8 << 20);
    if (size == 0 || !attachment_unpack(kind, data + 1, size - 1, &arena, &a, &err)) {
        check(size == 0 || err.text[0] != '\0');
        arena_deinit(&arena);
        return 0;
    }
    check(attachment_check(&a, &none));
    check(attachment_pack(&a, &arena, &bytes, &len, &none));
    check(attachment_unpack(kind, bytes, len, &arena, &again, &none));
    check(again.ink.point_count == a.ink.point_count && again.photo.len == a.photo.len);
    for (int32_t i = 0; i < a.ink.point_count; i++)
        check(memcmp(&a.ink.points[i].x, &again.ink.points[i].x, 3 * sizeof(int32_t)) == 0 &&
              a.ink.points[i].pressure == again.ink.points[i].pressure);
    arena_deinit(&arena);
    return 0;
}
