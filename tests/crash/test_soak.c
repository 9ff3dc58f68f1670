/* test_soak.c - a school day of eight hours by finger: eight lessons in the whole app,
 * the tablet put to sleep, its clock set forwards, backwards, over midnight and to summer
 * time, the app closed and the machine started anew. The record is then what the finger
 * did, to the event and the millisecond; memory and the time to a commit stay what they
 * were in the first hour.
 *
 * The clock is the test's, so the day takes minutes. KENKYU_SOAK_EVENTS=50000 records a
 * whole day's events, the default a part of them; hour by hour it prints resident memory
 * and how long a tap took until it was on the disk, also as a ratio to the first hour.
 */
#include "check.h"

#include "protocols/protocol_load.h"
#include "recorder/store/backup.h"
#include "recorder/store/reread.h"
#include "tests/recorder/screen/drive.h"

#include <time.h>

enum {
    HOURS = 8,
    PART = 800,    /* events in an ordinary test run */
    WHOLE = 50000, /* of a day */
    TEACHER = 0,
    FIRST_PUPIL = 7,
    PUPILS = 24,
    MAX_ACTS = 40000, /* of an hour */
};
static const int64_t MINUTE = 60000, HOUR = 3600000;

/* What the finger did, in the order of its acts. */
typedef struct Want {
    int32_t code, subject;
    int64_t start_ms, stop_ms; /* EVENT_OPEN: until the lesson ends */
    bool undone;
} Want;

typedef struct Soak {
    Drive drive;
    Arena arena;
    const Protocol *protocol;
    int32_t teacher_talk, student_talk, frame;
    Want wants[MAX_ACTS];
    int32_t want_count, open; /* index of who has the floor, or -1 */
    int64_t zero_ms;          /* boot clock at session time 0 */
    double taps_ms[MAX_ACTS]; /* from landing to commit, and what is drawn then */
    int32_t tap_count;
    int64_t events, samples; /* made by finger; asked for and not answered */
} Soak;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- the finger ---- */

static int64_t session_now(const Soak *s)
{
    return drive_clock.boot_ms - s->zero_ms;
}

