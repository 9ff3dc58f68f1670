#include "reports/debrief/debrief_exhibit.h"

#include "reports/debrief/debrief_evidence.h"
#include "reports/layout/words.h"

#include <math.h>
#include <string.h>

#define INK_HEIGHT 62.0F
#define PHOTO_HEIGHT 86.0F
#define FRAME 4.0F /* between the frame and the ink */
#define CAPTION_DROP 11.0F
#define EXHIBIT_GAP 10.0F
#define INK_WIDTH 1.1F
#define DOTS_PER_POINT (300.0F / 72) /* of photos */
#define COLUMNS 3

enum {
    MOST_CAPTION = 30,    /* lines */
    NEAR_MS = 60000,      /* ink belongs to the question of a note about the same seat */
    MOST_EXHIBITS = 2000, /* on a sheet */
};

static uint32_t senses_of(const Observation *o, const ObsEvent *event)
{
    return measure_event_senses(o, event) & (SENSE_INK | SENSE_PHOTO);
}

static const char *label_of(const Observation *o, const ObsEvent *event)
{
    int32_t subject = measure_event_subject(o, event);
    return subject == SUBJECT_NONE ? "" : o->setup->subjects[subject].label;
}

/* A photo's caption may begin with the question's number; ink has no words and goes
 * with the nearest note about the same seat. */
static uint32_t questions_of(const Evidence *evidence, const Observation *o, const ObsEvent *event,
                             int64_t at_ms, int32_t question_count, const char **ret_caption)
{
    uint32_t set = evidence_questions(event->text, question_count, ret_caption);
    int64_t nearest = NEAR_MS + 1;
    if (set)
        return set;
    for (int32_t i = 0; i < evidence->count; i++) {
        const EvidenceEntry *entry = &evidence->entries[i];
        int64_t apart = entry->at_ms > at_ms ? entry->at_ms - at_ms : at_ms - entry->at_ms;
        if (apart < nearest && entry->questions &&
            strcmp(label_of(entry->o, entry->event), label_of(o, event)) == 0)
            nearest = apart, set = entry->questions;
    }
    return set;
}

bool exhibits_find(Debrief *d, const Evidence *evidence)
{
    const DebriefInput *in = d->input;
    Exhibit *items = ARENA_PUSH(d->scratch, Exhibit, MOST_EXHIBITS);
    if (!items) {
        d->l.lost = true;
        return false;
    }
    d->exhibits = items;
    d->exhibit_count = 0;
    for (size_t who = 0; who <= in->other_count; who++) {
        const Observation *o = who == 0 ? d->o : in->others[who - 1];
        int64_t shift = who == 0 ? 0 : debrief_shift_ms(d, o);
        for (size_t i = 0; i < o->event_count && d->exhibit_count < MOST_EXHIBITS; i++) {
            const ObsEvent *event = &o->events[i];
            uint32_t senses = senses_of(o, event);
            if (!senses || (senses & SENSE_INK && !observation_begins_drawing(o, i)))
                continue;
            Exhibit e = {.o = o, .event = i, .at_ms = event->start_ms + shift, .observer = who};
            e.questions =
                questions_of(evidence, o, event, e.at_ms, d->setup->question_count, &e.caption);
            items[d->exhibit_count++] = e;
        }
    }
    return true;
}

void exhibits_gather(Exhibits *e, Debrief *d, uint32_t question)
{
    *e = (Exhibits){.d = d, .question = question};
    for (int32_t i = 0; i < d->exhibit_count; i++) {
        uint32_t of = d->exhibits[i].questions;
        e->count += question ? (of & question) != 0 : of == 0;
    }
}

static const Exhibit *next_exhibit(Exhibits *e)
{
    for (; e->next < e->d->exhibit_count; e->next++) {
        uint32_t of = e->d->exhibits[e->next].questions;
        if (e->question ? (of & e->question) != 0 : of == 0)
            return &e->d->exhibits[e->next];
    }
    return NULL;
}

/* ---- drawn ---- */

static float column_width(const Layout *l)
{
    return layout_span(l, COLUMNS);
}

