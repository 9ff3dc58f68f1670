#include "reading.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "protocols/file.h"
#include "reports/exchange/csv_rows.h"
#include "reports/exchange/evidence/evidence.h"

enum { TEACHER, TABLE, ANA, BEN, MAX_EVENTS = 16 };

typedef struct Lesson {
    Subject subjects[4];
    Setup setup;
    ObsEvent events[MAX_EVENTS];
    Observation o;
    LessonMeasures m;
} Lesson;

static ObsEvent *add(Lesson *l, const char *code, int32_t subject, int64_t start_ms,
                     int64_t stop_ms)
{
    ObsEvent *e = &l->events[l->o.event_count++];
    *e = event_blank();
    e->code = protocol_find_code(l->o.protocol, code);
    assert_int_not_equal(e->code, PROTOCOL_NONE);
    e->subject = subject;
    e->start_ms = start_ms;
    e->stop_ms = stop_ms;
    return e;
}

/* A question, two turns of a chain with a frame, a scan, a note. */
static void make_lesson(Reading *r, Lesson *l)
{
    *l = (Lesson){.subjects = {{.kind = SUBJECT_ADULT, .label = "T", .group = SUBJECT_NONE},
                               {.kind = SUBJECT_GROUP, .label = "Table 1", .group = SUBJECT_NONE},
                               {.kind = SUBJECT_PUPIL, .label = "1A", .group = TABLE},
                               {.kind = SUBJECT_PUPIL, .label = "1B", .group = TABLE}}};
    l->setup = (Setup){.title = "Fractions",
                       .class_name = "Grade 5",
                       .place = "Room 12",
                       .observer = "KN",
                       .theme = "Reasons",
                       .goals = "",
                       .origin = "",
                       .subjects = l->subjects,
                       .subject_count = 4,
                       .started_unix_ms = 1773306300000,
                       .utc_offset_min = 60,
                       .resolution_ms = 1};
    l->o = (Observation){.protocol = r->talk,
                         .setup = &l->setup,
                         .events = l->events,
                         .end_ms = 120000,
                         .ended = true};
    add(l, "teacher-talk", TEACHER, 1000, 9000);
    add(l, "question", TEACHER, 8500, 8500);
    add(l, "student-talk", ANA, 12250, 20000);
    add(l, "student-talk", BEN, 21000, 30000)->text = "=\"Mine is past the half\"";
    add(l, "frame", BEN, 22000, 22000);
    ObsEvent *scan = add(l, "engaged", TABLE, 60000, 60000);
    scan->value = 1;
    scan->of = 2;
    add(l, "note", ANA, 70000, 70000)->text = "folds the strip";
    assert_ok(lesson_measure(&l->o, &r->arena, &l->m, &r->err), r->err);
}

static EvidenceTable table_of(Reading *r, const Lesson *l, EvidenceKind kind, bool for_others)
{
    EvidenceTable table;
    assert_ok(evidence_table(&l->o, &l->m, kind, for_others, &r->arena, &table, &r->err), r->err);
    return table;
}

static const EvidenceCell *cell(const EvidenceTable *t, size_t row, const char *column)
{
    assert_true(row < t->row_count);
    for (int32_t i = 0; i < t->column_count; i++)
        if (strcmp(t->columns[i], column) == 0)
            return &t->cells[row * (size_t)t->column_count + (size_t)i];
    fail_msg("%s has no column %s", t->name, column);
    return NULL;
}

#define assert_text(table, row, column, expected)                                                  \
    do {                                                                                           \
        assert_non_null(cell(table, row, column)->text);                                           \
        assert_string_equal(cell(table, row, column)->text, expected);                             \
    } while (0)
#define assert_number(table, row, column, expected)                                                \
    do {                                                                                           \
        assert_null(cell(table, row, column)->text);                                               \
        assert_true(cell(table, row, column)->number == (expected));                               \
    } while (0)

