#include "protocols/utf8.h"
#include "reports/sheet/font_face.h"

#include <math.h>
#include <string.h>

/* Kinsoku after JIS X 4051 and the W3C's Requirements for Japanese Text Layout:
 * closing brackets, small kana, iteration marks, the prolonged sound mark and
 * full stops begin no line; opening brackets end none. Western marks stand with
 * them because they are typed beside Japanese too. */
static const char BEGINS_NO_LINE[] =
    "、。，．・：；？！ー゛゜ヽヾゝゞ々〻〵）］｝〕〉》」』】〙〗〟’”»›"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "‐゠–〜～‥…。｡､･ﾞﾟｰ｣％‰℃°′″,.!?:;)]}%";
static const char ENDS_NO_LINE[] = "（［｛〔〈《「『【〘〖〝‘“«‹｢￥＄￡＃([{#$";

static bool is_in(const char *list, uint32_t c)
{
    char utf8[5] = {0};
    if (c == 0)
        return false;
    (void)utf8_encode(c, utf8);
    return strstr(list, utf8) != NULL;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == 0x3000 || c == 0x200B ||
           (c >= 0x2000 && c <= 0x200A && c != 0x2007);
}

static bool forbids_breaks(uint32_t c)
{
    return c == 0xA0 || c == 0x2007 || c == 0x202F || c == 0x2060 || c == 0xFEFF || c == 0x200D;
}

/* Han, kana and their punctuation: a line may end on either side. Korean breaks
 * at its spaces. */
static bool is_ideographic(uint32_t c)
{
    return (c >= 0x2E80 && c < 0x3130) || (c >= 0x3190 && c < 0xA4D0) ||
           (c >= 0xF900 && c < 0xFB00) || (c >= 0xFE30 && c < 0xFE50) ||
           (c >= 0xFF00 && c < 0xFFF0) || (c >= 0x1F000 && c < 0x30000);
}

static bool is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0xC0;
}

/* Does an accent, a selector or a joined emoji hold b to a? */
static bool belongs_together(uint32_t a, uint32_t b)
{
    return a == 0x200D || b == 0x200D || (b >= 0xFE00 && b <= 0xFE0F) ||
           (b >= 0x1F3FB && b <= 0x1F3FF) || font_is_mark(b);
}

/* May a line end between a and b, where neither is a space? before_a tells the
 * hyphen in "co-taught" from a minus. */
static bool may_break(uint32_t before_a, uint32_t a, uint32_t b)
{
    if (forbids_breaks(a) || forbids_breaks(b) || belongs_together(a, b))
        return false;
    if (is_in(BEGINS_NO_LINE, b) || is_in(ENDS_NO_LINE, a))
        return false;
    if (a == '-' || a == 0x2010 || a == 0x2013 || a == 0x2014)
        return is_word(before_a) && is_word(b);
    return is_ideographic(a) || is_ideographic(b);
}

typedef struct Break {
    size_t end, next;
} Break;

static uint32_t peek(const char *utf8, size_t len, size_t at, size_t *ret_bytes)
{
    *ret_bytes = 0;
    return at < len ? utf8_decode(utf8 + at, len - at, ret_bytes) : 0;
}

/* Past the spaces at `at`, and past one line feed behind them: spaces at the
 * end of a line have no width and the next line does not begin with them. */
static size_t skip_spaces(const char *utf8, size_t len, size_t at)
{
    size_t bytes = 0;
    uint32_t c = peek(utf8, len, at, &bytes);
    while (at < len && is_space(c)) {
        at += bytes;
        c = peek(utf8, len, at, &bytes);
    }
    return c == '\n' ? at + bytes : at;
}

static int64_t advance_of(const FontSet *set, FontStyle style, uint32_t c)
{
    if (font_is_invisible(c) || font_is_mark(c))
        return 0;
    FontGlyph glyph = font_face_glyph(set, style, c);
    return glyph.face >= 0 ? glyph.advance : 1000;
}

/* One pass over the text: the last place to break that fits into `room`
 * thousandths, and the last place inside a word. */
typedef struct Scan {
    Break good; /* end 0 and next 0: none */
    size_t inside;
    bool all; /* the whole text, or all before a line feed, fits */
} Scan;

static Scan scan_line(const FontSet *set, FontStyle style, double room, const char *utf8,
                      size_t len)
{
    Scan scan = {0};
    int64_t used = 0;
    uint32_t before_last = 0;
    uint32_t last = 0;
    size_t bytes = 0;
    for (size_t at = 0; at < len; at += bytes) {
        uint32_t c = peek(utf8, len, at, &bytes);
        if (c == '\n' || is_space(c)) {
            size_t next = skip_spaces(utf8, len, at);
            bool line_feed = utf8[next - 1] == '\n';
            if (at > 0 && !is_space(last))
                scan.good = (Break){at, next};
            if (line_feed || next == len) {
                scan.good = (Break){at, next};
                scan.all = true;
                return scan;
            }
        } else if (at > 0 && !is_space(last)) {
            if (may_break(before_last, last, c))
                scan.good = (Break){at, at};
            if (!belongs_together(last, c))
                scan.inside = at;
        }
        used += advance_of(set, style, c);
        if ((double)used > room && !is_space(c))
            return scan;
        before_last = last;
        last = c;
    }
    scan.good = (Break){len, len};
    scan.all = true;
    return scan;
}

/* The first character with its accents: what a line takes at least. */
static size_t first_cluster(const char *utf8, size_t len)
{
    size_t bytes = 0;
    uint32_t last = peek(utf8, len, 0, &bytes);
    size_t at = bytes;
    for (uint32_t c = peek(utf8, len, at, &bytes); at < len && belongs_together(last, c);
         c = peek(utf8, len, at, &bytes)) {
        at += bytes;
        last = c;
    }
    return at;
}

size_t font_break_line(const FontSet *set, FontStyle style, float size, float width_pt,
                       const char *utf8, size_t len, size_t *ret_next)
{
    *ret_next = len;
    if (len == 0)
        return 0;
    double limit = (double)width_pt + 0.001;
    double room = size > 0 ? limit * 1000.0 / (double)size : 0.0;
    for (;;) {
        Scan scan = scan_line(set, style, room, utf8, len);
        Break found = scan.good;
        if (found.next == 0) {
            found.end = scan.inside > 0 ? scan.inside : first_cluster(utf8, len);
            found.next = skip_spaces(utf8, len, found.end);
        }
        float width = font_text_width(set, style, size, utf8, found.end);
        if ((double)width <= limit || found.end <= first_cluster(utf8, len)) {
            *ret_next = found.next;
            return found.end;
        }
        /* Joined or composed it is wider than letter by letter: less room. */
        room -= fmax(((double)width - limit) * 1000.0 / (double)size, 1.0);
    }
}
