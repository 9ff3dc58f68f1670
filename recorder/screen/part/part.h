/* part.h - the parts that the quiet screens (home, set-up, saved) are made of.
 *
 * Built on ui.h in the measures of the design's TOKENS.md; nothing here is
 * tapped during a lesson. Heights are given so that a column can be measured
 * before it is drawn.
 */
#ifndef RECORDER_SCREEN_PART_H
#define RECORDER_SCREEN_PART_H

#include "recorder/ui/ui.h"

/* Points. */
#define PART_MARGIN 16.0F /* of the screen, and between panels */
#define PART_GAP 8.0F     /* between parts of one group */
#define PART_PAD 16.0F    /* inside panels */
#define PART_HEAD 36.0F   /* height of a heading */
#define PART_LABEL 19.0F  /* of a field's name, above it */
#define PART_FIELD 75.0F  /* height of a field with its name and the gap below */
#define PART_WIDE 1000.0F /* from this width on, columns stand side by side */

UiRect part_inset(UiRect r, float by);

/* Takes a strip of this height off the top of r and returns it; r keeps the
 * rest, less the gap. */
UiRect part_cut_top(UiRect *r, float height, float gap);
UiRect part_cut_bottom(UiRect *r, float height, float gap);

/* r on the other side of within: for the left hand. */
UiRect part_mirrored(UiRect r, UiRect within);

/* The column-th of count equal columns. */
UiRect part_column(UiRect r, int32_t column, int32_t count, float gap);

/* The finger lifted over r, however long it stayed there. */
bool part_tapped(const UiTouch *touch, UiRect r);

/* A grid filled row by row: the index-th cell, and how high count cells are. */
UiRect part_cell(UiRect r, int32_t index, int32_t across, float height, float gap);
float part_grid_height(int32_t count, int32_t across, float height, float gap);

void part_panel(Ui *ui, UiRect r);
void part_card(Ui *ui, UiRect r);        /* surface with a hairline */
void part_barred_card(Ui *ui, UiRect r); /* as a button that is barred (Ui.barred) */

/* A heading with a quiet remark at its right ("" for none). */
float part_head_height(const Ui *ui);
void part_head(Ui *ui, UiRect r, const char *text, const char *remark);

/* A label on one line this high at 100 %; where the text size in use makes it longer than
 * the width, it may wrap onto a second line. */
float part_wrapped_height(const Ui *ui, float width, float line, ThemeType type, const char *text);
void part_wrapped(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *text);

/* Words on as many lines as they need, this many at most: what needs more gets smaller,
 * down to 100 %, and is cut only then. */
float part_lines_height(const Ui *ui, float width, ThemeType type, int32_t most, const char *text);
void part_lines(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *text);

/* What a screen is called, beside its button back, with a quiet line below ("" for none);
 * in the middle of r's height. */
float part_title_height(const Ui *ui, float width, const char *title, const char *second);
void part_title(Ui *ui, UiRect r, const char *title, const char *second);

/* How wide a button is (least at 100 %) so that its word keeps its size. */
float part_button_width(const Ui *ui, float least, ThemeIcon icon, const char *text);

/* A text field with its name above; true when the text changed. */
float part_field_height(const Ui *ui);
bool part_field(Ui *ui, uint32_t id, UiRect r, const char *name, const char *placeholder,
                char *buffer, size_t size);

/* The same on as many lines as its text needs. */
float part_long_field_height(const Ui *ui, float width, const char *placeholder, const char *text);
bool part_long_field(Ui *ui, uint32_t id, UiRect r, const char *name, const char *placeholder,
                     char *buffer, size_t size);

/* The same with dots in place of what is typed. */
bool part_secret_field(Ui *ui, uint32_t id, UiRect r, const char *name, char *buffer, size_t size);

/* One of several, with a second line; true when tapped. As high as its words need, where
 * there is room for it: so much. */
float part_choice_height(const Ui *ui, float width, const char *title, const char *detail);
bool part_choice(Ui *ui, uint32_t id, UiRect r, const char *title, const char *detail, bool chosen);

/* Minus, the value, plus: returns -1, 0 or 1. Uses id and id + 1. */
int32_t part_stepper(Ui *ui, uint32_t id, UiRect r, const char *value, bool can_lower,
                     bool can_raise);

/* An icon on sunk ground with a line of text and one below it. */
void part_fact(Ui *ui, UiRect r, ThemeIcon icon, const char *title, const char *detail);

/* The lower half of the screen is the keyboard's while text is typed: how much
 * further a column with this content in this view may scroll then. It goes back
 * when no finger is down, so that nothing moves under one. */
float part_keyboard_room(const Ui *ui, float content, float view, float scroll);

/* After the column: scrolls it so that the edited field stands above the keyboard. */
void part_lift_edited(Ui *ui, float *scroll);

/* What is wrong, calmly, and what to do about it. */
float part_notice_height(const Ui *ui, float width, const char *text);
void part_notice(Ui *ui, UiRect r, const char *title, const char *text);

/* Why the last thing asked for was not done, off the top of area; "" takes nothing. */
void part_not_done(Ui *ui, UiRect *area, const char *text);

/* A list, and beside it (in portrait below it) what is chosen in it: the list's share of
 * the width, and of the height. */
void part_list_and_chosen(const Ui *ui, UiRect area, float across, float down, UiRect *ret_list,
                          UiRect *ret_chosen);

/* What there is to know and what can be done about it, off the top of area, with
 * PART_MARGIN below; true when the button was tapped. Where the words need the width the
 * button comes under them. */
typedef struct PartBanner {
    ThemeIcon icon;
    const char *title, *text, *button;
    uint32_t id; /* of the button */
} PartBanner;
bool part_banner(Ui *ui, UiRect *area, const PartBanner *banner);

/* A question over a screen, with what would be lost and what else is to be known ("" for
 * nothing). Returns the place of its buttons, 64 points high with PART_GAP between. */
UiRect part_question(Ui *ui, const char *title, const char *text, const char *more,
                     int32_t buttons);

#endif
