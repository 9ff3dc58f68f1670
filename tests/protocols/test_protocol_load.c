#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocol_load.h"

/* A small protocol that is whole; faults are made by changing a piece of it. */
static const char whole[] = "protocol: 1\n"                               /* 1 */
                            "key: small\n"                                /* 2 */
                            "title: Small\n"                              /* 3 */
                            "version: \"1\"\n"                            /* 4 */
                            "modifiers:\n"                                /* 5 */
                            "  - key: form\n"                             /* 6 */
                            "    label: Form\n"                           /* 7 */
                            "    options:\n"                              /* 8 */
                            "      - {key: none, label: No}\n"            /* 9 */
                            "      - {key: all, label: Yes}\n"            /* 10 */
                            "  - key: source\n"                           /* 11 */
                            "    label: Source\n"                         /* 12 */
                            "    options:\n"                              /* 13 */
                            "      - {key: taught, label: Taught}\n"      /* 14 */
                            "      - {key: other, label: Other}\n"        /* 15 */
                            "targets: {choose: form, mark: source}\n"     /* 16 */
                            "categories:\n"                               /* 17 */
                            "  - key: talk\n"                             /* 18 */
                            "    title: Talk\n"                           /* 19 */
                            "    exclusive: yes\n"                        /* 20 */
                            "    codes:\n"                                /* 21 */
                            "      - key: teacher\n"                      /* 22 */
                            "        label: Teacher\n"                    /* 23 */
                            "        kind: state\n"                       /* 24 */
                            "        counts_as: [teacher-talk]\n"         /* 25 */
                            "        about: [adult]\n"                    /* 26 */
                            "  - key: more\n"                             /* 27 */
                            "    title: More\n"                           /* 28 */
                            "    codes:\n"                                /* 29 */
                            "      - key: frame\n"                        /* 30 */
                            "        label: Frame\n"                      /* 31 */
                            "        kind: point\n"                       /* 32 */
                            "        about: [pupil]\n"                    /* 33 */
                            "        modifiers: [form]\n"                 /* 34 */
                            "        pads: form\n"                        /* 35 */
                            "        preset: {form: all}\n"               /* 36 */
                            "        ring:\n"                             /* 37 */
                            "          - {label: A, set: {form: none}}\n" /* 38 */
                            "          - {label: B, set: {form: all}}\n"  /* 39 */
                            "      - key: engaged\n"                      /* 40 */
                            "        label: Engaged\n"                    /* 41 */
                            "        kind: interval\n"                    /* 42 */
                            "        about: [group]\n"                    /* 43 */
                            "      - key: clear\n"                        /* 44 */
                            "        label: Clear\n"                      /* 45 */
                            "        kind: rating\n"                      /* 46 */
                            "        about: [class]\n"                    /* 47 */
                            "        scale: {min: 1, max: 4}\n"           /* 48 */
                            "sampling:\n"                                 /* 49 */
                            "  - code: engaged\n"                         /* 50 */
                            "    every_s: 120\n"                          /* 51 */
                            "    answer_within_s: 60\n"                   /* 52 */
                            "    ask: each-group\n"                       /* 53 */
                            "    question: on task?\n"                    /* 54 */
                            "rules:\n"                                    /* 55 */
                            "  wait_from_s: 0.25\n"                       /* 56 */
                            "  unmarked_turn: missing\n"                  /* 57 */
                            "debrief:\n"                                  /* 58 */
                            "  - who: All\n"                              /* 59 */
                            "    prompt: What did you see?\n"             /* 60 */
                            "    minutes: 5\n";                           /* 61 */

enum { ROOM = 400 * 1024 };

typedef struct Bench {
    Arena arena;
    ProtocolFaults faults;
    Err err;
    const Protocol *protocol;
    char text[ROOM];
} Bench;

