/* What holds for every protocol that is shipped. */
#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocol_load.h"
#include "protocols/utf8.h"

enum {
    LANGUAGES = 2,
    MOST_PADS = 60,
    MOST_LETTERS = 18, /* of a pad's label */
    MOST_PHASE_LETTERS = 16,
    MOST_PETAL_LETTERS = 12,
    MOST_TITLE_LETTERS = 27,   /* one line of a choice at set-up */
    MOST_SUMMARY_LETTERS = 56, /* two lines of it */
};

static const char *const languages[LANGUAGES] = {"en", "es"};

typedef struct Shelf {
    Arena arena;
    const Protocol *protocols[64][LANGUAGES];
    int32_t count;
} Shelf;

static Shelf shelf;

static int load_all(void **state)
{
    (void)state;
    arena_init(&shelf.arena, (size_t)64 << 20);
    shelf.count = protocol_shipped_count();
    for (int32_t i = 0; i < shelf.count; i++)
        for (int k = 0; k < LANGUAGES; k++) {
            Err err = {0};
            if (!protocol_load_shipped_in(&shelf.arena, languages[k], protocol_shipped(i).key,
                                          &shelf.protocols[i][k], &err)) {
                print_error("%s\n", err.text);
                return 1;
            }
        }
    return 0;
}

static int unload_all(void **state)
{
    (void)state;
    arena_deinit(&shelf.arena);
    return 0;
}

static const Protocol *shipped(const char *key, int language)
{
    for (int32_t i = 0; i < shelf.count; i++)
        if (strcmp(shelf.protocols[i][language]->key, key) == 0)
            return shelf.protocols[i][language];
    fail_msg("%s is not shipped", key);
    return NULL;
}

static const Code *code_of(const Protocol *p, const char *key)
{
    int32_t code = protocol_find_code(p, key);
    if (code == PROTOCOL_NONE)
        fail_msg("%s has no code %s", p->key, key);
    return &p->codes[code];
}

/* ---- the library ---- */

static void shipped__holds_what_the_field_uses(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "academic-talk",
        "lesson-study",
        "co-teaching",
        "number-talk",
        "dok-questions",
        "talk-moves",
        "formative-assessment",
        "three-act",
        "fish-bowl",
        "gallery-walk",
        "stepping-stone",
        "math-practices",
        "science-practices",
        "group-work",
        "engagement-sampling",
        "snapshots",
        "pupil-talk",
        "shifts-math",
        "shifts-ela",
        "workshop",
        "workshop-follow-up",
        "copus",
        "fill-plus",
    };
    int32_t count = sizeof keys / sizeof keys[0];
    assert_int_equal(shelf.count, count);
    for (int32_t i = 0; i < count; i++)
        assert_string_equal(shelf.protocols[i][0]->key, keys[i]);
}

static void shipped__is_what_the_files_say(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++) {
        char path[512];
        Err err = {0};
        const Protocol *file = NULL, *built_in = shelf.protocols[i][0];
        (void)snprintf(path, sizeof path, "%s/protocols/%s.yaml", TEST_SOURCE_DIR, built_in->key);
        assert_ok(protocol_load(&shelf.arena, path, &file, NULL, &err), err);
        assert_string_equal(file->key, built_in->key);
        assert_string_equal(file->text, built_in->text);
    }
}

static void shipped__is_complete_in_english_and_spanish(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        for (int k = 0; k < LANGUAGES; k++) {
            int32_t texts = 0;
            for (int32_t l = 0; l < p->language_count; l++)
                if (strcmp(p->languages[l].code, languages[k]) == 0)
                    texts = p->languages[l].texts;
            if (texts != p->text_count)
                fail_msg("%s: %d of %d texts in %s", p->key, (int)texts, (int)p->text_count,
                         languages[k]);
        }
    }
}

/* A sentence that is the same in both was forgotten. */
static void assert_translated(const Protocol *p, const char *en, const char *es)
{
    if (en[0] == '\0' || es[0] == '\0' || strcmp(en, es) == 0)
        fail_msg("%s: '%s' is not in Spanish", p->key, en);
}

