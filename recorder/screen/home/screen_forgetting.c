#include "recorder/screen/home/screen_forgetting.h"

#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"

#include <math.h>
#include <string.h>

static const float BAR = 56, BUTTON = 64;

const char *forgetting_words(Arena *frame, int32_t lessons, int32_t names)
{
    const char *lesson = lessons == 1 ? "lesson" : "lessons", *name = names == 1 ? "name" : "names";
    const char *text = names == 0     ? arena_printf(frame, "%d %s", (int)lessons, lesson)
                       : lessons == 0 ? arena_printf(frame, "%d %s", (int)names, name)
                                      : arena_printf(frame, "%d %s and %d %s", (int)lessons, lesson,
                                                     (int)names, name);
    return text ? text : "";
}

int32_t forgetting_files_left(const LeftFiles *files)
{
    return files->count - left_files_count(files, LEFT_GOES);
}

/* ---- what happens ---- */

/* What becomes of the files that were made of it. */
static const char *files_text(Ui *ui, const ForgettingModel *m)
{
    int32_t left = forgetting_files_left(m->files);
    const char *text =
        "Files that were copied elsewhere are not found; remove them where they are.";
    if (left == 0)
        return text;
    text = arena_printf(ui->frame,
                        "%d %s made of these or of several lessons %s, listed last. Remove by hand "
                        "what is not to be kept, and what was copied elsewhere.",
                        (int)left, left == 1 ? "file" : "files", left == 1 ? "stays" : "stay");
    return text ? text : "";
}

static const char *what_text(Ui *ui, const ForgettingModel *m)
{
    char day[WHEN_SIZE];
    when_format_date(m->now_unix_ms, m->utc_offset_min, day);
    if (m->done)
        return "What was forgotten is gone from the record, its journal and every backup on this "
               "device. These files were made of it, or of several lessons, and stay where they "
               "are: look at them, and remove what is not to be kept.";
    const char *text = arena_printf(
        ui->frame,
        "By this device's clock today is %s. %s%s%s What is forgotten goes for good: with all that "
        "was observed, ink and photos, from "
        "the record, its journal and every backup on this device, with the sheets that Kenkyu "
        "laid down by itself. %s",
        day, m->count > 0 ? m->lessons_why : "", m->count > 0 && m->name_count > 0 ? " " : "",
        m->name_count > 0 ? m->names_why : "", files_text(ui, m));
    return text ? text : "";
}

static float row_height(const Ui *ui)
{
    return 16 + ui_scaled(ui, 46);
}

static void row(Ui *ui, UiRect r, const char *title, const char *below)
{
    float line = ui_scaled(ui, 24), second = ui_scaled(ui, 20);
    UiRect text = {r.x, r.y + (r.h - line - second) / 2, r.w, line};
    ui_label(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, title);
    text.y += line;
    text.h = second;
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, below);
}

static void lesson_row(Ui *ui, UiRect r, const ForgettingModel *m, const ForgetItem *item)
{
    char day[WHEN_SIZE];
    when_format_day(item->started_unix_ms, m->utc_offset_min, m->now_unix_ms, day);
    const char *below =
        arena_printf(ui->frame, "%s%s%s", item->class_name, *item->class_name ? ", " : "", day);
    row(ui, r, *item->title ? item->title : "Without a title", below ? below : "");
}

/* Its name, and where it lies. */
static void file_row(Ui *ui, UiRect r, const LeftFile *file, bool done)
{
    const char *name = strrchr(file->path, '/') + 1;
    const char *why = *file->reason                ? file->reason
                      : file->kind == LEFT_SEVERAL ? "of several lessons"
                      : file->kind == LEFT_AWAY    ? "its folder is not here now"
                                                   : file->what;
    int folder = (int)(name - file->path);
    const char *below =
        arena_printf(ui->frame, "%s%.*s, %s",
                     done ? "" : "Stays: ", folder > 1 ? folder - 1 : folder, file->path, why);
    row(ui, r, name, below ? below : "");
}

static int32_t row_count(const ForgettingModel *m)
{
    return m->count + forgetting_files_left(m->files);
}

/* What stays comes behind what goes, in the list of files, too. */
static void nth_row(Ui *ui, UiRect r, const ForgettingModel *m, int32_t nth)
{
    if (nth < m->count)
        lesson_row(ui, r, m, &m->items[nth]);
    else
        file_row(ui, r, &m->files->items[nth - m->count + left_files_count(m->files, LEFT_GOES)],
                 m->done);
}

