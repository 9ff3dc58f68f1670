#include "check.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "tests/recorder/screen/drive.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* The first set-up: one adult, six tables, then 24 pupils. */
enum { TEACHER = 0, FIRST_PUPIL = 7 };

static Arena arena;
static const Protocol *academic;

static int set_up(void **state)
{
    Err err = {0};
    arena_init(&arena, (size_t)64 << 20);
    if (!protocol_load_shipped(&arena, "academic-talk", &academic, &err))
        return -1;
    static Drive drive;
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

static int32_t code(const char *key)
{
    int32_t index = protocol_find_code(academic, key);
    assert_int_not_equal(index, PROTOCOL_NONE);
    return index;
}

static void tap_seat(Drive *d, int32_t subject)
{
    drive_tap(d, BOARD_ID_SEAT + (uint32_t)subject);
}

static void choose_academic_talk(Drive *d)
{
    for (int32_t i = 0; i < d->app->form.protocol_count; i++)
        if (strcmp(d->app->form.protocols[i]->key, "academic-talk") == 0)
            drive_tap(d, SETUP_ID_PROTOCOL + (uint32_t)i);
}

static void begin_lesson(Drive *d)
{
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    choose_academic_talk(d);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
}

static void end_lesson(Drive *d)
{
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    assert_int_equal(d->app->screen, APP_SAVED);
}

/* ---- what is on the disk ---- */

typedef struct Stored {
    Store *store;
    StoredObservation found;
    Session *session;
    UuidSource ids;
    const ObsEvent *events;
    size_t count;
} Stored;

static void read_stored(const Drive *d, int32_t index, Stored *ret_stored)
{
    Err err = {0};
    Stored s = {.store = store_open(d->db, STORE_READ, &err)};
    if (!s.store)
        fail_msg("%s", err.text);
    StoreItem *items = NULL;
    int32_t count = 0;
    assert_ok(store_list(s.store, &arena, 0, 0, &items, &count, &err), err);
    assert_true(index < count);
    assert_ok(store_load(s.store, items[index].id, &arena, &s.found, &err), err);
    *ret_stored = s;
    s = *ret_stored;
    ret_stored->session = session_create(s.found.protocol, s.found.setup, &ret_stored->ids, &err);
    assert_non_null(ret_stored->session);
    assert_ok(session_apply(ret_stored->session, s.found.facts, &err), err);
    ret_stored->events = session_events(ret_stored->session, &ret_stored->count);
}

static void close_stored(Stored *s)
{
    session_destroy(s->session);
    store_close(s->store);
}

static const ObsEvent *find_event(const Stored *s, int32_t event_code, int32_t subject, size_t nth)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->events[i].code == event_code && s->events[i].subject == subject && nth-- == 0)
            return &s->events[i];
    fail_msg("event %d of code %s is not in the record", (int)nth, academic->codes[event_code].key);
    return NULL;
}

static int32_t count_files(const char *folder, const char *begin)
{
    int32_t count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        count += strncmp(entry->d_name, begin, strlen(begin)) == 0 ? 1 : 0;
    if (dir)
        (void)closedir(dir);
    return count;
}

static void assert_is_pdf(const Drive *d, const char *file)
{
    char path[700];
    Err err = {0};
    const char *text = NULL;
    size_t len = 0;
    (void)snprintf(path, sizeof path, "%s/%s", d->sheets, file);
    assert_ok(file_read(&arena, path, (size_t)32 << 20, &text, &len, &err), err);
    assert_true(len > 1000);
    assert_memory_equal(text, "%PDF", 4);
}

/* ---- a whole lesson ---- */

