/* A lesson recorded by hand, written as JSON, replayed, and written again: the
 * same events. The rules are the session's and the store's own. */
#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attached.h"
#include "protocols/protocol_load.h"
#include "recorder/recording/replay.h"
#include "recorder/store/reread.h"
#include "reports/exchange/record.h"

enum { TEACHER, TABLE, ANA, BEN, SUBJECTS };

typedef struct Bench {
    Arena arena;
    const Protocol *protocol;
    Subject subjects[SUBJECTS];
    Setup setup;
    UuidSource ids;
    Store *store;
    Recording *recording;
    Session *session;
    Err err;
} Bench;

static const ClockAnchor anchor = {.unix_ms = INT64_C(1773335100250), .boot_id = "boot"};

static int setup(void **state)
{
    Bench *b = calloc(1, sizeof *b);
    *state = b;
    if (!b)
        return 1;
    arena_init(&b->arena, (size_t)64 << 20);
    uuid_source_init(&b->ids, (const uint64_t[2]){7, 11});
    b->store = store_open(":memory:", STORE_WRITE, &b->err);
    return !b->store || !protocol_load_shipped(&b->arena, "academic-talk", &b->protocol, &b->err);
}

static int teardown(void **state)
{
    Bench *b = *state;
    recording_destroy(b->recording);
    store_close(b->store);
    arena_deinit(&b->arena);
    free(b);
    return 0;
}

static void begin(Bench *b)
{
    b->setup.id = uuid_next(&b->ids, anchor.unix_ms);
    b->setup.started_unix_ms = anchor.unix_ms;
    recording_destroy(b->recording);
    b->recording = recording_begin(b->store, b->protocol, &b->setup, &b->ids, &anchor, &b->err);
    assert_non_null(b->recording);
    b->session = recording_session(b->recording);
}

static void begin_live(Bench *b)
{
    const Subject nobody = {.detail = "", .predicted = "", .group = SUBJECT_NONE};
    for (int i = 0; i < SUBJECTS; i++)
        b->subjects[i] = nobody;
    Subject *teacher = &b->subjects[TEACHER], *table = &b->subjects[TABLE];
    Subject *ana = &b->subjects[ANA], *ben = &b->subjects[BEN];
    teacher->kind = SUBJECT_ADULT;
    teacher->label = "T";
    teacher->detail = "lead";
    teacher->x = 0.5F;
    teacher->y = 0.1F;
    table->kind = SUBJECT_GROUP;
    table->label = "1";
    table->x = 0.25F;
    table->y = 0.5F;
    ana->kind = ben->kind = SUBJECT_PUPIL;
    ana->label = "AN";
    ana->predicted = "draws";
    static const Attribute learner[] = {{.key = "EL", .value = "yes"}};
    ana->attributes = learner;
    ana->attribute_count = 1;
    ana->x = 0.125F;
    ana->y = ben->y = 0.5F;
    ana->group = ben->group = TABLE;
    ana->focus = 'A';
    ben->label = "BE";
    ben->x = 0.375F;
    ben->absent = true;
    b->setup = (Setup){.title = "Lesson",
                       .class_name = "5",
                       .place = "",
                       .observer = "A",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = b->subjects,
                       .subject_count = SUBJECTS,
                       .targets = 1,
                       .resolution_ms = 1};
    begin(b);
}

static void done(Bench *b, bool ok)
{
    if (!ok)
        fail_msg("%s", b->err.text);
    assert_ok(recording_commit(b->recording, NULL, &b->err), b->err);
}

static void tap(Bench *b, const char *code, int32_t subject, int64_t at_ms)
{
    SessionTap tap = session_tap_blank(protocol_find_code(b->protocol, code), at_ms);
    tap.subject = subject;
    tap.text = strcmp(code, "note") == 0 ? "an \"idea\"" : "";
    done(b, session_tap(b->session, &tap, at_ms, &b->err));
}