static void evidence_table__says_what_was_recorded(void **state)
{
    Reading *r = *state;
    Lesson l;
    make_lesson(r, &l);
    EvidenceTable talk = table_of(r, &l, EVIDENCE_TALK, false);
    assert_int_equal(talk.row_count, 3);
    assert_text(&talk, 1, "subject", "1A");
    assert_text(&talk, 1, "group", "Table 1");
    assert_number(&talk, 1, "start_s", 12.25);
    assert_number(&talk, 1, "talk_s", 7.75);
    assert_number(&talk, 1, "chain", 1);
    assert_text(&talk, 0, "chain", "");
    EvidenceTable questions = table_of(r, &l, EVIDENCE_QUESTIONS, false);
    assert_int_equal(questions.row_count, 1);
    assert_number(&questions, 0, "wait_s", 3.25);
    assert_text(&questions, 0, "ended_by", "student");
    EvidenceTable frames = table_of(r, &l, EVIDENCE_FRAMES, false);
    assert_int_equal(frames.row_count, 1);
    assert_number(&frames, 0, "turn", 3);
    assert_text(&frames, 0, "subject", "1B");
    EvidenceTable samples = table_of(r, &l, EVIDENCE_SAMPLES, false);
    assert_int_equal(samples.row_count, 1);
    assert_number(&samples, 0, "percent", 50);
    assert_text(&samples, 0, "group", "Table 1");
    EvidenceTable notes = table_of(r, &l, EVIDENCE_NOTES, false);
    assert_int_equal(notes.row_count, 2);
    assert_text(&notes, 1, "words", "folds the strip");
    EvidenceTable settings = table_of(r, &l, EVIDENCE_SETTINGS, false);
    assert_text(&settings, 4, "value", "2026-03-12 10:05");
}

static void evidence_table__tells_others_nothing_of_anybody(void **state)
{
    Reading *r = *state;
    Lesson l;
    make_lesson(r, &l);
    static const char *const private[] = {"1A", "1B", "Table 1", "folds", "Mine is"};
    for (int32_t kind = 0; kind < EVIDENCE_KIND_COUNT; kind++) {
        EvidenceTable t = table_of(r, &l, (EvidenceKind)kind, true);
        for (size_t i = 0; i < t.row_count * (size_t)t.column_count; i++)
            for (size_t k = 0; k < sizeof private / sizeof *private && t.cells[i].text; k++)
                assert_null(strstr(t.cells[i].text, private[k]));
    }
    EvidenceTable samples = table_of(r, &l, EVIDENCE_SAMPLES, true);
    assert_text(&samples, 0, "remark", "hidden: too few pupils");
    assert_text(&samples, 0, "engaged", "");
    EvidenceTable events = table_of(r, &l, EVIDENCE_EVENTS, true);
    assert_text(&events, 5, "value", "");
    assert_int_equal(table_of(r, &l, EVIDENCE_NOTES, true).row_count, 0);
}

/* What is written is read again cell by cell. */
static void evidence_write_csv__is_csv_without_formulas(void **state)
{
    Reading *r = *state;
    Lesson l;
    make_lesson(r, &l);
    for (int32_t kind = 0; kind < EVIDENCE_KIND_COUNT; kind++) {
        char *text = NULL;
        size_t len = 0, row_count = 0;
        EvidenceTable t = table_of(r, &l, (EvidenceKind)kind, false);
        FILE *memory = open_memstream(&text, &len);
        assert_non_null(memory);
        assert_ok(evidence_write_csv(&t, memory, &r->err), r->err);
        (void)fclose(memory);
        CsvRows *rows = csv_rows_create("x", text, len, &r->err);
        const CsvRow *row;
        while ((row = csv_rows_next(rows, &r->err)) != NULL && row->count > 0) {
            assert_int_equal(row->count, t.column_count);
            row_count++;
        }
        assert_int_equal(row_count, t.row_count + 1);
        csv_rows_destroy(rows);
        if (kind == EVIDENCE_NOTES)
            assert_non_null(strstr(text, "\"'=\"\"Mine is past the half\"\"\""));
        free(text);
    }
}

static bool save_xlsx(Reading *r, const Lesson *l, const char *path)
{
    const char *bytes = NULL;
    size_t len = 0;
    return evidence_make_xlsx(&l->o, false, path, &r->arena, &bytes, &len, &r->err) &&
           file_write(path, bytes, len, &r->err);
}

static char *unzip(Reading *r, const char *member)
{
    char command[128];
    size_t cap = 1 << 20;
    char *text = ARENA_PUSH(&r->arena, char, cap);
    if (system("command -v python3 >/dev/null") != 0)
        skip();
    (void)snprintf(command, sizeof command,
                   "python3 -c \"import zipfile;print(zipfile.ZipFile('evidence_test.xlsx')"
                   ".read('xl/%s').decode())\"",
                   member);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    text[fread(text, 1, cap - 1, out)] = '\0';
    assert_int_equal(pclose(out), 0);
    return text;
}

