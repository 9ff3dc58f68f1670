#include "check.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/setup/screen_setup.h"
#include "reports/exchange/class_list.h"
#include "tests/recorder/screen/fake_ui.h"

static Arena arena;
static const Protocol *protocols[FORM_MAX_PROTOCOLS];
static int32_t protocol_count;
static SetupForm form;
static const FormNames locked;
static SetupState setup_state;
static SetupModel model;
static FakeUi fake;

static int set_up(void **state)
{
    (void)state;
    Err err = {0};
    arena_init(&arena, (size_t)64 << 20);
    protocol_count = protocol_shipped_count();
    for (int32_t i = 0; i < protocol_count; i++)
        if (!protocol_load_shipped(&arena, protocol_shipped(i).key, &protocols[i], &err))
            return -1;
    setup_form_init(&form, protocols, protocol_count);
    memset(&setup_state, 0, sizeof setup_state);
    model = (SetupModel){.trouble = "", .folder = "Documents"};
    fake_ui_init(&fake, 1280, 800);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_ui_deinit(&fake);
    arena_deinit(&arena);
    return 0;
}

static int32_t protocol_named(const char *key)
{
    for (int32_t i = 0; i < protocol_count; i++)
        if (strcmp(protocols[i]->key, key) == 0)
            return i;
    fail_msg("%s is not shipped", key);
    return 0;
}

static void put(int32_t text, const char *value)
{
    (void)snprintf(form.texts[text], FORM_TEXT_SIZE, "%s", value);
}

/* ---- the form ---- */

static void form__makes_a_lesson__untouched(void **state)
{
    (void)state;
    Setup *setup = setup_form_build(&form, "Lesson of today", &arena);
    assert_non_null(setup);
    assert_string_equal(setup->title, "Lesson of today");
    assert_int_equal(setup->subject_count, 1 + 6 + 24);
    assert_int_equal(setup->subjects[0].kind, SUBJECT_ADULT);
    assert_string_equal(setup->subjects[0].label, "T");
    assert_string_equal(setup->subjects[0].detail, "");
    assert_string_equal(setup->subjects[1].label, "Table 1");
    assert_string_equal(setup->subjects[7].label, "1A");
    assert_int_equal(setup->subjects[7].group, 1);
    assert_int_equal(setup->resolution_ms, 1);
}

static void form__keeps_every_label_different(void **state)
{
    (void)state;
    put(FORM_ADULT, " SP ");
    (void)setup_form_add_adult(&form);
    put(FORM_ADULT + 1, "SP");
    assert_int_equal(setup_form_take_names(&form, "Sofia Perez, Sal Poe", &locked), 0);
    Setup *setup = setup_form_build(&form, "x", &arena);
    assert_int_equal(setup->subject_count, 2 + 1 + 2);
    assert_string_equal(setup->subjects[0].label, "SP");
    assert_string_equal(setup->subjects[0].detail, "lead");
    assert_string_equal(setup->subjects[1].label, "SP2");
    assert_string_equal(setup->subjects[1].detail, "assists");
    assert_string_equal(setup->subjects[3].label, "SP3");
    assert_string_equal(setup->subjects[4].label, "SaP");
}

/* From a spreadsheet's columns; and one so long that its end, a number, is not kept. */
static void form__makes_labels_of_what_is_kept__of_a_name(void **state)
{
    (void)state;
    const FormNames open = {.open = true};
    char text[400] = "Ana\tPerez\n";
    size_t len = strlen(text);
    memset(text + len, 'b', 250);
    memcpy(text + len + 250, " 7", 3);
    assert_int_equal(setup_form_take_names(&form, text, &open), 0);
    assert_string_equal(form.names[0], "Ana Perez");
    assert_string_equal(form.labels[0].text, "AP");
    assert_int_equal(strlen(form.names[1]), FORM_NAME_SIZE - 1);
    assert_null(strchr(form.labels[1].text, '7'));
    setup_form_drop_names(&form);
}