static void app__records_a_lesson__from_set_up_to_sheet(void **state)
{
    Drive *d = *state;
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    choose_academic_talk(d);
    drive_tap(d, SETUP_ID_TEXT + FORM_TITLE);
    drive_type(d, "Fractions / line");
    drive_tap(d, SETUP_ID_SEAT + 3);
    drive_tap(d, SETUP_ID_TARGET + 1);
    drive_tap(d, SETUP_ID_START);
    int64_t zero_ms = drive_clock.boot_ms;

    drive_pass(10000);
    int64_t teacher_ms = drive_clock.boot_ms - zero_ms;
    tap_seat(d, TEACHER);
    drive_pass(5000);
    int64_t pupil_ms = drive_clock.boot_ms - zero_ms;
    tap_seat(d, FIRST_PUPIL + 1);
    drive_pass(2000);
    int64_t frame_ms = drive_clock.boot_ms - zero_ms;
    drive_tap(d, board_pad_id(code("frame"), 2));
    drive_pass(2000);
    drive_tap(d, board_pad_id(code("frame"), 3));
    drive_tap(d, BOARD_ID_UNDO);
    drive_pass(3000);
    end_lesson(d);
    assert_string_equal(d->app->saved.model.trouble, "");
    assert_string_equal(d->app->saved.model.file, "2026-11-23-Fractions-line.pdf");
    assert_is_pdf(d, d->app->saved.model.file);
    drive_close(d);

    Stored s;
    read_stored(d, 0, &s);
    assert_string_equal(s.found.setup->title, "Fractions / line");
    assert_int_equal(s.found.setup->targets, 2);
    assert_int_equal(session_state(s.session), SESSION_ENDED);
    const ObsEvent *teacher = find_event(&s, code("teacher-talk"), TEACHER, 0);
    /* The landing counts, not the lift; on the chart a turn begins with it. */
    assert_int_equal(teacher->start_ms, teacher_ms);
    assert_int_equal(teacher->stop_ms, pupil_ms);
    const ObsEvent *pupil = find_event(&s, code("student-talk"), FIRST_PUPIL + 1, 0);
    assert_int_equal(pupil->start_ms, pupil_ms);
    assert_int_equal(pupil->stop_ms, session_end_ms(s.session));
    const ObsEvent *frame = find_event(&s, code("frame"), FIRST_PUPIL + 1, 0);
    assert_int_equal(frame->start_ms, frame_ms);
    assert_false(frame->voided);
    int32_t function = protocol_find_modifier(academic, "function");
    assert_int_equal(frame->options[function], 2);
    const ObsEvent *undone = find_event(&s, code("frame"), FIRST_PUPIL + 1, 1);
    assert_true(undone->voided);
    assert_int_equal(undone->options[function], 3);
    const ObsEvent *absent = find_event(&s, code("absent"), FIRST_PUPIL + 3, 0);
    assert_int_equal(absent->start_ms, 0);
    close_stored(&s);
}

static void app__keeps_seat_positions__as_the_form_shows_them(void **state)
{
    Drive *d = *state;
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    drive_tap(d, SETUP_ID_SEATING + SEATING_HORSESHOE);
    drive_tap(d, SETUP_ID_START);
    drive_close(d);
    Stored s;
    read_stored(d, 0, &s);
    Seating seating = seating_arrange(SEATING_HORSESHOE, 24);
    const Subject *first = &s.found.setup->subjects[1 + 3];
    assert_int_equal(first->kind, SUBJECT_PUPIL);
    assert_true(first->x == seating.seats[0].x && first->y == seating.seats[0].y);
    assert_string_equal(s.found.setup->subjects[first->group].label, "Left side");
    close_stored(&s);
}

/* ---- cut off ---- */

/* Another process records and is killed; what it was is told through a pipe. */
static void record_and_die(Drive *d, int told[2])
{
    begin_lesson(d);
    int64_t zero_ms = drive_clock.boot_ms;
    drive_pass(20000);
    tap_seat(d, FIRST_PUPIL);
    int64_t say[] = {zero_ms, drive_clock.boot_ms, drive_clock.unix_ms};
    if (write(told[1], say, sizeof say) == (ssize_t)sizeof say)
        (void)kill(getpid(), SIGKILL);
    _exit(1);
}

