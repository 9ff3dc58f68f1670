#include "recorder/screen/home/screen_home.h"

#include "protocols/utf8.h"
#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BUTTON = 72, LEAST_LIST = 280;

/* ---- search ---- */

static uint32_t fold(uint32_t c)
{
    bool capital = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
                   (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F);
    return capital ? c + 0x20 : c;
}

static bool begins_with(const char *text, const char *wanted)
{
    size_t text_len = strlen(text), len = strlen(wanted), i = 0, k = 0;
    while (k < len && i < text_len) {
        size_t text_step = 0, step = 0;
        uint32_t a = utf8_decode(text + i, text_len - i, &text_step);
        uint32_t b = utf8_decode(wanted + k, len - k, &step);
        if (fold(a) != fold(b))
            return false;
        i += text_step;
        k += step;
    }
    return k == len;
}

static bool contains_text(const char *text, const char *wanted)
{
    for (; *text; text++)
        if (begins_with(text, wanted))
            return true;
    return false;
}

static bool is_found(const StoreItem *item, const char *search)
{
    return !*search || contains_text(item->title, search) ||
           contains_text(item->class_name, search) || contains_text(item->place, search);
}

/* ---- words ---- */

static const char *where_text(Ui *ui, const StoreItem *item)
{
    const char *between = *item->class_name && *item->place ? ", " : "";
    const char *text = arena_printf(ui->frame, "%s%s%s", item->class_name, between, item->place);
    if (!text || *text)
        return text ? text : "";
    return item->protocol_title;
}

static const char *events_text(Ui *ui, const StoreItem *item)
{
    const char *text = arena_printf(ui->frame, "%lld %s", (long long)item->event_count,
                                    item->event_count == 1 ? "event" : "events");
    return text ? text : "";
}

/* "9 lessons, 3 visits" */
static const char *count_text(Ui *ui, const HomeModel *model)
{
    long long lessons = model->total - model->visits, visits = model->visits;
    const char *lesson = lessons == 1 ? "lesson" : "lessons";
    const char *visit = visits == 1 ? "visit" : "visits";
    const char *text = visits == 0    ? arena_printf(ui->frame, "%lld %s", lessons, lesson)
                       : lessons == 0 ? arena_printf(ui->frame, "%lld %s", visits, visit)
                                      : arena_printf(ui->frame, "%lld %s, %lld %s", lessons, lesson,
                                                     visits, visit);
    return text ? text : "";
}

/* ---- still running, new lesson ---- */

enum { TITLE_LINES = 3 };

static float title_height(const Ui *ui, float width, const char *title)
{
    return part_lines_height(ui, width, TYPE_24_BOLD, TITLE_LINES, title);
}

static const char *saved_text(Ui *ui, int64_t saved_ms)
{
    char saved[WHEN_SIZE];
    when_format_clock(saved_ms, saved);
    const char *text = arena_printf(ui->frame, "Saved, last at %s; the clock kept running", saved);
    return text ? text : "";
}

static const float BESIDE_MARK = 32;

static float saved_height(Ui *ui, float width, int64_t saved_ms)
{
    float h = ui_paragraph_height(ui, width - BESIDE_MARK, TYPE_14, saved_text(ui, saved_ms));
    return fmaxf(h, ui_scaled(ui, 32));
}

static const char *about_text(Ui *ui, const StoreItem *item)
{
    const char *text =
        arena_printf(ui->frame, "%s \xC2\xB7 %s", where_text(ui, item), events_text(ui, item));
    return text ? text : "";
}

static float about_height(Ui *ui, float width, const StoreItem *item)
{
    return fmaxf(part_lines_height(ui, width, TYPE_16, 2, about_text(ui, item)), ui_scaled(ui, 24));
}

static float continue_height(Ui *ui, float width, const HomeModel *model)
{
    float w = width - 48;
    return 24 + ui_scaled(ui, 40) + title_height(ui, w, model->running->title) + 4 +
           about_height(ui, w, model->running) + 16 + BUTTON + 8 +
           saved_height(ui, w, model->running_saved_ms) + 12;
}