static int setup(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    *state = bench;
    if (!bench)
        return 1;
    arena_init(&bench->arena, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    Bench *bench = *state;
    arena_deinit(&bench->arena);
    free(bench);
    return 0;
}

static bool parse_bytes(Bench *b, const char *text, size_t len)
{
    b->err = (Err){0};
    return protocol_parse(&b->arena, "x.yaml", text, len, &b->protocol, &b->faults, &b->err);
}

static bool parse(Bench *b, const char *text)
{
    return parse_bytes(b, text, strlen(text));
}

/* The whole protocol with the first `from` as `to`. */
static const char *changed(Bench *b, const char *from, const char *to)
{
    const char *at = strstr(whole, from);
    assert_non_null(at);
    (void)snprintf(b->text, sizeof b->text, "%.*s%s%s", (int)(at - whole), whole, to,
                   at + strlen(from));
    return b->text;
}

/* Exactly one fault, with this sentence. */
static void assert_fault(Bench *b, const char *text, ErrKind kind, const char *sentence)
{
    size_t used = b->arena.used;
    b->protocol = NULL;
    assert_false(parse(b, text));
    assert_err(b->err, kind, sentence);
    assert_int_equal(b->faults.count, 1);
    assert_null(b->protocol);
    assert_int_equal(b->arena.used, used);
}

static void assert_change(Bench *b, const char *from, const char *to, const char *sentence)
{
    assert_fault(b, changed(b, from, to), ERR_FORMAT, sentence);
}

/* ---- what a whole file gives ---- */

static void protocol_parse__reads_every_field(void **state)
{
    Bench *b = *state;
    assert_ok(parse(b, whole), b->err);
    const Protocol *p = b->protocol;
    assert_string_equal(p->key, "small");
    assert_string_equal(p->title, "Small");
    assert_string_equal(p->version, "1");
    assert_string_equal(p->summary, "");
    assert_int_equal(p->modifier_count, 2);
    assert_string_equal(p->modifiers[0].options[1].key, "all");
    assert_string_equal(p->modifiers[0].options[1].short_label, "Yes");
    assert_int_equal(p->target_modifier, 0);
    assert_int_equal(p->source_modifier, 1);
    assert_true(p->categories[0].exclusive);
    assert_false(p->categories[1].exclusive);

    const Code *frame = &p->codes[protocol_find_code(p, "frame")];
    assert_int_equal(frame->kind, CODE_POINT);
    assert_int_equal(frame->modifiers, 1);
    assert_int_equal(frame->pads, 0);
    assert_int_equal(frame->preset[0], 1);
    assert_int_equal(frame->preset[1], PROTOCOL_NONE);
    assert_int_equal(frame->petal_count, 2);
    assert_string_equal(frame->petals[0].label, "A");
    assert_int_equal(frame->petals[0].options[0], 0);
    assert_int_equal(frame->about, ABOUT_PUPIL);
    const Code *clear = &p->codes[protocol_find_code(p, "clear")];
    assert_int_equal(clear->scale_min, 1);
    assert_int_equal(clear->scale_max, 4);
    assert_int_equal(clear->pads, PROTOCOL_NONE);

    assert_int_equal(p->sampling_count, 1);
    assert_int_equal(p->sampling[0].every_ms, 120000);
    assert_int_equal(p->sampling[0].answer_ms, 60000);
    assert_int_equal(p->sampling[0].ask, SAMPLING_EACH_GROUP);
    assert_int_equal(p->rules.wait_from_ms, 250);
    assert_int_equal(p->rules.wait_goal_ms, 3000);
    assert_int_equal(p->rules.suppress_below, 10);
    assert_int_equal(p->rules.unmarked, UNMARKED_IS_MISSING);
    assert_int_equal(p->debrief[0].minutes, 5);
    assert_string_equal(p->text, whole);
    assert_int_equal(p->text_len, strlen(whole));
}

static void protocol_parse__adds_the_built_in_codes(void **state)
{
    Bench *b = *state;
    assert_ok(parse(b, whole), b->err);
    const Protocol *p = b->protocol;
    assert_int_equal(p->category_count, 3);
    assert_string_equal(p->categories[2].key, "session");
    assert_false(p->categories[2].exclusive);
    static const struct {
        const char *key;
        CodeKind kind;
        uint32_t sense;
    } wanted[] = {{"pause", CODE_STATE, SENSE_PAUSE}, {"absent", CODE_STATE, SENSE_ABSENT},
                  {"mark", CODE_POINT, SENSE_MARK},   {"note", CODE_NOTE, SENSE_NOTE},
                  {"place", CODE_POINT, SENSE_PLACE}, {"ink", CODE_POINT, SENSE_INK},
                  {"photo", CODE_POINT, SENSE_PHOTO}};
    for (int32_t i = 0; i < 7; i++) {
        const Code *code = &p->codes[p->code_count - 7 + i];
        assert_string_equal(code->key, wanted[i].key);
        assert_int_equal(code->kind, wanted[i].kind);
        assert_int_equal(code->senses, wanted[i].sense);
        assert_int_equal(code->category, 2);
        assert_int_equal(code->pads, PROTOCOL_NONE);
        assert_true(code->built_in);
    }
}

static void protocol_parse__keeps_words_that_yaml_takes_for_values(void **state)
{
    Bench *b = *state;
    assert_ok(parse(b, changed(b, "title: Talk", "title: no")), b->err);
    assert_string_equal(b->protocol->categories[0].title, "no");
    assert_ok(parse(b, changed(b, "label: No", "label: 0x10")), b->err);
    assert_string_equal(b->protocol->modifiers[0].options[0].label, "0x10");
}

static void protocol_parse__takes_other_line_ends_and_a_byte_order_mark(void **state)
{
    Bench *b = *state;
    size_t len = 3;
    memcpy(b->text, "\xEF\xBB\xBF", 3);
    for (const char *c = whole; *c; c++) {
        if (*c == '\n')
            b->text[len++] = '\r';
        b->text[len++] = *c;
    }
    assert_ok(parse_bytes(b, b->text, len), b->err);
    assert_string_equal(b->protocol->codes[0].label, "Teacher");
}

/* ---- bytes ---- */

static void protocol_parse__refuses_what_is_no_text(void **state)
{
    Bench *b = *state;
    assert_fault(b, "", ERR_FORMAT, "x.yaml:1:1: nothing in the file, expected a protocol");
    assert_fault(b, "# only a remark\n", ERR_FORMAT,
                 "x.yaml:1:1: nothing in the file, expected a protocol");
    assert_fault(b,
                 "key: a\xE2\x80\xA8\xC2\x85"
                 "b\x01",
                 ERR_FORMAT, "x.yaml:3:2: byte 0x01 is a control character, expected text");
    assert_fault(b, "key: a\nb\x01", ERR_FORMAT,
                 "x.yaml:2:2: byte 0x01 is a control character, expected text");
    assert_fault(b,
                 "key: a\xE9"
                 "b",
                 ERR_FORMAT, "x.yaml:1:7: byte 0xE9 is not UTF-8, expected text saved as UTF-8");
    assert_false(parse_bytes(b, "key: \0", 6));
    assert_err(b->err, ERR_FORMAT, "x.yaml:1:6: byte 0x00 is a control character, expected text");
    assert_fault(b, "just words", ERR_FORMAT,
                 "x.yaml:1:1: the file is text, expected a map of fields");
    assert_fault(b, "- a\n- b\n", ERR_FORMAT,
                 "x.yaml:1:1: the file is a list, expected a map of fields");
}

static void protocol_parse__refuses_a_large_file(void **state)
{
    Bench *b = *state;
    memset(b->text, '#', PROTOCOL_MAX_BYTES + 1);
    assert_false(parse_bytes(b, b->text, PROTOCOL_MAX_BYTES + 1));
    assert_err(b->err, ERR_LIMIT, "x.yaml: 262145 bytes, expected at most 262144");
    assert_false(parse_bytes(b, b->text, PROTOCOL_MAX_BYTES));
    assert_err(b->err, ERR_FORMAT, "x.yaml:1:1: nothing in the file, expected a protocol");
}

/* Cut anywhere, the file is refused (or, at the end of a line, still whole), and
 * never with nothing to say. */
static void protocol_parse__says_something_wherever_a_file_is_cut(void **state)
{
    Bench *b = *state;
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        bool ok = parse_bytes(b, whole, len);
        assert_int_equal(ok, b->faults.count == 0);
        assert_true(ok || strncmp(b->err.text, "x.yaml:", 7) == 0);
    }
}

