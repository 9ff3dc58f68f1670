/* A whole lesson recorded by touch, in the real program; what is stored is what
 * the script meant. */
#include "tests/touch/story.h"

#include <dirent.h>
#include <string.h>

/* The first set-up: one adult, six tables, then 24 pupils. */
enum { TEACHER = 0, FIRST_TABLE = 1, TABLES = 6, FIRST_PUPIL = 7, PUPILS = 24, AWAY = 3 };

typedef struct Lesson {
    Person p;
    Story story;
} Lesson;

static int set_up(void **state)
{
    static Lesson lesson;
    lesson = (Lesson){0};
    *state = &lesson;
    return 0;
}

static int tear_down(void **state)
{
    Lesson *l = *state;
    person_close(&l->p);
    return 0;
}

static const Protocol *protocol_of(const Lesson *l)
{
    return l->p.mirror->lesson.protocol;
}

static int32_t code_of(const Lesson *l, const char *key)
{
    int32_t code = protocol_find_code(protocol_of(l), key);
    assert_int_not_equal(code, PROTOCOL_NONE);
    return code;
}

static uint32_t seat(int32_t subject)
{
    return BOARD_ID_SEAT + (uint32_t)subject;
}

/* ---- what the script does ---- */

static void begin(Lesson *l)
{
    Person *p = &l->p;
    (void)person_tap(p, HOME_ID_NEW);
    for (int32_t i = 0; i < p->mirror->form.protocol_count; i++)
        if (strcmp(p->mirror->form.protocols[i]->key, "academic-talk") == 0)
            (void)person_tap(p, SETUP_ID_PROTOCOL + (uint32_t)i);
    if (p->window.w > p->window.h) /* upright, the seats are further down */
        (void)person_tap(p, SETUP_ID_SEAT + AWAY);
    (void)person_tap(p, SETUP_ID_START);
    assert_int_equal(p->mirror->screen, APP_BOARD);
}

static void speak(Lesson *l, int32_t subject)
{
    const char *code = subject == TEACHER      ? "teacher-talk"
                       : subject < FIRST_PUPIL ? "group-talk"
                                               : "student-talk";
    int64_t at_ms = person_tap(&l->p, seat(subject));
    (void)story_add(&l->story, code, subject, at_ms);
}

static void say_frame(Lesson *l, int32_t subject, int32_t option)
{
    int32_t code = code_of(l, "frame");
    int32_t function = protocol_of(l)->codes[code].pads;
    int64_t at_ms = person_tap(&l->p, board_pad_id(code, option));
    Meant *m = story_add(&l->story, "frame", subject, at_ms);
    m->modifier = protocol_of(l)->modifiers[function].key;
    m->option = protocol_of(l)->modifiers[function].options[option].key;
}

static void begin_phase(Lesson *l, const char *key)
{
    int64_t at_ms = person_tap(&l->p, BOARD_ID_PHASE + (uint32_t)code_of(l, key));
    (void)story_add(&l->story, key, SUBJECT_NONE, at_ms);
}

/* Pupils speak one after the other, with the words they use. */
static void talk_round(Lesson *l)
{
    for (int32_t i = 0; i < 36; i++) {
        int32_t pupil = i * 7 % PUPILS;
        if (pupil == AWAY)
            continue;
        speak(l, FIRST_PUPIL + pupil);
        if (i % 3 != 0)
            say_frame(l, FIRST_PUPIL + pupil, i % 12);
    }
    speak(l, TEACHER);
    speak(l, FIRST_TABLE + 2);
}

static void drag_and_hold(Lesson *l)
{
    for (int32_t i = 0; i < 4; i++) {
        int32_t from = FIRST_PUPIL + 5 + i, to = FIRST_PUPIL + 16 + i;
        int64_t at_ms = person_drag(&l->p, seat(from), seat(to));
        story_add(&l->story, "student-talk", from, at_ms)->target = to;
    }
    int64_t at_ms = person_drag(&l->p, seat(TEACHER), seat(FIRST_PUPIL + 9));
    story_add(&l->story, "teacher-talk", TEACHER, at_ms)->target = FIRST_PUPIL + 9;
    at_ms = person_hold(&l->p, seat(FIRST_PUPIL + 10));
    story_add(&l->story, "student-talk", FIRST_PUPIL + 10, at_ms)->stop_ms = l->p.lifted_ms;
}

