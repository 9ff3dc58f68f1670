#include "reading.h"

#include <stdio.h>

#include "reports/exchange/record.h"

/* A small lesson with something of every kind. */
typedef struct Lesson {
    Subject subjects[4];
    PlannedPhase phases[1];
    ObsEvent events[12];
    Setup setup;
    Observation observation;
} Lesson;

enum { TEACHER, TABLE, ANA, BEN };

static ObsEvent event_of(const Protocol *p, const char *code, int32_t subject, int64_t start_ms,
                         int64_t stop_ms)
{
    ObsEvent e = event_blank();
    e.code = protocol_find_code(p, code);
    assert_int_not_equal(e.code, PROTOCOL_NONE);
    e.subject = subject;
    e.start_ms = start_ms;
    e.stop_ms = stop_ms;
    e.id.bytes[6] = 0x70;
    e.id.bytes[8] = 0x80;
    e.id.bytes[15] = (uint8_t)(start_ms / 1000);
    return e;
}

static void make_lesson(const Protocol *p, Lesson *l)
{
    *l = (Lesson){
        .subjects = {{SUBJECT_ADULT, "T", "lead", "", 0.5F, 0.08F, SUBJECT_NONE, 0, false, false,
                      NULL, 0},
                     {SUBJECT_GROUP, "Table 1", "", "", 0.25F, 0.5F, SUBJECT_NONE, 0, false, false,
                      NULL, 0},
                     {SUBJECT_PUPIL, "An\"a", "", "draws \\ then\nsays why", 0.125F, 0.5F, TABLE,
                      'A', false, false, NULL, 0},
                     {SUBJECT_PUPIL, "ビン", "", "", 1.0F, 0.333333F, TABLE, 0, true, false, NULL,
                      0}},
        .phases = {{protocol_find_code(p, "launch"), 8}},
    };
    l->setup = (Setup){.title = "5/8 or 3/4?",
                       .class_name = "Grade 5",
                       .place = "Room 14",
                       .observer = "A",
                       .theme = "Pupils who build on one another's ideas",
                       .goals = "Compare",
                       .origin = "",
                       .questions = {"Who builds on whom?"},
                       .question_count = 1,
                       .watches = {{"KL", "An\"a"}, {"MO", ""}},
                       .watch_count = 2,
                       .board_x = 0.02F,
                       .board_y = 0.5F,
                       .subjects = l->subjects,
                       .subject_count = 4,
                       .phases = l->phases,
                       .phase_count = 1,
                       .targets = 1U << 3 | 1U << 8,
                       .started_unix_ms = INT64_C(1773335100250),
                       .utc_offset_min = -480,
                       .resolution_ms = 1};
    l->setup.id.bytes[6] = 0x70;
    l->setup.id.bytes[8] = 0x80;
    ObsEvent *e = l->events;
    *e++ = event_of(p, "absent", BEN, 0, 60000);
    *e++ = event_of(p, "launch", SUBJECT_NONE, 0, 300000);
    *e++ = event_of(p, "teacher-talk", TEACHER, 1000, 10500);
    *e++ = event_of(p, "student-talk", ANA, 10500, 20042);
    e[-1].target = TEACHER;
    e[-1].text = "I think, \"three fourths\"";
    *e++ = event_of(p, "frame", ANA, 12000, 12000);
    e[-1].options[0] = 3;
    e[-1].options[1] = 0;
    *e++ = event_of(p, "pause", SUBJECT_NONE, 30000, 50000);
    *e++ = event_of(p, "teacher-talk", TEACHER, 47000, 55000); /* back-dated into the pause */
    *e++ = event_of(p, "note", BEN, 61000, 61000);
    e[-1].text = "came late";
    *e++ = event_of(p, "engaged", TABLE, 120000, 120000);
    e[-1].value = 1;
    e[-1].of = 2;
    *e++ = event_of(p, "engaged", TABLE, 240000, 240000);
    e[-1].of = 2;
    e[-1].missing = true;
    *e++ = event_of(p, "silence", SUBJECT_NONE, 250000, 300000);
    l->observation = (Observation){.protocol = p,
                                   .setup = &l->setup,
                                   .events = l->events,
                                   .event_count = (size_t)(e - l->events),
                                   .end_ms = 300000,
                                   .ended = true};
}

static char *write_json(const Observation *o)
{
    char *text = NULL;
    size_t len = 0;
    Err err = {0};
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(record_write_json(o, out, &err), err);
    fclose(out);
    return text;
}

