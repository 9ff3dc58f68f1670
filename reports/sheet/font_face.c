#include "reports/sheet/font_face.h"

#include <assert.h>
#include <hb-subset.h>
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum FaceRole { ROLE_ANY, ROLE_SHAPED, ROLE_JAPANESE, ROLE_CHINESE, ROLE_BEYOND } FaceRole;

/* Fallbacks are asked in this order, bold files for bold text only. The ranges
 * keep a face from being opened for what it was not chosen for: DejaVu's Arabic
 * and Nanum's Han come only when nothing else has them, and Droid knows three
 * Hangul syllables of 11,172. */
typedef struct FaceSource {
    const char *file;
    bool bold;
    FaceRole role;
    uint32_t first, last, first2, last2;
} FaceSource;

#define PAIR(name, role, ...)                                                                      \
    {name "-Bold.ttf", true, role, __VA_ARGS__},                                                   \
    {                                                                                              \
        name "-Regular.ttf", false, role, __VA_ARGS__                                              \
    }

static const FaceSource SOURCES[] = {
    {"NotoSans-Regular.ttf", false, ROLE_ANY, 0, 0xFFFF, 0, 0}, /* FONT_REGULAR */
    {"NotoSans-Bold.ttf", true, ROLE_ANY, 0, 0xFFFF, 0, 0},     /* FONT_BOLD */
    {"NotoSans-Italic.ttf", false, ROLE_ANY, 0, 0xFFFF, 0, 0},  /* FONT_ITALIC */
    PAIR("NotoSansArabic", ROLE_ANY, 0x600, 0x8FF, 0xFB50, 0xFEFC),
    PAIR("NotoSansHebrew", ROLE_ANY, 0x590, 0x5FF, 0xFB1D, 0xFB4F),
    PAIR("NotoSansArmenian", ROLE_ANY, 0x530, 0x58F, 0xFB13, 0xFB17),
    PAIR("NotoSansGeorgian", ROLE_ANY, 0x10A0, 0x10FF, 0x1C90, 0x2D2D),
    PAIR("NotoSansDevanagari", ROLE_SHAPED, 0x900, 0x97F, 0xA8E0, 0xA8FF),
    PAIR("NotoSansBengali", ROLE_SHAPED, 0x980, 0x9FF, 0, 0),
    PAIR("NotoSansGurmukhi", ROLE_SHAPED, 0xA00, 0xA7F, 0, 0),
    PAIR("NotoSansGujarati", ROLE_SHAPED, 0xA80, 0xAFF, 0, 0),
    PAIR("NotoSansTamil", ROLE_SHAPED, 0xB80, 0xBFF, 0, 0),
    PAIR("NotoSansTelugu", ROLE_SHAPED, 0xC00, 0xC7F, 0, 0),
    PAIR("NotoSansKannada", ROLE_SHAPED, 0xC80, 0xCFF, 0, 0),
    PAIR("NotoSansMalayalam", ROLE_SHAPED, 0xD00, 0xD7F, 0, 0),
    PAIR("NotoSansSinhala", ROLE_SHAPED, 0xD80, 0xDFF, 0, 0),
    PAIR("NotoSansThai", ROLE_SHAPED, 0xE00, 0xE7F, 0, 0),
    PAIR("NotoSansLao", ROLE_SHAPED, 0xE80, 0xEFF, 0, 0),
    PAIR("NotoSansKhmer", ROLE_SHAPED, 0x1780, 0x17FF, 0x19E0, 0x19FF),
    PAIR("NotoSansEthiopic", ROLE_ANY, 0x1200, 0x139F, 0x2D80, 0xAB2F),
    {"DejaVuSans-Bold.ttf", true, ROLE_ANY, 0xA0, 0x2DFF, 0xFB00, 0xFEFC},
    {"DejaVuSans.ttf", false, ROLE_ANY, 0xA0, 0x2DFF, 0xFB00, 0xFEFC},
    {"NotoSansSymbols2-Regular.ttf", false, ROLE_ANY, 0x2000, 0x2BFF, 0x4DC0, 0x4DFF},
    {"ipag.ttf", false, ROLE_JAPANESE, 0x2000, 0xABFF, 0xE000, 0xFFFF},
    {"NanumGothicBold.ttf", true, ROLE_ANY, 0x3130, 0x318F, 0xAC00, 0xD7A3},
    {"NanumGothic.ttf", false, ROLE_ANY, 0x3130, 0x318F, 0xAC00, 0xD7A3},
    {"DroidSansFallbackFull.ttf", false, ROLE_CHINESE, 0x1100, 0xABFF, 0xD7B0, 0xFFFF},
    {"NotoSansCJK-Bold.ttc", true, ROLE_BEYOND, 0x20000, 0x3FFFF, 0, 0},
    {"NotoSansCJK-Regular.ttc", false, ROLE_BEYOND, 0x20000, 0x3FFFF, 0, 0},
};
#undef PAIR

