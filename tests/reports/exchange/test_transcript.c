#include "reading.h"

#include <dirent.h>
#include <stdio.h>

#include "protocols/file.h"

#define HEADER "t_s,timestamp_cell,turn,speaker,role,teacher_move,student_move,sentence\n"

/* ---- invented lessons ---- */

static bool read(Reading *r, const char *text)
{
    return read_script(r, "folder/number-lesson.csv", SCRIPT_TRANSCRIPT, r->talk, text,
                       strlen(text));
}

static void refuses(Reading *r, const char *text, ErrKind kind, const char *sentence)
{
    assert_refused(r, SCRIPT_TRANSCRIPT, r->talk, text, kind, sentence);
}

static const char *code_key(const Reading *r, int32_t act)
{
    return r->talk->codes[r->script.acts[act].code].key;
}

static const char *label(const Reading *r, int32_t act)
{
    return r->script.setup.subjects[r->script.acts[act].subject].label;
}

static void transcript__makes_one_turn_of_rows_that_belong_together(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "3,,1,T,T,1,,Good morning.\n"
                             "4,,1, T ,T,1,,Take your boards.\n"
                             "9.25,,2,Ana,S,,1,\"Mine, too?\"\n"
                             "11,,3,T,T,1,,Yours too.\n"
                             "12,,4,T,T,1,,Now begin.\n"
                             "20,,4,T,T,1,,\n"),
              r->err);
    const ScriptAct *acts = r->script.acts;
    assert_int_equal(r->script.act_count, 5);
    assert_int_equal(acts[0].kind, SCRIPT_TAP);
    assert_int_equal(acts[0].at_ms, 3000);
    assert_int_equal(acts[0].said_ms, 3000);
    assert_string_equal(acts[0].text, "Good morning. Take your boards.");
    assert_string_equal(code_key(r, 0), "teacher-talk");
    assert_string_equal(label(r, 0), "T");
    assert_int_equal(acts[1].at_ms, 9250);
    assert_string_equal(acts[1].text, "Mine, too?");
    assert_string_equal(code_key(r, 1), "student-talk");
    assert_string_equal(label(r, 1), "Ana");
    assert_int_equal(acts[1].line, 4);
    assert_int_equal(acts[2].at_ms, 11000);
    assert_int_equal(acts[3].at_ms, 12000); /* the same speaker in the next turn */
    assert_true(acts[3].again);
    assert_string_equal(acts[3].text, "Now begin.");
    assert_int_equal(acts[4].kind, SCRIPT_END);
    assert_int_equal(acts[4].at_ms, 20000);
    assert_int_equal(r->script.notices.count, 0);
}

static void transcript__takes_what_a_spreadsheet_makes_of_it(void **state)
{
    Reading *r = *state;
    static const char *const texts[] = {
        "sep=;\r\nT_S;Turn;SPEAKER;Role;Sentence\r\n0,5;1;T;Docente;a, b\r\n2;2;Ana;ALUMNA;c\r\n",
        "t_s\tturn\tspeaker\trole\tsentence\n0.5\t1\tT\tteacher\ta, b\n2\t2\tAna\tstudent\tc\n",
        "t_s,turn,speaker,role,sentence\n0.5,1,T,t,\"a, b\"\n2,2,Ana,s,c\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_ok(read(r, texts[i]), r->err);
        assert_int_equal(r->script.act_count, 3);
        assert_int_equal(r->script.acts[0].at_ms, 500);
        assert_string_equal(r->script.acts[0].text, "a, b");
        assert_string_equal(code_key(r, 0), "teacher-talk");
        assert_string_equal(code_key(r, 1), "student-talk");
        assert_int_equal(r->script.notices.count, 0);
    }
    refuses(r, "t_s,turn,speaker,role\n\"0,5\",1,T,T\n", ERR_FORMAT,
            "x:2:1: t_s '0,5', expected seconds from 0 to 86400000, such as 75 or 75.5");
}