/* As long as a list allows, in letters of two bytes. */
static void form__keeps_a_long_name__whole_from_a_list(void **state)
{
    (void)state;
    const FormNames open = {.open = true};
    char given[CLASS_LIST_MAX_TEXT] = "A";
    while (strlen(given) + 2 < sizeof given)
        add_text(given, sizeof given, "\xC3\xA9");
    const ListedPupil pupil = {.given = given,
                               .family = "Perez",
                               .initials = "",
                               .number = "",
                               .group = "",
                               .values = {"", "", "", "", "", "", "", ""}};
    const ClassList list = {.pupils = &pupil, .pupil_count = 1};
    assert_true(setup_form_take_list(&form, &list, &open));
    assert_memory_equal(form.names[0], given, strlen(given));
    assert_string_equal(form.names[0] + strlen(given), " Perez");
    assert_string_equal(form.labels[0].text, "AP");
    setup_form_drop_names(&form);
}

static void take_list(const char *text, const FormNames *open)
{
    Arena own;
    ClassList list;
    Err err = {0};
    arena_init(&own, (size_t)1 << 20);
    assert_ok(class_list_read("5b.csv", text, strlen(text), &own, &list, &err), err);
    assert_true(setup_form_take_list(&form, &list, open));
    arena_deinit(&own);
}

/* A column that is called label or seat is no place for a name either. */
static void form__makes_initials__of_names_in_a_column_of_labels(void **state)
{
    (void)state;
    static const struct {
        const char *list, *labels[4];
    } cases[] = {
        {"label,group\nLucia Gonzalez,T1\nAna,T1\nDL,T1\n4,T1\n", {"LG", "An", "DL", "4"}},
        {"initials\nSofia\nLuGo\nSofia\n", {"So", "Lu", "So2"}},
        {"seat\nLucia Gonzalez\n12\nS01\n", {"LG", "12", "S01"}},
        {"label\n\"Perez, Sofia\"\n\xE7\x94\xB0\xE4\xB8\xAD\xE8\x8A\xB1\xE5\xAD\x90\n",
         {"SP", "\xE7\x94\xB0\xE5\xAD\x90"}},
        {"label\nLucia Gonzalez 2\nPupil 12\nSeat 3\n", {"L2", "Pupil 12", "Seat 3"}},
        {"label\nlucia.mora7\n\"Gonzalez; Lucia\"\nT1-3\n", {"LM", "GL", "T1-3"}},
        {"label,name\nLucia G.,Lucia Gonzalez\nLuc,Luca Prieto\n", {"LG", "LP"}},
        {"label\nLG\nLuGo\nT1-3\nAna\n", {"LG", "LuGo", "T1-3", "Ana"}}, /* all are labels */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        take_list(cases[i].list, &locked);
        for (int32_t seat = 0; seat < 4 && cases[i].labels[seat]; seat++)
            assert_string_equal(setup_form_label(&form, seat), cases[i].labels[seat]);
    }
}

static void form__keeps_groups_apart__that_begin_alike(void **state)
{
    (void)state;
    take_list("name,group\nAna,Guided reading group - Blue\nBen,Guided reading group - Red\n"
              "Chi,Guided reading group 2\nDan,Guided reading group - Blue\nEva,3\nFay,Group 3\n",
              &locked);
    const Seating *s = &form.places.seating;
    static const char *const groups[] = {"Guided reading group", "Guided reading group 2",
                                         "Guided reading group 3", "Group 3"};
    static const int32_t sizes[] = {2, 1, 1, 2};
    assert_int_equal(s->group_count, 4);
    for (int32_t g = 0; g < 4; g++) {
        int32_t size = 0;
        for (int32_t i = 0; i < s->count; i++)
            size += s->seats[i].group == g;
        assert_string_equal(s->groups[g], groups[g]);
        assert_int_equal(size, sizes[g]);
    }
    /* What begins with many bytes to a letter is cut between letters. */
    take_list("name,group\nAna,\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD"
              "\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD"
              "1\n"
              "Ben,\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD"
              "\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD"
              "2\n",
              &locked);
    assert_string_equal(s->groups[1], "\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD"
                                      "\xE6\x9C\xAD\xE6\x9C\xAD\xE6\x9C\xAD 2");
}