static void shipped__says_every_sentence_in_its_language(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *en = shelf.protocols[i][0], *es = shelf.protocols[i][1];
        assert_translated(en, en->purpose, es->purpose);
        assert_translated(en, en->summary, es->summary);
        assert_translated(en, en->source, es->source);
        for (int32_t k = 0; k < en->code_count; k++)
            assert_translated(en, en->codes[k].help, es->codes[k].help);
        for (int32_t k = 0; k < en->debrief_count; k++) {
            assert_translated(en, en->debrief[k].prompt, es->debrief[k].prompt);
            assert_translated(en, en->debrief[k].who, es->debrief[k].who);
        }
        for (int32_t k = 0; k < en->look_for_count; k++)
            assert_translated(en, en->look_fors[k], es->look_fors[k]);
        for (int32_t k = 0; k < en->sampling_count; k++)
            assert_translated(en, en->sampling[k].question, es->sampling[k].question);
        for (int32_t k = 0; k < en->category_count; k++)
            assert_true(es->categories[k].title[0] != '\0');
        for (int32_t k = 0; k < en->modifier_count; k++)
            assert_translated(en, en->modifiers[k].label, es->modifiers[k].label);
    }
}

static void shipped__has_look_fors_and_a_debrief(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        assert_in_range(p->look_for_count, 2, PROTOCOL_MAX_LOOK_FORS);
        assert_in_range(p->debrief_count, 3, PROTOCOL_MAX_DEBRIEF);
        int32_t minutes = 0;
        for (int32_t k = 0; k < p->debrief_count; k++)
            minutes += p->debrief[k].minutes;
        assert_in_range(minutes, 15, 60);
        const char *last = p->look_fors[p->look_for_count - 1];
        assert_true(last[strlen(last) - 1] == '?');
    }
}

/* ---- every part of every file ---- */

typedef enum Part { PART_MODIFIERS, PART_PHASES, PART_SAMPLING, PART_COUNT } Part;

/* A part that a protocol does without, and why. Of all the others each is demanded. */
static const struct {
    Part part;
    const char *key, *why;
} excuses[] = {
    {PART_MODIFIERS, "copus", "published codes have none"},
    {PART_MODIFIERS, "fill-plus", "published codes have none"},
    {PART_MODIFIERS, "engagement-sampling", "counts pupils; there is nothing to add to a number"},
    {PART_MODIFIERS, "snapshots", "counts pupils; there is nothing to add to a number"},
    {PART_MODIFIERS, "workshop", "components are told apart by their codes"},
    {PART_PHASES, "copus", "published codes are the flow of the lecture"},
    {PART_PHASES, "fill-plus", "published codes are the flow of the lecture"},
    {PART_PHASES, "shifts-math", "a visit is too short for phases"},
    {PART_PHASES, "shifts-ela", "a visit is too short for phases"},
    {PART_PHASES, "pupil-talk", "a visit is too short for phases"},
    {PART_PHASES, "workshop", "its eight components are its phases, in any order"},
    {PART_PHASES, "workshop-follow-up", "a visit is too short for phases"},
    {PART_SAMPLING, "lesson-study", "the observer watches few pupils all the time"},
    {PART_SAMPLING, "co-teaching", "adults and groups are followed without a break"},
    {PART_SAMPLING, "number-talk", "fifteen minutes, all of it talk"},
    {PART_SAMPLING, "dok-questions", "every question is marked"},
    {PART_SAMPLING, "talk-moves", "every move is marked"},
    {PART_SAMPLING, "formative-assessment", "every check is marked"},
    {PART_SAMPLING, "three-act", "every act is followed"},
    {PART_SAMPLING, "fish-bowl", "the circle is followed without a break"},
    {PART_SAMPLING, "stepping-stone", "every step is marked"},
    {PART_SAMPLING, "math-practices", "every practice is marked when it is seen"},
    {PART_SAMPLING, "science-practices", "every practice is marked when it is seen"},
    {PART_SAMPLING, "shifts-math", "a visit's look-fors are rated once"},
    {PART_SAMPLING, "shifts-ela", "a visit's look-fors are rated once"},
    {PART_SAMPLING, "workshop-follow-up", "a visit's look-fors are rated once"},
    {PART_SAMPLING, "fill-plus", "continuous by its authors' rule; rows are derived"},
};

static const char *excuse_of(Part part, const char *key)
{
    for (size_t i = 0; i < sizeof excuses / sizeof excuses[0]; i++)
        if (excuses[i].part == part && strcmp(excuses[i].key, key) == 0)
            return excuses[i].why;
    return NULL;
}