static HomeAsk continue_card(Ui *ui, UiRect r, const HomeModel *model)
{
    const StoreItem *item = model->running;
    char clock[WHEN_SIZE], left[WHEN_SIZE];
    when_format_clock(model->running_ms, clock);
    when_format_clock(model->running_acted_ms, left);
    part_card(ui, r);
    UiRect in = part_inset(r, 24);
    UiRect line = part_cut_top(&in, ui_scaled(ui, 40), 0);
    ui_label(ui, (UiRect){line.x, line.y - 8, line.w, line.h - 4}, TYPE_32_BOLD, COLOR_INK,
             UI_RIGHT, clock);
    line.w -= ui_text_width(ui, TYPE_32_BOLD, clock) + 16;
    ui_label(ui, (UiRect){line.x, line.y - 4, line.w, ui_scaled(ui, 24)}, TYPE_14_BOLD, COLOR_INK2,
             UI_LEFT, "Still running");
    part_lines(ui, part_cut_top(&in, title_height(ui, in.w, item->title), 4), TYPE_24_BOLD,
               COLOR_INK, item->title);
    part_lines(ui, part_cut_top(&in, about_height(ui, in.w, item), 16), TYPE_16, COLOR_INK2,
               about_text(ui, item));
    UiRect button = part_cut_top(&in, BUTTON, 8);
    UiRect mark = part_cut_top(&in, saved_height(ui, in.w, model->running_saved_ms), 0);
    ui_icon(ui, mark.x + 11, mark.y + mark.h / 2, 22, ICON_SAVED, COLOR_INK2);
    mark.x += BESIDE_MARK;
    mark.w -= BESIDE_MARK;
    (void)ui_paragraph_in(ui, mark, TYPE_14, COLOR_INK2, saved_text(ui, model->running_saved_ms));
    HomeAsk ask = {.id = item->id};
    ui->barred = model->looks_only;
    if (model->running_ms - model->running_acted_ms >= HOME_LONG_AGO_MS) {
        UiRect end = part_column(button, 0, 2, PART_GAP);
        button = part_column(button, 1, 2, PART_GAP);
        const char *word = arena_printf(ui->frame, "It ended at %s", left);
        if (ui_button(ui, HOME_ID_END, end, UI_BUTTON_PLAIN, ICON_STOP, word ? word : "", true))
            ask.kind = HOME_ASK_END;
    }
    if (ui_button(ui, HOME_ID_CONTINUE, button, UI_BUTTON_PRIMARY, ICON_PLAY, "Continue", true))
        ask.kind = HOME_ASK_CONTINUE;
    ui->barred = false;
    return ask;
}

/* Has a lesson been set up on this device? What came from a file was not, nor a visit. */
static bool was_set_up(const HomeModel *model)
{
    int64_t here = 0;
    for (int32_t i = 0; i < model->count; i++)
        here += !model->items[i].origin[0];
    return here > model->visits || model->count < model->total; /* unread ones may have been */
}

/* Beside a running lesson, starting anew comes second. */
static HomeAsk new_card(Ui *ui, UiRect r, bool filled_in, bool barred)
{
    UiTouch touch = ui_touch(ui, HOME_ID_NEW, r);
    if (barred)
        part_barred_card(ui, r);
    else
        part_card(ui, r);
    if (touch.down && !barred)
        ui_fill(ui, r, 16, COLOR_SUNK);
    part_fact(ui, (UiRect){r.x + 16, r.y, r.w - 64, r.h}, ICON_PLUS, "New lesson",
              filled_in ? "everything is filled in from last time" : "two minutes to set up");
    ui_icon(ui, r.x + r.w - 32, r.y + r.h / 2, 24, ICON_FORWARD, COLOR_INK2);
    if (ui_is_focused(ui, HOME_ID_NEW))
        ui_draw_focus(ui, r, 16);
    return (HomeAsk){.kind = part_tapped(&touch, r) ? HOME_ASK_NEW : HOME_ASK_NONE};
}

static const char *start_text(bool first_day)
{
    return first_day ? "Choose what to observe and how the class sits; two minutes are enough."
                     : "Everything is filled in from last time. Change only what is different.";
}