static void transcript__refuses__roles_of_which_none_is_known(void **state)
{
    Reading *r = *state;
    refuses(r, "t_s,turn,speaker,role\n0,1,Ana,facilitator\n5,2,Ben,learner\n", ERR_FORMAT,
            "x:2:9: role 'facilitator' here and no teacher or student in any row, expected T or S "
            "(also teacher, student; docente, alumno)");
    refuses(r, "t_s,turn,speaker,role\n0,1,Ana,\n5,2,Ben,\n", ERR_FORMAT,
            "x:2:9: role '' here and no teacher or student in any row, expected T or S "
            "(also teacher, student; docente, alumno)");
}

static void transcript__says_where_it_comes_from(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "0,,1,T,T,,,a\n1,,2,T,T,,,b\n"), r->err);
    assert_string_equal(r->script.setup.origin, "number-lesson.csv");
    assert_string_equal(r->script.setup.title, "number-lesson");
    assert_string_equal(r->script.setup.observer, "");
    assert_int_equal(r->script.setup.resolution_ms, 1000);
    assert_int_equal(r->script.setup.started_unix_ms, 0);
    assert_true(uuid_is_nil(r->script.setup.id));
}

static void transcript__lets_the_floor_fall_silent_for_other_roles(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "0,,1,Film,U,,,x\n"
                             "1,,2,T,T,,,x\n"
                             "5,,3,Film,U,,,x\n"
                             "6,,4,Radio,U,,,x\n"
                             "8,,5,Ana,S,,,x\n"
                             "9,,6,Film,,,,x\n"),
              r->err);
    const ScriptAct *acts = r->script.acts;
    static const ScriptActKind kinds[] = {SCRIPT_TAP, SCRIPT_FALL_SILENT, SCRIPT_TAP,
                                          SCRIPT_FALL_SILENT, SCRIPT_END};
    assert_int_equal(r->script.act_count, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(acts[i].kind, kinds[i]);
    assert_int_equal(acts[1].at_ms, 5000);
    assert_int_equal(r->talk->codes[acts[1].code].category, r->talk->codes[acts[0].code].category);
    assert_int_equal(r->script.notices.count, 1);
    assert_string_equal(
        r->script.notices.items[0],
        "4 rows are in a role other than T and S and not talk, nobody has the floor "
        "there (lines 2, 4, 5, 7)");
    assert_int_equal(r->script.setup.subject_count, 2);
}

static void transcript__counts_talk_moves_it_does_not_record(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "0,,1,T,T,1,,a\n1,,2,T,T,8,,b\n2,,3,Ana,S,,4,c\n3,,4,T,T,2,3,d\n"),
              r->err);
    assert_int_equal(r->script.notices.count, 1);
    assert_string_equal(
        r->script.notices.items[0],
        "4 talk-move tags are not recorded, the protocol 'academic-talk' has no code for them");
}

