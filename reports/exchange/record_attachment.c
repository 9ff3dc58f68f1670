#include "reports/exchange/record_attachment.h"

#include <string.h>

static const char *const grounds[] = {[INK_ON_PAGE] = "page", [INK_ON_CHART] = "chart"};
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* ---- out ---- */

static void put_ink(const Ink *ink, FILE *out)
{
    (void)fprintf(out, "{\"ground\": \"%s\", \"width\": %d, \"height\": %d, \"points\": [",
                  grounds[ink->ground], (int)ink->width, (int)ink->height);
    for (int32_t i = 0; i < ink->point_count; i++) {
        const InkPoint *p = &ink->points[i];
        (void)fprintf(out, "%s%d,%d,%d,%d", i > 0 ? ", " : "", (int)p->x, (int)p->y, (int)p->ms,
                      (int)p->pressure);
    }
    (void)fputs("]}", out);
}

/* RFC 4648, section 4. */
static void put_base64(const uint8_t *bytes, size_t len, FILE *out)
{
    for (size_t i = 0; i < len; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= i + 1 < len ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= i + 2 < len ? bytes[i + 2] : 0;
        const char text[4] = {digits[group >> 18], digits[group >> 12 & 63],
                              i + 1 < len ? digits[group >> 6 & 63] : '=',
                              i + 2 < len ? digits[group & 63] : '='};
        (void)fwrite(text, 1, sizeof text, out);
    }
}

void record_put_attachment(const Attachment *attachment, FILE *out)
{
    if (attachment->kind == ATTACHMENT_INK) {
        put_ink(&attachment->ink, out);
        return;
    }
    const Photo *photo = &attachment->photo;
    (void)fprintf(out, "{\"width\": %d, \"height\": %d, \"jpeg\": \"", (int)photo->width,
                  (int)photo->height);
    put_base64(photo->bytes, photo->len, out);
    (void)fputs("\"}", out);
}

/* ---- in ---- */

/* A whole number; 0 and false when it is none, or too large for one. */
static bool get_int(const json_t *value, int32_t *ret_value)
{
    json_int_t number = json_integer_value(value);
    *ret_value = 0;
    if (!json_is_integer(value) || number < INT32_MIN || number > INT32_MAX)
        return false;
    *ret_value = (int32_t)number;
    return true;
}

static bool get_size(const json_t *object, int32_t *ret_width, int32_t *ret_height)
{
    return get_int(json_object_get(object, "width"), ret_width) &&
           get_int(json_object_get(object, "height"), ret_height);
}

static bool get_ink(const json_t *object, Arena *arena, Ink *ret_ink)
{
    enum { NUMBERS = 4 };
    const json_t *list = json_object_get(object, "points");
    const char *ground = json_string_value(json_object_get(object, "ground"));
    size_t count = json_array_size(list) / NUMBERS;
    Ink ink = {0};
    if (!ground || !get_size(object, &ink.width, &ink.height) || count > INK_MAX_POINTS ||
        json_array_size(list) != count * NUMBERS)
        return false;
    if (strcmp(ground, grounds[INK_ON_CHART]) == 0)
        ink.ground = INK_ON_CHART;
    else if (strcmp(ground, grounds[INK_ON_PAGE]) != 0)
        return false;
    InkPoint *points = ARENA_PUSH(arena, InkPoint, count + 1);
    if (!points)
        return false;
    for (size_t i = 0; i < count; i++) {
        int32_t pressure;
        if (!get_int(json_array_get(list, i * NUMBERS), &points[i].x) ||
            !get_int(json_array_get(list, i * NUMBERS + 1), &points[i].y) ||
            !get_int(json_array_get(list, i * NUMBERS + 2), &points[i].ms) ||
            !get_int(json_array_get(list, i * NUMBERS + 3), &pressure) || pressure < 0 ||
            pressure > UINT8_MAX)
            return false;
        points[i].pressure = (uint8_t)pressure;
    }
    ink.points = points;
    ink.point_count = (int32_t)count;
    *ret_ink = ink;
    return true;
}

static bool get_base64(const char *text, size_t len, uint8_t *bytes, size_t *ret_len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i += 4) {
        uint32_t group = 0;
        int pads = i + 4 == len ? (text[i + 3] == '=') + (text[i + 2] == '=') : 0;
        if (i + 4 > len)
            return false;
        for (int k = 0; k < 4; k++) {
            const char *digit = k < 4 - pads ? strchr(digits, text[i + (size_t)k]) : digits;
            if (!digit || *digit == '\0')
                return false;
            group = group << 6 | (uint32_t)(digit - digits);
        }
        for (int k = 0; k < 3 - pads; k++)
            bytes[count++] = (uint8_t)(group >> (16 - 8 * k));
    }
    *ret_len = count;
    return true;
}

static bool get_photo(const json_t *object, Arena *arena, Photo *ret_photo)
{
    const json_t *value = json_object_get(object, "jpeg");
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    Photo photo = {0};
    if (!text || len == 0 || len > (size_t)PHOTO_MAX_BYTES / 3 * 4 + 4 ||
        !get_size(object, &photo.width, &photo.height))
        return false;
    uint8_t *bytes = ARENA_PUSH(arena, uint8_t, len / 4 * 3 + 3);
    if (!bytes || !get_base64(text, len, bytes, &photo.len))
        return false;
    photo.bytes = bytes;
    *ret_photo = photo;
    return true;
}

bool record_get_attachment(const json_t *object, AttachmentKind kind, Arena *arena,
                           Attachment *ret_attachment, const char **ret_expected)
{
    bool ink = kind == ATTACHMENT_INK;
    Attachment attachment = {.kind = kind};
    Err ignored = {0};
    if ((ink ? get_ink(object, arena, &attachment.ink)
             : get_photo(object, arena, &attachment.photo)) &&
        attachment_check(&attachment, &ignored)) {
        *ret_attachment = attachment;
        return true;
    }
    *ret_expected =
        ink ? "a stroke: ground, width, height and at most 4096 points of four numbers"
            : "a picture: width and height of at most 2048 and a baseline JPEG in base64";
    return false;
}