/* What the protocol's text has to do with, which changes with it. */
static void cut_mark(char *text)
{
    static const char begin[] = "\"protocol_mark\": \"";
    char *mark = strstr(text, begin);
    assert_non_null(mark);
    char *end = mark + sizeof begin - 1 + 16;
    assert_memory_equal(end, "\", ", 3);
    memmove(mark, end + 3, strlen(end + 3) + 1);
}

/* The same keys under another version, and under another text. */
static void record__says__that_the_protocol_is_another(void **state)
{
    Reading *r = *state;
    Lesson lesson;
    make_lesson(r->talk, &lesson);
    char *text = write_json(&lesson.observation);
    Protocol other = *r->talk;
    assert_ok(read_script(r, "x", SCRIPT_RECORD, &other, text, strlen(text)), r->err);
    assert_int_equal(r->script.notices.count, 0);
    other.text_len--;
    assert_ok(read_script(r, "x", SCRIPT_RECORD, &other, text, strlen(text)), r->err);
    assert_int_equal(r->script.notices.count, 1);
    assert_string_equal(r->script.notices.items[0],
                        "the protocol 'academic-talk' was changed since this was recorded, or "
                        "another one is called so here: figures may come out otherwise");
    other.version = "1.1";
    assert_ok(read_script(r, "x", SCRIPT_RECORD, &other, text, strlen(text)), r->err);
    assert_int_equal(r->script.notices.count, 1);
    assert_string_equal(r->script.notices.items[0],
                        "recorded under version 1.0 of the protocol 'academic-talk' and read under "
                        "1.1: figures may come out otherwise");
    cut_mark(text); /* as older files are */
    assert_ok(read_script(r, "x", SCRIPT_RECORD, r->talk, text, strlen(text)), r->err);
    assert_int_equal(r->script.notices.count, 0);
    free(text);
}

static void record_write_json__writes_everything(void **state)
{
    Reading *r = *state;
    Lesson lesson;
    make_lesson(r->talk, &lesson);
    lesson.observation.event_count = 4;
    char *text = write_json(&lesson.observation);
    cut_mark(text);
    assert_string_equal(
        text,
        "{\"kenkyu\": 1, \"id\": \"00000000-0000-7000-8000-000000000000\", \"protocol\": "
        "\"academic-talk\", \"protocol_title\": \"Academic talk\", \"protocol_version\": \"1.0\", "
        "\"title\": \"5/8 or 3/4?\", \"class\": \"Grade 5\", \"place\": \"Room 14\", \"observer\": "
        "\"A\", \"theme\": \"Pupils who build on one another's ideas\", \"goals\": \"Compare\", "
        "\"origin\": \"\", \"started\": \"2026-03-12T09:05:00.250-08:00\", \"resolution_s\": "
        "0.001, "
        "\"ended\": true, \"length_s\": 300, \"questions\": [\n"
        "    \"Who builds on whom?\"], \"targets\": [\n"
        "    \"paraphrase\",\n"
        "    \"disagree\"], \"phases\": [\n"
        "    {\"code\": \"launch\", \"minutes\": 8}], \"watches\": [\n"
        "    {\"observer\": \"KL\", \"whom\": \"An\\\"a\"},\n"
        "    {\"observer\": \"MO\", \"whom\": \"\"}], \"board\": {\"x\": 0.020000, \"y\": "
        "0.500000}, \"subjects\": [\n"
        "    {\"label\": \"T\", \"kind\": \"adult\", \"detail\": \"lead\", \"group\": null, \"x\": "
        "0.500000, \"y\": 0.080000, \"absent\": false, \"several\": false, \"focus\": null, "
        "\"predicted\": \"\"},\n"
        "    {\"label\": \"Table 1\", \"kind\": \"group\", \"detail\": \"\", \"group\": null, "
        "\"x\": 0.250000, \"y\": 0.500000, \"absent\": false, \"several\": false, \"focus\": null, "
        "\"predicted\": \"\"},\n"
        "    {\"label\": \"An\\\"a\", \"kind\": \"pupil\", \"detail\": \"\", \"group\": \"Table "
        "1\", \"x\": 0.125000, \"y\": 0.500000, \"absent\": false, \"several\": false, \"focus\": "
        "\"A\", \"predicted\": \"draws \\\\ then\\nsays why\"},\n"
        "    {\"label\": \"ビン\", \"kind\": \"pupil\", \"detail\": \"\", \"group\": \"Table "
        "1\", "
        "\"x\": 1.000000, \"y\": 0.333333, \"absent\": true, \"several\": false, \"focus\": null, "
        "\"predicted\": \"\"}], \"events\": [\n"
        "    {\"id\": \"00000000-0000-7000-8000-000000000000\", \"code\": \"absent\", \"kind\": "
        "\"state\", \"subject\": \"ビン\", \"target\": null, \"start_s\": 0, \"stop_s\": 60, "
        "\"value\": null, \"of\": null, \"missing\": false, \"options\": {}, \"text\": \"\"},\n"
        "    {\"id\": \"00000000-0000-7000-8000-000000000000\", \"code\": \"launch\", \"kind\": "
        "\"state\", \"subject\": null, \"target\": null, \"start_s\": 0, \"stop_s\": 300, "
        "\"value\": null, \"of\": null, \"missing\": false, \"options\": {}, \"text\": \"\"},\n"
        "    {\"id\": \"00000000-0000-7000-8000-000000000001\", \"code\": \"teacher-talk\", "
        "\"kind\": \"state\", \"subject\": \"T\", \"target\": null, \"start_s\": 1, \"stop_s\": "
        "10.5, \"value\": null, \"of\": null, \"missing\": false, \"options\": {}, \"text\": "
        "\"\"},\n"
        "    {\"id\": \"00000000-0000-7000-8000-00000000000a\", \"code\": \"student-talk\", "
        "\"kind\": \"state\", \"subject\": \"An\\\"a\", \"target\": \"T\", \"start_s\": 10.5, "
        "\"stop_s\": 20.042, \"value\": null, \"of\": null, \"missing\": false, \"options\": {}, "
        "\"text\": \"I think, \\\"three fourths\\\"\"}]}\n");
    free(text);
}

