#include "assets/screenshots/scene_record.h"

#include "protocols/file.h"
#include "protocols/look_for.h"
#include "protocols/protocol_load.h"

#include <stdio.h>
#include <string.h>

const char SCENE_DEMO[] = KENKYU_SOURCE_DIR "/assets/demo-lesson.json";
const PlatformClock SCENE_BEGUN = {.boot_ms = 5000000000, .unix_ms = 1795428000000, .boot_id = "b"};

/* ---- lessons that were recorded before ---- */

static const struct {
    const char *title, *class_name, *place;
    int32_t days_ago, minute; /* of the day it began */
    int32_t acts;             /* of the demo lesson; its end comes after them */
} lessons[] = {
    {"Which is larger, 5/8 or 3/4?", "Grade 5", "Room 12", 3, 560, 400},
    {"Number talk: 18 times 5", "Grade 4", "Room 7", 4, 520, 120},
    {"Area of shapes on a grid", "Grade 5", "Room 12", 7, 605, 290},
    {"Why do leaves change colour?", "Grade 3", "Garden", 10, 545, 210},
    {"Fish bowl: what makes a good question", "Grade 6", "Library", 12, 650, 330},
    {"Contar hasta cien", "Grade 1", "Room 2", 17, 535, 90},
    {"Patterns in a table of values", "Grade 6", "Room 14", 21, 600, 260},
};

static bool read_demo(Arena *arena, const Protocol **ret_protocol, Script *ret_script, Err *err)
{
    const char *text = NULL, *key = NULL;
    size_t len = 0;
    ScriptFormat format;
    return file_read(arena, SCENE_DEMO, SCRIPT_MAX_BYTES, &text, &len, err) &&
           script_detect(SCENE_DEMO, text, len, arena, &format, &key, err) &&
           protocol_load_shipped(arena, key, ret_protocol, err) &&
           script_read(SCENE_DEMO, text, len, format, *ret_protocol, &(ScriptChoice){0}, arena,
                       ret_script, err);
}

static bool play(App *app, const Protocol *protocol, Script *script, const ClockAnchor *anchor,
                 int32_t acts, bool ends, Err *err)
{
    Recording *recording =
        recording_begin(app->store, protocol, &script->setup, &app->ids, anchor, err);
    Replay *replay = recording ? replay_create(script, recording, err) : NULL;
    bool ok = replay != NULL;
    for (int32_t i = 0; ok && i < acts && replay_next_ms(replay) != EVENT_OPEN; i++)
        ok = replay_step(replay, NULL, err);
    Session *s = ok ? recording_session(recording) : NULL;
    if (ok && ends && replay_next_ms(replay) != EVENT_OPEN)
        ok = session_end(s, session_last_ms(s), err) && recording_commit(recording, NULL, err);
    replay_destroy(replay);
    recording_destroy(recording);
    return ok;
}

bool scene_add_lessons(App *app, Err *err)
{
    enum { COUNT = sizeof lessons / sizeof lessons[0] };
    const int64_t day_ms = INT64_C(86400000);
    Arena arena = {.limit = (size_t)256 << 20};
    const Protocol *protocol = NULL;
    Script script;
    bool ok = read_demo(&arena, &protocol, &script, err);
    for (int i = COUNT - 1; ok && i >= 0; i--) {
        int64_t midnight = SCENE_BEGUN.unix_ms / day_ms * day_ms - lessons[i].days_ago * day_ms;
        ClockAnchor anchor = {.unix_ms = midnight + INT64_C(60000) * lessons[i].minute};
        script.setup.id = uuid_next(&app->ids, anchor.unix_ms);
        script.setup.origin = "";
        script.setup.title = lessons[i].title;
        script.setup.class_name = lessons[i].class_name;
        script.setup.place = lessons[i].place;
        script.setup.started_unix_ms = anchor.unix_ms;
        script.setup.utc_offset_min = 0;
        ok = play(app, protocol, &script, &anchor, lessons[i].acts, true, err);
    }
    arena_deinit(&arena);
    return ok;
}

/* Begun forty minutes ago, on this start of the machine. */
bool scene_add_running(App *app, Err *err)
{
    const int64_t ago_ms = INT64_C(2381000);
    Arena arena = {.limit = (size_t)256 << 20};
    const Protocol *protocol = NULL;
    Script script;
    ClockAnchor anchor = {.boot_ms = SCENE_BEGUN.boot_ms - ago_ms,
                          .unix_ms = SCENE_BEGUN.unix_ms - ago_ms};
    memcpy(anchor.boot_id, SCENE_BEGUN.boot_id, sizeof anchor.boot_id);
    bool ok = read_demo(&arena, &protocol, &script, err);
    if (ok) {
        script.setup.id = uuid_next(&app->ids, anchor.unix_ms);
        script.setup.started_unix_ms = anchor.unix_ms;
        script.setup.utc_offset_min = 0;
        ok = play(app, protocol, &script, &anchor, 420, false, err);
    }
    arena_deinit(&arena);
    return ok;
}