static int32_t count_part(const Protocol *p, Part part)
{
    int32_t phases = 0;
    for (int32_t i = 0; i < p->code_count; i++)
        phases += p->codes[i].senses & SENSE_PHASE ? 1 : 0;
    return part == PART_MODIFIERS ? p->modifier_count
           : part == PART_PHASES  ? phases
                                  : p->sampling_count;
}

static void assert_said(const Protocol *p, const char *what, const char *text)
{
    if (text[0] == '\0')
        fail_msg("%s in %s: no %s", p->key, p->language, what);
}

static void assert_whole(const Protocol *p)
{
    assert_said(p, "title", p->title);
    assert_said(p, "summary", p->summary);
    assert_said(p, "purpose", p->purpose);
    assert_said(p, "source", p->source);
    for (int32_t i = 0; i < p->category_count; i++)
        assert_said(p, "title of a category", p->categories[i].title);
    for (int32_t i = 0; i < p->code_count; i++) {
        assert_said(p, "label of a code", p->codes[i].label);
        assert_said(p, "rule of a code", p->codes[i].help);
    }
    for (int32_t i = 0; i < p->modifier_count; i++)
        for (int32_t o = 0; o < p->modifiers[i].option_count; o++)
            assert_said(p, "label of an option", p->modifiers[i].options[o].label);
    for (int32_t i = 0; i < p->sampling_count; i++)
        assert_said(p, "question of a sample", p->sampling[i].question);
    for (int32_t i = 0; i < p->look_for_count; i++)
        assert_said(p, "look-for", p->look_fors[i]);
    for (int32_t i = 0; i < p->debrief_count; i++) {
        assert_said(p, "speaker of the debrief", p->debrief[i].who);
        assert_said(p, "prompt of the debrief", p->debrief[i].prompt);
    }
    assert_true(p->category_count > 1 && p->look_for_count > 0 && p->debrief_count > 0);
}

static void shipped__has_every_part__or_a_reason(void **state)
{
    (void)state;
    static const char *const names[] = {"modifiers", "phases", "sampling"};
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        for (int language = 0; language < LANGUAGES; language++)
            assert_whole(shelf.protocols[i][language]);
        for (Part part = 0; part < PART_COUNT; part++)
            if ((count_part(p, part) > 0) == (excuse_of(part, p->key) != NULL))
                fail_msg("%s: %d %s, and %s", p->key, (int)count_part(p, part), names[part],
                         excuse_of(part, p->key) ? "a reason for none" : "no reason for none");
    }
}

/* ---- on the board ---- */

static int32_t pads_of(const Protocol *p, const Code *code)
{
    if (code->built_in || code->senses & SENSE_PHASE || code->kind == CODE_INTERVAL)
        return 0;
    return code->pads == PROTOCOL_NONE ? 1 : p->modifiers[code->pads].option_count;
}

static void shipped__has_as_many_pads_as_a_board_holds(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        int32_t pads = 0;
        for (int32_t k = 0; k < p->code_count; k++)
            pads += pads_of(p, &p->codes[k]);
        if (pads < 1 || pads > MOST_PADS)
            fail_msg("%s has %d pads", p->key, (int)pads);
    }
}

static void assert_short(const Protocol *p, const char *label, size_t most)
{
    size_t letters = utf8_count(label, strlen(label));
    if (letters < 1 || letters > most)
        fail_msg("%s in %s: '%s' has %zu letters, at most %zu fit", p->key, p->language, label,
                 letters, most);
}

static void shipped__has_labels_that_fit(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++)
        for (int language = 0; language < LANGUAGES; language++) {
            const Protocol *p = shelf.protocols[i][language];
            assert_short(p, p->title, MOST_TITLE_LETTERS);
            assert_short(p, p->summary, MOST_SUMMARY_LETTERS);
            for (int32_t k = 0; k < p->code_count; k++) {
                const Code *code = &p->codes[k];
                bool phase = code->senses & SENSE_PHASE;
                assert_short(p, code->short_label, phase ? MOST_PHASE_LETTERS : MOST_LETTERS);
                for (int32_t o = 0; o < pads_of(p, code) && code->pads != PROTOCOL_NONE; o++)
                    assert_short(p, p->modifiers[code->pads].options[o].short_label, MOST_LETTERS);
                for (int32_t o = 0; o < code->petal_count; o++)
                    assert_short(p, code->petals[o].label, MOST_PETAL_LETTERS);
            }
        }
}

