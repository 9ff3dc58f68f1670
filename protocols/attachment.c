#include "protocols/attachment.h"

#include <string.h>

#include "protocols/jpeg_head.h"

/* ---- photos ---- */

static bool no_jpeg(Err *err)
{
    return err_set(err, ERR_FORMAT, "these bytes are not a whole JPEG picture");
}

bool photo_read_size(const uint8_t *bytes, size_t len, int32_t *ret_width, int32_t *ret_height,
                     Err *err)
{
    JpegHead head;
    if (len < 2 || bytes[len - 2] != 0xFF || bytes[len - 1] != JPEG_END ||
        !jpeg_read_head(bytes, len, &head))
        return no_jpeg(err);
    if (!head.is_baseline || !head.in_one_scan)
        return err_set(err, ERR_FORMAT,
                       "this JPEG picture is not of the plain kind (baseline, in one pass) that a "
                       "photo is kept as");
    *ret_width = head.width;
    *ret_height = head.height;
    return true;
}

static bool check_photo(const Photo *photo, Err *err)
{
    int32_t width, height;
    if (photo->len > PHOTO_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a photo of %zu bytes, at most %d fit", photo->len,
                       PHOTO_MAX_BYTES);
    if (!photo->bytes)
        return no_jpeg(err);
    if (!photo_read_size(photo->bytes, photo->len, &width, &height, err))
        return false;
    if (width > PHOTO_MAX_SIDE || height > PHOTO_MAX_SIDE)
        return err_set(err, ERR_LIMIT, "a photo of %d by %d pixels, at most %d a side fit",
                       (int)width, (int)height, PHOTO_MAX_SIDE);
    return (photo->width == width && photo->height == height) ||
           err_set(err, ERR_FORMAT, "a photo of %d by %d pixels that says it has %d by %d",
                   (int)width, (int)height, (int)photo->width, (int)photo->height);
}

/* ---- ink ---- */

static bool check_point(const Ink *ink, int32_t i, Err *err)
{
    const InkPoint *p = &ink->points[i];
    if (p->x < -INK_MAX_SIDE || p->x > 2 * INK_MAX_SIDE || p->y < -INK_MAX_SIDE ||
        p->y > 2 * INK_MAX_SIDE)
        return err_set(err, ERR_LIMIT, "a stroke that leaves its page");
    if (p->ms < 0 || p->ms > INK_MAX_MS)
        return err_set(err, ERR_LIMIT, "a stroke made longer than a day after its drawing began");
    return i == 0 || p->ms >= ink->points[i - 1].ms ||
           err_set(err, ERR_FORMAT, "a stroke that goes back in time");
}

static bool check_ink(const Ink *ink, Err *err)
{
    if (ink->ground != INK_ON_PAGE && ink->ground != INK_ON_CHART)
        return err_set(err, ERR_FORMAT, "a stroke on nothing that is known");
    if (ink->width < 1 || ink->width > INK_MAX_SIDE || ink->height < 1 ||
        ink->height > INK_MAX_SIDE)
        return err_set(err, ERR_LIMIT, "a page for ink of %d by %d units, at most %d a side fit",
                       (int)ink->width, (int)ink->height, INK_MAX_SIDE);
    if (ink->point_count < 1)
        return err_set(err, ERR_FORMAT, "a stroke without a point");
    if (ink->point_count > INK_MAX_POINTS)
        return err_set(err, ERR_LIMIT, "a stroke of %d points, at most %d fit",
                       (int)ink->point_count, INK_MAX_POINTS);
    for (int32_t i = 0; i < ink->point_count; i++)
        if (!check_point(ink, i, err))
            return false;
    return true;
}

bool attachment_check(const Attachment *attachment, Err *err)
{
    switch (attachment->kind) {
    case ATTACHMENT_INK:
        return check_ink(&attachment->ink, err);
    case ATTACHMENT_PHOTO:
        return check_photo(&attachment->photo, err);
    case ATTACHMENT_NONE:
        break;
    }
    return err_set(err, ERR_FORMAT, "neither ink nor a photo");
}

/* ---- packing: numbers of seven bits a byte, the low ones first, the high bit
 *      set on all but the last; signed ones folded (0, -1, 1, -2, ...) ---- */

enum { INK_FORMAT = 1, MOST_BYTES = 5 };

static size_t put_number(uint8_t *to, uint32_t value)
{
    size_t len = 0;
    for (; value >= 0x80; value >>= 7)
        to[len++] = (uint8_t)(value | 0x80);
    to[len++] = (uint8_t)value;
    return len;
}

static size_t put_signed(uint8_t *to, int32_t value)
{
    return put_number(to, value < 0 ? ((uint32_t) - (value + 1) << 1) | 1U : (uint32_t)value << 1);
}

