#include "check.h"

#include "protocols/file.h"
#include "tests/recorder/screen/drive.h"

static Arena arena;

static int set_up(void **state)
{
    static Drive drive;
    arena_init(&arena, (size_t)64 << 20);
    drive_init(&drive);
    *state = &drive;
    return 0;
}

static int tear_down(void **state)
{
    drive_deinit(*state);
    arena_deinit(&arena);
    return 0;
}

/* ---- files ---- */

static const char *path_of(const Drive *d, const char *name)
{
    return arena_printf(&arena, "%s/protocols/%s", d->folder, name);
}

static bool is_there(const Drive *d, const char *name)
{
    return access(path_of(d, name), F_OK) == 0;
}

static const char *text_of(const Drive *d, const char *name)
{
    Err err = {0};
    const char *text = NULL;
    size_t len = 0;
    assert_ok(file_read(&arena, path_of(d, name), PROTOCOL_MAX_BYTES, &text, &len, &err), err);
    return text;
}

static void put(const Drive *d, const char *name, const char *text)
{
    Err err = {0};
    const char *path = path_of(d, name);
    char *folder = arena_copy(&arena, path, (size_t)(strrchr(path, '/') - path));
    assert_ok(file_make_folder(folder, &err), err);
    assert_ok(file_write(path, text, strlen(text), &err), err);
}

/* ---- fingers ---- */

static void open_list(Drive *d)
{
    drive_open(d);
    drive_tap(d, HOME_ID_PROTOCOLS);
    assert_int_equal(d->app->screen, APP_PROTOCOLS);
    drive_frame(d);
}

static const Protocol *draft(const Drive *d)
{
    return d->app->protocols.draft.protocol;
}

static const Code *code(const Drive *d, const char *key)
{
    int32_t index = protocol_find_code(draft(d), key);
    return index == PROTOCOL_NONE ? NULL : &draft(d)->codes[index];
}

/* The item is scrolled to by the wheel. */
static void tap_item(Drive *d, const char *key)
{
    const ProtocolShelf *shelf = &d->app->protocols.shelf;
    for (int32_t i = 0; i < shelf->count; i++) {
        if (strcmp(shelf->items[i].key, key) != 0)
            continue;
        d->app->protocols.list.list_scroll = (float)i * 68;
        d->app->stale = true;
        drive_tap(d, PROTOCOLS_ID_ITEM + (uint32_t)i);
        return;
    }
    fail_msg("%s is not on the shelf", key);
}

static void copy_academic_talk(Drive *d)
{
    open_list(d);
    tap_item(d, "academic-talk");
    drive_tap(d, PROTOCOLS_ID_COPY);
    assert_int_equal(d->app->screen, APP_EDITOR);
    drive_frame(d);
}

static void choose_code(Drive *d, const char *key)
{
    int32_t index = protocol_find_code(draft(d), key);
    assert_int_not_equal(index, PROTOCOL_NONE);
    d->app->protocols.editor.outline_scroll = (float)index * 48;
    d->app->stale = true;
    drive_tap(d, EDITOR_ID_CODE + (uint32_t)index);
    drive_frame(d);
}

/* What lies further down is scrolled to. */
static void tap_field(Drive *d, uint32_t id)
{
    UiRect r = {0};
    drive_frame(d);
    drive_frame(d);
    if (!app_find_target(d->app, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    if (r.y > 700 || r.y < 160)
        d->app->protocols.editor.fields_scroll += r.y - 400;
    d->app->stale = true;
    drive_frame(d);
    drive_tap(d, id);
}

static void clear_field(Drive *d)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = UI_KEY_BACKSPACE,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    in.key = UI_KEY_END;
    app_input(d->app, &in);
    in.key = UI_KEY_BACKSPACE;
    for (int i = 0; i < 60; i++)
        app_input(d->app, &in);
}

static void press(Drive *d, UiKey key)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = key,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d->app, &in);
    drive_frame(d);
}

/* ---- from a copy to a lesson ---- */

