/* app_state.h - what the app keeps, for the app*.c files alone.
 *
 *   app.c         steps: input -> screen -> what was asked -> pixels
 *   app_settings.c  what the person chose: read, applied, kept
 *   app_overlay.c menu, help and keyboard, over whatever screen
 *   app_store.c   the store opened, to record or to look; its backups
 *   app_home.c    the list of lessons, what is running
 *   app_setup.c   a new observation, classes, class lists
 *   app_lesson.c  recording: begin, go on; the board's asks; time passing
 *   app_protocols.c  the team's protocols: the list, the editor
 *   app_sheet.c   the debrief sheet of a lesson and its figures
 *   app_walk.c    a walk-through: from the form to recording, from room to room
 *   app_walkthroughs.c  what many visits say together
 *   app_debrief.c  the sheet shown, and made into files
 *   app_forget.c  what was kept as long as the settings say
 *   app_names.c   pupils' names: begun, opened, shown, and locked again
 *   app_review.c  a lesson looked at again; what is put right goes the same way
 *   app_photo.c   a picture from a file, for the lesson in use
 *   app_demo.c    a lesson from a file, played on the board
 */
#ifndef RECORDER_SCREEN_APP_STATE_H
#define RECORDER_SCREEN_APP_STATE_H

#include "recorder/recording/replay.h"
#include "recorder/screen/app.h"
#include "recorder/screen/board/screen_board.h"
#include "recorder/screen/debrief/screen_debrief.h"
#include "recorder/screen/home/screen_forgetting.h"
#include "recorder/screen/home/screen_home.h"
#include "recorder/screen/home/screen_saved.h"
#include "recorder/screen/keyboard/keyboard.h"
#include "recorder/screen/names/screen_names.h"
#include "recorder/screen/photo/screen_photo.h"
#include "recorder/screen/protocol/screen_protocol.h"
#include "recorder/screen/protocol/screen_protocols.h"
#include "recorder/screen/review/screen_review.h"
#include "recorder/screen/settings/screen_settings.h"
#include "recorder/screen/setup/screen_setup.h"
#include "recorder/screen/walk/screen_visit.h"
#include "recorder/screen/walk/screen_walk.h"
#include "recorder/screen/walk/screen_walkthroughs.h"
#include "recorder/settings/settings.h"
#include "recorder/store/backup.h"
#include "recorder/store/visit.h"
#include "reports/debrief/debrief.h"

enum { APP_SENTENCE_SIZE = 400 }; /* of what is said on a screen */

typedef enum AppScreen {
    APP_HOME,
    APP_SETUP,
    APP_BOARD,
    APP_SAVED,
    APP_REVIEW,
    APP_PHOTO, /* a picture is chosen, for the board or the review */
    APP_PROTOCOLS,
    APP_EDITOR, /* of a protocol */
    APP_SETTINGS,
    APP_VISIT,        /* a new walk-through */
    APP_WALK,         /* one under way */
    APP_WALKTHROUGHS, /* what many say */
    APP_DEBRIEF,
    APP_NAMES,
    APP_FORGETTING,
} AppScreen;

/* The lesson in use: begun or gone on with, until its screens are left. */
typedef struct AppLesson {
    Arena arena; /* setup, protocol of a stored lesson */
    const Setup *setup;
    const Protocol *protocol;
    Recording *recording; /* NULL: no lesson in use */
    int64_t zero_ms;      /* boot clock at session time 0 */
    int64_t wall_ms;      /* wall clock at boot clock 0, as the record has it */
    int64_t flush_at_ms;  /* boot clock; try to write what waits again then */
    int64_t flush_wait_ms;
    BoardState board;
    InkPad *ink;
    bool totals_hidden;
    char message[APP_SENTENCE_SIZE]; /* why the last act was refused */
    char notice[APP_SENTENCE_SIZE];  /* what went wrong beside the lesson when it began */
    char warning[APP_SENTENCE_SIZE]; /* what would be lost, when closing was asked for */
} AppLesson;

/* What the home screen shows of the store. */
typedef struct AppHome {
    Arena arena;
    StoreItem *items;
    int32_t count, cap;
    int64_t total, visits;
    const StoreItem *running; /* NULL: none */
    int64_t running_zero_ms, running_saved_ms, running_acted_ms;
    HomeState state;
    Err trouble; /* why there is no store */
    char notice[APP_SENTENCE_SIZE];
} AppHome;

