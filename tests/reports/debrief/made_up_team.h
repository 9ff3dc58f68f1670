/* made_up_team.h - lessons that never took place, taught by two, watched by several,
 * with ink and photos. */
#ifndef TESTS_REPORTS_DEBRIEF_MADE_UP_TEAM_H
#define TESTS_REPORTS_DEBRIEF_MADE_UP_TEAM_H

#include "tests/reports/debrief/made_up.h"

/* ---- two adults ---- */

static inline int32_t made_up_code(LessonBuilder *b, const char *key)
{
    int32_t code = protocol_find_code(&b->protocol, key);
    if (code == PROTOCOL_NONE)
        abort();
    return code;
}

static inline const Observation *made_up_coteaching(LessonBuilder *b)
{
    static const struct {
        const char *code;
        int adult;
        double start, stop;
    } states[] = {
        {"adult-0", 0, 0, 660},     {"adult-2", 1, 40, 120},    {"adult-3", 1, 262, 420},
        {"adult-2", 1, 420, 600},   {"adult-1", 0, 660, 1050},  {"adult-1", 0, 1070, 1450},
        {"adult-1", 0, 1470, 1860}, {"adult-1", 1, 680, 1030},  {"adult-1", 1, 1080, 1430},
        {"adult-1", 1, 1480, 1830}, {"adult-0", 0, 1860, 2040}, {"adult-3", 0, 2040, 2130},
        {"adult-0", 0, 2130, 3000}, {"adult-3", 1, 1860, 2040}, {"adult-0", 1, 2040, 2130},
        {"adult-3", 1, 2130, 3000},
    };
    Dice dice = {.state = 21};
    lesson_begin(b);
    made_up_labels(b);
    made_up_add_adults(b);
    b->setup.title = "Which is larger, 5/8 or 3/4?";
    int32_t adults[2] = {lesson_adult(b, "Adult 1"), lesson_adult(b, "Adult 2")};
    made_up_class(b, 7, 4);
    lesson_state(b, made_up_code(b, "model-0"), SUBJECT_NONE, 0, 660);
    lesson_state(b, made_up_code(b, "model-1"), SUBJECT_NONE, 660, 1860);
    lesson_state(b, made_up_code(b, "model-2"), SUBJECT_NONE, 1860, 3000);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        lesson_state(b, made_up_code(b, states[i].code), adults[states[i].adult], states[i].start,
                     states[i].stop);
    made_up_talk(b, &dice, adults[0], 4, 640);
    lesson_state(b, b->group, SUBJECT_NONE, 670, 1850);
    made_up_talk(b, &dice, adults[0], 1862, 2040);
    made_up_talk(b, &dice, adults[1], 2042, 2128);
    made_up_talk(b, &dice, adults[0], 2131, 2990);
    int32_t adult = protocol_find_modifier(&b->protocol, "adult");
    for (int i = 0; i < 30; i++)
        lesson_point(b, made_up_code(b, "contact"), made_up_pupil(b, &dice),
                     dice_between(&dice, 40, 1850))
            ->options[adult] = (int8_t)(dice_below(&dice, 3) > 0);
    return lesson_end(b, 3000);
}

/* ---- another observer of the rich lesson ---- */

/* A little late, some turns missed, some notes of its own. */
static inline const Observation *made_up_another(LessonBuilder *b, uint64_t seed)
{
    Dice dice = {.state = seed};
    (void)made_up_rich(b);
    b->setup.observer = seed % 2 == 0 ? "KM" : "TS";
    b->setup.id.bytes[0] = (uint8_t)(2 + seed % 50);
    size_t kept = 0;
    for (size_t i = 0; i < b->event_count; i++) {
        ObsEvent event = b->events[i];
        bool turn = event.code == b->student || event.code == b->teacher;
        if (turn && dice_below(&dice, 9) == 0)
            continue;
        if (event.code == b->note && dice_below(&dice, 2) == 0)
            event.text = "Q3 Nobody prompts; the frame on the wall is pointed at.";
        if (turn && event.stop_ms + 600 < 3000000)
            event.start_ms += 400, event.stop_ms += 600;
        b->events[kept++] = event;
    }
    b->event_count = kept;
    return lesson_end(b, 3000);
}

/* ---- ink and photos ---- */

typedef struct MadeUpPictures {
    AttachmentItem items[8];
    InkPoint points[3][64];
    AttachmentList list;
} MadeUpPictures;

static inline void made_up_stroke(MadeUpPictures *p, int at, Uuid event, double x0, double y0,
                                  double x1, double y1)
{
    for (int i = 0; i < 64; i++)
        p->points[at][i] =
            (InkPoint){(int32_t)(x0 + (x1 - x0) * i / 63),
                       (int32_t)(y0 + (y1 - y0) * i / 63 + 40 * (i % 3)), i * 10, INK_NO_PRESSURE};
    p->items[at] = (AttachmentItem){
        event, {.kind = ATTACHMENT_INK, .ink = {INK_ON_PAGE, 9000, 6000, p->points[at], 64}}};
}

/* The rich lesson with a drawing of three strokes, a photo (jpeg, len), and a photo that
 * is none. */
static inline const Observation *made_up_pictures(LessonBuilder *b, MadeUpPictures *p,
                                                  const uint8_t *jpeg, size_t len, int32_t width,
                                                  int32_t height)
{
    static const uint8_t no_photo[] = "a shopping list";
    (void)made_up_rich(b);
    made_up_add_adults(b);
    int32_t pupil = setup_find_subject(&b->setup, "2C");
    int32_t ink = made_up_code(b, "ink"), photo = made_up_code(b, "photo");
    for (int i = 0; i < 3; i++) {
        Uuid id = lesson_point(b, ink, pupil, 310)->id;
        made_up_stroke(p, i, id, 400 + 1500 * i, i == 0 ? 1200 : 600,
                       i == 0 ? 5000 : 500 + 1500 * i, i == 0 ? 1300 : 2000);
    }
    ObsEvent *board = lesson_point(b, photo, SUBJECT_NONE, 2200);
    board->text = "Q2 two lines on the board, ends together";
    p->items[3] = (AttachmentItem){board->id,
                                   {.kind = ATTACHMENT_PHOTO, .photo = {width, height, jpeg, len}}};
    ObsEvent *broken = lesson_point(b, photo, pupil, 2400);
    p->items[4] = (AttachmentItem){
        broken->id, {.kind = ATTACHMENT_PHOTO, .photo = {10, 10, no_photo, sizeof no_photo}}};
    p->list = attachment_list(p->items, 5);
    (void)lesson_end(b, 3000);
    b->observation.attachments = &p->list.source;
    return &b->observation;
}

#endif
