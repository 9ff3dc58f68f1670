/* test_visit.c - walk-throughs in the store: summaries that follow the record whatever
 * happens to it, keys that survive renaming, damage that is found. */
#include "check.h"

#include "recorder/store_folder.h"
#include "recorder/visits.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static const int64_t NOVEMBER = INT64_C(1793620800000); /* 2026-11-02 12:00 UTC, a Monday */
static const int64_t DAY = 86400000;

static VisitWish wish(int64_t started, const char *answers)
{
    return (VisitWish){
        .started_unix_ms = started, .walk = visits_walk(), .observer = "MR", .answers = answers};
}

static void sql(const char *path, const char *text)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    char *why = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* ---- the summary against the whole way round ---- */

/* Every visit anew: read its facts, apply them to a session, look at what stands. */
static char *recompute(Visits *v, Uuid id)
{
    Err err = {0};
    StoredObservation stored;
    Observation o;
    UuidSource ids;
    static const uint64_t seed[2] = {1, 1};
    static char answers[PROTOCOL_MAX_CODES + 1];
    uuid_source_init(&ids, seed);
    assert_ok(store_load(v->store, id, &v->arena, &stored, &err), err);
    Session *s = session_create(stored.protocol, stored.setup, &ids, &err);
    assert_ok(s && session_apply(s, stored.facts, &err), err);
    assert_ok(session_observation(s, session_last_ms(s), &v->arena, &o, &err), err);
    look_for_answers(&o, answers);
    bool ended = o.ended;
    session_destroy(s);
    return ended ? answers : NULL;
}

typedef struct Seen {
    Visits *v;
    int32_t count;
} Seen;

static bool check_visit(void *context, const WalkVisit *visit, Err *err)
{
    (void)err;
    Seen *seen = context;
    char *answers = recompute(seen->v, visit->id);
    assert_non_null(answers);
    assert_string_equal(visit->answers, answers);
    seen->count++;
    return true;
}

/* What the summary has is what the facts say, for all that have ended and no others. */
static void check_all(Visits *v, int32_t ended)
{
    Err err = {0};
    Seen seen = {v, 0};
    StoreCare care = {0};
    assert_ok(store_each_visit(v->store, INT64_MIN, INT64_MAX, check_visit, &seen, &care, &err),
              err);
    assert_int_equal(seen.count, ended);
    assert_int_equal(care.missing, 0);
    assert_int_equal(care.damaged, 0);
}

static void summary__follows__the_end_of_a_visit(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    VisitWish first = wish(NOVEMBER, "snu-s");
    Recording *r = visits_begin(&v, &first);
    check_all(&v, 0); /* still running */
    (void)visits_end(r);
    check_all(&v, 1);
    visits_deinit(&v);
}

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (uint32_t)(*random >> 33) % below;
}

/* An act of somebody who changes their mind. */
static void act(Visits *v, Recording *r, uint64_t *random, int64_t now_ms)
{
    Err err = {0};
    Session *s = recording_session(r);
    size_t count;
    const ObsEvent *events = session_events(s, &count);
    bool done = false;
    switch (draw(random, 8)) {
    case 0:
        done = session_undo(s, now_ms, &err);
        break;
    case 1:
        done = session_redo(s, now_ms, &err);
        break;
    case 2: /* another value, another code, taken back, earlier */
        if (count > 0) {
            ObsEvent to = events[draw(random, (uint32_t)count)];
            static const uint32_t fields[] = {FIELD_VALUE, FIELD_CODE, FIELD_VOIDED, FIELD_START,
                                              FIELD_TEXT};
            uint32_t field = fields[draw(random, 5)];
            to.text = "as it was said";
            to.value = (int32_t)draw(random, 3);
            to.voided = draw(random, 2) == 0;
            to.start_ms = draw(random, 2) == 0 ? to.start_ms / 2 : (int64_t)draw(random, 300000);
            to.code = v->look_fors[draw(random, (uint32_t)v->look_for_count)].code;
            done = session_change(s, to.id, field, &to, now_ms, &err);
        }
        break;
    case 3: { /* something that is no answer */
        SessionTap tap = session_tap_blank(protocol_find_code(v->protocol, "seen"), now_ms);
        tap.text = "they fold a strip";
        done = session_state(s) == SESSION_RUNNING && session_tap(s, &tap, now_ms, &err);
        break;
    }
    default: {
        SessionTap tap =
            session_tap_blank(v->look_fors[draw(random, (uint32_t)v->look_for_count)].code, now_ms);
        tap.value = (int32_t)draw(random, 3);
        done = session_state(s) == SESSION_RUNNING && session_tap(s, &tap, now_ms, &err);
    }
    }
    if (done)
        visits_commit(r);
}

