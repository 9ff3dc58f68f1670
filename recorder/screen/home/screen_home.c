#include "recorder/screen/home/screen_home.h"

#include "protocols/utf8.h"
#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BUTTON = 72;

static float row_height(const Ui *ui)
{
    return 20 + ui_scaled(ui, 48);
}

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

/* ---- still running, new lesson ---- */

/* Two lines at most. */
static float title_height(const Ui *ui, float width, const char *title)
{
    return fminf(ui_paragraph_height(ui, width, TYPE_24_BOLD, title), ui_scaled(ui, 68));
}

static void draw_title(Ui *ui, UiRect r, const char *title)
{
    if (ui_text_width(ui, TYPE_24_BOLD, title) / ui->type_scale > 1.8F * r.w)
        ui_label(ui, r, TYPE_24_BOLD, COLOR_INK, UI_LEFT, title);
    else
        (void)ui_paragraph_in(ui, r, TYPE_24_BOLD, COLOR_INK, title);
}

static float continue_height(const Ui *ui, float width, const StoreItem *item)
{
    return 24 + ui_scaled(ui, 40) + title_height(ui, width - 48, item->title) + 4 +
           ui_scaled(ui, 24) + 16 + BUTTON + 8 + ui_scaled(ui, 32) + 12;
}

static HomeAsk continue_card(Ui *ui, UiRect r, const HomeModel *model)
{
    const StoreItem *item = model->running;
    char clock[WHEN_SIZE], saved[WHEN_SIZE];
    when_format_clock(model->running_ms, clock);
    when_format_clock(model->running_saved_ms, saved);
    part_card(ui, r);
    UiRect in = part_inset(r, 24);
    UiRect line = part_cut_top(&in, ui_scaled(ui, 40), 0);
    ui_label(ui, (UiRect){line.x, line.y - 8, line.w, line.h - 4}, TYPE_32_BOLD, COLOR_INK,
             UI_RIGHT, clock);
    line.w -= ui_text_width(ui, TYPE_32_BOLD, clock) + 16;
    ui_label(ui, (UiRect){line.x, line.y - 4, line.w, ui_scaled(ui, 24)}, TYPE_14_BOLD, COLOR_INK2,
             UI_LEFT, "Still running");
    draw_title(ui, part_cut_top(&in, title_height(ui, in.w, item->title), 4), item->title);
    ui_labelf(ui, part_cut_top(&in, ui_scaled(ui, 24), 16), TYPE_16, COLOR_INK2, UI_LEFT,
              "%s \xC2\xB7 %s", where_text(ui, item), events_text(ui, item));
    UiRect button = part_cut_top(&in, BUTTON, 8);
    UiRect mark = part_cut_top(&in, ui_scaled(ui, 32), 0);
    ui_icon(ui, mark.x + 11, mark.y + mark.h / 2, 22, ICON_SAVED, COLOR_INK2);
    mark.x += 32;
    mark.w -= 32;
    ui_labelf(ui, mark, TYPE_14, COLOR_INK2, UI_LEFT, "Saved, last at %s; the clock kept running",
              saved);
    HomeAsk ask = {.id = item->id};
    ui->barred = model->looks_only;
    if (model->running_ms - model->running_saved_ms >= HOME_LONG_AGO_MS) {
        UiRect end = part_column(button, 0, 2, PART_GAP);
        button = part_column(button, 1, 2, PART_GAP);
        const char *word = arena_printf(ui->frame, "It ended at %s", saved);
        if (ui_button(ui, HOME_ID_END, end, UI_BUTTON_PLAIN, ICON_STOP, word ? word : "", true))
            ask.kind = HOME_ASK_END;
    }
    if (ui_button(ui, HOME_ID_CONTINUE, button, UI_BUTTON_PRIMARY, ICON_PLAY, "Continue", true))
        ask.kind = HOME_ASK_CONTINUE;
    ui->barred = false;
    return ask;
}