/* As another program's record has them. */
static void form__keeps_groups_apart__of_a_class(void **state)
{
    (void)state;
    Subject subjects[] = {
        {.kind = SUBJECT_GROUP, .label = "Guided reading group - Blue"},
        {.kind = SUBJECT_GROUP, .label = "Guided reading group - Red"},
        {.kind = SUBJECT_PUPIL, .label = "AR", .group = 0, .x = 0.1F, .y = 0.2F},
        {.kind = SUBJECT_PUPIL, .label = "BL", .group = 1, .x = 0.7F, .y = 0.3F},
    };
    const Setup class_setup = {
        .class_name = "5b", .place = "", .subjects = subjects, .subject_count = 4};
    setup_form_fill_class(&form, &class_setup);
    assert_int_equal(form.places.seating.group_count, 2);
    assert_string_equal(form.places.seating.groups[0], "Guided reading group");
    assert_string_equal(form.places.seating.groups[1], "Guided reading group 2");
    assert_int_equal(form.places.seating.seats[1].group, 1);
}

/* While names are kept it is one of them. */
static void form__keeps_a_name__from_a_column_of_labels(void **state)
{
    (void)state;
    const FormNames open = {.open = true};
    take_list("label\nLucia Gonzalez\nDL\n", &open);
    assert_string_equal(setup_form_label(&form, 0), "LG");
    assert_string_equal(form.names[0], "Lucia Gonzalez");
    assert_string_equal(form.names[1], "");
    setup_form_drop_names(&form);
}

static void form__tidies_a_typed_label__that_is_a_name(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *label;
    } cases[] = {{"Lucia Gonzalez", "LG"}, {"Perez, Sofia", "SP"}, {"Lucia Mora 2", "L2"},
                 {"Pupil 12", "Pupil 12"}, {"T1-3", "T1-3"},       {"Ana", "Ana"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setup_form_set_count(&form, 0);
        setup_form_set_count(&form, 1);
        (void)snprintf(form.labels[0].text, sizeof form.labels[0].text, "%s", cases[i].typed);
        bool tidied = setup_form_tidy_label(&form, 0, &locked);
        assert_string_equal(form.labels[0].text, cases[i].label);
        assert_int_equal(tidied, strcmp(cases[i].typed, cases[i].label) != 0);
    }
}

static void form__takes_names__up_to_its_seats(void **state)
{
    (void)state;
    char names[8192] = "";
    for (int i = 0; i < SEATING_MAX_PUPILS + 3; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "P%d,", i);
        add_text(names, sizeof names, name);
    }
    setup_take_names(&form, &setup_state, names, &locked);
    assert_int_equal(form.places.seating.count, SEATING_MAX_PUPILS);
    assert_string_equal(setup_state.notice,
                        "There are 120 seats at most; the last 3 names have none");
    setup_take_names(&form, &setup_state, " ; ", &locked);
    assert_string_equal(setup_state.notice, "No names were found; part them by commas or lines");
    assert_int_equal(form.places.seating.count, SEATING_MAX_PUPILS);
    setup_take_names(&form, &setup_state, "Ana Ruiz", &locked);
    assert_string_equal(setup_state.notice, "1 name became initials; the name is not kept");
}

static void assert_pupil(int32_t seat, const char *label, const char *el, char focus, bool absent)
{
    int32_t key = setup_form_key(&form, "EL");
    assert_string_equal(setup_form_label(&form, seat), label);
    assert_string_equal(form.values[seat][key], el);
    assert_int_equal(form.focus[seat], focus);
    assert_int_equal(form.absent[seat], absent);
}

/* Three of them, of whom something is known. */
static void know_three(const FormNames *names)
{
    int32_t key = setup_form_key(&form, "EL");
    (void)setup_form_take_names(&form, "Ana Ruiz, Ben Lee, Cleo Poe", names);
    (void)setup_form_set_focus(&form, 2, true);
    (void)setup_form_set_focus(&form, 1, true);
    put(FORM_PREDICTED, "asks");
    put(FORM_PREDICTED + 1, "adds");
    (void)snprintf(form.values[1][key], FORM_ATTRIBUTE_SIZE, "yes");
    form.absent[2] = true;
}