static void protocols__copy_change_save__and_record_with_it(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    assert_string_equal(draft(d)->title, "Academic talk, ours");
    choose_code(d, "student-talk");
    tap_field(d, EDITOR_ID_TEXT + EDITOR_LABEL);
    assert_true(drive_keyboard_open);
    drive_type(d, " aloud");
    assert_string_equal(code(d, "student-talk")->label, "Student talk aloud");
    press(d, UI_KEY_ENTER);
    drive_tap(d, EDITOR_ID_UP);
    tap_field(d, EDITOR_ID_SHAPE + SHAPE_TRIANGLE);
    tap_field(d, EDITOR_ID_HUE + HUE_MARK);
    assert_false(is_there(d, "our-academic-talk.yaml"));
    drive_tap(d, EDITOR_ID_SAVE);
    assert_true(drive_says(d, "Saved."));
    drive_tap(d, EDITOR_ID_BACK);
    assert_int_equal(d->app->screen, APP_PROTOCOLS);
    drive_frame(d);
    assert_true(drive_says(d, "Academic talk, ours"));

    const char *text = text_of(d, "our-academic-talk.yaml");
    assert_non_null(strstr(text, "# yaml-language-server: $schema=protocol.schema.json\n"));
    assert_non_null(strstr(text, "# From the top, clockwise: the right half on the pupil's own"));
    assert_non_null(strstr(text, "key: our-academic-talk\n"));
    assert_non_null(strstr(text, "Student talk aloud"));
    const char *teacher = strstr(text, "- key: teacher-talk\n");
    const char *student = strstr(text, "- key: student-talk\n");
    assert_true(student && teacher && student < teacher);

    drive_tap(d, PROTOCOLS_ID_BACK);
    drive_tap(d, HOME_ID_NEW);
    setup_form_choose_protocol(&d->app->form, d->app->form.protocol_count - 1);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
    const Protocol *used = d->app->lesson.protocol;
    assert_string_equal(used->key, "our-academic-talk");
    const Code *talk = &used->codes[protocol_find_code(used, "student-talk")];
    assert_int_equal(talk->shape, SHAPE_TRIANGLE);
    assert_int_equal(talk->hue, HUE_MARK);
    assert_string_equal(used->text, text);
}

static void protocols__a_second_copy__has_a_key_of_its_own(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    drive_tap(d, EDITOR_ID_SAVE);
    drive_tap(d, EDITOR_ID_BACK);
    tap_item(d, "our-academic-talk");
    drive_tap(d, PROTOCOLS_ID_COPY);
    assert_string_equal(draft(d)->key, "our-academic-talk-2");
    drive_tap(d, EDITOR_ID_SAVE);
    assert_true(is_there(d, "our-academic-talk-2.yaml"));
}

static void protocols__shipped_ones__are_read_only(void **state)
{
    Drive *d = *state;
    open_list(d);
    tap_item(d, "fill-plus");
    drive_frame(d);
    assert_true(drive_says(d, "Comes with Kenkyu"));
    assert_false(drive_shows(d, PROTOCOLS_ID_EDIT));
    assert_true(drive_shows(d, PROTOCOLS_ID_COPY));
    press(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_HOME);
}

/* ---- changes ---- */

static void editor__refused_text__is_said_and_changes_nothing(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "student-talk");
    const char *before = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    tap_field(d, EDITOR_ID_TEXT + EDITOR_SHORT);
    drive_type(d, " who has the floor, and the class can hear it");
    assert_true(drive_says(d, "expected at most 40"));
    assert_true(drive_says(d, "Pupil who has the floor, and the class can hear it"));
    assert_string_equal(draft(d)->text, before);
    clear_field(d);
    assert_string_equal(code(d, "student-talk")->short_label, "Student talk");
    drive_frame(d);
    assert_false(drive_says(d, "expected at most 40"));
    press(d, UI_KEY_ENTER);
    tap_field(d, EDITOR_ID_TEXT + EDITOR_LABEL);
    clear_field(d);
    drive_frame(d);
    assert_true(drive_says(d, "expected"));
    assert_true(strlen(code(d, "student-talk")->label) > 0);
}

static void editor__undo_and_redo__go_through_every_step(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    const char *first = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    choose_code(d, "silence");
    tap_field(d, EDITOR_ID_TEXT + EDITOR_LABEL);
    drive_type(d, " or");
    drive_type(d, " so");
    press(d, UI_KEY_ENTER);
    tap_field(d, EDITOR_ID_REMOVE);
    assert_null(code(d, "silence"));
    const char *last = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    drive_tap(d, EDITOR_ID_UNDO);
    assert_string_equal(code(d, "silence")->label, "Silence or so");
    press(d, UI_KEY_UNDO);
    assert_string_equal(draft(d)->text, first);
    assert_false(drive_shows(d, EDITOR_ID_UNDO));
    press(d, UI_KEY_REDO);
    drive_tap(d, EDITOR_ID_REDO);
    assert_string_equal(draft(d)->text, last);
}