static void record__keeps_attributes__of_those_who_have_any(void **state)
{
    Reading *r = *state;
    static const Attribute attributes[] = {{"EL", "yes"}, {"level", "2 \"b\""}};
    Lesson lesson;
    make_lesson(r->talk, &lesson);
    lesson.subjects[ANA].attributes = attributes;
    lesson.subjects[ANA].attribute_count = 2;
    char *text = write_json(&lesson.observation);
    assert_non_null(strstr(text, "\"predicted\": \"draws \\\\ then\\nsays why\", \"attributes\": "
                                 "{\"EL\": \"yes\", \"level\": \"2 \\\"b\\\"\"}}"));
    assert_ok(read_script(r, "x", SCRIPT_RECORD, r->talk, text, strlen(text)), r->err);
    free(text);
    const Subject *ana = &r->script.setup.subjects[ANA];
    assert_int_equal(ana->attribute_count, 2);
    assert_string_equal(subject_attribute(ana, "EL"), "yes");
    assert_string_equal(subject_attribute(ana, "level"), "2 \"b\"");
    assert_null(subject_attribute(ana, "el"));
    assert_int_equal(r->script.setup.subjects[BEN].attribute_count, 0);
}

static void record__keeps_the_set_up(void **state)
{
    Reading *r = *state;
    Lesson lesson;
    make_lesson(r->talk, &lesson);
    char *text = write_json(&lesson.observation);
    assert_ok(read_script(r, "a/cycle 1.json", SCRIPT_RECORD, r->talk, text, strlen(text)), r->err);
    free(text);
    const Setup *have = &r->script.setup, *want = &lesson.setup;
    assert_string_equal(have->title, want->title);
    assert_string_equal(have->class_name, want->class_name);
    assert_string_equal(have->place, want->place);
    assert_string_equal(have->observer, want->observer);
    assert_string_equal(have->theme, want->theme);
    assert_string_equal(have->goals, want->goals);
    assert_string_equal(have->origin, "cycle 1.json");
    assert_int_equal(have->question_count, 1);
    assert_string_equal(have->questions[0], want->questions[0]);
    assert_int_equal(have->watch_count, 2);
    assert_string_equal(have->watches[0].observer, "KL");
    assert_string_equal(have->watches[0].whom, "An\"a");
    assert_string_equal(have->watches[1].whom, "");
    assert_true(have->board_x == 0.02F && have->board_y == 0.5F);
    assert_int_equal(have->targets, want->targets);
    assert_int_equal(have->phase_count, 1);
    assert_int_equal(have->phases[0].code, want->phases[0].code);
    assert_int_equal(have->phases[0].minutes, 8);
    assert_int_equal(have->started_unix_ms, want->started_unix_ms);
    assert_int_equal(have->utc_offset_min, want->utc_offset_min);
    assert_int_equal(have->resolution_ms, 1);
    assert_int_equal(have->subject_count, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(have->subjects[i].label, want->subjects[i].label);
        assert_string_equal(have->subjects[i].detail, want->subjects[i].detail);
        assert_string_equal(have->subjects[i].predicted, want->subjects[i].predicted);
        assert_int_equal(have->subjects[i].kind, want->subjects[i].kind);
        assert_int_equal(have->subjects[i].group, want->subjects[i].group);
        assert_int_equal(have->subjects[i].focus, want->subjects[i].focus);
        assert_int_equal(have->subjects[i].absent, want->subjects[i].absent);
        assert_true(have->subjects[i].x == want->subjects[i].x);
    }
}

