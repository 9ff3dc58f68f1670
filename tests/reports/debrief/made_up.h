/* made_up.h - lessons that never took place, for looking at sheets: a rich one,
 * a tiny one, a lecture, a lesson study, and any number of random ones. */
#ifndef TESTS_REPORTS_DEBRIEF_MADE_UP_H
#define TESTS_REPORTS_DEBRIEF_MADE_UP_H

#include "tests/reports/lesson_builder.h"

/* A small generator of its own: the same lessons on every machine. Bytes that are given
 * are thrown first (a fuzzer's), then what the state says. */
typedef struct Dice {
    uint64_t state;
    const uint8_t *bytes;
    size_t len;
} Dice;

static inline uint32_t dice_next(Dice *dice)
{
    if (dice->len >= 2) {
        uint32_t thrown = (uint32_t)dice->bytes[0] | (uint32_t)dice->bytes[1] << 8;
        dice->bytes += 2;
        dice->len -= 2;
        return thrown | thrown << 16;
    }
    dice->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = dice->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(z >> 32);
}

static inline int32_t dice_below(Dice *dice, int32_t n)
{
    return n <= 0 ? 0 : (int32_t)(dice_next(dice) % (uint32_t)n);
}

static inline double dice_between(Dice *dice, double low, double high)
{
    return low + (high - low) * (double)dice_next(dice) / 4294967296.0;
}

static inline void made_up_label(LessonBuilder *b, int32_t code, const char *label)
{
    b->protocol.codes[code].label = label;
    b->protocol.codes[code].short_label = label;
}

/* Labels as the shipped protocol has them, so that widths are real. */
static inline void made_up_labels(LessonBuilder *b)
{
    static const char *const functions[] = {
        "Express an opinion", "Predict",          "Ask for clarification",
        "Paraphrase",         "Solicit",          "Acknowledge ideas",
        "Partner's idea",     "Report for group", "Disagree",
        "Offer a suggestion", "Affirm",           "Hold the floor"};
    static const char *const levels[] = {"1 Recall", "2 Skills and concepts",
                                         "3 Strategic thinking", "4 Extended thinking"};
    static const char *const forms[] = {"Complete", "Adapted", "Attempted", "No frame"};
    b->protocol.title = "Academic talk";
    made_up_label(b, b->launch, "Launch");
    made_up_label(b, b->explore, "Explore");
    made_up_label(b, b->discuss, "Discuss");
    made_up_label(b, b->reflect, "Reflect");
    made_up_label(b, b->teacher, "Teacher talk");
    made_up_label(b, b->student, "Student talk");
    made_up_label(b, b->group, "Group talk");
    made_up_label(b, b->silence, "Silence");
    made_up_label(b, b->frame, "Frame");
    made_up_label(b, b->question, "Question");
    made_up_label(b, b->engaged, "Engaged");
    made_up_label(b, b->strategy, "Strategy");
    made_up_label(b, b->board, "Board");
    made_up_label(b, b->unheard, "Not heard");
    made_up_label(b, b->mark, "Return to");
    made_up_label(b, b->note, "Note");
    b->protocol.codes[b->strategy].shape = SHAPE_BULB;
    b->protocol.codes[b->board].shape = SHAPE_BOARD;
    b->protocol.codes[b->unheard].shape = SHAPE_DIAMOND;
    b->protocol.codes[b->mark].shape = SHAPE_FLAG;
    b->protocol.codes[b->note].shape = SHAPE_NOTE;
    static const char *const titles[] = {"Lesson phase", "Talk turns", "Sentence frames",
                                         "Questions",    "Engagement", "Marks",
                                         "Session"};
    for (int32_t i = 0; i < b->protocol.category_count && i < 7; i++)
        b->protocol.categories[i].title = titles[i];
    for (int i = 0; i < 12; i++)
        b->protocol.modifiers[b->function].options[i].label = functions[i];
    for (int i = 0; i < 4; i++) {
        b->protocol.modifiers[b->dok].options[i].label = levels[i];
        b->protocol.modifiers[b->form].options[i].label = forms[i];
        b->protocol.modifiers[b->form].options[i].short_label = forms[i];
    }
}