enum { HISTORIES = 120 };

static void summary__is_what_the_facts_say__after_any_history(void **state)
{
    (void)state;
    Visits v;
    Err err = {0};
    visits_init(&v, ":memory:");
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        uint64_t random = seed * UINT64_C(0x9e3779b97f4a7c15);
        VisitWish w = wish(NOVEMBER + (int64_t)seed * DAY, "");
        Recording *r = visits_begin(&v, &w);
        Session *s = recording_session(r);
        int64_t now_ms = 0;
        for (int i = 0; i < 40; i++)
            act(&v, r, &random, now_ms += draw(&random, 9000));
        if (session_state(s) != SESSION_ENDED) {
            assert_ok(session_end(s, now_ms, &err), err);
            visits_commit(r);
        }
        for (int i = 0; i < 40; i++) /* put right afterwards, the end taken back and all */
            act(&v, r, &random, now_ms += 1000);
        if (session_state(s) != SESSION_ENDED) {
            assert_ok(session_end(s, now_ms, &err), err);
            visits_commit(r);
        }
        recording_destroy(r);
        if (seed % 20 == 0)
            check_all(&v, (int32_t)seed);
    }
    int64_t visits = 0;
    assert_ok(store_rebuild_visits(v.store, &visits, &err), err);
    assert_int_equal(visits, HISTORIES);
    check_all(&v, HISTORIES);
    visits_deinit(&v);
}

/* Facts of a visit that come from another device later, in whatever order. */
static void summary__follows__facts_that_come_late(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Visits here, there;
        Err err = {0};
        uint64_t random = seed * UINT64_C(0x2545f4914f6cdd1d);
        visits_init(&here, ":memory:");
        visits_init(&there, ":memory:");
        VisitWish w = wish(NOVEMBER, "");
        Recording *r = visits_begin(&here, &w);
        for (int i = 0; i < 30; i++)
            act(&here, r, &random, 1000 * (i + 1));
        if (session_state(recording_session(r)) != SESSION_ENDED) {
            assert_ok(session_end(recording_session(r), 600000, &err), err);
            visits_commit(r);
        }
        StoredObservation stored;
        Uuid id = session_setup(recording_session(r))->id;
        assert_ok(store_load(here.store, id, &here.arena, &stored, &err), err);
        ClockAnchor anchor = {0, 1, 1, ""};
        assert_ok(store_add_observation(there.store, stored.setup, stored.protocol, &anchor, &err),
                  err);
        /* Events first, for changes name them; then the rest, shuffled. */
        Fact *facts = malloc(stored.facts.count * sizeof *facts);
        size_t count = 0, events;
        for (size_t i = 0; i < stored.facts.count; i++)
            if (stored.facts.items[i].kind == FACT_EVENT)
                facts[count++] = stored.facts.items[i];
        events = count;
        for (size_t i = 0; i < stored.facts.count; i++)
            if (stored.facts.items[i].kind != FACT_EVENT)
                facts[count++] = stored.facts.items[i];
        for (size_t i = count; i > events + 1; i--) {
            size_t k = events + draw(&random, (uint32_t)(i - events));
            Fact swap = facts[i - 1];
            facts[i - 1] = facts[k];
            facts[k] = swap;
        }
        for (size_t i = 0; i < count; i++) {
            FactSlice one = {&facts[i], 1};
            assert_ok(store_add_facts(there.store, id, stored.protocol, one, &err), err);
        }
        check_all(&there, 1);
        free(facts);
        recording_destroy(r);
        visits_deinit(&there);
        visits_deinit(&here);
    }
}

