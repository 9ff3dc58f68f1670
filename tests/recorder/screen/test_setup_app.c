/* test_setup_app.c - classes, class lists and the set-up of a lesson through the
 * whole app: what was meant is what is stored, and no name is. */
#include "check.h"

#include "protocols/file.h"
#include "recorder/screen/home/screen_home.h"
#include "tests/recorder/screen/drive.h"

static int32_t touches; /* of a finger, since they were counted */

static int set_up(void **state)
{
    static Drive drive;
    drive_init(&drive);
    *state = &drive;
    touches = 0;
    return 0;
}

static int tear_down(void **state)
{
    drive_deinit(*state);
    return 0;
}

static void tap(Drive *d, uint32_t id)
{
    drive_tap(d, id);
    touches++;
}

static int32_t protocol_named(const SetupForm *form, const char *key)
{
    for (int32_t i = 0; i < form->protocol_count; i++)
        if (strcmp(form->protocols[i]->key, key) == 0)
            return i;
    fail_msg("%s is not shipped", key);
    return 0;
}

static Arena arena;
static Setup *stored;
static const Protocol *stored_protocol;

/* The set-up of the newest lesson, from the file. */
static void read_setup(Drive *d)
{
    Err err = {0};
    bool found = false;
    arena_deinit(&arena);
    arena_init(&arena, (size_t)64 << 20);
    Store *store = store_open(d->db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    assert_ok(store_last_setup(store, &arena, &found, &stored_protocol, &stored, &err), err);
    assert_true(found);
    store_close(store);
}

static const Subject *stored_pupil(const char *label)
{
    int32_t i = setup_find_subject(stored, label);
    if (i == SUBJECT_NONE)
        fail_msg("%s is not in the lesson", label);
    return &stored->subjects[i];
}

static const char *group_of(const Subject *pupil)
{
    return pupil->group == SUBJECT_NONE ? "" : stored->subjects[pupil->group].label;
}

static int32_t count_pupils(void)
{
    int32_t count = 0;
    for (int32_t i = 0; i < stored->subject_count; i++)
        count += stored->subjects[i].kind == SUBJECT_PUPIL;
    return count;
}

static bool file_holds(const char *path, const char *text)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    static char bytes[8 << 20];
    size_t len = fread(bytes, 1, sizeof bytes, file), n = strlen(text);
    (void)fclose(file);
    for (size_t i = 0; i + n <= len; i++)
        if (memcmp(bytes + i, text, n) == 0)
            return true;
    return false;
}

/* Nowhere in the record, nor in its journal. */
static void no_trace_of(Drive *d, const char *name)
{
    char journal[320];
    (void)snprintf(journal, sizeof journal, "%s-wal", d->db);
    if (file_holds(d->db, name) || file_holds(journal, name))
        fail_msg("'%s' is in the record", name);
}

static void write_list(Drive *d, const char *name, const char *text)
{
    char path[400];
    Err err = {0};
    assert_ok(file_make_folder(d->sheets, &err), err);
    (void)snprintf(path, sizeof path, "%s/%s", d->sheets, name);
    assert_ok(file_write(path, text, strlen(text), &err), err);
}

static void remove_list(Drive *d, const char *name)
{
    char path[400];
    (void)snprintf(path, sizeof path, "%s/%s", d->sheets, name);
    (void)unlink(path);
}

/* ---- touches ---- */

static const char NAMES[] =
    "Ana Ruiz\nBen Lee\nChi Pham\nDiego Luna\nEva Holt\nFay Moss\nGus Webb\nHana Sato\nIvo Rau\n"
    "Jun Mori\nKai Wong\nLea Gray\nMia Park\nNoa Bell\nOle Dahl\nPia Voss\nQuin Hale\nRosa Diaz\n"
    "Sam Hart\nTom Reed\nUma Rao\nVera Kim\nWes Cole\nXiu Chen\nYan Zhou\nZoe Hunt\nAmy Lin\n"
    "Bo Strand\n";

static void setup__takes_few_touches__for_a_first_lesson(void **state)
{
    Drive *d = *state;
    drive_open(d);
    touches = 0;
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_NAMES);
    drive_clipboard = NAMES;
    tap(d, SETUP_ID_NAMES_PASTE);
    tap(d, SETUP_ID_CLOSE);
    tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
    assert_int_equal(touches, 5);
    drive_close(d);
    read_setup(d);
    assert_int_equal(count_pupils(), 28);
    assert_string_equal(group_of(stored_pupil("AR")), "Table 1");
    assert_string_equal(group_of(stored_pupil("BS")), "Table 7");
    no_trace_of(d, "Ruiz");
    no_trace_of(d, "Strand");
}