static bool pack_ink(const Ink *ink, Arena *arena, const uint8_t **ret_bytes, size_t *ret_len,
                     Err *err)
{
    size_t most = MOST_BYTES * (5 + 4 * (size_t)ink->point_count);
    uint8_t *bytes = ARENA_PUSH(arena, uint8_t, most);
    if (!bytes)
        return err_set(err, ERR_SYSTEM, "there is no memory left for a stroke");
    size_t len = put_number(bytes, INK_FORMAT);
    len += put_number(bytes + len, (uint32_t)ink->ground);
    len += put_number(bytes + len, (uint32_t)ink->width);
    len += put_number(bytes + len, (uint32_t)ink->height);
    len += put_number(bytes + len, (uint32_t)ink->point_count);
    InkPoint last = {0};
    for (int32_t i = 0; i < ink->point_count; i++) {
        const InkPoint p = ink->points[i];
        len += put_signed(bytes + len, p.x - last.x);
        len += put_signed(bytes + len, p.y - last.y);
        len += put_number(bytes + len, (uint32_t)(p.ms - last.ms));
        len += put_signed(bytes + len, p.pressure - last.pressure);
        last = p;
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return true;
}

bool attachment_pack(const Attachment *attachment, Arena *arena, const uint8_t **ret_bytes,
                     size_t *ret_len, Err *err)
{
    if (attachment->kind == ATTACHMENT_INK)
        return pack_ink(&attachment->ink, arena, ret_bytes, ret_len, err);
    *ret_bytes = attachment->photo.bytes;
    *ret_len = attachment->photo.len;
    return true;
}

/* What is left to read; ok turns false at the first thing that cannot be. */
typedef struct Unpack {
    const uint8_t *bytes;
    size_t len, at;
    bool ok;
} Unpack;

static uint32_t get_number(Unpack *u)
{
    uint32_t value = 0;
    for (int shift = 0; shift < 7 * MOST_BYTES; shift += 7) {
        if (u->at == u->len)
            break;
        uint8_t byte = u->bytes[u->at++];
        value |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    u->ok = false;
    return 0;
}

/* The number before, and how much it changed; out of bounds is not ok. */
static int32_t get_next(Unpack *u, int32_t last, int32_t low, int32_t high)
{
    uint32_t folded = get_number(u);
    int64_t half = folded >> 1;
    int64_t value = last + (folded & 1U ? -half - 1 : half);
    if (value < low || value > high)
        u->ok = false;
    return u->ok ? (int32_t)value : 0;
}

static int32_t get_count(Unpack *u, uint32_t most)
{
    uint32_t value = get_number(u);
    if (value > most)
        u->ok = false;
    return u->ok ? (int32_t)value : 0;
}

static void get_point(Unpack *u, const InkPoint *last, InkPoint *ret_point)
{
    ret_point->x = get_next(u, last->x, -INK_MAX_SIDE, 2 * INK_MAX_SIDE);
    ret_point->y = get_next(u, last->y, -INK_MAX_SIDE, 2 * INK_MAX_SIDE);
    ret_point->ms = last->ms + get_count(u, (uint32_t)(INK_MAX_MS - last->ms));
    ret_point->pressure = (uint8_t)get_next(u, last->pressure, 0, UINT8_MAX);
}

static bool unpack_ink(const uint8_t *bytes, size_t len, Arena *arena, Ink *ret_ink, Err *err)
{
    Unpack u = {bytes, len, 0, true};
    u.ok = get_number(&u) == INK_FORMAT && u.ok;
    Ink ink = {.ground = (InkGround)get_count(&u, INK_ON_CHART)};
    ink.width = get_count(&u, INK_MAX_SIDE);
    ink.height = get_count(&u, INK_MAX_SIDE);
    ink.point_count = get_count(&u, INK_MAX_POINTS);
    ArenaMark mark = arena_mark(arena);
    InkPoint *points = ARENA_PUSH(arena, InkPoint, (size_t)ink.point_count + 1);
    if (!points)
        return err_set(err, ERR_SYSTEM, "there is no memory left for a stroke");
    InkPoint last = {0};
    for (int32_t i = 0; i < ink.point_count && u.ok; i++) {
        get_point(&u, &last, &points[i]);
        last = points[i];
    }
    ink.points = points;
    if (!u.ok || u.at != len || !check_ink(&ink, err)) {
        arena_reset(arena, mark);
        *err = (Err){0};
        return err_set(err, ERR_FORMAT, "these bytes are not a stroke of ink");
    }
    *ret_ink = ink;
    return true;
}

bool attachment_unpack(AttachmentKind kind, const uint8_t *bytes, size_t len, Arena *arena,
                       Attachment *ret_attachment, Err *err)
{
    Attachment attachment = {.kind = kind};
    if (kind == ATTACHMENT_INK) {
        if (!unpack_ink(bytes, len, arena, &attachment.ink, err))
            return false;
    } else {
        Photo *photo = &attachment.photo;
        *photo = (Photo){.bytes = bytes, .len = len};
        if (!photo_read_size(bytes, len, &photo->width, &photo->height, err) ||
            !attachment_check(&attachment, err))
            return false;
    }
    *ret_attachment = attachment;
    return true;
}

bool attachment_copy(const Attachment *attachment, Arena *arena, Attachment *ret_copy, Err *err)
{
    Attachment copy = *attachment;
    size_t points = (size_t)copy.ink.point_count * sizeof *copy.ink.points, len = copy.photo.len;
    const void *from = copy.kind == ATTACHMENT_INK ? (const void *)copy.ink.points
                                                   : (const void *)copy.photo.bytes;
    size_t size = copy.kind == ATTACHMENT_INK ? points : len;
    void *to = arena_push(arena, size + 1, 1, _Alignof(InkPoint));
    if (!to)
        return err_set(err, ERR_SYSTEM, "there is no memory left for ink or a photo");
    if (size > 0)
        memcpy(to, from, size);
    if (copy.kind == ATTACHMENT_INK)
        copy.ink.points = to;
    else
        copy.photo.bytes = to;
    *ret_copy = copy;
    return true;
}

/* ---- a source in memory ---- */

static bool read_list(AttachmentSource *source, Uuid event, Arena *arena,
                      Attachment *ret_attachment, Err *err)
{
    const AttachmentList *list = (const AttachmentList *)source; /* its first member */
    for (size_t i = 0; i < list->count; i++)
        if (uuid_compare(list->items[i].event, event) == 0)
            return attachment_copy(&list->items[i].attachment, arena, ret_attachment, err);
    *ret_attachment = (Attachment){.kind = ATTACHMENT_NONE};
    return true;
}

AttachmentList attachment_list(const AttachmentItem *items, size_t count)
{
    return (AttachmentList){{read_list}, items, count};
}