/* What two adults do together: models, a lane each, whom each came to; and the codes
 * for ink and photos. */
static inline void made_up_add_adults(LessonBuilder *b)
{
    static const char *const models[] = {"One teaches, one assists", "Station teaching",
                                         "Team teaching"};
    static const char *const shorter[] = {"One assists", "Stations", "Team"};
    static const char *const states[] = {"Leads the class", "Works with a group",
                                         "Works with one pupil", "Watches and listens"};
    static const char *const state_words[] = {"Leads", "With a group", "With a pupil", "Watches"};
    int32_t model = lesson_category(b, "model", true);
    for (int i = 0; i < 3; i++) {
        int32_t code = lesson_code(b, model, arena_printf(&b->arena, "model-%d", i), CODE_STATE, 0,
                                   ABOUT_CLASS);
        b->protocol.codes[code].label = models[i];
        b->protocol.codes[code].short_label = shorter[i];
    }
    int32_t lanes = lesson_category(b, "adult", false);
    b->protocol.categories[lanes].lanes = true;
    for (int i = 0; i < 4; i++) {
        int32_t code = lesson_code(b, lanes, arena_printf(&b->arena, "adult-%d", i), CODE_STATE, 0,
                                   ABOUT_ADULT);
        b->protocol.codes[code].label = states[i];
        b->protocol.codes[code].short_label = state_words[i];
    }
    int32_t which = lesson_modifier(b, "adult", "lead second");
    int32_t reach = lesson_category(b, "reach", false);
    int32_t contact = lesson_code(b, reach, "contact", CODE_POINT, 0, ABOUT_PUPIL | ABOUT_GROUP);
    b->protocol.codes[contact].modifiers = 1U << which;
    int32_t session = b->protocol.codes[b->note].category;
    int32_t ink = lesson_code(b, session, "ink", CODE_POINT, SENSE_INK, ABOUT_CLASS);
    int32_t photo = lesson_code(b, session, "photo", CODE_POINT, SENSE_PHOTO, ABOUT_CLASS);
    made_up_label(b, ink, "Ink");
    made_up_label(b, photo, "Photo");
    b->protocol.codes[ink].built_in = b->protocol.codes[photo].built_in = true;
}

/* Seven tables of four, as in a real room. */
static inline void made_up_class(LessonBuilder *b, int32_t tables, int32_t per_table)
{
    static const char letters[] = "ABCDEFGHIJ";
    int32_t columns = tables <= 4 ? tables : (tables + 1) / 2;
    for (int32_t t = 0; t < tables; t++) {
        int32_t group = lesson_group(b, arena_printf(&b->arena, "Table %d", (int)(t + 1)));
        float cx = (0.5F + (float)(t % columns)) / (float)columns;
        int32_t line = t / columns;
        float cy = 0.25F + 0.45F * (float)line;
        b->subjects[group].x = cx, b->subjects[group].y = cy;
        for (int32_t s = 0; s < per_table; s++) {
            int32_t pupil = lesson_pupil(
                b, arena_printf(&b->arena, "%d%c", (int)(t + 1), letters[s % 10]), group);
            b->subjects[pupil].x = cx + (s % 2 == 0 ? -0.06F : 0.06F);
            int32_t side = s / 2;
            b->subjects[pupil].y = cy + 0.12F * (float)side - 0.06F;
        }
    }
}

