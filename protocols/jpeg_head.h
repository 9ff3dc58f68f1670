/* jpeg_head.h - what a JPEG picture says of itself before its pixels come (ITU-T T.81,
 * annex B). Reads the headers, not the picture.
 */
#ifndef PROTOCOLS_JPEG_HEAD_H
#define PROTOCOLS_JPEG_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    JPEG_MARK = 0xFF, /* stands before each of these */
    JPEG_START = 0xD8,
    JPEG_END = 0xD9,
    JPEG_APP1 = 0xE1, /* what a camera writes beside the picture */
    JPEG_SCAN = 0xDA, /* pixels follow */
};

/* A segment: its marker and what it holds. */
typedef struct JpegSegment {
    uint8_t marker;
    const uint8_t *bytes;
    size_t len;
} JpegSegment;

/* The segment at *at, which moves behind it; begin with 2. False when there is none that has
 * a length: the end, or no JPEG. */
bool jpeg_next_segment(const uint8_t *bytes, size_t len, size_t *at, JpegSegment *ret_segment);

typedef struct JpegHead {
    int32_t width, height; /* over 0 */
    bool is_baseline;      /* SOF0 */
    /* All that there is of a pixel comes at once: the picture is decoded line by line. What
     * comes in several passes, as in a progressive JPEG, lies in memory whole, and each
     * pass takes its time, however short it is. */
    bool in_one_scan;
} JpegHead;

/* False when the bytes up to the first scan are not those of one picture. */
bool jpeg_read_head(const uint8_t *bytes, size_t len, JpegHead *ret_head);

#endif