static void shipped__tells_pads_of_a_heading_apart(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++)
        for (int language = 0; language < LANGUAGES; language++) {
            const Protocol *p = shelf.protocols[i][language];
            for (int32_t a = 0; a < p->code_count; a++)
                for (int32_t b = 0; b < a; b++) {
                    const Code *x = &p->codes[a], *y = &p->codes[b];
                    if (x->category == y->category && strcmp(x->group, y->group) == 0 &&
                        strcmp(x->short_label, y->short_label) == 0)
                        fail_msg("%s in %s: two pads '%s'", p->key, p->language, x->short_label);
                }
        }
}

/* ---- what it counts as ---- */

static bool is_among(const char *key, const char *const *keys)
{
    for (; *keys; keys++)
        if (strcmp(key, *keys) == 0)
            return true;
    return false;
}

static void shipped__has_phases_but_where_a_visit_is_short(void **state)
{
    (void)state;
    static const char *const without[] = {
        "pupil-talk",         "shifts-math", "shifts-ela", "workshop",
        "workshop-follow-up", "copus",       "fill-plus",  NULL};
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        int32_t phases = 0, minutes = 0;
        for (int32_t k = 0; k < p->code_count; k++)
            if (p->codes[k].senses & SENSE_PHASE) {
                phases++;
                minutes += p->codes[k].planned_min;
                assert_true(p->codes[k].planned_min > 0);
            }
        if (is_among(p->key, without)) {
            assert_int_equal(phases, 0);
            continue;
        }
        assert_in_range(phases, 3, 6);
        assert_in_range(minutes, 15, 60);
    }
}

static void shipped__samples_where_a_signal_belongs(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int32_t every_s[3]; /* 0 ends them */
    } wanted[] = {
        {"academic-talk", {120}}, {"group-work", {180}},
        {"gallery-walk", {180}},  {"copus", {120}},
        {"workshop", {600}},      {"snapshots", {300, 300}},
        {"pupil-talk", {240}},    {"engagement-sampling", {120, 600}},
    };
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        int32_t count = 0;
        for (size_t k = 0; k < sizeof wanted / sizeof wanted[0]; k++)
            if (strcmp(p->key, wanted[k].key) == 0)
                for (; wanted[k].every_s[count] > 0; count++)
                    assert_int_equal(p->sampling[count].every_ms, wanted[k].every_s[count] * 1000);
        assert_int_equal(p->sampling_count, count);
    }
}

static void assert_senses(const Protocol *p, const Code *code)
{
    uint32_t senses = code->senses;
    bool good = true;
    if (senses & SENSE_TEACHER_TALK)
        good = good && code->about & (ABOUT_ADULT | ABOUT_CLASS);
    if (senses & SENSE_STUDENT_TALK)
        good = good && code->about & (ABOUT_PUPIL | ABOUT_CLASS);
    if (senses & SENSE_GROUP_TALK)
        good = good && code->about & (ABOUT_GROUP | ABOUT_CLASS);
    if (senses & SENSE_QUESTION)
        good = good && code->about & (ABOUT_ADULT | ABOUT_CLASS);
    if (senses & SENSE_STRATEGY)
        good = good && code->about & ABOUT_PUPIL;
    if (code->kind == CODE_STATE && senses & SENSE_TALK)
        good = good && p->categories[code->category].exclusive;
    if (code->anchors)
        good = good && code->kind == CODE_RATING;
    if (!good)
        fail_msg("%s: code %s cannot mean that", p->key, code->key);
}

static void shipped__has_senses_that_go_with_whom_codes_are_about(void **state)
{
    (void)state;
    for (int32_t i = 0; i < shelf.count; i++) {
        const Protocol *p = shelf.protocols[i][0];
        for (int32_t k = 0; k < p->code_count; k++)
            assert_senses(p, &p->codes[k]);
    }
}

/* ---- one by one ---- */

static void co_teaching__has_six_models_and_a_lane_for_each_adult(void **state)
{
    (void)state;
    const Protocol *p = shipped("co-teaching", 0);
    static const char *const models[] = {"one-observes", "one-assists", "parallel",
                                         "station",      "alternative", "team"};
    for (int i = 0; i < 6; i++) {
        const Code *code = code_of(p, models[i]);
        assert_true(p->categories[code->category].exclusive);
        assert_int_equal(code->about, ABOUT_CLASS);
    }
    const Code *leads = code_of(p, "leads");
    assert_true(p->categories[leads->category].lanes);
    assert_int_equal(leads->about, ABOUT_ADULT);
    assert_int_equal(code_of(p, "contact")->about, ABOUT_PUPIL | ABOUT_GROUP);
}