/* ---- YAML ---- */

static void protocol_parse__reports_yaml_that_breaks_off(void **state)
{
    Bench *b = *state;
    assert_fault(b, "protocol: 1\nkey: [a, b\n", ERR_FORMAT,
                 "x.yaml:3:1: not readable as YAML from here (did not find expected ',' or ']'), "
                 "expected 'name: value' lines and '- item' lists indented by spaces, and quotes "
                 "round text with : or #");
    assert_fault(b, "protocol: 1\ntitle: a: b\n", ERR_FORMAT,
                 "x.yaml:2:9: not readable as YAML from here (mapping values are not allowed in "
                 "this context), expected 'name: value' lines and '- item' lists indented by "
                 "spaces, and quotes round text with : or #");
    assert_fault(b, "protocol: 1\ncategories:\n\t- key: a\n", ERR_FORMAT,
                 "x.yaml:3:1: a tab in front, expected spaces");
}

static void protocol_parse__refuses_what_yaml_allows_and_we_do_not(void **state)
{
    Bench *b = *state;
    assert_change(b, "title: Talk", "title: &a Talk",
                  "x.yaml:19:12: an anchor (&a), expected none: write the value out");
    assert_change(b, "title: Talk", "title: *a",
                  "x.yaml:19:12: an alias (*a), expected none: write the value out");
    assert_change(b, "title: Talk", "title: !!str Talk",
                  "x.yaml:19:12: a tag (tag:yaml.org,2002:str), expected none: put text that "
                  "begins with ! in quotes");
    assert_change(b, "    title: Talk\n", "    title: Talk\n    title: Talk\n",
                  "x.yaml:20:5: field 'title' again, it already stands in line 19");
    assert_change(b, "key: small\n", "? [a]\n: b\nkey: small\n",
                  "x.yaml:2:3: a list as the name of a field, expected text");
    assert_change(b, "    minutes: 5\n", "    minutes: 5\n---\nmore: 1\n",
                  "x.yaml:62:1: a second document (---), expected one protocol in a file");
    assert_change(b, "label: Frame", "label: \"Fr\\x07me\"",
                  "x.yaml:31:16: text with a control character ('Fr?me'), expected none");
}