static const char *caption_of(Debrief *d, const Exhibit *x)
{
    Layout *l = &d->l;
    const ObsEvent *event = &x->o->events[x->event];
    bool ink = senses_of(x->o, event) & SENSE_INK;
    const char *who = label_of(x->o, event);
    const char *by =
        d->input->other_count > 0 ? layout_printf(l, ", %c", 'A' + (int)x->observer) : "";
    return layout_printf(l, "%s, %s%s%s%s%s%s", say(l, ink ? "Ink" : "Photo"),
                         words_moment(l, x->at_ms), who[0] ? ", " : "", who, by,
                         x->caption[0] ? ": " : "", x->caption);
}

/* What the strokes of a drawing cover, in units. */
typedef struct InkBounds {
    int32_t x0, y0, x1, y1;
} InkBounds;

static void cover(InkBounds *b, const Ink *ink)
{
    for (int32_t i = 0; i < ink->point_count; i++) {
        b->x0 = ink->points[i].x < b->x0 ? ink->points[i].x : b->x0;
        b->y0 = ink->points[i].y < b->y0 ? ink->points[i].y : b->y0;
        b->x1 = ink->points[i].x > b->x1 ? ink->points[i].x : b->x1;
        b->y1 = ink->points[i].y > b->y1 ? ink->points[i].y : b->y1;
    }
}

static bool read_stroke(Debrief *d, const Observation *o, size_t event, Attachment *ret)
{
    Err err = {0};
    bool ok = observation_read_attachment(o, &o->events[event], d->scratch, ret, &err);
    if (!ok && err.kind == ERR_SYSTEM)
        d->l.lost = true;
    return ok && ret->kind == ATTACHMENT_INK && ret->ink.point_count > 0;
}

static void draw_stroke(Layout *l, const Ink *ink, float x, float y, float scale,
                        const InkBounds *b)
{
    SheetPoint points[INK_MAX_POINTS];
    int32_t count = 0;
    for (int32_t i = 0; i < ink->point_count && i < INK_MAX_POINTS; i++) {
        SheetPoint p = {x + (float)(ink->points[i].x - b->x0) * scale,
                        y + (float)(ink->points[i].y - b->y0) * scale};
        bool last = i + 1 == ink->point_count;
        if (count == 0 || last ||
            hypotf(p.x - points[count - 1].x, p.y - points[count - 1].y) > 0.25F)
            points[count++] = p;
    }
    if (count == 1)
        sheet_circle(l->sheet, points[0].x, points[0].y, INK_WIDTH / 2 + 0.2F, ink_fill(INK));
    else
        sheet_polyline(l->sheet, points, count, ink_stroke(INK, INK_WIDTH));
}

/* Returns the height, 0 when nothing could be drawn. */
static float draw_ink(Debrief *d, const Exhibit *x, float left, float y, float width)
{
    Layout *l = &d->l;
    InkBounds b = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    ArenaMark mark = arena_mark(d->scratch);
    Attachment stroke;
    for (size_t k = x->event; k < x->o->event_count; k = observation_next_stroke(x->o, k))
        if (read_stroke(d, x->o, k, &stroke))
            cover(&b, &stroke.ink);
    arena_reset(d->scratch, mark);
    if (b.x1 < b.x0)
        return 0;
    float w = fmaxf((float)(b.x1 - b.x0), 1), h = fmaxf((float)(b.y1 - b.y0), 1);
    float scale = fminf((width - 2 * FRAME) / w, (INK_HEIGHT - 2 * FRAME) / h);
    scale = fminf(scale, 1.0F / INK_UNITS); /* never larger than it was drawn */
    float high = fmaxf(h * scale + 2 * FRAME, 24);
    sheet_rect(l->sheet, left, y, width, high, 0, ink_stroke(INK_AXIS, 0.5F));
    for (size_t k = x->event; k < x->o->event_count; k = observation_next_stroke(x->o, k)) {
        if (read_stroke(d, x->o, k, &stroke))
            draw_stroke(l, &stroke.ink, left + (width - w * scale) / 2, y + (high - h * scale) / 2,
                        scale, &b);
        arena_reset(d->scratch, mark);
    }
    return high;
}