static void transcript__records_talk_moves__where_the_protocol_has_codes(void **state)
{
    Reading *r = *state;
    const Protocol *p = NULL;
    assert_ok(protocol_load_shipped(&r->arena, "talk-moves", &p, &r->err), r->err);
    /* Two sentences of a turn; a student's claim; a teacher's tag in a pupil's row, a
     * student's in the teacher's, numbers that are no move, and "none". */
    const char *text = HEADER "0,,1,T,T,8,,a\n1,,1,T,T,9.0,,b\n2,,2,Ana,S,,4,c\n3,,3,Ana,S,5,,d\n"
                              "4,,4,T,T,,3,e\n5,,5,T,T,12,,f\n6,,6,T,T,1,1,g\n7,,7,Ana,S,,7,h\n";
    assert_ok(read_script(r, "t.csv", SCRIPT_TRANSCRIPT, p, text, strlen(text)), r->err);
    static const struct {
        const char *code, *option;
        int64_t at_ms;
    } wanted[] = {{"teacher-move", "accuracy", 0},
                  {"teacher-move", "reasoning", 1000},
                  {"student-move", "claim", 2000}};
    int32_t found = 0;
    for (int32_t i = 0; i < r->script.act_count; i++) {
        const ScriptAct *act = &r->script.acts[i];
        if (act->kind != SCRIPT_TAP || p->codes[act->code].kind != CODE_POINT)
            continue;
        assert_in_range(found, 0, 2);
        const Code *code = &p->codes[act->code];
        assert_string_equal(code->key, wanted[found].code);
        assert_string_equal(p->modifiers[code->pads].options[act->options[code->pads]].key,
                            wanted[found].option);
        assert_int_equal(act->at_ms, wanted[found].at_ms);
        assert_int_equal(act->subject, found < 2 ? 0 : 1);
        found++;
    }
    assert_int_equal(found, 3);
    assert_int_equal(r->script.notices.count, 1);
    assert_string_equal(r->script.notices.items[0],
                        "4 talk-move tags are not recorded: a teacher's move in a pupil's row or "
                        "the other way round, or no number of a move");
}

static void transcript__keeps_a_label_in_both_roles_apart(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "0,,1,Kim,S,,,a\n1,,2,Kim,T,,,b\n2,,3,Kim,S,,,c\n"
                             "3,,4,Kim (adult),T,,,d\n4,,5,,T,,,e\n5,,6,,S,,,f\n"),
              r->err);
    static const char *const labels[] = {"Kim", "Kim (adult)", "Kim (adult) (adult)",
                                         "unnamed adult", "unnamed pupil"};
    static const SubjectKind kinds[] = {SUBJECT_PUPIL, SUBJECT_ADULT, SUBJECT_ADULT, SUBJECT_ADULT,
                                        SUBJECT_PUPIL};
    assert_int_equal(r->script.setup.subject_count, 5);
    for (int i = 0; i < 5; i++) {
        assert_string_equal(r->script.setup.subjects[i].label, labels[i]);
        assert_int_equal(r->script.setup.subjects[i].kind, kinds[i]);
    }
    assert_int_equal(r->script.acts[0].subject, r->script.acts[2].subject);
    assert_string_equal(r->script.notices.items[0],
                        "'Kim' speaks in both roles and is kept apart as 'Kim (adult)'");
    assert_true(r->script.setup.subjects[4].several);
}

static void transcript__knows_labels_that_stand_for_several(void **state)
{
    Reading *r = *state;
    assert_ok(read(r,
                   HEADER "0,,1,S,S,,,a\n1,,2,SS,S,,,a\n2,,3,SN,S,,,a\n3,,4,E,S,,,a\n"
                          "4,,5,students,S,,,a\n5,,6,Whole Class,S,,,a\n6,,7,Esther,S,,,a\n"
                          "7,,8,s2,S,,,a\n8,,9,Student 3,S,,,a\n9,,10,T,T,,,a\n10,,11,S,T,,,a\n"),
              r->err);
    for (int32_t i = 0; i < r->script.setup.subject_count; i++)
        assert_int_equal(r->script.setup.subjects[i].several, i < 6);
}

static void transcript__puts_everybody_on_the_chart(void **state)
{
    Reading *r = *state;
    char text[4000] = HEADER;
    for (int i = 0; i < 33; i++) {
        size_t at = strlen(text);
        (void)snprintf(text + at, sizeof text - at, "%d,,%d,%s%d,%s,,,x\n", i, i, i < 3 ? "T" : "P",
                       i, i < 3 ? "T" : "S");
    }
    assert_ok(read(r, text), r->err);
    const Subject *s = r->script.setup.subjects;
    for (int i = 0; i < 33; i++) {
        assert_true(s[i].x > 0 && s[i].x < 1 && s[i].y > 0 && s[i].y < 1);
        for (int k = 0; k < i; k++) {
            double dx = (double)s[i].x - (double)s[k].x, dy = (double)s[i].y - (double)s[k].y;
            assert_true(dx * dx + dy * dy > 0.01);
        }
    }
}

