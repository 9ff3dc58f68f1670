/* The measures for a reader at a terminal: a figure never without what it is
 * counted of. Numbers in the C locale's form, one table after the other. */
#include "reports/exchange/figures/measure_json.h"

#include "protocols/utf8.h"
#include "reports/measure/coteaching.h"
#include "reports/measure/lesson.h"

#include <errno.h>
#include <string.h>

enum { ARENA_BYTES = 1 << 30, NAME_WIDTH = 26, TEXT_BYTES = 200 };

/* "12:20", or "1:02:20" from an hour on. */
static const char *clock_text(int64_t ms, char *text, size_t size)
{
    long long s = (long long)(ms + 500) / 1000;
    if (s >= 3600)
        (void)snprintf(text, size, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    else
        (void)snprintf(text, size, "%lld:%02lld", s / 60, s % 60);
    return text;
}

/* Two spaces and a name, filled up to the column of the figures. */
static void print_name(FILE *out, const char *name)
{
    size_t width = utf8_count(name, strlen(name));
    int fill = width < NAME_WIDTH ? NAME_WIDTH - (int)width : 1;
    (void)fprintf(out, "  %s%*s", name, fill, "");
}

static void print_undefined(FILE *out, const char *name, const char *why)
{
    print_name(out, name);
    (void)fprintf(out, "%s\n", why);
}

/* "12 of 51   23.5 %   (13.9-36.8; Wilson 95 %)" */
static void print_proportion(FILE *out, const char *name, const Proportion *p)
{
    if (p->undefined) {
        print_undefined(out, name, p->undefined);
        return;
    }
    print_name(out, name);
    (void)fprintf(out, "%6lld of %-6lld %5.1f %%  (", (long long)p->k, (long long)p->n,
                  100.0 * p->share);
    if (p->has_interval)
        (void)fprintf(out, "%.1f-%.1f; ", 100.0 * p->low, 100.0 * p->high);
    (void)fprintf(out, "%s)\n", p->interval);
}

static void print_spread(FILE *out, const char *name, const Spread *s)
{
    if (s->undefined) {
        print_undefined(out, name, s->undefined);
        return;
    }
    print_name(out, name);
    (void)fprintf(out, "median %.1f s, quartiles %.1f and %.1f, longest %.1f, n = %lld\n",
                  s->median, s->q1, s->q3, s->max, (long long)s->n);
}

/* ---- parts ---- */

static void print_head(FILE *out, const Observation *o, const TalkMeasures *talk)
{
    char observed[24], whole[24], id[UUID_TEXT_SIZE];
    uuid_format(o->setup->id, id);
    (void)fprintf(out, "%s\n", o->setup->title[0] != '\0' ? o->setup->title : "Untitled lesson");
    (void)fprintf(out, "%s, protocol %s %s\n", id, o->protocol->key, o->protocol->version);
    (void)fprintf(out, "%s observed of %s%s; %d of %d pupils present, %.0f student-minutes\n",
                  clock_text(talk->clock.observed_ms, observed, sizeof observed),
                  clock_text(o->end_ms, whole, sizeof whole), o->ended ? "" : " so far",
                  (int)talk->roster.present_count, (int)talk->roster.roster_count,
                  (double)talk->roster.student_ms / 60000.0);
    (void)fprintf(out, "Waits from %.1f s, goal %.1f s; an unmarked student turn counts as %s\n",
                  (double)talk->wait1.floor_ms / 1000.0, (double)talk->wait1.goal_ms / 1000.0,
                  o->protocol->rules.unmarked == UNMARKED_IS_NONE ? "one without a frame"
                                                                  : "not coded");
}

static void print_share(FILE *out, const char *title, const TalkShare *share)
{
    char text[24], other[24];
    (void)fprintf(out, "\nTalk share, %s: percent of %s\n", title,
                  clock_text(share->observed_ms, text, sizeof text));
    if (share->undefined) {
        print_undefined(out, "all", share->undefined);
        return;
    }
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        print_name(out, talk_role_name((TalkRole)i));
        (void)fprintf(out, "%8s %3d %%\n", clock_text(share->ms[i], text, sizeof text),
                      (int)share->percent[i]);
    }
    print_name(out, "of the silence");
    (void)fprintf(out, "%8s coded as silence, %s with no talk coded\n",
                  clock_text(share->silence_coded_ms, text, sizeof text),
                  clock_text(share->silence_uncoded_ms, other, sizeof other));
    if (share->overlap_ms > 0) {
        print_name(out, "overlap");
        (void)fprintf(out, "%8s, divided equally among those who spoke\n",
                      clock_text(share->overlap_ms, text, sizeof text));
    }
    if (share->ratio_undefined) {
        print_undefined(out, "talk ratio", share->ratio_undefined);
        return;
    }
    print_name(out, "talk ratio");
    (void)fprintf(out, "%8.1f %% teacher / (teacher + students) of %s; group talk left out\n",
                  100.0 * share->ratio, clock_text(share->ratio_of_ms, text, sizeof text));
}

