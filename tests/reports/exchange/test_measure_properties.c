/* What must hold of the figures of any lesson, and of lessons with nothing in them. */
#include "check.h"

#include "reports/exchange/figures/figures.h"
#include "reports/exchange/figures/measure_json.h"
#include "reports/exchange/figures/pool_write.h"
#include "reports/lesson_builder.h"
#include "reports/measure/lesson.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

enum { LESSONS = 60, MOST_EVENTS = 120, LESSON_MS = 600000, PUPILS = 9 };

static uint32_t draw_bits(uint32_t *draw)
{
    *draw = *draw * 1664525U + 1013904223U;
    return *draw >> 12;
}

/* Adults, groups, pupils, "several"; any code at any time, of any length up to two
 * minutes, often of none and often at the same moment. */
static void begin_any(LessonBuilder *b, uint32_t *draw)
{
    lesson_begin(b);
    (void)lesson_adult(b, "MS");
    (void)lesson_group(b, "Table 1");
    int32_t pupil = lesson_pupils(b, PUPILS);
    b->subjects[pupil].several = true;
    b->subjects[pupil + 1].absent = true;
    b->protocol.rules.interval_ms = draw_bits(draw) % 2 ? 30000 : 0;
    b->protocol.rules.unmarked = draw_bits(draw) % 2 ? UNMARKED_IS_MISSING : UNMARKED_IS_NONE;
    for (int32_t i = 0; i < b->protocol.code_count; i++)
        b->protocol.codes[i].group = i % 3 == 0 ? "Heading" : "";
}

static ObsEvent *add_any(LessonBuilder *b, uint32_t *draw)
{
    int32_t code = (int32_t)draw_bits(draw) % b->protocol.code_count;
    int32_t subject = (int32_t)draw_bits(draw) % (b->setup.subject_count + 1) - 1;
    int64_t start_ms = draw_bits(draw) % LESSON_MS, length_ms = 0;
    if (draw_bits(draw) % 4 == 0)
        start_ms -= start_ms % 60000;
    if (b->protocol.codes[code].kind == CODE_STATE && draw_bits(draw) % 5 > 0)
        length_ms = draw_bits(draw) % 120000;
    int64_t stop_ms = start_ms + length_ms < LESSON_MS ? start_ms + length_ms : LESSON_MS;
    ObsEvent *event = lesson_event(b, code, subject, start_ms, stop_ms);
    for (int32_t i = 0; i < b->protocol.modifier_count; i++)
        event->options[i] =
            (int8_t)((int32_t)draw_bits(draw) % (b->protocol.modifiers[i].option_count + 1) - 1);
    if (b->protocol.codes[code].kind == CODE_INTERVAL) {
        event->missing = draw_bits(draw) % 4 == 0;
        event->of = event->missing ? 0 : (int32_t)draw_bits(draw) % 5;
        event->value = event->of > 0 ? (int32_t)draw_bits(draw) % (event->of + 1) : 0;
    }
    return event;
}

static void fill_any(LessonBuilder *b, uint32_t *draw)
{
    for (uint32_t i = draw_bits(draw) % MOST_EVENTS; i > 0; i--)
        (void)add_any(b, draw);
}

static const Observation *end_any(LessonBuilder *b)
{
    return lesson_end(b, LESSON_MS / 1000.0);
}

static void measure(const Observation *o, Arena *arena, LessonMeasures *measures)
{
    Err err = {0};
    assert_ok(lesson_measure(o, arena, measures, &err), err);
}

/* ---- written out ---- */

typedef bool Writer(const Observation *o, FILE *out, Err *err);

static char *write_all(const Observation *o, Writer *writer)
{
    char *text = NULL;
    size_t len = 0;
    Err err = {0};
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(writer(o, out, &err), err);
    assert_int_equal(fclose(out), 0);
    return text;
}

static bool is_share(const char *key)
{
    return strcmp(key, "share") == 0 || strcmp(key, "low") == 0 || strcmp(key, "high") == 0 ||
           strcmp(key, "gini") == 0;
}

