#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocol_load.h"

/* A small protocol with texts in several languages, and what else a protocol can
 * say beside its codes. */
static const char whole[] =
    "protocol: 1\n"                               /* 1 */
    "key: small\n"                                /* 2 */
    "title: {en: Small, es: Chico, ja: 小}\n"     /* 3 */
    "version: \"1\"\n"                            /* 4 */
    "summary: {es: Corto}\n"                      /* 5 */
    "purpose: Plain\n"                            /* 6 */
    "look_for:\n"                                 /* 7 */
    "  - {en: Who asks?, es: ¿Quién pregunta?}\n" /* 8 */
    "  - Who answers?\n"                          /* 9 */
    "modifiers:\n"                                /* 10 */
    "  - key: evidence\n"                         /* 11 */
    "    label: {en: Evidence, es: Evidencia}\n"  /* 12 */
    "    options:\n"                              /* 13 */
    "      - {key: unsure, label: {en: Could not tell, es: No se pudo ver}, missing: yes}\n" /* 14
                                                                                              */
    "      - {key: \"no\", label: {en: Not seen, es: No se vio}}\n"                      /* 15 */
    "      - {key: seen, label: {en: Seen, es: Se vio}, short: {en: Seen, es: Visto}}\n" /* 16 */
    "categories:\n"                                                                      /* 17 */
    "  - key: adults\n"                                                                  /* 18 */
    "    title: {ja: 大人, es: Adultos}\n"                                               /* 19 */
    "    exclusive: each\n"                                                              /* 20 */
    "    codes:\n"                                                                       /* 21 */
    "      - {key: helps, label: {en: Helps, es: Ayuda}, kind: state, about: [adult]}\n" /* 22 */
    "  - key: looks\n"                                                                   /* 23 */
    "    title: Looks\n"                                                                 /* 24 */
    "    codes:\n"                                                                       /* 25 */
    "      - key: shown\n"                                                               /* 26 */
    "        label: {en: Shown, es: Se muestra}\n"                                       /* 27 */
    "        help: {en: \"Shown to all.\\n\", es: A la vista de todos.}\n"               /* 28 */
    "        kind: rating\n"                                                             /* 29 */
    "        about: [class]\n"                                                           /* 30 */
    "        scale: {min: 0, max: 2, anchors: evidence}\n"                               /* 31 */
    "rules: {interval_s: 120}\n";                                                        /* 32 */

typedef struct Bench {
    Arena arena;
    ProtocolFaults faults;
    Err err;
    const Protocol *protocol;
    char text[16 * 1024];
} Bench;

static int setup(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    *state = bench;
    if (!bench)
        return 1;
    arena_init(&bench->arena, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    Bench *bench = *state;
    arena_deinit(&bench->arena);
    free(bench);
    return 0;
}

static const Protocol *read_in(Bench *b, const char *language)
{
    b->err = (Err){0};
    assert_ok(protocol_parse_in(&b->arena, language, "x.yaml", whole, sizeof whole - 1,
                                &b->protocol, &b->faults, &b->err),
              b->err);
    return b->protocol;
}

/* The whole protocol with the first `from` as `to` is refused with exactly this
 * sentence, in whatever language it is read. */
static void assert_change(Bench *b, const char *from, const char *to, ErrKind kind,
                          const char *sentence)
{
    const char *at = strstr(whole, from);
    assert_non_null(at);
    (void)snprintf(b->text, sizeof b->text, "%.*s%s%s", (int)(at - whole), whole, to,
                   at + strlen(from));
    static const char *const languages[] = {"en", "es", "ja", "fr"};
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        b->err = (Err){0};
        assert_false(protocol_parse_in(&b->arena, languages[i], "x.yaml", b->text, strlen(b->text),
                                       &b->protocol, &b->faults, &b->err));
        assert_err(b->err, kind, sentence);
        assert_int_equal(b->faults.count, 1);
    }
}

/* ---- languages ---- */

static void protocol_parse_in__gives_the_language_that_is_asked_for(void **state)
{
    Bench *b = *state;
    const Protocol *p = read_in(b, "es");
    assert_string_equal(p->language, "es");
    assert_string_equal(p->title, "Chico");
    assert_string_equal(p->summary, "Corto");
    assert_string_equal(p->look_fors[0], "¿Quién pregunta?");
    assert_string_equal(p->modifiers[0].label, "Evidencia");
    assert_string_equal(p->modifiers[0].options[2].short_label, "Visto");
    assert_string_equal(p->categories[0].title, "Adultos");
    assert_string_equal(p->codes[0].label, "Ayuda");
    assert_string_equal(p->codes[0].short_label, "Ayuda");
    assert_string_equal(p->codes[1].help, "A la vista de todos.");
}