static void transcript__is_read_under_any_protocol_with_talk_turns(void **state)
{
    Reading *r = *state;
    static const char text[] = HEADER "0,,1,T,T,,,a\n1,,2,Ana,S,,,b\n";
    assert_ok(read_script(r, "x", SCRIPT_TRANSCRIPT, r->study, text, strlen(text)), r->err);
    assert_string_equal(r->study->codes[r->script.acts[1].code].key, "student-talk");
    Protocol plain = *r->study; /* about the class alone, as lectures are */
    for (int32_t i = 0; i < plain.code_count; i++)
        plain.codes[i].about = ABOUT_CLASS;
    assert_ok(read_script(r, "x", SCRIPT_TRANSCRIPT, &plain, text, strlen(text)), r->err);
    assert_int_equal(r->script.acts[0].subject, SUBJECT_NONE);

    assert_refused(r, SCRIPT_TRANSCRIPT, r->fill, text, ERR_STATE,
                   "x: the protocol 'fill-plus' tells 6 kinds of talk by one role apart, and a "
                   "transcript says only who spoke, so it cannot be replayed under it");
    Protocol other = *r->talk;
    other.categories[1].exclusive = false;
    assert_refused(r, SCRIPT_TRANSCRIPT, &other, text, ERR_STATE,
                   "x: the protocol 'academic-talk' has no talk turns (an exclusive category with "
                   "teacher talk and student talk), so a transcript cannot be replayed under it");
}

static void transcript__doubts_a_lesson_of_a_day__in_whole_minutes(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "0,,1,T,T,,,a\n28800,,2,Ana,S,,,b\n"), r->err);
    assert_int_equal(r->script.notices.count, 1);
    assert_string_equal(r->script.notices.items[0],
                        "the lesson takes 8 h 00 min by t_s, in whole minutes throughout; were "
                        "the stamps minutes and seconds, all times are 60 times too long");
    assert_ok(read(r, HEADER "0,,1,T,T,,,a\n28740,,2,Ana,S,,,b\n"), r->err);
    assert_int_equal(r->script.notices.count, 0);
    assert_ok(read(r, HEADER "1,,1,T,T,,,a\n28800,,2,Ana,S,,,b\n"), r->err);
    assert_int_equal(r->script.notices.count, 0);
}

static void transcript__refuses_times_it_would_have_to_invent(void **state)
{
    Reading *r = *state;
    refuses(r, HEADER ",,1,T,T,,,a\n,,2,T,T,,,b\n", ERR_FORMAT,
            "x:2:1: t_s is empty here and in every other row, expected seconds: without times "
            "nothing can be replayed");
    refuses(r, HEADER "1,,1,T,T,,,a\n,,2,T,T,,,b\n3,,3,T,T,,,b\n", ERR_FORMAT,
            "x:3:1: t_s is empty here and in 1 of 3 rows in all, expected seconds in every row");
    refuses(r, HEADER "7,,1,T,T,,,a\n7,,2,T,T,,,b\n7.0,,3,T,T,,,b\n", ERR_FORMAT,
            "x:4:1: t_s is the same in every row from line 2 to here, expected times that go on");
    refuses(r, HEADER "34,,1,T,T,,,\"a\nb\"\n12,,2,T,T,,,b\n", ERR_FORMAT,
            "x:4:1: t_s '12' comes after '34' in the row above, expected times in order");
}

