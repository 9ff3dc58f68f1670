#include "reading.h"

#include <stdio.h>

#include "reports/exchange/csv_rows.h"
#include "reports/exchange/events_csv.h"

enum { TEACHER, TABLE, ANA };

typedef struct Lesson {
    Subject subjects[3];
    Setup setup;
    ObsEvent events[4];
    Observation observation;
} Lesson;

static void make_lesson(const Protocol *p, Lesson *l)
{
    *l = (Lesson){.subjects = {{.kind = SUBJECT_ADULT, .label = "T", .group = SUBJECT_NONE},
                               {.kind = SUBJECT_GROUP, .label = "Table, 1", .group = SUBJECT_NONE},
                               {.kind = SUBJECT_PUPIL, .label = "@Ana", .group = TABLE}}};
    l->setup = (Setup){.subjects = l->subjects, .subject_count = 3};
    l->observation = (Observation){.protocol = p, .setup = &l->setup, .events = l->events};
}

static ObsEvent *add(Lesson *l, const char *code, int32_t subject, int64_t start_ms,
                     int64_t stop_ms)
{
    ObsEvent *e = &l->events[l->observation.event_count++];
    *e = event_blank();
    e->code = protocol_find_code(l->observation.protocol, code);
    assert_int_not_equal(e->code, PROTOCOL_NONE);
    e->subject = subject;
    e->start_ms = start_ms;
    e->stop_ms = stop_ms;
    return e;
}

static char *write_csv(Lesson *l)
{
    char *text = NULL;
    size_t len = 0;
    Err err = {0};
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(events_write_csv(&l->observation, out, &err), err);
    fclose(out);
    return text;
}

#define HEADER                                                                                     \
    "start_s,stop_s,duration_s,code,label,kind,category,subject,subject_kind,group,target,"        \
    "function,form,prompting,source,dok,value,of,missing,text,id\r\n"
#define NIL "00000000-0000-0000-0000-000000000000\r\n"

static void events_write_csv__has_a_row_an_event(void **state)
{
    Reading *r = *state;
    Lesson l;
    make_lesson(r->talk, &l);
    add(&l, "teacher-talk", TEACHER, 0, 12042)->target = ANA;
    ObsEvent *frame = add(&l, "frame", ANA, 61500, 61500);
    frame->options[0] = 8;
    frame->options[1] = 0;
    ObsEvent *sample = add(&l, "engaged", TABLE, 120000, 120000);
    sample->value = 3;
    sample->of = 4;
    sample = add(&l, "engaged", TABLE, 240000, 240000);
    sample->missing = true;
    sample->of = 4;
    char *text = write_csv(&l);
    assert_string_equal(
        text, HEADER
        "0.000,12.042,12.042,teacher-talk,Teacher talk,state,talk,T,adult,,\"'@Ana\",,,,,,,,,," NIL
        "61.500,61.500,0.000,frame,Sentence frame,point,frame,\"'@Ana\",pupil,\"Table, "
        "1\",,disagree,complete,,,,,,,," NIL
        "120.000,120.000,0.000,engaged,Engaged with the task,interval,engagement,\"Table, "
        "1\",group,,,,,,,,3,4,no,," NIL
        "240.000,240.000,0.000,engaged,Engaged with the task,interval,engagement,\"Table, "
        "1\",group,,,,,,,,,4,yes,," NIL);
    free(text);
}

static void events_write_csv__closes_every_way_into_a_formula(void **state)
{
    Reading *r = *state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"=1+1", "\"'=1+1\""},
        {"+49", "\"'+49\""},
        {"-3", "\"'-3\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\t=1", "\"'\t'=1\""},
        {"\r=1", "\"'\r'=1\""},
        {"=\"a\"", "\"'=\"\"a\"\"\""},
        {"a=1", "a=1"},
        {"say \"why\", then\nstop", "\"say \"\"why\"\", then\nstop\""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Lesson l;
        make_lesson(r->talk, &l);
        add(&l, "note", SUBJECT_NONE, 0, 0)->text = cases[i].text;
        char *text = write_csv(&l), expected[200];
        (void)snprintf(expected, sizeof expected, ",%s," NIL, cases[i].cell);
        assert_string_equal(text + strlen(text) - strlen(expected), expected);
        free(text);
    }
}

/* What is written is read again cell by cell. */
static void events_write_csv__is_csv(void **state)
{
    Reading *r = *state;
    Lesson l;
    make_lesson(r->talk, &l);
    add(&l, "note", ANA, 0, 0)->text = "one, \"two\"\r\nthree";
    char *text = write_csv(&l);
    CsvRows *rows = csv_rows_create("x", text, strlen(text), &r->err);
    const CsvRow *row = csv_rows_next(rows, &r->err);
    assert_non_null(row);
    int32_t columns = row->count;
    row = csv_rows_next(rows, &r->err);
    assert_non_null(row);
    assert_int_equal(row->count, columns);
    assert_string_equal(row->cells[columns - 2].text, "one, \"two\"\r\nthree");
    csv_rows_destroy(rows);
    free(text);
}

static void events_write_csv__names_a_modifier_apart_from_other_columns(void **state)
{
    Reading *r = *state;
    Protocol p = *r->talk;
    p.modifiers[0].key = "text";
    Lesson l;
    make_lesson(&p, &l);
    char *text = write_csv(&l);
    assert_non_null(strstr(text, ",target,modifier_text,form,"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(events_write_csv__has_a_row_an_event),
        CASE(events_write_csv__closes_every_way_into_a_formula),
        CASE(events_write_csv__is_csv),
        CASE(events_write_csv__names_a_modifier_apart_from_other_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
