/* walk_filter.c - which visits, and what they are grouped by. */
#include "reports/measure/calendar.h"
#include "reports/walk/walk.h"

#include <stdio.h>
#include <string.h>

static const char *const by_names[WALK_BY_COUNT] = {
    [WALK_BY_LOOKFOR] = "lookfor", [WALK_BY_PROTOCOL] = "protocol", [WALK_BY_SCHOOL] = "school",
    [WALK_BY_GRADE] = "grade",     [WALK_BY_SUBJECT] = "subject",   [WALK_BY_PERIOD] = "period",
    [WALK_BY_WEEK] = "week",       [WALK_BY_MONTH] = "month",       [WALK_BY_OBSERVER] = "observer",
};

const char *walk_by_name(WalkBy by)
{
    return by_names[by];
}

bool walk_parse_by(const char *text, WalkBy *ret_by, Err *err)
{
    for (int i = 0; i < WALK_BY_COUNT; i++)
        if (strcmp(text, by_names[i]) == 0) {
            *ret_by = (WalkBy)i;
            return true;
        }
    if (strcmp(text, "teacher") == 0)
        return err_set(err, ERR_FORMAT,
                       "teachers are not compared; --teacher KEY shows the visits to one who "
                       "permits it");
    return err_set(err, ERR_FORMAT,
                   "'%.60s' is nothing to group visits by, expected lookfor, protocol, school, "
                   "grade, subject, period, week, month or observer",
                   text);
}

/* K-2, 3-5, 6-8, 9-12: 0 to WALK_BANDS - 1, or WALK_NOT_SAID. */
static int32_t band_of(int32_t grade)
{
    static const int32_t last[WALK_BANDS] = {2, 5, 8, WALK_MAX_GRADE};
    for (int32_t i = 0; i < WALK_BANDS; i++)
        if (grade >= 0 && grade <= last[i])
            return i;
    return WALK_NOT_SAID;
}

const char *walk_band_label(int32_t band)
{
    static const char *const labels[WALK_BANDS] = {
        "Grades K\xE2\x80\x93"
        "2",
        "Grades 3\xE2\x80\x93"
        "5",
        "Grades 6\xE2\x80\x93"
        "8",
        "Grades 9\xE2\x80\x93"
        "12",
    };
    return band >= 0 && band < WALK_BANDS ? labels[band] : "not said";
}

WalkFilter walk_filter_all(void)
{
    return (WalkFilter){
        .from_day = INT64_MIN, .to_day = INT64_MAX, .band = WALK_ANY, .period = WALK_ANY};
}

static bool is_other_text(const char *wanted, const char *text)
{
    return wanted && strcmp(wanted, text) != 0;
}

static bool is_other_id(const Uuid *wanted, Uuid id)
{
    return wanted && uuid_compare(*wanted, id) != 0;
}

uint32_t walk_filter_leaves(const WalkFilter *f, const WalkVisit *v)
{
    bool dated = f->from_day != INT64_MIN || f->to_day != INT64_MAX;
    const bool left[WALK_LEFT_COUNT] = {
        [WALK_LEFT_WHEN] = v->day < f->from_day || v->day > f->to_day || (dated && v->day == 0),
        [WALK_LEFT_PROTOCOL] = is_other_text(f->protocol, v->protocol->key),
        [WALK_LEFT_SCHOOL] = is_other_id(f->school, v->school),
        [WALK_LEFT_TEACHER] = is_other_id(f->teacher, v->teacher),
        [WALK_LEFT_GRADE] = f->band != WALK_ANY && band_of(v->grade) != f->band,
        [WALK_LEFT_PERIOD] = f->period != WALK_ANY && v->period != f->period,
        [WALK_LEFT_SUBJECT] = is_other_text(f->subject, v->subject),
        [WALK_LEFT_OBSERVER] = is_other_text(f->observer, v->observer),
    };
    uint32_t set = 0;
    for (int i = 0; i < WALK_LEFT_COUNT; i++)
        set |= (uint32_t)left[i] << i;
    return set;
}

static const char *number_text(char buffer[WALK_KEY_SIZE], int32_t number)
{
    (void)snprintf(buffer, WALK_KEY_SIZE, "%d", (int)number);
    return buffer;
}

const char *walk_key(WalkBy by, const WalkVisit *v, char buffer[WALK_KEY_SIZE])
{
    switch (by) {
    case WALK_BY_PROTOCOL:
        return v->protocol->key;
    case WALK_BY_SCHOOL:
        if (uuid_is_nil(v->school))
            return "";
        uuid_format(v->school, buffer);
        return buffer;
    case WALK_BY_GRADE:
        return band_of(v->grade) < 0 ? "" : number_text(buffer, band_of(v->grade));
    case WALK_BY_SUBJECT:
        return v->subject;
    case WALK_BY_PERIOD:
        return v->period < 0 ? "" : number_text(buffer, v->period);
    case WALK_BY_WEEK:
        return v->day == 0 ? "" : number_text(buffer, calendar_week_number(v->day));
    case WALK_BY_MONTH:
        return v->day == 0 ? "" : number_text(buffer, calendar_month_number(v->day));
    case WALK_BY_OBSERVER:
        return v->observer;
    default:
        return "";
    }
}
