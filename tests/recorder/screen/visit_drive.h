/* visit_drive.h - into a room and onto its look-fors, by finger; a term of visits. */
#ifndef TESTS_RECORDER_SCREEN_VISIT_DRIVE_H
#define TESTS_RECORDER_SCREEN_VISIT_DRIVE_H

#include "recorder/screen/drive.h"
#include "recorder/visits.h"

static inline int visit_set_up(void **state)
{
    static Drive d;
    drive_init(&d);
    *state = &d;
    return 0;
}

static inline int visit_tear_down(void **state)
{
    drive_deinit(*state);
    return 0;
}

static inline uint32_t look(const Drive *d, const char *code, int32_t which)
{
    int32_t index = protocol_find_code(d->app->lesson.protocol, code);
    assert_true(index >= 0);
    return WALK_ID_LOOK + 4 * (uint32_t)index + (uint32_t)which;
}

static inline void type_into(Drive *d, uint32_t id, const char *text)
{
    drive_tap(d, id);
    drive_type(d, text);
}

/* From home into a room: whom, where, start. */
static inline void begin_visit(Drive *d)
{
    drive_tap(d, HOME_ID_VISIT);
    type_into(d, VISIT_ID_TEACHER, "T14");
    drive_tap(d, VISIT_ID_GRADE + 4);
    drive_tap(d, VISIT_ID_USUAL_SUBJECT + 0);
    type_into(d, VISIT_ID_SCHOOL, "Lincoln");
    type_into(d, VISIT_ID_OBSERVER, "MR");
    drive_tap(d, VISIT_ID_START);
    assert_int_equal(d->app->screen, APP_WALK);
}

/* 60 visits in three months, by two observers, in two schools; science is rare. */
static inline void make_term(Drive *d)
{
    static const char *const patterns[] = {"snssnnsus", "ssnunnssn", "nsssnsnns"};
    Visits v;
    visits_init(&v, d->db);
    for (int i = 0; i < 60; i++) {
        VisitWish wish = {.started_unix_ms = drive_clock.unix_ms - (90 - i) * INT64_C(86400000),
                          .walk = visits_walk(),
                          .observer = i % 3 == 0 ? "KL" : "MR",
                          .answers = patterns[i % 3]};
        wish.walk.school = visits_key((uint8_t)(1 + i % 2));
        wish.walk.school_name = i % 2 ? "Lincoln" : "Rosa Parks";
        wish.walk.subject = i < 4 ? "Science" : "Mathematics";
        wish.walk.grade = i % 9;
        (void)visits_add(&v, &wish);
    }
    visits_deinit(&v);
}

#endif