static float start_height(const Ui *ui, float width, bool first_day)
{
    float text = ui_paragraph_height(ui, width - 48, TYPE_16, start_text(first_day));
    return 24 + ui_scaled(ui, 36) + 4 + text + 24 + BUTTON + 24;
}

static HomeAsk start_card(Ui *ui, UiRect r, bool first_day, bool barred)
{
    part_card(ui, r);
    UiRect in = part_inset(r, 24);
    UiRect button = part_cut_bottom(&in, BUTTON, 16);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 36), 4), TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             first_day ? "Your first lesson" : "The next lesson");
    (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2, start_text(first_day));
    ui->barred = barred;
    bool go = ui_button(ui, HOME_ID_NEW, button, UI_BUTTON_PRIMARY, ICON_PLUS, "New lesson", true);
    ui->barred = false;
    return (HomeAsk){.kind = go ? HOME_ASK_NEW : HOME_ASK_NONE};
}

static HomeAsk trouble_card(Ui *ui, UiRect r, const HomeModel *model)
{
    part_card(ui, r);
    UiRect in = part_inset(r, 24);
    UiRect button = part_cut_bottom(&in, BUTTON, 16);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 36), 8), TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             "Your lessons are out of reach");
    float used = ui_paragraph(ui, in, TYPE_16, COLOR_INK, model->trouble);
    (void)part_cut_top(&in, used, 12);
    (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2, model->advice);
    bool go = ui_button(ui, HOME_ID_RETRY, button, UI_BUTTON_PRIMARY, ICON_REDO, "Try again", true);
    return (HomeAsk){.kind = go ? HOME_ASK_RETRY : HOME_ASK_NONE};
}

/* Short visits, and what many of them say: under each other where the words need it. */
static const char VISIT_WORDS[] = "New walk-through";
static const float WALK_BUTTON = 64;

static int32_t walk_across(const Ui *ui, float width)
{
    float w = part_button_width(ui, 0, ICON_PLACE, VISIT_WORDS);
    return 2 * w + PART_GAP <= width ? 2 : 1;
}

static float walk_height(const Ui *ui, float width)
{
    return part_grid_height(2, walk_across(ui, width), WALK_BUTTON, PART_GAP);
}

static HomeAsk walk_card(Ui *ui, UiRect r, bool barred)
{
    HomeAsk ask = {0};
    int32_t across = walk_across(ui, r.w);
    UiRect fresh = part_cell(r, 0, across, WALK_BUTTON, PART_GAP);
    UiRect many = part_cell(r, 1, across, WALK_BUTTON, PART_GAP);
    ui->barred = barred;
    if (ui_button(ui, HOME_ID_VISIT, fresh, UI_BUTTON_PLAIN, ICON_PLACE, VISIT_WORDS, true))
        ask.kind = HOME_ASK_VISIT;
    ui->barred = false;
    if (ui_button(ui, HOME_ID_WALKTHROUGHS, many, UI_BUTTON_PLAIN, ICON_EYE, "Walk-throughs", true))
        ask.kind = HOME_ASK_WALKTHROUGHS;
    return ask;
}

/* ---- on this device ---- */

static float fact_height(const Ui *ui)
{
    return 14 + ui_scaled(ui, 46);
}

static float device_height(const Ui *ui)
{
    return 2 * PART_PAD + PART_HEAD + 4 + 3 * fact_height(ui);
}

static void device_facts(Ui *ui, UiRect r, const HomeModel *model)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, PART_PAD);
    part_head(ui, part_cut_top(&in, PART_HEAD, 4), "On this device", "");
    const char *count = model->total > 0 ? count_text(ui, model) : "Nothing recorded yet";
    part_fact(ui, part_cut_top(&in, fact_height(ui), 0), ICON_SAVED, count,
              "every tap is on the disk before it shows");
    part_fact(ui, part_cut_top(&in, fact_height(ui), 0), ICON_SHEET, "Debrief sheets",
              model->sheets_folder);
    part_fact(ui, part_cut_top(&in, fact_height(ui), 0), ICON_PEOPLE, "No account, no network",
              model->names);
}

/* ---- the list ---- */

/* Where the parts of a row are, from the left of its text. Large words stand under each
 * other and leave no room to say what a tap does; the arrow says it. */
