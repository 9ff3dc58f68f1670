#include "reports/exchange/class_column.h"

#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/names/letters.h"

enum { WORD_SIZE = 64 };

static bool is_punctuation(uint32_t c) /* bent apostrophes, long dashes */
{
    return c >= 0x2000 && c <= 0x206F;
}

/* Small letters without accents, digits, and what is beyond: "First Name" is "firstname",
 * "PRÉNOM" is "prenom" also with its accent as a sign of its own. */
static void fold(const char *text, size_t len, char to[WORD_SIZE])
{
    size_t used = 0;
    for (size_t i = 0, bytes = 0; i < len && used + 5 < WORD_SIZE; i += bytes) {
        uint32_t c = utf8_decode(text + i, len - i, &bytes);
        c = c <= 0xFF ? letters_fold(c) : c; /* "họ" is a title, and "Ho" somebody */
        bool mark = letters_is_mark(c) || is_punctuation(c);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x80 && !mark))
            used += utf8_encode(c, to + used);
    }
    to[used] = '\0';
}

typedef struct KnownWord {
    const char *word;
    ClassColumn column;
} KnownWord;

static const KnownWord words[] = {
    {"name", CLASS_COLUMN_NAME},
    {"names", CLASS_COLUMN_NAME},
    {"pupil", CLASS_COLUMN_GIVEN},
    {"pupils", CLASS_COLUMN_GIVEN},
    {"pupil name", CLASS_COLUMN_GIVEN},
    {"pupil names", CLASS_COLUMN_GIVEN},
    {"pupil first name", CLASS_COLUMN_GIVEN},
    {"student", CLASS_COLUMN_GIVEN},
    {"students", CLASS_COLUMN_GIVEN},
    {"student name", CLASS_COLUMN_GIVEN},
    {"student names", CLASS_COLUMN_GIVEN},
    {"student first name", CLASS_COLUMN_GIVEN},
    {"child", CLASS_COLUMN_GIVEN},
    {"child name", CLASS_COLUMN_GIVEN},
    {"learner", CLASS_COLUMN_GIVEN},
    {"learner name", CLASS_COLUMN_GIVEN},
    {"full name", CLASS_COLUMN_GIVEN},
    {"last name first name", CLASS_COLUMN_GIVEN},
    {"surname forename", CLASS_COLUMN_GIVEN},
    {"first", CLASS_COLUMN_GIVEN},
    {"first name", CLASS_COLUMN_GIVEN},
    {"given", CLASS_COLUMN_GIVEN},
    {"given name", CLASS_COLUMN_GIVEN},
    {"given names", CLASS_COLUMN_GIVEN},
    {"forename", CLASS_COLUMN_GIVEN},
    {"forenames", CLASS_COLUMN_GIVEN},
    {"nombre", CLASS_COLUMN_GIVEN},
    {"nombres", CLASS_COLUMN_GIVEN},
    {"primer nombre", CLASS_COLUMN_GIVEN},
    {"nombre completo", CLASS_COLUMN_GIVEN},
    {"nombre y apellido", CLASS_COLUMN_GIVEN},
    {"nombre y apellidos", CLASS_COLUMN_GIVEN},
    {"nombres y apellidos", CLASS_COLUMN_GIVEN},
    {"apellidos y nombre", CLASS_COLUMN_GIVEN},
    {"apellidos y nombres", CLASS_COLUMN_GIVEN},
    {"nombre del alumno", CLASS_COLUMN_GIVEN},
    {"nombre del estudiante", CLASS_COLUMN_GIVEN},
    {"alumno", CLASS_COLUMN_GIVEN},
    {"alumna", CLASS_COLUMN_GIVEN},
    {"estudiante", CLASS_COLUMN_GIVEN},
    {"prénom", CLASS_COLUMN_GIVEN},
    {"prénoms", CLASS_COLUMN_GIVEN},
    {"élève", CLASS_COLUMN_GIVEN},
    {"nom de l'élève", CLASS_COLUMN_GIVEN},
    {"nom et prénom", CLASS_COLUMN_GIVEN},
    {"nom prénom", CLASS_COLUMN_GIVEN},
    {"vorname", CLASS_COLUMN_GIVEN},
    {"schüler", CLASS_COLUMN_GIVEN},
    {"schülerin", CLASS_COLUMN_GIVEN},
    {"họ tên", CLASS_COLUMN_GIVEN},
    {"họ và tên", CLASS_COLUMN_GIVEN},
    {"tên", CLASS_COLUMN_GIVEN},
    {"名前", CLASS_COLUMN_GIVEN},
    {"氏名", CLASS_COLUMN_GIVEN},
    {"名", CLASS_COLUMN_GIVEN},
    {"last", CLASS_COLUMN_FAMILY},
    {"last name", CLASS_COLUMN_FAMILY},
    {"student last name", CLASS_COLUMN_FAMILY},
    {"pupil last name", CLASS_COLUMN_FAMILY},
    {"family name", CLASS_COLUMN_FAMILY},
    {"surname", CLASS_COLUMN_FAMILY},
    {"apellido", CLASS_COLUMN_FAMILY},
    {"apellidos", CLASS_COLUMN_FAMILY},
    {"apellido 1", CLASS_COLUMN_FAMILY},
    {"apellido paterno", CLASS_COLUMN_FAMILY},
    {"primer apellido", CLASS_COLUMN_FAMILY},
    {"nom", CLASS_COLUMN_FAMILY},
    {"noms", CLASS_COLUMN_FAMILY},
    {"nom de famille", CLASS_COLUMN_FAMILY},
    {"nachname", CLASS_COLUMN_FAMILY},
    {"familienname", CLASS_COLUMN_FAMILY},
    {"họ", CLASS_COLUMN_FAMILY},
    {"họ đệm", CLASS_COLUMN_FAMILY},
    {"họ và tên đệm", CLASS_COLUMN_FAMILY},
    {"姓", CLASS_COLUMN_FAMILY},
    {"middle", CLASS_COLUMN_MORE_GIVEN},
    {"middle name", CLASS_COLUMN_MORE_GIVEN},
    {"middle names", CLASS_COLUMN_MORE_GIVEN},
    {"middle initial", CLASS_COLUMN_MORE_GIVEN},
    {"segundo nombre", CLASS_COLUMN_MORE_GIVEN},
    {"apellido 2", CLASS_COLUMN_MORE_FAMILY},
    {"apellido materno", CLASS_COLUMN_MORE_FAMILY},
    {"segundo apellido", CLASS_COLUMN_MORE_FAMILY},
    {"second last name", CLASS_COLUMN_MORE_FAMILY},
    {"preferred", CLASS_COLUMN_PREFERRED},
    {"preferred name", CLASS_COLUMN_PREFERRED},
    {"preferred first name", CLASS_COLUMN_PREFERRED},
    {"legal name", CLASS_COLUMN_PREFERRED},
    {"known as", CLASS_COLUMN_PREFERRED},
    {"nickname", CLASS_COLUMN_PREFERRED},
    {"rufname", CLASS_COLUMN_PREFERRED},
    {"initials", CLASS_COLUMN_INITIALS},
    {"iniciales", CLASS_COLUMN_INITIALS},
    {"initialen", CLASS_COLUMN_INITIALS},
    {"initiales", CLASS_COLUMN_INITIALS},
    {"label", CLASS_COLUMN_INITIALS},
    {"number", CLASS_COLUMN_NUMBER},
    {"no", CLASS_COLUMN_NUMBER},
    {"nr", CLASS_COLUMN_NUMBER},
    {"seat", CLASS_COLUMN_NUMBER},
    {"número", CLASS_COLUMN_NUMBER},
    {"numéro", CLASS_COLUMN_NUMBER},
    {"nummer", CLASS_COLUMN_NUMBER},
    {"group", CLASS_COLUMN_GROUP},
    {"table", CLASS_COLUMN_GROUP},
    {"team", CLASS_COLUMN_GROUP},
    {"grupo", CLASS_COLUMN_GROUP},
    {"mesa", CLASS_COLUMN_GROUP},
    {"groupe", CLASS_COLUMN_GROUP},
    {"gruppe", CLASS_COLUMN_GROUP},
    {"tisch", CLASS_COLUMN_GROUP},
    {"nhóm", CLASS_COLUMN_GROUP},
    {"id", CLASS_COLUMN_PRIVATE},
    {"tutor", CLASS_COLUMN_PRIVATE},
    {"tutora", CLASS_COLUMN_PRIVATE},
    {"student number", CLASS_COLUMN_PRIVATE},
    {"pupil number", CLASS_COLUMN_PRIVATE},
    {"student id", CLASS_COLUMN_PRIVATE},
    {"pupil id", CLASS_COLUMN_PRIVATE},
    {"user id", CLASS_COLUMN_PRIVATE},
};