/* The picture cut down to what paper can show, its bytes with the sheet. */
static bool fit_photo(Debrief *d, const Photo *photo, float width, Image *ret, Err *err)
{
    if (!image_fit(photo->bytes, photo->len, (int32_t)(width * DOTS_PER_POINT),
                   (int32_t)(PHOTO_HEIGHT * DOTS_PER_POINT), d->scratch, ret, err))
        return false;
    uint8_t *kept = ARENA_PUSH(sheet_arena(d->l.sheet), uint8_t, ret->len);
    if (!kept)
        return err_set(err, ERR_SYSTEM, "not enough memory for a photo");
    memcpy(kept, ret->bytes, ret->len);
    ret->bytes = kept;
    return true;
}

static float draw_photo(Debrief *d, const Exhibit *x, float left, float y, float width)
{
    Layout *l = &d->l;
    Err err = {0};
    Attachment a = {0};
    Image image = {0};
    ArenaMark mark = arena_mark(d->scratch);
    bool ok = observation_read_attachment(x->o, &x->o->events[x->event], d->scratch, &a, &err);
    ok = ok && a.kind == ATTACHMENT_PHOTO && fit_photo(d, &a.photo, width, &image, &err);
    arena_reset(d->scratch, mark);
    if (!ok) {
        d->l.lost = d->l.lost || err.kind == ERR_SYSTEM;
        return 0;
    }
    float scale = fminf(width / (float)image.width, PHOTO_HEIGHT / (float)image.height);
    float w = (float)image.width * scale, h = (float)image.height * scale;
    sheet_image(l->sheet, left, y, w, h, &image);
    sheet_rect(l->sheet, left, y, w, h, 0, ink_stroke(INK_AXIS, 0.5F));
    return h;
}

static float caption_height(Layout *l, const char *caption)
{
    int32_t lines = sheet_count_lines(l->sheet, column_width(l), FONT_REGULAR, SIZE_NOTE, caption);
    return CAPTION_DROP + LEAD_NOTE * (float)(lines < MOST_CAPTION ? lines : MOST_CAPTION);
}

static float exhibit_height(Debrief *d, const Exhibit *x)
{
    bool ink = senses_of(x->o, &x->o->events[x->event]) & SENSE_INK;
    return (ink ? INK_HEIGHT : PHOTO_HEIGHT) + caption_height(&d->l, caption_of(d, x)) +
           EXHIBIT_GAP;
}

static float draw_exhibit(Debrief *d, const Exhibit *x, float y)
{
    Layout *l = &d->l;
    float width = column_width(l), left = l->right - width;
    bool ink = senses_of(x->o, &x->o->events[x->event]) & SENSE_INK;
    float high = ink ? draw_ink(d, x, left, y, width) : draw_photo(d, x, left, y, width);
    const char *caption = caption_of(d, x);
    if (!(high > 0)) {
        d->bad_exhibits++;
        caption = layout_printf(l, "%s (%s)", caption, say(l, "cannot be shown"));
    }
    int32_t lines = sheet_paragraph(l->sheet, left, y + high + CAPTION_DROP, width, LEAD_NOTE,
                                    FONT_REGULAR, SIZE_NOTE, INK_SECOND, MOST_CAPTION, caption);
    if (sheet_count_lines(l->sheet, width, FONT_REGULAR, SIZE_NOTE, caption) > lines)
        layout_remember_shortened(l, caption);
    return y + high + CAPTION_DROP + LEAD_NOTE * (float)(lines - 1) + EXHIBIT_GAP;
}

/* As many as fit on this page from e->y down. */
static void draw_here(Exhibits *e, Layout *l)
{
    for (const Exhibit *x; (x = next_exhibit(e)); e->next++) {
        if (e->y + exhibit_height(e->d, x) > l->body_end + EXHIBIT_GAP)
            return;
        e->y = draw_exhibit(e->d, x, e->y);
    }
}

void exhibits_begin(Exhibits *e, Layout *l)
{
    e->y = l->y - 8;
    draw_here(e, l);
}

void exhibits_turn_page(Exhibits *e, Layout *l)
{
    e->y = l->y - 8;
    draw_here(e, l);
}

void exhibits_finish(Exhibits *e, Layout *l)
{
    while (next_exhibit(e)) {
        layout_continue(l);
        exhibits_turn_page(e, l);
    }
    if (e->count > 0)
        l->y = fmaxf(l->y, e->y + 8);
}
