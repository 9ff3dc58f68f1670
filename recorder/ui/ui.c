#include "recorder/ui/ui.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static bool contains(UiRect r, float x, float y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static UiRect grown(const UiTarget *t)
{
    UiRect r = t->rect;
    float least = t->round ? fminf(r.w + UI_ROUND_REACH, UI_ROUND_TARGET) : 0;
    float w = fmaxf(fmaxf(r.w, UI_MIN_TARGET), least);
    float h = fmaxf(fmaxf(r.h, UI_MIN_TARGET), least);
    return (UiRect){r.x - (w - r.w) / 2, r.y - (h - r.h) / 2, w, h};
}

static float centre_distance(const UiTarget *t, float x, float y)
{
    return hypotf(x - (t->rect.x + t->rect.w / 2), y - (t->rect.y + t->rect.h / 2));
}

static bool target_under(const UiTarget *t, float x, float y, bool grow)
{
    UiRect r = grow ? grown(t) : t->rect;
    if (!contains(t->clip, x, y) || !contains(r, x, y))
        return false;
    return !t->round || centre_distance(t, x, y) <= r.w / 2;
}

/* The topmost target at a point; where circles meet, the nearer centre wins. */
static const UiTarget *pick(const Ui *ui, float x, float y, bool grow)
{
    const UiTarget *best = NULL;
    for (int32_t i = ui->seen_count - 1; i >= 0; i--) {
        const UiTarget *t = &ui->seen[i];
        if (!target_under(t, x, y, grow))
            continue;
        bool nearer = best && best->round && t->round &&
                      centre_distance(t, x, y) < centre_distance(best, x, y);
        if (!best || nearer)
            best = t;
        if (!best->round)
            break;
    }
    return best;
}

/* Small targets reach out to UI_MIN_TARGET, but only over bare ground. */
static uint32_t hit(const Ui *ui, float x, float y)
{
    const UiTarget *best = pick(ui, x, y, false);
    if (!best || !best->focusable) {
        const UiTarget *near = pick(ui, x, y, true);
        if (near && near->focusable)
            best = near;
    }
    return best ? best->id : 0;
}

static const UiTarget *find_seen(const Ui *ui, uint32_t id)
{
    for (int32_t i = 0; i < ui->seen_count; i++)
        if (ui->seen[i].id == id)
            return &ui->seen[i];
    return NULL;
}

void ui_init(Ui *ui, const Theme *theme, UiText text, UiCommand *commands, Arena *frame)
{
    memset(ui, 0, sizeof *ui);
    ui->theme = theme;
    ui->text = text;
    ui->commands = commands;
    ui->frame = frame;
    ui->wake_ms = INT64_MAX;
    ui->alpha = 255;
    ui->type_scale = 1;
}

/* ---- fingers ---- */

/* Its target hears of it (in this step, or the next when none is under way), and
 * what it does from now on means nothing. */
static void take_away(UiFinger *f)
{
    f->cancel_id = f->id;
    f->id = 0;
    f->waits = false;
}

void ui_resize(Ui *ui, float width_pt, float height_pt)
{
    bool other = width_pt != ui->width || height_pt != ui->height;
    ui->width = width_pt;
    ui->height = height_pt;
    for (int32_t i = 0; other && i < ui->finger_count; i++)
        if (ui->fingers[i].id)
            take_away(&ui->fingers[i]);
}

void ui_forget(Ui *ui)
{
    for (int32_t i = 0; i < ui->finger_count; i++) {
        UiFinger *f = &ui->fingers[i];
        f->id = f->cancel_id = 0;
        f->waits = f->held = f->dragged = f->pinches = false;
    }
    ui->focus_id = ui->edit_id = ui->step_id = 0;
    ui->seen_count = ui->target_count = 0;
}

static UiFinger *find_finger(Ui *ui, int64_t finger)
{
    for (int32_t i = 0; i < ui->finger_count; i++)
        if (ui->fingers[i].down && ui->fingers[i].finger == finger)
            return &ui->fingers[i];
    return NULL;
}

/* It may still mean something to the person. */
static bool is_live(const UiFinger *f)
{
    return f->id != 0 && !f->ground && (f->down || f->waits);
}

