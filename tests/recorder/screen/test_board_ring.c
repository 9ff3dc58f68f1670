/* The words of every petal that comes with the program stay within their circle. */
#include "check.h"
#include "layout_check.h"

#include "protocols/protocol_load.h"
#include "recorder/platform/platform.h"
#include "recorder/screen/board/board.h"

#include <stdlib.h>

static const float MIDDLE = 200, PETAL_R = 46; /* of the design */

typedef struct Glass {
    Ui ui;
    UiCommand *commands;
    Arena frame, arena;
    TextRenderer *text;
    int32_t petals, faults;
} Glass;

static int set_up(void **state)
{
    Err err = {0};
    Glass *g = calloc(1, sizeof *g);
    g->commands = calloc(UI_MAX_COMMANDS, sizeof *g->commands);
    g->text = text_renderer_create(&err);
    if (!g->commands || !g->text)
        return -1;
    arena_init(&g->frame, (size_t)1 << 20);
    arena_init(&g->arena, (size_t)64 << 20);
    ui_init(&g->ui, theme_get(THEME_LIGHT), text_renderer_ui(g->text), g->commands, &g->frame);
    ui_resize(&g->ui, 2 * MIDDLE, 2 * MIDDLE);
    *state = g;
    return 0;
}

static int tear_down(void **state)
{
    Glass *g = *state;
    text_renderer_destroy(g->text);
    arena_deinit(&g->frame);
    arena_deinit(&g->arena);
    free(g->commands);
    free(g);
    return 0;
}

static void draw(Glass *g, const Petal *petal)
{
    ui_begin(&g->ui, &(UiInput){0});
    board_petal_words(&g->ui, MIDDLE, MIDDLE, petal, COLOR_INK, COLOR_INK2);
    ui_end(&g->ui);
}

/* The corner of a line's letters that is farthest from the middle. */
static float reach(UiRect r)
{
    float dx = fmaxf(fabsf(r.x - MIDDLE), fabsf(r.x + r.w - MIDDLE));
    float dy = fmaxf(fabsf(r.y - MIDDLE), fabsf(r.y + r.h - MIDDLE));
    return hypotf(dx, dy);
}

static void judge(Glass *g, const char *where, bool may_cut)
{
    UiRect last = {0};
    for (int32_t i = 0; i < g->ui.command_count; i++) {
        const UiCommand *c = &g->ui.commands[i];
        UiRect r = layout_letters(&g->ui, c);
        bool cut = strstr(c->text, "\xE2\x80\xA6") != NULL;
        bool over = i > 0 && layout_meet(r, last);
        if (reach(r) > PETAL_R - 1 || (cut && !may_cut) || over) {
            print_error("%s at %.0f %%: '%s' reaches %.1f of %.0f%s%s\n", where,
                        (double)g->ui.type_scale * 100, c->text, (double)reach(r), (double)PETAL_R,
                        cut ? ", cut" : "", over ? ", over another" : "");
            g->faults++;
        }
        last = r;
    }
}

static void judge_protocol(Glass *g, const Protocol *p)
{
    for (int32_t c = 0; c < p->code_count; c++)
        for (int32_t i = 0; i < p->codes[c].petal_count; i++) {
            draw(g, &p->codes[c].petals[i]);
            assert_true(g->ui.command_count > 0);
            judge(g, p->key, false);
            g->petals++;
        }
}

static void petal__keeps_its_words__shipped_protocols_in_every_language(void **state)
{
    static const char *const languages[] = {"en", "es", "ja"};
    Glass *g = *state;
    for (int32_t i = 0; i < protocol_shipped_count(); i++)
        for (size_t l = 0; l < sizeof languages / sizeof languages[0]; l++) {
            const Protocol *p = NULL;
            Err err = {0};
            const char *key = protocol_shipped(i).key;
            assert_ok(protocol_load_shipped_in(&g->arena, languages[l], key, &p, &err), err);
            for (float scale = 1; scale <= UI_TYPE_MOST; scale += 0.25F) {
                g->ui.type_scale = scale;
                judge_protocol(g, p);
            }
        }
    assert_true(g->petals > 100);
    assert_int_equal(g->faults, 0);
}

static void petal__keeps_its_words__whatever_a_team_writes(void **state)
{
    static const char *const labels[] = {"W",
                                         "Complete without any help",
                                         "Donaudampfschifffahrt",
                                         "a b",
                                         "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
                                         ""};
    static const char *const details[] = {"", "prompted", "by an adult or by a chart"};
    Glass *g = *state;
    for (size_t l = 0; l < sizeof labels / sizeof labels[0]; l++)
        for (size_t d = 0; d < sizeof details / sizeof details[0]; d++)
            for (float scale = 1; scale <= UI_TYPE_MOST; scale += 0.25F) {
                Petal petal = {.label = labels[l], .detail = details[d]};
                g->ui.type_scale = scale;
                draw(g, &petal);
                judge(g, "a team's", true);
            }
    assert_int_equal(g->faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(petal__keeps_its_words__shipped_protocols_in_every_language,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(petal__keeps_its_words__whatever_a_team_writes, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
