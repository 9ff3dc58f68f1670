#include "reports/sheet/font.h"

#include "protocols/utf8.h"
#include "reports/sheet/font_face.h"

#include <assert.h>
#include <fribidi.h>
#include <limits.h>

/* Text on its way to the runs: characters that can be printed, with the face
 * and advance of each. */
typedef struct Line {
    FriBidiChar *chars;
    FontGlyph *glyphs;
    int32_t count;
} Line;

enum { NOT_UTF8 = 0xFFFD, BOX = 0x25A1, SLOW_WIDTH_BYTES = 64 * 1024 * 1024 };

/* ---- fit to print ---- */

static uint32_t printable(uint32_t c)
{
    if ((c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029)
        return ' ';
    return c < ' ' || (c >= 0x7F && c < 0xA0) ? NOT_UTF8 : c;
}

/* What no face has stays visible: a box, or a question mark. */
static uint32_t drawable(const FontSet *set, FontStyle style, uint32_t c, FontGlyph *ret_glyph)
{
    const uint32_t tries[] = {c, BOX, '?'};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        *ret_glyph = font_face_glyph(set, style, tries[i]);
        if (ret_glyph->face >= 0)
            return tries[i];
    }
    *ret_glyph = (FontGlyph){.face = (int16_t)style};
    return ' ';
}

/* Needs more than adding up advances: it changes places or shape, joins or composes. */
static bool is_complex(uint32_t c)
{
    if (c < 0x300)
        return false;
    return (c >= 0x590 && c < 0x900) || (c >= 0x1100 && c < 0x1200) || c > 0xFFFF ||
           (c >= 0x200E && c < 0x2070 && font_is_invisible(c)) || (c >= 0xFB1D && c < 0xFE00) ||
           (c >= 0xFE70 && c < 0xFEFF) || (c >= 0x900 && c < 0xF00) ||
           (c >= 0x1780 && c < 0x1800) || font_is_mark(c);
}

static bool has_complex(const char *utf8, size_t len)
{
    for (size_t at = 0, bytes = 0; at < len; at += bytes)
        if (is_complex(utf8_decode(utf8 + at, len - at, &bytes)))
            return true;
    return false;
}

/* Composes as it reads, so that a decomposed "e + accent" finds the one glyph
 * that the faces have. */
static int32_t decode(const char *utf8, size_t len, FriBidiChar *chars)
{
    int32_t count = 0;
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        uint32_t c = printable(utf8_decode(utf8 + at, len - at, &bytes));
        uint32_t composed = count > 0 && c >= 0x300 ? font_compose(chars[count - 1], c) : 0;
        if (composed)
            chars[count - 1] = composed;
        else
            chars[count++] = c;
    }
    return count;
}

/* ---- right to left ---- */

typedef struct Bidi {
    FriBidiCharType *types;
    FriBidiBracketType *brackets;
    FriBidiJoiningType *joins; /* FribidiArabicProp shares the type */
    FriBidiLevel *levels;
    FriBidiChar *joined;
} Bidi;

static bool push_bidi(Arena *arena, size_t count, Bidi *bidi)
{
    bidi->types = ARENA_PUSH(arena, FriBidiCharType, count);
    bidi->brackets = ARENA_PUSH(arena, FriBidiBracketType, count);
    bidi->joins = ARENA_PUSH(arena, FriBidiJoiningType, count);
    bidi->levels = ARENA_PUSH(arena, FriBidiLevel, count);
    bidi->joined = ARENA_PUSH(arena, FriBidiChar, count);
    return bidi->types && bidi->brackets && bidi->joins && bidi->levels && bidi->joined;
}

/* Takes over the joined or mirrored forms that a face has. Where FriBidi joined
 * two letters into one it left a filler in the place of the first. */
static void take_joined_forms(const FontSet *set, FontStyle style, const Bidi *bidi, Line *line)
{
    for (int32_t i = 0; i < line->count; i++) {
        bool ligature = bidi->joined[i] == FRIBIDI_CHAR_FILL && line->chars[i] != bidi->joined[i] &&
                        i + 1 < line->count;
        uint32_t joined = bidi->joined[ligature ? i + 1 : i];
        if (joined != line->chars[i] && font_find_face(set, style, joined) >= 0) {
            line->chars[i] = bidi->joined[i];
            line->chars[i + ligature] = joined;
        }
        i += ligature;
    }
}

/* Puts the characters in the order in which they stand on paper; false when
 * there is no memory, here or in FriBidi. */
