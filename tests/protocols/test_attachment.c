/* test_attachment.c - what may be attached to an event, packed and back. */
#include "check.h"

#include "attached.h"
#include "protocols/jpeg_head.h"

#include <string.h>

static Arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static void refuses(Attachment attachment, ErrKind kind, const char *sentence)
{
    Err err = {0};
    assert_false(attachment_check(&attachment, &err));
    assert_err(err, kind, sentence);
}

static void check__refuses_ink__beyond_its_limits(void **state)
{
    (void)state;
    Err err = {0};
    Attachment a = attached_ink();
    assert_ok(attachment_check(&a, &err), err);
    a.ink.point_count = 0;
    refuses(a, ERR_FORMAT, "a stroke without a point");
    a.ink.point_count = 4097;
    refuses(a, ERR_LIMIT, "a stroke of 4097 points, at most 4096 fit");
    a = attached_ink();
    a.ink.width = 0;
    refuses(a, ERR_LIMIT, "a page for ink of 0 by 9600 units, at most 131072 a side fit");
    a.ink.width = 131073;
    refuses(a, ERR_LIMIT, "a page for ink of 131073 by 9600 units, at most 131072 a side fit");
    a = attached_ink();
    a.ink.ground = (InkGround)2;
    refuses(a, ERR_FORMAT, "a stroke on nothing that is known");
    InkPoint points[2] = {{0, 0, 5, 1}, {0, 0, 4, 1}};
    a = attached_ink();
    a.ink.points = points;
    a.ink.point_count = 2;
    refuses(a, ERR_FORMAT, "a stroke that goes back in time");
    points[1].ms = 86400001;
    refuses(a, ERR_LIMIT, "a stroke made longer than a day after its drawing began");
    points[1] = (InkPoint){0, 262145, 5, 1};
    refuses(a, ERR_LIMIT, "a stroke that leaves its page");
    refuses((Attachment){.kind = ATTACHMENT_NONE}, ERR_FORMAT, "neither ink nor a photo");
}

static void check__refuses_photos__that_are_none_or_too_large(void **state)
{
    (void)state;
    Err err = {0};
    Attachment a = attached_photo();
    assert_ok(attachment_check(&a, &err), err);
    a.photo.width = 9;
    refuses(a, ERR_FORMAT, "a photo of 8 by 6 pixels that says it has 9 by 6");
    a = attached_photo();
    a.photo.len = PHOTO_MAX_BYTES + 1;
    refuses(a, ERR_LIMIT, "a photo of 2097153 bytes, at most 2097152 fit");
    a = attached_photo();
    a.photo.bytes = (const uint8_t *)"\x89PNG\r\n";
    a.photo.len = 6;
    refuses(a, ERR_FORMAT, "these bytes are not a whole JPEG picture");
    uint8_t wide[sizeof attached_jpeg];
    memcpy(wide, attached_jpeg, sizeof wide);
    for (size_t i = 0; i + 9 < sizeof wide; i++)
        if (wide[i] == 0xFF && wide[i + 1] == 0xC0) {
            wide[i + 7] = 0x08;
            wide[i + 8] = 0x01;
        }
    a = attached_photo();
    a.photo.bytes = wide;
    refuses(a, ERR_LIMIT, "a photo of 2049 by 6 pixels, at most 2048 a side fit");
}

/* Cut anywhere it is no picture any more. */
static void photo_read_size__refuses__every_beginning_of_a_jpeg(void **state)
{
    (void)state;
    int32_t width = -1, height = -1;
    for (size_t len = 0; len < sizeof attached_jpeg; len++) {
        Err err = {0};
        assert_false(photo_read_size(attached_jpeg, len, &width, &height, &err));
        assert_err(err, ERR_FORMAT, "these bytes are not a whole JPEG picture");
    }
    assert_int_equal(width, -1);
    Err err = {0};
    assert_ok(photo_read_size(attached_jpeg, sizeof attached_jpeg, &width, &height, &err), err);
    assert_int_equal(width, 8);
    assert_int_equal(height, 6);
}

/* Other than the program makes them: small bytes can take seconds to decode. */
static void photo_read_size__refuses__what_comes_in_passes(void **state)
{
    (void)state;
    static const uint8_t other_frames[] = {0xC1, 0xC2, 0xC5, 0xC9, 0xCA};
    const char *sentence = "this JPEG picture is not of the plain kind (baseline, in one pass) "
                           "that a photo is kept as";
    uint8_t bytes[sizeof attached_jpeg];
    int32_t width = -1, height = -1;
    size_t frame = 0;
    while (attached_jpeg[frame] != 0xFF || attached_jpeg[frame + 1] != 0xC0)
        frame++;
    memcpy(bytes, attached_jpeg, sizeof bytes);
    for (size_t i = 0; i < sizeof other_frames; i++) {
        Err err = {0};
        bytes[frame + 1] = other_frames[i];
        assert_false(photo_read_size(bytes, sizeof bytes, &width, &height, &err));
        assert_err(err, ERR_FORMAT, sentence);
    }
    Err err = {0};
    bytes[frame + 1] = 0xC0;
    bytes[frame + 9] = 3; /* colours, of which the first scan has one */
    assert_false(photo_read_size(bytes, sizeof bytes, &width, &height, &err));
    assert_err(err, ERR_FORMAT, sentence);
    assert_int_equal(width, -1);
}

