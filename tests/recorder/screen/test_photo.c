/* Photos through the whole app: chosen from folders by finger and by keys, kept with
 * time, seat and caption; what is no photo says so and changes nothing. */
#include "tests/recorder/screen/live.h"

#include "reports/sheet/image.h"

#include <png.h>
#include <sys/stat.h>
#include <utime.h>

typedef struct Album {
    Live live;
    char folder[300];
} Album;

static void write_bytes(const char *path, const void *bytes, size_t len, time_t changed)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    (void)fclose(f);
    struct utimbuf times = {changed, changed};
    assert_int_equal(utime(path, &times), 0);
}

/* A picture of stripes. */
static ImagePixels stripes(Arena *arena, int32_t width, int32_t height)
{
    ImagePixels p = {width, height, ARENA_PUSH(arena, uint8_t, (size_t)(width * height * 3))};
    assert_non_null(p.rgb);
    for (int32_t i = 0; i < width * height * 3; i++)
        p.rgb[i] = (uint8_t)(i / 3 % width / 40 % 2 ? 230 : 40 + 60 * (i % 3));
    return p;
}

static void write_jpeg(Album *a, const char *name, int32_t width, int32_t height, time_t changed)
{
    Err err = {0};
    char path[400];
    Image image;
    ImagePixels p = stripes(&a->live.arena, width, height);
    assert_ok(image_make_jpeg(&p, 1 << 24, &a->live.arena, &image, &err), err);
    (void)snprintf(path, sizeof path, "%s/%s", a->folder, name);
    write_bytes(path, image.bytes, image.len, changed);
}

static void write_png(Album *a, const char *name, int32_t width, int32_t height, time_t changed)
{
    char path[400];
    ImagePixels p = stripes(&a->live.arena, width, height);
    png_image png = {.version = PNG_IMAGE_VERSION,
                     .format = PNG_FORMAT_RGB,
                     .width = (png_uint_32)width,
                     .height = (png_uint_32)height};
    (void)snprintf(path, sizeof path, "%s/%s", a->folder, name);
    assert_true(png_image_write_to_file(&png, path, 0, p.rgb, 0, NULL));
    struct utimbuf times = {changed, changed};
    assert_int_equal(utime(path, &times), 0);
}

/* In two passes, all grey. */
static void write_progressive(Album *a, const char *name, int32_t side, time_t changed)
{
    uint8_t bytes[200] = {0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0};
    uint8_t rest[] = {
        0xFF, 0xC2, 0, 11,   8,    0, 0,    0,    0,  1, 1, 0x11, 0, /* the frame */
        0xFF, 0xC4, 0, 20,   0,    1, 0,    0,    0,  0, 0, 0,    0,    0, 0, 0, 0, 0, 0,
        0,    0,    0, 0xFF, 0xC4, 0, 20,   0x10, 1,  0, 0, 0,    0,    0, 0, 0, 0, 0, 0,
        0,    0,    0, 0,    0,    0, 0xFF, 0xDA, 0,  8, 1, 1,    0,    0, 0, 0, 0, /* its first
                                                                                       pass */
        0xFF, 0xDA, 0, 8,    1,    1, 0,    1,    63, 0, 0, 0xFF, 0xD9,
    };
    char path[400];
    rest[5] = rest[7] = (uint8_t)(side >> 8);
    rest[6] = rest[8] = (uint8_t)side;
    memset(bytes + 7, 16, 64);
    memcpy(bytes + 71, rest, sizeof rest);
    (void)snprintf(path, sizeof path, "%s/%s", a->folder, name);
    write_bytes(path, bytes, 71 + sizeof rest, changed);
}

static int set_up(void **state)
{
    static Album album;
    Album *a = &album;
    Live *l = &a->live;
    Err err = {0};
    live_init(l, 28);
    arena_deinit(&l->arena);
    arena_init(&l->arena, (size_t)256 << 20);
    (void)snprintf(a->folder, sizeof a->folder, "%s/pictures", l->drive.folder);
    assert_int_equal(mkdir(a->folder, 0700), 0);
    l->drive.options.photos_folder = a->folder;
    assert_ok(protocol_load_shipped(&l->arena, "academic-talk", &l->protocol, &err), err);
    live_begin(l);
    drive_pass(3000);
    *state = a;
    return 0;
}

