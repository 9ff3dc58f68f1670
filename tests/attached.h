/* attached.h - a stroke and a photo, for tests of whatever carries them. */
#ifndef TESTS_ATTACHED_H
#define TESTS_ATTACHED_H

#include "protocols/attachment.h"

/* 8 x 6 pixels, grey; a whole JPEG. */
static const uint8_t attached_jpeg[] = {
    0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0xFF, 0xDB, 0x00, 0x43, 0x00, 0x1B, 0x12, 0x14, 0x17, 0x14, 0x11, 0x1B,
    0x17, 0x16, 0x17, 0x1E, 0x1C, 0x1B, 0x20, 0x28, 0x42, 0x2B, 0x28, 0x25, 0x25, 0x28, 0x51, 0x3A,
    0x3D, 0x30, 0x42, 0x60, 0x55, 0x65, 0x64, 0x5F, 0x55, 0x5D, 0x5B, 0x6A, 0x78, 0x99, 0x81, 0x6A,
    0x71, 0x90, 0x73, 0x5B, 0x5D, 0x85, 0xB5, 0x86, 0x90, 0x9E, 0xA3, 0xAB, 0xAD, 0xAB, 0x67, 0x80,
    0xBC, 0xC9, 0xBA, 0xA6, 0xC7, 0x99, 0xA8, 0xAB, 0xA4, 0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0x06,
    0x00, 0x08, 0x01, 0x01, 0x11, 0x00, 0xFF, 0xC4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xC4, 0x00, 0x18,
    0x10, 0x00, 0x02, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x01, 0x03, 0x05, 0x22, 0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00,
    0x34, 0x31, 0xAC, 0x9F, 0xFF, 0xD9,
};

/* A tick, drawn on the seating chart: goes left, right, out of the chart. */
static const InkPoint attached_points[] = {{1600, 1600, 0, 90},
                                           {1560, 1700, 12, 128},
                                           {1580, 1900, 12, 255},
                                           {16100, -40, 260, 1},
                                           {16100, -40, 90000, INK_NO_PRESSURE}};

static inline Attachment attached_ink(void)
{
    return (Attachment){.kind = ATTACHMENT_INK,
                        .ink = {.ground = INK_ON_CHART,
                                .width = 16000,
                                .height = 9600,
                                .points = attached_points,
                                .point_count = 5}};
}

static inline Attachment attached_photo(void)
{
    return (Attachment){
        .kind = ATTACHMENT_PHOTO,
        .photo = {.width = 8, .height = 6, .bytes = attached_jpeg, .len = sizeof attached_jpeg}};
}

/* Fails with the file's own macros when they differ. */
#define assert_same_attachment(a, b)                                                               \
    do {                                                                                           \
        const Attachment attached_a = (a), attached_b = (b);                                       \
        assert_int_equal(attached_a.kind, attached_b.kind);                                        \
        assert_int_equal(attached_a.ink.ground, attached_b.ink.ground);                            \
        assert_int_equal(attached_a.ink.width, attached_b.ink.width);                              \
        assert_int_equal(attached_a.ink.height, attached_b.ink.height);                            \
        assert_int_equal(attached_a.ink.point_count, attached_b.ink.point_count);                  \
        for (int32_t k = 0; k < attached_a.ink.point_count; k++) {                                 \
            assert_int_equal(attached_a.ink.points[k].x, attached_b.ink.points[k].x);              \
            assert_int_equal(attached_a.ink.points[k].y, attached_b.ink.points[k].y);              \
            assert_int_equal(attached_a.ink.points[k].ms, attached_b.ink.points[k].ms);            \
            assert_int_equal(attached_a.ink.points[k].pressure,                                    \
                             attached_b.ink.points[k].pressure);                                   \
        }                                                                                          \
        assert_int_equal(attached_a.photo.width, attached_b.photo.width);                          \
        assert_int_equal(attached_a.photo.height, attached_b.photo.height);                        \
        assert_int_equal(attached_a.photo.len, attached_b.photo.len);                              \
        if (attached_a.photo.len > 0)                                                              \
            assert_memory_equal(attached_a.photo.bytes, attached_b.photo.bytes,                    \
                                attached_a.photo.len);                                             \
    } while (0)

#endif
