/* attachment.h - what an event carries beside words: a stroke of ink, or a photo.
 *
 *   event of the built-in code "ink"     one stroke, from landing to lift
 *   event of the built-in code "photo"   one picture; the event's text is its caption
 *
 * Ink: strokes about the same subject that start at the same time are one
 * drawing, and that time is when the finger first landed for it; the points have
 * their own times beside. So every stroke is committed by itself, and taking one
 * back, moving, merging and deleting are what they are for any event
 * (observation.h finds the strokes of a drawing).
 *
 * Photos: what is stored is always a JPEG, upright, of at most PHOTO_MAX_SIDE
 * pixels a side, made anew from the picture that was chosen: what a camera writes
 * beside the picture (place, time, device) is not kept, and any page can take the
 * bytes as they are.
 *
 * What is carried lies beside the events, not in them: an Observation says where
 * it can be read (AttachmentSource), one at a time into the reader's arena, so a
 * lesson with many photos takes no more memory than one of them.
 */
#ifndef PROTOCOLS_ATTACHMENT_H
#define PROTOCOLS_ATTACHMENT_H

#include "protocols/base.h"
#include "protocols/uuid.h"

enum {
    INK_UNITS = 16,         /* of one screen point (1/160 inch): coordinates are whole units */
    INK_MAX_SIDE = 131072,  /* units: of the ground, and how far a point may lie from its corner */
    INK_MAX_POINTS = 4096,  /* of a stroke; a longer line goes on as the next stroke */
    INK_MAX_STROKES = 1000, /* of a drawing */
    INK_MAX_MS = 86400000,  /* a drawing is made within a day */
    INK_NO_PRESSURE = 0,    /* the device does not say */
    PHOTO_MAX_SIDE = 2048,  /* pixels */
    PHOTO_MAX_BYTES = 2097152,
};

/* What a stroke is written on. */
typedef enum InkGround {
    INK_ON_PAGE,  /* an empty page of its own */
    INK_ON_CHART, /* the seating chart: ground and Subject.x, y share their corners, so
                     x / width is on the scale of Subject.x */
} InkGround;

typedef struct InkPoint {
    int32_t x, y;     /* units from the ground's top left; may lie a little outside */
    int32_t ms;       /* since the event's start; never less than the point before */
    uint8_t pressure; /* 1..255, or INK_NO_PRESSURE */
} InkPoint;

typedef struct Ink {
    InkGround ground;
    int32_t width, height; /* of the ground, in units, both over 0 */
    const InkPoint *points;
    int32_t point_count; /* at least 1; one point is a dot */
} Ink;

typedef struct Photo {
    int32_t width, height; /* pixels */
    const uint8_t *bytes;  /* JPEG */
    size_t len;
} Photo;

typedef enum AttachmentKind {
    ATTACHMENT_NONE,
    ATTACHMENT_INK,
    ATTACHMENT_PHOTO,
} AttachmentKind;

typedef struct Attachment {
    AttachmentKind kind;
    Ink ink;     /* ATTACHMENT_INK */
    Photo photo; /* ATTACHMENT_PHOTO */
} Attachment;

/* Whether it may be recorded. ERR_LIMIT: "a stroke of 5000 points, at most 4096
 * fit", "a photo of 3000000 bytes, at most 2097152 fit"; ERR_FORMAT: not a JPEG,
 * not of the size it says, points that go back in time. */
bool attachment_check(const Attachment *attachment, Err *err);

/* As one row of the record: a photo's bytes are themselves, a stroke is packed
 * (how: recorder/store/sql/). In the arena, or the photo's own bytes. The
 * attachment passes attachment_check(). */
bool attachment_pack(const Attachment *attachment, Arena *arena, const uint8_t **ret_bytes,
                     size_t *ret_len, Err *err);

/* And back. The bytes of a photo are borrowed. ERR_FORMAT when they are nothing
 * that attachment_pack() writes; what comes back passes attachment_check(). */
bool attachment_unpack(AttachmentKind kind, const uint8_t *bytes, size_t len, Arena *arena,
                       Attachment *ret_attachment, Err *err);

/* A copy with all it points to, or false when the arena is full. */
bool attachment_copy(const Attachment *attachment, Arena *arena, Attachment *ret_copy, Err *err);

/* How large the picture in these bytes says it is; ERR_FORMAT when they are no
 * whole JPEG, or none as this program makes of a photo: baseline, in one scan. What
 * comes in passes can take seconds to decode, small as it is. Reads the headers, not the
 * picture. */
bool photo_read_size(const uint8_t *bytes, size_t len, int32_t *ret_width, int32_t *ret_height,
                     Err *err);

/* Where attachments can be read. *ret_attachment lives in arena; its kind is
 * ATTACHMENT_NONE when the event carries nothing. */
typedef struct AttachmentSource AttachmentSource;
typedef bool AttachmentRead(AttachmentSource *source, Uuid event, Arena *arena,
                            Attachment *ret_attachment, Err *err);
struct AttachmentSource {
    AttachmentRead *read;
};

/* A source in memory, for records that are made by hand: items are borrowed. */
typedef struct AttachmentItem {
    Uuid event;
    Attachment attachment;
} AttachmentItem;
typedef struct AttachmentList {
    AttachmentSource source; /* &list.source is what an Observation is given */
    const AttachmentItem *items;
    size_t count;
} AttachmentList;
AttachmentList attachment_list(const AttachmentItem *items, size_t count);

#endif
