/* test_names_screen.c - pupils' real names through the whole app, by finger: begun,
 * given, shown, locked, forgotten; and in no byte on the disk in the clear. */
#include "check.h"

#include "recorder/store/vault.h"
#include "tests/recorder/disk.h"
#include "tests/recorder/screen/drive.h"

static const char PASSPHRASE[] = "violet kettle 42", WRONG[] = "violet kettle";

/* Spanish, Vietnamese, Arabic, Japanese, two of one name, capitals, a short one. */
static const char *const names[] = {
    "Lucía Quispe Mamani",
    "Nguyễn Thị Minh Khai",
    "فاطمة الزهراء",
    "田中花子",
    "Ana Ruiz",
    "Ana Ruiz",
    "DIEGO LUNA",
    "Bo Li",
};
enum { NAMES = sizeof names / sizeof *names };

static const struct VaultCost cheap = {.passes = 1, .memory_bytes = 8192};
static Drive d;

static int set_up(void **state)
{
    (void)state;
    drive_init(&d);
    d.options.names_cost = &cheap;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    drive_deinit(&d);
    return 0;
}

/* ---- what a person does ---- */

static void type_into(uint32_t id, const char *text)
{
    drive_tap(&d, id);
    drive_type(&d, text);
}

static void open_menu(uint32_t item)
{
    drive_tap(&d, d.app->screen == APP_BOARD ? BOARD_ID_MENU : HOME_ID_MENU);
    drive_tap(&d, item);
}

static void type_twice(const char *passphrase)
{
    type_into(NAMES_ID_SECRET, passphrase);
    type_into(NAMES_ID_AGAIN, passphrase);
    assert_false(drive_says(&d, passphrase));
}

static void begin_names(void)
{
    type_twice(PASSPHRASE);
    drive_tap(&d, NAMES_ID_GO);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
}

static void try_passphrase(const char *passphrase)
{
    type_into(NAMES_ID_SECRET, passphrase);
    drive_tap(&d, NAMES_ID_GO);
    assert_int_equal(d.app->names.state.secret[0], '\0');
}

static const char *all_names(void)
{
    static char text[2000];
    text[0] = '\0';
    for (int i = 0; i < NAMES; i++) {
        add_text(text, sizeof text, names[i]);
        add_text(text, sizeof text, "\n");
    }
    return text;
}

/* From the home screen: names begun on the way to the class, the list pasted. */
static void give_names(const char *class_name)
{
    drive_tap(&d, HOME_ID_NEW);
    drive_tap(&d, SETUP_ID_NAMES);
    if (app_names_state(d.app) == NAMES_NONE) {
        drive_tap(&d, SETUP_ID_NAMES_OPEN);
        assert_int_equal(d.app->screen, APP_NAMES);
        begin_names();
        assert_int_equal(d.app->screen, APP_SETUP);
    }
    type_into(SETUP_ID_TEXT + FORM_CLASS, class_name);
    drive_clipboard = all_names();
    drive_tap(&d, SETUP_ID_NAMES_PASTE);
    assert_int_equal(d.app->form.places.seating.count, NAMES);
    assert_true(drive_says(&d, "and are kept encrypted"));
    drive_tap(&d, SETUP_ID_CLOSE);
}

static void start(void)
{
    drive_tap(&d, SETUP_ID_START);
    assert_int_equal(d.app->screen, APP_BOARD);
}

static void talk(void)
{
    const Setup *s = d.app->lesson.setup;
    for (int32_t i = 0; i < s->subject_count; i++)
        if (s->subjects[i].kind == SUBJECT_PUPIL) {
            drive_tap(&d, BOARD_ID_SEAT + (uint32_t)i);
            drive_pass(3000);
        }
}

/* What is pinned to the lesson lies in the record, too. */
static void write_ink(void)
{
    UiRect paper;
    drive_tap(&d, BOARD_ID_INK);
    assert_true(app_find_target(d.app, BOARD_ID_INK_PAPER, &paper));
    float x = paper.x + paper.w / 3, y = paper.y + paper.h / 2;
    drive_touch(&d, UI_INPUT_DOWN, x, y);
    for (int i = 1; i < 20; i++) {
        drive_pass(10);
        drive_touch(&d, UI_INPUT_MOVE, x + (float)i * 4, y + (float)(i % 5) * 6);
    }
    drive_touch(&d, UI_INPUT_UP, x + 80, y);
    drive_frame(&d);
    drive_tap(&d, BOARD_ID_INK);
    size_t count = 0, ink = 0;
    const ObsEvent *events = session_events(recording_session(d.app->lesson.recording), &count);
    for (size_t i = 0; i < count; i++)
        ink += (d.app->lesson.protocol->codes[events[i].code].senses & SENSE_INK) != 0;
    assert_true(ink > 0);
}