/* Every number is one, shares are shares, and what is undefined is null and says why. */
static void walk(json_t *value, const char *key)
{
    size_t i;
    json_t *item;
    const char *name;
    if (json_is_real(value) && !isfinite(json_real_value(value)))
        fail_msg("%s is no number", key);
    if (json_is_real(value) && is_share(key) &&
        !(json_real_value(value) >= 0 && json_real_value(value) <= 1 + 1e-9))
        fail_msg("%s is %f", key, json_real_value(value));
    if (json_is_string(value) && strcmp(key, "undefined") == 0)
        if (!strstr(json_string_value(value), "undefined: "))
            fail_msg("'%s' does not say that it is undefined", json_string_value(value));
    json_array_foreach(value, i, item) walk(item, key);
    bool ratio = json_object_get(value, "ratio") != NULL; /* low and high of one pass 1 */
    json_object_foreach(value, name, item) walk(item, ratio ? "" : name);
    if (json_is_string(json_object_get(value, "undefined")) && json_object_get(value, "share"))
        assert_true(json_is_null(json_object_get(value, "share")));
}

static void check_text(char *text)
{
    json_error_t error;
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!document)
        fail_msg("line %d: %s", error.line, error.text);
    walk(document, "");
    json_decref(document);
    free(text);
}

/* One figure of the lesson, or of it and itself, in every form. */
static void check_figure(const Observation *o, const FiguresQuery *query, int times)
{
    Arena kept, scratch;
    Err err = {0};
    arena_init(&kept, (size_t)1 << 28);
    arena_init(&scratch, (size_t)1 << 28);
    Figures *figures = figures_begin(query, &kept, &err);
    if (!figures)
        fail_msg("%s", err.text);
    for (int i = 0; i < times; i++)
        assert_ok(figures_add(figures, o, &scratch, &err), err);
    json_t *document = figures_finish(figures, &err);
    if (!document)
        fail_msg("%s: %s", query->names[0], err.text);
    walk(document, "");
    for (FigureForm form = FIGURE_TEXT; form <= FIGURE_CSV; form++) {
        char *text = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&text, &len);
        assert_non_null(out);
        assert_ok(figure_write(document, form, out, &err), err);
        assert_int_equal(fclose(out), 0);
        assert_null(strstr(text, "nan"));
        assert_null(strstr(text, "-inf"));
        free(text);
    }
    json_decref(document);
    figures_drop(figures);
    arena_deinit(&scratch);
    arena_deinit(&kept);
}

static bool write_pooled(const Observation *o, FILE *out, Err *err)
{
    Arena kept, scratch;
    PoolMeasures measures;
    arena_init(&kept, (size_t)1 << 28);
    arena_init(&scratch, (size_t)1 << 28);
    Pool *pool = pool_begin(2, &kept, err);
    bool ok = pool && pool_add(pool, o, &scratch, err) && pool_add(pool, o, &scratch, err) &&
              pool_finish(pool, &measures, err) && pool_write_json(&measures, out, err);
    arena_deinit(&scratch);
    arena_deinit(&kept);
    return ok;
}

static bool write_crossed(const Observation *o, FILE *out, Err *err)
{
    Arena kept, scratch;
    CrossTable table;
    CrossOptions options = {.rows = {CROSS_SUBJECT, ""},
                            .columns = {CROSS_PHASE, ""},
                            .what = CROSS_PERCENT,
                            .suppress_below = CROSS_AS_PROTOCOL};
    arena_init(&kept, (size_t)1 << 28);
    arena_init(&scratch, (size_t)1 << 28);
    Cross *cross = cross_begin(&options, &kept, err);
    bool ok = cross && cross_add(cross, o, &scratch, err) && cross_finish(cross, &table, err) &&
              cross_write_json(&table, out, err);
    arena_deinit(&scratch);
    arena_deinit(&kept);
    return ok;
}