static void record__becomes_acts_in_the_order_they_can_be_played(void **state)
{
    Reading *r = *state;
    Lesson lesson;
    make_lesson(r->talk, &lesson);
    char *text = write_json(&lesson.observation);
    assert_ok(read_script(r, "x", SCRIPT_RECORD, r->talk, text, strlen(text)), r->err);
    free(text);
    static const struct {
        ScriptActKind kind;
        int64_t at_ms, said_ms;
        const char *code;
        int ref;
    } wanted[] = {
        {SCRIPT_TAP, 0, 0, "launch", -1}, /* until the end, which stops it */
        {SCRIPT_TAP, 1000, 1000, "teacher-talk", -1},
        {SCRIPT_TAP, 10500, 10500, "student-talk", -1},
        {SCRIPT_TAP, 12000, 12000, "frame", -1},
        {SCRIPT_STOP, 20042, 20042, "student-talk", 2},
        {SCRIPT_PAUSE, 30000, 30000, "pause", -1},
        {SCRIPT_RESUME, 50000, 50000, "pause", -1},
        {SCRIPT_TAP, 47000, 50000, "teacher-talk", -1}, /* said when the pause is over */
        {SCRIPT_STOP, 55000, 55000, "teacher-talk", 7},
        {SCRIPT_STOP, 60000, 60000, "absent", SCRIPT_NO_REF},
        {SCRIPT_TAP, 61000, 61000, "note", -1},
        {SCRIPT_ANSWER, 120000, 120000, "engaged", -1},
        {SCRIPT_ANSWER, 240000, 240000, "engaged", -1},
        {SCRIPT_TAP, 250000, 250000, "silence", -1},
        {SCRIPT_END, 300000, 300000, NULL, -1},
    };
    int32_t count = (int32_t)(sizeof wanted / sizeof wanted[0]);
    assert_int_equal(r->script.act_count, count);
    for (int32_t i = 0; i < count; i++) {
        const ScriptAct *act = &r->script.acts[i];
        assert_int_equal(act->kind, wanted[i].kind);
        assert_int_equal(act->at_ms, wanted[i].at_ms);
        assert_int_equal(act->said_ms, wanted[i].said_ms);
        assert_int_equal(act->ref, wanted[i].ref);
        if (wanted[i].code)
            assert_string_equal(r->talk->codes[act->code].key, wanted[i].code);
    }
    const ScriptAct *acts = r->script.acts;
    assert_int_equal(acts[2].target, TEACHER);
    assert_string_equal(acts[2].text, "I think, \"three fourths\"");
    assert_true(acts[3].exact && acts[3].again);
    assert_int_equal(acts[3].options[0], 3);
    assert_int_equal(acts[3].options[2], PROTOCOL_NONE);
    assert_int_equal(acts[9].subject, BEN);
    assert_int_equal(acts[11].value, 1);
    assert_int_equal(acts[11].sampling, 0);
    assert_true(acts[12].missing);
    assert_true(acts[1].line > acts[0].line && acts[0].line > 5);
}

static const char *record_of(const char *inside)
{
    static char text[2000];
    (void)snprintf(text, sizeof text,
                   "{\"kenkyu\": 1, \"protocol\": \"academic-talk\", \"length_s\": 100,\n%s}",
                   inside);
    return text;
}

static void refuses(Reading *r, const char *inside, const char *sentence)
{
    assert_refused(r, SCRIPT_RECORD, r->talk, record_of(inside), ERR_FORMAT, sentence);
}

#define ONE "\"subjects\": [{\"label\": \"T\", \"kind\": \"adult\"}],\n\"events\": [\n"

