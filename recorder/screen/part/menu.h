/* menu.h - what lies over a screen for a moment: a menu, a page of help.
 *
 * Built after the screen: it covers it (ui_cover), and a touch beside it closes
 * it.
 */
#ifndef RECORDER_SCREEN_MENU_H
#define RECORDER_SCREEN_MENU_H

#include "recorder/ui/ui.h"

typedef struct MenuItem {
    uint32_t id;
    ThemeIcon icon;
    const char *title, *text; /* text: a second line, "" for none */
} MenuItem;

enum { MENU_ID_GROUND = 9000, MENU_ID_CLOSE, MENU_ID_ITEM };

typedef enum MenuAnchor { MENU_TOP_LEFT, MENU_TOP_RIGHT } MenuAnchor;

/* The id of what was tapped; MENU_ID_CLOSE to close; 0 for nothing. */
uint32_t menu_build(Ui *ui, MenuAnchor anchor, const MenuItem *items, int32_t count);

typedef struct HelpKey {
    const char *keys, *what;
} HelpKey;

/* True when it is to be closed. */
bool help_build(Ui *ui, const char *title, const HelpKey *keys, int32_t count, float *scroll);

#endif