static void print_phases(FILE *out, const TalkMeasures *talk)
{
    for (int32_t i = 0; i < talk->phase_count; i++) {
        const TalkPhase *phase = &talk->phases[i];
        print_share(out,
                    phase->code == PROTOCOL_NONE
                        ? "time in no phase"
                        : talk->observation->protocol->codes[phase->code].label,
                    &phase->share);
    }
}

static void print_gini(FILE *out, const char *name, const Gini *gini)
{
    if (gini->undefined) {
        print_undefined(out, name, gini->undefined);
        return;
    }
    print_name(out, name);
    (void)fprintf(out, "%8.2f", gini->plain);
    if (!gini->corrected_undefined)
        (void)fprintf(out, " (%.2f corrected for n)", gini->corrected);
    (void)fprintf(out, " over all %d present, silent pupils as 0", (int)gini->n);
    if (gini->has_interval)
        (void)fprintf(out, "; %.2f-%.2f", gini->low, gini->high);
    (void)fprintf(out, "; %s\n", gini->interval);
}

static void print_turns(FILE *out, const TalkMeasures *talk)
{
    (void)fprintf(out, "\nTurns\n");
    for (int i = 0; i < TALK_ROLE_COUNT; i++)
        print_spread(out, talk_role_name((TalkRole)i), &talk->lengths[i]);
    print_proportion(out, "reach: heard / present", &talk->reach);
    print_gini(out, "Gini of turns", &talk->gini_turns);
    print_gini(out, "Gini of talk time", &talk->gini_time);
    if (talk->unidentified_turns > 0) {
        print_name(out, "not told apart");
        (void)fprintf(out, "%6d student turns: in time, not in reach and Gini\n",
                      (int)talk->unidentified_turns);
    }
    const TalkChains *chains = &talk->chains;
    if (chains->undefined) {
        print_undefined(out, "chains", chains->undefined);
    } else {
        print_name(out, "chains");
        (void)fprintf(out, "%6zu, mean length %.1f, longest %d\n", chains->count,
                      chains->mean_length, (int)chains->longest);
        print_proportion(out, "student turns in chains", &chains->turns);
    }
    print_name(out, "teacher-student-teacher");
    (void)fprintf(out, "%6d\n", (int)chains->triads);
}

static void print_wait(FILE *out, const char *title, const WaitTime *wait)
{
    (void)fprintf(out, "\nWait time after %s: %zu measured of %lld\n", title, wait->count,
                  (long long)wait->asked);
    for (int i = WAIT_MEASURED + 1; i < WAIT_LOST_COUNT; i++) {
        if (wait->lost[i] == 0)
            continue;
        print_name(out, "left out");
        (void)fprintf(out, "%6lld: %s\n", (long long)wait->lost[i],
                      talk_wait_lost_name((WaitLost)i));
    }
    if (wait->undefined) {
        print_undefined(out, "wait", wait->undefined);
        return;
    }
    print_spread(out, "wait", &wait->seconds);
    print_proportion(out, "goal reached", &wait->goal);
    print_name(out, "ended by");
    (void)fprintf(out, "%6lld students, %lld teacher\n", (long long)wait->by_student,
                  (long long)wait->by_teacher);
}