bool ui_is_down(const Ui *ui, uint32_t id)
{
    for (int32_t i = 0; i < ui->finger_count; i++)
        if (id && ui->fingers[i].id == id && (ui->fingers[i].down || ui->fingers[i].waits))
            return true;
    return false;
}

static void say(Ui *ui, UiFinger *f, UiGesture gesture)
{
    ui->step = f;
    ui->step_id = f->id;
    ui->step_gesture = f->id ? gesture : UI_GESTURE_NONE;
}

/* Fingers that are gone make room. */
static void forget_lifted(Ui *ui)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < ui->finger_count; i++) {
        UiFinger f = ui->fingers[i];
        if (f.down || f.waits)
            ui->fingers[kept++] = f;
    }
    ui->finger_count = kept;
}

/* The lift of a finger never came: it lands again, or nothing was heard of it
 * for long. Without this one lost event would keep others from holding. */
static void lose_fingers(Ui *ui)
{
    for (int32_t i = 0; i < ui->finger_count; i++) {
        UiFinger *f = &ui->fingers[i];
        int64_t lost_ms = f->held ? UI_LOST_HELD_MS : UI_LOST_MS;
        bool lost = f->finger == ui->in.finger || ui->in.at_ms - f->heard_ms > lost_ms;
        if (!f->down || !lost)
            continue;
        if (f->id)
            take_away(f);
        f->down = f->pinches = false;
    }
}

/* Another finger is on this target. */
static bool is_touched(const Ui *ui, uint32_t id)
{
    for (int32_t i = 0; i < ui->finger_count; i++)
        if (ui->fingers[i].down && ui->fingers[i].id == id)
            return true;
    return false;
}

/* A place at the end; that of a finger which is gone is given away. */
static UiFinger *room_for_finger(Ui *ui)
{
    for (int32_t i = 0; i < ui->finger_count; i++) {
        UiFinger *f = &ui->fingers[i];
        if (!f->down && !f->waits && f->cancel_id == 0) {
            memmove(f, f + 1, (size_t)(ui->finger_count - i - 1) * sizeof *f);
            ui->finger_count--;
            break;
        }
    }
    return ui->finger_count < UI_MAX_FINGERS ? &ui->fingers[ui->finger_count++] : NULL;
}

static void land(Ui *ui)
{
    lose_fingers(ui);
    UiFinger *f = room_for_finger(ui);
    if (!f)
        return;
    uint32_t id = hit(ui, ui->in.x, ui->in.y);
    bool taken = is_touched(ui, id);
    const UiTarget *t = find_seen(ui, id);
    *f = (UiFinger){.finger = ui->in.finger,
                    .down = true,
                    .ground = !t || !t->focusable,
                    .x = ui->in.x,
                    .y = ui->in.y,
                    .from_x = ui->in.x,
                    .from_y = ui->in.y,
                    .landed_ms = ui->in.at_ms,
                    .heard_ms = ui->in.at_ms};
    if (!taken)
        f->id = id;
    for (int32_t i = 0; is_live(f) && i < ui->finger_count - 1; i++) {
        UiFinger *other = &ui->fingers[i];
        if (!is_live(other))
            continue;
        f->joined = true;
        other->joined = other->joined || (!other->held && !other->dragged);
    }
    if (!t || !t->aside) {
        ui->focus_visible = false;
        ui->focus_id = f->id;
        if (ui->edit_id != f->id)
            ui->edit_id = 0;
    }
    say(ui, f, UI_GESTURE_DOWN);
    for (int32_t i = 0; i < ui->finger_count; i++) /* it came back to where it was lost */
        if (f->id && ui->fingers[i].cancel_id == f->id)
            ui->fingers[i].cancel_id = 0;
}

static float moved_far(const UiFinger *f)
{
    return hypotf(f->x - f->from_x, f->y - f->from_y);
}

static void follow(Ui *ui, UiFinger *f)
{
    bool moved = ui->in.x != f->x || ui->in.y != f->y;
    ui->step_dx = ui->in.x - f->x;
    ui->step_dy = ui->in.y - f->y;
    f->x = ui->in.x;
    f->y = ui->in.y;
    if (!f->joined && f->id && (moved_far(f) > UI_DRAG_SLOP || (f->held && moved))) {
        ui->drag_began = !f->dragged;
        f->dragged = true;
    }
}

/* Something may yet come of a finger that landed before this one. One that holds has
 * said what it means, also while it trembles. */