typedef struct RowPlaces {
    bool large;
    float title_w, second, third, title_h, tall;
} RowPlaces;

static const char *title_text(const StoreItem *item)
{
    return *item->title ? item->title : "Without a title";
}

enum { ROW_LINES = 2 };

/* All rows are as high as the longest title needs, so that only those in sight are
 * built; the longest is the one of most bytes. */
static RowPlaces row_places(const Ui *ui, float width, const HomeModel *model, const int32_t *found,
                            int32_t count)
{
    RowPlaces p = {.large = ui->type_scale > 1.3F};
    float w = width - 2 * PART_PAD;
    p.second = w * 0.47F;
    p.third = w * 0.74F;
    p.title_w = p.large ? w - 32 : p.second - PART_PAD;
    const char *longest = "";
    for (int32_t i = 0; i < count; i++) {
        const char *title = title_text(&model->items[found[i]]);
        longest = strlen(title) > strlen(longest) ? title : longest;
    }
    float lines = part_lines_height(ui, p.title_w, TYPE_16_BOLD, ROW_LINES, longest);
    p.title_h = fmaxf(lines, ui_scaled(ui, 24));
    p.tall = 20 + p.title_h + ui_scaled(ui, p.large ? 42 : 24);
    return p;
}

typedef struct RowWords {
    const char *day; /* and the time */
    const char *title, *where, *length;
} RowWords;

static RowWords row_words(Ui *ui, const HomeModel *model, const StoreItem *item)
{
    char length[WHEN_SIZE], day[WHEN_SIZE], time[WHEN_SIZE];
    RowWords w = {"Imported", title_text(item), where_text(ui, item), ""};
    if (item->started_unix_ms > 0) {
        when_format_day(item->started_unix_ms, item->utc_offset_min, model->now_unix_ms, day);
        when_format_time(item->started_unix_ms, item->utc_offset_min, time);
        w.day = arena_printf(ui->frame, "%s %s", day, time);
        w.day = w.day ? w.day : "";
    }
    when_format_length(item->length_ms, length);
    w.length = arena_printf(ui->frame, "%s, %s", length, events_text(ui, item));
    w.length = w.length ? w.length : "";
    return w;
}

static float own_height(const Ui *ui, const RowPlaces *p, const RowWords *w)
{
    float h = part_lines_height(ui, p->title_w, TYPE_16_BOLD, ROW_LINES, w->title);
    return fminf(fmaxf(h, ui_scaled(ui, 24)), p->title_h);
}

static void stacked_words(Ui *ui, UiRect in, const RowPlaces *p, const RowWords *w, bool ended)
{
    float title_h = own_height(ui, p, w), line = ui_scaled(ui, 20);
    UiRect text = {in.x, in.y + (in.h - title_h - 2 * line) / 2, p->title_w, title_h};
    part_lines(ui, text, TYPE_16_BOLD, COLOR_INK, w->title);
    text.y += title_h;
    text.h = line;
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, w->where);
    text.y += line;
    ui_labelf(ui, text, ended ? TYPE_14 : TYPE_14_BOLD, ended ? COLOR_INK2 : COLOR_INK, UI_LEFT,
              "%s \xC2\xB7 %s", ended ? w->day : "Running", w->length);
}

static void columns(Ui *ui, UiRect in, const RowPlaces *p, const RowWords *w, bool ended)
{
    float upper = ui_scaled(ui, 24), lower = ui_scaled(ui, 20), mid = in.y + in.h / 2;
    float title_h = own_height(ui, p, w), top = mid - (title_h + lower + 3) / 2 - 0.5F;
    part_lines(ui, (UiRect){in.x, top, p->title_w, title_h}, TYPE_16_BOLD, COLOR_INK, w->title);
    ui_label(ui, (UiRect){in.x, top + title_h + 3, p->title_w, lower}, TYPE_14, COLOR_INK2, UI_LEFT,
             w->where);
    UiRect when = {in.x + p->second, mid - (upper + lower + 3) / 2 - 0.5F, p->third - p->second - 8,
                   upper};
    ui_label(ui, when, TYPE_16, COLOR_INK, UI_LEFT, w->day);
    when.y += upper + 3;
    when.h = lower;
    ui_label(ui, when, TYPE_14, COLOR_INK2, UI_LEFT, w->length);
    UiRect does = {in.x + p->third, in.y, in.w - p->third - 32, in.h};
    ui_label(ui, does, ended ? TYPE_14 : TYPE_14_BOLD, ended ? COLOR_INK2 : COLOR_INK, UI_LEFT,
             ended ? "Debrief sheet" : "Running");
}

