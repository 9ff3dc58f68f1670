/* pool_write.c - the figures of many lessons as text and as CSV. */
#include "reports/exchange/figures/pool_write.h"

#include "protocols/utf8.h"
#include "reports/exchange/csv_put.h"

#include <inttypes.h>
#include <string.h>

enum { NAME_WIDTH = 26 };

static const char *const wait_names[2] = {"after a question", "after a student's turn"};
static const char *const wait_keys[2] = {"wait1", "wait2"};

static bool finish(FILE *out, Err *err)
{
    return !ferror(out) || err_set(err, ERR_SYSTEM, "the figures cannot be written");
}

static void put_clock(FILE *out, int64_t ms)
{
    int64_t s = (ms + 500) / 1000;
    if (s >= 3600)
        (void)fprintf(out, "%" PRId64 ":%02d:%02d", s / 3600, (int)(s / 60 % 60), (int)(s % 60));
    else
        (void)fprintf(out, "%" PRId64 ":%02d", s / 60, (int)(s % 60));
}

static void put_name(FILE *out, const char *name)
{
    int width = (int)utf8_count(name, strlen(name));
    (void)fprintf(out, "  %s%*s", name, width < NAME_WIDTH ? NAME_WIDTH - width : 1, "");
}

static void put_in(FILE *out, int32_t lessons)
{
    (void)fprintf(out, "  %d lesson%s\n", (int)lessons, lessons == 1 ? "" : "s");
}

static void put_lessons(FILE *out, const PoolMeasures *m)
{
    (void)fprintf(out, "%d lesson%s, ", (int)m->lesson_count, m->lesson_count == 1 ? "" : "s");
    put_clock(out, m->observed_ms);
    (void)fprintf(out, " observed, %.0f student-minutes\n", (double)m->student_ms / 60000.0);
    for (int32_t i = 0; i < m->lesson_count; i++) {
        const PoolLesson *lesson = &m->lessons[i];
        char id[UUID_TEXT_SIZE];
        uuid_format(lesson->id, id);
        (void)fprintf(out, "  %s  ", id);
        put_clock(out, lesson->observed_ms);
        (void)fprintf(out, "  %" PRId64 " events  %s%s%s  (%s)%s\n", lesson->events, lesson->title,
                      *lesson->class_name ? ", " : "", lesson->class_name, lesson->protocol,
                      lesson->ended ? "" : "  still running");
    }
}

static void put_talk(FILE *out, const PoolTalk *talk)
{
    (void)fputs("\nTalk share\n", out);
    if (talk->undefined) {
        (void)fprintf(out, "  %s\n", talk->undefined);
        return;
    }
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        put_name(out, talk_role_name((TalkRole)i));
        (void)fprintf(out, "%5.1f %% of time  ", 100.0 * talk->share[i]);
        put_clock(out, talk->ms[i]);
        (void)fputs(" of ", out);
        put_clock(out, talk->observed_ms);
        (void)fprintf(out, "  n = %" PRId64, talk->turns[i]);
        put_in(out, talk->lessons);
    }
    put_name(out, "talk ratio");
    if (talk->ratio_undefined)
        (void)fprintf(out, "%s\n", talk->ratio_undefined);
    else
        (void)fprintf(out, "%5.1f %% teacher of teacher and students\n", 100.0 * talk->ratio);
}

static void put_rates(FILE *out, const PoolMeasures *m)
{
    (void)fputs("\nRates\n", out);
    for (int i = 0; i < POOL_RATE_COUNT; i++) {
        const Proportion *p = &m->rates[i].share;
        put_name(out, pool_rate_name((PoolRate)i));
        if (p->undefined) {
            (void)fprintf(out, "%s\n", p->undefined);
            continue;
        }
        (void)fprintf(out, "%5.1f %%  %" PRId64 " of %" PRId64 "  (", 100.0 * p->share, p->k, p->n);
        if (p->has_interval)
            (void)fprintf(out, "%.1f-%.1f; ", 100.0 * p->low, 100.0 * p->high);
        (void)fprintf(out, "%s)", p->interval);
        put_in(out, m->rates[i].lessons);
        (void)fprintf(out, "    %s\n", pool_rate_of((PoolRate)i));
    }
}

static void put_waits(FILE *out, const PoolMeasures *m)
{
    (void)fputs("\nWait time\n", out);
    for (int i = 0; i < 2; i++) {
        const PoolWait *wait = &m->waits[i];
        put_name(out, wait_names[i]);
        if (wait->n == 0) {
            (void)fprintf(out, "undefined: no wait could be measured, of %" PRId64 "\n",
                          wait->asked);
            continue;
        }
        (void)fprintf(out,
                      "mean %.1f s, n = %" PRId64 " of %" PRId64 "; ended by a student %" PRId64
                      ", the teacher %" PRId64,
                      (double)wait->total_ms / 1000.0 / (double)wait->n, wait->n, wait->asked,
                      wait->by_student, wait->by_teacher);
        put_in(out, wait->lessons);
    }
}

