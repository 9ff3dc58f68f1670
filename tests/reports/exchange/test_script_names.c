#include "reading.h"

#include <stdio.h>

#define HEADER "t_s,turn,speaker,role,sentence\n"

static void transcript(Reading *r, const char *name, const char *text)
{
    assert_ok(read_script(r, name, SCRIPT_TRANSCRIPT, r->talk, text, strlen(text)), r->err);
}

static void record(Reading *r, const char *name, const char *inside)
{
    char text[4000];
    (void)snprintf(text, sizeof text,
                   "{\"kenkyu\": 1, \"protocol\": \"academic-talk\", \"length_s\": 100, "
                   "\"events\": [], %s}",
                   inside);
    assert_ok(read_script(r, name, SCRIPT_RECORD, r->talk, text, strlen(text)), r->err);
}

/* The labels in order, parted by commas. */
static void are_called(const Reading *r, const char *wanted)
{
    char found[1000] = "";
    const Setup *s = &r->script.setup;
    for (int32_t i = 0; i < s->subject_count; i++) {
        size_t used = strlen(found);
        (void)snprintf(found + used, sizeof found - used, "%s%s", i > 0 ? "," : "",
                       s->subjects[i].label);
    }
    assert_string_equal(found, wanted);
}

static void is_said(const Reading *r, const char *notice)
{
    bool said = false;
    for (int32_t i = 0; i < r->script.notices.count; i++)
        said |= strcmp(r->script.notices.items[i], notice) == 0;
    if (!said)
        fail_msg("nobody says: %s", notice);
}

static void transcript__makes_initials__of_pupils_names(void **state)
{
    Reading *r = *state;
    transcript(r, "x.csv",
               HEADER "0,1,Ms. Garcia,T,a\n1,2,Mia Lopez,S,b\n2,3,\"Lopez, Mia\",S,c\n"
                      "3,4,Max Lee,S,d\n4,5,Speaker 3,S,e\n5,6,ML,S,f\n6,7,Ana,S,g\n"
                      "7,8,Mia Lopez,S,h\n8,9,Students,S,i\n9,10,Unknown Student 2,S,j\n");
    are_called(r, "Ms. Garcia,MiL,ML2,MaL,Speaker 3,ML,An,Students,Unknown Student 2");
    assert_int_equal(r->script.acts[1].subject, r->script.acts[7].subject);
    assert_true(r->script.setup.subjects[7].several);
    is_said(r, "4 pupils' labels look like names and became initials; the names are not kept");
}

static void transcript__keeps__labels_that_are_no_names(void **state)
{
    Reading *r = *state;
    transcript(r, "x.csv",
               HEADER "0,1,Garcia,T,a\n1,2,Ana,S,b\n2,3,S1,S,c\n3,4,José,S,d\n4,5,Speaker 3,S,e\n"
                      "5,6,,S,f\n6,7,Student,S,g\n7,8,Student,T,h\n8,9,Voice,S,i\n");
    are_called(r, "Garcia,Ana,S1,José,Speaker 3,unnamed pupil,Student,Student (adult),Voice");
    assert_int_equal(r->script.notices.count, 1);
}

static void transcript__calls_nobody_by_name__in_another_role(void **state)
{
    Reading *r = *state;
    transcript(r, "x.csv",
               HEADER "0,1,Mia Lopez,T,a\n1,2,Mia Lopez,S,b\n2,3,T,T,c\n3,4,mia lopez,T,d\n");
    are_called(r, "ML,ML (pupil),T,ML2");
    is_said(r, "'ML' speaks in both roles and is kept apart as 'ML (pupil)'");
    is_said(r, "a pupil's label looks like a name and became initials; the name is not kept");
}

static void transcript__keeps__everything_that_is_a_pseudonym(void **state)
{
    Reading *r = *state;
    const char *text = HEADER "0,1,T,T,a\n1,2,Mia Lopez,S,b\n";
    ScriptChoice choice = {.pseudonyms = true, .title = "Group 2"};
    assert_ok(script_read("Mia.csv", text, strlen(text), SCRIPT_TRANSCRIPT, r->talk, &choice,
                          &r->arena, &r->script, &r->err),
              r->err);
    are_called(r, "T,Mia Lopez");
    assert_string_equal(r->script.setup.title, "Group 2");
    assert_int_equal(r->script.notices.count, 0);
}

static void transcript__drops__the_name_in_front_of_what_was_said(void **state)
{
    Reading *r = *state;
    transcript(r, "x.csv",
               HEADER
               "0,1,T,T,T: a\n1,2,Mia Lopez,S,Mia Lopez:  b\n2,2,Mia Lopez,S,\"Mia Lopez, c\"\n"
               "3,3,S1,S,S1: d\n4,4,Mia Lopez,S,Mia Lopez:\n");
    static const char *const said[] = {"T: a", "b Mia Lopez, c", "S1: d", ""};
    for (int i = 0; i < 4; i++)
        assert_string_equal(r->script.acts[i].text, said[i]);
}

