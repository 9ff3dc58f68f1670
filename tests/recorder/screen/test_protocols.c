#include "check.h"

#include "protocols/file.h"
#include "tests/recorder/screen/editor_drive.h"

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
    tap_field(d, editor_list_id(0, LIST_TEXT));
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

/* ---- lists: modifiers, look-fors, the debrief, rules ---- */

static uint32_t list_id(int32_t item, uint32_t control)
{
    return EDITOR_ID_LIST + EDITOR_LIST_IDS * (uint32_t)item + control;
}

enum { ITEM_TEXT, ITEM_SECOND, ITEM_KEY, ITEM_UP, ITEM_DOWN, ITEM_REMOVE, ITEM_LESS, ITEM_MORE };

/* What of the outline lies further down is scrolled to. */
static void choose_part(Drive *d, uint32_t id)
{
    UiRect r = {0};
    d->app->protocols.editor.outline_scroll = id >= EDITOR_ID_MODIFIER_ROW ? 4000 : 0;
    d->app->stale = true;
    drive_frame(d);
    drive_frame(d);
    if (!app_find_target(d->app, id, &r))
        fail_msg("part %u is not in the outline", (unsigned)id);
    drive_tap(d, id);
    drive_frame(d);
}

static void type_into(Drive *d, uint32_t id, const char *text)
{
    tap_field(d, id);
    for (int i = 0; i < 4; i++)
        clear_field(d);
    drive_type(d, text);
    press(d, UI_KEY_ENTER);
}

static void editor__look_fors__are_added_changed_moved_removed(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    const char *before = arena_copy(&arena, draft(d)->text, draft(d)->text_len);
    choose_part(d, EDITOR_ID_LOOK_FORS);
    tap_field(d, EDITOR_ID_LIST_ADD);
    assert_int_equal(draft(d)->look_for_count, 4);
    type_into(d, list_id(3, ITEM_TEXT), "Who asks whom?");
    assert_string_equal(draft(d)->look_fors[3], "Who asks whom?");
    tap_field(d, list_id(3, ITEM_UP));
    assert_string_equal(draft(d)->look_fors[2], "Who asks whom?");
    tap_field(d, list_id(2, ITEM_DOWN));
    tap_field(d, list_id(3, ITEM_REMOVE));
    assert_string_equal(draft(d)->text, before);
}

static void editor__the_debrief__is_put_in_another_order_and_timed(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_part(d, EDITOR_ID_DEBRIEF);
    tap_field(d, list_id(1, ITEM_MORE));
    assert_int_equal(draft(d)->debrief[1].minutes, 21);
    tap_field(d, list_id(1, ITEM_LESS));
    type_into(d, list_id(1, ITEM_SECOND), "Two observers");
    type_into(d, list_id(1, ITEM_TEXT), "What did we hear?");
    tap_field(d, list_id(1, ITEM_DOWN));
    assert_string_equal(draft(d)->debrief[2].who, "Two observers");
    assert_string_equal(draft(d)->debrief[2].prompt, "What did we hear?");
    assert_int_equal(draft(d)->debrief[2].minutes, 20);
    tap_field(d, EDITOR_ID_LIST_ADD);
    assert_int_equal(draft(d)->debrief_count, 6);
    tap_field(d, list_id(0, ITEM_REMOVE));
    assert_int_equal(draft(d)->debrief_count, 5);
    assert_string_equal(draft(d)->debrief[0].who, "Everyone");
    type_into(d, list_id(0, ITEM_TEXT), "");
    assert_true(drive_says(d, "expected"));
    assert_true(draft(d)->debrief[0].prompt[0] != '\0');
}

