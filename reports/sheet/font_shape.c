#include "protocols/utf8.h"
#include "reports/sheet/font_face.h"

#include <hb.h>
#include <stdlib.h>

/* Letters of one run in the order and place that the script asks for. NULL when
 * there is no memory. */
static hb_buffer_t *shape(const FontSet *set, const FontRun *run)
{
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, run->utf8, (int)run->len, 0, (int)run->len);
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_shape(font_face_hb(set, run->face), buffer, NULL, 0);
    if (hb_buffer_allocation_successful(buffer))
        return buffer;
    hb_buffer_destroy(buffer);
    return NULL;
}

static float units_per_em(const FontSet *set, const FontRun *run)
{
    return (float)hb_face_get_upem(hb_font_get_face(font_face_hb(set, run->face)));
}

float font_shaped_width(const FontSet *set, const FontRun *run)
{
    int64_t units = 0;
    unsigned count = 0;
    hb_buffer_t *buffer = shape(set, run);
    if (!buffer)
        return 0.0F;
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; i++)
        units += places[i].x_advance;
    hb_buffer_destroy(buffer);
    return (float)units / units_per_em(set, run);
}

/* ---- outlines ---- */

/* Counts first, then writes: `strokes` is NULL in the first pass. */
typedef struct Pen {
    FontStroke *strokes;
    int32_t count;
    float x, y, scale; /* where the glyph stands, in units */
} Pen;

static void add_stroke(Pen *pen, FontStroke stroke)
{
    if (pen->strokes) {
        for (int i = 0; i < 3; i++) {
            stroke.x[i] = (pen->x + stroke.x[i]) * pen->scale;
            stroke.y[i] = (pen->y + stroke.y[i]) * pen->scale;
        }
        pen->strokes[pen->count] = stroke;
    }
    pen->count++;
}

static void pen_move(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                     void *user_data)
{
    (void)funcs, (void)state, (void)user_data;
    add_stroke(data, (FontStroke){FONT_MOVE, {x}, {y}});
}

static void pen_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                     void *user_data)
{
    (void)funcs, (void)state, (void)user_data;
    add_stroke(data, (FontStroke){FONT_LINE, {x}, {y}});
}

static void pen_quadratic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float cx,
                          float cy, float x, float y, void *user_data)
{
    (void)funcs, (void)state, (void)user_data;
    add_stroke(data, (FontStroke){FONT_QUADRATIC, {cx, x}, {cy, y}});
}

static void pen_cubic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float ax,
                      float ay, float bx, float by, float x, float y, void *user_data)
{
    (void)funcs, (void)state, (void)user_data;
    add_stroke(data, (FontStroke){FONT_CUBIC, {ax, bx, x}, {ay, by, y}});
}

static void pen_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user_data)
{
    (void)funcs, (void)state, (void)user_data;
    add_stroke(data, (FontStroke){.kind = FONT_CLOSE});
}

static hb_draw_funcs_t *make_pen(void)
{
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, pen_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, pen_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(funcs, pen_quadratic, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, pen_cubic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, pen_close, NULL, NULL);
    return funcs;
}

static void draw_glyphs(hb_font_t *font, hb_buffer_t *buffer, hb_draw_funcs_t *funcs, Pen *pen)
{
    unsigned count = 0;
    const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(buffer, &count);
    float x = 0;
    pen->count = 0;
    for (unsigned i = 0; i < count; i++) {
        pen->x = x + (float)places[i].x_offset;
        pen->y = (float)places[i].y_offset;
        hb_font_get_glyph_shape(font, glyphs[i].codepoint, funcs, pen);
        x += (float)places[i].x_advance;
    }
}

/* One character after the other, each by its advance as a PDF reader has it. */
static void draw_letters(const FontSet *set, const FontRun *run, hb_draw_funcs_t *funcs, Pen *pen)
{
    hb_font_t *font = font_face_hb(set, run->face);
    float milli = 0;
    pen->count = 0;
    pen->y = 0;
    for (size_t at = 0, bytes = 0; at < run->len; at += bytes) {
        uint32_t c = utf8_decode(run->utf8 + at, run->len - at, &bytes);
        hb_codepoint_t glyph = 0;
        uint16_t advance = 0;
        if (!font_face_has(set, run->face, c, &advance) ||
            !hb_font_get_nominal_glyph(font, c, &glyph))
            continue;
        pen->x = milli / 1000 / pen->scale;
        hb_font_get_glyph_shape(font, glyph, funcs, pen);
        milli += advance;
    }
}

static void draw_run(const FontSet *set, const FontRun *run, hb_buffer_t *buffer,
                     hb_draw_funcs_t *funcs, Pen *pen)
{
    if (buffer)
        draw_glyphs(font_face_hb(set, run->face), buffer, funcs, pen);
    else
        draw_letters(set, run, funcs, pen);
}

bool font_outline(const FontSet *set, Arena *arena, const FontRun *run, FontStroke **ret_strokes,
                  int32_t *ret_count, Err *err)
{
    hb_buffer_t *buffer = run->shaped ? shape(set, run) : NULL;
    hb_draw_funcs_t *funcs = make_pen();
    Pen pen = {.scale = 1.0F / units_per_em(set, run)};
    FontStroke *strokes = NULL;
    if (buffer || !run->shaped) {
        draw_run(set, run, buffer, funcs, &pen);
        strokes = ARENA_PUSH(arena, FontStroke, (size_t)pen.count);
    }
    if (strokes) {
        pen.strokes = strokes;
        draw_run(set, run, buffer, funcs, &pen);
        *ret_strokes = strokes;
        *ret_count = pen.count;
    }
    hb_draw_funcs_destroy(funcs);
    hb_buffer_destroy(buffer);
    return strokes || err_set(err, ERR_SYSTEM, "out of memory for the outline of a text");
}
