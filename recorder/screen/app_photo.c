/* A photo from a file: chosen, looked at, kept with the lesson in use. */
#include "recorder/screen/app_state.h"

#include "protocols/file.h"
#include "protocols/utf8.h"
#include "reports/sheet/image.h"

#include <stdio.h>
#include <string.h>

static const size_t LISTING_LIMIT = (size_t)4 << 20, DECODE_LIMIT = (size_t)384 << 20,
                    PICTURE_LIMIT = (size_t)16 << 20;
enum { VIEW_SIDE = 1000 /* pixels of what is looked at */ };

void app_close_photo(App *app)
{
    arena_deinit(&app->photo.listing);
    arena_deinit(&app->photo.picture);
    app->photo.has_picture = false;
}

static void drop_picture(AppPhoto *photo)
{
    arena_deinit(&photo->picture);
    photo->has_picture = false;
    photo->state.chosen = 0;
}

static void read_folder(App *app)
{
    AppPhoto *photo = &app->photo;
    Err err = {0};
    arena_deinit(&photo->listing);
    arena_init(&photo->listing, LISTING_LIMIT);
    photo->folder = (PhotoFolder){0};
    photo->trouble[0] = '\0';
    if (!photo_folder_read(photo->path, &photo->listing, &photo->folder, &err))
        (void)snprintf(photo->trouble, sizeof photo->trouble, "%s", err.text);
    photo->state.scroll = 0;
    drop_picture(photo);
}

/* Where pictures usually are; where the last one was chosen, the next time. */
static void find_folder(App *app)
{
    AppPhoto *photo = &app->photo;
    Err err = {0};
    if (photo->path[0])
        return;
    if (app->photos_folder)
        (void)snprintf(photo->path, sizeof photo->path, "%s", app->photos_folder);
    else if (!platform_pictures_folder(photo->path, sizeof photo->path, &err))
        (void)snprintf(photo->path, sizeof photo->path, "/");
}

static void say_about(App *app, const SessionTap *tap)
{
    const Setup *setup = app->lesson.setup;
    const char *whom =
        tap->subject == SUBJECT_NONE ? "the lesson" : setup->subjects[tap->subject].label;
    (void)snprintf(app->photo.about, sizeof app->photo.about, "About %s, %d:%02d", whom,
                   (int)(tap->at_ms / 60000), (int)(tap->at_ms / 1000 % 60));
}

void app_show_photo(App *app, const SessionTap *tap, bool late)
{
    AppPhoto *photo = &app->photo;
    photo->from = app->screen;
    photo->tap = *tap;
    photo->late = late;
    photo->state = (PhotoState){0};
    size_t len = utf8_cut(tap->text, strlen(tap->text), sizeof photo->state.caption - 1);
    (void)snprintf(photo->state.caption, len + 1, "%s", tap->text);
    photo->tap.text = "";
    find_folder(app);
    read_folder(app);
    say_about(app, tap);
    app_show(app, APP_PHOTO);
}

PhotoAsk app_build_photo(App *app)
{
    AppPhoto *photo = &app->photo;
    PhotoModel model = {
        .about = photo->about,
        .path = photo->path,
        .folder = &photo->folder,
        .trouble = photo->trouble,
        .picture = photo->has_picture ? &photo->view : NULL,
        .picture_words = photo->words,
        .now_unix_ms = app->clock.unix_ms,
        .utc_offset_min = app->clock.utc_offset_min,
    };
    return screen_photo(&app->ui, &model, &photo->state);
}

/* ---- the picture ---- */

bool app_read_pixels(App *app, const uint8_t *bytes, size_t len, int32_t most, Arena *arena,
                     UiPicture *ret_pixels, Err *err)
{
    ImagePixels pixels;
    Arena scratch;
    arena_init(&scratch, DECODE_LIMIT);
    bool ok = image_decode(bytes, len, most, most, &scratch, &pixels, err);
    size_t count = ok ? (size_t)pixels.width * (size_t)pixels.height : 0;
    uint32_t *rgb = ok ? ARENA_PUSH(arena, uint32_t, count) : NULL;
    if (ok && !rgb)
        ok = err_set(err, ERR_SYSTEM, "there is not enough memory for this picture");
    for (size_t i = 0; i < count && ok; i++) {
        const uint8_t *from = pixels.rgb + 3 * i;
        rgb[i] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    }
    if (ok)
        *ret_pixels =
            (UiPicture){rgb, pixels.width, pixels.height, pixels.width, ++app->photo.views};
    arena_deinit(&scratch);
    return ok;
}