static void app__continues__with_the_clock_right_after_a_kill(void **state)
{
    Drive *d = *state;
    int told[2], status = 0;
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        record_and_die(d, told);
    int64_t said[3];
    assert_int_equal(read(told[0], said, sizeof said), sizeof said);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    (void)close(told[0]);
    (void)close(told[1]);
    int64_t zero_ms = said[0];
    drive_clock.boot_ms = said[1];
    drive_clock.unix_ms = said[2];

    drive_pass(90000);
    drive_open(d);
    assert_true(drive_says(d, "Still running"));
    assert_true(drive_says(d, "1:50"));
    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(d->app->screen, APP_BOARD);
    int64_t at_ms = drive_clock.boot_ms - zero_ms;
    tap_seat(d, FIRST_PUPIL + 5);
    drive_close(d);

    Stored s;
    read_stored(d, 0, &s);
    assert_int_equal(find_event(&s, code("student-talk"), FIRST_PUPIL, 0)->stop_ms, at_ms);
    assert_int_equal(find_event(&s, code("student-talk"), FIRST_PUPIL + 5, 0)->start_ms, at_ms);
    close_stored(&s);
}

static void app__continues__by_the_wall_clock_after_an_empty_battery(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    drive_pass(30000);
    int64_t begun_unix_ms = drive_clock.unix_ms - 30000;
    tap_seat(d, FIRST_PUPIL);
    drive_close(d);

    drive_clock =
        (PlatformClock){.boot_ms = 12000, .unix_ms = begun_unix_ms + 605000, .boot_id = "second"};
    drive_open(d);
    assert_true(drive_says(d, "10:05"));
    drive_tap(d, HOME_ID_CONTINUE);
    int64_t at_ms = drive_clock.unix_ms - begun_unix_ms;
    tap_seat(d, FIRST_PUPIL + 2);
    drive_close(d);

    Stored s;
    read_stored(d, 0, &s);
    assert_int_equal(find_event(&s, code("student-talk"), FIRST_PUPIL + 2, 0)->start_ms, at_ms);
    close_stored(&s);
}

/* The clock was an hour slow and is set in mid-lesson; then the battery is empty. */
static void app__continues_at_the_right_time__though_the_clock_was_set(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    int64_t zero_ms = d->app->lesson.zero_ms;
    drive_pass(30000);
    tap_seat(d, FIRST_PUPIL);
    drive_clock.unix_ms += INT64_C(3600000);
    drive_pass(30000);
    drive_frame(d);
    int64_t session_ms = drive_clock.boot_ms - zero_ms;
    drive_close(d);

    drive_clock = (PlatformClock){
        .boot_ms = 12000, .unix_ms = drive_clock.unix_ms + 300000, .boot_id = "second"};
    drive_open(d);
    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(app_session_ms(d->app), session_ms + 300000 + DRIVE_TOUCH_MS);
}

static void app__ends_a_forgotten_lesson__where_it_was_cut_off(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    drive_pass(30000);
    tap_seat(d, FIRST_PUPIL);
    drive_close(d);
    drive_pass(HOME_LONG_AGO_MS - 2000);
    drive_open(d);
    assert_false(drive_shows(d, HOME_ID_END));
    drive_close(d);
    drive_pass(24 * INT64_C(3600000));
    drive_open(d);
    assert_true(drive_says(d, "It ended at 0:30"));
    drive_tap(d, HOME_ID_END);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_string_equal(d->app->saved.model.trouble, "");
    drive_close(d);
    Stored s;
    read_stored(d, 0, &s);
    assert_int_equal(session_state(s.session), SESSION_ENDED);
    const ObsEvent *pupil = find_event(&s, code("student-talk"), FIRST_PUPIL, 0);
    assert_int_equal(session_end_ms(s.session), pupil->stop_ms);
    assert_true(pupil->stop_ms >= 30000 && pupil->stop_ms <= 30000 + DRIVE_TOUCH_MS);
    close_stored(&s);
}

static void app__goes_home_and_back__the_lesson_goes_on(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    int64_t zero_ms = drive_clock.boot_ms;
    tap_seat(d, FIRST_PUPIL);
    drive_tap(d, BOARD_ID_MENU);
    drive_tap(d, APP_ID_MENU_HOME);
    assert_int_equal(d->app->screen, APP_HOME);
    drive_pass(45000);
    drive_frame(d);
    assert_true(drive_says(d, "0:45"));
    drive_tap(d, HOME_ID_CONTINUE);
    int64_t at_ms = drive_clock.boot_ms - zero_ms;
    tap_seat(d, FIRST_PUPIL + 1);
    drive_close(d);
    Stored s;
    read_stored(d, 0, &s);
    assert_int_equal(find_event(&s, code("student-talk"), FIRST_PUPIL, 0)->stop_ms, at_ms);
    close_stored(&s);
}