static void setup__takes_two_touches__for_yesterdays_class(void **state)
{
    Drive *d = *state;
    drive_open(d);
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_SEATING + SEATING_HORSESHOE);
    SetupForm *form = &d->app->form;
    setup_form_copy_text(form->texts[FORM_CLASS], FORM_TEXT_SIZE, "5B");
    int32_t level = setup_form_key(form, "level");
    setup_form_copy_text(form->values[3][level], FORM_ATTRIBUTE_SIZE, "2");
    (void)setup_form_add_adult(form);
    setup_form_copy_text(form->texts[FORM_ADULT + 1], FORM_TEXT_SIZE, "JK");
    form->places.seating.seats[7].x = 0.5F;
    form->places.by_hand = true;
    (void)setup_form_set_focus(form, 5, true);
    setup_form_copy_text(form->texts[FORM_PREDICTED], FORM_TEXT_SIZE, "yesterday's");
    tap(d, SETUP_ID_START);
    drive_close(d);
    read_setup(d);
    static Subject before[OBSERVATION_MAX_SUBJECTS];
    int32_t count = stored->subject_count;
    static char labels[OBSERVATION_MAX_SUBJECTS][64];
    for (int32_t i = 0; i < count; i++) {
        before[i] = stored->subjects[i];
        (void)snprintf(labels[i], sizeof labels[i], "%s", stored->subjects[i].label);
    }

    drive_pass(INT64_C(24) * 3600000);
    drive_open(d);
    touches = 0;
    tap(d, HOME_ID_NEW);
    assert_true(drive_says(d, "5B, 24 pupils"));
    tap(d, SETUP_ID_START);
    assert_int_equal(touches, 2);
    assert_int_equal(d->app->screen, APP_BOARD);
    drive_close(d);
    read_setup(d);
    assert_int_equal(stored->subject_count, count);
    for (int32_t i = 0; i < count; i++) {
        const Subject *now = &stored->subjects[i];
        assert_string_equal(now->label, labels[i]);
        assert_true(now->x == before[i].x && now->y == before[i].y);
        assert_int_equal(now->group, before[i].group);
        assert_int_equal(now->focus, before[i].focus);
        assert_int_equal(now->attribute_count, before[i].attribute_count);
        assert_string_equal(now->predicted, ""); /* it is another lesson */
    }
    assert_string_equal(stored->class_name, "5B");
}

/* ---- classes ---- */

static void start_with(Drive *d, const char *class_name, SeatingTemplate kind, int32_t pupils,
                       const char *protocol)
{
    tap(d, HOME_ID_NEW);
    SetupForm *form = &d->app->form;
    setup_form_choose_protocol(form, protocol_named(form, protocol));
    setup_form_arrange(form, kind, pupils);
    setup_form_copy_text(form->texts[FORM_CLASS], FORM_TEXT_SIZE, class_name);
    setup_form_copy_text(form->texts[FORM_THEME], FORM_TEXT_SIZE, class_name);
    tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
    tap(d, BOARD_ID_MENU);
    tap(d, APP_ID_MENU_HOME);
    drive_pass(1000);
}

static void classes__are_used_again__from_a_list(void **state)
{
    Drive *d = *state;
    drive_open(d);
    start_with(d, "5B", SEATING_ROWS, 17, "academic-talk");
    start_with(d, "6A", SEATING_CIRCLE, 9, "fill-plus");
    drive_close(d);
    drive_open(d);
    tap(d, HOME_ID_NEW);
    assert_int_equal(d->app->form.places.seating.count, 9);
    setup_form_copy_text(d->app->form.texts[FORM_TITLE], FORM_TEXT_SIZE, "Fractions");
    tap(d, SETUP_ID_CLASSES);
    assert_true(drive_says(d, "5B"));
    assert_true(drive_says(d, "17 pupils"));
    tap(d, SETUP_ID_CLASS + 1); /* the one used last comes first */
    const SetupForm *form = &d->app->form;
    assert_int_equal(d->app->setup.sheet, SETUP_SHEET_NONE);
    assert_int_equal(form->places.seating.count, 17);
    assert_int_equal(form->places.kind, SEATING_ROWS);
    assert_false(form->places.by_hand);
    assert_string_equal(form->texts[FORM_CLASS], "5B");
    assert_string_equal(form->texts[FORM_THEME], "5B");
    assert_string_equal(form->texts[FORM_TITLE], "Fractions");
    assert_string_equal(setup_form_protocol(form)->key, "academic-talk");
    tap(d, SETUP_ID_START);
    drive_close(d);
    read_setup(d);
    assert_string_equal(stored->class_name, "5B");
    assert_int_equal(count_pupils(), 17);
}