static void transcript__refuses_what_is_no_time(void **state)
{
    Reading *r = *state;
    static const char *const bad[] = {
        "-3", "1:05",  "1e3",  "nan",      "inf",           ".5",
        "5.", "1.5.2", "0x10", "86400001", "86400000.0005", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[300], sentence[300];
        (void)snprintf(text, sizeof text, "%s0,,1,T,T,,,a\n%s,,2,T,T,,,b\n", HEADER, bad[i]);
        (void)snprintf(sentence, sizeof sentence,
                       "x:3:1: t_s '%s', expected seconds from 0 to 86400000, such as 75 or 75.5",
                       bad[i]);
        refuses(r, text, ERR_FORMAT, sentence);
    }
}

static void transcript__rounds_to_milliseconds(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, HEADER "0.0004,,1,T,T,,,a\n0.0005,,2,T,T,,,b\n1.9,,3,T,T,,,a\n"
                             "1.99999,,4,T,T,,,b\n2.5,,5,T,T,,,c\n"),
              r->err);
    static const int64_t at[] = {0, 1, 1900, 2000, 2500};
    for (int i = 0; i < 5; i++)
        assert_int_equal(r->script.acts[i].at_ms, at[i]);
}

static void transcript__refuses_bad_columns(void **state)
{
    Reading *r = *state;
    refuses(r, "t_s,turn,speaker,sentence\n0,1,T,a\n", ERR_FORMAT,
            "x:1:1: no column 'role', expected t_s, turn, speaker, role, sentence");
    refuses(r, "t_s,turn,speaker,role,t_s\n0,1,T,T,0\n", ERR_FORMAT,
            "x:1:23: column 't_s' again, expected it once");
    refuses(r, "t_s,turn,speaker,role\n0,1,T\n", ERR_FORMAT,
            "x:2:1: 3 columns, expected 4 as in the first row");
    refuses(r, HEADER, ERR_FORMAT, "x:1:1: no row below the column names, expected a lesson");
    assert_ok(read(r, "role,speaker,turn,t_s\nT,Ms. Lee,1,0\nS,Ana,2,5\n"), r->err);
    assert_int_equal(r->script.act_count, 3);
    assert_string_equal(r->script.acts[0].text, "");
}

static void transcript__names_the_limit_of_names(void **state)
{
    Reading *r = *state;
    char text[30000], name[10001];
    memset(name, 'n', 10000);
    name[10000] = '\0';
    (void)snprintf(text, sizeof text, "%s0,,1,T,T,,,a\n1,,2,%s,S,,,b\n", HEADER, name);
    refuses(r, text, ERR_LIMIT, "x:3:6: a speaker's name of 10000 bytes, expected at most 120");
    name[120] = '\0';
    (void)snprintf(text, sizeof text, "%s0,,1,T,T,,,a\n1,,2,%s,S,,,b\n", HEADER, name);
    assert_ok(read(r, text), r->err);
    (void)snprintf(text, sizeof text, "%s0,,1,%s,T,,,a\n1,,2,%s,S,,,b\n", HEADER, name, name);
    refuses(r, text, ERR_LIMIT,
            "x:3:1: a speaker's name of 120 bytes that occurs in both roles, expected at most 104");
}

static void transcript__names_the_limit_of_speakers(void **state)
{
    Reading *r = *state;
    char *text = malloc(20000);
    assert_non_null(text);
    size_t at = (size_t)snprintf(text, 20000, "%s", HEADER);
    for (int i = 0; i < OBSERVATION_MAX_SUBJECTS + 1; i++)
        at += (size_t)snprintf(text + at, 20000 - at, "%d,,%d,P%d,S,,,x\n", i, i, i);
    refuses(r, text, ERR_LIMIT, "x:402:1: more than 400 speakers, expected fewer");
    free(text);
}