typedef struct AppSaved {
    Arena arena; /* everything the model points to */
    SavedModel model;
    Uuid id; /* of the lesson */
    float scroll;
} AppSaved;

/* The lesson under review is the one in use. */
typedef struct AppReview {
    ReviewState state;
    bool changed; /* since it was opened: the sheet is older than the record */
    /* what the selected event carries */
    InkPad *ink;
    Arena picture;
    Uuid pictured; /* the event whose photo is in picture */
    bool has_picture;
    UiPicture photo;
    char trouble[APP_SENTENCE_SIZE];
} AppReview;

/* A walk-through; the visit under way is the lesson in use. */
typedef struct AppVisit {
    Arena arena; /* names that are offered */
    VisitForm form;
    VisitState state;
    bool leaves_one; /* the form is for the next room: back goes on with the one before */
    WalkState walk;
    Uuid walk_of; /* of which lesson that is */
    char words[VISIT_TEXT * 4];
    char trouble[APP_SENTENCE_SIZE];
} AppVisit;

/* What many visits say: what is chosen, and the view of it. */
typedef struct AppWalks {
    Arena arena; /* of the view, and of what was made from it */
    bool ready;
    WalkBy by;
    int32_t when;
    char protocol[PROTOCOL_MAX_KEY + 1], heading[VISIT_TEXT], subject[VISIT_TEXT],
        observer[VISIT_TEXT];
    Uuid school, teacher;
    int32_t band, period;
    bool has_school, has_teacher, has_band, has_period, has_subject, has_observer;
    char labels[WALK_CHIP_COUNT][VISIT_TEXT]; /* of what is chosen; "" for all */
    WalkView view;
    char summary[200];
    WalkthroughsState state;
    WalkChoice *choices;
    const char **choice_keys;
    int32_t choice_count;
    StoreNamed *teachers; /* while their chip is open */
    WalkTeacher *teacher_items;
    int32_t teacher_count;
    const char *list_title, *list_detail; /* NULL: no list is open */
    WalkListItem *list;
    int32_t list_count;
    int64_t list_total;
    char notice[2 * APP_SENTENCE_SIZE];
} AppWalks;

/* A picture on its way into the lesson in use. */
typedef struct AppPhoto {
    AppScreen from; /* where it is chosen for */
    bool late;      /* in the review: what was missed */
    SessionTap tap;
    char about[OBSERVATION_MAX_LABEL + 32];
    char path[PHOTO_MAX_PATH]; /* stays for the next one */
    Arena listing, picture;
    PhotoFolder folder;
    PhotoState state;
    bool has_picture;
    Attachment attachment; /* in picture, like what follows */
    UiPicture view;
    uint64_t views; /* that were made: each has a name of its own */
    char words[80], trouble[APP_SENTENCE_SIZE];
} AppPhoto;

/* The protocols there are, and the one being changed. */
typedef struct AppProtocols {
    Arena arena;
    ProtocolShelf shelf;
    char folder[SHELF_MAX_PATH]; /* of the own ones; "" for none */
    ProtocolsState list;
    ProtocolDraft draft;
    EditorState editor;
    char notice[APP_SENTENCE_SIZE];
} AppProtocols;

/* The sheet that is shown, of the lesson the saved screen is about. */
typedef struct AppDebrief {
    Arena arena, sheet_arena; /* the lesson as it is shown; its sheet */
    Arena words;              /* titles, names: as long as the screen is there */
    Uuid id, first_id;
    Observation observation, first;
    DebriefInput input;
    bool is_cycle;
    const char *title;
    Sheet *sheet; /* NULL: trouble */
    char trouble[APP_SENTENCE_SIZE], result[APP_SENTENCE_SIZE];
    bool failed; /* result says what went wrong */
    ShareChoice choice;
    DebriefTeaching teachings[DEBRIEF_MAX_TEACHINGS];
    int32_t teaching_count;
    int64_t lesson_count;
    ShareJob *job;     /* files of this lesson are being made */
    ShareBatch *batch; /* or of all; stays until the next save, for what it says */
    bool working;
    char folder[DEBRIEF_FOLDER_SIZE]; /* where the files go that are being made */
    DebriefState state;
    char names_trouble[APP_SENTENCE_SIZE];
} AppDebrief;

