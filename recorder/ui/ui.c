#include "recorder/ui/ui.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static bool contains(UiRect r, float x, float y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static UiRect grown(UiRect r)
{
    float w = fmaxf(r.w, UI_MIN_TARGET);
    float h = fmaxf(r.h, UI_MIN_TARGET);
    return (UiRect){r.x - (w - r.w) / 2, r.y - (h - r.h) / 2, w, h};
}

static float centre_distance(const UiTarget *t, float x, float y)
{
    return hypotf(x - (t->rect.x + t->rect.w / 2), y - (t->rect.y + t->rect.h / 2));
}

static bool target_under(const UiTarget *t, float x, float y, bool grow)
{
    UiRect r = grow ? grown(t->rect) : t->rect;
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
}

void ui_resize(Ui *ui, float width_pt, float height_pt)
{
    ui->width = width_pt;
    ui->height = height_pt;
}

void ui_forget(Ui *ui)
{
    ui->pointer_id = ui->focus_id = ui->edit_id = 0;
    ui->step_id = ui->cancel_id = 0;
    ui->pointer_held = ui->pointer_dragged = false;
    ui->seen_count = ui->target_count = 0;
}

/* ---- the pointer ---- */

static void say(Ui *ui, UiGesture gesture)
{
    ui->step_id = ui->pointer_id;
    ui->step_gesture = ui->step_id ? gesture : UI_GESTURE_NONE;
}

static void land(Ui *ui)
{
    ui->pointer_finger = ui->in.finger;
    ui->pointer_down = true;
    ui->pointer_held = ui->pointer_dragged = false;
    ui->pointer_x = ui->pointer_from_x = ui->in.x;
    ui->pointer_y = ui->pointer_from_y = ui->in.y;
    ui->pointer_landed_ms = ui->pointer_heard_ms = ui->in.at_ms;
    ui->pointer_id = hit(ui, ui->in.x, ui->in.y);
    ui->focus_visible = false;
    ui->focus_id = ui->pointer_id;
    if (ui->edit_id != ui->pointer_id)
        ui->edit_id = 0;
    say(ui, UI_GESTURE_DOWN);
}

static void follow(Ui *ui)
{
    bool moved = ui->in.x != ui->pointer_x || ui->in.y != ui->pointer_y;
    ui->pointer_move_y = ui->in.y - ui->pointer_y;
    ui->pointer_x = ui->in.x;
    ui->pointer_y = ui->in.y;
    float far = hypotf(ui->in.x - ui->pointer_from_x, ui->in.y - ui->pointer_from_y);
    if (far > UI_DRAG_SLOP || (ui->pointer_held && moved)) {
        ui->drag_began = !ui->pointer_dragged;
        ui->pointer_dragged = true;
    }
}

static void lift(Ui *ui)
{
    follow(ui);
    const UiTarget *t = find_seen(ui, ui->pointer_id);
    if (ui->pointer_held || ui->pointer_dragged)
        say(ui, UI_GESTURE_DROP);
    else if (t && (target_under(t, ui->in.x, ui->in.y, true)))
        say(ui, UI_GESTURE_TAP);
    else
        say(ui, UI_GESTURE_CANCEL);
    ui->pointer_down = false;
}

/* Time alone makes a hold, and only in a step of its own: when a lift comes
 * first, late or not, nobody saw a hold and the touch is a tap. */
static void wait_for_hold(Ui *ui)
{
    if (!ui->pointer_down || !ui->pointer_id || ui->pointer_held || ui->pointer_dragged)
        return;
    if (ui->in.now_ms - ui->pointer_landed_ms < UI_HOLD_MS)
        return;
    ui->pointer_held = true;
    say(ui, UI_GESTURE_HOLD);
}

/* The lift of the pointer never came: its finger lands again, or nothing was
 * heard of it for long. Without this one lost event would deafen the screen. */
static bool pointer_lost(const Ui *ui)
{
    return ui->in.finger == ui->pointer_finger || ui->in.at_ms - ui->pointer_heard_ms > UI_LOST_MS;
}

