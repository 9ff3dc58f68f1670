#include "recorder/cli/made_up.h"

#include "protocols/protocol_load.h"
#include "recorder/session/session.h"
#include "reports/measure/calendar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PUPILS = 24,
    SUBJECTS = PUPILS + 2,
    KINDS = 3,   /* of protocols */
    BATCH = 250, /* visits in one commit */
    MAX_SCHOOLS = 40,
    MAX_OBSERVERS = 60,
    EVENTS_A_VISIT = 100,
};
static const size_t ARENA_LIMIT = (size_t)256 << 20;
static const int64_t DAY_MS = 86400000, MINUTE_MS = 60000;

typedef struct School {
    Uuid id;
    char name[24];
    int32_t first_grade, last_grade;
    bool visited;
} School;

typedef struct Teacher {
    Uuid id;
    char key[12];
    int32_t school, grade;
    double habit; /* -1..1: how often look-fors are seen in this room */
    bool visited;
} Teacher;

typedef struct Watcher {
    char initials[4];
    double eye;      /* how readily look-fors are seen */
    int64_t day;     /* local */
    int64_t free_ms; /* of the day */
    bool visited;
} Watcher;

typedef struct Kind {
    const Protocol *protocol;
    LookFor look_fors[PROTOCOL_MAX_CODES];
    double often[PROTOCOL_MAX_CODES], drift[PROTOCOL_MAX_CODES];
    int32_t look_for_count;
    const char *subjects[4]; /* school subjects it fits */
    int32_t subject_count;
} Kind;

typedef struct Maker {
    Store *store;
    Arena arena;
    UuidSource ids;
    uint64_t random;
    char origin[64];
    Kind kinds[KINDS];
    School schools[MAX_SCHOOLS];
    int32_t school_count;
    Teacher *teachers;
    int32_t teacher_count;
    Watcher watchers[MAX_OBSERVERS];
    int32_t watcher_count;
    Subject subjects[SUBJECTS];
    char labels[SUBJECTS][8];
    int64_t first_day, days;
    Fact *facts; /* of one visit */
    size_t fact_count, fact_cap;
    int64_t events;
} Maker;

static uint32_t draw(Maker *m, uint32_t below)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 7;
    m->random ^= m->random << 17;
    return (uint32_t)(m->random >> 33) % below;
}

static double draw_share(Maker *m)
{
    return (double)draw(m, 1000000) / 1e6;
}

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "not enough memory to make up visits");
}

/* ---- who there is ---- */

static bool make_kinds(Maker *m, Err *err)
{
    static const char *const keys[KINDS] = {"pupil-talk", "shifts-math", "shifts-ela"};
    static const char *const subjects[KINDS][4] = {
        {"Science", "Social studies", "Mathematics", "English"}, {"Mathematics"}, {"English"}};
    for (int i = 0; i < KINDS; i++) {
        Kind *kind = &m->kinds[i];
        if (!protocol_load_shipped(&m->arena, keys[i], &kind->protocol, err))
            return false;
        kind->look_for_count = look_for_list(kind->protocol, kind->look_fors);
        for (int32_t k = 0; k < kind->look_for_count; k++) {
            kind->often[k] = 0.15 + 0.6 * draw_share(m);
            kind->drift[k] = draw(m, 4) == 0 ? 0.45 * draw_share(m) : 0.08 * draw_share(m) - 0.04;
        }
        for (int k = 0; k < 4 && subjects[i][k]; k++)
            kind->subjects[kind->subject_count++] = subjects[i][k];
    }
    return true;
}

static void make_schools(Maker *m, int64_t visits)
{
    static const char *const names[] = {"Alder",  "Birch", "Cedar",    "Dogwood", "Elm",   "Fir",
                                        "Gingko", "Hazel", "Ironwood", "Juniper", "Larch", "Maple"};
    enum { NAMES = sizeof names / sizeof names[0] };
    m->school_count = (int32_t)(visits / 400) + 1;
    m->school_count = m->school_count > MAX_SCHOOLS ? MAX_SCHOOLS : m->school_count;
    for (int32_t i = 0; i < m->school_count; i++) {
        School *school = &m->schools[i];
        school->id = uuid_next(&m->ids, INT64_C(1750000000000));
        if (i < NAMES)
            (void)snprintf(school->name, sizeof school->name, "%s", names[i]);
        else
            (void)snprintf(school->name, sizeof school->name, "%s %d", names[i % NAMES],
                           (int)(i / NAMES) + 1);
        school->first_grade = i % 3 == 0 ? 0 : i % 3 == 1 ? 6 : 9;
        school->last_grade = i % 3 == 0 ? 5 : i % 3 == 1 ? 8 : 12;
    }
}