/* The record keeps the protocol's text, which has every language. */
static void app__opens_a_lesson__in_the_language_of_the_settings(void **state)
{
    Drive *d = *state;
    Err err = {0};
    char path[320];
    (void)snprintf(path, sizeof path, "%s/settings", d->folder);
    d->options.settings_path = path;
    drive_open(d);
    Settings settings = d->app->settings;
    (void)snprintf(settings.language, sizeof settings.language, "es");
    assert_ok(app_use_settings(d->app, &settings, &err), err);
    drive_close(d);
    begin_lesson(d);
    assert_true(drive_says(d, "Discutir"));
    drive_close(d);
    drive_open(d);
    drive_tap(d, HOME_ID_CONTINUE);
    assert_true(drive_says(d, "Discutir"));
    end_lesson(d);
    drive_close(d);
    drive_open(d);
    drive_tap(d, HOME_ID_ROW);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_string_equal(d->app->lesson.protocol->language, "es");
}

static void app__counts_no_pause__as_time_on_the_floor(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    tap_seat(d, FIRST_PUPIL);
    drive_pass(20000);
    drive_tap(d, BOARD_ID_PAUSE);
    drive_pass(300000);
    drive_tap(d, BOARD_ID_PAUSE);
    drive_pass(3000);
    drive_frame(d);
    assert_true(drive_says(d, "0:23"));
}

static void app__takes_the_end_back__the_lesson_goes_on(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    drive_pass(10000);
    tap_seat(d, FIRST_PUPIL);
    end_lesson(d);
    drive_pass(4000);
    drive_tap(d, SAVED_ID_REOPEN);
    assert_int_equal(d->app->screen, APP_BOARD);
    drive_pass(1000);
    tap_seat(d, TEACHER);
    end_lesson(d);
    assert_int_equal(count_files(d->sheets, "2026-11-23-Lesson"), 2);
    drive_close(d);
    Stored s;
    read_stored(d, 0, &s);
    const ObsEvent *pupil = find_event(&s, code("student-talk"), FIRST_PUPIL, 0);
    assert_int_equal(pupil->stop_ms, find_event(&s, code("teacher-talk"), TEACHER, 0)->start_ms);
    close_stored(&s);
}

/* ---- the disk ---- */

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void app__keeps_recording__while_the_disk_refuses(void **state)
{
    Drive *d = *state;
    (void)signal(SIGXFSZ, SIG_IGN);
    begin_lesson(d);
    drive_pass(5000);
    limit_files(1);
    tap_seat(d, FIRST_PUPIL);
    size_t unsaved = recording_unsaved(d->app->lesson.recording);
    bool in_memory = session_event_count(recording_session(d->app->lesson.recording)) == 1;
    app_quit_asked(d->app);
    bool quits = app_wants_quit(d->app);
    limit_files(RLIM_INFINITY);
    assert_true(unsaved > 0 && in_memory);
    assert_false(quits); /* what waits is worth one more question */
    static const char ASKED[] = "what was recorded since 0:05 (1 entry) would be lost; close";
    assert_memory_equal(d->app->lesson.warning, ASKED, sizeof ASKED - 1);

    drive_pass(1000);
    drive_frame(d);
    assert_true(recording_unsaved(d->app->lesson.recording) > 0);
    assert_true(d->wake_ms <= drive_clock.boot_ms + 2000);
    drive_pass(2000);
    drive_frame(d);
    assert_int_equal(recording_unsaved(d->app->lesson.recording), 0);
    drive_close(d);
    Stored s;
    read_stored(d, 0, &s);
    assert_int_equal(find_event(&s, code("student-talk"), FIRST_PUPIL, 0)->start_ms, 5000);
    close_stored(&s);
}