/* ---- what goes wrong on the disk ---- */

static bool check_order(void *context, const WalkVisit *visit, Err *err)
{
    (void)err;
    int64_t *last_day = context;
    assert_true(visit->day > *last_day);
    *last_day = visit->day;
    return true;
}

static void each_visit__finds_and_mends__what_was_damaged(void **state)
{
    (void)state;
    Folder folder;
    Visits v;
    Err err = {0};
    folder_make(&folder);
    visits_init(&v, folder.db);
    for (int i = 0; i < 5; i++) {
        VisitWish w = wish(NOVEMBER + i * DAY, "ssnn");
        (void)visits_add(&v, &w);
    }
    store_close(v.store);
    static const char *const harms[] = {
        "UPDATE visit_summary SET answers = 'ssssssssss'",
        "UPDATE visit_summary SET observer = 'XX' WHERE day % 2",
        "UPDATE visit_summary SET day = day + 40",
        "UPDATE visit_summary SET proof = proof + 1",
        "PRAGMA foreign_keys = OFF; UPDATE visit_summary SET observation = "
        "CAST(zeroblob(12) || substr(observation, 13) AS BLOB) WHERE day % 2",
    };
    for (size_t i = 0; i < sizeof harms / sizeof harms[0]; i++) {
        sql(folder.db, harms[i]);
        for (int mode = 0; mode < 2; mode++) { /* reading only, then to be mended */
            v.store = store_open(folder.db, mode == 0 ? STORE_READ : STORE_WRITE, &err);
            assert_ok(v.store != NULL, err);
            Seen seen = {&v, 0};
            StoreCare care = {0};
            assert_ok(
                store_each_visit(v.store, INT64_MIN, INT64_MAX, check_visit, &seen, &care, &err),
                err);
            assert_int_equal(seen.count, 5);
            assert_true(care.damaged > 0);
            if (mode == 1)
                check_all(&v, 5);
            store_close(v.store);
        }
    }
    sql(folder.db, "DELETE FROM visit_summary WHERE day % 2 = 0");
    v.store = store_open(folder.db, STORE_READ, &err);
    assert_ok(v.store != NULL, err);
    int64_t last_day = 0; /* what is missing is given where it belongs */
    assert_ok(store_each_visit(v.store, INT64_MIN, INT64_MAX, check_order, &last_day, NULL, &err),
              err);
    WalkOptions options = visits_options(WALK_BY_LOOKFOR);
    options.suppress_below = 0;
    assert_int_equal(visits_view(&v, &options).visits, 5);
    store_close(v.store);
    v.store = store_open(folder.db, STORE_WRITE, &err);
    assert_int_equal(visits_view(&v, &options).visits, 5);
    check_all(&v, 5);
    sql(folder.db, "UPDATE visit_summary SET answers = 'ssssssssss'");
    WalkView view = visits_view(&v, &options);
    assert_true(view_says(&view, "5 summaries were damaged on the disk and made again"));
    assert_int_equal(view.rows[2].total.seen, 0);
    visits_deinit(&v);
    folder_remove_all(&folder);
}

/* A page of the table itself: SQLite gives nothing back, and writes nothing either. */
static void harm_page(const char *path, const char *table)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    char sql_text[200];
    (void)snprintf(sql_text, sizeof sql_text,
                   "SELECT max(pageno) FROM dbstat WHERE name = '%s' AND pagetype = 'leaf'", table);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql_text, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    long page = (long)sqlite3_column_int(stmt, 0);
    assert_true(page > 1);
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (page - 1) * 4096, SEEK_SET), 0);
    for (int i = 0; i < 4096; i++)
        (void)fputc(0xA5, file);
    assert_int_equal(fclose(file), 0);
}