enum { FACE_COUNT = sizeof SOURCES / sizeof SOURCES[0], PAGE = 256 };
_Static_assert((int)FACE_COUNT <= (int)FONT_MAX_FACES, "the header promises no more");

/* Debian's folders first, then where other systems put the same packages. */
static const char *const SYSTEM_FOLDERS[] = {
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/opentype/ipafont-gothic",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/droid",
    "/usr/share/fonts/truetype/nanum",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/google-noto",
    "/usr/share/fonts/TTF",
    NULL,
};

typedef struct Face {
    bool tried;
    char *path; /* where it was found */
    hb_blob_t *blob;
    hb_face_t *face;
    hb_font_t *font; /* NULL: missing */
} Face;

/* One slot of the cache for 256 characters of one style, made when asked for. */
typedef struct GlyphPage {
    bool known[PAGE];
    FontGlyph glyph[PAGE];
} GlyphPage;

/* Callers hold the set as const: only these caches change behind it. */
typedef struct FaceState {
    Face faces[FACE_COUNT];
    GlyphPage *pages[FONT_STYLE_COUNT][0x10000 / PAGE];
} FaceState;

struct FontSet {
    FaceState *state;
    char **folders; /* NULL ends it */
    int32_t japanese, chinese;
};

/* ---- files ---- */

/* Outlines that libharu can embed, or that are never embedded. */
static bool is_usable(hb_face_t *face, FaceRole role)
{
    if (role == ROLE_BEYOND)
        return hb_face_get_glyph_count(face) > 0;

    hb_blob_t *outlines = hb_face_reference_table(face, HB_TAG('g', 'l', 'y', 'f'));
    bool yes = hb_blob_get_length(outlines) > 0 && hb_face_get_glyph_count(face) > 0;
    hb_blob_destroy(outlines);
    return yes;
}

static void close_face(Face *face)
{
    hb_font_destroy(face->font);
    hb_face_destroy(face->face);
    hb_blob_destroy(face->blob);
    free(face->path);
    *face = (Face){.tried = true};
}

/* HarfBuzz maps the file: what no character touches is never read. */
static bool open_face_at(Face *face, FaceRole role, char *path)
{
    face->path = path;
    face->blob = hb_blob_create_from_file_or_fail(path);
    if (face->blob) {
        face->face = hb_face_create(face->blob, 0);
        if (is_usable(face->face, role)) {
            face->font = hb_font_create(face->face);
            return true;
        }
    }
    close_face(face);
    return false;
}

static char *join_path(const char *folder, const char *file)
{
    size_t size = strlen(folder) + strlen(file) + 2;
    char *path = malloc(size);
    if (path)
        (void)snprintf(path, size, "%s/%s", folder, file);
    return path;
}

static const Face *open_face(const FontSet *set, int32_t index)
{
    assert(index >= 0 && index < FACE_COUNT);
    Face *face = &set->state->faces[index];
    if (face->tried)
        return face;
    face->tried = true;
    for (char **folder = set->folders; *folder; folder++) {
        char *path = join_path(*folder, SOURCES[index].file);
        if (path && open_face_at(face, SOURCES[index].role, path))
            break;
    }
    return face;
}

/* ---- the set ---- */

static char **copy_folders(const char *const *folders)
{
    size_t count = 0;
    while (folders[count])
        count++;
    char **copy = calloc(count + 1, sizeof *copy);
    for (size_t i = 0; copy && i < count; i++) {
        size_t size = strlen(folders[i]) + 1;
        copy[i] = malloc(size);
        if (!copy[i])
            break; /* the list is shorter; nothing else is wrong */
        memcpy(copy[i], folders[i], size);
    }
    return copy;
}

static int32_t find_role(FaceRole role)
{
    int32_t face = 0;
    while (SOURCES[face].role != role)
        face++;
    return face;
}