/* "Guardian's e-mail", "Fecha de nacimiento", "Nombre de la madre". */
static bool holds_private_part(const char *word)
{
    static const char *const parts[] = {
        "mail",       "correo",    "telefon",   "telephon", "movil",    "mobile",    "celular",
        "contact",    "kontakt",   "emergenc",  "urgenc",   "notfall",  "address",   "adresse",
        "direccion",  "domicilio", "anschrift", "postcode", "postal",   "birth",     "nacimiento",
        "fechanac",   "naissance", "geburt",    "guardian", "parent",   "mother",    "father",
        "madre",      "padre",     "eltern",    "teacher",  "profesor", "maestr",    "enseignant",
        "lehrer",     "lehrkraft", "matricul",  "matrikel", "passport", "pasaporte", "password",
        "contrasena", "name",      "nombre",    "apellido", "prenom",
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strstr(word, parts[i]))
            return true;
    const char *phone = strstr(word, "phone"); /* phonemes and phonetics are something else */
    return phone && phone[5] != 'm' && phone[5] != 't';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Too short to be looked for in other words: "Tel. 2", "Mum's no."; not "Hotel". */
static bool is_private_word(const char *word)
{
    static const char *const all[] = {
        "tel",  "tlf", "cell", "handy", "geb",    "dob",   "uid",   "dni",   "nie",     "nia",
        "curp", "rut", "upn",  "ssn",   "ssid",   "sasid", "lasid", "login", "usuario", "nhs",
        "kin",  "plz", "zip",  "carer", "carers", "mum",   "mom",   "dad",   "mutter",  "vater",
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(word, all[i]) == 0)
            return true;
    return false;
}

static bool is_word_of_titles(const char *word)
{
    static const char *const ends[] = {"name",     "names",     "nombre", "nombres",
                                       "apellido", "apellidos", "prenom", "prenoms"};
    size_t len = strlen(word);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t end = strlen(ends[i]);
        if (len >= end && strcmp(word + len - end, ends[i]) == 0)
            return true;
    }
    return false;
}