static void form__keeps_what_is_known_of_a_pupil__when_names_come_again(void **state)
{
    (void)state;
    know_three(&locked);
    (void)setup_form_take_names(&form, "Ana Ruiz, Bea Abt, Ben Lee, Cleo Poe", &locked);
    assert_pupil(0, "AR", "", 0, false);
    assert_pupil(1, "BA", "", 0, false);
    assert_pupil(2, "BL", "yes", 'B', false);
    assert_pupil(3, "CP", "", 'A', true);
    assert_string_equal(form.texts[FORM_PREDICTED], "asks");
    assert_string_equal(form.texts[FORM_PREDICTED + 1], "adds");
    (void)setup_form_take_names(&form, "Ben Lee, Zoe Zed", &locked); /* and who left is gone */
    assert_pupil(0, "BL", "yes", 'A', false);
    assert_pupil(1, "ZZ", "", 0, false);
    assert_string_equal(form.texts[FORM_PREDICTED], "adds");
    assert_string_equal(form.texts[FORM_PREDICTED + 1], "");
}

/* Names that are open tell apart whom labels would not. */
static void form__keeps_what_is_known_of_a_pupil__by_name(void **state)
{
    (void)state;
    const FormNames open = {.open = true};
    know_three(&open);
    (void)setup_form_take_names(&form, "Bo Lux, Ben Lee, Ana Ruiz", &open);
    assert_pupil(0, "BL", "", 0, false);
    assert_pupil(1, "BeL", "yes", 'A', false);
    assert_pupil(2, "AR", "", 0, false);
    setup_form_drop_names(&form);
}

static void form__keeps_what_is_known_of_a_seat__when_it_gets_its_first_name(void **state)
{
    (void)state;
    int32_t key = setup_form_key(&form, "EL");
    (void)snprintf(form.values[1][key], FORM_ATTRIBUTE_SIZE, "yes");
    (void)setup_form_set_focus(&form, 1, true);
    put(FORM_PREDICTED, "adds");
    form.absent[2] = true;
    (void)setup_form_take_names(&form, "Ana Ruiz, Ben Lee, Cleo Poe", &locked);
    assert_pupil(1, "BL", "yes", 'A', false);
    assert_pupil(2, "CP", "", 0, true);
    assert_string_equal(form.texts[FORM_PREDICTED], "adds");
}

static void form__keeps_who_is_absent__when_seats_move(void **state)
{
    (void)state;
    form.absent[2] = form.absent[23] = true;
    setup_form_arrange(&form, SEATING_ROWS, form.places.seating.count);
    assert_int_equal(setup_form_absent_count(&form), 2);
    setup_form_set_count(&form, 23);
    setup_form_set_count(&form, 24);
    assert_int_equal(setup_form_absent_count(&form), 1);
}

/* Every template comes back as it was. */
static void assert_labels_differ(void)
{
    const Seating *seating = &form.places.seating;
    Setup *setup = setup_form_build(&form, "x", &arena);
    int32_t first = setup->subject_count - seating->count;
    for (int32_t i = 0; i < seating->count; i++) {
        assert_string_equal(setup_form_label(&form, i), setup->subjects[first + i].label);
        for (int32_t k = 0; k < i; k++)
            assert_string_not_equal(setup_form_label(&form, i), setup_form_label(&form, k));
    }
}

/* Who sat on the last seat has its number as a label; one more pupil gets another. */
static void form__numbers_one_more_pupil__as_nobody_else(void **state)
{
    (void)state;
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++)
        for (int again = 0; again < 2; again++) {
            setup_form_init(&form, protocols, protocol_count);
            setup_form_arrange(&form, (SeatingTemplate)kind, 24);
            setup_form_remove_pupil(&form, 4);
            Setup *last = setup_form_build(&form, "x", &arena);
            setup_form_init(&form, protocols, protocol_count);
            setup_form_fill(&form, last, protocols[0]);
            if (again)
                setup_form_arrange(&form, (SeatingTemplate)kind, 23);
            assert_labels_differ();
            setup_form_set_count(&form, 24);
            assert_labels_differ();
        }
}