static void classes__are_kept_renamed_and_removed(void **state)
{
    Drive *d = *state;
    drive_open(d);
    start_with(d, "5B", SEATING_ROWS, 17, "academic-talk");
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_CLASSES);
    /* Another one, without a lesson. */
    setup_form_copy_text(d->app->form.texts[FORM_CLASS], FORM_TEXT_SIZE, "6A");
    drive_frame(d);
    tap(d, SETUP_ID_CLASS_KEEP);
    assert_true(drive_says(d, "6A is kept"));
    assert_int_equal(d->app->setup_lists.class_count, 2);
    /* Kept again it is the same class. */
    tap(d, SETUP_ID_CLASS_KEEP);
    assert_int_equal(d->app->setup_lists.class_count, 2);
    /* A name that another has is refused. */
    tap(d, SETUP_ID_CLASS_EDIT + 0);
    setup_form_copy_text(d->app->setup.class_name, FORM_TEXT_SIZE, "5B");
    tap(d, SETUP_ID_CLASS_RENAME);
    assert_true(drive_says(d, "another class is called 5B already"));
    setup_form_copy_text(d->app->setup.class_name, FORM_TEXT_SIZE, "  ");
    tap(d, SETUP_ID_CLASS_RENAME);
    assert_true(drive_says(d, "a class needs a name"));
    setup_form_copy_text(d->app->setup.class_name, FORM_TEXT_SIZE, " 6C ");
    tap(d, SETUP_ID_CLASS_RENAME);
    assert_string_equal(d->app->setup_lists.classes[0].name, "6C");
    assert_string_equal(d->app->form.texts[FORM_CLASS], "6C");
    /* Removing asks once more. */
    tap(d, SETUP_ID_CLASS_EDIT + 0);
    tap(d, SETUP_ID_CLASS_REMOVE);
    assert_int_equal(d->app->setup_lists.class_count, 2);
    assert_true(drive_says(d, "Really remove"));
    tap(d, SETUP_ID_CLASS_REMOVE);
    assert_int_equal(d->app->setup_lists.class_count, 1);
    assert_string_equal(d->app->setup_lists.classes[0].name, "5B");
    drive_close(d);
    read_setup(d);
    assert_string_equal(stored->class_name, "5B"); /* its lesson stays */
}

/* What was changed of a class since its last lesson is what comes back. */
static void classes__come_back__as_they_were_kept(void **state)
{
    Drive *d = *state;
    drive_open(d);
    start_with(d, "5B", SEATING_ROWS, 17, "academic-talk");
    tap(d, HOME_ID_NEW);
    SetupForm *form = &d->app->form;
    setup_form_arrange(form, SEATING_CIRCLE, 17);
    setup_form_copy_text(form->labels[4].text, INITIALS_SIZE, "KW");
    setup_form_copy_text(form->texts[FORM_PART], FORM_TEXT_SIZE, "station");
    tap(d, SETUP_ID_CLASSES);
    tap(d, SETUP_ID_CLASS_KEEP);
    tap(d, SETUP_ID_CLOSE);
    tap(d, SETUP_ID_BACK);
    tap(d, SETUP_ID_LEAVE_DISCARD);
    tap(d, HOME_ID_NEW);
    assert_int_equal(form->places.kind, SEATING_ROWS); /* as in the last lesson */
    tap(d, SETUP_ID_CLASSES);
    tap(d, SETUP_ID_CLASS + 0);
    assert_int_equal(form->places.kind, SEATING_CIRCLE);
    assert_string_equal(setup_form_label(form, 4), "KW");
    assert_string_equal(setup_form_part(form, 0), "station");
    assert_string_equal(form->texts[FORM_THEME], "5B"); /* of its last lesson */
}