static void each_visit__goes_by_the_facts__when_the_disk_gives_no_summary_back(void **state)
{
    (void)state;
    static const char *const tables[] = {"visit_summary", "visit_summary_by_observation"};
    for (int k = 0; k < 2; k++) {
        Folder folder;
        Visits v;
        Err err = {0};
        folder_make(&folder);
        visits_init(&v, folder.db);
        for (int i = 0; i < 70; i++) {
            VisitWish w = wish(NOVEMBER + i * DAY, i % 3 ? "ssnn" : "nsus");
            (void)visits_add(&v, &w);
        }
        WalkOptions options = visits_options(WALK_BY_MONTH);
        WalkView whole = visits_view(&v, &options);
        store_close(v.store);
        harm_page(folder.db, tables[k]);
        for (int mode = 0; mode < 2; mode++) {
            v.store = store_open(folder.db, mode == 0 ? STORE_READ : STORE_WRITE, &err);
            assert_ok(v.store != NULL, err);
            WalkView view = visits_view(&v, &options);
            assert_int_equal(view.visits, 70);
            assert_true(view_says(&view, "the summaries on the disk cannot be read"));
            for (int32_t i = 0; i < whole.row_count; i++)
                assert_int_equal(view.rows[i].total.seen, whole.rows[i].total.seen);
            if (mode == 1) { /* another visit ends all the same */
                VisitWish w = wish(NOVEMBER + 80 * DAY, "ss");
                (void)visits_add(&v, &w);
                assert_int_equal(visits_view(&v, &options).visits, 71);
            }
            store_close(v.store);
        }
        arena_deinit(&v.arena);
        folder_remove_all(&folder);
    }
}

/* ---- keys ---- */

static WalkThrough at(uint8_t school, const char *name, uint8_t teacher, const char *key)
{
    WalkThrough walk = visits_walk();
    walk.school = visits_key(school);
    walk.school_name = name;
    walk.teacher = visits_key(teacher);
    walk.teacher_key = key;
    return walk;
}

static void names__change__and_figures_stay_together(void **state)
{
    (void)state;
    Visits v;
    Err err = {0};
    visits_init(&v, ":memory:");
    for (int i = 0; i < 12; i++) {
        VisitWish w = wish(NOVEMBER + i * DAY, "s");
        w.walk = at(1, "Lincoln", 9, "T4");
        (void)visits_add(&v, &w);
        if (i == 5) {
            assert_ok(store_add_name(v.store, NAMED_SCHOOL, visits_key(1), &v.ids, NOVEMBER,
                                     "Harriet "
                                     "Tubman",
                                     &err),
                      err);
            assert_ok(store_add_name(v.store, NAMED_TEACHER, visits_key(9), &v.ids, NOVEMBER, "T40",
                                     &err),
                      err);
        }
    }
    WalkOptions options = visits_options(WALK_BY_SCHOOL);
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.group_count, 1);
    assert_string_equal(view.groups[0].label, "Harriet Tubman");
    assert_int_equal(view.rows[0].cells[0].seen, 12);
    assert_int_equal(view.teachers, 1);
    StoreNamed *teachers;
    int32_t count;
    assert_ok(store_list_named(v.store, NAMED_TEACHER, &v.arena, &teachers, &count, &err), err);
    assert_int_equal(count, 1);
    assert_string_equal(teachers[0].name, "T40");
    bool found;
    Uuid id;
    assert_ok(store_find_named(v.store, NAMED_SCHOOL, "Lincoln", &found, &id, &err), err);
    assert_false(found);
    visits_deinit(&v);
}