static HomeAsk lesson_row(Ui *ui, uint32_t id, UiRect r, const HomeModel *model,
                          const StoreItem *item, const RowPlaces *p)
{
    UiTouch touch = ui_touch(ui, id, r);
    if (touch.down)
        ui_fill(ui, r, 12, COLOR_SUNK);
    UiRect in = {r.x + PART_PAD, r.y, r.w - 2 * PART_PAD, r.h};
    RowWords words = row_words(ui, model, item);
    if (p->large)
        stacked_words(ui, in, p, &words, item->ended);
    else
        columns(ui, in, p, &words, item->ended);
    ui_icon(ui, in.x + in.w - 10, r.y + r.h / 2, 22, ICON_FORWARD, COLOR_INK2);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    if (!part_tapped(&touch, r))
        return (HomeAsk){0};
    return (HomeAsk){.kind = item->ended ? HOME_ASK_SHEET : HOME_ASK_CONTINUE, .id = item->id};
}

/* Indexes of the items that are found; in frame memory, NULL when it is full. */
static int32_t *find_items(Ui *ui, const HomeModel *model, const char *search, int32_t *ret_count)
{
    int32_t *found = ARENA_PUSH(ui->frame, int32_t, (size_t)model->count);
    *ret_count = 0;
    for (int32_t i = 0; found && i < model->count; i++)
        if (is_found(&model->items[i], search))
            found[(*ret_count)++] = i;
    return found;
}

static float list_height(Ui *ui, float width, const HomeModel *model)
{
    int32_t count = 0;
    const int32_t *found = find_items(ui, model, "", &count);
    RowPlaces places = row_places(ui, width, model, found, found ? count : 0);
    return (float)model->total * places.tall;
}

/* Only the rows that can be seen are built. */
static HomeAsk lesson_rows(Ui *ui, UiRect r, const HomeModel *model, HomeState *state,
                           const int32_t *found, int32_t count)
{
    HomeAsk ask = {0};
    RowPlaces places = row_places(ui, r.w, model, found, count);
    float tall = places.tall;
    float y = ui_scroll_begin(ui, HOME_ID_LIST, r, (float)count * tall, &state->scroll);
    int32_t first = (int32_t)fmaxf(0, floorf((r.y - y) / tall));
    int32_t last = (int32_t)fminf((float)count, ceilf((r.y + r.h - y) / tall));
    for (int32_t i = first; i < last; i++) {
        UiRect row = {r.x, y + (float)i * tall, r.w, tall};
        uint32_t id = HOME_ID_ROW + (uint32_t)found[i];
        HomeAsk asked = lesson_row(ui, id, row, model, &model->items[found[i]], &places);
        if (asked.kind != HOME_ASK_NONE)
            ask = asked;
        if (i + 1 < count)
            ui_line(ui, row.x + 16, row.y + tall, row.x + r.w - 16, row.y + tall, 1, COLOR_LINE);
    }
    ui_scroll_end(ui);
    ask.needs_more = model->count < model->total && (last + 4 >= count || *state->search);
    return ask;
}