static bool make_teachers(Maker *m, int64_t visits, Err *err)
{
    m->teacher_count = (int32_t)(visits / 5) + 2;
    m->teachers = ARENA_PUSH(&m->arena, Teacher, (size_t)m->teacher_count);
    if (!m->teachers)
        return no_memory(err);
    for (int32_t i = 0; i < m->teacher_count; i++) {
        Teacher *teacher = &m->teachers[i];
        teacher->id = uuid_next(&m->ids, INT64_C(1750000000000));
        (void)snprintf(teacher->key, sizeof teacher->key, "T%03d", (int)i + 1);
        teacher->school = i % m->school_count;
        const School *school = &m->schools[teacher->school];
        teacher->grade = school->first_grade +
                         (int32_t)draw(m, (uint32_t)(school->last_grade - school->first_grade + 1));
        teacher->habit = draw_share(m) + draw_share(m) - 1;
    }
    return true;
}

static void make_watchers(Maker *m, int64_t visits)
{
    m->watcher_count = (int32_t)(visits / 250) + 3;
    m->watcher_count = m->watcher_count > MAX_OBSERVERS ? MAX_OBSERVERS : m->watcher_count;
    for (int32_t i = 0; i < m->watcher_count; i++) {
        Watcher *watcher = &m->watchers[i];
        watcher->initials[0] = (char)('A' + i % 26);
        watcher->initials[1] = (char)('A' + (i * 7 + i / 26) % 26);
        watcher->eye = 0.2 * draw_share(m) - 0.1;
    }
}

static void make_subjects(Maker *m)
{
    for (int32_t i = 0; i < SUBJECTS; i++) {
        int32_t row = i / 6;
        (void)snprintf(m->labels[i], sizeof m->labels[i], "%d", (int)i - 1);
        m->subjects[i] = (Subject){.kind = i == 0 ? SUBJECT_ADULT : SUBJECT_PUPIL,
                                   .label = i == 0   ? "T"
                                            : i == 1 ? "P"
                                                     : m->labels[i],
                                   .detail = "",
                                   .predicted = "",
                                   .x = (float)(i % 6) / 6.0F + 0.08F,
                                   .y = (float)row / 6.0F + 0.08F,
                                   .group = SUBJECT_NONE,
                                   .several = i == 1};
    }
}

/* ---- one visit ---- */

static bool keep(Maker *m, Session *s, Err *err)
{
    if (!session_prepare_planned(s, err))
        return false;
    FactSlice plan = session_planned(s);
    if (m->fact_count + plan.count > m->fact_cap) {
        size_t cap = m->fact_cap * 2 + plan.count + 512;
        Fact *more = realloc(m->facts, cap * sizeof *more);
        if (!more)
            return no_memory(err);
        m->facts = more;
        m->fact_cap = cap;
    }
    if (plan.count > 0)
        memcpy(m->facts + m->fact_count, plan.items, plan.count * sizeof *plan.items);
    m->fact_count += plan.count;
    for (size_t i = 0; i < plan.count; i++)
        m->events += plan.items[i].kind == FACT_EVENT;
    return session_apply_planned(s, err);
}

/* Seen more often where the habit and the eye are; a quarter of the look-fors grow over
 * the year. */
static int32_t answer_of(Maker *m, const Kind *kind, int32_t look, double pull, double year)
{
    const LookFor *look_for = &kind->look_fors[look];
    if (draw(m, 100) < 9)
        return look_for->unsure;
    double p = kind->often[look] + kind->drift[look] * year + pull;
    p = fmin(fmax(p, 0.03), 0.97);
    return draw_share(m) < p ? look_for->seen : look_for->not_seen;
}

static bool tap_look_fors(Maker *m, Session *s, const Kind *kind, double pull, double year,
                          int64_t length_ms, Err *err)
{
    for (int32_t i = 0; i < kind->look_for_count; i++) {
        if (draw(m, 100) < 4)
            continue; /* forgotten */
        int64_t at_ms = length_ms - MINUTE_MS + (int64_t)i * 4000;
        SessionTap tap = session_tap_blank(kind->look_fors[i].code, at_ms);
        tap.value = answer_of(m, kind, i, pull, year);
        if (!session_tap(s, &tap, at_ms, err) || !keep(m, s, err))
            return false;
    }
    return true;
}