static void transcript__gives_up_cleanly_at_every_arena_size(void **state)
{
    Reading *r = *state;
    static const char text[] = HEADER "0,,1,T,T,,,a\n1,,2,Ana,S,,,b\n2,,3,Ana,T,8,,b\n";
    size_t before = r->arena.used;
    assert_ok(read_script(r, "x", SCRIPT_TRANSCRIPT, r->talk, text, strlen(text)), r->err);
    size_t needed = r->arena.used - before;
    for (size_t limit = 0; limit < needed; limit += 7) {
        Arena arena;
        arena_init(&arena, limit);
        Err err = {0};
        Script script = {0};
        bool ok = script_read("x", text, strlen(text), SCRIPT_TRANSCRIPT, r->talk,
                              &(ScriptChoice){0}, &arena, &script, &err);
        if (!ok) {
            assert_err(err, ERR_LIMIT, "x: no memory left to read it");
            assert_int_equal(arena.used, 0);
        } else { /* only a notice was left out */
            assert_true(script.notices.count < 2);
        }
        arena_deinit(&arena);
    }
}

/* ---- real lessons, counted again in another way ---- */

enum { MAX_ROWS = 5000, MAX_CELLS = 8 };

typedef struct Table {
    char *cells[MAX_ROWS][MAX_CELLS];
    int row_count;
} Table;

static char *trim(char *text)
{
    while (*text == ' ')
        text++;
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        text[--len] = '\0';
    return text;
}

/* Splits text in place. */
static void split(char *text, Table *table)
{
    char *out = text;
    int cell = 0;
    bool quoted = false;
    memset(table, 0, sizeof *table);
    table->cells[0][0] = out;
    for (char *in = text; *in; in++) {
        if (*in == '"' && quoted && in[1] == '"') {
            *out++ = '"';
            in++;
        } else if (*in == '"') {
            quoted = !quoted;
        } else if (!quoted && (*in == ',' || *in == '\n')) {
            bool end = *in == '\n';
            *out++ = '\0';
            cell = end ? 0 : cell + 1;
            table->row_count += end;
            assert_true(table->row_count < MAX_ROWS && cell < MAX_CELLS);
            table->cells[table->row_count][cell] = out;
        } else if (*in != '\r') {
            *out++ = *in;
        }
    }
    *out = '\0';
    for (int row = 0; row < table->row_count; row++)
        for (int i = 0; i < MAX_CELLS; i++)
            table->cells[row][i] = table->cells[row][i] ? trim(table->cells[row][i]) : NULL;
}

typedef struct Totals {
    int turns[2];  /* T, S */
    double sum[2]; /* seconds */
} Totals;

/* Every row lasts until the next one, whoever speaks there. */
static Totals recount(const Table *t)
{
    Totals totals = {{0}, {0}};
    for (int i = 1; i < t->row_count; i++) {
        const char *role = t->cells[i][4];
        int r = strcmp(role, "T") == 0 ? 0 : strcmp(role, "S") == 0 ? 1 : -1;
        if (r < 0)
            continue;
        bool goes_on = i > 1 && strcmp(t->cells[i][2], t->cells[i - 1][2]) == 0 &&
                       strcmp(t->cells[i][3], t->cells[i - 1][3]) == 0 &&
                       strcmp(role, t->cells[i - 1][4]) == 0;
        totals.turns[r] += !goes_on;
        if (i + 1 < t->row_count)
            totals.sum[r] += atof(t->cells[i + 1][0]) - atof(t->cells[i][0]);
    }
    return totals;
}

static Totals count_acts(const Reading *r)
{
    Totals totals = {{0}, {0}};
    for (int32_t i = 0; i < r->script.act_count; i++) {
        const ScriptAct *act = &r->script.acts[i];
        if (act->kind != SCRIPT_TAP)
            continue;
        int role = (r->talk->codes[act->code].senses & SENSE_STUDENT_TALK) != 0;
        totals.turns[role]++;
        totals.sum[role] += (double)(act[1].at_ms - act->at_ms) / 1000.0;
    }
    return totals;
}

/* Whether all rows have a time, in order and not all the same. */
static bool is_timed(const Table *t)
{
    for (int i = 1; i < t->row_count; i++)
        if (t->cells[i][0][0] == '\0' || (i > 1 && atof(t->cells[i][0]) < atof(t->cells[i - 1][0])))
            return false;
    return atof(t->cells[1][0]) < atof(t->cells[t->row_count - 1][0]);
}