/* Has a lesson been set up on this device? What came from a file was not. */
static bool was_set_up(const HomeModel *model)
{
    for (int32_t i = 0; i < model->count; i++)
        if (!model->items[i].origin[0])
            return true;
    return model->count < model->total; /* what was not read yet may have been */
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
    return 24 + ui_scaled(ui, 36) + 4 + fmaxf(text, 48) + 24 + BUTTON + 24;
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

/* Short visits, and what many of them say. */
static HomeAsk walk_card(Ui *ui, UiRect r, bool barred)
{
    HomeAsk ask = {0};
    UiRect fresh = part_column(r, 0, 2, PART_GAP), many = part_column(r, 1, 2, PART_GAP);
    ui->barred = barred;
    if (ui_button(ui, HOME_ID_VISIT, fresh, UI_BUTTON_PLAIN, ICON_PLACE, "New walk-through", true))
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
    char count[48] = "Nothing recorded yet";
    if (model->total > 0)
        (void)snprintf(count, sizeof count, "%lld %s", (long long)model->total,
                       model->total == 1 ? "lesson" : "lessons");
    part_fact(ui, part_cut_top(&in, fact_height(ui), 0), ICON_SAVED, count,
              "every tap is on the disk before it shows");
    part_fact(ui, part_cut_top(&in, fact_height(ui), 0), ICON_SHEET, "Debrief sheets",
              model->sheets_folder);
    part_fact(ui, part_cut_top(&in, fact_height(ui), 0), ICON_PEOPLE, "No account, no network",
              model->names);
}

/* ---- the list ---- */

static HomeAsk lesson_row(Ui *ui, uint32_t id, UiRect r, const HomeModel *model,
                          const StoreItem *item)
{
    UiTouch touch = ui_touch(ui, id, r);
    if (touch.down)
        ui_fill(ui, r, 12, COLOR_SUNK);
    UiRect in = {r.x + 16, r.y, r.w - 32, r.h};
    /* Large words leave no room to say what a tap does; the arrow says it. */
    bool large = ui->type_scale > 1.3F;
    float mid = in.y + in.h / 2, second = in.w * (large ? 0.55F : 0.47F);
    float third = large ? in.w - 32 : in.w * 0.74F;
    float upper = ui_scaled(ui, 24), lower = ui_scaled(ui, 20), top = mid - upper - 1;
    ui_label(ui, (UiRect){in.x, top, second - 16, upper}, TYPE_16_BOLD, COLOR_INK, UI_LEFT,
             *item->title ? item->title : "Without a title");
    ui_label(ui, (UiRect){in.x, mid + 2, second - 16, lower}, TYPE_14, COLOR_INK2, UI_LEFT,
             where_text(ui, item));
    char day[WHEN_SIZE] = "Imported", length[WHEN_SIZE];
    if (item->started_unix_ms > 0)
        when_format_day(item->started_unix_ms, item->utc_offset_min, model->now_unix_ms, day);
    when_format_length(item->length_ms, length);
    float width = third - second - 8;
    ui_labelf(ui, (UiRect){in.x + second, mid + 2, width, lower}, TYPE_14, COLOR_INK2, UI_LEFT,
              "%s, %s", length, events_text(ui, item));
    UiRect does = {in.x + third, r.y, in.w - third - 32, r.h};
    if (large && !item->ended)
        (void)snprintf(day, sizeof day, "Running");
    ui_label(ui, (UiRect){in.x + second, top, width, upper}, TYPE_16, COLOR_INK, UI_LEFT, day);
    if (item->ended && !large)
        ui_label(ui, does, TYPE_14, COLOR_INK2, UI_LEFT, "Debrief sheet");
    else if (!large)
        ui_label(ui, does, TYPE_14_BOLD, COLOR_INK, UI_LEFT, "Running");
    ui_icon(ui, in.x + in.w - 10, mid, 22, ICON_FORWARD, COLOR_INK2);
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

/* Only the rows that can be seen are built. */
static HomeAsk lesson_rows(Ui *ui, UiRect r, const HomeModel *model, HomeState *state,
                           const int32_t *found, int32_t count)
{
    HomeAsk ask = {0};
    float tall = row_height(ui);
    float y = ui_scroll_begin(ui, HOME_ID_LIST, r, (float)count * tall, &state->scroll);
    int32_t first = (int32_t)fmaxf(0, floorf((r.y - y) / tall));
    int32_t last = (int32_t)fminf((float)count, ceilf((r.y + r.h - y) / tall));
    for (int32_t i = first; i < last; i++) {
        UiRect row = {r.x, y + (float)i * tall, r.w, tall};
        uint32_t id = HOME_ID_ROW + (uint32_t)found[i];
        HomeAsk asked = lesson_row(ui, id, row, model, &model->items[found[i]]);
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
    ui_label(ui, head, TYPE_20_BOLD, COLOR_INK, UI_LEFT, "Recent lessons");
    if (*state->search)
        ui_labelf(ui, head, TYPE_14, COLOR_INK2, UI_RIGHT, "%d of %lld", (int)count,
                  (long long)model->total);
    else
        ui_labelf(ui, head, TYPE_14, COLOR_INK2, UI_RIGHT, "%lld %s", (long long)model->total,
                  model->total == 1 ? "lesson" : "lessons");
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

static float how_height(const Ui *ui)
{
    return 200 + ui_scaled(ui, 256);
}

static void how_it_goes(Ui *ui, UiRect r)
{
    static const struct {
        ThemeIcon icon;
        const char *title, *text;
    } STEPS[] = {
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
    enum { COUNT = sizeof STEPS / sizeof STEPS[0] };
    part_panel(ui, r);
    UiRect in = part_inset(r, 32);
    ui_label(ui, part_cut_top(&in, 40, 24), TYPE_24_BOLD, COLOR_INK, UI_LEFT, "How it goes");
    UiRect foot = part_cut_bottom(&in, ui_scaled(ui, 24), 16);
    ui_label(ui, foot, TYPE_16, COLOR_INK2, UI_LEFT,
             "Counts, times and words: no scores, no rankings.");
    float heights[COUNT], spare = in.h, line = ui_scaled(ui, 28);
    for (int i = 0; i < COUNT; i++) {
        heights[i] = line + 4 + ui_paragraph_height(ui, in.w - 104, TYPE_16, STEPS[i].text);
        heights[i] = fmaxf(heights[i], 80);
        spare -= heights[i];
    }
    float gap = fminf(fmaxf(spare / COUNT, 16), 72);
    if (spare < gap * (COUNT - 1)) /* large text: each has its part of the room */
        for (int i = 0; i < COUNT; i++)
            heights[i] = (in.h - gap * (COUNT - 1)) / COUNT;
    for (int i = 0; i < COUNT; i++) {
        UiRect step = part_cut_top(&in, heights[i], gap);
        UiRect ground = {step.x, step.y, 80, 80};
        ui_fill(ui, ground, 16, COLOR_SUNK);
        ui_icon(ui, ground.x + 40, ground.y + 40, 40, STEPS[i].icon, COLOR_INK);
        UiRect text = {step.x + 104, step.y, step.w - 104, line};
        ui_labelf(ui, text, TYPE_20_BOLD, COLOR_INK, UI_LEFT, "%d  %s", i + 1, STEPS[i].title);
        text.y += line + 4;
        text.h = fminf(step.h - line - 4, ui_paragraph_height(ui, text.w, TYPE_16, STEPS[i].text));
        (void)ui_paragraph_in(ui, text, TYPE_16, COLOR_INK2, STEPS[i].text);
    }
}

/* ---- the whole ---- */

static HomeAsk top_bar(Ui *ui, UiRect r, const HomeModel *model, HomeState *state)
{
    ui_label(ui, r, TYPE_32_BOLD, COLOR_INK, UI_LEFT, "Kenkyu");
    UiRect menu = {r.x + r.w - 56, r.y, 56, r.h};
    UiRect protocols = {menu.x - PART_GAP - 168, r.y, 168, r.h};
    HomeAsk ask = {0};
    if (ui_button(ui, HOME_ID_MENU, menu, UI_BUTTON_PLAIN, ICON_MENU, "", true))
        ask.kind = HOME_ASK_MENU;
    if (ui_button(ui, HOME_ID_PROTOCOLS, protocols, UI_BUTTON_PLAIN, ICON_BOARD, "Protocols", true))
        ask.kind = HOME_ASK_PROTOCOLS;
    if (model->total == 0)
        return ask;
    float w = fminf(432, (protocols.x - r.x - PART_GAP) * 0.66F);
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

static void notice(Ui *ui, UiRect *area, const char *text)
{
    if (!*text)
        return;
    UiRect r = part_cut_top(area, part_notice_height(ui, area->w, text), PART_MARGIN);
    part_notice(ui, r, "This could not be done", text);
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

static const float WALK_CARD = 64;

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

static float first_height(const Ui *ui, float width, const HomeModel *model)
{
    if (*model->trouble)
        return trouble_height(ui, width, model);
    if (!model->running)
        return start_height(ui, width, !was_set_up(model)) + PART_MARGIN + WALK_CARD;
    return continue_height(ui, width, model->running) + PART_MARGIN + new_height(ui) + PART_MARGIN +
           WALK_CARD;
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
        float h = continue_height(ui, column->w, model->running);
        ask = continue_card(ui, part_cut_top(column, h, PART_MARGIN), model);
        UiRect below = part_cut_top(column, new_height(ui), PART_MARGIN);
        ask = pick(ask, new_card(ui, below, was_set_up(model), barred));
    } else {
        bool first_day = !was_set_up(model);
        float h = start_height(ui, column->w, first_day);
        ask = start_card(ui, part_cut_top(column, h, PART_MARGIN), first_day, barred);
    }
    return pick(ask, walk_card(ui, part_cut_top(column, WALK_CARD, PART_MARGIN), barred));
}

/* Large text under a banner needs more room than there is: then it scrolls. */
static HomeAsk first_column(Ui *ui, UiRect *column, const HomeModel *model, HomeState *state,
                            float least_below)
{
    float room = column->h - least_below, h = first_height(ui, column->w, model);
    if (h <= room)
        return first_block(ui, column, model);
    UiRect view = part_cut_top(column, room, PART_MARGIN);
    h = first_height(ui, view.w - 8, model);
    float y = ui_scroll_begin(ui, HOME_ID_FIRST, view, h, &state->first_scroll);
    UiRect in = {view.x, y, view.w - 8, h};
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
    notice(ui, &area, model->notice);
    bool wide = ui->width >= PART_WIDE;
    UiRect first = area, second = area;
    if (wide) {
        first.w = floorf((area.w - PART_MARGIN) * 0.4F);
        second.x += first.w + PART_MARGIN;
        second.w -= first.w + PART_MARGIN;
    }
    float below = wide || model->total == 0 ? 0 : 72 + 2 * row_height(ui);
    HomeAsk ask = pick(top, first_column(ui, &first, model, state, below));
    /* Under each other, only the first day has room for it. */
    bool has_facts = !*model->trouble && (wide || model->total == 0) &&
                     first.h >= device_height(ui) + (wide ? 0 : 480);
    if (has_facts)
        device_facts(ui, part_cut_bottom(&first, device_height(ui), PART_MARGIN), model);
    if (!wide)
        second = first;
    if (model->total == 0 || *model->trouble) {
        how_it_goes(ui, second);
        return ask;
    }
    /* In the first days the list is short, and how it goes still worth a look. */
    float list = 72 + (float)model->total * row_height(ui);
    UiRect rest = second;
    (void)part_cut_top(&rest, list, PART_MARGIN);
    bool room = !*state->search && rest.h >= how_height(ui);
    second.h = room ? list : second.h;
    ask = pick(ask, recent(ui, second, model, state));
    if (room)
        how_it_goes(ui, rest);
    return ask;
}