static bool tap_pad(Maker *m, Session *s, const char *key, int32_t subject, int64_t at_ms, Err *err)
{
    const Protocol *p = session_protocol(s);
    int32_t code = protocol_find_code(p, key);
    if (code == PROTOCOL_NONE)
        return true;
    SessionTap tap = session_tap_blank(code, at_ms);
    tap.subject = subject;
    int32_t pads = p->codes[code].pads;
    if (pads != PROTOCOL_NONE) {
        uint32_t count = (uint32_t)p->modifiers[pads].option_count;
        uint32_t option = draw(m, count) < 2 ? 0 : draw(m, count);
        tap.options[pads] = (int8_t)option;
    }
    return session_tap(s, &tap, at_ms, err) && keep(m, s, err);
}

/* Who talks, and the questions in between, until look-fors are answered. */
static bool tap_talk(Maker *m, Session *s, int64_t length_ms, Err *err)
{
    static const char *const turns[] = {"teacher-talk", "student-talk", "teacher-talk",
                                        "student-talk", "group-talk",   "silence"};
    const Protocol *p = session_protocol(s);
    bool states = protocol_find_code(p, "teacher-talk") != PROTOCOL_NONE;
    int32_t wanted = EVENTS_A_VISIT;
    int64_t room = length_ms - 90000;
    for (int32_t i = 0; i < wanted; i++) {
        int64_t at_ms = 5000 + room * i / wanted + draw(m, 900);
        uint32_t which = draw(m, 6);
        bool question = draw(m, 5) == 0 || (!states && draw(m, 10) > 0);
        const char *key = question ? "question" : states ? turns[which] : "talk-sample";
        int32_t subject = question || (states && strcmp(key, "teacher-talk") == 0) ? 0
                          : states && strcmp(key, "student-talk") == 0             ? 1
                                                                                   : SUBJECT_NONE;
        if (!tap_pad(m, s, key, subject, at_ms, err))
            return false;
    }
    return true;
}

static bool look_round(Maker *m, Session *s, int64_t at_ms, Err *err)
{
    if (session_protocol(s)->sampling_count == 0)
        return true;
    int32_t engaged = PUPILS - (int32_t)(draw(m, 5) * draw(m, 4));
    return session_answer(s, 0, SUBJECT_NONE, engaged, false, at_ms, err) && keep(m, s, err);
}

static bool write_note(Maker *m, Session *s, int64_t at_ms, Err *err)
{
    static const char *const notes[] = {"Two pupils compare their drawings.",
                                        "Board shows yesterday's exit tickets.",
                                        "A pupil asks a partner to say it again.",
                                        "Pairs work; the teacher listens at the window side."};
    SessionTap tap = session_tap_blank(protocol_find_code(session_protocol(s), "seen"), at_ms);
    tap.text = notes[draw(m, 4)];
    return session_tap(s, &tap, at_ms, err) && keep(m, s, err);
}

static bool record(Maker *m, const Setup *setup, const Kind *kind, double pull, double year,
                   int64_t length_ms, Err *err)
{
    ClockAnchor anchor = {.unix_ms = setup->started_unix_ms, .boot_id = ""};
    Session *s = session_create(kind->protocol, setup, &m->ids, err);
    m->fact_count = 0;
    bool ok = s && session_start(s, 0, err) && keep(m, s, err) && tap_talk(m, s, length_ms, err) &&
              look_round(m, s, length_ms - 80000, err) &&
              write_note(m, s, length_ms - 70000, err) &&
              tap_look_fors(m, s, kind, pull, year, length_ms, err) &&
              session_end(s, length_ms, err) && keep(m, s, err);
    FactSlice facts = {m->facts, m->fact_count};
    ok = ok && store_add_observation(m->store, setup, kind->protocol, &anchor, err) &&
         store_add_facts(m->store, setup->id, kind->protocol, facts, err);
    session_destroy(s);
    return ok;
}

/* The observer's next free minutes: school days, from half past eight to half past two. */
static int64_t next_start(Maker *m, Watcher *watcher, int64_t visit, int64_t visits)
{
    static const int64_t opens = INT64_C(510) * 60000, closes = INT64_C(870) * 60000;
    int64_t day = m->first_day + m->days * visit / visits;
    int64_t weekday = ((day + 3) % 7 + 7) % 7;
    day += weekday == 5 ? 2 : weekday == 6 ? 1 : 0;
    if (day > watcher->day) {
        watcher->day = day;
        watcher->free_ms = opens + draw(m, 40) * MINUTE_MS;
    }
    if (watcher->free_ms > closes) {
        watcher->day += weekday == 4 ? 3 : 1;
        watcher->free_ms = opens;
    }
    return watcher->day * DAY_MS + watcher->free_ms;
}