static void end_lesson(void)
{
    drive_tap(&d, BOARD_ID_END);
    drive_tap(&d, BOARD_ID_END_YES);
    assert_int_equal(d.app->screen, APP_SAVED);
}

/* ---- the bytes ---- */

static void assert_no_name_on_disk(int least_files)
{
    for (int i = 0; i < NAMES; i++) {
        if (disk_count_files_with(d.folder, names[i], NULL) > 0)
            fail_msg("'%s' is on the disk in the clear", names[i]);
    }
    assert_true(disk_count_files_with(d.folder, "", NULL) >= least_files);
    assert_true(disk_count_files_with(d.folder, "Lesson of 2026", NULL) > 0); /* it does look */
    assert_int_equal(disk_count_files_with(d.folder, PASSPHRASE, NULL), 0);
    assert_int_equal(disk_count_files_with(d.folder, "Quispe", NULL), 0);
    assert_int_equal(disk_count_files_with(d.folder, "Khai", NULL), 0);
}

static const char *seat_label(int pupil)
{
    const Setup *s = d.app->lesson.setup;
    for (int32_t i = 0; i < s->subject_count; i++)
        if (s->subjects[i].kind == SUBJECT_PUPIL && pupil-- == 0)
            return s->subjects[i].label;
    return "";
}

/* ---- tests ---- */

static void names__of_a_recorded_lesson__are_shown_and_in_no_byte(void **state)
{
    (void)state;
    char settings[400];
    (void)snprintf(settings, sizeof settings, "%s/settings.txt", d.folder);
    d.options.settings_path = settings;
    drive_open(&d);
    open_menu(APP_ID_MENU_SETTINGS); /* the file of settings is there, too */
    drive_tap(&d, SETTINGS_ID_HAND + 1);
    drive_tap(&d, SETTINGS_ID_BACK);
    give_names("5B");
    start();
    assert_string_equal(seat_label(0), "LM");
    assert_string_equal(seat_label(3), "田子");
    assert_string_equal(seat_label(4), "AR");
    assert_string_equal(seat_label(5), "AR2");
    assert_string_equal(seat_label(7), "BL");
    assert_true(drive_says(&d, "Diego") || drive_says(&d, "DIEGO"));
    talk();
    assert_true(drive_says(&d, "Bo Li has the floor"));
    write_ink();
    assert_no_name_on_disk(3); /* with a hot journal */
    end_lesson();
    drive_tap(&d, SAVED_ID_REVIEW);
    assert_true(drive_says(&d, "Nguyễn"));
    drive_tap(&d, REVIEW_ID_BACK);
    disk_back_up(d.db, drive_clock.unix_ms);
    drive_close(&d);
    assert_no_name_on_disk(4);

    drive_open(&d);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_REVIEW);
    assert_false(drive_says(&d, "Nguyễn"));
}

static void names__are_the_same_pupils__when_the_list_is_given_again(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    drive_tap(&d, SETUP_ID_NAMES);
    /* Turned round, with a new one who would be LM, too. */
    drive_clipboard = "Lea Moor\nLi,  Bo\nLUCÍA quispe mamani\nAna Ruiz";
    drive_tap(&d, SETUP_ID_CLOSE);
    start(); /* now they are kept */
    open_menu(APP_ID_MENU_HOME);
    drive_tap(&d, HOME_ID_NEW);
    drive_tap(&d, SETUP_ID_NAMES);
    assert_true(drive_says(&d, "Lucía Quispe Mamani")); /* filled in with the class */
    drive_tap(&d, SETUP_ID_NAMES_PASTE);
    const SetupForm *form = &d.app->form;
    assert_string_equal(setup_form_label(form, 0), "LeM");
    assert_string_equal(setup_form_label(form, 1), "BL");
    assert_string_equal(setup_form_label(form, 2), "LM");
    assert_string_equal(setup_form_label(form, 3), "AR");
    assert_string_equal(form->names[0], "Lea Moor");
    /* By number for a day: the number is the seat's, the initials are the pupil's. */
    drive_tap(&d, SETUP_ID_NUMBERS);
    drive_tap(&d, SETUP_ID_CLOSE);
    start();
    open_menu(APP_ID_MENU_HOME);
    drive_tap(&d, HOME_ID_NEW);
    drive_tap(&d, SETUP_ID_NAMES);
    assert_true(drive_says(&d, "Lea Moor"));
    drive_tap(&d, SETUP_ID_NAMES_PASTE);
    assert_string_equal(setup_form_label(form, 2), "LM");
}