static void editor__adds_a_sample__and_removes_it_with_its_sampling(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "engaged");
    const char *before = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    drive_tap(d, EDITOR_ID_ADD_CODE);
    drive_frame(d);
    drive_tap(d, EDITOR_ID_KIND + CODE_INTERVAL);
    assert_int_equal(code(d, "new-code")->kind, CODE_INTERVAL);
    assert_int_equal(draft(d)->sampling_count, 2);
    tap_field(d, EDITOR_ID_EVERY + 1);
    assert_int_equal(draft(d)->sampling[1].every_ms, 150000);
    for (int i = 0; i < 4; i++)
        tap_field(d, EDITOR_ID_EVERY);
    assert_int_equal(draft(d)->sampling[1].every_ms, 30000);
    assert_int_equal(draft(d)->sampling[1].answer_ms, 30000);
    tap_field(d, EDITOR_ID_TEXT + EDITOR_KEY);
    clear_field(d);
    drive_type(d, "with-task");
    assert_null(code(d, "new-code"));
    assert_non_null(code(d, "with-task"));
    drive_tap(d, EDITOR_ID_REMOVE);
    assert_string_equal(draft(d)->text, before);
}

static void editor__adds_codes_of_every_kind__and_a_category(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "frame");
    for (int kind = CODE_POINT; kind <= CODE_NOTE; kind++) {
        drive_tap(d, EDITOR_ID_ADD_CODE);
        drive_frame(d);
        drive_tap(d, EDITOR_ID_KIND + (uint32_t)kind);
        drive_frame(d);
        const EditorState *s = &d->app->protocols.editor;
        int32_t index = editor_code_index(draft(d), s->category, s->code);
        assert_int_equal(draft(d)->codes[index].kind, kind);
    }
    int32_t categories = draft(d)->category_count;
    drive_tap(d, EDITOR_ID_ADD_CATEGORY);
    assert_int_equal(draft(d)->category_count, categories + 1);
    drive_frame(d);
    assert_true(drive_says(d, "New category"));
    drive_tap(d, EDITOR_ID_UP);
    drive_tap(d, EDITOR_ID_REMOVE);
    assert_int_equal(draft(d)->category_count, categories);
}

static void editor__a_modifier__goes_with_all_that_names_it(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "frame");
    int32_t form = protocol_find_modifier(draft(d), "form");
    int32_t function = protocol_find_modifier(draft(d), "function");
    tap_field(d, EDITOR_ID_MODIFIER + (uint32_t)form);
    const Code *frame = code(d, "frame");
    assert_false(frame->modifiers & 1U << form);
    assert_int_equal(frame->preset[form], PROTOCOL_NONE);
    assert_int_equal(frame->petals[0].options[form], PROTOCOL_NONE);
    tap_field(d, EDITOR_ID_MODIFIER + (uint32_t)function);
    assert_int_equal(code(d, "frame")->pads, PROTOCOL_NONE);
    tap_field(d, EDITOR_ID_PETAL);
    clear_field(d);
    drive_type(d, "Whole");
    assert_string_equal(code(d, "frame")->petals[0].label, "Whole");
    assert_non_null(strstr(draft(d)->text, "# From the top, clockwise"));
}

static void editor__chips__set_whom_it_is_about_and_what_it_counts_as(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "strategy");
    tap_field(d, EDITOR_ID_ABOUT + 3);
    assert_int_equal(code(d, "strategy")->about, ABOUT_PUPIL | ABOUT_GROUP | ABOUT_CLASS);
    tap_field(d, EDITOR_ID_SENSE + 9);
    assert_int_equal(code(d, "strategy")->senses, 0);
    for (uint32_t bit = 1; bit < 4; bit++)
        tap_field(d, EDITOR_ID_ABOUT + bit);
    assert_int_equal(code(d, "strategy")->about, ABOUT_CLASS);
    drive_frame(d);
    assert_true(drive_says(d, "expected"));
}

/* ---- leaving, saving ---- */