static void visit__is_read_back__as_it_was_said_last(void **state)
{
    (void)state;
    Visits v;
    Err err = {0};
    visits_init(&v, ":memory:");
    VisitWish w = wish(NOVEMBER, "s");
    w.walk = at(1, "Lincoln", 9, "T4");
    w.walk.grade = 0;
    w.walk.subject = "Mathematics";
    w.walk.period = 3;
    Uuid id = visits_add(&v, &w);
    StoredObservation stored;
    assert_ok(store_load(v.store, id, &v.arena, &stored, &err), err);
    const WalkThrough *walk = stored.setup->walk;
    assert_non_null(walk);
    assert_string_equal(walk->school_name, "Lincoln");
    assert_string_equal(walk->teacher_key, "T4");
    assert_string_equal(walk->subject, "Mathematics");
    assert_int_equal(walk->grade, 0);
    assert_int_equal(walk->period, 3);

    WalkThrough other = visits_walk(); /* it was another room after all */
    other.grade = 7;
    other.subject = "Science";
    assert_ok(store_add_visit(v.store, id, &v.ids, NOVEMBER + DAY, &other, &err), err);
    assert_ok(store_load(v.store, id, &v.arena, &stored, &err), err);
    assert_true(uuid_is_nil(stored.setup->walk->school));
    WalkOptions options = visits_options(WALK_BY_GRADE);
    options.suppress_below = 0;
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.group_count, 1);
    assert_string_equal(view.groups[0].label, walk_band_label(2));
    visits_deinit(&v);
}

static void permission__is_the_last_word(void **state)
{
    (void)state;
    Visits v;
    Err err = {0};
    visits_init(&v, ":memory:");
    assert_ok(store_add_name(v.store, NAMED_TEACHER, visits_key(9), &v.ids, 1, "T4", &err), err);
    StoreNamed *teachers;
    int32_t count;
    for (int i = 0; i < 4; i++) {
        assert_ok(store_list_named(v.store, NAMED_TEACHER, &v.arena, &teachers, &count, &err), err);
        assert_int_equal(teachers[0].permits, i % 2 == 1);
        assert_ok(
            store_add_permission(v.store, visits_key(9), &v.ids, 5 + i, i % 2 == 0, "MR", &err),
            err);
    }
    visits_deinit(&v);
}

/* What was said before may come from a device whose clock was ahead. */
static void word__holds_against_earlier_ones__whatever_the_clock_said(void **state)
{
    (void)state;
    Visits v;
    Err err = {0};
    StoreNamed *teachers;
    int32_t count;
    visits_init(&v, ":memory:");
    UuidSource ahead, here;
    uuid_source_init(&ahead, (uint64_t[2]){3, 4});
    uuid_source_init(&here, (uint64_t[2]){5, 6});
    VisitWish w = wish(NOVEMBER, "s");
    w.walk = at(1, "Lincoln", 9, "T4");
    Uuid visit = visits_add(&v, &w);
    WalkThrough first = w.walk, last = w.walk;
    first.grade = 2;
    last.grade = 7;
    assert_ok(store_add_name(v.store, NAMED_TEACHER, visits_key(9), &ahead, NOVEMBER + 9 * DAY,
                             "T5", &err) &&
                  store_add_permission(v.store, visits_key(9), &ahead, NOVEMBER + 9 * DAY, true,
                                       "MR", &err) &&
                  store_add_visit(v.store, visit, &ahead, NOVEMBER + 9 * DAY, &first, &err),
              err);
    assert_ok(store_add_name(v.store, NAMED_TEACHER, visits_key(9), &here, NOVEMBER, "T6", &err) &&
                  store_add_permission(v.store, visits_key(9), &here, NOVEMBER, false, "", &err) &&
                  store_add_visit(v.store, visit, &here, NOVEMBER, &last, &err),
              err);
    assert_ok(store_list_named(v.store, NAMED_TEACHER, &v.arena, &teachers, &count, &err), err);
    assert_int_equal(count, 1);
    assert_string_equal(teachers[0].name, "T6");
    assert_false(teachers[0].permits);
    StoredObservation stored;
    assert_ok(store_load(v.store, visit, &v.arena, &stored, &err), err);
    assert_int_equal(stored.setup->walk->grade, 7);
    assert_true(here.last_ms < NOVEMBER + DAY); /* other ids are of their own time */
    visits_deinit(&v);
}

