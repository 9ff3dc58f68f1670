#include "protocols/jpeg_head.h"

enum { FRAME_BASELINE = 0xC0, FRAME_EXTENDED = 0xC1, FRAME_LAST = 0xCF, RESTART_FIRST = 0xD0 };

/* SOF0..SOF15 without DHT, JPG and DAC, which lie among them. */
static bool is_frame(uint8_t marker)
{
    return marker >= FRAME_BASELINE && marker <= FRAME_LAST && marker != 0xC4 && marker != 0xC8 &&
           marker != 0xCC;
}

bool jpeg_next_segment(const uint8_t *bytes, size_t len, size_t *at, JpegSegment *ret_segment)
{
    size_t mark = *at;
    while (mark + 1 < len && bytes[mark] == JPEG_MARK && bytes[mark + 1] == JPEG_MARK)
        mark++; /* may be filled up with marks */
    if (mark + 4 > len || bytes[mark] != JPEG_MARK)
        return false;
    uint8_t marker = bytes[mark + 1];
    size_t size = (size_t)bytes[mark + 2] << 8 | bytes[mark + 3];
    if (marker < FRAME_BASELINE || (marker >= RESTART_FIRST && marker <= JPEG_END) || size < 2 ||
        size > len - mark - 2)
        return false;
    *ret_segment = (JpegSegment){marker, bytes + mark + 4, size - 2};
    *at = mark + 2 + size;
    return true;
}

bool jpeg_read_head(const uint8_t *bytes, size_t len, JpegHead *ret_head)
{
    JpegHead head = {0};
    JpegSegment segment = {0};
    int components = 0;
    if (len < 4 || bytes[0] != JPEG_MARK || bytes[1] != JPEG_START)
        return false;
    size_t at = 2;
    while (segment.marker != JPEG_SCAN) {
        if (!jpeg_next_segment(bytes, len, &at, &segment))
            return false;
        if (!is_frame(segment.marker))
            continue;
        if (components > 0 || segment.len < 6 || segment.bytes[5] == 0)
            return false;
        head.height = segment.bytes[1] << 8 | segment.bytes[2];
        head.width = segment.bytes[3] << 8 | segment.bytes[4];
        components = segment.bytes[5];
        head.is_baseline = segment.marker == FRAME_BASELINE;
        head.in_one_scan = head.is_baseline || segment.marker == FRAME_EXTENDED;
    }
    if (head.width == 0 || head.height == 0 || segment.len < 1 || at + 2 > len)
        return false;
    head.in_one_scan = head.in_one_scan && segment.bytes[0] == components;
    *ret_head = head;
    return true;
}