static bool must_wait(const Ui *ui, const UiFinger *f)
{
    for (int32_t i = 0; i < ui->finger_count && &ui->fingers[i] != f; i++) {
        const UiFinger *first = &ui->fingers[i];
        if (is_live(first) && (!first->held || moved_far(first) > UI_DRAG_SLOP))
            return true;
    }
    return false;
}

static void lift(Ui *ui, UiFinger *f)
{
    follow(ui, f);
    f->down = f->pinches = false;
    const UiTarget *t = find_seen(ui, f->id);
    bool rested = f->joined && ui->in.at_ms - f->landed_ms >= UI_HOLD_MS;
    if (f->held || f->dragged)
        say(ui, f, UI_GESTURE_DROP);
    else if (rested || !t || !target_under(t, ui->in.x, ui->in.y, true))
        say(ui, f, UI_GESTURE_CANCEL);
    else if (!f->ground && must_wait(ui, f))
        f->waits = true;
    else
        say(ui, f, UI_GESTURE_TAP);
}

/* A tap that waited comes in a step of its own. */
static UiFinger *next_waiting(Ui *ui)
{
    for (int32_t i = 0; i < ui->finger_count; i++)
        if (ui->fingers[i].waits && !must_wait(ui, &ui->fingers[i]))
            return &ui->fingers[i];
    return NULL;
}

/* Time alone makes a hold, and only in a step of its own: when a lift comes
 * first, late or not, nobody saw a hold and the touch is a tap. */
static void pass_time(Ui *ui)
{
    UiFinger *waiting = next_waiting(ui);
    if (waiting) {
        waiting->waits = false;
        say(ui, waiting, UI_GESTURE_TAP);
        return;
    }
    for (int32_t i = 0; i < ui->finger_count && !ui->step; i++) {
        UiFinger *f = &ui->fingers[i];
        if (!f->down || !f->id || f->held || f->dragged ||
            ui->in.now_ms - f->landed_ms < UI_HOLD_MS)
            continue;
        if (f->joined) {
            take_away(f);
            continue;
        }
        f->held = true;
        say(ui, f, UI_GESTURE_HOLD);
    }
}

static void point(Ui *ui)
{
    if (ui->in.kind == UI_INPUT_DOWN) {
        land(ui);
        return;
    }
    UiFinger *f = find_finger(ui, ui->in.finger);
    if (!f)
        return;
    f->heard_ms = ui->in.at_ms;
    switch (ui->in.kind) {
    case UI_INPUT_MOVE:
        follow(ui, f);
        ui->step = f;
        if (f->dragged)
            say(ui, f, UI_GESTURE_DRAG);
        break;
    case UI_INPUT_UP:
        lift(ui, f);
        break;
    default:
        say(ui, f, UI_GESTURE_CANCEL);
        f->down = f->pinches = false;
        break;
    }
}

/* ---- two fingers ---- */

static bool may_pinch(const UiFinger *a, const UiFinger *b, UiRect r)
{
    const float least = UI_DRAG_SLOP / 2.0F, together = 2 * UI_DRAG_SLOP;
    float far_a = moved_far(a), far_b = moved_far(b);
    return a->down && b->down && !a->held && !b->held &&
           b->landed_ms - a->landed_ms <= UI_PINCH_MS && contains(r, a->from_x, a->from_y) &&
           contains(r, b->from_x, b->from_y) && far_a >= least && far_b >= least &&
           far_a + far_b >= together;
}

static void begin_pinch(Ui *ui, UiRect r)
{
    UiFinger *a = NULL, *b = NULL;
    for (int32_t i = 0; i < ui->finger_count; i++) {
        if (ui->fingers[i].pinches)
            return;
        if (!ui->fingers[i].down)
            continue;
        a = b;
        b = &ui->fingers[i];
    }
    if (!a || ui->in.kind != UI_INPUT_MOVE || !may_pinch(a, b, r))
        return;
    UiFinger *const both[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        take_away(both[i]);
        both[i]->pinches = true;
    }
    ui->step_id = 0;
    ui->step_gesture = UI_GESTURE_NONE;
    ui->drag_began = false;
}