static void name__refuses__what_is_none(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    char longest[STORE_MAX_NAME + 2];
    memset(longest, 'a', sizeof longest);
    longest[STORE_MAX_NAME + 1] = '\0';
    static const struct {
        ErrKind kind;
        const char *text;
    } says[] = {{ERR_FORMAT, "the school has no name"},
                {ERR_FORMAT, "the name of the school has a sign that cannot be seen"},
                {ERR_LIMIT, "the name of the school has 81 bytes, expected at most 80"},
                {ERR_FORMAT, "the name of the school is not UTF-8"}};
    const char *const names[] = {"", "Lin\ncoln", longest, "\xFF"};
    for (int i = 0; i < 4; i++) {
        Err err = {0};
        assert_false(
            store_add_name(v.store, NAMED_SCHOOL, visits_key(1), &v.ids, 1, names[i], &err));
        assert_err(err, says[i].kind, says[i].text);
    }
    visits_deinit(&v);
}

/* ---- the bad days of MEASURES ---- */

static void view__counts_once__what_was_imported_twice(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    for (int i = 0; i < 12; i++) {
        VisitWish w = wish(NOVEMBER + i * DAY, "sn");
        (void)visits_add(&v, &w);
        if (i < 2)
            (void)visits_add(&v, &w); /* another id, the same visit */
    }
    WalkOptions options = visits_options(WALK_BY_LOOKFOR);
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.visits, 12);
    assert_int_equal(view.rows[0].total.seen, 12);
    assert_true(view_says(&view, "2 visits are in the record twice"));
    visits_deinit(&v);
}

/* Whoever gave no name may be several, who began at one instant in several rooms. */
static void view__counts_each__of_those_who_gave_no_name(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    for (int i = 0; i < 12; i++) {
        VisitWish w = wish(NOVEMBER + i / 2 * 60000, "sn");
        w.observer = "";
        (void)visits_add(&v, &w);
    }
    VisitWish named = wish(NOVEMBER, "sn");
    (void)visits_add(&v, &named);
    WalkOptions options = visits_options(WALK_BY_MONTH);
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.visits, 13);
    assert_int_equal(view.rows[0].total.seen, 13);
    assert_int_equal(view.notice_count, 0);
    assert_int_equal(view.observers_named, 1);
    assert_int_equal(view.observer_count, 2);
    assert_int_equal(view.observers[0].visits, 12); /* beside the one who is named */
    assert_int_equal(view.groups[0].observers, 1);
    assert_int_equal(view.rows[0].observers, 1);
    visits_deinit(&v);
}

static void view__says__when_clocks_overlap(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    VisitWish a = wish(NOVEMBER, "s"), b = wish(NOVEMBER + 60000, "s");
    VisitWish other = wish(NOVEMBER + 90000, "s");
    other.observer = "KL"; /* in another room at the same time: nothing odd */
    (void)visits_add(&v, &a);
    (void)visits_add(&v, &b);
    (void)visits_add(&v, &other);
    WalkOptions options = visits_options(WALK_BY_LOOKFOR);
    options.suppress_below = 0;
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.rows[0].total.seen, 3);
    assert_true(view_says(&view, "1 visit begins before the observer's visit before had ended"));
    visits_deinit(&v);
}

static const Protocol *changed_protocol(Visits *v)
{
    Err err = {0};
    const char *from = "Time to go deep", *to = "Time to wonder!";
    char *text = arena_copy(&v->arena, v->protocol->text, v->protocol->text_len);
    char *at_text = strstr(text, from);
    assert_non_null(at_text);
    memcpy(at_text, to, strlen(to));
    const Protocol *changed = NULL;
    assert_ok(
        protocol_parse(&v->arena, "changed", text, v->protocol->text_len, &changed, NULL, &err),
        err);
    return changed;
}