static void editor__a_modifiers_options__are_changed_where_they_stand(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    int32_t form = protocol_find_modifier(draft(d), "form");
    choose_part(d, EDITOR_ID_MODIFIER_ROW + (uint32_t)form);
    assert_true(drive_says(d, "How the frame was used"));
    assert_true(drive_says(d, "Used by Sentence frame."));
    assert_false(drive_shows(d, EDITOR_ID_REMOVE));
    type_into(d, list_id(0, ITEM_TEXT), "Whole");
    tap_field(d, list_id(0, ITEM_DOWN));
    const Modifier *m = &draft(d)->modifiers[form];
    assert_string_equal(m->options[1].key, "complete");
    assert_string_equal(m->options[1].label, "Whole");
    tap_field(d, EDITOR_ID_LIST_ADD);
    type_into(d, list_id(4, ITEM_KEY), "unsure");
    type_into(d, list_id(4, ITEM_TEXT), "Could not tell");
    type_into(d, list_id(4, ITEM_SECOND), "Unsure");
    tap_field(d, list_id(4, ITEM_LESS));
    m = &draft(d)->modifiers[form];
    assert_int_equal(m->option_count, 5);
    assert_string_equal(m->options[4].key, "unsure");
    assert_string_equal(m->options[4].short_label, "Unsure");
    assert_true(m->options[4].missing);
    tap_field(d, list_id(4, ITEM_LESS));
    assert_false(draft(d)->modifiers[form].options[4].missing);
    tap_field(d, list_id(4, ITEM_REMOVE));
    assert_int_equal(draft(d)->modifiers[form].option_count, 4);
    /* One that a preset names cannot go. */
    tap_field(d, list_id(1, ITEM_REMOVE));
    assert_int_equal(draft(d)->modifiers[form].option_count, 4);
    assert_true(drive_says(d, "complete"));
    assert_non_null(
        strstr(draft(d)->text, "# From the top, clockwise: the right half on the pupil's own"));
    assert_non_null(
        strstr(draft(d)->text, "# A lesson's target frames are chosen among the functions"));
}

static void editor__a_new_modifier__is_used_by_a_code_and_recorded(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    int32_t count = draft(d)->modifier_count;
    drive_tap(d, EDITOR_ID_ADD_MODIFIER);
    drive_frame(d);
    assert_int_equal(draft(d)->modifier_count, count + 1);
    assert_string_equal(draft(d)->modifiers[count].key, "new-modifier");
    type_into(d, EDITOR_ID_TEXT + EDITOR_LABEL, "Loud or quiet");
    type_into(d, EDITOR_ID_TEXT + EDITOR_KEY, "voice");
    assert_int_equal(protocol_find_modifier(draft(d), "voice"), count);
    drive_tap(d, EDITOR_ID_UP);
    assert_int_equal(protocol_find_modifier(draft(d), "voice"), count - 1);
    drive_frame(d);
    drive_tap(d, EDITOR_ID_DOWN);
    choose_code(d, "strategy");
    tap_field(d, EDITOR_ID_MODIFIER + (uint32_t)count);
    assert_true(code(d, "strategy")->modifiers & 1U << count);
    choose_part(d, EDITOR_ID_MODIFIER_ROW + (uint32_t)count);
    assert_false(drive_shows(d, EDITOR_ID_REMOVE));
    choose_code(d, "strategy");
    tap_field(d, EDITOR_ID_MODIFIER + (uint32_t)count);
    choose_part(d, EDITOR_ID_MODIFIER_ROW + (uint32_t)count);
    drive_tap(d, EDITOR_ID_REMOVE);
    assert_int_equal(draft(d)->modifier_count, count);
}

static void editor__a_modifier__added_while_a_code_is_chosen__takes_its_place(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_code(d, "strategy");
    drive_tap(d, EDITOR_ID_ADD_CODE);
    drive_frame(d);
    assert_true(drive_says(d, "What is the new code?"));
    drive_tap(d, EDITOR_ID_ADD_MODIFIER);
    drive_frame(d);
    assert_false(drive_says(d, "What is the new code?"));
    assert_true(drive_says(d, "New modifier"));
}

static void editor__rules_and_sampling__are_set(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    choose_part(d, EDITOR_ID_RULES);
    tap_field(d, EDITOR_ID_RULE + 1);
    assert_int_equal(draft(d)->rules.wait_from_ms, 500);
    tap_field(d, EDITOR_ID_RULE + 2);
    assert_int_equal(draft(d)->rules.wait_goal_ms, 2500);
    tap_field(d, EDITOR_ID_RULE + 4);
    assert_int_equal(draft(d)->rules.suppress_below, 9);
    tap_field(d, EDITOR_ID_RULE + 9);
    assert_int_equal(draft(d)->rules.interval_ms, 30000);
    tap_field(d, EDITOR_ID_UNMARKED + UNMARKED_IS_MISSING);
    assert_int_equal(draft(d)->rules.unmarked, UNMARKED_IS_MISSING);
    choose_code(d, "engaged");
    tap_field(d, EDITOR_ID_ASK + SAMPLING_CLASS);
    assert_int_equal(draft(d)->sampling[0].ask, SAMPLING_CLASS);
    assert_non_null(
        strstr(draft(d)->text, "# A lesson's target frames are chosen among the functions"));
}