UiPinch ui_pinch(Ui *ui, UiRect r)
{
    begin_pinch(ui, r);
    UiPinch pinch = {.scale = 1};
    const UiFinger *a = NULL, *b = NULL;
    for (int32_t i = 0; i < ui->finger_count; i++) {
        const UiFinger *f = &ui->fingers[i];
        if (f->down && f->pinches && contains(r, f->from_x, f->from_y)) {
            a = a ? a : f;
            b = f;
        }
    }
    if (!a || a == b)
        return pinch;
    pinch.down = true;
    pinch.x = (a->x + b->x) / 2;
    pinch.y = (a->y + b->y) / 2;
    if (ui->in.kind != UI_INPUT_MOVE || (ui->step != a && ui->step != b))
        return pinch;
    const UiFinger *still = ui->step == a ? b : a;
    const float least = 24; /* apart: fingers that meet mean nothing */
    float was = hypotf(ui->step->x - ui->step_dx - still->x, ui->step->y - ui->step_dy - still->y);
    float is = hypotf(ui->step->x - still->x, ui->step->y - still->y);
    pinch.moved = true;
    pinch.dx = ui->step_dx / 2;
    pinch.dy = ui->step_dy / 2;
    pinch.scale = fmaxf(is, least) / fmaxf(was, least);
    return pinch;
}

int64_t ui_landed_ms(const Ui *ui)
{
    return ui->step ? ui->step->landed_ms : ui->in.at_ms;
}

/* ---- the keyboard ---- */

/* The next focusable target in the order of building, round and round. */
static void move_focus(Ui *ui, int32_t step)
{
    int32_t n = ui->seen_count;
    int32_t at = -1;
    for (int32_t i = 0; i < n && at < 0; i++)
        if (ui->focus_id && ui->seen[i].id == ui->focus_id)
            at = i;
    if (at < 0)
        at = step > 0 ? -1 : n;
    for (int32_t tried = 0; tried < n; tried++) {
        at = (at + step + n) % n;
        if (ui->seen[at].focusable && !ui->seen[at].aside) {
            ui->focus_id = ui->seen[at].id;
            return;
        }
    }
    ui->focus_id = 0;
}

static void tap_focus(Ui *ui)
{
    const UiTarget *t = ui->focus_id ? find_seen(ui, ui->focus_id) : NULL;
    if (!t || !t->focusable || !ui->focus_visible || ui->finger_count > 0)
        return;
    float x = t->rect.x + t->rect.w / 2, y = t->rect.y + t->rect.h / 2;
    ui->key_finger = (UiFinger){.id = t->id,
                                .x = x,
                                .y = y,
                                .from_x = x,
                                .from_y = y,
                                .landed_ms = ui->in.at_ms,
                                .heard_ms = ui->in.at_ms};
    say(ui, &ui->key_finger, UI_GESTURE_TAP);
    ui->key_used = true;
}

static void press(Ui *ui)
{
    switch (ui->in.key) {
    case UI_KEY_TAB:
    case UI_KEY_BACK_TAB:
        move_focus(ui, ui->in.key == UI_KEY_TAB ? 1 : -1);
        ui->focus_visible = ui->bring_focus = true;
        ui->edit_id = 0;
        ui->key_used = true;
        break;
    case UI_KEY_ENTER:
    case UI_KEY_SPACE:
        if (!ui->edit_id)
            tap_focus(ui);
        break;
    default:
        break;
    }
}

UiKey ui_key(const Ui *ui)
{
    bool free_key = ui->in.kind == UI_INPUT_KEY && !ui->key_used && !ui->edit_id;
    return free_key ? ui->in.key : UI_KEY_NONE;
}

void ui_use_key(Ui *ui)
{
    ui->key_used = true;
}

void ui_cover(Ui *ui)
{
    ui->target_count = 0;
}

bool ui_has_finger(const Ui *ui)
{
    for (int32_t i = 0; i < ui->finger_count; i++)
        if (ui->fingers[i].down)
            return true;
    return false;
}

static void lift_command(UiCommand *c, float up)
{
    int32_t points = c->kind == UI_ARC ? 1 : c->point_count;
    c->rect.y -= up;
    c->clip.y -= up;
    for (int32_t i = 0; i < points; i++)
        c->points[2 * i + 1] -= up;
}

