/* debrief_drive.h - the screen of the debrief by finger, for its tests: a lesson's sheet
 * opened, files made, what is in the list of exports. */
#ifndef TESTS_RECORDER_SCREEN_DEBRIEF_DRIVE_H
#define TESTS_RECORDER_SCREEN_DEBRIEF_DRIVE_H

#include "check.h"

#include "protocols/file.h"
#include "recorder/store/export_log.h"
#include "tests/recorder/screen/drive.h"

#include <stdlib.h>

static Drive d;

static inline void replay_demo(void)
{
    char command[900];
    const char *program = getenv("KENKYU_BIN");
    assert_non_null(program);
    (void)snprintf(command, sizeof command,
                   "%s replay %s/assets/demo-lesson.json --db %s >/dev/null", program,
                   TEST_SOURCE_DIR, d.db);
    assert_int_equal(system(command), 0);
}

/* To the end of the choices. */
static inline void scroll_down(void)
{
    d.app->debrief.state.scroll = 10000;
    for (int i = 0; i < 3; i++) {
        drive_frame(&d);
        d.app->stale = true;
    }
    drive_frame(&d);
}

static inline int32_t count_files(const char *ending)
{
    int32_t count = 0;
    DIR *dir = opendir(d.sheets);
    if (!dir)
        return 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name), end = strlen(ending);
        count += len > end && strcmp(entry->d_name + len - end, ending) == 0;
    }
    (void)closedir(dir);
    return count;
}

static inline void open_with(int lessons)
{
    drive_init(&d);
    for (int i = 0; i < lessons; i++)
        replay_demo();
    drive_open(&d);
    drive_tap(&d, HOME_ID_ROW);
    drive_tap(&d, SAVED_ID_SHEET);
    drive_frame(&d);
    assert_int_equal(d.app->screen, APP_DEBRIEF);
}

/* Gives the slices their frames until the files are there. */
static inline int32_t run_to_the_end(void)
{
    int32_t frames = 0;
    for (; d.app->debrief.working && frames < 500; frames++)
        drive_frame(&d);
    assert_false(d.app->debrief.working);
    drive_frame(&d);
    return frames;
}

static inline int lines_about(const char *words)
{
    char path[FILE_MAX_PATH], line[1000];
    Err err = {0};
    int count = 0;
    assert_ok(export_log_path(d.db, path, &err), err);
    FILE *log = fopen(path, "r");
    assert_non_null(log);
    while (fgets(line, sizeof line, log))
        count += strstr(line, words) != NULL;
    (void)fclose(log);
    return count;
}

static inline bool log_says(const char *words)
{
    char path[FILE_MAX_PATH];
    Err err = {0};
    Arena arena;
    const char *text = "";
    size_t len = 0;
    arena_init(&arena, (size_t)1 << 20);
    assert_ok(export_log_path(d.db, path, &err), err);
    assert_ok(file_read(&arena, path, (size_t)1 << 19, &text, &len, &err), err);
    bool says = strstr(text, words) != NULL;
    arena_deinit(&arena);
    return says;
}

/* As on a device from which nothing has left. */
static inline void forget_sheets_and_log(void)
{
    char path[FILE_MAX_PATH];
    Err err = {0};
    assert_ok(export_log_path(d.db, path, &err), err);
    assert_int_equal(unlink(path), 0);
    drive_remove_folder(d.sheets);
}

static inline Preview *preview(void)
{
    return &d.app->debrief.state.preview;
}

#endif