static void protocol_parse_in__falls_back_on_english_then_on_the_first(void **state)
{
    Bench *b = *state;
    const Protocol *p = read_in(b, "ja");
    assert_string_equal(p->title, "小");
    assert_string_equal(p->codes[0].label, "Helps");
    assert_string_equal(p->summary, "Corto");
    p = read_in(b, "fr");
    assert_string_equal(p->language, "fr");
    assert_string_equal(p->title, "Small");
    assert_string_equal(p->categories[0].title, "大人");
    assert_string_equal(p->purpose, "Plain");
    assert_string_equal(p->look_fors[1], "Who answers?");
}

static void protocol_parse__reads_english(void **state)
{
    Bench *b = *state;
    const Protocol *p = NULL;
    assert_ok(protocol_parse(&b->arena, "x", whole, sizeof whole - 1, &p, NULL, &b->err), b->err);
    assert_string_equal(p->language, "en");
    assert_string_equal(p->codes[1].help, "Shown to all.");
    assert_string_equal(p->codes[2].label, "Pause");
}

static void protocol_parse_in__says_the_built_in_codes_in_spanish(void **state)
{
    Bench *b = *state;
    const Protocol *p = read_in(b, "es_MX.UTF-8");
    static const char *const labels[] = {"Pausa", "Ausente", "Retomar", "Nota"};
    for (int i = 0; i < 4; i++)
        assert_string_equal(p->codes[2 + i].label, labels[i]);
    assert_string_equal(p->categories[2].title, "Sesión");
}

static void protocol_parse_in__counts_texts_by_language(void **state)
{
    Bench *b = *state;
    const Protocol *p = read_in(b, "en");
    assert_int_equal(p->text_count, 15);
    assert_int_equal(p->language_count, 3);
    static const ProtocolLanguage wanted[] = {{"en", 10}, {"es", 12}, {"ja", 2}};
    for (int i = 0; i < 3; i++) {
        assert_string_equal(p->languages[i].code, wanted[i].code);
        assert_int_equal(p->languages[i].texts, wanted[i].texts);
    }
}

