#include "recorder/screen/home/screen_saved.h"

#include "recorder/screen/part/part.h"

#include <math.h>

static const float BUTTON = 72, CARD_BUTTON = 64, CARD_PAD = 24, MARK = 72, BESIDE_MARK = 96;
static const float FIGURE_PAD = 20;
enum { TITLE_LINES = 3, LINES = 2 };

/* ---- the sheet ---- */

typedef struct CardButton {
    uint32_t id;
    ThemeIcon icon;
    const char *text;
    UiButtonStyle style;
    SavedAsk ask;
    float w;
} CardButton;

enum { CARD_BUTTONS = 3 };

/* What the card says and offers: its buttons beside the words, or below where large
 * words need the room. */
typedef struct SheetCard {
    CardButton buttons[CARD_BUTTONS];
    int32_t count;
    float buttons_w;
    const char *head, *text, *folder;
    bool made, below, has_mark;
    ThemeType type; /* of the file's name, which has no blank to break at */
    float text_w, head_h, text_h, folder_h;
} SheetCard;

static void add_button(const Ui *ui, SheetCard *c, CardButton button)
{
    button.w = part_button_width(ui, 160, button.icon, button.text);
    c->buttons_w += button.w + (c->count > 0 ? PART_GAP : 0);
    c->buttons[c->count++] = button;
}

static void add_buttons(const Ui *ui, SheetCard *c, bool wide, bool is_visit)
{
    const char *review = is_visit ? "Review the visit" : "Review the lesson";
    UiButtonStyle see = c->made ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN;
    add_button(ui, c,
               (CardButton){SAVED_ID_SHEET, ICON_EYE, c->made && wide ? "See the sheet" : "See it",
                            see, SAVED_ASK_SHEET, 0});
    if (!c->made) /* it can be looked at, and saved to another folder */
        add_button(ui, c,
                   (CardButton){SAVED_ID_RETRY, ICON_REDO, "Try again", UI_BUTTON_PLAIN,
                                SAVED_ASK_RETRY, 0});
    add_button(ui, c,
               (CardButton){SAVED_ID_REVIEW, ICON_CLOCK, wide ? review : "Review", UI_BUTTON_PLAIN,
                            SAVED_ASK_REVIEW, 0});
}

static SheetCard sheet_words(Ui *ui, float width, const SavedModel *model)
{
    SheetCard c = {.made = *model->file != '\0', .folder = ""};
    float in = width - 2 * CARD_PAD;
    add_buttons(ui, &c, in >= 900 && ui->type_scale < 1.3F, model->is_visit);
    c.has_mark = in >= 640 || c.made; /* what is wrong needs the room more */
    float words = in - (c.has_mark ? BESIDE_MARK : 0);
    float beside = words - c.buttons_w - CARD_PAD;
    float wanted = c.made ? ui_text_width(ui, TYPE_16_BOLD, model->file) : ui_scaled(ui, 240);
    c.below = beside < wanted;
    c.text_w = c.below ? words : words - c.buttons_w - CARD_PAD;
    const char *made =
        model->is_visit ? "Sheet of the visit, ready to print" : "Debrief sheet, ready to print";
    c.head = c.made            ? made
             : *model->unsaved ? "The sheet is not made"
                               : "The record is safe; the sheet is not made";
    c.text = c.made ? model->file : model->trouble;
    if (c.made)
        c.folder = arena_printf(ui->frame, "in %s", model->folder);
    c.folder = c.folder ? c.folder : "";
    c.head_h = part_lines_height(ui, c.text_w, TYPE_14_BOLD, LINES, c.head);
    bool fits = ui_text_width(ui, TYPE_20_BOLD, c.text) <= c.text_w;
    c.type = fits ? TYPE_20_BOLD : TYPE_16_BOLD;
    bool small = ui_text_width(ui, c.type, c.text) / ui->type_scale <= c.text_w;
    int32_t lines = small ? 1 : TITLE_LINES; /* smaller rather than broken */
    c.text_h = c.made ? part_lines_height(ui, c.text_w, c.type, lines, c.text)
                      : ui_paragraph_height(ui, c.text_w, TYPE_16, c.text);
    c.folder_h = *c.folder ? part_lines_height(ui, c.text_w, TYPE_14, TITLE_LINES, c.folder) : 0;
    return c;
}

static float words_height(const SheetCard *c)
{
    return c->head_h + 2 + c->text_h + 2 + c->folder_h;
}

static float sheet_height(const SheetCard *c)
{
    float words = fmaxf(words_height(c), c->has_mark ? MARK : 0);
    float h = c->below ? words + PART_MARGIN + CARD_BUTTON : fmaxf(words, 88);
    return h + 2 * CARD_PAD;
}