/* A pad is held, the finger goes up and to the right: the first petal. */
static void choose_on_ring(Lesson *l)
{
    enum { OPTION = 2 };
    speak(l, FIRST_PUPIL + 11);
    int32_t code = code_of(l, "frame");
    UiRect r = person_find(&l->p, board_pad_id(code, OPTION));
    float x = r.x + r.w / 2, y = r.y + r.h / 2;
    int64_t at_ms = person_touch(&l->p, 1, GLASS_LAND, x, y);
    person_rest(&l->p, PERSON_HOLD_MS);
    for (int32_t i = 1; i <= 6; i++)
        (void)person_touch(&l->p, 1, GLASS_MOVE, x + 4 * (float)i, y - 10 * (float)i);
    assert_int_equal(l->p.mirror->lesson.board.ring_petal, 0);
    (void)person_touch(&l->p, 1, GLASS_LIFT, x + 24, y - 60);
    Meant *m = story_add(&l->story, "frame", FIRST_PUPIL + 11, at_ms);
    const Petal *petal = &protocol_of(l)->codes[code].petals[0];
    for (int32_t i = 0; i < protocol_of(l)->modifier_count; i++) {
        if (petal->options[i] == PROTOCOL_NONE)
            continue;
        m->modifier = protocol_of(l)->modifiers[i].key;
        m->option = protocol_of(l)->modifiers[i].options[petal->options[i]].key;
    }
}

static void correct(Lesson *l)
{
    Person *p = &l->p;
    speak(l, FIRST_PUPIL + 12);
    say_frame(l, FIRST_PUPIL + 12, 4);
    (void)person_tap(p, BOARD_ID_UNDO);
    (void)person_tap(p, BOARD_ID_REDO);
    say_frame(l, FIRST_PUPIL + 12, 5);
    (void)person_tap(p, BOARD_ID_UNDO);
    story_take_back(&l->story);
    person_shut_lid(p, 5000); /* nobody speaks for a while */
    say_frame(l, FIRST_PUPIL + 12, 6);
    (void)person_tap(p, BOARD_ID_BACKDATE);
    l->story.meant[l->story.count - 1].at_ms -= 3000;
}

static void write_note(Lesson *l)
{
    Person *p = &l->p;
    int64_t at_ms = person_tap(p, BOARD_ID_NOTE);
    (void)person_find(p, BOARD_ID_PANEL_FIELD);
    person_type(p, "counts on");
    (void)person_tap(p, BOARD_ID_PANEL_OK);
    story_add(&l->story, "note", FIRST_PUPIL + 12, at_ms)->text = "counts on";
}

static void rest_and_go_on(Lesson *l)
{
    Person *p = &l->p;
    (void)person_tap(p, BOARD_ID_PAUSE);
    assert_int_equal(session_state(recording_session(p->mirror->lesson.recording)), SESSION_PAUSED);
    person_rest(p, 200);
    (void)person_tap(p, BOARD_ID_PAUSE);
    speak(l, FIRST_PUPIL + 13);
}

/* Two minutes on, the signal: how many of each table are on task. */
static void answer_samples(Lesson *l)
{
    Person *p = &l->p;
    const Session *s = recording_session(p->mirror->lesson.recording);
    person_shut_lid(p, 120500 - (app_session_ms(p->mirror)));
    for (int32_t i = 0; i < TABLES; i++) {
        SessionPrompt prompt = session_prompt(s, app_session_ms(p->mirror));
        assert_int_not_equal(prompt.sampling, PROTOCOL_NONE);
        int32_t value = i % 4;
        (void)person_tap(p, BOARD_ID_ANSWER + (uint32_t)value);
        Meant *m = story_add(&l->story, "engaged", prompt.subject,
                             p->mirror->lesson.zero_ms + prompt.signal_ms);
        m->value = value;
    }
}

static void end(Lesson *l)
{
    (void)person_tap(&l->p, BOARD_ID_END);
    (void)person_tap(&l->p, BOARD_ID_END_YES);
    (void)person_find(&l->p, SAVED_ID_HOME);
}

static int32_t count_sheets(const char *folder)
{
    int32_t count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name);
        count += len > 4 && strcmp(entry->d_name + len - 4, ".pdf") == 0;
    }
    if (dir)
        (void)closedir(dir);
    return count;
}

static void record_lesson(Lesson *l, int32_t width, int32_t height, float scale)
{
    person_open(&l->p, width, height, scale);
    begin(l);
    begin_phase(l, "launch");
    speak(l, TEACHER);
    talk_round(l);
    begin_phase(l, "discuss");
    drag_and_hold(l);
    choose_on_ring(l);
    correct(l);
    write_note(l);
    rest_and_go_on(l);
    answer_samples(l);
    end(l);
    assert_int_equal(person_leave(&l->p), 0);
    story_compare(&l->story, &l->p);
    assert_true(l->story.count >= 80);
    assert_int_equal(count_sheets(l->p.sheets), 1);
}

static void touch__records_a_lesson__in_landscape(void **state)
{
    record_lesson(*state, 1280, 800, 1);
}

static void touch__records_a_lesson__in_portrait(void **state)
{
    record_lesson(*state, 820, 1180, 1);
}

static void touch__records_a_lesson__at_two_pixels_a_point(void **state)
{
    record_lesson(*state, 1280, 800, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__records_a_lesson__in_landscape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(touch__records_a_lesson__in_portrait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(touch__records_a_lesson__at_two_pixels_a_point, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