static void copus__has_the_published_codes(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "L",   "AnQ-S", "SQ", "WC",  "SP", "Ind", "CG",    "WG", "OG",  "Prd", "TQ",  "W-S", "O-S",
        "Lec", "RtW",   "DV", "FUp", "PQ", "CQ",  "AnQ-I", "MG", "1o1", "Adm", "W-I", "O-I"};
    const Protocol *p = shipped("copus", 0);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        const Code *code = code_of(p, codes[i]);
        assert_int_equal(code->kind, CODE_STATE);
        assert_false(p->categories[code->category].exclusive);
    }
    assert_int_equal(p->code_count, 25 + 1 + 7);
    assert_int_equal(p->rules.interval_ms, 120000);
    static const char *const groups[] = {"Receiving", "Talking", "Working", "Other"};
    static const char *const first[] = {"L", "AnQ-S", "Ind", "W-S"};
    for (int i = 0; i < 4; i++)
        assert_string_equal(code_of(p, first[i])->group, groups[i]);
}

static void practices__are_eight(void **state)
{
    (void)state;
    static const char *const practices[][2] = {{"math-practices", "mp"},
                                               {"science-practices", "sep"}};
    for (int i = 0; i < 2; i++)
        for (int k = 1; k <= 8; k++) {
            char code[16];
            (void)snprintf(code, sizeof code, "%s-%d", practices[i][1], k);
            assert_int_equal(code_of(shipped(practices[i][0], 0), code)->kind, CODE_POINT);
        }
    static const char *const phases[] = {"engage", "explore", "explain", "elaborate", "evaluate"};
    for (int i = 0; i < 5; i++)
        assert_int_equal(code_of(shipped("science-practices", 0), phases[i])->senses, SENSE_PHASE);
}

static void look_for__is_seen_or_not_or_could_not_be_told(void **state)
{
    (void)state;
    static const char *const keys[] = {"shifts-math", "shifts-ela", "workshop-follow-up"};
    for (int i = 0; i < 3; i++) {
        const Protocol *p = shipped(keys[i], 1);
        int32_t ratings = 0;
        for (int32_t k = 0; k < p->code_count; k++) {
            const Code *code = &p->codes[k];
            if (code->kind != CODE_RATING)
                continue;
            ratings++;
            assert_non_null(code->anchors);
            assert_true(code->anchors->options[0].missing);
            assert_string_equal(code_anchor_label(code, 0), "No se pudo ver");
        }
        assert_true(ratings >= 4);
    }
}

static void lesson_study__has_japanese_names(void **state)
{
    (void)state;
    const Protocol *p = NULL;
    Err err = {0};
    assert_ok(protocol_load_shipped_in(&shelf.arena, "ja", "lesson-study", &p, &err), err);
    static const struct {
        const char *code, *label;
    } wanted[] = {{"pose", "発問"},
                  {"solve", "自力解決（机間指導）"},
                  {"compare", "練り上げ"},
                  {"sum-up", "まとめ"}};
    for (int i = 0; i < 4; i++)
        assert_string_equal(code_of(p, wanted[i].code)->short_label, wanted[i].label);
    const Code *observed = code_of(p, "observed");
    assert_int_equal(observed->kind, CODE_NOTE);
    assert_string_equal(p->modifiers[observed->pads].options[0].key, "as-predicted");
}

static void assert_options(const Protocol *p, const char *code, const char *const *keys)
{
    const Code *c = code_of(p, code);
    assert_int_not_equal(c->pads, PROTOCOL_NONE);
    int32_t count = 0;
    for (; keys[count]; count++)
        if (modifier_find_option(&p->modifiers[c->pads], keys[count]) == PROTOCOL_NONE)
            fail_msg("%s: %s has no option %s", p->key, code, keys[count]);
    assert_int_equal(p->modifiers[c->pads].option_count, count);
}

