#include "check.h"

#include "protocols/protocol_edit.h"
#include "protocols/protocol_edit_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

/* A small file with one of everything that a layout can be. */
#define HEAD                                                                                       \
    "protocol: 1\n"                                                                                \
    "key: small\n"                                                                                 \
    "title: Small # of ours\n"                                                                     \
    "version: \"1.0\"\n"                                                                           \
    "purpose: >\n"                                                                                 \
    "  Two lines of\n"                                                                             \
    "  purpose.\n"                                                                                 \
    "\n"
#define MODIFIERS                                                                                  \
    "modifiers:\n"                                                                                 \
    "  - key: form\n"                                                                              \
    "    label: {en: Form, es: Forma}\n"                                                           \
    "    options: [{key: full, label: Full}, {key: half, label: Half}]\n"                          \
    "\n"
#define FIRST                                                                                      \
    "      # the first\n"                                                                          \
    "      - key: one\n"                                                                           \
    "        label: One # said\n"                                                                  \
    "        kind: point\n"                                                                        \
    "        # who it is about\n"                                                                  \
    "        about: [pupil, adult] # both\n"
#define SECOND                                                                                     \
    "      # the second\n"                                                                         \
    "      # with two lines\n"                                                                     \
    "      - {key: two, label: 'Two', kind: point, about: [class], modifiers: [form]}\n"
#define THIRD                                                                                      \
    "      - key: three\n"                                                                         \
    "        label: \"Three\"\n"                                                                   \
    "        kind: note\n"                                                                         \
    "        about:\n"                                                                             \
    "          - class # nobody\n"                                                                 \
    "          - group\n"
#define CODES                                                                                      \
    "categories:\n"                                                                                \
    "  - key: main\n"                                                                              \
    "    title: Main\n"                                                                            \
    "    codes:\n"
#define TAIL "# the end\n"
#define SMALL HEAD MODIFIERS CODES FIRST "\n" SECOND "      # apart\n\n" THIRD TAIL

static const Protocol *change(const char *text, const ProtocolEdit *edits, int32_t count)
{
    Err err = {0};
    const Protocol *p = NULL;
    assert_ok(protocol_edit(&arena, "en", text, strlen(text), edits, count, &p, &err), err);
    return p;
}

static void assert_edit(ProtocolEdit edit, const char *want)
{
    const Protocol *p = change(SMALL, &edit, 1);
    assert_string_equal(p->text, want);
}

static void assert_refused(const char *text, ProtocolEdit edit, ErrKind kind, const char *sentence)
{
    Err err = {0};
    const Protocol *p = NULL;
    size_t used = arena.used;
    assert_false(protocol_edit(&arena, "en", text, strlen(text), &edit, 1, &p, &err));
    assert_err(err, kind, sentence);
    assert_null(p);
    assert_int_equal(arena.used, used);
}

/* ---- texts ---- */

static void edit__sets_a_text__and_nothing_else(void **state)
{
    (void)state;
    assert_edit((ProtocolEdit){PROTOCOL_SET, "title", "Ours: talk", 0},
                "protocol: 1\nkey: small\ntitle: \"Ours: talk\" # of ours\nversion: \"1.0\"\n"
                "purpose: >\n  Two lines of\n  purpose.\n\n" MODIFIERS CODES FIRST "\n" SECOND
                "      # apart\n\n" THIRD TAIL);
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_SET, "categories[0].codes[0].label", "Uno", 0},
                                {PROTOCOL_SET, "categories[0].codes[1].label", "Don't, stop", 0},
                                {PROTOCOL_SET, "categories[0].codes[2].label", "\"3\" \\", 0},
                                {PROTOCOL_SET, "version", "2.0", 0}},
               4);
    assert_non_null(strstr(p->text, "        label: Uno # said\n"));
    assert_non_null(strstr(p->text, "label: 'Don''t, stop', kind"));
    assert_non_null(strstr(p->text, "        label: \"\\\"3\\\" \\\\\"\n"));
    assert_non_null(strstr(p->text, "version: \"2.0\"\n"));
    assert_string_equal(p->codes[2].label, "\"3\" \\");
}