/* ---- walk-throughs: as in the design's picture of them ---- */

/* Seen in k of n visits, by month from August; what is missing could not be told. */
static const struct {
    int32_t k[4], n[4];
} look_fors[] = {
    {{4, 8, 13, 10}, {12, 18, 20, 14}}, {{2, 5, 11, 11}, {12, 18, 20, 14}},
    {{3, 5, 6, 5}, {12, 18, 20, 14}},   {{6, 10, 12, 8}, {12, 18, 20, 14}},
    {{5, 6, 9, 7}, {12, 17, 20, 14}},   {{7, 11, 10, 9}, {11, 16, 18, 13}},
    {{3, 6, 5, 4}, {8, 11, 12, 9}},     {{1, 2, 2, 1}, {2, 3, 2, 1}},
};
enum { LOOK_FORS = sizeof look_fors / sizeof look_fors[0] };

static bool answer(Session *s, const LookFor *look_for, int32_t value, int64_t now_ms, Err *err)
{
    SessionTap tap = session_tap_blank(look_for->code, now_ms);
    tap.value = value;
    return session_tap(s, &tap, now_ms, err);
}

static bool add_visit(App *app, const Protocol *protocol, Setup *setup, int32_t month,
                      int32_t number, Err *err)
{
    LookFor all[PROTOCOL_MAX_CODES];
    int32_t count = look_for_list(protocol, all);
    ClockAnchor anchor = {.unix_ms = setup->started_unix_ms};
    Recording *recording = recording_begin(app->store, protocol, setup, &app->ids, &anchor, err);
    Session *s = recording ? recording_session(recording) : NULL;
    bool ok = s && session_start(s, 0, err) && recording_commit(recording, NULL, err);
    for (int32_t i = 0; ok && i < count && i < LOOK_FORS; i++) {
        int32_t value = number < look_fors[i].k[month]   ? all[i].seen
                        : number < look_fors[i].n[month] ? all[i].not_seen
                                                         : all[i].unsure;
        ok = answer(s, &all[i], value, 1000 * (i + 1), err) &&
             recording_commit(recording, NULL, err);
    }
    ok = ok && session_end(s, 480000, err) && recording_commit(recording, NULL, err);
    recording_destroy(recording);
    return ok;
}

bool scene_add_visits(App *app, Err *err)
{
    static const int32_t days_ago[] = {95, 62, 33, 2};
    static const char *const observers[] = {"MR", "KL", "JP", "AS", "TO"};
    Arena arena = {.limit = (size_t)256 << 20};
    const Protocol *protocol = NULL;
    bool ok = protocol_load_shipped(&arena, "pupil-talk", &protocol, err);
    Uuid school = uuid_next(&app->ids, SCENE_BEGUN.unix_ms), teachers[21];
    for (int32_t i = 0; i < 21; i++)
        teachers[i] = uuid_next(&app->ids, SCENE_BEGUN.unix_ms);
    for (int32_t month = 0; ok && month < 4; month++)
        for (int32_t i = 0; ok && i < look_fors[0].n[month]; i++) {
            char key[16];
            (void)snprintf(key, sizeof key, "T%02d", (int)(i + 5 * month) % 21 + 1);
            WalkThrough about = {.school = school,
                                 .school_name = "Rosa Parks",
                                 .teacher = teachers[(i + 5 * month) % 21],
                                 .teacher_key = key,
                                 .subject = i % 2 ? "Mathematics" : "Science",
                                 .grade = 3 + i % 4,
                                 .period = 1 + i % 6};
            Setup setup = {.walk = &about,
                           .title = "Walk-through",
                           .class_name = "",
                           .place = "Rosa Parks",
                           .observer = observers[i % 5],
                           .theme = "",
                           .goals = "",
                           .origin = "",
                           .resolution_ms = 1};
            setup.started_unix_ms = SCENE_BEGUN.unix_ms - days_ago[month] * INT64_C(86400000) +
                                    (i - 10) * INT64_C(720000);
            setup.id = uuid_next(&app->ids, setup.started_unix_ms);
            ok = add_visit(app, protocol, &setup, month, i, err);
        }
    arena_deinit(&arena);
    return ok;
}
