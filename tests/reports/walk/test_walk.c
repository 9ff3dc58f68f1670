/* test_walk.c - what many walk-throughs say: shares, intervals, change, what is hidden. */
#include "check.h"

#include "reports/measure/calendar.h"
#include "reports/walk/walk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const WalkProtocol protocol = {.fingerprint = {{1}},
                                      .key = "pupil-talk",
                                      .title = "Pupil talk",
                                      .version = "1.0",
                                      .codes = {"explain", "frames"},
                                      .labels = {"Pupils explain", "Frames in use"},
                                      .groups = {"Talk", "Language"},
                                      .count = 2};

typedef struct Term {
    Arena arena;
    Walk *walk;
    int64_t started;
} Term;

static void begin(Term *t, const WalkOptions *options)
{
    Err err = {0};
    *t = (Term){.started = INT64_C(1785000000000)};
    arena_init(&t->arena, (size_t)64 << 20);
    t->walk = walk_begin(options, &t->arena, &err);
    assert_non_null(t->walk);
}

static WalkOptions by(WalkBy by_what)
{
    return (WalkOptions){
        .by = by_what, .filter = walk_filter_all(), .suppress_below = WALK_SUPPRESS_BELOW};
}

/* A visit that is like the one before but a little later. */
static WalkVisit visit(Term *t, int64_t day, const char *answers)
{
    t->started += 3600000;
    WalkVisit v = {.day = day,
                   .started_unix_ms = t->started,
                   .length_ms = 480000,
                   .protocol = &protocol,
                   .school_name = "",
                   .subject = "",
                   .observer = "MR",
                   .grade = WALK_NOT_SAID,
                   .period = WALK_NOT_SAID,
                   .answers = answers};
    return v;
}

static void add(Term *t, const WalkVisit *v, int count)
{
    Err err = {0};
    WalkVisit one = *v;
    for (int i = 0; i < count; i++) {
        t->started += 3600000;
        one.started_unix_ms = t->started;
        assert_ok(walk_add(t->walk, &one, &err), err);
    }
}

static void add_month(Term *t, int32_t month, int seen, int not_seen)
{
    int64_t day = calendar_day_of(2026, month, 10);
    WalkVisit yes = visit(t, day, "s-"), no = visit(t, day, "n-");
    add(t, &yes, seen);
    add(t, &no, not_seen);
}

static WalkView finish(Term *t)
{
    Err err = {0};
    WalkView view;
    assert_ok(walk_finish(t->walk, &view, &err), err);
    return view;
}

static bool says(const WalkView *view, const char *text)
{
    for (int32_t i = 0; i < view->notice_count; i++)
        if (strstr(view->notices[i], text))
            return true;
    return false;
}

static bool is_near(double a, double b)
{
    return fabs(a - b) < 0.0005;
}

/* 29 of 64: Wilson 0.3373 to 0.5743. */
static void total__is_k_of_n__with_wilson(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_MONTH);
    begin(&t, &options);
    add_month(&t, 8, 2, 10);
    add_month(&t, 9, 5, 13);
    add_month(&t, 10, 11, 9);
    add_month(&t, 11, 11, 3);
    WalkView view = finish(&t);
    const WalkRow *row = &view.rows[0];
    assert_int_equal(view.visits, 64);
    assert_int_equal(row->total.share.k, 29);
    assert_int_equal(row->total.share.n, 64);
    assert_true(is_near(row->total.share.low, 0.3373) && is_near(row->total.share.high, 0.5743));
    assert_string_equal(row->total.share.interval, "Wilson 95 %");
    assert_int_equal(view.group_count, 4);
    assert_string_equal(view.groups[2].label, "October 2026");
    assert_int_equal(row->cells[3].share.k, 11);
    assert_int_equal(row->cells[3].share.n, 14);
    assert_int_equal(row->change, WALK_CHANGE_CLEAR);
    arena_deinit(&t.arena);
}

