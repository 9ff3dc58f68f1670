#include "reports/exchange/names/initials.h"

#include "protocols/base.h"
#include "protocols/utf8.h"
#include "reports/exchange/names/letters.h"

#include <stdio.h>
#include <string.h>

enum { MAX_LETTERS = 3 };

/* One letter with the marks that stand on it. */
typedef struct Letter {
    char text[16];
} Letter;

typedef struct Word {
    Letter letters[MAX_LETTERS];
    int32_t count; /* of letters kept */
    int32_t whole; /* of letters in the word */
    Letter end;    /* the last one */
    bool small;    /* a small letter is in it: a name, not initials */
    bool digit;
    bool caseless; /* of a script without small letters: its beginning may be a whole name */
} Word;

/* The first and the last word of a name: the given and the family name. */
typedef struct Name {
    Word first, last;
    int32_t words;
} Name;

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x600 && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F);
}

static void add_text(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);
    size_t len = utf8_cut(text, strlen(text), size - 1 - used);
    memcpy(to + used, text, len);
    to[used + len] = '\0';
}

static void add_code_point(Letter *letter, uint32_t c)
{
    char bytes[5] = {0};
    (void)utf8_encode(c, bytes);
    add_text(letter->text, sizeof letter->text, bytes);
}

static Letter upper(const Letter *letter)
{
    Letter big = {0};
    size_t len = strlen(letter->text), step = 0;
    for (size_t i = 0; i < len; i += step)
        add_code_point(&big, letters_to_upper(utf8_decode(letter->text + i, len - i, &step)));
    return big;
}

/* ---- one name ---- */

/* Initials of these scripts are written without vowel signs. */
static bool is_dropped(uint32_t mark)
{
    return mark >= 0x591 && mark <= 0xE4E;
}

static void word_add(Word *word, uint32_t c)
{
    if (letters_is_mark(c)) {
        if (word->whole > 0 && word->whole <= MAX_LETTERS && !is_dropped(c))
            add_code_point(&word->letters[word->whole - 1], c);
        return;
    }
    word->end = (Letter){0};
    add_code_point(&word->end, c);
    word->caseless |= letters_is_caseless(c);
    if (word->count < MAX_LETTERS)
        add_code_point(&word->letters[word->count++], c);
    word->whole++;
    word->small |= letters_to_upper(c) != c;
    word->digit |= is_digit(c);
}

static void name_add(Name *name, const Word *word)
{
    if (word->whole == 0)
        return;
    if (name->words == 0)
        name->first = *word;
    else
        name->last = *word;
    name->words++;
}

/* A hyphen and an apostrophe belong to the word. */
static bool is_joiner(uint32_t c)
{
    return c == '-' || c == '\'' || c == 0x2019 || c == 0x2010;
}

static Name name_part(const char *text, size_t len)
{
    Name name = {0};
    Word word = {0};
    size_t step = 0;
    for (size_t i = 0; i < len; i += step) {
        uint32_t c = utf8_decode(text + i, len - i, &step);
        if (letters_is_letter(c) || letters_is_mark(c))
            word_add(&word, c);
        else if (!is_joiner(c)) {
            name_add(&name, &word);
            word = (Word){0};
        }
    }
    name_add(&name, &word);
    return name;
}

/* "12. Sofia" and "12) Sofia" are entries of a numbered list; "12" and "1A" are
 * seats. */
static size_t number_len(const char *text, size_t len)
{
    size_t i = 0;
    while (i < len && (text[i] == ' ' || text[i] == '\t'))
        i++;
    size_t digits = i;
    while (i < len && is_digit((unsigned char)text[i]))
        i++;
    if (i == digits || i == len || !strchr(".): \t", text[i]))
        return 0;
    while (i < len && strchr(".): \t", text[i]))
        i++;
    return i < len ? i : 0;
}

/* With turned, "Perez, Sofia" is Sofia Perez. */
static Name name_read(const char *text, size_t len, bool turned)
{
    const char *comma = turned ? memchr(text, ',', len) : NULL;
    if (!comma)
        return name_part(text, len);
    Name family = name_part(text, (size_t)(comma - text));
    Name given = name_part(comma + 1, len - (size_t)(comma + 1 - text));
    if (given.words == 0 || family.words == 0)
        return given.words == 0 ? family : given;
    return (Name){.first = given.first, .last = family.first, .words = 2};
}

/* ---- labels ---- */

static bool fold_equal(const char *a, const char *b)
{
    size_t a_len = strlen(a), b_len = strlen(b), i = 0, k = 0;
    while (i < a_len && k < b_len) {
        size_t a_step = 0, b_step = 0;
        uint32_t x = utf8_decode(a + i, a_len - i, &a_step);
        uint32_t y = utf8_decode(b + k, b_len - k, &b_step);
        if (letters_to_upper(x) != letters_to_upper(y))
            return false;
        i += a_step;
        k += b_step;
    }
    return i == a_len && k == b_len;
}

static bool is_taken(const char *text, const Initials *labels, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (fold_equal(text, labels[i].text))
            return true;
    return false;
}

