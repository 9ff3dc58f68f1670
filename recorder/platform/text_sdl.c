/* Text as coverage masks: SDL_ttf shapes and draws one run of one font, script
 * and direction; cutting a line into such runs and putting them in visual order
 * is done here, with FriBidi's levels and HarfBuzz's scripts.
 *
 * SDL_ttf puts letters on whole pixels, which at small sizes tears words apart,
 * and its mode that does not is fourteen times slower. So small text is drawn two
 * or four times finer and averaged down. */
#include "protocols/utf8.h"
#include "recorder/platform/platform.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <fribidi.h>
#include <hb.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MAX_CHARS = 4096, /* of one line; nobody sees more */
    MAX_RUNS = 256,
    MAX_FONTS = 24, /* open at a time */
    BUCKETS = 2048,
    MAX_ENTRIES = 4096,
    MAX_BYTES = 16 << 20, /* of masks kept */
    KEPT_LOOKS = 1 << 15, /* lines not asked for in so many looks go: clocks that passed */
    SMALLEST_PX = 4,
    LARGEST_PX = 512,
};

#define NOTO "/usr/share/fonts/truetype/noto/"
#define DEJAVU "/usr/share/fonts/truetype/dejavu/"
#define NANUM "/usr/share/fonts/truetype/nanum/"

/* The first that has the character draws it; the second one draws symbols first
 * and letters last. */
static const struct {
    const char *regular, *bold; /* bold NULL: thickened */
} faces[] = {
    {NOTO "NotoSans-Regular.ttf", NOTO "NotoSans-Bold.ttf"},
    {DEJAVU "DejaVuSans.ttf", DEJAVU "DejaVuSans-Bold.ttf"},
    {"/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf", NULL},
    {"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", NULL},
    {NANUM "NanumGothic.ttf", NANUM "NanumGothicBold.ttf"},
    {NOTO "NotoSansArabic-Regular.ttf", NOTO "NotoSansArabic-Bold.ttf"},
    {NOTO "NotoSansHebrew-Regular.ttf", NOTO "NotoSansHebrew-Bold.ttf"},
    {NOTO "NotoSansDevanagari-Regular.ttf", NOTO "NotoSansDevanagari-Bold.ttf"},
    {NOTO "NotoSansGurmukhi-Regular.ttf", NOTO "NotoSansGurmukhi-Bold.ttf"},
    {NOTO "NotoSansBengali-Regular.ttf", NOTO "NotoSansBengali-Bold.ttf"},
    {NOTO "NotoSansTamil-Regular.ttf", NOTO "NotoSansTamil-Bold.ttf"},
    {NOTO "NotoSansTelugu-Regular.ttf", NOTO "NotoSansTelugu-Bold.ttf"},
    {NOTO "NotoSansThai-Regular.ttf", NOTO "NotoSansThai-Bold.ttf"},
    {NOTO "NotoSansLao-Regular.ttf", NOTO "NotoSansLao-Bold.ttf"},
    {NOTO "NotoSansKhmer-Regular.ttf", NOTO "NotoSansKhmer-Bold.ttf"},
    {NOTO "NotoSansMyanmar-Regular.ttf", NOTO "NotoSansMyanmar-Bold.ttf"},
    {NOTO "NotoSansArmenian-Regular.ttf", NOTO "NotoSansArmenian-Bold.ttf"},
    {NOTO "NotoSansGeorgian-Regular.ttf", NOTO "NotoSansGeorgian-Bold.ttf"},
    {NOTO "NotoSansEthiopic-Regular.ttf", NOTO "NotoSansEthiopic-Bold.ttf"},
    {NOTO "NotoSansSymbols-Regular.ttf", NOTO "NotoSansSymbols-Bold.ttf"},
    {NOTO "NotoSansSymbols2-Regular.ttf", NULL},
};
enum { FACE_COUNT = sizeof faces / sizeof faces[0], SYMBOL_FACE = 1 };

typedef struct OpenFont {
    TTF_Font *font;
    int32_t face, px;
    bool bold;
    uint64_t used;
} OpenFont;

/* A line that was asked for: its width, and once drawn its mask. */
typedef struct Entry Entry;
struct Entry {
    Entry *next;          /* in its bucket */
    Entry *newer, *older; /* by last use */
    uint64_t hash;
    uint64_t used;     /* which look it was last asked for in */
    int32_t px, finer; /* drawn at px, px / finer is the size */
    float width;       /* pixels */
    bool bold, drawn;
    bool unsure; /* something failed for a moment: asked for again, it is made anew */
    PaintMask mask;
    uint8_t *coverage;
    size_t len;
    char text[];
};

