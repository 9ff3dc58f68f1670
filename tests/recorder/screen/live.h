/* live.h - a lesson on the board of the whole app, without the way through set-up:
 * any protocol, any class; touched by several fingers, read back from the store. */
#ifndef TESTS_RECORDER_SCREEN_LIVE_H
#define TESTS_RECORDER_SCREEN_LIVE_H

#include "check.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/part/seating.h"
#include "tests/recorder/screen/drive.h"

typedef struct Live {
    Drive drive;
    Arena arena;
    const Protocol *protocol;
    Subject subjects[OBSERVATION_MAX_SUBJECTS];
    char labels[OBSERVATION_MAX_SUBJECTS][24];
    Setup setup;
    int64_t zero_ms;
} Live;

/* Everybody at tables of four as the template has them: the adult, the tables,
 * then the pupils. */
static inline void live_seat(Live *l, int32_t pupils)
{
    Seating seating = seating_arrange(SEATING_TABLES, pupils);
    int32_t n = 0;
    (void)snprintf(l->labels[n], sizeof l->labels[n], "MO");
    l->subjects[n] = (Subject){.kind = SUBJECT_ADULT, .detail = "lead", .group = SUBJECT_NONE};
    seating_place_adult(0, &l->subjects[n].x, &l->subjects[n].y);
    n++;
    for (int32_t i = 0; i < seating.group_count; i++, n++) {
        (void)snprintf(l->labels[n], sizeof l->labels[n], "%s", seating.groups[i]);
        l->subjects[n] = (Subject){.kind = SUBJECT_GROUP, .group = SUBJECT_NONE};
    }
    for (int32_t i = 0; i < pupils; i++, n++) {
        const Seat *seat = &seating.seats[i];
        (void)snprintf(l->labels[n], sizeof l->labels[n], "P%d", (int)i + 1);
        l->subjects[n] = (Subject){.kind = SUBJECT_PUPIL, .x = seat->x, .y = seat->y};
        l->subjects[n].group = seat->group == SEATING_NO_GROUP ? SUBJECT_NONE : seat->group + 1;
    }
    for (int32_t i = 0; i < n; i++) {
        l->subjects[i].label = l->labels[i];
        l->subjects[i].detail = l->subjects[i].detail ? l->subjects[i].detail : "";
        l->subjects[i].predicted = "";
    }
    l->setup.subjects = l->subjects;
    l->setup.subject_count = n;
}

/* Makes what was prepared the lesson that runs. */
static inline void live_begin(Live *l)
{
    Err err = {0};
    Drive *d = &l->drive;
    drive_open(d);
    l->setup.id = uuid_next(&d->app->ids, drive_clock.unix_ms);
    l->setup.started_unix_ms = drive_clock.unix_ms;
    l->setup.resolution_ms = 1;
    assert_ok(app_begin_lesson(d->app, &l->setup, l->protocol, &err), err);
    Recording *recording = d->app->lesson.recording;
    assert_ok(session_start(recording_session(recording), 0, &err), err);
    assert_ok(recording_commit(recording, NULL, &err), err);
    app_show(d->app, APP_BOARD);
    l->zero_ms = drive_clock.boot_ms;
    drive_frame(d);
}

static inline void live_init(Live *l, int32_t pupils)
{
    *l = (Live){0};
    drive_init(&l->drive);
    arena_init(&l->arena, (size_t)64 << 20);
    l->setup = (Setup){.title = "Fractions",
                       .class_name = "Grade 5",
                       .place = "Room 12",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = ""};
    for (int32_t i = 0; i < OBSERVATION_MAX_QUESTIONS; i++)
        l->setup.questions[i] = "";
    live_seat(l, pupils);
}

static inline void live_open(Live *l, const char *protocol, int32_t pupils)
{
    Err err = {0};
    live_init(l, pupils);
    assert_ok(protocol_load_shipped(&l->arena, protocol, &l->protocol, &err), err);
    live_begin(l);
}

static inline void live_close(Live *l)
{
    drive_deinit(&l->drive);
    arena_deinit(&l->arena);
}

static inline Session *live_session(const Live *l)
{
    return recording_session(l->drive.app->lesson.recording);
}

static inline int32_t live_code(const Live *l, const char *key)
{
    int32_t code = protocol_find_code(l->protocol, key);
    if (code == PROTOCOL_NONE)
        fail_msg("the protocol has no code '%s'", key);
    return code;
}

static inline int32_t live_who(const Live *l, const char *label)
{
    int32_t subject = setup_find_subject(&l->setup, label);
    if (subject == SUBJECT_NONE)
        fail_msg("nobody is called '%s'", label);
    return subject;
}

static inline uint32_t live_seat_id(const Live *l, const char *label)
{
    return BOARD_ID_SEAT + (uint32_t)live_who(l, label);
}

static inline void live_tap_seat(Live *l, const char *label)
{
    drive_tap(&l->drive, live_seat_id(l, label));
}

static inline void live_tap_pad(Live *l, const char *key, int32_t option)
{
    drive_tap(&l->drive, board_pad_id(live_code(l, key), option));
}

static inline void live_middle(Live *l, uint32_t id, float *ret_x, float *ret_y)
{
    UiRect r;
    drive_frame(&l->drive);
    if (!app_find_target(l->drive.app, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    *ret_x = r.x + r.w / 2;
    *ret_y = r.y + r.h / 2;
}

/* One of several fingers. */
static inline void live_finger(Live *l, int64_t finger, UiInputKind kind, float x, float y)
{
    UiInput in = {.kind = kind,
                  .finger = finger,
                  .x = x,
                  .y = y,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(l->drive.app, &in);
}

/* Time passes with the fingers where they are, a frame at a time. */
static inline void live_rest(Live *l, int64_t ms)
{
    for (int64_t passed = 0; passed < ms; passed += 10) {
        drive_pass(10);
        drive_frame(&l->drive);
    }
}

static inline int64_t live_now(const Live *l)
{
    return drive_clock.boot_ms - l->zero_ms;
}

/* The nth standing event of a code, or NULL. */
static inline const ObsEvent *live_event(const Live *l, const char *key, size_t nth)
{
    size_t count = 0;
    const ObsEvent *events = session_events(live_session(l), &count);
    for (size_t i = 0; i < count; i++)
        if (!events[i].voided && events[i].code == live_code(l, key) && nth-- == 0)
            return &events[i];
    return NULL;
}

#endif