static void protocol_parse__caps_depth_and_count(void **state)
{
    Bench *b = *state;
    memset(b->text, '[', 100000);
    b->text[100000] = '\0';
    assert_fault(b, b->text, ERR_LIMIT,
                 "x.yaml:1:13: lists and maps nested deeper than 12, expected fewer");
    size_t len = 1;
    b->text[0] = '[';
    for (int i = 0; i < 12000; i++, len += 2)
        memcpy(b->text + len, "a,", 2);
    b->text[len++] = ']';
    b->text[len] = '\0';
    assert_fault(b, b->text, ERR_LIMIT, "x.yaml:1:20000: more than 10000 values, expected fewer");
}

static void protocol_parse__names_the_limit_of_every_text(void **state)
{
    Bench *b = *state;
    char label[10100] = "label: ";
    memset(label + 7, 'x', 10000);
    assert_fault(b, changed(b, "label: Frame", label), ERR_LIMIT,
                 "x.yaml:31:16: a text of 10000 bytes, expected at most 2000");
    label[7 + 121] = '\0';
    assert_fault(b, changed(b, "label: Frame", label), ERR_LIMIT,
                 "x.yaml:31:16: 'label' of 121 bytes, expected at most 120");
    label[7 + 120] = '\0';
    assert_ok(parse(b, changed(b, "label: Frame", label)), b->err);
    /* Blanks behind a wording are left out, but nothing is made of it. */
    assert_ok(parse(b, changed(b, "label: Frame", "label: \"Frame \\L\"")), b->err);
    assert_string_equal(b->protocol->codes[1].label, "Frame");
    assert_ok(parse(b, changed(b, "label: Frame", "label: \" \"")), b->err);
    assert_string_equal(b->protocol->codes[1].label, " ");
    char key[60] = "key: ";
    memset(key + 5, 'k', 41);
    assert_fault(b, changed(b, "key: teacher", key), ERR_LIMIT,
                 "x.yaml:22:14: 'key' of 41 characters, expected at most 40");
}

/* ---- fields ---- */

static void protocol_parse__refuses_unknown_missing_and_misshapen_fields(void **state)
{
    Bench *b = *state;
    assert_change(b, "        label: Teacher\n", "        label: Teacher\n        colour: red\n",
                  "x.yaml:24:9: unknown field 'colour', expected one of key, label, short, help, "
                  "group, kind, counts_as, about, modifiers, pads, preset, ring, shape, hue, "
                  "scale, minutes");
    assert_change(b, "        label: Teacher\n", "",
                  "x.yaml:22:9: no field 'label', expected one in a code");
    assert_change(b, "title: Small\n", "",
                  "x.yaml:1:1: no field 'title', expected one in the file");
    assert_change(b, "label: Frame", "label: [Frame]",
                  "x.yaml:31:16: 'label' is a list, expected text or a map of languages");
    assert_change(b, "[adult]", "adult", "x.yaml:26:16: 'about' is text, expected a list");
    assert_change(b, "preset: {form: all}", "preset: [form]",
                  "x.yaml:36:17: 'preset' is a list, expected a map of fields");
    assert_change(b, "label: Frame", "label:", "x.yaml:31:15: 'label' is empty, expected text");
    assert_change(b, "label: Frame", "label: Frame\n        help: ''",
                  "x.yaml:32:15: 'help' is empty, expected text, or no such field");
    assert_change(b, "- {key: other, label: Other}", "- Other",
                  "x.yaml:15:9: an option is text, expected a map of fields");
    assert_change(b, "label: Frame", "label: \"A\\nB\"",
                  "x.yaml:31:16: 'label' has a line end or tab in it ('A?B'), expected one line");
}

