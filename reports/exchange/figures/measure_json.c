#include "reports/exchange/figures/measure_json.h"

#include "reports/exchange/figures/figure_json.h"
#include "reports/measure/coteaching.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 1 << 30 };

static json_t *make_option(const Observation *o, int32_t modifier, int32_t option)
{
    if (modifier < 0 || option < 0)
        return json_null();
    return figure_text(o->protocol->modifiers[modifier].options[option].key);
}

/* ---- parts ---- */

static json_t *make_settings(const Observation *o)
{
    const ProtocolRules *rules = &o->protocol->rules;
    return json_pack("{s:o, s:o, s:i, s:s, s:o, s:i, s:i}", "wait_from_s",
                     figure_seconds(rules->wait_from_ms), "wait_goal_s",
                     figure_seconds(rules->wait_goal_ms), "suppress_below",
                     (int)rules->suppress_below, "unmarked_turn",
                     rules->unmarked == UNMARKED_IS_NONE ? "none" : "missing", "resolution_s",
                     figure_seconds(o->setup->resolution_ms), "resamples", (int)MEASURE_RESAMPLES,
                     "seed", (int)MEASURE_SEED);
}

static json_t *make_roster(const Roster *roster)
{
    return json_pack("{s:i, s:i, s:f}", "pupils", (int)roster->roster_count, "present",
                     (int)roster->present_count, "student_minutes",
                     (double)roster->student_ms / 60000.0);
}

static const char *const ROLE_KEYS[TALK_ROLE_COUNT] = {"teacher", "students", "group_talk",
                                                       "silence"};

static json_t *make_share(const TalkShare *share)
{
    bool defined = share->undefined == NULL;
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o}", "observed_s", figure_seconds(share->observed_ms),
                  "silence_coded_s", figure_seconds(share->silence_coded_ms), "silence_uncoded_s",
                  figure_seconds(share->silence_uncoded_ms), "overlap_s",
                  figure_seconds(share->overlap_ms), "undefined", figure_text(share->undefined));
    for (int i = 0; object && i < TALK_ROLE_COUNT; i++) {
        json_t *role = json_pack("{s:o, s:o, s:o}", "s", figure_seconds(share->ms[i]), "share",
                                 figure_real(defined, share->share[i]), "percent",
                                 defined ? json_integer(share->percent[i]) : json_null());
        if (json_object_set_new(object, ROLE_KEYS[i], role) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *make_ratio(const TalkShare *share)
{
    bool defined = share->ratio_undefined == NULL;
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:n, s:n, s:o, s:o}", "of",
        "seconds of teacher / (teacher + students); group talk left out", "k",
        figure_seconds(defined ? share->ms[TALK_TEACHER] : 0), "n",
        figure_seconds(share->ratio_of_ms), "share", figure_real(defined, share->ratio), "low",
        "high", "interval",
        figure_text(defined ? "no interval: all observed time is counted, none is sampled" : NULL),
        "undefined", figure_text(share->ratio_undefined));
}

static json_t *make_talk_share(const TalkMeasures *talk)
{
    json_t *phases = json_array();
    for (int32_t i = 0; i < talk->phase_count; i++) {
        const TalkPhase *phase = &talk->phases[i];
        phases = figure_append(
            phases, json_pack("{s:o, s:i, s:i, s:i, s:o, s:o}", "phase",
                              figure_code(talk->observation, phase->code), "occurrences",
                              (int)phase->occurrences, "teacher_turns", (int)phase->teacher_turns,
                              "student_turns", (int)phase->student_turns, "talk_share",
                              make_share(&phase->share), "talk_ratio", make_ratio(&phase->share)));
    }
    json_t *share = make_share(&talk->share);
    if (share && json_object_set_new(share, "phases", phases) == 0)
        return share;
    if (!share)
        json_decref(phases);
    json_decref(share);
    return NULL;
}

static json_t *make_lengths(const TalkMeasures *talk)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "teacher", figure_spread(&talk->lengths[TALK_TEACHER]),
                     "students", figure_spread(&talk->lengths[TALK_STUDENT]), "group_talk",
                     figure_spread(&talk->lengths[TALK_GROUP]), "silence",
                     figure_spread(&talk->lengths[TALK_SILENCE]));
}