typedef struct Run {
    int32_t from, count; /* code points */
    int32_t face;
    hb_script_t script;
    bool right_to_left;
    int8_t level;
} Run;

/* The line being laid out: too large for a stack. */
typedef struct Line {
    uint32_t chars[MAX_CHARS];
    FriBidiCharType types[MAX_CHARS];
    FriBidiBracketType brackets[MAX_CHARS];
    int8_t levels[MAX_CHARS];
    int32_t face[MAX_CHARS];
    hb_script_t script[MAX_CHARS];
    int32_t count;
    Run runs[MAX_RUNS];
    int32_t run_count;
    char utf8[MAX_CHARS * 4 + 1]; /* of one run at a time */
} Line;

struct TextRenderer {
    OpenFont fonts[MAX_FONTS];
    uint64_t clock, looks;
    bool missing[FACE_COUNT]; /* no such file, or no font is in it */
    bool failed;              /* a file could not be opened just now, or memory ran out */
    int32_t main_face;
    float cap_height; /* of a size of 1 */
    float scale;
    Entry *buckets[BUCKETS];
    Entry *newest, *oldest;
    int32_t entry_count;
    size_t bytes;
    Line line;
};

/* ---- fonts ---- */

static TTF_Font *load(TextRenderer *t, int32_t face, bool bold, int32_t px)
{
    const char *path = faces[face].regular;
    bool thickened = bold && (!faces[face].bold || access(faces[face].bold, R_OK) != 0);
    if (bold && !thickened)
        path = faces[face].bold;
    if (access(path, R_OK) != 0) {
        t->missing[face] = true;
        return NULL;
    }
    SDL_RWops *file = SDL_RWFromFile(path, "rb");
    if (!file) {
        t->failed = true;
        return NULL;
    }
    TTF_Font *font = TTF_OpenFontRW(file, 1, px);
    if (!font) {
        t->missing[face] = true;
        return NULL;
    }
    /* Without hinting advances are those of the outline: what is measured at one
     * size holds at another. */
    TTF_SetFontHinting(font, TTF_HINTING_NONE);
    if (thickened)
        TTF_SetFontStyle(font, TTF_STYLE_BOLD);
    return font;
}

static TTF_Font *font_at(TextRenderer *t, int32_t face, bool bold, int32_t px)
{
    if (t->missing[face])
        return NULL;
    OpenFont *stalest = &t->fonts[0];
    for (int32_t i = 0; i < MAX_FONTS; i++) {
        OpenFont *f = &t->fonts[i];
        if (f->font && f->face == face && f->bold == bold && f->px == px) {
            f->used = ++t->clock;
            return f->font;
        }
        if (!f->font || (stalest->font && f->used < stalest->used))
            stalest = f;
    }
    TTF_Font *font = load(t, face, bold, px);
    if (!font)
        return NULL;
    if (stalest->font)
        TTF_CloseFont(stalest->font);
    *stalest = (OpenFont){font, face, px, bold, ++t->clock};
    return font;
}

static bool face_has(TextRenderer *t, int32_t face, bool bold, int32_t px, uint32_t c)
{
    TTF_Font *font = font_at(t, face, bold, px);
    return font && TTF_GlyphIsProvided32(font, c);
}

static int32_t find_face(TextRenderer *t, bool bold, int32_t px, uint32_t c, bool symbol)
{
    for (int32_t face = 0; face < FACE_COUNT; face++)
        if ((face != SYMBOL_FACE || symbol) && face_has(t, face, bold, px, c))
            return face;
    return face_has(t, SYMBOL_FACE, bold, px, c) ? SYMBOL_FACE : t->main_face;
}

/* ---- runs ---- */

/* Invalid bytes become U+FFFD, control characters spaces. */
static void decode(Line *line, const char *text, size_t len)
{
    line->count = 0;
    for (size_t at = 0, bytes = 0; at < len && line->count < MAX_CHARS; at += bytes) {
        uint32_t c = utf8_decode(text + at, len - at, &bytes);
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
        line->chars[line->count++] = control ? ' ' : c;
    }
}