/* What is timed is the lift: the act is planned, committed and applied in it. */
static void tap(Soak *s, uint32_t id)
{
    Drive *d = &s->drive;
    UiRect r;
    drive_frame(d);
    if (!app_find_target(d->app, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    drive_touch(d, UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
    drive_pass(DRIVE_TOUCH_MS);
    double begun = now_ms();
    drive_touch(d, UI_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
    s->taps_ms[s->tap_count++] = now_ms() - begun;
    drive_frame(d);
    assert_int_equal(recording_unsaved(d->app->lesson.recording), 0);
}

static void want(Soak *s, int32_t code, int32_t subject, int64_t at_ms, int64_t stop_ms)
{
    assert_true(s->want_count < MAX_ACTS);
    s->wants[s->want_count++] =
        (Want){.code = code, .subject = subject, .start_ms = at_ms, .stop_ms = stop_ms};
}

static void take_floor(Soak *s, int32_t subject)
{
    int64_t at_ms = session_now(s);
    if (s->open >= 0 && s->wants[s->open].subject == subject)
        return;
    if (s->open >= 0)
        s->wants[s->open].stop_ms = at_ms;
    s->open = s->want_count;
    want(s, subject == TEACHER ? s->teacher_talk : s->student_talk, subject, at_ms, EVENT_OPEN);
    tap(s, BOARD_ID_SEAT + (uint32_t)subject);
}

static void hear_frame(Soak *s, int32_t which)
{
    want(s, s->frame, s->wants[s->open].subject, session_now(s), 0);
    s->wants[s->want_count - 1].stop_ms = s->wants[s->want_count - 1].start_ms;
    tap(s, board_pad_id(s->frame, which));
}

static void act(Soak *s, int64_t nth)
{
    int32_t pupil = FIRST_PUPIL + (int32_t)(nth * 7 % PUPILS);
    switch (nth % 6) {
    case 0:
        take_floor(s, TEACHER);
        break;
    case 2:
    case 4:
        hear_frame(s, (int32_t)(nth / 6 % 3));
        break;
    case 5:
        if (nth % 4 == 1) {
            tap(s, BOARD_ID_UNDO);
            s->wants[s->want_count - 1].undone = true;
            break;
        }
        take_floor(s, pupil);
        break;
    default:
        take_floor(s, pupil);
    }
}

/* ---- a lesson ---- */

static void begin_lesson(Soak *s)
{
    Drive *d = &s->drive;
    drive_tap(d, HOME_ID_NEW);
    for (int32_t i = 0; i < d->app->form.protocol_count; i++)
        if (strcmp(d->app->form.protocols[i]->key, "academic-talk") == 0)
            drive_tap(d, SETUP_ID_PROTOCOL + (uint32_t)i);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
    s->zero_ms = d->app->lesson.zero_ms;
    s->want_count = s->tap_count = 0;
    s->open = -1;
}

static void end_lesson(Soak *s)
{
    Drive *d = &s->drive;
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    assert_int_equal(d->app->screen, APP_SAVED);
}

static int by_start(const void *a, const void *b)
{
    const Want *x = a, *y = b;
    return x->start_ms < y->start_ms ? -1 : x->start_ms > y->start_ms;
}

/* Read from the file: each event that the finger made, none that it did not. What the
 * signal asked for and nobody answered comes beside. */
static void check_lesson(Soak *s)
{
    Err err = {0};
    Arena arena;
    Observation o;
    arena_init(&arena, (size_t)512 << 20);
    Store *store = store_open(s->drive.db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    assert_ok(reread_observation(store, s->drive.app->lesson.setup->id, &arena, &o, &err), err);
    qsort(s->wants, (size_t)s->want_count, sizeof *s->wants, by_start);
    int32_t at = 0;
    for (size_t i = 0; i < o.event_count; i++) {
        const ObsEvent *e = &o.events[i];
        if (e->voided || o.protocol->codes[e->code].kind == CODE_INTERVAL) {
            s->samples += !e->voided;
            continue;
        }
        s->events++;
        while (at < s->want_count && s->wants[at].undone)
            at++;
        if (at == s->want_count)
            fail_msg("an event at %lld was never made", (long long)e->start_ms);
        const Want *w = &s->wants[at++];
        int64_t stop_ms = w->stop_ms == EVENT_OPEN ? o.end_ms : w->stop_ms;
        if (e->code != w->code || e->subject != w->subject || e->start_ms != w->start_ms ||
            e->stop_ms != stop_ms)
            fail_msg("event %d: code %d of %d from %lld to %lld, not code %d of %d from %lld to "
                     "%lld",
                     (int)at, (int)e->code, (int)e->subject, (long long)e->start_ms,
                     (long long)e->stop_ms, (int)w->code, (int)w->subject, (long long)w->start_ms,
                     (long long)stop_ms);
    }
    while (at < s->want_count && s->wants[at].undone)
        at++;
    assert_int_equal(at, s->want_count);
    store_close(store);
    arena_deinit(&arena);
}

/* ---- what happens to a tablet ---- */

static void check_clock(const Soak *s)
{
    assert_int_equal(app_session_ms(s->drive.app), session_now(s));
}

/* Closed, and opened after so long; a machine that was started anew knows the time
 * between by the wall clock only. */
static void reopen(Soak *s, int64_t away_ms, bool started_anew)
{
    Drive *d = &s->drive;
    drive_close(d);
    drive_pass(away_ms);
    if (started_anew) {
        int64_t session_ms = session_now(s);
        drive_clock.boot_ms = 40000;
        (void)snprintf(drive_clock.boot_id, sizeof drive_clock.boot_id, "anew");
        s->zero_ms = drive_clock.boot_ms - session_ms;
    }
    drive_open(d);
    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(d->app->screen, APP_BOARD);
}

static void set_clock(Soak *s, int64_t by_ms)
{
    drive_clock.unix_ms += by_ms;
    drive_frame(&s->drive);
}

/* In the middle of each hour; what the wall clock says is not what counts. */
static void happen(Soak *s, int32_t hour)
{
    int64_t day = 24 * HOUR;
    switch (hour) {
    case 1: /* asleep: nothing is asked, nothing answered */
        drive_pass(20 * MINUTE);
        break;
    case 2: /* forwards, and back again */
        set_clock(s, HOUR);
        set_clock(s, -HOUR);
        set_clock(s, 2 * HOUR);
        break;
    case 3: /* days back, and then the battery is empty */
        set_clock(s, -3 * day);
        reopen(s, 5 * MINUTE, true);
        break;
    case 4: /* summer time */
        drive_clock.utc_offset_min += 60;
        break;
    case 5: /* closed by mistake */
        reopen(s, 90000, false);
        break;
    case 6: /* over midnight */
        set_clock(s, day - drive_clock.unix_ms % day - 20000);
        drive_pass(40000);
        break;
    case 7: /* asleep for long; the clock is set while it is */
        drive_pass(3 * HOUR);
        drive_clock.unix_ms -= 2 * HOUR;
        break;
    default:
        break;
    }
    drive_frame(&s->drive);
    check_clock(s);
}

/* ---- the day ---- */

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static double resident_mib(void)
{
    long pages = 0, all = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    int read = f ? fscanf(f, "%ld %ld", &all, &pages) : 0;
    if (f)
        (void)fclose(f);
    return read == 2 ? (double)pages * (double)sysconf(_SC_PAGESIZE) / (1 << 20) : 0;
}

typedef struct HourSeen {
    double mib, p50_ms, p99_ms;
} HourSeen;

static HourSeen record_hour(Soak *s, int32_t hour, int32_t acts)
{
    int64_t step_ms = HOUR / acts - DRIVE_TOUCH_MS;
    begin_lesson(s);
    for (int32_t i = 0; i < acts; i++) {
        drive_pass(step_ms);
        act(s, i);
        if (i == acts / 2)
            happen(s, hour);
    }
    check_clock(s);
    end_lesson(s);
    check_lesson(s);
    drive_tap(&s->drive, SAVED_ID_HOME);
    HourSeen seen = {.mib = resident_mib()};
    qsort(s->taps_ms, (size_t)s->tap_count, sizeof *s->taps_ms, by_size);
    seen.p50_ms = s->taps_ms[s->tap_count / 2];
    seen.p99_ms = s->taps_ms[s->tap_count * 99 / 100];
    return seen;
}

/* Time is the machine's to spoil: the whole day alone is held to it, and only where no
 * sanitizer keeps what was freed. */
static void judge(const HourSeen *hours, bool whole)
{
    for (int32_t i = 0; i < HOURS; i++)
        print_message("hour %d  %7.1f MiB  p50 %6.3f ms (%.2f)  p99 %7.3f ms (%.2f)\n", (int)i + 1,
                      hours[i].mib, hours[i].p50_ms, hours[i].p50_ms / hours[0].p50_ms,
                      hours[i].p99_ms, hours[i].p99_ms / hours[0].p99_ms);
#if !defined(__SANITIZE_ADDRESS__)
    if (whole) {
        assert_true(hours[HOURS - 1].mib < hours[1].mib * 1.1 + 2);
        assert_true(hours[HOURS - 1].p50_ms < hours[0].p50_ms * 2);
    }
#else
    (void)whole;
#endif
}

static void day__of_eight_hours__is_what_the_finger_did(void **state)
{
    Soak *s = *state;
    const char *asked = getenv("KENKYU_SOAK_EVENTS");
    int64_t events = asked ? strtoll(asked, NULL, 10) : PART;
    HourSeen hours[HOURS];
    BackupCounts counts;
    Err err = {0};
    drive_open(&s->drive);
    int32_t acts = (int32_t)(events * 5 / 4 / HOURS); /* not every act is an event */
    for (int32_t i = 0; i < HOURS; i++)
        hours[i] = record_hour(s, i, acts);
    judge(hours, events >= WHOLE);
    print_message("%lld events in %d lessons, as the finger made them; %lld samples that nobody "
                  "answered\n",
                  (long long)s->events, (int)HOURS, (long long)s->samples);
    assert_true(s->events >= events);
    assert_ok(backup_verify(s->drive.db, &counts, &err), err);
    assert_int_equal(counts.lessons, HOURS);
}

static int set_up(void **state)
{
    static Soak soak;
    Err err = {0};
    drive_init(&soak.drive);
    arena_init(&soak.arena, (size_t)64 << 20);
    if (!protocol_load_shipped(&soak.arena, "academic-talk", &soak.protocol, &err))
        return -1;
    soak.teacher_talk = protocol_find_code(soak.protocol, "teacher-talk");
    soak.student_talk = protocol_find_code(soak.protocol, "student-talk");
    soak.frame = protocol_find_code(soak.protocol, "frame");
    *state = &soak;
    return 0;
}

static int tear_down(void **state)
{
    Soak *s = *state;
    drive_deinit(&s->drive);
    arena_deinit(&s->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(day__of_eight_hours__is_what_the_finger_did, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("soak", tests, NULL, NULL);
}