static json_t *make_subject_turns(const TalkMeasures *talk)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < talk->resample.subject_count; i++) {
        const TalkSubject *subject = &talk->subjects[i];
        if (subject->turns > 0 || subject->counts)
            array = figure_append(array, json_pack("{s:o, s:i, s:o, s:b}", "subject",
                                                   figure_subject(talk->observation, i), "turns",
                                                   (int)subject->turns, "talk_s",
                                                   figure_seconds(subject->talk_ms), "in_reach",
                                                   (int)subject->counts));
    }
    return array;
}

static json_t *make_links(const TalkMeasures *talk, const TalkLink *links, int32_t count)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++)
        array = figure_append(array, json_pack("{s:o, s:o, s:i}", "from",
                                               figure_subject(talk->observation, links[i].from),
                                               "to", figure_subject(talk->observation, links[i].to),
                                               "n", (int)links[i].count));
    return array;
}

static json_t *make_directed(const TalkMeasures *talk)
{
    return json_pack("{s:o, s:o, s:i}", "spoken_to",
                     make_links(talk, talk->spoken_to, talk->spoken_to_count), "followed",
                     make_links(talk, talk->followed, talk->followed_count), "pupil_after_pupil",
                     (int)talk->pupil_after_pupil);
}

static json_t *make_gini(const Gini *gini)
{
    bool defined = gini->undefined == NULL, interval = defined && gini->has_interval;
    return json_pack(
        "{s:i, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "n", (int)gini->n, "total",
        (json_int_t)gini->total, "gini", figure_real(defined, gini->plain), "corrected",
        figure_real(gini->corrected_undefined == NULL, gini->corrected), "low",
        figure_real(interval, gini->low), "high", figure_real(interval, gini->high), "interval",
        figure_text(defined ? gini->interval : NULL), "undefined", figure_text(gini->undefined),
        "corrected_undefined", figure_text(gini->corrected_undefined));
}

static json_t *make_chains(const TalkChains *chains)
{
    json_t *lengths = json_array();
    for (int32_t i = 0; i <= chains->longest; i++)
        if (chains->by_length[i] > 0)
            lengths = figure_append(
                lengths, json_pack("{s:i, s:i}", "length", (int)i, "n", (int)chains->by_length[i]));
    return json_pack("{s:I, s:i, s:o, s:o, s:i, s:i, s:o, s:o}", "count", (json_int_t)chains->count,
                     "longest", (int)chains->longest, "mean_length",
                     figure_real(chains->count > 0, chains->mean_length), "by_length", lengths,
                     "unsure", (int)chains->unsure, "teacher_student_teacher", (int)chains->triads,
                     "student_turns", figure_proportion(&chains->turns), "undefined",
                     figure_text(chains->undefined));
}

static const char *const LOST_KEYS[WAIT_LOST_COUNT] = {
    "measured", "short", "group_talk", "paused", "nothing", "earlier", "no_turn", "other_student"};

static json_t *make_wait(const WaitTime *wait)
{
    json_t *left_out = json_object();
    for (int i = WAIT_MEASURED + 1; left_out && i < WAIT_LOST_COUNT; i++) {
        if (json_object_set_new(left_out, LOST_KEYS[i], json_integer(wait->lost[i])) != 0) {
            json_decref(left_out);
            left_out = NULL;
        }
    }
    return json_pack("{s:I, s:I, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o}", "asked",
                     (json_int_t)wait->asked, "measured", (json_int_t)wait->count, "from_s",
                     figure_seconds(wait->floor_ms), "goal_s", figure_seconds(wait->goal_ms),
                     "ended_by_student", (json_int_t)wait->by_student, "ended_by_teacher",
                     (json_int_t)wait->by_teacher, "left_out", left_out, "seconds",
                     figure_spread(&wait->seconds), "goal", figure_proportion(&wait->goal),
                     "undefined", figure_text(wait->undefined));
}