static void point(Ui *ui)
{
    if (ui->in.kind == UI_INPUT_DOWN && (!ui->pointer_down || pointer_lost(ui))) {
        uint32_t before = ui->pointer_down ? ui->pointer_id : 0;
        land(ui);
        ui->cancel_id = before != ui->pointer_id ? before : 0;
        return;
    }
    if (!ui->pointer_down || ui->in.finger != ui->pointer_finger || ui->in.kind == UI_INPUT_DOWN) {
        ui->in.kind = UI_INPUT_NONE;
        return;
    }
    ui->pointer_heard_ms = ui->in.at_ms;
    switch (ui->in.kind) {
    case UI_INPUT_MOVE:
        follow(ui);
        if (ui->pointer_dragged)
            say(ui, UI_GESTURE_DRAG);
        break;
    case UI_INPUT_UP:
        lift(ui);
        break;
    default:
        say(ui, UI_GESTURE_CANCEL);
        ui->pointer_down = false;
        break;
    }
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
        if (ui->seen[at].focusable) {
            ui->focus_id = ui->seen[at].id;
            return;
        }
    }
    ui->focus_id = 0;
}

static void tap_focus(Ui *ui)
{
    const UiTarget *t = ui->focus_id ? find_seen(ui, ui->focus_id) : NULL;
    if (!t || !t->focusable || !ui->focus_visible || ui->pointer_down)
        return;
    ui->pointer_id = t->id;
    ui->pointer_x = ui->pointer_from_x = t->rect.x + t->rect.w / 2;
    ui->pointer_y = ui->pointer_from_y = t->rect.y + t->rect.h / 2;
    ui->pointer_landed_ms = ui->in.at_ms;
    ui->pointer_held = ui->pointer_dragged = false;
    say(ui, UI_GESTURE_TAP);
    ui->key_used = true;
}

static void press(Ui *ui)
{
    switch (ui->in.key) {
    case UI_KEY_TAB:
    case UI_KEY_BACK_TAB:
        move_focus(ui, ui->in.key == UI_KEY_TAB ? 1 : -1);
        ui->focus_visible = true;
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

/* ---- a step ---- */

void ui_begin(Ui *ui, const UiInput *in)
{
    assert(in->at_ms <= in->now_ms);
    ui->in = *in;
    ui->in.text[sizeof ui->in.text - 1] = '\0';
    arena_reset(ui->frame, (ArenaMark){0});
    memcpy(ui->seen, ui->targets, (size_t)ui->target_count * sizeof ui->seen[0]);
    ui->seen_count = ui->target_count;
    ui->target_count = ui->command_count = 0;
    ui->step_gesture = UI_GESTURE_NONE;
    ui->step_id = ui->cancel_id = 0;
    ui->pointer_built = ui->edit_built = ui->key_used = ui->rebuild = false;
    ui->drag_began = false;
    ui->pointer_move_y = 0;
    ui->scroll = (UiScroll){0};
    ui->clip = ui->outer_clip = (UiRect){0, 0, ui->width, ui->height};
    ui->alpha = 255;
    ui->wake_ms = INT64_MAX;
    switch (in->kind) {
    case UI_INPUT_NONE:
        wait_for_hold(ui);
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
    if (!ui->pointer_down || !ui->pointer_built)
        ui->pointer_id = 0;
    if (ui->pointer_down && ui->pointer_id && !ui->pointer_held && !ui->pointer_dragged)
        ui_wake_at(ui, ui->pointer_landed_ms + UI_HOLD_MS);
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
    if (target.id == ui->cancel_id)
        t.gesture = UI_GESTURE_CANCEL;
    else if (target.id == ui->step_id)
        t.gesture = ui->step_gesture;
    if (target.id == ui->pointer_id) {
        ui->pointer_built = true;
        t.down = ui->pointer_down;
    }
    if (t.down || t.gesture != UI_GESTURE_NONE) {
        t.held = ui->pointer_held;
        t.dragged = ui->pointer_dragged;
        t.x = ui->pointer_x;
        t.y = ui->pointer_y;
        t.from_x = ui->pointer_from_x;
        t.from_y = ui->pointer_from_y;
        t.landed_ms = ui->pointer_landed_ms;
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

bool ui_is_focused(const Ui *ui, uint32_t id)
{
    return ui->focus_visible && ui->focus_id == id;
}