static void names__without_a_vault__become_initials_and_are_gone(void **state)
{
    (void)state;
    drive_open(&d);
    drive_tap(&d, HOME_ID_NEW);
    drive_tap(&d, SETUP_ID_NAMES);
    drive_clipboard = all_names();
    drive_tap(&d, SETUP_ID_NAMES_PASTE);
    assert_true(drive_says(&d, "the names are not kept"));
    assert_string_equal(d.app->form.names[0], "");
    drive_tap(&d, SETUP_ID_CLOSE);
    /* Typed as a label, a name becomes initials, too. */
    d.app->setup.pupil = 1;
    d.app->setup.sheet = SETUP_SHEET_PUPIL;
    d.app->form.labels[1].text[0] = '\0';
    d.app->stale = true;
    type_into(SETUP_ID_PUPIL_LABEL, "Rosa Marquez");
    drive_tap(&d, SETUP_ID_CLOSE);
    assert_string_equal(d.app->form.labels[1].text, "RM");
    start();
    talk();
    drive_close(&d);
    assert_no_name_on_disk(2);
    assert_int_equal(disk_count_files_with(d.folder, "Marquez", NULL), 0);
}

static void names__are_locked__by_hand_and_when_nobody_is_there(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    start();
    talk();
    assert_true(drive_says(&d, "Bo Li has the floor"));
    open_menu(APP_ID_MENU_LOCK); /* the lesson goes on */
    assert_int_equal(d.app->screen, APP_BOARD);
    assert_true(drive_says(&d, "BL has the floor"));
    assert_false(drive_says(&d, "Bo Li"));
    assert_null(d.app->names.all);
    assert_string_equal(d.app->form.names[0], "");
    drive_pass(2000);
    size_t before = 0, after = 0;
    (void)session_events(recording_session(d.app->lesson.recording), &before);
    talk(); /* recording waits for nobody */
    (void)session_events(recording_session(d.app->lesson.recording), &after);
    assert_true(after > before);
    open_menu(APP_ID_MENU_NAMES);
    try_passphrase(PASSPHRASE);
    assert_int_equal(d.app->screen, APP_BOARD);
    assert_true(drive_says(&d, "Bo Li has the floor"));
    drive_pass(INT64_C(60000) * d.app->settings.lock_min - 1);
    drive_frame(&d);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
    drive_pass(2);
    drive_frame(&d);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    assert_true(drive_says(&d, "BL has the floor"));
    /* A tablet that slept without a frame is woken by a touch. */
    open_menu(APP_ID_MENU_NAMES);
    try_passphrase(PASSPHRASE);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
    drive_pass(INT64_C(3600000));
    drive_touch(&d, UI_INPUT_DOWN, 640, 100);
    drive_touch(&d, UI_INPUT_UP, 640, 100);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
}

static void names__given_but_not_started__are_kept_when_they_are_locked(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    drive_pass(INT64_C(60000) * d.app->settings.lock_min);
    drive_frame(&d);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    assert_string_equal(d.app->form.names[0], "");
    drive_tap(&d, SETUP_ID_NAMES);
    assert_true(drive_says(&d, "Open them first"));
    drive_tap(&d, SETUP_ID_NAMES_OPEN);
    try_passphrase(PASSPHRASE);
    assert_int_equal(d.app->screen, APP_SETUP);
    assert_true(drive_says(&d, "Lucía Quispe Mamani"));
    for (int i = 0; i < NAMES; i++)
        assert_string_equal(d.app->form.names[i], names[i]);
}