static void protocol_parse__refuses_wrong_keys(void **state)
{
    Bench *b = *state;
    assert_change(b, "key: small", "key: Small",
                  "x.yaml:2:6: key 'Small', expected only a-z, 0-9 and - after the first");
    assert_change(b, "key: teacher", "key: the teacher",
                  "x.yaml:22:14: key 'the teacher', expected only a-z, A-Z, 0-9 and - after the "
                  "first");
    assert_change(b, "key: teacher", "key: -t",
                  "x.yaml:22:14: key '-t', expected only a-z, A-Z, 0-9 and - after the first");
    assert_change(b, "key: clear", "key: frame",
                  "x.yaml:44:14: code 'frame' again, expected every key once");
    assert_change(b, "key: clear", "key: note",
                  "x.yaml:44:14: code 'note' is built in, expected another key");
    assert_change(b, "key: more", "key: talk",
                  "x.yaml:27:10: category 'talk' again, expected every key once");
    assert_change(b, "key: more", "key: session",
                  "x.yaml:27:10: category 'session' is built in, expected another key");
    assert_change(b, "key: other", "key: taught",
                  "x.yaml:15:15: option 'taught' again, expected every key once");
}

static void protocol_parse__refuses_wrong_words_and_numbers(void **state)
{
    Bench *b = *state;
    assert_change(b, "protocol: 1", "protocol: 2",
                  "x.yaml:1:11: unknown protocol '2', expected one of 1");
    assert_change(b, "kind: point", "kind: dot",
                  "x.yaml:32:15: unknown kind 'dot', expected one of point, state, interval, "
                  "rating, note");
    assert_change(b, "[teacher-talk]", "[teacher]",
                  "x.yaml:25:21: unknown counts_as 'teacher', expected one of teacher-talk, "
                  "student-talk, group-talk, silence, question, frame, unheard, engaged, phase, "
                  "strategy");
    assert_change(b, "about: [adult]", "about: [adult, adult]",
                  "x.yaml:26:24: 'adult' twice in 'about', expected once");
    assert_change(b, "about: [adult]", "about: [[adult]]",
                  "x.yaml:26:17: a list in 'about', expected words");
    assert_change(b, "about: [adult]", "about: []",
                  "x.yaml:26:16: 0 in 'about', expected at least 1");
    assert_change(
        b, "exclusive: yes", "exclusive: maybe",
        "x.yaml:20:16: unknown exclusive 'maybe', expected one of yes, no, each, true, false");
    assert_change(b, "minutes: 5", "minutes: five",
                  "x.yaml:61:14: minutes 'five', expected a whole number from 0 to 240");
    assert_change(b, "minutes: 5", "minutes: 241",
                  "x.yaml:61:14: minutes '241', expected a whole number from 0 to 240");
    assert_change(b, "minutes: 5", "minutes: -5",
                  "x.yaml:61:14: minutes '-5', expected a whole number from 0 to 240");
    assert_change(b, "wait_from_s: 0.25", "wait_from_s: 0.2500",
                  "x.yaml:56:16: wait_from_s '0.2500', expected seconds from 0 to 60");
    assert_change(b, "wait_from_s: 0.25", "wait_from_s: 1.",
                  "x.yaml:56:16: wait_from_s '1.', expected seconds from 0 to 60");
    assert_change(b, "every_s: 120", "every_s: 99999999999999999999",
                  "x.yaml:51:14: every_s '99999999999999999999', expected seconds from 10 to "
                  "3600");
}

static void protocol_parse__takes_every_shape_and_hue_and_no_other(void **state)
{
    Bench *b = *state;
    static const char *const shapes[] = {"bar",  "diamond", "square", "circle", "triangle",
                                         "flag", "bulb",    "board",  "note"};
    static const char *const hues[] = {"neutral",  "floor",  "teacher", "frame",
                                       "question", "sample", "mark"};
    char to[80];
    for (int i = 0; i < SHAPE_COUNT; i++) {
        (void)snprintf(to, sizeof to, "label: Frame\n        shape: %s", shapes[i]);
        assert_ok(parse(b, changed(b, "label: Frame", to)), b->err);
        assert_int_equal(b->protocol->codes[1].shape, i);
    }
    for (int i = 0; i < HUE_COUNT; i++) {
        (void)snprintf(to, sizeof to, "label: Frame\n        hue: %s", hues[i]);
        assert_ok(parse(b, changed(b, "label: Frame", to)), b->err);
        assert_int_equal(b->protocol->codes[1].hue, i);
    }
    assert_change(
        b, "label: Frame", "label: Frame\n        hue: red",
        "x.yaml:32:14: unknown hue 'red', expected one of neutral, floor, teacher, frame, "
        "question, sample, mark");
}