FontSet *font_set_create(Err *err)
{
    return font_set_create_in(SYSTEM_FOLDERS, err);
}

FontSet *font_set_create_in(const char *const *folders, Err *err)
{
    FontSet *set = calloc(1, sizeof *set);
    if (set) {
        set->state = calloc(1, sizeof *set->state);
        set->folders = copy_folders(folders);
        set->japanese = find_role(ROLE_JAPANESE);
        set->chinese = find_role(ROLE_CHINESE);
    }
    if (!set || !set->state || !set->folders) {
        err_set(err, ERR_SYSTEM, "out of memory for the fonts");
        goto fail;
    }
    for (int32_t style = 0; style < FONT_STYLE_COUNT; style++) {
        if (!open_face(set, style)->font) {
            err_set(err, ERR_SYSTEM,
                    "the font %s is missing or not TrueType: install the package fonts-noto-core",
                    SOURCES[style].file);
            goto fail;
        }
    }
    return set;
fail:
    font_set_destroy(set);
    return NULL;
}

void font_set_destroy(FontSet *set)
{
    if (!set)
        return;
    for (size_t i = 0; set->state && i < FACE_COUNT; i++)
        close_face(&set->state->faces[i]);
    for (size_t style = 0; set->state && style < FONT_STYLE_COUNT; style++)
        for (size_t i = 0; i < 0x10000 / PAGE; i++)
            free(set->state->pages[style][i]);
    for (char **folder = set->folders; folder && *folder; folder++)
        free(*folder);
    free(set->folders);
    free(set->state);
    free(set);
}

int32_t font_face_count(const FontSet *set)
{
    (void)set;
    return FACE_COUNT;
}

const uint8_t *font_face_data(const FontSet *set, int32_t face, size_t *ret_len)
{
    hb_blob_t *blob = open_face(set, face)->blob;
    if (!blob)
        return NULL;
    unsigned len = 0;
    const char *bytes = hb_blob_get_data(blob, &len);
    *ret_len = len;
    return (const uint8_t *)bytes;
}

const char *font_face_path(const FontSet *set, int32_t face)
{
    assert(face >= 0 && face < FACE_COUNT);
    const char *path = set->state->faces[face].path;
    return path ? path : SOURCES[face].file;
}

bool font_face_is_open(const FontSet *set, int32_t face)
{
    assert(face >= 0 && face < FACE_COUNT);
    return set->state->faces[face].font != NULL;
}

int32_t font_face_japanese(const FontSet *set)
{
    return set->japanese;
}

int32_t font_face_chinese(const FontSet *set)
{
    return set->chinese;
}

bool font_face_must_thicken(const FontSet *set, int32_t face, FontStyle style)
{
    (void)set;
    return style == FONT_BOLD && !SOURCES[face].bold;
}

bool font_face_is_shaped(const FontSet *set, int32_t face)
{
    (void)set;
    return SOURCES[face].role == ROLE_SHAPED;
}

hb_font_t *font_face_hb(const FontSet *set, int32_t face)
{
    return open_face(set, face)->font;
}

/* ---- characters ---- */

bool font_face_has(const FontSet *set, int32_t face, uint32_t code_point, uint16_t *ret_advance)
{
    hb_font_t *font = open_face(set, face)->font;
    hb_codepoint_t glyph = 0;
    if (!font || !hb_font_get_nominal_glyph(font, code_point, &glyph) || glyph == 0)
        return false;
    int64_t advance = hb_font_get_glyph_h_advance(font, glyph);
    advance = advance * 1000 / (int64_t)hb_face_get_upem(hb_font_get_face(font));
    *ret_advance = (uint16_t)(advance < 0 ? 0 : advance > UINT16_MAX ? UINT16_MAX : advance);
    return true;
}

static bool is_meant_for(const FaceSource *source, FontStyle style, uint32_t c)
{
    if (source->bold && style != FONT_BOLD)
        return false;
    return (c >= source->first && c <= source->last) ||
           (c >= source->first2 && c <= source->last2 && source->last2 != 0);
}

