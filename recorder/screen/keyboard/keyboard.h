/* keyboard.h - a keyboard on the glass, for tablets that bring none.
 *
 *   +--------------------------------------------------+
 *   |  1   2   3   4   5   6   7   8   9   0           |
 *   |  q   w   e   r   t   y   u   i   o   p           |
 *   |    a   s   d   f   g   h   j   k   l             |
 *   | shift z   x   c   v   b   n   m        backspace |
 *   | ?123   ,        space        .    <   >    Done  |
 *   +--------------------------------------------------+
 *
 * A key shows its press on landing and counts on lift over it. Held, a letter
 * opens its accents (Spanish, French, German, Polish, Vietnamese and others):
 * slide to one and lift, or lift in place for the first. What is typed goes the
 * way of any keyboard's input (ui.h). It lies in the lower half, and a finger on
 * it neither moves the focus nor ends editing. Knows no field.
 */
#ifndef RECORDER_SCREEN_KEYBOARD_H
#define RECORDER_SCREEN_KEYBOARD_H

#include "recorder/ui/ui.h"

typedef enum KeyboardPage { KEYBOARD_LETTERS, KEYBOARD_SIGNS } KeyboardPage;
typedef enum KeyboardShift {
    KEYBOARD_SMALL,
    KEYBOARD_NEXT_CAPITAL,
    KEYBOARD_CAPITALS
} KeyboardShift;

/* All zero at first. */
typedef struct KeyboardState {
    KeyboardPage page;
    KeyboardShift shift;
    int32_t held;      /* key whose accents are open, + 1; 0: none */
    int32_t choice;    /* which of them the finger is over */
    int64_t repeat_ms; /* a held Backspace or arrow goes on then (boot clock) */
} KeyboardState;

/* What was typed: UI_INPUT_TEXT with its text, UI_INPUT_KEY with its key, or
 * UI_INPUT_NONE. */
typedef struct KeyboardAsk {
    UiInputKind kind;
    UiKey key;
    char text[8];
} KeyboardAsk;

/* Where it lies on this surface: less than the lower half. */
UiRect keyboard_rect(const Ui *ui);

/* language: of the person; "es" has a key for its letter. */
KeyboardAsk keyboard_build(Ui *ui, KeyboardState *state, const char *language);

enum {
    KEYBOARD_ID_GROUND = 9200,
    KEYBOARD_ID_KEY, /* + row * KEYBOARD_ROW + place */
    KEYBOARD_ROW = 16,
};

/* The id of the key that types this (as written on the page shown), or of what
 * stands for it: "shift", "backspace", "page", "space", "left", "right", "done".
 * 0: not on this page. */
uint32_t keyboard_find(const Ui *ui, const KeyboardState *state, const char *language,
                       const char *key);

/* The capital of a letter that is on the keyboard; the text itself when it has
 * none. */
void keyboard_capital(const char *letter, char ret_text[8]);

#endif