static void change__is_not_clear__where_intervals_overlap(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_MONTH);
    begin(&t, &options);
    add_month(&t, 8, 4, 8);
    add_month(&t, 11, 10, 4);
    WalkView view = finish(&t);
    assert_int_equal(view.rows[0].change, WALK_CHANGE_UNCLEAR);
    assert_int_equal(view.rows[1].change, WALK_CHANGE_NONE); /* never answered */
    arena_deinit(&t.arena);
}

static void missing__is_not_no(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    begin(&t, &options);
    const char *const answers[] = {"s", "n", "u", "-", ""};
    for (int i = 0; i < 5; i++) {
        WalkVisit v = visit(&t, 20600, answers[i]);
        add(&t, &v, 10);
    }
    WalkView view = finish(&t);
    const WalkCell *cell = &view.rows[0].total;
    assert_int_equal(cell->seen, 10);
    assert_int_equal(cell->not_seen, 10);
    assert_int_equal(cell->unsure, 10);
    assert_int_equal(cell->open, 20);
    assert_int_equal(cell->share.n, 20);
    assert_int_equal(view.rows[1].total.share.n, 0); /* nobody answered: no figure */
    assert_non_null(view.rows[1].total.share.undefined);
    arena_deinit(&t.arena);
}

static void small_groups__are_hidden__with_one_more(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_MONTH);
    begin(&t, &options);
    add_month(&t, 8, 3, 1); /* 4 */
    add_month(&t, 9, 6, 5);
    add_month(&t, 10, 6, 6);
    add_month(&t, 11, 6, 10);
    WalkView view = finish(&t);
    const WalkRow *row = &view.rows[0];
    assert_true(row->cells[0].hidden);
    assert_true(row->cells[1].hidden); /* the smallest beside it */
    assert_false(row->cells[2].hidden || row->cells[3].hidden || row->total.hidden);
    assert_int_equal(row->cells[0].seen + row->cells[0].not_seen, 0);
    assert_int_equal(row->cells[0].share.n, 0);
    arena_deinit(&t.arena);
}

static void small_total__hides_the_row(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_MONTH);
    begin(&t, &options);
    add_month(&t, 8, 3, 1);
    add_month(&t, 9, 3, 2);
    WalkView view = finish(&t);
    assert_true(view.rows[0].total.hidden && view.rows[0].cells[0].hidden);
    assert_true(view.rows[0].cells[1].hidden);
    assert_int_equal(view.rows[0].spread_of, 0);
    arena_deinit(&t.arena);
}

static void total__goes_as_well__when_all_parts_are_small(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_MONTH);
    begin(&t, &options);
    add_month(&t, 8, 6, 6);
    add_month(&t, 9, 4, 0);
    WalkView view = finish(&t);
    /* 12 and 4: hiding 4 alone would show it as the rest of 16 */
    assert_true(view.rows[0].cells[0].hidden && view.rows[0].cells[1].hidden);
    assert_false(view.rows[0].total.hidden);
    arena_deinit(&t.arena);

    begin(&t, &options);
    add_month(&t, 8, 6, 3);
    add_month(&t, 9, 0, 0);
    add_month(&t, 10, 0, 0);
    view = finish(&t);
    assert_true(view.rows[0].total.hidden);
    arena_deinit(&t.arena);
}

/* For random tables: nobody who knows the totals and what is shown can tell a hidden
 * number of visits. */
static void hidden__does_not_follow__in_random_tables(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 300; round++) {
        Term t;
        WalkOptions options = by(WALK_BY_MONTH);
        begin(&t, &options);
        for (int32_t month = 1; month <= 6; month++)
            add_month(&t, month, rand() % 14, rand() % 9);
        WalkView view = finish(&t);
        const WalkRow *row = view.row_count > 0 ? &view.rows[0] : NULL;
        int hidden = 0;
        int64_t shown = 0;
        for (int32_t i = 0; row && i < view.group_count; i++) {
            hidden += row->cells[i].hidden;
            shown += row->cells[i].share.n;
            assert_true(row->cells[i].hidden || row->cells[i].share.n == 0 ||
                        row->cells[i].share.n >= WALK_SUPPRESS_BELOW);
        }
        if (row && !row->total.hidden && hidden > 0) {
            assert_true(hidden >= 2);
            assert_true(row->total.share.n - shown >= WALK_SUPPRESS_BELOW);
        }
        arena_deinit(&t.arena);
    }
}