/* Only the rows that can be seen are built. */
static void list(Ui *ui, UiRect r, const ForgettingModel *m, ForgettingState *state)
{
    float tall = row_height(ui);
    part_panel(ui, r);
    UiRect view = {r.x, r.y + 8, r.w, r.h - 16};
    float y =
        ui_scroll_begin(ui, FORGETTING_ID_LIST, view, (float)row_count(m) * tall, &state->scroll);
    int32_t first = (int32_t)fmaxf(0, floorf((view.y - y) / tall));
    int32_t last = (int32_t)fminf((float)row_count(m), ceilf((view.y + view.h - y) / tall));
    for (int32_t i = first; i < last; i++) {
        UiRect at = {r.x + PART_PAD, y + (float)i * tall, r.w - 2 * PART_PAD, tall};
        nth_row(ui, at, m, i);
        if (i + 1 < row_count(m))
            ui_line(ui, at.x, at.y + tall, at.x + at.w, at.y + tall, 1, COLOR_LINE);
    }
    ui_scroll_end(ui);
}

/* ---- the two buttons ---- */

static bool are_stacked(const Ui *ui, float width)
{
    return width < ui_scaled(ui, 560);
}

static float buttons_height(const Ui *ui, float width)
{
    float high = fmaxf(BUTTON, ui_scaled(ui, 40));
    return are_stacked(ui, width) ? 2 * high + PART_GAP : high;
}

static ForgettingAsk buttons(Ui *ui, UiRect r, const ForgettingModel *m, ForgettingState *state)
{
    bool stacked = are_stacked(ui, r.w);
    if (m->done)
        return ui_button(ui, FORGETTING_ID_GOOD, r, UI_BUTTON_PLAIN, ICON_NONE, "Good", true)
                   ? FORGETTING_ASK_GOOD
                   : FORGETTING_ASK_NONE;
    UiRect later = stacked ? part_cell(r, 0, 1, (r.h - PART_GAP) / 2, PART_GAP)
                           : part_column(r, 0, 2, PART_GAP);
    UiRect go = stacked ? part_cell(r, 1, 1, (r.h - PART_GAP) / 2, PART_GAP)
                        : part_column(r, 1, 2, PART_GAP);
    const char *word = arena_printf(ui->frame, "%s %s", state->sure ? "Really forget" : "Forget",
                                    forgetting_words(ui->frame, m->count, m->name_count));
    if (ui_button(ui, FORGETTING_ID_LATER, later, UI_BUTTON_PLAIN, ICON_NONE, "Keep for now", true))
        return FORGETTING_ASK_LATER;
    if (!ui_button(ui, FORGETTING_ID_FORGET, go, state->sure ? UI_BUTTON_PRIMARY : UI_BUTTON_PLAIN,
                   ICON_NONE, word ? word : "", true))
        return FORGETTING_ASK_NONE;
    if (state->sure)
        return FORGETTING_ASK_FORGET;
    state->sure = true;
    return FORGETTING_ASK_NONE;
}

ForgettingAsk screen_forgetting(Ui *ui, const ForgettingModel *model, ForgettingState *state)
{
    UiRect all = {0, 0, ui->width, ui->height};
    ui_fill(ui, all, 0, COLOR_BG);
    UiRect area = part_inset(all, PART_MARGIN);
    UiRect bar = part_cut_top(&area, BAR, PART_MARGIN);
    UiRect back = {bar.x - 8, bar.y, 56, bar.h};
    bool leave = ui_button(ui, FORGETTING_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
                 ui_key(ui) == UI_KEY_ESCAPE;
    ui_label(ui, (UiRect){bar.x + 56, bar.y, bar.w - 56, bar.h}, TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             model->done ? "Files that stay" : "Forgetting");
    float w = fminf(area.w, ui_scaled(ui, 860));
    area.x += floorf((area.w - w) / 2);
    area.w = w;
    float tall = model->done ? fmaxf(BUTTON, ui_scaled(ui, 40)) : buttons_height(ui, w);
    UiRect low = part_cut_bottom(&area, tall, PART_MARGIN);
    const char *text = what_text(ui, model);
    float high = ui_paragraph_height(ui, w, TYPE_16, text);
    (void)ui_paragraph_in(ui, part_cut_top(&area, high, PART_MARGIN), TYPE_16, COLOR_INK2, text);
    if (row_count(model) > 0) {
        area.h = fminf(area.h, (float)row_count(model) * row_height(ui) + 16);
        list(ui, area, model, state);
    }
    ForgettingAsk ask = buttons(ui, low, model, state);
    return !leave ? ask : model->done ? FORGETTING_ASK_GOOD : FORGETTING_ASK_LATER;
}