static json_t *make_questions(const Observation *o, const QuestionMeasures *questions)
{
    json_t *rows = json_array();
    for (int32_t i = 0; i < questions->row_count; i++) {
        const QuestionRow *row = &questions->rows[i];
        const char *modifier = row->modifier < 0 ? NULL : o->protocol->modifiers[row->modifier].key;
        rows = figure_append(
            rows,
            json_pack("{s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:I, s:I}", "code",
                      figure_code(o, row->code), "modifier", figure_text(modifier), "option",
                      make_option(o, row->modifier, row->option), "n", (json_int_t)row->n, "of_all",
                      figure_proportion(&row->of_all), "wait_s", figure_spread(&row->seconds),
                      "wait_goal", figure_proportion(&row->goal), "ended_by_student",
                      (json_int_t)row->by_student, "ended_by_teacher",
                      (json_int_t)row->by_teacher));
    }
    return json_pack("{s:I, s:o, s:o, s:o}", "n", (json_int_t)questions->count, "per_min",
                     figure_real(questions->undefined == NULL, questions->per_min), "rows", rows,
                     "undefined", figure_text(questions->undefined));
}

static json_t *make_frame_table(const Observation *o, const FrameTable *table)
{
    json_t *rows = json_array();
    for (int32_t i = 0; i < table->row_count; i++) {
        const FrameRow *row = &table->rows[i];
        rows = figure_append(
            rows, json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:o, s:b}", "option",
                            make_option(o, table->modifier, row->option), "n", (json_int_t)row->n,
                            "taught", (json_int_t)row->taught, "other", (json_int_t)row->other,
                            "spontaneous", (json_int_t)row->spontaneous, "prompted",
                            (json_int_t)row->prompted, "pupils", figure_proportion(&row->pupils),
                            "targeted", (int)row->targeted));
    }
    return rows;
}

static json_t *make_frames(const Observation *o, const FrameMeasures *frames)
{
    return json_pack(
        "{s:I, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "n",
        (json_int_t)frames->count, "rate", figure_proportion(&frames->rate), "reach",
        figure_proportion(&frames->reach), "taught", figure_proportion(&frames->taught),
        "spontaneous", figure_proportion(&frames->spontaneous), "complete",
        figure_proportion(&frames->complete), "student_turns", (json_int_t)frames->student_turns,
        "unheard", (json_int_t)frames->unheard, "not_coded", (json_int_t)frames->uncoded,
        "outside_turns", (json_int_t)frames->outside, "by_function",
        make_frame_table(o, &frames->by_function), "by_form", make_frame_table(o, &frames->by_form),
        "by_prompting", make_frame_table(o, &frames->by_prompting), "by_source",
        make_frame_table(o, &frames->by_source), "undefined", figure_text(frames->undefined));
}

/* ---- engagement ---- */

static json_t *make_scans(const ScanSeries *series)
{
    json_t *scans = json_array();
    for (int32_t i = 0; i < series->count; i++) {
        const Scan *scan = &series->items[i];
        scans = figure_append(scans, json_pack("{s:o, s:i, s:b, s:o}", "at_s",
                                               figure_seconds(scan->at_ms), "signal",
                                               (int)scan->signal + 1, "missing", (int)scan->missing,
                                               "engaged", figure_proportion(&scan->share)));
    }
    return scans;
}

static json_t *make_groups(const Observation *o, const SamplingRow *row)
{
    json_t *groups = json_array();
    for (int32_t i = 0; i < row->series_count; i++) {
        const ScanSeries *series = &row->series[i];
        groups = figure_append(
            groups,
            json_pack("{s:o, s:i, s:i, s:o, s:o, s:o}", "subject",
                      figure_subject(o, series->subject), "scans", (int)series->count, "missing",
                      (int)series->missing, "pooled", figure_proportion(&series->pooled),
                      "mean_of_scans", figure_real(series->undefined == NULL, series->mean),
                      "items", make_scans(series)));
    }
    return groups;
}

static json_t *make_signals(const SamplingRow *row)
{
    json_t *signals = json_array();
    for (int32_t i = 0; i < row->signal_count; i++)
        signals =
            figure_append(signals, json_pack("{s:o, s:i, s:i, s:o}", "at_s",
                                             figure_seconds(row->signals[i].at_ms), "answered",
                                             (int)row->signals[i].answered, "missing",
                                             (int)row->signals[i].missing, "engaged",
                                             figure_proportion(&row->signals[i].share)));
    return signals;
}