static void record_read__refuses_wrong_set_ups(void **state)
{
    Reading *r = *state;
    refuses(r, "\"title\": 5, \"events\": []", "x:2:10: wrong 'title', expected text in quotes");
    refuses(r, "\"title\": \"a\\u0007\", \"events\": []",
            "x:2:10: wrong 'title', expected text without control characters");
    refuses(r, "\"started\": \"yesterday\", \"events\": []",
            "x:2:12: wrong 'started', expected a time such as 2026-03-12T09:05:00.000-08:00");
    static const char *const never[] = {"0999-12-31T09:05:00.000-08:00",
                                        "9999-12-31T23:59:59.999-08:00",
                                        "2026-03-12T09:05:00.000+18:01"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        char inside[100];
        (void)snprintf(inside, sizeof inside, "\"started\": \"%s\", \"events\": []", never[i]);
        refuses(r, inside,
                "x:2:12: wrong 'started', expected a time such as 2026-03-12T09:05:00.000-08:00");
    }
    refuses(r, "\"resolution_s\": 86400.001, \"events\": []",
            "x:2:17: wrong 'resolution_s', expected seconds of a day at most");
    refuses(r, "\"subjects\": {}", "x:2:13: wrong 'subjects', expected a list");
    refuses(r, "\"subjects\": [7]", "x:2:14: no object here, expected a subject");
    refuses(r, "\"subjects\": [{\"kind\": \"adult\"}]",
            "x:2:14: no 'label', expected a label of its own");
    refuses(r, "\"subjects\": [{\"label\": \"T\", \"kind\": \"cat\"}]",
            "x:2:37: wrong 'kind', expected adult, pupil or group");
    refuses(
        r,
        "\"subjects\": [{\"label\": \"T\", \"kind\": \"adult\"},\n {\"label\": \"T\", \"kind\": "
        "\"adult\"}]",
        "x:3:12: the label stands twice, expected every label once");
    refuses(r, "\"subjects\": [{\"label\": \"T\", \"kind\": \"adult\", \"group\": \"G\"}]",
            "x:2:55: group 'G' is not among the subjects");
    refuses(r, "\"subjects\": [{\"label\": \"T\", \"kind\": \"adult\", \"x\": 2}]",
            "x:2:51: wrong 'x', expected a number from 0 to 1");
#define PUPIL "\"subjects\": [{\"label\": \"A\", \"kind\": \"pupil\", \"attributes\": "
    refuses(
        r,
        "\"subjects\": [{\"label\": \"T\", \"kind\": \"adult\", \"attributes\": {\"EL\": \"no\"}}]",
        "x:2:60: wrong 'attributes', expected an object such as {\"EL\": \"yes\"} of a pupil");
    refuses(r, PUPIL "[]}]",
            "x:2:60: wrong 'attributes', expected an object such as {\"EL\": \"yes\"} of a pupil");
    refuses(r, PUPIL "{\"2 b\": \"no\"}}]",
            "x:2:68: wrong 'attributes', expected keys of letters, digits, - and _ that begin with "
            "a letter");
    refuses(r, PUPIL "{\"EL\": 1}}]", "x:2:67: wrong 'EL', expected text in quotes");
    refuses(r, PUPIL "{\"EL\": null}}]",
            "x:2:67: wrong 'EL', expected what the pupil's attribute is");
    assert_refused(r, SCRIPT_RECORD, r->talk,
                   record_of(PUPIL "{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\","
                                   "\"f\":\"1\",\"g\":\"1\",\"h\":\"1\",\"i\":\"1\"}}]"),
                   ERR_LIMIT, "x:2:60: 9 attributes of one pupil, expected at most 8");
    assert_refused(r, SCRIPT_RECORD, r->talk,
                   record_of(PUPIL "{\"a\": \"12345678901234567890123456789012345678901\"}}]"),
                   ERR_LIMIT, "x:2:66: 'a' of 41 bytes, expected at most 40");
#undef PUPIL
    refuses(r, "\"targets\": [\"shout\"], \"events\": []",
            "x:2:13: no target of this protocol here, expected the key of one");
    refuses(r, "\"phases\": [{\"code\": \"silence\", \"minutes\": 3}], \"events\": []",
            "x:2:21: wrong 'code', expected a phase of the protocol");
    refuses(r, "\"walk_through\": 1, \"events\": []",
            "x:2:17: wrong 'walk_through', expected an object");
    refuses(r, "\"watches\": [1], \"events\": []",
            "x:2:13: no object here, expected who watches whom");
    refuses(r, "\"watches\": [{\"whom\": \"A\"}], \"events\": []",
            "x:2:13: no 'observer', expected who it is");
    refuses(r, "\"board\": 7, \"events\": []", "x:2:10: wrong 'board', expected its place");
    refuses(r, "\"questions\": [1], \"events\": []",
            "x:2:15: no question here, expected text without control characters");
    refuses(r, "\"title\": \"a\"", "x:1:1: no 'events', expected a list");
}