static void print_questions(FILE *out, const Observation *o, const QuestionMeasures *questions)
{
    (void)fprintf(out, "\nQuestions: %zu", questions->count);
    if (questions->undefined) {
        (void)fprintf(out, ", %s\n", questions->undefined);
        return;
    }
    (void)fprintf(out, ", %.2f a minute\n", questions->per_min);
    for (int32_t i = 0; i < questions->row_count; i++) {
        const QuestionRow *row = &questions->rows[i];
        char name[TEXT_BYTES];
        const char *code = o->protocol->codes[row->code].label;
        if (row->modifier < 0)
            (void)snprintf(name, sizeof name, "%s", code);
        else
            (void)snprintf(name, sizeof name, "%s %s", o->protocol->modifiers[row->modifier].label,
                           row->option < 0
                               ? "not said"
                               : o->protocol->modifiers[row->modifier].options[row->option].label);
        print_proportion(out, name, &row->of_all);
    }
}

static void print_frames(FILE *out, const Observation *o, const FrameMeasures *frames)
{
    (void)fprintf(out, "\nSentence frames: %zu\n", frames->count);
    if (frames->undefined) {
        print_undefined(out, "all", frames->undefined);
        return;
    }
    print_proportion(out, "rate: turns with a frame", &frames->rate);
    if (frames->unheard + frames->uncoded > 0) {
        print_name(out, "turns left out");
        (void)fprintf(out, "%6lld not heard, %lld not coded\n", (long long)frames->unheard,
                      (long long)frames->uncoded);
    }
    print_proportion(out, "reach: used one / present", &frames->reach);
    print_proportion(out, "taught frames", &frames->taught);
    print_proportion(out, "spontaneous", &frames->spontaneous);
    print_proportion(out, "complete or adapted", &frames->complete);
    const FrameTable *table = &frames->by_function;
    for (int32_t i = 0; i < table->row_count; i++) {
        const FrameRow *row = &table->rows[i];
        if (row->n == 0 && !row->targeted)
            continue;
        print_name(out, row->option < 0
                            ? "function not said"
                            : o->protocol->modifiers[table->modifier].options[row->option].label);
        (void)fprintf(out, "%6lld: %lld taught, %lld spontaneous, %lld of %lld pupils\n",
                      (long long)row->n, (long long)row->taught, (long long)row->spontaneous,
                      (long long)row->pupils.k, (long long)row->pupils.n);
    }
}

static void print_sampling(FILE *out, const Observation *o, const SamplingMeasures *sampling)
{
    if (sampling->undefined) {
        (void)fprintf(out, "\nSamples: %s\n", sampling->undefined);
        return;
    }
    for (int32_t i = 0; i < sampling->row_count; i++) {
        const SamplingRow *row = &sampling->rows[i];
        (void)fprintf(out, "\n%s: %d signals, %d scans missing\n",
                      o->protocol->codes[row->code].label, (int)row->signal_count,
                      (int)row->missing);
        print_proportion(out, "all, pooled", &row->pooled);
        for (int32_t s = 0; s < row->series_count; s++) {
            const ScanSeries *series = &row->series[s];
            print_proportion(
                out, series->subject < 0 ? "the class" : o->setup->subjects[series->subject].label,
                &series->pooled);
        }
    }
}

/* ---- sequences and rows ---- */

static void print_z(FILE *out, const Transition *cell)
{
    if (cell->no_z)
        (void)fprintf(out, "     -");
    else
        (void)fprintf(out, " %5.1f", cell->z);
    if (cell->no_q)
        (void)fprintf(out, "      -\n");
    else
        (void)fprintf(out, " %6.2f\n", cell->q);
}

/* Of speakers only what came more than once: the rest is in the JSON. */
static void print_transitions(FILE *out, const char *title, const Observation *o,
                              const Transitions *t, const int32_t *subjects)
{
    (void)fprintf(out, "\nWhat followed what, by %s: %lld transitions", title, (long long)t->n);
    if (t->undefined) {
        (void)fprintf(out, ", %s\n", t->undefined);
        return;
    }
    if (t->too_sparse)
        (void)fprintf(out, "; too sparse to trust z (%d of %d expected counts under %d)",
                      (int)t->few, (int)t->possible, SEQUENCE_FEW);
    (void)fputc('\n', out);
    print_name(out, "");
    (void)fprintf(out, "%6s %9s %5s %6s\n", "n", "expected", "z", "Q");
    for (int32_t i = 0; i < t->state_count * t->state_count; i++) {
        int32_t from = i / t->state_count, to = i % t->state_count;
        char name[2 * TEXT_BYTES];
        if (t->counts[i] < (subjects ? 2 : 1))
            continue;
        (void)snprintf(
            name, sizeof name, "%s > %s",
            subjects ? o->setup->subjects[subjects[from]].label : talk_role_name((TalkRole)from),
            subjects ? o->setup->subjects[subjects[to]].label : talk_role_name((TalkRole)to));
        Transition cell = sequence_cell(t, from, to);
        print_name(out, name);
        (void)fprintf(out, "%6lld %9.1f", (long long)cell.n, cell.expected);
        print_z(out, &cell);
    }
}