static void attach(Bench *b, const char *code, int32_t subject, int64_t at_ms,
                   const Attachment *attachment)
{
    SessionTap tap = session_tap_blank(protocol_find_code(b->protocol, code), at_ms);
    tap.subject = subject;
    tap.text = attachment->kind == ATTACHMENT_PHOTO ? "the board" : "";
    tap.attachment = attachment;
    done(b, session_tap(b->session, &tap, session_last_ms(b->session) + 10, &b->err));
}

/* The record as JSON, from the store. */
static char *written(Bench *b)
{
    Observation o;
    assert_ok(reread_observation(b->store, b->setup.id, &b->arena, &o, &b->err), b->err);
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(record_write_json(&o, out, &b->err), b->err);
    fclose(out);
    return text;
}

/* Ids are new, and the origin says where a replayed lesson comes from. */
static void blank_what_differs(char *text)
{
    for (char *id = text; (id = strstr(id, "\"id\": \"")) != NULL;) {
        id += strlen("\"id\": \"");
        memset(id, '-', UUID_TEXT_SIZE - 1);
    }
    char *origin = strstr(text, "\"origin\": \""), *end = strstr(text, ", \"started\"");
    assert_true(origin && end && origin < end);
    memmove(origin, end, strlen(end) + 1);
}

static void replay_all(Bench *b, const char *json)
{
    Script script;
    assert_ok(script_read("lesson.json", json, strlen(json), SCRIPT_RECORD, b->protocol,
                          &(ScriptChoice){0}, &b->arena, &script, &b->err),
              b->err);
    b->setup = script.setup;
    begin(b);
    Replay *replay = replay_create(&script, b->recording, &b->err);
    assert_non_null(replay);
    while (replay_next_ms(replay) != EVENT_OPEN)
        assert_ok(replay_step(replay, NULL, &b->err), b->err);
    replay_destroy(replay);
}

static void assert_same_again(Bench *b)
{
    char *first = written(b);
    replay_all(b, first);
    char *second = written(b);
    replay_all(b, second); /* and once more, from what was itself replayed */
    char *third = written(b);
    blank_what_differs(first);
    blank_what_differs(second);
    blank_what_differs(third);
    assert_string_equal(first, second);
    assert_string_equal(second, third);
    free(first);
    free(second);
    free(third);
}

static void record__is_the_same_when_replayed(void **state)
{
    Bench *b = *state;
    begin_live(b);
    done(b, session_start(b->session, 0, &b->err));
    tap(b, "launch", SUBJECT_NONE, 0);
    tap(b, "teacher-talk", TEACHER, 1500);
    tap(b, "question", TEACHER, 9042);
    tap(b, "student-talk", ANA, 12000);
    tap(b, "frame", ANA, 13000);
    tap(b, "note", ANA, 14000);
    tap(b, "explore", SUBJECT_NONE, 20000);
    int32_t talk = b->protocol->codes[protocol_find_code(b->protocol, "student-talk")].category;
    done(b, session_stop_category(b->session, talk, 25000, 25000, &b->err));
    tap(b, "student-talk", BEN, 30000); /* who was absent is back */
    tap(b, "mark", SUBJECT_NONE, 31000);
    tap(b, "group-talk", TABLE, 40000);
    done(b, session_answer(b->session, 0, TABLE, 2, false, 125000, &b->err));
    tap(b, "absent", ANA, 130000);
    done(b, session_tick(b->session, 301000, &b->err)); /* nobody answered at 240 s */
    done(b, session_end(b->session, 330000, &b->err));
    assert_same_again(b);
}

/* The observer counted those who were there; a set-up or an absence put right later does
 * not count them anew. */