static void passphrase__that_is_wrong__is_said_and_waited_for(void **state)
{
    (void)state;
    drive_open(&d);
    open_menu(APP_ID_MENU_NAMES);
    type_into(NAMES_ID_SECRET, PASSPHRASE);
    type_into(NAMES_ID_AGAIN, WRONG);
    drive_tap(&d, NAMES_ID_GO);
    assert_true(drive_says(&d, "the two are not the same"));
    type_twice("12345");
    drive_tap(&d, NAMES_ID_GO);
    assert_true(drive_says(&d, "at least 6 letters or digits"));
    begin_names();
    drive_tap(&d, NAMES_ID_GO);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    for (int i = 0; i < VAULT_FREE_TRIES; i++) {
        try_passphrase(WRONG);
        assert_true(drive_says(&d, "this is not the passphrase of the names"));
    }
    try_passphrase(PASSPHRASE);
    assert_true(drive_says(&d, "5 wrong passphrases in a row"));
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    drive_pass(INT64_C(1000) * VAULT_FIRST_WAIT_S);
    try_passphrase(PASSPHRASE);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
    drive_tap(&d, NAMES_ID_CHANGE);
    type_twice("another one");
    drive_tap(&d, NAMES_ID_CHANGE_GO);
    drive_tap(&d, NAMES_ID_GO);
    try_passphrase(PASSPHRASE);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    type_into(NAMES_ID_SECRET, "another one"); /* Enter is as good as the button */
    UiInput enter = {.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER, .now_ms = drive_clock.boot_ms};
    app_input(d.app, &enter);
    assert_int_equal(app_names_state(d.app), NAMES_OPEN);
}

static void passphrase__that_is_forgotten__lets_names_begin_anew(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    start();
    talk();
    open_menu(APP_ID_MENU_NAMES);
    drive_tap(&d, NAMES_ID_GO);
    drive_tap(&d, NAMES_ID_FORGOTTEN);
    assert_true(drive_says(&d, "Nobody can bring the names back without it"));
    drive_tap(&d, NAMES_ID_REMOVE);
    drive_tap(&d, NAMES_ID_REMOVE);
    assert_true(drive_says(&d, "a lesson is being recorded"));
    drive_tap(&d, NAMES_ID_BACK);
    end_lesson();
    disk_back_up(d.db, drive_clock.unix_ms);
    drive_tap(&d, SAVED_ID_HOME);
    open_menu(APP_ID_MENU_NAMES);
    drive_tap(&d, NAMES_ID_FORGOTTEN);
    drive_tap(&d, NAMES_ID_REMOVE);
    drive_tap(&d, NAMES_ID_KEEP); /* after all */
    drive_tap(&d, NAMES_ID_REMOVE);
    drive_tap(&d, NAMES_ID_REMOVE);
    assert_int_equal(app_names_state(d.app), NAMES_NONE);
    assert_true(drive_says(&d, "All names are removed"));
    drive_tap(&d, NAMES_ID_BACK);
    give_names("5B"); /* the lesson is there, and its initials come to the same pupils */
    assert_string_equal(setup_form_label(&d.app->form, 5), "AR2");
    assert_int_equal(d.app->home.total, 1);
}

static void names__of_a_class__go_with_its_new_name(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    drive_tap(&d, SETUP_ID_CLASSES);
    drive_tap(&d, SETUP_ID_CLASS_KEEP);
    drive_tap(&d, SETUP_ID_CLASS_EDIT);
    app_lock_names(d.app);
    drive_frame(&d);
    type_into(SETUP_ID_CLASS_NAME, " b");
    drive_tap(&d, SETUP_ID_CLASS_RENAME);
    assert_true(drive_says(&d, "open the names first"));
    Err err = {0};
    assert_ok(app_open_names(d.app, PASSPHRASE, &err), err);
    drive_tap(&d, SETUP_ID_CLASS_RENAME);
    assert_int_equal(d.app->setup_lists.class_count, 1);
    assert_string_equal(d.app->setup_lists.classes[0].name, "5B b");
    assert_int_equal(d.app->names.class_count, 1); /* no lesson keeps the old one */
    assert_string_equal(d.app->names.classes[0].name, "5B b");
    drive_tap(&d, SETUP_ID_CLASS_EDIT);
    drive_tap(&d, SETUP_ID_CLASS_REMOVE);
    drive_tap(&d, SETUP_ID_CLASS_REMOVE);
    assert_int_equal(d.app->setup_lists.class_count, 0);
    assert_int_equal(d.app->names.count, 0);
}