static void filter__that_leaves_out_few__shows_nothing(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    options.filter.subject = "Mathematics";
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "ss");
    v.subject = "Mathematics";
    add(&t, &v, 40);
    v.subject = "Science";
    add(&t, &v, 3);
    WalkView view = finish(&t);
    assert_true(view.all_hidden && view.rows[0].total.hidden);
    assert_true(says(&view, "leaves out fewer than 10 visits"));
    arena_deinit(&t.arena);

    begin(&t, &options);
    v.subject = "Mathematics";
    add(&t, &v, 40);
    v.subject = "Science";
    add(&t, &v, 10);
    view = finish(&t);
    assert_int_equal(view.rows[0].total.seen, 40);
    arena_deinit(&t.arena);
}

/* Two members of a filter that leave out the same few visits: neither alone would. */
static void filter__whose_members_leave_out_the_same_few__shows_nothing(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    options.filter.subject = "Mathematics";
    options.filter.observer = "MR";
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "ss");
    v.subject = "Mathematics";
    add(&t, &v, 40);
    v.subject = "Science";
    v.observer = "KL";
    add(&t, &v, 3);
    WalkView view = finish(&t);
    assert_true(view.all_hidden && view.rows[0].total.hidden);
    arena_deinit(&t.arena);
}

/* All, less what each other selection shows, is a sum that tells of nobody. */
static void selections__one_after_the_other__tell_no_small_group(void **state)
{
    (void)state;
    static const char *const subjects[] = {"Art", "Biology", "Chess", "Drama"};
    int32_t shown = 0, hidden = 0;
    for (uint32_t seed = 1; seed <= 200; seed++) {
        int32_t visits[4], answered[4], left = 0, first = (int32_t)(seed * 2654435761U >> 8);
        for (int i = 0; i < 4; i++) {
            visits[i] = 3 + (first >> (4 * i)) % 25;
            answered[i] = i == (int)(seed % 4) ? 1 + visits[i] % 12 : visits[i];
            answered[i] = answered[i] < visits[i] ? answered[i] : visits[i];
        }
        bool all_shown = false;
        for (int wanted = -1; wanted < 4; wanted++) {
            Term t;
            WalkOptions options = by(WALK_BY_LOOKFOR);
            options.filter.subject = wanted < 0 ? NULL : subjects[wanted];
            begin(&t, &options);
            for (int i = 0; i < 4; i++) {
                WalkVisit v = visit(&t, 20600, "s");
                v.subject = subjects[i];
                add(&t, &v, answered[i]);
                v.answers = "u"; /* could not be told: in no n */
                add(&t, &v, visits[i] - answered[i]);
            }
            WalkView view = finish(&t);
            const WalkCell *total = &view.rows[0].total;
            if (wanted < 0)
                all_shown = !total->hidden;
            else if (total->hidden)
                left += answered[wanted];
            if (wanted >= 0) {
                shown += !total->hidden;
                hidden += total->hidden;
                assert_true(total->hidden || total->share.n >= WALK_SUPPRESS_BELOW);
            }
            arena_deinit(&t.arena);
        }
        if (all_shown)
            assert_true(left == 0 || left >= WALK_SUPPRESS_BELOW);
    }
    assert_true(shown > 200 && hidden > 100); /* the test tests something */
}

/* ---- what two views tell together ---- */

enum { SCHOOLS = 4, MONTHS = 6, SUMS = SCHOOLS + MONTHS + 2 };
enum { UNKNOWN = (SCHOOLS + 1) * (MONTHS + 1) };