static void print_overlaps(FILE *out, const Observation *o, const Overlaps *overlaps)
{
    char both[24], all[24];
    (void)fprintf(out, "\nAt the same time\n");
    if (overlaps->undefined)
        print_undefined(out, "all", overlaps->undefined);
    for (int32_t i = 0; i < overlaps->count; i++) {
        const Overlap *pair = &overlaps->items[i];
        char name[2 * TEXT_BYTES];
        (void)snprintf(name, sizeof name, "%s: %s", o->protocol->codes[pair->a].label,
                       o->protocol->codes[pair->b].label);
        print_name(out, name);
        (void)fprintf(out, "%6lld started", (long long)pair->starts);
        if (pair->has_share)
            (void)fprintf(
                out, ", on %s of %s, %.1f %%", clock_text(pair->both_ms, both, sizeof both),
                clock_text(overlaps->on_ms[pair->a], all, sizeof all), 100.0 * pair->share);
        (void)fputc('\n', out);
    }
}

static void print_share_cell(FILE *out, const Proportion *p)
{
    if (p->undefined)
        (void)fprintf(out, " %13s", "-");
    else
        (void)fprintf(out, " %4lld %6.1f %%", (long long)p->k, 100.0 * p->share);
}

static void print_derived_row(FILE *out, const char *name, const DerivedRow *row)
{
    if (row->partial.k == 0)
        return;
    print_name(out, name);
    print_share_cell(out, &row->momentary);
    print_share_cell(out, &row->partial);
    print_share_cell(out, &row->whole);
    print_share_cell(out, &row->of_marks);
    (void)fputc('\n', out);
}

static void print_derived(FILE *out, const Observation *o, const DerivedSheet *sheet)
{
    char text[24];
    (void)fprintf(out, "\nDerived rows of %s: %d intervals, %d observed in full\n",
                  clock_text(sheet->interval_ms, text, sizeof text), (int)sheet->interval_count,
                  (int)sheet->scorable);
    if (sheet->undefined) {
        print_undefined(out, "all", sheet->undefined);
        return;
    }
    print_name(out, "% of intervals, of codes");
    (void)fprintf(out, " %13s %13s %13s %13s\n", "momentary", "partial", "whole", "of codes");
    for (int32_t i = 0; i < sheet->code_count; i++)
        print_derived_row(out, o->protocol->codes[sheet->codes[i].code].label, &sheet->codes[i]);
    for (int32_t i = 0; i < sheet->collapsed_count; i++)
        print_derived_row(out, sheet->collapsed[i].group, &sheet->collapsed[i]);
}

static void print_cell(FILE *out, int width, bool defined, double value)
{
    if (defined)
        (void)fprintf(out, " %*.2f", width, value);
    else
        (void)fprintf(out, " %*s", width, "-");
}

static void print_budget(FILE *out, const Observation *o, const Budget *budget)
{
    (void)fprintf(out, "\nTime budget: percent of %s\n", budget->percent_of);
    print_name(out, "");
    (void)fprintf(out, "%6s %10s %8s %8s %7s %7s\n", "n", "total s", "mean s", "sd s", "%",
                  "n/min");
    for (int32_t i = 0; i < budget->row_count; i++) {
        const BudgetRow *row = &budget->rows[i];
        char name[TEXT_BYTES];
        if (row->subject < 0)
            (void)snprintf(name, sizeof name, "%s", o->protocol->codes[row->code].label);
        else
            (void)snprintf(name, sizeof name, "  %s", o->setup->subjects[row->subject].label);
        print_name(out, name);
        (void)fprintf(out, "%6lld %10.3f", (long long)row->n, (double)row->total_ms / 1000.0);
        print_cell(out, 8, row->has_mean, row->mean_s);
        print_cell(out, 8, row->has_sd, row->sd_s);
        print_cell(out, 7, row->has_percent, row->percent);
        print_cell(out, 7, !budget->undefined, row->per_min);
        (void)fputc('\n', out);
    }
}