static void record_read__refuses_wrong_events(void **state)
{
    Reading *r = *state;
    refuses(r, ONE "7]", "x:4:1: no object here, expected an event");
    refuses(r, ONE "{\"start_s\": 1}]", "x:4:1: no 'code', expected the key of a code");
    refuses(r, ONE "{\"code\": \"shout\", \"start_s\": 1}]",
            "x:4:10: code 'shout' is not in the protocol academic-talk, expected the key of one of "
            "its codes");
    refuses(r, ONE "{\"code\": \"mark\"}]", "x:4:1: no 'start_s', expected seconds of 0 or more");
    refuses(r, ONE "{\"code\": \"mark\", \"start_s\": -1}]",
            "x:4:29: wrong 'start_s', expected seconds of 0 or more");
    refuses(r, ONE "{\"code\": \"silence\", \"start_s\": 1}]",
            "x:4:1: no 'stop_s', expected seconds of 0 or more");
    refuses(r, ONE "{\"code\": \"silence\", \"start_s\": 5, \"stop_s\": 4.9}]",
            "x:4:45: wrong 'stop_s', expected a time not before start_s");
    refuses(r, ONE "{\"code\": \"mark\", \"start_s\": 5, \"stop_s\": 6}]",
            "x:4:42: wrong 'stop_s', expected the same as start_s");
    refuses(r, ONE "{\"code\": \"silence\", \"start_s\": 5, \"stop_s\": 100.001}]",
            "x:4:45: wrong 'stop_s', expected a time not after length_s");
    refuses(r, ONE "{\"code\": \"mark\", \"start_s\": 5, \"subject\": \"Z\"}]",
            "x:4:43: subject 'Z' is not among the subjects");
    refuses(r, ONE "{\"code\": \"mark\", \"start_s\": 5, \"options\": {\"form\": \"half\"}}]",
            "x:4:52: wrong 'options', expected a modifier of the protocol with one of its options");
    refuses(r, ONE "{\"code\": \"engaged\", \"start_s\": 5, \"value\": null}]",
            "x:4:44: wrong 'value', expected the number of pupils, for the sample is not missing");
    refuses(r, ONE "{\"code\": \"engaged\", \"start_s\": 5, \"value\": 6, \"of\": 5}]",
            "x:4:44: wrong 'value', expected a number of pupils that is not above 'of'");
    refuses(r, ONE "{\"code\": \"engaged\", \"start_s\": 5, \"value\": 6, \"of\": -1}]",
            "x:4:53: wrong 'of', expected a whole number of 0 or more");
    refuses(r, ONE "{\"code\": \"absent\", \"start_s\": 5, \"stop_s\": 6}]",
            "x:4:1: no 'subject', expected the pupil who is absent");
    refuses(
        r,
        ONE "{\"code\": \"silence\", \"start_s\": 5, \"stop_s\": 9},\n"
            "{\"code\": \"group-talk\", \"start_s\": 8, \"stop_s\": 9}]",
        "x:5:1: an event that begins before the one it follows has stopped, expected the states "
        "of an exclusive category one after the other");
}

/* A key may be written with escapes; its value's place is found all the same. */
static void record_read__finds_the_places__of_escaped_keys(void **state)
{
    enum { MARKS = 50 };
    Reading *r = *state;
    char inside[1900] = "\"subjects\": [], \"\\u0065v\\u0065nts\": [\n";
    for (int i = 0; i < MARKS; i++) {
        size_t at = strlen(inside);
        (void)snprintf(inside + at, sizeof inside - at, "{\"code\":\"mark\",\"start_s\":1}%s\n",
                       i + 1 < MARKS ? "," : "]");
    }
    const char *text = record_of(inside);
    size_t len = strlen(text);
    char *exact = malloc(len); /* nothing behind it that may be read */
    assert_non_null(exact);
    memcpy(exact, text, len);
    assert_true(read_script(r, "x", SCRIPT_RECORD, r->talk, exact, len));
    free(exact);
    assert_int_equal(r->script.acts[MARKS - 1].line, 2 + MARKS);
    refuses(r, "\"\\u0065vents\": [\n{\"\\u0063ode\": \"mark\"},\n{\"start_s\": 1}]",
            "x:3:1: no 'start_s', expected seconds of 0 or more");
    refuses(r, "\"\\u0071uestions\": [\"Who?\", 1], \"events\": []",
            "x:2:28: no question here, expected text without control characters");
    refuses(r, "\"subj\\u0065cts\": [{\"label\": \"T\", \"kind\": \"adult\"}, 7]",
            "x:2:52: no object here, expected a subject");
    refuses(r,
            ONE "{\"code\": \"mark\", \"start_s\": 5, \"options\": "
                "{\"\\/\\\"\\\\\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00\": \"half\"}}]",
            "x:4:88: wrong 'options', expected a modifier of the protocol with one of its options");
}