static void editor__leaving_with_changes__asks(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    drive_tap(d, EDITOR_ID_BACK);
    assert_int_equal(d->app->screen, APP_EDITOR);
    assert_true(drive_says(d, "Leave this protocol?"));
    drive_tap(d, EDITOR_ID_LEAVE_STAY);
    drive_frame(d);
    press(d, UI_KEY_ESCAPE);
    drive_tap(d, EDITOR_ID_LEAVE_DISCARD);
    assert_int_equal(d->app->screen, APP_PROTOCOLS);
    assert_false(is_there(d, "our-academic-talk.yaml"));
    drive_tap(d, PROTOCOLS_ID_COPY);
    app_quit_asked(d->app);
    drive_frame(d);
    assert_false(app_wants_quit(d->app));
    assert_true(drive_says(d, "not closed yet: the protocol has changes that are not saved"));
    drive_tap(d, EDITOR_ID_BACK);
    drive_tap(d, EDITOR_ID_LEAVE_SAVE);
    assert_int_equal(d->app->screen, APP_PROTOCOLS);
    assert_true(is_there(d, "our-academic-talk.yaml"));
}

static void editor__a_file_changed_by_others__is_not_replaced_unasked(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    drive_tap(d, EDITOR_ID_SAVE);
    put(d, "our-academic-talk.yaml", "theirs");
    choose_code(d, "silence");
    drive_tap(d, EDITOR_ID_REMOVE);
    drive_tap(d, EDITOR_ID_SAVE);
    assert_true(drive_says(d, "our-academic-talk.yaml was changed by another program"));
    assert_string_equal(text_of(d, "our-academic-talk.yaml"), "theirs");
    drive_tap(d, EDITOR_ID_SAVE);
    assert_string_equal(text_of(d, "our-academic-talk.yaml"), draft(d)->text);
}

static void editor__a_folder_that_cannot_be_made__is_said(void **state)
{
    Drive *d = *state;
    Err err = {0};
    copy_academic_talk(d);
    const char *folder = arena_printf(&arena, "%s/protocols", d->folder);
    assert_ok(file_write(folder, "in the way", 10, &err), err);
    drive_tap(d, EDITOR_ID_SAVE);
    assert_true(drive_says(d, "is a file, expected a folder"));
    assert_true(protocol_draft_is_changed(&d->app->protocols.draft));
    drive_tap(d, EDITOR_ID_BACK);
    drive_tap(d, EDITOR_ID_LEAVE_DISCARD);
    assert_true(drive_says(d, "the folder cannot be read"));
}

/* ---- a wrong file ---- */

#define WRONG                                                                                      \
    "protocol: 1\nkey: walk\ntitle: Walk\nversion: '1'\ncategories:\n"                             \
    "  - key: a\n    title: A\n    codes:\n      # what we see\n"                                  \
    "      - {key: x, label: X, kind: pont, about: [class]}\n"                                     \
    "      - {key: y, label: Y, kind: state, about: [dog]}\n"

static void protocols__a_wrong_file__shows_its_faults_and_is_mended(void **state)
{
    Drive *d = *state;
    put(d, "walk.yaml", WRONG);
    open_list(d);
    tap_item(d, "walk");
    drive_frame(d);
    assert_true(drive_says(d, "2 wrong"));
    assert_true(drive_says(d, "unknown kind 'pont'"));
    assert_true(drive_says(d, "# what we see"));
    assert_false(drive_shows(d, PROTOCOLS_ID_EDIT));
    drive_tap(d, PROTOCOLS_ID_FAULT + 1);
    drive_tap(d, PROTOCOLS_ID_LINE);
    clear_field(d);
    drive_type(d, "      - {key: y, label: Y, kind: state, about: [class]}");
    drive_tap(d, PROTOCOLS_ID_MEND);
    drive_frame(d);
    assert_true(drive_says(d, "1 wrong"));
    drive_tap(d, PROTOCOLS_ID_LINE);
    clear_field(d);
    drive_type(d, "      - {key: x, label: X, kind: point, about: [class]}");
    drive_tap(d, PROTOCOLS_ID_MEND);
    drive_frame(d);
    assert_true(drive_shows(d, PROTOCOLS_ID_EDIT));
    const char *text = text_of(d, "walk.yaml");
    assert_non_null(strstr(text, "      # what we see\n      - {key: x, label: X, kind: point,"));
}