/* ---- what must hold between the parts ---- */

static void protocol_parse__checks_modifiers_of_codes(void **state)
{
    Bench *b = *state;
    assert_change(b, "modifiers: [form]", "modifiers: [form, shape]",
                  "x.yaml:34:27: unknown modifiers 'shape', expected one of form, source");
    assert_change(b, "pads: form", "pads: source",
                  "x.yaml:35:15: 'pads' is no modifier of this code, expected one from its "
                  "'modifiers'");
    assert_change(b, "preset: {form: all}", "preset: {source: other}",
                  "x.yaml:36:18: 'source' is no modifier of this code, expected one from its "
                  "'modifiers'");
    assert_change(b, "preset: {form: all}", "preset: {form: some}",
                  "x.yaml:36:24: unknown form 'some', expected one of none, all");
    assert_change(b, "preset: {form: all}", "preset: {form: [all]}",
                  "x.yaml:36:24: expected the key of an option");
    assert_change(b, "{label: B, set: {form: all}}", "{label: B, set: {form: half}}",
                  "x.yaml:39:36: unknown form 'half', expected one of none, all");
    assert_change(b, "{label: B, set: {form: all}}", "{label: B}",
                  "x.yaml:39:13: no field 'set', expected one in a petal");
    assert_change(b, "mark: source", "mark: form",
                  "x.yaml:16:31: 'mark' is the modifier that is chosen from, expected another one");
    assert_change(b, "choose: form", "choose: grade",
                  "x.yaml:16:19: unknown choose 'grade', expected one of form, source");
}

static void protocol_parse__checks_kinds_and_senses(void **state)
{
    Bench *b = *state;
    assert_change(
        b, "counts_as: [teacher-talk]", "counts_as: [frame]",
        "x.yaml:25:20: a state cannot count as 'frame', expected another kind or nothing");
    assert_change(b, "[teacher-talk]", "[teacher-talk, silence]",
                  "x.yaml:25:20: counts as talk of two sorts, expected one of teacher-talk, "
                  "student-talk, group-talk, silence");
    assert_change(b, "        kind: state\n        counts_as: [teacher-talk]\n",
                  "        kind: point\n",
                  "x.yaml:24:15: kind 'point' in an exclusive category, expected state");
    assert_change(b, "kind: point", "kind: state\n        counts_as: [phase]",
                  "x.yaml:27:5: category 'more' has phases and is not exclusive, expected "
                  "'exclusive: yes'");
    assert_change(b, "label: Frame", "label: Frame\n        minutes: 3",
                  "x.yaml:32:18: 'minutes' in a code that is no phase, expected none");
    assert_change(b, "        scale: {min: 1, max: 4}\n", "",
                  "x.yaml:44:9: no field 'scale', expected one in a rating");
    assert_change(b, "label: Frame", "label: Frame\n        scale: {min: 1, max: 2}",
                  "x.yaml:32:16: 'scale' in a code that is no rating, expected none");
    assert_change(b, "{min: 1, max: 4}", "{min: 4, max: 4}",
                  "x.yaml:48:16: a scale from 4 to 4, expected min below max");
}

static void protocol_parse__checks_sampling(void **state)
{
    Bench *b = *state;
    assert_change(b, "code: engaged", "code: frame",
                  "x.yaml:50:11: unknown code 'frame', expected one of engaged");
    assert_change(b, "answer_within_s: 60", "answer_within_s: 180",
                  "x.yaml:52:22: 'answer_within_s' is longer than 'every_s', expected at most as "
                  "long");
    assert_change(
        b, "ask: each-group", "ask: class",
        "x.yaml:50:11: asked of the class, but its code is not about 'class', expected it "
        "there");
    assert_change(b, "about: [group]", "about: [class]",
                  "x.yaml:50:11: asked of each group, but its code is not about 'group', expected "
                  "it there");
    assert_change(b, "kind: rating\n        about: [class]\n        scale: {min: 1, max: 4}",
                  "kind: interval\n        about: [class]",
                  "x.yaml:44:9: an interval code that is never asked, expected it under "
                  "'sampling'");
    assert_change(b, "rules:",
                  "  - {code: engaged, every_s: 60, answer_within_s: 60, ask: "
                  "each-group, question: again?}\nrules:",
                  "x.yaml:55:12: this code is sampled twice, expected once");
}

/* ---- limits of counts ---- */