static bool order_visually(const FontSet *set, FontStyle style, Arena *arena, Line *line)
{
    Bidi b;
    if (!push_bidi(arena, (size_t)line->count, &b))
        return false;
    FriBidiParType direction = FRIBIDI_PAR_ON;
    fribidi_get_bidi_types(line->chars, line->count, b.types);
    fribidi_get_bracket_types(line->chars, line->count, b.types, b.brackets);
    if (!fribidi_get_par_embedding_levels_ex(b.types, b.brackets, line->count, &direction,
                                             b.levels))
        return false;
    fribidi_get_joining_types(line->chars, line->count, b.joins);
    fribidi_join_arabic(b.types, line->count, b.levels, b.joins);
    for (int32_t i = 0; i < line->count; i++)
        b.joined[i] = line->chars[i];
    fribidi_shape(FRIBIDI_FLAGS_DEFAULT | FRIBIDI_FLAGS_ARABIC, b.levels, line->count, b.joins,
                  b.joined);
    take_joined_forms(set, style, &b, line);
    return fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, b.types, line->count, 0, direction, b.levels,
                                line->chars, NULL) != 0;
}

/* Unicode lists the joined forms of a letter together: alone and at the end,
 * then, where it joins on both sides, at the start and in the middle. */
typedef struct JoinedForms {
    uint16_t first; /* of the list */
    struct {
        uint16_t letter, forms;
    } letters[40];
} JoinedForms;

static const JoinedForms JOINED_FORMS[] = {
    {0xFB50, {{0x671, 2}, {0x67B, 4}, {0x67E, 4}, {0x680, 4}, {0x67A, 4}, {0x67F, 4},
              {0x679, 4}, {0x6A4, 4}, {0x6A6, 4}, {0x684, 4}, {0x683, 4}, {0x686, 4},
              {0x687, 4}, {0x68D, 2}, {0x68C, 2}, {0x68E, 2}, {0x688, 2}, {0x698, 2},
              {0x691, 2}, {0x6A9, 4}, {0x6AF, 4}, {0x6B3, 4}, {0x6B1, 4}, {0x6BA, 2},
              {0x6BB, 4}, {0x6C0, 2}, {0x6C1, 4}, {0x6BE, 4}, {0x6D2, 2}, {0x6D3, 2}}},
    {0xFBD3,
     {{0x6AD, 4},
      {0x6C7, 2},
      {0x6C6, 2},
      {0x6C8, 2},
      {0x677, 1},
      {0x6CB, 2},
      {0x6C5, 2},
      {0x6C9, 2},
      {0x6D0, 4},
      {0x649, 2}}},
    {0xFBFC, {{0x6CC, 4}}},
    {0xFE80, {{0x621, 1}, {0x622, 2}, {0x623, 2}, {0x624, 2}, {0x625, 2}, {0x626, 4},
              {0x627, 2}, {0x628, 4}, {0x629, 2}, {0x62A, 4}, {0x62B, 4}, {0x62C, 4},
              {0x62D, 4}, {0x62E, 4}, {0x62F, 2}, {0x630, 2}, {0x631, 2}, {0x632, 2},
              {0x633, 4}, {0x634, 4}, {0x635, 4}, {0x636, 4}, {0x637, 4}, {0x638, 4},
              {0x639, 4}, {0x63A, 4}, {0x641, 4}, {0x642, 4}, {0x643, 4}, {0x644, 4},
              {0x645, 4}, {0x646, 4}, {0x647, 4}, {0x648, 2}, {0x649, 2}, {0x64A, 4}}},
};

uint32_t font_plain_text(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof JOINED_FORMS / sizeof JOINED_FORMS[0]; i++) {
        uint32_t at = JOINED_FORMS[i].first;
        for (size_t k = 0; k < 40 && code_point >= at && JOINED_FORMS[i].letters[k].forms; k++) {
            at += JOINED_FORMS[i].letters[k].forms;
            if (code_point < at)
                return JOINED_FORMS[i].letters[k].letter;
        }
    }
    return code_point;
}

bool font_is_right_to_left(const char *utf8, size_t len)
{
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        FriBidiCharType type = fribidi_get_bidi_type(utf8_decode(utf8 + at, len - at, &bytes));
        if (FRIBIDI_IS_LETTER(type))
            return FRIBIDI_IS_RTL(type);
    }
    return false;
}

bool font_has_right_to_left(const char *utf8, size_t len)
{
    for (size_t at = 0, bytes = 0; at < len; at += bytes)
        if (FRIBIDI_IS_RTL(fribidi_get_bidi_type(utf8_decode(utf8 + at, len - at, &bytes))))
            return true;
    return false;
}

/* ---- faces ---- */

/* Han that the Japanese face lacks in part is taken from the Chinese face as a
 * whole, so that a name is not set in two designs. Widths are the same. */
static void unify_han(const FontSet *set, Line *line)
{
    int16_t japanese = (int16_t)font_face_japanese(set);
    int16_t chinese = (int16_t)font_face_chinese(set);
    for (int32_t from = 0, to; from < line->count; from = to) {
        bool needed = false;
        bool possible = true;
        for (to = from; to < line->count && font_is_han(line->chars[to]); to++) {
            uint16_t advance = 0;
            needed |= line->glyphs[to].face == chinese;
            possible &= font_face_has(set, chinese, line->chars[to], &advance) &&
                        advance == line->glyphs[to].advance;
            if (!needed && line->glyphs[to].face != japanese)
                possible = false;
        }
        for (int32_t i = from; i < to && needed && possible; i++)
            line->glyphs[i].face = chinese;
        to += to == from;
    }
}