static inline int32_t made_up_pupil(LessonBuilder *b, Dice *dice)
{
    int32_t pupils[OBSERVATION_MAX_SUBJECTS], count = 0;
    for (int32_t i = 0; i < b->setup.subject_count; i++)
        if (b->subjects[i].kind == SUBJECT_PUPIL)
            pupils[count++] = i;
    /* A few talk much, many little, some not at all. */
    int32_t at = dice_below(dice, dice_below(dice, count) + 1);
    return count == 0 ? SUBJECT_NONE : pupils[(at * 11 + 4) % count];
}

/* Talk from start to stop; returns how many turns. */
static inline void made_up_talk(LessonBuilder *b, Dice *dice, int32_t teacher, double start,
                                double stop)
{
    double at = start;
    while (at < stop - 12) {
        double length = dice_between(dice, 2, 14);
        lesson_state(b, b->teacher, teacher, at, at + length);
        if (dice_below(dice, 10) < 6)
            lesson_point(b, b->question, teacher, at + length - 0.2)->options[b->dok] =
                (int8_t)(dice_below(dice, 20) < 2 ? 3 : dice_below(dice, 3));
        at += length + dice_between(dice, 0.3, 4.6);
        int32_t run = 1 + dice_below(dice, dice_below(dice, 5) + 1);
        for (int32_t i = 0; i < run && at < stop - 6; i++) {
            int32_t pupil = made_up_pupil(b, dice);
            double said = dice_between(dice, 1.2, 9);
            lesson_state(b, b->student, pupil, at, at + said);
            if (dice_below(dice, 4) == 0) {
                ObsEvent *frame = lesson_point(b, b->frame, pupil, at + said / 2);
                frame->options[b->function] = (int8_t)dice_below(dice, 12);
                frame->options[b->form] = (int8_t)dice_below(dice, 3);
                frame->options[b->prompting] = (int8_t)(dice_below(dice, 3) == 0);
                frame->options[b->source] =
                    (int8_t) !(b->setup.targets >> frame->options[b->function] & 1);
            }
            if (dice_below(dice, 16) == 0)
                lesson_point(b, b->unheard, pupil, at + said / 2);
            at += said + dice_between(dice, 0.2, 1.8);
        }
    }
}

static inline void made_up_scans(LessonBuilder *b, Dice *dice, double from, double to, double every)
{
    int32_t count = (int32_t)((to - from) / every) + 1;
    for (int32_t scan = 0; scan < count; scan++)
        for (int32_t i = 0; i < b->setup.subject_count; i++)
            if (b->subjects[i].kind == SUBJECT_GROUP) {
                bool missed = dice_below(dice, 11) == 0;
                int32_t engaged = 2 + dice_below(dice, 3);
                lesson_scan(b, i, from + every * scan + i * 0.5, missed ? 0 : engaged,
                            missed ? -1 : 4);
            }
}

static inline void made_up_note(LessonBuilder *b, double at, int32_t subject, const char *text)
{
    lesson_point(b, b->note, subject, at)->text = text;
}