static void edit__adds_a_map__with_the_field_in_it(void **state)
{
    (void)state;
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_SET, "rules.wait_goal_s", "2.5", 0},
                                {PROTOCOL_SET, "rules.unmarked_turn", "missing", 0}},
               2);
    assert_non_null(strstr(p->text, "rules: {wait_goal_s: 2.5, unmarked_turn: missing}\n"));
    assert_int_equal(p->rules.wait_goal_ms, 2500);
    assert_int_equal(p->rules.unmarked, UNMARKED_IS_MISSING);
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_SET, "debrief[0].who", "I", 0}, ERR_STATE,
                   "there is no 'debrief[0].who' in the protocol");
}

static void edit__sets_a_folded_text__as_folded_lines(void **state)
{
    (void)state;
    const char *words = "This is a much longer purpose that has to be laid out in more than a "
                        "single line of text: it says what the protocol is for.";
    const Protocol *p = change(SMALL, &(ProtocolEdit){PROTOCOL_SET, "purpose", words, 0}, 1);
    assert_string_equal(p->purpose, words);
    assert_non_null(strstr(p->text,
                           "purpose: >\n  This is a much longer purpose that has to be laid "
                           "out in more than a single\n  line of text: it says what the "
                           "protocol is for.\n\nmodifiers:\n"));
    p = change(SMALL, &(ProtocolEdit){PROTOCOL_SET, "purpose", "One.\nTwo.", 0}, 1);
    assert_non_null(strstr(p->text, "purpose: >\n  One.\n\n  Two.\n\nmodifiers:\n"));
    assert_string_equal(p->purpose, "One.\nTwo.");
    p = change(SMALL, &(ProtocolEdit){PROTOCOL_SET, "purpose", "a  \n  b", 0}, 1);
    assert_non_null(strstr(p->text, "purpose: \"a  \\n  b\"\n\nmodifiers:\n"));
}

static void edit__sets_one_language__of_a_text_in_several(void **state)
{
    (void)state;
    const char *path = "modifiers[0].label";
    const Protocol *p = change(SMALL, &(ProtocolEdit){PROTOCOL_SET, path, "Shape", 0}, 1);
    assert_non_null(strstr(p->text, "label: {en: Shape, es: Forma}\n"));
    Err err = {0};
    ProtocolEdit edit = {PROTOCOL_SET, path, "Forme", 0};
    assert_ok(protocol_edit(&arena, "fr_FR", SMALL, strlen(SMALL), &edit, 1, &p, &err), err);
    assert_non_null(strstr(p->text, "label: {en: Form, es: Forma, fr: Forme}\n"));
    assert_string_equal(p->modifiers[0].label, "Forme");
}

static void edit__adds_a_field__where_it_usually_stands(void **state)
{
    (void)state;
    assert_edit((ProtocolEdit){PROTOCOL_SET, "categories[0].codes[0].short", "No", 0},
                HEAD MODIFIERS CODES "      # the first\n"
                                     "      - key: one\n"
                                     "        label: One # said\n"
                                     "        short: \"No\"\n"
                                     "        kind: point\n"
                                     "        # who it is about\n"
                                     "        about: [pupil, adult] # both\n"
                                     "\n" SECOND "      # apart\n\n" THIRD TAIL);
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_SET, "categories[0].codes[1].shape", "flag", 0},
                                {PROTOCOL_SET, "categories[0].codes[1].short", "a, b", 0},
                                {PROTOCOL_SET, "categories[0].exclusive", "no", 0},
                                {PROTOCOL_SET, "categories[0].codes[2].hue", "mark", 0},
                                {PROTOCOL_INSERT, "look_for[0]", "Who asks?", 0}},
               5);
    assert_non_null(strstr(p->text, "label: 'Two', short: \"a, b\", kind: point, about: [class], "
                                    "modifiers: [form], shape: flag}\n"));
    assert_non_null(strstr(p->text, "    title: Main\n    exclusive: no\n    codes:\n"));
    assert_non_null(strstr(p->text, "          - group\n        hue: mark\n# the end\n"));
    assert_non_null(strstr(p->text, "  purpose.\nlook_for: [Who asks?]\n\nmodifiers:\n"));
    assert_int_equal(p->look_for_count, 1);
}