/* Each adult has a lane: what one does ends nothing of what the other does. */
static void record_read__holds_lanes_apart(void **state)
{
    static const char head[] =
        "{\"kenkyu\": 1, \"protocol\": \"co-teaching\", \"length_s\": 100,\n"
        "\"subjects\": [{\"label\": \"T\", \"kind\": \"adult\"}, {\"label\": \"U\", \"kind\": "
        "\"adult\"}],\n\"events\": [\n"
        "{\"code\": \"leads\", \"subject\": \"T\", \"start_s\": 1, \"stop_s\": 50},\n"
        "{\"code\": \"watches\", \"subject\": \"U\", \"start_s\": 2, \"stop_s\": 60}";
    Reading *r = *state;
    const Protocol *p = NULL;
    assert_ok(protocol_load_shipped(&r->arena, "co-teaching", &p, &r->err), r->err);
    char text[2000];
    (void)snprintf(text, sizeof text, "%s]}", head);
    assert_true(read_script(r, "x", SCRIPT_RECORD, p, text, strlen(text)));
    size_t stops = 0;
    for (int32_t i = 0; i < r->script.act_count; i++)
        stops += r->script.acts[i].kind == SCRIPT_STOP;
    assert_int_equal(stops, 2);
    (void)snprintf(text, sizeof text,
                   "%s,\n{\"code\": \"watches\", \"subject\": \"T\", \"start_s\": 49, "
                   "\"stop_s\": 60}]}",
                   head);
    assert_refused(r, SCRIPT_RECORD, p, text, ERR_FORMAT,
                   "x:6:1: an event that begins before the one it follows has stopped, expected "
                   "the states of an exclusive category one after the other");
}

static void record_read__refuses_ink_and_photos_that_are_none(void **state)
{
    Reading *r = *state;
    static const char no_ink[] = "expected a stroke: ground, width, height and at most 4096 points "
                                 "of four numbers";
    static const struct {
        const char *ink, *what;
    } inks[] = {
        {"null", "x:4:38: wrong 'ink'"},
        {"{\"ground\": \"sea\", \"width\": 9, \"height\": 9, \"points\": [1,2,3,4]}",
         "x:4:38: wrong 'ink'"},
        {"{\"ground\": \"page\", \"width\": 9, \"height\": 9, \"points\": [1,2,3]}",
         "x:4:38: wrong 'ink'"},
        {"{\"ground\": \"page\", \"width\": 9, \"height\": 9, \"points\": [1,2,3,256]}",
         "x:4:38: wrong 'ink'"},
        {"{\"ground\": \"page\", \"width\": 9.5, \"height\": 9, \"points\": [1,2,3,4]}",
         "x:4:38: wrong 'ink'"},
        {"{\"ground\": \"page\", \"width\": 9, \"height\": 9, \"points\": []}",
         "x:4:38: wrong 'ink'"},
    };
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        char text[300], sentence[300];
        (void)snprintf(text, sizeof text, ONE "{\"code\": \"ink\", \"start_s\": 1, \"ink\": %s}]",
                       inks[i].ink);
        (void)snprintf(sentence, sizeof sentence, "%s, %s", inks[i].what, no_ink);
        refuses(r, text, sentence);
    }
    static const char *const jpegs[] = {"",
                                        "////",
                                        "/9j/2Q==",
                                        "/9j*",
                                        "/9j", /* and a progressive one: */
                                        "/9j/wgALCAAGAAgBAREA/9oACAEBAAAAAP/Z"};
    for (size_t i = 0; i < sizeof jpegs / sizeof *jpegs; i++) {
        char text[300];
        (void)snprintf(text, sizeof text,
                       ONE "{\"code\": \"photo\", \"start_s\": 1, \"photo\": {\"width\": 8, "
                           "\"height\": 6, \"jpeg\": \"%s\"}}]",
                       jpegs[i]);
        refuses(r, text,
                "x:4:42: wrong 'photo', expected a picture: width and height of at most 2048 and a "
                "baseline JPEG in base64");
    }
}