static int tear_down(void **state)
{
    live_close(&((Album *)*state)->live);
    return 0;
}

/* The id of the row that shows this name. */
static uint32_t row_of(const Album *a, const char *name)
{
    const PhotoFolder *f = &a->live.drive.app->photo.folder;
    for (int32_t i = 0; i < f->count; i++)
        if (strcmp(f->entries[i].name, name) == 0)
            return PHOTO_ID_ENTRY + (uint32_t)i;
    fail_msg("%s is not in the list", name);
    return 0;
}

static Photo photo_of(Album *a, const ObsEvent *e)
{
    Err err = {0};
    Attachment read;
    AttachmentSource *source = recording_attachments(a->live.drive.app->lesson.recording);
    assert_ok(source->read(source, e->id, &a->live.arena, &read, &err), err);
    assert_int_equal(read.kind, ATTACHMENT_PHOTO);
    return read.photo;
}

static const ObsEvent *newest(const Album *a)
{
    size_t count;
    const ObsEvent *events = session_events(live_session(&a->live), &count);
    return count > 0 ? &events[count - 1] : NULL;
}

static void list__shows_folders_then_pictures__newest_first(void **state)
{
    Album *a = *state;
    char folder[400];
    write_jpeg(a, "old.jpg", 8, 8, 1000000);
    write_png(a, "new.PNG", 8, 8, 3000000);
    write_jpeg(a, "middle.jpeg", 8, 8, 2000000);
    (void)snprintf(folder, sizeof folder, "%s/notes.txt", a->folder);
    write_bytes(folder, "x", 1, 4000000);
    (void)snprintf(folder, sizeof folder, "%s/.hidden.jpg", a->folder);
    write_bytes(folder, "x", 1, 4000000);
    (void)snprintf(folder, sizeof folder, "%s/Camera", a->folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    drive_tap(&a->live.drive, BOARD_ID_PHOTO);
    const PhotoFolder *f = &a->live.drive.app->photo.folder;
    static const char *const want[] = {"Camera", "new.PNG", "middle.jpeg", "old.jpg"};
    assert_int_equal(f->count, 4);
    for (int32_t i = 0; i < 4; i++)
        assert_string_equal(f->entries[i].name, want[i]);
    drive_tap(&a->live.drive, row_of(a, "Camera"));
    assert_true(drive_says(&a->live.drive, "There is no picture (JPEG or PNG) here."));
    drive_tap(&a->live.drive, PHOTO_ID_UP);
    assert_true(drive_says(&a->live.drive, "new.PNG"));
    drive_tap(&a->live.drive, PHOTO_ID_BACK);
    assert_true(drive_shows(&a->live.drive, BOARD_ID_UNDO));
    assert_null(newest(a));
}

static void photo__is_kept__with_time_seat_and_caption(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    write_jpeg(a, "board.jpg", 2600, 1950, 1000000);
    live_tap_seat(&a->live, "P6"); /* has the floor */
    drive_pass(2000);
    int64_t landed = live_now(&a->live);
    drive_tap(d, BOARD_ID_PHOTO);
    drive_pass(8000);
    drive_tap(d, row_of(a, "board.jpg"));
    assert_true(drive_says(d, "About P6, 0:05"));
    drive_tap(d, PHOTO_ID_CAPTION);
    drive_type(d, "three fourths on the board");
    drive_tap(d, PHOTO_ID_KEEP);
    assert_true(drive_shows(d, BOARD_ID_UNDO));
    const ObsEvent *e = newest(a);
    assert_int_equal(e->code, protocol_find_sense(a->live.protocol, SENSE_PHOTO));
    assert_int_equal(e->subject, live_who(&a->live, "P6"));
    assert_int_equal(e->start_ms, landed);
    assert_string_equal(e->text, "three fourths on the board");
    Photo p = photo_of(a, e);
    assert_int_equal(p.width, 2048); /* scaled down for the record */
    assert_int_equal(p.height, 1536);
    assert_true(p.len <= PHOTO_MAX_BYTES);
    assert_true(drive_says(d, "Saved"));
    drive_tap(d, BOARD_ID_UNDO);
    assert_true(session_find_event(live_session(&a->live), e->id)->voided);
}

static void photo__is_taken__from_a_png_by_keys_alone(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    write_png(a, "work.png", 300, 200, 1000000);
    drive_tap(d, BOARD_ID_PHOTO);
    UiInput tab = {.kind = UI_INPUT_KEY, .key = UI_KEY_TAB};
    UiInput enter = {.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER};
    for (int32_t i = 0; i < 12 && d->app->ui.focus_id != row_of(a, "work.png"); i++) {
        tab.at_ms = tab.now_ms = drive_clock.boot_ms;
        app_input(d->app, &tab);
        drive_frame(d);
    }
    enter.at_ms = enter.now_ms = drive_clock.boot_ms;
    app_input(d->app, &enter);
    drive_frame(d);
    for (int32_t i = 0; i < 12 && d->app->ui.focus_id != PHOTO_ID_KEEP; i++) {
        app_input(d->app, &tab);
        drive_frame(d);
    }
    app_input(d->app, &enter);
    drive_frame(d);
    assert_true(drive_shows(d, BOARD_ID_UNDO));
    Photo p = photo_of(a, newest(a));
    assert_int_equal(p.width, 300);
    assert_int_equal(p.height, 200);
}

static void photo__says_what_is_wrong__and_the_next_one_works(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    char path[400];
    (void)snprintf(path, sizeof path, "%s/letter.jpg", a->folder);
    write_bytes(path, "Dear parents, this is no picture at all", 39, 5000000);
    (void)snprintf(path, sizeof path, "%s/cut.png", a->folder);
    write_bytes(path, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, 4000000);
    write_jpeg(a, "good.jpg", 64, 64, 3000000);
    drive_tap(d, BOARD_ID_PHOTO);
    drive_tap(d, row_of(a, "letter.jpg"));
    assert_false(drive_shows(d, PHOTO_ID_KEEP));
    assert_non_null(
        strstr(d->app->photo.trouble, "letter.jpg: the file is neither a PNG nor a JPEG picture"));
    drive_tap(d, row_of(a, "cut.png"));
    assert_non_null(strstr(d->app->photo.trouble, "cut.png: the PNG cannot be read"));
    drive_tap(d, row_of(a, "good.jpg"));
    assert_string_equal(d->app->photo.trouble, "");
    drive_tap(d, PHOTO_ID_KEEP);
    assert_int_equal(photo_of(a, newest(a)).width, 64);
}

/* Kept as all are; too large a one would take the tablet's memory. */
static void photo__is_made_anew__of_a_progressive_jpeg(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    write_progressive(a, "wide.jpg", 14136, 5000000);
    write_progressive(a, "web.jpg", 16, 4000000);
    drive_tap(d, BOARD_ID_PHOTO);
    drive_tap(d, row_of(a, "wide.jpg"));
    assert_false(drive_shows(d, PHOTO_ID_KEEP));
    assert_non_null(strstr(d->app->photo.trouble,
                           "wide.jpg: the picture has 14136 x 14136 pixels, 24 million is the "
                           "most for a progressive JPEG"));
    drive_tap(d, row_of(a, "web.jpg"));
    assert_string_equal(d->app->photo.trouble, "");
    drive_tap(d, PHOTO_ID_KEEP);
    assert_int_equal(photo_of(a, newest(a)).width, 16);
}

static void photo__can_be_taken__of_a_note_begun(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    write_jpeg(a, "good.jpg", 64, 64, 3000000);
    app_resize(d->app, 820, 1180, 1);
    free(d->surface.pixels);
    d->surface.pixels = calloc((size_t)820 * 1180, sizeof(uint32_t));
    assert_non_null(d->surface.pixels);
    d->surface.width = d->surface.pitch = 820;
    d->surface.height = 1180;
    live_tap_seat(&a->live, "P6");
    int64_t landed = live_now(&a->live);
    drive_tap(d, BOARD_ID_NOTE);
    drive_type(d, "Six eighths, drawn");
    drive_pass(4000);
    drive_tap(d, BOARD_ID_PHOTO);
    drive_tap(d, PHOTO_ID_BACK); /* not now: what was typed is still there */
    assert_string_equal(d->app->lesson.board.note, "Six eighths, drawn");
    drive_tap(d, BOARD_ID_PHOTO);
    drive_tap(d, row_of(a, "good.jpg"));
    drive_tap(d, PHOTO_ID_KEEP);
    assert_int_equal(newest(a)->start_ms, landed); /* when the note was begun */
    assert_int_equal(newest(a)->subject, live_who(&a->live, "P6"));
    assert_string_equal(newest(a)->text, "Six eighths, drawn");
    assert_int_equal(d->app->lesson.board.panel, BOARD_PANEL_NONE);
}

/* A caption is short; what is longer stays a note. */
static void photo__leaves_a_long_note__and_takes_no_half_letter(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    write_jpeg(a, "good.jpg", 64, 64, 3000000);
    drive_tap(d, BOARD_ID_NOTE);
    for (int i = 0; i < 100; i++)
        drive_type(d, i == 0 ? "a\xE5\xB1\xB1" : "\xE5\xB1\xB1\xE5\xB1\xB1");
    size_t len = strlen(d->app->lesson.board.note);
    assert_true(len > PHOTO_MAX_CAPTION);
    drive_tap(d, BOARD_ID_PHOTO);
    drive_tap(d, row_of(a, "good.jpg"));
    drive_tap(d, PHOTO_ID_KEEP);
    size_t kept = strlen(newest(a)->text);
    assert_true(kept > PHOTO_MAX_CAPTION - 4 && kept % 3 == 1);
    assert_int_equal(d->app->lesson.board.panel, BOARD_PANEL_NOTE);
    assert_int_equal(strlen(d->app->lesson.board.note), len);
}

/* More files than are listed, in no order, folders among them. */
static void list__keeps_the_newest__of_a_large_folder(void **state)
{
    enum { FILES = 2 * PHOTO_FOLDER_MOST + 300, STEP = 1709 }; /* have no divisor in common */
    Album *a = *state;
    Drive *d = &a->live.drive;
    char path[400];
    for (int i = 0; i < FILES; i++) {
        int age = i * STEP % FILES;
        (void)snprintf(path, sizeof path, "%s/%04d.jpg", a->folder, age);
        write_bytes(path, "", 0, 2000000 - age);
        (void)snprintf(path, sizeof path, "%s/folder%d", a->folder, i);
        assert_true(i % 1000 != 0 || mkdir(path, 0700) == 0);
    }
    drive_tap(d, BOARD_ID_PHOTO);
    const PhotoFolder *f = &d->app->photo.folder;
    int folders = (FILES + 999) / 1000;
    assert_int_equal(f->count, PHOTO_FOLDER_MOST);
    assert_int_equal(f->left_out, FILES + folders - PHOTO_FOLDER_MOST);
    for (int i = 0; i < f->count; i++) {
        (void)snprintf(path, sizeof path, i < folders ? "folder%d" : "%04d.jpg",
                       i < folders ? i * 1000 : i - folders);
        assert_string_equal(f->entries[i].name, path);
    }
}

/* A folder that goes away, or may not be read. */
static void list__says_so__when_there_is_no_folder(void **state)
{
    Album *a = *state;
    Drive *d = &a->live.drive;
    assert_int_equal(rmdir(a->folder), 0);
    drive_tap(d, BOARD_ID_PHOTO);
    assert_non_null(strstr(d->app->photo.trouble, "No such file or directory"));
    drive_tap(d, PHOTO_ID_UP);
    assert_string_equal(d->app->photo.trouble, "");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(list__shows_folders_then_pictures__newest_first),
        CASE(photo__is_kept__with_time_seat_and_caption),
        CASE(photo__is_taken__from_a_png_by_keys_alone),
        CASE(photo__says_what_is_wrong__and_the_next_one_works),
        CASE(photo__is_made_anew__of_a_progressive_jpeg),
        CASE(photo__can_be_taken__of_a_note_begun),
        CASE(photo__leaves_a_long_note__and_takes_no_half_letter),
        CASE(list__keeps_the_newest__of_a_large_folder),
        CASE(list__says_so__when_there_is_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