/* The whole protocol with count items before a line; # is the item's number. */
static const char *with_many(Bench *b, const char *before, const char *item, int count)
{
    const char *place = strstr(whole, before);
    assert_non_null(place);
    size_t len = (size_t)(place - whole);
    memcpy(b->text, whole, len);
    for (int i = 0; i < count; i++)
        for (const char *c = item; *c; c++)
            if (*c == '#')
                len += (size_t)snprintf(b->text + len, ROOM - len, "%d", i);
            else
                b->text[len++] = *c;
    (void)snprintf(b->text + len, ROOM - len, "%s", place);
    return b->text;
}

static void protocol_parse__names_the_limit_of_every_list(void **state)
{
    Bench *b = *state;
    assert_fault(
        b, with_many(b, "      - key: engaged\n", "          - {label: P#, set: {form: all}}\n", 7),
        ERR_LIMIT, "x.yaml:38:11: 9 in 'ring', expected at most 8");
    assert_ok(parse(b, with_many(b, "      - key: engaged\n",
                                 "          - {label: P#, set: {form: all}}\n", 6)),
              b->err);
    assert_fault(b, with_many(b, "  - key: source\n", "      - {key: o#, label: O}\n", 15),
                 ERR_LIMIT, "x.yaml:9:7: 17 in 'options', expected at most 16");
    assert_fault(b,
                 with_many(b, "targets:",
                           "  - {key: m#, label: M, options: [{key: a, label: A}, {key: b, label: "
                           "B}]}\n",
                           7),
                 ERR_LIMIT, "x.yaml:6:3: 9 in 'modifiers', expected at most 8");
    assert_fault(b,
                 with_many(b, "  - key: more\n",
                           "      - {key: c#, label: C, kind: state, about: [class]}\n", 89),
                 ERR_LIMIT, "x.yaml:133:9: more than 92 codes in all, expected fewer");
}

/* Records made before there was ink can be opened still. */
static void protocol_parse__leaves_a_code_of_the_file_its_name(void **state)
{
    Bench *b = *state;
    assert_ok(
        parse(b, with_many(b, "  - key: more\n",
                           "      - {key: photo, label: P#, kind: state, about: [class]}\n", 1)),
        b->err);
    const Protocol *p = b->protocol;
    const Code *own = &p->codes[protocol_find_code(p, "photo")];
    assert_false(own->built_in);
    assert_int_equal(own->kind, CODE_STATE);
    assert_int_equal(protocol_find_sense(p, SENSE_PHOTO), PROTOCOL_NONE);
    assert_string_equal(p->codes[p->code_count - 1].key, "ink");
}

static void protocol_parse__leaves_room_for_the_built_in_codes(void **state)
{
    Bench *b = *state;
    const char *item = "      - {key: c#, label: C, kind: state, about: [class]}\n";
    assert_ok(parse(b, with_many(b, "  - key: more\n", item, 88)), b->err);
    assert_int_equal(b->protocol->code_count, PROTOCOL_MAX_CODES);
}

/* ---- many faults ---- */

static void protocol_parse__lists_all_faults_in_the_order_of_lines(void **state)
{
    Bench *b = *state;
    static const char text[] = "protocol: 1\n"
                               "key: Many\n"                         /* 2 */
                               "categories:\n"                       /* 3 */
                               "  - key: talk\n"                     /* 4 */
                               "    titel: Talk\n"                   /* 5 */
                               "    codes:\n"                        /* 6 */
                               "      - key: a\n"                    /* 7 */
                               "        label: A\n"                  /* 8 */
                               "        kind: stat\n"                /* 9 */
                               "        about: [teacher]\n"          /* 10 */
                               "        pads: form\n"                /* 11 */
                               "modifiers:\n"                        /* 12 */
                               "  - key: form\n"                     /* 13 */
                               "    label: Form\n"                   /* 14 */
                               "    options: [{key: x, label: X}]\n" /* 15 */
                               "rules: {wait: 3}\n";                 /* 16 */
    assert_false(parse(b, text));
    static const int32_t lines[] = {1, 1, 2, 4, 5, 9, 10, 11, 15, 16};
    assert_int_equal(b->faults.count, 10);
    for (int i = 0; i < 10; i++)
        assert_int_equal(b->faults.items[i].line, lines[i]);
    assert_string_equal(b->err.text,
                        "x.yaml:1:1: no field 'title', expected one in the file (and 9 more)");
    assert_string_equal(b->faults.items[5].text,
                        "unknown kind 'stat', expected one of point, state, interval, rating, "
                        "note");
}