/* Levels of the bidirectional algorithm; left to right when FriBidi gives up. */
static void find_levels(Line *line)
{
    memset(line->levels, 0, (size_t)line->count);
    bool plain = true;
    for (int32_t i = 0; i < line->count; i++)
        plain &= line->chars[i] < 0x0590;
    if (plain)
        return;
    fribidi_get_bidi_types(line->chars, line->count, line->types);
    fribidi_get_bracket_types(line->chars, line->count, line->types, line->brackets);
    FriBidiParType base = FRIBIDI_PAR_ON;
    if (!fribidi_get_par_embedding_levels_ex(line->types, line->brackets, line->count, &base,
                                             line->levels))
        memset(line->levels, 0, (size_t)line->count);
}

static bool is_joiner(uint32_t c)
{
    return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

/* Marks, joiners and spaces stay with the font of what they follow. */
static int32_t face_for(TextRenderer *t, const Line *line, int32_t i, hb_script_t script, bool bold,
                        int32_t px)
{
    uint32_t c = line->chars[i];
    bool along = script == HB_SCRIPT_INHERITED;
    if (i > 0 && is_joiner(c))
        return line->face[i - 1];
    if (i > 0 && (along || c == ' ') && face_has(t, line->face[i - 1], bold, px, c))
        return line->face[i - 1];
    return find_face(t, bold, px, c, script == HB_SCRIPT_COMMON);
}

/* Spaces, digits and punctuation belong to the script before them, at the start
 * to the one after. */
static void find_faces(TextRenderer *t, Line *line, bool bold, int32_t px)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    int32_t begun = -1; /* first character with a script of its own */
    for (int32_t i = 0; i < line->count; i++) {
        hb_script_t script = hb_unicode_script(unicode, line->chars[i]);
        line->face[i] = face_for(t, line, i, script, bold, px);
        bool own = script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED &&
                   script != HB_SCRIPT_UNKNOWN;
        if (own && begun < 0)
            begun = i;
        line->script[i] = own ? script : i > 0 ? line->script[i - 1] : HB_SCRIPT_LATIN;
    }
    for (int32_t i = 0; i < begun; i++)
        line->script[i] = line->script[begun];
}

static void cut_runs(Line *line)
{
    line->run_count = 0;
    for (int32_t i = 0; i < line->count; i++) {
        Run *last = line->run_count > 0 ? &line->runs[line->run_count - 1] : NULL;
        if (last && (line->run_count == MAX_RUNS ||
                     (last->face == line->face[i] && last->script == line->script[i] &&
                      last->level == line->levels[i]))) {
            last->count++;
            continue;
        }
        line->runs[line->run_count++] = (Run){.from = i,
                                              .count = 1,
                                              .face = line->face[i],
                                              .script = line->script[i],
                                              .right_to_left = line->levels[i] % 2 != 0,
                                              .level = line->levels[i]};
    }
}

/* Rule L2: from the highest level down, what lies at it or above is turned
 * round. */
static void order_runs(Line *line)
{
    int8_t highest = 0;
    for (int32_t i = 0; i < line->run_count; i++)
        if (line->runs[i].level > highest)
            highest = line->runs[i].level;
    for (int8_t level = highest; level > 0; level--)
        for (int32_t i = 0; i < line->run_count; i++) {
            int32_t end = i;
            while (end < line->run_count && line->runs[end].level >= level)
                end++;
            for (int32_t a = i, b = end - 1; a < b; a++, b--) {
                Run swap = line->runs[a];
                line->runs[a] = line->runs[b];
                line->runs[b] = swap;
            }
            if (end > i)
                i = end;
        }
}