static void draw_words(Ui *ui, UiRect in, const SheetCard *c)
{
    float high = words_height(c), mid = in.y + in.h / 2;
    if (c->has_mark) {
        UiRect ground = {in.x, mid - MARK / 2, MARK, MARK};
        ui_fill(ui, ground, 16, COLOR_SUNK);
        ui_icon(ui, ground.x + MARK / 2, mid, 32, c->made ? ICON_SHEET : ICON_UNSAVED, COLOR_INK);
        in.x += BESIDE_MARK;
    }
    UiRect text = {in.x, mid - high / 2, c->text_w, high};
    part_lines(ui, part_cut_top(&text, c->head_h, 2), TYPE_14_BOLD, COLOR_INK2, c->head);
    if (!c->made) {
        (void)ui_paragraph(ui, text, TYPE_16, COLOR_INK, c->text);
        return;
    }
    part_lines(ui, part_cut_top(&text, c->text_h, 2), c->type, COLOR_INK, c->text);
    part_lines(ui, part_cut_top(&text, c->folder_h, 0), TYPE_14, COLOR_INK2, c->folder);
}

static SavedAsk sheet_card(Ui *ui, UiRect r, const SheetCard *c)
{
    SavedAsk ask = SAVED_ASK_NONE;
    part_card(ui, r);
    UiRect in = part_inset(r, CARD_PAD);
    UiRect button = {in.x + in.w - c->buttons_w, in.y + (in.h - CARD_BUTTON) / 2, 0, CARD_BUTTON};
    float wider = 0;
    if (c->below) {
        UiRect row = part_cut_bottom(&in, CARD_BUTTON, PART_MARGIN);
        button.x = row.x;
        button.y = row.y;
        wider = fmaxf(row.w - c->buttons_w, 0) / (float)c->count;
    }
    draw_words(ui, in, c);
    for (int32_t i = 0; i < c->count; i++) {
        const CardButton *b = &c->buttons[i];
        button.w = b->w + wider;
        if (ui_button(ui, b->id, button, b->style, b->icon, b->text, true))
            ask = b->ask;
        button.x += button.w + PART_GAP;
    }
    return ask;
}

/* ---- figures ---- */

static float figure_height(const Ui *ui, float width, const SavedFigure *figure)
{
    float w = width - 2 * FIGURE_PAD;
    return 2 * FIGURE_PAD + ui_scaled(ui, 40) + 4 +
           part_lines_height(ui, w, TYPE_16_BOLD, LINES, figure->label) +
           part_lines_height(ui, w, TYPE_14, LINES, figure->of);
}

static void figure_card(Ui *ui, UiRect r, const SavedFigure *figure)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, FIGURE_PAD);
    ui_label(ui, part_cut_top(&in, ui_scaled(ui, 40), 4), TYPE_32_BOLD, COLOR_INK, UI_LEFT,
             figure->value);
    float h = part_lines_height(ui, in.w, TYPE_16_BOLD, LINES, figure->label);
    part_lines(ui, part_cut_top(&in, h, 0), TYPE_16_BOLD, COLOR_INK, figure->label);
    h = part_lines_height(ui, in.w, TYPE_14, LINES, figure->of);
    part_lines(ui, part_cut_top(&in, h, 0), TYPE_14, COLOR_INK2, figure->of);
}

/* Rows of cards, each row as high as its highest; draw NULL: only measures. */
static float figures(Ui *ui, UiRect area, const SavedModel *model, bool draw)
{
    bool wide = area.w >= PART_WIDE - 2 * PART_MARGIN;
    int32_t across = wide && ui->type_scale < 1.6F ? 3 : 2;
    float y = area.y, w = part_column(area, 0, across, PART_MARGIN).w;
    for (int32_t i = 0; i < model->figure_count; i += across) {
        float high = 0;
        for (int32_t k = i; k < i + across && k < model->figure_count; k++)
            high = fmaxf(high, figure_height(ui, w, &model->figures[k]));
        for (int32_t k = i; draw && k < i + across && k < model->figure_count; k++) {
            UiRect card = part_column(area, k - i, across, PART_MARGIN);
            card.y = y;
            card.h = high;
            figure_card(ui, card, &model->figures[k]);
        }
        y += high + PART_MARGIN;
    }
    return fmaxf(y - area.y - PART_MARGIN, 0);
}

/* ---- what is wrong ---- */

static const char *notice_text(const SavedModel *model)
{
    return *model->refused ? model->refused : model->unsaved;
}

/* ---- the whole ---- */

