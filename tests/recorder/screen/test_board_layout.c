/* Where the board puts its targets, for any class, protocol and screen, and what that costs. */
#include "tests/recorder/screen/bare_board.h"

/* One code, a point about pupils. */
static void load_one(Fixture *f)
{
    static const char text[] = "protocol: 1\nkey: one\ntitle: One\nversion: \"1\"\nsummary: s\n"
                               "purpose: p\nsource: s\ncategories:\n  - key: c\n    title: C\n"
                               "    codes:\n      - {key: hand, label: Hand raised, kind: point, "
                               "about: [pupil]}\n";
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "one", text, sizeof text - 1, &f->protocol, NULL, &err),
              err);
}

/* 60 codes in 6 categories, long names. */
static void load_many(Fixture *f)
{
    char *text = malloc(32768);
    assert_non_null(text);
    int len = snprintf(text, 32768,
                       "protocol: 1\nkey: many\ntitle: Many\nversion: \"1\"\nsummary: s\n"
                       "purpose: p\nsource: s\ncategories:\n");
    for (int category = 0; category < 6; category++) {
        len += snprintf(text + len, 32768 - (size_t)len,
                        "  - key: cat%d\n    title: A category with a long name %d\n%s    codes:\n",
                        category, category, category == 0 ? "    exclusive: yes\n" : "");
        for (int i = 0; i < 10; i++)
            len += snprintf(text + len, 32768 - (size_t)len,
                            "      - {key: c%d-%d, label: A rather long label of a code %d, "
                            "kind: %s, about: [pupil, class]}\n",
                            category, i, i, category < 2 ? "state" : "point");
    }
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "many", text, (size_t)len, &f->protocol, NULL, &err), err);
    free(text);
}

static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {1024, 600}, {1600, 1000}, {768, 1024}};

/* Every seat, pad and button of every page and every part of the chart. */
static int32_t check_everywhere(Fixture *f, const char *what)
{
    int32_t seats = 0;
    bool seen[MAX_PEOPLE] = {0};
    enum { ACROSS = 6, DOWN = 8 };
    for (int32_t part = 0; part < ACROSS * DOWN; part++) {
        f->state.pad_page = part;
        int32_t column = part % ACROSS, row = part / ACROSS;
        f->state.pan_x = (float)column * 160;
        f->state.pan_y = (float)row * 160;
        (void)idle(f);
        check_targets(f, what);
        for (int32_t i = 0; i < f->ui.target_count; i++) {
            uint32_t id = f->ui.targets[i].id;
            bool seat = id >= BOARD_ID_SEAT && id < BOARD_ID_SEAT + MAX_PEOPLE;
            if (seat && !seen[id - BOARD_ID_SEAT]) {
                seen[id - BOARD_ID_SEAT] = true;
                seats++;
            }
        }
    }
    return seats;
}

static void board__keeps_targets_apart__any_class_protocol_and_screen(void **unused)
{
    (void)unused;
    static const struct {
        const char *key;
        bool pupils, teacher; /* can be tapped */
    } protocols[] = {
        {"academic-talk", true, true}, {"lesson-study", true, true},
        {"fill-plus", false, false},   {"co-teaching", true, true},
        {"number-talk", true, true},   {"group-work", true, false},
        {"copus", false, false},       {"", true, false},
        {"one", true, false},
    };
    enum { COUNT = sizeof protocols / sizeof protocols[0] };
    static const int32_t classes[] = {0, 1, 5, 28, 45, 120};
    for (size_t p = 0; p < COUNT; p++) {
        for (size_t c = 0; c < 6; c++) {
            Fixture *f = fixture_blank();
            Err err = {0};
            if (strcmp(protocols[p].key, "one") == 0)
                load_one(f);
            else if (protocols[p].key[0])
                assert_ok(protocol_load_shipped(&f->arena, protocols[p].key, &f->protocol, &err),
                          err);
            else
                load_many(f);
            add_class(f, classes[c]);
            begin_session(f);
            f->now_ms = 125000; /* a prompt is on, where there is sampling */
            bool chart = classes[c] > 0 ? protocols[p].pupils : protocols[p].teacher;
            for (int32_t size = 0; size < 5; size++) {
                for (int32_t left = 0; left < 2; left++) {
                    char what[96];
                    (void)snprintf(what, sizeof what, "protocol %d, %d pupils, size %d%s", (int)p,
                                   (int)classes[c], (int)size, left ? ", left" : "");
                    ui_resize(&f->ui, SIZES[size][0], SIZES[size][1]);
                    f->model.left_handed = left;
                    int32_t seats = check_everywhere(f, what);
                    if (seats != (chart ? f->setup.subject_count : 0))
                        fail_msg("%s: %d of %d seats can be reached", what, (int)seats,
                                 (int)f->setup.subject_count);
                }
            }
            fixture_free(f);
        }
    }
}

