#include "reading.h"

#include <stdio.h>

static void assert_detects(Reading *r, const char *text, ScriptFormat format, const char *key)
{
    ScriptFormat found = SCRIPT_RECORD;
    const char *found_key = NULL;
    assert_ok(script_detect("x", text, strlen(text), &r->arena, &found, &found_key, &r->err),
              r->err);
    assert_int_equal(found, format);
    assert_string_equal(found_key, key);
}

static void script_detect__knows_the_three_formats(void **state)
{
    Reading *r = *state;
    assert_detects(r, "t_s,turn,speaker,role\n", SCRIPT_TRANSCRIPT, "academic-talk");
    assert_detects(r, "\xEF\xBB\xBFsentence,role,speaker\n", SCRIPT_TRANSCRIPT, "academic-talk");
    assert_detects(r, "time,code\n", SCRIPT_LECTURE, "fill-plus");
    assert_detects(r, "sep=;\nCode;Time\n", SCRIPT_LECTURE, "fill-plus");
    assert_detects(r, "T_S;Turn;Speaker;Role\n", SCRIPT_TRANSCRIPT, "academic-talk");
    assert_detects(r, "\n\"time\" , code\r\n", SCRIPT_LECTURE, "fill-plus");
    assert_detects(r, " {\"kenkyu\": 1, \"protocol\": \"lesson-study\"}", SCRIPT_RECORD,
                   "lesson-study");
}

static void assert_unknown(Reading *r, const char *text, size_t len, ErrKind kind,
                           const char *sentence)
{
    ScriptFormat format = SCRIPT_RECORD;
    const char *key = "untouched";
    r->err = (Err){0};
    assert_false(script_detect("x", text, len, &r->arena, &format, &key, &r->err));
    assert_err(r->err, kind, sentence);
    assert_string_equal(key, "untouched");
}

static void script_detect__says_what_it_found(void **state)
{
    Reading *r = *state;
    assert_unknown(r, "", 0, ERR_FORMAT, "x: nothing in the file, expected a lesson");
    assert_unknown(r, "\xEF\xBB\xBF \n", 5, ERR_FORMAT,
                   "x: nothing in the file, expected a lesson");
    assert_unknown(r, "sep=;\n", 6, ERR_FORMAT, "x: nothing in the file, expected a lesson");
    assert_unknown(
        r, "a,b\n1,2\n", 8, ERR_FORMAT,
        "x:1:1: begins with 'a', expected the columns t_s, turn, speaker, role, sentence "
        "(a transcript) or time, code (a lecture), or a Kenkyu record in JSON");
    assert_unknown(r, "ab\nc\0d", 6, ERR_FORMAT,
                   "x:2:2: byte 0x00 is a control character, expected text");
    assert_unknown(r, "time,code\n\xFF", 11, ERR_FORMAT,
                   "x:2:1: byte 0xFF is not UTF-8, expected text saved as UTF-8");
    assert_unknown(r, "{\"protocol\": 1}", 15, ERR_FORMAT,
                   "x:1:1: no 'kenkyu' and 'protocol' in this JSON, expected a record that Kenkyu "
                   "wrote");
    assert_unknown(r, "{\"protocol\": \n]", 15, ERR_FORMAT,
                   "x:2:1: not readable as JSON (unexpected token near ']'), expected a Kenkyu "
                   "record");
}

static void script_read__names_the_limit_of_a_file(void **state)
{
    Reading *r = *state;
    size_t len = (size_t)SCRIPT_MAX_BYTES + 1;
    char *text = calloc(len + 1, 1);
    assert_non_null(text);
    memset(text, 'x', len);
    assert_false(read_script(r, "x", SCRIPT_LECTURE, r->fill, text, len));
    assert_err(r->err, ERR_LIMIT, "x: 67108865 bytes, expected at most 67108864");
    free(text);
}

/* A good file of each format, cut at every byte: refused, or whole by chance,
 * but never read past its end (each cut is a block of its own). */
static void script_read__survives_every_cut(void **state)
{
    Reading *r = *state;
    static const char *const whole[] = {
        "t_s,turn,speaker,role,sentence\n0,1,T,T,\"a, \"\"b\"\"\"\n1.5,2,S,S,c\n9,3,T,T,d\n",
        "time,code\n00:00:00,LT\n00:10:00,END\n",
        "{\"kenkyu\": 1, \"protocol\": \"academic-talk\", \"length_s\": 9, \"subjects\": "
        "[{\"label\": \"T\", \"kind\": \"adult\"}], \"events\": [{\"code\": \"teacher-talk\", "
        "\"subject\": \"T\", \"start_s\": 0, \"stop_s\": 2.5}]}"};
    for (int format = SCRIPT_TRANSCRIPT; format <= SCRIPT_RECORD; format++) {
        const Protocol *protocol = format == SCRIPT_LECTURE ? r->fill : r->talk;
        for (size_t len = 0; len <= strlen(whole[format]); len++) {
            char *text = malloc(len + 1);
            assert_non_null(text);
            memcpy(text, whole[format], len);
            text[len] = '#'; /* no zero behind it */
            size_t used = r->arena.used;
            bool ok = read_script(r, "x", (ScriptFormat)format, protocol, text, len);
            assert_int_equal(ok, r->err.kind == ERR_NONE);
            assert_true(ok || r->arena.used == used);
            assert_true(ok || strncmp(r->err.text, "x:", 2) == 0);
            assert_true(!ok || r->script.acts[r->script.act_count - 1].kind == SCRIPT_END);
            free(text);
        }
        assert_ok(read_script(r, "x", (ScriptFormat)format, protocol, whole[format],
                              strlen(whole[format])),
                  r->err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(script_detect__knows_the_three_formats),
        CASE(script_detect__says_what_it_found),
        CASE(script_read__names_the_limit_of_a_file),
        CASE(script_read__survives_every_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
