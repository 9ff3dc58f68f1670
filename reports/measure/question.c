#include "reports/measure/question.h"

static const char NO_CODE[] = "undefined: the protocol has no code for a teacher's question";
static const char NO_TIME[] = "undefined: no time was observed";
static const char UNTOLD[] = "undefined: of these it could not be told; they are in no share";
static const char NO_WAITS[] = "undefined: no wait after these could be measured";

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to measure %zu questions", count);
    return false;
}

/* The modifier that tells questions of this code apart. */
static int32_t find_modifier(const Protocol *protocol, const Code *code)
{
    if (code->pads != PROTOCOL_NONE)
        return code->pads;
    for (int32_t i = 0; i < protocol->modifier_count; i++)
        if (code->modifiers >> i & 1)
            return i;
    return PROTOCOL_NONE;
}

/* Rows of all question codes: their options, then "not said". */
typedef struct RowPlan {
    QuestionRow *rows;
    int32_t count;
    int32_t first_of[PROTOCOL_MAX_CODES]; /* row of option 0 */
} RowPlan;

static int32_t option_count(const Protocol *protocol, int32_t modifier)
{
    return modifier == PROTOCOL_NONE ? 0 : protocol->modifiers[modifier].option_count;
}

static bool plan_rows(RowPlan *plan, const Protocol *protocol, Arena *arena, Err *err)
{
    int32_t most = 0;
    for (int32_t i = 0; i < protocol->code_count; i++)
        if (protocol->codes[i].senses & SENSE_QUESTION)
            most += option_count(protocol, find_modifier(protocol, &protocol->codes[i])) + 1;
    plan->count = 0;
    plan->rows = ARENA_PUSH(arena, QuestionRow, (size_t)most);
    if (!plan->rows)
        return no_memory(err, (size_t)most);
    for (int32_t i = 0; i < protocol->code_count; i++) {
        if ((protocol->codes[i].senses & SENSE_QUESTION) == 0)
            continue;
        int32_t modifier = find_modifier(protocol, &protocol->codes[i]);
        int32_t options = option_count(protocol, modifier);
        plan->first_of[i] = plan->count;
        for (int32_t option = 0; option <= options; option++)
            plan->rows[plan->count++] =
                (QuestionRow){.code = i,
                              .modifier = modifier,
                              .option = option < options ? option : PROTOCOL_NONE};
    }
    return true;
}

static void list_questions(const TalkMeasures *talk, RowPlan *plan, Question *items)
{
    const Observation *o = talk->observation;
    for (int64_t i = 0; i < talk->wait1.asked; i++) {
        const TalkQuestion *asked = &talk->questions[i];
        const ObsEvent *event = &o->events[asked->event];
        int32_t modifier = plan->rows[plan->first_of[event->code]].modifier;
        int32_t option = measure_event_option(o, event, modifier);
        int32_t row = plan->first_of[event->code] +
                      (option == PROTOCOL_NONE ? option_count(o->protocol, modifier) : option);
        plan->rows[row].n++;
        items[i] = (Question){.event = asked->event,
                              .at_ms = event->start_ms,
                              .row = row,
                              .lost = asked->lost,
                              .wait = asked->wait};
    }
}

/* ---- waits of a row ---- */

typedef struct RowWaits {
    double *seconds; /* of all questions, row after row */
    size_t *first;   /* per row, one behind the last */
    int32_t *k, *n;  /* per row and cluster */
} RowWaits;

static void gather_waits(const TalkMeasures *talk, const Question *items, QuestionRow *rows,
                         RowWaits *waits, int32_t row_count)
{
    int32_t clusters = talk->resample.cluster_count;
    for (int64_t i = 0; i < talk->wait1.asked; i++)
        if (items[i].wait >= 0)
            waits->first[items[i].row + 1]++;
    for (int32_t row = 0; row < row_count; row++)
        waits->first[row + 1] += waits->first[row];
    for (int64_t i = 0; i < talk->wait1.asked; i++) {
        if (items[i].wait < 0)
            continue;
        const Wait *wait = &talk->wait1.items[items[i].wait];
        QuestionRow *row = &rows[items[i].row];
        size_t at = waits->first[items[i].row] + (size_t)(row->by_student + row->by_teacher);
        waits->seconds[at] = (double)wait->wait_ms / 1000.0;
        bool student = wait->ended_by == WAIT_STUDENT;
        row->by_student += student;
        row->by_teacher += !student;
        int32_t cluster = measure_resample_cluster(
            &talk->resample, student ? talk->turns[wait->next].subject : SUBJECT_NONE);
        waits->n[items[i].row * clusters + cluster]++;
        waits->k[items[i].row * clusters + cluster] += wait->wait_ms >= talk->wait1.goal_ms;
    }
}