/* Fifty minutes, 28 pupils, four phases, everything recorded. */
static inline const Observation *made_up_rich(LessonBuilder *b)
{
    static PlannedPhase plan[4];
    Dice dice = {.state = 12};
    lesson_begin(b);
    made_up_labels(b);
    b->setup.title = "Which is larger, 5/8 or 3/4? Fractions on a number line";
    b->setup.place = "Room 14";
    b->setup.theme = "Pupils who build on one another’s ideas and say why.";
    b->setup.goals = "Place 5/8 and 3/4 on one number line and compare them by position. Explain a "
                     "comparison so that a classmate can restate it.";
    b->setup.questions[0] =
        "When do pupils reach for the number line, and when for a whole-number rule?";
    b->setup.questions[1] = "Who builds on another pupil’s idea, and what comes just before it?";
    b->setup.questions[2] = "What do pupils do with the sentence frames when nobody prompts them?";
    b->setup.question_count = 3;
    b->setup.targets = 1U << 2 | 1U << 3 | 1U << 8 | 1U << 9;
    plan[0] = (PlannedPhase){b->launch, 8};
    plan[1] = (PlannedPhase){b->explore, 20};
    plan[2] = (PlannedPhase){b->discuss, 15};
    plan[3] = (PlannedPhase){b->reflect, 7};
    b->setup.phases = plan;
    b->setup.phase_count = 4;
    int32_t teacher = lesson_adult(b, "Teacher");
    made_up_class(b, 7, 4);
    int32_t focus[2] = {setup_find_subject(&b->setup, "2C"), setup_find_subject(&b->setup, "6D")};
    b->subjects[focus[0]].focus = 'A';
    b->subjects[focus[0]].predicted = "Draws two lines, one per fraction, and compares the "
                                      "lengths. Listens in the discussion; speaks when called on.";
    b->subjects[focus[1]].focus = 'B';
    b->subjects[focus[1]].predicted = "Waits for a partner to start.";
    lesson_state(b, b->launch, SUBJECT_NONE, 0, 640);
    lesson_state(b, b->explore, SUBJECT_NONE, 640, 1870);
    lesson_state(b, b->discuss, SUBJECT_NONE, 1870, 2720);
    lesson_state(b, b->reflect, SUBJECT_NONE, 2720, 3000);
    made_up_talk(b, &dice, teacher, 4, 420);
    lesson_state(b, b->group, SUBJECT_NONE, 425, 512);
    made_up_talk(b, &dice, teacher, 515, 690);
    lesson_state(b, b->group, SUBJECT_NONE, 872, 1300);
    made_up_talk(b, &dice, teacher, 1302, 1390);
    lesson_state(b, b->group, SUBJECT_NONE, 1392, 1690);
    made_up_talk(b, &dice, teacher, 1700, 1780);
    made_up_talk(b, &dice, teacher, 1872, 2780);
    made_up_talk(b, &dice, teacher, 2930, 2998);
    made_up_scans(b, &dice, 120, 2900, 240);
    lesson_state(b, b->absent, setup_find_subject(&b->setup, "3D"), 2280, 3000);
    lesson_state(b, b->pause, SUBJECT_NONE, 800, 830);
    lesson_point(b, b->strategy, focus[0], 785);
    lesson_point(b, b->strategy, setup_find_subject(&b->setup, "5A"), 2563)->text =
        "Two eighths fit in a fourth, so three fourths is six eighths";
    lesson_point(b, b->mark, SUBJECT_NONE, 2123);
    lesson_point(b, b->board, setup_find_subject(&b->setup, "2A"), 2200);
    made_up_note(b, 296, focus[0],
                 "Q1 “What she said is, it starts at zero, so we count the jumps.”");
    made_up_note(
        b, 1040, SUBJECT_NONE,
        "Q1: Table 3: three number lines on one page, each cut into its own parts; no two are "
        "the same length.");
    made_up_note(b, 2123, setup_find_subject(&b->setup, "6B"),
                 "Q2 Four in a row, after a question and some quiet. Points at 1A’s mark "
                 "while talking.");
    made_up_note(b, 2339, focus[1], "Q1,2 “It’s the same spot.”");
    made_up_note(b, 2930, SUBJECT_NONE, "Nine papers show both fractions on one line.");
    return lesson_end(b, 3000);
}