static void edit__takes_a_field_away__with_its_line_or_its_comma(void **state)
{
    (void)state;
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_UNSET, "purpose", NULL, 0},
                                {PROTOCOL_UNSET, "summary", NULL, 0},
                                {PROTOCOL_UNSET, "categories[0].codes[1].modifiers", NULL, 0}},
               3);
    assert_non_null(strstr(p->text, "version: \"1.0\"\n\nmodifiers:\n"));
    assert_non_null(strstr(p->text, "kind: point, about: [class]}\n"));
    p = change(SMALL, &(ProtocolEdit){PROTOCOL_UNSET, "modifiers[0].label.es", NULL, 0}, 1);
    assert_non_null(strstr(p->text, "label: {en: Form}\n"));
    p = change(SMALL, &(ProtocolEdit){PROTOCOL_UNSET, "modifiers[0].label.en", NULL, 0}, 1);
    assert_non_null(strstr(p->text, "label: {es: Forma}\n"));
}

/* ---- items ---- */

static void edit__moves_an_item__with_its_comments(void **state)
{
    (void)state;
    assert_edit((ProtocolEdit){PROTOCOL_MOVE, "categories[0].codes[0]", NULL, 1},
                HEAD MODIFIERS CODES SECOND "\n" FIRST "      # apart\n\n" THIRD TAIL);
    assert_edit((ProtocolEdit){PROTOCOL_MOVE, "categories[0].codes[2]", NULL, 0},
                HEAD MODIFIERS CODES THIRD "\n" FIRST "      # apart\n\n" SECOND TAIL);
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_MOVE, "categories[0].codes[0].about[0]", NULL, 1},
                                {PROTOCOL_MOVE, "categories[0].codes[2].about[1]", NULL, 0}},
               2);
    assert_non_null(strstr(p->text, "about: [adult, pupil] # both\n"));
    assert_non_null(strstr(p->text, "about:\n          - group\n          - class # nobody\n"));
}

static void edit__removes_an_item__with_its_comments(void **state)
{
    (void)state;
    assert_edit((ProtocolEdit){PROTOCOL_REMOVE, "categories[0].codes[0]", NULL, 0},
                HEAD MODIFIERS CODES SECOND "      # apart\n\n" THIRD TAIL);
    assert_edit((ProtocolEdit){PROTOCOL_REMOVE, "categories[0].codes[2]", NULL, 0},
                HEAD MODIFIERS CODES FIRST "\n" SECOND "      # apart\n" TAIL);
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_REMOVE, "categories[0].codes[0].about[1]", NULL, 0},
                                {PROTOCOL_REMOVE, "categories[0].codes[2].about[0]", NULL, 0},
                                {PROTOCOL_REMOVE, "categories[0].codes[1].modifiers[0]", NULL, 0}},
               3);
    assert_non_null(strstr(p->text, "about: [pupil] # both\n"));
    assert_non_null(strstr(p->text, "about:\n          - group\n"));
    assert_non_null(strstr(p->text, "about: [class]}\n"));
}

static void edit__inserts_an_item__apart_as_the_others_are(void **state)
{
    (void)state;
    const char *code = "key: four\nlabel: Four\nkind: point\nabout: [class]";
    const char *block = "      - key: four\n        label: Four\n        kind: point\n"
                        "        about: [class]\n";
    const Protocol *p =
        change(SMALL, &(ProtocolEdit){PROTOCOL_INSERT, "categories[0].codes[1]", code, 0}, 1);
    char want[4096];
    (void)snprintf(want, sizeof want, "%s%s%s", HEAD MODIFIERS CODES FIRST "\n", block,
                   "\n" SECOND "      # apart\n\n" THIRD TAIL);
    assert_string_equal(p->text, want);
    p = change(SMALL, &(ProtocolEdit){PROTOCOL_INSERT, "categories[0].codes[9]", code, 0}, 1);
    (void)snprintf(want, sizeof want, "%s\n%s" TAIL,
                   HEAD MODIFIERS CODES FIRST "\n" SECOND "      # apart\n\n" THIRD, block);
    assert_string_equal(p->text, want);
    p = change(SMALL,
               (ProtocolEdit[]){
                   {PROTOCOL_INSERT, "categories[0].codes[0].about[0]", "class", 0},
                   {PROTOCOL_INSERT, "categories[0].codes[2].about[9]", "adult", 0},
                   {PROTOCOL_INSERT, "categories[0].codes[0].modifiers[0]", "form", 0},
                   {PROTOCOL_INSERT, "debrief[0]", "who: All\nprompt: >\n  What?\n\n  Why?", 0}},
               4);
    assert_non_null(strstr(p->text, "about: [class, pupil, adult] # both\n"));
    assert_non_null(strstr(p->text, "          - group\n          - adult\n"));
    assert_non_null(strstr(p->text, "        modifiers: [form]\n"));
    assert_non_null(
        strstr(p->text, "debrief:\n  - who: All\n    prompt: >\n      What?\n\n      Why?\n"));
}

