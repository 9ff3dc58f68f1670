#include "reading.h"

#include <dirent.h>
#include <stdio.h>

#include "protocols/file.h"

static bool read(Reading *r, const char *text)
{
    return read_script(r, "algebra.csv", SCRIPT_LECTURE, r->fill, text, strlen(text));
}

static void refuses(Reading *r, const char *text, const char *sentence)
{
    assert_refused(r, SCRIPT_LECTURE, r->fill, text, ERR_FORMAT, sentence);
}

static void lecture__starts_a_state_in_every_row(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, "time,code\n00:00:05,NA\n00:00:10,LT\n00:01:00,LT\n01:02:03,NA\n"
                      "01:02:04,SQ\n01:02:04,LR\n01:30:00,END\n"),
              r->err);
    static const struct {
        ScriptActKind kind;
        int64_t at_ms;
        const char *code;
        int line;
    } wanted[] = {
        {SCRIPT_TAP, 10000, "LT", 3},           {SCRIPT_TAP, 60000, "LT", 4},
        {SCRIPT_FALL_SILENT, 3723000, "LT", 5}, {SCRIPT_TAP, 3724000, "SQ", 6},
        {SCRIPT_TAP, 3724000, "LR", 7},         {SCRIPT_END, 5400000, NULL, 8},
    };
    assert_int_equal(r->script.act_count, 6);
    for (int i = 0; i < 6; i++) {
        const ScriptAct *act = &r->script.acts[i];
        assert_int_equal(act->kind, wanted[i].kind);
        assert_int_equal(act->at_ms, wanted[i].at_ms);
        assert_int_equal(act->said_ms, wanted[i].at_ms);
        assert_int_equal(act->line, wanted[i].line);
        assert_int_equal(act->again, act->kind == SCRIPT_TAP);
        if (wanted[i].code)
            assert_string_equal(r->fill->codes[act->code].key, wanted[i].code);
    }
    assert_int_equal(r->script.setup.subject_count, 0);
    assert_int_equal(r->script.setup.resolution_ms, 1000);
    assert_string_equal(r->script.setup.origin, "algebra.csv");
}

static void lecture__finds_columns_by_name(void **state)
{
    Reading *r = *state;
    assert_ok(read(r, "by,code,time\nme,LT,00:00:00\nme,END,00:00:09\n"), r->err);
    assert_int_equal(r->script.act_count, 2);
    refuses(r, "time,kode\n00:00:00,LT\n", "x:1:1: no column 'code', expected time,code");
}

static void lecture__refuses_what_is_no_time(void **state)
{
    Reading *r = *state;
    static const char *const bad[] = {"0:00:05",  "00:05",    "00:60:00", "00:00:60",  "-0:00:05",
                                      "00.00.05", "000000:5", "5",        "00:00:05s", "aa:bb:cc"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[200], sentence[200];
        (void)snprintf(text, sizeof text, "time,code\n%s,LT\n00:10:00,END\n", bad[i]);
        (void)snprintf(sentence, sizeof sentence, "x:2:1: time '%s', expected hh:mm:ss", bad[i]);
        refuses(r, text, sentence);
    }
}

static void lecture__takes_what_a_spreadsheet_makes_of_it(void **state)
{
    Reading *r = *state;
    static const char text[] = "\xEF\xBB\xBFTime;Code\r\n00:00:00;LT\r\n00:10:00;END\r\n";
    assert_ok(read_script(r, "x", SCRIPT_LECTURE, r->fill, text, sizeof text - 1), r->err);
    assert_int_equal(r->script.act_count, 2);
}

static void lecture__refuses_disorder_and_a_missing_end(void **state)
{
    Reading *r = *state;
    refuses(r, "time,code\n00:01:00,LT\n00:00:59,SQ\n00:02:00,END\n",
            "x:3:1: time '00:00:59' comes after '00:01:00' in the row above, expected times in "
            "order");
    refuses(r, "time,code\n00:01:00,LT\n00:02:00,SQ\n",
            "x:3:1: the file ends here without END, expected END in the last row, for without it "
            "the last state has no end");
    refuses(r, "time,code\n",
            "x:1:1: the file ends here without END, expected END in the last row, for without it "
            "the last state has no end");
    refuses(r, "time,code\n00:01:00,END\n00:02:00,LT\n",
            "x:3:1: a row after END with the time '00:02:00', expected END in the last row");
    refuses(r, "time,code\n00:01:00\n", "x:2:1: 1 columns, expected a time and a code");
}