/* A lecture: no subjects, ten exclusive codes in three groups, whole seconds. */
static inline const Observation *made_up_lecture(LessonBuilder *b)
{
    static const struct {
        const char *key, *label, *group;
        uint32_t senses;
    } codes[] = {
        {"AD", "Administration", "Non-interactive", SENSE_TEACHER_TALK},
        {"LT", "Lecturer talk", "Non-interactive", SENSE_TEACHER_TALK},
        {"LQ", "Lecturer question", "Vicarious interactive", SENSE_TEACHER_TALK | SENSE_QUESTION},
        {"LR", "Lecturer response", "Vicarious interactive", SENSE_TEACHER_TALK},
        {"SQ", "Student question", "Vicarious interactive", SENSE_STUDENT_TALK},
        {"SR", "Student response", "Vicarious interactive", SENSE_STUDENT_TALK},
        {"CQ", "Class question", "Interactive", SENSE_TEACHER_TALK | SENSE_QUESTION},
        {"ST", "Student thinking", "Interactive", SENSE_SILENCE},
        {"SD", "Student discussion", "Interactive", SENSE_GROUP_TALK},
        {"FB", "Feedback", "Interactive", SENSE_TEACHER_TALK},
    };
    Dice dice = {.state = 5};
    lesson_begin_bare(b);
    b->protocol.key = "fill-plus";
    b->protocol.title = "FILL+ lecture";
    b->protocol.rules.wait_from_ms = 1000;
    b->setup.title = "Groups, rings and fields";
    b->setup.class_name = b->setup.place = b->setup.observer = "";
    b->setup.origin = "a-lecture.csv";
    b->setup.started_unix_ms = 0;
    b->setup.resolution_ms = 1000;
    int32_t activity = lesson_category(b, "activity", true);
    b->protocol.categories[activity].title = "Activity";
    for (int i = 0; i < 10; i++) {
        int32_t code =
            lesson_code(b, activity, codes[i].key, CODE_STATE, codes[i].senses, ABOUT_CLASS);
        made_up_label(b, code, codes[i].label);
        b->protocol.codes[code].group = codes[i].group;
    }
    lesson_add_session(b);
    for (int32_t at = 50, code = 0; at < 3000;) {
        int32_t length =
            code == 1 || code == 8 ? 60 + dice_below(&dice, 300) : 2 + dice_below(&dice, 20);
        int32_t stop = at + length < 3000 ? at + length : 3000;
        lesson_state(b, code, SUBJECT_NONE, at, stop);
        at = stop;
        code = (code + 1 + dice_below(&dice, 8)) % 10;
    }
    return lesson_end(b, 3000);
}

/* Lesson study with notes and strategies, no seating plan to speak of, names
 * in several scripts. */
static inline const Observation *made_up_names(LessonBuilder *b)
{
    static const char *const names[] = {
        "Zoë",   "André Nuñez", "山田 花子",
        "فاطمة", "🦊 Fox",    "Aleksandra-Maria Wojciechowska-Brzezińska",
    };
    Dice dice = {.state = 9};
    lesson_begin(b);
    made_up_labels(b);
    b->setup.title = "分数と数直線";
    b->setup.theme = "Les élèves expliquent leurs idées les uns aux autres.";
    int32_t teacher = lesson_adult(b, "Señora Ávila");
    for (int i = 0; i < 6; i++) {
        int32_t pupil = lesson_pupil(b, names[i], SUBJECT_NONE);
        b->subjects[pupil].x = b->subjects[pupil].y = 0;
    }
    lesson_subject(b, SUBJECT_PUPIL, "SS", SUBJECT_NONE);
    b->subjects[b->setup.subject_count - 1].several = true;
    made_up_talk(b, &dice, teacher, 0, 300);
    made_up_note(b, 100, 3,
                 "「五は三より"
                 "大きい」と"
                 "言った。");
    made_up_note(b, 130, 4, "أنا أخالف");
    lesson_point(b, b->strategy, 2, 200)->text = "naïve, puis corrigé";
    return lesson_end(b, 320);
}

/* Nothing happened. */
static inline const Observation *made_up_empty(LessonBuilder *b)
{
    lesson_begin(b);
    made_up_labels(b);
    return lesson_end(b, 180);
}