static void is_titled(const Reading *r, const char *title, const char *origin)
{
    assert_string_equal(r->script.setup.title, title);
    assert_string_equal(r->script.setup.origin, origin);
}

static void script__is_called__as_its_file_unless_that_may_be_a_name(void **state)
{
    Reading *r = *state;
    static const char text[] = HEADER "0,1,T,T,a\n1,2,S1,S,b\n";
    static const char *const kept[] = {"lecture", "lesson-3",       "Grade 7, part 2",
                                       "t12",     "ila-2018-09-24", "Transcript (copy 2)"};
    static const char *const hidden[] = {"Mia Lopez interview", "mia_lopez",     "Sofia",
                                         "lesson Sofia",        "Tom English 2", "小林花子"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        char name[80], base[64];
        (void)snprintf(base, sizeof base, "%s.csv", kept[i]);
        (void)snprintf(name, sizeof name, "/home/Mia Lopez/%s", base);
        transcript(r, name, text);
        is_titled(r, kept[i], base);
    }
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        char name[80];
        (void)snprintf(name, sizeof name, "%s.csv", hidden[i]);
        transcript(r, name, text);
        is_titled(r, "Lesson transcript", "a file");
        is_said(r, "what it was called may be a person's name; the lesson is called 'Lesson "
                   "transcript'");
    }
    /* Short enough for a label, but here it is somebody. */
    transcript(r, "mia 2.csv", HEADER "0,1,T,T,a\n1,2,Mia Lopez,S,b\n");
    is_titled(r, "Lesson transcript", "a file");
    const char lecture[] = "time,code\n00:00:00,LT\n00:01:00,END\n";
    assert_ok(read_script(r, "Mia Lopez.csv", SCRIPT_LECTURE, r->fill, lecture, strlen(lecture)),
              r->err);
    is_titled(r, "Lecture timeline", "a file");
}

/* Single quotes stand for double ones. */
static void subjects(Reading *r, const char *name, const char *title_and_origin, const char *list)
{
    char inside[3000];
    (void)snprintf(inside, sizeof inside, "%s, 'subjects': [%s]", title_and_origin, list);
    for (char *c = inside; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    record(r, name, inside);
}

static void record__takes_names_out__wherever_they_stand(void **state)
{
    Reading *r = *state;
    subjects(r, "x.json", "'title': 'Lesson of Noah', 'origin': 'Mia Lopez interview.csv'",
             "{'label': 'Noah Chan', 'kind': 'group'},"
             "{'label': 'Table 1', 'kind': 'group'},"
             "{'label': 'Mia Lopez', 'kind': 'pupil', 'group': 'Noah Chan',"
             " 'attributes': {'EL': 'yes', 'Buddy': 'noah', 'By-Mia-Lopez': '1'}},"
             "{'label': 'Noah Chan 2', 'kind': 'pupil', 'group': 'Table 1',"
             " 'attributes': {'Buddy': 'x'}},"
             "{'label': 'AB', 'kind': 'adult', 'detail': 'beside Mia'},"
             "{'label': 'CD', 'kind': 'adult', 'detail': 'lead'}");
    are_called(r, "Table 2,Table 1,ML,N2,AB,CD");
    is_titled(r, "Lesson", "a file");
    const Subject *s = r->script.setup.subjects;
    assert_int_equal(s[2].group, 0);
    assert_int_equal(s[2].attribute_count, 1);
    assert_string_equal(s[2].attributes[0].key, "EL");
    assert_int_equal(s[3].attribute_count, 0);
    assert_string_equal(s[4].detail, "");
    assert_string_equal(s[5].detail, "lead");
    is_said(r, "1 group is called after pupils and became a table with a number");
    is_said(r, "left out, as they say who somebody is: Buddy, By-Mia-Lopez");
    is_said(r, "what it was called may be a person's name; the lesson is called 'Lesson'");
}

/* Whatever Kenkyu writes comes back as it was. */
static void record__keeps__initials_of_every_kind(void **state)
{
    static const char *const labels[] = {
        "SaP2",     "ÉrÖs", "田花",     "田花2",         "م.ع",
        "Pupil 12", "4B",   "Students", "unnamed pupil", "Student (pupil)",
        "Voice",    "Ana",  "Table 3-2"};
    enum { COUNT = sizeof labels / sizeof *labels };
    Reading *r = *state;
    char list[2000] = "{'label': 'Ms. Garcia', 'kind': 'adult', 'detail': 'lead'},"
                      "{'label': 'Long table', 'kind': 'group'}";
    for (size_t i = 0; i < COUNT; i++) {
        size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used,
                       ",{'label': '%s', 'kind': 'pupil', 'attributes': {'Buddy': 'Ana'}}",
                       labels[i]);
    }
    subjects(r, "Mia Lopez.json", "'title': 'Sofia and the marbles', 'origin': 'made up, seed 5'",
             list);
    const Setup *s = &r->script.setup;
    assert_string_equal(s->subjects[0].label, "Ms. Garcia");
    assert_string_equal(s->subjects[1].label, "Long table");
    for (int32_t i = 0; i < (int32_t)COUNT; i++) {
        assert_string_equal(s->subjects[2 + i].label, labels[i]);
        assert_int_equal(s->subjects[2 + i].attribute_count, 1);
    }
    is_titled(r, "Sofia and the marbles", "made up, seed 5");
    assert_int_equal(r->script.notices.count, 0);
    record(r, "Mia Lopez.json", "\"title\": \"x\"");
    is_titled(r, "x", "a file");
    record(r, "x.json", "\"origin\": \"Sofia Perez.csv\"");
    is_titled(r, "", "a file");
    record(r, "x.json", "\"origin\": \"lecture 3.csv\"");
    is_titled(r, "", "lecture 3.csv");
}

