#include "reports/handout/handout.h"

#include "reports/handout/others.h"
#include "reports/walkthrough/walkthrough.h"

#include <string.h>

static const size_t ARENA_BYTES = (size_t)1 << 30;

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

bool handout_compose(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                     Arena *arena, Sheet **ret_sheet, Err *err)
{
    Arena scratch;
    Observation copy;
    DebriefInput given = *input;
    bool ok = true;
    arena_init(&scratch, ARENA_BYTES);
    given.without = choice->without;
    given.for_others = choice->for_others;
    if (choice->for_others) {
        ok = others_observation(input->observation, &scratch, &copy, err);
        given.observation = &copy;
        given.others = NULL; /* what other observers noted is theirs */
        given.other_count = 0;
    }
    Sheet *sheet = ok ? sheet_create(arena, fonts, choice->paper, debrief_info(&given)) : NULL;
    if (ok && !sheet)
        ok = err_set(err, ERR_SYSTEM, "not enough memory for the sheet");
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

const char *handout_section_name(int32_t section)
{
    return section >= 0 && section < DEBRIEF_SECTION_COUNT ? names[section] : NULL;
}

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
