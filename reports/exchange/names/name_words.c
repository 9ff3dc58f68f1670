#include "reports/exchange/names/name_words.h"

#include "protocols/utf8.h"
#include "reports/exchange/names/letters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words of a text ---- */

/* Of scripts that put no space between words. */
static bool is_unspaced(uint32_t c)
{
    return (c >= 0xE00 && c <= 0xEFF) || c >= 0x2E80;
}

static bool is_small(uint32_t c)
{
    return letters_to_upper(c) != c;
}

/* As much as there is in a cell; folded. */
enum { WORD_SIZE = 256 };
typedef struct Word {
    char text[WORD_SIZE];
    uint16_t ends[WORD_SIZE]; /* behind each letter */
    int32_t count;            /* of letters */
    bool unspaced;
} Word;

static size_t end_of(const Word *word, int32_t letters)
{
    return letters > 0 ? word->ends[letters - 1] : 0;
}

static void begin_word(Word *word)
{
    word->text[0] = '\0';
    word->count = 0;
    word->unspaced = false;
}

static void word_add(Word *word, uint32_t c)
{
    char bytes[4];
    size_t used = end_of(word, word->count), len = utf8_encode(letters_fold(c), bytes);
    if (letters_is_mark(c) || used + len >= WORD_SIZE)
        return;
    memcpy(word->text + used, bytes, len);
    word->text[used + len] = '\0';
    word->ends[word->count++] = (uint16_t)(used + len);
    word->unspaced |= is_unspaced(c);
}

typedef enum Parting {
    PART_WORDS,
    PART_HUMPS,  /* "noahChan" is two, too */
    PART_JOINED, /* a space in "王 芳" parts nothing */
    PART_COUNT
} Parting;

/* The next word at *at or later; false at the end. */
static bool next_word(const char *text, size_t len, Parting parting, size_t *at, Word *ret_word)
{
    bool after_small = false;
    begin_word(ret_word);
    for (size_t step = 0; *at < len; *at += step) {
        uint32_t c = utf8_decode(text + *at, len - *at, &step);
        bool digit = c >= '0' && c <= '9', mark = letters_is_mark(c);
        bool letter = !digit && (letters_is_letter(c) || mark);
        bool large = letter && !mark && !is_small(c) && c != letters_fold(c);
        if (parting == PART_JOINED && ret_word->unspaced && (c == ' ' || c == 0x3000))
            continue;
        if (ret_word->count > 0 && (!letter || (parting == PART_HUMPS && after_small && large)))
            return true;
        if (letter)
            word_add(ret_word, c);
        after_small = letter && (is_small(c) || (mark && after_small));
    }
    return ret_word->count > 0;
}

static bool is_one_of(const char *word, const char *const *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, all[i]) == 0)
            return true;
    return false;
}

/* The text is one word and nothing else but signs. */
static bool is_one_word(const char *text, Word *ret_word)
{
    size_t at = 0, len = strlen(text);
    Word more;
    return next_word(text, len, PART_WORDS, &at, ret_word) &&
           !next_word(text, len, PART_WORDS, &at, &more);
}

static bool is_answer(const char *text)
{
    static const char *const answers[] = {
        "yes", "no", "si",   "oui", "non", "ja", "nein", "ok",   "na",  "da",   "low", "mid",
        "med", "hi", "high", "new", "old", "el", "ell",  "ml",   "boy", "girl", "en",  "es",
        "fr",  "de", "vi",   "zh",  "ko",  "ar", "bajo", "alto", "co",  "khong"};
    Word word;
    return is_one_word(text, &word) &&
           is_one_of(word.text, answers, sizeof answers / sizeof *answers);
}

bool name_words_is_colour(const char *text)
{
    static const char *const colours[] = {
        "red",      "orange", "yellow", "green", "blue",   "purple",  "violet", "pink",   "brown",
        "black",    "white",  "grey",   "gray",  "gold",   "silver",  "rose",   "rojo",   "naranja",
        "amarillo", "verde",  "azul",   "rosa",  "morado", "violeta", "negro",  "blanco", "gris"};
    Word word;
    return is_one_word(text, &word) &&
           is_one_of(word.text, colours, sizeof colours / sizeof *colours);
}

/* ---- words of names ---- */

static bool is_particle(const char *word)
{
    static const char *const particles[] = {"de",  "del", "la",  "las", "los", "el",  "al",   "da",
                                            "das", "do",  "dos", "di",  "du",  "le",  "van",  "von",
                                            "der", "den", "ter", "ten", "bin", "ibn", "bint", "abu",
                                            "san", "st",  "jr",  "sr",  "ii",  "iii", "thi"};
    return is_one_of(word, particles, sizeof particles / sizeof *particles);
}