/* ---- another class, and another pupil, of the same initials ---- */

static void name_class(const char *class_name)
{
    drive_tap(&d, SETUP_ID_CLASSES);
    drive_tap(&d, SETUP_ID_TEXT + FORM_CLASS);
    for (int i = 0; i < 8; i++) {
        UiInput in = {.kind = UI_INPUT_KEY, .key = UI_KEY_BACKSPACE, .now_ms = drive_clock.boot_ms};
        app_input(d.app, &in);
    }
    drive_type(&d, class_name);
    assert_string_equal(d.app->form.texts[FORM_CLASS], class_name);
    drive_tap(&d, SETUP_ID_CLOSE);
}

/* A lesson of a class whose names are pasted. */
static void record_class(const char *class_name, const char *text)
{
    drive_tap(&d, HOME_ID_NEW);
    name_class(class_name);
    drive_tap(&d, SETUP_ID_NAMES);
    if (app_names_state(d.app) == NAMES_NONE) {
        drive_tap(&d, SETUP_ID_NAMES_OPEN);
        begin_names();
    }
    drive_clipboard = text;
    drive_tap(&d, SETUP_ID_NAMES_PASTE);
    drive_tap(&d, SETUP_ID_CLOSE);
    start();
    end_lesson();
    drive_tap(&d, SAVED_ID_HOME);
}

static const char *kept_name(const char *class_name, const char *label)
{
    for (int32_t i = 0; i < d.app->names.count; i++)
        if (strcmp(d.app->names.all[i].class_name, class_name) == 0 &&
            strcmp(d.app->names.all[i].label, label) == 0)
            return d.app->names.all[i].name;
    return "";
}

static void assert_6c_is_as_it_was(void)
{
    assert_string_equal(kept_name("6C", "EH"), "Erik Holm");
    assert_string_equal(kept_name("6C", "BL"), "Bo Li");
    assert_string_equal(kept_name("6C", "CO"), "Carl Oz");
    assert_int_equal(d.app->names.count, 5);
    drive_tap(&d, HOME_ID_NEW);
    drive_tap(&d, SETUP_ID_CLASSES);
    for (int32_t i = 0; i < d.app->setup_lists.class_count; i++) {
        const StoreClass *class = &d.app->setup_lists.classes[i];
        assert_int_equal(class->pupil_count, strcmp(class->name, "6C") == 0 ? 3 : 2);
    }
    drive_tap(&d, SETUP_ID_CLOSE);
}

/* Two classes are kept; a lesson filled in from the second is called by the first. */
static void begin_as_6c(void)
{
    drive_open(&d);
    record_class("6C", "Erik Holm\nBo Li\nCarl Oz\n");
    record_class("5B", "Emma Hill\nBea Lux\n");
    drive_tap(&d, HOME_ID_NEW);
    name_class("6C");
}

static void names__of_another_class__stay_when_its_name_is_typed(void **state)
{
    (void)state;
    begin_as_6c();
    drive_tap(&d, SETUP_ID_START);
    assert_int_equal(d.app->screen, APP_SETUP);
    assert_true(drive_says(&d, "6C is kept with other pupils"));
    name_class("5B"); /* it was a slip */
    assert_false(drive_says(&d, "6C is kept with other pupils"));
    name_class("6C");
    drive_tap(&d, SETUP_ID_START);
    assert_int_equal(d.app->screen, APP_SETUP);
    drive_tap(&d, SETUP_ID_START); /* all the same */
    assert_int_equal(d.app->screen, APP_BOARD);
    assert_true(drive_says(&d, "6C is kept already, with other pupils"));
    end_lesson();
    drive_tap(&d, SAVED_ID_HOME);
    assert_6c_is_as_it_was();
}

static void names__of_another_class__stay_when_they_are_locked(void **state)
{
    (void)state;
    Err err = {0};
    begin_as_6c();
    drive_pass(INT64_C(60000) * d.app->settings.lock_min);
    drive_frame(&d);
    assert_int_equal(app_names_state(d.app), NAMES_LOCKED);
    assert_true(drive_says(&d, "the names are not kept: 6C has names of other pupils"));
    drive_tap(&d, SETUP_ID_BACK);
    drive_tap(&d, SETUP_ID_LEAVE_DISCARD);
    assert_ok(app_open_names(d.app, PASSPHRASE, &err), err);
    assert_6c_is_as_it_was();
}