/* Points have no percent of time, and everything has a rate. */
static void put_budget(FILE *out, const CrossTable *t)
{
    (void)fprintf(out, "\nTime budget (of is %s)\n", t->of);
    for (int32_t i = 0; i < t->row_count; i++) {
        const CrossCell *cell = cross_cell(t, i, 0);
        double of_min = (double)cell->of_ms / 60000.0;
        put_name(out, t->rows[i].label);
        if (of_min <= 0.0) {
            (void)fprintf(out, "%s, n = %" PRId64 "\n", cell->undefined, cell->n);
            continue;
        }
        if (cell->timed)
            (void)fprintf(out, "%5.1f %% of time  ", cell->value);
        else
            (void)fprintf(out, "%17s", "");
        (void)fprintf(out, "%6.2f /min  n = %" PRId64 " of ", (double)cell->n / of_min, cell->n);
        put_clock(out, cell->of_ms);
        put_in(out, cell->lessons);
    }
    if (t->unanswered > 0)
        (void)fprintf(out, "  Left out: %" PRId64 " samples nobody answered\n", t->unanswered);
}

bool pool_write_text(const PoolMeasures *measures, FILE *out, Err *err)
{
    put_lessons(out, measures);
    put_talk(out, &measures->talk);
    put_rates(out, measures);
    put_waits(out, measures);
    put_budget(out, &measures->budget);
    return finish(out, err);
}

/* ---- CSV ---- */

/* A figure: value is k / n unless it is a sum of its own. */
static void put_line(FILE *out, const char *group, const char *name, const char *unit)
{
    csv_put_text(out, group);
    (void)fputc(',', out);
    csv_put_text(out, name);
    (void)fprintf(out, ",%s", unit);
}

static void put_talk_csv(FILE *out, const PoolTalk *talk)
{
    static const char *const keys[TALK_ROLE_COUNT] = {"teacher", "students", "group_talk",
                                                      "silence"};
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        put_line(out, "talk_share", keys[i], "share of seconds");
        (void)fprintf(out, ",%.3f,%.3f,", (double)talk->ms[i] / 1000.0,
                      (double)talk->observed_ms / 1000.0);
        if (!talk->undefined)
            (void)fprintf(out, "%.6f", talk->share[i]);
        (void)fprintf(out, ",,,%d,%s\n", (int)talk->lessons,
                      talk->undefined ? talk->undefined : "");
    }
    put_line(out, "talk_ratio", "teacher", "share of seconds");
    (void)fprintf(out, ",%.3f,%.3f,", (double)talk->ms[TALK_TEACHER] / 1000.0,
                  (double)(talk->ms[TALK_TEACHER] + talk->ms[TALK_STUDENT]) / 1000.0);
    if (!talk->ratio_undefined)
        (void)fprintf(out, "%.6f", talk->ratio);
    (void)fprintf(out, ",,,%d,%s\n", (int)talk->lessons,
                  talk->ratio_undefined ? talk->ratio_undefined : "");
}

static void put_rates_csv(FILE *out, const PoolMeasures *m)
{
    for (int i = 0; i < POOL_RATE_COUNT; i++) {
        const Proportion *p = &m->rates[i].share;
        put_line(out, "rates", pool_rate_name((PoolRate)i), "share");
        (void)fprintf(out, ",%" PRId64 ",%" PRId64 ",", p->k, p->n);
        if (!p->undefined)
            (void)fprintf(out, "%.6f", p->share);
        if (!p->undefined && p->has_interval)
            (void)fprintf(out, ",%.6f,%.6f", p->low, p->high);
        else
            (void)fputs(",,", out);
        (void)fprintf(out, ",%d,", (int)m->rates[i].lessons);
        csv_put_text(out, p->undefined ? p->undefined : p->interval);
        (void)fputc('\n', out);
    }
}

static void put_budget_csv(FILE *out, const CrossTable *t)
{
    for (int32_t i = 0; i < t->row_count; i++) {
        const CrossCell *cell = cross_cell(t, i, 0);
        double of_s = (double)cell->of_ms / 1000.0;
        put_line(out, "time_budget", t->rows[i].key, "percent of seconds");
        (void)fprintf(out, ",%.3f,%.3f,", (double)cell->time_ms / 1000.0, of_s);
        if (!cell->undefined)
            (void)fprintf(out, "%.6f", cell->value);
        (void)fprintf(out, ",,,%d,%s\n", (int)cell->lessons,
                      cell->undefined ? cell->undefined : "");
        put_line(out, "events", t->rows[i].key, "per minute");
        (void)fprintf(out, ",%" PRId64 ",%.6f,", cell->n, of_s / 60.0);
        if (of_s > 0.0)
            (void)fprintf(out, "%.6f", (double)cell->n * 60.0 / of_s);
        (void)fprintf(out, ",,,%d,%s\n", (int)cell->lessons,
                      of_s > 0.0 ? "" : "undefined: no time was observed");
    }
}

bool pool_write_csv(const PoolMeasures *measures, FILE *out, Err *err)
{
    (void)fputs("figure,name,unit,k,n,value,low,high,lessons,note\n", out);
    put_talk_csv(out, &measures->talk);
    put_rates_csv(out, measures);
    for (int i = 0; i < 2; i++) {
        const PoolWait *wait = &measures->waits[i];
        put_line(out, "wait_time", wait_keys[i], "mean seconds");
        (void)fprintf(out, ",%.3f,%" PRId64 ",", (double)wait->total_ms / 1000.0, wait->n);
        if (wait->n > 0)
            (void)fprintf(out, "%.6f", (double)wait->total_ms / 1000.0 / (double)wait->n);
        (void)fprintf(out, ",,,%d,%s\n", (int)wait->lessons,
                      wait->n > 0 ? "" : "undefined: no wait could be measured");
    }
    put_budget_csv(out, &measures->budget);
    return finish(out, err);
}