void ui_lift(Ui *ui, float up, float bottom)
{
    ui->lift = up;
    for (int32_t i = 0; up > 0 && i < ui->command_count; i++)
        lift_command(&ui->commands[i], up);
    for (int32_t i = 0; i < ui->target_count; i++) {
        UiTarget *t = &ui->targets[i];
        t->rect.y -= up;
        t->clip.y -= up;
        t->clip.h = fmaxf(fminf(t->clip.h, bottom - t->clip.y), 0);
    }
}

/* How far a target lies in a direction; what lies straight on comes before all that
 * lies aside. INFINITY for what lies elsewhere. */
static float way_to(UiRect from, UiRect to, float dx, float dy)
{
    float cx = to.x + to.w / 2 - from.x - from.w / 2, cy = to.y + to.h / 2 - from.y - from.h / 2;
    float on = cx * dx + cy * dy, aside = fabsf(cx * dy) + fabsf(cy * dx);
    /* What overlaps in the other direction lies straight on. */
    float half = fabsf(dx) * (from.h + to.h) / 2 + fabsf(dy) * (from.w + to.w) / 2;
    const float turn = 10000; /* longer than any surface */
    aside = aside > half ? turn + (aside - half) * 2 : aside / 8;
    float begins = on - (fabsf(dx) * to.w + fabsf(dy) * to.h) / 2; /* behind the middle of from */
    return begins > -1 && on > 1 ? on + aside : INFINITY;
}

static bool is_in_sight(const UiTarget *t)
{
    return t->rect.x < t->clip.x + t->clip.w && t->clip.x < t->rect.x + t->rect.w &&
           t->rect.y < t->clip.y + t->clip.h && t->clip.y < t->rect.y + t->rect.h;
}

static void move_focus_by_arrow(Ui *ui)
{
    UiKey key = ui_key(ui);
    float dx = (float)(key == UI_KEY_RIGHT) - (float)(key == UI_KEY_LEFT);
    float dy = (float)(key == UI_KEY_DOWN) - (float)(key == UI_KEY_UP);
    const UiTarget *from = find_seen(ui, ui->focus_id), *best = NULL;
    if (dx == 0 && dy == 0)
        return;
    float least = INFINITY;
    for (int32_t i = 0; from && i < ui->target_count; i++) {
        const UiTarget *t = &ui->targets[i];
        float way = way_to(from->rect, t->rect, dx, dy);
        /* Out of sight in its column: one step further it is brought into view. */
        bool reachable = is_in_sight(t) || (t->scroll_id && t->scroll_id == from->scroll_id);
        if (!t->focusable || t->aside || t->id == from->id || !reachable || way >= least)
            continue;
        least = way;
        best = t;
    }
    ui->focus_visible = ui->rebuild = ui->bring_focus = true;
    if (best)
        ui->focus_id = best->id;
    else if (!from)
        move_focus(ui, dx + dy > 0 ? 1 : -1);
}

/* ---- a step ---- */

void ui_begin(Ui *ui, const UiInput *in)
{
    assert(in->at_ms <= in->now_ms);
    ui->in = *in;
    ui->in.text[sizeof ui->in.text - 1] = '\0';
    arena_reset(ui->frame, (ArenaMark){0});
    ui->seen_lift = ui->lift;
    ui->lift = 0;
    memcpy(ui->seen, ui->targets, (size_t)ui->target_count * sizeof ui->seen[0]);
    ui->seen_count = ui->target_count;
    ui->target_count = ui->command_count = 0;
    ui->step = NULL;
    ui->step_gesture = UI_GESTURE_NONE;
    ui->step_id = 0;
    ui->edit_built = ui->key_used = ui->rebuild = false;
    ui->drag_began = false;
    ui->step_dx = ui->step_dy = 0;
    forget_lifted(ui);
    ui->scroll = (UiScroll){0};
    ui->clip = ui->outer_clip = (UiRect){0, 0, ui->width, ui->height};
    ui->alpha = 255;
    ui->barred = false;
    ui->wake_ms = INT64_MAX;
    switch (in->kind) {
    case UI_INPUT_NONE:
        pass_time(ui);
        break;
    case UI_INPUT_DOWN:
    case UI_INPUT_MOVE:
    case UI_INPUT_UP:
    case UI_INPUT_CANCEL:
        point(ui);
        break;
    case UI_INPUT_KEY:
        press(ui);
        break;
    case UI_INPUT_TEXT:
    case UI_INPUT_WHEEL:
        break;
    }
}