/* ---- class lists ---- */

static void lists__fill_in__labels_groups_and_attributes(void **state)
{
    Drive *d = *state;
    write_list(d, "5b.csv",
               "\xEF\xBB\xBF"
               "name;group;EL;level\r\nMaría José García López;Owls;yes;2\r\n"
               "Nguyễn Thị Minh Khai;2;no;3\r\nمحمد علي;Owls;yes;\r\n田中 花子;2;;1\r\n"
               "Ana Mora;2;no;2\r\nAna Mora;;no;2\r\n");
    write_list(d, "broken.csv", "name,group\nAna,1,2\n");
    write_list(d, "mail.csv", "name,Email Address,Student ID\nAna Ruiz,ana@x.org,7\n");
    drive_open(d);
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_NAMES);
    assert_true(drive_says(d, "5b.csv"));
    tap(d, SETUP_ID_LIST + 1);
    assert_true(drive_says(d, "broken.csv:2:7: 3 cells, expected 2 as in the first line"));
    assert_int_equal(d->app->form.places.seating.count, 24); /* nothing was changed */
    tap(d, SETUP_ID_LIST + 2);
    assert_true(drive_says(d, "Left out: Email Address, Student ID"));
    tap(d, SETUP_ID_LIST + 0);
    assert_true(drive_says(d, "6 pupils in 2 groups"));
    tap(d, SETUP_ID_CLOSE);
    tap(d, SETUP_ID_START);
    drive_close(d);
    remove_list(d, "5b.csv");
    remove_list(d, "broken.csv");
    remove_list(d, "mail.csv");
    read_setup(d);
    assert_int_equal(count_pupils(), 6);
    assert_string_equal(group_of(stored_pupil("ML")), "Owls");
    assert_string_equal(group_of(stored_pupil("م.ع")), "Owls");
    assert_string_equal(group_of(stored_pupil("NK")), "Group 2");
    assert_string_equal(group_of(stored_pupil("田花")), "Group 2");
    assert_string_equal(subject_attribute(stored_pupil("ML"), "EL"), "yes");
    assert_string_equal(subject_attribute(stored_pupil("NK"), "level"), "3");
    assert_null(subject_attribute(stored_pupil("田花"), "EL"));
    assert_string_equal(group_of(stored_pupil("AM")), "Group 2");
    assert_string_equal(group_of(stored_pupil("AM2")), ""); /* the other Ana Mora */
    static const char *const GONE[] = {"García", "José", "Nguyễn", "Khai", "محمد", "花子", "Mora"};
    for (size_t i = 0; i < sizeof GONE / sizeof GONE[0]; i++)
        no_trace_of(d, GONE[i]);
}

/* Copied from a spreadsheet: cells are parted by tabs. */
static void lists__are_taken__from_the_clipboard(void **state)
{
    Drive *d = *state;
    drive_open(d);
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_NAMES);
    drive_clipboard = "initials\ttable\tEL\nAM\t1\tyes\nAM\t1\tno\nBL\t2\t\n";
    tap(d, SETUP_ID_NAMES_PASTE);
    tap(d, SETUP_ID_CLOSE);
    tap(d, SETUP_ID_START);
    drive_close(d);
    read_setup(d);
    assert_int_equal(count_pupils(), 3);
    assert_string_equal(subject_attribute(stored_pupil("AM2"), "EL"), "no");
    assert_string_equal(group_of(stored_pupil("BL")), "Group 2");
}

/* With commas, too, when its first line says what it is. */
static void lists__are_told_from_names__on_the_clipboard(void **state)
{
    Drive *d = *state;
    drive_open(d);
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_NAMES);
    drive_clipboard = "name,group\nAna Ruiz,1\nBen Lee,2\n";
    tap(d, SETUP_ID_NAMES_PASTE);
    assert_true(drive_says(d, "2 pupils in 2 groups"));
    assert_string_equal(setup_form_label(&d->app->form, 0), "AR");
    drive_clipboard = "Ruiz, Ana\nLee, Ben\nPham, Chi\n";
    tap(d, SETUP_ID_NAMES_PASTE);
    assert_true(drive_says(d, "3 names became initials"));
    assert_string_equal(setup_form_label(&d->app->form, 0), "AR");
    drive_clipboard = "Name\nRuiz, Ana\nLee, Ben\n"; /* one column, its title with it */
    tap(d, SETUP_ID_NAMES_PASTE);
    assert_true(drive_says(d, "2 names became initials"));
    assert_string_equal(setup_form_label(&d->app->form, 0), "AR");
}