static void edit__sets_words__and_leaves_those_that_stay(void **state)
{
    (void)state;
    const Protocol *p =
        change(SMALL,
               (ProtocolEdit[]){{PROTOCOL_WORDS, "categories[0].codes[0].about", "adult class", 0},
                                {PROTOCOL_WORDS, "categories[0].codes[2].about", "group", 0},
                                {PROTOCOL_WORDS, "categories[0].codes[0].modifiers", "form", 0},
                                {PROTOCOL_WORDS, "categories[0].codes[1].modifiers", "", 0}},
               4);
    assert_non_null(strstr(p->text, "about: [adult, class] # both\n        modifiers: [form]\n"));
    assert_non_null(strstr(p->text, "about:\n          - group\n# the end\n"));
    assert_non_null(strstr(p->text, "kind: point, about: [class]}\n"));
    p = change(SMALL,
               &(ProtocolEdit){PROTOCOL_WORDS, "categories[0].codes[1].about", " pupil  adult ", 0},
               1);
    assert_non_null(strstr(p->text, "about: [pupil, adult], modifiers"));
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_WORDS, "categories[0].codes[0].about", "dog", 0},
                   ERR_FORMAT, "unknown about 'dog', expected one of adult, pupil, group, class");
}

/* ---- layouts ---- */

static void edit__keeps_line_ends__of_another_system(void **state)
{
    (void)state;
    char text[sizeof SMALL * 2], *to = text;
    for (const char *c = SMALL; *c; c++) {
        if (*c == '\n')
            *to++ = '\r';
        *to++ = *c;
    }
    *to = '\0';
    const Protocol *p =
        change(text,
               (ProtocolEdit[]){{PROTOCOL_MOVE, "categories[0].codes[0]", NULL, 2},
                                {PROTOCOL_SET, "categories[0].codes[0].help", "What counts.", 0},
                                {PROTOCOL_SET, "purpose", "Other words.", 0}},
               3);
    for (const char *c = strchr(p->text, '\n'); c; c = strchr(c + 1, '\n'))
        assert_int_equal(c[-1], '\r');
    assert_string_equal(p->codes[2].key, "one");
    assert_non_null(strstr(p->text, "purpose: >\r\n  Other words.\r\n\r\n"));
}

static void edit__ends_the_last_line__of_a_file_that_does_not(void **state)
{
    (void)state;
    const char *text = HEAD CODES "      - key: one\n        label: One\n        kind: point\n"
                                  "        about: [pupil]";
    const Protocol *p =
        change(text, &(ProtocolEdit){PROTOCOL_SET, "categories[0].codes[0].hue", "mark", 0}, 1);
    assert_non_null(strstr(p->text, "        about: [pupil]\n        hue: mark\n"));
}

static void edit__finds_bytes__behind_letters_of_several(void **state)
{
    (void)state;
    const char *text = "\xEF\xBB\xBFprotocol: 1\nkey: small\ntitle: 'Ni\xC3\xB1os \xE8\xAA\x9E'\n"
                       "version: '1'\ncategories:\n"
                       "- key: c\n  title: \xC3\x91\n  codes:\n"
                       "  - {key: a, label: \xC3\xA9t\xC3\xA9, kind: point, about: [class]}\n"
                       "  - {key: b, label: B, kind: point, about: [class]}\n";
    const Protocol *p =
        change(text,
               (ProtocolEdit[]){{PROTOCOL_SET, "title", "Clase", 0},
                                {PROTOCOL_SET, "categories[0].codes[0].kind", "note", 0},
                                {PROTOCOL_MOVE, "categories[0].codes[0]", NULL, 1}},
               3);
    assert_string_equal(p->text,
                        "\xEF\xBB\xBFprotocol: 1\nkey: small\ntitle: 'Clase'\n"
                        "version: '1'\ncategories:\n"
                        "- key: c\n  title: \xC3\x91\n  codes:\n"
                        "  - {key: b, label: B, kind: point, about: [class]}\n"
                        "  - {key: a, label: \xC3\xA9t\xC3\xA9, kind: note, about: [class]}\n");
}