static void number_talk__tells_answers_from_explanations_and_names_strategies(void **state)
{
    (void)state;
    const Protocol *p = shipped("number-talk", 0);
    assert_options(p, "contribution", (const char *const[]){"answer", "how", "why", NULL});
    assert_options(p, "hands", (const char *const[]){"ready", "more", "same", "disagree", NULL});
    assert_true(code_of(p, "strategy")->senses & SENSE_STRATEGY);
    assert_int_equal(code_of(p, "named")->about, ABOUT_ADULT | ABOUT_PUPIL);
    assert_true(code_of(p, "question")->senses & SENSE_QUESTION);
    assert_true(p->rules.wait_goal_ms > 0);
}

static void dok_questions__says_who_asked_and_who_answered(void **state)
{
    (void)state;
    const Protocol *p = shipped("dok-questions", 0);
    static const char *const levels[] = {"1", "2", "3", "4", NULL};
    assert_options(p, "question", levels);
    assert_options(p, "pupil-question", levels);
    assert_int_equal(code_of(p, "question")->about, ABOUT_ADULT);
    assert_int_equal(code_of(p, "pupil-question")->about & ABOUT_PUPIL, ABOUT_PUPIL);
    assert_int_equal(code_of(p, "answer")->about & ABOUT_PUPIL, ABOUT_PUPIL);
}

static void group_work__has_four_ways_of_working_for_each_group(void **state)
{
    (void)state;
    const Protocol *p = shipped("group-work", 0);
    static const char *const ways[] = {"together", "apart", "one-works", "off-task"};
    for (int i = 0; i < 4; i++) {
        const Code *code = code_of(p, ways[i]);
        assert_int_equal(code->kind, CODE_STATE);
        assert_int_equal(code->about, ABOUT_GROUP);
        assert_true(p->categories[code->category].lanes);
    }
}