/* Visits by school and month, and what no view shows of them. */
typedef struct Seen {
    int n[SCHOOLS][MONTHS];
    bool hidden[SCHOOLS + 1][MONTHS + 1]; /* with totals, last */
} Seen;

static void add_schools(Term *t, const Seen *seen)
{
    static const char *const names[SCHOOLS] = {"Alder", "Birch", "Cedar", "Dogwood"};
    for (int m = 0; m < MONTHS; m++)
        for (int s = 0; s < SCHOOLS; s++) {
            WalkVisit v = visit(t, calendar_day_of(2026, m + 1, 10), s % 2 ? "s" : "n");
            v.school.bytes[0] = (uint8_t)(s + 1);
            v.school_name = names[s];
            add(t, &v, seen->n[s][m]);
        }
}

static WalkView view_schools(Term *t, const WalkOptions *options, const Seen *seen)
{
    begin(t, options);
    add_schools(t, seen);
    return finish(t);
}

static void look_at_all(Seen *seen)
{
    Term t;
    WalkOptions options = by(WALK_BY_SCHOOL);
    WalkView view = view_schools(&t, &options, seen);
    for (int s = 0; s < SCHOOLS; s++)
        seen->hidden[s][MONTHS] = view.rows[0].cells[s].hidden;
    seen->hidden[SCHOOLS][MONTHS] = view.rows[0].total.hidden;
    arena_deinit(&t.arena);
    options = by(WALK_BY_MONTH);
    view = view_schools(&t, &options, seen);
    for (int m = 0; m < MONTHS; m++)
        seen->hidden[SCHOOLS][m] = view.rows[0].cells[m].hidden;
    seen->hidden[SCHOOLS][MONTHS] &= view.rows[0].total.hidden;
    arena_deinit(&t.arena);
    for (int s = 0; s < SCHOOLS; s++) {
        Uuid school = {{(uint8_t)(s + 1)}};
        options.filter.school = &school;
        view = view_schools(&t, &options, seen);
        for (int m = 0; m < MONTHS; m++)
            seen->hidden[s][m] = view.rows[0].cells[m].hidden;
        seen->hidden[s][MONTHS] &= view.rows[0].total.hidden;
        arena_deinit(&t.arena);
    }
}

/* One sum for each line: its cells less its total are nothing. Of what is hidden only; the
 * rest is known. */
static void write_sums(const Seen *seen, double sums[SUMS][UNKNOWN])
{
    memset(sums, 0, sizeof(double) * SUMS * UNKNOWN);
    for (int s = 0; s <= SCHOOLS; s++)
        for (int m = 0; m <= MONTHS; m++) {
            int at = s * (MONTHS + 1) + m;
            double row = m == MONTHS ? -1 : 1, column = s == SCHOOLS ? -1 : 1;
            sums[s][at] = seen->hidden[s][m] ? row : 0;
            sums[SCHOOLS + 1 + m][at] = seen->hidden[s][m] ? column : 0;
        }
}

/* Gauss and Jordan: what stands alone in a line at the end is known. */
static int count_recovered(const Seen *seen)
{
    double sums[SUMS][UNKNOWN];
    int line = 0, recovered = 0;
    write_sums(seen, sums);
    for (int at = 0; at < UNKNOWN && line < SUMS; at++) {
        int pivot = line;
        while (pivot < SUMS && fabs(sums[pivot][at]) < 1e-9)
            pivot++;
        if (pivot == SUMS)
            continue;
        double by_pivot = sums[pivot][at];
        for (int k = 0; k < UNKNOWN; k++) {
            double other = sums[line][k];
            sums[line][k] = sums[pivot][k] / by_pivot;
            if (pivot != line)
                sums[pivot][k] = other;
        }
        for (int i = 0; i < SUMS; i++) {
            double times = sums[i][at];
            for (int k = 0; k < UNKNOWN && i != line; k++)
                sums[i][k] -= times * sums[line][k];
        }
        line++;
    }
    for (int i = 0; i < line; i++) {
        int alone = 0;
        for (int k = 0; k < UNKNOWN; k++)
            alone += fabs(sums[i][k]) > 1e-9;
        recovered += alone == 1;
    }
    return recovered;
}