static bool find_waits(const TalkMeasures *talk, const Question *items, RowPlan *plan, Arena *arena,
                       Err *err)
{
    size_t cells = (size_t)plan->count * (size_t)talk->resample.cluster_count;
    ArenaMark mark = arena_mark(arena);
    RowWaits waits = {ARENA_PUSH(arena, double, talk->wait1.count),
                      ARENA_PUSH(arena, size_t, (size_t)plan->count + 1),
                      ARENA_PUSH(arena, int32_t, cells), ARENA_PUSH(arena, int32_t, cells)};
    if (!waits.seconds || !waits.first || !waits.k || !waits.n)
        return no_memory(err, talk->wait1.count);
    gather_waits(talk, items, plan->rows, &waits, plan->count);
    const Resample *resample = &talk->resample;
    for (int32_t i = 0; i < plan->count; i++) {
        QuestionRow *row = &plan->rows[i];
        size_t count = waits.first[i + 1] - waits.first[i];
        size_t cell = (size_t)i * (size_t)resample->cluster_count;
        row->seconds = measure_spread(waits.seconds + waits.first[i], count);
        row->goal = measure_resample_share(resample, waits.k + cell, waits.n + cell);
        if (count == 0)
            row->seconds.undefined = row->seconds.sd_undefined = row->goal.undefined = NO_WAITS;
    }
    arena_reset(arena, mark);
    return true;
}

/* Drops the rows "not said" that nobody needs. */
static void drop_empty(RowPlan *plan, Question *items, int64_t item_count, int32_t *moved)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < plan->count; i++) {
        const QuestionRow *row = &plan->rows[i];
        moved[i] = kept;
        if (row->n > 0 || row->option != PROTOCOL_NONE || row->modifier == PROTOCOL_NONE)
            plan->rows[kept++] = *row;
    }
    plan->count = kept;
    for (int64_t i = 0; i < item_count; i++)
        items[i].row = moved[items[i].row];
}

/* The question's kind could not be told: it stays in the record, in no share. */
static bool is_untold(const Observation *o, const QuestionRow *row)
{
    return row->option != PROTOCOL_NONE && !measure_option_is_told(o, row->modifier, row->option);
}

static void share_rows(const Observation *o, RowPlan *plan, int64_t count)
{
    int64_t untold = 0;
    for (int32_t i = 0; i < plan->count; i++)
        untold += is_untold(o, &plan->rows[i]) ? plan->rows[i].n : 0;
    for (int32_t i = 0; i < plan->count; i++) {
        QuestionRow *row = &plan->rows[i];
        row->of_all = measure_proportion(row->n, count - untold);
        if (is_untold(o, row))
            row->of_all = (Proportion){.undefined = UNTOLD};
    }
}

bool question_measure(const TalkMeasures *talk, Arena *arena, QuestionMeasures *ret_questions,
                      Err *err)
{
    const Observation *o = talk->observation;
    size_t count = (size_t)talk->wait1.asked;
    ArenaMark mark = arena_mark(arena);
    RowPlan plan;
    if (!plan_rows(&plan, o->protocol, arena, err))
        return false;
    Question *items = ARENA_PUSH(arena, Question, count);
    int32_t *moved = ARENA_PUSH(arena, int32_t, (size_t)plan.count);
    if (!items || !moved) {
        arena_reset(arena, mark);
        return no_memory(err, count);
    }
    list_questions(talk, &plan, items);
    drop_empty(&plan, items, talk->wait1.asked, moved);
    if (!find_waits(talk, items, &plan, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    share_rows(o, &plan, (int64_t)count);
    QuestionMeasures questions = {
        .items = items, .count = count, .rows = plan.rows, .row_count = plan.count};
    if (protocol_find_sense(o->protocol, SENSE_QUESTION) == PROTOCOL_NONE)
        questions.undefined = NO_CODE;
    else if (talk->clock.observed_ms == 0)
        questions.undefined = NO_TIME;
    else
        questions.per_min = (double)count * 60000.0 / (double)talk->clock.observed_ms;
    *ret_questions = questions;
    return true;
}
