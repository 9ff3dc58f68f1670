#include "assets/screenshots/scene.h"

#include "protocols/file.h"
#include "protocols/look_for.h"
#include "protocols/protocol_load.h"

#include <assert.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* At 60 times: 39:30 of the demo lesson, where LG speaks to DL and disagrees. */
enum { DEMO_SPEED = 60, BOARD_WAIT_MS = 39500, LESSON_WAIT_MS = 52000 };

static const char DEMO[] = KENKYU_SOURCE_DIR "/assets/demo-lesson.json";

/* Monday, 23 November 2026, 10:00 UTC. */
static const PlatformClock begun = {
    .boot_ms = 5000000000, .unix_ms = 1795428000000, .boot_id = "b"};
static PlatformClock now; /* the machine's: one of it */

static void read_clock(PlatformClock *ret_clock)
{
    *ret_clock = now;
}

static void ignore_text_begin(UiRect rect)
{
    (void)rect;
}

static void ignore_text_end(void)
{
}

static char *paste_nothing(void)
{
    return NULL;
}

/* ---- what a person does ---- */

void scene_frame(Scene *scene)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    int64_t wake_ms = 0;
    (void)app_frame(scene->app, &scene->surface, now.boot_ms, dirty, &wake_ms);
}

void scene_wait(Scene *scene, int64_t ms)
{
    enum { STEP_MS = 100 };
    for (int64_t passed = 0; passed < ms; passed += STEP_MS) {
        now.boot_ms += STEP_MS;
        now.unix_ms += STEP_MS;
        scene_frame(scene);
    }
}

static void give(Scene *scene, UiInput in)
{
    in.finger = 1;
    in.at_ms = in.now_ms = now.boot_ms;
    app_input(scene->app, &in);
}

void scene_input(Scene *scene, UiInputKind kind, float x, float y)
{
    give(scene, (UiInput){.kind = kind, .x = x, .y = y, .wheel = 240});
}

void scene_key(Scene *scene, UiKey key)
{
    give(scene, (UiInput){.kind = UI_INPUT_KEY, .key = key});
    scene_frame(scene);
}

bool scene_has(const Scene *scene, uint32_t id)
{
    UiRect r = {0};
    return app_find_target(scene->app, id, &r);
}

static UiRect find(Scene *scene, uint32_t id)
{
    UiRect r = {0};
    scene_frame(scene);
    bool found = app_find_target(scene->app, id, &r);
    assert(found);
    (void)found;
    return r;
}

void scene_tap_at(Scene *scene, uint32_t id, float part)
{
    UiRect r = find(scene, id);
    scene_input(scene, UI_INPUT_DOWN, r.x + r.w * part, r.y + r.h / 2);
    scene_input(scene, UI_INPUT_UP, r.x + r.w * part, r.y + r.h / 2);
    scene_frame(scene);
}

void scene_tap(Scene *scene, uint32_t id)
{
    scene_tap_at(scene, id, 0.5F);
}