static void hidden__does_not_follow__from_views_of_schools_by_month(void **state)
{
    (void)state;
    int shown = 0, small = 0;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        Seen seen = {0};
        uint32_t draw = seed * 2654435761U;
        for (int s = 0; s < SCHOOLS; s++)
            for (int m = 0; m < MONTHS; m++) {
                draw = draw * 1664525U + 1013904223U;
                int most = (int)(seed % 3) * 10 + 8;
                seen.n[s][m] = 1 + (int)(draw >> 16) % (s == 3 && seed % 2 ? 2 : most);
            }
        memset(seen.hidden, 1, sizeof seen.hidden);
        look_at_all(&seen);
        for (int s = 0; s < SCHOOLS; s++)
            for (int m = 0; m < MONTHS; m++) {
                small += seen.n[s][m] < WALK_SUPPRESS_BELOW;
                shown += !seen.hidden[s][m];
                assert_true(seen.hidden[s][m] || seen.n[s][m] >= WALK_SUPPRESS_BELOW);
            }
        assert_int_equal(count_recovered(&seen), 0);
    }
    assert_true(shown > 100 && small > 100); /* the test tests something */
}

/* Alder in October is large enough, and with all schools by month it tells of Birch. */
static void school__by_month__hides_what_tells_the_other_school(void **state)
{
    (void)state;
    Seen seen = {.n = {{12, 20, 30, 14, 25, 16}, {5, 20, 30, 14, 25, 16}}};
    Uuid alder = {{1}};
    Term t;
    WalkOptions options = by(WALK_BY_MONTH);
    options.filter.school = &alder;
    WalkView view = view_schools(&t, &options, &seen);
    const WalkCell *cells = view.rows[0].cells;
    assert_true(cells[0].hidden);
    assert_true(cells[3].hidden); /* the smallest beside it */
    assert_false(cells[1].hidden || cells[2].hidden || cells[4].hidden || cells[5].hidden);
    assert_false(view.rows[0].total.hidden);
    arena_deinit(&t.arena);
    options.suppress_below = 0;
    view = view_schools(&t, &options, &seen);
    assert_false(view.rows[0].cells[0].hidden);
    arena_deinit(&t.arena);
}

/* One id is one visit, whoever made it; another id is another where nobody is named. */
static void visit__of_no_name__is_told_by_its_id(void **state)
{
    (void)state;
    Term t;
    Err err = {0};
    WalkOptions options = by(WALK_BY_LOOKFOR);
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "s-");
    v.observer = "";
    for (int i = 0; i < 12; i++) {
        v.id = (Uuid){{(uint8_t)(i + 1)}};
        assert_ok(walk_add(t.walk, &v, &err), err);
    }
    assert_ok(walk_add(t.walk, &v, &err), err);
    WalkView view = finish(&t);
    assert_int_equal(view.visits, 12);
    assert_int_equal(view.observers_named, 0);
    assert_true(says(&view, "1 visit is in the record twice"));
    assert_false(says(&view, "a clock may be wrong"));
    arena_deinit(&t.arena);
}

/* A clock that was never set: the first visit follows no other. */
static void visit__of_long_ago__begins_before_no_other(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    begin(&t, &options);
    t.started = INT64_C(-2493072000000);
    WalkVisit v = visit(&t, -28855, "ss");
    add(&t, &v, 1);
    v = visit(&t, -28855, "ss");
    add(&t, &v, 1);
    WalkView view = finish(&t);
    assert_int_equal(view.visits, 2);
    assert_int_equal(view.first_day, -28855);
    assert_false(says(&view, "a clock may be wrong"));
    arena_deinit(&t.arena);
}