static json_t *make_engagement(const Observation *o, const SamplingMeasures *sampling)
{
    json_t *rows = json_array();
    for (int32_t i = 0; i < sampling->row_count; i++) {
        const SamplingRow *row = &sampling->rows[i];
        rows = figure_append(
            rows,
            json_pack("{s:o, s:o, s:i, s:o, s:o, s:o, s:o, s:o}", "code", figure_code(o, row->code),
                      "every_s", figure_seconds(row->every_ms), "missing", (int)row->missing,
                      "pooled", figure_proportion(&row->pooled), "mean_of_signals",
                      figure_real(row->undefined == NULL, row->mean), "signals", make_signals(row),
                      "groups", make_groups(o, row), "undefined", figure_text(row->undefined)));
    }
    return json_pack("{s:o, s:o}", "rows", rows, "undefined", figure_text(sampling->undefined));
}

/* ---- sequences ---- */

/* What a state of a table is called: a role's key or a subject's label. */
static json_t *make_state(const Observation *o, const int32_t *subjects, int32_t state)
{
    return subjects ? figure_subject(o, subjects[state]) : json_string(ROLE_KEYS[state]);
}

static json_t *make_cells(const Observation *o, const Transitions *t, const int32_t *subjects)
{
    json_t *cells = json_array();
    for (int32_t i = 0; i < t->state_count * t->state_count; i++) {
        if (subjects && t->counts[i] == 0)
            continue;
        Transition cell = sequence_cell(t, i / t->state_count, i % t->state_count);
        cells = figure_append(cells, json_pack("{s:o, s:o, s:I, s:o, s:o, s:o}", "from",
                                               make_state(o, subjects, i / t->state_count), "to",
                                               make_state(o, subjects, i % t->state_count), "n",
                                               (json_int_t)cell.n, "expected",
                                               figure_real(t->undefined == NULL, cell.expected),
                                               "z", figure_real(cell.no_z == NULL, cell.z), "q",
                                               figure_real(cell.no_q == NULL, cell.q)));
    }
    return cells;
}

static json_t *make_transitions(const Observation *o, const Transitions *t, const int32_t *subjects)
{
    json_t *states = json_array();
    for (int32_t i = 0; i < t->state_count; i++)
        states = figure_append(
            states, json_pack("{s:o, s:I, s:I}", "state", make_state(o, subjects, i), "before",
                              (json_int_t)t->from_total[i], "after", (json_int_t)t->to_total[i]));
    return json_pack("{s:i, s:I, s:I, s:i, s:i, s:b, s:o, s:o, s:o}", "lag", (int)t->lag, "n",
                     (json_int_t)t->n, "repeats", (json_int_t)t->repeats, "possible",
                     (int)t->possible, "expected_under_5", (int)t->few, "too_sparse",
                     (int)t->too_sparse, "states", states, "cells", make_cells(o, t, subjects),
                     "undefined", figure_text(t->undefined));
}

static json_t *make_overlaps(const Observation *o, const Overlaps *overlaps)
{
    json_t *pairs = json_array();
    for (int32_t i = 0; i < overlaps->count; i++) {
        const Overlap *pair = &overlaps->items[i];
        pairs =
            figure_append(pairs, json_pack("{s:o, s:o, s:o, s:o, s:o, s:I}", "while",
                                           figure_code(o, pair->a), "code", figure_code(o, pair->b),
                                           "while_s", figure_seconds(overlaps->on_ms[pair->a]),
                                           "both_s", figure_seconds(pair->both_ms), "share",
                                           figure_real(pair->has_share, pair->share), "starts",
                                           (json_int_t)pair->starts));
    }
    return json_pack("{s:o, s:o}", "pairs", pairs, "undefined", figure_text(overlaps->undefined));
}

/* ---- derived rows ---- */

/* One character an interval: '-' where it cannot be scored, else a digit. */
static json_t *make_flags(const uint8_t *flags, int32_t count)
{
    char *text = malloc((size_t)count + 1);
    if (!text)
        return NULL;
    for (int32_t i = 0; i < count; i++)
        text[i] = flags[i] & DERIVED_UNSCORABLE ? '-' : (char)('0' + flags[i]);
    json_t *value = json_stringn(text, (size_t)count);
    free(text);
    return value;
}

static json_t *make_derived_rows(const Observation *o, const DerivedSheet *sheet, bool collapsed)
{
    const DerivedRow *rows = collapsed ? sheet->collapsed : sheet->codes;
    int32_t count = collapsed ? sheet->collapsed_count : sheet->code_count;
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++) {
        const DerivedRow *row = &rows[i];
        array = figure_append(
            array,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", collapsed ? "group" : "code",
                      collapsed ? figure_text(row->group) : figure_code(o, row->code), "category",
                      figure_text(o->protocol->categories[row->category].key), "momentary",
                      figure_proportion(&row->momentary), "partial",
                      figure_proportion(&row->partial), "whole", figure_proportion(&row->whole),
                      "of_marks", figure_proportion(&row->of_marks), "intervals",
                      make_flags(row->flags, sheet->interval_count)));
    }
    return array;
}

