/* rich_lesson.h - a made-up lesson and the fonts for its sheets: what tests of handouts share. */
#ifndef TESTS_REPORTS_HANDOUT_RICH_LESSON_H
#define TESTS_REPORTS_HANDOUT_RICH_LESSON_H

#include "check.h"

#include "reports/handout/handout.h"
#include "tests/reports/debrief/made_up.h"
#include "tests/reports/debrief/sheet_check.h"
#include "tests/reports/golden_trace.h"

typedef struct Fixture {
    LessonBuilder lesson;
    Arena arena;
    FontSet *fonts;
} Fixture;

static Fixture f;

static inline int open_fonts(void **state)
{
    Err err = {0};
    (void)state;
    f.fonts = font_set_create(&err);
    return f.fonts ? 0 : -1;
}

static inline int close_fonts(void **state)
{
    (void)state;
    font_set_destroy(f.fonts);
    return 0;
}

static inline void done(void)
{
    arena_deinit(&f.arena);
    lesson_free(&f.lesson);
}

#endif