#define LS "\xE2\x80\xA8"
#define PS "\xE2\x80\xA9"
#define NEL "\xC2\x85"
#define ONE_CODE                                                                                   \
    "categories:\n  - key: c\n    title: C\n    codes:\n"                                          \
    "      - {key: a, label: A, kind: point, about: [class]}\n"

/* Copied from a word processor: its line ends are ends of lines here, too. */
static void edit__sets_a_text__behind_line_ends_of_other_kinds(void **state)
{
    (void)state;
    static const char *const ends[] = {LS, PS, NEL, "\r", "\n"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *end = ends[i];
        const char *text = arena_printf(&arena,
                                        "protocol: 1\nkey: small\ntitle: T\nversion: '1'\n"
                                        "purpose: >%s%s  text%s%s" ONE_CODE,
                                        end, end, end, end);
        const char *want = arena_printf(&arena,
                                        "protocol: 1\nkey: small\ntitle: T\nversion: '1'\n"
                                        "purpose: >%s  Other words.%s%s" ONE_CODE,
                                        end, end, end);
        const Protocol *p =
            change(text, &(ProtocolEdit){PROTOCOL_SET, "purpose", "Other words.", 0}, 1);
        assert_string_equal(p->text, want);
        assert_string_equal(p->purpose, "Other words.");
        p = change(text, &(ProtocolEdit){PROTOCOL_SET, "purpose", " Other words.", 0}, 1);
        assert_string_equal(p->purpose, " Other words.");
        assert_non_null(strstr(p->text, "purpose: \" Other words.\""));
        assert_non_null(strstr(p->text, ONE_CODE));
    }
}

static void edit__moves_an_item__between_line_ends_of_other_kinds(void **state)
{
    (void)state;
    static const char *const ends[] = {LS, PS, NEL, "\r", "\n"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *head = "protocol: 1\nkey: small\ntitle: T\nversion: '1'\nlook_for:\n";
        const char *first =
            arena_printf(&arena, "  - %s\n    first%s", i < 2 ? "|" : "|-", ends[i]);
        const char *text =
            arena_printf(&arena, "%s%s  - second\n  - third\n" ONE_CODE, head, first);
        const Protocol *p = change(text, &(ProtocolEdit){PROTOCOL_MOVE, "look_for[0]", NULL, 1}, 1);
        assert_string_equal(
            p->text, arena_printf(&arena, "%s  - second\n%s  - third\n" ONE_CODE, head, first));
        assert_string_equal(p->look_fors[1], "first");
        p = change(text, &(ProtocolEdit){PROTOCOL_REMOVE, "look_for[0]", NULL, 0}, 1);
        assert_string_equal(p->text,
                            arena_printf(&arena, "%s  - second\n  - third\n" ONE_CODE, head));
    }
}

static void edit__keeps_line_ends_in_a_text__that_is_set(void **state)
{
    (void)state;
    static const char *const paths[] = {"purpose", "source"};
    const char *words = "One" LS "two" PS "three" NEL "four\r" LS;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        Err err = {0};
        const Protocol *p = NULL;
        assert_ok(protocol_edit(&arena, "en", SMALL, strlen(SMALL),
                                &(ProtocolEdit){PROTOCOL_SET, paths[i], words, 0}, 1, &p, &err),
                  err);
        assert_non_null(strstr(p->text, ": \"One\\Ltwo\\Pthree\\Nfour\\r\\L\""));
    }
}

static void edit__refuses__splices_out_of_order(void **state)
{
    (void)state;
    static const EditSplice splices[][2] = {
        {{4, 6, "", 0}, {5, 7, "", 0}},
        {{4, 3, "", 0}, {5, 7, "", 0}},
        {{4, 5, "", 0}, {6, 99, "", 0}},
    };
    for (size_t i = 0; i < sizeof splices / sizeof splices[0]; i++) {
        EditSource source;
        Err err = {0};
        assert_ok(edit_read(&source, &arena, "a: 1\nb: 2\n", 10, &err), err);
        assert_false(edit_splice(&source, splices[i], 2, &err));
        assert_int_equal(err.kind, ERR_STATE);
        assert_non_null(strstr(err.text, "cannot be changed as it is laid out"));
        assert_string_equal(source.text, "a: 1\nb: 2\n");
    }
}

/* ---- what is refused ---- */