static void view__counts_together_and_says__a_protocol_changed_in_mid_term(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    const Protocol *changed = changed_protocol(&v);
    for (int i = 0; i < 20; i++) {
        VisitWish w = wish(NOVEMBER + i * DAY, "sn");
        w.protocol = i < 8 ? NULL : changed;
        (void)visits_add(&v, &w);
    }
    WalkOptions options = visits_options(WALK_BY_LOOKFOR);
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.row_count, v.look_for_count);
    assert_int_equal(view.rows[1].total.not_seen, 20);
    assert_string_equal(view.rows[1].label, "Time to wonder!");
    assert_true(view_says(&view, "was changed during this time"));
    assert_true(view_says(&view, "\"Time to wonder!\" was called \"Time to go deep\" before"));
    visits_deinit(&v);
}

static void view__has_a_sentence__for_one_visit_and_for_none(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    WalkOptions options = visits_options(WALK_BY_MONTH);
    WalkView view = visits_view(&v, &options);
    assert_true(view_says(&view, "no walk-through has ended yet"));
    VisitWish w = wish(NOVEMBER, "s");
    (void)visits_add(&v, &w);
    view = visits_view(&v, &options);
    assert_true(view_says(&view, "one visit alone"));
    assert_true(view.rows[0].total.hidden);
    assert_int_equal(view.rows[0].change, WALK_CHANGE_NONE);
    options.filter.subject = "Science";
    view = visits_view(&v, &options);
    assert_true(view_says(&view, "no visit fits this selection"));
    assert_int_equal(view.row_count, 0);
    visits_deinit(&v);
}

/* A choice of days is looked at alone, but few days left out would follow. */
static void view__of_some_days__hides_itself_when_few_are_left_out(void **state)
{
    (void)state;
    Visits v;
    visits_init(&v, ":memory:");
    for (int i = 0; i < 30; i++) {
        VisitWish w = wish(NOVEMBER + i * DAY, "s");
        (void)visits_add(&v, &w);
    }
    WalkOptions options = visits_options(WALK_BY_LOOKFOR);
    int64_t first = NOVEMBER / DAY;
    options.filter.from_day = first + 10;
    WalkView view = visits_view(&v, &options);
    assert_int_equal(view.visits, 20);
    assert_false(view.all_hidden);
    assert_int_equal(view.rows[0].total.seen, 20);
    options.filter.from_day = first + 9;
    view = visits_view(&v, &options);
    assert_true(view.all_hidden);
    assert_true(view.rows[0].total.hidden);
    options.filter.from_day = first + 5;
    options.filter.to_day = first + 24; /* five before, five after: ten in all */
    view = visits_view(&v, &options);
    assert_false(view.all_hidden);
    visits_deinit(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summary__follows__the_end_of_a_visit),
        cmocka_unit_test(summary__is_what_the_facts_say__after_any_history),
        cmocka_unit_test(summary__follows__facts_that_come_late),
        cmocka_unit_test(each_visit__finds_and_mends__what_was_damaged),
        cmocka_unit_test(each_visit__goes_by_the_facts__when_the_disk_gives_no_summary_back),
        cmocka_unit_test(names__change__and_figures_stay_together),
        cmocka_unit_test(visit__is_read_back__as_it_was_said_last),
        cmocka_unit_test(permission__is_the_last_word),
        cmocka_unit_test(word__holds_against_earlier_ones__whatever_the_clock_said),
        cmocka_unit_test(name__refuses__what_is_none),
        cmocka_unit_test(view__counts_once__what_was_imported_twice),
        cmocka_unit_test(view__counts_each__of_those_who_gave_no_name),
        cmocka_unit_test(view__says__when_clocks_overlap),
        cmocka_unit_test(view__counts_together_and_says__a_protocol_changed_in_mid_term),
        cmocka_unit_test(view__has_a_sentence__for_one_visit_and_for_none),
        cmocka_unit_test(view__of_some_days__hides_itself_when_few_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