/* ---- what for ---- */

/* Scrolls the right column so that the target is in its middle. */
static void tap_right(Drive *d, uint32_t id)
{
    UiRect r;
    drive_frame(d);
    if (app_find_target(d->app, id, &r))
        d->app->setup.scroll[2] += r.y - DRIVE_HEIGHT / 2.0F;
    d->app->stale = true;
    drive_frame(d);
    tap(d, id);
}

/* ---- left before it began ---- */

static void setup__asks_once__before_what_is_filled_in_is_lost(void **state)
{
    Drive *d = *state;
    drive_open(d);
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_ARRANGE);
    tap(d, SETUP_ID_CLOSE);
    tap(d, SETUP_ID_BACK); /* nothing was changed */
    assert_int_equal(d->app->screen, APP_HOME);
    tap(d, HOME_ID_NEW);
    tap_right(d, SETUP_ID_TEXT + FORM_QUESTION);
    drive_type(d, "Who explains?");
    tap(d, SETUP_ID_BACK);
    assert_int_equal(d->app->screen, APP_SETUP);
    assert_true(drive_says(d, "Leave this lesson?"));
    assert_false(drive_keyboard_open);
    tap(d, SETUP_ID_LEAVE_STAY);
    assert_string_equal(d->app->form.texts[FORM_QUESTION], "Who explains?");
    UiInput escape = {.kind = UI_INPUT_KEY, .key = UI_KEY_ESCAPE, .now_ms = drive_clock.boot_ms};
    app_input(d->app, &escape);
    drive_frame(d);
    assert_true(drive_says(d, "Leave this lesson?"));
    app_input(d->app, &escape); /* is no answer */
    drive_frame(d);
    assert_true(drive_shows(d, SETUP_ID_START));
    tap(d, SETUP_ID_BACK);
    tap(d, SETUP_ID_LEAVE_DISCARD);
    assert_int_equal(d->app->screen, APP_HOME);
    tap(d, HOME_ID_NEW);
    assert_string_equal(d->app->form.texts[FORM_QUESTION], "");
}

/* Each of these by a finger, on the form as it was filled in. */
static void setup__asks_before_it_is_left__whatever_was_changed(void **state)
{
    static const uint32_t taps[] = {SETUP_ID_SEAT + 3, SETUP_ID_PUPILS, SETUP_ID_PUPILS + 1,
                                    SETUP_ID_SEATING + SEATING_ROWS, SETUP_ID_ADULT_ADD};
    Drive *d = *state;
    drive_open(d);
    for (size_t i = 0; i < sizeof taps / sizeof *taps; i++) {
        tap(d, HOME_ID_NEW);
        tap(d, taps[i]);
        tap(d, SETUP_ID_BACK);
        assert_true(d->app->setup.leaving);
        tap(d, SETUP_ID_LEAVE_DISCARD);
        assert_int_equal(d->app->screen, APP_HOME);
    }
}

static void setup__asks_not__when_only_a_class_was_chosen(void **state)
{
    Drive *d = *state;
    drive_open(d);
    start_with(d, "5B", SEATING_ROWS, 17, "academic-talk");
    start_with(d, "6A", SEATING_CIRCLE, 9, "fill-plus");
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_CLASSES);
    tap(d, SETUP_ID_CLASS + 1);
    tap(d, SETUP_ID_BACK);
    assert_int_equal(d->app->screen, APP_HOME);
}

static void setup__says_what_is_lost__before_the_app_closes(void **state)
{
    Drive *d = *state;
    drive_open(d);
    tap(d, HOME_ID_NEW);
    tap(d, SETUP_ID_SEAT + 3);
    app_quit_asked(d->app);
    drive_frame(d);
    assert_false(app_wants_quit(d->app));
    assert_true(drive_says(d, "the new lesson has not begun"));
    app_quit_asked(d->app);
    assert_true(app_wants_quit(d->app));
}