static json_t *make_derived(const Observation *o, const DerivedSheet *sheet)
{
    return json_pack("{s:b, s:o, s:i, s:i, s:o, s:o, s:o}", "derived", 1, "interval_s",
                     figure_seconds(sheet->interval_ms), "intervals", (int)sheet->interval_count,
                     "scorable", (int)sheet->scorable, "codes", make_derived_rows(o, sheet, false),
                     "collapsed", make_derived_rows(o, sheet, true), "undefined",
                     figure_text(sheet->undefined));
}

/* ---- time budget ---- */

static json_t *make_budget(const Observation *o, const Budget *budget)
{
    json_t *rows = json_array();
    for (int32_t i = 0; i < budget->row_count; i++) {
        const BudgetRow *row = &budget->rows[i];
        rows = figure_append(
            rows,
            json_pack("{s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:s, s:I, s:o, s:I, s:o, s:o}", "code",
                      figure_code(o, row->code), "subject", figure_subject(o, row->subject), "n",
                      (json_int_t)row->n, "total_s", figure_seconds(row->total_ms), "mean_s",
                      figure_real(row->has_mean, row->mean_s), "sd_s",
                      figure_real(row->has_sd, row->sd_s), "percent",
                      figure_real(row->has_percent, row->percent), "percent_of", budget->percent_of,
                      "missing", (json_int_t)row->missing, "per_min",
                      figure_real(budget->undefined == NULL, row->per_min), "gap_n",
                      (json_int_t)row->gap_n, "gap_mean_s",
                      figure_real(row->gap_n > 0, row->gap_mean_s), "gap_sd_s",
                      figure_real(row->gap_n > 1, row->gap_sd_s)));
    }
    return rows;
}

/* ---- adults who teach together ---- */

static json_t *make_models(const Observation *o, const CoteachingMeasures *c)
{
    json_t *models = json_array();
    for (int32_t i = 0; i < c->model_count; i++) {
        const CoteachingModel *model = &c->models[i];
        json_t *adults = json_array();
        for (int32_t a = 0; a < c->adult_count; a++)
            adults = figure_append(adults, json_pack("{s:o, s:o}", "subject",
                                                     figure_subject(o, c->adults[a]), "talk_s",
                                                     figure_seconds(model->adult_ms[a])));
        models = figure_append(
            models,
            json_pack("{s:o, s:o, s:i, s:o, s:o, s:o, s:o}", "code", figure_code(o, model->code),
                      "s", figure_seconds(model->ms), "occurrences", (int)model->occurrences,
                      "other_adults_talk_s", figure_seconds(model->other_ms), "pupils_talk_s",
                      figure_seconds(model->pupil_ms), "group_talk_s",
                      figure_seconds(model->group_ms), "adults", adults));
    }
    return models;
}

static json_t *make_reached(const Observation *o, const CoteachingMeasures *c)
{
    json_t *contacts = json_array();
    for (int32_t a = 0; a < c->adult_count; a++)
        for (int32_t t = 0; t < c->table_count && c->contacts_told[a]; t++)
            contacts = figure_append(contacts, json_pack("{s:o, s:o, s:i}", "subject",
                                                         figure_subject(o, c->adults[a]), "group",
                                                         figure_subject(o, c->tables[t]), "n",
                                                         (int)c->contacts[a][t]));
    return contacts;
}

static json_t *make_coteaching(const TalkMeasures *talk, const CoteachingMeasures *c)
{
    const Observation *o = talk->observation;
    json_t *handovers = json_array(), *adults = json_array();
    for (int32_t i = 0; i < c->handover_count; i++)
        handovers = figure_append(handovers, figure_seconds(c->handovers[i]));
    for (int32_t a = 0; a < c->adult_count; a++)
        adults = figure_append(adults,
                               json_pack("{s:o, s:o}", "subject", figure_subject(o, c->adults[a]),
                                         "in_no_state_s", figure_seconds(c->no_lane_ms[a])));
    bool known = c->model_category != PROTOCOL_NONE || c->lane_category != PROTOCOL_NONE;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:o}", "models", make_models(o, c),
                     "models_s", figure_seconds(c->model_ms), "of_s",
                     figure_seconds(talk->clock.observed_ms), "adults", adults, "handovers_at_s",
                     handovers, "contacts", make_reached(o, c), "contacts_elsewhere",
                     (int)c->contacts_elsewhere, "undefined",
                     figure_text(known ? NULL
                                       : "undefined: the protocol has neither models nor lanes of "
                                         "adults who teach together"));
}