static void edit__refuses__what_would_make_the_file_wrong(void **state)
{
    (void)state;
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_SET, "categories[0].codes[0].label", "", 0},
                   ERR_FORMAT, "'label' is empty, expected text");
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_SET, "categories[0].codes[0].key", "two", 0},
                   ERR_FORMAT, "code 'two' again, expected every key once");
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_UNSET, "modifiers", NULL, 0}, ERR_FORMAT,
                   "unknown modifiers 'form', expected one of none, for there are none here");
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_SET, "title", "a\x01", 0}, ERR_FORMAT,
                   "text with a control character ('a?'), expected none");
}

static void edit__refuses__places_that_are_not_there(void **state)
{
    (void)state;
    static const ProtocolEdit edits[] = {
        {PROTOCOL_SET, "categories[1].title", "x", 0},
        {PROTOCOL_SET, "categories[0].codes[7].label", "x", 0},
        {PROTOCOL_SET, "title.en.es", "x", 0},
        {PROTOCOL_SET, "", "x", 0},
        {PROTOCOL_MOVE, "categories[0].codes[0]", NULL, 3},
        {PROTOCOL_MOVE, "categories[0].codes[0]", NULL, -1},
        {PROTOCOL_REMOVE, "categories[0].codes[5]", NULL, 0},
        {PROTOCOL_REMOVE, "title", NULL, 0},
        {PROTOCOL_INSERT, "title[0]", "x", 0},
        {PROTOCOL_INSERT, "categories[0].codes[0].about", "group", 0},
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        char want[200];
        (void)snprintf(want, sizeof want, "there is no '%s' in the protocol", edits[i].path);
        assert_refused(SMALL, edits[i], ERR_STATE, want);
    }
    assert_refused(SMALL, (ProtocolEdit){PROTOCOL_SET, "categories", "x", 0}, ERR_STATE,
                   "'categories' is a list, expected text");
}

static void edit__refuses__a_file_that_cannot_be_read(void **state)
{
    (void)state;
    assert_refused("a: [", (ProtocolEdit){PROTOCOL_SET, "a", "x", 0}, ERR_FORMAT,
                   "not readable as YAML from here (did not find expected node content), expected "
                   "'name: value' lines and '- item' lists indented by spaces, and quotes round "
                   "text with : or #");
}

/* ---- lines ---- */

static void edit_line__replaces_one_line__good_or_not(void **state)
{
    (void)state;
    size_t len = 0;
    const char *text = protocol_edit_line(&arena, "a\r\nb\nc", 6, 1, "xyz", &len);
    assert_string_equal(text, "xyz\r\nb\nc");
    assert_int_equal(len, 8);
    assert_string_equal(protocol_edit_line(&arena, "a\nb\nc", 5, 3, "", &len), "a\nb\n");
    assert_null(protocol_edit_line(&arena, "a\nb\n", 4, 3, "", &len));
    assert_null(protocol_edit_line(&arena, "a", 1, 0, "", &len));
    /* Counted as faults are. */
    assert_string_equal(protocol_edit_line(&arena, "a" LS "b" NEL "c\rd", 10, 3, "xyz", &len),
                        "a" LS "b" NEL "xyz\rd");
    assert_int_equal(protocol_text_lines("a" LS "b" NEL "c\rd\r\n", 12), 4);
    assert_int_equal(protocol_text_lines("a\nb", 3), 2);
    assert_int_equal(protocol_text_lines("a\nb\n", 4), 2);
}

static void edit_key__is_made_of_any_words(void **state)
{
    (void)state;
    char key[PROTOCOL_MAX_KEY + 1];
    protocol_edit_key("  Group talk! 2", "code", key);
    assert_string_equal(key, "group-talk-2");
    protocol_edit_key("\xE8\xAA\x9E", "code", key);
    assert_string_equal(key, "code");
    protocol_edit_key("a123456789 123456789 123456789 123456789 123456789", "code", key);
    assert_int_equal(strlen(key), PROTOCOL_MAX_KEY - 4);
}

/* ---- any edit of any shipped file ---- */

static uint32_t random_state;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (random_state >> 8) % n;
}

static int32_t items_of(const Protocol *p, int32_t category)
{
    int32_t count = 0;
    for (int32_t i = 0; i < p->code_count; i++)
        count += p->codes[i].category == category ? 1 : 0;
    return count;
}

