/* Ink and photos looked at again: where they were made, openable, put right as one. */
#include "tests/recorder/screen/live.h"

#include "attached.h"

#include <sys/stat.h>

enum { SECOND = 1000 };

static void attach(Live *l, const char *code, const char *who, int64_t at_ms,
                   const Attachment *attachment, const char *text)
{
    Err err = {0};
    Recording *recording = l->drive.app->lesson.recording;
    SessionTap tap = session_tap_blank(live_code(l, code), at_ms);
    tap.subject = who ? live_who(l, who) : SUBJECT_NONE;
    tap.attachment = attachment;
    tap.text = text;
    assert_ok(session_tap(recording_session(recording), &tap, live_now(l), &err), err);
    assert_ok(recording_commit(recording, NULL, &err), err);
}

/* A drawing of three strokes about P1 at 5 s, a photo of the class at 8 s. */
static int set_up(void **state)
{
    static Live live;
    static char folder[300];
    Live *l = &live;
    Err err = {0};
    Attachment ink = attached_ink(), photo = attached_photo();
    live_init(l, 28);
    (void)snprintf(folder, sizeof folder, "%s/pictures", l->drive.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    l->drive.options.photos_folder = folder;
    assert_ok(protocol_load_shipped(&l->arena, "academic-talk", &l->protocol, &err), err);
    live_begin(l);
    drive_pass(10 * SECOND);
    for (int i = 0; i < 3; i++)
        attach(l, "ink", "P1", 5 * SECOND, &ink, "");
    attach(l, "photo", NULL, 8 * SECOND, &photo, "the board");
    drive_pass(50 * SECOND);
    drive_frame(&l->drive);
    drive_tap(&l->drive, BOARD_ID_END);
    drive_tap(&l->drive, BOARD_ID_END_YES);
    drive_tap(&l->drive, SAVED_ID_REVIEW);
    assert_int_equal(l->drive.app->screen, APP_REVIEW);
    *state = l;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

static ReviewState *review_of(Live *l)
{
    return &l->drive.app->review.state;
}

static int32_t standing(const Live *l, const char *code)
{
    int32_t count = 0;
    while (live_event(l, code, (size_t)count))
        count++;
    return count;
}

static void ink__is_one_event__with_its_drawing(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    assert_int_equal(review_of(l)->index.count, 2); /* three strokes are one drawing */
    drive_tap(d, REVIEW_ID_NEXT);
    assert_true(drive_says(d, "Ink"));
    assert_int_equal(d->app->review.ink->stroke_count, 3);
    assert_false(drive_shows(d, REVIEW_ID_TEXT));
    drive_tap(d, REVIEW_ID_OPEN);
    assert_true(review_of(l)->viewing);
    assert_true(drive_says(d, "About P1, 0:05.0"));
    int32_t brushes = 0;
    for (int32_t i = 0; i < d->app->ui.command_count; i++)
        brushes += d->app->ui.commands[i].kind == UI_BRUSH;
    assert_true(brushes >= 3);
    drive_tap(d, REVIEW_ID_CLOSE);
    assert_false(review_of(l)->viewing);
    assert_true(drive_shows(d, REVIEW_ID_OPEN));
}

static void photo__is_shown__with_its_caption(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_tap(d, REVIEW_ID_NEXT);
    drive_tap(d, REVIEW_ID_NEXT);
    assert_true(d->app->review.has_picture);
    assert_int_equal(d->app->review.photo.width, 8);
    assert_true(drive_says(d, "the board"));
    drive_tap(d, REVIEW_ID_OPEN);
    int32_t pictures = 0;
    for (int32_t i = 0; i < d->app->ui.command_count; i++)
        pictures += d->app->ui.commands[i].kind == UI_SCALED;
    assert_int_equal(pictures, 1);
    UiInput escape = {.kind = UI_INPUT_KEY,
                      .key = UI_KEY_ESCAPE,
                      .at_ms = drive_clock.boot_ms,
                      .now_ms = drive_clock.boot_ms};
    app_input(d->app, &escape);
    drive_frame(d);
    assert_false(review_of(l)->viewing);
    assert_int_equal(d->app->screen, APP_REVIEW);
}

static void drawing__moves_and_goes__as_one(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_tap(d, REVIEW_ID_NEXT);
    drive_tap(d, REVIEW_ID_START + 1); /* a second later */
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(live_event(l, "ink", i)->start_ms, 6 * SECOND);
    assert_int_equal(d->app->review.ink->stroke_count, 3);
    drive_tap(d, REVIEW_ID_TAKE_BACK);
    assert_int_equal(standing(l, "ink"), 0);
    drive_tap(d, REVIEW_ID_UNDO);
    assert_int_equal(standing(l, "ink"), 3);
    drive_tap(d, REVIEW_ID_UNDO);
    assert_int_equal(live_event(l, "ink", 2)->start_ms, 5 * SECOND);
}

/* An empty place of the lane of notes: a photo is chosen for it. */
static void photo__that_was_missed__is_added(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    char path[400];
    (void)snprintf(path, sizeof path, "%s/late.jpg", d->options.photos_folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(attached_jpeg, 1, sizeof attached_jpeg, f), sizeof attached_jpeg);
    (void)fclose(f);
    float x = 0, y = 0;
    ReviewModel model = app_review_model(d->app);
    assert_true(review_find_event(&d->app->ui, &model, review_of(l), live_event(l, "photo", 0)->id,
                                  &x, &y));
    live_finger(l, 1, UI_INPUT_DOWN, x + 200, y);
    drive_pass(40);
    live_finger(l, 1, UI_INPUT_UP, x + 200, y);
    drive_frame(d);
    assert_int_equal(review_of(l)->panel, REVIEW_PANEL_INSERT);
    int64_t at_ms = review_of(l)->draft.start_ms;
    drive_tap(d, REVIEW_ID_FIELD + REVIEW_FIELD_CODE);
    assert_false(drive_says(d, "Ink")); /* is written, not added */
    for (uint32_t i = 0; review_of(l)->field != REVIEW_FIELD_NONE; i++) {
        UiRect r = {0};
        assert_true(ui_has(&d->app->ui, REVIEW_ID_CHOICE + i, &r));
        for (int32_t k = 0; k < d->app->ui.command_count; k++) {
            const UiCommand *c = &d->app->ui.commands[k];
            if (c->kind == UI_TEXT && strcmp(c->text, "Photo") == 0 && c->rect.y >= r.y - 2 &&
                c->rect.y < r.y + r.h && c->rect.x >= r.x) {
                drive_tap(d, REVIEW_ID_CHOICE + i);
                break;
            }
        }
    }
    assert_int_equal(review_of(l)->draft.code, live_code(l, "photo"));
    drive_tap(d, REVIEW_ID_DONE);
    assert_int_equal(d->app->screen, APP_PHOTO);
    drive_tap(d, PHOTO_ID_ENTRY);
    drive_tap(d, PHOTO_ID_KEEP);
    assert_int_equal(d->app->screen, APP_REVIEW);
    assert_int_equal(standing(l, "photo"), 2);
    assert_int_equal(live_event(l, "photo", 1)->start_ms, at_ms);
    assert_true(review_of(l)->has_selected);
    drive_tap(d, REVIEW_ID_UNDO);
    assert_int_equal(standing(l, "photo"), 1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(ink__is_one_event__with_its_drawing),
        CASE(photo__is_shown__with_its_caption),
        CASE(drawing__moves_and_goes__as_one),
        CASE(photo__that_was_missed__is_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