static void app__stays_in_set_up__when_a_lesson_cannot_be_begun(void **state)
{
    Drive *d = *state;
    (void)signal(SIGXFSZ, SIG_IGN);
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    limit_files(1);
    drive_tap(d, SETUP_ID_START);
    limit_files(RLIM_INFINITY);
    assert_int_equal(d->app->screen, APP_SETUP);
    assert_non_null(strstr(d->app->setup_trouble, "kenkyu.db"));
    assert_null(d->app->lesson.recording);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
}

static void app__says_why__a_sheet_cannot_be_written(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    drive_pass(5000);
    tap_seat(d, FIRST_PUPIL);
    Err err = {0};
    assert_ok(file_write(d->sheets, "in the way", 10, &err), err);
    end_lesson(d);
    assert_string_equal(d->app->saved.model.file, "");
    assert_non_null(strstr(d->app->saved.model.trouble, d->sheets));
    assert_int_equal(unlink(d->sheets), 0);
    drive_tap(d, SAVED_ID_RETRY);
    assert_string_equal(d->app->saved.model.trouble, "");
    assert_is_pdf(d, d->app->saved.model.file);
}

static void app__stays_calm__over_a_file_of_another_program(void **state)
{
    Drive *d = *state;
    Err err = {0};
    static const char OTHER[] = "Dear diary, this is no database at all, but it is long enough.";
    assert_ok(file_write(d->db, OTHER, sizeof OTHER, &err), err);
    drive_open(d);
    assert_true(drive_says(d, "Your lessons are out of reach"));
    assert_true(*d->app->home.trouble.text != '\0');
    assert_true(drive_shows(d, HOME_ID_RETRY));
    assert_false(drive_shows(d, HOME_ID_NEW));
    assert_int_equal(unlink(d->db), 0);
    drive_tap(d, HOME_ID_RETRY);
    assert_true(drive_shows(d, HOME_ID_NEW));
    assert_false(drive_says(d, "out of reach"));
}

/* ---- home ---- */

static void app__makes_the_same_sheet__of_an_earlier_lesson(void **state)
{
    Drive *d = *state;
    begin_lesson(d);
    drive_pass(5000);
    tap_seat(d, FIRST_PUPIL);
    end_lesson(d);
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_ROW);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_false(drive_shows(d, SAVED_ID_REOPEN));
    assert_int_equal(count_files(d->sheets, "2026-11-23-"), 1); /* the same file */
    assert_null(strstr(d->app->saved.model.file, "-2.pdf"));
    drive_tap(d, SAVED_ID_NEXT);
    assert_int_equal(d->app->screen, APP_SETUP);
    assert_true(d->app->form.from_earlier);
}

static void app__reads_lessons_page_by_page__of_many(void **state)
{
    enum { MANY = 150 };
    Drive *d = *state;
    Err err = {0};
    Store *store = store_open(d->db, STORE_WRITE, &err);
    assert_non_null(store);
    UuidSource ids;
    uuid_source_init(&ids, (uint64_t[2]){7, 8});
    for (int i = 0; i < MANY; i++) {
        char title[32];
        (void)snprintf(title, sizeof title, "Lesson %d", i);
        Setup setup = {.id = uuid_next(&ids, drive_clock.unix_ms - MANY + i),
                       .title = title,
                       .class_name = "",
                       .place = "",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .started_unix_ms = drive_clock.unix_ms - (MANY - i) * INT64_C(3600000),
                       .resolution_ms = 1};
        ClockAnchor anchor = {.unix_ms = setup.started_unix_ms};
        assert_ok(store_add_observation(store, &setup, academic, &anchor, &err), err);
    }
    store_close(store);
    drive_open(d);
    assert_true(d->app->home.count < MANY && d->app->home.total == MANY);
    drive_tap(d, HOME_ID_SEARCH);
    drive_type(d, "lesson 3");
    for (int i = 0; i < 4; i++)
        drive_frame(d);
    assert_int_equal(d->app->home.count, MANY);
    assert_true(drive_says(d, "11 of 150")); /* 3, 30..39 */
    drive_tap(d, HOME_ID_CLEAR);
    assert_true(drive_says(d, "150 lessons"));
}