static SavedAsk buttons(Ui *ui, UiRect r, const SavedModel *model)
{
    SavedAsk ask = SAVED_ASK_NONE;
    bool wide = r.w >= PART_WIDE - 2 * PART_MARGIN;
    UiRect next = r, home = r, reopen = r;
    next.w = wide ? 336 : floorf(r.w * 0.4F);
    next.x = r.x + r.w - next.w;
    home.w = wide ? part_button_width(ui, 232, ICON_BACK, "Back to home")
                  : floorf((r.w - next.w) / 2 - PART_GAP);
    home.x = next.x - PART_GAP - home.w;
    reopen.w = fminf(260, home.x - PART_GAP - r.x);
    if (model->left_handed) {
        next = part_mirrored(next, r);
        home = part_mirrored(home, r);
        reopen = part_mirrored(reopen, r);
    }
    if (model->just_ended && !model->is_demo &&
        ui_button(ui, SAVED_ID_REOPEN, reopen, UI_BUTTON_QUIET, ICON_UNDO,
                  !wide             ? "Resume"
                  : model->is_visit ? "Resume the visit"
                                    : "Resume the lesson",
                  true))
        ask = SAVED_ASK_REOPEN;
    if (ui_button(ui, SAVED_ID_HOME, home, UI_BUTTON_PLAIN, ICON_BACK,
                  wide ? "Back to home" : "Home", true) ||
        ui_key(ui) == UI_KEY_ESCAPE)
        ask = SAVED_ASK_HOME;
    ui->barred = model->looks_only;
    if (ui_button(ui, SAVED_ID_NEXT, next, UI_BUTTON_PRIMARY, ICON_PLUS,
                  model->is_visit ? "Next visit" : "Next lesson", true))
        ask = SAVED_ASK_NEXT;
    ui->barred = false;
    return ask;
}

typedef struct Body {
    const char *what; /* was done */
    float what_h, title_h, where_h, notice_h, figures_h, all;
    SheetCard card;
} Body;

static Body measure(Ui *ui, const SavedModel *model, float w)
{
    const char *ended = model->is_demo    ? "The lesson was replayed and recorded"
                        : model->is_visit ? "The visit is recorded"
                                          : "The lesson is recorded";
    const char *earlier = model->is_visit ? "The sheet of this visit" : "The sheet of this lesson";
    Body b = {.what = model->just_ended ? ended : earlier, .card = sheet_words(ui, w, model)};
    b.what_h = fmaxf(56, part_lines_height(ui, w - 76, TYPE_20, LINES, b.what));
    b.title_h = part_lines_height(ui, w, TYPE_32_BOLD, TITLE_LINES, model->title);
    b.where_h = part_lines_height(ui, w, TYPE_16, LINES, model->where);
    const char *notice = notice_text(model);
    b.notice_h = *notice ? part_notice_height(ui, w, notice) + PART_MARGIN : 0;
    b.figures_h = figures(ui, (UiRect){0, 0, w, 0}, model, false);
    b.all = b.what_h + 24 + b.title_h + b.where_h + 24 + b.notice_h + sheet_height(&b.card) +
            PART_MARGIN + b.figures_h;
    return b;
}

static SavedAsk draw_body(Ui *ui, UiRect area, const SavedModel *model, const Body *b)
{
    UiRect mark = part_cut_top(&area, b->what_h, 24);
    float mid = mark.y + mark.h / 2;
    ui_circle(ui, mark.x + 28, mid, 28, COLOR_PRIMARY);
    ui_icon(ui, mark.x + 28, mid, 32, ICON_CHECK, COLOR_PRIMARY_ON);
    part_lines(ui, (UiRect){mark.x + 76, mark.y, mark.w - 76, mark.h}, TYPE_20, COLOR_INK2,
               b->what);
    part_lines(ui, part_cut_top(&area, b->title_h, 0), TYPE_32_BOLD, COLOR_INK, model->title);
    part_lines(ui, part_cut_top(&area, b->where_h, 24), TYPE_16, COLOR_INK2, model->where);
    if (b->notice_h > 0)
        part_notice(ui, part_cut_top(&area, b->notice_h - PART_MARGIN, PART_MARGIN),
                    *model->refused ? "Not opened" : "Not everything is on the disk yet",
                    notice_text(model));
    SavedAsk ask =
        sheet_card(ui, part_cut_top(&area, sheet_height(&b->card), PART_MARGIN), &b->card);
    (void)figures(ui, area, model, true);
    return ask;
}

SavedAsk screen_saved(Ui *ui, const SavedModel *model, float *scroll)
{
    const float edge = 8; /* for what shows the focus */
    UiRect all = {0, 0, ui->width, ui->height};
    ui_fill(ui, all, 0, COLOR_BG);
    UiRect area = part_inset(all, PART_MARGIN);
    SavedAsk ask = buttons(ui, part_cut_bottom(&area, BUTTON, PART_MARGIN), model);
    /* A column of reading width in the middle of what is left. */
    float w = fminf(area.w, 1248);
    area.x += (area.w - w) / 2;
    area.w = w;
    Body body = measure(ui, model, w);
    area.y += fmaxf(area.h - body.all, 0) * 0.4F;
    UiRect view = {area.x - edge, PART_MARGIN - edge, area.w + 2 * edge,
                   ui->height - BUTTON - 3 * PART_MARGIN + 2 * edge};
    float y = ui_scroll_begin(ui, SAVED_ID_BODY, view, body.all + 2 * edge, scroll);
    area.y += y - view.y;
    SavedAsk asked = draw_body(ui, area, model, &body);
    ui_scroll_end(ui);
    return asked != SAVED_ASK_NONE ? asked : ask;
}