static void protocol_language_code__reads_codes_and_locales(void **state)
{
    (void)state;
    static const struct {
        const char *name, *code;
    } cases[] = {
        {"es", "es"},   {"ES", "es"},           {"es-MX", "es"},   {"es_MX.UTF-8", "es"},
        {"fil", "fil"}, {"de@euro", "de"},      {NULL, "en"},      {"", "en"},
        {"C", "en"},    {"C.UTF-8", "en"},      {"POSIX", "en"},   {"spanish", "en"},
        {"e1", "en"},   {"\xC3\xB1\xC3", "en"}, {"fil_PH", "fil"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char code[PROTOCOL_LANGUAGE_SIZE];
        protocol_language_code(cases[i].name, code);
        assert_string_equal(code, cases[i].code);
    }
}

static void protocol_in_language__keeps_every_index(void **state)
{
    Bench *b = *state;
    const Protocol *en = read_in(b, "en"), *es = NULL, *again = NULL;
    assert_ok(protocol_in_language(&b->arena, en, "es-MX", &es, &b->err), b->err);
    assert_string_equal(es->title, "Chico");
    assert_string_equal(es->text, en->text);
    assert_int_equal(es->code_count, en->code_count);
    for (int32_t i = 0; i < en->code_count; i++)
        assert_string_equal(es->codes[i].key, en->codes[i].key);
    assert_ok(protocol_in_language(&b->arena, es, "es", &again, &b->err), b->err);
    assert_ptr_equal(again, es);
    const Protocol by_hand = {.title = "By hand"};
    assert_ok(protocol_in_language(&b->arena, &by_hand, "es", &again, &b->err), b->err);
    assert_ptr_equal(again, &by_hand);
}

static void protocol_in_language__says_when_there_is_no_memory(void **state)
{
    Bench *b = *state;
    const Protocol *en = read_in(b, "en"), *es = NULL;
    Arena small;
    arena_init(&small, 1000);
    assert_false(protocol_in_language(&small, en, "es", &es, &b->err));
    assert_err(b->err, ERR_LIMIT, "small: no memory left for the protocol");
    assert_null(es);
    arena_deinit(&small);
}

static void protocol_parse_in__refuses_wrong_languages(void **state)
{
    Bench *b = *state;
    assert_change(b, "es: Chico", "Spanish: Chico", ERR_FORMAT,
                  "x.yaml:3:20: language 'Spanish' in 'title', expected two or three small letters "
                  "such as en or es");
    assert_change(b, "es: Chico", "e: Chico", ERR_FORMAT,
                  "x.yaml:3:20: language 'e' in 'title', expected two or three small letters such "
                  "as en or es");
    assert_change(b, "{es: Corto}", "{}", ERR_FORMAT,
                  "x.yaml:5:10: 'summary' has no language, expected text in one such as en or es");
    assert_change(b, "es: Chico", "es: [Chico]", ERR_FORMAT,
                  "x.yaml:3:24: 'title' in es is a list, expected text");
    assert_change(b, "es: Chico", "es: \"\"", ERR_FORMAT,
                  "x.yaml:3:24: 'title' in es is empty, expected text");
    assert_change(b, "es: Chico", "en: Chico", ERR_FORMAT,
                  "x.yaml:3:20: field 'en' again, it already stands in line 3");
}

static void protocol_parse_in__holds_every_language_to_the_limits(void **state)
{
    Bench *b = *state;
    assert_change(b, "es: Visto", "es: \"12345678901234567890123456789012345678901\"", ERR_LIMIT,
                  "x.yaml:16:74: 'short' in es of 41 bytes, expected at most 40");
    assert_change(b, "es: Ayuda", "es: \"a\\nb\"", ERR_FORMAT,
                  "x.yaml:22:45: 'label' in es has a line end or tab in it ('a?b'), expected one "
                  "line");
    assert_change(b, "purpose: Plain", "purpose: {ab: a, ac: a, ad: a, ae: a, af: a, ag: a}",
                  ERR_LIMIT, "x.yaml:6:46: 'ag' is one more language than 8, expected fewer");
}

/* ---- what else a file can say ---- */

static void protocol_parse__reads_look_fors_lanes_anchors_and_intervals(void **state)
{
    Bench *b = *state;
    const Protocol *p = read_in(b, "en");
    assert_int_equal(p->look_for_count, 2);
    assert_true(p->categories[0].lanes);
    assert_false(p->categories[0].exclusive || p->categories[1].lanes);
    assert_true(p->modifiers[0].options[0].missing);
    assert_false(p->modifiers[0].options[1].missing || p->modifiers[0].options[2].missing);
    const Code *shown = &p->codes[1];
    assert_ptr_equal(shown->anchors, &p->modifiers[0]);
    assert_string_equal(code_anchor_label(shown, 2), "Seen");
    assert_string_equal(code_anchor_label(shown, 3), "");
    assert_string_equal(code_anchor_label(shown, -1), "");
    assert_string_equal(code_anchor_label(&p->codes[0], 0), "");
    assert_int_equal(p->rules.interval_ms, 120000);
}

static void protocol_parse__checks_look_fors_lanes_anchors_and_intervals(void **state)
{
    Bench *b = *state;
    assert_change(b, "  - Who answers?\n", "  - [Who]\n", ERR_FORMAT,
                  "x.yaml:9:5: 'look_for' has a list in it, expected questions");
    assert_change(b, "  - Who answers?\n", "  - \"\"\n", ERR_FORMAT,
                  "x.yaml:9:5: 'look_for' has an empty text in it, expected questions");
    assert_change(b, "  - Who answers?\n",
                  "  - a\n  - a\n  - a\n  - a\n  - a\n  - a\n  - a\n  - a\n", ERR_LIMIT,
                  "x.yaml:8:3: 9 in 'look_for', expected at most 8");
    assert_change(b, "kind: state", "kind: point", ERR_FORMAT,
                  "x.yaml:22:59: kind 'point' in an exclusive category, expected state");
    assert_change(b, "max: 2, anchors", "max: 3, anchors", ERR_FORMAT,
                  "x.yaml:31:42: 3 options in 'evidence' for 4 values, expected one for each");
    assert_change(b, "anchors: evidence", "anchors: form", ERR_FORMAT,
                  "x.yaml:31:42: unknown anchors 'form', expected one of evidence");
    assert_change(b, "missing: yes", "missing: 1", ERR_FORMAT,
                  "x.yaml:14:81: unknown missing '1', expected one of yes, no, true, false");
    assert_change(b, "interval_s: 120", "interval_s: 3601", ERR_FORMAT,
                  "x.yaml:32:21: interval_s '3601', expected seconds from 0 to 3600");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(protocol_parse_in__gives_the_language_that_is_asked_for),
        CASE(protocol_parse_in__falls_back_on_english_then_on_the_first),
        CASE(protocol_parse__reads_english),
        CASE(protocol_parse_in__says_the_built_in_codes_in_spanish),
        CASE(protocol_parse_in__counts_texts_by_language),
        cmocka_unit_test(protocol_language_code__reads_codes_and_locales),
        CASE(protocol_in_language__keeps_every_index),
        CASE(protocol_in_language__says_when_there_is_no_memory),
        CASE(protocol_parse_in__refuses_wrong_languages),
        CASE(protocol_parse_in__holds_every_language_to_the_limits),
        CASE(protocol_parse__reads_look_fors_lanes_anchors_and_intervals),
        CASE(protocol_parse__checks_look_fors_lanes_anchors_and_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