static bool make_visit(Maker *m, int64_t visit, int64_t visits, Err *err)
{
    Watcher *watcher = &m->watchers[draw(m, (uint32_t)m->watcher_count)];
    Teacher *teacher = &m->teachers[draw(m, (uint32_t)m->teacher_count)];
    School *school = &m->schools[teacher->school];
    const Kind *kind = &m->kinds[draw(m, 5) < 3 ? 0 : 1 + draw(m, 2)];
    int64_t start_ms = next_start(m, watcher, visit, visits);
    int64_t length_ms = (5 + draw(m, 5)) * MINUTE_MS + (int64_t)draw(m, 60) * 1000;
    double year = (double)(watcher->day - m->first_day) / (double)m->days;
    bool known = draw(m, 100) >= 3; /* some rooms have nobody's name on the list */
    watcher->visited = school->visited = true;
    teacher->visited = teacher->visited || known;
    WalkThrough walk = {
        .school = school->id,
        .school_name = school->name,
        .teacher = known ? teacher->id : (Uuid){{0}},
        .teacher_key = known ? teacher->key : "",
        .grade = teacher->grade,
        .subject = kind->subjects[draw(m, (uint32_t)kind->subject_count)],
        .period = (int32_t)((watcher->free_ms / MINUTE_MS - 510) / 60) + 1,
    };
    int32_t pupils = kind->protocol->sampling_count > 0 ? SUBJECTS : 2;
    Setup setup = {.walk = &walk,
                   .title = "Made-up visit",
                   .class_name = "",
                   .place = school->name,
                   .observer = watcher->initials,
                   .theme = "",
                   .goals = "",
                   .origin = m->origin,
                   .subjects = m->subjects,
                   .subject_count = pupils,
                   .started_unix_ms = start_ms,
                   .resolution_ms = 1};
    setup.id = uuid_next(&m->ids, start_ms);
    watcher->free_ms += length_ms + (2 + draw(m, 6)) * MINUTE_MS;
    return record(m, &setup, kind, 0.25 * teacher->habit + watcher->eye, year, length_ms, err);
}

static bool make_all(Maker *m, int64_t visits, Err *err)
{
    for (int64_t from = 0; from < visits; from += BATCH) {
        if (!store_begin_many(m->store, err))
            return false;
        bool ok = true;
        for (int64_t i = from; ok && i < from + BATCH && i < visits; i++)
            ok = make_visit(m, i, visits, err);
        if (!store_end_many(m->store, ok, err))
            return false;
    }
    return true;
}

static bool check_empty(Store *store, Err *err)
{
    int64_t count = 0;
    return store_count(store, &count, err) &&
           (count == 0 || err_set(err, ERR_STATE,
                                  "there are %lld lessons in this file; made-up visits go into one "
                                  "of their own",
                                  (long long)count));
}

/* Of those whom visits could have been to, the ones they were to. */
static MadeUp count_made(const Maker *m, int64_t visits)
{
    MadeUp made = {.visits = visits, .events = m->events};
    for (int32_t i = 0; i < m->school_count; i++)
        made.schools += m->schools[i].visited;
    for (int32_t i = 0; i < m->teacher_count; i++)
        made.teachers += m->teachers[i].visited;
    for (int32_t i = 0; i < m->watcher_count; i++)
        made.observers += m->watchers[i].visited;
    return made;
}

bool made_up_visits(Store *store, int64_t visits, uint64_t seed, MadeUp *ret_made, Err *err)
{
    if (visits < 1 || visits > MADE_UP_MAX_VISITS)
        return err_set(err, ERR_LIMIT, "%lld visits, expected 1 to %d", (long long)visits,
                       MADE_UP_MAX_VISITS);
    Maker *m = calloc(1, sizeof *m);
    if (!m)
        return no_memory(err);
    const uint64_t seeds[2] = {seed, seed ^ UINT64_C(0x9e3779b97f4a7c15)};
    m->store = store;
    m->random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
    m->first_day = calendar_day_of(2025, 8, 18);
    m->days = calendar_day_of(2026, 5, 29) - m->first_day;
    (void)snprintf(m->origin, sizeof m->origin, "made up, seed %llu", (unsigned long long)seed);
    uuid_source_init(&m->ids, seeds);
    arena_init(&m->arena, ARENA_LIMIT);
    make_schools(m, visits);
    make_watchers(m, visits);
    make_subjects(m);
    bool ok = check_empty(store, err) && make_kinds(m, err) && make_teachers(m, visits, err) &&
              make_all(m, visits, err);
    if (ok)
        *ret_made = count_made(m, visits);
    free(m->facts);
    arena_deinit(&m->arena);
    free(m);
    return ok;
}