static void app__rests__when_nothing_happens(void **state)
{
    Drive *d = *state;
    drive_open(d);
    drive_frame(d);
    assert_int_equal(d->dirty_count, 0);
    assert_true(d->wake_ms == INT64_MAX);
    drive_tap(d, HOME_ID_NEW);
    drive_frame(d);
    assert_int_equal(d->dirty_count, 0);
    assert_true(d->wake_ms == INT64_MAX);
    drive_tap(d, SETUP_ID_START);
    assert_true(d->wake_ms > drive_clock.boot_ms);
    assert_true(d->wake_ms <= drive_clock.boot_ms + 1000);
    drive_frame(d);
    assert_int_equal(d->dirty_count, 0);
}

/* ---- demo ---- */

static void app__plays_the_demo__to_its_sheet(void **state)
{
    Drive *d = *state;
    d->options.demo_path = TEST_SOURCE_DIR "/assets/demo-lesson.json";
    d->options.demo_speed = 600;
    drive_open(d);
    assert_int_equal(d->app->screen, APP_BOARD);
    int32_t acts = d->app->demo.script.act_count;
    assert_true(acts > 10);
    int frames = 0;
    while (d->app->screen == APP_BOARD && frames++ < 20000) {
        assert_string_equal(d->app->lesson.message, "");
        int64_t wait_ms = d->wake_ms - drive_clock.boot_ms;
        drive_pass(wait_ms > 1 ? (wait_ms < 1000 ? wait_ms : 1000) : 1);
        drive_frame(d);
    }
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_string_equal(d->app->saved.model.trouble, "");
    assert_is_pdf(d, d->app->saved.model.file);
    assert_false(app_wants_quit(d->app));
    assert_int_equal(d->wake_ms, d->app->demo.leave_ms);
    drive_pass(d->wake_ms - drive_clock.boot_ms);
    UiInput time = {.at_ms = drive_clock.boot_ms, .now_ms = drive_clock.boot_ms};
    app_input(d->app, &time); /* as the platform tells that time passed */
    drive_frame(d);
    assert_true(app_wants_quit(d->app)); /* nobody touched it */
    drive_close(d);
    Stored s;
    read_stored(d, 0, &s);
    assert_int_equal(session_state(s.session), SESSION_ENDED);
    assert_true(session_event_count(s.session) > 10);
    close_stored(&s);
}

static void play_demo_for(Drive *d, int64_t ms)
{
    for (int64_t gone = 0; gone < ms; gone += 50) {
        drive_pass(50);
        drive_frame(d);
    }
}

static void app__lets_a_finger_join__the_demo(void **state)
{
    Drive *d = *state;
    d->options.demo_path = TEST_SOURCE_DIR "/assets/demo-lesson.json";
    d->options.demo_speed = 120;
    drive_open(d);
    play_demo_for(d, 2000);
    for (int i = 0; i < 20; i++) {
        drive_tap(d, board_pad_id(code("board"), PROTOCOL_NONE));
        assert_string_equal(d->app->lesson.message, "");
        play_demo_for(d, 100);
        assert_string_equal(d->app->lesson.message, "");
    }
    assert_non_null(d->app->demo.replay);
    end_lesson(d);
    play_demo_for(d, 1000);
    assert_int_equal(d->app->screen, APP_SAVED);
    drive_tap(d, SAVED_ID_NEXT);
    play_demo_for(d, 20000);
    assert_false(app_wants_quit(d->app)); /* somebody is there */
    drive_tap(d, SETUP_ID_START);
    play_demo_for(d, 1000);
    assert_int_equal(session_event_count(recording_session(d->app->lesson.recording)), 0);
}

static void app__stays_home__without_the_demo_file(void **state)
{
    Drive *d = *state;
    d->options.demo_path = "no such lesson.json";
    d->options.demo_speed = 60;
    drive_open(d);
    assert_int_equal(d->app->screen, APP_HOME);
    assert_true(drive_says(d, "no such lesson.json"));
    assert_true(drive_shows(d, HOME_ID_NEW));
}