/* Pupils' real names. */
typedef struct AppNames {
    bool set_up;
    Vault *vault; /* NULL: locked, and everything down to the line is gone */
    Arena arena;  /* the names */
    const HandoutName *all;
    int32_t count;
    NamesClass classes[NAMES_MAX_CLASSES];
    int32_t class_count;
    Arena called_arena; /* the lesson in use, with pupils called by name */
    const Setup *called;
    const DebriefShorter *shorter;
    /* ---- */
    AppScreen from; /* where the screen of names leads back to */
    NamesState state;
    char trouble[APP_SENTENCE_SIZE], done[APP_SENTENCE_SIZE];
} AppNames;

typedef enum ForgettingStage {
    FORGETTING_NOTHING,
    FORGETTING_DUE,  /* somebody is to say so */
    FORGETTING_DONE, /* and was not said to be seen yet */
    FORGETTING_TROUBLE,
} ForgettingStage;

/* What is older than the settings say. */
typedef struct AppForgetting {
    bool looked; /* since the start, or since the settings changed */
    ForgettingStage stage;
    Arena arena;
    ForgetItem *items;
    int32_t count, name_count;
    int64_t lessons_before_ms, names_before_ms;
    bool borne_out; /* the clock: by lessons recorded of late */
    int32_t done_lessons, done_names;
    LeftFiles files; /* that were made of what is due */
    LeftFiles left;  /* of what was forgotten, where they are still there */
    bool shows_left; /* the screen: those, else what is due */
    char trouble[APP_SENTENCE_SIZE];
    ForgettingState state;
} AppForgetting;

typedef struct AppSettings {
    SettingsState state;
    AppScreen from; /* where Back leads */
    char notice[APP_SENTENCE_SIZE];
    char due[80]; /* what is to be forgotten as they are */
} AppSettings;

typedef enum AppOverlayKind { APP_OVERLAY_NONE, APP_OVERLAY_MENU, APP_OVERLAY_HELP } AppOverlayKind;

typedef struct AppOverlay {
    AppOverlayKind kind;
    uint32_t focus_id; /* what had the focus before */
    float scroll;
} AppOverlay;

typedef struct AppKeyboard {
    KeyboardState state;
    bool by_touch; /* the field was touched, and no other keyboard typed since */
    float lift;    /* how far the screen is moved up for it */
} AppKeyboard;

/* What was asked in the step of what lies over the screen. */
typedef struct AppOver {
    uint32_t tapped; /* of a menu or the help */
    KeyboardAsk typed;
} AppOver;

typedef struct AppDemo {
    Arena arena;
    Replay *replay; /* NULL: none, or it is over */
    Script script;
    int64_t begun_ms; /* boot clock */
    int64_t leave_ms; /* nobody touched it since the end: the app closes then; 0: it stays */
} AppDemo;

/* What the sheets of a new observation show beside its form. */
typedef struct AppSetupLists {
    Arena arena;
    StoreClass *classes;
    int32_t class_count;
    const char *files[SETUP_MAX_FILES]; /* class lists in the sheets' folder */
    int32_t file_count;
} AppSetupLists;

/* Of what would be lost when the window closes. */
typedef struct AppWarned {
    bool of_quit;
    size_t unsaved; /* facts of the lesson, and since when, as it was said */
    int64_t since_ms;
} AppWarned;

struct App {
    /* lives as long as the app */
    char *db_path, *sheets_folder, *photos_folder, *demo_path, *settings_path;
    AppOptions options;
    UuidSource ids;
    Arena frame;
    UiCommand *commands;
    Painter *painter;
    Ui ui;
    float scale;
    Store *store;       /* NULL: home.trouble */
    int64_t look_at_ms; /* boot clock; whether it has something new */
    BackupKeeper keeper;
    FontSet *fonts; /* made with the first sheet */

    Settings settings;

    AppScreen screen;
    PlatformClock clock; /* of the step */
    uint32_t edited;     /* text field the keyboard is open for */
    int64_t wake_ms;     /* boot clock */
    int64_t touched_ms;  /* boot clock; the last touch or key */
    bool stale;          /* something happened since it was last built for painting */
    bool looks_only;     /* another Kenkyu records into the store */
    bool quit;
    AppWarned warned;

    AppHome home;
    SetupForm form;
    SetupState setup;
    uint64_t setup_filled; /* what the form was like before anybody changed it */
    AppSetupLists setup_lists;
    char setup_trouble[APP_SENTENCE_SIZE];
    AppLesson lesson;
    AppSaved saved;
    AppReview review;
    AppPhoto photo;
    AppProtocols protocols;
    AppVisit visit;
    AppWalks walks;
    AppDebrief debrief;
    AppNames names;
    AppForgetting forgetting;
    AppSettings settings_screen;
    AppOverlay overlay;
    AppKeyboard keyboard;
    AppOver over;
    AppDemo demo;
};