static HomeAsk recent(Ui *ui, UiRect r, const HomeModel *model, HomeState *state)
{
    int32_t count = 0;
    int32_t *found = find_items(ui, model, state->search, &count);
    part_panel(ui, r);
    UiRect in = {r.x, r.y + 12, r.w, r.h - 20};
    UiRect head = part_cut_top(&in, 40, 4);
    head.x += 16;
    head.w -= 32;
    const char *title = model->visits > 0 ? "Recent" : "Recent lessons";
    ui_label(ui, head, TYPE_20_BOLD, COLOR_INK, UI_LEFT, title);
    float used = ui_label_width(ui, head, TYPE_20_BOLD, title) + 16;
    UiRect right = {head.x + used, head.y, head.w - used, head.h};
    if (*state->search)
        ui_labelf(ui, right, TYPE_14, COLOR_INK2, UI_RIGHT, "%d of %lld", (int)count,
                  (long long)model->total);
    else
        ui_label(ui, right, TYPE_14, COLOR_INK2, UI_RIGHT, count_text(ui, model));
    HomeAsk ask = {0};
    if (found && count > 0)
        return lesson_rows(ui, in, model, state, found, count);
    if (model->count < model->total) {
        ask.needs_more = true;
        return ask;
    }
    in = part_inset(in, 16);
    (void)ui_paragraph(ui, in, TYPE_16, COLOR_INK2,
                       "No lesson has this in its title, class or place.");
    return ask;
}

/* ---- the first day ---- */

typedef struct HowStep {
    ThemeIcon icon;
    const char *title, *text;
} HowStep;

enum { HOW_STEPS = 3 };
static const HowStep how_steps[HOW_STEPS] = {
    {ICON_PEOPLE, "Set up the class",
     "Choose what to observe, how many pupils there are and how they sit. Names become "
     "initials at once."},
    {ICON_VOICE, "Tap who has the floor",
     "The seating chart is the recorder: tap the seat of whoever speaks, and the pads for what "
     "you hear. Every tap is saved; Undo is always there."},
    {ICON_SHEET, "Talk about it an hour later",
     "End the lesson and the debrief sheet is ready to print: who spoke, for how long, which "
     "words, in the order of the conversation."},
};
static const char how_foot[] = "Counts, times and words: no scores, no rankings.";
static const float HOW_PAD = 32, HOW_BESIDE = 104, HOW_LEAST_GAP = 16, HOW_MOST_GAP = 72;

static float step_height(const Ui *ui, float width, const HowStep *step)
{
    float w = width - HOW_BESIDE;
    float title = part_lines_height(ui, w, TYPE_20_BOLD, 2, step->title);
    return fmaxf(title + 4 + ui_paragraph_height(ui, w, TYPE_16, step->text), 80);
}

/* With the least room between its parts. */
static float how_height(const Ui *ui, float width)
{
    float w = width - 2 * HOW_PAD, h = 2 * HOW_PAD + ui_scaled(ui, 40) + 24;
    for (int i = 0; i < HOW_STEPS; i++)
        h += step_height(ui, w, &how_steps[i]) + HOW_LEAST_GAP;
    return h + ui_paragraph_height(ui, w, TYPE_16, how_foot);
}

static void how_it_goes(Ui *ui, UiRect r, float *scroll)
{
    part_panel(ui, r);
    float all = how_height(ui, r.w), spare = fmaxf(r.h - all, 0);
    float gap = fminf(HOW_LEAST_GAP + spare / HOW_STEPS, HOW_MOST_GAP);
    float y = ui_scroll_begin(ui, HOME_ID_HOW, r, all, scroll);
    UiRect in = part_inset((UiRect){r.x, y, r.w, fmaxf(all, r.h)}, HOW_PAD);
    float h = ui_paragraph_height(ui, in.w, TYPE_16, how_foot);
    (void)ui_paragraph(ui, part_cut_bottom(&in, h, 0), TYPE_16, COLOR_INK2, how_foot);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 40), 24), TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             "How it goes");
    for (int i = 0; i < HOW_STEPS; i++) {
        UiRect step = part_cut_top(&in, step_height(ui, in.w, &how_steps[i]), gap);
        ui_fill(ui, (UiRect){step.x, step.y, 80, 80}, 16, COLOR_SUNK);
        ui_icon(ui, step.x + 40, step.y + 40, 40, how_steps[i].icon, COLOR_INK);
        UiRect text = {step.x + HOW_BESIDE, step.y, step.w - HOW_BESIDE, 0};
        const char *title = arena_printf(ui->frame, "%d  %s", i + 1, how_steps[i].title);
        text.h = part_lines_height(ui, text.w, TYPE_20_BOLD, 2, how_steps[i].title);
        part_lines(ui, text, TYPE_20_BOLD, COLOR_INK, title ? title : "");
        text.y += text.h + 4;
        (void)ui_paragraph(ui, text, TYPE_16, COLOR_INK2, how_steps[i].text);
    }
    ui_scroll_end(ui);
}