static bool read_picture(App *app, const char *path, Arena *scratch, Err *err)
{
    AppPhoto *photo = &app->photo;
    const char *bytes;
    size_t len;
    ImagePixels pixels;
    Image jpeg;
    if (!file_read(scratch, path, IMAGE_MAX_BYTES, &bytes, &len, err))
        return false;
    if (!image_decode((const uint8_t *)bytes, len, PHOTO_MAX_SIDE, PHOTO_MAX_SIDE, scratch, &pixels,
                      err) ||
        !image_make_jpeg(&pixels, PHOTO_MAX_BYTES, scratch, &jpeg, err))
        return err_prefix(err, "%s", path);
    Attachment made = {.kind = ATTACHMENT_PHOTO,
                       .photo = {jpeg.width, jpeg.height, jpeg.bytes, jpeg.len}};
    return attachment_check(&made, err) &&
           attachment_copy(&made, &photo->picture, &photo->attachment, err) &&
           app_read_pixels(app, jpeg.bytes, jpeg.len, VIEW_SIDE, &photo->picture, &photo->view,
                           err);
}

static void choose(App *app, int32_t entry, const char *path)
{
    AppPhoto *photo = &app->photo;
    Err err = {0};
    Arena scratch;
    drop_picture(photo);
    arena_init(&photo->picture, PICTURE_LIMIT);
    arena_init(&scratch, DECODE_LIMIT);
    photo->has_picture = read_picture(app, path, &scratch, &err);
    arena_deinit(&scratch);
    photo->state.chosen = entry + 1;
    photo->trouble[0] = '\0';
    if (!photo->has_picture) {
        (void)snprintf(photo->trouble, sizeof photo->trouble, "%s", err.text);
        return;
    }
    const Photo *kept = &photo->attachment.photo;
    (void)snprintf(photo->words, sizeof photo->words, "%d x %d, %d kB in the record",
                   (int)kept->width, (int)kept->height, (int)((kept->len + 999) / 1000));
}

static void open_entry(App *app, int32_t entry)
{
    AppPhoto *photo = &app->photo;
    const PhotoEntry *e = &photo->folder.entries[entry];
    char path[PHOTO_MAX_PATH];
    Err err = {0};
    if (!photo_path_join(photo->path, e->name, path, &err)) {
        (void)snprintf(photo->trouble, sizeof photo->trouble, "%s", err.text);
        return;
    }
    if (!e->is_folder) {
        choose(app, entry, path);
        return;
    }
    memcpy(photo->path, path, sizeof photo->path);
    read_folder(app);
    app_show(app, APP_PHOTO);
}

/* ---- kept ---- */

static bool keep(App *app, Err *err)
{
    AppPhoto *photo = &app->photo;
    Session *s = app_session(app);
    SessionTap tap = photo->tap;
    int64_t now_ms = app_session_ms(app);
    tap.attachment = &photo->attachment;
    tap.text = photo->state.caption;
    bool ok = photo->late ? session_insert(s, &tap, tap.at_ms, app_review_said_ms(app), err)
                          : session_tap(s, &tap, now_ms, err);
    if (!ok)
        return false;
    FactSlice plan = session_planned(s);
    Uuid id = plan.count > 0 ? plan.items[plan.count - 1].id : (Uuid){{0}};
    if (!recording_commit(app->lesson.recording, NULL, err))
        return false;
    app_watch_flush(app);
    if (photo->late)
        app_review_added(app, id);
    return true;
}

/* The note whose words became the caption is done; of a longer one all is still there. */
static void close_note(App *app)
{
    BoardState *board = &app->lesson.board;
    if (app->photo.from == APP_BOARD && board->panel == BOARD_PANEL_NOTE &&
        strlen(board->note) < PHOTO_MAX_CAPTION) {
        board->panel = BOARD_PANEL_NONE;
        board->note[0] = '\0';
    }
}

void app_apply_photo(App *app, const PhotoAsk *ask)
{
    AppPhoto *photo = &app->photo;
    Err err = {0};
    if (ask->kind == PHOTO_ASK_NONE)
        return;
    app->stale = true;
    switch (ask->kind) {
    case PHOTO_ASK_UP:
        photo_path_up(photo->path);
        read_folder(app);
        break;
    case PHOTO_ASK_OPEN:
        open_entry(app, ask->entry);
        break;
    case PHOTO_ASK_KEEP:
        if (!keep(app, &err)) {
            (void)snprintf(photo->trouble, sizeof photo->trouble, "%s", err.text);
            drop_picture(photo);
            break;
        }
        close_note(app);
        app_close_photo(app);
        app_show(app, photo->from);
        break;
    default:
        app_close_photo(app);
        app_show(app, photo->from);
        break;
    }
}