/* A file with none of the lists: they are made. */
static void editor__lists_that_are_not_there__are_made(void **state)
{
    Drive *d = *state;
    put(d, "bare.yaml",
        "protocol: 1\nkey: bare\ntitle: Bare\nversion: '1'\ncategories:\n"
        "  - key: a\n    title: A\n    codes:\n"
        "      - {key: x, label: X, kind: point, about: [class]} # the only one\n");
    open_list(d);
    tap_item(d, "bare");
    drive_tap(d, PROTOCOLS_ID_EDIT);
    drive_frame(d);
    choose_part(d, EDITOR_ID_LOOK_FORS);
    tap_field(d, EDITOR_ID_LIST_ADD);
    choose_part(d, EDITOR_ID_DEBRIEF);
    tap_field(d, EDITOR_ID_LIST_ADD);
    choose_part(d, EDITOR_ID_RULES);
    tap_field(d, EDITOR_ID_RULE + 1);
    drive_tap(d, EDITOR_ID_ADD_MODIFIER);
    assert_int_equal(draft(d)->look_for_count, 1);
    assert_int_equal(draft(d)->debrief_count, 1);
    assert_int_equal(draft(d)->rules.wait_from_ms, 500);
    assert_int_equal(draft(d)->modifier_count, 1);
    assert_non_null(strstr(draft(d)->text, "# the only one"));
    drive_tap(d, EDITOR_ID_SAVE);
    assert_string_equal(text_of(d, "bare.yaml"), draft(d)->text);
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

static void editor__closed_after_more_changes__asks_again(void **state)
{
    Drive *d = *state;
    copy_academic_talk(d);
    app_quit_asked(d->app);
    drive_frame(d);
    assert_false(app_wants_quit(d->app));
    choose_code(d, "silence");
    drive_tap(d, EDITOR_ID_REMOVE);
    app_quit_asked(d->app);
    assert_false(app_wants_quit(d->app));
    app_quit_asked(d->app);
    assert_true(app_wants_quit(d->app));
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
    static const int32_t parts[] = {0, EDITOR_LOOK_FORS, EDITOR_DEBRIEF, EDITOR_RULES,
                                    EDITOR_MODIFIER};
    enum { PARTS = sizeof parts / sizeof parts[0] };
    copy_academic_talk(d);
    choose_code(d, "frame");
    int32_t category = d->app->protocols.editor.category;
    for (size_t i = 0; i < PARTS * sizeof sizes / sizeof sizes[0]; i++) {
        EditorState *editor = &d->app->protocols.editor;
        editor->category = parts[i % PARTS] ? parts[i % PARTS] : category;
        editor->code = parts[i % PARTS] == EDITOR_MODIFIER || !parts[i % PARTS] ? 0 : EDITOR_WHOLE;
        app_resize(d->app, sizes[i / PARTS][0], sizes[i / PARTS][1], 1);
        drive_frame(d);
        drive_frame(d);
        for (int32_t t = 0; t < d->app->ui.target_count; t++) {
            const UiTarget *target = &d->app->ui.targets[t];
            bool small = target->rect.h < UI_MIN_TARGET || target->rect.w < UI_MIN_TARGET;
            if (target->focusable && small)
                fail_msg("target %u is %.0f x %.0f at %.0f x %.0f", (unsigned)target->id,
                         (double)target->rect.w, (double)target->rect.h,
                         (double)sizes[i / PARTS][0], (double)sizes[i / PARTS][1]);
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
        TEST(editor__look_fors__are_added_changed_moved_removed),
        TEST(editor__the_debrief__is_put_in_another_order_and_timed),
        TEST(editor__a_modifiers_options__are_changed_where_they_stand),
        TEST(editor__a_new_modifier__is_used_by_a_code_and_recorded),
        TEST(editor__a_modifier__added_while_a_code_is_chosen__takes_its_place),
        TEST(editor__rules_and_sampling__are_set),
        TEST(editor__lists_that_are_not_there__are_made),
        TEST(editor__leaving_with_changes__asks),
        TEST(editor__closed_after_more_changes__asks_again),
        TEST(editor__a_file_changed_by_others__is_not_replaced_unasked),
        TEST(editor__a_folder_that_cannot_be_made__is_said),
        TEST(protocols__a_wrong_file__shows_its_faults_and_is_mended),
        TEST(protocols__a_wrong_file_mended_elsewhere__is_read_again),
        TEST(editor__fingers_and_letters_at_random__leave_a_good_protocol),
        TEST(protocols__in_any_size__keep_targets_large_and_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