/* All that is more than one lesson's own figures. */
static void check_more(const Observation *o)
{
    const FiguresQuery queries[] = {
        {.names = {"equity"}, .name_count = 1, .by = {CROSS_GROUP, ""}},
        {.names = {"latency"},
         .name_count = 1,
         .of = {"teacher-talk", "student-talk"},
         .of_count = 2},
        {.names = {"sequence"}, .name_count = 1, .of = {"talk"}, .of_count = 1},
        {.names = {"sequence"},
         .name_count = 1,
         .of = {"talk"},
         .of_count = 1,
         .lag = 3,
         .no_repeats = true},
        {.names = {"time_budget", "derived"},
         .name_count = 2,
         .every_ms = 1000,
         .window = BUDGET_FIRST_TO_LAST},
        {.names = {"agreement"}, .name_count = 1, .every_ms = 10000},
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        check_figure(o, &queries[i], strcmp(queries[i].names[0], "agreement") == 0 ? 3 : 1);
    check_text(write_all(o, write_pooled));
    check_text(write_all(o, write_crossed));
}

static void check_written(const Observation *o)
{
    check_more(o);
    check_text(write_all(o, measure_write_json));
    char *text = write_all(o, measure_write_csv);
    assert_null(strstr(text, "nan"));
    free(text);
    text = write_all(o, measure_write_text);
    assert_null(strstr(text, "nan"));
    assert_null(strstr(text, " inf"));
    assert_null(strstr(text, "-inf"));
    free(text);
}

static void figures__are_numbers__of_any_lesson(void **state)
{
    (void)state;
    static LessonBuilder b;
    uint32_t draw = 1;
    for (int i = 0; i < check_rounds(LESSONS); i++) {
        begin_any(&b, &draw);
        fill_any(&b, &draw);
        check_written(end_any(&b));
        lesson_free(&b);
    }
}

/* Records that break their own promises: no such code, nobody, backwards, taken back,
 * still open, behind the end. */
static void figures__are_numbers__of_broken_records(void **state)
{
    (void)state;
    static LessonBuilder b;
    uint32_t draw = 2;
    for (int i = 0; i < check_rounds(LESSONS); i++) {
        begin_any(&b, &draw);
        for (uint32_t left = draw_bits(&draw) % MOST_EVENTS; left > 0; left--) {
            ObsEvent *event = add_any(&b, &draw);
            switch (draw_bits(&draw) % 8) {
            case 0:
                event->code = (int32_t)draw_bits(&draw) % 200 - 50;
                break;
            case 1:
                event->subject = (int32_t)draw_bits(&draw) % 999 - 99;
                break;
            case 2:
                event->stop_ms = event->start_ms - 5000;
                break;
            case 3:
                event->voided = true;
                break;
            case 4:
                event->stop_ms = EVENT_OPEN;
                break;
            case 5:
                event->start_ms += LESSON_MS;
                break;
            case 6:
                event->options[draw_bits(&draw) % PROTOCOL_MAX_MODIFIERS] = 99;
                break;
            default:
                event->target = (int32_t)draw_bits(&draw) % 99;
                break;
            }
        }
        check_written(end_any(&b));
        lesson_free(&b);
    }
}

/* ---- properties ---- */

static void figures__are_the_same__in_any_order_of_recording(void **state)
{
    (void)state;
    static LessonBuilder b;
    uint32_t draw = 3;
    for (int i = 0; i < check_rounds(LESSONS); i++) {
        begin_any(&b, &draw);
        fill_any(&b, &draw);
        char *before = write_all(end_any(&b), measure_write_json);
        for (size_t at = b.event_count; at > 1; at--) {
            size_t other = draw_bits(&draw) % at;
            ObsEvent event = b.events[at - 1];
            b.events[at - 1] = b.events[other];
            b.events[other] = event;
        }
        char *after = write_all(end_any(&b), measure_write_json);
        assert_string_equal(before, after);
        free(before);
        free(after);
        lesson_free(&b);
    }
}

/* Two observers' events put together, the one's first or the other's. */
static void figures__are_the_same__whoever_is_merged_first(void **state)
{
    (void)state;
    static LessonBuilder b;
    uint32_t draw = 4;
    for (int i = 0; i < check_rounds(LESSONS); i++) {
        begin_any(&b, &draw);
        fill_any(&b, &draw);
        (void)add_any(&b, &draw);
        size_t mine = draw_bits(&draw) % b.event_count, theirs = b.event_count - mine;
        ObsEvent *turned = malloc(b.event_count * sizeof *turned);
        assert_non_null(turned);
        memcpy(turned, b.events + mine, theirs * sizeof *turned);
        memcpy(turned + theirs, b.events, mine * sizeof *turned);
        char *one = write_all(end_any(&b), measure_write_json);
        memcpy(b.events, turned, b.event_count * sizeof *turned);
        char *other = write_all(end_any(&b), measure_write_json);
        assert_string_equal(one, other);
        free(turned);
        free(one);
        free(other);
        lesson_free(&b);
    }
}

typedef struct Counts {
    int64_t budget[PROTOCOL_MAX_CODES];
    int64_t turns, frames, questions, starts, followed;
} Counts;

static Counts count(const Observation *o)
{
    Arena arena;
    LessonMeasures m;
    Counts counts = {0};
    arena_init(&arena, (size_t)1 << 28);
    measure(o, &arena, &m);
    for (int32_t i = 0; i < m.budget.row_count; i++)
        if (m.budget.rows[i].subject == BUDGET_EVERYBODY)
            counts.budget[m.budget.rows[i].code] = m.budget.rows[i].n + m.budget.rows[i].missing;
    counts.turns = (int64_t)m.talk.turn_count;
    counts.frames = (int64_t)m.frames.count;
    counts.questions = (int64_t)m.questions.count;
    counts.followed = m.sequence.roles.n;
    for (int32_t i = 0; i < m.overlaps.count; i++)
        counts.starts += m.overlaps.items[i].starts;
    arena_deinit(&arena);
    return counts;
}

static void counts__never_fall__when_an_event_is_added(void **state)
{
    (void)state;
    static LessonBuilder b;
    uint32_t draw = 5;
    for (int i = 0; i < check_rounds(LESSONS); i++) {
        begin_any(&b, &draw);
        fill_any(&b, &draw);
        Counts before = count(end_any(&b));
        ObsEvent *added = add_any(&b, &draw);
        if (b.protocol.codes[added->code].built_in)
            added->code = b.teacher;
        Counts after = count(end_any(&b));
        for (int32_t code = 0; code < b.protocol.code_count; code++)
            assert_true(after.budget[code] >= before.budget[code]);
        assert_true(after.turns >= before.turns);
        assert_true(after.frames >= before.frames);
        assert_true(after.questions >= before.questions);
        assert_true(after.starts >= before.starts);
        assert_true(after.followed >= before.followed);
        lesson_free(&b);
    }
}

/* What is added up over the parts of a lesson. */
typedef struct Sums {
    int64_t observed_ms, student_ms, total_ms[PROTOCOL_MAX_CODES], points[PROTOCOL_MAX_CODES];
    int64_t share_ms[TALK_ROLE_COUNT], overlap_ms;
    int64_t both_ms[PROTOCOL_MAX_CODES][PROTOCOL_MAX_CODES];
} Sums;

static void add_part(const Observation *o, Sums *sums)
{
    Arena arena;
    LessonMeasures m;
    arena_init(&arena, (size_t)1 << 28);
    measure(o, &arena, &m);
    sums->observed_ms += m.talk.clock.observed_ms;
    sums->student_ms += m.talk.roster.student_ms;
    sums->overlap_ms += m.talk.share.overlap_ms;
    for (int i = 0; i < TALK_ROLE_COUNT; i++)
        sums->share_ms[i] += m.talk.share.undefined
                                 ? (i == TALK_SILENCE ? m.talk.share.observed_ms : 0)
                                 : m.talk.share.ms[i];
    for (int32_t i = 0; i < m.budget.row_count; i++) {
        const BudgetRow *row = &m.budget.rows[i];
        if (row->subject != BUDGET_EVERYBODY)
            continue;
        sums->total_ms[row->code] += row->total_ms;
        sums->points[row->code] +=
            o->protocol->codes[row->code].kind == CODE_STATE ? 0 : row->n + row->missing;
    }
    for (int32_t i = 0; i < m.overlaps.count; i++)
        sums->both_ms[m.overlaps.items[i].a][m.overlaps.items[i].b] += m.overlaps.items[i].both_ms;
    arena_deinit(&arena);
}

/* The lesson's events in [from, to), cut there, on a clock that starts at from. */
static void add_cut(const LessonBuilder *b, int64_t from_ms, int64_t to_ms, Sums *sums)
{
    ObsEvent *events = malloc((b->event_count + 1) * sizeof *events);
    assert_non_null(events);
    Observation part = b->observation;
    part.events = events;
    part.event_count = 0;
    part.end_ms = to_ms - from_ms;
    for (size_t i = 0; i < b->event_count; i++) {
        ObsEvent event = b->events[i];
        bool within = event.start_ms >= from_ms && event.start_ms < to_ms;
        if (!within && (event.start_ms >= to_ms || event.stop_ms <= from_ms))
            continue;
        event.start_ms = (event.start_ms > from_ms ? event.start_ms : from_ms) - from_ms;
        event.stop_ms = (event.stop_ms < to_ms ? event.stop_ms : to_ms) - from_ms;
        events[part.event_count++] = event;
    }
    if (part.event_count > 0)
        qsort(events, part.event_count, sizeof *events, lesson_compare);
    add_part(&part, sums);
    free(events);
}

static void sums__are_those_of_the_whole__wherever_it_is_split(void **state)
{
    (void)state;
    static LessonBuilder b;
    static Sums whole, parts;
    uint32_t draw = 6;
    for (int i = 0; i < check_rounds(LESSONS); i++) {
        begin_any(&b, &draw);
        fill_any(&b, &draw);
        int64_t split_ms = draw_bits(&draw) % LESSON_MS;
        split_ms -= i % 2 == 0 ? split_ms % 60000 : 0;
        memset(&whole, 0, sizeof whole);
        memset(&parts, 0, sizeof parts);
        add_part(end_any(&b), &whole);
        add_cut(&b, 0, split_ms, &parts);
        add_cut(&b, split_ms, LESSON_MS, &parts);
        for (int role = 0; role < TALK_ROLE_COUNT; role++) {
            int64_t apart = whole.share_ms[role] - parts.share_ms[role];
            assert_true(apart >= -1 && apart <= 1); /* each rounds halves and thirds for itself */
            whole.share_ms[role] = parts.share_ms[role];
        }
        assert_memory_equal(&whole, &parts, sizeof whole);
        lesson_free(&b);
    }
}

/* ---- lessons with next to nothing in them ---- */

static void check_lesson(LessonBuilder *b, double end_s)
{
    check_written(lesson_end(b, end_s));
    b->observation.ended = false;
    check_written(&b->observation);
}

static void edge__no_time_no_events(void **state)
{
    (void)state;
    static LessonBuilder b;
    lesson_begin(&b);
    check_lesson(&b, 0);
    (void)lesson_pupils(&b, 2);
    check_lesson(&b, 0);
    check_lesson(&b, 28800);
    lesson_free(&b);
}

static void edge__one_event_of_each_code(void **state)
{
    (void)state;
    static LessonBuilder b;
    lesson_begin(&b);
    int32_t codes = b.protocol.code_count;
    lesson_free(&b);
    for (int32_t code = 0; code < codes; code++) {
        lesson_begin(&b);
        int32_t pupil = lesson_pupils(&b, 1);
        (void)lesson_event(&b, code, pupil, 0, EVENT_OPEN); /* never closed */
        check_lesson(&b, 60);
        check_lesson(&b, 0);
        b.events[0].stop_ms = 0; /* of no length */
        check_lesson(&b, 60);
        lesson_free(&b);
    }
}

static void edge__a_state_never_closed__runs_to_the_end(void **state)
{
    (void)state;
    static LessonBuilder b;
    LessonMeasures m;
    lesson_begin(&b);
    (void)lesson_event(&b, b.teacher, lesson_adult(&b, "MS"), 20000, EVENT_OPEN);
    measure(lesson_end(&b, 60), &b.arena, &m);
    assert_int_equal(m.talk.share.ms[TALK_TEACHER], 40000);
    assert_int_equal(m.overlaps.on_ms[b.teacher], 40000);
    lesson_free(&b);
}

static void edge__everybody_absent(void **state)
{
    (void)state;
    static LessonBuilder b;
    lesson_begin(&b);
    int32_t pupil = lesson_pupils(&b, 3);
    for (int32_t i = 0; i < 3; i++) {
        (void)lesson_state(&b, b.absent, pupil + i, 0, 60);
        (void)lesson_state(&b, b.student, pupil + i, 10 + i, 20);
    }
    check_lesson(&b, 60);
    lesson_free(&b);
}

/* The protocol lost its last codes after the lesson: their events are left out, the
 * rest is as before. */
static void edge__codes_deleted_later(void **state)
{
    (void)state;
    static LessonBuilder b;
    LessonMeasures m;
    lesson_begin(&b);
    int32_t teacher = lesson_adult(&b, "MS");
    (void)lesson_state(&b, b.teacher, teacher, 0, 10);
    (void)lesson_point(&b, b.question, teacher, 5);
    (void)lesson_point(&b, b.board, teacher, 6);
    b.protocol.code_count = b.question;
    check_lesson(&b, 60);
    measure(lesson_end(&b, 60), &b.arena, &m);
    assert_int_equal(m.talk.count[TALK_TEACHER], 1);
    assert_int_equal(m.questions.count, 0);
    assert_string_equal(m.questions.undefined,
                        "undefined: the protocol has no code for a teacher's question");
    lesson_free(&b);
}

static void edge__two_events_at_one_ms(void **state)
{
    (void)state;
    static LessonBuilder b;
    LessonMeasures m;
    lesson_begin(&b);
    int32_t pupil = lesson_pupils(&b, 2);
    (void)lesson_state(&b, b.student, pupil, 5, 10);
    (void)lesson_state(&b, b.student, pupil + 1, 5, 10);
    (void)lesson_point(&b, b.frame, pupil, 5);
    (void)lesson_point(&b, b.frame, pupil, 5);
    check_lesson(&b, 60);
    measure(lesson_end(&b, 60), &b.arena, &m);
    assert_int_equal(m.talk.count[TALK_STUDENT], 2);
    assert_int_equal(m.talk.share.ms[TALK_STUDENT], 5000);
    assert_int_equal(m.frames.count, 2);
    lesson_free(&b);
}

static void edge__eight_hours(void **state)
{
    (void)state;
    static LessonBuilder b;
    LessonMeasures m;
    lesson_begin(&b);
    int32_t pupil = lesson_pupils(&b, 4);
    for (int32_t i = 0; i < 480; i++)
        (void)lesson_state(&b, i % 3 ? b.student : b.teacher, pupil + i % 4, 60 * i, 60 * i + 45);
    check_lesson(&b, 28800);
    measure(lesson_end(&b, 28800), &b.arena, &m);
    assert_int_equal(m.talk.clock.observed_ms, 28800000);
    assert_int_equal(m.derived.scorable, 240);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures__are_numbers__of_any_lesson),
        cmocka_unit_test(figures__are_numbers__of_broken_records),
        cmocka_unit_test(figures__are_the_same__in_any_order_of_recording),
        cmocka_unit_test(figures__are_the_same__whoever_is_merged_first),
        cmocka_unit_test(counts__never_fall__when_an_event_is_added),
        cmocka_unit_test(sums__are_those_of_the_whole__wherever_it_is_split),
        cmocka_unit_test(edge__no_time_no_events),
        cmocka_unit_test(edge__one_event_of_each_code),
        cmocka_unit_test(edge__a_state_never_closed__runs_to_the_end),
        cmocka_unit_test(edge__everybody_absent),
        cmocka_unit_test(edge__codes_deleted_later),
        cmocka_unit_test(edge__two_events_at_one_ms),
        cmocka_unit_test(edge__eight_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