/* ---- the whole ---- */

static HomeAsk top_bar(Ui *ui, UiRect r, const HomeModel *model, HomeState *state)
{
    ui_label(ui, r, TYPE_32_BOLD, COLOR_INK, UI_LEFT, "Kenkyu");
    UiRect menu = {r.x + r.w - 56, r.y, 56, r.h};
    float protocols_w = part_button_width(ui, 168, ICON_BOARD, "Protocols");
    UiRect protocols = {menu.x - PART_GAP - protocols_w, r.y, protocols_w, r.h};
    HomeAsk ask = {0};
    if (ui_button(ui, HOME_ID_MENU, menu, UI_BUTTON_PLAIN, ICON_MENU, "", true))
        ask.kind = HOME_ASK_MENU;
    if (ui_button(ui, HOME_ID_PROTOCOLS, protocols, UI_BUTTON_PLAIN, ICON_BOARD, "Protocols", true))
        ask.kind = HOME_ASK_PROTOCOLS;
    if (model->total == 0)
        return ask;
    float name = ui_text_width(ui, TYPE_32_BOLD, "Kenkyu") + PART_MARGIN;
    float w = fminf(432, protocols.x - PART_GAP - r.x - name);
    UiRect field = {protocols.x - PART_GAP - w, r.y, w, r.h};
    bool searching = *state->search != '\0';
    UiRect text = field;
    text.w -= searching ? 64 : 0;
    const char *asks = ui->type_scale > 1.3F ? "Search" : "Search lesson, class or place";
    if (ui_text_field(ui, HOME_ID_SEARCH, text, asks, state->search, sizeof state->search))
        state->scroll = 0;
    if (!searching)
        ui_icon(ui, field.x + field.w - 32, field.y + field.h / 2, 24, ICON_SEARCH, COLOR_INK2);
    UiRect clear = {field.x + field.w - 56, field.y, 56, field.h};
    if (searching && ui_button(ui, HOME_ID_CLEAR, clear, UI_BUTTON_PLAIN, ICON_CLOSE, "", true))
        state->search[0] = '\0';
    return ask;
}

static HomeAsk pick(HomeAsk a, HomeAsk b)
{
    HomeAsk ask = a.kind != HOME_ASK_NONE ? a : b;
    ask.needs_more = a.needs_more || b.needs_more;
    return ask;
}

static HomeAsk banners(Ui *ui, UiRect *area, const HomeModel *model)
{
    static const PartBanner LOOKS = {
        .icon = ICON_EYE,
        .title = "Another Kenkyu is recording into this file",
        .text = "Here you can look and print, not record.",
        .button = "Record here",
        .id = HOME_ID_RECORD_HERE,
    };
    const PartBanner backup = {
        .icon = ICON_UNSAVED,
        .title = "No backup could be made",
        .text = model->backup_trouble,
        .button = "Try now",
        .id = HOME_ID_BACK_UP,
    };
    const PartBanner forgetting = {
        .icon = ICON_CLOCK,
        .title = model->forgetting.title,
        .text = model->forgetting.text,
        .button = model->forgetting.button,
        .id = HOME_ID_FORGETTING,
    };
    HomeAsk ask = {0};
    if (model->looks_only && part_banner(ui, area, &LOOKS))
        ask.kind = HOME_ASK_RECORD_HERE;
    if (*model->backup_trouble && part_banner(ui, area, &backup))
        ask.kind = HOME_ASK_BACK_UP;
    if (*model->forgetting.title && part_banner(ui, area, &forgetting))
        ask.kind = HOME_ASK_FORGETTING;
    return ask;
}

static float trouble_height(const Ui *ui, float width, const HomeModel *model)
{
    return 24 + ui_scaled(ui, 36) + 8 + 12 + 16 + BUTTON + 24 +
           ui_paragraph_height(ui, width - 48, TYPE_16, model->trouble) +
           ui_paragraph_height(ui, width - 48, TYPE_16, model->advice);
}

