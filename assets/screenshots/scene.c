#include "assets/screenshots/scene.h"

#include "assets/screenshots/scene_record.h"
#include "protocols/look_for.h"

#include <assert.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* At 60 times: 39:30 of the demo lesson, where LG speaks to DL and disagrees. */
enum { DEMO_SPEED = 60, BOARD_WAIT_MS = 39500, LESSON_WAIT_MS = 52000, FIRST_SCAN_MS = 121000 };

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
    [SCENE_SETUP_LEAVE] = "setup-leave",
    [SCENE_BOARD_SCAN] = "board-scan",
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
                         : vault_create(app->store, PASSPHRASE, &cheap, now.unix_ms, &err);
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
    Vault *vault = vault_create(app->store, PASSPHRASE, &cheap, now.unix_ms, &err);
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
    case SCENE_BOARD_SCAN:
        scene_tap(scene, SETUP_ID_START);
        now.boot_ms += FIRST_SCAN_MS;
        now.unix_ms += FIRST_SCAN_MS;
        scene_frame(scene);
        break;
    case SCENE_SETUP_LEAVE:
        keep_names(scene, form->texts[FORM_CLASS], NULL, 0);
        open_names(scene);
        form->texts[FORM_CLASS][0] = '\0';
        setup_take_names(form, &scene->app->setup, "Ana Ruiz, Bo Li", &(FormNames){.open = true});
        scene_tap(scene, SETUP_ID_BACK);
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
    bool setup = name >= SCENE_SETUP && name <= SCENE_BOARD_SCAN;
    bool typed = name == SCENE_KEYBOARD || name == SCENE_KEYBOARD_ACCENTS;
    bool running = name == SCENE_HOME_RUNNING || name == SCENE_HOME_BESIDE;
    bool filled = name == SCENE_HOME || running || name == SCENE_HOME_NO_BACKUP ||
                  name == SCENE_MENU || setup || typed || name == SCENE_HOME_FORGETTING ||
                  name == SCENE_FORGETTING;
    if ((filled && !scene_add_lessons(app, err)) || (running && !scene_add_running(app, err)) ||
        (name >= SCENE_VISIT && name <= SCENE_WALK_PERMIT && !scene_add_visits(app, err)))
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
                              .demo_path = demo ? SCENE_DEMO : NULL,
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
    now = SCENE_BEGUN;
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