static void setup__stores__what_the_team_planned(void **state)
{
    Drive *d = *state;
    drive_open(d);
    tap(d, HOME_ID_NEW);
    SetupForm *form = &d->app->form;
    setup_form_choose_protocol(form, protocol_named(form, "academic-talk"));
    drive_frame(d);
    /* A focus pupil by two touches, what is expected typed beside it. */
    tap(d, SETUP_ID_FOCUS_ADD);
    assert_true(drive_says(d, "Tap the pupil's seat"));
    tap(d, SETUP_ID_SEAT + 9);
    tap(d, SETUP_ID_TEXT + FORM_PREDICTED);
    drive_type(d, "Compares the numerators only");
    assert_true(drive_keyboard_open);
    assert_true(drive_keyboard.y + drive_keyboard.h <= DRIVE_HEIGHT / 2.0F);
    tap(d, SETUP_ID_TARGET + 1);
    tap(d, SETUP_ID_ADULT_ADD);
    tap(d, SETUP_ID_TEXT + FORM_ADULT + 1);
    drive_type(d, "JK");
    tap(d, SETUP_ID_TEXT + FORM_PART + 1);
    drive_type(d, "station");
    ui_edit_end(&d->app->ui);
    /* What lies further down, as if it had been scrolled to. */
    setup_form_copy_text(form->texts[FORM_GOALS], FORM_TEXT_SIZE, "Compare fractions");
    (void)setup_form_add_watch(form);
    setup_form_copy_text(form->texts[FORM_WATCHER], FORM_TEXT_SIZE, "KL");
    setup_form_copy_text(form->texts[FORM_WHOM], FORM_TEXT_SIZE, "Table 3");
    int32_t codes[3], count = 0;
    const Protocol *p = setup_form_protocol(form);
    for (int32_t i = 0; i < p->code_count && count < 3; i++)
        if (p->codes[i].senses & SENSE_PHASE)
            codes[count++] = i;
    assert_int_equal(count, 3);
    while (form->phase_count > 0)
        setup_form_remove_phase(form, 0);
    for (int32_t i = 0; i < 3; i++)
        tap_right(d, SETUP_ID_PHASE_ADD + (uint32_t)codes[i]);
    tap_right(d, SETUP_ID_PHASE_EARLIER); /* the one added last is chosen */
    tap_right(d, SETUP_ID_PHASE_EARLIER);
    assert_int_equal(form->phase_codes[0], codes[2]);
    assert_int_equal(form->phase_codes[1], codes[0]);
    int32_t minutes = form->phase_minutes[0];
    tap_right(d, SETUP_ID_PHASE_MORE);
    assert_true(form->phase_minutes[0] > minutes);
    minutes = form->phase_minutes[0];
    tap_right(d, SETUP_ID_PHASE + 1);
    tap_right(d, SETUP_ID_PHASE_LATER);
    tap_right(d, SETUP_ID_PHASE_REMOVE);
    assert_int_equal(form->phase_count, 2);
    char last_key[64], middle_key[64];
    (void)snprintf(last_key, sizeof last_key, "%s", p->codes[codes[2]].key);
    (void)snprintf(middle_key, sizeof middle_key, "%s", p->codes[codes[1]].key);
    tap(d, SETUP_ID_START);
    drive_close(d);

    read_setup(d);
    const Subject *pupil = stored_pupil("3B");
    assert_int_equal(pupil->focus, 'A');
    assert_string_equal(pupil->predicted, "Compares the numerators only");
    assert_int_equal(stored->targets, 2);
    assert_string_equal(stored->subjects[0].label, "T");
    assert_string_equal(stored->subjects[0].detail, "lead");
    assert_string_equal(stored->subjects[1].label, "JK");
    assert_string_equal(stored->subjects[1].detail, "station");
    assert_string_equal(stored->goals, "Compare fractions");
    assert_int_equal(stored->watch_count, 1);
    assert_string_equal(stored->watches[0].observer, "KL");
    assert_string_equal(stored->watches[0].whom, "Table 3");
    assert_int_equal(stored->phase_count, 2);
    assert_string_equal(stored_protocol->codes[stored->phases[0].code].key, last_key);
    assert_int_equal(stored->phases[0].minutes, minutes);
    assert_string_equal(stored_protocol->codes[stored->phases[1].code].key, middle_key);
}