static void form__fills_in__from_the_last_lesson(void **state)
{
    (void)state;
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        setup_form_init(&form, protocols, protocol_count);
        setup_form_choose_protocol(&form, protocol_named("academic-talk"));
        setup_form_arrange(&form, (SeatingTemplate)kind, 17);
        put(FORM_TITLE, "Yesterday");
        put(FORM_CLASS, "Grade 5");
        (void)setup_form_add_adult(&form);
        put(FORM_ADULT + 1, "JK");
        put(FORM_THEME, "Listening");
        put(FORM_QUESTION, "Who builds on whom?");
        form.labels[4] = (Initials){"KW"};
        form.absent[3] = true;
        form.targets = 6;
        form.phase_minutes[1] = 33;
        Setup *setup = setup_form_build(&form, "x", &arena);
        static SetupForm next;
        setup_form_init(&next, protocols, protocol_count);
        setup_form_fill(&next, setup, setup_form_protocol(&form));
        assert_int_equal(next.protocol, form.protocol);
        assert_int_equal(next.places.kind, kind);
        assert_int_equal(next.places.seating.count, 17);
        assert_string_equal(setup_form_label(&next, 4), "KW");
        assert_string_equal(next.labels[5].text, "");
        assert_string_equal(next.texts[FORM_TITLE], "");
        assert_string_equal(next.texts[FORM_CLASS], "Grade 5");
        assert_string_equal(next.texts[FORM_ADULT], "T");
        assert_string_equal(next.texts[FORM_ADULT + 1], "JK");
        assert_string_equal(next.texts[FORM_QUESTION], "Who builds on whom?");
        assert_int_equal(setup_form_absent_count(&next), 0);
        assert_int_equal(next.targets, 6);
        assert_int_equal(next.phase_minutes[1], 33);
        assert_true(next.from_earlier);
    }
}

static void form__takes_only_the_protocol__of_an_imported_lesson(void **state)
{
    (void)state;
    Subject subjects[] = {{.kind = SUBJECT_PUPIL, .label = "SS", .several = true}};
    Setup imported = {.title = "x",
                      .class_name = "Grade 9",
                      .place = "",
                      .observer = "",
                      .theme = "",
                      .goals = "",
                      .origin = "lesson.csv",
                      .subjects = subjects,
                      .subject_count = 1};
    setup_form_fill(&form, &imported, protocols[protocol_named("fill-plus")]);
    assert_int_equal(form.protocol, protocol_named("fill-plus"));
    assert_string_equal(form.texts[FORM_CLASS], "");
    assert_int_equal(form.places.seating.count, 24);
    assert_false(form.from_earlier);
}

static void form__cuts_long_texts__between_code_points(void **state)
{
    (void)state;
    char *title = malloc(10001);
    assert_non_null(title);
    for (int i = 0; i < 10000; i += 2)
        memcpy(title + i, "\xC3\xA9", 2);
    title[10000] = '\0';
    Setup last = {.title = "",
                  .class_name = title,
                  .place = "",
                  .observer = "",
                  .theme = "",
                  .goals = "",
                  .origin = ""};
    setup_form_fill(&form, &last, protocols[0]);
    assert_int_equal(strlen(form.texts[FORM_CLASS]), FORM_TEXT_SIZE - 2);
    free(title);
    memset(form.texts[FORM_ADULT], 'x', FORM_TEXT_SIZE - 1);
    Setup *setup = setup_form_build(&form, "x", &arena);
    assert_true(strlen(setup->subjects[0].label) < OBSERVATION_MAX_LABEL);
}

/* Every size of memory: a set-up or none, never half a one. */
static void form__builds_nothing__when_memory_runs_out(void **state)
{
    (void)state;
    bool built = false;
    for (size_t limit = 0; !built; limit += 97) {
        Arena small;
        arena_init(&small, limit);
        Setup *setup = setup_form_build(&form, "x", &small);
        built = setup != NULL;
        for (int32_t i = 0; setup && i < setup->subject_count; i++)
            assert_true(*setup->subjects[i].label != '\0');
        arena_deinit(&small);
    }
}

/* ---- the screen ---- */

static SetupAsk step(UiInputKind kind, float x, float y)
{
    UiInput in = {.kind = kind, .finger = 1, .x = x, .y = y};
    in.at_ms = in.now_ms = fake.now_ms += 10;
    ui_begin(&fake.ui, &in);
    SetupAsk ask = screen_setup(&fake.ui, &form, &setup_state, &model);
    ui_end(&fake.ui);
    return ask;
}