static inline const char *made_up_words(LessonBuilder *b, Dice *dice, int32_t most)
{
    static const char *const words[] = {"fraction",
                                        "the",
                                        "number line",
                                        "why",
                                        "分数",
                                        "しました。",
                                        "idée",
                                        "لماذا",
                                        "🙂",
                                        "a",
                                        "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
                                        "5/8",
                                        "because",
                                        "it",
                                        "👩‍🏫",
                                        "yés"};
    const char *text = "";
    int32_t count = dice_below(dice, most);
    for (int32_t i = 0; i < count; i++)
        text =
            arena_printf(&b->arena, "%s%s%s", text, i > 0 ? " " : "", words[dice_below(dice, 16)]);
    return text;
}

static inline void made_up_random_setup(LessonBuilder *b, Dice *dice)
{
    b->setup.title = made_up_words(b, dice, 20);
    b->setup.theme = made_up_words(b, dice, dice_below(dice, 4) == 0 ? 700 : 40);
    b->setup.goals = made_up_words(b, dice, 60);
    b->setup.observer = made_up_words(b, dice, 12);
    b->setup.place = made_up_words(b, dice, 8);
    b->setup.class_name = made_up_words(b, dice, 8);
    b->setup.origin = made_up_words(b, dice, 6);
    b->setup.question_count = dice_below(dice, OBSERVATION_MAX_QUESTIONS + 1);
    for (int32_t i = 0; i < b->setup.question_count; i++)
        b->setup.questions[i] = made_up_words(b, dice, 40);
    b->setup.watch_count = dice_below(dice, 4);
    for (int32_t i = 0; i < b->setup.watch_count; i++)
        b->setup.watches[i] = (TeamWatch){made_up_words(b, dice, 3), made_up_words(b, dice, 12)};
    b->setup.board_x = dice_below(dice, 2) == 0 ? 0 : (float)dice_between(dice, 0, 1);
    b->setup.board_y = dice_below(dice, 2) == 0 ? 0 : (float)dice_between(dice, 0, 1);
    b->setup.targets = dice_next(dice) & 0xFFF;
    b->setup.resolution_ms = dice_below(dice, 2) == 0 ? 1 : 1000;
    b->setup.started_unix_ms = dice_below(dice, 3) == 0 ? 0 : INT64_C(1773306300000);
    b->protocol.title = dice_below(dice, 3) == 0 ? made_up_words(b, dice, 60) : "Academic talk";
    b->protocol.debrief_count = dice_below(dice, PROTOCOL_MAX_DEBRIEF + 1);
    for (int32_t i = 0; i < b->protocol.debrief_count; i++)
        b->protocol.debrief[i] = (DebriefStep){made_up_words(b, dice, 6),
                                               made_up_words(b, dice, 60), dice_below(dice, 30)};
    for (int32_t i = 0; i < b->protocol.code_count; i++)
        if (dice_below(dice, 3) == 0)
            made_up_label(b, i, made_up_words(b, dice, 9));
    for (int32_t i = 0; i < b->protocol.code_count; i++)
        if (dice_below(dice, 6) == 0)
            b->protocol.codes[i].group = made_up_words(b, dice, 6);
}

static inline void made_up_random_class(LessonBuilder *b, Dice *dice)
{
    int32_t count = dice_below(dice, dice_below(dice, 8) == 0 ? 200 : 50);
    bool plan = dice_below(dice, 3) > 0;
    for (int32_t i = 0; i < dice_below(dice, 4); i++)
        lesson_adult(b, arena_printf(&b->arena, "%s %d", made_up_words(b, dice, 3), (int)i));
    if (dice_below(dice, 2) == 0)
        made_up_class(b, dice_below(dice, 11), 1 + dice_below(dice, 6));
    else
        for (int32_t i = 0; i < count; i++) {
            int32_t pupil =
                lesson_pupil(b, arena_printf(&b->arena, "%s%d", made_up_words(b, dice, 3), (int)i),
                             SUBJECT_NONE);
            b->subjects[pupil].several = dice_below(dice, 20) == 0;
            b->subjects[pupil].x = plan ? (float)dice_between(dice, 0, 1) : 0;
            b->subjects[pupil].y = plan ? (float)dice_between(dice, 0, 1) : 0;
        }
    static const Attribute kinds[] = {{"EL", "yes"}, {"EL", "no"}, {"level", "1"}, {"level", "2"}};
    for (int32_t i = 0; i < b->setup.subject_count; i++)
        if (b->subjects[i].kind == SUBJECT_PUPIL && dice_below(dice, 3) == 0) {
            b->subjects[i].attributes = &kinds[dice_below(dice, 4)];
            b->subjects[i].attribute_count = 1;
        }
    for (int32_t i = 0; i < b->setup.subject_count; i++)
        if (b->subjects[i].kind == SUBJECT_PUPIL && dice_below(dice, 12) == 0) {
            b->subjects[i].focus = 'A';
            b->subjects[i].predicted = made_up_words(b, dice, 80);
        }
}