void initials_make_unique(Initials *label, const Initials *labels, int32_t count)
{
    Initials plain = *label;
    for (int number = 2; is_taken(label->text, labels, count); number++) {
        char tail[12];
        (void)snprintf(tail, sizeof tail, "%d", number);
        size_t room = sizeof label->text - 1 - strlen(tail);
        size_t len = utf8_cut(plain.text, strlen(plain.text), room);
        memcpy(label->text, plain.text, len);
        label->text[len] = '\0';
        add_text(label->text, sizeof label->text, tail);
    }
}

/* Two small letters: initials that were typed in a hurry. */
static bool is_hurried(const Word *word)
{
    Letter big = upper(&word->letters[0]);
    return word->whole == 2 && strcmp(big.text, word->letters[0].text) != 0;
}

/* The first letter large, those after it as they were typed; never all of a word, unless
 * it is short already (keep). */
static void take_letters(Initials *label, const Word *word, int32_t count, bool keep)
{
    int32_t most = keep || word->whole <= 1 || is_hurried(word) ? word->count : word->whole - 1;
    for (int32_t i = 0; i < count && i < word->count && i < most; i++) {
        Letter letter = i == 0 && !keep ? upper(&word->letters[i]) : word->letters[i];
        add_text(label->text, sizeof label->text, letter.text);
    }
}

/* The first letter and that of the other name; of one word the first and the
 * last, for two letters can be a whole family name. Arabic letters are kept from
 * joining. */
static Initials caseless_label(const Name *name)
{
    Initials label = {0};
    size_t bytes = 0;
    const char *first = name->first.letters[0].text;
    add_text(label.text, sizeof label.text, first);
    const char *second = "";
    bool both_short = name->words == 2 && name->first.whole == 1 && name->last.whole == 1;
    if (name->words > 1 && !both_short)
        second = name->last.letters[0].text;
    else if (name->first.whole > 2)
        second = name->first.end.text;
    if (*second && is_arabic(utf8_decode(first, strlen(first), &bytes)))
        add_text(label.text, sizeof label.text, ".");
    add_text(label.text, sizeof label.text, second);
    return label;
}

/* same: somebody before has the very same name, which is counted up at once: more
 * letters would not tell the two apart. Else the first form that nobody else has: SP, SoP, SPe; the
 * last is counted up. */
static Initials label_of(const Name *name, bool loud, bool same, const Initials *labels,
                         int32_t count)
{
    static const int8_t TWO_WORDS[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}};
    Initials first = {0};
    size_t forms = same ? 1 : sizeof TWO_WORDS / sizeof TWO_WORDS[0];
    if (name->first.caseless) {
        first = caseless_label(name);
        initials_make_unique(&first, labels, count);
        return first;
    }
    for (size_t form = 0; form < forms; form++) {
        Initials label = {0};
        bool is_short =
            name->first.whole <= MAX_LETTERS && !name->first.small && (!loud || name->first.digit);
        if (name->words == 1)
            take_letters(&label, &name->first, is_short || form > 0 ? MAX_LETTERS : 2, is_short);
        else {
            take_letters(&label, &name->first, TWO_WORDS[form][0], false);
            take_letters(&label, &name->last, TWO_WORDS[form][1], false);
        }
        if (form == 0)
            first = label;
        if (!is_taken(label.text, labels, count))
            return label;
    }
    initials_make_unique(&first, labels, count);
    return first;
}

void initials_add(Initials *labels, int32_t count, const char *given, const char *family, bool same)
{
    size_t skip = number_len(given, strlen(given));
    Name name = name_read(given + skip, strlen(given + skip), true), second = {0};
    if (*family)
        second = name_part(family, strlen(family));
    if (second.words > 0 && name.words > 0)
        name = (Name){.first = name.first, .last = second.first, .words = 2};
    else if (second.words > 0)
        name = second;
    labels[count] = name.words > 0 ? label_of(&name, false, same, labels, count) : (Initials){{0}};
}

/* Commas of other scripts, too. */
static size_t comma_at(const char *text, size_t *ret_len)
{
    static const char *const COMMAS[] = {",", "\xD8\x8C", "\xE3\x80\x81", "\xEF\xBC\x8C"};
    for (size_t at = 0; text[at]; at++)
        for (size_t i = 0; i < sizeof COMMAS / sizeof COMMAS[0]; i++)
            if (strncmp(text + at, COMMAS[i], strlen(COMMAS[i])) == 0) {
                *ret_len = strlen(COMMAS[i]);
                return at;
            }
    *ret_len = 0;
    return strlen(text);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **text, size_t *len)
{
    for (; *len > 0 && is_space(**text); (*len)--)
        (*text)++;
    while (*len > 0 && is_space((*text)[*len - 1]))
        (*len)--;
}

static bool stands_before(const InitialsEntry *entries, int32_t count, const InitialsEntry *entry)
{
    for (int32_t i = 0; i < count; i++)
        if (entries[i].len == entry->len && memcmp(entries[i].text, entry->text, entry->len) == 0)
            return true;
    return false;
}