static void classes__with_other_pupils__are_replaced_when_it_is_asked_twice(void **state)
{
    (void)state;
    begin_as_6c();
    drive_tap(&d, SETUP_ID_CLASSES);
    drive_tap(&d, SETUP_ID_CLASS_KEEP);
    assert_true(drive_says(&d, "6C is kept already, with other pupils"));
    assert_int_equal(d.app->setup_lists.classes[1].pupil_count, 3);
    drive_tap(&d, SETUP_ID_CLASS_KEEP);
    assert_int_equal(d.app->setup_lists.classes[1].pupil_count, 2);
    assert_true(drive_says(&d, "the name of EH is not kept: 6C has another EH"));
    assert_string_equal(kept_name("6C", "EH"), "Erik Holm");
}

static void names__given_but_not_started__are_kept_when_the_form_is_left(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    drive_tap(&d, SETUP_ID_BACK);
    drive_tap(&d, SETUP_ID_LEAVE_DISCARD);
    assert_int_equal(d.app->screen, APP_HOME);
    assert_int_equal(d.app->names.count, NAMES);
    assert_string_equal(kept_name("5B", "BL"), "Bo Li");
}

static void names__without_a_class__are_said_to_be_lost(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("");
    app_quit_asked(d.app);
    drive_frame(&d);
    assert_false(app_wants_quit(d.app));
    assert_true(drive_says(&d, "not closed yet: the names are not kept"));
    drive_tap(&d, SETUP_ID_BACK);
    assert_true(drive_says(&d, "Leave this lesson?"));
    assert_true(drive_says(&d, "the names are not kept"));
    drive_tap(&d, SETUP_ID_LEAVE_STAY);
    name_class("5B");
    drive_tap(&d, SETUP_ID_BACK);
    assert_true(drive_says(&d, "Leave this lesson?"));
    assert_false(drive_says(&d, "the names are not kept"));
    assert_int_equal(d.app->names.count, NAMES);
    drive_tap(&d, SETUP_ID_LEAVE_DISCARD);
    drive_tap(&d, HOME_ID_NEW);
    assert_int_equal(d.app->setup_trouble[0], '\0');
}

/* Who left the class keeps the initials: whoever comes new gets others. */
static void names__of_who_left__are_nobody_elses(void **state)
{
    (void)state;
    drive_open(&d);
    record_class("5B", "Bea Lux\nEmma Hill\n");
    drive_tap(&d, HOME_ID_NEW);
    d.app->setup.pupil = 1;
    d.app->setup.sheet = SETUP_SHEET_PUPIL;
    d.app->stale = true;
    drive_tap(&d, SETUP_ID_PUPIL_REMOVE);
    drive_tap(&d, SETUP_ID_PUPILS + 1);
    d.app->setup.pupil = 1;
    d.app->setup.sheet = SETUP_SHEET_PUPIL;
    d.app->stale = true;
    type_into(SETUP_ID_PUPIL_LABEL, "Eve Hart");
    drive_tap(&d, SETUP_ID_CLOSE);
    assert_string_equal(setup_form_label(&d.app->form, 1), "EvH");
    start();
    assert_string_equal(kept_name("5B", "EH"), "Emma Hill");
    assert_string_equal(kept_name("5B", "EvH"), "Eve Hart");
    end_lesson();
    drive_tap(&d, SAVED_ID_HOME);
    drive_tap(&d, HOME_ID_NEW); /* and back they are who they were */
    drive_tap(&d, SETUP_ID_PUPILS + 1);
    d.app->setup.pupil = 2;
    d.app->setup.sheet = SETUP_SHEET_PUPIL;
    d.app->stale = true;
    type_into(SETUP_ID_PUPIL_LABEL, "Emma Hill");
    drive_tap(&d, SETUP_ID_CLOSE);
    assert_string_equal(setup_form_label(&d.app->form, 2), "EH");
    start();
    assert_string_equal(d.app->lesson.notice, "");
    assert_int_equal(d.app->names.count, 3);
}