/* ---- app.c ---- */
void app_show(App *app, AppScreen screen);
void app_wake_at(App *app, int64_t boot_ms);

/* ---- app_settings.c ---- */
void app_open_settings(App *app); /* what is wrong with them is said on the home screen */
/* From now on; kept when they have a file. */
bool app_use_settings(App *app, const Settings *settings, Err *err);
SheetPaper app_paper(const App *app);
void app_show_settings(App *app);
SettingsAsk app_build_settings(App *app);
void app_apply_settings(App *app, const SettingsAsk *ask);

/* ---- app_overlay.c ---- */
enum {
    APP_ID_MENU_HOME = 9100,
    APP_ID_MENU_PROTOCOLS,
    APP_ID_MENU_SETTINGS,
    APP_ID_MENU_HELP,
    APP_ID_MENU_NAMES,
    APP_ID_MENU_LOCK,
};
void app_open_menu(App *app);
/* The screen below does not get this input; opens and closes the help. */
bool app_overlay_takes(App *app, const UiInput *in);
uint32_t app_build_overlay(App *app); /* what was tapped */
KeyboardAsk app_build_keyboard(App *app);
void app_apply_overlay(App *app, uint32_t tapped);

/* ---- app_store.c ---- */
void app_open_store(App *app);
/* ERR_STATE, with what to do: another Kenkyu records, this one looks. Whatever is to
 * change the record asks first. */
bool app_may_write(const App *app, Err *err);
bool app_record_here(App *app, Err *err); /* the other one is gone */
void app_watch_store(App *app);           /* what another Kenkyu recorded */
void app_wake_for_store(App *app);
void app_keep_backups(App *app, int64_t *wake_ms);
void app_back_up_now(App *app); /* what failed is tried again */

/* ---- app_home.c ---- */
void app_read_home(App *app);
void app_show_home(App *app);
HomeAsk app_build_home(App *app);
void app_apply_home(App *app, const HomeAsk *ask);

/* ---- app_setup.c ---- */
void app_show_setup(App *app);
SetupAsk app_build_setup(App *app);
void app_apply_setup(App *app, SetupAsk ask);
/* Keeps the names; what else is filled in for a lesson that has not begun is lost. */
bool app_may_close_setup(App *app, Err *err);

/* ---- app_lesson.c ---- */
BoardAsk app_build_board(App *app);
void app_apply_board(App *app, const BoardAsk *ask);
bool app_begin_lesson(App *app, const Setup *setup, const Protocol *protocol, Err *err);
void app_show_running(App *app); /* the screen of the lesson in use */
void app_leave_board(App *app);  /* another screen comes: what a finger holds ends */
bool app_continue(App *app, Uuid id, Err *err);
bool app_take_up(App *app, Uuid id, Err *err); /* a stored lesson becomes the one in use */
bool app_end_where_it_stopped(App *app, Uuid id, Err *err); /* at its last act */
void app_close_lesson(App *app); /* what is unsaved is lost: ask app_may_close_lesson() */
bool app_may_close_lesson(App *app, Err *err);
/* The lesson in use is this one, and the disk refuses a part of it even now: the whole of it
 * is in its session alone. */
bool app_is_partly_stored(App *app, Uuid id);
bool app_may_close_note(const App *app, Err *err); /* words that are being written */
bool app_may_leave_lesson(App *app, Err *err);     /* for another one: both */
Session *app_session(const App *app);              /* of the lesson in use */
int64_t app_session_ms(const App *app);            /* session time of the step */
void app_pass_time(App *app);       /* samples not answered, what waits for the disk */
void app_wake_for_lesson(App *app); /* when time passes next */
void app_watch_flush(App *app);     /* after a commit: what waits is tried again later */

/* ---- app_walk.c ---- */
void app_show_visit(App *app);
VisitAsk app_build_visit(App *app);
void app_apply_visit(App *app, VisitAsk ask);
void app_open_walk(App *app); /* the lesson in use is a walk-through */
WalkAsk app_build_walk(App *app);
void app_apply_walk(App *app, const WalkAsk *ask);

/* ---- app_walkthroughs.c ---- */
void app_show_walkthroughs(App *app);
WalkthroughsAsk app_build_walkthroughs(App *app);
void app_apply_walkthroughs(App *app, const WalkthroughsAsk *ask);