static void selection__of_nothing__says_what_there_is_none_of(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    options.filter.subject = "Alchemy";
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "ss");
    v.subject = "Mathematics";
    add(&t, &v, 40);
    WalkView view = finish(&t);
    assert_int_equal(view.row_count, 0);
    assert_true(says(&view, "no visit fits this selection"));
    assert_true(says(&view, "none has this subject"));
    assert_false(says(&view, "none is by this observer"));
    arena_deinit(&t.arena);
}

static void group__of_look_fors__leaves_out_rows_not_visits(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    options.filter.group = "Language";
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "sn");
    add(&t, &v, 12);
    WalkView view = finish(&t);
    assert_int_equal(view.visits, 12);
    assert_int_equal(view.row_count, 1);
    assert_string_equal(view.rows[0].label, "Frames in use");
    arena_deinit(&t.arena);
}

static void teachers__are_counted__never_listed(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_OBSERVER);
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "sn");
    for (int i = 1; i <= 5; i++) {
        v.teacher.bytes[15] = (uint8_t)i;
        v.observer = i % 2 ? "MR" : "KL";
        add(&t, &v, i == 5 ? 6 : i);
    }
    v.teacher = (Uuid){{0}};
    add(&t, &v, 2);
    WalkView view = finish(&t);
    assert_int_equal(view.teachers, 5);
    assert_int_equal(view.teacher_least, 1);
    assert_int_equal(view.teacher_most, 6);
    assert_true(view.teacher_median == 3);
    assert_int_equal(view.visits_without_teacher, 2);
    assert_int_equal(view.observer_count, 2);
    assert_string_equal(view.observers[0].name, "KL");
    Err err = {0};
    WalkBy by_what;
    assert_false(walk_parse_by("teacher", &by_what, &err));
    assert_err(err, ERR_FORMAT,
               "teachers are not compared; --teacher KEY shows the visits to one who permits it");
    arena_deinit(&t.arena);
}

static void spread__is_between_observers_with_enough_visits(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    begin(&t, &options);
    WalkVisit yes = visit(&t, 20600, "s"), no = visit(&t, 20600, "n");
    yes.observer = no.observer = "AB";
    add(&t, &yes, 3);
    add(&t, &no, 12);
    yes.observer = no.observer = "CD";
    add(&t, &yes, 9);
    add(&t, &no, 9);
    WalkView view = finish(&t);
    assert_int_equal(view.rows[0].observers, 2);
    assert_int_equal(view.rows[0].spread_of, 2);
    assert_true(is_near(view.rows[0].spread_low, 0.2) && is_near(view.rows[0].spread_high, 0.5));
    yes.observer = "EF"; /* 4 visits: hidden, and one more so that it does not follow */
    add(&t, &yes, 4);
    view = finish(&t);
    assert_int_equal(view.rows[0].observers, 3);
    assert_int_equal(view.rows[0].spread_of, 1);
    assert_true(view.rows[0].spread_high == 0);
    arena_deinit(&t.arena);
}

static void permission__shows_small_numbers__to_the_teacher(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_LOOKFOR);
    Uuid teacher = {{5}};
    options.filter.teacher = &teacher;
    options.permitted = true;
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "sn");
    add(&t, &v, 30);
    v.teacher = teacher;
    add(&t, &v, 4);
    WalkView view = finish(&t);
    assert_int_equal(view.visits, 4);
    assert_int_equal(view.rows[0].total.seen, 4);
    arena_deinit(&t.arena);
}

static void groups__stand_in_their_own_order(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_PERIOD);
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "sn");
    const int32_t periods[] = {10, 2, WALK_NOT_SAID, 1};
    for (int i = 0; i < 4; i++) {
        v.period = periods[i];
        add(&t, &v, 12);
    }
    WalkView view = finish(&t);
    const char *const labels[] = {"Period 1", "Period 2", "Period 10", "period not said"};
    for (int i = 0; i < 4; i++)
        assert_string_equal(view.groups[i].label, labels[i]);
    arena_deinit(&t.arena);
}

