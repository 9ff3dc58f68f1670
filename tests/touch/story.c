#include "tests/touch/story.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Meant *story_add(Story *story, const char *code, int32_t subject, int64_t at_ms)
{
    assert_true(story->count < STORY_MAX);
    Meant *m = &story->meant[story->count++];
    *m = (Meant){.code = code, .subject = subject, .target = SUBJECT_NONE, .at_ms = at_ms};
    return m;
}

void story_take_back(Story *story)
{
    assert_true(story->count > 0);
    story->count--;
}

/* ---- what is stored ---- */

static json_t *read_json(Person *p, const char *const *args)
{
    char *text = person_run(p, args);
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);
    free(text);
    if (!json)
        fail_msg("%s", error.text);
    return json;
}

static json_t *read_lesson(Person *p)
{
    json_t *list = read_json(p, (const char *const[]){"list", "--json", NULL});
    const json_t *items = json_is_array(list) ? list : json_object_get(list, "observations");
    const char *id = json_string_value(json_object_get(json_array_get(items, 0), "id"));
    if (!id)
        fail_msg("no lesson is stored");
    json_t *lesson = read_json(p, (const char *const[]){"show", id, "--json", NULL});
    json_decref(list);
    return lesson;
}

static const char *text_of(const json_t *event, const char *key)
{
    const char *text = json_string_value(json_object_get(event, key));
    return text ? text : "";
}

static bool is_compared(const json_t *event)
{
    const char *code = text_of(event, "code");
    return strcmp(code, "absent") != 0 && strcmp(code, "pause") != 0;
}

/* ---- the comparison ---- */

static int by_time(const void *a, const void *b)
{
    const Meant *const *x = a, *const *y = b;
    if ((*x)->at_ms != (*y)->at_ms)
        return (*x)->at_ms < (*y)->at_ms ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

static const char *label_of(const json_t *lesson, int32_t subject)
{
    if (subject == SUBJECT_NONE)
        return "";
    return text_of(json_array_get(json_object_get(lesson, "subjects"), (size_t)subject), "label");
}

static void assert_text(int32_t nth, const char *what, const char *is, const char *meant)
{
    if (strcmp(is, meant) != 0)
        fail_msg("event %d: %s is '%s', '%s' was meant", (int)nth, what, is, meant);
}

static int64_t ms_of(const json_t *event, const char *key)
{
    return (int64_t)llround(json_number_value(json_object_get(event, key)) * 1000);
}

static void compare_event(const json_t *lesson, const json_t *event, const Meant *m, int32_t nth)
{
    assert_text(nth, "code", text_of(event, "code"), m->code);
    assert_text(nth, "subject", text_of(event, "subject"), label_of(lesson, m->subject));
    assert_text(nth, "target", text_of(event, "target"), label_of(lesson, m->target));
    if (m->modifier)
        assert_text(nth, m->modifier, text_of(json_object_get(event, "options"), m->modifier),
                    m->option);
    assert_text(nth, "text", text_of(event, "text"), m->text ? m->text : "");
    if (strcmp(text_of(event, "kind"), "sample") == 0 &&
        json_integer_value(json_object_get(event, "value")) != m->value)
        fail_msg("event %d: another answer was given", (int)nth);
}

/* One line of the comparison. */
static void print_event(const json_t *lesson, const json_t *event, const Meant *m, int64_t zero_ms,
                        int64_t off_ms)
{
    char who[100];
    (void)snprintf(who, sizeof who, "%.40s%s%.40s", label_of(lesson, m->subject),
                   m->target == SUBJECT_NONE ? "" : " > ", label_of(lesson, m->target));
    print_message("%9.3f %-13s %-16s | %9.3f %-13s %-16s %4d ms\n",
                  (double)(m->at_ms - zero_ms) / 1000, m->option ? m->option : m->code, who,
                  json_number_value(json_object_get(event, "start_s")), text_of(event, "code"),
                  text_of(event, "subject"), (int)off_ms);
}

void story_compare(const Story *story, Person *p)
{
    json_t *lesson = read_lesson(p);
    const Meant *sorted[STORY_MAX];
    for (int32_t i = 0; i < story->count; i++)
        sorted[i] = &story->meant[i];
    qsort(sorted, (size_t)story->count, sizeof sorted[0], by_time);
    int32_t n = 0;
    int64_t zero_ms = 0, worst_ms = 0, sum_ms = 0;
    size_t i = 0;
    json_t *event = NULL;
    print_message("%9s %-30s | %9s %-30s  off\n", "meant, s", "", "stored, s", "");
    json_array_foreach(json_object_get(lesson, "events"), i, event)
    {
        if (!is_compared(event))
            continue;
        if (n >= story->count)
            fail_msg("%s of %s at %.3f s was not meant", text_of(event, "code"),
                     text_of(event, "subject"),
                     json_number_value(json_object_get(event, "start_s")));
        const Meant *m = sorted[n];
        compare_event(lesson, event, m, n);
        if (n == 0)
            zero_ms = m->at_ms - ms_of(event, "start_s");
        int64_t off_ms = llabs(m->at_ms - zero_ms - ms_of(event, "start_s"));
        if (m->stop_ms > 0) {
            int64_t stop_off_ms = llabs(m->stop_ms - zero_ms - ms_of(event, "stop_s"));
            off_ms = off_ms > stop_off_ms ? off_ms : stop_off_ms;
        }
        print_event(lesson, event, m, zero_ms, off_ms);
        if (off_ms > STORY_LATE_MS)
            fail_msg("event %d (%s) is off by %d ms", (int)n, m->code, (int)off_ms);
        worst_ms = worst_ms > off_ms ? worst_ms : off_ms;
        sum_ms += off_ms;
        n++;
    }
    if (n < story->count)
        fail_msg("%s, meant as number %d, is not stored", sorted[n]->code, (int)n);
    print_message("%d of %d events stored as meant; times off by %.1f ms on average, %d at most\n",
                  (int)n, (int)story->count, n > 0 ? (double)sum_ms / n : 0, (int)worst_ms);
    json_decref(lesson);
}