/* The font set up for the run, and its text in line->utf8. */
static TTF_Font *prepare(TextRenderer *t, Line *line, const Run *run, bool bold, int32_t px)
{
    TTF_Font *font = font_at(t, run->face, bold, px);
    if (!font)
        return NULL;
    size_t len = 0;
    for (int32_t i = 0; i < run->count; i++)
        len += utf8_encode(line->chars[run->from + i], line->utf8 + len);
    line->utf8[len] = '\0';
    char script[5] = {0};
    hb_tag_to_string(hb_script_to_iso15924_tag(run->script), script);
    TTF_SetFontDirection(font, run->right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(font, script);
    return font;
}

static void lay_out(TextRenderer *t, Line *line, const Entry *e)
{
    decode(line, e->text, e->len);
    find_levels(line);
    find_faces(t, line, e->bold, e->px);
    cut_runs(line);
    order_runs(line);
}

/* ---- drawing ---- */

typedef struct Piece {
    SDL_Surface *surface; /* a byte a pixel: its coverage */
    int32_t left, ascent; /* of its first pen position, from its top left corner */
    int32_t x;            /* of its left edge, from that of the first piece */
} Piece;

/* A line put together of pieces, at the fine size. */
typedef struct Plate {
    uint8_t *coverage;
    int32_t width, height, left, ascent;
} Plate;

static bool has_ink_on_top(const SDL_Surface *s)
{
    const uint8_t *row = s->pixels;
    for (int32_t x = 0; x < s->w; x++)
        if (row[x])
            return true;
    return false;
}

/* SDL_ttf makes room for what hangs out left of the pen or rises above the
 * font's ascent (piled-up marks), and does not say how much. The first is told by
 * the leftmost glyph; in the second case the surface is higher than the font and
 * inked up to its top. Of the palette of a shaded text the index is the
 * coverage. */
static Piece draw_run(TTF_Font *font, const Line *line, const Run *run)
{
    Piece piece = {.ascent = TTF_FontAscent(font)};
    const SDL_Color white = {255, 255, 255, 255};
    const SDL_Color black = {0, 0, 0, 255};
    piece.surface = TTF_RenderUTF8_Shaded(font, line->utf8, white, black);
    if (!piece.surface)
        return piece;
    int32_t more = piece.surface->h - TTF_FontHeight(font);
    if (more > 0 && has_ink_on_top(piece.surface))
        piece.ascent += more;
    uint32_t leftmost = line->chars[run->from + (run->right_to_left ? run->count - 1 : 0)];
    int min_x;
    bool known = TTF_GlyphMetrics32(font, leftmost, &min_x, NULL, NULL, NULL, NULL) == 0;
    piece.left = known && min_x < 0 ? -min_x : 0;
    return piece;
}

static void copy_piece(Plate *plate, const Piece *piece, int32_t x)
{
    const SDL_Surface *s = piece->surface;
    int32_t top = plate->ascent - piece->ascent;
    for (int32_t row = 0; row < s->h; row++) {
        const uint8_t *from = (const uint8_t *)s->pixels + (ptrdiff_t)row * s->pitch;
        uint8_t *to = plate->coverage + (ptrdiff_t)(top + row) * plate->width;
        for (int32_t column = 0; column < s->w; column++)
            if (from[column] > to[x + column])
                to[x + column] = from[column];
    }
}

static int32_t up_to_multiple(int32_t value, int32_t of)
{
    return (value + of - 1) / of * of;
}

/* Places the pieces side by side. What hangs out left of a pen lies on the pieces before,
 * or left of all of them. Returns how far they reach left and right of the first. */
static void line_up(Piece *pieces, int32_t count, int32_t *ret_left, int32_t *ret_right)
{
    int32_t pen = 0;
    bool first = true;
    *ret_left = *ret_right = 0;
    for (int32_t i = 0; i < count; i++) {
        if (!pieces[i].surface)
            continue;
        pieces[i].x = first ? 0 : pen - pieces[i].left;
        first = false;
        pen = pieces[i].x + pieces[i].surface->w;
        *ret_left = SDL_max(*ret_left, -pieces[i].x);
        *ret_right = SDL_max(*ret_right, pen);
    }
}

/* All pieces; the first pen position and the baseline lie on multiples of finer. No
 * coverage when there is nothing to draw or no memory. */
static Plate compose(TextRenderer *t, Piece *pieces, int32_t count, int32_t finer)
{
    Plate plate = {0};
    int32_t below = 0, pen = 0, left, right;
    line_up(pieces, count, &left, &right);
    for (int32_t i = count - 1; i >= 0; i--) {
        if (!pieces[i].surface)
            continue;
        pen = pieces[i].left; /* of the first, in the end */
        plate.ascent = SDL_max(plate.ascent, pieces[i].ascent);
        below = SDL_max(below, pieces[i].surface->h - pieces[i].ascent);
    }
    plate.left = up_to_multiple(left + pen, finer);
    plate.ascent = up_to_multiple(plate.ascent, finer);
    plate.width = up_to_multiple(plate.left - pen + right, finer);
    plate.height = up_to_multiple(plate.ascent + below, finer);
    if (plate.width == 0 || plate.height == 0)
        return plate;
    plate.coverage = calloc((size_t)plate.width * (size_t)plate.height, 1);
    t->failed |= !plate.coverage;
    for (int32_t i = 0; plate.coverage && i < count; i++)
        if (pieces[i].surface)
            copy_piece(&plate, &pieces[i], plate.left - pen + pieces[i].x);
    return plate;
}

/* Averages finer x finer pixels into one. */
static void shrink(TextRenderer *t, Entry *e, const Plate *plate)
{
    int32_t n = e->finer;
    PaintMask *m = &e->mask;
    m->width = m->pitch = plate->width / n;
    m->height = plate->height / n;
    m->left = -plate->left / n;
    m->ascent = plate->ascent / n;
    size_t bytes = (size_t)m->width * (size_t)m->height;
    e->coverage = malloc(bytes);
    m->coverage = e->coverage;
    t->failed |= !e->coverage;
    if (!e->coverage)
        return;
    t->bytes += bytes;
    for (int32_t y = 0; y < m->height; y++)
        for (int32_t x = 0; x < m->width; x++) {
            const uint8_t *from =
                plate->coverage + (ptrdiff_t)y * n * plate->width + (ptrdiff_t)x * n;
            int32_t sum = n * n / 2;
            for (int32_t i = 0; i < n; i++, from += plate->width)
                for (int32_t k = 0; k < n; k++)
                    sum += from[k];
            e->coverage[(ptrdiff_t)y * m->width + x] = (uint8_t)(sum / (n * n));
        }
}

static void measure(TextRenderer *t, Entry *e)
{
    Line *line = &t->line;
    t->failed = false;
    lay_out(t, line, e);
    int32_t width = 0;
    for (int32_t i = 0; i < line->run_count; i++) {
        TTF_Font *font = prepare(t, line, &line->runs[i], e->bold, e->px);
        int w = 0;
        if (font && TTF_SizeUTF8(font, line->utf8, &w, NULL) == 0)
            width += w;
    }
    e->width = (float)width / (float)e->finer;
    e->unsure = t->failed;
}

static void draw(TextRenderer *t, Entry *e)
{
    Line *line = &t->line;
    t->failed = false;
    lay_out(t, line, e);
    Piece pieces[MAX_RUNS] = {0};
    for (int32_t i = 0; i < line->run_count; i++) {
        TTF_Font *font = prepare(t, line, &line->runs[i], e->bold, e->px);
        if (font)
            pieces[i] = draw_run(font, line, &line->runs[i]);
    }
    Plate plate = compose(t, pieces, line->run_count, e->finer);
    if (plate.coverage)
        shrink(t, e, &plate);
    free(plate.coverage);
    for (int32_t i = 0; i < line->run_count; i++)
        SDL_FreeSurface(pieces[i].surface);
    e->drawn = true;
    e->unsure |= t->failed;
}

/* ---- the cache ---- */

static uint64_t hash_of(bool bold, int32_t px, const char *text, size_t len)
{
    uint64_t h = fnv1a(FNV1A_BEGIN ^ (uint64_t)px << 8 ^ (uint64_t)bold, text, len);
    return h ^ h >> 32;
}

static void unlink_use(TextRenderer *t, Entry *e)
{
    if (e->newer)
        e->newer->older = e->older;
    else
        t->newest = e->older;
    if (e->older)
        e->older->newer = e->newer;
    else
        t->oldest = e->newer;
    e->newer = e->older = NULL;
}

static void use(TextRenderer *t, Entry *e)
{
    e->used = ++t->looks;
    e->older = t->newest;
    e->newer = NULL;
    if (t->newest)
        t->newest->newer = e;
    else
        t->oldest = e;
    t->newest = e;
}

static void drop_picture(TextRenderer *t, Entry *e)
{
    t->bytes -= e->coverage ? (size_t)e->mask.width * (size_t)e->mask.height : 0;
    free(e->coverage);
    e->coverage = NULL;
    e->drawn = false;
}

static void forget_oldest(TextRenderer *t)
{
    Entry *e = t->oldest;
    t->oldest = e->newer;
    if (t->oldest)
        t->oldest->older = NULL;
    else
        t->newest = NULL;
    Entry **at = &t->buckets[e->hash % BUCKETS];
    while (*at != e)
        at = &(*at)->next;
    *at = e->next;
    t->entry_count--;
    drop_picture(t, e);
    free(e);
}

/* Takes over e, which is measured now. */
static Entry *add(TextRenderer *t, Entry *e)
{
    while (t->entry_count > 0 && (t->entry_count >= MAX_ENTRIES || t->bytes >= MAX_BYTES ||
                                  t->looks - t->oldest->used > KEPT_LOOKS))
        forget_oldest(t);
    measure(t, e);
    e->next = t->buckets[e->hash % BUCKETS];
    t->buckets[e->hash % BUCKETS] = e;
    t->entry_count++;
    use(t, e);
    return e;
}

/* Large letters stand well on whole pixels. */
static int32_t fineness(float size_px)
{
    return size_px < 28 ? 4 : size_px < 56 ? 2 : 1;
}

/* NULL when there is no memory. */
static Entry *look_up(TextRenderer *t, bool bold, float size_px, const char *text, size_t len)
{
    float size = fminf(fmaxf(size_px, SMALLEST_PX), LARGEST_PX);
    int32_t finer = fineness(size);
    int32_t px = (int32_t)lrintf(size * (float)finer);
    uint64_t hash = hash_of(bold, px, text, len);
    for (Entry *e = t->buckets[hash % BUCKETS]; e; e = e->next) {
        if (e->hash != hash || e->px != px || e->finer != finer || e->bold != bold ||
            e->len != len || memcmp(e->text, text, len) != 0)
            continue;
        unlink_use(t, e);
        use(t, e);
        if (e->unsure) {
            drop_picture(t, e);
            measure(t, e);
        }
        return e;
    }
    Entry *e = calloc(1, sizeof *e + len + 1);
    if (!e)
        return NULL;
    e->hash = hash;
    e->px = px;
    e->finer = finer;
    e->bold = bold;
    e->len = len;
    memcpy(e->text, text, len);
    return add(t, e);
}

/* ---- what is asked ---- */

static float width_of(void *user, bool bold, float size, const char *utf8, size_t len)
{
    TextRenderer *t = user;
    const Entry *e = look_up(t, bold, size * t->scale, utf8, len);
    return e ? e->width / t->scale : 0;
}

static bool mask_of(void *user, bool bold, float size_px, const char *utf8, PaintMask *ret_mask)
{
    TextRenderer *t = user;
    Entry *e = look_up(t, bold, size_px, utf8, strlen(utf8));
    if (!e)
        return false;
    if (!e->drawn)
        draw(t, e);
    if (!e->coverage)
        return false;
    *ret_mask = e->mask;
    return true;
}

static float cap_height_of(void *user, bool bold, float size_px)
{
    (void)bold;
    const TextRenderer *t = user;
    return t->cap_height * size_px;
}

UiText text_renderer_ui(TextRenderer *text)
{
    return (UiText){.user = text, .width = width_of};
}

static void set_scale_of(void *user, float scale)
{
    text_renderer_set_scale(user, scale);
}

PaintText text_renderer_paint(TextRenderer *text)
{
    return (PaintText){
        .user = text, .mask = mask_of, .cap_height = cap_height_of, .set_scale = set_scale_of};
}

void text_renderer_set_scale(TextRenderer *text, float scale)
{
    text->scale = scale > 0 ? scale : 1;
}

/* The first face there is draws what no face has; its capitals set the height. */
static bool find_main_face(TextRenderer *t)
{
    enum { SAMPLE_PX = 200 };
    for (int32_t face = 0; face < FACE_COUNT; face++) {
        TTF_Font *font = font_at(t, face, false, SAMPLE_PX);
        int max_y;
        if (!font || TTF_GlyphMetrics32(font, 'H', NULL, NULL, NULL, &max_y, NULL) != 0)
            continue;
        t->main_face = face;
        t->cap_height = (float)max_y / SAMPLE_PX;
        return true;
    }
    return false;
}

TextRenderer *text_renderer_create(Err *err)
{
    TextRenderer *t = calloc(1, sizeof *t);
    if (!t) {
        err_set(err, ERR_SYSTEM, "out of memory for text");
        return NULL;
    }
    t->scale = 1;
    if (TTF_Init() != 0) {
        err_set(err, ERR_SYSTEM, "text cannot be drawn: %s", TTF_GetError());
        free(t);
        return NULL;
    }
    if (!find_main_face(t)) {
        err_set(err, ERR_SYSTEM, "no typeface found, install the package fonts-noto-core: %s",
                faces[0].regular);
        text_renderer_destroy(t);
        return NULL;
    }
    return t;
}

void text_renderer_destroy(TextRenderer *text)
{
    if (!text)
        return;
    while (text->oldest)
        forget_oldest(text);
    for (int32_t i = 0; i < MAX_FONTS; i++)
        if (text->fonts[i].font)
            TTF_CloseFont(text->fonts[i].font);
    TTF_Quit();
    free(text);
}