static void sampling__goes_by_group_and_sweeps_the_class(void **state)
{
    (void)state;
    const Protocol *p = shipped("engagement-sampling", 0);
    assert_int_equal(p->sampling[0].ask, SAMPLING_EACH_GROUP);
    assert_int_equal(p->sampling[1].ask, SAMPLING_CLASS);
    const Protocol *snapshots = shipped("snapshots", 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(snapshots->sampling[i].ask, SAMPLING_CLASS);
}

static void fill_plus__has_the_published_codes_one_at_a_time(void **state)
{
    (void)state;
    static const char *const codes[][2] = {
        {"AD", "Non-interactive"},       {"LT", "Non-interactive"},
        {"LQ", "Vicarious interactive"}, {"LR", "Vicarious interactive"},
        {"SQ", "Vicarious interactive"}, {"SR", "Vicarious interactive"},
        {"CQ", "Interactive"},           {"ST", "Interactive"},
        {"SD", "Interactive"},           {"FB", "Interactive"}};
    const Protocol *p = shipped("fill-plus", 0);
    for (int i = 0; i < 10; i++) {
        const Code *code = code_of(p, codes[i][0]);
        assert_string_equal(code->group, codes[i][1]);
        assert_true(p->categories[code->category].exclusive);
    }
    for (int32_t i = 10; i < p->code_count; i++)
        assert_true(p->codes[i].built_in);
}

static void academic_talk__is_as_agreed(void **state)
{
    (void)state;
    const Protocol *p = shipped("academic-talk", 0);
    static const char *const phases[] = {"launch", "explore", "discuss", "reflect"};
    for (int i = 0; i < 4; i++)
        assert_int_equal(code_of(p, phases[i])->senses, SENSE_PHASE);
    assert_int_equal(code_of(p, "teacher-talk")->senses, SENSE_TEACHER_TALK);
    assert_int_equal(code_of(p, "student-talk")->about, ABOUT_PUPIL);
    const Code *frame = code_of(p, "frame");
    assert_int_equal(frame->petal_count, 8);
    assert_int_equal(frame->pads, protocol_find_modifier(p, "function"));
    assert_int_equal(p->modifiers[frame->pads].option_count, 12);
    assert_int_equal(p->target_modifier, frame->pads);
    assert_int_equal(p->source_modifier, protocol_find_modifier(p, "source"));
    assert_string_equal(p->modifiers[p->source_modifier].options[0].key, "taught");
    assert_int_equal(code_of(p, "question")->pads, protocol_find_modifier(p, "dok"));
    assert_int_equal(p->sampling[0].every_ms, 120000);
    assert_int_equal(code_of(p, "unheard")->senses, SENSE_UNHEARD);
}

static void fill_plus__has_the_codes_and_groups_as_published(void **state)
{
    (void)state;
    const Protocol *p = shipped("fill-plus", 0);
    static const struct {
        const char *key, *group;
        uint32_t senses;
    } wanted[] = {
        {"AD", "Non-interactive", SENSE_TEACHER_TALK},
        {"LT", "Non-interactive", SENSE_TEACHER_TALK},
        {"LQ", "Vicarious interactive", SENSE_TEACHER_TALK | SENSE_QUESTION},
        {"LR", "Vicarious interactive", SENSE_TEACHER_TALK},
        {"SQ", "Vicarious interactive", SENSE_STUDENT_TALK},
        {"SR", "Vicarious interactive", SENSE_STUDENT_TALK},
        {"CQ", "Interactive", SENSE_TEACHER_TALK | SENSE_QUESTION},
        {"ST", "Interactive", SENSE_SILENCE},
        {"SD", "Interactive", SENSE_GROUP_TALK},
        {"FB", "Interactive", SENSE_TEACHER_TALK},
    };
    assert_int_equal(p->code_count, 10 + 7);
    for (int i = 0; i < 10; i++) {
        const Code *code = &p->codes[i];
        assert_string_equal(code->key, wanted[i].key);
        assert_string_equal(code->group, wanted[i].group);
        assert_int_equal(code->senses, wanted[i].senses);
        assert_int_equal(code->about, ABOUT_CLASS);
    }
}

static void talk_moves__has_the_public_list(void **state)
{
    (void)state;
    const Protocol *p = shipped("talk-moves", 0);
    const Modifier *teacher = &p->modifiers[code_of(p, "teacher-move")->pads];
    const Modifier *student = &p->modifiers[code_of(p, "student-move")->pads];
    assert_int_equal(teacher->option_count, 8);
    assert_int_equal(student->option_count, 4);
    assert_int_not_equal(modifier_find_option(teacher, "revoice"), PROTOCOL_NONE);
}

static void workshop__has_eight_components(void **state)
{
    (void)state;
    const Protocol *p = shipped("workshop", 0);
    int32_t components = 0;
    for (int32_t i = 0; i < p->code_count; i++)
        components += strcmp(p->categories[p->codes[i].category].key, "component") == 0;
    assert_int_equal(components, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped__holds_what_the_field_uses),
        cmocka_unit_test(shipped__is_what_the_files_say),
        cmocka_unit_test(shipped__is_complete_in_english_and_spanish),
        cmocka_unit_test(shipped__says_every_sentence_in_its_language),
        cmocka_unit_test(shipped__has_look_fors_and_a_debrief),
        cmocka_unit_test(shipped__has_every_part__or_a_reason),
        cmocka_unit_test(shipped__has_as_many_pads_as_a_board_holds),
        cmocka_unit_test(shipped__has_labels_that_fit),
        cmocka_unit_test(shipped__tells_pads_of_a_heading_apart),
        cmocka_unit_test(shipped__has_phases_but_where_a_visit_is_short),
        cmocka_unit_test(shipped__samples_where_a_signal_belongs),
        cmocka_unit_test(shipped__has_senses_that_go_with_whom_codes_are_about),
        cmocka_unit_test(co_teaching__has_six_models_and_a_lane_for_each_adult),
        cmocka_unit_test(copus__has_the_published_codes),
        cmocka_unit_test(practices__are_eight),
        cmocka_unit_test(look_for__is_seen_or_not_or_could_not_be_told),
        cmocka_unit_test(lesson_study__has_japanese_names),
        cmocka_unit_test(number_talk__tells_answers_from_explanations_and_names_strategies),
        cmocka_unit_test(dok_questions__says_who_asked_and_who_answered),
        cmocka_unit_test(group_work__has_four_ways_of_working_for_each_group),
        cmocka_unit_test(sampling__goes_by_group_and_sweeps_the_class),
        cmocka_unit_test(academic_talk__is_as_agreed),
        cmocka_unit_test(fill_plus__has_the_published_codes_one_at_a_time),
        cmocka_unit_test(fill_plus__has_the_codes_and_groups_as_published),
        cmocka_unit_test(talk_moves__has_the_public_list),
        cmocka_unit_test(workshop__has_eight_components),
    };
    return cmocka_run_group_tests(tests, load_all, unload_all);
}