static inline void made_up_random_event(LessonBuilder *b, Dice *dice, double end_s)
{
    int32_t code = dice_below(dice, b->protocol.code_count);
    const Code *c = &b->protocol.codes[code];
    int32_t subject = dice_below(dice, b->setup.subject_count + 1) - 1;
    double at = dice_between(dice, 0, end_s);
    double length = c->kind == CODE_STATE ? dice_between(dice, 0, end_s / 8) : 0;
    ObsEvent *event = lesson_state(b, code, subject, at, at + length < end_s ? at + length : end_s);
    event->target =
        dice_below(dice, 4) == 0 ? dice_below(dice, b->setup.subject_count + 1) - 1 : SUBJECT_NONE;
    for (int32_t i = 0; i < b->protocol.modifier_count; i++)
        if (c->modifiers >> i & 1)
            event->options[i] =
                (int8_t)(dice_below(dice, b->protocol.modifiers[i].option_count + 1) - 1);
    if (c->kind == CODE_INTERVAL) {
        event->missing = dice_below(dice, 8) == 0;
        event->of = event->missing ? 0 : dice_below(dice, 40);
        event->value = event->missing ? 0 : dice_below(dice, event->of + 1);
    }
    if (dice_below(dice, 6) == 0)
        event->text = made_up_words(b, dice, dice_below(dice, 40) == 0 ? 900 : 30);
    if (dice_below(dice, 3) == 0 && b->setup.question_count > 0)
        event->text = arena_printf(&b->arena, "Q%d %s",
                                   1 + (int)dice_below(dice, b->setup.question_count), event->text);
}

/* Anything that a record may hold. */
static inline const Observation *made_up_thrown(LessonBuilder *b, Dice *dice)
{
    static PlannedPhase plan[4];
    static const double lengths[] = {0.0, 20, 180, 3000, 5400, 28800, 75000, 4000000};
    lesson_begin(b);
    made_up_labels(b);
    made_up_add_adults(b);
    made_up_random_setup(b, dice);
    made_up_random_class(b, dice);
    double end_s = lengths[dice_below(dice, 8)];
    if (dice_below(dice, 2) == 0) {
        for (int32_t i = 0; i < 4; i++)
            plan[i] = (PlannedPhase){b->launch + i, 1 + dice_below(dice, 30)};
        b->setup.phases = plan;
        b->setup.phase_count = 1 + dice_below(dice, 4);
    }
    int32_t most = dice_below(dice, 10) == 0 ? 3000 : 300, count = dice_below(dice, most);
    for (int32_t i = 0; i < count; i++)
        made_up_random_event(b, dice, end_s);
    if (dice_below(dice, 2) == 0 && end_s >= 180 && end_s <= 5400)
        made_up_talk(b, dice, SUBJECT_NONE, 0, end_s);
    return lesson_end(b, end_s);
}

static inline const Observation *made_up_random(LessonBuilder *b, uint64_t seed)
{
    Dice dice = {.state = seed * 977 + 1};
    return made_up_thrown(b, &dice);
}

#endif