static void evidence_make_xlsx__holds_texts_that_are_no_formulas(void **state)
{
    Reading *r = *state;
    Lesson l;
    make_lesson(r, &l);
    l.events[6].text = "\xFF=1+1 \x01";
    assert_ok(save_xlsx(r, &l, "evidence_test.xlsx"), r->err);
    const char *book = unzip(r, "workbook.xml");
    for (int32_t kind = 0; kind < EVIDENCE_KIND_COUNT; kind++) {
        char name[64];
        (void)snprintf(name, sizeof name, "name=\"%s\"", evidence_name((EvidenceKind)kind));
        assert_non_null(strstr(book, name));
        (void)snprintf(name, sizeof name, "worksheets/sheet%d.xml", (int)kind + 1);
        assert_null(strstr(unzip(r, name), "<f>"));
    }
    const char *strings = unzip(r, "sharedStrings.xml");
    assert_non_null(strstr(strings, "=&quot;Mine") ? strings : strstr(strings, "=\"Mine"));
    assert_non_null(strstr(strings, "\xEF\xBF\xBD=1+1"));
    (void)unlink("evidence_test.xlsx");
}

/* A cell holds so much and no more: what is cut says so, and what just fits is whole. */
static void evidence_make_xlsx__says_what_is_cut(void **state)
{
    enum { MOST = 32767 };
    Reading *r = *state;
    for (int more = 0; more < 2; more++) {
        Lesson l;
        make_lesson(r, &l);
        char *text = ARENA_PUSH(&r->arena, char, 2 * MOST + 10);
        size_t len = 0;
        for (int i = 0; i < MOST - 3 + more; i++) /* of two bytes each */
            len += (size_t)snprintf(text + len, 3, "\u00E4");
        (void)snprintf(text + len, 4, "end");
        l.events[6].text = text;
        assert_ok(save_xlsx(r, &l, "evidence_test.xlsx"), r->err);
        const char *strings = unzip(r, "sharedStrings.xml");
        assert_int_equal(strstr(strings, "\u00E4end") != NULL, !more);
        assert_int_equal(strstr(strings, "\u00E4 ... (cut: the CSV has all of it)<") != NULL, more);
        (void)unlink("evidence_test.xlsx");
    }
}

static void evidence_make_xlsx__of_the_same_lesson_is_the_same(void **state)
{
    Reading *r = *state;
    Lesson l;
    const char *a = NULL, *b = NULL;
    size_t a_len = 0, b_len = 0;
    make_lesson(r, &l);
    assert_ok(evidence_make_xlsx(&l.o, false, "./x", &r->arena, &a, &a_len, &r->err), r->err);
    assert_ok(evidence_make_xlsx(&l.o, false, "./x", &r->arena, &b, &b_len, &r->err), r->err);
    assert_int_equal(a_len, b_len);
    assert_memory_equal(a, b, a_len);
}

static void evidence_make_xlsx__says_when_the_disk_refuses(void **state)
{
    Reading *r = *state;
    Lesson l;
    const char *bytes = NULL;
    size_t len = 0;
    make_lesson(r, &l);
    struct rlimit before, small = {2000, 2000};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool made = evidence_make_xlsx(&l.o, false, "./x", &r->arena, &bytes, &len, &r->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(made);
    assert_int_equal(r->err.kind, ERR_SYSTEM);
    r->err = (Err){0};
    assert_false(evidence_make_xlsx(&l.o, false, "nowhere/x", &r->arena, &bytes, &len, &r->err));
    assert_int_equal(r->err.kind, ERR_SYSTEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(evidence_table__says_what_was_recorded),
        CASE(evidence_table__tells_others_nothing_of_anybody),
        CASE(evidence_write_csv__is_csv_without_formulas),
        CASE(evidence_make_xlsx__holds_texts_that_are_no_formulas),
        CASE(evidence_make_xlsx__says_what_is_cut),
        CASE(evidence_make_xlsx__of_the_same_lesson_is_the_same),
        CASE(evidence_make_xlsx__says_when_the_disk_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