/* A list in capitals with a name in it is one of names: what is short is one, too. */
static bool is_loud(const InitialsEntry *entries, int32_t count)
{
    bool names = false;
    for (int32_t i = 0; i < count; i++) {
        Name name = name_read(entries[i].text, entries[i].len, entries[i].by_line);
        if (name.first.small || name.last.small)
            return false;
        names |= !name.first.caseless && (name.words > 1 || name.first.whole > MAX_LETTERS);
    }
    return names;
}

/* One space between words, the family name last; cut to the room there is. */
static void plain_name(const char *name, char *plain, size_t size)
{
    const char *comma = strchr(name, ',');
    size_t used = 0;
    for (int part = comma ? 0 : 1; part < 2; part++) {
        const char *from = comma && part == 0 ? comma + 1 : name;
        const char *end = comma && part == 1 ? comma : from + strlen(from);
        while (from < end) {
            from += strspn(from, " \t");
            size_t len = strcspn(from, " \t");
            len = len < (size_t)(end - from) ? len : (size_t)(end - from);
            if (from >= end || len == 0 || used + len + 2 > size)
                break;
            if (used > 0)
                plain[used++] = ' ';
            memcpy(plain + used, from, len);
            used += len;
            from += len;
        }
    }
    plain[used] = '\0';
}

bool initials_same_name(const char *a, const char *b)
{
    char plain_a[512], plain_b[512];
    plain_name(a, plain_a, sizeof plain_a);
    plain_name(b, plain_b, sizeof plain_b);
    bool same = fold_equal(plain_a, plain_b);
    memory_wipe(plain_a, sizeof plain_a);
    memory_wipe(plain_b, sizeof plain_b);
    return same;
}

int32_t initials_list(const char *text, InitialsEntry *entries, int32_t cap)
{
    bool by_line = strpbrk(text, "\n\r;") != NULL;
    int32_t count = 0;
    while (*text) {
        size_t end = 1, len = by_line ? strcspn(text, "\n\r;") : comma_at(text, &end);
        size_t skip = number_len(text, len);
        InitialsEntry entry = {.text = text + skip, .len = len - skip, .by_line = by_line};
        trim(&entry.text, &entry.len);
        entry.len = utf8_cut(entry.text, entry.len, INITIALS_MAX_NAME);
        Name name = name_read(entry.text, entry.len, by_line);
        if (name.words > 0) {
            if (count < cap) {
                entry.same = stands_before(entries, count, &entry);
                entries[count] = entry;
            }
            count++;
        }
        text += len;
        text += *text ? end : 0;
    }
    int32_t kept = count < cap ? count : cap;
    bool loud = is_loud(entries, kept);
    for (int32_t i = 0; i < kept; i++)
        entries[i].loud = loud;
    return count;
}

Initials initials_of(const InitialsEntry *entry, const Initials *labels, int32_t count)
{
    Name name = name_read(entry->text, entry->len, entry->by_line);
    return label_of(&name, entry->loud, entry->same, labels, count);
}

int32_t initials_read(const char *text, Initials *labels, int32_t cap)
{
    InitialsEntry entries[INITIALS_MOST];
    int32_t most = cap < INITIALS_MOST ? cap : INITIALS_MOST;
    int32_t count = initials_list(text, entries, most);
    for (int32_t i = 0; i < count && i < most; i++)
        labels[i] = initials_of(&entries[i], labels, i);
    return count;
}

/* ---- a label that was typed, or stands in a file ---- */

/* "Lucia Mora 2", "lucia.mora7", but not "Pupil 12", "T1-3". */
static bool has_two_words(const char *text)
{
    enum { WORD = 3 };
    int words = 0, letters = 0;
    for (size_t i = 0, len = strlen(text), step = 0; i < len; i += step) {
        uint32_t c = utf8_decode(text + i, len - i, &step);
        bool letter = (letters_is_letter(c) && !is_digit(c)) || letters_is_mark(c);
        letters = letter ? letters + 1 : 0;
        words += letters == WORD;
    }
    return words > 1;
}

/* How long a text is, in letters; where two letters can be a whole name, one counts for
 * its bytes. */
static size_t weigh(const char *text)
{
    size_t weight = 0;
    for (size_t i = 0, len = strlen(text), step = 0; i < len; i += step) {
        uint32_t c = utf8_decode(text + i, len - i, &step);
        if (!letters_is_mark(c))
            weight += letters_is_caseless(c) ? step : 1;
    }
    return weight;
}

bool initials_is_name(const char *text, bool among_names)
{
    enum { LEAST = 5 };
    char line[INITIALS_MAX_NAME + 2]; /* with a line's end, "Perez, Sofia" is one name */
    InitialsEntry entry;
    bool may_be =
        strpbrk(text, "0123456789") ? has_two_words(text) : among_names || weigh(text) >= LEAST;
    int len = snprintf(line, sizeof line, "%s\n", text);
    bool is = may_be && len > 0 && len < (int)sizeof line && initials_list(line, &entry, 1) > 0 &&
              strcmp(initials_of(&entry, NULL, 0).text, text) != 0;
    memory_wipe(line, sizeof line);
    return is;
}