/* ---- the whole ---- */

static json_t *make_lesson(const Observation *o, const LessonMeasures *m,
                           const CoteachingMeasures *coteaching)
{
    char id[UUID_TEXT_SIZE];
    uuid_format(o->setup->id, id);
    const TalkMeasures *talk = &m->talk;
    return json_pack(
        "{s:s, s:o, s:{s:o, s:o}, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o}, "
        "s:o, s:{s:o, s:o}, s:o, s:o, s:o, s:{s:o, s:o}, s:o, s:o, s:o, s:o}",
        "observation", id, "title", figure_text(o->setup->title), "protocol", "key",
        figure_text(o->protocol->key), "version", figure_text(o->protocol->version), "settings",
        make_settings(o), "observed_s", figure_seconds(talk->clock.observed_ms), "ended",
        (int)o->ended, "roster", make_roster(&talk->roster), "talk_share", make_talk_share(talk),
        "talk_ratio", make_ratio(&talk->share), "turn_lengths", make_lengths(talk),
        "turns_by_subject", make_subject_turns(talk), "directed_talk", make_directed(talk), "reach",
        figure_proportion(&talk->reach), "gini", "by_turns", make_gini(&talk->gini_turns),
        "by_time", make_gini(&talk->gini_time), "chains", make_chains(&talk->chains), "wait_time",
        "after_question", make_wait(&talk->wait1), "after_student", make_wait(&talk->wait2),
        "questions", make_questions(o, &m->questions), "frames", make_frames(o, &m->frames),
        "engagement", make_engagement(o, &m->sampling), "transitions", "by_role",
        make_transitions(o, &m->sequence.roles, NULL), "by_speaker",
        make_transitions(o, &m->sequence.speakers, m->sequence.subjects), "co_occurrence",
        make_overlaps(o, &m->overlaps), "derived", make_derived(o, &m->derived), "time_budget",
        make_budget(o, &m->budget), "co_teaching", make_coteaching(talk, coteaching));
}

json_t *measure_make_json(const Observation *o, const MeasureSettings *settings, Arena *scratch,
                          Err *err)
{
    LessonMeasures measures;
    CoteachingMeasures coteaching;
    ArenaMark mark = arena_mark(scratch);
    json_t *lesson = NULL;
    int64_t interval_ms =
        settings->interval_ms > 0 ? settings->interval_ms : derived_interval_ms(o->protocol);
    if (lesson_measure(o, scratch, &measures, err) &&
        coteaching_measure(&measures.talk, scratch, &coteaching, err) &&
        (settings->window == BUDGET_WHOLE ||
         budget_measure(o, &measures.talk.clock, settings->window, scratch, &measures.budget,
                        err)) &&
        (interval_ms == measures.derived.interval_ms ||
         derived_measure(o, &measures.talk.clock, interval_ms, scratch, &measures.derived, err))) {
        lesson = make_lesson(o, &measures, &coteaching);
        if (!lesson)
            (void)err_set(err, ERR_LIMIT, "not enough memory to write the measures as JSON");
    }
    arena_reset(scratch, mark);
    return lesson;
}

static bool write_lesson(const Observation *o, FigureForm form, FILE *out, Err *err)
{
    Arena arena;
    arena_init(&arena, ARENA_BYTES);
    json_t *lesson = measure_make_json(o, &(MeasureSettings){.interval_ms = 0}, &arena, err);
    bool done = lesson && figure_write(lesson, form, out, err);
    json_decref(lesson);
    arena_deinit(&arena);
    return done;
}

bool measure_write_json(const Observation *o, FILE *out, Err *err)
{
    return write_lesson(o, FIGURE_JSON, out, err);
}

bool measure_write_csv(const Observation *o, FILE *out, Err *err)
{
    return write_lesson(o, FIGURE_CSV, out, err);
}