/* A joiner between letters of a script that is shaped says how to shape them. */
static bool is_shaping_joiner(const FontSet *set, const Line *line, int32_t before, uint32_t c)
{
    return (c == 0x200C || c == 0x200D) && before > 0 &&
           font_face_is_shaped(set, line->glyphs[before - 1].face);
}

/* Leaves out what is invisible and finds a face for the rest. */
static void choose_faces(const FontSet *set, FontStyle style, Line *line)
{
    int32_t count = 0;
    bool han = false;
    for (int32_t i = 0; i < line->count; i++) {
        uint32_t c = line->chars[i];
        if (is_shaping_joiner(set, line, count, c)) {
            line->chars[count] = c;
            line->glyphs[count] = (FontGlyph){.face = line->glyphs[count - 1].face};
            count++;
        } else if (!font_is_invisible(c)) {
            line->chars[count] = drawable(set, style, c, &line->glyphs[count]);
            han |= line->glyphs[count].face == font_face_chinese(set);
            count++;
        }
    }
    line->count = count;
    if (han)
        unify_han(set, line);
}

/* Whether the character goes on with the run of the one before. */
static bool goes_on(const Line *line, int32_t i)
{
    return line->glyphs[i].face == line->glyphs[i - 1].face &&
           (line->chars[i] > 0xFFFF) == (line->chars[i - 1] > 0xFFFF);
}

static FontRun make_run(const FontSet *set, FontStyle style, const Line *line, int32_t *at,
                        char *utf8)
{
    FontRun run = {
        .face = line->glyphs[*at].face, .utf8 = utf8, .beyond = line->chars[*at] > 0xFFFF};
    int64_t milli = 0;
    for (int32_t first = *at; *at < line->count && (*at == first || goes_on(line, *at)); (*at)++) {
        run.len += utf8_encode(line->chars[*at], utf8 + run.len);
        milli += line->glyphs[*at].advance;
    }
    run.thicken = font_face_must_thicken(set, run.face, style);
    run.shaped = font_face_is_shaped(set, run.face);
    run.plain = (float)milli / 1000.0F;
    run.width = run.shaped ? font_shaped_width(set, &run) : run.plain;
    return run;
}

bool font_layout(const FontSet *set, Arena *arena, FontStyle style, const char *utf8, size_t len,
                 FontRun **ret_runs, int32_t *ret_count, Err *err)
{
    if (len > INT32_MAX / 4)
        return err_set(err, ERR_LIMIT, "a text of more than %d bytes", INT32_MAX / 4);
    Line line = {ARENA_PUSH(arena, FriBidiChar, len), ARENA_PUSH(arena, FontGlyph, len), 0};
    bool ok = line.chars && line.glyphs;
    if (ok) {
        line.count = decode(utf8, len, line.chars);
        if (line.count > 0 && has_complex(utf8, len))
            ok = order_visually(set, style, arena, &line);
    }
    int32_t count = 0;
    if (ok) {
        choose_faces(set, style, &line);
        for (int32_t i = 0; i < line.count; i++)
            count += i == 0 || !goes_on(&line, i);
    }
    FontRun *runs = ok ? ARENA_PUSH(arena, FontRun, (size_t)count) : NULL;
    char *out = ok ? ARENA_PUSH(arena, char, (size_t)line.count * 4 + 1) : NULL;
    if (!runs || !out)
        return err_set(err, ERR_SYSTEM, "out of memory for a text of %zu bytes", len);
    int32_t at = 0;
    for (int32_t i = 0; i < count; i++) {
        runs[i] = make_run(set, style, &line, &at, out);
        out += runs[i].len;
    }
    *ret_runs = runs;
    *ret_count = count;
    return true;
}

/* ---- width ---- */

static int64_t simple_width(const FontSet *set, FontStyle style, const char *utf8, size_t len)
{
    int64_t milli = 0;
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        uint32_t c = printable(utf8_decode(utf8 + at, len - at, &bytes));
        FontGlyph glyph = {0};
        if (!font_is_invisible(c)) {
            (void)drawable(set, style, c, &glyph);
            milli += glyph.advance;
        }
    }
    return milli;
}

float font_text_width(const FontSet *set, FontStyle style, float size, const char *utf8, size_t len)
{
    float width = 0;
    FontRun *runs = NULL;
    int32_t count = 0;
    Err ignored = {0};
    Arena arena;
    if (!has_complex(utf8, len))
        return (float)simple_width(set, style, utf8, len) * size / 1000.0F;
    arena_init(&arena, SLOW_WIDTH_BYTES);
    if (font_layout(set, &arena, style, utf8, len, &runs, &count, &ignored))
        for (int32_t i = 0; i < count; i++)
            width += runs[i].width;
    else
        width = (float)simple_width(set, style, utf8, len) / 1000.0F;
    arena_deinit(&arena);
    return width * size;
}