/* ---- app_protocols.c ---- */
bool app_read_shelf(App *app, Err *err); /* what stood on it before is gone */
void app_show_protocols(App *app);
ProtocolsAsk app_build_protocols(App *app);
void app_apply_protocols(App *app, const ProtocolsAsk *ask);
EditorAsk app_build_editor(App *app);
void app_apply_editor(App *app, const EditorAsk *ask);
bool app_may_close_editor(const App *app, Err *err);

/* ---- app_sheet.c ---- */
void app_finish_lesson(App *app);       /* it ended: make the sheet, show where it is */
void app_make_sheet(App *app, Uuid id); /* of a stored lesson */
void app_report_lesson(App *app);       /* make the sheet of the lesson in use again */
void app_refresh_saved(App *app);       /* what still waits for the disk */
void app_apply_saved(App *app, SavedAsk ask);

/* ---- app_debrief.c ---- */
void app_show_debrief(App *app); /* of the lesson that the saved screen shows */
void app_close_debrief(App *app);
DebriefAsk app_build_debrief(App *app);
void app_apply_debrief(App *app, const DebriefAsk *ask);
void app_share_some(App *app); /* a slice of the files that are being made */

void app_show_sheet_again(App *app); /* after another choice */

/* ---- app_names.c ---- */
void app_find_names(App *app); /* whether there are any to open */
bool app_names_are_open(const App *app);
bool app_open_names(App *app, const char *passphrase, Err *err);
void app_lock_names(App *app);  /* every screen goes back to labels */
void app_watch_names(App *app); /* locks them when nobody touched anything for long */
void app_wake_for_names(App *app);
void app_close_names(App *app);
/* The lesson in use with pupils called by their names; NULL: by their labels. */
const Setup *app_called(App *app);
void app_close_called(App *app); /* it borrows from the lesson, which closes */
FormNames app_form_names(const App *app);
void app_name_form(App *app); /* pupils of the form's class get their names */
/* The form's names into the vault; setup: what was made of the form, or NULL. */
bool app_keep_form_names(App *app, const Setup *setup, Err *err);
/* The class and its names; earlier lessons keep the old one. */
bool app_rename_class(App *app, const StoreClass *class, const char *name, Err *err);
bool app_remove_class(App *app, const StoreClass *class, Err *err);
NamesAre app_names_state(const App *app);
void app_show_names(App *app);
NamesAskKind app_build_names(App *app);
void app_apply_names(App *app, NamesAskKind ask);

/* ---- app_forget.c ---- */
/* Bytes after rows: also what an earlier time was cut off. */
bool app_finish_forgetting(App *app, Err *err);
/* At rest on the home screen: what is due, and done where nobody is to be asked. */
void app_look_at_age(App *app);
void app_look_again(App *app); /* the settings are others */
/* "12 lessons" that the settings have forgotten; "" for nothing. In frame memory. */
const char *app_due_words(App *app);
HomeBanner app_forgetting_banner(App *app);
void app_apply_forgetting_banner(App *app);
ForgettingAsk app_build_forgetting(App *app);
void app_apply_forgetting(App *app, ForgettingAsk ask);

/* ---- app_review.c ---- */
void app_show_review(App *app);
void app_close_review(App *app);
ReviewModel app_review_model(const App *app);
ReviewAsk app_build_review(App *app);
void app_apply_review(App *app, const ReviewAsk *ask);

int64_t app_review_said_ms(const App *app);  /* after the lesson: undo tells it by that */
void app_review_added(App *app, Uuid event); /* an event that was missed is so now */

/* ---- app_photo.c ---- */
/* For this tap; late: it was missed, the lesson is over. */
void app_show_photo(App *app, const SessionTap *tap, bool late);
void app_close_photo(App *app);
/* A JPEG or PNG as the painter takes it, at most so many pixels a side; the pixels
 * live in arena. */
bool app_read_pixels(App *app, const uint8_t *bytes, size_t len, int32_t most, Arena *arena,
                     UiPicture *ret_pixels, Err *err);
PhotoAsk app_build_photo(App *app);
void app_apply_photo(App *app, const PhotoAsk *ask);

/* ---- app_demo.c ---- */
void app_begin_demo(App *app);
void app_play_demo(App *app); /* what is due */
void app_wake_for_demo(App *app);
void app_end_demo(App *app);

#endif