static void jpeg_read_head__refuses__what_another_reader_would_skip(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        bool good;
    } cases[] = {
#define FRAME "\xFF\xC0\0\x0B\x08\0\x06\0\x08\x01\x01\x11\0"
#define SCAN "\xFF\xDA\0\x08\x01\x01\0\0\x3F\0"
#define JPEG_CASE(text, good) {text, sizeof(text) - 1, good}
        JPEG_CASE("\xFF\xD8" FRAME SCAN "\xFF\xD9", true),
        JPEG_CASE("\xFF\xD8\xFF\xFF" FRAME "\xFF\xFF" SCAN "\xFF\xD9", true),
        JPEG_CASE("\xFF\xD8" FRAME FRAME SCAN "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8" SCAN FRAME "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8" FRAME "x" SCAN "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8" FRAME "\xFF\xD0" SCAN "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8\xFF\xD8" FRAME SCAN "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8" FRAME "\xFF\xD9\0\x02" SCAN "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8" FRAME "\xFF\xE1\0\x01" SCAN "\xFF\xD9", false),
        JPEG_CASE("\xFF\xD8" FRAME "\xFF", false),
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        JpegHead head = {0};
        assert_int_equal(jpeg_read_head((const uint8_t *)cases[i].bytes, cases[i].len, &head),
                         cases[i].good);
        assert_int_equal(head.width, cases[i].good ? 8 : 0);
        assert_int_equal(head.in_one_scan, cases[i].good);
    }
}

static Attachment packed_and_back(const Attachment *a)
{
    Err err = {0};
    const uint8_t *bytes;
    size_t len;
    Attachment back;
    assert_ok(attachment_pack(a, &arena, &bytes, &len, &err), err);
    assert_ok(attachment_unpack(a->kind, bytes, len, &arena, &back, &err), err);
    return back;
}

static void pack__comes_back__as_it_was(void **state)
{
    (void)state;
    Attachment ink = attached_ink(), photo = attached_photo();
    assert_same_attachment(packed_and_back(&ink), ink);
    assert_same_attachment(packed_and_back(&photo), photo);

    InkPoint *many = ARENA_PUSH(&arena, InkPoint, INK_MAX_POINTS);
    assert_non_null(many);
    for (int32_t i = 0; i < INK_MAX_POINTS; i++)
        many[i] =
            (InkPoint){i % 2 ? 2 * INK_MAX_SIDE : -INK_MAX_SIDE,
                       i % 3 ? -INK_MAX_SIDE : 2 * INK_MAX_SIDE, i * 20000, (uint8_t)(i % 2 * 255)};
    ink.ink = (Ink){INK_ON_PAGE, INK_MAX_SIDE, 1, many, INK_MAX_POINTS};
    assert_same_attachment(packed_and_back(&ink), ink);
}

/* A finger's stroke takes four to five bytes a point. */
static void pack__is_small__for_a_finger(void **state)
{
    (void)state;
    Err err = {0};
    InkPoint line[100];
    for (int32_t i = 0; i < 100; i++)
        line[i] = (InkPoint){4000 + i * 37, 2000 + i * i / 4, i * 8, (uint8_t)(120 + i % 5)};
    Attachment a = attached_ink();
    a.ink.points = line;
    a.ink.point_count = 100;
    const uint8_t *bytes;
    size_t len;
    assert_ok(attachment_pack(&a, &arena, &bytes, &len, &err), err);
    assert_in_range(len, 300, 500);
}

static void unpack__refuses__what_was_cut_or_goes_on(void **state)
{
    (void)state;
    Err err = {0};
    Attachment a = attached_ink(), back = {.kind = ATTACHMENT_NONE};
    const uint8_t *bytes;
    uint8_t copy[256];
    size_t len;
    assert_ok(attachment_pack(&a, &arena, &bytes, &len, &err), err);
    assert_in_range(len, 10, sizeof copy - 1);
    memcpy(copy, bytes, len);
    copy[len] = 0;
    size_t used = arena.used;
    for (size_t cut = 0; cut <= len + 1; cut++) {
        if (cut == len)
            continue;
        err = (Err){0};
        assert_false(attachment_unpack(ATTACHMENT_INK, copy, cut, &arena, &back, &err));
        assert_err(err, ERR_FORMAT, "these bytes are not a stroke of ink");
        assert_int_equal(arena.used, used);
    }
    assert_int_equal(back.kind, ATTACHMENT_NONE);
}

static void copy__says_so__when_there_is_no_room(void **state)
{
    (void)state;
    Err err = {0};
    Arena small = {.limit = 16};
    Attachment a = attached_photo(), copy;
    assert_false(attachment_copy(&a, &small, &copy, &err));
    assert_err(err, ERR_SYSTEM, "there is no memory left for ink or a photo");
    arena_deinit(&small);
}

static void list__reads_what_it_holds__and_nothing_else(void **state)
{
    (void)state;
    Err err = {0};
    AttachmentItem items[] = {{{{1}}, attached_ink()}, {{{2}}, attached_photo()}};
    AttachmentList list = attachment_list(items, 2);
    Attachment a;
    assert_ok(list.source.read(&list.source, (Uuid){{2}}, &arena, &a, &err), err);
    assert_same_attachment(a, items[1].attachment);
    assert_ok(list.source.read(&list.source, (Uuid){{3}}, &arena, &a, &err), err);
    assert_int_equal(a.kind, ATTACHMENT_NONE);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(check__refuses_ink__beyond_its_limits),
        CASE(check__refuses_photos__that_are_none_or_too_large),
        CASE(photo_read_size__refuses__what_comes_in_passes),
        CASE(jpeg_read_head__refuses__what_another_reader_would_skip),
        CASE(photo_read_size__refuses__every_beginning_of_a_jpeg),
        CASE(pack__comes_back__as_it_was),
        CASE(pack__is_small__for_a_finger),
        CASE(unpack__refuses__what_was_cut_or_goes_on),
        CASE(copy__says_so__when_there_is_no_room),
        CASE(list__reads_what_it_holds__and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
