#include "check.h"

#include "recorder/ui/icon.h"
#include "recorder/ui/theme.h"

#include <math.h>

/* ---- contrast: WCAG 2, relative luminance ---- */

static double channel(uint32_t value)
{
    double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8 & 0xFF) +
           0.0722 * channel(rgb & 0xFF);
}

static double contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a);
    double lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

/* The table of the design's tokens: text 4.5 or more, marks 3 or more. */
static void theme__keeps_the_contrast__of_the_design(void **state)
{
    (void)state;
    const struct {
        ThemeColor on, ground;
        double ratio[THEME_COUNT];
    } pairs[] = {
        {COLOR_INK, COLOR_BG, {14.44, 15.62, 21.00}},
        {COLOR_INK, COLOR_SURFACE, {16.56, 12.60, 21.00}},
        {COLOR_INK2, COLOR_BG, {6.60, 9.94, 21.00}},
        {COLOR_INK2, COLOR_SURFACE, {7.57, 8.02, 21.00}},
        {COLOR_INK2, COLOR_SUNK, {5.87, 6.75, 16.83}},
        {COLOR_INK3, COLOR_BG, {5.32, 7.19, 14.16}},
        {COLOR_INK3, COLOR_PANEL, {5.79, 6.67, 14.16}},
        {COLOR_INK3, COLOR_SUNK, {4.73, 4.88, 11.34}},
        {COLOR_FLOOR_ON, COLOR_FLOOR, {5.19, 7.52, 10.30}},
        {COLOR_TEACH_ON, COLOR_TEACH, {12.30, 12.74, 21.00}},
        {COLOR_PRIMARY_ON, COLOR_PRIMARY, {16.56, 15.62, 21.00}},
        {COLOR_QUEST_ON, COLOR_QUEST, {7.35, 7.94, 7.35}},
        {COLOR_INK, COLOR_FRAME_TINT, {13.61, 10.47, 17.25}},
        {COLOR_INK, COLOR_SAMPLE_TINT, {14.92, 10.38, 18.92}},
        {COLOR_INK2, COLOR_SAMPLE_TINT, {6.81, 6.61, 18.92}},
        {COLOR_OUTLINE, COLOR_SURFACE, {4.10, 4.42, 21.00}},
        {COLOR_OUTLINE, COLOR_SUNK, {3.18, 3.72, 16.83}},
        {COLOR_OUTLINE, COLOR_PANEL, {3.90, 5.08, 21.00}},
        {COLOR_FLOOR, COLOR_PANEL, {4.93, 7.19, 10.30}},
        {COLOR_FLOOR, COLOR_SUNK, {4.03, 5.26, 8.25}},
        {COLOR_TEACH, COLOR_PANEL, {11.69, 12.76, 21.00}},
        {COLOR_FRAME, COLOR_SURFACE, {5.83, 6.62, 10.91}},
        {COLOR_FRAME, COLOR_PANEL, {5.54, 7.61, 10.91}},
        {COLOR_QUEST_EDGE, COLOR_SURFACE, {5.54, 6.41, 21.00}},
        {COLOR_SAMPLE_EDGE, COLOR_PANEL, {5.64, 12.54, 21.00}},
        {COLOR_SAMPLE_EDGE, COLOR_SAMPLE_TINT, {5.35, 8.99, 18.92}},
        {COLOR_MARK, COLOR_SURFACE, {4.53, 5.76, 7.88}},
        {COLOR_MARK, COLOR_PANEL, {4.30, 6.62, 7.88}},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        for (int32_t t = 0; t < THEME_COUNT; t++) {
            const Theme *theme = theme_get((ThemeName)t);
            double got = contrast(theme->colors[pairs[i].on], theme->colors[pairs[i].ground]);
            if (fabs(got - pairs[i].ratio[t]) > 0.006)
                fail_msg("%s: pair %zu has %.2f, the design %.2f", theme->name, i, got,
                         pairs[i].ratio[t]);
        }
}

static void theme__has_no_type__below_14_points(void **state)
{
    (void)state;
    for (int32_t t = 0; t < TYPE_COUNT; t++) {
        ThemeFace face = theme_face((ThemeType)t);
        assert_true(face.size >= 14 && fabsf(face.leading - 1.4F * face.size) < 0.01F);
    }
}

/* ---- icons ---- */

static void icon__stays_on_its_grid__with_its_line(void **state)
{
    (void)state;
    IconLine lines[ICON_MAX_LINES];
    assert_int_equal(icon_flatten(ICON_NONE, lines), 0);
    for (int32_t i = 1; i < ICON_COUNT; i++) {
        int32_t count = icon_flatten((ThemeIcon)i, lines);
        assert_in_range(count, 1, ICON_MAX_LINES);
        float least = ICON_GRID;
        float most = 0;
        for (int32_t k = 0; k < count; k++) {
            const float *xy = &lines[k].x0;
            for (int32_t n = 0; n < 4; n++) {
                least = fminf(least, xy[n]);
                most = fmaxf(most, xy[n]);
            }
        }
        if (least < 1 || most > ICON_GRID - 1) /* half of a line of two */
            fail_msg("icon %d reaches from %g to %g", i, (double)least, (double)most);
    }
}

static void icon__is_drawn_differently__from_every_other(void **state)
{
    (void)state;
    IconLine a[ICON_MAX_LINES];
    IconLine b[ICON_MAX_LINES];
    for (int32_t i = 1; i < ICON_COUNT; i++)
        for (int32_t k = 1; k < i; k++) {
            int32_t count = icon_flatten((ThemeIcon)i, a);
            bool same = count == icon_flatten((ThemeIcon)k, b);
            for (int32_t n = 0; same && n < count; n++)
                same = a[n].x0 == b[n].x0 && a[n].y0 == b[n].y0 && a[n].x1 == b[n].x1 &&
                       a[n].y1 == b[n].y1;
            assert_false(same);
        }
}

/* Undo: an arc of radius 5 from (15, 12) clockwise to (15, 22) has its middle at
 * (20, 17). */
static void icon__bends_its_arcs__the_right_way(void **state)
{
    (void)state;
    IconLine lines[ICON_MAX_LINES];
    int32_t count = icon_flatten(ICON_UNDO, lines);
    float right = 0;
    for (int32_t i = 0; i < count; i++) {
        right = fmaxf(right, lines[i].x1);
        if (lines[i].x1 > 15.01F)
            assert_true(fabsf(hypotf(lines[i].x1 - 15, lines[i].y1 - 17) - 5) < 0.01F);
    }
    assert_true(fabsf(right - 20) < 0.05F);
    count = icon_flatten(ICON_BACKDATE, lines); /* the long way round (12, 12) */
    float bottom = 0;
    for (int32_t i = 0; i < count && lines[i].x1 != 6; i++) {
        assert_true(fabsf(hypotf(lines[i].x1 - 12, lines[i].y1 - 12) - 8) < 0.1F);
        bottom = fmaxf(bottom, lines[i].y1);
    }
    assert_true(fabsf(bottom - 20) < 0.1F);
    count = icon_flatten(ICON_CLOCK, lines);
    float left = ICON_GRID;
    for (int32_t i = 0; i < count; i++)
        left = fminf(left, lines[i].x1);
    assert_true(fabsf(left - 4) < 0.01F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(theme__keeps_the_contrast__of_the_design),
        cmocka_unit_test(theme__has_no_type__below_14_points),
        cmocka_unit_test(icon__stays_on_its_grid__with_its_line),
        cmocka_unit_test(icon__is_drawn_differently__from_every_other),
        cmocka_unit_test(icon__bends_its_arcs__the_right_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