static void setup__starts__with_nobody_and_with_many(void **state)
{
    Drive *d = *state;
    static const int32_t COUNTS[] = {0, 1, 45, 120};
    drive_open(d);
    for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++) {
        tap(d, HOME_ID_NEW);
        setup_form_set_count(&d->app->form, 0);
        setup_form_arrange(&d->app->form, SEATING_TABLES, COUNTS[i]);
        drive_frame(d);
        tap(d, SETUP_ID_START);
        assert_int_equal(d->app->screen, APP_BOARD);
        drive_frame(d);
        tap(d, BOARD_ID_MENU);
        tap(d, APP_ID_MENU_HOME);
        drive_pass(5000);
    }
    drive_close(d);
    read_setup(d);
    assert_int_equal(count_pupils(), 120);
}

static void setup__opens_the_keyboard__above_the_lower_half(void **state)
{
    Drive *d = *state;
    drive_open(d);
    app_resize(d->app, 820, 1180, 1);
    d->surface.width = 820;
    drive_tap(d, HOME_ID_NEW);
    UiInput wheel = {.kind = UI_INPUT_WHEEL,
                     .x = 400,
                     .y = 600,
                     .wheel = 10000,
                     .at_ms = drive_clock.boot_ms,
                     .now_ms = drive_clock.boot_ms};
    app_input(d->app, &wheel);
    UiRect low;
    drive_frame(d);
    assert_true(app_find_target(d->app, SETUP_ID_TEXT + FORM_THEME, &low));
    wheel.wheel = low.y - 900; /* to where the keyboard will be */
    app_input(d->app, &wheel);
    drive_frame(d);
    assert_true(app_find_target(d->app, SETUP_ID_TEXT + FORM_THEME, &low));
    assert_true(low.y > 1180 / 2.0F);
    /* In the handler of the lift, not in the frame after it. */
    drive_touch(d, UI_INPUT_DOWN, low.x + 20, low.y + 20);
    assert_false(drive_keyboard_open);
    drive_touch(d, UI_INPUT_UP, low.x + 20, low.y + 20);
    assert_true(drive_keyboard_open);
    drive_frame(d);
    UiRect r = {0};
    assert_true(app_find_target(d->app, SETUP_ID_TEXT + FORM_THEME, &r));
    assert_true(r.y + r.h <= 1180 / 2.0F);
    drive_tap(d, SETUP_ID_BACK);
    assert_false(drive_keyboard_open);
}

static void setup__takes_pasted_names__as_initials(void **state)
{
    Drive *d = *state;
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    drive_tap(d, SETUP_ID_NAMES);
    drive_clipboard = "Perez, Sofia\nLuna, Diego\nPena, Sara\n";
    drive_tap(d, SETUP_ID_NAMES_PASTE);
    assert_int_equal(d->app->form.places.seating.count, 3);
    drive_tap(d, SETUP_ID_NAMES_FIELD);
    drive_type(d, "Ana Ruiz\nBen Lee");
    drive_tap(d, SETUP_ID_NAMES_TAKE);
    assert_int_equal(d->app->form.places.seating.count, 2);
    drive_tap(d, SETUP_ID_CLOSE);
    drive_tap(d, SETUP_ID_START);
    drive_close(d);
    read_setup(d);
    int32_t pupils = 0;
    for (int32_t i = 0; i < stored->subject_count; i++) {
        const Subject *subject = &stored->subjects[i];
        if (subject->kind == SUBJECT_PUPIL)
            assert_string_equal(subject->label, pupils++ == 0 ? "AR" : "BL");
    }
    assert_int_equal(pupils, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(setup__takes_few_touches__for_a_first_lesson),
        TEST(setup__takes_two_touches__for_yesterdays_class),
        TEST(classes__are_used_again__from_a_list),
        TEST(classes__are_kept_renamed_and_removed),
        TEST(classes__come_back__as_they_were_kept),
        TEST(lists__fill_in__labels_groups_and_attributes),
        TEST(lists__are_taken__from_the_clipboard),
        TEST(lists__are_told_from_names__on_the_clipboard),
        TEST(setup__asks_once__before_what_is_filled_in_is_lost),
        TEST(setup__asks_before_it_is_left__whatever_was_changed),
        TEST(setup__asks_not__when_only_a_class_was_chosen),
        TEST(setup__says_what_is_lost__before_the_app_closes),
        TEST(setup__stores__what_the_team_planned),
        TEST(setup__starts__with_nobody_and_with_many),
        TEST(setup__opens_the_keyboard__above_the_lower_half),
        TEST(setup__takes_pasted_names__as_initials),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_deinit(&arena);
    return failed;
}