static bool is_built(const Ui *ui, uint32_t id)
{
    for (int32_t i = 0; i < ui->target_count; i++)
        if (ui->targets[i].id == id)
            return true;
    return false;
}

void ui_end(Ui *ui)
{
    assert(ui->scroll.id == 0);
    ui->bring_focus = false;
    move_focus_by_arrow(ui);
    for (int32_t i = 0; i < ui->finger_count; i++) {
        UiFinger *f = &ui->fingers[i];
        if (!f->built || !(f->down || f->waits))
            f->id = 0;
        f->waits = f->waits && f->id;
        f->cancel_id = 0;
        f->built = false;
        if (f->down && f->id && !f->held && !f->dragged)
            ui_wake_at(ui, f->landed_ms + UI_HOLD_MS);
    }
    ui->rebuild |= next_waiting(ui) != NULL;
    if (ui->focus_id && !is_built(ui, ui->focus_id))
        ui->focus_id = 0;
    if (!ui->edit_built)
        ui->edit_id = 0;
}

bool ui_wants_rebuild(const Ui *ui)
{
    return ui->rebuild;
}

void ui_wake_at(Ui *ui, int64_t at_ms)
{
    if (at_ms < ui->wake_ms)
        ui->wake_ms = at_ms;
}

float ui_motion(Ui *ui, int64_t passed_ms, int64_t length_ms)
{
    enum { FRAME_MS = 16 };
    if (ui->reduced_motion || passed_ms < 0 || passed_ms >= length_ms)
        return 1;
    ui_wake_at(ui, ui->in.now_ms + FRAME_MS);
    return (float)passed_ms / (float)length_ms;
}

uint32_t ui_edited(const Ui *ui, UiRect *ret_rect)
{
    if (ui->edit_id)
        *ret_rect = ui->edit_rect;
    return ui->edit_id;
}

void ui_edit_end(Ui *ui)
{
    ui->edit_id = 0;
}

/* ---- targets ---- */

static UiTouch touch(Ui *ui, UiTarget target)
{
    assert(target.id != 0);
    target.clip = ui->clip;
    target.scroll_id = ui->scroll.id;
    if (ui->target_count < UI_MAX_TARGETS)
        ui->targets[ui->target_count++] = target;
    UiTouch t = {0};
    const UiFinger *on = target.id == ui->step_id ? ui->step : NULL;
    for (int32_t i = 0; i < ui->finger_count; i++) {
        UiFinger *f = &ui->fingers[i];
        if (f->cancel_id == target.id)
            t.gesture = UI_GESTURE_CANCEL;
        else if (f->id != target.id)
            continue;
        f->built = f->built || f->id == target.id;
        t.down = t.down || (f->id == target.id && (f->down || f->waits));
        on = on ? on : f;
    }
    if (target.id == ui->step_id && t.gesture == UI_GESTURE_NONE)
        t.gesture = ui->step_gesture;
    if (on) {
        t.held = on->held;
        t.dragged = on->dragged;
        float up = target.aside ? 0 : ui->seen_lift;
        t.x = on->x;
        t.y = on->y + up;
        t.from_x = on->from_x;
        t.from_y = on->from_y + up;
        t.landed_ms = on->landed_ms;
    }
    return t;
}

UiTouch ui_touch(Ui *ui, uint32_t id, UiRect r)
{
    return touch(ui, (UiTarget){.id = id, .rect = r, .focusable = true});
}

UiTouch ui_touch_round(Ui *ui, uint32_t id, float cx, float cy, float r)
{
    UiRect rect = {cx - r, cy - r, 2 * r, 2 * r};
    return touch(ui, (UiTarget){.id = id, .rect = rect, .round = true, .focusable = true});
}

UiTouch ui_touch_ground(Ui *ui, uint32_t id, UiRect r)
{
    return touch(ui, (UiTarget){.id = id, .rect = r});
}

UiTouch ui_touch_aside(Ui *ui, uint32_t id, UiRect r, bool ground)
{
    return touch(ui, (UiTarget){.id = id, .rect = r, .focusable = !ground, .aside = true});
}

bool ui_is_focused(const Ui *ui, uint32_t id)
{
    return ui->focus_visible && ui->focus_id == id;
}