/* ---- anything ---- */

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* A finger anywhere (mostly on a target), a key, a letter, time, another size. */
static void do_something(Drive *d, uint32_t *seed)
{
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {600, 900}, {480, 480}};
    UiInput in = {.finger = 1};
    uint32_t what = next_random(seed) % 16;
    const Ui *ui = &d->app->ui;
    in.x = (float)(next_random(seed) % DRIVE_WIDTH);
    in.y = (float)(next_random(seed) % DRIVE_HEIGHT);
    if (what < 10 && ui->target_count > 0) {
        UiRect r = ui->targets[next_random(seed) % (uint32_t)ui->target_count].rect;
        in.x = r.x + r.w / 2;
        in.y = r.y + r.h / 2;
    }
    if (what == 15) {
        const float *size = SIZES[next_random(seed) % 4];
        app_resize(d->app, size[0], size[1], 1);
    }
    in.kind = what < 12 ? UI_INPUT_DOWN : what == 12 ? UI_INPUT_KEY : UI_INPUT_TEXT;
    in.key = (UiKey)(next_random(seed) % (UI_KEY_PASTE + 1));
    (void)snprintf(in.text, sizeof in.text, "%s", what % 2 ? "a" : "\xC3\xA9\n");
    in.at_ms = in.now_ms = drive_clock.boot_ms;
    app_input(d->app, &in);
    if (in.kind == UI_INPUT_DOWN) {
        drive_pass(next_random(seed) % 8 == 0 ? 600 : 30);
        in.kind = next_random(seed) % 8 == 0 ? UI_INPUT_MOVE : UI_INPUT_UP;
        in.x += in.kind == UI_INPUT_MOVE ? 60 : 0;
        in.at_ms = in.now_ms = drive_clock.boot_ms;
        app_input(d->app, &in);
        in.kind = UI_INPUT_UP;
        app_input(d->app, &in);
    }
    drive_pass(next_random(seed) % 32 == 0 ? 130000 : 200);
    drive_frame(d);
}

/* Whatever is done to it, what it kept can be read again. */
static void app__survives__anything(void **state)
{
    enum { ACTS = 1500 };
    Drive *d = *state;
    uint32_t seed = 7;
    drive_clipboard = "Ana Ruiz\nBen Lee\nCy Fox";
    drive_open(d);
    drive_tap(d, HOME_ID_NEW); /* something is kept, wherever the fingers go then */
    drive_tap(d, SETUP_ID_START);
    for (int i = 0; i < ACTS; i++)
        do_something(d, &seed);
    drive_close(d);
    StoreItem *items = NULL;
    int32_t count = 0;
    Err err = {0};
    Store *store = store_open(d->db, STORE_READ, &err);
    assert_non_null(store);
    assert_ok(store_list(store, &arena, 0, 0, &items, &count, &err), err);
    store_close(store);
    assert_true(count > 0);
    for (int32_t i = 0; i < count; i++) {
        Stored s;
        read_stored(d, i, &s);
        close_stored(&s);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(app__records_a_lesson__from_set_up_to_sheet),
        TEST(app__keeps_seat_positions__as_the_form_shows_them),
        TEST(app__continues__with_the_clock_right_after_a_kill),
        TEST(app__continues__by_the_wall_clock_after_an_empty_battery),
        TEST(app__continues_at_the_right_time__though_the_clock_was_set),
        TEST(app__ends_a_forgotten_lesson__where_it_was_cut_off),
        TEST(app__goes_home_and_back__the_lesson_goes_on),
        TEST(app__opens_a_lesson__in_the_language_of_the_settings),
        TEST(app__counts_no_pause__as_time_on_the_floor),
        TEST(app__takes_the_end_back__the_lesson_goes_on),
        TEST(app__keeps_recording__while_the_disk_refuses),
        TEST(app__stays_in_set_up__when_a_lesson_cannot_be_begun),
        TEST(app__says_why__a_sheet_cannot_be_written),
        TEST(app__stays_calm__over_a_file_of_another_program),
        TEST(app__makes_the_same_sheet__of_an_earlier_lesson),
        TEST(app__reads_lessons_page_by_page__of_many),
        TEST(app__rests__when_nothing_happens),
        TEST(app__plays_the_demo__to_its_sheet),
        TEST(app__lets_a_finger_join__the_demo),
        TEST(app__stays_home__without_the_demo_file),
        TEST(app__survives__anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