static SetupAsk tap(uint32_t id)
{
    UiRect r = {0};
    (void)step(UI_INPUT_NONE, 0, 0);
    if (!ui_has(&fake.ui, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    (void)step(UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
    return step(UI_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
}

static void setup__asks__start_and_back(void **state)
{
    (void)state;
    assert_int_equal(tap(SETUP_ID_START).kind, SETUP_ASK_START);
    assert_int_equal(tap(SETUP_ID_BACK).kind, SETUP_ASK_BACK);
    assert_int_equal(tap(SETUP_ID_NAMES).kind, SETUP_ASK_LISTS);
    assert_int_equal(tap(SETUP_ID_NAMES_PASTE).kind, SETUP_ASK_PASTE);
    assert_int_equal(tap(SETUP_ID_CLOSE).kind, SETUP_ASK_NONE);
    assert_int_equal(tap(SETUP_ID_CLASSES).kind, SETUP_ASK_CLASSES);
}

static void setup__changes_the_form__by_finger(void **state)
{
    (void)state;
    (void)tap(SETUP_ID_PROTOCOL + (uint32_t)protocol_named("academic-talk"));
    (void)tap(SETUP_ID_PUPILS + 1);
    assert_int_equal(form.places.seating.count, 25);
    (void)tap(SETUP_ID_SEATING + SEATING_CIRCLE);
    assert_int_equal(form.places.kind, SEATING_CIRCLE);
    (void)tap(SETUP_ID_SEAT + 24);
    assert_true(form.absent[24]);
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_true(ui_says(&fake.ui, "24 present, 1 absent"));
    (void)tap(SETUP_ID_SEAT + 24);
    assert_false(form.absent[24]);
    (void)tap(SETUP_ID_TARGET + 3);
    assert_int_equal(form.targets, 8);
    int32_t minutes = form.phase_minutes[0];
    (void)tap(SETUP_ID_PHASE);
    (void)tap(SETUP_ID_PHASE_MORE);
    assert_true(form.phase_minutes[0] > minutes);
    (void)tap(SETUP_ID_PHASE_FEWER);
    assert_int_equal(form.phase_minutes[0], minutes);
}

static void setup__folds_away__what_a_protocol_does_not_have(void **state)
{
    (void)state;
    UiRect r = {0};
    (void)tap(SETUP_ID_PROTOCOLS);
    (void)tap(SETUP_ID_PROTOCOL + (uint32_t)protocol_named("lesson-study"));
    assert_string_equal(setup_form_protocol(&form)->key, "lesson-study");
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_false(ui_has(&fake.ui, SETUP_ID_PROTOCOL, &r));
    setup_form_choose_protocol(&form, protocol_named("fill-plus"));
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_false(ui_has(&fake.ui, SETUP_ID_TARGET, &r));
    assert_false(ui_has(&fake.ui, SETUP_ID_PHASE, &r));
    assert_true(ui_has(&fake.ui, SETUP_ID_START, &r));
}

/* A drag up scrolls; the seat it began on is not touched. */
static void setup__scrolls__without_touching_a_seat(void **state)
{
    (void)state;
    ui_resize(&fake.ui, 820, 1180);
    (void)step(UI_INPUT_NONE, 0, 0);
    UiRect r = {0};
    assert_true(ui_has(&fake.ui, SETUP_ID_SEAT, &r));
    float x = r.x + r.w / 2, y = r.y + r.h / 2;
    (void)step(UI_INPUT_DOWN, x, y);
    for (int i = 1; i <= 10; i++)
        (void)step(UI_INPUT_MOVE, x, y - 20.0F * (float)i);
    (void)step(UI_INPUT_UP, x, y - 200);
    assert_true(setup_state.scroll[0] > 150);
    assert_int_equal(setup_form_absent_count(&form), 0);
}

/* Start is on the screen and whole, whatever its size; nothing that can be
 * tapped is smaller than a finger where it matters. */
static void setup__keeps_start_in_sight__in_every_size(void **state)
{
    (void)state;
    static const float SIZES[][2] = {
        {1280, 800}, {820, 1180}, {1024, 600}, {600, 960}, {1600, 900}};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        ui_resize(&fake.ui, SIZES[i][0], SIZES[i][1]);
        ui_forget(&fake.ui);
        (void)step(UI_INPUT_NONE, 0, 0);
        UiRect r = {0};
        assert_true(ui_has(&fake.ui, SETUP_ID_START, &r));
        assert_true(r.x >= 0 && r.y >= 0 && r.x + r.w <= SIZES[i][0] && r.y + r.h <= SIZES[i][1]);
        for (int32_t t = 0; t < fake.ui.target_count; t++) {
            const UiTarget *target = &fake.ui.targets[t];
            bool is_seat = target->id >= SETUP_ID_SEAT && target->id < SETUP_ID_PROTOCOL;
            if (target->focusable && !is_seat &&
                (target->rect.w < UI_MIN_TARGET - 0.01F || target->rect.h < UI_MIN_TARGET - 0.01F))
                fail_msg("target %u is %.0f x %.0f", (unsigned)target->id, (double)target->rect.w,
                         (double)target->rect.h);
        }
    }
}

static void setup__draws_the_same__when_drawn_twice(void **state)
{
    (void)state;
    SetupForm before = form;
    (void)step(UI_INPUT_NONE, 0, 0);
    int32_t count = fake.ui.command_count;
    (void)step(UI_INPUT_NONE, 0, 0);
    assert_int_equal(fake.ui.command_count, count);
    assert_memory_equal(&before, &form, sizeof form);
}

static float left_of(uint32_t id)
{
    UiRect r = {0};
    if (!ui_has(&fake.ui, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    return r.x;
}

static void setup__changes_sides__for_the_left_hand(void **state)
{
    (void)state;
    static const struct {
        float width, height;
        uint32_t second; /* stands beside the class */
    } sizes[] = {{1280, 800, SETUP_ID_FOCUS_ADD}, {820, 1180, SETUP_ID_PROTOCOLS}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        ui_resize(&fake.ui, sizes[i].width, sizes[i].height);
        model.left_handed = false;
        (void)step(UI_INPUT_NONE, 0, 0);
        float start = left_of(SETUP_ID_START);
        assert_true(start > sizes[i].width / 2 - 100);
        assert_true(left_of(SETUP_ID_CLASSES) < left_of(sizes[i].second));
        model.left_handed = true;
        (void)step(UI_INPUT_NONE, 0, 0);
        assert_true(left_of(SETUP_ID_START) < 32);
        assert_true(left_of(SETUP_ID_CLASSES) > left_of(sizes[i].second));
        assert_int_equal(tap(SETUP_ID_START).kind, SETUP_ASK_START);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(form__makes_a_lesson__untouched),
        TEST(form__keeps_every_label_different),
        TEST(form__makes_labels_of_what_is_kept__of_a_name),
        TEST(form__keeps_a_long_name__whole_from_a_list),
        TEST(form__makes_initials__of_names_in_a_column_of_labels),
        TEST(form__keeps_groups_apart__that_begin_alike),
        TEST(form__keeps_groups_apart__of_a_class),
        TEST(form__keeps_a_name__from_a_column_of_labels),
        TEST(form__tidies_a_typed_label__that_is_a_name),
        TEST(form__takes_names__up_to_its_seats),
        TEST(form__keeps_what_is_known_of_a_pupil__when_names_come_again),
        TEST(form__keeps_what_is_known_of_a_pupil__by_name),
        TEST(form__keeps_what_is_known_of_a_seat__when_it_gets_its_first_name),
        TEST(form__keeps_who_is_absent__when_seats_move),
        TEST(form__numbers_one_more_pupil__as_nobody_else),
        TEST(form__fills_in__from_the_last_lesson),
        TEST(form__takes_only_the_protocol__of_an_imported_lesson),
        TEST(form__cuts_long_texts__between_code_points),
        TEST(form__builds_nothing__when_memory_runs_out),
        TEST(setup__asks__start_and_back),
        TEST(setup__changes_the_form__by_finger),
        TEST(setup__folds_away__what_a_protocol_does_not_have),
        TEST(setup__scrolls__without_touching_a_seat),
        TEST(setup__keeps_start_in_sight__in_every_size),
        TEST(setup__draws_the_same__when_drawn_twice),
        TEST(setup__changes_sides__for_the_left_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