static void protocols__a_wrong_file_mended_elsewhere__is_read_again(void **state)
{
    Drive *d = *state;
    put(d, "walk.yaml", WRONG);
    open_list(d);
    tap_item(d, "walk");
    put(d, "walk.yaml", "# gone\n");
    drive_tap(d, PROTOCOLS_ID_LINE);
    drive_type(d, " ");
    drive_tap(d, PROTOCOLS_ID_MEND);
    assert_true(drive_says(d, "walk.yaml was changed by another program"));
    assert_string_equal(text_of(d, "walk.yaml"), "# gone\n");
    put(d, "walk.yaml", "protocol: 2\n");
    drive_tap(d, PROTOCOLS_ID_AGAIN);
    drive_frame(d);
    assert_true(drive_says(d, "unknown protocol '2'"));
}

/* ---- fingers at random ---- */

static uint32_t random_state = 3;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (random_state >> 8) % n;
}

static void editor__fingers_and_letters_at_random__leave_a_good_protocol(void **state)
{
    enum { TAPS = 400 };
    static const char *const words[] = {"x", ": # ", "\xC3\xB1 \xE8\xAA\x9E", "\"'", "- [{"};
    Drive *d = *state;
    copy_academic_talk(d);
    for (int i = 0; i < TAPS; i++) {
        const Ui *ui = &d->app->ui;
        const UiTarget *t = &ui->targets[random_below((uint32_t)ui->target_count)];
        bool leaves = t->id == EDITOR_ID_LEAVE_DISCARD || t->id == EDITOR_ID_LEAVE_SAVE ||
                      t->id == EDITOR_ID_BACK;
        if (!leaves)
            drive_tap(d, t->id);
        if (d->app->ui.edit_id)
            drive_type(d, words[random_below(5)]);
        if (d->app->protocols.editor.leaving)
            drive_tap(d, EDITOR_ID_LEAVE_STAY);
        d->app->protocols.editor.fields_scroll = (float)random_below(900);
        d->app->stale = true;
        drive_frame(d);
    }
    const char *text = draft(d)->text;
    const Protocol *again = NULL;
    Err err = {0};
    assert_ok(protocol_parse(&arena, "", text, strlen(text), &again, NULL, &err), err);
    assert_non_null(strstr(text, "# yaml-language-server"));
}

/* ---- both screens, any size ---- */

static void protocols__in_any_size__keep_targets_large_and_apart(void **state)
{
    static const float sizes[][2] = {{1280, 800}, {820, 1180}, {1024, 600}, {600, 960}, {480, 800}};
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "frame");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        app_resize(d->app, sizes[i][0], sizes[i][1], 1);
        drive_frame(d);
        drive_frame(d);
        for (int32_t t = 0; t < d->app->ui.target_count; t++) {
            const UiTarget *target = &d->app->ui.targets[t];
            bool small = target->rect.h < UI_MIN_TARGET || target->rect.w < UI_MIN_TARGET;
            if (target->focusable && small)
                fail_msg("target %u is %.0f x %.0f at %.0f x %.0f", (unsigned)target->id,
                         (double)target->rect.w, (double)target->rect.h, (double)sizes[i][0],
                         (double)sizes[i][1]);
        }
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(protocols__copy_change_save__and_record_with_it),
        TEST(protocols__a_second_copy__has_a_key_of_its_own),
        TEST(protocols__shipped_ones__are_read_only),
        TEST(editor__refused_text__is_said_and_changes_nothing),
        TEST(editor__undo_and_redo__go_through_every_step),
        TEST(editor__adds_a_sample__and_removes_it_with_its_sampling),
        TEST(editor__adds_codes_of_every_kind__and_a_category),
        TEST(editor__a_modifier__goes_with_all_that_names_it),
        TEST(editor__chips__set_whom_it_is_about_and_what_it_counts_as),
        TEST(editor__leaving_with_changes__asks),
        TEST(editor__a_file_changed_by_others__is_not_replaced_unasked),
        TEST(editor__a_folder_that_cannot_be_made__is_said),
        TEST(protocols__a_wrong_file__shows_its_faults_and_is_mended),
        TEST(protocols__a_wrong_file_mended_elsewhere__is_read_again),
        TEST(editor__fingers_and_letters_at_random__leave_a_good_protocol),
        TEST(protocols__in_any_size__keep_targets_large_and_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