static void schools__of_one_name__are_two(void **state)
{
    (void)state;
    Term t;
    WalkOptions options = by(WALK_BY_SCHOOL);
    begin(&t, &options);
    WalkVisit v = visit(&t, 20600, "sn");
    for (int i = 1; i <= 3; i++) {
        v.school.bytes[15] = (uint8_t)i;
        v.school_name = i == 3 ? "Lincoln (East)" : "Lincoln";
        add(&t, &v, 11);
    }
    WalkView view = finish(&t);
    assert_string_equal(view.groups[0].label, "Lincoln");
    assert_string_equal(view.groups[1].label, "Lincoln (2)");
    assert_string_equal(view.groups[2].label, "Lincoln (East)");
    arena_deinit(&t.arena);
}

static void too_many__is_a_sentence(void **state)
{
    (void)state;
    Term t;
    Err err = {0};
    WalkOptions options = by(WALK_BY_SUBJECT);
    begin(&t, &options);
    bool ok = true;
    for (int i = 0; ok && i < WALK_MAX_GROUPS + 1; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "Subject %d", i);
        WalkVisit v = visit(&t, 20600, "sn");
        v.subject = name;
        ok = walk_add(t.walk, &v, &err);
    }
    assert_false(ok);
    assert_err(err, ERR_LIMIT, "more than 512 different values of subject in one view");
    arena_deinit(&t.arena);
}

/* A clock that stood before the first year has a month all the same. */
static void months__have_a_name__in_any_year(void **state)
{
    static const char *const labels[] = {"January -248", "June -248", "December -248"};
    static const int32_t numbers[] = {1, 6, 12};
    (void)state;
    for (int i = 0; i < 3; i++) {
        Term t;
        WalkOptions options = by(WALK_BY_MONTH);
        begin(&t, &options);
        WalkVisit v = visit(&t, calendar_day_of(-248, numbers[i], 10), "s-");
        add(&t, &v, 12);
        WalkView view = finish(&t);
        assert_int_equal(view.group_count, 1);
        assert_string_equal(view.groups[0].label, labels[i]);
        arena_deinit(&t.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(total__is_k_of_n__with_wilson),
        cmocka_unit_test(change__is_not_clear__where_intervals_overlap),
        cmocka_unit_test(missing__is_not_no),
        cmocka_unit_test(months__have_a_name__in_any_year),
        cmocka_unit_test(small_groups__are_hidden__with_one_more),
        cmocka_unit_test(small_total__hides_the_row),
        cmocka_unit_test(total__goes_as_well__when_all_parts_are_small),
        cmocka_unit_test(hidden__does_not_follow__in_random_tables),
        cmocka_unit_test(filter__that_leaves_out_few__shows_nothing),
        cmocka_unit_test(filter__whose_members_leave_out_the_same_few__shows_nothing),
        cmocka_unit_test(selections__one_after_the_other__tell_no_small_group),
        cmocka_unit_test(school__by_month__hides_what_tells_the_other_school),
        cmocka_unit_test(hidden__does_not_follow__from_views_of_schools_by_month),
        cmocka_unit_test(visit__of_no_name__is_told_by_its_id),
        cmocka_unit_test(visit__of_long_ago__begins_before_no_other),
        cmocka_unit_test(selection__of_nothing__says_what_there_is_none_of),
        cmocka_unit_test(group__of_look_fors__leaves_out_rows_not_visits),
        cmocka_unit_test(teachers__are_counted__never_listed),
        cmocka_unit_test(spread__is_between_observers_with_enough_visits),
        cmocka_unit_test(permission__shows_small_numbers__to_the_teacher),
        cmocka_unit_test(groups__stand_in_their_own_order),
        cmocka_unit_test(schools__of_one_name__are_two),
        cmocka_unit_test(too_many__is_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