static float new_height(const Ui *ui)
{
    return 42 + ui_scaled(ui, 46);
}

static float first_height(Ui *ui, float width, const HomeModel *model)
{
    if (*model->trouble)
        return trouble_height(ui, width, model);
    float walk = PART_MARGIN + walk_height(ui, width);
    if (!model->running)
        return start_height(ui, width, !was_set_up(model)) + walk;
    return continue_height(ui, width, model) + PART_MARGIN + new_height(ui) + walk;
}

static HomeAsk first_block(Ui *ui, UiRect *column, const HomeModel *model)
{
    bool barred = model->looks_only;
    HomeAsk ask;
    if (*model->trouble) {
        float h = trouble_height(ui, column->w, model);
        return trouble_card(ui, part_cut_top(column, h, PART_MARGIN), model);
    }
    if (model->running) {
        float h = continue_height(ui, column->w, model);
        ask = continue_card(ui, part_cut_top(column, h, PART_MARGIN), model);
        UiRect below = part_cut_top(column, new_height(ui), PART_MARGIN);
        ask = pick(ask, new_card(ui, below, was_set_up(model), barred));
    } else {
        bool first_day = !was_set_up(model);
        float h = start_height(ui, column->w, first_day);
        ask = start_card(ui, part_cut_top(column, h, PART_MARGIN), first_day, barred);
    }
    UiRect walk = part_cut_top(column, walk_height(ui, column->w), PART_MARGIN);
    return pick(ask, walk_card(ui, walk, barred));
}

/* Large text, or a banner above it, needs more room than there is: then it scrolls. */
static HomeAsk first_column(Ui *ui, UiRect *column, const HomeModel *model, HomeState *state,
                            float least_below)
{
    float room = column->h - least_below, h = first_height(ui, column->w, model);
    if (h <= room)
        return first_block(ui, column, model);
    const float edge = 8; /* for what shows the focus */
    UiRect view = part_cut_top(column, room, PART_MARGIN);
    UiRect clip = {view.x - edge, view.y - edge, view.w + 2 * edge, view.h + 2 * edge};
    float y = ui_scroll_begin(ui, HOME_ID_FIRST, clip, h + 2 * edge, &state->first_scroll);
    UiRect in = {view.x, y + edge, view.w, h};
    HomeAsk ask = first_block(ui, &in, model);
    ui_scroll_end(ui);
    return ask;
}

HomeAsk screen_home(Ui *ui, const HomeModel *model, HomeState *state)
{
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    HomeAsk top = top_bar(ui, part_cut_top(&area, 56, 24), model, state);
    top = pick(top, banners(ui, &area, model));
    part_not_done(ui, &area, model->notice);
    bool wide = ui->width >= PART_WIDE;
    UiRect first = area, second = area;
    if (wide) {
        first.w = floorf((area.w - PART_MARGIN) * 0.4F);
        second.x += first.w + PART_MARGIN;
        second.w -= first.w + PART_MARGIN;
    }
    float below = wide || model->total == 0 ? 0 : LEAST_LIST;
    HomeAsk ask = pick(top, first_column(ui, &first, model, state, below));
    /* Under each other, only the first day has room for it. */
    bool has_facts = !*model->trouble && (wide || model->total == 0) &&
                     first.h >= device_height(ui) + (wide ? 0 : 480);
    if (has_facts)
        device_facts(ui, part_cut_bottom(&first, device_height(ui), PART_MARGIN), model);
    if (!wide)
        second = first;
    if (model->total == 0 || *model->trouble) {
        how_it_goes(ui, second, &state->how_scroll);
        return ask;
    }
    /* In the first days the list is short, and how it goes still worth a look. */
    float list = 72 + list_height(ui, second.w, model);
    UiRect rest = second;
    (void)part_cut_top(&rest, list, PART_MARGIN);
    bool room = !*state->search && rest.h >= how_height(ui, rest.w) + 2 * HOW_LEAST_GAP;
    second.h = room ? list : second.h;
    ask = pick(ask, recent(ui, second, model, state));
    if (room)
        how_it_goes(ui, rest, &state->how_scroll);
    return ask;
}