static FontGlyph look_up(const FontSet *set, FontStyle style, uint32_t c)
{
    FontGlyph glyph = {.face = (int16_t)style};
    if (font_face_has(set, glyph.face, c, &glyph.advance))
        return glyph;
    glyph.face = FONT_REGULAR;
    if (font_face_has(set, glyph.face, c, &glyph.advance))
        return glyph;
    for (glyph.face = FONT_STYLE_COUNT; glyph.face < FACE_COUNT; glyph.face++)
        if (is_meant_for(&SOURCES[glyph.face], style, c) &&
            font_face_has(set, glyph.face, c, &glyph.advance))
            return glyph;
    return (FontGlyph){.face = -1};
}

/* Han beyond U+FFFF, 300 of which the Japanese face has; rare, so without a cache. */
static FontGlyph look_up_beyond(const FontSet *set, FontStyle style, uint32_t c)
{
    FontGlyph glyph = {.face = (int16_t)set->japanese};
    if (c >= 0x20000 && c < 0x40000 && font_face_has(set, glyph.face, c, &glyph.advance))
        return glyph;
    for (glyph.face = FONT_STYLE_COUNT; glyph.face < FACE_COUNT; glyph.face++)
        if (SOURCES[glyph.face].role == ROLE_BEYOND &&
            is_meant_for(&SOURCES[glyph.face], style, c) &&
            font_face_has(set, glyph.face, c, &glyph.advance))
            return glyph;
    return (FontGlyph){.face = -1};
}

FontGlyph font_face_glyph(const FontSet *set, FontStyle style, uint32_t code_point)
{
    if (code_point > 0xFFFF)
        return look_up_beyond(set, style, code_point);
    GlyphPage **page = &set->state->pages[style][code_point / PAGE];
    if (!*page)
        *page = calloc(1, sizeof **page);
    if (!*page)
        return look_up(set, style, code_point);
    size_t at = code_point % PAGE;
    if (!(*page)->known[at]) {
        (*page)->glyph[at] = look_up(set, style, code_point);
        (*page)->known[at] = true;
    }
    return (*page)->glyph[at];
}

int32_t font_find_face(const FontSet *set, FontStyle style, uint32_t code_point)
{
    return font_face_glyph(set, style, code_point).face;
}

bool font_is_mark(uint32_t code_point)
{
    if (code_point < 0x300)
        return false;
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), code_point);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

bool font_is_han(uint32_t code_point)
{
    return code_point >= 0x2E80 &&
           hb_unicode_script(hb_unicode_funcs_get_default(), code_point) == HB_SCRIPT_HAN;
}

uint32_t font_compose(uint32_t base, uint32_t mark)
{
    hb_codepoint_t composed = 0;
    return hb_unicode_compose(hb_unicode_funcs_get_default(), base, mark, &composed) ? composed : 0;
}

bool font_is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

/* ---- subset ---- */

static hb_subset_input_t *subset_input(const uint8_t used[FONT_USED_BYTES])
{
    static const hb_tag_t unused_by_pdf[] = {
        HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
        HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'), HB_TAG('V', 'D', 'M', 'X'),
        HB_TAG('h', 'd', 'm', 'x'), HB_TAG('L', 'T', 'S', 'H'), HB_TAG('g', 'a', 's', 'p'),
    };
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *wanted = hb_subset_input_unicode_set(input);
    for (uint32_t at = 0; at < FONT_USED_BYTES; at++)
        for (uint32_t bit = 0; used[at] >> bit != 0; bit++)
            if (used[at] >> bit & 1)
                hb_set_add(wanted, at * 8 + bit);
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof unused_by_pdf / sizeof unused_by_pdf[0]; i++)
        hb_set_add(dropped, unused_by_pdf[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

bool font_subset(const FontSet *set, int32_t face, const uint8_t used[FONT_USED_BYTES],
                 uint8_t **ret_bytes, size_t *ret_len, Err *err)
{
    const Face *source = open_face(set, face);
    assert(source->face);
    hb_subset_input_t *input = subset_input(used);
    hb_face_t *subset = input ? hb_subset_or_fail(source->face, input) : NULL;
    hb_blob_t *blob = subset ? hb_face_reference_blob(subset) : NULL;
    unsigned len = 0;
    const char *bytes = blob ? hb_blob_get_data(blob, &len) : NULL;
    uint8_t *copy = bytes && len > 0 ? malloc(len) : NULL;
    if (copy) {
        memcpy(copy, bytes, len);
        *ret_bytes = copy;
        *ret_len = len;
    }
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
    return copy || err_set(err, ERR_RENDER, "%s: the font cannot be cut to the characters used",
                           source->path);
}