static void protocol_parse__counts_faults_it_does_not_list(void **state)
{
    Bench *b = *state;
    const char *text = with_many(b, "    minutes: 5\n", "    f#: x\n", 200);
    assert_false(parse(b, text));
    assert_int_equal(b->faults.count, 200);
    assert_string_equal(b->err.text,
                        "x.yaml:61:5: unknown field 'f0', expected one of who, prompt, "
                        "minutes (and 199 more)");
    assert_int_equal(b->faults.items[PROTOCOL_MAX_FAULTS - 1].line, 60 + PROTOCOL_MAX_FAULTS);
}

static void protocol_parse__works_without_a_list_of_faults(void **state)
{
    Bench *b = *state;
    assert_false(protocol_parse(&b->arena, "x.yaml", "a: 1", 4, &b->protocol, NULL, &b->err));
    assert_int_equal(b->err.kind, ERR_FORMAT);
}

/* ---- memory ---- */

static void protocol_parse__gives_up_cleanly_at_every_arena_size(void **state)
{
    Bench *b = *state;
    assert_ok(parse(b, whole), b->err);
    size_t needed = b->arena.used;
    for (size_t limit = 0; limit <= needed; limit += limit < sizeof(Protocol) ? 5000 : 1) {
        Arena arena;
        arena_init(&arena, limit);
        Err err = {0};
        const Protocol *p = NULL;
        bool ok = protocol_parse(&arena, "x.yaml", whole, strlen(whole), &p, NULL, &err);
        assert_int_equal(ok, limit == needed);
        if (!ok) {
            assert_int_equal(err.kind, ERR_LIMIT);
            assert_non_null(strstr(err.text, "x.yaml: no memory left for the protocol"));
            assert_null(p);
            assert_int_equal(arena.used, 0);
        }
        arena_deinit(&arena);
    }
}

/* ---- files ---- */

static void protocol_load__says_what_is_wrong_with_the_file(void **state)
{
    Bench *b = *state;
    b->faults.count = 7;
    assert_false(protocol_load(&b->arena, "no-such.yaml", &b->protocol, &b->faults, &b->err));
    assert_err(b->err, ERR_SYSTEM, "no-such.yaml: cannot be opened (No such file or directory)");
    assert_int_equal(b->faults.count, 0);
}

static void protocol_load_shipped__names_the_keys_there_are(void **state)
{
    Bench *b = *state;
    assert_false(protocol_load_shipped(&b->arena, "talk", &b->protocol, &b->err));
    const char *wanted = "no protocol 'talk', expected one of academic-talk, lesson-study, ";
    assert_int_equal(b->err.kind, ERR_STATE);
    assert_memory_equal(b->err.text, wanted, strlen(wanted));
    assert_non_null(strstr(b->err.text, ", copus, fill-plus"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(protocol_parse__reads_every_field),
        CASE(protocol_parse__adds_the_built_in_codes),
        CASE(protocol_parse__leaves_a_code_of_the_file_its_name),
        CASE(protocol_parse__keeps_words_that_yaml_takes_for_values),
        CASE(protocol_parse__takes_other_line_ends_and_a_byte_order_mark),
        CASE(protocol_parse__refuses_what_is_no_text),
        CASE(protocol_parse__refuses_a_large_file),
        CASE(protocol_parse__says_something_wherever_a_file_is_cut),
        CASE(protocol_parse__reports_yaml_that_breaks_off),
        CASE(protocol_parse__refuses_what_yaml_allows_and_we_do_not),
        CASE(protocol_parse__caps_depth_and_count),
        CASE(protocol_parse__names_the_limit_of_every_text),
        CASE(protocol_parse__refuses_unknown_missing_and_misshapen_fields),
        CASE(protocol_parse__refuses_wrong_keys),
        CASE(protocol_parse__refuses_wrong_words_and_numbers),
        CASE(protocol_parse__takes_every_shape_and_hue_and_no_other),
        CASE(protocol_parse__checks_modifiers_of_codes),
        CASE(protocol_parse__checks_kinds_and_senses),
        CASE(protocol_parse__checks_sampling),
        CASE(protocol_parse__names_the_limit_of_every_list),
        CASE(protocol_parse__leaves_room_for_the_built_in_codes),
        CASE(protocol_parse__lists_all_faults_in_the_order_of_lines),
        CASE(protocol_parse__counts_faults_it_does_not_list),
        CASE(protocol_parse__works_without_a_list_of_faults),
        CASE(protocol_parse__gives_up_cleanly_at_every_arena_size),
        CASE(protocol_load__says_what_is_wrong_with_the_file),
        CASE(protocol_load_shipped__names_the_keys_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