static bool keep(NameWords *words, Arena *arena, const char *text, size_t len)
{
    if (words->count == words->cap) {
        int32_t cap = words->cap > 0 ? 2 * words->cap : 256;
        NameWord *more = ARENA_PUSH(arena, NameWord, (size_t)cap);
        if (!more)
            return false;
        if (words->count > 0)
            memcpy(more, words->all, (size_t)words->count * sizeof *more);
        words->all = more;
        words->cap = cap;
    }
    NameWord *word = &words->all[words->count++];
    *word = (NameWord){{0}};
    memcpy(word->text, text, len < NAME_WORD_SIZE ? len : NAME_WORD_SIZE - 1);
    return true;
}

/* The word; of a whole name without a space the likely given and family names, too. */
static bool keep_word(NameWords *words, Arena *arena, const Word *word)
{
    int32_t n = word->count;
    size_t len = end_of(word, n), given = n > 2 ? end_of(word, n - 2) : 0;
    if (n < 2)
        return true;
    if (!keep(words, arena, word->text, len))
        return false;
    if (!word->unspaced || n < 3 || n > 4)
        return true;
    return keep(words, arena, word->text + given, len - given) &&
           (n == 3 || keep(words, arena, word->text, end_of(word, 2)));
}

/* The words of a given or a family name. */
static bool add_part(NameWords *words, Arena *arena, const char *part)
{
    Word word;
    size_t len = strlen(part), at = 0;
    bool alone = is_one_word(part, &word);
    while (next_word(part, len, PART_WORDS, &at, &word))
        if ((alone || !is_particle(word.text)) && !keep_word(words, arena, &word))
            return false;
    return true;
}

/* "王 芳" may stand as "王芳" elsewhere. */
static bool add_joined(NameWords *words, Arena *arena, const char *first, const char *second)
{
    const char *parts[] = {first, second};
    Word all;
    begin_word(&all);
    for (int i = 0; i < 2; i++) {
        size_t step = 0, len = strlen(parts[i]);
        for (size_t at = 0; at < len; at += step) {
            uint32_t c = utf8_decode(parts[i] + at, len - at, &step);
            if (letters_is_letter(c))
                word_add(&all, c);
        }
    }
    return !all.unspaced || keep_word(words, arena, &all);
}

bool name_words_add(NameWords *words, Arena *arena, const char *given, const char *family)
{
    return add_part(words, arena, given) && add_part(words, arena, family) &&
           add_joined(words, arena, given, family) && add_joined(words, arena, family, given);
}

static int compare(const void *a, const void *b)
{
    const NameWord *x = a, *y = b;
    return strcmp(x->text, y->text);
}

void name_words_sort(NameWords *words)
{
    if (words->count > 0)
        qsort(words->all, (size_t)words->count, sizeof *words->all, compare);
}

/* ---- names in texts ---- */

static bool is_kept(const NameWords *words, const char *text, size_t len)
{
    NameWord key = {{0}};
    memcpy(key.text, text, len < NAME_WORD_SIZE ? len : NAME_WORD_SIZE - 1);
    return bsearch(&key, words->all, (size_t)words->count, sizeof key, compare) != NULL;
}

/* Also with an "s" behind it, "Noahs Tisch". Where words are not parted, any few letters in
 * a row may be a name. */
static bool holds(const NameWords *words, const Word *word)
{
    enum { LEAST = 3, LONGEST = 8 };
    size_t len = end_of(word, word->count);
    if (is_kept(words, word->text, len) ||
        (word->count > LEAST && word->text[len - 1] == 's' && is_kept(words, word->text, len - 1)))
        return true;
    for (int32_t i = 0; word->unspaced && i < word->count; i++)
        for (int32_t k = i + 2; k <= word->count && k <= i + LONGEST; k++)
            if (is_kept(words, word->text + end_of(word, i), end_of(word, k) - end_of(word, i)))
                return true;
    return false;
}

int32_t name_words_count(const NameWords *words, const char *text)
{
    int32_t most = 0;
    if (words->count == 0 || is_answer(text))
        return 0;
    for (int parting = PART_WORDS; parting < PART_COUNT; parting++) {
        Word word;
        int32_t count = 0;
        size_t len = strlen(text), at = 0;
        while (next_word(text, len, (Parting)parting, &at, &word))
            count += holds(words, &word);
        most = count > most ? count : most;
    }
    return most;
}