/* Each model with who had the floor in it. */
static void print_models(FILE *out, const Observation *o, const CoteachingMeasures *c)
{
    char text[24];
    for (int32_t i = 0; i < c->model_count; i++) {
        const CoteachingModel *model = &c->models[i];
        if (model->occurrences == 0)
            continue;
        print_name(out, o->protocol->codes[model->code].label);
        (void)fprintf(out, "%s, n = %d; talk:", clock_text(model->ms, text, sizeof text),
                      (int)model->occurrences);
        for (int32_t a = 0; a < c->adult_count; a++)
            (void)fprintf(out, " %s %s,", o->setup->subjects[c->adults[a]].label,
                          clock_text(model->adult_ms[a], text, sizeof text));
        if (model->other_ms > 0)
            (void)fprintf(out, " other adults %s,", clock_text(model->other_ms, text, sizeof text));
        (void)fprintf(out, " pupils %s", clock_text(model->pupil_ms, text, sizeof text));
        (void)fprintf(out, ", groups %s\n", clock_text(model->group_ms, text, sizeof text));
    }
}

/* Not for a protocol that has neither models nor lanes. */
static void print_coteaching(FILE *out, const Observation *o, const CoteachingMeasures *c)
{
    char text[24];
    if (c->model_category == PROTOCOL_NONE && c->lane_category == PROTOCOL_NONE)
        return;
    (void)fprintf(out, "\nTeaching together\n");
    print_models(out, o, c);
    print_name(out, "handed over");
    (void)fprintf(out, "n = %d", (int)c->handover_count);
    for (int32_t i = 0; i < c->handover_count; i++)
        (void)fprintf(out, "%s %s", i > 0 ? "," : ": at",
                      clock_text(c->handovers[i], text, sizeof text));
    (void)fputc('\n', out);
    for (int32_t a = 0; a < c->adult_count; a++) {
        char name[TEXT_BYTES];
        (void)snprintf(name, sizeof name, "%s reached", o->setup->subjects[c->adults[a]].label);
        print_name(out, name);
        for (int32_t t = 0; t < c->table_count && c->contacts_told[a]; t++)
            (void)fprintf(out, "%s %d, ", o->setup->subjects[c->tables[t]].label,
                          (int)c->contacts[a][t]);
        (void)fprintf(out, "in no lane for %s\n", clock_text(c->no_lane_ms[a], text, sizeof text));
    }
    if (c->contacts_elsewhere > 0) {
        print_name(out, "reached elsewhere");
        (void)fprintf(out, "n = %d, at no table\n", (int)c->contacts_elsewhere);
    }
}

bool measure_write_text(const Observation *o, FILE *out, Err *err)
{
    Arena arena;
    LessonMeasures measures;
    CoteachingMeasures coteaching;
    arena_init(&arena, ARENA_BYTES);
    bool done = lesson_measure(o, &arena, &measures, err) &&
                coteaching_measure(&measures.talk, &arena, &coteaching, err);
    if (done) {
        print_head(out, o, &measures.talk);
        print_share(out, "whole lesson", &measures.talk.share);
        print_phases(out, &measures.talk);
        print_turns(out, &measures.talk);
        print_wait(out, "a teacher's question", &measures.talk.wait1);
        print_wait(out, "a student's turn", &measures.talk.wait2);
        print_questions(out, o, &measures.questions);
        print_frames(out, o, &measures.frames);
        print_sampling(out, o, &measures.sampling);
        print_transitions(out, "role", o, &measures.sequence.roles, NULL);
        print_transitions(out, "speaker", o, &measures.sequence.speakers,
                          measures.sequence.subjects);
        print_overlaps(out, o, &measures.overlaps);
        print_coteaching(out, o, &coteaching);
        print_derived(out, o, &measures.derived);
        print_budget(out, o, &measures.budget);
    }
    arena_deinit(&arena);
    if (done && (fflush(out) != 0 || ferror(out)))
        return err_set(err, ERR_SYSTEM, "the figures cannot be written: %s", strerror(errno));
    return done;
}