/* Every pad of a protocol with many codes is on some page. */
static void board__turns_pages__more_pads_than_fit(void **unused)
{
    (void)unused;
    Fixture *f = fixture_blank();
    load_many(f);
    add_class(f, 28);
    begin_session(f);
    ui_resize(&f->ui, 1024, 600);
    bool seen[PROTOCOL_MAX_CODES] = {0};
    for (int32_t page = 0; page < 24; page++) {
        f->state.pad_page = page;
        for (int32_t i = 0; i < f->protocol->code_count; i++)
            seen[i] |= is_live(f, board_pad_id(i, PROTOCOL_NONE));
    }
    for (int32_t i = 0; i < f->protocol->code_count; i++)
        if (!f->protocol->codes[i].built_in && !seen[i])
            fail_msg("code %s is on no page", f->protocol->codes[i].key);
    fixture_free(f);
}

/* Places of the set-up are kept where they leave room. */
static void board__seats_where_the_setup_says__room_enough(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 4);
    for (int32_t i = 0; i < f->setup.subject_count; i++) {
        f->subjects[i].x = 0.2F + 0.1F * (float)i;
        f->subjects[i].y = 0.5F;
    }
    f->setup.id.bytes[0]++;
    float x1, y1, x2, y2;
    middle_of(f, seat_of(f, "P1"), &x1, &y1);
    middle_of(f, seat_of(f, "P2"), &x2, &y2);
    assert_true(fabsf(x2 - x1 - 80) < 1); /* a tenth of a chart 800 wide */
    assert_true(fabsf(y2 - y1) < 1);
    check_targets(f, "placed");

    f->subjects[who(f, "P2")].x = f->subjects[who(f, "P1")].x; /* one on top of the other */
    f->setup.id.bytes[0]++;
    (void)idle(f);
    check_targets(f, "two in one place");
    assert_true(is_live(f, seat_of(f, "P1")) && is_live(f, seat_of(f, "P2")));
    fixture_free(f);
}

static void sit_down(Fixture *f, const Seating *seating)
{
    float x, y;
    int32_t first_group = f->setup.subject_count;
    for (int32_t g = 0; g < seating->group_count; g++)
        (void)add_subject(f, SUBJECT_GROUP, seating->groups[g], SUBJECT_NONE);
    for (int32_t i = 0; i < seating->count; i++) {
        const Seat *seat = &seating->seats[i];
        char label[24];
        (void)snprintf(label, sizeof label, "P%d", (int)i + 1);
        int32_t group = seat->group == SEATING_NO_GROUP ? SUBJECT_NONE : first_group + seat->group;
        int32_t pupil = add_subject(f, SUBJECT_PUPIL, label, group);
        f->subjects[pupil].x = seat->x;
        f->subjects[pupil].y = seat->y;
    }
    for (int32_t i = 0; i < SEATING_MAX_ADULTS; i++) {
        int32_t adult = add_subject(f, SUBJECT_ADULT, i ? "T2" : "T1", SUBJECT_NONE);
        seating_place_adult(i, &x, &y);
        f->subjects[adult].x = x;
        f->subjects[adult].y = y;
    }
}

static void board__seats_everybody__any_template(void **unused)
{
    (void)unused;
    static const int32_t counts[] = {1, 2, 5, 12, 24, 28, 31, 45, 60};
    for (int32_t kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            Fixture *f = fixture_blank();
            Err err = {0};
            assert_ok(protocol_load_shipped(&f->arena, "academic-talk", &f->protocol, &err), err);
            Seating seating = seating_arrange((SeatingTemplate)kind, counts[c]);
            sit_down(f, &seating);
            begin_session(f);
            for (size_t size = 0; size < sizeof SIZES / sizeof SIZES[0]; size++) {
                char what[96];
                (void)snprintf(what, sizeof what, "%s, %d pupils, size %d",
                               seating_title((SeatingTemplate)kind), (int)counts[c], (int)size);
                ui_resize(&f->ui, SIZES[size][0], SIZES[size][1]);
                int32_t seats = check_everywhere(f, what);
                if (seats < counts[c] + SEATING_MAX_ADULTS)
                    fail_msg("%s: %d seats can be reached", what, (int)seats);
            }
            fixture_free(f);
        }
    }
}

/* ---- cost ---- */

static void board__draws_no_more__ten_thousand_events(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    Err err = {0};
    (void)idle(f);
    int32_t empty = f->ui.command_count;
    int32_t code = code_of(f, "student-talk");
    for (int32_t i = 0; i < 10000; i++) {
        SessionTap tap = session_tap_blank(code, f->now_ms);
        tap.subject = who(f, i % 2 ? "P1" : "P2");
        assert_ok(session_tap(f->session, &tap, f->now_ms, &err), err);
        commit(f);
        f->now_ms += 200;
    }
    (void)idle(f);
    assert_int_equal(f->state.seen_events, 10000);
    assert_true(f->state.tracked_count <= BOARD_MAX_TRACKED);
    assert_true(f->ui.command_count < empty + 40);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board__keeps_targets_apart__any_class_protocol_and_screen),
        cmocka_unit_test(board__turns_pages__more_pads_than_fit),
        cmocka_unit_test(board__seats_where_the_setup_says__room_enough),
        cmocka_unit_test(board__seats_everybody__any_template),
        cmocka_unit_test(board__draws_no_more__ten_thousand_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