static void lecture__refuses_codes_it_cannot_record(void **state)
{
    Reading *r = *state;
    refuses(
        r, "time,code\n00:01:00,XX\n",
        "x:2:10: code 'XX' is not in the protocol fill-plus, expected the key of one of its codes");
    refuses(
        r, "time,code\n00:01:00,lt\n",
        "x:2:10: code 'lt' is not in the protocol fill-plus, expected the key of one of its codes");
    refuses(r, "time,code\n00:01:00,pause\n",
            "x:2:10: code 'pause' is not in the protocol fill-plus, expected the key of one of its "
            "codes");
    refuses(
        r, "time,code\n00:01:00,\n",
        "x:2:10: code '' is not in the protocol fill-plus, expected the key of one of its codes");
    static const struct {
        const char *text, *sentence;
    } talk[] = {
        {"time,code\n00:01:00,strategy\n",
         "x:2:10: code 'strategy', expected a state of an exclusive category"},
        {"time,code\n00:01:00,student-talk\n",
         "x:2:10: code 'student-talk', expected one that is about the class"},
        {"time,code\n00:01:00,silence\n00:02:00,launch\n",
         "x:3:10: code 'launch', expected one of the same category as the codes before it"},
    };
    for (int i = 0; i < 3; i++)
        assert_refused(r, SCRIPT_LECTURE, r->talk, talk[i].text, ERR_FORMAT, talk[i].sentence);
}

/* ---- real lectures, counted again in another way ---- */

static void check_lecture(Reading *r, const char *folder, const char *name)
{
    char path[600];
    const char *text = NULL;
    size_t len = 0;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_ok(file_read(&r->arena, path, SCRIPT_MAX_BYTES, &text, &len, &r->err), r->err);
    assert_ok(read_script(r, name, SCRIPT_LECTURE, r->fill, text, len), r->err);

    int want_n[16] = {0}, have_n[16] = {0}, last = -1;
    long want_s[16] = {0}, have_s[16] = {0}, last_s = 0;
    for (const char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        int h, m, s;
        char key[8];
        assert_int_equal(sscanf(line + 1, "%d:%d:%d,%7[A-Z]", &h, &m, &s, key), 4);
        long at_s = h * 3600L + m * 60L + s;
        if (last >= 0)
            want_s[last] += at_s - last_s;
        last = protocol_find_code(r->fill, key);
        last_s = at_s;
        if (last >= 0)
            want_n[last]++;
    }
    for (int32_t i = 0; i < r->script.act_count; i++) {
        const ScriptAct *act = &r->script.acts[i];
        if (act->kind != SCRIPT_TAP)
            continue;
        have_n[act->code]++;
        have_s[act->code] += (long)((act[1].at_ms - act->at_ms) / 1000);
    }
    for (int i = 0; i < 16; i++) {
        assert_int_equal(have_n[i], want_n[i]);
        assert_int_equal(have_s[i], want_s[i]);
    }
    assert_int_equal(r->script.acts[r->script.act_count - 1].at_ms, last_s * 1000);
}

static void lecture__agrees_with_a_recount_of_every_real_lecture(void **state)
{
    Reading *r = *state;
    static const char folder[] = TEST_SHARED_DIR "/data/lectures";
    DIR *dir = opendir(folder);
    if (!dir) {
        print_message("skipped: no %s\n", folder);
        skip();
    }
    int count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (strstr(entry->d_name, ".csv")) {
            check_lecture(r, folder, entry->d_name);
            count++;
        }
    closedir(dir);
    assert_int_equal(count, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(lecture__starts_a_state_in_every_row),
        CASE(lecture__finds_columns_by_name),
        CASE(lecture__refuses_what_is_no_time),
        CASE(lecture__takes_what_a_spreadsheet_makes_of_it),
        CASE(lecture__refuses_disorder_and_a_missing_end),
        CASE(lecture__refuses_codes_it_cannot_record),
        CASE(lecture__agrees_with_a_recount_of_every_real_lecture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
