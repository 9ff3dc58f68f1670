#include "reports/handout/handout.h"

#include "reports/handout/others.h"
#include "reports/measure/sampling/sampling.h"
#include "reports/walkthrough/walkthrough.h"

#include <string.h>

static const size_t ARENA_BYTES = (size_t)1 << 30;

bool handout_has_names(const HandoutChoice *choice, const char *class_name)
{
    for (int32_t i = 0; i < choice->name_count; i++)
        if (strcmp(choice->names[i].class_name, class_name) == 0)
            return true;
    return false;
}

bool handout_is_walkthrough(const Protocol *protocol)
{
    return walkthrough_is_one(protocol);
}

static bool compose(const DebriefInput *input, Sheet *sheet, Arena *scratch, Err *err)
{
    return handout_is_walkthrough(input->observation->protocol)
               ? walkthrough_compose(input->observation, input->for_others, sheet, scratch, err)
               : debrief_compose(input, sheet, scratch, err);
}

/* class_name: of the lesson; another observer may have typed it in another way. */
static bool call_pupils(const Observation *o, const char *class_name, const HandoutChoice *choice,
                        Arena *arena, Observation *ret_record, const DebriefShorter **ret_shorter,
                        Err *err)
{
    switch (choice->pupils) {
    case HANDOUT_SEATS:
        return seats_observation(o, arena, ret_record, err);
    case HANDOUT_NAMES:
        return named_observation(o, class_name, choice->names, choice->name_count, arena,
                                 ret_record, ret_shorter, err);
    case HANDOUT_LABELS:
        break;
    }
    *ret_record = *o;
    return true;
}

static bool make_record(const Observation *o, const HandoutChoice *choice, Arena *arena,
                        Observation *ret_record, const DebriefShorter **ret_shorter, Err *err)
{
    if (choice->for_others && choice->pupils == HANDOUT_NAMES)
        return err_set(err, ERR_STATE, "the copy for others never has pupils' names in it");
    if (choice->for_others)
        return others_observation(o, arena, ret_record, err);
    return call_pupils(o, o->setup->class_name, choice, arena, ret_record, ret_shorter, err);
}

bool handout_record(const Observation *o, const HandoutChoice *choice, Arena *arena,
                    Observation *ret_record, Err *err)
{
    return make_record(o, choice, arena, ret_record, NULL, err);
}

/* Other observers' records: pupils are called the same, and none of them for others. */
static bool take_others(DebriefInput *input, const HandoutChoice *choice, Arena *arena, Err *err)
{
    if (choice->for_others)
        input->other_count = 0; /* what other observers noted is theirs */
    if (choice->pupils == HANDOUT_LABELS || input->other_count == 0)
        return true;
    Observation *records = ARENA_PUSH(arena, Observation, input->other_count);
    const Observation **list = ARENA_PUSH(arena, const Observation *, input->other_count);
    if (!records || !list)
        return err_set(err, ERR_SYSTEM, "not enough memory for the records");
    for (size_t i = 0; i < input->other_count; i++) {
        if (!call_pupils(input->others[i], input->observation->setup->class_name, choice, arena,
                         &records[i], NULL, err))
            return false;
        list[i] = &records[i];
    }
    input->others = list;
    return true;
}

/* A copy for others has one scan a signal: of how many scans of groups, and how many of
 * them nobody answered, goes with it. */
static bool count_scans(const Observation *o, Arena *arena, DebriefInput *input, Err *err)
{
    TalkMeasures talk;
    SamplingMeasures sampling;
    if (!talk_measure(o, arena, &talk, err) || !sampling_measure(&talk, arena, &sampling, err))
        return false;
    DebriefScans *scans = ARENA_PUSH(arena, DebriefScans, (size_t)sampling.row_count);
    if (!scans)
        return err_set(err, ERR_SYSTEM, "not enough memory for the copy for others");
    for (int32_t i = 0; i < sampling.row_count; i++) {
        const SamplingRow *row = &sampling.rows[i];
        scans[i] = (DebriefScans){.code = row->code, .missing = row->missing};
        for (int32_t k = 0; k < row->series_count; k++)
            scans[i].asked += row->series[k].count;
        for (int32_t k = 0; k < row->signal_count; k++)
            scans[i].withheld += others_withholds(o->protocol, &row->signals[k]);
    }
    input->scans = scans;
    input->scan_count = sampling.row_count;
    return true;
}

bool handout_compose(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                     Arena *arena, Sheet **ret_sheet, Err *err)
{
    Arena scratch;
    Observation record;
    DebriefInput given = *input;
    Sheet *sheet = NULL;
    arena_init(&scratch, ARENA_BYTES);
    given.without = choice->without;
    given.for_others = choice->for_others;
    bool ok = make_record(input->observation, choice, &scratch, &record, &given.shorter, err) &&
              take_others(&given, choice, &scratch, err) &&
              (!choice->for_others || count_scans(input->observation, &scratch, &given, err));
    given.observation = &record;
    if (ok) {
        sheet = sheet_create(arena, fonts, choice->paper, debrief_info(&given));
        ok = sheet || err_set(err, ERR_SYSTEM, "not enough memory for the sheet");
    }
    ok = ok && compose(&given, sheet, &scratch, err);
    arena_deinit(&scratch);
    if (ok)
        *ret_sheet = sheet;
    return ok;
}

bool handout_save_pdf(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                      const char *path, Err *err)
{
    Arena arena;
    Sheet *sheet = NULL;
    arena_init(&arena, ARENA_BYTES);
    bool ok = handout_compose(input, fonts, choice, &arena, &sheet, err) &&
              sheet_pdf_save(sheet, path, err);
    arena_deinit(&arena);
    return ok;
}

/* ---- sections by name ---- */

static const char *const names[DEBRIEF_SECTION_COUNT] = {
    "flow", "talk", "map", "frames", "questions", "engagement", "evidence", "time", "conversation"};

bool handout_parse_sections(const char *words, uint32_t *ret_sections, Err *err)
{
    uint32_t sections = 0;
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, ",");
        int32_t section = 0;
        while (section < DEBRIEF_SECTION_COUNT &&
               (strlen(names[section]) != len || memcmp(names[section], at, len) != 0))
            section++;
        if (section == DEBRIEF_SECTION_COUNT)
            return err_set(err, ERR_FORMAT,
                           "there is no section '%.*s'; sections are flow, talk, map, frames, "
                           "questions, engagement, evidence, time, conversation",
                           (int)(len > 40 ? 40 : len), at);
        sections |= 1U << section;
        at += len + (at[len] == ',');
    }
    if (sections == 0)
        return err_set(err, ERR_FORMAT, "no section is named");
    *ret_sections = sections;
    return true;
}