static void record_read__refuses_what_is_no_record(void **state)
{
    Reading *r = *state;
    assert_refused(r, SCRIPT_RECORD, r->talk, "{\"a\": 1,\n \"a\": 2}", ERR_FORMAT,
                   "x:2:4: not readable as JSON (duplicate object key near '\"a\"'), expected a "
                   "Kenkyu record");
    assert_refused(r, SCRIPT_RECORD, r->talk, "{\"a\\u00\xD6\xA2\": 1}", ERR_FORMAT,
                   "x:1:8: not readable as JSON (invalid escape near '\"a\\u00?'), expected a "
                   "Kenkyu record"); /* jansson shows half of the character */
    assert_refused(r, SCRIPT_RECORD, r->talk, "{\"kenkyu\": 2, \"protocol\": \"academic-talk\"}",
                   ERR_FORMAT, "x:1:12: wrong 'kenkyu', expected 1, the format of this version");
    char *many = malloc(4100000);
    assert_non_null(many);
    memset(many, ',', 4100000);
    many[0] = '[';
    assert_false(read_script(r, "x", SCRIPT_RECORD, r->talk, many, 4100000));
    assert_err(r->err, ERR_LIMIT, "x: more than 4000000 values, expected fewer");
    free(many);
}

static void record_read_protocol__refuses_a_key_that_is_no_text(void **state)
{
    Reading *r = *state;
    const char *text = "{\"kenkyu\": 1,\n\"protocol\": \"\\u008e\", \"events\": []}";
    const char *key = NULL;
    size_t used = r->arena.used;
    assert_false(record_read_protocol("x", text, strlen(text), &r->arena, &key, &r->err));
    assert_err(r->err, ERR_FORMAT,
               "x:2:13: wrong 'protocol', expected text without control characters");
    assert_null(key);
    assert_int_equal(r->arena.used, used);
}

static void record_read__takes_events_in_any_order(void **state)
{
    Reading *r = *state;
    const char *text = record_of(ONE "{\"code\": \"silence\", \"start_s\": 10, \"stop_s\": 20},\n"
                                     "{\"code\": \"mark\", \"start_s\": 5},\n"
                                     "{\"code\": \"silence\", \"start_s\": 8, \"stop_s\": 8},\n"
                                     "{\"code\": \"silence\", \"start_s\": 8, \"stop_s\": 10}]");
    assert_ok(read_script(r, "x", SCRIPT_RECORD, r->talk, text, strlen(text)), r->err);
    static const int64_t at[] = {5000, 8000, 8000, 10000, 20000, 100000};
    static const ScriptActKind kinds[] = {SCRIPT_TAP, SCRIPT_TAP,  SCRIPT_TAP,
                                          SCRIPT_TAP, SCRIPT_STOP, SCRIPT_END};
    assert_int_equal(r->script.act_count, 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(r->script.acts[i].at_ms, at[i]);
        assert_int_equal(r->script.acts[i].kind, kinds[i]);
    }
    assert_int_equal(r->script.acts[4].ref, 3);
}

static void record_write_json__says_when_it_cannot(void **state)
{
    Reading *r = *state;
    Lesson lesson;
    make_lesson(r->talk, &lesson);
    FILE *out = fopen("/dev/full", "w");
    if (!out) {
        print_message("skipped: no /dev/full\n");
        skip();
    }
    (void)setvbuf(out, NULL, _IONBF, 0);
    assert_false(record_write_json(&lesson.observation, out, &r->err));
    assert_err(r->err, ERR_SYSTEM, "the record cannot be written");
    fclose(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(record__says__that_the_protocol_is_another),
        CASE(record_write_json__writes_everything),
        CASE(record__keeps_attributes__of_those_who_have_any),
        CASE(record__keeps_the_set_up),
        CASE(record__becomes_acts_in_the_order_they_can_be_played),
        CASE(record_read__refuses_wrong_set_ups),
        CASE(record_read__refuses_wrong_events),
        CASE(record_read__finds_the_places__of_escaped_keys),
        CASE(record_read__holds_lanes_apart),
        CASE(record_read__refuses_ink_and_photos_that_are_none),
        CASE(record_read__refuses_what_is_no_record),
        CASE(record_read_protocol__refuses_a_key_that_is_no_text),
        CASE(record_read__takes_events_in_any_order),
        CASE(record_write_json__says_when_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