static void assert_one_sentence(const char *text, const char *name)
{
    size_t len = strlen(text);
    assert_int_equal(strncmp(text, name, strlen(name)), 0);
    int line = 0, column = 0;
    assert_int_equal(sscanf(text + strlen(name), ":%d:%d: t_s", &line, &column), 2);
    assert_true(line > 1 && column > 0);
    assert_non_null(strstr(text, "expected"));
    assert_null(strchr(text, '\n'));
    assert_int_not_equal(text[len - 1], '.');
}

static void check_lesson(Reading *r, const char *folder, const char *name, int *timed, int *refused)
{
    char path[600];
    const char *text = NULL;
    size_t len = 0;
    static Table table;
    ArenaMark mark = arena_mark(&r->arena);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_ok(file_read(&r->arena, path, SCRIPT_MAX_BYTES, &text, &len, &r->err), r->err);
    bool ok = read_script(r, name, SCRIPT_TRANSCRIPT, r->talk, text, len);
    split(arena_copy(&r->arena, text, len), &table);
    assert_int_equal(ok, is_timed(&table));
    if (ok) {
        Totals want = recount(&table), have = count_acts(r);
        for (int role = 0; role < 2; role++) {
            assert_int_equal(have.turns[role], want.turns[role]);
            assert_true(have.sum[role] - want.sum[role] < 1e-6 &&
                        want.sum[role] - have.sum[role] < 1e-6);
        }
        assert_int_equal(r->script.acts[r->script.act_count - 1].at_ms,
                         (int64_t)(atof(table.cells[table.row_count - 1][0]) * 1000));
        ++*timed;
    } else {
        assert_one_sentence(r->err.text, name);
        r->err = (Err){0};
        ++*refused;
    }
    arena_reset(&r->arena, mark);
}

static void transcript__agrees_with_a_recount_of_every_real_lesson(void **state)
{
    Reading *r = *state;
    static const char folder[] = TEST_SHARED_DIR "/data/transcripts";
    DIR *dir = opendir(folder);
    if (!dir) {
        print_message("skipped: no %s\n", folder);
        skip();
    }
    int timed = 0, refused = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (strstr(entry->d_name, ".csv"))
            check_lesson(r, folder, entry->d_name, &timed, &refused);
    closedir(dir);
    assert_int_equal(timed, 21);
    assert_int_equal(refused, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(transcript__makes_one_turn_of_rows_that_belong_together),
        CASE(transcript__takes_what_a_spreadsheet_makes_of_it),
        CASE(transcript__refuses__roles_of_which_none_is_known),
        CASE(transcript__says_where_it_comes_from),
        CASE(transcript__lets_the_floor_fall_silent_for_other_roles),
        CASE(transcript__counts_talk_moves_it_does_not_record),
        CASE(transcript__records_talk_moves__where_the_protocol_has_codes),
        CASE(transcript__keeps_a_label_in_both_roles_apart),
        CASE(transcript__knows_labels_that_stand_for_several),
        CASE(transcript__puts_everybody_on_the_chart),
        CASE(transcript__is_read_under_any_protocol_with_talk_turns),
        CASE(transcript__doubts_a_lesson_of_a_day__in_whole_minutes),
        CASE(transcript__refuses_times_it_would_have_to_invent),
        CASE(transcript__refuses_what_is_no_time),
        CASE(transcript__rounds_to_milliseconds),
        CASE(transcript__refuses_bad_columns),
        CASE(transcript__names_the_limit_of_names),
        CASE(transcript__names_the_limit_of_speakers),
        CASE(transcript__gives_up_cleanly_at_every_arena_size),
        CASE(transcript__agrees_with_a_recount_of_every_real_lesson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