static void hold(Scene *scene, uint32_t id)
{
    UiRect r = find(scene, id);
    scene_input(scene, UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
    scene_wait(scene, 2 * UI_HOLD_MS);
}

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
    return file_read(arena, DEMO, SCRIPT_MAX_BYTES, &text, &len, err) &&
           script_detect(DEMO, text, len, arena, &format, &key, err) &&
           protocol_load_shipped(arena, key, ret_protocol, err) &&
           script_read(DEMO, text, len, format, *ret_protocol, arena, ret_script, err);
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

static bool add_lessons(App *app, Err *err)
{
    enum { COUNT = sizeof lessons / sizeof lessons[0] };
    const int64_t day_ms = INT64_C(86400000);
    Arena arena = {.limit = (size_t)256 << 20};
    const Protocol *protocol = NULL;
    Script script;
    bool ok = read_demo(&arena, &protocol, &script, err);
    for (int i = COUNT - 1; ok && i >= 0; i--) {
        int64_t midnight = begun.unix_ms / day_ms * day_ms - lessons[i].days_ago * day_ms;
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
static bool add_running(App *app, Err *err)
{
    const int64_t ago_ms = INT64_C(2381000);
    Arena arena = {.limit = (size_t)256 << 20};
    const Protocol *protocol = NULL;
    Script script;
    ClockAnchor anchor = {.boot_ms = begun.boot_ms - ago_ms, .unix_ms = begun.unix_ms - ago_ms};
    memcpy(anchor.boot_id, begun.boot_id, sizeof anchor.boot_id);
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

static bool add_visits(App *app, Err *err)
{
    static const int32_t days_ago[] = {95, 62, 33, 2};
    static const char *const observers[] = {"MR", "KL", "JP", "AS", "TO"};
    Arena arena = {.limit = (size_t)256 << 20};
    const Protocol *protocol = NULL;
    bool ok = protocol_load_shipped(&arena, "pupil-talk", &protocol, err);
    Uuid school = uuid_next(&app->ids, begun.unix_ms), teachers[21];
    for (int32_t i = 0; i < 21; i++)
        teachers[i] = uuid_next(&app->ids, begun.unix_ms);
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
            setup.started_unix_ms =
                begun.unix_ms - days_ago[month] * INT64_C(86400000) + (i - 10) * INT64_C(720000);
            setup.id = uuid_next(&app->ids, setup.started_unix_ms);
            ok = add_visit(app, protocol, &setup, month, i, err);
        }
    arena_deinit(&arena);
    return ok;
}

static void show_walk(Scene *scene, SceneName name)
{
    if (name == SCENE_VISIT || name == SCENE_WALK) {
        scene_tap(scene, HOME_ID_VISIT);
        if (name == SCENE_VISIT)
            return;
        scene_tap(scene, VISIT_ID_START);
        const Protocol *protocol = scene->app->lesson.protocol;
        for (int32_t i = 0; i < 3; i++) {
            scene_wait(scene, 42000);
            LookFor all[PROTOCOL_MAX_CODES];
            (void)look_for_list(protocol, all);
            scene_tap(scene, WALK_ID_LOOK + 4 * (uint32_t)all[i].code + (uint32_t)i);
        }
        return;
    }
    scene_tap(scene, HOME_ID_WALKTHROUGHS);
    if (name == SCENE_WALK_CHOICES)
        scene_tap(scene, WALKS_ID_CHIP + WALK_CHIP_BY);
    if (name == SCENE_WALK_VISITS)
        scene_tap(scene, WALKS_ID_ROW);
    if (name == SCENE_WALK_TEACHERS || name == SCENE_WALK_PERMIT) {
        scene_tap(scene, WALKS_ID_CHIP + WALK_CHIP_TEACHER);
        scene_tap(scene, WALKS_ID_TEACHER + 1);
    }
    if (name == SCENE_WALK_TEACHERS)
        scene_tap(scene, WALKS_ID_PERMIT_YES);
}

/* ---- the scenes ---- */

static const char *const names[SCENE_COUNT] = {
    [SCENE_HOME_FIRST] = "home-first",
    [SCENE_HOME] = "home",
    [SCENE_HOME_RUNNING] = "home-running",
    [SCENE_HOME_TROUBLE] = "home-trouble",
    [SCENE_HOME_BESIDE] = "home-beside",
    [SCENE_HOME_NO_BACKUP] = "home-no-backup",
    [SCENE_SETUP] = "setup",
    [SCENE_SETUP_ARRANGE] = "setup-arrange",
    [SCENE_SETUP_NAMES] = "setup-names",
    [SCENE_SETUP_PUPIL] = "setup-pupil",
    [SCENE_SETUP_CLASSES] = "setup-classes",
    [SCENE_SETUP_NAMES_OPEN] = "setup-names-open",
    [SCENE_SETUP_PUPIL_NAMED] = "setup-pupil-named",
    [SCENE_SETUP_LARGE] = "setup-large",
    [SCENE_SETUP_NOBODY] = "setup-nobody",
    [SCENE_BOARD] = "board",
    [SCENE_BOARD_RING] = "board-ring",
    [SCENE_BOARD_NOTE] = "board-note",
    [SCENE_BOARD_INK] = "board-ink",
    [SCENE_BOARD_PHOTO] = "board-photo",
    [SCENE_BOARD_END] = "board-end",
    [SCENE_BOARD_NAMES] = "board-names",
    [SCENE_SAVED] = "saved",
    [SCENE_SAVED_TROUBLE] = "saved-trouble",
    [SCENE_DEBRIEF] = "debrief",
    [SCENE_DEBRIEF_PASSPHRASE] = "debrief-passphrase",
    [SCENE_DEBRIEF_NAMES] = "debrief-names",
    [SCENE_REVIEW] = "review",
    [SCENE_REPLAY] = "replay",
    [SCENE_REVIEW_INK] = "review-ink",
    [SCENE_REVIEW_BESIDE] = "review-beside",
    [SCENE_REVIEW_NAMES] = "review-names",
    [SCENE_REVIEW_TURN] = "review-turn",
    [SCENE_PROTOCOLS] = "protocols",
    [SCENE_EDITOR] = "editor",
    [SCENE_EDITOR_LOOK_FORS] = "editor-look-fors",
    [SCENE_EDITOR_DEBRIEF] = "editor-debrief",
    [SCENE_EDITOR_RULES] = "editor-rules",
    [SCENE_EDITOR_MODIFIER] = "editor-modifier",
    [SCENE_EDITOR_RING] = "editor-ring",
    [SCENE_SETTINGS] = "settings",
    [SCENE_NAMES_BEGIN] = "names-begin",
    [SCENE_NAMES_LOCKED] = "names-locked",
    [SCENE_NAMES_OPEN] = "names-open",
    [SCENE_HOME_FORGETTING] = "home-forgetting",
    [SCENE_FORGETTING] = "forgetting",
    [SCENE_VISIT] = "visit",
    [SCENE_WALK] = "walk",
    [SCENE_WALKTHROUGHS] = "walkthroughs",
    [SCENE_WALK_CHOICES] = "walk-choices",
    [SCENE_WALK_VISITS] = "walk-visits",
    [SCENE_WALK_TEACHERS] = "walk-teachers",
    [SCENE_WALK_PERMIT] = "walk-permit",
    [SCENE_MENU] = "menu",
    [SCENE_BOARD_MENU] = "board-menu",
    [SCENE_HELP] = "help",
    [SCENE_KEYBOARD] = "keyboard",
    [SCENE_KEYBOARD_ACCENTS] = "keyboard-accents",
};

const char *scene_name(SceneName name)
{
    return name < SCENE_COUNT ? names[name] : NULL;
}

static bool plays_demo(SceneName name)
{
    return (name >= SCENE_BOARD && name <= SCENE_REVIEW_TURN) || name == SCENE_BOARD_MENU ||
           name == SCENE_HELP;
}

static bool is_editor(SceneName name)
{
    return name >= SCENE_EDITOR && name <= SCENE_EDITOR_RING;
}

/* A row of the editor's outline, from the end of it for a modifier; or further down in the
 * first code with a ring. */
static void show_editor(Scene *scene, SceneName name)
{
    static const uint32_t rows[] = {EDITOR_ID_LOOK_FORS, EDITOR_ID_DEBRIEF, EDITOR_ID_RULES,
                                    EDITOR_ID_MODIFIER_ROW + 1};
    scene_tap(scene, PROTOCOLS_ID_COPY);
    if (name == SCENE_EDITOR)
        return;
    scene_frame(scene);
    EditorState *editor = &scene->app->protocols.editor;
    if (name == SCENE_EDITOR_RING) {
        const Protocol *p = scene->app->protocols.draft.protocol;
        int32_t code = 0;
        while (code + 1 < p->code_count && p->codes[code].petal_count == 0)
            code++;
        editor->category = p->codes[code].category;
        while (editor_code_index(p, editor->category, editor->code) != code)
            editor->code++;
        editor->reveal = true;
        scene->app->stale = true;
        scene_frame(scene); /* tells how far it can scroll */
        editor->fields_scroll = editor->fields_height / 3;
        scene->app->stale = true;
        scene_frame(scene);
        return;
    }
    editor->outline_scroll = name == SCENE_EDITOR_MODIFIER ? 4000 : 0;
    scene->app->stale = true;
    scene_frame(scene);
    scene_tap(scene, rows[name - SCENE_EDITOR_LOOK_FORS]);
    scene_frame(scene);
}

/* The first pad that opens a ring when it is held. */
static uint32_t find_ring_pad(const Scene *scene)
{
    const Protocol *p = scene->app->lesson.protocol;
    for (int32_t code = 0; code < p->code_count; code++)
        for (int32_t option = 0; p->codes[code].modifiers && option < PROTOCOL_MAX_OPTIONS;
             option++)
            if (scene_has(scene, board_pad_id(code, option)))
                return board_pad_id(code, option);
    return 0;
}

/* Two loops beside a seat. */
static void write_ink(Scene *scene)
{
    enum { POINTS = 40 };
    scene_tap(scene, BOARD_ID_INK);
    UiRect paper = find(scene, BOARD_ID_INK_PAPER);
    for (int i = 0; i <= POINTS; i++) {
        float t = (float)i / POINTS;
        UiInputKind kind = i == 0 ? UI_INPUT_DOWN : i == POINTS ? UI_INPUT_UP : UI_INPUT_MOVE;
        scene_input(scene, kind, paper.x + paper.w * (0.3F + 0.12F * t) + 24 * sinf(t * 14),
                    paper.y + paper.h * 0.45F - 30 * cosf(t * 14));
        scene_wait(scene, 10);
    }
    scene_frame(scene);
}

static void select_ink(Scene *scene)
{
    App *app = scene->app;
    const Session *s = recording_session(app->lesson.recording);
    size_t count;
    const ObsEvent *events = session_events(s, &count);
    for (size_t i = 0; i < count; i++)
        if (app->lesson.protocol->codes[events[i].code].senses & SENSE_INK)
            review_select(&app->review.state, events[i].id);
    app->stale = true;
    scene_frame(scene);
}

static const VaultCost cheap = {1, 8 << 20};
static const char PASSPHRASE[] = "violet kettle 42";

/* Made-up pupils of this class, by the labels of setup (NULL: by numbers), and open. */
static void keep_names(Scene *scene, const char *class_name, const Setup *setup, int32_t count)
{
    static const char *const given[] = {
        "Lucía",   "Minh", "Ana",    "Mateo", "Fátima", "Diego",  "Hana",    "Jayden", "Zoë",
        "Omar",    "Cam",  "Bo",     "Leila", "Kenji",  "Rosa",   "Ivan",    "Sofía",  "Tuan",
        "Abigail", "Noah", "Yousef", "Elena", "Priya",  "Daniel", "Maribel", "Kai",    "Alejandra"};
    static const char *const family[] = {"Quispe", "Nguyễn", "Ruiz", "Li",
                                         "Haddad", "Luna",   "Sato"};
    enum { GIVEN = sizeof given / sizeof *given, FAMILY = sizeof family / sizeof *family };
    App *app = scene->app;
    Err err = {0};
    bool there = false, ok = vault_is_set_up(app->store, &there, &err);
    Vault *vault = there ? vault_unlock(app->store, PASSPHRASE, now.unix_ms, &err)
                         : vault_create(app->store, PASSPHRASE, &cheap, &err);
    for (int32_t i = 0, pupil = 0; ok && vault && pupil < count; i++) {
        char label[16], name[64];
        bool is = !setup || setup->subjects[i].kind == SUBJECT_PUPIL;
        if (setup && i == setup->subject_count)
            break;
        (void)snprintf(label, sizeof label, "%d", (int)i + 1);
        (void)snprintf(name, sizeof name, "%s %s", given[pupil % GIVEN], family[pupil % FAMILY]);
        ok = !is || vault_put_name(vault, class_name, setup ? setup->subjects[i].label : label,
                                   name, &err);
        pupil += is;
    }
    assert(ok && vault);
    vault_lock(vault);
    app_find_names(app);
}

static void open_names(Scene *scene)
{
    Err err = {0};
    bool ok = app_open_names(scene->app, PASSPHRASE, &err);
    assert(ok);
    (void)ok;
}

/* The screen of names in each of its states. */
static void show_names_screen(Scene *scene, SceneName name)
{
    App *app = scene->app;
    if (name != SCENE_NAMES_BEGIN) {
        keep_names(scene, "Grade 5", NULL, 26);
        keep_names(scene, "Grade 6", NULL, 24);
    }
    if (name == SCENE_NAMES_OPEN)
        open_names(scene);
    scene_tap(scene, HOME_ID_MENU);
    scene_tap(scene, APP_ID_MENU_NAMES);
    if (name != SCENE_NAMES_LOCKED)
        return;
    (void)snprintf(app->names.state.secret, sizeof app->names.state.secret, "%s", "violet");
    app->stale = true;
    scene_tap(scene, NAMES_ID_GO);
    scene_tap(scene, NAMES_ID_FORGOTTEN);
}

static void show_forgetting(Scene *scene, SceneName name)
{
    Settings settings = scene->app->settings;
    settings.keep_years = 1;
    now.unix_ms += INT64_C(360) * 86400000;
    scene_use(scene, &settings);
    scene_frame(scene);
    scene_frame(scene);
    if (name == SCENE_FORGETTING)
        scene_tap(scene, HOME_ID_FORGETTING);
}

/* One wrong try, and the next half typed; or the right one. */
static void show_names(Scene *scene, bool open)
{
    App *app = scene->app;
    DebriefState *state = &app->debrief.state;
    Err err = {0};
    Vault *vault = vault_create(app->store, PASSPHRASE, &cheap, &err);
    app_show_debrief(app);
    const Setup *s = app->debrief.observation.setup;
    bool kept = vault && vault_put_name(vault, s->class_name,
                                        s->subjects[s->subject_count - 1].label, "Ana Ruiz", &err);
    assert(kept);
    (void)kept;
    vault_lock(vault);
    app_find_names(app);
    state->naming = true;
    (void)snprintf(state->passphrase, sizeof state->passphrase, "%s", open ? PASSPHRASE : "violet");
    scene_tap(scene, DEBRIEF_ID_UNLOCK);
    state->choosing = open;
    if (!open)
        (void)snprintf(state->passphrase, sizeof state->passphrase, "violet kettle");
}

static bool show_lesson(Scene *scene, SceneName name)
{
    bool on_board = name <= SCENE_BOARD_NAMES || name == SCENE_BOARD_MENU || name == SCENE_HELP;
    scene_frame(scene);
    scene_wait(scene, on_board || name == SCENE_REVIEW_INK ? BOARD_WAIT_MS : LESSON_WAIT_MS);
    if (name == SCENE_REVIEW_INK) {
        write_ink(scene);
        scene_tap(scene, BOARD_ID_INK);
        scene_wait(scene, LESSON_WAIT_MS - BOARD_WAIT_MS);
    }
    switch (name) {
    case SCENE_BOARD_RING:
        hold(scene, find_ring_pad(scene));
        break;
    case SCENE_BOARD_MENU:
        scene_tap(scene, BOARD_ID_MENU);
        break;
    case SCENE_HELP:
        scene_key(scene, UI_KEY_HELP);
        break;
    case SCENE_BOARD_NOTE:
        scene_tap(scene, BOARD_ID_NOTE);
        break;
    case SCENE_BOARD_INK:
        write_ink(scene);
        break;
    case SCENE_BOARD_PHOTO:
        if (!scene_has(scene, BOARD_ID_PHOTO)) /* in portrait it is in the note */
            scene_tap(scene, BOARD_ID_NOTE);
        scene_tap(scene, BOARD_ID_PHOTO);
        scene_tap(scene, PHOTO_ID_ENTRY);
        break;
    case SCENE_BOARD_END:
        scene_tap(scene, BOARD_ID_END);
        break;
    case SCENE_BOARD_NAMES:
        keep_names(scene, scene->app->lesson.setup->class_name, scene->app->lesson.setup, 120);
        open_names(scene);
        scene_frame(scene);
        break;
    case SCENE_DEBRIEF:
        app_show_debrief(scene->app); /* no sheet is saved here: there is no folder for it */
        break;
    case SCENE_DEBRIEF_PASSPHRASE:
    case SCENE_DEBRIEF_NAMES:
        show_names(scene, name == SCENE_DEBRIEF_NAMES);
        break;
    case SCENE_REPLAY:
        scene_tap(scene, SAVED_ID_REVIEW);
        scene_tap(scene, REVIEW_ID_REPLAY);
        scene_tap(scene, REVIEW_ID_PLAY);
        scene_tap_at(scene, REVIEW_ID_SCRUB, 0.8F);
        break;
    case SCENE_REVIEW_INK:
        scene_tap(scene, SAVED_ID_REVIEW);
        select_ink(scene);
        break;
    case SCENE_REVIEW:
        scene_tap(scene, SAVED_ID_REVIEW);
        break;
    case SCENE_REVIEW_BESIDE:
    case SCENE_REVIEW_NAMES:
    case SCENE_REVIEW_TURN:
        scene_tap(scene, SAVED_ID_REVIEW);
        if (name == SCENE_REVIEW_NAMES) {
            keep_names(scene, scene->app->lesson.setup->class_name, scene->app->lesson.setup, 120);
            open_names(scene);
        }
        for (int i = 0; i < 4; i++)
            scene_tap(scene, REVIEW_ID_IN);
        scene_tap_at(scene, REVIEW_ID_OVERVIEW, 0.79F);
        for (int i = 0; i < 9; i++)
            scene_tap(scene, REVIEW_ID_NEXT);
        scene->app->looks_only = name == SCENE_REVIEW_BESIDE;
        scene_frame(scene);
        break;
    default:
        break;
    }
    return true;
}

static void show_setup(Scene *scene, SceneName name)
{
    SetupForm *form = &scene->app->form;
    scene_tap(scene, HOME_ID_NEW);
    switch (name) {
    case SCENE_SETUP_ARRANGE:
        scene_tap(scene, SETUP_ID_ARRANGE);
        scene_tap(scene, SETUP_ID_TABLE + 4);
        break;
    case SCENE_SETUP_NAMES:
        scene_tap(scene, SETUP_ID_NAMES);
        break;
    case SCENE_SETUP_NAMES_OPEN:
        keep_names(scene, form->texts[FORM_CLASS], NULL, 0);
        open_names(scene);
        scene_tap(scene, SETUP_ID_NAMES);
        setup_take_names(form, &scene->app->setup,
                         "Lucía Quispe, Nguyễn Minh Khai, Ana Ruiz, Ana Ruiz, فاطمة الزهراء, "
                         "田中花子, Mateo Li, Diego Luna, Hana Sato, Zoë Vega, Omar Haddad, "
                         "Camila Rojas, Jayden Brown, Rosa Moreno, Kenji Ito, Bo Li",
                         &(FormNames){.open = true});
        break;
    case SCENE_SETUP_PUPIL_NAMED:
    case SCENE_SETUP_PUPIL:
        (void)setup_form_key(form, "EL");
        (void)setup_form_key(form, "level");
        scene->app->setup.pupil = setup_form_focus_seat(form, 0);
        scene->app->setup.sheet = SETUP_SHEET_PUPIL; /* its row may be out of sight */
        if (name == SCENE_SETUP_PUPIL_NAMED) {
            keep_names(scene, form->texts[FORM_CLASS], NULL, 0);
            open_names(scene);
            (void)snprintf(form->names[scene->app->setup.pupil], FORM_NAME_SIZE, "%s", "Ana Ruiz");
        }
        scene->app->stale = true;
        break;
    case SCENE_SETUP_CLASSES:
        scene_tap(scene, SETUP_ID_CLASSES);
        scene_tap(scene, SETUP_ID_CLASS_KEEP);
        scene_tap(scene, SETUP_ID_CLASS_EDIT);
        break;
    case SCENE_SETUP_LARGE:
    case SCENE_SETUP_NOBODY:
        setup_form_set_count(form, 0);
        setup_form_arrange(form, SEATING_TABLES, name == SCENE_SETUP_LARGE ? 120 : 0);
        break;
    default:
        break;
    }
    scene_frame(scene);
}

static void fail_backup(App *app)
{
    (void)err_set(&app->keeper.trouble, ERR_STORE,
                  "/home/ana/.local/share/kenkyu/backups: the disk is full");
    app->keeper.failed_unix_ms = now.unix_ms;
}

static bool show(Scene *scene, SceneName name, Err *err)
{
    App *app = scene->app;
    if (plays_demo(name))
        return show_lesson(scene, name);
    bool setup = name >= SCENE_SETUP && name <= SCENE_SETUP_NOBODY;
    bool typed = name == SCENE_KEYBOARD || name == SCENE_KEYBOARD_ACCENTS;
    bool running = name == SCENE_HOME_RUNNING || name == SCENE_HOME_BESIDE;
    bool filled = name == SCENE_HOME || running || name == SCENE_HOME_NO_BACKUP ||
                  name == SCENE_MENU || setup || typed || name == SCENE_HOME_FORGETTING ||
                  name == SCENE_FORGETTING;
    if ((filled && !add_lessons(app, err)) || (running && !add_running(app, err)) ||
        (name >= SCENE_VISIT && name <= SCENE_WALK_PERMIT && !add_visits(app, err)))
        return false;
    app->looks_only = name == SCENE_HOME_BESIDE;
    if (name == SCENE_HOME_NO_BACKUP)
        fail_backup(app);
    app_show_home(app);
    scene_frame(scene);
    if (name == SCENE_MENU || name == SCENE_SETTINGS)
        scene_tap(scene, HOME_ID_MENU);
    if (name == SCENE_SETTINGS)
        scene_tap(scene, APP_ID_MENU_SETTINGS);
    if (setup)
        show_setup(scene, name);
    if (name >= SCENE_NAMES_BEGIN && name <= SCENE_NAMES_OPEN)
        show_names_screen(scene, name);
    if (name == SCENE_HOME_FORGETTING || name == SCENE_FORGETTING)
        show_forgetting(scene, name);
    if (name >= SCENE_VISIT && name <= SCENE_WALK_PERMIT)
        show_walk(scene, name);
    if (typed)
        scene_tap(scene, HOME_ID_SEARCH);
    if (name == SCENE_KEYBOARD_ACCENTS)
        hold(scene, keyboard_find(&app->ui, &app->keyboard.state, "en", "a"));
    if (name == SCENE_PROTOCOLS || is_editor(name))
        scene_tap(scene, HOME_ID_PROTOCOLS);
    if (is_editor(name))
        show_editor(scene, name);
    return true;
}

/* ---- open, close ---- */

static bool open_app(Scene *scene, SceneName name, const SceneOptions *options, Err *err)
{
    char db[128];
    bool has_protocols = name == SCENE_PROTOCOLS || is_editor(name);
    (void)snprintf(db, sizeof db, "%s", ":memory:");
    if (has_protocols || name == SCENE_SAVED) {
        (void)snprintf(scene->folder, sizeof scene->folder, "%s", "/tmp/kenkyu-scene-XXXXXX");
        if (!mkdtemp(scene->folder))
            return err_set(err, ERR_SYSTEM, "/tmp: no folder can be made there");
    }
    if (has_protocols) {
        (void)snprintf(db, sizeof db, "%s/kenkyu.db", scene->folder);
    } else if (name == SCENE_HOME_TROUBLE) {
        (void)snprintf(db, sizeof db, "%s", "/dev/null/kenkyu.db");
    }
    bool demo = plays_demo(name);
    AppOptions app_options = {.db_path = db,
                              .sheets_folder = name == SCENE_SAVED ? scene->folder
                                               : demo              ? "/dev/null/sheets"
                                                                   : "Documents",
                              .photos_folder = KENKYU_SOURCE_DIR "/assets/screenshots",
                              .theme = options->theme,
                              .seed = {5, 6},
                              .clock = read_clock,
                              .demo_path = demo ? DEMO : NULL,
                              .demo_speed = DEMO_SPEED,
                              .text_begin = ignore_text_begin,
                              .text_end = ignore_text_end,
                              .paste = paste_nothing};
    PaintText paint = paint_no_text();
    if (options->scale > 0)
        paint = text_renderer_paint(scene->text);
    scene->app = app_create(&app_options, text_renderer_ui(scene->text), paint, err);
    return scene->app != NULL;
}

bool scene_open(Scene *scene, SceneName name, const SceneOptions *options, Err *err)
{
    now = begun;
    *scene = (Scene){.surface = {.scale = options->scale > 0 ? options->scale : 1}};
    scene->surface.width = scene->surface.height = 1;
    if (options->scale > 0) {
        scene->surface.width = (int32_t)(options->width * options->scale);
        scene->surface.height = (int32_t)(options->height * options->scale);
    }
    scene->surface.pitch = scene->surface.width;
    size_t pixels = (size_t)scene->surface.width * (size_t)scene->surface.height;
    scene->surface.pixels = calloc(pixels, sizeof *scene->surface.pixels);
    scene->text = scene->surface.pixels ? text_renderer_create(err) : NULL;
    bool ok = scene->text && open_app(scene, name, options, err);
    if (ok) {
        scene_resize(scene, options->width, options->height);
        ok = show(scene, name, err);
    }
    if (!ok)
        scene_close(scene);
    return ok;
}

static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(name, sizeof name, "%.200s/%.255s", path, entry->d_name);
        if (unlink(name) != 0)
            remove_folder(name);
    }
    (void)closedir(dir);
    (void)rmdir(path);
}

void scene_close(Scene *scene)
{
    app_destroy(scene->app);
    text_renderer_destroy(scene->text);
    free(scene->surface.pixels);
    if (*scene->folder)
        remove_folder(scene->folder);
    *scene = (Scene){0};
}

void scene_resize(Scene *scene, float width, float height)
{
    app_resize(scene->app, width, height, scene->surface.scale);
    scene_frame(scene);
}

void scene_use(Scene *scene, const Settings *settings)
{
    Err err = {0};
    bool kept = app_use_settings(scene->app, settings, &err);
    assert(kept);
    (void)kept;
    scene_frame(scene);
}