static void transcript__tells_apart__a_class_of_equal_initials(void **state)
{
    Reading *r = *state;
    char text[16000] = HEADER;
    for (int i = 0; i < 300; i++) {
        size_t used = strlen(text);
        (void)snprintf(text + used, sizeof text - used, "%d,%d,Mi%c%c Lo%c%c,S,x\n", i, i,
                       'a' + i % 26, 'a' + i / 26, 'a' + i / 26, 'a' + i % 26);
    }
    transcript(r, "x.csv", text);
    const Setup *s = &r->script.setup;
    assert_int_equal(s->subject_count, 300);
    for (int32_t i = 0; i < 300; i++) {
        assert_int_equal(setup_find_subject(s, s->subjects[i].label), i);
        assert_true(strlen(s->subjects[i].label) < 8);
    }
}

/* Without memory it is refused, and never read with names in it. */
static void script__keeps_no_name__at_every_arena_size(void **state)
{
    Reading *r = *state;
    static const char *const texts[] = {
        [SCRIPT_TRANSCRIPT] = HEADER "0,1,Mia Lopez,T,a\n1,2,Mia Lopez,S,b\n2,3,Noah Chan,S,c\n",
        [SCRIPT_RECORD] =
            "{\"kenkyu\": 1, \"protocol\": \"academic-talk\", \"title\": \"Noah Chan\", "
            "\"length_s\": 1, \"events\": [], \"subjects\": ["
            "{\"label\": \"Noah Chan\", \"kind\": \"pupil\", \"attributes\": {\"a\": \"Chan\"}},"
            "{\"label\": \"Chan table\", \"kind\": \"group\"}]}"};
    const ScriptFormat formats[] = {SCRIPT_TRANSCRIPT, SCRIPT_RECORD};
    for (size_t f = 0; f < 2; f++) {
        const char *text = texts[formats[f]];
        bool read = false;
        for (size_t limit = 0; !read; limit += 61) {
            Arena arena;
            Err err = {0};
            Script script = {0};
            arena_init(&arena, limit);
            read = script_read("Noah Chan.x", text, strlen(text), formats[f], r->talk,
                               &(ScriptChoice){0}, &arena, &script, &err);
            if (!read)
                assert_int_equal(arena.used, 0);
            for (int32_t i = 0; read && i < script.setup.subject_count; i++) {
                assert_null(strstr(script.setup.subjects[i].label, "Chan"));
                assert_null(strstr(script.setup.subjects[i].label, "Lopez"));
                assert_int_equal(script.setup.subjects[i].attribute_count, 0);
            }
            assert_true(!read || !strstr(script.setup.title, "Chan"));
            arena_deinit(&arena);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(transcript__makes_initials__of_pupils_names),
        CASE(transcript__keeps__labels_that_are_no_names),
        CASE(transcript__calls_nobody_by_name__in_another_role),
        CASE(transcript__keeps__everything_that_is_a_pseudonym),
        CASE(transcript__drops__the_name_in_front_of_what_was_said),
        CASE(script__is_called__as_its_file_unless_that_may_be_a_name),
        CASE(record__takes_names_out__wherever_they_stand),
        CASE(record__keeps__initials_of_every_kind),
        CASE(script__keeps_no_name__at_every_arena_size),
        CASE(transcript__tells_apart__a_class_of_equal_initials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