static ProtocolEdit random_edit(const Protocol *p, char *path, size_t size)
{
    static const char *const values[] = {
        "Plain words",
        "With: colon",
        "no",
        "7",
        "it's \"so\"",
        "\xC3\xB1, \xE8\xAA\x9E",
        "a # hash",
        ("a long text that goes "
         "on and on until it is wider than a line of a file may be")};
    static const char *const fields[] = {"label", "short", "help", "group"};
    int32_t category = (int32_t)random_below((uint32_t)p->category_count - 1);
    int32_t codes = items_of(p, category), code = (int32_t)random_below((uint32_t)codes);
    int32_t to = (int32_t)random_below((uint32_t)codes);
    const char *value = values[random_below(8)];
    uint32_t what = random_below(10);
    if (what < 5) {
        (void)snprintf(path, size, "categories[%d].codes[%d].%s", category, code,
                       fields[random_below(4)]);
        return (ProtocolEdit){what == 0 ? PROTOCOL_UNSET : PROTOCOL_SET, path, value, 0};
    }
    (void)snprintf(path, size, "categories[%d].codes[%d]", category, code);
    if (what < 8)
        return (ProtocolEdit){PROTOCOL_MOVE, path, NULL, to};
    if (what == 8) {
        (void)snprintf(path, size, "categories[%d]", category);
        return (ProtocolEdit){PROTOCOL_MOVE, path, NULL,
                              (int32_t)random_below((uint32_t)p->category_count - 1)};
    }
    return (ProtocolEdit){PROTOCOL_INSERT, path,
                          "key: new\nlabel: New\nkind: state\nabout: [class]", 0};
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum { MAX_LINES = 4000 };

static int32_t sorted_lines(const char *text, const char **lines)
{
    int32_t count = 0;
    size_t len = 0, left = strlen(text);
    for (const char *line = protocol_text_line(text, left, 1, &len); line && count < MAX_LINES;) {
        lines[count++] = arena_copy(&arena, line, len);
        left = strlen(line);
        line = protocol_text_line(line, left, 2, &len);
    }
    qsort(lines, (size_t)count, sizeof *lines, compare_lines);
    return count;
}

/* How many lines of a are not in b. */
static int32_t lines_missing(const char *a, const char *b)
{
    const char **in_a = ARENA_PUSH(&arena, const char *, MAX_LINES);
    const char **in_b = ARENA_PUSH(&arena, const char *, MAX_LINES);
    int32_t na = sorted_lines(a, in_a), nb = sorted_lines(b, in_b), missing = 0;
    for (int32_t i = 0, k = 0; i < na; i++) {
        while (k < nb && strcmp(in_b[k], in_a[i]) < 0)
            k++;
        if (k < nb && strcmp(in_b[k], in_a[i]) == 0)
            k++;
        else
            missing++;
    }
    return missing;
}

static int32_t comment_lines(const char *text)
{
    int32_t count = 0;
    const char *at = text;
    while (*at) {
        at += strspn(at, " ");
        count += *at == '#' ? 1 : 0;
        at += strcspn(at, "\n");
        at += *at ? 1 : 0;
    }
    return count;
}

/* What an edit may change of the lines there were, and of those there are. */
static void assert_little_changed(const char *before, const Protocol *p, const ProtocolEdit *edit)
{
    int32_t gone = lines_missing(before, p->text), come = lines_missing(p->text, before);
    bool moved = edit->kind == PROTOCOL_MOVE || edit->kind == PROTOCOL_INSERT;
    int32_t added = edit->kind == PROTOCOL_INSERT ? 5 : 0;
    if (moved && (gone != 0 || come > added))
        fail_msg("%s: %d lines gone, %d come\n%s", edit->path, gone, come, p->text);
    /* One text: at most the lines it had and has. */
    if (!moved && (gone > 8 || come > 4))
        fail_msg("%s = %s: %d lines gone, %d come\n%s", edit->path, edit->value, gone, come,
                 p->text);
    if (comment_lines(p->text) != comment_lines(before))
        fail_msg("%s: comments lost\n%s", edit->path, p->text);
}

static void edit__at_random__keeps_all_the_rest(void **state)
{
    (void)state;
    const int32_t rounds = check_rounds(60);
    int32_t done = 0, refused = 0;
    for (int32_t file = 0; file < protocol_shipped_count(); file++) {
        const Protocol *p = NULL;
        Err err = {0};
        random_state = (uint32_t)file + 7;
        assert_ok(protocol_load_shipped(&arena, protocol_shipped(file).key, &p, &err), err);
        for (int32_t i = 0; i < rounds; i++) {
            char path[PROTOCOL_EDIT_MAX_PATH];
            ArenaMark mark = arena_mark(&arena);
            ProtocolEdit edit = random_edit(p, path, sizeof path);
            const Protocol *next = NULL;
            err = (Err){0};
            if (!protocol_edit(&arena, "en", p->text, p->text_len, &edit, 1, &next, &err)) {
                refused++; /* a label too long for a pad, a second code 'new' */
                arena_reset(&arena, mark);
                continue;
            }
            assert_little_changed(p->text, next, &edit);
            done++;
            p = next;
        }
    }
    assert_true(done > 10 * refused / 4);
}

/* Every edit of a text can be taken back by another, byte for byte. */
static void edit__back_and_forth__is_the_same_file(void **state)
{
    (void)state;
    for (int32_t file = 0; file < protocol_shipped_count(); file++) {
        ShippedProtocol shipped = protocol_shipped(file);
        const Protocol *p = NULL;
        Err err = {0};
        assert_ok(protocol_load_shipped(&arena, shipped.key, &p, &err), err);
        char last[PROTOCOL_EDIT_MAX_PATH];
        int32_t end = items_of(p, 0) - 1;
        (void)snprintf(last, sizeof last, "categories[0].codes[%d]", (int)end);
        ProtocolEdit there[] = {{PROTOCOL_MOVE, "categories[0].codes[0]", NULL, end},
                                {PROTOCOL_MOVE, last, NULL, 0}};
        assert_string_equal(change(p->text, there, 2)->text, p->text);
        ProtocolEdit add[] = {
            {PROTOCOL_INSERT, "categories[0].codes[99]",
             "key: new\nlabel: New\nkind: state\nabout: [class]", 0},
            {PROTOCOL_INSERT, "categories[0].codes[0]",
             "key: new2\nlabel: New\nkind: state\nabout: [class]", 0},
        };
        (void)snprintf(last, sizeof last, "categories[0].codes[%d]", (int)end + 2);
        ProtocolEdit cut[] = {{PROTOCOL_REMOVE, last, NULL, 0},
                              {PROTOCOL_REMOVE, "categories[0].codes[0]", NULL, 0}};
        const Protocol *more = change(p->text, add, 2);
        assert_int_equal(more->code_count, p->code_count + 2);
        assert_string_equal(change(more->text, cut, 2)->text, p->text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edit__sets_a_text__and_nothing_else),
        cmocka_unit_test(edit__adds_a_map__with_the_field_in_it),
        cmocka_unit_test(edit__sets_a_folded_text__as_folded_lines),
        cmocka_unit_test(edit__sets_one_language__of_a_text_in_several),
        cmocka_unit_test(edit__adds_a_field__where_it_usually_stands),
        cmocka_unit_test(edit__takes_a_field_away__with_its_line_or_its_comma),
        cmocka_unit_test(edit__moves_an_item__with_its_comments),
        cmocka_unit_test(edit__removes_an_item__with_its_comments),
        cmocka_unit_test(edit__inserts_an_item__apart_as_the_others_are),
        cmocka_unit_test(edit__sets_words__and_leaves_those_that_stay),
        cmocka_unit_test(edit__keeps_line_ends__of_another_system),
        cmocka_unit_test(edit__ends_the_last_line__of_a_file_that_does_not),
        cmocka_unit_test(edit__finds_bytes__behind_letters_of_several),
        cmocka_unit_test(edit__sets_a_text__behind_line_ends_of_other_kinds),
        cmocka_unit_test(edit__moves_an_item__between_line_ends_of_other_kinds),
        cmocka_unit_test(edit__keeps_line_ends_in_a_text__that_is_set),
        cmocka_unit_test(edit__refuses__splices_out_of_order),
        cmocka_unit_test(edit__refuses__what_would_make_the_file_wrong),
        cmocka_unit_test(edit__refuses__places_that_are_not_there),
        cmocka_unit_test(edit__refuses__a_file_that_cannot_be_read),
        cmocka_unit_test(edit_line__replaces_one_line__good_or_not),
        cmocka_unit_test(edit_key__is_made_of_any_words),
        cmocka_unit_test(edit__at_random__keeps_all_the_rest),
        cmocka_unit_test(edit__back_and_forth__is_the_same_file),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