static void record__keeps_of_how_many__whoever_is_there_when_replayed(void **state)
{
    Bench *b = *state;
    begin_live(b);
    done(b, session_start(b->session, 0, &b->err));
    tap(b, "student-talk", BEN, 30000); /* who was absent is back */
    done(b, session_answer(b->session, 0, TABLE, 2, false, 125000, &b->err));
    tap(b, "absent", ANA, 130000);
    done(b, session_end(b->session, 330000, &b->err));
    static const struct {
        const char *recorded, *text;
    } cases[] = {{"more than the table has", "\"value\": 4, \"of\": 5,"},
                 {"fewer", "\"value\": 1, \"of\": 1,"}};
    for (int i = 0; i < 2; i++) {
        char *json = written(b);
        char *sample = strstr(json, i == 0 ? "\"value\": 2, \"of\": 2," : cases[0].text);
        assert_non_null(sample);
        memcpy(sample, cases[i].text, strlen(cases[i].text));
        replay_all(b, json);
        free(json);
        json = written(b);
        if (!strstr(json, cases[i].text))
            fail_msg("%s: %s", cases[i].recorded, json);
        free(json);
    }
    assert_same_again(b);
}

static void record__is_the_same_with_pauses_and_what_was_said_late(void **state)
{
    Bench *b = *state;
    begin_live(b);
    done(b, session_start(b->session, 0, &b->err));
    tap(b, "silence", SUBJECT_NONE, 5000);
    done(b, session_pause(b->session, 10000, &b->err));
    done(b, session_resume(b->session, 20000, &b->err));
    tap(b, "teacher-talk", TEACHER, 21000);
    done(b, session_backdate(b->session, 3000, 22000, &b->err)); /* into the pause */
    tap(b, "student-talk", ANA, 23000);
    done(b, session_pause(b->session, 40000, &b->err));
    done(b, session_end(b->session, 50000, &b->err));
    assert_same_again(b);
}

static void record__is_the_same_where_presets_were_taken_off(void **state)
{
    Bench *b = *state;
    begin_live(b);
    done(b, session_start(b->session, 0, &b->err));
    tap(b, "student-talk", ANA, 1000);
    tap(b, "frame", ANA, 2000);
    const ObsEvent *frame = session_newest(b->session);
    ObsEvent to = *frame;
    memset(to.options, PROTOCOL_NONE, sizeof to.options);
    to.options[1] = 3;
    done(b, session_change(b->session, frame->id, FIELD_OPTIONS, &to, 3000, &b->err));
    tap(b, "frame", ANA, 4000);
    done(b, session_undo(b->session, 5000, &b->err));
    done(b, session_end(b->session, 6000, &b->err));
    assert_same_again(b);
}

static void record__is_the_same_with_ink_and_photos(void **state)
{
    Bench *b = *state;
    begin_live(b);
    Attachment ink = attached_ink(), photo = attached_photo(), dot = attached_ink();
    dot.ink.point_count = 1;
    dot.ink.ground = INK_ON_PAGE;
    done(b, session_start(b->session, 0, &b->err));
    tap(b, "student-talk", ANA, 1000);
    attach(b, "ink", ANA, 1005, &ink);
    attach(b, "ink", ANA, 1005, &dot);
    attach(b, "photo", SUBJECT_NONE, 1030, &photo);
    done(b, session_end(b->session, 6000, &b->err));
    char *text = written(b);
    assert_non_null(strstr(text, "\"ink\": {\"ground\": \"chart\", \"width\": 16000, \"height\": "
                                 "9600, \"points\": [1600,1600,0,90, 1560,1700,12,128, "));
    assert_non_null(strstr(text,
                           "\"text\": \"the board\", \"photo\": {\"width\": 8, \"height\": 6, "
                           "\"jpeg\": \"/9j/4AAQSkZJRgABAQ"));
    free(text);
    assert_same_again(b);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(record__is_the_same_when_replayed),
        CASE(record__keeps_of_how_many__whoever_is_there_when_replayed),
        CASE(record__is_the_same_with_pauses_and_what_was_said_late),
        CASE(record__is_the_same_where_presets_were_taken_off),
        CASE(record__is_the_same_with_ink_and_photos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