static void names__of_a_pupil__are_put_right_on_the_card(void **state)
{
    (void)state;
    drive_open(&d);
    give_names("5B");
    start();
    open_menu(APP_ID_MENU_HOME);
    drive_tap(&d, HOME_ID_NEW);
    d.app->setup.pupil = 7;
    d.app->setup.sheet = SETUP_SHEET_PUPIL;
    d.app->stale = true;
    type_into(SETUP_ID_PUPIL_NAME, " Shaw");
    assert_string_equal(d.app->form.names[7], "Bo Li Shaw");
    drive_tap(&d, SETUP_ID_CLOSE);
    d.app->setup.pupil = 0;
    d.app->setup.sheet = SETUP_SHEET_PUPIL;
    d.app->stale = true;
    drive_tap(&d, SETUP_ID_PUPIL_NAME);
    for (int i = 0; i < 40; i++) {
        UiInput in = {.kind = UI_INPUT_KEY, .key = UI_KEY_BACKSPACE, .now_ms = drive_clock.boot_ms};
        app_input(d.app, &in);
    }
    drive_frame(&d);
    assert_string_equal(d.app->form.names[0], "");
    drive_tap(&d, SETUP_ID_CLOSE);
    start();
    assert_int_equal(d.app->names.count, NAMES - 1);
    for (int32_t i = 0; i < d.app->names.count; i++) {
        assert_string_not_equal(d.app->names.all[i].label, "LM");
        if (strcmp(d.app->names.all[i].label, "BL") == 0)
            assert_string_equal(d.app->names.all[i].name, "Bo Li Shaw");
    }
}

static void names__of_120_pupils__are_all_kept(void **state)
{
    (void)state;
    static char many[8000];
    many[0] = '\0';
    for (int i = 0; i < SEATING_MAX_PUPILS; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "Pupil%c%c Family%c\n", 'a' + i % 26, 'a' + i / 26,
                       'a' + i % 7);
        add_text(many, sizeof many, name);
    }
    drive_open(&d);
    give_names("Choir");
    drive_tap(&d, SETUP_ID_NAMES);
    drive_clipboard = many;
    drive_tap(&d, SETUP_ID_NAMES_PASTE);
    drive_tap(&d, SETUP_ID_CLOSE);
    start();
    assert_int_equal(d.app->names.count, SEATING_MAX_PUPILS);
    drive_close(&d);
    assert_int_equal(disk_count_files_with(d.folder, "Pupilaa", NULL), 0);
    assert_int_equal(disk_count_files_with(d.folder, "Familya", NULL), 0);
}

static void names__that_are_removed__are_in_no_backup_that_was_in_the_making(void **state)
{
    (void)state;
    Err err = {0};
    bool done = false;
    drive_open(&d);
    give_names("5B");
    start();
    end_lesson();
    drive_tap(&d, SAVED_ID_HOME);
    open_menu(APP_ID_MENU_NAMES);
    d.app->keeper.running = backup_begin(d.db, NULL, NULL, drive_clock.unix_ms, &err);
    assert_ok(d.app->keeper.running && backup_step(d.app->keeper.running, &done, &err), err);
    assert_false(done);
    drive_tap(&d, NAMES_ID_GO); /* locked */
    drive_tap(&d, NAMES_ID_FORGOTTEN);
    drive_tap(&d, NAMES_ID_REMOVE);
    drive_tap(&d, NAMES_ID_REMOVE);
    assert_true(drive_says(&d, "All names are removed"));
    assert_null(d.app->keeper.running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(names__of_a_recorded_lesson__are_shown_and_in_no_byte),
        T(names__are_the_same_pupils__when_the_list_is_given_again),
        T(names__without_a_vault__become_initials_and_are_gone),
        T(names__are_locked__by_hand_and_when_nobody_is_there),
        T(names__given_but_not_started__are_kept_when_they_are_locked),
        T(passphrase__that_is_wrong__is_said_and_waited_for),
        T(passphrase__that_is_forgotten__lets_names_begin_anew),
        T(names__that_are_removed__are_in_no_backup_that_was_in_the_making),
        T(names__of_a_class__go_with_its_new_name),
        T(names__of_another_class__stay_when_its_name_is_typed),
        T(names__of_another_class__stay_when_they_are_locked),
        T(classes__with_other_pupils__are_replaced_when_it_is_asked_twice),
        T(names__of_who_left__are_nobody_elses),
        T(names__given_but_not_started__are_kept_when_the_form_is_left),
        T(names__without_a_class__are_said_to_be_lost),
        T(names__of_a_pupil__are_put_right_on_the_card),
        T(names__of_120_pupils__are_all_kept),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