static bool is_of_word(uint32_t c)
{
    return c < 0x80 ? is_letter((char)c) : c >= 0xC0 && !is_punctuation(c);
}

/* One of its words, folded, is such a one. */
static bool has_word(const char *text, size_t len, bool (*is_such)(const char *word))
{
    for (size_t i = 0, end, step = 1; i < len; i = end + step) {
        char word[WORD_SIZE];
        for (end = i; end < len && is_of_word(utf8_decode(text + end, len - end, &step));)
            end += step;
        fold(text + i, end - i, word);
        if (is_such(word))
            return true;
    }
    return false;
}

/* Its last word is "ID": "SIS ID", "local_id", "StudentID"; not "Madrid". */
static bool ends_in_id(const char *text, size_t len)
{
    if (len < 3 || (text[len - 2] != 'i' && text[len - 2] != 'I') ||
        (text[len - 1] != 'd' && text[len - 1] != 'D'))
        return false;
    char before = text[len - 3];
    return !is_letter(before) || (text[len - 2] == 'I' && before >= 'a');
}

ClassColumn class_column_of(const char *text, size_t len)
{
    char word[WORD_SIZE], known[WORD_SIZE];
    fold(text, len, word);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        fold(words[i].word, strlen(words[i].word), known);
        if (strcmp(word, known) == 0)
            return words[i].column;
    }
    bool private = holds_private_part(word) || is_private_word(word) ||
                   has_word(text, len, is_private_word) || ends_in_id(text, len);
    return private ? CLASS_COLUMN_PRIVATE : CLASS_COLUMN_OTHER;
}

bool class_column_is_title(const char *text, size_t len)
{
    return class_column_of(text, len) < CLASS_COLUMN_PRIVATE ||
           has_word(text, len, is_word_of_titles);
}
